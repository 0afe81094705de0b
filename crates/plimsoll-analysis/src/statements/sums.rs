//! Statements that follow from others: sums, ratios, distances in time, and scenarios of one document.

use super::amount::{Range, days, in_words, length_d, range, spoken, who};
use super::referent::{Relation, relate};
use super::{Finding, Sayings};
use crate::oil::grouped;
use plimsoll_model::{Bound, Referent, Statement, StatementQuantity as Q, Verdict};

/// What a statement says of others that it names.
pub(super) fn of_others<'a>(sayings: &Sayings<'a>, one: &'a Statement) -> Vec<Finding<'a>> {
    let named = |labels: &[String]| sayings.named(labels);
    let mut found = Vec::new();
    match named(&one.parts) {
        Ok(parts) if !parts.is_empty() => found.extend(sum(sayings, one, &parts)),
        Ok(_) => {}
        Err(label) => found.push(unknown(one, &label)),
    }
    match named(&one.of) {
        Ok(of) => found.extend(match (one.quantity, of.as_slice()) {
            (Q::Multiple | Q::Share, [first, second]) => ratio(sayings, one, first, second),
            (Q::Duration, [later, earlier]) => distance(sayings, one, later, earlier),
            (Q::Share, [calls]) if calls.quantity == Q::Calls => share(sayings, one, calls),
            (Q::Cadence, [calls]) if calls.quantity == Q::Calls => cadence(sayings, one, calls),
            _ => None,
        }),
        Err(label) => found.push(unknown(one, &label)),
    }
    found
}

fn unknown<'a>(one: &'a Statement, label: &str) -> Finding<'a> {
    let why = format!("{} speaks of `{label}`, which is no statement here.", who(one));
    Finding::new(one, "named", Verdict::NotComparable, why)
}

/// Parts that add up to a total.
fn sum<'a>(sayings: &Sayings<'a>, one: &'a Statement, parts: &[&'a Statement]) -> Option<Finding<'a>> {
    if parts.iter().any(|part| part.quantity != one.quantity) {
        let why = format!("{} and its parts are not all in one quantity.", who(one));
        return Some(Finding::new(one, "sum", Verdict::NotComparable, why));
    }
    let total: f64 = parts.iter().map(|part| part.value).sum();
    let terms: Vec<String> = parts.iter().map(|part| grouped(part.value)).collect();
    let off = (total - one.value).abs();
    let sum = format!("{} = {}", terms.join(" + "), grouped(total));
    let says = format!("{} gives {}", who(one), in_words(one));
    let (verdict, why) = if off <= sayings.params.rounding_units {
        let rounding = if off > 0.0 { ", the same but for rounding" } else { "" };
        (Verdict::Agrees, format!("{says}; its parts are {sum}{rounding}."))
    } else {
        (Verdict::CannotBothHold, format!("{says}; its parts are {sum}, which is {} off.", grouped(off)))
    };
    let found = Finding::new(one, "sum", verdict, why).number("sum_of_parts", total, one.quantity.unit());
    Some(found.standing_on(parts.iter().map(|part| part.id)))
}

/// So many times, or so large a share of, another number.
fn ratio<'a>(
    sayings: &Sayings<'a>,
    one: &'a Statement,
    first: &'a Statement,
    second: &'a Statement,
) -> Option<Finding<'a>> {
    let is_one_unit = first.quantity.unit() == second.quantity.unit();
    if !is_one_unit || second.value <= 0.0 {
        let why = format!("{} divides numbers that have no ratio.", who(one));
        return Some(Finding::new(one, "ratio", Verdict::NotComparable, why));
    }
    let (a, b) = (range(first, sayings.params), range(second, sayings.params));
    let (central, low) = (first.value / second.value, a.low / b.high);
    let high = if b.low > 0.0 { a.high / b.low } else { f64::INFINITY };
    let overlaps = Range { low, high }.overlaps(range(one, sayings.params));
    let arithmetic = format!(
        "{} says {}; {} by {} is {}{}",
        who(one),
        in_words(one),
        in_words(first),
        in_words(second),
        first.bound.before(),
        if one.quantity == Q::Share { spoken(Q::Share, central) } else { format!("{central:.2} times") },
    );
    let caution = apart_in_time(first, second);
    let (verdict, end) = if overlaps {
        (Verdict::Agrees, "")
    } else {
        (Verdict::Contradicts, ", and the words do not allow that")
    };
    let why = format!("{arithmetic}{end}.{caution}");
    let found = Finding::new(one, "ratio", verdict, why).number("ratio", central, "");
    Some(found.standing_on([first.id, second.id]))
}

/// A ratio of numbers that cover different lengths of time says so.
fn apart_in_time(first: &Statement, second: &Statement) -> String {
    let length = |s: &Statement| s.referent.period.map(length_d);
    match (length(first), length(second), second.quantity) {
        (Some(a), Some(b), _) if (a - b).abs() > 1.0 => {
            format!(" The first is of {a:.0} days, the second of {b:.0}.")
        }
        (Some(a), None, Q::Limit) => {
            format!(" The first is of {a:.0} days, the limit of a counting period and of whoever it binds.")
        }
        _ => String::new(),
    }
}

