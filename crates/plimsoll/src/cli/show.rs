//! `plimsoll show`: a table as a person or a script wants it.

use crate::cli::Context;
use crate::error::UserError;
use plimsoll_case::store::{Store, TableWriter};
use plimsoll_case::tables::{self, Cell, ColumnKind, ColumnSpec, Row, TableSpec};
use std::cmp::Ordering;
use std::io::{IsTerminal, Write};

/// In which form rows are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// Columns aligned, for a person.
    Table,
    /// RFC 4180, absent values empty.
    Csv,
    /// One JSON object a line, absent values null.
    Jsonl,
    /// Parquet; needs `--out` or a pipe.
    Parquet,
}

/// Show a table of the case.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  plimsoll show port_visits
  plimsoll show cargoes --columns ship_name,time,volume_bbl_mid --where 'volume_bbl_mid>20000'
  plimsoll show ledger --where scenario=estimate --where convention=physical --format csv > ledger.csv
  plimsoll show rejects --where reason~checksum
Without TABLE, all tables are listed. Columns, units and meanings: docs/reference/tables.md, or `plimsoll show --describe TABLE`.")]
pub struct Show {
    /// Which table; without it, all tables are listed.
    table: Option<String>,
    /// In which form.
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Which columns, in which order, parted by commas.
    #[arg(long, value_delimiter = ',')]
    columns: Vec<String>,
    /// Only rows where this holds: COLUMN, one of = != < <= > >= ~ (contains), VALUE. May be repeated: all must hold.
    #[arg(long = "where", value_name = "CONDITION")]
    conditions: Vec<String>,
    /// At most this many rows.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Write to this file instead of standard output.
    #[arg(long, value_name = "FILE")]
    out: Option<std::path::PathBuf>,
    /// Print what each column of the table means instead of its rows.
    #[arg(long)]
    describe: bool,
}

impl Show {
    /// Prints the rows asked for.
    pub fn run(&self, context: &Context) -> Result<(), UserError> {
        let Some(name) = &self.table else { return list_tables(context) };
        let spec = find_table(name)?;
        if self.describe {
            return describe(context, spec);
        }
        let columns = self.chosen_columns(spec)?;
        let conditions: Vec<_> =
            self.conditions.iter().map(|c| Condition::parse(c, spec)).collect::<Result<_, _>>()?;
        let store = Store::of_case(&context.case_dir()?);
        if store.files(spec.name).is_empty() {
            return Err(UserError::usage(format!("the case has no table `{}` yet", spec.name))
                .hint("run `plimsoll run` first"));
        }
        let format = self.format.unwrap_or(if context.json { Format::Jsonl } else { Format::Table });
        if let Some(path) = &self.out {
            context.check_output(path, &[])?;
        }
        let out = self.output(format)?;
        let mut writer = RowWriter::begin(format, out, spec, &columns)?;
        let mut left = self.limit.unwrap_or(usize::MAX);
        let mut failed = None;
        store.scan(spec, |row| {
            if left == 0 {
                return Ok(false);
            }
            if conditions.iter().all(|c| c.holds(&row)) {
                left -= 1;
                let cells = columns.iter().map(|c| row.cell(c.name).cloned()).collect::<Result<_, _>>()?;
                failed = writer.push(cells).err();
            }
            Ok(failed.is_none())
        })?;
        if left == self.limit.unwrap_or(usize::MAX) {
            context.say("0 rows: no row of the table holds the conditions");
        }
        failed.map_or_else(|| writer.finish(), Err)
    }

    fn chosen_columns(&self, spec: &'static TableSpec) -> Result<Vec<ColumnSpec>, UserError> {
        if self.columns.is_empty() {
            return Ok(spec.columns.to_vec());
        }
        self.columns.iter().map(|name| find_column(spec, name.trim()).copied()).collect()
    }

