//! Six-bit characters: the armour of a sentence and the text inside a message.
//!
//! The two alphabets differ. The armour (NMEA 0183, encapsulation) packs the bits of a message into printable
//! characters; the text (ITU-R M.1371-5, annex 8, six-bit ASCII) spells names inside those bits.

use crate::Fault;

/// The longest message, in bits: five slots (ITU-R M.1371-5, annex 8: message 26 has up to 1,064), rounded up to whole
/// bytes.
pub const MAX_PAYLOAD_BITS: usize = 1_088;

/// Words of the buffer: the longest message, and a tail so that eight characters can be written or read at once where
/// fewer are left.
const WORDS: usize = MAX_PAYLOAD_BITS / 64 + 3;

/// The bits of a message, first sent first. At most [`MAX_PAYLOAD_BITS`].
///
/// They stand in words of 64 bits, the first sent highest. What stands behind the last bit in its word is zero; what
/// stands in later words is left over from earlier messages and never read.
#[derive(Clone, Copy)]
pub struct Payload {
    words: [u64; WORDS],
    bits: u16,
}

impl Payload {
    /// No bits.
    pub const fn new() -> Self {
        Self { words: [0; WORDS], bits: 0 }
    }

    /// From the armour of a whole message; the last `fill_bits` bits do not belong to it.
    pub fn from_armour(armour: &[u8], fill_bits: u8) -> Result<Self, Fault> {
        let mut payload = Self::new();
        payload.set(armour, fill_bits)?;
        Ok(payload)
    }

    /// Becomes empty.
    pub(crate) fn clear(&mut self) {
        self.bits = 0;
    }

    /// How many bits.
    pub const fn bits(&self) -> usize {
        self.bits as usize
    }

    /// The bits as words, the first sent highest; the last word is filled up with zeros.
    pub fn words(&self) -> &[u64] {
        &self.words[..self.bits().div_ceil(64)]
    }

    /// The first words, whatever stands in them behind the last bit.
    #[inline(always)]
    pub(crate) fn first_words<const N: usize>(&self) -> &[u64; N] {
        self.words.first_chunk().expect("asked for fewer words than there are")
    }

    /// A message of so many bits from its words.
    pub(crate) fn from_words(words: &[u64], bits: usize) -> Self {
        let mut payload = Self::new();
        payload.words[..words.len()].copy_from_slice(words);
        payload.truncate(bits);
        payload
    }

    /// True if all bits from this one on are zero.
    pub fn is_zero_from(&self, bit: usize) -> bool {
        let Some((first, rest)) = self.words().get(bit / 64..).and_then(<[u64]>::split_first) else {
            return true;
        };
        first << (bit % 64) == 0 && rest.iter().all(|word| *word == 0)
    }

    /// Becomes the bits of one sentence. What it was stays if the armour is refused.
    #[inline]
    pub(crate) fn set(&mut self, armour: &[u8], fill_bits: u8) -> Result<(), Fault> {
        let bits = armour.len() * 6;
        if bits > MAX_PAYLOAD_BITS {
            return Err(Fault::PayloadTooLong { bits });
        }
        let mut foreign = 0;
        let (groups, rest) = armour.as_chunks::<32>();
        let (threes, _) = self.words.as_chunks_mut::<3>();
        for (group, three) in groups.iter().zip(&mut *threes) {
            let (eights, _) = group.as_chunks::<8>();
            let mut pieces = [0; 4];
            for (piece, eight) in pieces.iter_mut().zip(eights) {
                *piece = sixes(u64::from_le_bytes(*eight), &mut foreign);
            }
            *three = side_by_side(pieces);
        }
        if let (Some(three), false) = (threes.get_mut(groups.len()), rest.is_empty()) {
            *three = side_by_side(last_pieces(rest, &mut foreign));
        }
        if foreign != 0 {
            return Err(foreign_character(armour));
        }
        self.truncate(bits.saturating_sub(usize::from(fill_bits)));
        Ok(())
    }

    /// Adds the bits of one sentence behind those that are there.
    pub(crate) fn append(&mut self, armour: &[u8], fill_bits: u8) -> Result<(), Fault> {
        let start = self.bits();
        if start == 0 {
            return self.set(armour, fill_bits);
        }
        let end = start + armour.len() * 6;
        if end > MAX_PAYLOAD_BITS {
            return Err(Fault::PayloadTooLong { bits: end });
        }
        let mut foreign = 0;
        let mut at = start;
        let (eights, last) = armour.as_chunks::<8>();
        for eight in eights {
            self.put(at, sixes(u64::from_le_bytes(*eight), &mut foreign));
            at += 48;
        }
        if !last.is_empty() {
            self.put(at, sixes(filled_up(armour, last), &mut foreign));
        }
        if foreign != 0 {
            self.truncate(start);
            return Err(foreign_character(armour));
        }
        self.truncate(end.saturating_sub(usize::from(fill_bits)).max(start));
        Ok(())
    }

