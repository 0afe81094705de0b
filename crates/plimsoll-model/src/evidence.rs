//! Evidence: which bytes, which record, which decision, which finding.

use jiff::Timestamp;
use std::fmt;

/// The kinds of record, each with the word that begins its identifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RecordKind {
    /// Bytes as received.
    Exhibit,
    /// A row that could not be read.
    Reject,
    /// A position report.
    PositionReport,
    /// A static report.
    StaticReport,
    /// A report of a base station, an aid to navigation or a SAR aircraft.
    StationReport,
    /// A claim of a list or register.
    Claim,
    /// A version of a list.
    ListVersion,
    /// An entry of a list.
    ListEntry,
    /// A measure on an entry of a list.
    Designation,
    /// A ship and an entry of a list that may be the same.
    ListMatch,
    /// What a measure meant for a port visit.
    Listing,
    /// An image.
    Scene,
    /// A scene over a place of interest.
    Look,
    /// A bright object found in a scene.
    Detection,
    /// What a scene shows at a berth.
    BerthLook,
    /// What a scene says of a berth.
    Occupancy,
    /// A found object and the radio that may be it.
    Association,
    /// A quantity measured on an image.
    Measurement,
    /// How deep a ship lies in an image.
    WaterlineReading,
    /// A place of interest.
    Place,
    /// A volume that somebody reported.
    ReportedVolume,
    /// A cap.
    Cap,
    /// Something with a number that somebody said in public.
    Statement,
    /// A statement held against another or against a result.
    Reconciliation,
    /// What a finding becomes when something it stands on is taken away.
    Challenge,
    /// A ship.
    Vessel,
    /// A gap.
    Gap,
    /// What the other ships received say of a gap.
    Silence,
    /// Whether a ship can have called at a place within a gap.
    Reach,
    /// The reports of one ship with one MMSI.
    Track,
    /// A stretch of a track without a long silence.
    Segment,
    /// A position report that belongs to no ship.
    Noise,
    /// A time in which a feed gave nothing.
    Outage,
    /// How much a feed gave in a slot of time.
    ReceptionSlot,
    /// How wrong the clock of a receiver was in an hour.
    ReceiverClock,
    /// A stay of one track inside a place.
    PortStay,
    /// A time in which a ship moved slowly.
    Loitering,
    /// Where a slow track was at a time of the grid.
    SlowPoint,
    /// Two ships close together, slowly, for long.
    Encounter,
    /// A change of the draught sent.
    DraughtChange,
    /// A change of what a radio says it is.
    IdentityChange,
    /// A port visit.
    PortVisit,
    /// A voyage.
    Voyage,
    /// The draughts of a port visit.
    DraughtPair,
    /// The cargo of a port visit.
    Cargo,
    /// A line of the ledger.
    LedgerLine,
    /// When a cap was crossed.
    Crossing,
    /// How much one input drives the interval.
    Sensitivity,
    /// A ship in an image, before anybody says which.
    Sighting,
    /// A ship that a sighting may be.
    Candidate,
    /// A port call as the season has it.
    PortCall,
    /// A voyage as the season has it.
    SeasonVoyage,
    /// A number of the season.
    SeasonNumber,
    /// A day of the season's ledger.
    SeasonDay,
    /// A week of the season.
    SeasonWeek,
    /// How much one factor drives the season's total.
    VarianceShare,
    /// Whether the chains of the sampler agree.
    ChainCheck,
    /// A finding.
    Finding,
}

impl RecordKind {
    /// Every kind with its word.
    pub const ALL: [(Self, &'static str); 58] = [
        (Self::Exhibit, "exh"),
        (Self::Reject, "rej"),
        (Self::PositionReport, "pos"),
        (Self::StaticReport, "sta"),
        (Self::StationReport, "stn"),
        (Self::Claim, "clm"),
        (Self::ListVersion, "lsv"),
        (Self::ListEntry, "ent"),
        (Self::Designation, "dsg"),
        (Self::ListMatch, "mat"),
        (Self::Listing, "lis"),
        (Self::Scene, "scn"),
        (Self::Look, "lok"),
        (Self::Detection, "det"),
        (Self::BerthLook, "blk"),
        (Self::Occupancy, "occ"),
        (Self::Association, "asc"),
        (Self::Measurement, "mea"),
        (Self::WaterlineReading, "wtl"),
        (Self::Place, "plc"),
        (Self::ReportedVolume, "rvo"),
        (Self::Cap, "cap"),
        (Self::Statement, "stm"),
        (Self::Reconciliation, "rcn"),
        (Self::Challenge, "chl"),
        (Self::Vessel, "ves"),
        (Self::Gap, "gap"),
        (Self::Silence, "sil"),
        (Self::Reach, "rch"),
        (Self::Track, "trk"),
        (Self::Segment, "seg"),
        (Self::Noise, "noi"),
        (Self::Outage, "out"),
        (Self::ReceptionSlot, "rec"),
        (Self::ReceiverClock, "clk"),
        (Self::PortStay, "sty"),
        (Self::Loitering, "loi"),
        (Self::SlowPoint, "slo"),
        (Self::Encounter, "enc"),
        (Self::DraughtChange, "dch"),
        (Self::IdentityChange, "idc"),
        (Self::PortVisit, "vis"),
        (Self::Voyage, "voy"),
        (Self::DraughtPair, "dra"),
        (Self::Cargo, "car"),
        (Self::LedgerLine, "led"),
        (Self::Crossing, "cro"),
        (Self::Sensitivity, "sen"),
        (Self::Sighting, "sgt"),
        (Self::Candidate, "cnd"),
        (Self::PortCall, "pcl"),
        (Self::SeasonVoyage, "svy"),
        (Self::SeasonNumber, "num"),
        (Self::SeasonDay, "sld"),
        (Self::SeasonWeek, "swk"),
        (Self::VarianceShare, "sva"),
        (Self::ChainCheck, "chn"),
        (Self::Finding, "fin"),
    ];

    /// The word that begins an identifier of this kind.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(kind, _)| *kind == self).map_or("", |(_, word)| word)
    }
}

