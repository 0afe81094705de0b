//! Simulated seasons: how often the intervals of a posterior hold, beside a rule of thumb.
//!
//! | module | holds |
//! |---|---|
//! | [`emulated`] | an emulated season as the input of the posterior; the emulator's settings from the priors |
//! | [`outside`] | settings outside the priors |
//! | [`rule`] | the best rule of thumb, to be held beside the posterior |
//! | [`answer`] | estimates of one season beside its truth |
//! | [`calls`] | identities, legs and ports, call by call |
//! | [`warnings`] | what a reader would have been warned of |
//! | [`figures`] | ranks, scores, exact tests |
//! | [`trial`] | many seasons on all cores |
//! | [`tables`] | what is printed |

pub mod answer;
pub mod calls;
pub mod emulated;
pub mod figures;
pub mod outside;
pub mod rule;
pub mod tables;
pub mod trial;
pub mod warnings;
