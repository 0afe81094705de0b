//! A row of a table with delimiters (RFC 4180), one line a row: a quote that is not closed spoils its own line only.

/// Why a line is not a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum SplitError {
    #[error("a quote that is not closed in the line")]
    OpenQuote,
    #[error("characters between a closing quote and the next delimiter")]
    AfterQuote,
}

/// The fields of a row, in buffers that the next row uses again.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fields {
    text: Vec<u8>,
    ends: Vec<usize>,
}

impl Fields {
    /// Takes a line apart.
    pub(crate) fn split(&mut self, line: &[u8], delimiter: u8) -> Result<(), SplitError> {
        self.text.clear();
        self.ends.clear();
        let mut rest = line;
        loop {
            rest = match rest.strip_prefix(b"\"") {
                Some(quoted) => self.quoted(quoted)?,
                None => self.bare(rest, delimiter),
            };
            self.ends.push(self.text.len());
            match rest.split_first() {
                Some((c, next)) if *c == delimiter => rest = next,
                Some(_) => return Err(SplitError::AfterQuote),
                None => return Ok(()),
            }
        }
    }

    /// Takes a field up to its delimiter; gives what follows.
    fn bare<'a>(&mut self, text: &'a [u8], delimiter: u8) -> &'a [u8] {
        let (field, rest) = text.split_at(memchr::memchr(delimiter, text).unwrap_or(text.len()));
        self.text.extend(field);
        rest
    }

    /// Takes a field up to its closing quote, two quotes standing for one; gives what follows.
    fn quoted<'a>(&mut self, text: &'a [u8]) -> Result<&'a [u8], SplitError> {
        let mut rest = text;
        loop {
            let end = memchr::memchr(b'"', rest).ok_or(SplitError::OpenQuote)?;
            self.text.extend(&rest[..end]);
            let behind = &rest[end + 1..];
            match behind.strip_prefix(b"\"") {
                Some(next) => rest = next,
                None => return Ok(behind),
            }
            self.text.push(b'"');
        }
    }

    /// How many fields.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The field at a place, counted from 0; empty if there is none.
    pub(crate) fn get(&self, place: usize) -> &[u8] {
        let start = if place == 0 { Some(0) } else { self.ends.get(place - 1).copied() };
        let range = start.zip(self.ends.get(place).copied());
        range.map_or(b"", |(start, end)| &self.text[start..end])
    }
}

/// Writes where each field of a line without quotes ends, as far as there is room; how many fields it has. The line is
/// the first `length` bytes of a text that may go on.
#[inline]
pub(super) fn split_plain(text: &[u8], length: usize, delimiter: u8, ends: &mut [u32]) -> usize {
    let (mut fields, mut base) = (0, 0);
    while base < length {
        let mut hits = match text[base..].first_chunk::<32>() {
            Some(chunk) => places_of(chunk, delimiter),
            None => places_in_tail(&text[base..], delimiter),
        };
        if length - base < 32 {
            hits &= (1 << (length - base)) - 1;
        }
        while hits != 0 {
            if let Some(place) = ends.get_mut(fields) {
                *place = base as u32 + hits.trailing_zeros();
            }
            fields += 1;
            hits &= hits - 1;
        }
        base += 32;
    }
    if let Some(place) = ends.get_mut(fields) {
        *place = length as u32;
    }
    fields + 1
}

/// The same for fewer bytes.
#[cold]
fn places_in_tail(bytes: &[u8], wanted: u8) -> u32 {
    let mut chunk = [!wanted; 32];
    chunk[..bytes.len()].copy_from_slice(bytes);
    places_of(&chunk, wanted)
}

/// The places of a byte among thirty-two, as bits, eight at a time: a byte that is wanted is zero after the exclusive
/// or, and the sum with 0x7f leaves the high bit of the zero bytes alone clear; the product gathers the high bits.
#[inline]
fn places_of(bytes: &[u8; 32], wanted: u8) -> u32 {
    const LOW: u64 = 0x7f7f_7f7f_7f7f_7f7f;
    let pattern = u64::from_ne_bytes([wanted; 8]);
    let (words, _) = bytes.as_chunks::<8>();
    words.iter().rev().fold(0, |places, word| {
        let x = u64::from_le_bytes(*word) ^ pattern;
        let hits = !(((x & LOW) + LOW) | x | LOW);
        places << 8 | ((hits >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56) as u32
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn split(line: &str) -> Result<Vec<String>, SplitError> {
        let mut fields = Fields::default();
        fields.split(line.as_bytes(), b',')?;
        Ok((0..fields.len()).map(|place| String::from_utf8(fields.get(place).to_vec()).unwrap()).collect())
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
    }

    #[test]
    fn a_field_beyond_the_row_is_empty() {
        let mut fields = Fields::default();
        fields.split(b"a,b", b',').unwrap();
        assert_eq!((fields.get(1), fields.get(2), fields.get(9)), (&b"b"[..], &b""[..], &b""[..]));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_024))]

        #[test]
        fn thirty_two_bytes_at_a_time_give_the_fields_that_one_byte_gives(
            line in proptest::collection::vec(prop_oneof![Just(b','), Just(b'-'), Just(0xac), any::<u8>()], 0..300),
            delimiter in prop_oneof![Just(b','), Just(b'\t'), Just(b';'), any::<u8>()],
            after in proptest::collection::vec(prop_oneof![Just(b','), any::<u8>()], 0..50),
        ) {
            let mut ends = [0; 9];
            let text = [line.as_slice(), &after].concat();
            let fields = split_plain(&text, line.len(), delimiter, &mut ends);
            let expected: Vec<&[u8]> = line.split(|c| *c == delimiter).collect();
            prop_assert_eq!(fields, expected.len());
            let mut start = 0;
            for (end, field) in ends.iter().zip(expected) {
                prop_assert_eq!(&line[start..*end as usize], field);
                start = *end as usize + 1;
            }
        }

        #[test]
        fn the_places_of_a_byte_are_those_of_a_search(
            bytes in proptest::array::uniform32(prop_oneof![Just(b','), Just(b'-'), Just(0xac), any::<u8>()]),
            wanted in prop_oneof![Just(b','), any::<u8>()],
        ) {
            let expected = (0..32).filter(|at| bytes[*at] == wanted).fold(0_u32, |places, at| places | 1 << at);
            prop_assert_eq!(places_of(&bytes, wanted), expected);
        }
    }
}
