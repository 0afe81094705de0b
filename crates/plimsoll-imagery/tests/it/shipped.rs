//! Sections of the parameters that the program ships, for tests and examples: so that their figures are of what a user runs.

use serde::de::DeserializeOwned;

const SHIPPED: &str =
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../plimsoll-case/src/defaults.toml"));

/// A section, as the structure that it makes.
pub(crate) fn section<T: DeserializeOwned>(name: &str) -> T {
    let table: toml::Table = SHIPPED.parse().expect("the shipped parameters are TOML");
    table[name].clone().try_into().unwrap_or_else(|error| panic!("[{name}] {error}"))
}
