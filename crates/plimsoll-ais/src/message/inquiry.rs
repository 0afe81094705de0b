//! Messages 10 and 15: a station asks another for the time, or for messages (ITU-R M.1371-5, annex 8).

use super::field::Fields;
use super::value::FieldSink;

/// Message 10: asks a station for the time in UTC, which it gives in message 11.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UtcInquiry {
    /// Who is asked.
    pub destination_mmsi: Option<u32>,
}

impl UtcInquiry {
    pub(crate) fn read(f: &mut Fields<'_>) -> Self {
        f.spare(2);
        let destination_mmsi = f.mmsi(); // 30
        f.end_spare(2);
        Self { destination_mmsi }
    }

    pub(crate) fn list(&self, out: &mut impl FieldSink) {
        out.int("destination_mmsi", self.destination_mmsi);
    }
}

/// A message that is asked for. Both numbers zero: none, a place that is not used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request {
    /// Its type.
    pub message_type: Option<u8>,
    /// In how many slots the answer shall begin; 0: as the asked station sees fit.
    pub slot_offset: Option<u16>,
}

/// Message 15: asks one station for one or two messages, and perhaps a second for one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interrogation {
    /// The first station that is asked.
    pub destination_1_mmsi: Option<u32>,
    /// For what.
    pub request_1_1: Request,
    /// And for what else.
    pub request_1_2: Option<Request>,
    /// The second station that is asked.
    pub destination_2_mmsi: Option<u32>,
    /// For what.
    pub request_2_1: Option<Request>,
}

impl Interrogation {
    /// The message has 88 bits with one request, 110 (sent as 112) with two, 160 with a second station. A second
    /// station without a second request leaves the place of the latter zero.
    pub(crate) fn read(f: &mut Fields<'_>) -> Self {
        f.spare(2);
        let destination_1_mmsi = f.mmsi(); // 30
        let request_1_1 = f.request(); // 6 + 12
        let mut message = Self {
            destination_1_mmsi,
            request_1_1,
            request_1_2: None,
            destination_2_mmsi: None,
            request_2_1: None,
        };
        if !f.rest_is_zero() {
            f.spare(2);
            message.request_1_2 = Some(f.request()).filter(Request::is_used);
            if !f.rest_is_zero() && f.bits_left() > 4 {
                f.spare(2);
                message.destination_2_mmsi = f.mmsi(); // 30
                message.request_2_1 = Some(f.request()).filter(Request::is_used);
            }
            f.end_spare(4);
        }
        message
    }

    pub(crate) fn list(&self, out: &mut impl FieldSink) {
        let request_2_1 = self.request_2_1;
        out.int("destination_1_mmsi", self.destination_1_mmsi);
        out.int("request_1_1_message_type", self.request_1_1.message_type);
        out.int("request_1_1_slot_offset", self.request_1_1.slot_offset);
        out.int("request_1_2_message_type", self.request_1_2.and_then(|request| request.message_type));
        out.int("request_1_2_slot_offset", self.request_1_2.and_then(|request| request.slot_offset));
        out.int("destination_2_mmsi", self.destination_2_mmsi);
        out.int("request_2_1_message_type", request_2_1.and_then(|request| request.message_type));
        out.int("request_2_1_slot_offset", request_2_1.and_then(|request| request.slot_offset));
    }
}

impl Request {
    fn is_used(&self) -> bool {
        self.message_type.is_some_and(|message_type| message_type != 0) || self.slot_offset != Some(0)
    }
}

impl Fields<'_> {
    fn request(&mut self) -> Request {
        Request { message_type: self.byte(6), slot_offset: self.short(12) }
    }
}
