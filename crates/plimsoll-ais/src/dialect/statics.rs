//! What a row says of the ship, and what was last given for it.

use super::number::{decimal, whole};
use super::row::split_plain;
use super::table::{Number, PositionPlan};
use super::words::{is_not_available, ship_type};
use crate::receipt::number;
use crate::reject::quoted;
use jiff::Timestamp;
use plimsoll_model::{
    Dimensions, Draught, ExhibitId, ImoNumber, Length, Mmsi, RecordKind, Source, StaticReport,
};

/// What a row says of the ship.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Said<'a> {
    imo_sent: Option<u32>,
    call_sign: Option<&'a str>,
    ship_name: Option<&'a str>,
    ship_type: Option<u8>,
    dimensions: Dimensions,
    draught: Option<Draught>,
    destination: Option<&'a str>,
}

/// The most that the distances of message 5 can add up to, m.
const LONGEST_M: f64 = 2.0 * 511.0;
const BROADEST_M: f64 = 2.0 * 63.0;
/// The deepest draught that message 5 can hold, m.
const DEEPEST_M: f64 = 25.5;

impl<'a> Said<'a> {
    /// From the text of those fields of a row that stand in [`super::table::StaticPlan::span`]. What cannot be read is
    /// left out and told.
    pub(super) fn read(
        plan: &'a PositionPlan,
        text: &'a [u8],
        delimiter: u8,
        faults: &mut Vec<String>,
    ) -> Self {
        let at = &plan.statics;
        let (first, last) = at.span.unwrap_or_default();
        let mut room = [0; 32];
        let mut more = vec![0; if last - first < room.len() { 0 } else { last - first + 1 }];
        let ends = if more.is_empty() { &mut room[..=last - first] } else { more.as_mut_slice() };
        split_plain(text, text.len(), delimiter, ends);
        let mut fields = StaticFields { plan, first, text, ends, faults };
        let cargo = at.cargo_type.map_or(&b""[..], |place| fields.cell(place));
        let sums =
            [fields.sum(at.distances[0], at.distances[1]), fields.sum(at.distances[2], at.distances[3])];
        Self {
            imo_sent: fields.value(at.imo_number, "a whole number", imo).filter(|imo| *imo != 0),
            call_sign: fields.text(at.call_sign),
            ship_name: fields.text(at.ship_name),
            ship_type: fields
                .value(at.ship_type, "0 to 255 or the word for a ship type", |text| type_of(text, cargo))
                .flatten()
                .filter(|number| *number != 0),
            dimensions: Dimensions {
                length_overall: fields.metres(at.length, LONGEST_M).or(sums[0]).map(Length::metres),
                beam: fields.metres(at.beam, BROADEST_M).or(sums[1]).map(Length::metres),
            },
            draught: fields.metres(at.draught, DEEPEST_M).map(Draught::metres),
            destination: fields.text(at.destination),
        }
    }

    /// True if it says nothing.
    pub(super) fn is_empty(&self) -> bool {
        let Self { imo_sent, call_sign, ship_name, ship_type, dimensions, draught, destination } = self;
        imo_sent.is_none()
            && ship_type.is_none()
            && draught.is_none()
            && *dimensions == Dimensions::default()
            && [call_sign, ship_name, destination].iter().all(|text| text.is_none())
    }

    /// The report that says it.
    pub(super) fn report(
        &self,
        source: Source,
        mmsi: Mmsi,
        time: Timestamp,
        message_type: Option<u8>,
    ) -> StaticReport {
        let text = |text: Option<&str>| text.map(str::to_owned);
        StaticReport {
            id: source.record(RecordKind::StaticReport),
            source,
            mmsi,
            time,
            message_type,
            imo_sent: self.imo_sent,
            imo_number: self.imo_sent.and_then(|sent| ImoNumber::new(sent).ok()),
            call_sign: text(self.call_sign),
            ship_name: text(self.ship_name),
            ship_type: self.ship_type,
            dimensions: self.dimensions,
            draught: self.draught,
            destination: text(self.destination),
            listed_place: None,
            receiver: None,
        }
    }
}

