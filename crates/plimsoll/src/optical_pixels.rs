//! The pixels of an optical scene in a case, by window, as [`crate::scene_pixels`] gives those of radar scenes.

use crate::scene_pixels::Pixels;
use crate::scenes::{of_case, optical};
use crate::stage::CaseFolder;
use plimsoll_case::exhibit::ExhibitEntry;
use plimsoll_imagery::Raster;
use plimsoll_imagery::chip::{chip_text, north_in_image_deg, original_tiff};
use plimsoll_imagery::optical::chip::{as_in_file, stretched};
use plimsoll_imagery::optical::{OpticalOptions, OpticalScene};
use plimsoll_model::PixelWindow;

/// The optical scene of an exhibit, opened.
pub(crate) fn open(
    case: &CaseFolder,
    exhibit: &ExhibitEntry,
    options: &OpticalOptions,
) -> Option<OpticalScene> {
    let params = case.config.params.section("optical-scenes").ok()?;
    optical::open(&of_case::source(case, exhibit).ok()?, options, &params).ok()
}

/// The pixels about a window; `None` where they cannot be read.
pub(crate) fn window(scene: &mut OpticalScene, window: PixelWindow, chip_m: f64) -> Option<Pixels> {
    let OpticalScene { raster, geometry, facts } = scene;
    let size = (raster.lines(), raster.samples());
    let spacing = (geometry.line_spacing_m, geometry.sample_spacing_m);
    // No side of a chip of a fine image is longer than this, pixels: a report holds forty.
    let most_m = 700.0 * spacing.0.min(spacing.1);
    let pixels = |m: f64| (chip_m.min(most_m) / m).ceil() as u32;
    let shown = window.about(pixels(spacing.0), pixels(spacing.1), size);
    let planes = raster.read(shown).ok()?;
    let (png, stretch) = stretched(&planes, &facts.bands).ok()?;
    let middle = (
        f64::from(window.line) + f64::from(window.lines) / 2.0,
        f64::from(window.sample) + f64::from(window.samples) / 2.0,
    );
    Some(Pixels {
        original: as_in_file(&planes, &facts.bands, raster.is_byte()).ok()?,
        png,
        text: chip_text(&planes, 0, 64).ok()?,
        values: original_tiff(&planes).ok(),
        window: shown,
        metres_per_pixel: spacing,
        north_deg: north_in_image_deg(geometry, middle.0, middle.1),
        stretch,
    })
}
