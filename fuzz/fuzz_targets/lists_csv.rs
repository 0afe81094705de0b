//! No bytes of a list as CSV make a reader panic; every record has its own identifier; no number of a company is a hull.

#![no_main]

use libfuzzer_sys::fuzz_target;
use plimsoll_model::list::EntryKind;
use plimsoll_model::{RecordId, RecordKind};
use plimsoll_registry::lists::{ListForm, ListSource, attach_aliases, read_list};
use std::collections::BTreeSet;

/// The forms that are tables; the first byte chooses.
const FORMS: [ListForm; 7] = [
    ListForm::Un1718Csv,
    ListForm::EuCsv,
    ListForm::OfacSdnCsv,
    ListForm::OfacAltCsv,
    ListForm::GurCsv,
    ListForm::EuMrvCsv,
    ListForm::RegisterCsv,
];

fuzz_target!(|bytes: &[u8]| {
    let Some((first, bytes)) = bytes.split_first() else { return };
    let _ = ListForm::sniff(bytes);
    let source = ListSource {
        exhibit: RecordId::of(RecordKind::Exhibit, &[]),
        sha256: "0123456789abcdef",
        file_name: "fuzz_2023-11.csv",
        list: None,
        version: None,
    };
    let Ok(rows) = read_list(bytes, FORMS[usize::from(*first) % FORMS.len()], &source) else { return };
    let ids = rows.entries.iter().map(|e| e.id).chain(rows.claims.iter().map(|c| c.id));
    let ids = ids.chain(rows.designations.iter().map(|d| d.id)).chain(rows.rejects.iter().map(|r| r.id));
    let ids: Vec<_> = ids.collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
    assert!(rows.entries.iter().all(|e| e.imo_number.is_none() || e.kind == EntryKind::Vessel));
    assert!(!rows.entries.is_empty() || !rows.claims.is_empty(), "an empty list must be an error");
    attach_aliases(&mut [rows]);
});