/// The fields of one row, with what is wrong with them.
struct StaticFields<'a, 'f> {
    plan: &'a PositionPlan,
    /// The place of the first of them.
    first: usize,
    text: &'a [u8],
    ends: &'f [u32],
    faults: &'f mut Vec<String>,
}

impl<'a> StaticFields<'a, '_> {
    /// A field without blanks around it, or a constant.
    fn cell(&self, place: usize) -> &'a [u8] {
        if let Some(constant) = place.checked_sub(self.plan.width) {
            return self.plan.constants.get(constant).map_or(b"", Vec::as_slice);
        }
        let Some(at) = place.checked_sub(self.first) else { return b"" };
        let start = if at == 0 { 0 } else { self.ends[at - 1] as usize + 1 };
        self.text[start..self.ends[at] as usize].trim_ascii()
    }

    fn fault(&mut self, place: usize, expected: &str) {
        let found = quoted(self.cell(place));
        self.faults.push(format!("{}: found {found}, expected {expected}", self.plan.label(place)));
    }

    /// A field by its reader. Not available and what cannot be read are `None`; the latter is told.
    fn value<T>(
        &mut self,
        place: Option<usize>,
        expected: &str,
        reader: impl Fn(&[u8]) -> Option<T>,
    ) -> Option<T> {
        let place = place?;
        let text = self.cell(place);
        if is_not_available(text) {
            return None;
        }
        let value = reader(text);
        if value.is_none() {
            self.fault(place, expected);
        }
        value
    }

    /// A length; zero is not available.
    fn metres(&mut self, column: Option<Number>, most: f64) -> Option<f64> {
        let column = column?;
        let text = self.cell(column.place);
        if is_not_available(text) {
            return None;
        }
        match decimal(text).map(|value| column.scale.apply(value)) {
            Some(metres) if (0.0..=most).contains(&metres) => Some(metres).filter(|metres| *metres > 0.0),
            _ => {
                self.fault(column.place, &format!("0 to {most} m"));
                None
            }
        }
    }

    /// The sum of two distances from the antenna; one of them may be missing or zero.
    fn sum(&mut self, a: Option<Number>, b: Option<Number>) -> Option<f64> {
        let (a, b) = (self.metres(a, 511.0), self.metres(b, 511.0));
        (a.is_some() || b.is_some()).then(|| a.unwrap_or(0.0) + b.unwrap_or(0.0))
    }

    /// A text as typed, without the `@` that fill a field of six-bit characters.
    fn text(&mut self, place: Option<usize>) -> Option<&'a str> {
        let place = place?;
        let mut bytes = self.cell(place);
        while let [rest @ .., b'@'] = bytes {
            bytes = rest.trim_ascii_end();
        }
        // AIS has no lower case, so that these are words of whoever wrote the table.
        let is_word =
            matches!(bytes, b"Unknown" | b"Undefined" | b"NaN" | b"nan" | b"null" | b"None" | b"\\N");
        if bytes.is_empty() || is_word {
            return None;
        }
        let text = std::str::from_utf8(bytes).ok();
        if text.is_none() {
            self.fault(place, "text in UTF-8");
        }
        text
    }
}

/// `IMO9408310`, `9408310` or `9408310.0`; the field of message 5 has 30 bits, and some ships send ten digits in it.
fn imo(text: &[u8]) -> Option<u32> {
    let digits = match text {
        [b'I' | b'i', b'M' | b'm', b'O' | b'o', rest @ ..] => rest.trim_ascii_start(),
        other => other,
    };
    whole(digits).or_else(|| number(digits).filter(|sent| *sent < 1 << 30))
}

/// A number, or a word.
fn type_of(text: &[u8], cargo: &[u8]) -> Option<Option<u8>> {
    if text[0].is_ascii_digit() {
        return whole(text).and_then(|n| u8::try_from(n).ok()).map(Some);
    }
    ship_type(text, cargo)
}

/// What each ship of a block said last, by MMSI, as a hash: a table of open places, because a tree costs a tenth of the
/// time of a row and a map of the standard library draws random numbers.
///
/// The multiplier comes from the exhibit's identifier, which is a hash of its bytes, so that nobody can write a file
/// whose numbers all fall on one place or whose texts all have one hash.
#[derive(Clone, Debug, Default)]
pub(super) struct LastSaid {
    /// MMSI, zero where nobody is, and hash.
    places: Vec<(u32, u64)>,
    taken: usize,
    multiplier: u64,
}

