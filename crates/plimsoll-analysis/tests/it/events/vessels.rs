//! Which reports are of one ship, and what is known of it.

use super::kit::{minute, mmsi, sent, source, vessel_params, with_draught};
use plimsoll_analysis::vessels::{VesselIndex, vessels};
use plimsoll_model::evidence::Key;
use plimsoll_model::{
    Claim, ClaimSubject, Dimensions, ImoNumber, Length, Mmsi, Particular, RecordId, RecordKind, StaticReport,
    Vessel, VesselKind,
};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const HULL_A: u32 = 9_074_729;
const HULL_B: u32 = 9_074_731;
const RADIO: u32 = 445_000_001;

fn named(report: StaticReport, name: &str, call_sign: &str) -> StaticReport {
    let keys = [Key::Id(report.id), Key::Text(name), Key::Text(call_sign)];
    let text = |t: &str| Some(t.to_owned()).filter(|t| !t.is_empty());
    let id = RecordId::of(RecordKind::StaticReport, &keys);
    StaticReport { id, ship_name: text(name), call_sign: text(call_sign), ..report }
}

fn sized(report: StaticReport, length: f64, beam: f64) -> StaticReport {
    let keys = [Key::Id(report.id), Key::Int(length as i64), Key::Int(beam as i64)];
    let dimensions =
        Dimensions { length_overall: Some(Length::metres(length)), beam: Some(Length::metres(beam)) };
    StaticReport { id: RecordId::of(RecordKind::StaticReport, &keys), dimensions, ..report }
}

fn claim(subject: ClaimSubject, list: &str, property: &str, value: &str) -> Claim {
    Claim {
        id: RecordId::of(RecordKind::Claim, &[Key::Text(list), Key::Text(property), Key::Text(value)]),
        source: source(list, 1),
        subject,
        property: property.to_owned(),
        value: value.to_owned(),
        original_value: value.to_owned(),
        list: list.to_owned(),
        list_version: None,
        entry: None,
        first_seen: None,
        last_seen: None,
    }
}

fn hull(number: u32) -> ImoNumber {
    ImoNumber::new(number).unwrap()
}

fn all(reports: &[StaticReport], claims: &[Claim]) -> Vec<Vessel> {
    vessels(reports, &BTreeSet::new(), claims, &BTreeSet::new(), &vessel_params())
}

fn of_hull(found: &[Vessel], number: u32) -> &Vessel {
    found.iter().find(|v| v.imo_number == Some(hull(number))).unwrap()
}

fn has_remark(vessel: &Vessel, part: &str) -> bool {
    vessel.remarks.iter().any(|r| r.contains(part))
}

fn interval(particular: &Option<Particular>) -> Option<[f64; 3]> {
    particular.as_ref().map(|p| [p.estimate.low(), p.estimate.mid(), p.estimate.high()])
}

#[test]
fn two_hulls_with_one_radio_are_two_ships() {
    let found = all(&[sent(RADIO, minute(0), HULL_A), sent(RADIO, minute(60), HULL_B)], &[]);
    assert_eq!(found.len(), 2);
    assert!(has_remark(of_hull(&found, HULL_A), "MMSI 445000001 is also used by IMO number 9074731"));
    assert!(has_remark(of_hull(&found, HULL_B), "MMSI 445000001 is also used by IMO number 9074729"));
}

#[test]
fn two_radios_under_one_hull_are_one_ship() {
    let found = all(&[sent(RADIO, minute(0), HULL_A), sent(RADIO + 1, minute(60), HULL_A)], &[]);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].mmsis, [mmsi(RADIO), mmsi(RADIO + 1)]);
    assert!(has_remark(&found[0], "2 MMSIs under one IMO number"));
}

#[test]
fn a_number_that_fails_says_which_digit_was_expected() {
    let found = all(&[sent(RADIO, minute(0), 9_701_228)], &[]);
    assert_eq!((found.len(), found[0].imo_number), (1, None));
    assert_eq!(
        found[0].remarks,
        [
            "IMO number 9701228 sent fails its check digit: last digit should be 9",
            "tanker by AIS ship type only; a gas carrier sends the same",
        ]
    );
    let found = all(&[sent(RADIO, minute(0), 5)], &[]);
    assert!(has_remark(&found[0], "IMO number 5 sent is not one: expected seven digits"));
    let found = all(&[sent(RADIO, minute(0), 10_000_123)], &[]);
    assert!(has_remark(&found[0], "number 10000123 sent is the official number of a flag state"));
}

