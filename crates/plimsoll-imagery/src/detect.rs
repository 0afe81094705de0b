//! A scene's detections: search, objects, kinds, sizes.

use crate::error::ImageryError;
use crate::geometry::{Azimuth, Geometry};
use crate::land::LandMask;
use crate::measure::{MeasureParams, Measured, measure};
use crate::objects::arms::{ArmParams, Arms, Source, contrast, db, peak};
use crate::objects::components::{Component, Components, Touching};
use crate::objects::ghosts::{GhostParams, Sources};
use crate::objects::joined::{JoinParams, Object, objects};
use crate::objects::shape::Spacing;
use crate::objects::taught::Grid;
use crate::objects::verdict::{Surroundings, Verdict, VerdictParams};
use crate::raster::{Planes, Raster};
use crate::search::{Mask, OpenSea, SearchParams, SearchTotals, Strip, search};
use plimsoll_model::evidence::Key;
use plimsoll_model::{
    Berth, Detection, DetectionKind, PixelWindow, Polarisation, Position, RecordId, RecordKind,
};

/// How ships are found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DetectParams {
    /// The search for bright pixels.
    pub search: SearchParams,
    /// Length, beam and axis.
    pub measure: MeasureParams,
    /// Crosses about bright points.
    pub arms: ArmParams,
    /// Ambiguities.
    pub ghosts: GhostParams,
    /// Pieces of a hull, two hulls in one object.
    pub join: JoinParams,
    /// Kind and quality.
    pub verdict: VerdictParams,
    /// Bright pixels touch if there is less than this between their centres, m; neighbours always do.
    pub bridge_m: f64,
    /// No ship covers more, m2: what does is extended.
    pub most_area_m2: f64,
    /// Standard deviation of the scene's placing on the Earth, m.
    pub position_sd_m: f64,
    /// The fastest ship that a displacement is stated for, m/s.
    pub fastest_m_s: f64,
}

/// What a scene shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Detections {
    /// Of every kind, by line and sample.
    pub detections: Vec<Detection>,
    /// How much sea was searched.
    pub totals: SearchTotals,
    /// In words: what was found out about the scene on the way.
    pub notes: Vec<String>,
}

/// Pixels that all objects of a scene may keep together: 32 bytes each.
const MOST_PIXELS_IN_ALL: usize = 6_000_000;
/// Cells of which the brightest point may be the source of a ghost, m.
const SOURCE_CELL_M: f64 = 100.0;

struct Sea<'a>(&'a LandMask);

impl Mask for Sea<'_> {
    fn fill(&self, window: PixelWindow, out: &mut Vec<u8>) {
        self.0.fill(window, out);
    }
}

