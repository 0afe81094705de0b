//! How the volume of a petroleum liquid changes with temperature: tables 54A (crude) and 54B (products) at 15 C.
//!
//! Source: API Manual of Petroleum Measurement Standards, chapter 11.1 (1980), which is ASTM D1250-80 and API 2540;
//! constants of the metric tables. See `docs/methods/conversion.md` for how they were checked.

use plimsoll_model::Density;

/// Which table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Table {
    /// 54A: crude oil.
    Crude,
    /// 54B: refined products, in four groups by density.
    Products,
}

impl Table {
    /// The densities at 15 C that the table covers, kg/m3.
    const fn density_range(self) -> (f64, f64) {
        match self {
            Self::Crude => (610.5, 1075.0),
            Self::Products => (653.0, 1075.0),
        }
    }

    /// The word in messages.
    const fn name(self) -> &'static str {
        match self {
            Self::Crude => "54A (crude oil)",
            Self::Products => "54B (products)",
        }
    }
}

/// A volume correction factor.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct VolumeCorrection {
    /// Volume at 15 C by volume at the temperature observed.
    pub factor: f64,
    /// True if the temperature is above the table's range and within the 30 C for which the formula is still used.
    pub is_extrapolated: bool,
}

/// Why there is no volume correction factor.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum VolumeCorrectionError {
    /// The density is outside the table.
    #[error(
        "density {found_kg_per_m3} kg/m3 at 15 C is outside table {table}, which runs from {low_kg_per_m3} to {high_kg_per_m3}"
    )]
    Density {
        /// What was given, kg/m3.
        found_kg_per_m3: f64,
        /// Which table.
        table: &'static str,
        /// The least density, kg/m3.
        low_kg_per_m3: f64,
        /// The greatest density, kg/m3.
        high_kg_per_m3: f64,
    },
    /// The temperature is outside the range in which the formula may be used.
    #[error("temperature {found_c} C is outside the range for this density, -18 to {high_c} C")]
    Temperature {
        /// What was given, C.
        found_c: f64,
        /// The greatest temperature, C.
        high_c: f64,
    },
}

/// The factor from volume at a temperature to volume at 15 C.
pub fn volume_correction(
    table: Table,
    density: Density,
    temperature_c: f64,
) -> Result<VolumeCorrection, VolumeCorrectionError> {
    let rho = density.to_kilograms_per_cubic_metre();
    let (low, high) = table.density_range();
    if !(low..=high).contains(&rho) {
        return Err(VolumeCorrectionError::Density {
            found_kg_per_m3: rho,
            table: table.name(),
            low_kg_per_m3: low,
            high_kg_per_m3: high,
        });
    }
    let table_end = table_end_c(rho);
    if !(-18.0..=table_end + 30.0).contains(&temperature_c) {
        return Err(VolumeCorrectionError::Temperature { found_c: temperature_c, high_c: table_end + 30.0 });
    }
    let factor = factor(thermal_expansion(table, rho), temperature_c);
    Ok(VolumeCorrection { factor, is_extrapolated: temperature_c > table_end })
}

/// The highest temperature of the printed table at a density, C; the formula is used up to 30 C above it.
fn table_end_c(rho: f64) -> f64 {
    if rho < 778.5 {
        60.0
    } else if rho < 824.0 {
        90.0
    } else {
        120.0
    }
}

/// Coefficient of thermal expansion at 15 C, 1/C, for a density at 15 C in kg/m3: `K0 / rho^2 + K1 / rho`, and a
/// formula of its own between gasolines and jet fuels.
pub fn thermal_expansion(table: Table, rho: f64) -> f64 {
    let two_constants = |k0: f64, k1: f64| (k0 / rho + k1) / rho;
    match table {
        Table::Crude => two_constants(613.9723, 0.0),
        Table::Products if rho <= 770.0 => two_constants(346.4228, 0.4388),
        Table::Products if rho <= 787.5 => -0.003_363_12 + 2680.3206 / (rho * rho),
        Table::Products if rho <= 838.5 => two_constants(594.5418, 0.0),
        Table::Products => two_constants(186.9696, 0.4862),
    }
}

