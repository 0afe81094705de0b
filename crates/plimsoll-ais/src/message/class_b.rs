//! Messages 18, 19 and 24: position reports and static data of class B stations (ITU-R M.1371-5, annex 8, message 24
//! in tables 78 and 79).

use super::communication_state::CommunicationState;
use super::field::Fields;
use super::kinematics::{CourseOverGround, SpeedOverGround, TimeStamp};
use super::particulars::AntennaPlace;
use super::value::FieldSink;
use crate::sixbit::{Payload, SixBitText};
use plimsoll_model::Position;

/// Message 18: standard position report. `None`: not available, or cut off.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClassBPosition {
    /// Speed over ground.
    pub sog: Option<SpeedOverGround>,
    /// True: 10 m or better.
    pub position_accuracy: Option<bool>,
    /// Where.
    pub position: Option<Position>,
    /// Course over ground.
    pub cog: Option<CourseOverGround>,
    /// Heading, degrees true.
    pub heading_deg: Option<u16>,
    /// When in the minute.
    pub time_stamp: Option<TimeStamp>,
    /// True: carrier-sense unit; false: SOTDMA unit.
    pub carrier_sense_unit: Option<bool>,
    /// True if it has a display.
    pub has_display: Option<bool>,
    /// True if it has digital selective calling.
    pub has_dsc: Option<bool>,
    /// True if it works over the whole marine band.
    pub whole_band: Option<bool>,
    /// True if it obeys channel management by message 22.
    pub accepts_message_22: Option<bool>,
    /// True if a base station assigned the reporting.
    pub assigned_mode: Option<bool>,
    /// True if receiver autonomous integrity monitoring is in use.
    pub raim: Option<bool>,
    /// SOTDMA or ITDMA; none of both for a carrier-sense unit.
    pub communication_state: Option<CommunicationState>,
}

impl ClassBPosition {
    pub(crate) fn read(f: &mut Fields<'_>) -> Self {
        f.spare(8);
        let sog = f.speed_over_ground(); // 10
        let position_accuracy = f.flag();
        let position = f.position_28_27();
        let cog = f.course_over_ground(); // 12
        let heading_deg = f.heading(); // 9
        let time_stamp = f.time_stamp(); // 6
        f.spare(2);
        let carrier_sense_unit = f.flag();
        let has_display = f.flag();
        let has_dsc = f.flag();
        let whole_band = f.flag();
        let accepts_message_22 = f.flag();
        let assigned_mode = f.flag();
        let raim = f.flag();
        let state = f.selected_state(); // 1 + 19
        Self {
            sog,
            position_accuracy,
            position,
            cog,
            heading_deg,
            time_stamp,
            carrier_sense_unit,
            has_display,
            has_dsc,
            whole_band,
            accepts_message_22,
            assigned_mode,
            raim,
            communication_state: match carrier_sense_unit {
                Some(true) => state.map(|_| CommunicationState::CarrierSense),
                _ => state,
            },
        }
    }

    pub(crate) fn list(&self, out: &mut impl FieldSink) {
        out.speed(self.sog);
        out.position(self.position_accuracy, self.position);
        out.course(self.cog);
        out.int("heading_deg", self.heading_deg);
        out.time_stamp(self.time_stamp);
        out.flag("carrier_sense_unit", self.carrier_sense_unit);
        out.flag("has_display", self.has_display);
        out.flag("has_dsc", self.has_dsc);
        out.flag("whole_band", self.whole_band);
        out.flag("accepts_message_22", self.accepts_message_22);
        out.flag("assigned_mode", self.assigned_mode);
        out.flag("raim", self.raim);
        CommunicationState::list(self.communication_state, out);
    }
}

/// Message 19: extended position report. `None`: not available, or cut off.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClassBExtendedPosition {
    /// Speed over ground.
    pub sog: Option<SpeedOverGround>,
    /// True: 10 m or better.
    pub position_accuracy: Option<bool>,
    /// Where.
    pub position: Option<Position>,
    /// Course over ground.
    pub cog: Option<CourseOverGround>,
    /// Heading, degrees true.
    pub heading_deg: Option<u16>,
    /// When in the minute.
    pub time_stamp: Option<TimeStamp>,
    /// Name.
    pub ship_name: Option<SixBitText<20>>,
    /// Type of ship and cargo.
    pub ship_type: Option<u8>,
    /// Distances from the antenna to the ends of the ship.
    pub antenna_place: Option<AntennaPlace>,
    /// Electronic position fixing device: 0 undefined, 1 GPS ...
    pub epfd: Option<u8>,
    /// True if receiver autonomous integrity monitoring is in use.
    pub raim: Option<bool>,
    /// True if the data terminal is ready. Sent as 0.
    pub dte_ready: Option<bool>,
    /// True if a base station assigned the reporting.
    pub assigned_mode: Option<bool>,
}

