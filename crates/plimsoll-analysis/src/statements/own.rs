//! Statements against what the case itself finds.

use super::amount::{Range, in_words, range, spoken, who, written_days};
use super::referent::{Relation, relate, subjects};
use super::sums::end_of;
use super::{Finding, Sayings};
use plimsoll_model::{Estimate, RecordId, Referent, Statement, StatementQuantity as Q, Verdict};

/// A result of the case against which statements can be held.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnResult {
    /// The record that it stands on.
    pub record: RecordId,
    /// What it is called in a sentence, such as `our estimate`; says that it is simulated where it is.
    pub name: String,
    /// What the number is of.
    pub quantity: Q,
    /// 5th percentile, median and 95th, in the unit of the quantity; days since 1970-01-01 for a day.
    pub amount: Estimate<f64>,
    /// Of what it is.
    pub referent: Referent,
    /// For a day of crossing: the limit that was crossed, bbl.
    pub limit_bbl: Option<f64>,
}

/// How a statement stands to a result; nothing where they do not speak of one thing.
pub(super) fn of_result<'a>(
    sayings: &Sayings<'a>,
    one: &'a Statement,
    result: &OwnResult,
) -> Option<Finding<'a>> {
    if one.quantity == Q::Volume && result.quantity == Q::CrossingDate {
        return crossed(one, result);
    }
    if one.quantity != result.quantity || one.quantity == Q::Wording {
        return None;
    }
    let referent = supplied_as(one, result);
    let said = range(one, sayings.params);
    let own = Range { low: result.amount.low(), high: result.amount.high() };
    let both = format!("{} says {}; {} is {}", who(one), in_words(one), result.name, interval(result));
    let (verdict, end) = match relate(&one.referent, &referent) {
        Relation::Same if said.overlaps(own) => (Verdict::Agrees, "of the same, and they meet".to_owned()),
        Relation::Same => (Verdict::Contradicts, "of the same, and they do not meet".to_owned()),
        Relation::Wider(what) if one.quantity.is_additive() => nested(own, said, &what, "the statement"),
        Relation::Narrower(what) if one.quantity.is_additive() => nested(said, own, &what, "our result"),
        Relation::Wider(what) | Relation::Narrower(what) => {
            (Verdict::NotComparable, format!("they differ in their {what}"))
        }
        Relation::Apart(why) => {
            if subjects(&one.referent, &result.referent).is_some() {
                return None;
            }
            (Verdict::NotComparable, why)
        }
    };
    let found = Finding::new(one, "own-result", verdict, format!("{both}: {end}."));
    Some(with_numbers(found, one, result))
}

/// The referent of a result. A case knows where ships loaded, not who supplied: what is loaded at the places of a
/// statement is supplied by those whom it names for them.
fn supplied_as(one: &Statement, result: &OwnResult) -> Referent {
    let mut referent = result.referent.clone();
    if referent.suppliers.is_empty() {
        referent.suppliers.clone_from(&one.referent.suppliers);
    }
    referent
}

fn nested(part: Range, whole: Range, what: &str, which: &str) -> (Verdict, String) {
    if part.low > whole.high {
        (Verdict::Contradicts, format!("{which} is wider by its {what}, and the part is more than the whole"))
    } else {
        (
            Verdict::Agrees,
            format!("{which} is wider by its {what}, and the other is no more than a part of it"),
        )
    }
}

/// A volume reached by a day against the day on which our sum reached it.
fn crossed<'a>(one: &'a Statement, result: &OwnResult) -> Option<Finding<'a>> {
    let limit = result.limit_bbl?;
    let is_that_limit = (limit - one.value).abs() <= 0.001 * limit;
    let untimed = |r: &Referent| Referent { period: None, ..r.clone() };
    let relation = relate(&untimed(&one.referent), &untimed(&supplied_as(one, result)));
    let end = end_of(one).filter(|_| is_that_limit)?;
    if matches!(relation, Relation::Apart(_)) {
        return None;
    }
    let says = format!(
        "{} says {} by {}; {} passed {} on {}",
        who(one),
        in_words(one),
        written_days(end - 1e-6),
        result.name,
        spoken(Q::Volume, limit),
        interval(result)
    );
    let wider = match &relation {
        Relation::Wider(what) => format!(", unless it counts other {what}"),
        _ => String::new(),
    };
    let (verdict, end) = if result.amount.low() > end {
        (Verdict::Contradicts, format!("later than the statement needs{wider}"))
    } else if result.amount.high() < end {
        (Verdict::Agrees, "early enough for the statement".to_owned())
    } else {
        (Verdict::Agrees, "the day of the statement lies within that interval".to_owned())
    };
    Some(with_numbers(Finding::new(one, "own-crossing", verdict, format!("{says}: {end}.")), one, result))
}

fn interval(result: &OwnResult) -> String {
    let shown = if result.quantity.is_date() || result.quantity.unit().is_empty() {
        result.amount
    } else {
        crate::wording::rounded(result.amount)
    };
    let say =
        |value| if result.quantity.is_date() { written_days(value) } else { spoken(result.quantity, value) };
    if shown.high() - shown.low() <= 0.0 {
        return say(shown.mid());
    }
    format!("{} (90 % interval {} to {})", say(shown.mid()), say(shown.low()), say(shown.high()))
}

fn with_numbers<'a>(mut found: Finding<'a>, one: &Statement, result: &OwnResult) -> Finding<'a> {
    found.other = Some((result.record, result.name.clone()));
    let unit = result.quantity.unit();
    found
        .number("said", one.value, one.quantity.unit())
        .number("own_low", result.amount.low(), unit)
        .number("own_mid", result.amount.mid(), unit)
        .number("own_high", result.amount.high(), unit)
}
