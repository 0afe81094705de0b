//! Several people on one image.

use super::kit::*;
use crate::estimates::season::Chance;
use plimsoll_analysis::waterlines::{FreeboardSeen, HullKnown, Side, sd_m};
use plimsoll_model::{FreeboardMethod, Station};

fn hull() -> HullKnown {
    HullKnown {
        length_overall_m: exactly(100.0),
        beam_m: exactly(16.0),
        depth_moulded_m: exactly(8.0),
        summer_draught_m: exactly(5.6),
        has_bulwark: Some(false),
        ..Default::default()
    }
}

fn error_of(heights: &[f64]) -> f64 {
    let names = ["a", "b", "c", "d", "e"];
    let points = [term("points in the image", 0.1)];
    let seen: Vec<_> =
        heights.iter().zip(names).map(|(h, name)| seen(Station::Mid, name, *h, &points)).collect();
    let reading = read(&seen, &hull());
    assert_eq!(reading.analysts as usize, heights.len());
    sd_m(&reading)
}

#[test]
fn people_who_differ_widen_the_interval_and_luck_does_not_shrink_it() {
    let (one, agreed, usual) = (error_of(&[3.0]), error_of(&[3.0, 3.0]), error_of(&[2.95, 3.05]));
    assert!((agreed - usual).abs() < 1e-9, "two who agree by luck: {agreed} {usual}");
    assert!(agreed < one);
    let apart = error_of(&[2.5, 3.5]);
    assert!(apart > 1.2 * one, "{apart} {one}");
    assert!(error_of(&[2.5, 3.5, 2.5, 3.5, 3.0]) < apart, "five know better than two");
}

/// Hidden truth: people err three times as much as their points say.
#[test]
fn where_people_err_more_than_their_points_say_five_of_them_show_it() {
    let (mut one, mut five, n) = (0.0, 0.0, 3000);
    for number in 0..n {
        let chance = &mut Chance::new(number);
        let points = [term("points in the image", 0.1)];
        let names = ["a", "b", "c", "d", "e"];
        let seen: Vec<_> =
            names.iter().map(|name| seen(Station::Mid, name, 3.0 + 0.3 * chance.normal(), &points)).collect();
        let is_inside = |seen: &[FreeboardSeen]| {
            f64::from(u8::from(holds(read(seen, &hull()).freeboard_m.unwrap(), 3.0)))
        };
        one += is_inside(&seen[..1]);
        five += is_inside(&seen);
    }
    let share = |x: f64| x / n as f64;
    println!(
        "points three times too sure: one person {:.2}, five people {:.2} of 0.90",
        share(one),
        share(five)
    );
    assert!(share(one) < 0.75, "one alone cannot know");
    assert!(share(five) > share(one) + 0.1);
}

#[test]
fn both_sides_cancel_a_heel_and_what_is_shared_does_not_average_out() {
    let points = [term("points in the image", 0.05), term("angles", 0.2)];
    let on = |side, name: &str, h| FreeboardSeen { side: Some(side), ..seen(Station::Mid, name, h, &points) };
    let both = read(&[on(Side::Port, "a", 3.4), on(Side::Starboard, "a", 2.6)], &hull());
    assert!((both.freeboard_m.unwrap().mid() - 3.0).abs() < 1e-9);
    assert!(both.budget.iter().all(|t| !t.source.contains("heel")), "{:?}", both.budget);
    let one = read(&[on(Side::Port, "a", 3.4)], &hull());
    let heel = one.budget.iter().find(|t| t.source.contains("heel")).unwrap();
    assert!((heel.sd_m - 8.0 * 0.5_f64.to_radians().sin()).abs() < 1e-9);
    // Four people at one station share the error of the angles.
    let many: Vec<_> = ["a", "b", "c", "d"].iter().map(|n| seen(Station::Mid, n, 3.0, &points)).collect();
    let angles = read(&many, &hull()).budget.iter().find(|t| t.source == "angles").unwrap().sd_m;
    assert!((angles - 0.2).abs() < 1e-9, "{angles}");
}

#[test]
fn methods_that_rest_on_the_same_points_are_no_better_than_one() {
    let points = [term("points in the image", 0.1)];
    let with = |method| FreeboardSeen { method, ..seen(Station::Mid, "a", 3.0, &points) };
    let one = read(&[with(FreeboardMethod::Shadow)], &hull());
    let two = read(&[with(FreeboardMethod::Shadow), with(FreeboardMethod::Lean)], &hull());
    assert!((sd_m(&one) - sd_m(&two)).abs() < 1e-9);
}

#[test]
fn the_stations_are_weighed_one_six_one() {
    let points = [term("points in the image", 0.1)];
    let reading = read(
        &[
            seen(Station::Fore, "a", 4.0, &points),
            seen(Station::Mid, "a", 3.0, &points),
            seen(Station::Aft, "a", 2.4, &points),
        ],
        &hull(),
    );
    // Sheer at 0.8 of the half length, half the standard: 0.05 (100/3 + 10) 0.64 / 2 m fore, half that aft.
    let fore = 0.05 * (100.0 / 3.0 + 10.0) * 0.64 / 2.0;
    let mean = (4.0 - fore + 6.0 * 3.0 + 2.4 - fore / 2.0) / 8.0;
    assert!((reading.freeboard_m.unwrap().mid() - mean).abs() < 1e-9);
    assert!((reading.draught_m.unwrap().mid() - (8.0 - mean)).abs() < 1e-6);
    let trim = (4.0 - fore - 2.4 + fore / 2.0) / 0.8;
    assert!((reading.trim_m.unwrap().mid() - trim).abs() < 1e-9);
    let points = reading.budget.iter().find(|t| t.source == "points in the image").unwrap().sd_m;
    assert!((points - 0.1 * 38.0_f64.sqrt() / 8.0).abs() < 1e-9);
}
