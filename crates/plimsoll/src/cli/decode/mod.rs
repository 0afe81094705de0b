//! `plimsoll decode`: the messages of an AIS log or the rows of an AIS table, without a case.

mod table;

use crate::ais_table::TableSource;
use crate::cli::Context;
use crate::cli::show::{Format, RowWriter, broken};
use crate::error::UserError;
use crate::pipeline::in_order;
use plimsoll_ais::{AisKind, Decoded, FIELD_NAMES, JsonLines, Options, Value, decode, sniff};
use plimsoll_case::exhibit::{self, ExhibitKind, HEAD_BYTES, is_parquet};
use plimsoll_case::tables::{Cell, ColumnKind, ColumnSpec, TableSpec};
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::path::PathBuf;
use std::sync::Mutex;

/// Decode an AIS log or table: every message or row with all its fields, one a line.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  plimsoll decode ais.log.gz | head
  plimsoll decode - --format csv < ais.log > ais.csv
  plimsoll decode ais.log --format parquet --out ais.parquet
  plimsoll decode aisdk-2025-05-22.zip --format csv | head
Reads NMEA 0183 AIVDM and AIVDO sentences, with tag blocks, trailing timestamps or $PGHP lines; tables of the Danish
Maritime Authority, MarineCadastre (old and new), exactEarth and others (docs/methods/ais-tables.md), CSV, Parquet or
GeoParquet. Plain, gzip, Zstandard or ZIP. What cannot be decoded is counted on standard error by reason;
`--rejects FILE` writes each with its line.")]
pub(super) struct Decode {
    /// The log or table, or `-` for standard input.
    file: PathBuf,
    /// In which form: JSON lines, CSV with one column for every field there is, or Parquet.
    #[arg(long, value_enum, default_value = "jsonl")]
    format: Form,
    /// Write to this file instead of standard output.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Write what could not be decoded to this file: line, byte, reason and text, tab-separated.
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
}

/// The forms of decoded messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    Jsonl,
    Csv,
    Parquet,
}

impl Decode {
    /// Decodes it.
    pub(super) fn run(&self, context: &Context) -> Result<(), UserError> {
        for path in self.out.iter().chain(&self.rejects) {
            context.check_output(path, &[&self.file])?;
        }
        let rejects = Rejects::new(self.rejects.as_deref())?;
        if is_parquet(&self.file) {
            return self.table(context, TableSource::Parquet(&self.file), rejects);
        }
        let mut reader = self.open()?;
        let mut head = Vec::new();
        reader.by_ref().take(HEAD_BYTES as u64).read_to_end(&mut head).map_err(|e| self.unreadable(&e))?;
        let is_table = self.is_table(&head);
        let whole: Box<dyn Read + Send> = Box::new(std::io::Cursor::new(head).chain(reader));
        if is_table {
            return self.table(context, TableSource::Text(whole), rejects);
        }
        self.log(context, whole, rejects)
    }

    /// True if it is a table, be its header known or not.
    fn is_table(&self, head: &[u8]) -> bool {
        match sniff(head) {
            Some(kind) => kind != AisKind::Nmea,
            None => {
                let kind = exhibit::sniff(head, &self.file.to_string_lossy()).kind;
                let line = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
                let names_radios = line.to_ascii_lowercase().windows(4).any(|word| word == b"mmsi");
                names_radios || matches!(kind, ExhibitKind::PositionTable | ExhibitKind::StaticTable)
            }
        }
    }

