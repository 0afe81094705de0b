//! Outages with known truth, and pauses that are none.

use super::kit::{self, minute};
use jiff::SignedDuration;
use plimsoll_analysis::reception::{Reception, ReceptionParams};
use plimsoll_model::{Outage, Period, ReceptionSlot};
use proptest::prelude::*;

fn params() -> ReceptionParams {
    super::kit::section("reception")
}

/// The slots, counted from the start of 2024, in which a feed gave so many reports.
fn slots(feed: &str, filled: impl IntoIterator<Item = (i64, u64)>) -> Vec<ReceptionSlot> {
    let slot = |(n, reports): (i64, u64)| {
        let start = minute(n * 10);
        kit::slot(feed, start, reports)
    };
    filled.into_iter().map(slot).collect()
}

fn outages(slots: &[ReceptionSlot]) -> Vec<Outage> {
    Reception::new(slots, &params()).outages()
}

fn ends(outages: &[Outage]) -> Vec<(i64, i64)> {
    let slot = |t: jiff::Timestamp| (t.as_second() - minute(0).as_second()) / 600;
    outages.iter().map(|o| (slot(o.period.start()), slot(o.period.end()))).collect()
}

#[test]
fn a_missing_day_between_two_daily_files_is_an_outage() {
    let found = outages(&slots("dma-csv", (0..144).chain(288..432).map(|n| (n, 3_000))));
    assert_eq!(ends(&found), [(144, 288)]);
    assert!((found[0].reports_per_hour - 18_000.0).abs() < 1e-6, "{}", found[0].reports_per_hour);
    assert_eq!(
        found[0].parents,
        [kit::slot_id("dma-csv", minute(1_430)), kit::slot_id("dma-csv", minute(2_880))]
    );
}

#[test]
fn an_hour_without_anything_is_an_outage_and_fifty_minutes_are_none() {
    let with_hole = |n: i64| {
        ends(&outages(&slots("nmea", (0..500).filter(|i| !(100..100 + n).contains(i)).map(|i| (i, 9)))))
    };
    assert_eq!(with_hole(6), [(100, 106)]);
    assert_eq!(with_hole(5), []);
}

#[test]
fn the_usual_pauses_of_a_sparse_feed_are_no_outages() {
    // One report a day for a year: three days without are nothing, six weeks are.
    let daily = |missing: std::ops::Range<i64>| {
        outages(&slots("listing", (0..365).filter(|d| !missing.contains(d)).map(|d| (d * 144 + d % 7, 1))))
    };
    assert_eq!(daily(100..103), []);
    assert_eq!(daily(100..142).len(), 1);
}

#[test]
fn random_pauses_are_hardly_ever_outages() {
    // 200 feeds of 30 days with 30 % of the slots filled at random: a tenth of a false outage each would be 20.
    let mut found = 0;
    for feed in 0..200u64 {
        let mut state = feed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        let mut next = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state >> 11
        };
        let filled: Vec<_> = (0..4_320).filter(|_| next() % 10 < 3).map(|n| (n, 1)).collect();
        found += outages(&slots("x", filled)).len();
    }
    assert!(found <= 3, "{found} of 200 x 0.001 expected");
}

#[test]
fn one_slot_or_none_has_no_outage_and_outside_its_span_a_feed_is_not_alive() {
    assert_eq!(outages(&[]), []);
    assert_eq!(outages(&slots("x", [(5, 1)])), []);
    let of = Reception::new(&slots("x", (10..20).map(|n| (n, 5))), &params());
    let period = Period::new(minute(0), minute(300)).unwrap();
    assert_eq!(of.of(["x"]).no_data(period), SignedDuration::from_mins(200));
    assert_eq!(of.of(["unheard-of"]).no_data(period), SignedDuration::ZERO, "nothing is known");
    let outside = Period::new(minute(500), minute(900)).unwrap();
    assert_eq!(of.of(["x"]).no_data(outside), SignedDuration::from_mins(400));
}

#[test]
fn two_feeds_are_without_data_only_when_both_are() {
    let hole = |from: i64, to: i64| (0..500).filter(move |n| !(from..to).contains(n)).map(|n| (n, 9));
    let both = [slots("a", hole(100, 140)), slots("b", hole(120, 160))].concat();
    let of = Reception::new(&both, &params());
    let period = Period::new(minute(0), minute(5_000)).unwrap();
    assert_eq!(of.of(["a"]).no_data(period), SignedDuration::from_mins(400));
    assert_eq!(of.of(["a", "b"]).no_data(period), SignedDuration::from_mins(200));
    assert_eq!(of.of_all().no_data(period), SignedDuration::from_mins(200));
}

proptest! {
    #![proptest_config(super::kit::cases())]
    #[test]
    fn no_data_agrees_with_a_count_of_ten_minute_steps(
        filled in prop::collection::vec((0i64..400, 1u64..9), 3..200),
        from in 0i64..400,
        length in 1i64..300,
    ) {
        let rows = slots("x", filled.clone());
        let of = Reception::new(&rows, &params());
        let mut turned = rows.clone();
        turned.reverse();
        prop_assert_eq!(of.outages(), Reception::new(&turned, &params()).outages(), "the order does not matter");
        let (first, last) = (filled.iter().map(|f| f.0).min().unwrap(), filled.iter().map(|f| f.0).max().unwrap());
        let holes = ends(&of.outages());
        for hole in &holes {
            prop_assert!(!filled.iter().any(|f| (hole.0..hole.1).contains(&f.0)));
        }
        let is_dead = |n: i64| n < first || n > last || holes.iter().any(|h| (h.0..h.1).contains(&n));
        let dead = (from..from + length).filter(|n| is_dead(*n)).count() as i64;
        let heard = filled.iter().any(|f| f.0 > from && f.0 < from + length);
        let expected = if heard { dead } else { length };
        let period = Period::new(minute(from * 10), minute((from + length) * 10)).unwrap();
        prop_assert_eq!(of.of(["x"]).no_data(period), SignedDuration::from_mins(expected * 10));
    }
}
