//! Freeboards in a photograph: by the true horizon, by something upright of known height, by the ship's length.
//!
//! Method page: `docs/methods/oblique-photos.md`.

use super::band;
use super::budget::{listed, useful};
use super::frame::Frame;
use super::inputs::{Inputs, changes, terms};
use super::params::WaterlineParams;
use super::scale::{by_length, by_verticals, place, range_m};
use super::view::{HullFacts, PhotoView, Side};
use super::{FreeboardReading, Measured, Read, interval, term};
use plimsoll_model::{FreeboardMethod, ImagePoint, Mark, Measurable, Station};

/// A photograph with what is known of it.
pub(super) struct Photo<'a> {
    pub(super) view: &'a PhotoView,
    pub(super) facts: &'a HullFacts,
    pub(super) params: &'a WaterlineParams,
    pub(super) inputs: Inputs,
}

/// The methods that give the height of something above the waterline, best first where they are equally good.
const METHODS: [FreeboardMethod; 3] =
    [FreeboardMethod::Horizon, FreeboardMethod::KnownVertical, FreeboardMethod::KnownLength];

/// A method, and what it gave.
pub(super) type Tried = (FreeboardMethod, Result<FreeboardReading, String>);

/// Reads a photograph.
pub(super) fn read(
    points: &[ImagePoint],
    view: &PhotoView,
    facts: &HullFacts,
    params: &WaterlineParams,
) -> Read {
    let photo = Photo { view, facts, params, inputs: Inputs::new(points, view, facts, params) };
    let mut read = Read::default();
    let mut refusals = Vec::new();
    for station in Station::ALL {
        if let Err(why) = photo.freeboards(station, &mut read) {
            refusals.push(format!("{}: {why}", station.as_str()));
        }
        for outcome in [band::boot_topping(&photo, station), band::draught_marks(&photo, station)] {
            match outcome {
                Ok(found) => found.into_iter().for_each(|(measured, reading)| {
                    read.measurements.push(measured);
                    read.freeboards.push(reading);
                }),
                Err(why) => refusals.push(format!("{}: {why}", station.as_str())),
            }
        }
    }
    read.refuse(refusals);
    read
}

impl Photo<'_> {
    /// The clicks of a mark at a station.
    pub(super) fn clicks(&self, mark: Mark, station: Station) -> Vec<ImagePoint> {
        let is_there = |p: &&ImagePoint| p.mark == mark && p.station.unwrap_or(Station::Mid) == station;
        self.inputs.points.iter().filter(is_there).cloned().collect()
    }

    fn has(&self, mark: Mark) -> bool {
        self.inputs.points.iter().any(|p| p.mark == mark)
    }

    /// Who looks at the starboard side sees the bow to the right.
    pub(super) fn side(&self) -> Option<Side> {
        let frame = Frame::new(&self.inputs)?;
        let bow = place(&self.inputs, &frame, Mark::Bow, None)?;
        let stern = place(&self.inputs, &frame, Mark::Stern, None)?;
        Some(if bow.across > stern.across { Side::Starboard } else { Side::Port })
    }

    fn freeboards(&self, station: Station, read: &mut Read) -> Result<(), String> {
        let deck = self.clicks(Mark::DeckEdge, station);
        let water = self.clicks(Mark::Waterline, station);
        if deck.is_empty() {
            return Ok(());
        }
        if water.is_empty() {
            return Err("the edge of the deck is marked and the waterline below it is not".into());
        }
        let outcomes = self.heights(Mark::DeckEdge, station)?;
        let mut refusals = Vec::new();
        let mut is_any = false;
        for (method, outcome) in outcomes {
            match outcome.and_then(FreeboardReading::above_water) {
                Ok(reading) => {
                    is_any = true;
                    read.measurements.extend(measured(&reading, Measurable::Freeboard, method));
                    read.freeboards.push(reading);
                }
                Err(why) => refusals.push(format!("by {}: {why}", method.as_str())),
            }
        }
        if is_any { Ok(()) } else { Err(refusals.join("; ")) }
    }

    /// The height of a mark above the waterline at a station, by each method for which something was marked.
    pub(super) fn heights(&self, mark: Mark, station: Station) -> Result<Vec<Tried>, String> {
        let tried: Vec<_> = METHODS
            .into_iter()
            .filter(|method| self.is_meant(*method))
            .map(|method| (method, self.height(method, mark, station)))
            .collect();
        if tried.is_empty() {
            return Err(
                "nothing gives the scale: mark the horizon twice and state height and focal length of the camera, or mark top \
                 and foot of something of known height, or bow and stern of a ship of known length"
                    .into(),
            );
        }
        Ok(tried)
    }

    fn is_meant(&self, method: FreeboardMethod) -> bool {
        match method {
            FreeboardMethod::Horizon => self.has(Mark::Horizon),
            FreeboardMethod::KnownVertical => self.has(Mark::VerticalTop) || self.has(Mark::VerticalFoot),
            _ => self.has(Mark::Bow) && self.has(Mark::Stern),
        }
    }

    fn height(
        &self,
        method: FreeboardMethod,
        mark: Mark,
        station: Station,
    ) -> Result<FreeboardReading, String> {
        let number = |inputs: &Inputs| height(inputs, method, mark, station);
        let height_m = number(&self.inputs).ok_or_else(|| self.lacking(method))?;
        let is_roll_known = Frame::is_roll_known(&self.inputs.points);
        let changes = changes(self.view, self.facts, station, is_roll_known, self.params);
        let mut terms = terms(&self.inputs, &number, &changes);
        let swell = self.facts.swell_height_m.filter(|swell| swell.is_finite()).unwrap_or(0.0);
        terms.extend(listed(&[(term::SWELL, swell.max(0.0) * self.params.swell_share)]));
        let marked =
            [self.clicks(mark, station), self.clicks(Mark::Waterline, station), self.scale_points(method)];
        let reading = FreeboardReading {
            station,
            side: self.side(),
            method,
            height_m,
            terms,
            measurability: None,
            marked: marked.concat(),
        };
        useful(reading.sd_m(), self.params)
            .map_err(|why| format!("{why}; {}", would_do(&reading, self.params)))?;
        Ok(reading)
    }

    /// The points that a method takes its scale from.
    fn scale_points(&self, method: FreeboardMethod) -> Vec<ImagePoint> {
        let marks: &[Mark] = match method {
            FreeboardMethod::Horizon => &[Mark::Horizon],
            FreeboardMethod::KnownVertical => &[Mark::VerticalTop, Mark::VerticalFoot],
            _ => &[Mark::Bow, Mark::Stern, Mark::BeamEnd],
        };
        self.inputs.points.iter().filter(|p| marks.contains(&p.mark)).cloned().collect()
    }

    /// What a method would need that is not there.
    fn lacking(&self, method: FreeboardMethod) -> String {
        let i = &self.inputs;
        let needs: &[(bool, &str)] = match method {
            FreeboardMethod::Horizon => &[
                (i.camera_height_m.is_none(), "the height of the camera"),
                (
                    i.focal_px.is_none(),
                    "the focal length (without it the dip of the horizon cannot be added)",
                ),
                (Frame::rays(i).is_none(), "two points on the horizon, apart"),
            ],
            FreeboardMethod::KnownVertical => {
                &[(true, "a top and a foot of one number, with the height in value_m")]
            }
            _ => &[
                (i.length_m.is_none(), "the ship's length"),
                (
                    true,
                    "how the hull is turned to the camera: two beam ends and the beam, or horizon, height and focal length of \
                     the camera and the waterline fore and aft",
                ),
            ],
        };
        let missing: Vec<&str> = needs.iter().filter(|(is_so, _)| *is_so).map(|(_, what)| *what).collect();
        if missing.is_empty() {
            return "the points lie at or beyond the horizon".into();
        }
        format!("needed: {}", missing.join("; "))
    }
}

