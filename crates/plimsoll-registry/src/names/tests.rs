//! Names that general screening takes for one, and names that it fails to.

use super::{NameMatch, NameParams, NameReason, NameVerdict, ShipName, compare, sister_class};
use proptest::prelude::*;

/// As in `defaults.toml`.
const PARAMS: NameParams = NameParams {
    letter_evidence: 0.65,
    most_letters: 10,
    letter_shared_evidence: 0.15,
    most_letters_shared: 8,
    slip_cost: 0.6,
    first_letter_cost: 3.0,
    last_letters_cost: 1.8,
    blank_cost: 1.5,
    syllable_cost: 3.0,
    min_evidence: 2.2,
};

fn matched(a: &str, b: &str) -> NameMatch {
    compare(&ShipName::read(a), &ShipName::read(b), &PARAMS)
}

fn check(verdict: NameVerdict, pairs: &[(&str, &str)]) {
    for (a, b) in pairs {
        let found = matched(a, b);
        assert_eq!(found.verdict, verdict, "{a} | {b}: {:?}", found.reasons);
    }
}

#[test]
fn a_number_tells_sisters_apart() {
    let sisters = [
        ("Zu Zag Bong 6", "Zu Zag Bong 5"),
        ("Victory", "Victory 3"),
        ("KUM UN SAN", "KUM UN SAN 3"),
        ("SONG WON", "SONG WON 2"),
        ("HAO FAN 2", "HAO FAN 6"),
        ("WAN HENG 11", "WAN HENG 111"),
        ("CHONMASAN 2", "CHON MA SAN"),
        ("PAEK MA 1", "BAEK MA 2"),
        ("SPARTA II", "SPARTA IV"),
        ("HYOK SIN 2", "HYOK SIN II 3"),
    ];
    check(NameVerdict::OtherNumber, &sisters[..9]);
    // A number within the name is a word of it.
    check(NameVerdict::Different, &sisters[9..]);
    let reasons = matched("KUM UN SAN 3", "KUM UN SAN").reasons;
    let text: Vec<String> = reasons.iter().map(ToString::to_string).collect();
    assert_eq!(text, ["the same words", "number 3 against none: another ship of the class"]);
}

#[test]
fn one_number_in_several_forms() {
    let same = [
        ("BILLIONS NO. 18", "BILLIONS NO 18"),
        ("BILLIONS NO. 18", "BILLIONS 18"),
        ("BILLIONS #18", "BILLIONS NUMBER 18"),
        ("BILLIONS № 18", "BILLIONS NO18"),
        ("ARGO I", "ARGO 1"),
        ("MAIA-1", "MAIA 1"),
        ("MAIA-1", "MAIA I"),
        ("KUMJINGANG3", "Kum Jin Gang 3"),
        ("MIN NING DE YOU 078", "MIN NING DE YOU 78"),
        ("MARIE DE LOURDES V", "MDL 5"),
        ("Cheetah II", "Cheetah IІ"),
        ("SARA 2", "Sara 2nd"),
        ("금운산3호", "KUM UN SAN 3"),
        ("新海18号", "XIN HAI 18"),
        ("ＡＲＧＯ　１", "ARGO 1"),
    ];
    check(NameVerdict::Same, &same);
}

#[test]
fn letters_that_are_no_number() {
    let number = |text| ShipName::read(text).number.map(|n| n.digits);
    for text in [
        "7-28",
        "LADY M",
        "MICHALIS L",
        "JIANG XI",
        "V",
        "X I",
        "17 FEBRUARY",
        "GENER8 ORION",
        "A2B INDEPENDENT",
    ] {
        assert_eq!(number(text), None, "{text}");
    }
    assert_eq!(ShipName::read("7-28").words, ["7", "28"]);
    assert_eq!(number("SUPERFAST XI").as_deref(), Some("11"));
    check(NameVerdict::Different, &[("7-28", "7-29"), ("LADY M", "LADY D"), ("LADY M", "LADY")]);
}

