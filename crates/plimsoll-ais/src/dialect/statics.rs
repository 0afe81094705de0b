//! What a row says of the ship, and what was last given for it.

use super::number::{decimal, whole};
use super::table::{Number, PositionPlan};
use super::words::{is_not_available, ship_type};
use crate::reject::quoted;
use jiff::Timestamp;
use plimsoll_model::{
    Dimensions, Draught, ExhibitId, ImoNumber, Length, Mmsi, RecordKind, Source, StaticReport,
};

/// What a row says of the ship.
#[derive(Clone, Copy, Debug, Default)]
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
    /// From the fields of a row. What cannot be read is left out and told.
    pub(super) fn read(
        plan: &PositionPlan,
        cell: impl Fn(usize) -> &'a [u8],
        faults: &mut Vec<String>,
    ) -> Self {
        let at = &plan.statics;
        let mut fields = StaticFields { plan, cell, faults };
        let cargo = at.cargo_type.map_or(&b""[..], |place| (fields.cell)(place));
        let sums = [fields.sum(at.distances[0], at.distances[1]), fields.sum(at.distances[2], at.distances[3])];
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

    /// True if a report says the same.
    pub(super) fn is_said_by(&self, report: &StaticReport, message_type: Option<u8>) -> bool {
        (message_type, self.imo_sent, self.ship_type, self.dimensions, self.draught)
            == (report.message_type, report.imo_sent, report.ship_type, report.dimensions, report.draught)
            && self.call_sign == report.call_sign.as_deref()
            && self.ship_name == report.ship_name.as_deref()
            && self.destination == report.destination.as_deref()
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
struct StaticFields<'p, 'f, F> {
    plan: &'p PositionPlan,
    cell: F,
    faults: &'f mut Vec<String>,
}

impl<'a, F: Fn(usize) -> &'a [u8]> StaticFields<'_, '_, F> {
    fn fault(&mut self, place: usize, expected: &str) {
        let found = quoted((self.cell)(place));
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
        let text = (self.cell)(place);
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
        let expected = format!("0 to {most} m");
        let metres = self.value(Some(column.place), &expected, |text| {
            decimal(text).map(|value| column.scale.apply(value)).filter(|metres| (0.0..=most).contains(metres))
        });
        metres.filter(|metres| *metres > 0.0)
    }

    /// The sum of two distances from the antenna; one of them may be missing or zero.
    fn sum(&mut self, a: Option<Number>, b: Option<Number>) -> Option<f64> {
        let (a, b) = (self.metres(a, 511.0), self.metres(b, 511.0));
        (a.is_some() || b.is_some()).then(|| a.unwrap_or(0.0) + b.unwrap_or(0.0))
    }

    /// A text as typed, without the `@` that fill a field of six-bit characters.
    fn text(&mut self, place: Option<usize>) -> Option<&'a str> {
        let place = place?;
        let mut bytes = (self.cell)(place);
        while let [rest @ .., b'@'] = bytes {
            bytes = rest.trim_ascii_end();
        }
        // AIS has no lower case, so that these are words of whoever wrote the table.
        let is_word = matches!(bytes, b"Unknown" | b"Undefined" | b"NaN" | b"nan" | b"null" | b"None" | b"\\N");
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

/// `IMO9408310`, `9408310` or `9408310.0`.
fn imo(text: &[u8]) -> Option<u32> {
    let digits = match text {
        [b'I' | b'i', b'M' | b'm', b'O' | b'o', rest @ ..] => rest.trim_ascii_start(),
        other => other,
    };
    whole(digits)
}

/// A number, or a word.
fn type_of(text: &[u8], cargo: &[u8]) -> Option<Option<u8>> {
    if text[0].is_ascii_digit() {
        return whole(text).and_then(|n| u8::try_from(n).ok()).map(Some);
    }
    ship_type(text, cargo)
}

/// What was last given for a ship in a block.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct LastGiven {
    mmsi: u32,
    /// Place of the report in the batch, plus one; zero: none was given.
    report_and_one: u32,
    /// Where in the block it stands.
    pub(super) span: (u32, u32),
    pub(super) stretch: i64,
    pub(super) message_type: Option<u8>,
}

impl LastGiven {
    pub(super) fn is_known(&self) -> bool {
        self.report_and_one > 0
    }
    pub(super) fn has_span(&self) -> bool {
        self.span.1 > 0
    }
    /// Place of the report in the batch.
    pub(super) fn report(&self) -> Option<usize> {
        self.report_and_one.checked_sub(1).map(|place| place as usize)
    }
    pub(super) fn set_span(&mut self, span: Option<(u32, u32)>) {
        self.span = span.unwrap_or_default();
    }
    pub(super) fn set(
        &mut self,
        report: usize,
        stretch: i64,
        message_type: Option<u8>,
        span: Option<(u32, u32)>,
    ) {
        self.report_and_one = u32::try_from(report + 1).unwrap_or(0);
        self.stretch = stretch;
        self.message_type = message_type;
        self.set_span(span);
    }
}

/// The ships of a block, by MMSI: a table of open places, because a tree costs a tenth of the time of a row and a map
/// of the standard library draws random numbers.
///
/// The multiplier comes from the exhibit's identifier, which is a hash of its bytes, so that nobody can write a file
/// whose numbers all fall on one place.
#[derive(Clone, Debug, Default)]
pub(super) struct ShipIndex {
    places: Vec<LastGiven>,
    taken: usize,
    multiplier: u64,
}

impl ShipIndex {
    /// Forgets every ship.
    pub(super) fn clear(&mut self) {
        self.places.fill(LastGiven::default());
        self.taken = 0;
    }

    /// Takes the multiplier from an exhibit.
    pub(super) fn seed(&mut self, exhibit: ExhibitId) {
        if self.multiplier == 0 {
            let digits = exhibit.to_string();
            let mixed = digits.bytes().fold(0_u64, |sum, c| sum.rotate_left(5) ^ u64::from(c).wrapping_mul(0x9e37_79b9));
            self.multiplier = mixed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        }
    }

    /// What was last given for a ship, which is not zero.
    #[inline]
    pub(super) fn last(&mut self, mmsi: u32) -> &mut LastGiven {
        if self.taken * 2 >= self.places.len() {
            self.grow();
        }
        let place = self.find(mmsi);
        let last = &mut self.places[place];
        if last.mmsi == 0 {
            last.mmsi = mmsi;
            self.taken += 1;
        }
        last
    }

    /// The place of a ship, or the free one where it belongs.
    #[inline]
    fn find(&self, mmsi: u32) -> usize {
        let mask = self.places.len() - 1;
        let mut place = (u64::from(mmsi).wrapping_mul(self.multiplier) >> 40) as usize & mask;
        while self.places[place].mmsi != mmsi && self.places[place].mmsi != 0 {
            place = (place + 1) & mask;
        }
        place
    }

    #[cold]
    fn grow(&mut self) {
        let size = (self.places.len() * 2).max(1 << 10);
        let old = std::mem::replace(&mut self.places, vec![LastGiven::default(); size]);
        for last in old.into_iter().filter(|last| last.mmsi != 0) {
            let place = self.find(last.mmsi);
            self.places[place] = last;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_index_finds_every_ship_again_also_after_it_grew() {
        let mut index = ShipIndex::default();
        index.seed(plimsoll_model::RecordId::of(RecordKind::Exhibit, &[]));
        for n in 1..20_000_u32 {
            index.last(n * 7_919).set(n as usize, i64::from(n), None, Some((n, n + 1)));
        }
        for n in 1..20_000_u32 {
            let last = *index.last(n * 7_919);
            assert_eq!((last.report(), last.stretch, last.span), (Some(n as usize), i64::from(n), (n, n + 1)));
        }
        index.clear();
        assert!(!index.last(7_919).is_known());
    }
}
