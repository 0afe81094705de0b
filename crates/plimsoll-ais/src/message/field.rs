//! Reading the fields of a message in order of transmission, so that a decoder can be laid beside the table of the
//! standard: each call names the width in bits of the next field.

use crate::sixbit::{Payload, SixBitText};

/// The end of a message came before the end of its last field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Truncation {
    /// How many bits the message has.
    pub at_bit: usize,
    /// How many it needs.
    pub needs_bits: usize,
}

/// Something in a message that is outside the standard: the field is left out, the message is not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// Which field.
    pub field: &'static str,
    /// What was found and what was expected.
    pub text: String,
}

/// A place in a message, going forward.
#[derive(Debug)]
pub(crate) struct Fields<'a> {
    payload: &'a Payload,
    at: usize,
    remarks: Vec<Remark>,
}

impl<'a> Fields<'a> {
    /// From bit `at` on.
    pub(crate) fn new(payload: &'a Payload, at: usize) -> Self {
        Self { payload, at, remarks: Vec::new() }
    }

    /// A number of up to 32 bits. `None` if the message ends before it does.
    #[inline(always)]
    pub(crate) fn number(&mut self, width: u32) -> Option<u32> {
        let number = self.payload.number(self.at, width);
        self.at += width as usize;
        number
    }

    /// A number of up to 8 bits.
    #[inline(always)]
    pub(crate) fn byte(&mut self, width: u32) -> Option<u8> {
        self.number(width).map(|n| n as u8)
    }

    /// A number of up to 16 bits.
    #[inline(always)]
    pub(crate) fn short(&mut self, width: u32) -> Option<u16> {
        self.number(width).map(|n| n as u16)
    }

    /// A number in two's complement.
    #[inline(always)]
    pub(crate) fn signed(&mut self, width: u32) -> Option<i32> {
        self.number(width).map(|n| (n << (32 - width)) as i32 >> (32 - width))
    }

    /// One bit.
    #[inline(always)]
    pub(crate) fn flag(&mut self) -> Option<bool> {
        self.number(1).map(|n| n == 1)
    }

    /// Bits that mean nothing.
    #[inline(always)]
    pub(crate) fn spare(&mut self, width: usize) {
        self.at += width;
    }

    /// A text of `N` six-bit characters. `None` if it is cut off or not available.
    pub(crate) fn text<const N: usize>(&mut self) -> Option<SixBitText<N>> {
        let start = self.at;
        self.at += 6 * N;
        if self.at > self.payload.bits() {
            return None;
        }
        SixBitText::from_bits(self.payload, start)
    }

