//! Steps a second of the posterior of a season of 22 ships, eight months, five places:
//! `cargo run --release -p plimsoll-analysis --example season_speed -- STEPS IDLE_D CELL_H`.
#![expect(clippy::print_stdout, reason = "an example prints")]

#[expect(dead_code, reason = "tests use the rest")]
#[path = "../tests/it/season/forward.rs"]
mod forward;
#[path = "../tests/it/season/kit.rs"]
mod kit;
#[expect(dead_code, reason = "tests use the rest")]
#[path = "../tests/it/season/observe.rs"]
mod observe;

use forward::Dice;
use plimsoll_analysis::season::posterior;

fn main() {
    let steps = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(240_000);
    let idle_d = std::env::args().nth(2).and_then(|text| text.parse().ok());
    let mut params = kit::params();
    params.steps = steps;
    params.idle_d = idle_d.unwrap_or(params.idle_d);
    params.cell_h = std::env::args().nth(3).and_then(|text| text.parse().ok()).unwrap_or(params.cell_h);
    let mut dice = Dice(5);
    let mut input = kit::season(244.0, &[160.0, 305.0, 337.0, 1040.0], 22);
    for hull in &mut input.hulls {
        hull.length_m = Some((dice.log_normal(85.0, 0.25), 1.0));
    }
    for day in 0..244 {
        for place in 0..5 {
            let p_see = if dice.even() < 0.5 { 0.0 } else { 0.85 };
            if place == 0 || dice.even() < 0.5 {
                kit::look(&mut input, place, (f64::from(day) + dice.even()) * kit::DAY, p_see, 0.1);
            }
        }
    }
    let truth = forward::draw(&input, &params, &mut dice);
    let mut length_of: Vec<f64> =
        input.hulls.iter().map(|hull| hull.length_m.map_or(85.0, |length| length.0)).collect();
    length_of.extend((0..truth.unregistered).map(|_| dice.log_normal(85.0, 0.25)));
    observe::observe(&mut input, &params, &truth, &length_of, &mut dice);
    let start = std::time::Instant::now();
    let found = posterior(&input, &params, 1).expect("the season is sound");
    let seconds = start.elapsed().as_secs_f64();
    let rate = found.steps as f64 / seconds;
    println!(
        "{} looks, {} sightings, {} true calls",
        input.looks.len(),
        input.sightings.len(),
        truth.count()
    );
    println!("{} steps of {} chains in {seconds:.2} s: {rate:.0} a second", found.steps, found.chains);
    let mut counts: Vec<usize> = found.draws.iter().map(|draw| draw.calls.len()).collect();
    for chain in counts.chunks(counts.len() / found.chains) {
        let mean = chain.iter().sum::<usize>() as f64 / chain.len() as f64;
        println!("  calls, mean of a chain: {mean:.2}, last {:?}", chain.last());
    }
    counts.sort_unstable();
    let at = |share: f64| counts[((counts.len() - 1) as f64 * share) as usize];
    println!("calls {} [{}, {}], at most {}", at(0.5), at(0.05), at(0.95), found.most_calls);
    for quantity in found.quantities(&input) {
        println!(
            "{:40} {:12.2} [{:.2}, {:.2}] R-hat {:.3}, effective {:.0}",
            quantity.name, quantity.mid, quantity.low, quantity.high, quantity.r_hat, quantity.effective
        );
    }
    println!("{:?}", found.accepted);
}
