//! Messages 12 and 14: safety related text, addressed or to all (ITU-R M.1371-5, annex 8).

use super::field::Fields;
use super::value::FieldSink;
use crate::sixbit::SixBitText;

/// A text that a station sent to one other (message 12, up to 156 characters) or to all (message 14, up to 161).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SafetyMessage {
    /// Message 12: its number, 0 to 3, to which the acknowledgement refers.
    pub sequence_number: Option<u8>,
    /// Message 12: to whom.
    pub destination_mmsi: Option<u32>,
    /// Message 12: true if it was sent before.
    pub retransmitted: Option<bool>,
    /// The text.
    pub text: Option<SixBitText<161>>,
}

impl SafetyMessage {
    pub(crate) fn read_addressed(f: &mut Fields<'_>) -> Self {
        let sequence_number = f.byte(2);
        let destination_mmsi = f.mmsi(); // 30
        let retransmitted = f.flag();
        f.spare(1);
        Self { sequence_number, destination_mmsi, retransmitted, text: f.text_to_end() }
    }

    pub(crate) fn read_broadcast(f: &mut Fields<'_>) -> Self {
        f.spare(2);
        Self { sequence_number: None, destination_mmsi: None, retransmitted: None, text: f.text_to_end() }
    }

    pub(crate) fn list(&self, out: &mut impl FieldSink) {
        out.int("sequence_number", self.sequence_number);
        out.int("destination_mmsi", self.destination_mmsi);
        out.flag("retransmitted", self.retransmitted);
        out.six_bit("safety_text", &self.text);
    }
}
