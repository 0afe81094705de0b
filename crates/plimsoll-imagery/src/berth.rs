//! What one scene shows at one berth.
//!
//! Method page: `docs/methods/occupancy.md`, section 3. Only the window about the berth is read. Nothing is decided here: a
//! [`BerthLook`] is a measurement, and what it means is learnt from all looks at the berth.

mod outline;
mod patch;
mod stretch;

use crate::error::ImageryError;
use crate::geometry::Geometry;
use crate::raster::{Planes, Raster};
use crate::search::Mask;
use outline::{Corners, Outline};
use patch::Patches;
use plimsoll_model::{Berth, BerthLook, Pass, Period, PixelWindow, Polarisation, RecordId};
use stretch::Slices;

/// How a berth is looked at.
#[derive(Clone, Debug, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BerthParams {
    /// Open water and quay are looked for up to this far from the berth, m.
    pub reach_m: f64,
    /// Open water is at least this far from land, piers and other berths, m.
    pub water_guard_m: f64,
    /// Open water is at least this far from the berth itself, m.
    pub water_clear_m: f64,
    /// Quay is at least this far from the berth, so that a ship's own light does not count as quay, m.
    pub quay_near_m: f64,
    /// Quay is at most this far from the berth, m.
    pub quay_far_m: f64,
    /// Side of the square blocks whose median is taken over water and quay, m.
    pub block_m: f64,
    /// Open water needs at least so many blocks.
    pub min_water_blocks: usize,
    /// Water darker than this counts as this bright: below it an image shows noise. Co-, cross-polarised, dB.
    pub water_floor_db: [f64; 2],
    /// Of the berth only what lies at least this far from land and piers is looked at: a wall or a crane leaks into the
    /// water beside it, m.
    pub quay_clear_m: f64,
    /// A ship is bright along so much of the berth, m.
    pub scan_m: f64,
    /// The contrast is that which all slices but this share of such a stretch reach.
    pub scan_share: f64,
    /// A slice across the berth is bright if it stands this far above the water, dB.
    pub bright_above_water_db: f64,
    /// A slice across the berth is bright only if it lies at most this far below the brightest, dB.
    pub bright_below_peak_db: f64,
    /// Bright stretches with at most this much darkness between them are one, m.
    pub bridge_m: f64,
    /// A berth longer or broader than this is refused, m.
    pub max_berth_m: f64,
}

/// What is said of the scene in each of its looks.
#[derive(Clone, Copy, Debug)]
pub struct BerthScene<'a> {
    /// The scene.
    pub id: RecordId,
    /// When it was taken, as far as it is known.
    pub time: Option<Period>,
    /// Scenes of one stack see a berth alike: [`stack_name`].
    pub stack: &'a str,
}

/// The name of the stack that a scene belongs to: sensor, relative orbit, pass.
pub fn stack_name(sensor: Option<&str>, relative_orbit: Option<u32>, pass: Option<Pass>) -> String {
    let orbit = relative_orbit.map_or_else(|| "unknown".to_owned(), |orbit| orbit.to_string());
    let pass = pass.map_or("unknown pass", Pass::as_str);
    format!("{}, orbit {orbit}, {pass}", sensor.unwrap_or("unknown sensor"))
}

