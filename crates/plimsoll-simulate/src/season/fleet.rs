//! The invented hulls of a season.

use super::law::{log_normal, normal_within};
use super::settings::SeasonSettings;
use crate::names::invented_names;
use crate::random::Random;
use plimsoll_model::{ImoNumber, Mmsi};
use serde::{Deserialize, Serialize};

/// First six digits of the IMO numbers: none given out begins with 2, and no other simulation takes these.
const FIRST_IMO: u32 = 299_000;
/// First MMSI. MID 299 is assigned to no country, and no other simulation takes these.
const FIRST_MMSI: u32 = 299_150_000;
/// Cubic metres in a barrel (42 gallons of 231 cubic inches).
pub(super) const BARREL_M3: f64 = 0.158_987_294_928;
/// Share of the tanks that a full tanker fills.
const FULL_SHARE: f64 = 0.98;

/// An invented tanker as she really is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrueHull {
    /// Name, beginning with `SIMULATED`.
    pub name: String,
    /// IMO number with a correct check digit, from a range that is never given out.
    pub imo_number: u32,
    /// MMSI with the country digits 299, which no country has.
    pub mmsi: u32,
    /// Length overall, m.
    pub length_m: f64,
    /// Beam, m.
    pub beam_m: f64,
    /// Moulded depth, m.
    pub depth_m: f64,
    /// Summer draught, m.
    pub summer_draught_m: f64,
    /// Draught in ballast, m.
    pub ballast_draught_m: f64,
    /// Middle of the superstructure from the stern, share of the length.
    pub superstructure: f64,
    /// Deadweight, t.
    pub deadweight_t: f64,
    /// Tanks, 100 %, m3.
    pub tanks_m3: f64,
    /// Barrels that fill her.
    pub capacity_bbl: f64,
    /// What is stated of her, or follows from her length: median of the capacity for who knows only that.
    pub stated_capacity_bbl: f64,
    /// The register states her tanks; without it `stated_capacity_bbl` follows from the length.
    pub has_stated_tanks: bool,
    /// She is in the register.
    pub is_registered: bool,
    /// She takes part in the season.
    pub takes_part: bool,
    /// Mean of her idle times, h.
    pub mean_idle_h: f64,
    /// When she came on the made list, h from the start (negative: before); none: never.
    pub listed_from_h: Option<f64>,
}

impl TrueHull {
    /// On the made list at a time.
    pub fn is_listed_at(&self, time_h: f64) -> bool {
        self.listed_from_h.is_some_and(|from| from <= time_h)
    }

    /// Draught with this share of her cargo aboard: between ballast and summer draught.
    pub fn draught_m(&self, fraction: f64) -> f64 {
        self.ballast_draught_m + fraction * (self.summer_draught_m - self.ballast_draught_m)
    }
}

/// What the whole season has in common and the fleet is drawn with.
pub(super) struct FleetDraws {
    pub(super) participation: f64,
    pub(super) unregistered: usize,
    pub(super) median_idle_h: f64,
    pub(super) capacity_factor: f64,
}

/// The fleet: first the hulls of the register.
pub(super) fn fleet(seed: u64, settings: &SeasonSettings, shared: &FleetDraws) -> Vec<TrueHull> {
    let count = settings.registered_hulls + shared.unregistered;
    let names = invented_names(&mut Random::new(seed, 501), count);
    let hulls = names.into_iter().enumerate();
    hulls
        .map(|(number, name)| hull(seed, number, name, number < settings.registered_hulls, settings, shared))
        .collect()
}

fn hull(
    seed: u64,
    number: usize,
    name: String,
    is_registered: bool,
    settings: &SeasonSettings,
    shared: &FleetDraws,
) -> TrueHull {
    let random = &mut Random::new(seed, 10_000 + number as u64);
    let length_m = if is_registered {
        let ((median, ln_sd), (low, high)) =
            (settings.registered_length_m, settings.registered_length_limits_m);
        normal_within(random, median.ln(), ln_sd, (low.ln(), high.ln())).exp()
    } else {
        log_normal(random, settings.unregistered_length_m.0, settings.unregistered_length_m.1)
    };
    let beam_m = log_normal(random, length_m / settings.length_to_beam.0, settings.length_to_beam.1);
    let superstructure =
        normal_within(random, settings.superstructure.0, settings.superstructure.1, (0.0, 1.0));
    let has_stated_tanks = is_registered && random.unit() < settings.stated_tanks_share;
    let of_length = settings.capacity_of_length_bbl(length_m);
    let stated_capacity_bbl = if has_stated_tanks {
        log_normal(random, of_length, settings.capacity_of_length_ln_sd)
    } else {
        of_length
    };
    let own_ln_sd = if has_stated_tanks {
        settings.capacity_of_register_ln_sd
    } else {
        settings.capacity_of_length_ln_sd
    };
    let capacity_bbl = shared.capacity_factor * log_normal(random, stated_capacity_bbl, own_ln_sd);
    let takes_part = random.unit() < shared.participation || !is_registered;
    let mean_idle_h = log_normal(random, shared.median_idle_h, settings.idle_between_hulls_ln_sd);
    let listed_from_h = if is_registered { listing(random, settings) } else { None };
    let tanks_m3 = capacity_bbl * BARREL_M3 / FULL_SHARE;
    let depth_m = beam_m * random.between(0.44, 0.50);
    let summer_draught_m = depth_m * random.between(0.78, 0.86);
    TrueHull {
        name,
        imo_number: imo_number(number).value(),
        mmsi: mmsi(number).value(),
        length_m,
        beam_m,
        depth_m,
        summer_draught_m,
        ballast_draught_m: summer_draught_m * random.between(0.45, 0.55),
        superstructure,
        deadweight_t: tanks_m3 / random.between(1.1, 1.25),
        tanks_m3,
        capacity_bbl,
        stated_capacity_bbl,
        has_stated_tanks,
        is_registered,
        takes_part,
        mean_idle_h,
        listed_from_h,
    }
}

/// When she came on the list: years before, or in mid-season.
fn listing(random: &mut Random, settings: &SeasonSettings) -> Option<f64> {
    let (is_listed, is_late) =
        (random.unit() < settings.listed_share, random.unit() < settings.listed_late_share);
    let day =
        if is_late { random.between(0.0, settings.end_h / 24.0) } else { -random.between(200.0, 2_500.0) };
    is_listed.then(|| day.floor() * 24.0)
}

fn imo_number(number: usize) -> ImoNumber {
    let six = FIRST_IMO + number as u32 % 1_000;
    (0..10)
        .find_map(|last| ImoNumber::new(six * 10 + last).ok())
        .expect("one of the ten last digits is the check digit")
}

fn mmsi(number: usize) -> Mmsi {
    Mmsi::new(FIRST_MMSI + 10 * (number as u32 % 1_000)).expect("299,150,000 to 299,160,000 have nine digits")
}
