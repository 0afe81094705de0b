//! The extent of a place from a GeoJSON exhibit (RFC 7946): the polygon whose property has a given value.

use crate::error::{CaseError, CaseErrorKind, nearest, shown};
use plimsoll_model::{Area, Position};
use serde_json::Value;

/// Corners of one ring that are still read; a finer outline is a coastline, not a place.
const MOST_CORNERS: usize = 100_000;

/// The polygon of the feature whose `property` is `value`. `exhibit` names the file in messages.
pub fn area_from_geojson(text: &str, exhibit: &str, property: &str, value: &str) -> Result<Area, CaseError> {
    let wrong = |message: String| CaseError::new(CaseErrorKind::Unreadable, exhibit, message);
    let document: Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|error| {
        wrong(format!("not JSON: {error}")).with_hint("export the file again as GeoJSON (WGS 84)")
    })?;
    refuse_other_crs(&document, exhibit)?;
    let features = document.get("features").and_then(Value::as_array).ok_or_else(|| {
        wrong("no list of `features`, expected a GeoJSON FeatureCollection".into())
            .with_hint("export the file again as GeoJSON (WGS 84)")
    })?;
    let values: Vec<String> = features.iter().filter_map(|f| property_of(f, property)).collect();
    let found: Vec<&Value> =
        features.iter().filter(|f| property_of(f, property).as_deref() == Some(value)).collect();
    match found.as_slice() {
        [one] => polygon(one, exhibit),
        [] => Err(no_such_feature(features, &values, exhibit, property, value)),
        many => Err(wrong(format!("{} features have {property} = `{value}`, expected one", many.len()))
            .with_hint("choose a property whose values are all different")),
    }
}

