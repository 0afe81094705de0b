//! `plimsoll convert`: tonnes to barrels and back, with the density in sight.

use crate::cli::Context;
use crate::error::UserError;
use crate::why::grouped;
use plimsoll_analysis::cargo::CargoParams;
use plimsoll_analysis::convert::{self, Basis, Conversion, Equivalence};
use plimsoll_analysis::quantity::{ConversionError, Unit};
use plimsoll_case::params::Params;
use plimsoll_model::{Density, Product};

/// Convert an amount of oil, or check that two amounts can be the same.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  plimsoll convert \"56000 t\" --to bbl --product gasoil
  plimsoll convert \"500 kbbl\" --to t --density 0.845
  plimsoll convert \"1,000 m3\" --to bbl --product gasoline --temperature 25
  plimsoll convert \"1 M bbl = 56,000 t\"
Mass and volume are joined by a density: without a product or a density the conversion is refused. The 1718 Committee
counts 8.33 barrels a tonne whatever the product; that number stands beside the physical one.")]
pub(super) struct Convert {
    /// How much, with its unit; or two amounts and `=` between them.
    amount: String,
    /// Into which unit: t, bbl or m3.
    #[arg(long, value_name = "UNIT")]
    to: Option<String>,
    /// Which product: crude, naphtha, gasoline, jet, gasoil, fuel-oil.
    #[arg(long)]
    product: Option<String>,
    /// Density at 15 C: t/m3, or kg/m3 with the unit (`845 kg/m3`).
    #[arg(long)]
    density: Option<String>,
    /// Temperature at which the volume is measured, C; without it, 15 C.
    #[arg(long, value_name = "C", allow_hyphen_values = true)]
    temperature: Option<String>,
}

impl Convert {
    /// Prints the conversion.
    pub(super) fn run(&self, context: &Context) -> Result<(), UserError> {
        let densities = Params::defaults().section::<CargoParams>("cargo")?.density_t_per_m3;
        if self.amount.contains('=') {
            let checked = convert::check_equivalence(&self.amount, &densities).map_err(refused)?;
            return show_equivalence(context, &checked);
        }
        let to = self.to.as_deref().ok_or_else(|| {
            UserError::usage("a conversion needs a unit to convert to")
                .hint(format!("plimsoll convert \"{}\" --to bbl --product gasoil", self.amount))
        })?;
        let basis = Basis {
            product: self
                .product
                .as_deref()
                .map(Product::parse)
                .transpose()
                .map_err(|e| UserError::usage(e.to_string()))?,
            density: self.density.as_deref().map(parse_density).transpose()?,
            temperature_c: self.temperature.as_deref().map(parse_temperature).transpose()?,
        };
        let to = Unit::parse_target(to).map_err(refused)?;
        let conversion = convert::convert(&self.amount, to, &basis, &densities).map_err(refused)?;
        show_conversion(context, &conversion);
        Ok(())
    }
}

fn refused(error: ConversionError) -> UserError {
    let hint = match &error {
        ConversionError::DensityNeeded { .. } => {
            Some("add `--product gasoil` (or another), or `--density 0.845`")
        }
        _ => None,
    };
    let made = UserError::usage(error.to_string());
    match hint {
        Some(hint) => made.hint(hint).see("docs/methods/conversion.md"),
        None => made.see("docs/methods/conversion.md"),
    }
}

/// `0.845`, `0.845 t/m3`, `845 kg/m3`. A bare number that could only be kg/m3 is refused rather than guessed.
fn parse_density(text: &str) -> Result<Density, UserError> {
    let error = || {
        UserError::usage(format!(
            "`{text}` is not a density of oil: expected 0.5 to 1.2 t/m3, or kg/m3 with its unit"
        ))
        .hint("for instance `--density 0.845` or `--density '845 kg/m3'`")
    };
    let bare = text.trim().to_ascii_lowercase();
    let (number, factor) = match (bare.strip_suffix("kg/m3"), bare.strip_suffix("t/m3")) {
        (Some(number), _) => (number, 1e-3),
        (None, Some(number)) => (number, 1.0),
        (None, None) => (bare.as_str(), 1.0),
    };
    let value = number.trim().parse::<f64>().map_err(|_| error())? * factor;
    if (0.5..=1.2).contains(&value) { Ok(Density::tonnes_per_cubic_metre(value)) } else { Err(error()) }
}

fn parse_temperature(text: &str) -> Result<f64, UserError> {
    let bare = text.trim().trim_end_matches(['C', 'c']).trim_end_matches('°').trim();
    bare.parse().map_err(|_| UserError::usage(format!("`{text}` is not a temperature in degrees Celsius")))
}

fn show_conversion(context: &Context, c: &Conversion) {
    let unit = c.to.as_str();
    if context.json {
        let rho = c.density_t_per_m3;
        return context.print(
            &serde_json::json!({
                "input": { "amount": c.input.amount, "unit": c.input.unit.as_str() }, "unit": unit,
                "product": c.product.map(Product::as_str),
                "density_t_per_m3": rho.map(|d| serde_json::json!({ "low": d.low(), "mid": d.mid(), "high": d.high() })),
                "physical": { "low": c.physical.low(), "mid": c.physical.mid(), "high": c.physical.high() },
                "committee": c.committee, "committee_bbl_per_t": c.committee_bbl_per_t, "notes": c.notes,
            })
            .to_string(),
        );
    }
    context.print(&format!(
        "{} = {} {unit}{}",
        c.input,
        grouped(c.physical.mid()),
        interval(c.physical.low(), c.physical.high())
    ));
    if let Some(rho) = c.density_t_per_m3 {
        let product = c.product.map_or(String::new(), |p| format!(" ({p})"));
        context.print(&format!(
            "  density at 15 C  {} t/m3{}{product}",
            grouped(rho.mid()),
            interval(rho.low(), rho.high())
        ));
    }
    if let (Some(committee), Some(factor)) = (c.committee, c.committee_bbl_per_t) {
        context.print(&format!(
            "  Committee        {} {unit} at {} bbl/t",
            grouped(committee),
            grouped(factor)
        ));
    }
    for note in &c.notes {
        context.print(&format!("  {note}"));
    }
}

/// The interval in brackets; nothing where it has no width.
fn interval(low: f64, high: f64) -> String {
    let (low, high) = (grouped(low), grouped(high));
    if low == high { String::new() } else { format!(" (90 %: {low} to {high})") }
}

fn show_equivalence(context: &Context, e: &Equivalence) -> Result<(), UserError> {
    if context.json {
        context.print(
            &serde_json::json!({
                "is_possible": e.is_possible, "implied_bbl_per_t": e.implied_bbl_per_t,
                "implied_density_t_per_m3": e.implied_density_t_per_m3,
                "products": e.products.iter().map(|p| p.as_str()).collect::<Vec<_>>(), "reasons": e.reasons,
            })
            .to_string(),
        );
    } else if e.is_possible {
        context.print(&format!("{} = {} can be", e.left, e.right));
        for reason in &e.reasons {
            context.print(&format!("  {reason}"));
        }
    }
    if e.is_possible {
        return Ok(());
    }
    let mut error =
        UserError::usage(format!("{} = {} cannot be", e.left, e.right)).see("docs/methods/conversion.md");
    error.details.clone_from(&e.reasons);
    Err(error)
}
