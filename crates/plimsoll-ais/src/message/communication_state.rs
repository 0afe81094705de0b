//! The communication state: how the station shares the radio channel (ITU-R M.1371-5, annex 2, SOTDMA and ITDMA).

use super::field::Fields;
use super::value::FieldSink;

/// What a SOTDMA state carries, by how many frames the slot will still be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubMessage {
    /// Time-out 3, 5, 7: how many stations this one receives.
    ReceivedStations(u16),
    /// Time-out 2, 4, 6: the slot of this transmission, 0 to 2,249.
    SlotNumber(u16),
    /// Time-out 1: the hour and minute in UTC.
    HourAndMinute(u8, u8),
    /// Time-out 0: how many slots further the next transmission will be.
    SlotOffset(u16),
}

/// The communication state of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommunicationState {
    /// Self-organised access.
    Sotdma {
        /// 0: UTC direct, 1: indirect, 2: from a base station, 3: from another station.
        sync_state: u8,
        /// Frames that the slot will still be used, 0 to 7.
        slot_timeout: u8,
        /// What else it says.
        sub_message: SubMessage,
    },
    /// Incremental access.
    Itdma {
        /// As above.
        sync_state: u8,
        /// Slots to the next transmission, 0 to 8,191.
        slot_increment: u16,
        /// How many slots in a row, 0 to 7.
        slots_to_allocate: u8,
        /// True if the slot is kept for one more frame.
        keep_flag: bool,
    },
    /// Carrier-sense units have none and send a fixed number.
    CarrierSense,
}

impl CommunicationState {
    /// From the 19 bits of a SOTDMA state.
    pub fn sotdma(bits: u32) -> Self {
        let slot_timeout = (bits >> 14 & 7) as u8;
        let rest = (bits & 0x3fff) as u16;
        let sub_message = match slot_timeout {
            0 => SubMessage::SlotOffset(rest),
            1 => SubMessage::HourAndMinute((rest >> 9) as u8, (rest >> 2 & 0x7f) as u8),
            2 | 4 | 6 => SubMessage::SlotNumber(rest),
            _ => SubMessage::ReceivedStations(rest),
        };
        Self::Sotdma { sync_state: (bits >> 17) as u8, slot_timeout, sub_message }
    }

    /// From the 19 bits of an ITDMA state.
    pub fn itdma(bits: u32) -> Self {
        Self::Itdma {
            sync_state: (bits >> 17) as u8,
            slot_increment: (bits >> 4 & 0x1fff) as u16,
            slots_to_allocate: (bits >> 1 & 7) as u8,
            keep_flag: bits & 1 == 1,
        }
    }

    /// The access scheme in a word.
    pub const fn scheme(self) -> &'static str {
        match self {
            Self::Sotdma { .. } => "SOTDMA",
            Self::Itdma { .. } => "ITDMA",
            Self::CarrierSense => "CS",
        }
    }

    /// Gives its fields.
    #[inline(always)]
    pub(crate) fn list(state: Option<Self>, out: &mut impl FieldSink) {
        out.communication_state(state);
    }

    /// Gives its fields one by one, null where the state is of another kind.
    pub(crate) fn fields(state: Option<Self>, out: &mut impl FieldSink) {
        let (mut sync, mut timeout, mut increment, mut slots, mut keep, mut sub) = Default::default();
        match state {
            Some(Self::Sotdma { sync_state, slot_timeout, sub_message }) => {
                (sync, timeout, sub) = (Some(sync_state), Some(slot_timeout), Some(sub_message));
            }
            Some(Self::Itdma { sync_state, slot_increment, slots_to_allocate, keep_flag }) => {
                (sync, increment) = (Some(sync_state), Some(slot_increment));
                (slots, keep) = (Some(slots_to_allocate), Some(keep_flag));
            }
            Some(Self::CarrierSense) | None => {}
        }
        out.word("communication_state", state.map(Self::scheme));
        out.int("sync_state", sync);
        out.int("slot_timeout", timeout);
        SubMessage::list(sub, out);
        out.int("slot_increment", increment);
        out.int("slots_to_allocate", slots);
        out.flag("keep_flag", keep);
    }
}

impl SubMessage {
    #[inline(always)]
    fn list(sub: Option<Self>, out: &mut impl FieldSink) {
        let (mut stations, mut slot, mut hour, mut minute, mut offset) = Default::default();
        match sub {
            Some(Self::ReceivedStations(n)) => stations = Some(n),
            Some(Self::SlotNumber(n)) => slot = Some(n),
            Some(Self::HourAndMinute(h, m)) => (hour, minute) = (Some(h), Some(m)),
            Some(Self::SlotOffset(n)) => offset = Some(n),
            None => {}
        }
        out.int("received_stations", stations);
        out.int("slot_number", slot);
        out.int("slot_utc_hour", hour);
        out.int("slot_utc_minute", minute);
        out.int("slot_offset", offset);
    }
}

impl Fields<'_> {
    /// Nineteen bits of a SOTDMA state.
    pub(crate) fn sotdma_state(&mut self) -> Option<CommunicationState> {
        self.number(19).map(CommunicationState::sotdma)
    }

    /// Nineteen bits of an ITDMA state.
    pub(crate) fn itdma_state(&mut self) -> Option<CommunicationState> {
        self.number(19).map(CommunicationState::itdma)
    }

    /// One bit that chooses, and 19 bits of a SOTDMA (0) or ITDMA (1) state.
    pub(crate) fn selected_state(&mut self) -> Option<CommunicationState> {
        let is_itdma = self.flag();
        let bits = self.number(19)?;
        Some(if is_itdma? { CommunicationState::itdma(bits) } else { CommunicationState::sotdma(bits) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_out_says_what_the_rest_means() {
        // Bits put together by hand: sync state 2, time-out, 14 bits.
        let state = |timeout: u32, rest: u32| CommunicationState::sotdma(2 << 17 | timeout << 14 | rest);
        let expected = [
            (0, SubMessage::SlotOffset(2_250)),
            (1, SubMessage::HourAndMinute(23, 59)),
            (2, SubMessage::SlotNumber(2_250)),
            (3, SubMessage::ReceivedStations(2_250)),
            (7, SubMessage::ReceivedStations(2_250)),
        ];
        for (timeout, sub_message) in expected {
            let rest = if timeout == 1 { 23 << 9 | 59 << 2 } else { 2_250 };
            let slot_timeout = timeout as u8;
            assert_eq!(
                state(timeout, rest),
                CommunicationState::Sotdma { sync_state: 2, slot_timeout, sub_message }
            );
        }
    }

    #[test]
    fn an_itdma_state_has_increment_slots_and_keep_flag() {
        let bits = 1 << 17 | 3_646 << 4 | 5 << 1 | 1;
        let expected = CommunicationState::Itdma {
            sync_state: 1,
            slot_increment: 3_646,
            slots_to_allocate: 5,
            keep_flag: true,
        };
        assert_eq!(CommunicationState::itdma(bits), expected);
    }
}
