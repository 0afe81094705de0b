//! Reading a row back.

use super::{Cell, TableSpec};
use jiff::Timestamp;
use jiff::civil::Date;
use plimsoll_model::{Estimate, ImoNumber, Mmsi, Period, Position, RecordId, Source};

/// A table cannot be read or written as its list of columns says.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// A cell is absent or has another type.
    #[error("table `{table}`, column `{column}`: expected {expected}, found {found}")]
    Cell {
        /// The table.
        table: &'static str,
        /// The column.
        column: String,
        /// What belongs there.
        expected: &'static str,
        /// What stands there.
        found: String,
    },
    /// The file is not a table, or not this table.
    #[error("{what} `{}`", path.display())]
    File {
        /// What was being done.
        what: String,
        /// The file.
        path: std::path::PathBuf,
        /// Why it failed.
        #[source]
        source: Option<Box<dyn std::error::Error + Send + Sync>>,
    },
    /// A stage asked for a table that it did not declare.
    #[error("the stage `{stage}` does not declare that it {verb} the table `{table}`")]
    Undeclared {
        /// The stage.
        stage: &'static str,
        /// `reads` or `writes`.
        verb: &'static str,
        /// The table.
        table: String,
    },
    /// Two rows have one identifier.
    #[error("table `{table}`: two rows have the identifier `{id}`")]
    SameId {
        /// The table.
        table: &'static str,
        /// The identifier.
        id: String,
    },
}

/// One row of a table, by column name.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// The table.
    pub spec: &'static TableSpec,
    /// The cells in the order of the columns.
    pub cells: &'a [Cell],
}

