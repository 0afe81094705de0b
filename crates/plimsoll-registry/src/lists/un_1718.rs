//! The 1718 Designated Vessels List as a table: one row for each ship, one column for each measure.
//!
//! The Committee publishes the list as a document; the columns are those that tables of it bear. Names of columns are
//! taken as they come: `asset freeze`, `2321 12(a) deflag`, `port entry ban`, `OMM economic resource`. A row has one date of
//! designation, sometimes two. With one, every measure holds from it. With two, the table does not say which measure
//! began when: each measure whose own cell holds no date has `from` `None`, and both dates are kept as claims.

use super::builder::{Builder, Draft, Order, exchanged, is_no_number};
use super::sheet::{Row, Sheet};
use super::{ListForm, ListRows, ListSource, day};
use crate::error::RegistryError;
use crate::value::{one_line, shown};
use jiff::civil::Date;
use plimsoll_model::Reject;
use plimsoll_model::list::{Authority, EntryKind, Measure};
use std::io::Read;

/// The instrument where the column of a measure names none.
const LIST: &str = "1718 Designated Vessels List";
/// Words that say that a measure holds, and that it does not.
const YES: [&str; 7] = ["yes", "y", "x", "1", "true", "✓", "✔"];
const NO: [&str; 7] = ["no", "n", "0", "false", "-", "n/a", "na"];
/// Resolutions on the DPRK that order measures on ships, with their years.
const RESOLUTIONS: [(&str, u16); 6] =
    [("1718", 2006), ("2270", 2016), ("2321", 2016), ("2371", 2017), ("2375", 2017), ("2397", 2017)];
/// Days that one cell may hold.
const MOST_DAYS: usize = 8;
/// Values that may be numbered: `1: A 2: B`.
const TEXTS: [(&str, &str); 4] =
    [("flag", "flag"), ("call_sign", "call_sign"), ("type", "ship_type"), ("designated_owner", "owner")];

/// A column of a measure.
struct MeasureColumn {
    place: usize,
    title: String,
    measure: Measure,
    instrument: String,
}

/// Reads the form.
pub(super) fn read(reader: impl Read, source: &ListSource<'_>) -> Result<ListRows, RegistryError> {
    let mut sheet = Sheet::open(reader, source.exhibit)?;
    sheet.need(&["vessel_name"], ListForm::Un1718Csv.as_str())?;
    let columns: Vec<(String, String)> = sheet.columns().map(|(t, n)| (t.to_owned(), n.to_owned())).collect();
    let list = source.list.unwrap_or(LIST);
    let of_column = |column| measure_column(column, list);
    let measures: Vec<MeasureColumn> = columns.iter().enumerate().filter_map(of_column).collect();
    let place = |names: &[&str]| names.iter().find_map(|n| columns.iter().position(|(_, name)| name == n));
    let mut builder = Builder::new(ListForm::Un1718Csv, "UN 1718 vessels", source);
    while let Some(row) = sheet.next()? {
        match row.and_then(|row| draft(&row, &measures, &place)) {
            Ok(draft) => builder.add(draft)?,
            Err(reject) => builder.reject(reject),
        }
    }
    builder.finish()
}

/// The measure that a column states, by the words of its title. Paragraph 12 of resolution 2321 (2016) has the
/// measures (a) to (d).
fn measure_column((place, (title, name)): (usize, &(String, String)), list: &str) -> Option<MeasureColumn> {
    let has = |word: &str| name.contains(word);
    let paragraph = |letter: &str| format!("UNSCR 2321 (2016) OP 12({letter})");
    let (measure, instrument) = match () {
        () if has("date") || has("image") || name.starts_with("designated_") => return None,
        () if has("8_d") && has("1718") => {
            (Measure::AssetFreeze, "UNSCR 1718 (2006) OP 8(d), 2270 (2016) OP 12".into())
        }
        () if has("paragraph_6_of_resolution_2371") => {
            (Measure::PortEntryBan, "UNSCR 2371 (2017) OP 6, 2375 (2017) OP 6".into())
        }
        () if has("12_a") => (Measure::Deflag, paragraph("a")),
        () if has("12_b") => (Measure::DirectToPort, paragraph("b")),
        () if has("12_c") => (Measure::PortEntryBan, paragraph("c")),
        () if has("12_d") => (Measure::AssetFreeze, paragraph("d")),
        () if has("economic_resource") || has("omm_") || name == "omm" => {
            (Measure::EconomicResource, list.into())
        }
        () if has("deflag") || has("de_flag") => (Measure::Deflag, paragraph("a")),
        () if has("direct") => (Measure::DirectToPort, paragraph("b")),
        () if has("port") && ["ban", "entry", "prohib"].iter().any(|word| has(word)) => {
            (Measure::PortEntryBan, resolutions(name, list))
        }
        () if has("freeze") => (Measure::AssetFreeze, resolutions(name, list)),
        () => return None,
    };
    Some(MeasureColumn { place, title: title.clone(), measure, instrument })
}

