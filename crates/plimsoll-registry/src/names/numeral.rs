//! The number at the end of a name, which tells sisters apart.

/// The number at the end of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Numeral {
    /// In digits without leading zeros: `3` for `3`, `03` and `III`. Any length, as a name may hold any.
    pub digits: String,
    /// As it stands in the name: `III`, `NO. 18` as `18`, `2ND`.
    pub written: String,
}

/// Greatest number that is read from Roman letters: beyond it no ship of the lists at hand is named, and `L`, `C`, `D`
/// and `M` at the end of a name are owners' initials.
const MAX_ROMAN: usize = 20;
const TENS: [&str; 3] = ["", "X", "XX"];
const ONES: [&str; 10] = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"];

impl Numeral {
    /// Of a word of digits, or digits with `ND`, `RD`, `TH`, `ST` or a counter word behind it.
    pub(super) fn arabic(word: &str) -> Option<Self> {
        let end = word.find(|c: char| !c.is_ascii_digit()).unwrap_or(word.len());
        let (digits, rest) = word.split_at(end);
        if digits.is_empty() || !matches!(rest, "" | "ST" | "ND" | "RD" | "TH" | "HO" | "HAO") {
            return None;
        }
        let short = digits.trim_start_matches('0');
        let digits = if short.is_empty() { "0" } else { short };
        Some(Self { digits: digits.to_owned(), written: word.to_owned() })
    }

    /// Of a word of Roman letters, I to XX.
    pub(super) fn roman(word: &str) -> Option<Self> {
        let value = (1..=MAX_ROMAN)
            .find(|n| word.strip_prefix(TENS[n / 10]).is_some_and(|ones| ones == ONES[n % 10]))?;
        Some(Self { digits: value.to_string(), written: word.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::Numeral;

    #[test]
    fn roman_numbers_to_twenty_and_no_other_letters() {
        let read = |word| Numeral::roman(word).map(|n| n.digits);
        for (word, digits) in [("I", "1"), ("IV", "4"), ("IX", "9"), ("X", "10"), ("XIV", "14"), ("XX", "20")]
        {
            assert_eq!(read(word).as_deref(), Some(digits), "{word}");
        }
        for word in ["", "L", "M", "C", "D", "IIII", "VX", "XXI", "IC", "LIX"] {
            assert_eq!(read(word), None, "{word}");
        }
    }

    #[test]
    fn digits_lose_their_zeros_and_nothing_else() {
        let read = |word| Numeral::arabic(word).map(|n| n.digits);
        for (word, digits) in [("078", "78"), ("78", "78"), ("000", "0"), ("2ND", "2"), ("3HO", "3")] {
            assert_eq!(read(word).as_deref(), Some(digits), "{word}");
        }
        let long = "9".repeat(60);
        assert_eq!(read(&long), Some(long.clone()));
        for word in ["", "A1", "2A", "ND"] {
            assert_eq!(read(word), None, "{word}");
        }
    }
}
