//! Hulls with known truth, seen by direct geometry: none of it is the library's code.

use crate::estimates::season::Chance;
use plimsoll_analysis::waterlines::{
    DraughtFromImageParams, FreeboardSeen, HullKnown, Side, waterline_reading,
};
use plimsoll_model::evidence::Key;
use plimsoll_model::{ErrorTerm, Estimate, FreeboardMethod, RecordId, RecordKind, Station, WaterlineReading};

pub(crate) fn params() -> DraughtFromImageParams {
    let text = include_str!("../../../../plimsoll-case/src/defaults.toml");
    let table: toml::Table = toml::from_str(text).unwrap();
    table["draught-from-image"].clone().try_into().unwrap()
}

pub(crate) fn term(source: &str, sd_m: f64) -> ErrorTerm {
    ErrorTerm { source: source.into(), sd_m, is_of_hull: false }
}

pub(crate) fn seen(station: Station, analyst: &str, height_m: f64, terms: &[ErrorTerm]) -> FreeboardSeen {
    FreeboardSeen {
        station,
        side: None,
        method: FreeboardMethod::ShadowAndLean,
        height_m,
        terms: terms.to_vec(),
        analyst: analyst.into(),
        measurability: Some(1.2),
        measurement: RecordId::of(
            RecordKind::Measurement,
            &[Key::Text(analyst), Key::Text(station.as_str())],
        ),
    }
}

pub(crate) fn scene(number: i64) -> RecordId {
    RecordId::of(RecordKind::Scene, &[Key::Int(number)])
}

pub(crate) fn read(seen: &[FreeboardSeen], hull: &HullKnown) -> WaterlineReading {
    waterline_reading(scene(1), "hull A", seen, &[], hull, &params())
}

pub(crate) fn exactly(value: f64) -> Option<Estimate<f64>> {
    Estimate::new(value, value, value)
}

/// A hull as it is.
#[derive(Clone, Copy)]
pub(crate) struct Hull {
    pub(crate) length: f64,
    pub(crate) beam: f64,
    pub(crate) depth: f64,
    pub(crate) bulwark: f64,
    pub(crate) sheer_share: f64,
}

/// How she floats in one image.
#[derive(Clone, Copy)]
pub(crate) struct Afloat {
    pub(crate) mean_draught: f64,
    pub(crate) trim: f64,
    pub(crate) hog: f64,
    pub(crate) heel_deg: f64,
    /// How much the sea stands above its mean level when the image is taken.
    pub(crate) wave: f64,
}

/// Who looks, where, how well.
#[derive(Clone, Copy)]
pub(crate) struct Look<'a> {
    pub(crate) stations: &'a [Station],
    pub(crate) analysts: &'a [&'a str],
    pub(crate) click_sd: f64,
    /// An error that all readings of the image share.
    pub(crate) angle_sd: f64,
}

impl Hull {
    /// With what nobody says drawn from the priors; `stated` says whether a list has the depth.
    pub(crate) fn drawn(chance: &mut Chance, stated: bool) -> (Self, HullKnown) {
        let p = params();
        let length = chance.between(70.0, 130.0);
        let beam = length / chance.between(5.8, 6.8);
        let depth = beam * chance.from(p.depth_to_beam);
        let has = chance.happens(p.bulwark_share);
        let bulwark = if has { chance.from(p.bulwark_height_m) } else { 0.0 };
        let hull = Self { length, beam, depth, bulwark, sheer_share: chance.from(p.sheer_share) };
        let listed = depth + p.stated_depth_sd_m * chance.normal();
        let known = HullKnown {
            length_overall_m: exactly(length),
            beam_m: exactly(beam),
            depth_moulded_m: stated.then(|| exactly(listed)).flatten(),
            summer_draught_m: exactly(depth / 1.44),
            ..HullKnown::default()
        };
        (hull, known)
    }

    /// Afloat between ballast and laden, with trim as the rules of ballast have it.
    pub(crate) fn afloat(&self, chance: &mut Chance) -> Afloat {
        let p = params();
        Afloat {
            mean_draught: self.depth * chance.between(0.4, 0.7),
            trim: self.length * chance.from(p.trim_share_of_length),
            hog: self.length * p.hog_share_of_length * chance.normal(),
            heel_deg: p.heel_sd_deg * chance.normal(),
            wave: p.unknown_swell_height_m / 4.0 * chance.normal(),
        }
    }

    /// Height of the edge seen above the water at a place along the hull: `x` -1 at the after end, 1 at the fore end.
    fn edge(&self, afloat: &Afloat, x: f64, side: f64) -> f64 {
        // Ordinates of the standard sheer, mm, by Load Lines 1966, regulation 38: here from its table, between which straight lines run.
        let unit = (self.length / 3.0 + 10.0) / 1000.0;
        let ordinates = if x > 0.0 { [0.0, 5.6, 22.2, 50.0] } else { [0.0, 2.8, 11.1, 25.0] };
        let at = (x.abs() * 3.0).min(2.999);
        let (from, rest) = (at.floor() as usize, at.fract());
        let sheer = unit * (ordinates[from] * (1.0 - rest) + ordinates[from + 1] * rest);
        // Draught there: trimmed about amidships; hogged hulls are less deep amidships, their mean draught is (F + 6 M + A) / 8.
        let amidships = afloat.mean_draught - afloat.hog / 4.0;
        let draught = amidships - x * afloat.trim / 2.0 + afloat.hog * x * x;
        let heel = side * self.beam / 2.0 * afloat.heel_deg.to_radians().sin();
        self.depth + self.bulwark + self.sheer_share * sheer - draught + heel - afloat.wave
    }

    /// What people see.
    pub(crate) fn look(&self, afloat: &Afloat, look: &Look<'_>, chance: &mut Chance) -> Vec<FreeboardSeen> {
        let terms = [term("points in the image", look.click_sd), term("angles", look.angle_sd)];
        let angle = look.angle_sd * chance.normal();
        let mut readings = Vec::new();
        for analyst in look.analysts {
            for station in look.stations {
                let x = match station {
                    Station::Fore => 0.8,
                    Station::Mid => 0.0,
                    Station::Aft => -0.8,
                };
                let height = self.edge(afloat, x, 1.0) + angle + look.click_sd * chance.normal();
                readings.push(FreeboardSeen {
                    side: Some(Side::Port),
                    ..seen(*station, analyst, height, &terms)
                });
            }
        }
        readings
    }
}

pub(crate) fn holds(estimate: Estimate<f64>, truth: f64) -> bool {
    (estimate.low()..=estimate.high()).contains(&truth)
}
