//! Lists in XML: the made-up files of `testdata/lists`, changed copies of them, and the real UN list.

use flate2::read::GzDecoder;
use jiff::civil::date;
use plimsoll_model::evidence::Key;
use plimsoll_model::list::{Authority, EntryKind, Measure, VersionDays};
use plimsoll_model::{ClaimSubject, CompanyNumber, ExhibitId, ImoNumber, RecordId, RecordKind};
use plimsoll_registry::RegistryError;
use plimsoll_registry::lists::{ListForm, ListRows, ListSource, read_list};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::time::{Duration, Instant};

const UN: &str = include_str!("../../../../testdata/lists/un_consolidated.xml");
const OFAC: &str = include_str!("../../../../testdata/lists/ofac_sdn.xml");

fn exhibit() -> ExhibitId {
    RecordId::of(RecordKind::Exhibit, &[Key::Text("a list")])
}

fn read(bytes: &[u8], form: ListForm) -> Result<ListRows, RegistryError> {
    let source = ListSource {
        exhibit: exhibit(),
        sha256: "0123456789abcdef",
        file_name: "x",
        list: None,
        version: None,
    };
    read_list(bytes, form, &source)
}

fn un(text: &str) -> ListRows {
    read(text.as_bytes(), ListForm::UnXml).unwrap()
}

fn ofac(text: &str) -> ListRows {
    read(text.as_bytes(), ListForm::OfacSdnXml).unwrap()
}

/// Property and value of the claims on the entry of a key.
fn claims<'a>(rows: &'a ListRows, key: &str) -> Vec<(&'a str, &'a str)> {
    let entry = rows.entries.iter().find(|e| e.key == key).unwrap();
    let own = rows.claims.iter().filter(|c| c.entry == Some(entry.id));
    own.map(|c| (c.property.as_str(), c.value.as_str())).collect()
}

fn reasons(rows: &ListRows) -> Vec<&str> {
    rows.rejects.iter().map(|r| r.reason.as_str()).collect()
}

/// Each entry stands where it says: its start tag is there, and its key is the first behind it.
fn assert_places(rows: &ListRows, text: &str, tags: &[&str], id_tags: &[&str]) {
    for entry in &rows.entries {
        let offset = usize::try_from(entry.source.byte_offset).unwrap();
        let rest = &text[offset..];
        assert!(tags.iter().any(|tag| rest.starts_with(&format!("<{tag}>"))), "{}", entry.key);
        assert_eq!(entry.source.line, 1 + text[..offset].matches('\n').count() as u64, "{}", entry.key);
        let end = tags.iter().filter_map(|tag| rest.find(&format!("</{tag}>"))).min().unwrap();
        let printed = id_tags.iter().find_map(|tag| rest[..end].split(&format!("<{tag}>")).nth(1));
        let printed = printed.unwrap().split('<').next().unwrap();
        assert_eq!(printed.trim(), entry.key);
    }
}

#[test]
fn the_un_list_gives_names_numbers_of_companies_and_days_as_printed() {
    let rows = un(UN);
    assert_eq!(rows.version.list, "UN Security Council Consolidated List");
    assert_eq!((rows.version.version.as_str(), rows.version.form.as_str()), ("2024-05-17", "un-xml"));
    assert_eq!(rows.version.days, VersionDays::on(date(2024, 5, 17)));
    assert_eq!((rows.version.entries, rows.version.vessels), (4, 0));
    let kinds: Vec<_> = rows.entries.iter().map(|e| (e.key.as_str(), e.kind, e.name.as_str())).collect();
    let expected = [
        ("XPi.001", EntryKind::Person, "OTTO MUSTERMANN JUNIOR"),
        ("XPe.001", EntryKind::Organisation, "HERON & SONS SHIPPING CO"),
        ("1000003", EntryKind::Organisation, "EGRET MARITIME"),
        ("XIe.001", EntryKind::Organisation, "CRANE TRADING"),
    ];
    assert_eq!(kinds, expected);
    let person = [
        ("name", "OTTO MUSTERMANN JUNIOR"),
        ("alias", "오토 무스터만"),
        ("alias", "Otto Musterman"),
        ("weak_alias", "The Pilot"),
        ("program", "DPRK"),
        ("listed_since", "2012-12-31"),
    ];
    assert_eq!(claims(&rows, "XPi.001"), person);
    let company = [
        ("name", "HERON & SONS SHIPPING CO"),
        ("alias", "HERON LINES"),
        ("alias", "Heron Shipping"),
        ("former_name", "Bittern Shipping"),
        ("program", "DPRK"),
        ("listed_since", "2018-03-30"),
        ("company_imo_number", "1234565"),
        ("notes", "Owner of the vessel HERON ONE. IMO number: 1234565."),
    ];
    assert_eq!(claims(&rows, "XPe.001"), company);
    assert_places(&rows, UN, &["INDIVIDUAL", "ENTITY"], &["REFERENCE_NUMBER", "DATAID"]);
}

