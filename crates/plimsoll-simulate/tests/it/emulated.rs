//! Seasons beside the laws they are drawn from.

use plimsoll_simulate::season::{
    EmulatedSeason, EmulatorSettings, ObservedPattern, SeasonSettings, SeasonTruth,
};

const SEASONS: u64 = 400;

fn truths() -> Vec<SeasonTruth> {
    (0..SEASONS).map(|seed| SeasonTruth::new(seed, &SeasonSettings::standard())).collect()
}

/// Mean and standard error.
fn mean(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (n - 1.0);
    (mean, (variance / n).sqrt())
}

fn agrees(what: &str, values: &[f64], expected: f64) {
    let (found, error) = mean(values);
    assert!((found - expected).abs() < 4.5 * error, "{what}: {found} +- {error} for {expected}");
}

/// Expected values by hand from the settings: a Beta(6, 2) has mean 3/4, logarithms have the stated median, and so on.
#[test]
fn what_seasons_have_in_common_follows_its_law() {
    let truths = truths();
    let of = |value: &dyn Fn(&SeasonTruth) -> f64| truths.iter().map(value).collect::<Vec<f64>>();
    agrees("participation", &of(&|t| t.hyper.participation), 0.75);
    agrees("idle", &of(&|t| (t.hyper.median_idle_h / 1_200.0).ln()), 0.0);
    agrees("stay", &of(&|t| (t.hyper.loading_stay_h / 36.0).ln()), 0.0);
    agrees("stay spread", &of(&|t| (t.hyper.loading_stay_h / 36.0).ln().powi(2)), 0.0625);
    agrees("place", &of(&|t| t.hyper.place_shares[0]), 1.0 / 3.0);
    agrees("fill", &of(&|t| t.hyper.fill), 0.88);
    agrees("capacity", &of(&|t| t.hyper.capacity_factor.ln()), 0.0);
    agrees("ships in no register", &of(&|t| t.hulls.len() as f64 - 22.0), 1.5);
}

#[test]
fn calls_follow_what_their_season_has_in_common() {
    let truths = truths();
    let (mut stays, mut fills, mut places, mut speeds) = (vec![], vec![], vec![], vec![]);
    for truth in &truths {
        // One call of a season, so that values are independent.
        let Some(call) = truth.counted().next() else { continue };
        stays.push(((call.departure_h - call.arrival_h) / truth.hyper.loading_stay_h).ln());
        fills.push(call.fill);
        places.push(f64::from(u8::from(call.place == 1)) - truth.hyper.place_shares[0]);
        speeds.push(call.laden_speed_kn);
    }
    agrees("stay", &stays, 0.0);
    agrees("stay spread", &stays.iter().map(|x| x * x).collect::<Vec<f64>>(), 0.25);
    agrees("place", &places, 0.0);
    agrees("speed", &speeds, 9.5);
    // Cut at 1 from a mean of .88 with a spread of .078: the cut takes away about .006.
    assert!((mean(&fills).0 - 0.874).abs() < 0.015, "{}", mean(&fills).0);
}

/// Ships idle for memoryless times, so the first call after the start comes at the rate of a ship that has always called: about
/// as many calls in the first half as in the second.
#[test]
fn the_warm_up_is_long_enough_for_a_steady_season() {
    let halves: Vec<f64> = truths()
        .iter()
        .map(|truth| {
            let half = truth.settings.end_h / 2.0;
            let first = truth.counted().filter(|call| call.arrival_h < half).count() as f64;
            first - (truth.counted().count() as f64 - first)
        })
        .collect();
    let (found, error) = mean(&halves);
    assert!(found.abs() < 4.5 * error.max(0.4), "{found} +- {error}");
}

