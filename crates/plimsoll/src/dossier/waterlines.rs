//! How deep ships lay by images: readings with what they were made of and the pixels about their points; the two ends of
//! port visits.

use super::{Tables, scenes};
use crate::error::UserError;
use crate::scene_pixels::ScenePixels;
use crate::scenes::photos;
use crate::stage::CaseFolder;
use plimsoll_analysis::draws::Z_95;
use plimsoll_analysis::waterlines::{change, sd_m, vessel_of};
use plimsoll_case::exhibit::ExhibitEntry;
use plimsoll_case::store::Store;
use plimsoll_imagery::photo::{photo_chip_png, photo_chip_small_png};
use plimsoll_model::{
    DraughtPair, DraughtSource, Estimate, Measurement, PixelWindow, RecordId, RecordKind, Scene, Vessel,
    WaterlineReading,
};
use plimsoll_report::{MarkedChip, WaterlineEntry, WaterlinePair, WaterlinesEntry};
use std::collections::{BTreeMap, BTreeSet};

/// The most chips that are cut; the page shows no more.
const MOST_CHIPS: usize = 40;
/// What stands about the points on each side, as a share of the longer side of what holds them.
const MARGIN: f64 = 0.2;
/// At least so many pixels about the points on each side.
const LEAST_MARGIN_PX: f64 = 8.0;
/// Neither side of a photograph on the page measures more, pixels: half as much again as the page shows, for fine screens.
const MOST_PAGE_PX: u32 = 840;

/// Everything about waterlines.
pub(super) fn waterlines(
    case: &CaseFolder,
    store: &Store,
    tables: &Tables,
) -> Result<WaterlinesEntry, UserError> {
    let readings = store.read::<WaterlineReading>()?;
    if readings.is_empty() {
        return Ok(WaterlinesEntry::default());
    }
    let pairs: Vec<_> = tables.draughts.values().filter_map(|draughts| pair(draughts, &readings)).collect();
    let mut measured: BTreeMap<(RecordId, String), Vec<Measurement>> = BTreeMap::new();
    for m in store.read::<Measurement>()? {
        measured.entry((m.scene, m.ship.clone())).or_default().push(m);
    }
    let images: BTreeMap<RecordId, Scene> = store.read::<Scene>()?.into_iter().map(|s| (s.id, s)).collect();
    let mut entries = Vec::new();
    for reading in readings {
        let Some(image) = images.get(&reading.scene) else { continue };
        let measurements = measured.remove(&(reading.scene, reading.ship.clone())).unwrap_or_default();
        entries.push(entry(case, reading, measurements, image, &tables.vessels));
    }
    // The page shows the readings of pairs and the first of the others.
    let paired: BTreeSet<RecordId> = pairs.iter().flat_map(|p| [p.arrival, p.departure]).flatten().collect();
    entries.sort_by_key(|e| (!paired.contains(&e.reading.id), e.time.is_none(), e.time, e.reading.id));
    let mut pixels = ScenePixels::of(case);
    for entry in entries.iter_mut().take(MOST_CHIPS) {
        let image = images.get(&entry.reading.scene);
        entry.chip = image.and_then(|image| chip(case, &mut pixels, image, &entry.measurements));
    }
    Ok(WaterlinesEntry { readings: entries, pairs })
}

fn entry(
    case: &CaseFolder,
    reading: WaterlineReading,
    measurements: Vec<Measurement>,
    image: &Scene,
    vessels: &[Vessel],
) -> WaterlineEntry {
    let exhibit = exhibit_of(case, image);
    WaterlineEntry {
        draught_sd_m: reading.draught_m.map(|_| sd_m(&reading)),
        ship: called(&reading.ship, vessels),
        image: image.name.clone(),
        time: image.time,
        time_basis: image.time_basis.clone(),
        exhibit: exhibit.map(|e| e.path.clone()).unwrap_or_default(),
        sha256: exhibit.map(|e| e.sha256.clone()).unwrap_or_default(),
        credit: exhibit.map(|e| scenes::credit(case, e)).unwrap_or_default(),
        is_simulated: case.config.is_simulated,
        measurements,
        chip: None,
        reading,
    }
}

/// The name of the ship of the case that a file of points means, else its own words.
fn called(ship: &str, vessels: &[Vessel]) -> String {
    let vessel = vessel_of(ship, vessels).ok().and_then(|id| vessels.iter().find(|v| v.id == id));
    vessel.and_then(|v| v.ship_name.clone()).unwrap_or_else(|| ship.to_owned())
}

fn exhibit_of<'a>(case: &'a CaseFolder, image: &Scene) -> Option<&'a ExhibitEntry> {
    case.exhibits.iter().find(|e| e.id == image.exhibit)
}

