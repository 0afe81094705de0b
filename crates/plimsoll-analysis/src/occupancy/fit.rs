//! What is learnt from the looks of a stack: a mixture of empty, craft and occupied, by expectation and maximisation with
//! priors, from fixed starts.

use super::OccupancyParams;
use super::emission::{Band, Density, Expected, Features, Stretch, density};
use super::label::Label;

/// Rounds of expectation and maximisation.
const ROUNDS: usize = 40;
/// Shares of the looks, by contrast, below which the empty berth is looked for at first.
const STARTS: [f64; 2] = [0.15, 0.45];

/// What a berth looks like in a stack.
#[derive(Clone, Debug)]
pub(super) struct Model {
    pub(super) bands: [Band; 2],
    pub(super) stretch: Stretch,
    /// Power of a craft over that of the water in an average look, dB.
    craft_db: [f64; 2],
    /// Share of looks without a ship that show a craft.
    craft_share: f64,
    /// Share of looks with a ship, where AIS shows none.
    pub(super) share: f64,
    /// Looks where AIS shows none, and how many of them have a ship by this model.
    unlit: (f64, f64),
    /// Logarithm of the probability of looks and levels.
    pub(super) score: f64,
}

/// How likely a look is, as natural logarithms of densities.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Evidence {
    pub(super) empty: f64,
    pub(super) occupied: f64,
}

impl Evidence {
    /// The same, with the difference made smaller.
    pub(super) fn weighted(self, weight: f64) -> Self {
        Self { empty: weight * self.empty, occupied: weight * self.occupied }
    }
}

/// A look in the three states: densities, and probabilities of being empty, with a ship, with a craft.
struct Seen<'a> {
    features: &'a Features,
    label: Label,
    empty: Density,
    ship: Density,
    craft: Density,
    p: [f64; 3],
}

/// Logarithm of the sum of two numbers given by their logarithms.
pub(super) fn log_sum(a: f64, b: f64) -> f64 {
    let most = a.max(b);
    most + libm::log1p(libm::exp(a.min(b) - most))
}

impl Model {
    /// The better of two starts.
    pub(super) fn fit(looks: &[(&Features, Label)], params: &OccupancyParams) -> Self {
        let [low, high] = STARTS.map(|start| Self::fit_from(start, looks, params));
        if high.score > low.score { high } else { low }
    }

    fn fit_from(start: f64, looks: &[(&Features, Label)], params: &OccupancyParams) -> Self {
        let mut model = Self::start(start, looks, params);
        for _ in 0..ROUNDS {
            let seen = model.expect(looks, params);
            model.maximise(&seen, params);
        }
        let seen = model.expect(looks, params);
        model.count(&seen);
        model
    }

    fn start(start: f64, looks: &[(&Features, Label)], params: &OccupancyParams) -> Self {
        let bands = [0, 1].map(|band| {
            let water_db = quantile(looks.iter().filter_map(|(f, _)| f.water_db[band]), 0.5).unwrap_or(0.0);
            let unlit = looks.iter().filter(|(_, label)| *label != Label::Lit);
            let empty = quantile(unlit.filter_map(|(f, _)| f.values[band]), start);
            Band {
                water_db,
                empty: empty.unwrap_or(params.empty_contrast_db[band]),
                empty_sd: params.empty_spread_db,
                ship: params.ship_contrast_db[band],
                ship_sd: params.ship_spread_db,
            }
        });
        // The empty berth may be bright all along: its length is that of the looks that are dark for this berth.
        let is_dark = |features: &Features| {
            features.values[0].or(features.values[1]).is_some_and(|value| {
                let level = if features.values[0].is_some() { bands[0].empty } else { bands[1].empty };
                value <= level + params.empty_spread_db
            })
        };
        let dark = looks.iter().filter(|(features, label)| *label != Label::Lit && is_dark(features));
        let stretch = Stretch {
            empty: quantile(dark.filter_map(|(f, _)| f.values[2]), 0.5).unwrap_or(params.empty_length_m),
            empty_sd: params.empty_length_spread_m,
            ship: params.ship_length_m,
            ship_sd: params.ship_length_spread_m,
        };
        Self {
            bands,
            stretch,
            craft_db: params.craft_contrast_db,
            craft_share: params.craft_share,
            share: params.prior_occupied,
            unlit: (0.0, 0.0),
            score: f64::NEG_INFINITY,
        }
    }

    fn empty(&self, features: &Features) -> [Expected; 3] {
        let [co, cross] = [0, 1].map(|band| self.bands[band].empty(features.water_db[band]));
        [co, cross, Expected { mean: self.stretch.empty, sd: self.stretch.empty_sd, slope: 1.0 }]
    }

