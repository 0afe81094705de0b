//! Each form on a small invented list: what it gives, cell by cell.

use crate::lists_real::consistent;
use jiff::civil::date;
use plimsoll_model::evidence::Key;
use plimsoll_model::list::{Authority, EntryKind, VersionDays};
use plimsoll_model::{ClaimSubject, ImoNumber, ListEntry, RecordId, RecordKind};
use plimsoll_registry::lists::{ListForm, ListRows, ListSource, attach_aliases, read_list, shared_entry_id};

/// The bytes of an invented list.
pub(crate) fn invented(name: &str) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../testdata/lists/");
    std::fs::read(format!("{folder}{name}")).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The invented lists with their forms.
pub(crate) const LISTS: [(&str, ListForm); 7] = [
    ("un_1718.csv", ListForm::Un1718Csv),
    ("eu.csv", ListForm::EuCsv),
    ("ofac_sdn.csv", ListForm::OfacSdnCsv),
    ("ofac_alt.csv", ListForm::OfacAltCsv),
    ("gur.csv", ListForm::GurCsv),
    ("eu_mrv.csv", ListForm::EuMrvCsv),
    ("register.csv", ListForm::RegisterCsv),
];

/// What the caller knows of an invented list.
pub(crate) fn source(file_name: &str) -> ListSource<'_> {
    let exhibit = RecordId::of(RecordKind::Exhibit, &[Key::Text(file_name)]);
    ListSource { exhibit, sha256: "0123456789abcdef", file_name, list: None, version: None }
}

fn list(name: &str) -> ListRows {
    let form = LISTS.iter().find(|(n, _)| *n == name).unwrap().1;
    let rows = read_list(&*invented(name), form, &source(name)).unwrap();
    consistent(&rows);
    rows
}

fn entry<'r>(rows: &'r ListRows, key: &str) -> &'r ListEntry {
    rows.entries.iter().find(|e| e.key == key).unwrap_or_else(|| panic!("no entry {key}"))
}

/// The claims on an entry: property, value.
fn said<'r>(rows: &'r ListRows, key: &str) -> Vec<(&'r str, &'r str)> {
    let id = entry(rows, key).id;
    let claims = rows.claims.iter().filter(|c| c.entry == Some(id));
    claims.map(|c| (c.property.as_str(), c.value.as_str())).collect()
}

/// The measures on an entry: word, instrument, from.
fn ordered<'r>(rows: &'r ListRows, key: &str) -> Vec<(&'r str, &'r str, String)> {
    let id = entry(rows, key).id;
    let of = rows.designations.iter().filter(|d| d.entry == id);
    of.map(|d| {
        (d.measure.as_str(), d.instrument.as_str(), d.from.map(|day| day.to_string()).unwrap_or_default())
    })
    .collect()
}

fn reasons(rows: &ListRows) -> Vec<(u64, &str)> {
    rows.rejects.iter().map(|r| (r.source.line, r.reason.as_str())).collect()
}

#[test]
fn each_list_is_known_by_its_first_bytes() {
    for (name, form) in LISTS {
        assert_eq!(ListForm::sniff(&invented(name)), Some(form), "{name}");
    }
}

#[test]
fn un_1718_a_measure_holds_from_its_own_day_or_the_one_day_of_the_ship() {
    let rows = list("un_1718.csv");
    let day = |text: &str| text.to_owned();
    let deflag = "UNSCR 2321 (2016) OP 12(a)";
    let ban = "UNSCR 2371 (2017), 2375 (2017)";
    assert_eq!(
        ordered(&rows, "imo/2900010"),
        [("deflag", deflag, day("2017-10-03")), ("port-entry-ban", ban, day("2017-10-03"))]
    );
    // Two days, and which measure began when is not said: only the measure with a day of its own has one.
    assert_eq!(
        ordered(&rows, "imo/2900125"),
        [
            ("asset-freeze", "1718 Designated Vessels List", day("")),
            ("port-entry-ban", ban, day("2018-03-30"))
        ]
    );
    let remarks = &entry(&rows, "imo/2900125").remarks;
    assert_eq!(*remarks, ["designated on 2017-10-03 and 2018-03-30: which measure began when is not said"]);
    let since: Vec<_> =
        said(&rows, "imo/2900125").into_iter().filter(|(p, _)| *p == "listed_since").collect();
    assert_eq!(since, [("listed_since", "2017-10-03"), ("listed_since", "2018-03-30")]);
    assert_eq!(ordered(&rows, "imo/2900230"), [("port-entry-ban", ban, day("2017-12-28"))]);
    assert_eq!(
        ordered(&rows, "imo/2900565"),
        [("economic-resource", "1718 Designated Vessels List", day("2016-03-02"))]
    );
    assert!(
        rows.designations.iter().all(|d| d.authority == Authority::UnSecurityCouncil && d.until.is_none())
    );
    assert_eq!(rows.designations[0].original_measure, "2321 12(a) deflag");
}

