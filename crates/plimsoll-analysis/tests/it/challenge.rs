//! Seasons made by hand whose weak points are known, and what a challenge finds of them.

use plimsoll_analysis::challenge::{ChallengeParams, SeasonLabels, SightingLabels, challenge};
use plimsoll_analysis::season::{
    SeasonError, SeasonHull, SeasonInput, SeasonLook, SeasonParams, SeasonPlace, SeasonSighting,
};
use plimsoll_model::{ChallengeKind, ChallengeRow, Key, RecordId, RecordKind, SightingSource};

const DEFAULTS: &str = include_str!("../../../plimsoll-case/src/defaults.toml");
const DAYS: usize = 90;
const HULLS: usize = 3;

fn params(steps: usize, draws: usize) -> (SeasonParams, ChallengeParams) {
    let table: toml::Table = toml::from_str(DEFAULTS).unwrap();
    let mut season: SeasonParams = table["season"].clone().try_into().unwrap();
    (season.burn_in_steps, season.steps, season.draws) = (steps / 4, steps, draws);
    let mut params: ChallengeParams = table["challenge"].clone().try_into().unwrap();
    (params.steps_share, params.placebos) = (1.0, 1);
    (season, params)
}

fn place(name: &str, route_nm: f64) -> SeasonPlace {
    SeasonPlace { name: name.into(), is_loading: route_nm <= 0.0, route_nm, prior_calls: 2.0 }
}

fn hull(number: usize) -> SeasonHull {
    SeasonHull {
        vessel: RecordId::of(RecordKind::Vessel, &[Key::Int(number as i64)]),
        length_m: Some((80.0 + 5.0 * number as f64, 0.5)),
        beam_m: Some((13.0, 0.3)),
        superstructure: Some((0.12, 0.01)),
        capacity_bbl: (30_000.0, 0.04),
        listed_from_h: None,
        names: vec![format!("SIMULATED {number}")],
    }
}

/// Every ship comes each 13.5 days and stays two, and fine images of each day see her; radar looks in vain once in 30 days.
fn season() -> (SeasonInput, SeasonLabels) {
    let mut looks = Vec::new();
    let mut labels = SeasonLabels {
        sightings: Vec::new(),
        looks: Vec::new(),
        start: "2024-03-07T00:00:00Z".parse().unwrap(),
    };
    let look = |time_h: f64, p_see: f64| SeasonLook { place: 0, time_h, p_see, false_rate: 0.01 };
    for day in 0..DAYS {
        looks.push(look(24.0 * day as f64 + 2.0, 0.97));
        labels.looks.push(SightingSource::SubMetre);
    }
    for day in [20, 50, 80] {
        looks.push(look(24.0 * day as f64 + 12.0, 0.05));
        labels.looks.push(SightingSource::Radar);
    }
    let mut sightings = Vec::new();
    for (day, look) in looks.iter().enumerate().take(DAYS) {
        for ship in 0..HULLS {
            let since = (day as f64 - 2.0 - 4.5 * ship as f64).rem_euclid(13.5);
            if day < 2 || since >= 2.0 {
                continue;
            }
            sightings.push(SeasonSighting {
                id: RecordId::of(RecordKind::Detection, &[Key::Int(day as i64), Key::Int(ship as i64)]),
                look: Some(day),
                place: Some(0),
                time_h: look.time_h,
                log_lr: (0..HULLS).map(|other| if other == ship { 12.0 } else { -12.0 }).collect(),
                log_lr_false: -8.0,
                length_m: Some((80.0 + 5.0 * ship as f64, 0.8)),
                beam_m: Some((13.0, 0.6)),
                superstructure: Some((0.12, 0.01)),
                fill: None,
                hours_to: vec![0.0, 12.0],
            });
            let analyst = if day % 30 == 0 { "Bo" } else { "Ana" };
            labels.sightings.push(SightingLabels {
                source: SightingSource::SubMetre,
                analyst: Some(analyst.into()),
                p_lit: 0.02,
            });
        }
    }
    let end_h = 24.0 * DAYS as f64;
    let input = SeasonInput {
        end_h,
        places: vec![place("Pier", 0.0), place("Port", 160.0)],
        hulls: (0..HULLS).map(hull).collect(),
        looks,
        sightings,
        fixes: Vec::new(),
        cap_bbl: 420_000.0,
        notified_bbl: 0.0,
        cap_window_h: (0.0, end_h),
    };
    (input, labels)
}

