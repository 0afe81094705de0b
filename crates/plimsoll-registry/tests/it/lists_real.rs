//! The lists that are at hand: what they hold, counted.

use crate::real::{changed, exhibit, real};
use plimsoll_model::list::{Authority, EntryKind, Measure};
use plimsoll_model::{Claim, ClaimSubject, CompanyNumber, Designation, ImoNumber, ListEntry};
use plimsoll_registry::lists::{ListForm, ListRows, ListSource, attach_aliases, read_list};
use std::collections::{BTreeMap, BTreeSet};

const DPRK: &str = "sanctions/eu_32017R1509_consolidated.csv.gz";
const RUSSIA: &str = "sanctions/eu_32014R0833_consolidated.csv.gz";
const SDN: &str = "sanctions/ofac_sdn_2023-11.csv.gz";
const ALT: &str = "sanctions/ofac_alt.csv.gz";
const GUR: &str = "sanctions/gur_shadow_fleet_master.csv.gz";
const MRV: &str = "registry/eu_mrv_2018_2020.csv.gz";

fn source(path: &str) -> ListSource<'_> {
    ListSource { exhibit: exhibit(), sha256: "0123456789abcdef", file_name: path, list: None, version: None }
}

/// A real list, by the form that its first bytes show.
fn list(path: &str, form: ListForm) -> Option<ListRows> {
    let bytes = real(path)?;
    assert_eq!(ListForm::sniff(&bytes[..bytes.len().min(16 << 10)]), Some(form), "{path}");
    let rows = read_list(&*bytes, form, &source(path)).unwrap();
    print(path, &rows);
    consistent(&rows);
    Some(rows)
}

fn print(path: &str, rows: &ListRows) {
    let v = &rows.version;
    println!("{path}: {} ({}), version {}, {:?}, {}", v.list, v.form, v.version, v.days, v.days_basis);
    println!(
        "  {} entries, {} vessels, {} claims, {} designations, {} rejects, {} entries with remarks",
        v.entries,
        v.vessels,
        rows.claims.len(),
        rows.designations.len(),
        rows.rejects.len(),
        rows.entries.iter().filter(|e| !e.remarks.is_empty()).count()
    );
    let mut properties: BTreeMap<&str, usize> = BTreeMap::new();
    for claim in &rows.claims {
        *properties.entry(&claim.property).or_insert(0) += 1;
    }
    println!("  {properties:?}");
    for reject in rows.rejects.iter().take(12) {
        println!("  line {}: {}", reject.source.line, reject.reason);
    }
    for entry in rows.entries.iter().filter(|e| !e.remarks.is_empty()).take(12) {
        println!("  {} {}: {:?}", entry.key, entry.name, entry.remarks);
    }
}

/// What holds for every list: no two records share an identifier, nothing points nowhere, no subject is a radio.
pub(crate) fn consistent(rows: &ListRows) {
    let ids = rows.entries.iter().map(|e| e.id).chain(rows.claims.iter().map(|c| c.id));
    let ids = ids.chain(rows.designations.iter().map(|d| d.id)).chain(rows.rejects.iter().map(|r| r.id));
    let ids: Vec<_> = ids.collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "two records share an identifier");
    let entries: BTreeMap<_, _> = rows.entries.iter().map(|e| (e.id, e)).collect();
    assert!(rows.designations.iter().all(|d| entries.contains_key(&d.entry)));
    for entry in &rows.entries {
        assert!(entry.imo_number.is_none() || entry.kind == EntryKind::Vessel, "{entry:?}");
        assert_eq!((&entry.list, &entry.list_version), (&rows.version.list, &rows.version.version));
    }
    if rows.entries.is_empty() {
        return;
    }
    for claim in &rows.claims {
        let entry = entries[&claim.entry.unwrap()];
        let expected = match entry.imo_number {
            Some(number) => ClaimSubject::Imo(number),
            None => ClaimSubject::Entry(entry.id),
        };
        assert_eq!(claim.subject, expected, "{claim:?}");
        assert_eq!(claim.source, entry.source);
    }
}

