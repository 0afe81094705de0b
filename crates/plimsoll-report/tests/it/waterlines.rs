//! How deep ships lay: readings, refusals and pairs on the page and in the files.

use crate::invented::{SMALL, dossier, id, of, with_waterlines};
use crate::page::{checked, file, html};
use plimsoll_model::*;
use plimsoll_report::*;

fn small() -> Dossier {
    with_waterlines(dossier(SMALL))
}
