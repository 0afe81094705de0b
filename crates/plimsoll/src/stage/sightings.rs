//! `sightings`: what was found and measured in images, joined to one row a ship and image.

use super::{Inputs, Outputs, Stage};
use crate::error::UserError;
use plimsoll_analysis::sightings::{Fit, Seen, sightings};
use plimsoll_case::tables::TableRow;
use plimsoll_model::{
    Association, Detection, Look, Measurement, Scene, Sighting, SightingSource, WaterlineReading,
};

/// The stage.
pub(super) const STAGE: Stage = Stage {
    name: "sightings",
    about: "One ship in one image: what was found and measured of her there, and how deep she lay.",
    version: 1,
    exhibits: &[],
    reads: &[
        Scene::SPEC,
        Look::SPEC,
        Detection::SPEC,
        Measurement::SPEC,
        WaterlineReading::SPEC,
        Association::SPEC,
    ],
    writes: &[Sighting::SPEC],
    is_bucketed: false,
    rejects: false,
    sections: &["sightings"],
    reviews: false,
    method: "docs/methods/sightings.md",
    run,
};

fn run(inputs: &Inputs<'_>, outputs: &mut Outputs<'_>) -> Result<(), UserError> {
    let (scenes, looks) = (inputs.table::<Scene>()?, inputs.table::<Look>()?);
    let (detections, measurements) = (inputs.table::<Detection>()?, inputs.table::<Measurement>()?);
    let readings = inputs.table::<WaterlineReading>()?;
    let fits: Vec<Fit> = inputs.table::<Association>()?.iter().filter_map(fit).collect();
    let seen = Seen {
        scenes: &scenes,
        looks: &looks,
        detections: &detections,
        measurements: &measurements,
        readings: &readings,
        fits: &fits,
    };
    let found = sightings(&seen, &inputs.params("sightings")?);
    for source in SightingSource::ALL {
        let count = found.iter().filter(|s| s.source == source).count() as u64;
        if count > 0 {
            outputs.note(source.as_str(), count);
        }
    }
    outputs.write(&found)
}

/// A radio that a detection may be, or that it is none; `None` where nothing was compared.
fn fit(association: &Association) -> Option<Fit> {
    Some(Fit {
        association: association.id,
        detection: association.detection,
        mmsi: association.mmsi,
        p: association.p?,
    })
}
