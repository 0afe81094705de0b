//! Lists: which versions are at hand, whom each names, and which measures that brings.
//!
//! Time runs twice here. *Valid time* is when a measure holds: [`Designation::from`] and [`Designation::until`]. *Knowledge
//! time* is when a list said so: the [`VersionDays`] of the version in which it stands. What a file does not say is
//! `None` and stays unknown; nothing is filled in from the other clock.

use crate::{ImoNumber, Mmsi, RecordId, Source};
use jiff::civil::Date;

/// The days between which a version of a list was published. A version that only names its month has that month's
/// first and last day; one that says nothing has neither.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct VersionDays {
    /// Not before this day.
    pub earliest: Option<Date>,
    /// Not after this day.
    pub latest: Option<Date>,
}

impl VersionDays {
    /// A version of one day.
    pub const fn on(day: Date) -> Self {
        Self { earliest: Some(day), latest: Some(day) }
    }

    /// True if the version was surely out on that day.
    pub fn is_out_on(self, day: Date) -> bool {
        self.latest.is_some_and(|latest| latest <= day)
    }
}

/// One version of a list, as one exhibit holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListVersion {
    /// Which record.
    pub id: RecordId,
    /// The exhibit.
    pub exhibit: RecordId,
    /// The list, such as `OFAC SDN`. Versions of one list have one name.
    pub list: String,
    /// The form of the file, such as `un-xml` or `ofac-sdn-csv`.
    pub form: String,
    /// The version as the file or the case calls it; a name made of the exhibit's hash where neither does.
    pub version: String,
    /// When it was published.
    pub days: VersionDays,
    /// How the days are known, in words.
    pub days_basis: String,
    /// Entries of any kind.
    pub entries: u64,
    /// Entries that are vessels.
    pub vessels: u64,
}

/// What is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntryKind {
    /// A ship.
    Vessel,
    /// A company, body or other legal person.
    Organisation,
    /// A natural person.
    Person,
    /// An aircraft.
    Aircraft,
    /// Goods, ports, and what the list does not say.
    Other,
}

impl EntryKind {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Vessel, Self::Organisation, Self::Person, Self::Aircraft, Self::Other];

    /// The word used in tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Vessel => "vessel",
            Self::Organisation => "organisation",
            Self::Person => "person",
            Self::Aircraft => "aircraft",
            Self::Other => "other",
        }
    }

    /// From the word used in tables.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.as_str() == text)
    }
}

/// One entry of one version of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListEntry {
    /// Which record: exhibit and key.
    pub id: RecordId,
    /// Where it stands.
    pub source: Source,
    /// The list.
    pub list: String,
    /// The version.
    pub list_version: String,
    /// The list's own key of the entry, the same in each version; made of annex and row, or annex and name, where the list
    /// has none.
    pub key: String,
    /// What is listed.
    pub kind: EntryKind,
    /// The first name given, as the list spells it.
    pub name: String,
    /// The hull, where the list gives a ship number that passes the check digit.
    pub imo_number: Option<ImoNumber>,
    /// The radio, where the list gives one.
    pub mmsi: Option<Mmsi>,
    /// What is odd about it: a number that is none, a company's number, a date in the future.
    pub remarks: Vec<String>,
}

/// Who orders a measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Authority {
    /// The United Nations Security Council or a committee of it.
    UnSecurityCouncil,
    /// The Council of the European Union.
    EuropeanUnion,
    /// The United States Department of the Treasury.
    UnitedStates,
    /// A body whose list binds nobody, such as an intelligence service that publishes what it believes.
    Publisher,
    /// Not stated.
    Unstated,
}

impl Authority {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::UnSecurityCouncil, Self::EuropeanUnion, Self::UnitedStates, Self::Publisher, Self::Unstated];

    /// The word used in tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::UnSecurityCouncil => "un-security-council",
            Self::EuropeanUnion => "european-union",
            Self::UnitedStates => "united-states",
            Self::Publisher => "publisher",
            Self::Unstated => "unstated",
        }
    }

    /// From the word used in tables.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.as_str() == text)
    }
}