/// Measures what a scene shows at a berth; `None` if the berth does not lie in it.
///
/// `mask` holds land and piers (any byte but 0), without a buffer; without one nothing is known of the quay, and the
/// darker blocks about the berth are taken for water. `others` are the other berths: ships in them are not open water.
///
/// # Errors
///
/// What the raster gives; [`ImageryError::Unsupported`] for a berth larger than `max_berth_m`.
pub fn berth_look(
    raster: &mut dyn Raster,
    geometry: &Geometry,
    mask: Option<&dyn Mask>,
    (berth, others): (&Berth, &[Berth]),
    scene: BerthScene<'_>,
    params: &BerthParams,
) -> Result<Option<BerthLook>, ImageryError> {
    let spacing = (geometry.line_spacing_m, geometry.sample_spacing_m);
    let is_usable = |metres: f64| metres.is_finite() && metres > 0.0;
    let Some(georeference) = geometry.georeference.as_deref() else { return Ok(None) };
    if !is_usable(spacing.0) || !is_usable(spacing.1) {
        return Ok(None);
    }
    let Some(corners) = Corners::new(georeference, &berth.area) else { return Ok(None) };
    let outline = Outline::new(&corners, &berth.area, spacing);
    refuse_large(&outline, berth, params)?;
    let Some(window) = window_about(&outline, raster, params.reach_m) else { return Ok(None) };
    let inside = outline.pixels();
    let is_in_window = |(line, sample): &(i64, i64)| holds(window, *line, *sample);
    if !inside.iter().any(is_in_window) {
        return Ok(None);
    }
    let bands = bands(raster.polarisations());
    let planes = raster.read(window)?;
    let mut masked = Vec::new();
    if let Some(mask) = mask {
        mask.fill(window, &mut masked);
    }
    let others: Vec<Outline> =
        others.iter().map(|other| Outline::new(&corners, &other.area, spacing)).collect();
    let cut = Cut { planes: &planes, window, bands, spacing };
    let masked = mask.is_some().then_some(&*masked);
    let patches = Patches::new(&cut, &outline, &others, masked, params);
    let clear = clear_of_land(&cut, &inside, masked, params.quay_clear_m);
    Ok(Some(measured(&cut, (&inside, &clear), &patches, (berth, scene), params)))
}

/// Lines and samples of pixels, also outside the image.
type Pixels<'a> = &'a [(i64, i64)];

