//! The columns of a file of reports, filled row by row.
//!
//! What was measured for the encodings, and what was not, stands at [`properties`].

use super::duplicates::Merged;
use super::record::{mmsi_of, position_content, static_content};
use super::sort::Ranks;
use crate::store::{NewFile, TableWriter, Written, failed, footer, schema, stored};
use crate::tables::{TableError, TableRow, TableSpec};
use arrow_array::builder::{Float64Builder, Int64Builder, StringBuilder};
use arrow_array::{
    ArrayRef, DictionaryArray, Int32Array, Int64Array, RecordBatch, StringArray, TimestampNanosecondArray,
};
use arrow_schema::{DataType, Field, Schema};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::ArrowWriterOptions;
use parquet::basic::{Compression, Encoding, ZstdLevel};
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::schema::types::ColumnPath;
use plimsoll_model::{ExhibitId, PositionReport, Source, StaticReport};
use std::path::Path;
use std::sync::Arc;

/// Rows in a row group. Fixed: it shows in the bytes.
pub(super) const ROW_GROUP: usize = 131_072;
/// Rows that are filled before they are handed on.
const BATCH: usize = 8_192;

/// A file of `position_reports` that is being written.
pub(super) struct PositionFile<'a> {
    path: &'a Path,
    receivers: &'a [String],
    schema: Arc<Schema>,
    columns: PositionColumns,
    writer: ArrowWriter<NewFile>,
    rows: u64,
}

/// What each column is filled from: a builder where a value may be absent.
struct PositionColumns {
    mmsi: Vec<i64>,
    time: Vec<i64>,
    message_type: Int64Builder,
    lat_deg: Float64Builder,
    lon_deg: Float64Builder,
    sog_kn: Float64Builder,
    cog_deg: Float64Builder,
    heading_deg: Float64Builder,
    navigational_status: Int64Builder,
    receivers: StringBuilder,
    copies: Vec<i64>,
    clock_offset_s: Float64Builder,
    /// The place of the exhibit in the order of identifiers.
    exhibit: Vec<i32>,
    exhibits: Arc<StringArray>,
    line: Vec<i64>,
    byte_offset: Vec<i64>,
    names: String,
}

impl<'a> PositionFile<'a> {
    pub(super) fn create(
        path: &'a Path,
        buckets: u32,
        exhibits: &'a [ExhibitId],
        receivers: &'a [String],
    ) -> Result<Self, TableError> {
        let spec = &PositionReport::SPEC;
        let columns = stored(spec);
        let schema = Arc::new(with_dictionary(&schema(columns), "exhibit_id"));
        // Without Arrow's own copy of the schema a reader sees plain texts, as the list of columns says.
        let options = ArrowWriterOptions::new()
            .with_properties(properties(spec, buckets))
            .with_skip_arrow_metadata(true);
        let writer = ArrowWriter::try_new_with_options(NewFile::create(path)?, schema.clone(), options)
            .map_err(|e| failed("beginning", path, e))?;
        Ok(Self { path, receivers, schema, columns: PositionColumns::new(exhibits), writer, rows: 0 })
    }

