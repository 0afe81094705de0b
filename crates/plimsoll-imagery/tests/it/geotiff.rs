//! Where the pixels of a GeoTIFF lie.

use crate::made_tiff::{Form, Made, Values, reader};
use plimsoll_imagery::{ImageryError, OpenOptions, OpenedScene, open_scene};
use plimsoll_model::Position;

/// Tags of a raster in a reference system: scale in x and y, and the coordinates of raster point (0, 0).
pub(crate) fn geo_tags(epsg: u16, scale: [f64; 2], origin: [f64; 2], is_point: bool) -> Vec<(u16, Values)> {
    let is_projected = !(4000..5000).contains(&epsg);
    let crs_key = if is_projected { 3072 } else { 2048 };
    let keys = vec![
        1,
        1,
        0,
        3,
        1024,
        0,
        1,
        if is_projected { 1 } else { 2 },
        1025,
        0,
        1,
        if is_point { 2 } else { 1 },
        crs_key,
        0,
        1,
        epsg,
    ];
    vec![
        (33550, Values::Double(vec![scale[0], scale[1], 0.0])),
        (33922, Values::Double(vec![0.0, 0.0, 0.0, origin[0], origin[1], 0.0])),
        (34735, Values::Short(keys)),
        (34737, Values::Ascii("a name|".to_owned())),
    ]
}

fn open(width: u32, height: u32, tags: Vec<(u16, Values)>) -> Result<OpenedScene, ImageryError> {
    let mut made = Made::new(width, height, Form::U16);
    made.tags = tags;
    open_scene("made.tif", reader(&made.bytes(&|_, _, _| 7.0)), &OpenOptions::default())
}

fn at(scene: &OpenedScene, line: f64, sample: f64) -> Position {
    scene.geometry.georeference.as_ref().unwrap().position(line, sample).unwrap()
}

fn pixel(scene: &OpenedScene, position: Position) -> Option<(f64, f64)> {
    scene.geometry.georeference.as_ref().unwrap().pixel(position)
}

fn message(width: u32, height: u32, tags: Vec<(u16, Values)>) -> String {
    open(width, height, tags).err().unwrap().to_string()
}

/// UTM by the series of Kruger to the fourth order (Karney 2011, "Transverse Mercator with an accuracy of a few
/// nanometers", equations 7 to 11, 14 and 35), independent of the library that is used.
fn kruger(lat_deg: f64, from_meridian_deg: f64, is_south: bool) -> [f64; 2] {
    let (a, f, k0) = (6_378_137.0_f64, 1.0 / 298.257_223_563_f64, 0.9996);
    let n = f / (2.0 - f);
    let e = (f * (2.0 - f)).sqrt();
    let alpha = [
        n / 2.0 - 2.0 / 3.0 * n.powi(2) + 5.0 / 16.0 * n.powi(3) + 41.0 / 180.0 * n.powi(4),
        13.0 / 48.0 * n.powi(2) - 3.0 / 5.0 * n.powi(3) + 557.0 / 1440.0 * n.powi(4),
        61.0 / 240.0 * n.powi(3) - 103.0 / 140.0 * n.powi(4),
        49_561.0 / 161_280.0 * n.powi(4),
    ];
    let radius = a / (1.0 + n) * (1.0 + n.powi(2) / 4.0 + n.powi(4) / 64.0);
    let lambda = from_meridian_deg.to_radians();
    let tau = lat_deg.to_radians().tan();
    let sigma = (e * (e * tau / (1.0 + tau * tau).sqrt()).atanh()).sinh();
    let tau_c = tau * (1.0 + sigma * sigma).sqrt() - sigma * (1.0 + tau * tau).sqrt();
    let xi_c = tau_c.atan2(lambda.cos());
    let eta_c = (lambda.sin() / (tau_c * tau_c + lambda.cos().powi(2)).sqrt()).asinh();
    let (mut xi, mut eta) = (xi_c, eta_c);
    for (index, alpha) in alpha.iter().enumerate() {
        let j = 2.0 * (index as f64 + 1.0);
        xi += alpha * (j * xi_c).sin() * (j * eta_c).cosh();
        eta += alpha * (j * xi_c).cos() * (j * eta_c).sinh();
    }
    [500_000.0 + k0 * radius * eta, k0 * radius * xi + if is_south { 1e7 } else { 0.0 }]
}

#[test]
fn utm_agrees_with_the_series_of_kruger() {
    let mut greatest = 0.0_f64;
    let mut count = 0;
    for zone in [1, 11, 31, 52, 60] {
        for lat in [-79.0, -53.3, -10.0, -0.5, 0.5, 33.7, 42.8, 66.0, 83.0] {
            for from_meridian in [-4.0, -2.9, -0.3, 0.0, 1.7, 3.5] {
                let lon = (f64::from(zone) * 6.0 - 183.0 + from_meridian + 180.0).rem_euclid(360.0) - 180.0;
                let given = Position::from_lat_lon(lat, lon).unwrap();
                let is_south = lat < 0.0;
                greatest =
                    greatest.max(error_of(given, zone, is_south, kruger(lat, from_meridian, is_south)));
                count += 1;
            }
        }
    }
    println!("UTM: greatest difference of {count} places {:.2e} m", greatest);
    assert!(greatest < 1e-3, "{greatest}");
}

