//! The tables beside the page, as CSV (RFC 4180) that no spreadsheet takes for a program.

mod events;
mod lists;
mod scenes;
mod waterlines;

use crate::dossier::{Cell, DataTable, Dossier, ShipEntry, VisitEntry};
use crate::section::annex;
use jiff::Timestamp;
use plimsoll_model::{Draught, DraughtPair, DraughtSource, Estimate};
use std::collections::BTreeSet;

/// The bytes of a table: comma, CR LF, quotes where needed, header first.
pub(crate) fn csv_bytes(table: &DataTable) -> Vec<u8> {
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).flexible(true).from_writer(Vec::new());
    let rows = table.rows.iter().map(|row| row.iter().map(written).collect::<Vec<String>>());
    for record in std::iter::once(table.header.iter().map(|name| harmless(name)).collect()).chain(rows) {
        writer.write_record(&record).expect("a vector takes all bytes");
    }
    writer.into_inner().expect("a vector takes all bytes")
}

/// A cell as text.
fn written(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => harmless(text),
        Cell::Int(number) => number.to_string(),
        Cell::Number(number) if number.is_finite() => number.to_string(),
        Cell::Number(_) => String::new(),
    }
}

/// A text that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, CSV injection: a cell that
/// begins with = + - @, tab or carriage return).
fn harmless(text: &str) -> String {
    let is_formula = text
        .starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}']);
    if is_formula { format!("'{text}") } else { text.into() }
}

/// The tables of a dossier with their file names, ours first. Names are made safe and unique.
pub(crate) fn tables(dossier: &Dossier) -> Vec<(String, DataTable)> {
    let own = [annex_table(dossier), ledger_table(dossier), visits_table(dossier)];
    let own = own
        .into_iter()
        .chain(events::tables(dossier))
        .chain(lists::tables(dossier))
        .chain(scenes::tables(dossier))
        .chain(waterlines::tables(dossier));
    let mut taken = BTreeSet::new();
    own.chain(dossier.tables.iter().cloned())
        .map(|table| {
            let name = safe_name(&table.name);
            let free = (1..).map(|k| if k == 1 { name.clone() } else { format!("{name}-{k}") });
            let name = free.into_iter().find(|name| taken.insert(name.clone())).unwrap_or(name);
            (format!("{name}.csv"), marked(table, dossier.is_simulated))
        })
        .collect()
}

/// A file name of lower-case letters, digits, `-` and `_`.
fn safe_name(name: &str) -> String {
    let is_safe = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
    let name: String = name.chars().take(60).map(|c| if is_safe(c) { c } else { '_' }).collect();
    if name.is_empty() { "table".into() } else { name }
}

/// The table with a last column that says whether its observations are simulated: a CSV file travels alone.
fn marked(mut table: DataTable, is_simulated: bool) -> DataTable {
    table.header.push("is_simulated".into());
    table.rows.iter_mut().for_each(|row| row.push(Cell::Text(is_simulated.to_string())));
    table
}

fn text(value: Option<impl ToString>) -> Cell {
    value.map_or(Cell::Empty, |value| Cell::Text(value.to_string()))
}

fn number(value: Option<f64>) -> Cell {
    value.map_or(Cell::Empty, Cell::Number)
}

fn time(value: Option<Timestamp>) -> Cell {
    text(value)
}

/// Low, middle and high in three cells.
fn three(estimate: Option<Estimate<f64>>) -> [Cell; 3] {
    estimate
        .map_or([Cell::Empty, Cell::Empty, Cell::Empty], |e| [e.low(), e.mid(), e.high()].map(Cell::Number))
}

/// A header from words between spaces.
fn header(names: &str) -> Vec<String> {
    names.split_whitespace().map(Into::into).collect()
}

/// The annex table, numbers not rounded.
fn annex_table(dossier: &Dossier) -> DataTable {
    let ships = annex::by_record(dossier);
    let mut names = header(
        "visit ship_name imo_number arrival_utc place deadweight_t deadweight_is_inferred draught_arrival_m draught_departure_m",
    );
    names.extend(annex::scenarios().map(annex::csv_heading));
    names.extend(header(
        "estimate_low_bbl estimate_mid_bbl estimate_high_bbl convention is_documented not_counted cargo",
    ));
    let rows =
        dossier.visits.iter().map(|entry| annex_row(dossier, entry, ships.get(&entry.visit.vessel).copied()));
    DataTable { name: "annex".into(), header: names, rows: rows.collect() }
}

fn annex_row(dossier: &Dossier, entry: &VisitEntry, ship: Option<&ShipEntry>) -> Vec<Cell> {
    let vessel = ship.map(|ship| &ship.vessel);
    let deadweight = vessel.and_then(|vessel| vessel.deadweight_t.as_ref());
    let (draughts, cargo) = (entry.draughts.as_ref(), entry.cargo.as_ref());
    let mut row = vec![
        Cell::Text(entry.visit.id.to_string()),
        text(vessel.and_then(|vessel| vessel.ship_name.as_ref())),
        text(vessel.and_then(|vessel| vessel.imo_number)),
        time(Some(entry.visit.start)),
        Cell::Text(entry.visit.place.clone()),
        number(deadweight.map(|deadweight| deadweight.estimate.mid())),
        text(deadweight.map(|deadweight| deadweight.is_inferred)),
        number(draughts.and_then(|d| d.arrival_m).map(|d| d.mid())),
        number(draughts.and_then(|d| d.departure_m).map(|d| d.mid())),
    ];
    row.extend(annex::scenarios().map(|scenario| number(annex::at_share(entry, scenario))));
    row.extend(three(annex::volume(dossier, entry)));
    row.extend([
        Cell::Text(dossier.annex.convention.as_str().into()),
        text(cargo.map(|cargo| cargo.is_documented)),
        text(cargo.and_then(|cargo| cargo.not_counted.as_ref())),
        text(cargo.map(|cargo| cargo.id)),
    ]);
    row
}

