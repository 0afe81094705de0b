//! From the fields of a row to its reports. This is read thousands of millions of times: a field is looked at once, the
//! time is read anew only where its text differs from the row before, and what the crew typed in only where the bytes
//! differ from those last given for the ship.

use super::batch::{Batch, Heard};
use super::blocks::Block;
use super::number::{decimal, nine_digits, whole};
use super::row::{Fields, split_plain};
use super::static_changes::{About, NO_TEXT, stretch};
use super::statics::LastSaid;
use super::table::{Number, Plan, PositionPlan, Table, TableContext};
use super::words::{Mobile, is_not_available, mobile, navigational_status};
use super::{Dialect, aisstream_static};
use crate::Fault;
use crate::lines::MAX_LINE_BYTES;
use crate::observe::Context;
use crate::reject::quoted;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use plimsoll_model::{
    Angle, Mmsi, Position, PositionError, PositionReport, RecordKind, Reject, Source, Speed, StationReport,
};
use std::borrow::Cow;
use std::sync::Arc;

/// Memory that a batch lends to the reading of its blocks.
#[derive(Clone, Debug, Default)]
pub(super) struct Scratch {
    marks: Vec<u32>,
    fields: Fields,
    ships: LastSaid,
    time: LastTime,
    receiver: Option<Arc<str>>,
    /// For which table all this is.
    owner: Option<(Context, Dialect)>,
}

impl Scratch {
    /// Forgets what rows before said.
    pub(super) fn forget(&mut self) {
        self.ships.clear();
        self.time = LastTime::default();
        self.receiver = None;
    }
}

/// The time of the row before: rows of one second stand together.
#[derive(Clone, Debug, Default)]
struct LastTime {
    text: Vec<u8>,
    value: Option<Result<When, String>>,
}

/// When, and in which stretch of repeated static reports.
#[derive(Clone, Copy, Debug)]
struct When {
    time: Timestamp,
    stretch: i64,
}

/// The fields of a row, however they were got.
pub(super) trait Cells {
    /// The field at a place, with blanks around it.
    fn get(&self, place: usize) -> &[u8];
    /// The row, for a reject.
    fn text(&self) -> Cow<'_, [u8]>;
    /// The fields from one place to another, and what stands between them.
    fn span(&self, from: usize, to: usize) -> (Cow<'_, [u8]>, u8);
}

/// A line without quotes.
struct Plain<'a> {
    line: &'a [u8],
    /// Where the delimiter before the first field would be, and where each field ends.
    marks: &'a [u32],
    delimiter: u8,
}

impl Cells for Plain<'_> {
    #[inline(always)]
    fn get(&self, place: usize) -> &[u8] {
        let Some([before, end]) = self.marks.get(place..).and_then(<[u32]>::first_chunk) else { return b"" };
        self.line.get(before.wrapping_add(1) as usize..*end as usize).unwrap_or_default()
    }
    fn text(&self) -> Cow<'_, [u8]> {
        Cow::Borrowed(self.line)
    }
    #[inline]
    fn span(&self, from: usize, to: usize) -> (Cow<'_, [u8]>, u8) {
        let (start, end) = (self.marks[from].wrapping_add(1), self.marks[to + 1]);
        (Cow::Borrowed(&self.line[start as usize..end as usize]), self.delimiter)
    }
}

/// A line with quotes, taken apart.
struct Unquoted<'a> {
    line: &'a [u8],
    fields: &'a Fields,
}

impl Cells for Unquoted<'_> {
    fn get(&self, place: usize) -> &[u8] {
        self.fields.get(place)
    }
    fn text(&self) -> Cow<'_, [u8]> {
        Cow::Borrowed(self.line)
    }
    fn span(&self, from: usize, to: usize) -> (Cow<'_, [u8]>, u8) {
        (Cow::Owned(joined(self, from, to)), NO_TEXT)
    }
}

/// Fields that somebody else took apart.
struct Given<'a>(&'a [&'a str]);

impl Cells for Given<'_> {
    fn get(&self, place: usize) -> &[u8] {
        self.0.get(place).map_or(b"", |cell| cell.as_bytes())
    }
    fn text(&self) -> Cow<'_, [u8]> {
        Cow::Owned(self.0.join(",").into_bytes())
    }
    fn span(&self, from: usize, to: usize) -> (Cow<'_, [u8]>, u8) {
        (Cow::Owned(joined(self, from, to)), NO_TEXT)
    }
}