/// The ends of a visit of which images tell; `None` where none does. The arrival stands before the departure among the
/// parents of the draughts.
fn pair(draughts: &DraughtPair, readings: &[WaterlineReading]) -> Option<WaterlinePair> {
    let mut of_images = draughts.parents.iter().filter(|p| p.kind() == RecordKind::WaterlineReading).copied();
    let mut end = |source| if source == Some(DraughtSource::Image) { of_images.next() } else { None };
    let (arrival, departure) = (end(draughts.arrival_source), end(draughts.departure_source));
    if arrival.is_none() && departure.is_none() {
        return None;
    }
    let reading = |id: Option<RecordId>| readings.iter().find(|r| Some(r.id) == id);
    let change_m = match (reading(arrival), reading(departure)) {
        (Some(first), Some(second)) => change(first, second).map(|c| c.change_m),
        _ => change_of_mixed(draughts),
    };
    Some(WaterlinePair { visit: draughts.visit, arrival, departure, change_m })
}

/// The change where one draught was sent: nothing is in both errors.
fn change_of_mixed(draughts: &DraughtPair) -> Option<Estimate<f64>> {
    let mid = draughts.departure_m?.mid() - draughts.arrival_m?.mid();
    let half = Z_95 * draughts.arrival_sd_m?.hypot(draughts.departure_sd_m?);
    Estimate::new(mid - half, mid, mid + half)
}

/// The pixels about the points of a reading; `None` where nothing was measured or they cannot be read.
fn chip(
    case: &CaseFolder,
    pixels: &mut ScenePixels<'_>,
    image: &Scene,
    measurements: &[Measurement],
) -> Option<MarkedChip> {
    let exhibit = exhibit_of(case, image)?;
    let window = about(measurements, image.lines, image.samples)?;
    if image.form == photos::FORM {
        return photo_chip(case, exhibit, window);
    }
    // Radar and optical scenes alike: which of the two it is, `ScenePixels` finds out.
    let found = pixels.close(exhibit, window)?;
    Some(MarkedChip {
        png: found.png,
        original: found.original,
        window: found.window,
        metres_per_pixel: Some(found.metres_per_pixel),
        north_deg: found.north_deg,
        stretch: found.stretch,
    })
}

fn photo_chip(case: &CaseFolder, exhibit: &ExhibitEntry, window: PixelWindow) -> Option<MarkedChip> {
    let orientation = photos::facts(case, exhibit).ok()?.orientation;
    let bytes = std::fs::read(exhibit.location(&case.dir)).ok()?;
    let (png, times) = photo_chip_small_png(&bytes, orientation, window, MOST_PAGE_PX).ok()?;
    Some(MarkedChip {
        png,
        original: photo_chip_png(&bytes, orientation, window).ok()?,
        window,
        metres_per_pixel: None,
        north_deg: None,
        stretch: if times > 1 { format!("Shown {times} times smaller") } else { String::new() },
    })
}

/// The window that holds the points of all measurements, with a margin, inside the image.
fn about(measurements: &[Measurement], image_lines: u64, image_samples: u64) -> Option<PixelWindow> {
    let windows: Vec<PixelWindow> =
        measurements.iter().filter(|m| !m.marked.is_empty()).map(|m| m.window).collect();
    let ends = |first: fn(&PixelWindow) -> u32, count: fn(&PixelWindow) -> u32| {
        let low = windows.iter().map(first).min()?;
        let high = windows.iter().map(|w| u64::from(first(w)) + u64::from(count(w))).max()?;
        Some((f64::from(low), high as f64))
    };
    let (top, bottom) = ends(|w| w.line, |w| w.lines)?;
    let (left, right) = ends(|w| w.sample, |w| w.samples)?;
    let margin = (MARGIN * (bottom - top).max(right - left)).max(LEAST_MARGIN_PX);
    let side = |low: f64, high: f64, most: u64| {
        let low = (low - margin).max(0.0).floor();
        let high = (high + margin).min(most as f64).ceil();
        (low < high).then_some((low as u32, (high - low) as u32))
    };
    let (line, lines) = side(top, bottom, image_lines)?;
    let (sample, samples) = side(left, right, image_samples)?;
    Some(PixelWindow { line, sample, lines, samples })
}

#[cfg(test)]
mod tests {
    use super::*;
    use plimsoll_model::evidence::Key;
    use plimsoll_model::{DraughtReading, ErrorTerm, Mark, Measurable, Source};

    fn id(kind: RecordKind, n: i64) -> RecordId {
        RecordId::of(kind, &[Key::Int(n)])
    }