    pub(super) fn push(&mut self, merged: &Merged<'_>, ranks: &Ranks) -> Result<(), TableError> {
        self.columns.push(merged, ranks, self.receivers);
        self.rows += 1;
        if self.rows.is_multiple_of(BATCH as u64) { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<(), TableError> {
        let batch = RecordBatch::try_new(self.schema.clone(), self.columns.finish())
            .map_err(|e| failed("filling", self.path, e))?;
        self.writer.write(&batch).map_err(|e| failed("writing", self.path, e))
    }

    pub(super) fn finish(mut self) -> Result<Written, TableError> {
        self.flush()?;
        let file = self.writer.into_inner().map_err(|e| failed("closing", self.path, e))?;
        file.keep(self.rows)
    }
}

impl PositionColumns {
    fn new(exhibits: &[ExhibitId]) -> Self {
        let int = || Int64Builder::with_capacity(BATCH);
        let float = || Float64Builder::with_capacity(BATCH);
        Self {
            mmsi: Vec::new(),
            time: Vec::new(),
            message_type: int(),
            lat_deg: float(),
            lon_deg: float(),
            sog_kn: float(),
            cog_deg: float(),
            heading_deg: float(),
            navigational_status: int(),
            receivers: StringBuilder::new(),
            copies: Vec::new(),
            clock_offset_s: float(),
            exhibit: Vec::new(),
            exhibits: Arc::new(exhibits.iter().map(|id| Some(id.to_string())).collect()),
            line: Vec::new(),
            byte_offset: Vec::new(),
            names: String::new(),
        }
    }

    fn push(&mut self, merged: &Merged<'_>, ranks: &Ranks, receivers: &[String]) {
        let record = merged.record;
        let content = position_content(record.payload());
        let maybe = |number: f64| (!number.is_nan()).then_some(number);
        self.mmsi.push(record.mmsi().into());
        self.time.push(merged.time_ns);
        self.message_type.append_option(content.message_type.map(i64::from));
        self.lat_deg.append_option(maybe(content.lat_deg));
        self.lon_deg.append_option(maybe(content.lon_deg));
        self.sog_kn.append_option(maybe(content.sog_kn));
        self.cog_deg.append_option(maybe(content.cog_deg));
        self.heading_deg.append_option(maybe(content.heading_deg));
        self.navigational_status.append_option(content.navigational_status.map(i64::from));
        match names(merged.receivers, receivers, &mut self.names) {
            Some(names) => self.receivers.append_value(names),
            None => self.receivers.append_null(),
        }
        self.copies.push(merged.copies.into());
        let offset_ns = ranks.offset_ns(record);
        self.clock_offset_s.append_option((offset_ns != 0).then(|| offset_ns as f64 / 1e9));
        self.exhibit.push(ranks.exhibit[usize::from(record.exhibit())].into());
        self.line.push(record.line() as i64);
        self.byte_offset.push(record.byte_offset() as i64);
    }

    fn finish(&mut self) -> Vec<ArrayRef> {
        // The next batch has about as many rows.
        fn whole(column: &mut Vec<i64>) -> Int64Array {
            std::mem::replace(column, Vec::with_capacity(BATCH)).into()
        }
        let keys: Int32Array = std::mem::replace(&mut self.exhibit, Vec::with_capacity(BATCH)).into();
        let exhibits = DictionaryArray::new(keys, self.exhibits.clone());
        let time = std::mem::replace(&mut self.time, Vec::with_capacity(BATCH));
        vec![
            Arc::new(whole(&mut self.mmsi)),
            Arc::new(TimestampNanosecondArray::from(time).with_timezone("UTC")),
            Arc::new(self.message_type.finish()),
            Arc::new(self.lat_deg.finish()),
            Arc::new(self.lon_deg.finish()),
            Arc::new(self.sog_kn.finish()),
            Arc::new(self.cog_deg.finish()),
            Arc::new(self.heading_deg.finish()),
            Arc::new(self.navigational_status.finish()),
            Arc::new(self.receivers.finish()),
            Arc::new(whole(&mut self.copies)),
            Arc::new(self.clock_offset_s.finish()),
            Arc::new(exhibits),
            Arc::new(whole(&mut self.line)),
            Arc::new(whole(&mut self.byte_offset)),
        ]
    }
}

/// The names of receivers with a space between, in a buffer that is used again; `None` for nobody.
fn names<'b>(receivers: &[u16], all: &'b [String], buffer: &'b mut String) -> Option<&'b str> {
    match receivers {
        [] => None,
        [one] => Some(&all[usize::from(*one)]),
        several => {
            buffer.clear();
            for (at, receiver) in several.iter().enumerate() {
                buffer.push_str(if at > 0 { " " } else { "" });
                buffer.push_str(&all[usize::from(*receiver)]);
            }
            Some(buffer)
        }
    }
}

/// The same columns, one text of them as a dictionary: a text that repeats is looked up once a batch and not once a row.
pub(super) fn with_dictionary(schema: &Schema, column: &str) -> Schema {
    let texts = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
    let of = |field: &Arc<Field>| match field.name() == column {
        true => Arc::new(Field::new(column, texts.clone(), field.is_nullable())),
        false => field.clone(),
    };
    Schema::new(schema.fields().iter().map(of).collect::<Vec<_>>())
}

/// How the columns of a file of reports are encoded.
///
/// Sizes were compared with another writer (DuckDB), Zstandard level 1, bytes a value as plain / differences or byte
/// streams / dictionary. Real reports (18,623 of the Solent, 2016-01-12): time 6.0 / 3.6 / 7.3, latitude 3.4 / 4.0 / 4.3,
/// longitude 3.7 / 4.8 / 4.6. A million made-up ones: line 2.3 / 0.2 / 4.4, byte offset 4.0 / 3.0 / 6.0, latitude
/// 3.9 / 3.6 / 5.1, longitude 3.4 / 3.5 / 3.7. So the two samples disagree on coordinates, and the real one decided;
/// between the two no difference in reading time was seen. Level 3 is 9 to 17 % smaller on the real ones; its time was
/// not measured, nor were row groups of another size.
fn properties(spec: &TableSpec, buckets: u32) -> WriterProperties {
    let mut properties = WriterProperties::builder()
        .set_created_by("plimsoll".into())
        .set_max_row_group_row_count(Some(ROW_GROUP))
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(1).expect("zstd has a level 1")))
        .set_statistics_enabled(EnabledStatistics::None)
        .set_key_value_metadata(Some(vec![footer(spec, stored(spec), Some(buckets))]));
    // By these an engine skips pages and row groups.
    for column in ["mmsi", "time"] {
        properties = properties.set_column_statistics_enabled(column.into(), EnabledStatistics::Page);
    }
    for column in ["lat_deg", "lon_deg"] {
        properties = properties.set_column_statistics_enabled(column.into(), EnabledStatistics::Chunk);
    }
    for column in ["time", "line", "byte_offset"] {
        let path = ColumnPath::from(column);
        properties = properties
            .set_column_dictionary_enabled(path.clone(), false)
            .set_column_encoding(path, Encoding::DELTA_BINARY_PACKED);
    }
    for column in ["lat_deg", "lon_deg"] {
        let path = ColumnPath::from(column);
        properties = properties
            .set_column_dictionary_enabled(path.clone(), false)
            .set_column_encoding(path, Encoding::PLAIN);
    }
    properties.build()
}