    /// Decodes a log.
    fn log(
        &self,
        context: &Context,
        reader: Box<dyn Read + Send>,
        mut rejects: Rejects,
    ) -> Result<(), UserError> {
        let reader = std::io::BufReader::with_capacity(1 << 16, reader);
        let mut messages = decode(reader, Options { default_time: None, future_after: None });
        let batches = std::iter::from_fn(|| {
            let mut batch = Vec::new();
            match messages.next_batch(&mut batch) {
                Ok(true) => Some(Ok(batch)),
                Ok(false) => None,
                Err(error) => Some(Err(self.unreadable(&error))),
            }
        });
        match self.format {
            Form::Jsonl => json_lines(batches, self.output()?, &mut rejects)?,
            Form::Csv | Form::Parquet => self.rows(batches, &mut rejects)?,
        }
        let counts = messages.counts();
        rejects.finish()?;
        context.say(&format!(
            "{} lines: {} messages decoded ({} with data that are only kept as bits), {} rejected; {} lines of receive times, {} other sentences, {} comments or blank",
            counts.lines, counts.messages, counts.not_decoded, counts.rejects, counts.receive_time_lines,
            counts.other_sentences, counts.comments + counts.blank
        ));
        rejects.say(context);
        if counts.messages == 0 {
            return Err(UserError::new(crate::exit::Exit::ExhibitUnreadable, format!("no AIS message could be decoded from `{}`", self.file.display()))
                .hint("an NMEA log has lines that begin `!AIVDM`, a table a header line with MMSI, time, latitude and longitude"));
        }
        Ok(())
    }

    /// Writes the messages as rows of one wide table.
    fn rows(
        &self,
        batches: impl Iterator<Item = Result<Vec<Decoded>, UserError>> + Send,
        rejects: &mut Rejects,
    ) -> Result<(), UserError> {
        let mut sink = Sink::new(self.format.into(), self.output()?)?;
        in_order(
            batches,
            1,
            |batch| batch,
            |batch| {
                batch.iter().try_for_each(|decoded| match &decoded.message {
                    Ok(message) => sink.push(decoded, message.fields()),
                    Err(unread) => rejects.add(decoded, &unread.fault.to_string(), &unread.row),
                })
            },
        )?;
        sink.writer.finish()
    }

    fn unreadable(&self, error: &dyn std::error::Error) -> UserError {
        UserError::new(
            crate::exit::Exit::ExhibitUnreadable,
            format!("reading `{}`: {error}", self.file.display()),
        )
    }

    /// The bytes, unpacked.
    fn open(&self) -> Result<Box<dyn Read + Send>, UserError> {
        if self.file.as_os_str() == "-" {
            return exhibit::open_stream(std::io::stdin()).map_err(|e| self.unreadable(&e));
        }
        if self.file.is_dir() {
            return Err(
                UserError::usage(format!("`{}` is a folder", self.file.display())).hint("name a file in it")
            );
        }
        Ok(exhibit::open_path(&self.file, &self.file.to_string_lossy())?)
    }

    /// Where the result goes.
    fn output(&self) -> Result<Box<dyn Write + Send>, UserError> {
        Ok(match &self.out {
            Some(path) => Box::new(std::io::BufWriter::new(
                std::fs::File::create(path)
                    .map_err(|e| UserError::fault(&format!("writing `{}`", path.display()), &e))?,
            )),
            None => Box::new(std::io::BufWriter::with_capacity(1 << 16, std::io::stdout())),
        })
    }
}

impl From<Form> for Format {
    fn from(form: Form) -> Self {
        match form {
            Form::Jsonl => Self::Jsonl,
            Form::Csv => Self::Csv,
            Form::Parquet => Self::Parquet,
        }
    }
}

/// What stands before the fields of a message.
const BEFORE: [(&str, ColumnKind); 5] = [
    ("line", ColumnKind::Int),
    ("byte_offset", ColumnKind::Int),
    ("time", ColumnKind::Time),
    ("receiver", ColumnKind::Text),
    ("channel", ColumnKind::Text),
];

/// The columns of decoded messages, for CSV and Parquet.
fn columns() -> Vec<ColumnSpec> {
    let column = |name: &'static str, kind| ColumnSpec {
        name,
        kind,
        unit: "-",
        description: "a field of ITU-R M.1371; docs/methods/ais-decoding.md",
    };
    let before = BEFORE.iter().map(|(name, kind)| column(name, *kind));
    before.chain(FIELD_NAMES.iter().map(|name| column(name, kind_of(name)))).collect()
}

