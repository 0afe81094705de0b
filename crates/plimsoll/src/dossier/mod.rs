//! The dossier of a case: tables in, everything that the report needs out.

mod events;
mod evidence;
mod figures;
mod lists;
mod map;
mod scenes;
mod season;
mod texts;
mod waterlines;

pub use texts::reason_in_general;

use crate::error::UserError;
use crate::stage::CaseFolder;
use jiff::civil::Date;
use plimsoll_analysis::{oil, wording};
use plimsoll_case::store::Store;
use plimsoll_case::tables::estimates::CargoRow;
use plimsoll_case::tables::events::PortVisitRow;
use plimsoll_case::tables::places::{PlaceRow, cap_record};
use plimsoll_case::tables::rejects::RejectRow;
use plimsoll_model::{
    Cap, Cargo, Claim, Convention, Crossing, DraughtPair, Finding, Gap, LedgerLine, ReceptionSlot, RecordId,
    ReportedVolume, Scenario, Sensitivity, Track, Vessel, Voyage,
};
use plimsoll_report::{
    AnnexBasis, CapEntry, DayCount, Dossier, ExhibitEntry, GapEntry, LineLikelihood, ListsEntry, OurVolume,
    PlaceEntry, RejectCount, ReportedEntry, Sentence, ShipEntry, VisitEntry,
};
use std::collections::{BTreeMap, BTreeSet};

/// The rows of a case that a report is made of.
struct Tables {
    vessels: Vec<Vessel>,
    visits: Vec<PortVisitRow>,
    draughts: BTreeMap<RecordId, DraughtPair>,
    cargoes: BTreeMap<RecordId, Cargo>,
    ledger: Vec<LedgerLine>,
    findings: Vec<Finding>,
    caps: Vec<Cap>,
    reported: Vec<ReportedVolume>,
    reception: Vec<ReceptionSlot>,
    tracks: Vec<Track>,
}

impl Tables {
    fn read(store: &Store) -> Result<Self, UserError> {
        Ok(Self {
            vessels: store.read()?,
            visits: store.read()?,
            draughts: store.read::<DraughtPair>()?.into_iter().map(|d| (d.visit, d)).collect(),
            cargoes: store.read::<CargoRow>()?.into_iter().map(|row| (row.cargo.visit, row.cargo)).collect(),
            ledger: store.read()?,
            findings: store.read()?,
            caps: store.read()?,
            reported: store.read()?,
            reception: store.read()?,
            tracks: store.read()?,
        })
    }

    /// The last line of each cap, counting period, convention and scenario.
    fn last_lines(&self) -> Vec<&LedgerLine> {
        let mut last: BTreeMap<_, &LedgerLine> = BTreeMap::new();
        for line in &self.ledger {
            let kept =
                last.entry((&line.cap_id, line.period, line.convention, line.scenario)).or_insert(line);
            if line.date > kept.date {
                *kept = line;
            }
        }
        last.into_values().collect()
    }
}

