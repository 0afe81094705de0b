//! Which input drives the interval: the total of each counting period with one input held.
//!
//! All runs use the same streams, so that a difference between two of them is the input's and not chance's.

use crate::cargo::{CargoCall, CargoParams, ShipDraws, call_draws};
use crate::draws::{Z_95, percentile};
use crate::inputs::{Held, Input, Level};
use crate::ledger::{UNCAPPED, counts_towards, notified_bbl};
use crate::oil;
use crate::particulars::ParticularParams;
use crate::shared::Shared;
use plimsoll_model::evidence::Key;
use plimsoll_model::{Cap, Convention, Period, RecordId, RecordKind, ReportedVolume, Sensitivity};
use std::collections::BTreeMap;

/// What the totals are summed from.
#[derive(Clone, Copy, Debug)]
pub struct Season<'a> {
    /// The calls.
    pub calls: &'a [CargoCall<'a>],
    /// The period of the case.
    pub case: Period,
    /// The caps.
    pub caps: &'a [Cap],
    /// The volumes that others reported.
    pub reported: &'a [ReportedVolume],
    /// Priors of the ships.
    pub particulars: &'a ParticularParams,
    /// Priors of the cargoes, with as many draws as the sensitivity is to be read from.
    pub cargo: &'a CargoParams,
}

/// One sum: a cap (or none) in a counting period under a convention.
#[derive(Clone, Debug)]
struct Total<'a> {
    cap: Option<&'a Cap>,
    period: Period,
    convention: Convention,
    draws_bbl: Vec<f64>,
}

/// The totals of a season as drawn, with which all others are compared.
#[derive(Clone, Debug)]
pub struct Base<'a> {
    totals: Vec<Total<'a>>,
    parents: Vec<Vec<RecordId>>,
}

impl<'a> Base<'a> {
    /// Draws the season with no input held.
    pub fn new(season: &Season<'a>) -> Self {
        let totals = totals(season, &Held::none());
        let parents = totals.iter().map(|total| parents(season, total)).collect();
        Self { totals, parents }
    }
}

/// How much each input drives the total of the estimate, for each cap, counting period and convention.
pub fn sensitivity(season: &Season<'_>) -> Vec<Sensitivity> {
    let base = Base::new(season);
    Input::ALL.iter().flat_map(|(input, ..)| sensitivity_to(season, &base, *input)).collect()
}

/// The same for one input, so that a caller may take each on a thread of its own.
pub fn sensitivity_to(season: &Season<'_>, base: &Base<'_>, input: Input) -> Vec<Sensitivity> {
    let is_shared = input.level() == Level::Shared;
    let held = totals(season, &Held::none().hold(input, 0.0));
    let ends = is_shared.then(|| [-Z_95, Z_95].map(|z| totals(season, &others_at_median(input, z))));
    let row = |place: usize| {
        let total = &base.totals[place];
        let end = |which: usize| ends.as_ref().and_then(|ends| median(&ends[which][place].draws_bbl));
        Sensitivity {
            id: id(total, input.key()),
            cap_id: cap_id(total.cap).to_owned(),
            period: total.period,
            convention: total.convention,
            input: input.key().to_owned(),
            is_shared,
            low_bbl: end(0),
            high_bbl: end(1),
            variance_share: variance_share(&total.draws_bbl, &held[place].draws_bbl),
            parents: base.parents[place].clone(),
        }
    };
    (0..base.totals.len()).map(row).collect()
}

/// One shared input at a standard normal number, all other shared ones at their medians; ships and calls as drawn.
fn others_at_median(input: Input, z: f64) -> Held {
    let shared = Input::ALL.iter().filter(|(.., level)| *level == Level::Shared);
    shared.fold(Held::none(), |held, (other, ..)| held.hold(*other, 0.0)).hold(input, z)
}

fn totals<'a>(season: &Season<'a>, held: &Held) -> Vec<Total<'a>> {
    let shared = Shared::new(season.cargo, season.particulars, held);
    let mut totals = empty_totals(season, shared.draws());
    let mut ships: BTreeMap<RecordId, Option<ShipDraws>> = BTreeMap::new();
    for call in season.calls {
        let ship = ships
            .entry(call.vessel.id)
            .or_insert_with(|| ShipDraws::new(call.vessel, season.particulars, &shared, held));
        let draws = ship.as_ref().and_then(|ship| call_draws(call, ship, &shared, season.cargo, held));
        let (Some(draws), Some(oil)) = (draws, shared.oil(call.product)) else { continue };
        for total in totals.iter_mut().filter(|total| holds(total, call)) {
            let committee = total.cap.and_then(|c| c.committee_bbl_per_t);
            let committee = committee.unwrap_or_else(|| oil::committee_bbl_per_t(call.product));
            for (k, (sum, tonnes)) in total.draws_bbl.iter_mut().zip(&draws.cargo_t).enumerate() {
                let factor =
                    if total.convention == Convention::Physical { oil.bbl_per_t[k] } else { committee };
                *sum += tonnes * factor;
            }
        }
    }
    totals
}

fn holds(total: &Total<'_>, call: &CargoCall<'_>) -> bool {
    total.period.contains(call.visit.end) && counts_towards(total.cap, call.product)
}

fn empty_totals<'a>(season: &Season<'a>, draws: usize) -> Vec<Total<'a>> {
    let capped = season.caps.iter().flat_map(|cap| {
        cap.reporting_period.periods(season.case).into_iter().map(move |period| (Some(cap), period))
    });
    let uncapped = season.caps.is_empty().then_some((None, season.case));
    let conventions = |cap: Option<&Cap>| match cap {
        Some(cap) if cap.committee_bbl_per_t.is_none() => vec![Convention::Physical],
        _ => Convention::ALL.to_vec(),
    };
    let total = |cap: Option<&'a Cap>, period, convention| {
        let notified = notified_bbl(cap, period, season.reported);
        Total { cap, period, convention, draws_bbl: vec![notified; draws] }
    };
    capped
        .chain(uncapped)
        .flat_map(|(cap, period)| conventions(cap).into_iter().map(move |c| total(cap, period, c)))
        .collect()
}

/// The cargoes in a total.
fn parents(season: &Season<'_>, total: &Total<'_>) -> Vec<RecordId> {
    let calls = season.calls.iter().filter(|call| holds(total, call));
    calls
        .filter(|call| crate::cargo::not_counted(call).is_none())
        .map(|call| RecordId::of(RecordKind::Cargo, &[Key::Id(call.visit.id)]))
        .collect()
}

fn cap_id(cap: Option<&Cap>) -> &str {
    cap.map_or(UNCAPPED, |cap| &cap.cap_id)
}

fn id(total: &Total<'_>, input: &str) -> RecordId {
    let keys = [
        Key::Text(cap_id(total.cap)),
        Key::Time(total.period.start()),
        Key::Text(total.convention.as_str()),
        Key::Text(input),
    ];
    RecordId::of(RecordKind::Sensitivity, &keys)
}

fn median(draws: &[f64]) -> Option<f64> {
    let mut sorted = draws.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    percentile(&sorted, 0.5)
}

fn variance(draws: &[f64]) -> f64 {
    let n = draws.len().max(1) as f64;
    let mean = draws.iter().sum::<f64>() / n;
    draws.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / n
}

/// What of the variance goes when the input is held. Inputs that act together make the shares add up to more or less
/// than one; where chance makes a small one negative, it stays so.
fn variance_share(base: &[f64], held: &[f64]) -> f64 {
    let all = variance(base);
    if all > 0.0 { 1.0 - variance(held) / all } else { 0.0 }
}
