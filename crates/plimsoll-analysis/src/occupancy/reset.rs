//! When a berth has changed for good: a shed is built, a crane is put up. What was learnt before is not used after.

use super::OccupancyParams;
use super::emission::Features;
use super::fit::Model;
use super::label::Label;
use plimsoll_model::BerthLook;

/// The parts of a stack in which the berth looks alike, each with what is learnt from it.
pub(super) fn parts(
    members: &[usize],
    _looks: &[&BerthLook],
    features: &[Option<Features>],
    labels: &[Label],
    params: &OccupancyParams,
) -> Vec<(Vec<usize>, Model)> {
    let seen: Vec<(&Features, Label)> =
        members.iter().filter_map(|at| Some((features[*at].as_ref()?, labels[*at]))).collect();
    vec![(members.to_vec(), Model::fit(&seen, params))]
}
