//! A photograph put upright: how far a point lies across and below, seen from the camera.
//!
//! Method page: `docs/methods/oblique-photos.md`, section 3.

use super::clicks::of_mark;
use super::inputs::Inputs;
use plimsoll_model::{ImagePoint, Mark};

/// Right, down, forward in the camera.
type Ray = [f64; 3];

fn dot(a: Ray, b: Ray) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

fn cross(a: Ray, b: Ray) -> Ray {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

fn normalised(v: Ray) -> Option<Ray> {
    let length = libm::sqrt(dot(v, v));
    (length.is_finite() && length > 0.0).then(|| v.map(|x| x / length))
}

/// How a photograph lies.
#[derive(Clone, Copy, Debug)]
pub(super) enum Frame {
    /// By angles: the focal length and the horizon are known.
    Rays {
        /// Focal length, pixels.
        focal_px: f64,
        /// Downward, in the camera.
        down: Ray,
        /// Level, towards the ship.
        ahead: Ray,
    },
    /// In pixels: only which way is down is known, and the ship is far and small.
    Narrow {
        /// Down, in samples and lines.
        down: [f64; 2],
        /// Cosine and tangent of the angle below the horizon at which the ship is taken to be seen.
        depression: (f64, f64),
    },
}

/// Where a point is seen.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seen {
    /// To the right: radians, or pixels.
    pub(super) across: f64,
    /// Downward: tangent of the angle below the horizon, or pixels.
    pub(super) below: f64,
    /// Tangent of the angle below the horizon.
    pub(super) tan_below: f64,
}

impl Frame {
    /// By angles if horizon and focal length are there, else in pixels.
    pub(super) fn new(inputs: &Inputs) -> Option<Self> {
        Self::rays(inputs).or_else(|| Self::narrow(inputs))
    }

    /// By angles. The visible horizon lies below the level by the dip, where the height of the camera is known.
    pub(super) fn rays(inputs: &Inputs) -> Option<Self> {
        let focal_px = inputs.focal_px.filter(|focal| *focal > 0.0)?;
        let horizon: Vec<Ray> =
            of_mark(&inputs.points, Mark::Horizon).filter_map(|p| ray(inputs, focal_px, p)).collect();
        let down = down(&horizon, libm::sin(inputs.dip_rad()))?;
        let ship = inputs.points.iter().find(|p| p.mark != Mark::Horizon)?;
        let towards = ray(inputs, focal_px, ship)?;
        let sunk = dot(towards, down);
        let ahead = normalised([0, 1, 2].map(|i| towards[i] - sunk * down[i]))?;
        Some(Self::Rays { focal_px, down, ahead })
    }

    /// In pixels: down is across the horizon, or along something upright, or down the image.
    fn narrow(inputs: &Inputs) -> Option<Self> {
        let down =
            down_by_line(&inputs.points).or_else(|| down_by_verticals(&inputs.points)).unwrap_or([0.0, 1.0]);
        let roll = inputs.roll_deg.to_radians();
        let (sin, cos) = (libm::sin(roll), libm::cos(roll));
        let down = [down[0] * cos - down[1] * sin, down[0] * sin + down[1] * cos];
        let depression = inputs.depression_deg.to_radians();
        let tan = libm::tan(depression);
        tan.is_finite().then_some(Self::Narrow { down, depression: (libm::cos(depression), tan) })
    }

    /// Whether the roll of the photograph is not known and was taken for none.
    pub(super) fn is_roll_known(points: &[ImagePoint]) -> bool {
        down_by_line(points).is_some() || down_by_verticals(points).is_some()
    }

