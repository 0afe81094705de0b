//! The first line of a table: its columns, and which dialect they are of.

use super::row::Fields;
use super::{ColumnMap, Dialect, MappedColumn, Property};
use crate::reject::quoted;
use std::collections::BTreeSet;

/// What can stand between two fields, the likeliest first.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// How alike two names must be to be told as a guess.
const ALIKE: f64 = 0.5;

/// Why the first line of a table is not a header that is known.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DialectError {
    /// Columns are missing.
    #[error("header of no known table: nearest is {nearest}, without its columns {missing}; found {found}")]
    Unknown {
        /// The table whose columns are most alike.
        nearest: &'static str,
        /// Which of its columns are missing, and which of the header look like them.
        missing: String,
        /// The beginning of the header, in quotes.
        found: String,
        /// What a mapping of this header may look like.
        map: String,
    },
    /// A mapping names a column that is not there.
    #[error("no column `{column}`, which `{property}` is mapped to; found {found}{}", did_you_mean(.nearest))]
    NoColumn {
        /// The property.
        property: &'static str,
        /// The column.
        column: String,
        /// The column that is most alike.
        nearest: Option<String>,
        /// The beginning of the header, in quotes.
        found: String,
    },
    /// A mapping names a column that stands there twice.
    #[error("the column `{column}`, which `{property}` is mapped to, stands twice in the header")]
    TwoColumns {
        /// The property.
        property: &'static str,
        /// The column.
        column: String,
    },
    /// The line is no row at all.
    #[error("no header: {reason}")]
    NoHeader {
        /// Why.
        reason: String,
    },
}

fn did_you_mean(nearest: &Option<String>) -> String {
    nearest.as_ref().map_or(String::new(), |column| format!("; did you mean `{column}`?"))
}

impl DialectError {
    /// What to do, where something can be done: the lines of `case.toml` that would map such a table, with guesses.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Unknown { map, .. } => Some(format!(
                "a table of positions of another form is read when case.toml says what its columns hold:\n  \
                 [[columns]]\n  exhibit = \"...\"\n  kind = \"positions\"\n  map = {map}"
            )),
            _ => None,
        }
    }
}

/// The first line of a table.
#[derive(Clone, Debug)]
pub(super) struct Header {
    text: Vec<u8>,
    pub(super) delimiter: u8,
    pub(super) names: Vec<String>,
}

impl Header {
    /// The line taken apart by each delimiter that it has; by a comma if it has none.
    pub(super) fn readings(line: &[u8]) -> Result<Vec<Self>, DialectError> {
        if line.starts_with(b"\xff\xfe") || line.starts_with(b"\xfe\xff") {
            let reason = "the file is UTF-16, expected UTF-8".to_owned();
            return Err(DialectError::NoHeader { reason });
        }
        let mut found: Vec<u8> = DELIMITERS.into_iter().filter(|c| line.contains(c)).collect();
        if found.is_empty() {
            found.push(b',');
        }
        let readings: Vec<_> = found.into_iter().map(|delimiter| Self::parse(line, delimiter)).collect();
        match readings.iter().any(Result::is_ok) {
            true => Ok(readings.into_iter().flatten().collect()),
            false => readings.into_iter().collect(),
        }
    }

