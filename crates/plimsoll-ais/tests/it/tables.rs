//! Tables of positions: made-up rows of each provider, what people get wrong, and the real files.

use crate::feeds::exhibit;
use crate::real_files::real_file;
use plimsoll_ais::blocks::{Block, BlockBuffer, Blocks};
use plimsoll_ais::dialect::{ColumnMap, Property, TimeFormat};
use plimsoll_ais::{
    AisKind, Batch, Dialect, DialectError, Heard, Row, StaticChanges, Table, TableContext, observations,
    sniff,
};
use plimsoll_model::{Reject, Source, StaticReport, StationReport};
use proptest::prelude::*;
use std::time::Duration;

const DANISH: &str = "# Timestamp,Type of mobile,MMSI,Latitude,Longitude,Navigational status,ROT,SOG,COG,Heading,IMO,\
                      Callsign,Name,Ship type,Cargo type,Width,Length,Type of position fixing device,Draught,Destination,\
                      ETA,Data source type,A,B,C,D";
const CADASTRE: &str = "MMSI,BaseDateTime,LAT,LON,SOG,COG,Heading,VesselName,IMO,CallSign,VesselType,Status,Length,Width,\
                        Draft,Cargo,TransceiverClass";
const CADASTRE_NEW: &str = "mmsi,base_date_time,longitude,latitude,sog,cog,heading,vessel_name,imo,call_sign,vessel_type,\
                            status,length,width,draft,cargo,transceiver";
const NORWEGIAN: &str = "mmsi;date_time_utc;lon;lat;sog;cog;true_heading;nav_status;message_nr";
const EXACT_EARTH: &str = "MMSI,Message_ID,Repeat_indicator,Time,Millisecond,Vessel_Name,Call_sign,IMO,Ship_Type,\
                           Dimension_to_Bow,Dimension_to_stern,Dimension_to_port,Dimension_to_starboard,Draught,Destination,\
                           Navigational_status,ROT,SOG,Longitude,Latitude,COG,Heading,UTC_year,UTC_month,UTC_day,UTC_hour,\
                           UTC_minute,UTC_second,ATON_name";

pub(crate) fn context(repeat_h: u64) -> TableContext {
    let future_after = "2027-01-01T00:00:00Z".parse().ok();
    TableContext { exhibit: exhibit(), future_after, static_repeat: Duration::from_secs(repeat_h * 3_600) }
}

/// All that a table gives, read in one block.
fn read(table: &Table, rows: &str, repeat_h: u64) -> Batch {
    let mut batch = Batch::default();
    let block = Block { bytes: rows.as_bytes(), first_line: 2, first_byte: 100, left_out: 0 };
    table.read_block(&block, &context(repeat_h), &mut batch);
    StaticChanges::new(context(repeat_h).static_repeat).keep(&mut batch);
    batch
}

fn known(header: &str, rows: &str) -> Batch {
    read(&Table::of_header(header.as_bytes(), None).unwrap(), rows, 1)
}

fn reasons(batch: &Batch) -> Vec<&str> {
    batch.rejects.iter().map(|reject| reject.reason.as_str()).collect()
}

/// Latitude, longitude, SOG, COG, heading and status of the one position of a batch, as text.
fn one(batch: &Batch) -> String {
    let [Heard { report: r, .. }] = &batch.positions[..] else { panic!("{batch:?}") };
    let place = r.position.map(|p| (p.lat_deg(), p.lon_deg()));
    let numbers = (r.sog.map(|v| (v.to_knots() * 1e6).round() / 1e6), r.cog.map(|a| a.to_degrees()));
    format!(
        "{} {place:?} {numbers:?} {:?} {:?}",
        r.time,
        r.heading.map(|a| a.to_degrees()),
        r.navigational_status
    )
}

#[test]
fn a_danish_row_is_a_position_and_what_the_ship_says_of_itself() {
    let row = "29/02/2024 23:59:59,Class A,219000001,55.921028,-17.320418,Constrained by her draught,0.0,12.5,255.5,256,\
               9074729,OWAB2,MADE UP TANKER,Tanker,Category X,32,183,GPS,11.9,DKFRC,01/03/2024 06:00:00,AIS,150,33,16,16\n";
    let batch = known(DANISH, row);
    let expected =
        "2024-02-29T23:59:59Z Some((55.921028, -17.320418)) (Some(12.5), Some(255.5)) Some(256.0) Some(4)";
    assert_eq!((one(&batch).as_str(), reasons(&batch)), (expected, vec![]));
    let [said] = &batch.statics[..] else { panic!("{batch:?}") };
    assert_eq!(said.imo_number.map(|imo| imo.value()), Some(9_074_729));
    assert_eq!(
        (said.ship_name.as_deref(), said.call_sign.as_deref()),
        (Some("MADE UP TANKER"), Some("OWAB2"))
    );
    assert_eq!((said.ship_type, said.destination.as_deref()), (Some(81), Some("DKFRC")));
    assert_eq!(said.dimensions.length_overall.map(|l| l.to_metres()), Some(183.0));
    assert_eq!(said.dimensions.beam.map(|l| l.to_metres()), Some(32.0));
    assert_eq!(said.draught.map(|d| d.to_metres()), Some(11.9));
    assert_eq!((said.source.line, said.source.byte_offset, said.message_type), (2, 100, None));
    assert_eq!((batch.counts.lines, batch.counts.messages, batch.counts.statics), (1, 1, 1));
}

