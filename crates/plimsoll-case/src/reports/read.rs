//! Reading a bucket back: reports in order of (MMSI, time), a batch at a time, without a cell for each value.

use super::columns::with_dictionary;
use super::{POSITIONS, ReportStore, STATICS, bucket_of};
use crate::store::{FOOTER_KEY, check_columns, failed, schema, stored};

use crate::tables::{Cell, TableError, TableRow};
use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int32Type, Int64Type, TimestampNanosecondType};
use arrow_array::{Array, Float64Array, Int64Array, RecordBatch};
use jiff::Timestamp;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder,
};
use plimsoll_model::{
    Angle, ExhibitId, Key, Mmsi, Position, PositionReport, RecordId, RecordKind, Source, Speed, StaticReport,
};
use std::collections::BTreeSet;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Rows that are decoded at a time.
const BATCH: usize = 8_192;

/// The columns without which there is no [`PositionReport`]: from the last two follows its identifier.
const OF_EVERY_REPORT: [&str; 6] = ["mmsi", "time", "lat_deg", "lon_deg", "exhibit_id", "byte_offset"];
/// The columns that complete it.
const OF_WHOLE_REPORT: [&str; 6] =
    ["message_type", "sog_kn", "cog_deg", "heading_deg", "navigational_status", "line"];
/// The columns that say how it was heard.
const OF_HEARING: [&str; 3] = ["receivers", "copies", "clock_offset_s"];

/// How a position report was heard.
#[derive(Clone, Debug, PartialEq)]
pub struct Heard {
    /// The receivers, in order of name; none where the exhibit names none.
    pub receivers: Vec<String>,
    /// How many identical reports were merged, itself counted.
    pub copies: u32,
    /// What was taken from the time because the receiver's clock was ahead, s.
    pub clock_offset_s: Option<f64>,
}

/// A position report that was looked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The report.
    pub report: PositionReport,
    /// How it was heard.
    pub heard: Heard,
}

impl Found {
    /// The cells of its row, in the order of the columns of `position_reports`.
    pub fn cells(&self) -> Vec<Cell> {
        let mut cells = self.report.cells();
        let heard = &self.heard;
        let receivers = (!heard.receivers.is_empty()).then(|| heard.receivers.join(" "));
        let known = [Cell::from(receivers), Cell::from(heard.copies), Cell::from(heard.clock_offset_s)];
        for (name, cell) in OF_HEARING.iter().zip(known) {
            let at = PositionReport::SPEC.columns.iter().position(|c| c.name == *name);
            cells[at.expect("the columns of hearing are columns of the table")] = cell;
        }
        cells
    }
}

impl ReportStore {
    /// How many buckets the store was laid out in; `None` if nothing was written. Refuses files of two layouts.
    pub fn bucket_count(&self) -> Result<Option<u32>, TableError> {
        let mut count = None;
        for bucket in self.buckets() {
            let path = self.part(POSITIONS, bucket);
            let of_file = footer_buckets(&path);
            if of_file.is_none() || count.is_some_and(|c| Some(c) != of_file) {
                let what = format!(
                    "a bucket of {of_file:?} lies among buckets of {count:?} (run `plimsoll run ingest-ais` again):"
                );
                return Err(super::limit(what, &path));
            }
            count = of_file;
        }
        Ok(count)
    }

    /// The position reports of a bucket.
    pub fn positions(&self, bucket: u32) -> Result<PositionReader, TableError> {
        self.positions_with(bucket, &OF_WHOLE_REPORT)
    }

    /// The position reports of a bucket with some of `message_type`, `sog_kn`, `cog_deg`, `heading_deg`,
    /// `navigational_status` and `line` only: a column that is not read takes no time. What is not asked for is absent
    /// from the reports, and their line is 0; their identifiers are the same.
    pub fn positions_with(&self, bucket: u32, columns: &[&str]) -> Result<PositionReader, TableError> {
        let columns: Vec<&str> = OF_EVERY_REPORT.iter().chain(columns).copied().collect();
        PositionReader::open(&self.part(POSITIONS, bucket), &columns)
    }

