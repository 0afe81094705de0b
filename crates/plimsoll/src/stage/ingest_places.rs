//! `ingest-places`: the places and caps that the case names.

use super::{Inputs, Outputs, Stage};
use crate::error::UserError;
use plimsoll_case::config::{AreaConfig, Extent, area_from_geojson};
use plimsoll_case::exhibit::{self, ExhibitKind};
use plimsoll_case::tables::TableRow;
use plimsoll_case::tables::places::PlaceRow;
use plimsoll_model::{Cap, Key, RecordId, RecordKind};
use std::io::Read;

/// The stage.
pub const STAGE: Stage = Stage {
    name: "ingest-places",
    about: "The places and caps of case.toml, with extents from GeoJSON where it says so.",
    version: 1,
    exhibits: &[ExhibitKind::Places],
    reads: &[],
    writes: &[PlaceRow::SPEC, Cap::SPEC],
    rejects: false,
    sections: &[],
    reviews: false,
    method: "docs/methods/places.md",
    run,
};

fn run(inputs: &Inputs<'_>, outputs: &mut Outputs<'_>) -> Result<(), UserError> {
    let mut places = inputs.config().areas.iter().map(|a| place(inputs, a)).collect::<Result<Vec<_>, _>>()?;
    places.sort_by(|a, b| a.place.name.cmp(&b.place.name));
    inputs.count_in(places.len() as u64);
    outputs.write(&places)?;
    outputs.write(&inputs.config().caps)
}

fn place(inputs: &Inputs<'_>, config: &AreaConfig) -> Result<PlaceRow, UserError> {
    let (area, parents) = match &config.extent {
        Extent::Given(area) => (Some(area.clone()), Vec::new()),
        Extent::ByNameOnly => (None, Vec::new()),
        Extent::InExhibit { exhibit, property, value } => {
            let entries: Vec<_> = inputs.exhibits().cloned().collect();
            let entry = exhibit::find(&entries, exhibit)?;
            let mut text = String::new();
            inputs.open(entry)?.read_to_string(&mut text).map_err(|e| UserError::fault(&format!("reading `{}`", entry.path), &e))?;
            (Some(area_from_geojson(&text, &entry.path, property, value)?), vec![entry.id])
        }
    };
    let id = RecordId::of(RecordKind::Place, &[Key::Text(&config.name)]);
    Ok(PlaceRow { id, place: config.place(area), listed_as: config.listed_as.clone(), parents })
}
