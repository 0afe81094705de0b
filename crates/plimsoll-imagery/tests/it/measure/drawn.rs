//! Drawn ships: a rectangle seen through a Gaussian point of 21 m, over speckled sea.

use super::chips::params;
use plimsoll_imagery::{MeasureParams, Measured, Planes, SensorClass, measure};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

const POINT_M: f64 = 21.0;

#[derive(Clone, Copy)]
struct Drawn {
    length_m: f64,
    beam_m: f64,
    axis_deg: f64,
    power: f64,
    line_m: f64,
    sample_m: f64,
    /// Lines and samples.
    chip: (usize, usize),
    /// Where the centre lies.
    centre: (f64, f64),
    seed: u64,
}

impl Drawn {
    fn new(length_m: f64, axis_deg: f64) -> Self {
        Self {
            length_m,
            beam_m: length_m / 6.0,
            axis_deg,
            power: 300.0,
            line_m: 10.0,
            sample_m: 10.0,
            chip: (61, 61),
            centre: (30.3, 29.8),
            seed: 1,
        }
    }
    /// Share of the ship's power at a place, by the error function: exact for a Gaussian point.
    fn shape(&self, line: f64, sample: f64) -> f64 {
        let (y, x) = ((self.centre.0 - line) * self.line_m, (sample - self.centre.1) * self.sample_m);
        let (sin, cos) = self.axis_deg.to_radians().sin_cos();
        let (u, v) = (y * cos + x * sin, x * cos - y * sin);
        let sd = POINT_M / 2.354_82;
        let edge = |t: f64| libm::erf(t / (sd * std::f64::consts::SQRT_2));
        let along = (edge(u + self.length_m / 2.0) - edge(u - self.length_m / 2.0)) / 2.0;
        let across = (edge(v + self.beam_m / 2.0) - edge(v - self.beam_m / 2.0)) / 2.0;
        along * across
    }
    fn mean(&self) -> Vec<f64> {
        let value =
            |i: usize| 1.0 + self.power * self.shape((i / self.chip.1) as f64, (i % self.chip.1) as f64);
        (0..self.chip.0 * self.chip.1).map(value).collect()
    }
    fn speckled(&self, mean: &[f64]) -> Planes {
        let mut rng = ChaCha8Rng::seed_from_u64(self.seed);
        let mut looks = || {
            let mut sum = 0.0;
            for _ in 0..5 {
                sum -= ((f64::from(rng.next_u32()) + 0.5) / 4_294_967_296.0).ln() / 5.0;
            }
            sum
        };
        let band = mean.iter().map(|m| (m * looks()) as f32).collect();
        Planes { lines: self.chip.0, samples: self.chip.1, bands: vec![band] }
    }
    fn measured_in(&self, planes: &Planes, params: &MeasureParams) -> Option<Measured> {
        let seed = (self.centre.0 as usize, self.centre.1 as usize);
        let sea = vec![1.0; planes.bands.len()];
        measure(planes, &sea, &[seed], self.line_m, self.sample_m, params)
    }
    fn measured(&self) -> Measured {
        self.measured_in(&self.speckled(&self.mean()), &other()).unwrap()
    }
}

fn other() -> MeasureParams {
    MeasureParams {
        sensor: SensorClass::Other,
        resolution_line_m: POINT_M,
        resolution_sample_m: POINT_M,
        ..params()
    }
}

fn off_axis(a: f64, b: f64) -> f64 {
    let d = (a - b).rem_euclid(180.0);
    d.min(180.0 - d)
}

#[test]
fn the_raw_length_has_no_bias_and_grows_with_the_ship() {
    let mut before = 0.0;
    for length_m in [60.0, 90.0, 130.0, 180.0, 250.0] {
        let (mut sum, mut n) = (0.0, 0.0);
        for step in 0..9 {
            let axis_deg = f64::from(step) * 20.0 + 3.0;
            for seed in 0..3 {
                let m = Drawn { seed, ..Drawn::new(length_m, axis_deg) }.measured();
                assert!(off_axis(m.axis_in_image_deg, axis_deg) < if length_m < 100.0 { 14.0 } else { 8.0 });
                assert!((m.line - 30.3).abs() < 1.0 && (m.sample - 29.8).abs() < 1.0);
                assert!((0.0..180.0).contains(&m.axis_in_image_deg) && !m.is_cut && !m.is_calibrated);
                sum += m.raw_length_m;
                n += 1.0;
            }
        }
        let mean = sum / n;
        println!("length {length_m} m: raw {mean:.1} m");
        assert!((mean - length_m).abs() < 10.0, "{length_m} m: {mean:.1} m");
        assert!(mean > before + 15.0);
        before = mean;
    }
}