/// The type of a field, by its name; a test holds it against decoded messages.
fn kind_of(name: &str) -> ColumnKind {
    const TEXTS: &[&str] = &[
        "part",
        "positioning",
        "call_sign",
        "ship_name",
        "aid_name",
        "vendor_id",
        "eta",
        "destination",
        "communication_state",
        "remarks",
        "application",
        "application_data_hex",
        "available_fi",
        "berth_name",
        "cargoes",
        "closed_from_place",
        "closed_to_place",
        "closing_reason",
        "country_code",
        "dangerous_good",
        "dgnss_data_hex",
        "eni",
        "equipment",
        "fairway_hectometre",
        "fairway_section",
        "imd_category",
        "last_port",
        "lloyds_ship_type",
        "location_code",
        "location_name",
        "next_port",
        "part_data_hex",
        "safety_text",
        "second_port",
        "sensor_reports",
        "services",
        "signal_lights",
        "signal_station",
        "sub_areas",
        "targets",
        "terminal_code",
        "text",
        "tidal_windows",
        "waypoints",
        "weather_report",
    ];
    const FLAGS: &[&str] = &[
        "altitude_is_barometric",
        "altitude_saturated",
        "assigned_mode",
        "carrier_sense_unit",
        "accepts_message_22",
        "position_latency_over_5_s",
        "dimensions_saturated",
        "draught_saturated",
        "dte_ready",
        "has_display",
        "has_dsc",
        "keep_flag",
        "off_position",
        "position_accuracy",
        "raim",
        "sog_saturated",
        "transmission_control",
        "truncated",
        "virtual_aid",
        "whole_band",
        "acknowledgement_wanted",
        "addressed",
        "application_available",
        "battery_low",
        "channel_a_narrow_band",
        "channel_b_narrow_band",
        "course_is_high_quality",
        "dc_power_supply",
        "heading_is_high_quality",
        "health_alarm",
        "light_on",
        "low_power",
        "retransmitted",
        "services_known",
        "speed_is_high_quality",
        "visibility_is_lower_bound",
        "weather_is_wmo",
    ];
    const NUMBERS: &[&str] = &[
        "rate_of_turn_deg_per_min",
        "sog_kn",
        "lon_deg",
        "lat_deg",
        "cog_deg",
        "draught_m",
        "air_draught_m",
        "air_pressure_hpa",
        "air_temperature_c",
        "analogue_1_v",
        "analogue_2_v",
        "beam_m",
        "berth_depth_m",
        "current_2_kn",
        "current_3_kn",
        "dew_point_c",
        "dgnss_z_count_s",
        "end_lat_deg",
        "end_lon_deg",
        "gauge_1_level_m",
        "gauge_2_level_m",
        "gauge_3_level_m",
        "gauge_4_level_m",
        "lantern_current_a",
        "lantern_voltage_v",
        "length_overall_m",
        "ne_lat_deg",
        "ne_lon_deg",
        "salinity_permille",
        "start_lat_deg",
        "start_lon_deg",
        "supply_voltage_v",
        "surface_current_kn",
        "sw_lat_deg",
        "sw_lon_deg",
        "swell_height_m",
        "visibility_nmi",
        "water_level_m",
        "water_temperature_c",
        "wave_height_m",
    ];
    match name {
        _ if TEXTS.contains(&name) => ColumnKind::Text,
        _ if FLAGS.contains(&name) => ColumnKind::Bool,
        _ if NUMBERS.contains(&name) => ColumnKind::Float,
        _ => ColumnKind::Int,
    }
}

