//! A header understood: where each property stands, and so how to read the rows.

use super::blocks::Block;
use super::header::{DialectError, Header};
use super::number::Scale;
use super::read::Reader;
use super::static_changes::whole_seconds;

use super::plain;
use super::{Batch, ColumnMap, Dialect, MappedColumn, Property, TimeFormat, aisstream_static};
use jiff::Timestamp;
use plimsoll_model::{ExhibitId, Source};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

/// What all rows of a table share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TableContext {
    /// The exhibit.
    pub exhibit: ExhibitId,
    /// The latest time that a receive time can have: when the exhibit was taken in. Later times are rejects.
    pub future_after: Option<Timestamp>,
    /// How often what a ship says of itself is given although it did not change; see [`super::StaticChanges`]. Zero:
    /// with every row.
    pub static_repeat: Duration,
}

impl TableContext {
    pub(super) fn repeat_s(&self) -> i64 {
        whole_seconds(self.static_repeat)
    }
}

/// A table whose header was understood.
#[derive(Clone, Debug)]
pub struct Table {
    dialect: Dialect,
    columns: Vec<String>,
    delimiter: u8,
    pub(super) plan: Plan,
}

/// Where everything stands.
#[derive(Clone, Debug)]
pub(super) enum Plan {
    Positions(Arc<PositionPlan>),
    /// The place of each column of [`aisstream_static::COLUMNS`].
    AisstreamStatic(Vec<usize>),
}

/// A column with numbers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Number {
    pub(super) place: usize,
    pub(super) scale: Scale,
}

/// Where the properties of a position stand. A place behind the last column is that of a constant.
#[derive(Clone, Debug)]
pub(super) struct PositionPlan {
    pub(super) dialect: Dialect,
    pub(super) time_format: TimeFormat,
    pub(super) time: usize,
    pub(super) mmsi: usize,
    pub(super) lat: Number,
    pub(super) lon: Number,
    pub(super) sog: Option<Number>,
    pub(super) cog: Option<Number>,
    pub(super) heading: Option<Number>,
    pub(super) status: Option<usize>,
    pub(super) message_type: Option<usize>,
    pub(super) mobile: Option<usize>,
    pub(super) receiver: Option<usize>,
    pub(super) statics: StaticPlan,
    pub(super) station_name: Option<usize>,
    pub(super) utc: Option<[usize; 6]>,
    pub(super) constants: Vec<Vec<u8>>,
    /// The names of the columns, and of the properties of the constants.
    pub(super) labels: Vec<String>,
    pub(super) width: usize,
    used: BTreeSet<usize>,
}

/// Where that stands which the crew typed in.
#[derive(Clone, Debug)]
pub(super) struct StaticPlan {
    pub(super) imo_number: Option<usize>,
    pub(super) call_sign: Option<usize>,
    pub(super) ship_name: Option<usize>,
    pub(super) ship_type: Option<usize>,
    pub(super) cargo_type: Option<usize>,
    pub(super) length: Option<Number>,
    pub(super) beam: Option<Number>,
    pub(super) distances: [Option<Number>; 4],
    pub(super) draught: Option<Number>,
    pub(super) destination: Option<usize>,
    /// The first and the last of the columns of all these. `None`: there is none.
    pub(super) span: Option<(usize, usize)>,
}

/// Where a property was found.
#[derive(Clone, Copy, Debug)]
struct Found {
    place: usize,
    scale: Scale,
}

impl Table {
    /// Understands the first line of a table: that of a known provider, or of any with a mapping.
    ///
    /// # Errors
    /// If no dialect has such a header, or a column of the mapping is not in it.
    pub fn of_header(line: &[u8], columns: Option<&ColumnMap>) -> Result<Self, DialectError> {
        match columns {
            Some(map) => Self::of_map(&best_reading(line, map)?, map),
            None => Self::of_any(&Header::readings(line)?),
        }
    }

