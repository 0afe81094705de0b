//! How far in range a ghost lies from its source, against a flight over flat ground.
//!
//! The detector goes by `x^2 / (2 R sin(theta))`. Here a satellite flies straight over a plane. The radar takes an echo
//! that comes from `x` farther along the track for one from abeam at the distance of the echo, `sqrt(R^2 + x^2)`, and
//! puts it on the ground where that distance is: by Pythagoras at `sqrt(g^2 + x^2)` from the track below the satellite,
//! `g` that of the source, whatever the height. No angle and no series enters.

use crate::detect_params::detect_params;
use crate::objects::{METRES_PER_DEGREE, Plane, at, scene};
use plimsoll_imagery::{Azimuth, Geometry, Georeference, detect};
use plimsoll_model::{Detection, DetectionKind, Pass, Position};

const HEIGHT_M: f64 = 700_000.0;
/// From the track below the satellite to the first sample, m.
const NEAR_M: f64 = 530_000.0;
const PIXEL_M: f64 = 20.0;
const SIZE: usize = 760;
/// Distance of the first ghosts, m: farther than any real one, so that the bend is five pixels.
const AMBIGUITY_M: f64 = 10_000.0;

/// Lines along the track, samples across it.
struct Flat {
    /// 1: the range grows with the samples; -1: it falls.
    sign: f64,
}

impl Flat {
    fn ground_m(&self, sample: f64) -> f64 {
        let from_near = if self.sign > 0.0 { sample } else { SIZE as f64 - sample };
        NEAR_M + PIXEL_M * from_near
    }
}

impl Georeference for Flat {
    fn position(&self, line: f64, sample: f64) -> Option<Position> {
        let degree = METRES_PER_DEGREE / PIXEL_M;
        Some(at(-line / degree, 10.0 + sample / degree))
    }
    fn pixel(&self, p: Position) -> Option<(f64, f64)> {
        let degree = METRES_PER_DEGREE / PIXEL_M;
        let (line, sample) = (-p.lat_deg() * degree, (p.lon_deg() - 10.0) * degree);
        let is_in = |at: f64| (-1.0..=SIZE as f64).contains(&at);
        (is_in(line) && is_in(sample)).then_some((line, sample))
    }
    fn incidence_deg(&self, _: f64, sample: f64) -> Option<f64> {
        Some(self.ground_m(sample).atan2(HEIGHT_M).to_degrees())
    }
}

fn geometry(sign: f64) -> Geometry {
    let azimuth = move |_: f64, sample: f64| {
        let slant_range_m = HEIGHT_M.hypot(Flat { sign }.ground_m(sample));
        Some(Azimuth { ambiguity_m: AMBIGUITY_M, slant_range_m, satellite_speed_m_s: 7_600.0 })
    };
    Geometry {
        line_spacing_m: PIXEL_M,
        sample_spacing_m: PIXEL_M,
        georeference: Some(Box::new(Flat { sign })),
        track_in_image_deg: Some(0.0),
        pass: Some(Pass::Ascending),
        azimuth: Some(Box::new(azimuth)),
    }
}

/// A bright point with a little light about it.
fn point(plane: &mut Plane, line: usize, sample: usize, power: f32) {
    for l in line - 1..=line + 1 {
        for s in sample - 1..=sample + 1 {
            plane.power[l * plane.size + s] += if (l, s) == (line, sample) { power } else { power * 0.4 };
        }
    }
}

const SOURCE: (usize, usize) = (120, 380);

/// What is found about a pixel when a ship lies at [`SOURCE`] and something faint at that pixel.
fn found_at(sign: f64, line: usize, sample: usize) -> Detection {
    let mut plane = Plane::sea(SIZE, 31);
    point(&mut plane, SOURCE.0, SOURCE.1, 40_000.0);
    point(&mut plane, line, sample, 64.0);
    let found = detect(&mut [plane.raster()], &geometry(sign), scene(), None, &[], &detect_params()).unwrap();
    let is_here = |d: &&Detection| (d.line - line as f64).hypot(d.sample - sample as f64) < 3.0;
    let here: Vec<&Detection> = found.detections.iter().filter(is_here).collect();
    assert_eq!(here.len(), 1, "{:#?}", found.detections);
    here[0].clone()
}

/// How far off the place of a ghost it says that something lies, m.
fn said_off_m(ghost: &Detection) -> f64 {
    let words = ghost.reasons.iter().find_map(|r| r.split_once(" m off)")).expect("it is held to be a ghost");
    words.0.rsplit_once('(').unwrap().1.parse().unwrap()
}

#[test]
fn a_ghost_lies_where_a_straight_flight_over_flat_ground_puts_it() {
    for sign in [1.0, -1.0] {
        let source_m = Flat { sign }.ground_m(SOURCE.1 as f64);
        let bend_px = sign * (source_m.hypot(AMBIGUITY_M) - source_m) / PIXEL_M;
        assert!((bend_px.abs() - 4.65).abs() < 0.05, "{bend_px}");
        let line = SOURCE.0 + (AMBIGUITY_M / PIXEL_M) as usize;
        let sample = (SOURCE.1 as f64 + bend_px).round();
        let bent = found_at(sign, line, sample as usize);
        assert_eq!(bent.kind, DetectionKind::Ambiguity, "{bent:#?}");
        // It was drawn on a whole pixel; the rest is said to a metre.
        let drawn_off_m = (sample - SOURCE.1 as f64 - bend_px).abs() * PIXEL_M;
        assert!((said_off_m(&bent) - drawn_off_m).abs() < 1.0, "{bent:#?} {drawn_off_m}");
        // Straight behind the source the formula must miss by the whole bend.
        let straight = found_at(sign, line, SOURCE.1);
        if straight.kind == DetectionKind::Ambiguity {
            assert!((said_off_m(&straight) - bend_px.abs() * PIXEL_M).abs() < 1.0, "{straight:#?}");
        }
        // On the wrong side nothing is explained by the source: twice the bend is beyond the gate.
        let wrong = found_at(sign, line, (SOURCE.1 as f64 - bend_px).round() as usize);
        assert_eq!(wrong.kind, DetectionKind::Ship, "{wrong:#?}");
    }
}