    fn craft(&self, features: &Features, params: &OccupancyParams) -> [Expected; 3] {
        let [co, cross] = [0, 1].map(|band| {
            let level = (self.craft_db[band], params.craft_spread_db);
            self.bands[band].with(level, features.water_db[band])
        });
        let mean = self.stretch.empty + params.craft_length_m;
        [co, cross, Expected { mean, sd: params.craft_length_spread_m, slope: 1.0 }]
    }

    fn ship(&self, features: &Features) -> [Expected; 3] {
        let [co, cross] = [0, 1].map(|band| self.bands[band].ship(features.water_db[band]));
        [co, cross, Expected { mean: self.stretch.ship, sd: self.stretch.ship_sd, slope: 1.0 }]
    }

    /// How likely a look is with and without a ship.
    pub(super) fn evidence(&self, features: &Features, params: &OccupancyParams) -> Evidence {
        self.densities(features, params).1
    }

    /// Of an empty berth, of a ship, of a craft; and what they say together.
    fn densities(&self, features: &Features, params: &OccupancyParams) -> ([Density; 3], Evidence) {
        let empty = density(features, self.empty(features), params);
        let ship = density(features, self.ship(features), params);
        let craft = density(features, self.craft(features, params), params);
        let without =
            log_sum(empty.log + libm::log1p(-self.craft_share), craft.log + libm::log(self.craft_share));
        ([empty, ship, craft], Evidence { empty: without, occupied: ship.log })
    }

    /// True if a craft explains the look better than an empty berth does.
    pub(super) fn shows_craft(&self, features: &Features, params: &OccupancyParams) -> bool {
        let ([empty, _, craft], _) = self.densities(features, params);
        craft.log + libm::log(self.craft_share) > empty.log + libm::log1p(-self.craft_share)
    }

