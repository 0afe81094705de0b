//! What a number may be by the word that bounds it, and how it is spoken.

use super::StatementParams;
use crate::oil::grouped;
use plimsoll_model::statement::{day_of, shown};
use plimsoll_model::{Bound, Period, Statement, StatementQuantity as Q};

/// From the least to the most that words allow.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Range {
    pub(super) low: f64,
    pub(super) high: f64,
}

impl Range {
    pub(super) fn overlaps(self, other: Self) -> bool {
        self.low <= other.high && other.low <= self.high
    }
}

/// How far an exact number may be off as printed.
fn tolerance(statement: &Statement, params: &StatementParams) -> f64 {
    match statement.quantity {
        Q::Volume | Q::Mass | Q::Rate | Q::Limit | Q::Deadweight => params.rounding_units,
        Q::Share | Q::Laden | Q::Cadence => params.share_tolerance,
        Q::Multiple => params.share_tolerance * statement.value,
        Q::Duration => 1.0,
        Q::Date | Q::CrossingDate => 0.0,
        Q::Calls | Q::Ships | Q::Ports | Q::Containers | Q::People | Q::Wording => 0.0,
    }
}

/// What the statement allows its number to be.
pub(super) fn range(statement: &Statement, params: &StatementParams) -> Range {
    if let (Some(low), Some(high)) = (statement.low, statement.high) {
        return Range { low, high };
    }
    let value = statement.value;
    let exact = tolerance(statement, params);
    // Beyond a bound is beyond what rounding may hide: one more of a count, twice the tolerance of the rest.
    let beyond = match statement.quantity {
        Q::Calls | Q::Ships | Q::Ports | Q::Containers | Q::People | Q::Date | Q::CrossingDate => 1.0,
        _ => 2.0 * exact,
    };
    let is_date = statement.quantity.is_date();
    let about = if is_date { params.about_d } else { params.about_share * value };
    let almost = if is_date { params.about_d } else { params.almost_share * value };
    match statement.bound {
        Bound::Exactly => Range { low: value - exact, high: value + exact },
        Bound::About => Range { low: value - about, high: value + about },
        Bound::Almost => Range { low: value - almost, high: value },
        Bound::AtLeast => Range { low: value - exact, high: f64::INFINITY },
        Bound::MoreThan => Range { low: value + beyond, high: f64::INFINITY },
        Bound::AtMost => Range { low: f64::NEG_INFINITY, high: value + exact },
        Bound::LessThan => Range { low: f64::NEG_INFINITY, high: value - beyond },
    }
}

/// A number of a quantity as one writes it in a sentence.
pub(super) fn spoken(quantity: Q, value: f64) -> String {
    match quantity {
        Q::Volume | Q::Limit => format!("{} barrels", grouped(value)),
        Q::Mass | Q::Deadweight => format!("{} tonnes", grouped(value)),
        Q::Rate => format!("{} barrels a day", grouped(value)),
        Q::Duration => format!("{} days", grouped(value.round())),
        _ => shown(quantity, value),
    }
}

/// The statement's number as one writes it in a sentence.
pub(super) fn in_words(statement: &Statement) -> String {
    match (statement.low, statement.high) {
        _ if statement.quantity == Q::Wording => statement.words.clone(),
        (Some(low), Some(high)) => {
            format!("{} to {}", grouped(low), spoken(statement.quantity, high))
        }
        _ => format!("{}{}", statement.bound.before(), spoken(statement.quantity, statement.value)),
    }
}

/// Who said it, and when where that is known.
pub(super) fn who(statement: &Statement) -> String {
    let day = statement.said_on.map_or_else(String::new, |day| format!(", {}", written_day(day)));
    format!("{} ({}{day})", statement.label, statement.said_by)
}

/// `6 July 2024`.
pub(super) fn written_day(day: jiff::civil::Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}

/// The day of so many days since 1970, written.
pub(super) fn written_days(days: f64) -> String {
    day_of(days).map_or_else(|| "no date".to_owned(), written_day)
}

/// Days since 1970 of an instant.
pub(super) fn days(at: jiff::Timestamp) -> f64 {
    at.as_second() as f64 / 86_400.0
}

/// How many days a period has.
pub(super) fn length_d(period: Period) -> f64 {
    days(period.end()) - days(period.start())
}

/// `7 March 2024 to 5 November 2024`: the last day is the last that belongs to it.
pub(super) fn written_period(period: Period) -> String {
    format!("{} to {}", written_days(days(period.start())), written_days(days(period.end()) - 1e-6))
}
