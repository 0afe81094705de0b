//! The tankers of Burrard Inlet: real static reports listed at terminals, with draughts typed in by crews.

use super::kit::{self, at, named};
use jiff::Timestamp;
use plimsoll_analysis::port_visits::{PortVisitParams, port_visits};
use plimsoll_analysis::vessels::{VesselIndex, vessels};
use plimsoll_model::{Dimensions, Draught, ImoNumber, Length, Mmsi, PortVisit, RecordId, StaticReport};
use std::collections::{BTreeMap, BTreeSet};

/// A row of a table by column name.
type Row = BTreeMap<String, String>;

/// The rows of one of the files; `None` if the data is not here.
fn rows(file: &str) -> Option<Vec<Row>> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/ais/portcalls_burrard/");
    let Ok(mut reader) = csv::ReaderBuilder::new().flexible(true).from_path(format!("{folder}{file}")) else {
        println!("SKIPPED: {folder}{file} is not here");
        return None;
    };
    Some(reader.deserialize().map(Result::unwrap).collect())
}

/// `2024-07-20 22:26:57+00:00` as an instant.
fn time(text: &str) -> Timestamp {
    at(&text.replacen(' ', "T", 1).replace("+00:00", "Z"))
}

/// The static reports. Left out: rows without a radio, and rows typed in afterwards, which carry the time of the
/// typing (`time_utc` equals `commit_utc`) in place of that of the message.
fn static_reports() -> Option<Vec<StaticReport>> {
    let rows = rows("static_messages.csv")?;
    Some(rows.iter().enumerate().filter_map(|(i, row)| static_report(i as u64 + 2, row)).collect())
}

fn static_report(line: u64, row: &Row) -> Option<StaticReport> {
    if time(&row["time_utc"]) == time(&row["commit_utc"]) {
        return None;
    }
    let radio: Mmsi = [&row["UserID"], &row["MMSI"]]
        .into_iter()
        .filter_map(|t| Mmsi::parse(t).ok())
        .find(|m| m.is_ship_station())?;
    let imo = row["imo"].trim_end_matches(".0").parse().unwrap_or(0);
    let text = |column: &str| Some(row[column].clone()).filter(|t| !t.is_empty() && t != "NA");
    let metres = |text: &str| text.parse().ok().filter(|m| *m > 0.0).map(Length::metres);
    let (length, beam) = row["Dimension"].split_once(':').unwrap_or_default();
    let report = kit::sent(radio.value(), time(&row["time_utc"]), imo);
    let id_line = plimsoll_model::evidence::Key::Int(line as i64);
    Some(StaticReport {
        id: RecordId::of(plimsoll_model::RecordKind::StaticReport, &[id_line]),
        source: kit::source("static_messages.csv", line),
        call_sign: text("CallSign"),
        ship_name: text("Name"),
        ship_type: row["Type"].parse().ok(),
        dimensions: Dimensions { length_overall: metres(length), beam: metres(beam) },
        draught: row["draught_m"].parse().ok().filter(|d| *d > 0.0).map(Draught::metres),
        destination: text("Destination"),
        listed_place: text("terminal"),
        ..report
    })
}

fn visits(reports: &[StaticReport], params: &PortVisitParams) -> Vec<PortVisit> {
    let index = VesselIndex::new(reports, &kit::vessel_params());
    let places = ["Westridge", "Suncor", "Parkland", "Kitimat"].map(named);
    port_visits(&[], &[], reports, &places, &index, params)
}

/// The hull of each vessel record.
fn hulls(reports: &[StaticReport]) -> BTreeMap<RecordId, ImoNumber> {
    vessels(reports, &BTreeSet::new(), &[], &BTreeSet::new(), &kit::vessel_params())
        .into_iter()
        .filter_map(|v| Some((v.id, v.imo_number?)))
        .collect()
}

