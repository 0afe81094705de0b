//! Register and list of the season: what clerks would have written of the invented fleet.

use crate::random::Random;
use crate::season::{SeasonTruth, TrueHull};
use jiff::{SignedDuration, Timestamp};
use std::fmt::Write;

/// The register: the hulls that it knows, with the errors that registers have.
pub(super) fn register(truth: &SeasonTruth) -> String {
    let mut text = String::from(
        "IMO No,MMSI,Vessel,Call sign,Type,DWT (t),LOA (m),Beam (m),Depth (m),Summer draught (m),Superstructure (share from stern),Tanks 100% (m3),Built,Remark\n",
    );
    for (number, hull) in truth.hulls.iter().enumerate().filter(|(_, hull)| hull.is_registered) {
        row(&mut text, hull, &mut Random::new(truth.seed, 800_000 + number as u64));
    }
    text
}

/// Errors of a register, one standard deviation: of lengths, beams and draughts, m; of tanks they are in the truth.
const LENGTH_SD_M: f64 = 0.3;
const BEAM_SD_M: f64 = 0.1;
const DRAUGHT_SD_M: f64 = 0.05;
const SUPERSTRUCTURE_SD: f64 = 0.01;
/// Cubic metres in a barrel (42 gallons of 231 cubic inches); the share of the tanks that is filled.
const BARREL_M3: f64 = 0.158_987_294_928;
const FULL_SHARE: f64 = 0.98;

fn row(text: &mut String, hull: &TrueHull, random: &mut Random) {
    let mut off = |sd: f64| sd * random.normal();
    // A ten of tonnes, as registers round.
    let deadweight = (hull.deadweight_t * (1.0 + off(0.01)) / 10.0).round() * 10.0;
    let tanks = if hull.has_stated_tanks {
        format!("{:.0}", hull.stated_capacity_bbl * BARREL_M3 / FULL_SHARE)
    } else {
        String::new()
    };
    let built = 1975 + (hull.imo_number / 10) % 30;
    writeln!(
        text,
        "{},{},{},SIM{},Oil products tanker,{deadweight:.0},{:.1},{:.1},{:.1},{:.2},{:.3},{tanks},{built},SIMULATED",
        hull.imo_number,
        hull.mmsi,
        hull.name,
        hull.imo_number % 10_000,
        hull.length_m + off(LENGTH_SD_M),
        hull.beam_m + off(BEAM_SD_M),
        hull.depth_m + off(BEAM_SD_M),
        hull.summer_draught_m + off(DRAUGHT_SD_M),
        hull.superstructure + off(SUPERSTRUCTURE_SD),
    )
    .expect("a String takes all that is written to it");
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
            "{},{},{},{},,SIM{},SIMULATED: no such ship and no such list,Oil products tanker,{},,yes,",
            number + 1,
            hull.name,
            hull.imo_number,
            hull.mmsi,
            hull.imo_number % 10_000,
            day.strftime("%d-%b-%y"),
        )
        .expect("a String takes all that is written to it");
    }
    text
}
