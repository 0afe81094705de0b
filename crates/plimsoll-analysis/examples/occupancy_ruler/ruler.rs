//! How often berths are told right, against the truth, leaving out one visitor after the other.

use crate::{kit, params};
use plimsoll_analysis::occupancy::{LitVisit, OccupancyParams, Share, berth_quality, occupancy};
use plimsoll_imagery::BerthParams;
use plimsoll_model::{BerthLook, Occupancy, OccupancyState, RecordId};
use plimsoll_simulate::berths::{BerthSeason, BerthSeasonParams, Nuisance};
use std::collections::{BTreeMap, BTreeSet};

/// One look, judged without what AIS says of the ship that lies there.
pub(crate) struct Judgement {
    pub(crate) state: OccupancyState,
    pub(crate) p: Option<f64>,
    pub(crate) p_alone: Option<f64>,
    pub(crate) is_occupied: bool,
    pub(crate) is_lit: bool,
    pub(crate) nuisances: Vec<Nuisance>,
}

/// A berth through a season, measured once.
pub(crate) struct Measured {
    pub(crate) seed: u64,
    pub(crate) season: BerthSeason,
    pub(crate) looks: Vec<BerthLook>,
    pub(crate) visits: Vec<LitVisit>,
}

pub(crate) fn measure(seed: u64, season: &BerthSeasonParams) -> Measured {
    measure_with(seed, season, &params::looking())
}

pub(crate) fn measure_with(seed: u64, season: &BerthSeasonParams, looking: &BerthParams) -> Measured {
    let season = BerthSeason::new(seed, season);
    let (looks, visits) = (kit::looks(&season, looking), kit::lit_visits(&season));
    Measured { seed, season, looks, visits }
}

/// How many ships AIS shows at most.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Teachers {
    All,
    AtMost(usize),
}

/// Every look, those of lit ships judged as if that ship had sent nothing.
pub(crate) fn judge(berth: &Measured, teachers: Teachers, params: &OccupancyParams) -> Vec<Judgement> {
    let mut known: Vec<LitVisit> = berth.visits.clone();
    if let Teachers::AtMost(count) = teachers {
        known.truncate(count);
    }
    let by_scene = |visits: &[LitVisit]| -> BTreeMap<RecordId, Occupancy> {
        occupancy(&berth.looks, visits, params).into_iter().map(|row| (row.scene, row)).collect()
    };
    let full = by_scene(&known);
    let vessels: BTreeSet<RecordId> = known.iter().map(|visit| visit.vessel).collect();
    let without: BTreeMap<RecordId, BTreeMap<RecordId, Occupancy>> = vessels
        .into_iter()
        .map(|vessel| {
            let others: Vec<LitVisit> = known.iter().filter(|v| v.vessel != vessel).cloned().collect();
            (vessel, by_scene(&others))
        })
        .collect();
    let truths = berth.season.looks.iter().zip(&berth.looks);
    truths
        .map(|(truth, look)| {
            let call = truth.call.map(|call| &berth.season.calls[call]);
            let left_out =
                call.filter(|call| call.is_lit).and_then(|call| without.get(&kit::vessel(call.vessel)));
            let row = &left_out.unwrap_or(&full)[&look.scene];
            Judgement {
                state: row.state,
                p: row.p_occupied,
                p_alone: row.p_alone,
                is_occupied: call.is_some(),
                is_lit: call.is_some_and(|call| call.is_lit),
                nuisances: truth.nuisances.clone(),
            }
        })
        .collect()
}

/// Share of occupied looks that come out occupied, share of empty looks that do.
pub(crate) fn shares<'a>(looks: impl Iterator<Item = &'a Judgement> + Clone) -> [Share; 2] {
    [true, false].map(|wanted| {
        let those = looks.clone().filter(|look| look.is_occupied == wanted);
        let hits = those.clone().filter(|look| look.state == OccupancyState::Occupied).count();
        Share::new(hits as f64, those.count() as f64)
    })
}

fn cell(share: Share) -> String {
    let percent = |x: f64| format!("{:.1}", 100.0 * x);
    share.value().map_or("-".to_owned(), |value| {
        format!("{} ({}-{}) of {:.0}", percent(value), percent(share.low), percent(share.high), share.trials)
    })
}