/// A file of `static_reports` that is being written.
pub(super) struct StaticFile<'a> {
    path: &'a Path,
    exhibits: &'a [ExhibitId],
    receivers: &'a [String],
    writer: TableWriter<NewFile>,
    rows: u64,
}

impl<'a> StaticFile<'a> {
    pub(super) fn create(
        path: &'a Path,
        buckets: u32,
        exhibits: &'a [ExhibitId],
        receivers: &'a [String],
    ) -> Result<Self, TableError> {
        let spec = const { &StaticReport::SPEC };
        let writer = TableWriter::of_bucket(NewFile::create(path)?, spec, buckets)?;
        Ok(Self { path, exhibits, receivers, writer, rows: 0 })
    }

    pub(super) fn push(&mut self, merged: &Merged<'_>, ranks: &Ranks) -> Result<(), TableError> {
        let record = merged.record;
        let source = Source {
            exhibit: self.exhibits[usize::from(ranks.exhibit[usize::from(record.exhibit())])],
            line: record.line(),
            byte_offset: record.byte_offset(),
        };
        let time = jiff::Timestamp::from_nanosecond(merged.time_ns.into())
            .map_err(|e| failed("reading a time of", self.path, e))?;
        let mut buffer = String::new();
        let mut report = StaticReport {
            id: source.record(plimsoll_model::RecordKind::StaticReport),
            source,
            mmsi: mmsi_of(record.mmsi()),
            time,
            message_type: None,
            imo_sent: None,
            imo_number: None,
            call_sign: None,
            ship_name: None,
            ship_type: None,
            dimensions: plimsoll_model::Dimensions { length_overall: None, beam: None },
            draught: None,
            destination: None,
            listed_place: None,
            receiver: names(merged.receivers, self.receivers, &mut buffer).map(str::to_owned),
        };
        static_content(record.payload(), &mut report);
        self.rows += 1;
        self.writer.push(report.cells())
    }

    pub(super) fn finish(self) -> Result<Written, TableError> {
        self.writer.into_inner()?.keep(self.rows)
    }
}
