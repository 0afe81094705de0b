//! Tables of AIS reports, one file a provider: each has its own columns, times and oddities.
//!
//! | file | table |
//! |---|---|
//! | `danish` | Danish Maritime Authority, older and newer header |
//! | `marine_cadastre` | NOAA and US Coast Guard, older and newer header |
//! | `exact_earth` | exactEarth archive of satellite AIS |
//! | `norwegian` | Norwegian Coastal Administration, semicolons |
//! | `solent` | positions with units in the column names (Stone Soup) |
//! | `aisstream_static` | static records of an aisstream.io collector, with the terminal at which the ship was listed |
//!
//! Any other table of positions is read with a [`ColumnMap`]. The way in: [`blocks::Blocks`] cuts a stream,
//! [`Table::of_header`] understands its first line, [`Table::read_block`] gives a [`Batch`] of each block, on as many
//! threads as one likes, and [`StaticChanges`] leaves of the batches, in order, the static reports that say something
//! new. The method page is `docs/methods/ais-tables.md`.

mod aisstream_static;
mod batch;
pub mod blocks;
mod column_map;
mod danish;
mod exact_earth;
mod header;
mod marine_cadastre;
mod norwegian;
mod number;
mod plain;
mod property;
mod read;
mod row;
mod rows;
mod solent;
mod static_changes;
mod statics;
mod table;
mod time;
mod words;

pub use batch::{Batch, Heard};
pub use column_map::{ColumnMap, MappedColumn};
pub use header::DialectError;
pub use property::Property;
pub use static_changes::StaticChanges;
pub use table::{Table, TableContext};
pub use time::TimeFormat;

pub(crate) use rows::TableRows;

use number::Scale;

/// A table that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// The Danish Maritime Authority.
    Danish,
    /// MarineCadastre: NOAA and the US Coast Guard.
    MarineCadastre,
    /// The archive of exactEarth.
    ExactEarth,
    /// The Norwegian Coastal Administration.
    Norwegian,
    /// Positions with units in the names of the columns.
    Solent,
    /// Static records of an aisstream.io collector.
    AisstreamStatic,
    /// A table whose columns a case maps. It has no columns of its own.
    Mapped,
}

/// A column of a dialect.
#[derive(Clone, Copy, Debug)]
struct ColumnSpec {
    property: Property,
    /// Its names, the usual one first. Case, `_` and blanks do not matter.
    names: &'static [&'static str],
    is_needed: bool,
    scale: Scale,
}

impl ColumnSpec {
    const fn needed(property: Property, names: &'static [&'static str]) -> Self {
        Self { property, names, is_needed: true, scale: Scale::One }
    }
    const fn optional(property: Property, names: &'static [&'static str]) -> Self {
        Self { property, names, is_needed: false, scale: Scale::One }
    }
    const fn scaled(self, scale: Scale) -> Self {
        Self { scale, ..self }
    }
}

/// A dialect of tables of positions.
#[derive(Debug)]
struct DialectSpec {
    name: &'static str,
    time_format: TimeFormat,
    columns: &'static [ColumnSpec],
}

impl Dialect {
    /// All that a header can tell.
    pub const ALL: [Self; 6] = [
        Self::Danish,
        Self::MarineCadastre,
        Self::ExactEarth,
        Self::Norwegian,
        Self::Solent,
        Self::AisstreamStatic,
    ];

    /// The word used in messages.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AisstreamStatic => "aisstream-static",
            Self::Mapped => "mapped",
            positions => match positions.spec() {
                Some(spec) => spec.name,
                None => "",
            },
        }
    }

    /// True if its rows are position reports.
    pub const fn has_positions(self) -> bool {
        !matches!(self, Self::AisstreamStatic)
    }

    /// The columns that the table must have, in any order; others may stand among them.
    pub fn columns(self) -> Vec<&'static str> {
        self.needed().into_iter().map(|names| names[0]).collect()
    }

    const fn spec(self) -> Option<&'static DialectSpec> {
        match self {
            Self::Danish => Some(&danish::SPEC),
            Self::MarineCadastre => Some(&marine_cadastre::SPEC),
            Self::ExactEarth => Some(&exact_earth::SPEC),
            Self::Norwegian => Some(&norwegian::SPEC),
            Self::Solent => Some(&solent::SPEC),
            Self::AisstreamStatic | Self::Mapped => None,
        }
    }

    /// The names of each column that the table must have, the usual one first.
    fn needed(self) -> Vec<&'static [&'static str]> {
        match self.spec() {
            Some(spec) => spec.columns.iter().filter(|c| c.is_needed).map(|c| c.names).collect(),
            None if self == Self::AisstreamStatic => aisstream_static::COLUMNS.chunks(1).collect(),
            None => Vec::new(),
        }
    }

    /// The table that has this header.
    ///
    /// # Errors
    /// If none has: with the nearest, and what is missing to it.
    pub fn from_header(header: &str) -> Result<Self, DialectError> {
        Table::of_header(header.as_bytes(), None).map(|table| table.dialect())
    }
}
