//! The coastline of the program: Natural Earth (public domain), in windows of different detail, clipped to a map.
//!
//! How the file is made, and its limits: `assets/README.md` of this crate. It is for orientation; nothing is
//! measured against it.

use plimsoll_model::{Bounds, Position};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Land inside some bounds.
#[derive(Clone, Debug, PartialEq)]
pub struct Coastline {
    /// Outer rings of land, open, clipped to the bounds.
    pub polygons: Vec<Vec<Position>>,
    /// Scales of the sources, such as `1:10 million`.
    pub scales: BTreeSet<String>,
    /// The box inside which a finer source was taken than outside, if the bounds reach beyond it. Land is cut along its
    /// four sides and their continuations.
    pub seam: Option<Bounds>,
}

/// Whom to credit for the coastline of maps with these bounds, and the scales of their sources.
pub fn credit(maps: impl IntoIterator<Item = Bounds>) -> String {
    let scales: BTreeSet<String> = maps.into_iter().flat_map(|bounds| coastline_for(bounds).scales).collect();
    let scales: Vec<&str> = scales.iter().map(String::as_str).collect();
    if scales.is_empty() {
        return "No coastline fine enough for a map of this scale is at hand, so none is drawn; a case can bring its own.".into();
    }
    format!("Coastline: Natural Earth, {}, public domain.", scales.join(" and "))
}

/// One feature of the file.
struct Window {
    /// The scale of its source.
    scale: String,
    /// The box in which it holds all land.
    bounds: Bounds,
    /// Outer rings, open.
    rings: Vec<Vec<Position>>,
}

/// A point in degrees, unrolled: its longitude may lie outside [-180, 180]. It never leaves this file.
type Flat = (f64, f64);

/// The windows, finest first.
static WINDOWS: LazyLock<Vec<Window>> = LazyLock::new(|| {
    let mut windows = read(include_str!("../assets/coastline.geojson"));
    windows.sort_by(|a, b| width(a.bounds).total_cmp(&width(b.bounds)));
    windows
});

/// The coastline of the world, 1:110 million, is off by a tenth of a degree and more: on a map narrower than this, ships in a
/// strait would sail on land. No land is then better than wrong land.
const WORLD_LEAST_DEG: f64 = 3.0;

/// The land inside the bounds: from the finest window that holds them; else from the window that holds most of them, if
/// that is at least half, and beyond it from the world; else from the world. Bounds over the 180th meridian
/// (`west > east`) are taken from the world. Of the world alone a map narrower than three degrees gets none.
pub fn coastline_for(bounds: Bounds) -> Coastline {
    let Some((world, details)) = WINDOWS.split_last() else {
        return Coastline { polygons: Vec::new(), scales: BTreeSet::new(), seam: None };
    };
    let share = |window: &Window| overlap(window.bounds, bounds) / area(bounds);
    let holder = details.iter().find(|window| holds(window.bounds, bounds));
    let most =
        details.iter().max_by(|a, b| share(a).total_cmp(&share(b))).filter(|window| share(window) >= 0.5);
    match holder.or(most) {
        Some(window) if holder.is_none() => joined(window, world, bounds),
        None if width(bounds) < WORLD_LEAST_DEG => {
            Coastline { polygons: Vec::new(), scales: BTreeSet::new(), seam: None }
        }
        one => {
            let window = one.unwrap_or(world);
            let scales = BTreeSet::from([window.scale.clone()]);
            Coastline { polygons: clipped(&window.rings, bounds), scales, seam: None }
        }
    }
}

/// Land from a window, and from the world in the four strips around it.
fn joined(window: &Window, world: &Window, bounds: Bounds) -> Coastline {
    let inner = window.bounds;
    let middle = Bounds {
        west_deg: bounds.west_deg.max(inner.west_deg),
        east_deg: bounds.east_deg.min(inner.east_deg),
        ..bounds
    };
    let strips = [
        Bounds { east_deg: middle.west_deg, ..bounds },
        Bounds { west_deg: middle.east_deg, ..bounds },
        Bounds { north_deg: inner.south_deg, ..middle },
        Bounds { south_deg: inner.north_deg, ..middle },
    ];
    let mut polygons = clipped(
        &window.rings,
        Bounds {
            south_deg: bounds.south_deg.max(inner.south_deg),
            north_deg: bounds.north_deg.min(inner.north_deg),
            ..middle
        },
    );
    let is_open = |strip: &Bounds| strip.west_deg < strip.east_deg && strip.south_deg < strip.north_deg;
    polygons.extend(strips.into_iter().filter(is_open).flat_map(|strip| clipped(&world.rings, strip)));
    let scales = BTreeSet::from([window.scale.clone(), world.scale.clone()]);
    Coastline { polygons, scales, seam: Some(inner) }
}

