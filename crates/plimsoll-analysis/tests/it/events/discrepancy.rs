//! The discrepancy of two reports against a second implementation: vectors in space instead of a plane.

use super::kit::{heard, minute};
use super::track_kit::track_params;
use plimsoll_analysis::tracks::{TrackParams, discrepancy_nm};
use plimsoll_model::{Angle, PositionReport};
use proptest::prelude::*;

type Vector = [f64; 3];

fn dot(a: Vector, b: Vector) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

fn cross(a: Vector, b: Vector) -> Vector {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

fn times(a: Vector, k: f64) -> Vector {
    a.map(|x| x * k)
}

fn plus(a: Vector, b: Vector) -> Vector {
    [a[0] + b[0], a[1] + b[1], a[2] + b[2]]
}

fn norm(a: Vector) -> f64 {
    dot(a, a).sqrt()
}

/// Position as a unit vector, and the unit vector of a course there.
fn place(r: &PositionReport) -> (Vector, Vector) {
    let p = r.position.unwrap();
    let (lat, lon) = (p.lat_deg().to_radians(), p.lon_deg().to_radians());
    let up = [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()];
    let east = [-lon.sin(), lon.cos(), 0.0];
    let course = r.cog.unwrap().to_degrees().to_radians();
    (up, plus(times(east, course.sin()), times(cross(up, east), course.cos())))
}

/// The arc from one unit vector to another as a vector that touches the sphere at the first, nm.
fn arc(from: Vector, to: Vector) -> Vector {
    let beside = plus(to, times(from, -dot(from, to)));
    let angle = norm(cross(from, to)).atan2(dot(from, to));
    if norm(beside) > 0.0 { times(beside, angle.to_degrees() * 60.0 / norm(beside)) } else { [0.0; 3] }
}

fn second(a: &PositionReport, b: &PositionReport, params: &TrackParams) -> f64 {
    let hours = (b.time.as_second() - a.time.as_second()) as f64 / 3600.0;
    let h = hours / (1.0 + (hours / params.penalty_h).powf(0.5));
    let ((pa, ua), (pb, ub)) = (place(a), place(b));
    let (va, vb) = (a.sog.unwrap().to_knots(), b.sog.unwrap().to_knots());
    let (way, back) = (arc(pa, pb), arc(pb, pa));
    let ahead = norm(plus(way, times(ua, -va * h)));
    let behind = norm(plus(back, times(ub, vb * h)));
    let beside = |way: Vector, u: Vector, v: f64| {
        let along = dot(way, u);
        if along > 0.0 && along <= v * h { norm(plus(way, times(u, -along))) } else { f64::INFINITY }
    };
    let offset = (beside(way, ua, va) + beside(times(back, -1.0), ub, vb)) / 2.0;
    [(ahead + behind) / 2.0, params.shape_factor * norm(way), params.shape_factor * offset]
        .into_iter()
        .fold(f64::INFINITY, f64::min)
}

proptest! {
    #![proptest_config(super::kit::cases())]
    #[test]
    fn the_discrepancy_agrees_with_vectors_in_space(
        from in (-89.0f64..89.0, -180.0f64..180.0),
        by in (-3.0f64..3.0, -3.0f64..3.0),
        minutes in 1i64..2_000,
        (kn_a, kn_b) in (0.0f64..30.0, 0.0f64..30.0),
        (cog_a, cog_b) in (0.0f64..360.0, 0.0f64..360.0),
    ) {
        let params = track_params();
        let lat = (from.0 + by.0).clamp(-89.5, 89.5);
        let lon = (from.1 + by.1 + 540.0).rem_euclid(360.0) - 180.0;
        let report = |m, lat, lon, kn, cog| {
            PositionReport { cog: Some(Angle::degrees(cog)), ..heard(minute(m), lat, lon, Some(kn)) }
        };
        let (a, b) = (report(0, from.0, from.1, kn_a, cog_a), report(minutes, lat, lon, kn_b, cog_b));
        let (ours, theirs) = (discrepancy_nm(&a, &b, &params).unwrap(), second(&a, &b, &params));
        // The plane turns by the convergence of the meridians: half of 1 degree at most at 75 degrees of latitude.
        let scale = a.position.unwrap().distance_to(b.position.unwrap()).to_nautical_miles();
        // Whether a report lies beside the run of the other is a yes or no, which a hair can turn.
        let edge = (ours - theirs).abs() < 0.05 * scale + 0.01;
        prop_assert!(edge, "{ours} {theirs} at {scale} nm");
    }
}

#[test]
fn the_discrepancy_of_simple_cases_is_what_one_draws_on_paper() {
    let params = track_params();
    let report = |m, lat, lon, kn, cog| PositionReport {
        cog: Some(Angle::degrees(cog)),
        ..heard(minute(m), lat, lon, Some(kn))
    };
    let of = |a, b| discrepancy_nm(&a, &b, &params).unwrap();
    // Half an hour counts as 0.5 / (1 + sqrt(0.125)) = 0.36940 h; at 10 kn due north 3.6940 nm.
    let reckoned = 0.5 / (1.0 + 0.125f64.sqrt()) * 10.0;
    let north = report(30, reckoned / 60.0, 0.0, 10.0, 0.0);
    assert!(of(report(0, 0.0, 0.0, 10.0, 0.0), north) < 1e-6, "where she should be");
    let beside = report(30, reckoned / 60.0, 1.0 / 60.0, 10.0, 0.0);
    assert!((of(report(0, 0.0, 0.0, 10.0, 0.0), beside) - 1.0).abs() < 1e-3, "a mile to the east of it");
    let stayed = report(30, 0.0, 0.1 / 60.0, 0.0, 0.0);
    assert!(
        (of(report(0, 0.0, 0.0, 10.0, 0.0), stayed) - 0.4).abs() < 1e-6,
        "four times the tenth of a mile"
    );
    let short = report(30, 2.0 / 60.0, 0.2 / 60.0, 10.0, 0.0);
    assert!(
        (of(report(0, 0.0, 0.0, 10.0, 0.0), short) - 0.8).abs() < 1e-3,
        "four times the offset from her course"
    );
}
