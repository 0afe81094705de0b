//! How it can go wrong, each on its own.

use super::{image_time, judge, kit, object, p, place, radio, report, scene};
use plimsoll_analysis::associate::{LookSide, RadarLook, Sight, is_gear_name, predict, rows};
use plimsoll_model::{AssociationVerdict, Mmsi};

/// The verdict on each object.
fn verdicts(view: &plimsoll_analysis::associate::View) -> Vec<AssociationVerdict> {
    let rows = rows(view, &judge(view), &kit::params());
    view.seen.iter().map(|s| rows.iter().find(|r| r.detection == s.id).unwrap().verdict).collect()
}

#[test]
fn a_pair_alongside_is_told_by_length_and_one_blob_of_two_is_not_decided() {
    let ships = || {
        vec![
            radio(1, 180.0, vec![report(-3.0, (0.0, 0.0), 0.1, 10.0)]),
            radio(2, 90.0, vec![report(-2.0, (25.0, 0.0), 0.1, 10.0)]),
        ]
    };
    let two = judge(&scene(ships(), vec![object(1, (5.0, 4.0), 175.0), object(2, (20.0, -3.0), 92.0)]));
    assert!(p(&two, 0, 0) > 0.9 && p(&two, 1, 1) > 0.9, "{two:?}");
    // One object, as long as neither: it is somebody's, nobody says whose.
    let one = judge(&scene(ships(), vec![object(1, (12.0, 0.0), 128.0)]));
    assert!(one.unmatched[0] < 0.05 && p(&one, 0, 0) < 0.9 && p(&one, 1, 0) < 0.9, "{one:?}");
    assert!((p(&one, 0, 0) + p(&one, 1, 0) + one.unmatched[0] - 1.0).abs() < 1e-9);
}

#[test]
fn a_tow_does_not_get_the_identity_of_the_tug() {
    let tug =
        radio(1, 30.0, vec![report(-4.0, (0.0, -740.0), 6.0, 348.0), report(3.0, (0.0, 555.0), 6.0, 348.0)]);
    let at = predict(&tug.fixes, image_time(), &kit::params().motion).unwrap();
    let away = plimsoll_analysis::associate::step(place(0.0, 0.0), at.position);
    let tow = (away.east_m + 85.0, away.north_m - 400.0);
    let found =
        judge(&scene(vec![tug], vec![object(1, (away.east_m, away.north_m), 31.0), object(2, tow, 95.0)]));
    assert!(p(&found, 0, 0) > 0.9 && p(&found, 0, 1) < 0.05 && found.unmatched[1] > 0.9, "{found:?}");
}

#[test]
fn an_anchored_cluster_is_told_apart() {
    let spot = |i: u32| (f64::from(i % 3) * 350.0, f64::from(i / 3) * 350.0);
    let ships = (0..9).map(|i| radio(i, 90.0, vec![report(-3.0, spot(i), 0.1, 0.0)])).collect();
    let seen = (0..9).map(|i| object(i64::from(i), (spot(i).0 + 20.0, spot(i).1 - 15.0), 88.0)).collect();
    let found = judge(&scene(ships, seen));
    for i in 0..9 {
        assert!(p(&found, i, i) > 0.9, "{i}: {found:?}");
    }
}

#[test]
fn ais_six_hours_old_decides_nothing() {
    // She steamed at 12 kn; the object lies where she would be had she gone on.
    let way = 6.0 * 12.0 * 1852.0;
    let old = radio(1, 90.0, vec![report(-360.0, (0.0, -way), 12.0, 0.0)]);
    let found = judge(&scene(vec![old], vec![object(1, (0.0, 0.0), 90.0)]));
    assert!(p(&found, 0, 0) < 0.5, "{found:?}");
    for pair in &found.pairs {
        assert!(pair.sigma_m > 5_000.0, "{pair:?}");
    }
}

#[test]
fn a_length_that_nobody_set_or_that_is_wrong_does_not_part_a_ship_from_herself() {
    let with = |length: f64, beam: Option<f64>| {
        let mut ship = radio(1, length, vec![report(-2.0, (0.0, 0.0), 0.1, 0.0)]);
        ship.beam_m = beam;
        p(&judge(&scene(vec![ship], vec![object(1, (15.0, 10.0), 250.0)])), 0, 0)
    };
    let right = with(250.0, Some(40.0));
    for (length, beam) in [(0.0, None), (100.0, Some(20.0)), (30.0, Some(8.0))] {
        let said = with(length, beam);
        assert!(said > 0.9 && said < right, "{length} {said} {right}");
    }
}

