//! The images, hulls and ships of a case that files of points are about.

use crate::optical_pixels;
use crate::scenes::{optical_of_case, photos};
use crate::stage::CaseFolder;
use plimsoll_analysis::waterlines::{HullKnown, vessel_of};
use plimsoll_case::config::{HullConfig, SceneConfig};
use plimsoll_case::exhibit::{self, ExhibitEntry};
use plimsoll_imagery::Geometry;
use plimsoll_imagery::chip::north_in_image_deg;
use plimsoll_imagery::waterline::{HullFacts, OverheadView, PhotoView, View};
use plimsoll_model::{Estimate, PointSet, Scene, Vessel};

/// The image that a set of points names, by the name of its row or of its exhibit.
pub fn scene<'a>(case: &CaseFolder, scenes: &'a [Scene], image: &str) -> Result<&'a Scene, String> {
    let by_name: Vec<&Scene> = scenes.iter().filter(|s| s.name == image).collect();
    match by_name[..] {
        [one] => return Ok(one),
        [] => {}
        _ => return Err(format!("{} images of the case are called `{image}`", by_name.len())),
    }
    let entry = exhibit::find(&case.exhibits, image).map_err(|e| e.to_string())?;
    scenes.iter().find(|s| s.exhibit == entry.id).ok_or_else(|| format!("`{image}` is no image of the case"))
}

/// How an image was taken, seen at the points of a set.
pub fn view(case: &CaseFolder, scene: &Scene, set: &PointSet, angle_sd_deg: f64) -> Result<View, String> {
    let entry = case.exhibits.iter().find(|e| e.id == scene.exhibit);
    let entry = entry.ok_or("its image is no exhibit of the case")?;
    if scene.form == photos::FORM {
        return photo_view(case, entry, scene).map(View::Photo);
    }
    let geometry = geometry(case, entry).ok_or("its image cannot be opened as an optical scene")?;
    let n = set.points.len().max(1) as f64;
    let mean = |of: fn(&plimsoll_model::ImagePoint) -> f64| set.points.iter().map(of).sum::<f64>() / n;
    let north = north_in_image_deg(&geometry, mean(|p| p.line), mean(|p| p.sample));
    let stated = || {
        let is_of =
            |s: &&SceneConfig| exhibit::find(&case.exhibits, &s.exhibit).is_ok_and(|e| e.id == entry.id);
        case.config.scenes.iter().find(is_of).and_then(|s| s.optical.north_in_image_deg)
    };
    let north = north.or_else(stated);
    // Without a direction of north the angles of sun and sensor mean nothing in the image.
    Ok(View::Overhead(OverheadView {
        line_spacing_m: geometry.line_spacing_m,
        sample_spacing_m: geometry.sample_spacing_m,
        north_in_image_deg: north.unwrap_or(0.0),
        sun: scene.sun.filter(|_| north.is_some()),
        sensor_at: scene.sensor_at.filter(|_| north.is_some()),
        angle_sd_deg,
    }))
}

/// Where the pixels of an optical image lie.
fn geometry(case: &CaseFolder, entry: &ExhibitEntry) -> Option<Geometry> {
    let options = optical_of_case::options(case, entry).ok()??;
    Some(optical_pixels::open(case, entry, &options)?.geometry)
}

fn photo_view(case: &CaseFolder, entry: &ExhibitEntry, scene: &Scene) -> Result<PhotoView, String> {
    let config = photos::config(case, entry);
    let by_exif = || {
        let (focal, share) = photos::facts(case, entry).ok()?.focal_px?;
        let half = Z_95 * share * focal;
        Estimate::new(focal - half, focal, focal + half)
    };
    let size = |pixels: u64| u32::try_from(pixels).map_err(|_| "its image is too large".to_owned());
    Ok(PhotoView {
        lines: size(scene.lines)?,
        samples: size(scene.samples)?,
        camera_height_m: config.and_then(|c| c.camera_height_m),
        focal_px: config.and_then(|c| c.focal_px).or_else(by_exif),
    })
}

/// Half the width of the middle 90 % of a normal distribution, in standard deviations.
const Z_95: f64 = 1.644_853_626_951_472_7;

/// What is known of a ship: for reading the image, and for the draught.
pub fn hull(case: &CaseFolder, ship: &str, scene: &Scene, vessels: &[Vessel]) -> (HullFacts, HullKnown) {
    let config = case.config.hulls.iter().find(|h| h.ship == ship);
    let vessel = vessel_of(ship, vessels).ok().and_then(|id| vessels.iter().find(|v| v.id == id));
    let mut known = vessel.map(HullKnown::of).unwrap_or_default();
    if let Some(config) = config {
        apply(config, &mut known);
    }
    let entry = case.exhibits.iter().find(|e| e.id == scene.exhibit);
    let photo = entry.and_then(|entry| photos::config(case, entry));
    known.swell_height_m = photo.and_then(|p| p.swell_height_m);
    let facts = HullFacts {
        length_overall_m: known.length_overall_m,
        beam_m: known.beam_m,
        depth_moulded_m: known.depth_moulded_m.or(known.depth_inferred_m),
        band_top_draught_m: known.band_top_draught_m,
        quay_height_m: photo.and_then(|p| p.quay_height_m),
        swell_height_m: known.swell_height_m,
    };
    (facts, known)
}

/// What `[[hull]]` says goes before the registers.
fn apply(config: &HullConfig, known: &mut HullKnown) {
    known.depth_moulded_m = config.depth_moulded_m.or(known.depth_moulded_m);
    known.band_top_draught_m = config.band_top_draught_m;
    known.has_bulwark = config.bulwark_m.map(|b| b.mid() > 0.0);
}
