//! The season of a case: from its tables to the posterior's input, and from the posterior to rows.

pub mod fill;
pub mod fleet;
pub mod of_case;
pub mod routes;
pub mod rows;
