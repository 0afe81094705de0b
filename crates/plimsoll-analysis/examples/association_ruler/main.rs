//! How well objects are given to ships in crowds:
//! `cargo run --release -p plimsoll-analysis --example association_ruler -- FIRST LAST [robust|fit|reliability]`.
#![expect(clippy::print_stdout, reason = "an example prints")]

mod kit;

use kit::{Call, Score};
use plimsoll_analysis::associate::{AssociateParams, MotionParams, fit_motion};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize, other: u64| arguments.get(at).and_then(|a| a.parse().ok()).unwrap_or(other);
    let word = arguments.get(2).map(String::as_str).unwrap_or_default();
    let params = kit::params();
    if word == "fit" {
        fit(&params.motion);
        return;
    }
    let scenes = kit::scenes(number(0, 1)..number(1, 40) + 1);
    let own = AssociateParams { motion: kit::motion_of_crowds(&params.motion), ..params.clone() };
    let (calls, shown, ratio) = kit::ours(&scenes, false, &own);
    println!("{} scenes; silent ships for each with AIS, learnt: {ratio:.2}", scenes.len());
    line("belief propagation", &calls);
    line("  by defaults' motion", &kit::ours(&scenes, false, &params).0);
    line("likeliest picture", &shown);
    line("nearest within 500 m", &kit::nearest(&scenes, 500.0, &own.motion));
    line("least ways, 500 m", &kit::least_ways(&scenes, 500.0, &own.motion));
    line("least ways, 2000 m", &kit::least_ways(&scenes, 2000.0, &own.motion));
    if word == "reliability" {
        for (n, said, is) in kit::reliability(&calls) {
            println!("{n:6} objects: said {said:.3}, true {is:.3}");
        }
    }
    if word == "worst" {
        worst(&scenes, &own);
    }
    if word == "robust" {
        robust(&scenes, &own);
    }
}

fn line(what: &str, calls: &[Call]) {
    let Score { objects, brier, ece, accuracy, precision, recall } = kit::score(calls);
    println!(
        "{what:24} {objects:6} objects  Brier {brier:.3}  ECE {ece:.3}  right {accuracy:.3}  unmatched > .9: right {precision:.3}, found {recall:.3}"
    );
}

/// Ships with AIS that are called unmatched with confidence.
fn worst(scenes: &[plimsoll_simulate::crowd::CrowdScene], own: &AssociateParams) {
    for scene in scenes {
        let view = kit::view(scene, 0);
        let traffic =
            plimsoll_analysis::associate::Traffic::new(own.traffic_cell_deg, scene.history.iter().copied());
        let belief = plimsoll_analysis::associate::associate(std::slice::from_ref(&view), &traffic, own);
        let belief = &belief.scenes[0];
        for (at, object) in scene.objects.iter().enumerate().filter(|(at, _)| belief.unmatched[*at] > 0.9) {
            let plimsoll_simulate::crowd::CrowdTruth::Lit(ship) = object.truth else { continue };
            let pair = belief.pairs.iter().find(|p| p.seen == at && p.radio == ship);
            println!(
                "unmatched {:.3}; {:?}; reports {:?}; length {:.0} by AIS {:.0}; missed {:.2}",
                belief.unmatched[at],
                pair.map(|p| (p.distance_m.round(), p.sigma_m.round(), (p.nearest_s / 60.0).round(), p.p)),
                scene.ships[ship].reports.iter().map(|r| r.speed_kn).collect::<Vec<_>>(),
                object.length_m,
                scene.ships[ship].length_m,
                belief.missed[ship]
            );
        }
    }
}

