//! What can be wrong with a sentence or a message, in words that say what was found and what was expected.

use crate::lines::MAX_LINE_BYTES;
use crate::sixbit::MAX_PAYLOAD_BITS;

/// Why a line, a sentence or a message could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// A line without end.
    #[error("line of {bytes} bytes, expected at most {MAX_LINE_BYTES}")]
    LineTooLong {
        /// How long the line is, without its end.
        bytes: u64,
    },
    /// Something that no sentence begins with.
    #[error("not a sentence: found {found} first, expected `!`, `$`, `\\` or `#`")]
    NotASentence {
        /// The first character, in quotes.
        found: String,
    },
    /// A backslash without a second.
    #[error("tag block without the closing `\\`")]
    TagBlockOpen,
    /// Nothing follows the tag block.
    #[error("tag block without a sentence after it")]
    TagBlockAlone,
    /// No `*hh`.
    #[error("{what} without checksum: expected `*` and two hexadecimal digits, found {found}")]
    NoChecksum {
        /// `sentence` or `tag block`.
        what: &'static str,
        /// What stands there, in quotes, or `nothing`.
        found: String,
    },
    /// The checksum belongs to other characters.
    #[error("checksum of the {what}: found {found:02X}, expected {expected:02X}")]
    Checksum {
        /// `sentence` or `tag block`.
        what: &'static str,
        /// What stands in the line.
        found: u8,
        /// What the characters give.
        expected: u8,
    },
    /// Too few or too many fields.
    #[error("sentence of {found} fields, expected 7")]
    FieldCount {
        /// How many.
        found: usize,
    },
    /// A field that does not hold what it should.
    #[error("{field}: found {found}, expected {expected}")]
    Field {
        /// Which field.
        field: &'static str,
        /// What stands there, in quotes.
        found: String,
        /// What should.
        expected: &'static str,
    },
    /// A character outside the six-bit alphabet.
    #[error("payload: found {} at place {place}, expected `0` to `W` or `` ` `` to `w`", quoted(&[*.found]))]
    Armour {
        /// The character.
        found: u8,
        /// Its place in the payload, from 1.
        place: usize,
    },
    /// More bits than any message has.
    #[error("payload of {bits} bits, expected at most {MAX_PAYLOAD_BITS}")]
    PayloadTooLong {
        /// How many.
        bits: usize,
    },
    /// Fewer bits than the head of every message has.
    #[error("payload of {bits} bits, expected at least 38: message type, repeat indicator and MMSI")]
    PayloadTooShort {
        /// How many.
        bits: usize,
    },
    /// A message type that the standard does not define.
    #[error("message type {found}, expected 1 to 27")]
    MessageType {
        /// The number sent.
        found: u8,
    },
    /// Sentences of a message are missing.
    #[error("message of {total} sentences without {}: {why}", missing_parts(*.total, *.received))]
    Incomplete {
        /// Of how many sentences the message consists.
        total: u8,
        /// The parts that came: bit n is part n.
        received: u16,
        /// Why it is waited for no longer.
        why: Closed,
    },
}

/// Why a message that misses sentences is waited for no longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Closed {
    /// Too long in time.
    #[error("not within 60 s of feed time")]
    TimedOut,
    /// Too long in lines, where the feed has no times.
    #[error("not within 1,000 lines")]
    LinesPassed,
    /// The same part of a message with the same sequence number came.
    #[error("the next message of the same sequence number came first")]
    Superseded,
    /// Too many messages open at once.
    #[error("64 later messages were open")]
    CrowdedOut,
    /// The input ended.
    #[error("the input ended")]
    EndOfInput,
}

/// "sentence 2" or "sentences 1 and 3".
fn missing_parts(total: u8, received: u16) -> String {
    let missing: Vec<String> =
        (1..=total).filter(|part| received >> part & 1 == 0).map(|part| part.to_string()).collect();
    match missing.split_last() {
        Some((last, [])) => format!("sentence {last}"),
        Some((last, others)) => format!("sentences {} and {last}", others.join(", ")),
        None => "any".to_owned(),
    }
}

/// Bytes as they can be shown: in backticks, at most 40 characters, control characters replaced; `nothing` if empty.
pub(crate) fn quoted(bytes: &[u8]) -> String {
    if bytes.is_empty() {
        return "nothing".to_owned();
    }
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(160)]);
    let shown: String = text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).take(40).collect();
    format!("`{shown}`")
}

/// A fault of one field.
pub(crate) fn field_fault(field: &'static str, found: &[u8], expected: &'static str) -> Fault {
    Fault::Field { field, found: quoted(found), expected }
}

/// Why reading as a whole could not go on.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The reader failed.
    #[error("reading after line {line}: {source}")]
    Io {
        /// The last line that was read whole.
        line: u64,
        /// What the reader said.
        source: std::io::Error,
    },
    /// The first line is not the header of a table that is known.
    #[error(transparent)]
    Header(#[from] crate::dialect::DialectError),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_says_what_was_found_and_what_was_expected() {
        let cases = [
            (
                Fault::Checksum { what: "sentence", found: 0x2b, expected: 0x0c },
                "checksum of the sentence: found 2B, expected 0C",
            ),
            (
                Fault::Incomplete { total: 3, received: 0b0100, why: Closed::EndOfInput },
                "message of 3 sentences without sentences 1 and 3: the input ended",
            ),
            (
                Fault::Incomplete { total: 2, received: 0b0010, why: Closed::TimedOut },
                "message of 2 sentences without sentence 2: not within 60 s of feed time",
            ),
            (
                Fault::Armour { found: b'X', place: 7 },
                "payload: found `X` at place 7, expected `0` to `W` or `` ` `` to `w`",
            ),
            (field_fault("fill bits", b"7", "0 to 5"), "fill bits: found `7`, expected 0 to 5"),
        ];
        for (fault, text) in cases {
            assert_eq!(fault.to_string(), text);
        }
    }

    #[test]
    fn hostile_bytes_are_shown_safely() {
        assert_eq!(quoted(b"\x1b[2J\xff"), "`\u{fffd}[2J\u{fffd}`");
        assert_eq!(quoted(&[b'x'; 500]).len(), 42);
        assert_eq!(quoted(b""), "nothing");
    }
}
