//! A ship register: any table of ships, by a mapping of its columns, to claims.
//!
//! A row is about the hull that its IMO number names, or, where it has none, about the radio that its MMSI names. An
//! IMO number that fails the check digit costs the whole row: it is a slip of the pen or a company's number, and
//! nothing else in the row says whose it is (IMO Resolution A.1117(30)).

use crate::Rows;
use crate::error::RegistryError;
use crate::mapping::ColumnMapping;
use crate::property::{PropertyKind, imo_number, mmsi};
use crate::table::{Row, Table};
use plimsoll_model::evidence::Key;
use plimsoll_model::{Claim, ClaimSubject, ExhibitId, RecordId, RecordKind};
use std::io::Read;

/// Claims and rejects of one register that are held: some thirty times the world fleet with all its particulars.
const MOST_ROWS: usize = 8_000_000;

/// The claims of a register: one for each mapped cell that is not blank.
///
/// A row without a usable subject and a cell that cannot be read are rejects. Memory is bounded by [`RegistryError::TooMuch`].
pub fn claims(
    reader: impl Read,
    exhibit: ExhibitId,
    mapping: &ColumnMapping,
) -> Result<Rows<Claim>, RegistryError> {
    let kinds = kinds(exhibit, mapping)?;
    let mut table = Table::open(reader, exhibit, mapping)?;
    let mut rows = Rows::new();
    while let Some(row) = table.next()? {
        match row {
            Err(reject) => rows.rejects.push(reject),
            Ok(row) => match subject(&row) {
                Err(reason) => rows.rejects.push(row.reject(reason)),
                Ok(subject) => read(&row, subject, &kinds, mapping, &mut rows),
            },
        }
        if rows.len() > MOST_ROWS {
            return Err(RegistryError::TooMuch { exhibit, most: MOST_ROWS, what: "claims and rejects" });
        }
    }
    Ok(rows)
}

/// The mapped properties with their kinds.
fn kinds(exhibit: ExhibitId, mapping: &ColumnMapping) -> Result<Vec<(&str, PropertyKind)>, RegistryError> {
    let wrong = |reason| RegistryError::Mapping { exhibit, reason };
    if !mapping.map.contains_key("imo_number") && !mapping.map.contains_key("mmsi") {
        return Err(wrong(
            "neither `imo_number` nor `mmsi` is mapped, so no row says which ship it is about".into(),
        ));
    }
    let kind = |property: &'_ String| {
        PropertyKind::of(property).ok_or_else(|| wrong(format!("`{property}` is not a property of a ship")))
    };
    mapping.map.keys().map(|property| Ok((property.as_str(), kind(property)?))).collect()
}

/// Whom a row is about.
fn subject(row: &Row<'_>) -> Result<ClaimSubject, String> {
    let imo = row.cell("imo_number").map_err(|reason| format!("imo_number: {reason}"))?;
    if let Some(cell) = imo.filter(|cell| !is_zero(cell.text())) {
        return imo_number(cell.text()).map(ClaimSubject::Imo);
    }
    let radio = row.cell("mmsi").map_err(|reason| format!("mmsi: {reason}"))?;
    match radio.filter(|cell| !is_zero(cell.text())) {
        Some(cell) => mmsi(cell.text()).map(ClaimSubject::Mmsi),
        None => Err("no IMO number and no MMSI, expected one of them".into()),
    }
}

/// Zero stands for "none" among IMO numbers and MMSIs, as it does on the air.
fn is_zero(text: &str) -> bool {
    text.trim_end_matches(".0").bytes().all(|b| b == b'0')
}

