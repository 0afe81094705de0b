//! Points set with human error, angles and cameras a little wrong: the intervals hold the truth as often as they say.

use super::above::view;
use super::camera::{Camera, Hull, point as photo_point};
use super::projected::Box3;
use super::{params, set};
use plimsoll_imagery::waterline::{HullFacts, OverheadView, PhotoView, View, read_points};
use plimsoll_model::{Direction, Estimate, FreeboardMethod, ImagePoint, Mark, Measurable, Station};

/// Normal numbers from a seed: sums of twelve even ones.
struct Normal(u64);

impl Normal {
    fn even(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }
    fn next(&mut self, sd: f64) -> f64 {
        sd * ((0..12).map(|_| self.even()).sum::<f64>() - 6.0)
    }
    fn shaken(&mut self, points: Vec<ImagePoint>, sd: impl Fn(Mark) -> f64) -> Vec<ImagePoint> {
        let shake = |p: ImagePoint| {
            let sd = sd(p.mark);
            ImagePoint { line: p.line + self.next(sd), sample: p.sample + self.next(sd), ..p }
        };
        points.into_iter().map(shake).collect()
    }
    fn moved(&mut self, from: Option<Direction>, sd: f64) -> Option<Direction> {
        from.map(|d| Direction {
            azimuth_deg: d.azimuth_deg + self.next(sd),
            elevation_deg: d.elevation_deg + self.next(sd),
        })
    }
}

const DRAWS: usize = 400;

/// Share of intervals that hold the truth: 90 % within what 400 draws can tell, or a little more.
fn check(name: &str, held: usize, read: usize) {
    let share = held as f64 / read as f64;
    println!("{name}: {held} of {read} intervals hold the truth");
    assert!(read > DRAWS * 9 / 10, "{name}: {read} read");
    assert!((0.86..=0.97).contains(&share), "{name}: {share}");
}

#[test]
fn intervals_from_above_hold_the_truth_as_often_as_they_say() {
    let hull = Box3 { heading_deg: 75.0, length_m: 90.0, beam_m: 14.0, freeboard_m: 3.4, quay_m: 0.0 };
    let truth = OverheadView { angle_sd_deg: 1.5, ..view((200.0, 38.0), (350.0, 66.0), 0.4) };
    let marks: [(&str, &[Mark]); 3] = [
        ("deck, water and shadow", &[Mark::DeckEdge, Mark::Waterline, Mark::ShadowEdge]),
        ("deck and shadow", &[Mark::DeckEdge, Mark::ShadowEdge]),
        ("deck and water", &[Mark::DeckEdge, Mark::Waterline]),
    ];
    for (name, marks) in marks {
        let mut normal = Normal(0x5eed_0001);
        let (mut held, mut read) = (0, 0);
        for _ in 0..DRAWS {
            let side = -1.0; // port faces north-west, away from the sun and towards the sensor
            let points = [hull.ends(&truth), hull.side(&truth, side, Station::Mid, marks)].concat();
            let points =
                normal.shaken(points, |mark| if matches!(mark, Mark::Bow | Mark::Stern) { 1.0 } else { 0.5 });
            let stated = OverheadView {
                sun: normal.moved(truth.sun, 1.5),
                sensor_at: normal.moved(truth.sensor_at, 1.5),
                ..truth.clone()
            };
            let got = read_points(&set(points), &View::Overhead(stated), &HullFacts::default(), &params());
            let Some(found) = got.measurements.iter().find(|m| m.quantity == Measurable::Freeboard) else {
                continue;
            };
            read += 1;
            held += usize::from(found.value.low() <= 3.4 && 3.4 <= found.value.high());
        }
        check(name, held, read);
    }
}

#[test]
fn intervals_of_photographs_hold_the_truth_as_often_as_they_say() {
    let camera = Camera { height_m: 250.0, focal_px: 9_000.0, pitch_deg: 9.0, roll_deg: -4.0 };
    let ship = Hull { middle: (-60.0, 1_500.0), turn_deg: 20.0, length_m: 96.0, beam_m: 15.0 };
    let at = |mark, forward: f64, up: f64| {
        photo_point(mark, Some(Station::Mid), camera.seen(ship.at(forward, up)))
    };
    let mut points: Vec<ImagePoint> =
        [-8.0, 0.0, 9.0].map(|right| photo_point(Mark::Horizon, None, camera.horizon(right))).to_vec();
    points.extend([at(Mark::Waterline, 0.0, 0.0), at(Mark::DeckEdge, 0.0, 3.1)]);
    let mut normal = Normal(0x5eed_0002);
    let (mut held, mut read) = (0, 0);
    for _ in 0..DRAWS {
        let about = |mid: f64, sd: f64| Estimate::new(mid - 1.645 * sd, mid, mid + 1.645 * sd);
        let view = PhotoView {
            camera_height_m: about(250.0 + normal.next(15.0), 15.0),
            focal_px: about(9_000.0 + normal.next(90.0), 90.0),
            ..camera.view()
        };
        let shaken = normal.shaken(points.clone(), |_| 1.5);
        let got = read_points(&set(shaken), &View::Photo(view), &HullFacts::default(), &params());
        let by_horizon = got.measurements.iter().find(|m| m.method == Some(FreeboardMethod::Horizon));
        let Some(found) = by_horizon else { continue };
        read += 1;
        held += usize::from(found.value.low() <= 3.1 && 3.1 <= found.value.high());
    }
    check("horizon", held, read);
}
