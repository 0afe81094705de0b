//! Tables as Parquet files, the same bytes for the same rows.
//!
//! Rows are written in the order given, which is the order of their key: a stage sorts. Row groups have a fixed
//! size, no date stands in the file, and the reader checks that a file has the columns of this version.
//!
//! A table is one file, a folder with a file for each stage that adds to it, or a folder with a folder `b=<n>` for
//! each bucket of ships, as [`crate::reports`] writes them. An identifier that follows from other columns is not
//! stored ([`TableSpec::computed_id`]): a reader gets it as the first cell all the same.

use crate::reports::ReportStore;
use crate::tables::{Cell, ColumnKind, ColumnSpec, Row, TableError, TableRow, TableSpec};
use arrow_array::builder::{
    BooleanBuilder, Date32Builder, Float64Builder, Int64Builder, ListBuilder, StringBuilder,
    TimestampNanosecondBuilder,
};
use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Float64Type, Int64Type, TimestampNanosecondType};
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema, TimeUnit};
use jiff::Timestamp;
use jiff::civil::Date;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::marker::PhantomData;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Rows in a row group, and in memory while a table is written or read.
const ROW_GROUP: usize = 65_536;

/// The folder `tables/` of a case.
#[derive(Clone, Debug)]
pub struct Store {
    dir: PathBuf,
}

/// A table file that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// How many rows.
    pub rows: u64,
    /// SHA-256 of the file's bytes, hexadecimal.
    pub sha256: String,
}

impl Store {
    /// The store of the case in that folder.
    pub fn of_case(case_dir: &Path) -> Self {
        Self { dir: case_dir.join("tables") }
    }

    /// The files of a table: one; or one for each stage that adds a partition to it, in order of name; or one for
    /// each bucket, in order of number.
    pub fn files(&self, table: &str) -> Vec<PathBuf> {
        let single = self.dir.join(format!("{table}.parquet"));
        if single.is_file() {
            return vec![single];
        }
        let folder = self.dir.join(table);
        let entries = fs::read_dir(&folder).into_iter().flatten().flatten();
        let mut parts: Vec<_> = entries
            .map(|e| e.path())
            .filter(|p| p.is_file() && p.extension().is_some_and(|e| e == "parquet"))
            .collect();
        parts.sort();
        let buckets = bucket_folders(&folder).into_iter().map(|(_, dir)| dir.join(PART));
        parts.extend(buckets.filter(|part| part.is_file()));
        parts
    }

    /// Writes the whole of a table, or the partition that one stage owns. Two rows with one identifier are refused.
    pub fn write<R: TableRow>(&self, partition: Option<&str>, rows: &[R]) -> Result<Written, TableError> {
        write_file(&self.path::<R>(partition), rows)
    }

    /// All rows of a table, in the order written. A table that was never written has none.
    pub fn read<R: TableRow>(&self) -> Result<Vec<R>, TableError> {
        let mut rows = Vec::new();
        self.scan(const { &R::SPEC }, |row| {
            rows.push(R::from_row(&row)?);
            Ok(true)
        })?;
        Ok(rows)
    }