/// The resolutions that a title names, such as `UNSCR 2371 (2017), 2375 (2017)`; the list where it names none.
fn resolutions(name: &str, list: &str) -> String {
    let is_resolution = |word: &&str| {
        word.len() == 4
            && ('1'..='2').any(|c| word.starts_with(c))
            && word.bytes().all(|b| b.is_ascii_digit())
    };
    let named: Vec<&str> = name.split('_').filter(is_resolution).collect();
    match named.as_slice() {
        [] | ["1718"] => list.into(),
        named => {
            let year =
                |number: &&&str| RESOLUTIONS.iter().find(|(n, _)| *n == **number).map(|(_, year)| year);
            let dated = named
                .iter()
                .map(|n| year(&n).map_or_else(|| (*n).to_owned(), |year| format!("{n} ({year})")));
            format!("UNSCR {}", dated.collect::<Vec<_>>().join(", "))
        }
    }
}

fn draft(
    row: &Row,
    measures: &[MeasureColumn],
    place: &impl Fn(&[&str]) -> Option<usize>,
) -> Result<Draft, Reject> {
    let imo_place = place(&["imo_number", "imo"]);
    let name = row.name(place(&["vessel_name"]));
    let names = numbered(&name.text);
    let first = names.first().cloned().unwrap_or_default();
    let imo = row.text(imo_place).ok().flatten().filter(|text| !is_no_number(text)).map(one_line);
    if let Some(reason) = exchanged(&first, imo.as_deref()) {
        return Err(row.reject(reason));
    }
    let key = match &imo {
        Some(imo) => format!("imo/{}", numbered(imo).concat()),
        None if first.is_empty() => {
            return Err(row.reject("vessel_name: nothing, and no IMO number, expected one of them"));
        }
        None => format!("name/{first}"),
    };
    let mut draft = Draft::new(row.source, &row.bytes, &key, EntryKind::Vessel, &first);
    match name.problem {
        Some(_) => draft.claim_name("ship_name", &name),
        None => {
            for (index, text) in names.iter().enumerate() {
                draft.claim(if index == 0 { "ship_name" } else { "alias" }, text);
            }
        }
    }
    fill(&mut draft, row, imo_place, place);
    orders(&mut draft, row, measures, place(&["date_of_designation", "designation_date"]));
    Ok(draft)
}

fn fill(draft: &mut Draft, row: &Row, imo: Option<usize>, place: &impl Fn(&[&str]) -> Option<usize>) {
    if let Some(text) = draft.cell(row, imo, "imo_number") {
        for number in numbered(text) {
            draft.imo("imo_number", &number);
        }
    }
    if let Some(text) = draft.cell(row, place(&["mmsi"]), "mmsi") {
        for number in numbered(text) {
            draft.mmsi("mmsi", "mmsi", &number);
        }
    }
    for (column, property) in TEXTS {
        let Some(text) = draft.cell(row, place(&[column]), column) else { continue };
        for value in numbered(text) {
            draft.claim(property, &value);
        }
    }
    draft.claim_cell(row, place(&["other_information"]), "other_information", "notes");
    draft.claim_cell(row, place(&["image_url"]), "image_url", "image_url");
}

