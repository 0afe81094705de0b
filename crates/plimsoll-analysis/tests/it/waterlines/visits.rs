//! Which ship, which visit, which end.

use super::kit::*;
use crate::estimates::kit::{coaster, defaults, time, vessel, visit};
use plimsoll_analysis::draughts::{draught_pair, draught_pair_with_images};
use plimsoll_analysis::waterlines::{
    HullKnown, ImagesOfVisit, TimedReading, images_of_visits, waterline_reading,
};
use plimsoll_model::{
    DraughtReading, DraughtSource, ImoNumber, Mmsi, Period, PortVisit, Station, Vessel, WaterlineReading,
};

fn named(number: i64, name: &str) -> Vessel {
    Vessel {
        ship_name: Some(name.into()),
        names: vec![name.into()],
        mmsis: vec![Mmsi::new(445_000_000 + number as u32).unwrap()],
        imo_number: ImoNumber::new(if number == 1 { 9_074_729 } else { 9_176_187 }).ok(),
        ..coaster(number)
    }
}

/// A freeboard of a hull of 8.1 m depth, so that the draught is about what is asked for.
fn reading(number: i64, ship: &str, draught: f64, click_sd: f64) -> WaterlineReading {
    let hull =
        HullKnown { depth_moulded_m: exactly(8.1), has_bulwark: Some(false), ..HullKnown::of(&coaster(1)) };
    let points = [term("points in the image", click_sd)];
    let seen = [seen(Station::Mid, "first", 8.1 - draught, &points)];
    waterline_reading(scene(number), ship, &seen, &[], &hull, &params())
}

fn at(text: &str) -> Option<Period> {
    let start = time(text);
    Period::new(start, start + jiff::SignedDuration::from_secs(1)).ok()
}

fn ends(
    ship: &str,
    when: Option<Period>,
    vessels: &[Vessel],
    visits: &[PortVisit],
) -> Result<(bool, bool), String> {
    let reading = reading(1, ship, 5.0, 0.1);
    let timed = [TimedReading { reading: &reading, time: when }];
    let matched = images_of_visits(&timed, visits, vessels, &params());
    match matched.unused.first() {
        Some((_, why)) => Err(why.clone()),
        None => {
            let images = matched.by_visit.values().next().cloned().unwrap_or_default();
            Ok((images.arrival.is_some(), images.departure.is_some()))
        }
    }
}

#[test]
fn a_ship_is_found_by_number_or_name_and_not_where_two_may_be_meant() {
    let vessels = [named(1, "SEA STAR"), named(2, "SEA MOON")];
    let visits = [visit(&vessels[0], time("2024-05-02T12:00:00Z"), [None, None])];
    let before = at("2024-05-01T06:00:00Z");
    for ship in ["9074729", "IMO 9074729", "imo 9074729", "445000001", "Sea  Star"] {
        assert_eq!(ends(ship, before, &vessels, &visits), Ok((true, false)), "{ship}");
    }
    for ship in ["9074728", "hull A", "", "0"] {
        assert!(ends(ship, before, &vessels, &visits).unwrap_err().contains("no ship of the case"), "{ship}");
    }
    let twins = [named(1, "SEA STAR"), Vessel { id: vessels[1].id, ..named(1, "SEA STAR") }];
    assert!(ends("SEA STAR", before, &twins, &visits).unwrap_err().starts_with("2 ships"));
}

#[test]
fn the_time_of_the_image_says_which_end_of_the_visit_it_tells() {
    let vessels = [named(1, "SEA STAR")];
    // From 1 May 12:00 to 2 May 12:00.
    let visits = [visit(&vessels[0], time("2024-05-02T12:00:00Z"), [None, None])];
    for (when, expected) in [
        ("2024-04-30T13:00:00Z", Some((true, false))),
        ("2024-05-01T12:30:00Z", Some((true, false))),
        ("2024-05-02T11:30:00Z", Some((false, true))),
        ("2024-05-03T11:00:00Z", Some((false, true))),
        ("2024-05-01T20:00:00Z", None),
        ("2024-04-30T11:00:00Z", None),
        ("2024-05-03T13:00:00Z", None),
    ] {
        assert_eq!(ends("SEA STAR", at(when), &vessels, &visits).ok(), expected, "{when}");
    }
    assert!(ends("SEA STAR", None, &vessels, &visits).unwrap_err().contains("no time"));
    let day = Period::new(time("2024-05-01T00:00:00Z"), time("2024-05-02T00:00:00Z")).ok();
    assert!(ends("SEA STAR", day, &vessels, &visits).is_err(), "a day holds ballast and half a cargo");
}

