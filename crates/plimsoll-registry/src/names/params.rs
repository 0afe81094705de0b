//! The thresholds of the comparison of names.

use serde::{Deserialize, Serialize};

/// How many letters a word needs before a difference in it is taken for another spelling.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NameParams {
    /// Letters of a word, of which one romanisation may stand for another (`KAPITAN` for `CAPTAIN`).
    pub min_letters_romanised: usize,
    /// Letters of a word in which two neighbours may have changed places (`ALYIA` for `ALIYA`).
    pub min_letters_swap: usize,
    /// Letters of a word in which one letter may be missing, too many or wrong.
    pub min_letters_slip: usize,
    /// Letters of a word in which two letters may be.
    pub min_letters_two_slips: usize,
}
