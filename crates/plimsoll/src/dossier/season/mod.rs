//! The season: the rows of its tables with what belongs to each on the page.

mod lead;
mod legs;
mod words;

use crate::error::UserError;
use crate::stage::CaseFolder;
use crate::street::{self, State};
use plimsoll_analysis::sightings::{SightingParams, source_of};
use plimsoll_case::store::Store;
use plimsoll_case::tables::{Cell as Value, TableRow};
use plimsoll_model::{
    Candidate, ChainCheck, ChallengeKind, ChallengeRow, PortCall, Reconciliation, RecordId, RecordKind,
    Scene, SeasonDay, SeasonNumber, SeasonVoyage, SeasonWeek, Sighting, Silence, Statement, VarianceShare,
    Verdict,
};
use plimsoll_report::{
    CallEntry, Cell, ClaimEntry, ClaimStanding, DataTable, GapEntry, ScenesEntry, SeasonEntry,
    SeasonLookEntry, SightingEntry, SilenceEntry,
};
use std::collections::{BTreeMap, BTreeSet};

/// Everything about the season; nothing where the case has none.
pub(super) fn season(
    case: &CaseFolder,
    store: &Store,
    scenes: &ScenesEntry,
) -> Result<SeasonEntry, UserError> {
    let numbers = store.read::<SeasonNumber>()?;
    let claims = claims(store, &numbers)?;
    if numbers.is_empty() {
        return Ok(SeasonEntry { claims, ..SeasonEntry::default() });
    }
    let (calls, voyages) = (store.read::<PortCall>()?, store.read::<SeasonVoyage>()?);
    let (days, chains) = (store.read::<SeasonDay>()?, store.read::<ChainCheck>()?);
    let challenges = challenges(case, store)?;
    let is_simulated = case.config.is_simulated;
    Ok(SeasonEntry {
        lead: lead::lead(&numbers, &calls, &days, is_simulated),
        warnings: words::warnings(&chains),
        legs: legs::legs(case, store, &voyages)?,
        sightings: sightings(case, store, scenes)?,
        looks: looks(case, store, scenes)?,
        calls: calls.into_iter().map(|call| entry(call, &voyages, &challenges)).collect(),
        weeks: store.read::<SeasonWeek>()?,
        variance: store.read::<VarianceShare>()?,
        silences: Vec::new(),
        challenges,
        numbers,
        days,
        chains,
        voyages,
        claims,
    })
}

/// The challenges, while they are of the season as it is: what was found of another one says nothing of this.
fn challenges(case: &CaseFolder, store: &Store) -> Result<Vec<ChallengeRow>, UserError> {
    match street::state_of(case, "challenge") {
        Some(State::Current) => Ok(store.read()?),
        _ => Ok(Vec::new()),
    }
}

/// The silences of the ships that called: judged by what was received of others, else the gaps as they are.
pub(super) fn silences(
    store: &Store,
    season: &SeasonEntry,
    gaps: &[GapEntry],
) -> Result<Vec<SilenceEntry>, UserError> {
    let names: BTreeMap<RecordId, Option<String>> =
        season.calls.iter().filter_map(|e| Some((e.call.vessel?, e.call.ship_name.clone()))).collect();
    let judged = store.read::<Silence>()?;
    let known: BTreeSet<RecordId> = judged.iter().map(|silence| silence.gap).collect();
    let of_judged = judged.into_iter().filter_map(|silence| {
        Some(SilenceEntry {
            record: silence.id,
            ship_name: names.get(&silence.vessel?)?.clone(),
            vessel: silence.vessel,
            period: silence.period,
            p_on_purpose: Some(silence.p_on_purpose.mid()),
            basis: silence.basis,
        })
    });
    let of_gaps = gaps.iter().filter(|entry| !known.contains(&entry.gap.id)).filter_map(|entry| {
        Some(SilenceEntry {
            record: entry.gap.id,
            ship_name: names.get(&entry.vessel?)?.clone(),
            vessel: entry.vessel,
            period: entry.gap.period,
            p_on_purpose: None,
            basis: String::new(),
        })
    });
    Ok(of_judged.chain(of_gaps).collect())
}

fn entry(call: PortCall, voyages: &[SeasonVoyage], challenges: &[ChallengeRow]) -> CallEntry {
    CallEntry { sentences: words::of_call(&call, voyages), innocent: innocent(&call, challenges), call }
}

/// The explanation of the group of sightings that shares most with the call.
fn innocent(call: &PortCall, challenges: &[ChallengeRow]) -> String {
    let shared = |row: &&ChallengeRow| row.parents.iter().filter(|p| call.parents.contains(p)).count();
    let explained = challenges.iter().filter(|row| row.kind == ChallengeKind::Innocent && shared(row) > 0);
    explained.max_by_key(shared).map(|row| row.sentence.clone()).unwrap_or_default()
}

