//! Messages: bits to fields, one file a message family.
//!
//! | file | messages |
//! |---|---|
//! | [`position`] | 1, 2, 3: class A position |
//! | [`base_station`] | 4, 11: base station, answer with the time |
//! | [`static_voyage`] | 5: class A static and voyage data |
//! | [`binary`] | 6, 8, 25, 26: binary data of an [`application`] |
//! | [`acknowledge`] | 7, 13: acknowledgement |
//! | [`sar_aircraft`] | 9: aircraft in search and rescue |
//! | [`inquiry`] | 10, 15: question for the time, or for messages |
//! | [`safety`] | 12, 14: safety related text |
//! | [`assignment`] | 16, 23: how often ships shall report |
//! | [`dgnss`] | 17: corrections for satellite positions |
//! | [`class_b`] | 18, 19, 24: class B position and static data |
//! | [`channel`] | 20, 22: slots and channels of base stations |
//! | [`aid_to_navigation`] | 21: aid to navigation |
//! | [`long_range`] | 27: long-range position |
//!
//! Fields that several messages share are in [`kinematics`], [`particulars`] and [`communication_state`].

pub mod acknowledge;
pub mod aid_to_navigation;
pub mod application;
pub mod assignment;
pub mod base_station;
pub mod binary;
pub mod channel;
pub mod class_b;
pub mod communication_state;
pub mod dgnss;
pub(crate) mod field;
pub mod inquiry;
pub mod kinematics;
pub mod long_range;
mod names;
pub mod particulars;
pub mod position;
pub mod safety;
pub mod sar_aircraft;
pub mod static_voyage;
pub(crate) mod value;

pub use field::{Remark, Truncation};
pub use names::FIELD_NAMES;
pub use value::{FieldSink, Value};

use crate::{Fault, Payload};
use acknowledge::Acknowledgement;
use aid_to_navigation::AidToNavigation;
use assignment::{AssignedMode, GroupAssignment};
use base_station::BaseStationReport;
use binary::BinaryMessage;
use channel::{ChannelManagement, DataLinkManagement};
use class_b::{
    ClassBExtendedPosition, ClassBPosition, StaticDataPartA, StaticDataPartB, StaticDataPartUnknown,
};
use dgnss::DgnssCorrections;
use field::Fields;
use inquiry::{Interrogation, UtcInquiry};
use long_range::LongRangePosition;
use position::ClassAPosition;
use safety::SafetyMessage;
use sar_aircraft::SarAircraftPosition;
use static_voyage::StaticAndVoyageData;
use value::FieldList;

/// Bits of the head of every message: type, repeat indicator, MMSI.
const HEAD_BITS: usize = 38;

/// A message: its head, its fields, and what is wrong with them.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// 1 to 27.
    pub message_type: u8,
    /// How often it was repeated, 0 to 3; 3: do not repeat any more.
    pub repeat_indicator: u8,
    /// The number of the radio as sent, 30 bits; above 999,999,999 it is no MMSI.
    pub mmsi: u32,
    /// The fields.
    pub body: Body,
    /// Set if the message ends before its last field: the fields that are whole are given, the others are `None`.
    pub truncation: Option<Truncation>,
    /// What is outside the standard: such fields are `None`.
    pub remarks: Vec<Remark>,
}

/// The fields of a message. The long ones are boxed, so that the frequent short ones stay cheap to move.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// Messages 1, 2, 3.
    ClassAPosition(ClassAPosition),
    /// Messages 4 and 11.
    BaseStation(BaseStationReport),
    /// Message 5.
    StaticAndVoyage(Box<StaticAndVoyageData>),
    /// Messages 6, 8, 25, 26.
    Binary(Box<BinaryMessage>),
    /// Messages 7 and 13.
    Acknowledgement(Acknowledgement),
    /// Message 9.
    SarAircraft(SarAircraftPosition),
    /// Message 10.
    UtcInquiry(UtcInquiry),
    /// Messages 12 and 14.
    Safety(Box<SafetyMessage>),
    /// Message 15.
    Interrogation(Interrogation),
    /// Message 16.
    AssignedMode(AssignedMode),
    /// Message 17.
    Dgnss(Box<DgnssCorrections>),
    /// Message 18.
    ClassBPosition(ClassBPosition),
    /// Message 19.
    ClassBExtended(Box<ClassBExtendedPosition>),
    /// Message 20.
    DataLinkManagement(DataLinkManagement),
    /// Message 21.
    AidToNavigation(Box<AidToNavigation>),
    /// Message 22.
    ChannelManagement(Box<ChannelManagement>),
    /// Message 23.
    GroupAssignment(GroupAssignment),
    /// Message 24, part A.
    StaticPartA(StaticDataPartA),
    /// Message 24, part B.
    StaticPartB(StaticDataPartB),
    /// Message 24 with another part number, or none.
    StaticPartUnknown(Box<StaticDataPartUnknown>),
    /// Message 27.
    LongRange(LongRangePosition),
}

