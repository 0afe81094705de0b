//! A few simulated seasons, held to what the method page says of thirty.

use crate::params;
use crate::ruler::{Judgement, Teachers, judge, measure, shares};
use plimsoll_analysis::occupancy::Share;

/// Seeds that neither chose the parameters nor stand on the page.
const SEEDS: std::ops::RangeInclusive<u64> = 61..=64;

fn judged(has_nuisances: bool) -> Vec<Judgement> {
    let season = params::season(has_nuisances);
    SEEDS.flat_map(|seed| judge(&measure(seed, &season), Teachers::All, &params::judging())).collect()
}

fn said(name: &str, share: Share) {
    let percent = |x: f64| 100.0 * x;
    println!("{name}: {:.1} to {:.1} % of {}", percent(share.low), percent(share.high), share.trials);
}

#[test]
fn with_all_nuisances_few_seasons_agree_with_the_page_and_are_not_far_below_the_demand() {
    let [found, wrong] = shares(judged(true).iter());
    said("occupied and found", found);
    said("empty and called occupied", wrong);
    // The page: Pd 94.4 %, false occupied 2.1 %.
    assert!(found.low <= 0.944 && 0.944 <= found.high, "{found:?}");
    assert!(wrong.low <= 0.021 && 0.021 <= wrong.high, "{wrong:?}");
    assert!(found.low >= 0.85 && wrong.high <= 0.07, "{found:?} {wrong:?}");
}

#[test]
fn without_nuisances_the_demand_is_met() {
    let [found, wrong] = shares(judged(false).iter());
    said("occupied and found", found);
    said("empty and called occupied", wrong);
    assert!(found.value().unwrap() >= 0.95 && wrong.value().unwrap() <= 0.02, "{found:?} {wrong:?}");
}