#[test]
fn danish_rows_of_stations_are_station_reports() {
    let rows = "31/12/2023 23:59:59,Base Station,2190066,56.53,8.16,Unknown value,,,,,Unknown,,,Undefined,,,,GPS,,,,AIS,,,,\n\
                01/01/2024 00:00:00,AtoN,992111840,54.6,12.6,Unknown value,,,,,Unknown,,WIND FARM,Undefined,,60,60,GPS,,,,AIS,,,,\n\
                01/01/2024 00:00:00,SAR Airborne,111265001,57.0,11.0,Unknown value,,120.0,10.0,,Unknown,,,Undefined,,,,GPS,,,,AIS,,,,\n\
                01/01/2024 00:00:00,Man Overboard Device,972123456,57.0,11.0,Unknown value,,0.1,10.0,,Unknown,,,Undefined,,,,GPS,,,,AIS,,,,\n\
                01/01/2024 00:00:00,Submarine,219000001,57.0,11.0,Unknown value,,0.1,10.0,,Unknown,,,Undefined,,,,GPS,,,,AIS,,,,\n";
    let batch = known(DANISH, rows);
    let stations: Vec<_> =
        batch.stations.iter().map(|s| (s.message_type, s.mmsi.value(), s.name.as_deref())).collect();
    let expected = [(4, 2_190_066, None), (21, 992_111_840, Some("WIND FARM")), (9, 111_265_001, None)];
    assert_eq!(stations, expected);
    assert_eq!((batch.positions.len(), batch.statics.len()), (1, 0));
    assert!(reasons(&batch)[0].starts_with("Type of mobile: found `Submarine`, expected `Class A`"));
    assert_eq!(batch.stations[0].time.to_string(), "2023-12-31T23:59:59Z");
}

/// A row of MarineCadastre with these fields.
fn cadastre(lat: &str, lon: &str, sog: &str, cog: &str, heading: &str) -> Batch {
    known(CADASTRE, &format!("367000001,2023-01-11T00:00:00,{lat},{lon},{sog},{cog},{heading},,,,,,,,,,A\n"))
}

#[test]
fn the_marks_of_the_standard_are_not_available_and_what_is_beyond_it_is_told() {
    let start = "2023-01-11T00:00:00Z";
    let quiet = [
        (cadastre("91.0", "181.0", "102.3", "360.0", "511.0"), "None (None, None) None None"),
        (cadastre("91", "10", "102.2", "359.9", "359"), "None (Some(102.2), Some(359.9)) Some(359.0) None"),
        (cadastre("", "", "", "", ""), "None (None, None) None None"),
        (
            cadastre(" 1.5 ", " -2", " 3.0", "0", "0 "),
            "Some((1.5, -2.0)) (Some(3.0), Some(0.0)) Some(0.0) None",
        ),
        (cadastre("0", "180", "0", "NaN", "NA"), "Some((0.0, -180.0)) (Some(0.0), None) None None"),
    ];
    for (batch, expected) in quiet {
        assert_eq!((one(&batch), reasons(&batch)), (format!("{start} {expected}"), vec![]));
    }
    for (batch, reason) in [
        (
            cadastre("1", "2", "150", "", ""),
            "SOG: found `150`, expected 0 to 102.2 kn, or 102.3 for not available",
        ),
        (
            cadastre("1", "2", "-51.2", "", ""),
            "SOG: found `-51.2`, expected 0 to 102.2 kn, or 102.3 for not available",
        ),
        (
            cadastre("1", "2", "", "409.5", ""),
            "COG: found `409.5`, expected 0 to 359.9 degrees, or 360 for not available",
        ),
        (
            cadastre("1", "2", "", "", "360"),
            "Heading: found `360`, expected 0 to 359 degrees, or 511 for not available",
        ),
        (
            cadastre("1", "2", "fast", "", ""),
            "SOG: found `fast`, expected 0 to 102.2 kn, or 102.3 for not available",
        ),
        (cadastre("57,88", "2", "", "", ""), "row of 18 fields, expected 17"),
    ] {
        assert_eq!(reasons(&batch), [reason]);
    }
    for (batch, reason) in [
        (
            cadastre("133.08", "42.73", "1", "", ""),
            "`LAT`, `LON`: latitude 133.08 is not between -90 and 90; latitude and longitude look exchanged",
        ),
        (
            cadastre("181", "91", "1", "", ""),
            "`LAT`, `LON`: latitude 181 is not between -90 and 90; latitude and longitude look exchanged",
        ),
        (cadastre("42", "200.5", "1", "", ""), "`LAT`, `LON`: longitude 200.5 is not between -180 and 180"),
        (cadastre("north", "2", "1", "", ""), "LAT: found `north`, expected degrees with a decimal point"),
        (cadastre("2", "", "1", "", ""), "LON: found nothing, expected degrees with a decimal point"),
    ] {
        assert_eq!((reasons(&batch), batch.positions[0].report.position), (vec![reason], None));
        assert!(batch.positions[0].report.sog.is_some(), "the rest of the row is kept");
    }
}

