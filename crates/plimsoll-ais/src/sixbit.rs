//! Six-bit characters: the armour of a sentence and the text inside a message.
//!
//! The two alphabets differ. The armour (NMEA 0183, encapsulation) packs the bits of a message into printable
//! characters; the text (ITU-R M.1371-5, annex 8, six-bit ASCII) spells names inside those bits.

use crate::Fault;

/// The longest message, in bits: five slots (ITU-R M.1371-5, annex 8: message 26 has up to 1,064), rounded up to whole
/// bytes of the buffer.
pub const MAX_PAYLOAD_BITS: usize = 1_088;

/// Bytes of the buffer: the longest message, and a tail of zeros so that a field is read with one load.
const BUFFER_BYTES: usize = MAX_PAYLOAD_BITS / 8 + 8;

/// What stands in the table for a character outside the alphabet.
const NOT_ARMOUR: u8 = 0xff;

/// The six bits of each armour character.
const ARMOUR: [u8; 256] = {
    let mut table = [NOT_ARMOUR; 256];
    let mut six = 0;
    while six < 64 {
        table[armour_character(six) as usize] = six;
        six += 1;
    }
    table
};

/// The armour character of six bits: `0` to `W`, then `` ` `` to `w`.
const fn armour_character(six: u8) -> u8 {
    if six < 40 { six + 48 } else { six + 56 }
}

/// The bits of a message, first sent first. At most [`MAX_PAYLOAD_BITS`].
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Payload {
    bytes: [u8; BUFFER_BYTES],
    bits: u16,
}

impl Payload {
    /// No bits.
    pub const fn new() -> Self {
        Self { bytes: [0; BUFFER_BYTES], bits: 0 }
    }

    /// From the armour of a whole message; the last `fill_bits` bits do not belong to it.
    pub fn from_armour(armour: &[u8], fill_bits: u8) -> Result<Self, Fault> {
        let mut payload = Self::new();
        payload.append(armour, fill_bits)?;
        Ok(payload)
    }

    /// How many bits.
    pub const fn bits(&self) -> usize {
        self.bits as usize
    }

    /// The bits as bytes; the last byte is filled up with zeros.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes[..self.bits().div_ceil(8)]
    }

    /// True if all bits from this one on are zero.
    pub fn is_zero_from(&self, bit: usize) -> bool {
        let Some((head, rest)) = self.bytes().get(bit / 8..).and_then(<[u8]>::split_first) else {
            return true;
        };
        head & (0xff >> (bit % 8)) == 0 && rest.iter().all(|byte| *byte == 0)
    }

    /// Adds the bits of one sentence behind those that are there.
    pub(crate) fn append(&mut self, armour: &[u8], fill_bits: u8) -> Result<(), Fault> {
        let mut at = self.bits();
        if at + armour.len() * 6 > MAX_PAYLOAD_BITS {
            return Err(Fault::PayloadTooLong { bits: at + armour.len() * 6 });
        }
        for (place, character) in armour.iter().enumerate() {
            let six = ARMOUR[usize::from(*character)];
            if six == NOT_ARMOUR {
                return Err(Fault::Armour { found: *character, place: place + 1 });
            }
            let pair = (u16::from(six) << (10 - at % 8)).to_be_bytes();
            self.bytes[at / 8] |= pair[0];
            self.bytes[at / 8 + 1] |= pair[1];
            at += 6;
        }
        self.truncate(at.saturating_sub(usize::from(fill_bits)).max(self.bits()));
        Ok(())
    }

    /// Sets the length and clears what lies behind it within the last six-bit character.
    fn truncate(&mut self, bits: usize) {
        self.bits = bits as u16;
        self.bytes[bits / 8] &= !(0xff_u8 >> (bits % 8));
        self.bytes[bits / 8 + 1] = 0;
    }

    /// The number in `width` bits (1 to 32) from bit `at`, counted from 0. `None` if the message ends before.
    pub fn number(&self, at: usize, width: u32) -> Option<u32> {
        if at + width as usize > self.bits() {
            return None;
        }
        let window: [u8; 8] = self.bytes.get(at / 8..at / 8 + 8)?.try_into().ok()?;
        Some((u64::from_be_bytes(window) << (at % 8) >> (64 - width)) as u32)
    }
}

impl Default for Payload {
    fn default() -> Self {
        Self::new()
    }
}

impl std::fmt::Debug for Payload {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Payload({} bits: {self})", self.bits)
    }
}

