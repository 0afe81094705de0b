//! One report as bytes, as it lies in a spill file: a head of 32 bytes that says who, when and where it was read, and
//! a payload that says what. Equal payloads are equal contents, so identical reports are found without decoding.

use plimsoll_model::{Mmsi, PositionReport, StaticReport};

/// Bytes of a head: length 4, exhibit 2, receiver 2, MMSI 4, time 8, byte offset 6, line 6; little-endian.
pub(super) const HEAD: usize = 32;
/// Most bytes of a position report. One of tenths and whole degrees has 58.
pub(super) const MOST_POSITION: usize = HEAD + 44;
/// The receiver of a report whose exhibit names none.
pub(super) const NO_RECEIVER: u16 = u16::MAX;
/// Receivers have numbers below this.
pub(super) const MOST_RECEIVERS: u16 = 1 << 15;
/// Line numbers and offsets are held in six bytes: 256 TiB.
pub(super) const MOST_OFFSET: u64 = (1 << 48) - 1;

/// Who, when and where it was read. Exhibit and receiver are places in the writer's lists of names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) exhibit: u16,
    pub(super) receiver: u16,
    pub(super) mmsi: u32,
    /// Nanoseconds since 1970, UTC, by the receiver's clock.
    pub(super) time_ns: i64,
    pub(super) byte_offset: u64,
    pub(super) line: u64,
}

/// A record in a buffer: no more than a view.
#[derive(Clone, Copy)]
pub(super) struct Record<'a>(&'a [u8]);

impl<'a> Record<'a> {
    /// The record that begins at a place of a buffer of whole records.
    pub(super) fn at(buffer: &'a [u8], at: usize) -> Self {
        Self(&buffer[at..at + length(&buffer[at..])])
    }
    /// All its bytes.
    pub(super) fn bytes(self) -> &'a [u8] {
        self.0
    }
    pub(super) fn exhibit(self) -> u16 {
        u16::from_le_bytes([self.0[4], self.0[5]])
    }
    pub(super) fn receiver(self) -> u16 {
        u16::from_le_bytes([self.0[6], self.0[7]])
    }
    pub(super) fn mmsi(self) -> u32 {
        u32::from_le_bytes([self.0[8], self.0[9], self.0[10], self.0[11]])
    }
    pub(super) fn time_ns(self) -> i64 {
        self.word(12) as i64
    }
    pub(super) fn byte_offset(self) -> u64 {
        // Six bytes, and the first two of the line after them, which are cut off.
        self.word(20) & MOST_OFFSET
    }
    pub(super) fn line(self) -> u64 {
        self.word(24) >> 16
    }
    /// What it says.
    pub(super) fn payload(self) -> &'a [u8] {
        &self.0[HEAD..]
    }
    fn word(self, at: usize) -> u64 {
        u64::from_le_bytes(self.0[at..at + 8].try_into().expect("a head has 32 bytes"))
    }
}

/// The length of the record at the start of some bytes, 4 at least being there.
pub(super) fn length(bytes: &[u8]) -> usize {
    u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]) as usize
}

/// Writes the head of a record of `payload` more bytes.
fn put_head(out: &mut Vec<u8>, head: &Head, payload: usize) {
    let mut bytes = [0; HEAD];
    bytes[0..4].copy_from_slice(&((HEAD + payload) as u32).to_le_bytes());
    bytes[4..6].copy_from_slice(&head.exhibit.to_le_bytes());
    bytes[6..8].copy_from_slice(&head.receiver.to_le_bytes());
    bytes[8..12].copy_from_slice(&head.mmsi.to_le_bytes());
    bytes[12..20].copy_from_slice(&head.time_ns.to_le_bytes());
    bytes[20..26].copy_from_slice(&head.byte_offset.to_le_bytes()[..6]);
    bytes[26..32].copy_from_slice(&head.line.to_le_bytes()[..6]);
    out.extend_from_slice(&bytes);
}

