//! Two accounts of one rule.

use super::amount::{in_words, range, spoken, who};
use super::{Finding, Sayings};
use plimsoll_model::{Statement, Verdict};

/// Two statements of the same instrument: its limit, on what and of whom must be the same.
pub(super) fn of_two<'a>(
    sayings: &Sayings<'a>,
    one: &'a Statement,
    other: &'a Statement,
) -> Option<Finding<'a>> {
    let (a, b) = (&one.referent, &other.referent);
    if a.instrument.is_empty() || !a.instrument.eq_ignore_ascii_case(&b.instrument) {
        return None;
    }
    let (range_a, range_b) = (range(one, sayings.params), range(other, sayings.params));
    let each = |names: &[String]| names.iter().any(|name| name == "each");
    let mut apart = Vec::new();
    if !range_a.overlaps(range_b) {
        apart.push(format!("the one is {}, the other {}", in_words(one), in_words(other)));
    }
    if !a.subject.eq_ignore_ascii_case(&b.subject) {
        apart.push(format!("the one limits {}, the other {}", a.subject, b.subject));
    }
    if each(&a.suppliers) != each(&b.suppliers) {
        apart.push(format!(
            "by the one the limit is of all suppliers together, by the other each has its own, so that two of them could supply {}",
            spoken(one.quantity, 2.0 * one.value)
        ));
    }
    let both = format!("{} and {} both describe {}", who(one), who(other), a.instrument);
    let notes = [&one.note, &other.note];
    let notes: String = notes.into_iter().filter(|n| !n.is_empty()).map(|n| format!(" {n}")).collect();
    Some(if apart.is_empty() {
        let why = format!("{both}, and say the same: {}.{notes}", in_words(one));
        Finding::new(one, "same-rule", Verdict::Agrees, why).against(other)
    } else {
        let why = format!("{both}: {}. One rule cannot be both.{notes}", apart.join("; "));
        Finding::new(one, "same-rule", Verdict::CannotBothHold, why).against(other)
    })
}