/// The dossier of a case whose stages have run.
pub fn build(case: &CaseFolder) -> Result<Dossier, UserError> {
    let store = Store::of_case(&case.dir);
    let tables = Tables::read(&store)?;
    let config = &case.config;
    let rows_read = rows_read(&tables, &store)?;
    let bearers = events::Bearers::of(&tables.vessels);
    let lists = lists::lists(&store, &tables)?;
    let images = scenes::scenes(case, &store)?;
    let season = season::season(case, &store, &images)?;
    let has_season = !season.numbers.is_empty();
    let mut dossier = Dossier {
        title: config.title.clone(),
        question: config.question.clone().unwrap_or_default(),
        period: config.period,
        edition: config.edition.clone().unwrap_or_default(),
        program_version: format!("plimsoll {}", env!("CARGO_PKG_VERSION")),
        is_simulated: config.is_simulated,
        headline: headline_of(&tables),
        method: if has_season { texts::method_box_of_season() } else { texts::method_box() },
        key_figures: figures::key_figures(&tables, config.period),
        findings: tables.findings.clone(),
        caps: tables.caps.iter().map(|cap| CapEntry { record: cap_record(cap), cap: cap.clone() }).collect(),
        crossings: store.read::<Crossing>()?,
        likelihoods: likelihoods(&tables),
        sensitivities: store.read::<Sensitivity>()?.into_iter().map(in_words).collect(),
        map: map::map_data(case, &tables)?,
        places: store
            .read::<PlaceRow>()?
            .into_iter()
            .map(|p| PlaceEntry { record: p.id, place: p.place })
            .collect(),
        ships: ships(&tables, &lists),
        lists,
        season,
        scenes: images,
        waterlines: waterlines::waterlines(case, &store, &tables)?,
        visits: tables.visits.iter().map(|row| visit_entry(row, &tables)).collect(),
        voyages: store.read::<Voyage>()?,
        gaps: gap_entries(&store, &bearers)?,
        encounters: events::encounters(&store, &bearers)?,
        loitering: events::loitering(&store, &bearers)?,
        feeds: tables
            .reception
            .iter()
            .map(|slot| slot.feed.clone())
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect(),
        outages: store.read()?,
        shared: events::shared(&tables),
        identity_changes: store.read()?,
        draught_changes: store.read()?,
        reception: reception(&tables),
        annex: annex_basis(&tables),
        reported: tables.reported.iter().map(|r| reported_entry(r, &tables)).collect(),
        rejects: reject_counts(&store)?,
        limitations: texts::limitations(case),
        cannot_tell: texts::cannot_tell(&tables, has_season),
        reviews: case.reviews.clone(),
        replies: Vec::new(),
        exhibits: case
            .exhibits
            .iter()
            .map(|e| ExhibitEntry { exhibit: e.exhibit(), rows: rows_read.get(&e.id).copied() })
            .collect(),
        evidence: Vec::new(),
        tables: season::tables(case, &store)?,
        ledger: tables.ledger,
    };
    dossier.map.positions.extend(scenes::positions(&dossier.scenes));
    dossier.season.silences = season::silences(&store, &dossier.season, &dossier.gaps)?;
    dossier.evidence = evidence::trees(&store, &dossier)?;
    Ok(dossier)
}

/// The findings that lead, in this order, as far as the case has them.
const LEADING: [&str; 5] = ["calls", "coverage", "volume-documented", "volume-estimate", "cap-exceeded"];

/// At most one sentence for each leading topic.
fn headline(findings: &[Finding]) -> Vec<Sentence> {
    LEADING.iter().filter_map(|topic| findings.iter().find(|f| f.topic == *topic)).map(Sentence::of).collect()
}

/// The most places whose looks lead a report that stands on images alone.
const MOST_LOOKED: usize = 3;

/// What images show leads where no port visit is known; what AIS shows, elsewhere.
fn headline_of(tables: &Tables) -> Vec<Sentence> {
    let looked: Vec<&Finding> = tables.findings.iter().filter(|f| f.topic == "looked").collect();
    if !tables.visits.is_empty() || looked.is_empty() {
        return headline(&tables.findings);
    }
    looked.into_iter().take(MOST_LOOKED).map(Sentence::of).collect()
}

fn likelihoods(tables: &Tables) -> Vec<LineLikelihood> {
    let words = |line: &&LedgerLine| {
        let words = wording::likelihood(line.p_exceeded?)?;
        Some(LineLikelihood { line: line.id, words: words.to_owned() })
    };
    tables.last_lines().iter().filter_map(words).collect()
}

/// The input in words, its key behind them.
fn in_words(mut row: Sensitivity) -> Sensitivity {
    if let Some(input) = plimsoll_analysis::inputs::Input::of_key(&row.input) {
        row.input = format!("{} [{}]", input.words(), row.input);
    }
    row
}

/// Ships that called; those only heard in passing are in the tables, not on the page.
fn ships(tables: &Tables, lists: &ListsEntry) -> Vec<ShipEntry> {
    let called = |v: &&Vessel| tables.visits.iter().any(|row| row.visit.vessel == v.id);
    let entry = |v: &Vessel| ShipEntry { vessel: v.clone(), listings: lists::of_ship(v.id, lists) };
    tables.vessels.iter().filter(called).map(entry).collect()
}