    /// Visits each row of a table until the visitor says `false`.
    pub fn scan(
        &self,
        spec: &'static TableSpec,
        mut visit: impl FnMut(Row<'_>) -> Result<bool, TableError>,
    ) -> Result<(), TableError> {
        for path in self.files(spec.name) {
            if !scan_file(&path, spec, &mut visit)? {
                break;
            }
        }
        Ok(())
    }

    /// The position and static reports in their buckets.
    pub fn reports(&self) -> ReportStore {
        ReportStore::open(&self.dir)
    }

    /// The rows of each bucket of a table, to be read one after the other; buckets in order of number.
    pub fn buckets<R: TableRow>(&self) -> Result<Vec<Rows<R>>, TableError> {
        self.files(R::SPEC.name).iter().map(|path| Rows::open(path)).collect()
    }

    /// Begins a table, or a partition of one, that is written a row at a time.
    pub fn begin<R: TableRow>(&self, partition: Option<&str>) -> Result<TableFile<R>, TableError> {
        TableFile::create(&self.path::<R>(partition))
    }

    /// Removes the buckets of a table that are asked for, and the table if it was not in buckets.
    pub fn remove_buckets(&self, table: &str, which: impl Fn(u32) -> bool) -> io::Result<()> {
        let single = self.dir.join(format!("{table}.parquet"));
        if single.is_file() {
            fs::remove_file(single)?;
        }
        let folders = bucket_folders(&self.dir.join(table)).into_iter();
        folders.filter(|(bucket, _)| which(*bucket)).try_for_each(|(_, folder)| fs::remove_dir_all(folder))
    }

    fn path<R: TableRow>(&self, partition: Option<&str>) -> PathBuf {
        match partition {
            None => self.dir.join(format!("{}.parquet", R::SPEC.name)),
            Some(part) => self.dir.join(R::SPEC.name).join(format!("{part}.parquet")),
        }
    }

    /// SHA-256 of the one file of a table, or of a table's part (`rejects/ingest-ais`), as a run record names it.
    pub fn file_sha256(&self, name: &str) -> Option<String> {
        let mut hasher = Sha256::new();
        hash_file(&self.dir.join(format!("{name}.parquet")), &mut hasher).ok()?;
        Some(hex(&hasher.finalize()))
    }

    /// SHA-256 over the files of a table; `None` if it was never written.
    pub fn sha256(&self, table: &str) -> io::Result<Option<String>> {
        let files = self.files(table);
        if files.is_empty() {
            return Ok(None);
        }
        let mut hasher = Sha256::new();
        for path in files {
            hash_file(&path, &mut hasher)?;
        }
        Ok(Some(hex(&hasher.finalize())))
    }
}

/// The file in the folder of a bucket.
pub(crate) const PART: &str = "part.parquet";

/// The folders `b=<n>` of a table with their numbers, in order of number.
pub(crate) fn bucket_folders(table: &Path) -> Vec<(u32, PathBuf)> {
    let entries = fs::read_dir(table).into_iter().flatten().flatten();
    let number = |path: &Path| path.file_name()?.to_str()?.strip_prefix("b=")?.parse().ok();
    let mut found: Vec<_> = entries.filter_map(|e| Some((number(&e.path())?, e.path()))).collect();
    found.sort();
    found
}

/// The columns that stand in the file: all, or all but a computed identifier.
pub(crate) fn stored(spec: &TableSpec) -> &'static [ColumnSpec] {
    if spec.computed_id().is_some() { &spec.columns[1..] } else { spec.columns }
}

/// Bytes in hexadecimal, lower case.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// Feeds the bytes of a file to a hash.
fn hash_file(path: &Path, hasher: &mut Sha256) -> io::Result<()> {
    let mut file = File::open(path)?;
    let mut buffer = vec![0; 1 << 16];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(()),
            n => hasher.update(&buffer[..n]),
        }
    }
}

pub(crate) fn failed(
    what: &str,
    path: &Path,
    source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
) -> TableError {
    TableError::File { what: what.into(), path: path.into(), source: Some(source.into()) }
}

/// Writes beside the place and renames, so that a broken run leaves the old file.
fn write_file<R: TableRow>(path: &Path, rows: &[R]) -> Result<Written, TableError> {
    let mut file = NewFile::create(path)?;
    write_rows(&mut file, rows, path)?;
    file.keep(rows.len() as u64)
}

/// A file that is written beside its place and takes it when it is whole.
pub(crate) struct NewFile {
    path: PathBuf,
    beside: PathBuf,
    hashing: Hashing,
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.hashing.write(bytes)
    }
    fn flush(&mut self) -> io::Result<()> {
        self.hashing.flush()
    }
}

impl NewFile {
    pub(crate) fn create(path: &Path) -> Result<Self, TableError> {
        let parent = path.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(parent).map_err(|e| failed("creating the folder of", path, e))?;
        let beside = path.with_extension("parquet.new");
        let file = File::create(&beside).map_err(|e| failed("creating", &beside, e))?;
        let hashing = Hashing { inner: io::BufWriter::new(file), hasher: Sha256::new() };
        Ok(Self { path: path.into(), beside, hashing })
    }

    /// Puts the file in its place.
    pub(crate) fn keep(mut self, rows: u64) -> Result<Written, TableError> {
        self.hashing.flush().map_err(|e| failed("writing", &self.beside, e))?;
        let sha256 = hex(&self.hashing.hasher.finalize());
        fs::rename(&self.beside, &self.path).map_err(|e| failed("renaming to", &self.path, e))?;
        Ok(Written { rows, sha256 })
    }
}

