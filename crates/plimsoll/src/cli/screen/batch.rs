//! A file of questions.

use super::answer::Query;
use super::refuse_rejects;
use crate::cli::Context;
use crate::error::UserError;
use jiff::civil::Date;
use plimsoll_case::exhibit;
use plimsoll_model::{RecordId, RecordKind};
use plimsoll_registry::screen::questions;
use std::path::Path;

/// The questions of a file. A row that cannot be read is an error.
pub(super) fn read(context: &Context, file: &Path, on: Option<Date>) -> Result<Vec<Query>, UserError> {
    let name = file.display().to_string();
    let reader = exhibit::open_path(file, &name)?;
    let rows = questions(reader, RecordId::of(RecordKind::Exhibit, &[])).map_err(|e| {
        UserError::usage(format!("{name}: {e}")).hint(
            "the columns are `imo_number`, `ship_name`, `mmsi`, `call_sign`, `on`, as many as there are",
        )
    })?;
    let hint =
        "a question that is left out would look like a ship that was cleared: mend or delete these lines";
    refuse_rejects(context, &name, &rows.rejects, hint)?;
    if rows.rows.is_empty() {
        return Err(UserError::usage(format!("{name} holds no question")));
    }
    Ok(rows.rows.into_iter().map(|q| Query { asked: q.asked, on: q.on.or(on), line: Some(q.line) }).collect())
}
