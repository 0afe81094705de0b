//! Seasons at the edge: nothing seen, nobody known, sources that lie, numbers that are none.

use super::kit::{self, DAY};
use plimsoll_analysis::season::{
    SeasonError, SeasonFix, SeasonInput, SeasonParams, SeasonPosterior, SeasonShip, posterior,
};

/// Few steps: enough for small seasons.
fn quick() -> SeasonParams {
    let mut params = kit::params();
    params.idle_d = 20.0;
    params.unregistered_mean = 0.3;
    params.unregistered_slots = 2;
    params.burn_in_steps = 20_000;
    params.steps = 60_000;
    params.draws = 200;
    params
}

/// Share of draws.
fn share(found: &SeasonPosterior, of: impl Fn(&plimsoll_analysis::season::SeasonDraw) -> bool) -> f64 {
    found.draws.iter().filter(|draw| of(draw)).count() as f64 / found.draws.len() as f64
}

fn mean_calls(found: &SeasonPosterior) -> f64 {
    found.draws.iter().map(|draw| draw.calls.len()).sum::<usize>() as f64 / found.draws.len() as f64
}

/// Looks at a place every so many hours; their numbers.
fn watch(input: &mut SeasonInput, place: usize, every_h: f64, p_see: f64) -> Vec<usize> {
    let count = (input.end_h / every_h) as usize;
    (0..count).map(|k| kit::look(input, place, (k as f64 + 0.5) * every_h, p_see, 0.05)).collect()
}

/// Each draw is a season that can have been: no call of a ship overlaps another, no leg is too fast.
fn is_possible(input: &SeasonInput, found: &SeasonPosterior) {
    for draw in &found.draws {
        for (k, call) in draw.calls.iter().enumerate() {
            let nm = input.places[call.place].route_nm;
            assert!(call.discharge_arrival_h - call.departure_h >= nm / 13.0 - 1e-9);
            let next = draw.calls[k + 1..].iter().find(|other| other.ship == call.ship);
            if let Some(next) = next {
                assert!(next.arrival_h >= call.discharge_departure_h + nm / 13.0 - 1e-9);
            }
        }
    }
}

#[test]
fn zero_sightings_under_clear_looks_leave_few_calls() {
    let mut input = kit::season(60.0, &[160.0], 4);
    watch(&mut input, 0, 12.0, 0.95);
    let found = posterior(&input, &quick(), 1).unwrap();
    let blind = posterior(&kit::season(60.0, &[160.0], 4), &quick(), 1).unwrap();
    assert!(mean_calls(&found) < 0.15 * mean_calls(&blind), "{} {}", mean_calls(&found), mean_calls(&blind));
    assert!(found.most_calls < blind.most_calls);
    is_possible(&input, &found);
}

#[test]
fn no_looks_at_all_and_all_cloud_are_the_same_ignorance() {
    let input = kit::season(60.0, &[160.0], 3);
    let mut cloudy = input.clone();
    watch(&mut cloudy, 0, 24.0, 0.0);
    let blind = posterior(&input, &quick(), 1).unwrap();
    let found = posterior(&cloudy, &quick(), 1).unwrap();
    // The same draws, as a look that shows nothing weighs nothing.
    assert!((mean_calls(&found) - mean_calls(&blind)).abs() < 1e-9);
    assert!(mean_calls(&blind) > 2.0);
}

#[test]
fn one_ship_and_no_register_give_an_answer() {
    for hulls in [0, 1] {
        let mut input = kit::season(60.0, &[160.0], hulls);
        let looks = watch(&mut input, 0, 24.0, 0.9);
        // A ship of one length, on two days in a row, three times.
        for k in [10, 11, 30, 31, 50, 51] {
            let lr = vec![0.0; hulls as usize];
            let at = kit::seen(&mut input, looks[k], &lr);
            input.sightings[at].length_m = Some((85.0, 3.0));
        }
        let mut params = quick();
        params.unregistered_mean = 1.5;
        let found = posterior(&input, &params, 1).unwrap();
        is_possible(&input, &found);
        let three = share(&found, |draw| draw.calls.iter().filter(|c| !c.sightings.is_empty()).count() == 3);
        assert!(three > 0.5, "{hulls}: {three}");
    }
}

#[test]
fn a_sighting_that_no_ship_can_have_is_false() {
    let mut input = kit::season(40.0, &[160.0], 2);
    let looks = watch(&mut input, 0, 24.0, 0.9);
    // Far likelier false than of any ship, in the register or not, and nothing around it was seen.
    let at = kit::seen(&mut input, looks[20], &[-40.0, -40.0]);
    input.sightings[at].length_m = Some((400.0, 1.0));
    input.sightings[at].log_lr_false = 20.0;
    let found = posterior(&input, &quick(), 1).unwrap();
    assert!(share(&found, |draw| draw.calls.iter().any(|call| call.sightings.contains(&at))) < 0.01);
}