/// The value of a property as a text; a number as it is written.
fn property_of(feature: &Value, property: &str) -> Option<String> {
    match feature.get("properties")?.get(property)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn no_such_feature(
    features: &[Value],
    values: &[String],
    exhibit: &str,
    property: &str,
    value: &str,
) -> CaseError {
    let error = |message| CaseError::new(CaseErrorKind::Invalid, exhibit, message);
    if values.is_empty() {
        let keys: Vec<&str> = features
            .first()
            .and_then(|f| f.get("properties")?.as_object())
            .map(|o| o.keys().map(String::as_str).take(8).collect())
            .unwrap_or_default();
        return error(format!("no feature has the property `{property}`"))
            .with_hint(format!("the properties of the first feature are {}", super::list_words(&keys)));
    }
    let shown_value = shown(value, 40);
    let hint = match nearest(value, values.iter().map(String::as_str)) {
        Some(word) => format!("did you mean value = \"{}\"?", shown(word, 40)),
        None => {
            let some: Vec<String> = values.iter().take(8).map(|v| shown(v, 40)).collect();
            format!("there are {}", super::list_words(&some.iter().map(String::as_str).collect::<Vec<_>>()))
        }
    };
    error(format!("no feature has {property} = `{shown_value}`")).with_hint(hint)
}

/// RFC 7946 knows WGS 84 only; older files may name another system, which is refused and not converted.
fn refuse_other_crs(document: &Value, exhibit: &str) -> Result<(), CaseError> {
    let Some(name) = document.pointer("/crs/properties/name").and_then(Value::as_str) else { return Ok(()) };
    if name.contains("CRS84") || name.ends_with(":4326") {
        return Ok(());
    }
    let message = format!("coordinates are in `{}`, expected WGS 84", shown(name, 60));
    Err(CaseError::new(CaseErrorKind::Invalid, exhibit, message)
        .with_hint("export the file again in WGS 84 (EPSG:4326)"))
}

fn polygon(feature: &Value, exhibit: &str) -> Result<Area, CaseError> {
    let wrong = |message: String| CaseError::new(CaseErrorKind::Invalid, exhibit, message);
    let geometry = feature.get("geometry").unwrap_or(&Value::Null);
    let kind = geometry.get("type").and_then(Value::as_str).unwrap_or("nothing");
    let coordinates = geometry.get("coordinates").and_then(Value::as_array);
    let rings: &[Value] = match (kind, coordinates.map(Vec::as_slice)) {
        ("Polygon", Some(rings)) => rings,
        ("MultiPolygon", Some([Value::Array(rings)])) => rings,
        ("MultiPolygon", Some(parts)) => {
            return Err(wrong(format!("the geometry has {} parts, expected one polygon", parts.len()))
                .with_hint("give each part its own feature and its own area"));
        }
        _ => return Err(wrong(format!("the geometry is `{}`, expected a Polygon", shown(kind, 40)))),
    };
    let mut rings = rings.iter().map(|r| ring(r, exhibit)).collect::<Result<Vec<_>, _>>()?;
    if rings.is_empty() {
        return Err(wrong("the polygon has no ring".into()));
    }
    Ok(Area::Polygon { exterior: rings.remove(0), holes: rings })
}

/// A ring of (longitude, latitude) pairs, without the closing corner.
fn ring(value: &Value, exhibit: &str) -> Result<Vec<Position>, CaseError> {
    let wrong = |message: String| CaseError::new(CaseErrorKind::Invalid, exhibit, message);
    let pairs = value.as_array().ok_or_else(|| wrong("a ring is no list of corners".into()))?;
    if pairs.len() > MOST_CORNERS {
        return Err(wrong(format!("a ring has {} corners, expected at most {MOST_CORNERS}", pairs.len())));
    }
    let corner = |pair: &Value| {
        let number = |n: usize| pair.get(n).and_then(Value::as_f64);
        let (lon, lat) =
            number(0).zip(number(1)).ok_or_else(|| wrong("a corner is no pair of numbers".into()))?;
        Position::from_lat_lon(lat, lon).map_err(|error| {
            wrong(error.to_string())
                .with_hint("GeoJSON has longitude first, then latitude, in degrees (RFC 7946, section 3.1.1)")
        })
    };
    let mut corners = pairs.iter().map(corner).collect::<Result<Vec<_>, _>>()?;
    if corners.len() > 1 && corners.first() == corners.last() {
        corners.pop();
    }
    if corners.len() < 3 {
        return Err(wrong(format!("a ring has {} corners, expected three or more", corners.len())));
    }
    Ok(corners)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ZONES: &str = r#"{"type":"FeatureCollection","features":[
        {"type":"Feature","properties":{"name":"west"},"geometry":{"type":"Polygon","coordinates":
          [[[-123.0,49.0],[-122.9,49.0],[-122.9,49.1],[-123.0,49.1],[-123.0,49.0]]]}},
        {"type":"Feature","properties":{"name":"east"},"geometry":{"type":"Point","coordinates":[1,2]}}]}"#;

    #[test]
    fn the_polygon_of_the_named_feature_is_found_and_its_closing_corner_dropped() {
        let area = area_from_geojson(ZONES, "zones.geojson", "name", "west").unwrap();
        let Area::Polygon { exterior, holes } = &area else { panic!("{area:?}") };
        assert_eq!((exterior.len(), holes.len()), (4, 0));
        assert!(area.contains(Position::from_lat_lon(49.05, -122.95).unwrap()));
    }

    #[test]
    fn a_feature_that_cannot_serve_says_why() {
        let error = |text: &str, property: &str, value: &str| {
            area_from_geojson(text, "zones.geojson", property, value).unwrap_err().full_text()
        };
        insta::assert_snapshot!(error(ZONES, "name", "wset"), @r#"
        error: zones.geojson: no feature has name = `wset`
        hint: did you mean value = "west"?
        "#);
        insta::assert_snapshot!(error(ZONES, "nmae", "west"), @r"
        error: zones.geojson: no feature has the property `nmae`
        hint: the properties of the first feature are `name`
        ");
        insta::assert_snapshot!(error(ZONES, "name", "east"), @"error: zones.geojson: the geometry is `Point`, expected a Polygon");
        insta::assert_snapshot!(error("{", "name", "east"), @r"
        error: zones.geojson: not JSON: EOF while parsing an object at line 1 column 1
        hint: export the file again as GeoJSON (WGS 84)
        ");
        let exchanged = ZONES.replace("[-123.0,49.0]", "[49.0,-123.0]");
        insta::assert_snapshot!(error(&exchanged, "name", "west"), @r"
        error: zones.geojson: latitude -123 is not between -90 and 90
        hint: GeoJSON has longitude first, then latitude, in degrees (RFC 7946, section 3.1.1)
        ");
        let projected = ZONES.replacen(
            '{',
            r#"{"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::32610"}},"#,
            1,
        );
        insta::assert_snapshot!(error(&projected, "name", "west"), @r"
        error: zones.geojson: coordinates are in `urn:ogc:def:crs:EPSG::32610`, expected WGS 84
        hint: export the file again in WGS 84 (EPSG:4326)
        ");
    }

    #[test]
    fn the_terminals_of_burrard_inlet_are_read_from_the_real_file() {
        let path = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../../shared/data/ais/portcalls_burrard/terminal_zones.geojson"
        );
        let Ok(text) = std::fs::read_to_string(path) else {
            println!("SKIPPED: terminal_zones.geojson is not here");
            return;
        };
        for name in ["parkland", "suncor", "westridge", "kitimat"] {
            let area = area_from_geojson(&text, "terminal_zones.geojson", "name", name).unwrap();
            assert!(area.contains(area.centre()), "{name}");
        }
    }
}
