//! `port-visits`: reports and places to stays.

use super::{Inputs, Outputs, Stage};
use crate::error::UserError;
use plimsoll_analysis::port_visits::{PortVisitParams, port_visits};
use plimsoll_analysis::vessels::{VesselIndex, VesselParams};
use plimsoll_case::tables::TableRow;
use plimsoll_case::tables::events::PortVisitRow;
use plimsoll_case::tables::places::PlaceRow;
use plimsoll_model::{PortStay, StaticReport, Track, Vessel};
use std::collections::BTreeMap;

/// The stage.
pub(super) const STAGE: Stage = Stage {
    name: "port-visits",
    about: "Stays of radios, and listings under names of places, to visits of ships with the draughts sent around them.",
    version: 2,
    exhibits: &[],
    reads: &[PortStay::SPEC, Track::SPEC, StaticReport::SPEC, PlaceRow::SPEC, Vessel::SPEC],
    writes: &[PortVisitRow::SPEC],
    is_bucketed: false,
    rejects: false,
    sections: &["vessels", "port-visits"],
    reviews: false,
    method: "docs/methods/port-visits.md",
    run,
};

fn run(inputs: &Inputs<'_>, outputs: &mut Outputs<'_>) -> Result<(), UserError> {
    let params: PortVisitParams = inputs.params("port-visits")?;
    let vessel_params: VesselParams = inputs.params("vessels")?;
    let places = inputs.table::<PlaceRow>()?;
    let mut statics = inputs.table::<StaticReport>()?;
    let index = VesselIndex::new(&statics, &vessel_params);
    let elsewhere = rename_listings(&mut statics, &places);
    outputs.note("listings under names that the case does not know", elsewhere);
    let only_places: Vec<_> = places.into_iter().map(|row| row.place).collect();
    let (stays, tracks) = (inputs.table::<PortStay>()?, inputs.table::<Track>()?);
    let visits = port_visits(&stays, &tracks, &statics, &only_places, &index, &params);
    let vessels: BTreeMap<_, _> = inputs.table::<Vessel>()?.into_iter().map(|v| (v.id, v)).collect();
    let mut rows: Vec<_> = visits
        .into_iter()
        .map(|visit| {
            let vessel = vessels.get(&visit.vessel);
            PortVisitRow {
                imo_number: vessel.and_then(|v| v.imo_number),
                ship_name: vessel.and_then(|v| v.ship_name.clone()),
                visit,
            }
        })
        .collect();
    rows.sort_by_key(|row| (row.visit.start, row.visit.id));
    outputs.write(&rows)
}

/// Tables list ships under names of their own; each becomes the name of the case's place. A name that no place of the
/// case has is no listing for this case; how many there were is returned.
fn rename_listings(statics: &mut [StaticReport], places: &[PlaceRow]) -> u64 {
    let names: BTreeMap<String, &str> = places
        .iter()
        .flat_map(|row| {
            row.listed_as
                .iter()
                .chain([&row.place.name])
                .map(move |listed| (listed.to_lowercase(), row.place.name.as_str()))
        })
        .collect();
    let mut elsewhere = 0;
    for report in statics {
        let Some(listed) = &report.listed_place else { continue };
        report.listed_place = names.get(&listed.to_lowercase()).map(|name| (*name).to_owned());
        elsewhere += u64::from(report.listed_place.is_none());
    }
    elsewhere
}
