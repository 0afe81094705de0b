//! The thresholds of the comparison of names.

use serde::{Deserialize, Serialize};

/// How many letters a word needs before a difference in it is taken for another spelling of one name.
///
/// A word is in company where the names share other words of five letters or more in all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NameParams {
    /// Letters of the longer word where one usual romanisation stands for another (`KIYEV`, `KIEV`).
    pub min_letters_romanised: usize,
    /// Letters of the longer word where one rare romanisation stands for another (`ROSCHEM`, `ROSKEM`).
    pub min_letters_second_way: usize,
    /// Letters of the word with an `E` more at its end (`CONSTANTINE`, `KONSTANTIN`).
    pub min_letters_mute_e: usize,
    /// Letters of a word in which two neighbours have changed places, in company (`GOTLAND ALYIA`, `GOTLAND ALIYA`).
    pub min_letters_swapped_in_company: usize,
    /// Letters of the longer word, alone, if it has a doubled letter more (`AQUILLA`, `AQUILA`); of the shorter, in company, if a letter within is missing or too many, or alone if two neighbours
    /// have changed places.
    pub min_letters_slip_in_company: usize,
    /// Letters of the shorter word, alone, if a letter within is missing or too many.
    pub min_letters_slip: usize,
    /// Letters of the shorter word if a letter within is wrong.
    pub min_letters_wrong: usize,
    /// Letters of the shorter word if two letters within are missing, too many or wrong.
    pub min_letters_two_slips: usize,
}
