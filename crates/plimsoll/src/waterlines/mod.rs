//! From points that somebody set in an image to how deep the ship lies. The command line and the stage go the same way.

pub mod of_case;
pub mod rows;

use plimsoll_analysis::waterlines::{self as analysis, DraughtFromImageParams, HullKnown, waterline_reading};
use plimsoll_imagery::waterline::{FreeboardReading, HullFacts, Side, View, WaterlineParams, read_points};
use plimsoll_model::{Measurable, Measurement, PointSet, RecordId, WaterlineReading};

/// Section `[image-angles]`.
#[derive(Clone, Copy, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AngleParams {
    /// One standard deviation of each stated angle of sun and sensor, degrees.
    pub angle_sd_deg: f64,
}

/// What one set of points gives.
pub struct SetRead {
    /// Its rows.
    pub measurements: Vec<Measurement>,
    /// Its freeboards, for the draught.
    pub seen: Vec<analysis::FreeboardSeen>,
    /// Why a freeboard that was marked is not given.
    pub refusal: Option<String>,
}

/// Reads one set of points.
pub fn read_set(
    set: &PointSet,
    scene: RecordId,
    view: &View,
    hull: &HullFacts,
    params: &WaterlineParams,
) -> SetRead {
    let read = read_points(set, view, hull, params);
    let measurements: Vec<Measurement> =
        read.measurements.iter().enumerate().map(|(n, m)| rows::measurement(set, scene, m, n)).collect();
    let seen = read.freeboards.iter().map(|reading| {
        let is_of_it = |m: &&Measurement| {
            (m.station, m.method) == (Some(reading.station), Some(reading.method))
                && m.marked == rows::marked(&reading.marked)
        };
        let measurement = measurements.iter().find(is_of_it).map_or(scene, |m| m.id);
        seen(reading, &set.analyst, measurement)
    });
    SetRead { seen: seen.collect(), measurements, refusal: read.refusal }
}

/// How deep a ship lies in one image, by all who measured it; `None` where nobody marked a freeboard. Length and beam that
/// no list states are those measured in the image itself.
pub fn reading(
    scene: RecordId,
    ship: &str,
    reads: &[SetRead],
    known: HullKnown,
    params: &DraughtFromImageParams,
) -> Option<WaterlineReading> {
    let seen: Vec<_> = reads.iter().flat_map(|r| r.seen.iter().cloned()).collect();
    let refusals: Vec<String> = reads.iter().filter_map(|r| r.refusal.clone()).collect();
    if seen.is_empty() && refusals.is_empty() {
        return None;
    }
    let measured = |quantity: Measurable| {
        let all = reads.iter().flat_map(|r| &r.measurements);
        all.filter(|m| m.quantity == quantity).map(|m| m.value).next()
    };
    let known = HullKnown {
        length_overall_m: known.length_overall_m.or_else(|| measured(Measurable::Length)),
        beam_m: known.beam_m.or_else(|| measured(Measurable::Beam)),
        ..known
    };
    Some(waterline_reading(scene, ship, &seen, &refusals, &known, params))
}

/// The reading as the analysis takes it.
fn seen(reading: &FreeboardReading, analyst: &str, measurement: RecordId) -> analysis::FreeboardSeen {
    analysis::FreeboardSeen {
        station: reading.station,
        side: reading.side.map(|side| match side {
            Side::Port => analysis::Side::Port,
            Side::Starboard => analysis::Side::Starboard,
        }),
        method: reading.method,
        height_m: reading.height_m,
        terms: reading.terms.clone(),
        analyst: analyst.to_owned(),
        measurability: reading.measurability,
        measurement,
    }
}