/// Size of a box that does not cross the 180th meridian, in square degrees.
fn area(bounds: Bounds) -> f64 {
    (width(bounds) * (bounds.north_deg - bounds.south_deg)).max(1e-9)
}

/// Size of what two boxes share, in square degrees; 0 if the second crosses the 180th meridian.
fn overlap(a: Bounds, b: Bounds) -> f64 {
    if b.west_deg > b.east_deg {
        return 0.0;
    }
    let wide = a.east_deg.min(b.east_deg) - a.west_deg.max(b.west_deg);
    let tall = a.north_deg.min(b.north_deg) - a.south_deg.max(b.south_deg);
    wide.max(0.0) * tall.max(0.0)
}

/// The parts of rings that lie inside bounds, as open rings. Sides are straight in latitude and longitude.
pub fn clipped(rings: &[Vec<Position>], bounds: Bounds) -> Vec<Vec<Position>> {
    let east = bounds.west_deg + width(bounds);
    let mut parts = Vec::new();
    for ring in rings {
        let flat = unrolled(ring, bounds.west_deg);
        for turn in [-360.0, 0.0, 360.0] {
            let moved: Vec<Flat> = flat.iter().map(|(lon, lat)| (lon + turn, *lat)).collect();
            let part = clip(moved, bounds.west_deg, bounds.south_deg, east, bounds.north_deg);
            if part.len() >= 3 {
                parts.push(part.into_iter().filter_map(position).collect());
            }
        }
    }
    parts
}

/// How many degrees of longitude the bounds span.
fn width(bounds: Bounds) -> f64 {
    let span = bounds.east_deg - bounds.west_deg;
    if span < 0.0 { span + 360.0 } else { span }
}

/// True if `outer` holds all of `inner`. Only a window that does not cross the 180th meridian can.
fn holds(outer: Bounds, inner: Bounds) -> bool {
    inner.west_deg <= inner.east_deg
        && outer.west_deg <= inner.west_deg
        && inner.east_deg <= outer.east_deg
        && outer.south_deg <= inner.south_deg
        && inner.north_deg <= outer.north_deg
}

/// A flat point back on the Earth.
fn position((lon, lat): Flat) -> Option<Position> {
    Position::from_lat_lon(lat.clamp(-90.0, 90.0), (lon + 540.0).rem_euclid(360.0) - 180.0).ok()
}

/// A ring without jumps at the 180th meridian, begun within half a turn of a longitude.
fn unrolled(ring: &[Position], from: f64) -> Vec<Flat> {
    let mut last = from;
    ring.iter()
        .map(|p| {
            last += (p.lon_deg() - last + 540.0).rem_euclid(360.0) - 180.0;
            (last, p.lat_deg())
        })
        .collect()
}

/// The part of a ring inside a box (Sutherland and Hodgman 1974).
fn clip(ring: Vec<Flat>, west: f64, south: f64, east: f64, north: f64) -> Vec<Flat> {
    let ring = cut(&ring, |p| p.0 - west);
    let ring = cut(&ring, |p| east - p.0);
    let ring = cut(&ring, |p| p.1 - south);
    cut(&ring, |p| north - p.1)
}

/// The part of a ring on the side of a line where `depth` is not negative.
fn cut(ring: &[Flat], depth: impl Fn(Flat) -> f64) -> Vec<Flat> {
    let mut out = Vec::with_capacity(ring.len());
    for (at, &b) in ring.iter().enumerate() {
        let a = ring[(at + ring.len() - 1) % ring.len()];
        let (da, db) = (depth(a), depth(b));
        if (da < 0.0) != (db < 0.0) {
            let t = da / (da - db);
            out.push((a.0 + t * (b.0 - a.0), a.1 + t * (b.1 - a.1)));
        }
        if db >= 0.0 {
            out.push(b);
        }
    }
    out
}

/// Reads the file that is built into the program.
fn read(text: &str) -> Vec<Window> {
    let file: serde_json::Value = serde_json::from_str(text).unwrap_or_default();
    let features = file["features"].as_array().map_or(&[][..], Vec::as_slice);
    features.iter().filter_map(window).collect()
}

/// One feature.
fn window(feature: &serde_json::Value) -> Option<Window> {
    let corner = |at: usize| feature["bbox"][at].as_f64();
    let bounds =
        Bounds { west_deg: corner(0)?, south_deg: corner(1)?, east_deg: corner(2)?, north_deg: corner(3)? };
    let polygons = feature["geometry"]["coordinates"].as_array()?;
    let rings = polygons.iter().filter_map(|polygon| ring(&polygon[0])).collect();
    Some(Window { scale: feature["properties"]["scale"].as_str()?.into(), bounds, rings })
}

