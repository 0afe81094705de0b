//! Volumes that others reported: notified deliveries and third-party estimates, from a table.
//!
//! Two columns give the period. A day, `2024-03-01`, is its first instant in UTC, and as an end it is the first that no
//! longer belongs to the period. A month, `2024-03`, or a year, `2024`, is the whole of it, as a start and as an end.

use crate::Rows;
use crate::error::RegistryError;
use crate::mapping::ColumnMapping;
use crate::table::{Row, Table};
use crate::value::{self, shown};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use plimsoll_model::evidence::Key;
use plimsoll_model::{ExhibitId, Period, RecordId, RecordKind, ReportedVolume, ReportedVolumeKind, Volume};
use std::io::Read;

/// Rows and rejects of one table that are held.
const MOST_ROWS: usize = 1_000_000;
/// More than the world burns in a decade: the unit or the decimal mark is wrong.
const MOST_BBL: f64 = 1e12;
/// Barrels a tonne: heavier than any oil below, lighter than any liquefied gas above.
const BBL_PER_T: std::ops::RangeInclusive<f64> = 4.0..=15.0;

/// Properties of a reported volume, by which columns are mapped.
pub const PROPERTIES: [&str; 10] = [
    "kind",
    "party",
    "period_start",
    "period_end",
    "volume_bbl",
    "volume_t",
    "bbl_per_t",
    "is_lower_bound",
    "subject",
    "citation",
];

/// The reported volumes of a table.
///
/// `kind`, `party`, `period_start`, `period_end` and either `volume_bbl` or both `volume_t` and `bbl_per_t` must be
/// mapped: tonnes become barrels only by a factor that somebody stated. A row that lacks one of them is a reject.
/// `subject` is blank where it is not mapped, `citation` the name of the list.
pub fn reported_volumes(
    reader: impl Read,
    exhibit: ExhibitId,
    mapping: &ColumnMapping,
) -> Result<Rows<ReportedVolume>, RegistryError> {
    check(mapping).map_err(|reason| RegistryError::Mapping { exhibit, reason })?;
    let mut table = Table::open(reader, exhibit, mapping)?;
    let mut rows = Rows::new();
    while let Some(row) = table.next()? {
        match row {
            Err(reject) => rows.rejects.push(reject),
            Ok(row) => match read(&row, mapping) {
                Ok(volume) => rows.rows.push(volume),
                Err(reason) => rows.rejects.push(row.reject(reason)),
            },
        }
        if rows.len() > MOST_ROWS {
            return Err(RegistryError::TooMuch { exhibit, most: MOST_ROWS, what: "rows and rejects" });
        }
    }
    Ok(rows)
}

/// The properties without which no row can be read are mapped, and no others than ours.
fn check(mapping: &ColumnMapping) -> Result<(), String> {
    let is_mapped = |property: &str| mapping.map.contains_key(property);
    if let Some(other) = mapping.map.keys().find(|key| !PROPERTIES.contains(&key.as_str())) {
        return Err(format!("`{}` is not a property of a reported volume", shown(other)));
    }
    if let Some(missing) = PROPERTIES[..4].iter().find(|property| !is_mapped(property)) {
        return Err(format!("`{missing}` is not mapped: map it to a column or a constant"));
    }
    match (is_mapped("volume_bbl"), is_mapped("volume_t"), is_mapped("bbl_per_t")) {
        (true, false, false) | (false, true, true) => Ok(()),
        (false, true, false) => {
            Err("`volume_t` is mapped without `bbl_per_t`: tonnes become barrels only by a stated factor"
                .into())
        }
        _ => Err("expected either `volume_bbl`, or `volume_t` and `bbl_per_t`".into()),
    }
}

fn read(row: &Row<'_>, mapping: &ColumnMapping) -> Result<ReportedVolume, String> {
    let offset = i64::try_from(row.source.byte_offset).unwrap_or(i64::MAX);
    let id = RecordId::of(RecordKind::ReportedVolume, &[Key::Id(row.source.exhibit), Key::Int(offset)]);
    Ok(ReportedVolume {
        id,
        source: row.source,
        kind: kind(need(row, "kind")?)?,
        party: value::one_line(need(row, "party")?),
        period: period(row)?,
        is_lower_bound: is_lower_bound(row)?,
        volume: volume(row)?,
        subject: text(row, "subject")?.unwrap_or_default(),
        citation: text(row, "citation")?.unwrap_or_else(|| mapping.list.clone()),
    })
}

