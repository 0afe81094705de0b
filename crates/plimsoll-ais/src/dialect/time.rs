//! Times as tables write them. Day first or month first is never guessed: the table or the mapping says it.

use super::number::{decimal, digits_of};
use crate::reject::quoted;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::fmt::strtime;
use jiff::tz::TimeZone;

/// How a column writes the time. A time without offset is UTC.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TimeFormat {
    /// `2024-06-03T02:48:11.869Z`, ISO 8601: `T` or a blank between day and time; fraction and offset may be missing.
    Iso,
    /// `20240603_024811`, with any one character or none between day and time.
    Compact,
    /// `03/06/2024 02:48:11`: day, month, year, with `/`, `.` or `-` between them; seconds may be missing.
    DayFirst,
    /// `06/03/2024 02:48:11`: month, day, year.
    MonthFirst,
    /// Seconds since 1970, with or without a fraction.
    EpochSeconds,
    /// Milliseconds since 1970.
    EpochMilliseconds,
    /// A pattern of `strptime`, such as `%d-%b-%Y %H:%M`.
    Pattern(String),
}

/// The largest number of seconds since 1970 that is read as such: the year 2286. What is more is milliseconds, and in a
/// column of seconds a fault.
const MOST_SECONDS: f64 = 1e10;

impl TimeFormat {
    /// The words of `case.toml`.
    pub const WORDS: [&'static str; 6] =
        ["iso", "compact", "day-first", "month-first", "epoch-s", "epoch-ms"];

    /// From a word of `case.toml`, or a pattern, which has a `%` in it.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "iso" => Some(Self::Iso),
            "compact" => Some(Self::Compact),
            "day-first" => Some(Self::DayFirst),
            "month-first" => Some(Self::MonthFirst),
            "epoch-s" => Some(Self::EpochSeconds),
            "epoch-ms" => Some(Self::EpochMilliseconds),
            pattern if pattern.contains('%') => Some(Self::Pattern(pattern.to_owned())),
            _ => None,
        }
    }

    /// Reads a time.
    ///
    /// # Errors
    /// What was found and what was expected.
    pub(super) fn read(&self, text: &[u8]) -> Result<Timestamp, String> {
        match self {
            Self::Iso => iso(text),
            Self::Compact => compact(text),
            Self::DayFirst => slashed(text, true),
            Self::MonthFirst => slashed(text, false),
            Self::EpochSeconds => epoch(text, 1.0),
            Self::EpochMilliseconds => epoch(text, 1_000.0),
            Self::Pattern(pattern) => by_pattern(text, pattern),
        }
        .ok_or_else(|| format!("found {}, expected {}", quoted(text), self.expected(text)))
    }

    fn expected(&self, text: &[u8]) -> String {
        let looks_slashed = slashed(text, true).or_else(|| slashed(text, false)).is_some();
        let other_way = |day_first| slashed(text, day_first).is_some();
        let number = decimal(text);
        match self {
            Self::Iso if looks_slashed => {
                "a time such as 2024-06-03T02:48:11; that a day or a month comes first must be said: `day-first` or `month-first`".into()
            }
            Self::Iso => "a time such as 2024-06-03T02:48:11".into(),
            Self::Compact => "a time such as 20240603_024811".into(),
            Self::DayFirst if other_way(false) => {
                "day/month/year; there are 12 months: here the month looks first".into()
            }
            Self::DayFirst => "day/month/year hour:minute:second".into(),
            Self::MonthFirst if other_way(true) => {
                "month/day/year; there are 12 months: here the day looks first".into()
            }
            Self::MonthFirst => "month/day/year hour:minute:second".into(),
            Self::EpochSeconds if number.is_some_and(|n| n > MOST_SECONDS) => {
                "seconds since 1970; these look like milliseconds".into()
            }
            Self::EpochSeconds => "seconds since 1970".into(),
            Self::EpochMilliseconds => "milliseconds since 1970".into(),
            Self::Pattern(pattern) => format!("a time of the form `{pattern}`"),
        }
    }
}

