//! Tests of the crate from outside.

#[cfg(test)]
mod safe;
mod detect_params;
#[cfg(test)]
mod real_los_angeles;
