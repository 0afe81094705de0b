//! Positions, ranges and ambiguities against the product's own figures and other ways to them.

use super::real::{MOUNTAINS, OCEAN, OCEAN_LATER, real};
use plimsoll_imagery::safe::{Annotation, SafeProduct, azimuth_shift_m, look_direction_deg};
use plimsoll_imagery::{Azimuth, Georeference};
use plimsoll_model::Position;

fn product(name: &str) -> Option<SafeProduct> {
    Some(SafeProduct::open("given", &real(name)?).unwrap())
}

#[test]
fn nodes_lie_where_the_product_says() {
    for name in [OCEAN, OCEAN_LATER] {
        let Some(product) = product(name) else { return };
        assert_eq!(product.grid.moved().0, 0);
        for point in &product.annotations[0].grid {
            let expected = Position::from_lat_lon(point.lat_deg, point.lon_deg).unwrap();
            let found = product.grid.position(point.line, point.sample).unwrap();
            assert!(found.distance_to(expected).to_metres() < 1e-3);
            let (line, sample) = product.grid.pixel(expected).unwrap();
            assert!((line - point.line).abs() < 1e-3 && (sample - point.sample).abs() < 1e-3);
            let angle = product.grid.incidence_deg(point.line, point.sample).unwrap();
            assert!((angle - point.incidence_deg).abs() < 1e-9);
        }
    }
}

#[test]
fn position_and_pixel_are_inverse_all_over_the_image() {
    for name in [OCEAN, MOUNTAINS] {
        let Some(product) = product(name) else { return };
        let image = &product.annotations[0].image;
        let mut worst = 0.0_f64;
        for i in 0..=60 {
            for j in 0..=60 {
                let line = f64::from(image.lines - 1) * f64::from(i) / 60.0;
                let sample = f64::from(image.samples - 1) * f64::from(j) / 60.0;
                let position = product.grid.position(line, sample).unwrap();
                let (l, s) = product.grid.pixel(position).unwrap();
                worst = worst.max((l - line).abs()).max((s - sample).abs());
            }
        }
        println!("{name}: back within {worst:.1e} pixels");
        assert!(worst < 1e-4);
        assert!(product.grid.position(-1.1, 0.0).is_none() && product.grid.position(0.0, 30_000.0).is_none());
        for (lat, lon) in [(0.0, 0.0), (90.0, 0.0), (-90.0, 0.0), (-7.5, -45.0), (46.0, 30.0)] {
            assert!(product.grid.pixel(Position::from_lat_lon(lat, lon).unwrap()).is_none(), "{lat} {lon}");
        }
    }
}

/// Vertical, then on the ellipsoid and back would be the program's way; this is the textbook's: latitude and longitude
/// bilinear between the four nodes, in degrees.
fn leave_one_out(annotation: &Annotation, position: impl Fn(usize, usize) -> Position) -> Vec<f64> {
    let mut samples: Vec<_> = annotation.grid.iter().map(|p| p.sample).collect();
    samples.sort_by(f64::total_cmp);
    samples.dedup();
    let mut lines: Vec<_> = annotation.grid.iter().map(|p| p.line).collect();
    lines.sort_by(f64::total_cmp);
    lines.dedup();
    let mut errors = Vec::new();
    for i in (1..lines.len() - 1).step_by(2) {
        for j in (1..samples.len() - 1).step_by(2) {
            let u = (lines[i] - lines[i - 1]) / (lines[i + 1] - lines[i - 1]);
            let v = (samples[j] - samples[j - 1]) / (samples[j + 1] - samples[j - 1]);
            let corner = |di: usize, dj: usize| position(i - 1 + 2 * di, j - 1 + 2 * dj);
            let mix = |of: fn(Position) -> f64| {
                (1.0 - u) * ((1.0 - v) * of(corner(0, 0)) + v * of(corner(0, 1)))
                    + u * ((1.0 - v) * of(corner(1, 0)) + v * of(corner(1, 1)))
            };
            let guess = Position::from_lat_lon(mix(Position::lat_deg), mix(Position::lon_deg)).unwrap();
            errors.push(guess.distance_to(position(i, j)).to_metres());
        }
    }
    errors
}

fn greatest(values: &[f64]) -> f64 {
    values.iter().copied().fold(0.0, f64::max)
}

