//! Ships that are not in the register: what their sizes are before they are seen, and what a sighting says of them.

use super::chance::Chance;
use super::input::{Measured, SeasonInput, SeasonSighting};
use super::params::SeasonParams;

/// The particulars of one ship that is not in the register, as standard normal numbers of the population.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Latent {
    pub(super) length_z: f64,
    pub(super) beam_z: f64,
    pub(super) superstructure_z: f64,
}

impl Latent {
    pub(super) fn draw(chance: &mut Chance) -> Self {
        Self { length_z: chance.normal(), beam_z: chance.normal(), superstructure_z: chance.normal() }
    }
}

/// What was seen of a ship's sizes, and how likely that is in the population.
#[derive(Clone, Copy)]
struct Sizes {
    length_m: Option<Measured>,
    beam_m: Option<Measured>,
    superstructure: Option<Measured>,
    ln_population: f64,
}

/// The population.
pub(super) struct Population {
    length_m: f64,
    length_ln_sd: f64,
    length_to_beam: f64,
    length_to_beam_ln_sd: f64,
    superstructure: f64,
    superstructure_sd: f64,
    /// One for each sighting.
    sizes: Vec<Sizes>,
    /// Barrels for the cube of a metre of length.
    bbl_per_m3: f64,
}

/// Nodes of the quadrature over an error, in standard deviations: the trapezoid rule errs less than 1e-6 for what is as
/// smooth as the error or smoother.
const NODES: i32 = 12;
const STEP: f64 = 0.45;

impl Population {
    pub(super) fn new(input: &SeasonInput, params: &SeasonParams) -> Self {
        let mut population = Self {
            length_m: params.population_length_m,
            length_ln_sd: params.population_length_ln_sd,
            length_to_beam: params.population_length_to_beam,
            length_to_beam_ln_sd: params.population_length_to_beam_ln_sd,
            superstructure: params.population_superstructure,
            superstructure_sd: params.population_superstructure_sd,
            sizes: Vec::new(),
            bbl_per_m3: bbl_per_m3(input, params),
        };
        if params.unregistered_slots > 0 {
            population.sizes = input.sightings.iter().map(|sighting| population.sizes_of(sighting)).collect();
        }
        population
    }

    fn sizes_of(&self, sighting: &SeasonSighting) -> Sizes {
        let (length_m, beam_m) = (sighting.length_m, sighting.beam_m);
        let superstructure = sighting.superstructure;
        let mut ln_population = match (length_m, beam_m) {
            (None, None) => 0.0,
            (Some(length), beam) => libm::log(mean_over(length, |metres| {
                self.length_density(metres) * beam.map_or(1.0, |beam| self.beam_given_length(beam, metres))
            })),
            (None, Some(beam)) => {
                libm::log(mean_over((0.0, 1.0), |z| self.beam_given_length(beam, self.length_of(z))))
            }
        };
        if let Some((value, sd)) = superstructure {
            let both = (sd * sd + self.superstructure_sd * self.superstructure_sd).sqrt();
            ln_population += libm::log(normal_density((value - self.superstructure) / both) / both);
        }
        Sizes { length_m, beam_m, superstructure, ln_population: ln_population.max(-700.0) }
    }

    /// What each sighting with a length suggests of the sizes of a ship which is not in the register: mean and sd of each number, to aim
    /// proposals by.
    pub(super) fn suggested(&self) -> Vec<[Measured; 3]> {
        let of = |seen: &Sizes| {
            let (length_m, length_sd) = seen.length_m.filter(|length| length.0 > 1.0)?;
            let length = (
                libm::log(length_m / self.length_m) / self.length_ln_sd,
                length_sd / length_m / self.length_ln_sd,
            );
            let beam = seen.beam_m.filter(|beam| beam.0 > 0.5).map(|(beam_m, beam_sd)| {
                let ratio = libm::log(length_m / beam_m / self.length_to_beam);
                let sd = libm::hypot(beam_sd / beam_m, length_sd / length_m);
                (ratio / self.length_to_beam_ln_sd, sd / self.length_to_beam_ln_sd)
            });
            let superstructure = seen.superstructure.map(|(value, sd)| {
                ((value - self.superstructure) / self.superstructure_sd, sd / self.superstructure_sd)
            });
            Some([Some(length), beam, superstructure].map(|of| of.map_or((0.0, 1.0), with_prior)))
        };
        self.sizes.iter().filter_map(of).collect()
    }