    /// Writes 48 bits from bit `at` on, over whatever stands there and to the end of the next word.
    fn put(&mut self, at: usize, piece: u64) {
        let (word, shift) = (at / 64, at % 64);
        let high = piece << 16;
        self.words[word] = self.words[word] & !(u64::MAX >> shift) | high >> shift;
        self.words[word + 1] = high << 1 << (63 - shift);
    }

    /// Sets the length and clears what lies behind it.
    #[inline]
    fn truncate(&mut self, bits: usize) {
        self.bits = bits as u16;
        self.words[bits / 64] &= !(u64::MAX >> (bits % 64));
        self.words[bits / 64 + 1] = 0;
    }

    /// The number in `width` bits (1 to 32) from bit `at`, counted from 0. `None` if the message ends before.
    #[inline(always)]
    pub fn number(&self, at: usize, width: u32) -> Option<u32> {
        if at + width as usize > self.bits() {
            return None;
        }
        let (word, shift) = (at / 64, at % 64);
        let window = match (self.words.get(word), self.words.get(word + 1)) {
            (Some(first), Some(next)) if shift + width as usize > 64 => {
                first << shift | next >> 1 >> (63 - shift)
            }
            (Some(first), _) => first << shift,
            (None, _) => return None,
        };
        Some((window >> (64 - width)) as u32)
    }
}

/// The 48 bits from bit `at` on. Two words from there on must be there.
#[inline(always)]
fn piece(words: &[u64], at: usize) -> u64 {
    let (word, shift) = (at / 64, at % 64);
    (words[word] << shift | words[word + 1] >> 1 >> (63 - shift)) >> 16
}

impl PartialEq for Payload {
    fn eq(&self, other: &Self) -> bool {
        self.bits == other.bits && self.words() == other.words()
    }
}

impl Eq for Payload {}

/// A byte in each of the eight bytes of a word.
const fn each(byte: u8) -> u64 {
    u64::from_be_bytes([byte; 8])
}

/// Eight armour characters, the first in the lowest byte, as 48 bits, the first highest. A character `c` means `c - 48`,
/// from 40 on `c - 56`. `foreign` gets a bit if one of the characters is outside the alphabet: they are, exactly if their
/// six bits mean others.
#[inline(always)]
fn sixes(characters: u64, foreign: &mut u64) -> u64 {
    let is_high = characters >> 1 & characters & each(0x20); // from 0x60 on both bits are set
    let six = characters.wrapping_sub(each(48)).wrapping_sub(is_high >> 2) & each(0x3f);
    let again = six + each(48) + (((six + each(24)) & each(0x40)) >> 3);
    *foreign |= again ^ characters;
    let pairs = (six & 0x003f_003f_003f_003f) << 6 | six >> 8 & 0x003f_003f_003f_003f;
    let fours = (pairs & 0x0000_0fff_0000_0fff) << 12 | pairs >> 16 & 0x0000_0fff_0000_0fff;
    (fours & 0x00ff_ffff) << 24 | fours >> 32
}

/// The last characters of an armour (fewer than eight), filled up with the character of six zeros. Read together with
/// those before them, where there are some, and shifted.
#[inline(always)]
fn filled_up(armour: &[u8], last: &[u8]) -> u64 {
    let bits = 8 * last.len() as u32;
    let low = match armour.last_chunk::<8>() {
        Some(eight) => u64::from_le_bytes(*eight) >> (64 - bits),
        None => last.iter().rev().fold(0, |sum, c| sum << 8 | u64::from(*c)),
    };
    low | each(b'0') << bits
}

/// The last characters of an armour, 1 to 31, as four pieces of 48 bits, filled up with zeros.
#[inline(always)]
fn last_pieces(rest: &[u8], foreign: &mut u64) -> [u64; 4] {
    let (eights, last) = rest.as_chunks::<8>();
    let last = if last.is_empty() { 0 } else { sixes(filled_up(rest, last), foreign) };
    let mut piece = |place: usize| sixes(u64::from_le_bytes(eights[place]), foreign);
    match eights.len() {
        0 => [last, 0, 0, 0],
        1 => [piece(0), last, 0, 0],
        2 => [piece(0), piece(1), last, 0],
        _ => [piece(0), piece(1), piece(2), last],
    }
}

/// Four pieces of 48 bits in three words.
#[inline(always)]
fn side_by_side([a, b, c, d]: [u64; 4]) -> [u64; 3] {
    [a << 16 | b >> 32, b << 32 | c >> 16, c << 48 | d]
}

/// The fault of the first character that is outside the alphabet.
#[cold]
fn foreign_character(armour: &[u8]) -> Fault {
    let is_foreign = |c: &u8| !matches!(c, b'0'..=b'W' | b'`'..=b'w');
    let place = armour.iter().position(is_foreign).unwrap_or_default();
    Fault::Armour { found: armour.get(place).copied().unwrap_or_default(), place: place + 1 }
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
            let word = self.words[digit / 16];
            write!(f, "{:X}", word >> (60 - 4 * (digit % 16)) & 15)
        })
    }
}

