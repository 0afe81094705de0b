//! Ships of known size, each measured by what the other scenes taught.

use super::chips::{chips, params};
use super::fit::{
    Tried, between, calibrate, errors, headings_in_image, is_suspect, leave_one_scene_out, scenes, ships,
};
use plimsoll_imagery::measure::{SENTINEL_1_IW, SizeLaw};

fn same(committed: &SizeLaw, fitted: &SizeLaw) {
    let pairs = |law: &SizeLaw| {
        let mut all = law.slopes.to_vec();
        all.extend([law.constant, law.sd_at_100_m, law.sd_power]);
        all
    };
    for (a, b) in pairs(committed).into_iter().zip(pairs(fitted)) {
        assert!((a - b).abs() < 2e-6, "{committed:?} is not what the fit gives: {fitted:?}");
    }
}

#[test]
fn lengths_of_unseen_scenes_are_better_than_those_read_by_hand() {
    let Some(chips) = chips() else { return };
    let all = ships(chips, &params());
    assert_eq!(all.len(), 186);
    let tried = leave_one_scene_out(&all);
    let truth = |t: &Tried<'_>| t.ship.chip.length_m;
    let mut groups = vec![tried.iter().collect::<Vec<_>>()];
    for scene in scenes(&all) {
        groups.push(tried.iter().filter(|t| t.ship.chip.scene == scene).collect());
    }
    for group in &groups {
        let ours = errors(group.iter().map(|t| t.length_m - truth(t)));
        let hand = errors(group.iter().map(|t| t.ship.chip.hand_m - truth(t)));
        println!("{} ships: ours {ours:.1?} m, by hand {hand:.1?} m (mean, median)", group.len());
        assert!(ours.0 < hand.0 && ours.1 < hand.1);
    }
    let covered = tried.iter().filter(|t| t.length_90_m.0 <= truth(t) && truth(t) <= t.length_90_m.1).count();
    let width = tried.iter().map(|t| t.length_90_m.1 - t.length_90_m.0).sum::<f64>() / tried.len() as f64;
    println!("{covered} of {} in the 90 % interval, {width:.0} m wide in the mean", tried.len());
    assert!(covered * 100 >= tried.len() * 86);
    let beam = |t: &Tried<'_>| t.ship.chip.beam_m;
    let beams = errors(tried.iter().map(|t| t.beam_m - beam(t)));
    let covered = tried.iter().filter(|t| t.beam_90_m.0 <= beam(t) && beam(t) <= t.beam_90_m.1).count();
    println!("beam: {beams:.1?} m (mean, median), {covered} in the 90 % interval");
    assert!(beams.1 < 2.5 && covered * 100 >= tried.len() * 86);
    for t in tried.iter().filter(|t| is_suspect(t)) {
        println!("suspect match: {} {}", t.ship.chip.scene, t.ship.chip.file);
    }
    let fitted = calibrate(&all.iter().collect::<Vec<_>>());
    same(&SENTINEL_1_IW.length, &fitted.length);
    same(&SENTINEL_1_IW.beam, &fitted.beam);
}

#[test]
fn the_table_is_used_as_it_was_fitted() {
    let Some(chips) = chips() else { return };
    for ship in ships(chips.into_iter().take(20).collect(), &params()) {
        let m = &ship.measured;
        let f = &m.features;
        // Written out a second time, from the table's digits.
        let c = f.axis_deg.to_radians().cos();
        let ln = -4.080_182 + 1.582_288 * f.stretch_m.ln() + 44.6284 / f.stretch_m - 0.117_527 * c * c
            + 0.167_895 * (2.0 * f.axis_deg.to_radians()).sin().abs()
            + 8.2501 * f.level.ln() / f.stretch_m
            + 0.108_783 * f.breadth_m.ln();
        if m.is_calibrated && !m.is_cut {
            assert!((m.length_m.mid() / ln.exp() - 1.0).abs() < 1e-9);
            let sd = 0.138_877 * (m.length_m.mid() / 100.0).powf(-0.739_640);
            assert!((m.log_length_sd - sd).abs() < 1e-9);
            assert!(((m.length_m.high() / m.length_m.mid()).ln() - 1.644_853_627 * sd).abs() < 1e-8);
        }
    }
}

#[test]
fn axes_agree_with_the_hand_and_with_headings() {
    let Some(chips) = chips() else { return };
    let all = ships(chips, &params());
    for scene in scenes(&all) {
        let of: Vec<_> = all.iter().filter(|s| s.chip.scene == scene).collect();
        let axis = |s: &super::fit::Ship| s.measured.axis_in_image_deg;
        let hand = errors(of.iter().map(|s| between(axis(s), s.chip.hand_axis_deg)));
        let headings = headings_in_image(&of);
        let known: Vec<_> = of.iter().zip(&headings).filter_map(|(s, h)| h.map(|h| (s, h))).collect();
        let ours = errors(known.iter().map(|(s, h)| between(axis(s), *h)));
        let theirs = errors(known.iter().map(|(s, h)| between(s.chip.hand_axis_deg, *h)));
        println!(
            "{scene}: from the hand {hand:.1?}, from headings {ours:.1?}, the hand from headings {theirs:.1?}"
        );
        assert!(hand.1 < 7.0 && ours.1 < theirs.1 && ours.1 < 8.0);
    }
}
