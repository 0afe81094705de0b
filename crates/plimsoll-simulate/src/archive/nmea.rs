//! Sentences with tag blocks, as a feed of several receivers gives them.

use super::fleet::Particulars;
use super::stream::{Body, Planted, PositionRow, Row, StationRow};
use super::truth::{ArchiveTruth, TrueReceiver, Written};
use crate::encode::{Bits, Reception, sentences};
use crate::message::{self, Movement, StaticVoyage};
use crate::random::Random;
use jiff::Timestamp;
use plimsoll_model::{Angle, Draught, Position, Speed};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::io::{self, Write};

const STREAM_AIR: u64 = 103;
/// Share of messages that a second receiver hears, and of these that a third hears.
const SECOND_SHARE: f64 = 0.35;
const THIRD_SHARE: f64 = 0.3;
/// A message reaches the feed within this, ms.
const LATEST_MS: f64 = 3_900.0;
/// Share of two-sentence messages with lines between their sentences, and with the second sentence first.
const INTERLEAVED_SHARE: f64 = 0.2;
const REORDERED_SHARE: f64 = 0.05;

/// Writes rows as sentences of messages 1, 18, 5, 24 and 4, in the order in which they reach the feed. Each stands
/// behind a tag block with the name and the clock of the receiver; the truth says which receivers there are and which
/// clocks are wrong.
///
/// # Errors
/// If writing fails.
pub fn write_nmea(
    out: &mut impl Write,
    rows: impl Iterator<Item = Row>,
    truth: &ArchiveTruth,
) -> io::Result<Written> {
    let mut air = Air::new(truth);
    for row in rows {
        air.flush(out, row.time.as_millisecond())?;
        match &row.body {
            Body::Position(report) => air.position(row.time, report),
            Body::Static(ship) => air.particulars(row.time, ship),
            Body::Station(station) => air.station(row.time, station),
        }
    }
    air.flush(out, i64::MAX)?;
    Ok(air.written)
}

/// Lines that are on their way to the feed, and the receivers.
struct Air<'a> {
    truth: &'a ArchiveTruth,
    random: Random,
    /// Lines by the time at which they reach the feed, and a running number.
    waiting: BinaryHeap<Reverse<(i64, u64, String)>>,
    number: u64,
    /// The receivers of each MMSI, the nearest first.
    heard_by: BTreeMap<u32, Vec<usize>>,
    /// Number of the next message of two sentences, for each receiver.
    sequences: Vec<u8>,
    /// The first line of the last position message, to be repeated.
    last: Option<(i64, String)>,
    written: Written,
}

impl<'a> Air<'a> {
    fn new(truth: &'a ArchiveTruth) -> Self {
        Self {
            truth,
            random: Random::new(truth.seed, STREAM_AIR),
            waiting: BinaryHeap::new(),
            number: 0,
            heard_by: BTreeMap::new(),
            sequences: vec![0; truth.receivers.len()],
            last: None,
            written: Written::default(),
        }
    }

    /// Writes what reached the feed before a time, ms since 1970: nothing sent later can come before it.
    fn flush(&mut self, out: &mut impl Write, before: i64) -> io::Result<()> {
        while let Some(line) = self.waiting.peek_mut() {
            if line.0.0 >= before {
                break;
            }
            let Reverse((_, _, text)) = std::collections::binary_heap::PeekMut::pop(line);
            out.write_all(text.as_bytes())?;
            out.write_all(b"\r\n")?;
            self.written.lines += 1;
        }
        Ok(())
    }

    fn position(&mut self, time: Timestamp, report: &PositionRow) {
        self.written.count(report.planted);
        let mmsi = report.particulars.mmsi;
        if report.planted == Planted::Duplicate {
            let (arrival, line) = self.last.clone().expect("a repeated row follows the row that it repeats");
            self.wait(arrival, line);
            return;
        }
        if let (Planted::Nothing, Some(position)) = (report.planted, report.position) {
            let nearest = nearest(&self.truth.receivers, position);
            self.heard_by.insert(mmsi.value(), nearest);
        }
        let movement = Movement {
            position: report.position,
            sog: Speed::knots(report.sog_kn),
            cog: Angle::degrees(report.cog_deg),
            heading: report.heading_deg.map(|degrees| Angle::degrees(f64::from(degrees))),
            time,
        };
        let bits = if report.particulars.kind.is_class_a() {
            message::position_class_a(mmsi, report.navigational_status, &movement)
        } else {
            message::position_class_b(mmsi, &movement)
        };
        let receivers = self.receivers_of(mmsi.value());
        self.last = self.send(time, &bits, &receivers);
    }

