//! Oil: densities and barrels a tonne.
//!
//! Physical barrels are barrels at 15 C by the density of the product; Committee barrels are tonnes by one factor for
//! all products, as the 1718 Committee counts. `docs/methods/conversion.md`.

use crate::draws::Prior;
use crate::vcf::Table;
use plimsoll_model::{Density, Product, Volume};
use serde::{Deserialize, Serialize};

/// The products that are liquid, in order of [`Product::ALL`].
pub const LIQUIDS: [Product; 6] =
    [Product::Crude, Product::Naphtha, Product::Gasoline, Product::Jet, Product::Gasoil, Product::FuelOil];

/// Barrels a tonne by which the 1718 Committee's table counts refined products: 1,410 t = 11,745 bbl.
pub const COMMITTEE_BBL_PER_T: f64 = 8.33;

/// Barrels a tonne of crude by UNSCR 2397 (2017), operative paragraph 4: 4 million barrels or 525,000 tonnes.
pub const COMMITTEE_CRUDE_BBL_PER_T: f64 = 4_000_000.0 / 525_000.0;

/// What is to be taken from vacuum to get the density in air, t/m3 (OIML R 120; ASTM table 56, rounded).
pub const AIR_BUOYANCY_T_PER_M3: f64 = 0.0011;

/// Barrels a tonne, UN Statistics Division, Energy Statistics Yearbook, conversion factors.
pub const fn unsd_bbl_per_t(product: Product) -> Option<f64> {
    match product {
        Product::Crude => Some(7.32),
        Product::Naphtha => Some(8.74),
        Product::Gasoline => Some(8.50),
        Product::Jet => Some(7.77),
        Product::Gasoil => Some(7.23),
        Product::FuelOil => Some(6.62),
        Product::Lpg | Product::Lng => None,
    }
}

/// Barrels a tonne by the convention of whoever keeps the cap.
pub fn committee_bbl_per_t(product: Option<Product>) -> f64 {
    if product == Some(Product::Crude) { COMMITTEE_CRUDE_BBL_PER_T } else { COMMITTEE_BBL_PER_T }
}

/// Barrels at 15 C a tonne at a density, t/m3.
pub fn bbl_per_t(density_t_per_m3: f64) -> f64 {
    Volume::cubic_metres(1.0 / density_t_per_m3).to_barrels()
}

/// The volume correction table of a product.
pub const fn table(product: Product) -> Table {
    if matches!(product, Product::Crude) { Table::Crude } else { Table::Products }
}

/// A number for each liquid product.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ByProduct<T> {
    /// Crude oil.
    pub crude: T,
    /// Naphtha.
    pub naphtha: T,
    /// Motor gasoline.
    pub gasoline: T,
    /// Jet fuel and kerosene.
    pub jet: T,
    /// Gasoil and diesel.
    pub gasoil: T,
    /// Residual fuel oil.
    pub fuel_oil: T,
}

impl<T: Copy> ByProduct<T> {
    /// The number of a product; `None` for a gas.
    pub const fn of(&self, product: Product) -> Option<T> {
        Some(match product {
            Product::Crude => self.crude,
            Product::Naphtha => self.naphtha,
            Product::Gasoline => self.gasoline,
            Product::Jet => self.jet,
            Product::Gasoil => self.gasoil,
            Product::FuelOil => self.fuel_oil,
            Product::Lpg | Product::Lng => return None,
        })
    }
}

/// Densities at 15 C in vacuum, t/m3: median and middle 90 % of what is traded under the name.
pub type Densities = ByProduct<Prior>;

/// A number with commas between thousands, rounded to a whole one if it is at least 1,000.
pub fn grouped(x: f64) -> String {
    if x.abs() < 1000.0 {
        return format!("{}", (x * 1000.0).round() / 1000.0);
    }
    let digits = format!("{:.0}", x.abs());
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if x < 0.0 { format!("-{text}") } else { text }
}

/// The density in air of a density in vacuum.
pub fn density_in_air(density: Density) -> Density {
    Density::tonnes_per_cubic_metre(density.to_tonnes_per_cubic_metre() - AIR_BUOYANCY_T_PER_M3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tonne_of_gasoil_is_7_44_barrels() {
        assert!((bbl_per_t(0.845) - 7.4436).abs() < 1e-4, "{}", bbl_per_t(0.845));
        // Argus on cargoes of 2017: 7.44 to 7.46 bbl/t.
        assert!((7.44..7.46).contains(&bbl_per_t(0.844)));
    }

    #[test]
    fn every_liquid_has_a_united_nations_factor_and_no_gas_has() {
        for product in Product::ALL {
            assert_eq!(unsd_bbl_per_t(product).is_some(), LIQUIDS.contains(&product));
        }
    }

    #[test]
    fn numbers_are_grouped_by_thousands() {
        for (x, text) in [
            (0.352, "0.352"),
            (999.0, "999"),
            (1000.4, "1,000"),
            (1_234_567.8, "1,234,568"),
            (-5_000.0, "-5,000"),
        ] {
            assert_eq!(grouped(x), text);
        }
    }

    #[test]
    fn a_weight_in_air_is_less_by_the_air_displaced() {
        let air = density_in_air(Density::tonnes_per_cubic_metre(0.845)).to_tonnes_per_cubic_metre();
        assert!((air - 0.8439).abs() < 1e-9);
    }
}