/// `exp(-a dT (1 + 0.8 a dT))`, dT = temperature - 15 C.
pub fn factor(thermal_expansion: f64, temperature_c: f64) -> f64 {
    let a_dt = thermal_expansion * (temperature_c - 15.0);
    libm::exp(-a_dt * (1.0 + 0.8 * a_dt))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn products(rho: f64, temperature_c: f64) -> Result<VolumeCorrection, VolumeCorrectionError> {
        volume_correction(Table::Products, Density::kilograms_per_cubic_metre(rho), temperature_c)
    }

    #[test]
    fn the_factor_is_one_at_15_degrees_and_meets_the_check_values() {
        let checks = [
            (740.0, 25.0, 0.98770),
            (740.0, 0.0, 1.01828),
            (780.0, 0.0, 1.01556),
            (800.0, 0.0, 1.01387),
            (840.0, 0.0, 1.01261),
            (840.0, 30.0, 0.98730),
            (860.0, 0.0, 1.01223),
            (950.0, 50.0, 0.97466),
            (845.0, 15.0, 1.0),
        ];
        for (rho, temperature_c, expected) in checks {
            let found = products(rho, temperature_c).unwrap().factor;
            assert!((found - expected).abs() < 5.1e-6, "{rho} {temperature_c}: {found}, expected {expected}");
        }
    }

    #[test]
    fn the_factor_is_the_one_that_seamen_read_from_the_printed_table_54b() {
        let readings = [
            // Gasoline and gasoil of a cargo at Riga: geocaching.com/geocache/GC1RNPT.
            (721.4, 22.0, 0.9911),
            (842.8, 22.5, 0.9937),
            // Bunker calculations: scribd.com/document/370250180; meosuccess.org, 14 June 2013.
            (992.0, 36.0, 0.9857),
            (990.3, 34.0, 0.9870),
        ];
        for (rho, temperature_c, printed) in readings {
            let found = products(rho, temperature_c).unwrap().factor;
            assert!((found - printed).abs() < 0.6e-4, "{rho} {temperature_c}: {found}, printed {printed}");
        }
    }

    #[test]
    fn the_constants_of_60_fahrenheit_are_not_used_with_celsius() {
        // A public page prints 192.4571 and 0.2438 for table 54B with degrees Celsius: 25 C would give 0.99323.
        let rho = 740.0_f64;
        let wrong = factor((192.4571 / rho + 0.2438) / rho, 25.0);
        let found = products(rho, 25.0).unwrap().factor;
        assert!((found - 0.9877).abs() < 5e-5 && (wrong - found).abs() > 0.005, "{found} {wrong}");
        assert!((products(rho, 0.0).unwrap().factor - 1.0183).abs() < 5e-5);
    }

    #[test]
    fn metric_constants_are_those_of_60_fahrenheit_by_1_8() {
        // K0 and K1 at 60 F of tables 24A/24B (API 2540): 341.0957; 192.4571, 0.2438; 330.3010; 103.8720, 0.2701.
        for (metric, fahrenheit) in [
            (613.9723, 341.0957),
            (346.4228, 192.4571),
            (0.4388, 0.2438),
            (594.5418, 330.3010),
            (186.9696, 103.8720),
            (0.4862, 0.2701),
        ] {
            assert!((metric / fahrenheit - 1.8_f64).abs() < 2e-4, "{metric} {fahrenheit}");
        }
    }

    #[test]
    fn neighbouring_groups_agree_at_their_border() {
        for border in [770.0, 787.5, 838.5] {
            let below = products(border, 0.0).unwrap().factor;
            let above = products(border + 1e-6, 0.0).unwrap().factor;
            assert!((below - above).abs() < 6e-5, "{border}: {below} {above}");
        }
    }

    #[test]
    fn outside_the_table_there_is_no_factor() {
        assert!(matches!(products(652.9, 20.0), Err(VolumeCorrectionError::Density { .. })));
        assert!(matches!(products(1075.1, 20.0), Err(VolumeCorrectionError::Density { .. })));
        assert!(matches!(products(f64::NAN, 20.0), Err(VolumeCorrectionError::Density { .. })));
        assert!(matches!(products(740.0, -18.1), Err(VolumeCorrectionError::Temperature { .. })));
        assert!(matches!(products(740.0, 90.1), Err(VolumeCorrectionError::Temperature { .. })));
        assert!(matches!(products(740.0, f64::NAN), Err(VolumeCorrectionError::Temperature { .. })));
        assert!(products(740.0, 75.0).unwrap().is_extrapolated);
        assert!(!products(950.0, 75.0).unwrap().is_extrapolated);
    }
}
