//! GeoJSON (RFC 7946), feature by feature, each with its place in the file.
//!
//! The file is held as bytes and each feature is read on its own, so that one bad feature costs itself only. Nesting
//! is bounded by the JSON reader, size by [`MOST_BYTES`] and [`MOST_FEATURES`].

use crate::error::RegistryError;
use crate::value::shown;
use plimsoll_model::{ExhibitId, Position, PositionError, Source};
use serde::de::{self, Deserialize, Deserializer, IgnoredAny, SeqAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;
use std::io::Read;

/// Bytes of a file: the whole world's coast at 1:10 million has 10 MB, a detailed one of a sea some 30 MB.
const MOST_BYTES: usize = 128 << 20;
/// Features of a file.
const MOST_FEATURES: usize = 500_000;

/// The bytes of a file as text, without a byte order mark, and how many bytes that mark had.
pub(crate) struct Text {
    text: String,
    mark: usize,
    exhibit: ExhibitId,
}

/// A feature, or a geometry that stands alone, with its place.
pub(crate) struct Feature<'a> {
    /// Where it stands.
    pub(crate) source: Source,
    /// As written.
    pub(crate) raw: &'a str,
}

/// The members of a feature that matter here.
#[derive(serde::Deserialize)]
struct Members<'a> {
    #[serde(borrow, rename = "type")]
    kind: Option<Cow<'a, str>>,
    #[serde(default, borrow, deserialize_with = "even_null")]
    crs: Option<&'a RawValue>,
    #[serde(borrow)]
    features: Option<Many<'a>>,
    properties: Option<serde_json::Map<String, Value>>,
    #[serde(borrow)]
    geometry: Option<&'a RawValue>,
    #[serde(borrow)]
    coordinates: Option<&'a RawValue>,
    #[serde(borrow)]
    geometries: Option<Many<'a>>,
}

/// Keeps `null` apart from a member that is not there.
fn even_null<'de: 'a, 'a, D: Deserializer<'de>>(deserializer: D) -> Result<Option<&'a RawValue>, D::Error> {
    <&RawValue>::deserialize(deserializer).map(Some)
}

/// The items of a list as written, at most [`MOST_FEATURES`].
struct Many<'a>(Vec<&'a RawValue>);

impl<'de: 'a, 'a> Deserialize<'de> for Many<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Items;
        impl<'de> Visitor<'de> for Items {
            type Value = Many<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "a list of at most {MOST_FEATURES} items")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = list.next_element()? {
                    if items.len() == MOST_FEATURES {
                        return Err(de::Error::invalid_length(items.len() + 1, &self));
                    }
                    items.push(item);
                }
                Ok(Many(items))
            }
        }
        deserializer.deserialize_seq(Items)
    }
}

/// A pair of longitude and latitude; what follows, such as a height, is left out.
struct Corner {
    lon_deg: f64,
    lat_deg: f64,
}

impl<'de> Deserialize<'de> for Corner {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Numbers;
        impl<'de> Visitor<'de> for Numbers {
            type Value = Corner;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("longitude and latitude")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Corner, A::Error> {
                let lon_deg = list.next_element()?.ok_or_else(|| de::Error::invalid_length(0, &self))?;
                let lat_deg = list.next_element()?.ok_or_else(|| de::Error::invalid_length(1, &self))?;
                while list.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Corner { lon_deg, lat_deg })
            }
        }
        deserializer.deserialize_seq(Numbers)
    }
}

impl Text {
    /// Reads a file whole.
    pub(crate) fn read(reader: impl Read, exhibit: ExhibitId) -> Result<Self, RegistryError> {
        let mut bytes = Vec::new();
        let most = MOST_BYTES as u64 + 1;
        reader.take(most).read_to_end(&mut bytes).map_err(|error| RegistryError::Io { exhibit, error })?;
        if bytes.len() > MOST_BYTES {
            return Err(RegistryError::TooMuch { exhibit, most: MOST_BYTES, what: "bytes" });
        }
        let mut text = String::from_utf8(bytes).map_err(|error| {
            let at = error.utf8_error().valid_up_to();
            RegistryError::GeoJson { exhibit, reason: format!("byte {at} is not UTF-8 text") }
        })?;
        let mark = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        text.drain(..mark);
        Ok(Self { text, mark, exhibit })
    }

