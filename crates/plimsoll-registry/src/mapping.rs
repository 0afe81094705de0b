//! Which column of somebody's table holds what.

use std::collections::BTreeMap;

/// The mapping of one table.
#[derive(Clone, Debug, PartialEq)]
pub struct ColumnMapping {
    /// Name of the list, which goes with every row read from it.
    pub list: String,
    /// The byte between two fields. `None`: find out from the header.
    pub delimiter: Option<u8>,
    /// For each property of ours, where it is found.
    pub map: BTreeMap<String, ColumnSource>,
}

/// Where the value of a property is found.
#[derive(Clone, Debug, PartialEq)]
pub enum ColumnSource {
    /// In a column of this name.
    Column {
        /// The column's header.
        name: String,
        /// Multiply a number by this to reach the property's unit; 1 where it is in that unit.
        factor: f64,
    },
    /// The same for every row, in the property's unit.
    Constant(String),
}

impl ColumnSource {
    /// A column in the property's own unit.
    pub fn column(name: &str) -> Self {
        Self::Column { name: name.to_owned(), factor: 1.0 }
    }
}
