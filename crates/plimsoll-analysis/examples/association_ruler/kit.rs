//! Crowds as the associator sees them, and how well it does. Shared by the ruler and the tests.

use jiff::civil::DateTime;
use plimsoll_analysis::associate::{
    AssociateParams, Fix, HeldOut, LookSide, MotionParams, RadarLook, Radio, Seen, Sight, Traffic, View,
    associate, fit_motion, hold_out,
};
use plimsoll_analysis::silence::Received;
use plimsoll_model::evidence::Key;
use plimsoll_model::{Mmsi, Position, RecordId, RecordKind, Speed};
use plimsoll_simulate::crowd::{CrowdReport, CrowdScene, CrowdSettings, CrowdTruth, crowd, crowd_tracks};
use std::path::Path;

/// The parameters that the product has.
pub(crate) fn params() -> AssociateParams {
    let text = std::fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../plimsoll-case/src/defaults.toml"),
    )
    .expect("the defaults are there");
    let table: toml::Table = text.parse().expect("the defaults are TOML");
    table["associate"].clone().try_into().expect("the section is as declared")
}

fn id(kind: RecordKind, number: usize) -> RecordId {
    RecordId::of(kind, &[Key::Int(i64::try_from(number).expect("small"))])
}

pub(crate) fn fix(report: &CrowdReport, number: usize) -> Fix {
    Fix {
        time: report.time,
        position: report.position,
        speed_m_s: Some(Speed::knots(report.speed_kn).to_metres_per_second()),
        course_deg: Some(report.course_deg),
        report: id(RecordKind::PositionReport, number),
    }
}

/// A scene as the associator sees it.
pub(crate) fn view(scene: &CrowdScene, number: usize) -> View {
    let radio = |(at, ship): (usize, &plimsoll_simulate::crowd::CrowdShip)| Radio {
        mmsi: Mmsi::new(299_200_000 + u32::try_from(at).expect("few")).expect("nine digits"),
        track: None,
        fixes: ship.reports.iter().enumerate().map(|(i, r)| fix(r, at * 10 + i)).collect(),
        length_m: Some(ship.length_m),
        beam_m: None,
        name: None,
    };
    let seen = |(at, object): (usize, &plimsoll_simulate::crowd::CrowdObject)| Seen {
        id: id(RecordKind::Detection, number * 1000 + at),
        position: object.position,
        sd_m: 25.0,
        length_m: Some((object.length_m, 0.22)),
        shift_s: Some(object.shift_s),
        reception: Received::default(),
    };
    let side = if scene.looks_right { LookSide::Right } else { LookSide::Left };
    View {
        scene: id(RecordKind::Scene, number),
        time: scene.time,
        footprint: scene.footprint.clone(),
        area_km2: 400.0,
        sight: Sight::Radar(Some(RadarLook { track_deg: scene.track_deg, side })),
        clear_fraction: 1.0,
        expected_false: 0.0,
        radios: scene.ships.iter().enumerate().map(radio).collect(),
        seen: scene.objects.iter().enumerate().map(seen).collect(),
    }
}

/// A call: the probability that an object is nobody's, the partner called, and the truth.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Call {
    pub(crate) p_unmatched: f64,
    pub(crate) called: Option<usize>,
    pub(crate) truth: Option<usize>,
}

/// How well the calls are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Score {
    pub(crate) objects: usize,
    pub(crate) brier: f64,
    pub(crate) ece: f64,
    pub(crate) accuracy: f64,
    pub(crate) precision: f64,
    pub(crate) recall: f64,
}

pub(crate) fn score(calls: &[Call]) -> Score {
    let n = calls.len().max(1) as f64;
    let y = |c: &Call| f64::from(u8::from(c.truth.is_none()));
    let mut bins = [(0.0, 0.0, 0.0); 10];
    for c in calls {
        let bin = &mut bins[((c.p_unmatched * 10.0) as usize).min(9)];
        *bin = (bin.0 + 1.0, bin.1 + c.p_unmatched, bin.2 + y(c));
    }
    let sure: Vec<&Call> = calls.iter().filter(|c| c.p_unmatched > 0.9).collect();
    let right = sure.iter().filter(|c| c.truth.is_none()).count() as f64;
    Score {
        objects: calls.len(),
        brier: calls.iter().map(|c| (c.p_unmatched - y(c)) * (c.p_unmatched - y(c))).sum::<f64>() / n,
        ece: bins.iter().map(|b| (b.1 - b.2).abs()).sum::<f64>() / n,
        accuracy: calls.iter().filter(|c| c.called == c.truth).count() as f64 / n,
        precision: right / sure.len().max(1) as f64,
        recall: right / calls.iter().map(y).sum::<f64>().max(1.0),
    }
}

