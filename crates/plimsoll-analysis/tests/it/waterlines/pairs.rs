//! Two images of one hull against one.

use super::kit::*;
use crate::estimates::season::Chance;
use plimsoll_analysis::waterlines::{change, hull_sd_m, sd_m};
use plimsoll_model::Station;

#[test]
fn the_difference_of_two_images_does_not_hold_the_error_of_the_hull() {
    let look = Look { stations: &Station::ALL, analysts: &["first"], click_sd: 0.15, angle_sd: 0.08 };
    let (mut single, mut pair, mut inside, mut n) = (0.0, 0.0, 0.0, 0.0);
    let (mut stated_single, mut stated_pair) = (0.0, 0.0);
    for number in 0..2000 {
        let chance = &mut Chance::new(number);
        let (hull, known) = Hull::drawn(chance, false);
        let (arrival, departure) = (hull.afloat(chance), hull.afloat(chance));
        let came = read(&hull.look(&arrival, &look, chance), &known);
        let left = read(&hull.look(&departure, &look, chance), &known);
        let Some(change) = change(&came, &left) else { continue };
        let truth = departure.mean_draught - arrival.mean_draught;
        n += 1.0;
        inside += f64::from(u8::from(holds(change.change_m, truth)));
        pair += (change.change_m.mid() - truth).powi(2);
        single += (left.draught_m.unwrap().mid() - departure.mean_draught).powi(2);
        stated_single += sd_m(&left).powi(2);
        stated_pair += change.sd_m.powi(2);
        assert!(change.hull_sd_m <= hull_sd_m(&left) + 1e-9);
    }
    let root = |sum: f64| (sum / n).sqrt();
    println!(
        "depth by beam: one image {:.2} m (stated {:.2}), change of two {:.2} m (stated {:.2}), interval holds it {:.3}",
        root(single),
        root(stated_single),
        root(pair),
        root(stated_pair),
        inside / n
    );
    assert!(root(pair) < root(single) / 2.5);
    assert!((root(pair) / root(stated_pair) - 1.0).abs() < 0.06);
    assert!((0.86..=0.94).contains(&(inside / n)), "{}", inside / n);
}

#[test]
fn readings_without_a_term_in_common_share_nothing() {
    let hull = plimsoll_analysis::waterlines::HullKnown {
        length_overall_m: exactly(100.0),
        beam_m: exactly(16.0),
        ..Default::default()
    };
    let points = [term("points in the image", 0.1)];
    let by_edge = read(&[seen(Station::Mid, "first", 3.0, &points)], &hull);
    let marks = plimsoll_analysis::waterlines::FreeboardSeen {
        method: plimsoll_model::FreeboardMethod::DraughtMarks,
        ..seen(Station::Mid, "first", 5.0, &points)
    };
    let by_marks = read(&[marks], &hull);
    assert!((by_marks.draught_m.unwrap().mid() - 5.0).abs() < 1e-9 && hull_sd_m(&by_marks) < 1e-12);
    let change = change(&by_edge, &by_marks).unwrap();
    assert!(change.hull_sd_m < 1e-12);
    assert!((change.sd_m - sd_m(&by_edge).hypot(sd_m(&by_marks))).abs() < 1e-9);
}
