//! The season: which calls were made, by whom, where to, how laden, as one posterior over everything seen and not seen.
//!
//! Method page: `docs/methods/season.md`.
//!
//! | module | holds |
//! |---|---|
//! | `input` | [`SeasonInput`] |
//! | `params` | [`SeasonParams`] |
//! | `posterior` | [`SeasonPosterior`], [`SeasonDraw`] |

mod bound;
mod call;
mod chain;
mod chance;
mod check;
mod consensus;
mod input;
mod matching;
mod moves;
mod params;
mod path;
mod population;
mod posterior;
mod presence;
mod run;
mod summary;
mod world;

pub use input::{
    Measured, SeasonError, SeasonFix, SeasonHull, SeasonInput, SeasonLook, SeasonPlace, SeasonSighting,
};
pub use params::SeasonParams;
pub use posterior::{
    ConsensusCall, SeasonCall, SeasonDraw, SeasonPosterior, SeasonQuantity, SeasonShared, SeasonShip,
};
pub use summary::VariancePart;

/// The posterior of a season: the same bytes for the same input, parameters and seed, on any number of threads.
///
/// # Errors
/// [`SeasonError`] if a parameter or a number of the input is not finite, out of its limits, or contradicts another.
pub fn posterior(
    input: &SeasonInput,
    params: &SeasonParams,
    seed: u64,
) -> Result<SeasonPosterior, SeasonError> {
    params.check()?;
    check::check(input)?;
    run::run(input, params, seed)
}
