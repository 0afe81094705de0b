//! Chips of the ships of a scene, side by side, with the measured rectangle drawn.

use plimsoll_imagery::Raster;
use plimsoll_imagery::optical::OpticalScene;
use plimsoll_model::{Detection, DetectionKind, PixelWindow};
use std::error::Error;
use std::path::Path;

/// Pixels of the file along the side of a chip, and of the picture for each of them.
const SIDE: u32 = 120;
const ZOOM: u32 = 2;
const ACROSS: u32 = 8;

/// Writes the sheet: ships in the order of the table.
pub(super) fn write(
    scene: &mut OpticalScene,
    detections: &[Detection],
    path: &Path,
) -> Result<(), Box<dyn Error>> {
    let ships: Vec<&Detection> = detections.iter().filter(|d| d.kind == DetectionKind::Ship).collect();
    let cell = SIDE * ZOOM + 4;
    let rows = (ships.len() as u32).div_ceil(ACROSS).max(1);
    let mut sheet = image::RgbImage::new(cell * ACROSS, cell * rows);
    for (at, ship) in (0..).zip(&ships) {
        let start = |middle: f64, most: u32| {
            (middle.round().max(0.0) as u32).saturating_sub(SIDE / 2).min(most.saturating_sub(SIDE))
        };
        let (line, sample) =
            (start(ship.line, scene.raster.lines()), start(ship.sample, scene.raster.samples()));
        let window = PixelWindow {
            line,
            sample,
            lines: SIDE.min(scene.raster.lines()),
            samples: SIDE.min(scene.raster.samples()),
        };
        let planes = scene.raster.read(window)?;
        let (left, top) = (at % ACROSS * cell, at / ACROSS * cell);
        for y in 0..window.lines * ZOOM {
            for x in 0..window.samples * ZOOM {
                let pixel = (y / ZOOM * window.samples + x / ZOOM) as usize;
                let value = |band: usize| planes.bands[band.min(planes.bands.len() - 1)][pixel] as u8;
                sheet.put_pixel(left + x, top + y, image::Rgb([value(0), value(1), value(2)]));
            }
        }
        outline(&mut sheet, ship, scene, (line, sample), (left, top));
    }
    sheet.save(path)?;
    Ok(())
}

/// Dots along the sides of the measured rectangle.
fn outline(
    sheet: &mut image::RgbImage,
    ship: &Detection,
    scene: &OpticalScene,
    first: (u32, u32),
    at: (u32, u32),
) {
    let (Some(length), Some(beam), Some(axis)) = (ship.length_m, ship.beam_m, ship.axis_deg) else { return };
    let (down, right) = (-axis.to_radians().cos(), axis.to_radians().sin());
    let mut dot = |along: f64, across: f64| {
        let line = ship.line + (along * down + across * right) / scene.geometry.line_spacing_m;
        let sample = ship.sample + (along * right - across * down) / scene.geometry.sample_spacing_m;
        let zoom = f64::from(ZOOM);
        let (y, x) = ((line - f64::from(first.0) + 0.5) * zoom, (sample - f64::from(first.1) + 0.5) * zoom);
        let most = f64::from(SIDE * ZOOM);
        if x >= 0.0 && y >= 0.0 && x < most && y < most {
            sheet.put_pixel(at.0 + x as u32, at.1 + y as u32, image::Rgb([255, 255, 0]));
        }
    };
    let (l, b) = (length.mid() / 2.0, beam.mid() / 2.0);
    for i in 0..=40 {
        let t = f64::from(i) / 20.0 - 1.0;
        for sign in [-1.0, 1.0] {
            dot(t * l, sign * b);
            dot(sign * l, t * b);
        }
    }
}
