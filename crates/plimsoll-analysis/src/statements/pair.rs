//! Two statements that give a number for the same quantity, or for the two sides of an equivalence.

use super::amount::{Range, in_words, range, who};
use super::referent::{Relation, relate};
use super::{Finding, Sayings, equivalence, instrument, sums};
use plimsoll_model::{Statement, StatementQuantity as Q, Verdict};

/// What two statements are to each other; nothing where they neither speak of the same nor look as if they did.
pub(super) fn of_two<'a>(
    sayings: &Sayings<'a>,
    one: &'a Statement,
    other: &'a Statement,
) -> Option<Finding<'a>> {
    match (one.quantity, other.quantity) {
        (Q::Wording, _) | (_, Q::Wording) => None,
        (Q::Volume, Q::Mass) => same(one, other).then(|| equivalence::of_two(sayings, one, other))?,
        (Q::Mass, Q::Volume) => same(one, other).then(|| equivalence::of_two(sayings, other, one))?,
        (a, b) if a != b => None,
        (Q::Limit, _) => instrument::of_two(sayings, one, other),
        _ => sums::of_scenarios(sayings, one, other).or_else(|| alike(sayings, one, other)),
    }
}

fn same(one: &Statement, other: &Statement) -> bool {
    relate(&one.referent, &other.referent) == Relation::Same
}

/// Two numbers of one quantity.
fn alike<'a>(sayings: &Sayings<'a>, one: &'a Statement, other: &'a Statement) -> Option<Finding<'a>> {
    let (a, b) = (range(one, sayings.params), range(other, sayings.params));
    let both = format!("{} says {}, {} says {}", who(one), in_words(one), who(other), in_words(other));
    let is_restated = sayings.is_restated(one) || sayings.is_restated(other);
    let is_its_part = one.parts.contains(&other.label) || other.parts.contains(&one.label);
    if is_its_part {
        return None; // the sum says it
    }
    let relation = match relate(&one.referent, &other.referent) {
        Relation::Same if one.quantity.is_additive() && one.referent.period.is_none() => {
            Relation::Apart("neither says of which period it is".to_owned())
        }
        relation => relation,
    };
    if is_restated && relation != Relation::Same {
        return None;
    }
    let (verdict, why) = match relation {
        Relation::Same if a.overlaps(b) => {
            (Verdict::Agrees, format!("{both}: of the same, and both can be true."))
        }
        Relation::Same => {
            (Verdict::Contradicts, format!("{both}: of the same, and further apart than their words allow."))
        }
        Relation::Wider(_) if is_vacuous(other, a, one) => return None,
        Relation::Narrower(_) if is_vacuous(one, b, other) => return None,
        Relation::Wider(what) => part(one.quantity, &both, &what, (a, b), "the first")?,
        Relation::Narrower(what) => part(one.quantity, &both, &what, (b, a), "the second")?,
        Relation::Apart(why) if looks_alike(sayings, one, other, &why) => {
            (Verdict::NotComparable, format!("{both}: not of the same, for {why}."))
        }
        Relation::Apart(_) => return None,
    };
    let notes = [&one.note, &other.note];
    let notes: String = notes
        .into_iter()
        .filter(|n| !n.is_empty() && verdict != Verdict::Agrees)
        .map(|n| format!(" {n}"))
        .collect();
    let found = Finding::new(one, "same-quantity", verdict, format!("{why}{notes}"));
    Some(
        found
            .number("first", one.value, one.quantity.unit())
            .number("second", other.value, other.quantity.unit())
            .against(other),
    )
}

/// A whole without upper end and a part of less than half of it: nothing could have contradicted.
fn is_vacuous(part: &Statement, whole: Range, of: &Statement) -> bool {
    whole.high.is_infinite() && 2.0 * part.value < of.value
}

/// One speaks of a part of what the other speaks of. What only adds up can be held against each other.
fn part(
    quantity: Q,
    both: &str,
    what: &str,
    (whole, part): (Range, Range),
    which: &str,
) -> Option<(Verdict, String)> {
    if !quantity.is_additive() {
        return Some((Verdict::NotComparable, format!("{both}: {which} is wider by its {what}.")));
    }
    Some(if part.low > whole.high {
        (
            Verdict::CannotBothHold,
            format!("{both}: {which} is wider by its {what}, and the part would be more than the whole."),
        )
    } else {
        (
            Verdict::Agrees,
            format!("{both}: {which} is wider by its {what}, so the other is a part of it, and is not more."),
        )
    })
}

/// Numbers of different things that a reader would take for the same: nearly equal, or within a factor of two where all
/// that parts them is that one does not say of what it is.
fn looks_alike(sayings: &Sayings<'_>, one: &Statement, other: &Statement, why: &str) -> bool {
    let (least, most) = (one.value.min(other.value), one.value.max(other.value));
    let is_near = most - least <= sayings.params.about_share * most;
    let is_unsaid = why.contains("say") && 2.0 * least >= most;
    match one.quantity {
        Q::Date | Q::CrossingDate | Q::Duration | Q::Share => {
            one.referent.subject.eq_ignore_ascii_case(&other.referent.subject)
        }
        _ => is_near || is_unsaid,
    }
}
