//! Whether the chains of the sampler agree: a line in plain words, and the numbers behind it.

use crate::dossier::Dossier;
use crate::number;
use crate::section::table;
use maud::{Markup, html};
use plimsoll_model::ChainCheck;

/// What is called agreement: the potential scale reduction of Vehtari et al. 2021 below 1.01 and 400 effective draws.
const MOST_R_HAT: f64 = 1.01;
const LEAST_DRAWS: f64 = 400.0;

/// The line and the table, or nothing.
pub(super) fn chains(dossier: &Dossier) -> Markup {
    let checks = &dossier.season.chains;
    let Some(worst) = checks.iter().max_by(|a, b| a.r_hat.total_cmp(&b.r_hat)) else { return html! {} };
    let rows = html! {
        @for check in checks {
            tr {
                th scope="row" { (check.quantity) }
                td.num { (number::fixed(check.r_hat, 3)) }
                td.num { (number::grouped(check.effective_draws)) }
                td { (check.verdict) }
            }
        }
    };
    let head = ["Quantity", "R-hat", "Effective draws", "What that means"];
    let caption = html! { "Agreement of " (worst.chains) " chains that began in different places, " (number::grouped(f64::from(worst.draws))) " draws kept." };
    html! {
        h3 { "Did the computation settle?" }
        p { (words(checks, worst)) }
        details.more {
            summary { "Quantity by quantity" }
            (table("chains", &caption, &head, &rows))
        }
    }
}

fn words(checks: &[ChainCheck], worst: &ChainCheck) -> String {
    let fewest = checks.iter().map(|c| c.effective_draws).fold(f64::INFINITY, f64::min);
    let is_apart = worst.r_hat.is_nan() || worst.r_hat > MOST_R_HAT;
    let measured = format!(
        "largest R-hat {} for {}, at least {} effective draws",
        number::fixed(worst.r_hat, 3),
        worst.quantity,
        number::grouped(fewest)
    );
    match (is_apart, fewest < LEAST_DRAWS) {
        (false, false) => format!(
            "Yes: {} chains that began in different places tell the same story ({measured}).",
            worst.chains
        ),
        (true, _) => format!(
            "Not fully: the chains still differ more than they should ({measured}). The intervals may be too narrow."
        ),
        (false, true) => format!(
            "The chains agree, but the draws are few ({measured}): the ends of the intervals are rough."
        ),
    }
}
