//! The effort log: how much of a place a scene looked at, whether or not anything was seen.

use crate::error::ImageryError;
use crate::geometry::Geometry;
use crate::land::LandMask;
use crate::raster::Raster;
use plimsoll_model::{Area, PixelWindow, Position};

/// Points along each side of the box about a place at which it is asked: shares are good to about 1 %.
const POINTS: u32 = 120;
/// Lines of the image read at a time.
const LINES_AT_ONCE: u32 = 256;

/// How much of a place was looked at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Coverage {
    /// Share of the place's area that lies in the image.
    pub covered_fraction: f64,
    /// Share of the place's sea that lies in the image and has a value. Where the image does not reach, all counts as sea.
    pub usable_fraction: f64,
    /// Incidence angle at the middle of what is covered, degrees.
    pub incidence_deg: Option<f64>,
    /// The middle of what is covered, line and sample.
    pub middle: Option<(f64, f64)>,
}

/// The points at which images are asked about an area. To tell which points lie in a circle takes a geodesic for each, so
/// that they are laid once for all images.
#[derive(Clone, Debug, PartialEq)]
pub struct AreaPoints(Vec<Position>);

impl AreaPoints {
    /// Those of an area.
    pub fn of(area: &Area) -> Self {
        Self(points(area))
    }

    /// Those of a place without an area: no image covers any of it.
    pub const fn none() -> Self {
        Self(Vec::new())
    }
}

/// How much of an area an image covers; `None` if it covers nothing of it, or is not placed on the Earth.
///
/// # Errors
/// Whatever the raster says.
pub fn coverage(
    raster: &mut dyn Raster,
    geometry: &Geometry,
    land: Option<&LandMask>,
    area: &AreaPoints,
) -> Result<Option<Coverage>, ImageryError> {
    let Some(georeference) = geometry.georeference.as_deref() else { return Ok(None) };
    let (lines, samples) = (raster.lines(), raster.samples());
    let AreaPoints(points) = area;
    let inside = |at: (f64, f64)| {
        let pixel = (at.0.round(), at.1.round());
        let holds =
            pixel.0 >= 0.0 && pixel.1 >= 0.0 && pixel.0 < f64::from(lines) && pixel.1 < f64::from(samples);
        holds.then_some((pixel.0 as u32, pixel.1 as u32))
    };
    let mut pixels: Vec<(u32, u32)> =
        points.iter().filter_map(|p| georeference.pixel(*p).and_then(inside)).collect();
    if pixels.is_empty() {
        return Ok(None);
    }
    pixels.sort_unstable();
    let (sea, valued) = sea(raster, land, &pixels)?;
    let (total, covered) = (points.len() as f64, pixels.len() as f64);
    let all_sea = total - covered + f64::from(sea);
    let n = covered.max(1.0);
    let middle = (
        pixels.iter().map(|p| f64::from(p.0)).sum::<f64>() / n,
        pixels.iter().map(|p| f64::from(p.1)).sum::<f64>() / n,
    );
    Ok(Some(Coverage {
        covered_fraction: covered / total,
        usable_fraction: if all_sea > 0.0 { f64::from(valued) / all_sea } else { 0.0 },
        incidence_deg: georeference.incidence_deg(middle.0, middle.1),
        middle: Some(middle),
    }))
}

/// How many of the pixels, in order, are sea; how many of those have a value in some band.
fn sea(
    raster: &mut dyn Raster,
    land: Option<&LandMask>,
    pixels: &[(u32, u32)],
) -> Result<(u32, u32), ImageryError> {
    let first_sample = pixels.iter().map(|p| p.1).min().unwrap_or_default();
    let last_sample = pixels.iter().map(|p| p.1).max().unwrap_or_default();
    let width = last_sample - first_sample + 1;
    let (mut sea, mut valued) = (0, 0);
    let mut mask = Vec::new();
    for strip in pixels.chunk_by(|a, b| a.0 / LINES_AT_ONCE == b.0 / LINES_AT_ONCE) {
        let (line, last) = (strip[0].0, strip[strip.len() - 1].0);
        let window = PixelWindow { line, sample: first_sample, lines: last - line + 1, samples: width };
        let planes = raster.read(window)?;
        if let Some(land) = land {
            land.fill(window, &mut mask);
        }
        for (l, s) in strip {
            let at = ((l - line) * width + s - first_sample) as usize;
            if land.is_some() && mask[at] != 0 {
                continue;
            }
            sea += 1;
            valued += u32::from(planes.bands.iter().any(|band| band[at].is_finite()));
        }
    }
    Ok((sea, valued))
}