/// Finds what is bright in a scene, says what each thing is, and measures the ships.
///
/// `rasters`: the same scene, one for each worker. `land`: what is not searched; `None`, and everything is. The water of
/// `berths` is searched wherever no pier lies in it. Identifiers follow from `scene` and the pixels alone.
///
/// # Errors
/// Whatever the raster says; [`ImageryError::Unsupported`] where the spacing of the pixels is no length.
pub fn detect(
    rasters: &mut [Box<dyn Raster>],
    geometry: &Geometry,
    scene: RecordId,
    land: Option<&LandMask>,
    berths: &[Berth],
    params: &DetectParams,
) -> Result<Detections, ImageryError> {
    let spacing = Spacing { line_m: geometry.line_spacing_m, sample_m: geometry.sample_spacing_m };
    let is_length = |m: f64| m.is_finite() && m > 0.0;
    if !is_length(spacing.line_m) || !is_length(spacing.sample_m) {
        return Err(ImageryError::Unsupported {
            file: "the scene".to_owned(),
            found: format!("a pixel of {} by {} m", spacing.line_m, spacing.sample_m),
            advice: "give the size of a pixel".to_owned(),
        });
    }
    let land = land.map(|l| if berths.is_empty() { l.clone() } else { l.with_berths(berths, geometry) });
    let land = land.as_ref();
    let touching = touching(spacing, params);
    let mut gathered = Gathered::new(touching, spacing);
    let sea = land.map(Sea);
    let open = OpenSea;
    let mask: &dyn Mask = sea.as_ref().map_or(&open, |s| s);
    let totals = search(rasters, spacing.line_m, spacing.sample_m, mask, &params.search, &mut |strip| {
        gathered.take(&strip);
    })?;
    let Some(raster) = rasters.first_mut() else {
        return Ok(Detections { detections: Vec::new(), totals, notes: Vec::new() });
    };
    let polarisations = raster.polarisations().to_vec();
    let components = gathered.components.finish();
    let mut notes = Vec::new();
    let tops: Vec<Source> = components.iter().filter_map(|c| peak(&c.pixels)).map(Source::of).collect();
    let sources = Sources::new([gathered.bright, tops].concat(), params.ghosts.most_sources);
    let flight = flight(raster.as_mut(), geometry, spacing, land, &components, &sources, params, &mut notes)?;
    let arms = flight.arms;
    let found = objects(&components, arms.as_ref(), touching, spacing, &params.arms, &params.join);
    let mut peaks: Vec<Source> = found.iter().map(|o| Source::of(&o.top)).collect();
    peaks.sort_by(|a, b| a.line.total_cmp(&b.line).then(a.sample.total_cmp(&b.sample)));
    let about = Surroundings {
        polarisations: &polarisations,
        spacing,
        land,
        arms: arms.as_ref(),
        sources: &sources,
        peaks: &peaks,
        arm_params: &params.arms,
        ghost_params: &params.ghosts,
        join_params: &params.join,
        params: &params.verdict,
    };
    let mut detections = Vec::with_capacity(found.len());
    for object in &found {
        let azimuth = geometry.azimuth.as_ref().and_then(|f| f(object.shape.line, object.shape.sample));
        let ghosts_m = azimuth.map(|a| a.ambiguity_m).or(flight.ghosts_m);
        let verdict = about.judge(object, arms.map(|a| a.turn_deg).zip(ghosts_m), None);
        let size = if verdict.kind == DetectionKind::Ship {
            size(raster.as_mut(), object, spacing, &params.measure)?
        } else {
            None
        };
        detections.push(row(object, verdict, size, azimuth, geometry, scene, berths, &about, params));
    }
    detections.sort_by(|a, b| a.line.total_cmp(&b.line).then(a.sample.total_cmp(&b.sample)));
    Ok(Detections { detections, totals, notes })
}

fn touching(spacing: Spacing, params: &DetectParams) -> Touching {
    let reach = |m: f64| ((params.bridge_m / m).floor() as u32).clamp(1, 8);
    Touching {
        reach_lines: reach(spacing.line_m),
        reach_samples: reach(spacing.sample_m),
        most_pixels: ((params.most_area_m2 / spacing.area_m2()) as usize).clamp(64, 40_000),
        most_pixels_in_all: MOST_PIXELS_IN_ALL,
    }
}

/// What is kept of the strips.
struct Gathered {
    components: Components,
    /// The brightest point of each cell that is masked: land has ghosts too.
    bright: Vec<Source>,
    cell: (u32, u32),
}

impl Gathered {
    fn new(touching: Touching, spacing: Spacing) -> Self {
        let cell = |m: f64| ((SOURCE_CELL_M / m) as u32).max(1);
        Self {
            components: Components::new(touching),
            bright: Vec::new(),
            cell: (cell(spacing.line_m), cell(spacing.sample_m)),
        }
    }

    fn take(&mut self, strip: &Strip<'_>) {
        self.components.take(strip.bright);
        let samples = strip.window.samples as usize;
        let across = samples / self.cell.1 as usize + 1;
        let mut best: Vec<Option<Source>> = vec![None; across];
        for line in strip.core.clone() {
            if line % self.cell.0 == 0 {
                self.bright.extend(best.iter_mut().filter_map(Option::take));
            }
            let row = (line - strip.window.line) as usize * samples;
            for sample in (0..samples).filter(|s| strip.mask[row + s] != 0) {
                let power =
                    strip.planes.bands.iter().take(2).map(|b| b[row + sample]).fold(0.0_f32, f32::max);
                let slot = &mut best[sample / self.cell.1 as usize];
                if power > 0.0 && slot.is_none_or(|s| s.power < f64::from(power)) {
                    *slot = Some(Source {
                        line: f64::from(line),
                        sample: sample as f64 + f64::from(strip.window.sample),
                        power: f64::from(power),
                    });
                }
            }
        }
        self.bright.extend(best.into_iter().flatten());
        if self.bright.len() > 200_000 {
            self.bright.sort_by(|a, b| b.power.total_cmp(&a.power).then(a.line.total_cmp(&b.line)));
            self.bright.truncate(50_000);
        }
    }
}

/// What is known of the flight.
struct Flight {
    /// Its direction in the image.
    arms: Option<Arms>,
    /// Distance of first ghosts, m, where the scene itself told it.
    ghosts_m: Option<f64>,
}

