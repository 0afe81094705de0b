//! A register whose columns bear the names of our properties: no mapping needed. It lists nobody, so it gives claims and
//! no entries; other columns are passed over.

use super::builder::Builder;
use super::sheet::{Sheet, head};
use super::{ListForm, ListRows, ListSource};
use crate::error::RegistryError;
use crate::mapping::{ColumnMapping, ColumnSource};
use crate::property::PropertyKind;
use std::io::Read;

/// Reads the form.
pub(super) fn read(reader: impl Read, source: &ListSource<'_>) -> Result<ListRows, RegistryError> {
    let (first, reader) = head(reader, source.exhibit)?;
    let sheet = Sheet::open(first.as_slice(), source.exhibit)?;
    let ours = sheet.columns().filter(|(_, name)| PropertyKind::of(name).is_some());
    let map = ours.map(|(title, name)| (name.to_owned(), ColumnSource::column(title))).collect();
    let name = source.file_name.split('.').next().filter(|name| !name.is_empty()).unwrap_or("register");
    let mut builder = Builder::new(ListForm::RegisterCsv, name, source);
    let mapping = ColumnMapping { list: builder.list().to_owned(), delimiter: None, map };
    let rows = crate::register::claims(reader, source.exhibit, &mapping)?;
    rows.rejects.into_iter().for_each(|reject| builder.reject(reject));
    builder.add_claims(rows.rows)?;
    builder.finish()
}
