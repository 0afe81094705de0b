//! The relation from length and beam to deadweight, fitted on one half of a real fleet and tried on the other:
//! `cargo run -p plimsoll-analysis --example particulars_fit -- TABLE.csv.gz [SHIPS.csv ...]`.
//!
//! It prints the coefficients, the residuals by length, the ten largest with what may explain them, and how the shipped
//! intervals hold on either half, and on ships of other lists that the table does not have. The table is that of OpenSARShip; method page `docs/methods/particulars.md`.
#![expect(clippy::print_stdout, reason = "a program to print a fit with")]

mod least_squares;
mod relation;
mod table;

use plimsoll_analysis::particulars::ParticularParams;
use relation::{Relation, cross_validated, rows};
use std::error::Error;
use table::{CLASSES, Tanker, designs, score, strangers, tankers};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().ok_or("the path of the table is missing")?;
    let lists: Vec<String> = arguments.collect();
    let defaults: toml::Table = toml::from_str(include_str!("../../../plimsoll-case/src/defaults.toml"))?;
    let params: ParticularParams =
        defaults.get("particulars").ok_or("no section [particulars]")?.clone().try_into()?;
    let all = tankers(&path)?;
    let strangers = strangers(&lists, &all)?;
    let (first, other): (Vec<Tanker>, Vec<Tanker>) = all.into_iter().partition(Tanker::sets_priors);
    println!(
        "{} tankers: {} set the priors, {} are the test",
        first.len() + other.len(),
        first.len(),
        other.len()
    );
    print_fit(&first)?;
    print_scores("half that set the priors", &first, &params);
    print_scores("other half", &other, &params);
    print_scores("other lists", &strangers, &params);
    Ok(())
}

fn print_fit(first: &[Tanker]) -> Result<(), Box<dyn Error>> {
    let ships = rows(&designs(first));
    let relation = Relation::fit(&ships).ok_or("too few ships to fit")?;
    let c = relation.coefficients;
    println!("\nln(DWT / (1.025 L B^2)) = {:.4} {:+.4} ln(L / 100 m) {:+.4} ln(L/B / 6.2)", c[0], c[1], c[2]);
    for (name, is_light) in [("ordinary", false), ("light", true)] {
        let of_it = || ships.iter().filter(|(t, _)| t.is_light() == is_light);
        let designs: f64 = of_it().map(|(_, row)| row.weight).sum();
        println!("{name} cargo: {} ships of {designs:.1} designs", of_it().count());
    }
    println!("ordinary cargo: sd {:.4} (L / 100 m)^{:.2}", relation.sd_at_100m, relation.power);
    println!(
        "light cargo: share {:.3}, mean {:+.4}, sd {:.4}",
        relation.light_share, relation.light_mean, relation.light_sd
    );
    print_residuals(&ships.iter().map(|(t, row)| (*t, row.residual(&c))).collect::<Vec<_>>());
    println!(
        "\ncross-validation by design, share inside 90 %\n\n| spread times | <100 m | 100-150 m | 150-200 m | >200 m | all |\n|---|---|---|---|---|---|"
    );
    for widened in [1.0, 1.1, 1.2, 1.3] {
        let inside = cross_validated(first, widened).map(|share| format!("{share:.3}"));
        println!("| {widened:.1} | {} |", inside.join(" | "));
    }
    Ok(())
}

fn print_residuals(residuals: &[(&Tanker, f64)]) {
    println!(
        "\n| length, m | cargo | ships | mean | sd | 5 % | 25 % | 50 % | 75 % | 95 % |\n|---|---|---|---|---|---|---|---|---|---|"
    );
    for (name, is_light) in [("ordinary", false), ("light", true)] {
        for class in CLASSES {
            let chosen = residuals.iter().filter(|(t, _)| t.is_light() == is_light && t.is_of(class));
            print_quantiles(name, class, chosen.map(|(_, off)| *off).collect());
        }
    }
    let mut worst = residuals.to_vec();
    worst.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
    println!(
        "\n| residual | length, m | beam, m | deadweight, t | length / beam | gross tonnage / deadweight | AIS type |\n|---|---|---|---|---|---|---|"
    );
    for (t, off) in worst.iter().take(10) {
        let tonnage = t.gross_tonnage.map_or("-".to_owned(), |gt| format!("{:.2}", gt / t.deadweight_t));
        println!(
            "| {off:+.3} | {} | {} | {} | {:.2} | {tonnage} | {} |",
            t.length_m,
            t.beam_m,
            t.deadweight_t,
            t.length_m / t.beam_m,
            t.ship_type
        );
    }
}

fn print_quantiles(name: &str, (from, to): (f64, f64), mut off: Vec<f64>) {
    if off.is_empty() {
        return;
    }
    off.sort_by(f64::total_cmp);
    let n = off.len() as f64;
    let mean = off.iter().sum::<f64>() / n;
    let sd = (off.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / n).sqrt();
    let at = |share: f64| off[(share * (n - 1.0)).round() as usize];
    println!(
        "| {from}-{to} | {name} | {n} | {mean:+.3} | {sd:.3} | {:+.3} | {:+.3} | {:+.3} | {:+.3} | {:+.3} |",
        at(0.05),
        at(0.25),
        at(0.5),
        at(0.75),
        at(0.95)
    );
}

fn print_scores(name: &str, ships: &[Tanker], params: &ParticularParams) {
    println!(
        "\n{name}\n\n| ships | length, m | number | 90 % interval holds | below | above | median error | mean absolute log error | high / low |\n|---|---|---|---|---|---|---|---|---|"
    );
    for class in CLASSES {
        print_score("all", class, ships.iter(), params, false);
    }
    let all = CLASSES[4];
    print_score("ordinary cargo", all, ships.iter().filter(|t| !t.is_light()), params, false);
    print_score("light cargo", all, ships.iter().filter(|t| t.is_light()), params, false);
    print_score("with one draught sent", all, ships.iter().filter(|t| t.draught_m.is_some()), params, true);
}

fn print_score<'a>(
    name: &str,
    class: (f64, f64),
    ships: impl Iterator<Item = &'a Tanker>,
    params: &ParticularParams,
    with_draught: bool,
) {
    let Some(s) = score(ships.filter(|t| t.is_of(class)), params, with_draught) else { return };
    println!(
        "| {name} | {}-{} | {} | {:.3} | {:.3} | {:.3} | {:+.1} % | {:.3} | {:.2} |",
        class.0,
        class.1,
        s.ships,
        s.inside,
        s.below,
        s.above,
        100.0 * (s.median_log_error.exp() - 1.0),
        s.mean_absolute_log_error,
        s.mean_log_width.exp()
    );
}