#[test]
fn a_row_without_sender_or_time_is_a_reject() {
    let row = |mmsi: &str, time: &str| format!("{mmsi},{time},1,2,3,4,5,,,,,,,,,,A\n");
    for (mmsi, time, reason) in [
        ("0", "2023-01-11T00:00:00", "MMSI: found `0`, expected nine digits, not all zero"),
        ("000000000", "2023-01-11T00:00:00", "MMSI: found `000000000`, expected nine digits, not all zero"),
        ("36700001", "2023-01-11T00:00:00", "MMSI: found `36700001`, expected nine digits, not all zero"),
        ("3670000012", "2023-01-11T00:00:00", "MMSI: found `3670000012`, expected nine digits, not all zero"),
        ("36700000a", "2023-01-11T00:00:00", "MMSI: found `36700000a`, expected nine digits, not all zero"),
        (
            "367000001",
            "2023-02-29T00:00:00",
            "BaseDateTime: found `2023-02-29T00:00:00`, expected a time such as 2024-06-03T02:48:11",
        ),
        ("367000001", "", "BaseDateTime: found nothing, expected a time such as 2024-06-03T02:48:11"),
        (
            "367000001",
            "1970-01-01T00:00:00",
            "receive time 1970-01-01T00:00:00Z is before 1990-01-01T00:00:00Z",
        ),
        (
            "367000001",
            "2028-01-01T00:00:00",
            "receive time 2028-01-01T00:00:00Z is in the future of 2027-01-01T00:00:00Z",
        ),
    ] {
        let batch = known(CADASTRE, &row(mmsi, time));
        assert_eq!((reasons(&batch), batch.positions.len()), (vec![reason], 0));
    }
    for mmsi in ["367000001", " 367000001 ", "367000001.0", "\"367000001\"", "012345678"] {
        assert_eq!(known(CADASTRE, &row(mmsi, "2023-01-11T00:00:00")).positions.len(), 1, "{mmsi}");
    }
}

#[test]
fn the_newer_header_of_marine_cadastre_is_read_by_the_names_of_its_columns() {
    let row = "368000001,2025-12-31 23:59:59,-76.43,36.96,4.7,321.6,327,\"MADE UP, JR\",IMO9074729,WDP0001,52,0,26,11,5.5,52,A\n";
    let batch = known(CADASTRE_NEW, row);
    let expected = "2025-12-31T23:59:59Z Some((36.96, -76.43)) (Some(4.7), Some(321.6)) Some(327.0) Some(0)";
    assert_eq!((one(&batch).as_str(), reasons(&batch)), (expected, vec![]));
    let said = &batch.statics[0];
    assert_eq!((said.ship_name.as_deref(), said.imo_sent), (Some("MADE UP, JR"), Some(9_074_729)));
    let both = [CADASTRE, CADASTRE_NEW].map(|header| sniff(header.as_bytes()));
    assert_eq!(both, [Some(AisKind::Table(Dialect::MarineCadastre)); 2]);
    let avis = known(
        CADASTRE,
        "367000001,2016-01-11T00:00:00,1,2,3,4,5,X,IMO0000000,,1004,under way using engine,,,,,\n",
    );
    assert_eq!(reasons(&avis), ["VesselType: found `1004`, expected 0 to 255 or the word for a ship type"]);
    assert_eq!((avis.statics[0].imo_sent, avis.positions[0].report.navigational_status), (None, Some(0)));
}