/// How far the reader's place of a pixel at these coordinates is from the position, m; both ways.
fn error_of(given: Position, zone: u16, is_south: bool, [x, y]: [f64; 2]) -> f64 {
    let epsg = if is_south { 32700 } else { 32600 } + zone;
    let scene = open(3, 3, geo_tags(epsg, [1.0, 1.0], [x, y], true)).unwrap();
    let there = at(&scene, 0.0, 0.0);
    let (line, sample) = pixel(&scene, given).unwrap();
    there.distance_to(given).to_metres().max(line.abs()).max(sample.abs())
}

#[test]
fn the_centre_of_the_first_pixel_is_nought() {
    for (is_point, half) in [(false, 0.5), (true, 0.0)] {
        let scene = open(20, 10, geo_tags(4326, [0.01, 0.02], [10.0, 50.0], is_point)).unwrap();
        let first = at(&scene, 0.0, 0.0);
        assert!((first.lon_deg() - (10.0 + half * 0.01)).abs() < 1e-12);
        assert!((first.lat_deg() - (50.0 - half * 0.02)).abs() < 1e-12);
        let back = pixel(&scene, at(&scene, 7.25, 11.5)).unwrap();
        assert!((back.0 - 7.25).abs() < 1e-9 && (back.1 - 11.5).abs() < 1e-9);
        // The corners are the outer edges of the outer pixels.
        let edge = scene.facts.footprint[0];
        assert!((edge.lon_deg() - (10.0 + (half - 0.5) * 0.01)).abs() < 1e-12);
        // Beyond the margin of a pixel there is nothing.
        assert!(
            pixel(&scene, at(&scene, -1.4, 5.0)).is_some() && pixel(&scene, at(&scene, -1.6, 5.0)).is_none()
        );
    }
}

#[test]
fn spacing_in_degrees_is_measured_in_the_middle() {
    let scene = open(101, 101, geo_tags(4326, [0.001, 0.001], [10.0, 60.05], false)).unwrap();
    // A meridian degree near 60 N is 111,412 m long, a degree of the parallel 55,800 m.
    assert!((scene.geometry.line_spacing_m - 111.41).abs() < 0.02, "{}", scene.geometry.line_spacing_m);
    assert!((scene.geometry.sample_spacing_m - 55.80).abs() < 0.02, "{}", scene.geometry.sample_spacing_m);
    let scene = open(101, 101, geo_tags(32631, [10.0, 20.0], [4e5, 5e6], false)).unwrap();
    assert_eq!((scene.geometry.line_spacing_m, scene.geometry.sample_spacing_m), (20.0, 10.0));
}

#[test]
fn a_turned_raster_by_its_transformation() {
    // Turned by 30 degrees: samples to the north of east.
    let (cos, sin) = (30_f64.to_radians().cos(), 30_f64.to_radians().sin());
    let mut tags = geo_tags(32631, [1.0, 1.0], [0.0, 0.0], false);
    let matrix = vec![
        10.0 * cos,
        10.0 * sin,
        0.0,
        4e5,
        10.0 * sin,
        -10.0 * cos,
        0.0,
        5e6,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        1.0,
    ];
    tags.retain(|(tag, _)| *tag > 34000);
    tags.push((34264, Values::Double(matrix)));
    let scene = open(50, 40, tags).unwrap();
    assert!((scene.geometry.sample_spacing_m - 10.0).abs() < 1e-9);
    let back = pixel(&scene, at(&scene, 12.0, 34.0)).unwrap();
    assert!((back.0 - 12.0).abs() < 1e-6 && (back.1 - 34.0).abs() < 1e-6);
    let north = plimsoll_imagery::chip::north_in_image_deg(&scene.geometry, 20.0, 20.0).unwrap();
    // Samples point 60 degrees true, up is 330, so that north is 30 degrees clockwise of it; the grid leans by 0.9.
    assert!((north - 30.0).abs() < 1.5, "{north}");
    // True north, by the geodesic: ten metres north of a pixel lies in that direction.
    let here = at(&scene, 20.0, 20.0);
    let up = Position::from_lat_lon(here.lat_deg() + 1e-4, here.lon_deg()).unwrap();
    let (line, sample) = pixel(&scene, up).unwrap();
    let direct = (sample - 20.0).atan2(20.0 - line).to_degrees().rem_euclid(360.0);
    assert!((direct - north).abs() < 0.01, "{direct} {north}");
}