#[test]
fn a_number_in_the_prose_of_the_un_list_never_names_a_ship() {
    let rows = un(UN);
    // 9000053 passes both checks, 1234567 only a ship's.
    assert!(ImoNumber::new(9_000_053).is_ok() && ImoNumber::new(1_234_567).is_ok());
    let numbers: Vec<_> = rows.claims.iter().filter(|c| c.property.ends_with("imo_number")).collect();
    let values: Vec<_> = numbers.iter().map(|c| (c.property.as_str(), c.value.as_str())).collect();
    assert_eq!(values, [("company_imo_number", "1234565"), ("company_imo_number", "9000053")]);
    assert!(rows.entries.iter().all(|e| e.imo_number.is_none()));
    assert!(rows.claims.iter().all(|c| matches!(c.subject, ClaimSubject::Entry(_))));
    assert_eq!(reasons(&rows).len(), 1);
    assert!(reasons(&rows)[0].contains("`1234567` is printed as an IMO number"), "{:?}", reasons(&rows));
    assert!(rows.entries[2].remarks[0].contains("1234567"));
}

#[test]
fn the_un_list_does_not_say_which_measures_hold() {
    let rows = un(UN);
    let orders: Vec<_> = rows.designations.iter().map(|d| (d.instrument.as_str(), d.from)).collect();
    let expected = [
        ("UN Security Council, DPRK list, XPi.001", Some(date(2012, 12, 31))),
        ("UN Security Council, DPRK list, XPe.001", Some(date(2018, 3, 30))),
        ("UN Security Council, DPRK list, 1000003", Some(date(2018, 3, 30))),
        ("UN Security Council, Iran list, XIe.001", None),
    ];
    assert_eq!(orders, expected);
    for order in &rows.designations {
        assert_eq!((order.authority, order.measure), (Authority::UnSecurityCouncil, Measure::Unstated));
        assert_eq!((order.known, order.until), (rows.version.days, None));
    }
}

#[test]
fn the_sdn_list_gives_ships_with_their_particulars() {
    let rows = ofac(OFAC);
    assert_eq!((rows.version.list.as_str(), rows.version.version.as_str()), ("OFAC SDN", "2023-11-22"));
    assert_eq!(rows.version.days, VersionDays::on(date(2023, 11, 22)));
    assert_eq!((rows.version.entries, rows.version.vessels), (5, 2));
    let ship = [
        ("ship_name", "HERON ONE"),
        ("former_name", "BITTERN"),
        ("weak_alias", "H ONE"),
        ("alias", "HERON NO. 1"),
        ("imo_number", "1234567"),
        ("mmsi", "445123456"),
        ("former_flag", "Nowhere"),
        ("call_sign", "HMXX1"),
        ("ship_type", "Crude Oil Tanker"),
        ("flag", "Korea, North"),
        ("owner", "Heron & Sons"),
        ("listed_tonnage", "3080"),
        ("gross_tonnage", "1999"),
        ("notes", "(Linked To: HERON (FAR EAST) SHIPPING CO.) (Linked To: EGRET MARITIME)"),
        ("linked_to", "HERON (FAR EAST) SHIPPING CO."),
        ("linked_to", "EGRET MARITIME"),
        ("program", "DPRK4"),
        ("program", "NPWMD"),
    ];
    assert_eq!(claims(&rows, "90001"), ship);
    let first = &rows.entries[0];
    assert_eq!(first.imo_number.map(ImoNumber::value), Some(1_234_567));
    assert_eq!(first.mmsi.map(|m| m.value()), Some(445_123_456));
    let of_ship = rows.claims.iter().filter(|c| c.entry == Some(first.id));
    assert!(of_ship.clone().all(|c| matches!(c.subject, ClaimSubject::Imo(n) if n.value() == 1_234_567)));
    assert_eq!(rows.designations.iter().filter(|d| d.entry == first.id).count(), 2);
    assert!(rows.designations.iter().all(|d| d.measure == Measure::BlockedProperty && d.from.is_none()));
    assert_eq!(rows.designations[0].instrument, "OFAC SDN, program DPRK4");
    assert_places(&rows, OFAC, &["sdnEntry"], &["uid"]);
}