#[test]
fn a_table_with_a_row_for_each_message_gives_each_its_kind_and_draught_in_tenths() {
    let rows = "538000001,1,0,20210701_144207,310,,,,,,,,,,,0.0,,10.4,-64.3810616667,48.9944316667,239.0,245.0,,,,,,,\n\
                538000001,5,0,20210701_144208,310,MADE UP             ,V7AB0  ,9074729.0,80.0,182.0,49.0,24.0,8.0,87.0,BLUFF               ,,,,,,,,,,,,,,\n\
                338000001,19,0,20210701_144209,310,SMALL,,,37.0,5.0,6.0,2.0,1.0,,,,,5.5,-73.5,40.5,90.0,,,,,,,,\n\
                338000001,27,3,20210701_144210,780,,,,,,,,,,,15.0,,20.0,-71.5133333333,41.2666666667,80.0,511.0,,,,,,,\n\
                3160123,4,0,20210701_193654,110,,,,,,,,,,,,,,-64.40047,45.232945,,,2021.0,7.0,1.0,19.0,36.0,50.0,\n\
                993160001,21,0,20210701_193654,110,,,,,,,,,,,,,,-64.4,45.2,,,,,,,,,BUOY 7\n\
                538000001,8,0,20210701_193655,110,,,,,,,,,,,,,,,,,,,,,,,,\n\
                91801652,24,0,20210701_181947,390,100%,,0.0,5.0,5.0,3.0,2.0,,,,,,,,,,,,,,,,,\n";
    let batch = known(EXACT_EARTH, rows);
    let types: Vec<_> = batch.positions.iter().map(|heard| heard.report.message_type).collect();
    assert_eq!(types, [Some(1), Some(19), Some(27)]);
    let first = batch.positions[0].report;
    assert_eq!(
        first.position.map(|p| (p.lat_deg(), p.lon_deg())),
        Some((48.994_431_666_7, -64.381_061_666_7))
    );
    assert_eq!(first.sog.map(|v| (v.to_knots() * 10.0).round()), Some(104.0));
    let said: Vec<_> = batch.statics.iter().map(|s| (s.message_type, s.ship_name.as_deref())).collect();
    assert_eq!(said, [(Some(5), Some("MADE UP")), (Some(19), Some("SMALL"))]);
    let tanker = &batch.statics[0];
    assert_eq!(tanker.draught.map(|d| d.to_metres().to_bits()), Some(8.7_f64.to_bits()));
    assert_eq!(tanker.dimensions.length_overall.map(|l| l.to_metres()), Some(231.0));
    assert_eq!((tanker.ship_type, tanker.destination.as_deref()), (Some(80), Some("BLUFF")));
    let stations: Vec<_> =
        batch.stations.iter().map(|s| (s.message_type, s.name.as_deref(), s.utc)).collect();
    let sent = "2021-07-01T19:36:50Z".parse().ok();
    assert_eq!(stations, [(4, None, sent), (21, Some("BUOY 7"), None)]);
    assert_eq!((batch.counts.messages, batch.counts.without_row), (7, 1));
    assert_eq!(reasons(&batch), ["MMSI: found `91801652`, expected nine digits, not all zero"]);
}

#[test]
fn a_norwegian_row_has_semicolons_and_longitude_first() {
    let batch = known(NORWEGIAN, "257000001;2024-06-03 02:48:11;10.5;59.25;102.3;360;511;0;1\r\n");
    let expected = "2024-06-03T02:48:11Z Some((59.25, 10.5)) (None, None) None Some(0)";
    assert_eq!((one(&batch).as_str(), reasons(&batch)), (expected, vec![]));
    assert_eq!(batch.positions[0].report.message_type, Some(1));
}

/// A mapping of a table of somebody.
fn patrol_map(format: &str) -> ColumnMap {
    ColumnMap::new(TimeFormat::parse(format).unwrap())
        .with(Property::Mmsi, "id")
        .with(Property::Time, "when")
        .with(Property::Latitude, "y")
        .with(Property::Longitude, "x")
        .with_factor(Property::SpeedOverGround, "speed", 3_600.0 / 1_852.0)
        .with_factor(Property::CourseOverGround, "course", 0.1)
        .with_constant(Property::Receiver, "patrol boat")
}