    fn length_of(&self, z: f64) -> f64 {
        self.length_m * libm::exp(self.length_ln_sd * z)
    }

    fn length_density(&self, metres: f64) -> f64 {
        ln_normal_density(metres, self.length_m, self.length_ln_sd)
    }

    /// Density of a beam seen on ships of the population that are so long.
    fn beam_given_length(&self, beam: Measured, metres: f64) -> f64 {
        if metres <= 0.0 {
            return 0.0;
        }
        let middle = metres / self.length_to_beam;
        mean_over(beam, |wide| ln_normal_density(wide, middle, self.length_to_beam_ln_sd))
    }

    /// ln of how likely the sizes of a sighting are for this ship, against a ship of the population.
    pub(super) fn ln_lr(&self, sighting: usize, latent: &Latent) -> f64 {
        let seen = &self.sizes[sighting];
        let length = self.length_of(latent.length_z);
        let mut ln = -seen.ln_population;
        if let Some(measured) = seen.length_m {
            ln += ln_measured(measured, length);
        }
        if let Some(measured) = seen.beam_m {
            let ratio = self.length_to_beam * libm::exp(self.length_to_beam_ln_sd * latent.beam_z);
            ln += ln_measured(measured, length / ratio);
        }
        if let Some(measured) = seen.superstructure {
            ln +=
                ln_measured(measured, self.superstructure + self.superstructure_sd * latent.superstructure_z);
        }
        ln
    }

    /// What the tanks of such a ship take, barrels: median.
    pub(super) fn capacity_bbl(&self, latent: &Latent) -> f64 {
        let length = self.length_of(latent.length_z);
        self.bbl_per_m3 * length * length * length
    }
}

/// A measured standard normal number, with what was believed before it was measured.
fn with_prior((value, sd): Measured) -> Measured {
    let share = 1.0 / (1.0 + sd * sd);
    (share * value, (share * sd * sd).sqrt())
}

/// Barrels for the cube of the length: the median over the register, or the parameter without one.
fn bbl_per_m3(input: &SeasonInput, params: &SeasonParams) -> f64 {
    let mut of_register: Vec<f64> = input
        .hulls
        .iter()
        .filter_map(|hull| hull.length_m.map(|(length, _)| hull.capacity_bbl.0 / (length * length * length)))
        .collect();
    of_register.sort_by(f64::total_cmp);
    let length = params.population_length_m;
    let own = params.unregistered_capacity_bbl / (length * length * length);
    of_register.get(of_register.len() / 2).copied().unwrap_or(own)
}

/// Mean of a function over a normal error about a measured value.
fn mean_over((value, sd): Measured, of: impl Fn(f64) -> f64) -> f64 {
    (-NODES..=NODES)
        .map(|node| {
            let z = STEP * f64::from(node);
            STEP * normal_density(z) * of(value + sd * z)
        })
        .sum()
}

fn normal_density(z: f64) -> f64 {
    libm::exp(-0.5 * z * z) / std::f64::consts::TAU.sqrt()
}

/// Log-normal density.
fn ln_normal_density(x: f64, median: f64, ln_sd: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    normal_density(libm::log(x / median) / ln_sd) / (ln_sd * x)
}

/// ln of the normal density of a measured value about the truth.
fn ln_measured((value, sd): Measured, truth: f64) -> f64 {
    let z = (value - truth) / sd;
    -0.5 * z * z - libm::log(sd * std::f64::consts::TAU.sqrt())
}
