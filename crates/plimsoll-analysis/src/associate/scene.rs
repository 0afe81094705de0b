//! One scene: its objects, the radios about it, and how likely each pair is.

use super::assign::assign;
use super::belief::{Edge, Marginals, marginals};
use super::likely::{Reach, found, found_of_population, of_population, of_ship, reach, said_length};
use super::params::AssociateParams;
use super::plane::{Step, step};
use super::predict::{Fix, Predicted, predict};
use super::shift::RadarLook;
use super::traffic::Traffic;
use crate::silence::Received;
use jiff::Timestamp;
use plimsoll_model::{Area, Mmsi, Position, RecordId, Speed};

/// How a scene was seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Sight {
    /// By light: ships are where they are.
    Optical,
    /// By radar; `None`: it is not known from where, and moving ships are displaced nobody knows which way.
    Radar(Option<RadarLook>),
}

/// A radio and what it reported about the time of a scene.
#[derive(Clone, Debug, PartialEq)]
pub struct Radio {
    /// The radio.
    pub mmsi: Mmsi,
    /// The track that the reports are of.
    pub track: Option<RecordId>,
    /// Position reports, in order of time.
    pub fixes: Vec<Fix>,
    /// Length overall, as AIS or a register says, m.
    pub length_m: Option<f64>,
    /// Beam, m.
    pub beam_m: Option<f64>,
    /// What AIS says she is called.
    pub name: Option<String>,
}

impl Radio {
    /// True if it can be a ship's: its number has the form of a ship station, its name is not that of a net.
    pub fn is_ship(&self) -> bool {
        self.mmsi.is_ship_station() && !self.name.as_deref().is_some_and(is_gear_name)
    }
}

/// True if a name is one that fishing gear sends: it states the charge of a battery, or says what it is.
pub fn is_gear_name(name: &str) -> bool {
    let name = name.trim().to_uppercase();
    let ends_in_number = |unit: char| {
        name.strip_suffix(unit).is_some_and(|rest| {
            let digits = rest.chars().rev().take_while(|c| c.is_ascii_digit() || *c == '.').count();
            // `12.5V` is a battery; `XV` and `UNION 7V` with a blank before are not.
            (unit == '%' && digits > 0) || (digits >= 3 && rest[rest.len() - digits..].contains('.'))
        })
    };
    ends_in_number('%')
        || ends_in_number('V')
        || ["NET MARK", "NETMARK", "FISHING NET", "NET BUOY", "GEAR BUOY"]
            .iter()
            .any(|word| name.contains(word))
}

/// An object found in a scene.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen {
    /// The detection.
    pub id: RecordId,
    /// Where it was found.
    pub position: Position,
    /// Standard deviation of that in each direction, m, the displacement of moving ships apart.
    pub sd_m: f64,
    /// Median of the measured length, m, and standard deviation of its logarithm.
    pub length_m: Option<(f64, f64)>,
    /// Displacement along the track by each m/s away from the radar, m.
    pub shift_s: Option<f64>,
    /// How well AIS of a ship there would have been received.
    pub reception: Received,
}

/// A scene with the radios about it.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    /// The scene.
    pub scene: RecordId,
    /// When it was taken.
    pub time: Timestamp,
    /// The corners of what it covers.
    pub footprint: Vec<Position>,
    /// Sea in it that was searched, km2.
    pub area_km2: f64,
    /// How it was seen.
    pub sight: Sight,
    /// Share of the sea that is not under cloud.
    pub clear_fraction: f64,
    /// Objects expected from the sea alone.
    pub expected_false: f64,
    /// Radios heard about the time.
    pub radios: Vec<Radio>,
    /// Objects taken for ships.
    pub seen: Vec<Seen>,
}

