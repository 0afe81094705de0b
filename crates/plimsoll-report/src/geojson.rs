//! `map.geojson`: places, visits, silences, encounters, loitering, the ways and sightings of a season, and tracks (RFC 7946, WGS 84).
//!
//! Lines and rings that cross the 180th meridian are cut there (section 3.1.9); outer rings run counter-clockwise
//! (section 3.1.6). A circle is written as 64 corners, with its centre and radius as properties.

mod detection;
mod event;
mod season;

pub(crate) use detection::detections;

use crate::coastline::clipped;
use crate::dossier::{Dossier, GapEntry, MapTrack, PlaceEntry, VisitEntry};
use crate::map::{outline, visits_of};
use crate::section::annex;
use plimsoll_model::{Area, Bounds, Position, RecordId};
use serde::Serialize;

/// A collection of features, with a foreign member that says whether its observations are simulated.
#[derive(Serialize)]
struct Collection {
    #[serde(rename = "type")]
    kind: &'static str,
    title: String,
    is_simulated: bool,
    features: Vec<Feature>,
}

#[derive(Serialize)]
struct Feature {
    #[serde(rename = "type")]
    kind: &'static str,
    id: String,
    geometry: Option<Geometry>,
    properties: Properties,
}

/// A corner: longitude, then latitude, degrees.
type Corner = [f64; 2];

#[derive(Serialize)]
#[serde(tag = "type", content = "coordinates")]
enum Geometry {
    Point(Corner),
    MultiLineString(Vec<Vec<Corner>>),
    MultiPolygon(Vec<Vec<Vec<Corner>>>),
}

#[derive(Serialize)]
#[serde(untagged)]
enum Properties {
    Detection(detection::DetectionOut),
    Place {
        layer: &'static str,
        name: String,
        role: &'static str,
        locode: Option<String>,
        centre: Option<Corner>,
        radius_m: Option<f64>,
        port_visits: usize,
        source: String,
    },
    Visit {
        layer: &'static str,
        vessel: String,
        ship_name: Option<String>,
        imo_number: Option<u32>,
        mmsi: u32,
        place: String,
        start_utc: String,
        end_utc: String,
        reading: &'static str,
        volume_low_bbl: Option<f64>,
        volume_mid_bbl: Option<f64>,
        volume_high_bbl: Option<f64>,
        convention: &'static str,
        is_documented: Option<bool>,
        cargo: Option<String>,
    },
    Gap {
        layer: &'static str,
        vessel: Option<String>,
        mmsi: u32,
        start_utc: String,
        end_utc: String,
        distance_m: f64,
        implied_speed_kn: f64,
        note: &'static str,
    },
    Way(season::WayOut),
    Sighting(season::SightingOut),
    Encounter(event::EncounterOut),
    Loitering(event::LoiteringOut),
    Track {
        layer: &'static str,
        record: String,
        is_background: bool,
    },
    Position {
        layer: &'static str,
        label: String,
    },
}

/// The bytes of the file.
pub(crate) fn map(dossier: &Dossier) -> Vec<u8> {
    let mut features: Vec<Feature> = dossier.places.iter().map(|entry| place(dossier, entry)).collect();
    features.extend(dossier.visits.iter().map(|entry| visit(dossier, entry)));
    features.extend(dossier.gaps.iter().map(gap));
    features.extend((1..).zip(&dossier.encounters).map(event::encounter));
    features.extend((1..).zip(&dossier.loitering).map(event::loitering));
    features.extend(season::features(dossier));
    features.extend(dossier.map.tracks.iter().map(track));
    features.extend(dossier.map.positions.iter().map(|position| Feature {
        kind: "Feature",
        id: position.record.to_string(),
        geometry: Some(Geometry::Point(corner(position.position))),
        properties: Properties::Position { layer: "position", label: position.label.clone() },
    }));
    let collection = Collection {
        kind: "FeatureCollection",
        title: dossier.title.clone(),
        is_simulated: dossier.is_simulated,
        features,
    };
    written(&collection)
}

/// The bytes of a collection.
fn written(collection: &Collection) -> Vec<u8> {
    let mut bytes = serde_json::to_vec(collection).expect("structs of texts and numbers are always JSON");
    bytes.push(b'\n');
    bytes
}

fn track(track: &MapTrack) -> Feature {
    let properties = Properties::Track {
        layer: "track",
        record: track.record.to_string(),
        is_background: track.is_background,
    };
    let lines = track.segments.iter().flat_map(|segment| cut(segment)).collect();
    let geometry = Some(Geometry::MultiLineString(lines));
    Feature { kind: "Feature", id: format!("track-{}", track.record), geometry, properties }
}