    fn output(&self, format: Format) -> Result<Box<dyn Write + Send>, UserError> {
        if let Some(path) = &self.out {
            let file = std::fs::File::create(path)
                .map_err(|e| UserError::fault(&format!("writing `{}`", path.display()), &e))?;
            return Ok(Box::new(std::io::BufWriter::new(file)));
        }
        if format == Format::Parquet && std::io::stdout().is_terminal() {
            return Err(UserError::usage("Parquet is binary: a terminal cannot show it")
                .hint("add `--out FILE`, or pipe it on"));
        }
        Ok(Box::new(std::io::BufWriter::new(std::io::stdout())))
    }
}

/// The table of that name.
pub fn table_named(name: &str) -> Option<&'static TableSpec> {
    static ALL: &[TableSpec] = &tables::ALL;
    ALL.iter().find(|t| t.name == name)
}

/// The table of that name, or an error that names the nearest.
fn find_table(name: &str) -> Result<&'static TableSpec, UserError> {
    table_named(name).ok_or_else(|| {
        let error = UserError::usage(format!("there is no table `{name}`"));
        match nearest(name, tables::ALL.iter().map(|t| t.name)) {
            Some(near) => error.hint(format!("did you mean `{near}`?")),
            None => error.hint("run `plimsoll show` to list the tables"),
        }
    })
}

fn find_column<'a>(spec: &'a TableSpec, name: &str) -> Result<&'a ColumnSpec, UserError> {
    spec.columns.iter().find(|c| c.name == name).ok_or_else(|| {
        let error = UserError::usage(format!("the table `{}` has no column `{name}`", spec.name));
        match nearest(name, spec.columns.iter().map(|c| c.name)) {
            Some(near) => error.hint(format!("did you mean `{near}`?")),
            None => error.hint(format!("run `plimsoll show {} --describe` to list its columns", spec.name)),
        }
    })
}

/// The word most like another, if any is like it.
pub fn nearest<'a>(word: &str, words: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    words
        .map(|w| (strsim::jaro_winkler(word, w), w))
        .filter(|(score, _)| *score > 0.75)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, w)| w)
}

fn list_tables(context: &Context) -> Result<(), UserError> {
    let store = context.case_dir().ok().map(|dir| Store::of_case(&dir));
    let written = |name| store.as_ref().is_some_and(|s| !s.files(name).is_empty());
    if context.json {
        for t in tables::ALL {
            context.print(
                &serde_json::json!({ "table": t.name, "about": t.about, "is_written": written(t.name) })
                    .to_string(),
            );
        }
    } else {
        for t in tables::ALL {
            context.print(&format!(
                "{:<18} {}{}",
                t.name,
                t.about,
                if written(t.name) { "" } else { "  (not written yet)" }
            ));
        }
    }
    Ok(())
}

fn describe(context: &Context, spec: &TableSpec) -> Result<(), UserError> {
    context.print(&format!("{}: {}", spec.name, spec.about));
    for c in spec.columns {
        context.print(&format!("  {:<28} {:<13} {:<6} {}", c.name, c.kind.as_str(), c.unit, c.description));
    }
    Ok(())
}

/// A condition on a column.
struct Condition {
    column: &'static str,
    holds: fn(Ordering) -> bool,
    is_contains: bool,
    value: Cell,
    text: String,
}

