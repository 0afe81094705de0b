//! Files of one scene, one polarisation in each, made one.

use crate::error::ImageryError;
use crate::geometry::Geometry;
use crate::open::{OpenedScene, SceneFacts};
use crate::raster::{Planes, Raster, Rows};
use plimsoll_model::{Period, PixelWindow, Polarisation};

/// Bands of several rasters of one size.
struct JoinedRaster {
    parts: Vec<Box<dyn Raster>>,
    polarisations: Vec<Polarisation>,
}

impl Raster for JoinedRaster {
    fn lines(&self) -> u32 {
        self.parts[0].lines()
    }
    fn samples(&self) -> u32 {
        self.parts[0].samples()
    }
    fn polarisations(&self) -> &[Polarisation] {
        &self.polarisations
    }
    fn read(&mut self, window: PixelWindow) -> Result<Planes, ImageryError> {
        gather(&mut self.parts, window, |part| part.read(window))
    }
    fn read_into(&mut self, window: PixelWindow, bands: &mut [Rows<'_>]) -> Result<(), ImageryError> {
        let mut rest = bands;
        for part in &mut self.parts {
            let (own, others) = rest.split_at_mut(part.polarisations().len().min(rest.len()));
            part.read_into(window, own)?;
            rest = others;
        }
        Ok(())
    }
    fn read_original(&mut self, window: PixelWindow) -> Result<Planes, ImageryError> {
        gather(&mut self.parts, window, |part| part.read_original(window))
    }
}

fn gather(
    parts: &mut [Box<dyn Raster>],
    window: PixelWindow,
    mut read: impl FnMut(&mut dyn Raster) -> Result<Planes, ImageryError>,
) -> Result<Planes, ImageryError> {
    let mut all =
        Planes { lines: window.lines as usize, samples: window.samples as usize, bands: Vec::new() };
    for part in parts {
        all.bands.extend(read(&mut **part)?.bands);
    }
    Ok(all)
}

/// Makes one scene of files of one scene, their bands in the order given. They must agree in size, spacing, kind, time
/// and place (to a tenth of a pixel at the corners); else the error names both.
pub fn join(scenes: Vec<OpenedScene>) -> Result<OpenedScene, ImageryError> {
    let mut scenes = scenes.into_iter();
    let Some(first) = scenes.next() else {
        return Err(ImageryError::Unsupported {
            file: "scene".to_owned(),
            found: "a scene of no file".to_owned(),
            advice: "give at least one file".to_owned(),
        });
    };
    let first_name = name(0, &first);
    let OpenedScene { raster, geometry, mut facts } = first;
    let mut parts = vec![raster];
    for (index, other) in scenes.enumerate() {
        if let Some((found, expected)) = disagreement(&*parts[0], &geometry, &facts, &other) {
            return Err(ImageryError::Malformed {
                file: name(index + 1, &other),
                place: "beside the file it belongs with".to_owned(),
                found,
                expected: format!("{expected} as {first_name} has"),
            });
        }
        facts.time = facts.time.or(other.facts.time);
        for note in other.facts.notes {
            if !facts.notes.contains(&note) {
                facts.notes.push(note);
            }
        }
        parts.push(other.raster);
    }
    let polarisations = parts.iter().flat_map(|part| part.polarisations().to_vec()).collect();
    Ok(OpenedScene { raster: Box::new(JoinedRaster { parts, polarisations }), geometry, facts })
}

fn name(index: usize, scene: &OpenedScene) -> String {
    let words: Vec<_> = scene.raster.polarisations().iter().map(|p| p.as_str()).collect();
    format!("file {} ({}, {})", index + 1, words.join(" "), size(&*scene.raster))
}

fn size(raster: &dyn Raster) -> String {
    format!("{} lines of {} samples", raster.lines(), raster.samples())
}

fn disagreement(
    raster: &dyn Raster,
    geometry: &Geometry,
    facts: &SceneFacts,
    other: &OpenedScene,
) -> Option<(String, String)> {
    if raster.lines() != other.raster.lines() || raster.samples() != other.raster.samples() {
        return Some((size(&*other.raster), size(raster)));
    }
    if facts.form != other.facts.form {
        return Some((format!("values of {}", other.facts.form), format!("values of {}", facts.form)));
    }
    if let (Some(one), Some(two)) = (facts.time, other.facts.time)
        && one != two
    {
        let said = |time: Period| format!("the time {} to {}", time.start(), time.end());
        return Some((said(two), said(one)));
    }
    let spacing = |g: &Geometry| format!("pixels of {} x {} m", g.line_spacing_m, g.sample_spacing_m);
    let differs = |a: f64, b: f64| (a - b).abs() > 1e-6 * a.abs();
    if differs(geometry.line_spacing_m, other.geometry.line_spacing_m)
        || differs(geometry.sample_spacing_m, other.geometry.sample_spacing_m)
    {
        return Some((spacing(&other.geometry), spacing(geometry)));
    }
    let apart = most_apart(geometry, &other.geometry, raster.lines(), raster.samples());
    let bound = 0.1 * geometry.line_spacing_m.min(geometry.sample_spacing_m);
    match apart {
        Some(distance) if distance <= bound => None,
        Some(distance) => {
            Some((format!("corners up to {distance:.1} m away"), "the same corners".to_owned()))
        }
        None => {
            Some(("a place on the Earth for one file only".to_owned(), "both or neither placed".to_owned()))
        }
    }
}

/// Greatest distance between corners, m; `None` if one of two is placed.
fn most_apart(one: &Geometry, two: &Geometry, lines: u32, samples: u32) -> Option<f64> {
    let (one, two) = match (&one.georeference, &two.georeference) {
        (None, None) => return Some(0.0),
        (Some(one), Some(two)) => (one, two),
        _ => return None,
    };
    let (last_line, last_sample) = (f64::from(lines) - 1.0, f64::from(samples) - 1.0);
    let mut most = 0.0_f64;
    for (line, sample) in [(0.0, 0.0), (0.0, last_sample), (last_line, 0.0), (last_line, last_sample)] {
        match (one.position(line, sample), two.position(line, sample)) {
            (Some(a), Some(b)) => most = most.max(a.distance_to(b).to_metres()),
            (None, None) => {}
            _ => return None,
        }
    }
    Some(most)
}
