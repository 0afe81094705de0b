//! A scene's detections: water, contrast, objects, hulls, kinds.

use crate::bright::BrightPixel;
use crate::error::ImageryError;
use crate::land::{LAND, LandMask, PIER};
use crate::objects::components::Component;
use crate::optical::cloud::CloudMask;
use crate::optical::find::find;
use crate::optical::grid::{Axis, Chip};
use crate::optical::hull::{Hull, measure};
use crate::optical::open::OpticalScene;
use crate::optical::params::OpticalDetectParams;
use crate::optical::sea::{CellKind, Cells, Sea};
use crate::optical::verdict::{Seen, Verdict, judge};
use crate::optical::wake::{Laid, lay, pieces, without_wake};
use crate::optical::working::Layout;
use crate::raster::{Planes, Raster};
use plimsoll_model::evidence::Key;
use plimsoll_model::{Berth, Detection, DetectionKind, Estimate, PixelWindow, RecordId, RecordKind};

/// What an optical scene shows.
pub struct OpticalDetections {
    /// Of every kind, by line and sample.
    pub detections: Vec<Detection>,
    /// Pixels of the file that are sea with a value and were searched.
    pub searched_px: u64,
    /// Where cloud lies.
    pub cloud: CloudMask,
    /// In words: what was found out about the scene on the way.
    pub notes: Vec<String>,
}

/// Everything that the steps share.
struct Search<'a> {
    scene: RecordId,
    land: Option<&'a LandMask>,
    berths: &'a [Berth],
    layout: Layout,
    sea: Sea,
    params: &'a OpticalDetectParams,
    size: (u32, u32),
    /// Metres from one pixel of the file to the next.
    pixel_m: (f64, f64),
}

/// Finds what stands out of the water of a scene, says what each thing is, and measures the ships.
///
/// `land`: what is not searched; without it, large bodies that are no water are taken for land. The water of `berths` is
/// searched wherever no pier lies in it. Identifiers follow from `id` and the pixels alone. Each ship's
/// `log_likelihood_ratio` is that of a shift of the mean in a Gaussian sea: half the mean square contrast over the bands,
/// times the number of independent pixels; the tails of a real sea are heavier, so it ranks and is no probability.
///
/// # Errors
/// Whatever the raster says; [`ImageryError::Unsupported`] where the spacing is no length or the scene has too many cells.
pub fn detect_ships(
    scene: &mut OpticalScene,
    id: RecordId,
    land: Option<&LandMask>,
    berths: &[Berth],
    params: &OpticalDetectParams,
) -> Result<OpticalDetections, ImageryError> {
    let opened =
        land.map(|l| if berths.is_empty() { l.clone() } else { l.with_berths(berths, &scene.geometry) });
    let land = opened.as_ref();
    let size = (scene.raster.lines(), scene.raster.samples());
    let pixel_m = (scene.geometry.line_spacing_m, scene.geometry.sample_spacing_m);
    let layout = Layout::new(size, pixel_m, params.working_spacing_m, params.cell_m)?;
    let cells = Cells::read(&mut scene.raster, land, &layout)?;
    let sea = Sea::of(&cells, &layout, &scene.facts.bands, scene.raster.is_byte(), params);
    let found = find(&mut scene.raster, land, &layout, &sea, params)?;
    let cloud = CloudMask::of(&sea, &layout);
    let notes = notes(&sea, &layout, &cloud, land.is_some());
    let search = Search { scene: id, land, berths, layout, sea, params, size, pixel_m };
    let mut detections = Vec::new();
    for component in &found.components {
        search.object(scene, component, &mut detections)?;
    }
    detections.sort_by(|a, b| a.line.total_cmp(&b.line).then(a.sample.total_cmp(&b.sample)));
    let searched_px = found.searched * u64::from(layout.by) * u64::from(layout.by);
    Ok(OpticalDetections { detections, searched_px, cloud, notes })
}

