//! A coast from GeoJSON, as lines to draw and to measure from.

use crate::Rows;
use crate::error::RegistryError;
use crate::geojson::{Geometry, Shape, Text};
use crate::places::polygon;
use plimsoll_model::{Area, ExhibitId, Position, Reject};
use std::io::Read;

/// Positions of one coast that are held: 16 bytes each.
const MOST_POSITIONS: usize = 10_000_000;
/// Collections within collections that are followed.
const MOST_DEPTH: usize = 4;

/// The lines of a coast: each ring of a Polygon or MultiPolygon, closed, and each LineString as it is.
///
/// A feature with another geometry, or with coordinates that are none, is a reject.
pub fn coastline(reader: impl Read, exhibit: ExhibitId) -> Result<Rows<Vec<Position>>, RegistryError> {
    let text = Text::read(reader, exhibit)?;
    let mut rows = Rows::new();
    let mut positions = 0;
    for feature in text.features()? {
        let found = feature.content().and_then(|content| lines(&content.geometry, MOST_DEPTH));
        match found {
            Ok(lines) => {
                positions += lines.iter().map(Vec::len).sum::<usize>();
                rows.rows.extend(lines);
            }
            Err(reason) => rows.rejects.push(Reject::new(feature.source, reason, feature.raw.as_bytes())),
        }
        if positions > MOST_POSITIONS {
            return Err(RegistryError::TooMuch { exhibit, most: MOST_POSITIONS, what: "positions" });
        }
    }
    Ok(rows)
}

/// The land of a coast: each Polygon, with its lakes as holes.
///
/// A line is a reject, because it has no inside, and so is a feature with coordinates that are none.
pub fn land(reader: impl Read, exhibit: ExhibitId) -> Result<Rows<Area>, RegistryError> {
    let text = Text::read(reader, exhibit)?;
    let mut rows = Rows::new();
    let mut positions = 0;
    for feature in text.features()? {
        match feature.content().and_then(|content| polygons(&content.geometry, MOST_DEPTH)) {
            Ok(polygons) => {
                positions += polygons.iter().flatten().map(Vec::len).sum::<usize>();
                rows.rows.extend(polygons.into_iter().map(polygon));
            }
            Err(reason) => rows.rejects.push(Reject::new(feature.source, reason, feature.raw.as_bytes())),
        }
        if positions > MOST_POSITIONS {
            return Err(RegistryError::TooMuch { exhibit, most: MOST_POSITIONS, what: "positions" });
        }
    }
    Ok(rows)
}

fn polygons(geometry: &Geometry<'_>, depth: usize) -> Result<Vec<Vec<Vec<Position>>>, String> {
    if let Some(parts) = geometry.parts() {
        let within = depth.checked_sub(1).ok_or("collections within collections, too deep to follow")?;
        let part = |raw: &&_| Geometry::read(raw).and_then(|part| polygons(&part, within));
        return Ok(parts.iter().map(part).collect::<Result<Vec<_>, _>>()?.concat());
    }
    match geometry.shape()? {
        Shape::Polygons(polygons) => Ok(polygons),
        Shape::Lines(_) => Err("a line has no inside, expected a polygon".into()),
        Shape::Point(_) => Err("a point, expected a polygon".into()),
        Shape::Other(kind) => Err(format!("the geometry is `{kind}`, expected a polygon")),
    }
}

fn lines(geometry: &Geometry<'_>, depth: usize) -> Result<Vec<Vec<Position>>, String> {
    if let Some(parts) = geometry.parts() {
        let within = depth.checked_sub(1).ok_or("collections within collections, too deep to follow")?;
        let part = |raw: &&_| Geometry::read(raw).and_then(|part| lines(&part, within));
        return Ok(parts.iter().map(part).collect::<Result<Vec<_>, _>>()?.concat());
    }
    match geometry.shape()? {
        Shape::Polygons(polygons) => Ok(polygons.into_iter().flatten().map(closed).collect()),
        Shape::Lines(lines) => Ok(lines),
        Shape::Point(_) => Err("a point, expected a polygon or a line".into()),
        Shape::Other(kind) => Err(format!("the geometry is `{kind}`, expected a polygon or a line")),
    }
}

/// A ring with its first position behind its last.
fn closed(mut ring: Vec<Position>) -> Vec<Position> {
    ring.extend(ring.first().copied());
    ring
}

#[cfg(test)]
mod tests {
    use super::*;
    use plimsoll_model::{RecordId, RecordKind};

    fn read(text: &str) -> Rows<Vec<Position>> {
        coastline(text.as_bytes(), RecordId::of(RecordKind::Exhibit, &[])).unwrap()
    }

    fn lengths(text: &str) -> Vec<usize> {
        read(text).rows.iter().map(Vec::len).collect()
    }

    #[test]
    fn rings_come_out_closed_and_lines_as_they_are() {
        assert_eq!(
            lengths(
                r#"{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1]],[[0.1,0.1],[0.2,0.1],[0.2,0.2],[0.1,0.1]]]}"#
            ),
            [4, 4]
        );
        assert_eq!(
            lengths(r#"{"type":"MultiLineString","coordinates":[[[0,0],[1,0]],[[2,0],[3,0],[4,0]]]}"#),
            [2, 3]
        );
        let collection = r#"{"type":"GeometryCollection","geometries":[
            {"type":"LineString","coordinates":[[0,0],[1,0]]},{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1]]]}]}"#;
        assert_eq!(lengths(collection), [2, 4]);
        let ring = &read(r#"{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1]]]}"#).rows[0];
        assert_eq!(ring.first(), ring.last());
    }

    #[test]
    fn land_keeps_its_lakes_as_holes_and_takes_no_line() {
        let text = r#"{"type":"GeometryCollection","geometries":[
            {"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1]],[[0.4,0.4],[0.6,0.4],[0.6,0.6],[0.4,0.6]]]}]}"#;
        let exhibit = RecordId::of(RecordKind::Exhibit, &[]);
        let read = land(text.as_bytes(), exhibit).unwrap();
        let within = |lat, lon| read.rows[0].contains(Position::from_lat_lon(lat, lon).unwrap());
        assert_eq!((read.rows.len(), within(0.2, 0.2), within(0.5, 0.5)), (1, true, false));
        let line = r#"{"type":"LineString","coordinates":[[0,0],[1,0],[1,1],[0,0]]}"#;
        let read = land(line.as_bytes(), exhibit).unwrap();
        assert_eq!((read.rows.len(), read.rejects.len()), (0, 1));
    }

    #[test]
    fn what_is_no_coast_is_rejected() {
        for text in [
            r#"{"type":"Point","coordinates":[0,0]}"#.to_owned(),
            r#"{"type":"LineString","coordinates":[[0,0]]}"#.to_owned(),
            r#"{"type":"MultiPoint","coordinates":[[0,0]]}"#.to_owned(),
            (0..9).fold(r#"{"type":"GeometryCollection","geometries":[]}"#.to_owned(), |inner, _| {
                format!(r#"{{"type":"GeometryCollection","geometries":[{inner}]}}"#)
            }),
        ] {
            let rows = read(&text);
            assert_eq!((rows.rows.len(), rows.rejects.len()), (0, 1), "{text}");
        }
    }
}
