//! Identity changes: a radio that says it is another ship than before.
//!
//! Method page: `docs/methods/identity-changes.md`.

use jiff::Timestamp;
use plimsoll_model::evidence::Key;
use plimsoll_model::{IdentityChange, Length, Mmsi, RecordId, RecordKind, StaticReport};

/// How many characters a name has on the air (ITU-R M.1371-5, messages 5, 19 and 24); a longer one is cut there.
const NAME_LENGTH: usize = 20;
/// How many values of a property are remembered; beyond, the one silent longest is forgotten.
const MAX_VALUES: usize = 32;
/// How many changes of a property are kept back to see whether the old value returns.
const MAX_WAITING: usize = 128;

/// Thresholds of the identity changes, section `[identity-changes]`.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IdentityChangeParams {
    /// The least change of length or beam that counts, m.
    pub min_dimension_change_m: f64,
}

/// Finds the changes of what one MMSI says it is, from its static reports in order of time.
///
/// Each pair of an old and a new value of a property is given once, when it first occurs: two ships that take turns
/// for a year make two changes, both of which return, not a hundred thousand.
#[derive(Clone, Debug)]
pub struct IdentityChanges {
    mmsi: Mmsi,
    params: IdentityChangeParams,
    properties: [Property; 6],
}

/// A value in a form in which trivial differences of spelling are gone.
#[derive(Clone, Debug, PartialEq)]
enum Value {
    Text(String),
    Number(u32),
    /// Metres.
    Metres(f64),
}

/// What was sent for a property.
#[derive(Clone, Debug)]
struct Sent {
    value: Value,
    /// As it stood in the report.
    shown: String,
    time: Timestamp,
    report: RecordId,
}

#[derive(Clone, Debug)]
struct Property {
    name: &'static str,
    /// Values in order of when each was last sent: the last is the current one.
    values: Vec<Sent>,
    waiting: Vec<(Value, Value, IdentityChange)>,
}

impl IdentityChanges {
    /// Before the first report of an MMSI.
    pub fn new(mmsi: Mmsi, params: &IdentityChangeParams) -> Self {
        let names = ["ship_name", "call_sign", "imo_number", "ship_type", "length_overall_m", "beam_m"];
        let properties = names.map(|name| Property { name, values: Vec::new(), waiting: Vec::new() });
        Self { mmsi, params: params.clone(), properties }
    }

    /// Takes the next static report. Changes are given when it can be said whether the old value returns, most of
    /// them by [`Self::finish`]; `out` gets those for which there is no room to wait.
    pub fn push_static(&mut self, report: &StaticReport, out: &mut Vec<IdentityChange>) {
        let sent = |value: Option<(Value, String)>| {
            value.map(|(value, shown)| Sent { value, shown, time: report.time, report: report.id })
        };
        let values = [
            text(report.ship_name.as_deref()),
            text(report.call_sign.as_deref()),
            report.imo_sent.filter(|n| *n != 0).map(|n| (Value::Number(n), n.to_string())),
            report.ship_type.filter(|n| *n != 0).map(|n| (Value::Number(kind(n)), n.to_string())),
            metres(report.dimensions.length_overall),
            metres(report.dimensions.beam),
        ];
        for (property, value) in self.properties.iter_mut().zip(values) {
            if let Some(sent) = sent(value) {
                property.take(sent, self.mmsi, &self.params, out);
            }
        }
    }

    /// After the last report: the changes that were kept back, in order of property and time.
    pub fn finish(self, out: &mut Vec<IdentityChange>) {
        for property in self.properties {
            out.extend(property.waiting.into_iter().map(|(_, _, change)| change));
        }
    }
}

/// Letters in upper case, one space between words, no padding.
pub(crate) fn plain(text: &str) -> String {
    let clean = text.trim_end_matches(['@', ' ']).to_uppercase();
    clean.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn text(sent: Option<&str>) -> Option<(Value, String)> {
    let plain = plain(sent?);
    let shown = sent?.trim().chars().take(80).collect();
    (!plain.is_empty()).then_some((Value::Text(plain), shown))
}

fn metres(length: Option<Length>) -> Option<(Value, String)> {
    let metres = length?.to_metres();
    (metres.is_finite() && metres > 0.0).then(|| (Value::Metres(metres), format!("{metres:.0}")))
}

/// The kind of ship without the category of her cargo, which changes with the cargo: of 20-29, 40-49 and 60-99 only the
/// first digit counts (ITU-R M.1371-5, table 53).
fn kind(ship_type: u8) -> u32 {
    let n = u32::from(ship_type);
    if matches!(n, 20..=29 | 40..=49 | 60..=99) { n / 10 * 10 } else { n }
}

impl Value {
    /// True if the two say the same, as far as the air lets them.
    fn agrees(&self, other: &Self, params: &IdentityChangeParams) -> bool {
        match (self, other) {
            (Self::Text(a), Self::Text(b)) => a == b || cut(a, b) || cut(b, a),
            (Self::Metres(a), Self::Metres(b)) => (a - b).abs() < params.min_dimension_change_m,
            _ => self == other,
        }
    }
}

/// True if the short text is what is left of the long one on the air.
fn cut(short: &str, long: &str) -> bool {
    let on_air: String = long.chars().take(NAME_LENGTH).collect();
    long.chars().count() > NAME_LENGTH && on_air.trim_end() == short
}

impl Property {
    fn take(&mut self, sent: Sent, mmsi: Mmsi, params: &IdentityChangeParams, out: &mut Vec<IdentityChange>) {
        let known = self.values.iter().rposition(|old| old.value.agrees(&sent.value, params));
        let is_current = known.is_some_and(|at| at + 1 == self.values.len());
        if let (true, Some(current)) = (is_current, self.values.last_mut()) {
            (current.time, current.report) = (sent.time, sent.report);
            return;
        }
        for (from, _, change) in &mut self.waiting {
            change.returns |= from.agrees(&sent.value, params);
        }
        if let Some(current) = self.values.last() {
            let is_new = !self
                .waiting
                .iter()
                .any(|(from, to, _)| from.agrees(&current.value, params) && to.agrees(&sent.value, params));
            if is_new {
                let change = change(self.name, mmsi, current, &sent);
                self.waiting.push((current.value.clone(), sent.value.clone(), change));
            }
        }
        if let Some(at) = known {
            self.values.remove(at);
        }
        self.values.push(sent);
        if self.values.len() > MAX_VALUES {
            self.values.remove(0);
        }
        if self.waiting.len() > MAX_WAITING {
            out.push(self.waiting.remove(0).2);
        }
    }
}

fn change(property: &str, mmsi: Mmsi, from: &Sent, to: &Sent) -> IdentityChange {
    let keys = [Key::Text(property), Key::Id(from.report), Key::Id(to.report)];
    IdentityChange {
        id: RecordId::of(RecordKind::IdentityChange, &keys),
        mmsi,
        property: property.to_owned(),
        from: from.shown.clone(),
        to: to.shown.clone(),
        before: from.time,
        after: to.time,
        returns: false,
        parents: vec![from.report, to.report],
    }
}
