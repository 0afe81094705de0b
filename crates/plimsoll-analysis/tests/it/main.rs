//! The one integration binary of the crate.

mod estimates;
#[cfg(test)]
mod events;
