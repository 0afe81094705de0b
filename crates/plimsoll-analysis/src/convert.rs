//! Conversions between tonnes, barrels and cubic metres that say what they stand on, and the check of a claimed
//! equivalence.
//!
//! There is no conversion between mass and volume without a density. `docs/methods/conversion.md`.

use crate::draws::Prior;
use crate::oil::{COMMITTEE_BBL_PER_T, Densities, LIQUIDS, bbl_per_t, committee_bbl_per_t, grouped, table};
use crate::quantity::{ConversionError, Quantity, Unit, parse_quantity};
use crate::vcf::{Table, volume_correction};
use plimsoll_model::{Density, Estimate, Product, Volume};

/// What is known of the oil to be converted.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Basis {
    /// Which product.
    pub product: Option<Product>,
    /// Its density at 15 C in vacuum, which counts before the product's.
    pub density: Option<Density>,
    /// The temperature at which the volume is measured, C; 15 C where none is given.
    pub temperature_c: Option<f64>,
}

/// A conversion with what it stands on.
#[derive(Clone, Debug, PartialEq)]
pub struct Conversion {
    /// What was given.
    pub input: Quantity,
    /// In which unit the results are.
    pub to: Unit,
    /// Which product.
    pub product: Option<Product>,
    /// Density at 15 C, t/m3; `None` where no density is needed.
    pub density_t_per_m3: Option<Estimate<f64>>,
    /// By the density.
    pub physical: Estimate<f64>,
    /// By the factor of whoever keeps the cap; between tonnes and barrels only.
    pub committee: Option<f64>,
    /// That factor, barrels a tonne.
    pub committee_bbl_per_t: Option<f64>,
    /// What a reader must know, in sentences.
    pub notes: Vec<String>,
}

/// Converts an amount, with an interval for what is not known of the density.
pub fn convert(
    text: &str,
    to: Unit,
    basis: &Basis,
    densities: &Densities,
) -> Result<Conversion, ConversionError> {
    let input = parse_quantity(text)?;
    let density = known_density(basis, densities)?;
    let crosses = (input.unit == Unit::Tonnes) != (to == Unit::Tonnes);
    if crosses && density.is_none() {
        return Err(ConversionError::DensityNeeded { from: input.unit.as_str(), to: to.as_str() });
    }
    let at = |rho: Option<f64>| convert_at(input, to, basis, rho);
    let mut ends = match density {
        Some(rho) => [at(Some(rho.low))?, at(Some(rho.mid))?, at(Some(rho.high))?],
        None => [at(None)?; 3],
    };
    ends.sort_by(f64::total_cmp);
    let factor = crosses.then(|| committee_bbl_per_t(basis.product));
    let committee = match (input.unit, to, factor) {
        (Unit::Tonnes, Unit::Barrels, Some(factor)) => Some(input.amount * factor),
        (Unit::Barrels, Unit::Tonnes, Some(factor)) => Some(input.amount / factor),
        _ => None,
    };
    let shown = density.and_then(|d| Estimate::new(d.low, d.mid, d.high)).filter(|_| crosses);
    Ok(Conversion {
        input,
        to,
        product: basis.product,
        density_t_per_m3: shown,
        physical: Estimate::new(ends[0], ends[1], ends[2])
            .ok_or(ConversionError::NotPositive { found: text.into() })?,
        committee,
        committee_bbl_per_t: factor.filter(|_| committee.is_some()),
        notes: notes(basis, shown, crosses, to),
    })
}

/// The density given, or else the product's.
fn known_density(basis: &Basis, densities: &Densities) -> Result<Option<Prior>, ConversionError> {
    if let Some(product) = basis.product.filter(|p| p.is_gas()) {
        return Err(ConversionError::Gas { product });
    }
    if let Some(density) = basis.density {
        let found_kg_per_m3 = density.to_kilograms_per_cubic_metre();
        if !(500.0..=1100.0).contains(&found_kg_per_m3) {
            return Err(ConversionError::Density { found_kg_per_m3 });
        }
        let rho = density.to_tonnes_per_cubic_metre();
        return Ok(Some(Prior { low: rho, mid: rho, high: rho }));
    }
    Ok(basis.product.and_then(|product| densities.of(product)))
}

