//! Which ship a sighting may be of: likelihood ratios against a ship of the population, "none of these", sister ships,
//! and how often a ship that is none of these would fit as well. Method page: `docs/methods/identify.md`.

mod evidence;
mod sisters;

pub use sisters::{Eye, coincidence, sister_classes, told_apart};

use crate::draws::number;
use crate::season::SeasonParams;
use evidence::{Known, ln_likelihood};
use serde::{Deserialize, Serialize};

/// A value and one standard deviation of it.
pub type Fact = (f64, f64);

/// A length as measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Size {
    /// Metres, sd in metres.
    Plain(f64, f64),
    /// Metres, sd of the natural logarithm.
    Log(f64, f64),
}

/// Whose name was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NameRead {
    /// That of these candidates, by their numbers.
    Of(Vec<usize>),
    /// One that no candidate bears.
    Other,
}

/// What was seen of a ship.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Seen {
    /// Length over all, m.
    pub length: Option<Size>,
    /// Beam, m.
    pub beam_m: Option<Fact>,
    /// Middle of the superstructure from the stern, share of the length.
    pub superstructure: Option<Fact>,
    /// The name that was read.
    pub name: Option<NameRead>,
}

/// A ship of the register, as far as it knows her.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Candidate {
    /// Length over all, m.
    pub length_m: Option<Fact>,
    /// Beam, m.
    pub beam_m: Option<Fact>,
    /// Middle of the superstructure from the stern, share of the length.
    pub superstructure: Option<Fact>,
}

/// The law of the sizes of ships.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Population {
    /// Length over all, m: median, sd of the logarithm.
    pub length_m: (f64, f64),
    /// Length to beam: median, sd of the logarithm.
    pub length_to_beam: (f64, f64),
    /// Middle of the superstructure from the stern, share of the length: mean, sd.
    pub superstructure: (f64, f64),
}

impl Population {
    /// Ships that may call and are not in the register.
    pub const fn of_season(params: &SeasonParams) -> Self {
        Self {
            length_m: (params.population_length_m, params.population_length_ln_sd),
            length_to_beam: (params.population_length_to_beam, params.population_length_to_beam_ln_sd),
            superstructure: (params.population_superstructure, params.population_superstructure_sd),
        }
    }
}

/// How names are read, what false sightings look like, when two ships are sisters. Section `[identify]`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IdentifyParams {
    /// Chance that a name is read rightly.
    pub right_name: f64,
    /// Chance that the name of another ship of the register is read.
    pub wrong_name: f64,
    /// Chance that a ship of the register shows a name that the register does not know.
    pub unknown_name: f64,
    /// Length of what is taken for a ship and is none, m: median.
    pub false_length_m: f64,
    /// Sd of its logarithm.
    pub false_length_ln_sd: f64,
    /// Length to beam of it: median.
    pub false_length_to_beam: f64,
    /// Sd of its logarithm.
    pub false_length_to_beam_ln_sd: f64,
    /// Where its highest part stands, share of the length: mean.
    pub false_superstructure: f64,
    /// Its sd.
    pub false_superstructure_sd: f64,
    /// Two ships are sisters to a sensor that tells them apart more seldom than this.
    pub sister_told_apart: f64,
}

impl IdentifyParams {
    /// What is wrong with the first parameter out of its limits.
    ///
    /// # Errors
    /// The sentence for the user.
    pub fn check(&self) -> Result<(), String> {
        let share = |key, value| number(key, value, 1e-6, 1.0);
        let size = |key, value| number(key, value, 1e-3, 1e3);
        let faults = [
            share("right_name", self.right_name),
            share("wrong_name", self.wrong_name),
            share("unknown_name", self.unknown_name),
            number("right_name + wrong_name", self.right_name + self.wrong_name, 0.0, 1.0),
            size("false_length_m", self.false_length_m),
            size("false_length_ln_sd", self.false_length_ln_sd),
            size("false_length_to_beam", self.false_length_to_beam),
            size("false_length_to_beam_ln_sd", self.false_length_to_beam_ln_sd),
            number("false_superstructure", self.false_superstructure, -1.0, 2.0),
            size("false_superstructure_sd", self.false_superstructure_sd),
            number("sister_told_apart", self.sister_told_apart, 0.5, 1.0),
        ];
        faults.into_iter().flatten().next().map_or(Ok(()), Err)
    }