    /// The features of the file; a lone feature or geometry is one.
    pub(crate) fn features(&self) -> Result<Vec<Feature<'_>>, RegistryError> {
        let exhibit = self.exhibit;
        let wrong = |reason| RegistryError::GeoJson { exhibit, reason };
        let top: Members<'_> = serde_json::from_str(&self.text).map_err(|error| wrong(error.to_string()))?;
        if let Some(crs) = top.crs.and_then(other_crs) {
            return Err(RegistryError::Crs { exhibit, crs });
        }
        match (top.kind.as_deref(), top.features) {
            (Some("FeatureCollection"), Some(Many(features))) => Ok(self.placed(&features)),
            (Some("FeatureCollection"), None) => Err(wrong("a FeatureCollection without `features`".into())),
            (Some("Topology"), _) => Err(wrong("this is TopoJSON, expected GeoJSON".into())),
            (Some(kind), _) if kind == "Feature" || is_geometry(kind) => {
                Ok(vec![self.feature(&self.text, 0, 1)])
            }
            (Some(kind), _) => Err(wrong(format!("`type` is `{}`, expected a GeoJSON type", shown(kind)))),
            (None, _) => {
                Err(wrong("no `type`, expected `FeatureCollection`, `Feature` or a geometry".into()))
            }
        }
    }

    /// Features with their lines, counted on from one to the next.
    fn placed<'a>(&'a self, features: &[&'a RawValue]) -> Vec<Feature<'a>> {
        let (mut line, mut counted) = (1, 0);
        let place = |raw: &&'a RawValue| {
            let offset = raw.get().as_ptr().addr() - self.text.as_ptr().addr();
            line += self.text.as_bytes()[counted..offset].iter().filter(|b| **b == b'\n').count() as u64;
            counted = offset;
            self.feature(raw.get(), offset, line)
        };
        features.iter().map(place).collect()
    }

    fn feature<'a>(&self, raw: &'a str, offset: usize, line: u64) -> Feature<'a> {
        let byte_offset = if offset == 0 { 0 } else { (offset + self.mark) as u64 };
        Feature { source: Source { exhibit: self.exhibit, line, byte_offset }, raw }
    }
}

/// Properties and geometry of a feature.
pub(crate) struct Content<'a> {
    /// Properties; none of a geometry that stands alone.
    pub(crate) properties: serde_json::Map<String, Value>,
    /// The geometry.
    pub(crate) geometry: Geometry<'a>,
}

/// A geometry, its coordinates not yet read.
pub(crate) struct Geometry<'a> {
    kind: Cow<'a, str>,
    coordinates: Option<&'a RawValue>,
    geometries: Vec<&'a RawValue>,
}

/// What a geometry is made of.
pub(crate) enum Shape {
    /// A point.
    Point(Position),
    /// Polygons, each with its rings, the outer first; rings are open.
    Polygons(Vec<Vec<Vec<Position>>>),
    /// Lines.
    Lines(Vec<Vec<Position>>),
    /// Something else, by its name.
    Other(String),
}

impl<'a> Feature<'a> {
    /// What is in the feature; the error says what is wrong.
    pub(crate) fn content(&self) -> Result<Content<'a>, String> {
        let members = members(self.raw)?;
        let kind = members.kind.as_deref().unwrap_or_default();
        if is_geometry(kind) {
            return Ok(Content { properties: serde_json::Map::new(), geometry: Geometry::new(members) });
        }
        if kind != "Feature" {
            return Err(format!("`type` is `{}`, expected `Feature`", shown(kind)));
        }
        let raw = members.geometry.ok_or("a feature without geometry")?;
        let geometry = Geometry::read(raw)?;
        Ok(Content { properties: members.properties.unwrap_or_default(), geometry })
    }
}

/// The members of an object, in WGS 84.
fn members(raw: &str) -> Result<Members<'_>, String> {
    let members: Members<'_> = serde_json::from_str(raw).map_err(|error| without_place(&error))?;
    match members.crs.and_then(other_crs) {
        Some(crs) => Err(format!("coordinates are in `{crs}`, expected WGS 84")),
        None => Ok(members),
    }
}

