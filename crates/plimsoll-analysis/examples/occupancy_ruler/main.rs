//! How often berths are told right in simulated seasons:
//! `cargo run --release -p plimsoll-analysis --example occupancy_ruler -- FIRST LAST [short|worst|effects]`.
#![expect(clippy::print_stdout, reason = "an example prints")]

mod effects;
mod kit;
mod params;
mod ruler;

use plimsoll_model::OccupancyState;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize, other: u64| arguments.get(at).and_then(|a| a.parse().ok()).unwrap_or(other);
    let season = params::season(true);
    let seeds: Vec<u64> = (number(0, 1)..=number(1, 30)).collect();
    if arguments.get(2).is_some_and(|word| word == "effects") {
        println!("{}", effects::table(&seeds, &season));
        return;
    }
    let measure = |seeds: &[u64]| -> Vec<ruler::Measured> {
        seeds.iter().map(|seed| ruler::measure(*seed, &season)).collect()
    };
    let (first, second) = seeds.split_at(seeds.len() / 2);
    let berths: Vec<ruler::Measured> = std::thread::scope(|scope| {
        let second = scope.spawn(|| measure(second));
        let mut berths = measure(first);
        berths.extend(second.join().expect("the other half is measured"));
        berths
    });
    println!("{}", ruler::taught_by_all(&berths));
    if arguments.get(2).is_some_and(|word| word == "short") {
        return;
    }
    println!("{}", ruler::report(&berths));
    if arguments.get(2).is_some() {
        for berth in &berths {
            wrong(berth);
        }
    }
}

/// Prints the looks of a berth that come out wrong.
fn wrong(berth: &ruler::Measured) {
    let judged = ruler::judge(berth, ruler::Teachers::All, &params::judging());
    for (at, (look, seen)) in judged.iter().zip(&berth.looks).enumerate() {
        let is_right = (look.state == OccupancyState::Occupied) == look.is_occupied;
        if is_right {
            continue;
        }
        let round = |x: Option<f64>| x.map(|x| (x * 10.0).round() / 10.0);
        println!(
            "{} {at} {:?} occupied {} lit {} p {:.2?} alone {:.2?} c {:?} q {:?} b {:?} {:?}",
            berth.seed,
            look.state,
            look.is_occupied,
            look.is_lit,
            look.p,
            look.p_alone,
            seen.contrast_db.map(round),
            seen.quay_contrast_db.map(round),
            seen.bright_length_m,
            look.nuisances
        );
    }
}
