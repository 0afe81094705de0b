//! Where the pixels of a GeoTIFF lie.
//!
//! OGC GeoTIFF 1.1 (19-008r4): ModelPixelScale with one ModelTiepoint (section 7.2), or ModelTransformation
//! (section 7.3); pixel-is-area and pixel-is-point; EPSG:4326 and the UTM zones of WGS 84 (EPSG:326xx and 327xx).
//! Inside, (0, 0) is the **centre** of the first pixel, as everywhere here. The file counts from its upper left corner
//! where a pixel is an area, and from its centre where it is a point (Annex on raster space).

use crate::error::ImageryError;
use crate::geometry::Georeference;
use crate::tiff::{GeoTags, tag};
use plimsoll_model::Position;
use proj4rs::Proj;
use std::f64::consts::PI;

/// The reference system of the coordinates in the file.
enum System {
    /// Degrees east and north on WGS 84.
    Degrees,
    /// Metres in a zone of UTM on WGS 84.
    Utm { utm: Box<Proj>, degrees: Box<Proj> },
}

/// What the file says of its place on the Earth.
pub(crate) enum Placed {
    /// It is placed.
    Yes(GeoTiffReference),
    /// It is not, and why, where there is something to say.
    No(Option<String>),
}

/// The georeference of a GeoTIFF.
pub struct GeoTiffReference {
    system: System,
    /// x and y of the centre of the first pixel, and what a sample and a line add to each.
    origin: [f64; 2],
    per_sample: [f64; 2],
    per_line: [f64; 2],
    lines: u32,
    samples: u32,
    /// Longitude of the middle of the image, degrees: longitudes are taken within 180 degrees of it.
    middle_lon: f64,
    spacing_m: (f64, f64),
}

fn malformed(file: &str, place: &str, found: impl Into<String>, expected: &str) -> ImageryError {
    ImageryError::Malformed {
        file: file.to_owned(),
        place: place.to_owned(),
        found: found.into(),
        expected: expected.to_owned(),
    }
}

impl GeoTiffReference {
    /// Reads the tags of a raster of a size.
    pub(crate) fn read(file: &str, geo: &GeoTags, lines: u32, samples: u32) -> Result<Placed, ImageryError> {
        let has_coordinates = !geo.transformation.is_empty() || !geo.pixel_scale.is_empty();
        if !has_coordinates {
            let points = geo.tiepoints.len() / 6;
            let note = (points > 0).then(|| {
                format!("{points} ground control points, which are not used: warp it to UTM, or open the SAFE folder")
            });
            return Ok(Placed::No(note));
        }
        if geo.keys.is_empty() {
            let note =
                "it has coordinates, and does not say in which reference system: not placed on the Earth";
            return Ok(Placed::No(Some(note.to_owned())));
        }
        let keys = Keys::read(file, geo)?;
        let [origin, per_sample, per_line] = affine(file, geo)?;
        let half = if keys.pixel_is_point { 0.0 } else { 0.5 };
        let origin = [0, 1].map(|axis: usize| origin[axis] + half * (per_sample[axis] + per_line[axis]));
        let mut reference = Self {
            system: keys.system,
            origin,
            per_sample,
            per_line,
            lines,
            samples,
            middle_lon: 0.0,
            spacing_m: (0.0, 0.0),
        };
        reference.check(file)?;
        Ok(Placed::Yes(reference))
    }

    fn xy(&self, line: f64, sample: f64) -> [f64; 2] {
        [0, 1].map(|axis: usize| {
            self.origin[axis] + sample * self.per_sample[axis] + line * self.per_line[axis]
        })
    }

    fn area(&self) -> f64 {
        self.per_sample[0] * self.per_line[1] - self.per_sample[1] * self.per_line[0]
    }

    /// Corners of the image, a ring: the outer edges of its outer pixels.
    pub(crate) fn corners(&self) -> Vec<Position> {
        let (last_line, last_sample) = (f64::from(self.lines) - 0.5, f64::from(self.samples) - 0.5);
        let corners = [(-0.5, -0.5), (-0.5, last_sample), (last_line, last_sample), (last_line, -0.5)];
        corners.into_iter().filter_map(|(line, sample)| self.place(line, sample)).collect()
    }

    /// From one line to the next and from one sample to the next in the middle of the image, m. In UTM those of the
    /// grid; in degrees the geodesics.
    pub(crate) const fn spacing_m(&self) -> (f64, f64) {
        self.spacing_m
    }

    fn measure_spacing(&self) -> Option<(f64, f64)> {
        if matches!(self.system, System::Utm { .. }) {
            let length = |[x, y]: [f64; 2]| (x * x + y * y).sqrt();
            return Some((length(self.per_line), length(self.per_sample)));
        }
        let (line, sample) = ((f64::from(self.lines) - 1.0) / 2.0, (f64::from(self.samples) - 1.0) / 2.0);
        let between = |a: (f64, f64), b: (f64, f64)| {
            Some(self.place(a.0, a.1)?.distance_to(self.place(b.0, b.1)?).to_metres())
        };
        Some((
            between((line - 0.5, sample), (line + 0.5, sample))?,
            between((line, sample - 0.5), (line, sample + 0.5))?,
        ))
    }

