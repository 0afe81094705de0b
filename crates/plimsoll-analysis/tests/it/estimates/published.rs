//! Numbers that others published, reproduced by the library's own functions.
//! (Sources: `docs/methods/conversion.md`, `docs/methods/ledger.md`.)

use super::kit::*;

#[test]
fn x() {
    let d = defaults(2000);
    let shared = shared(&d);
    for dr in [[None, None], [Some(3.6), Some(3.6)], [Some(3.6), Some(5.4)], [Some(3.6), Some(4.6)], [Some(5.0), Some(5.6)]] {
        let call = Call::at_loading(coaster(1), time("2024-03-07T12:00:00Z"), dr, &d);
        let (_, _, row) = call.estimate(&d, &shared, &plimsoll_analysis::inputs::Held::none());
        println!("{dr:?} {:?} {:?} p {:?}\n   {}", row.cargo_t, row.volume_bbl, row.p_loaded, row.basis);
    }
    let calls: Vec<_> = (0..43).map(|i| Call::at_loading(coaster(i % 13), time("2024-03-07T12:00:00Z") + jiff::SignedDuration::from_hours(139 * i), [Some(3.6), if i % 3 == 0 { Some(5.3) } else { Some(3.6) }], &d)).collect();
    let t = std::time::Instant::now();
    let l = ledger(&calls, period("2024-03-01T00:00:00Z", "2025-01-01T00:00:00Z"), &[cap()], &[], &d);
    println!("{} lines {:?}", l.lines.len(), t.elapsed());
    for x in l.lines.iter().filter(|x| x.date.to_string() == "2024-12-31") {
        println!("{:?} {:?} {:?} {:?} calls {} parents {}", x.convention, x.scenario, x.cumulative_bbl, x.p_exceeded, x.calls, x.parents.len());
    }
    for c in l.crossings.iter().filter(|c| c.share > 0.99) { println!("{:?} {:?} {} {:?} {:?} {:?}", c.convention, c.scenario, c.p_crossed, c.low, c.mid, c.high); }
}
