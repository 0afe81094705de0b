//! Writes and reads a store of so many made-up reports and prints what it took.
//!
//! `cargo run --release -p plimsoll-case --example ais_store -- 10000000 [receivers] [threads] [folder]`

#![expect(clippy::print_stdout, reason = "an example that measures")]

use plimsoll_case::reports::{DuplicateParams, ReceiverClockParams, ReportStore, WriteOptions, buckets_for};
use plimsoll_model::{Angle, Key, Mmsi, Position, PositionReport, RecordId, RecordKind, Source, Speed};
use std::time::Instant;

const SHIPS: u64 = 3_000;

fn main() {
    let mut args = std::env::args().skip(1);
    let mut number = |otherwise: u64| args.next().and_then(|a| a.parse().ok()).unwrap_or(otherwise);
    let (rows, receivers, threads) = (number(1_000_000), number(0), number(2));
    let tables = std::env::args().nth(4).map_or_else(
        || std::env::temp_dir().join(format!("plimsoll-store-{}", std::process::id())),
        std::path::PathBuf::from,
    );
    let store = ReportStore::open(&tables);
    let bytes = rows * 90;
    let options = WriteOptions {
        buckets: buckets_for(bytes),
        share: 0..buckets_for(bytes),
        memory_bytes: 192 << 20,
        threads: threads as usize,
    };
    let clocks = ReceiverClockParams {
        tolerance_s: 30.0,
        search_h: 3.0,
        min_samples: 10,
        min_samples_per_receiver: 3,
        max_scatter_s: 5.0,
        min_speed_kn: 1.0,
    };
    println!("{rows} rows, {receivers} receivers, {threads} threads, {} buckets", options.buckets);
    let begun = (Instant::now(), cpu_s());
    let mut sum = 0.0;
    season(rows, receivers, |report, _| sum += report.sog.map_or(0.0, Speed::to_knots));
    let made = tell("making the rows", begun, rows);
    let begun = (Instant::now(), cpu_s());
    let mut writer =
        store.writer(&DuplicateParams { window_s: 4.0 }, &clocks, options).expect("a fresh folder");
    season(rows, receivers, |report, receiver| writer.push_position(report, receiver).expect("pushing"));
    tell("making and pushing", begun, rows);
    let written = writer.finish().expect("writing");
    let total = tell("making, pushing and writing", begun, rows);
    println!("  the store alone: {:.2} CPU seconds", total - made);
    println!(
        "  peak memory {} MB, {} duplicates, {} clocks",
        peak_mb(),
        written.position_duplicates,
        written.clocks.len()
    );
    let mut on_disk = 0;
    for bucket in store.buckets() {
        let path = tables.join(format!("position_reports/b={bucket}/part.parquet"));
        on_disk += std::fs::metadata(path).expect("it was written").len();
    }
    let kept: u64 = written.positions.iter().map(|(_, w)| w.rows).sum();
    println!("  {kept} rows in {} MB: {:.1} bytes a row", on_disk >> 20, on_disk as f64 / kept as f64);
    for round in ["reading", "reading again"] {
        let begun = (Instant::now(), cpu_s());
        let (mut read, mut check) = (0u64, 0u64);
        for bucket in store.buckets() {
            store
                .for_each(bucket, |report| {
                    read += 1;
                    check = check.wrapping_add(report.source.byte_offset ^ u64::from(report.mmsi.value()));
                })
                .expect("reading");
        }
        tell(&format!("{round} ({check:x})"), begun, read);
    }
    let begun = (Instant::now(), cpu_s());
    let mut read = 0;
    for bucket in store.buckets() {
        let mut reader = store.positions_with(bucket, &["sog_kn", "cog_deg"]).expect("opening");
        while let Some(batch) = reader.next_batch().expect("reading") {
            read += batch.len() as u64;
        }
    }
    tell("reading without type, status, heading and line", begun, read);
    println!("  peak memory {} MB", peak_mb());
    let begun = (Instant::now(), cpu_s());
    let id = RecordId::of(RecordKind::PositionReport, &[Key::Int(1)]);
    let found = store.find_reports(&[id].into(), None).expect("searching");
    tell(&format!("looking for one that is not there ({})", found.len()), begun, kept);
    if std::env::args().nth(4).is_none() {
        std::fs::remove_dir_all(&tables).expect("removing the folder");
    }
}

/// Ships that sail in circles and report in turns, one every 7 ms; each message heard by one to three receivers.
fn season(rows: u64, receivers: u64, mut push: impl FnMut(&PositionReport, Option<&str>)) {
    let names: Vec<String> = (0..receivers.max(1)).map(|r| format!("r{r:04}")).collect();
    let exhibit = RecordId::of(RecordKind::Exhibit, &[Key::Int(7)]);
    let start = jiff::Timestamp::from_second(1_700_000_000).expect("a time");
    let (mut line, mut message, mut offset) = (1, 0_u64, 40_u64);
    while line <= rows {
        let noise = message.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
        let ship = noise % SHIPS;
        let second = message * 7 / 1000;
        let angle = (second as f64 / 3600.0 + ship as f64).rem_euclid(std::f64::consts::TAU);
        let is_moored = ship.is_multiple_of(3);
        let (north, east) = if is_moored { (0.0, 0.0) } else { angle.sin_cos() };
        let round = |x: f64| (x * 1e5).round() / 1e5;
        let lat = round(35.0 + (ship % 50) as f64 / 10.0 + north / 4.0);
        let lon = round(120.0 + (ship / 50) as f64 / 10.0 + east / 4.0);
        let tenths = |x: f64| (x * 10.0).round() / 10.0;
        let report = PositionReport {
            source: Source { exhibit, line: line + 1, byte_offset: offset },
            mmsi: Mmsi::new(200_000_000 + (ship * 181_081) as u32).expect("nine digits"),
            time: start + jiff::SignedDuration::from_secs(second as i64),
            message_type: Some(1),
            position: Position::from_lat_lon(lat, lon).ok(),
            sog: Some(Speed::knots(if is_moored { 0.0 } else { 10.0 + tenths((noise % 30) as f64 / 10.0) })),
            cog: Some(Angle::degrees(tenths(angle.to_degrees()))),
            heading: (!ship.is_multiple_of(5)).then(|| Angle::degrees(angle.to_degrees().floor())),
            navigational_status: Some(if is_moored { 5 } else { 0 }),
        };
        for copy in 0..if receivers == 0 { 1 } else { 1 + noise % 3 } {
            let of = PositionReport {
                source: Source { exhibit, line: line + 1, byte_offset: offset },
                time: report.time + jiff::SignedDuration::from_millis(copy as i64 * 300),
                ..report
            };
            push(&of, (receivers > 0).then(|| names[((ship + copy) % receivers) as usize].as_str()));
            line += 1;
            offset += 80 + noise % 20;
        }
        message += 1;
    }
}

fn tell(what: &str, begun: (Instant, f64), rows: u64) -> f64 {
    let (wall, cpu) = (begun.0.elapsed().as_secs_f64(), cpu_s() - begun.1);
    let each = cpu * 1e9 / rows as f64;
    println!("  {what}: {wall:.2} s, {cpu:.2} CPU seconds, {each:.0} ns a row");
    cpu
}

/// User and system time of this process, s (proc(5), `stat`, fields 14 and 15, in hundredths).
fn cpu_s() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks = after_name.split_whitespace().skip(11).take(2).filter_map(|t| t.parse::<f64>().ok());
    ticks.sum::<f64>() / 100.0
}

fn peak_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|l| l.starts_with("VmHWM")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kb| kb.parse::<u64>().ok()).unwrap_or(0) / 1024
}
