//! Not read yet.

use super::{ListForm, ListRows, ListSource};
use crate::error::RegistryError;
use plimsoll_model::RecordId;
use plimsoll_model::evidence::{Key, RecordKind};
use std::io::Read;

/// The identifier of an entry that a file of aliases speaks of: list and key, because the file has no entry of its own.
pub fn shared_entry_id(list: &str, key: &str) -> RecordId {
    RecordId::of(RecordKind::ListEntry, &[Key::Text(list), Key::Text(key)])
}

/// Joins aliases to entries.
pub fn attach_aliases(_rows: &mut [ListRows]) {}

pub(super) fn read_sdn(_reader: impl Read, source: &ListSource<'_>) -> Result<ListRows, RegistryError> {
    Err(RegistryError::List {
        exhibit: source.exhibit,
        form: ListForm::OfacSdnCsv.as_str(),
        reason: "this form is not read yet".into(),
    })
}

pub(super) fn read_aliases(_reader: impl Read, source: &ListSource<'_>) -> Result<ListRows, RegistryError> {
    Err(RegistryError::List {
        exhibit: source.exhibit,
        form: ListForm::OfacAltCsv.as_str(),
        reason: "this form is not read yet".into(),
    })
}
