//! Pixels: what a sensor makes of the light.

use super::stamp::stamp;
use crate::random::Random;

/// An image: radiance by band, line by line; 1 is a white sheet square to the sun above the air.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// Rows of pixels.
    pub lines: usize,
    /// Pixels in a row.
    pub samples: usize,
    /// One band (grey), or red, green and blue.
    pub bands: Vec<Vec<f32>>,
}

impl Picture {
    /// Radiance between pixels, by the four about; `None` outside.
    pub fn at(&self, band: usize, line: f64, sample: f64) -> Option<f64> {
        let is_inside = line >= 0.0
            && sample >= 0.0
            && line < self.lines as f64 - 1.0
            && sample < self.samples as f64 - 1.0;
        if !is_inside {
            return None;
        }
        let (row, column) = (line.floor(), sample.floor());
        let (v, u) = (line - row, sample - column);
        let first = row as usize * self.samples + column as usize;
        let get = |k: usize| f64::from(self.bands[band][first + k]);
        let upper = get(0) * (1.0 - u) + get(1) * u;
        let lower = get(self.samples) * (1.0 - u) + get(self.samples + 1) * u;
        Some(upper * (1.0 - v) + lower * v)
    }

    /// As 8-bit red, green and blue, stretched so that one pixel in fifty is white; the root of it, as screens want it.
    /// The word SIMULATED is burned in.
    pub fn to_rgb8(&self) -> Vec<u8> {
        let mut values: Vec<f32> = self.bands.concat();
        let mut at = |share: f64| {
            let rank = (values.len() as f64 * share) as usize;
            if rank < values.len() { *values.select_nth_unstable_by(rank, f32::total_cmp).1 } else { 1.0 }
        };
        let (dark, bright) = (at(0.001) * 0.8, at(0.98));
        let byte = |value: f32| {
            let share = ((value - dark) / (bright - dark).max(1e-6)).clamp(0.0, 1.0);
            (share.powf(0.6) * 255.0).round() as u8
        };
        let last = self.bands.len() - 1;
        let mut rgb: Vec<u8> = (0..self.lines * self.samples)
            .flat_map(|k| [0, 1, 2].map(|band: usize| byte(self.bands[band.min(last)][k])))
            .collect();
        stamp(&mut rgb, self.lines, self.samples);
        rgb
    }
}

/// How a sensor blurs and adds noise.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sensor {
    /// One standard deviation of the blur of its optics, pixels, besides the pixel's own breadth.
    pub blur_px: f64,
    /// Noise in the dark, radiance.
    pub dark_noise: f64,
    /// Noise as a share of the radiance.
    pub noise_share: f64,
}

impl Sensor {
    /// A band of the sensor from light in cells `finer` times finer than its pixels.
    pub(super) fn expose(
        &self,
        light: &[f32],
        columns: usize,
        finer: usize,
        random: &mut Random,
    ) -> Vec<f32> {
        let kernel = self.kernel(finer);
        let rows = light.len() / columns;
        let (lines, samples) = (rows / finer, columns / finer);
        let across = thin(light, (columns, rows), samples, finer, &kernel);
        // `thin` turns the image over its diagonal, so that twice turns it back.
        let mut pixels = thin(&across, (rows, samples), lines, finer, &kernel);
        for pixel in &mut pixels {
            let sd = self.dark_noise + self.noise_share * f64::from(*pixel);
            *pixel += (sd * random.normal()) as f32;
        }
        pixels
    }

    /// The pixel's breadth and the blur, in cells from the pixel's middle.
    fn kernel(&self, finer: usize) -> Vec<f32> {
        let sd = self.blur_px * finer as f64;
        let reach = (3.0 * sd).ceil() as i64 + finer as i64;
        let mut weights: Vec<f64> = (-reach..=reach + finer as i64)
            .map(|cell| {
                (0..finer)
                    .map(|k| {
                        let off = (cell - k as i64) as f64;
                        (-off * off / (2.0 * sd * sd).max(1e-9)).exp()
                    })
                    .sum()
            })
            .collect();
        let sum: f64 = weights.iter().sum();
        weights.iter_mut().for_each(|w| *w /= sum);
        weights.into_iter().map(|w| w as f32).collect()
    }
}

/// One pixel of every `finer` cells in a row, weighted by the kernel; rows become columns. Cells beyond the ends repeat.
fn thin(
    light: &[f32],
    (columns, rows): (usize, usize),
    count: usize,
    finer: usize,
    kernel: &[f32],
) -> Vec<f32> {
    let reach = (kernel.len() - finer - 1) as i64 / 2;
    let mut out = vec![0.0; count * rows];
    for row in 0..rows {
        let cells = &light[row * columns..(row + 1) * columns];
        for pixel in 0..count {
            let first = (pixel * finer) as i64 - reach;
            let last = columns as i64 - 1;
            let sum: f32 = if first >= 0 && first + kernel.len() as i64 <= columns as i64 {
                let from = first as usize;
                kernel.iter().zip(&cells[from..]).map(|(w, cell)| w * cell).sum()
            } else {
                let cell = |k: usize| cells[(first + k as i64).clamp(0, last) as usize];
                kernel.iter().enumerate().map(|(k, w)| w * cell(k)).sum()
            };
            out[pixel * rows + row] = sum;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edge_stays_where_it_is_and_an_even_field_stays_even() {
        let sensor = Sensor { blur_px: 0.5, dark_noise: 0.0, noise_share: 0.0 };
        let (columns, rows, finer) = (80, 40, 4);
        // Dark up to the middle of pixel 10, then bright: the cells 0 to 41 and from 42.
        let light: Vec<f32> = (0..columns * rows).map(|k| if k % columns < 42 { 0.0 } else { 1.0 }).collect();
        let pixels = sensor.expose(&light, columns, finer, &mut Random::new(1, 0));
        let line = &pixels[5 * 20..6 * 20];
        assert!(
            (line[10] - 0.5).abs() < 1e-3 && line[7].abs() < 1e-3 && (line[13] - 1.0).abs() < 1e-3,
            "{line:?}"
        );
        assert!((line[9] + line[11] - 1.0).abs() < 1e-3, "{line:?}");
        let down: Vec<f32> = (0..10).map(|l| pixels[l * 20 + 12]).collect();
        assert!(down.iter().all(|p| (p - down[0]).abs() < 1e-5), "{down:?}");
    }
}