#[test]
fn a_bad_number_joins_the_hull_of_the_same_radio_and_name_or_call_sign() {
    let good = named(sent(RADIO, minute(0), HULL_A), "SEA FALCON", "V7AB");
    let by_name = named(sent(RADIO, minute(60), 9_074_728), "sea falcon ", "");
    let by_call_sign = named(sent(RADIO, minute(70), 0), "", "V7AB");
    let found = all(&[good.clone(), by_name, by_call_sign], &[]);
    assert_eq!(found.len(), 1);
    assert!(has_remark(&found[0], "IMO number 9074728 sent fails its check digit: last digit should be 9"));
    let other_name = named(sent(RADIO, minute(60), 0), "SEA HAWK", "");
    let other_radio = named(sent(RADIO + 1, minute(60), 0), "SEA FALCON", "V7AB");
    let found = all(&[good, other_name, other_radio], &[]);
    assert_eq!(found.len(), 3, "neither the radio nor the name alone joins");
}

#[test]
fn a_name_of_two_hulls_on_one_radio_joins_neither() {
    let a = named(sent(RADIO, minute(0), HULL_A), "SEA FALCON", "");
    let b = named(sent(RADIO, minute(10), HULL_B), "SEA FALCON", "");
    let neither = named(sent(RADIO, minute(20), 0), "SEA FALCON", "");
    let found = all(&[a, b, neither], &[]);
    assert_eq!(found.len(), 3);
}

#[test]
fn ships_without_a_number_are_ships_of_their_own() {
    let found = all(&[sent(RADIO, minute(0), 0), sent(RADIO + 1, minute(0), 0)], &[]);
    assert_eq!(found.len(), 2);
    assert!(found.iter().all(|v| v.imo_number.is_none() && v.mmsis.len() == 1));
}

#[test]
fn the_name_sent_most_often_wins_and_all_are_kept() {
    let names = ["CHONG RIM 2", "SIN PHYONG 9", "SIN PHYONG 9", "CHONG RIM 2", "A"];
    let reports: Vec<StaticReport> = names
        .iter()
        .enumerate()
        .map(|(i, name)| named(sent(RADIO, minute(i as i64), HULL_A), name, ""))
        .collect();
    let found = all(&reports, &[claim(ClaimSubject::Imo(hull(HULL_A)), "UN", "ship_name", "OLD NAME")]);
    assert_eq!(
        found[0].ship_name.as_deref(),
        Some("CHONG RIM 2"),
        "of two equally often the first by alphabet"
    );
    assert_eq!(found[0].names, ["A", "CHONG RIM 2", "OLD NAME", "SIN PHYONG 9"]);
    assert!(has_remark(&found[0], "3 names sent: A, CHONG RIM 2, SIN PHYONG 9"));
}

#[test]
fn the_kind_comes_from_lists_first_and_never_from_a_name() {
    let report = named(sent(RADIO, minute(0), HULL_A), "MARAN GAS ROXANA", "");
    let kind = |claims: &[Claim]| {
        let found = all(std::slice::from_ref(&report), claims);
        (found[0].kind, found[0].remarks.join("; "))
    };
    let says = |list, words| claim(ClaimSubject::Imo(hull(HULL_A)), list, "ship_type", words);
    let (by_ais, remark) = kind(&[]);
    assert_eq!(by_ais, VesselKind::OilTanker);
    assert!(remark.contains("by AIS ship type only"), "{remark}");
    let words = [
        ("LNG carrier", VesselKind::GasCarrier),
        ("Gas carrier", VesselKind::GasCarrier),
        ("LPG Tanker", VesselKind::GasCarrier),
        ("Oil tanker", VesselKind::OilTanker),
        ("Chemical tanker", VesselKind::OilTanker),
        ("Crude Oil Tanker", VesselKind::OilTanker),
        ("Bulk carrier", VesselKind::Other),
        ("Gas-turbine passenger ship", VesselKind::Other),
        ("Oil recovery vessel", VesselKind::Other),
        ("", VesselKind::OilTanker),
    ];
    for (text, expected) in words {
        assert_eq!(kind(&[says("MRV", text)]).0, expected, "{text}");
    }
    let (both, remark) = kind(&[says("MRV", "Oil tanker"), says("IGU", "LNG carrier")]);
    assert_eq!(both, VesselKind::GasCarrier);
    assert!(remark.contains("lists disagree on the kind of ship"), "{remark}");
}

