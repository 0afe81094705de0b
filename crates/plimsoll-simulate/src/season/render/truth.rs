//! The numbers that an analysis of the case is asked for, as they truly are.

use crate::season::SeasonTruth;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// A number that is asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrueNumber {
    /// `N1` to `N13`.
    pub name: String,
    /// What it is, in words.
    pub what: String,
    /// Its unit; `date` for a day.
    pub unit: String,
    /// The number; of a day, days since 1 January 1970; none where it never came to pass.
    pub value: Option<f64>,
    /// The same as text: a number or a day.
    pub text: String,
}

/// The cap of the season, barrels, and what was notified by others before and beside it: from 1 January 2024, all suppliers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CapFacts {
    /// Barrels.
    pub cap_bbl: f64,
    /// Notified of the year, barrels.
    pub notified_bbl: f64,
    /// Notified of Russia's deliveries in 2023, barrels.
    pub notified_2023_bbl: f64,
}

/// The numbers N1 to N11 and N13.
pub fn true_numbers(truth: &SeasonTruth, start: Timestamp, cap: CapFacts) -> Vec<TrueNumber> {
    let calls: Vec<_> = truth.counted().collect();
    let count = calls.len() as f64;
    let barrels: f64 = calls.iter().map(|c| c.volume_bbl).sum();
    let hulls: std::collections::BTreeSet<usize> = calls.iter().map(|c| c.hull).collect();
    let ports: std::collections::BTreeSet<usize> = calls.iter().map(|c| c.place).collect();
    let listed = calls.iter().filter(|c| c.is_listed).count() as f64;
    let fill = calls.iter().map(|c| c.fill).sum::<f64>() / count.max(1.0);
    let day = |hour: f64| start + SignedDuration::from_secs((hour * 3_600.0) as i64);
    let march_end: Timestamp = "2024-04-01T00:00:00Z".parse().expect("a time in RFC 3339");
    let march: f64 = calls.iter().filter(|c| day(c.departure_h) < march_end).map(|c| c.volume_bbl).sum();
    let mut sum = cap.notified_bbl;
    let mut sailings: Vec<_> = calls.iter().map(|c| (c.departure_h, c.volume_bbl)).collect();
    sailings.sort_by(|a, b| a.0.total_cmp(&b.0));
    let crossing = sailings.iter().find_map(|(hour, volume)| {
        sum += volume;
        (sum > cap.cap_bbl).then(|| day(*hour))
    });
    let number = |name: &str, what: &str, unit: &str, value: f64| TrueNumber {
        name: name.into(),
        what: what.into(),
        unit: unit.into(),
        value: Some(value),
        text: format!("{}", (value * 1_000.0).round() / 1_000.0),
    };
    let date = |name: &str, what: &str, at: Option<Timestamp>| TrueNumber {
        name: name.into(),
        what: what.into(),
        unit: "date".into(),
        value: at.map(day_of),
        text: at.map_or_else(|| "never".into(), |t| t.strftime("%Y-%m-%d").to_string()),
    };
    vec![
        number("N1", "port calls", "calls", count),
        number("N2", "different ships", "ships", hulls.len() as f64),
        date("N3a", "first arrival", calls.first().map(|c| day(c.arrival_h))),
        date("N3b", "last arrival", calls.last().map(|c| day(c.arrival_h))),
        number("N4", "mean share of capacity loaded", "share", fill),
        number("N5", "barrels loaded", "bbl", barrels),
        number("N6", "times the cap", "ratio", barrels / cap.cap_bbl),
        number("N7", "times what was notified of 2023", "ratio", barrels / cap.notified_2023_bbl),
        number("N8", "share of calls by ships listed on the day", "share", listed / count.max(1.0)),
        number("N9", "discharge ports", "ports", ports.len() as f64),
        number("N10", "calls silent on arrival", "calls", count),
        number("N11", "barrels loaded in March 2024", "bbl", march),
        date("N13", "day on which the cap was crossed", crossing),
    ]
}

/// Whole days since 1 January 1970.
fn day_of(time: Timestamp) -> f64 {
    (time.as_second() as f64 / 86_400.0).floor()
}