#[test]
fn bilinear_between_nodes_is_enough_at_sea() {
    for name in [OCEAN, OCEAN_LATER] {
        let Some(product) = product(name) else { return };
        let (lines, samples) = product.grid.axes();
        let errors = leave_one_out(&product.annotations[0], |i, j| {
            product.grid.position(lines[i], samples[j]).unwrap()
        });
        let least = errors.iter().copied().fold(f64::INFINITY, f64::min);
        println!(
            "{name}: every second line and sample of nodes left out, error {least:.2} to {:.2} m",
            greatest(&errors)
        );
        assert!(greatest(&errors) < 3.0);
    }
}

/// Range between a place and the satellite at a time, and how far along the track its closest approach lies, by Lagrange
/// interpolation of the orbit's positions.
fn range_and_along(annotation: &Annotation, position: Position, time_s: f64) -> (f64, f64) {
    let (a, b) = (6_378_137.0_f64, 6_356_752.314_245_f64);
    let (lat, lon) = (position.lat_deg().to_radians(), position.lon_deg().to_radians());
    let curvature = a * a / (a * a * lat.cos().powi(2) + b * b * lat.sin().powi(2)).sqrt();
    let place = [
        curvature * lat.cos() * lon.cos(),
        curvature * lat.cos() * lon.sin(),
        curvature * b * b / (a * a) * lat.sin(),
    ];
    let after = annotation.orbit.iter().position(|v| v.time_s > time_s).unwrap();
    let four = &annotation.orbit[after - 2..after + 2];
    let distance = |t: f64| {
        let mut at = [0.0; 3];
        for (i, vector) in four.iter().enumerate() {
            let others = four.iter().enumerate().filter(|(j, _)| *j != i);
            let weight: f64 = others.map(|(_, o)| (t - o.time_s) / (vector.time_s - o.time_s)).product();
            for (sum, p) in at.iter_mut().zip(vector.position_m) {
                *sum += weight * p;
            }
        }
        place.iter().zip(at).map(|(p, s)| (p - s) * (p - s)).sum::<f64>().sqrt()
    };
    // Closest approach by a parabola through three ranges.
    let h = 0.05;
    let (r0, r1, r2) = (distance(time_s - h), distance(time_s), distance(time_s + h));
    (r1, h * (r0 - r2) / (2.0 * (r0 - 2.0 * r1 + r2)) * 6719.0)
}

#[test]
fn places_on_mountains_lie_where_range_and_time_say() {
    let Some(product) = product(MOUNTAINS) else { return };
    let annotation = &product.annotations[0];
    let (mut range_error, mut along_error, mut count) = (0.0_f64, 0.0_f64, 0);
    for table in &annotation.slant_ranges {
        let line = table.time_s / annotation.image.line_time_s;
        for sample in (0..25_788).step_by(777) {
            let Some(position) = product.grid.position(line, f64::from(sample)) else { continue };
            let (range_m, along_m) = range_and_along(annotation, position, table.time_s);
            let expected_m = annotation.slant_range_m(line, f64::from(sample)).unwrap();
            range_error = range_error.max((range_m - expected_m).abs());
            along_error = along_error.max(along_m.abs());
            count += 1;
        }
    }
    println!(
        "{count} places on mountains: range within {range_error:.1} m, along the track within {along_error:.1} m"
    );
    assert!(count > 800 && range_error < 3.0 && along_error < 5.0);
}

#[test]
fn the_orbit_sees_the_nodes_of_the_ocean_where_the_grid_puts_them() {
    // Range and Doppler of each node from the orbit: an independent way to the grid's times and ranges.
    let Some(product) = product(OCEAN) else { return };
    let annotation = &product.annotations[0];
    let (mut range_error, mut along_error) = (0.0_f64, 0.0_f64);
    for point in &annotation.grid {
        let position = Position::from_lat_lon(point.lat_deg, point.lon_deg).unwrap();
        let (range_m, along_m) = range_and_along(annotation, position, point.time_s);
        range_error = range_error.max((range_m - point.slant_time_s * 299_792_458.0 / 2.0).abs());
        along_error = along_error.max(along_m.abs());
    }
    println!(
        "nodes of the ocean: range within {range_error:.2} m, along the track within {along_error:.2} m"
    );
    assert!(range_error < 5.0 && along_error < 5.0);
}

#[test]
fn slant_range_of_a_sample_agrees_with_the_grid() {
    for name in [OCEAN, OCEAN_LATER, MOUNTAINS] {
        let Some(product) = product(name) else { return };
        let annotation = &product.annotations[0];
        let mut worst = 0.0_f64;
        for point in &annotation.grid {
            let range_m = annotation.slant_range_m(point.line, point.sample).unwrap();
            worst = worst.max((range_m - point.slant_time_s * 299_792_458.0 / 2.0).abs());
        }
        println!("{name}: slant range by polynomial and by grid within {worst:.2} m");
        assert!(worst < 30.0);
    }
}