/// The stable identifier of a record: its kind and 13 base-32 digits (65 bits) of a BLAKE3 hash over its
/// key fields, for instance `gap-7k3f9q2mxdw4c`. The same record has the same identifier in every run.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordId {
    kind: RecordKind,
    digits: [u8; 13],
}

/// Why a text is not a record identifier.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` is not a record id: expected a kind and 13 digits, such as `gap-7k3f9q2mxdw4c`")]
pub struct RecordIdError {
    /// What was given.
    pub found: String,
}

/// Crockford's base 32 in lower case: no i, l, o, u, which people mistake.
const BASE_32: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// A key field of a record, in canonical form. Floats are not offered: a printed or rounded float is no key.
#[derive(Clone, Copy, Debug)]
pub enum Key<'a> {
    /// A text.
    Text(&'a str),
    /// A whole number.
    Int(i64),
    /// An instant, to the nanosecond.
    Time(Timestamp),
    /// Another record.
    Id(RecordId),
}

impl RecordId {
    /// The identifier of the record of this kind with these key fields, each hashed with its length before it.
    pub fn of(kind: RecordKind, keys: &[Key<'_>]) -> Self {
        let mut hasher = blake3::Hasher::new();
        let mut field = |bytes: &[u8]| {
            hasher.update(&(bytes.len() as u64).to_le_bytes());
            hasher.update(bytes);
        };
        field(kind.word().as_bytes());
        for key in keys {
            match key {
                Key::Text(text) => field(text.as_bytes()),
                Key::Int(number) => field(&number.to_le_bytes()),
                Key::Time(time) => field(&time.as_nanosecond().to_le_bytes()),
                Key::Id(id) => field(&id.printed()),
            }
        }
        Self { kind, digits: base_32(hasher.finalize().as_bytes()) }
    }

    /// As printed, without making a text: identifiers are keys of other identifiers by the million.
    fn printed(self) -> [u8; 17] {
        let mut printed = [b'-'; 17];
        printed[..3].copy_from_slice(self.kind.word().as_bytes());
        printed[4..].copy_from_slice(&self.digits);
        printed
    }

    /// What kind of record it names.
    pub const fn kind(self) -> RecordKind {
        self.kind
    }

    /// Reads an identifier as printed.
    pub fn parse(text: &str) -> Result<Self, RecordIdError> {
        let error = || RecordIdError { found: text.chars().take(40).collect() };
        let (word, digits) = text.split_once('-').ok_or_else(error)?;
        let kind = RecordKind::ALL.iter().find(|(_, w)| *w == word).ok_or_else(error)?.0;
        let digits: [u8; 13] = digits.as_bytes().try_into().map_err(|_| error())?;
        if digits.iter().all(|d| BASE_32.contains(d)) { Ok(Self { kind, digits }) } else { Err(error()) }
    }
}

/// The first 65 bits as 13 digits.
fn base_32(hash: &[u8; 32]) -> [u8; 13] {
    let mut digits = [0; 13];
    for (place, digit) in digits.iter_mut().enumerate() {
        let bit = place * 5;
        let pair = u16::from_be_bytes([hash[bit / 8], hash[bit / 8 + 1]]);
        *digit = BASE_32[usize::from(pair >> (11 - bit % 8) & 31)];
    }
    digits
}

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.kind.word(), self.digits.map(char::from).iter().collect::<String>())
    }
}

impl fmt::Debug for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// The identifier of an exhibit: a [`RecordId`] of kind [`RecordKind::Exhibit`] over its SHA-256.
pub type ExhibitId = RecordId;

/// Bytes as received, with where they came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exhibit {
    /// Which exhibit.
    pub id: ExhibitId,
    /// What the bytes are, such as `nmea` or `register`.
    pub kind: String,
    /// Path of the file, as the case names it.
    pub path: String,
    /// SHA-256 of the bytes, in hexadecimal.
    pub sha256: String,
    /// How many bytes.
    pub bytes: u64,
    /// Where they came from.
    pub from: Option<String>,
    /// Under which licence.
    pub licence: Option<String>,
}

