//! How deep a ship lies in an image: freeboards seen at stations to a draught with its error, or a refusal.
//!
//! `draught = depth - freeboard`, where the depth is that of the edge seen: moulded depth, bulwark, sheer. What is the same
//! in every image of a hull is kept apart, since the difference of two images does not hold it.
//! `docs/methods/draught-from-image.md`. Nothing here knows how an image is read.

mod combine;
mod depth;
mod mixture;
mod pair;
mod params;
mod stations;
mod visits;

pub use pair::{Change, change, hull_sd_m, sd_m};
pub use params::DraughtFromImageParams;
pub use visits::{ImageDraught, ImagesOfVisit, Matched, TimedReading, images_of_visits, vessel_of};

use crate::draws::Z_95;
use mixture::Mixture;
use plimsoll_model::evidence::Key;
use plimsoll_model::{
    ErrorTerm, Estimate, FreeboardMethod, Particular, RecordId, RecordKind, Station, Vessel, WaterlineReading,
};

/// A term of the error of a [`FreeboardSeen`] whose source begins with this word is of the points themselves: it is that
/// reading's own. Every other term is one error of the image: readings whose terms have the same source share it.
pub const POINTS: &str = "points";

/// A side of a hull.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// On the left of who looks forward.
    Port,
    /// On the right.
    Starboard,
}

/// One height read at one station by one method by one person.
#[derive(Clone, Debug, PartialEq)]
pub struct FreeboardSeen {
    /// Where along the hull.
    pub station: Station,
    /// On which side; `None`: not known.
    pub side: Option<Side>,
    /// How.
    pub method: FreeboardMethod,
    /// Height of the edge seen above the water, m. For the boot-topping the height of the visible band; for draught marks
    /// the draught itself.
    pub height_m: f64,
    /// Its error, term by term, in m of this height.
    pub terms: Vec<ErrorTerm>,
    /// Who set the points.
    pub analyst: String,
    /// Signed measurability K; `None` for photographs.
    pub measurability: Option<f64>,
    /// The record of the measurement.
    pub measurement: RecordId,
}

/// What is known of the hull.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HullKnown {
    /// Length overall, m.
    pub length_overall_m: Option<Estimate<f64>>,
    /// Beam, m.
    pub beam_m: Option<Estimate<f64>>,
    /// Moulded depth as a list states it, m.
    pub depth_moulded_m: Option<Estimate<f64>>,
    /// Summer draught, m.
    pub summer_draught_m: Option<Estimate<f64>>,
    /// True if a list states the summer draught: it then tells the depth better than the beam does.
    pub is_summer_draught_stated: bool,
    /// Moulded depth from size relations, m.
    pub depth_inferred_m: Option<Estimate<f64>>,
    /// Whether the edge seen is that of a bulwark; `None`: not known.
    pub has_bulwark: Option<bool>,
    /// Draught at the upper edge of the boot-topping, m; `None`: near the summer draught.
    pub band_top_draught_m: Option<Estimate<f64>>,
    /// Significant height of the waves, m; `None`: not known.
    pub swell_height_m: Option<f64>,
}

impl HullKnown {
    /// From a ship's particulars.
    pub fn of(vessel: &Vessel) -> Self {
        let any = |p: &Option<Particular>| p.as_ref().map(|p| p.estimate);
        let is_stated = |p: &Option<Particular>| p.as_ref().is_some_and(|p| !p.is_inferred);
        let depth = any(&vessel.depth_moulded_m);
        let is_depth_stated = is_stated(&vessel.depth_moulded_m);
        Self {
            length_overall_m: any(&vessel.length_overall_m),
            beam_m: any(&vessel.beam_m),
            depth_moulded_m: depth.filter(|_| is_depth_stated),
            summer_draught_m: any(&vessel.summer_draught_m),
            is_summer_draught_stated: is_stated(&vessel.summer_draught_m),
            depth_inferred_m: depth.filter(|_| !is_depth_stated),
            ..Self::default()
        }
    }
}

/// Half the width of an estimate's interval, as one standard deviation.
pub(crate) fn spread(estimate: Estimate<f64>) -> f64 {
    (estimate.high() - estimate.low()) / (2.0 * Z_95)
}

