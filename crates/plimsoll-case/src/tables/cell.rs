//! One value of a table, between the model and the file format.

use jiff::Timestamp;
use jiff::civil::Date;
use plimsoll_model::RecordId;

/// The types a column can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// A text.
    Text,
    /// A whole number.
    Int,
    /// A number.
    Float,
    /// True or false.
    Bool,
    /// An instant, UTC, to the nanosecond.
    Time,
    /// A day, UTC.
    Date,
    /// A list of texts.
    List,
}

impl ColumnKind {
    /// The word in the reference.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Int => "integer",
            Self::Float => "number",
            Self::Bool => "boolean",
            Self::Time => "time (UTC)",
            Self::Date => "day (UTC)",
            Self::List => "list of text",
        }
    }
}

/// One value, or none.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Absent: empty in CSV, null in JSON.
    Null,
    /// A text.
    Text(String),
    /// A whole number.
    Int(i64),
    /// A number.
    Float(f64),
    /// True or false.
    Bool(bool),
    /// An instant.
    Time(Timestamp),
    /// A day.
    Date(Date),
    /// A list of texts.
    List(Vec<String>),
}

impl Cell {
    /// As text for a CSV or a person: empty if absent, lists joined by a space.
    pub fn to_text(&self) -> String {
        match self {
            Self::Null => String::new(),
            Self::Text(text) => text.clone(),
            Self::Int(number) => number.to_string(),
            Self::Float(number) => format!("{number}"),
            Self::Bool(truth) => truth.to_string(),
            Self::Time(time) => time.to_string(),
            Self::Date(date) => date.to_string(),
            Self::List(items) => items.join(" "),
        }
    }

    /// As a JSON value: null if absent.
    pub fn to_json(&self) -> serde_json::Value {
        match self {
            Self::Null => serde_json::Value::Null,
            Self::Int(number) => (*number).into(),
            Self::Float(number) => (*number).into(),
            Self::Bool(truth) => (*truth).into(),
            Self::List(items) => items.clone().into(),
            other => other.to_text().into(),
        }
    }
}

/// Lets `Cell::from` take the types of the model.
macro_rules! cell_from {
    ($($ty:ty => |$value:ident| $cell:expr),+ $(,)?) => {
        $(impl From<$ty> for Cell { fn from($value: $ty) -> Self { $cell } })+
    };
}

cell_from! {
    &str => |v| Self::Text(v.to_owned()),
    String => |v| Self::Text(v),
    &String => |v| Self::Text(v.clone()),
    RecordId => |v| Self::Text(v.to_string()),
    u8 => |v| Self::Int(v.into()),
    u16 => |v| Self::Int(v.into()),
    u32 => |v| Self::Int(v.into()),
    u64 => |v| Self::Int(i64::try_from(v).unwrap_or(i64::MAX)),
    i64 => |v| Self::Int(v),
    f64 => |v| if v.is_finite() { Self::Float(v) } else { Self::Null },
    bool => |v| Self::Bool(v),
    Timestamp => |v| Self::Time(v),
    Date => |v| Self::Date(v),
    Vec<String> => |v| Self::List(v),
    &Vec<String> => |v| Self::List(v.clone()),
    &Vec<RecordId> => |v| Self::List(v.iter().map(RecordId::to_string).collect()),
    &Option<String> => |v| v.as_ref().map_or(Self::Null, |text| Self::Text(text.clone())),
}

impl<T> From<Option<T>> for Cell
where
    Self: From<T>,
{
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::from)
    }
}
