//! Observations: what an exhibit says, one record a row, before anybody interprets it.

use crate::{Angle, Dimensions, Draught};
use crate::{ImoNumber, Mmsi, Position, RecordId, RecordKind, Source, Speed};
use jiff::Timestamp;
use jiff::civil::Date;

/// A position report of a ship station (messages 1-3, 18, 19, 27 of ITU-R M.1371, or a row of a table). It is small and
/// holds no text, because there are thousands of millions of them; its identifier follows from where it stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PositionReport {
    /// Where it stands.
    pub source: Source,
    /// The radio.
    pub mmsi: Mmsi,
    /// When it was received; the message itself carries only the second of the minute.
    pub time: Timestamp,
    /// Message type. 1-3, 18, 19 and 27 are position reports; any other message that a ship station sent stands here
    /// without a position, because it proves that the radio was on. `None` for a row of a table that does not say.
    pub message_type: Option<u8>,
    /// Where the ship says it is. `None`: the radio was on, but had no position (longitude 181, latitude 91).
    pub position: Option<Position>,
    /// Speed over ground. `None`: not available.
    pub sog: Option<Speed>,
    /// Course over ground, true.
    pub cog: Option<Angle>,
    /// Heading, true.
    pub heading: Option<Angle>,
    /// Navigational status 0-15 (class A).
    pub navigational_status: Option<u8>,
}

impl PositionReport {
    /// Which record.
    pub fn id(&self) -> RecordId {
        self.source.record(RecordKind::PositionReport)
    }
}

/// A static report (messages 5, 19, 24, or a row of a table): what the crew typed in.
#[derive(Clone, Debug, PartialEq)]
pub struct StaticReport {
    /// Which record.
    pub id: RecordId,
    /// Where it stands.
    pub source: Source,
    /// The radio.
    pub mmsi: Mmsi,
    /// When it was received.
    pub time: Timestamp,
    /// Message type 5, 19 or 24, or 8 of an inland ship; `None` for a row of a table that does not say.
    pub message_type: Option<u8>,
    /// The number as sent, before any check; 0 or absent: not available.
    pub imo_sent: Option<u32>,
    /// The number where it passes the check digit.
    pub imo_number: Option<ImoNumber>,
    /// Call sign.
    pub call_sign: Option<String>,
    /// Ship's name.
    pub ship_name: Option<String>,
    /// Ship type 0-255 (ITU-R M.1371, table 53).
    pub ship_type: Option<u8>,
    /// Length and beam from the antenna's distances to bow, stern, port and starboard.
    pub dimensions: Dimensions,
    /// Maximum present static draught, in steps of 0.1 m; 25.5 means 25.5 or more. `None`: not available.
    pub draught: Option<Draught>,
    /// Destination as typed.
    pub destination: Option<String>,
    /// The place at which whoever kept the table listed the ship, as that table names it.
    pub listed_place: Option<String>,
    /// The receiver that heard it, if the exhibit names it.
    pub receiver: Option<String>,
}

/// A report of a base station, an aid to navigation or a SAR aircraft (messages 4, 9, 11, 16, 17, 20-23, and others
/// whose sender has such a number): never a ship, but proof that the feed was alive.
#[derive(Clone, Debug, PartialEq)]
pub struct StationReport {
    /// Which record.
    pub id: RecordId,
    /// Where it stands.
    pub source: Source,
    /// The station.
    pub mmsi: Mmsi,
    /// When it was received.
    pub time: Timestamp,
    /// Message type.
    pub message_type: u8,
    /// Where it says it is.
    pub position: Option<Position>,
    /// Its name (message 21).
    pub name: Option<String>,
    /// The time that it sent (messages 4 and 11): by it the clock of the receiver can be judged.
    pub utc: Option<Timestamp>,
    /// The receiver that heard it, if the exhibit names it.
    pub receiver: Option<String>,
}

/// Whom a claim is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ClaimSubject {
    /// A hull.
    Imo(ImoNumber),
    /// A radio.
    Mmsi(Mmsi),
    /// An entry of a list that names neither: a ship without a number, a company, a person.
    Entry(RecordId),
}

/// A list or register says that a subject has a value for a property. Never overwritten: lists that disagree are
/// both kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// Which record.
    pub id: RecordId,
    /// Where it stands.
    pub source: Source,
    /// About whom.
    pub subject: ClaimSubject,
    /// Which property, by the column name of the house, such as `deadweight_t`.
    pub property: String,
    /// The value, read and in the property's unit.
    pub value: String,
    /// The value as it stands in the source.
    pub original_value: String,
    /// The list that says so.
    pub list: String,
    /// The version of the list; `None` where neither the file nor the case names one.
    pub list_version: Option<String>,
    /// The entry of the list that it belongs to; `None` for registers, whose rows are no entries.
    pub entry: Option<RecordId>,
    /// The earliest day of the earliest version at hand in which it stands; `None`: not known.
    pub first_seen: Option<Date>,
    /// The latest day of the latest version at hand in which it stands; `None`: not known.
    pub last_seen: Option<Date>,
}
