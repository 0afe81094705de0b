//! The errors that all ships and calls of a case have in common: one number a draw.

use crate::cargo::CargoParams;
use crate::draws::{Stream, normal_quantile};
use crate::inputs::{Held, Input};
use crate::oil;
use crate::particulars::{ParticularParams, RelationErrors, shared_prior};
use crate::vcf;
use plimsoll_model::Product;

/// The shared draws of a case. Draw `k` of every ship and call goes with draw `k` here.
#[derive(Clone, Debug, PartialEq)]
pub struct Shared {
    /// Errors of the size relations.
    pub relations: RelationErrors,
    /// Weight of hydrostatic route A (block coefficient); the rest is route B.
    pub route_weight: Vec<f64>,
    /// Density of the water at the terminals, t/m3.
    pub water_density_t_per_m3: Vec<f64>,
    /// Ballast on arrival by deadweight, at most.
    pub ballast_share: Vec<f64>,
    /// Mean fill by what the ship can take.
    pub fill_mean_share: Vec<f64>,
    /// Probability that a ship at a loading terminal loads.
    pub p_loaded: Vec<f64>,
    /// Share of changed draughts that do not tell the cargo.
    pub stale_share: Vec<f64>,
    /// Probability that a loading leaves the draught sent unchanged.
    pub unshown_share: Vec<f64>,
    /// The liquids in order of [`Product::ALL`], gases left out, then the mix.
    oils: Vec<OilDraws>,
}

/// One product's draws.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OilDraws {
    /// Barrels at 15 C a tonne.
    pub bbl_per_t: Vec<f64>,
    /// Density at the temperature of loading, t/m3.
    pub loading_density_t_per_m3: Vec<f64>,
}

impl Shared {
    /// Draws all shared inputs.
    pub fn new(params: &CargoParams, particulars: &ParticularParams, held: &Held) -> Self {
        let n = params.draws;
        let prior = |prior, input| shared_prior(n, prior, input, held);
        let share = |p, input| prior(p, input).into_iter().map(|x: f64| x.clamp(0.0, 1.0)).collect();
        let mut stream = Stream::shared(Input::RouteWeight.key());
        Self {
            relations: RelationErrors::new(n, particulars, held),
            route_weight: uniforms(n, Input::RouteWeight, &mut stream, held),
            water_density_t_per_m3: prior(params.water_density_t_per_m3, Input::WaterDensity),
            ballast_share: share(params.ballast_share, Input::BallastShare),
            fill_mean_share: share(params.fill_mean_share, Input::FillMean),
            p_loaded: share(params.p_loaded, Input::LoadedShare),
            stale_share: share(params.stale_share, Input::StaleShare),
            unshown_share: share(params.unshown_share, Input::UnshownShare),
            oils: oils(params, held),
        }
    }

    /// How many draws.
    pub fn draws(&self) -> usize {
        self.route_weight.len()
    }

    /// The draws of a product, or of the mix where none is named; `None` for a gas.
    pub fn oil(&self, product: Option<Product>) -> Option<&OilDraws> {
        let place = match product {
            None => oil::LIQUIDS.len(),
            Some(product) => oil::LIQUIDS.iter().position(|p| *p == product)?,
        };
        self.oils.get(place)
    }
}

fn uniforms(n: usize, input: Input, stream: &mut Stream, held: &Held) -> Vec<f64> {
    let mut values = Vec::with_capacity(n);
    while values.len() < n {
        let wanted = n - values.len();
        values.extend(held.uniforms(input, stream).into_iter().take(wanted));
    }
    values
}

fn oils(params: &CargoParams, held: &Held) -> Vec<OilDraws> {
    let n = params.draws;
    let mut temperature = Stream::shared(Input::Temperature.key());
    let temperature_c: Vec<f64> = uniforms(n, Input::Temperature, &mut temperature, held)
        .into_iter()
        .map(|u| params.loading_temperature_c.at(normal_quantile(u)))
        .collect();
    let mut oils: Vec<OilDraws> =
        oil::LIQUIDS.iter().map(|product| oil_draws(*product, params, &temperature_c, held)).collect();
    let mut stream = Stream::shared(Input::Mix.key());
    let choice = uniforms(n, Input::Mix, &mut stream, held);
    let mix = mix_draws(&oils, &choice, params);
    oils.push(mix);
    oils
}

fn oil_draws(product: Product, params: &CargoParams, temperature_c: &[f64], held: &Held) -> OilDraws {
    let mut stream = Stream::shared(&format!("{}.{product}", Input::Density.key()));
    let n = temperature_c.len();
    let Some(prior) = params.density_t_per_m3.of(product) else { return OilDraws::default() };
    let table = oil::table(product);
    let mut oil = OilDraws::default();
    for (k, u) in uniforms(n, Input::Density, &mut stream, held).into_iter().enumerate() {
        let density = prior.at(normal_quantile(u));
        let expansion = vcf::thermal_expansion(table, density * 1000.0);
        oil.bbl_per_t.push(oil::bbl_per_t(density));
        oil.loading_density_t_per_m3.push(density * vcf::factor(expansion, temperature_c[k]));
    }
    oil
}

/// One product for all calls of a draw, chosen by weight: the widest that the mix allows, since no evidence says
/// that ships differed.
fn mix_draws(oils: &[OilDraws], choice: &[f64], params: &CargoParams) -> OilDraws {
    let weights: Vec<f64> = oil::LIQUIDS.iter().map(|p| params.mix_weight.of(*p).unwrap_or(0.0)).collect();
    let total: f64 = weights.iter().sum();
    let mut mix = OilDraws::default();
    for (k, u) in choice.iter().enumerate() {
        let mut left = u * total;
        let chosen = weights.iter().position(|w| {
            left -= w;
            left < 0.0
        });
        let oil = &oils[chosen.unwrap_or(weights.len() - 1)];
        mix.bbl_per_t.push(oil.bbl_per_t[k]);
        mix.loading_density_t_per_m3.push(oil.loading_density_t_per_m3[k]);
    }
    mix
}
