//! `season`: everything seen, and everything looked at and not seen, as one posterior.

use super::calls::refuse_fault;
use super::{Inputs, Outputs, Stage};
use crate::error::UserError;
use crate::exit::Exit;
use crate::scenes::of_case::charted;
use crate::season::of_case::{CaseParams, CaseRows, CaseSeason};
use crate::season::rows;
use plimsoll_analysis::season::posterior;
use plimsoll_case::exhibit::ExhibitKind;
use plimsoll_case::tables::places::PlaceRow;
use plimsoll_case::tables::{TableRow, TableSpec};
use plimsoll_model::{
    Association, Candidate, Cap, ChainCheck, Claim, Designation, ListEntry, ListMatch, Look, PortCall,
    ReportedVolume, Scene, SeasonDay, SeasonNumber, SeasonVoyage, SeasonWeek, Segment, Sighting,
    VarianceShare, Vessel,
};

/// The tables that a season is made of.
pub(crate) const READS: [TableSpec; 13] = [
    Sighting::SPEC,
    Look::SPEC,
    Scene::SPEC,
    Vessel::SPEC,
    Claim::SPEC,
    PlaceRow::SPEC,
    ListMatch::SPEC,
    ListEntry::SPEC,
    Designation::SPEC,
    Segment::SPEC,
    Cap::SPEC,
    ReportedVolume::SPEC,
    Association::SPEC,
];

/// The sections of parameters that a season is read with.
pub(crate) const SECTIONS: [&str; 9] = [
    "season-looks",
    "sightings",
    "season-draughts",
    "season-fleet",
    "identify",
    "routes",
    "cargo",
    "particulars",
    "season",
];

/// The stage.
pub(super) const STAGE: Stage = Stage {
    name: "season",
    about: "Calls, ships, voyages, barrels and the cap from everything seen and everything looked at and not seen.",
    version: 1,
    exhibits: &[ExhibitKind::Coastline],
    reads: &READS,
    writes: &[
        Candidate::SPEC,
        PortCall::SPEC,
        SeasonVoyage::SPEC,
        SeasonNumber::SPEC,
        SeasonDay::SPEC,
        SeasonWeek::SPEC,
        VarianceShare::SPEC,
        ChainCheck::SPEC,
    ],
    is_bucketed: false,
    rejects: false,
    sections: &SECTIONS,
    reviews: false,
    method: "docs/methods/season.md",
    run,
};

/// The seed of the sampler. The draws of a case depend on its bytes and parameters alone.
pub(crate) const SEED: u64 = 1;

fn run(inputs: &Inputs<'_>, outputs: &mut Outputs<'_>) -> Result<(), UserError> {
    let rows = read(inputs)?;
    let params = params(inputs)?;
    let config = inputs.config();
    if config.fleet.is_empty() {
        outputs.note("no season: case.toml names no `fleet`", 0);
        return nothing(outputs);
    }
    let (charted, _) = charted(inputs.case)?;
    let season = match CaseSeason::new(&rows, &config.fleet, &charted.land, config.period, &params) {
        Ok(season) => season,
        Err(why) => {
            outputs.note(&format!("no season: {why}"), 0);
            return nothing(outputs);
        }
    };
    let drawn = posterior(&season.input, &season.params, SEED).map_err(|e| {
        UserError::new(Exit::CaseInvalid, format!("the season of this case cannot be drawn: {e}"))
            .hint("`plimsoll show sightings` and `plimsoll show effort` list what it was made from")
    })?;
    let calls = rows::port_calls(&season, &drawn);
    let plain: Vec<PortCall> = calls.iter().map(|(row, _)| row.clone()).collect();
    let numbers = rows::numbers(&season, &drawn, &plain);
    outputs.note("sightings", season.sightings.len() as u64);
    outputs.note("looks", season.looks.len() as u64);
    outputs.note("calls shown", plain.len() as u64);
    outputs.write(&rows::candidates(&season, &drawn, &params.identify))?;
    outputs.write(&plain)?;
    outputs.write(&rows::voyages(&season, &calls))?;
    outputs.write(&numbers)?;
    outputs.write(&rows::days(&season, &drawn, &plain))?;
    outputs.write(&rows::weeks(&season, &drawn))?;
    outputs.write(&rows::variance(&season, &drawn, &numbers))?;
    outputs.write(&rows::chains(&season.input, &drawn))
}

/// The rows of the case.
pub(super) fn read(inputs: &Inputs<'_>) -> Result<CaseRows, UserError> {
    Ok(CaseRows {
        sightings: inputs.table()?,
        looks: inputs.table()?,
        scenes: inputs.table()?,
        vessels: inputs.table()?,
        claims: inputs.table()?,
        places: inputs.table()?,
        matches: inputs.table()?,
        entries: inputs.table()?,
        designations: inputs.table()?,
        segments: inputs.buckets::<Segment>()?.into_iter().flatten().collect::<Result<_, _>>()?,
        caps: inputs.table()?,
        reported: inputs.table()?,
        associations: inputs.table()?,
    })
}

pub(super) fn params(inputs: &Inputs<'_>) -> Result<CaseParams, UserError> {
    let params = CaseParams {
        looks: inputs.params("season-looks")?,
        sightings: inputs.params("sightings")?,
        fill: inputs.params("season-draughts")?,
        fleet: inputs.params("season-fleet")?,
        identify: inputs.params("identify")?,
        routes: inputs.params("routes")?,
        cargo: inputs.params("cargo")?,
        particulars: inputs.params("particulars")?,
        season: inputs.params("season")?,
    };
    refuse_fault(params.cargo.fault().or_else(|| params.particulars.fault()))?;
    Ok(params)
}

/// Empty tables.
fn nothing(outputs: &mut Outputs<'_>) -> Result<(), UserError> {
    outputs.write::<Candidate>(&[])?;
    outputs.write::<PortCall>(&[])?;
    outputs.write::<SeasonVoyage>(&[])?;
    outputs.write::<SeasonNumber>(&[])?;
    outputs.write::<SeasonDay>(&[])?;
    outputs.write::<SeasonWeek>(&[])?;
    outputs.write::<VarianceShare>(&[])?;
    outputs.write::<ChainCheck>(&[])
}
