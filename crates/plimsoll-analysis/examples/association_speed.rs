//! Time and memory of a scene with many ships: `cargo run --release -p plimsoll-analysis --example association_speed -- [SHIPS]`.
#![expect(clippy::print_stdout, reason = "an example prints")]

#[expect(dead_code, reason = "shared with the ruler")]
#[path = "association_ruler/kit.rs"]
mod kit;

use plimsoll_analysis::associate::{Traffic, associate};
use plimsoll_simulate::crowd::{CrowdSettings, crowd};
use std::time::Instant;

fn main() {
    let ships = std::env::args().nth(1).and_then(|a| a.parse().ok()).unwrap_or(500);
    // As crowded as the ruler, on a sea so much larger.
    let frozen = CrowdSettings::frozen();
    let grown = (ships as f64 / frozen.lit as f64).sqrt();
    for (what, side_m) in
        [("as dense as the ruler", frozen.side_m * grown), ("all in 20 km by 20 km", frozen.side_m)]
    {
        let settings = CrowdSettings {
            side_m,
            lit: ships,
            silent: ships as f64 * 0.1,
            false_alarms: 5.0,
            ..frozen.clone()
        };
        let scene = crowd(1, &settings);
        let params = kit::params();
        let mut view = kit::view(&scene, 0);
        view.area_km2 = side_m * side_m / 1e6;
        let traffic = Traffic::new(params.traffic_cell_deg, scene.history.iter().copied());
        let start = Instant::now();
        let found = associate(&[view], &traffic, &params);
        let belief = &found.scenes[0];
        println!(
            "{what}: {} radios, {} objects, {} pairs; {} rounds at the end; {:.2} s; peak of the process {} MB",
            scene.ships.len(),
            scene.objects.len(),
            belief.pairs.len(),
            belief.rounds,
            start.elapsed().as_secs_f64(),
            peak_mb()
        );
    }
}

/// Most memory that the process had, where the system tells.
fn peak_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|l| l.starts_with("VmHWM")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kb| kb.parse::<u64>().ok()).unwrap_or(0) / 1024
}
