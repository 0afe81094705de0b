//! Register and list of the season: what clerks would have written of the invented fleet.

use crate::random::Random;
use crate::season::{EmulatedSeason, SeasonTruth, TrueHull};
use jiff::{SignedDuration, Timestamp};
use std::fmt::Write;

/// Errors of a register that the emulated one does not have, one standard deviation, m.
const DEPTH_SD_M: f64 = 0.1;
const DRAUGHT_SD_M: f64 = 0.05;
/// Cubic metres in a barrel (42 gallons of 231 cubic inches); the share of the tanks that is filled.
const BARREL_M3: f64 = 0.158_987_294_928;
const FULL_SHARE: f64 = 0.98;

/// The register: the hulls that it knows, with the errors and gaps that registers have.
pub(super) fn register(season: &EmulatedSeason) -> String {
    let mut text = String::from(
        "IMO No,MMSI,Vessel,Call sign,Type,DWT (t),LOA (m),Beam (m),Depth (m),Summer draught (m),Superstructure,Tanks 100% (m3),Built,Remark\n",
    );
    for (number, entry) in season.register.iter().enumerate() {
        let hull = &season.truth.hulls[number];
        let random = &mut Random::new(season.truth.seed, 800_000 + number as u64);
        let optional = |value: Option<(f64, f64)>, digits: usize| {
            value.map_or(String::new(), |(value, _)| format!("{value:.digits$}"))
        };
        let tanks = hull.stated_capacity_bbl * BARREL_M3 / FULL_SHARE;
        let tanks = if hull.has_stated_tanks { format!("{tanks:.0}") } else { String::new() };
        // A ten of tonnes, as registers round.
        let deadweight = (hull.deadweight_t * (1.0 + 0.01 * random.normal()) / 10.0).round() * 10.0;
        writeln!(
            text,
            "{},{},{},{},Oil products tanker,{deadweight:.0},{:.1},{},{:.1},{:.2},{},{tanks},{},SIMULATED",
            hull.imo_number,
            hull.mmsi,
            hull.name,
            call_sign(hull),
            entry.length_m.0,
            optional(entry.beam_m, 1),
            hull.depth_m + DEPTH_SD_M * random.normal(),
            hull.summer_draught_m + DRAUGHT_SD_M * random.normal(),
            optional(entry.superstructure, 3),
            1975 + random.below(30),
        )
        .expect("a String takes all that is written to it");
    }
    text
}

/// Her call sign: none that is given out begins with SIM and three digits.
pub(super) fn call_sign(hull: &TrueHull) -> String {
    format!("SIM{:04}", hull.imo_number / 10 % 10_000)
}

/// The made list of designated ships, in the columns of tables of the 1718 Designated Vessels List.
pub(super) fn designated(truth: &SeasonTruth, start: Timestamp) -> String {
    let mut text = String::from(
        "#,vessel_name,imo_number,mmsi,flag,call_sign,other_information,type,date_of_designation,asset_freeze,port_entry_ban,designated_owner\n",
    );
    let listed = truth.hulls.iter().filter_map(|hull| Some((hull, hull.listed_from_h?)));
    for (number, (hull, from_h)) in listed.enumerate() {
        let day = start + SignedDuration::from_secs((from_h * 3_600.0) as i64);
        writeln!(
            text,
            "{},{},{},{},,{},SIMULATED: no such ship and no such list,Oil products tanker,{},,yes,",
            number + 1,
            hull.name,
            hull.imo_number,
            hull.mmsi,
            call_sign(hull),
            day.strftime("%d-%b-%y"),
        )
        .expect("a String takes all that is written to it");
    }
    text
}
