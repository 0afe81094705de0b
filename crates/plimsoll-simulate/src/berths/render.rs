//! The image of a look.
//!
//! Background and points are put together as fields with a phase, blurred as the radar blurs, squared, and averaged over
//! looks: pixels come out speckled and correlated as in a ground-range product. Noise is added as power and its mean taken away
//! again, so that dark water may come out below nought.

use super::season::{BerthSeason, LookTruth, Nuisance};
use super::ship::{INCIDENCE_DEG, Scatterer};
use crate::random::Random;
use plimsoll_model::Position;

/// Looks averaged in a pixel.
const LOOKS: usize = 4;
/// Standard deviation of the blur of the field, m: a point comes out 21 m broad at half its power.
const BLUR_M: f64 = 12.6;
/// Power of the noise, as sigma nought.
const NOISE: f64 = 0.004;
/// The middle of the berth: out in the ocean, where no quay is.
const ORIGIN_DEG: (f64, f64) = (31.0, -38.0);
/// Metres in a degree of latitude there.
const DEGREE_M: f64 = 110_870.0;

/// A small image of a berth.
#[derive(Clone, Debug)]
pub struct BerthChip {
    /// How many lines, and how many samples in a line.
    pub side_px: usize,
    /// From pixel to pixel, m.
    pub spacing_m: f64,
    /// VV, then VH: sigma nought less noise, line by line.
    pub bands: [Vec<f32>; 2],
    /// True on land and piers, line by line.
    pub land: Vec<bool>,
    frame: Frame,
    corners: [Vec<Position>; 2],
}

impl BerthChip {
    /// Where a line and sample lie.
    pub fn position(&self, line: f64, sample: f64) -> Position {
        self.frame.position(self.frame.plane(line, sample))
    }

    /// Line and sample of a position, also outside of the image.
    pub fn pixel(&self, position: Position) -> (f64, f64) {
        let cos = ORIGIN_DEG.0.to_radians().cos();
        let north = (position.lat_deg() - ORIGIN_DEG.0) * DEGREE_M;
        let east = (position.lon_deg() - ORIGIN_DEG.1) * DEGREE_M * cos;
        self.frame.image((east, north))
    }

    /// The corners of the berth and of the berth next to it.
    pub const fn berths(&self) -> &[Vec<Position>; 2] {
        &self.corners
    }
}

/// The axes of an image in a plane, east and north from the middle of the berth, m.
#[derive(Clone, Copy, Debug)]
struct Frame {
    /// The way of growing line numbers: the flight.
    down: (f64, f64),
    /// The way of growing sample numbers: away from the satellite.
    away: (f64, f64),
    middle_px: f64,
    spacing_m: f64,
}

impl Frame {
    fn new(is_ascending: bool, side_px: usize, spacing_m: f64) -> Self {
        let flight: f64 = if is_ascending { 348.0 } else { 192.0 };
        let unit = |bearing: f64| (bearing.to_radians().sin(), bearing.to_radians().cos());
        let middle_px = (side_px as f64 - 1.0) / 2.0;
        Self { down: unit(flight), away: unit(flight + 90.0), middle_px, spacing_m }
    }

    fn plane(&self, line: f64, sample: f64) -> (f64, f64) {
        let (d, a) = ((line - self.middle_px) * self.spacing_m, (sample - self.middle_px) * self.spacing_m);
        (d * self.down.0 + a * self.away.0, d * self.down.1 + a * self.away.1)
    }

    fn image(&self, (east, north): (f64, f64)) -> (f64, f64) {
        let along = |way: (f64, f64)| (east * way.0 + north * way.1) / self.spacing_m + self.middle_px;
        (along(self.down), along(self.away))
    }

    fn position(&self, (east, north): (f64, f64)) -> Position {
        let cos = ORIGIN_DEG.0.to_radians().cos();
        let lat_deg = ORIGIN_DEG.0 + north / DEGREE_M;
        Position::from_lat_lon(lat_deg, ORIGIN_DEG.1 + east / DEGREE_M / cos)
            .expect("a few kilometres from the middle of an ocean")
    }
}

/// Means of the background in the two bands, one pixel after the other.
struct Ground {
    bands: [Vec<f64>; 2],
    land: Vec<bool>,
}

