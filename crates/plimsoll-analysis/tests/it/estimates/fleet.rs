//! Inferred deadweights against a real fleet: the tankers of the OpenSARShip table, whose deadweights are known.
//!
//! Cleaning: ship type 80-89; deadweight stated; the first row of each MMSI; length at least 40 m, beam at least 6 m,
//! length by beam between 4 and 9 (a beam of 0 or 7 m at 96 m of length is a typing error). Ships whose MMSI has an
//! even sum of digits set the priors, the others are the test.

use super::kit::*;
use flate2::read::GzDecoder;
use plimsoll_analysis::particulars::{ParticularParams, complete};
use plimsoll_model::{Estimate, Vessel};
use std::collections::BTreeMap;
use std::fs::File;

const TABLE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../../shared/data/sar/opensarship/ais_table_other_scenes.csv.gz"
);

struct Tanker {
    mmsi: i64,
    length_m: f64,
    beam_m: f64,
    deadweight_t: f64,
    draught_m: Option<f64>,
}

impl Tanker {
    fn sets_priors(&self) -> bool {
        self.mmsi.to_string().bytes().map(|digit| u32::from(digit - b'0')).sum::<u32>() % 2 == 0
    }

    /// What the library makes of length and beam, and of a draught sent if asked.
    fn inferred(&self, params: &ParticularParams, with_draught: bool) -> Estimate<f64> {
        let mut ship = Vessel {
            length_overall_m: stated(self.length_m),
            beam_m: stated(self.beam_m),
            deepest_draught_m: self.draught_m.filter(|_| with_draught),
            ..vessel(self.mmsi)
        };
        complete(&mut ship, params);
        let deadweight = ship.deadweight_t.unwrap();
        assert!(deadweight.is_inferred);
        deadweight.estimate
    }
}

/// The cleaned table; `None` where the data set is not there.
fn tankers() -> Option<Vec<Tanker>> {
    let file = File::open(TABLE).ok()?;
    let mut reader = csv::Reader::from_reader(GzDecoder::new(file));
    let mut tankers = BTreeMap::new();
    for row in reader.deserialize::<BTreeMap<String, String>>() {
        let row = row.unwrap();
        let number = |column: &str| row[column].parse::<f64>().ok().filter(|x| *x > 0.0);
        let ship_type = number("Ship_Type").unwrap_or(0.0);
        if !(80.0..90.0).contains(&ship_type) {
            continue;
        }
        let sizes = (number("AIS_Length"), number("AIS_Width"), number("Deadweight"), number("MMSI"));
        let (Some(length_m), Some(beam_m), Some(deadweight_t), Some(mmsi)) = sizes else { continue };
        if length_m < 40.0 || beam_m < 6.0 || !(4.0..=9.0).contains(&(length_m / beam_m)) {
            continue;
        }
        // Sent in tenths of a metre; some rows of the table are ten times that.
        let draught_m = number("Draught").map(|d| if d > 255.0 { d / 100.0 } else { d / 10.0 });
        let tanker = Tanker { mmsi: mmsi as i64, length_m, beam_m, deadweight_t, draught_m };
        tankers.entry(tanker.mmsi).or_insert(tanker);
    }
    Some(tankers.into_values().collect())
}

struct Score {
    ships: usize,
    coverage: f64,
    median_log_error: f64,
    mean_width: f64,
}

fn score<'a>(tankers: impl Iterator<Item = &'a Tanker>, with_draught: bool) -> Score {
    let params = defaults(1).particulars;
    let (mut errors, mut inside, mut width) = (Vec::new(), 0, 0.0);
    for tanker in tankers {
        let inferred = tanker.inferred(&params, with_draught);
        errors.push((inferred.mid() / tanker.deadweight_t).ln());
        inside += usize::from((inferred.low()..=inferred.high()).contains(&tanker.deadweight_t));
        width += (inferred.high() / inferred.low()).ln();
    }
    errors.sort_by(f64::total_cmp);
    let ships = errors.len();
    Score {
        ships,
        coverage: inside as f64 / ships as f64,
        median_log_error: errors[ships / 2],
        mean_width: width / ships as f64,
    }
}

#[test]
fn inferred_deadweights_hold_on_the_half_of_the_fleet_that_set_no_prior() {
    let Some(tankers) = tankers() else {
        println!("SKIPPED: {TABLE} is not there");
        return;
    };
    println!("{} tankers", tankers.len());
    let print = |name: &str, from: f64, to: f64, is_test: bool, with_draught: bool| {
        let chosen = tankers
            .iter()
            .filter(|t| t.sets_priors() != is_test && (from..to).contains(&t.length_m))
            .filter(|t| !with_draught || t.draught_m.is_some());
        let score = score(chosen, with_draught);
        println!(
            "{name:<34} {from:>3}-{to:<3} m: {:>3} ships, 90 % interval holds {:.3}, median error {:+.1} %, width x{:.2}",
            score.ships,
            score.coverage,
            100.0 * (score.median_log_error.exp() - 1.0),
            score.mean_width.exp()
        );
        score
    };
    print("half that set the priors", 0.0, 400.0, false, false);
    for (from, to) in [(40.0, 90.0), (90.0, 130.0), (130.0, 200.0), (200.0, 400.0)] {
        print("other half", from, to, true, false);
    }
    let held_out = print("other half", 0.0, 400.0, true, false);
    let with_draught = print("other half, with a draught sent", 0.0, 400.0, true, true);
    assert!(held_out.ships > 150);
    assert!((0.85..=0.97).contains(&held_out.coverage), "{}", held_out.coverage);
    assert!(held_out.median_log_error.abs() < 0.06, "{}", held_out.median_log_error);
    assert!((0.83..=0.98).contains(&with_draught.coverage), "{}", with_draught.coverage);
}