    /// Visits the position reports of a bucket in order of (MMSI, time, exhibit, byte offset).
    pub fn for_each(&self, bucket: u32, mut visit: impl FnMut(&PositionReport)) -> Result<(), TableError> {
        let mut reader = self.positions(bucket)?;
        while let Some(batch) = reader.next_batch()? {
            batch.iter().for_each(&mut visit);
        }
        Ok(())
    }

    /// Visits the position reports of a bucket with how they were heard.
    pub fn for_each_heard(
        &self,
        bucket: u32,
        mut visit: impl FnMut(&PositionReport, &Heard),
    ) -> Result<(), TableError> {
        let columns: Vec<&str> =
            OF_EVERY_REPORT.into_iter().chain(OF_WHOLE_REPORT).chain(OF_HEARING).collect();
        let mut reader = PositionReader::open(&self.part(POSITIONS, bucket), &columns)?;
        while reader.advance()? {
            for (row, report) in reader.reports.iter().enumerate() {
                visit(report, &heard(&reader.batch, row));
            }
        }
        Ok(())
    }

    /// The static reports of a bucket, in order of (MMSI, time, exhibit, byte offset).
    pub fn statics(&self, bucket: u32) -> Result<Vec<StaticReport>, TableError> {
        let mut rows = Vec::new();
        crate::store::scan_file(&self.part(STATICS, bucket), const { &StaticReport::SPEC }, &mut |row| {
            rows.push(StaticReport::from_row(&row)?);
            Ok(true)
        })?;
        Ok(rows)
    }

    /// Some columns of the position reports of a bucket, as Arrow batches.
    pub fn read_positions(
        &self,
        bucket: u32,
        columns: &[&str],
    ) -> Result<impl Iterator<Item = Result<RecordBatch, TableError>> + use<>, TableError> {
        let path = self.part(POSITIONS, bucket);
        let batches = batches(&path, columns)?;
        Ok(batches.map(move |batch| batch.map_err(|e| failed("reading", &path, e))))
    }

    /// Finds position reports by their identifiers, which are not stored: each row's is computed, about 0.3 us. With the
    /// radios known, only their buckets are read. In order of bucket, then of the rows in it.
    pub fn find_reports(
        &self,
        ids: &BTreeSet<RecordId>,
        of_mmsi: Option<&BTreeSet<Mmsi>>,
    ) -> Result<Vec<Found>, TableError> {
        let buckets = self.bucket_count()?.unwrap_or(1);
        let wanted: Option<BTreeSet<u32>> =
            of_mmsi.map(|m| m.iter().map(|m| bucket_of(*m, buckets)).collect());
        let mut found = Vec::new();
        for bucket in self.buckets() {
            if found.len() == ids.len() {
                break;
            }
            if wanted.as_ref().is_none_or(|w| w.contains(&bucket)) {
                find_in(&self.part(POSITIONS, bucket), ids, &mut found)?;
            }
        }
        Ok(found)
    }
}

/// Looks through one file: first where reports stand, then the whole of the batches that hold one that is wanted.
fn find_in(path: &Path, ids: &BTreeSet<RecordId>, found: &mut Vec<Found>) -> Result<(), TableError> {
    let mut rows = Vec::new();
    let mut first = 0;
    let mut exhibits = Exhibits::default();
    for batch in batches(path, &["exhibit_id", "byte_offset"])? {
        let batch = batch.map_err(|e| failed("reading", path, e))?;
        exhibits.read(&batch, path)?;
        let offsets = column(&batch, "byte_offset").as_primitive::<Int64Type>();
        // What `Source::record` does, with the exhibit's text made once.
        let texts: Vec<String> = exhibits.values.iter().map(RecordId::to_string).collect();
        for row in 0..batch.num_rows() {
            let keys = [Key::Text(&texts[exhibits.keys[row] as usize]), Key::Int(offsets.value(row))];
            if ids.contains(&RecordId::of(RecordKind::PositionReport, &keys)) {
                rows.push(first + row);
            }
        }
        first += batch.num_rows();
    }
    if rows.is_empty() {
        return Ok(());
    }
    let columns: Vec<&str> = OF_EVERY_REPORT.into_iter().chain(OF_WHOLE_REPORT).chain(OF_HEARING).collect();
    let mut reader = PositionReader::open(path, &columns)?;
    let mut first = 0;
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() && reader.advance()? {
        while let Some(row) = rows.next_if(|row| *row < first + reader.reports.len()) {
            let at = row - first;
            found.push(Found { report: reader.reports[at], heard: heard(&reader.batch, at) });
        }
        first += reader.reports.len();
    }
    Ok(())
}

