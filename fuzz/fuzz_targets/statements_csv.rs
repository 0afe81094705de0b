//! No bytes of a table of statements make the reader panic; each statement has its own label and identifier and finite
//! numbers; what is read and what is rejected add up.

#![no_main]

use libfuzzer_sys::fuzz_target;
use plimsoll_model::{RecordId, RecordKind};
use plimsoll_registry::statements::{PROPERTIES, own_statements};
use std::collections::BTreeSet;

fuzz_target!(|bytes: &[u8]| {
    let exhibit = RecordId::of(RecordKind::Exhibit, &[]);
    let mut headed = format!("{}\n", PROPERTIES.join(",")).into_bytes();
    headed.extend_from_slice(bytes);
    for table in [bytes, headed.as_slice()] {
        let Ok(rows) = own_statements(table, exhibit) else { continue };
        let ids: BTreeSet<_> = rows.rows.iter().map(|s| s.id).chain(rows.rejects.iter().map(|r| r.id)).collect();
        assert_eq!(ids.len(), rows.rows.len() + rows.rejects.len());
        let labels: BTreeSet<_> = rows.rows.iter().map(|s| s.label.as_str()).collect();
        assert_eq!(labels.len(), rows.rows.len());
        for found in &rows.rows {
            let numbers = [Some(found.value), found.low, found.high, found.equals];
            assert!(numbers.into_iter().flatten().all(f64::is_finite));
            assert!(found.referent.period.is_none_or(|p| p.start() < p.end()));
            assert!(!found.amount_in_words().is_empty());
        }
    }
});
