//! How `plimsoll measure` prints.

use crate::cli::Context;
use crate::waterlines::SetRead;
use plimsoll_model::{Estimate, FreeboardMethod, Measurement, Station, WaterlineReading};
use std::collections::BTreeMap;

/// How results are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Format {
    /// For reading.
    Text,
    /// One object a line: measurements, then readings.
    Jsonl,
}

/// Everything, ship by ship. A ship of which no freeboard was marked has no reading.
pub(super) fn all(
    context: &Context,
    format: Format,
    ships: &BTreeMap<(String, String), Vec<SetRead>>,
    readings: &[Option<WaterlineReading>],
) {
    let is_json = context.json || format == Format::Jsonl;
    for (((image, ship), reads), reading) in ships.iter().zip(readings) {
        let measurements = reads.iter().flat_map(|r| &r.measurements);
        if is_json {
            measurements.for_each(|m| context.print(&measurement_json(image, m).to_string()));
            reading.iter().for_each(|r| context.print(&reading_json(image, r).to_string()));
            continue;
        }
        context.print(&format!("{ship} in {image}"));
        measurements.for_each(|m| context.print(&format!("  {}", measurement_words(m))));
        for line in reading.iter().flat_map(reading_words) {
            context.print(&format!("  {line}"));
        }
    }
}

fn interval(e: &Estimate<f64>) -> String {
    format!("{:.2} ({:.2} to {:.2})", e.mid(), e.low(), e.high())
}

fn measurement_words(m: &Measurement) -> String {
    let station = m.station.map_or_else(String::new, |s| format!(" {}", s.as_str()));
    let method = m.method.map_or_else(String::new, |method| format!(", {}", method.as_str()));
    let k = m.measurability.map_or_else(String::new, |k| format!(", K {k:+.2}"));
    format!(
        "{}{station}: {} {}{method}{k}; {}",
        m.quantity.as_str(),
        interval(&m.value),
        m.quantity.unit(),
        m.analyst
    )
}

fn reading_words(reading: &WaterlineReading) -> Vec<String> {
    let mut lines = Vec::new();
    let mut put = |what: &str, estimate: &Option<Estimate<f64>>| {
        lines.extend(estimate.as_ref().map(|e| format!("{what}: {} m", interval(e))));
    };
    put("freeboard", &reading.freeboard_m);
    put("depth to the edge seen", &reading.depth_m);
    put("DRAUGHT", &reading.draught_m);
    put("trim by the stern", &reading.trim_m);
    for term in &reading.budget {
        let whose = if term.is_of_hull { "the same in every image of this hull" } else { "of this image" };
        lines.push(format!("  error {:.2} m, {}: {whose}", term.sd_m, term.source));
    }
    if !reading.basis.is_empty() {
        lines.push(reading.basis.clone());
    }
    lines.extend(reading.refusal.as_ref().map(|why| format!("NOT READ: {why}")));
    lines
}

fn ends(e: Option<&Estimate<f64>>) -> serde_json::Value {
    e.map_or(serde_json::Value::Null, |e| serde_json::json!([e.low(), e.mid(), e.high()]))
}

fn measurement_json(image: &str, m: &Measurement) -> serde_json::Value {
    serde_json::json!({
        "image": image, "ship": m.ship, "analyst": m.analyst, "quantity": m.quantity.as_str(), "unit": m.quantity.unit(),
        "station": m.station.map(Station::as_str), "method": m.method.map(FreeboardMethod::as_str), "value": ends(Some(&m.value)),
        "measurability": m.measurability, "basis": m.basis,
    })
}

fn reading_json(image: &str, r: &WaterlineReading) -> serde_json::Value {
    let budget: Vec<_> = r
        .budget
        .iter()
        .map(|t| serde_json::json!({ "source": t.source, "sd_m": t.sd_m, "is_of_hull": t.is_of_hull }))
        .collect();
    serde_json::json!({
        "image": image, "ship": r.ship, "method": r.method.map(FreeboardMethod::as_str), "measurability": r.measurability,
        "freeboard_m": ends(r.freeboard_m.as_ref()), "depth_m": ends(r.depth_m.as_ref()), "draught_m": ends(r.draught_m.as_ref()),
        "trim_m": ends(r.trim_m.as_ref()), "budget": budget, "analysts": r.analysts, "refusal": r.refusal, "basis": r.basis,
    })
}
