//! The one-way street: the stages in the order in which they run. Each writes tables that no other stage writes,
//! and reads only tables that a stage before it wrote.

mod associate;
mod calls;
mod cargoes;
mod challenge;
mod claims;
mod detect;
mod draughts;
mod encounters;
mod findings;
mod ingest_ais;
mod ingest_places;
mod ingest_registers;
mod ingest_statements;
mod ingest_volumes;
mod inputs;
mod ledger;
mod listings;
mod mapped;
mod occupancy;
mod port_visits;
mod season;
mod sightings;
mod silences;
mod tracks;
mod vessels;
mod voyages;
mod waterlines;

pub(crate) use inputs::RejectParams;
pub use inputs::{CaseFolder, Inputs, Outputs};
pub(crate) use tracks::Kernels;

use crate::error::UserError;
use plimsoll_case::exhibit::ExhibitKind;
use plimsoll_case::tables::TableSpec;

/// One step of the one-way street.
pub struct Stage {
    /// What the user types: `plimsoll run gaps`.
    pub name: &'static str,
    /// In one sentence, for `plimsoll methods`.
    pub about: &'static str,
    /// Raised when the same inputs give another outcome.
    pub version: u32,
    /// The kinds of exhibit that it reads.
    pub exhibits: &'static [ExhibitKind],
    /// The tables that it may read.
    pub reads: &'static [TableSpec],
    /// The tables that it alone writes.
    pub writes: &'static [TableSpec],
    /// True if its tables are folders with a file for each bucket of radios, so that it can be run by shares.
    pub is_bucketed: bool,
    /// The table `rejects` is parted by stage; true if this stage adds a part.
    pub rejects: bool,
    /// The sections of parameters that it may read.
    pub sections: &'static [&'static str],
    /// True if it reads reviews.
    pub reviews: bool,
    /// The page that explains it: `docs/methods/gaps.md`.
    pub method: &'static str,
    /// Reads, groups, calls the kernel, writes.
    pub run: fn(&Inputs<'_>, &mut Outputs<'_>) -> Result<(), UserError>,
}

/// All stages, in order.
pub const STAGES: [Stage; 23] = [
    ingest_ais::STAGE,
    ingest_registers::STAGE,
    ingest_places::STAGE,
    ingest_volumes::STAGE,
    ingest_statements::STAGE,
    detect::STAGE,
    tracks::STAGE,
    encounters::STAGE,
    vessels::STAGE,
    associate::STAGE,
    silences::STAGE,
    waterlines::STAGE,
    sightings::STAGE,
    port_visits::STAGE,
    occupancy::STAGE,
    listings::STAGE,
    voyages::STAGE,
    draughts::STAGE,
    cargoes::STAGE,
    ledger::STAGE,
    season::STAGE,
    claims::STAGE,
    findings::STAGE,
];

/// Stages at the end of the street that run only by a command of their own: they take long.
pub const ASIDE: [Stage; 1] = [challenge::STAGE];

/// What breaks the law of the street, in words; empty if nothing does.
pub fn breaches(stages: &[Stage]) -> Vec<String> {
    let mut breaches = Vec::new();
    let mut written: Vec<(&str, &str)> = Vec::new();
    for stage in stages {
        for table in stage.reads {
            if !written.iter().any(|(name, _)| *name == table.name) {
                breaches.push(format!(
                    "`{}` reads `{}`, which no stage before it writes",
                    stage.name, table.name
                ));
            }
        }
        for table in stage.writes {
            if let Some((_, other)) = written.iter().find(|(name, _)| *name == table.name) {
                breaches.push(format!("`{}` and `{other}` both write `{}`", stage.name, table.name));
            }
        }
        written.extend(stage.writes.iter().map(|t| (t.name, stage.name)));
        if stage.rejects && !written.iter().any(|(name, _)| *name == "rejects") {
            written.push(("rejects", stage.name));
        }
    }
    breaches
}
