//! Numbers as tables write them. The fast way gives the same bits as the slow one, or leaves it to it.

/// Powers of ten that a double holds exactly.
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    1e19, 1e20, 1e21, 1e22,
];

/// The largest whole number below which a double holds every whole number.
const EXACT: u64 = 1 << 53;

/// A decimal number such as `-12.5`, rounded to the nearest double. `None`: it is none, or not finite.
///
/// A mantissa below 2^53 and a power of ten up to 10^22 are both exact, so one division rounds once, which is right
/// (W. D. Clinger, "How to read floating point numbers accurately", PLDI 1990, section 3).
#[inline]
pub(super) fn decimal(text: &[u8]) -> Option<f64> {
    let (is_negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, text),
    };
    match mantissa(digits) {
        Some((mantissa, decimals)) if mantissa < EXACT => {
            let value = mantissa as f64 / POWERS[decimals];
            Some(if is_negative { -value } else { value })
        }
        _ => slow(text),
    }
}

/// Digits with or without a point, together no more than seventeen: the number without its point, and how many decimals
/// it has. `None`: something else.
#[inline]
fn mantissa(text: &[u8]) -> Option<(u64, usize)> {
    let mut value = 0;
    let mut rest = text;
    while let [c, behind @ ..] = rest {
        rest = behind;
        let digit = c.wrapping_sub(b'0');
        if digit > 9 {
            let is_number = *c == b'.' && text.len() > 1 && text.len() <= 17;
            return if is_number { decimals(value, rest) } else { None };
        }
        // It cannot wrap round before there are more than seventeen.
        value = value.wrapping_mul(10).wrapping_add(u64::from(digit));
    }
    (1..=17).contains(&text.len()).then_some((value, 0))
}

/// The digits behind the point, after the number before it. Four to eight of them are read together.
#[inline]
fn decimals(before: u64, text: &[u8]) -> Option<(u64, usize)> {
    let length = text.len();
    if let (Some(first), Some(last), 4..=8) = (text.first_chunk::<4>(), text.last_chunk::<4>(), length) {
        let [first, last] = [first, last].map(|four| u64::from(u32::from_le_bytes(*four)));
        let word = (first | last << (8 * (length - 4))) ^ ZEROS;
        let value = eight_digits(word << (8 * (8 - length)))?;
        return Some((before * WHOLE_POWERS[length] + value, length));
    }
    let mut value = before;
    for c in text {
        let digit = c.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        value = value * 10 + u64::from(digit);
    }
    Some((value, length))
}

/// `0` in each of eight bytes.
const ZEROS: u64 = 0x3030_3030_3030_3030;

/// Powers of ten.
const WHOLE_POWERS: [u64; 9] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000];

/// The number of eight digits, each a byte from 0 to 9, the first lowest: pairs, fours, then all eight, side by side in
/// one word. `None`: a byte is more than 9.
#[inline]
fn eight_digits(word: u64) -> Option<u64> {
    if (word.wrapping_add(0x7676_7676_7676_7676) | word) & 0x8080_8080_8080_8080 != 0 {
        return None;
    }
    let pairs = (word.wrapping_mul(10 << 8 | 1) >> 8) & 0x00ff_00ff_00ff_00ff;
    let fours = (pairs.wrapping_mul(100 << 16 | 1) >> 16) & 0x0000_ffff_0000_ffff;
    Some(fours.wrapping_mul(10_000 << 32 | 1) >> 32)
}

/// Any decimal number, by the standard library. Words such as `inf` are none.
#[cold]
fn slow(text: &[u8]) -> Option<f64> {
    let is_number = |c: &u8| c.is_ascii_digit() || matches!(c, b'+' | b'-' | b'.' | b'e' | b'E');
    if text.len() > 40 || !text.iter().all(is_number) {
        return None;
    }
    std::str::from_utf8(text).ok()?.parse().ok().filter(|value: &f64| value.is_finite())
}

/// A whole number, written as one or with decimals that are all zero: `5` or `5.0`.
#[inline]
pub(super) fn whole(text: &[u8]) -> Option<u32> {
    let digits = match memchr::memchr(b'.', text) {
        Some(point) if text[point + 1..].iter().all(|c| *c == b'0') => &text[..point],
        Some(_) => return None,
        None => text,
    };
    digits_of(digits)
}

/// A whole number of one to nine decimal digits.
#[inline]
pub(super) fn digits_of(text: &[u8]) -> Option<u32> {
    if text.is_empty() || text.len() > 9 {
        return None;
    }
    let mut value = 0;
    for c in text {
        let digit = c.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        value = value * 10 + u32::from(digit);
    }
    Some(value)
}

