//! Static records that a collector took from aisstream.io (`ShipStaticData`, which is message 5) and listed with the
//! terminal at which the ship lay. The file was also edited by hand, so a row is held to what a received message has.
//!
//! - `UserID` is the transmitter of the message. `MMSI` was added by the collector and is wrong in some rows.
//! - `Dimension` is `length:beam`, or the four distances A, B, C, D as a JSON object or a list, or the
//!   `[object Object]` of a script that lost them.
//! - `AisVersion` is part of every message 5: a row without it was typed by hand.
//! - `time_utc` is the receive time, unless it is the time of the commit: then the row had none.
//! - `date` is the day of the listing; a row in which it is no date has shifted columns.
//!
//! `Eta` and `FixType` are not read: no row of a case has them.

use super::Batch;
use super::read::Cells;
use crate::observe::Context;
use crate::receipt::number;
use crate::reject::quoted;
use jiff::Timestamp;
use jiff::civil::Date;
use plimsoll_model::{
    Dimensions, Draught, ImoNumber, Length, Mmsi, RecordKind, Reject, Source, StaticReport,
};

/// The columns, each with its number.
pub(super) const COLUMNS: [&str; 16] = [
    "imo",
    "MMSI",
    "UserID",
    "Name",
    "CallSign",
    "Type",
    "Dimension",
    "draught_m",
    "Destination",
    "Eta",
    "AisVersion",
    "FixType",
    "date",
    "time_utc",
    "terminal",
    "commit_utc",
];
const IMO: usize = 0;
const MMSI: usize = 1;
const USER_ID: usize = 2;
const NAME: usize = 3;
const CALL_SIGN: usize = 4;
const TYPE: usize = 5;
const DIMENSION: usize = 6;
const DRAUGHT: usize = 7;
const DESTINATION: usize = 8;
const AIS_VERSION: usize = 10;
const DATE: usize = 12;
const TIME: usize = 13;
const TERMINAL: usize = 14;
const COMMIT: usize = 15;

/// The most that the distances of message 5 can add up to, m.
const LONGEST_M: u16 = 2 * 511;
const BROADEST_M: u16 = 2 * 63;

/// The deepest draught that message 5 can hold, m.
const DEEPEST_M: f64 = 25.5;

/// A row, its fields in the order of [`COLUMNS`].
struct Record<'a> {
    fields: [&'a str; COLUMNS.len()],
    source: Source,
}

impl<'a> Record<'a> {
    /// From the fields of a row, of which those of the columns stand at these places.
    fn new<C: Cells>(cells: &'a C, places: &[usize], source: Source) -> Result<Self, String> {
        if let Err(error) = std::str::from_utf8(&cells.text()) {
            return Err(format!("not UTF-8 at byte {} of the line", error.valid_up_to() + 1));
        }
        let mut fields = [""; COLUMNS.len()];
        for (field, place) in fields.iter_mut().zip(places) {
            *field = std::str::from_utf8(cells.get(*place)).unwrap_or_default().trim();
        }
        Ok(Self { fields, source })
    }

    /// A field without blanks around it; empty if it says "not available" (`NA`).
    fn get(&self, column: usize) -> &'a str {
        let text = self.fields[column];
        if text == "NA" { "" } else { text }
    }
}

/// Puts what a row gives into the batch: a report, and a reject for each field that cannot be read.
///
/// # Errors
/// Why the row gives no report.
pub(super) fn read<C: Cells>(
    cells: &C,
    places: &[usize],
    source: Source,
    context: &Context,
    out: &mut Batch,
) -> Result<(), String> {
    let record = Record::new(cells, places, source)?;
    let mut faults = Vec::new();
    let (mmsi, time) = head(&record, context, &mut faults)?;
    let report = body(&record, mmsi, time, &mut faults);
    out.statics.push(report);
    let reject = |reason| Reject::new(source, reason, &cells.text());
    out.rejects.extend(faults.into_iter().map(reject));
    Ok(())
}