#[test]
fn the_sdn_list_gives_companies_their_number_and_persons_their_name_only() {
    let rows = ofac(OFAC);
    assert_eq!(rows.entries[1].imo_number.map(ImoNumber::value), Some(1_111_117));
    let second = [
        ("ship_name", "EGRET"),
        ("imo_number", "1111117"),
        ("registration_number", "ABC-123 (Nowhere)"),
        ("built_year", "1998"),
        ("program", "DPRK4"),
    ];
    assert_eq!(claims(&rows, "90002"), second);
    let company = [("name", "HERON SHIPPING CO"), ("company_imo_number", "1234565"), ("program", "DPRK4")];
    assert_eq!(claims(&rows, "90003"), company);
    assert_eq!(claims(&rows, "90004"), [("name", "MUSTERMANN, Otto"), ("program", "DPRK")]);
    assert_eq!(rows.entries[4].kind, EntryKind::Aircraft);
    assert_eq!(reasons(&rows).len(), 1);
    assert!(reasons(&rows)[0].starts_with("MMSI: "), "{:?}", reasons(&rows));
}

#[test]
fn bad_rows_are_rejects_and_the_rest_is_read() {
    let doubled = UN.replace("XPe.001", "XPi.001");
    assert!(reasons(&un(&doubled))[0].contains("duplicate id: key `XPi.001` stands on line 4"));
    let nameless = UN.replace("<DATAID>1000003</DATAID>", "");
    assert!(reasons(&un(&nameless)).iter().any(|r| r.contains("no REFERENCE_NUMBER and no DATAID")));
    let impossible = UN.replace("2012-12-31-05:00", "2012-02-30");
    let rows = un(&impossible);
    assert!(reasons(&rows)[0].starts_with("LISTED_ON: `2012-02-30`"), "{:?}", reasons(&rows));
    assert_eq!(rows.designations[0].from, None);
    let future = un(&UN.replace("2012-12-31-05:00", "2031-12-31"));
    assert!(future.entries[0].remarks[0].contains("2031-12-31"), "{:?}", future.entries[0].remarks);
    let strange = UN.replace("<ENTITIES>", "<ENTITIES><VESSEL><DATAID>1</DATAID></VESSEL>");
    assert!(reasons(&un(&strange))[0].contains("<VESSEL>, expected <INDIVIDUAL> or <ENTITY>"));
    let undated = un(&UN.replace("2024-05-17T00:00:09.554Z", "yesterday"));
    assert!(reasons(&undated)[0].starts_with("dateGenerated: `yesterday`"));
    assert_eq!(undated.version.days.latest, None);

    let numberless = OFAC.replace("<uid>90003</uid>", "");
    assert!(reasons(&ofac(&numberless)).iter().any(|r| r.starts_with("no uid")));
    let short = OFAC.replace("<Record_Count>5", "<Record_Count>19000");
    assert!(reasons(&ofac(&short))[1].contains("19000 entries, found 5"), "{:?}", reasons(&ofac(&short)));
    let wrong_check = ofac(&OFAC.replace("IMO 1234567", "IMO 1234568"));
    assert!(reasons(&wrong_check)[0].contains("the check digit should be 7"));
    assert!(matches!(wrong_check.claims[0].subject, ClaimSubject::Entry(_)));
    let outlawed = ofac(&OFAC.replace("<program>SDGT</program>", ""));
    assert_eq!(outlawed.entries[4].remarks, ["no program is given"]);
    assert_eq!(outlawed.designations.last().unwrap().instrument, "OFAC SDN");
    let month = ofac(&OFAC.replace("11/22/2023", "22/11/2023"));
    assert!(reasons(&month)[0].starts_with("Publish_Date: `22/11/2023`"), "{:?}", reasons(&month));
}

