//! Registers, places, coastlines and reported volumes: bytes in, rows and rejects out.
//!
//! Each reader takes a stream, the exhibit that it belongs to and, for tables, which column holds what. It returns
//! the rows, and what could not be read as rejects with the reason. A reader fails only where nothing can be read:
//! no header, a column that is not there, no JSON, another coordinate system. Method page: `docs/methods/registers.md`.
//!
//! | module | holds |
//! |---|---|
//! | [`register`] | a ship register, CSV, to [`plimsoll_model::Claim`]s |
//! | [`mod@reported_volumes`] | notified deliveries and third-party estimates, CSV, to [`plimsoll_model::ReportedVolume`]s |
//! | [`mod@statements`] | what others said in public, CSV, to [`plimsoll_model::Statement`]s |
//! | [`mod@places`] | terminals, GeoJSON, to named areas |
//! | [`mod@coastline`] | a coast, GeoJSON, to lines and to land |
//! | [`lists`] | sanctions lists and registers in their own forms, to entries, designations and claims |
//! | [`names`] | names of ships: one name or two, and the nearest of many |
//! | [`mod@ownership`] | stakes, CSV, and who is blocked through its owners |
//! | [`mapping`] | which column of somebody's table holds what |
//! | [`screen`] | which listed ship a number or a name may mean |
//! | [`property`] | what a register can say of a ship, in which unit and between which bounds |
//! | [`error`] | why nothing could be read |

pub mod coastline;
pub mod error;
mod geojson;
pub mod lists;
pub mod mapping;
pub mod names;
pub mod ownership;
pub mod places;
pub mod property;
mod record;
pub mod register;
pub mod reported_volumes;
pub mod screen;
pub mod statements;
mod table;
mod value;

pub use coastline::{coastline, land};
pub use error::RegistryError;
pub use lists::{ListForm, ListRows, ListSource, attach_aliases, read_list, shared_entry_id};
pub use mapping::{ColumnMapping, ColumnSource};
pub use ownership::{Ownership, OwnershipRule, Stake, ownership, stakes};
pub use places::{NamedArea, PlaceKeys, places};
pub use register::claims;
pub use reported_volumes::reported_volumes;
pub use statements::statements;

use plimsoll_model::Reject;

/// What was read, and what could not be.
#[derive(Clone, Debug, PartialEq)]
pub struct Rows<T> {
    /// The rows, in the order of the exhibit.
    pub rows: Vec<T>,
    /// What could not be read, in the order of the exhibit.
    pub rejects: Vec<Reject>,
}

impl<T> Rows<T> {
    /// Nothing yet.
    const fn new() -> Self {
        Self { rows: Vec::new(), rejects: Vec::new() }
    }

    /// How many of both.
    const fn len(&self) -> usize {
        self.rows.len() + self.rejects.len()
    }
}