    /// Where a point is seen.
    pub(super) fn seen(&self, inputs: &Inputs, point: &ImagePoint) -> Option<Seen> {
        match self {
            Self::Rays { focal_px, down, ahead } => {
                let ray = ray(inputs, *focal_px, point)?;
                let sunk = dot(ray, *down);
                let level = libm::sqrt((1.0 - sunk * sunk).max(0.0));
                let right = cross(*down, *ahead);
                let across = libm::atan2(dot(ray, right), dot(ray, *ahead));
                let below = sunk / level;
                Some(Seen { across, below, tan_below: below })
            }
            Self::Narrow { down, depression: (cos, tan) } => {
                let across = point.sample * down[1] - point.line * down[0];
                let below = (point.sample * down[0] + point.line * down[1]) / cos;
                Some(Seen { across, below, tan_below: *tan })
            }
        }
    }
}

/// The line of sight of a point, of length one. The optical axis meets the middle of the image.
fn ray(inputs: &Inputs, focal_px: f64, point: &ImagePoint) -> Option<Ray> {
    let middle = |size: u32| (f64::from(size) - 1.0) / 2.0;
    normalised([point.sample - middle(inputs.samples), point.line - middle(inputs.lines), focal_px])
}

/// The direction that makes the angle of the dip with all rays to the horizon, by least squares.
fn down(horizon: &[Ray], sin_dip: f64) -> Option<Ray> {
    let (first, last) = extremes(horizon)?;
    let start = normalised(cross(last, first))?;
    let mut down = if start[1] < 0.0 { start.map(|x| -x) } else { start };
    for _ in 0..8 {
        let right = normalised(cross(down, [0.0, 0.0, 1.0]))?;
        let ahead = cross(down, right);
        let (mut rr, mut ra, mut aa, mut r, mut a) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for ray in horizon {
            let miss = sin_dip - dot(*ray, down);
            let (x, z) = (dot(*ray, right), dot(*ray, ahead));
            (rr, ra, aa) = (rr + x * x, ra + x * z, aa + z * z);
            (r, a) = (r + x * miss, a + z * miss);
        }
        let determinant = rr * aa - ra * ra;
        let step = [(r * aa - a * ra) / determinant, (a * rr - r * ra) / determinant];
        down = normalised([0, 1, 2].map(|i| down[i] + step[0] * right[i] + step[1] * ahead[i]))?;
    }
    Some(down)
}

/// The two that lie farthest apart from left to right; `None` if there are no two apart.
fn extremes(rays: &[Ray]) -> Option<(Ray, Ray)> {
    let slope = |r: &Ray| r[0] / r[2];
    let first = rays.iter().min_by(|a, b| slope(a).total_cmp(&slope(b)))?;
    let last = rays.iter().max_by(|a, b| slope(a).total_cmp(&slope(b)))?;
    (slope(last) - slope(first) > 1e-6).then_some((*first, *last))
}

/// Across the line through the points on the horizon, in samples and lines.
fn down_by_line(points: &[ImagePoint]) -> Option<[f64; 2]> {
    let clicks: Vec<_> = of_mark(points, Mark::Horizon).collect();
    let count = clicks.len() as f64;
    let x = clicks.iter().map(|p| p.sample).sum::<f64>() / count;
    let y = clicks.iter().map(|p| p.line).sum::<f64>() / count;
    let square: f64 = clicks.iter().map(|p| (p.sample - x) * (p.sample - x)).sum();
    let product: f64 = clicks.iter().map(|p| (p.sample - x) * (p.line - y)).sum();
    let slope = product / square;
    let length = libm::hypot(slope, 1.0);
    (clicks.len() >= 2 && length.is_finite()).then(|| [-slope / length, 1.0 / length])
}

/// From the tops of what is upright to their feet, in samples and lines.
fn down_by_verticals(points: &[ImagePoint]) -> Option<[f64; 2]> {
    let pairs = super::scale::verticals(points);
    let sum = pairs.iter().fold([0.0, 0.0], |sum, (top, foot)| {
        [sum[0] + foot.sample - top.sample, sum[1] + foot.line - top.line]
    });
    let length = libm::hypot(sum[0], sum[1]);
    (length > 0.0).then(|| [sum[0] / length, sum[1] / length])
}
