//! Terminals, ports and anchorages from GeoJSON: named polygons and circles.

use crate::Rows;
use crate::error::RegistryError;
use crate::geojson::{Feature, Shape, Text};
use crate::value::{one_line, shown};
use plimsoll_model::evidence::Key;
use plimsoll_model::{Area, ExhibitId, Length, Position, RecordId, RecordKind, Reject, Source};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::io::Read;

/// A terminal, a port or an anchorage lies within this of its centre.
const MOST_RADIUS: Length = Length::nautical_miles(300.0);
/// AIS positions are good to about 10 m (ITU-R M.1371, accuracy flag): a smaller circle holds no ship.
const LEAST_RADIUS: Length = Length::metres(50.0);

/// Which properties of a feature hold what.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceKeys {
    /// The property with the name.
    pub name: String,
    /// The property with the radius of a point, and the length that 1 in it stands for.
    pub radius: Option<(String, Length)>,
}

/// A named extent. What ships do there is for the case to say.
#[derive(Clone, Debug, PartialEq)]
pub struct NamedArea {
    /// Which record.
    pub id: RecordId,
    /// Where it stands.
    pub source: Source,
    /// Its name.
    pub name: String,
    /// Its extent: one area, or the several parts of a MultiPolygon.
    pub areas: Vec<Area>,
}

/// The places of a GeoJSON file: Polygon, MultiPolygon, and Point with a radius.
///
/// A feature of another kind, without a name, with a name that stood before, or with coordinates that are none is a
/// reject. Heights are left out; a ring that is not closed is taken as closed.
pub fn places(
    reader: impl Read,
    exhibit: ExhibitId,
    keys: &PlaceKeys,
) -> Result<Rows<NamedArea>, RegistryError> {
    let text = Text::read(reader, exhibit)?;
    let mut rows = Rows::new();
    let mut lines: BTreeMap<String, u64> = BTreeMap::new();
    for feature in text.features()? {
        let place = read(&feature, keys).and_then(|place| match lines.get(&place.name) {
            Some(line) => {
                Err(format!("a second feature is called `{}`; the first begins on line {line}", place.name))
            }
            None => Ok(place),
        });
        match place {
            Ok(place) => {
                lines.insert(place.name.clone(), place.source.line);
                rows.rows.push(place);
            }
            Err(reason) => rows.rejects.push(Reject::new(feature.source, reason, feature.raw.as_bytes())),
        }
    }
    Ok(rows)
}

fn read(feature: &Feature<'_>, keys: &PlaceKeys) -> Result<NamedArea, String> {
    let content = feature.content()?;
    let name = name(&content.properties, &keys.name)?;
    let areas = match content.geometry.shape()? {
        Shape::Polygons(polygons) if polygons.is_empty() => {
            return Err("a MultiPolygon without a polygon".into());
        }
        Shape::Polygons(polygons) => polygons.into_iter().map(polygon).collect(),
        Shape::Point(centre) => vec![circle(centre, &content.properties, keys)?],
        Shape::Lines(_) => {
            return Err("a line has no inside, expected a polygon or a point with a radius".into());
        }
        Shape::Other(kind) => {
            return Err(format!("the geometry is `{kind}`, expected a polygon or a point with a radius"));
        }
    };
    let source = feature.source;
    let offset = i64::try_from(source.byte_offset).unwrap_or(i64::MAX);
    let id = RecordId::of(RecordKind::Place, &[Key::Id(source.exhibit), Key::Int(offset), Key::Text(&name)]);
    Ok(NamedArea { id, source, name, areas })
}

fn name(properties: &Map<String, Value>, key: &str) -> Result<String, String> {
    let name = match properties.get(key) {
        Some(Value::String(text)) => one_line(text),
        Some(Value::Number(number)) => number.to_string(),
        Some(_) => return Err(format!("the property `{}` is no text", shown(key))),
        None => {
            let there: Vec<String> = properties.keys().take(8).map(|k| format!("`{}`", shown(k))).collect();
            let there = if there.is_empty() { "none".into() } else { there.join(", ") };
            return Err(format!("no property `{}` for the name; the properties are {there}", shown(key)));
        }
    };
    if name.is_empty() || name.len() > 400 {
        return Err(format!("the name has {} bytes, expected 1 to 400", name.len()));
    }
    Ok(name)
}

pub(crate) fn polygon(mut rings: Vec<Vec<Position>>) -> Area {
    let exterior = rings.remove(0); // a polygon without a ring is no shape
    Area::Polygon { exterior, holes: rings }
}

