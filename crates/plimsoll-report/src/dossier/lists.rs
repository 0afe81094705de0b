//! What lists say: which versions were asked, what a measure meant for each call, and what is only a lead.

use plimsoll_model::{Designation, ListMatch, ListVersion, Listing};

/// Everything about lists.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListsEntry {
    /// The versions of the lists that were asked.
    pub versions: Vec<ListVersion>,
    /// What measures meant on the days of the calls.
    pub listings: Vec<ListingOfCall>,
    /// Likenesses that establish nothing: for a person to look at.
    pub leads: Vec<Lead>,
}

/// What a measure meant on the day of a call.
#[derive(Clone, Debug, PartialEq)]
pub struct ListingOfCall {
    /// The listing.
    pub listing: Listing,
    /// The measure.
    pub designation: Designation,
    /// What the ship is called.
    pub ship: String,
    /// The place.
    pub place: String,
}

/// A ship and an entry of a list that may be the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Lead {
    /// The match.
    pub found: ListMatch,
    /// What the ship is called.
    pub ship: String,
}