#[test]
fn un_1718_names_come_apart_and_what_cannot_be_told_is_said() {
    let rows = list("un_1718.csv");
    let heron = said(&rows, "imo/2900125");
    for claim in [
        ("ship_name", "WHITE HERON"),
        ("alias", "BIAUSHA"),
        ("alias", "WITTE REIGER"),
        ("mmsi", "299000002"),
        ("mmsi", "299000003"),
        ("flag", "Elsewhere"),
        ("owner", "Heron Shipping"),
        ("image_url", "https://example.org/2.jpg"),
    ] {
        assert!(heron.contains(&claim), "{claim:?} in {heron:?}");
    }
    let boat = entry(&rows, "name/PAPER BOAT");
    assert_eq!((boat.imo_number, boat.name.as_str()), (None, "PAPER BOAT"));
    let wrong = entry(&rows, "imo/2900346");
    assert!(wrong.imo_number.is_none() && wrong.remarks[0].contains("check digit should be 5"));
    // No column says yes: listed all the same, and the measure is not made up.
    assert_eq!(
        ordered(&rows, "imo/2900450"),
        [("unstated", "1718 Designated Vessels List", "2018-10-16".into())]
    );
    assert_eq!(
        reasons(&rows),
        [
            (7, "imo_number: IMO number 2900346: the check digit should be 5, found 6"),
            (8, "port entry ban (2371/2375): `maybe` is neither yes, no nor a day"),
        ]
    );
}

#[test]
fn eu_each_annex_is_an_entry_with_its_measure() {
    let rows = list("eu.csv");
    assert_eq!(rows.version.list, "EU 32017R1509");
    assert_eq!((rows.version.entries, rows.version.vessels), (7, 4));
    let annex = |text: &str| format!("Regulation (EU) 2017/1509, Annex {text}");
    let freeze = annex("XIII.B");
    let heron = "XIII.B/Grey Heron (White Egret) (ex Old Egret)";
    assert_eq!(ordered(&rows, heron), [("asset-freeze", freeze.as_str(), "2016-03-02".into())]);
    let names: Vec<_> = said(&rows, heron).into_iter().take(3).collect();
    assert_eq!(names, [("ship_name", "Grey Heron"), ("alias", "White Egret"), ("former_name", "Old Egret")]);
    assert_eq!(entry(&rows, heron).imo_number, entry(&rows, "XIV.A/1").imo_number);
    let second = said(&rows, "XIV.A/1");
    assert!(
        second.contains(&("former_name", "First Egret")) && second.contains(&("former_name", "Second Egret"))
    );
    assert!(second.contains(&("notes", "Note, with a comma.")) && second.contains(&("mmsi", "299000001")));
    assert_eq!(ordered(&rows, "XIV.B/1")[0].0, "transport-restrictions");
    assert_eq!(ordered(&rows, "XIV.B/1")[0].2, "2018-03-30");
    assert!(entry(&rows, "XIV.B/1").imo_number.is_none());
    // A measure in words that we do not know, without a day.
    let odd = rows.designations.iter().find(|d| d.entry == entry(&rows, "XIV.B/2").id).unwrap();
    assert_eq!(
        (odd.measure.as_str(), odd.original_measure.as_str(), odd.from),
        ("unstated", "Sunday rest", None)
    );
}

