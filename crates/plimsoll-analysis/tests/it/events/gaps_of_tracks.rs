//! Gaps of ships that a tracker told apart, with contacts and feeds.

use super::kit::{self, gap_params, minute, sent, source};
use super::track_kit::{Sailing, moored, sorted, thrown, track};
use jiff::{SignedDuration, Timestamp};
use plimsoll_analysis::gaps::Gaps;
use plimsoll_analysis::reception::{Listening, Reception, SLOT_S};
use plimsoll_analysis::tracks::Tracker;
use plimsoll_model::{Gap, PositionReport, ReceptionSlot};

/// The gaps of an MMSI, as the street finds them.
fn gaps_with(reports: &[PositionReport], listening: Listening<'_>) -> Vec<Gap> {
    let mut machine = Gaps::new(&gap_params(), listening);
    let mut found = vec![];
    track(reports).placed.iter().for_each(|placed| machine.push(placed, &mut found));
    found
}

fn gaps(reports: &[PositionReport]) -> Vec<Gap> {
    gaps_with(reports, Listening::unknown())
}

/// Reports of a moored ship before and after a silence of so many hours, which begins after 300 minutes.
fn silence(hours: i64) -> Vec<PositionReport> {
    let before = moored((41.0, 131.0), minute(0), 180, 101);
    let after = moored((41.0, 131.01), minute(300 + hours * 60), 180, 100);
    [before, after].concat()
}

#[test]
fn two_ships_with_one_mmsi_do_not_fill_each_others_gaps() {
    let a = silence(10);
    let b = moored((36.0, 127.0), minute(1), 180, 400);
    let alone = gaps(&a);
    assert_eq!(alone.len(), 1);
    let together = gaps(&sorted([a, b].concat()));
    assert_eq!(together, alone, "the track of the ship has the same name, too");
}

#[test]
fn a_spike_in_a_silence_ends_no_gap_but_shows_that_the_radio_was_on() {
    let reports = silence(20);
    let spike = |m: i64| PositionReport { time: minute(m), ..thrown(&reports[5], 3.0, 3.0) };
    let ends = |gaps: &[Gap]| -> Vec<(Timestamp, Timestamp)> {
        gaps.iter().map(|g| (g.period.start(), g.period.end())).collect()
    };
    let whole = (minute(300), minute(1_500));
    assert_eq!(ends(&gaps(&reports)), [whole]);
    let with = sorted([reports.clone(), vec![spike(700)]].concat());
    let found = gaps(&with);
    assert_eq!(ends(&found), [(minute(300), minute(700)), (minute(700), minute(1_500))]);
    for gap in &found {
        assert_eq!(Some(gap.off_position), reports[100].position);
        assert_eq!(Some(gap.on_position), reports[101].position, "no gap has the place of the spike");
    }
    assert_eq!(found[0].parents[1], with[101].id());
    // Five hours and the rest of fifteen: the first part is too short for a gap.
    let early = sorted([reports.clone(), vec![spike(600)]].concat());
    assert_eq!(ends(&gaps(&early)), [(minute(600), minute(1_500))]);
}

/// The gaps of one ship whose static reports come between.
fn with_statics(reports: &[PositionReport], statics: &[i64]) -> Vec<Gap> {
    let mut tracker = Tracker::new(reports[0].mmsi, &super::track_kit::track_params());
    let mut machine = Gaps::new(&gap_params(), Listening::unknown());
    let (mut placed, mut found) = (vec![], vec![]);
    let mut statics = statics.iter().map(|m| sent(445_000_001, minute(*m), 0)).peekable();
    for report in reports {
        while let Some(heard) = statics.next_if(|s| s.time <= report.time) {
            tracker.advance_to(heard.time, &mut placed);
            placed.drain(..).for_each(|p| machine.push(&p, &mut found));
            machine.heard(heard.time, heard.id);
        }
        tracker.push(report, &mut placed);
        placed.drain(..).for_each(|p| machine.push(&p, &mut found));
    }
    tracker.finish(&mut placed);
    placed.drain(..).for_each(|p| machine.push(&p, &mut found));
    found
}

