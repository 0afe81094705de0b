//! From positions to a canvas: Mercator, fitted to what a map shows.
//!
//! Mercator on the sphere: x = lambda, y = ln(tan(pi/4 + phi/2)) (Snyder 1987, USGS Professional Paper 1395, equations
//! 7-1 and 7-2). North is up everywhere and shapes are right; sizes grow with latitude, so the scale bar holds at
//! the middle of the map.

use crate::figure::Point;
use plimsoll_model::{Bounds, Length, Position};

/// Beyond this latitude Mercator runs away, degrees.
const MOST_LATITUDE: f64 = 85.0;

/// A projection onto a canvas.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Frame {
    /// Middle of the map: longitude in degrees, Mercator ordinate in degrees.
    middle: (f64, f64),
    /// Pixels for a degree of longitude.
    scale: f64,
    /// Size, px.
    pub(crate) size: Point,
}

/// The Mercator ordinate of a latitude, in degrees of longitude.
fn ordinate(lat_deg: f64) -> f64 {
    let phi = lat_deg.clamp(-MOST_LATITUDE, MOST_LATITUDE).to_radians();
    (std::f64::consts::FRAC_PI_4 + phi / 2.0).tan().ln().to_degrees()
}

/// The latitude of a Mercator ordinate.
fn latitude(ordinate: f64) -> f64 {
    2.0 * ordinate.to_radians().exp().atan().to_degrees() - 90.0
}

/// A difference of longitudes by the shorter way, degrees.
fn by_shorter_way(difference: f64) -> f64 {
    (difference + 540.0).rem_euclid(360.0) - 180.0
}

/// The least bounds that hold some positions: the greatest stretch of longitude without any of them is left out.
pub(crate) fn bounds_of(positions: &[Position]) -> Option<Bounds> {
    let mut lons: Vec<f64> = positions.iter().map(|p| p.lon_deg()).collect();
    lons.sort_by(f64::total_cmp);
    let first = *lons.first()?;
    let next = lons.iter().skip(1).copied().chain([first + 360.0]);
    let stretches = lons.iter().zip(next).map(|(west, east)| (east - west, *west, east));
    let (_, east_deg, west) = stretches.max_by(|a, b| a.0.total_cmp(&b.0))?;
    let lats = || positions.iter().map(|p| p.lat_deg());
    Some(Bounds {
        south_deg: lats().fold(90.0, f64::min),
        north_deg: lats().fold(-90.0, f64::max),
        west_deg: by_shorter_way(west),
        east_deg,
    })
}

/// The share of positions at each edge that may lie so far out that they would make a map useless.
const STRAY: f64 = 0.005;

/// All positions; or, if that makes the box more than half as wide or high again, those without the outermost half per
/// cent at each edge. One radio that says it is in the Gulf of Guinea must not shrink a strait to a dot.
pub(crate) fn most_of(positions: &[Position]) -> Vec<Position> {
    let Some(all) = bounds_of(positions) else { return Vec::new() };
    let east = |p: &Position| by_positive(p.lon_deg() - all.west_deg);
    let inner = |of: &dyn Fn(&Position) -> f64| {
        let mut values: Vec<f64> = positions.iter().map(of).collect();
        values.sort_by(f64::total_cmp);
        let edge = (values.len() as f64 * STRAY).floor() as usize;
        let (low, high) = (values[edge], values[values.len() - 1 - edge]);
        let whole = values[values.len() - 1] - values[0];
        if whole > 1.5 * (high - low) { (low, high) } else { (values[0], values[values.len() - 1]) }
    };
    let (lon, lat) = (inner(&east), inner(&|p: &Position| p.lat_deg()));
    let is_in = |p: &&Position| (lon.0..=lon.1).contains(&east(p)) && (lat.0..=lat.1).contains(&p.lat_deg());
    positions.iter().filter(is_in).copied().collect()
}