/// Fields with a byte between them that none of them has.
fn joined<C: Cells>(cells: &C, from: usize, to: usize) -> Vec<u8> {
    let mut text = Vec::new();
    for place in from..=to {
        if place > from {
            text.push(NO_TEXT);
        }
        // In bytes that are no text, one that no text has stands for another.
        text.extend(cells.get(place).iter().map(|c| if *c == NO_TEXT { 0xfe } else { *c }));
    }
    text
}

/// What a row is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A ship: its position, its particulars or both.
    Ship { has_position: bool, has_statics: bool },
    /// A station that sends messages of this type.
    Station(u8),
    /// A message that gives no row.
    Other,
}

/// Reads rows of a table into a batch.
pub(super) struct Reader<'a> {
    table: &'a Table,
    context: Context,
    repeat_s: i64,
    out: &'a mut Batch,
    scratch: Scratch,
}

impl<'a> Reader<'a> {
    pub(super) fn new(table: &'a Table, context: &TableContext, out: &'a mut Batch) -> Self {
        let scratch = std::mem::take(&mut out.scratch);
        let repeat_s = context.repeat_s();
        let context = Context { exhibit: context.exhibit, future_after: context.future_after };
        Self { table, context, repeat_s, out, scratch }
    }

    /// Reads a row whose fields are known.
    pub(super) fn cells(mut self, cells: &[&str], source: Source) {
        let columns = self.table.columns().len();
        self.out.counts.lines += 1;
        self.own(false);
        if cells.len() == columns {
            self.row(&Given(cells), source);
        } else {
            let reason = format!("row of {} fields, expected {columns}", cells.len());
            self.reject(source, reason, &Given(cells).text());
        }
        self.finish();
    }

    /// Reads the lines of a block.
    pub(super) fn block(mut self, block: &Block<'_>) {
        let table = self.table;
        let (bytes, width, delimiter) = (block.bytes, table.columns().len(), table.delimiter());
        self.own(true);
        let mut marks = std::mem::take(&mut self.scratch.marks);
        marks.clear();
        marks.resize(width + 1, u32::MAX);
        let has_quotes = memchr::memchr(b'"', bytes).is_some();
        let is_plain_table = matches!(table.plan, Plan::Positions(_));
        let mut source =
            Source { exhibit: self.context.exhibit, line: block.first_line, byte_offset: block.first_byte };
        let mut start = 0;
        while start < bytes.len() {
            let end = memchr::memchr(b'\n', &bytes[start..]).map_or(bytes.len(), |length| start + length);
            let next = (end + 1).min(bytes.len());
            let line = without_return(&bytes[start..end]);
            if end - start > MAX_LINE_BYTES {
                let left_out = if next == bytes.len() { block.left_out } else { 0 };
                let fault = Fault::LineTooLong { bytes: (next - start) as u64 + left_out };
                self.reject(source, fault.to_string(), line);
            } else if is_plain_table && !(has_quotes && memchr::memchr(b'"', line).is_some()) {
                let found = split_plain(&bytes[start..], line.len(), delimiter, &mut marks[1..]);
                if found == width {
                    self.row(&Plain { line, marks: &marks, delimiter }, source);
                } else {
                    self.odd_line(line, source, found, width);
                }
            } else {
                self.quoted_line(line, source, width, delimiter);
            }
            source.line += 1;
            source.byte_offset += (next - start) as u64;
            start = next;
        }
        self.out.counts.lines += source.line - block.first_line;
        self.out.counts.bytes += bytes.len() as u64 + block.left_out;
        self.scratch.marks = marks;
        self.finish();
    }

    /// Forgets what was read before, if it must or if it was another table.
    fn own(&mut self, must_forget: bool) {
        let owner = Some((self.context, self.table.dialect()));
        if must_forget || self.scratch.owner != owner {
            self.scratch.forget();
            self.scratch.owner = owner;
        }
        self.scratch.ships.seed(self.context.exhibit);
        if let Plan::Positions(plan) = &self.table.plan {
            self.out.pending.set_plan(plan);
        }
    }

    /// Gives back the memory and counts.
    fn finish(self) {
        let Self { out, scratch, .. } = self;
        out.scratch = scratch;
        out.count();
    }

