//! A scene's detections: search, objects, kinds, sizes.

use crate::error::ImageryError;
use crate::geometry::{Azimuth, Geometry};
use crate::land::LandMask;
use crate::measure::{MeasureParams, Measured, measure};
use crate::objects::arms::{ArmParams, Arms, Source, contrast, db, peak};
use crate::objects::ashore::{Ashore, AshoreParams};
use crate::objects::components::{Component, Components, Touching};
use crate::objects::ghosts::{GhostParams, Sources, Track};
use crate::objects::joined::{JoinParams, Object, objects};
use crate::objects::shape::Spacing;
use crate::objects::taught::{Grid, TaughtParams};
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
    /// The light of piers and land in the water beside them.
    pub ashore: AshoreParams,
    /// What the scene itself may teach about land that was not given; `None`: nothing.
    pub taught: Option<TaughtParams>,
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
    let bright = gathered.bright;
    let sources = Sources::new([bright.clone(), tops].concat(), params.ghosts.most_sources);
    let grid = grid(raster.as_mut(), geometry, spacing, land, params, &mut notes)?;
    let flight = flight(geometry, grid.as_ref(), &components, &sources, params, &mut notes);
    let arms = flight.arms;
    let found = objects(&components, arms.as_ref(), touching, spacing, &params.arms, &params.join);
    let mut peaks: Vec<Source> = found.iter().map(|o| Source::of(&o.top)).collect();
    peaks.sort_by(|a, b| a.line.total_cmp(&b.line).then(a.sample.total_cmp(&b.sample)));
    // A ship at a pier is one component with it, but an object of its own.
    let sources = Sources::new([bright, peaks.clone()].concat(), params.ghosts.most_sources);
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
        let track = arms.and_then(|a| {
            let ambiguity_m = azimuth.map(|a| a.ambiguity_m).or(flight.ghosts_m)?;
            let bend_per_m =
                azimuth.map_or(0.0, |a| bend_per_m(geometry, a, object.shape.line, object.shape.sample));
            let ghosts = &params.ghosts;
            let place_sd_m = azimuth.map_or(ghosts.place_sd_m, |_| ghosts.known_place_sd_m);
            Some(Track { turn_deg: a.turn_deg, ambiguity_m, bend_per_m, place_sd_m })
        });
        let known = match on_taught(object, grid.as_ref()) {
            Some(why) => Some(why),
            None => match ashore(raster.as_mut(), object, land, spacing, params)? {
                Some(why) => Some(why),
                None => at_an_edge(raster.as_mut(), object, land, spacing, params)?,
            },
        };
        let verdict = about.judge(object, track, known);
        let size = if verdict.kind == DetectionKind::Ship {
            size(raster.as_mut(), object, land, spacing, &params.measure)?
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
                let mut bands = [f64::NAN; 2];
                for (own, band) in bands.iter_mut().zip(&strip.planes.bands) {
                    *own = f64::from(band[row + sample]);
                }
                let power = bands.into_iter().fold(0.0, f64::max);
                let slot = &mut best[sample / self.cell.1 as usize];
                if power > 0.0 && slot.is_none_or(|s| s.power < power) {
                    *slot = Some(Source {
                        line: f64::from(line),
                        sample: sample as f64 + f64::from(strip.window.sample),
                        power,
                        bands,
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

/// The scene on coarse cells, where something is to be learnt from it.
fn grid(
    raster: &mut dyn Raster,
    geometry: &Geometry,
    spacing: Spacing,
    land: Option<&LandMask>,
    params: &DetectParams,
    notes: &mut Vec<String>,
) -> Result<Option<Grid>, ImageryError> {
    const CELL_M: f64 = 30.0;
    if params.taught.is_none() && geometry.track_in_image_deg.is_some() {
        return Ok(None);
    }
    let mut grid = Grid::read(raster, land, spacing, params.taught.map_or(CELL_M, |t| t.cell_m))?;
    if let Some(taught) = &params.taught {
        let km2 = grid.learn_land(taught) / 1e6;
        notes.push(format!(
            "{km2:.1} km2 that the land given does not hold are large, bright and rough: taken for land"
        ));
    }
    Ok(Some(grid))
}

/// Why an object is land, if it lies on what the scene taught.
fn on_taught(object: &Object, grid: Option<&Grid>) -> Option<(DetectionKind, String)> {
    let grid = grid?;
    let on = object.pixels.iter().filter(|p| grid.is_taught(f64::from(p.line), f64::from(p.sample))).count();
    (2 * on >= object.pixels.len().max(1)).then(|| {
        let words = "on a large, bright and rough area that the land given does not hold: land or a pier";
        (DetectionKind::Land, words.to_owned())
    })
}

/// Why an object is sea, if it does not stand out of the lighter side of an edge between dark and light sea.
fn at_an_edge(
    raster: &mut dyn Raster,
    object: &Object,
    land: Option<&LandMask>,
    spacing: Spacing,
    params: &DetectParams,
) -> Result<Option<(DetectionKind, String)>, ImageryError> {
    // Brighter than this over the mean of both sides, it stands out of the lighter one as well.
    const EDGES_UP_TO_DB: f64 = 15.0;
    if object.is_extended || db(contrast(&object.top)) > EDGES_UP_TO_DB {
        return Ok(None);
    }
    let half = |m: f64| (params.search.outer_m / 2.0 / m) as u32;
    let (hl, hs) = (half(spacing.line_m), half(spacing.sample_m));
    let (line, sample) = (object.top.line.saturating_sub(hl), object.top.sample.saturating_sub(hs));
    let window = PixelWindow {
        line,
        sample,
        lines: (object.top.line + hl + 1).min(raster.lines()) - line,
        samples: (object.top.sample + hs + 1).min(raster.samples()) - sample,
    };
    let planes = raster.read(window)?;
    let mut bits = vec![0; planes.lines * planes.samples];
    if let Some(land) = land {
        land.fill(window, &mut bits);
    }
    let at = ((object.top.line - line) as usize, (object.top.sample - sample) as usize);
    // In no band may it stand out; a band without a value says nothing.
    let mut best: Option<f64> = None;
    for (k, band) in planes.bands.iter().take(2).enumerate() {
        let power = object.pixels.iter().map(|p| p.power[k]).fold(f32::NAN, f32::max);
        if let Some(light) = lightest_side(band, &bits, planes.samples, at)
            && power > 0.0
        {
            let over = db(f64::from(power / light));
            best = Some(best.map_or(over, |b| b.max(over)));
        }
    }
    Ok(best.filter(|over| *over < params.verdict.least_over_lighter_side_db).map(|over| {
        let words = format!("at the edge of dark and light sea: {over:.0} dB above the lighter side only");
        (DetectionKind::Clutter, words)
    }))
}

/// Why an object is the light of a pier or of the land, if it is: most of its light grows towards what stands there.
///
/// Light spreads by the width of a point, so what stands on a quay is seen in the water beside it. From each pixel of
/// the object one climbs to the brightest neighbour until there is none brighter: where that ends, the light comes
/// from. That of a hull ends on the hull, in the water.
fn ashore(
    raster: &mut dyn Raster,
    object: &Object,
    land: Option<&LandMask>,
    spacing: Spacing,
    params: &DetectParams,
) -> Result<Option<(DetectionKind, String)>, ImageryError> {
    let Some(land) = land else { return Ok(None) };
    let near = land.shore_distance_m(object.shape.line, object.shape.sample);
    if object.is_extended || near.is_none_or(|d| d > object.shape.along_m + params.ashore.reach_m) {
        return Ok(None);
    }
    let Some(light) = Ashore::read(raster, object, land, spacing, &params.ashore)? else { return Ok(None) };
    Ok(light.verdict(&params.ashore))
}

/// The greatest of the median powers of the four quarters about a pixel, those that hold enough sea.
fn lightest_side(band: &[f32], bits: &[u8], samples: usize, at: (usize, usize)) -> Option<f32> {
    const LEAST_PX: usize = 40;
    let mut quarters: [Vec<f32>; 4] = Default::default();
    for (i, power) in band.iter().enumerate() {
        if bits[i] == 0 && power.is_finite() {
            quarters[usize::from(i / samples > at.0) * 2 + usize::from(i % samples > at.1)].push(*power);
        }
    }
    quarters
        .iter_mut()
        .filter(|q| q.len() >= LEAST_PX)
        .map(|q| {
            q.sort_by(f32::total_cmp);
            q[q.len() / 2]
        })
        .filter(|m| *m > 0.0)
        .max_by(f32::total_cmp)
}

/// The direction of flight and the distance of ghosts: from the file where it tells, else from what the scene shows.
fn flight(
    geometry: &Geometry,
    grid: Option<&Grid>,
    components: &[Component],
    sources: &Sources,
    params: &DetectParams,
    notes: &mut Vec<String>,
) -> Flight {
    if let Some(turn_deg) = geometry.track_in_image_deg {
        notes.push("the direction of flight is known".to_owned());
        return Flight { arms: Some(Arms { turn_deg, is_learnt: false }), ghosts_m: None };
    }
    let bright: Vec<Source> = components
        .iter()
        .filter(|c| !c.is_extended)
        .filter_map(|c| peak(&c.pixels))
        .filter(|p| db(contrast(p)) >= params.arms.least_source_db)
        .map(Source::of)
        .collect();
    let Some(grid) = grid else { return Flight { arms: None, ghosts_m: None } };
    let arms =
        grid.arms(&Sources::new(bright, params.arms.teachers).brightest(params.arms.teachers), &params.arms);
    let Some(arms) = arms else {
        notes.push("the direction of flight is not known and no crosses show it: arms and ghosts are not told from ships".to_owned());
        return Flight { arms: None, ghosts_m: None };
    };
    notes.push(format!(
        "the crosses about the brightest objects stand {:.1} degrees off the image: the direction of flight",
        arms.turn_deg
    ));
    let told = grid.ghosts(&sources.brightest(params.ghosts.teachers), arms.turn_deg, &params.ghosts);
    match told {
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
    }
}

/// How ghosts bend away in range: `1 / (2 R sin(theta))`, 1/m, towards growing samples; nought where that is not known.
fn bend_per_m(geometry: &Geometry, azimuth: Azimuth, line: f64, sample: f64) -> f64 {
    const STEP_PX: f64 = 20.0;
    let angle = |s: f64| geometry.georeference.as_deref().and_then(|g| g.incidence_deg(line, s));
    let Some(here) = angle(sample) else { return 0.0 };
    // The angle grows with the range.
    let grows = match (angle(sample - STEP_PX), angle(sample + STEP_PX)) {
        (Some(a), Some(b)) => b - a,
        (Some(a), None) => here - a,
        (None, Some(b)) => b - here,
        (None, None) => 0.0,
    };
    let bend = 1.0 / (2.0 * azimuth.slant_range_m * libm::sin(here.to_radians()));
    if grows > 0.0 {
        bend
    } else if grows < 0.0 {
        -bend
    } else {
        0.0
    }
}

/// Measures a ship on a chip about it.
fn size(
    raster: &mut dyn Raster,
    object: &Object,
    land: Option<&LandMask>,
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
    if let Some(land) = land {
        afloat(&mut chip, window, land, &clutter);
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

/// Sets to the sea's mean what was not searched: the light of a pier beside a ship is not the ship's.
fn afloat(chip: &mut Planes, window: PixelWindow, land: &LandMask, clutter: &[f32]) {
    let mut bits = Vec::new();
    land.fill(window, &mut bits);
    for (band, sea) in chip.bands.iter_mut().zip(clutter).filter(|(_, sea)| sea.is_finite()) {
        for (power, _) in band.iter_mut().zip(&bits).filter(|(p, bits)| **bits != 0 && p.is_finite()) {
            *power = *sea;
        }
    }
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