fn convert_at(input: Quantity, to: Unit, basis: &Basis, rho: Option<f64>) -> Result<f64, ConversionError> {
    let correction = match (basis.temperature_c, rho) {
        (Some(temperature_c), Some(rho)) => {
            let table = basis.product.map_or(Table::Products, table);
            volume_correction(table, Density::tonnes_per_cubic_metre(rho), temperature_c)?.factor
        }
        _ => 1.0,
    };
    let cubic_metres = |amount: f64| Volume::cubic_metres(amount);
    let rho = rho.unwrap_or(1.0);
    // All in cubic metres at 15 C; between two volumes density and temperature fall out again.
    let volume_15 = match input.unit {
        Unit::Tonnes => cubic_metres(input.amount / rho),
        Unit::Barrels => Volume::barrels(input.amount) * correction,
        Unit::CubicMetres => cubic_metres(input.amount) * correction,
    };
    Ok(match to {
        Unit::Tonnes if input.unit == Unit::Tonnes => input.amount,
        Unit::Tonnes => volume_15.to_cubic_metres() * rho,
        Unit::Barrels => (volume_15 / correction).to_barrels(),
        Unit::CubicMetres => (volume_15 / correction).to_cubic_metres(),
    })
}

fn notes(basis: &Basis, density: Option<Estimate<f64>>, crosses: bool, to: Unit) -> Vec<String> {
    let mut notes = Vec::new();
    if !crosses {
        notes.push("No density is needed between these units.".to_owned());
        return notes;
    }
    if basis.density.is_none()
        && let (Some(product), Some(density)) = (basis.product, density)
    {
        notes.push(format!(
            "The interval is that of {product} as traded, {:.3} to {:.3} t/m3 at 15 C.",
            density.low(),
            density.high()
        ));
    }
    match basis.temperature_c {
        Some(t) => {
            notes.push(format!("Volumes are at {t} C, by volume correction table 54 of API MPMS 11.1."))
        }
        None => notes
            .push("Volumes are at 15 C; for each degree above, a liquid takes 0.07 to 0.12 % more.".into()),
    }
    if to == Unit::Tonnes || crosses {
        notes.push("Tonnes are in vacuum; a weight in air is about 0.13 % less.".into());
    }
    notes
}

/// A claimed equivalence, checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Equivalence {
    /// Left of the sign.
    pub left: Quantity,
    /// Right of it.
    pub right: Quantity,
    /// True if some product of the list has the density that the claim implies.
    pub is_possible: bool,
    /// Barrels a tonne that the claim implies; `None` between two volumes or two masses.
    pub implied_bbl_per_t: Option<f64>,
    /// Density that the claim implies, t/m3.
    pub implied_density_t_per_m3: Option<f64>,
    /// The products whose interval holds that density.
    pub products: Vec<Product>,
    /// Why, in sentences.
    pub reasons: Vec<String>,
}

/// Checks a claim such as `1 M bbl = 56,000 t` against the densities that oil can have.
pub fn check_equivalence(text: &str, densities: &Densities) -> Result<Equivalence, ConversionError> {
    let sides: Vec<&str> = text.split('=').collect();
    let [left, right] = sides[..] else {
        return Err(ConversionError::NoEquivalence { found: text.chars().take(60).collect() });
    };
    let (left, right) = (parse_quantity(left)?, parse_quantity(right)?);
    match (left.unit == Unit::Tonnes, right.unit == Unit::Tonnes) {
        (true, false) => Ok(across(left, right, left, right, densities)),
        (false, true) => Ok(across(left, right, right, left, densities)),
        _ => Ok(alike(left, right)),
    }
}