/// An object and a radio that may be one.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// Which of the view's radios.
    pub radio: usize,
    /// Which of its objects.
    pub seen: usize,
    /// Probability that they are one.
    pub p: f64,
    /// True in the one picture that is most likely as a whole.
    pub is_displayed: bool,
    /// Where the radio's ship was.
    pub position: Position,
    /// Standard deviation of the way between object and expected image in the usual case, in each direction, m.
    pub sigma_m: f64,
    /// Way between the object and where the image shows a ship from there, m.
    pub distance_m: f64,
    /// From the nearest report to the image, s; negative if the report comes after it.
    pub nearest_s: f64,
    /// Displacement along the track that is reckoned with, m.
    pub shift_m: f64,
    /// The reports before and after.
    pub reports: (RecordId, Option<RecordId>),
}

/// What is believed of a scene.
#[derive(Clone, Debug, PartialEq)]
pub struct SceneBelief {
    /// Pairs with some probability, in order of object, then of probability.
    pub pairs: Vec<Pair>,
    /// Of each object, the probability that it is no radio's.
    pub unmatched: Vec<f64>,
    /// Of each object, the probability that it is a ship without AIS here.
    pub silent: Vec<f64>,
    /// Of each radio, the probability that she is none of the objects.
    pub missed: Vec<f64>,
    /// How often messages were passed.
    pub rounds: u32,
}

/// A pair before it is known what else the object may be.
struct Candidate {
    edge: Edge,
    position: Position,
    sigma_m: f64,
    distance_m: f64,
    shift_m: f64,
}

/// Everything that does not depend on how many ships are silent.
pub(super) struct Prepared<'a> {
    view: &'a View,
    predicted: Vec<Option<Predicted>>,
    candidates: Vec<Candidate>,
    /// Of each object, how many ships usually lie there against the mean of the scene.
    usually: Vec<f64>,
    /// Of each object, density of silent ships that look like it, 1/m2, at one silent for each with AIS.
    silent: Vec<f64>,
    /// Of each object, density of what is no ship and looks like it, 1/m2.
    no_ship: Vec<f64>,
    /// Ships with AIS that are expected in it, and one more.
    lit: f64,
    /// Probability that a ship of unknown length is found.
    found: f64,
}

impl<'a> Prepared<'a> {
    pub(super) fn new(view: &'a View, traffic: &Traffic, params: &AssociateParams) -> Self {
        let area = Area::Polygon { exterior: view.footprint.clone(), holes: vec![] };
        let found_params = match view.sight {
            Sight::Optical => &params.found_optical,
            Sight::Radar(_) => &params.found_radar,
        };
        let clear = view.clear_fraction.clamp(0.0, 1.0);
        let of_any = clear * found_of_population(&params.ships, found_params);
        let predicted: Vec<Option<Predicted>> = view
            .radios
            .iter()
            .map(|radio| radio.is_ship().then(|| predict(&radio.fixes, view.time, &params.motion)).flatten())
            .collect();
        let usual = Usual::new(view, &area, traffic, params);
        let reaches: Vec<Reach> = predicted
            .iter()
            .map(|p| {
                p.as_ref().map_or(Reach { inside: 0.0, density: 1.0 }, |p| reach(&area, p, |at| usual.at(at)))
            })
            .collect();
        let lit = reaches.iter().map(|r| r.inside).sum::<f64>() + 1.0;
        let no_ship = params.false_per_1000_km2 * 1e-9 + view.expected_false.max(0.0) / usual.area_m2;
        let usually: Vec<f64> = view.seen.iter().map(|seen| usual.at(seen.position)).collect();
        let silent = view.seen.iter().zip(&usually).map(|(seen, usually)| {
            let by_length = seen.length_m.map_or(of_any, |(m, _)| clear * found(m, found_params));
            lit / usual.area_m2 * usually * by_length * of_population(seen.length_m, &params.ships, params)
        });
        let silent = silent.collect();
        let no_ship: Vec<f64> = view
            .seen
            .iter()
            .map(|seen| no_ship * of_population(seen.length_m, &params.false_alarms, params))
            .collect();
        let mut prepared =
            Self { view, predicted, candidates: vec![], usually, silent, no_ship, lit, found: of_any };
        for (radio, reach) in reaches.iter().enumerate() {
            let Some(predicted) = prepared.predicted[radio] else { continue };
            let of = &view.radios[radio];
            let length = said_length(of.length_m, of.beam_m, params);
            let wrong = params.wrong_length_share;
            let p_found = length
                .map_or(of_any, |l| (1.0 - wrong) * clear * found(l, found_params) + wrong * of_any)
                .clamp(0.0, 0.995);
            let factor = p_found / (1.0 - p_found * reach.inside) / reach.density.max(1e-9);
            prepared.candidates(radio, &predicted, length, factor, params);
        }
        prepared.candidates.sort_by_key(|c| (c.edge.seen, c.edge.ship));
        prepared
    }

