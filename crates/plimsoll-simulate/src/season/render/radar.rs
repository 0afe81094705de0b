//! Small radar crops of 10 m: amplitudes in VV and VH, as a ground-range product has them.
//!
//! Background and bright points are put together as complex fields, blurred as the radar blurs, squared and averaged over looks.

use super::crop::is_painted;
use super::geotiff::{Raster, corner_about, geotiff};
use super::ground::{DrawnPlace, Ground};
use super::vessel::Vessel;
use crate::hulls::stamp_ink;
use crate::random::Random;

/// Pixels along the side.
pub(super) const SIDE_PX: usize = 128;
const SPACING_M: f64 = 10.0;
/// Looks averaged in a pixel.
const LOOKS: usize = 4;
/// Standard deviation of the blur of the field, pixels: a point comes out 21 m broad at half its power.
const BLUR_PX: f64 = 1.26;
const REACH: i64 = 4;
/// Power of the noise, as sigma nought.
const NOISE: f64 = 0.003;
/// Amplitude of a sigma nought of one.
const GAIN: f64 = 500.0;
/// Sigma nought of land and pier in VV, and how much less of it comes back in VH.
const LAND: f64 = 0.12;
const PIER: f64 = 0.35;
const CROSS: f64 = 0.2;
/// Incidence angle, degrees.
const INCIDENCE_DEG: f64 = 38.0;
/// Amplitude of the word: no more than the sea's, so that it is not taken for a ship.
const WORD: u16 = 60;
/// Lines below the picture that bear the word.
const COLLAR_PX: usize = 12;

/// A point that sends back: where it shows, east and north, and its cross-section in VV and VH, m2.
struct Point {
    at: [f64; 2],
    m2: [f64; 2],
}

/// A crop as bytes of a GeoTIFF. `away_deg`: the way the radar looks, degrees true.
pub(super) fn crop(
    place: &DrawnPlace,
    vessels: &[Vessel],
    away_deg: f64,
    wind_m_s: f64,
    seed: u64,
) -> Vec<u8> {
    let random = &mut Random::new(seed, 710);
    let corner = corner_about([0.0; 2], SIDE_PX, SIDE_PX, SPACING_M);
    let beside = [2.0 * random.normal(), 2.0 * random.normal()];
    let ground = ground(place, corner, beside, wind_m_s);
    let (sin, cos) = away_deg.to_radians().sin_cos();
    let lean = 1.0 / INCIDENCE_DEG.to_radians().tan();
    let mut points: Vec<Point> = pier_points(place);
    for vessel in vessels {
        points.extend(hull_points(vessel, random));
    }
    // What stands high lies nearer to the radar.
    for (point, height) in points.iter_mut().zip(std::iter::repeat(4.0)) {
        point.at =
            [point.at[0] + beside[0] - lean * height * sin, point.at[1] + beside[1] - lean * height * cos];
    }
    let mut bytes = vec![0_u8; (SIDE_PX + COLLAR_PX) * SIDE_PX * 4];
    for band in 0..2 {
        let power = power(&ground, &points, corner, band, random);
        for (pixel, power) in power.iter().enumerate() {
            let amplitude = ((power.max(0.0)).sqrt() * GAIN).round().clamp(1.0, 65_535.0) as u16;
            bytes[4 * pixel + 2 * band..4 * pixel + 2 * band + 2].copy_from_slice(&amplitude.to_le_bytes());
        }
    }
    for row in 0..7 {
        for column in (0..54).filter(|column| stamp_ink(*column, row)) {
            let pixel = 4 * ((SIDE_PX + 3 + row) * SIDE_PX + 2 + column);
            for band in 0..2 {
                bytes[pixel + 2 * band..pixel + 2 * band + 2].copy_from_slice(&WORD.to_le_bytes());
            }
        }
    }
    let raster = Raster {
        lines: SIDE_PX + COLLAR_PX,
        samples: SIDE_PX,
        bands: 2,
        bits: 16,
        bytes: &bytes,
        spacing_m: SPACING_M,
        corner,
    };
    geotiff(&raster, place)
}

/// Sigma nought of the ground in VV, pixel by pixel.
fn ground(place: &DrawnPlace, corner: [f64; 2], beside: [f64; 2], wind_m_s: f64) -> Vec<f64> {
    // Between the values of CMOD5.n at 38 degrees for the wind along and across; a harbour has a little less.
    let sea = 10_f64.powf((-20.5 + 16.0 * (wind_m_s.clamp(2.0, 14.0) / 5.0).log10()) / 10.0);
    let axes = place.axes();
    let mut out = Vec::with_capacity(SIDE_PX * SIDE_PX);
    for line in 0..SIDE_PX {
        for sample in 0..SIDE_PX {
            let mut sum = 0.0;
            for part in 0..4 {
                let off = |k: i32| 0.25 + 0.5 * f64::from(k);
                let at = [
                    corner[0] - beside[0] + (sample as f64 + off(part % 2)) * SPACING_M,
                    corner[1] - beside[1] - (line as f64 + off(part / 2)) * SPACING_M,
                ];
                let own = axes.of(at);
                sum += match place.ground(own) {
                    Ground::Water => sea,
                    Ground::Pier => PIER,
                    Ground::Land if is_painted(place, own) => 8.0 * LAND,
                    Ground::Land => {
                        LAND * (0.5 * super::noise::smooth(place.seed, own[0] / 30.0, own[1] / 30.0)).exp()
                    }
                };
            }
            out.push(sum / 4.0);
        }
    }
    out
}

