//! Consolidated annexes of EU regulations, as a table of one row for each entry of an annex.
//!
//! The columns are those that OpenSanctions makes of the consolidated texts: `celex`, `recordId`, `annex`, `measure`,
//! `startDate`, `schema`, `name` and more. A ship that stands in two annexes stands in two entries, each with its measure
//! and its day; the number of the ship joins them later.

use super::builder::{Builder, Draft, Order, exchanged};
use super::sheet::{Row, Sheet};
use super::{ListForm, ListRows, ListSource};
use crate::error::RegistryError;
use crate::value::{one_line, shown};
use plimsoll_model::Reject;
use plimsoll_model::list::{Authority, EntryKind, Measure};
use std::io::Read;

/// Names in brackets that are taken apart.
const MOST_BRACKETS: usize = 16;

/// Where each column stands.
struct Columns {
    celex: usize,
    annex: usize,
    measure: usize,
    schema: usize,
    name: usize,
    record: Option<usize>,
    program: Option<usize>,
    start: Option<usize>,
    imo: Option<usize>,
    mmsi: Option<usize>,
    texts: Vec<(&'static str, Option<usize>, &'static str)>,
    names: Vec<(&'static str, Option<usize>, &'static str)>,
}

impl Columns {
    fn of<R: Read>(sheet: &Sheet<R>) -> Result<Self, RegistryError> {
        let need = |name| sheet.need(&[name], ListForm::EuCsv.as_str());
        let find = |name: &str| sheet.find(&[name]);
        Ok(Self {
            celex: need("celex")?,
            annex: need("annex")?,
            measure: need("measure")?,
            schema: need("schema")?,
            name: need("name")?,
            record: find("recordid"),
            program: find("programkey"),
            start: find("startdate"),
            imo: Some(need("imonumber")?),
            mmsi: find("mmsi"),
            texts: vec![
                ("flag", find("flag"), "flag"),
                ("reason", find("reason"), "reason"),
                ("notes", find("notes"), "notes"),
            ],
            names: vec![
                ("alias", find("alias"), "alias"),
                ("weakAlias", find("weakalias"), "weak_alias"),
                ("previousName", find("previousname"), "former_name"),
            ],
        })
    }
}

/// Reads the form.
pub(super) fn read(reader: impl Read, source: &ListSource<'_>) -> Result<ListRows, RegistryError> {
    let mut sheet = Sheet::open(reader, source.exhibit)?;
    let columns = Columns::of(&sheet)?;
    let mut builder = Builder::new(ListForm::EuCsv, "EU", source);
    let mut acts: Vec<String> = Vec::new();
    while let Some(row) = sheet.next()? {
        match row.and_then(|row| draft(&row, &columns, &mut acts)) {
            Ok(draft) => builder.add(draft)?,
            Err(reject) => builder.reject(reject),
        }
    }
    builder.name_list(&format!("EU {}", acts.join(", ")));
    builder.finish()
}

/// One row; `acts` are the CELEX numbers met so far.
fn draft(row: &Row, columns: &Columns, acts: &mut Vec<String>) -> Result<Draft, Reject> {
    let must = |place: usize, column: &str| match row.text(Some(place)) {
        Ok(Some(text)) => Ok(one_line(text)),
        Ok(None) => Err(row.reject(format!("{column}: nothing, expected a text"))),
        Err(reason) => Err(row.reject(format!("{column}: {reason}"))),
    };
    let celex = must(columns.celex, "celex")?;
    let act = act(&celex).ok_or_else(|| {
        row.reject(format!("celex: `{}` is not a number such as 32017R1509", shown(&celex)))
    })?;
    let annex = must(columns.annex, "annex")?;
    let kind = kind(&must(columns.schema, "schema")?);
    let name = row.name(Some(columns.name));
    let imo = row.text(columns.imo).ok().flatten();
    if name.text.trim().is_empty() && imo.is_none() {
        return Err(row.reject("name: nothing, expected a text"));
    }
    if let Some(reason) = exchanged(&name.text, imo).filter(|_| kind == EntryKind::Vessel) {
        return Err(row.reject(reason));
    }
    if !acts.contains(&celex) {
        acts.push(celex.clone());
    }
    let record = row.text(columns.record).ok().flatten().map_or_else(|| one_line(&name.text), one_line);
    let within = format!("{annex}/{record}");
    let key = if acts.first() == Some(&celex) { within } else { format!("{celex}/{within}") };
    let mut draft = Draft::new(row.source, &row.bytes, &key, kind, &name.text);
    match kind {
        EntryKind::Vessel if name.problem.is_none() => ship_names(&mut draft, &name.text),
        EntryKind::Vessel => draft.claim_name("ship_name", &name),
        _ => draft.claim_name("name", &name),
    }
    fill(&mut draft, row, columns);
    measure(&mut draft, row, columns, format!("{act}, Annex {annex}"));
    Ok(draft)
}

/// What the row says besides name and measure. Of a person nothing but names.
fn fill(draft: &mut Draft, row: &Row, columns: &Columns) {
    for &(column, place, property) in &columns.names {
        let Some(text) = draft.cell(row, place, column) else { continue };
        for name in text.split(';') {
            draft.claim(property, name.trim());
        }
    }
    draft.claim_cell(row, columns.program, "programKey", "program");
    if draft.kind() == EntryKind::Person {
        return;
    }
    for &(column, place, property) in &columns.texts {
        draft.claim_cell(row, place, column, property);
    }
    if let Some(text) = draft.cell(row, columns.imo, "imoNumber") {
        draft.imo("imoNumber", text);
    }
    if let Some(text) = draft.cell(row, columns.mmsi, "mmsi") {
        draft.mmsi("mmsi", "mmsi", text);
    }
}

