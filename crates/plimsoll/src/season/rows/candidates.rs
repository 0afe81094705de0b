//! `candidates`: the ships that each sighting may be, alone and given the whole season.

use crate::season::of_case::CaseSeason;
use crate::season::of_case::candidates as as_candidates;
use plimsoll_analysis::identify::{
    Eye, Identification, IdentifyParams, Population, Ratios, Seen, Size, coincidence, told_apart,
};
use plimsoll_analysis::season::{SeasonPosterior, SeasonShip};
use plimsoll_model::evidence::Key;
use plimsoll_model::{Candidate, RecordId, RecordKind};
use std::collections::BTreeMap;

/// Ships less probable than this, alone and given the season, have no row.
const LEAST_P: f64 = 0.01;

/// One row for each sighting and ship that it may be, and one for none of these.
pub fn candidates(
    season: &CaseSeason<'_>,
    posterior: &SeasonPosterior,
    params: &IdentifyParams,
) -> Vec<Candidate> {
    let given_season = given_season(posterior);
    (0..season.sightings.len()).flat_map(|s| of_sighting(season, s, &given_season, params)).collect()
}

/// For each sighting and ship the share of draws that have them together. `None`: a ship not in the register.
fn given_season(posterior: &SeasonPosterior) -> BTreeMap<(usize, Option<usize>), f64> {
    let one = 1.0 / posterior.draws.len().max(1) as f64;
    let mut shares = BTreeMap::new();
    for call in posterior.draws.iter().flat_map(|d| &d.calls) {
        let ship = match call.ship {
            SeasonShip::Hull(hull) => Some(hull),
            SeasonShip::Unregistered(_) => None,
        };
        for sighting in &call.sightings {
            *shares.entry((*sighting, ship)).or_insert(0.0) += one;
        }
    }
    shares
}

fn of_sighting(
    season: &CaseSeason<'_>,
    s: usize,
    given_season: &BTreeMap<(usize, Option<usize>), f64>,
    params: &IdentifyParams,
) -> Vec<Candidate> {
    let input = &season.input.sightings[s];
    // All ships of the register alike before the sighting, and one share for a ship that is none of them.
    let ratios = Ratios { log_lr: input.log_lr.clone(), log_lr_false: input.log_lr_false };
    let alone = Identification::of(&ratios, &vec![1.0; input.log_lr.len()], 1.0);
    let (eye, known) = (eye(&season.seen[s]), as_candidates(season.hulls()));
    let population = Population::of_season(&season.params);
    let p_of = |hull: Option<usize>| given_season.get(&(s, hull)).copied().unwrap_or(0.0);
    let row = |hull: Option<usize>| {
        let vessel = hull.map(|h| season.vessels[h]);
        let log_lr = hull.map_or(0.0, |h| input.log_lr[h]);
        let p_alone = hull.map_or(alone.none, |h| alone.candidates[h]);
        let is_sister = |h: usize, other: usize| {
            other != h && told_apart(&known[h], &known[other], &eye) < params.sister_told_apart
        };
        let alike: Vec<usize> =
            hull.map(|h| (0..known.len()).filter(|other| is_sister(h, *other)).collect()).unwrap_or_default();
        let of = vessel.map_or_else(|| Key::Text("none of these"), |v| Key::Id(v.id));
        Candidate {
            id: RecordId::of(RecordKind::Candidate, &[Key::Id(input.id), of]),
            sighting: input.id,
            vessel: vessel.map(|v| v.id),
            ship_name: vessel.and_then(|v| v.ship_name.clone()),
            log_likelihood_ratio: log_lr,
            p_alone,
            p: Some(p_of(hull)),
            p_coincidence: hull
                .and_then(|h| coincidence(&season.seen[s], &known[h], &population))
                .unwrap_or(1.0),
            basis: basis(season, s, hull, alike.len()),
            sisters: alike.iter().map(|h| season.vessels[*h].id).collect(),
            parents: std::iter::once(input.id).chain(vessel.map(|v| v.id)).collect(),
        }
    };
    let likely = |h: &usize| p_of(Some(*h)) >= LEAST_P || alone.candidates[*h] >= LEAST_P;
    let mut rows: Vec<Candidate> = (0..known.len()).filter(likely).map(|h| row(Some(h))).collect();
    rows.push(row(None));
    rows.sort_by(|a, b| b.p.unwrap_or(0.0).total_cmp(&a.p.unwrap_or(0.0)).then(a.id.cmp(&b.id)));
    rows
}

/// How well the image of a sighting measures.
fn eye(seen: &Seen) -> Eye {
    Eye {
        length_sd_m: seen.length.map(|size| match size {
            Size::Plain(_, sd) => sd,
            Size::Log(value, ln_sd) => value * ln_sd,
        }),
        beam_sd_m: seen.beam_m.map(|(_, sd)| sd),
        superstructure_sd: seen.superstructure.map(|(_, sd)| sd),
    }
}

fn basis(season: &CaseSeason<'_>, s: usize, hull: Option<usize>, sisters: usize) -> String {
    let Some(hull) = hull else { return "none of the ships of the register".to_owned() };
    let (seen, row) = (&season.seen[s], &season.hulls()[hull]);
    let compared = |what: &str, a: Option<(f64, f64)>, b: Option<(f64, f64)>, unit: &str| {
        let ((seen, seen_sd), (stated, stated_sd)) = (a?, b?);
        let apart = (seen - stated) / seen_sd.hypot(stated_sd);
        Some(format!("{what} {seen:.1}{unit} seen, {stated:.1}{unit} stated ({apart:+.1} sd)"))
    };
    let mut words: Vec<String> = [
        compared("length", season.input.sightings[s].length_m, row.length_m, " m"),
        compared("beam", seen.beam_m, row.beam_m, " m"),
        compared("superstructure at", percent(seen.superstructure), percent(row.superstructure), " %"),
    ]
    .into_iter()
    .flatten()
    .collect();
    words.extend(season.sightings[s].name_read.as_ref().map(|name| format!("name read: {name}")));
    if sisters > 0 {
        words.push(format!("{sisters} other ships of the register fit as well"));
    }
    words.join("; ")
}

fn percent(share: Option<(f64, f64)>) -> Option<(f64, f64)> {
    share.map(|(v, sd)| (100.0 * v, 100.0 * sd))
}