#[test]
fn eu_two_acts_in_one_file_keep_their_entries_apart() {
    let text = "celex,recordId,annex,measure,schema,name,imoNumber\n\
        32017R1509,1,I,Asset freeze,Vessel,A,\n32014R0833,1,I,Asset freeze,Vessel,A,\nX,2,I,Asset freeze,Vessel,B,\n";
    let rows = read_list(text.as_bytes(), ListForm::EuCsv, &source("eu.csv")).unwrap();
    consistent(&rows);
    assert_eq!(rows.version.list, "EU 32017R1509, 32014R0833");
    assert_eq!(rows.entries.iter().map(|e| e.key.as_str()).collect::<Vec<_>>(), ["I/1", "32014R0833/I/1"]);
    assert_eq!(rows.designations[1].instrument, "Regulation (EU) No 833/2014, Annex I");
    assert_eq!(reasons(&rows), [(4, "celex: `X` is not a number such as 32017R1509")]);
}

#[test]
fn eu_a_number_of_a_company_never_names_a_ship_and_a_person_is_a_name() {
    let rows = list("eu.csv");
    // 2900072 passes the check of ships and of companies.
    assert!(ImoNumber::parse("2900072").is_ok());
    let company = said(&rows, "XIII.B/2");
    assert!(company.contains(&("company_imo_number", "2900072")));
    assert!(company.contains(&("alias", "Heron Lines")) && company.contains(&("weak_alias", "Herons")));
    assert!(company.contains(&("reason", "Owns ships")));
    assert_eq!(entry(&rows, "XIII.B/2").imo_number, None);
    assert!(rows.claims.iter().all(|c| c.value != "2900072" || matches!(c.subject, ClaimSubject::Entry(_))));
    let person = said(&rows, "XIII.A/1");
    let expected = [
        ("name", "A Person"),
        ("alias", "Another Name"),
        ("program", "EU-PRK"),
        ("listed_since", "2009-07-16"),
    ];
    assert_eq!(person, expected);
}

#[test]
fn ofac_the_remarks_of_a_ship_come_apart() {
    let rows = list("ofac_sdn.csv");
    assert_eq!((rows.version.entries, rows.version.vessels), (7, 3));
    let heron = said(&rows, "101");
    let expected = [
        ("ship_name", "GREY HERON"),
        ("call_sign", "Q1AA1"),
        ("ship_type", "Crude Oil Tanker"),
        ("flag", "Nowhere"),
        ("owner", "Heron Shipping"),
        ("listed_tonnage", "63000"),
        ("gross_tonnage", "40800"),
        ("former_flag", "Elsewhere"),
        ("former_flag", "Oldland"),
        ("built_year", "2007"),
        ("imo_number", "2900010"),
        ("mmsi", "299000001"),
        ("former_name", "FIRST EGRET"),
        ("weak_alias", "EGRET"),
        ("linked_to", "HERON SHIPPING CO"),
    ];
    assert_eq!(heron[..expected.len()], expected);
    assert_eq!(ordered(&rows, "101"), [("blocked-property", "OFAC SDN, program DPRK4", String::new())]);
    let two: Vec<_> = ordered(&rows, "102").into_iter().map(|(_, instrument, _)| instrument).collect();
    assert_eq!(two, ["OFAC SDN, program IRAN", "OFAC SDN, program SDGT"]);
    assert!(entry(&rows, "102").remarks[0].contains("without the word IMO"));
    assert!(said(&rows, "102").contains(&("linked_to", "EGRET S.A.")));
    assert!(said(&rows, "103").contains(&("registration_number", "15411 (Nowhere)")));
    assert_eq!(entry(&rows, "103").imo_number, None);
}

#[test]
fn ofac_numbers_of_companies_stay_with_companies() {
    let rows = list("ofac_sdn.csv");
    let company = said(&rows, "104");
    assert!(
        company.contains(&("company_imo_number", "2900072"))
            && company.contains(&("company_imo_number", "2900007"))
    );
    assert_eq!(entry(&rows, "104").kind, EntryKind::Organisation);
    assert_eq!(entry(&rows, "105").remarks.len(), 1);
    assert_eq!(reasons(&rows).len(), 1);
    let person = said(&rows, "106");
    assert_eq!(person, [("name", "PERSON, A"), ("weak_alias", "THE HERON"), ("program", "SDGT")]);
    assert!(rows.designations.iter().all(|d| d.from.is_none()));
}