/// A whole number of exactly nine decimal digits.
#[inline]
pub(super) fn nine_digits(text: &[u8]) -> Option<u32> {
    let [first @ .., last] = text.first_chunk::<9>().filter(|_| text.len() == 9)?;
    let last = Some(last.wrapping_sub(b'0')).filter(|digit| *digit < 10)?;
    let first = eight_digits(u64::from_le_bytes(*first.first_chunk()?) ^ ZEROS)?;
    Some(first as u32 * 10 + u32::from(last))
}

/// By how much a number of a table is multiplied.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Scale {
    One,
    Times(f64),
    /// Tenths and the like: the quotient is the nearest double, the product with 0.1 is not.
    Over(f64),
}

impl Scale {
    /// By a factor; where it is one over a whole number, by division.
    pub(super) fn of_factor(factor: f64) -> Self {
        let whole = (1.0 / factor).round();
        let is_one_over = |n: f64| (1.0 / n).total_cmp(&factor).is_eq();
        match factor {
            f if f.total_cmp(&1.0).is_eq() => Self::One,
            f if f < 1.0 && is_one_over(whole) => Self::Over(whole),
            f => Self::Times(f),
        }
    }

    #[inline]
    pub(super) fn apply(self, value: f64) -> f64 {
        match self {
            Self::One => value,
            Self::Times(factor) => value * factor,
            Self::Over(parts) => value / parts,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn bits(text: &str) -> Option<u64> {
        decimal(text.as_bytes()).map(f64::to_bits)
    }

    #[test]
    fn what_is_no_decimal_number_is_none() {
        for text in
            ["", "-", ".", "-.", "1.2.3", "1,5", "inf", "nan", "NaN", "0x10", "1e999", " 1", "12a", "--1"]
        {
            assert_eq!(decimal(text.as_bytes()), None, "{text}");
        }
        assert_eq!(decimal("9".repeat(50).as_bytes()), None);
    }

    #[test]
    fn a_number_is_the_nearest_double_also_at_the_edges() {
        for text in [
            "0",
            "-0",
            "-0.0",
            "5.",
            ".5",
            "+7",
            "9007199254740991",
            "9007199254740993",
            "0.30000000000000004",
            "123456789012345.6",
            "90071992547409.93",
            "1e3",
            "-1.5E-3",
            "179.99999999999997",
            "0.000000000000001",
        ] {
            assert_eq!(bits(text), Some(text.parse::<f64>().unwrap().to_bits()), "{text}");
        }
    }

    #[test]
    fn tenths_are_divided_so_that_123_tenths_are_12_point_3() {
        let tenths = Scale::of_factor(0.1);
        assert_eq!(tenths, Scale::Over(10.0));
        for n in 0..4_000_u32 {
            let expected: f64 = format!("{}.{}", n / 10, n % 10).parse().unwrap();
            assert_eq!(tenths.apply(f64::from(n)).to_bits(), expected.to_bits(), "{n}");
        }
        assert_eq!(Scale::of_factor(1.0), Scale::One);
        assert_eq!(Scale::of_factor(0.3048), Scale::Times(0.3048));
    }

    #[test]
    fn a_whole_number_may_have_decimals_that_are_zero() {
        assert_eq!(whole(b"9436472.0"), Some(9_436_472));
        assert_eq!(whole(b"7."), Some(7));
        for text in ["", ".0", "1.5", "-1", "1234567890", "1e3", "0.01"] {
            assert_eq!(whole(text.as_bytes()), None, "{text}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_096))]

        #[test]
        fn every_number_of_up_to_20_digits_has_the_bits_that_the_standard_library_gives(
            text in "-?[0-9]{0,12}\\.?[0-9]{0,10}",
        ) {
            let expected = text.parse::<f64>().ok().map(f64::to_bits);
            prop_assert_eq!(bits(&text), expected, "{}", text);
        }

        #[test]
        fn nine_digits_are_those_that_the_standard_library_reads(text in "[0-9]{8}[0-9./:]|[0-9]{7,10}|[0-9.-]{9}") {
            let is_right = text.len() == 9 && text.bytes().all(|c| c.is_ascii_digit());
            prop_assert_eq!(nine_digits(text.as_bytes()), is_right.then(|| text.parse().unwrap()));
            prop_assert_eq!(is_right && digits_of(text.as_bytes()).is_none(), false);
        }

        #[test]
        fn any_bytes_are_a_number_or_none(text in proptest::collection::vec(any::<u8>(), 0..30)) {
            let by_hand = std::str::from_utf8(&text).ok().and_then(|t| t.parse::<f64>().ok()).filter(|v| v.is_finite());
            prop_assert_eq!(decimal(&text).map(f64::to_bits), by_hand.map(f64::to_bits));
        }
    }
}