    /// The same from names of columns, such as those of a Parquet file.
    ///
    /// # Errors
    /// As for [`Table::of_header`].
    pub fn of_columns(names: &[&str], columns: Option<&ColumnMap>) -> Result<Self, DialectError> {
        let header = Header::of_names(names);
        match columns {
            Some(map) => Self::of_map(&header, map),
            None => Self::of_any(&[header]),
        }
    }

    /// The first line of a table of a dialect that is known beforehand.
    pub(super) fn of_dialect(line: &[u8], dialect: Dialect) -> Result<Self, DialectError> {
        let readings = Header::readings(line)?;
        let found = readings.iter().find(|header| header.missing(dialect).is_empty());
        match found.filter(|_| dialect != Dialect::Mapped) {
            Some(header) => Ok(Self::of_spec(header, dialect)),
            None => Err(readings[0].unknown(dialect)),
        }
    }

    /// Which table it is.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// The names of its columns, in their order.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// The byte between two fields.
    pub fn delimiter(&self) -> u8 {
        self.delimiter
    }

    /// True if the column at a place is read at all.
    pub fn uses(&self, place: usize) -> bool {
        match &self.plan {
            Plan::AisstreamStatic(places) => places.contains(&place),
            Plan::Positions(plan) => plan.used.contains(&place),
        }
    }

    /// Reads the rows of a block behind what the batch holds. It depends on nothing but the block, so that blocks can
    /// be read in any order and on any number of threads.
    pub fn read_block(&self, block: &Block<'_>, context: &TableContext, out: &mut Batch) {
        Reader::new(self, context, out).block(block);
    }

    /// Reads a row whose fields are known, in the order of [`Table::columns`], behind what the batch holds. Columns
    /// that are not used may be empty.
    pub fn read_cells(&self, cells: &[&str], source: Source, context: &TableContext, out: &mut Batch) {
        Reader::new(self, context, out).cells(cells, source);
    }

    fn of_any(readings: &[Header]) -> Result<Self, DialectError> {
        let pairs = || readings.iter().flat_map(|header| Dialect::ALL.map(|dialect| (header, dialect)));
        if let Some((header, dialect)) = pairs().find(|(header, dialect)| header.missing(*dialect).is_empty())
        {
            return Ok(Self::of_spec(header, dialect));
        }
        if let Some(table) =
            readings.iter().find_map(|header| Self::of_map(header, &plain::map(header)?).ok())
        {
            return Ok(table);
        }
        let likeness = |(header, dialect): &(&Header, Dialect)| header.likeness(*dialect);
        let mut nearest = (&readings[0], Dialect::ALL[0]);
        for pair in pairs() {
            if likeness(&pair) > likeness(&nearest) {
                nearest = pair;
            }
        }
        Err(nearest.0.unknown(nearest.1))
    }

    /// A table of a dialect whose needed columns are all there.
    fn of_spec(header: &Header, dialect: Dialect) -> Self {
        let plan = match dialect.spec() {
            Some(spec) => {
                let mut found = BTreeMap::new();
                for column in spec.columns {
                    if let Some(place) = header.place(column.names) {
                        found.insert(column.property, Found { place, scale: column.scale });
                    }
                }
                let time_format = spec.time_format.clone();
                Plan::Positions(Arc::new(PositionPlan::new(
                    header,
                    dialect,
                    time_format,
                    &found,
                    vec![],
                    vec![],
                )))
            }
            None => {
                let places = aisstream_static::COLUMNS.iter().filter_map(|column| header.place(&[column]));
                Plan::AisstreamStatic(places.collect())
            }
        };
        Self { dialect, columns: header.names.clone(), delimiter: header.delimiter, plan }
    }