/// The measures of a row. A row without any is listed all the same: the measure is unstated.
fn orders(draft: &mut Draft, row: &Row, measures: &[MeasureColumn], dates: Option<usize>) {
    let listed = draft.cell(row, dates, "date_of_designation").map_or_else(Vec::new, |text| {
        let days = days(text).unwrap_or_else(|reason| {
            draft.reject(format!("date_of_designation: {reason}"));
            Vec::new()
        });
        for day in &days {
            draft.claim_as("listed_since", day.to_string(), text);
        }
        days
    });
    let from = match listed.as_slice() {
        [day] => Some(*day),
        [] => None,
        several => {
            let days: Vec<String> = several.iter().map(Date::to_string).collect();
            draft.remark(format!(
                "designated on {}: which measure began when is not said",
                days.join(" and ")
            ));
            None
        }
    };
    let mut is_any = false;
    for column in measures {
        let Some(text) = draft.cell(row, Some(column.place), &column.title) else { continue };
        let Some(own) = stated(draft, column, text) else { continue };
        is_any = true;
        let starts = if own.is_empty() { vec![from] } else { own.into_iter().map(Some).collect() };
        for from in starts {
            draft.order(order(column.measure, column.instrument.clone(), column.title.clone(), from));
        }
    }
    if !is_any {
        draft.remark("listed, but no column says with which measure");
        draft.order(order(Measure::Unstated, LIST.into(), String::new(), from));
    }
}

const fn order(measure: Measure, instrument: String, original: String, from: Option<Date>) -> Order {
    Order { authority: Authority::UnSecurityCouncil, instrument, measure, original, from, until: None }
}

/// Whether a cell says that its measure holds, and from which days of its own; `None` where it says no, or cannot be
/// read, which is a reject and a remark.
fn stated(draft: &mut Draft, column: &MeasureColumn, text: &str) -> Option<Vec<Date>> {
    let word = one_line(text).to_lowercase();
    // Some tables repeat the paragraph in the cell.
    if YES.contains(&word.as_str()) || word.contains("resolution") {
        return Some(Vec::new());
    }
    if NO.contains(&word.as_str()) {
        return None;
    }
    match days(text) {
        Ok(days) => Some(days),
        Err(_) => {
            draft.remark(format!(
                "column `{}` holds `{}`: whether the measure holds is not known",
                column.title,
                shown(text)
            ));
            draft.reject(format!("{}: `{}` is neither yes, no nor a day", column.title, shown(text)));
            None
        }
    }
}

/// The days in a cell, in order, each once.
fn days(text: &str) -> Result<Vec<Date>, String> {
    let line = one_line(text);
    if let Ok(day) = day::day(&line) {
        return Ok(vec![day]);
    }
    let several = numbered(&line);
    let parts: Vec<&str> =
        several.iter().flat_map(|p| p.split([',', ';', '/', '&'])).flat_map(|p| p.split(" and ")).collect();
    let spaced = |part: &&str| {
        if day::day(part).is_ok() {
            vec![part.trim().to_owned()]
        } else {
            part.split(' ').map(str::to_owned).collect()
        }
    };
    let words = parts.iter().flat_map(spaced).filter(|word| !word.is_empty());
    let mut days = words.map(|word| day::day(&word)).collect::<Result<Vec<_>, _>>()?;
    days.sort();
    days.dedup();
    if days.is_empty() || days.len() > MOST_DAYS {
        Err(format!("`{}` is not a day", shown(text)))
    } else {
        Ok(days)
    }
}

