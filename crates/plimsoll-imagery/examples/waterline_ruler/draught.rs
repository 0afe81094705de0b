//! From freeboards to draughts: single images, and two images of one hull before and after a call.

use crate::ask::{Overhead, estimate, overhead, params, set};
use plimsoll_analysis::waterlines::{
    DraughtFromImageParams, FreeboardSeen, HullKnown, Side, change, sd_m, waterline_reading,
};
use plimsoll_imagery::waterline::{self, WaterlineParams, read_points};
use plimsoll_model::{ImagePoint, Mark, RecordId, RecordKind, WaterlineReading, evidence::Key};
use plimsoll_simulate::hulls::{Afloat, OverheadCase};

/// Parameters of both steps.
pub(crate) struct Known {
    points: WaterlineParams,
    draught: DraughtFromImageParams,
}

impl Known {
    pub(crate) fn new() -> Self {
        let text = include_str!("../../../plimsoll-case/src/defaults.toml");
        let table: toml::Table = toml::from_str(text).expect("the defaults are read by every case");
        let draught =
            table["draught-from-image"].clone().try_into().expect("the section that every case reads");
        Self { points: params(), draught }
    }
}

/// One image: the true mean draught and what was read.
pub(crate) struct Read {
    truth_m: f64,
    is_laden: bool,
    /// Half way between laden and ballast, m.
    half_way_m: f64,
    has_bulwark: bool,
    spacing_m: f64,
    reading: WaterlineReading,
}

/// Two images of one ship: the first as the seed has her, the second loaded or emptied.
pub(crate) fn call(seed: u64, known: &Known) -> [[Read; 2]; 2] {
    let first = OverheadCase::of_seed(seed);
    let mut second = OverheadCase::of_seed(seed + 50_000);
    let ship = first.scene.ship.clone();
    let (mean, trim) = if first.is_laden {
        (ship.ballast_draught_m, 0.008 * ship.length_m)
    } else {
        (0.95 * ship.summer_draught_m, 0.1)
    };
    second.scene.afloat =
        Afloat { draught_fore_m: mean - trim / 2.0, draught_aft_m: mean + trim / 2.0, ..second.scene.afloat };
    second.scene.ship = ship;
    second.is_laden = !first.is_laden;
    [first, second].map(|case| read(case, known))
}

/// By all points, and without waterlines at stations where a shadow was marked.
fn read(case: OverheadCase, known: &Known) -> [Read; 2] {
    let image: Overhead = overhead(case, false);
    let has_shadow =
        |p: &ImagePoint| image.points.iter().any(|o| o.mark == Mark::ShadowEdge && o.station == p.station);
    let some = image.points.iter().filter(|p| p.mark != Mark::Waterline || !has_shadow(p)).cloned();
    [image.points.clone(), some.collect()].map(|points| read_by(&image, points, known))
}

fn read_by(image: &Overhead, points: Vec<ImagePoint>, known: &Known) -> Read {
    let quay_m = image.sides.iter().find_map(|t| image.quay_m(t));
    let points = set("above", &image.case.analyst, points);
    let found = read_points(&points, &image.view(), &image.facts(quay_m), &known.points);
    let ship = &image.case.scene.ship;
    let record = |name: &str| RecordId::of(RecordKind::Exhibit, &[Key::Text(name)]);
    let side = |side: waterline::Side| match side {
        waterline::Side::Port => Side::Port,
        waterline::Side::Starboard => Side::Starboard,
    };
    let seen: Vec<FreeboardSeen> = found
        .freeboards
        .iter()
        .map(|f| FreeboardSeen {
            station: f.station,
            side: f.side.map(side),
            method: f.method,
            height_m: f.height_m,
            terms: f.terms.clone(),
            analyst: image.case.analyst.name.clone(),
            measurability: f.measurability,
            measurement: record("measurement"),
        })
        .collect();
    // The register states a depth to the decimetre, and the eye tells a bulwark.
    let hull = HullKnown {
        length_overall_m: estimate(ship.length_m, 0.3),
        beam_m: estimate(ship.beam_m, 0.1),
        depth_moulded_m: estimate((ship.depth_m * 10.0).round() / 10.0, 0.03),
        summer_draught_m: estimate(ship.summer_draught_m, 0.03),
        is_summer_draught_stated: true,
        has_bulwark: Some(ship.bulwark_m > 0.0),
        swell_height_m: Some(image.case.scene.water.swell_height_m),
        ..HullKnown::default()
    };
    let refusals: Vec<String> = found.refusal.into_iter().collect();
    Read {
        truth_m: image.case.scene.afloat.mean_m(),
        is_laden: image.case.is_laden,
        half_way_m: f64::midpoint(0.93 * ship.summer_draught_m, 2.0 + 0.018 * ship.between_perpendiculars_m),
        has_bulwark: ship.bulwark_m > 0.0,
        spacing_m: image.case.how.spacing_m,
        reading: waterline_reading(record("scene"), "invented", &seen, &refusals, &hull, &known.draught),
    }
}

