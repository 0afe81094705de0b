//! The 50 % rule: the examples of OFAC's answers, odd graphs, and a second implementation on random ones.

use plimsoll_model::{RecordId, RecordKind, Source};
use plimsoll_registry::ownership::{OwnershipVerdict, Step, plain_mapping};
use plimsoll_registry::{Ownership, OwnershipRule, Stake, ownership, stakes};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

use OwnershipVerdict::{Blocked, NotShown, Perhaps};

fn stake(owner: &str, owned: &str, low: f64, high: f64) -> Stake {
    let exhibit = RecordId::of(RecordKind::Exhibit, &[]);
    Stake {
        owner: owner.into(),
        owned: owned.into(),
        share_percent: (low, high),
        from: None,
        until: None,
        citation: String::new(),
        source: Source { exhibit, line: 0, byte_offset: 0 },
    }
}

/// Stakes of rows such as `X A 50`, through the reader.
fn table(rows: &[&str]) -> Vec<Stake> {
    let mut text = String::from("owner,owned,share_percent,from,until,source\n");
    for row in rows {
        let mut cells: Vec<&str> = row.split(' ').collect();
        cells.resize(6, "");
        text += &(cells.join(",") + "\n");
    }
    let read =
        stakes(text.as_bytes(), RecordId::of(RecordKind::Exhibit, &[]), &plain_mapping("Test")).unwrap();
    assert_eq!(read.rejects, []);
    read.rows
}