impl Message {
    /// Decodes a message.
    ///
    /// # Errors
    /// If it is too short for its head, or of a type that the standard does not define.
    pub fn from_payload(payload: &Payload) -> Result<Self, Fault> {
        let too_short = || Fault::PayloadTooShort { bits: payload.bits() };
        let message_type = payload.number(0, 6).ok_or_else(too_short)? as u8;
        let repeat_indicator = payload.number(6, 2).ok_or_else(too_short)? as u8;
        let mmsi = payload.number(8, 30).ok_or_else(too_short)?;
        let mut fields = Fields::new(payload, HEAD_BITS);
        let body = read_body(&mut fields, message_type, mmsi)?;
        let (truncation, remarks) = fields.finish();
        Ok(Self { message_type, repeat_indicator, mmsi, body, truncation, remarks })
    }

    /// True if more bits stand behind the message than its type has, and they are not zero: noise, or another message.
    pub fn is_too_long(&self) -> bool {
        self.remarks.iter().any(|remark| remark.field == field::EXCESS)
    }

    /// True if it holds data whose layout is not known, or is a part of message 24 that is not defined: these are given
    /// as bits only.
    pub fn holds_bits_only(&self) -> bool {
        match &self.body {
            Body::Binary(body) => body.is_bits_only(),
            Body::StaticPartUnknown(_) => true,
            _ => false,
        }
    }

    /// All fields in order of transmission, with the names of [`FIELD_NAMES`]. Each message lists all fields of its
    /// type, [`Value::Null`] where one is not available.
    pub fn fields(&self) -> Vec<(&'static str, Value)> {
        let mut out = FieldList::default();
        self.list(&mut out);
        out.fields
    }

    /// Gives the fields of [`Message::fields`] one after the other, without making a list.
    pub fn list(&self, out: &mut impl FieldSink) {
        out.int("message_type", Some(self.message_type));
        out.int("repeat_indicator", Some(self.repeat_indicator));
        out.int("mmsi", Some(self.mmsi));
        self.body.list(out);
        out.flag("truncated", Some(self.truncation.is_some()));
        out.int("truncated_at_bit", self.truncation.map(|t| t.at_bit as i64));
        out.int("needs_bits", self.truncation.map(|t| t.needs_bits as i64));
        let remarks = (!self.remarks.is_empty()).then(|| self.remark_texts());
        out.characters("remarks", remarks.as_deref());
    }
}

impl Message {
    /// All remarks in one text.
    #[cold]
    pub(crate) fn remark_texts(&self) -> String {
        let remarks: Vec<&str> = self.remarks.iter().map(|remark| remark.text.as_str()).collect();
        remarks.join("; ")
    }
}

/// The fields behind the head.
fn read_body(f: &mut Fields<'_>, message_type: u8, mmsi: u32) -> Result<Body, Fault> {
    Ok(match message_type {
        1..=3 => Body::ClassAPosition(ClassAPosition::read(f, message_type)),
        4 | 11 => Body::BaseStation(BaseStationReport::read(f)),
        5 => Body::StaticAndVoyage(Box::new(StaticAndVoyageData::read(f))),
        6 | 8 | 25 | 26 => Body::Binary(Box::new(BinaryMessage::read(f, message_type))),
        7 | 13 => Body::Acknowledgement(Acknowledgement::read(f)),
        9 => Body::SarAircraft(SarAircraftPosition::read(f)),
        10 => Body::UtcInquiry(UtcInquiry::read(f)),
        12 => Body::Safety(Box::new(SafetyMessage::read_addressed(f))),
        14 => Body::Safety(Box::new(SafetyMessage::read_broadcast(f))),
        15 => Body::Interrogation(Interrogation::read(f)),
        16 => Body::AssignedMode(AssignedMode::read(f)),
        17 => Body::Dgnss(Box::new(DgnssCorrections::read(f))),
        18 => Body::ClassBPosition(ClassBPosition::read(f)),
        19 => Body::ClassBExtended(Box::new(ClassBExtendedPosition::read(f))),
        20 => Body::DataLinkManagement(DataLinkManagement::read(f)),
        21 => Body::AidToNavigation(Box::new(AidToNavigation::read(f))),
        22 => Body::ChannelManagement(Box::new(ChannelManagement::read(f))),
        23 => Body::GroupAssignment(GroupAssignment::read(f)),
        24 => match f.byte(2) {
            Some(0) => Body::StaticPartA(StaticDataPartA::read(f)),
            Some(1) => Body::StaticPartB(StaticDataPartB::read(f, mmsi)),
            part => Body::StaticPartUnknown(Box::new(StaticDataPartUnknown::read(f, part))),
        },
        27 => Body::LongRange(LongRangePosition::read(f)),
        found => return Err(Fault::MessageType { found }),
    })
}