#[test]
fn ship_types_sent_mean_what_the_standard_says() {
    let types = [
        (None, VesselKind::Unknown),
        (Some(0), VesselKind::Unknown),
        (Some(30), VesselKind::Other),
        (Some(70), VesselKind::Other),
        (Some(79), VesselKind::Other),
        (Some(80), VesselKind::OilTanker),
        (Some(89), VesselKind::OilTanker),
        (Some(99), VesselKind::Other),
        (Some(255), VesselKind::Unknown),
    ];
    for (ship_type, expected) in types {
        let report = StaticReport { ship_type, ..sent(RADIO, minute(0), HULL_A) };
        assert_eq!(all(&[report], &[])[0].kind, expected, "{ship_type:?}");
    }
}

#[test]
fn lists_that_agree_have_no_width_and_lists_that_disagree_span_it() {
    let says = |list, value| claim(ClaimSubject::Imo(hull(HULL_A)), list, "deadweight_t", value);
    let report = [sent(RADIO, minute(0), HULL_A)];
    let found = all(&report, &[says("A", "5000")]);
    assert_eq!(interval(&found[0].deadweight_t), Some([5000.0; 3]));
    let basis = &found[0].deadweight_t.as_ref().unwrap().basis;
    assert!(basis.starts_with("A says 5000 (clm-"), "{basis}");
    let found = all(&report, &[says("A", "5000"), says("B", "5400"), says("C", "nonsense"), says("D", "-1")]);
    assert_eq!(interval(&found[0].deadweight_t), Some([5000.0, 5200.0, 5400.0]));
    assert!(has_remark(&found[0], "lists disagree on deadweight_t: 5000 to 5400"));
}

#[test]
fn a_depth_is_taken_from_the_lists() {
    let says = |list, value| claim(ClaimSubject::Imo(hull(HULL_A)), list, "depth_moulded_m", value);
    let report = [sent(RADIO, minute(0), HULL_A)];
    assert_eq!(all(&report, &[])[0].depth_moulded_m, None);
    let found = all(&report, &[says("A", "7.4"), says("B", "7.6"), says("C", "deep")]);
    assert_eq!(interval(&found[0].depth_moulded_m), Some([7.4, 7.5, 7.6]));
    assert!(!found[0].depth_moulded_m.as_ref().unwrap().is_inferred);
    assert!(has_remark(&found[0], "lists disagree on depth_moulded_m: 7.4 to 7.6"));
}

#[test]
fn dimensions_sent_most_often_win_and_a_contradiction_is_remarked() {
    let at = |m| sent(RADIO, minute(m), HULL_A);
    let reports = [
        sized(at(0), 183.0, 32.0),
        sized(at(1), 183.0, 32.0),
        sized(at(2), 18.0, 32.0),
        sized(at(3), 0.0, 0.0),
    ];
    let found = all(&reports, &[]);
    assert_eq!(interval(&found[0].length_overall_m), Some([182.0, 183.0, 184.0]));
    assert_eq!(interval(&found[0].beam_m), Some([31.0, 32.0, 33.0]));
    assert!(has_remark(&found[0], "length sent as 183.0 m and as 18.0"));
    let claimed = claim(ClaimSubject::Imo(hull(HULL_A)), "R", "length_overall_m", "120.5");
    let found = all(&reports, &[claimed]);
    assert_eq!(interval(&found[0].length_overall_m), Some([120.5; 3]), "a list before the ship's own word");
    assert!(has_remark(&found[0], "length sent is 183.0 m, claimed 120.5 m"));
    for (claimed, is_remarked) in [("205", true), ("203", false), ("167", false), ("166", true)] {
        let claimed = claim(ClaimSubject::Imo(hull(HULL_A)), "R", "length_overall_m", claimed);
        let found = all(&reports, std::slice::from_ref(&claimed));
        assert_eq!(has_remark(&found[0], "length sent is"), is_remarked, "{}", claimed.value);
    }
}

#[test]
fn a_draught_beyond_the_share_of_the_beam_is_a_typing_error() {
    let at = |m, draught| with_draught(sized(sent(RADIO, minute(m), HULL_A), 250.0, 44.0), draught);
    let found = all(&[at(0, 9.0), at(1, 25.0), at(2, 12.0)], &[]);
    assert_eq!(found[0].deepest_draught_m, Some(12.0));
    assert!(has_remark(&found[0], "draught of 25.0 m sent is taken for a typing error"));
    let unknown_beam = all(&[with_draught(sent(RADIO, minute(0), HULL_A), 25.0)], &[]);
    assert_eq!(unknown_beam[0].deepest_draught_m, Some(25.0), "nothing to judge it by");
}

