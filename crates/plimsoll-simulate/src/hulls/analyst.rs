//! Somebody who sets points on the pixels of a rendered image.
//!
//! The analyst knows about where to look, finds the edge by its contrast in the pixels, and sets a point beside it by a
//! human error. Where noise hides the edge, where two edges run together, where a crane's shadow lies over the deck's,
//! no point is set: unless the analyst is careless, who sets one all the same.

use super::above::{Overhead, OverheadImage, Scene, SideTruth, Spot, side_at};
use super::body::Part;
use super::photo::{Photo, StationTruth};
use super::profile::{Edge, Look, find};
use super::ship::{Side, Trade};
use crate::random::Random;
use plimsoll_model::{ImagePoint, Mark, Station};
use std::collections::BTreeMap;

/// How somebody sets points.
#[derive(Clone, Debug, PartialEq)]
pub struct Analyst {
    /// What stands in the file.
    pub name: String,
    /// One standard deviation of a click about the edge as it shows, pixels.
    pub sd_px: f64,
    /// One standard deviation of what all clicks of a mark have in common, pixels.
    pub bias_sd_px: f64,
    /// Clicks for each mark at each station.
    pub clicks: u32,
    /// An edge is seen if its step is so many times the noise.
    pub least_contrast: f64,
    /// True if a point is set also where nothing shows.
    pub is_careless: bool,
    /// True if the file gives the standard deviation of each click.
    pub gives_sd: bool,
    /// What this sitting's errors are by.
    pub seed: u64,
}

/// From the first click to the last along an edge, m.
const SPREAD_M: f64 = 12.0;

/// Two edges nearer than this run together, pixels.
const APART_PX: f64 = 1.6;

struct Hand<'a> {
    analyst: &'a Analyst,
    random: Random,
    bias: BTreeMap<Mark, f64>,
    points: Vec<ImagePoint>,
}

impl<'a> Hand<'a> {
    fn new(analyst: &'a Analyst) -> Self {
        let mut random = Random::new(analyst.seed, 5);
        let bias = Mark::ALL.iter().map(|(mark, _)| (*mark, analyst.bias_sd_px * random.normal())).collect();
        Self { analyst, random, bias, points: Vec::new() }
    }

    /// Sets a point at an edge found, with a human error across it and along it.
    fn set(&mut self, look: &Look, edge: Edge, (mark, station, number): (Mark, Option<Station>, u32)) {
        let error = self.bias.get(&mark).copied().unwrap_or(0.0) + self.analyst.sd_px * self.random.normal();
        let (across, along) = (edge.off_px + error, self.random.normal());
        let [u, v] = look.across;
        self.points.push(ImagePoint {
            line: look.at[0] + across * u - along * v,
            sample: look.at[1] + across * v + along * u,
            mark,
            station,
            number,
            value_m: None,
            sd_px: self.analyst.gives_sd.then_some(self.analyst.sd_px),
        });
    }

    /// Sets a point at a place, with a human error either way.
    fn set_at(
        &mut self,
        at: Spot,
        (mark, station, number): (Mark, Option<Station>, u32),
        value_m: Option<f64>,
    ) {
        let (line, sample) = self.random.normal_pair();
        let sd = self.analyst.sd_px;
        let sd_px = self.analyst.gives_sd.then_some(sd);
        self.points.push(ImagePoint {
            line: at[0] + sd * line,
            sample: at[1] + sd * sample,
            mark,
            station,
            number,
            value_m,
            sd_px,
        });
    }
}

fn way(from: Spot, to: Spot) -> Spot {
    let (line, sample) = (to[0] - from[0], to[1] - from[1]);
    let length = line.hypot(sample).max(1e-9);
    [line / length, sample / length]
}

fn moved(at: Spot, way: Spot, by: f64) -> Spot {
    [at[0] + by * way[0], at[1] + by * way[1]]
}

