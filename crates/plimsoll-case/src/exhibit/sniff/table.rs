//! Tables with a header line: position reports, static data, registers, reported volumes.

use super::{ExhibitKind, Sniffed};
use crate::error::shown;

/// Characters between fields, by which a header is tried.
const DELIMITERS: [char; 4] = [',', ';', '\t', '|'];
/// A header longer than this is no header.
const MOST_HEADER: usize = 8192;

const POSITION: [&[&str]; 2] = [
    &["lat", "latitude", "latitudedegrees", "latdeg", "y"],
    &["lon", "lng", "long", "longitude", "longitudedegrees", "londeg", "x"],
];
const RADIO: [&str; 4] = ["mmsi", "userid", "ssvid", "mmsinumber"];
const HULL: [&str; 8] =
    ["imo", "imonumber", "imono", "imoshipno", "lrimo", "lrimoshipno", "imolrnumber", "vesselimo"];
const TIME: [&str; 18] = [
    "time",
    "timeutc",
    "timestamp",
    "basedatetime",
    "datetime",
    "datetimeutc",
    "datetimestamp",
    "receivedat",
    "receivedtime",
    "ts",
    "epoch",
    "unixtime",
    "date",
    "firstseen",
    "lastseen",
    "firstmsg",
    "arrival",
    "departure",
];
const DRAUGHT: [&str; 6] = ["draught", "draft", "draughtm", "draftm", "maximumdraught", "maxdraught"];
const SHIP: [&str; 23] = [
    "name",
    "shipname",
    "vesselname",
    "vessel",
    "shiptype",
    "vesseltype",
    "type",
    "flag",
    "dwt",
    "deadweight",
    "deadweightt",
    "grosstonnage",
    "gt",
    "built",
    "buildyear",
    "builtyear",
    "deliveryyear",
    "owner",
    "callsign",
    "portofregistry",
    "nameownerbuilderraw",
    "capacitycm",
    "loa",
];
const BARRELS: [&str; 12] = [
    "volumebbl",
    "bbl",
    "barrels",
    "kbbl",
    "volume",
    "volumem3",
    "quantitybbl",
    "quantity",
    "tonnes",
    "amount",
    "amountbbl",
    "volumebarrels",
];
const PARTY: [&str; 11] = [
    "party",
    "supplier",
    "country",
    "state",
    "exporter",
    "reportedby",
    "reporter",
    "month",
    "periodstart",
    "period",
    "start",
];

pub(super) fn sniff(text: &str) -> Sniffed {
    let Some(header) = text.lines().find(|l| !l.trim().is_empty()) else {
        return Sniffed::unknown("nothing but blanks");
    };
    if header.len() > MOST_HEADER {
        return Sniffed::unknown(format!(
            "the first line has {} bytes, expected a header line",
            header.len()
        ));
    }
    let columns = columns(header);
    if columns.len() < 2 {
        let first = shown(header.trim(), 40);
        return Sniffed::unknown(format!(
            "text that begins `{first}`: no AIS sentences, and no header line of a table"
        ));
    }
    of_columns(&columns)
}

/// A column: its name as written and, for comparing, its letters and digits in lower case.
struct Column {
    written: String,
    plain: String,
}

fn columns(header: &str) -> Vec<Column> {
    let count = |d: &char| header.matches(*d).count();
    let Some(delimiter) = DELIMITERS.iter().max_by_key(|d| count(d)).filter(|d| count(d) > 0) else {
        return vec![];
    };
    header.split(*delimiter).map(Column::new).collect()
}

impl Column {
    fn new(text: &str) -> Self {
        Self {
            written: shown(text.trim_matches(['#', '"', ' ', '\r']), 40),
            plain: text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect(),
        }
    }
}

/// What a table with columns of these names is.
pub(super) fn of_names(names: &[String]) -> Sniffed {
    of_columns(&names.iter().map(|name| Column::new(name)).collect::<Vec<_>>())
}

/// True if there are columns of these names for latitude and longitude.
pub(in crate::exhibit) fn has_position(names: &[String]) -> bool {
    let columns: Vec<Column> = names.iter().map(|name| Column::new(name)).collect();
    POSITION.iter().all(|words| columns.iter().any(|c| words.contains(&c.plain.as_str())))
}

