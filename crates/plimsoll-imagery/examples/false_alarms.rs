//! False alarms of the search on seas without ships, beside the rate asked for.
//!
//! `cargo run --release -p plimsoll-imagery --example false_alarms -- [scenes] [first seed] [word of a sea]`: each scene is 50 km by
//! 50 km of 10 m pixels; four make 10,000 km2.

#![expect(clippy::print_stdout, reason = "an example prints what it measured")]

#[path = "../tests/it/clutter.rs"]
mod clutter;
#[path = "../tests/it/shipped.rs"]
mod shipped;

use clutter::{MemoryRaster, Sea, correlated, params, seeded_objects, uncorrelated};
use plimsoll_imagery::{OpenSea, SearchParams, search};

const SIDE: usize = 5000;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let scenes: u64 = arguments.next().and_then(|a| a.parse().ok()).unwrap_or(4);
    let first: u64 = arguments.next().and_then(|a| a.parse().ok()).unwrap_or(1);
    let word = arguments.next().unwrap_or_default();
    println!(
        "{:<28} {:>6} {:>7} {:>8} {:>8} {:>7} {:>15} {:>7} {:>11}",
        "sea", "pfa", "km2", "pixels", "expected", "objects", "95 % of objects", "px/obj", "log-normal"
    );
    let seas = [Sea::K(0.5), Sea::K(1.0), Sea::K(2.0), Sea::K(4.0), Sea::K(10.0), Sea::K(f64::INFINITY)];
    let seas = seas.into_iter().chain([0.5, 0.8, 1.2].map(Sea::LogNormal));
    for sea in seas {
        for alike in [false, true] {
            let name = format!("{sea:?}{}", if alike { " correlated" } else { "" });
            if name.contains(&word) {
                row(sea, alike, &name, scenes, first);
            }
        }
    }
}

fn row(sea: Sea, alike: bool, name: &str, scenes: u64, first: u64) {
    let rates = [1e-6, 1e-7];
    let mut found = [(0, 0, 0, 0.0, 0, 0); 2];
    for k in 0..scenes {
        // Each sea has its own draws.
        let seed =
            name.bytes().fold(first + k, |h, b| h.wrapping_mul(1_000_003).wrapping_add(u64::from(b))) >> 8;
        let field = if alike { correlated(sea, SIDE, seed) } else { uncorrelated(sea, 4.4, SIDE, seed) };
        let raster = MemoryRaster::new(SIDE as u32, SIDE as u32, vec![field]);
        for (rate, f) in rates.iter().zip(&mut found) {
            let params = SearchParams {
                pfa_seed: *rate,
                pfa_seed_one_band: *rate,
                looks: Some(if alike { 5.0 } else { 4.4 }),
                seeds_per_false_object: if alike { seeds_per_object(sea) } else { 1.0 },
                ..params()
            };
            let mut bright = Vec::new();
            let totals = search(&mut raster.boxes(2), 10.0, 10.0, &OpenSea, &params, &mut |strip| {
                bright.extend(strip.bright.iter().map(|b| (b.line, b.sample, b.is_seed)));
            })
            .expect("a raster in memory can be read");
            let (objects, seeds) = seeded_objects(&bright);
            f.0 += objects;
            f.1 += seeds;
            f.2 += totals.searched_px;
            f.3 += totals.expected_false;
            f.4 += totals.law[0].log_normal;
            f.5 += totals.law[0].k;
        }
    }
    for (rate, (objects, seeds, searched, expected, log_normal, k)) in rates.iter().zip(found) {
        let (low, high) = poisson_interval(objects);
        println!(
            "{name:<28} {rate:>6.0e} {:>7.0} {seeds:>8} {expected:>8.1} {objects:>7} {:>15} {:>7.2} {:>11}",
            searched as f64 * 1e-4,
            format!("{low:.1}-{high:.1}"),
            seeds as f64 / (objects.max(1)) as f64,
            format!("{log_normal}/{}", log_normal + k),
        );
    }
}

/// As other draws of the same seas gave it, to a tenth.
fn seeds_per_object(sea: Sea) -> f64 {
    match sea {
        Sea::K(_) => 1.7,
        Sea::LogNormal(_) => 3.0,
    }
}

/// The exact 95 % interval of a Poisson mean, by bisection of sums.
fn poisson_interval(n: u64) -> (f64, f64) {
    let below = |n: u64, mean: f64| {
        let mut term = (-mean).exp();
        let mut sum = term;
        for k in 1..=n {
            term *= mean / k as f64;
            sum += term;
        }
        sum
    };
    let solve = |f: &dyn Fn(f64) -> bool| {
        let (mut low, mut high) = (0.0, 700.0);
        for _ in 0..60 {
            let middle = 0.5 * (low + high);
            if f(middle) { low = middle } else { high = middle }
        }
        low
    };
    let low = if n == 0 { 0.0 } else { solve(&|m| 1.0 - below(n - 1, m) < 0.025) };
    (low, solve(&|m| below(n, m) > 0.025))
}
