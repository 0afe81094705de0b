//! Each rung of the ladder, on invented ships.

use plimsoll_model::{ImoNumber, Mmsi, Rung, Strength, VersionDays};
use plimsoll_model::{Key, RecordId, RecordKind};
use plimsoll_registry::lists::{ListForm, ListSource, Lists, read_list};
use plimsoll_registry::names::NameParams;
use plimsoll_registry::screen::{Asked, Found, Roll, ScreenParams};

const LIST: &str = "#,vessel_name,imo_number,mmsi,flag,call_sign,type,date_of_designation,port_entry_ban\n\
    1,GREY HERON,2900010,299000001,,QAAA1,Oil tanker,3-Oct-17,yes\n\
    2,GREY HERON 2,2900125,299000002,,,Oil tanker,3-Oct-17,yes\n\
    3,PAPER BOAT,,299000003,,QAAA3,,3-Oct-17,yes\n\
    4,1: WHITE SWAN 2: GREY HERON,2900230,,,,,3-Oct-17,yes\n";

fn lists() -> Lists {
    let source = ListSource {
        exhibit: RecordId::of(RecordKind::Exhibit, &[Key::Text("list")]),
        sha256: "0",
        file_name: "list.csv",
        list: None,
        version: Some(("v", VersionDays::default())),
    };
    let rows = read_list(LIST.as_bytes(), ListForm::Un1718Csv, &source).unwrap();
    assert!(rows.rejects.is_empty(), "{:?}", rows.rejects);
    Lists::join(vec![rows], vec![])
}

fn ask(asked: &Asked) -> Vec<(String, Found)> {
    let lists = lists();
    let roll = Roll::new(&lists.entries, &lists.claims);
    let names: NameParams = crate::names_measured::params();
    let found = roll.screen(
        asked,
        &ScreenParams { nearest_names: 40, near_letters_per_slip: 3, most_near: 5 },
        &names,
    );
    found.into_iter().map(|f| (roll.at(f.place).unwrap().key.clone(), f)).collect()
}

fn imo(number: u32) -> Option<ImoNumber> {
    Some(ImoNumber::new(number).unwrap())
}

fn named(name: &str) -> Asked {
    Asked { names: vec![name.into()], ..Asked::default() }
}

fn of<'a>(found: &'a [(String, Found)], key: &str) -> &'a Found {
    &found.iter().find(|(k, _)| k == key).unwrap_or_else(|| panic!("{key}: {found:?}")).1
}

#[test]
fn a_hull_number_establishes_whatever_the_name() {
    let found = ask(&Asked { imo_number: imo(2_900_010), ..named("BLUE WHALE") });
    let first = of(&found, "imo/2900010");
    assert_eq!((first.rung, first.strength), (Rung::Imo, Strength::Established));
    assert!(first.reasons.iter().any(|r| r.contains("BLUE WHALE") && r.contains("GREY HERON")), "{first:?}");
}

#[test]
fn another_hull_number_rules_out_the_same_name() {
    let found = ask(&Asked { imo_number: imo(2_900_450), ..named("Grey Heron") });
    let first = of(&found, "imo/2900010");
    assert_eq!(first.strength, Strength::RuledOut);
    assert!(
        first.reasons.iter().any(|r| r.contains("IMO 2900450 here, IMO 2900010 on the list")),
        "{first:?}"
    );
    // A ship whose entry has no number is not ruled out by ours.
    let boat = ask(&Asked { imo_number: imo(2_900_450), ..named("PAPER BOAT") });
    assert_eq!(of(&boat, "name/PAPER BOAT").strength, Strength::Possible);
}

#[test]
fn a_name_with_a_radio_is_likely_and_each_alone_is_possible() {
    let radio = vec![Mmsi::new(299_000_001).unwrap()];
    let both = ask(&Asked { mmsis: radio.clone(), ..named("GREY HERON") });
    assert_eq!(
        (of(&both, "imo/2900010").rung, of(&both, "imo/2900010").strength),
        (Rung::NameAndRadio, Strength::Likely)
    );
    let alone = ask(&Asked { mmsis: radio, ..named("BLUE WHALE") });
    assert_eq!(
        (of(&alone, "imo/2900010").rung, of(&alone, "imo/2900010").strength),
        (Rung::Radio, Strength::Possible)
    );
    let name = ask(&named("grey-heron"));
    assert_eq!(
        (of(&name, "imo/2900010").rung, of(&name, "imo/2900010").strength),
        (Rung::Name, Strength::Possible)
    );
    let sign = ask(&Asked { call_signs: vec!["qaaa3".into()], ..named("MV PAPER BOAT") });
    assert_eq!(of(&sign, "name/PAPER BOAT").strength, Strength::Likely);
}

#[test]
fn name_and_radio_under_another_number_are_a_conflict_to_look_at() {
    let asked = Asked {
        imo_number: imo(2_900_450),
        mmsis: vec![Mmsi::new(299_000_001).unwrap()],
        ..named("GREY HERON")
    };
    let found = ask(&asked);
    let first = of(&found, "imo/2900010");
    assert_eq!((first.rung, first.strength), (Rung::NameAndRadio, Strength::Possible));
    assert!(first.reasons.iter().any(|r| r.contains("another hull")), "{first:?}");
}

#[test]
fn a_slip_of_the_pen_is_near_and_nothing_is_near_a_ship_that_is_sure() {
    let found = ask(&named("GREI HEROM"));
    assert_eq!(of(&found, "imo/2900010").strength, Strength::Near);
    let sure = ask(&Asked { imo_number: imo(2_900_230), ..named("GREI HEROM") });
    assert!(sure.iter().all(|(_, f)| f.strength != Strength::Near), "{sure:?}");
}

#[test]
fn a_sister_by_number_is_shown_and_ruled_out() {
    let found = ask(&named("GREY HERON 3"));
    for key in ["imo/2900010", "imo/2900125"] {
        let sister = of(&found, key);
        assert_eq!((sister.rung, sister.strength), (Rung::Name, Strength::RuledOut), "{key}");
        assert!(sister.reasons.iter().any(|r| r.contains("class")), "{sister:?}");
    }
    // The strongest comes first: the ship of that very number before her sisters.
    let two = ask(&named("GREY HERON 2"));
    assert_eq!((two[0].0.as_str(), two[0].1.strength), ("imo/2900125", Strength::Possible));
}

#[test]
fn a_second_name_of_the_list_counts_and_is_said_to_be_one() {
    let found = ask(&named("GREY HERON"));
    let second = of(&found, "imo/2900230");
    assert_eq!(second.strength, Strength::Possible);
    assert!(second.reasons.iter().any(|r| r.contains("listed as")), "{second:?}");
}

#[test]
fn nothing_near_is_nothing_and_the_order_is_always_the_same() {
    assert!(ask(&named("QWERTZ UIOP")).is_empty());
    assert_eq!(ask(&named("GREY HERON")), ask(&named("GREY HERON")));
}