impl BerthSeason {
    /// The image of a look.
    ///
    /// # Panics
    ///
    /// If there is no such look.
    pub fn chip(&self, look: usize) -> BerthChip {
        let truth = &self.looks[look];
        let (side_px, spacing_m) = (self.params.side_px, self.params.spacing_m);
        let frame = Frame::new(truth.is_ascending, side_px, spacing_m);
        let random = &mut Random::new(self.seed, 100_000 + look as u64);
        let ground = self.ground(truth, &frame, random);
        let points = self.points(truth, &frame, random);
        let bands = [0, 1].map(|band| {
            let strength = |p: &Scatterer| if band == 0 { p.vv_m2 } else { p.vh_m2 };
            let points: Vec<_> = points.iter().map(|(at, p)| (*at, strength(p))).collect();
            image(&ground.bands[band], &points, (side_px, spacing_m), random)
        });
        BerthChip { side_px, spacing_m, bands, land: ground.land, frame, corners: self.corners(&frame) }
    }

    /// Along the quay and off it, of a place in the plane.
    fn on_quay(&self, (east, north): (f64, f64)) -> (f64, f64) {
        let (sin, cos) = self.quay.bearing_deg.to_radians().sin_cos();
        (east * sin + north * cos, east * cos - north * sin)
    }

    fn off_quay(&self, along_m: f64, off_m: f64) -> (f64, f64) {
        let (sin, cos) = self.quay.bearing_deg.to_radians().sin_cos();
        (along_m * sin + off_m * cos, along_m * cos - off_m * sin)
    }

    fn corners(&self, frame: &Frame) -> [Vec<Position>; 2] {
        let half = self.quay.berth_length_m / 2.0;
        [(-half, half), (half + 10.0, half + 200.0)].map(|(from, to)| {
            [(from, 0.0), (to, 0.0), (to, self.quay.berth_width_m), (from, self.quay.berth_width_m)]
                .map(|(along_m, off_m)| frame.position(self.off_quay(along_m, off_m)))
                .to_vec()
        })
    }

    fn ground(&self, truth: &LookTruth, frame: &Frame, random: &mut Random) -> Ground {
        let side = self.params.side_px;
        let has = |nuisance| truth.nuisances.contains(&nuisance);
        let sea = sea(truth.wind_m_s, has(Nuisance::Ice), random);
        let texture = if has(Nuisance::Ice) { 0.5 } else { 0.15 };
        let snow = if has(Nuisance::Snow) { 10_f64.powf(-random.between(1.0, 4.0) / 10.0) } else { 1.0 };
        let mut ground = Ground { bands: [Vec::new(), Vec::new()], land: Vec::new() };
        for line in 0..side {
            for sample in 0..side {
                let (along_m, off_m) = self.on_quay(frame.plane(line as f64, sample as f64));
                let is_land = self.quay.is_land(along_m, off_m);
                let rough = (texture * random.normal()).exp();
                let patch = self.patch(along_m, off_m) * snow;
                ground.bands[0].push(if is_land { 0.12 * patch } else { sea[0] * rough });
                ground.bands[1].push(if is_land { 0.025 * patch } else { sea[1] * rough });
                ground.land.push(is_land);
            }
        }
        ground
    }

    /// How bright a piece of land of 30 m is, the same in every look.
    fn patch(&self, along_m: f64, off_m: f64) -> f64 {
        let cell = |m: f64| ((m + 3_000.0) / 30.0) as u64;
        (0.6 * Random::new(self.seed, 900_000 + cell(along_m) * 200 + cell(off_m)).normal()).exp()
    }

    /// The points where the radar puts them: what stands high lies nearer to the satellite.
    fn points(&self, truth: &LookTruth, frame: &Frame, random: &mut Random) -> Vec<((f64, f64), Scatterer)> {
        let over_water = self.off_quay(0.0, 1.0);
        let facing = -(over_water.0 * frame.away.0 + over_water.1 * frame.away.1);
        let mut points = self.quay.scatterers(truth, facing, random);
        for hull in &truth.hulls {
            points.extend(hull.scatterers(truth.is_ascending, random));
        }
        let lean = 1.0 / INCIDENCE_DEG.to_radians().tan() / self.params.spacing_m;
        points
            .into_iter()
            .map(|point| {
                let (line, sample) = frame.image(self.off_quay(point.along_m, point.off_m));
                ((line, sample - lean * point.height_m), point)
            })
            .collect()
    }
}