#[test]
fn any_table_is_read_by_a_mapping_with_units_whatever_stands_between_its_fields() {
    for delimiter in [",", ";", "\t", "|"] {
        let line = |fields: &[&str]| fields.join(delimiter);
        let header = format!("\u{feff}{}\r\n", line(&["note", "id", "when", "x", "y", "speed", "course"]));
        let row =
            line(&["", "538000001", "03/06/2024 02:48", "133.08", "42.73", "5.144444444444445", "3599"]);
        let table = Table::of_header(header.as_bytes(), Some(&patrol_map("day-first"))).unwrap();
        assert_eq!((table.dialect(), table.delimiter()), (Dialect::Mapped, delimiter.as_bytes()[0]));
        assert_eq!((table.columns().len(), table.uses(0), table.uses(1)), (7, false, true));
        let batch = read(&table, &format!("{row}\r\n"), 1);
        let expected = "2024-06-03T02:48:00Z Some((42.73, 133.08)) (Some(10.0), Some(359.9)) None None";
        assert_eq!((one(&batch).as_str(), reasons(&batch)), (expected, vec![]));
        assert_eq!(batch.positions[0].receiver.as_deref(), Some("patrol boat"));
        let marks = line(&["", "538000001", "03/06/2024 02:48", "181", "91", "52.628", "3600"]);
        let batch = read(&table, &marks, 1);
        assert_eq!(
            (one(&batch).as_str(), reasons(&batch)),
            ("2024-06-03T02:48:00Z None (None, None) None None", vec![])
        );
        let month = Table::of_header(header.as_bytes(), Some(&patrol_map("month-first"))).unwrap();
        let batch = read(&month, &row.replace("03/06", "31/12"), 1);
        assert_eq!(
            reasons(&batch),
            [
                "when: found `31/12/2024 02:48`, expected month/day/year; there are 12 months: here the day looks first"
            ]
        );
    }
}

#[test]
fn a_mapping_that_does_not_fit_says_which_column_is_missing() {
    let error = |header: &str, map: &ColumnMap| {
        Table::of_header(header.as_bytes(), Some(map)).unwrap_err().to_string()
    };
    let map = patrol_map("iso");
    assert_eq!(
        error("id,wehn,x,y,speed,course", &map),
        "no column `when`, which `time` is mapped to; found `id,wehn,x,y,speed,course`"
    );
    assert_eq!(
        error("id,when,x,y,speeds,course", &map),
        "no column `speed`, which `sog_kn` is mapped to; found `id,when,x,y,speeds,course`; did you mean `speeds`?"
    );
    assert_eq!(
        error("id,when,x,y,speed,course,x", &map),
        "the column `x`, which `lon_deg` is mapped to, stands twice in the header"
    );
    let without = ColumnMap::new(TimeFormat::Iso).with(Property::Mmsi, "id");
    assert_eq!(error("id", &without), "no header: the mapping does not say where `time` is");
}

#[test]
fn an_unknown_header_names_the_nearest_table_and_writes_a_mapping_to_fill_in() {
    let cases = [
        (
            "MMSI,BaseTime,LAT,LONG,SOG,COG",
            "header of no known table: nearest is marine-cadastre, without its columns `BaseDateTime` (is it `BaseTime`?), \
             `LON` (is it `LONG`?); found `MMSI,BaseTime,LAT,LONG,SOG,COG`",
            "{ mmsi = \"MMSI\", time = { column = \"BaseTime\", format = \"...\" }, lat_deg = \"LAT\", lon_deg = \"LONG\" }",
        ),
        (
            "timestamp;type of mobile;mmsi;lat;lon",
            "header of no known table: nearest is norwegian, without its columns `date_time_utc`; \
             found `timestamp;type of mobile;mmsi;lat;lon`",
            "{ mmsi = \"mmsi\", time = { column = \"timestamp\", format = \"...\" }, lat_deg = \"lat\", lon_deg = \"lon\" }",
        ),
        (
            "a,b,c",
            "",
            "{ mmsi = \"...\", time = { column = \"...\", format = \"...\" }, lat_deg = \"...\", lon_deg = \"...\" }",
        ),
    ];
    for (header, message, map) in cases {
        let error = Table::of_header(header.as_bytes(), None).unwrap_err();
        assert!(message.is_empty() || error.to_string() == message, "{error}");
        let hint = error.hint().unwrap();
        assert!(hint.ends_with(&format!("kind = \"positions\"\n  map = {map}")), "{hint}");
    }
    assert!(matches!(Table::of_header(b"a,\"b", None), Err(DialectError::NoHeader { .. })));
}

/// A Danish row at a second of a day, of a ship with a draught.
fn row_at(second: u32, mmsi: u32, draught: &str) -> String {
    let (h, m, s) = (second / 3_600, second / 60 % 60, second % 60);
    format!(
        "03/06/2024 {h:02}:{m:02}:{s:02},Class A,{mmsi},55.5,10.5,Moored,,0.0,,,9074729,,SHIP,Tanker,,,,GPS,{draught},X,,AIS,,,,\n"
    )
}

