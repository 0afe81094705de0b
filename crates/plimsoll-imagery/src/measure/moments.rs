//! Centre and axis from moments of the pixels' power.

use super::ground::Ground;

/// Moments of the pixels of a ship on the ground.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Moments {
    /// Centre, lines.
    pub(super) line: f64,
    /// Centre, samples.
    pub(super) sample: f64,
    /// Standard deviation along the axis, m.
    pub(super) along_sd_m: f64,
    /// Standard deviation across it, m.
    pub(super) across_sd_m: f64,
}

/// The moments of the pixels, weighed by the root of their brightness: an amplitude, so that one corner reflector does not
/// turn the axis. `None`: no pixel with power.
pub(super) fn moments(contrast: &[f64], is_in: &[bool], ground: &Ground) -> Option<Moments> {
    let mut weighed = Vec::new();
    for i in (0..is_in.len()).filter(|&i| is_in[i] && contrast[i] > 0.0) {
        let (line, sample) = ground.place(i);
        weighed.push((contrast[i].sqrt(), line as f64, sample as f64));
    }
    let total: f64 = weighed.iter().map(|p| p.0).sum();
    if !(total.is_finite() && total > 0.0) {
        return None;
    }
    let line = weighed.iter().map(|p| p.0 * p.1).sum::<f64>() / total;
    let sample = weighed.iter().map(|p| p.0 * p.2).sum::<f64>() / total;
    let (mut yy, mut xx, mut xy) = (0.0, 0.0, 0.0);
    for (w, l, s) in weighed {
        let (y, x) = ((line - l) * ground.line_m, (s - sample) * ground.sample_m);
        yy += w * y * y / total;
        xx += w * x * x / total;
        xy += w * x * y / total;
    }
    let (mean, half) = (f64::midpoint(yy, xx), (yy - xx) / 2.0);
    let radius = (half * half + xy * xy).sqrt();
    Some(Moments {
        line,
        sample,
        along_sd_m: (mean + radius).max(0.0).sqrt(),
        across_sd_m: (mean - radius).max(0.0).sqrt(),
    })
}