/// Where the draughts of a row of the regression file differ from those of the visits of the ship in its time.
fn difference(row: &Row, visits: &[PortVisit], hulls: &BTreeMap<RecordId, ImoNumber>) -> Option<String> {
    let (from, to) = (time(&row["first_msg"]), time(&row["last_msg"]));
    let metres = |d: Option<Draught>| d.map(|d| format!("{:.1}", d.to_metres()));
    let got: Vec<_> = visits
        .iter()
        .filter(|v| hulls.get(&v.vessel).is_some_and(|imo| imo.to_string() == row["imo"]))
        .filter(|v| v.start <= to && from <= v.end)
        .map(|v| (metres(v.draught_arrival), metres(v.draught_departure)))
        .collect();
    let want = (Some(row["draught_first"].clone()), Some(row["draught_last"].clone()));
    (!got.contains(&want)).then(|| format!("{} {}: {got:?}, expected {want:?}", row["name"], short(from)))
}

#[test]
fn every_loading_of_the_regression_file_is_found_with_its_draughts() {
    let (Some(reports), Some(expected)) = (static_reports(), rows("visits_draught.csv")) else { return };
    let visits = visits(&reports, &kit::visit_params());
    let hulls = hulls(&reports);
    let change = |row: &&Row| row["draught_change"].parse::<f64>().unwrap();
    let changed: Vec<&Row> = expected.iter().filter(|r| change(r).abs() >= 0.5).collect();
    let loadings = changed.iter().filter(|r| change(r) >= 2.0);
    let different: Vec<String> = loadings.clone().filter_map(|r| difference(r, &visits, &hulls)).collect();
    println!("{} loadings of 2 m or more, {} different", loadings.clone().count(), different.len());
    assert_eq!((loadings.count(), different), (70, vec![]));
    let different: Vec<String> = changed.iter().filter_map(|r| difference(r, &visits, &hulls)).collect();
    println!("{} changes of 0.5 m or more, different: {different:#?}", changed.len());
    assert_eq!(changed.len(), 78);
    assert!(
        different.len() == 1 && different[0].starts_with("THE PROSPECTOR"),
        "sent after the exhibit ends"
    );
}

/// A time during which the collector's own page listed a ship as present, without terminal.
#[derive(Clone, Debug)]
struct Presence {
    imo: String,
    name: String,
    first_seen: Timestamp,
    last_seen: Timestamp,
}

/// Hours from one instant to another.
fn hours(from: Timestamp, to: Timestamp) -> f64 {
    to.duration_since(from).as_secs_f64() / 3600.0
}

/// The presences of each hull: intervals of the file at most six days apart are one, because collector outages
/// break them. Not by terminal: 811 of 884 rows name none.
fn presences(rows: &[Row]) -> Vec<Presence> {
    let mut found: Vec<Presence> = Vec::new();
    let mut sorted: Vec<&Row> = rows.iter().collect();
    sorted.sort_by_key(|row| (&row["imo"], time(&row["first_seen"])));
    for row in sorted {
        let (imo, name) = (row["imo"].clone(), row["name"].clone());
        let (first_seen, last_seen) = (time(&row["first_seen"]), time(&row["last_seen"]));
        match found.last_mut() {
            Some(p) if p.imo == imo && hours(p.last_seen, first_seen) <= 144.0 => {
                p.last_seen = p.last_seen.max(last_seen);
            }
            _ => found.push(Presence { imo, name, first_seen, last_seen }),
        }
    }
    found
}

/// True if a stay lies in a presence or within a day of it.
fn is_near(p: &Presence, start: Timestamp, end: Timestamp) -> bool {
    hours(end, p.first_seen) <= 24.0 && hours(p.last_seen, start) <= 24.0
}

/// An instant to the minute, for tables.
fn short(time: Timestamp) -> String {
    time.to_string().chars().take(16).collect()
}

/// How a visit differs from the presence that it lies in.
struct PresenceError {
    start_h: f64,
    end_h: f64,
    reports: u32,
    text: String,
}

