//! Length, beam and axis: drawn ships, and chips of ships of known size.

pub(crate) mod chips;
mod drawn;
mod fit;
mod real_lengths;