fn write_rows<R: TableRow>(out: &mut NewFile, rows: &[R], path: &Path) -> Result<(), TableError> {
    let columns = stored(&R::SPEC);
    let not_stored = R::SPEC.columns.len() - columns.len();
    let mut writer =
        TableWriter::new(out, &R::SPEC, columns).map_err(|error| failed("beginning", path, error))?;
    let mut ids = BTreeSet::new();
    for row in rows {
        let mut cells = row.cells();
        let id = cells[0].to_text();
        if !ids.insert(id.clone()) {
            return Err(TableError::SameId { table: R::SPEC.name, id });
        }
        writer.push(cells.split_off(not_stored))?;
    }
    writer.finish().map_err(|error| failed("writing", path, error))
}

/// A table that is written a row at a time, in the order of its key. That no two rows have one identifier is seen of
/// neighbours only.
pub struct TableFile<R> {
    path: PathBuf,
    writer: TableWriter<NewFile>,
    rows: u64,
    last: Option<Cell>,
    kind: PhantomData<R>,
}

impl<R: TableRow> TableFile<R> {
    fn create(path: &Path) -> Result<Self, TableError> {
        let writer = TableWriter::new(NewFile::create(path)?, &R::SPEC, stored(&R::SPEC))?;
        Ok(Self { path: path.into(), writer, rows: 0, last: None, kind: PhantomData })
    }

    /// Adds a row, unless the one before has its identifier.
    pub fn push(&mut self, row: &R) -> Result<(), TableError> {
        let mut cells = row.cells();
        let id = Some(cells[0].clone());
        if id == self.last {
            return Ok(());
        }
        self.last = id;
        self.rows += 1;
        self.writer.push(cells.split_off(R::SPEC.columns.len() - stored(&R::SPEC).len()))
    }

    /// Writes what is left and puts the file in its place.
    pub fn finish(self) -> Result<Written, TableError> {
        let file = self.writer.into_inner().map_err(|e| failed("closing", &self.path, e))?;
        file.keep(self.rows)
    }
}

/// The rows of one file, one after the other.
pub struct Rows<R> {
    reader: RowReader,
    kind: PhantomData<R>,
}

impl<R: TableRow> Rows<R> {
    fn open(path: &Path) -> Result<Self, TableError> {
        Ok(Self { reader: RowReader::open(path, const { &R::SPEC })?, kind: PhantomData })
    }
}

impl<R: TableRow> Iterator for Rows<R> {
    type Item = Result<R, TableError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.reader.advance().and_then(|row| row.map(|row| R::from_row(&row)).transpose()).transpose()
    }
}

/// Writes rows of cells as a Parquet file, a row group at a time.
pub struct TableWriter<W: Write + Send> {
    table: &'static str,
    columns: Vec<ColumnSpec>,
    schema: Arc<Schema>,
    builders: Vec<ColumnBuilder>,
    buffered: usize,
    writer: ArrowWriter<W>,
}

impl<W: Write + Send> TableWriter<W> {
    /// Begins a file with some of a table's columns.
    pub fn new(out: W, spec: &TableSpec, columns: &[ColumnSpec]) -> Result<Self, TableError> {
        Self::with_footer(out, spec, columns, None)
    }

    /// Begins the file of one of so many buckets, with the columns that are stored.
    pub(crate) fn of_bucket(out: W, spec: &TableSpec, buckets: u32) -> Result<Self, TableError> {
        Self::with_footer(out, spec, stored(spec), Some(buckets))
    }

    fn with_footer(
        out: W,
        spec: &TableSpec,
        columns: &[ColumnSpec],
        buckets: Option<u32>,
    ) -> Result<Self, TableError> {
        let schema = Arc::new(schema(columns));
        let writer = ArrowWriter::try_new(out, schema.clone(), Some(properties(spec, columns, buckets)))
            .map_err(|e| failed("beginning", Path::new(spec.name), e))?;
        let builders = builders(columns);
        Ok(Self { table: spec.name, columns: columns.to_vec(), schema, builders, buffered: 0, writer })
    }