#[test]
fn what_a_ship_says_of_itself_is_given_when_it_changes_and_once_in_each_hour() {
    let table = Table::of_header(DANISH.as_bytes(), None).unwrap();
    let rows: String =
        [(0, "8.0"), (600, "8.0"), (1_200, "12.1"), (3_599, "12.1"), (3_600, "12.1"), (7_300, "12.1")]
            .into_iter()
            .flat_map(|(second, draught)| {
                [row_at(second, 219_000_001, draught), row_at(second, 219_000_002, "5.0")]
            })
            .collect();
    let given = |repeat_h| {
        let batch = read(&table, &rows, repeat_h);
        let of = |mmsi| {
            let said = batch.statics.iter().filter(|s| s.mmsi.value() == mmsi);
            said.map(|s| (s.time.as_second() % 86_400, s.draught.unwrap().to_metres())).collect::<Vec<_>>()
        };
        (of(219_000_001), of(219_000_002).len())
    };
    assert_eq!(given(1), (vec![(0, 8.0), (1_200, 12.1), (3_600, 12.1), (7_300, 12.1)], 3));
    assert_eq!(given(24), (vec![(0, 8.0), (1_200, 12.1)], 1));
    assert_eq!(given(0).0.len(), 6, "zero gives every row");
}

/// All that a table gives, cut into blocks at these lines, in one thread's order.
type Whole = (Vec<Heard>, Vec<StaticReport>, Vec<StationReport>, Vec<Reject>);

fn whole(batches: impl IntoIterator<Item = Batch>, repeat_h: u64) -> Whole {
    let mut changes = StaticChanges::new(context(repeat_h).static_repeat);
    let mut whole = Whole::default();
    for mut batch in batches {
        changes.keep(&mut batch);
        whole.0.append(&mut batch.positions);
        whole.1.append(&mut batch.statics);
        whole.2.append(&mut batch.stations);
        whole.3.append(&mut batch.rejects);
    }
    whole
}

/// The table read in blocks of about this size, the batches made in any order and put together in theirs.
fn in_blocks(bytes: &[u8], size: usize, repeat_h: u64) -> Whole {
    let mut blocks = Blocks::with_size(bytes, size);
    let table = Table::of_header(&blocks.take_line().unwrap().unwrap(), None).unwrap();
    let mut buffers = Vec::new();
    let mut buffer = BlockBuffer::default();
    while blocks.read(&mut buffer).unwrap() {
        buffers.push(buffer.clone());
    }
    let mut scratch = Batch::default();
    let mut batches: Vec<_> = buffers
        .iter()
        .enumerate()
        .rev()
        .map(|(n, buffer)| {
            scratch.clear();
            table.read_block(&buffer.block(), &context(repeat_h), &mut scratch);
            (n, scratch.clone())
        })
        .collect();
    batches.sort_by_key(|(n, _)| *n);
    whole(batches.into_iter().map(|(_, batch)| batch), repeat_h)
}

