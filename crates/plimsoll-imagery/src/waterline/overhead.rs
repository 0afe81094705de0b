//! Freeboards in an image from above: by the lean of the hull's side, by its shadow, by both.
//!
//! Method page: `docs/methods/freeboard.md`.

use super::clicks::{offset, sd_px};
use super::edges::{Edges, Factors, Height, height};
use super::ground::{Ground, Vector, between, dot, right_of, unit, usable};
use super::hull_axis::HullAxis;
use super::params::WaterlineParams;
use super::view::{HullFacts, OverheadView};
use super::{FreeboardReading, Measured, Read, interval, sd_of, term};
use plimsoll_model::{
    Direction, ErrorTerm, Estimate, FreeboardMethod, ImagePoint, Mark, Measurable, Station,
};

/// Everything that a side at a station is read with.
struct Hull<'a> {
    ground: Ground,
    axis: HullAxis,
    view: &'a OverheadView,
    facts: &'a HullFacts,
    params: &'a WaterlineParams,
}

/// The clicks on one side at one station.
struct Side<'p> {
    station: Station,
    /// Unit vector out of the hull.
    normal: Vector,
    /// One standard deviation of its direction, radians.
    normal_sd_rad: f64,
    clicks: Vec<&'p ImagePoint>,
    name: &'static str,
}

/// Reads the freeboards of a set.
pub(super) fn read(
    points: &[ImagePoint],
    view: &OverheadView,
    facts: &HullFacts,
    params: &WaterlineParams,
) -> Read {
    let is_edge = |p: &&ImagePoint| matches!(p.mark, Mark::DeckEdge | Mark::Waterline | Mark::ShadowEdge);
    let mut read = Read::default();
    let Some(ground) = Ground::new(view) else {
        read.refusal = Some("the size of a pixel on the ground is not known".into());
        return read;
    };
    let lean = usable(view.sensor_at).map(|sensor| {
        let [east, north] = unit(sensor.azimuth_deg);
        let tan = tan_zenith(sensor);
        [-east * tan, -north * tan]
    });
    let Some(axis) = HullAxis::new(&ground, points, lean, params) else {
        if points.iter().any(|p| is_edge(&p)) {
            read.refusal = Some(
                "which way the hull lies is not known: mark bow and stern, or the deck's edge at two places far apart"
                    .into(),
            );
        }
        return read;
    };
    let hull = Hull { ground, axis, view, facts, params };
    let mut refusals = Vec::new();
    for station in Station::ALL {
        let clicks: Vec<_> = points
            .iter()
            .filter(is_edge)
            .filter(|p| p.station.unwrap_or(Station::Mid) == station)
            .filter(|p| p.line.is_finite() && p.sample.is_finite())
            .collect();
        for side in hull.sides(station, &clicks) {
            match hull.freeboard(&side) {
                Ok(reading) => {
                    read.measurements.extend(measured(&reading, &side));
                    read.freeboards.push(reading);
                }
                Err(reason) => {
                    refusals.push(format!("{} side, {}: {reason}", side.name, station.as_str()));
                }
            }
        }
    }
    read.refusal = (!refusals.is_empty()).then(|| refusals.join("; "));
    read
}

fn tan_zenith(sensor: Direction) -> f64 {
    let elevation = sensor.elevation_deg.to_radians();
    libm::cos(elevation) / libm::sin(elevation)
}

