//! Small optical crops in red, green, blue and near infrared, as satellites of 3 m see them.

use super::geotiff::{Raster, corner_about, geotiff};
use super::ground::{Axes, DrawnPlace, Ground};
use super::noise::{Octaves, Smooth, lattice};
use super::sky::Cloud;
use super::vessel::{Shown, Vessel};
use crate::hulls::stamp_ink;
use crate::random::Random;
use plimsoll_model::Direction;

/// How a crop is taken.
#[derive(Clone, Copy, Debug)]
pub(super) struct CropView {
    pub(super) side_px: usize,
    pub(super) spacing_m: f64,
    pub(super) sun: Direction,
    /// Share under cloud, 0 to 1.
    pub(super) cloud: f64,
    /// Roughness of the sea: 0 a mirror, 1 a breeze, 2 whitecaps.
    pub(super) sea: f64,
    pub(super) seed: u64,
}

/// Reflectance of water, land and pier in red, green, blue, near infrared.
const WATER: [f64; 4] = [0.045, 0.062, 0.070, 0.018];
const LAND: [f64; 4] = [0.125, 0.130, 0.105, 0.220];
const PIER: [f64; 4] = [0.290, 0.285, 0.275, 0.300];
/// Steps of 8 bits for a reflectance of one.
const GAIN: f64 = 320.0;
/// Lines below the picture that bear the word and nothing else: two cells of the search, so that it is never taken for a ship.
const COLLAR_PX: usize = 16;
/// Side of a dot of the word on the shore, m.
const SHORE_DOT_M: f64 = 9.0;
/// Side of a dot of the word on the pier, m.
const PIER_DOT_M: f64 = 2.2;

/// Whether the word painted on shore or pier has ink at a place.
pub(super) fn is_painted(place: &DrawnPlace, [along, off]: [f64; 2]) -> bool {
    let dot = |m: f64, top: f64, size: f64| {
        let column = (m / size + 27.0).floor();
        let row = ((top - off) / size).floor();
        column >= 0.0 && row >= 0.0 && stamp_ink(column as usize, row as usize)
    };
    if off < -place.shore_m {
        return dot(along, -place.shore_m - 60.0, SHORE_DOT_M);
    }
    dot(along, (PIER_DOT_M * 7.0 - place.pier_breadth_m) / 2.0, PIER_DOT_M)
}

/// A picture as bytes of a GeoTIFF.
pub(super) fn crop(place: &DrawnPlace, vessels: &[Vessel], view: &CropView) -> Vec<u8> {
    let random = &mut Random::new(view.seed, 700);
    // The picture lies a little beside where it says, as real ones do.
    let beside = [0.8 * random.normal(), 0.8 * random.normal()];
    let side = view.side_px;
    let corner = corner_about([0.0; 2], side, side, view.spacing_m);
    let mut light = if view.cloud > 0.985 {
        vec![0.0; side * side * 4]
    } else {
        clear(place, vessels, view, [corner[0] + beside[0], corner[1] + beside[1]])
    };
    let cloud = Cloud::new(view.seed, view.cloud, side as f64 * view.spacing_m / 2.0);
    let haze = 0.01 + 0.03 * random.unit();
    let mut bytes = vec![0_u8; (side + COLLAR_PX) * side * 4];
    for line in 0..side {
        for sample in 0..side {
            let at = ground_at(corner, view.spacing_m, line as f64, sample as f64);
            let cover = if view.cloud < 0.01 { 0.0 } else { cloud.cover(at) };
            let glow = if cover > 0.0 { cloud.radiance(at) } else { 0.0 };
            let pixel = 4 * (line * side + sample);
            for band in 0..4 {
                let below = light[pixel + band] + haze * [0.7, 0.9, 1.2, 0.4][band];
                let seen = below * (1.0 - cover) + cover * glow;
                // Two hashed numbers make a triangular noise of .8 steps: quick, and enough for what 8 bits keep.
                let salt = view.seed ^ ((band as u64) << 40);
                let noise =
                    lattice(salt, line as i64, sample as i64) + lattice(!salt, line as i64, sample as i64);
                light[pixel + band] = seen * GAIN + noise * (0.6 + 0.008 * seen * GAIN);
                bytes[pixel + band] = light[pixel + band].round().clamp(1.0, 255.0) as u8;
            }
        }
    }
    collar(&mut bytes, side);
    let raster = Raster {
        lines: side + COLLAR_PX,
        samples: side,
        bands: 4,
        bits: 8,
        bytes: &bytes,
        spacing_m: view.spacing_m,
        corner,
    };
    geotiff(&raster, place)
}

/// The word below the picture.
fn collar(bytes: &mut [u8], side: usize) {
    let scale = (side / 64).clamp(1, (COLLAR_PX - 1) / 9);
    for row in 0..9 * scale {
        for column in 0..(56 * scale).min(side) {
            let is_ink = (row / scale)
                .checked_sub(1)
                .zip((column / scale).checked_sub(1))
                .is_some_and(|(row, column)| stamp_ink(column, row));
            if is_ink {
                let pixel = 4 * ((side + row + 2) * side + column);
                bytes[pixel..pixel + 4].fill(255);
            }
        }
    }
}

