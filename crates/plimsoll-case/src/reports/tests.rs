use super::*;
use crate::store::Store;
use crate::tables::{Cell, TableRow};
use jiff::{SignedDuration, Timestamp};
use plimsoll_model::{
    Angle, Draught, ExhibitId, Key, Length, Position, PositionReport, ReceiverClock, RecordId, RecordKind,
    Source, Speed, StaticReport,
};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::fs;

const WINDOW: DuplicateParams = DuplicateParams { window_s: 4.0 };
const CLOCKS: ReceiverClockParams = ReceiverClockParams {
    tolerance_s: 30.0,
    search_h: 3.0,
    min_samples: 10,
    min_samples_per_receiver: 3,
    max_scatter_s: 5.0,
    min_speed_kn: 1.0,
};

type Row = (PositionReport, Option<String>);

fn exhibit(n: i64) -> ExhibitId {
    RecordId::of(RecordKind::Exhibit, &[Key::Int(n)])
}

fn at(seconds: f64) -> Timestamp {
    Timestamp::from_millisecond(1_700_000_000_000 + (seconds * 1000.0).round() as i64).unwrap()
}

fn report(mmsi: u32, seconds: f64, content: u32, offset: u64) -> PositionReport {
    PositionReport {
        source: Source { exhibit: exhibit(1), line: offset / 10 + 1, byte_offset: offset },
        mmsi: Mmsi::new(mmsi).unwrap(),
        time: at(seconds),
        message_type: (content % 4 != 3).then_some(1),
        position: (content % 5 != 4)
            .then(|| Position::from_lat_lon(40.0 + f64::from(content) / 600_000.0, 130.0).unwrap()),
        sog: (content % 7 != 6).then(|| Speed::knots(f64::from(content) / 10.0)),
        cog: Some(Angle::degrees(f64::from(content) / 3.0)),
        heading: None,
        navigational_status: Some((content % 16) as u8),
    }
}

fn options(buckets: u32, memory_bytes: usize, threads: usize) -> WriteOptions {
    WriteOptions { buckets, share: 0..buckets, memory_bytes, threads }
}

/// A store of these rows in a folder of its own.
fn written(rows: &[Row], options: WriteOptions) -> (tempfile::TempDir, ReportStore, ReportsWritten) {
    let dir = tempfile::tempdir().unwrap();
    let store = ReportStore::of_case(dir.path());
    let done = write_to(&store, rows, options);
    (dir, store, done)
}

fn write_to(store: &ReportStore, rows: &[Row], options: WriteOptions) -> ReportsWritten {
    let mut writer = store.writer(&WINDOW, &CLOCKS, options).unwrap();
    for (report, receiver) in rows {
        writer.push_position(report, receiver.as_deref()).unwrap();
    }
    writer.finish().unwrap()
}

/// What a store holds, bucket by bucket.
fn read(store: &ReportStore) -> Vec<(PositionReport, Heard)> {
    let mut all = Vec::new();
    for bucket in store.buckets() {
        store.for_each_heard(bucket, |report, heard| all.push((*report, heard.clone()))).unwrap();
    }
    all
}

/// All files of a store with their bytes.
fn files(store: &ReportStore) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for table in [POSITIONS, STATICS] {
        for (bucket, dir) in bucket_folders(&store.folder(table)) {
            files.insert(format!("{table}/{bucket}"), fs::read(dir.join(PART)).unwrap());
        }
    }
    files
}

/// The same by sorting everything in memory and looking at every pair.
fn naive(rows: &[Row], buckets: u32) -> Vec<(PositionReport, Heard)> {
    let mut sorted = rows.to_vec();
    let key = |r: &Row| {
        (
            bucket_of(r.0.mmsi, buckets),
            r.0.mmsi,
            r.0.time,
            r.0.source.exhibit,
            r.0.source.byte_offset,
            r.1.clone(),
        )
    };
    sorted.sort_by_key(key);
    let mut groups: Vec<(PositionReport, Vec<String>, u32)> = Vec::new();
    for (report, receiver) in sorted {
        let same = |g: &&mut (PositionReport, Vec<String>, u32)| {
            let first = &g.0;
            let content = PositionReport { source: first.source, time: first.time, ..report };
            content == *first && report.time.duration_since(first.time) <= SignedDuration::from_secs(4)
        };
        match groups.iter_mut().rev().find(same) {
            Some(group) => {
                group.1.extend(receiver);
                group.2 += 1;
            }
            None => groups.push((report, receiver.into_iter().collect(), 1)),
        }
    }
    let row = |(report, mut receivers, copies): (PositionReport, Vec<String>, u32)| {
        receivers.sort();
        receivers.dedup();
        (report, Heard { receivers, copies, clock_offset_s: None })
    };
    groups.into_iter().map(row).collect()
}

