//! Parquet and GeoParquet exhibits as tables of text cells, read a batch at a time.
//!
//! A cell is what a CSV of the same table would hold: times as RFC 3339 in UTC (a time without a zone is taken as UTC),
//! numbers in the shortest form that reads back the same, absent values empty. Lists, structs and other bytes cannot
//! stand in a cell and are left out. The points of a GeoParquet geometry column (version 1.1) become two columns,
//! `longitude` and `latitude`, if the table has no such columns. A row has no line and no byte offset: its number,
//! counted from 1 and from 0, stands for them.

use super::sniff::table::has_position;
use crate::error::{CaseError, CaseErrorKind, shown};
use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Date64Type, Decimal128Type, Float32Type, Float64Type, Int8Type,
    Int16Type, Int32Type, Int64Type, TimestampMicrosecondType, TimestampMillisecondType,
    TimestampNanosecondType, TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::{DataType, SchemaRef, TimeUnit};
use jiff::Timestamp;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use parquet::file::metadata::ParquetMetaData;
use std::fmt::Write as _;
use std::fs::File;
use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// First bytes of a Parquet file.
const MAGIC: [u8; 4] = *b"PAR1";
/// Rows that are decoded at a time.
const BATCH: usize = 1_024;
/// Columns above which a file is refused.
const MOST_COLUMNS: usize = 1_000;
/// Bytes of text in a cell above which it is cut, as no name, number or time is that long.
const MOST_CELL: usize = 4_096;

/// True if a file begins as Parquet does.
pub fn is_parquet(path: &Path) -> bool {
    let mut start = [0; 4];
    File::open(path).and_then(|mut file| file.read_exact(&mut start)).is_ok() && start == MAGIC
}

/// The rows of a Parquet file as text cells.
pub struct ParquetRows {
    name: String,
    columns: Vec<String>,
    geometry: Option<usize>,
    reader: ParquetRecordBatchReader,
    next_row: u64,
}

/// Opens a Parquet file; `name` stands for it in messages.
pub fn parquet_rows(path: &Path, name: &str) -> Result<ParquetRows, CaseError> {
    sheltered(name, || opened(path, name))?
}

fn opened(path: &Path, name: &str) -> Result<ParquetRows, CaseError> {
    let file = File::open(path).map_err(|error| CaseError::io("opening", name, &error))?;
    let builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(|error| damaged(name, &error))?;
    let schema = builder.schema().clone();
    if schema.fields().len() > MOST_COLUMNS {
        let message =
            format!("Parquet with {} columns, expected {MOST_COLUMNS} at most", schema.fields().len());
        return Err(CaseError::new(CaseErrorKind::Unreadable, name, message));
    }
    let geometry = geometry_column(builder.metadata(), &schema, name)?;
    let mut shown_columns: Vec<usize> =
        (0..schema.fields().len()).filter(|at| is_cell(schema.field(*at).data_type())).collect();
    let mut columns: Vec<String> = shown_columns.iter().map(|at| schema.field(*at).name().clone()).collect();
    let geometry = geometry.filter(|_| !has_position(&columns));
    if let Some(at) = geometry {
        columns.extend(["longitude".to_owned(), "latitude".to_owned()]);
        shown_columns.push(at);
        shown_columns.sort_unstable();
    }
    let mask = ProjectionMask::roots(builder.parquet_schema(), shown_columns.iter().copied());
    let geometry = geometry.and_then(|at| shown_columns.iter().position(|c| *c == at));
    let reader = builder
        .with_projection(mask)
        .with_batch_size(BATCH)
        .build()
        .map_err(|error| damaged(name, &error))?;
    Ok(ParquetRows { name: name.to_owned(), columns, geometry, reader, next_row: 0 })
}

