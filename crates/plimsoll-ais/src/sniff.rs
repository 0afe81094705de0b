//! Which kind of AIS file a file is, by its first bytes.

use crate::dialect::{Dialect, Table};

/// A kind of AIS file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AisKind {
    /// A log of NMEA 0183 sentences.
    Nmea,
    /// A table of a provider.
    Table(Dialect),
}

/// How many lines are looked at: logs may begin with comments.
const LINES: usize = 100;

/// The kind of a file by its first bytes, after decompression; 4 kB are enough. `None` if it is neither a log nor a
/// table that is known.
pub fn sniff(first_bytes: &[u8]) -> Option<AisKind> {
    let header = first_bytes.split(|c| *c == b'\n').next()?;
    if let Ok(table) = Table::of_header(header, None) {
        return Some(AisKind::Table(table.dialect()));
    }
    first_bytes.split(|c| *c == b'\n').take(LINES).any(is_sentence).then_some(AisKind::Nmea)
}

/// True for `!AIVDM,...` and the like, with or without a tag block before it, whatever its checksum.
fn is_sentence(line: &[u8]) -> bool {
    let start = match line.strip_prefix(b"\\") {
        Some(inside) => inside.iter().position(|c| *c == b'\\').map(|end| &inside[end + 1..]),
        None => Some(line),
    };
    let Some([b'!' | b'$', rest @ ..]) = start else { return false };
    let Some(end) = rest.iter().position(|c| *c == b',') else { return false };
    (4..=6).contains(&end)
        && rest[..end].iter().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || *c == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logs_are_known_by_their_first_sentence() {
        for log in [
            "!AIVDM,1,1,,A,13aDq30P00PJ8BPN?0@@0?wV2@NC,0*03\n",
            "# From: somebody\n#\n\n$GPGSA,A,3,11,32\n",
            "\\s:42809,c:1635731889*6A\\!AIVDM,1,1",
            "$PGHP,1,2010,6,11,11,46,11,390,231,45,992190934,1,2B*5B\r\n",
        ] {
            assert_eq!(sniff(log.as_bytes()), Some(AisKind::Nmea), "{log}");
        }
    }

    #[test]
    fn a_known_header_is_a_table_and_anything_else_is_nothing() {
        let header = "imo,MMSI,UserID,Name,CallSign,Type,Dimension,draught_m,Destination,Eta,AisVersion,FixType,\
                      date,time_utc,terminal,commit_utc\n";
        assert_eq!(sniff(header.as_bytes()), Some(AisKind::Table(Dialect::AisstreamStatic)));
        for other in
            ["", "\n", "a,b,c\n1,2,3\n", "PAR1", "$5, please", "{\"type\":\"Feature\"}", "\u{0}\u{1}"]
        {
            assert_eq!(sniff(other.as_bytes()), None, "{other}");
        }
    }
}
