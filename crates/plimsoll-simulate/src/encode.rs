//! Bits to sentences: six-bit characters, checksums, tag blocks.
//!
//! Source: ITU-R M.1371-5 (six-bit text: annex 8, table 47); IEC 61162-1 for `VDM` sentences; NMEA 0183 version 4
//! for tag blocks.

/// The fields of a message, one behind the other, most significant bit first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bits(Vec<bool>);

impl Bits {
    /// No bits.
    pub fn new() -> Self {
        Self::default()
    }

    /// Puts the lowest `width` bits of a number behind the others.
    pub fn unsigned(mut self, value: u32, width: u32) -> Self {
        self.0.extend((0..width).rev().map(|bit| value >> bit & 1 == 1));
        self
    }

    /// Puts a number in two's complement of `width` bits behind the others.
    pub fn signed(self, value: i32, width: u32) -> Self {
        self.unsigned(value.cast_unsigned(), width)
    }

    /// Puts a text of `characters` six-bit characters behind the others: cut or filled with `@`. Letters become
    /// capitals; what the six-bit set lacks becomes `?`.
    pub fn text(mut self, text: &str, characters: usize) -> Self {
        let filled = text.chars().chain(std::iter::repeat('@')).take(characters);
        for character in filled {
            self = self.unsigned(six_bit_text(character), 6);
        }
        self
    }

    /// How many bits.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// True if there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The printable characters of the bits, and how many fill bits complete the last.
    pub fn armoured(&self) -> (String, usize) {
        let characters = self.0.chunks(6).map(|six| {
            let value = (0..6).fold(0_u8, |value, bit| value << 1 | u8::from(six.get(bit) == Some(&true)));
            char::from(if value < 40 { value + 48 } else { value + 56 })
        });
        (characters.collect(), (6 - self.0.len() % 6) % 6)
    }
}

/// The six-bit code of a character of a name.
fn six_bit_text(character: char) -> u32 {
    match u32::from(character.to_ascii_uppercase()) {
        code @ 64..=95 => code - 64,
        code @ 32..=63 => code,
        _ => u32::from('?'),
    }
}

/// Exclusive or of the bytes, as two hexadecimal digits.
fn checksum(text: &str) -> String {
    format!("{:02X}", text.bytes().fold(0, |sum, byte| sum ^ byte))
}

/// Where and how a message was received.
#[derive(Clone, Copy, Debug)]
pub struct Reception<'a> {
    /// Name of the receiver, for the tag block's `s`.
    pub receiver: &'a str,
    /// Seconds since 1970-01-01T00:00:00Z, for the tag block's `c`.
    pub unix_seconds: i64,
    /// Radio channel, `A` or `B`.
    pub channel: char,
    /// Number 0-9 that joins the sentences of one message.
    pub sequence: u8,
}

/// Six-bit characters in one sentence, so that it stays within the 82 characters of IEC 61162-1.
const CHARACTERS_PER_SENTENCE: usize = 60;

/// The sentences of a message, each with its tag block, without line ends.
pub fn sentences(bits: &Bits, reception: Reception<'_>) -> Vec<String> {
    let (payload, fill) = bits.armoured();
    let count = payload.len().div_ceil(CHARACTERS_PER_SENTENCE).max(1);
    let tag = format!("s:{},c:{}", reception.receiver, reception.unix_seconds);
    let part = |number: usize| {
        let start = (number - 1) * CHARACTERS_PER_SENTENCE;
        let end = payload.len().min(number * CHARACTERS_PER_SENTENCE);
        let sequence = if count > 1 { reception.sequence.to_string() } else { String::new() };
        let fill = if number == count { fill } else { 0 };
        let piece = &payload[start..end];
        let body = format!("AIVDM,{count},{number},{sequence},{},{piece},{fill}", reception.channel);
        format!("\\{tag}*{}\\!{body}*{}", checksum(&tag), checksum(&body))
    };
    (1..=count).map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_written_most_significant_bit_first() {
        let (payload, fill) = Bits::new().unsigned(1, 6).unsigned(0b101, 3).armoured();
        assert_eq!((payload.as_str(), fill), ("1`", 3)); // 000001 101(000): 1 and 40
        assert_eq!(Bits::new().signed(-1, 8), Bits::new().unsigned(255, 8));
        assert!(Bits::new().is_empty());
    }

    #[test]
    fn the_64_six_bit_characters_are_those_of_the_standard() {
        let all: String = (0..64).map(|value| Bits::new().unsigned(value, 6).armoured().0).collect();
        assert_eq!(all, "0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVW`abcdefghijklmnopqrstuvw");
    }

    #[test]
    fn a_text_is_filled_cut_and_kept_within_the_six_bit_set() {
        let same = |a: &str, b: &str| assert_eq!(Bits::new().text(a, 6), Bits::new().text(b, 6));
        same("Ab", "AB@@@@");
        same("ABCDEFGH", "ABCDEF");
        same("é", "?");
        assert_eq!(Bits::new().text("A 1", 3).armoured().0, "1Pi"); // codes 1, 32, 49
    }

    #[test]
    fn the_checksum_is_that_of_a_sentence_in_print() {
        // The example sentence of the AIVDM protocol description by E. S. Raymond (gpsd project).
        assert_eq!(checksum("AIVDM,1,1,,B,177KQJ5000G?tO`K>RA1wUbN0TKH,0"), "5C");
    }

    #[test]
    fn a_long_message_becomes_two_sentences_joined_by_a_number() {
        let reception = Reception { receiver: "rTEST", unix_seconds: 7, channel: 'A', sequence: 3 };
        let bits = (0..53).fold(Bits::new(), |bits, _| bits.unsigned(0, 8));
        let lines = sentences(&bits, reception);
        assert_eq!(lines.len(), 2);
        assert!(lines[0].starts_with("\\s:rTEST,c:7*"), "{}", lines[0]);
        assert!(lines[0].contains("!AIVDM,2,1,3,A,") && lines[0].contains(",0*"), "{}", lines[0]);
        assert!(lines[1].contains("!AIVDM,2,2,3,A,00000000000,2*"), "{}", lines[1]);
        for line in lines {
            let sentence = line.split('\\').next_back().unwrap();
            assert!(sentence.len() + 2 <= 82, "{sentence}");
        }
    }
}