/// Which photograph would do: one with more pixels, if the points are at fault; else what would have to be known better.
fn would_do(reading: &FreeboardReading, params: &WaterlineParams) -> String {
    let points: f64 = reading.terms.iter().filter(|t| t.source == term::POINTS).map(|t| t.sd_m).sum();
    let rest: Vec<_> = reading.terms.iter().filter(|t| t.source != term::POINTS).collect();
    let room = params.most_sd_m * params.most_sd_m - rest.iter().map(|t| t.sd_m * t.sd_m).sum::<f64>();
    if room > 0.0 && points.is_finite() {
        let times = points / libm::sqrt(room);
        return format!("a photograph with {times:.1} times as many pixels across the ship would do");
    }
    match rest.into_iter().max_by(|a, b| a.sd_m.total_cmp(&b.sd_m)) {
        Some(worst) => format!("more pixels would not do, {} must be known better", worst.source),
        None => "no photograph like this would do".to_owned(),
    }
}

/// The height of a mark above the waterline at a station, m.
fn height(inputs: &Inputs, method: FreeboardMethod, mark: Mark, station: Station) -> Option<f64> {
    let frame = match method {
        FreeboardMethod::Horizon => Frame::rays(inputs)?,
        _ => Frame::new(inputs)?,
    };
    let water = place(inputs, &frame, Mark::Waterline, Some(station))?;
    let top = place(inputs, &frame, mark, Some(station))?;
    let per_m = match method {
        FreeboardMethod::Horizon => {
            let range = range_m(inputs, &water)?;
            // Nearer than the waterline by the overhang, on a sphere: what lies `h` above the water there.
            let nearer = range - inputs.overhang_m;
            let drop = nearer * nearer / (2.0 * inputs.seeming_radius_m());
            return Some(inputs.camera_height_m? + drop - nearer * top.below);
        }
        FreeboardMethod::KnownVertical => by_verticals(inputs, &frame, water.across)?,
        _ => by_length(inputs, &frame, water.across)?,
    };
    Some((water.below - top.below) / per_m + inputs.overhang_m * top.tan_below)
}

/// A reading as a measurement.
pub(super) fn measured(
    reading: &FreeboardReading,
    quantity: Measurable,
    by: FreeboardMethod,
) -> Option<Measured> {
    let terms: Vec<String> = reading.terms.iter().map(|t| format!("{} {:.2}", t.source, t.sd_m)).collect();
    let basis = format!(
        "{} {}: by {}; standard deviations in m: {}",
        reading.side.map_or("", Side::as_str),
        reading.station.as_str(),
        by.as_str(),
        terms.join(", ")
    );
    Some(Measured {
        quantity,
        station: Some(reading.station),
        method: Some(reading.method),
        value: interval(reading.height_m, reading.sd_m())?,
        measurability: None,
        marked: reading.marked.clone(),
        basis: basis.trim_start().to_owned(),
    })
}