/// Days from 1970-01-01 to a day of the Gregorian calendar, which must exist.
#[inline]
fn days(year: u32, month: u32, day: u32) -> Option<i64> {
    const LENGTHS: [u32; 13] = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    const BEFORE: [u32; 13] = [0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
    if !(1..=9999).contains(&year) || !(1..=12).contains(&month) {
        return None;
    }
    let is_leap = (year.is_multiple_of(4) && !year.is_multiple_of(100)) || year.is_multiple_of(400);
    let length = LENGTHS[month as usize] + u32::from(month == 2 && is_leap);
    if !(1..=length).contains(&day) {
        return None;
    }
    let whole_years = year - 1;
    let leap_days = whole_years / 4 - whole_years / 100 + whole_years / 400;
    let in_year = BEFORE[month as usize] + u32::from(month > 2 && is_leap) + day - 1;
    Some(i64::from(whole_years * 365 + leap_days + in_year) - 719_162)
}

/// `hh:mm:ss`, `hh:mm` or `hh:mm:ss.fff`, in seconds and nanoseconds of the day. A leap second is the second before it.
#[inline]
fn time_of_day(text: &[u8]) -> Option<(i64, i32)> {
    let two = |at: usize| text.get(at..at + 2).and_then(digits_of);
    let (hour, minute) = (two(0)?, two(3)?);
    let (second, fraction) = match text.len() {
        5 => (0, &b""[..]),
        8.. if text[5] == b':' => (two(6)?, &text[8..]),
        _ => return None,
    };
    if text[2] != b':' || hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let nanoseconds = match fraction {
        [] => 0,
        [b'.' | b',', digits @ ..] if (1..=9).contains(&digits.len()) => {
            let places = 9 - digits.len() as u32;
            digits_of(digits)? * 10_u32.pow(places)
        }
        _ => return None,
    };
    Some((i64::from(hour * 3600 + minute * 60 + second.min(59)), nanoseconds as i32))
}

#[inline]
fn timestamp(days: i64, (seconds, nanoseconds): (i64, i32)) -> Option<Timestamp> {
    Timestamp::new(days * 86_400 + seconds, nanoseconds).ok()
}

/// Three numbers and what is between them: day and month of one or two digits, year of four.
#[inline]
fn slashed(text: &[u8], is_day_first: bool) -> Option<Timestamp> {
    let one = |text: &[u8]| {
        let length = text.iter().take(3).take_while(|c| c.is_ascii_digit()).count();
        let separator = text.get(length).copied().filter(|c| matches!(c, b'/' | b'.' | b'-'))?;
        (1..=2).contains(&length).then_some(())?;
        Some((digits_of(&text[..length])?, separator, length + 1))
    };
    let (a, first, at) = one(text)?;
    let rest = &text[at..];
    let (b, second, at) = one(rest)?;
    let rest = &rest[at..];
    let year = rest.get(..4).and_then(digits_of)?;
    let [b' ' | b'T', time @ ..] = &rest[4..] else { return None };
    let time = time_of_day(time)?;
    let (day, month) = if is_day_first { (a, b) } else { (b, a) };
    (first == second).then_some(())?;
    timestamp(days(year, month, day)?, time)
}

/// ISO 8601 by hand where it has no offset or `Z`; the rest by the library.
#[inline]
fn iso(text: &[u8]) -> Option<Timestamp> {
    let without_z = text.strip_suffix(b"Z").unwrap_or(text);
    let by_hand = || {
        let number = |range: std::ops::Range<usize>| without_z.get(range).and_then(digits_of);
        let day = days(number(0..4)?, number(5..7)?, number(8..10)?)?;
        let marks = (without_z[4], without_z[7], *without_z.get(10)?);
        matches!(marks, (b'-', b'-', b'T' | b't' | b' ')).then_some(())?;
        timestamp(day, time_of_day(&without_z[11..])?)
    };
    by_hand().or_else(|| {
        let text = std::str::from_utf8(text).ok()?;
        // A day without a time of day is no time of a report.
        text.contains(':').then_some(())?;
        text.parse::<Timestamp>().ok().or_else(|| utc(text.strip_suffix(" UTC")?.parse().ok()?))
    })
}

fn utc(time: DateTime) -> Option<Timestamp> {
    TimeZone::UTC.to_timestamp(time).ok()
}

#[inline]
fn compact(text: &[u8]) -> Option<Timestamp> {
    let number = |range: std::ops::Range<usize>| text.get(range).and_then(digits_of);
    let at = match text.len() {
        14 => 8,
        15 if !text[8].is_ascii_digit() => 9,
        _ => return None,
    };
    let (hour, minute, second) = (number(at..at + 2)?, number(at + 2..at + 4)?, number(at + 4..at + 6)?);
    if hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let day = days(number(0..4)?, number(4..6)?, number(6..8)?)?;
    timestamp(day, (i64::from(hour * 3600 + minute * 60 + second.min(59)), 0))
}

/// A number of parts of a second since 1970.
fn epoch(text: &[u8], parts: f64) -> Option<Timestamp> {
    let seconds = decimal(text)? / parts;
    if !(0.0..=MOST_SECONDS).contains(&seconds) {
        return None;
    }
    // A double of this size is right to a quarter of a microsecond; the microsecond is as written.
    Timestamp::from_microsecond((seconds * 1e6).round() as i64).ok()
}

fn by_pattern(text: &[u8], pattern: &str) -> Option<Timestamp> {
    let parts = strtime::parse(pattern, text).ok()?;
    // A time of day that the pattern does not have would be read as midnight.
    parts.hour()?;
    match parts.offset() {
        Some(_) => parts.to_timestamp().ok(),
        None => utc(parts.to_datetime().ok()?),
    }
}

/// True if a pattern of `strptime` is one, and says at least day and time of day.
pub(crate) fn is_pattern(pattern: &str) -> bool {
    let sample = Date::constant(2024, 12, 31).at(23, 59, 58, 0);
    let sample = TimeZone::UTC.to_zoned(sample);
    let Ok(text) = sample.and_then(|sample| strtime::format(pattern, &sample)) else { return false };
    by_pattern(text.as_bytes(), pattern).is_some()
}

impl TimeFormat {
    /// True unless it is a pattern that cannot be read, or has no day or no time of day.
    pub fn is_valid(&self) -> bool {
        match self {
            Self::Pattern(pattern) => is_pattern(pattern),
            _ => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(format: &TimeFormat, text: &str) -> Result<String, String> {
        format.read(text.as_bytes()).map(|time| time.to_string())
    }

    fn reads(format: TimeFormat, cases: &[(&str, &str)]) {
        for (text, expected) in cases {
            assert_eq!(at(&format, text).as_deref(), Ok(*expected), "{text}");
        }
    }

    #[test]
    fn the_day_comes_first_where_the_table_says_so() {
        reads(
            TimeFormat::DayFirst,
            &[
                ("01/06/2018 00:00:00", "2018-06-01T00:00:00Z"),
                ("29/02/2024 23:59:59", "2024-02-29T23:59:59Z"),
                ("31/12/2023 23:59:59", "2023-12-31T23:59:59Z"),
                ("3.6.2024 02:48", "2024-06-03T02:48:00Z"),
                ("03-06-2024T02:48:11.5", "2024-06-03T02:48:11.5Z"),
            ],
        );
        reads(TimeFormat::MonthFirst, &[("06/03/2024 02:48:11", "2024-06-03T02:48:11Z")]);
    }

    #[test]
    fn a_day_that_is_no_month_says_that_the_day_looks_first() {
        let error = at(&TimeFormat::MonthFirst, "31/12/2024 00:00:00").unwrap_err();
        assert_eq!(
            error,
            "found `31/12/2024 00:00:00`, expected month/day/year; there are 12 months: here the day looks first"
        );
        let error = at(&TimeFormat::DayFirst, "12/31/2024 00:00:00").unwrap_err();
        assert!(error.ends_with("here the month looks first"), "{error}");
        let error = at(&TimeFormat::Iso, "03/06/2024 00:00:00").unwrap_err();
        assert!(error.contains("`day-first` or `month-first`"), "{error}");
    }

    #[test]
    fn days_that_do_not_exist_are_refused() {
        for text in [
            "29/02/2023 00:00:00",
            "31/04/2024 00:00:00",
            "00/01/2024 00:00:00",
            "01/13/2024 00:00:00",
            "01/01/2024 24:00:00",
            "01/01/2024 23:60:00",
            "01/01/2024",
            "01/01/24 00:00:00",
            "",
            "1/1",
            "01/01-2024 00:00:00",
            "01/01/2024 00:00:00 ",
            "01/01/2024 00:00:00.",
            "01/01/2024 0:00:00",
        ] {
            assert!(at(&TimeFormat::DayFirst, text).is_err(), "{text}");
        }
        assert!(at(&TimeFormat::DayFirst, "29/02/1900 00:00:00").is_err());
        assert!(at(&TimeFormat::DayFirst, "29/02/2000 00:00:00").is_ok());
    }

    #[test]
    fn iso_times_with_and_without_offset_and_fraction_are_read() {
        reads(
            TimeFormat::Iso,
            &[
                ("2023-01-11T00:00:00", "2023-01-11T00:00:00Z"),
                ("2025-12-31 23:59:59", "2025-12-31T23:59:59Z"),
                ("2016-01-12 13:02:11.218", "2016-01-12T13:02:11.218Z"),
                ("2024-06-03 02:48:11.869117064+00:00", "2024-06-03T02:48:11.869117064Z"),
                ("2024-06-03T02:48:11+09:00", "2024-06-02T17:48:11Z"),
                ("2024-06-03 02:48:11Z", "2024-06-03T02:48:11Z"),
                ("2024-06-03 02:48:11 UTC", "2024-06-03T02:48:11Z"),
                ("2016-12-31T23:59:60", "2016-12-31T23:59:59Z"),
            ],
        );
        for text in
            ["2023-01-11", "2023-02-29T00:00:00", "2023-01-11T00:00:00X", "1700000000", "2023/01/11 00:00:00"]
        {
            assert!(at(&TimeFormat::Iso, text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_other_forms_are_read() {
        reads(
            TimeFormat::Compact,
            &[("20210701_181947", "2021-07-01T18:19:47Z"), ("20240229235959", "2024-02-29T23:59:59Z")],
        );
        reads(
            TimeFormat::EpochSeconds,
            &[("1700000000", "2023-11-14T22:13:20Z"), ("1700000000.25", "2023-11-14T22:13:20.25Z")],
        );
        reads(TimeFormat::EpochMilliseconds, &[("1700000000123", "2023-11-14T22:13:20.123Z")]);
        reads(TimeFormat::Pattern("%d-%b-%Y %H:%M".into()), &[("03-Jun-2024 02:48", "2024-06-03T02:48:00Z")]);
        reads(
            TimeFormat::Pattern("%m/%d/%y %I:%M:%S %p %z".into()),
            &[("06/03/24 02:48:11 PM +0900", "2024-06-03T05:48:11Z")],
        );
        let error = at(&TimeFormat::EpochSeconds, "1700000000123").unwrap_err();
        assert!(error.ends_with("these look like milliseconds"), "{error}");
    }

    #[test]
    fn a_pattern_must_have_a_day_and_a_time_of_day() {
        for (pattern, is_one) in
            [("%Y-%m-%d %H:%M", true), ("%Y-%m-%d", false), ("%H:%M", false), ("%Q!", false)]
        {
            assert_eq!(TimeFormat::parse(pattern).unwrap().is_valid(), is_one, "{pattern}");
        }
        assert_eq!(TimeFormat::parse("day first"), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_048))]

        #[test]
        fn days_are_those_of_the_calendar(year in 1_u32..=9999, month in 0_u32..14, day in 0_u32..33) {
            let civil = Date::new(year as i16, month as i8, day as i8).ok();
            let expected = civil.map(|d| utc(d.at(0, 0, 0, 0)).map(|t| t.as_second() / 86_400));
            prop_assert_eq!(days(year, month, day), expected.flatten());
        }

        #[test]
        fn any_bytes_are_a_time_or_a_reason(text in proptest::collection::vec(any::<u8>(), 0..40)) {
            for word in TimeFormat::WORDS.into_iter().chain(["%d-%b-%Y %H:%M"]) {
                let format = TimeFormat::parse(word).unwrap();
                prop_assert!(format.read(&text).is_ok() || !format.expected(&text).is_empty());
            }
        }

        #[test]
        fn near_times_are_a_time_or_a_reason(text in "[0-9]{1,4}[-/._T :]?[0-9]{1,4}[-/. ]?[0-9]{0,4}[ T_]?[0-9:.]{0,12}[Z+]?[0-9:]{0,5}") {
            for word in TimeFormat::WORDS {
                let format = TimeFormat::parse(word).unwrap();
                prop_assert!(format.read(text.as_bytes()).is_ok() || !format.expected(text.as_bytes()).is_empty());
            }
            if let Ok(time) = TimeFormat::Iso.read(text.as_bytes()) {
                let by_library = text.replace(' ', "T").trim_end_matches('Z').parse::<DateTime>();
                prop_assert_eq!(by_library.ok().and_then(utc), Some(time), "{}", text);
            }
        }
    }
}