    /// A line with another number of fields than the header: blank, or a reject.
    #[cold]
    fn odd_line(&mut self, line: &[u8], source: Source, found: usize, width: usize) {
        if line.trim_ascii().is_empty() {
            self.out.counts.skipped_lines += 1;
        } else {
            self.reject(source, format!("row of {found} fields, expected {width}"), line);
        }
    }

    /// A line with quotes, or of a table that is read field by field.
    #[cold]
    fn quoted_line(&mut self, line: &[u8], source: Source, width: usize, delimiter: u8) {
        if line.trim_ascii().is_empty() {
            self.out.counts.skipped_lines += 1;
            return;
        }
        let mut fields = std::mem::take(&mut self.scratch.fields);
        match fields.split(line, delimiter) {
            Err(error) => self.reject(source, error.to_string(), line),
            Ok(()) if fields.len() != width => self.odd_line(line, source, fields.len(), width),
            Ok(()) => self.row(&Unquoted { line, fields: &fields }, source),
        }
        self.scratch.fields = fields;
    }

    /// A row with as many fields as the header.
    #[inline]
    fn row<C: Cells>(&mut self, cells: &C, source: Source) {
        let table = self.table;
        let read = match &table.plan {
            Plan::Positions(plan) => self.position_row(plan, cells, source),
            Plan::AisstreamStatic(places) => {
                aisstream_static::read(cells, places, source, &self.context, self.out)
            }
        };
        match read {
            Ok(()) => self.out.counts.messages += 1,
            Err(reason) => self.reject(source, reason, &cells.text()),
        }
    }

    #[cold]
    fn reject(&mut self, source: Source, reason: String, line: &[u8]) {
        self.out.rejects.push(Reject::new(source, reason, line));
    }

    #[inline]
    fn position_row<C: Cells>(
        &mut self,
        plan: &PositionPlan,
        cells: &C,
        source: Source,
    ) -> Result<(), String> {
        let (kind, message_type) = kind(plan, cells)?;
        if kind == Kind::Other {
            self.out.counts.without_row += 1;
            return Ok(());
        }
        let mmsi = mmsi(plan, cells, kind)?;
        let When { time, stretch } = self.when(plan, cells)?;
        let row = Row { plan, cells, source, mmsi, time, message_type };
        match kind {
            Kind::Ship { has_position, has_statics } => {
                if has_position {
                    self.position(&row);
                }
                if has_statics && plan.statics.span.is_some() {
                    self.statics(&row, stretch);
                }
            }
            Kind::Station(message_type) => self.station(&row, message_type),
            Kind::Other => {}
        }
        Ok(())
    }

    /// When a row was received.
    #[inline]
    fn when<C: Cells>(&mut self, plan: &PositionPlan, cells: &C) -> Result<When, String> {
        let text = raw(plan, cells, plan.time);
        if text != self.scratch.time.text || self.scratch.time.value.is_none() {
            self.read_time(plan, text);
        }
        match &self.scratch.time.value {
            Some(Ok(when)) => Ok(*when),
            Some(Err(reason)) => Err(reason.clone()),
            None => Err(String::new()),
        }
    }

    fn read_time(&mut self, plan: &PositionPlan, text: &[u8]) {
        let time = plan
            .time_format
            .read(text.trim_ascii())
            .map_err(|fault| format!("{}: {fault}", plan.label(plan.time)));
        let value = time
            .and_then(|time| self.context.checked_time(Some(time)))
            .map(|time| When { time, stretch: stretch(time.as_second(), self.repeat_s) });
        let last = &mut self.scratch.time;
        last.text.clear();
        last.text.extend(text);
        last.value = Some(value);
    }

    #[inline]
    fn position<C: Cells>(&mut self, row: &Row<'_, C>) {
        let plan = row.plan;
        let report = PositionReport {
            source: row.source,
            mmsi: row.mmsi,
            time: row.time,
            message_type: row.message_type,
            position: self.place(row),
            sog: plan.sog.and_then(|column| self.number(row, column, &SOG)).map(Speed::knots),
            cog: plan.cog.and_then(|column| self.number(row, column, &COG)).map(Angle::degrees),
            heading: plan.heading.and_then(|column| self.number(row, column, &HEADING)).map(Angle::degrees),
            navigational_status: plan.status.and_then(|place| self.status(row, place)),
        };
        let receiver = plan.receiver.and_then(|place| self.receiver(row, place));
        self.out.positions.push(Heard { report, receiver });
    }

