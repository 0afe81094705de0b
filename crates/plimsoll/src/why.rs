//! Walking from a record back to the bytes.
//!
//! Records are fetched level by level: each level is one scan of each table concerned, so that a case of many rows
//! is walked without holding its tables.

use crate::error::UserError;
use crate::stage::CaseFolder;
use plimsoll_case::exhibit;
use plimsoll_case::store::Store;
use plimsoll_case::tables::{Cell, TableRow, TableSpec};
use plimsoll_model::{Mmsi, PixelWindow, PositionReport, RecordId, RecordKind, Source};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Read};

/// A row of some table, with what it stands on.
#[derive(Clone, Debug)]
pub struct Record {
    /// Which record.
    pub id: RecordId,
    /// The table it is a row of.
    pub table: &'static TableSpec,
    /// Its cells, in the order of the columns.
    pub cells: Vec<Cell>,
    /// The records that it stands on.
    pub parents: Vec<RecordId>,
    /// Where it was read, for a record that was read from an exhibit.
    pub source: Option<Source>,
}

impl Record {
    /// What tells a person which row it is: the label columns of its table.
    pub fn label(&self) -> String {
        if self.id.kind() == RecordKind::SeasonNumber {
            return self.season_number();
        }
        let part = |name: &&str| {
            let at = self.table.columns.iter().position(|c| c.name == *name)?;
            let unit = match self.table.columns[at].unit {
                "-" | "UTC" | "0-1" | "1-4" => "",
                unit => unit,
            };
            let text = match &self.cells[at] {
                Cell::Null => return None,
                Cell::Float(number) => grouped(*number),
                Cell::Time(time) => time.strftime("%Y-%m-%d %H:%MZ").to_string(),
                other => other.to_text(),
            };
            Some(if unit.is_empty() { text } else { format!("{text} {unit}") })
        };
        self.table.label.iter().filter_map(part).collect::<Vec<_>>().join(", ")
    }

    /// What a number of the season is, with its interval; days as dates.
    fn season_number(&self) -> String {
        let unit = self.text("unit");
        let is_date = unit == "date";
        let of = |column: &str| self.text(column).parse::<f64>().ok();
        let shown = |value: Option<f64>| match value {
            Some(days) if is_date => date_of(days),
            Some(number) => grouped(number),
            None if is_date => "beyond the last day".to_owned(),
            None => "unknown".to_owned(),
        };
        let [low, mid, high] = ["low", "mid", "high"].map(|column| shown(of(column)));
        let unit = if is_date { String::new() } else { format!(" {unit}") };
        let interval = if low == high { String::new() } else { format!(" (90 % interval {low} to {high})") };
        format!("{}: {mid}{unit}{interval}", self.text("what"))
    }

    /// The radios that it names.
    fn radios(&self) -> impl Iterator<Item = Mmsi> + '_ {
        let columns = self.table.columns.iter().zip(&self.cells);
        columns.filter(|(column, _)| column.name.starts_with("mmsi")).filter_map(|(_, cell)| match cell {
            Cell::Int(number) => u32::try_from(*number).ok().and_then(|n| Mmsi::new(n).ok()),
            _ => None,
        })
    }

    /// The cell of a column as text; empty if absent.
    pub fn text(&self, column: &str) -> String {
        let at = self.table.columns.iter().position(|c| c.name == column);
        at.map(|at| self.cells[at].to_text()).unwrap_or_default()
    }
}

/// The day that lies so many days after 1 January 1970; the number itself where no calendar has it.
fn date_of(days: f64) -> String {
    let second = days.floor() * 86_400.0;
    let time = (second.abs() < 1e12).then(|| jiff::Timestamp::from_second(second as i64).ok()).flatten();
    time.map_or_else(|| grouped(days), |time| time.strftime("%Y-%m-%d").to_string())
}