/// Writes the messages as JSON lines: one thread decodes, others write, the lines come in order.
fn json_lines(
    batches: impl Iterator<Item = Result<Vec<Decoded>, UserError>> + Send,
    mut out: Box<dyn Write + Send>,
    rejects: &mut Rejects,
) -> Result<(), UserError> {
    // Buffers that have been written out, to be used again.
    let spare: Mutex<Vec<JsonLines>> = Mutex::default();
    let take_spare = || spare.lock().ok().and_then(|mut spare| spare.pop()).unwrap_or_default();
    let write = |batch: Vec<Decoded>| {
        let mut lines = take_spare();
        lines.clear();
        batch.iter().for_each(|decoded| lines.push(decoded));
        let unread: Vec<Decoded> = batch.into_iter().filter(|decoded| decoded.message.is_err()).collect();
        (lines, unread)
    };
    let threads = rayon::current_num_threads().saturating_sub(1).max(1);
    in_order(batches, threads, write, |(lines, unread)| {
        out.write_all(lines.bytes()).map_err(broken)?;
        if let Ok(mut spare) = spare.lock() {
            spare.push(lines);
        }
        unread.iter().try_for_each(|decoded| match &decoded.message {
            Ok(_) => Ok(()),
            Err(unread) => rejects.add(decoded, &unread.fault.to_string(), &unread.row),
        })
    })?;
    out.flush().map_err(broken)
}

/// The wide table that decoded messages are rows of.
struct Sink {
    writer: RowWriter,
    places: BTreeMap<&'static str, usize>,
    width: usize,
}

impl Sink {
    fn new(format: Format, out: Box<dyn Write + Send>) -> Result<Self, UserError> {
        let columns = columns();
        let places = columns.iter().enumerate().map(|(at, c)| (c.name, at)).collect();
        let about = "Decoded AIS messages.";
        let spec = TableSpec { name: "messages", version: 1, about, columns: &[], label: &[] };
        Ok(Self { writer: RowWriter::begin(format, out, &spec, &columns)?, places, width: columns.len() })
    }

    fn push(&mut self, decoded: &Decoded, fields: Vec<(&'static str, Value)>) -> Result<(), UserError> {
        let before = [
            Cell::from(decoded.line),
            Cell::from(decoded.byte_offset),
            Cell::from(decoded.time),
            Cell::from(decoded.receiver.as_deref().map(str::to_owned)),
            Cell::from(decoded.channel.map(String::from)),
        ];
        let mut cells = vec![Cell::Null; self.width];
        cells.splice(..before.len(), before);
        for (name, value) in fields {
            if let Some(at) = self.places.get(name) {
                cells[*at] = cell(value);
            }
        }
        self.writer.push(cells)
    }
}

fn cell(value: Value) -> Cell {
    match value {
        Value::Null => Cell::Null,
        Value::Int(number) => Cell::Int(number),
        Value::Float(number) => Cell::from(number),
        Value::Text(text) => Cell::Text(text),
        Value::Bool(truth) => Cell::Bool(truth),
    }
}

/// What could not be decoded.
struct Rejects {
    by_reason: BTreeMap<String, u64>,
    file: Option<std::io::BufWriter<std::fs::File>>,
}

impl Rejects {
    fn new(path: Option<&std::path::Path>) -> Result<Self, UserError> {
        let file = path
            .map(std::fs::File::create)
            .transpose()
            .map_err(|e| UserError::fault("writing the rejects", &e))?;
        Ok(Self { by_reason: BTreeMap::new(), file: file.map(std::io::BufWriter::new) })
    }

    fn add(&mut self, decoded: &Decoded, reason: &str, row: &[u8]) -> Result<(), UserError> {
        self.add_at(decoded.line, decoded.byte_offset, reason, &crate::why::printable(row))
    }

    fn add_at(&mut self, line: u64, byte_offset: u64, reason: &str, text: &str) -> Result<(), UserError> {
        *self.by_reason.entry(crate::dossier::reason_in_general(reason)).or_default() += 1;
        if let Some(file) = &mut self.file {
            writeln!(file, "{line}\t{byte_offset}\t{reason}\t{text}").map_err(broken)?;
        }
        Ok(())
    }

    /// Says how many there were, by reason.
    fn say(&self, context: &Context) {
        for (reason, count) in &self.by_reason {
            context.say(&format!("  {count:>8}  {reason}"));
        }
    }

    fn finish(&mut self) -> Result<(), UserError> {
        self.file.as_mut().map_or(Ok(()), |file| file.flush().map_err(broken))
    }
}