/// A text of at most `N` six-bit characters, without what follows the first `@` and without trailing spaces.
#[derive(Clone, Copy)]
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

    /// From the `6 * N` bits of a message from bit `at` on, which must be in it. As [`SixBitText::from_sixes`], eight
    /// characters at a time.
    pub(crate) fn from_bits(payload: &Payload, at: usize) -> Option<Self> {
        Self::from_words(&payload.words, at)
    }

    /// The same, from the words of a message and one or two behind them.
    pub(crate) fn from_words(words: &[u64], at: usize) -> Option<Self> {
        let mut text = Self { characters: [0; N], length: 0 };
        for (number, eight) in text.characters.chunks_mut(8).enumerate() {
            // The first character highest; what is no character of the text any more becomes the sign, which ends it.
            let six = spread(piece(words, at + 48 * number)) & !(u64::MAX >> 1 >> (8 * eight.len() - 1));
            let signs = zeros(six);
            let spaces = zeros(six ^ each(b' '));
            let before_sign = !(u64::MAX.checked_shr(signs.leading_zeros()).unwrap_or_default());
            let kept = !spaces & each(0x80) & before_sign;
            if kept != 0 {
                text.length = (8 * number + 8) as u8 - (kept.trailing_zeros() / 8) as u8;
            }
            let ascii = (six + ((six ^ each(0x20)) << 1 & each(0x40))).to_be_bytes();
            eight.copy_from_slice(&ascii[..eight.len()]);
            if signs != 0 {
                break;
            }
        }
        (text.length > 0).then_some(text)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(self.as_bytes()).expect("six-bit characters are ASCII from 0x20 to 0x5f")
    }

    /// The text in ASCII, 0x20 to 0x5f.
    pub fn as_bytes(&self) -> &[u8] {
        &self.characters[..usize::from(self.length)]
    }
}

impl<const N: usize> PartialEq for SixBitText<N> {
    fn eq(&self, other: &Self) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl<const N: usize> Eq for SixBitText<N> {}

/// Forty-eight bits as eight bytes of six bits each, the first highest.
fn spread(piece: u64) -> u64 {
    let fours = piece << 8 & 0x00ff_ffff_0000_0000 | piece & 0x00ff_ffff;
    let pairs = fours << 4 & 0x0fff_0000_0fff_0000 | fours & 0x0000_0fff_0000_0fff;
    pairs << 2 & each(0x3f) & 0x3f00_3f00_3f00_3f00 | pairs & 0x003f_003f_003f_003f
}

/// The highest bit of each byte that is zero. The bytes must be below 0x80.
fn zeros(bytes: u64) -> u64 {
    !(bytes + each(0x7f)) & each(0x80)
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

    proptest! {
        #[test]
        fn any_byte_in_any_place_is_taken_or_refused_as_the_alphabet_says(
            mut armour in "[0-W`-w]{1,70}", place in any::<prop::sample::Index>(), found: u8, before in 0_usize..9,
        ) {
            let mut bytes = std::mem::take(&mut armour).into_bytes();
            let place = place.index(bytes.len());
            bytes[place] = found;
            let is_armour = (b'0'..=b'W').contains(&found) || (b'`'..=b'w').contains(&found);
            let expected = if is_armour { Ok(()) } else { Err(Fault::Armour { found, place: place + 1 }) };
            prop_assert_eq!(Payload::new().set(&bytes, 0), expected.clone());
            let mut payload = Payload::from_armour(&vec![b'w'; before], 0).unwrap();
            prop_assert_eq!(payload.append(&bytes, 0), expected);
        }

        #[test]
        fn a_text_read_eight_characters_at_a_time_is_that_read_one_by_one(
            sixes in proptest::collection::vec(prop_oneof![3 => 1_u32..64, 1 => Just(32), 1 => Just(0)], 60),
            at in 0_usize..130,
        ) {
            fn both<const N: usize>(payload: &Payload, at: usize) -> [Option<String>; 2] {
                let numbers = (0..N).map_while(|place| payload.number(at + 6 * place, 6));
                [SixBitText::<N>::from_sixes(numbers), SixBitText::from_bits(payload, at)]
                    .map(|text| text.map(|text| text.as_str().to_owned()))
            }
            let armour: Vec<u8> = sixes.iter().map(|six| if *six < 40 { *six + 48 } else { *six + 56 } as u8).collect();
            let payload = Payload::from_armour(&armour, 0).unwrap();
            for [slow, fast] in [both::<3>(&payload, at), both::<7>(&payload, at), both::<8>(&payload, at),
                both::<20>(&payload, at), both::<34>(&payload, at)] {
                prop_assert_eq!(slow, fast);
            }
        }
    }

    #[test]
    fn a_payload_that_is_used_again_keeps_nothing_of_the_message_before() {
        let mut payload = Payload::from_armour(&[b'w'; 181], 0).unwrap();
        for (armour, fill) in
            [(&b"0"[..], 5), (b"00000000000", 5), (b"1000000000000000000000000000", 0), (b"", 0)]
        {
            payload.set(armour, fill).unwrap();
            assert_eq!(payload, Payload::from_armour(armour, fill).unwrap());
            assert_eq!(payload.to_string(), Payload::from_armour(armour, fill).unwrap().to_string());
            assert!(payload.is_zero_from(8));
        }
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