/// The differences of the visits from the presences, visits without presence, and presences without visit.
fn presence_errors<'a>(
    visits: &'a [PortVisit],
    hulls: &BTreeMap<RecordId, ImoNumber>,
    presences: &'a [Presence],
) -> (Vec<PresenceError>, Vec<&'a PortVisit>, Vec<&'a Presence>) {
    let is_hull = |v: &PortVisit, p: &Presence| hulls.get(&v.vessel).is_some_and(|h| h.to_string() == p.imo);
    let is_pair = |v: &PortVisit, p: &Presence| is_hull(v, p) && is_near(p, v.start, v.end);
    let begin = presences.iter().map(|p| p.first_seen).min().unwrap();
    let (mut errors, mut lonely) = (Vec::new(), Vec::new());
    for v in visits.iter().filter(|v| v.end >= begin) {
        let Some(p) = presences.iter().find(|p| is_pair(v, p)) else {
            lonely.push(v);
            continue;
        };
        let (start, end, first, last) =
            (short(v.start), short(v.end), short(p.first_seen), short(p.last_seen));
        let text = format!(
            "{} {}: visit {start} to {end} ({} reports), presence {first} to {last}",
            p.name, v.place, v.reports
        );
        let (start_h, end_h) = (hours(p.first_seen, v.start), hours(p.last_seen, v.end));
        errors.push(PresenceError { start_h, end_h, reports: v.reports, text });
    }
    let unseen = presences.iter().filter(|p| !visits.iter().any(|v| is_pair(v, p))).collect();
    (errors, lonely, unseen)
}

/// Prints and gives lower quartile, median, upper quartile and the 90th percentile of the size of errors in hours.
fn spread(what: &str, errors: impl Iterator<Item = f64>) -> [f64; 4] {
    let mut sorted: Vec<f64> = errors.collect();
    sorted.sort_by(f64::total_cmp);
    let at = |v: &[f64], q: f64| v[((v.len() - 1) as f64 * q).round() as usize];
    let (lower, median, upper) = (at(&sorted, 0.25), at(&sorted, 0.5), at(&sorted, 0.75));
    let (least, greatest) = (sorted[0], sorted[sorted.len() - 1]);
    let n = sorted.len();
    sorted.iter_mut().for_each(|e| *e = e.abs());
    sorted.sort_by(f64::total_cmp);
    let p90 = at(&sorted, 0.9);
    println!(
        "| {what} | {n} | {median:.2} | {lower:.2} to {upper:.2} | {p90:.2} | {least:.1} to {greatest:.1} |"
    );
    [lower, median, upper, p90]
}

/// Prints the ten largest.
fn worst(what: &str, errors: &mut [PresenceError], size: impl Fn(&PresenceError) -> f64) {
    errors.sort_by(|a, b| size(b).abs().total_cmp(&size(a).abs()));
    for e in errors.iter().take(10) {
        println!("  {what} {:+.1} h: {}", size(e), e.text);
    }
}

#[test]
fn listed_visits_lie_where_the_collectors_page_shows_the_ship() {
    let (Some(reports), Some(rows)) = (static_reports(), rows("listed_intervals.csv")) else { return };
    let (visits, hulls, presences) =
        (visits(&reports, &kit::visit_params()), hulls(&reports), presences(&rows));
    let (mut errors, lonely, unseen) = presence_errors(&visits, &hulls, &presences);
    let (unheard, missed): (Vec<&Presence>, Vec<&Presence>) = unseen.into_iter().partition(|p| {
        !reports
            .iter()
            .any(|r| r.imo_number.is_some_and(|n| n.to_string() == p.imo) && is_near(p, r.time, r.time))
    });
    println!(
        "{} visits; {} with a presence, {} without since the page began",
        visits.len(),
        errors.len(),
        lonely.len()
    );
    println!(
        "{} presences; {} without visit: {} without any report in the exhibit, {} with",
        presences.len(),
        unheard.len() + missed.len(),
        unheard.len(),
        missed.len()
    );
    println!("| h | n | median | quartiles | 90 % within | range |");
    let start = spread("start", errors.iter().map(|e| e.start_h));
    let end = spread("end", errors.iter().map(|e| e.end_h));
    spread("end, 1 report", errors.iter().filter(|e| e.reports == 1).map(|e| e.end_h));
    spread("end, 2 or more", errors.iter().filter(|e| e.reports > 1).map(|e| e.end_h));
    worst("start", &mut errors, |e| e.start_h);
    worst("end", &mut errors, |e| e.end_h);
    lonely.iter().for_each(|v| println!("  without presence: {} {} {}", hulls[&v.vessel], v.place, v.start));
    missed.iter().for_each(|p| {
        println!("  without visit: {} {} {} to {}", p.imo, p.name, short(p.first_seen), short(p.last_seen))
    });
    // The page is written about every hour, so a visit begins up to that much before it shows.
    assert!((-1.0..0.0).contains(&start[1]) && start[3] < 1.0, "{start:?}");
    // The last listing is no later than the ship is shown; how much earlier is what the page says of this source.
    assert!(end[2] < 0.0 && errors.iter().all(|e| e.end_h < 2.0), "{end:?}");
    assert!(lonely.len() * 50 < errors.len(), "at least 98 % of the visits are shown by the page");
    assert!(missed.len() * 50 < presences.len(), "at least 98 % of what was heard is a visit");
}

