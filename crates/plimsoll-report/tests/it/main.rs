//! Reports of invented dossiers.

mod files;
mod hostile;
mod html;
mod invented;
mod page;
