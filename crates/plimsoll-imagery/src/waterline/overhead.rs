//! Freeboards in an image from above: by the lean of the hull's side, by its shadow, by both.
//!
//! Method page: `docs/methods/freeboard.md`.

use super::budget::{Light, Setting, readable, total_sd_m, useful};
use super::clicks::{offset, sd_px};
use super::edges::{Edges, Factors};
use super::ground::{Ground, Vector, between, dot, right_of, turned};
use super::hull_axis::HullAxis;
use super::params::WaterlineParams;
use super::plan::would_do_words;
use super::view::{HullFacts, OverheadView, Side};
use super::{FreeboardReading, Measured, Read, interval, sd_of};
use plimsoll_model::{Estimate, FreeboardMethod, ImagePoint, Mark, Measurable, Station};

/// Everything that a side at a station is read with.
pub(super) struct Hull<'a> {
    pub(super) ground: Ground,
    pub(super) axis: HullAxis,
    pub(super) light: Light,
    pub(super) facts: &'a HullFacts,
    pub(super) params: &'a WaterlineParams,
}

/// The clicks on one side at one station.
struct Stretch<'p> {
    station: Station,
    side: Side,
    /// Unit vector out of the hull.
    normal: Vector,
    /// One standard deviation of its direction, radians.
    normal_sd_rad: f64,
    clicks: Vec<&'p ImagePoint>,
}

/// Why a stretch is not read.
enum Refused {
    /// Another sun or view would do.
    Geometry(String),
    /// The points are at fault.
    Points(String),
}

fn is_edge(point: &ImagePoint) -> bool {
    matches!(point.mark, Mark::DeckEdge | Mark::Waterline | Mark::ShadowEdge)
}

/// Reads the freeboards of a set.
pub(super) fn freeboards(points: &[ImagePoint], view: &OverheadView, hull: &Hull<'_>, read: &mut Read) {
    let mut refusals = Vec::new();
    let mut is_geometry = false;
    for station in Station::ALL {
        let clicks: Vec<_> = points
            .iter()
            .filter(|p| is_edge(p) && p.station.unwrap_or(Station::Mid) == station)
            .filter(|p| p.line.is_finite() && p.sample.is_finite())
            .collect();
        if let Some(why) = hull.misplaced(station, &clicks) {
            refusals.push(format!("{}: {why}", station.as_str()));
            continue;
        }
        for stretch in hull.stretches(station, &clicks) {
            let (reason, by_geometry) = match hull.freeboard(&stretch) {
                Ok(reading) => {
                    read.measurements.extend(measured(&reading));
                    read.freeboards.push(reading);
                    continue;
                }
                Err(Refused::Geometry(reason)) => (reason, true),
                Err(Refused::Points(reason)) => (reason, false),
            };
            is_geometry |= by_geometry;
            refusals.push(format!("{} side, {}: {reason}", stretch.side.as_str(), station.as_str()));
        }
    }
    if is_geometry {
        refusals.push(would_do_words(view, hull.axis.forward, hull.params));
    }
    read.refuse(refusals);
}

fn measured(reading: &FreeboardReading) -> Option<Measured> {
    let terms: Vec<String> = reading.terms.iter().map(|t| format!("{} {:.2}", t.source, t.sd_m)).collect();
    let basis = format!(
        "{} side, {}: {} at K = {:.2}; standard deviations in m: {}",
        reading.side.map_or("", Side::as_str),
        reading.station.as_str(),
        reading.method.as_str(),
        reading.measurability.unwrap_or(f64::NAN),
        terms.join(", ")
    );
    Some(Measured {
        quantity: Measurable::Freeboard,
        station: Some(reading.station),
        method: Some(reading.method),
        value: interval(reading.height_m, reading.sd_m())?,
        measurability: reading.measurability,
        marked: reading.marked.clone(),
        basis,
    })
}

