//! `silences`: gaps to what they mean, and to where the ship can have been in them.

use super::{CaseFolder, Inputs, Outputs, Stage};
use crate::error::UserError;
use crate::seas;
use plimsoll_analysis::reach::{ReachParams, Sea, Target, reach, top_speed};
use plimsoll_analysis::routes::RouteParams;
use plimsoll_analysis::silence::{Asked, GapQuestion, Heard, Judge, Listener, SilenceParams};
use plimsoll_case::exhibit::ExhibitKind;
use plimsoll_case::reports::ReportStore;
use plimsoll_case::tables::places::PlaceRow;
use plimsoll_case::tables::{TableError, TableRow};
use plimsoll_model::{
    Gap, Mmsi, Outage, Place, PositionReport, Reach, ReceptionSlot, RecordId, Silence, Track, Vessel,
};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// The stage.
pub(super) const STAGE: Stage = Stage {
    name: "silences",
    about: "Gaps, by the other ships received: nobody listened, thin coverage or silence; and which places were within reach.",
    version: 1,
    exhibits: &[ExhibitKind::Coastline],
    reads: &[
        Gap::SPEC,
        PositionReport::SPEC,
        Outage::SPEC,
        ReceptionSlot::SPEC,
        Track::SPEC,
        PlaceRow::SPEC,
        Vessel::SPEC,
    ],
    writes: &[Silence::SPEC, Reach::SPEC],
    is_bucketed: false,
    rejects: false,
    sections: &["silence", "reach", "routes"],
    reviews: false,
    method: "docs/methods/silence.md",
    run,
};

fn run(inputs: &Inputs<'_>, outputs: &mut Outputs<'_>) -> Result<(), UserError> {
    let params: SilenceParams = inputs.params("silence")?;
    let mut gaps = inputs.table::<Gap>()?;
    gaps.sort_by_key(|gap| (gap.mmsi, gap.period, gap.id));
    let places: Vec<Place> = inputs.table::<PlaceRow>()?.into_iter().map(|row| row.place).collect();
    let (silences, heard) = judged(inputs, &gaps, &places, &params)?;
    for silence in &silences {
        outputs.note(silence.cause.as_str(), 1);
    }
    outputs.write(&silences)?;
    write_reaches(inputs, outputs, (&gaps, &silences), &places, &heard)
}

/// Every gap judged. The hours of many gaps are asked for in several passes, so that memory is bounded.
fn judged(
    inputs: &Inputs<'_>,
    gaps: &[Gap],
    places: &[Place],
    params: &SilenceParams,
) -> Result<(Vec<Silence>, Heard), UserError> {
    let mut asked = Asked::default();
    gaps.iter().for_each(|gap| asked.ship(gap));
    let reports = inputs.reports();
    let mut heard = if gaps.is_empty() { Heard::default() } else { listen(&reports, &asked, params, true)? };
    let outages = inputs.table::<Outage>()?;
    let feeds =
        inputs.table::<ReceptionSlot>()?.into_iter().map(|slot| slot.feed).collect::<BTreeSet<_>>().len();
    let shared: BTreeSet<RecordId> =
        inputs.table::<Track>()?.into_iter().filter(|t| t.is_shared).map(|t| t.id).collect();
    let ships = ships_of_radios(&inputs.table::<Vessel>()?);
    let centres: Vec<_> = places.iter().filter_map(|p| p.area.as_ref()).map(|area| area.centre()).collect();
    let mut silences = Vec::with_capacity(gaps.len());
    let mut left = gaps;
    while !left.is_empty() {
        let mut asked = Asked::default();
        let mut taken = 0;
        while taken < left.len() && (taken == 0 || asked.len() < params.most_asked as usize) {
            asked.hours(&left[taken], &heard, params);
            taken += 1;
        }
        let (now, later) = left.split_at(taken);
        left = later;
        heard.replace_hours(listen(&reports, &asked, params, false)?);
        let judge = Judge::new(&heard, &outages, feeds, &centres, params);
        silences.extend(now.iter().map(|gap| {
            let mut silence = judge.judge(&GapQuestion { gap, is_shared: shared.contains(&gap.track) });
            silence.vessel = ships.get(&gap.mmsi).copied();
            silence
        }));
    }
    Ok((silences, heard))
}

