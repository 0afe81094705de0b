//! Lists that are broken: what is said, and that no ship is lost without a word.

use crate::lists_forms::{LISTS, invented, source};
use crate::lists_real::consistent;
use crate::real::changed;
use plimsoll_registry::RegistryError;
use plimsoll_registry::lists::{ListForm, ListRows, read_list};
use std::io::Read;

const EU: &str = "celex,recordId,annex,measure,startDate,schema,name,imoNumber\n";

fn eu(rows: &str) -> Result<ListRows, RegistryError> {
    read_list(format!("{EU}{rows}").as_bytes(), ListForm::EuCsv, &source("eu.csv"))
}

/// A row of the EU list about a ship.
fn ship(record: &str, name: &str, imo: &str, start: &str) -> String {
    format!("32017R1509,{record},XIV.B,Asset freeze,{start},Vessel,{name},{imo}\n")
}

fn reasons(rows: &ListRows) -> Vec<&str> {
    rows.rejects.iter().map(|r| r.reason.as_str()).collect()
}

#[test]
fn an_empty_list_is_loud_in_every_form() {
    for (name, form) in LISTS {
        let bytes = invented(name);
        let has_header = !matches!(form, ListForm::OfacSdnCsv | ListForm::OfacAltCsv);
        let header: Vec<u8> = bytes.split_inclusive(|b| *b == b'\n').next().unwrap().to_vec();
        for empty in [header.as_slice(), b"", b"\n\n"] {
            if !has_header && !empty.trim_ascii().is_empty() {
                continue;
            }
            let error = read_list(empty, form, &source(name)).expect_err(name);
            if empty.len() > 2 {
                assert!(matches!(error, RegistryError::EmptyList { rejects: 0, .. }), "{name}: {error}");
                assert!(error.to_string().contains("must never be read as \"not listed\""), "{error}");
            }
        }
    }
    let sdn = b"ID,Name,Type,Country,Title,Col_F,Col_G,Col_H,Col_I,Col_J,Col_K,Details\r\n\x1a,,,,,,,,,,,";
    let error = read_list(&sdn[..], ListForm::OfacSdnCsv, &source("sdn.csv")).unwrap_err();
    assert!(matches!(error, RegistryError::EmptyList { rejects: 0, .. }), "{error}");
}

#[test]
fn a_list_of_nothing_but_bad_rows_is_empty_and_says_why() {
    let error = eu(&ship("1", "2900010", "GREY HERON", "3.10.2017")).unwrap_err();
    let text = error.to_string();
    assert!(matches!(error, RegistryError::EmptyList { rejects: 1, .. }), "{text}");
    assert!(text.contains("the columns look exchanged"), "{text}");
}

#[test]
fn exchanged_columns_are_seen_in_each_row_that_has_them() {
    let rows = eu(&(ship("1", "GREY HERON", "2900010", "3.10.2017")
        + &ship("2", "2900125", "WHITE HERON", "3.10.2017")))
    .unwrap();
    assert_eq!(rows.entries.len(), 1);
    assert_eq!(
        reasons(&rows),
        [
            "name: `2900125` is an IMO number, and the column of IMO numbers holds `WHITE HERON`: the columns look exchanged"
        ]
    );
    let un = "vessel_name,imo_number,date_of_designation,asset freeze\n2900125,WHITE HERON,3-Oct-17,yes\nGREY HERON,2900010,3-Oct-17,yes\n";
    let rows = read_list(un.as_bytes(), ListForm::Un1718Csv, &source("un.csv")).unwrap();
    assert!(reasons(&rows)[0].contains("look exchanged"));
    // A day where the measure should stand, and the reverse.
    let rows = eu("32017R1509,1,XIV.B,3.10.2017,Asset freeze,Vessel,GREY HERON,2900010\n").unwrap();
    assert!(reasons(&rows)[0].starts_with("startDate: `Asset freeze` is not a day"));
    assert_eq!(rows.designations[0].from, None);
}

#[test]
fn utf_16_is_refused_by_name() {
    for (name, form) in LISTS {
        let text = String::from_utf8_lossy(&invented(name)).into_owned();
        for mark in [[0xff, 0xfe], [0xfe, 0xff]] {
            let mut bytes = mark.to_vec();
            bytes.extend(
                text.encode_utf16()
                    .flat_map(|u| if mark[0] == 0xff { u.to_le_bytes() } else { u.to_be_bytes() }),
            );
            let error = read_list(&*bytes, form, &source(name)).expect_err(name).to_string();
            assert!(error.contains("UTF-16"), "{name}: {error}");
            assert_eq!(ListForm::sniff(&bytes), None);
        }
    }
}