/// East and north of the middle of a pixel.
fn ground_at(corner: [f64; 2], spacing_m: f64, line: f64, sample: f64) -> [f64; 2] {
    [corner[0] + (sample + 0.5) * spacing_m, corner[1] - (line + 0.5) * spacing_m]
}

/// What is drawn, with what is worked out once.
struct Drawing<'a> {
    place: &'a DrawnPlace,
    axes: Axes,
    /// Each with how far she reaches.
    vessels: Vec<(&'a Vessel, f64)>,
    view: &'a CropView,
    /// How brightly the sun lights a level plane.
    lit: f64,
    waves: Smooth,
    slow: Smooth,
    soil: Octaves,
}

/// Nearer to the quay line than this a pixel is drawn in parts, m.
const EDGE_M: f64 = 6.0;

/// Reflectance seen through clear air, blurred by the optics.
fn clear(place: &DrawnPlace, vessels: &[Vessel], view: &CropView, corner: [f64; 2]) -> Vec<f64> {
    let side = view.side_px;
    let up = view.sun.elevation_deg.to_radians().sin();
    let drawing = Drawing {
        place,
        axes: place.axes(),
        vessels: vessels.iter().map(|v| (v, v.reach_m(view.sun))).collect(),
        view,
        lit: 0.45 + 0.75 * up,
        waves: Smooth::new(view.seed ^ 3),
        slow: Smooth::new(view.seed ^ 4),
        soil: Octaves::new(place.seed, 60.0, 3),
    };
    let mut light = Vec::with_capacity(side * side * 4);
    for line in 0..side {
        for sample in 0..side {
            let whole = ground_at(corner, view.spacing_m, line as f64, sample as f64);
            if drawing.is_plain(whole) {
                light.extend(drawing.colour(whole));
                continue;
            }
            let mut sum = [0.0; 4];
            for part in 0..9 {
                let off = |k: i32| f64::from(k - 1) / 3.0;
                let (down, over) = (off(part / 3), off(part % 3));
                let at = ground_at(corner, view.spacing_m, line as f64 + down, sample as f64 + over);
                sum.iter_mut().zip(drawing.colour(at)).for_each(|(s, c)| *s += c / 9.0);
            }
            light.extend(sum);
        }
    }
    blurred(&light, side)
}

impl Drawing<'_> {
    fn is_near(&self, at: [f64; 2]) -> impl Iterator<Item = &Vessel> {
        let near = move |(v, reach): &&(&Vessel, f64)| {
            let [e, n] = [at[0] - v.at[0], at[1] - v.at[1]];
            e * e + n * n <= reach * reach
        };
        self.vessels.iter().filter(near).map(|(v, _)| *v)
    }

    /// True if nothing but water or land shows in the pixel about a point.
    fn is_plain(&self, at: [f64; 2]) -> bool {
        let [along, off] = self.axes.of(at);
        let is_off_pier = off > EDGE_M
            || off < -self.place.shore_m - 45.0
            || along.abs() > self.place.pier_m / 2.0 + EDGE_M;
        is_off_pier && self.is_near(at).next().is_none()
    }

    /// Reflectance at a point.
    fn colour(&self, at: [f64; 2]) -> [f64; 4] {
        let (lit, view) = (self.lit, self.view);
        let mut factor = lit;
        for vessel in self.is_near(at) {
            match vessel.shown(at, view.sun) {
                Shown::Ship(colour) => return colour.map(|c| c * lit),
                Shown::Shadow => factor = 0.72 * lit,
                Shown::Nothing => {}
            }
        }
        let own = self.axes.of(at);
        match self.place.ground(own) {
            Ground::Water => {
                let [e, n] = at;
                let waves = self.waves.at(e / 7.0, n / 11.0) * view.sea;
                let slow = self.slow.at(e / 240.0, n / 240.0);
                WATER.map(|w| factor * (w + 0.003 * slow + 0.003 * waves))
            }
            Ground::Land if is_painted(self.place, own) => [0.45; 4].map(|c| c * lit),
            Ground::Land => {
                let texture = 1.0 + 0.35 * self.soil.at(own);
                LAND.map(|l| l * texture * lit)
            }
            Ground::Pier if is_painted(self.place, own) => [0.10; 4].map(|c| c * lit),
            Ground::Pier => PIER.map(|p| p * lit),
        }
    }
}

/// Blur of the optics: a bell of .55 pixels.
fn blurred(light: &[f64], side: usize) -> Vec<f64> {
    const WEIGHTS: [f64; 3] = [0.14, 0.72, 0.14];
    let pass = |from: &[f64], step_line: i64, step_sample: i64| {
        let mut to = vec![0.0; from.len()];
        for line in 0..side as i64 {
            for sample in 0..side as i64 {
                let out = 4 * (line as usize * side + sample as usize);
                for (k, weight) in WEIGHTS.iter().enumerate() {
                    let place =
                        |at: i64, step: i64| (at + step * (k as i64 - 1)).clamp(0, side as i64 - 1) as usize;
                    let other = 4 * (place(line, step_line) * side + place(sample, step_sample));
                    for band in 0..4 {
                        to[out + band] += weight * from[other + band];
                    }
                }
            }
        }
        to
    };
    pass(&pass(light, 0, 1), 1, 0)
}
