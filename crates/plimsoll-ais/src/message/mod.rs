//! Messages: bits to fields, one file a message family.
//!
//! | file | messages |
//! |---|---|
//! | [`position`] | 1, 2, 3: class A position |
//! | [`base_station`] | 4, 11: base station, answer with the time |
//! | [`static_voyage`] | 5: class A static and voyage data |
//! | [`sar_aircraft`] | 9: aircraft in search and rescue |
//! | [`class_b`] | 18, 19, 24: class B position and static data |
//! | [`aid_to_navigation`] | 21: aid to navigation |
//! | [`long_range`] | 27: long-range position |
//!
//! The other types are recognised and kept as bits. Fields that several messages share are in [`kinematics`],
//! [`particulars`] and [`communication_state`].

pub mod aid_to_navigation;
pub mod base_station;
pub mod class_b;
pub mod communication_state;
pub(crate) mod field;
pub mod kinematics;
pub mod long_range;
pub mod particulars;
pub mod position;
pub mod sar_aircraft;
pub mod static_voyage;
pub(crate) mod value;

pub use field::{Remark, Truncation};
pub use value::{FieldSink, Value};

use crate::{Fault, Payload};
use aid_to_navigation::AidToNavigation;
use base_station::BaseStationReport;
use class_b::{ClassBExtendedPosition, ClassBPosition, StaticDataPartA, StaticDataPartB};
use field::Fields;
use long_range::LongRangePosition;
use position::ClassAPosition;
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

/// The fields of a message.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// Messages 1, 2, 3.
    ClassAPosition(ClassAPosition),
    /// Messages 4 and 11.
    BaseStation(BaseStationReport),
    /// Message 5.
    StaticAndVoyage(StaticAndVoyageData),
    /// Message 9.
    SarAircraft(SarAircraftPosition),
    /// Message 18.
    ClassBPosition(ClassBPosition),
    /// Message 19.
    ClassBExtended(ClassBExtendedPosition),
    /// Message 21.
    AidToNavigation(AidToNavigation),
    /// Message 24, part A.
    StaticPartA(StaticDataPartA),
    /// Message 24, part B.
    StaticPartB(StaticDataPartB),
    /// Message 27.
    LongRange(LongRangePosition),
    /// The other types are not decoded yet: the whole message with its head, as bits.
    NotDecoded(Payload),
}

impl Message {
    /// Decodes a message.
    ///
    /// # Errors
    /// If it is too short for its head, or of a type or part that the standard does not define.
    pub fn from_payload(payload: &Payload) -> Result<Self, Fault> {
        let too_short = || Fault::PayloadTooShort { bits: payload.bits() };
        let message_type = payload.number(0, 6).ok_or_else(too_short)? as u8;
        let repeat_indicator = payload.number(6, 2).ok_or_else(too_short)? as u8;
        let mmsi = payload.number(8, 30).ok_or_else(too_short)?;
        let mut fields = Fields::new(payload, HEAD_BITS);
        let body = read_body(&mut fields, message_type, mmsi, payload)?;
        let (truncation, remarks) = match body {
            Body::NotDecoded(_) => (None, Vec::new()),
            _ => fields.finish(),
        };
        Ok(Self { message_type, repeat_indicator, mmsi, body, truncation, remarks })
    }

    /// True if more bits stand behind the message than its type has, and they are not zero: noise, or another message.
    pub fn is_too_long(&self) -> bool {
        self.remarks.iter().any(|remark| remark.field == field::EXCESS)
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
        let remarks: Vec<&str> = self.remarks.iter().map(|remark| remark.text.as_str()).collect();
        out.text("remarks", Some(remarks.join("; ")).filter(|text| !text.is_empty()));
    }
}

/// The fields behind the head.
fn read_body(f: &mut Fields<'_>, message_type: u8, mmsi: u32, payload: &Payload) -> Result<Body, Fault> {
    Ok(match message_type {
        1..=3 => Body::ClassAPosition(ClassAPosition::read(f, message_type)),
        4 | 11 => Body::BaseStation(BaseStationReport::read(f)),
        5 => Body::StaticAndVoyage(StaticAndVoyageData::read(f)),
        9 => Body::SarAircraft(SarAircraftPosition::read(f)),
        18 => Body::ClassBPosition(ClassBPosition::read(f)),
        19 => Body::ClassBExtended(ClassBExtendedPosition::read(f)),
        21 => Body::AidToNavigation(AidToNavigation::read(f)),
        24 => match f.byte(2) {
            Some(0) => Body::StaticPartA(StaticDataPartA::read(f)),
            Some(1) => Body::StaticPartB(StaticDataPartB::read(f, mmsi)),
            part => {
                let found = part.map_or_else(|| "none".to_owned(), |part| part.to_string());
                return Err(Fault::PartNumber { found });
            }
        },
        27 => Body::LongRange(LongRangePosition::read(f)),
        6..=26 => Body::NotDecoded(*payload),
        found => return Err(Fault::MessageType { found }),
    })
}