/// Points of a grid that lie in an area.
fn points(area: &Area) -> Vec<Position> {
    let (corners, grow) = match area {
        Area::Circle { centre, radius } => (vec![*centre], radius.to_metres()),
        Area::Polygon { exterior, .. } => (exterior.clone(), 0.0),
    };
    let Some(first) = corners.first() else { return Vec::new() };
    let north_m = 111_000.0;
    let lats = corners.iter().map(|p| p.lat_deg());
    let (south, north) = (lats.clone().fold(90.0, f64::min), lats.fold(-90.0, f64::max));
    let widest = south.abs().max(north.abs()).min(89.0).to_radians();
    // Longitudes as seen from the first corner, so that an area may lie over the 180th meridian.
    let turned = |p: &Position| (p.lon_deg() - first.lon_deg() + 540.0).rem_euclid(360.0) - 180.0;
    let (west, east) =
        (corners.iter().map(turned).fold(0.0, f64::min), corners.iter().map(turned).fold(0.0, f64::max));
    let (up, aside) = (grow * 1.02 / north_m, grow * 1.02 / (north_m * libm::cos(widest)));
    let mut points = Vec::new();
    for i in 0..POINTS {
        let part = (f64::from(i) + 0.5) / f64::from(POINTS);
        let lat = south - up + part * (north - south + 2.0 * up);
        for j in 0..POINTS {
            let part = (f64::from(j) + 0.5) / f64::from(POINTS);
            let lon = first.lon_deg() + west - aside + part * (east - west + 2.0 * aside);
            let lon = (lon + 540.0).rem_euclid(360.0) - 180.0;
            if let Ok(point) = Position::from_lat_lon(lat, lon)
                && area.contains(point)
            {
                points.push(point);
            }
        }
    }
    points
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::Georeference;
    use crate::raster::Planes;
    use plimsoll_model::{Length, Polarisation};

    /// 100 by 100 pixels of a hundredth of a degree, from 10 N 179 E; the left half has no value.
    struct Half;
    struct Grid;

    impl Raster for Half {
        fn lines(&self) -> u32 {
            100
        }
        fn samples(&self) -> u32 {
            100
        }
        fn polarisations(&self) -> &[Polarisation] {
            &[Polarisation::Vv]
        }
        fn read(&mut self, w: PixelWindow) -> Result<Planes, ImageryError> {
            let value = |at: u32| if w.sample + at % w.samples < 50 { f32::NAN } else { 1.0 };
            let band = (0..w.lines * w.samples).map(value).collect();
            Ok(Planes { lines: w.lines as usize, samples: w.samples as usize, bands: vec![band] })
        }
    }

    impl Georeference for Grid {
        fn position(&self, line: f64, sample: f64) -> Option<Position> {
            let lon = (179.0 + sample * 0.01 + 540.0).rem_euclid(360.0) - 180.0;
            Position::from_lat_lon(10.0 - line * 0.01, lon).ok()
        }
        fn pixel(&self, p: Position) -> Option<(f64, f64)> {
            Some(((10.0 - p.lat_deg()) / 0.01, (p.lon_deg() - 179.0).rem_euclid(360.0) / 0.01))
        }
        fn incidence_deg(&self, _: f64, _: f64) -> Option<f64> {
            Some(35.0)
        }
    }

    fn geometry() -> Geometry {
        Geometry {
            line_spacing_m: 1110.0,
            sample_spacing_m: 1090.0,
            georeference: Some(Box::new(Grid)),
            track_in_image_deg: None,
            pass: None,
            azimuth: None,
        }
    }

    fn at(lat: f64, lon: f64) -> Position {
        Position::from_lat_lon(lat, lon).unwrap()
    }

    fn square(west: f64, east: f64) -> Area {
        Area::Polygon {
            exterior: vec![at(9.4, west), at(9.4, east), at(9.6, east), at(9.6, west)],
            holes: vec![],
        }
    }

    fn covered(area: &Area) -> Option<Coverage> {
        coverage(&mut Half, &geometry(), None, &AreaPoints::of(area)).unwrap()
    }

    #[test]
    fn a_place_half_without_value_is_half_usable_on_both_sides_of_the_180th_meridian() {
        let found = covered(&square(179.3, 179.7)).unwrap();
        assert!((found.covered_fraction - 1.0).abs() < 1e-9);
        assert!((found.usable_fraction - 0.5).abs() < 0.02, "{found:?}");
        // From 179.8 E to 179.8 W: half of it lies right of the image, which ends at 180.
        let found = covered(&square(179.8, -179.8)).unwrap();
        assert!((found.covered_fraction - 0.5).abs() < 0.02, "{found:?}");
        assert!((found.usable_fraction - 0.5).abs() < 0.02, "{found:?}");
        let circle = Area::Circle { centre: at(9.5, 179.75), radius: Length::metres(5_000.0) };
        assert!(covered(&circle).unwrap().usable_fraction > 0.98);
    }

    #[test]
    fn a_place_elsewhere_is_not_covered() {
        assert_eq!(covered(&square(120.0, 120.1)), None);
        let nowhere = Geometry { georeference: None, ..geometry() };
        assert_eq!(
            coverage(&mut Half, &nowhere, None, &AreaPoints::of(&square(179.3, 179.7))).unwrap(),
            None
        );
    }
}
