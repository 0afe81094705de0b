//! Where everything meets: the stages of the street and the command line.
//!
//! | module | holds |
//! |---|---|
//! | [`ais_table`] | tables of AIS, whatever they are packed in |
//! | [`cli`] | one file a verb |
//! | [`scenes`] | radar images: from the files of one to what it shows |
//! | [`waterlines`](mod@waterlines) | points set in images: from a file to how deep a ship lies |
//! | [`stage`] | one file a stage: a thin adapter between tables and a kernel |
//! | [`street`] | running stages, skipping what would give the same |
//! | [`score`] | what was found, held against the truth of a simulated archive |
//! | [`mod@season`] | the season of a case: from its tables to the posterior, and back |
//! | [`validation`] | simulated seasons: how often the intervals of a posterior hold |
//! | [`why`] | walking from a record back to the bytes |
//! | [`pipeline`] | work on several threads in the order of its input |
//! | [`seas`] | land and sea for routes |
//! | [`dossier`] | tables to the dossier of a report |
//! | [`mod@reference`] | the generated pages of `docs/reference` |
//! | [`error`], [`exit`] | what the user sees when something cannot be done |

pub mod ais_table;
pub mod cli;
pub mod dossier;
pub mod error;
pub mod exit;
pub mod lists;
mod optical_pixels;
pub mod pipeline;
pub mod progress;
pub mod reference;
pub mod scene_pixels;
pub mod scenes;
pub mod score;
pub mod seas;
pub mod season;
pub mod stage;
pub mod street;
pub mod validation;
pub mod waterlines;
pub mod why;