#[test]
fn three_ways_of_writing_korean() {
    let same = [
        ("CHONMASAN", "CHON MA SAN"),
        ("CHEONMASAN", "CHON MA SAN"),
        ("Ch'ŏnmasan", "CHON MA SAN"),
        ("천마산", "CHON MA SAN"),
        ("PAEK MA", "BAEK MA"),
        ("백마", "PAEK MA"),
        ("Pi Ryu Gang", "PI RUY GANG"),
        ("Ryon Gang 2", "RYONG GANG 2"),
        ("AM NOK GANG", "AP ROK GANG"),
        ("RYE SONG GANG 1", "YE SEONG GANG 1"),
        ("YU PHYONG 5", "YU PYEONG 5"),
        ("O UN CHONG NYON HO", "O Un Chong Nyon"),
    ];
    check(NameVerdict::Same, &same);
    let reasons = matched("PAEK MA", "BAEK MA").reasons;
    assert_eq!(reasons, [NameReason::Korean("PAEK".into(), "BAEK".into())]);
    check(
        NameVerdict::Different,
        &[("YU JONG 2", "YU SONG 2"), ("SAM MA 2", "PAEK MA 2"), ("RA NAM 2", "RAMA 2")],
    );
}

#[test]
fn russian_greek_and_other_spellings() {
    let same = [
        ("АКАДЕМИК ЧЕРСКИЙ", "AKADEMIK CHERSKIY"),
        ("АДМИРАЛ КУЗНЕЦОВ", "ADMIRAL KUZNETSOV"),
        ("МАЛЬТА", "MALTA"),
        ("AKADEMIK CHERSKY", "AKADEMIK CZERSKY"),
        ("CAPTAIN KOSTICHEV", "KAPITAN KOSTICHEV"),
        ("Kiyev", "Kiev"),
        ("Feniks", "PHOENIX"),
        ("Euroniki", "Euronike"),
        ("RHL NUERNBERG", "RHL Nürnberg"),
        ("BALT. ISSLEDOVATEL", "BALTIYSKIY ISSLEDOVATEL"),
        ("VÆRØY", "VAEROY"),
        ("NР DUDINKA", "NP DUDINKA"),
    ];
    check(NameVerdict::Same, &same);
}

#[test]
fn what_stands_before_and_behind() {
    let same = [
        ("M/V KOTI", "KOTI"),
        ("M.T. KUZGUNCUK", "MT KUZGUNCUK"),
        ("MV ODYSSEAS", "ODYSSEAS"),
        ("Т/Х КАПИТАН", "KAPITAN"),
        ("0179 SAFMARINE BENGUELA", "SAFMARINE BENGUELA"),
        ("WORLD EXPLORER (OCT-19))", "WORLD EXPLORER"),
        ("Tan Chon (Ryon Gang 2)", "RYONG GANG 2"),
        ("(KOTI)", "KOTI"),
    ];
    check(NameVerdict::Same, &same);
    assert_eq!(ShipName::read("M/V KOTI").prefix.as_deref(), Some("M/V"));
    // Too little is left for these to be prefixes.
    assert_eq!(ShipName::read("MS 21").prefix, None);
    check(NameVerdict::Different, &[("OS ATLANTIC", "ATLANTIC"), ("SC MERCURY", "MERCURY")]);
}

#[test]
fn slips_of_the_pen_in_long_names_only() {
    let same = [
        ("GOTLAND ALIYA", "GOTLAND ALYIA"),
        ("ONEGO MISSISSIPI", "ONEGO MISSISSIPPI"),
        ("VLADIMIR ARSENYEV", "Vladimir Asenyev"),
        ("BALTIC SHEAREWATER", "BALTIC SHEARWATER"),
    ];
    check(NameVerdict::Same, &same);
    let other = [
        ("MARIA", "MARINA"),
        ("MAIRA", "MARIA"),
        ("ASTRA", "ASTRO"),
        ("STAR", "STARS"),
        ("PINK STAR", "PINK STARS"),
        ("STARNES", "STORNES"),
        ("BELA", "BELLA"),
        ("MAERSK PENANG", "MAERSK SENANG"),
        ("JOSCO YANGZHOU", "JOSCO YONGZHOU"),
        ("CMA CGM COLUMBA", "CMA CGM COLUMBIA"),
        ("PACIFIC VICTOR", "PACIFIC VICTORY"),
        ("PACIFIC EAST", "PACIFIC WEST"),
        ("SHANDONG FU DE", "SHANDONG FU ZE"),
        ("JIE SHUN", "JI SHUN"),
        ("KENNINGTON", "KENSINGTON"),
        ("CALM BRIDGE", "CAMBRIDGE"),
    ];
    check(NameVerdict::Different, &other);
}