    fn expect<'a>(&mut self, looks: &[(&'a Features, Label)], params: &OccupancyParams) -> Vec<Seen<'a>> {
        self.score = -self.penalty(params);
        looks
            .iter()
            .map(|(features, label)| {
                let prior = match label {
                    Label::Lit => 1.0 - params.label_error,
                    Label::Unsure => 0.5,
                    Label::Unlit => self.share,
                };
                let ([empty, ship, craft], evidence) = self.densities(features, params);
                let with = evidence.occupied + libm::log(prior);
                let without = evidence.empty + libm::log1p(-prior);
                let all = log_sum(with, without);
                self.score += all;
                let bare = empty.log + libm::log1p(-self.craft_share) + libm::log1p(-prior);
                let crafty = craft.log + libm::log(self.craft_share) + libm::log1p(-prior);
                let p = [bare, with, crafty].map(|log| libm::exp(log - all));
                Seen { features, label: *label, empty, ship, craft, p }
            })
            .collect()
    }

    /// How far the levels lie from what is believed of berths.
    fn penalty(&self, params: &OccupancyParams) -> f64 {
        let off = |level: f64, mean: f64, sd: f64| 0.5 * ((level - mean) / sd) * ((level - mean) / sd);
        let bands = self.bands.iter().enumerate().map(|(band, levels)| {
            off(levels.empty, params.empty_contrast_db[band], params.empty_contrast_sd_db)
                + off(levels.ship, params.ship_contrast_db[band], params.ship_contrast_sd_db)
                + off(self.craft_db[band], params.craft_contrast_db[band], params.craft_contrast_sd_db)
        });
        bands.sum()
    }

    fn count(&mut self, seen: &[Seen<'_>]) {
        let unlit = seen.iter().filter(|look| look.label == Label::Unlit);
        self.unlit = unlit.fold((0.0, 0.0), |(all, with), look| (all + 1.0, with + look.p[1]));
    }

    fn maximise(&mut self, seen: &[Seen<'_>], params: &OccupancyParams) {
        self.count(seen);
        let mut share = ShareOccupied::new(params);
        share.add(self);
        self.share = share.value();
        self.learn_craft(seen, params);
        for band in 0..2 {
            self.learn_band(band, seen, params);
        }
        let length = |p: fn(&Seen<'_>) -> (f64, f64)| {
            let values = seen.iter().filter_map(move |look| Some((look.features.values[2]?, p(look))));
            values.collect::<Vec<_>>()
        };
        let prior = (params.empty_length_m, params.empty_length_spread_m);
        let empty = learn_length(&length(|look| (look.p[0], look.empty.weight)), prior, params);
        let prior = (params.ship_length_m, params.ship_length_spread_m);
        let ship = learn_length(&length(|look| (look.p[1], look.ship.weight)), prior, params);
        self.stretch = Stretch { empty: empty.0, empty_sd: empty.1, ship: ship.0, ship_sd: ship.1 };
    }

    /// How often there is a crane over the water, a tug or a lighter, and how bright it is.
    fn learn_craft(&mut self, seen: &[Seen<'_>], params: &OccupancyParams) {
        let worth = params.craft_looks;
        let start = (params.craft_share * worth, worth);
        let (crafts, all) =
            seen.iter().fold(start, |(crafts, all), look| (crafts + look.p[2], all + look.p[0] + look.p[2]));
        self.craft_share = (crafts / all).clamp(0.001, 0.9);
        for band in 0..2 {
            let level = (self.craft_db[band], params.craft_spread_db);
            let prior = (params.craft_contrast_db[band], params.craft_contrast_sd_db);
            let mut step = Step::new(level.0, prior);
            for look in seen {
                let Some(value) = look.features.values[band] else { continue };
                let expected = self.bands[band].with(level, look.features.water_db[band]);
                step.add(look.p[2] * look.craft.weight, value - expected.mean, expected);
            }
            self.craft_db[band] = step.level();
        }
    }

    /// One step of Gauss and Newton towards the level, and the spread about it.
    fn learn_band(&mut self, band: usize, seen: &[Seen<'_>], params: &OccupancyParams) {
        let old = self.bands[band];
        let empty_prior = (params.empty_contrast_db[band], params.empty_contrast_sd_db);
        let ship_prior = (params.ship_contrast_db[band], params.ship_contrast_sd_db);
        let mut empty = Step::new(old.empty, empty_prior);
        let mut ship = Step::new(old.ship, ship_prior);
        let prior_square = |spread: f64| params.prior_looks * spread * spread;
        let mut empty_square = (prior_square(params.empty_spread_db), params.prior_looks);
        let mut ship_square = (prior_square(params.ship_spread_db), params.prior_looks);
        for look in seen {
            let Some(value) = look.features.values[band] else { continue };
            let water_db = look.features.water_db[band];
            let expected = old.empty(water_db);
            let off = value - expected.mean;
            empty.add(look.p[0] * look.empty.weight, off, expected);
            empty_square.0 += look.p[0] * look.empty.weight * off * off;
            empty_square.1 += look.p[0];
            let expected = old.ship(water_db);
            let off = value - expected.mean;
            ship.add(look.p[1] * look.ship.weight, off, expected);
            let own = (look.ship.weight * off * off - old.empty_sd * old.empty_sd).max(0.0);
            ship_square.0 += look.p[1] * own;
            ship_square.1 += look.p[1] * expected.slope * expected.slope;
        }
        let spread = |(sum, count): (f64, f64)| libm::sqrt(sum / count);
        self.bands[band] = Band {
            water_db: old.water_db,
            empty: empty.level(),
            empty_sd: spread(empty_square),
            ship: ship.level(),
            ship_sd: spread(ship_square),
        };
    }
}

/// A step towards a level, from observations and a prior.
struct Step {
    level: f64,
    pull: f64,
    hold: f64,
}

impl Step {
    fn new(level: f64, (mean, sd): (f64, f64)) -> Self {
        Self { level, pull: (mean - level) / (sd * sd), hold: 1.0 / (sd * sd) }
    }

    fn add(&mut self, weight: f64, off: f64, expected: Expected) {
        let precision = weight / (expected.sd * expected.sd);
        self.pull += precision * expected.slope * off;
        self.hold += precision * expected.slope * expected.slope;
    }

    fn level(&self) -> f64 {
        self.level + (self.pull / self.hold).clamp(-3.0, 3.0)
    }
}

/// Mean and spread of a length from values with probabilities and weights.
fn learn_length(
    values: &[(f64, (f64, f64))],
    (mean, spread): (f64, f64),
    params: &OccupancyParams,
) -> (f64, f64) {
    let worth = spread * spread / (params.length_sd_m * params.length_sd_m);
    let (sum, count) = values.iter().fold((mean * worth, worth), |(sum, count), (value, (p, weight))| {
        (sum + p * weight * value, count + p * weight)
    });
    let level = sum / count;
    let start = (params.prior_looks * spread * spread, params.prior_looks);
    let (square, looks) = values.iter().fold(start, |(square, looks), (value, (p, weight))| {
        (square + p * weight * (value - level) * (value - level), looks + p)
    });
    (level, libm::sqrt(square / looks))
}

/// The share of looks with a ship where AIS shows none, over all stacks of a berth.
pub(super) struct ShareOccupied {
    looks: f64,
    with_ship: f64,
}

impl ShareOccupied {
    pub(super) fn new(params: &OccupancyParams) -> Self {
        let looks = params.prior_occupied_looks;
        Self { looks, with_ship: looks * params.prior_occupied }
    }

    pub(super) fn add(&mut self, model: &Model) {
        self.looks += model.unlit.0;
        self.with_ship += model.unlit.1;
    }

    pub(super) fn value(&self) -> f64 {
        (self.with_ship / self.looks).clamp(0.001, 0.999)
    }
}

/// The value at a share of the way through some numbers.
pub(super) fn quantile(values: impl Iterator<Item = f64>, share: f64) -> Option<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    let last = values.len().checked_sub(1)?;
    values.get((last as f64 * share).round() as usize).copied()
}