/// The ledger.
fn ledger_table(dossier: &Dossier) -> DataTable {
    let rows = dossier.ledger.iter().map(|line| {
        let mut row = vec![
            Cell::Text(line.id.to_string()),
            Cell::Text(line.cap_id.clone()),
            time(Some(line.period.start())),
            time(Some(line.period.end())),
            Cell::Text(line.convention.as_str().into()),
            Cell::Text(line.scenario.to_word()),
            Cell::Text(line.date.to_string()),
            number(line.cap_bbl),
        ];
        row.extend(three(Some(line.cumulative_bbl)));
        row.extend([Cell::Number(line.notified_bbl), number(line.p_exceeded), Cell::Int(line.calls.into())]);
        row
    });
    let header = header(
        "ledger_line cap_id period_start_utc period_end_utc convention scenario date cap_bbl cumulative_low_bbl \
         cumulative_mid_bbl cumulative_high_bbl notified_bbl p_exceeded port_visits",
    );
    DataTable { name: "ledger".into(), header, rows: rows.collect() }
}

/// The port visits.
fn visits_table(dossier: &Dossier) -> DataTable {
    let header = header(
        "visit vessel mmsi place start_utc end_utc not_before_utc not_after_utc confidence evidence reports \
         draught_arrival_sent_m draught_departure_sent_m draught_departure_utc reading draught_arrival_low_m \
         draught_arrival_mid_m draught_arrival_high_m draught_departure_low_m draught_departure_mid_m \
         draught_departure_high_m draught_arrival_source draught_departure_source draught_arrival_sd_m \
         draught_departure_sd_m draught_hull_sd_m cargo product cargo_low_t cargo_mid_t cargo_high_t volume_low_bbl volume_mid_bbl \
         volume_high_bbl volume_committee_low_bbl volume_committee_mid_bbl volume_committee_high_bbl is_documented \
         p_loaded not_counted",
    );
    let rows = dossier.visits.iter().map(visit_row);
    DataTable { name: "visits".into(), header, rows: rows.collect() }
}

fn visit_row(entry: &VisitEntry) -> Vec<Cell> {
    let visit = &entry.visit;
    let mut row = vec![
        Cell::Text(visit.id.to_string()),
        Cell::Text(visit.vessel.to_string()),
        Cell::Text(visit.mmsi.to_string()),
        Cell::Text(visit.place.clone()),
        time(Some(visit.start)),
        time(Some(visit.end)),
        time(visit.not_before),
        time(visit.not_after),
        Cell::Int(visit.confidence.value().into()),
        Cell::Text(visit.evidence.as_str().into()),
        Cell::Int(visit.reports.into()),
        number(visit.draught_arrival.map(Draught::to_metres)),
        number(visit.draught_departure.map(Draught::to_metres)),
        time(visit.draught_departure_time),
    ];
    row.extend(draught_cells(entry));
    row.extend(cargo_cells(entry));
    row
}

fn draught_cells(entry: &VisitEntry) -> Vec<Cell> {
    let draughts = entry.draughts.as_ref();
    let mut cells = vec![text(draughts.map(|draughts| draughts.reading.as_str()))];
    cells.extend(three(draughts.and_then(|draughts| draughts.arrival_m)));
    cells.extend(three(draughts.and_then(|draughts| draughts.departure_m)));
    let source = |of: fn(&DraughtPair) -> Option<DraughtSource>| {
        text(draughts.and_then(of).map(DraughtSource::as_str))
    };
    cells.extend([source(|d| d.arrival_source), source(|d| d.departure_source)]);
    cells.extend(draughts.map_or([None; 3], |d| [d.arrival_sd_m, d.departure_sd_m, d.hull_sd_m]).map(number));
    cells
}

fn cargo_cells(entry: &VisitEntry) -> Vec<Cell> {
    let cargo = entry.cargo.as_ref();
    let mut cells = vec![text(cargo.map(|cargo| cargo.id)), text(cargo.and_then(|cargo| cargo.product))];
    cells.extend(three(cargo.and_then(|cargo| cargo.cargo_t)));
    cells.extend(three(cargo.and_then(|cargo| cargo.volume_bbl)));
    cells.extend(three(cargo.and_then(|cargo| cargo.volume_committee_bbl)));
    cells.push(text(cargo.map(|cargo| cargo.is_documented)));
    cells.push(number(cargo.and_then(|cargo| cargo.p_loaded)));
    cells.push(text(cargo.and_then(|cargo| cargo.not_counted.as_ref())));
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_is_a_formula_and_no_number_is_spoiled() {
        let row = vec![
            Cell::Text("=1+1".into()),
            Cell::Text("-SHIP, \"A\"\r\n".into()),
            Cell::Number(-3.5),
            Cell::Int(-7),
            Cell::Empty,
            Cell::Number(f64::NAN),
        ];
        let table = DataTable { name: "t".into(), header: header("@a b c d e f"), rows: vec![row] };
        let text = String::from_utf8(csv_bytes(&table)).unwrap();
        assert_eq!(text, "'@a,b,c,d,e,f\r\n'=1+1,\"'-SHIP, \"\"A\"\"\r\n\",-3.5,-7,,\r\n");
    }

    #[test]
    fn file_names_cannot_leave_the_folder() {
        assert_eq!(safe_name("../../etc/passwd"), "______etc_passwd");
        assert_eq!(safe_name(""), "table");
    }
}