/// None of them stands in the lists on which the rules were set.
#[test]
fn spellings_of_one_sound_that_no_rule_names() {
    let same = [
        ("YURIY ARSHENEVSKIY", "YURI ARSHENEVSKY"),
        ("ALEKSEY CHIRIKOV", "ALEXEI TCHIRIKOV"),
        ("EVGENIY PRIMAKOV", "YEVGENY PRIMAKOV"),
        ("ZHEMCHUZHINA", "JEMCHUJINA"),
        ("TCHAIKOVSKY", "CHAYKOVSKIY"),
        ("AGIOS NIKOLAOS", "AYIOS NICOLAOS"),
        ("EVANGELIA", "EVAGGELIA"),
        ("MINERVA EVROPI", "MINERVA EUROPI"),
        ("QASR", "KASR"),
        ("AL JAZEERA", "AL JAZIRA"),
        ("SZCZECIN", "SHCHECIN"),
        ("SEA PHANTOM", "SEA FANTOM"),
        ("OCEAN ENDEAVOUR", "OCEAN ENDEAVOR"),
    ];
    check(NameVerdict::Same, &same);
    assert_eq!(matched(same[8].0, same[8].1).reasons, [NameReason::Romanised("QASR".into(), "KASR".into())]);
}

#[test]
fn slips_and_short_forms_that_no_rule_names() {
    let same = [
        ("CARRIBEAN PRINCESS", "CARIBBEAN PRINCESS"),
        ("NEPTUNE VOYGER", "NEPTUNE VOYAGER"),
        ("FREEDOM VICTROY", "FREEDOM VICTORY"),
        ("COMMADER", "COMMANDER"),
        ("MOLCHANOV PROFESOR", "PROFESSOR MOLCHANOV"),
        ("KAPT. DANILKIN", "KAPITAN DANILKIN"),
        ("AKAD. KELDYSH", "AKADEMIK KELDYSH"),
    ];
    check(NameVerdict::Same, &same);
    let slip = NameReason::Slip("COMMADER".into(), "COMMANDER".into());
    assert_eq!(matched(same[3].0, same[3].1).reasons, [slip]);
    let other = [
        ("MARBEL", "MARVEL"),
        ("INTERLINK MOBILITY", "INTERLINK NOBILITY"),
        ("ATLANTIC BRIDGE", "ATLANTICA BRIDGE"),
        ("PACIFIC HERON", "PACIFIC HURON"),
        ("HOEGH TRACER", "HOEGH TRADER"),
        ("CORDELIA", "CORNELIA"),
        ("EVER BRILLIANT", "IVER BRILLIANT"),
        ("JING HAI", "YING HAI"),
        ("B. ATLANTIC", "BOW ATLANTIC"),
        ("MAERSK ESSEX", "MAERSK ESSEN"),
        ("FLORAGRACHT", "FLORETGRACHT"),
    ];
    check(NameVerdict::Different, &other);
    // Two words with a slip each are not one name with slips.
    check(NameVerdict::Different, &[("NEPTUNE COMMADER VOYGER", "NEPTUNE COMMANDER VOYAGER")]);
}

#[test]
fn a_word_or_an_initial_more_is_another_name() {
    let other = [
        ("SEA AMAZON", "SEA AMAZON H"),
        ("OCEAN", "OCEAN STAR"),
        ("HELEN A", "HELENA"),
        ("ATLANTIC B", "B. ATLANTIC"),
        ("SCF PRIMORYE", "PRIMORYE"),
        ("JEWEL", "JW JEWEL"),
    ];
    check(NameVerdict::Different, &other);
    check(NameVerdict::Same, &[("EAGLE STAVANGER", "STAVANGER EAGLE"), ("SEA BREEZE", "SEABREEZE")]);
}

#[test]
fn letters_of_no_table_count_as_they_are() {
    let name = ShipName::read("ΩΜΕΓΑ サクラ 7");
    assert!(!name.unread.is_empty());
    check(NameVerdict::Same, &[("サクラ 7", "サクラ 07")]);
    check(NameVerdict::OtherNumber, &[("サクラ 7", "サクラ")]);
    check(NameVerdict::Different, &[("サクラ", "サクラン"), ("東方ABC", "東風ABC")]);
    assert!(matched("サクラ", "SAKURA").reasons.iter().any(|r| matches!(r, NameReason::Unread(_))));
}