/// A position to seven decimals: about a centimetre.
fn corner(position: Position) -> Corner {
    [position.lon_e7() as f64 / 1e7, position.lat_e7() as f64 / 1e7]
}

fn place(dossier: &Dossier, entry: &PlaceEntry) -> Feature {
    let place = &entry.place;
    let circle = match &place.area {
        Some(Area::Circle { centre, radius }) => Some((corner(*centre), radius.to_metres())),
        _ => None,
    };
    let properties = Properties::Place {
        layer: "place",
        name: place.name.clone(),
        role: place.role.as_str(),
        locode: place.locode.clone(),
        centre: circle.map(|(centre, _)| centre),
        radius_m: circle.map(|(_, radius)| radius),
        port_visits: visits_of(dossier, &place.name),
        source: place.source.clone(),
    };
    let geometry = place.area.as_ref().map(polygon);
    Feature { kind: "Feature", id: entry.record.to_string(), geometry, properties }
}

/// An area as polygons, one on each side of the 180th meridian if it lies across. Holes are kept where it does not.
fn polygon(area: &Area) -> Geometry {
    let exterior = outline(area);
    let parts = halves(&exterior);
    let is_whole = parts.len() == 1;
    let mut polygons: Vec<Vec<Vec<Corner>>> = parts.iter().map(|ring| vec![closed(ring, true)]).collect();
    if let (true, Area::Polygon { holes, .. }) = (is_whole, area) {
        polygons[0].extend(holes.iter().map(|hole| closed(hole, false)));
    }
    Geometry::MultiPolygon(polygons)
}

/// A ring as it is, or cut at the 180th meridian if a side crosses it.
fn halves(ring: &[Position]) -> Vec<Vec<Position>> {
    let next = ring.iter().cycle().skip(1);
    if !ring.iter().zip(next).any(|(a, b)| crosses(*a, *b)) {
        return vec![ring.to_vec()];
    }
    let half = |west_deg: f64, east_deg: f64| {
        clipped(&[ring.to_vec()], Bounds { south_deg: -90.0, north_deg: 90.0, west_deg, east_deg })
    };
    [half(0.0, 180.0), half(-180.0, 0.0)].concat()
}

/// True if the shorter way between two positions crosses the 180th meridian.
fn crosses(a: Position, b: Position) -> bool {
    (a.lon_deg() - b.lon_deg()).abs() > 180.0
}

/// A ring closed, in the asked direction. A corner on the 180th meridian takes the sign of the others.
fn closed(ring: &[Position], counter_clockwise: bool) -> Vec<Corner> {
    let is_east = ring.iter().any(|p| p.lon_deg() > 0.0);
    let mut corners: Vec<Corner> = ring.iter().map(|p| corner(*p)).collect();
    if is_east {
        corners.iter_mut().filter(|c| c[0] <= -180.0).for_each(|c| c[0] = 180.0);
    }
    if corners.first() == corners.last() && corners.len() > 1 {
        corners.pop();
    }
    let next = corners.iter().cycle().skip(1);
    let area: f64 = corners.iter().zip(next).map(|(a, b)| a[0] * b[1] - b[0] * a[1]).sum();
    if (area > 0.0) != counter_clockwise {
        corners.reverse();
    }
    corners.extend(corners.first().copied());
    corners
}

/// A line in parts that do not cross the 180th meridian.
fn cut(line: &[Position]) -> Vec<Vec<Corner>> {
    let mut parts: Vec<Vec<Corner>> = Vec::new();
    let mut part: Vec<Corner> = Vec::new();
    for (at, position) in line.iter().enumerate() {
        if let Some(before) = at.checked_sub(1).map(|b| line[b]).filter(|before| crosses(*before, *position))
        {
            let (from, to) = (corner(before), corner(*position));
            let side = 180f64.copysign(from[0]);
            let unrolled = to[0] + 2.0 * side;
            let lat = from[1] + (side - from[0]) / (unrolled - from[0]) * (to[1] - from[1]);
            part.push([side, (lat * 1e7).round() / 1e7]);
            parts.push(std::mem::replace(&mut part, vec![[-side, (lat * 1e7).round() / 1e7]]));
        }
        part.push(corner(*position));
    }
    parts.push(part);
    parts.retain(|part| part.len() > 1);
    parts
}