    fn particulars(&mut self, time: Timestamp, ship: &Particulars) {
        let receivers = self.receivers_of(ship.mmsi.value());
        if ship.kind.is_class_a() {
            let bits = message::static_voyage(&StaticVoyage {
                mmsi: ship.mmsi,
                imo_number: ship.imo_number,
                call_sign: &ship.call_sign,
                ship_name: &ship.ship_name,
                ship_type: ship.kind.code(),
                antenna: ship.antenna,
                draught: Draught::metres(f64::from(ship.draught_dm) / 10.0),
                destination: ship.destination,
            });
            self.send(time, &bits, &receivers);
            self.written.statics += 1;
        } else {
            self.send(time, &message::static_class_b_name(ship.mmsi, &ship.ship_name), &receivers);
            let size =
                message::static_class_b_size(ship.mmsi, ship.kind.code(), &ship.call_sign, ship.antenna);
            self.send(time, &size, &receivers);
            self.written.statics += 2;
        }
    }

    fn station(&mut self, time: Timestamp, station: &StationRow) {
        let receivers = nearest(&self.truth.receivers, station.position);
        self.send(time, &message::base_station(station.mmsi, time, station.position), &receivers);
        self.written.stations += 1;
    }

    fn receivers_of(&self, mmsi: u32) -> Vec<usize> {
        self.heard_by.get(&mmsi).cloned().unwrap_or_else(|| vec![0, 1, 2])
    }

    /// Sends a message to one, two or three receivers; gives the first line of the first and when it reaches the feed.
    fn send(&mut self, time: Timestamp, bits: &Bits, receivers: &[usize]) -> Option<(i64, String)> {
        let channel = if self.random.unit() < 0.5 { 'A' } else { 'B' };
        let count = match self.random.unit() {
            x if x >= SECOND_SHARE => 1,
            x if x >= SECOND_SHARE * THIRD_SHARE => 2,
            _ => 3,
        };
        let mut first = None;
        for receiver in receivers.iter().take(count) {
            let sent = self.receive(time, bits, *receiver, channel);
            self.written.heard_again += u64::from(first.is_some());
            first = first.or(Some(sent));
        }
        first
    }

    fn receive(&mut self, time: Timestamp, bits: &Bits, receiver: usize, channel: char) -> (i64, String) {
        let arrival = time.as_millisecond() + self.random.between(0.0, LATEST_MS) as i64;
        let sequence = self.sequences[receiver];
        let name = &self.truth.receivers[receiver].name;
        let unix_seconds = arrival.div_euclid(1000) + self.clock_error(name, time);
        let mut lines = sentences(bits, Reception { receiver: name, unix_seconds, channel, sequence });
        let mut later = arrival;
        if lines.len() > 1 {
            self.sequences[receiver] = (sequence + 1) % 10;
            match self.random.unit() {
                x if x < REORDERED_SHARE => {
                    lines.reverse();
                    self.written.reordered += 1;
                }
                x if x < REORDERED_SHARE + INTERLEAVED_SHARE => {
                    later += 400;
                    self.written.interleaved += 1;
                }
                _ => {}
            }
        }
        let first = lines[0].clone();
        for (nth, line) in lines.into_iter().enumerate() {
            self.wait(if nth == 0 { arrival } else { later }, line);
        }
        (arrival, first)
    }

    fn wait(&mut self, arrival: i64, line: String) {
        self.number += 1;
        self.waiting.push(Reverse((arrival, self.number, line)));
    }

    /// How far the clock of a receiver is ahead, s.
    fn clock_error(&self, receiver: &str, time: Timestamp) -> i64 {
        let mut wrong = self.truth.receiver_clocks.iter();
        wrong.find(|c| c.receiver == receiver && c.start <= time && time < c.end).map_or(0, |c| c.offset_s)
    }
}

/// The numbers of the three nearest receivers. Degrees are enough to tell which is nearer.
fn nearest(receivers: &[TrueReceiver], position: Position) -> Vec<usize> {
    let shrink = position.lat_deg().to_radians().cos();
    let mut by_distance: Vec<_> = receivers
        .iter()
        .enumerate()
        .map(|(number, receiver)| {
            let east = (receiver.lon_deg - position.lon_deg() + 540.0).rem_euclid(360.0) - 180.0;
            ((east * shrink).hypot(receiver.lat_deg - position.lat_deg()), number)
        })
        .collect();
    by_distance.sort_by(|a, b| a.0.total_cmp(&b.0));
    by_distance.into_iter().take(3).map(|(_, number)| number).collect()
}