/// A number for a person: whole and in groups of three from a thousand on, else with at most four decimals.
pub fn grouped(number: f64) -> String {
    if number.abs() < 1000.0 {
        let text = format!("{number:.4}");
        return text.trim_end_matches('0').trim_end_matches('.').to_owned();
    }
    let digits = format!("{:.0}", number.abs());
    let groups: Vec<_> =
        digits.as_bytes().rchunks(3).rev().map(|g| String::from_utf8_lossy(g).into_owned()).collect();
    format!("{}{}", if number < 0.0 { "-" } else { "" }, groups.join(","))
}

/// The table that holds records of a kind; `None` for exhibits, which stand in the manifest.
pub fn table_of(kind: RecordKind) -> Option<&'static TableSpec> {
    let name = match kind {
        RecordKind::Exhibit => return None,
        RecordKind::Reject => "rejects",
        RecordKind::PositionReport => "position_reports",
        RecordKind::Track => "tracks",
        RecordKind::Segment => "segments",
        RecordKind::Noise => "noise",
        RecordKind::Outage => "outages",
        RecordKind::ReceptionSlot => "reception",
        RecordKind::ReceiverClock => "receiver_clocks",
        RecordKind::PortStay => "port_stays",
        RecordKind::Loitering => "loitering",
        RecordKind::SlowPoint => "slow_points",
        RecordKind::Encounter => "encounters",
        RecordKind::DraughtChange => "draught_changes",
        RecordKind::IdentityChange => "identity_changes",
        RecordKind::StaticReport => "static_reports",
        RecordKind::StationReport => "station_reports",
        RecordKind::Claim => "claims",
        RecordKind::ListVersion => "list_versions",
        RecordKind::ListEntry => "list_entries",
        RecordKind::Designation => "designations",
        RecordKind::ListMatch => "list_matches",
        RecordKind::Listing => "listings",
        RecordKind::Scene => "scenes",
        RecordKind::Look => "effort",
        RecordKind::Detection => "detections",
        RecordKind::BerthLook => "berth_looks",
        RecordKind::Occupancy => "occupancy",
        RecordKind::Association => "associations",
        RecordKind::Measurement => "measurements",
        RecordKind::WaterlineReading => "waterlines",
        RecordKind::Place => "places",
        RecordKind::ReportedVolume => "reported_volumes",
        RecordKind::Cap => "caps",
        RecordKind::Statement => "statements",
        RecordKind::Reconciliation => "reconciliations",
        RecordKind::Challenge => "challenges",
        RecordKind::Vessel => "vessels",
        RecordKind::Gap => "gaps",
        RecordKind::Silence => "silences",
        RecordKind::Reach => "reaches",
        RecordKind::PortVisit => "port_visits",
        RecordKind::Voyage => "voyages",
        RecordKind::DraughtPair => "draughts",
        RecordKind::Cargo => "cargoes",
        RecordKind::Sighting => "sightings",
        RecordKind::Candidate => "candidates",
        RecordKind::PortCall => "port_calls",
        RecordKind::SeasonVoyage => "season_voyages",
        RecordKind::SeasonNumber => "season_numbers",
        RecordKind::SeasonDay => "season_ledger",
        RecordKind::SeasonWeek => "season_weeks",
        RecordKind::VarianceShare => "season_variance",
        RecordKind::ChainCheck => "season_chains",
        RecordKind::LedgerLine => "ledger",
        RecordKind::Crossing => "crossings",
        RecordKind::Sensitivity => "sensitivities",
        RecordKind::Finding => "findings",
    };
    crate::cli::show::table_named(name)
}

