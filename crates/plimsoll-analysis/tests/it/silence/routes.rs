//! Routes against plotted waypoints, against corners counted by hand, and at the edges of the map.

use super::kit::{nm, point, section};
use crate::route_legs as legs;
use plimsoll_analysis::routes::{RouteError, RouteParams, Router, Way, bounds_around};
use plimsoll_model::{Area, Bounds, Position};

fn params() -> RouteParams {
    RouteParams { wide_berths: vec![], ..section("routes") }
}

fn square(south: f64, north: f64, west: f64, east: f64) -> Area {
    let corners = [(south, west), (south, east), (north, east), (north, west)];
    Area::Polygon { exterior: corners.map(|(lat, lon)| point(lat, lon)).to_vec(), holes: vec![] }
}

fn sum(way: &[Position]) -> f64 {
    way.windows(2).map(|leg| nm(leg[0].distance_to(leg[1]))).sum()
}

#[test]
fn the_legs_from_vostochny_are_those_plotted_by_hand() {
    let router = Router::new(&legs::land(), legs::SEA, &legs::params()).unwrap();
    for leg in legs::LEGS {
        let (from, to) = (legs::at(legs::VOSTOCHNY), legs::at(leg.port));
        let shortest = router.route(from, to, Way::Shortest).unwrap();
        let practical = router.route(from, to, Way::Practical).unwrap();
        let [inshore, offshore] = [leg.inshore, leg.offshore].map(|way| legs::plotted_nm(way, leg.port));
        let (a, b) = (nm(shortest.distance), nm(practical.distance));
        println!(
            "{}: shortest {a:.1} (plotted {inshore:.1}), practical {b:.1} (plotted {offshore:.1})",
            leg.name
        );
        // The shortest may cut inside islands that the coastline at 1:10 million lacks; it is never longer than what was plotted.
        assert!(a <= inshore * 1.01 + 2.0 && a >= inshore * 0.94 - 3.0, "{}", leg.name);
        assert!((b - offshore).abs() <= 0.04 * offshore + 3.0, "{}", leg.name);
        assert!(a <= b + 0.5 && a >= nm(from.distance_to(to)) - 0.01, "{}", leg.name);
        assert!((sum(&practical.waypoints) - b).abs() < 1e-6);
    }
}

#[test]
fn a_way_round_a_square_island_is_the_shorter_of_two_counted_by_hand() {
    for lon in [10.0, 180.0] {
        let (from, to) = (point(40.0, lon - 1.0), point(40.1, lon + 1.0));
        let island = (39.6, 40.3, lon - 0.5, lon + 0.5);
        let land = [square(island.0, island.1, island.2, island.3)];
        let bounds = bounds_around(&[from, to], 1.5).unwrap();
        let router = Router::new(&land, bounds, &params()).unwrap();
        let round = |lat: f64| sum(&[from, point(lat, island.2), point(lat, island.3), to]);
        let expected = round(island.0).min(round(island.1));
        let there = nm(router.route(from, to, Way::Shortest).unwrap().distance);
        let back = nm(router.route(to, from, Way::Shortest).unwrap().distance);
        println!("round the island at {lon}: {there:.2} nm, counted {expected:.2}");
        assert!(there >= expected - 0.2 && there <= expected * 1.01 + 0.5, "{there} {expected}");
        assert!((there - back).abs() < 0.003 * there, "{there} {back}");
        let field = router.field(from, Way::Shortest).unwrap();
        let by_field = nm(router.length_to(&field, to).unwrap());
        assert!((by_field - there).abs() < 0.015 * there, "{by_field} {there}");
        let practical = router.route(from, to, Way::Practical).unwrap();
        let nearest = practical.waypoints[1..practical.waypoints.len() - 1]
            .iter()
            .filter_map(|p| router.off_coast(*p))
            .map(nm)
            .fold(f64::MAX, f64::min);
        assert!(nearest > 2.0, "a practical way keeps off the coast: {nearest}");
    }
}

#[test]
fn open_sea_is_crossed_on_the_geodesic() {
    let (from, to) = (point(42.0, 150.0), point(36.0, 170.0));
    let router = Router::new(&[], bounds_around(&[from, to], 2.0).unwrap(), &params()).unwrap();
    let route = router.route(from, to, Way::Practical).unwrap();
    assert!((nm(route.distance) / nm(from.distance_to(to)) - 1.0).abs() < 1e-6, "{:?}", route.waypoints);
    assert_eq!(route.waypoints.len(), 2);
}

#[test]
fn what_cannot_be_sailed_is_refused_with_a_reason() {
    let all = Bounds { south_deg: 39.0, north_deg: 41.0, west_deg: 9.0, east_deg: 12.0 };
    let wall = [square(38.0, 42.0, 10.0, 11.0)];
    let router = Router::new(&wall, all, &params()).unwrap();
    let (west, east, inland) = (point(40.0, 9.5), point(40.0, 11.5), point(40.0, 10.5));
    let refused = router.route(west, east, Way::Shortest);
    assert!(matches!(refused, Err(RouteError::Inland { .. } | RouteError::Apart)), "{refused:?}");
    assert!(matches!(router.route(west, inland, Way::Shortest), Err(RouteError::Inland { .. })));
    assert!(matches!(router.route(west, point(50.0, 9.5), Way::Shortest), Err(RouteError::Outside { .. })));
    let polar = Bounds { north_deg: 89.0, ..all };
    assert!(matches!(Router::new(&[], polar, &params()), Err(RouteError::NearPole { .. })));
    for bad in [
        RouteParams { cell_deg: 0.0, ..params() },
        RouteParams { cell_deg: f64::NAN, ..params() },
        RouteParams { coast_cost: 0.5, ..params() },
        RouteParams { harbour_nm: -1.0, ..params() },
    ] {
        assert!(matches!(Router::new(&[], all, &bad), Err(RouteError::Parameter { .. })), "{bad:?}");
    }
}

#[test]
fn a_way_from_a_place_to_itself_is_nothing() {
    let here = point(40.0, 9.5);
    let router = Router::new(&[], bounds_around(&[here], 1.0).unwrap(), &params()).unwrap();
    let route = router.route(here, here, Way::Practical).unwrap();
    assert!(nm(route.distance) < 1e-9);
}