#[test]
fn what_is_no_whole_list_is_an_error() {
    let start = UN.find("<INDIVIDUALS>").unwrap();
    let empty = format!("{}</CONSOLIDATED_LIST>", &UN[..start]);
    for form in [ListForm::UnXml, ListForm::OfacSdnXml] {
        let root = if form == ListForm::UnXml { "CONSOLIDATED_LIST" } else { "sdnList" };
        let bare = read(format!("<{root}/>").as_bytes(), form).unwrap_err();
        assert!(matches!(bare, RegistryError::EmptyList { rejects: 0, .. }), "{bare}");
    }
    assert!(matches!(read(empty.as_bytes(), ListForm::UnXml), Err(RegistryError::EmptyList { .. })));
    let all_bad = UN.replace("_NUMBER>", "_NUMBERS>").replace("DATAID", "NO");
    let error = read(all_bad.as_bytes(), ListForm::UnXml).unwrap_err();
    assert!(matches!(error, RegistryError::EmptyList { rejects: 4, .. }), "{error}");

    let wrong = read(OFAC.as_bytes(), ListForm::UnXml).unwrap_err().to_string();
    assert!(wrong.contains("root element is <sdnList>, expected <CONSOLIDATED_LIST>"), "{wrong}");
    let page = read(b"<!DOCTYPE html>\n<html><body>503</body></html>", ListForm::UnXml).unwrap_err();
    assert!(page.to_string().contains("web page"), "{page}");

    let cut = &UN[..UN.find("Heron Shipping").unwrap()];
    let error = read(cut.as_bytes(), ListForm::UnXml).unwrap_err().to_string();
    let line = 1 + cut.matches('\n').count();
    let place = format!("the file ends inside <ALIAS_NAME>, at line {line}, byte {}", cut.len());
    assert!(error.contains(&place), "{error}");
    for end in (0..UN.trim_end().len()).filter(|end| UN.is_char_boundary(*end)) {
        assert!(read(&UN.as_bytes()[..end], ListForm::UnXml).is_err(), "cut at {end}");
    }

    let bomb = UN.replacen("<CONSOLIDATED_LIST", "<!DOCTYPE x [<!ENTITY a \"b\">]>\n<CONSOLIDATED_LIST", 1);
    let error = read(bomb.as_bytes(), ListForm::UnXml).unwrap_err().to_string();
    assert!(error.contains("declares entities"), "{error}");
}

/// Numbers without order, the same in each run.
fn random(state: &mut u64) -> usize {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    usize::try_from(*state >> 33).unwrap()
}

/// A copy with a few bytes changed, taken out, doubled or moved.
fn mutated(text: &str, state: &mut u64) -> Vec<u8> {
    let pieces: [&[u8]; 14] = [
        b"<",
        b">",
        b"&",
        b";",
        b"</",
        b"/>",
        b"<!--",
        b"<![CDATA[",
        b"<!DOCTYPE ",
        b"<?",
        b"\"",
        b"\0",
        b"\xff",
        b"<a>",
    ];
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..=random(state) % 3 {
        let at = random(state) % bytes.len();
        let end = (at + random(state) % 60).min(bytes.len());
        match random(state) % 12 {
            0 => bytes[at] = u8::try_from(random(state) % 256).unwrap(),
            1 => drop(bytes.drain(at..end)),
            2 => drop(bytes.splice(at..at, pieces[random(state) % pieces.len()].iter().copied())),
            3 => {
                let part = bytes[at..end].to_vec();
                let to = random(state) % bytes.len();
                drop(bytes.splice(to..to, part));
            }
            4 => bytes.truncate(at.max(1)),
            _ => bytes[at] = b"0123456789-:.IMO "[random(state) % 17],
        }
        if bytes.is_empty() {
            bytes.push(b'<');
        }
    }
    bytes
}

