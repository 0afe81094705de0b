//! Crowds of known truth: seeds 1 to 40, which everything was tuned on. The example prints the seeds kept for the end.

use super::kit;
use plimsoll_analysis::associate::AssociateParams;

#[test]
fn probabilities_in_crowds_are_honest_and_beat_the_nearest_ship() {
    let scenes = kit::scenes(1..41);
    let start = kit::params();
    let params = AssociateParams { motion: kit::motion_of_crowds(&start.motion), ..start };
    let (calls, displayed, ratio) = kit::ours(&scenes, false, &params);
    let (ours, shown) = (kit::score(&calls), kit::score(&displayed));
    let nearest = kit::score(&kit::nearest(&scenes, 500.0, &params.motion));
    println!("ours {ours:?}\nshown {shown:?}\nnearest {nearest:?}\nsilent for each lit {ratio:.2}");
    assert!(ours.brier < 0.16 && ours.ece < 0.05, "{ours:?}");
    assert!(ours.precision > 0.9, "{ours:?}");
    assert!(ours.brier < 0.6 * nearest.brier && ours.accuracy > nearest.accuracy, "{ours:?} {nearest:?}");
    assert!(shown.brier > ours.brier, "a picture without doubt is worse than the doubt");
}

#[test]
fn too_narrow_a_prediction_is_the_dangerous_error() {
    let scenes = kit::scenes(1..31);
    let start = kit::params();
    let own = AssociateParams { motion: kit::motion_of_crowds(&start.motion), ..start };
    let with = |factor: f64| {
        let mut params = own.clone();
        params.motion.widen *= factor;
        kit::score(&kit::ours(&scenes, false, &params).0)
    };
    let (right, narrow, wide) = (with(1.0), with(0.5), with(2.0));
    println!("as fitted {right:?}\nhalf {narrow:?}\ndouble {wide:?}");
    assert!(narrow.precision < right.precision && narrow.ece > right.ece, "{narrow:?} {right:?}");
    assert!(wide.precision > narrow.precision, "{wide:?} {narrow:?}");
}