/// Reads the position reports of a bucket, a batch at a time.
pub struct PositionReader {
    path: PathBuf,
    batches: ParquetRecordBatchReader,
    batch: RecordBatch,
    reports: Vec<PositionReport>,
    exhibits: Exhibits,
}

impl PositionReader {
    fn open(path: &Path, columns: &[&str]) -> Result<Self, TableError> {
        let batches = batches(path, columns)?;
        Ok(Self {
            path: path.into(),
            batches,
            batch: RecordBatch::new_empty(Arc::new(arrow_schema::Schema::empty())),
            reports: Vec::with_capacity(BATCH),
            exhibits: Exhibits::default(),
        })
    }

    /// The next reports in order; `None` at the end.
    pub fn next_batch(&mut self) -> Result<Option<&[PositionReport]>, TableError> {
        Ok(if self.advance()? { Some(&self.reports) } else { None })
    }

    fn advance(&mut self) -> Result<bool, TableError> {
        self.reports.clear();
        let Some(batch) = self.batches.next() else { return Ok(false) };
        self.batch = batch.map_err(|e| failed("reading", &self.path, e))?;
        self.exhibits.read(&self.batch, &self.path)?;
        fill(&self.batch, &self.exhibits, &mut self.reports).ok_or_else(|| {
            super::limit(
                "a row is no position report: the file was not written by this program:".into(),
                &self.path,
            )
        })?;
        Ok(true)
    }
}

/// Turns the columns into reports; `None` if a value cannot be one.
fn fill(batch: &RecordBatch, exhibits: &Exhibits, out: &mut Vec<PositionReport>) -> Option<()> {
    let int = |name| Some(batch.column_by_name(name)?.as_primitive::<Int64Type>());
    let float = |name| Some(batch.column_by_name(name)?.as_primitive::<Float64Type>());
    let (mmsi, line, byte_offset) = (int("mmsi")?, int("line"), int("byte_offset")?);
    let time = column(batch, "time").as_primitive::<TimestampNanosecondType>();
    let (message_type, status) = (int("message_type"), int("navigational_status"));
    let (lat, lon) = (float("lat_deg"), float("lon_deg"));
    let (sog, cog, heading) = (float("sog_kn"), float("cog_deg"), float("heading_deg"));
    let whole = [Some(mmsi), line, Some(byte_offset)];
    let has_nulls = whole.into_iter().flatten().any(|c| c.null_count() > 0) || time.null_count() > 0;
    if has_nulls {
        return None;
    }
    let number = |c: Option<&Float64Array>, row| c.filter(|c| c.is_valid(row)).map(|c| c.value(row));
    let small =
        |c: Option<&Int64Array>, row| c.filter(|c| c.is_valid(row)).map(|c| u8::try_from(c.value(row)));
    // The reports of a radio stand together: its number is checked once.
    let mut radio = (-1, None);
    for row in 0..batch.num_rows() {
        if mmsi.value(row) != radio.0 {
            radio = (mmsi.value(row), Mmsi::new(u32::try_from(mmsi.value(row)).ok()?).ok());
        }
        let position = match (number(lat, row), number(lon, row)) {
            (Some(lat), Some(lon)) => Some(Position::from_lat_lon(lat, lon).ok()?),
            _ => None,
        };
        let ns = time.value(row);
        out.push(PositionReport {
            source: Source {
                exhibit: exhibits.at(row),
                line: line.map_or(0, |line| line.value(row) as u64),
                byte_offset: byte_offset.value(row) as u64,
            },
            mmsi: radio.1?,
            time: Timestamp::new(ns.div_euclid(1_000_000_000), ns.rem_euclid(1_000_000_000) as i32).ok()?,
            message_type: small(message_type, row).transpose().ok()?,
            position,
            sog: number(sog, row).map(Speed::knots),
            cog: number(cog, row).map(Angle::degrees),
            heading: number(heading, row).map(Angle::degrees),
            navigational_status: small(status, row).transpose().ok()?,
        });
    }
    Some(())
}

