//! A part of a scene turned so that a hull lies along it.

use crate::raster::Planes;

/// Differences from the sea at points along and across an axis.
pub(crate) struct Grid {
    /// Metres from one point to the next, along and across.
    pub(crate) step_m: f64,
    /// Points on either side of the middle.
    pub(crate) half: (usize, usize),
    /// Bands.
    bands: usize,
    /// Differences in standard deviations: along, across, band.
    values: Vec<f32>,
}

/// A chip: values less the sea, over its standard deviation.
pub(crate) struct Chip {
    pub(crate) lines: usize,
    pub(crate) samples: usize,
    pub(crate) bands: Vec<Vec<f32>>,
    pub(crate) line_m: f64,
    pub(crate) sample_m: f64,
}

/// Where an axis lies in a chip.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Axis {
    /// Middle, in lines and samples of the chip.
    pub(crate) line: f64,
    pub(crate) sample: f64,
    /// Degrees from up, clockwise.
    pub(crate) from_up_deg: f64,
}

impl Axis {
    /// Unit vector, metres down and to the right.
    pub(crate) fn direction(self) -> (f64, f64) {
        let angle = self.from_up_deg.to_radians();
        (-libm::cos(angle), libm::sin(angle))
    }

    /// A point so many metres along and across (to the right of the direction), in lines and samples.
    pub(crate) fn point(self, along: f64, across: f64, chip: &Chip) -> (f64, f64) {
        let (down, right) = self.direction();
        // Right of (down, right) is (right, -down).
        (
            self.line + (along * down + across * right) / chip.line_m,
            self.sample + (along * right - across * down) / chip.sample_m,
        )
    }
}

impl Chip {
    pub(crate) fn of(planes: &Planes, sea: &[(f32, f32)], line_m: f64, sample_m: f64) -> Self {
        let minus = |(band, (level, sd)): (&Vec<f32>, &(f32, f32))| {
            band.iter().map(|v| (v - level) / sd).collect::<Vec<f32>>()
        };
        let bands = planes.bands.iter().zip(sea).map(minus).collect();
        Self { lines: planes.lines, samples: planes.samples, bands, line_m, sample_m }
    }

    /// Between the four pixels about a point; NaN outside.
    fn at(&self, band: usize, line: f64, sample: f64) -> f32 {
        let is_inside = line >= 0.0
            && sample >= 0.0
            && line <= self.lines as f64 - 1.0
            && sample <= self.samples as f64 - 1.0;
        if !is_inside {
            return f32::NAN;
        }
        let (l, s) = (line as usize, sample as usize);
        let (below, beside) = ((l + 1).min(self.lines - 1), (s + 1).min(self.samples - 1));
        let (down, over) = ((line - l as f64) as f32, (sample - s as f64) as f32);
        let plane = &self.bands[band];
        let get = |l: usize, s: usize| plane[l * self.samples + s];
        (get(l, s) * (1.0 - over) + get(l, beside) * over) * (1.0 - down)
            + (get(below, s) * (1.0 - over) + get(below, beside) * over) * down
    }

    pub(crate) fn grid(&self, axis: Axis, half_m: (f64, f64), step_m: f64) -> Grid {
        let half = ((half_m.0 / step_m).ceil() as usize, (half_m.1 / step_m).ceil() as usize);
        let bands = self.bands.len();
        let mut values = Vec::with_capacity((2 * half.0 + 1) * (2 * half.1 + 1) * bands);
        for i in 0..=2 * half.0 {
            let along = (i as f64 - half.0 as f64) * step_m;
            for j in 0..=2 * half.1 {
                let across = (j as f64 - half.1 as f64) * step_m;
                let (line, sample) = axis.point(along, across, self);
                values.extend((0..bands).map(|band| self.at(band, line, sample)));
            }
        }
        Grid { step_m, half, bands, values }
    }
}

impl Grid {
    /// Mean difference of each band over a rectangle, in metres from the middle; NaN without any value.
    pub(crate) fn mean(&self, along: (f64, f64), across: (f64, f64)) -> Vec<f64> {
        let range = |(from, to): (f64, f64), half: usize| {
            let index =
                |m: f64| (m / self.step_m + half as f64).round().clamp(0.0, 2.0 * half as f64) as usize;
            index(from)..=index(to)
        };
        let (mut sums, mut count) = (vec![0.0; self.bands], 0.0);
        for i in range(along, self.half.0) {
            for j in range(across, self.half.1) {
                let own = &self.values[(i * (2 * self.half.1 + 1) + j) * self.bands..][..self.bands];
                if own.iter().all(|v| v.is_finite()) {
                    count += 1.0;
                    sums.iter_mut().zip(own).for_each(|(sum, v)| *sum += f64::from(*v));
                }
            }
        }
        sums.iter().map(|sum| sum / count).collect()
    }
}

/// How far a difference goes the way of another: 0 is the sea, 1 that colour.
pub(crate) fn share_of(difference: &[f64], colour: &[f64]) -> f64 {
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(x, y)| x * y).sum::<f64>();
    dot(difference, colour) / dot(colour, colour)
}

/// Length of a difference: standard deviations of the sea.
pub(crate) fn strength(difference: &[f64]) -> f64 {
    (difference.iter().map(|v| v * v).sum::<f64>() / difference.len().max(1) as f64).sqrt()
}
