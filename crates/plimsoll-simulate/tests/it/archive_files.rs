//! The bytes of an archive, read back by readers that are not ours.

use aivdm::{AisMessage, LineDecoder};
use plimsoll_model::Position;
use plimsoll_simulate::archive::{ArchiveForm, ArchiveParams, ArchiveTruth, Written, simulate_archive};
use std::collections::{BTreeMap, BTreeSet};

fn params() -> ArchiveParams {
    ArchiveParams {
        rows: 18_000,
        vessels: 60,
        days: 2.0,
        seed: 9,
        centre: Position::from_lat_lon(56.0, 179.0).unwrap(),
        start: "2024-02-28T00:00:00Z".parse().unwrap(),
    }
}

fn written(form: ArchiveForm) -> (String, ArchiveTruth, Written) {
    let mut bytes = vec![];
    let truth = simulate_archive(&params(), form, &mut bytes).unwrap();
    let written = truth.written.unwrap();
    (String::from_utf8(bytes).unwrap(), truth, written)
}

#[test]
fn the_same_parameters_give_the_same_bytes_and_another_seed_others() {
    for form in ArchiveForm::ALL {
        let bytes = |seed| {
            let mut bytes = vec![];
            let truth = simulate_archive(&ArchiveParams { seed, ..params() }, form, &mut bytes).unwrap();
            (bytes, truth)
        };
        assert!(bytes(1) == bytes(1), "{form:?}");
        assert!(bytes(1) != bytes(2), "{form:?}");
        assert_eq!(ArchiveForm::parse(form.as_str()), Some(form));
    }
}

#[test]
fn the_truth_is_the_same_whatever_the_form_and_survives_json() {
    let truths = ArchiveForm::ALL.map(|form| ArchiveTruth { written: None, ..written(form).1 });
    assert!(truths[0] == truths[1] && truths[1] == truths[2]);
    let json = serde_json::to_string(&truths[0]).unwrap();
    assert!(json.starts_with("{\"simulated\":true,\"note\":\"Every ship"));
    assert!(serde_json::from_str::<ArchiveTruth>(&json).unwrap() == truths[0]);
}

#[test]
fn a_danish_table_has_26_columns_and_the_rows_that_were_counted() {
    let (text, truth, written) = written(ArchiveForm::Danish);
    let mut lines = text.lines();
    let header: Vec<_> = lines.next().unwrap().split(',').collect();
    assert_eq!((header.len(), header[0], header[25]), (26, "# Timestamp", "D"));
    let rows: Vec<Vec<&str>> = lines.clone().map(|line| line.split(',').collect()).collect();
    assert!(rows.iter().all(|row| row.len() == 26));
    let lines: Vec<_> = lines.collect();
    let count = |test: &dyn Fn(&Vec<&str>) -> bool| rows.iter().filter(|row| test(row)).count() as u64;
    assert_eq!(count(&|row| row[1] == "Base Station"), written.stations);
    assert_eq!(count(&|row| row[1] != "Base Station"), written.positions);
    assert_eq!(count(&|row| row[3] == "91.000000" && row[4] == "181.000000"), written.without_position);
    assert_eq!(written.without_position, truth.without_position.len() as u64);
    assert_eq!(written.spikes, truth.spikes.len() as u64);
    let doubled = lines.array_windows().filter(|[a, b]| a == b).count() as u64;
    assert_eq!(doubled, written.duplicates);
    assert!((40..150).contains(&doubled), "one row in 200 of 18,000: {doubled}");
    assert_eq!(lines.len() as u64 + 1, written.lines);
    assert!(rows[0][0].starts_with("28/02/2024 00:00:"), "{}", rows[0][0]);
    assert!(rows.iter().any(|row| row[0].starts_with("29/02/2024")), "the day comes first");
    let names: BTreeSet<_> = rows.iter().filter(|r| r[1] != "Base Station").map(|row| row[12]).collect();
    assert!(names.iter().all(|name| name.starts_with("SIM ")) && names.len() >= 60);
    let east = rows.iter().filter(|row| row[4].starts_with('-')).count();
    assert!(east > 1_000 && east < rows.len() - 1_000, "rows lie on both sides of the 180th meridian");
}

#[test]
fn a_marine_cadastre_table_has_17_columns_and_the_rows_that_were_counted() {
    let (text, _, written) = written(ArchiveForm::MarineCadastre);
    let rows: Vec<Vec<&str>> = text.lines().skip(1).map(|line| line.split(',').collect()).collect();
    assert!(
        text.starts_with("MMSI,BaseDateTime,LAT,LON,SOG,COG,Heading,VesselName,IMO,CallSign,VesselType,")
    );
    assert!(rows.iter().all(|row| row.len() == 17));
    assert_eq!((rows.len() as u64, rows.len() as u64 + 1), (written.positions, written.lines));
    assert!(rows.iter().any(|row| row[1].starts_with("2024-02-29T23:")));
    assert!(rows.iter().all(|row| row[0].starts_with("299") && row[1].len() == 19));
    assert!(rows.iter().all(|row| row[8].is_empty() || row[8].starts_with("IMO2")));
    assert_eq!((written.statics, written.stations), (0, 0));
}

