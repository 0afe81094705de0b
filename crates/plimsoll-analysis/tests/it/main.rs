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
mod occupancy_ruler;
#[cfg(test)]
mod waterlines;

// The ruler of occupancy, which the example prints in full.
#[cfg(test)]
#[path = "../../examples/occupancy_ruler/kit.rs"]
mod kit;
#[cfg(test)]
#[path = "../../examples/occupancy_ruler/params.rs"]
mod params;
#[cfg(test)]
#[expect(dead_code, reason = "the example prints more than is asserted")]
#[path = "../../examples/occupancy_ruler/ruler.rs"]
mod ruler;
