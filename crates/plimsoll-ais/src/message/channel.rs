//! Messages 20 and 22: a base station reserves slots and sets the radio channels (ITU-R M.1371-5, annex 8).

use super::assignment::list_area;
use super::field::Fields;
use super::value::FieldSink;
use plimsoll_model::Position;

/// Bits of one reservation.
const RESERVATION_BITS: usize = 30;

/// Slots that a base station keeps for itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reservation {
    /// Slots from this one to the first that is kept; 0: not used.
    pub offset: Option<u16>,
    /// How many in a row.
    pub slots: Option<u8>,
    /// For how many minutes.
    pub timeout_min: Option<u8>,
    /// Slots to the next block that is kept; 0: one block a frame.
    pub increment: Option<u16>,
}

/// Message 20: one to four reservations (72, 104, 136, 160 bits).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DataLinkManagement {
    /// In order of transmission; `None` where there are fewer.
    pub reservations: [Option<Reservation>; 4],
}

impl DataLinkManagement {
    pub(crate) fn read(f: &mut Fields<'_>) -> Self {
        f.spare(2);
        let mut reservations = [None; 4];
        for (place, reservation) in reservations.iter_mut().enumerate() {
            // Up to six bits fill the message up to whole bytes; some stations set them.
            if place > 0 && (f.bits_left() <= 6 || !f.has_group(RESERVATION_BITS)) {
                break;
            }
            *reservation = Some(Reservation {
                offset: f.short(12),
                slots: f.byte(4),
                timeout_min: f.byte(3),
                increment: f.short(11),
            });
        }
        f.end_spare(6);
        Self { reservations }
    }

    pub(crate) fn list(&self, out: &mut impl FieldSink) {
        for (reservation, [offset, slots, timeout_min, increment]) in
            self.reservations.iter().zip(RESERVATION_NAMES)
        {
            out.int(offset, reservation.and_then(|r| r.offset));
            out.int(slots, reservation.and_then(|r| r.slots));
            out.int(timeout_min, reservation.and_then(|r| r.timeout_min));
            out.int(increment, reservation.and_then(|r| r.increment));
        }
    }
}

const RESERVATION_NAMES: [[&str; 4]; 4] = [
    [
        "reservation_1_slot_offset",
        "reservation_1_slots",
        "reservation_1_timeout_min",
        "reservation_1_increment",
    ],
    [
        "reservation_2_slot_offset",
        "reservation_2_slots",
        "reservation_2_timeout_min",
        "reservation_2_increment",
    ],
    [
        "reservation_3_slot_offset",
        "reservation_3_slots",
        "reservation_3_timeout_min",
        "reservation_3_increment",
    ],
    [
        "reservation_4_slot_offset",
        "reservation_4_slots",
        "reservation_4_timeout_min",
        "reservation_4_increment",
    ],
];

/// For whom the channels of message 22 are set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ChannelTarget {
    /// For all ships in an area.
    Area {
        /// North-east corner, to 1/10 minute.
        north_east: Option<Position>,
        /// South-west corner.
        south_west: Option<Position>,
    },
    /// For two ships, or one.
    Ships {
        /// The first.
        destination_1_mmsi: Option<u32>,
        /// The second.
        destination_2_mmsi: Option<u32>,
    },
}

/// Message 22: radio channels. `None`: cut off.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ChannelManagement {
    /// Number of channel A (ITU-R M.1084), by default 2087.
    pub channel_a: Option<u16>,
    /// Number of channel B, by default 2088.
    pub channel_b: Option<u16>,
    /// 0: send and receive on both channels, 1: send on A only, 2: send on B only.
    pub transmit_receive_mode: Option<u8>,
    /// True: low power; false: high.
    pub low_power: Option<bool>,
    /// For whom. `None` if the message ends before the bit that tells areas from ships.
    pub target: Option<ChannelTarget>,
    /// True: 12.5 kHz on channel A (edition 1 of the standard; spare since).
    pub channel_a_narrow_band: Option<bool>,
    /// The same for channel B.
    pub channel_b_narrow_band: Option<bool>,
    /// Width of the zone along the border of the area in which both settings hold, nautical miles, 1 to 8.
    pub transitional_zone_nmi: Option<u8>,
}

impl ChannelManagement {
    pub(crate) fn read(f: &mut Fields<'_>) -> Self {
        f.spare(2);
        let channel_a = f.short(12);
        let channel_b = f.short(12);
        let transmit_receive_mode = f.byte(4);
        let low_power = f.flag();
        let target = f.channel_target(); // 70 + 1
        let channel_a_narrow_band = f.flag();
        let channel_b_narrow_band = f.flag();
        let transitional_zone_nmi = f.byte(3).map(|size| size + 1);
        f.end_spare(23);
        Self {
            channel_a,
            channel_b,
            transmit_receive_mode,
            low_power,
            target,
            channel_a_narrow_band,
            channel_b_narrow_band,
            transitional_zone_nmi,
        }
    }

    pub(crate) fn list(&self, out: &mut impl FieldSink) {
        let (mut corners, mut ships) = ((None, None), (None, None));
        match self.target {
            Some(ChannelTarget::Area { north_east, south_west }) => corners = (north_east, south_west),
            Some(ChannelTarget::Ships { destination_1_mmsi, destination_2_mmsi }) => {
                ships = (destination_1_mmsi, destination_2_mmsi);
            }
            None => {}
        }
        out.int("channel_a", self.channel_a);
        out.int("channel_b", self.channel_b);
        out.int("transmit_receive_mode", self.transmit_receive_mode);
        out.flag("low_power", self.low_power);
        list_area(corners.0, corners.1, out);
        out.int("destination_1_mmsi", ships.0);
        out.int("destination_2_mmsi", ships.1);
        out.flag("addressed", self.target.map(|target| matches!(target, ChannelTarget::Ships { .. })));
        out.flag("channel_a_narrow_band", self.channel_a_narrow_band);
        out.flag("channel_b_narrow_band", self.channel_b_narrow_band);
        out.int("transitional_zone_nmi", self.transitional_zone_nmi);
    }
}

impl Fields<'_> {
    /// Seventy bits and one behind them that says what they are.
    fn channel_target(&mut self) -> Option<ChannelTarget> {
        let mut ahead = self.ahead();
        ahead.spare(70);
        let is_addressed = ahead.flag();
        let target = match is_addressed {
            Some(false) => Some(ChannelTarget::Area {
                north_east: self.position_18_17(),
                south_west: self.position_18_17(),
            }),
            Some(true) => {
                let destination_1_mmsi = self.mmsi(); // 30
                self.spare(5);
                let destination_2_mmsi = self.mmsi(); // 30
                self.spare(5);
                Some(ChannelTarget::Ships { destination_1_mmsi, destination_2_mmsi })
            }
            None => {
                self.spare(70);
                None
            }
        };
        self.spare(1);
        target
    }
}