    fn check(&mut self, file: &str) -> Result<(), ImageryError> {
        let place = tag::name(tag::MODEL_PIXEL_SCALE);
        if !self.area().is_normal() {
            let found = format!("steps of {:?} and {:?}", self.per_sample, self.per_line);
            return Err(malformed(file, &place, found, "pixels of some size on both axes"));
        }
        let middle = self.place((f64::from(self.lines) - 1.0) / 2.0, (f64::from(self.samples) - 1.0) / 2.0);
        let corners = self.corners();
        let (Some(middle), 4) = (middle, corners.len()) else {
            return Err(malformed(
                file,
                &place,
                "a corner that is no place on the Earth, or beyond 84 N or 80 S in UTM",
                "corners within the reference system: near a pole reproject to EPSG:4326",
            ));
        };
        self.middle_lon = middle.lon_deg();
        if let System::Degrees = self.system {
            let width = f64::from(self.samples) * self.per_sample[0].abs()
                + f64::from(self.lines) * self.per_line[0].abs();
            if width > 180.0 {
                return Err(malformed(
                    file,
                    &place,
                    format!("a raster {width:.1} degrees wide"),
                    "at most 180",
                ));
            }
        }
        match self.measure_spacing() {
            Some(spacing) if spacing.0 > 0.0 && spacing.1 > 0.0 => self.spacing_m = spacing,
            _ => return Err(malformed(file, &place, "pixels without extent", "pixels of some size")),
        }
        Ok(())
    }

    fn place(&self, line: f64, sample: f64) -> Option<Position> {
        let [x, y] = self.xy(line, sample);
        if !(x.is_finite() && y.is_finite()) {
            return None;
        }
        match &self.system {
            System::Degrees => {
                // From 0 to 360 and beyond the 180th meridian are both in use.
                let lon = (-360.0..=540.0).contains(&x).then(|| wrap(x))?;
                Position::from_lat_lon(y, lon).ok()
            }
            System::Utm { utm, degrees } => {
                let mut point = (x, y, 0.0);
                proj4rs::transform::transform(utm, degrees, &mut point).ok()?;
                let (lon, lat) = (point.0.to_degrees(), point.1.to_degrees());
                let inside = (-80.0..=84.0).contains(&lat) && lon.is_finite();
                let position = inside.then(|| Position::from_lat_lon(lat, wrap(lon)).ok())??;
                // Far from its meridian the series comes back elsewhere.
                let [back_x, back_y] = self.project(position)?;
                ((back_x - x).abs() < 0.01 && (back_y - y).abs() < 0.01).then_some(position)
            }
        }
    }

    fn project(&self, position: Position) -> Option<[f64; 2]> {
        match &self.system {
            System::Degrees => {
                let lon = self.middle_lon + wrap(position.lon_deg() - self.middle_lon);
                Some([lon, position.lat_deg()])
            }
            System::Utm { utm, degrees } => {
                let mut point = (position.lon_deg() / 180.0 * PI, position.lat_deg() / 180.0 * PI, 0.0);
                proj4rs::transform::transform(degrees, utm, &mut point).ok()?;
                (point.0.is_finite() && point.1.is_finite()).then_some([point.0, point.1])
            }
        }
    }
}

/// A longitude in [-180, 180).
fn wrap(lon_deg: f64) -> f64 {
    (lon_deg + 180.0).rem_euclid(360.0) - 180.0
}

impl Georeference for GeoTiffReference {
    fn position(&self, line: f64, sample: f64) -> Option<Position> {
        self.place(line, sample)
    }

    fn pixel(&self, position: Position) -> Option<(f64, f64)> {
        let [x, y] = self.project(position)?;
        let (mut dx, dy) = (x - self.origin[0], y - self.origin[1]);
        if let System::Degrees = self.system {
            // The origin of the file may stand a turn away from the longitude in use.
            let half = 0.5
                * (f64::from(self.samples) * self.per_sample[0] + f64::from(self.lines) * self.per_line[0]);
            dx = half + wrap(dx - half);
        }
        let area = self.area();
        let sample = (dx * self.per_line[1] - dy * self.per_line[0]) / area;
        let line = (dy * self.per_sample[0] - dx * self.per_sample[1]) / area;
        let inside = |value: f64, count: u32| (-1.5..=f64::from(count) + 0.5).contains(&value);
        (inside(line, self.lines) && inside(sample, self.samples)).then_some((line, sample))
    }

    fn incidence_deg(&self, _line: f64, _sample: f64) -> Option<f64> {
        None
    }
}