/// The direction of flight and the distance of ghosts: from the file where it tells, else from what the scene shows.
#[expect(clippy::too_many_arguments, reason = "all that a scene may tell about its flight")]
fn flight(
    raster: &mut dyn Raster,
    geometry: &Geometry,
    spacing: Spacing,
    land: Option<&LandMask>,
    components: &[Component],
    sources: &Sources,
    params: &DetectParams,
    notes: &mut Vec<String>,
) -> Result<Flight, ImageryError> {
    const CELL_M: f64 = 30.0;
    if let Some(turn_deg) = geometry.track_in_image_deg {
        notes.push("the direction of flight is known".to_owned());
        return Ok(Flight { arms: Some(Arms { turn_deg, is_learnt: false }), ghosts_m: None });
    }
    let bright: Vec<Source> = components
        .iter()
        .filter(|c| !c.is_extended)
        .filter_map(|c| peak(&c.pixels))
        .filter(|p| db(contrast(p)) >= params.arms.least_source_db)
        .map(Source::of)
        .collect();
    let grid = Grid::read(raster, land, spacing, CELL_M)?;
    let arms =
        grid.arms(&Sources::new(bright, params.arms.teachers).brightest(params.arms.teachers), &params.arms);
    let Some(arms) = arms else {
        notes.push("the direction of flight is not known and no crosses show it: arms and ghosts are not told from ships".to_owned());
        return Ok(Flight { arms: None, ghosts_m: None });
    };
    notes.push(format!(
        "the crosses about the brightest objects stand {:.1} degrees off the image: the direction of flight",
        arms.turn_deg
    ));
    let told = grid.ghosts(&sources.brightest(params.ghosts.teachers), arms.turn_deg, &params.ghosts);
    Ok(match told {
        Some((turn_deg, far, sds)) => {
            notes.push(format!(
                "the sea lights up {far:.0} m from bright points, {turn_deg:.1} degrees off the image ({sds:.0} standard deviations): the distance of ghosts"
            ));
            Flight { arms: Some(Arms { turn_deg, ..arms }), ghosts_m: Some(far) }
        }
        None => {
            notes.push(
                "how far ghosts lie from their sources is not known: they are not told from ships".to_owned(),
            );
            Flight { arms: Some(arms), ghosts_m: None }
        }
    })
}

/// Measures a ship on a chip about it.
fn size(
    raster: &mut dyn Raster,
    object: &Object,
    spacing: Spacing,
    params: &MeasureParams,
) -> Result<Option<Measured>, ImageryError> {
    const MARGIN_M: f64 = 150.0;
    let margin = |m: f64| (MARGIN_M / m).ceil() as u32;
    let (ml, ms) = (margin(spacing.line_m), margin(spacing.sample_m));
    let w = object.window;
    let (line, sample) = (w.line.saturating_sub(ml), w.sample.saturating_sub(ms));
    let window = PixelWindow {
        line,
        sample,
        lines: (w.line + w.lines + ml).min(raster.lines()) - line,
        samples: (w.sample + w.samples + ms).min(raster.samples()) - sample,
    };
    let mut chip = raster.read(window)?;
    let seeds: Vec<(usize, usize)> =
        object.pixels.iter().map(|p| ((p.line - line) as usize, (p.sample - sample) as usize)).collect();
    let mut clutter = vec![f32::NAN; chip.bands.len()];
    for (c, sea) in clutter.iter_mut().zip(object.top.clutter) {
        *c = sea;
    }
    if object.arm_pixels > 0 || object.is_parted {
        alone(&mut chip, &seeds, &clutter);
    }
    Ok(measure(&chip, &clutter, &seeds, spacing.line_m, spacing.sample_m, params).map(|m| Measured {
        line: m.line + f64::from(line),
        sample: m.sample + f64::from(sample),
        ..m
    }))
}

/// Sets to the sea's mean what is not the object or next to it: its arms, its neighbour.
fn alone(chip: &mut Planes, own: &[(usize, usize)], clutter: &[f32]) {
    let mut is_own = vec![false; chip.lines * chip.samples];
    for (line, sample) in own {
        for l in line.saturating_sub(1)..=(line + 1).min(chip.lines - 1) {
            for s in sample.saturating_sub(1)..=(sample + 1).min(chip.samples - 1) {
                is_own[l * chip.samples + s] = true;
            }
        }
    }
    for (band, sea) in chip.bands.iter_mut().zip(clutter).filter(|(_, sea)| sea.is_finite()) {
        for (power, own) in band.iter_mut().zip(&is_own) {
            if !own && power.is_finite() {
                *power = *sea;
            }
        }
    }
}

