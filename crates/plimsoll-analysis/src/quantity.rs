//! Amounts of oil as people write them: `56000 t`, `1 M bbl`, `500 kbbl`, `60 000 m3`.

use crate::oil::grouped;
use crate::vcf::VolumeCorrectionError;
use plimsoll_model::Product;
use std::fmt;

/// A unit of oil.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Tonnes of 1,000 kg.
    Tonnes,
    /// Barrels of 42 US gallons.
    Barrels,
    /// Cubic metres.
    CubicMetres,
}

impl Unit {
    /// The symbol.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Tonnes => "t",
            Self::Barrels => "bbl",
            Self::CubicMetres => "m3",
        }
    }

    /// From a word, with the factor of its prefix.
    fn parse(word: &str) -> Result<(Self, f64), ConversionError> {
        let found = || word.chars().take(20).collect::<String>();
        Ok(match word {
            "t" => (Self::Tonnes, 1.0),
            "kt" => (Self::Tonnes, 1e3),
            "Mt" => (Self::Tonnes, 1e6),
            "m3" | "m³" => (Self::CubicMetres, 1.0),
            "MMbbl" | "mmbbl" => (Self::Barrels, 1e6),
            "Mbbl" | "mbbl" => return Err(ConversionError::AmbiguousMbbl { found: found() }),
            "mt" | "MT" => return Err(ConversionError::AmbiguousMt { found: found() }),
            other => match other.to_ascii_lowercase().as_str() {
                "tonne" | "tonnes" => (Self::Tonnes, 1.0),
                "ton" | "tons" => return Err(ConversionError::AmbiguousTon { found: found() }),
                "bbl" | "bbls" | "barrel" | "barrels" => (Self::Barrels, 1.0),
                "kbbl" => (Self::Barrels, 1e3),
                _ => return Err(ConversionError::UnknownUnit { found: found() }),
            },
        })
    }

    /// From the word after `--to`.
    pub fn parse_target(word: &str) -> Result<Self, ConversionError> {
        Self::parse(word.trim()).map(|(unit, _)| unit)
    }
}

/// An amount of oil with its unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quantity {
    /// How much.
    pub amount: f64,
    /// Of what.
    pub unit: Unit,
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", grouped(self.amount), self.unit.as_str())
    }
}

/// Why a conversion is refused.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ConversionError {
    /// There is no number.
    #[error("`{found}` does not begin with a number: expected one such as `56,000 t` or `1 M bbl`")]
    NoNumber {
        /// What was given.
        found: String,
    },
    /// There is a number but no unit.
    #[error("`{found}` has no unit: expected t, bbl, kbbl, M bbl or m3 after the number")]
    NoUnit {
        /// What was given.
        found: String,
    },
    /// The unit is not known.
    #[error("`{found}` is not a unit of oil: expected t, kt, Mt, bbl, kbbl, M bbl or m3")]
    UnknownUnit {
        /// What was given.
        found: String,
    },
    /// A ton is three different masses.
    #[error(
        "`{found}` may be 0.907 t (short), 1.016 t (long) or 1 t (metric): write `t` for tonnes of 1,000 kg"
    )]
    AmbiguousTon {
        /// What was given.
        found: String,
    },
    /// The M of Mbbl is a thousand in the oil trade and a million elsewhere.
    #[error(
        "`{found}` is a thousand barrels in the oil trade and a million elsewhere: write `kbbl` or `M bbl`"
    )]
    AmbiguousMbbl {
        /// What was given.
        found: String,
    },
    /// MT is a metric ton or a million tonnes.
    #[error("`{found}` may be metric tons or million tonnes: write `t` or `Mt`")]
    AmbiguousMt {
        /// What was given.
        found: String,
    },
    /// Neither product nor density.
    #[error("{from} and {to} measure mass and volume: a density is needed; name a product or give one")]
    DensityNeeded {
        /// Unit given.
        from: &'static str,
        /// Unit wanted.
        to: &'static str,
    },
    /// A liquefied gas.
    #[error("{product} is a liquefied gas: its barrels depend on pressure, and no oil cap counts it")]
    Gas {
        /// Which.
        product: Product,
    },
    /// A density that no oil has.
    #[error("density {found_kg_per_m3} kg/m3 is not that of an oil at 15 C: expected 500 to 1,100")]
    Density {
        /// What was given, kg/m3.
        found_kg_per_m3: f64,
    },
    /// No volume correction.
    #[error(transparent)]
    Temperature(#[from] VolumeCorrectionError),
    /// An equivalence without equals sign.
    #[error("`{found}` is not an equivalence: expected one `=` with an amount on each side")]
    NoEquivalence {
        /// What was given.
        found: String,
    },
    /// Zero or less.
    #[error("`{found}` is not more than nothing")]
    NotPositive {
        /// What was given.
        found: String,
    },
}