fn of(rows: &[ChallengeRow], kind: ChallengeKind) -> Vec<&ChallengeRow> {
    rows.iter().filter(|row| row.kind == kind).collect()
}

#[test]
fn one_source_that_alone_carries_the_finding_is_named() {
    let (input, labels) = season();
    let (season, params) = params(24_000, 100);
    let rows = challenge(&input, &labels, &season, &params, 1, &mut || {}).unwrap();
    for row in &rows {
        println!("{:<16} {:<24} {:?} {}", row.kind.as_str(), row.subject, row.p_exceeded, row.sentence);
    }
    let base = of(&rows, ChallengeKind::Base)[0];
    assert!(base.stands, "{}", base.sentence);
    let sources = of(&rows, ChallengeKind::WithoutSource);
    let without = |name: &str| *sources.iter().find(|row| row.subject == name).unwrap();
    assert!(without("radar").stands, "{}", without("radar").sentence);
    assert!(!without("sub-metre").stands, "{}", without("sub-metre").sentence);
    let refuted = of(&rows, ChallengeKind::Refutation);
    assert!(refuted.iter().any(|row| row.subject == "sources: sub-metre"), "{refuted:?}");
    // Nearly all was measured by one of the two.
    let analysts = of(&rows, ChallengeKind::WithoutAnalyst);
    assert_eq!(analysts.iter().map(|row| row.subject.as_str()).collect::<Vec<_>>(), ["Ana", "Bo"]);
    assert!(analysts[1].stands, "{}", analysts[1].sentence);
    // A third of the calls each: about 100,000 barrels above the limit, so that no ship can be spared.
    let ships = of(&rows, ChallengeKind::WithoutShip);
    assert_eq!(ships.len(), HULLS);
    assert!(ships.iter().all(|row| row.calls.unwrap().mid() < base.calls.unwrap().mid()));
    // A placebo must not be mistaken for the season: the same sightings on other days make another count.
    let placebo = of(&rows, ChallengeKind::Placebo)[0];
    let change = placebo.calls.unwrap().mid() - base.calls.unwrap().mid();
    assert!(change.abs() >= 3.0, "{}", placebo.sentence);
    // A row for each of the calls that were made, and none of them innocent.
    let innocent = of(&rows, ChallengeKind::Innocent);
    assert!((18..=21).contains(&innocent.len()), "{}", innocent.len());
    assert!(innocent.iter().all(|row| row.stands && row.p.is_some_and(|p| p < 0.5)));
    assert_eq!(innocent[0].subject, "call 1, 2024-03-09", "the first ship lies there from the third day on");
}

#[test]
fn the_same_seed_gives_the_same_rows_and_each_has_its_identifier() {
    let (input, labels) = season();
    let (season, params) = params(1_000, 50);
    let one = challenge(&input, &labels, &season, &params, 7, &mut || {}).unwrap();
    assert_eq!(one, challenge(&input, &labels, &season, &params, 7, &mut || {}).unwrap());
    let ids: std::collections::BTreeSet<_> = one.iter().map(|row| row.id).collect();
    assert_eq!(ids.len(), one.len());
}

#[test]
fn a_season_without_sightings_has_nothing_to_refute() {
    let (mut input, mut labels) = season();
    input.sightings.clear();
    labels.sightings.clear();
    let (season, params) = params(2_000, 50);
    let rows = challenge(&input, &labels, &season, &params, 1, &mut || {}).unwrap();
    assert!(!of(&rows, ChallengeKind::Base)[0].stands);
    assert_eq!(of(&rows, ChallengeKind::Refutation)[0].subject, "nothing");
    assert!(of(&rows, ChallengeKind::Innocent).is_empty());
}

#[test]
fn labels_that_do_not_fit_are_refused() {
    let (input, mut labels) = season();
    labels.looks.pop();
    let (season, params) = params(1_000, 50);
    let error = challenge(&input, &labels, &season, &params, 1, &mut || {}).unwrap_err();
    assert!(matches!(error, SeasonError::Input { what: "labels", .. }), "{error}");
}