impl Hull<'_> {
    /// Whether clicks called fore lie aft, or the other way round.
    fn misplaced(&self, station: Station, clicks: &[&ImagePoint]) -> Option<String> {
        let middle = self.axis.middle?;
        let forward = |p: &&ImagePoint| dot(between(middle, self.ground.of(p)), self.axis.forward);
        let is_wrong = match station {
            Station::Fore => clicks.iter().any(|p| forward(p) < 0.0),
            Station::Aft => clicks.iter().any(|p| forward(p) > 0.0),
            Station::Mid => false,
        };
        is_wrong.then(|| "a point of this station lies on the other half of the hull".to_owned())
    }

    /// The clicks of a station, side by side of the hull.
    fn stretches<'p>(&self, station: Station, clicks: &[&'p ImagePoint]) -> Vec<Stretch<'p>> {
        let starboard = right_of(self.axis.forward);
        let side_of = |p: &ImagePoint| match self.axis.middle {
            Some(middle) if dot(between(middle, self.ground.of(p)), starboard) > 0.0 => Side::Starboard,
            Some(_) => Side::Port,
            None => self.shown_side(starboard, clicks),
        };
        let of_side = |side: Side| {
            let clicks: Vec<_> = clicks.iter().copied().filter(|p| side_of(p) == side).collect();
            let normal = if side == Side::Starboard { starboard } else { [-starboard[0], -starboard[1]] };
            let (normal, normal_sd_rad) = self.local_normal(normal, station, &clicks);
            Stretch { station, side, normal, normal_sd_rad, clicks }
        };
        let both = [Side::Port, Side::Starboard].map(of_side);
        both.into_iter().filter(|stretch| !stretch.clicks.is_empty()).collect()
    }

    /// Without bow and stern: the side on which a shadow falls, or whose wall is seen.
    fn shown_side(&self, starboard: Vector, clicks: &[&ImagePoint]) -> Side {
        let factors = Factors::new(starboard, self.light.sun, self.light.sensor);
        let is_shadow = clicks.iter().any(|p| p.mark == Mark::ShadowEdge);
        let factor = if is_shadow { factors.shadow } else { factors.lean };
        if factor.is_none_or(|factor| factor > 0.0) { Side::Starboard } else { Side::Port }
    }

    /// The normal of the hull's side where it was clicked: that of the edges there if several clicks give it well, else
    /// that of the hull, which tapers at the ends.
    fn local_normal(&self, normal: Vector, station: Station, clicks: &[&ImagePoint]) -> (Vector, f64) {
        let along = right_of(normal);
        let (mut square, mut product, mut sd) = (0.0, 0.0, 0.0_f64);
        for mark in [Mark::DeckEdge, Mark::Waterline, Mark::ShadowEdge] {
            let of_mark: Vec<_> = clicks.iter().copied().filter(|p| p.mark == mark).collect();
            let Some(centre) = offset(&self.ground, &of_mark, normal, self.params.edge_sd_px) else {
                continue;
            };
            for click in of_mark {
                let at = self.ground.of(click);
                let x = dot(at, along) - centre.along_m;
                square += x * x;
                product += x * (dot(at, normal) - centre.at_m);
                sd = sd.max(self.ground.sd_along(normal, sd_px(click, self.params.edge_sd_px)));
            }
        }
        let own_sd = sd / libm::sqrt(square);
        if own_sd.is_finite() && own_sd < self.params.own_edge_sd_deg.to_radians() {
            // The edge runs along (along + slope normal), so that its normal is turned the other way.
            return (turned(normal, -libm::atan(product / square)), own_sd);
        }
        let taper = if station == Station::Mid { 0.0 } else { self.params.taper_sd_deg.to_radians() };
        (normal, libm::hypot(self.axis.sd_rad, taper))
    }

    fn freeboard(&self, stretch: &Stretch<'_>) -> Result<FreeboardReading, Refused> {
        let quay = self.facts.quay_height_m.as_ref();
        let setting = Setting {
            light: self.light,
            normal: stretch.normal,
            normal_sd_rad: stretch.normal_sd_rad,
            quay_m: quay.map_or((0.0, 0.0), |quay| (Estimate::mid(quay), sd_of(quay))),
            swell_m: self.facts.swell_height_m.filter(|swell| swell.is_finite()).unwrap_or(0.0),
            overhang_sd_m: self.params.overhang_sd(stretch.station),
        };
        let (method, marks) = self.method(stretch, &setting.factors())?;
        let k = readable(method, &setting.factors(), self.params).map_err(Refused::Geometry)?;
        let edges = |normal: Vector| {
            let seen = |mark: Mark| {
                let is_used = |p: &&ImagePoint| p.mark == mark && marks.contains(&mark);
                let clicks: Vec<_> = stretch.clicks.iter().copied().filter(is_used).collect();
                let of_picture = self.ground.sd_along(normal, self.params.picture_sd_px(mark));
                offset(&self.ground, &clicks, normal, self.params.edge_sd_px)
                    .map(|o| (o.at_m, libm::hypot(o.sd_m, of_picture)))
            };
            let [deck, water, shadow] = [Mark::DeckEdge, Mark::Waterline, Mark::ShadowEdge].map(seen);
            Edges { deck, water, shadow }
        };
        self.agree(&setting, &edges)?;
        let (found, terms) = setting
            .read(&edges, self.params)
            .ok_or_else(|| Refused::Points("the points give no height".into()))?;
        let marked = stretch.clicks.iter().filter(|p| marks.contains(&p.mark)).map(|p| (*p).clone());
        let reading = FreeboardReading {
            station: stretch.station,
            side: Some(stretch.side),
            method,
            height_m: found.height_m,
            terms,
            measurability: Some(k),
            marked: marked.collect(),
        };
        useful(reading.sd_m(), self.params).map_err(Refused::Geometry)?;
        reading.above_water().map_err(Refused::Points)
    }

    /// Three edges give the height twice, by the lean and by the shadow: if the two differ by more than their errors, the
    /// angles are of another time or place, or an edge is not what it was called.
    fn agree(&self, setting: &Setting, edges: &impl Fn(Vector) -> Edges) -> Result<(), Refused> {
        let all = edges(setting.normal);
        if all.deck.is_none() || all.water.is_none() || all.shadow.is_none() {
            return Ok(());
        }
        let factors = setting.factors();
        let is_readable = |method| readable(method, &factors, self.params).is_ok();
        if !is_readable(FreeboardMethod::Lean) || !is_readable(FreeboardMethod::Shadow) {
            return Ok(());
        }
        let lean = setting.read(&|normal| Edges { shadow: None, ..edges(normal) }, self.params);
        let shadow = setting.read(&|normal| Edges { deck: None, ..edges(normal) }, self.params);
        let (Some((lean, of_lean)), Some((shadow, of_shadow))) = (lean, shadow) else { return Ok(()) };
        let apart = (lean.height_m - shadow.height_m).abs();
        // The two share the waterline, which moves them against each other: their errors add, at worst.
        if apart <= self.params.most_apart_sd * (total_sd_m(&of_lean) + total_sd_m(&of_shadow)) {
            return Ok(());
        }
        Err(Refused::Points(format!(
            "the side gives {:.2} m and the shadow {:.2} m, more apart than their errors: the angles are not of this image (is \
             the time right?), or an edge is not what it was called",
            lean.height_m, shadow.height_m
        )))
    }

    /// The method that the marks of a stretch make, and those that it uses.
    fn method(
        &self,
        stretch: &Stretch<'_>,
        factors: &Factors,
    ) -> Result<(FreeboardMethod, Vec<Mark>), Refused> {
        let is_marked = |mark| stretch.clicks.iter().any(|p| p.mark == mark);
        let deck = is_marked(Mark::DeckEdge);
        let shadow = is_marked(Mark::ShadowEdge);
        // What leans over the waterline hides it: what was clicked there is something else.
        let hides = factors.lean.is_some_and(|lean| lean < 0.0);
        let water = is_marked(Mark::Waterline) && !hides;
        let is_deck_known = deck && factors.lean.is_some();
        let is_shadow_known = shadow && factors.shadow.is_some();
        let (method, marks): (_, &[Mark]) = match (is_deck_known, water, is_shadow_known) {
            (true, true, true) if factors.shadow.is_some_and(|s| s > 0.0) => {
                (FreeboardMethod::ShadowAndLean, &[Mark::DeckEdge, Mark::Waterline, Mark::ShadowEdge])
            }
            (true, true, _) if !shadow || factors.shadow.is_none() => {
                (FreeboardMethod::Lean, &[Mark::DeckEdge, Mark::Waterline])
            }
            (true, _, true) => (FreeboardMethod::ShadowAndLean, &[Mark::DeckEdge, Mark::ShadowEdge]),
            (_, true, true) => (FreeboardMethod::Shadow, &[Mark::Waterline, Mark::ShadowEdge]),
            _ => return Err(unusable((deck, is_marked(Mark::Waterline), shadow), hides, factors)),
        };
        Ok((method, marks.to_vec()))
    }
}

/// Why too few of the marks can be used.
fn unusable((deck, water, shadow): (bool, bool, bool), hides: bool, factors: &Factors) -> Refused {
    let count = usize::from(deck) + usize::from(water) + usize::from(shadow);
    if count < 2 {
        return Refused::Points("two of deck-edge, waterline and shadow-edge are needed".into());
    }
    let reasons = [
        (deck && factors.lean.is_none(), "where the sensor stood is not known"),
        (shadow && factors.shadow.is_none(), "where the sun stood is not known"),
        (water && hides, "the hull leans over its own waterline on this side, the sensor does not see it"),
    ];
    let named: Vec<&str> = reasons.iter().filter(|(is_so, _)| *is_so).map(|(_, why)| *why).collect();
    Refused::Geometry(named.join(", "))
}
