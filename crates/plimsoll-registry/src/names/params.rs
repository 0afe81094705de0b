//! The thresholds of the comparison of names.

use serde::{Deserialize, Serialize};

/// How much the letters that agree say for one name, and how much must be left when the changes have been taken off.
///
/// All but the counts of letters are in natural logarithms of odds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NameParams {
    /// For one name, by each letter of the shorter of two words that differ.
    pub letter_evidence: f64,
    /// Letters of that word that count.
    pub most_letters: usize,
    /// For one name, by each letter of the other words, which both names have.
    pub letter_shared_evidence: f64,
    /// Letters of those words that count.
    pub most_letters_shared: usize,
    /// Against it, by each slip, besides the change: what persons' names do not show of ships'.
    pub slip_cost: f64,
    /// Against it, if a slip is in the first letter, besides the change.
    pub first_letter_cost: f64,
    /// Against it, if a slip is in one of the last two letters, besides the change.
    pub last_letters_cost: f64,
    /// Against it, if blanks stand otherwise as well.
    pub blank_cost: f64,
    /// Against it, if both words are East Asian syllables, in which each letter tells.
    pub syllable_cost: f64,
    /// What must be left.
    pub min_evidence: f64,
}