    /// The objects that a radio may be.
    fn candidates(
        &mut self,
        radio: usize,
        predicted: &Predicted,
        length: Option<f64>,
        factor: f64,
        params: &AssociateParams,
    ) {
        for (at, seen) in self.view.seen.iter().enumerate() {
            let (shift_m, shift, shift_sd) = displaced(self.view.sight, seen, predicted, params);
            let way = step(predicted.position, seen.position).plus(shift, -1.0);
            let antenna =
                params.antenna_share * length.unwrap_or(params.ships.median_m) / std::f64::consts::SQRT_2;
            let sd = libm::hypot(libm::hypot(seen.sd_m, antenna), shift_sd);
            let weight = factor
                * self.usually[at]
                * predicted.density(way, sd)
                * of_ship(seen.length_m, length, params);
            let else_it_is = params.silent_per_lit * self.silent[at] + self.no_ship[at];
            if weight > LEAST_PSI * else_it_is {
                self.candidates.push(Candidate {
                    edge: Edge { ship: radio, seen: at, psi: weight },
                    position: predicted.position,
                    sigma_m: libm::hypot(predicted.sigma_m, sd),
                    distance_m: way.length_m(),
                    shift_m,
                });
            }
        }
    }

    fn kappa(&self, seen: usize, ratio: f64) -> f64 {
        (ratio * self.silent[seen] + self.no_ship[seen]).max(1e-300)
    }

    fn marginals(&self, ratio: f64, params: &AssociateParams) -> (Vec<Edge>, Marginals) {
        let psi = |c: &Candidate| Edge { psi: c.edge.psi / self.kappa(c.edge.seen, ratio), ..c.edge };
        let edges: Vec<Edge> = self.candidates.iter().map(psi).collect();
        let sizes = (self.view.radios.len(), self.view.seen.len());
        let found = marginals(&edges, sizes.0, sizes.1, (params.exact_to, params.most_rounds));
        (edges, found)
    }

    fn silent_share(&self, seen: usize, ratio: f64) -> f64 {
        ratio * self.silent[seen] / self.kappa(seen, ratio)
    }

    /// Silent ships in the scene, those not found among them, and ships with AIS.
    pub(super) fn silent(&self, ratio: f64, params: &AssociateParams) -> (f64, f64) {
        let (_, found) = self.marginals(ratio, params);
        let silent =
            found.unmatched.iter().enumerate().map(|(j, p)| p * self.silent_share(j, ratio)).sum::<f64>();
        // Those that are not found are as many as believed.
        (silent + ratio * self.lit * (1.0 - self.found), self.lit)
    }

