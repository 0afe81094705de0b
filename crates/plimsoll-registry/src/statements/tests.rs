use super::*;
use proptest::prelude::*;

fn exhibit() -> ExhibitId {
    RecordId::of(RecordKind::Exhibit, &[])
}

fn all() -> ColumnMapping {
    own_columns(&PROPERTIES.map(str::to_owned))
}

/// One row, its cells by name, all others blank.
fn read_cells(cells: &[(&str, &str)]) -> Rows<Statement> {
    let row: Vec<String> = PROPERTIES
        .iter()
        .map(|p| cells.iter().find(|(name, _)| name == p).map_or("", |(_, text)| *text))
        .map(|text| format!("\"{}\"", text.replace('"', "\"\"")))
        .collect();
    let text = format!("{}\n{}\n", PROPERTIES.join(","), row.join(","));
    statements(text.as_bytes(), exhibit(), &all()).unwrap()
}

const MILLION: [(&str, &str); 12] = [
    ("statement", "Q1"),
    ("quantity", "volume"),
    ("bound", "more-than"),
    ("value", "1,000,000"),
    ("unit", "bbl"),
    ("equals_value", "56,000"),
    ("equals_unit", "t"),
    ("suppliers", "Russia"),
    ("places", "Vostochny; Nakhodka"),
    ("period_start", "2024-03-07"),
    ("said_by", "somebody"),
    ("citation", "a paper, 2024"),
];

fn with<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let base = MILLION.iter().chain(&[("period_end", "2024-11-06")]).copied();
    base.filter(|(name, _)| !changes.iter().any(|(c, _)| c == name)).chain(changes.iter().copied()).collect()
}

#[test]
fn a_statement_is_read_whole() {
    let rows = read_cells(&with(&[]));
    let found = &rows.rows[0];
    assert_eq!((found.label.as_str(), found.quantity), ("Q1", StatementQuantity::Volume));
    assert_eq!(found.amount_in_words(), "more than 1,000,000 bbl");
    assert_eq!(found.equals, Some(56_000.0));
    assert_eq!(found.referent.places, ["Vostochny", "Nakhodka"]);
    assert_eq!(found.referent.period.unwrap().duration().as_hours(), 244 * 24);
    assert!(!found.is_verified, "who does not say that he read it has not");
}

#[test]
fn units_are_brought_to_that_of_the_quantity() {
    let changes: [(&str, &str, &str, f64); 9] = [
        ("volume", "1", "M bbl", 1e6),
        ("volume", "500", "kbbl", 5e5),
        ("mass", "56", "kt", 56_000.0),
        ("share", "33.7", "%", 0.337),
        ("duration", "3", "weeks", 21.0),
        ("duration", "8", "months", 243.495),
        ("date", "2024-03-07", "", 19_789.0),
        ("calls", "43", "", 43.0),
        ("rate", "10", "M bbl/d", 1e7),
    ];
    for (quantity, value, unit, expected) in changes {
        let rows = read_cells(&with(&[
            ("quantity", quantity),
            ("value", value),
            ("unit", unit),
            ("equals_value", ""),
            ("equals_unit", ""),
        ]));
        assert!((rows.rows[0].value - expected).abs() < 1e-9, "{quantity} {value} {unit}: {rows:?}");
    }
}

#[test]
fn a_wording_has_no_number() {
    let rows = read_cells(&with(&[
        ("quantity", "wording"),
        ("value", ""),
        ("unit", ""),
        ("equals_value", ""),
        ("equals_unit", ""),
    ]));
    assert_eq!(rows.rows.len(), 1, "{rows:?}");
}

