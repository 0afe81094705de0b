//! The sun: published positions, a second algorithm, clocks that are wrong.

use jiff::Timestamp;
use plimsoll_imagery::optical::{SunCheck, apart_deg, check_sun, sun_at};
use plimsoll_model::{Direction, Position};

fn at(lat: f64, lon: f64) -> Position {
    Position::from_lat_lon(lat, lon).unwrap()
}

fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// J. J. Michalsky, The Astronomical Almanac's algorithm for approximate solar position, Solar Energy 40 (1988) 227:
/// another series, through Greenwich mean sidereal time in hours.
fn almanac(time: Timestamp, place: Position) -> Direction {
    let days = time.as_second() as f64 / 86_400.0 + 2_440_587.5 - 2_451_545.0;
    let hour = (time.as_second().rem_euclid(86_400)) as f64 / 3_600.0;
    let rad = f64::to_radians;
    let mean = (280.460 + 0.985_647_4 * days).rem_euclid(360.0);
    let anomaly = rad((357.528 + 0.985_600_3 * days).rem_euclid(360.0));
    let ecliptic = rad(mean + 1.915 * anomaly.sin() + 0.020 * (2.0 * anomaly).sin());
    let oblique = rad(23.439 - 0.000_000_4 * days);
    let ascension = (oblique.cos() * ecliptic.sin()).atan2(ecliptic.cos());
    let declination = (oblique.sin() * ecliptic.sin()).asin();
    let sidereal = (6.697_375 + 0.065_709_824_2 * days + hour).rem_euclid(24.0);
    let local = (sidereal + place.lon_deg() / 15.0).rem_euclid(24.0);
    let angle = rad(local * 15.0) - ascension;
    let lat = rad(place.lat_deg());
    let elevation = (declination.sin() * lat.sin() + declination.cos() * lat.cos() * angle.cos()).asin();
    // As components east and north of the unit vector, another way than by the tangent formula.
    let east = -declination.cos() * angle.sin();
    let north = declination.sin() * lat.cos() - declination.cos() * lat.sin() * angle.cos();
    Direction {
        azimuth_deg: east.atan2(north).to_degrees().rem_euclid(360.0),
        elevation_deg: elevation.to_degrees(),
    }
}

#[test]
fn the_published_example_of_the_solar_position_algorithm() {
    // Reda and Andreas, NREL/TP-560-34302 (2008), table A5.1: 2003-10-17 12:30:30 at UTC-7, 39.742476 N 105.1786 W:
    // zenith 50.11162 (with 0.0137 of refraction, at 820 hPa), azimuth 194.34024.
    let sun = sun_at(time("2003-10-17T19:30:30Z"), at(39.742_476, -105.178_6));
    println!("NREL example: azimuth {:.4}, elevation {:.4}", sun.azimuth_deg, sun.elevation_deg);
    assert!((sun.azimuth_deg - 194.340_24).abs() < 0.02, "{sun:?}");
    assert!((sun.elevation_deg - (90.0 - 50.111_62 - 0.0137)).abs() < 0.015, "{sun:?}");
}

#[test]
fn the_declination_of_the_textbook() {
    // Meeus, example 25.a: 1992-10-13, 0 h TD: declination -7.78507. At a pole the elevation is the declination.
    let sun = sun_at(time("1992-10-13T00:00:00Z"), at(90.0, 0.0));
    assert!((sun.elevation_deg - -7.785_07).abs() < 0.005, "{sun:?}");
}

#[test]
fn two_algorithms_agree_over_the_world_and_forty_years() {
    let mut worst = 0.0_f64;
    for year in [1985, 2000, 2016, 2026, 2040] {
        for day in ["01-03", "03-20", "06-21", "08-08", "12-31"] {
            for hour in [0, 5, 11, 17, 22] {
                let now = time(&format!("{year}-{day}T{hour:02}:13:07Z"));
                for (lat, lon) in [(0.0, 0.0), (42.7, 133.0), (-33.9, 151.2), (69.0, 33.0), (39.0, 125.6)] {
                    let place = at(lat, lon);
                    worst = worst.max(apart_deg(sun_at(now, place), almanac(now, place)));
                }
            }
        }
    }
    println!("greatest difference of the two algorithms: {worst:.4} degrees");
    assert!(worst < 0.03, "{worst}");
}

#[test]
fn a_clock_in_local_time_is_noticed_with_its_hours() {
    // Pictures taken at 02:10 UTC off Vostochny, stated with the local clock (UTC+10).
    let place = at(42.73, 133.08);
    let taken = time("2026-05-14T02:10:00Z");
    let sun = sun_at(taken, place);
    let local = time("2026-05-14T12:10:00Z");
    match check_sun(sun, local, place, 2.0) {
        SunCheck::Disagrees { apart_deg, hours } => {
            assert!(apart_deg > 30.0);
            assert_eq!(hours, Some(-10.0));
        }
        SunCheck::Agrees { .. } => panic!("ten hours were not noticed"),
    }
    assert!(matches!(check_sun(sun, taken, place, 2.0), SunCheck::Agrees { apart_deg } if apart_deg < 1e-9));
    // A half hour is between whole hours, and found.
    let half = time("2026-05-14T02:40:00Z");
    assert!(
        matches!(check_sun(sun, half, place, 2.0), SunCheck::Disagrees { hours: Some(h), .. } if (h + 0.5).abs() < 1e-9)
    );
    // A sun that never stands there.
    let high = Direction { azimuth_deg: 180.0, elevation_deg: 88.0 };
    assert!(matches!(check_sun(high, taken, place, 2.0), SunCheck::Disagrees { hours: None, .. }));
}

#[test]
fn directions_that_are_opposite_or_the_same() {
    let d = |azimuth_deg, elevation_deg| Direction { azimuth_deg, elevation_deg };
    assert!((apart_deg(d(10.0, 20.0), d(190.0, -20.0)) - 180.0).abs() < 1e-9);
    assert!(apart_deg(d(0.0, 30.0), d(360.0, 30.0)) < 1e-9);
    assert!((apart_deg(d(0.0, 0.0), d(90.0, 0.0)) - 90.0).abs() < 1e-9);
}
