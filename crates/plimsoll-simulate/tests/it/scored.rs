//! The score of an archive against reports made up from its truth.

use plimsoll_model::Position;
use plimsoll_simulate::archive::{ArchiveParams, ArchiveTruth, archive};
use plimsoll_simulate::score::{
    Found, FoundClock, FoundIdentityChange, FoundMeeting, FoundMoment, FoundSpan, PlantedKinds, score,
};

fn truth() -> ArchiveTruth {
    let params = ArchiveParams {
        rows: 90_000,
        vessels: 240,
        days: 3.0,
        seed: 1,
        centre: Position::from_lat_lon(56.0, 9.5).unwrap(),
        start: "2025-05-22T00:00:00Z".parse().unwrap(),
    };
    archive(&params).unwrap().truth
}

/// All that was planted, reported as it was.
fn all(planted: &PlantedKinds) -> Found {
    Found {
        encounters: Some(planted.encounters.clone()),
        gaps: Some(planted.gaps.clone()),
        shared_mmsis: Some(planted.shared_mmsis.clone()),
        spikes: planted.spikes.clone(),
        outages: planted.outages.clone(),
        loiterings: planted.loiterings.clone(),
        draught_changes: planted.draught_changes.clone(),
        identity_changes: planted.identity_changes.clone(),
        port_stays: planted.port_stays.clone(),
        receiver_clocks: planted.receiver_clocks.clone(),
    }
}

#[test]
fn an_analysis_that_finds_what_was_planted_is_perfect() {
    let planted = PlantedKinds::from(&truth());
    let score = score(&planted, &all(&planted));
    assert_eq!(score.0.len(), 10);
    for (name, tally) in &score.0 {
        assert!(tally.is_perfect() && tally.planted > 0 && tally.repeated == 0, "{name} {tally:?}");
        assert_eq!(tally.found, tally.planted, "{name}");
    }
    assert_eq!(score.0["encounters"].planted, 8);
    // One clock wrong for 72 h, another for 28.8 h; less the outage of 7.2 h; the hours that are wrong in part fall out.
    assert!((80..=92).contains(&score.0["receiver_clocks"].planted), "{:?}", score.0["receiver_clocks"]);
}

#[test]
fn an_analysis_that_finds_nothing_misses_all_and_one_that_did_not_look_is_not_scored() {
    let planted = PlantedKinds::from(&truth());
    let nothing = Found { encounters: Some(vec![]), gaps: Some(vec![]), ..Found::default() };
    let score = score(&planted, &nothing);
    assert_eq!(score.0.keys().copied().collect::<Vec<_>>(), ["encounters", "gaps"]);
    for tally in score.0.values() {
        assert_eq!((tally.found, tally.missed), (0, tally.planted));
        assert!(!tally.is_perfect() && !tally.missed_rows.is_empty());
    }
}

