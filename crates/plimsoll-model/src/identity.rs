//! Identifiers of radios and hulls.

use std::fmt;

/// Maritime Mobile Service Identity: nine digits that name a *radio*, not a hull (ITU-R M.585).
///
/// Two ships may send one MMSI and one ship may send many; nothing is ever joined on an MMSI alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mmsi(u32);

/// Why a text or number is not an MMSI.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` is not an MMSI: expected nine digits or fewer, found {reason}")]
pub struct MmsiError {
    /// What was given.
    pub found: String,
    /// What is wrong with it.
    pub reason: &'static str,
}

impl Mmsi {
    /// From the 30-bit number that a radio sends. Numbers above 999,999,999 are refused.
    pub fn new(value: u32) -> Result<Self, MmsiError> {
        if value > 999_999_999 {
            return Err(MmsiError { found: value.to_string(), reason: "a number above 999999999" });
        }
        Ok(Self(value))
    }

    /// From decimal digits. Fewer than nine are read as if zeros stood before them.
    pub fn parse(text: &str) -> Result<Self, MmsiError> {
        let error = |reason| MmsiError { found: text.chars().take(40).collect(), reason };
        if text.is_empty() {
            return Err(error("nothing"));
        }
        if !text.bytes().all(|b| b.is_ascii_digit()) {
            return Err(error("something other than digits"));
        }
        if text.len() > 9 {
            return Err(error("more than nine digits"));
        }
        Ok(Self(text.parse().map_err(|_| error("no number"))?))
    }

    /// The number.
    pub const fn value(self) -> u32 {
        self.0
    }

    /// The three country digits (MID) where the form of the number has them: `MIDxxxxxx` of a ship station.
    /// Other forms (coast station `00MID`, group `0MID`, aircraft `111MID`, aid to navigation `99MID`,
    /// craft of a parent ship `98MID`) give theirs too. `None` where no MID stands.
    pub fn mid(self) -> Option<u16> {
        let n = self.0;
        let digits = match n {
            200_000_000..=799_999_999 => n / 1_000_000,
            2_000_000..=7_999_999 => n / 10_000,
            20_000_000..=79_999_999 => n / 100_000,
            111_200_000..=111_799_999 => n / 1_000 % 1_000,
            992_000_000..=997_999_999 | 982_000_000..=987_999_999 => n / 10_000 % 1_000,
            _ => return None,
        };
        u16::try_from(digits).ok()
    }

    /// True if the number has the form of a ship station: `MIDxxxxxx` with the MID from 201 to 775.
    pub const fn is_ship_station(self) -> bool {
        matches!(self.0, 201_000_000..=775_999_999)
    }
}

impl fmt::Display for Mmsi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:09}", self.0)
    }
}

/// IMO ship identification number: seven digits, the last a check digit; names the hull for life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ImoNumber(u32);

/// Why a text is not an IMO ship number.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImoNumberError {
    /// Not seven digits.
    #[error("`{found}` is not an IMO number: expected seven digits, optionally after `IMO`")]
    Form {
        /// What was given.
        found: String,
    },
    /// Seven digits, but the last is not the check digit.
    #[error("IMO number {found}: the check digit should be {expected}, found {last}")]
    CheckDigit {
        /// What was given.
        found: u32,
        /// The digit that the first six ask for.
        expected: u32,
        /// The digit that stands there.
        last: u32,
    },
    /// Zero, which AIS uses for "not available".
    #[error("IMO number 0 means `not available`")]
    NotAvailable,
}

impl ImoNumber {
    /// From a number of seven digits whose last is the check digit
    /// (d1*7 + d2*6 + ... + d6*2, its last digit; IMO Resolution A.1117(30)).
    pub fn new(value: u32) -> Result<Self, ImoNumberError> {
        if value == 0 {
            return Err(ImoNumberError::NotAvailable);
        }
        if !(1_000_000..=9_999_999).contains(&value) {
            return Err(ImoNumberError::Form { found: value.to_string() });
        }
        let expected = Self::check_digit(value / 10);
        let last = value % 10;
        if expected != last {
            return Err(ImoNumberError::CheckDigit { found: value, expected, last });
        }
        Ok(Self(value))
    }