/// What a designation orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measure {
    /// Assets are frozen: the ship may not be dealt with.
    AssetFreeze,
    /// Ports may not let the ship in.
    PortEntryBan,
    /// The flag state must strike the ship off its register.
    Deflag,
    /// The flag state must direct the ship to a port.
    DirectToPort,
    /// The ship is an economic resource of a listed owner, and frozen as such.
    EconomicResource,
    /// Transport restrictions that the list does not split: which they are stands in the instrument.
    TransportRestrictions,
    /// Property is blocked and dealings are forbidden to persons of the ordering state.
    BlockedProperty,
    /// Named in a publication that orders nothing.
    Named,
    /// Listed; the file does not say what that brings.
    Unstated,
}

impl Measure {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::AssetFreeze,
        Self::PortEntryBan,
        Self::Deflag,
        Self::DirectToPort,
        Self::EconomicResource,
        Self::TransportRestrictions,
        Self::BlockedProperty,
        Self::Named,
        Self::Unstated,
    ];

    /// The word used in tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AssetFreeze => "asset-freeze",
            Self::PortEntryBan => "port-entry-ban",
            Self::Deflag => "deflag",
            Self::DirectToPort => "direct-to-port",
            Self::EconomicResource => "economic-resource",
            Self::TransportRestrictions => "transport-restrictions",
            Self::BlockedProperty => "blocked-property",
            Self::Named => "named",
            Self::Unstated => "unstated",
        }
    }

    /// In words for a sentence.
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::AssetFreeze => "asset freeze",
            Self::PortEntryBan => "port entry ban",
            Self::Deflag => "order to strike off the register",
            Self::DirectToPort => "order to direct to a port",
            Self::EconomicResource => "freeze as an economic resource",
            Self::TransportRestrictions => "transport restrictions",
            Self::BlockedProperty => "blocking of property",
            Self::Named => "naming in a publication",
            Self::Unstated => "measure (which one is not stated)",
        }
    }

    /// From the word used in tables.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.as_str() == text)
    }
}

/// A measure on an entry of a list: one row for each measure, instrument and beginning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Designation {
    /// Which record.
    pub id: RecordId,
    /// Where it stands.
    pub source: Source,
    /// The entry of the same exhibit.
    pub entry: RecordId,
    /// The list.
    pub list: String,
    /// The version.
    pub list_version: String,
    /// When that version was published.
    pub known: VersionDays,
    /// Who orders it.
    pub authority: Authority,
    /// The instrument, such as `Regulation (EU) 2017/1509, Annex XIV.B`.
    pub instrument: String,
    /// What is ordered.
    pub measure: Measure,
    /// The measure as the list words it; empty where it has no words for it.
    pub original_measure: String,
    /// The first day on which it holds; `None`: the list does not say.
    pub from: Option<Date>,
    /// The first day on which it no longer holds; `None`: the list gives no end.
    pub until: Option<Date>,
}

/// By what a ship and an entry of a list were held to be the same, strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rung {
    /// One IMO number.
    Imo,
    /// A name and the call sign, or a name and the radio.
    NameAndRadio,
    /// The radio alone. An MMSI names a radio, not a hull.
    Radio,
    /// A name alone.
    Name,
}

impl Rung {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Imo, Self::NameAndRadio, Self::Radio, Self::Name];

    /// The word used in tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Imo => "imo",
            Self::NameAndRadio => "name-and-radio",
            Self::Radio => "radio",
            Self::Name => "name",
        }
    }

    /// From the word used in tables.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.as_str() == text)
    }
}

/// How far a match carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Strength {
    /// The same hull number, or a person confirmed it: sentences may stand on it.
    Established,
    /// More than one property agrees: worth a person's look, not yet a statement.
    Likely,
    /// One weak property agrees, or much agrees and the hull numbers do not: a lead.
    Possible,
    /// Another name by the rules, but a few letters away: for a person who is not sure of the spelling.
    Near,
    /// Something rules it out: another IMO number, another numeral, a person's word.
    RuledOut,
}

