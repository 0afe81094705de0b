//! From the posterior of a season to the rows of its tables.

mod ais;
mod calls;
mod candidates;
mod days;
mod numbers;
mod spread;

pub use calls::{port_calls, voyages};
pub use candidates::candidates;
pub use days::{days, weeks};
pub use numbers::{numbers, variance};

use plimsoll_analysis::season::{SeasonCall, SeasonInput, SeasonPosterior, SeasonShip};
use plimsoll_model::evidence::Key;
use plimsoll_model::{ChainCheck, RecordId, RecordKind};

/// True if some exhibit shows the ship of the call at the loading place.
fn is_documented(call: &SeasonCall, input: &SeasonInput) -> bool {
    let at_loading = |s: &usize| {
        input.sightings.get(*s).and_then(|s| s.place).is_some_and(|place| input.places[place].is_loading)
    };
    call.sightings.iter().any(at_loading)
}

/// True if the ship of a call was on a list when she came.
fn is_listed(call: &SeasonCall, input: &SeasonInput) -> bool {
    match call.ship {
        SeasonShip::Hull(hull) => input.hulls[hull].listed_from_h.is_some_and(|from| from <= call.arrival_h),
        SeasonShip::Unregistered(_) => false,
    }
}

/// Whether the chains agree, quantity by quantity.
pub fn chains(input: &SeasonInput, posterior: &SeasonPosterior) -> Vec<ChainCheck> {
    let row = |q: &plimsoll_analysis::season::SeasonQuantity| {
        let agrees = q.r_hat <= posterior.most_r_hat;
        ChainCheck {
            id: RecordId::of(RecordKind::ChainCheck, &[Key::Text(q.name)]),
            quantity: q.name.to_owned(),
            r_hat: q.r_hat,
            effective_draws: q.effective,
            chains: posterior.chains as u32,
            draws: posterior.draws.len() as u32,
            verdict: if agrees {
                "the chains agree".to_owned()
            } else {
                format!(
                    "the chains differ (R-hat {:.2}, expected at most {:.2}): this interval is too narrow or misplaced; raise \
                     season.burn_in_steps and season.steps",
                    q.r_hat, posterior.most_r_hat
                )
            },
        }
    };
    posterior.quantities(input).iter().map(row).collect()
}
