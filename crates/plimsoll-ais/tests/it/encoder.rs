//! An encoder of AIS messages for the tests: fields as (width, value) in order of transmission, as the tables of
//! ITU-R M.1371-5 have them. It shares no code with the decoder.

/// Bits in order of transmission.
#[derive(Clone, Default)]
pub(crate) struct Bits(String);

impl Bits {
    /// A message of these fields.
    pub(crate) fn of(fields: &[(usize, i64)]) -> Self {
        fields.iter().fold(Self::default(), |bits, (width, value)| bits.number(*width, *value))
    }

    /// Adds a number in two's complement.
    pub(crate) fn number(mut self, width: usize, value: i64) -> Self {
        let all = format!("{value:064b}");
        self.0.push_str(&all[64 - width..]);
        self
    }

    /// Adds a text of `length` characters, filled up with `@`.
    pub(crate) fn text(self, length: usize, text: &str) -> Self {
        let alphabet = "@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_ !\"#$%&'()*+,-./0123456789:;<=>?";
        let filled = format!("{text:@<length$}");
        filled.chars().fold(self, |bits, c| bits.number(6, alphabet.find(c).unwrap() as i64))
    }

    /// How many bits.
    pub(crate) fn length(&self) -> usize {
        self.0.len()
    }

    /// Leaves off all bits from this one on.
    pub(crate) fn cut(mut self, bits: usize) -> Self {
        self.0.truncate(bits);
        self
    }

    /// The armour and the number of fill bits.
    pub(crate) fn armour(&self) -> (String, usize) {
        let alphabet: Vec<char> = ('0'..='W').chain('`'..='w').collect();
        let fill = (6 - self.0.len() % 6) % 6;
        let filled = format!("{}{}", self.0, "0".repeat(fill));
        let character = |six: &[u8]| {
            let digits = std::str::from_utf8(six).unwrap();
            alphabet[usize::from_str_radix(digits, 2).unwrap()]
        };
        (filled.as_bytes().chunks(6).map(character).collect(), fill)
    }

    /// One sentence, without tag block.
    pub(crate) fn sentence(&self) -> String {
        let (armour, fill) = self.armour();
        sum('!', &format!("AIVDM,1,1,,A,{armour},{fill}"))
    }

    /// Several sentences of at most `length` characters of armour each.
    pub(crate) fn sentences(&self, sequence: u8, length: usize) -> Vec<String> {
        let (armour, fill) = self.armour();
        let parts: Vec<&[u8]> = armour.as_bytes().chunks(length).collect();
        let sentence = |(at, part): (usize, &&[u8])| {
            let fill = if at + 1 == parts.len() { fill } else { 0 };
            let part = std::str::from_utf8(part).unwrap();
            sum('!', &format!("AIVDM,{},{},{sequence},B,{part},{fill}", parts.len(), at + 1))
        };
        parts.iter().enumerate().map(sentence).collect()
    }
}

/// A sentence with its checksum.
pub(crate) fn sum(start: char, body: &str) -> String {
    format!("{start}{body}*{:02X}", body.bytes().fold(0, |sum, c| sum ^ c))
}

/// A tag block with its checksum before a sentence.
pub(crate) fn tagged(tags: &str, sentence: &str) -> String {
    format!("\\{}\\{sentence}", &sum('x', tags)[1..])
}

/// Message 1 of a ship, at a position in 1/10,000 minute.
pub(crate) fn class_a(mmsi: i64, lon: i64, lat: i64) -> Bits {
    Bits::of(&[(6, 1), (2, 0), (30, mmsi), (4, 5), (8, -128), (10, 86), (1, 1), (28, lon), (27, lat)])
        .number(12, 2_246)
        .number(9, 155)
        .number(6, 51)
        .number(2, 1)
        .number(3, 0)
        .number(1, 1)
        .number(19, 2 << 17 | 3 << 14 | 7)
}

/// Message 5 of a tanker.
pub(crate) fn static_and_voyage(mmsi: i64, name: &str, draught: i64) -> Bits {
    Bits::of(&[(6, 5), (2, 0), (30, mmsi), (2, 2), (30, 9_074_729)])
        .text(7, "V7KZ9")
        .text(20, name)
        .number(8, 80)
        .number(9, 206)
        .number(9, 43)
        .number(6, 17)
        .number(6, 27)
        .number(4, 1)
        .number(4, 6)
        .number(5, 7)
        .number(5, 18)
        .number(6, 30)
        .number(8, draught)
        .text(20, "CA VAN")
        .number(1, 0)
        .number(1, 0)
}
