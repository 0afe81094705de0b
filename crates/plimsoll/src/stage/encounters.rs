//! `encounters`: the slow points of all ships, in order of time, to pairs that lay close together.

use super::{Inputs, Outputs, Stage};
use crate::error::UserError;
use plimsoll_analysis::encounters::{EncounterParams, Encounters, PortCells};
use plimsoll_case::tables::TableRow;
use plimsoll_case::tables::places::PlaceRow;
use plimsoll_model::{Encounter, Mmsi, RecordId, SlowPoint};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// The stage.
pub(super) const STAGE: Stage = Stage {
    name: "encounters",
    about: "Slow points of all ships to pairs that lay close together for long, away from ports.",
    version: 1,
    exhibits: &[],
    reads: &[SlowPoint::SPEC, PlaceRow::SPEC],
    writes: &[Encounter::SPEC],
    is_bucketed: false,
    rejects: false,
    sections: &["encounters"],
    reviews: false,
    method: "docs/methods/encounters.md",
    run,
};

fn run(inputs: &Inputs<'_>, outputs: &mut Outputs<'_>) -> Result<(), UserError> {
    let params: EncounterParams = inputs.params("encounters")?;
    let places: Vec<_> = inputs.table::<PlaceRow>()?.into_iter().map(|row| row.place).collect();
    let mut cells = PortCells::new();
    let mut count = 0;
    in_order_of_time(inputs, |point| {
        count += 1;
        cells.count(&point);
        Ok(())
    })?;
    inputs.count_in(count);
    let mask = cells.mask(params.searched(&places), &params);
    outputs.note("cells taken for ports", mask.len() as u64);
    let mut machine = Encounters::new(&params);
    let mut found = Vec::new();
    in_order_of_time(inputs, |point| {
        if !mask.hides(point.position) {
            machine.push(point, &mut found).map_err(|e| UserError::fault("pairing slow points", &e))?;
        }
        Ok(())
    })?;
    machine.finish(&mut found);
    found.sort_by_key(|e| (e.period, e.id));
    outputs.write(&found)
}

/// Where the next point of a bucket stands in the order of all: time, radio, track, bucket.
type Next = Reverse<(jiff::Timestamp, Mmsi, RecordId, usize)>;

/// Gives the points of all buckets, each in order of time, in order of time, holding one of each bucket.
fn in_order_of_time(
    inputs: &Inputs<'_>,
    mut take: impl FnMut(SlowPoint) -> Result<(), UserError>,
) -> Result<(), UserError> {
    let mut buckets = inputs.buckets::<SlowPoint>()?;
    let mut heads = Vec::with_capacity(buckets.len());
    let mut queue: BinaryHeap<Next> = BinaryHeap::new();
    let key = |point: &SlowPoint, at| Reverse((point.time, point.mmsi, point.track, at));
    for (at, bucket) in buckets.iter_mut().enumerate() {
        let head: Option<SlowPoint> = bucket.next().transpose()?;
        queue.extend(head.as_ref().map(|point| key(point, at)));
        heads.push(head);
    }
    while let Some(Reverse((.., at))) = queue.pop() {
        let next: Option<SlowPoint> = buckets[at].next().transpose()?;
        queue.extend(next.as_ref().map(|point| key(point, at)));
        if let Some(point) = std::mem::replace(&mut heads[at], next) {
            take(point)?;
        }
    }
    Ok(())
}