/// The axis true: from two points on it.
fn true_axis(geometry: &Geometry, spacing: Spacing, at: (f64, f64), axis_deg: f64) -> Option<f64> {
    let Some(reference) = geometry.georeference.as_deref() else { return Some(axis_deg) };
    let turn = axis_deg.to_radians();
    let (up, right) = (libm::cos(turn) * 100.0 / spacing.line_m, libm::sin(turn) * 100.0 / spacing.sample_m);
    let a = reference.position(at.0, at.1)?;
    let sign = if reference.position(at.0 - up, at.1 + right).is_some() { 1.0 } else { -1.0 };
    let b = reference.position(at.0 - sign * up, at.1 + sign * right)?;
    let east = (b.lon_deg() - a.lon_deg() + 540.0).rem_euclid(360.0) - 180.0;
    let scale = libm::cos(a.lat_deg().to_radians());
    // A degree of latitude and one of longitude are not equally long on the ellipsoid; under 0.2 degrees of axis.
    Some(libm::atan2(east * scale, b.lat_deg() - a.lat_deg()).to_degrees().rem_euclid(180.0))
}

/// Greatest displacement along the track of a ship at the greatest speed, m: `R v sin(theta) / V`.
fn shift_m(geometry: &Geometry, azimuth: Option<Azimuth>, at: (f64, f64), fastest_m_s: f64) -> Option<f64> {
    let azimuth = azimuth?;
    let angle = geometry.georeference.as_deref()?.incidence_deg(at.0, at.1)?;
    Some(azimuth.slant_range_m * fastest_m_s * libm::sin(angle.to_radians()) / azimuth.satellite_speed_m_s)
}

#[expect(clippy::too_many_arguments, reason = "a row is made of all that is known")]
fn row(
    object: &Object,
    verdict: Verdict,
    size: Option<Measured>,
    azimuth: Option<Azimuth>,
    geometry: &Geometry,
    scene: RecordId,
    berths: &[Berth],
    about: &Surroundings<'_>,
    params: &DetectParams,
) -> Detection {
    let w = object.window;
    let at = size.as_ref().map_or((object.shape.line, object.shape.sample), |m| (m.line, m.sample));
    let position: Option<Position> = geometry.georeference.as_deref().and_then(|g| g.position(at.0, at.1));
    let shift = shift_m(geometry, azimuth, at, params.fastest_m_s);
    // Speed uniform up to the greatest, course uniform: the mean square is a sixth of the greatest.
    let spread = shift.map_or(0.0, |s| s * s / 6.0);
    let pixel = about.spacing.longer_m();
    let sd = (params.position_sd_m * params.position_sd_m + pixel * pixel / 12.0 + spread).sqrt();
    let ints = [w.line, w.sample, w.lines, w.samples].map(|n| Key::Int(i64::from(n)));
    let key = [Key::Id(scene), ints[0], ints[1], ints[2], ints[3]];
    Detection {
        id: RecordId::of(RecordKind::Detection, &key),
        scene,
        kind: verdict.kind,
        quality: verdict.quality,
        line: at.0,
        sample: at.1,
        window: w,
        position,
        position_sd_m: position.map(|_| sd),
        length_m: size.as_ref().map(|m| m.length_m),
        beam_m: size.as_ref().map(|m| m.beam_m),
        axis_deg: size.as_ref().and_then(|m| true_axis(geometry, about.spacing, at, m.axis_in_image_deg)),
        near_shore: about
            .land
            .map(|_| verdict.shore_distance_m.is_some_and(|d| d <= params.verdict.near_shore_m)),
        shore_distance_m: verdict.shore_distance_m,
        contrast_db: contrasts(object, about.polarisations),
        log_likelihood_ratio: verdict.log_likelihood_ratio,
        azimuth_shift_m: shift,
        berth: position.and_then(|p| berths.iter().find(|b| b.area.contains(p)).map(|b| b.name.clone())),
        reasons: verdict.reasons,
    }
}

fn contrasts(object: &Object, polarisations: &[Polarisation]) -> Vec<Option<f64>> {
    (0..polarisations.len())
        .map(|k| {
            object
                .pixels
                .iter()
                .filter(|p| k < 2 && p.clutter[k] > 0.0 && p.power[k] > 0.0)
                .map(|p| db(f64::from(p.power[k]) / f64::from(p.clutter[k])))
                .max_by(f64::total_cmp)
        })
        .collect()
}