fn visit(dossier: &Dossier, entry: &VisitEntry) -> Feature {
    let visit = &entry.visit;
    let vessel = dossier.ships.iter().find(|ship| ship.vessel.id == visit.vessel).map(|ship| &ship.vessel);
    let place = dossier.places.iter().find(|place| place.place.name == visit.place);
    let centre = place.and_then(|entry| entry.place.area.as_ref()).map(Area::centre);
    let volume = annex::volume(dossier, entry);
    let properties = Properties::Visit {
        layer: "visit",
        vessel: visit.vessel.to_string(),
        ship_name: vessel.and_then(|vessel| vessel.ship_name.clone()),
        imo_number: vessel.and_then(|vessel| vessel.imo_number).map(|imo| imo.value()),
        mmsi: visit.mmsi.value(),
        place: visit.place.clone(),
        start_utc: visit.start.to_string(),
        end_utc: visit.end.to_string(),
        reading: crate::timeline::reading(entry).as_str(),
        volume_low_bbl: volume.map(|volume| volume.low()),
        volume_mid_bbl: volume.map(|volume| volume.mid()),
        volume_high_bbl: volume.map(|volume| volume.high()),
        convention: dossier.annex.convention.as_str(),
        is_documented: entry.cargo.as_ref().map(|cargo| cargo.is_documented),
        cargo: entry.cargo.as_ref().map(|cargo| cargo.id.to_string()),
    };
    let geometry = centre.map(|centre| Geometry::Point(corner(centre)));
    Feature { kind: "Feature", id: visit.id.to_string(), geometry, properties }
}

fn gap(entry: &GapEntry) -> Feature {
    let gap = &entry.gap;
    let properties = Properties::Gap {
        layer: "gap",
        vessel: entry.vessel.as_ref().map(RecordId::to_string),
        mmsi: gap.mmsi.value(),
        start_utc: gap.period.start().to_string(),
        end_utc: gap.period.end().to_string(),
        distance_m: gap.distance.to_metres(),
        implied_speed_kn: gap.implied_speed.to_knots(),
        note: "A straight line between two reports, not a route.",
    };
    let geometry = Geometry::MultiLineString(cut(&[gap.off_position, gap.on_position]));
    Feature { kind: "Feature", id: gap.id.to_string(), geometry: Some(geometry), properties }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(lat: f64, lon: f64) -> Position {
        Position::from_lat_lon(lat, lon).unwrap()
    }

    #[test]
    fn a_line_over_the_180th_meridian_is_cut_on_it() {
        let parts = cut(&[at(0.0, 179.0), at(2.0, -179.0), at(2.0, -178.0)]);
        assert_eq!(
            parts,
            vec![vec![[179.0, 0.0], [180.0, 1.0]], vec![[-180.0, 1.0], [-179.0, 2.0], [-178.0, 2.0]]]
        );
        assert_eq!(cut(&[at(0.0, 1.0)]), Vec::<Vec<Corner>>::new());
    }

    #[test]
    fn an_area_over_the_180th_meridian_is_two_polygons() {
        let exterior = vec![at(0.0, 179.0), at(0.0, -179.0), at(1.0, -179.0), at(1.0, 179.0)];
        let Geometry::MultiPolygon(polygons) = polygon(&Area::Polygon { exterior, holes: vec![] }) else {
            panic!()
        };
        assert_eq!(polygons.len(), 2);
        let lons = |at: usize| polygons[at][0].iter().map(|c| c[0]).collect::<Vec<_>>();
        assert!(lons(0).iter().all(|lon| (179.0..=180.0).contains(lon)), "{:?}", lons(0));
        assert!(lons(1).iter().all(|lon| (-180.0..=-179.0).contains(lon)), "{:?}", lons(1));
    }

    #[test]
    fn outer_rings_run_counter_clockwise_and_holes_clockwise() {
        let ring = |h: f64| vec![at(-h, -h), at(h, -h), at(h, h), at(-h, h)];
        let Geometry::MultiPolygon(polygons) =
            polygon(&Area::Polygon { exterior: ring(1.0), holes: vec![ring(0.5)] })
        else {
            panic!()
        };
        let area =
            |ring: &[Corner]| ring.windows(2).map(|w| w[0][0] * w[1][1] - w[1][0] * w[0][1]).sum::<f64>();
        assert!(area(&polygons[0][0]) > 0.0 && area(&polygons[0][1]) < 0.0);
    }
}
