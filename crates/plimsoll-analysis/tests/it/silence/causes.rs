//! Feed outage, outage of receivers in one place, thin coverage and ships off on purpose are told apart in a simulated log.

use super::kit::{Settings, Truth, USUAL, World, section, world};
use plimsoll_analysis::silence::SilenceParams;
use plimsoll_model::{PositionReport, SilenceCause};
use std::collections::{BTreeMap, BTreeSet};

fn params() -> SilenceParams {
    section("silence")
}

#[test]
#[ignore = "falls short: 19 of 25 silences found where reception is good; 59 gaps of a local outage are left undecided"]
fn outage_thin_coverage_and_silence_are_three_things() {
    let world = world(&USUAL);
    let gaps = world.gaps();
    let judged = world.judged(&gaps, &params(), &[]);
    let mut table: BTreeMap<(Truth, usize, SilenceCause), u32> = BTreeMap::new();
    for (gap, silence) in gaps.iter().zip(&judged) {
        *table.entry((world.truth(gap), world.zone(gap.mmsi), silence.cause)).or_default() += 1;
    }
    for ((truth, zone, cause), many) in &table {
        println!("truth {truth:?} zone {zone} judged {}: {many}", cause.as_str());
    }
    let count = |wanted: &dyn Fn(Truth, usize, SilenceCause) -> bool| -> f64 {
        table.iter().filter(|((t, z, c), _)| wanted(*t, *z, *c)).map(|(_, n)| f64::from(*n)).sum()
    };
    let is_off = |t| matches!(t, Truth::Purpose | Truth::Fault);
    // Where reception is good, a ship that was off is told from one that was not.
    let good = |z: usize| z == 0 || z == 2;
    let found = count(&|t, z, c| is_off(t) && good(z) && c == SilenceCause::Silence);
    let all = count(&|t, z, _| is_off(t) && good(z));
    println!("silences found where reception is good: {found} of {all}");
    assert!(all >= 15.0 && found >= 0.9 * all);
    // Where nobody listened, nobody was silent.
    let wrong = count(&|t, _, c| t == Truth::Outage && c == SilenceCause::Silence);
    let outages = count(&|t, _, _| t == Truth::Outage);
    let right = count(&|t, z, c| t == Truth::Outage && good(z) && c == SilenceCause::Outage);
    let of_good = count(&|t, z, _| t == Truth::Outage && good(z));
    println!(
        "outages called silence: {wrong} of {outages}; called outage where reception is good {right} of {of_good}"
    );
    assert!(outages >= 100.0 && wrong <= 0.01 * outages && right >= 0.9 * of_good);
    // Where a ship is heard one hour in twelve, a gap says nothing.
    let wrong = count(&|t, z, c| t == Truth::Missed && z == 1 && c == SilenceCause::Silence);
    let thin = count(&|t, z, c| t == Truth::Missed && z == 1 && c == SilenceCause::ThinCoverage);
    let missed = count(&|t, z, _| t == Truth::Missed && z == 1);
    println!("thin coverage called silence: {wrong}, called thin {thin}, of {missed}");
    assert!(missed >= 300.0 && wrong <= 0.01 * missed && thin >= 0.5 * missed);
}

/// The prior is that of each report that was due, not of each ship: a ship that is heard a hundred times had a hundred chances to
/// fall silent, and so many to be missed.
#[test]
fn with_a_prior_of_each_report_due_the_probability_of_purpose_is_about_the_share() {
    calibrated(true);
}

#[test]
#[ignore = "falls short: calibration error .43, far too high: with the share of ships as a prior, which it is not"]
fn the_probability_of_purpose_is_about_the_share_on_purpose() {
    calibrated(false);
}

/// How many times a ship was heard in an hour in the pieces of sea that are asked, on average: so often another report was due.
fn reports_due(world: &World) -> f64 {
    let asked = |r: &&PositionReport| world.zone(r.mmsi) != 1;
    let hours: BTreeSet<_> =
        world.reports.iter().filter(asked).map(|r| (r.mmsi, r.time.as_second().div_euclid(3600))).collect();
    let ships: BTreeSet<_> = hours.iter().map(|(mmsi, _)| *mmsi).collect();
    hours.len() as f64 / ships.len() as f64
}

fn calibrated(is_by_report: bool) {
    // The priors are those of the world; then with priors three times too large or too small.
    for (factor, most_off) in [(1.0, 0.12), (3.0, 0.35), (1.0 / 3.0, 0.45)] {
        let mut bins: BTreeMap<u32, (f64, f64, u32)> = BTreeMap::new();
        for seed in 0..6 {
            let world = world(&Settings { seed, ..USUAL });
            let gaps = world.gaps();
            let chances = if is_by_report { reports_due(&world) } else { 1.0 };
            let prior = (factor * USUAL.purpose / chances).min(0.9);
            let params = SilenceParams {
                prior_on_purpose: [prior / 3.0, prior, (3.0 * prior).min(0.95)],
                prior_fault: USUAL.fault / (1.0 - USUAL.purpose) / chances,
                under_way_odds: 1.0,
                ..params()
            };
            for (gap, silence) in gaps.iter().zip(world.judged(&gaps, &params, &[])) {
                // One chance to fall silent a ship: only the pieces of sea in which one gap a ship is usual.
                if world.zone(gap.mmsi) == 1 || world.truth(gap) == Truth::Outage {
                    continue;
                }
                let p = silence.p_on_purpose.mid();
                let bin = bins.entry((p * 5.0) as u32).or_default();
                bin.0 += p;
                bin.1 += f64::from(u8::from(world.truth(gap) == Truth::Purpose));
                bin.2 += 1;
            }
        }
        println!("prior x {factor:.2}: mean P(on purpose), share on purpose, gaps");
        let (mut off, mut all) = (0.0, 0.0);
        for (p, truth, many) in bins.values() {
            let n = f64::from(*many);
            println!("  {:.3} {:.3} {many}", p / n, truth / n);
            off += (p - truth).abs();
            all += n;
        }
        println!("  expected calibration error {:.3}", off / all);
        assert!(off / all <= most_off, "prior x {factor}: {}", off / all);
    }
}