/// Who and when, without which a row is no report.
fn head(
    record: &Record<'_>,
    context: &Context,
    faults: &mut Vec<String>,
) -> Result<(Mmsi, Timestamp), String> {
    let marks = ["<<<<<<<", "=======", ">>>>>>>"];
    let mut fields = (0..COLUMNS.len()).map(|column| record.get(column));
    if let Some(mark) = fields.find(|field| marks.iter().any(|mark| field.starts_with(mark))) {
        return Err(format!("conflict mark of git: found {}, expected a record", quoted(mark.as_bytes())));
    }
    if record.get(DATE).parse::<Date>().is_err() || record.get(DATE).len() != 10 {
        return Err(fault(record, DATE, "YYYY-MM-DD; the columns are shifted"));
    }
    if !matches!(record.get(AIS_VERSION), "0" | "1" | "2" | "3") {
        return Err(fault(record, AIS_VERSION, "0 to 3 as in every message; the row was typed by hand"));
    }
    let time = receive_time(record).and_then(|time| context.checked_time(Some(time)))?;
    Ok((mmsi(record, faults)?, time))
}

/// The receive time, which is not that of the commit.
fn receive_time(record: &Record<'_>) -> Result<Timestamp, String> {
    let time = record.get(TIME).parse::<Timestamp>();
    let time = time.map_err(|_| fault(record, TIME, "a time such as 2024-06-03 02:48:11.869+00:00"))?;
    match record.get(COMMIT).parse::<Timestamp>() {
        Ok(commit) if commit.as_second() == time.as_second() => {
            Err(fault(record, TIME, "a receive time; this is the time of the commit"))
        }
        _ => Ok(time),
    }
}

/// The transmitter.
fn mmsi(record: &Record<'_>, faults: &mut Vec<String>) -> Result<Mmsi, String> {
    let nine_digits = |column| {
        Some(record.get(column)).filter(|text: &&str| text.len() == 9).and_then(|text| Mmsi::parse(text).ok())
    };
    match (nine_digits(USER_ID), nine_digits(MMSI)) {
        (Some(user), mmsi) => {
            if mmsi != Some(user) {
                faults.push(fault(
                    record,
                    MMSI,
                    "the number of UserID, which is the transmitter and is used",
                ));
            }
            Ok(user)
        }
        (None, Some(mmsi)) => {
            faults.push(fault(record, USER_ID, "nine digits; MMSI is used"));
            Ok(mmsi)
        }
        (None, None) => Err(fault(record, USER_ID, "nine digits, in this column or in MMSI")),
    }
}

/// The report, with `None` for each field that is not available or cannot be read.
fn body(record: &Record<'_>, mmsi: Mmsi, time: Timestamp, faults: &mut Vec<String>) -> StaticReport {
    let text = |column| Some(record.get(column)).filter(|text| !text.is_empty()).map(str::to_owned);
    let imo_sent = read_field(record, IMO, "a whole number", faults, imo);
    let ship_type = read_field(record, TYPE, "0 to 255", faults, |text| number(text.as_bytes()));
    let expected = "length:beam or the distances A, B, C, D in metres";
    let dimensions = read_field(record, DIMENSION, expected, faults, dimensions);
    let draught = read_field(record, DRAUGHT, "0 to 25.5 m", faults, draught_m);
    StaticReport {
        id: record.source.record(RecordKind::StaticReport),
        source: record.source,
        mmsi,
        time,
        message_type: Some(5),
        imo_sent: imo_sent.filter(|imo| *imo != 0),
        imo_number: imo_sent.and_then(|sent| ImoNumber::new(sent).ok()),
        call_sign: text(CALL_SIGN),
        ship_name: text(NAME),
        ship_type: ship_type.filter(|ship_type| *ship_type != 0),
        dimensions: dimensions.unwrap_or_default(),
        draught: draught.filter(|metres| *metres > 0.0).map(Draught::metres),
        destination: text(DESTINATION),
        listed_place: text(TERMINAL),
        receiver: None,
    }
}

/// A field by its reader. Empty: not available. What cannot be read is `None` and a fault.
fn read_field<T>(
    record: &Record<'_>,
    column: usize,
    expected: &str,
    faults: &mut Vec<String>,
    reader: impl Fn(&str) -> Option<T>,
) -> Option<T> {
    let text = record.get(column);
    if text.is_empty() {
        return None;
    }
    let value = reader(text);
    if value.is_none() {
        faults.push(fault(record, column, expected));
    }
    value
}

