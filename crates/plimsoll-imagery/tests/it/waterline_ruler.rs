//! A small share of the ruler: freeboards of rendered hulls, on seeds that nothing was set by.

#[expect(dead_code, reason = "the example uses the rest")]
#[path = "../../examples/waterline_ruler/ask.rs"]
mod ask;

use ask::{Asked, Clicks, overhead, params};
use plimsoll_simulate::hulls::OverheadCase;

/// Wilson's 99 % interval of a share (Wilson 1927).
fn wilson(hits: usize, of: usize) -> (f64, f64) {
    let (n, z) = (of as f64, 2.576);
    let p = hits as f64 / n;
    let middle = (p + z * z / (2.0 * n)) / (1.0 + z * z / n);
    let half = z / (1.0 + z * z / n) * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt();
    (middle - half, middle + half)
}

fn asked(seeds: std::ops::RangeInclusive<u64>, is_careless: bool) -> Vec<Asked> {
    let params = params();
    let coarse = |case: &OverheadCase| case.how.spacing_m > 0.6;
    let cases = seeds.map(OverheadCase::of_seed).filter(|case| is_careless || !coarse(case));
    cases.flat_map(|case| overhead(case, is_careless).ask(&params, &Clicks::HUMAN)).collect()
}

#[test]
fn freeboards_of_rendered_hulls_are_read_within_their_errors() {
    let all = asked(2001..=2036, false);
    let good: Vec<&Asked> =
        all.iter().filter(|a| a.by == "shadow and lean" && a.k >= 0.6 && a.is_clicked).collect();
    let answered: Vec<&&Asked> = good.iter().filter(|a| a.answer.is_some()).collect();
    assert!(good.len() >= 20, "{}", good.len());
    assert!(wilson(answered.len(), good.len()).1 >= 0.90, "{} of {}", answered.len(), good.len());
    let errors: Vec<f64> = answered.iter().filter_map(|a| Some(a.answer?.0 - a.truth_m)).collect();
    let mean = errors.iter().sum::<f64>() / errors.len() as f64;
    let square = errors.iter().map(|e| (e - mean).powi(2)).sum::<f64>() / errors.len() as f64;
    // Stations of one image share their errors: three of them count for one.
    let half = 2.576 * (square / (errors.len() as f64 / 3.0)).sqrt();
    assert!(mean.abs() <= 0.1 + half, "bias {mean} +- {half}");
    let covered = answered.iter().filter(|a| a.is_covered() == Some(true)).count();
    assert!(wilson(covered, answered.len()).1 >= 0.86, "{covered} of {} covered", answered.len());
}

#[test]
fn a_shadow_that_the_hull_hides_is_never_read() {
    let all = asked(2001..=2012, true);
    let hidden: Vec<&Asked> =
        all.iter().filter(|a| a.by == "shadow and lean" && a.is_clicked && a.k <= 0.0).collect();
    assert!(!hidden.is_empty(), "the seeds hold hidden shadows");
    let read: Vec<_> = hidden.iter().filter(|a| a.answer.is_some()).collect();
    assert!(read.is_empty(), "{read:?}");
}