/// The text of a cell that must not be blank.
fn need<'r>(row: &'r Row<'_>, property: &str) -> Result<&'r str, String> {
    let cell = row.cell(property).map_err(|reason| format!("{property}: {reason}"))?;
    cell.map(|cell| cell.original.trim()).ok_or_else(|| format!("{property} is blank"))
}

fn text(row: &Row<'_>, property: &str) -> Result<Option<String>, String> {
    let cell = row.cell(property).map_err(|reason| format!("{property}: {reason}"))?;
    Ok(cell.map(|cell| value::one_line(cell.original)))
}

fn kind(word: &str) -> Result<ReportedVolumeKind, String> {
    ReportedVolumeKind::parse(&word.to_ascii_lowercase())
        .ok_or_else(|| format!("kind: `{}`, expected `notified` or `third-party`", shown(word)))
}

fn is_lower_bound(row: &Row<'_>) -> Result<bool, String> {
    match text(row, "is_lower_bound")?.map(|t| t.to_ascii_lowercase()).as_deref() {
        None | Some("no" | "false" | "0") => Ok(false),
        Some("yes" | "true" | "1") => Ok(true),
        Some(other) => Err(format!("is_lower_bound: `{}`, expected `yes` or `no`", shown(other))),
    }
}

fn volume(row: &Row<'_>) -> Result<Volume, String> {
    let barrels = match number(row, "volume_bbl")? {
        Some(barrels) => barrels,
        None => {
            let tonnes = number(row, "volume_t")?.ok_or("the volume is blank")?;
            let factor = number(row, "bbl_per_t")?.ok_or("bbl_per_t is blank")?;
            if !BBL_PER_T.contains(&factor) {
                return Err(format!("bbl_per_t: {factor}, expected 4 to 15"));
            }
            tonnes * factor
        }
    };
    if barrels > MOST_BBL {
        return Err(format!("a volume of {barrels} bbl, expected at most {MOST_BBL}"));
    }
    Ok(Volume::barrels(barrels))
}

fn number(row: &Row<'_>, property: &str) -> Result<Option<f64>, String> {
    let named = |reason| format!("{property}: {reason}");
    let Some(cell) = row.cell(property).map_err(named)? else { return Ok(None) };
    Ok(Some(value::number(cell.text()).map_err(named)? * cell.factor))
}

fn period(row: &Row<'_>) -> Result<Period, String> {
    let start =
        instant(need(row, "period_start")?, false).map_err(|reason| format!("period_start: {reason}"))?;
    let end = instant(need(row, "period_end")?, true).map_err(|reason| format!("period_end: {reason}"))?;
    Period::new(start, end).map_err(|error| error.to_string())
}

