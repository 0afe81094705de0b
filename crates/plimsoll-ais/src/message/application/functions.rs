//! Functions of the messages themselves, DAC 1, FI 0 to 5 and 40 (ITU-R M.1371-5, annex 5, section 5; FI 1 and 40 as in
//! edition 1), and the texts of IMO SN.1/Circ.289 (FI 29 and 30).

use super::reader::Reader;
use crate::message::value::FieldSink;

impl<S: FieldSink> Reader<'_, '_, S> {
    /// FI 0: text.
    pub(super) fn text_message(&mut self) {
        self.flag("acknowledgement_wanted");
        self.code("text_sequence_number", 11);
        self.text_to_end::<154>("text");
    }

    /// FI 1 and 5: an application answers. FI 5 also says of which function and how.
    pub(super) fn application_acknowledgement(&mut self, is_new: bool) {
        self.code("acknowledged_dac", 10);
        if is_new {
            self.code("acknowledged_fi", 6);
        }
        self.code("text_sequence_number", 11);
        if is_new {
            self.flag("application_available");
            self.code("application_response", 3);
        }
        self.fields.end_spare(if is_new { 49 } else { 3 });
    }

    /// FI 2: asks for a message of an application.
    pub(super) fn application_interrogation(&mut self) {
        self.code("requested_dac", 10);
        self.code("requested_fi", 6);
        self.fields.end_spare(64);
    }

    /// FI 3: asks which functions a station has.
    pub(super) fn capability_interrogation(&mut self) {
        self.code("requested_dac", 10);
        self.fields.end_spare(70);
    }

    /// FI 4: the functions that a station has, as a list of numbers. Two bits each, the second of which is spare.
    pub(super) fn capability_reply(&mut self) {
        self.code("requested_dac", 10);
        let available: Vec<Option<bool>> = (0..64)
            .map(|_| {
                let flag = self.fields.flag();
                self.fields.spare(1);
                flag
            })
            .collect();
        let numbers: Vec<String> = (0..64)
            .zip(&available)
            .filter(|(_, flag)| **flag == Some(true))
            .map(|(fi, _)| fi.to_string())
            .collect();
        let is_whole = available.iter().all(Option::is_some);
        self.out.text("available_fi", is_whole.then(|| numbers.join(" ")));
        self.fields.end_spare(126);
    }

    /// FI 16 in message 6, FI 40: persons on board; 8,191 is 8,191 or more.
    pub(super) fn persons_on_board(&mut self) {
        self.code_or_zero("persons_on_board", 13);
        self.fields.end_spare(35);
    }

    /// FI 29 and 30: text for another message with the same linkage number (Circ.289, FI 29).
    pub(super) fn linked_text(&mut self) {
        self.code("message_linkage_id", 10);
        self.text_to_end::<161>("text");
    }
}