#[test]
fn a_size_that_is_grossly_wrong_leaves_a_ship_where_the_others_say_she_is() {
    let mut input = kit::season(40.0, &[160.0], 2);
    let looks = watch(&mut input, 0, 12.0, 0.9);
    // The first ship in four looks; in the second of them as long as no ship is.
    for (at, lr) in [(40, [0.0, -9.0]), (41, [-60.0, -60.0]), (42, [0.0, -9.0]), (43, [0.0, -9.0])] {
        kit::seen(&mut input, looks[at], &lr);
    }
    let wrong = 1;
    input.sightings[wrong].log_lr_false = -5.0;
    let hers = |share_of: f64| {
        let params = SeasonParams { gross_error_share: share_of, unregistered_slots: 0, ..quick() };
        let found = posterior(&input, &params, 1).unwrap();
        share(&found, |draw| draw.calls.iter().any(|call| call.sightings == [0, 1, 2, 3]))
    };
    let (never, seldom) = (hers(0.0), hers(0.1));
    // By hand: 0.9^4 / 0.05^4 x 0.1 x 0.9^3 = 7,600 to 1 against four false ones, times the prior of such a stay, some 0.01.
    assert!(never < 0.01 && seldom > 0.6, "{never} {seldom}");
}

#[test]
fn sensors_that_are_each_sure_of_another_ship_make_two_calls() {
    let mut input = kit::season(40.0, &[160.0], 2);
    let looks = watch(&mut input, 0, 24.0, 0.9);
    // On one day one sensor says the first ship, an hour later another says the second.
    let first = kit::seen(&mut input, looks[20], &[9.0, -9.0]);
    let later_h = input.looks[looks[20]].time_h + 1.0;
    let other = kit::look(&mut input, 0, later_h, 0.9, 0.05);
    let second = kit::seen(&mut input, other, &[-9.0, 9.0]);
    let found = posterior(&input, &quick(), 1).unwrap();
    // One call with both has e^-18 of what two calls have; that each ship was missed once (e^-5) and that there is a second
    // call weigh far less.
    let one_ship = share(&found, |draw| {
        draw.calls.iter().any(|call| [first, second].iter().all(|at| call.sightings.contains(at)))
    });
    let two_ships = share(&found, |draw| {
        [(first, 0), (second, 1)].iter().all(|(at, hull)| {
            let is_it = |ship: SeasonShip| ship == SeasonShip::Hull(*hull);
            draw.calls.iter().any(|call| call.sightings.contains(at) && is_it(call.ship))
        })
    });
    assert!(two_ships > 0.5 && one_ship < 0.1, "{two_ships} {one_ship}");
}

/// Two sightings of one ship at the discharge place, six days apart, nobody there in between.
fn twice(route_nm: f64) -> f64 {
    let mut input = kit::season(40.0, &[route_nm], 1);
    let looks = watch(&mut input, 1, 12.0, 0.95);
    let first = kit::seen(&mut input, looks[40], &[9.0]);
    let second = kit::seen(&mut input, looks[52], &[9.0]);
    let mut params = quick();
    params.unregistered_slots = 0;
    params.unregistered_mean = 0.0;
    let found = posterior(&input, &params, 1).unwrap();
    is_possible(&input, &found);
    let of = |draw: &plimsoll_analysis::season::SeasonDraw, at: usize| {
        draw.calls.iter().position(|call| call.sightings.contains(&at))
    };
    share(&found, |draw| {
        let (a, b) = (of(draw, first), of(draw, second));
        a.is_some() && b.is_some() && a != b
    })
}

#[test]
fn nampo_and_nampo_again_in_six_days_is_refused_and_chongjin_accepted() {
    let nampo = twice(1_040.0);
    assert!(nampo.abs() < 1e-12, "{nampo}");
    let chongjin = twice(160.0);
    assert!(chongjin > 0.9, "{chongjin}");
}

#[test]
fn one_long_stay_is_not_counted_twice() {
    let mut input = kit::season(40.0, &[160.0], 1);
    let looks = watch(&mut input, 0, 12.0, 0.9);
    // Eight looks in a row show her: four days at the berth.
    let seen: Vec<usize> = (40..48).map(|k| kit::seen(&mut input, looks[k], &[6.0])).collect();
    let found = posterior(&input, &quick(), 1).unwrap();
    let one =
        share(&found, |draw| draw.calls.iter().any(|call| seen.iter().all(|at| call.sightings.contains(at))));
    assert!(one > 0.9, "{one}");
}

#[test]
fn two_sister_ships_that_alternate_are_two_or_one_but_never_in_two_places() {
    let mut input = kit::season(60.0, &[160.0], 2);
    let looks = watch(&mut input, 0, 24.0, 0.9);
    // Alike as eggs, and together twice.
    for k in [5, 15, 25, 35, 45] {
        kit::seen(&mut input, looks[k], &[3.0, 3.0]);
    }
    for k in [15, 35] {
        kit::seen(&mut input, looks[k], &[3.0, 3.0]);
    }
    let found = posterior(&input, &quick(), 1).unwrap();
    is_possible(&input, &found);
    let both = share(&found, |draw| {
        (0..2).all(|hull| draw.calls.iter().any(|call| call.ship == SeasonShip::Hull(hull)))
    });
    assert!(both > 0.9, "{both}");
    // Neither is told from the other.
    let first = found.draws.iter().flat_map(|draw| &draw.calls).filter(|call| call.sightings.contains(&0));
    let (mut hers, mut all) = (0.0, 0.0);
    for call in first {
        all += 1.0;
        hers += f64::from(u8::from(call.ship == SeasonShip::Hull(0)));
    }
    assert!((0.3..0.7).contains(&(hers / all)), "{}", hers / all);
}