/// Reliability: for each tenth of probability how many, the mean said, the share true.
pub(crate) fn reliability(calls: &[Call]) -> Vec<(usize, f64, f64)> {
    (0..10)
        .map(|bin| {
            let of: Vec<&Call> =
                calls.iter().filter(|c| ((c.p_unmatched * 10.0) as usize).min(9) == bin).collect();
            let n = of.len().max(1) as f64;
            let said = of.iter().map(|c| c.p_unmatched).sum::<f64>() / n;
            (of.len(), said, of.iter().filter(|c| c.truth.is_none()).count() as f64 / n)
        })
        .collect()
}

fn truth(scene: &CrowdScene, at: usize) -> Option<usize> {
    match scene.objects[at].truth {
        CrowdTruth::Lit(ship) => Some(ship),
        CrowdTruth::Silent | CrowdTruth::NoShip => None,
    }
}

/// Scenes of some seeds.
pub(crate) fn scenes(seeds: std::ops::Range<u64>) -> Vec<CrowdScene> {
    seeds.map(|seed| crowd(seed, &CrowdSettings::frozen())).collect()
}

/// Belief propagation: its calls, those of the displayed picture, and the share of silent ships learnt.
pub(crate) fn ours(
    scenes: &[CrowdScene],
    flat: bool,
    params: &AssociateParams,
) -> (Vec<Call>, Vec<Call>, f64) {
    let (mut marginal, mut displayed, mut ratio) = (vec![], vec![], 0.0);
    // The traffic of each scene is its own, so each is a case of its own.
    for (number, scene) in scenes.iter().enumerate() {
        let history: &[Position] = if flat { &[] } else { &scene.history };
        let traffic = Traffic::new(params.traffic_cell_deg, history.iter().copied());
        let found = associate(&[view(scene, number)], &traffic, params);
        ratio += found.silent_per_lit / scenes.len() as f64;
        let belief = &found.scenes[0];
        for at in 0..scene.objects.len() {
            let pairs = || belief.pairs.iter().filter(move |p| p.seen == at);
            let best = pairs().max_by(|a, b| a.p.total_cmp(&b.p)).filter(|p| p.p > belief.unmatched[at]);
            let call = Call {
                p_unmatched: belief.unmatched[at],
                called: best.map(|p| p.radio),
                truth: truth(scene, at),
            };
            let shown = pairs().find(|p| p.is_displayed).map(|p| p.radio);
            marginal.push(call);
            displayed.push(Call { p_unmatched: f64::from(u8::from(shown.is_none())), called: shown, ..call });
        }
    }
    (marginal, displayed, ratio)
}

/// Ways between objects and the expected ships, m, without displacement: what the simple methods know.
fn ways(scene: &CrowdScene, motion: &MotionParams) -> Vec<Vec<f64>> {
    let expected: Vec<Option<Position>> = view(scene, 0)
        .radios
        .iter()
        .map(|r| plimsoll_analysis::associate::predict(&r.fixes, scene.time, motion).map(|p| p.position))
        .collect();
    let to = |o: Position| {
        expected.iter().map(|e| e.map_or(f64::INFINITY, |e| e.distance_to(o).to_metres())).collect()
    };
    scene.objects.iter().map(|o| to(o.position)).collect()
}

/// The nearest ship within so many metres.
pub(crate) fn nearest(scenes: &[CrowdScene], within_m: f64, motion: &MotionParams) -> Vec<Call> {
    let mut calls = vec![];
    for scene in scenes {
        for (at, ways) in ways(scene, motion).iter().enumerate() {
            let best = ways.iter().enumerate().min_by(|a, b| a.1.total_cmp(b.1)).filter(|b| *b.1 <= within_m);
            let called = best.map(|b| b.0);
            calls.push(Call {
                p_unmatched: f64::from(u8::from(called.is_none())),
                called,
                truth: truth(scene, at),
            });
        }
    }
    calls
}

/// One ship for each object, the sum of the ways least, none beyond so many metres: by exchanging until nothing helps.
pub(crate) fn least_ways(scenes: &[CrowdScene], within_m: f64, motion: &MotionParams) -> Vec<Call> {
    let mut calls = vec![];
    for scene in scenes {
        let ways = ways(scene, motion);
        let cost = |object: usize, ship: Option<usize>| ship.map_or(within_m, |s| ways[object][s]);
        let ships = scene.ships.len();
        let mut of: Vec<Option<usize>> = vec![None; ways.len()];
        // Auction by single augmentations is enough for a ruler: shortest chains by Bellman and Ford.
        for object in 0..of.len() {
            augment(object, &mut of, ships, &cost);
        }
        for (at, called) in of.into_iter().enumerate() {
            calls.push(Call {
                p_unmatched: f64::from(u8::from(called.is_none())),
                called,
                truth: truth(scene, at),
            });
        }
    }
    calls
}