/// What was found in a field and what was expected.
fn fault(record: &Record<'_>, column: usize, expected: &str) -> String {
    format!("{}: found {}, expected {expected}", COLUMNS[column], quoted(record.get(column).as_bytes()))
}

/// `9408310.0` or `9408310`.
fn imo(text: &str) -> Option<u32> {
    number(text.strip_suffix(".0").unwrap_or(text).as_bytes())
}

/// A number that message 5 can hold.
fn draught_m(text: &str) -> Option<f64> {
    text.parse().ok().filter(|metres| (0.0..=DEEPEST_M).contains(metres))
}

/// `243:42`, `{"A":210,"B":34,"C":28,"D":14}` or `{"210","34","28","14}`.
fn dimensions(text: &str) -> Option<Dimensions> {
    let (length, beam) = match text.split_once(':').filter(|_| !text.starts_with('{')) {
        Some((length, beam)) => (number(length.as_bytes())?, number(beam.as_bytes())?),
        None => {
            let [a, b, c, d] = distances(text)?;
            (u16::checked_add(a, b)?, u16::checked_add(c, d)?)
        }
    };
    let metres = |metres: u16| (metres > 0).then(|| Length::metres(f64::from(metres)));
    (length <= LONGEST_M && beam <= BROADEST_M)
        .then(|| Dimensions { length_overall: metres(length), beam: metres(beam) })
}