    fn of(mid: f64, half: f64) -> Option<Estimate<f64>> {
        Estimate::new(mid - half, mid, mid + half)
    }

    fn reading(n: i64, draught: f64) -> WaterlineReading {
        let term = |source: &str, sd_m, is_of_hull| ErrorTerm { source: source.into(), sd_m, is_of_hull };
        WaterlineReading {
            id: id(RecordKind::WaterlineReading, n),
            scene: id(RecordKind::Scene, n),
            ship: "A".into(),
            method: None,
            measurability: None,
            freeboard_m: None,
            depth_m: None,
            draught_m: of(draught, 0.8),
            trim_m: None,
            budget: vec![term("clicks", 0.3, false), term("depth", 0.4, true)],
            analysts: 1,
            refusal: None,
            basis: String::new(),
            parents: vec![],
        }
    }

    fn draughts(arrival: DraughtSource, departure: DraughtSource, readings: &[i64]) -> DraughtPair {
        let visit = id(RecordKind::PortVisit, 1);
        DraughtPair {
            id: id(RecordKind::DraughtPair, 1),
            visit,
            vessel: id(RecordKind::Vessel, 1),
            arrival_m: of(5.0, 0.1),
            departure_m: of(8.0, 0.8),
            arrival_source: Some(arrival),
            departure_source: Some(departure),
            arrival_sd_m: Some(0.3),
            departure_sd_m: Some(0.4),
            hull_sd_m: None,
            reading: DraughtReading::Loading,
            basis: String::new(),
            parents: std::iter::once(visit)
                .chain(readings.iter().map(|n| id(RecordKind::WaterlineReading, *n)))
                .collect(),
        }
    }

    #[test]
    fn two_images_are_arrival_and_departure_and_their_change_does_not_hold_the_hull() {
        use DraughtSource::Image;
        let readings = [reading(7, 8.0), reading(3, 5.0)];
        let found = pair(&draughts(Image, Image, &[3, 7]), &readings).unwrap();
        assert_eq!((found.arrival, found.departure), (Some(readings[1].id), Some(readings[0].id)));
        let change = found.change_m.unwrap();
        // Twice 0.3 m of clicks; the 0.4 m of the hull are in both.
        let half = 1.644_853_6 * (2.0 * 0.3 * 0.3_f64).sqrt();
        assert!((change.mid() - 3.0).abs() < 1e-9 && (change.high() - 3.0 - half).abs() < 1e-6);
    }

    #[test]
    fn one_image_stands_at_its_own_end_and_nothing_of_the_change_is_shared() {
        use DraughtSource::{Ais, Image};
        let readings = [reading(7, 8.0)];
        let found = pair(&draughts(Ais, Image, &[7]), &readings).unwrap();
        assert_eq!((found.arrival, found.departure), (None, Some(readings[0].id)));
        let change = found.change_m.unwrap();
        assert!((change.low() - (3.0 - 1.644_853_6 * 0.5)).abs() < 1e-6, "{change:?}");
        assert!(pair(&draughts(Image, Ais, &[7]), &readings).unwrap().departure.is_none());
        assert!(pair(&draughts(Ais, Ais, &[]), &readings).is_none());
    }

    fn measured(window: PixelWindow) -> Measurement {
        let scene = id(RecordKind::Scene, 1);
        Measurement {
            id: id(RecordKind::Measurement, 1),
            scene,
            source: Source { exhibit: id(RecordKind::Exhibit, 1), line: 2, byte_offset: 9 },
            ship: "A".into(),
            analyst: "B".into(),
            set_at: "2024-05-01T00:00:00Z".parse().unwrap(),
            quantity: Measurable::Length,
            station: None,
            method: None,
            value: Estimate::new(1.0, 1.0, 1.0).unwrap(),
            measurability: None,
            marked: vec![(Mark::Bow, 1.0, 1.0)],
            window,
            basis: String::new(),
            parents: vec![scene],
        }
    }

    #[test]
    fn the_chip_holds_all_points_with_a_margin_and_stays_in_the_image() {
        let window = |line, sample, lines, samples| PixelWindow { line, sample, lines, samples };
        let all = [measured(window(100, 150, 11, 21)), measured(window(140, 200, 10, 50))];
        // Lines 100 to 150, samples 150 to 250: a fifth of 100 on each side.
        assert_eq!(about(&all, 300, 400), Some(window(80, 130, 90, 140)));
        assert_eq!(about(&[measured(window(0, 398, 2, 2))], 300, 400), Some(window(0, 390, 10, 10)));
        assert_eq!(about(&[measured(window(u32::MAX, u32::MAX, u32::MAX, u32::MAX))], 300, 400), None);
        assert_eq!(about(&[], 300, 400), None);
    }
}
