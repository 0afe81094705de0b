//! `[[columns]]`: which column of somebody's table holds what.

use super::section::{Field, Section, list_words};
use super::unit::{self, Quantity};
use crate::error::{CaseError, nearest};
use std::collections::BTreeMap;
use toml::de::DeValue;

pub(super) const KEYS: [&str; 5] = ["exhibit", "kind", "list", "delimiter", "map"];
const MAP: &str = r#"map = { imo_number = "IMO", deadweight_t = { column = "DWT", unit = "t" } }"#;
const POSITIONS_MAP: &str = r#"map = { mmsi = "MMSI", time = { column = "When", format = "day-first" }, lat_deg = "Lat", lon_deg = "Lon" }"#;
const STATEMENTS_MAP: &str = r#"map = { statement = "id", quantity = "quantity", value = "value", said_by = "who", citation = "source" }"#;
const WORDS: [&str; 4] = ["register", "reported-volumes", "positions", "statements"];
/// Words for the form of a time; a pattern of `strptime` may stand in their place.
const TIME_FORMATS: [&str; 6] = ["iso", "compact", "day-first", "month-first", "epoch-s", "epoch-ms"];
/// The property whose column has a form.
const TIME: &str = "time";

/// What kind of table a mapping is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TableKind {
    /// A register or list of ships.
    Register,
    /// Volumes that somebody reported.
    ReportedVolumes,
    /// AIS positions of a provider whose header is not known.
    Positions,
    /// What others said in public, with numbers.
    Statements,
}

/// The mapping of one table.
#[derive(Clone, Debug, PartialEq)]
pub struct ColumnMapping {
    /// File name or id of the exhibit.
    pub exhibit: String,
    /// What the table is.
    pub kind: TableKind,
    /// Name of the list, which goes with every claim read from it.
    pub list: String,
    /// The byte between two fields. `None`: find out from the header line.
    pub delimiter: Option<u8>,
    /// How the column of the time writes it: a word such as `day-first`, or a pattern of `strptime`. `None`: `iso`, or
    /// no time is mapped.
    pub time_format: Option<String>,
    /// For each property of ours, where it is found.
    pub map: BTreeMap<String, ColumnSource>,
    /// Line of `case.toml` on which it begins.
    pub line: usize,
}

/// Where the value of a property is found.
#[derive(Clone, Debug, PartialEq)]
pub enum ColumnSource {
    /// The same for every row.
    Constant(String),
    /// In a column of this name.
    Column {
        /// The column's header.
        name: String,
        /// Multiply a number by this to reach the property's unit; exactly 1 where nothing was said.
        factor: f64,
    },
}

/// A property that a column can be mapped to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Property {
    /// Its name; the unit stands at its end.
    pub name: &'static str,
    /// What it measures; `None`: a text or a number without unit.
    pub quantity: Option<Quantity>,
    /// Other words for it, for hints.
    also: &'static [&'static str],
}

