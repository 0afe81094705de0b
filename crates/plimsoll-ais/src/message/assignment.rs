//! Messages 16 and 23: a base station tells ships how often, or in which slots, to report (ITU-R M.1371-5, annex 8).

use super::field::Fields;
use super::value::FieldSink;
use plimsoll_model::Position;

/// Bits of one assignment.
const ASSIGNMENT_BITS: usize = 52;

/// What one ship is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Assignment {
    /// The ship.
    pub destination_mmsi: Option<u32>,
    /// Slots to the first assigned one; without increment, reports in ten minutes (20 to 600, in steps of 20).
    pub offset: Option<u16>,
    /// Slots to the next assigned one; 0: none, the offset is a number of reports.
    pub increment: Option<u16>,
}

/// Message 16: assigned mode of one ship (96 bits) or two (144 bits).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AssignedMode {
    /// The first ship.
    pub first: Assignment,
    /// The second.
    pub second: Option<Assignment>,
}

impl AssignedMode {
    pub(crate) fn read(f: &mut Fields<'_>) -> Self {
        f.spare(2);
        let first = f.assignment();
        let is_only = f.bits_left() <= 4 || !f.has_group(ASSIGNMENT_BITS);
        let second = (!is_only).then(|| f.assignment());
        f.end_spare(4);
        Self { first, second }
    }

    pub(crate) fn list(&self, out: &mut impl FieldSink) {
        let second = self.second;
        out.int("destination_1_mmsi", self.first.destination_mmsi);
        out.int("assignment_1_offset", self.first.offset);
        out.int("assignment_1_increment", self.first.increment);
        out.int("destination_2_mmsi", second.and_then(|ship| ship.destination_mmsi));
        out.int("assignment_2_offset", second.and_then(|ship| ship.offset));
        out.int("assignment_2_increment", second.and_then(|ship| ship.increment));
    }
}

/// Message 23: what all ships of a kind in an area are told. `None`: not available, or cut off.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GroupAssignment {
    /// North-east corner of the area, to 1/10 minute.
    pub north_east: Option<Position>,
    /// South-west corner.
    pub south_west: Option<Position>,
    /// 0: all mobile stations, 1: class A, 2: class B, 3: aircraft, 4: class B SOTDMA, 5: class B carrier-sense,
    /// 6: inland waterways ...
    pub station_type: Option<u8>,
    /// Type of ship and cargo that is meant; 0: all.
    pub ship_type: Option<u8>,
    /// 0: send and receive on both channels, 1: send on A only, 2: send on B only.
    pub transmit_receive_mode: Option<u8>,
    /// 0: as the station would by itself, 1: 10 min, 2: 6 min, 3: 3 min, 4: 1 min, 5: 30 s, 6: 15 s, 7: 10 s, 8: 5 s,
    /// 9: next shorter, 10: next longer, 11: 2 s.
    pub reporting_interval_code: Option<u8>,
    /// Minutes of silence; 0: none.
    pub quiet_time_min: Option<u8>,
}

impl GroupAssignment {
    pub(crate) fn read(f: &mut Fields<'_>) -> Self {
        f.spare(2);
        let north_east = f.position_18_17();
        let south_west = f.position_18_17();
        let station_type = f.byte(4);
        let ship_type = f.byte(8);
        f.spare(22);
        let transmit_receive_mode = f.byte(2);
        let reporting_interval_code = f.byte(4);
        let quiet_time_min = f.byte(4);
        f.end_spare(6);
        Self {
            north_east,
            south_west,
            station_type,
            ship_type,
            transmit_receive_mode,
            reporting_interval_code,
            quiet_time_min,
        }
    }

    pub(crate) fn list(&self, out: &mut impl FieldSink) {
        list_area(self.north_east, self.south_west, out);
        out.int("addressed_station_type", self.station_type);
        out.int("addressed_ship_type", self.ship_type);
        out.int("transmit_receive_mode", self.transmit_receive_mode);
        out.int("reporting_interval_code", self.reporting_interval_code);
        out.int("quiet_time_min", self.quiet_time_min);
    }
}

/// Two corners of an area.
pub(crate) fn list_area(
    north_east: Option<Position>,
    south_west: Option<Position>,
    out: &mut impl FieldSink,
) {
    out.float("ne_lon_deg", north_east.map(Position::lon_deg));
    out.float("ne_lat_deg", north_east.map(Position::lat_deg));
    out.float("sw_lon_deg", south_west.map(Position::lon_deg));
    out.float("sw_lat_deg", south_west.map(Position::lat_deg));
}

impl Fields<'_> {
    fn assignment(&mut self) -> Assignment {
        Assignment { destination_mmsi: self.mmsi(), offset: self.short(12), increment: self.short(10) }
    }
}
