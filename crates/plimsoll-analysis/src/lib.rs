//! Observations to events, voyages, estimates and findings. Pure functions: no clock, no file, no hidden chance.

pub mod cargo;
mod chord;
pub mod convert;
pub mod draught_changes;
pub mod draughts;
pub mod draws;
mod elapsed;
pub mod encounters;
pub mod findings;
pub mod gaps;
pub mod hydrostatics;
pub mod identity_changes;
pub mod inputs;
pub mod ledger;
pub mod loitering;
pub mod oil;
pub mod particulars;
pub mod port_visits;
pub mod quantity;
pub mod reception;
pub mod sensitivity;
pub mod shared;
pub mod tracks;
pub mod vcf;
pub mod vessels;
pub mod voyages;
pub mod wording;
