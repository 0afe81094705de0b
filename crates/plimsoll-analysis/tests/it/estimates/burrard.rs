//! Real draughts: tankers at the terminals of Burrard Inlet, 2024-25. Not a test of the truth, which nobody published
//! ship by ship, but against what the terminal's owner says that ships take there on average.

use super::kit::*;
use plimsoll_analysis::draughts::{DraughtParams, draught_pair};
use plimsoll_analysis::inputs::Held;
use plimsoll_analysis::particulars::complete;
use plimsoll_model::{DraughtReading, Product, TerminalRole, Vessel};
use std::collections::BTreeMap;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/ais/portcalls_burrard");

struct Row {
    ship: i64,
    terminal: String,
    size_m: Option<(f64, f64)>,
    draughts: [Option<f64>; 2],
    messages: u32,
}

/// The visits with their first and last draught; `None` where the data set is not there.
fn visits() -> Option<Vec<Row>> {
    let mut reader = csv::Reader::from_path(format!("{FOLDER}/visits_draught.csv")).ok()?;
    let rows = reader.deserialize::<BTreeMap<String, String>>().map(|row| {
        let row = row.unwrap();
        let number = |name: &str| row[name].parse::<f64>().ok().filter(|x| *x > 0.0);
        // `243:42`, or the four distances of the antenna to bow, stern, port and starboard.
        let sizes: Vec<f64> = row["length_width"]
            .split(|c: char| !c.is_ascii_digit())
            .filter_map(|part| part.parse().ok())
            .collect();
        let size_m = match sizes[..] {
            [length, beam] => Some((length, beam)),
            [bow, stern, port, starboard] => Some((bow + stern, port + starboard)),
            _ => None,
        };
        Row {
            ship: row["imo"].parse::<f64>().map_or(0, |imo| imo as i64),
            terminal: row["terminal"].clone(),
            size_m: size_m.filter(|(length, beam)| *length > 100.0 && *beam > 15.0),
            draughts: [number("draught_first"), number("draught_last")],
            messages: row["n_msgs"].parse().unwrap_or(0),
        }
    });
    Some(rows.collect())
}

#[test]
fn the_least_change_that_counts_may_lie_anywhere_between_04_and_1_metre() {
    let Some(rows) = visits() else {
        println!("SKIPPED: {FOLDER} is not there");
        return;
    };
    let count = |min_change_m: f64| {
        let params = DraughtParams { min_change_m, ..defaults(1).draughts };
        let mut counts = BTreeMap::new();
        for row in &rows {
            let pair = draught_pair(
                &visit(&vessel(1), time("2024-06-03T00:00:00Z"), row.draughts),
                &vessel(1),
                &params,
            );
            *counts.entry(pair.reading.as_str()).or_insert(0) += 1;
        }
        println!("least change {min_change_m:.1} m: {counts:?} of {}", rows.len());
        counts
    };
    let [tenth, _, half, metre, two] = [0.1, 0.4, 0.5, 1.0, 2.0].map(count);
    assert_eq!(count(0.4), half);
    assert_eq!(half["loading"], metre["loading"]);
    assert_eq!(
        half["unchanged"] + half["loading"] + half["discharge"],
        349 - half.get("missing").unwrap_or(&0)
    );
    assert!(tenth["unchanged"] >= half["unchanged"] - 3 && two["loading"] >= half["loading"] - 3);
}

#[test]
fn aframax_cargoes_at_westridge_are_near_what_its_owner_says() {
    let Some(rows) = visits() else {
        println!("SKIPPED: {FOLDER} is not there");
        return;
    };
    let defaults = defaults(2000);
    let shared = shared(&defaults);
    let mut deepest: BTreeMap<i64, f64> = BTreeMap::new();
    for row in &rows {
        for draught in row.draughts.iter().flatten().filter(|d| **d < 20.0) {
            deepest.entry(row.ship).and_modify(|d| *d = d.max(*draught)).or_insert(*draught);
        }
    }
    let mut medians = Vec::new();
    let (mut low, mut high, mut sent) = (Vec::new(), Vec::new(), [Vec::new(), Vec::new()]);
    for (number, row) in rows.iter().enumerate().filter(|(_, row)| row.terminal == "Westridge") {
        let Some((length, beam)) = row.size_m.filter(|(length, _)| *length > 225.0) else { continue };
        let mut ship = Vessel {
            length_overall_m: stated(length),
            beam_m: stated(beam),
            deepest_draught_m: deepest.get(&row.ship).copied(),
            ..vessel(row.ship)
        };
        complete(&mut ship, &defaults.particulars);
        let end = time("2024-06-03T00:00:00Z") + jiff::SignedDuration::from_hours(number as i64);
        let mut call = Call::at_loading(ship, end, row.draughts, &defaults);
        call.place = place(TerminalRole::Loading);
        call.product = Some(Product::Crude);
        if call.draughts.reading != DraughtReading::Loading || row.messages < 2 {
            continue;
        }
        let barrels = call.estimate(&defaults, &shared, &Held::none()).2.volume_bbl.unwrap();
        medians.push(barrels.mid());
        sent.iter_mut().zip(row.draughts).for_each(|(sent, draught)| sent.extend(draught));
        low.push(barrels.low());
        high.push(barrels.high());
    }
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    println!(
        "{} Aframax loadings shown at Westridge: mean of the medians {:.0} bbl; mean interval {:.0} to {:.0} bbl",
        medians.len(),
        mean(&medians),
        mean(&low),
        mean(&high)
    );
    // What is sent spreads by error and by true differences together: neither alone can be more.
    let spread = |values: &[f64]| {
        (values.iter().map(|x| (x - mean(values)).powi(2)).sum::<f64>() / values.len() as f64).sqrt()
    };
    println!(
        "sent on arrival {:.2} m, spread {:.2}; on departure {:.2} m, spread {:.2}",
        mean(&sent[0]),
        spread(&sent[0]),
        mean(&sent[1]),
        spread(&sent[1])
    );
    assert!(sent.iter().all(|draughts| spread(draughts) < defaults.draughts.sd_m));
    // Trans Mountain, application of 2013, volume 8A, p. 67: "the average cargo loaded would be about 550,000 bbls",
    // at most 615,000. It is a mean over ships and tides: the test is a sixth, not a digit.
    assert!(medians.len() > 40);
    assert!((mean(&medians) / 550_000.0 - 1.0).abs() < 0.17, "{}", mean(&medians));
    assert!(mean(&low) < 550_000.0 && 550_000.0 < mean(&high));
}
