//! Lists of ships, companies and persons that somebody publishes: entries, claims and designations.
//!
//! Each form of file has one reader. A reader says what the file says and nothing else: a date that the file does not
//! give is `None`, a number that fails its check digit names no ship, and a list without a single entry is an error,
//! because an empty list read as "not listed" clears every ship. Method page: `docs/methods/lists.md`.
//!
//! Of persons the readers keep names and nothing else: no dates of birth, papers or addresses.
//!
//! | module | reads |
//! |---|---|
//! | `un_xml` | the consolidated list of the UN Security Council, XML |
//! | `un_1718` | the 1718 Designated Vessels List as a table |
//! | `eu` | annexes of EU regulations as a table |
//! | `ofac` | the SDN list and its aliases, CSV |
//! | `ofac_xml` | the SDN list, XML |
//! | `gur` | the table of ships of the Ukrainian military intelligence (GUR) |
//! | `mrv` | EU MRV: ships that reported emissions, by year |
//! | `register` | a register whose columns bear the names of our properties |
//! | `sniff` | which of these a file is |
//! | `xml` | the elements of a document, one entry at a time |
//! | `version` | when a version was published, and how that is known |
//! | `join` | all files of all lists at hand, joined |
//! | `draft`, `builder` | identifiers, subjects, remarks: one place for all forms |

mod builder;
mod day;
mod draft;
mod eu;
mod gur;
mod join;
mod mrv;
mod ofac;
mod ofac_xml;
mod register;
mod sheet;
mod sniff;
mod un_1718;
mod un_xml;
mod version;
mod xml;

pub use join::Lists;
pub use ofac::{attach_aliases, shared_entry_id};

use crate::error::RegistryError;
use plimsoll_model::list::VersionDays;
use plimsoll_model::{Claim, Designation, EntryKind, ExhibitId, ListEntry, ListVersion, Reject};
use std::collections::BTreeSet;
use std::io::Read;

/// The forms of file that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ListForm {
    /// The consolidated list of the UN Security Council, XML.
    UnXml,
    /// The 1718 Designated Vessels List as a table.
    Un1718Csv,
    /// Consolidated annexes of an EU regulation as a table.
    EuCsv,
    /// The OFAC SDN list, CSV of twelve columns, with or without a header.
    OfacSdnCsv,
    /// The aliases of the OFAC SDN list, CSV of five columns.
    OfacAltCsv,
    /// The OFAC SDN list, XML.
    OfacSdnXml,
    /// The table of ships of the Ukrainian military intelligence.
    GurCsv,
    /// Ships that reported under EU MRV, by year.
    EuMrvCsv,
    /// A register whose columns bear the names of [`crate::property::PROPERTIES`].
    RegisterCsv,
}

impl ListForm {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::UnXml,
        Self::Un1718Csv,
        Self::EuCsv,
        Self::OfacSdnCsv,
        Self::OfacAltCsv,
        Self::OfacSdnXml,
        Self::GurCsv,
        Self::EuMrvCsv,
        Self::RegisterCsv,
    ];

    /// The word used in tables and in `case.toml`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::UnXml => "un-xml",
            Self::Un1718Csv => "un-1718-csv",
            Self::EuCsv => "eu-csv",
            Self::OfacSdnCsv => "ofac-sdn-csv",
            Self::OfacAltCsv => "ofac-alt-csv",
            Self::OfacSdnXml => "ofac-sdn-xml",
            Self::GurCsv => "gur-csv",
            Self::EuMrvCsv => "eu-mrv-csv",
            Self::RegisterCsv => "register-csv",
        }
    }

    /// From the word used in tables.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|f| f.as_str() == text)
    }

    /// The form of a file by its first bytes: the root element or the first record, never the file's name. The first
    /// 16 KiB are enough. `None` where no form is sure.
    pub fn sniff(head: &[u8]) -> Option<Self> {
        sniff::form(head)
    }
}

/// What the caller knows of a file.
#[derive(Clone, Copy, Debug)]
pub struct ListSource<'a> {
    /// The exhibit.
    pub exhibit: ExhibitId,
    /// SHA-256 of its bytes in hexadecimal: names the version where nothing else does.
    pub sha256: &'a str,
    /// The file's name, in which a date may stand.
    pub file_name: &'a str,
    /// A name for the list, in place of the one that the form or the file gives.
    pub list: Option<&'a str>,
    /// The version as the user calls it and when it was published; goes before what the file says.
    pub version: Option<(&'a str, VersionDays)>,
}