#[test]
fn a_header_of_misleading_names_changes_nothing() {
    let mut with = b"ID,Name,Type,Country,Title,Col_F,Col_G,Col_H,Col_I,Col_J,Col_K,Details\r\n".to_vec();
    with.extend(invented("ofac_sdn.csv"));
    assert_eq!(ListForm::sniff(&with), Some(ListForm::OfacSdnCsv));
    let with = read_list(&*with, ListForm::OfacSdnCsv, &source("ofac_sdn.csv")).unwrap();
    let without = list("ofac_sdn.csv");
    let keys = |rows: &ListRows| rows.entries.iter().map(|e| (e.id, e.name.clone())).collect::<Vec<_>>();
    assert_eq!(keys(&with), keys(&without));
    assert_eq!(with.rejects.len(), without.rejects.len());
}

#[test]
fn aliases_are_joined_to_the_entries_at_hand_and_no_others() {
    let mut files = [list("ofac_alt.csv"), list("ofac_sdn.csv")];
    assert!(files[0].entries.is_empty() && files[0].designations.is_empty());
    let free = shared_entry_id("OFAC SDN", "999");
    attach_aliases(&mut files);
    let [aliases, main] = &files;
    let found: Vec<_> =
        aliases.claims.iter().map(|c| (c.value.as_str(), c.property.as_str(), c.subject, c.entry)).collect();
    let heron = ImoNumber::parse("2900010").unwrap();
    let (ship, company) = (Some(entry(main, "101").id), Some(entry(main, "104").id));
    assert_eq!(
        found,
        [
            ("HERON GREY", "alias", ClaimSubject::Imo(heron), ship),
            ("OLD HERON", "former_name", ClaimSubject::Imo(heron), ship),
            ("HERON LINES", "alias", ClaimSubject::Entry(entry(main, "104").id), company),
            ("NOBODY AT HAND", "alias", ClaimSubject::Entry(free), Some(free)),
        ]
    );
}

#[test]
fn aliases_go_to_the_version_of_their_own_name_then_to_the_newest() {
    let read = |name: &str, file: &str| {
        let form = if name == "ofac_alt.csv" { ListForm::OfacAltCsv } else { ListForm::OfacSdnCsv };
        read_list(&*invented(name), form, &source(file)).unwrap()
    };
    let (old, new) = (read("ofac_sdn.csv", "sdn_2020-01-31.csv"), read("ofac_sdn.csv", "sdn_2021-01-31.csv"));
    for (file, expected) in [("alt_2020-01-31.csv", &old), ("alt.csv", &new)] {
        let mut files = [new.clone(), read("ofac_alt.csv", file), old.clone()];
        attach_aliases(&mut files);
        assert_eq!(files[1].claims[0].entry, Some(entry(expected, "101").id), "{file}");
    }
}

#[test]
fn gur_labels_are_no_values() {
    let rows = list("gur.csv");
    let white = said(&rows, "2");
    let expected = [
        ("ship_name", "WHITE HERON"),
        ("imo_number", "2900125"),
        ("former_mmsi", "299000003"),
        ("ship_type", "Crude Oil Tanker"),
        ("built_year", "2021"),
        ("built_year", "2024"),
        ("status", "listed"),
    ];
    assert_eq!(white, expected);
    assert!(said(&rows, "1").contains(&("former_name", "Second Egret")));
    assert_eq!(ordered(&rows, "1"), [("named", "GUR, publication of ships", String::new())]);
    assert_eq!(entry(&rows, "imo/2900230").name, "GONE HERON");
    assert!(entry(&rows, "imo/2900230").remarks[0].contains("delisted_from_gur"));
    assert!(rows.designations.iter().all(|d| d.until.is_none() && d.authority == Authority::Publisher));
    assert_eq!(rows.rejects.len(), 3 + 4, "{:?}", reasons(&rows));
    assert!(reasons(&rows)[0].1.starts_with("mmsi_current: `Call sign` is a label"));
}

#[test]
fn eu_mrv_a_name_is_seen_in_the_years_that_were_reported() {
    let rows = list("eu_mrv.csv");
    let ship = ClaimSubject::Imo(ImoNumber::parse("2900010").unwrap());
    let found: Vec<_> = rows
        .claims
        .iter()
        .filter(|c| c.subject == ship)
        .map(|c| (c.property.as_str(), c.value.as_str(), c.first_seen.unwrap(), c.last_seen.unwrap()))
        .collect();
    let (first, last) = (|y| date(y, 1, 1), |y| date(y, 12, 31));
    let expected = [
        ("imo_number", "2900010", first(2018), last(2020)),
        ("ship_name", "NEW NAME", first(2019), last(2020)),
        ("former_name", "OLD NAME", first(2018), last(2018)),
        ("ship_type", "Oil tanker", first(2018), last(2020)),
        ("port_of_registry", "Elsewhere", first(2020), last(2020)),
        ("port_of_registry", "Harbour", first(2018), last(2018)),
    ];
    assert_eq!(found, expected);
    // Three rows or more reach the end of 2018: one row of a later year could be a slip.
    assert_eq!(rows.version.days.earliest, Some(date(2018, 12, 31)));
    assert!(rows.entries.is_empty() && rows.designations.is_empty());
}

