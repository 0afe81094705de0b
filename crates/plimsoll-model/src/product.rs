//! What a tanker carries.

use std::fmt;

/// A product, as far as the difference changes a conversion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Product {
    /// Crude oil.
    Crude,
    /// Naphtha.
    Naphtha,
    /// Motor gasoline.
    Gasoline,
    /// Jet fuel and kerosene.
    Jet,
    /// Gasoil and diesel.
    Gasoil,
    /// Residual fuel oil.
    FuelOil,
    /// Liquefied petroleum gas: not oil for any cap, never turned into barrels here.
    Lpg,
    /// Liquefied natural gas: not oil, never turned into barrels.
    Lng,
}

/// Why a word is not a product.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` is not a product: expected one of {}", Product::names())]
pub struct ProductError {
    /// What was given.
    pub found: String,
}

impl Product {
    /// All of them, lightest liquid last but for the gases.
    pub const ALL: [Self; 8] = [
        Self::Crude,
        Self::Naphtha,
        Self::Gasoline,
        Self::Jet,
        Self::Gasoil,
        Self::FuelOil,
        Self::Lpg,
        Self::Lng,
    ];

    /// The word used in files and on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Crude => "crude",
            Self::Naphtha => "naphtha",
            Self::Gasoline => "gasoline",
            Self::Jet => "jet",
            Self::Gasoil => "gasoil",
            Self::FuelOil => "fuel-oil",
            Self::Lpg => "lpg",
            Self::Lng => "lng",
        }
    }

    /// From the word, or a common other name of the same product.
    pub fn parse(text: &str) -> Result<Self, ProductError> {
        let word = text.trim().to_ascii_lowercase().replace([' ', '_'], "-");
        let other = match word.as_str() {
            "crude-oil" => "crude",
            "petrol" | "motor-gasoline" | "mogas" => "gasoline",
            "kerosene" | "kero" | "jet-a1" => "jet",
            "diesel" | "gas-oil" | "gas-diesel" => "gasoil",
            "hfo" | "mazut" | "residual" | "residual-fuel-oil" => "fuel-oil",
            same => same,
        };
        Self::ALL
            .into_iter()
            .find(|p| p.as_str() == other)
            .ok_or_else(|| ProductError { found: text.chars().take(40).collect() })
    }

    /// True for a liquefied gas, which no oil cap counts.
    pub const fn is_gas(self) -> bool {
        matches!(self, Self::Lpg | Self::Lng)
    }

    /// The words, for messages.
    fn names() -> String {
        Self::ALL.map(|p| format!("`{}`", p.as_str())).join(", ")
    }
}

impl fmt::Display for Product {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_product_reads_back_and_a_wrong_word_lists_the_right_ones() {
        for product in Product::ALL {
            assert_eq!(Product::parse(product.as_str()), Ok(product));
        }
        assert_eq!(Product::parse("Diesel"), Ok(Product::Gasoil));
        let error = Product::parse("oil").unwrap_err().to_string();
        assert!(error.contains("`gasoil`") && error.contains("`oil`"), "{error}");
    }
}