#[test]
fn a_text_without_a_name() {
    check(NameVerdict::Different, &[("", ""), ("", "KOTI"), ("---", "..."), ("()", "KOTI")]);
    assert_eq!(matched("", "").reasons, [NameReason::Nothing]);
    assert!(ShipName::read("\u{0}\u{301}").is_empty());
}

#[test]
fn a_name_of_a_megabyte_is_cut() {
    for unit in ["A", "A1", "CHON ", "(", "\u{fdfa}", "가", "Ж", "M.", "\u{301}", "\u{1f6a2}"] {
        let long = unit.repeat(1_000_000 / unit.len());
        let name = ShipName::read(&long);
        assert!(name.is_cut, "{unit}");
        assert!(name.clean().len() <= 1_500, "{unit}: {}", name.clean().len());
        assert!(name.original.chars().count() <= 480, "{unit}");
        let found = compare(&name, &name, &PARAMS);
        assert_eq!(found.verdict == NameVerdict::Same, !name.is_empty(), "{unit}");
    }
}

/// Names in which everything occurs that reading looks for.
fn name() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        "(MT|M/V|NO\\.|#|THE|KUM|UN|SAN|PAEK|BAEK|MA|CHON|CHEON|STAR|STARS|OCEAN|AKADEMIK|CHERSKY|CZERSKY|ALIYA|ALYIA)",
        "[A-F]{1,9}",
        "(I|II|III|V|X|3|03|18)",
        "(백마|천마산|АРГО|ЧЕРСКИЙ|海|東|Ö|\\(|\\)|-)",
    ];
    prop::collection::vec(word, 0..5).prop_map(|words| words.join(" "))
}

proptest! {
    #[test]
    fn any_text_can_be_read_and_compared(a in any::<String>(), b in any::<String>()) {
        let found = matched(&a, &b);
        prop_assert!((0.0..=1.0).contains(&found.likeness));
        prop_assert!(!found.reasons.is_empty());
    }

    #[test]
    fn a_comparison_does_not_depend_on_who_comes_first(a in name(), b in name()) {
        let (there, back) = (matched(&a, &b), matched(&b, &a));
        prop_assert_eq!(there.verdict, back.verdict);
        prop_assert!((there.likeness - back.likeness).abs() < 1e-12, "{} {}", there.likeness, back.likeness);
    }

    #[test]
    fn a_name_is_the_same_as_itself(a in name()) {
        let read = ShipName::read(&a);
        let found = compare(&read, &read, &PARAMS);
        prop_assert_eq!(found.verdict == NameVerdict::Same, !read.is_empty());
        prop_assert!(read.is_empty() || (found.likeness - 1.0).abs() < 1e-12);
    }

    #[test]
    fn blanks_and_letter_case_do_not_count(words in prop::collection::vec("[A-Z]{2,7}", 1..4)) {
        let (apart, joined) = (words.join(" "), words.concat());
        prop_assert_eq!(matched(&apart, &apart.to_lowercase()).verdict, NameVerdict::Same);
        // A prefix or a Roman number is one only when it stands apart.
        let read = ShipName::read(&apart);
        if read.prefix.is_none() && read.number.is_none() {
            prop_assert_eq!(matched(&apart, &joined).verdict, NameVerdict::Same);
        }
    }

    #[test]
    fn the_order_of_words_does_not_count(words in prop::collection::vec("[A-Z]{5,9}", 1..5)) {
        let mut turned = words.clone();
        turned.reverse();
        prop_assert_eq!(matched(&words.join(" "), &turned.join(" ")).verdict, NameVerdict::Same);
    }

    /// Sisters by class: reflexive, symmetric and transitive because it is equality of a text; here, that the class is
    /// what is left without the number, and that no number moves a ship to another class.
    #[test]
    fn names_equal_but_for_the_number_are_one_class(
        stem in "[A-Z]{3,8}( [A-Z]{3,8})?", numbers in prop::collection::vec(0_u32..2_000, 3),
    ) {
        let names: Vec<ShipName> =
            numbers.iter().map(|n| ShipName::read(&format!("{stem} {n}"))).collect();
        for a in &names {
            prop_assert_eq!(sister_class(a), sister_class(&names[0]));
            for b in &names {
                let verdict = compare(a, b, &PARAMS).verdict;
                let expected = if a.number == b.number { NameVerdict::Same } else { NameVerdict::OtherNumber };
                prop_assert_eq!(verdict, expected);
            }
        }
    }
}