#[test]
fn ambiguities_of_the_ocean_scene_are_as_known() {
    let Some(product) = product(OCEAN) else { return };
    let azimuth = product.geometry().azimuth.unwrap();
    for (swath, sample, known) in
        [("IW1", 4228.0, 5070.0), ("IW2", 12_858.0, 4559.0), ("IW3", 21_189.0, 5624.0)]
    {
        let found = azimuth(9748.0, sample).unwrap();
        let image = &product.annotations[0].image;
        let over_ground = image.line_spacing_m / image.line_time_s;
        println!("{swath}: {found:?}, v_g {over_ground:.1} m/s");
        assert!((found.ambiguity_m - known).abs() < 15.0, "{swath}: {}", found.ambiguity_m);
        assert!((found.satellite_speed_m_s - 7598.0).abs() < 1.0 && (over_ground - 6719.0).abs() < 0.5);
    }
}

#[test]
fn the_satellite_looks_to_the_right_of_its_track() {
    let Some(product) = product(OCEAN) else { return };
    let look = look_direction_deg(&*product.grid, 9000.0, 12_000.0).unwrap();
    let at_end = look_direction_deg(&*product.grid, 9000.0, 25_116.0).unwrap();
    // The annotation's heading of the platform is -168.0 degrees.
    println!("looks towards {look:.2} and at far range {at_end:.2} degrees");
    assert!((look - (192.0 + 90.0)).abs() < 2.0 && (look - at_end).abs() < 1.0);
}

/// Where a mover is seen along the track, m: her closest approach to a satellite on a circular orbit about a sphere that
/// does not turn, by bisection, less that of a ship at rest; as the place on the ground that the beam passes then.
fn seen_along_track_m(incidence_deg: f64, away_m_s: f64) -> (f64, Azimuth) {
    let (earth, orbit, speed) = (6_371_000.0_f64, 6_371_000.0 + 700_000.0_f64, 7500.0_f64);
    let rate = speed / orbit;
    // Angle at the centre of the Earth between the point below the satellite and the ship.
    let incidence = incidence_deg.to_radians();
    let central = incidence - (earth * incidence.sin() / orbit).asin();
    // The satellite flies towards +x in the plane z = 0 and passes above (0, 1, 0) at t = 0; the ship is to the right of
    // the track (z negative) and moves along the great circle away from it.
    let satellite = |t: f64| [orbit * (rate * t).sin(), orbit * (rate * t).cos(), 0.0];
    let ship = |t: f64| {
        let angle = central + away_m_s * t / earth;
        [0.0, earth * angle.cos(), -earth * angle.sin()]
    };
    let range = |t: f64| -> f64 {
        ship(t).iter().zip(satellite(t)).map(|(a, b)| (a - b) * (a - b)).sum::<f64>().sqrt()
    };
    let slope = |t: f64| range(t + 1e-3) - range(t - 1e-3);
    let (mut low, mut high) = (-5.0, 5.0);
    for _ in 0..100 {
        let middle = (low + high) / 2.0;
        if slope(middle) < 0.0 { low = middle } else { high = middle }
    }
    // At that range, the image shows points of the ground on a circle about the track's axis: its radius is that of the
    // ship's distance from the axis.
    let along_m = (low + high) / 2.0 * rate * earth * central.cos();
    (along_m, Azimuth { ambiguity_m: 0.0, slant_range_m: range(0.0), satellite_speed_m_s: speed })
}

#[test]
fn a_moving_ship_is_displaced_as_her_closest_approach_says() {
    for incidence_deg in [32.9, 38.3, 43.6] {
        for knots in [-14.0, -5.0, 1.0, 10.0, 14.0] {
            let away_m_s = knots * 1852.0 / 3600.0;
            let (solved_m, azimuth) = seen_along_track_m(incidence_deg, away_m_s);
            let found_m = azimuth_shift_m(&azimuth, incidence_deg, away_m_s);
            println!("{incidence_deg} deg, {knots} kn away: {found_m:.1} m, solved {solved_m:.1} m");
            assert!((found_m - solved_m).abs() < 0.005 * solved_m.abs() + 0.2, "{found_m} {solved_m}");
            // Receding: behind.
            assert!(found_m * away_m_s < 0.0);
        }
    }
}