#[test]
fn a_letter_of_windows_1252_costs_its_cell_and_not_the_ship() {
    let mut bytes = format!("{EU}{}", ship("1", "GR?Y HERON", "2900010", "3.10.2017")).into_bytes();
    let at = bytes.iter().position(|b| *b == b'?').unwrap();
    bytes[at] = 0xcb;
    let rows = read_list(&*bytes, ListForm::EuCsv, &source("eu.csv")).unwrap();
    assert_eq!(reasons(&rows), ["name: `GR\u{fffd}Y HERON` is not UTF-8 text"]);
    assert_eq!((rows.entries.len(), rows.designations.len()), (1, 1));
    assert!(rows.entries[0].imo_number.is_some() && rows.entries[0].remarks[0].contains("cannot be read"));
    assert!(rows.claims.iter().all(|c| c.property != "ship_name"));
}

#[test]
fn a_nul_byte_costs_its_cell() {
    let rows = eu(&ship("1", "GREY\0HERON", "2900010", "3.10.2017")).unwrap();
    assert!(reasons(&rows)[0].contains("NUL byte"));
    assert_eq!(rows.entries.len(), 1);
    let rows =
        eu(&(ship("1", "GREY HERON", "29\x0000010", "3.10.2017") + &ship("2", "A", "2900125", "3.10.2017")))
            .unwrap();
    assert!(reasons(&rows)[0].starts_with("imoNumber: "), "{:?}", reasons(&rows));
    assert_eq!((rows.entries.len(), rows.entries[0].imo_number), (2, None));
}

#[test]
fn days_outside_of_1900_to_2100_are_rejects_and_later_ones_than_the_version_are_remarks() {
    let rows = ship("1", "A", "2900010", "3.10.2199")
        + &ship("2", "B", "2900125", "3.10.2099")
        + &ship("3", "C", "2900230", "3.10.1899");
    let read = |name| read_list(format!("{EU}{rows}").as_bytes(), ListForm::EuCsv, &source(name)).unwrap();
    let found = read("eu_2023-11.csv");
    assert_eq!(found.entries.len(), 3);
    let days: Vec<_> = found.designations.iter().map(|d| d.from.map(|day| day.to_string())).collect();
    assert_eq!(days, [None, Some("2099-10-03".into()), None]);
    assert!(reasons(&found).iter().all(|r| r.contains("expected 1900 to 2100")) && found.rejects.len() == 2);
    let remarks: Vec<_> = found.entries.iter().map(|e| e.remarks.clone()).collect();
    assert_eq!(
        remarks,
        [vec![], vec!["dated 2099-10-03, after the version was out (2023-11-30)".to_owned()], vec![]]
    );
    // Where the version's day is not known, no day is after it.
    assert!(read("eu.csv").entries.iter().all(|e| e.remarks.is_empty()));
}

#[test]
fn a_key_that_stands_twice_is_a_reject_with_the_first_line() {
    let rows =
        eu(&(ship("1", "A", "2900010", "3.10.2017") + &ship("1", "B", "2900125", "3.10.2017"))).unwrap();
    assert_eq!(reasons(&rows), ["duplicate id: key `XIV.B/1` stands on line 2 already"]);
    assert_eq!((rows.entries.len(), rows.entries[0].name.as_str()), (1, "A"));
    let mut sdn = invented("ofac_sdn.csv");
    let first: Vec<u8> = sdn.split_inclusive(|b| *b == b'\n').next().unwrap().to_vec();
    sdn.splice(0..0, first);
    let rows = read_list(&*sdn, ListForm::OfacSdnCsv, &source("sdn.csv")).unwrap();
    assert_eq!(rows.entries.len(), 7);
    assert!(reasons(&rows)[0].starts_with("duplicate id: key `101`"));
    let alt = "1,7,\"aka\",\"A\",-0- \n2,7,\"aka\",\"B\",-0- \n";
    let rows = read_list(alt.as_bytes(), ListForm::OfacAltCsv, &source("alt.csv")).unwrap();
    assert_eq!((rows.claims.len(), rows.rejects.len()), (1, 1));
    // One ship in two annexes is no duplicate.
    let other = ship("1", "A", "2900010", "3.10.2017").replace("XIV.B", "XIV.A");
    assert_eq!(eu(&(ship("1", "A", "2900010", "3.10.2017") + &other)).unwrap().entries.len(), 2);
}

#[test]
fn a_line_of_fifty_megabytes_costs_itself() {
    let line = std::io::repeat(b'x').take(50 << 20);
    let (before, after) = (
        format!("{EU}{}", ship("1", "A", "2900010", "3.10.2017")),
        format!("\n{}", ship("2", "B", "2900125", "3.10.2017")),
    );
    let rows =
        read_list(before.as_bytes().chain(line).chain(after.as_bytes()), ListForm::EuCsv, &source("eu.csv"))
            .unwrap();
    assert_eq!((rows.entries.len(), rows.rejects.len()), (2, 1));
    assert!(reasons(&rows)[0].starts_with("a line longer than"));
    let header = read_list(std::io::repeat(b'x').take(50 << 20), ListForm::EuCsv, &source("eu.csv"));
    assert!(header.unwrap_err().to_string().contains("a line longer than"));
}