/// x and y of raster coordinate (0, 0), and what a sample and a line add.
fn affine(file: &str, geo: &GeoTags) -> Result<[[f64; 2]; 3], ImageryError> {
    if !geo.transformation.is_empty() {
        let [a, b, _, d, e, f, _, h, ..] = geo.transformation[..] else {
            let place = tag::name(tag::MODEL_TRANSFORMATION);
            return Err(malformed(
                file,
                &place,
                format!("{} numbers", geo.transformation.len()),
                "16 numbers",
            ));
        };
        return Ok([[d, h], [a, e], [b, f]]);
    }
    let [scale_x, scale_y, ..] = geo.pixel_scale[..] else {
        let place = tag::name(tag::MODEL_PIXEL_SCALE);
        return Err(malformed(file, &place, format!("{} numbers", geo.pixel_scale.len()), "3 numbers"));
    };
    let [i, j, _, x, y, _] = geo.tiepoints[..] else {
        let place = tag::name(tag::MODEL_TIEPOINT);
        return Err(malformed(
            file,
            &place,
            format!("{} numbers", geo.tiepoints.len()),
            "6 numbers, one tie point",
        ));
    };
    Ok([[x - i * scale_x, y + j * scale_y], [scale_x, 0.0], [0.0, -scale_y]])
}

struct Keys {
    system: System,
    pixel_is_point: bool,
}

/// Numbers of the keys in the GeoKeyDirectory (OGC 19-008r4, section 7.4 and Annex).
mod key {
    pub(super) const RASTER_TYPE: u64 = 1025;
    pub(super) const GEODETIC_CRS: u64 = 2048;
    pub(super) const ANGULAR_UNITS: u64 = 2054;
    pub(super) const PROJECTED_CRS: u64 = 3072;
    pub(super) const PROJECTION: u64 = 3074;
    pub(super) const LINEAR_UNITS: u64 = 3076;
}

impl Keys {
    fn read(file: &str, geo: &GeoTags) -> Result<Self, ImageryError> {
        let place = tag::name(tag::GEO_KEY_DIRECTORY);
        let (header, entries) = geo.keys.split_at(geo.keys.len().min(4));
        if let [_, _, _, count] = header
            && (entries.len() as u64) < count.saturating_mul(4)
        {
            let found = format!("{count} keys in {} numbers", entries.len());
            return Err(malformed(file, &place, found, "four numbers a key"));
        }
        // A key whose second number is 0 holds its value itself.
        let find = |key: u64| entries.chunks_exact(4).find(|e| e[0] == key && e[1] == 0).map(|e| e[3]);
        let pixel_is_point = find(key::RASTER_TYPE) == Some(2);
        let refuse = |found: String| ImageryError::Unsupported {
            file: file.to_owned(),
            found,
            advice: "reproject it to EPSG:4326 or to a UTM zone of WGS 84 (gdalwarp -t_srs EPSG:326xx)"
                .to_owned(),
        };
        let words = geo.words.replace('|', "; ");
        let named =
            |what: String| if words.trim().is_empty() { what } else { format!("{what} ({})", words.trim()) };
        if find(key::ANGULAR_UNITS).is_some_and(|unit| unit != 9102)
            || find(key::LINEAR_UNITS).is_some_and(|unit| unit != 9001)
        {
            return Err(refuse(named(
                "a reference system in other units than degrees and metres".to_owned(),
            )));
        }
        let crs = (find(key::PROJECTED_CRS), find(key::GEODETIC_CRS), find(key::PROJECTION));
        let zone = utm_zone(crs).map_err(|found| refuse(named(found)))?;
        let system = match zone {
            None => System::Degrees,
            Some(zone) => utm(zone % 100, zone > 100)
                .ok_or_else(|| malformed(file, &place, format!("UTM zone {zone}"), "a zone from 1 to 60"))?,
        };
        Ok(Self { system, pixel_is_point })
    }
}

/// The zone of UTM, 100 more if it is a southern one, or none where coordinates are degrees; the system in words where it is
/// another. From the keys of the projected system, the geodetic one, and the projection.
fn utm_zone(crs: (Option<u64>, Option<u64>, Option<u64>)) -> Result<Option<u64>, String> {
    const USER_DEFINED: u64 = 32767;
    match crs {
        (None, Some(4326), _) => Ok(None),
        (Some(epsg @ (32601..=32660 | 32701..=32760)), None | Some(4326), _) => Ok(Some(epsg - 32600)),
        (Some(USER_DEFINED), Some(4326), Some(zone @ (16001..=16060 | 16101..=16160))) => {
            Ok(Some(zone - 16000))
        }
        (None, Some(USER_DEFINED) | None, _) => Err("a reference system without a number of EPSG".to_owned()),
        (Some(USER_DEFINED), ..) => Err("a projection without a number of EPSG".to_owned()),
        (Some(epsg), ..) | (None, Some(epsg), _) => Err(format!("the reference system EPSG:{epsg}")),
    }
}

fn utm(zone: u64, is_south: bool) -> Option<System> {
    let south = if is_south { " +south" } else { "" };
    let utm = Proj::from_proj_string(&format!("+proj=utm +zone={zone}{south} +ellps=WGS84 +units=m")).ok()?;
    let degrees = Proj::from_proj_string("+proj=longlat +ellps=WGS84").ok()?;
    Some(System::Utm { utm: Box::new(utm), degrees: Box::new(degrees) })
}
