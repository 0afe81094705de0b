//! Events: encounters, gaps, loitering, port visits, vessels, voyages.

mod burrard;
mod encounters;
mod gaps;
mod kit;
mod listings;
mod loitering;
mod port_visits;
mod vessels;
mod voyages;