/// The time between two days.
fn distance<'a>(
    sayings: &Sayings<'a>,
    one: &'a Statement,
    later: &'a Statement,
    earlier: &'a Statement,
) -> Option<Finding<'a>> {
    if !later.quantity.is_date() || !earlier.quantity.is_date() {
        return None;
    }
    let found = later.value - earlier.value;
    let range = range(one, sayings.params);
    let holds = range.low <= found && found <= range.high;
    let verdict = if holds { Verdict::Agrees } else { Verdict::Contradicts };
    let why = format!(
        "{} says {}; from {} to {} it is {found:.0} days.",
        who(one),
        in_words(one),
        spoken(earlier.quantity, earlier.value),
        spoken(later.quantity, later.value)
    );
    Some(
        Finding::new(one, "distance", verdict, why)
            .number("days", found, "d")
            .standing_on([later.id, earlier.id]),
    )
}

/// A share of a count is a whole number of it.
fn share<'a>(sayings: &Sayings<'a>, one: &'a Statement, calls: &'a Statement) -> Option<Finding<'a>> {
    let (range, n) = (range(one, sayings.params), calls.value);
    if !(1.0..=1e6).contains(&n) {
        return None;
    }
    let strict = if one.bound == Bound::MoreThan { one.value * n + 1e-9 } else { range.low * n };
    let least = strict.ceil().max(0.0);
    let most = (range.high.min(1.0) * n).floor();
    let says = format!("{} says {} ({})", who(one), in_words(one), one.referent.subject);
    let (verdict, why) = if least > most {
        (Verdict::CannotBothHold, format!("{says}; no whole number of {n} calls is that share."))
    } else if (most - least).abs() < 0.5 {
        (Verdict::Agrees, format!("{says}: {least} of {n} calls."))
    } else {
        (Verdict::Agrees, format!("{says}: at least {least} of {n} calls."))
    };
    Some(Finding::new(one, "share", verdict, why).number("least", least, "calls").standing_on([calls.id]))
}

/// How often calls came against in how many weeks there was one.
fn cadence<'a>(sayings: &Sayings<'a>, one: &'a Statement, calls: &'a Statement) -> Option<Finding<'a>> {
    let (period, n) = (calls.referent.period?, calls.value);
    let length = length_d(period);
    let weekly = n / (length / 7.0);
    let random = -libm::expm1(-weekly);
    let even = weekly.min(1.0);
    let range = range(one, sayings.params);
    let gap = if n > 1.0 { (length - 1.0) / (n - 1.0) } else { length };
    let counted = format!(
        "{} calls in {length:.0} days are {weekly:.2} a week, one in {gap:.1} days from the first to the last. Evenly spread, {:.0} % of the weeks have one; at random, {:.0} % would have none",
        grouped(n),
        100.0 * even,
        100.0 * (1.0 - random)
    );
    let says = format!("{} says {} ({})", who(one), in_words(one), one.referent.subject);
    let (verdict, end) = if even < range.low {
        (Verdict::CannotBothHold, "so few calls cannot fill so many weeks")
    } else if range.high < random {
        (Verdict::Contradicts, "so many calls would have to be bunched to leave so many weeks empty")
    } else if range.low > random {
        (Verdict::Agrees, "the statement therefore says that they came regularly, not only often")
    } else {
        (Verdict::Agrees, "the statement fits either")
    };
    let why = format!("{says}. {counted}: {end}.");
    let found = Finding::new(one, "cadence", verdict, why).number("calls_a_week", weekly, "");
    Some(found.number("mean_gap", gap, "d").number("days", length, "d").standing_on([calls.id]))
}

/// Two numbers of one document that differ only in how full the ships are assumed to be.
pub(super) fn of_scenarios<'a>(
    sayings: &Sayings<'a>,
    one: &'a Statement,
    other: &'a Statement,
) -> Option<Finding<'a>> {
    let (a, b) = (one.referent.laden_share?, other.referent.laden_share?);
    let bare = |r: &Referent| Referent { laden_share: None, ..r.clone() };
    let is_one = relate(&bare(&one.referent), &bare(&other.referent)) == Relation::Same;
    if !is_one || (a - b).abs() < 1e-3 || one.quantity != Q::Volume {
        return None;
    }
    let (full_a, full_b) = (one.value / a, other.value / b);
    // A bound is a bound of the fully laden number too; what is printed as a sum is one.
    let is_least = |s: &Statement| s.bound == Bound::MoreThan;
    let slack = sayings.params.rounding_units * (1.0 / a + 1.0 / b);
    let holds = match (is_least(one), is_least(other)) {
        (false, false) => (full_a - full_b).abs() <= slack,
        (true, false) => full_a <= full_b + slack,
        (false, true) => full_b <= full_a + slack,
        (true, true) => true,
    };
    let says = format!(
        "{} gives {} at {:.0} % laden, {} {} at {:.0} %",
        who(one),
        in_words(one),
        100.0 * a,
        who(other),
        in_words(other),
        100.0 * b
    );
    let full = format!("fully laden these are {} and {} barrels", grouped(full_a), grouped(full_b));
    let (verdict, end) = if holds {
        (Verdict::Agrees, "so they are scenarios of one sum".to_owned())
    } else {
        let fits = 100.0 * other.value / full_a;
        let end = format!(
            "so they are not scenarios of one sum; by the first, {} are {fits:.1} % laden",
            grouped(other.value)
        );
        (Verdict::CannotBothHold, end)
    };
    let found = Finding::new(one, "scenarios", verdict, format!("{says}: {full}, {end}."));
    Some(found.number("full_first", full_a, "bbl").number("full_second", full_b, "bbl").against(other))
}

/// Days since 1970 at which a statement's period ends.
pub(super) fn end_of(statement: &Statement) -> Option<f64> {
    statement.referent.period.map(|p| days(p.end()))
}
