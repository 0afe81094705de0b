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

    /// As an object; with what it is taken for, where all kinds are asked for.
    pub(super) fn object(&self, all: bool) -> Value {
        let mut object: serde_json::Map<String, Value> =
            COLUMNS.iter().zip(self.values()).map(|(name, value)| ((*name).to_owned(), value)).collect();
        if all {
            object.insert("kind".into(), json!(self.detection.kind.as_str()));
        }
        Value::Object(object)
    }

    /// As fields of a CSV row.
    pub(super) fn fields(&self, all: bool) -> Vec<String> {
        let text = |value: Value| match value {
            Value::Null => String::new(),
            Value::String(text) => text,
            other => other.to_string(),
        };
        let kind = all.then(|| self.detection.kind.as_str().to_owned());
        self.values().into_iter().map(text).chain(kind).collect()
    }

    /// As a GeoJSON feature (RFC 7946); without geometry where the scene is not placed on the Earth.
    pub(super) fn feature(&self, all: bool) -> Value {
        let geometry = self.detection.position.map_or(Value::Null, |p| {
            json!({"type": "Point", "coordinates": [number(Some(p.lon_deg()), 6), number(Some(p.lat_deg()), 6)]})
        });
        json!({"type": "Feature", "geometry": geometry, "properties": self.object(all)})
    }
}