/// The points that an analyst sets on an image from above.
pub fn clicks_from_above(
    scene: &Scene,
    how: &Overhead,
    image: &OverheadImage,
    analyst: &Analyst,
) -> Vec<ImagePoint> {
    let mut hand = Hand::new(analyst);
    hand.set_at(image.ends[0], (Mark::Bow, None, 0), None);
    hand.set_at(image.ends[1], (Mark::Stern, None, 0), None);
    let sheet = Sheet { scene, how, image };
    for (number, side) in Side::ALL.into_iter().enumerate() {
        let Some(amidships) = image.sides.iter().find(|t| t.side == side && t.station == Station::Mid) else {
            continue;
        };
        hand.set_at(amidships.edge, (Mark::BeamEnd, None, number as u32), None);
    }
    for truth in &image.sides {
        sheet.side(&mut hand, truth);
    }
    hand.points
}

/// The points that an analyst sets on what stands on the deck: both edges of the superstructure and the manifold of a tanker.
/// Their errors are drawn apart from those of the other points.
pub fn deck_clicks_from_above(scene: &Scene, image: &OverheadImage, analyst: &Analyst) -> Vec<ImagePoint> {
    let own = Analyst { seed: analyst.seed ^ 0x5eed, ..analyst.clone() };
    let mut hand = Hand::new(&own);
    let (ship, afloat) = (&scene.ship, &scene.afloat);
    let (fore, aft) = ship.house_m;
    let deck = ship.deck_m(fore);
    // What is seen of the fore edge is the top of the lowest tier.
    let marks = [
        (Mark::SuperstructureFore, fore, deck + ship.tiers.1),
        (Mark::SuperstructureAft, aft, deck + ship.tiers.1),
        (Mark::Manifold, 0.0, ship.depth_m + ship.camber_m + 0.9),
    ];
    for (mark, along, keel) in marks {
        if mark != Mark::Manifold || ship.trade == Trade::Tanker {
            hand.set_at(image.lay.imaged(afloat.place(ship, [along, 0.0, keel])), (mark, None, 0), None);
        }
    }
    hand.points
}

/// An image from above, as it lies before the analyst.
struct Sheet<'s> {
    scene: &'s Scene,
    how: &'s Overhead,
    image: &'s OverheadImage,
}

