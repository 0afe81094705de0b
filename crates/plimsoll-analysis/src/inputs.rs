//! The uncertain inputs of the barrel estimate, each with one name, and how one of them is held still.
//!
//! Three levels of error are kept apart: one draw for all ships and calls (shared), one for each ship, one for each
//! call. Only the last two average out as calls are added.

use crate::draws::{BLOCK, Block, Stream, normal_cdf};
use std::collections::BTreeMap;

/// At which level the error of an input is common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// One error for all calls.
    Shared,
    /// Each ship has its own.
    Ship,
    /// Each call has its own.
    Call,
}

/// An uncertain input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Input {
    /// Density at 15 C of each product.
    Density,
    /// Which product it is, where nobody says.
    Mix,
    /// Temperature at which tanks are filled.
    Temperature,
    /// Density of the water at the terminals.
    WaterDensity,
    /// Common error of the block coefficients.
    BlockBias,
    /// Which of the two hydrostatic routes is nearer the truth.
    RouteWeight,
    /// Common error of the relation from size to deadweight.
    SizeRelationBias,
    /// How much of the deadweight is ballast when a ship arrives empty.
    BallastShare,
    /// Mean fill of the tanks.
    FillMean,
    /// Share of the calls at a loading terminal that load.
    LoadedShare,
    /// Share of draughts that changed but do not tell the cargo.
    StaleShare,
    /// Probability that a loading leaves the draught sent unchanged.
    UnshownShare,
    /// A ship's own length ratio, block, draught and deadweight coefficients.
    ShipForm,
    /// A ship's own tank volume.
    TankVolume,
    /// Error of the draughts sent.
    DraughtError,
    /// Whether cargo was on board on arrival, and how much.
    PartLaden,
    /// Bunkers, water and stores.
    Consumables,
    /// Ballast left in the tanks.
    ResidualBallast,
    /// A call's own fill.
    FillSpread,
    /// Whether a call loaded, and whether its draughts tell.
    Loaded,
}

impl Input {
    /// All of them with the key that governs each in `case.toml`, and its level.
    pub const ALL: [(Self, &'static str, Level); 20] = [
        (Self::Density, "cargo.density_t_per_m3", Level::Shared),
        (Self::Mix, "cargo.mix_weight", Level::Shared),
        (Self::Temperature, "cargo.loading_temperature_c", Level::Shared),
        (Self::WaterDensity, "cargo.water_density_t_per_m3", Level::Shared),
        (Self::BlockBias, "particulars.block_coefficient_bias", Level::Shared),
        (Self::RouteWeight, "cargo.route", Level::Shared),
        (Self::SizeRelationBias, "particulars.deadweight_bias_factor", Level::Shared),
        (Self::BallastShare, "cargo.ballast_share", Level::Shared),
        (Self::FillMean, "cargo.fill_mean_share", Level::Shared),
        (Self::LoadedShare, "cargo.p_loaded", Level::Shared),
        (Self::StaleShare, "cargo.stale_share", Level::Shared),
        (Self::UnshownShare, "cargo.unshown_share", Level::Shared),
        (Self::ShipForm, "particulars.ship_form", Level::Ship),
        (Self::TankVolume, "particulars.tank_volume_98_m3_per_t", Level::Ship),
        (Self::DraughtError, "draughts.sd_m", Level::Call),
        (Self::PartLaden, "cargo.part_laden_share", Level::Call),
        (Self::Consumables, "cargo.consumables_share", Level::Call),
        (Self::ResidualBallast, "cargo.residual_ballast_share_max", Level::Call),
        (Self::FillSpread, "cargo.fill_spread_share", Level::Call),
        (Self::Loaded, "cargo.p_loaded, each call", Level::Call),
    ];

    /// The key that governs it.
    pub fn key(self) -> &'static str {
        Self::ALL.iter().find(|(input, ..)| *input == self).map_or("", |(_, key, _)| key)
    }

    /// What it is, in words for a reader who does not know the keys.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Density => "density of the oil",
            Self::Mix => "which product it is",
            Self::Temperature => "temperature when loading",
            Self::WaterDensity => "density of the water",
            Self::BlockBias => "fullness of the hulls (common error)",
            Self::RouteWeight => "choice of hydrostatic route",
            Self::SizeRelationBias => "deadweight from size (common error)",
            Self::BallastShare => "ballast of an empty ship",
            Self::FillMean => "how full ships leave, on average",
            Self::StaleShare => "draughts that do not tell the cargo",
            Self::UnshownShare => "loadings that leave the draught unchanged",
            Self::ShipForm => "form of each ship",
            Self::TankVolume => "tank volume of each ship",
            Self::DraughtError => "error of each draught sent",
            Self::PartLaden => "cargo on board on arrival",
            Self::Consumables => "bunkers, water, stores",
            Self::ResidualBallast => "ballast left in the tanks",
            Self::FillSpread => "how full each call leaves",
            Self::LoadedShare => "share of silent visits that load",
            Self::Loaded => "whether each call loaded",
        }
    }

    /// The input that a key governs.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, k, _)| *k == key).map(|(input, ..)| *input)
    }

    /// Its level.
    pub fn level(self) -> Level {
        Self::ALL.iter().find(|(input, ..)| *input == self).map_or(Level::Call, |(.., level)| *level)
    }
}

/// Inputs held at a percentile instead of drawn; for the sensitivity of the total to each.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Held(BTreeMap<Input, f64>);

impl Held {
    /// None is held: the estimate itself.
    pub fn none() -> Self {
        Self::default()
    }

    /// Holds an input at a standard normal number: 0 is its median, 1.645 its 95th percentile.
    pub fn hold(mut self, input: Input, z: f64) -> Self {
        self.0.insert(input, z);
        self
    }

    /// True if the input is held.
    pub fn holds(&self, input: Input) -> bool {
        self.0.contains_key(&input)
    }

    /// The next block of standard normal numbers of an input.
    pub fn normals(&self, input: Input, stream: &mut Stream) -> Block {
        self.0.get(&input).map_or_else(|| stream.normals(), |z| [*z; BLOCK])
    }

    /// The next block of pairs of numbers between 0 and 1, of two inputs that share a stream.
    pub fn pairs(&self, inputs: [Input; 2], stream: &mut Stream) -> [Block; 2] {
        let mut pairs = stream.pairs();
        for (block, input) in pairs.iter_mut().zip(inputs) {
            if let Some(z) = self.0.get(&input) {
                *block = [normal_cdf(*z); BLOCK];
            }
        }
        pairs
    }

    /// The next block of numbers between 0 and 1 of an input.
    pub fn uniforms(&self, input: Input, stream: &mut Stream) -> Block {
        self.0.get(&input).map_or_else(|| stream.uniforms(), |z| [normal_cdf(*z); BLOCK])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_input_stands_once_in_the_list() {
        for (input, key, level) in Input::ALL {
            assert_eq!((input.key(), input.level()), (key, level));
            assert_eq!(Input::ALL.iter().filter(|(_, k, _)| *k == key).count(), 1, "{key}");
        }
    }

    #[test]
    fn a_held_input_does_not_vary() {
        let held = Held::none().hold(Input::FillMean, 1.0);
        let mut stream = Stream::shared("x");
        assert!(held.normals(Input::FillMean, &mut stream).iter().all(|z| (z - 1.0).abs() < 1e-12));
        let block = held.normals(Input::Density, &mut stream);
        assert!((block[0] - block[1]).abs() > 0.0);
    }
}
