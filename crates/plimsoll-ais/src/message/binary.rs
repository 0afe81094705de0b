//! Messages 6, 8, 25 and 26: binary data of an application, addressed or to all (ITU-R M.1371-5, annex 8; message 25 in
//! table 80). The applications themselves are in [`application`](super::application).

use super::application::inland::InlandStatic;
use super::application::{Application, ApplicationId, Nowhere};
use super::communication_state::CommunicationState;
use super::field::Fields;
use super::value::FieldSink;
use crate::sixbit::Payload;

/// Spare bits before the communication state of message 26, and the state with the bit that chooses its kind.
const TAIL_BITS: usize = 4 + 20;

/// Binary data. `None`: the message has no such field, or it is cut off.
#[derive(Clone, Debug, PartialEq)]
pub struct BinaryMessage {
    /// Message 6: its number, 0 to 3, to which the acknowledgement refers.
    pub sequence_number: Option<u8>,
    /// To whom; `None` if to all.
    pub destination_mmsi: Option<u32>,
    /// Message 6: true if it was sent before.
    pub retransmitted: Option<bool>,
    /// What the data are; messages 25 and 26 may not say it.
    pub application: Option<ApplicationId>,
    /// Message 26: SOTDMA or ITDMA.
    pub communication_state: Option<CommunicationState>,
    message_type: u8,
    /// The whole message, of which the data are a part.
    payload: Payload,
    data_at: usize,
    data_bits: usize,
}

impl BinaryMessage {
    pub(crate) fn read(f: &mut Fields<'_>, message_type: u8) -> Self {
        let mut message = Self {
            sequence_number: None,
            destination_mmsi: None,
            retransmitted: None,
            application: None,
            communication_state: None,
            message_type,
            payload: Payload::new(),
            data_at: 0,
            data_bits: 0,
        };
        match message_type {
            6 => message.read_head_6(f),
            8 => {
                f.spare(2);
                message.application = f.application_id();
            }
            _ => message.read_head_25(f),
        }
        let tail = if message_type == 26 { TAIL_BITS } else { 0 };
        message.data_at = f.at();
        message.data_bits = f.bits_left().saturating_sub(tail);
        message.payload = without_tail(f.payload(), message.data_at + message.data_bits);
        message.check_data(f);
        if message_type == 26 {
            // Data too short for their application do not take the tail with them.
            f.back_to(message.data_at + message.data_bits);
            f.spare(4);
            message.communication_state = f.selected_state();
        }
        message
    }

    fn read_head_6(&mut self, f: &mut Fields<'_>) {
        self.sequence_number = f.byte(2);
        self.destination_mmsi = f.mmsi(); // 30
        self.retransmitted = f.flag();
        f.spare(1);
        self.application = f.application_id(); // 10 + 6
    }

    /// Messages 25 and 26 say in two bits whether a destination and an application identifier follow. Two spare bits
    /// stand behind the destination, which some decoders leave out.
    fn read_head_25(&mut self, f: &mut Fields<'_>) {
        let is_addressed = f.flag();
        let has_application = f.flag();
        if is_addressed == Some(true) {
            self.destination_mmsi = f.mmsi(); // 30
            f.spare(2);
        }
        if has_application == Some(true) {
            self.application = f.application_id(); // 10 + 6
        }
    }

    /// Reads the data once for what is wrong with them, and leaves the reader behind them.
    fn check_data(&self, f: &mut Fields<'_>) {
        let end = self.data_at + self.data_bits;
        if let Some(application) = self.layout() {
            let mut data = Fields::new(&self.payload, self.data_at);
            application.read(&mut data, &mut Nowhere);
            f.follow(data);
        }
        f.spare(end.saturating_sub(f.at()));
    }

    fn layout(&self) -> Option<Application> {
        Application::of(self.application?, self.message_type, self.data_bits)
    }

    /// How many bits of data it has.
    pub fn data_bits(&self) -> usize {
        self.data_bits
    }

    /// The data in hexadecimal, four bits a digit, the last digit filled up with zeros.
    pub fn data_hexadecimal(&self) -> String {
        Fields::new(&self.payload, self.data_at).hexadecimal(self.data_bits)
    }

    /// True if the layout of the data is not known, so that they are given as bits only.
    pub fn is_bits_only(&self) -> bool {
        self.layout().is_none() && self.data_bits > 0
    }

    /// The data of an inland ship (DAC 200, FI 10), if this is what the message says it has.
    pub fn inland_static(&self) -> Option<InlandStatic> {
        matches!(self.layout(), Some(Application::InlandStatic))
            .then(|| InlandStatic::read(&mut Fields::new(&self.payload, self.data_at)))
    }

    pub(crate) fn list(&self, out: &mut impl FieldSink) {
        out.int("sequence_number", self.sequence_number);
        out.int("destination_mmsi", self.destination_mmsi);
        out.flag("retransmitted", self.retransmitted);
        out.int("dac", self.application.map(|id| id.dac));
        out.int("fi", self.application.map(|id| id.fi));
        let layout = self.layout();
        out.text("application", layout.map(Application::name));
        out.int("application_data_bits", Some(self.data_bits as i64));
        match layout {
            Some(layout) => layout.read(&mut Fields::new(&self.payload, self.data_at), out),
            None => out.text("application_data_hex", Some(self.data_hexadecimal())),
        }
        if self.message_type == 26 {
            CommunicationState::list(self.communication_state, out);
        }
    }
}

/// The message up to a bit, so that the fields of the data are cut off where the data end.
fn without_tail(payload: &Payload, end: usize) -> Payload {
    if end >= payload.bits() {
        return *payload;
    }
    let character = |at: usize| {
        let width = (end - at).min(6) as u32;
        let six = (payload.number(at, width).unwrap_or_default() << (6 - width)) as u8;
        if six < 40 { six + 48 } else { six + 56 }
    };
    let armour: Vec<u8> = (0..end).step_by(6).map(character).collect();
    let fill_bits = (armour.len() * 6 - end) as u8;
    Payload::from_armour(&armour, fill_bits)
        .expect("every character is of the alphabet and fewer than they were")
}

impl Fields<'_> {
    fn application_id(&mut self) -> Option<ApplicationId> {
        let (dac, fi) = (self.short(10), self.byte(6));
        Some(ApplicationId { dac: dac?, fi: fi? })
    }
}
