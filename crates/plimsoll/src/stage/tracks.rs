//! `tracks`: reports to ships, silences, stays and what else happened to one ship, in one pass over each bucket.

use super::{CaseFolder, Inputs, Outputs, Stage};
use crate::error::UserError;
use plimsoll_analysis::pass::{Pass, PassParams, PassPlaces, PassRows};
use plimsoll_analysis::reception::Reception;
use plimsoll_case::reports::ReportStore;
use plimsoll_case::store::{Store, Written};
use plimsoll_case::tables::places::PlaceRow;
use plimsoll_case::tables::{TableError, TableRow};
use plimsoll_model::{
    DraughtChange, ExhibitId, Gap, IdentityChange, Loitering, Mmsi, Noise, Outage, Place, PortStay,
    PositionReport, ReceptionSlot, Segment, SlowPoint, StaticReport, Track,
};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// The stage.
pub(super) const STAGE: Stage = Stage {
    name: "tracks",
    about: "Reports, one radio at a time, to ships and noise, gaps, stays, loitering, changes, and points for encounters.",
    version: 1,
    exhibits: &[],
    reads: &[PositionReport::SPEC, StaticReport::SPEC, ReceptionSlot::SPEC, PlaceRow::SPEC],
    writes: &[
        Track::SPEC,
        Segment::SPEC,
        Noise::SPEC,
        Outage::SPEC,
        Gap::SPEC,
        PortStay::SPEC,
        Loitering::SPEC,
        DraughtChange::SPEC,
        IdentityChange::SPEC,
        SlowPoint::SPEC,
    ],
    is_bucketed: true,
    rejects: false,
    sections: &[
        "tracks",
        "reception",
        "gaps",
        "port-visits",
        "loitering",
        "encounters",
        "draught-changes",
        "identity-changes",
    ],
    reviews: false,
    method: "docs/methods/tracks.md",
    run,
};

fn run(inputs: &Inputs<'_>, outputs: &mut Outputs<'_>) -> Result<(), UserError> {
    let kernels = Kernels::of_case(inputs.case, inputs.store)?;
    outputs.write(&kernels.reception.outages())?;
    let reports = inputs.reports();
    let done: Vec<_> = inputs
        .share()
        .buckets()
        .into_par_iter()
        .map(|bucket| {
            let (rows, read) = kernels.run(&reports, bucket)?;
            Ok((write(inputs.store, bucket, &rows)?, read, rows.noise.len() as u64))
        })
        .collect::<Result<_, TableError>>()?;
    for (files, read, noise) in done {
        inputs.count_in(read);
        outputs.note("reports of no ship", noise);
        outputs.wrote(files)?;
    }
    Ok(())
}

/// What all buckets share.
pub(crate) struct Kernels {
    params: PassParams,
    places: Vec<Place>,
    reception: Reception,
    feeds: BTreeMap<ExhibitId, String>,
}

impl Kernels {
    /// With the parameters, places and reception of a case.
    pub(crate) fn of_case(case: &CaseFolder, store: &Store) -> Result<Self, UserError> {
        let slots = store.read::<ReceptionSlot>()?;
        let params = &case.config.params;
        Ok(Self {
            places: store.read::<PlaceRow>()?.into_iter().map(|row| row.place).collect(),
            reception: Reception::new(&slots, &params.section("reception")?),
            feeds: slots.into_iter().map(|slot| (slot.exhibit, slot.feed)).collect(),
            params: PassParams {
                tracks: params.section("tracks")?,
                gaps: params.section("gaps")?,
                port_visits: params.section("port-visits")?,
                loitering: params.section("loitering")?,
                encounters: params.section("encounters")?,
                draught_changes: params.section("draught-changes")?,
                identity_changes: params.section("identity-changes")?,
            },
        })
    }

    /// What one bucket gives, and how many reports it holds.
    pub(crate) fn run(&self, reports: &ReportStore, bucket: u32) -> Result<(PassRows, u64), TableError> {
        let heard_in = self.heard_in(reports, bucket)?;
        let listening = |mmsi: Mmsi| match &heard_in {
            None => self.reception.of_all(),
            Some(by_radio) => {
                let exhibits = by_radio.get(&mmsi).into_iter().flatten();
                let feeds: BTreeSet<&str> =
                    exhibits.filter_map(|e| self.feeds.get(e)).map(String::as_str).collect();
                self.reception.of(feeds)
            }
        };
        let places = PassPlaces::new(&self.places, &self.params);
        let mut pass = Pass::new(&self.params, &places, listening);
        let mut statics = reports.statics(bucket)?.into_iter().peekable();
        let mut read = statics.len() as u64;
        reports.for_each(bucket, |report| {
            let at = (report.mmsi, report.time);
            while let Some(before) = statics.next_if(|s| (s.mmsi, s.time) < at) {
                pass.statics(&before);
            }
            pass.position(report);
            read += 1;
        })?;
        statics.for_each(|report| pass.statics(&report));
        Ok((pass.finish(), read))
    }

    /// In which exhibits each radio was heard; `None` where there is only one feed to be in.
    fn heard_in(
        &self,
        reports: &ReportStore,
        bucket: u32,
    ) -> Result<Option<BTreeMap<Mmsi, BTreeSet<ExhibitId>>>, TableError> {
        if self.feeds.values().collect::<BTreeSet<_>>().len() <= 1 {
            return Ok(None);
        }
        let mut heard: BTreeMap<Mmsi, BTreeSet<ExhibitId>> = BTreeMap::new();
        let mut last = None;
        reports.for_each(bucket, |report| {
            let found = (report.mmsi, report.source.exhibit);
            if last.replace(found) != Some(found) {
                heard.entry(found.0).or_default().insert(found.1);
            }
        })?;
        Ok(Some(heard))
    }
}

/// Writes the rows of a bucket.
fn write(store: &Store, bucket: u32, rows: &PassRows) -> Result<Vec<(String, Written)>, TableError> {
    Ok(vec![
        write_bucket(store, bucket, &rows.tracks)?,
        write_bucket(store, bucket, &rows.segments)?,
        write_bucket(store, bucket, &rows.noise)?,
        write_bucket(store, bucket, &rows.gaps)?,
        write_bucket(store, bucket, &rows.stays)?,
        write_bucket(store, bucket, &rows.loitering)?,
        write_bucket(store, bucket, &rows.draught_changes)?,
        write_bucket(store, bucket, &rows.identity_changes)?,
        write_bucket(store, bucket, &rows.slow_points)?,
    ])
}

fn write_bucket<R: TableRow>(
    store: &Store,
    bucket: u32,
    rows: &[R],
) -> Result<(String, Written), TableError> {
    let part = format!("b={bucket}/part");
    let written = store.write(Some(&part), rows)?;
    Ok((format!("{}/{part}", R::SPEC.name), written))
}