const fn property(name: &'static str, quantity: Option<Quantity>, also: &'static [&'static str]) -> Property {
    Property { name, quantity, also }
}

/// Properties of a ship that a register may claim.
pub const REGISTER: [Property; 21] = [
    property("imo_number", None, &["imo", "imo no", "lr number"]),
    property("mmsi", None, &["maritime mobile service identity"]),
    property("ship_name", None, &["name", "vessel", "vessel name"]),
    property("former_names", None, &["ex names", "previous names", "aliases"]),
    property("call_sign", None, &["callsign"]),
    property("flag", None, &["flag state", "country"]),
    property("ship_type", None, &["type", "vessel type"]),
    property("built_year", None, &["built", "build year", "year of build", "delivery year"]),
    property("deadweight_t", Some(Quantity::Mass), &["dwt", "deadweight", "capacity t"]),
    property("lightship_t", Some(Quantity::Mass), &["lightweight", "ldt", "light displacement"]),
    property("gross_tonnage", None, &["gt", "grt"]),
    property("length_overall_m", Some(Quantity::Length), &["loa", "length"]),
    property("length_between_perpendiculars_m", Some(Quantity::Length), &["lbp", "lpp"]),
    property("beam_m", Some(Quantity::Length), &["breadth", "width"]),
    property("depth_moulded_m", Some(Quantity::Length), &["depth"]),
    property("summer_draught_m", Some(Quantity::Length), &["draft", "draught", "max draught"]),
    property("tpc_t_per_cm", Some(Quantity::MassPerLength), &["tpc"]),
    property(
        "tank_volume_m3",
        Some(Quantity::Volume),
        &["capacity", "cargo capacity", "capacity m3", "cubic"],
    ),
    property("superstructure_from_stern", None, &["superstructure", "deckhouse"]),
    property("registered_owner", None, &["owner"]),
    property("listed_since", None, &["date listed", "designated"]),
];

/// Properties of a reported volume.
pub const REPORTED_VOLUMES: [Property; 8] = [
    property("kind", None, &["type"]),
    property("party", None, &["country", "supplier", "reported by"]),
    property("period_start", None, &["start", "from", "month"]),
    property("period_end", None, &["end", "to", "until"]),
    property("volume_bbl", Some(Quantity::Barrels), &["barrels", "volume", "quantity", "amount"]),
    property("is_lower_bound", None, &["at least"]),
    property("subject", None, &["product"]),
    property("citation", None, &["source", "reference"]),
];

/// Properties of a statement.
pub const STATEMENTS: [Property; 24] = [
    property("statement", None, &["id", "statement id", "label"]),
    property("quantity", None, &["what", "measure"]),
    property("bound", None, &["bound word", "at least"]),
    property("value", None, &["number", "amount"]),
    property("low", None, &["least", "minimum"]),
    property("high", None, &["most", "maximum"]),
    property("unit", None, &["units"]),
    property("equals_value", None, &["also", "equals"]),
    property("equals_unit", None, &["also unit"]),
    property("subject", None, &["product", "of what"]),
    property("suppliers", None, &["supplier", "country"]),
    property("places", None, &["place", "terminal", "port"]),
    property("period_start", None, &["start", "from"]),
    property("period_end", None, &["end", "to", "until"]),
    property("instrument", None, &["rule", "resolution"]),
    property("laden_percent", None, &["scenario"]),
    property("of", None, &["ratio of", "refers to"]),
    property("parts", None, &["sum of"]),
    property("said_on", None, &["date", "published"]),
    property("said_by", None, &["who", "speaker", "author"]),
    property("citation", None, &["source", "reference"]),
    property("words", None, &["quote", "text"]),
    property("note", None, &["remark", "comment"]),
    property("is_verified", None, &["verified", "checked"]),
];

/// Properties of a row of a table of AIS positions.
pub const POSITIONS: [Property; 22] = [
    property(TIME, None, &["timestamp", "datetime", "date", "base date time", "received at"]),
    property("mmsi", None, &["maritime mobile service identity", "user id", "ssvid"]),
    property("lat_deg", Some(Quantity::Angle), &["lat", "latitude", "y"]),
    property("lon_deg", Some(Quantity::Angle), &["lon", "lng", "longitude", "x"]),
    property("sog_kn", Some(Quantity::Speed), &["sog", "speed", "speed over ground"]),
    property("cog_deg", Some(Quantity::Angle), &["cog", "course", "course over ground"]),
    property("heading_deg", Some(Quantity::Angle), &["heading", "true heading", "hdg"]),
    property("navigational_status", None, &["status", "nav status"]),
    property("message_type", None, &["message id", "msg type", "message nr"]),
    property("imo_number", None, &["imo", "imo no"]),
    property("call_sign", None, &["callsign"]),
    property("ship_name", None, &["name", "vessel", "vessel name"]),
    property("ship_type", None, &["type", "vessel type"]),
    property("length_overall_m", Some(Quantity::Length), &["loa", "length"]),
    property("beam_m", Some(Quantity::Length), &["breadth", "width"]),
    property("to_bow_m", Some(Quantity::Length), &["dimension a", "dim a", "to bow"]),
    property("to_stern_m", Some(Quantity::Length), &["dimension b", "dim b", "to stern"]),
    property("to_port_m", Some(Quantity::Length), &["dimension c", "dim c", "to port"]),
    property("to_starboard_m", Some(Quantity::Length), &["dimension d", "dim d", "to starboard"]),
    property("draught_m", Some(Quantity::Length), &["draft", "draught"]),
    property("destination", None, &["dest"]),
    property("receiver", None, &["station", "source", "base station"]),
];

impl TableKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Register, Self::ReportedVolumes, Self::Positions, Self::Statements];

    /// The word used in files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Register => "register",
            Self::ReportedVolumes => "reported-volumes",
            Self::Positions => "positions",
            Self::Statements => "statements",
        }
    }
    /// From the word used in files.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.as_str() == text)
    }
    /// The properties that columns of such a table can be mapped to.
    pub const fn properties(self) -> &'static [Property] {
        match self {
            Self::Register => &REGISTER,
            Self::ReportedVolumes => &REPORTED_VOLUMES,
            Self::Positions => &POSITIONS,
            Self::Statements => &STATEMENTS,
        }
    }
    /// The properties without which no row can be read.
    const fn needed(self) -> &'static [&'static str] {
        match self {
            Self::Register => &[],
            Self::ReportedVolumes => &["party", "period_start", "period_end", "volume_bbl"],
            Self::Positions => &[TIME, "mmsi", "lat_deg", "lon_deg"],
            Self::Statements => &["statement", "quantity", "value", "said_by", "citation"],
        }
    }
    /// True if a property differs from row to row, so that a constant for it is a mistake.
    fn varies(self, property: &str) -> bool {
        self == Self::Positions && [TIME, "lat_deg", "lon_deg"].contains(&property)
    }
    /// A mapping as one may write it.
    const fn example(self) -> &'static str {
        match self {
            Self::Register | Self::ReportedVolumes => MAP,
            Self::Positions => POSITIONS_MAP,
            Self::Statements => STATEMENTS_MAP,
        }
    }
}