/// The place in an exhibit that a record was read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// Which exhibit.
    pub exhibit: ExhibitId,
    /// Line, counted from 1; for a message of several sentences the first of them.
    pub line: u64,
    /// Offset of the line's first byte, counted from 0, in the exhibit as read (after decompression).
    pub byte_offset: u64,
}

impl Source {
    /// The identifier of the record of a kind that begins at this place.
    pub fn record(self, kind: RecordKind) -> RecordId {
        let offset = i64::try_from(self.byte_offset).unwrap_or(i64::MAX);
        RecordId::of(kind, &[Key::Id(self.exhibit), Key::Int(offset)])
    }
}

/// A row that could not be read. A bad row is a row, never an error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reject {
    /// Which reject.
    pub id: RecordId,
    /// Where it stands.
    pub source: Source,
    /// What is wrong: what was found and what was expected.
    pub reason: String,
    /// The row as far as it can be shown: at most 200 characters, control characters replaced.
    pub text: String,
}

impl Reject {
    /// A reject of the row at a place.
    pub fn new(source: Source, reason: impl Into<String>, row: &[u8]) -> Self {
        let reason = reason.into();
        let keys = [
            Key::Id(source.exhibit),
            Key::Int(i64::try_from(source.byte_offset).unwrap_or(i64::MAX)),
            Key::Text(&reason),
        ];
        let id = RecordId::of(RecordKind::Reject, &keys);
        let shown = &row[..row.len().min(800)];
        let text = String::from_utf8_lossy(shown)
            .chars()
            .map(|c| if c.is_control() { '\u{fffd}' } else { c })
            .take(200)
            .collect();
        Self { id, source, reason, text }
    }
}

/// A decision of a person on a record. Only appended, never changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// On which record.
    pub record: RecordId,
    /// What was decided: `confirmed`, `rejected`, `unsure` or `corrected`.
    pub decision: String,
    /// Seconds that a correction adds to the clock of a camera.
    pub clock_s: Option<i64>,
    /// Why.
    pub reason: String,
    /// By whom.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// A sentence with numbers that stands on records.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Which finding.
    pub id: RecordId,
    /// What it is about, such as `cap-exceeded`.
    pub topic: String,
    /// The sentence.
    pub sentence: String,
    /// Probability that it is true, where the sentence is one that can be true or false.
    pub probability: Option<f64>,
    /// How likely that is in words (ICD 203), where there is a probability.
    pub likelihood: Option<String>,
    /// The records that it stands on.
    pub parents: Vec<RecordId>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_reads_back_and_depends_on_kind_and_field_boundaries() {
        let id = RecordId::of(RecordKind::Gap, &[Key::Int(445_123_456), Key::Text("ab"), Key::Text("c")]);
        assert_eq!(RecordId::parse(&id.to_string()), Ok(id));
        assert_eq!(id.to_string().len(), 4 + 13);
        let moved = RecordId::of(RecordKind::Gap, &[Key::Int(445_123_456), Key::Text("a"), Key::Text("bc")]);
        let other =
            RecordId::of(RecordKind::Voyage, &[Key::Int(445_123_456), Key::Text("ab"), Key::Text("c")]);
        assert_ne!(id, moved);
        assert_ne!(id.digits, other.digits);
    }

    #[test]
    fn every_word_has_three_letters_and_a_key_is_hashed_as_it_is_printed() {
        for (kind, word) in RecordKind::ALL {
            assert_eq!(word.len(), 3, "{word}");
            let id = RecordId::of(kind, &[Key::Int(7)]);
            assert_eq!(&id.printed()[..], id.to_string().as_bytes());
            let text = id.to_string();
            let (by_id, by_text) =
                (RecordId::of(kind, &[Key::Id(id)]), RecordId::of(kind, &[Key::Text(&text)]));
            assert_eq!(by_id, by_text);
        }
    }

    #[test]
    fn identifiers_never_change_between_versions() {
        // Reports in print name them. The expected value is BLAKE3 over the length-prefixed fields, in base 32,
        // computed with the reference Python package `blake3` and whole-number arithmetic.
        let id = RecordId::of(RecordKind::Exhibit, &[Key::Text("abc")]);
        assert_eq!(id.to_string(), "exh-0n35sbbwxdn21");
    }

    #[test]
    fn a_text_that_is_no_identifier_is_refused() {
        for bad in [
            "",
            "gap",
            "gap-",
            "gap-7k3f9q2mxdw4",
            "gap-7k3f9q2mxdw4i",
            "xyz-7k3f9q2mxdw4c",
            "gap-7k3f9q2mxdw4c0",
        ] {
            assert!(RecordId::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_reject_shows_hostile_bytes_safely() {
        let source = Source { exhibit: RecordId::of(RecordKind::Exhibit, &[]), line: 1, byte_offset: 0 };
        let reject = Reject::new(source, "no sentence", &[0x1b, b'[', 0xff, b'a']);
        assert_eq!(reject.text, "\u{fffd}[\u{fffd}a");
        assert_eq!(Reject::new(source, "long", &[b'x'; 5000]).text.len(), 200);
    }
}