/// What a position report says, as its columns show it. Not a number: absent.
#[derive(Clone, Copy, Debug)]
pub(super) struct Content {
    pub(super) lat_deg: f64,
    pub(super) lon_deg: f64,
    pub(super) sog_kn: f64,
    pub(super) cog_deg: f64,
    pub(super) heading_deg: f64,
    pub(super) message_type: Option<u8>,
    pub(super) navigational_status: Option<u8>,
}

const HAS_POSITION: u16 = 1 << 6;
const HAS_TYPE: u16 = 1 << 7;
const HAS_STATUS: u16 = 1 << 8;
/// Forms of a number, two bits each: absent, a number of tenths in two bytes, all eight bytes.
const ABSENT: u16 = 0;
const TENTHS: u16 = 1;
const WHOLE: u16 = 2;

/// The payload of a position report: flags, then what is there. Numbers keep every bit.
pub(super) fn position_payload(report: &PositionReport) -> Payload {
    let mut out = Payload { bytes: [0; 44], length: 2 };
    let numbers = [
        report.sog.map(crate::tables::observations::knots),
        report.cog.map(plimsoll_model::Angle::to_degrees),
        report.heading.map(plimsoll_model::Angle::to_degrees),
    ];
    let mut flags = 0;
    if let Some(position) = report.position {
        flags |= HAS_POSITION;
        out.put(&position.lat_deg().to_bits().to_le_bytes());
        out.put(&position.lon_deg().to_bits().to_le_bytes());
    }
    for (place, number) in numbers.into_iter().enumerate() {
        // What is no number is absent, as in every table.
        let form = match number.filter(|n| n.is_finite()) {
            None => ABSENT,
            Some(number) => out.put_number(number),
        };
        flags |= form << (2 * place);
    }
    if let Some(message_type) = report.message_type {
        flags |= HAS_TYPE;
        out.put(&[message_type]);
    }
    if let Some(status) = report.navigational_status {
        flags |= HAS_STATUS;
        out.put(&[status]);
    }
    out.bytes[..2].copy_from_slice(&flags.to_le_bytes());
    out
}

/// A payload on the stack.
pub(super) struct Payload {
    bytes: [u8; MOST_POSITION - HEAD],
    length: usize,
}

impl Payload {
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes[..self.length]
    }
    fn put(&mut self, bytes: &[u8]) {
        self.bytes[self.length..self.length + bytes.len()].copy_from_slice(bytes);
        self.length += bytes.len();
    }
    fn put_number(&mut self, number: f64) -> u16 {
        let tenths = (number * 10.0).round();
        let fits = (0.0..=65_535.0).contains(&tenths) && (tenths / 10.0).to_bits() == number.to_bits();
        if fits {
            self.put(&(tenths as u16).to_le_bytes());
            TENTHS
        } else {
            self.put(&number.to_bits().to_le_bytes());
            WHOLE
        }
    }
}

/// Appends a whole record.
pub(super) fn put_record(out: &mut Vec<u8>, head: &Head, payload: &[u8]) {
    put_head(out, head, payload.len());
    out.extend_from_slice(payload);
}

/// Reads the payload of a position report back.
pub(super) fn position_content(payload: &[u8]) -> Content {
    let mut rest = Rest(payload);
    let flags = u16::from_le_bytes(rest.take());
    let number = |rest: &mut Rest<'_>, form: u16| match form & 3 {
        ABSENT => f64::NAN,
        TENTHS => f64::from(u16::from_le_bytes(rest.take())) / 10.0,
        _ => f64::from_bits(u64::from_le_bytes(rest.take())),
    };
    let place = |rest: &mut Rest<'_>| {
        if flags & HAS_POSITION == 0 { f64::NAN } else { f64::from_bits(u64::from_le_bytes(rest.take())) }
    };
    let lat_deg = place(&mut rest);
    let lon_deg = place(&mut rest);
    let sog_kn = number(&mut rest, flags);
    let cog_deg = number(&mut rest, flags >> 2);
    let heading_deg = number(&mut rest, flags >> 4);
    let message_type = (flags & HAS_TYPE != 0).then(|| rest.take::<1>()[0]);
    let navigational_status = (flags & HAS_STATUS != 0).then(|| rest.take::<1>()[0]);
    Content { lat_deg, lon_deg, sog_kn, cog_deg, heading_deg, message_type, navigational_status }
}