/// A line: receiver, seconds of its clock, sentence.
fn tagged(line: &str) -> (&str, i64, &str) {
    let (tag, sentence) = line.strip_prefix('\\').unwrap().split_once('\\').unwrap();
    let (tag, sum) = tag.split_once('*').unwrap();
    let folded = tag.bytes().fold(0, |sum, byte| sum ^ byte);
    assert_eq!(u8::from_str_radix(sum, 16), Ok(folded), "{line}");
    let (receiver, second) = tag.strip_prefix("s:").unwrap().split_once(",c:").unwrap();
    (receiver, second.parse().unwrap(), sentence)
}

/// What each receiver heard, put together by receiver so that their sequence numbers do not meet.
fn decoded(text: &str) -> Vec<(&str, i64, AisMessage)> {
    let mut decoders: BTreeMap<&str, LineDecoder<128>> = BTreeMap::new();
    let mut heard = vec![];
    for line in text.split_terminator("\r\n") {
        let (receiver, second, sentence) = tagged(line);
        let decoder = decoders.entry(receiver).or_default();
        if let Ok(Some(message)) = decoder.feed(sentence) {
            heard.push((receiver, second, message));
        }
    }
    heard
}

#[test]
fn an_independent_decoder_finds_the_messages_that_were_counted() {
    let (text, truth, written) = written(ArchiveForm::Nmea);
    assert_eq!(text.lines().count() as u64, written.lines);
    let mut types: BTreeMap<u8, u64> = BTreeMap::new();
    for (_, _, message) in decoded(&text) {
        *types.entry(message.message_type()).or_default() += 1;
    }
    assert_eq!(types.keys().copied().collect::<Vec<_>>(), [1, 4, 5, 18, 24]);
    let messages: u64 = types.values().sum();
    let sent = written.positions + written.statics + written.stations + written.heard_again;
    // A decoder that wants sentences in order loses messages whose second sentence comes first, and the one whose
    // second sentence meets that leftover; it loses no other.
    let lost = sent - messages;
    assert!(lost >= written.reordered && lost <= 2 * written.reordered, "{lost} {written:?}");
    assert!(written.reordered > 10 && written.interleaved > 40 && written.heard_again > 5_000);
    assert_eq!(truth.outages.len(), 1);
}

#[test]
fn base_stations_show_which_clocks_are_wrong_and_by_how_much() {
    let (text, truth, _) = written(ArchiveForm::Nmea);
    let mut stations = 0;
    for (receiver, second, message) in decoded(&text) {
        let AisMessage::BaseStationReport(report) = message else { continue };
        let sent: jiff::Timestamp = format!(
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
            report.utc_year,
            report.utc_month,
            report.utc_day,
            report.utc_hour,
            report.utc_minute,
            report.utc_second
        )
        .parse()
        .unwrap();
        let wrong =
            truth.receiver_clocks.iter().find(|c| c.receiver == receiver && c.start <= sent && sent < c.end);
        let late = second - sent.as_second() - wrong.map_or(0, |c| c.offset_s);
        assert!((0..4).contains(&late), "{receiver} {late}");
        stations += 1;
    }
    assert!(stations > 5_000, "{stations}");
    assert_eq!(truth.receiver_clocks.len(), 2);
    assert!(truth.receiver_clocks.iter().all(|c| (30..=120).contains(&c.offset_s.abs())));
}

#[test]
fn receivers_hear_one_message_within_four_seconds_of_true_time() {
    let (text, truth, _) = written(ArchiveForm::Nmea);
    let offset = |receiver: &str, second: i64| {
        let clocks = truth.receiver_clocks.iter().filter(|c| c.receiver == receiver);
        let mut wrong = clocks.filter(|c| {
            let here = c.start.as_second() + c.offset_s..c.end.as_second() + c.offset_s + 4;
            here.contains(&second)
        });
        wrong.next().map_or(0, |c| c.offset_s)
    };
    let mut heard: BTreeMap<&str, Vec<(i64, &str)>> = BTreeMap::new();
    for line in text.split_terminator("\r\n") {
        let (receiver, second, sentence) = tagged(line);
        if sentence.starts_with("!AIVDM,1,1,") {
            heard.entry(sentence).or_default().push((second - offset(receiver, second), receiver));
        }
    }
    let again = heard.values().filter(|times| times.len() > 1);
    let (mut near, mut far) = (0, 0);
    for times in again {
        let (first, last) = (times.iter().min().unwrap().0, times.iter().max().unwrap().0);
        if last - first < 4 { near += 1 } else { far += 1 }
    }
    // A moored ship may send the very same bits twice; a part A always is the same.
    assert!(near > 4_000 && far < near / 50, "{near} {far}");
}