    /// From text: seven digits, with or without `IMO` before them.
    pub fn parse(text: &str) -> Result<Self, ImoNumberError> {
        let trimmed = text.trim();
        let bare =
            trimmed.get(..3).filter(|p| p.eq_ignore_ascii_case("imo")).map_or(trimmed, |_| &trimmed[3..]);
        let digits = bare.trim();
        let form = || ImoNumberError::Form { found: trimmed.chars().take(40).collect() };
        if digits.bytes().all(|b| b == b'0') && !digits.is_empty() {
            return Err(ImoNumberError::NotAvailable);
        }
        if digits.len() != 7 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(form());
        }
        Self::new(digits.parse().map_err(|_| form())?)
    }

    /// The check digit that belongs behind six digits.
    fn check_digit(six: u32) -> u32 {
        let mut rest = six;
        let mut sum = 0;
        for weight in 2..=7 {
            sum += rest % 10 * weight;
            rest /= 10;
        }
        sum % 10
    }

    /// The number.
    pub const fn value(self) -> u32 {
        self.0
    }
}

impl fmt::Display for ImoNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:07}", self.0)
    }
}

/// IMO company and registered owner identification number: seven digits, the last a check digit of its own. It names a
/// company, never a hull, and stands on lists in the same words as a ship's number ("IMO 1790183").
///
/// The check digit is not published in the IMO circulars; the rule, `(11 - (8 d1 + 6 d2 + 4 d3 + 2 d4 + 9 d5 + 7 d6) mod 11)
/// mod 10`, holds for all 104 company numbers of the OFAC SDN list of November 2023 and the UN consolidated list of
/// February 2026, of which ten also pass the check of a ship's number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CompanyNumber(u32);

impl CompanyNumber {
    /// From seven digits whose last is the check digit; `None` otherwise.
    pub fn parse(text: &str) -> Option<Self> {
        let digits: Vec<u32> = text.trim().chars().map(|c| c.to_digit(10)).collect::<Option<_>>()?;
        let [first @ .., last] = digits.as_slice() else { return None };
        if first.len() != 6 {
            return None;
        }
        let sum: u32 = first.iter().zip([8, 6, 4, 2, 9, 7]).map(|(digit, weight)| digit * weight).sum();
        ((11 - sum % 11) % 10 == *last).then(|| Self(digits.iter().fold(0, |n, d| n * 10 + d)))
    }

    /// The number.
    pub const fn value(self) -> u32 {
        self.0
    }
}

impl fmt::Display for CompanyNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:07}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_imo_number_with_a_wrong_last_digit_says_which_digit_was_expected() {
        assert_eq!(ImoNumber::parse("IMO 9074729").map(ImoNumber::value), Ok(9_074_729));
        assert_eq!(
            ImoNumber::parse("9074728"),
            Err(ImoNumberError::CheckDigit { found: 9_074_728, expected: 9, last: 8 })
        );
        assert_eq!(ImoNumber::parse("0"), Err(ImoNumberError::NotAvailable));
        for bad in ["", "907472", "90747299", "9O74729", "IMO", "éé"] {
            assert!(matches!(ImoNumber::parse(bad), Err(ImoNumberError::Form { .. })), "{bad}");
        }
    }

    #[test]
    fn a_company_has_another_check_digit_than_a_ship() {
        // Printed beside companies in the UN consolidated list of 27 February 2026.
        for text in ["5342883", "5571322", "5963351", "0555641"] {
            assert_eq!(CompanyNumber::parse(text).unwrap().to_string(), text);
        }
        assert!(ImoNumber::parse("5342883").is_err());
        for bad in ["9074729", "5342884", "534288", "", "534288x", "53428830"] {
            assert_eq!(CompanyNumber::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn exactly_one_last_digit_in_ten_is_right() {
        for six in (100_000..1_000_000).step_by(7_919) {
            let right = (0..10).filter(|last| ImoNumber::new(six * 10 + last).is_ok()).count();
            assert_eq!(right, 1, "{six}");
        }
    }

    #[test]
    fn the_country_digits_are_found_in_every_form_of_mmsi() {
        let cases = [
            (445_123_456, Some(445)),
            (2_320_001, Some(232)),
            (23_200_001, Some(232)),
            (111_232_001, Some(232)),
            (992_351_001, Some(235)),
            (982_351_001, Some(235)),
            (970_123_456, None),
            (0, None),
        ];
        for (mmsi, mid) in cases {
            assert_eq!(Mmsi::new(mmsi).unwrap().mid(), mid, "{mmsi}");
        }
        assert!(Mmsi::new(1_000_000_000).is_err());
        assert!(Mmsi::parse("12345678a").is_err());
    }
}
