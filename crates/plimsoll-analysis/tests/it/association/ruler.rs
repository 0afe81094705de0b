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
    // The aim, .02 and .95, is not met: the page says by how much.
    assert!(ours.brier < 0.13 && ours.ece < 0.07, "{ours:?}");
    assert!(ours.precision > 0.8, "{ours:?}");
    assert!(ours.brier < 0.6 * nearest.brier && ours.accuracy > nearest.accuracy, "{ours:?} {nearest:?}");
    assert!(shown.brier > ours.brier, "a picture without doubt is worse than the doubt");
}