/// The pier's own corners with the water: a point every ten metres of both faces.
fn pier_points(place: &DrawnPlace) -> Vec<Point> {
    let random = &mut Random::new(place.seed, 711);
    let count = (place.pier_m / 10.0) as i32;
    let mut points = Vec::new();
    for k in 0..count {
        let along = -place.pier_m / 2.0 + 10.0 * f64::from(k) + 5.0;
        let m2 = 60.0 * (0.8 * random.normal()).exp();
        points.push(Point { at: place.plane(along, -place.pier_breadth_m / 2.0), m2: [m2, CROSS * m2] });
    }
    points
}

/// The points of a hull: strong where the superstructure stands (after the relation of Vachon and others 1997 by length).
fn hull_points(vessel: &Vessel, random: &mut Random) -> Vec<Point> {
    let ship = &vessel.ship;
    let own = &mut Random::new(vessel.seed, 712);
    let relation = 0.08 * ship.length_m.powf(7.0 / 3.0) * (0.78 + 0.11 * INCIDENCE_DEG);
    let level = -4.0 + 2.5 * own.normal() + 1.5 * random.normal();
    let total = relation * 10_f64.powf(level / 10.0);
    let count = ((ship.length_m / 4.0) as usize).max(3);
    let ([fe, fn_], [pe, pn]) = (vessel.afloat.forward(), vessel.afloat.to_port());
    let mut points: Vec<(Point, f64)> = (0..count + 3)
        .map(|k| {
            let is_house = k >= count;
            let along = if is_house {
                own.between(ship.house_m.1, ship.house_m.0)
            } else {
                // Spread evenly, so that both ends send something back.
                ship.length_m * 0.97 * ((k as f64 + own.unit()) / count as f64 - 0.5)
            };
            let athwart = own.between(-0.4, 0.4) * ship.beam_m;
            let weight = -(1.0 - own.unit()).ln() * if is_house { count as f64 / 6.0 } else { 1.0 };
            let at = [vessel.at[0] + along * fe + athwart * pe, vessel.at[1] + along * fn_ + athwart * pn];
            (Point { at, m2: [0.0; 2] }, weight)
        })
        .collect();
    let sum: f64 = points.iter().map(|(_, weight)| weight).sum();
    let cross = 10_f64.powf((-10.0 + 1.5 * own.normal()) / 10.0);
    for (point, weight) in &mut points {
        let m2 = total * *weight / sum;
        point.m2 = [m2, cross * m2];
    }
    points.into_iter().map(|(point, _)| point).collect()
}

/// Speckled power of a band.
fn power(ground: &[f64], points: &[Point], corner: [f64; 2], band: usize, random: &mut Random) -> Vec<f64> {
    let share = if band == 0 { 1.0 } else { CROSS };
    let bell = |x: f64| (-x * x / (2.0 * BLUR_PX * BLUR_PX)).exp();
    let mut weights: Vec<f64> = (-REACH..=REACH).map(|k| bell(k as f64)).collect();
    let norm = weights.iter().map(|w| w * w).sum::<f64>().sqrt();
    weights.iter_mut().for_each(|w| *w /= norm);
    let scale = 1.0 / (BLUR_PX * std::f64::consts::PI.sqrt());
    let mut power = vec![0.0; ground.len()];
    for _ in 0..LOOKS {
        let mut field = [Vec::with_capacity(ground.len()), Vec::with_capacity(ground.len())];
        for sigma in ground {
            let (a, b) = random.normal_pair();
            let root = ((sigma * share + NOISE) / 2.0).sqrt();
            field[0].push(root * a);
            field[1].push(root * b);
        }
        let mut field = field.map(|part| blurred(&part, &weights));
        for point in points {
            let (sin, cos) = (std::f64::consts::TAU * random.unit()).sin_cos();
            let strength = (point.m2[band] / (SPACING_M * SPACING_M)).sqrt() * scale;
            let (line, sample) =
                ((corner[1] - point.at[1]) / SPACING_M - 0.5, (point.at[0] - corner[0]) / SPACING_M - 0.5);
            let near = |at: f64| {
                (at.round() as i64 - REACH..=at.round() as i64 + REACH)
                    .filter(|k| (0..SIDE_PX as i64).contains(k))
            };
            for l in near(line) {
                for s in near(sample) {
                    let spread = strength * bell(l as f64 - line) * bell(s as f64 - sample);
                    let pixel = l as usize * SIDE_PX + s as usize;
                    field[0][pixel] += spread * cos;
                    field[1][pixel] += spread * sin;
                }
            }
        }
        for (power, (re, im)) in power.iter_mut().zip(field[0].iter().zip(&field[1])) {
            *power += (re * re + im * im) / LOOKS as f64;
        }
    }
    power
}

/// The field blurred along lines, then along columns; beyond the edges it repeats.
fn blurred(field: &[f64], weights: &[f64]) -> Vec<f64> {
    let reach = REACH as usize;
    let mut along = Vec::with_capacity(field.len());
    let mut padded = Vec::with_capacity(SIDE_PX + 2 * reach);
    for line in field.chunks_exact(SIDE_PX) {
        padded.clear();
        padded.extend_from_slice(&line[SIDE_PX - reach..]);
        padded.extend_from_slice(line);
        padded.extend_from_slice(&line[..reach]);
        along.extend((0..SIDE_PX).map(|s| weights.iter().zip(&padded[s..]).map(|(w, x)| w * x).sum::<f64>()));
    }
    let mut out = vec![0.0; field.len()];
    for (line, to) in out.chunks_exact_mut(SIDE_PX).enumerate() {
        for (k, weight) in weights.iter().enumerate() {
            let from = (line + SIDE_PX + k - reach) % SIDE_PX * SIDE_PX;
            let row = &along[from..from + SIDE_PX];
            to.iter_mut().zip(row).for_each(|(sum, x)| *sum += weight * x);
        }
    }
    out
}