impl ParquetRows {
    /// The names of the columns, in the order of the cells.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// Visits every row: its number, counted from 0, and its cells. Stops when the visitor says `false`.
    pub fn for_each(mut self, mut visit: impl FnMut(u64, &[&str]) -> bool) -> Result<(), CaseError> {
        while let Some(batch) = self.next_batch()? {
            let cells = batch.cells();
            for row in cells.chunks_exact(self.columns.len().max(1)) {
                let number = self.next_row;
                self.next_row += 1;
                if !visit(number, row) {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// The cells of the next rows; `None` at the end.
    fn next_batch(&mut self) -> Result<Option<Cells>, CaseError> {
        let name = self.name.clone();
        sheltered(&name, || {
            let Some(batch) = self.reader.next() else { return Ok(None) };
            let batch = batch.map_err(|error| damaged(&name, &error))?;
            Cells::of(&batch, self.geometry, self.next_row, &name).map(Some)
        })?
    }
}

/// Runs what may panic deep in a decoder when bytes are hostile, and makes an error of it.
fn sheltered<T>(name: &str, run: impl FnOnce() -> T) -> Result<T, CaseError> {
    catch_unwind(AssertUnwindSafe(run)).map_err(|_| damaged(name, &"its pages contradict its footer"))
}

fn damaged(name: &str, error: &impl std::fmt::Display) -> CaseError {
    CaseError::new(CaseErrorKind::Unreadable, name, format!("reading Parquet: {error}"))
        .with_hint("an interrupted download leaves such a file; fetch it again")
}

/// The cells of some rows in one text, row by row.
struct Cells {
    text: String,
    ends: Vec<usize>,
}

impl Cells {
    fn of(
        batch: &RecordBatch,
        geometry: Option<usize>,
        first_row: u64,
        name: &str,
    ) -> Result<Self, CaseError> {
        let columns: Vec<Column<'_>> = batch
            .columns()
            .iter()
            .map(Column::of)
            .collect::<Option<_>>()
            .ok_or_else(|| damaged(name, &"a column has another type than the footer says"))?;
        let mut cells = Self { text: String::new(), ends: Vec::new() };
        for row in 0..batch.num_rows() {
            for (at, column) in columns.iter().enumerate() {
                if Some(at) != geometry {
                    column.write(row, &mut cells.text);
                    cells.end();
                }
            }
            if let Some(at) = geometry {
                let point = columns[at].point(row).map_err(|found| {
                    let row = first_row + row as u64 + 1;
                    let message = format!("row {row}: the geometry is {found}, expected a point");
                    CaseError::new(CaseErrorKind::Unreadable, name, message).with_hint(
                        "positions of ships are points; tracks as lines have no times and are not read",
                    )
                })?;
                for number in point {
                    if let Some(number) = number {
                        let _ = write!(cells.text, "{number}");
                    }
                    cells.end();
                }
            }
        }
        Ok(cells)
    }

    fn end(&mut self) {
        self.ends.push(self.text.len());
    }

    fn cells(&self) -> Vec<&str> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| &self.text[start..*end]).collect()
    }
}

/// True if a value of this type can stand in a cell.
fn is_cell(kind: &DataType) -> bool {
    match kind {
        DataType::Dictionary(_, values) => is_cell(values),
        DataType::Timestamp(..)
        | DataType::Date32
        | DataType::Date64
        | DataType::Decimal128(..)
        | DataType::Boolean
        | DataType::Utf8
        | DataType::LargeUtf8
        | DataType::Utf8View => true,
        other => other.is_numeric() && !matches!(other, DataType::Float16 | DataType::Decimal256(..)),
    }
}

/// A column, with what writes its values.
struct Column<'a> {
    array: &'a ArrayRef,
    /// For a dictionary: its values, and the keys as whole numbers.
    values: Option<(Box<Column<'a>>, Vec<usize>)>,
}

impl<'a> Column<'a> {
    fn of(array: &'a ArrayRef) -> Option<Self> {
        let values = match array.as_any_dictionary_opt() {
            None => None,
            Some(dictionary) if dictionary.values().is_empty() => None,
            Some(dictionary) => {
                Some((Box::new(Self::of(dictionary.values())?), dictionary.normalized_keys()))
            }
        };
        Some(Self { array, values })
    }

    /// Appends a value as text; nothing if it is absent.
    fn write(&self, row: usize, out: &mut String) {
        if self.array.is_null(row) {
            return;
        }
        if let Some((values, keys)) = &self.values {
            return values.write(keys[row], out);
        }
        let array = self.array;
        match array.data_type() {
            DataType::Utf8 => put_text(array.as_string::<i32>().value(row), out),
            DataType::LargeUtf8 => put_text(array.as_string::<i64>().value(row), out),
            DataType::Utf8View => put_text(array.as_string_view().value(row), out),
            DataType::Boolean => put(array.as_boolean().value(row), out),
            DataType::Int8 => put(value::<Int8Type>(array, row), out),
            DataType::Int16 => put(value::<Int16Type>(array, row), out),
            DataType::Int32 => put(value::<Int32Type>(array, row), out),
            DataType::Int64 => put(value::<Int64Type>(array, row), out),
            DataType::UInt8 => put(value::<UInt8Type>(array, row), out),
            DataType::UInt16 => put(value::<UInt16Type>(array, row), out),
            DataType::UInt32 => put(value::<UInt32Type>(array, row), out),
            DataType::UInt64 => put(value::<UInt64Type>(array, row), out),
            // Not a number, or infinite: absent, as in every table.
            DataType::Float32 => {
                let number = value::<Float32Type>(array, row);
                if number.is_finite() {
                    put(number, out);
                }
            }
            DataType::Float64 => {
                let number = value::<Float64Type>(array, row);
                if number.is_finite() {
                    put(number, out);
                }
            }
            DataType::Decimal128(_, scale) => put_decimal(value::<Decimal128Type>(array, row), *scale, out),
            DataType::Date32 => put_day(value::<Date32Type>(array, row).into(), out),
            DataType::Date64 => put_day(value::<Date64Type>(array, row).div_euclid(86_400_000), out),
            DataType::Timestamp(unit, _) => put_time(array, *unit, row, out),
            _ => {}
        }
    }

    /// The longitude and latitude of a point; none if it is absent or empty. The error says what stands there.
    fn point(&self, row: usize) -> Result<[Option<f64>; 2], String> {
        if self.array.is_null(row) {
            return Ok([None; 2]);
        }
        let bytes = match self.array.data_type() {
            DataType::Binary => self.array.as_binary::<i32>().value(row),
            DataType::LargeBinary => self.array.as_binary::<i64>().value(row),
            DataType::BinaryView => self.array.as_binary_view().value(row),
            other => return Err(format!("of the type {other}")),
        };
        wkb_point(bytes)
    }
}

fn value<T: ArrowPrimitiveType>(array: &ArrayRef, row: usize) -> T::Native {
    array.as_primitive::<T>().value(row)
}

fn put(value: impl std::fmt::Display, out: &mut String) {
    let _ = write!(out, "{value}");
}

fn put_text(text: &str, out: &mut String) {
    out.push_str(&text[..text.floor_char_boundary(MOST_CELL)]);
}

/// Units of ten to the minus scale, as a decimal fraction.
fn put_decimal(units: i128, scale: i8, out: &mut String) {
    let Ok(places @ 1..=38) = usize::try_from(scale) else {
        // A negative scale is a number of zeros.
        return put(format_args!("{units}{:0<1$}", "", usize::from(scale.unsigned_abs())), out);
    };
    let digits = format!("{:0>width$}", units.unsigned_abs(), width = places + 1);
    let (whole, fraction) = digits.split_at(digits.len() - places);
    let fraction = fraction.trim_end_matches('0');
    let sign = if units < 0 { "-" } else { "" };
    let point = if fraction.is_empty() { "" } else { "." };
    put(format_args!("{sign}{whole}{point}{fraction}"), out);
}

fn put_day(days: i64, out: &mut String) {
    let seconds = days.checked_mul(86_400);
    if let Some(time) = seconds.and_then(|s| Timestamp::from_second(s).ok()) {
        put(time.strftime("%Y-%m-%d"), out);
    }
}

fn put_time(array: &ArrayRef, unit: TimeUnit, row: usize, out: &mut String) {
    let time = match unit {
        TimeUnit::Second => Timestamp::from_second(value::<TimestampSecondType>(array, row)),
        TimeUnit::Millisecond => Timestamp::from_millisecond(value::<TimestampMillisecondType>(array, row)),
        TimeUnit::Microsecond => Timestamp::from_microsecond(value::<TimestampMicrosecondType>(array, row)),
        TimeUnit::Nanosecond => {
            Timestamp::from_nanosecond(value::<TimestampNanosecondType>(array, row).into())
        }
    };
    if let Ok(time) = time {
        put(time, out);
    }
}

/// A point in well-known binary (OGC 06-103r4, section 8.2), with or without height and measure, of ISO or extended form.
fn wkb_point(bytes: &[u8]) -> Result<[Option<f64>; 2], String> {
    let cut = || format!("{} bytes that are no well-known binary", bytes.len());
    let (order, rest) = bytes.split_first().ok_or_else(cut)?;
    let is_little = match order {
        0 => false,
        1 => true,
        _ => return Err(cut()),
    };
    let (kind, mut rest) = rest.split_first_chunk::<4>().ok_or_else(cut)?;
    let kind = if is_little { u32::from_le_bytes(*kind) } else { u32::from_be_bytes(*kind) };
    if kind & 0x2000_0000 != 0 {
        // The extended form carries the number of its reference system, which the file has told already.
        rest = rest.get(4..).ok_or_else(cut)?;
    }
    let kind = kind & 0x0fff_ffff;
    if kind % 1000 != 1 || kind / 1000 > 3 {
        let names =
            ["", "a point", "a line", "a polygon", "several points", "several lines", "several polygons"];
        return Err(names.get((kind % 1000) as usize).map_or_else(cut, |n| (*n).to_owned()));
    }
    let mut number = || -> Result<f64, String> {
        let (eight, after) = rest.split_first_chunk::<8>().ok_or_else(cut)?;
        rest = after;
        Ok(if is_little { f64::from_le_bytes(*eight) } else { f64::from_be_bytes(*eight) })
    };
    let pair: [f64; 2] = [number()?, number()?];
    // An empty point has no numbers in it.
    Ok(pair.map(|n| n.is_finite().then_some(n)))
}

/// The place of the geometry column that `geo` names, if there is one; refuses a reference system that is not WGS 84.
fn geometry_column(
    metadata: &ParquetMetaData,
    schema: &SchemaRef,
    name: &str,
) -> Result<Option<usize>, CaseError> {
    let pairs = metadata.file_metadata().key_value_metadata().into_iter().flatten();
    let Some(text) = pairs.filter(|p| p.key == "geo").find_map(|p| p.value.as_deref()) else {
        return Ok(None);
    };
    let refused = |message: String| Err(CaseError::new(CaseErrorKind::Unreadable, name, message));
    let Ok(geo) = serde_json::from_str::<serde_json::Value>(text) else {
        return refused("the key `geo` in the footer is no JSON, expected the metadata of GeoParquet".into());
    };
    let primary = geo["primary_column"].as_str().unwrap_or("geometry");
    let of_column = &geo["columns"][primary];
    if let Some(encoding) = of_column["encoding"].as_str().filter(|e| *e != "WKB") {
        let message = format!("the geometry is encoded as `{}`, expected WKB", shown(encoding, 40));
        return refused(message);
    }
    if let Some(found) = other_crs(of_column.get("crs")) {
        let message = format!("the coordinate reference system is {found}, expected OGC:CRS84 or EPSG:4326");
        return Err(CaseError::new(CaseErrorKind::Unreadable, name, message)
            .with_hint("convert it to longitude and latitude on WGS 84 (EPSG:4326) and add the result"));
    }
    Ok(schema.fields().iter().position(|f| f.name() == primary))
}

/// The name of a reference system that is neither OGC:CRS84 nor EPSG:4326. Without one, GeoParquet means OGC:CRS84.
fn other_crs(crs: Option<&serde_json::Value>) -> Option<String> {
    let crs = crs?;
    if crs.is_null() {
        return Some("unknown (`crs` is null)".into());
    }
    let id = &crs["id"];
    let authority = id["authority"].as_str().unwrap_or_default();
    let code = id["code"].as_str().map_or_else(|| id["code"].to_string(), str::to_owned);
    if matches!((authority, code.as_str()), ("OGC", "CRS84") | ("EPSG", "4326")) {
        return None;
    }
    let called = crs["name"].as_str().or(crs.as_str()).unwrap_or("one without a name");
    let number = if authority.is_empty() { String::new() } else { format!(" ({authority}:{code})") };
    Some(format!("`{}`{}", shown(called, 80), shown(&number, 40)))
}

#[cfg(test)]
mod tests;