fn notes(sea: &Sea, layout: &Layout, cloud: &CloudMask, has_land: bool) -> Vec<String> {
    let cell_km2 = f64::from(layout.cell * layout.cell) * layout.line_m * layout.sample_m / 1e6;
    let km2 = |kind: CellKind| sea.count(kind) as f64 * cell_km2;
    let mut notes = vec![format!(
        "{:.1} km2 are smooth, dark and broad: taken for water; {:.1} km2 are not{}",
        km2(CellKind::Water) + km2(CellKind::InWater),
        km2(CellKind::Land),
        if has_land { " and lie outside the land given" } else { ": taken for land" },
    )];
    match cloud.share() {
        None => notes.push("no water was found: nothing was searched".to_owned()),
        Some(share) if share > 0.0 => {
            notes.push(format!("{:.0} % of the sea lies under cloud", 100.0 * share));
        }
        Some(_) => {}
    }
    notes
}

/// An object that was measured, or not.
struct Object<'a> {
    pixels: &'a [BrightPixel],
    laid: &'a Laid,
    hull: Option<Hull>,
    seen: Seen,
    /// Brightest pixel over the sea in each band, dB; `None`: it is darker.
    contrast_db: Vec<Option<f64>>,
}

impl Search<'_> {
    /// Judges what one component holds: a hull, and what lies alongside.
    fn object(
        &self,
        scene: &mut OpticalScene,
        component: &Component,
        out: &mut Vec<Detection>,
    ) -> Result<(), ImageryError> {
        let strong = self.strong(component);
        let Some(mut pixels) = pieces(&strong).into_iter().next() else { return Ok(()) };
        let Some(mut laid) = lay(&pixels, &self.layout) else { return Ok(()) };
        let mut has_wake = false;
        if !component.is_extended
            && let Some(head) = without_wake(&pixels, &laid, &self.layout, self.params)
            && let Some(shorter) = lay(&head, &self.layout)
        {
            (pixels, laid, has_wake) = (head, shorter, true);
        }
        let mut seen = Seen { has_wake, is_extended: component.is_extended, ..self.seen(&pixels, &laid) };
        if component.is_extended {
            // Only its brightest pixels were kept.
            let window = component.window;
            let (down, across) = (
                f64::from(window.lines) * self.layout.line_m,
                f64::from(window.samples) * self.layout.sample_m,
            );
            (seen.length_m, seen.beam_m) = (down.max(across), down.min(across));
        }
        let first = self.measured(scene, &pixels, &laid, seen)?;
        let row = self.row(scene, component.window, &first);
        let beside = if row.kind == DetectionKind::Ship { self.beside(&strong, &first) } else { Vec::new() };
        out.push(row);
        for piece in &beside {
            let Some(laid) = lay(piece, &self.layout) else { continue };
            let seen = Seen { is_alongside: true, ..self.seen(piece, &laid) };
            let object = self.measured(scene, piece, &laid, seen)?;
            out.push(self.row(scene, window_of(piece), &object));
        }
        Ok(())
    }

    /// Pixels that stand out at least half as much as most of them do.
    fn strong(&self, component: &Component) -> Vec<BrightPixel> {
        let mut contrasts: Vec<f32> = component.pixels.iter().map(|p| p.power[0]).collect();
        contrasts.sort_unstable_by(f32::total_cmp);
        let median = contrasts.get(contrasts.len() / 2).copied().unwrap_or_default();
        component.pixels.iter().filter(|p| p.power[0] >= median / 2.0).copied().collect()
    }

    fn seen(&self, pixels: &[BrightPixel], laid: &Laid) -> Seen {
        let near = |kinds: &[CellKind]| {
            pixels.iter().any(|p| {
                let lines = p.line.saturating_sub(1)..=(p.line + 1).min(self.layout.lines - 1);
                lines.into_iter().any(|l| {
                    let samples = p.sample.saturating_sub(1)..=(p.sample + 1).min(self.layout.samples - 1);
                    samples.into_iter().any(|s| kinds.contains(&self.sea.kinds[self.layout.cell_of(l, s)]))
                })
            })
        };
        let at_edge = |p: &BrightPixel| {
            p.line == 0
                || p.sample == 0
                || p.line + 1 >= self.layout.lines
                || p.sample + 1 >= self.layout.samples
        };
        Seen {
            length_m: laid.rough.length_m,
            beam_m: laid.rough.beam_m,
            edge_px: None,
            peak: pixels.iter().map(|p| f64::from(p.power[0])).fold(0.0, f64::max),
            fullness: laid.fullness,
            has_wake: false,
            is_extended: false,
            at_land: near(&[CellKind::Land]) || self.is_ashore(laid),
            is_cut: near(&[CellKind::Nothing]) || pixels.iter().any(at_edge),
            is_alongside: false,
            is_on_cloud: near(&[CellKind::Cloud]),
        }
    }

    /// True if the middle lies on land or a pier as given.
    fn is_ashore(&self, laid: &Laid) -> bool {
        let (line, sample) =
            (self.layout.to_file(laid.rough.axis.line), self.layout.to_file(laid.rough.axis.sample));
        self.land.is_some_and(|land| land.is_on(line, sample, LAND | PIER))
    }

    /// Measures an object on the pixels of the file.
    fn measured<'a>(
        &self,
        scene: &mut OpticalScene,
        pixels: &'a [BrightPixel],
        laid: &'a Laid,
        seen: Seen,
    ) -> Result<Object<'a>, ImageryError> {
        let is_measured = !seen.is_extended && !seen.at_land && seen.length_m <= self.params.longest_m;
        let contrast_db = vec![None; scene.raster.bands()];
        let mut object = Object { pixels, laid, hull: None, seen, contrast_db };
        if !is_measured {
            return Ok(object);
        }
        let rough = laid.rough;
        let margin_m = 0.5 * rough.length_m + 60.0;
        let (line, sample) = (self.layout.to_file(rough.axis.line), self.layout.to_file(rough.axis.sample));
        let side = |middle: f64, metres: f64, most: u32| {
            let first = (middle - margin_m / metres).floor().max(0.0) as u32;
            let last = ((middle + margin_m / metres).ceil().max(0.0) as u32).min(most - 1);
            (first.min(last), last - first.min(last) + 1)
        };
        let (top, lines) = side(line, self.pixel_m.0, self.size.0);
        let (left, samples) = side(sample, self.pixel_m.1, self.size.1);
        let window = PixelWindow { line: top, sample: left, lines, samples };
        let mut planes = scene.raster.read(window)?;
        let sea: Vec<(f32, f32)> = (0..planes.bands.len())
            .map(|band| self.sea.at(rough.axis.line, rough.axis.sample, band))
            .collect();
        self.drain(window, &mut planes, &sea);
        object.contrast_db = contrasts(&planes, &sea, pixels, &self.layout, (top, left));
        let chip = Chip::of(&planes, &sea, self.pixel_m.0, self.pixel_m.1);
        let axis = Axis { line: line - f64::from(top), sample: sample - f64::from(left), ..rough.axis };
        let hull = measure(&chip, crate::optical::hull::Rough { axis, ..rough }, self.params.grow_sds);
        object.hull = hull.map(|h| Hull {
            axis: Axis {
                line: h.axis.line + f64::from(top),
                sample: h.axis.sample + f64::from(left),
                ..h.axis
            },
            ..h
        });
        if let Some(hull) = &object.hull {
            let pixel = self.pixel_m.0.max(self.pixel_m.1);
            object.seen.length_m = (hull.length_m - self.params.length_bias_px * pixel).max(pixel);
            object.seen.beam_m = (hull.beam_m - self.params.beam_bias_px * pixel).max(pixel);
            object.seen.edge_px = Some(hull.edge_m / pixel);
        }
        Ok(object)
    }

    /// Puts the sea's own colour where land or a pier is declared: a quay beside a hull is as bright as she is, and her side would
    /// be looked for at its far edge.
    fn drain(&self, window: PixelWindow, planes: &mut Planes, sea: &[(f32, f32)]) {
        let Some(land) = self.land else { return };
        let mut bits = Vec::new();
        land.fill_solid(window, &mut bits);
        for (band, (level, _)) in planes.bands.iter_mut().zip(sea) {
            for (value, _) in band.iter_mut().zip(&bits).filter(|(_, bits)| **bits != 0) {
                *value = *level;
            }
        }
    }

    /// What stands out beside a hull, large enough for a tug: neither hull nor wake.
    fn beside(&self, strong: &[BrightPixel], first: &Object<'_>) -> Vec<Vec<BrightPixel>> {
        let Some(hull) = first.hull.as_ref().filter(|_| !first.seen.has_wake) else { return Vec::new() };
        let spacing = (self.layout.line_m, self.layout.sample_m);
        let pixel = spacing.0.max(spacing.1);
        let (down, right) = hull.axis.direction();
        let is_outside = |p: &BrightPixel| {
            let y = (self.layout.to_file(f64::from(p.line)) - hull.axis.line) * self.pixel_m.0;
            let x = (self.layout.to_file(f64::from(p.sample)) - hull.axis.sample) * self.pixel_m.1;
            let (along, across) = (y * down + x * right, x * -down + y * right);
            along.abs() > hull.length_m / 2.0 + pixel || across.abs() > hull.beam_m / 2.0 + pixel
        };
        let outside: Vec<BrightPixel> = strong
            .iter()
            .filter(|p| f64::from(p.power[0]) >= self.params.least_peak_sds && is_outside(p))
            .copied()
            .collect();
        let least_px =
            self.params.least_length_m * self.params.least_length_m / 4.0 / (spacing.0 * spacing.1);
        pieces(&outside).into_iter().filter(|piece| piece.len() as f64 >= least_px).collect()
    }

    /// Middle and axis, in lines and samples of the file.
    fn axis(&self, object: &Object<'_>) -> Axis {
        let rough = object.laid.rough.axis;
        let of_file = Axis {
            line: self.layout.to_file(rough.line),
            sample: self.layout.to_file(rough.sample),
            ..rough
        };
        object.hull.as_ref().map_or(of_file, |h| h.axis)
    }

    fn row(&self, scene: &OpticalScene, window: PixelWindow, object: &Object<'_>) -> Detection {
        let Verdict { kind, quality, reasons } = judge(&object.seen, self.params);
        let axis = self.axis(object);
        let [line, sample, lines, samples] =
            [window.line, window.sample, window.lines, window.samples].map(|n| n * self.layout.by);
        let position =
            scene.geometry.georeference.as_deref().and_then(|g| g.position(axis.line, axis.sample));
        let pixel = self.pixel_m.0.max(self.pixel_m.1);
        let position_sd = (self.params.position_sd_m.powi(2) + pixel * pixel / 12.0).sqrt();
        let is_ship = kind == DetectionKind::Ship;
        let shore = self.land.and_then(|l| l.shore_distance_m(axis.line, axis.sample));
        let berth = |p| self.berths.iter().find(|b| b.area.contains(p)).map(|b| b.name.clone());
        let [a, b, c, d] = [line, sample, lines, samples].map(|n| Key::Int(i64::from(n)));
        Detection {
            id: RecordId::of(RecordKind::Detection, &[Key::Id(self.scene), a, b, c, d]),
            scene: self.scene,
            kind,
            quality,
            line: axis.line,
            sample: axis.sample,
            window: PixelWindow { line, sample, lines, samples },
            position,
            position_sd_m: position.map(|_| position_sd),
            length_m: is_ship.then(|| self.length(object)).flatten(),
            beam_m: is_ship.then(|| self.interval(object.seen.beam_m, 0.0, None)).flatten(),
            axis_deg: is_ship.then(|| true_axis(scene, self.pixel_m, axis)).flatten(),
            near_shore: self.land.map(|_| shore.is_some_and(|d| d <= self.params.near_shore_m)),
            shore_distance_m: shore,
            contrast_db: object.contrast_db.clone(),
            log_likelihood_ratio: self.likelihood(object.pixels),
            azimuth_shift_m: None,
            berth: position.and_then(berth),
            reasons,
        }
    }

    /// With a wake the length is an upper bound: foam as bright as the hull is counted with it.
    fn length(&self, object: &Object<'_>) -> Option<Estimate<f64>> {
        let Seen { length_m, has_wake, is_cut, .. } = object.seen;
        let wake = if has_wake { self.params.wake_sd_m } else { 0.0 };
        let found = self.interval(length_m, wake, is_cut.then_some(self.params.longest_m))?;
        let low = if has_wake { found.low().min(self.params.least_length_m) } else { found.low() };
        Estimate::new(low, found.mid(), found.high())
    }

    /// A size with the interval that holds 90 %; `more_sd_m` for a wake; `up_to` for a hull that is cut.
    fn interval(&self, size_m: f64, more_sd_m: f64, up_to: Option<f64>) -> Option<Estimate<f64>> {
        /// 95 % point of the normal law.
        const Z95: f64 = 1.644_853_626_951_472_2;
        let pixel = self.pixel_m.0.max(self.pixel_m.1);
        let variance = (self.params.size_sd_px * pixel).powi(2)
            + (self.params.size_sd_share * size_m).powi(2)
            + more_sd_m * more_sd_m;
        let half = Z95 * variance.sqrt();
        let high = up_to.map_or(size_m + half, |m| m.max(size_m + half));
        Estimate::new((size_m - half).max(0.0), size_m, high)
    }

    fn likelihood(&self, pixels: &[BrightPixel]) -> f64 {
        let sum: f64 = pixels.iter().map(|p| f64::from(p.log_likelihood_ratio)).sum();
        sum / self.params.correlated_px.max(1.0)
    }
}