/// Sigma nought of the water in VV and VH.
fn sea(wind_m_s: f64, is_ice: bool, random: &mut Random) -> [f64; 2] {
    let (vv_db, vh_db) = if is_ice {
        (random.between(-13.0, -9.0), random.between(-22.0, -18.0))
    } else {
        // Between the values of CMOD5.n at 38 degrees for the wind along and across; the harbour takes some of it away.
        let wind = wind_m_s.clamp(1.0, 20.0);
        let vv = -19.0 + 16.0 * (wind / 5.0).log10();
        (vv - random.between(0.0, 3.0), 0.59 * wind - 35.6)
    };
    [10_f64.powf(vv_db / 10.0), 10_f64.powf(vh_db / 10.0)]
}

/// Background and points, as the radar shows them.
fn image(
    mean: &[f64],
    points: &[((f64, f64), f64)],
    (side, spacing_m): (usize, f64),
    random: &mut Random,
) -> Vec<f32> {
    let blur = Blur::new(spacing_m);
    let mut power = vec![0.0; mean.len()];
    for _ in 0..LOOKS {
        let mut field: [Vec<f64>; 2] = [Vec::with_capacity(mean.len()), Vec::with_capacity(mean.len())];
        for mean in mean {
            // Background and noise have the same speckle.
            let (radius, turn) = (-(mean + NOISE) * (1.0 - random.unit()).ln(), random.unit());
            let (sin, cos) = (std::f64::consts::TAU * turn).sin_cos();
            field[0].push(radius.sqrt() * cos);
            field[1].push(radius.sqrt() * sin);
        }
        let mut field = field.map(|part| blur.run(&part, side));
        for (at, m2) in points {
            let (sin, cos) = (std::f64::consts::TAU * random.unit()).sin_cos();
            let strength = (m2 / (spacing_m * spacing_m)).sqrt();
            blur.add(&mut field, side, *at, (strength * cos, strength * sin));
        }
        for (power, (re, im)) in power.iter_mut().zip(field[0].iter().zip(&field[1])) {
            *power += (re * re + im * im) / LOOKS as f64;
        }
    }
    power.into_iter().map(|power| (power - NOISE) as f32).collect()
}

/// How the radar spreads a point: a bell, cut at four pixels, that keeps the power.
struct Blur {
    sigma_px: f64,
    weights: [f64; 9],
}

impl Blur {
    fn new(spacing_m: f64) -> Self {
        let sigma_px = BLUR_M / spacing_m;
        let mut weights: [f64; 9] = std::array::from_fn(|k| bell(k as f64 - 4.0, sigma_px));
        let power: f64 = weights.iter().map(|w| w * w).sum();
        weights.iter_mut().for_each(|w| *w /= power.sqrt());
        Self { sigma_px, weights }
    }

    fn run(&self, field: &[f64], side: usize) -> Vec<f64> {
        let pass = |from: &[f64], across: bool| {
            let mut to = vec![0.0; from.len()];
            for line in 0..side {
                for sample in 0..side {
                    let (at, stride) = if across { (sample, 1) } else { (line, side) };
                    let start = if across { line * side } else { sample };
                    let sum: f64 = self
                        .weights
                        .iter()
                        .enumerate()
                        .map(|(k, w)| {
                            let place = (at as i64 + k as i64 - 4).rem_euclid(side as i64) as usize;
                            w * from[start + place * stride]
                        })
                        .sum();
                    to[line * side + sample] = sum;
                }
            }
            to
        };
        pass(&pass(field, true), false)
    }

    fn add(&self, field: &mut [Vec<f64>; 2], side: usize, at: (f64, f64), strength: (f64, f64)) {
        let near = |at: f64| {
            let middle = at.round() as i64;
            (middle - 4..=middle + 4).filter(|k| (0..side as i64).contains(k))
        };
        // The integral of the squared bell over the plane is one pixel.
        let scale = 1.0 / (self.sigma_px * std::f64::consts::PI.sqrt());
        for line in near(at.0) {
            for sample in near(at.1) {
                let spread =
                    bell(line as f64 - at.0, self.sigma_px) * bell(sample as f64 - at.1, self.sigma_px);
                let place = line as usize * side + sample as usize;
                field[0][place] += strength.0 * scale * spread;
                field[1][place] += strength.1 * scale * spread;
            }
        }
    }
}

fn bell(x: f64, sigma: f64) -> f64 {
    (-x * x / (2.0 * sigma * sigma)).exp()
}