/// Every `[[columns]]`, each exhibit once.
pub(super) fn read_all(sections: &[Section<'_, '_>]) -> Result<Vec<ColumnMapping>, CaseError> {
    let mut lines: BTreeMap<String, usize> = BTreeMap::new();
    let mut mappings = Vec::new();
    for section in sections {
        let mapping = read(section)?;
        if let Some(line) = lines.insert(mapping.exhibit.clone(), mapping.line) {
            return Err(section
                .error(format!(
                    "`{}` has two column mappings; the first begins on line {line}",
                    mapping.exhibit
                ))
                .with_hint("put all columns of one table under one `[[columns]]`"));
        }
        mappings.push(mapping);
    }
    Ok(mappings)
}

fn read(section: &Section<'_, '_>) -> Result<ColumnMapping, CaseError> {
    let exhibit = section.need("exhibit", "exhibit = \"register.csv\"")?.text()?;
    let named = Section {
        name: format!("columns of `{exhibit}`"),
        doc: section.doc,
        table: section.table,
        span: section.span.clone(),
    };
    named.only(&KEYS, |key, _| super::top_key_hint(key))?;
    let kind = named.need("kind", "kind = \"register\"")?.word(&WORDS, TableKind::parse)?;
    let list = match (named.text("list")?, kind) {
        (Some(list), _) => list,
        (None, TableKind::ReportedVolumes | TableKind::Positions | TableKind::Statements) => exhibit.clone(),
        (None, TableKind::Register) => named.need("list", "list = \"EU MRV 2020\"")?.text()?,
    };
    let example = kind.example();
    let table = named.need("map", example)?.section(example)?;
    let map = map(&table, kind)?;
    Ok(ColumnMapping {
        kind,
        list,
        delimiter: named.get("delimiter").map(|f| delimiter(&f)).transpose()?,
        time_format: time_format(&table, kind)?,
        map,
        line: section.doc.line_at(section.span.start).0,
        exhibit,
    })
}

/// One ASCII character, or the word `tab`.
fn delimiter(field: &Field<'_, '_>) -> Result<u8, CaseError> {
    let DeValue::String(text) = field.value.get_ref() else {
        return field.text().map(|_| b',');
    };
    match text.as_bytes() {
        b"tab" => Ok(b'\t'),
        [byte @ (b'\t' | b' ' | b',' | b';' | b'|' | b':')] => Ok(*byte),
        _ => Err(field
            .error(format!(
                "`delimiter` of {} is `{}`, expected one of `,`, `;`, `|`, `:`, a blank or `tab`",
                field.of,
                crate::error::shown(text, 20)
            ))
            .with_hint("delete the line to have it read from the header of the table")),
    }
}

fn map(table: &Section<'_, '_>, kind: TableKind) -> Result<BTreeMap<String, ColumnSource>, CaseError> {
    let names: Vec<&str> = kind.properties().iter().map(|p| p.name).collect();
    table.only(&names, |key, _| property_hint(key, kind))?;
    let mut map = BTreeMap::new();
    for property in kind.properties() {
        if let Some(field) = table.get(property.name) {
            map.insert(property.name.to_owned(), source(&field, property, kind)?);
        }
    }
    if map.is_empty() {
        let hint = format!("write {}", kind.example());
        return Err(table.error(format!("{} is empty", table.name)).with_hint(hint));
    }
    let missing: Vec<&str> = kind.needed().iter().copied().filter(|n| !map.contains_key(*n)).collect();
    if !missing.is_empty() {
        let hint = match kind {
            TableKind::Positions => format!("write {POSITIONS_MAP}"),
            _ => "map each to a column, or to `{ constant = \"...\" }`".to_owned(),
        };
        return Err(table
            .error(format!("{} does not say where to find {}", table.name, list_words(&missing)))
            .with_hint(hint));
    }
    if kind == TableKind::Register && !map.contains_key("imo_number") && !map.contains_key("mmsi") {
        return Err(table.error(format!("{} maps neither `imo_number` nor `mmsi`", table.name)).with_hint(
            "a row of a register is about a hull (IMO number) or a radio (MMSI); map one of them",
        ));
    }
    Ok(map)
}

