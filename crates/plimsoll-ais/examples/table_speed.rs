//! How fast a table is read: `cargo run --release -p plimsoll-ais --example table_speed -- FILE [REPEATS]`.
//!
//! It prints the rows, and the nanoseconds of processor time a row for cutting the file into blocks, for reading the
//! blocks and for the filter of static reports, each as the best of the repeats. One thread, the file warm in memory.
#![expect(clippy::print_stdout, reason = "a program to measure with")]

use plimsoll_ais::blocks::{BlockBuffer, Blocks};
use plimsoll_ais::{Batch, StaticChanges, Table, TableContext};
use plimsoll_model::{RecordId, RecordKind};
use std::time::Duration;

/// Nanoseconds that this thread has run on a processor, where the system tells; else zero.
fn cpu_ns() -> u64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    text.split(' ').next().and_then(|ns| ns.parse().ok()).unwrap_or_default()
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().ok_or("the path of a table is missing")?;
    let repeats: u32 = arguments.next().map_or(Ok(3), |text| text.parse())?;
    let exhibit = RecordId::of(RecordKind::Exhibit, &[]);
    let context = TableContext { exhibit, future_after: None, static_repeat: Duration::from_secs(3_600) };
    let mut best = [u64::MAX; 3];
    for _ in 0..repeats {
        let mut blocks = Blocks::new(std::fs::File::open(&path)?);
        let header = blocks.take_line()?.unwrap_or_default();
        let table = Table::of_header(&header, None)?;
        let (mut buffer, mut batch) = (BlockBuffer::default(), Batch::default());
        let mut changes = StaticChanges::new(context.static_repeat);
        let (mut given, mut rows, mut ns) = ([0; 4], 0, [0; 3]);
        loop {
            let start = cpu_ns();
            if !blocks.read(&mut buffer)? {
                break;
            }
            let cut = cpu_ns();
            batch.clear();
            table.read_block(&buffer.block(), &context, &mut batch);
            let read = cpu_ns();
            changes.keep(&mut batch);
            let kept = cpu_ns();
            rows += batch.counts.lines;
            let lengths =
                [batch.positions.len(), batch.statics.len(), batch.stations.len(), batch.rejects.len()];
            given.iter_mut().zip(lengths).for_each(|(sum, length)| *sum += length);
            for (sum, part) in ns.iter_mut().zip([cut - start, read - cut, kept - read]) {
                *sum += part;
            }
        }
        for (best, ns) in best.iter_mut().zip(ns) {
            *best = (*best).min(ns);
        }
        let [positions, statics, stations, rejects] = given;
        let dialect = table.dialect().as_str();
        println!(
            "{dialect}: {rows} rows; {positions} positions, {statics} static reports, {stations} stations, {rejects} rejects"
        );
        let a_row = best.map(|ns| ns as f64 / rows as f64);
        let rate = 1e3 / a_row.iter().sum::<f64>();
        println!(
            "ns a row: {:.1} to cut into blocks, {:.1} to read, {:.1} to filter; {rate:.2} M rows a CPU-second",
            a_row[0], a_row[1], a_row[2]
        );
    }
    Ok(())
}
