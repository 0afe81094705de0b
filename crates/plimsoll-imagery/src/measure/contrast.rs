//! How far pixels stand out of the sea, and how far the arms of bright points reach.

use super::MeasureParams;
use super::ground::Ground;
use crate::raster::Planes;

/// Power over that of the sea, in the band in which this is greatest; NaN where no band has a value. `None`: sizes that
/// do not agree, or a sea without power in every band.
pub(super) fn contrast(planes: &Planes, clutter: &[f32]) -> Option<Vec<f64>> {
    let pixels = planes.lines.checked_mul(planes.samples)?;
    if clutter.len() != planes.bands.len() || planes.bands.iter().any(|band| band.len() != pixels) {
        return None;
    }
    let mut out = vec![f64::NAN; pixels];
    let mut has_band = false;
    for (band, &sea) in planes.bands.iter().zip(clutter) {
        if !(sea > 0.0 && sea.is_finite()) {
            continue;
        }
        has_band = true;
        for (best, &power) in out.iter_mut().zip(band) {
            let ratio = f64::from(power) / f64::from(sea);
            if ratio.is_finite() {
                *best = best.max(ratio);
            }
        }
    }
    has_band.then_some(out)
}

/// What the arms of brighter points of the same line or column may hold at each pixel, in the unit of `contrast`.
///
/// The arms of a point fall with the square of the distance in resolution cells from `sidelobe_db` at one cell. Within
/// `main_lobe_cells` the point itself is what one sees.
pub(super) fn arms(contrast: &[f64], ground: &Ground, params: &MeasureParams) -> Vec<f64> {
    let mut out = vec![0.0_f64; contrast.len()];
    let level = libm::pow(10.0, params.sidelobe_db / 10.0);
    let bright = libm::pow(10.0, params.over_clutter_db / 10.0);
    for (i, &power) in contrast.iter().enumerate() {
        // An arm below the threshold of the sea changes nothing.
        if power.is_nan() || power * level <= bright {
            continue;
        }
        let (line, sample) = ground.place(i);
        for l in 0..ground.lines {
            let cells = l.abs_diff(line) as f64 * ground.line_m / params.resolution_line_m;
            if cells >= params.main_lobe_cells {
                let at = l * ground.samples + sample;
                out[at] = out[at].max(power * level / (cells * cells));
            }
        }
        for s in 0..ground.samples {
            let cells = s.abs_diff(sample) as f64 * ground.sample_m / params.resolution_sample_m;
            if cells >= params.main_lobe_cells {
                let at = line * ground.samples + s;
                out[at] = out[at].max(power * level / (cells * cells));
            }
        }
    }
    out
}

/// The pixels above the threshold and the arms that hang together with the brightest seed, and that seed. `None`: no seed
/// is above the threshold.
pub(super) fn grown(
    contrast: &[f64],
    arms: &[f64],
    ground: &Ground,
    seed: usize,
    threshold: f64,
) -> Vec<bool> {
    let is_bright = |i: usize| contrast[i] > threshold && contrast[i] > arms[i];
    let mut is_in = vec![false; contrast.len()];
    is_in[seed] = true;
    let mut stack = vec![seed];
    while let Some(i) = stack.pop() {
        for j in ground.neighbours(i) {
            if !is_in[j] && is_bright(j) {
                is_in[j] = true;
                stack.push(j);
            }
        }
    }
    is_in
}
