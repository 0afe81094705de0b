//! No bytes of a register or of a table of volumes make the readers panic, and every record has its own identifier.

#![no_main]

use libfuzzer_sys::fuzz_target;
use plimsoll_model::{RecordId, RecordKind};
use plimsoll_registry::{ColumnMapping, ColumnSource, claims, reported_volumes};
use std::collections::BTreeSet;

fn mapping(pairs: &[(&str, &str)]) -> ColumnMapping {
    let map = pairs.iter().map(|(p, c)| ((*p).to_owned(), ColumnSource::column(c))).collect();
    ColumnMapping { list: "fuzz".into(), delimiter: None, map }
}

fuzz_target!(|bytes: &[u8]| {
    let exhibit = RecordId::of(RecordKind::Exhibit, &[]);
    let ships = mapping(&[("imo_number", "a"), ("mmsi", "b"), ("ship_name", "c"), ("deadweight_t", "d"), ("built_year", "e")]);
    if let Ok(rows) = claims(bytes, exhibit, &ships) {
        let ids: BTreeSet<_> = rows.rows.iter().map(|c| c.id).chain(rows.rejects.iter().map(|r| r.id)).collect();
        assert_eq!(ids.len(), rows.rows.len() + rows.rejects.len());
    }
    let volumes = mapping(&[("kind", "a"), ("party", "b"), ("period_start", "c"), ("period_end", "d"), ("volume_bbl", "e")]);
    if let Ok(rows) = reported_volumes(bytes, exhibit, &volumes) {
        assert!(rows.rows.iter().all(|v| v.volume.is_finite() && v.period.start() < v.period.end()));
    }
});