/// The measure of the row, from the day that it states.
fn measure(draft: &mut Draft, row: &Row, columns: &Columns, instrument: String) {
    let from = draft.cell(row, columns.start, "startDate").and_then(|text| {
        let day = draft.day("startDate", text)?;
        draft.claim_as("listed_since", day.to_string(), text);
        Some(day)
    });
    let original = draft.cell(row, Some(columns.measure), "measure").map(one_line).unwrap_or_default();
    let measure = match original.to_lowercase().as_str() {
        "asset freeze" => Measure::AssetFreeze,
        "transportation restrictions" => Measure::TransportRestrictions,
        _ => Measure::Unstated,
    };
    let authority = Authority::EuropeanUnion;
    draft.order(Order { authority, instrument, measure, original, from, until: None });
}

/// The names of a ship: the first, and others in brackets behind it. What those are the annex does not say, so they are
/// aliases, unless `ex` or `formerly` stands before them.
fn ship_names(draft: &mut Draft, printed: &str) {
    let line = one_line(printed);
    let (first, others) = bracketed(&line).unwrap_or((&line, Vec::new()));
    draft.claim_as("ship_name", first, printed);
    for other in others {
        let former = ["ex ", "ex. ", "ex-", "formerly ", "f.k.a. ", "fka "].iter();
        let former = former.filter_map(|word| {
            other
                .get(..word.len())
                .filter(|p| p.eq_ignore_ascii_case(word))
                .map(|_| other[word.len()..].trim())
        });
        match former.max_by_key(|name| std::cmp::Reverse(name.len())) {
            Some(name) => draft.claim_as("former_name", name, printed),
            None => draft.claim_as("alias", other, printed),
        }
    }
}

/// `A (B) (C)` as `A` and `B`, `C`; `None` where the brackets do not close, do not end the text, or are too many.
fn bracketed(text: &str) -> Option<(&str, Vec<&str>)> {
    let (first, mut rest) = text.split_at(text.find('(')?);
    let mut others = Vec::new();
    while !rest.is_empty() {
        let (inner, behind) = rest.strip_prefix('(')?.split_once(')')?;
        others.push(inner.trim());
        if others.len() > MOST_BRACKETS {
            return None;
        }
        rest = behind.trim_start();
    }
    let first = first.trim();
    (!first.is_empty() && others.iter().all(|o| !o.is_empty() && !o.contains('('))).then_some((first, others))
}

fn kind(schema: &str) -> EntryKind {
    match schema {
        "Vessel" => EntryKind::Vessel,
        "Person" => EntryKind::Person,
        "LegalEntity" | "Company" | "Organization" | "PublicBody" => EntryKind::Organisation,
        "Airplane" => EntryKind::Aircraft,
        _ => EntryKind::Other,
    }
}

/// An act by its CELEX number: `32017R1509` is Regulation (EU) 2017/1509. Before 2015 the number stood before the year
/// (`No 833/2014`), and acts to 2009 were of the Community (Publications Office, rules for numbering from 2015).
fn act(celex: &str) -> Option<String> {
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let (year, letter, number) = (celex.get(1..5)?, celex.get(5..6)?, celex.get(6..)?);
    if celex.len() != 10 || !celex.starts_with('3') || !digits(year) || !digits(number) {
        return None;
    }
    let (year, number): (u16, u16) = (year.parse().ok()?, number.parse().ok()?);
    match (letter, year) {
        ("R", 2015..) => Some(format!("Regulation (EU) {year}/{number}")),
        ("R", 2010..) => Some(format!("Regulation (EU) No {number}/{year}")),
        ("R", _) => Some(format!("Regulation (EC) No {number}/{year}")),
        ("D", 2015..) => Some(format!("Decision (CFSP) {year}/{number}")),
        ("D", _) => Some(format!("Decision {year}/{number}/CFSP")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_act_is_named_as_in_its_year() {
        for (celex, name) in [
            ("32017R1509", "Regulation (EU) 2017/1509"),
            ("32014R0833", "Regulation (EU) No 833/2014"),
            ("32006R0765", "Regulation (EC) No 765/2006"),
            ("32016D0849", "Decision (CFSP) 2016/849"),
            ("32014D0145", "Decision 2014/145/CFSP"),
        ] {
            assert_eq!(act(celex).as_deref(), Some(name), "{celex}");
        }
        for bad in ["", "2017R1509", "32017X1509", "12017R1509", "3201éR1509", "32017R15é"] {
            assert_eq!(act(bad), None, "{bad}");
        }
    }

    #[test]
    fn names_in_brackets_come_apart_only_where_it_is_sure() {
        assert_eq!(bracketed("A (B) (C D)"), Some(("A", vec!["B", "C D"])));
        for whole in ["A", "A (B", "A (B) C", "A ((B))", "(B)", "A ()", "A)B("] {
            assert_eq!(bracketed(whole), None, "{whole}");
        }
        assert_eq!(bracketed(&format!("A{}", " (B)".repeat(17))), None);
    }
}