impl Sheet<'_> {
    /// All clicks on one side at one station.
    fn side(&self, hand: &mut Hand<'_>, truth: &SideTruth) {
        let is_sunless = truth.shadow.is_some();
        if !is_sunless && truth.lean_factor <= 0.0 {
            return;
        }
        let ship = &self.scene.ship;
        let along = ship.stations_m()[Station::ALL.iter().position(|s| *s == truth.station).unwrap_or(1)];
        let across = way(self.image.lay.spot([0.0; 2]), self.image.lay.spot(self.normal(truth.side)));
        let count = hand.analyst.clicks;
        for number in 0..count {
            let spread =
                SPREAD_M * (f64::from(number) - f64::from(count - 1) / 2.0) / f64::from(count.max(2) - 1);
            self.deck_edge(hand, (truth, along + spread, number), across);
            if is_sunless {
                self.shadow(hand, (truth, along + spread, number), across);
            }
            if truth.lean_factor > 0.0 && self.scene.quay.is_none_or(|q| q.side != truth.side) {
                self.waterline(hand, (truth, along + spread, number), across);
            }
        }
    }

    fn normal(&self, side: Side) -> [f64; 2] {
        self.scene.afloat.to_port().map(|p| p * side.sign())
    }

    fn truth_at(&self, truth: &SideTruth, along: f64) -> SideTruth {
        let fall = self.image.seen.shadows.fall();
        side_at(self.scene, self.how, &self.image.lay, fall, (truth.station, along, truth.side))
    }

    /// `apart_px`: from the edge to the next one beside it. Who tells two edges apart looks for each on its own side of the middle.
    fn look(&self, at: Spot, across: Spot, apart_px: f64, is_brighter_beyond: bool) -> Look {
        // The eye follows an edge for some metres.
        let along_px = (1.5 / self.how.spacing_m).clamp(2.0, 6.0);
        Look { at, across, reach_px: (apart_px / 2.0).clamp(0.75, 2.0), along_px, is_brighter_beyond }
    }

    /// From the edge of the deck outward to the waterline, where the side is seen, and to the shadow's edge, pixels.
    fn gaps_px(&self, truth: &SideTruth, across: Spot) -> (Option<f64>, Option<f64>) {
        let out = |spot: Spot| (spot[0] - truth.edge[0]) * across[0] + (spot[1] - truth.edge[1]) * across[1];
        let strip = (truth.lean_factor > 0.0).then(|| out(truth.waterline));
        (strip.filter(|px| *px > 0.0), truth.shadow.map(out).filter(|px| *px > 0.0))
    }

    /// What shows at a place so many metres across from a spot: what, and what casts shadow on it.
    fn what(&self, spot: Spot, across: Spot, by_m: f64) -> (Option<Part>, Option<Part>) {
        self.image.seen.what(&self.image.lay, moved(spot, across, by_m / self.how.spacing_m))
    }

    /// Moves along the side until a place is clean, and what the eye takes in beside it; `None` if none is near.
    fn clean(
        &self,
        truth: &SideTruth,
        along: f64,
        is_clean: impl Fn(&SideTruth) -> bool,
    ) -> Option<SideTruth> {
        [0.0, 1.5, -1.5, 3.0, -3.0, 5.0, -5.0, 7.0, -7.0]
            .into_iter()
            .find(|by| [-1.5, 0.0, 1.5].iter().all(|s| is_clean(&self.truth_at(truth, along + by + s))))
            .map(|by| self.truth_at(truth, along + by))
    }

    fn deck_edge(&self, hand: &mut Hand<'_>, (truth, along, number): (&SideTruth, f64, u32), across: Spot) {
        let is_clear = |part: Option<Part>| !matches!(part, Some(Part::House | Part::Gear | Part::Hatch));
        let clean = self.clean(truth, along, |t| {
            is_clear(self.what(t.edge, across, -0.4).0) && is_clear(self.what(t.edge, across, 0.4).0)
        });
        let Some(at) = clean else { return };
        let (strip, gap) = self.gaps_px(&at, across);
        let apart = strip.unwrap_or(f64::INFINITY).min(gap.unwrap_or(f64::INFINITY));
        let look = self.look(at.edge, across, apart, false);
        let Some(edge) = find(&self.image.picture, &look, [0, 0]) else { return };
        if edge.contrast >= hand.analyst.least_contrast || hand.analyst.is_careless {
            hand.set(&look, edge, (Mark::DeckEdge, Some(truth.station), number));
        }
    }

    fn shadow(&self, hand: &mut Hand<'_>, (truth, along, number): (&SideTruth, f64, u32), across: Spot) {
        let fall = self.image.seen.shadows.fall();
        // Swell carries the shadow to and fro.
        let slack = 0.35 + 0.5 * self.scene.water.swell_height_m * fall[0].hypot(fall[1]);
        let clean = self.clean(truth, along, |t| {
            t.shadow.is_some_and(|spot| {
                let (within, beyond) = (self.what(spot, across, -slack), self.what(spot, across, slack));
                let is_hull = matches!(within.1, Some(Part::Side | Part::Deck));
                is_hull && !within.0.is_some_and(Part::is_ship) && beyond.1.is_none()
            })
        });
        let mark = (Mark::ShadowEdge, Some(truth.station), number);
        let seen = clean.and_then(|t| {
            let spot = t.shadow?;
            let (strip, gap) = self.gaps_px(&t, across);
            let gap = gap? - strip.unwrap_or(0.0);
            let look = self.look(spot, across, gap, true);
            let edge = find(&self.image.picture, &look, [0, 0])?;
            (gap >= APART_PX && edge.contrast >= hand.analyst.least_contrast).then_some((look, edge))
        });
        if let Some((look, edge)) = seen {
            hand.set(&look, edge, mark);
        } else if hand.analyst.is_careless {
            // Something dark beside the hull is taken for the shadow.
            let off_px = hand.random.between(0.5, 4.0);
            let look = self.look(truth.edge, across, APART_PX, true);
            hand.set(&look, Edge { off_px, contrast: 0.0 }, mark);
        }
    }

    fn waterline(&self, hand: &mut Hand<'_>, (truth, along, number): (&SideTruth, f64, u32), across: Spot) {
        let strip_px = truth.freeboard_m * truth.lean_factor / self.how.spacing_m;
        let clean = self.clean(truth, along, |t| {
            let (within, beyond) =
                (self.what(t.waterline, across, -0.3), self.what(t.waterline, across, 0.3));
            within.0 == Some(Part::Side) && beyond.0.is_none()
        });
        let Some(at) = clean.filter(|_| strip_px >= APART_PX) else { return };
        let (_, gap) = self.gaps_px(&at, across);
        let apart = strip_px.min(gap.map_or(f64::INFINITY, |gap| gap - strip_px));
        if apart < APART_PX {
            return;
        }
        let look = self.look(at.waterline, across, apart, false);
        let Some(edge) = find(&self.image.picture, &look, [0, 0]) else { return };
        if edge.contrast >= hand.analyst.least_contrast {
            hand.set(&look, edge, (Mark::Waterline, Some(truth.station), number));
        }
    }
}