    /// The position. 91 north or 181 east is not available.
    #[inline]
    fn place<C: Cells>(&mut self, row: &Row<'_, C>) -> Option<Position> {
        let plan = row.plan;
        let (lat, lon) = (decimal(row.raw(plan.lat.place)), decimal(row.raw(plan.lon.place)));
        let (Some(lat), Some(lon)) = (lat, lon) else { return self.no_place(row) };
        self.scaled_place(row, lat, lon)
    }

    #[inline]
    fn scaled_place<C: Cells>(&mut self, row: &Row<'_, C>, lat: f64, lon: f64) -> Option<Position> {
        let (lat, lon) = (row.plan.lat.scale.apply(lat), row.plan.lon.scale.apply(lon));
        match Position::from_lat_lon(lat, lon) {
            Ok(position) => Some(position),
            Err(error) => {
                self.off_the_earth(row, lat, lon, &error);
                None
            }
        }
    }

    /// One of the two is no number as it stands: both empty is not available.
    #[cold]
    fn no_place<C: Cells>(&mut self, row: &Row<'_, C>) -> Option<Position> {
        let (lat, lon) = (row.cell(row.plan.lat.place), row.cell(row.plan.lon.place));
        if is_not_available(lat) && is_not_available(lon) {
            return None;
        }
        if let (Some(lat), Some(lon)) = (decimal(lat), decimal(lon)) {
            return self.scaled_place(row, lat, lon);
        }
        let is_lat = decimal(lat).is_none();
        let (place, text) = if is_lat { (row.plan.lat.place, lat) } else { (row.plan.lon.place, lon) };
        self.field_fault(row, place, text, "degrees with a decimal point");
        None
    }

    #[cold]
    fn off_the_earth<C: Cells>(&mut self, row: &Row<'_, C>, lat: f64, lon: f64, error: &PositionError) {
        let is = |value: f64, mark: f64| (value - mark).abs() < 1e-6;
        if is(lat, 91.0) || is(lon, 181.0) {
            return;
        }
        let looks_exchanged = is(lat, 181.0) && is(lon, 91.0)
            || matches!(error, PositionError::Latitude { looks_exchanged: true, .. });
        let exchanged = if looks_exchanged { "; latitude and longitude look exchanged" } else { "" };
        let (lat, lon) = (row.plan.label(row.plan.lat.place), row.plan.label(row.plan.lon.place));
        self.reject(row.source, format!("`{lat}`, `{lon}`: {error}{exchanged}"), &row.cells.text());
    }

    /// A number within the bounds of the standard.
    #[inline]
    fn number<C: Cells>(&mut self, row: &Row<'_, C>, column: Number, bounds: &Bounds) -> Option<f64> {
        let text = row.raw(column.place);
        if text.is_empty() {
            return None;
        }
        match decimal(text).map(|value| column.scale.apply(value)) {
            Some(value) if (0.0..bounds.below).contains(&value) => Some(value),
            _ => self.no_number(row, column, bounds),
        }
    }

    /// A number that is none as it stands, or is none of the standard: the mark of "not available", or a fault.
    #[cold]
    fn no_number<C: Cells>(&mut self, row: &Row<'_, C>, column: Number, bounds: &Bounds) -> Option<f64> {
        let text = row.cell(column.place);
        let value = decimal(text).map(|value| column.scale.apply(value));
        if value.is_some_and(|value| (0.0..bounds.below).contains(&value)) {
            return value;
        }
        let is_mark = value.is_some_and(|value| (value - bounds.not_available).abs() < 0.05);
        if !is_mark && !is_not_available(text) {
            self.field_fault(row, column.place, text, bounds.expected);
        }
        None
    }

    #[inline]
    fn status<C: Cells>(&mut self, row: &Row<'_, C>, place: usize) -> Option<u8> {
        match status_of(row.raw(place)) {
            Some(status) => status,
            None => self.odd_status(row, place),
        }
    }

    /// A status that is none as it stands.
    #[cold]
    fn odd_status<C: Cells>(&mut self, row: &Row<'_, C>, place: usize) -> Option<u8> {
        let text = row.cell(place);
        let status = status_of(text);
        if status.is_none() && !is_not_available(text) {
            self.field_fault(row, place, text, "0 to 15 or the words for one of them");
        }
        status.flatten()
    }

