//! Numbers, years and dates as people write them in tables.
//!
//! The rules are few and stated, so that no number is guessed: a point is always the decimal mark; a comma, an
//! apostrophe or a blank is a thousands mark, and only where every group behind it has three digits.

use jiff::civil::Date;

/// Marks that may stand between groups of three digits: comma, apostrophes, blanks.
const THOUSANDS_MARKS: [char; 7] = [',', '\'', '\u{2019}', ' ', '\u{a0}', '\u{202f}', '\u{2009}'];

/// A number that is not negative.
pub(crate) fn number(text: &str) -> Result<f64, String> {
    let expected =
        || format!("`{}` is not a number, expected digits, with a point before decimals", shown(text));
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    if !decimals.bytes().all(|b| b.is_ascii_digit()) || whole.len() > 40 || decimals.len() > 40 {
        return Err(expected());
    }
    let digits = without_marks(whole).ok_or_else(|| match whole.contains(',') {
        true => format!(
            "`{}` is ambiguous: a comma stands before three digits, a point before decimals",
            shown(text)
        ),
        false => expected(),
    })?;
    format!("{digits}.{decimals}0").parse().map_err(|_| expected())
}

/// The digits of a whole number without thousands marks; `None` where they are not in groups of three.
fn without_marks(whole: &str) -> Option<String> {
    let mark = whole.chars().find(|c| THOUSANDS_MARKS.contains(c));
    let groups: Vec<&str> = mark.map_or(vec![whole], |mark| whole.split(mark).collect());
    let is_digits = groups.iter().all(|g| !g.is_empty() && g.bytes().all(|b| b.is_ascii_digit()));
    let is_grouped = groups.len() == 1 || (groups[0].len() <= 3 && groups[1..].iter().all(|g| g.len() == 3));
    (is_digits && is_grouped).then(|| groups.concat())
}

/// A number as a text with at most six decimals, none of them a last zero.
pub(crate) fn written(value: f64) -> String {
    let text = format!("{value:.6}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A year: four digits, alone or before a date's month.
pub(crate) fn year(text: &str) -> Result<i16, String> {
    let whole = text.strip_suffix(".0").unwrap_or(text);
    let digits = whole.split('-').next().unwrap_or(whole);
    let is_year = digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_digit());
    let is_alone = whole.len() == 4 || whole.parse::<Date>().is_ok();
    let year = if is_year && is_alone { digits.parse().ok() } else { None };
    year.ok_or_else(|| format!("`{}` is not a year, expected four digits", shown(text)))
}

/// A day as `2024-03-01`.
pub(crate) fn day(text: &str) -> Result<Date, String> {
    let is_whole = text.len() == 10;
    let day = if is_whole { text.parse().ok() } else { None };
    day.ok_or_else(|| format!("`{}` is not a date, expected the form 2024-03-01", shown(text)))
}

/// A text on one line: control characters and runs of white space become one blank.
pub(crate) fn one_line(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// The beginning of a text, safe to show.
pub(crate) fn shown(text: &str) -> String {
    one_line(&text.chars().take(60).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_are_read_by_the_stated_rules() {
        for (text, value) in [
            ("3080", "3080"),
            ("3,080", "3080"),
            ("1,234,567.50", "1234567.5"),
            ("12'345", "12345"),
            ("12\u{a0}345", "12345"),
            ("0.845", "0.845"),
            ("12.", "12"),
        ] {
            assert_eq!(number(text).map(written).as_deref(), Ok(value), "{text}");
        }
        for text in
            ["12,5", "1,2345", "1.234.567", "1,234'567", "-5", "5 t", "1e5", "NaN", "inf", "", ".", ",", "٣"]
        {
            assert!(number(text).is_err(), "{text}");
        }
        assert!(number("12,5").unwrap_err().contains("ambiguous"));
        assert!(number(&"9".repeat(500)).is_err());
    }

    #[test]
    fn years_and_days_have_one_form() {
        for text in ["1998", "1998.0", "1998-05-31"] {
            assert_eq!(year(text), Ok(1998), "{text}");
        }
        for text in ["98", "05/1998", "1998-99", "19980", "1998-02-30"] {
            assert!(year(text).is_err(), "{text}");
        }
        assert!(day("2024-02-29").is_ok());
        for text in ["2023-02-29", "01/02/2024", "2024-1-1", "2024-01-01T00:00"] {
            assert!(day(text).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_number_written_with_thousands_marks_reads_back(value in 0_u64..1_000_000_000_000) {
            let digits = value.to_string();
            let mut grouped = String::new();
            for (index, digit) in digits.chars().enumerate() {
                if index > 0 && (digits.len() - index) % 3 == 0 {
                    grouped.push(',');
                }
                grouped.push(digit);
            }
            prop_assert_eq!(number(&grouped).map(written), Ok(digits));
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,30}") {
            let _ = (number(&text), year(&text), day(&text), shown(&text));
        }
    }
}
