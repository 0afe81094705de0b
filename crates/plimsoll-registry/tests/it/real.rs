//! Real lists and zones, where they are; and what no change of their bytes may do.

use crate::demonstration::mapping;
use flate2::read::GzDecoder;
use plimsoll_model::evidence::Key;
use plimsoll_model::{Claim, ClaimSubject, ExhibitId, Length, Position, RecordId, RecordKind};
use plimsoll_registry::{ColumnMapping, PlaceKeys, Rows, claims, coastline, places};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

pub(crate) fn exhibit() -> ExhibitId {
    RecordId::of(RecordKind::Exhibit, &[Key::Text("real")])
}

/// The bytes of a real file, decompressed; `None`, and a word about it, where it is not there.
pub(crate) fn real(path: &str) -> Option<Vec<u8>> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/");
    let Ok(bytes) = std::fs::read(format!("{folder}{path}")) else {
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

fn eu_mrv() -> ColumnMapping {
    let pairs = [
        ("imo_number", "imo"),
        ("ship_name", "name"),
        ("ship_type", "ship_type"),
        ("flag", "port_of_registry"),
    ];
    mapping("EU MRV 2018-2020", &pairs)
}

fn lng_fleet() -> ColumnMapping {
    let pairs = [
        ("imo_number", "imo"),
        ("ship_name", "name_owner_builder_raw"),
        ("tank_volume_m3", "capacity_cm"),
        ("built_year", "delivery_year"),
    ];
    mapping("IGU LNG fleet 2025", &pairs)
}

/// Prints claims and rejects by property or reason, and how many subjects there are.
fn print(name: &str, rows: &Rows<Claim>) {
    let subjects: BTreeSet<_> = rows.rows.iter().map(|c| c.subject).collect();
    println!(
        "{name}: {} claims on {} ships, {} rejects",
        rows.rows.len(),
        subjects.len(),
        rows.rejects.len()
    );
    let mut properties: BTreeMap<&str, usize> = BTreeMap::new();
    for claim in &rows.rows {
        *properties.entry(&claim.property).or_insert(0) += 1;
    }
    println!("  {properties:?}");
    for reject in rows.rejects.iter().take(12) {
        println!("  line {}: {}", reject.source.line, reject.reason);
    }
}

#[test]
fn eu_mrv_is_read_whole() {
    let Some(bytes) = real("registry/eu_mrv_2018_2020.csv.gz") else { return };
    let rows = claims(&*bytes, exhibit(), &eu_mrv()).unwrap();
    print("EU MRV 2018-2020", &rows);
    let subjects: BTreeSet<_> = rows.rows.iter().map(|c| c.subject).collect();
    let lines = bytes.split(|b| *b == b'\n').filter(|l| !l.is_empty()).count() - 1;
    let numbers = rows.rows.iter().filter(|c| c.property == "imo_number").count();
    let rejected: BTreeSet<_> = rows.rejects.iter().map(|r| r.source.line).collect();
    assert_eq!(numbers + rejected.len(), lines, "a row is neither a ship nor a reject");
    let is_invented = |s: &&ClaimSubject| matches!(s, ClaimSubject::Imo(n) if n.value() / 1_000_000 == 2);
    assert_eq!(
        subjects.iter().filter(is_invented).count(),
        0,
        "the demonstration's IMO number could be a ship's"
    );
    assert!(subjects.len() > 16_000 && rejected.len() * 1000 < lines);
}

#[test]
fn the_lng_fleet_is_read_whole() {
    let Some(bytes) = real("registry/lng_fleet_igu_2025.csv.gz") else { return };
    let rows = claims(&*bytes, exhibit(), &lng_fleet()).unwrap();
    print("LNG fleet, IGU 2025", &rows);
    let volumes = rows.rows.iter().filter(|c| c.property == "tank_volume_m3");
    let volumes: Vec<f64> = volumes.map(|c| c.value.parse().unwrap()).collect();
    let (least, most) = volumes.iter().fold((f64::MAX, 0.0), |(a, b), v| (f64::min(a, *v), f64::max(b, *v)));
    println!("  tank volumes from {least} to {most} m3");
    assert!(volumes.len() > 700 && volumes.iter().all(|v| (1_000.0..280_000.0).contains(v)));
}

#[test]
fn offsets_point_at_the_line_that_was_read() {
    let Some(bytes) = real("registry/eu_mrv_2018_2020.csv.gz") else { return };
    let rows = claims(&*bytes, exhibit(), &eu_mrv()).unwrap();
    let (mut line, mut counted) = (1, 0);
    for claim in rows.rows.iter().filter(|c| c.property == "imo_number").step_by(7) {
        let start = usize::try_from(claim.source.byte_offset).unwrap();
        assert!(bytes[start..].starts_with(claim.original_value.as_bytes()), "{claim:?}");
        line += bytes[counted..start].iter().filter(|b| **b == b'\n').count() as u64;
        counted = start;
        assert_eq!(claim.source.line, line);
    }
}

#[test]
fn company_numbers_are_caught_by_the_check_digit() {
    let Some(bytes) = real("sanctions/ofac_sdn_2023-11.csv.gz") else { return };
    let text = String::from_utf8_lossy(&bytes);
    let mut tables = [String::from("number\n"), String::from("number\n")];
    for line in text.lines() {
        let is_vessel = line.contains("\"vessel\"") || line.contains(",vessel,");
        for (at, _) in line.match_indices("IMO ") {
            let number: String = line[at + 4..].chars().take_while(char::is_ascii_digit).collect();
            if number.len() == 7 {
                tables[usize::from(is_vessel)].push_str(&format!("{number}\n"));
            }
        }
    }
    let mapping = mapping("OFAC", &[("imo_number", "number")]);
    let [others, vessels] = tables.map(|table| claims(table.as_bytes(), exhibit(), &mapping).unwrap());
    println!("OFAC ships: {} read, {} rejected", vessels.rows.len(), vessels.rejects.len());
    println!("OFAC companies and persons: {} read, {} rejected", others.rows.len(), others.rejects.len());
    assert!(vessels.rows.len() > 600 && vessels.rejects.is_empty());
    assert!(others.rejects.len() * 10 > 8 * (others.rows.len() + others.rejects.len()));
}

#[test]
fn the_terminals_of_burrard_inlet_and_kitimat_are_read() {
    let Some(bytes) = real("ais/portcalls_burrard/terminal_zones.geojson") else { return };
    let rows = places(&*bytes, exhibit(), &PlaceKeys { name: "name".into(), radius: None }).unwrap();
    let names: Vec<_> = rows.rows.iter().map(|p| p.name.as_str()).collect();
    println!("terminal zones: {names:?}");
    assert_eq!(names, ["parkland", "suncor", "westridge", "burrard_inlet", "kitimat", "kitimat_bbox"]);
    let westridge = Position::from_lat_lon(49.2915, -122.954).unwrap();
    let inside: Vec<_> =
        rows.rows.iter().filter(|p| p.areas[0].contains(westridge)).map(|p| p.name.as_str()).collect();
    assert_eq!(inside, ["westridge", "burrard_inlet"]);
}

#[test]
fn the_land_of_northeast_asia_is_read() {
    let Some(bytes) = real("geo/land_gshhg_high_northeast_asia.geojson.gz") else { return };
    let rows = coastline(&*bytes, exhibit()).unwrap();
    let positions: usize = rows.rows.iter().map(Vec::len).sum();
    println!(
        "GSHHG north-east Asia: {} lines, {positions} positions, {} rejects",
        rows.rows.len(),
        rows.rejects.len()
    );
    assert!(rows.rows.len() > 1_500 && positions > 40_000 && rows.rejects.is_empty());
}

/// A stream of numbers from a seed (Marsaglia 2003, xorshift64), for changing bytes.
fn next(state: &mut u64) -> usize {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    usize::try_from(*state >> 33).unwrap()
}

/// Copies of the first bytes of a file, each with a few bytes changed, doubled, dropped or cut off.
pub(crate) fn changed(bytes: &[u8], length: usize, copies: usize, check: impl Fn(&[u8])) {
    const NASTY: &[u8] = b"\"\n\r,;\t\0\xff[]{}:0-e.\xef\xbb\xbf";
    let mut state = 0x9e37_79b9_7f4a_7c15;
    for _ in 0..copies {
        let mut copy = bytes[..bytes.len().min(length)].to_vec();
        for _ in 0..=next(&mut state) % 6 {
            let at = next(&mut state) % copy.len().max(1);
            match next(&mut state) % 4 {
                _ if copy.is_empty() => {}
                0 => copy[at] = NASTY[next(&mut state) % NASTY.len()],
                1 => copy.insert(at, NASTY[next(&mut state) % NASTY.len()]),
                2 => drop(copy.remove(at)),
                _ => copy.truncate(at + 1),
            }
        }
        check(&copy);
    }
}

#[test]
fn no_change_of_a_real_register_panics_or_loses_a_row() {
    for (path, mapping) in
        [("registry/eu_mrv_2018_2020.csv.gz", eu_mrv()), ("registry/lng_fleet_igu_2025.csv.gz", lng_fleet())]
    {
        let Some(bytes) = real(path) else { return };
        changed(&bytes, 3_000, 400, |copy| {
            let Ok(rows) = claims(copy, exhibit(), &mapping) else { return };
            let ids: BTreeSet<_> =
                rows.rows.iter().map(|c| c.id).chain(rows.rejects.iter().map(|r| r.id)).collect();
            assert_eq!(ids.len(), rows.rows.len() + rows.rejects.len());
        });
    }
}

#[test]
fn no_change_of_real_zones_panics() {
    let Some(bytes) = real("ais/portcalls_burrard/terminal_zones.geojson") else { return };
    let keys =
        PlaceKeys { name: "name".into(), radius: Some(("radius_nm".into(), Length::nautical_miles(1.0))) };
    changed(&bytes, 2_000, 300, |copy| {
        if let Ok(rows) = places(copy, exhibit(), &keys) {
            assert!(rows.rows.iter().all(|p| !p.areas.is_empty()));
        }
        let _ = coastline(copy, exhibit());
    });
}