    /// The receiver, in the same memory as that of the row before if it is the same.
    fn receiver<C: Cells>(&mut self, row: &Row<'_, C>, place: usize) -> Option<Arc<str>> {
        let text = row.cell(place);
        if is_not_available(text) {
            return None;
        }
        let last = self.scratch.receiver.as_ref().filter(|last| last.as_bytes() == text);
        if last.is_none() {
            self.scratch.receiver = Some(String::from_utf8_lossy(text).into());
        }
        self.scratch.receiver.clone()
    }

    #[cold]
    fn field_fault<C: Cells>(&mut self, row: &Row<'_, C>, place: usize, text: &[u8], expected: &str) {
        let reason = format!("{}: found {}, expected {expected}", row.plan.label(place), quoted(text));
        self.reject(row.source, reason, &row.cells.text());
    }

    /// What the crew typed in, if its text differs from that of the row before of the same ship.
    #[inline]
    fn statics<C: Cells>(&mut self, row: &Row<'_, C>, stretch: i64) {
        let Some((from, to)) = row.plan.statics.span else { return };
        let (text, delimiter) = row.cells.span(from, to);
        let message_type = row.message_type;
        let hash = self.scratch.ships.hash(&text, stretch as u64, u64::from(message_type.unwrap_or(0)));
        if !self.scratch.ships.is_repeated(row.mmsi.value(), hash) || self.repeat_s == 0 {
            let about = About { message_type, stretch };
            self.out.pending.push((about, row.source, row.mmsi, row.time), &text, delimiter);
        }
    }

    fn station<C: Cells>(&mut self, row: &Row<'_, C>, message_type: u8) {
        let name = row.plan.station_name.map(|place| row.cell(place)).filter(|text| !is_not_available(text));
        let report = StationReport {
            id: row.source.record(RecordKind::StationReport),
            source: row.source,
            mmsi: row.mmsi,
            time: row.time,
            message_type,
            position: self.place(row),
            name: name.map(|text| String::from_utf8_lossy(text).into_owned()),
            utc: matches!(message_type, 4 | 11).then(|| sent_time(row)).flatten(),
            receiver: row
                .plan
                .receiver
                .and_then(|place| self.receiver(row, place))
                .map(|receiver| receiver.to_string()),
        };
        self.out.stations.push(report);
    }
}

/// A row of which it is known who sent it and when.
struct Row<'a, C> {
    plan: &'a PositionPlan,
    cells: &'a C,
    source: Source,
    mmsi: Mmsi,
    time: Timestamp,
    message_type: Option<u8>,
}

impl<C: Cells> Row<'_, C> {
    /// A field without blanks around it, or a constant.
    fn cell(&self, place: usize) -> &[u8] {
        cell(self.plan, self.cells, place)
    }
    /// A field as it stands, or a constant.
    #[inline(always)]
    fn raw(&self, place: usize) -> &[u8] {
        raw(self.plan, self.cells, place)
    }
}

/// A field as it stands, or a constant.
#[inline(always)]
fn raw<'a, C: Cells>(plan: &'a PositionPlan, cells: &'a C, place: usize) -> &'a [u8] {
    if place < plan.width {
        cells.get(place)
    } else {
        plan.constants.get(place - plan.width).map_or(b"", Vec::as_slice)
    }
}

/// A field without blanks around it, or a constant.
#[inline]
fn cell<'a, C: Cells>(plan: &'a PositionPlan, cells: &'a C, place: usize) -> &'a [u8] {
    raw(plan, cells, place).trim_ascii()
}

/// Without the carriage returns of an end of line.
#[inline]
fn without_return(line: &[u8]) -> &[u8] {
    let mut line = line;
    while let [rest @ .., b'\r'] = line {
        line = rest;
    }
    line
}

