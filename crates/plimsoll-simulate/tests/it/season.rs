//! Properties of every season, whatever its seed.

use crate::heard::Heard;
use plimsoll_model::{Area, Length, Position};
use plimsoll_simulate::{Season, harbour};

const SEEDS: std::ops::Range<u64> = 0..5;

fn each_season(check: impl Fn(&Season, &Heard)) {
    for seed in SEEDS {
        let season = harbour(seed);
        check(&season, &Heard::in_lines(&season.ais));
    }
}

/// The Kerguelen Islands of the one coastline in the tree (Natural Earth 1:10m, public domain), islands without holes.
fn islands() -> Vec<Area> {
    let text = include_str!("../../../plimsoll-report/assets/coastline.geojson");
    let json: serde_json::Value = serde_json::from_str(text).unwrap();
    let corner = |pair: &serde_json::Value| {
        Position::from_lat_lon(pair[1].as_f64().unwrap(), pair[0].as_f64().unwrap()).unwrap()
    };
    let island = |polygon: &serde_json::Value| Area::Polygon {
        exterior: polygon[0].as_array().unwrap().iter().map(corner).collect(),
        holes: vec![],
    };
    let features = json["features"].as_array().unwrap();
    let window = features.iter().find(|f| f["properties"]["window"] == "kerguelen").unwrap();
    window["geometry"]["coordinates"].as_array().unwrap().iter().map(island).collect()
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_seed_others() {
    assert_eq!(harbour(7), harbour(7));
    assert_ne!(harbour(7).ais, harbour(8).ais);
}

#[test]
fn an_independent_decoder_finds_the_messages_of_the_truth_and_refuses_only_what_was_damaged() {
    each_season(|season, heard| {
        let truth = &season.truth.sentences;
        assert_eq!(heard.messages, truth.messages);
        // A message whose second sentence is missing is not refused but never completed.
        let spoilt = truth.damaged.iter().filter(|d| !d.what.starts_with("the second"));
        assert_eq!(heard.refused, spoilt.map(|d| d.line).collect::<Vec<_>>());
        assert_eq!(truth.damaged.len(), 6);
        assert_eq!(truth.lines, season.ais.lines().count());
        assert!(season.ais.len() < 250_000, "{}", season.ais.len());
    });
}

#[test]
fn the_tanker_falls_silent_once_for_six_hours_or_more_and_the_yacht_never() {
    each_season(|season, heard| {
        let gap = &season.truth.gap;
        let silences = |mmsi| {
            let track = heard.track(mmsi);
            let pairs = track.array_windows().map(|[a, b]| (a.0, b.0));
            pairs.filter(|(off, on)| on - off >= 6 * 3600).collect::<Vec<_>>()
        };
        assert_eq!(silences(season.truth.vessel.mmsi), [(gap.off.as_second(), gap.on.as_second())]);
        assert_eq!(silences(299_123_460), []);
    });
}

#[test]
fn the_tanker_is_heard_in_the_terminal_during_the_visit_only_and_the_yacht_never_comes_near() {
    each_season(|season, heard| {
        let truth = &season.truth;
        let berth = Position::from_lat_lon(truth.terminal.lat_deg, truth.terminal.lon_deg).unwrap();
        let radius = Length::nautical_miles(truth.terminal.radius_nm);
        let (enters, leaves) = (truth.visit.enters.as_second(), truth.visit.leaves.as_second());
        // Noise of 4 m moves a report over the edge of the circle by less than 20 s at her speed there.
        let margin = 20;
        for (second, position, _) in heard.track(truth.vessel.mmsi) {
            let is_inside = berth.distance_to(position) <= radius;
            if is_inside {
                assert!((enters - margin..leaves + margin).contains(&second), "{second}");
            } else {
                assert!(!(enters + margin..leaves - margin).contains(&second), "{second}");
            }
        }
        for (_, position, _) in heard.track(299_123_460) {
            assert!(berth.distance_to(position).to_nautical_miles() > 20.0);
        }
    });
}

#[test]
fn the_draught_sent_changes_once_after_sailing_and_before_the_silence() {
    each_season(|season, heard| {
        let (visit, gap) = (&season.truth.visit, &season.truth.gap);
        let mut sent: Vec<_> =
            heard.statics.iter().filter(|s| s.1 == season.truth.vessel.mmsi).map(|s| (s.0, s.4)).collect();
        let first_new = sent.iter().position(|s| s.1 == 56).unwrap();
        assert!(sent[first_new].0 > visit.cast_off.as_second() && sent[first_new].0 < gap.off.as_second());
        sent.dedup_by_key(|s| s.1);
        assert_eq!(sent.iter().map(|s| s.1).collect::<Vec<_>>(), [34, 56]);
    });
}

#[test]
fn speed_sent_agrees_with_positions_sent() {
    each_season(|season, heard| {
        for [a, b] in heard.track(season.truth.vessel.mmsi).array_windows() {
            let seconds = (b.0 - a.0) as f64;
            if seconds < 3600.0 && a.2 > 8.0 && (a.2 - b.2).abs() < 0.15 {
                let knots = a.1.distance_to(b.1).to_nautical_miles() / seconds * 3600.0;
                assert!((knots - (a.2 + b.2) / 2.0).abs() < 0.35, "{knots} {a:?} {b:?}");
            }
        }
    });
}

#[test]
fn a_moored_ship_wanders_by_metres_and_not_by_more() {
    each_season(|season, heard| {
        let visit = &season.truth.visit;
        let (start, end) = (visit.alongside.as_second(), visit.cast_off.as_second());
        let berth =
            Position::from_lat_lon(season.truth.terminal.lat_deg, season.truth.terminal.lon_deg).unwrap();
        let moored = heard.track(season.truth.vessel.mmsi);
        let squares: Vec<f64> = moored
            .iter()
            .filter(|p| (start..end).contains(&p.0))
            .map(|p| p.1.distance_to(berth).to_metres().powi(2))
            .collect();
        assert!(squares.len() > 200);
        let root_mean_square = (squares.iter().sum::<f64>() / squares.len() as f64).sqrt();
        assert!((3.0..9.0).contains(&root_mean_square), "{root_mean_square}"); // 4 m in each direction: 5.7 m
    });
}

#[test]
fn no_ship_sails_over_land() {
    let islands = islands();
    let is_land = |position| islands.iter().any(|island| island.contains(position));
    assert!(is_land(Position::from_lat_lon(-49.35, 69.5).unwrap()), "the coast has no land in it");
    each_season(|_, heard| {
        for (second, mmsi, position, _) in &heard.positions {
            assert!(!is_land(*position), "{mmsi} at {second}");
        }
    });
}

#[test]
fn the_cargo_is_also_what_the_hull_sank_by_and_the_ballast_that_went() {
    each_season(|season, _| {
        let cargo = &season.truth.cargo;
        let sank_by = cargo.displacement_departure_t - cargo.displacement_arrival_t;
        let pumped_out = cargo.ballast_arrival_t - cargo.ballast_departure_t;
        let burnt = cargo.stores_arrival_t - cargo.stores_departure_t;
        assert!((sank_by + pumped_out + burnt - cargo.cargo_t).abs() < 0.31, "{cargo:?}"); // six numbers rounded to 0.1
        let barrels = cargo.cargo_t / cargo.density_t_per_m3 * 6.289_81;
        assert!((barrels - cargo.volume_bbl).abs() < 1.5);
        let ship = &season.truth.vessel;
        assert!(cargo.cargo_t < ship.deadweight_t);
        assert!(cargo.cargo_t / cargo.density_t_per_m3 < 0.98 * ship.tank_volume_m3);
        assert!((0.2..0.4).contains(&(cargo.ballast_arrival_t / ship.deadweight_t)));
    });
}

#[test]
fn the_draught_is_also_what_simpsons_rule_gives() {
    // A second integration of the same lines: Simpson's rule over the immersed sections, from the published shape.
    let truth = harbour(1).truth;
    let displacement = |draught: f64| {
        let half = |share: f64, z: f64| {
            let bilge = if z < 1.2 { 1.2 - (1.2_f64.powi(2) - (1.2 - z).powi(2)).sqrt() } else { 0.0 };
            let full = match share {
                s if s < 0.40 => 1.0 - (1.0 - s / 0.40).powf(1.2 + 0.22 * z),
                s if s > 0.62 => 1.0 - ((s - 0.62) / 0.38).powf(1.5 + 0.06 * z),
                _ => 1.0,
            };
            (6.4 - bilge) * full
        };
        let simpson = |n: usize, f: &dyn Fn(f64) -> f64| {
            let weight = |i: usize| if i == 0 || i == n { 1.0 } else { 2.0 + 2.0 * (i % 2) as f64 };
            (0..=n).map(|i| weight(i) * f(i as f64 / n as f64)).sum::<f64>() / (3 * n) as f64
        };
        let volume = simpson(600, &|s| simpson(600, &|t| 2.0 * half(s, t * draught)) * draught) * 80.0;
        volume * 1.005 * 1.025
    };
    for (draught, found) in [
        (truth.visit.draught_arrival_m, truth.cargo.displacement_arrival_t),
        (truth.visit.draught_departure_m, truth.cargo.displacement_departure_t),
    ] {
        assert!((displacement(draught) - found).abs() < 1.5, "{} {found}", displacement(draught));
    }
}