/// The reading of one ship in one image. `refusals` are the words in which the image was refused, if it was: they are
/// kept, and stand alone where nothing else was seen.
pub fn waterline_reading(
    scene: RecordId,
    ship: &str,
    seen: &[FreeboardSeen],
    refusals: &[String],
    hull: &HullKnown,
    params: &DraughtFromImageParams,
) -> WaterlineReading {
    let usable: Vec<&FreeboardSeen> = seen.iter().filter(|s| is_number(s)).collect();
    let mut reading = empty(scene, ship, seen);
    let outcome = draught(&usable, hull, params);
    match outcome {
        Ok(found) => fill(&mut reading, found, refusals),
        Err(why) => {
            let words: Vec<&str> = refusals.iter().map(String::as_str).chain(why.as_deref()).collect();
            reading.refusal = Some(words.join("; "));
            reading.basis = "no draught".to_owned();
        }
    }
    reading
}

fn is_number(seen: &FreeboardSeen) -> bool {
    let terms = seen.terms.iter().all(|t| t.sd_m.is_finite() && t.sd_m >= 0.0);
    seen.height_m.is_finite() && terms && !seen.terms.is_empty()
}

fn empty(scene: RecordId, ship: &str, seen: &[FreeboardSeen]) -> WaterlineReading {
    let mut analysts: Vec<&str> = seen.iter().map(|s| s.analyst.as_str()).collect();
    analysts.sort_unstable();
    analysts.dedup();
    let mut parents: Vec<RecordId> = seen.iter().map(|s| s.measurement).collect();
    parents.sort_unstable();
    parents.dedup();
    parents.insert(0, scene);
    WaterlineReading {
        id: RecordId::of(RecordKind::WaterlineReading, &[Key::Id(scene), Key::Text(ship)]),
        scene,
        ship: ship.to_owned(),
        method: None,
        measurability: None,
        freeboard_m: None,
        depth_m: None,
        draught_m: None,
        trim_m: None,
        budget: vec![],
        analysts: u32::try_from(analysts.len()).unwrap_or(u32::MAX),
        refusal: None,
        basis: String::new(),
        parents,
    }
}

/// What an image says.
struct Found<'a> {
    draught: Mixture,
    depth: Option<Mixture>,
    freeboard: Option<Estimate<f64>>,
    trim: Option<Estimate<f64>>,
    budget: Vec<ErrorTerm>,
    leading: Option<&'a FreeboardSeen>,
    basis: String,
}

fn fill(reading: &mut WaterlineReading, found: Found<'_>, refusals: &[String]) {
    reading.method = found.leading.map(|s| s.method);
    reading.measurability = found.leading.and_then(|s| s.measurability);
    reading.freeboard_m = found.freeboard;
    reading.depth_m = found.depth.and_then(|d| d.estimate());
    reading.draught_m = found.draught.estimate();
    reading.trim_m = found.trim;
    reading.budget = found.budget;
    reading.basis = std::iter::once(found.basis)
        .chain(refusals.iter().map(|r| format!("not used: {r}")))
        .collect::<Vec<_>>()
        .join("; ");
}

/// The draught, or why there is none (`None`: nothing was seen, and the image's own refusal says why).
fn draught<'a>(
    seen: &[&'a FreeboardSeen],
    hull: &HullKnown,
    params: &DraughtFromImageParams,
) -> Result<Found<'a>, Option<String>> {
    if seen.is_empty() {
        return Err(None);
    }
    let (freeboards, direct): (Vec<&FreeboardSeen>, Vec<&FreeboardSeen>) =
        seen.iter().copied().partition(|s| depth::is_freeboard(s.method));
    let by_edge = (!freeboards.is_empty()).then(|| depth::of_freeboards(&freeboards, hull, params));
    let by_marks = (!direct.is_empty()).then(|| depth::of_draughts(&direct, hull, params));
    let found = match (by_edge, by_marks) {
        (Some(Err(why)), Some(Err(other))) => return Err(Some(format!("{why}; {other}"))),
        (Some(Ok(edge)), Some(Ok(marks))) => depth::joined(edge, marks),
        // One that fails leaves the other.
        (Some(Ok(found)), _) | (_, Some(Ok(found))) => found,
        (Some(Err(why)), None) | (None, Some(Err(why))) => return Err(Some(why)),
        (None, None) => return Err(None),
    };
    depth::fit_for_use(found, hull, params).map_err(Some)
}