/// An operator and what it asks of the order of two values.
type Operator = (&'static str, fn(Ordering) -> bool);

/// The operators, longest first, so that `<=` is not read as `<`.
const OPERATORS: [Operator; 7] = [
    ("!=", Ordering::is_ne),
    ("<=", Ordering::is_le),
    (">=", Ordering::is_ge),
    ("=", Ordering::is_eq),
    ("<", Ordering::is_lt),
    (">", Ordering::is_gt),
    ("~", Ordering::is_eq),
];

impl Condition {
    fn parse(text: &str, spec: &'static TableSpec) -> Result<Self, UserError> {
        let found = (0..text.len()).filter(|at| text.is_char_boundary(*at)).find_map(|at| {
            OPERATORS.iter().find(|(sign, _)| text[at..].starts_with(sign)).map(|op| (at, op))
        });
        let Some((at, (sign, holds))) = found else {
            return Err(UserError::usage(format!(
                "`{text}` is not a condition: expected COLUMN, an operator, VALUE"
            ))
            .hint("for instance --where 'place=Westridge' or --where 'draught_arrival_m>=9'"));
        };
        let column = find_column(spec, text[..at].trim())?;
        let raw = text[at + sign.len()..].trim().trim_matches(['\'', '"']);
        let is_contains = *sign == "~";
        let value = if is_contains { Cell::Text(raw.into()) } else { parse_value(raw, column)? };
        Ok(Self { column: column.name, holds: *holds, is_contains, value, text: raw.to_lowercase() })
    }

    fn holds(&self, row: &Row<'_>) -> bool {
        let Ok(cell) = row.cell(self.column) else { return false };
        if self.is_contains {
            return cell.to_text().to_lowercase().contains(&self.text);
        }
        match (compare(cell, &self.value), cell) {
            (Some(order), _) => (self.holds)(order),
            // An absent value is neither less nor more than another; it is only unlike it.
            (None, _) => (self.holds)(Ordering::Less) && (self.holds)(Ordering::Greater),
        }
    }
}

/// Reads a value of the column's type; an empty text means absent.
fn parse_value(raw: &str, column: &ColumnSpec) -> Result<Cell, UserError> {
    if raw.is_empty() {
        return Ok(Cell::Null);
    }
    let value = match column.kind {
        ColumnKind::Text | ColumnKind::List => Some(Cell::Text(raw.into())),
        ColumnKind::Int => raw.parse().ok().map(Cell::Int),
        ColumnKind::Float => raw.parse().ok().map(Cell::Float),
        ColumnKind::Bool => raw.parse().ok().map(Cell::Bool),
        ColumnKind::Date => raw.parse().ok().map(Cell::Date),
        ColumnKind::Time => parse_time(raw).map(Cell::Time),
    };
    value.ok_or_else(|| {
        UserError::usage(format!(
            "`{raw}` is not a {}, which the column `{}` holds",
            column.kind.as_str(),
            column.name
        ))
    })
}

/// An instant, or a day for its first instant, UTC.
fn parse_time(raw: &str) -> Option<jiff::Timestamp> {
    raw.parse().ok().or_else(|| format!("{raw}T00:00:00Z").parse().ok())
}

/// The order of two values of one type; `None` if one is absent and the other not.
fn compare(a: &Cell, b: &Cell) -> Option<Ordering> {
    match (a, b) {
        (Cell::Null, Cell::Null) => Some(Ordering::Equal),
        (Cell::Text(a), Cell::Text(b)) => Some(a.cmp(b)),
        (Cell::Int(a), Cell::Int(b)) => Some(a.cmp(b)),
        (Cell::Float(a), Cell::Float(b)) => a.partial_cmp(b),
        (Cell::Bool(a), Cell::Bool(b)) => Some(a.cmp(b)),
        (Cell::Time(a), Cell::Time(b)) => Some(a.cmp(b)),
        (Cell::Date(a), Cell::Date(b)) => Some(a.cmp(b)),
        (Cell::List(a), Cell::Text(b)) => {
            Some(if a.contains(b) { Ordering::Equal } else { a.join(" ").cmp(b) })
        }
        _ => None,
    }
}

/// Writes rows in one of the formats.
pub enum RowWriter {
    /// Aligned columns, kept until the end to find their widths.
    Table(Box<dyn Write + Send>, Vec<ColumnSpec>, Vec<Vec<String>>, usize),
    /// CSV.
    Csv(Box<csv::Writer<Box<dyn Write + Send>>>),
    /// JSON lines.
    Jsonl(Box<dyn Write + Send>, Vec<ColumnSpec>),
    /// Parquet.
    Parquet(Box<TableWriter<Box<dyn Write + Send>>>),
}

/// Most rows that an aligned table holds in memory; beyond it, CSV is the form to ask for.
const MOST_ALIGNED: usize = 100_000;

impl RowWriter {
    /// Begins with the header, where the form has one.
    pub fn begin(
        format: Format,
        out: Box<dyn Write + Send>,
        spec: &TableSpec,
        columns: &[ColumnSpec],
    ) -> Result<Self, UserError> {
        Ok(match format {
            // A few columns have room for whole sentences.
            Format::Table => {
                Self::Table(out, columns.to_vec(), Vec::new(), if columns.len() <= 3 { 2000 } else { 60 })
            }
            Format::Jsonl => Self::Jsonl(out, columns.to_vec()),
            Format::Parquet => Self::Parquet(Box::new(TableWriter::new(out, spec, columns)?)),
            Format::Csv => {
                let mut writer = csv::Writer::from_writer(out);
                writer.write_record(columns.iter().map(|c| c.name)).map_err(broken)?;
                Self::Csv(Box::new(writer))
            }
        })
    }

    /// Adds a row.
    pub fn push(&mut self, cells: Vec<Cell>) -> Result<(), UserError> {
        match self {
            Self::Table(_, _, rows, _) if rows.len() == MOST_ALIGNED => {
                Err(UserError::usage(format!("more than {MOST_ALIGNED} rows do not fit an aligned table"))
                    .hint("add `--limit N`, or `--format csv`"))
            }
            Self::Table(_, _, rows, widest) => {
                rows.push(cells.iter().map(|cell| shown(cell, *widest)).collect());
                Ok(())
            }
            Self::Csv(writer) => writer.write_record(cells.iter().map(Cell::to_text)).map_err(broken),
            Self::Jsonl(out, columns) => {
                let object: serde_json::Map<_, _> =
                    columns.iter().zip(&cells).map(|(c, cell)| (c.name.to_owned(), cell.to_json())).collect();
                serde_json::to_writer(&mut *out, &object).map_err(broken)?;
                out.write_all(b"\n").map_err(broken)
            }
            Self::Parquet(writer) => Ok(writer.push(cells)?),
        }
    }

    /// Writes what is left.
    pub fn finish(self) -> Result<(), UserError> {
        match self {
            Self::Table(mut out, columns, rows, _) => {
                let header = columns.iter().map(|c| c.name.to_owned()).collect::<Vec<_>>();
                for line in aligned(&header, &rows) {
                    writeln!(out, "{line}").map_err(broken)?;
                }
                out.flush().map_err(broken)
            }
            Self::Csv(mut writer) => writer.flush().map_err(broken),
            Self::Jsonl(mut out, _) => out.flush().map_err(broken),
            Self::Parquet(writer) => Ok(writer.finish()?),
        }
    }
}

/// A failure to write.
pub fn broken(error: impl std::error::Error) -> UserError {
    UserError::fault("writing the output", &error)
}

/// A cell for a person: numbers short, lists and long texts cut.
fn shown(cell: &Cell, widest: usize) -> String {
    let text = match cell {
        Cell::Float(number) if number.abs() >= 1000.0 => format!("{number:.0}"),
        Cell::Float(number) => format!("{number:.5}").trim_end_matches('0').trim_end_matches('.').to_owned(),
        Cell::Time(time) => time.strftime("%Y-%m-%d %H:%M:%SZ").to_string(),
        Cell::List(items) if items.len() > 1 => format!("{} (+{})", items[0], items.len() - 1),
        other => other.to_text(),
    };
    if text.chars().count() > widest { text.chars().take(widest - 1).chain(['…']).collect() } else { text }
}

/// Lines of columns as wide as their widest cell, two spaces apart.
pub fn aligned(header: &[String], rows: &[Vec<String>]) -> Vec<String> {
    let width = |at: usize| {
        rows.iter().map(|r| r[at].chars().count()).chain([header[at].chars().count()]).max().unwrap_or(0)
    };
    let widths: Vec<_> = (0..header.len()).map(width).collect();
    let line = |cells: &[String]| {
        let padded: Vec<_> = cells.iter().zip(&widths).map(|(cell, w)| format!("{cell:<w$}")).collect();
        padded.join("  ").trim_end().to_owned()
    };
    std::iter::once(line(header)).chain(rows.iter().map(|r| line(r))).collect()
}
