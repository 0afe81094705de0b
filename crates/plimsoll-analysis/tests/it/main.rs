//! The one integration binary of the crate.

mod estimates;
mod events;