impl ClassBExtendedPosition {
    pub(crate) fn read(f: &mut Fields<'_>) -> Self {
        f.spare(8);
        let sog = f.speed_over_ground(); // 10
        let position_accuracy = f.flag();
        let position = f.position_28_27();
        let cog = f.course_over_ground(); // 12
        let heading_deg = f.heading(); // 9
        let time_stamp = f.time_stamp(); // 6
        f.spare(4);
        let ship_name = f.text(); // 120
        let ship_type = f.byte(8).filter(|ship_type| *ship_type != 0);
        let antenna_place = f.antenna_place(); // 9 + 9 + 6 + 6
        let epfd = f.byte(4);
        let raim = f.flag();
        let dte_ready = f.flag().map(|is_unavailable| !is_unavailable);
        let assigned_mode = f.flag();
        f.spare(4);
        Self {
            sog,
            position_accuracy,
            position,
            cog,
            heading_deg,
            time_stamp,
            ship_name,
            ship_type,
            antenna_place,
            epfd,
            raim,
            dte_ready,
            assigned_mode,
        }
    }

    pub(crate) fn list(&self, out: &mut impl FieldSink) {
        out.speed(self.sog);
        out.position(self.position_accuracy, self.position);
        out.course(self.cog);
        out.int("heading_deg", self.heading_deg);
        out.time_stamp(self.time_stamp);
        out.six_bit("ship_name", &self.ship_name);
        out.int("ship_type", self.ship_type);
        out.antenna_place(self.antenna_place);
        out.int("epfd", self.epfd);
        out.flag("raim", self.raim);
        out.flag("dte_ready", self.dte_ready);
        out.flag("assigned_mode", self.assigned_mode);
    }
}

/// Message 24, part A: the name. It stands for itself; part B may never come.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StaticDataPartA {
    /// Name.
    pub ship_name: Option<SixBitText<20>>,
}

impl StaticDataPartA {
    pub(crate) fn read(f: &mut Fields<'_>) -> Self {
        Self { ship_name: f.text() } // 120
    }

    pub(crate) fn list(&self, out: &mut impl FieldSink) {
        out.text("part", Some("A"));
        out.six_bit("ship_name", &self.ship_name);
    }
}

/// Message 24, part B. `None`: not available, or cut off.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StaticDataPartB {
    /// Type of ship and cargo.
    pub ship_type: Option<u8>,
    /// Maker of the unit, three letters. Before edition 4 of the standard the 42 bits from here to the serial number
    /// were one text of the maker's choice.
    pub vendor_id: Option<SixBitText<3>>,
    /// Model, 0 to 15.
    pub unit_model: Option<u8>,
    /// Serial number, 0 to 1,048,575.
    pub unit_serial: Option<u32>,
    /// Call sign.
    pub call_sign: Option<SixBitText<7>>,
    /// Distances from the antenna to the ends of the ship.
    pub antenna_place: Option<AntennaPlace>,
    /// For a craft of a parent ship (MMSI 98xxxxxxx), which has no dimensions here: the MMSI of the parent ship.
    pub parent_mmsi: Option<u32>,
    /// Electronic position fixing device: 0 undefined, 1 GPS ...
    pub epfd: Option<u8>,
}

impl StaticDataPartB {
    pub(crate) fn read(f: &mut Fields<'_>, mmsi: u32) -> Self {
        let ship_type = f.byte(8).filter(|ship_type| *ship_type != 0);
        let vendor_id = f.text(); // 18
        let unit_model = f.byte(4);
        let unit_serial = f.number(20);
        let call_sign = f.text(); // 42
        let is_craft = (980_000_000..990_000_000).contains(&mmsi);
        let parent_mmsi = if is_craft { f.number(30).filter(|parent| *parent != 0) } else { None };
        let antenna_place = if is_craft { None } else { f.antenna_place() }; // 9 + 9 + 6 + 6
        let epfd = f.byte(4);
        f.spare(2);
        Self { ship_type, vendor_id, unit_model, unit_serial, call_sign, antenna_place, parent_mmsi, epfd }
    }

    pub(crate) fn list(&self, out: &mut impl FieldSink) {
        out.text("part", Some("B"));
        out.int("ship_type", self.ship_type);
        out.six_bit("vendor_id", &self.vendor_id);
        out.int("unit_model", self.unit_model);
        out.int("unit_serial", self.unit_serial);
        out.six_bit("call_sign", &self.call_sign);
        out.antenna_place(self.antenna_place);
        out.int("parent_mmsi", self.parent_mmsi);
        out.int("epfd", self.epfd);
    }
}

/// Message 24 with a part number that the standard does not define, 2 or 3: its bits.
#[derive(Clone, Debug, PartialEq)]
pub struct StaticDataPartUnknown {
    /// The part number. `None` if the message ends before it.
    pub part: Option<u8>,
    payload: Payload,
    start: usize,
}

impl StaticDataPartUnknown {
    pub(crate) fn read(f: &mut Fields<'_>, part: Option<u8>) -> Self {
        if let Some(part) = part {
            f.remark("part", format!("part number {part}, expected 0 (A) or 1 (B)"));
        }
        let start = f.at();
        f.spare(f.bits_left());
        Self { part, payload: *f.payload(), start }
    }

    pub(crate) fn list(&self, out: &mut impl FieldSink) {
        let mut rest = Fields::new(&self.payload, self.start);
        let bits = rest.bits_left();
        out.text("part", self.part.map(|part| part.to_string()));
        out.int("part_data_bits", Some(bits as i64));
        out.text("part_data_hex", Some(rest.hexadecimal(bits)));
    }
}