#[test]
fn a_static_report_in_a_silence_breaks_it() {
    let hours = |statics: &[i64]| -> Vec<i64> {
        with_statics(&silence(20), statics).iter().map(|g| g.period.duration().as_hours()).collect()
    };
    assert_eq!(hours(&[]), [20]);
    assert_eq!(hours(&[300 + 60 * 8]), [8, 12]);
    assert_eq!(hours(&[300 + 60 * 5, 300 + 60 * 10, 300 + 60 * 15]), [] as [i64; 0]);
    let found = with_statics(&silence(20), &[300 + 60 * 8]);
    assert_eq!(found[0].parents[1], sent(445_000_001, minute(300 + 60 * 8), 0).id);
    assert_eq!(found[0].period.start(), minute(300), "the last report before, not the one before that");
}

#[test]
fn a_contact_proves_nothing_if_two_ships_use_the_mmsi() {
    let a = silence(10);
    let b = moored((36.0, 127.0), minute(1), 180, 100);
    let mut reports = sorted([a, b].concat());
    let without = gaps(&reports);
    let nowhere =
        PositionReport { position: None, time: minute(600), source: source("nowhere", 1), ..reports[0] };
    reports.push(nowhere);
    assert_eq!(gaps(&sorted(reports.clone())), without);
    let of_one = sorted([silence(10), vec![nowhere]].concat());
    assert_eq!(gaps(&of_one), [], "five hours and five");
}

#[test]
fn a_ship_that_returns_elsewhere_than_she_can_have_sailed_has_no_gap() {
    let before = moored((41.0, 131.0), minute(0), 180, 100);
    let after = moored((-41.0, 11.0), minute(300 + 600), 180, 100);
    assert_eq!(gaps(&[before.clone(), after].concat()), []);
    let far = Sailing { from: (44.0, 131.0), course: 0.0, kn: 12.0 }.reports(minute(300 + 900), 60, 100);
    assert_eq!(gaps(&[before, far].concat()).len(), 1);
}

/// Slots of a feed from one minute to another, so many reports each.
fn slots(feed: &str, from: i64, to: i64, reports: u64) -> Vec<ReceptionSlot> {
    (from / 10..to / 10)
        .map(|n| {
            let start = Timestamp::from_second(minute(n * 10).as_second()).unwrap();
            kit::slot(feed, start, reports)
        })
        .collect()
}

fn reception(slots: &[ReceptionSlot]) -> Reception {
    Reception::new(slots, &super::kit::section("reception"))
}

#[test]
fn a_silence_in_which_the_feed_gave_nothing_is_no_gap_and_one_in_which_others_were_heard_is() {
    let reports = silence(10);
    let alive = reception(&slots("nmea", 0, 3_000, 40));
    assert_eq!(gaps_with(&reports, alive.of(["nmea"])).len(), 1);
    let dead = reception(&[slots("nmea", 0, 310, 40), slots("nmea", 890, 3_000, 40)].concat());
    assert_eq!(gaps_with(&reports, dead.of(["nmea"])), []);
    let half = reception(&[slots("nmea", 0, 310, 40), slots("nmea", 490, 3_000, 40)].concat());
    let found = gaps_with(&reports, half.of(["nmea"]));
    assert_eq!(found.len(), 1, "seven hours are left");
    assert_eq!(found[0].no_data, SignedDuration::from_mins(180));
    assert_eq!(found[0].period.duration(), SignedDuration::from_hours(10));
    let most = reception(&[slots("nmea", 0, 310, 40), slots("nmea", 560, 3_000, 40)].concat());
    assert_eq!(gaps_with(&reports, most.of(["nmea"])), [], "five hours and fifty minutes are left");
}

#[test]
fn a_feed_that_hears_one_ship_only_cannot_tell_her_silence_from_its_own() {
    for every_s in [180, 3_600] {
        let before = moored((41.0, 131.0), minute(0), every_s, 30);
        let last = before[29].time.as_second() / 60 - minute(0).as_second() / 60;
        let after = moored((41.0, 131.0), minute(last + 60 * 60), every_s, 30);
        let reports = [before, after].concat();
        let mut own: Vec<ReceptionSlot> = vec![];
        for report in &reports {
            let start = Timestamp::from_second(report.time.as_second() / SLOT_S * SLOT_S).unwrap();
            own.push(kit::slot("own", start, 1));
        }
        assert_eq!(gaps_with(&reports, reception(&own).of(["own"])), [], "every {every_s} s");
        let base = [own, slots("own", 0, last + 7_000, 1)].concat();
        let found = gaps_with(&reports, reception(&base).of(["own"]));
        assert_eq!(found.len(), 1, "a base station was heard: every {every_s} s");
        assert_eq!(found[0].no_data, SignedDuration::ZERO);
    }
}