/// One pass over all buckets.
fn listen(
    reports: &ReportStore,
    asked: &Asked,
    params: &SilenceParams,
    is_first: bool,
) -> Result<Heard, TableError> {
    let parts: Vec<Heard> = reports
        .buckets()
        .into_par_iter()
        .map(|bucket| {
            let mut listener = Listener::new(asked, params, is_first);
            reports.for_each(bucket, |report| listener.push(report))?;
            Ok(listener.finish())
        })
        .collect::<Result<_, TableError>>()?;
    let mut heard = Heard::default();
    parts.into_iter().for_each(|part| heard.add(part));
    Ok(heard)
}

/// The vessel of each radio that one alone used.
fn ships_of_radios(vessels: &[Vessel]) -> BTreeMap<Mmsi, RecordId> {
    let mut users: BTreeMap<Mmsi, Vec<RecordId>> = BTreeMap::new();
    for vessel in vessels {
        vessel.mmsis.iter().for_each(|mmsi| users.entry(*mmsi).or_default().push(vessel.id));
    }
    users
        .into_iter()
        .filter_map(|(mmsi, ids)| Some((mmsi, <[RecordId; 1]>::try_from(ids).ok()?[0])))
        .collect()
}

fn write_reaches(
    inputs: &Inputs<'_>,
    outputs: &mut Outputs<'_>,
    (gaps, silences): (&[Gap], &[Silence]),
    places: &[Place],
    heard: &Heard,
) -> Result<(), UserError> {
    let params: ReachParams = inputs.params("reach")?;
    let long: Vec<&Gap> =
        gaps.iter().filter(|g| g.period.duration().as_secs_f64() / 3600.0 >= params.least_gap_h).collect();
    let sea = sea_of(inputs.case, &long, places, &params, &inputs.params("routes")?)?;
    let mut named: Vec<&Place> = places.iter().collect();
    named.sort_by(|a, b| a.name.cmp(&b.name));
    let targets: Vec<Target<'_>> = if long.is_empty() {
        Vec::new()
    } else {
        named.iter().filter_map(|p| Target::new(p, &sea)).collect()
    };
    let drawn = most_likely(silences, &long, params.most_rings as usize);
    let rows: Vec<Vec<Reach>> = long
        .par_iter()
        .map(|gap| {
            let speed = top_speed(gap, None, heard.own(gap.mmsi), &params);
            let is_drawn = drawn.contains(&gap.id);
            targets.iter().map(|target| reach(gap, target, &speed, &sea, &params, is_drawn)).collect()
        })
        .collect();
    let rows = rows.concat();
    outputs.note("places within reach", rows.iter().filter(|r| r.latest_sailing.is_some()).count() as u64);
    outputs.write(&rows)
}

/// The gaps whose outlines are drawn: those most likely on purpose.
fn most_likely(silences: &[Silence], long: &[&Gap], most: usize) -> BTreeSet<RecordId> {
    let asked: BTreeSet<RecordId> = long.iter().map(|gap| gap.id).collect();
    let mut ranked: Vec<&Silence> = silences.iter().filter(|s| asked.contains(&s.gap)).collect();
    ranked
        .sort_by(|a, b| b.p_on_purpose.mid().total_cmp(&a.p_on_purpose.mid()).then_with(|| a.id.cmp(&b.id)));
    ranked.into_iter().take(most).map(|s| s.gap).collect()
}

/// The sea around the places, and around the ends of gaps that are not too far from them.
fn sea_of(
    case: &CaseFolder,
    gaps: &[&Gap],
    places: &[Place],
    params: &ReachParams,
    routes: &RouteParams,
) -> Result<Sea, UserError> {
    let mut around: Vec<_> =
        places.iter().filter_map(|p| p.area.as_ref()).map(|area| area.centre()).collect();
    if around.is_empty() || gaps.is_empty() {
        return Ok(Sea::default());
    }
    let centres = around.clone();
    let most_m = params.most_extent_deg * 60.0 * 1852.0;
    let is_near =
        |p: &plimsoll_model::Position| centres.iter().any(|c| c.distance_to(*p).to_metres() <= most_m);
    around.extend(gaps.iter().flat_map(|gap| [gap.off_position, gap.on_position]).filter(is_near));
    let fine = RouteParams { cell_deg: params.cell_deg, ..routes.clone() };
    let coarse = RouteParams { cell_deg: params.ring_cell_deg, ..routes.clone() };
    let fine = seas::router(Some(case), &[], &around, params.margin_deg, &fine)?;
    let coarse = seas::router(Some(case), &[], &around, params.margin_deg, &coarse)?;
    Ok(Sea::new(fine, coarse))
}