/// Declares a reader and its optional twin.
macro_rules! readers {
    ($($(#[$doc:meta])* $name:ident / $opt:ident -> $ty:ty, $expected:literal, $pattern:pat => $value:expr;)+) => {
        $(
            $(#[$doc])*
            pub fn $name(&self, column: &str) -> Result<$ty, TableError> {
                self.$opt(column)?.ok_or_else(|| self.wrong(column, $expected))
            }
            #[doc = concat!("Like [`Self::", stringify!($name), "`], but the cell may be absent.")]
            pub fn $opt(&self, column: &str) -> Result<Option<$ty>, TableError> {
                match self.cell(column)? {
                    Cell::Null => Ok(None),
                    $pattern => $value.map(Some).ok_or_else(|| self.wrong(column, $expected)),
                    _ => Err(self.wrong(column, $expected)),
                }
            }
        )+
    };
}

impl<'a> Row<'a> {
    /// The cell of that column.
    pub fn cell(&self, column: &str) -> Result<&'a Cell, TableError> {
        let at = self.spec.columns.iter().position(|c| c.name == column);
        at.and_then(|at| self.cells.get(at)).ok_or_else(|| TableError::Cell {
            table: self.spec.name,
            column: column.into(),
            expected: "a column of that name",
            found: "none".into(),
        })
    }

    fn wrong(&self, column: &str, expected: &'static str) -> TableError {
        let found = self.cell(column).map(|c| format!("{c:?}")).unwrap_or_default();
        TableError::Cell { table: self.spec.name, column: column.into(), expected, found }
    }

    readers! {
        /// A text.
        text / opt_text -> String, "a text", Cell::Text(v) => Some(v.clone());
        /// A whole number.
        int / opt_int -> i64, "a whole number", Cell::Int(v) => Some(*v);
        /// A whole number from 0 to 255.
        byte / opt_byte -> u8, "a number from 0 to 255", Cell::Int(v) => u8::try_from(*v).ok();
        /// A whole number from 0 to 2^32 - 1.
        count / opt_count -> u32, "a number from 0 to 4294967295", Cell::Int(v) => u32::try_from(*v).ok();
        /// A number.
        float / opt_float -> f64, "a number", Cell::Float(v) => Some(*v);
        /// True or false.
        truth / opt_truth -> bool, "true or false", Cell::Bool(v) => Some(*v);
        /// An instant.
        time / opt_time -> Timestamp, "a time", Cell::Time(v) => Some(*v);
        /// A day.
        date / opt_date -> Date, "a day", Cell::Date(v) => Some(*v);
        /// A list.
        list / opt_list -> Vec<String>, "a list", Cell::List(v) => Some(v.clone());
        /// A record identifier.
        id / opt_id -> RecordId, "a record id", Cell::Text(v) => RecordId::parse(v).ok();
        /// Record identifiers.
        ids / opt_ids -> Vec<RecordId>, "record ids",
            Cell::List(v) => v.iter().map(|t| RecordId::parse(t).ok()).collect::<Option<Vec<_>>>();
        /// An MMSI.
        mmsi / opt_mmsi -> Mmsi, "an MMSI", Cell::Int(v) => u32::try_from(*v).ok().and_then(|n| Mmsi::new(n).ok());
        /// An IMO number.
        imo / opt_imo -> ImoNumber, "an IMO number",
            Cell::Int(v) => u32::try_from(*v).ok().and_then(|n| ImoNumber::new(n).ok());
    }

    /// A word of a list of words.
    pub fn word<T>(
        &self,
        column: &str,
        expected: &'static str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<T, TableError> {
        parse(&self.text(column)?).ok_or_else(|| self.wrong(column, expected))
    }

    /// Like [`Self::word`], but the cell may be absent.
    pub fn opt_word<T>(
        &self,
        column: &str,
        expected: &'static str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, TableError> {
        self.opt_text(column)?.map(|t| parse(&t).ok_or_else(|| self.wrong(column, expected))).transpose()
    }

    /// A list of words of a list of words.
    pub fn words<T>(
        &self,
        column: &str,
        expected: &'static str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<Vec<T>, TableError> {
        let read: Option<Vec<T>> = self.list(column)?.iter().map(|t| parse(t)).collect();
        read.ok_or_else(|| self.wrong(column, expected))
    }

    /// The exhibit, line and byte offset that the row was read from.
    pub fn source(&self) -> Result<Source, TableError> {
        let number = |column| {
            let value = self.int(column)?;
            u64::try_from(value).map_err(|_| self.wrong(column, "a number not below zero"))
        };
        Ok(Source {
            exhibit: self.id("exhibit_id")?,
            line: number("line")?,
            byte_offset: number("byte_offset")?,
        })
    }

    /// The position in a pair of columns.
    pub fn position(&self, lat: &str, lon: &str) -> Result<Position, TableError> {
        self.opt_position(lat, lon)?.ok_or_else(|| self.wrong(lat, "a position"))
    }

    /// The position in a pair of columns, if both are there.
    pub fn opt_position(&self, lat: &str, lon: &str) -> Result<Option<Position>, TableError> {
        let (Some(lat_deg), Some(lon_deg)) = (self.opt_float(lat)?, self.opt_float(lon)?) else {
            return Ok(None);
        };
        Position::from_lat_lon(lat_deg, lon_deg).map(Some).map_err(|_| self.wrong(lat, "a position"))
    }

    /// The period in a pair of columns.
    pub fn period(&self, start: &str, end: &str) -> Result<Period, TableError> {
        Period::new(self.time(start)?, self.time(end)?).map_err(|_| self.wrong(end, "an end after the start"))
    }

    /// The period in a pair of columns, if it is there.
    pub fn opt_period(&self, start: &str, end: &str) -> Result<Option<Period>, TableError> {
        match (self.opt_time(start)?, self.opt_time(end)?) {
            (None, None) => Ok(None),
            (Some(_), Some(_)) => self.period(start, end).map(Some),
            _ => Err(self.wrong(end, "both or neither of start and end")),
        }
    }

    /// The estimate in the columns `stem_low`, `stem_mid`, `stem_high`, if they are there.
    pub fn opt_estimate(&self, stem: &str) -> Result<Option<Estimate<f64>>, TableError> {
        let read = |end: &str| self.opt_float(&format!("{stem}_{end}"));
        let (Some(low), Some(mid), Some(high)) = (read("low")?, read("mid")?, read("high")?) else {
            return Ok(None);
        };
        let wrong = || self.wrong(&format!("{stem}_mid"), "low <= mid <= high");
        Estimate::new(low, mid, high).map(Some).ok_or_else(wrong)
    }

    /// The estimate in the columns `stem_low`, `stem_mid`, `stem_high`.
    pub fn estimate(&self, stem: &str) -> Result<Estimate<f64>, TableError> {
        self.opt_estimate(stem)?.ok_or_else(|| self.wrong(&format!("{stem}_mid"), "an estimate"))
    }

    /// The times in the columns `stem_low`, `stem_mid`, `stem_high`.
    pub fn times(&self, stem: &str) -> Result<Estimate<Timestamp>, TableError> {
        let at = |end: &str| self.time(&format!("{stem}_{end}"));
        let wrong = || self.wrong(&format!("{stem}_mid"), "low <= mid <= high");
        Estimate::new(at("low")?, at("mid")?, at("high")?).ok_or_else(wrong)
    }
}