impl Body {
    fn list(&self, out: &mut impl FieldSink) {
        match self {
            Self::ClassAPosition(body) => body.list(out),
            Self::BaseStation(body) => body.list(out),
            Self::StaticAndVoyage(body) => body.list(out),
            Self::Binary(body) => body.list(out),
            Self::Acknowledgement(body) => body.list(out),
            Self::SarAircraft(body) => body.list(out),
            Self::UtcInquiry(body) => body.list(out),
            Self::Safety(body) => body.list(out),
            Self::Interrogation(body) => body.list(out),
            Self::AssignedMode(body) => body.list(out),
            Self::Dgnss(body) => body.list(out),
            Self::ClassBPosition(body) => body.list(out),
            Self::ClassBExtended(body) => body.list(out),
            Self::DataLinkManagement(body) => body.list(out),
            Self::AidToNavigation(body) => body.list(out),
            Self::ChannelManagement(body) => body.list(out),
            Self::GroupAssignment(body) => body.list(out),
            Self::StaticPartA(body) => body.list(out),
            Self::StaticPartB(body) => body.list(out),
            Self::StaticPartUnknown(body) => body.list(out),
            Self::LongRange(body) => body.list(out),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// A payload of so many bits: these fields, then a pattern of six bits.
    fn payload(head: &[(u32, u64)], pattern: u8, length: usize) -> Payload {
        let mut bits: Vec<bool> = head
            .iter()
            .flat_map(|(width, value)| (0..*width).rev().map(move |bit| value >> bit & 1 == 1))
            .collect();
        let start = bits.len();
        let padded = length.div_ceil(6) * 6;
        bits.extend((start..padded).map(|at| pattern >> (5 - at % 6) & 1 == 1));
        let six = |bits: &[bool]| bits.iter().fold(0_u8, |six, bit| six << 1 | u8::from(*bit));
        let armour: Vec<u8> =
            bits.chunks(6).map(six).map(|six| if six < 40 { six + 48 } else { six + 56 }).collect();
        Payload::from_armour(&armour, (padded - length) as u8).unwrap()
    }

    /// Messages of all types and applications, filled with zeros, with ones and with both.
    fn messages() -> Vec<Message> {
        let mut heads: Vec<Vec<(u32, u64)>> = (1..=27).map(|kind| vec![(6, kind), (32, 7)]).collect();
        heads.extend((0..4).map(|part| vec![(6, 24), (32, 7), (2, part)]));
        for (dac, fi) in
            [0, 1, 200, 235, 250, 366].into_iter().flat_map(|dac| (0..64).map(move |fi| (dac, fi)))
        {
            heads.push(vec![(6, 6), (32, 7), (34, 9), (10, dac), (6, fi)]);
            heads.push(vec![(6, 8), (32, 7), (2, 0), (10, dac), (6, fi), (1, 0)]);
            heads.push(vec![(6, 26), (32, 7), (2, 1), (10, dac), (6, fi)]);
        }
        let forms = || {
            [104, 136, 200, 330, 360, 1_000]
                .into_iter()
                .flat_map(|length| [0, 4, 63].map(|six| (six, length)))
        };
        let filled = |head: &Vec<(u32, u64)>| {
            let head = head.clone();
            forms().map(move |(pattern, length)| payload(&head, pattern, length))
        };
        heads.iter().flat_map(filled).filter_map(|payload| Message::from_payload(&payload).ok()).collect()
    }

    #[test]
    fn the_names_of_all_fields_are_those_of_the_list_each_once() {
        let mut seen = BTreeSet::new();
        for message in messages() {
            let names: Vec<&str> = message.fields().iter().map(|(name, _)| *name).collect();
            assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "{message:?}");
            seen.extend(names);
        }
        let listed: BTreeSet<&str> = FIELD_NAMES.iter().copied().collect();
        let (missing, unused) = (seen.difference(&listed), listed.difference(&seen));
        assert_eq!((missing.count(), unused.count()), (0, 0), "{:?}", seen.symmetric_difference(&listed));
        assert_eq!(listed.len(), FIELD_NAMES.len());
    }

    #[test]
    fn a_field_has_the_same_kind_of_value_in_all_messages() {
        let mut kinds = std::collections::BTreeMap::new();
        for message in messages() {
            for (name, value) in message.fields().into_iter().filter(|(_, value)| *value != Value::Null) {
                let kind = std::mem::discriminant(&value);
                assert_eq!(*kinds.entry(name).or_insert(kind), kind, "{name} {message:?}");
            }
        }
    }

    #[test]
    fn a_message_is_cheap_to_move() {
        assert!(size_of::<Message>() <= 120, "{} bytes", size_of::<Message>());
    }
}
