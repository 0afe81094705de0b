//! Whether two numbers are of the same thing, one of a part of the other's, or of different things.

use super::amount::written_period;
use plimsoll_model::{Period, Referent};

/// How what one speaks of lies to what another speaks of.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Relation {
    /// They speak of the same.
    Same,
    /// The first speaks of more: all that the second speaks of is in it. What is wider, in words.
    Wider(String),
    /// The second speaks of more.
    Narrower(String),
    /// Neither holds the other, or one does not say. Why, in words.
    Apart(String),
}

/// How what the first speaks of lies to what the second speaks of.
pub(super) fn relate(a: &Referent, b: &Referent) -> Relation {
    if let Some(apart) = subjects(a, b) {
        return Relation::Apart(apart);
    }
    let orders = [
        named("whose they are", "suppliers", &a.suppliers, &b.suppliers),
        places(&a.places, &b.places),
        periods(a.period, b.period),
    ];
    let mut wider = Vec::new();
    let mut narrower = Vec::new();
    for order in orders {
        match order {
            Relation::Same => {}
            Relation::Wider(what) => wider.push(what),
            Relation::Narrower(what) => narrower.push(what),
            Relation::Apart(why) => return Relation::Apart(why),
        }
    }
    match (wider.is_empty(), narrower.is_empty()) {
        (true, true) => Relation::Same,
        (false, true) => Relation::Wider(wider.join(" and ")),
        (true, false) => Relation::Narrower(narrower.join(" and ")),
        (false, false) => Relation::Apart(format!(
            "the first is wider by its {}, the second by its {}",
            wider.join(" and "),
            narrower.join(" and ")
        )),
    }
}

/// Why two subjects differ; `None` where they do not.
pub(super) fn subjects(a: &Referent, b: &Referent) -> Option<String> {
    let plain = |text: &str| text.trim().to_lowercase();
    if plain(&a.subject) != plain(&b.subject) {
        let quoted =
            |text: &str| if text.is_empty() { "nothing named".to_owned() } else { format!("`{text}`") };
        return Some(format!("one is of {}, the other of {}", quoted(&a.subject), quoted(&b.subject)));
    }
    let laden = |share: Option<f64>| share.unwrap_or(-1.0);
    ((laden(a.laden_share) - laden(b.laden_share)).abs() > 1e-3)
        .then(|| "they assume the ships filled to a different share".to_owned())
}

fn is(names: &[String], word: &str) -> bool {
    names.iter().any(|name| name.eq_ignore_ascii_case(word))
}

fn named(unsaid: &str, what: &str, a: &[String], b: &[String]) -> Relation {
    if a.is_empty() && b.is_empty() {
        return Relation::Same;
    }
    if a.is_empty() || b.is_empty() {
        return Relation::Apart(format!("one does not say {unsaid}"));
    }
    let (each_a, each_b) = (is(a, "each"), is(b, "each"));
    if each_a || each_b {
        return if each_a && each_b {
            Relation::Same
        } else {
            Relation::Apart("one is of each supplier, the other is not".to_owned())
        };
    }
    let within = |a: &[String], b: &[String]| is(b, "all") || a.iter().all(|name| is(b, name));
    match (within(b, a), within(a, b)) {
        (true, true) => Relation::Same,
        (true, false) => Relation::Wider(what.to_owned()),
        (false, true) => Relation::Narrower(what.to_owned()),
        (false, false) => {
            Relation::Apart(format!("one is of {}, the other of {}", a.join(", "), b.join(", ")))
        }
    }
}

/// Places are named by every name in use: one name in common makes them the same.
fn places(a: &[String], b: &[String]) -> Relation {
    if !is(a, "all") && !is(b, "all") && a.iter().any(|name| is(b, name)) {
        return Relation::Same;
    }
    named("where they were loaded", "places", a, b)
}

fn periods(a: Option<Period>, b: Option<Period>) -> Relation {
    let (a, b) = match (a, b) {
        (None, None) => return Relation::Same,
        (Some(a), Some(b)) => (a, b),
        _ => return Relation::Apart("one does not say of which period it is".to_owned()),
    };
    let within = |a: Period, b: Period| b.start() <= a.start() && a.end() <= b.end();
    match (within(b, a), within(a, b)) {
        (true, true) => Relation::Same,
        (true, false) => Relation::Wider("period".to_owned()),
        (false, true) => Relation::Narrower("period".to_owned()),
        (false, false) => {
            Relation::Apart(format!("one is of {}, the other of {}", written_period(a), written_period(b)))
        }
    }
}