/// What was seen, each with who it may be and the exhibit it was made from.
fn sightings(
    case: &CaseFolder,
    store: &Store,
    scenes: &ScenesEntry,
) -> Result<Vec<SightingEntry>, UserError> {
    let mut candidates: BTreeMap<RecordId, Vec<Candidate>> = BTreeMap::new();
    for candidate in store.read::<Candidate>()? {
        candidates.entry(candidate.sighting).or_default().push(candidate);
    }
    let photographs: BTreeMap<RecordId, RecordId> =
        store.read::<Scene>()?.into_iter().map(|scene| (scene.id, scene.exhibit)).collect();
    let of_look: BTreeMap<RecordId, RecordId> =
        scenes.effort.iter().map(|e| (e.look.id, e.look.scene)).collect();
    let path = |sighting: &Sighting| {
        let own = sighting.parents.iter().find(|p| p.kind() == RecordKind::Scene).copied();
        let scene = own.or_else(|| of_look.get(&sighting.look?).copied())?;
        let exhibit = photographs.get(&scene)?;
        case.exhibits.iter().find(|e| e.id == *exhibit).map(|e| e.path.clone())
    };
    let entry = |sighting: Sighting| SightingEntry {
        candidates: candidates.remove(&sighting.id).unwrap_or_default(),
        exhibit: path(&sighting).unwrap_or_default(),
        sighting,
    };
    Ok(store.read::<Sighting>()?.into_iter().map(entry).collect())
}

/// The looks that could have shown a ship.
fn looks(case: &CaseFolder, store: &Store, scenes: &ScenesEntry) -> Result<Vec<SeasonLookEntry>, UserError> {
    let params: SightingParams = case.config.params.section("sightings")?;
    let of_scene: BTreeMap<RecordId, Scene> =
        store.read::<Scene>()?.into_iter().map(|scene| (scene.id, scene)).collect();
    let look = |entry: &plimsoll_report::EffortEntry| {
        let look = &entry.look;
        let clear = 1.0 - look.cloud_fraction.unwrap_or(0.0);
        Some(SeasonLookEntry {
            record: look.id,
            place: look.place.clone(),
            time: look.time.filter(|_| look.refusal.is_none())?.start(),
            source: source_of(of_scene.get(&look.scene)?, &params),
            usable_share: look.usable_fraction.min(clear).clamp(0.0, 1.0),
            ships: look.ships,
        })
    };
    Ok(scenes.effort.iter().filter_map(look).collect())
}

/// What others said, as the reconciliations have it.
fn claims(store: &Store, numbers: &[SeasonNumber]) -> Result<Vec<ClaimEntry>, UserError> {
    let statements: BTreeMap<RecordId, Statement> =
        store.read::<Statement>()?.into_iter().map(|s| (s.id, s)).collect();
    let claim = |r: Reconciliation| {
        let said = statements.get(&r.statement)?;
        let other = r.other.and_then(|id| statements.get(&id));
        let number = r.other.and_then(|id| numbers.iter().find(|n| n.id == id));
        let beside =
            other.map_or_else(String::new, |other| format!("; {}: {}", other.label, other.amount_in_words()));
        Some(ClaimEntry {
            record: r.id,
            number: number.map(|n| n.name.clone()),
            label: if number.is_some() || r.other.is_none() {
                r.label.clone()
            } else {
                format!("{} and {}", r.label, r.other_label)
            },
            said_by: format!("{} ({})", said.said_by, said.citation),
            said_on: said.said_on,
            amount: format!("{}{beside}", said.amount_in_words()),
            standing: standing(r.verdict),
            sentence: r.why,
        })
    };
    Ok(store.read::<Reconciliation>()?.into_iter().filter_map(claim).collect())
}

const fn standing(verdict: Verdict) -> ClaimStanding {
    match verdict {
        Verdict::CannotBothHold => ClaimStanding::CannotBothHold,
        Verdict::Contradicts => ClaimStanding::Contradicts,
        Verdict::Agrees => ClaimStanding::Agrees,
        Verdict::NotComparable => ClaimStanding::NotComparable,
    }
}

/// The tables of the season, published as they are; none where the case has none.
pub(super) fn tables(case: &CaseFolder, store: &Store) -> Result<Vec<DataTable>, UserError> {
    let all = [
        table::<Sighting>(store)?,
        table::<Candidate>(store)?,
        table::<PortCall>(store)?,
        table::<SeasonVoyage>(store)?,
        table::<SeasonNumber>(store)?,
        table::<SeasonDay>(store)?,
        table::<SeasonWeek>(store)?,
        table::<VarianceShare>(store)?,
        table::<ChainCheck>(store)?,
        of_rows(&challenges(case, store)?),
        table::<Statement>(store)?,
        table::<Reconciliation>(store)?,
    ];
    Ok(all.into_iter().filter(|table| !table.rows.is_empty()).collect())
}

fn table<R: TableRow>(store: &Store) -> Result<DataTable, UserError> {
    Ok(of_rows(&store.read::<R>()?))
}

fn of_rows<R: TableRow>(rows: &[R]) -> DataTable {
    DataTable {
        name: R::SPEC.name.into(),
        header: R::SPEC.columns.iter().map(|column| column.name.into()).collect(),
        rows: rows.iter().map(|row| row.cells().iter().map(cell).collect()).collect(),
    }
}

fn cell(value: &Value) -> Cell {
    match value {
        Value::Null => Cell::Empty,
        Value::Int(number) => Cell::Int(*number),
        Value::Float(number) => Cell::Number(*number),
        other => Cell::Text(other.to_text()),
    }
}
