//! A mass and a volume that are said to be the same oil.

use super::amount::{in_words, who};
use super::{Finding, Sayings};
use crate::convert::PRODUCT_RANGE_BBL_PER_T;
use crate::oil::{COMMITTEE_BBL_PER_T, LIQUIDS, bbl_per_t, grouped};
use plimsoll_model::{Product, Statement, StatementQuantity as Q, Verdict, Volume};

/// A statement that gives its amount in barrels and in tonnes; one without a number.
pub(super) fn of_itself<'a>(sayings: &Sayings<'a>, one: &'a Statement) -> Option<Finding<'a>> {
    if one.quantity == Q::Wording {
        let why = format!("{} holds no number to check: {} {}", who(one), one.words, one.note);
        return Some(Finding::new(one, "wording", Verdict::NotComparable, why.trim_end().to_owned()));
    }
    let other = one.equals?;
    let (volume_bbl, mass_t) = if one.quantity == Q::Mass { (other, one.value) } else { (one.value, other) };
    let claim = format!("{} gives {} and {} as the same oil", who(one), in_words(one), {
        let quantity = if one.quantity == Q::Mass { Q::Volume } else { Q::Mass };
        super::amount::spoken(quantity, other)
    });
    judged(sayings, one, volume_bbl, mass_t, &claim)
}

/// A volume and a mass of the same by two statements.
pub(super) fn of_two<'a>(
    sayings: &Sayings<'a>,
    volume: &'a Statement,
    mass: &'a Statement,
) -> Option<Finding<'a>> {
    let claim = format!("{} says {}, {} says {}", who(volume), in_words(volume), who(mass), in_words(mass));
    Some(judged(sayings, volume, volume.value, mass.value, &claim)?.against(mass))
}

/// The words, numbers and verdict of so many barrels being so many tonnes.
fn judged<'a>(
    sayings: &Sayings<'a>,
    one: &'a Statement,
    volume_bbl: f64,
    mass_t: f64,
    claim: &str,
) -> Option<Finding<'a>> {
    if volume_bbl <= 0.0 || mass_t <= 0.0 {
        return None;
    }
    let density = mass_t / Volume::barrels(volume_bbl).to_cubic_metres();
    let factor = bbl_per_t(density);
    let limits = |product: Product| sayings.densities.of(product);
    let least = LIQUIDS.into_iter().filter_map(limits).map(|d| d.low).fold(f64::INFINITY, f64::min);
    let most = LIQUIDS.into_iter().filter_map(limits).map(|d| d.high).fold(0.0, f64::max);
    let implied = format!("that is {factor:.1} barrels a tonne, or {density:.3} tonnes a cubic metre");
    let (verdict, rest) = if (least..=most).contains(&density) {
        let fits: Vec<&str> = LIQUIDS
            .into_iter()
            .filter(|p| limits(*p).is_some_and(|d| (d.low..=d.high).contains(&density)))
            .map(Product::as_str)
            .collect();
        let of = if fits.is_empty() { "oil, though of no one product".to_owned() } else { fits.join(" or ") };
        let committee = if (factor - COMMITTEE_BBL_PER_T).abs() < 0.005 {
            " It is the one factor by which the 1718 Committee counts every product."
        } else {
            ""
        };
        (Verdict::Agrees, format!("which is the density of {of}.{committee}"))
    } else {
        (Verdict::CannotBothHold, format!("and no oil is: {}", true_amounts(volume_bbl, mass_t, least, most)))
    };
    let found = Finding::new(one, "equivalence", verdict, format!("{claim}: {implied}, {rest}"))
        .number("implied_bbl_per_t", factor, "bbl/t")
        .number("implied_density", density, "t/m3")
        .number("committee_mass", volume_bbl / COMMITTEE_BBL_PER_T, "t");
    Some(found)
}

/// What each side would be of real oil.
fn true_amounts(volume_bbl: f64, mass_t: f64, least: f64, most: f64) -> String {
    let (heavy, light) = PRODUCT_RANGE_BBL_PER_T;
    let to = |x: f64, step: f64| grouped((x / step).round() * step);
    let step = |x: f64| libm::pow(10.0, libm::floor(libm::log10(x)) - 3.0).max(1.0);
    let tonnes = step(volume_bbl / light);
    let barrels = step(mass_t * light);
    format!(
        "products lie between {:.1} and {:.1} barrels a tonne. {} barrels are {} to {} tonnes (gasoline to residual fuel oil; {} by the 1718 Committee's {COMMITTEE_BBL_PER_T}), and {} tonnes are {} to {} barrels.",
        bbl_per_t(most),
        bbl_per_t(least),
        grouped(volume_bbl),
        to(volume_bbl / light, tonnes),
        to(volume_bbl / heavy, tonnes),
        grouped(volume_bbl / COMMITTEE_BBL_PER_T),
        grouped(mass_t),
        to(mass_t * heavy, barrels * 10.0),
        to(mass_t * light, barrels * 10.0),
    )
}
