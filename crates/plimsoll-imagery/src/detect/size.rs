//! The size of a ship, on a chip about it.

use crate::detect::View;
use crate::error::ImageryError;
use crate::measure::{Measured, measure};
use crate::objects::joined::Object;
use crate::raster::{Planes, Raster};

/// Measures a ship on a chip about it. A mask beside her hides part of her light.
pub(super) fn size(
    raster: &mut dyn Raster,
    view: &View<'_>,
    object: &Object,
    is_beside_mask: bool,
) -> Result<Option<Measured>, ImageryError> {
    let (spacing, params) = (view.spacing, &view.params.measure);
    let margin = |m: f64| 2 * (params.margin_m / m).ceil() as u32;
    let w = object.window;
    let image = (raster.lines(), raster.samples());
    let window = w.about(w.lines + margin(spacing.line_m), w.samples + margin(spacing.sample_m), image);
    let (line, sample) = (window.line, window.sample);
    let mut chip = raster.read(window)?;
    let seeds: Vec<(usize, usize)> =
        object.pixels.iter().map(|p| ((p.line - line) as usize, (p.sample - sample) as usize)).collect();
    let mut clutter = vec![f32::NAN; chip.bands.len()];
    for (c, sea) in clutter.iter_mut().zip(object.top.clutter) {
        *c = sea;
    }
    afloat(&mut chip, &view.bits(window), &clutter);
    if object.arm_pixels > 0 || object.is_parted {
        alone(&mut chip, &seeds, &clutter);
    }
    let found = measure(&chip, &clutter, &seeds, spacing.line_m, spacing.sample_m, params);
    let found = if is_beside_mask { found.and_then(|m| m.beside_mask(params)) } else { found };
    Ok(found.map(|m| Measured { line: m.line + f64::from(line), sample: m.sample + f64::from(sample), ..m }))
}

/// Sets to the sea's mean what was not searched: the light of a pier beside a ship is not the ship's.
fn afloat(chip: &mut Planes, bits: &[u8], clutter: &[f32]) {
    for (band, sea) in chip.bands.iter_mut().zip(clutter).filter(|(_, sea)| sea.is_finite()) {
        for (power, _) in band.iter_mut().zip(bits).filter(|(p, bits)| **bits != 0 && p.is_finite()) {
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
