//! Reports of invented dossiers.
#![expect(clippy::unwrap_used, reason = "numbers made up in these tests; a failure names its line")]

mod files;
mod hostile;
mod html;
mod invented;
mod page;
mod scenes;
mod sea;
mod season;
mod waterlines;