/// The records named and all that they stand on. One that no table holds is left out.
pub fn gather(store: &Store, roots: &[RecordId]) -> Result<BTreeMap<RecordId, Record>, UserError> {
    let mut found: BTreeMap<RecordId, Record> = BTreeMap::new();
    let mut wanted: BTreeSet<RecordId> = roots.iter().copied().collect();
    while !wanted.is_empty() {
        let mut next = BTreeSet::new();
        let tables: BTreeSet<_> =
            wanted.iter().filter_map(|id| table_of(id.kind())).map(|t| t.name).collect();
        for spec in tables.into_iter().filter_map(crate::cli::show::table_named) {
            fetch(store, spec, &wanted, &mut found)?;
        }
        if wanted.iter().any(|id| id.kind() == RecordKind::LedgerLine) {
            flatten_ledger(store, &mut found)?;
        }
        for id in &wanted {
            let parents = found.get(id).map(|r| r.parents.as_slice()).unwrap_or_default();
            next.extend(
                parents.iter().copied().filter(|p| !found.contains_key(p) && p.kind() != RecordKind::Exhibit),
            );
        }
        // What was looked for and not found is not looked for again.
        next.retain(|id| !wanted.contains(id));
        wanted = next;
    }
    Ok(found)
}

/// A ledger line stands on the line before it and on what its day adds. For a reader it stands on all that is in the
/// sum: each chain of lines is followed to its start.
fn flatten_ledger(store: &Store, found: &mut BTreeMap<RecordId, Record>) -> Result<(), UserError> {
    let Some(spec) = table_of(RecordKind::LedgerLine) else { return Ok(()) };
    let mut adds: BTreeMap<RecordId, Vec<RecordId>> = BTreeMap::new();
    store.scan(spec, |row| {
        adds.insert(row.id(spec.columns[0].name)?, row.ids("parents")?);
        Ok(true)
    })?;
    for record in found.values_mut().filter(|r| r.id.kind() == RecordKind::LedgerLine) {
        let mut all = BTreeSet::new();
        let mut queue = vec![record.id];
        while let Some(line) = queue.pop() {
            for parent in adds.get(&line).into_iter().flatten() {
                if parent.kind() == RecordKind::LedgerLine {
                    queue.push(*parent);
                } else {
                    all.insert(*parent);
                }
            }
        }
        record.parents = all.into_iter().collect();
    }
    Ok(())
}

fn fetch(
    store: &Store,
    spec: &'static TableSpec,
    wanted: &BTreeSet<RecordId>,
    found: &mut BTreeMap<RecordId, Record>,
) -> Result<(), UserError> {
    if spec.name == PositionReport::SPEC.name {
        return fetch_positions(store, spec, wanted, found);
    }
    let mut left =
        wanted.iter().filter(|id| table_of(id.kind()).is_some_and(|t| t.name == spec.name)).count();
    store.scan(spec, |row| {
        let id = row.id(spec.columns[0].name)?;
        if wanted.contains(&id) {
            let parents = if spec.column("parents").is_some() { row.ids("parents")? } else { Vec::new() };
            let source = if spec.column("byte_offset").is_some() { Some(row.source()?) } else { None };
            found.insert(id, Record { id, table: spec, cells: row.cells.to_vec(), parents, source });
            left -= 1;
        }
        Ok(left > 0)
    })?;
    Ok(())
}

/// Position reports have no stored identifier: they are looked for in the buckets of the radios that the records found so
/// far name, and only if that was not enough in all.
fn fetch_positions(
    store: &Store,
    spec: &'static TableSpec,
    wanted: &BTreeSet<RecordId>,
    found: &mut BTreeMap<RecordId, Record>,
) -> Result<(), UserError> {
    let ids: BTreeSet<RecordId> =
        wanted.iter().copied().filter(|id| id.kind() == RecordKind::PositionReport).collect();
    let reports = store.reports();
    let radios: BTreeSet<Mmsi> = found.values().flat_map(Record::radios).collect();
    let mut rows = reports.find_reports(&ids, Some(&radios))?;
    if rows.len() < ids.len() {
        rows = reports.find_reports(&ids, None)?;
    }
    for row in rows {
        let (report, cells) = (row.report, row.cells());
        let record =
            Record { id: report.id(), table: spec, cells, parents: Vec::new(), source: Some(report.source) };
        found.insert(record.id, record);
    }
    Ok(())
}