/// The four distances from the antenna, with or without their letters.
fn distances(text: &str) -> Option<[u16; 4]> {
    let inside = text.strip_prefix('{')?.strip_suffix('}')?;
    let mut parts = inside.split(',');
    let mut distances = [0; 4];
    for (letter, distance) in "ABCD".chars().zip(&mut distances) {
        let part = parts.next()?.replace('"', "");
        let digits = part.strip_prefix(letter).and_then(|rest| rest.strip_prefix(':')).unwrap_or(&part);
        *distance = number(digits.trim().as_bytes())?;
    }
    parts.next().is_none().then_some(distances)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{AisKind, Dialect, Options, Row, observations};
    use plimsoll_model::RecordId;

    fn rows(line: &str) -> Vec<Row> {
        let table = format!("{}\n{line}\n", COLUMNS.join(","));
        let exhibit = RecordId::of(RecordKind::Exhibit, &[]);
        let options = Options { default_time: None, future_after: "2026-01-01T00:00:00Z".parse().ok() };
        let kind = AisKind::Table(Dialect::AisstreamStatic);
        observations(exhibit, kind, table.as_bytes(), options).map(Result::unwrap).collect()
    }

    fn reasons(line: &str) -> Vec<String> {
        let reason = |row| match row {
            Row::Reject(reject) => Some(reject.reason),
            _ => None,
        };
        rows(line).into_iter().filter_map(reason).collect()
    }

    const GOOD: &str = "9408310.0,538003439,538003439,SEA VOYAGER,V7QU2,80,243:42,8.2,CA VAN,NA,1,1,2024-06-02,\
                        2024-06-03 02:48:11.869117064+00:00,Westridge,2024-07-04 05:38:41+00:00";

    #[test]
    fn a_row_becomes_a_static_report() {
        let [Row::Static(report)] = &rows(GOOD)[..] else { panic!() };
        assert_eq!(report.mmsi.value(), 538_003_439);
        assert_eq!(report.time.to_string(), "2024-06-03T02:48:11.869117064Z");
        assert_eq!(report.imo_number.map(ImoNumber::value), Some(9_408_310));
        assert_eq!(report.ship_name.as_deref(), Some("SEA VOYAGER"));
        assert_eq!(report.draught, Some(Draught::metres(8.2)));
        assert_eq!(report.listed_place.as_deref(), Some("Westridge"));
        assert_eq!((report.source.line, report.source.byte_offset), (2, COLUMNS.join(",").len() as u64 + 1));
    }

    #[test]
    fn every_form_of_the_dimensions_gives_length_and_beam() {
        for (text, expected) in [
            ("243:42", Some((Some(243.0), Some(42.0)))),
            ("{\"A\":210,\"B\":34,\"C\":28,\"D\":14}", Some((Some(244.0), Some(42.0)))),
            ("{\"206\",\"43\",\"17\",\"27}", Some((Some(249.0), Some(44.0)))),
            ("0:0", Some((None, None))),
            ("[object Object]", None),
            ("{\"\"212\"\"", None),
            ("{\"B\":210,\"A\":34,\"C\":28,\"D\":14}", None),
            ("{1,2,3,4,5}", None),
            ("1023:42", None),
            ("243:", None),
        ] {
            let found = dimensions(text)
                .map(|d| (d.length_overall.map(Length::to_metres), d.beam.map(Length::to_metres)));
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn a_field_that_cannot_be_read_is_left_out_and_told() {
        let bad = GOOD.replace("243:42,8.2", "[object Object],deep").replace(",80,", ",tanker,");
        let rows = rows(&bad);
        let [Row::Static(report), Row::Reject(_), Row::Reject(_), Row::Reject(_)] = &rows[..] else {
            panic!("{rows:?}")
        };
        assert_eq!((report.draught, report.ship_type), (None, None));
        assert_eq!(reasons(&bad)[2], "draught_m: found `deep`, expected 0 to 25.5 m");
        assert!(reasons(&GOOD.replace(",8.2,", ",25.6,"))[0].starts_with("draught_m: found `25.6`"));
        assert_eq!(reasons(&GOOD.replace(",8.2,", ",0.0,")), Vec::<String>::new());
    }

    #[test]
    fn the_transmitter_is_user_id_and_a_difference_is_told() {
        let other = GOOD.replace("538003439,538003439", "538003439,538006204");
        let [Row::Static(report), Row::Reject(reject)] = &rows(&other)[..] else { panic!() };
        assert_eq!(report.mmsi.value(), 538_006_204);
        assert!(reject.reason.starts_with("MMSI: found `538003439`, expected the number of UserID"));
        let missing = GOOD.replace("538003439,538003439", "538003439,NA");
        let [Row::Static(report), Row::Reject(_)] = &rows(&missing)[..] else { panic!() };
        assert_eq!(report.mmsi.value(), 538_003_439);
        assert_eq!(reasons(&GOOD.replace("538003439,538003439", ",0")).len(), 1);
    }

    #[test]
    fn a_row_that_no_receiver_wrote_is_refused() {
        for (from, to, expected) in [
            ("NA,1,1,2024-06-02", "NA,NA,1,2024-06-02", "AisVersion: found nothing"),
            ("2024-06-02", "80", "date: found `80`, expected YYYY-MM-DD; the columns are shifted"),
            (
                "2024-07-04 05:38:41",
                "2024-06-03 02:48:11",
                "time_utc: found `2024-06-03 02:48:11.869117064+00",
            ),
            ("2024-06-03 02:48:11.869117064+00:00", "yesterday", "time_utc: found `yesterday`"),
            (
                "2024-06-03 02:48:11",
                "1985-06-03 02:48:11",
                "receive time 1985-06-03T02:48:11.869117064Z is before",
            ),
            (
                "2024-06-03 02:48:11",
                "2029-06-03 02:48:11",
                "receive time 2029-06-03T02:48:11.869117064Z is in the",
            ),
            ("CA VAN", "<<<<<<< HEAD", "conflict mark of git: found `<<<<<<< HEAD`"),
        ] {
            let rows = rows(&GOOD.replace(from, to));
            let [Row::Reject(reject)] = &rows[..] else { panic!("{to}: {rows:?}") };
            assert!(reject.reason.starts_with(expected), "{}", reject.reason);
        }
    }

    #[test]
    fn a_row_of_another_shape_is_refused() {
        assert_eq!(reasons("1,2,3"), ["row of 3 fields, expected 16"]);
        assert_eq!(reasons(&GOOD.replace("CA VAN", "\"CA VAN")), ["a quote that is not closed in the line"]);
        assert_eq!(reasons(&"x".repeat(5_000)), ["line of 5001 bytes, expected at most 4096"]);
    }
}
