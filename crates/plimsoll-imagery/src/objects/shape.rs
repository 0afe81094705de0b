//! Extent, axis and thickness of a set of pixels.

use crate::bright::BrightPixel;
use crate::objects::components::brightness;

/// The size of a pixel on the ground, m: from line to line, from sample to sample.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spacing {
    /// From one line to the next, m.
    pub line_m: f64,
    /// From one sample to the next, m.
    pub sample_m: f64,
}

impl Spacing {
    /// The longer of the two.
    pub const fn longer_m(self) -> f64 {
        self.line_m.max(self.sample_m)
    }
    /// Area of a pixel, m2.
    pub const fn area_m2(self) -> f64 {
        self.line_m * self.sample_m
    }
    /// From one pixel to another: metres down and to the right.
    pub fn between(self, from: (f64, f64), to: (f64, f64)) -> (f64, f64) {
        ((to.0 - from.0) * self.line_m, (to.1 - from.1) * self.sample_m)
    }
}

/// What a set of pixels looks like on the ground.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shape {
    /// Middle of the pixels, each weighed by its amplitude over the sea.
    pub line: f64,
    /// The same, in samples.
    pub sample: f64,
    /// Direction of the longer axis: degrees in [0, 180) from up, clockwise.
    pub axis_in_image_deg: f64,
    /// From end to end along the axis, m; a pixel counts as wide as it is.
    pub along_m: f64,
    /// From side to side across the axis, m.
    pub across_m: f64,
    /// Breadth of a rectangle, evenly bright, with the same spread of amplitude across the axis, m. Faint arms hardly
    /// count.
    pub breadth_m: f64,
    /// Area of the pixels over that of the rectangle of `along_m` and `across_m`.
    pub fullness: f64,
}

impl Shape {
    /// Of pixels; `None` of none.
    pub fn of(pixels: &[BrightPixel], spacing: Spacing) -> Option<Self> {
        let weight = |p: &BrightPixel| f64::from(brightness(p)).max(1e-12).sqrt();
        let total: f64 = pixels.iter().map(weight).sum();
        if pixels.is_empty() || !total.is_finite() {
            return None;
        }
        let mean = |value: fn(&BrightPixel) -> u32| {
            pixels.iter().map(|p| weight(p) * f64::from(value(p))).sum::<f64>() / total
        };
        let (line, sample) = (mean(|p| p.line), mean(|p| p.sample));
        let (mut yy, mut xx, mut xy) = (0.0, 0.0, 0.0);
        for p in pixels {
            let (y, x) = spacing.between((line, sample), (f64::from(p.line), f64::from(p.sample)));
            yy += y * y;
            xx += x * x;
            xy += x * y;
        }
        // Angle of the long axis from right towards down; then from up, clockwise.
        let from_right = 0.5 * libm::atan2(2.0 * xy, xx - yy);
        let axis_in_image_deg = (from_right.to_degrees() + 90.0).rem_euclid(180.0);
        let (along_m, across_m) = extents(pixels, axis_in_image_deg, spacing);
        let fullness = pixels.len() as f64 * spacing.area_m2() / (along_m * across_m);
        let (down, right) = direction(axis_in_image_deg);
        let square = |p: &BrightPixel| {
            let (y, x) = spacing.between((line, sample), (f64::from(p.line), f64::from(p.sample)));
            let off = x * down - y * right;
            weight(p) * off * off
        };
        let breadth_m = (12.0 * pixels.iter().map(square).sum::<f64>() / total).sqrt();
        Some(Self { line, sample, axis_in_image_deg, along_m, across_m, breadth_m, fullness })
    }
}

impl Shape {
    /// True if a point lies in the rectangle of the shape about its middle.
    pub fn holds(&self, point: (f64, f64), spacing: Spacing) -> bool {
        let (down, right) = direction(self.axis_in_image_deg);
        let (y, x) = spacing.between((self.line, self.sample), point);
        (y * down + x * right).abs() <= self.along_m / 2.0
            && (x * down - y * right).abs() <= self.across_m / 2.0
    }
}

/// Unit vector (down, right) of a direction from up, clockwise.
pub fn direction(from_up_deg: f64) -> (f64, f64) {
    let angle = from_up_deg.to_radians();
    (-libm::cos(angle), libm::sin(angle))
}

/// Difference of two axes, degrees in [0, 90].
pub fn axes_apart_deg(a: f64, b: f64) -> f64 {
    let d = (a - b).rem_euclid(180.0);
    d.min(180.0 - d)
}

/// From end to end along an axis and across it, m.
pub fn extents(pixels: &[BrightPixel], axis_deg: f64, spacing: Spacing) -> (f64, f64) {
    let (down, right) = direction(axis_deg);
    let (mut u, mut v) = ((f64::MAX, f64::MIN), (f64::MAX, f64::MIN));
    for p in pixels {
        let (y, x) = (f64::from(p.line) * spacing.line_m, f64::from(p.sample) * spacing.sample_m);
        let (along, across) = (y * down + x * right, x * down - y * right);
        u = (u.0.min(along), u.1.max(along));
        v = (v.0.min(across), v.1.max(across));
    }
    // A pixel's own width in the direction.
    let own = |d: f64, r: f64| {
        1.0 / ((d / spacing.line_m) * (d / spacing.line_m) + (r / spacing.sample_m) * (r / spacing.sample_m))
            .sqrt()
    };
    (u.1 - u.0 + own(down, right), v.1 - v.0 + own(right, down))
}
