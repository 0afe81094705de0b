//! Fits length and beam to ships of known size, tries them on scenes left out, and prints the table of the calibration.
//!
//! `cargo run -p plimsoll-imagery --example length_fit`, with the chips of OpenSARShip in `../shared/data/sar/opensarship`.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "an example prints, and stops where its data are broken"
)]

#[path = "../tests/it/measure/chips.rs"]
mod chips;
#[path = "../tests/it/measure/fit.rs"]
mod fit;
#[path = "../tests/it/shipped.rs"]
mod shipped;

use fit::{
    Ship, Tried, between, calibrate, errors, headings_in_image, is_suspect, leave_one_scene_out, scenes,
    ships,
};
use plimsoll_imagery::measure::SizeLaw;

fn row(name: &str, tried: &[&Tried<'_>]) {
    let truth = |t: &Tried<'_>| t.ship.chip.length_m;
    let n = tried.len() as f64;
    let mean = tried.iter().map(|t| truth(t)).sum::<f64>() / n;
    let ours = errors(tried.iter().map(|t| t.length_m - truth(t)));
    let hand = errors(tried.iter().map(|t| t.ship.chip.hand_m - truth(t)));
    let covered = tried.iter().filter(|t| t.length_90_m.0 <= truth(t) && truth(t) <= t.length_90_m.1).count();
    let width = tried.iter().map(|t| t.length_90_m.1 - t.length_90_m.0).sum::<f64>() / n;
    println!(
        "| {name} | {n} | {:.1} | {:.1} | {:.1} % | {:.1} | {:.1} | {:.1} % | {covered} ({:.0} %) | {width:.0} |",
        ours.0,
        ours.1,
        100.0 * ours.0 / mean,
        hand.0,
        hand.1,
        100.0 * hand.0 / mean,
        100.0 * covered as f64 / n
    );
}

fn beam_row(name: &str, tried: &[&Tried<'_>]) {
    let truth = |t: &Tried<'_>| t.ship.chip.beam_m;
    let n = tried.len() as f64;
    let mean = tried.iter().map(|t| truth(t)).sum::<f64>() / n;
    let ours = errors(tried.iter().map(|t| t.beam_m - truth(t)));
    let covered = tried.iter().filter(|t| t.beam_90_m.0 <= truth(t) && truth(t) <= t.beam_90_m.1).count();
    let width = tried.iter().map(|t| t.beam_90_m.1 - t.beam_90_m.0).sum::<f64>() / n;
    println!(
        "| {name} | {n} | {:.1} | {:.1} | {:.1} % | {covered} ({:.0} %) | {width:.1} |",
        ours.0,
        ours.1,
        100.0 * ours.0 / mean,
        100.0 * covered as f64 / n
    );
}

fn law(name: &str, law: &SizeLaw) {
    let slopes: Vec<String> = law.slopes.iter().map(|s| format!("{s:.6}")).collect();
    println!("    {name}: SizeLaw {{");
    println!("        constant: {:.6},\n        slopes: [{}],", law.constant, slopes.join(", "));
    println!("        sd_at_100_m: {:.6},\n        sd_power: {:.6},\n    }},", law.sd_at_100_m, law.sd_power);
}

/// How far axes lie from those drawn by hand and from the headings that AIS sent.
fn axes(all: &[Ship]) {
    println!(
        "\naxis, degrees (mean, median) | ours - hand | ours - AIS heading | hand - AIS heading | ships with a heading"
    );
    for name in &scenes(all) {
        let ships: Vec<&Ship> = all.iter().filter(|s| s.chip.scene == *name).collect();
        let headings = headings_in_image(&ships);
        let ours = |s: &&Ship| s.measured.axis_in_image_deg;
        let hand = errors(ships.iter().map(|s| between(ours(s), s.chip.hand_axis_deg)));
        let known: Vec<(&&Ship, f64)> =
            ships.iter().zip(&headings).filter_map(|(s, h)| h.map(|h| (s, h))).collect();
        let to_ours = errors(known.iter().map(|(s, h)| between(ours(s), *h)));
        let to_hand = errors(known.iter().map(|(s, h)| between(s.chip.hand_axis_deg, *h)));
        println!(
            "| {name} | {:.1}, {:.1} | {:.1}, {:.1} | {:.1}, {:.1} | {} |",
            hand.0,
            hand.1,
            to_ours.0,
            to_ours.1,
            to_hand.0,
            to_hand.1,
            known.len()
        );
    }
}

/// Suspect matches, and the worst misses of all.
fn misses(tried: &[Tried<'_>]) {
    println!("\nsuspect matches: chip, truth, hand, ours, m");
    for t in tried.iter().filter(|t| is_suspect(t)) {
        println!(
            "| {} {} | {:.0} | {:.0} | {:.0} |",
            t.ship.chip.scene, t.ship.chip.file, t.ship.chip.length_m, t.ship.chip.hand_m, t.length_m
        );
    }
    println!("\nworst: chip, truth, hand, ours, m");
    let mut worst: Vec<&Tried<'_>> = tried.iter().collect();
    let off = |t: &Tried<'_>| (t.length_m / t.ship.chip.length_m).ln().abs();
    worst.sort_by(|a, b| off(b).total_cmp(&off(a)));
    for t in worst.iter().take(12) {
        println!(
            "| {} {} | {:.0} | {:.0} | {:.0} |",
            t.ship.chip.scene, t.ship.chip.file, t.ship.chip.length_m, t.ship.chip.hand_m, t.length_m
        );
    }
}

fn main() {
    let Some(chips) = chips::chips() else { return };
    let all = ships(chips, &chips::params());
    let tried = leave_one_scene_out(&all);
    let names = scenes(&all);
    println!(
        "length | ships | MAE m | median m | MAE / mean | hand MAE | hand median | hand / mean | in 90 % | width m"
    );
    let of =
        |name: &str| -> Vec<&Tried<'_>> { tried.iter().filter(|t| t.ship.chip.scene == *name).collect() };
    for name in &names {
        row(name, &of(name));
    }
    row("all", &tried.iter().collect::<Vec<_>>());
    let sure: Vec<&Tried<'_>> = tried.iter().filter(|t| !is_suspect(t)).collect();
    row("all but suspect matches", &sure);
    println!("\nbeam | ships | MAE m | median m | MAE / mean | in 90 % | width m");
    for name in &names {
        beam_row(name, &of(name));
    }
    beam_row("all", &tried.iter().collect::<Vec<_>>());
    axes(&all);
    misses(&tried);
    let calibration = calibrate(&all.iter().collect::<Vec<_>>());
    println!("\npub const SENTINEL_1_IW: Calibration = Calibration {{");
    law("length", &calibration.length);
    law("beam", &calibration.beam);
    println!("    stretch_m: ({:.6}, {:.6}),\n}};", calibration.stretch_m.0, calibration.stretch_m.1);
}
