//! The case folder: one investigation, readable without this program.
//!
//! | module | holds |
//! |---|---|
//! | [`tables`] | what each table's columns are, and how rows become values |
//! | [`store`] | tables as Parquet files |
//! | [`run`] | run records: what each stage read, wrote and used |
//!
//! This crate knows Arrow and Parquet, so that no method has to.

pub mod run;
pub mod store;
pub mod tables;
