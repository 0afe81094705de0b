//! Our detector and two published ones on the same simulated scenes:
//! `cargo run --release -p plimsoll-imagery --example ruler -- FIRST LAST [--without-berths] [--pfa X] [--list FILE]` and
//! `... -- --calibration`. Seeds 1 to 30 are for tuning; 31 to 60 were drawn for the first version, 61 to 90 for the second.

#![expect(clippy::print_stdout, reason = "the example prints its tables")]

mod compare;
#[expect(dead_code, reason = "the ruler gives land: nothing is taught")]
#[path = "../../tests/it/detect_params.rs"]
mod detect_params;
mod ours;
#[path = "../../tests/it/shipped.rs"]
mod shipped;

use compare::Scenes;
use plimsoll_simulate::peers::{LogNormalMap, LogNormalParams, TwoParameterMap, TwoParameterParams};
use plimsoll_simulate::sar::{ClutterLaw, Fleet, SceneKind};
use plimsoll_simulate::score::detections::{FoundShip, MatchParams, score_detections};
use plimsoll_simulate::score::figures::Counts;
use plimsoll_simulate::{SarScene, SarSceneParams, simulate_sar};
use std::time::{Duration, Instant};

pub(crate) const MATCH: MatchParams =
    MatchParams { gate_m: 200.0, least_length_m: 15.0, near_shore_m: 2000.0, cause_m: 150.0 };
const TWO_PARAMETER: TwoParameterParams = TwoParameterParams {
    pixel_m: 20.0,
    inner_m: 200.0,
    outer_m: 600.0,
    dilation_m: 60.0,
    least_pixels: 50.0,
    // The scenes are cut out of a product: they have no edge of noise, so that nothing is clipped.
    border_m: 0.0,
};
const LOG_NORMAL: LogNormalParams =
    LogNormalParams { pixel_m: 10.0, inner_px: 31, outer_px: 81, least_pixels: 200.0, reach_px: 1 };
/// Published buffer of the two-parameter detector about land, m.
const SHORE_BUFFER_M: f64 = 1000.0;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let has = |word: &str| words.iter().any(|w| w == word);
    if has("--calibration") {
        calibration();
        return Ok(());
    }
    let seed = |k: usize| words.get(k).and_then(|w| w.parse::<u64>().ok());
    let (Some(first), Some(last)) = (seed(0), seed(1)) else {
        return Err("expected the first and the last seed, or --calibration".into());
    };
    let after = |word: &str| words.iter().position(|w| w == word).and_then(|k| words.get(k + 1));
    let mut params = detect_params::detect_params();
    if let Some(pfa) = after("--pfa") {
        params.search.pfa_seed = pfa.parse()?;
    }
    let mut scenes = Scenes::new();
    let mut spent = [Duration::ZERO; 2];
    for seed in first..=last {
        let start = Instant::now();
        let scene = simulate_sar(&SarSceneParams::of_seed(seed));
        spent[0] += start.elapsed();
        let ours = ours::ours(&scene, !has("--without-berths"), &params)?;
        spent[1] += ours.time;
        scenes.ours.push(score_detections(&scene.truth, &ours.found, &MATCH));
        scenes.others.push(ours.found.iter().filter(|f| !f.is_ship()).cloned().collect());
        let maps = Maps::new(&scene, &ours.is_blocked);
        for (peer, at) in scenes.peers.iter_mut().zip([&maps.open, &maps.buffered]) {
            peer.take(|n| score_detections(&scene.truth, &found(&at.detect(n)), &MATCH));
        }
        scenes.peers[2].take(|n| score_detections(&scene.truth, &found(&maps.log_normal.detect(n)), &MATCH));
    }
    scenes.print();
    let count = (last + 1 - first) as f64;
    println!(
        "\ntime a scene: simulated in {:.2} s, read and searched by ours in {:.2} s",
        spent[0].as_secs_f64() / count,
        spent[1].as_secs_f64() / count
    );
    if let Some(file) = after("--list") {
        std::fs::write(file, scenes.list())?;
    }
    Ok(())
}

/// What the published detectors make of a scene.
struct Maps {
    open: TwoParameterMap,
    buffered: TwoParameterMap,
    log_normal: LogNormalMap,
}

impl Maps {
    fn new(scene: &SarScene, is_blocked: &[bool]) -> Self {
        let samples = scene.truth.samples as usize;
        let vh = scene.sigma_nought(1);
        let pixel_m = scene.truth.pixel_m;
        let wide = buffered(scene, is_blocked);
        let bands = [scene.power(0), scene.power(1)];
        Self {
            open: TwoParameterMap::new(&vh, is_blocked, samples, pixel_m, &TWO_PARAMETER),
            buffered: TwoParameterMap::new(&vh, &wide, samples, pixel_m, &TWO_PARAMETER),
            log_normal: LogNormalMap::new(&[&bands[0], &bands[1]], is_blocked, samples, &LOG_NORMAL),
        }
    }
}

/// The mask with all within the buffer of land or pier, to a tenth of a kilometre.
fn buffered(scene: &SarScene, is_blocked: &[bool]) -> Vec<bool> {
    let (samples, cell) = (scene.truth.samples as usize, 10);
    let across = samples.div_ceil(cell);
    let down = (scene.truth.lines as usize).div_ceil(cell);
    let middle = |k: usize| (k * cell) as f64 + cell as f64 / 2.0;
    let near: Vec<bool> = (0..down * across)
        .map(|k| scene.truth.shore_distance_m(middle(k / across), middle(k % across)) < SHORE_BUFFER_M)
        .collect();
    let at = |(index, blocked): (usize, &bool)| {
        *blocked || near[index / samples / cell * across + index % samples / cell]
    };
    is_blocked.iter().enumerate().map(at).collect()
}

fn found(peers: &[plimsoll_simulate::peers::PeerDetection]) -> Vec<FoundShip> {
    let ship = |p: &plimsoll_simulate::peers::PeerDetection| FoundShip {
        line: p.line,
        sample: p.sample,
        length_m: Some(p.extent_m),
        ..FoundShip::default()
    };
    peers.iter().map(ship).collect()
}

/// Recall of the two-parameter detector on small craft in open water, beside what is published of it.
fn calibration() {
    let mut scores = Vec::new();
    for seed in 1001..=1012 {
        let mut params = SarSceneParams::of_seed(seed);
        params.kind = SceneKind::OpenSea;
        params.clutter = ClutterLaw::K;
        params.fleet = Fleet::Fishing(20.0, 100.0);
        (params.has_slick, params.has_interference) = (false, false);
        let scene = simulate_sar(&params);
        let is_blocked = vec![false; scene.digital_numbers[0].len()];
        let map = TwoParameterMap::new(
            &scene.sigma_nought(1),
            &is_blocked,
            scene.truth.samples as usize,
            scene.truth.pixel_m,
            &TWO_PARAMETER,
        );
        scores.push(score_detections(&scene.truth, &found(&map.detect(22.0)), &MATCH));
    }
    println!("recall of the two-parameter detector at n = 22: simulated, and published (RADARSAT-2)");
    for (low, high, published) in
        [(20.0, 30.0, 0.33), (30.0, 40.0, 0.53), (40.0, 60.0, 0.87), (60.0, 100.0, 0.93)]
    {
        let is_in = |length: f64| (low..high).contains(&length);
        let recall = Counts::of(&scores, |s| is_in(s.length_m), |_| false).recall();
        println!("{low:>4.0}-{high:<4.0} m  {recall}  {published:.2}");
    }
}
