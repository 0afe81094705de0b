//! Messages 7 and 13: acknowledgement of messages 6 and 12 that were addressed to this station (ITU-R M.1371-5, annex 8,
//! message 7).

use super::field::Fields;
use super::value::FieldSink;

/// Bits of one acknowledgement: MMSI and sequence number.
const ENTRY_BITS: usize = 32;

/// Whom a station answers, and which message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Acknowledged {
    /// The station whose message came.
    pub mmsi: Option<u32>,
    /// The sequence number of that message, 0 to 3.
    pub sequence_number: Option<u8>,
}

/// Acknowledgement of one to four messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Acknowledgement {
    /// In order of transmission; `None` where fewer are acknowledged.
    pub entries: [Option<Acknowledged>; 4],
}

impl Acknowledgement {
    pub(crate) fn read(f: &mut Fields<'_>) -> Self {
        f.spare(2);
        let mut entries = [None; 4];
        for (place, entry) in entries.iter_mut().enumerate() {
            if place > 0 && !f.has_group(ENTRY_BITS) {
                break;
            }
            *entry = Some(Acknowledged { mmsi: f.mmsi(), sequence_number: f.byte(2) });
        }
        f.end_spare(7);
        Self { entries }
    }

    pub(crate) fn list(&self, out: &mut impl FieldSink) {
        for (entry, [mmsi, sequence_number]) in self.entries.iter().zip(NAMES) {
            out.int(mmsi, entry.and_then(|entry| entry.mmsi));
            out.int(sequence_number, entry.and_then(|entry| entry.sequence_number));
        }
    }
}

const NAMES: [[&str; 2]; 4] = [
    ["destination_1_mmsi", "destination_1_sequence_number"],
    ["destination_2_mmsi", "destination_2_sequence_number"],
    ["destination_3_mmsi", "destination_3_sequence_number"],
    ["destination_4_mmsi", "destination_4_sequence_number"],
];

impl Fields<'_> {
    /// Thirty bits; 0 is nobody.
    pub(crate) fn mmsi(&mut self) -> Option<u32> {
        self.number(30).filter(|mmsi| *mmsi != 0)
    }
}