/// What is left of a payload.
struct Rest<'a>(&'a [u8]);

impl<'a> Rest<'a> {
    fn take<const N: usize>(&mut self) -> [u8; N] {
        let (now, later) = self.0.split_at(N);
        self.0 = later;
        now.try_into().expect("split at N")
    }
    fn text(&mut self) -> Option<String> {
        let length = u32::from_le_bytes(self.take());
        if length == u32::MAX {
            return None;
        }
        let (now, later) = self.0.split_at(length as usize);
        self.0 = later;
        Some(String::from_utf8_lossy(now).into_owned())
    }
    fn number(&mut self) -> Option<f64> {
        let number = f64::from_bits(u64::from_le_bytes(self.take()));
        number.is_finite().then_some(number)
    }
    fn small(&mut self) -> Option<u8> {
        let [is_there, value] = self.take();
        (is_there != 0).then_some(value)
    }
    fn whole(&mut self) -> Option<u32> {
        let number = u64::from_le_bytes(self.take());
        u32::try_from(number).ok()
    }
}

/// The payload of a static report: every field at its place, texts with their length before them.
pub(super) fn static_payload(report: &StaticReport, out: &mut Vec<u8>) {
    let mut small =
        |value: Option<u8>| out.extend_from_slice(&[u8::from(value.is_some()), value.unwrap_or(0)]);
    small(report.message_type);
    small(report.ship_type);
    for number in [report.imo_sent, report.imo_number.map(|i| i.value())] {
        out.extend_from_slice(&number.map_or(u64::MAX, u64::from).to_le_bytes());
    }
    let numbers = [
        report.dimensions.length_overall.map(|l| l.to_metres()),
        report.dimensions.beam.map(|l| l.to_metres()),
        report.draught.map(|d| d.to_metres()),
    ];
    for number in numbers {
        out.extend_from_slice(&number.unwrap_or(f64::NAN).to_bits().to_le_bytes());
    }
    let texts = [&report.call_sign, &report.ship_name, &report.destination, &report.listed_place];
    for text in texts {
        let length = text.as_ref().map_or(u32::MAX, |t| t.len() as u32);
        out.extend_from_slice(&length.to_le_bytes());
        out.extend_from_slice(text.as_deref().unwrap_or_default().as_bytes());
    }
}

/// What a static report says, and nothing of where it stands.
pub(super) fn static_content(payload: &[u8], report: &mut StaticReport) {
    let mut rest = Rest(payload);
    report.message_type = rest.small();
    report.ship_type = rest.small();
    report.imo_sent = rest.whole();
    report.imo_number = rest.whole().and_then(|n| plimsoll_model::ImoNumber::new(n).ok());
    report.dimensions = plimsoll_model::Dimensions {
        length_overall: rest.number().map(plimsoll_model::Length::metres),
        beam: rest.number().map(plimsoll_model::Length::metres),
    };
    report.draught = rest.number().map(plimsoll_model::Draught::metres);
    report.call_sign = rest.text();
    report.ship_name = rest.text();
    report.destination = rest.text();
    report.listed_place = rest.text();
}