#[test]
fn pixels_that_are_not_square_do_not_matter() {
    for axis_deg in [10.0, 55.0, 100.0, 160.0] {
        let drawn = Drawn {
            line_m: 14.0,
            sample_m: 6.0,
            chip: (50, 101),
            centre: (24.6, 50.2),
            ..Drawn::new(180.0, axis_deg)
        };
        let m = drawn.measured();
        assert!((m.raw_length_m - 180.0).abs() < 20.0, "{axis_deg}: {}", m.raw_length_m);
        assert!(off_axis(m.axis_in_image_deg, axis_deg) < 8.0);
    }
}

/// A point 14 dB above the hull at one end of it, as in real chips, with arms of -15 dB at one cell that fall with the square
/// of the distance.
#[test]
fn the_arms_of_a_bright_point_do_not_enter() {
    for axis_deg in [0.0_f64, 40.0, 90.0] {
        let drawn = Drawn { power: 100.0, ..Drawn::new(130.0, axis_deg) };
        let (sin, cos) = axis_deg.to_radians().sin_cos();
        let (line, sample) = ((30.3 + 5.5 * cos).round() as usize, (29.8 - 5.5 * sin).round() as usize);
        let point = 2_500.0;
        let mut crossed = drawn.mean();
        for (i, value) in crossed.iter_mut().enumerate() {
            let (l, s) = (i / 61, i % 61);
            let cells = |a: usize, b: usize| a.abs_diff(b) as f64 * 10.0 / POINT_M;
            let (dl, ds) = (cells(l, line), cells(s, sample));
            *value += point * (-2.772_59 * (dl * dl + ds * ds)).exp();
            let arm = |r: f64| if r > 1.3 { point * 0.0316 / (r * r) } else { 0.0 };
            *value += if s == sample { arm(dl) } else { 0.0 } + if l == line { arm(ds) } else { 0.0 };
        }
        let planes = drawn.speckled(&crossed);
        let with = drawn.measured_in(&planes, &other()).unwrap();
        let blind = MeasureParams { sidelobe_db: -60.0, ..other() };
        let fooled = drawn.measured_in(&planes, &blind).unwrap();
        println!(
            "axis {axis_deg}: raw {:.0} m, {:.0} m if arms count",
            with.raw_length_m, fooled.raw_length_m
        );
        assert!((with.raw_length_m - 130.0).abs() < 25.0, "{axis_deg}: {}", with.raw_length_m);
        assert!(axis_deg > 0.0 || fooled.raw_length_m > with.raw_length_m);
    }
}

#[test]
fn a_quay_that_hangs_together_with_the_ship_is_left_out() {
    let drawn = Drawn::new(130.0, 0.0);
    let at = |power: f64, params: MeasureParams| {
        let quay =
            Drawn { length_m: 560.0, beam_m: 60.0, power, axis_deg: 90.0, centre: (21.0, 29.8), ..drawn };
        let mean: Vec<f64> = drawn.mean().iter().zip(quay.mean()).map(|(a, b)| a + b - 1.0).collect();
        drawn.measured_in(&drawn.speckled(&mean), &params).unwrap()
    };
    let at_quay = |power: f64, least_held: f64| at(power, MeasureParams { least_held, ..other() });
    for power in [20.0, 40.0, 80.0, 120.0] {
        let (with, without) = (at_quay(power, 0.7), at_quay(power, 0.0));
        println!(
            "quay of {power}: raw {:.0} m, axis {:.0}; without a rising threshold {:.0} m, axis {:.0}",
            with.raw_length_m, with.axis_in_image_deg, without.raw_length_m, without.axis_in_image_deg
        );
        if power < 30.0 {
            assert!((with.raw_length_m - 130.0).abs() < 20.0, "{}", with.raw_length_m);
            assert!(off_axis(with.axis_in_image_deg, 0.0) < 10.0);
            assert!(without.raw_length_m > 160.0);
        }
        // A quay nearly as bright as the ship is taken for one: so long that no calibration covers it.
        let is_sure = MeasureParams { sensor: SensorClass::Sentinel1Iw, ..other() };
        assert!(power < 50.0 || !at(power, is_sure).is_calibrated);
    }
}

#[test]
fn a_ship_alongside_does_not_change_the_length() {
    let drawn = Drawn::new(150.0, 30.0);
    let (sin, cos) = 30.0_f64.to_radians().sin_cos();
    // 60 m to the right of the axis.
    let beside = Drawn { centre: (30.3 + 6.0 * sin, 29.8 + 6.0 * cos), ..drawn };
    let mean: Vec<f64> = drawn.mean().iter().zip(beside.mean()).map(|(a, b)| a + b - 1.0).collect();
    let m = drawn.measured_in(&drawn.speckled(&mean), &other()).unwrap();
    println!("alongside: raw {:.0} m by {:.0} m", m.raw_length_m, m.raw_beam_m);
    assert!((m.raw_length_m - 150.0).abs() < 30.0, "{}", m.raw_length_m);
}