/// The points that an analyst sets on a photograph. `vertical_sd_share`: by how much the height given of what stands
/// upright is off, one standard deviation.
pub fn clicks_on_photo(photo: &Photo, analyst: &Analyst, vertical_sd_share: f64) -> Vec<ImagePoint> {
    let mut hand = Hand::new(analyst);
    for (mark, end) in [Mark::Bow, Mark::Stern].into_iter().zip(photo.ends) {
        hand.set_at(end, (mark, None, 0), None);
    }
    for (number, spot) in photo.horizon.iter().enumerate() {
        let look =
            Look { at: *spot, across: [-1.0, 0.0], reach_px: 2.0, along_px: 8.0, is_brighter_beyond: true };
        let tile = &photo.tiles[number + 1];
        let edge = find(&tile.picture, &look, [tile.line, tile.sample]);
        if let Some(edge) = edge.filter(|e| e.contrast >= analyst.least_contrast) {
            hand.set(&look, edge, (Mark::Horizon, None, number as u32));
        }
    }
    for truth in &photo.stations {
        on_station(&mut hand, photo, truth);
    }
    if let Some((foot, top, height_m)) = photo.upright {
        let given = height_m * (1.0 + vertical_sd_share * hand.random.normal());
        hand.set_at(top, (Mark::VerticalTop, None, 0), Some(given));
        hand.set_at(foot, (Mark::VerticalFoot, None, 0), Some(given));
    }
    hand.points
}

fn on_station(hand: &mut Hand<'_>, photo: &Photo, truth: &StationTruth) {
    let across = way(truth.waterline, truth.edge);
    let along = way(photo.ends[1], photo.ends[0]);
    let length = (photo.ends[0][0] - photo.ends[1][0]).hypot(photo.ends[0][1] - photo.ends[1][1]);
    let tile = &photo.tiles[0];
    let marks = [
        (Mark::DeckEdge, Some(truth.edge)),
        (Mark::Waterline, Some(truth.waterline)),
        (Mark::BandTop, truth.band_top),
    ];
    for (mark, spot) in marks {
        let Some(spot) = spot else { continue };
        // A band of which less than two pixels show is not seen.
        let strip = (spot[0] - truth.waterline[0]).hypot(spot[1] - truth.waterline[1]);
        if mark == Mark::BandTop && strip < 2.0 {
            continue;
        }
        for number in 0..hand.analyst.clicks {
            let spread = 0.02 * length * (f64::from(number) - f64::from(hand.analyst.clicks - 1) / 2.0);
            let at = moved(spot, along, spread);
            let is_hidden = photo.seen.part(moved(at, across, -1.5)).is_some_and(|p| !p.is_ship());
            let look = Look { at, across, reach_px: 2.0, along_px: 4.0, is_brighter_beyond: false };
            let edge = find(&tile.picture, &look, [tile.line, tile.sample]);
            let seen = edge.filter(|e| !is_hidden && e.contrast >= hand.analyst.least_contrast);
            if let Some(edge) = seen {
                hand.set(&look, edge, (mark, Some(truth.station), number));
            }
        }
    }
}