#[test]
fn another_form_than_was_said_is_an_error_and_no_empty_list() {
    for (name, form) in LISTS {
        for (_, other) in LISTS.iter().filter(|(_, other)| *other != form) {
            let read = read_list(&*invented(name), *other, &source(name));
            // EU MRV and the 1718 list have columns that a register has too; all else is refused.
            if *other != ListForm::RegisterCsv {
                assert!(
                    !matches!(read.as_ref().expect_err(name), RegistryError::EmptyList { .. }),
                    "{name} as {other:?}"
                );
            }
        }
    }
    let missing =
        read_list(&b"celex,annex,schema,name\n"[..], ListForm::EuCsv, &source("eu.csv")).unwrap_err();
    assert!(missing.to_string().contains("no column `measure`"), "{missing}");
    let twice = format!("{},name\n", EU.trim_end());
    let twice = read_list(twice.as_bytes(), ListForm::EuCsv, &source("eu.csv")).unwrap_err();
    assert!(twice.to_string().contains("2 times"), "{twice}");
}

#[test]
fn a_program_or_type_that_is_missing_is_said() {
    let row =
        |kind: &str, program: &str| format!("1,A,{kind},{program},-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n");
    let two = row("vessel", "-0- ") + &row("balloon", "IRAN").replacen('1', "2", 1);
    let rows = read_list(two.as_bytes(), ListForm::OfacSdnCsv, &source("sdn.csv")).unwrap();
    assert_eq!(rows.entries[0].remarks, ["no program is given"]);
    assert_eq!(rows.designations[0].instrument, "OFAC SDN");
    assert_eq!(reasons(&rows), ["SDN_Type: `balloon`, expected individual, vessel, aircraft or -0-"]);
}

/// Bytes of text that a list's rows hold.
fn held(rows: &ListRows) -> usize {
    let claims = rows.claims.iter().map(|c| c.value.len() + c.original_value.len());
    let orders = rows.designations.iter().map(|d| d.instrument.len());
    let remarks = rows.entries.iter().flat_map(|e| &e.remarks).map(String::len);
    claims
        .chain(orders)
        .chain(remarks)
        .chain(rows.rejects.iter().map(|r| r.text.len() + r.reason.len()))
        .sum()
}

#[test]
fn a_cell_of_thousands_of_parts_is_not_held_thousands_of_times() {
    // As many parts as a line of 40,000 bytes has room for.
    let parts = |separator: &str| {
        let count = 40_000 / (separator.len() + 4);
        (0..count).map(|n| format!("{n:04}")).collect::<Vec<_>>().join(separator)
    };
    let eu = |name: &str, alias: &str| {
        let header = "celex,recordId,annex,measure,schema,name,alias,imoNumber";
        format!("{header}\n32017R1509,1,I,Asset freeze,Vessel,{name},{alias},\n")
    };
    let sdn = |program: &str, remarks: &str| {
        format!(
            "1,A,vessel,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n2,A,vessel,{program},-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"{remarks}\"\n"
        )
    };
    let un =
        |names: &str, days: &str| format!("vessel_name,imo_number,date_of_designation\n{names},,{days}\n");
    let numbered: String = (2..5_000).map(|n| format!(" {n}: A{n}")).collect();
    let cases = [
        (eu("A", &parts(";")), ListForm::EuCsv),
        (eu(&format!("A ({})", parts(") (")), ""), ListForm::EuCsv),
        (sdn("IRAN", &parts("; MMSI ")), ListForm::OfacSdnCsv),
        (sdn("IRAN", &parts("; Vessel Registration Identification IMO ")), ListForm::OfacSdnCsv),
        (sdn("IRAN", &parts("; Linked To: ")), ListForm::OfacSdnCsv),
        (sdn(&parts("] ["), "-0- "), ListForm::OfacSdnCsv),
        (un(&format!("1: A{numbered}"), "3-Oct-17"), ListForm::Un1718Csv),
        (un("A", &parts(" ")), ListForm::Un1718Csv),
    ];
    for (text, form) in cases {
        let rows = read_list(text.as_bytes(), form, &source("a.csv")).unwrap();
        assert_eq!(rows.entries.len(), if form == ListForm::OfacSdnCsv { 2 } else { 1 });
        assert!(held(&rows) < 60 * text.len(), "{form:?}: {} bytes of {}", held(&rows), text.len());
    }
}

#[test]
fn no_change_of_an_invented_list_panics_or_breaks_it() {
    for (name, form) in LISTS {
        let read = std::cell::Cell::new(0);
        changed(&invented(name), 4_000, 3_000, |copy| {
            let _ = ListForm::sniff(copy);
            if let Ok(rows) = read_list(copy, form, &source(name)) {
                consistent(&rows);
                read.set(read.get() + 1);
            }
        });
        assert!(read.get() > 300, "{name}: only {} of 3000 changed copies could be read", read.get());
    }
}
