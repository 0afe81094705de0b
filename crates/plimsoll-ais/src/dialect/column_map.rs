//! A mapping: which column of somebody's table holds what.

use super::{Property, TimeFormat};
use std::collections::BTreeMap;

/// Where the properties of a table that no dialect knows are found, as a case says it.
#[derive(Clone, Debug, PartialEq)]
pub struct ColumnMap {
    /// The byte between two fields. `None`: that under which most of the columns are found.
    pub delimiter: Option<u8>,
    /// How the column of the time writes it.
    pub time_format: TimeFormat,
    /// For each property, where it is found.
    pub columns: BTreeMap<Property, MappedColumn>,
}

/// Where the value of a property is found.
#[derive(Clone, Debug, PartialEq)]
pub enum MappedColumn {
    /// The same for every row.
    Constant(String),
    /// In a column.
    Column {
        /// Its header.
        name: String,
        /// Multiply a number by this to reach the property's unit; exactly 1 where nothing was said. A factor of one
        /// over a whole number, such as 0.1, divides.
        factor: f64,
    },
}

impl ColumnMap {
    /// Without any column yet.
    pub fn new(time_format: TimeFormat) -> Self {
        Self { delimiter: None, time_format, columns: BTreeMap::new() }
    }

    /// With a property in a column of this name, in the property's unit.
    #[must_use]
    pub fn with(self, property: Property, name: &str) -> Self {
        self.with_factor(property, name, 1.0)
    }

    /// With a property in a column of this name, in another unit.
    #[must_use]
    pub fn with_factor(mut self, property: Property, name: &str, factor: f64) -> Self {
        self.columns.insert(property, MappedColumn::Column { name: name.to_owned(), factor });
        self
    }

    /// With a property that has the same value in every row.
    #[must_use]
    pub fn with_constant(mut self, property: Property, value: &str) -> Self {
        self.columns.insert(property, MappedColumn::Constant(value.to_owned()));
        self
    }
}