fn vessels(rows: &ListRows) -> impl Iterator<Item = &ListEntry> {
    rows.entries.iter().filter(|e| e.kind == EntryKind::Vessel)
}

fn of<'r>(rows: &'r ListRows, entry: &ListEntry) -> Vec<&'r Designation> {
    rows.designations.iter().filter(|d| d.entry == entry.id).collect()
}

fn claims<'r>(rows: &'r ListRows, entry: &ListEntry, property: &str) -> Vec<&'r Claim> {
    rows.claims.iter().filter(|c| c.entry == Some(entry.id) && c.property == property).collect()
}

fn is_dprk(rows: &ListRows, entry: &ListEntry) -> bool {
    of(rows, entry).iter().any(|d| d.instrument.contains("program DPRK"))
}

fn imo(number: u32) -> Option<ImoNumber> {
    Some(ImoNumber::new(number).unwrap())
}

#[test]
fn the_dprk_regulation_names_59_ships_with_measures_and_days() {
    let Some(rows) = list(DPRK, ListForm::EuCsv) else { return };
    assert_eq!(rows.version.list, "EU 32017R1509");
    assert_eq!((rows.version.entries, rows.version.vessels, rows.rejects.len()), (326, 75, 0));
    // A ship is its number, or where it has none its name.
    let ships = |is: &dyn Fn(&str) -> bool| -> (usize, usize) {
        let inside: Vec<_> = vessels(&rows).filter(|e| is(e.key.split('/').next().unwrap())).collect();
        let numbers: BTreeSet<_> = inside.iter().filter_map(|e| e.imo_number).collect();
        let names: BTreeSet<_> = inside.iter().filter(|e| e.imo_number.is_none()).map(|e| &e.name).collect();
        (numbers.len() + names.len(), numbers.len())
    };
    let un = ships(&|annex| annex.starts_with("XIV."));
    let ours = ships(&|annex| annex.starts_with("XIV.") || annex == "XIII.B");
    let all = ships(&|_| true);
    println!(
        "distinct ships, and those with a number: {un:?} in XIV, {ours:?} with XIII.B, {all:?} with XV.F"
    );
    assert_eq!((un, ours, all), ((37, 36), (59, 58), (61, 60)));
    for entry in vessels(&rows) {
        let designations = of(&rows, entry);
        assert_eq!(designations.len(), 1, "{entry:?}");
        let one = designations[0];
        assert!(one.from.is_some() && one.until.is_none() && one.authority == Authority::EuropeanUnion);
        let annex = entry.key.split('/').next().unwrap();
        let measure = if annex == "XIV.B" { Measure::TransportRestrictions } else { Measure::AssetFreeze };
        assert_eq!(one.measure, measure);
        assert_eq!(one.instrument, format!("Regulation (EU) 2017/1509, Annex {annex}"));
    }
    let mut measures: BTreeMap<(&str, String), usize> = BTreeMap::new();
    for d in vessels(&rows).flat_map(|e| of(&rows, e)) {
        *measures.entry((d.measure.as_str(), d.from.unwrap().to_string())).or_insert(0) += 1;
    }
    println!("  measures by day: {measures:?}");
    let numberless: Vec<_> = vessels(&rows).filter(|e| e.imo_number.is_none()).collect();
    assert_eq!(numberless.len(), 1);
    assert_eq!(numberless[0].name, "MIN NING DE YOU 078");
    assert!(numberless[0].remarks[0].contains("Does not exist"));
}