/// The outer ring of a polygon, opened.
fn ring(coordinates: &serde_json::Value) -> Option<Vec<Position>> {
    let points = coordinates.as_array()?;
    let open = &points[..points.len().checked_sub(1)?];
    open.iter().map(|p| Position::from_lat_lon(p[1].as_f64()?, p[0].as_f64()?).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bounds(west_deg: f64, south_deg: f64, east_deg: f64, north_deg: f64) -> Bounds {
        Bounds { south_deg, north_deg, west_deg, east_deg }
    }

    /// Area in square degrees by the shoelace formula, the ring unrolled.
    fn ring_area(ring: &[Position]) -> f64 {
        let flat = unrolled(ring, ring[0].lon_deg());
        let next = flat.iter().cycle().skip(1);
        flat.iter().zip(next).map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum::<f64>().abs() / 2.0
    }

    #[test]
    fn every_window_of_the_file_is_read() {
        assert_eq!(WINDOWS.len(), 7);
        assert!(WINDOWS.iter().all(|w| !w.rings.is_empty() && w.rings.iter().all(|r| r.len() >= 3)));
        assert!(include_str!("../assets/coastline.geojson").len() <= 200_000);
    }

    #[test]
    fn the_finest_window_that_holds_the_map_is_taken() {
        let scales = |of| coastline_for(of).scales.into_iter().collect::<Vec<_>>();
        assert_eq!(scales(bounds(-123.3, 49.2, -122.8, 49.4)), ["1:10 million"]);
        assert_eq!(scales(bounds(-130.0, 48.0, -122.0, 54.5)), ["1:10 million"]);
        assert_eq!(scales(bounds(-136.0, 48.0, -122.0, 54.5)), ["1:10 million", "1:110 million"]);
        assert_eq!(scales(bounds(-170.0, 48.0, -122.0, 54.5)), ["1:110 million"]);
    }

    #[test]
    fn land_beyond_a_window_is_joined_without_gap_or_overlap() {
        // All land: the parts must cover the box exactly once.
        let inland = bounds(-121.0, 53.0, -117.0, 55.0);
        let window =
            Window { scale: "fine".into(), bounds: bounds(-120.0, 53.5, -118.0, 57.0), rings: vec![] };
        let square = |w, s, e, n| {
            let at = |lat, lon| Position::from_lat_lon(lat, lon).unwrap();
            vec![at(s, w), at(s, e), at(n, e), at(n, w)]
        };
        let window = Window { rings: vec![square(-120.0, 53.5, -118.0, 57.0)], ..window };
        let world = Window {
            scale: "coarse".into(),
            bounds: inland,
            rings: vec![square(-140.0, 40.0, -100.0, 60.0)],
        };
        let joined = joined(&window, &world, inland);
        let total: f64 = joined.polygons.iter().map(|ring| ring_area(ring)).sum();
        assert!((total - 8.0).abs() < 1e-9, "{total}");
        assert_eq!(joined.polygons.len(), 4);
        assert_eq!(joined.seam, Some(window.bounds));
    }

    #[test]
    fn a_box_inland_is_all_land_and_one_at_sea_is_none() {
        let inland = coastline_for(bounds(-120.0, 55.0, -110.0, 60.0));
        assert_eq!(inland.polygons.len(), 1);
        assert!((ring_area(&inland.polygons[0]) - 50.0).abs() < 1e-6);
        assert!(coastline_for(bounds(-40.0, 20.0, -30.0, 30.0)).polygons.is_empty());
    }

    #[test]
    fn land_on_both_sides_of_the_180th_meridian_is_found() {
        let chukotka = coastline_for(bounds(170.0, 60.0, -165.0, 72.0));
        let west = chukotka.polygons.iter().flatten().any(|p| p.lon_deg() > 171.0);
        let east = chukotka.polygons.iter().flatten().any(|p| p.lon_deg() < -171.0);
        assert!(west && east);
        let longest = |ring: &Vec<Position>| {
            let flat = unrolled(ring, 180.0);
            flat.windows(2).map(|w| (w[1].0 - w[0].0).abs()).fold(0.0, f64::max)
        };
        assert!(chukotka.polygons.iter().all(|ring| longest(ring) <= 25.0), "no side runs round the Earth");
    }

    #[test]
    fn clipping_a_square_leaves_the_overlap() {
        let at = |lat, lon| Position::from_lat_lon(lat, lon).unwrap();
        let square = vec![at(0.0, 178.0), at(0.0, -178.0), at(4.0, -178.0), at(4.0, 178.0)];
        let parts = clipped(&[square], bounds(179.0, 1.0, -179.0, 2.0));
        assert_eq!(parts.len(), 1);
        assert!((ring_area(&parts[0]) - 2.0).abs() < 1e-9);
    }
}
