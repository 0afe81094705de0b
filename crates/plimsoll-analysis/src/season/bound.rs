//! The most calls that the ships could have made, by looks, fixes and speeds alone.

use super::input::SeasonInput;
use super::params::SeasonParams;

/// An upper bound.
pub(super) fn most_calls(_input: &SeasonInput, _params: &SeasonParams) -> usize {
    0
}
