//! Why nothing could be read.

use plimsoll_model::ExhibitId;

/// A call that cannot be done. A bad row is none of these: it is a reject.
#[derive(Debug, thiserror::Error)]
pub enum RegistryError {
    /// The stream broke.
    #[error("reading {exhibit}: {error}")]
    Io {
        /// Which exhibit.
        exhibit: ExhibitId,
        /// What the system says.
        #[source]
        error: std::io::Error,
    },
    /// There is no line to be the header.
    #[error("reading the header of {exhibit}: the table is empty, expected a line of column names")]
    NoHeader {
        /// Which exhibit.
        exhibit: ExhibitId,
    },
    /// The header cannot be read.
    #[error("reading the header of {exhibit}: {reason}")]
    Header {
        /// Which exhibit.
        exhibit: ExhibitId,
        /// What was found and what was expected.
        reason: String,
    },
    /// A mapped column is not in the header.
    #[error("mapping the columns of {exhibit}: no column `{column}` for `{property}`{}", did_you_mean(.nearest.as_deref(), .columns))]
    NoColumn {
        /// Which exhibit.
        exhibit: ExhibitId,
        /// The property that the column was to give.
        property: String,
        /// The column asked for.
        column: String,
        /// The header nearest to it, if one is near.
        nearest: Option<String>,
        /// The columns that are there; the first twenty.
        columns: Vec<String>,
    },
    /// A mapped column is in the header twice.
    #[error(
        "mapping the columns of {exhibit}: column `{column}` for `{property}` stands in the header {count} times"
    )]
    RepeatedColumn {
        /// Which exhibit.
        exhibit: ExhibitId,
        /// The property that the column was to give.
        property: String,
        /// The column asked for.
        column: String,
        /// How often it stands there.
        count: usize,
    },
    /// The mapping cannot serve.
    #[error("mapping the columns of {exhibit}: {reason}")]
    Mapping {
        /// Which exhibit.
        exhibit: ExhibitId,
        /// What was found and what was expected.
        reason: String,
    },
    /// More than memory should hold.
    #[error("reading {exhibit}: more than {most} {what}")]
    TooMuch {
        /// Which exhibit.
        exhibit: ExhibitId,
        /// The bound.
        most: usize,
        /// Of what.
        what: &'static str,
    },
    /// A file that is not of the form that it was said to be.
    #[error("reading {exhibit} as {form}: {reason}")]
    List {
        /// Which exhibit.
        exhibit: ExhibitId,
        /// The form.
        form: &'static str,
        /// What was found and what was expected.
        reason: String,
    },
    /// A list on which nobody stands.
    #[error(
        "reading {exhibit} as {form}: the list has no entry that can be read ({rejects} rows rejected{}); an empty list must never be read as \"not listed\"",
        .first.as_deref().map(|reason| format!(", the first: {reason}")).unwrap_or_default()
    )]
    EmptyList {
        /// Which exhibit.
        exhibit: ExhibitId,
        /// The form.
        form: &'static str,
        /// Rows that were rejected.
        rejects: usize,
        /// Why the first of them was.
        first: Option<String>,
    },
    /// Not GeoJSON.
    #[error("reading {exhibit} as GeoJSON: {reason}")]
    GeoJson {
        /// Which exhibit.
        exhibit: ExhibitId,
        /// What was found and what was expected.
        reason: String,
    },
    /// Not the XML that is expected, or not all of it.
    #[error("reading {exhibit} as XML: {reason}, at line {line}, byte {byte_offset}")]
    Xml {
        /// Which exhibit.
        exhibit: ExhibitId,
        /// What was found and what was expected, and the innermost element that was open.
        reason: String,
        /// Line that was reached, counted from 1.
        line: u64,
        /// Bytes that were read.
        byte_offset: u64,
    },
    /// Another coordinate reference system than WGS 84.
    #[error("reading {exhibit} as GeoJSON: coordinates are in `{crs}`, expected WGS 84 (CRS84 or EPSG:4326)")]
    Crs {
        /// Which exhibit.
        exhibit: ExhibitId,
        /// The system that the file names.
        crs: String,
    },
}

fn did_you_mean(nearest: Option<&str>, columns: &[String]) -> String {
    match nearest {
        Some(name) => format!("; did you mean `{name}`?"),
        None => format!(
            "; the columns are {}",
            columns.iter().map(|c| format!("`{c}`")).collect::<Vec<_>>().join(", ")
        ),
    }
}