/// Part of a scene that a record stands on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// The exhibit that holds the pixels.
    pub exhibit: RecordId,
    /// Which pixels.
    pub window: PixelWindow,
}

/// The pixels of a detection, or those that hold the points of a measurement; `None` for records of other kinds, and where
/// its scene is not among the records.
pub fn window(record: &Record, records: &BTreeMap<RecordId, Record>) -> Option<Window> {
    if !matches!(record.id.kind(), RecordKind::Detection | RecordKind::Measurement) {
        return None;
    }
    let number = |column: &str| record.text(column).parse::<u32>().ok();
    let window = PixelWindow {
        line: number("window_line")?,
        sample: number("window_sample")?,
        lines: number("window_lines")?,
        samples: number("window_samples")?,
    };
    let scene = record.parents.iter().find_map(|p| records.get(p))?;
    let exhibit = scene.parents.iter().find(|p| p.kind() == RecordKind::Exhibit)?;
    Some(Window { exhibit: *exhibit, window })
}

/// A part of an image in words: `lines 812-830, samples 640-655`, counted from 0, both ends included.
pub fn window_words(window: PixelWindow) -> String {
    let last = |first: u32, many: u32| u64::from(first) + u64::from(many.max(1)) - 1;
    format!(
        "lines {}-{}, samples {}-{}",
        window.line,
        last(window.line, window.lines),
        window.sample,
        last(window.sample, window.samples)
    )
}

/// The lines of exhibits that some records were read from, as text that is safe to print.
pub fn lines(case: &CaseFolder, sources: &BTreeSet<Source>) -> Result<BTreeMap<Source, String>, UserError> {
    let mut lines = BTreeMap::new();
    let exhibits: BTreeSet<_> = sources.iter().map(|s| s.exhibit).collect();
    for id in exhibits {
        let Some(entry) = case.exhibits.iter().find(|e| e.id == id) else { continue };
        let mut of_this: Vec<_> = sources.iter().filter(|s| s.exhibit == id).collect();
        if exhibit::is_parquet(&entry.location(&case.dir)) {
            let shown = |s: &&Source| (**s, format!("row {} of a Parquet file", s.line));
            lines.extend(of_this.iter().map(shown));
            continue;
        }
        of_this.sort_by_key(|s| s.byte_offset);
        let mut reader = BufReader::new(exhibit::open(&case.dir, entry)?);
        let mut at = 0;
        for source in of_this {
            if source.byte_offset < at {
                continue;
            }
            let mut line = Vec::new();
            read_line_at(&mut reader, source.byte_offset - at, &mut line)
                .map_err(|e| UserError::fault(&format!("reading `{}`", entry.path), &e))?;
            at = source.byte_offset + line.len() as u64;
            lines.insert(*source, printable(&line));
        }
    }
    Ok(lines)
}

/// Most bytes of a line that are shown.
const MOST_SHOWN: u64 = 4096;

fn read_line_at(reader: &mut impl BufRead, skip: u64, line: &mut Vec<u8>) -> std::io::Result<()> {
    std::io::copy(&mut reader.by_ref().take(skip), &mut std::io::sink())?;
    reader.take(MOST_SHOWN).read_until(b'\n', line)?;
    Ok(())
}