fn circle(centre: Position, properties: &Map<String, Value>, keys: &PlaceKeys) -> Result<Area, String> {
    let (key, unit) = keys.radius.as_ref().ok_or("a point without a radius, expected a polygon")?;
    let found = properties.get(key);
    let number = found.and_then(Value::as_f64).ok_or_else(|| {
        let found =
            found.map_or_else(|| "nothing".to_owned(), |value| format!("`{}`", shown(&value.to_string())));
        format!("the property `{}` for the radius is {found}, expected a number", shown(key))
    })?;
    let radius = *unit * number;
    if !(LEAST_RADIUS..=MOST_RADIUS).contains(&radius) {
        return Err(format!("a radius of {} m, expected 50 m to 300 nautical miles", radius.to_metres()));
    }
    Ok(Area::Circle { centre, radius })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn exhibit() -> ExhibitId {
        RecordId::of(RecordKind::Exhibit, &[])
    }

    fn keys() -> PlaceKeys {
        PlaceKeys { name: "name".into(), radius: Some(("radius_nm".into(), Length::nautical_miles(1.0))) }
    }

    fn read(text: &str) -> Result<Rows<NamedArea>, RegistryError> {
        places(text.as_bytes(), exhibit(), &keys())
    }

    fn feature(properties: &str, kind: &str, coordinates: &str) -> String {
        let geometry = format!(r#"{{"type":"{kind}","coordinates":{coordinates}}}"#);
        format!(r#"{{"type":"Feature","properties":{properties},"geometry":{geometry}}}"#)
    }

    fn reason(properties: &str, kind: &str, coordinates: &str) -> String {
        let rows = read(&feature(properties, kind, coordinates)).unwrap();
        assert!(rows.rows.is_empty());
        rows.rejects[0].reason.clone()
    }

    const SQUARE: &str = "[[[-123.0,49.0],[-122.9,49.0],[-122.9,49.1],[-123.0,49.1],[-123.0,49.0]]]";
    const NAMED: &str = r#"{"name":"west"}"#;

    fn at(lat: f64, lon: f64) -> Position {
        Position::from_lat_lon(lat, lon).unwrap()
    }

    #[test]
    fn a_polygon_closed_or_not_with_heights_or_not_is_the_same_place() {
        let open = "[[[-123.0,49.0,5],[-122.9,49.0,5],[-122.9,49.1,5,7],[-123.0,49.1,5]]]";
        let areas = |c| read(&feature(NAMED, "Polygon", c)).unwrap().rows[0].areas.clone();
        assert_eq!(areas(SQUARE), areas(open));
        assert!(areas(SQUARE)[0].contains(at(49.05, -122.95)));
    }

    #[test]
    fn holes_parts_and_circles_are_kept() {
        let with_hole = "[[[0,0],[4,0],[4,4],[0,4],[0,0]],[[1,1],[1,2],[2,2],[1,1]]]";
        let rows = read(&feature(NAMED, "Polygon", with_hole)).unwrap();
        assert!(
            !rows.rows[0].areas[0].contains(at(1.7, 1.3)) && rows.rows[0].areas[0].contains(at(3.0, 3.0))
        );
        let two = format!("[{SQUARE},{with_hole}]");
        assert_eq!(read(&feature(NAMED, "MultiPolygon", &two)).unwrap().rows[0].areas.len(), 2);
        let circle = feature(r#"{"name":7,"radius_nm":1.5}"#, "Point", "[70.175,-49.14]");
        let place = read(&circle).unwrap().rows.remove(0);
        assert_eq!(place.name, "7");
        assert!(place.areas[0].contains(at(-49.14 + 1.4 / 60.0, 70.175)));
    }

    #[test]
    fn what_is_no_place_says_why() {
        for (found, expected) in [
            (reason(NAMED, "Polygon", "[[[49.0,-123.0],[49.0,-122.9],[49.1,-122.9]]]"), "look exchanged"),
            (reason(NAMED, "Polygon", "[[[0,0],[1,1],[0,0],[1,1]]]"), "2 different positions"),
            (reason(NAMED, "Polygon", "[]"), "without a ring"),
            (reason(NAMED, "Polygon", "[[[0,0],[1,null],[0,1]]]"), "null"),
            (reason(NAMED, "Polygon", "[[[0,0],[1e999,0],[0,1]]]"), "out of range"),
            (reason(NAMED, "Polygon", "[[[0],[1,1],[0,1]]]"), "longitude and latitude"),
            (reason(NAMED, "Polygon", r#"[[["0","0"],[1,1],[0,1]]]"#), "string"),
            (reason(NAMED, "Polygon", "[[[0,0],[181,1],[0,1]]]"), "longitude 181"),
            (reason(NAMED, "MultiPolygon", "[]"), "without a polygon"),
            (reason(NAMED, "LineString", "[[0,0],[1,1]]"), "no inside"),
            (reason(NAMED, "Point", "[0,0]"), "for the radius is nothing"),
            (reason(r#"{"name":"a","radius_nm":0}"#, "Point", "[0,0]"), "50 m to 300 nautical miles"),
            (reason(r#"{"Name":"a"}"#, "Polygon", SQUARE), "the properties are `Name`"),
            (reason("null", "Polygon", SQUARE), "the properties are none"),
            (reason(NAMED, "Blob", "[]"), "`Blob`"),
        ] {
            assert!(found.contains(expected), "{found} / {expected}");
        }
    }

    #[test]
    fn one_bad_feature_costs_itself_and_each_has_its_line() {
        let collection = format!(
            "\u{feff}{{\"type\":\"FeatureCollection\",\"features\":[\n{},\n{{\"type\":\"Feature\"}},\n{}\n]}}",
            feature(NAMED, "Polygon", SQUARE),
            feature(NAMED, "Polygon", SQUARE),
        );
        let rows = read(&collection).unwrap();
        assert_eq!((rows.rows.len(), rows.rejects.len()), (1, 2));
        assert_eq!(rows.rows[0].source.line, 2);
        let offset = usize::try_from(rows.rows[0].source.byte_offset).unwrap();
        assert!(collection[offset..].starts_with("{\"type\":\"Feature\",\"properties\""));
        assert!(rows.rejects[0].reason.contains("without geometry") && rows.rejects[0].source.line == 3);
        assert!(rows.rejects[1].reason.contains("the first begins on line 2"), "{}", rows.rejects[1].reason);
    }

    #[test]
    fn another_coordinate_system_is_refused_by_name() {
        let crs = |name: &str| {
            let member = format!(r#"{{"crs":{{"type":"name","properties":{{"name":"{name}"}}}},"#);
            feature(NAMED, "Polygon", SQUARE).replacen('{', &member, 1)
        };
        for ours in ["urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326", "urn:ogc:def:crs:EPSG::4326"] {
            assert_eq!(read(&crs(ours)).unwrap().rows.len(), 1, "{ours}");
        }
        let error = read(&crs("urn:ogc:def:crs:EPSG::32610")).unwrap_err().to_string();
        assert!(error.contains("`urn:ogc:def:crs:EPSG::32610`, expected WGS 84"), "{error}");
        let null = feature(NAMED, "Polygon", SQUARE).replacen('{', r#"{"crs":null,"#, 1);
        assert!(read(&null).unwrap_err().to_string().contains("`null`"));
    }

    #[test]
    fn what_is_no_geojson_is_an_error() {
        for (text, expected) in [
            ("", "EOF"),
            ("[1,2]", "expected"),
            ("{}", "no `type`"),
            (r#"{"type":"Topology"}"#, "TopoJSON"),
            (r#"{"type":"FeatureCollection"}"#, "without `features`"),
            (r#"{"type":"Polygon","coordinates":[[[NaN,0]]]}"#, "expected"),
        ] {
            let error = read(text).unwrap_err().to_string();
            assert!(error.contains(expected), "{text}: {error}");
        }
        let deep = format!("{}{}", r#"{"type":"#, "[".repeat(1_000_000));
        assert!(read(&deep).is_err());
        let deep = feature(NAMED, "Polygon", &"[".repeat(100_000))
            .replace("}", &format!("{}}}", "]".repeat(100_000)));
        assert!(read(&deep).is_err());
        let deep = feature(NAMED, "Polygon", &format!("{}{}", "[".repeat(100_000), "]".repeat(100_000)));
        assert_eq!(read(&deep).unwrap().rejects.len(), 1);
        assert!(places(&b"\xff\xfe{\0"[..], exhibit(), &keys()).is_err());
    }

    proptest! {
        #[test]
        fn changed_bytes_never_panic(at in 0_usize..250, byte: u8, cut in 0_usize..250) {
            let mut bytes = feature(NAMED, "Polygon", SQUARE).into_bytes();
            let length = bytes.len();
            bytes[at % length] = byte;
            let _ = places(&bytes[..], exhibit(), &keys());
            let _ = places(&bytes[..cut % length], exhibit(), &keys());
        }

        #[test]
        fn a_triangle_that_we_write_reads_back(corners in prop::collection::vec((-90.0..90.0_f64, -180.0..179.9_f64), 3..9)) {
            let pairs: Vec<String> = corners.iter().map(|(lat, lon)| format!("[{lon},{lat}]")).collect();
            let rows = read(&feature(NAMED, "Polygon", &format!("[[{}]]", pairs.join(",")))).unwrap();
            let Area::Polygon { exterior, .. } = &rows.rows[0].areas[0] else { panic!("no polygon") };
            prop_assert_eq!(exterior.len(), corners.len());
            for (found, (lat, lon)) in exterior.iter().zip(&corners) {
                prop_assert!((found.lat_deg() - lat).abs() < 1e-12 && (found.lon_deg() - lon).abs() < 1e-12);
            }
        }
    }
}