/// Reads an amount such as `56000 t`, `1,000,000 bbl`, `1 M bbl`, `500 kbbl` or `60 000 m3`. Commas, spaces and
/// underscores group thousands; the decimal mark is a point.
pub fn parse_quantity(text: &str) -> Result<Quantity, ConversionError> {
    let text = text.trim();
    let found = || text.chars().take(60).collect::<String>();
    let end = text
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | '_' | ' ')))
        .unwrap_or(text.len());
    let (number, rest) = text.split_at(end);
    let number = read_number(number).ok_or_else(|| ConversionError::NoNumber { found: found() })?;
    let mut words: Vec<&str> = rest.split_whitespace().collect();
    let mut scale = 1.0;
    if let [prefix, _, ..] = words[..]
        && let Some(factor) = scale_word(prefix)
    {
        scale = factor;
        words.remove(0);
    }
    let unit = match words[..] {
        [] => return Err(ConversionError::NoUnit { found: found() }),
        [unit] => Unit::parse(unit)?,
        ["cubic", "metres" | "meters" | "metre" | "meter"] => (Unit::CubicMetres, 1.0),
        _ => return Err(ConversionError::UnknownUnit { found: rest.trim().chars().take(20).collect() }),
    };
    let amount = number * scale * unit.1;
    if amount > 0.0 && amount.is_finite() {
        Ok(Quantity { amount, unit: unit.0 })
    } else {
        Err(ConversionError::NotPositive { found: found() })
    }
}

/// A word between number and unit.
fn scale_word(word: &str) -> Option<f64> {
    match word {
        "k" | "thousand" => Some(1e3),
        "M" | "million" | "MM" => Some(1e6),
        _ => None,
    }
}

/// A number with thousands in groups of three; `None` if groups are not of three digits.
fn read_number(text: &str) -> Option<f64> {
    let (whole, fraction) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    let groups: Vec<&str> = whole.split([',', '_', ' ']).collect();
    let grouped_well = groups[1..].iter().all(|g| g.len() == 3)
        && groups[0].len() <= if groups.len() > 1 { 3 } else { 18 }
        && !groups[0].is_empty();
    let only_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if !grouped_well || !groups.iter().all(|g| only_digits(g)) || !only_digits(fraction) {
        return None;
    }
    format!("{}.{fraction}0", groups.concat()).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_people_write_them() {
        let cases = [
            ("56000 t", 56_000.0, Unit::Tonnes),
            ("56,000 t", 56_000.0, Unit::Tonnes),
            ("56 000t", 56_000.0, Unit::Tonnes),
            ("56 kt", 56_000.0, Unit::Tonnes),
            ("0.056 Mt", 56_000.0, Unit::Tonnes),
            ("1 M bbl", 1e6, Unit::Barrels),
            ("1.5 million barrels", 1.5e6, Unit::Barrels),
            ("1,000,000 bbl", 1e6, Unit::Barrels),
            ("1_000_000 BBL", 1e6, Unit::Barrels),
            ("2 MMbbl", 2e6, Unit::Barrels),
            ("500 kbbl", 5e5, Unit::Barrels),
            ("500 thousand barrels", 5e5, Unit::Barrels),
            ("60000 m3", 6e4, Unit::CubicMetres),
            ("60000 cubic metres", 6e4, Unit::CubicMetres),
            (" 3 tonnes ", 3.0, Unit::Tonnes),
        ];
        for (text, amount, unit) in cases {
            let found = parse_quantity(text).unwrap();
            assert!((found.amount / amount - 1.0).abs() < 1e-12 && found.unit == unit, "{text}: {found:?}");
        }
    }

    #[test]
    fn what_could_mean_two_things_is_refused_with_both() {
        let message = |text| parse_quantity(text).unwrap_err().to_string();
        assert!(message("56,000 tons").contains("0.907 t (short), 1.016 t (long)"));
        assert!(message("5 Mbbl").contains("a thousand barrels in the oil trade and a million elsewhere"));
        assert!(message("5 MT").contains("metric tons or million tonnes"));
        assert!(message("56,0 t").contains("does not begin with a number"));
        assert!(message("1.000.000 bbl").contains("number"));
        assert!(message("56000").contains("has no unit"));
        assert!(message("56000 gallons").contains("`gallons` is not a unit"));
        assert!(message("-5 t").contains("does not begin with a number"));
        assert!(message("0 t").contains("not more than nothing"));
        assert!(message("").contains("number"));
    }

    #[test]
    fn hostile_text_is_refused_and_not_repeated_at_length() {
        let long = "9".repeat(100_000);
        for text in
            [long.as_str(), "t", "é", "1e9 t", "NaN t", "inf bbl", "1 \u{202e}lbb", "= =", "1 k k k t"]
        {
            let message = parse_quantity(text).unwrap_err().to_string();
            assert!(message.len() < 300, "{}", message.len());
        }
    }
}
