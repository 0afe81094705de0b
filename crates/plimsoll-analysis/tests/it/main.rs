//! The one integration binary of the crate.
// `cfg(test)` tells the lints that this is test code.

#[cfg(test)]
mod association;
#[cfg(test)]
mod challenge;
#[cfg(test)]
mod estimates;
#[cfg(test)]
mod events;
#[cfg(test)]
mod listings;
#[cfg(test)]
mod occupancy;
#[cfg(test)]
mod occupancy_ruler;
#[cfg(test)]
mod season;
#[cfg(test)]
mod silence;
#[cfg(test)]
mod statements;
#[cfg(test)]
mod waterlines;

// The legs that the example prints.
#[cfg(test)]
#[path = "../../examples/routes/legs.rs"]
mod route_legs;

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