#[test]
fn over_the_180th_meridian() {
    for west in [179.0, -181.0] {
        let scene = open(200, 20, geo_tags(4326, [0.01, 0.01], [west, 10.0], false)).unwrap();
        let (east, west) = (at(&scene, 5.0, 150.0), at(&scene, 5.0, 50.0));
        assert!(west.lon_deg() > 179.0 && east.lon_deg() < -179.0);
        for (position, sample) in [(west, 50.0), (east, 150.0)] {
            let back = pixel(&scene, position).unwrap();
            assert!((back.0 - 5.0).abs() < 1e-9 && (back.1 - sample).abs() < 1e-9);
        }
    }
    let scene = open(20, 20, geo_tags(4326, [0.01, 0.01], [350.0, 10.0], false)).unwrap();
    assert!((at(&scene, 0.0, 0.0).lon_deg() + 9.995).abs() < 1e-9);
    assert!((pixel(&scene, at(&scene, 3.0, 4.0)).unwrap().1 - 4.0).abs() < 1e-9);
    // UTM beyond the edge of zone 60.
    let scene = open(100, 10, geo_tags(32660, [1000.0, 1000.0], [780_000.0, 1_000_000.0], false)).unwrap();
    assert!(at(&scene, 0.0, 99.0).lon_deg() < -179.0);
    assert!((pixel(&scene, at(&scene, 3.0, 99.0)).unwrap().1 - 99.0).abs() < 1e-6);
}

#[test]
fn other_reference_systems_are_refused_by_number() {
    for (epsg, word) in
        [(3857, "EPSG:3857"), (4258, "EPSG:4258"), (25832, "EPSG:25832"), (32761, "EPSG:32761")]
    {
        let said = message(3, 3, geo_tags(epsg, [1.0, 1.0], [10.0, 10.0], false));
        assert!(said.contains(word) && said.contains("reproject") && said.contains("a name"), "{said}");
    }
    let mut user = geo_tags(32767, [1.0, 1.0], [10.0, 10.0], false);
    assert!(message(3, 3, user.clone()).contains("without a number"));
    // A zone of UTM named as projection.
    user[2].1 = Values::Short(vec![
        1, 1, 0, 4, 1024, 0, 1, 1, 2048, 0, 1, 4326, 3072, 0, 1, 32767, 3074, 0, 1, 16031,
    ]);
    user[1].1 = Values::Double(vec![0.0, 0.0, 0.0, 5e5, 5e6, 0.0]);
    let scene = open(3, 3, user).unwrap();
    assert!((at(&scene, 0.0, 0.0).lon_deg() - 3.0).abs() < 1e-3);
    let mut feet = geo_tags(32631, [1.0, 1.0], [5e5, 5e6], false);
    feet[2].1 = Values::Short(vec![1, 1, 0, 2, 3072, 0, 1, 32631, 3076, 0, 1, 9003]);
    assert!(message(3, 3, feet).contains("units"));
}

#[test]
fn places_that_cannot_be_are_errors() {
    for (epsg, scale, origin, word) in [
        (4326, [1.0, 1.0], [0.0, 91.0], "no place"),
        (4326, [0.1, 0.1], [1e300, 0.0], "no place"),
        (4326, [f64::NAN, 0.1], [0.0, 0.0], "steps of"),
        (4326, [0.0, 0.1], [0.0, 0.0], "steps of"),
        (4326, [2.0, 0.01], [-170.0, 10.0], "degrees wide"),
        (32631, [100.0, 100.0], [5e5, 9_400_000.0], "84 N"),
        (32731, [100.0, 100.0], [5e5, 1_000_000.0], "80 S"),
        (32631, [100.0, 100.0], [3e7, 5e6], "no place"),
        (32631, [1e200, 1e200], [0.0, 0.0], "steps of"),
        (32631, [1e100, 1e100], [0.0, 0.0], "no place"),
    ] {
        let said = message(100, 20, geo_tags(epsg, scale, origin, false));
        assert!(said.contains(word), "{epsg} {scale:?} {origin:?}: {said}");
    }
    let mut short = geo_tags(4326, [0.1, 0.1], [0.0, 0.0], false);
    short[1].1 = Values::Double(vec![0.0, 1.0]);
    assert!(message(3, 3, short.clone()).contains("ModelTiepoint"));
    short[0].1 = Values::Double(vec![0.1]);
    assert!(message(3, 3, short).contains("ModelPixelScale"));
    let mut keys = geo_tags(4326, [0.1, 0.1], [0.0, 0.0], false);
    keys[2].1 = Values::Short(vec![1, 1, 0, 900, 2048]);
    assert!(message(3, 3, keys).contains("GeoKeyDirectory"));
}

#[test]
fn what_is_not_placed_says_so() {
    let points: Vec<f64> = (0..24).map(f64::from).collect();
    let scene = open(3, 3, vec![(33922, Values::Double(points))]).unwrap();
    assert!(scene.geometry.georeference.is_none() && scene.facts.footprint.is_empty());
    assert!(scene.facts.notes.iter().any(|n| n.contains("4 ground control points")));
    let mut tags = geo_tags(4326, [0.1, 0.1], [0.0, 0.0], false);
    tags.truncate(2);
    let scene = open(3, 3, tags).unwrap();
    assert!(scene.facts.notes.iter().any(|n| n.contains("reference system")));
}