impl<'a> Geometry<'a> {
    fn new(members: Members<'a>) -> Self {
        let geometries = members.geometries.map_or(vec![], |Many(items)| items);
        Self { kind: members.kind.unwrap_or_default(), coordinates: members.coordinates, geometries }
    }

    /// From its JSON.
    pub(crate) fn read(raw: &'a RawValue) -> Result<Self, String> {
        members(raw.get()).map(Self::new)
    }

    /// The geometries of a GeometryCollection.
    pub(crate) fn parts(&self) -> Option<&[&'a RawValue]> {
        (self.kind == "GeometryCollection").then_some(self.geometries.as_slice())
    }

    /// Its coordinates as positions.
    pub(crate) fn shape(&self) -> Result<Shape, String> {
        Ok(match self.kind.as_ref() {
            "Point" => Shape::Point(position(&self.coordinates()?)?),
            "Polygon" => Shape::Polygons(vec![rings(self.coordinates()?)?]),
            "MultiPolygon" => {
                let parts: Vec<Vec<Vec<Corner>>> = self.coordinates()?;
                Shape::Polygons(parts.into_iter().map(rings).collect::<Result<_, _>>()?)
            }
            "LineString" => Shape::Lines(vec![line(&self.coordinates::<Vec<Corner>>()?)?]),
            "MultiLineString" => {
                let parts: Vec<Vec<Corner>> = self.coordinates()?;
                Shape::Lines(parts.iter().map(|part| line(part)).collect::<Result<_, _>>()?)
            }
            other => Shape::Other(shown(other)),
        })
    }

    fn coordinates<T: Deserialize<'a>>(&self) -> Result<T, String> {
        let raw = self.coordinates.ok_or_else(|| format!("a {} without `coordinates`", shown(&self.kind)))?;
        serde_json::from_str(raw.get()).map_err(|error| format!("coordinates: {}", without_place(&error)))
    }
}

/// The name of a coordinate system that is not WGS 84 with longitude first; `None` if it is.
fn other_crs(crs: &RawValue) -> Option<String> {
    let value: Value = serde_json::from_str(crs.get()).unwrap_or_default();
    let name = value.pointer("/properties/name").and_then(Value::as_str);
    let is_ours =
        name.is_some_and(|name| name.ends_with(":CRS84") || name == "CRS84" || name.ends_with(":4326"));
    (!is_ours).then(|| shown(name.unwrap_or(crs.get())))
}

fn is_geometry(kind: &str) -> bool {
    const KINDS: [&str; 7] = [
        "Point",
        "MultiPoint",
        "LineString",
        "MultiLineString",
        "Polygon",
        "MultiPolygon",
        "GeometryCollection",
    ];
    KINDS.contains(&kind)
}

/// What the JSON reader says, without line and column, which count from the feature and not from the file.
fn without_place(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or(&text).to_owned()
}

fn position(corner: &Corner) -> Result<Position, String> {
    Position::from_lat_lon(corner.lat_deg, corner.lon_deg).map_err(|error| match error {
        PositionError::Latitude { looks_exchanged: true, .. } => {
            format!("{error}: latitude and longitude look exchanged, expected longitude first")
        }
        _ => error.to_string(),
    })
}

fn line(corners: &[Corner]) -> Result<Vec<Position>, String> {
    if corners.len() < 2 {
        return Err(format!("a line of {} positions, expected two or more", corners.len()));
    }
    corners.iter().map(position).collect()
}

fn rings(rings: Vec<Vec<Corner>>) -> Result<Vec<Vec<Position>>, String> {
    if rings.is_empty() {
        return Err("a polygon without a ring".into());
    }
    rings.iter().map(|corners| ring(corners)).collect()
}

/// A ring without its closing corner; one that is not closed is taken as if it were.
fn ring(corners: &[Corner]) -> Result<Vec<Position>, String> {
    let mut ring: Vec<Position> = corners.iter().map(position).collect::<Result<_, _>>()?;
    let place = |p: &Position| (p.lat_e7(), p.lon_e7());
    while ring.len() > 1 && ring.first().map(place) == ring.last().map(place) {
        ring.pop();
    }
    let mut distinct: Vec<_> = ring.iter().map(place).collect();
    distinct.sort_unstable();
    distinct.dedup();
    if distinct.len() < 3 {
        return Err(format!("a ring of {} different positions, expected three or more", distinct.len()));
    }
    Ok(ring)
}
