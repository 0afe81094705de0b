//! Centre and axis from moments of the pixels' power.

use crate::raster::Planes;

/// Moments of the pixels of a ship on the ground.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Moments {
    /// Centre, lines.
    pub(super) line: f64,
    /// Centre, samples.
    pub(super) sample: f64,
    /// Direction of the axis, degrees in [0, 180), from up clockwise.
    pub(super) axis_deg: f64,
    /// Standard deviation along the axis, m.
    pub(super) along_sd_m: f64,
    /// Standard deviation across it, m.
    pub(super) across_sd_m: f64,
}

/// The moments of the pixels, weighed by the root of their contrast: an amplitude, so that one corner reflector does
/// not turn the axis. `None`: no pixel.
pub(super) fn moments(
    planes: &Planes,
    contrast: &[f32],
    ship: &[usize],
    line_spacing_m: f64,
    sample_spacing_m: f64,
) -> Option<Moments> {
    let place = |i: usize| ((i / planes.samples) as f64, (i % planes.samples) as f64);
    let weight = |i: usize| f64::from(contrast[i].max(0.0)).sqrt();
    let total: f64 = ship.iter().map(|&i| weight(i)).sum();
    if !(total.is_finite() && total > 0.0) {
        return None;
    }
    let (mut line, mut sample) = (0.0, 0.0);
    for &i in ship {
        let (l, s) = place(i);
        line += weight(i) * l / total;
        sample += weight(i) * s / total;
    }
    let (mut yy, mut xx, mut xy) = (0.0, 0.0, 0.0);
    for &i in ship {
        let (l, s) = place(i);
        let (y, x) = ((line - l) * line_spacing_m, (s - sample) * sample_spacing_m);
        let w = weight(i) / total;
        yy += w * y * y;
        xx += w * x * x;
        xy += w * x * y;
    }
    let (mean, half) = (f64::midpoint(yy, xx), (yy - xx) / 2.0);
    let radius = (half * half + xy * xy).sqrt();
    let turned = libm::atan2(xy, half).to_degrees() / 2.0;
    let axis_deg = if turned < 0.0 { turned + 180.0 } else { turned };
    Some(Moments {
        line,
        sample,
        axis_deg: if axis_deg < 180.0 { axis_deg } else { 0.0 },
        along_sd_m: (mean + radius).max(0.0).sqrt(),
        across_sd_m: (mean - radius).max(0.0).sqrt(),
    })
}