impl Body {
    fn list(&self, out: &mut impl FieldSink) {
        match self {
            Self::ClassAPosition(body) => body.list(out),
            Self::BaseStation(body) => body.list(out),
            Self::StaticAndVoyage(body) => body.list(out),
            Self::SarAircraft(body) => body.list(out),
            Self::ClassBPosition(body) => body.list(out),
            Self::ClassBExtended(body) => body.list(out),
            Self::AidToNavigation(body) => body.list(out),
            Self::StaticPartA(body) => body.list(out),
            Self::StaticPartB(body) => body.list(out),
            Self::LongRange(body) => body.list(out),
            Self::NotDecoded(payload) => {
                out.int("payload_bits", Some(payload.bits() as i64));
                out.text("payload_hex", Some(payload.to_string()));
            }
        }
    }
}

/// Every name that [`Message::fields`] can give, in an order that fits all types: the header of a CSV table.
pub const FIELD_NAMES: &[&str] = &[
    "message_type",
    "repeat_indicator",
    "mmsi",
    "part",
    "navigational_status",
    "rate_of_turn",
    "rate_of_turn_deg_per_min",
    "altitude_m",
    "altitude_saturated",
    "utc_year",
    "utc_month",
    "utc_day",
    "utc_hour",
    "utc_minute",
    "utc_second",
    "sog_kn",
    "sog_saturated",
    "position_accuracy",
    "lon_deg",
    "lat_deg",
    "position_latency_over_5_s",
    "cog_deg",
    "heading_deg",
    "second",
    "positioning",
    "special_manoeuvre",
    "ais_version",
    "imo_number",
    "call_sign",
    "ship_name",
    "aid_type",
    "aid_name",
    "ship_type",
    "vendor_id",
    "unit_model",
    "unit_serial",
    "to_bow_m",
    "to_stern_m",
    "to_port_m",
    "to_starboard_m",
    "dimensions_saturated",
    "parent_mmsi",
    "epfd",
    "eta_month",
    "eta_day",
    "eta_hour",
    "eta_minute",
    "eta",
    "draught_m",
    "draught_saturated",
    "destination",
    "off_position",
    "aid_status",
    "altitude_is_barometric",
    "transmission_control",
    "dte_ready",
    "carrier_sense_unit",
    "has_display",
    "has_dsc",
    "whole_band",
    "accepts_message_22",
    "virtual_aid",
    "assigned_mode",
    "raim",
    "communication_state",
    "sync_state",
    "slot_timeout",
    "received_stations",
    "slot_number",
    "slot_utc_hour",
    "slot_utc_minute",
    "slot_offset",
    "slot_increment",
    "slots_to_allocate",
    "keep_flag",
    "payload_bits",
    "payload_hex",
    "truncated",
    "truncated_at_bit",
    "needs_bits",
    "remarks",
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// A payload of a type with all its other bits from a pattern.
    fn payload(message_type: u8, armour: u8, characters: usize) -> Payload {
        let mut text = vec![armour; characters];
        text[0] = if message_type < 40 { message_type + 48 } else { message_type + 56 };
        Payload::from_armour(&text, 0).unwrap()
    }

    #[test]
    fn the_names_of_all_fields_are_those_of_the_list_each_once() {
        let mut seen = BTreeSet::new();
        for message_type in 1..=27 {
            for armour in [b'0', b'4', b'w'] {
                let Ok(message) = Message::from_payload(&payload(message_type, armour, 71)) else { continue };
                let names: Vec<&str> = message.fields().iter().map(|(name, _)| *name).collect();
                assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "type {message_type}");
                seen.extend(names);
            }
        }
        assert_eq!(seen.len(), FIELD_NAMES.len());
        assert_eq!(seen, FIELD_NAMES.iter().copied().collect());
    }
}
