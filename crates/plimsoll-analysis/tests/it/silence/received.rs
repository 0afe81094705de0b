//! How well AIS of a ship that is there would have been received about a time, against how many ships really were.

use super::kit::{START, Settings, USUAL, World, hours, point, section, world};
use jiff::Timestamp;
use plimsoll_analysis::silence::{Asked, Judge, Listener, Received, SilenceParams};
use plimsoll_model::Position;
use std::collections::BTreeSet;

const WINDOW_H: f64 = 3.0;

fn received_at(world: &World, at: Position, time: Timestamp) -> Received {
    let params: SilenceParams = section("silence");
    let mut asked = Asked::default();
    asked.about(at, time, WINDOW_H, &params);
    let mut listener = Listener::new(&asked, &params, true);
    world.reports.iter().for_each(|report| listener.push(report));
    let (heard, outages) = (listener.finish(), world.outages());
    Judge::new(&heard, &outages, 1, &[], &params).received(at, time, WINDOW_H)
}

/// In the middle of a piece of sea, so many hours from the start.
fn received(world: &World, zone: usize, hour: f64) -> Received {
    received_at(world, point(36.5 + 3.0 * zone as f64, USUAL.lon + 0.5), hours(hour))
}

/// Share of the ships of a piece of sea that brought a report between two hours: counted from the reports.
fn share(world: &World, zone: usize, from: f64, to: f64) -> f64 {
    let of_zone = || world.reports.iter().filter(|r| world.zone(r.mmsi) == zone);
    let hour = |t: Timestamp| (t.as_second() - START) as f64 / 3600.0;
    let all: BTreeSet<_> = of_zone().map(|r| r.mmsi).collect();
    let heard: BTreeSet<_> =
        of_zone().filter(|r| (from..to).contains(&hour(r.time))).map(|r| r.mmsi).collect();
    heard.len() as f64 / all.len() as f64
}

#[test]
fn a_ship_is_received_about_as_often_as_the_others_were_and_never_said_to_be_more_often() {
    let world = world(&USUAL);
    for zone in 0..4 {
        let (mut judged, mut counted, mut least, mut most) = (0.0, 0.0, 1.0_f64, 0.0_f64);
        let times: Vec<f64> = (0..12).map(|k| 30.0 + 5.3 * f64::from(k)).collect();
        let mut known = 0.0;
        for time in &times {
            // Where few are heard, it is not judged at all.
            let Some(p) = received(&world, zone, *time).p else { continue };
            let halves =
                [share(&world, zone, time - WINDOW_H, *time), share(&world, zone, *time, time + WINDOW_H)];
            known += 1.0;
            judged += p;
            counted += halves[0].min(halves[1]);
            least = least.min(p);
            most = most.max(p);
        }
        (judged, counted) = (judged / known, counted / known);
        println!(
            "zone {zone}: judged {known} of {} times, received with {judged:.3} ({least:.3} to {most:.3}), counted {counted:.3}",
            times.len()
        );
        assert!(zone == 1 || known >= 11.0, "zone {zone}: {known}");
        assert!(known < 1.0 || judged <= counted + 0.05, "zone {zone}: {judged} {counted}");
        if zone == 0 || zone == 2 {
            assert!(least >= 0.9, "zone {zone}: {least}");
        } else {
            assert!(most < 0.9, "zone {zone}: {most}");
        }
    }
}

#[test]
fn where_nobody_listened_about_the_image_nothing_is_received() {
    let world = world(&USUAL);
    // The feed is out from hour 200 to 214, the receivers of the third piece of sea from 100 to 116.
    for (zone, hour) in [(0, 201.0), (0, 207.0), (0, 213.0), (2, 207.0), (2, 101.5), (2, 108.0), (2, 114.5)] {
        let found = received(&world, zone, hour);
        println!("zone {zone} hour {hour}: {found:?}");
        assert!(found.p.is_none_or(|p| p < 0.9), "zone {zone} hour {hour}: {found:?}");
        assert_eq!(found.outages.len(), usize::from(hour > 190.0), "{found:?}");
    }
    let middle = received(&world, 0, 207.0);
    assert!(
        middle.p.is_some_and(|p| p < 1e-6) && middle.words.contains("nobody listened in 6.0 of 6.0 hours")
    );
    // One hour before the feed broke off: she may have come only then.
    assert!(received(&world, 0, 199.0).p.is_some_and(|p| p < 0.95));
}

#[test]
fn where_no_others_are_heard_reception_is_not_known_and_the_words_say_why() {
    let alone = world(&Settings { ships: 8, ..USUAL });
    let far = received_at(&alone, point(60.0, -170.0), hours(50.0));
    assert!(far.p.is_none() && far.words.contains("too few"), "{far:?}");
    assert!(far.words.contains("from 2024-01-02 23:00Z to 2024-01-03 05:00Z"), "{far:?}");
    let two = received(&alone, 0, 50.0);
    assert!(two.p.is_none() && two.words.contains("too few"), "{two:?}");
    for (at, time) in [(point(90.0, 0.0), Timestamp::MAX), (point(-90.0, 180.0), Timestamp::MIN)] {
        assert!(received_at(&alone, at, time).p.is_none());
    }
}
