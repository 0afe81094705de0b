//! `plimsoll decode`: the messages of an AIS log, without a case.

use crate::cli::Context;
use crate::cli::show::{Format, RowWriter, broken};
use crate::error::UserError;
use plimsoll_ais::{Decoded, FIELD_NAMES, Options, Value, decode};
use plimsoll_case::tables::{Cell, ColumnKind, ColumnSpec, TableSpec};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::PathBuf;

/// Decode an AIS log: every message with all its fields, one a line.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  plimsoll decode ais.log.gz | head
  plimsoll decode - --format csv < ais.log > ais.csv
  plimsoll decode ais.log --format parquet --out ais.parquet
Reads NMEA 0183 AIVDM and AIVDO sentences, with tag blocks, trailing timestamps or $PGHP lines, plain or gzip. What
cannot be decoded is counted on standard error by reason; `--rejects FILE` writes each with its line.")]
pub(super) struct Decode {
    /// The log, or `-` for standard input.
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
        let reader = BufReader::with_capacity(1 << 16, self.open(context)?);
        let mut messages = decode(reader, Options { default_time: None, future_after: None });
        let mut rejects = Rejects::new(self.rejects.as_deref())?;
        let out: Box<dyn Write + Send> = match &self.out {
            Some(path) => Box::new(std::io::BufWriter::new(
                std::fs::File::create(path)
                    .map_err(|e| UserError::fault(&format!("writing `{}`", path.display()), &e))?,
            )),
            None => Box::new(std::io::BufWriter::with_capacity(1 << 16, std::io::stdout())),
        };
        let mut sink = Sink::new(self.format, out)?;
        for decoded in &mut messages {
            let decoded = decoded.map_err(|e| {
                UserError::new(
                    crate::exit::Exit::ExhibitUnreadable,
                    format!("reading `{}`: {e}", self.file.display()),
                )
            })?;
            match &decoded.message {
                Ok(message) => sink.push(&decoded, message.fields())?,
                Err(unread) => rejects.add(&decoded, &unread.fault.to_string(), &unread.row)?,
            }
        }
        sink.finish()?;
        let counts = messages.counts();
        rejects.finish()?;
        context.say(&format!(
            "{} lines: {} messages decoded ({} with data that are only kept as bits), {} rejected; {} lines of receive times, {} other sentences, {} comments or blank",
            counts.lines, counts.messages, counts.not_decoded, counts.rejects, counts.receive_time_lines,
            counts.other_sentences, counts.comments + counts.blank
        ));
        for (reason, count) in &rejects.by_reason {
            context.say(&format!("  {count:>8}  {reason}"));
        }
        if counts.messages == 0 {
            return Err(UserError::new(crate::exit::Exit::ExhibitUnreadable, format!("no AIS message could be decoded from `{}`", self.file.display()))
                .hint("an NMEA log has lines that begin `!AIVDM`; for a table of reports use `plimsoll add` in a case"));
        }
        Ok(())
    }

    fn open(&self, context: &Context) -> Result<Box<dyn Read>, UserError> {
        let failed = |e: std::io::Error| {
            UserError::new(
                crate::exit::Exit::ExhibitUnreadable,
                format!("opening `{}`: {e}", self.file.display()),
            )
        };
        let raw: Box<dyn Read> = if self.file.as_os_str() == "-" {
            Box::new(std::io::stdin())
        } else {
            let file = std::fs::File::open(&self.file).map_err(failed)?;
            let meta = file.metadata().map_err(failed)?;
            if meta.is_dir() {
                return Err(UserError::usage(format!("`{}` is a folder", self.file.display()))
                    .hint("name a file in it"));
            }
            Box::new(crate::progress::Watched::new(file, context.progress.bytes("decoding", meta.len())))
        };
        let mut buffered = BufReader::with_capacity(1 << 16, raw);
        let is_gzip = buffered.fill_buf().map_err(failed)?.starts_with(&[0x1f, 0x8b]);
        Ok(if is_gzip {
            Box::new(flate2::bufread::MultiGzDecoder::new(buffered))
        } else {
            Box::new(buffered)
        })
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

/// Where decoded messages go.
enum Sink {
    Jsonl(Box<dyn Write + Send>),
    Rows(Box<RowWriter>, BTreeMap<&'static str, usize>, usize),
}

impl Sink {
    fn new(form: Form, out: Box<dyn Write + Send>) -> Result<Self, UserError> {
        let format = match form {
            Form::Jsonl => return Ok(Self::Jsonl(out)),
            Form::Csv => Format::Csv,
            Form::Parquet => Format::Parquet,
        };
        let columns = columns();
        let places = columns.iter().enumerate().map(|(at, c)| (c.name, at)).collect();
        let spec = TableSpec {
            name: "messages",
            version: 1,
            about: "Decoded AIS messages.",
            columns: &[],
            label: &[],
        };
        Ok(Self::Rows(Box::new(RowWriter::begin(format, out, &spec, &columns)?), places, columns.len()))
    }

    fn push(&mut self, decoded: &Decoded, fields: Vec<(&'static str, Value)>) -> Result<(), UserError> {
        let before = [
            Cell::from(decoded.line),
            Cell::from(decoded.byte_offset),
            Cell::from(decoded.time),
            Cell::from(decoded.receiver.as_deref().map(str::to_owned)),
            Cell::from(decoded.channel.map(String::from)),
        ];
        match self {
            Self::Jsonl(out) => {
                let head = BEFORE.iter().zip(before).map(|((name, _), cell)| (*name, cell.to_json()));
                let object = Ordered(
                    head.chain(fields.into_iter().map(|(name, value)| (name, json(value)))).collect(),
                );
                serde_json::to_writer(&mut *out, &object).map_err(broken)?;
                out.write_all(b"\n").map_err(broken)
            }
            Self::Rows(writer, places, width) => {
                let mut cells = vec![Cell::Null; *width];
                cells.splice(..before.len(), before);
                for (name, value) in fields {
                    if let Some(at) = places.get(name) {
                        cells[*at] = cell(value);
                    }
                }
                writer.push(cells)
            }
        }
    }

    fn finish(self) -> Result<(), UserError> {
        match self {
            Self::Jsonl(mut out) => out.flush().map_err(broken),
            Self::Rows(writer, ..) => writer.finish(),
        }
    }
}

/// An object whose keys keep their order.
struct Ordered(Vec<(&'static str, serde_json::Value)>);

impl serde::Serialize for Ordered {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

fn json(value: Value) -> serde_json::Value {
    cell(value).to_json()
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
        *self.by_reason.entry(crate::dossier::reason_in_general(reason)).or_default() += 1;
        if let Some(file) = &mut self.file {
            let text = crate::why::printable(row);
            writeln!(file, "{}\t{}\t{reason}\t{text}", decoded.line, decoded.byte_offset).map_err(broken)?;
        }
        Ok(())
    }

    fn finish(&mut self) -> Result<(), UserError> {
        self.file.as_mut().map_or(Ok(()), |file| file.flush().map_err(broken))
    }
}