/// What one file of a list holds.
#[derive(Clone, Debug, PartialEq)]
pub struct ListRows {
    /// The version.
    pub version: ListVersion,
    /// Its entries, in the order of the file; none for registers and for a file of aliases.
    pub entries: Vec<ListEntry>,
    /// What it says of them.
    pub claims: Vec<Claim>,
    /// The measures on them.
    pub designations: Vec<Designation>,
    /// What could not be read, in the order of the file.
    pub rejects: Vec<Reject>,
}

/// What a file lost on being read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Losses {
    /// Rows or elements of a list: those that became something, and those that did not. Of a register, several rows of which
    /// may be one claim, claims and lost rows.
    pub rows: u64,
    /// Rows of which nothing became an entry or a claim.
    pub lost: u64,
    /// Entries of the file; none of a register.
    pub entries: u64,
    /// Vessels of the file.
    pub vessels: u64,
    /// Vessels whose hull number was there and could not be read.
    pub numberless: u64,
}

impl Losses {
    /// True if more than so many per cent of the rows were lost, or the hull numbers of half of the ships: then the
    /// file is not what it is taken for.
    pub fn is_too_much(self, max_share_percent: f64) -> bool {
        let percent = if self.rows == 0 { 0.0 } else { 100.0 * self.lost as f64 / self.rows as f64 };
        percent > max_share_percent || (self.numberless > 0 && 2 * self.numberless >= self.vessels)
    }

    /// In words; `None` where nothing was lost.
    pub fn in_words(self) -> Option<String> {
        let rows = (self.lost > 0).then(|| match self.entries {
            0 => format!("{} rows lost beside {} claims", self.lost, self.rows - self.lost),
            _ => format!("{} of {} rows lost", self.lost, self.rows),
        });
        let numbers = (self.numberless > 0)
            .then(|| format!("{} of {} hull numbers unreadable", self.numberless, self.vessels));
        let all: Vec<String> = rows.into_iter().chain(numbers).collect();
        (!all.is_empty()).then(|| all.join(", "))
    }
}

impl ListRows {
    /// What was lost. A reject on a line of which something else was read cost a cell; any other cost its row.
    pub fn losses(&self) -> Losses {
        let read: BTreeSet<u64> = self
            .entries
            .iter()
            .map(|e| e.source.line)
            .chain(self.claims.iter().map(|c| c.source.line))
            .collect();
        let gone: BTreeSet<u64> =
            self.rejects.iter().map(|r| r.source.line).filter(|line| !read.contains(line)).collect();
        let is_unread =
            |remark: &String| remark.contains("IMO number") && !remark.starts_with("no IMO number");
        let is_numberless = |e: &&ListEntry| {
            e.kind == EntryKind::Vessel && e.imo_number.is_none() && e.remarks.iter().any(is_unread)
        };
        Losses {
            rows: (if self.entries.is_empty() { self.claims.len() } else { read.len() } + gone.len()) as u64,
            lost: gone.len() as u64,
            entries: self.version.entries,
            vessels: self.version.vessels,
            numberless: self.entries.iter().filter(is_numberless).count() as u64,
        }
    }
}

/// Reads one file of a list.
///
/// A row or cell that cannot be read is a reject. It fails where nothing can be read: another form, no header, a column
/// that must be there and is not; and with [`RegistryError::EmptyList`] where no entry is left. Memory is bounded by
/// [`RegistryError::TooMuch`].
pub fn read_list(
    reader: impl Read,
    form: ListForm,
    source: &ListSource<'_>,
) -> Result<ListRows, RegistryError> {
    match form {
        ListForm::UnXml => un_xml::read(reader, source),
        ListForm::Un1718Csv => un_1718::read(reader, source),
        ListForm::EuCsv => eu::read(reader, source),
        ListForm::OfacSdnCsv => ofac::read_sdn(reader, source),
        ListForm::OfacAltCsv => ofac::read_aliases(reader, source),
        ListForm::OfacSdnXml => ofac_xml::read(reader, source),
        ListForm::GurCsv => gur::read(reader, source),
        ListForm::EuMrvCsv => mrv::read(reader, source),
        ListForm::RegisterCsv => register::read(reader, source),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_read_back() {
        assert!(ListForm::ALL.iter().all(|f| ListForm::parse(f.as_str()) == Some(*f)));
    }
}