    /// Adds a row, its cells in the order of the columns.
    pub fn push(&mut self, cells: Vec<Cell>) -> Result<(), TableError> {
        for ((builder, cell), column) in self.builders.iter_mut().zip(cells).zip(&self.columns) {
            builder.push(cell).map_err(|found| wrong_cell(self.table, column, &found))?;
        }
        self.buffered += 1;
        if self.buffered == ROW_GROUP { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<(), TableError> {
        let full = std::mem::replace(&mut self.builders, builders(&self.columns));
        let arrays = full.into_iter().map(ColumnBuilder::finish).collect();
        self.buffered = 0;
        let place = Path::new(self.table);
        let batch =
            RecordBatch::try_new(self.schema.clone(), arrays).map_err(|e| failed("filling", place, e))?;
        self.writer.write(&batch).map_err(|e| failed("writing", place, e))
    }

    /// Writes what is left and the footer.
    pub fn finish(self) -> Result<(), TableError> {
        self.into_inner().map(drop)
    }

    /// Writes what is left and the footer, and gives back what it was written to.
    pub(crate) fn into_inner(mut self) -> Result<W, TableError> {
        if self.buffered > 0 {
            self.flush()?;
        }
        self.writer.into_inner().map_err(|e| failed("closing", Path::new(self.table), e))
    }
}

fn builders(columns: &[ColumnSpec]) -> Vec<ColumnBuilder> {
    columns.iter().map(|c| ColumnBuilder::new(c.kind)).collect()
}

fn wrong_cell(table: &'static str, column: &ColumnSpec, found: &Cell) -> TableError {
    let expected = column.kind.as_str();
    TableError::Cell { table, column: column.name.into(), expected, found: format!("{found:?}") }
}

/// A writer that hashes what passes.
struct Hashing {
    inner: io::BufWriter<File>,
    hasher: Sha256,
}

impl Write for Hashing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let n = self.inner.write(bytes)?;
        self.hasher.update(&bytes[..n]);
        Ok(n)
    }
    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// Fixed row groups and compression, no date; the columns' units and descriptions travel in the footer.
fn properties(spec: &TableSpec, columns: &[ColumnSpec], buckets: Option<u32>) -> WriterProperties {
    WriterProperties::builder()
        .set_created_by("plimsoll".into())
        .set_max_row_group_row_count(Some(ROW_GROUP))
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_key_value_metadata(Some(vec![footer(spec, columns, buckets)]))
        .build()
}

/// What the footer of a file says of its table: version, columns and, where it is one of several, how many buckets.
pub(crate) fn footer(spec: &TableSpec, columns: &[ColumnSpec], buckets: Option<u32>) -> KeyValue {
    let columns: Vec<_> = columns
        .iter()
        .map(|c| serde_json::json!({ "name": c.name, "unit": c.unit, "description": c.description }))
        .collect();
    let mut footer = serde_json::json!({ "table": spec.name, "version": spec.version, "about": spec.about, "columns": columns });
    if let Some(buckets) = buckets {
        footer["buckets"] = buckets.into();
    }
    KeyValue::new(FOOTER_KEY.into(), footer.to_string())
}

/// Under which key the footer speaks of the table.
pub(crate) const FOOTER_KEY: &str = "plimsoll";

pub(crate) fn schema(columns: &[ColumnSpec]) -> Schema {
    Schema::new(columns.iter().map(|c| Field::new(c.name, data_type(c.kind), true)).collect::<Vec<_>>())
}

fn data_type(kind: ColumnKind) -> DataType {
    match kind {
        ColumnKind::Text => DataType::Utf8,
        ColumnKind::Int => DataType::Int64,
        ColumnKind::Float => DataType::Float64,
        ColumnKind::Bool => DataType::Boolean,
        ColumnKind::Time => DataType::Timestamp(TimeUnit::Nanosecond, Some("UTC".into())),
        ColumnKind::Date => DataType::Date32,
        ColumnKind::List => DataType::List(Arc::new(Field::new("item", DataType::Utf8, true))),
    }
}

/// An Arrow builder for each kind of column.
enum ColumnBuilder {
    Text(StringBuilder),
    Int(Int64Builder),
    Float(Float64Builder),
    Bool(BooleanBuilder),
    Time(TimestampNanosecondBuilder),
    Date(Date32Builder),
    List(ListBuilder<StringBuilder>),
}

impl ColumnBuilder {
    fn new(kind: ColumnKind) -> Self {
        match kind {
            ColumnKind::Text => Self::Text(StringBuilder::new()),
            ColumnKind::Int => Self::Int(Int64Builder::new()),
            ColumnKind::Float => Self::Float(Float64Builder::new()),
            ColumnKind::Bool => Self::Bool(BooleanBuilder::new()),
            ColumnKind::Time => Self::Time(TimestampNanosecondBuilder::new().with_timezone("UTC")),
            ColumnKind::Date => Self::Date(Date32Builder::new()),
            ColumnKind::List => Self::List(ListBuilder::new(StringBuilder::new())),
        }
    }

