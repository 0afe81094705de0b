//! Stakes, from a table.

use super::Stake;
use crate::error::RegistryError;
use crate::mapping::{ColumnMapping, ColumnSource};
use crate::table::{Row, Table};
use crate::{Rows, value};
use jiff::civil::Date;
use plimsoll_model::ExhibitId;
use std::io::Read;

/// Stakes and rejects of one table that are held.
const MOST_ROWS: usize = 2_000_000;
/// Properties of a stake, by which columns are mapped. The first three must be mapped.
pub const PROPERTIES: [&str; 6] = ["owner", "owned", "share_percent", "from", "until", "source"];
/// How little more than 50 "more than 50" may be, in percent.
const LITTLE: f64 = 1e-6;

/// The mapping of a table whose columns are called as the properties are.
pub fn plain_mapping(list: &str) -> ColumnMapping {
    let map = PROPERTIES.map(|property| (property.to_owned(), ColumnSource::column(property)));
    ColumnMapping { list: list.to_owned(), delimiter: None, map: map.into() }
}

/// The stakes of a table.
///
/// `share_percent` is a number (`50`, `50%`), a bound (`>50`, `>=50`, `<25`, `<=25`), a span (`25-50`) or blank, which is 0 to 100.
/// `from` and `until` are days, `until` the first on which the stake no longer holds; blank is not known. A row that lacks
/// an owner or what it owns, or whose numbers or days cannot be, is a reject.
pub fn stakes(
    reader: impl Read,
    exhibit: ExhibitId,
    mapping: &ColumnMapping,
) -> Result<Rows<Stake>, RegistryError> {
    check(mapping).map_err(|reason| RegistryError::Mapping { exhibit, reason })?;
    let mut table = Table::open(reader, exhibit, mapping)?;
    let mut rows = Rows::new();
    while let Some(row) = table.next()? {
        match row {
            Err(reject) => rows.rejects.push(reject),
            Ok(row) => match read(&row) {
                Ok(stake) => rows.rows.push(stake),
                Err(reason) => rows.rejects.push(row.reject(reason)),
            },
        }
        if rows.len() > MOST_ROWS {
            return Err(RegistryError::TooMuch { exhibit, most: MOST_ROWS, what: "stakes and rejects" });
        }
    }
    Ok(rows)
}

fn check(mapping: &ColumnMapping) -> Result<(), String> {
    if let Some(other) = mapping.map.keys().find(|key| !PROPERTIES.contains(&key.as_str())) {
        return Err(format!("`{}` is not a property of a stake", value::shown(other)));
    }
    match PROPERTIES[..3].iter().find(|property| !mapping.map.contains_key(**property)) {
        Some(missing) => Err(format!("`{missing}` is not mapped: map it to a column or a constant")),
        None => Ok(()),
    }
}

fn read(row: &Row<'_>) -> Result<Stake, String> {
    let (from, until) = (day(row, "from")?, day(row, "until")?);
    if let (Some(from), Some(until)) = (from, until)
        && until <= from
    {
        return Err(format!("until: {until} is not after {from}"));
    }
    let share = text(row, "share_percent")?.map_or(Ok((0.0, 100.0)), |text| share(&text));
    Ok(Stake {
        owner: text(row, "owner")?.ok_or("owner is blank")?,
        owned: text(row, "owned")?.ok_or("owned is blank")?,
        share_percent: share.map_err(|reason| format!("share_percent: {reason}"))?,
        from,
        until,
        citation: text(row, "source")?.unwrap_or_default(),
        source: row.source,
    })
}

fn text(row: &Row<'_>, property: &str) -> Result<Option<String>, String> {
    let cell = row.cell(property).map_err(|reason| format!("{property}: {reason}"))?;
    Ok(cell.map(|cell| value::one_line(cell.original)).filter(|text| !text.is_empty()))
}

fn day(row: &Row<'_>, property: &str) -> Result<Option<Date>, String> {
    let text = text(row, property)?;
    text.map(|text| value::day(&text).map_err(|reason| format!("{property}: {reason}"))).transpose()
}

/// Least and greatest share.
fn share(text: &str) -> Result<(f64, f64), String> {
    let plain =
        text.replace(['\u{2013}', '\u{2014}'], "-").replace('\u{2265}', ">=").replace('\u{2264}', "<=");
    let (low, high) = if let Some(bound) = plain.strip_prefix(">=") {
        (percent(bound)?, 100.0)
    } else if let Some(bound) = plain.strip_prefix("<=") {
        (0.0, percent(bound)?)
    } else if let Some(bound) = plain.strip_prefix('>') {
        (percent(bound)? + LITTLE, 100.0)
    } else if let Some(bound) = plain.strip_prefix('<') {
        (0.0, percent(bound)? - LITTLE)
    } else if let Some((low, high)) = plain.split_once('-') {
        (percent(low)?, percent(high)?)
    } else {
        let share = percent(&plain)?;
        (share, share)
    };
    let is_span = (0.0..=100.0).contains(&low) && low <= high && high <= 100.0;
    is_span.then_some((low, high)).ok_or_else(|| {
        format!("`{}`, expected 0 to 100, such as `50`, `>50`, `25-50`, or nothing", value::shown(text))
    })
}

