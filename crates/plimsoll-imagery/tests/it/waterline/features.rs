//! Lengths, and places on deck.

use super::above::view;
use super::projected::{Box3, point, seen};
use super::{params, set};
use plimsoll_imagery::waterline::{HullFacts, Read, View, read_points};
use plimsoll_model::{ImagePoint, Mark, Measurable};

const HULL: Box3 = Box3 { heading_deg: 340.0, length_m: 120.0, beam_m: 18.0, freeboard_m: 5.0, quay_m: 0.0 };

fn read(points: Vec<ImagePoint>) -> Read {
    let view = view((200.0, 40.0), (340.0, 60.0), 0.5);
    read_points(&set(points), &View::Overhead(view), &HullFacts::default(), &params())
}

fn place(mark: Mark, number: u32, forward: f64, starboard: f64, above_deck: f64) -> ImagePoint {
    let view = view((200.0, 40.0), (340.0, 60.0), 0.5);
    let at = HULL.at(forward, starboard, HULL.freeboard_m + above_deck);
    ImagePoint { number, ..point(mark, None, seen(&view, at)) }
}

fn ends() -> Vec<ImagePoint> {
    vec![place(Mark::Bow, 0, 60.0, 0.0, 0.0), place(Mark::Stern, 0, -60.0, 0.0, 0.0)]
}

#[test]
fn length_beam_and_heading_are_read_with_their_intervals() {
    let beam = [place(Mark::BeamEnd, 0, 0.0, 9.0, 0.0), place(Mark::BeamEnd, 1, 3.0, -9.0, 0.0)];
    let read = read([ends(), beam.to_vec()].concat());
    let of = |quantity| read.measurements.iter().find(|m| m.quantity == quantity).unwrap();
    for (quantity, value) in
        [(Measurable::Length, 120.0), (Measurable::Beam, 18.0), (Measurable::Heading, 340.0)]
    {
        let found = of(quantity).value;
        assert!((found.mid() - value).abs() < 1e-6, "{quantity:?}: {found:?}");
        assert!(found.low() < value && value < found.high());
    }
    // Clicks of a pixel at each end, a view 30 degrees over the bow, a bow 1.5 m higher, a pixel 1 % wrong.
    let sd = (of(Measurable::Length).value.high() - 120.0) / 1.645;
    let wanted =
        (0.5_f64.powi(2) * 2.0 + (1.5 * 30.0_f64.to_radians().tan()).powi(2) + 1.2_f64.powi(2)).sqrt();
    assert!((sd - wanted).abs() < 1e-3, "{sd} {wanted}");
}

#[test]
fn a_height_that_is_given_is_put_right_and_one_that_is_not_is_an_error() {
    let mut tall = place(Mark::SuperstructureFore, 0, -30.0, 0.0, 11.0);
    let unknown = read([ends(), vec![tall.clone()]].concat());
    tall.value_m = Some(11.0);
    let given = read([ends(), vec![tall]].concat());
    let of = |read: &Read| {
        read.measurements.iter().find(|m| m.quantity == Measurable::SuperstructureFore).unwrap().clone()
    };
    // Away from a sensor that stands over the bow: towards the stern by 11 m tan 30.
    assert!((of(&given).value.mid() - 30.0).abs() < 1e-6);
    assert!((of(&unknown).value.mid() - (30.0 - 11.0 * 30.0_f64.to_radians().tan())).abs() < 1e-6);
    let width = |m: &plimsoll_imagery::waterline::Measured| m.value.high() - m.value.low();
    assert!(width(&of(&unknown)) > 2.0 * width(&of(&given)));
}

#[test]
fn each_hatch_is_one_and_clicks_of_one_number_are_one_hatch() {
    let hatches: Vec<ImagePoint> = [(1, -10.0), (2, 10.0), (2, 10.4), (3, 30.0)]
        .map(|(number, forward)| place(Mark::Hatch, number, forward, 0.0, 0.0))
        .to_vec();
    let read = read([ends(), hatches].concat());
    let found: Vec<f64> =
        read.measurements.iter().filter(|m| m.quantity == Measurable::Hatch).map(|m| m.value.mid()).collect();
    assert_eq!(found.len(), 3);
    for (found, wanted) in found.iter().zip([50.0, 70.2, 90.0]) {
        assert!((found - wanted).abs() < 1e-6);
    }
}

#[test]
fn without_the_stern_nothing_is_placed_on_deck() {
    let read = read(vec![place(Mark::Manifold, 0, 0.0, 0.0, 0.0)]);
    assert!(read.measurements.is_empty());
    assert!(read.refusal.unwrap().contains("mark bow and stern"));
}