#[test]
fn a_row_that_cannot_be_read_says_which_cell_and_why() {
    for (changes, expected) in [
        (&[("quantity", "barrels")][..], "quantity: `barrels`, expected one of calls"),
        (&[("value", "")], "value is blank"),
        (&[("value", "1,00")], "value: `1,00` is ambiguous"),
        (&[("value", "1e6")], "value: `1e6` is not a number"),
        (&[("value", "-1")], "not a number"),
        (&[("value", "99999999999999")], "expected at most"),
        (&[("unit", "t")], "unit: `t` of volume, expected `bbl`"),
        (&[("unit", "tons")], "unit: `tons` of volume"),
        (&[("equals_unit", "bbl")], "equals_unit: `bbl` of mass"),
        (&[("bound", "maybe")], "bound: `maybe`, expected one of exactly"),
        (&[("low", "1")], "low and high"),
        (&[("low", "2"), ("high", "1")], "low and high"),
        (&[("said_by", " ")], "said_by is blank"),
        (&[("citation", "")], "citation is blank"),
        (&[("period_end", "")], "expected both or neither"),
        (&[("period_end", "2024-03-07")], "not after its start"),
        (&[("said_on", "May 2024")], "said_on: `May 2024` is not a date"),
        (&[("laden_percent", "900")], "laden_percent: expected 1 to 100"),
        (&[("is_verified", "perhaps")], "is_verified"),
        (&[("statement", "Q 1; DROP")], "statement: `Q 1; DROP`"),
        (&[("statement", "\u{202e}1Q")], "statement:"),
    ] {
        let rows = read_cells(&with(changes));
        assert_eq!((rows.rows.len(), rows.rejects.len()), (0, 1), "{changes:?}");
        assert!(rows.rejects[0].reason.contains(expected), "{changes:?}: {}", rows.rejects[0].reason);
    }
    let of = ";x".repeat(70);
    assert!(read_cells(&with(&[("of", &of)])).rejects[0].reason.contains("at most 64"));
}

#[test]
fn a_label_stands_for_one_statement() {
    let head = "statement,quantity,value,said_by,citation";
    let text = format!("{head}\nQ1,calls,43,A,x\nQ1,calls,44,B,y\n");
    let mapping = own_columns(&head.split(',').map(str::to_owned).collect::<Vec<_>>());
    let rows = statements(text.as_bytes(), exhibit(), &mapping).unwrap();
    assert_eq!((rows.rows.len(), rows.rejects.len()), (1, 1));
    assert!(rows.rejects[0].reason.contains("stands above already"));
}

#[test]
fn a_mapping_that_lacks_what_every_row_needs_is_an_error() {
    let mapping = own_columns(&["statement".to_owned(), "quantity".to_owned()]);
    let error = statements(&b"statement,quantity\n"[..], exhibit(), &mapping).unwrap_err().to_string();
    assert!(error.contains("`value` is not mapped"), "{error}");
    let mut mapping = all();
    mapping.map.insert("colour".into(), crate::ColumnSource::column("colour"));
    let error = statements(&b"a\n"[..], exhibit(), &mapping).unwrap_err().to_string();
    assert!(error.contains("`colour` is not a property"), "{error}");
}

#[test]
fn a_table_without_end_is_refused() {
    let head = "statement,quantity,value,said_by,citation";
    let rows: String = (0..2_100).map(|n| format!("Q{n},calls,1,A,x\n")).collect();
    let mapping = own_columns(&head.split(',').map(str::to_owned).collect::<Vec<_>>());
    let error =
        statements(format!("{head}\n{rows}").as_bytes(), exhibit(), &mapping).unwrap_err().to_string();
    assert!(error.contains("2000"), "{error}");
}

proptest! {
    #[test]
    fn no_bytes_panic_and_no_row_is_lost(
        quantity in "(volume|calls|date|share|laden|wording|duration|[a-z]{1,8})",
        value in "[0-9,.\\-]{0,12}",
        unit in "(bbl|t|%|months|[a-z ]{0,4})",
        bytes in proptest::collection::vec(any::<u8>(), 0..200),
    ) {
        let rows = read_cells(&with(&[("quantity", &quantity), ("value", &value), ("unit", &unit)]));
        prop_assert_eq!(rows.len(), 1);
        for found in &rows.rows {
            prop_assert!(found.value.is_finite() && !found.amount_in_words().is_empty());
        }
        let mut text = format!("{}\n", PROPERTIES.join(",")).into_bytes();
        text.extend(bytes);
        let _ = statements(text.as_slice(), exhibit(), &all());
    }
}
