//! The boot-topping that stands above the water, and draught marks.
//!
//! Method page: `docs/methods/oblique-photos.md`, section 3.

use super::budget::{listed, useful};
use super::clicks::of_mark;
use super::frame::Frame;
use super::inputs::{Inputs, terms};
use super::oblique::{Photo, measured};
use super::scale::place;
use super::{FreeboardReading, Measured, term};
use plimsoll_model::{FreeboardMethod, Mark, Measurable, Station};

/// A measurement with its reading.
type Found = (Measured, FreeboardReading);

/// The height of the visible boot-topping, by the scale that is known best.
pub(super) fn boot_topping(photo: &Photo<'_>, station: Station) -> Result<Option<Found>, String> {
    if photo.clicks(Mark::BandTop, station).is_empty() {
        return Ok(None);
    }
    if photo.clicks(Mark::Waterline, station).is_empty() {
        return Err("the upper edge of the boot-topping is marked and the waterline below it is not".into());
    }
    let (mut read, mut refusals) = (Vec::new(), Vec::new());
    for (by, outcome) in photo.heights(Mark::BandTop, station)? {
        match outcome.and_then(FreeboardReading::above_water) {
            Ok(reading) => read.push((by, reading)),
            Err(why) => refusals.push(format!("boot-topping by {}: {why}", by.as_str())),
        }
    }
    let best = read.into_iter().min_by(|(_, a), (_, b)| a.sd_m().total_cmp(&b.sd_m()));
    let Some((by, reading)) = best else { return Err(refusals.join("; ")) };
    let reading = FreeboardReading { method: FreeboardMethod::BootTopping, ..reading };
    Ok(measured(&reading, Measurable::BandHeight, by).map(|measured| (measured, reading)))
}

/// The draught at a station: a line through the values of the marks, at the waterline. One mark alone has no scale.
pub(super) fn draught_marks(photo: &Photo<'_>, station: Station) -> Result<Option<Found>, String> {
    let marks = photo.clicks(Mark::DraughtMark, station);
    if marks.is_empty() {
        return Ok(None);
    }
    let water = photo.clicks(Mark::Waterline, station);
    let is_two = marks.iter().any(|m| m.value_m.is_some() && m.value_m != marks[0].value_m);
    if water.is_empty() || !is_two {
        return Err("draught marks need two marks of different value and the waterline below them".into());
    }
    let number = |inputs: &Inputs| marked_draught(inputs, station);
    let draught =
        number(&photo.inputs).ok_or("the values of the draught marks do not fall towards the water")?;
    let mut terms = terms(&photo.inputs, &number, &[]);
    let swell = photo.facts.swell_height_m.filter(|swell| swell.is_finite()).unwrap_or(0.0).max(0.0);
    terms.extend(listed(&[
        (term::MARKS, photo.params.mark_sd_m),
        (term::SWELL, swell * photo.params.swell_share),
    ]));
    let reading = FreeboardReading {
        station,
        side: photo.side(),
        method: FreeboardMethod::DraughtMarks,
        height_m: draught,
        terms,
        measurability: None,
        marked: [marks, water].concat(),
    };
    useful(reading.sd_m(), photo.params)?;
    Ok(measured(&reading, Measurable::MarkedDraught, FreeboardMethod::DraughtMarks)
        .map(|measured| (measured, reading)))
}

/// The line through values by least squares, at the waterline.
fn marked_draught(inputs: &Inputs, station: Station) -> Option<f64> {
    let frame = Frame::new(inputs)?;
    let water = place(inputs, &frame, Mark::Waterline, Some(station))?.below;
    let is_there = |p: &&plimsoll_model::ImagePoint| p.station.unwrap_or(Station::Mid) == station;
    let seen: Vec<(f64, f64)> = of_mark(&inputs.points, Mark::DraughtMark)
        .filter(is_there)
        .filter_map(|p| Some((frame.seen(inputs, p)?.below, p.value_m?)))
        .collect();
    let count = seen.len() as f64;
    let below = seen.iter().map(|(below, _)| below).sum::<f64>() / count;
    let value = seen.iter().map(|(_, value)| value).sum::<f64>() / count;
    let square: f64 = seen.iter().map(|(b, _)| (b - below) * (b - below)).sum();
    let product: f64 = seen.iter().map(|(b, v)| (b - below) * (v - value)).sum();
    let slope = product / square;
    (slope.is_finite() && slope < 0.0).then_some(value + slope * (water - below))
}