/// `1: A 2: B` as `A`, `B`; any other text as it is.
fn numbered(text: &str) -> Vec<String> {
    let line = one_line(text);
    let Some(mut rest) = line.strip_prefix("1:") else {
        return if line.is_empty() { Vec::new() } else { vec![line] };
    };
    let mut values = Vec::new();
    for next in 2.. {
        let Some((value, behind)) = rest.split_once(&format!(" {next}:")) else { break };
        values.push(value.trim());
        rest = behind;
    }
    values.push(rest.trim());
    values.into_iter().filter(|v| !v.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn column(title: &str) -> Option<(Measure, String)> {
        let name = super::super::sniff::column(title);
        measure_column((0, &(title.to_owned(), name)), LIST).map(|c| (c.measure, c.instrument))
    }

    #[test]
    fn a_title_gives_measure_and_instrument_as_far_as_it_names_them() {
        for (title, measure, instrument) in [
            ("Asset freeze", Measure::AssetFreeze, LIST),
            ("asset_freeze_2321_12_d", Measure::AssetFreeze, "UNSCR 2321 (2016) OP 12(d)"),
            ("UNSCR 2321 OP 12 (a) De-flag", Measure::Deflag, "UNSCR 2321 (2016) OP 12(a)"),
            ("de-flag", Measure::Deflag, "UNSCR 2321 (2016) OP 12(a)"),
            ("Direct to port", Measure::DirectToPort, "UNSCR 2321 (2016) OP 12(b)"),
            ("Port entry ban", Measure::PortEntryBan, LIST),
            ("12(c) port entry ban", Measure::PortEntryBan, "UNSCR 2321 (2016) OP 12(c)"),
            ("port ban 2371+2375", Measure::PortEntryBan, "UNSCR 2371 (2017), 2375 (2017)"),
            ("OMM economic resource", Measure::EconomicResource, LIST),
            // As the table of the Committee's document titles them.
            (
                "Paragraph 8 (d) of resolution 1718 (2006) and paragraph 12 of resolution 2270 (2016)",
                Measure::AssetFreeze,
                "UNSCR 1718 (2006) OP 8(d), 2270 (2016) OP 12",
            ),
            ("Paragraph 12 (a) of resolution 2321 (2016)", Measure::Deflag, "UNSCR 2321 (2016) OP 12(a)"),
            (
                "Paragraph 12 (d) of resolution 2321 (2016)",
                Measure::AssetFreeze,
                "UNSCR 2321 (2016) OP 12(d)",
            ),
            (
                "Paragraph 6 of resolution 2371 (2017) and paragraph 6 of resolution 2375 (2017)",
                Measure::PortEntryBan,
                "UNSCR 2371 (2017) OP 6, 2375 (2017) OP 6",
            ),
            (
                "Economic resources controlled or operated by Ocean Maritime Management (KPe.020)",
                Measure::EconomicResource,
                LIST,
            ),
        ] {
            assert_eq!(column(title), Some((measure, instrument.to_owned())), "{title}");
        }
        for title in [
            "vessel_name",
            "date_of_designation",
            "image_url",
            "type",
            "flag",
            "designated_owner",
            "other_information",
            "port_of_registry",
        ] {
            assert_eq!(column(title), None, "{title}");
        }
    }

    #[test]
    fn days_come_apart_however_they_are_joined() {
        let two = vec![date(2017, 10, 3), date(2018, 3, 30)];
        for text in [
            "3-Oct-17 30-Mar-18",
            "3-Oct-17\n30-Mar-18",
            "1: 3-Oct-17 2: 30-Mar-18",
            "3 Oct 2017; 30 March 2018",
            "30-Mar-18, 3-Oct-17",
            "3-Oct-17 and 30-Mar-18",
            "2017-10-03/2018-03-30",
        ] {
            assert_eq!(days(text), Ok(two.clone()), "{text}");
        }
        assert_eq!(days("3 October 2017"), Ok(two[..1].to_vec()));
        for text in ["", "maybe", "3-Oct-17 perhaps", "1:", &"3-Oct-17 4-Oct-17 ".repeat(9), "3-Oct-17 30"] {
            let found = days(text);
            assert!(
                found.is_err() || text.len() > 100 && found.as_ref().is_ok_and(|d| d.len() == 2),
                "{text}: {found:?}"
            );
        }
        let many: Vec<String> = (1..=9).map(|d| format!("{d}-Oct-17")).collect();
        assert!(days(&many.join(" ")).is_err());
    }

    #[test]
    fn values_come_apart_at_their_numbers_in_order() {
        assert_eq!(numbered("1: A 2: B C 3: D"), ["A", "B C", "D"]);
        assert_eq!(numbered("A 2: B"), ["A 2: B"]);
        assert_eq!(numbered("1: A 3: B"), ["A 3: B"]);
        assert_eq!(numbered("1: 2: B"), ["B"]);
        assert!(numbered(" ").is_empty() && numbered("1:").is_empty());
    }

    proptest! {
        #[test]
        fn no_cell_panics(text in "[0-9A-Oa-o:;,/ é-]{0,40}") {
            let _ = (days(&text), numbered(&text), resolutions(&text, LIST));
        }
    }
}