fn of_columns(columns: &[Column]) -> Sniffed {
    let first = |words: &[&str]| {
        let found = words.iter().find_map(|w| columns.iter().find(|c| c.plain == *w));
        found.map(|c| c.written.as_str())
    };
    let points = first(&["mark"]).zip(first(&["line"])).zip(first(&["sample"]));
    if let Some(((mark, line), sample)) = points {
        return found(ExhibitKind::Points, format!("a table with {}", seen(&[mark, line, sample])));
    }
    let said = first(&["statement", "statementid"]).zip(first(&["saidby", "speaker"])).zip(first(&["value"]));
    if let Some(((statement, said_by), value)) = said {
        return found(
            ExhibitKind::Statements,
            format!("a table with {}", seen(&[statement, said_by, value])),
        );
    }
    let place = first(POSITION[0]).zip(first(POSITION[1]));
    let (hull, time, draught) = (first(&HULL), first(&TIME), first(&DRAUGHT));
    let who = first(&RADIO).or(hull);
    match (who, time, place, draught) {
        (Some(who), Some(when), Some((lat, lon)), _) => {
            found(ExhibitKind::PositionTable, format!("a table with {}", seen(&[who, when, lat, lon])))
        }
        (Some(who), Some(when), None, Some(draught)) => found(
            ExhibitKind::StaticTable,
            format!("a table with {} and no position", seen(&[who, when, draught])),
        ),
        (Some(who), Some(when), None, None) => Sniffed::unknown(format!(
            "a table with {}, but neither positions nor draughts",
            seen(&[who, when])
        )),
        (None, _, Some((lat, lon)), _) => Sniffed::unknown(format!(
            "a table with {} but no MMSI: places as points are not read",
            seen(&[lat, lon])
        )),
        (Some(who), None, _, _) => of_ships(who, columns),
        (None, _, None, _) => of_volumes(first(&BARRELS), first(&PARTY), columns),
    }
}

/// A table with a number of a ship and no time.
fn of_ships(who: &str, columns: &[Column]) -> Sniffed {
    let about: Vec<&str> = columns
        .iter()
        .filter(|c| SHIP.contains(&c.plain.as_str()))
        .map(|c| c.written.as_str())
        .take(3)
        .collect();
    if about.is_empty() {
        return Sniffed::unknown(format!("a table with `{who}` and nothing else about ships"));
    }
    found(ExhibitKind::Register, format!("a table with `{who}`, {} and no time", seen(&about)))
}

/// A table that is not about ships.
fn of_volumes(volume: Option<&str>, party: Option<&str>, columns: &[Column]) -> Sniffed {
    if let Some((volume, party)) = volume.zip(party) {
        return found(ExhibitKind::ReportedVolumes, format!("a table with {}", seen(&[volume, party])));
    }
    let some: Vec<&str> =
        columns.iter().map(|c| c.written.as_str()).filter(|c| !c.is_empty()).take(6).collect();
    Sniffed::unknown(format!("a table with {}: neither MMSI nor IMO number", seen(&some)))
}

fn found(kind: ExhibitKind, why: String) -> Sniffed {
    Sniffed::new(kind, why)
}

fn seen(words: &[&str]) -> String {
    crate::config::list_words(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(header: &str, expected: ExhibitKind) {
        let found = sniff(&format!("{header}\n1,2,3\n"));
        assert_eq!(found.kind, expected, "{header}: {}", found.why);
    }

    #[test]
    fn a_header_tells_the_kind_whatever_its_delimiter_and_case() {
        check("MMSI,BaseDateTime,LAT,LON,Draft", ExhibitKind::PositionTable);
        check("# Timestamp;MMSI;Latitude;Longitude", ExhibitKind::PositionTable);
        check("imo\tMMSI\ttime_utc\tdraught_m", ExhibitKind::StaticTable);
        check("IMO Number|Ship Name|DWT", ExhibitKind::Register);
        check("period_start,period_end,party,volume_bbl", ExhibitKind::ReportedVolumes);
        check("statement,quantity,value,said_by", ExhibitKind::Statements);
        check("imo,first_seen,last_seen,name", ExhibitKind::Unknown);
        check("port,latitude,longitude", ExhibitKind::Unknown);
        check("a,b,c", ExhibitKind::Unknown);
        check("imo,colour", ExhibitKind::Unknown);
    }
}