/// Mean error, standard deviation, share covered and mean width of intervals about a truth.
struct Sum {
    asked: usize,
    errors: Vec<f64>,
    covered: usize,
    width: f64,
}

impl Sum {
    fn of(intervals: impl Iterator<Item = (f64, Option<(f64, f64, f64)>)>) -> Self {
        let mut sum = Self { asked: 0, errors: Vec::new(), covered: 0, width: 0.0 };
        for (truth, interval) in intervals {
            sum.asked += 1;
            let Some((low, mid, high)) = interval else { continue };
            sum.errors.push(mid - truth);
            sum.covered += usize::from(low <= truth && truth <= high);
            sum.width += high - low;
        }
        sum
    }

    fn print(&self, name: &str) {
        let count = self.errors.len().max(1) as f64;
        let mean = self.errors.iter().sum::<f64>() / count;
        let sd = (self.errors.iter().map(|e| (e - mean).powi(2)).sum::<f64>() / count).sqrt();
        println!(
            "  {name:<34} {:>4} asked, {:>3} answered: bias {mean:+.2} m, sd {sd:.2} m, covered {:.2}, mean width {:.2} m",
            self.asked,
            self.errors.len(),
            self.covered as f64 / count,
            self.width / count
        );
    }
}

fn interval(read: &Read) -> Option<(f64, f64, f64)> {
    read.reading.draught_m.map(|e| (e.low(), e.mid(), e.high()))
}

pub(crate) fn print(calls: &[[&Read; 2]]) {
    let all = || calls.iter().flatten().copied();
    let print = |name: &str, is_in: &dyn Fn(&Read) -> bool| {
        Sum::of(all().filter(|r| is_in(r)).map(|r| (r.truth_m, interval(r)))).print(name);
    };
    print("single images", &|_| true);
    print("pixels of .5 m or less", &|r| r.spacing_m < 0.6);
    print("pixels above .5 m", &|r| r.spacing_m >= 0.6);
    print("with a bulwark", &|r| r.has_bulwark);
    print("laden", &|r| r.is_laden);
    print("in ballast", &|r| !r.is_laden);
    let pairs = calls.iter().map(|[a, b]| {
        let found = change(&a.reading, &b.reading).map(|c| c.change_m);
        (b.truth_m - a.truth_m, found.map(|c| (c.low(), c.mid(), c.high())))
    });
    Sum::of(pairs).print("change between two images");
    let apart = calls.iter().map(|[a, b]| {
        let found = a.reading.draught_m.zip(b.reading.draught_m).map(|(from, to)| {
            let (mid, sd) = (to.mid() - from.mid(), sd_m(&a.reading).hypot(sd_m(&b.reading)));
            (mid - 1.645 * sd, mid, mid + 1.645 * sd)
        });
        (b.truth_m - a.truth_m, found)
    });
    Sum::of(apart).print("the same as two single images");
    for (from, to) in [(0.0, 0.3), (0.3, 0.5), (0.5, 0.8), (0.8, 9.0)] {
        let these: Vec<&Read> = all()
            .filter(|r| r.reading.draught_m.is_some() && (from..to).contains(&sd_m(&r.reading)))
            .collect();
        let wrong = |r: &&&Read| r.reading.draught_m.is_some_and(|d| (d.mid() > r.half_way_m) != r.is_laden);
        let mistaken = these.iter().filter(wrong).count();
        println!(
            "  sd {from:.1}-{to:.1} m: {mistaken} of {} taken for the other of laden and in ballast",
            these.len()
        );
    }
}
