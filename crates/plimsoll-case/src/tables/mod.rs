//! The tables of a case. One file a table lists its columns once: name, type, unit, description; and how a row
//! becomes a value of the model again. The reference page of tables is generated from these lists.

mod cell;
mod row;

pub mod associations;
pub mod challenges;
pub mod estimates;
pub mod events;
pub mod findings;
pub mod ledger;
pub mod lists;
pub mod observations;
pub mod places;
pub mod rejects;
pub mod scenes;
pub mod season;
pub mod silences;
pub mod statements;
pub mod tracks;
pub mod vessels;
pub mod waterlines;

pub use cell::{Cell, ColumnKind};
pub use row::{Row, TableError};

use plimsoll_model::RecordKind;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ColumnSpec {
    /// Its name, ending in its unit where it has one.
    pub name: &'static str,
    /// The type of its values.
    pub kind: ColumnKind,
    /// The unit in words; `-` for none.
    pub unit: &'static str,
    /// What it says, in one sentence.
    pub description: &'static str,
}

/// What a table holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TableSpec {
    /// Its name, plural, snake case.
    pub name: &'static str,
    /// Version of the list of columns; a change of the list raises it.
    pub version: u32,
    /// What a row is, in one sentence.
    pub about: &'static str,
    /// The columns in order; the first is the identifier, stored or computed ([`TableSpec::computed_id`]).
    pub columns: &'static [ColumnSpec],
    /// The columns that tell a person which row it is, for `plimsoll why`.
    pub label: &'static [&'static str],
}

impl TableSpec {
    /// The column of that name.
    pub fn column(&self, name: &str) -> Option<&'static ColumnSpec> {
        self.columns.iter().find(|c| c.name == name)
    }

    /// Of which kind the rows are, where their identifier is not stored but computed from `exhibit_id` and
    /// `byte_offset`. There are thousands of millions of position reports, and an identifier is eight bytes of a hash,
    /// which no compression makes smaller.
    pub fn computed_id(&self) -> Option<RecordKind> {
        (self.name == "position_reports").then_some(RecordKind::PositionReport)
    }
}

