//! From points that somebody set in an image to how deep the ship lies. The command line and the stage go the same way.

pub mod of_case;
pub mod rows;

use plimsoll_analysis::waterlines as analysis;
use plimsoll_imagery::waterline::{FreeboardReading, HullFacts, Side, View, WaterlineParams, read_points, term};
use plimsoll_model::{ErrorTerm, Measurement, PointSet, RecordId};

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

/// The reading as the analysis takes it: which terms are of the points themselves is said by their name.
fn seen(reading: &FreeboardReading, analyst: &str, measurement: RecordId) -> analysis::FreeboardSeen {
    let named = |t: &ErrorTerm| {
        let is_own = term::OWN.contains(&t.source.as_str());
        let source = if is_own { format!("{}: {}", analysis::POINTS, t.source) } else { t.source.clone() };
        ErrorTerm { source, ..t.clone() }
    };
    analysis::FreeboardSeen {
        station: reading.station,
        side: reading.side.map(|side| match side {
            Side::Port => analysis::Side::Port,
            Side::Starboard => analysis::Side::Starboard,
        }),
        method: reading.method,
        height_m: reading.height_m,
        terms: reading.terms.iter().map(named).collect(),
        analyst: analyst.to_owned(),
        measurability: reading.measurability,
        measurement,
    }
}