    pub(super) fn belief(&self, ratio: f64, params: &AssociateParams) -> SceneBelief {
        let (edges, found) = self.marginals(ratio, params);
        let displayed = self.displayed(&edges);
        let mut pairs: Vec<Pair> = self
            .candidates
            .iter()
            .zip(&found.p)
            .filter_map(|(c, p)| {
                let predicted = self.predicted[c.edge.ship]?;
                Some(Pair {
                    radio: c.edge.ship,
                    seen: c.edge.seen,
                    p: *p,
                    is_displayed: displayed[c.edge.seen] == Some(c.edge.ship),
                    position: c.position,
                    sigma_m: c.sigma_m,
                    distance_m: c.distance_m,
                    nearest_s: predicted.nearest_s,
                    shift_m: c.shift_m,
                    reports: (predicted.nearest, predicted.other),
                })
            })
            .collect();
        pairs.sort_by(|a, b| (a.seen, b.p).partial_cmp(&(b.seen, a.p)).unwrap_or(std::cmp::Ordering::Equal));
        let silent =
            found.unmatched.iter().enumerate().map(|(j, p)| p * self.silent_share(j, ratio)).collect();
        SceneBelief { pairs, unmatched: found.unmatched, silent, missed: found.missed, rounds: found.rounds }
    }

    /// The picture that is most likely as a whole: the radio of each object.
    fn displayed(&self, edges: &[Edge]) -> Vec<Option<usize>> {
        let (objects, ships) = (self.view.seen.len(), self.view.radios.len());
        // Each object has a place of its own for being nobody's, at no cost.
        let mut costs = vec![FORBIDDEN; objects * ships];
        for edge in edges.iter().filter(|e| e.psi > 1.0) {
            costs[edge.seen * ships + edge.ship] = -libm::log(edge.psi);
        }
        let cost = |object: usize, column: usize| match column.checked_sub(ships) {
            None => costs[object * ships + column],
            Some(own) => {
                if own == object {
                    0.0
                } else {
                    FORBIDDEN
                }
            }
        };
        let found = assign(objects, ships + objects, cost);
        found.into_iter().map(|column| (column < ships).then_some(column)).collect()
    }
}

/// Where ships usually are in a scene.
struct Usual<'a> {
    traffic: &'a Traffic,
    area_m2: f64,
    counted: f64,
    elsewhere: f64,
}

impl<'a> Usual<'a> {
    fn new(view: &View, area: &Area, traffic: &'a Traffic, params: &AssociateParams) -> Self {
        let counted = traffic.within(area);
        let elsewhere = if counted > 0.0 { params.elsewhere_share } else { 1.0 };
        Self { traffic, area_m2: (view.area_km2 * 1e6).max(1e4), counted, elsewhere }
    }

    /// Density of ships at a place, against the mean of the scene.
    fn at(&self, place: Position) -> f64 {
        if self.counted > 0.0 {
            let by_traffic = self.traffic.per_m2(place) * self.area_m2 / self.counted;
            (1.0 - self.elsewhere) * by_traffic + self.elsewhere
        } else {
            1.0
        }
    }
}

/// Pairs less likely than this against being two are not pursued.
const LEAST_PSI: f64 = 1e-7;
/// The cost of what cannot be: more than any picture saves.
const FORBIDDEN: f64 = 1e9;

/// Where the image shows a ship against where she is: along the track, m; as a way; and its standard deviation, m.
fn displaced(sight: Sight, seen: &Seen, predicted: &Predicted, params: &AssociateParams) -> (f64, Step, f64) {
    let Sight::Radar(look) = sight else { return (0.0, Step::default(), 0.0) };
    let shift_s = seen.shift_s.unwrap_or(params.unknown_shift_s).abs();
    let knot = Speed::knots(1.0).to_metres_per_second();
    match (look, predicted.velocity) {
        (Some(look), Some(velocity)) => {
            let shift_m = look.shift_m(velocity, shift_s);
            // A place that is off by sigma after a time was left at about 1.5 sigma over that time.
            let turned = (1.5 * predicted.sigma_m / (predicted.minutes * 60.0).max(30.0)).min(5.0);
            let sd = libm::hypot(params.speed_sd_kn * knot, turned) * shift_s / std::f64::consts::SQRT_2;
            (shift_m, look.along(shift_m), sd)
        }
        // Which way is not known: as wide as she may be displaced.
        (_, velocity) => {
            let speed = velocity.map_or(5.0 * knot, Step::length_m);
            (0.0, Step::default(), 0.5 * speed * shift_s)
        }
    }
}
