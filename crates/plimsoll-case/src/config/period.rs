//! The period of a case, from dates or offset date-times; and the edition, which is only a text.

use super::section::{Field, Section};
use crate::error::CaseError;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};
use plimsoll_model::Period;
use toml::de::DeValue;
use toml::value::Datetime;

/// What to write.
pub(super) const EXAMPLE: &str = "period = { start = 2024-03-01, end = 2024-11-06 }";
/// No case lasts longer; a longer one is a slip of the pen in a year.
const MOST_YEARS: i64 = 50;

/// The value of `period`.
pub(super) fn read(field: &Field<'_, '_>) -> Result<Period, CaseError> {
    let table = field.section(EXAMPLE)?;
    table.only(&["start", "end"], |_, _| None)?;
    let start_field = table.need("start", EXAMPLE)?;
    let end_field = table.need("end", EXAMPLE)?;
    let (start, end) = (instant(&start_field)?, instant(&end_field)?);
    let period = Period::new(start, end).map_err(|_| backwards(&end_field, &start_field))?;
    let years = period.duration().as_hours() / 8766;
    if years > MOST_YEARS {
        return Err(end_field
            .error(format!("the period lasts {years} years, expected at most {MOST_YEARS}"))
            .with_hint("check the years of `start` and `end`"));
    }
    Ok(period)
}

fn backwards(end: &Field<'_, '_>, start: &Field<'_, '_>) -> CaseError {
    let (first, last) = (start.shown_value(), end.shown_value());
    let error = end.error(format!("the period ends at {last}, which is not after its start {first}"));
    let day = start.value.get_ref().as_datetime().and_then(|d| d.date);
    match day.and_then(|d| {
        jiff::civil::Date::new(d.year.cast_signed(), d.month.cast_signed(), d.day.cast_signed()).ok()
    }) {
        Some(day) if first == last => {
            let next = day.tomorrow().unwrap_or(day);
            error.with_hint(format!("the end is not part of the period; for that one day write end = {next}"))
        }
        _ => error.with_hint(format!("did you mean start = {last}, end = {first}?")),
    }
}

/// An instant: a date (00:00 UTC) or a date-time with its offset.
fn instant(field: &Field<'_, '_>) -> Result<Timestamp, CaseError> {
    let DeValue::Datetime(when) = field.value.get_ref() else {
        let text = field.shown_value();
        let error = field.error(format!("`{}` of {} is `{text}`, expected a date", field.key, field.of));
        let is_date = text.parse::<Datetime>().is_ok();
        return Err(error.with_hint(if is_date {
            format!("write it without quotation marks: {} = {text}", field.key)
        } else {
            format!("write {} = 2024-03-01 or {} = 2024-03-01T06:00:00Z", field.key, field.key)
        }));
    };
    let Some(civil) = civil(when) else {
        return Err(field
            .error(format!("`{}` of {} is {when}, which is no day of the calendar", field.key, field.of))
            .with_hint(format!("write {} = 2024-03-01", field.key)));
    };
    let zone = match (when.time, when.offset) {
        (None, _) | (_, Some(toml::value::Offset::Z)) => TimeZone::UTC,
        (Some(_), Some(toml::value::Offset::Custom { minutes })) => fixed(minutes),
        (Some(_), None) => return Err(local_time(field, when)),
    };
    let zoned = civil.to_zoned(zone).map_err(|_| {
        field.error(format!(
            "`{}` of {} is {when}, expected a date between year 1 and 9999",
            field.key, field.of
        ))
    })?;
    Ok(zoned.timestamp())
}

fn local_time(field: &Field<'_, '_>, when: &Datetime) -> CaseError {
    field.error(format!("`{}` of {} is {when}, a time without a time zone", field.key, field.of)).with_hint(
        format!("add `Z` for UTC ({} = {when}Z) or the offset ({} = {when}+09:00)", field.key, field.key),
    )
}

fn fixed(minutes: i16) -> TimeZone {
    Offset::from_seconds(i32::from(minutes) * 60).map_or(TimeZone::UTC, Offset::to_time_zone)
}

/// The day and time as written; `None` where there is no date or the calendar has no such day.
fn civil(when: &Datetime) -> Option<DateTime> {
    let date = when.date?;
    let time = when.time.unwrap_or(toml::value::Time { hour: 0, minute: 0, second: None, nanosecond: None });
    let nanosecond = i32::try_from(time.nanosecond.unwrap_or(0)).ok()?;
    DateTime::new(
        date.year.cast_signed(),
        date.month.cast_signed(),
        date.day.cast_signed(),
        time.hour.cast_signed(),
        time.minute.cast_signed(),
        time.second.unwrap_or(0).cast_signed(),
        nanosecond,
    )
    .ok()
}

/// The edition: a text, or a bare date, which is taken as its text. A report cannot speak of days after its edition.
pub(super) fn edition(top: &Section<'_, '_>, period: Period) -> Result<Option<String>, CaseError> {
    let Some(field) = top.get("edition") else { return Ok(None) };
    let text = match field.value.get_ref() {
        DeValue::Datetime(when) => when.to_string(),
        _ => field.text()?,
    };
    let day = text.get(..10).and_then(|d| d.parse::<jiff::civil::Date>().ok());
    let last = period.end().to_zoned(TimeZone::UTC).date();
    match day {
        Some(day) if day < last => Err(field
            .error(format!("the edition is {day}, before the end of the period at {last}"))
            .with_hint(format!(
                "a report cannot speak of days after its edition: end the period at {day}, or correct the edition"
            ))),
        _ => Ok(Some(text)),
    }
}
