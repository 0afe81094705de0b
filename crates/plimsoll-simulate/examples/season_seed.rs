//! Looks for the seed of the demonstration: a season that shows the published pattern.
//!
//! `cargo run -p plimsoll-simulate --example season_seed -- FROM TO`

use plimsoll_simulate::season::{EmulatedSeason, EmulatorSettings, ObservedPattern, conditioned_seed};

#[expect(clippy::print_stdout, reason = "an example prints what it found")]
fn main() {
    let mut typed = std::env::args().skip(1).filter_map(|text| text.parse().ok());
    let (from, to) = (typed.next().unwrap_or(1), typed.next().unwrap_or(100_000));
    let settings = EmulatorSettings::standard();
    let (seed, tried) = conditioned_seed(from..to, &settings, &ObservedPattern::PUBLISHED);
    println!("seeds tried: {tried}; found: {seed:?}");
    if let Some(seed) = seed {
        let season = EmulatedSeason::new(seed, &settings);
        let calls: Vec<_> = season.truth.counted().collect();
        println!(
            "calls {}, seen {}, barrels {:.0}, listed {}, looks {}, sightings {}",
            calls.len(),
            season.calls_seen().len(),
            calls.iter().map(|call| call.volume_bbl).sum::<f64>(),
            calls.iter().filter(|call| call.is_listed).count(),
            season.looks.len(),
            season.sightings.len()
        );
    }
}
