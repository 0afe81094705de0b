//! The case folder: one investigation, readable without this program.
//!
//! | module | holds |
//! |---|---|
//! | [`config`] | `case.toml`: the question, the places, the period, the caps |
//! | [`params`] | every threshold and prior, with what the case changes |
//! | [`exhibit`] | the bytes as received, and their manifest |
//! | [`review`] | what people decided, in a chain of hashes |
//! | [`error`] | what was found, what was expected, and what to do |
//! | [`tables`] | what each table's columns are, and how rows become values |
//! | [`store`] | tables as Parquet files |
//! | [`reports`] | position and static reports: written out of core, in buckets of ships; read in order of time |
//! | [`run`] | run records: what each stage read, wrote and used |
//!
//! This crate knows Arrow and Parquet, so that no method has to.

pub mod config;
pub mod error;
pub mod exhibit;
mod journal;
pub mod params;
pub mod reports;
pub mod review;
pub mod run;
pub mod store;
pub mod tables;

pub use config::CaseConfig;
pub use error::{CaseError, CaseErrorKind};
pub use params::Params;
