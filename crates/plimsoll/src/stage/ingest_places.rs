//! `ingest-places`: the places and caps that the case names.

use super::inputs::unreadable;
use super::{Inputs, Outputs, Stage};
use crate::cli::show::nearest;
use crate::error::UserError;
use crate::exit::Exit;
use plimsoll_case::config::{AreaConfig, Extent};
use plimsoll_case::exhibit::{self, ExhibitEntry, ExhibitKind};
use plimsoll_case::tables::TableRow;
use plimsoll_case::tables::places::PlaceRow;
use plimsoll_model::{Area, Cap, Key, RecordId, RecordKind, Reject};
use plimsoll_registry::PlaceKeys;

/// The stage.
pub(super) const STAGE: Stage = Stage {
    name: "ingest-places",
    about: "The places and caps of case.toml, with extents from GeoJSON where it says so.",
    version: 1,
    exhibits: &[ExhibitKind::Places],
    reads: &[],
    writes: &[PlaceRow::SPEC, Cap::SPEC],
    is_bucketed: false,
    rejects: true,
    sections: &[],
    reviews: false,
    method: "docs/methods/places.md",
    run,
};

fn run(inputs: &Inputs<'_>, outputs: &mut Outputs<'_>) -> Result<(), UserError> {
    let mut rejects = Vec::new();
    let areas = &inputs.config().areas;
    let mut places = areas.iter().map(|a| place(inputs, a, &mut rejects)).collect::<Result<Vec<_>, _>>()?;
    places.sort_by(|a, b| a.place.name.cmp(&b.place.name));
    inputs.count_in(places.len() as u64);
    refuse_overlaps(&places)?;
    outputs.write(&places)?;
    outputs.write(&inputs.config().caps)?;
    outputs.rejects(rejects)
}

/// A stay where two places overlap would count twice.
fn refuse_overlaps(places: &[PlaceRow]) -> Result<(), UserError> {
    for (at, row) in places.iter().enumerate() {
        for other in &places[..at] {
            let (Some(a), Some(b)) = (&row.place.area, &other.place.area) else { continue };
            if a.overlaps(b) {
                return Err(UserError::new(
                    Exit::CaseInvalid,
                    format!(
                        "case.toml: the places `{}` and `{}` overlap: a stay in both would count twice",
                        other.place.name, row.place.name
                    ),
                )
                .hint("draw them apart, or keep one of the two"));
            }
        }
    }
    Ok(())
}

fn place(inputs: &Inputs<'_>, config: &AreaConfig, rejects: &mut Vec<Reject>) -> Result<PlaceRow, UserError> {
    let (area, parents) = match &config.extent {
        Extent::Given(area) => (Some(area.clone()), Vec::new()),
        Extent::ByNameOnly => (None, Vec::new()),
        Extent::InExhibit { exhibit, property, value } => {
            let entries: Vec<_> = inputs.exhibits().cloned().collect();
            let entry = exhibit::find(&entries, exhibit)?;
            (Some(area_in_exhibit(inputs, entry, property, value, rejects)?), vec![entry.id])
        }
    };
    let id = RecordId::of(RecordKind::Place, &[Key::Text(&config.name)]);
    Ok(PlaceRow { id, place: config.place(area), listed_as: config.listed_as.clone(), parents })
}

/// The extent of the feature whose property has the value.
fn area_in_exhibit(
    inputs: &Inputs<'_>,
    entry: &ExhibitEntry,
    property: &str,
    value: &str,
    rejects: &mut Vec<Reject>,
) -> Result<Area, UserError> {
    let invalid = |message: String| {
        UserError::new(Exit::CaseInvalid, format!("{}: {message}", entry.path)).see("docs/guide/case-toml.md")
    };
    let keys = PlaceKeys { name: property.to_owned(), radius: None };
    let read =
        plimsoll_registry::places(inputs.open(entry)?, entry.id, &keys).map_err(|e| unreadable(entry, &e))?;
    rejects.extend(read.rejects);
    let Some(found) = read.rows.iter().find(|row| row.name == value) else {
        let error = invalid(format!("no feature has {property} = `{value}`"));
        return Err(match nearest(value, read.rows.iter().map(|row| row.name.as_str())) {
            Some(near) => error.hint(format!("did you mean `{near}`?")),
            None => error.hint(format!(
                "its features are {}",
                read.rows.iter().map(|r| format!("`{}`", r.name)).collect::<Vec<_>>().join(", ")
            )),
        });
    };
    match &found.areas[..] {
        [one] => Ok(one.clone()),
        parts => Err(invalid(format!(
            "the feature with {property} = `{value}` has {} parts, expected one polygon",
            parts.len()
        ))
        .hint("draw one polygon round them, or name each part as a place of its own")),
    }
}