#[test]
fn a_ship_cut_by_the_edge_says_so() {
    let whole = Drawn::new(200.0, 0.0);
    let cut = Drawn { centre: (4.0, 29.8), ..whole };
    let m = cut.measured();
    assert!(m.is_cut);
    assert!(m.raw_length_m < 170.0 && m.length_m.high() >= 200.0);
    let mut planes = whole.speckled(&whole.mean());
    planes.bands[0][28 * 61..29 * 61].fill(f32::NAN);
    let m = whole.measured_in(&planes, &other()).unwrap();
    assert!(m.is_cut && m.length_m.high() >= 200.0);
}

#[test]
fn few_pixels_no_value_and_negative_power_are_taken() {
    let drawn = Drawn::new(200.0, 0.0);
    let mut band = vec![-0.4_f32; 61 * 61];
    for line in 29..32 {
        band[line * 61 + 29] = 80.0;
    }
    band[35 * 61 + 35] = f32::NAN;
    let planes = Planes { lines: 61, samples: 61, bands: vec![band] };
    for params in [other(), params()] {
        let m = measure(&planes, &[1.0], &[(30, 29)], 10.0, 10.0, &params).unwrap();
        assert_eq!(m.pixels, 3);
        assert!(m.length_m.mid() > 3.0 && m.length_m.mid() < 60.0, "{:?}", m.length_m);
        assert!(m.length_m.low() > 0.0 && m.length_m.high().is_finite() && !m.is_calibrated);
        assert!(off_axis(m.axis_in_image_deg, 0.0) < 46.0);
    }
    let lone = |seeds: &[(usize, usize)], sea: f32, spacing: f64| {
        measure(&planes, &[sea], seeds, spacing, 10.0, &other())
    };
    assert_eq!(lone(&[(35, 35)], 1.0, 10.0), None, "no value");
    assert_eq!(lone(&[(5, 5)], 1.0, 10.0), None, "below nought");
    assert_eq!(lone(&[(99, 5)], 1.0, 10.0), None, "outside");
    assert_eq!(lone(&[], 1.0, 10.0), None);
    for bad in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        assert_eq!(lone(&[(30, 29)], 1.0, bad), None);
        assert_eq!(lone(&[(30, 29)], bad as f32, 10.0), None);
    }
    let lying = Planes { lines: 61, samples: 62, ..drawn.speckled(&drawn.mean()) };
    assert_eq!(drawn.measured_in(&lying, &other()), None);
    let infinite = Planes { lines: 2, samples: 2, bands: vec![vec![f32::INFINITY, 5.0, f32::MAX, f32::MIN]] };
    let m = measure(&infinite, &[1e-30], &[(0, 0), (0, 1), (1, 0)], 1e-3, 1e6, &other());
    assert!(m.is_none_or(|m| m.length_m.mid().is_finite()));
}

/// The spread of the pixels by another way: the covariance of the ground positions, turned in small steps until one variance
/// is greatest.
#[test]
fn the_moments_agree_with_a_search_over_directions() {
    let (lines, samples, line_m, sample_m) = (40_usize, 70_usize, 13.0, 7.0);
    let mut band = vec![1.0_f32; lines * samples];
    let mut points = Vec::new();
    for k in 0..60_usize {
        let (line, sample) = (10 + k / 4, 20 + k / 4 + k % 4);
        let power = 500.0 + (k * 37 % 100) as f32 * 5.0;
        band[line * samples + sample] = power;
    }
    for (i, &power) in band.iter().enumerate().filter(|(_, p)| **p > 100.0) {
        points.push((
            f64::from(power).sqrt(),
            (i % samples) as f64 * sample_m,
            (i / samples) as f64 * -line_m,
        ));
    }
    let planes = Planes { lines, samples, bands: vec![band] };
    let m = measure(&planes, &[1.0], &[(10, 20)], line_m, sample_m, &other()).unwrap();
    assert_eq!(m.pixels, points.len());
    let (mut most, mut least) = (0.0_f64, f64::MAX);
    for step in 0..18_000 {
        let (sin, cos) = (f64::from(step) / 100.0).to_radians().sin_cos();
        let at = |p: &(f64, f64, f64)| p.1 * sin + p.2 * cos;
        let total: f64 = points.iter().map(|p| p.0).sum();
        let mean = points.iter().map(|p| p.0 * at(p)).sum::<f64>() / total;
        let variance = points.iter().map(|p| p.0 * (at(p) - mean).powi(2)).sum::<f64>() / total;
        most = most.max(variance);
        least = least.min(variance);
    }
    assert!((m.features.along_sd_m - most.sqrt()).abs() < 1e-4 * most.sqrt());
    assert!((m.features.across_sd_m - least.sqrt()).abs() < 1e-3 * least.sqrt());
}
