//! Tests of the crate from outside.

mod detect_params;
#[cfg(test)]
mod real_los_angeles;
#[cfg(test)]
mod safe;
