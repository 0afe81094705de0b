//! Prints the table of `docs/methods/routes.md`: the two routes from Vostochny to each port, hours, and routes a second.
//!
//! `cargo run --release -p plimsoll-analysis --example routes [DEGREES OF A CELL]`
#![expect(clippy::print_stdout, reason = "an example prints")]

mod legs;

use plimsoll_analysis::routes::{Router, Way};
use plimsoll_model::Speed;
use std::time::Instant;

fn main() {
    let mut params = legs::params();
    if let Some(cell) = std::env::args().nth(1).and_then(|text| text.parse().ok()) {
        params.cell_deg = cell;
    }
    let begun = Instant::now();
    let router = Router::new(&legs::land(), legs::SEA, &params).expect("the parameters are sound");
    println!("grid of {:.4} deg in {:.2} s", router.cell_deg(), begun.elapsed().as_secs_f64());
    println!("| port | plotted nm | shortest nm | practical nm | hours at 8 / 10 kn | harbour nm | turns |");
    let begun = Instant::now();
    for leg in legs::LEGS {
        let (from, to) = (legs::at(legs::VOSTOCHNY), legs::at(leg.port));
        let routes = [Way::Shortest, Way::Practical].map(|way| router.route(from, to, way));
        let [Ok(shortest), Ok(practical)] = routes else {
            println!("| {} | {routes:?} |", leg.name);
            continue;
        };
        let nm = |metres: f64| metres / 1852.0;
        println!(
            "| {} | {:.0} / {:.0} | {:.1} | {:.1} | {:.0} / {:.0} | {:.1} | {} |",
            leg.name,
            legs::plotted_nm(leg.inshore, leg.port),
            legs::plotted_nm(leg.offshore, leg.port),
            nm(shortest.distance.to_metres()),
            nm(practical.distance.to_metres()),
            practical.hours(Speed::knots(8.0)),
            practical.hours(Speed::knots(10.0)),
            nm(practical.harbour.to_metres()),
            practical.waypoints.len(),
        );
        for way in [&shortest, &practical] {
            let shown = |p: &plimsoll_model::Position| format!("{:.2},{:.2}", p.lat_deg(), p.lon_deg());
            println!("    {}", way.waypoints.iter().map(shown).collect::<Vec<_>>().join(" "));
        }
    }
    let rate = |many: usize, begun: Instant| many as f64 / begun.elapsed().as_secs_f64();
    println!("{:.2} routes a second on these legs", rate(2 * legs::LEGS.len(), begun));
    let begun = Instant::now();
    let field = router.field(legs::at(legs::VOSTOCHNY), Way::Shortest).expect("Vostochny lies at the sea");
    println!("a field of lengths to all sea in {:.2} s", begun.elapsed().as_secs_f64());
    for leg in legs::LEGS {
        let metres = router.length_to(&field, legs::at(leg.port)).map_or(f64::NAN, |l| l.to_metres());
        println!("    {} by the field {:.1} nm", leg.name, metres / 1852.0);
    }
}
