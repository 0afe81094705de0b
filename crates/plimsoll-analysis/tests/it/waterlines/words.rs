//! Refusals and what is said.

use super::kit::*;
use plimsoll_analysis::waterlines::{FreeboardSeen, HullKnown, sd_m, waterline_reading};
use plimsoll_model::{FreeboardMethod, Station};

fn hull() -> HullKnown {
    HullKnown {
        length_overall_m: exactly(100.0),
        beam_m: exactly(16.0),
        summer_draught_m: exactly(5.6),
        ..Default::default()
    }
}

#[test]
fn the_words_of_an_image_that_was_refused_are_kept() {
    let words = ["K = -0.09: the hull hides its shadow; a morning image would do".to_owned()];
    let reading = waterline_reading(scene(1), "x", &[], &words, &hull(), &params());
    assert_eq!(reading.refusal.as_deref(), Some(words[0].as_str()));
    assert!(reading.draught_m.is_none() && reading.analysts == 0);
    let points = [term("points in the image", 0.1)];
    let seen = [seen(Station::Mid, "a", 3.0, &points)];
    let reading = waterline_reading(scene(1), "x", &seen, &words, &hull(), &params());
    assert!(reading.refusal.is_none() && reading.basis.contains("not used: K = -0.09"), "{}", reading.basis);
}

#[test]
fn what_no_use_can_be_made_of_is_refused_with_the_reason() {
    let with =
        |h: f64, sd: f64| read(&[seen(Station::Mid, "a", h, &[term("points in the image", sd)])], &hull());
    assert!(with(3.0, 1.3).draught_m.is_some());
    let refused = with(3.0, 1.5);
    assert!(refused.draught_m.is_none());
    assert!(refused.refusal.as_ref().unwrap().contains("does not tell laden from ballast"), "{refused:?}");
    assert!(with(9.0, 0.1).refusal.unwrap().contains("leaves a draught of -1.0 m"));
    assert!(with(f64::NAN, 0.1).draught_m.is_none());
    assert!(with(3.0, f64::INFINITY).draught_m.is_none());
    let unknown =
        read(&[seen(Station::Mid, "a", 3.0, &[term("points in the image", 0.1)])], &HullKnown::default());
    assert!(unknown.refusal.unwrap().contains("neither depth nor beam"));
    let no_length = HullKnown { length_overall_m: None, ..hull() };
    let fore = read(&[seen(Station::Fore, "a", 3.0, &[term("points in the image", 0.1)])], &no_length);
    assert!(fore.refusal.unwrap().contains("read amidships"));
}

#[test]
fn a_bulwark_that_may_be_there_leaves_a_long_upper_side() {
    let points = [term("points in the image", 0.1)];
    let of = |has_bulwark| {
        let hull = HullKnown { depth_moulded_m: exactly(8.0), has_bulwark, ..hull() };
        read(&[seen(Station::Mid, "a", 3.0, &points)], &hull).draught_m.unwrap()
    };
    let (none, some, unknown) = (of(Some(false)), of(Some(true)), of(None));
    assert!((none.mid() - 5.0).abs() < 1e-6 && (some.mid() - 6.1).abs() < 1e-6);
    assert!(unknown.low() > none.low() - 1e-9 && unknown.high() > some.mid());
    assert!(unknown.high() - unknown.mid() > 3.0 * (unknown.mid() - unknown.low()), "{unknown:?}");
}

#[test]
fn boot_topping_and_marks_need_no_depth() {
    let points = [term("points in the image", 0.1)];
    let with = |method, h| FreeboardSeen { method, ..seen(Station::Mid, "a", h, &points) };
    let no_depth = HullKnown { beam_m: None, ..hull() };
    let band = read(&[with(FreeboardMethod::BootTopping, 2.0)], &no_depth);
    assert!((band.draught_m.unwrap().mid() - 3.6).abs() < 1e-9);
    assert!(band.depth_m.is_none() && band.freeboard_m.is_none());
    assert!(band.budget.iter().any(|t| t.is_of_hull && t.source.contains("boot-topping")));
    let marks = read(&[with(FreeboardMethod::DraughtMarks, 4.2)], &no_depth);
    assert!((marks.draught_m.unwrap().mid() - 4.2).abs() < 1e-9);
    // Marks beside a freeboard whose depth is hardly known weigh nearly all.
    let both = read(&[with(FreeboardMethod::DraughtMarks, 4.2), with(FreeboardMethod::Shadow, 3.0)], &hull());
    let marks = read(&[with(FreeboardMethod::DraughtMarks, 4.2)], &hull());
    // One person's points, one heel: taken as one error in both, so that the second reading adds nothing here.
    assert!((both.draught_m.unwrap().mid() - 4.2).abs() < 0.05 && sd_m(&both) < 1.05 * sd_m(&marks));
    assert_eq!(both.method, Some(FreeboardMethod::DraughtMarks));
}

#[test]
fn a_swell_that_the_image_already_counts_is_not_counted_twice() {
    let hull = HullKnown { swell_height_m: Some(2.0), ..hull() };
    let own = read(&[seen(Station::Mid, "a", 3.0, &[term("points in the image", 0.1)])], &hull);
    let swell = |r: &plimsoll_model::WaterlineReading| -> Vec<f64> {
        r.budget.iter().filter(|t| t.source.starts_with("swell")).map(|t| t.sd_m).collect()
    };
    assert!((swell(&own)[0] - 0.5).abs() < 1e-9);
    let counted = [term("points in the image", 0.1), term("swell of 2 m", 0.3)];
    let reading = read(&[seen(Station::Mid, "a", 3.0, &counted)], &hull);
    assert_eq!(swell(&reading).len(), 1);
    assert!((swell(&reading)[0] - 0.3).abs() < 1e-9);
}

#[test]
fn the_budget_is_the_error() {
    let points = [term("points in the image", 0.1), term("angles", 0.1)];
    let hull = HullKnown { depth_moulded_m: exactly(8.0), has_bulwark: Some(false), ..hull() };
    let reading = read(&[seen(Station::Mid, "a", 3.0, &points)], &hull);
    let draught = reading.draught_m.unwrap();
    let half = (draught.high() - draught.low()) / 2.0;
    assert!((half / 1.644_853_627 - sd_m(&reading)).abs() < 1e-6);
}

#[test]
fn the_shipped_parameters_are_sound_and_wrong_ones_are_named() {
    let sound = params();
    assert_eq!(sound.fault(), None);
    let mut wrong = sound;
    wrong.station_share = 0.0;
    assert!(wrong.fault().unwrap().starts_with("draught-from-image.station_share"));
}
