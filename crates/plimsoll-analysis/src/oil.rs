//! Oil: densities, barrels a tonne, and conversions that say what they stand on.
//!
//! There is no conversion between mass and volume without a density. Physical barrels are barrels at 15 C by the
//! density of the product; Committee barrels are tonnes by one factor for all products, as the 1718 Committee counts.

use crate::draws::Prior;
use crate::vcf::{Table, VolumeCorrectionError, volume_correction};
use plimsoll_model::{Density, Estimate, Product, Volume};
use serde::{Deserialize, Serialize};
use std::fmt;

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
    #[error("`{found}` may be 0.907 t (short), 1.016 t (long) or 1 t (metric): write `t` for tonnes of 1,000 kg")]
    AmbiguousTon {
        /// What was given.
        found: String,
    },
    /// The M of Mbbl is a thousand in the oil trade and a million elsewhere.
    #[error("`{found}` is a thousand barrels in the oil trade and a million elsewhere: write `kbbl` or `M bbl`")]
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
    let end = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | '_' | ' '))).unwrap_or(text.len());
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
pub fn convert(text: &str, to: Unit, basis: &Basis, densities: &Densities) -> Result<Conversion, ConversionError> {
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
        physical: Estimate::new(ends[0], ends[1], ends[2]).ok_or(ConversionError::NotPositive { found: text.into() })?,
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
        Some(t) => notes.push(format!("Volumes are at {t} C, by volume correction table 54 of API MPMS 11.1.")),
        None => notes.push("Volumes are at 15 C; for each degree above, a liquid takes 0.07 to 0.12 % more.".into()),
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
    let size = |q: Quantity| if q.unit == Unit::Barrels { Volume::barrels(q.amount).to_cubic_metres() } else { q.amount };
    let ratio = size(right) / size(left);
    let is_possible = (ratio - 1.0).abs() <= 0.01;
    let reasons = vec![format!("{right} is {ratio:.3} times {left}; no density comes into it.")];
    let (implied_bbl_per_t, implied_density_t_per_m3) = (None, None);
    Equivalence { left, right, is_possible, implied_bbl_per_t, implied_density_t_per_m3, products: vec![], reasons }
}

fn across(left: Quantity, right: Quantity, mass: Quantity, volume: Quantity, densities: &Densities) -> Equivalence {
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
const PRODUCT_RANGE_BBL_PER_T: (f64, f64) = (6.62, 8.50);

fn reasons(mass: Quantity, volume_m3: f64, density: f64, products: &[Product], range: (f64, f64)) -> Vec<String> {
    let volume_bbl = Volume::cubic_metres(volume_m3).to_barrels();
    let (heavy, light) = PRODUCT_RANGE_BBL_PER_T;
    let mut reasons = vec![format!(
        "It implies {:.1} bbl/t, a density of {density:.3} t/m3 at 15 C.",
        bbl_per_t(density)
    )];
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
