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