/// A value that is a row of a table.
pub trait TableRow: Sized {
    /// The table.
    const SPEC: TableSpec;
    /// The cells in the order of the columns.
    fn cells(&self) -> Vec<Cell>;
    /// The value of a row read back.
    fn from_row(row: &Row<'_>) -> Result<Self, TableError>;
}

/// Lists the columns of a table: `name: Kind, "unit", "description" => cell of the row;`.
macro_rules! columns {
    ($ty:ty, $name:literal, $version:literal, $about:literal, label [$($label:literal),*],
     |$row:ident| { $($column:literal: $kind:ident, $unit:literal, $text:literal => $get:expr;)+ },
     from |$read:ident| $from:expr) => {
        impl $crate::tables::TableRow for $ty {
            const SPEC: $crate::tables::TableSpec = $crate::tables::TableSpec {
                name: $name,
                version: $version,
                about: $about,
                columns: &[$($crate::tables::ColumnSpec {
                    name: $column,
                    kind: $crate::tables::ColumnKind::$kind,
                    unit: $unit,
                    description: $text,
                }),+],
                label: &[$($label),*],
            };
            fn cells(&self) -> Vec<$crate::tables::Cell> {
                let $row = self;
                vec![$($crate::tables::Cell::from($get)),+]
            }
            fn from_row($read: &$crate::tables::Row<'_>) -> Result<Self, $crate::tables::TableError> {
                Ok($from)
            }
        }
    };
}
pub(crate) use columns;

/// Every table, in the order in which the street writes them.
pub const ALL: [TableSpec; 57] = [
    rejects::RejectRow::SPEC,
    plimsoll_model::PositionReport::SPEC,
    plimsoll_model::StaticReport::SPEC,
    plimsoll_model::StationReport::SPEC,
    plimsoll_model::ReceptionSlot::SPEC,
    plimsoll_model::ReceiverClock::SPEC,
    plimsoll_model::Claim::SPEC,
    plimsoll_model::ListVersion::SPEC,
    plimsoll_model::ListEntry::SPEC,
    plimsoll_model::Designation::SPEC,
    places::PlaceRow::SPEC,
    plimsoll_model::Cap::SPEC,
    plimsoll_model::ReportedVolume::SPEC,
    plimsoll_model::Statement::SPEC,
    plimsoll_model::Scene::SPEC,
    plimsoll_model::Look::SPEC,
    plimsoll_model::Detection::SPEC,
    plimsoll_model::BerthLook::SPEC,
    plimsoll_model::Track::SPEC,
    plimsoll_model::Segment::SPEC,
    plimsoll_model::Noise::SPEC,
    plimsoll_model::Outage::SPEC,
    plimsoll_model::Gap::SPEC,
    plimsoll_model::PortStay::SPEC,
    plimsoll_model::Loitering::SPEC,
    plimsoll_model::DraughtChange::SPEC,
    plimsoll_model::IdentityChange::SPEC,
    plimsoll_model::SlowPoint::SPEC,
    plimsoll_model::Encounter::SPEC,
    plimsoll_model::Vessel::SPEC,
    plimsoll_model::Association::SPEC,
    plimsoll_model::Silence::SPEC,
    plimsoll_model::Reach::SPEC,
    plimsoll_model::ListMatch::SPEC,
    events::PortVisitRow::SPEC,
    plimsoll_model::Listing::SPEC,
    plimsoll_model::Occupancy::SPEC,
    plimsoll_model::Measurement::SPEC,
    plimsoll_model::WaterlineReading::SPEC,
    plimsoll_model::Voyage::SPEC,
    plimsoll_model::DraughtPair::SPEC,
    estimates::CargoRow::SPEC,
    plimsoll_model::LedgerLine::SPEC,
    plimsoll_model::Crossing::SPEC,
    plimsoll_model::Sensitivity::SPEC,
    plimsoll_model::Sighting::SPEC,
    plimsoll_model::Candidate::SPEC,
    plimsoll_model::PortCall::SPEC,
    plimsoll_model::SeasonVoyage::SPEC,
    plimsoll_model::SeasonNumber::SPEC,
    plimsoll_model::SeasonDay::SPEC,
    plimsoll_model::SeasonWeek::SPEC,
    plimsoll_model::VarianceShare::SPEC,
    plimsoll_model::ChainCheck::SPEC,
    plimsoll_model::Reconciliation::SPEC,
    plimsoll_model::Finding::SPEC,
    plimsoll_model::ChallengeRow::SPEC,
];

/// The table of that name.
pub fn by_name(name: &str) -> Option<TableSpec> {
    ALL.into_iter().find(|t| t.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_has_a_unit_and_a_description_and_labels_are_columns() {
        for table in ALL {
            assert!(!table.about.is_empty(), "{}", table.name);
            for column in table.columns {
                assert!(!column.unit.is_empty(), "{}.{} has no unit", table.name, column.name);
                assert!(column.description.len() > 8, "{}.{} is not described", table.name, column.name);
            }
            for label in table.label {
                assert!(table.column(label).is_some(), "{}: label {label} is no column", table.name);
            }
        }
    }

    #[test]
    fn a_column_name_ends_in_its_unit() {
        let endings = [
            ("m", "_m"),
            ("t", "_t"),
            ("bbl", "_bbl"),
            ("kn", "_kn"),
            ("deg", "_deg"),
            ("m3", "_m3"),
            ("h", "_h"),
            ("km2", "_km2"),
            ("dB", "_db"),
        ];
        for table in ALL {
            for column in table.columns {
                let Some((_, ending)) = endings.iter().find(|(unit, _)| *unit == column.unit) else {
                    continue;
                };
                let stem = ["_low", "_mid", "_high"]
                    .iter()
                    .fold(column.name, |name, end| name.trim_end_matches(end));
                assert!(stem.ends_with(ending), "{}.{} is in {}", table.name, column.name, column.unit);
            }
        }
    }

    #[test]
    fn the_names_that_scripts_rely_on_are_there() {
        let wanted = [
            ("gaps", "mmsi start end"),
            ("encounters", "mmsi_a mmsi_b start end"),
            (
                "port_visits",
                "visit_id mmsi imo_number ship_name place start end draught_arrival_m draught_departure_m confidence",
            ),
            ("cargoes", "volume_bbl_low volume_bbl_mid volume_bbl_high cargo_t_low cargo_t_mid cargo_t_high"),
            (
                "ledger",
                "date cap_id convention scenario cap_bbl cumulative_bbl_low cumulative_bbl_mid cumulative_bbl_high p_exceeded",
            ),
        ];
        for (table, columns) in wanted {
            let spec = by_name(table).unwrap();
            for column in columns.split(' ') {
                assert!(spec.column(column).is_some(), "{table}.{column}");
            }
        }
    }
}