impl Frame {
    /// A frame that shows bounds with a margin, and at least `least` degrees of longitude. Its height follows from
    /// the bounds, between two shares of the width.
    pub(crate) fn fit(bounds: Bounds, width: f64, heights: (f64, f64), margin: f64, least: f64) -> Self {
        let span = by_positive(bounds.east_deg - bounds.west_deg);
        let (south, north) = (ordinate(bounds.south_deg), ordinate(bounds.north_deg));
        let wide = (span * (1.0 + 2.0 * margin)).clamp(least, 360.0);
        let tall = ((north - south) * (1.0 + 2.0 * margin)).max(least);
        let height = (width * tall / wide).clamp(width * heights.0, width * heights.1);
        Self {
            middle: (bounds.west_deg + span / 2.0, (south + north) / 2.0),
            scale: (width / wide).min(height / tall),
            size: Point { x: width, y: height.round() },
        }
    }

    /// Where a position lies on the canvas.
    pub(crate) fn project(&self, position: Position) -> Point {
        Point {
            x: self.size.x / 2.0 + by_shorter_way(position.lon_deg() - self.middle.0) * self.scale,
            y: self.size.y / 2.0 - (ordinate(position.lat_deg()) - self.middle.1) * self.scale,
        }
    }

    /// Where a ring or line lies, each point on the same turn of the Earth as the one before.
    pub(crate) fn project_all(&self, positions: &[Position]) -> Vec<Point> {
        let turn = self.turn();
        let mut last: Option<f64> = None;
        positions
            .iter()
            .map(|position| {
                let mut point = self.project(*position);
                if let Some(before) = last {
                    point.x += ((before - point.x) / turn).round() * turn;
                }
                last = Some(point.x);
                point
            })
            .collect()
    }

    /// A turn about the Earth, px.
    pub(crate) fn turn(&self) -> f64 {
        360.0 * self.scale
    }

    /// What the canvas shows, and some pixels more on each side.
    pub(crate) fn bounds(&self, more: f64) -> Bounds {
        let half = ((self.size.x / 2.0 + more) / self.scale).min(180.0);
        let tall = (self.size.y / 2.0 + more) / self.scale;
        let wrap = |lon: f64| if (-180.0..=180.0).contains(&lon) { lon } else { by_shorter_way(lon) };
        let is_whole = half >= 180.0;
        Bounds {
            south_deg: latitude(self.middle.1 - tall),
            north_deg: latitude(self.middle.1 + tall),
            west_deg: if is_whole { -180.0 } else { wrap(self.middle.0 - half) },
            east_deg: if is_whole { 180.0 } else { wrap(self.middle.0 + half) },
        }
    }

    /// The position in the middle.
    pub(crate) fn centre(&self) -> Option<Position> {
        Position::from_lat_lon(latitude(self.middle.1), by_shorter_way(self.middle.0)).ok()
    }

    /// The length of a pixel in the middle of the map, by the geodesic over a tenth of the width along its parallel.
    pub(crate) fn pixel(&self) -> Option<Length> {
        let tenth = (self.size.x / 10.0 / self.scale).min(10.0);
        let centre = self.centre()?;
        let beside = Position::from_lat_lon(centre.lat_deg(), by_shorter_way(self.middle.0 + tenth)).ok()?;
        Some(centre.distance_to(beside) / (tenth * self.scale))
    }

    /// The multiples of a step of longitude on the canvas: degrees east and where.
    pub(crate) fn meridians(&self, step: f64) -> Vec<(f64, f64)> {
        let half = self.size.x / 2.0 / self.scale;
        multiples(self.middle.0 - half, self.middle.0 + half, step)
            .map(|lon| (by_shorter_way(lon), self.size.x / 2.0 + (lon - self.middle.0) * self.scale))
            .collect()
    }

    /// The multiples of a step of latitude on the canvas: degrees north and where.
    pub(crate) fn parallels(&self, step: f64) -> Vec<(f64, f64)> {
        let half = self.size.y / 2.0 / self.scale;
        multiples(latitude(self.middle.1 - half), latitude(self.middle.1 + half), step)
            .map(|lat| (lat, self.size.y / 2.0 - (ordinate(lat) - self.middle.1) * self.scale))
            .collect()
    }

