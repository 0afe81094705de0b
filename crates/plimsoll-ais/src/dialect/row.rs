//! A row of a comma-separated table (RFC 4180), one line a row: a quote that is not closed spoils its own line only.

/// Why a line is not a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum SplitError {
    #[error("not UTF-8 at byte {0} of the line")]
    NotUtf8(usize),
    #[error("a quote that is not closed in the line")]
    OpenQuote,
    #[error("characters between a closing quote and the next comma")]
    AfterQuote,
}

/// The fields of a row, in buffers that the next row uses again.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fields {
    text: String,
    ends: Vec<usize>,
}

impl Fields {
    /// Takes a line apart.
    pub(crate) fn split(&mut self, line: &[u8]) -> Result<(), SplitError> {
        self.text.clear();
        self.ends.clear();
        let mut rest = std::str::from_utf8(line).map_err(|e| SplitError::NotUtf8(e.valid_up_to() + 1))?;
        loop {
            rest = match rest.strip_prefix('"') {
                Some(quoted) => self.quoted(quoted)?,
                None => self.bare(rest),
            };
            self.ends.push(self.text.len());
            match rest.strip_prefix(',') {
                Some(next) => rest = next,
                None if rest.is_empty() => return Ok(()),
                None => return Err(SplitError::AfterQuote),
            }
        }
    }

    /// Takes a field up to its comma; gives what follows.
    fn bare<'a>(&mut self, text: &'a str) -> &'a str {
        let (field, rest) = text.split_at(text.find(',').unwrap_or(text.len()));
        self.text.push_str(field);
        rest
    }

    /// Takes a field up to its closing quote, two quotes standing for one; gives what follows.
    fn quoted<'a>(&mut self, text: &'a str) -> Result<&'a str, SplitError> {
        let mut rest = text;
        loop {
            let (field, behind) = rest.split_once('"').ok_or(SplitError::OpenQuote)?;
            self.text.push_str(field);
            match behind.strip_prefix('"') {
                Some(next) => rest = next,
                None => return Ok(behind),
            }
            self.text.push('"');
        }
    }

    /// How many fields.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The field at a place, counted from 0; empty if there is none.
    pub(crate) fn get(&self, place: usize) -> &str {
        let start = if place == 0 { Some(0) } else { self.ends.get(place - 1).copied() };
        let range = start.zip(self.ends.get(place).copied());
        range.map_or("", |(start, end)| &self.text[start..end])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(line: &str) -> Result<Vec<String>, SplitError> {
        let mut fields = Fields::default();
        fields.split(line.as_bytes())?;
        Ok((0..fields.len()).map(|place| fields.get(place).to_owned()).collect())
    }

    #[test]
    fn quotes_hold_commas_and_two_stand_for_one() {
        assert_eq!(split("a,,\"b, \"\"c\"\"\",d").unwrap(), ["a", "", "b, \"c\"", "d"]);
        assert_eq!(split("").unwrap(), [""]);
        assert_eq!(split("a,").unwrap(), ["a", ""]);
        assert_eq!(split("\"\"").unwrap(), [""]);
        assert_eq!(split("a\"b,é").unwrap(), ["a\"b", "é"]);
    }

    #[test]
    fn a_broken_row_is_refused_with_its_reason() {
        assert_eq!(split("a,\"b"), Err(SplitError::OpenQuote));
        assert_eq!(split("a,\"b\"c"), Err(SplitError::AfterQuote));
        assert_eq!(Fields::default().split(b"ab\xff"), Err(SplitError::NotUtf8(3)));
    }

    #[test]
    fn a_field_beyond_the_row_is_empty() {
        let mut fields = Fields::default();
        fields.split(b"a,b").unwrap();
        assert_eq!((fields.get(1), fields.get(2), fields.get(9)), ("b", "", ""));
    }
}
