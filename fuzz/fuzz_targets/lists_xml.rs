//! No bytes of a list in XML make the readers panic or take more memory than an entry, and every entry, measure and claim
//! has its own identifier. No number printed beside a company or a person becomes a ship.

#![no_main]

use libfuzzer_sys::fuzz_target;
use plimsoll_model::list::EntryKind;
use plimsoll_model::{RecordId, RecordKind};
use plimsoll_registry::{ListForm, ListSource, read_list};
use std::collections::BTreeSet;

fuzz_target!(|bytes: &[u8]| {
    let exhibit = RecordId::of(RecordKind::Exhibit, &[]);
    let source = ListSource { exhibit, sha256: "00", file_name: "fuzz.xml", list: None, version: None };
    for form in [ListForm::UnXml, ListForm::OfacSdnXml] {
        let Ok(rows) = read_list(bytes, form, &source) else { continue };
        let entries: BTreeSet<_> = rows.entries.iter().map(|e| e.id).collect();
        assert!(entries.len() == rows.entries.len() && !entries.is_empty());
        let claims: BTreeSet<_> = rows.claims.iter().map(|c| c.id).collect();
        assert_eq!(claims.len(), rows.claims.len());
        assert!(rows.designations.iter().all(|d| entries.contains(&d.entry)));
        for entry in &rows.entries {
            let at = usize::try_from(entry.source.byte_offset).unwrap_or(usize::MAX);
            assert_eq!(bytes.get(at), Some(&b'<'));
            assert!(entry.kind == EntryKind::Vessel || entry.imo_number.is_none());
        }
    }
});