impl Strength {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Established, Self::Likely, Self::Possible, Self::Near, Self::RuledOut];

    /// The word used in tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Established => "established",
            Self::Likely => "likely",
            Self::Possible => "possible",
            Self::Near => "near",
            Self::RuledOut => "ruled-out",
        }
    }

    /// From the word used in tables.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.as_str() == text)
    }
}

/// A ship of the case and an entry of a list that may be the same, with the two values behind it.
#[derive(Clone, Debug, PartialEq)]
pub struct ListMatch {
    /// Which record: ship, list and key of the entry, so that a decision on it survives a new version of the list.
    pub id: RecordId,
    /// The ship.
    pub vessel: RecordId,
    /// The entry, of the newest version that has it.
    pub entry: RecordId,
    /// The list.
    pub list: String,
    /// The list's key of the entry.
    pub key: String,
    /// By what.
    pub rung: Rung,
    /// How far it carries, after what people decided.
    pub strength: Strength,
    /// Likeness of the two names, 0 to 1, where names were compared.
    pub name_likeness: Option<f64>,
    /// The value of ours that was compared, such as `IMO 9074729` or `SONG HAE`.
    pub ours: String,
    /// The value of the list.
    pub theirs: String,
    /// Why, and what speaks against it.
    pub reasons: Vec<String>,
    /// The records that it stands on.
    pub parents: Vec<RecordId>,
}

/// What a list says about a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// The measure held on that day.
    Listed,
    /// It began later.
    NotYet,
    /// It had ended.
    Ended,
    /// The entry stands in a version at hand, but the file has no date, and no two versions enclose the day.
    DayUnknown,
}

impl Standing {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Listed, Self::NotYet, Self::Ended, Self::DayUnknown];

    /// The word used in tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Listed => "listed",
            Self::NotYet => "not-yet",
            Self::Ended => "ended",
            Self::DayUnknown => "day-unknown",
        }
    }

    /// From the word used in tables.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.as_str() == text)
    }
}

/// What a measure meant on the day of a port visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    /// Which record.
    pub id: RecordId,
    /// The port visit.
    pub visit: RecordId,
    /// The ship.
    pub vessel: RecordId,
    /// Why the ship is held to be the listed one.
    pub matched: RecordId,
    /// The measure.
    pub designation: RecordId,
    /// The list.
    pub list: String,
    /// The day asked about: the first of the visit, UTC.
    pub day: Date,
    /// What the list says about it.
    pub standing: Standing,
    /// The same in a sentence, with how it is known.
    pub basis: String,
    /// Which states the measure bound on that day in respect of this visit, in words; empty if it bound none there.
    pub bound: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn words_read_back() {
        assert!(EntryKind::ALL.iter().all(|k| EntryKind::parse(k.as_str()) == Some(*k)));
        assert!(Authority::ALL.iter().all(|k| Authority::parse(k.as_str()) == Some(*k)));
        assert!(Rung::ALL.iter().all(|k| Rung::parse(k.as_str()) == Some(*k)));
        assert!(Strength::ALL.iter().all(|k| Strength::parse(k.as_str()) == Some(*k)));
        assert!(Standing::ALL.iter().all(|k| Standing::parse(k.as_str()) == Some(*k)));
        assert!(Measure::ALL.iter().all(|k| Measure::parse(k.as_str()) == Some(*k)));
    }

    #[test]
    fn a_version_is_out_when_it_surely_is() {
        let november = VersionDays { earliest: Some(date(2023, 11, 1)), latest: Some(date(2023, 11, 30)) };
        assert!(!november.is_out_on(date(2023, 11, 15)));
        assert!(november.is_out_on(date(2023, 11, 30)));
        assert!(!VersionDays::default().is_out_on(date(2030, 1, 1)));
    }
}