/// Of the looks at a ship that is there, as many show her as the effort log says; of readings, the errors are those stated.
#[test]
fn ships_are_seen_as_often_as_the_looks_say_and_measured_as_well() {
    let mut settings = EmulatorSettings::standard();
    settings.sightings.gross_error_share = 0.0;
    let (mut seen, mut expected, mut variance, mut errors) = (0.0, 0.0, 0.0, vec![]);
    for seed in 0..25 {
        let season = EmulatedSeason::new(seed, &settings);
        for (call, at) in season.truth.calls.iter().zip(0..) {
            for look in season.looks.iter().filter(|look| look.place == 0) {
                if (call.arrival_h..call.departure_h).contains(&look.time_h) {
                    expected += look.p_see;
                    variance += look.p_see * (1.0 - look.p_see);
                }
            }
            let of_call = season.sightings.iter().filter(|s| s.place == Some(0) && s.call == Some(at));
            for sighting in of_call {
                seen += 1.0;
                let truth = &season.truth.hulls[call.hull];
                errors.extend(sighting.beam_m.map(|(beam, sd)| (beam - truth.beam_m) / sd));
            }
        }
    }
    assert!((seen - expected) / f64::sqrt(variance) < 4.0, "{seen} for {expected}");
    assert!((expected - seen) / f64::sqrt(variance) < 4.0, "{seen} for {expected}");
    agrees("error of beams", &errors, 0.0);
    agrees("spread of it", &errors.iter().map(|x| x * x).collect::<Vec<f64>>(), 1.0);
}

/// Beams off by more than three of their standard deviations: next to none without gross errors; with them their share, less those
/// that fall near the truth.
#[test]
fn a_share_of_the_sizes_is_grossly_wrong() {
    let off = |share: f64| {
        let mut settings = EmulatorSettings::standard();
        settings.sightings.gross_error_share = share;
        let (mut off, mut all) = (0.0, 0.0);
        for season in (0..25).map(|seed| EmulatedSeason::new(seed, &settings)) {
            for sighting in &season.sightings {
                let (Some(call), Some((beam, sd))) = (sighting.call, sighting.beam_m) else { continue };
                let truth = season.truth.hulls[season.truth.calls[call].hull].beam_m;
                all += 1.0;
                off += f64::from(u8::from((beam - truth).abs() > 3.0 * sd));
            }
        }
        off / all
    };
    let (without, with) = (off(0.0), off(0.5));
    assert!(without < 0.01 && (0.1..0.5).contains(&with), "{without} {with}");
}

/// A fix must not rule out what really happened: from each, the ship reaches her next call and came from her last one.
#[test]
fn no_fix_and_no_photograph_contradicts_the_truth() {
    let settings = EmulatorSettings::standard();
    for seed in 0..25 {
        let season = EmulatedSeason::new(seed, &settings);
        let at_sea = season.sightings.iter().filter(|s| s.look.is_none());
        let photos = at_sea.map(|s| {
            let call = s.call.expect("a photograph shows a ship on a call");
            (season.truth.calls[call].hull, s.time_h, &s.distances_nm)
        });
        let fixes = season.fixes.iter().map(|fix| (fix.hull, fix.time_h, &fix.distances_nm));
        for (hull, time_h, distances_nm) in photos.chain(fixes) {
            for call in season.truth.calls.iter().filter(|call| call.hull == hull) {
                for (place, from_h, to_h) in [
                    (0, call.arrival_h, call.departure_h),
                    (call.place, call.discharge_arrival_h, call.discharge_departure_h),
                ] {
                    let apart_h = (from_h - time_h).max(time_h - to_h).max(0.0);
                    assert!(distances_nm[place] <= 13.0 * apart_h + 1e-6, "seed {seed}, hull {hull}");
                }
            }
        }
    }
}

#[test]
fn a_season_is_seen_the_same_way_each_time() {
    let settings = EmulatorSettings::standard();
    assert_eq!(EmulatedSeason::new(3, &settings), EmulatedSeason::new(3, &settings));
    assert_ne!(EmulatedSeason::new(3, &settings).sightings, EmulatedSeason::new(4, &settings).sightings);
}

#[test]
fn a_season_without_ships_or_looks_is_empty_and_no_fault() {
    let mut settings = EmulatorSettings::standard();
    (settings.season.registered_hulls, settings.season.unregistered_mean) = (0, 0.0);
    settings.looks.loading.clear();
    settings.looks.discharge.clear();
    let season = EmulatedSeason::new(1, &settings);
    assert!(season.truth.calls.is_empty() && season.sightings.is_empty() && season.register.is_empty());
    assert!(!ObservedPattern::PUBLISHED.is_shown_by(&season));
}
