//! Two MMSIs that several ships use, as Global Fishing Watch's segmenter and ours divide them.

use super::kit::{at, mmsi};
use super::track_kit::{Outcome, track};
use plimsoll_model::evidence::Key;
use plimsoll_model::{Angle, Position, PositionReport, RecordId, RecordKind, Source, Speed};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/ais/segments_gfw/");

/// The reports of a file and the segment that each is expected in, in order of time.
fn read(file: &str, key: &str) -> Option<(Vec<PositionReport>, Vec<String>)> {
    let Ok(bytes) = std::fs::read(format!("{FOLDER}{file}")) else {
        println!("SKIPPED: {FOLDER}{file} is not here");
        return None;
    };
    let mut text = String::new();
    flate2::read::MultiGzDecoder::new(&bytes[..]).read_to_string(&mut text).unwrap();
    let exhibit = RecordId::of(RecordKind::Exhibit, &[Key::Text(file)]);
    let mut rows: Vec<(PositionReport, String)> = text
        .lines()
        .enumerate()
        .map(|(n, line)| {
            let value = |key: &str| -> String {
                let from = line.find(&format!("\"{key}\": ")).unwrap() + key.len() + 4;
                let to = line[from..].find([',', '}']).unwrap() + from;
                line[from..to].trim_matches('"').to_owned()
            };
            let number = |key: &str| -> f64 { value(key).parse().unwrap_or(f64::NAN) };
            let said = |key: &str| -> Option<f64> { value(key).parse().ok() };
            let report = PositionReport {
                source: Source { exhibit, line: n as u64 + 1, byte_offset: n as u64 },
                mmsi: mmsi(value("ssvid").parse().unwrap()),
                time: at(&value("timestamp")),
                message_type: None,
                position: Position::from_lat_lon(number("lat"), number("lon")).ok(),
                sog: said("speed").map(Speed::knots),
                cog: said("course").map(Angle::degrees),
                heading: None,
                navigational_status: None,
            };
            (report, value(key))
        })
        .collect();
    rows.sort_by_key(|(r, _)| (r.time, r.source));
    Some(rows.into_iter().unzip())
}

/// Adjusted Rand index of two partitions (Hubert and Arabie 1985).
fn adjusted_rand<A: Ord, B: Ord>(pairs: &[(A, B)]) -> f64 {
    let two = |n: usize| (n * n.saturating_sub(1)) as f64 / 2.0;
    let mut cells: BTreeMap<(&A, &B), usize> = BTreeMap::new();
    let (mut rows, mut columns): (BTreeMap<&A, usize>, BTreeMap<&B, usize>) = Default::default();
    for (a, b) in pairs {
        *cells.entry((a, b)).or_default() += 1;
        *rows.entry(a).or_default() += 1;
        *columns.entry(b).or_default() += 1;
    }
    let both: f64 = cells.values().map(|n| two(*n)).sum();
    let (a, b): (f64, f64) = (rows.values().map(|n| two(*n)).sum(), columns.values().map(|n| two(*n)).sum());
    let by_chance = a * b / two(pairs.len());
    (both - by_chance) / ((a + b) / 2.0 - by_chance)
}

/// Our track of each report; noise is a part of its own each.
fn ours(outcome: &Outcome, reports: &[PositionReport]) -> Vec<String> {
    let of = outcome.track_of();
    reports.iter().map(|r| of.get(&r.id()).map_or_else(|| r.id().to_string(), ToString::to_string)).collect()
}

#[test]
fn an_mmsi_of_several_ships_is_divided_as_by_global_fishing_watch() {
    let Some((reports, expected)) = read("segmented-416000000.json.gz", "segment") else { return };
    let outcome = track(&reports);
    let found = ours(&outcome, &reports);
    let pairs: Vec<(&String, &String)> = expected.iter().zip(&found).collect();
    let index = adjusted_rand(&pairs);
    // Their segments end where ours go on after a silence; so the share of pairs of one segment that are one track.
    let (mut together, mut agreed) = (0u64, 0u64);
    for (n, a) in pairs.iter().enumerate() {
        for b in &pairs[n + 1..] {
            together += u64::from(a.0 == b.0);
            agreed += u64::from(a.0 == b.0 && a.1 == b.1);
        }
    }
    let share = agreed as f64 / together as f64;
    println!(
        "{} reports, {} segments of theirs, {} tracks, {} segments and {} noise of ours; adjusted Rand index {index:.3}; {share:.4} of the pairs of one segment are of one track",
        reports.len(),
        expected.iter().collect::<BTreeSet<_>>().len(),
        outcome.rows.tracks.len(),
        outcome.rows.segments.len(),
        outcome.rows.noise.len()
    );
    for row in &outcome.rows.tracks {
        let mut of: BTreeMap<&String, usize> = BTreeMap::new();
        pairs.iter().filter(|p| *p.1 == row.id.to_string()).for_each(|p| *of.entry(p.0).or_default() += 1);
        println!("{} {} {} reports {} segments: {of:?}", row.start, row.end, row.reports, row.segments);
    }
    for row in &outcome.rows.noise {
        println!("noise {} {:?} {}", row.time, row.position, row.reason);
    }
    assert!(share > 0.75 && index > 0.3, "{share} {index}");
    assert!(outcome.rows.noise.len() < 40 && outcome.rows.tracks.len() <= 10);
}

#[test]
fn false_reports_of_a_ship_that_crosses_an_ocean_are_noise() {
    let Some((reports, expected)) = read("338013000.json.gz", "expected") else { return };
    let outcome = track(&reports);
    let found = ours(&outcome, &reports);
    let main = "338013000-2017-07-18T00:07:20.000000Z";
    let of_main: BTreeSet<&String> =
        expected.iter().zip(&found).filter(|p| p.0 == main).map(|p| p.1).collect();
    let of_others: BTreeSet<&String> =
        expected.iter().zip(&found).filter(|p| p.0 != main).map(|p| p.1).collect();
    // Many of these reports come with times wrong by 5 to 125 minutes (half of those apart: 25 minutes): the ship again,
    // where she was. On the last day enough of them agree to be taken for a second ship, which then takes the last two
    // hours of the first: the method cannot tell a late message from another ship.
    let largest = outcome.rows.tracks.iter().map(|row| row.reports).max().unwrap();
    println!(
        "{} reports, {} with a position in the main segment of theirs, {largest} in the largest of our {} tracks, {} noise",
        reports.len(),
        expected.iter().zip(&reports).filter(|p| p.0 == main && p.1.position.is_some()).count(),
        outcome.rows.tracks.len(),
        outcome.rows.noise.len()
    );
    assert!(of_main.len() < 100 && of_others.len() <= 10);
    assert!(largest >= 1_100 && outcome.rows.noise.len() <= 25 && outcome.rows.tracks.len() <= 2);
}