    /// Appends a cell; gives it back if it has another type or does not fit.
    fn push(&mut self, cell: Cell) -> Result<(), Cell> {
        match (self, cell) {
            (Self::Text(b), Cell::Text(v)) => b.append_value(v),
            (Self::Text(b), Cell::Null) => b.append_null(),
            (Self::Int(b), Cell::Int(v)) => b.append_value(v),
            (Self::Int(b), Cell::Null) => b.append_null(),
            (Self::Float(b), Cell::Float(v)) => b.append_value(v),
            (Self::Float(b), Cell::Null) => b.append_null(),
            (Self::Bool(b), Cell::Bool(v)) => b.append_value(v),
            (Self::Bool(b), Cell::Null) => b.append_null(),
            (Self::Time(b), Cell::Time(v)) => {
                b.append_value(i64::try_from(v.as_nanosecond()).map_err(|_| Cell::Time(v))?);
            }
            (Self::Time(b), Cell::Null) => b.append_null(),
            (Self::Date(b), Cell::Date(v)) => b.append_value(days(v)),
            (Self::Date(b), Cell::Null) => b.append_null(),
            (Self::List(b), Cell::List(v)) => b.append_value(v.into_iter().map(Some)),
            (Self::List(b), Cell::Null) => b.append_null(),
            (_, other) => return Err(other),
        }
        Ok(())
    }

