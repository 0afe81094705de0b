//! Days as lists print them.

use crate::value;
use jiff::civil::Date;

/// Years in which a list can have begun to name somebody.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2100;
/// Months by the letters they begin with.
const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// A day: `2018-03-30` (a time of day may follow), `30.3.2018`, `30 March 2018`, `30-Mar-18`. A month in digits always
/// stands second unless the year stands first; a form in which that is not so (US `03/30/2018`) is refused. Two-digit
/// years to 68 are of this century, as in POSIX `%y`. The error says what was found and expected.
pub(super) fn day(text: &str) -> Result<Date, String> {
    let wrong = || {
        format!(
            "`{}` is not a day, expected a form such as 2018-03-30, 30.3.2018, 30 March 2018 or 30-Mar-18",
            value::shown(text)
        )
    };
    let date = read(text.trim()).ok_or_else(wrong)?;
    if YEARS.contains(&date.year()) {
        return Ok(date);
    }
    Err(format!("`{}` is a day in {}, expected 1900 to 2100", value::shown(text), date.year()))
}

fn read(text: &str) -> Option<Date> {
    if text.get(4..5) == Some("-") {
        let (date, rest) = text.split_at_checked(10)?;
        let is_day = rest.is_empty() || rest.starts_with(['T', ' ']);
        return if is_day { date.parse().ok() } else { None };
    }
    let parts: Vec<&str> = text.split(['.', ' ', '-']).filter(|p| !p.is_empty()).collect();
    let [day, month, year] = parts.as_slice() else { return None };
    let is_month_in_digits = month.bytes().all(|b| b.is_ascii_digit());
    let month = if is_month_in_digits { small(month)? } else { named(month)? };
    Date::new(self::year(year, is_month_in_digits)?, month, small(day)?).ok()
}

fn small(text: &str) -> Option<i8> {
    let is_small = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    if is_small { text.parse().ok() } else { None }
}

fn named(text: &str) -> Option<i8> {
    let text = text.trim_end_matches('.').to_lowercase();
    let full = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let place = MONTHS
        .iter()
        .zip(full)
        .position(|(short, full)| text == *short || text == full || text == "sept" && full == "september")?;
    i8::try_from(place + 1).ok()
}

/// Four digits; or two, where the month is a word and no order of three numbers is in doubt.
fn year(text: &str, is_month_in_digits: bool) -> Option<i16> {
    let year: i16 = if text.bytes().all(|b| b.is_ascii_digit()) { text.parse().ok()? } else { return None };
    match (text.len(), is_month_in_digits) {
        (4, _) => Some(year),
        (2, false) => Some(if year <= 68 { 2000 + year } else { 1900 + year }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn each_form_is_read_and_no_order_is_guessed() {
        for text in [
            "2018-03-30",
            "2018-03-30T11:12:13",
            "30.3.2018",
            "30.03.2018",
            "30 March 2018",
            "30-Mar-18",
            "30-mar-2018",
        ] {
            assert_eq!(day(text), Ok(date(2018, 3, 30)), "{text}");
        }
        assert_eq!(day("3-Oct-68"), Ok(date(2068, 10, 3)));
        assert_eq!(day("3-Oct-69"), Ok(date(1969, 10, 3)));
        for text in [
            "",
            "03/30/2018",
            "30.3.18",
            "30-03-18",
            "2018",
            "March 2018",
            "30 Marchember 2018",
            "31.2.2018",
            "2018-3-30x",
            "é.é.é",
        ] {
            assert!(day(text).is_err(), "{text}");
        }
        assert!(day("1.1.1899").unwrap_err().contains("1900 to 2100"));
        assert!(day("1.1.2101").unwrap_err().contains("1900 to 2100"));
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,24}") {
            let _ = day(&text);
        }

        #[test]
        fn a_day_written_in_any_form_reads_back(y in 1900_i16..=2100, m in 1_i8..=12, d in 1_i8..=28) {
            let expected = date(y, m, d);
            prop_assert_eq!(day(&expected.to_string()), Ok(expected));
            prop_assert_eq!(day(&format!("{d}.{m}.{y}")), Ok(expected));
        }
    }
}