#[test]
fn a_ghost_along_the_track_does_not_take_the_match() {
    // A ghost 4.6 km along the track, fainter and shorter, that was taken for a ship.
    let ship = radio(1, 150.0, vec![report(-20.0, (0.0, -6173.0), 10.0, 0.0)]);
    let shift = |course: f64| {
        let look = RadarLook { track_deg: 348.0, side: LookSide::Right };
        let by = look.along(look.shift_m(plimsoll_analysis::associate::Step::towards(course, 5.144), 75.0));
        (by.east_m, by.north_m)
    };
    let (e, n) = shift(0.0);
    let ghost = plimsoll_analysis::associate::Step::towards(348.0, 4_600.0);
    let seen = vec![object(1, (e, n), 148.0), object(2, (e + ghost.east_m, n + ghost.north_m), 60.0)];
    let found = judge(&scene(vec![ship], seen));
    assert!(p(&found, 0, 0) > 0.8 && p(&found, 0, 1) < 0.1, "{found:?}");
}

#[test]
fn a_wrong_sign_of_the_displacement_is_seen_in_all_four_ways_of_looking() {
    for side in [LookSide::Right, LookSide::Left] {
        for track_deg in [348.0, 192.0] {
            let look = RadarLook { track_deg, side };
            let other = if side == LookSide::Right { LookSide::Left } else { LookSide::Right };
            // 14 kn across the track; the reports before and after leave her place to a few metres.
            let v = 14.0 * 1852.0 / 3600.0;
            let velocity = plimsoll_analysis::associate::Step::towards(track_deg + 90.0, v);
            let at = |s: f64| (velocity.east_m * s, velocity.north_m * s);
            let course = (track_deg + 90.0) % 360.0;
            let ship = radio(
                1,
                120.0,
                vec![report(-1.0, at(-60.0), 14.0, course), report(1.0, at(60.0), 14.0, course)],
            );
            let by = look.along(look.shift_m(velocity, 75.0));
            let mut view = scene(vec![ship], vec![object(1, (by.east_m, by.north_m), 120.0)]);
            view.sight = Sight::Radar(Some(look));
            let right = judge(&view);
            view.sight = Sight::Radar(Some(RadarLook { track_deg, side: other }));
            let wrong = judge(&view);
            assert!(p(&right, 0, 0) > 0.95, "{side:?} {track_deg} {right:?}");
            assert!(right.pairs[0].distance_m < 20.0 && right.pairs[0].shift_m.abs() > 500.0, "{right:?}");
            assert!(p(&wrong, 0, 0) < 0.05, "{side:?} {track_deg} {wrong:?}");
        }
    }
}

#[test]
fn shore_stations_buoys_and_aircraft_are_no_ships() {
    for number in [2_992_000, 992_990_001, 111_299_501, 982_990_001, 299] {
        let station = radio(number.max(1000), 0.0, vec![report(-1.0, (0.0, 0.0), 0.0, 0.0)]);
        let mut view = scene(vec![station], vec![object(1, (0.0, 0.0), 60.0)]);
        view.radios[0].mmsi = Mmsi::new(number).unwrap();
        let found = judge(&view);
        assert!(found.pairs.is_empty() && found.unmatched[0] > 0.999, "{number} {found:?}");
    }
}

#[test]
fn fishing_gear_that_sends_as_a_ship_is_known_by_its_name() {
    for name in ["SIM NET-12.4V", "SIM GEAR 98%", "sim 3-100%", "SIM NETMARK 7", "FISHING NET SIM"] {
        assert!(is_gear_name(name), "{name}");
        let mut gear = radio(1, 0.0, vec![report(-1.0, (0.0, 0.0), 0.4, 90.0)]);
        gear.name = Some(name.to_owned());
        let found = judge(&scene(vec![gear], vec![object(1, (0.0, 0.0), 60.0)]));
        assert!(found.pairs.is_empty(), "{name} {found:?}");
    }
    for name in ["SIM UNION 7V", "SIM V", "SIM HARVEST", "SIM STAR 12", "SIM MARK V", ""] {
        assert!(!is_gear_name(name), "{name}");
    }
}