/// The claims of one row.
fn read(
    row: &Row<'_>,
    subject: ClaimSubject,
    kinds: &[(&str, PropertyKind)],
    mapping: &ColumnMapping,
    rows: &mut Rows<Claim>,
) {
    for &(property, kind) in kinds {
        let cell = match row.cell(property) {
            Ok(None) => continue,
            Ok(Some(cell)) => cell,
            Err(reason) => {
                rows.rejects.push(row.reject(format!("{property}: {reason}")));
                continue;
            }
        };
        if matches!(kind, PropertyKind::Imo | PropertyKind::Mmsi) && is_zero(cell.text()) {
            continue;
        }
        match kind.read(cell.text(), cell.factor) {
            Ok(value) => rows.rows.push(Claim {
                id: id(row, property),
                source: row.source,
                subject,
                property: property.into(),
                value,
                original_value: cell.original.into(),
                list: mapping.list.clone(),
                list_version: None,
                entry: None,
                first_seen: None,
                last_seen: None,
            }),
            Err(reason) => rows.rejects.push(row.reject(format!("{property}: {reason}"))),
        }
    }
}

/// A claim is known by its place: exhibit, offset of the row, property.
fn id(row: &Row<'_>, property: &str) -> RecordId {
    let offset = i64::try_from(row.source.byte_offset).unwrap_or(i64::MAX);
    RecordId::of(RecordKind::Claim, &[Key::Id(row.source.exhibit), Key::Int(offset), Key::Text(property)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mapping::ColumnSource;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn exhibit() -> ExhibitId {
        RecordId::of(RecordKind::Exhibit, &[Key::Text("test")])
    }

    fn mapping(pairs: &[(&str, &str)]) -> ColumnMapping {
        let map = pairs.iter().map(|(p, c)| ((*p).to_owned(), ColumnSource::column(c))).collect();
        ColumnMapping { list: "Test list".into(), delimiter: None, map }
    }

    fn ships() -> ColumnMapping {
        mapping(&[("imo_number", "IMO"), ("mmsi", "MMSI"), ("ship_name", "Name"), ("deadweight_t", "DWT")])
    }

    fn read_ships(text: &str) -> Rows<Claim> {
        claims(text.as_bytes(), exhibit(), &ships()).unwrap()
    }

    #[test]
    fn each_cell_that_is_not_blank_is_a_claim_with_its_original_value() {
        let rows = read_ships("IMO,MMSI,Name,DWT\nIMO 9074729,, Heron  One ,\"3,080\"\n");
        let claims: Vec<_> = rows
            .rows
            .iter()
            .map(|c| (c.property.as_str(), c.value.as_str(), c.original_value.as_str()))
            .collect();
        let expected = [
            ("deadweight_t", "3080", "3,080"),
            ("imo_number", "9074729", "IMO 9074729"),
            ("ship_name", "Heron One", " Heron  One "),
        ];
        assert_eq!(claims, expected);
        assert!(rows.rejects.is_empty());
        let first = &rows.rows[0];
        assert_eq!((first.source.line, first.source.byte_offset), (2, 18));
        assert_eq!(first.list, "Test list");
        assert!(matches!(first.subject, ClaimSubject::Imo(imo) if imo.value() == 9_074_729));
    }

    #[test]
    fn a_hull_without_number_is_known_by_its_radio() {
        let rows = read_ships("IMO,MMSI,Name,DWT\n0,445123456,A,\n,445123457.0,B,\n0.0,0,C,\n");
        let subjects: Vec<_> = rows.rows.iter().map(|c| c.subject).collect();
        let radio = |n| ClaimSubject::Mmsi(mmsi(n).unwrap());
        let (a, b) = (radio("445123456"), radio("445123457"));
        assert_eq!(subjects, [a, a, b, b]);
        assert_eq!(rows.rejects.len(), 1);
        assert!(rows.rejects[0].reason.contains("no IMO number and no MMSI"));
    }

    #[test]
    fn a_wrong_imo_number_costs_the_row_even_where_there_is_an_mmsi() {
        let rows = read_ships("IMO,MMSI,Name,DWT\n9074728,445123456,A,1\n12345,445123456,A,1\n");
        assert!(rows.rows.is_empty());
        assert!(rows.rejects[0].reason.contains("the check digit should be 9"), "{}", rows.rejects[0].reason);
        assert!(rows.rejects[1].reason.contains("seven digits"));
    }

    #[test]
    fn a_cell_that_cannot_be_read_costs_itself_and_not_the_row() {
        let text = b"IMO,MMSI,Name,DWT\n9074729,,Sch\xf6n,\"12,5\"\n";
        let rows = claims(&text[..], exhibit(), &ships()).unwrap();
        assert_eq!(rows.rows.iter().map(|c| c.property.as_str()).collect::<Vec<_>>(), ["imo_number"]);
        let reasons: Vec<_> = rows.rejects.iter().map(|r| r.reason.as_str()).collect();
        assert!(reasons[0].starts_with("deadweight_t: `12,5` is ambiguous"), "{reasons:?}");
        assert!(reasons[1].starts_with("ship_name: ") && reasons[1].contains("UTF-8"), "{reasons:?}");
        assert_ne!(rows.rejects[0].id, rows.rejects[1].id);
    }

    #[test]
    fn units_and_constants_are_applied() {
        let mut mapping = mapping(&[("imo_number", "IMO")]);
        let feet = ColumnSource::Column { name: "LOA ft".into(), factor: 0.3048 };
        mapping.map.insert("length_overall_m".into(), feet);
        mapping.map.insert("ship_type".into(), ColumnSource::Constant("LNG carrier".into()));
        let rows = claims(&b"IMO,LOA ft\n9074729,1000\n"[..], exhibit(), &mapping).unwrap();
        let values: Vec<_> = rows.rows.iter().map(|c| c.value.as_str()).collect();
        assert_eq!(values, ["9074729", "304.8", "LNG carrier"]);
    }

    #[test]
    fn a_mapping_that_cannot_serve_is_an_error() {
        let error = |m: &ColumnMapping| claims(&b"a\n"[..], exhibit(), m).unwrap_err().to_string();
        assert!(error(&mapping(&[("ship_name", "a")])).contains("neither `imo_number` nor `mmsi`"));
        assert!(error(&mapping(&[("mmsi", "a"), ("dwt", "a")])).contains("`dwt` is not a property"));
    }

    proptest! {
        #[test]
        fn no_bytes_panic_and_every_row_is_a_claim_or_a_reject(
            bytes in prop::collection::vec(prop::sample::select(b"9074,.\"\n\r\xff0 ".to_vec()), 0..400),
        ) {
            let mut table = b"IMO,MMSI,Name,DWT\n".to_vec();
            table.extend(&bytes);
            let rows = claims(&*table, exhibit(), &ships()).unwrap();
            let ids: BTreeSet<_> = rows.rows.iter().map(|c| c.id).chain(rows.rejects.iter().map(|r| r.id)).collect();
            prop_assert_eq!(ids.len(), rows.len());
            for source in rows.rows.iter().map(|c| c.source).chain(rows.rejects.iter().map(|r| r.source)) {
                prop_assert!(source.byte_offset < table.len() as u64);
            }
        }

        #[test]
        fn a_register_that_we_write_reads_back(
            ships in prop::collection::vec((100_000_u32..999_999, "[A-Z]{1,8}( [A-Z\",]{1,6})?", 1_u32..600_000), 1..20),
        ) {
            let imo = |six: u32| (0..10).find_map(|last| imo_number(&(six * 10 + last).to_string()).ok()).unwrap();
            let mut writer = csv::Writer::from_writer(Vec::new());
            writer.write_record(["IMO", "MMSI", "Name", "DWT"]).unwrap();
            for (six, name, deadweight) in &ships {
                writer.write_record([&imo(*six).to_string(), "", name, &deadweight.to_string()]).unwrap();
            }
            let rows = claims(&*writer.into_inner().unwrap(), exhibit(), &self::ships()).unwrap();
            prop_assert!(rows.rejects.is_empty());
            let found: Vec<_> = rows.rows.chunks(3).map(|c| (c[1].value.clone(), c[2].value.clone(), c[0].value.clone())).collect();
            let expected: Vec<_> = ships.iter().map(|(six, name, t)| (imo(*six).to_string(), name.trim().to_owned(), t.to_string())).collect();
            prop_assert_eq!(found, expected);
        }
    }
}