    /// Six-bit characters as numbers. `None` if they are cut off.
    pub(crate) fn sixes(&mut self, count: usize) -> Option<impl Iterator<Item = u32> + use<'a>> {
        let (payload, start) = (self.payload, self.at);
        self.at += 6 * count;
        (self.at <= payload.bits())
            .then(|| (0..count).map_while(move |place| payload.number(start + 6 * place, 6)))
    }

    /// A number within a range; one value means "not available", any other is remarked on.
    #[inline(always)]
    pub(crate) fn ranged(
        &mut self,
        field: &'static str,
        width: u32,
        range: std::ops::RangeInclusive<u32>,
        not_available: u32,
    ) -> Option<u32> {
        let value = self.number(width)?;
        if range.contains(&value) {
            return Some(value);
        }
        if value != not_available {
            self.remark_out_of_range(field, value, range, not_available);
        }
        None
    }

    /// Notes a number outside its range.
    #[cold]
    fn remark_out_of_range(
        &mut self,
        field: &'static str,
        value: u32,
        range: std::ops::RangeInclusive<u32>,
        not_available: u32,
    ) {
        let (low, high) = range.into_inner();
        self.remark(
            field,
            format!("{field} {value} is not between {low} and {high} ({not_available}: not available)"),
        );
    }

    /// Notes something outside the standard.
    pub(crate) fn remark(&mut self, field: &'static str, text: String) {
        self.remarks.push(Remark { field, text });
    }

    /// A second reader at the same place, for looking ahead; what it finds is not kept.
    pub(crate) fn ahead(&self) -> Fields<'a> {
        Self::new(self.payload, self.at)
    }

    /// Goes back to a place that reading went beyond.
    pub(crate) fn back_to(&mut self, at: usize) {
        self.at = self.at.min(at);
    }

    /// Goes on where another reader of the same message stopped, with what it found.
    pub(crate) fn follow(&mut self, other: Fields<'_>) {
        self.at = other.at;
        self.remarks.extend(other.remarks);
    }

    /// The whole message.
    pub(crate) fn payload(&self) -> &'a Payload {
        self.payload
    }

    /// The place of the next field, in bits from the first of the message.
    pub(crate) fn at(&self) -> usize {
        self.at
    }

    /// Bits that mean nothing at the end of a message: senders leave them off, and that cuts off nothing.
    pub(crate) fn end_spare(&mut self, width: usize) {
        self.at += width.min(self.bits_left());
    }

    /// True if nothing but zeros is left: filling, where another group of fields could have stood.
    pub(crate) fn rest_is_zero(&self) -> bool {
        self.payload.is_zero_from(self.at)
    }

    /// True if one more group of so many bits stands here: it is whole, or something of it is there.
    pub(crate) fn has_group(&self, bits: usize) -> bool {
        self.bits_left() >= bits || !self.rest_is_zero()
    }

    /// Six-bit characters to the end of the message, at most `N`. The bits behind the last whole character fill it up.
    pub(crate) fn text_to_end<const N: usize>(&mut self) -> Option<SixBitText<N>> {
        let count = (self.bits_left() / 6).min(N);
        let text = self.sixes(count).and_then(SixBitText::from_sixes);
        self.end_spare(5);
        text
    }

    /// The next bits in hexadecimal, four a digit, the last digit filled up with zeros. Cut off where the message is.
    pub(crate) fn hexadecimal(&mut self, bits: usize) -> String {
        let end = (self.at + bits).min(self.payload.bits());
        let mut text = String::with_capacity(bits.div_ceil(4));
        while self.at < end {
            let width = (end - self.at).min(4);
            let digit = self.number(width as u32).unwrap_or_default() << (4 - width);
            text.extend(char::from_digit(digit, 16).map(|c| c.to_ascii_uppercase()));
        }
        text
    }

    /// How many bits are left.
    pub(crate) fn bits_left(&self) -> usize {
        self.payload.bits().saturating_sub(self.at)
    }

    /// What has been found: whether the message is cut off, and what is outside the standard. Bits behind the end of
    /// the message are filling if they are zero; else it is not a message of its type, and that is remarked on.
    pub(crate) fn finish(mut self) -> (Option<Truncation>, Vec<Remark>) {
        let bits = self.payload.bits();
        if !self.payload.is_zero_from(self.at) {
            let needs = self.at;
            self.remark(
                EXCESS,
                format!("payload of {bits} bits, expected {needs}, and the bits behind are not zero"),
            );
        }
        let truncation = (self.at > bits).then_some(Truncation { at_bit: bits, needs_bits: self.at });
        (truncation, self.remarks)
    }
}

/// The "field" of the remark that a message is too long.
pub(crate) const EXCESS: &str = "payload";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signed_number_of_any_width_keeps_its_sign() {
        let payload = Payload::from_armour(b"wwwwwwP000", 0).unwrap();
        assert_eq!(Fields::new(&payload, 0).signed(28), Some(-1));
        assert_eq!(Fields::new(&payload, 36).signed(2), Some(-2));
        assert_eq!(Fields::new(&payload, 37).signed(6), Some(0));
        assert_eq!(Fields::new(&payload, 36).signed(8), Some(-128));
    }

    #[test]
    fn a_field_that_is_cut_off_is_none_and_so_is_all_behind_it() {
        let payload = Payload::from_armour(b"www", 0).unwrap();
        let mut fields = Fields::new(&payload, 0);
        assert_eq!((fields.number(17), fields.number(2), fields.flag()), (Some(0x1_ffff), None, None));
        assert_eq!(fields.finish().0, Some(Truncation { at_bit: 18, needs_bits: 20 }));
    }

    #[test]
    fn zeros_behind_the_end_are_filling_and_others_are_remarked_on() {
        let payload = Payload::from_armour(b"w000w", 0).unwrap();
        for (width, remarks) in [(6, 1), (24, 1), (29, 1), (30, 0)] {
            let mut fields = Fields::new(&payload, 0);
            fields.number(width);
            assert_eq!(fields.finish().1.len(), remarks, "{width}");
        }
    }
}
