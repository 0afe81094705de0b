//! Detections as CSV, JSON lines and GeoJSON.

use plimsoll_model::Detection;
use serde_json::{Value, json};

/// What is printed of one detection.
pub(super) struct Row<'a> {
    /// The file of the scene, as typed.
    pub(super) scene: &'a str,
    /// What was found.
    pub(super) detection: &'a Detection,
}

/// The columns, in their order. Scripts rely on them.
pub(super) const COLUMNS: [&str; 13] = [
    "scene",
    "line",
    "sample",
    "lat_deg",
    "lon_deg",
    "length_m",
    "length_low_m",
    "length_high_m",
    "beam_m",
    "axis_deg",
    "quality",
    "near_shore",
    "reasons",
];

/// Columns that stand after the others, where they are asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct More {
    /// What it is taken for.
    pub(super) kind: bool,
    /// The berth in whose water it lies.
    pub(super) berth: bool,
}

impl More {
    /// Their names, in their order.
    pub(super) fn names(self) -> impl Iterator<Item = &'static str> {
        self.kind.then_some("kind").into_iter().chain(self.berth.then_some("berth"))
    }
}

/// A number with so many decimals, or null.
fn number(value: Option<f64>, decimals: i32) -> Value {
    let scale = 10_f64.powi(decimals);
    value.map_or(Value::Null, |v| json!((v * scale).round() / scale))
}

impl Row<'_> {
    /// The values in the order of [`COLUMNS`].
    fn values(&self) -> [Value; 13] {
        let d = self.detection;
        [
            json!(self.scene),
            number(Some(d.line), 2),
            number(Some(d.sample), 2),
            number(d.position.map(|p| p.lat_deg()), 6),
            number(d.position.map(|p| p.lon_deg()), 6),
            number(d.length_m.map(|l| l.mid()), 1),
            number(d.length_m.map(|l| l.low()), 1),
            number(d.length_m.map(|l| l.high()), 1),
            number(d.beam_m.map(|b| b.mid()), 1),
            number(d.axis_deg, 1),
            json!(d.quality.as_str()),
            json!(d.near_shore),
            json!(d.reasons.join("; ")),
        ]
    }

    /// The columns that are asked for beside, in the order of [`More::names`].
    fn more(&self, more: More) -> impl Iterator<Item = Value> {
        let kind = more.kind.then(|| json!(self.detection.kind.as_str()));
        kind.into_iter().chain(more.berth.then(|| json!(self.detection.berth)))
    }

    /// As an object.
    pub(super) fn object(&self, more: More) -> Value {
        let names = COLUMNS.into_iter().chain(more.names());
        let values = self.values().into_iter().chain(self.more(more));
        Value::Object(names.map(str::to_owned).zip(values).collect())
    }

    /// As fields of a CSV row.
    pub(super) fn fields(&self, more: More) -> impl Iterator<Item = String> {
        let text = |value: Value| match value {
            Value::Null => String::new(),
            Value::String(text) => text,
            other => other.to_string(),
        };
        self.values().into_iter().chain(self.more(more)).map(text)
    }

    /// As a GeoJSON feature (RFC 7946); without geometry where the scene is not placed on the Earth.
    pub(super) fn feature(&self, more: More) -> Value {
        let geometry = self.detection.position.map_or(Value::Null, |p| {
            json!({"type": "Point", "coordinates": [number(Some(p.lon_deg()), 6), number(Some(p.lat_deg()), 6)]})
        });
        json!({"type": "Feature", "geometry": geometry, "properties": self.object(more)})
    }
}