#[test]
fn a_call_across_the_start_or_the_end_counts_by_its_arrival() {
    let mut input = kit::season(30.0, &[160.0], 1);
    input.cap_window_h = (0.0, 30.0 * DAY);
    let first = kit::look(&mut input, 0, 1.0, 0.95, 0.01);
    let early = kit::seen(&mut input, first, &[9.0]);
    let last = kit::look(&mut input, 0, 30.0 * DAY - 1.0, 0.95, 0.01);
    let late = kit::seen(&mut input, last, &[9.0]);
    let found = posterior(&input, &quick(), 1).unwrap();
    for draw in &found.draws {
        assert!(draw.calls.iter().all(|call| (0.0..input.end_h).contains(&call.arrival_h)));
    }
    // She was there before the start nearly always; at the end she had come within the period.
    let of = |at: usize| share(&found, |draw| draw.calls.iter().any(|call| call.sightings.contains(&at)));
    assert!(of(early) < 0.2, "{}", of(early));
    assert!(of(late) > 0.8, "{}", of(late));
}

#[test]
fn a_fix_far_away_rules_a_call_out() {
    let mut input = kit::season(20.0, &[160.0], 1);
    let looks = watch(&mut input, 0, 24.0, 0.9);
    let at = kit::seen(&mut input, looks[10], &[6.0]);
    let sure = posterior(&input, &quick(), 1).unwrap();
    let hers = |found: &SeasonPosterior| {
        share(found, |draw| {
            draw.calls.iter().any(|call| call.sightings.contains(&at) && call.ship == SeasonShip::Hull(0))
        })
    };
    assert!(hers(&sure) > 0.9, "{}", hers(&sure));
    let time_h = input.sightings[at].time_h + 2.0;
    input.fixes.push(SeasonFix { hull: 0, time_h, place: None, hours_to: vec![30.0, 40.0] });
    let found = posterior(&input, &quick(), 1).unwrap();
    assert!(hers(&found).abs() < 1e-12);
}

#[test]
fn the_same_seed_gives_the_same_draws_and_another_others() {
    let mut input = kit::season(40.0, &[160.0], 3);
    let looks = watch(&mut input, 0, 24.0, 0.7);
    kit::seen(&mut input, looks[7], &[1.0, 2.0, 0.0]);
    let mut params = quick();
    params.steps = 5_000;
    params.draws = 50;
    let found = posterior(&input, &params, 9).unwrap();
    assert_eq!(found, posterior(&input, &params, 9).unwrap());
    assert_ne!(found.draws, posterior(&input, &params, 10).unwrap().draws);
    // A chain does not know how many others there are.
    params.chains = 2;
    let two = posterior(&input, &params, 9).unwrap();
    assert_eq!(two.draws[..], found.draws[..two.draws.len()]);
}

#[test]
fn numbers_that_are_none_are_refused_by_name() {
    let good = || {
        let mut input = kit::season(40.0, &[160.0], 2);
        let look = kit::look(&mut input, 0, 100.0, 0.7, 0.1);
        kit::seen(&mut input, look, &[1.0, 2.0]);
        input
    };
    let fault = |change: &dyn Fn(&mut SeasonInput)| {
        let mut input = good();
        change(&mut input);
        posterior(&input, &quick(), 1).unwrap_err().to_string()
    };
    type Change<'a> = &'a dyn Fn(&mut SeasonInput);
    let cases: [(Change<'_>, &str); 12] = [
        (&|input| input.end_h = f64::NAN, "end_h"),
        (&|input| input.end_h = -5.0, "end_h"),
        (&|input| input.looks[0].p_see = 1.5, "look 0: p_see: found 1.5"),
        (&|input| input.looks[0].false_rate = -1.0, "false_rate"),
        (&|input| input.looks[0].place = 7, "place 7"),
        (&|input| input.sightings[0].log_lr[1] = f64::NAN, "sighting 0: log_lr"),
        (&|input| input.sightings[0].log_lr.truncate(1), "one for each of 2 ships"),
        (&|input| input.sightings[0].time_h = 101.0, "its look is of 100"),
        (&|input| input.sightings[0].length_m = Some((80.0, 0.0)), "sd of length_m"),
        (&|input| input.hulls[0].capacity_bbl.0 = -1.0, "hull 0: capacity_bbl"),
        (&|input| input.places[0].is_loading = false, "0 loading places"),
        (&|input| input.places[1].route_nm = f64::INFINITY, "place 1: route_nm"),
    ];
    for (change, words) in cases {
        let found = fault(change);
        assert!(found.contains(words), "{found}: expected {words}");
    }
    let mut params = quick();
    params.speed_sd_kn = f64::NAN;
    assert!(matches!(posterior(&good(), &params, 1), Err(SeasonError::Parameter(_))));
}