#[test]
fn without_ais_nothing_is_called_silent_unless_ais_was_received_there() {
    let mut view =
        scene(vec![], (0..3).map(|i| object(i, (f64::from(i as i32) * 3e3, 0.0), 220.0)).collect());
    assert_eq!(verdicts(&view), [AssociationVerdict::Unmatched; 3]);
    view.seen[0].reception.p = Some(0.97);
    view.seen[1].reception.p = Some(0.6);
    view.seen[2].reception.p = Some(0.97);
    view.seen[2].length_m = Some((18.0, 0.2));
    let expected = [
        AssociationVerdict::SilentDespiteCoverage,
        AssociationVerdict::Unmatched,
        AssociationVerdict::LikelyNotObliged,
    ];
    assert_eq!(verdicts(&view), expected);
    let belief = judge(&view);
    for row in rows(&view, &belief, &kit::params()) {
        let is_known = row.p_received.is_some();
        assert!(!row.basis.contains("dark") && row.basis.contains("not known") != is_known, "{row:?}");
    }
}

#[test]
fn no_objects_no_scenes_no_reports() {
    let ship = radio(1, 90.0, vec![report(-2.0, (0.0, 0.0), 0.1, 0.0)]);
    let found = judge(&scene(vec![ship.clone()], vec![]));
    assert!(found.pairs.is_empty() && found.missed == [1.0], "{found:?}");
    let mute = plimsoll_analysis::associate::Radio { fixes: vec![], ..ship };
    let found = judge(&scene(vec![mute], vec![object(1, (0.0, 0.0), 60.0)]));
    assert!(found.pairs.is_empty() && found.unmatched[0] > 0.999);
    let none = plimsoll_analysis::associate::associate(&[], &Default::default(), &kit::params());
    assert!(none.scenes.is_empty() && none.silent_per_lit.is_finite());
}

#[test]
fn a_radar_scene_without_geometry_widens_instead_of_shifting() {
    let ship = |knots: f64| {
        let v = knots * 1852.0 / 3600.0;
        radio(
            1,
            120.0,
            vec![report(-1.0, (-60.0 * v, 0.0), knots, 90.0), report(1.0, (60.0 * v, 0.0), knots, 90.0)],
        )
    };
    let without = |knots: f64, at: (f64, f64)| {
        let mut view = scene(vec![ship(knots)], vec![object(1, at, 120.0)]);
        view.sight = Sight::Radar(None);
        view.seen[0].shift_s = None;
        judge(&view)
    };
    // A fast ship may be displaced either way; one at rest may not.
    for north in [450.0, -450.0] {
        let fast = without(12.0, (0.0, north));
        assert!(p(&fast, 0, 0) > 0.5 && fast.pairs[0].sigma_m > 150.0, "{fast:?}");
        assert!(fast.pairs[0].shift_m.abs() < 1e-12);
        let still = without(0.1, (0.0, north));
        assert!(still.pairs.iter().all(|pair| pair.sigma_m < 60.0), "{still:?}");
        assert!(p(&still, 0, 0) < p(&fast, 0, 0), "{still:?} {fast:?}");
    }
}

#[test]
fn rows_add_up_and_name_what_they_stand_on() {
    let ships =
        (0..3).map(|i| radio(i, 90.0, vec![report(-30.0, (f64::from(i) * 300.0, 0.0), 2.0, 80.0)])).collect();
    let view =
        scene(ships, (0..3).map(|i| object(i, (f64::from(i as i32) * 300.0 + 900.0, 80.0), 80.0)).collect());
    let params = kit::params();
    let belief = judge(&view);
    let all = rows(&view, &belief, &params);
    for seen in &view.seen {
        let of: Vec<_> = all.iter().filter(|r| r.detection == seen.id).collect();
        let sum: f64 = of.iter().filter_map(|r| r.p).sum();
        assert!((sum - 1.0).abs() < 3.0 * params.least_p, "{of:?}");
        assert_eq!(of.iter().filter(|r| r.displayed_match).count(), 1);
        assert_eq!(of.iter().filter(|r| r.mmsi.is_none()).count(), 1);
        assert!(of.iter().all(|r| r.parents.contains(&seen.id) && r.parents.contains(&view.scene)));
        assert!(
            of.iter().filter(|r| r.mmsi.is_some()).all(|r| r.parents.len() >= 3 && r.distance_m.is_some())
        );
    }
    let mut ids: Vec<_> = all.iter().map(|r| r.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all.len());
}
