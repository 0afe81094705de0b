//! Events: gaps, port visits, vessels, voyages.

mod burrard;
mod gaps;
mod kit;
mod listings;
mod port_visits;
mod vessels;
mod voyages;
