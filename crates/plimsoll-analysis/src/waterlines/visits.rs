//! Which reading is of which ship, and whether it tells how she came or how she left.

use super::{DraughtFromImageParams, hull_sd_m, sd_m};
use jiff::Timestamp;
use plimsoll_model::{ImoNumber, Mmsi, Period, PortVisit, RecordId, Vessel, WaterlineReading};
use std::collections::BTreeMap;

/// A reading with the time of its image.
#[derive(Clone, Copy, Debug)]
pub struct TimedReading<'a> {
    /// The reading.
    pub reading: &'a WaterlineReading,
    /// When the image was taken, as its scene says.
    pub time: Option<Period>,
}

/// A draught read from an image, on arrival or on departure.
#[derive(Clone, Debug, PartialEq)]
pub struct ImageDraught {
    /// The reading; it has a draught.
    pub reading: WaterlineReading,
    /// When the image was taken.
    pub time: Period,
}

/// The draughts from images of one visit.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ImagesOfVisit {
    /// How she came.
    pub arrival: Option<ImageDraught>,
    /// How she left.
    pub departure: Option<ImageDraught>,
}

/// What was found for which visit.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matched {
    /// By the identifier of the visit.
    pub by_visit: BTreeMap<RecordId, ImagesOfVisit>,
    /// Readings with a draught that no visit could take, and why.
    pub unused: Vec<(RecordId, String)>,
}

/// Finds the visits that readings tell of. A reading counts for the arrival if its image was taken within the time before a
/// visit of the ship, or shortly after it began; for the departure likewise. Of several the one with the least error of its
/// own is taken. Readings without a draught are left out.
pub fn images_of_visits(
    readings: &[TimedReading<'_>],
    visits: &[PortVisit],
    vessels: &[Vessel],
    params: &DraughtFromImageParams,
) -> Matched {
    let mut matched = Matched::default();
    for timed in readings.iter().filter(|t| t.reading.draught_m.is_some()) {
        if let Err(why) = place(timed, visits, vessels, params, &mut matched.by_visit) {
            matched.unused.push((timed.reading.id, why));
        }
    }
    matched.unused.sort();
    matched
}

fn place(
    timed: &TimedReading<'_>,
    visits: &[PortVisit],
    vessels: &[Vessel],
    params: &DraughtFromImageParams,
    by_visit: &mut BTreeMap<RecordId, ImagesOfVisit>,
) -> Result<(), String> {
    let vessel = vessel_of(&timed.reading.ship, vessels)?;
    let time = timed.time.ok_or("no time of the image is known")?;
    let mut is_placed = false;
    for visit in visits.iter().filter(|v| v.vessel == vessel) {
        let Some(end) = end_of(visit, time, params) else { continue };
        let images = by_visit.entry(visit.id).or_default();
        let place = match end {
            End::Arrival => &mut images.arrival,
            End::Departure => &mut images.departure,
        };
        let found = ImageDraught { reading: timed.reading.clone(), time };
        if place.as_ref().is_none_or(|held| rank(&found) < rank(held)) {
            *place = Some(found);
        }
        is_placed = true;
    }
    let none = || {
        "taken neither shortly before, at either end of, nor shortly after a port visit of the ship"
            .to_owned()
    };
    is_placed.then_some(()).ok_or_else(none)
}

/// Less is better: the error that is not of the hull, in tenths of a millimetre, then the identifier.
fn rank(draught: &ImageDraught) -> (u64, RecordId) {
    let own = sd_m(&draught.reading).powi(2) - hull_sd_m(&draught.reading).powi(2);
    ((own.max(0.0).sqrt() * 10_000.0) as u64, draught.reading.id)
}

/// An end of a visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Arrival,
    Departure,
}

fn end_of(visit: &PortVisit, time: Period, params: &DraughtFromImageParams) -> Option<End> {
    let hours = |h: f64| jiff::SignedDuration::try_from_secs_f64(h * 3600.0).unwrap_or_default();
    let within = |from: Timestamp, to: Timestamp| from <= time.start() && time.end() <= to;
    let alongside = hours(params.max_alongside_h);
    let arrival = within(visit.start - hours(params.max_before_h), visit.start + alongside);
    let departure = within(visit.end - alongside, visit.end + hours(params.max_after_h));
    let far = |from: Timestamp| time.start().duration_since(from).abs();
    match (arrival, departure) {
        (true, false) => Some(End::Arrival),
        (false, true) => Some(End::Departure),
        // A visit shorter than the times alongside: the nearer end; before both it is the arrival.
        (true, true) if time.start() <= visit.start || far(visit.start) < far(visit.end) => {
            Some(End::Arrival)
        }
        (true, true) => Some(End::Departure),
        (false, false) => None,
    }
}

/// The one ship that a file of points means by a number or a name.
pub fn vessel_of(ship: &str, vessels: &[Vessel]) -> Result<RecordId, String> {
    let wanted = plain(ship);
    let number: u32 = wanted.strip_prefix("IMO ").unwrap_or(&wanted).parse().unwrap_or(0);
    let (imo, mmsi) = (ImoNumber::new(number).ok(), Mmsi::new(number).ok());
    let is_it = |v: &&Vessel| {
        imo.is_some_and(|n| v.imo_number == Some(n))
            || mmsi.is_some_and(|m| v.mmsis.contains(&m))
            || v.names.iter().chain(&v.ship_name).any(|n| !wanted.is_empty() && plain(n) == wanted)
    };
    let found: Vec<RecordId> = vessels.iter().filter(is_it).map(|v| v.id).collect();
    match found[..] {
        [one] => Ok(one),
        [] => Err(format!("no ship of the case has the number or name \"{ship}\"")),
        _ => Err(format!("{} ships of the case may be \"{ship}\"", found.len())),
    }
}

/// Capitals, single spaces.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_uppercase()
}