/// Brings one more object into the assignment at least cost: distances along chains of exchanges.
fn augment(
    object: usize,
    of: &mut [Option<usize>],
    ships: usize,
    cost: &dyn Fn(usize, Option<usize>) -> f64,
) {
    let holder = |ship: usize, of: &[Option<usize>]| (0..object).find(|o| of[*o] == Some(ship));
    let mut far = vec![f64::INFINITY; ships];
    let mut via: Vec<Option<usize>> = vec![None; ships];
    for (ship, far) in far.iter_mut().enumerate() {
        *far = cost(object, Some(ship));
    }
    for _ in 0..ships {
        let mut is_better = false;
        for from in 0..ships {
            let Some(held) = holder(from, of).filter(|_| far[from].is_finite()) else { continue };
            for to in (0..ships).filter(|to| *to != from) {
                let new = far[from] - cost(held, Some(from)) + cost(held, Some(to));
                if new < far[to] - 1e-9 {
                    (far[to], via[to], is_better) = (new, Some(from), true);
                }
            }
        }
        if !is_better {
            break;
        }
    }
    // A chain ends at a free ship, or at a holder that is left without.
    let mut best = (cost(object, None), None, false);
    for (ship, far) in far.iter().enumerate() {
        let end = match holder(ship, of) {
            None => (*far, Some(ship), false),
            Some(held) => (far - cost(held, Some(ship)) + cost(held, None), Some(ship), true),
        };
        if end.0 < best.0 {
            best = end;
        }
    }
    let Some(mut ship) = best.1 else { return };
    if best.2 {
        let held = holder(ship, of).expect("a chain that drops a holder has one");
        of[held] = None;
    }
    while let Some(from) = via[ship] {
        let held = holder(from, of).expect("a chain goes through holders");
        of[held] = Some(ship);
        ship = from;
    }
    of[object] = Some(ship);
}

/// Reports held out of tracks, at the gaps that matter.
pub(crate) fn held_out(tracks: &[Vec<Fix>], most: usize, motion: &MotionParams) -> Vec<HeldOut> {
    let mut all = vec![];
    for track in tracks {
        for gap in [2.0, 5.0, 10.0, 20.0, 40.0, 60.0, 90.0, 120.0] {
            for between in [true, false] {
                all.extend(hold_out(track, (gap, between), most, motion));
            }
        }
    }
    all
}

/// The motion of crowds, fitted on tracks of other seeds and rounded up.
pub(crate) fn motion_of_crowds(start: &MotionParams) -> MotionParams {
    let tracks: Vec<Vec<Fix>> = (900..906)
        .flat_map(|seed| crowd_tracks(seed, 12, &CrowdSettings::frozen()))
        .map(|t| t.iter().enumerate().map(|(i, r)| fix(r, i)).collect())
        .collect();
    fitted(&held_out(&tracks, 6, start), start)
}

/// Parameters with what was fitted in place of what was there.
pub(crate) fn fitted(samples: &[HeldOut], start: &MotionParams) -> MotionParams {
    let mut motion = start.clone();
    for class in 0..4 {
        let Some(fit) = fit_motion(samples, class, start.report_sd_m) else { continue };
        let fit = fit.rounded_up();
        (motion.between_sd_m[class], motion.between_power[class]) = fit.between;
        (motion.ahead_sd_m[class], motion.ahead_power[class]) = fit.ahead;
        (motion.tail_share[class], motion.tail_factor[class]) = fit.tail;
    }
    motion
}

/// The tracks of the Solent on 12 January 2016, if the file is there.
pub(crate) fn solent() -> Option<Vec<Vec<Fix>>> {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/ais/csv/solent_20160112.csv.gz");
    let file = std::fs::File::open(path).ok()?;
    let mut reader = csv::Reader::from_reader(flate2::read::GzDecoder::new(file));
    let mut tracks: std::collections::BTreeMap<String, Vec<Fix>> = std::collections::BTreeMap::new();
    for (number, row) in reader.records().enumerate() {
        let Ok(row) = row else { continue };
        let Some(fix) = solent_fix(&row, number) else { continue };
        tracks.entry(row[1].to_owned()).or_default().push(fix);
    }
    let mut tracks: Vec<Vec<Fix>> = tracks.into_values().collect();
    for track in &mut tracks {
        track.sort_by_key(|f| f.time);
        track.dedup_by_key(|f| f.time);
    }
    Some(tracks)
}

fn solent_fix(row: &csv::StringRecord, number: usize) -> Option<Fix> {
    let time: DateTime = row.get(0)?.parse().ok()?;
    let value = |at: usize| row.get(at).and_then(|t| t.parse::<f64>().ok());
    Some(Fix {
        time: time.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp(),
        position: Position::from_lat_lon(value(2)?, value(3)?).ok()?,
        speed_m_s: value(5).filter(|s| *s < 102.0).map(|s| Speed::knots(s).to_metres_per_second()),
        course_deg: value(4).filter(|c| *c < 360.0),
        report: id(RecordKind::PositionReport, number),
    })
}
