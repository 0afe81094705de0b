//! The tables of events at sea, and of ships: every row, numbers not rounded. `no` is the number on the page.

use super::{header, number, text, time};
use crate::dossier::{Bearer, Cell, DataTable, Dossier, EncounterEntry, GapEntry, LoiteringEntry, ShipEntry};
use plimsoll_model::{
    DraughtChange, IdentityChange, Mmsi, Outage, Particular, Period, Position, RecordId, Track,
};
use std::collections::BTreeMap;

/// All of them.
pub(super) fn tables(dossier: &Dossier) -> Vec<DataTable> {
    vec![
        encounters(dossier),
        loitering(dossier),
        gaps(dossier),
        outages(dossier),
        shared_numbers(dossier),
        identity_changes(dossier),
        draught_changes(dossier),
        ships(dossier),
    ]
}

/// A table of numbered rows.
fn numbered<T>(
    name: &str,
    letter: &str,
    columns: &str,
    all: &[T],
    row: impl Fn(&T) -> Vec<Cell>,
) -> DataTable {
    let rows = (1..).zip(all).map(|(no, item): (usize, _)| {
        std::iter::once(Cell::Text(format!("{letter}{no}"))).chain(row(item)).collect()
    });
    DataTable { name: name.into(), header: header(&format!("no {columns}")), rows: rows.collect() }
}

fn id(record: RecordId) -> Cell {
    Cell::Text(record.to_string())
}

/// Nine digits, zeros in front kept.
fn mmsi(mmsi: Mmsi) -> Cell {
    Cell::Text(mmsi.to_string())
}

/// Number, name and record of a ship.
fn ship(of: Mmsi, bearer: &Bearer) -> [Cell; 3] {
    [mmsi(of), text(bearer.ship_name.as_ref()), text(bearer.vessel)]
}

/// Start, end and hours.
fn times(period: Period) -> [Cell; 3] {
    [
        time(Some(period.start())),
        time(Some(period.end())),
        Cell::Number(period.duration().as_secs_f64() / 3600.0),
    ]
}

/// Latitude and longitude.
fn place(position: Option<Position>) -> [Cell; 2] {
    [number(position.map(|p| p.lat_deg())), number(position.map(|p| p.lon_deg()))]
}

fn encounters(dossier: &Dossier) -> DataTable {
    let columns = "encounter mmsi_a ship_name_a vessel_a mmsi_b ship_name_b vessel_b start_utc end_utc duration_h \
                   distance_m speed_kn lat_deg lon_deg times track_a track_b";
    numbered("encounters", "E", columns, &dossier.encounters, |entry: &EncounterEntry| {
        let of = &entry.encounter;
        let mut row = vec![id(of.id)];
        row.extend(ship(of.mmsi_a, &entry.ship_a));
        row.extend(ship(of.mmsi_b, &entry.ship_b));
        row.extend(times(of.period));
        row.extend([Cell::Number(of.distance.to_metres()), Cell::Number(of.speed.to_knots())]);
        row.extend(place(Some(of.position)));
        row.extend([Cell::Int(of.times.into()), id(of.track_a), id(of.track_b)]);
        row
    })
}

fn loitering(dossier: &Dossier) -> DataTable {
    let columns = "loitering mmsi ship_name vessel start_utc end_utc duration_h distance_m speed_kn reports lat_deg \
                   lon_deg track";
    numbered("loitering", "L", columns, &dossier.loitering, |entry: &LoiteringEntry| {
        let of = &entry.loitering;
        let mut row = vec![id(of.id)];
        row.extend(ship(of.mmsi, &entry.ship));
        row.extend(times(of.period));
        row.extend([Cell::Number(of.distance.to_metres()), Cell::Number(of.speed.to_knots())]);
        row.push(Cell::Int(of.reports.into()));
        row.extend(place(Some(of.position)));
        row.push(id(of.track));
        row
    })
}