#[test]
fn of_two_images_of_one_end_the_sharper_is_taken_whatever_their_order() {
    let vessels = [named(1, "SEA STAR")];
    let visits = [visit(&vessels[0], time("2024-05-02T12:00:00Z"), [None, None])];
    let (blurred, sharp) = (reading(1, "SEA STAR", 5.0, 0.4), reading(2, "SEA STAR", 5.2, 0.1));
    let time = at("2024-05-02T13:00:00Z");
    for order in [[&blurred, &sharp], [&sharp, &blurred]] {
        let timed = order.map(|reading| TimedReading { reading, time });
        let matched = images_of_visits(&timed, &visits, &vessels, &params());
        assert_eq!(matched.by_visit[&visits[0].id].departure.as_ref().unwrap().reading.id, sharp.id);
    }
}

fn images(arrival: Option<WaterlineReading>, departure: Option<WaterlineReading>) -> ImagesOfVisit {
    let with =
        |reading, when| plimsoll_analysis::waterlines::ImageDraught { reading, time: at(when).unwrap() };
    ImagesOfVisit {
        arrival: arrival.map(|r| with(r, "2024-05-01T06:00:00Z")),
        departure: departure.map(|r| with(r, "2024-05-02T13:00:00Z")),
    }
}

#[test]
fn an_image_goes_before_the_draught_sent_and_says_where_they_contradict() {
    let (vessel, defaults) = (coaster(1), defaults(16));
    let visit = visit(&vessel, time("2024-05-02T12:00:00Z"), [Some(3.6), Some(3.6)]);
    let sent = draught_pair(&visit, &vessel, &defaults.draughts);
    let none = draught_pair_with_images(&visit, &vessel, &images(None, None), &defaults.draughts);
    assert_eq!(none, sent, "without images nothing changes");
    assert_eq!((sent.reading, sent.hull_sd_m), (DraughtReading::Unchanged, None));

    let departure = Some(reading(2, "x", 5.5, 0.1));
    let pair =
        draught_pair_with_images(&visit, &vessel, &images(None, departure.clone()), &defaults.draughts);
    assert_eq!(pair.reading, DraughtReading::Loading);
    assert_eq!(
        (pair.arrival_source, pair.departure_source),
        (Some(DraughtSource::Ais), Some(DraughtSource::Image))
    );
    assert!(pair.basis.contains("which contradicts the 3.6 m sent"), "{}", pair.basis);
    assert!(pair.basis.contains("3.6 m sent on arrival"), "{}", pair.basis);
    assert!((pair.departure_m.unwrap().mid() - 5.5).abs() < 0.01);
    assert!(pair.parents.contains(&departure.as_ref().unwrap().id));

    let both = images(Some(reading(1, "x", 3.5, 0.1)), departure);
    let pair = draught_pair_with_images(&visit, &vessel, &both, &defaults.draughts);
    assert!(!pair.basis.contains("contradicts the 3.6 m sent; 5.5"), "{}", pair.basis);
    // The listed depth is in both: 5 cm.
    assert!((pair.hull_sd_m.unwrap() - 0.05).abs() < 1e-9, "{:?}", pair.hull_sd_m);
    assert_eq!(pair.reading, DraughtReading::Loading);
}

#[test]
fn a_change_within_its_own_error_shows_nothing() {
    let (vessel, defaults) = (vessel(1), defaults(16));
    let visit = visit(&vessel, time("2024-05-02T12:00:00Z"), [None, None]);
    let both = |sd| images(Some(reading(1, "x", 4.0, sd)), Some(reading(2, "x", 4.8, sd)));
    let of = |sd| draught_pair_with_images(&visit, &vessel, &both(sd), &defaults.draughts).reading;
    assert_eq!(of(0.1), DraughtReading::Loading);
    assert_eq!(of(0.6), DraughtReading::Unchanged);
}