    /// How many degrees of longitude the canvas is wide.
    pub(crate) fn span(&self) -> f64 {
        self.size.x / self.scale
    }
}

/// The multiples of a step between two numbers.
fn multiples(from: f64, to: f64, step: f64) -> impl Iterator<Item = f64> {
    let (first, last) = ((from / step).ceil() as i64, (to / step).floor() as i64);
    (first..=last.min(first + 400)).map(move |k| k as f64 * step)
}

/// A span in [0, 360).
fn by_positive(span: f64) -> f64 {
    if span < 0.0 { span + 360.0 } else { span }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(lat: f64, lon: f64) -> Position {
        Position::from_lat_lon(lat, lon).unwrap()
    }

    #[test]
    fn bounds_leave_out_the_emptier_side_of_the_earth() {
        let bounds = bounds_of(&[at(1.0, 179.0), at(2.0, -178.0), at(0.0, 178.0)]).unwrap();
        assert!((bounds.west_deg - 178.0).abs() < 1e-9 && (bounds.east_deg + 178.0).abs() < 1e-9);
        let one = bounds_of(&[at(5.0, 6.0)]).unwrap();
        assert!((one.west_deg - 6.0).abs() < 1e-9 && (one.east_deg - 6.0).abs() < 1e-9);
        assert_eq!(bounds_of(&[]), None);
    }

    #[test]
    fn a_stray_radio_does_not_decide_the_map_and_a_wide_sea_is_not_cut() {
        let mut strait: Vec<Position> = (0..2000)
            .map(|k| at(55.0 + f64::from(k % 40) / 40.0, 179.0 + f64::from(k % 97) / 100.0))
            .collect();
        let across: Vec<Position> = strait.iter().map(|p| at(p.lat_deg(), p.lon_deg() - 359.0)).collect();
        strait.extend(across);
        assert_eq!(most_of(&strait).len(), strait.len());
        strait.push(at(0.0, 0.0));
        let bounds = bounds_of(&most_of(&strait)).unwrap();
        assert!(
            (bounds.west_deg - 179.0).abs() < 0.1 && (bounds.east_deg + 179.04).abs() < 0.1,
            "{bounds:?}"
        );
        assert!(bounds.south_deg > 54.9);
        assert_eq!(most_of(&[]), []);
    }

    #[test]
    fn what_is_fitted_lies_on_the_canvas_also_over_the_180th_meridian() {
        let corners = [at(50.0, 170.0), at(60.0, -165.0)];
        let frame = Frame::fit(bounds_of(&corners).unwrap(), 1000.0, (0.4, 1.0), 0.1, 0.01);
        for p in corners.map(|c| frame.project(c)) {
            assert!((0.0..=1000.0).contains(&p.x) && (0.0..=frame.size.y).contains(&p.y), "{p:?}");
        }
        assert!(frame.bounds(0.0).west_deg > frame.bounds(0.0).east_deg);
    }

    #[test]
    fn a_pixel_is_as_long_as_the_distance_between_two_projected_points() {
        let (a, b) = (at(49.3, -123.1), at(49.3, -122.9));
        let frame = Frame::fit(
            bounds_of(&[a, b, at(49.2, -123.0), at(49.4, -123.0)]).unwrap(),
            1000.0,
            (0.4, 1.0),
            0.1,
            0.01,
        );
        let pixels = frame.project(b).x - frame.project(a).x;
        let metres = frame.pixel().unwrap().to_metres() * pixels;
        assert!((metres / a.distance_to(b).to_metres() - 1.0).abs() < 1e-3, "{metres}");
    }

    #[test]
    fn the_ordinate_is_that_of_the_other_form_of_mercator() {
        for lat in [-80.0, -33.3, 0.0, 12.5, 71.0_f64] {
            let other = lat.to_radians().sin().atanh().to_degrees(); // Snyder 7-2a: artanh(sin phi)
            assert!((ordinate(lat) - other).abs() < 1e-9);
            assert!((latitude(ordinate(lat)) - lat).abs() < 1e-9);
        }
    }
}