/// One row of a hostile Danish table.
fn odd_row() -> impl Strategy<Value = String> {
    let second = 0_u32..12_000;
    let ship = 219_000_001_u32..219_000_004;
    prop_oneof![
        8 => (second.clone(), ship.clone(), "[89]\\.[01]").prop_map(|(t, mmsi, draught)| row_at(t, mmsi, &draught)),
        1 => (second.clone(), ship.clone()).prop_map(|(t, mmsi)| row_at(t, mmsi, "99")),
        1 => (second.clone(), ship.clone()).prop_map(|(t, mmsi)| row_at(t, mmsi, "\"8.0\"")),
        1 => (second, ship).prop_map(|(t, mmsi)| row_at(t, mmsi, "8.0").replace("9074729,,SHIP,Tanker", ",,,")),
        1 => Just("\n".to_owned()),
        1 => "[ -~]{0,120}\n",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn blocks_cut_anywhere_give_the_same_reports_and_rejects(
        rows in proptest::collection::vec(odd_row(), 0..60),
        size in 1_usize..4_000,
        repeat_h in 0_u64..3,
    ) {
        let table = format!("{DANISH}\n{}", rows.concat());
        let one = in_blocks(table.as_bytes(), 1 << 22, repeat_h);
        prop_assert_eq!(in_blocks(table.as_bytes(), size, repeat_h), one);
    }

    #[test]
    fn fields_that_somebody_else_took_apart_give_what_the_line_gives(
        rows in proptest::collection::vec(odd_row(), 0..30),
        repeat_h in 0_u64..3,
    ) {
        let table = Table::of_header(DANISH.as_bytes(), None).unwrap();
        let rows: Vec<_> = rows.into_iter().filter(|row| row.split(',').count() == 26 && !row.contains('"')).collect();
        let mut by_cells = Batch::default();
        let mut byte_offset = 100;
        for (n, row) in rows.iter().enumerate() {
            let cells: Vec<&str> = row.trim_end_matches('\n').split(',').collect();
            let source = Source { exhibit: exhibit(), line: n as u64 + 2, byte_offset };
            table.read_cells(&cells, source, &context(repeat_h), &mut by_cells);
            byte_offset += row.len() as u64;
        }
        let mut by_lines = Batch::default();
        let bytes = rows.concat();
        let block = Block { bytes: bytes.as_bytes(), first_line: 2, first_byte: 100, left_out: 0 };
        table.read_block(&block, &context(repeat_h), &mut by_lines);
        let [cells, lines] = [by_cells, by_lines].map(|batch| whole([batch], repeat_h));
        prop_assert_eq!((cells.0, cells.1, cells.2), (lines.0, lines.1, lines.2));
        prop_assert_eq!(cells.3.len(), lines.3.len());
    }

    #[test]
    fn a_soup_of_cells_is_accounted_for_in_every_dialect(
        cells in proptest::collection::vec(
            prop_oneof![
                Just(String::new()), "[0-9]{1,9}", "-?[0-9]{1,3}\\.[0-9]{1,6}", "[0-9]{9}", "[!-~]{0,8}",
                Just("2024-06-03T02:48:11".to_owned()), Just("03/06/2024 02:48:11".to_owned()),
                Just("20240603_024811".to_owned()), Just("Class A".to_owned()), Just("\u{e9}\u{0}".to_owned()),
            ],
            0..400,
        ),
        bytes in proptest::collection::vec(any::<u8>(), 0..200),
    ) {
        for header in [DANISH, CADASTRE, CADASTRE_NEW, NORWEGIAN, EXACT_EARTH] {
            let table = Table::of_header(header.as_bytes(), None).unwrap();
            let delimiter = char::from(table.delimiter()).to_string();
            let lines = cells.chunks(table.columns().len()).map(|row| row.join(&delimiter));
            let mut text = lines.collect::<Vec<_>>().join("\n").into_bytes();
            text.extend(&bytes);
            let mut batch = Batch::default();
            let block = Block { bytes: &text, first_line: 2, first_byte: 0, left_out: 0 };
            table.read_block(&block, &context(1), &mut batch);
            StaticChanges::new(context(1).static_repeat).keep(&mut batch);
            let c = batch.counts;
            prop_assert!(c.skipped_lines + c.messages + c.rejects >= c.lines, "{:?}", c);
            prop_assert!(c.messages <= c.positions + c.stations + c.without_row + c.lines, "{:?}", c);
            prop_assert_eq!(c.bytes, text.len() as u64);
        }
    }
}

/// Rows of a real file as the `csv` crate reads them.
fn rows_by_another_reader(bytes: &[u8]) -> (Vec<String>, Vec<Vec<String>>) {
    let mut reader = csv::ReaderBuilder::new().from_reader(bytes);
    let header = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let rows = reader.records().map(|row| row.unwrap().iter().map(|cell| cell.trim().to_owned()).collect());
    (header, rows.collect())
}

/// What another reading of a real file must agree on: names of latitude, longitude, SOG, COG and heading.
fn agrees_with_another_reader(bytes: &[u8], names: [&str; 5], time: impl Fn(&str) -> String) -> Whole {
    let (header, rows) = rows_by_another_reader(bytes);
    let place = |name: &str| header.iter().position(|n| n == name);
    let found = in_blocks(bytes, 10_000, 1);
    let number = |row: &Vec<String>, at: Option<usize>| at.and_then(|at| row[at].parse::<f64>().ok());
    let kind = place("Type of mobile");
    let mmsi = place("MMSI").unwrap();
    let is_ship =
        |row: &&Vec<String>| row[mmsi].len() == 9 && kind.is_none_or(|at| row[at].starts_with("Class"));
    let ships: Vec<_> = rows.iter().filter(is_ship).collect();
    assert_eq!(found.0.len(), ships.len());
    for (heard, row) in found.0.iter().zip(&ships) {
        let r = heard.report;
        assert_eq!(r.mmsi.to_string(), row[mmsi]);
        assert_eq!(
            r.time.to_string(),
            time(&row[place(&header[0]).filter(|_| header[0] != "MMSI").unwrap_or(1)])
        );
        let [lat, lon, sog, cog, heading] = names.map(|name| number(row, place(name)));
        let position = lat.zip(lon).filter(|(lat, _)| *lat < 90.5);
        assert_eq!(r.position.map(|p| (p.lat_deg(), p.lon_deg())), position);
        assert_eq!(
            r.sog.map(|v| (v.to_knots() * 10.0).round()),
            sog.filter(|v| *v < 102.25).map(|v| (v * 10.0).round())
        );
        assert_eq!(r.cog.map(|a| a.to_degrees()), cog.filter(|v| *v < 360.0));
        assert_eq!(r.heading.map(|a| a.to_degrees()), heading.filter(|v| *v < 360.0));
    }
    found
}

#[test]
fn the_real_danish_rows_are_read_as_another_reader_reads_them() {
    let Some(bytes) = real_file("csv/dma_aisdk_20180601_sample.csv") else { return };
    let time = |text: &str| format!("{}-{}-{}T{}Z", &text[6..10], &text[3..5], &text[..2], &text[11..]);
    let found = agrees_with_another_reader(&bytes, ["Latitude", "Longitude", "SOG", "COG", "Heading"], time);
    let (_, rows) = rows_by_another_reader(&bytes);
    let stations =
        rows.iter().filter(|row| ["Base Station", "AtoN", "SAR Airborne"].contains(&row[1].as_str())).count();
    assert_eq!((found.0.len() + stations, found.2.len(), found.3.len()), (rows.len(), stations, 0));
    let without = rows.iter().filter(|row| row[1].starts_with("Class") && row[3].starts_with("91")).count();
    assert_eq!(found.0.iter().filter(|heard| heard.report.position.is_none()).count(), without);
    assert!(without > 0);
    let moored =
        |status: &str| rows.iter().filter(|row| row[5] == status && row[1].starts_with("Class")).count();
    let read = |n| found.0.iter().filter(|heard| heard.report.navigational_status == Some(n)).count();
    assert_eq!(
        (read(0), read(5), read(7)),
        (moored("Under way using engine"), moored("Moored"), moored("Engaged in fishing"))
    );
    let rows =
        observations(exhibit(), AisKind::Table(Dialect::Danish), bytes.as_slice(), crate::feeds::NO_OPTIONS);
    let positions = rows.map(Result::unwrap).filter(|row| matches!(row, Row::Position(..))).count();
    assert_eq!(positions, found.0.len());
}

#[test]
fn the_real_rows_of_marine_cadastre_are_read_as_another_reader_reads_them() {
    let Some(bytes) = real_file("csv/marinecadastre_20230111_1000rows.csv") else { return };
    let found = agrees_with_another_reader(&bytes, ["LAT", "LON", "SOG", "COG", "Heading"], |text| {
        format!("{text}Z")
    });
    let (_, rows) = rows_by_another_reader(&bytes);
    // Two ships send an MMSI of eight and of seven digits.
    let told: Vec<_> = found.3.iter().map(|reject| reject.reason.split(',').next()).collect();
    assert_eq!(told, [Some("MMSI: found `3669882`"), Some("MMSI: found `36926403`")]);
    assert_eq!(found.0.len(), 998);
    let rows: Vec<_> = rows.into_iter().filter(|row| row[0].len() == 9).collect();
    let mut names: Vec<_> =
        rows.iter().filter(|row| !row[7].is_empty()).map(|row| (&row[0], &row[7])).collect();
    names.sort();
    names.dedup();
    let mut given: Vec<_> =
        found.1.iter().filter_map(|s| Some((s.mmsi.to_string(), s.ship_name.clone()?))).collect();
    given.sort();
    given.dedup();
    assert_eq!(given.len(), names.len());
    let draughts = rows.iter().filter(|row| row[14].parse::<f64>().is_ok_and(|m| m > 0.0)).count();
    assert!(draughts > 300 && found.1.iter().filter(|s| s.draught.is_some()).count() > 300);
}

#[test]
fn the_real_positions_of_the_solent_are_read_as_another_reader_reads_them() {
    let Some(bytes) = real_file("csv/solent_20160112.csv.gz") else { return };
    let names = ["Latitude_degrees", "Longitude_degrees", "SOG_knots", "COG_degrees", "none"];
    let time = |text: &str| {
        let (day, time) = text.split_once(' ').unwrap();
        let time = if time.contains('.') { time.trim_end_matches('0').trim_end_matches('.') } else { time };
        format!("{day}T{time}Z")
    };
    let found = agrees_with_another_reader(&bytes, names, time);
    assert_eq!((found.0.len(), found.1.len(), found.3.len()), (18_623, 0, 0));
    let mut ships: Vec<_> = found.0.iter().map(|heard| heard.report.mmsi).collect();
    ships.sort();
    ships.dedup();
    assert_eq!(ships.len(), 91);
}