#[test]
fn the_named_ships_of_the_dprk_regulation_are_found() {
    let Some(rows) = list(DPRK, ListForm::EuCsv) else { return };
    let by = |number| -> Vec<&ListEntry> { vessels(&rows).filter(|e| e.imo_number == imo(number)).collect() };
    let rye_song_gang = by(7_389_704);
    assert_eq!(rye_song_gang.len(), 1);
    assert_eq!(of(&rows, rye_song_gang[0])[0].from.unwrap().to_string(), "2017-12-28");
    assert_eq!(by(8_916_293)[0].name, "Chong Rim 2");
    assert_eq!(by(8_312_497)[0].name, "NEW REGENT");
    let wan_heng = by(8_791_667)[0];
    assert_eq!(wan_heng.name, "WAN HENG 11");
    let notes = claims(&rows, wan_heng, "notes");
    assert!(notes[0].value.contains("now operating as a DPRK-flagged vessel named the KUMJINGANG3"));
    let chol_ryong = by(8_606_173)[0];
    assert_eq!(chol_ryong.name, "Chol Ryong (Ryong Gun Bong)");
    assert_eq!(claims(&rows, chol_ryong, "ship_name")[0].value, "Chol Ryong");
    let alias = claims(&rows, chol_ryong, "alias");
    let pair = (alias[0].value.as_str(), alias[0].original_value.as_str());
    assert_eq!(pair, ("Ryong Gun Bong", "Chol Ryong (Ryong Gun Bong)"));
    let chong_bong = claims(&rows, by(8_909_575)[0], "alias");
    assert_eq!(
        chong_bong.iter().map(|c| c.value.as_str()).collect::<Vec<_>>(),
        ["Greenlight", "Blue Nouvelle"]
    );
    // Persons: names and nothing else.
    let kept = ["name", "alias", "weak_alias", "former_name", "program", "listed_since"];
    let persons: BTreeSet<_> =
        rows.entries.iter().filter(|e| e.kind == EntryKind::Person).map(|e| e.id).collect();
    assert!(persons.len() > 100);
    let of_persons = rows.claims.iter().filter(|c| persons.contains(&c.entry.unwrap()));
    assert!(of_persons.into_iter().all(|c| kept.contains(&c.property.as_str())));
}

#[test]
fn the_russia_regulation_names_632_ships() {
    let Some(rows) = list(RUSSIA, ListForm::EuCsv) else { return };
    let numbers: BTreeSet<_> = vessels(&rows).filter_map(|e| e.imo_number).collect();
    println!("distinct ships: {}, rows of ships: {}", numbers.len(), rows.version.vessels);
    assert_eq!((numbers.len(), rows.version.vessels), (632, 633));
    let designations: Vec<_> = vessels(&rows).flat_map(|e| of(&rows, e)).collect();
    assert!(designations.iter().all(|d| d.instrument == "Regulation (EU) No 833/2014, Annex XLII"));
    assert!(designations.iter().all(|d| d.measure == Measure::TransportRestrictions));
    println!("  without a day: {}", designations.iter().filter(|d| d.from.is_none()).count());
    let former = rows.claims.iter().filter(|c| c.property == "former_name").count();
    assert!(former >= 45, "{former}");
}