#[test]
fn a_claim_about_a_radio_reaches_the_one_ship_that_uses_it_and_no_other() {
    let about = claim(ClaimSubject::Mmsi(mmsi(RADIO)), "tankers", "ship_type", "Oil tanker");
    let found = all(&[sent(RADIO, minute(0), HULL_A)], std::slice::from_ref(&about));
    assert!(found[0].parents.contains(&about.id));
    let found =
        all(&[sent(RADIO, minute(0), HULL_A), sent(RADIO, minute(1), HULL_B)], std::slice::from_ref(&about));
    assert!(found.iter().all(|v| !v.parents.contains(&about.id)));
}

#[test]
fn a_list_of_ships_nobody_heard_makes_no_ships() {
    let claims = [claim(ClaimSubject::Imo(hull(HULL_B)), "register", "deadweight_t", "5000")];
    assert_eq!(all(&[sent(RADIO, minute(0), HULL_A)], &claims).len(), 1);
    assert_eq!(all(&[], &claims), []);
}

#[test]
fn a_radio_heard_by_positions_alone_is_a_ship_of_its_own() {
    let radios = BTreeSet::from([mmsi(RADIO)]);
    let found = vessels(&[], &radios, &[], &BTreeSet::new(), &vessel_params());
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].kind, VesselKind::Unknown);
    assert!(has_remark(&found[0], "no static report heard"));
    assert_eq!(VesselIndex::new(&[], &vessel_params()).vessel_at(mmsi(RADIO), minute(0)), found[0].id);
}

#[test]
fn a_list_that_gives_a_radio_to_a_hull_is_remarked_and_joins_nothing() {
    let claims = [
        claim(ClaimSubject::Imo(hull(HULL_A)), "register", "mmsi", "445000001"),
        claim(ClaimSubject::Imo(hull(HULL_A)), "register", "deadweight_t", "5000"),
    ];
    let found = vessels(&[], &BTreeSet::from([mmsi(RADIO)]), &claims, &BTreeSet::new(), &vessel_params());
    assert_eq!((found.len(), found[0].imo_number), (1, None));
    assert!(has_remark(&found[0], "lists give this MMSI to IMO number 9074729: not joined"));
    assert_eq!(found[0].deadweight_t, None);
}

#[test]
fn a_radio_belongs_to_the_hull_that_used_it_at_the_time() {
    // Sold in between: hull A until hour 100, hull B from hour 400.
    let reports = [
        sent(RADIO, minute(0), HULL_A),
        sent(RADIO, minute(6_000), HULL_A),
        sent(RADIO, minute(24_000), HULL_B),
    ];
    let found = all(&reports, &[]);
    let index = VesselIndex::new(&reports, &vessel_params());
    let at = |m| index.vessel_at(mmsi(RADIO), minute(m));
    let (a, b) = (of_hull(&found, HULL_A).id, of_hull(&found, HULL_B).id);
    for (m, expected) in
        [(-9_999, a), (0, a), (3_000, a), (6_001, a), (14_999, a), (15_001, b), (24_000, b), (99_999, b)]
    {
        assert_eq!(at(m), expected, "{m}");
    }
}

#[test]
fn a_radio_that_two_hulls_share_is_of_neither() {
    let mut reports = Vec::new();
    for i in 0..50 {
        reports.push(sent(RADIO, minute(i * 60), if i % 2 == 0 { HULL_A } else { HULL_B }));
    }
    let radios = BTreeSet::from([mmsi(RADIO)]);
    let found = vessels(&reports, &radios, &[], &BTreeSet::new(), &vessel_params());
    assert_eq!(found.len(), 3, "two hulls and the radio that cannot be told");
    let shared = found.iter().find(|v| v.imo_number.is_none()).unwrap();
    assert!(has_remark(shared, "MMSI 445000001 is also used by IMO number 9074729, IMO number 9074731"));
    let index = VesselIndex::new(&reports, &vessel_params());
    assert_eq!(index.vessel_at(mmsi(RADIO), minute(1_000)), shared.id);
}