fn measured(
    cut: &Cut<'_>,
    (inside, clear): (Pixels<'_>, Pixels<'_>),
    patches: &Patches,
    (berth, scene): (&Berth, BerthScene<'_>),
    params: &BerthParams,
) -> BerthLook {
    let usable = inside.iter().filter(|(line, sample)| cut.has_value(*line, *sample)).count();
    let mut look = BerthLook {
        scene: scene.id,
        berth: berth.name.clone(),
        time: scene.time,
        stack: scene.stack.to_owned(),
        usable_fraction: usable as f64 / inside.len().max(1) as f64,
        contrast_db: [None; 2],
        quay_contrast_db: [None; 2],
        bright_length_m: None,
        bright_fraction: None,
    };
    let Some(slices) = Slices::new(cut, inside, clear) else { return look };
    let mut profiles = [None, None];
    for (band, shown) in profiles.iter_mut().enumerate() {
        let floor = libm::exp10(params.water_floor_db[band] / 10.0);
        let level = |power: Option<f64>| power.map(|power| power.max(floor)).filter(|p| p.is_finite());
        let Some(water) = level(patches.water[band]) else { continue };
        let over_water = |power: f64| 10.0 * libm::log10(power / water);
        let profile = slices.means(cut, band);
        let decibels: Vec<Option<f64>> = profile.iter().map(|mean| level(*mean).map(over_water)).collect();
        look.contrast_db[band] = slices.scan(&decibels, params);
        look.quay_contrast_db[band] = level(patches.quay[band]).map(over_water);
        *shown = Some(profile.into_iter().map(|mean| mean.map(|mean| mean / water)).collect());
    }
    if let Some((length_m, fraction)) = slices.bright(&profiles, params) {
        look.bright_length_m = Some(length_m);
        look.bright_fraction = Some(fraction);
    }
    look
}

/// The pixels of a berth that lie far enough from land and piers; all of them where that leaves less than a third, as
/// in a coarse image.
fn clear_of_land(
    cut: &Cut<'_>,
    inside: &[(i64, i64)],
    masked: Option<&[u8]>,
    quay_clear_m: f64,
) -> Vec<(i64, i64)> {
    let Some(masked) = masked else { return inside.to_vec() };
    let (lines, samples) = (cut.planes.lines as i64, cut.planes.samples as i64);
    // From the middle of a pixel of land to its rim.
    let least_m = quay_clear_m.clamp(0.0, 1_000.0) + cut.spacing.0.min(cut.spacing.1) / 2.0;
    let reach = |spacing: f64| (least_m / spacing) as i64;
    let (up, across) = (reach(cut.spacing.0), reach(cut.spacing.1));
    let is_land = |line: i64, sample: i64| {
        let (line, sample) = (line - i64::from(cut.window.line), sample - i64::from(cut.window.sample));
        let is_in = (0..lines).contains(&line) && (0..samples).contains(&sample);
        is_in && masked.get((line * samples + sample) as usize).is_some_and(|byte| *byte != 0)
    };
    let is_clear = |(line, sample): &(i64, i64)| {
        !(-up..=up).any(|down| {
            (-across..=across).any(|along| {
                let metres = libm::hypot(down as f64 * cut.spacing.0, along as f64 * cut.spacing.1);
                metres < least_m && is_land(line + down, sample + along)
            })
        })
    };
    let clear: Vec<(i64, i64)> = inside.iter().copied().filter(is_clear).collect();
    if 3 * clear.len() < inside.len() { inside.to_vec() } else { clear }
}

fn refuse_large(outline: &Outline, berth: &Berth, params: &BerthParams) -> Result<(), ImageryError> {
    let side = outline.side_m();
    // A side that is no number is refused too.
    if side <= params.max_berth_m {
        return Ok(());
    }
    Err(ImageryError::Unsupported {
        file: format!("berth {}", berth.name),
        found: format!("a berth {side:.0} m long"),
        advice: format!("draw the water that one ship takes up, at most {:.0} m long", params.max_berth_m),
    })
}

/// The part of the raster that lies within reach of the berth; `None` if there is none.
fn window_about(outline: &Outline, raster: &dyn Raster, reach_m: f64) -> Option<PixelWindow> {
    let (lines, samples) = outline.extent();
    let range = |(least, most): (f64, f64), spacing: f64, count: u32| {
        let margin = reach_m / spacing;
        let from = (least - margin).floor().max(0.0);
        let to = (most + margin).ceil().min(f64::from(count) - 1.0);
        (from <= to).then_some((from as u32, (to - from) as u32 + 1))
    };
    let (line, lines) = range(lines, outline.spacing.0, raster.lines())?;
    let (sample, samples) = range(samples, outline.spacing.1, raster.samples())?;
    Some(PixelWindow { line, sample, lines, samples })
}

fn holds(window: PixelWindow, line: i64, sample: i64) -> bool {
    let within =
        |at: i64, from: u32, count: u32| at >= i64::from(from) && at < i64::from(from) + i64::from(count);
    within(line, window.line, window.lines) && within(sample, window.sample, window.samples)
}

/// The first co- and the first cross-polarised band. A band of which nothing is known counts as co-polarised.
fn bands(polarisations: &[Polarisation]) -> [Option<usize>; 2] {
    [false, true].map(|is_cross| polarisations.iter().position(|p| p.is_cross() == is_cross))
}

/// The pixels about a berth.
struct Cut<'a> {
    planes: &'a Planes,
    window: PixelWindow,
    /// Which plane is co-, which cross-polarised.
    bands: [Option<usize>; 2],
    /// From line to line and from sample to sample, m.
    spacing: (f64, f64),
}

impl Cut<'_> {
    /// Power at a pixel of the raster, if it lies in the window and has a value.
    fn power(&self, band: usize, line: i64, sample: i64) -> Option<f64> {
        if !holds(self.window, line, sample) {
            return None;
        }
        let plane = self.planes.bands.get(self.bands[band]?)?;
        let (line, sample) = (line - i64::from(self.window.line), sample - i64::from(self.window.sample));
        let value = f64::from(*plane.get(line as usize * self.planes.samples + sample as usize)?);
        value.is_finite().then_some(value)
    }

    fn has_value(&self, line: i64, sample: i64) -> bool {
        (0..2).any(|band| self.power(band, line, sample).is_some())
    }
}

/// The mean of some numbers; `None` without any.
fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = values.fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
    (count > 0.0).then(|| sum / count)
}