fn gaps(dossier: &Dossier) -> DataTable {
    let columns = "gap mmsi vessel start_utc end_utc duration_h no_data_h distance_m implied_speed_kn off_lat_deg \
                   off_lon_deg on_lat_deg on_lon_deg track";
    numbered("gaps", "G", columns, &dossier.gaps, |entry: &GapEntry| {
        let of = &entry.gap;
        let mut row = vec![id(of.id), mmsi(of.mmsi), text(entry.vessel)];
        row.extend(times(of.period));
        row.extend([
            Cell::Number(of.no_data.as_secs_f64() / 3600.0),
            Cell::Number(of.distance.to_metres()),
            Cell::Number(of.implied_speed.to_knots()),
        ]);
        row.extend(place(Some(of.off_position)));
        row.extend(place(Some(of.on_position)));
        row.push(id(of.track));
        row
    })
}

fn outages(dossier: &Dossier) -> DataTable {
    let columns = "outage feed start_utc end_utc duration_h reports_per_hour";
    numbered("outages", "O", columns, &dossier.outages, |outage: &Outage| {
        let mut row = vec![id(outage.id), Cell::Text(outage.feed.clone())];
        row.extend(times(outage.period));
        row.push(Cell::Number(outage.reports_per_hour));
        row
    })
}

/// A row for each track of each number.
fn shared_numbers(dossier: &Dossier) -> DataTable {
    let row = |of: &Track| {
        let times = [time(Some(of.start)), time(Some(of.end))];
        let counts = [Cell::Int(of.reports.into()), Cell::Int(of.segments.into())];
        [mmsi(of.mmsi), id(of.id)].into_iter().chain(times).chain(counts).collect()
    };
    DataTable {
        name: "shared_numbers".into(),
        header: header("mmsi track start_utc end_utc reports segments"),
        rows: dossier.shared.iter().flat_map(|number| &number.tracks).map(row).collect(),
    }
}

fn identity_changes(dossier: &Dossier) -> DataTable {
    let columns = "change mmsi property from to before_utc after_utc returns";
    numbered("identity_changes", "I", columns, &dossier.identity_changes, |change: &IdentityChange| {
        let mut row = vec![id(change.id), mmsi(change.mmsi)];
        row.extend([&change.property, &change.from, &change.to].map(|words| Cell::Text(words.clone())));
        row.extend([time(Some(change.before)), time(Some(change.after)), text(Some(change.returns))]);
        row
    })
}

fn draught_changes(dossier: &Dossier) -> DataTable {
    let columns = "change mmsi before_utc after_utc from_m to_m lat_deg lon_deg";
    numbered("draught_changes", "D", columns, &dossier.draught_changes, |change: &DraughtChange| {
        let mut row = vec![id(change.id), mmsi(change.mmsi)];
        row.extend([time(Some(change.before)), time(Some(change.after))]);
        row.extend([change.from, change.to].map(|draught| Cell::Number(draught.to_metres())));
        row.extend(place(change.position));
        row
    })
}

/// The ships: the page has cards for some hundreds only.
fn ships(dossier: &Dossier) -> DataTable {
    let mut visits: BTreeMap<RecordId, i64> = BTreeMap::new();
    dossier.visits.iter().for_each(|entry| *visits.entry(entry.visit.vessel).or_default() += 1);
    let columns = "vessel ship_name imo_number mmsis names kind length_overall_m beam_m deadweight_t \
                   deadweight_is_inferred port_visits listings";
    let row = |entry: &ShipEntry| {
        let vessel = &entry.vessel;
        let listed: Vec<&str> = entry.listings.iter().map(|listing| listing.list.as_str()).collect();
        let mmsis: Vec<String> = vessel.mmsis.iter().map(ToString::to_string).collect();
        let mid = |of: &Option<Particular>| number(of.as_ref().map(|p| p.estimate.mid()));
        vec![
            id(vessel.id),
            text(vessel.ship_name.as_ref()),
            text(vessel.imo_number),
            Cell::Text(mmsis.join("; ")),
            Cell::Text(vessel.names.join("; ")),
            Cell::Text(vessel.kind.as_str().into()),
            mid(&vessel.length_overall_m),
            mid(&vessel.beam_m),
            mid(&vessel.deadweight_t),
            text(vessel.deadweight_t.as_ref().map(|p| p.is_inferred)),
            Cell::Int(visits.get(&vessel.id).copied().unwrap_or(0)),
            Cell::Text(listed.join("; ")),
        ]
    };
    DataTable { name: "ships".into(), header: header(columns), rows: dossier.ships.iter().map(row).collect() }
}