/// A second way to find the ship of a radio at an instant: looks at every report.
fn by_search(
    reports: &[StaticReport],
    index: &VesselIndex,
    radio: Mmsi,
    m: i64,
    alone: RecordId,
) -> RecordId {
    let of_radio: Vec<&StaticReport> = reports.iter().filter(|r| r.mmsi == radio).collect();
    let away = |r: &StaticReport| (r.time.as_second() - minute(m).as_second()).abs();
    let near: BTreeSet<RecordId> =
        of_radio.iter().filter(|r| away(r) <= 24 * 3600).map(|r| index.vessel_of(r)).collect();
    // A ship heard before and after with no other between used the radio in between.
    let before = of_radio.iter().filter(|r| r.time <= minute(m)).max_by_key(|r| (r.time, r.id));
    let after = of_radio.iter().filter(|r| r.time >= minute(m)).min_by_key(|r| (r.time, r.id));
    let throughout = before.zip(after).map(|(b, a)| (index.vessel_of(b), index.vessel_of(a)));
    let mut candidates = near;
    if let Some((b, a)) = throughout
        && b == a
    {
        candidates.insert(b);
    } else {
        let least = of_radio.iter().map(|r| away(r)).min();
        candidates.extend(of_radio.iter().filter(|r| Some(away(r)) == least).map(|r| index.vessel_of(r)));
    }
    if candidates.len() == 1 { *candidates.first().unwrap() } else { alone }
}

proptest! {
    #![proptest_config(super::kit::cases())]
    #[test]
    fn every_report_is_of_exactly_one_ship_and_hulls_are_never_joined(
        rows in prop::collection::vec((0u32..3, 0i64..9_000, 0usize..5, 0usize..3, 0usize..3), 1..40),
        turn in 0usize..40,
    ) {
        let numbers = [HULL_A, HULL_B, 0, 9_074_728, 5];
        let names = ["", "SEA FALCON", "SEA HAWK"];
        let mut reports: Vec<StaticReport> = rows
            .iter()
            .map(|(r, m, n, name, sign)| named(sent(RADIO + r, minute(*m), numbers[*n]), names[*name], names[*sign]))
            .collect();
        reports.sort_by_key(|r| r.id);
        reports.dedup_by_key(|r| r.id);
        let radios: BTreeSet<Mmsi> = reports.iter().map(|r| r.mmsi).collect();
        let found = vessels(&reports, &radios, &[], &BTreeSet::new(), &vessel_params());
        let index = VesselIndex::new(&reports, &vessel_params());
        let ids: BTreeMap<RecordId, &Vessel> = found.iter().map(|v| (v.id, v)).collect();
        prop_assert_eq!(ids.len(), found.len());
        for r in &reports {
            let vessel = ids.get(&index.vessel_of(r));
            prop_assert!(vessel.is_some_and(|v| v.mmsis.contains(&r.mmsi)));
            if r.imo_number.is_some() {
                prop_assert_eq!(vessel.unwrap().imo_number, r.imo_number);
            }
        }
        for radio in 0..3 {
            for m in (-3_000..12_000).step_by(1_487) {
                let radio = mmsi(RADIO + radio);
                let got = index.vessel_at(radio, minute(m));
                if radios.contains(&radio) {
                    prop_assert!(ids.contains_key(&got), "a position's ship is in the table");
                }
                let alone = VesselIndex::new(&[], &vessel_params()).vessel_at(radio, minute(m));
                prop_assert_eq!(got, by_search(&reports, &index, radio, m, alone), "{} {}", radio, m);
            }
        }
        let middle = turn % reports.len();
        reports.rotate_left(middle);
        prop_assert_eq!(vessels(&reports, &radios, &[], &BTreeSet::new(), &vessel_params()), found, "order of input");
    }
}

#[test]
fn a_radio_of_another_country_than_every_claimed_flag_is_remarked() {
    let subject = ClaimSubject::Imo(hull(HULL_A));
    let report = sent(RADIO, minute(0), HULL_A);
    let remarks = |flags: &[&str]| -> Vec<String> {
        let of_list = |(n, flag): (usize, &&str)| claim(subject, &format!("List {n}"), "flag", flag);
        let claims: Vec<Claim> = flags.iter().enumerate().map(of_list).collect();
        let found = all(std::slice::from_ref(&report), &claims);
        of_hull(&found, HULL_A).remarks.iter().filter(|r| r.contains("flag")).cloned().collect()
    };
    assert!(remarks(&["Panama"])[0].contains("List 0"), "{:?}", remarks(&["Panama"]));
    assert!(remarks(&["Panama", "Democratic People's Republic of Korea"]).is_empty());
    assert!(remarks(&["Nowhere"]).is_empty() && remarks(&[]).is_empty());
}