    const fn false_ships(&self) -> Population {
        Population {
            length_m: (self.false_length_m, self.false_length_ln_sd),
            length_to_beam: (self.false_length_to_beam, self.false_length_to_beam_ln_sd),
            superstructure: (self.false_superstructure, self.false_superstructure_sd),
        }
    }
}

/// Natural logarithms of likelihood ratios, each against a ship of the population.
#[derive(Clone, Debug, PartialEq)]
pub struct Ratios {
    /// For each candidate.
    pub log_lr: Vec<f64>,
    /// For what is taken for a ship and is none.
    pub log_lr_false: f64,
}

/// The ratios of what was seen. Candidates that the register knows little of are filled up from the population.
pub fn ratios(
    seen: &Seen,
    candidates: &[Candidate],
    population: &Population,
    params: &IdentifyParams,
) -> Ratios {
    let unknown = |population| Known { length_m: None, beam_m: None, superstructure: None, population };
    let of_population = ln_likelihood(seen, &unknown(population));
    let of_candidate = |(number, candidate): (usize, &Candidate)| {
        let known = Known {
            length_m: candidate.length_m,
            beam_m: candidate.beam_m,
            superstructure: candidate.superstructure,
            population,
        };
        ln_likelihood(seen, &known) - of_population
            + ln_name(seen.name.as_ref(), Some(number), candidates.len(), params)
            - ln_name(seen.name.as_ref(), None, candidates.len(), params)
    };
    Ratios {
        log_lr: candidates.iter().enumerate().map(of_candidate).collect(),
        log_lr_false: ln_likelihood(seen, &unknown(&params.false_ships())) - of_population,
    }
}

/// ln of the chance that this name is read on a candidate, or on a ship of the population. That no name could be read says
/// the same of every ship.
fn ln_name(name: Option<&NameRead>, of: Option<usize>, candidates: usize, params: &IdentifyParams) -> f64 {
    let others = |less: usize| (candidates.saturating_sub(less)).max(1) as f64;
    let chance = match (name, of) {
        (None, _) => return 0.0,
        (Some(NameRead::Of(owners)), Some(number)) if owners.contains(&number) => params.right_name,
        (Some(NameRead::Of(owners)), Some(_)) => params.wrong_name * owners.len() as f64 / others(1),
        (Some(NameRead::Of(owners)), None) => params.wrong_name * owners.len() as f64 / others(0),
        (Some(NameRead::Other), Some(_)) => params.unknown_name,
        (Some(NameRead::Other), None) => params.right_name,
    };
    libm::log(chance)
}

/// Probabilities of the candidates and of none of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Identification {
    /// Each candidate.
    pub candidates: Vec<f64>,
    /// A ship that is not among them.
    pub none: f64,
}

impl Identification {
    /// Bayes' theorem: `prior` holds the weights of the candidates, `prior_none` that of a ship of the population; they need
    /// not sum to 1. With no weight at all every probability is 0.
    pub fn of(ratios: &Ratios, prior: &[f64], prior_none: f64) -> Self {
        let most = ratios.log_lr.iter().fold(0.0_f64, |most, ln| most.max(*ln));
        let weights: Vec<f64> =
            ratios.log_lr.iter().zip(prior).map(|(ln, prior)| prior * libm::exp(ln - most)).collect();
        let none = prior_none * libm::exp(-most);
        let sum = weights.iter().sum::<f64>() + none;
        let share = |weight: f64| if sum > 0.0 { weight / sum } else { 0.0 };
        Self { candidates: weights.iter().map(|weight| share(*weight)).collect(), none: share(none) }
    }
}

#[cfg(test)]
mod tests;