#[test]
fn ofac_names_106_dprk_ships_and_50_of_the_59() {
    let Some(rows) = list(SDN, ListForm::OfacSdnCsv) else { return };
    assert_eq!(rows.version.list, "OFAC SDN");
    assert_eq!(rows.version.version, "2023-11");
    assert_eq!((rows.version.entries, rows.version.vessels), (11_443, 685));
    assert!(rows.designations.iter().all(|d| d.from.is_none() && d.measure == Measure::BlockedProperty));
    let dprk: Vec<_> = vessels(&rows).filter(|e| is_dprk(&rows, e)).collect();
    let numbers: BTreeSet<_> = dprk.iter().filter_map(|e| e.imo_number).collect();
    println!("OFAC DPRK ships: {}, with a number: {}", dprk.len(), numbers.len());
    for entry in dprk.iter().filter(|e| e.imo_number.is_none() || !e.remarks.is_empty()) {
        println!("  {} {} {:?} {:?}", entry.key, entry.name, entry.imo_number, entry.remarks);
    }
    assert_eq!(dprk.len(), 106);
    assert_eq!(numbers.len(), 106, "105 are printed behind the word IMO, one without it");
    let name = |number| vessels(&rows).find(|e| e.imo_number == imo(number)).map(|e| e.name.as_str());
    assert_eq!(name(8_916_293), Some("CHONG RIM 2"));
    println!("  8312497 in OFAC: {:?}, 8791667 in OFAC: {:?}", name(8_312_497), name(8_791_667));
    let Some(eu) = list(DPRK, ListForm::EuCsv) else { return };
    let eu: BTreeSet<_> = vessels(&eu)
        .filter(|e| e.key.starts_with("XIV.") || e.key.starts_with("XIII.B"))
        .filter_map(|e| e.imo_number)
        .collect();
    let bare = dprk.iter().filter(|e| e.remarks.iter().any(|r| r.contains("without the word IMO")));
    let bare: BTreeSet<_> = bare.filter_map(|e| e.imo_number).collect();
    let both: BTreeSet<_> = eu.intersection(&numbers).copied().collect();
    println!(
        "  of {} numbers of the EU {} are in OFAC under DPRK, {} of them behind the word IMO",
        eu.len(),
        both.len(),
        both.difference(&bare).count()
    );
    assert_eq!((eu.len(), both.len(), both.difference(&bare).count()), (58, 51, 50));
}

#[test]
fn no_company_number_of_ofac_becomes_a_ship() {
    let Some(rows) = list(SDN, ListForm::OfacSdnCsv) else { return };
    // Counted again from the text of the file, without our reader.
    let text = String::from_utf8(real(SDN).unwrap()).unwrap();
    let mut printed: BTreeSet<String> = BTreeSet::new();
    for line in text.lines().filter(|line| !line.contains(",vessel,")) {
        for (at, _) in line.match_indices(" IMO ") {
            printed.insert(line[at + 5..].chars().take_while(char::is_ascii_digit).collect());
        }
    }
    let of_ships: BTreeSet<String> =
        vessels(&rows).filter_map(|e| e.imo_number).map(|n| n.to_string()).collect();
    let read: BTreeSet<_> =
        rows.claims.iter().filter(|c| c.property == "company_imo_number").map(|c| c.value.clone()).collect();
    let ship_check = |n: &&String| ImoNumber::parse(n).is_ok();
    println!(
        "numbers on rows of no ship: {} distinct; fail the check of ships: {}; pass: {}; pass the check of companies: {}; read as companies: {}; fail: {:?}",
        printed.len(),
        printed.iter().filter(|n| !ship_check(n)).count(),
        printed.iter().filter(ship_check).count(),
        printed.iter().filter(|n| CompanyNumber::parse(n).is_some()).count(),
        read.len(),
        printed.difference(&read).collect::<Vec<_>>(),
    );
    assert!(printed.len() >= 102 && printed.iter().all(|n| !of_ships.contains(n)));
    assert!(read.is_disjoint(&of_ships));
    assert!(rows.entries.iter().all(|e| e.kind == EntryKind::Vessel || e.imo_number.is_none()));
    let is_hull = |c: &&Claim| matches!(c.subject, ClaimSubject::Imo(_));
    let hulls: BTreeSet<_> = rows.claims.iter().filter(is_hull).map(|c| c.entry).collect();
    assert_eq!(hulls.len(), vessels(&rows).filter(|e| e.imo_number.is_some()).count());
    let with_number = vessels(&rows).filter(|e| e.imo_number.is_some()).count();
    println!("  ships with a number: {with_number} of {}", rows.version.vessels);
    for entry in vessels(&rows).filter(|e| e.imo_number.is_none()) {
        println!("  without: {} {}", entry.key, entry.name);
    }
    // 676 ships that print IMO, and one that prints the number alone.
    assert!(with_number >= 676);
}