    fn finish(self) -> ArrayRef {
        match self {
            Self::Text(mut b) => Arc::new(b.finish()),
            Self::Int(mut b) => Arc::new(b.finish()),
            Self::Float(mut b) => Arc::new(b.finish()),
            Self::Bool(mut b) => Arc::new(b.finish()),
            Self::Time(mut b) => Arc::new(b.finish()),
            Self::Date(mut b) => Arc::new(b.finish()),
            Self::List(mut b) => Arc::new(b.finish()),
        }
    }
}

/// Days since 1970-01-01.
fn days(date: Date) -> i32 {
    date.since(Date::constant(1970, 1, 1)).map_or(0, |span| span.get_days())
}

pub(crate) fn scan_file(
    path: &Path,
    spec: &'static TableSpec,
    visit: &mut impl FnMut(Row<'_>) -> Result<bool, TableError>,
) -> Result<bool, TableError> {
    let mut reader = RowReader::open(path, spec)?;
    while let Some(row) = reader.advance()? {
        if !visit(row)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Reads the rows of a file one after the other, a batch in memory.
pub(crate) struct RowReader {
    path: PathBuf,
    spec: &'static TableSpec,
    batches: ParquetRecordBatchReader,
    batch: Option<RecordBatch>,
    at: usize,
    cells: Vec<Cell>,
}

impl RowReader {
    pub(crate) fn open(path: &Path, spec: &'static TableSpec) -> Result<Self, TableError> {
        let file = File::open(path).map_err(|e| failed("opening", path, e))?;
        let builder = ParquetRecordBatchReaderBuilder::try_new(file)
            .map_err(|e| failed("reading the footer of", path, e))?;
        check_columns(builder.schema(), spec, path)?;
        let batches = builder.with_batch_size(8_192).build().map_err(|e| failed("reading", path, e))?;
        Ok(Self { path: path.into(), spec, batches, batch: None, at: 0, cells: Vec::new() })
    }

    /// The next row; `None` at the end.
    pub(crate) fn advance(&mut self) -> Result<Option<Row<'_>>, TableError> {
        while self.batch.as_ref().is_none_or(|batch| self.at >= batch.num_rows()) {
            let Some(batch) = self.batches.next() else { return Ok(None) };
            self.batch = Some(batch.map_err(|e| failed("reading", &self.path, e))?);
            self.at = 0;
        }
        let Some(batch) = &self.batch else { return Ok(None) };
        let (spec, stored) = (self.spec, stored(self.spec));
        self.cells.clear();
        // A place for the identifier, where it is computed: it stands first.
        self.cells.resize(spec.columns.len() - stored.len(), Cell::Null);
        self.cells
            .extend(batch.columns().iter().zip(stored).map(|(array, c)| cell_at(array, c.kind, self.at)));
        self.at += 1;
        if let Some(kind) = spec.computed_id() {
            self.cells[0] = Cell::from(Row { spec, cells: &self.cells }.source()?.record(kind));
        }
        Ok(Some(Row { spec, cells: &self.cells }))
    }
}

/// Refuses a file whose columns are not those of this version of the table.
pub(crate) fn check_columns(found: &Schema, spec: &TableSpec, path: &Path) -> Result<(), TableError> {
    if found.fields() == schema(stored(spec)).fields() {
        return Ok(());
    }
    let what = format!(
        "the columns are not those of version {} of the table (run `plimsoll run` again to write it anew):",
        spec.version
    );
    Err(TableError::File { what, path: path.into(), source: None })
}

fn cell_at(array: &ArrayRef, kind: ColumnKind, index: usize) -> Cell {
    if array.is_null(index) {
        return Cell::Null;
    }
    match kind {
        ColumnKind::Text => Cell::Text(array.as_string::<i32>().value(index).into()),
        ColumnKind::Int => Cell::Int(array.as_primitive::<Int64Type>().value(index)),
        ColumnKind::Float => Cell::Float(array.as_primitive::<Float64Type>().value(index)),
        ColumnKind::Bool => Cell::Bool(array.as_boolean().value(index)),
        ColumnKind::Time => {
            let nanoseconds = array.as_primitive::<TimestampNanosecondType>().value(index);
            Timestamp::from_nanosecond(nanoseconds.into()).map_or(Cell::Null, Cell::Time)
        }
        ColumnKind::Date => {
            let days = array.as_primitive::<Date32Type>().value(index);
            let date = Date::constant(1970, 1, 1).checked_add(jiff::Span::new().days(days));
            date.map_or(Cell::Null, Cell::Date)
        }
        ColumnKind::List => {
            let items = array.as_list::<i32>().value(index);
            let texts = items.as_string::<i32>();
            Cell::List((0..texts.len()).map(|at| texts.value(at).to_owned()).collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use plimsoll_model::{Finding, Key, RecordId, RecordKind};

    fn finding(n: i64) -> Finding {
        Finding {
            id: RecordId::of(RecordKind::Finding, &[Key::Int(n)]),
            topic: "test".into(),
            sentence: format!("sentence {n}"),
            probability: (n % 2 == 0).then_some(0.25),
            likelihood: None,
            parents: vec![RecordId::of(RecordKind::Gap, &[Key::Int(n)])],
        }
    }

    #[test]
    fn rows_read_back_as_written_and_the_bytes_are_the_same_twice() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::of_case(dir.path());
        let rows: Vec<_> = (0..70_000).map(finding).collect();
        let first = store.write(None, &rows).unwrap();
        assert_eq!(store.read::<Finding>().unwrap(), rows);
        assert_eq!(store.write(None, &rows).unwrap(), first);
        assert_eq!(
            store.sha256("findings").unwrap(),
            Some(hex(&Sha256::digest(fs::read(&store.files("findings")[0]).unwrap())))
        );
    }

    #[test]
    fn two_rows_with_one_identifier_are_refused() {
        let dir = tempfile::tempdir().unwrap();
        let error = Store::of_case(dir.path()).write(None, &[finding(1), finding(1)]).unwrap_err();
        assert!(matches!(error, TableError::SameId { table: "findings", .. }), "{error}");
    }

    #[test]
    fn a_file_of_another_table_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::of_case(dir.path());
        store.write(None, &[finding(1)]).unwrap();
        fs::rename(dir.path().join("tables/findings.parquet"), dir.path().join("tables/gaps.parquet"))
            .unwrap();
        let error = store.read::<plimsoll_model::Gap>().unwrap_err().to_string();
        assert!(error.contains(" of the table (run `plimsoll run` again"), "{error}");
    }

    #[test]
    fn days_before_and_after_1970_read_back() {
        for text in ["1969-12-31", "1970-01-01", "2024-02-29", "2100-01-01"] {
            let date: Date = text.parse().unwrap();
            let mut builder = ColumnBuilder::new(ColumnKind::Date);
            builder.push(Cell::Date(date)).unwrap();
            assert_eq!(cell_at(&builder.finish(), ColumnKind::Date, 0), Cell::Date(date), "{text}");
        }
    }
}