/// What a row is about, and the type of its message where the table says it.
#[inline]
fn kind<C: Cells>(plan: &PositionPlan, cells: &C) -> Result<(Kind, Option<u8>), String> {
    const BOTH: Kind = Kind::Ship { has_position: true, has_statics: true };
    let fault = |place: usize, expected: &str| {
        format!("{}: found {}, expected {expected}", plan.label(place), quoted(cell(plan, cells, place)))
    };
    if let Some(place) = plan.mobile {
        let expected = "`Class A`, `Class B`, `Base Station`, `AtoN`, `SAR Airborne` or a transponder for search and rescue";
        return match mobile(raw(plan, cells, place)).or_else(|| mobile(cell(plan, cells, place))) {
            Some(Mobile::Ship) => Ok((BOTH, None)),
            Some(Mobile::Station(message_type)) => Ok((Kind::Station(message_type), None)),
            None => Err(fault(place, expected)),
        };
    }
    let Some(place) = plan.message_type else { return Ok((BOTH, None)) };
    let text = cell(plan, cells, place);
    if text.is_empty() {
        return Ok((BOTH, None));
    }
    let number = whole(text).filter(|n| (1..=27).contains(n)).ok_or_else(|| fault(place, "1 to 27"))?;
    let number = number as u8;
    // A table of positions repeats the particulars; a table with a row for each message has them in their own.
    let repeats = plan.dialect != Dialect::ExactEarth;
    let kind = match number {
        1..=3 | 18 | 27 => Kind::Ship { has_position: true, has_statics: repeats },
        19 => BOTH,
        5 | 24 => Kind::Ship { has_position: false, has_statics: true },
        4 | 9 | 11 | 21 => Kind::Station(number),
        _ => Kind::Other,
    };
    Ok((kind, Some(number)))
}

/// Who sent it: nine digits, or the last seven of a station's, which begins with 00.
#[inline]
fn mmsi<C: Cells>(plan: &PositionPlan, cells: &C, kind: Kind) -> Result<Mmsi, String> {
    let number = nine_digits(raw(plan, cells, plan.mmsi)).filter(|n| *n > 0);
    match number.and_then(|n| Mmsi::new(n).ok()) {
        Some(mmsi) => Ok(mmsi),
        None => odd_mmsi(plan, cells, kind),
    }
}

/// An MMSI that is not written as nine digits.
#[cold]
fn odd_mmsi<C: Cells>(plan: &PositionPlan, cells: &C, kind: Kind) -> Result<Mmsi, String> {
    let text = cell(plan, cells, plan.mmsi);
    let number = nine_digits(text).or_else(|| whole(text)).filter(|n| *n > 0);
    let fewest = if matches!(kind, Kind::Station(_)) { 1_000_000 } else { 100_000_000 };
    let is_right = |n: &u32| *n >= fewest || text.len() == 9;
    number.filter(is_right).and_then(|n| Mmsi::new(n).ok()).ok_or_else(|| {
        format!("{}: found {}, expected nine digits, not all zero", plan.label(plan.mmsi), quoted(text))
    })
}

/// The time that a base station sent.
fn sent_time<C: Cells>(row: &Row<'_, C>) -> Option<Timestamp> {
    let [year, month, day, hour, minute, second] =
        row.plan.utc?.map(|place| whole(row.cell(place)).and_then(|n| i16::try_from(n).ok()));
    let byte = |n: Option<i16>| n.and_then(|n| i8::try_from(n).ok());
    let time =
        DateTime::new(year?, byte(month)?, byte(day)?, byte(hour)?, byte(minute)?, byte(second)?, 0).ok()?;
    TimeZone::UTC.to_timestamp(time).ok()
}

/// A navigational status as a number or in words. `None`: neither.
#[inline]
fn status_of(text: &[u8]) -> Option<Option<u8>> {
    match text {
        [] | b"Unknown value" => Some(None),
        [c @ b'0'..=b'9'] => Some(Some(c - b'0')),
        [b'0'..=b'9', ..] => whole(text).filter(|n| *n <= 15).map(|n| Some(n as u8)),
        _ => navigational_status(text),
    }
}

/// What a number can be (ITU-R M.1371-5, annex 8, message 1).
struct Bounds {
    /// Zero to less than this is a value.
    below: f64,
    /// This is "not available", to 0.05 either way for units that are converted.
    not_available: f64,
    expected: &'static str,
}

/// Tenths of a knot: 102.2 is that or more, 102.3 not available.
const SOG: Bounds =
    Bounds { below: 102.25, not_available: 102.3, expected: "0 to 102.2 kn, or 102.3 for not available" };
/// Tenths of a degree: 360 is not available.
const COG: Bounds =
    Bounds { below: 360.0, not_available: 360.0, expected: "0 to 359.9 degrees, or 360 for not available" };
/// Degrees: 511 is not available.
const HEADING: Bounds =
    Bounds { below: 360.0, not_available: 511.0, expected: "0 to 359 degrees, or 511 for not available" };