/// Both sides measure the same thing: they are equal or not, to one per cent for rounding.
fn alike(left: Quantity, right: Quantity) -> Equivalence {
    let size = |q: Quantity| {
        if q.unit == Unit::Barrels { Volume::barrels(q.amount).to_cubic_metres() } else { q.amount }
    };
    let ratio = size(right) / size(left);
    let is_possible = (ratio - 1.0).abs() <= 0.01;
    let reasons = vec![format!("{right} is {ratio:.3} times {left}; no density comes into it.")];
    let (implied_bbl_per_t, implied_density_t_per_m3) = (None, None);
    Equivalence {
        left,
        right,
        is_possible,
        implied_bbl_per_t,
        implied_density_t_per_m3,
        products: vec![],
        reasons,
    }
}

fn across(
    left: Quantity,
    right: Quantity,
    mass: Quantity,
    volume: Quantity,
    densities: &Densities,
) -> Equivalence {
    let volume_m3 = match volume.unit {
        Unit::Barrels => Volume::barrels(volume.amount).to_cubic_metres(),
        _ => volume.amount,
    };
    let density = mass.amount / volume_m3;
    let holds = |p: &Product| densities.of(*p).is_some_and(|d| (d.low..=d.high).contains(&density));
    let products: Vec<Product> = LIQUIDS.into_iter().filter(holds).collect();
    let lows = LIQUIDS.iter().filter_map(|p| densities.of(*p)).map(|d| d.low);
    let highs = LIQUIDS.iter().filter_map(|p| densities.of(*p)).map(|d| d.high);
    let (least, most) = (lows.fold(f64::INFINITY, f64::min), highs.fold(0.0, f64::max));
    Equivalence {
        left,
        right,
        is_possible: (least..=most).contains(&density),
        implied_bbl_per_t: Some(bbl_per_t(density)),
        implied_density_t_per_m3: Some(density),
        reasons: reasons(mass, volume_m3, density, &products, (least, most)),
        products,
    }
}

/// Barrels a tonne of the heaviest and the lightest motor and heating product (UN Statistics Division).
pub(crate) const PRODUCT_RANGE_BBL_PER_T: (f64, f64) = (6.62, 8.50);

fn reasons(
    mass: Quantity,
    volume_m3: f64,
    density: f64,
    products: &[Product],
    range: (f64, f64),
) -> Vec<String> {
    let volume_bbl = Volume::cubic_metres(volume_m3).to_barrels();
    let (heavy, light) = PRODUCT_RANGE_BBL_PER_T;
    let mut reasons =
        vec![format!("It implies {:.1} bbl/t, a density of {density:.3} t/m3 at 15 C.", bbl_per_t(density))];
    if (range.0..=range.1).contains(&density) {
        let names: Vec<&str> = products.iter().map(|p| p.as_str()).collect();
        let fits = if names.is_empty() { "no single product".to_owned() } else { names.join(", ") };
        reasons.push(format!("That density is one of oil: {fits}."));
    } else {
        reasons.push(format!("Oil is {:.2} to {:.2} t/m3: no product fits.", range.0, range.1));
    }
    reasons.push(format!(
        "{} bbl are {} to {} t, by product (gasoline {light:.2} to residual fuel oil {heavy:.2} bbl/t).",
        grouped(volume_bbl),
        grouped(hundreds(volume_bbl / light)),
        grouped(hundreds(volume_bbl / heavy))
    ));
    reasons.push(format!(
        "{mass} are {} to {} kbbl.",
        (mass.amount * heavy / 1e3).round(),
        (mass.amount * light / 1e3).round()
    ));
    reasons.push(format!(
        "By the 1718 Committee's one factor of {COMMITTEE_BBL_PER_T} bbl/t, {} bbl are {} t.",
        grouped(volume_bbl),
        grouped(volume_bbl / COMMITTEE_BBL_PER_T)
    ));
    reasons
}

fn hundreds(x: f64) -> f64 {
    (x / 100.0).round() * 100.0
}
