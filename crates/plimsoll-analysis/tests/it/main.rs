//! The one integration binary of the crate.
// `cfg(test)` tells the lints that this is test code.

#[cfg(test)]
mod estimates;
#[cfg(test)]
mod events;
#[cfg(test)]
mod listings;
#[cfg(test)]
mod occupancy;
#[cfg(test)]
mod waterlines;