#[test]
fn aliases_of_ofac_meet_their_entries() {
    let (Some(sdn), Some(alt)) = (list(SDN, ListForm::OfacSdnCsv), list(ALT, ListForm::OfacAltCsv)) else {
        return;
    };
    assert_eq!(alt.version.list, sdn.version.list);
    let before: Vec<_> = alt.claims.iter().map(|c| c.id).collect();
    assert_eq!(before.len(), 17_091);
    let mut files = [alt, sdn];
    attach_aliases(&mut files);
    let [alt, sdn] = files;
    assert_eq!(before, alt.claims.iter().map(|c| c.id).collect::<Vec<_>>());
    let entries: BTreeSet<_> = sdn.entries.iter().map(|e| e.id).collect();
    let met = alt.claims.iter().filter(|c| entries.contains(&c.entry.unwrap())).count();
    let hulls = alt.claims.iter().filter(|c| matches!(c.subject, ClaimSubject::Imo(_))).count();
    println!("aliases: {met} of {} meet an entry of 2023-11, {hulls} of them on hulls", alt.claims.len());
    assert!(met > 14_000 && hulls > 100);
}

#[test]
fn gur_names_1414_ships_and_labels_are_no_values() {
    let Some(rows) = list(GUR, ListForm::GurCsv) else { return };
    assert_eq!((rows.version.entries, rows.version.vessels), (1_414, 1_414));
    assert!(rows.designations.iter().all(|d| d.measure == Measure::Named && d.from.is_none()));
    assert_eq!(rows.designations.len(), 1_404, "ten are no longer named");
    let labels = rows.rejects.iter().filter(|r| r.reason.contains("is a label")).count();
    let others: Vec<_> = rows.rejects.iter().filter(|r| !r.reason.contains("is a label")).collect();
    println!("labels: {labels}; others: {:?}", others.iter().map(|r| &r.reason).collect::<Vec<_>>());
    let words = ["Call sign", "Vessel name", "Vessel Type", "Flags (former)"];
    assert!(rows.claims.iter().all(|c| !words.contains(&c.value.as_str())));
    let gone = rows.claims.iter().filter(|c| c.value == "delisted_from_gur").count();
    let numbers: BTreeSet<_> = rows.entries.iter().filter_map(|e| e.imo_number).collect();
    println!("no longer named: {gone}; distinct hulls: {}", numbers.len());
    assert_eq!(gone, 10);
    assert_eq!(labels, 207 + 162 + 38 + 262);
}

#[test]
fn eu_mrv_gives_names_by_year_and_no_entries() {
    let Some(rows) = list(MRV, ListForm::EuMrvCsv) else { return };
    let ships: BTreeSet<_> = rows.claims.iter().map(|c| c.subject).collect();
    let renamed: BTreeSet<_> =
        rows.claims.iter().filter(|c| c.property == "former_name").map(|c| c.subject).collect();
    println!("EU MRV: {} ships, {} under more than one name", ships.len(), renamed.len());
    assert_eq!(ships.len(), 16_796);
    assert!(rows.entries.is_empty() && rows.designations.is_empty() && rows.rejects.is_empty());
    assert!(rows.claims.iter().all(|c| c.entry.is_none() && c.first_seen.is_some() && c.last_seen.is_some()));
}

#[test]
fn no_change_of_a_real_list_panics_or_breaks_it() {
    for (path, form) in [
        (DPRK, ListForm::EuCsv),
        (SDN, ListForm::OfacSdnCsv),
        (ALT, ListForm::OfacAltCsv),
        (GUR, ListForm::GurCsv),
        (MRV, ListForm::EuMrvCsv),
    ] {
        let Some(bytes) = real(path) else { return };
        changed(&bytes, 6_000, 200, |copy| {
            let _ = ListForm::sniff(copy);
            if let Ok(rows) = read_list(copy, form, &source(path)) {
                consistent(&rows);
            }
        });
    }
}
