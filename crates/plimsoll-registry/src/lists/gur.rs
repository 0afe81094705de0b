//! Not read yet.

use super::{ListForm, ListRows, ListSource};
use crate::error::RegistryError;
use std::io::Read;

/// Reads the form.
pub(super) fn read(_reader: impl Read, source: &ListSource<'_>) -> Result<ListRows, RegistryError> {
    Err(RegistryError::List {
        exhibit: source.exhibit,
        form: ListForm::GurCsv.as_str(),
        reason: "this form is not read yet".into(),
    })
}