impl LastSaid {
    /// Forgets every ship.
    pub(super) fn clear(&mut self) {
        self.places.fill((0, 0));
        self.taken = 0;
    }

    /// Takes the multiplier from an exhibit.
    pub(super) fn seed(&mut self, exhibit: ExhibitId) {
        let mix = |sum: u64, c: u8| (sum ^ u64::from(c)).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23);
        self.multiplier = exhibit.to_string().bytes().fold(0, mix) | 1;
    }

    /// A hash of a text and two numbers: eight bytes at a time, both halves of the product.
    #[inline]
    pub(super) fn hash(&self, text: &[u8], a: u64, b: u64) -> u64 {
        let fold = |sum: u64, word: u64| {
            let product = u128::from(sum ^ word) * u128::from(self.multiplier);
            (product as u64) ^ (product >> 64) as u64
        };
        let (words, tail) = text.as_chunks::<8>();
        let sum = words
            .iter()
            .fold(fold(fold(0x243f_6a88_85a3_08d3, a), b), |sum, word| fold(sum, u64::from_le_bytes(*word)));
        let mut last = [0; 8];
        last[..tail.len()].copy_from_slice(tail);
        fold(fold(sum, u64::from_le_bytes(last)), text.len() as u64)
    }

    /// True if a ship, whose MMSI is not zero, said last what has this hash; now it did.
    #[inline]
    pub(super) fn is_repeated(&mut self, mmsi: u32, hash: u64) -> bool {
        if self.taken * 2 >= self.places.len() {
            self.grow();
        }
        let place = self.find(mmsi);
        let (found, last) = &mut self.places[place];
        let is_repeated = *found == mmsi && *last == hash;
        self.taken += usize::from(*found == 0);
        (*found, *last) = (mmsi, hash);
        is_repeated
    }

    /// The place of a ship, or the free one where it belongs.
    #[inline]
    fn find(&self, mmsi: u32) -> usize {
        let mask = self.places.len() - 1;
        let mut place = (u64::from(mmsi).wrapping_mul(self.multiplier) >> 40) as usize & mask;
        while self.places[place].0 != mmsi && self.places[place].0 != 0 {
            place = (place + 1) & mask;
        }
        place
    }

    #[cold]
    fn grow(&mut self) {
        let size = (self.places.len() * 2).max(1 << 12);
        let old = std::mem::replace(&mut self.places, vec![(0, 0); size]);
        for (mmsi, hash) in old.into_iter().filter(|(mmsi, _)| *mmsi != 0) {
            let place = self.find(mmsi);
            self.places[place] = (mmsi, hash);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use plimsoll_model::RecordId;
    use std::collections::BTreeSet;

    #[test]
    fn every_ship_is_found_again_also_after_the_table_grew() {
        let mut last = LastSaid::default();
        last.seed(RecordId::of(RecordKind::Exhibit, &[]));
        for round in 0..2 {
            for n in 1..20_000_u32 {
                assert_eq!(last.is_repeated(n * 7_919, u64::from(n)), round == 1);
            }
        }
        assert!(!last.is_repeated(7_919, 5) && last.is_repeated(7_919, 5));
        last.clear();
        assert!(!last.is_repeated(7_919, 5));
    }

    #[test]
    fn texts_that_differ_in_a_byte_or_a_length_have_different_hashes() {
        let mut last = LastSaid::default();
        last.seed(RecordId::of(RecordKind::Exhibit, &[]));
        let mut hashes = BTreeSet::new();
        let mut texts = 0;
        for length in 0..40 {
            for at in 0..=length {
                let mut text = vec![0_u8; length];
                text.iter_mut().skip(at).take(1).for_each(|c| *c = b'A');
                texts += 1;
                hashes.insert(last.hash(&text, 1, 2));
            }
        }
        assert_eq!(hashes.len(), texts);
        assert_ne!(last.hash(b"A", 1, 2), last.hash(b"A", 2, 1));
    }
}
