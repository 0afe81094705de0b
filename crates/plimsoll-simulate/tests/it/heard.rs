//! What an independent decoder (the crate `aivdm`) reads in the sentences of a season.

use aivdm::message::StaticDataReport;
use aivdm::{AisMessage, LineDecoder};
use plimsoll_model::Position;
use std::collections::BTreeMap;

/// Reports of a season by kind, with the second of the tag block.
#[derive(Default)]
pub(crate) struct Heard {
    /// Messages by type, named as in the truth.
    pub(crate) messages: BTreeMap<String, usize>,
    /// Position reports: second, MMSI, position, speed in knots.
    pub(crate) positions: Vec<(i64, u32, Position, f64)>,
    /// Static reports: second, MMSI, IMO number, name, draught in decimetres.
    pub(crate) statics: Vec<(i64, u32, u32, String, u8)>,
    /// Numbers of lines that the decoder refuses.
    pub(crate) refused: Vec<usize>,
}

impl Heard {
    pub(crate) fn in_lines(text: &str) -> Self {
        let mut heard = Self::default();
        let mut decoder = LineDecoder::<128>::new();
        for (number, line) in text.split_terminator("\r\n").enumerate() {
            let (second, sentence) = tag_block(line);
            match decoder.feed(sentence) {
                Ok(None) => {}
                Ok(Some(message)) => heard.take(second, message),
                Err(_) => heard.refused.push(number + 1),
            }
        }
        heard
    }

    fn take(&mut self, second: i64, message: AisMessage) {
        *self.messages.entry(format!("{:02}", message.message_type())).or_insert(0) += 1;
        let place = || {
            let position = message.position().unwrap();
            Position::from_lat_lon(position.latitude, position.longitude).unwrap()
        };
        match message {
            AisMessage::PositionReportClassA(p) => {
                self.positions.push((second, p.mmsi.raw(), place(), p.sog.knots().unwrap()));
            }
            AisMessage::PositionReportClassB(p) => {
                self.positions.push((second, p.mmsi.raw(), place(), p.sog.knots().unwrap()));
            }
            AisMessage::StaticVoyageData(s) => {
                let row = (second, s.mmsi.raw(), s.imo_number, s.name.to_string(), s.draught_decimeters);
                self.statics.push(row);
            }
            AisMessage::StaticDataReport(StaticDataReport::A(a)) => {
                self.statics.push((second, a.mmsi.raw(), 0, a.name.to_string(), 0));
            }
            _ => {}
        }
    }

    /// The position reports of one radio, in the order of the file.
    pub(crate) fn track(&self, mmsi: u32) -> Vec<(i64, Position, f64)> {
        let own = self.positions.iter().filter(|p| p.1 == mmsi);
        own.map(|&(second, _, position, knots)| (second, position, knots)).collect()
    }
}

/// The second in the tag block, whose checksum must fit, and the sentence behind it.
fn tag_block(line: &str) -> (i64, &str) {
    let mut parts = line.splitn(3, '\\');
    assert_eq!(parts.next(), Some(""), "{line}");
    let (tag, sum) = parts.next().unwrap().split_once('*').unwrap();
    let folded = tag.bytes().fold(0, |sum, byte| sum ^ byte);
    assert_eq!(u8::from_str_radix(sum, 16), Ok(folded), "{line}");
    let (receiver, second) = tag.split_once(",c:").unwrap();
    assert!(receiver.starts_with("s:rSIM-") || receiver.starts_with("s:sSIM-"), "{line}");
    (second.parse().unwrap(), parts.next().unwrap())
}