fn rows_strategy(most: usize) -> impl Strategy<Value = Vec<Row>> {
    let row = (0u32..6, 0u32..120, 0u32..4, 0u32..5, 1i64..3);
    proptest::collection::vec(row, 0..most).prop_map(|rows| {
        let made =
            |(place, (ship, half_seconds, content, receiver, file)): (usize, (u32, u32, u32, u32, i64))| {
                let mut made =
                    report(200_000_000 + ship * 7, f64::from(half_seconds) / 2.0, content, place as u64 * 10);
                made.source.exhibit = exhibit(file);
                (made, (receiver < 3).then(|| format!("r{receiver}")))
            };
        rows.into_iter().enumerate().map(made).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn the_store_holds_what_sorting_everything_in_memory_gives(
        rows in rows_strategy(300), buckets in 1u32..5, memory in prop_oneof![Just(1usize << 12), Just(1 << 24)],
    ) {
        let (_dir, store, done) = written(&rows, options(buckets, memory, 2));
        let expected = naive(&rows, buckets);
        prop_assert_eq!(done.position_duplicates as usize, rows.len() - expected.len());
        prop_assert_eq!(read(&store), expected);
    }

    #[test]
    fn the_bytes_depend_on_no_thread_no_memory_and_no_order_of_reading(rows in rows_strategy(200), turn in 0usize..200) {
        let (_dir, store, _) = written(&rows, options(4, 1 << 24, 1));
        let expected = files(&store);
        prop_assert_eq!(expected.len(), 8);
        let mut turned = rows.clone();
        turned.rotate_left(turn.min(rows.len()));
        turned.reverse();
        for (rows, memory, threads) in [(&rows, 1 << 12, 3), (&turned, 1 << 24, 2), (&turned, 1 << 13, 1)] {
            let (_dir, store, _) = written(rows, options(4, memory, threads));
            prop_assert!(files(&store) == expected, "memory {memory}, {threads} threads");
        }
    }
}

/// Ships that pass receivers, each message heard by all of them, each by its clock.
fn season(clock: impl Fn(usize, f64) -> f64, receivers: usize, hours: f64) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut offset = 0;
    for step in 0..(hours * 60.0) as u32 {
        for ship in 0..4 {
            let sent = f64::from(step) * 60.0 + f64::from(ship) * 7.0;
            for receiver in 0..receivers {
                let jitter = f64::from((step * 31 + ship * 17 + receiver as u32 * 13) % 7) / 10.0;
                let time = sent + jitter + clock(receiver, sent);
                rows.push((
                    report(300_000_000 + ship, time, 21 + (step * 4 + ship) * 35, offset),
                    Some(format!("r{receiver}")),
                ));
                offset += 10;
            }
        }
    }
    rows
}

fn offsets(clocks: &[ReceiverClock], receiver: &str) -> Vec<i64> {
    let mut all: Vec<_> =
        clocks.iter().filter(|c| c.receiver == receiver).map(|c| c.offset_s.round() as i64).collect();
    all.dedup();
    all
}

#[test]
fn a_wrong_clock_is_found_among_three_and_its_copies_fall_together() {
    for wrong in [37.0, 3600.0, -3600.0, -45.0, 7200.0] {
        let rows = season(|receiver, _| if receiver == 1 { wrong } else { 0.0 }, 3, 6.0);
        let (_dir, store, done) = written(&rows, options(2, 1 << 24, 2));
        assert_eq!(offsets(&done.clocks, "r1"), [wrong as i64], "{wrong}");
        assert_eq!((offsets(&done.clocks, "r0"), offsets(&done.clocks, "r2")), (vec![0], vec![0]), "{wrong}");
        let all = read(&store);
        assert_eq!(all.len() * 3, rows.len(), "{wrong}: each message is one row");
        assert!(all.iter().all(|(_, heard)| heard.copies == 3 && heard.receivers.len() == 3));
        let first_of_r1 = all.iter().filter_map(|(_, heard)| heard.clock_offset_s);
        assert!(first_of_r1.into_iter().all(|s| (s - wrong).abs() < 1.0));
    }
}

#[test]
fn a_clock_that_is_an_hour_behind_for_some_hours_is_corrected_in_those() {
    let wrong = |receiver: usize, sent: f64| {
        if receiver == 0 && (7200.0..14_400.0).contains(&sent) { -3600.0 } else { 0.0 }
    };
    // 1,700,000,000 is 22:13:20, so the hours of the clock and of the error do not agree: the hours in which both a right
    // and a wrong clock were read are not decided, the one between is.
    let rows = season(wrong, 4, 8.0);
    let (_dir, _store, done) = written(&rows, options(1, 1 << 24, 1));
    let of_r0 = offsets(&done.clocks, "r0");
    assert!(of_r0.contains(&-3600) && of_r0.contains(&0), "{of_r0:?}");
    assert!((1..4).all(|r| offsets(&done.clocks, &format!("r{r}")) == [0]));
}

#[test]
fn of_two_receivers_that_disagree_neither_is_corrected() {
    let rows = season(|receiver, _| if receiver == 1 { 600.0 } else { 0.0 }, 2, 4.0);
    let (_dir, store, done) = written(&rows, options(1, 1 << 24, 1));
    assert_eq!(done.clocks, []);
    assert_eq!(read(&store).len(), rows.len());
}

#[test]
fn base_stations_decide_between_two_and_outvote_a_majority_that_is_wrong() {
    let rows = season(|receiver, _| if receiver > 0 { 600.0 } else { 0.0 }, 3, 4.0);
    let dir = tempfile::tempdir().unwrap();
    let store = ReportStore::of_case(dir.path());
    let mut writer = store.writer(&WINDOW, &CLOCKS, options(1, 1 << 24, 1)).unwrap();
    for (report, receiver) in &rows {
        writer.push_position(report, receiver.as_deref()).unwrap();
    }
    for step in 0..4 * 360 {
        let utc = at(f64::from(step) * 10.0);
        writer.push_clock_sample("r0", utc + SignedDuration::from_millis(400), utc).unwrap();
    }
    let done = writer.finish().unwrap();
    assert_eq!(offsets(&done.clocks, "r0"), [0]);
    assert!(
        done.clocks.iter().all(|c| (c.method == "base-station") == (c.receiver == "r0")),
        "{:?}",
        done.clocks
    );
    assert_eq!((offsets(&done.clocks, "r1"), offsets(&done.clocks, "r2")), (vec![600], vec![600]));
    assert_eq!(read(&store).len() * 3, rows.len());
}

#[test]
fn a_clock_that_began_at_1970_is_set_right_by_a_base_station() {
    let dir = tempfile::tempdir().unwrap();
    let store = ReportStore::of_case(dir.path());
    let mut writer = store.writer(&WINDOW, &CLOCKS, options(1, 1 << 24, 1)).unwrap();
    let begun = -1_700_000_000.0;
    for step in 0..20 {
        let sent = f64::from(step) * 10.0;
        writer.push_clock_sample("attic", at(sent + begun), at(sent)).unwrap();
        writer.push_position(&report(1, sent + begun, step + 30, u64::from(step)), Some("attic")).unwrap();
    }
    let done = writer.finish().unwrap();
    assert_eq!(offsets(&done.clocks, "attic"), [begun as i64]);
    assert!(read(&store).iter().all(|(r, heard)| r.time >= at(0.0) && heard.clock_offset_s == Some(begun)));
}

#[test]
fn moored_ships_and_few_messages_say_nothing_of_clocks() {
    // The same content every three minutes, of which each receiver hears every fifth.
    let mut rows: Vec<Row> = Vec::new();
    for step in 0..400_u32 {
        for receiver in 0..3_u32 {
            if (step + receiver * 2).is_multiple_of(5) {
                let mut moored =
                    report(400_000_000, f64::from(step) * 180.0, 20, u64::from(step * 3 + receiver));
                moored.sog = Some(Speed::knots(0.1));
                rows.push((moored, Some(format!("r{receiver}"))));
            }
        }
    }
    // Three messages an hour of a ship under way: fewer than it takes.
    rows.extend(season(|receiver, _| receiver as f64 * 600.0, 3, 0.02));
    let (_dir, _store, done) = written(&rows, options(1, 1 << 24, 1));
    assert_eq!(done.clocks, []);
    // Even a moored ship that reports a speed repeats itself within hours and is not used.
    for (report, _) in &mut rows {
        report.sog = Some(Speed::knots(2.0));
    }
    let (_dir, _store, done) = written(&rows[..240], options(1, 1 << 24, 1));
    assert_eq!(done.clocks, []);
}

#[test]
fn shares_together_are_the_whole_byte_for_byte_clocks_included() {
    let rows = season(|receiver, _| if receiver == 2 { 3600.0 } else { 0.0 }, 3, 5.0);
    let (_dir, whole, done) = written(&rows, options(8, 1 << 24, 2));
    let dir = tempfile::tempdir().unwrap();
    let store = ReportStore::of_case(dir.path());
    for share in [0..3, 3..8] {
        let of_share =
            write_to(&store, &rows, WriteOptions { share: share.clone(), ..options(8, 1 << 13, 2) });
        assert_eq!(of_share.clocks, done.clocks);
        assert_eq!(of_share.positions, done.positions[share.start as usize..share.end as usize]);
    }
    assert!(files(&store) == files(&whole));
    assert_eq!(store.bucket_count().unwrap(), Some(8));
}

#[test]
fn another_number_of_buckets_and_the_single_file_of_old_are_removed() {
    let rows: Vec<Row> =
        (0..50).map(|n| (report(200_000_000 + n, f64::from(n), n, u64::from(n)), None)).collect();
    let dir = tempfile::tempdir().unwrap();
    let store = ReportStore::of_case(dir.path());
    fs::create_dir_all(dir.path().join("tables")).unwrap();
    fs::write(dir.path().join("tables/position_reports.parquet"), b"old").unwrap();
    write_to(&store, &rows, options(8, 1 << 24, 1));
    write_to(&store, &rows, options(2, 1 << 24, 1));
    assert_eq!(store.buckets(), [0, 1]);
    assert_eq!(store.bucket_count().unwrap(), Some(2));
    assert_eq!(read(&store).len(), 50);
    // A bucket of another layout put among them is refused.
    let (_other, eight, _) = written(&rows, options(8, 1 << 24, 1));
    fs::copy(eight.part(POSITIONS, 1), store.part(POSITIONS, 1)).unwrap();
    assert!(store.bucket_count().unwrap_err().to_string().contains("lies among buckets"));
}

#[test]
fn spill_files_are_gone_at_the_end_and_after_a_writer_is_dropped_and_stale_ones_at_the_start() {
    let rows: Vec<Row> =
        (0..5000).map(|n| (report(200_000_000 + n % 9, f64::from(n), n, u64::from(n)), None)).collect();
    let dir = tempfile::tempdir().unwrap();
    let tables = dir.path().join("tables");
    let spills = || {
        let entries = fs::read_dir(&tables).into_iter().flatten().flatten();
        entries.filter(|e| e.file_name().to_string_lossy().starts_with(".spill-")).count()
    };
    fs::create_dir_all(tables.join(".spill-stale")).unwrap();
    fs::write(tables.join(".spill-stale/positions-0"), b"x").unwrap();
    let store = ReportStore::open(&tables);
    let mut writer = store.writer(&WINDOW, &CLOCKS, options(2, 1 << 14, 1)).unwrap();
    assert_eq!(spills(), 0);
    for (report, _) in &rows {
        writer.push_position(report, None).unwrap();
    }
    assert_eq!(spills(), 1);
    let error = store.writer(&WINDOW, &CLOCKS, options(2, 1 << 14, 1)).err().unwrap().to_string();
    assert!(error.contains("another program is writing"), "{error}");
    drop(writer);
    assert_eq!(spills(), 0);
    write_to(&store, &rows, options(2, 1 << 14, 1));
    assert_eq!(spills(), 0);
    assert_eq!(read(&store).len(), 5000);
}

#[test]
fn an_identifier_is_computed_for_who_scans_and_for_who_looks_for_it_and_stands_in_no_file() {
    let rows: Vec<Row> =
        (0..500).map(|n| (report(200_000_000 + n % 50, f64::from(n), n, u64::from(n) * 7), None)).collect();
    let (dir, store, _) = written(&rows, options(4, 1 << 24, 1));
    let mut ids = Vec::new();
    let by_scan = Store::of_case(dir.path());
    by_scan
        .scan(const { &PositionReport::SPEC }, |row| {
            assert_eq!(row.cells.len(), PositionReport::SPEC.columns.len());
            assert_eq!(row.cells[0], Cell::from(PositionReport::from_row(&row)?.id()));
            ids.push(row.id("report_id")?);
            Ok(true)
        })
        .unwrap();
    let all = read(&store);
    assert_eq!(ids, all.iter().map(|(r, _)| r.id()).collect::<Vec<_>>());
    assert_eq!(by_scan.read::<PositionReport>().unwrap(), all.iter().map(|(r, _)| *r).collect::<Vec<_>>());
    let batch = store.read_positions(0, &["mmsi", "time"]).unwrap().next().unwrap().unwrap();
    assert_eq!(batch.num_columns(), 2);
    assert!(store.read_positions(0, &["report_id"]).is_err());
    // Reports of fewer columns have the same identifiers.
    let mut lean = Vec::new();
    for bucket in store.buckets() {
        let mut reader = store.positions_with(bucket, &["sog_kn"]).unwrap();
        while let Some(batch) = reader.next_batch().unwrap() {
            lean.extend_from_slice(batch);
        }
    }
    for (lean, (whole, _)) in lean.iter().zip(&all) {
        let source = Source { line: 0, ..whole.source };
        let (message_type, navigational_status) = (None, None);
        assert_eq!(
            *lean,
            PositionReport { source, message_type, navigational_status, cog: None, heading: None, ..*whole }
        );
        assert_eq!(lean.id(), whole.id());
    }
    assert_eq!(lean.len(), all.len());
    let (wanted, heard) = &all[321];
    let found = vec![Found { report: *wanted, heard: heard.clone() }];
    assert_eq!(store.find_reports(&[wanted.id()].into(), None).unwrap(), found);
    assert_eq!(store.find_reports(&[wanted.id()].into(), Some(&[wanted.mmsi].into())).unwrap(), found);
    let other =
        Mmsi::new((1..).find(|n| bucket_of(Mmsi::new(*n).unwrap(), 4) != bucket_of(wanted.mmsi, 4)).unwrap())
            .unwrap();
    assert_eq!(store.find_reports(&[wanted.id()].into(), Some(&[other].into())).unwrap(), []);
}

#[test]
fn a_table_that_was_written_whole_reads_back_without_the_identifier_too() {
    let dir = tempfile::tempdir().unwrap();
    let rows: Vec<_> = (0..100).map(|n| report(200_000_000 + n, f64::from(n), n, u64::from(n))).collect();
    let store = Store::of_case(dir.path());
    store.write(None, &rows).unwrap();
    assert_eq!(store.read::<PositionReport>().unwrap(), rows);
    assert!(store.write(None, &[rows[0], rows[0]]).is_err(), "two rows with one identifier");
}

#[test]
fn static_reports_come_back_whole_and_copies_are_merged() {
    let made = |n: u64, seconds: f64, receiver: Option<&str>| {
        let source = Source { exhibit: exhibit(1), line: n + 1, byte_offset: n * 100 };
        StaticReport {
            id: source.record(RecordKind::StaticReport),
            source,
            mmsi: Mmsi::new(200_000_000 + (n % 3) as u32).unwrap(),
            time: at(seconds),
            message_type: Some(5),
            imo_sent: Some(9_074_729),
            imo_number: plimsoll_model::ImoNumber::new(9_074_729).ok(),
            call_sign: None,
            ship_name: Some("S\u{d8}LV \"X\"".into()),
            ship_type: Some(80),
            dimensions: plimsoll_model::Dimensions { length_overall: Some(Length::metres(88.1)), beam: None },
            draught: Some(Draught::metres(5.3)),
            destination: Some(String::new()),
            listed_place: n.is_multiple_of(2).then(|| "x".repeat(100_000)),
            receiver: receiver.map(str::to_owned),
        }
    };
    let dir = tempfile::tempdir().unwrap();
    let store = ReportStore::of_case(dir.path());
    let mut writer = store.writer(&WINDOW, &CLOCKS, options(2, 1 << 12, 2)).unwrap();
    let rows: Vec<_> = (0..30).map(|n| made(n, n as f64 * 60.0, None)).collect();
    for row in rows.iter().rev() {
        writer.push_static(row).unwrap();
    }
    let copies =
        [made(300, 5000.0, Some("west")), made(303, 5001.0, Some("east")), made(309, 5006.0, Some("east"))];
    // The copy in the middle has the other parity: give it the same content.
    let copies = copies.map(|c| StaticReport { listed_place: None, ..c });
    for row in &copies {
        writer.push_static(row).unwrap();
    }
    let done = writer.finish().unwrap();
    assert_eq!(done.static_duplicates, 1);
    let mut found: Vec<_> = [0, 1].into_iter().flat_map(|b| store.statics(b).unwrap()).collect();
    found.sort_by_key(|r| r.source);
    let merged = StaticReport { receiver: Some("east west".into()), ..copies[0].clone() };
    let expected: Vec<_> = rows.into_iter().chain([merged, copies[2].clone()]).collect();
    assert_eq!(found, expected);
    assert_eq!(Store::of_case(dir.path()).read::<StaticReport>().unwrap().len(), 32);
}

#[test]
fn a_crowd_of_reports_in_one_second_is_merged_without_looking_at_every_pair() {
    // A table whose times were cut to the day: 20,000 reports of one ship at one instant, each twice.
    let twice = (0..40_000_u32).map(|n| (report(200_000_000, 0.0, n % 20_000, u64::from(n)), None));
    let (_dir, store, done) = written(&twice.collect::<Vec<_>>(), options(1, 1 << 26, 1));
    assert_eq!(done.position_duplicates, 20_000);
    assert!(read(&store).iter().all(|(_, heard)| heard.copies == 2));
}

#[test]
fn an_empty_store_has_its_buckets_with_no_rows() {
    let (dir, store, _) = written(&[], options(4, 1 << 20, 2));
    assert_eq!(store.buckets(), [0, 1, 2, 3]);
    assert_eq!(read(&store), []);
    assert_eq!(Store::of_case(dir.path()).files("static_reports").len(), 4);
}

#[test]
fn what_does_not_fit_is_refused_with_what_was_found() {
    let dir = tempfile::tempdir().unwrap();
    let store = ReportStore::of_case(dir.path());
    let mut writer = store.writer(&WINDOW, &CLOCKS, options(1, 1 << 20, 1)).unwrap();
    let mut far = report(1, 0.0, 1, 1 << 48);
    assert!(writer.push_position(&far, None).unwrap_err().to_string().contains("281474976710656"));
    far = report(1, 0.0, 1, 1);
    far.time = "9000-01-01T00:00:00Z".parse().unwrap();
    assert!(writer.push_position(&far, None).unwrap_err().to_string().contains("1677"));
    let bad_share = WriteOptions { share: 2..9, ..options(8, 1 << 20, 1) };
    assert!(store.writer(&WINDOW, &CLOCKS, bad_share).err().unwrap().to_string().contains("2..9"));
}

#[test]
fn the_hash_is_that_of_splitmix64_and_buckets_grow_with_the_input() {
    // The first numbers of splitmix64 from the seeds 0 and 1234567, as Vigna's program and Java give them.
    assert_eq!(mix(0), 0xe220_a839_7b1d_cdaf);
    assert_eq!(mix(1_234_567), 6_457_827_717_110_365_317);
    let counts = [0, 63 << 20, 64 << 20, 200 << 20, 900 << 20, 10 << 30, 1 << 50].map(buckets_for);
    assert_eq!(counts, [1, 1, 1, 2, 8, 128, 1024]);
    let mut seen = [0_u32; 16];
    (0..16_000).for_each(|n| seen[bucket_of(Mmsi::new(200_000_000 + n).unwrap(), 16) as usize] += 1);
    assert!(seen.iter().all(|n| (850..1150).contains(n)), "{seen:?}");
}

#[test]
fn damaged_buckets_are_errors_and_never_panics() {
    let rows: Vec<Row> =
        (0..40).map(|n| (report(200_000_000 + n, f64::from(n), n, u64::from(n)), None)).collect();
    let (_dir, store, _) = written(&rows, options(1, 1 << 24, 1));
    let path = store.part(POSITIONS, 0);
    let good = fs::read(&path).unwrap();
    for cut in (0..good.len()).step_by(7) {
        fs::write(&path, &good[..cut]).unwrap();
        assert!(store.for_each(0, |_| ()).is_err(), "{cut}");
    }
}