/// The instant that a day, a month or a year stands for as a start or as an end.
pub(crate) fn instant(text: &str, is_end: bool) -> Result<Timestamp, String> {
    let expected =
        || format!("`{}` is not a date, expected the form 2024-03-01, 2024-03 or 2024", shown(text));
    let is_form = text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    let (first, whole) = match text.len() {
        10 => (text.to_owned(), jiff::Span::new()),
        7 => (format!("{text}-01"), jiff::Span::new().months(1)),
        4 => (format!("{text}-01-01"), jiff::Span::new().years(1)),
        _ => return Err(expected()),
    };
    let first: Date = if is_form { first.parse().map_err(|_| expected())? } else { return Err(expected()) };
    let day = if is_end { first.checked_add(whole).map_err(|_| expected())? } else { first };
    let midnight = day.to_zoned(TimeZone::UTC).map_err(|_| expected())?;
    Ok(midnight.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mapping::ColumnSource;
    use proptest::prelude::*;

    fn exhibit() -> ExhibitId {
        RecordId::of(RecordKind::Exhibit, &[])
    }

    fn mapping(properties: &[&str]) -> ColumnMapping {
        let map = properties.iter().map(|p| ((*p).to_owned(), ColumnSource::column(p))).collect();
        ColumnMapping { list: "Test list".into(), delimiter: Some(b','), map }
    }

    fn in_barrels() -> ColumnMapping {
        mapping(&[
            "kind",
            "party",
            "period_start",
            "period_end",
            "volume_bbl",
            "is_lower_bound",
            "subject",
            "citation",
        ])
    }

    fn read_row(row: &str) -> Rows<ReportedVolume> {
        let head = "kind,party,period_start,period_end,volume_bbl,is_lower_bound,subject,citation";
        reported_volumes(format!("{head}\n{row}\n").as_bytes(), exhibit(), &in_barrels()).unwrap()
    }

    #[test]
    fn a_notified_delivery_is_read_whole() {
        let rows = read_row("notified,Russia,2024-01-01,2024-02-01,\"15,279\",no,refined,\"Yonhap, 2024\"");
        let volume = &rows.rows[0];
        assert_eq!(volume.kind, ReportedVolumeKind::NotifiedDelivery);
        assert!((volume.volume.to_barrels() - 15_279.0).abs() < 1e-9);
        assert_eq!(volume.period.duration().as_hours(), 31 * 24);
        assert_eq!((volume.citation.as_str(), volume.is_lower_bound), ("Yonhap, 2024", false));
        assert_eq!(volume.source.line, 2);
    }

    #[test]
    fn a_month_or_a_year_stands_for_the_whole_of_it() {
        for (start, end, days) in [
            ("2024-02", "2024-02", 29),
            ("2024", "2024", 366),
            ("2024-01", "2024-04", 121),
            ("2023-12-22", "2024-12-22", 366),
        ] {
            let rows = read_row(&format!("third-party,US,{start},{end},0,,,"));
            assert_eq!(rows.rows[0].period.duration().as_hours(), days * 24, "{start} {end}");
        }
    }

    #[test]
    fn a_row_that_cannot_be_read_says_which_cell_and_why() {
        for (row, expected) in [
            ("claimed,US,2024,2024,1,,,", "expected `notified` or `third-party`"),
            ("notified,,2024,2024,1,,,", "party is blank"),
            ("notified,US,2024-03-01,2024-03-01,1,,,", "not after its start"),
            ("notified,US,01.03.2024,2024,1,,,", "period_start: `01.03.2024`"),
            ("notified,US,2024,2024-02-30,1,,,", "period_end: `2024-02-30`"),
            ("notified,US,2024,9999,1,,,", "period_end: `9999`"),
            ("notified,US,2024,2024,,,,", "the volume is blank"),
            ("notified,US,2024,2024,\"1,5\",,,", "ambiguous"),
            ("notified,US,2024,2024,-5,,,", "not a number"),
            ("notified,US,2024,2024,9999999999999,,,", "expected at most"),
            ("notified,US,2024,2024,1,maybe,,", "is_lower_bound"),
            ("notified,US,2024,2024,1", "5 fields, expected 8"),
        ] {
            let rows = read_row(row);
            assert_eq!((rows.rows.len(), rows.rejects.len()), (0, 1), "{row}");
            assert!(rows.rejects[0].reason.contains(expected), "{row}: {}", rows.rejects[0].reason);
        }
    }

    #[test]
    fn tonnes_become_barrels_only_by_a_stated_factor() {
        // China, August 2021: 1,410 t are 11,745 bbl in the 1718 Committee's table, at 8.33 bbl/t.
        let mut mapping = mapping(&["kind", "party", "period_start", "period_end", "volume_t"]);
        let text = "kind,party,period_start,period_end,volume_t\nnotified,China,2021-08,2021-08,1410\n";
        let error = reported_volumes(text.as_bytes(), exhibit(), &mapping).unwrap_err().to_string();
        assert!(error.contains("stated factor"), "{error}");
        mapping.map.insert("bbl_per_t".into(), ColumnSource::Constant("8.33".into()));
        let rows = reported_volumes(text.as_bytes(), exhibit(), &mapping).unwrap();
        assert!((rows.rows[0].volume.to_barrels() - 11_745.3).abs() < 1e-6);
        assert_eq!(rows.rows[0].citation, "Test list");
        mapping.map.insert("bbl_per_t".into(), ColumnSource::Constant("0.12".into()));
        let rows = reported_volumes(text.as_bytes(), exhibit(), &mapping).unwrap();
        assert!(rows.rejects[0].reason.contains("expected 4 to 15"));
    }

    #[test]
    fn a_mapping_that_lacks_what_every_row_needs_is_an_error() {
        let error = |properties: &[&str]| {
            reported_volumes(&b"a\n"[..], exhibit(), &mapping(properties)).unwrap_err().to_string()
        };
        assert!(
            error(&["party", "period_start", "period_end", "volume_bbl"]).contains("`kind` is not mapped")
        );
        assert!(error(&["kind", "party", "period_start", "period_end"]).contains("either `volume_bbl`"));
        assert!(error(&["volume"]).contains("`volume` is not a property"));
    }

    proptest! {
        #[test]
        fn no_row_panics_and_none_is_lost(row in "[a-z0-9,\"\\-. é]{1,60}") {
            let rows = read_row(&row);
            prop_assert_eq!(rows.len(), usize::from(!row.trim().is_empty()));
        }
    }
}