/// The property nearest to a word: by name, then by the other words for it.
fn property_hint(word: &str, kind: TableKind) -> Option<String> {
    let all = kind.properties();
    let by_name = nearest(word, all.iter().map(|p| p.name).collect::<Vec<_>>());
    let by_other = || {
        let also: Vec<&str> = all.iter().flat_map(|p| p.also.iter().copied()).collect();
        let word = nearest(word, also)?;
        all.iter().find(|p| p.also.contains(&word)).map(|p| p.name)
    };
    by_other().or(by_name).map(|name| format!("did you mean `{name}`?"))
}

fn source(field: &Field<'_, '_>, property: &Property, kind: TableKind) -> Result<ColumnSource, CaseError> {
    if field.value.get_ref().is_str() {
        return Ok(ColumnSource::Column { name: field.text()?, factor: 1.0 });
    }
    let example = format!("{0} = \"column\" or {0} = {{ column = \"...\", unit = \"...\" }}", field.key);
    let table = field.section(&example)?;
    let keys = ["constant", "column", "unit", "format"];
    let keys = if has_format(property, kind) { &keys[..] } else { &keys[..3] };
    table.only(keys, |_, _| None)?;
    match (table.get("constant"), table.get("column")) {
        (Some(constant), None) if kind.varies(property.name) => Err(constant
            .error(format!("{} is a constant, expected a column", table.name))
            .with_hint(format!("it differs from row to row: write {} = {{ column = \"...\" }}", field.key))),
        (Some(constant), None) => constant_of(&constant, &table),
        (None, Some(column)) => {
            let factor = table.get("unit").map_or(Ok(1.0), |f| factor(&f, property))?;
            Ok(ColumnSource::Column { name: column.text()?, factor })
        }
        _ => Err(table
            .error(format!("{} needs either `column` or `constant`", table.name))
            .with_hint(format!("write {example}"))),
    }
}

/// True if a property's column can be written in several forms.
fn has_format(property: &Property, kind: TableKind) -> bool {
    kind == TableKind::Positions && property.name == TIME
}

/// The form of the time. Without one it is `iso`: which of two numbers is the day is never guessed.
fn time_format(map: &Section<'_, '_>, kind: TableKind) -> Result<Option<String>, CaseError> {
    let time = map.get(TIME).filter(|field| kind == TableKind::Positions && !field.value.get_ref().is_str());
    let Some(time) = time else { return Ok(None) };
    let Some(field) = time.section(POSITIONS_MAP)?.get("format") else { return Ok(None) };
    let read = |text: &str| (TIME_FORMATS.contains(&text) || text.contains('%')).then(|| text.to_owned());
    field.word(&TIME_FORMATS, read).map(Some)
}

/// A constant may be written as a number; it is kept as written.
fn constant_of(field: &Field<'_, '_>, table: &Section<'_, '_>) -> Result<ColumnSource, CaseError> {
    if let Some(unit) = table.get("unit") {
        return Err(unit
            .error(format!("{} has a constant and a unit", table.name))
            .with_hint(format!("write the constant in the unit of `{}`", field.of)));
    }
    let is_text = field.value.get_ref().is_str();
    if is_text { field.text() } else { field.number().map(|_| field.shown_value()) }
        .map(ColumnSource::Constant)
}

fn factor(field: &Field<'_, '_>, property: &Property) -> Result<f64, CaseError> {
    let text = field.text()?;
    let Some(wanted) = property.quantity else {
        return Err(field
            .error(format!("`{}` has no unit, found `{}`", property.name, crate::error::shown(&text, 20)))
            .with_hint("delete `unit`"));
    };
    unit::factor(&text, wanted).map_err(|problem| {
        field.error(format!("`unit` of {}: {}", field.of, problem.message)).with_hint(problem.hint)
    })
}
