//! Events: tracks, gaps, reception, changes, encounters, loitering, port visits, vessels, voyages.

mod alongside;
mod burrard;
mod discrepancy;
mod draught_changes;
mod encounters;
mod gaps;
mod gaps_of_tracks;
mod identity_changes;
mod kit;
mod listings;
mod loitering;
mod port_visits;
mod reception;
mod segments_gfw;
mod track_kit;
mod tracks;
mod vessels;
mod voyages;