/// What happens if something believed is wrong.
fn robust(scenes: &[plimsoll_simulate::crowd::CrowdScene], own: &AssociateParams) {
    let with = |change: &dyn Fn(&mut AssociateParams)| {
        let mut params = own.clone();
        change(&mut params);
        params
    };
    // A share that is worth thousands of ships is not learnt any more.
    let held = |p: &mut AssociateParams, factor: f64| {
        (p.silent_per_lit, p.silent_prior_ships) = (0.44 * factor, 1e6);
    };
    type Change<'a> = &'a dyn Fn(&mut AssociateParams);
    let tries: [(&str, Change<'_>); 9] = [
        ("silent ships x 3", &|p| held(p, 3.0)),
        ("silent ships / 3", &|p| held(p, 1.0 / 3.0)),
        ("start x 3, learnt", &|p| p.silent_per_lit *= 3.0),
        ("start / 3, learnt", &|p| p.silent_per_lit /= 3.0),
        ("found .8", &|p| p.found_radar.most = 0.8),
        ("length sd .45", &|p| p.length_log_sd = 0.45),
        ("motion x 2", &|p| p.motion.widen *= 2.0),
        ("motion x .5", &|p| p.motion.widen *= 0.5),
        ("no wrong lengths", &|p| p.wrong_length_share = 0.001),
    ];
    for (what, change) in tries {
        line(what, &kit::ours(scenes, false, &with(change)).0);
    }
    line("no map of traffic", &kit::ours(scenes, true, own).0);
}

/// How ships move: fitted on real tracks and on crowds.
fn fit(start: &MotionParams) {
    let classes = ["still", "slow", "steaming", "fast"];
    let show = |what: &str, samples: &[plimsoll_analysis::associate::HeldOut]| {
        for (class, name) in classes.iter().enumerate() {
            match fit_motion(samples, class, start.report_sd_m) {
                Some(fit) => println!("{what} {name}: {fit:.3?}\n   rounded up {:.3?}", fit.rounded_up()),
                None => println!("{what} {name}: fewer than 30 reports held out"),
            }
        }
    };
    match kit::solent() {
        Some(tracks) => {
            let (even, odd): (Vec<_>, Vec<_>) = tracks.into_iter().enumerate().partition(|(i, _)| i % 2 == 0);
            let strip = |t: Vec<(usize, Vec<_>)>| t.into_iter().map(|(_, t)| t).collect::<Vec<_>>();
            let (even, odd) = (strip(even), strip(odd));
            let learnt = kit::held_out(&even, 60, start);
            let all: Vec<_> = learnt.iter().copied().chain(kit::held_out(&odd, 60, start)).collect();
            show("Solent", &all);
            let half = kit::fitted(&learnt, start);
            coverage(
                "Solent, fitted on every other ship, the others",
                &kit::held_out(&odd, 60, start),
                &half,
            );
            coverage("Solent, the defaults", &all, start);
        }
        None => println!("SKIPPED: no file of the Solent"),
    }
    let crowd = kit::motion_of_crowds(start);
    println!("crowds, rounded up: {crowd:?}");
}

/// How many held-out reports lie within the circles that should hold so many.
fn coverage(what: &str, samples: &[plimsoll_analysis::associate::HeldOut], motion: &MotionParams) {
    for between in [true, false] {
        let of: Vec<_> = samples.iter().filter(|s| s.is_between == between).collect();
        // The place of each in its own distribution: even, if that is honest.
        let ranks = of.iter().map(|s| {
            let (sd, power) = if between {
                (motion.between_sd_m[s.class], motion.between_power[s.class])
            } else {
                (motion.ahead_sd_m[s.class], motion.ahead_power[s.class])
            };
            let sd = sd * s.minutes.powf(power);
            let within = |sd: f64| {
                let v = (sd * sd + motion.report_sd_m * motion.report_sd_m) * motion.widen * motion.widen;
                1.0 - (-0.5 * s.miss_m * s.miss_m / v).exp()
            };
            let share = motion.tail_share[s.class];
            (1.0 - share) * within(sd) + share * within(sd * motion.tail_factor[s.class])
        });
        let ranks: Vec<f64> = ranks.collect();
        let share = |p: f64| ranks.iter().filter(|r| **r <= p).count() as f64 / ranks.len().max(1) as f64;
        println!(
            "{what}, {}: {} reports; in the 50 % circle {:.3}, 90 % {:.3}, 95 % {:.3}, 99 % {:.3}",
            if between { "between" } else { "ahead" },
            ranks.len(),
            share(0.5),
            share(0.9),
            share(0.95),
            share(0.99)
        );
    }
}