/// Bytes as text that is safe to print: at most 300 characters, control characters replaced.
pub fn printable(line: &[u8]) -> String {
    let text = String::from_utf8_lossy(line);
    text.trim_end().chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).take(300).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_record_has_a_table_but_the_exhibit() {
        for (kind, word) in RecordKind::ALL {
            assert_eq!(table_of(kind).is_none(), kind == RecordKind::Exhibit, "{word}");
        }
    }

    #[test]
    fn a_detection_leads_to_the_pixels_of_the_exhibit_of_its_scene() {
        use plimsoll_model::{Key, RecordId};
        let id = |kind| RecordId::of(kind, &[Key::Int(1)]);
        let (scene, exhibit) = (id(RecordKind::Scene), id(RecordKind::Exhibit));
        let record = |kind, parent, values: &[(&str, i64)]| {
            let table = table_of(kind).unwrap();
            let cell = |c: &plimsoll_case::tables::ColumnSpec| {
                values.iter().find(|(name, _)| *name == c.name).map_or(Cell::Null, |(_, v)| Cell::Int(*v))
            };
            let cells = table.columns.iter().map(cell).collect();
            Record { id: id(kind), table, cells, parents: vec![parent], source: None }
        };
        let window_of =
            [("window_line", 812), ("window_sample", 640), ("window_lines", 19), ("window_samples", 16)];
        let detection = record(RecordKind::Detection, scene, &window_of);
        let records = BTreeMap::from([(scene, record(RecordKind::Scene, exhibit, &[]))]);
        let found = window(&detection, &records).unwrap();
        assert_eq!(found.exhibit, exhibit);
        assert_eq!(window_words(found.window), "lines 812-830, samples 640-655");
        let measurement = record(RecordKind::Measurement, scene, &window_of);
        assert_eq!(window(&measurement, &records), Some(found), "the points of a measurement");
        assert_eq!(window(&records[&scene], &records), None, "a scene is all of its exhibit");
        assert_eq!(window(&detection, &BTreeMap::new()), None);
        let most = PixelWindow { line: u32::MAX, sample: 0, lines: u32::MAX, samples: 0 };
        assert_eq!(window_words(most), "lines 4294967295-8589934589, samples 0-0");
    }

    #[test]
    fn a_number_of_the_season_is_told_with_its_interval_and_days_are_dates() {
        let table = table_of(RecordKind::SeasonNumber).unwrap();
        let label = |unit: &str, values: [Option<f64>; 3]| {
            let cell = |c: &plimsoll_case::tables::ColumnSpec| match c.name {
                "what" => Cell::Text("what it is".to_owned()),
                "unit" => Cell::Text(unit.to_owned()),
                "low" => values[0].map_or(Cell::Null, Cell::Float),
                "mid" => values[1].map_or(Cell::Null, Cell::Float),
                "high" => values[2].map_or(Cell::Null, Cell::Float),
                _ => Cell::Null,
            };
            let id = RecordId::of(RecordKind::SeasonNumber, &[plimsoll_model::Key::Int(1)]);
            let cells = table.columns.iter().map(cell).collect();
            Record { id, table, cells, parents: Vec::new(), source: None }.label()
        };
        // 19,789 days after 1 January 1970 is 7 March 2024.
        let all = [Some(19_789.0), Some(19_799.5), Some(19_814.0)];
        assert_eq!(label("date", all), "what it is: 2024-03-17 (90 % interval 2024-03-07 to 2024-04-01)");
        let open = [Some(19_789.0), Some(19_799.5), None];
        assert_eq!(
            label("date", open),
            "what it is: 2024-03-17 (90 % interval 2024-03-07 to beyond the last day)"
        );
        let calls = [Some(41.0), Some(43.0), Some(46.0)];
        assert_eq!(label("calls", calls), "what it is: 43 calls (90 % interval 41 to 46)");
        assert_eq!(label("calls", [Some(7.0); 3]), "what it is: 7 calls");
        assert!(label("date", [Some(f64::MAX); 3]).contains("179"));
    }

    #[test]
    fn numbers_are_grouped_from_a_thousand_on() {
        let cases = [
            (0.1 + 0.2, "0.3"),
            (12.25, "12.25"),
            (1234567.4, "1,234,567"),
            (-1000.0, "-1,000"),
            (999.99999, "1000"),
        ];
        for (number, text) in cases {
            assert_eq!(grouped(number), text);
        }
    }
}