#[test]
fn a_register_of_our_own_columns_needs_no_mapping() {
    let rows = list("register.csv");
    assert_eq!(rows.version.list, "register");
    let found: Vec<_> = rows.claims.iter().map(|c| (c.property.as_str(), c.value.as_str())).collect();
    assert_eq!(found, [("deadweight_t", "3080"), ("imo_number", "2900010"), ("ship_name", "GREY HERON")]);
    assert!(rows.claims.iter().all(|c| c.list_version.as_deref() == Some("sha256:0123456789ab")));
    assert_eq!(rows.rejects.len(), 1);
}

#[test]
fn the_user_names_list_and_version() {
    let mut source = source("un_1718_2020-06-01.csv");
    let by_name = read_list(&*invented("un_1718.csv"), ListForm::Un1718Csv, &source).unwrap();
    assert_eq!(by_name.version.days, VersionDays::on(date(2020, 6, 1)));
    assert!(
        by_name.claims.iter().all(|c| c.first_seen == Some(date(2020, 6, 1)) && c.last_seen == c.first_seen)
    );
    assert!(by_name.designations.iter().all(|d| d.known == by_name.version.days));
    source.list = Some("Mine");
    source.version = Some(("June", VersionDays::on(date(2020, 6, 2))));
    let given = read_list(&*invented("un_1718.csv"), ListForm::Un1718Csv, &source).unwrap();
    assert_eq!((given.version.list.as_str(), given.version.version.as_str()), ("Mine", "June"));
    assert_eq!(
        (given.version.days, given.version.days_basis.as_str()),
        (VersionDays::on(date(2020, 6, 2)), "given by the user")
    );
    assert!(given.entries.iter().all(|e| e.list == "Mine" && e.list_version == "June"));
    // The entries are the same ones.
    assert_eq!(given.entries[0].id, by_name.entries[0].id);
}

#[test]
fn eu_a_table_without_the_column_of_ship_numbers_is_refused() {
    let text =
        "celex,recordId,annex,measure,schema,name,imo_no\n32017R1509,1,I,Asset freeze,Vessel,A,2900010\n";
    let error = read_list(text.as_bytes(), ListForm::EuCsv, &source("eu.csv")).unwrap_err().to_string();
    assert!(error.contains("imonumber"), "{error}");
}

#[test]
fn what_a_file_lost_is_counted_by_rows_and_by_ship_numbers() {
    let losses = list("gur.csv").losses();
    assert_eq!((losses.rows, losses.lost, losses.vessels, losses.numberless), (4, 0, 4, 1));
    assert!(!losses.is_too_much(20.0));
    let header =
        "gur_id,name,imo,mmsi_current,mmsi_legacy,flag,vessel_type,callsign,former_names,build_year,status";
    let text = format!(
        "{header}\n1,A,2900010,,,,,,,,listed\n1,B,2900125,,,,,,,,listed\n2,C,299000001,,,,,,,,listed\n"
    );
    let losses = read_list(text.as_bytes(), ListForm::GurCsv, &source("gur.csv")).unwrap().losses();
    assert_eq!((losses.rows, losses.lost, losses.vessels, losses.numberless), (3, 1, 2, 1));
    assert!(losses.is_too_much(20.0), "a third of the rows is lost");
    assert!(losses.is_too_much(50.0), "half of the numbers cannot be read");
}

#[test]
fn gur_a_ship_that_is_no_longer_named_has_no_measure() {
    let rows = list("gur.csv");
    let gone = entry(&rows, "imo/2900230");
    assert!(gone.remarks.iter().any(|r| r.contains("no longer named")), "{:?}", gone.remarks);
    assert!(rows.designations.iter().all(|d| d.entry != gone.id));
    assert_eq!(rows.designations.len(), rows.entries.len() - 1);
}