fn measured(reading: &FreeboardReading, side: &Side<'_>) -> Option<Measured> {
    let basis = format!(
        "{} side, {}: {} at K = {:.2}",
        side.name,
        reading.station.as_str(),
        reading.method.as_str(),
        reading.measurability.unwrap_or(f64::NAN)
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
    /// The clicks of a station, side by side of the hull.
    fn sides<'p>(&self, station: Station, clicks: &[&'p ImagePoint]) -> Vec<Side<'p>> {
        let starboard = right_of(self.axis.forward);
        let port = [-starboard[0], -starboard[1]];
        let is_starboard = |p: &ImagePoint| match self.axis.middle {
            Some(middle) => dot(between(middle, self.ground.of(p)), starboard) > 0.0,
            None => self.shown_side(starboard, clicks),
        };
        let mut sides = Vec::new();
        for (name, normal, wanted) in [("starboard", starboard, true), ("port", port, false)] {
            let clicks: Vec<_> = clicks.iter().copied().filter(|p| is_starboard(p) == wanted).collect();
            if !clicks.is_empty() {
                let (normal, normal_sd_rad) = self.local_normal(normal, station, &clicks);
                sides.push(Side { station, normal, normal_sd_rad, clicks, name });
            }
        }
        sides
    }

    /// Without bow and stern: the side on which a shadow falls, or whose wall is seen.
    fn shown_side(&self, starboard: Vector, clicks: &[&ImagePoint]) -> bool {
        let factors = Factors::new(starboard, usable(self.view.sun), usable(self.view.sensor_at));
        let is_shadow = clicks.iter().any(|p| p.mark == Mark::ShadowEdge);
        let factor = if is_shadow { factors.shadow } else { factors.lean };
        factor.is_none_or(|factor| factor > 0.0)
    }

    /// The normal of the hull's side where it was clicked: that of the edges there if several clicks give it well, else
    /// that of the hull, which tapers at the ends.
    fn local_normal(&self, normal: Vector, station: Station, clicks: &[&ImagePoint]) -> (Vector, f64) {
        let along = right_of(normal);
        let (mut square, mut product) = (0.0, 0.0);
        let mut sd = 0.0_f64;
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
            // The edge runs along (along + slope normal): its normal is turned the other way.
            let slope = libm::atan(product / square);
            return (HullAxis::turned(normal, -slope), own_sd);
        }
        let taper = if station == Station::Mid { 0.0 } else { self.params.taper_sd_deg.to_radians() };
        (normal, libm::hypot(self.axis.sd_rad, taper))
    }

    fn freeboard(&self, side: &Side<'_>) -> Result<FreeboardReading, String> {
        let sun = usable(self.view.sun);
        let sensor = usable(self.view.sensor_at);
        let factors = Factors::new(side.normal, sun, sensor);
        let marks = self.readable(side, &factors)?;
        let (method, measurability) = method(&marks, &factors);
        if measurability <= 0.0 {
            return Err(format!("K = {measurability:.2}: the hull hides this from the sensor"));
        }
        if measurability < self.params.least_measurability {
            return Err(format!(
                "K = {measurability:.2}, at least {:.2} is needed",
                self.params.least_measurability
            ));
        }
        let quay_m = self.facts.quay_height_m.as_ref().map_or(0.0, Estimate::mid);
        let solve = |normal, sun, sensor, quay| self.height(side, &marks, normal, (sun, sensor), quay);
        let Some(found) = solve(side.normal, sun, sensor, quay_m) else {
            return Err("the points give no height".into());
        };
        let terms = self.terms(side, &marks, found, (sun, sensor), quay_m);
        let reading = FreeboardReading {
            station: side.station,
            method,
            height_m: found.height_m,
            terms,
            measurability: Some(measurability),
            marked: side.clicks.iter().filter(|p| marks.contains(&p.mark)).map(|p| (*p).clone()).collect(),
        };
        self.checked(reading)
    }

    fn checked(&self, reading: FreeboardReading) -> Result<FreeboardReading, String> {
        let sd = reading.sd_m();
        if sd.is_nan() || sd > self.params.most_sd_m {
            return Err(format!(
                "the freeboard would be known to {sd:.2} m only (one standard deviation), at most {:.2} m is of use",
                self.params.most_sd_m
            ));
        }
        if reading.height_m < -2.0 * sd {
            return Err(format!(
                "the points give {:.2} m: an edge lies on the wrong side, or the angles are not of this image",
                reading.height_m
            ));
        }
        Ok(reading)
    }

    /// The marks that can be used on a side.
    fn readable(&self, side: &Side<'_>, factors: &Factors) -> Result<Vec<Mark>, String> {
        let is_marked = |mark| side.clicks.iter().any(|p| p.mark == mark);
        let mut marks = Vec::new();
        let mut why = Vec::new();
        if is_marked(Mark::DeckEdge) {
            match factors.lean {
                Some(_) => marks.push(Mark::DeckEdge),
                None => why.push("where the sensor stood is not known"),
            }
        }
        if is_marked(Mark::Waterline) {
            if factors.lean.is_some_and(|lean| lean < 0.0) {
                why.push("the hull hides its waterline from the sensor on this side");
            } else {
                marks.push(Mark::Waterline);
            }
        }
        if is_marked(Mark::ShadowEdge) {
            match factors.shadow {
                Some(shadow) if shadow > 0.0 => marks.push(Mark::ShadowEdge),
                Some(_) => why.push("this side faces the sun, its shadow falls on the other"),
                None => why.push("where the sun stood is not known"),
            }
        }
        if marks.len() >= 2 {
            return Ok(marks);
        }
        if why.is_empty() {
            why.push("two of deck-edge, waterline and shadow-edge are needed");
        }
        Err(why.join(", "))
    }

    fn height(
        &self,
        side: &Side<'_>,
        marks: &[Mark],
        normal: Vector,
        (sun, sensor): (Option<Direction>, Option<Direction>),
        quay_m: f64,
    ) -> Option<Height> {
        let seen = |mark: Mark| {
            let clicks: Vec<_> = side.clicks.iter().copied().filter(|p| p.mark == mark).collect();
            let clicks = if marks.contains(&mark) { clicks } else { vec![] };
            offset(&self.ground, &clicks, normal, self.params.edge_sd_px).map(|o| (o.at_m, o.sd_m))
        };
        let edges = Edges {
            deck: seen(Mark::DeckEdge),
            water: seen(Mark::Waterline),
            shadow: seen(Mark::ShadowEdge),
        };
        height(&edges, &Factors::new(normal, sun, sensor), quay_m)
    }

    /// The terms of the error: each input moved by its standard deviation both ways.
    fn terms(
        &self,
        side: &Side<'_>,
        marks: &[Mark],
        found: Height,
        (sun, sensor): (Option<Direction>, Option<Direction>),
        quay_m: f64,
    ) -> Vec<ErrorTerm> {
        let at = |normal, sun, sensor, quay| {
            self.height(side, marks, normal, (sun, sensor), quay).map_or(f64::INFINITY, |h| h.height_m)
        };
        let half = |low: f64, high: f64| (high - low).abs() / 2.0;
        let by_sun = |sun| at(side.normal, sun, sensor, quay_m);
        let by_sensor = |sensor| at(side.normal, sun, sensor, quay_m);
        let sd = self.view.angle_sd_deg;
        let mut angles = 0.0;
        for (azimuth, elevation) in [(sd, 0.0), (0.0, sd)] {
            let moved = |from: Option<Direction>, sign: f64| moved(from, sign * azimuth, sign * elevation);
            let sun = half(by_sun(moved(sun, -1.0)), by_sun(moved(sun, 1.0)));
            let sensor = half(by_sensor(moved(sensor, -1.0)), by_sensor(moved(sensor, 1.0)));
            angles += sun * sun + sensor * sensor;
        }
        let turned =
            |sign: f64| at(HullAxis::turned(side.normal, sign * side.normal_sd_rad), sun, sensor, quay_m);
        let quay = self.facts.quay_height_m.as_ref().map(sd_of);
        let by_quay = |metres: f64| at(side.normal, sun, sensor, quay_m + metres);
        let terms = [
            (term::CLICKS, found.clicks_sd_m),
            (term::ANGLES, libm::sqrt(angles)),
            (term::AXIS, half(turned(-1.0), turned(1.0))),
            (term::SPACING, (found.height_m - quay_m).abs() * self.params.spacing_sd_share),
            (term::SWELL, self.facts.swell_height_m.unwrap_or(0.0) * self.params.swell_share),
            (term::QUAY, quay.map_or(0.0, |sd| half(by_quay(-sd), by_quay(sd)))),
        ];
        let term = |(source, sd_m): (&str, f64)| ErrorTerm { source: source.into(), sd_m, is_of_hull: false };
        terms.into_iter().filter(|(_, sd)| *sd > 0.0 || sd.is_nan()).map(term).collect()
    }
}

/// A direction moved a little.
fn moved(from: Option<Direction>, azimuth: f64, elevation: f64) -> Option<Direction> {
    from.map(|d| Direction {
        azimuth_deg: d.azimuth_deg + azimuth,
        elevation_deg: (d.elevation_deg + elevation).max(0.01),
    })
}

/// The method that marks make, and its K.
fn method(marks: &[Mark], factors: &Factors) -> (FreeboardMethod, f64) {
    let lean = factors.lean.unwrap_or(0.0);
    let shadow = factors.shadow.unwrap_or(0.0);
    match (marks.contains(&Mark::DeckEdge), marks.contains(&Mark::ShadowEdge)) {
        (true, true) => (FreeboardMethod::ShadowAndLean, lean + shadow),
        (true, false) => (FreeboardMethod::Lean, lean),
        _ => (FreeboardMethod::Shadow, shadow),
    }
}