/// A hash of a content of one radio: fixed, fast, and good enough to spread; equality is always checked on the bytes.
pub(super) fn content_hash(mmsi: u32, payload: &[u8]) -> u64 {
    let mut hash = u64::from(mmsi) ^ 0x9e37_79b9_7f4a_7c15;
    for chunk in payload.chunks(8) {
        let mut word = [0; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        hash = (hash.rotate_left(23) ^ u64::from_le_bytes(word)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    }
    super::mix(hash ^ payload.len() as u64)
}

/// The number of a radio that was an [`Mmsi`] when it was written.
pub(super) fn mmsi_of(number: u32) -> Mmsi {
    Mmsi::new(number).expect("it was an MMSI when it was written")
}

#[cfg(test)]
mod tests {
    use super::*;
    use plimsoll_model::{Angle, ExhibitId, Key, Position, RecordId, RecordKind, Source, Speed};
    use proptest::prelude::*;

    fn exhibit() -> ExhibitId {
        RecordId::of(RecordKind::Exhibit, &[Key::Int(1)])
    }

    fn round_trip(report: &PositionReport) -> (Head, Content, usize) {
        let head = Head {
            exhibit: 3,
            receiver: NO_RECEIVER,
            mmsi: report.mmsi.value(),
            time_ns: report.time.as_nanosecond() as i64,
            byte_offset: report.source.byte_offset,
            line: report.source.line,
        };
        let mut bytes = Vec::new();
        put_record(&mut bytes, &head, position_payload(report).bytes());
        let record = Record::at(&bytes, 0);
        let read = Head {
            exhibit: record.exhibit(),
            receiver: record.receiver(),
            mmsi: record.mmsi(),
            time_ns: record.time_ns(),
            byte_offset: record.byte_offset(),
            line: record.line(),
        };
        assert_eq!(read, head);
        (read, position_content(record.payload()), bytes.len())
    }

    fn maybe(number: f64) -> Option<f64> {
        number.is_finite().then_some(number)
    }

    proptest! {
        #[test]
        fn every_bit_of_a_position_report_comes_back(
            mmsi in 0u32..1_000_000_000, time in any::<i64>(), line in 0..=MOST_OFFSET, offset in 0..=MOST_OFFSET,
            lat in proptest::option::of(-90f64..=90.0), lon in -180f64..180.0,
            sog in proptest::option::of(prop_oneof![0f64..200.0, (0u32..1023).prop_map(|k| f64::from(k) / 10.0)]),
            cog in proptest::option::of(prop_oneof![any::<f64>(), (0u32..3600).prop_map(|k| f64::from(k) / 10.0)]),
            message_type in any::<Option<u8>>(), status in any::<Option<u8>>(),
        ) {
            let report = PositionReport {
                source: Source { exhibit: exhibit(), line, byte_offset: offset },
                mmsi: Mmsi::new(mmsi).unwrap(),
                time: jiff::Timestamp::from_nanosecond(time.into()).unwrap(),
                message_type,
                position: lat.map(|lat| Position::from_lat_lon(lat, lon).unwrap()),
                sog: sog.map(Speed::knots),
                cog: cog.map(Angle::degrees),
                heading: cog.map(|c| Angle::degrees(c / 3.0)),
                navigational_status: status,
            };
            let (_, content, length) = round_trip(&report);
            prop_assert!(length <= MOST_POSITION);
            prop_assert_eq!(maybe(content.lat_deg), lat);
            prop_assert_eq!(maybe(content.lon_deg), lat.map(|_| lon));
            prop_assert_eq!(maybe(content.sog_kn), report.sog.map(crate::tables::observations::knots));
            prop_assert_eq!(maybe(content.cog_deg), cog.and_then(maybe));
            prop_assert_eq!(maybe(content.heading_deg), cog.map(|c| c / 3.0).and_then(maybe));
            prop_assert_eq!((content.message_type, content.navigational_status), (message_type, status));
        }
    }

    #[test]
    fn a_speed_of_tenths_is_shown_as_tenths() {
        for tenths in 0..=1022 {
            let knots = f64::from(tenths) / 10.0;
            let shown = crate::tables::observations::knots(Speed::knots(knots));
            assert_eq!(shown.to_bits(), knots.to_bits(), "{knots}");
        }
    }
}