/// Brightest of some pixels over the sea in each band, dB: ten times the logarithm of the ratio of values.
fn contrasts(
    planes: &Planes,
    sea: &[(f32, f32)],
    pixels: &[BrightPixel],
    layout: &Layout,
    first: (u32, u32),
) -> Vec<Option<f64>> {
    let place = |p: &BrightPixel| {
        let middle =
            |at: u32, first: u32| (at * layout.by + layout.by / 2).checked_sub(first).map(|n| n as usize);
        let (line, sample) = (middle(p.line, first.0)?, middle(p.sample, first.1)?);
        (line < planes.lines && sample < planes.samples).then_some(line * planes.samples + sample)
    };
    let places: Vec<usize> = pixels.iter().filter_map(place).collect();
    let of_band = |(band, (level, _)): (&Vec<f32>, &(f32, f32))| {
        let most = places.iter().map(|at| band[*at]).fold(f32::NAN, f32::max);
        (most > *level && *level > 0.0).then(|| 10.0 * libm::log10(f64::from(most / level)))
    };
    planes.bands.iter().zip(sea).map(of_band).collect()
}

fn window_of(pixels: &[BrightPixel]) -> PixelWindow {
    let first = pixels.first().map_or((0, 0), |p| (p.line, p.sample));
    let start = PixelWindow { line: first.0, sample: first.1, lines: 1, samples: 1 };
    pixels.iter().fold(start, |w, p| {
        let one = PixelWindow { line: p.line, sample: p.sample, lines: 1, samples: 1 };
        crate::objects::components::union(w, one)
    })
}

/// The axis true: from two points on it; from the top of the image where it is not placed.
fn true_axis(scene: &OpticalScene, pixel_m: (f64, f64), axis: Axis) -> Option<f64> {
    let Some(reference) = scene.geometry.georeference.as_deref() else { return Some(axis.from_up_deg) };
    let (down, right) = axis.direction();
    let here = reference.position(axis.line, axis.sample)?;
    let there = |sign: f64| {
        reference.position(
            axis.line + sign * 50.0 * down / pixel_m.0,
            axis.sample + sign * 50.0 * right / pixel_m.1,
        )
    };
    let (sign, there) = there(1.0).map(|p| (1.0, p)).or_else(|| there(-1.0).map(|p| (-1.0, p)))?;
    let east = (there.lon_deg() - here.lon_deg() + 540.0).rem_euclid(360.0) - 180.0;
    let scale = libm::cos(here.lat_deg().to_radians());
    let north = there.lat_deg() - here.lat_deg();
    Some(libm::atan2(sign * east * scale, sign * north).to_degrees().rem_euclid(180.0))
}