fn visit_entry(row: &PortVisitRow, tables: &Tables) -> VisitEntry {
    let cargo = tables.cargoes.get(&row.visit.id).cloned();
    let vessel = tables.vessels.iter().find(|v| v.id == row.visit.vessel);
    let deadweight = vessel.and_then(|v| v.deadweight_t.as_ref()).map(|p| p.estimate.mid());
    let is_counted = cargo.as_ref().is_some_and(|c| c.not_counted.is_none());
    let factor = oil::committee_bbl_per_t(cargo.as_ref().and_then(|c| c.product));
    let scenario = |s: Scenario| Some((s, s.share()? * deadweight.filter(|_| is_counted)? * factor));
    VisitEntry {
        visit: row.visit.clone(),
        draughts: tables.draughts.get(&row.visit.id).cloned(),
        cargo,
        scenario_bbl: Scenario::ALL.into_iter().filter_map(scenario).collect(),
    }
}

fn annex_basis(tables: &Tables) -> AnnexBasis {
    let products: BTreeSet<_> =
        tables.cargoes.values().filter(|c| c.not_counted.is_none()).map(|c| c.product).collect();
    let factors: Vec<_> = products
        .into_iter()
        .map(|p| {
            format!(
                "{} bbl/t for {}",
                crate::why::grouped(oil::committee_bbl_per_t(p)),
                p.map_or("the mix of the case", |p| p.as_str())
            )
        })
        .collect();
    AnnexBasis {
        convention: Convention::Committee,
        note: format!(
            "The barrels are deadweight times share times the one factor of the 1718 Committee: {}.",
            factors.join(", ")
        ),
    }
}

fn gap_entries(store: &Store, bearers: &events::Bearers<'_>) -> Result<Vec<GapEntry>, UserError> {
    let entry = |gap: Gap| GapEntry { vessel: bearers.ship(gap.mmsi).map(|v| v.id), gap };
    Ok(store.read::<Gap>()?.into_iter().map(entry).collect())
}

/// Reports of any station by day: proof that the feed was alive.
fn reception(tables: &Tables) -> Vec<DayCount> {
    let mut days: BTreeMap<Date, u64> = BTreeMap::new();
    for slot in &tables.reception {
        *days.entry(slot.start.to_zoned(jiff::tz::TimeZone::UTC).date()).or_default() += slot.reports;
    }
    days.into_iter().map(|(date, reports)| DayCount { date, reports }).collect()
}

/// Ours over the same days, where the case and a counting period cover them from their start.
fn reported_entry(reported: &ReportedVolume, tables: &Tables) -> ReportedEntry {
    let ends = reported.period.end();
    let last_day = ends
        .checked_sub(jiff::SignedDuration::from_nanos(1))
        .unwrap_or(ends)
        .to_zoned(jiff::tz::TimeZone::UTC)
        .date();
    let ours = tables
        .ledger
        .iter()
        .filter(|l| l.scenario == Scenario::Estimate && l.convention == Convention::Physical)
        .find(|l| {
            l.date == last_day
                && l.period.start() >= reported.period.start()
                && l.period.contains(reported.period.start())
        });
    ReportedEntry {
        reported: reported.clone(),
        caps: tables.caps.iter().map(|c| c.cap_id.clone()).collect(),
        ours: ours.map(|line| OurVolume {
            volume_bbl: line.cumulative_bbl,
            subject: "physical barrels, estimate over all visits, notified deliveries included".into(),
            record: line.id,
        }),
    }
}

fn reject_counts(store: &Store) -> Result<Vec<RejectCount>, UserError> {
    let mut counts: BTreeMap<(RecordId, String), (u64, RecordId)> = BTreeMap::new();
    for row in store.read::<RejectRow>()? {
        let reason = texts::reason_in_general(&row.reject.reason);
        counts.entry((row.reject.source.exhibit, reason)).or_insert((0, row.reject.id)).0 += 1;
    }
    let count = |((exhibit, reason), (count, example))| RejectCount {
        exhibit,
        reason,
        count,
        example: Some(example),
    };
    Ok(counts.into_iter().map(count).collect())
}

/// How many rows each exhibit gave: AIS reports, or lines with claims or volumes.
fn rows_read(tables: &Tables, store: &Store) -> Result<BTreeMap<RecordId, u64>, UserError> {
    let mut rows: BTreeMap<RecordId, u64> = BTreeMap::new();
    for slot in &tables.reception {
        *rows.entry(slot.exhibit).or_default() += slot.reports;
    }
    let claims = store.read::<Claim>()?;
    let sources = claims.iter().map(|r| r.source).chain(tables.reported.iter().map(|r| r.source));
    for source in sources.collect::<BTreeSet<_>>() {
        *rows.entry(source.exhibit).or_default() += 1;
    }
    Ok(rows)
}
