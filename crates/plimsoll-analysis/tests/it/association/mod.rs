//! Association: cases in which it can go wrong, crowds of known truth, real pairs.

mod failures;
mod real;
mod ruler;

// The ruler, which the example prints in full.
#[expect(dead_code, reason = "the example prints more than is asserted")]
#[path = "../../../examples/association_ruler/kit.rs"]
pub(crate) mod kit;

use jiff::{SignedDuration, Timestamp};
use plimsoll_analysis::associate::{
    Associated, Fix, LookSide, RadarLook, Radio, SceneBelief, Seen, Sight, Step, Traffic, View, associate,
    moved,
};
use plimsoll_analysis::silence::Received;
use plimsoll_model::evidence::Key;
use plimsoll_model::{Mmsi, Position, RecordId, RecordKind, Speed};

pub(crate) fn image_time() -> Timestamp {
    "2023-04-05T21:00:00Z".parse().unwrap()
}

/// A place so many metres east and north of the middle.
pub(crate) fn place(east_m: f64, north_m: f64) -> Position {
    moved(Position::from_lat_lon(41.6, 132.4).unwrap(), Step { east_m, north_m }).unwrap()
}

/// A report so many minutes from the image: east and north, m; speed, kn; course, degrees.
pub(crate) fn report(minutes: f64, (east_m, north_m): (f64, f64), knots: f64, course_deg: f64) -> Fix {
    let time = image_time() + SignedDuration::from_millis((minutes * 60_000.0) as i64);
    Fix {
        time,
        position: place(east_m, north_m),
        speed_m_s: Some(Speed::knots(knots).to_metres_per_second()),
        course_deg: Some(course_deg),
        report: RecordId::of(RecordKind::PositionReport, &[Key::Time(time), Key::Int(east_m as i64)]),
    }
}

pub(crate) fn radio(number: u32, length_m: f64, fixes: Vec<Fix>) -> Radio {
    let mmsi = Mmsi::new(if number < 1000 { 299_200_000 + number } else { number }).unwrap();
    Radio { mmsi, track: None, fixes, length_m: Some(length_m), beam_m: None, name: None }
}

pub(crate) fn object(number: i64, (east_m, north_m): (f64, f64), length_m: f64) -> Seen {
    Seen {
        id: RecordId::of(RecordKind::Detection, &[Key::Int(number)]),
        position: place(east_m, north_m),
        sd_m: 15.0,
        length_m: Some((length_m, 0.15)),
        shift_s: Some(75.0),
        reception: Received::default(),
    }
}

/// A Sentinel-1 scene of 20 km by 20 km.
pub(crate) fn scene(radios: Vec<Radio>, seen: Vec<Seen>) -> View {
    let corners = [(-1e4, -1e4), (1e4, -1e4), (1e4, 1e4), (-1e4, 1e4)];
    View {
        scene: RecordId::of(RecordKind::Scene, &[]),
        time: image_time(),
        footprint: corners.into_iter().map(|(e, n)| place(e, n)).collect(),
        area_km2: 400.0,
        sight: Sight::Radar(Some(RadarLook { track_deg: 348.0, side: LookSide::Right })),
        clear_fraction: 1.0,
        expected_false: 0.0,
        radios,
        seen,
    }
}

pub(crate) fn judge(view: &View) -> SceneBelief {
    let Associated { mut scenes, .. } =
        associate(std::slice::from_ref(view), &Traffic::default(), &kit::params());
    scenes.remove(0)
}

pub(crate) fn p(belief: &SceneBelief, radio: usize, seen: usize) -> f64 {
    belief.pairs.iter().find(|pair| pair.radio == radio && pair.seen == seen).map_or(0.0, |pair| pair.p)
}
