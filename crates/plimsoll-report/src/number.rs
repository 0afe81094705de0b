//! How numbers, intervals and dates are written in a report.
//!
//! Thousands are set apart by commas, dates are ISO 8601 in UTC, and a number with an interval is rounded to two
//! digits of the interval's width: more digits would claim what the interval denies. Exact values are in the CSV files.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use plimsoll_model::{Estimate, Period, Position};

/// A whole number with commas.
pub fn grouped(value: f64) -> String {
    if !value.is_finite() {
        return "not a number".into();
    }
    let digits = format!("{:.0}", value.abs());
    let sign = if value < 0.0 && digits != "0" { "\u{2212}" } else { "" };
    format!("{sign}{}", with_commas(&digits))
}

/// A number with a fixed count of decimals, and commas.
pub fn fixed(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return "not a number".into();
    }
    let digits = format!("{:.decimals$}", value.abs());
    let is_zero = digits.chars().all(|c| matches!(c, '0' | '.'));
    let sign = if value < 0.0 && !is_zero { "\u{2212}" } else { "" };
    let (whole, rest) = digits.split_once('.').unwrap_or((&digits, ""));
    let point = if rest.is_empty() { "" } else { "." };
    format!("{sign}{}{point}{rest}", with_commas(whole))
}

/// Digits with a comma before each group of three from the right.
fn with_commas(digits: &str) -> String {
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// The power of ten to which an estimate is rounded: that of the second digit of its width. `None` without width.
fn rounding_step(estimate: &Estimate<f64>) -> Option<i32> {
    let width = estimate.high() - estimate.low();
    (width > 0.0 && width.is_finite()).then(|| width.log10().floor() as i32 - 1)
}

/// A number rounded to a power of ten.
fn rounded(value: f64, power: i32) -> String {
    if power >= 0 {
        let step = 10f64.powi(power);
        grouped((value / step).round() * step)
    } else {
        fixed(value, usize::try_from(-power).unwrap_or(0).min(6))
    }
}

/// A number without interval: whole from 100 on or if it is whole, else with one decimal.
pub fn plain(value: f64) -> String {
    let is_whole = (value - value.round()).abs() < 1e-9;
    if value.abs() >= 100.0 || is_whole { grouped(value) } else { fixed(value, 1) }
}

/// The middle of an estimate, rounded to its interval.
pub fn mid(estimate: &Estimate<f64>) -> String {
    rounding_step(estimate).map_or_else(|| plain(estimate.mid()), |power| rounded(estimate.mid(), power))
}

/// The middle of an estimate in few characters, rounded to its interval, or to three digits if it has none.
pub fn short_mid(estimate: &Estimate<f64>) -> String {
    let step = rounding_step(estimate).map(|power| 10f64.powi(power));
    short(step.map_or_else(|| three_digits(estimate.mid()), |step| (estimate.mid() / step).round() * step))
}

/// The three numbers of an estimate, rounded alike: low, middle, high.
pub fn three(estimate: &Estimate<f64>) -> [String; 3] {
    let write = |value| rounding_step(estimate).map_or_else(|| plain(value), |power| rounded(value, power));
    [write(estimate.low()), write(estimate.mid()), write(estimate.high())]
}

/// The interval of an estimate, such as `930,000 to 1,120,000`; `None` without width.
pub fn interval(estimate: &Estimate<f64>) -> Option<String> {
    let power = rounding_step(estimate)?;
    Some(format!("{} to {}", rounded(estimate.low(), power), rounded(estimate.high(), power)))
}

/// An estimate with its unit, such as `1,020,000 bbl (930,000 to 1,120,000)`.
pub fn estimate(estimate: &Estimate<f64>, unit: &str) -> String {
    let space = if unit.is_empty() { "" } else { "\u{a0}" };
    let interval = interval(estimate).map_or_else(String::new, |text| format!(" ({text})"));
    format!("{}{space}{unit}{interval}", mid(estimate))
}

/// A share in per cent, with a decimal below one.
pub fn percent(share: f64) -> String {
    let per_cent = share * 100.0;
    let is_small = per_cent.abs() < 0.95 && per_cent.abs() > 1e-9;
    let text = if is_small { fixed(per_cent, 1) } else { grouped(per_cent.round()) };
    format!("{text}\u{a0}%")
}

/// A probability in per cent. Above 99 and below 1 no digits are claimed.
pub fn probability(p: f64) -> String {
    match p {
        p if p > 0.99 => "> 99\u{a0}%".into(),
        p if p < 0.01 => "< 1\u{a0}%".into(),
        p => percent(p),
    }
}

/// A large number in few characters, for axes and labels: `0.5 M`, `1.25 M`, `12,000`.
pub fn short(value: f64) -> String {
    if value.abs() < 999_999.5 {
        return plain(value);
    }
    let text = fixed(value / 1e6, 2);
    let text = text.strip_suffix('0').unwrap_or(&text);
    format!("{}\u{a0}M", text.strip_suffix(".0").unwrap_or(text))
}

/// A number rounded to three digits, for labels of figures.
pub fn three_digits(value: f64) -> f64 {
    if !value.is_finite() || value.abs() < 1e-12 {
        return 0.0;
    }
    let step = 10f64.powf(value.abs().log10().floor() - 2.0);
    (value / step).round() * step
}

/// The day of an instant, UTC, such as `2024-03-07`.
pub fn day(time: Timestamp) -> String {
    time.to_zoned(TimeZone::UTC).date().to_string()
}

/// An instant to the minute, such as `2024-03-07 14:05`. UTC; the reader must be told so once.
pub fn minute(time: Timestamp) -> String {
    let at = time.to_zoned(TimeZone::UTC);
    format!("{} {:02}:{:02}", at.date(), at.hour(), at.minute())
}

/// The first and the last day of a period, UTC: a period that ends at midnight ends on the day before.
pub fn days(period: Period) -> String {
    let last = period.end().checked_sub(jiff::SignedDuration::from_nanos(1)).unwrap_or(period.end());
    format!("{} to {}", day(period.start()), day(last))
}

/// Latitude and longitude to four decimals: about ten metres.
pub fn position(position: Position) -> String {
    let (lat, lon) = (position.lat_deg(), position.lon_deg());
    let (ns, ew) = (if lat < 0.0 { "S" } else { "N" }, if lon < 0.0 { "W" } else { "E" });
    format!("{:.4}°\u{a0}{ns}, {:.4}°\u{a0}{ew}", lat.abs(), lon.abs())
}

/// A text cut to a count of characters, with an ellipsis where something is missing.
pub fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text.into(),
        Some(_) => text.chars().take(most.saturating_sub(1)).chain(['\u{2026}']).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(low: f64, mid: f64, high: f64) -> Estimate<f64> {
        Estimate::new(low, mid, high).unwrap()
    }

    #[test]
    fn commas_stand_at_every_third_digit() {
        let cases = [(0.0, "0"), (999.4, "999"), (1_000.0, "1,000"), (1_234_567.0, "1,234,567")];
        for (value, text) in cases {
            assert_eq!(grouped(value), text);
        }
        assert_eq!(grouped(-1_234.0), "\u{2212}1,234");
        assert_eq!(grouped(-0.2), "0");
        assert_eq!(fixed(12_345.678, 1), "12,345.7");
        assert_eq!(grouped(f64::NAN), "not a number");
    }

    #[test]
    fn a_number_is_rounded_to_two_digits_of_its_interval() {
        let total = of(931_204.0, 1_023_412.0, 1_118_977.0);
        assert_eq!(estimate(&total, "bbl"), "1,020,000\u{a0}bbl (930,000 to 1,120,000)");
        assert_eq!(three(&of(8.4, 8.6, 8.8)), ["8.40", "8.60", "8.80"]);
        assert_eq!(estimate(&of(43.0, 43.0, 43.0), "visits"), "43\u{a0}visits");
        assert_eq!(interval(&of(43.0, 43.0, 43.0)), None);
    }

    #[test]
    fn no_probability_is_shown_as_certain() {
        let cases = [(1.0, "> 99\u{a0}%"), (0.994, "> 99\u{a0}%"), (0.0, "< 1\u{a0}%"), (0.5, "50\u{a0}%")];
        for (p, text) in cases {
            assert_eq!(probability(p), text);
        }
        assert_eq!([percent(1.0), percent(0.004), percent(0.0)], ["100\u{a0}%", "0.4\u{a0}%", "0\u{a0}%"]);
    }

    #[test]
    fn axis_labels_are_short_and_exact() {
        let cases = [
            (500_000.0, "500,000"),
            (1_000_000.0, "1\u{a0}M"),
            (1_250_000.0, "1.25\u{a0}M"),
            (2_500_000.0, "2.5\u{a0}M"),
        ];
        for (value, text) in cases {
            assert_eq!(short(value), text);
        }
    }

    #[test]
    fn a_cut_text_says_that_it_is_cut() {
        assert_eq!(cut("SHIP", 4), "SHIP");
        assert_eq!(cut("ÅNGSTRÖM", 4), "ÅNG…");
    }
}