fn line(name: &str, looks: &[&Judgement]) -> String {
    let [found, wrong] = shares(looks.iter().copied());
    let unknown = looks.iter().filter(|look| look.state == OccupancyState::Unknown).count();
    let unknown = 100.0 * unknown as f64 / looks.len().max(1) as f64;
    format!("| {name} | {} | {} | {unknown:.1} |\n", cell(found), cell(wrong))
}

/// The table of the method page.
pub(crate) fn table(looks: &[Judgement]) -> String {
    let mut out = "| looks | Pd, % | false occupied, % | unknown, % |\n|---|---|---|---|\n".to_owned();
    let all: Vec<&Judgement> = looks.iter().collect();
    let of = |test: &dyn Fn(&Judgement) -> bool| -> Vec<&Judgement> {
        all.iter().copied().filter(|look| test(look)).collect()
    };
    out += &line("all", &all);
    out += &line("no ship, or one that sends nothing", &of(&|look| !look.is_lit));
    out += &line("no ship, or a lit one left out", &of(&|look| look.is_lit || !look.is_occupied));
    out += &line("undisturbed", &of(&|look| look.nuisances.is_empty()));
    for nuisance in Nuisance::ALL {
        out += &line(nuisance.as_str(), &of(&|look| look.nuisances.contains(&nuisance)));
    }
    out
}

/// How often a ship lies there where so much is said, by tenths.
pub(crate) fn reliability(looks: &[Judgement]) -> String {
    let mut out = "| said | looks | mean said | occupied |\n|---|---|---|---|\n".to_owned();
    for tenth in 0..10 {
        let (from, to) = (f64::from(tenth) / 10.0, f64::from(tenth + 1) / 10.0);
        let is_in = |p: f64| (from..to).contains(&p) || (tenth == 9 && p >= 1.0);
        let those: Vec<(f64, bool)> = looks
            .iter()
            .filter_map(|look| Some((look.p?, look.is_occupied)))
            .filter(|(p, _)| is_in(*p))
            .collect();
        let count = those.len() as f64;
        let mean = those.iter().map(|(p, _)| p).sum::<f64>() / count;
        let occupied = those.iter().filter(|(_, is)| *is).count() as f64;
        out += &format!("| {from:.1}-{to:.1} | {count} | {mean:.3} | {:.3} |\n", occupied / count);
    }
    let pairs = |p: fn(&Judgement) -> Option<f64>| {
        let scores: Vec<f64> = looks
            .iter()
            .filter_map(|look| Some(p(look)? - f64::from(u8::from(look.is_occupied))))
            .map(|off| off * off)
            .collect();
        scores.iter().sum::<f64>() / scores.len() as f64
    };
    out += &format!("\nBrier {:.4}; alone {:.4}\n", pairs(|look| look.p), pairs(|look| look.p_alone));
    out
}

/// The tables for berths where AIS shows all lit ships.
pub(crate) fn taught_by_all(berths: &[Measured]) -> String {
    let judging = params::judging();
    let looks: Vec<Judgement> =
        berths.iter().flat_map(|berth| judge(berth, Teachers::All, &judging)).collect();
    format!("Taught by all lit ships\n\n{}\n{}", table(&looks), reliability(&looks))
}

/// The same with fewer teachers, and what the berths say of themselves.
pub(crate) fn report(berths: &[Measured]) -> String {
    let judging = params::judging();
    let mut out = String::new();
    for (name, count) in [("three lit visits", 3), ("none", 0)] {
        let looks: Vec<Judgement> =
            berths.iter().flat_map(|berth| judge(berth, Teachers::AtMost(count), &judging)).collect();
        out += &line(&format!("taught by {name}"), &looks.iter().collect::<Vec<_>>());
    }
    let (mut hits, mut trials, mut expected) = (0.0, 0.0, Vec::new());
    for berth in berths {
        for quality in berth_quality(&berth.looks, &berth.visits, &judging) {
            (hits, trials) = (hits + quality.detected.hits, trials + quality.detected.trials);
            expected.extend(quality.false_occupied_expected);
        }
    }
    let mean = 100.0 * expected.iter().sum::<f64>() / expected.len().max(1) as f64;
    out += &format!(
        "\nberths say of themselves: Pd {} %, false occupied {mean:.1} %\n",
        cell(Share::new(hits, trials))
    );
    out
}
