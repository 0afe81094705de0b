//! The west half of Los Angeles harbour, 2021-01-05: ten ships placed by eye, three ways to say what is land.

use crate::detect_params::{detect_params, land_params, taught_params};
use flate2::read::GzDecoder;
use plimsoll_imagery::{
    DetectParams, Detections, LandMask, LandSources, OpenOptions, OpenedScene, SampleKind, detect, open_scene,
};
use plimsoll_model::evidence::Key;
use plimsoll_model::{Area, Detection, DetectionKind, Position, RecordId, RecordKind};
use serde_json::Value;
use std::io::{Cursor, Read};

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/");

/// The bytes of a real file, decompressed; `None`, and a word about it, where it is not there.
pub(crate) fn real(path: &str) -> Option<Vec<u8>> {
    let Ok(bytes) = std::fs::read(format!("{DATA}{path}")) else {
        println!("SKIPPED: {path} is not here");
        return None;
    };
    if !path.ends_with(".gz") {
        return Some(bytes);
    }
    let mut out = Vec::new();
    GzDecoder::new(&*bytes).read_to_end(&mut out).unwrap();
    Some(out)
}

/// A mark of whoever looked at the image.
struct Mark {
    id: String,
    is_ship: bool,
    position: Position,
    /// First and last sample, first and last line.
    bounds: [f64; 4],
}

fn at(v: &Value) -> Position {
    Position::from_lat_lon(v[1].as_f64().unwrap(), v[0].as_f64().unwrap()).unwrap()
}

fn marks(bytes: &[u8]) -> Vec<Mark> {
    let json: Value = serde_json::from_slice(bytes).unwrap();
    let features = json["features"].as_array().unwrap();
    features
        .iter()
        .map(|f| {
            let p = &f["properties"];
            let b = |i: usize| p["bbox_px"][i].as_f64().unwrap();
            Mark {
                id: p["id"].as_str().unwrap().to_owned(),
                is_ship: p["cls"] == "ship",
                position: at(&f["geometry"]["coordinates"]),
                bounds: [b(0), b(2), b(1), b(3)],
            }
        })
        .collect()
}

/// Polygons of a GeoJSON file.
pub(crate) fn areas(bytes: &[u8]) -> Vec<Area> {
    let json: Value = serde_json::from_slice(bytes).unwrap();
    let ring = |v: &Value| v.as_array().unwrap().iter().map(at).collect::<Vec<_>>();
    let polygon = |v: &Value| {
        let mut rings = v.as_array().unwrap().iter().map(ring);
        Area::Polygon { exterior: rings.next().unwrap(), holes: rings.collect() }
    };
    let mut out = Vec::new();
    for f in json["features"].as_array().unwrap() {
        let g = &f["geometry"];
        if g["type"] == "Polygon" {
            out.push(polygon(&g["coordinates"]));
        } else {
            out.extend(g["coordinates"].as_array().unwrap().iter().map(polygon));
        }
    }
    out
}

struct Harbour {
    tiff: Vec<u8>,
    land: Vec<Area>,
    piers: Vec<Area>,
    marks: Vec<Mark>,
}

fn harbour() -> Option<Harbour> {
    let piers = concat!(env!("CARGO_MANIFEST_DIR"), "/../../cases/san-pedro/piers.geojson");
    Some(Harbour {
        tiff: real("sar/s1_port_of_la_20210105/west_db_30m.tif")?,
        land: areas(&real("geo/land_gshhg_full/la_long_beach.geojson.gz")?),
        piers: std::fs::read(piers).map(|b| areas(&b)).unwrap_or_default(),
        marks: marks(&real("sar/s1_port_of_la_20210105/west_labels.geojson")?),
    })
}

fn opened(tiff: &[u8]) -> OpenedScene {
    let options =
        OpenOptions { kind: Some(SampleKind::Db), pixel_spacing_m: None, band_polarisations: Vec::new() };
    open_scene("west_db_30m.tif", Box::new(Cursor::new(tiff.to_vec())), &options).unwrap()
}

fn run(harbour: &Harbour, piers: &[Area], params: &DetectParams) -> Detections {
    let scene = opened(&harbour.tiff);
    let (lines, samples) = (scene.raster.lines(), scene.raster.samples());
    let sources = LandSources { land: &harbour.land, piers, ..LandSources::default() };
    let land = LandMask::of(&sources, &scene.geometry, lines, samples, &land_params()).unwrap();
    let id = RecordId::of(RecordKind::Scene, &[Key::Text("los angeles")]);
    let mut rasters = vec![scene.raster];
    detect(&mut rasters, &scene.geometry, id, Some(&land), &[], params).unwrap()
}

/// Within 100 m of a mark, or in its box.
fn is_at(d: &Detection, mark: &Mark) -> bool {
    let near = d.position.is_some_and(|p| p.distance_to(mark.position).to_metres() <= 100.0);
    let [left, right, top, bottom] = mark.bounds;
    near || (left <= d.sample && d.sample <= right && top <= d.line && d.line <= bottom)
}

fn show(name: &str, harbour: &Harbour, found: &Detections) -> usize {
    for note in &found.notes {
        println!("{name}: {note}");
    }
    let mut hits = 0;
    for mark in &harbour.marks {
        let best = found.detections.iter().filter(|d| is_at(d, mark)).map(|d| d.kind.as_str());
        let kinds: Vec<&str> = best.collect();
        hits += usize::from(mark.is_ship && kinds.contains(&"ship"));
        println!("{name}: {} {} -> {kinds:?}", if mark.is_ship { "ship" } else { "uncertain" }, mark.id);
    }
    for d in &found.detections {
        let marked = harbour.marks.iter().find(|m| is_at(d, m)).map_or("", |m| &m.id);
        println!(
            "{name}: {:6.1} {:6.1} {:12} {:8} {:4} L {:>4} [{} {} {} {}] {}",
            d.line,
            d.sample,
            d.kind.as_str(),
            d.quality.as_str(),
            marked,
            d.length_m.map_or_else(|| "-".to_owned(), |l| format!("{:.0}", l.mid())),
            d.window.line,
            d.window.sample,
            d.window.lines,
            d.window.samples,
            d.reasons.join("; ")
        );
    }
    let ships = found.detections.iter().filter(|d| d.kind == DetectionKind::Ship).count();
    println!("{name}: {hits} of 10 marked ships found, {ships} ships, {} detections", found.detections.len());
    hits
}

#[test]
fn the_ten_marked_ships_are_found_with_the_coastline_alone() {
    let Some(harbour) = harbour() else { return };
    let found = run(&harbour, &[], &detect_params());
    assert_eq!(show("coastline alone", &harbour, &found), 10);
}

#[test]
fn the_ten_marked_ships_are_found_with_piers() {
    let Some(harbour) = harbour() else { return };
    let found = run(&harbour, &harbour.piers, &detect_params());
    assert_eq!(show("with piers", &harbour, &found), 10);
}

#[test]
fn the_ten_marked_ships_are_found_with_what_one_scene_teaches() {
    let Some(harbour) = harbour() else { return };
    let found = run(&harbour, &[], &DetectParams { taught: Some(taught_params()), ..detect_params() });
    assert_eq!(show("taught", &harbour, &found), 10);
}