fn percent(text: &str) -> Result<f64, String> {
    let text = text.trim();
    value::number(text.strip_suffix('%').unwrap_or(text).trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;
    use plimsoll_model::{RecordId, RecordKind};
    use proptest::prelude::*;

    fn read_rows(rows: &str) -> Rows<Stake> {
        let table = format!("owner,owned,share_percent,from,until,source\n{rows}\n");
        let exhibit = RecordId::of(RecordKind::Exhibit, &[]);
        stakes(table.as_bytes(), exhibit, &plain_mapping("Test list")).unwrap()
    }

    #[test]
    fn shares_are_read_as_they_are_written() {
        for (text, low, high) in [
            ("50", 50.0, 50.0),
            ("50%", 50.0, 50.0),
            ("33.3 %", 33.3, 33.3),
            (">50", 50.000_001, 100.0),
            (">= 50 %", 50.0, 100.0),
            ("\u{2265}75%", 75.0, 100.0),
            ("<25", 0.0, 24.999_999),
            ("<=25", 0.0, 25.0),
            ("25-50", 25.0, 50.0),
            ("25 % \u{2013} 50 %", 25.0, 50.0),
            ("0", 0.0, 0.0),
            ("100", 100.0, 100.0),
        ] {
            let (least, most) = share(text).unwrap();
            assert!((least - low).abs() < 1e-9 && (most - high).abs() < 1e-9, "{text}: {least} {most}");
        }
        for text in [
            "101",
            "-5",
            "50-25",
            ">100",
            "<0",
            "half",
            "50-",
            "1e1",
            "NaN",
            "25-50-75",
            "50,5",
            "%",
            "> 50 < 75",
        ] {
            assert!(share(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_stake_is_read_whole_and_a_bad_one_says_why() {
        let rows =
            read_rows("  Alpha\tHoldings ,Beta Shipping,25-50,2020-01-01,2024-07-03,Annual report 2021");
        let stake = &rows.rows[0];
        assert_eq!((stake.owner.as_str(), stake.owned.as_str()), ("Alpha Holdings", "Beta Shipping"));
        assert_eq!((stake.citation.as_str(), stake.source.line), ("Annual report 2021", 2));
        let holds = |day: &str| stake.holds_on(day.parse().unwrap());
        assert!(!holds("2019-12-31") && holds("2020-01-01") && holds("2024-07-02") && !holds("2024-07-03"));
        assert_eq!(read_rows("A,B,,,,").rows[0].share_percent.1 as i32, 100);
        for (row, expected) in [
            (",B,50,,,", "owner is blank"),
            ("A, ,50,,,", "owned is blank"),
            ("A,B,120,,,", "share_percent: `120`"),
            ("A,B,50,01.02.2020,,", "from: `01.02.2020`"),
            ("A,B,50,2020-01-02,2020-01-02,", "until: 2020-01-02 is not after 2020-01-02"),
            ("A,B,50", "3 fields, expected 6"),
        ] {
            let rows = read_rows(row);
            assert_eq!((rows.rows.len(), rows.rejects.len()), (0, 1), "{row}");
            assert!(rows.rejects[0].reason.contains(expected), "{row}: {}", rows.rejects[0].reason);
        }
    }

    #[test]
    fn a_mapping_without_what_every_row_needs_is_an_error() {
        let exhibit = RecordId::of(RecordKind::Exhibit, &[]);
        let mut mapping = plain_mapping("Test list");
        mapping.map.remove("owned");
        let error = stakes(&b"owner\n"[..], exhibit, &mapping).unwrap_err().to_string();
        assert!(error.contains("`owned` is not mapped"), "{error}");
        mapping.map.insert("imo_number".into(), ColumnSource::column("IMO"));
        let error = stakes(&b"owner\n"[..], exhibit, &mapping).unwrap_err().to_string();
        assert!(error.contains("`imo_number` is not a property of a stake"), "{error}");
    }

    proptest! {
        #[test]
        fn no_row_panics_and_none_is_lost(row in "[A-Ca-z0-9,\"\\-<>=%. é]{1,60}") {
            let rows = read_rows(&row);
            prop_assert_eq!(rows.len(), usize::from(!row.trim().is_empty()));
            prop_assert!(rows.rows.iter().all(|s| s.share_percent.0 <= s.share_percent.1 && s.share_percent.1 <= 100.0));
        }
    }
}
