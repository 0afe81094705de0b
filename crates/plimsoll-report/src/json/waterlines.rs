//! `waterlines.json`: readings with their terms of error and points as lists.

use super::bytes;
use crate::dossier::{Dossier, WaterlineEntry};
use plimsoll_model::{DraughtSource, Estimate, FreeboardMethod, Measurement, Station};
use serde::Serialize;

#[derive(Serialize)]
struct Waterlines<'a> {
    title: &'a str,
    edition: &'a str,
    program: &'a str,
    is_simulated: bool,
    readings: Vec<ReadingOut<'a>>,
    visits: Vec<VisitOut>,
}

#[derive(Serialize)]
struct ReadingOut<'a> {
    id: String,
    scene: String,
    image: &'a str,
    exhibit: &'a str,
    sha256: &'a str,
    credit: &'a str,
    is_simulated: bool,
    start_utc: Option<String>,
    end_utc: Option<String>,
    ship: &'a str,
    method: Option<&'static str>,
    measurability: Option<f64>,
    freeboard_m: Option<Three>,
    depth_m: Option<Three>,
    draught_m: Option<Three>,
    draught_sd_m: Option<f64>,
    trim_m: Option<Three>,
    budget: Vec<TermOut<'a>>,
    analysts: u32,
    refusal: Option<&'a str>,
    basis: &'a str,
    measurements: Vec<MeasurementOut<'a>>,
    parents: Vec<String>,
}

/// Low, middle and high.
#[derive(Serialize)]
struct Three {
    low: f64,
    mid: f64,
    high: f64,
}

#[derive(Serialize)]
struct TermOut<'a> {
    source: &'a str,
    sd_m: f64,
    is_of_hull: bool,
}

#[derive(Serialize)]
struct MeasurementOut<'a> {
    id: String,
    analyst: &'a str,
    set_utc: String,
    quantity: &'static str,
    unit: &'static str,
    station: Option<&'static str>,
    method: Option<&'static str>,
    value: Three,
    measurability: Option<f64>,
    marked: Vec<MarkedOut>,
    basis: &'a str,
}

#[derive(Serialize)]
struct MarkedOut {
    mark: &'static str,
    line: f64,
    sample: f64,
}

#[derive(Serialize)]
struct VisitOut {
    visit: String,
    draughts: Option<String>,
    arrival_reading: Option<String>,
    arrival_source: Option<&'static str>,
    arrival_m: Option<Three>,
    departure_reading: Option<String>,
    departure_source: Option<&'static str>,
    departure_m: Option<Three>,
    change_m: Option<Three>,
    hull_sd_m: Option<f64>,
}

/// The file; `None` where no image was measured.
pub(crate) fn waterlines(dossier: &Dossier) -> Option<Vec<u8>> {
    let all = &dossier.waterlines;
    if all.readings.is_empty() {
        return None;
    }
    Some(bytes(&Waterlines {
        title: &dossier.title,
        edition: &dossier.edition,
        program: &dossier.program_version,
        is_simulated: dossier.is_simulated,
        readings: all.readings.iter().map(reading).collect(),
        visits: visits(dossier),
    }))
}

fn three(estimate: Option<Estimate<f64>>) -> Option<Three> {
    estimate.map(|e| Three { low: e.low(), mid: e.mid(), high: e.high() })
}

fn reading(entry: &WaterlineEntry) -> ReadingOut<'_> {
    let r = &entry.reading;
    ReadingOut {
        id: r.id.to_string(),
        scene: r.scene.to_string(),
        image: &entry.image,
        exhibit: &entry.exhibit,
        sha256: &entry.sha256,
        credit: &entry.credit,
        is_simulated: entry.is_simulated,
        start_utc: entry.time.map(|t| t.start().to_string()),
        end_utc: entry.time.map(|t| t.end().to_string()),
        ship: &entry.ship,
        method: r.method.map(FreeboardMethod::as_str),
        measurability: r.measurability,
        freeboard_m: three(r.freeboard_m),
        depth_m: three(r.depth_m),
        draught_m: three(r.draught_m),
        draught_sd_m: entry.draught_sd_m,
        trim_m: three(r.trim_m),
        budget: r
            .budget
            .iter()
            .map(|t| TermOut { source: &t.source, sd_m: t.sd_m, is_of_hull: t.is_of_hull })
            .collect(),
        analysts: r.analysts,
        refusal: r.refusal.as_deref(),
        basis: &r.basis,
        measurements: entry.measurements.iter().map(measurement).collect(),
        parents: r.parents.iter().map(ToString::to_string).collect(),
    }
}

fn measurement(m: &Measurement) -> MeasurementOut<'_> {
    MeasurementOut {
        id: m.id.to_string(),
        analyst: &m.analyst,
        set_utc: m.set_at.to_string(),
        quantity: m.quantity.as_str(),
        unit: m.quantity.unit(),
        station: m.station.map(Station::as_str),
        method: m.method.map(FreeboardMethod::as_str),
        value: Three { low: m.value.low(), mid: m.value.mid(), high: m.value.high() },
        measurability: m.measurability,
        marked: m
            .marked
            .iter()
            .map(|(mark, line, sample)| MarkedOut { mark: mark.as_str(), line: *line, sample: *sample })
            .collect(),
        basis: &m.basis,
    }
}

fn visits(dossier: &Dossier) -> Vec<VisitOut> {
    let one = |pair: &crate::dossier::WaterlinePair| {
        let visit = dossier.visits.iter().find(|v| v.visit.id == pair.visit);
        let d = visit.and_then(|v| v.draughts.as_ref());
        VisitOut {
            visit: pair.visit.to_string(),
            draughts: d.map(|d| d.id.to_string()),
            arrival_reading: pair.arrival.map(|id| id.to_string()),
            arrival_source: d.and_then(|d| d.arrival_source).map(DraughtSource::as_str),
            arrival_m: three(d.and_then(|d| d.arrival_m)),
            departure_reading: pair.departure.map(|id| id.to_string()),
            departure_source: d.and_then(|d| d.departure_source).map(DraughtSource::as_str),
            departure_m: three(d.and_then(|d| d.departure_m)),
            change_m: three(pair.change_m),
            hull_sd_m: d.and_then(|d| d.hull_sd_m),
        }
    };
    dossier.waterlines.pairs.iter().map(one).collect()
}