    /// The line taken apart by a delimiter, without byte order mark and line end.
    pub(super) fn parse(line: &[u8], delimiter: u8) -> Result<Self, DialectError> {
        let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line).trim_ascii_end();
        let mut fields = Fields::default();
        let no_header = |error: super::row::SplitError| DialectError::NoHeader { reason: error.to_string() };
        fields.split(line, delimiter).map_err(no_header)?;
        let name = |place| String::from_utf8_lossy(fields.get(place).trim_ascii()).into_owned();
        Ok(Self { text: line.to_vec(), delimiter, names: (0..fields.len()).map(name).collect() })
    }

    /// A header of these columns, which were never a line.
    pub(super) fn of_names(names: &[&str]) -> Self {
        let text = names.join(",").into_bytes();
        Self { text, delimiter: b',', names: names.iter().map(|name| (*name).to_owned()).collect() }
    }

    /// The place of the first column that has one of these names, in whatever case and with or without `_`.
    pub(super) fn place(&self, names: &[&str]) -> Option<usize> {
        let exact = |name: &str| self.names.iter().position(|n| n == name);
        let loose = |name: &str| self.names.iter().position(|n| canonical(n) == canonical(name));
        names.iter().find_map(|name| exact(name)).or_else(|| names.iter().find_map(|name| loose(name)))
    }

    /// The place of a column that a mapping names.
    pub(super) fn mapped_place(&self, property: Property, column: &str) -> Result<usize, DialectError> {
        let mut places = (0..self.names.len()).filter(|place| self.names[*place] == column.trim());
        match (places.next(), places.next()) {
            (Some(place), None) => Ok(place),
            (Some(_), Some(_)) => {
                Err(DialectError::TwoColumns { property: property.name(), column: column.to_owned() })
            }
            (None, _) => Err(DialectError::NoColumn {
                property: property.name(),
                column: column.to_owned(),
                nearest: self
                    .most_alike(&[column])
                    .filter(|(alike, _)| *alike >= ALIKE)
                    .map(|(_, name)| name),
                found: quoted(&self.text),
            }),
        }
    }

    /// How many of the columns that a mapping names are there.
    pub(super) fn mapped(&self, map: &ColumnMap) -> usize {
        let is_there = |column: &MappedColumn| match column {
            MappedColumn::Column { name, .. } => self.names.iter().any(|n| n == name.trim()),
            MappedColumn::Constant(_) => false,
        };
        map.columns.values().filter(|column| is_there(column)).count()
    }

    /// Those of the columns that a dialect needs and this header has not.
    pub(super) fn missing(&self, dialect: Dialect) -> Vec<&'static str> {
        let missing = |names: &&[&'static str]| self.place(names).is_none();
        dialect.needed().iter().filter(|names| missing(names)).map(|names| names[0]).collect()
    }

    /// How far the columns that a dialect needs are those of this header: 1 if all are.
    pub(super) fn likeness(&self, dialect: Dialect) -> f64 {
        let needed = dialect.needed();
        let one = |names: &[&str]| match self.place(names) {
            Some(_) => 1.0,
            None => self.most_alike(names).map_or(0.0, |(alike, _)| alike / 2.0),
        };
        needed.iter().map(|names| one(names)).sum::<f64>() / needed.len() as f64
    }

    /// The error that says what a dialect misses in this header.
    pub(super) fn unknown(&self, nearest: Dialect) -> DialectError {
        let one = |column: &str| match self.most_alike(&[column]).filter(|(alike, _)| *alike >= ALIKE) {
            Some((_, name)) => format!("`{column}` (is it `{name}`?)"),
            None => format!("`{column}`"),
        };
        let missing: Vec<String> = self.missing(nearest).into_iter().map(one).collect();
        DialectError::Unknown {
            nearest: nearest.as_str(),
            missing: missing.join(", "),
            found: quoted(&self.text),
            map: self.guessed_map(),
        }
    }

    /// A mapping of this header, with a guess for each property that a position needs.
    fn guessed_map(&self) -> String {
        let mut taken = BTreeSet::new();
        let mut guess = |property: Property| {
            let mut best: Option<(f64, &String)> = None;
            for name in self.names.iter().filter(|name| !name.is_empty() && !taken.contains(*name)) {
                let alike = property.words().iter().map(|word| likeness(word, name)).fold(0.0, f64::max);
                if alike >= ALIKE && best.is_none_or(|(most, _)| alike > most) {
                    best = Some((alike, name));
                }
            }
            let name = best.map(|(_, name)| name.clone());
            taken.extend(name.clone());
            name.map_or("...".to_owned(), |name| name.replace(['"', '\\'], "?"))
        };
        let [mmsi, lat, lon] = [Property::Mmsi, Property::Latitude, Property::Longitude].map(&mut guess);
        let time = guess(Property::Time);
        format!(
            "{{ mmsi = \"{mmsi}\", time = {{ column = \"{time}\", format = \"...\" }}, lat_deg = \"{lat}\", lon_deg = \"{lon}\" }}"
        )
    }

    /// The column that is most alike to one of these names, and how much.
    fn most_alike(&self, names: &[&str]) -> Option<(f64, String)> {
        let mut best: Option<(f64, &String)> = None;
        for column in self.names.iter().filter(|column| !column.is_empty()) {
            let alike = names.iter().map(|name| likeness(name, column)).fold(0.0, f64::max);
            if best.is_none_or(|(most, _)| alike > most) {
                best = Some((alike, column));
            }
        }
        best.map(|(alike, name)| (alike, name.clone()))
    }
}

/// Letters and digits in lower case.
fn canonical(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).take(60).flat_map(char::to_lowercase).collect()
}

/// How alike two names are, 0 to 1: twice the pairs of neighbouring letters that they share, by all of them (Dice).
fn likeness(a: &str, b: &str) -> f64 {
    let (a, b) = (canonical(a), canonical(b));
    if a == b {
        return if a.is_empty() { 0.0 } else { 1.0 };
    }
    let pairs = |text: &str| -> Vec<(char, char)> { text.chars().zip(text.chars().skip(1)).collect() };
    let (left, mut right) = (pairs(&a), pairs(&b));
    let all = left.len() + right.len();
    let shared = left.iter().filter(|pair| {
        let place = right.iter().position(|other| other == *pair);
        place.map(|place| right.swap_remove(place)).is_some()
    });
    let shared = shared.count();
    if all == 0 { 0.0 } else { 2.0 * shared as f64 / all as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn likeness_is_symmetric_and_one_for_the_same_name_in_another_spelling() {
        assert!((likeness("BaseDateTime", "base_date_time") - 1.0).abs() < 1e-12);
        assert!((likeness("speed", "sped") - likeness("sped", "speed")).abs() < 1e-12);
        assert!(likeness("speed", "sped") > ALIKE && likeness("speed", "course") < ALIKE);
        assert!(likeness("", "") < 0.1 && likeness("x", "y") < 0.1);
    }

    #[test]
    fn a_header_may_have_quotes_a_byte_order_mark_and_any_of_four_delimiters() {
        for line in [&b"a,b,\"c d\""[..], b"\xef\xbb\xbfa;b;c d\r", b"a\tb\tc d\r\n", b"\"a\"|\" b \"|c d"] {
            let readings = Header::readings(line).unwrap();
            assert!(readings.iter().any(|header| header.names == ["a", "b", "c d"]), "{readings:?}");
        }
        assert!(matches!(Header::readings(b"\xff\xfea\0,\0"), Err(DialectError::NoHeader { .. })));
        assert!(matches!(Header::readings(b"a,\"b"), Err(DialectError::NoHeader { .. })));
    }
}