fn listed(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn asked(rows: &[&str], names: &[&str], rule: OwnershipRule, on: &str) -> Ownership {
    ownership(&table(rows), &listed(names), rule, on.parse().unwrap()).unwrap()
}

fn verdict(rows: &[&str], names: &[&str], party: &str) -> OwnershipVerdict {
    asked(rows, names, OwnershipRule::Ofac, "2025-01-01").party(party).unwrap().verdict
}

/// The steps of a path as `X>A`.
fn path(steps: &[Step<'_>]) -> Vec<String> {
    steps.iter().map(|step| format!("{}>{}", step.owner.owner, step.owned)).collect()
}

#[test]
fn the_examples_of_ofac_faq_401() {
    for (rows, party, expected) in [
        (&["X A 50", "A B 50"][..], "B", Blocked),
        (&["X A 50", "X B 50", "A C 25", "B C 25"], "C", Blocked),
        (&["X A 50", "X B 10", "A B 40"], "B", Blocked),
        (&["X A 50", "X B 25", "A C 25", "B C 25"], "C", NotShown),
        (&["X A 25", "X B 25", "A C 50", "B C 50"], "C", NotShown),
    ] {
        assert_eq!(verdict(rows, &["X"], party), expected, "{rows:?}");
    }
    // By multiplying, X would have a quarter of B.
    let answer = asked(&["X A 50", "A B 50"], &["X"], OwnershipRule::Ofac, "2025-01-01");
    assert_eq!(path(&answer.why("B")), ["X>A", "A>B"]);
    assert!((answer.party("B").unwrap().percent.0 - 50.0).abs() < 1e-9);
}

#[test]
fn the_shares_of_all_blocked_owners_are_added_up() {
    // OFAC FAQ 399: X and Y, 25 % each.
    assert_eq!(verdict(&["X A 25", "Y A 25"], &["X", "Y"], "A"), Blocked);
    assert_eq!(verdict(&["X A 25", "Y A 25"], &["X"], "A"), NotShown);
    // Three thirds of a half, in decimals that no float holds.
    assert_eq!(verdict(&["X A 16.7", "Y A 16.6", "Z A 16.7"], &["X", "Y", "Z"], "A"), Blocked);
    assert_eq!(verdict(&["X A 16.7", "Y A 16.6", "Z A 16.699999"], &["X", "Y", "Z"], "A"), NotShown);
    let answer = asked(&["X A 49.9", "A B 100"], &["X"], OwnershipRule::Ofac, "2025-01-01");
    assert_eq!(answer.party("B").unwrap().verdict, NotShown);
    assert_eq!((answer.party("X"), answer.why("X").len(), answer.why("nobody").len()), (None, 0, 0));
}

#[test]
fn shares_that_are_not_known_exactly_give_perhaps() {
    assert_eq!(verdict(&["X A >50"], &["X"], "A"), Blocked);
    assert_eq!(verdict(&["X A 25-50"], &["X"], "A"), Perhaps);
    assert_eq!(verdict(&["X A <50"], &["X"], "A"), NotShown);
    assert_eq!(verdict(&["X A", "A B 60"], &["X"], "B"), Perhaps);
    assert_eq!(verdict(&["X A 25-50", "Y A 25-50"], &["X", "Y"], "A"), Blocked);
    // What another surely holds cannot be the blocked owner's.
    assert_eq!(verdict(&["X A", "Y A 50.5"], &["X"], "A"), NotShown);
    let answer = asked(&["X A", "Y A 40"], &["X"], OwnershipRule::Ofac, "2025-01-01");
    let party = answer.party("A").unwrap();
    assert_eq!(party.verdict, Perhaps);
    assert!(party.percent.0.abs() < 1e-9 && (party.percent.1 - 60.0).abs() < 1e-9);
    // A party that may be blocked does not help to show that another surely is.
    let answer = asked(&["X A 40-60", "A B 30", "X B 50"], &["X"], OwnershipRule::Ofac, "2025-01-01");
    assert_eq!(
        (answer.party("B").unwrap().verdict, path(&answer.why("B"))),
        (Blocked, vec!["X>B".to_owned()])
    );
}

#[test]
fn cycles_end_and_block_nobody_by_themselves() {
    assert_eq!(verdict(&["A B 60", "B A 60"], &["X"], "A"), NotShown);
    let rows = ["A B 60", "B C 60", "C A 40", "X A 10"];
    assert_eq!(verdict(&rows, &["X"], "A"), NotShown);
    let answer = asked(&["A B 60", "B C 60", "C A 30", "X A 50"], &["X"], OwnershipRule::Ofac, "2025-01-01");
    assert!(["A", "B", "C"].iter().all(|party| answer.party(party).unwrap().verdict == Blocked));
    assert_eq!(path(&answer.why("A")), ["X>A"], "the cycle is no reason");
    assert_eq!(path(&answer.why("C")), ["X>A", "A>B", "B>C"]);
}

#[test]
fn a_chain_of_ten_thousand_is_followed_to_its_end() {
    let chain: Vec<Stake> =
        (0..10_000).rev().map(|n| stake(&format!("{n:05}"), &format!("{:05}", n + 1), 50.0, 50.0)).collect();
    let answer =
        ownership(&chain, &listed(&["00000"]), OwnershipRule::Ofac, "2025-01-01".parse().unwrap()).unwrap();
    assert_eq!(answer.parties.len(), 10_000);
    assert!(answer.parties.iter().all(|party| party.verdict == Blocked));
    let why = answer.why("10000");
    assert_eq!((why.len(), why[0].owner.owner.as_str(), why[9_999].owned), (10_000, "00000", "10000"));
}

#[test]
fn the_rule_is_that_of_the_day() {
    let half = ["X A 50"];
    let on = |rule, day: &str| asked(&half, &["X"], rule, day).party("A").unwrap().verdict;
    assert_eq!(on(OwnershipRule::Eu, "2024-07-02"), NotShown);
    assert_eq!(on(OwnershipRule::Eu, "2024-07-03"), Blocked);
    assert_eq!(asked(&["X A >50"], &["X"], OwnershipRule::Eu, "2024-07-02").parties[0].verdict, Blocked);
    assert_eq!(on(OwnershipRule::Ofac, "2014-08-13"), Blocked);
    let error = ownership(&table(&half), &listed(&["X"]), OwnershipRule::Ofac, "2014-08-12".parse().unwrap());
    assert!(
        error.unwrap_err().to_string().starts_with("the OFAC rule on owners was not in force on 2014-08-12")
    );
    assert_eq!(
        OwnershipRule::Eu.words_on("2024-07-02".parse().unwrap()).unwrap(),
        "more than 50 %, all blocked owners together"
    );
    assert!(OwnershipRule::ALL.into_iter().all(|rule| OwnershipRule::parse(rule.as_str()) == Some(rule)));
}

#[test]
fn a_stake_counts_on_its_days_only() {
    let rows = ["X A 60 2020-01-01 2022-01-01", "Y A 60 2022-01-01"];
    let on = |day| asked(&rows, &["X"], OwnershipRule::Ofac, day).party("A").map(|party| party.verdict);
    assert_eq!(
        [on("2019-12-31"), on("2020-01-01"), on("2021-12-31"), on("2022-01-01")],
        [None, Some(Blocked), Some(Blocked), Some(NotShown)]
    );
}

#[test]
fn odd_sources_are_remarked_and_never_counted_twice() {
    let answer = asked(&["X A 30", "X A 40"], &["X"], OwnershipRule::Ofac, "2025-01-01");
    let party = answer.party("A").unwrap();
    assert_eq!((party.verdict, party.owners[0].sources.len()), (NotShown, 2));
    assert_eq!(party.remarks, ["2 rows give the share of X: counted once, from 30 to 40 %"]);
    let answer = asked(&["A A 60", "X A 40"], &["X"], OwnershipRule::Ofac, "2025-01-01");
    let party = answer.party("A").unwrap();
    assert_eq!((party.verdict, party.owners.len()), (NotShown, 1));
    assert_eq!(party.remarks, ["a share of the party in itself is left out: it blocks nobody"]);
    // Y's 80 % contradict X's: neither is believed over the other.
    let answer = asked(&["X A 60", "Y A 80"], &["X"], OwnershipRule::Ofac, "2025-01-01");
    let party = answer.party("A").unwrap();
    assert_eq!(party.verdict, Blocked);
    assert_eq!(party.remarks, ["the shares of its owners add up to at least 140 %, more than the whole"]);
}

#[test]
fn numbers_that_are_none_harm_nothing() {
    let nonsense = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1.0, 1e300];
    for (low, high) in nonsense.iter().flat_map(|low| nonsense.map(|high| (*low, high))) {
        let odd = [stake("X", "A", low, high), stake("A", "B", high, low)];
        let answer =
            ownership(&odd, &listed(&["X"]), OwnershipRule::Ofac, "2025-01-01".parse().unwrap()).unwrap();
        for party in &answer.parties {
            assert!(
                party.percent.0.is_finite() && party.percent.0 <= party.percent.1,
                "{low} {high}: {party:?}"
            );
        }
    }
}

/// The same by sweeps over all parties until nothing changes, in whole percent.
fn by_sweeps(
    stakes: &[(u8, u8, i64, i64)],
    blocked: &BTreeSet<u8>,
    needed: i64,
    greatest: bool,
) -> BTreeSet<u8> {
    let mut pairs: BTreeMap<(u8, u8), (i64, i64)> = BTreeMap::new();
    for &(owner, owned, low, high) in stakes.iter().filter(|s| s.0 != s.1) {
        let share = pairs.entry((owned, owner)).or_insert((low, high));
        *share = (share.0.min(low), share.1.max(high));
    }
    let mut all = blocked.clone();
    loop {
        let mut after = all.clone();
        for party in 0..=u8::MAX {
            let of = |wanted: bool| {
                let owners = pairs.iter().filter(move |((owned, _), _)| *owned == party);
                owners
                    .filter(|((_, owner), _)| all.contains(owner) == wanted)
                    .map(|(_, share)| *share)
                    .collect::<Vec<_>>()
            };
            let (bad, good) = (of(true), of(false));
            let least = |shares: &[(i64, i64)]| shares.iter().map(|share| share.0).sum::<i64>();
            let sum = match greatest {
                false => least(&bad),
                true => {
                    let most = bad.iter().map(|share| share.1).sum::<i64>();
                    let is_sound = least(&bad) + least(&good) <= 100;
                    if is_sound { most.min(100 - least(&good)) } else { most }
                }
            };
            if !bad.is_empty() && sum >= needed {
                after.insert(party);
            }
        }
        if after == all {
            return all;
        }
        all = after;
    }
}

proptest! {
    #[test]
    fn the_worklist_and_the_sweeps_agree(
        edges in prop::collection::vec((0_u8..12, 0_u8..12, 0_i64..=70, 0_i64..=50), 0..40),
        bad in prop::collection::btree_set(0_u8..12, 0..4),
        is_eu in any::<bool>(),
    ) {
        let edges: Vec<_> = edges.into_iter().map(|(a, b, low, more)| (a, b, low, (low + more).min(100))).collect();
        #[expect(clippy::cast_precision_loss, reason = "whole percents")]
        let list: Vec<Stake> =
            edges.iter().map(|e| stake(&e.0.to_string(), &e.1.to_string(), e.2 as f64, e.3 as f64)).collect();
        let names: BTreeSet<String> = bad.iter().map(u8::to_string).collect();
        // The EU before July 2024: more than 50, which is 51 in whole percents.
        let (rule, day, needed) =
            if is_eu { (OwnershipRule::Eu, "2020-01-01", 51) } else { (OwnershipRule::Ofac, "2020-01-01", 50) };
        let answer = ownership(&list, &names, rule, day.parse().unwrap()).unwrap();
        let (certain, possible) = (by_sweeps(&edges, &bad, needed, false), by_sweeps(&edges, &bad, needed, true));
        prop_assert!(certain.is_subset(&possible));
        for party in &answer.parties {
            let number: u8 = party.party.parse().unwrap();
            let expected = match (certain.contains(&number), possible.contains(&number)) {
                (true, _) => Blocked,
                (false, true) => Perhaps,
                (false, false) => NotShown,
            };
            prop_assert_eq!(party.verdict, expected, "{}", number);
            prop_assert!(party.percent.0 <= party.percent.1);
            let steps = answer.why(&party.party);
            let is_touched = party.owners.iter().any(|owner| owner.verdict != Some(NotShown));
            prop_assert_eq!(steps.is_empty(), !is_touched);
            let mut known: BTreeSet<&str> = names.iter().map(String::as_str).collect();
            for step in &steps {
                prop_assert!(known.contains(step.owner.owner.as_str()), "a step stands on a later one");
                known.insert(step.owned);
            }
        }
    }

    #[test]
    fn the_order_of_the_rows_does_not_matter_and_more_listed_parties_never_free_one(
        edges in prop::collection::vec((0_u8..9, 0_u8..9, 0_u8..=100), 0..30),
        bad in prop::collection::btree_set(0_u8..9, 0..3),
        one_more in 0_u8..9,
    ) {
        let mut list: Vec<Stake> =
            edges.iter().map(|e| stake(&e.0.to_string(), &e.1.to_string(), f64::from(e.2), f64::from(e.2))).collect();
        let ask = |list: &[Stake], names: &BTreeSet<String>| {
            ownership(list, names, OwnershipRule::Ofac, "2025-01-01".parse().unwrap()).unwrap()
        };
        let mut names: BTreeSet<String> = bad.iter().map(u8::to_string).collect();
        let answer = ask(&list, &names);
        list.reverse();
        prop_assert_eq!(&answer, &ask(&list, &names));
        names.insert(one_more.to_string());
        let wider = ask(&list, &names);
        for party in answer.parties.iter().filter(|party| party.verdict == Blocked) {
            let after = wider.party(&party.party);
            prop_assert!(after.is_none_or(|after| after.verdict == Blocked));
        }
    }
}