/// In hexadecimal, four bits a digit, the last digit filled up with zeros.
impl std::fmt::Display for Payload {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        (0..self.bits().div_ceil(4)).try_for_each(|digit| {
            let byte = self.bytes[digit / 2];
            write!(f, "{:X}", if digit % 2 == 0 { byte >> 4 } else { byte & 15 })
        })
    }
}

/// A text of at most `N` six-bit characters, without what follows the first `@` and without trailing spaces.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct SixBitText<const N: usize> {
    characters: [u8; N],
    length: u8,
}

impl<const N: usize> SixBitText<N> {
    /// From six-bit numbers in order. `None` if nothing is left of the text: that is how "not available" is sent.
    pub(crate) fn from_sixes(sixes: impl Iterator<Item = u32>) -> Option<Self> {
        let mut text = Self { characters: [0; N], length: 0 };
        for (place, six) in sixes.take(N).take_while(|six| *six != 0).enumerate() {
            let character = if six < 32 { six + 64 } else { six } as u8;
            text.characters[place] = character;
            if character != b' ' {
                text.length = place as u8 + 1;
            }
        }
        (text.length > 0).then_some(text)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.characters[..usize::from(self.length)])
            .expect("six-bit characters are ASCII from 0x20 to 0x5f")
    }
}

impl<const N: usize> std::fmt::Debug for SixBitText<N> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The bits of armour by the rule as the standard prints it: subtract 48, and 8 more above 40.
    fn slow_bits(armour: &[u8]) -> Vec<bool> {
        let six = |c: &u8| if *c - 48 > 40 { *c - 56 } else { *c - 48 };
        armour.iter().map(six).flat_map(|six| (0..6).rev().map(move |bit| six >> bit & 1 == 1)).collect()
    }

    proptest! {
        #[test]
        fn bits_and_fields_agree_with_the_rule_of_the_standard(
            first in "[0-W`-w]{0,40}", second in "[0-W`-w]{1,60}", fill in 0_u8..6, other_fill in 0_u8..6,
        ) {
            let mut payload = Payload::new();
            payload.append(first.as_bytes(), fill).unwrap();
            payload.append(second.as_bytes(), other_fill).unwrap();
            let mut expected = slow_bits(first.as_bytes());
            expected.truncate(expected.len().saturating_sub(fill.into()));
            expected.extend(slow_bits(second.as_bytes()));
            expected.truncate(expected.len() - usize::from(other_fill));
            prop_assert_eq!(payload.bits(), expected.len());
            for width in [1, 2, 6, 17, 30, 32] {
                for at in 0..expected.len() + 2 {
                    let bits = expected.get(at..at + width as usize);
                    let number = bits.map(|b| b.iter().fold(0_u32, |n, bit| n << 1 | u32::from(*bit)));
                    prop_assert_eq!(payload.number(at, width), number, "{} bits from {}", width, at);
                }
            }
        }
    }

    #[test]
    fn a_character_outside_the_alphabet_is_named_with_its_place() {
        assert_eq!(Payload::from_armour(b"12X", 0), Err(Fault::Armour { found: b'X', place: 3 }));
        assert_eq!(Payload::from_armour(b"x", 0), Err(Fault::Armour { found: b'x', place: 1 }));
    }

    #[test]
    fn a_payload_longer_than_any_message_is_refused() {
        assert!(Payload::from_armour(&[b'w'; 181], 0).is_ok());
        assert_eq!(Payload::from_armour(&[b'0'; 182], 0), Err(Fault::PayloadTooLong { bits: 1_092 }));
    }

    #[test]
    fn a_text_ends_at_the_sign_and_loses_trailing_spaces_only() {
        let text = |s: &str| {
            let sixes = s.bytes().map(|c| u32::from(if c < 64 { c } else { c - 64 }));
            SixBitText::<20>::from_sixes(sixes).map(|t| t.as_str().to_owned())
        };
        assert_eq!(text(" R/V GULF  CHALLENGER "), Some(" R/V GULF  CHALLENGE".to_owned()));
        assert_eq!(text("ABC  @XYZ").as_deref(), Some("ABC"));
        assert_eq!(text("@@@@"), None);
        assert_eq!(text("    "), None);
    }

    #[test]
    fn bits_that_are_not_zero_are_found_behind_any_place() {
        let payload = Payload::from_armour(b"00P0", 0).unwrap();
        assert!(payload.is_zero_from(13) && !payload.is_zero_from(12) && payload.is_zero_from(40));
        assert_eq!(payload.to_string(), "000800");
    }
}
