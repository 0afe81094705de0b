//! The laws that clutter follows, and the thresholds that a stated false-alarm rate asks of them.
//!
//! | module | holds |
//! |---|---|
//! | [`law`] | [`Law`]: Gamma, K, log-normal: exceedance and threshold |
//! | `family` | a ladder of laws of one kind: clip corrections, thresholds for a noisy mean |
//! | [`table`] | [`ThresholdTable`]: the same, quick |

pub(crate) mod family;
mod incomplete;
pub mod law;
pub mod table;

pub use incomplete::upper_gamma_share;
pub use law::Law;
pub use table::ThresholdTable;