#[test]
fn each_wrong_row_is_put_down_as_what_it_is() {
    let truth = truth();
    let planted = PlantedKinds::from(&truth);
    let mut found = all(&planted);
    let encounters = found.encounters.as_mut().unwrap();
    encounters.push(encounters[0].clone()); // a repetition
    encounters[1].mmsis.reverse(); // the order does not matter
    let [a, b] = encounters[2].mmsis;
    encounters[2] = FoundMeeting { mmsis: [a, b + 1], ..encounters[2].clone() }; // missed, and one other
    encounters.push(planted.near_misses[0].clone());
    encounters.push(planted.short_meetings[0].clone());
    encounters.push(planted.alongside_one_mmsi[0].clone());
    let gaps = found.gaps.as_mut().unwrap();
    let outage = planted.outages.as_ref().unwrap()[0];
    gaps.push(FoundSpan { mmsi: a, start_s: outage.0 - 60, end_s: outage.1 + 300 });
    gaps.push(FoundSpan { mmsi: truth.first_day_only[0], start_s: 0, end_s: 9 });
    gaps.push(FoundSpan { mmsi: planted.shared_mmsis[0], start_s: 0, end_s: 9 });
    gaps.push(FoundSpan { mmsi: a, start_s: outage.0 - 40_000, end_s: outage.0 });
    gaps[0].end_s -= (gaps[0].end_s - gaps[0].start_s) / 3; // too short by a third
    found.shared_mmsis.as_mut().unwrap().push(planted.spikes.as_ref().unwrap()[0].mmsi);
    let spikes = found.spikes.as_mut().unwrap();
    spikes[0].time_s += 5;
    spikes[1].time_s += 6;
    let nowhere = &planted.without_position[0];
    spikes.push(FoundMoment { mmsi: nowhere.mmsi, time_s: nowhere.time_s });
    let identities = found.identity_changes.as_mut().unwrap();
    let flicker = FoundIdentityChange { mmsi: planted.shared_mmsis[0], ..identities[0].clone() };
    identities.push(flicker);
    let clocks = found.receiver_clocks.as_mut().unwrap();
    clocks.push(FoundClock { receiver: "rSIM-5".into(), offset_s: 9.0, ..clocks[0].clone() });
    clocks.push(FoundClock { receiver: "rSIM-5".into(), offset_s: -40.0, ..clocks[0].clone() });

    let score = score(&planted, &found);
    let counts = |kind: &str| {
        let t = &score.0[kind];
        [t.missed, t.repeated, t.negatives, t.explained, t.other]
    };
    assert_eq!(counts("encounters"), [1, 1, 2, 1, 1]);
    assert_eq!(counts("gaps"), [1, 0, 2, 1, 2]);
    assert_eq!(counts("shared_mmsis"), [0, 0, 1, 0, 0]);
    assert_eq!(counts("spikes"), [1, 0, 1, 0, 1]);
    assert_eq!(counts("identity_changes"), [0, 0, 0, 1, 0]);
    assert_eq!(counts("receiver_clocks"), [0, 0, 0, 0, 1]);
    assert!(score.0["encounters"].wrong_rows.iter().any(|row| row.starts_with("negative: ")));
}

#[test]
fn the_truth_of_the_benchmark_script_is_read_too_and_nonsense_is_refused() {
    // Two rows of each kind in the layout of the script, made up.
    let text = r#"{"seed": 1, "rows": 2, "ports": [[56.05, 11.33]], "spikes": 46, "bad": 17, "dupes": 4840,
        "encounters": [[299000002, 299000001, 1747900000, 1747910000, 120.5, 56.1, 7.2]],
        "near_misses": [[299000003, 299000004, 1747900000, 1747910000, 900.1, 56.2, 7.3]],
        "short_meets": [], "gaps": [[299000005, 1747900000, 1747930000]], "shared_mmsi": [299000006]}"#;
    let planted = PlantedKinds::from_json(text).unwrap();
    assert_eq!(planted.encounters[0].mmsis, [299_000_002, 299_000_001]);
    assert_eq!((planted.gaps[0].start_s, planted.shared_mmsis[0]), (1_747_900_000, 299_000_006));
    assert_eq!(planted.spikes, None, "the script counts spikes but does not list them");
    let found = Found {
        encounters: Some(vec![
            FoundMeeting { mmsis: [299_000_001, 299_000_002], start_s: 1_747_900_600, end_s: 1_747_909_800 },
            FoundMeeting { mmsis: [299_000_003, 299_000_004], start_s: 1_747_900_600, end_s: 1_747_909_800 },
        ]),
        spikes: Some(vec![]),
        ..Found::default()
    };
    let score = score(&planted, &found);
    assert_eq!(score.0.len(), 1);
    assert_eq!((score.0["encounters"].found, score.0["encounters"].negatives), (1, 1));
    let ours = serde_json::to_string(&truth()).unwrap();
    assert_eq!(PlantedKinds::from_json(&ours).unwrap(), PlantedKinds::from(&truth()));
    let refused = PlantedKinds::from_json("{\"gaps\": 7}").unwrap_err().to_string();
    assert!(refused.starts_with("not the truth of an archive ("), "{refused}");
}