    fn of_map(header: &Header, map: &ColumnMap) -> Result<Self, DialectError> {
        let (mut found, mut constants, mut labels) = (BTreeMap::new(), Vec::new(), Vec::new());
        for (property, column) in &map.columns {
            let at = match column {
                MappedColumn::Constant(text) => {
                    constants.push(text.trim().as_bytes().to_vec());
                    labels.push(property.name().to_owned());
                    Found { place: header.names.len() + constants.len() - 1, scale: Scale::One }
                }
                MappedColumn::Column { name, factor } => {
                    Found { place: header.mapped_place(*property, name)?, scale: Scale::of_factor(*factor) }
                }
            };
            found.insert(*property, at);
        }
        if let Some(missing) = Property::NEEDED.iter().find(|property| !found.contains_key(property)) {
            let reason = format!("the mapping does not say where `{}` is", missing.name());
            return Err(DialectError::NoHeader { reason });
        }
        let format = map.time_format.clone();
        let plan = PositionPlan::new(header, Dialect::Mapped, format, &found, constants, labels);
        let columns = header.names.clone();
        Ok(Self {
            dialect: Dialect::Mapped,
            columns,
            delimiter: header.delimiter,
            plan: Plan::Positions(Arc::new(plan)),
        })
    }
}

/// The header by the delimiter that the mapping names, or by that under which most of its columns are found.
fn best_reading(line: &[u8], map: &ColumnMap) -> Result<Header, DialectError> {
    if let Some(delimiter) = map.delimiter {
        return Header::parse(line, delimiter);
    }
    let mut readings = Header::readings(line)?;
    let found: Vec<usize> = readings.iter().map(|header| header.mapped(map)).collect();
    let most = found.iter().copied().max().unwrap_or(0);
    let place = found.iter().position(|n| *n == most).unwrap_or(0);
    Ok(readings.swap_remove(place))
}

impl PositionPlan {
    fn new(
        header: &Header,
        dialect: Dialect,
        time_format: TimeFormat,
        found: &BTreeMap<Property, Found>,
        constants: Vec<Vec<u8>>,
        constant_labels: Vec<String>,
    ) -> Self {
        let place = |property: Property| found.get(&property).map(|found| found.place);
        let number = |property: Property| {
            found.get(&property).map(|found| Number { place: found.place, scale: found.scale })
        };
        let width = header.names.len();
        let needed = |property: Property| place(property).expect("the needed columns were looked for before");
        let needed_number = |property| number(property).expect("the needed columns were looked for before");
        let utc = [
            Property::UtcYear,
            Property::UtcMonth,
            Property::UtcDay,
            Property::UtcHour,
            Property::UtcMinute,
            Property::UtcSecond,
        ];
        let utc = utc.map(place);
        let static_places = || {
            let is_column =
                |(property, found): &(&Property, &Found)| property.is_static() && found.place < width;
            found.iter().filter(is_column).map(|(_, found)| found.place)
        };
        Self {
            dialect,
            time_format,
            time: needed(Property::Time),
            mmsi: needed(Property::Mmsi),
            lat: needed_number(Property::Latitude),
            lon: needed_number(Property::Longitude),
            sog: number(Property::SpeedOverGround),
            cog: number(Property::CourseOverGround),
            heading: number(Property::Heading),
            status: place(Property::NavigationalStatus),
            message_type: place(Property::MessageType),
            mobile: place(Property::TypeOfMobile),
            receiver: place(Property::Receiver),
            statics: StaticPlan {
                imo_number: place(Property::ImoNumber),
                call_sign: place(Property::CallSign),
                ship_name: place(Property::ShipName),
                ship_type: place(Property::ShipType),
                cargo_type: place(Property::CargoType),
                length: number(Property::LengthOverall),
                beam: number(Property::Beam),
                distances: [Property::ToBow, Property::ToStern, Property::ToPort, Property::ToStarboard]
                    .map(number),
                draught: number(Property::Draught),
                destination: place(Property::Destination),
                span: static_places().min().zip(static_places().max()),
            },
            station_name: place(Property::StationName).or(place(Property::ShipName)),
            utc: utc.iter().all(Option::is_some).then(|| utc.map(Option::unwrap_or_default)),
            constants,
            labels: header.names.iter().cloned().chain(constant_labels).collect(),
            width,
            used: found.values().map(|found| found.place).collect(),
        }
    }

    /// The name of the column at a place, or of the property of a constant.
    pub(super) fn label(&self, place: usize) -> &str {
        self.labels.get(place).map_or("", String::as_str)
    }
}