#[test]
fn no_changed_copy_panics_or_takes_long() {
    let began = Instant::now();
    let mut state = 0x9e37_79b9_7f4a_7c15;
    for (text, form) in [(UN, ListForm::UnXml), (OFAC, ListForm::OfacSdnXml)] {
        let (mut read_count, mut refused) = (0, 0);
        for _ in 0..5_000 {
            let bytes = mutated(text, &mut state);
            let Ok(rows) = read(&bytes, form) else {
                refused += 1;
                continue;
            };
            read_count += 1;
            let ids: BTreeSet<_> = rows.claims.iter().map(|c| c.id).collect();
            assert_eq!(ids.len(), rows.claims.len());
            let entries: BTreeSet<_> = rows.entries.iter().map(|e| e.id).collect();
            assert!(rows.designations.iter().all(|d| entries.contains(&d.entry)));
            assert!(
                rows.entries.iter().all(|e| bytes[usize::try_from(e.source.byte_offset).unwrap()] == b'<')
            );
        }
        println!("{}: {read_count} changed copies read, {refused} refused", form.as_str());
        assert!(read_count > 500 && refused > 500, "{read_count} {refused}");
    }
    assert!(began.elapsed() < Duration::from_secs(120), "{:?}", began.elapsed());
}

#[test]
fn the_real_un_list_names_no_ship() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/data/sanctions/un_consolidated_2026-02-27.xml.gz"
    );
    let Ok(packed) = std::fs::read(path) else {
        println!("SKIPPED: sanctions/un_consolidated_2026-02-27.xml.gz is not here");
        return;
    };
    let mut bytes = Vec::new();
    GzDecoder::new(&*packed).read_to_end(&mut bytes).unwrap();
    let text = std::str::from_utf8(&bytes).unwrap();
    let began = Instant::now();
    let rows = read(&bytes, ListForm::UnXml).unwrap();
    println!("{} bytes in {:?}, version {:?}", bytes.len(), began.elapsed(), rows.version);
    let of = |kind| rows.entries.iter().filter(|e| e.kind == kind).count();
    assert_eq!((of(EntryKind::Person), of(EntryKind::Organisation), of(EntryKind::Vessel)), (730, 273, 0));
    assert_eq!(rows.version.days, VersionDays::on(date(2026, 2, 27)));
    assert!(rows.rejects.is_empty(), "{:?}", reasons(&rows));
    let mut properties: BTreeMap<&str, usize> = BTreeMap::new();
    rows.claims.iter().for_each(|c| *properties.entry(c.property.as_str()).or_default() += 1);
    println!("{} claims: {properties:?}", rows.claims.len());
    assert_places(&rows, text, &["INDIVIDUAL", "ENTITY"], &["REFERENCE_NUMBER"]);

    let numbers: Vec<&str> =
        rows.claims.iter().filter(|c| c.property == "company_imo_number").map(|c| c.value.as_str()).collect();
    let as_ship: Vec<_> = numbers.iter().filter(|n| ImoNumber::parse(n).is_ok()).collect();
    let as_company = numbers.iter().filter(|n| CompanyNumber::parse(n).is_some()).count();
    println!(
        "{} company numbers: {} fail the check of a ship, {as_company} pass that of a company; both pass for {as_ship:?}",
        numbers.len(),
        numbers.len() - as_ship.len()
    );
    assert_eq!((numbers.len(), as_company), (16, 16));
    // Ocean Maritime Management's own number passes the check of a ship: only what it stands beside says what it is.
    assert_eq!(as_ship, [&"1790183"]);
    assert!(rows.entries.iter().all(|e| e.imo_number.is_none()));
    assert!(rows.claims.iter().all(|c| matches!(c.subject, ClaimSubject::Entry(_))));
    let undated = rows.designations.iter().filter(|d| d.from.is_none()).count();
    assert_eq!((rows.designations.len(), undated), (1003, 0));
    // The same in another way: every tag LISTED_ON, its first ten characters.
    let printed: BTreeMap<&str, usize> =
        text.split("<LISTED_ON>").skip(1).fold(BTreeMap::new(), |mut days, rest| {
            *days.entry(&rest[..10]).or_default() += 1;
            days
        });
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    rows.designations
        .iter()
        .filter_map(|d| d.from)
        .for_each(|d| *found.entry(d.to_string()).or_default() += 1);
    assert!(found.iter().map(|(day, n)| (day.as_str(), *n)).eq(printed));
    let first = found.keys().next();
    println!("listed from {first:?} to {:?}", found.keys().last());
}
