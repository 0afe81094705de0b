//! Any bytes behind the header of each table of positions, and behind a mapped one: no panic, every line accounted for,
//! and the same reports and rejects wherever the table is cut.
#![no_main]

use libfuzzer_sys::fuzz_target;
use plimsoll_ais::blocks::{BlockBuffer, Blocks};
use plimsoll_ais::dialect::{ColumnMap, Property, TimeFormat};
use plimsoll_ais::{Batch, Dialect, StaticChanges, Table, TableContext};
use plimsoll_model::{RecordId, RecordKind};
use std::time::Duration;

/// The reports and rejects of a table read in blocks of about this size.
fn read(table: &Table, bytes: &[u8], size: usize) -> Batch {
    let exhibit = RecordId::of(RecordKind::Exhibit, &[]);
    let context = TableContext { exhibit, future_after: None, static_repeat: Duration::from_secs(3_600) };
    let mut changes = StaticChanges::new(context.static_repeat);
    let mut blocks = Blocks::with_size(bytes, size);
    let (mut buffer, mut batch, mut whole) = (BlockBuffer::default(), Batch::default(), Batch::default());
    while blocks.read(&mut buffer).expect("a slice can be read") {
        batch.clear();
        table.read_block(&buffer.block(), &context, &mut batch);
        changes.keep(&mut batch);
        whole.counts.lines += batch.counts.lines;
        whole.counts.skipped_lines += batch.counts.skipped_lines;
        whole.counts.messages += batch.counts.messages;
        whole.positions.append(&mut batch.positions);
        whole.statics.append(&mut batch.statics);
        whole.stations.append(&mut batch.stations);
        whole.rejects.append(&mut batch.rejects);
    }
    whole
}

fuzz_target!(|bytes: &[u8]| {
    let map = ColumnMap::new(TimeFormat::DayFirst)
        .with(Property::Mmsi, "id")
        .with(Property::Time, "t")
        .with(Property::Latitude, "y")
        .with_factor(Property::Longitude, "x", 1.0 / 600_000.0)
        .with(Property::ShipName, "name");
    let mapped = Table::of_header(b"id;t;y;x;name", Some(&map));
    let known = Dialect::ALL.map(|dialect| Table::of_header(dialect.columns().join(",").as_bytes(), None));
    for table in known.into_iter().chain([mapped]) {
        let table = table.expect("the columns that it needs are there");
        let whole = read(&table, bytes, 1 << 22);
        let c = whole.counts;
        assert!(c.skipped_lines + c.messages + whole.rejects.len() as u64 >= c.lines);
        let cut = read(&table, bytes, 50);
        assert_eq!((cut.positions, cut.statics), (whole.positions, whole.statics));
        assert_eq!((cut.stations, cut.rejects), (whole.stations, whole.rejects));
    }
    // And as they come, header and all.
    let _ = Table::of_header(bytes, None);
    let _ = Table::of_header(bytes, Some(&map));
});