fn heard(batch: &RecordBatch, row: usize) -> Heard {
    let receivers = column(batch, "receivers").as_string::<i32>();
    let names = if receivers.is_valid(row) { receivers.value(row) } else { "" };
    let offset = column(batch, "clock_offset_s").as_primitive::<Float64Type>();
    Heard {
        receivers: names.split(' ').filter(|n| !n.is_empty()).map(str::to_owned).collect(),
        copies: u32::try_from(column(batch, "copies").as_primitive::<Int64Type>().value(row)).unwrap_or(1),
        clock_offset_s: offset.is_valid(row).then(|| offset.value(row)),
    }
}

/// The exhibits of a batch: each text is parsed once, not once a row.
#[derive(Default)]
struct Exhibits {
    values: Vec<ExhibitId>,
    keys: Vec<u32>,
}

impl Exhibits {
    fn read(&mut self, batch: &RecordBatch, path: &Path) -> Result<(), TableError> {
        let texts = column(batch, "exhibit_id").as_dictionary::<Int32Type>();
        let values = texts.values().as_string::<i32>();
        self.values.clear();
        for at in 0..values.len() {
            let id = RecordId::parse(values.value(at))
                .map_err(|e| failed("reading an exhibit's name in", path, e))?;
            self.values.push(id);
        }
        if texts.null_count() > 0 {
            return Err(super::limit("a row names no exhibit:".into(), path));
        }
        self.keys.clear();
        self.keys.extend(texts.keys().values().iter().map(|k| *k as u32));
        Ok(())
    }
    fn at(&self, row: usize) -> ExhibitId {
        self.values[self.keys[row] as usize]
    }
}

fn column<'a>(batch: &'a RecordBatch, name: &str) -> &'a Arc<dyn Array> {
    batch.column_by_name(name).expect("the columns asked for were checked when the file was opened")
}

/// Some columns of a file of position reports.
fn batches(path: &Path, columns: &[&str]) -> Result<ParquetRecordBatchReader, TableError> {
    let spec = &PositionReport::SPEC;
    let io = |e| failed("reading the footer of", path, e);
    let file = File::open(path).map_err(|e| failed("opening", path, e))?;
    let plain = ArrowReaderMetadata::load(&file, ArrowReaderOptions::new()).map_err(io)?;
    check_columns(plain.schema(), spec, path)?;
    let dictionary = Arc::new(with_dictionary(&schema(stored(spec)), "exhibit_id"));
    let options = ArrowReaderOptions::new().with_schema(dictionary);
    let metadata = ArrowReaderMetadata::try_new(plain.metadata().clone(), options).map_err(io)?;
    let unknown = columns.iter().find(|name| !stored(spec).iter().any(|c| c.name == **name));
    if let Some(name) = unknown {
        return Err(super::limit(format!("there is no column `{name}` in"), path));
    }
    let mask = ProjectionMask::columns(metadata.parquet_schema(), columns.iter().copied());
    ParquetRecordBatchReaderBuilder::new_with_metadata(file, metadata)
        .with_projection(mask)
        .with_batch_size(BATCH)
        .build()
        .map_err(|e| failed("reading", path, e))
}

/// Of how many buckets a file says that it is one.
pub(super) fn footer_buckets(path: &Path) -> Option<u32> {
    let file = File::open(path).ok()?;
    let metadata = ArrowReaderMetadata::load(&file, ArrowReaderOptions::new()).ok()?;
    let pairs = metadata.metadata().file_metadata().key_value_metadata()?;
    let text = pairs.iter().find(|p| p.key == FOOTER_KEY)?.value.as_ref()?;
    let footer: serde_json::Value = serde_json::from_str(text).ok()?;
    u32::try_from(footer.get("buckets")?.as_u64()?).ok()
}
