//! Simulated seasons as looks and lit visits.

use jiff::{SignedDuration, Timestamp};
use plimsoll_analysis::occupancy::LitVisit;
use plimsoll_imagery::Mask;
use plimsoll_imagery::{
    BerthParams, BerthScene, Geometry, Georeference, ImageryError, Planes, Raster, berth_look, stack_name,
};
use plimsoll_model::evidence::Key;
use plimsoll_model::{
    Area, Berth, BerthLook, Pass, Period, PixelWindow, Polarisation, Position, RecordId, RecordKind,
};
use plimsoll_simulate::berths::{BerthChip, BerthSeason, LookTruth};
use std::sync::Arc;

/// The name of every simulated berth.
pub(crate) const BERTH: &str = "Invented Berth";

/// A chip as a raster, a georeference and a mask.
#[derive(Clone)]
struct Chip(Arc<BerthChip>);

impl Raster for Chip {
    fn lines(&self) -> u32 {
        self.0.side_px as u32
    }
    fn samples(&self) -> u32 {
        self.0.side_px as u32
    }
    fn polarisations(&self) -> &[Polarisation] {
        &[Polarisation::Vv, Polarisation::Vh]
    }
    fn read(&mut self, window: PixelWindow) -> Result<Planes, ImageryError> {
        let bands = self.0.bands.iter().map(|band| cut(band, self.0.side_px, window)).collect();
        Ok(Planes { lines: window.lines as usize, samples: window.samples as usize, bands })
    }
}

impl Georeference for Chip {
    fn position(&self, line: f64, sample: f64) -> Option<Position> {
        Some(self.0.position(line, sample))
    }
    fn pixel(&self, position: Position) -> Option<(f64, f64)> {
        let (line, sample) = self.0.pixel(position);
        let most = self.0.side_px as f64;
        let is_in = |at: f64| (-1.0..=most).contains(&at);
        (is_in(line) && is_in(sample)).then_some((line, sample))
    }
    fn incidence_deg(&self, _: f64, _: f64) -> Option<f64> {
        None
    }
}

impl Mask for Chip {
    fn fill(&self, window: PixelWindow, out: &mut Vec<u8>) {
        *out = cut(&self.0.land, self.0.side_px, window).into_iter().map(u8::from).collect();
    }
}

fn cut<T: Copy>(plane: &[T], side: usize, window: PixelWindow) -> Vec<T> {
    let (top, left) = (window.line as usize, window.sample as usize);
    (top..top + window.lines as usize)
        .flat_map(|line| &plane[line * side + left..line * side + left + window.samples as usize])
        .copied()
        .collect()
}

/// An instant so many days after the start.
pub(crate) fn instant(days: f64) -> Timestamp {
    let start: Timestamp = "2025-09-01T00:00:00Z".parse().expect("an instant");
    start + SignedDuration::from_millis((days * 86_400_000.0) as i64)
}

/// A second of the season, as a scene says when it was taken.
fn second(days: f64) -> Period {
    Period::new(instant(days), instant(days) + SignedDuration::from_secs(25)).expect("in order")
}

fn look_at(season: &BerthSeason, number: usize, truth: &LookTruth, looking: &BerthParams) -> BerthLook {
    let chip = Chip(Arc::new(season.chip(number)));
    let geometry = Geometry {
        line_spacing_m: chip.0.spacing_m,
        sample_spacing_m: chip.0.spacing_m,
        georeference: Some(Box::new(chip.clone())),
        track_in_image_deg: Some(0.0),
        pass: None,
        azimuth: None,
    };
    let [own, next] = chip.0.berths().clone().map(|corners| Berth {
        name: BERTH.to_owned(),
        area: Area::Polygon { exterior: corners, holes: vec![] },
        source: "simulated".to_owned(),
    });
    let pass = if truth.is_ascending { Pass::Ascending } else { Pass::Descending };
    let scene = BerthScene {
        id: RecordId::of(RecordKind::Scene, &[Key::Int(number as i64)]),
        time: Some(second(truth.time_d)),
        stack: &stack_name(Some("simulated"), Some(truth.relative_orbit), Some(pass)),
    };
    let mut raster = chip.clone();
    berth_look(&mut raster, &geometry, Some(&chip), (&own, &[next]), scene, looking)
        .expect("a chip can be read")
        .expect("the berth is in the middle")
}

/// All looks of a season, in order of time: as [`BerthSeason::looks`].
pub(crate) fn looks(season: &BerthSeason, looking: &BerthParams) -> Vec<BerthLook> {
    let all = season.looks.iter().enumerate();
    all.map(|(number, truth)| look_at(season, number, truth, looking)).collect()
}

/// The record of a ship.
pub(crate) fn vessel(number: u32) -> RecordId {
    RecordId::of(RecordKind::Vessel, &[Key::Int(i64::from(number))])
}

/// The visits that AIS shows.
pub(crate) fn lit_visits(season: &BerthSeason) -> Vec<LitVisit> {
    let lit = season.calls.iter().filter(|call| call.is_lit);
    lit.map(|call| LitVisit {
        berth: BERTH.to_owned(),
        period: Period::new(instant(call.arrival_d), instant(call.departure_d)).expect("in order"),
        length_m: Some(call.length_m),
        vessel: vessel(call.vessel),
    })
    .collect()
}