#[test]
fn a_fifth_more_or_less_of_each_threshold_changes_little() {
    let Some(reports) = static_reports() else { return };
    let count = |p: &PortVisitParams| {
        let visits = visits(&reports, p);
        let change = |v: &PortVisit| Some(v.draught_departure?.deeper_than(v.draught_arrival?).to_metres());
        let loadings = visits.iter().filter(|v| change(v).is_some_and(|m| m > 1.95)).count();
        let both = visits.iter().filter(|v| v.draught_departure.is_some()).count();
        (visits.len(), loadings, both)
    };
    let base = kit::visit_params();
    println!("| threshold | visits, loadings of 2 m, departure draughts |");
    println!("| as shipped | {:?} |", count(&base));
    assert_eq!(count(&base), (348, 70, 172));
    for share in [0.8, 1.2] {
        let cases = [
            (
                "max_listing_gap_h",
                PortVisitParams { max_listing_gap_h: base.max_listing_gap_h * share, ..base.clone() },
            ),
            (
                "arrival_window_h",
                PortVisitParams { arrival_window_h: base.arrival_window_h * share, ..base.clone() },
            ),
            (
                "arrival_grace_h",
                PortVisitParams { arrival_grace_h: base.arrival_grace_h * share, ..base.clone() },
            ),
            (
                "departure_window_h",
                PortVisitParams { departure_window_h: base.departure_window_h * share, ..base.clone() },
            ),
        ];
        for (name, params) in cases {
            let (visits, loadings, both) = count(&params);
            println!("| {name} x {share} | {:?} |", (visits, loadings, both));
            assert!(loadings == 70 && visits.abs_diff(348) <= 5, "{name} {share}");
        }
    }
}

#[test]
fn the_ships_of_burrard_inlet_are_told_apart() {
    let Some(reports) = static_reports() else { return };
    let found = vessels(&reports, &BTreeSet::new(), &[], &BTreeSet::new(), &kit::vessel_params());
    let numbered = found.iter().filter(|v| v.imo_number.is_some()).count();
    println!("{} reports, {} ships, {numbered} with an IMO number", reports.len(), found.len());
    let by_name = |name: &str| found.iter().find(|v| v.names.iter().any(|n| n == name)).unwrap();
    for v in found.iter().filter(|v| v.remarks.len() > 1) {
        println!(
            "  {:?} {}: {}",
            v.ship_name,
            v.imo_number.map_or("no IMO number".into(), |n| n.to_string()),
            v.remarks.join("; ")
        );
    }
    let share = |r: &StaticReport| Some(r.draught?.to_metres() / r.dimensions.beam?.to_metres());
    let mut shares: Vec<f64> = reports.iter().filter_map(share).collect();
    shares.sort_by(f64::total_cmp);
    let (errors, rest) = (shares.split_off(shares.len() - 3), shares);
    println!("draught by beam: {} reports up to {:.3}, then {errors:.3?}", rest.len(), rest[rest.len() - 1]);
    assert!(rest[rest.len() - 1] < 0.45 && errors[0] > 0.55, "the errors stand apart");
    let amarthea = by_name("AMARTHEA");
    assert_eq!(amarthea.deepest_draught_m, Some(12.0), "25.0 m is a typing error of a ship 44 m broad");
    assert_eq!(by_name("TABARET SPIRIT").id, by_name("TARBET SPIRIT").id);
    assert_ne!(by_name("ORIENT CHALLENGE").id, by_name("KALK BAY").id, "one radio, two hulls");
    let hulls: BTreeSet<ImoNumber> = reports.iter().filter_map(|r| r.imo_number).collect();
    assert_eq!(numbered, hulls.len());
}
