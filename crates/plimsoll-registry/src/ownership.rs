//! Who is blocked because of who owns it: the 50 % rule as a fixed point.
//!
//! A party is blocked where the shares of blocked parties in it add up to the threshold, and so on down the chain. Shares
//! are never multiplied along the chain: a blocked owner counts with the whole of its share. Method page:
//! `docs/methods/ownership.md`.

mod cascade;
mod table;

pub use table::{PROPERTIES, plain_mapping, stakes};

use jiff::civil::{Date, date};
use plimsoll_model::Source;
use std::collections::BTreeSet;
use std::fmt;

/// The day from which OFAC adds up the shares of all blocked persons (revised guidance of 13 August 2014).
const OFAC_SINCE: Date = date(2014, 8, 13);
/// The day from which the EU counts 50 % itself (update of the Best Practices, Council of the EU, 3 July 2024).
const EU_HALF_SINCE: Date = date(2024, 7, 3);

/// A share of one party in another, as one source states it.
#[derive(Clone, Debug, PartialEq)]
pub struct Stake {
    /// Who owns.
    pub owner: String,
    /// What is owned.
    pub owned: String,
    /// Least and greatest share, in percent of the whole. Not known is 0 to 100; "more than 50" begins a millionth above 50.
    pub share_percent: (f64, f64),
    /// First day; `None` where the source does not say.
    pub from: Option<Date>,
    /// First day on which it no longer holds; `None` where the source knows of none.
    pub until: Option<Date>,
    /// What the source calls itself; blank where it does not.
    pub citation: String,
    /// The row.
    pub source: Source,
}

impl Stake {
    /// True if it holds on that day, as far as the source says. A day that is not stated excludes nothing.
    pub fn holds_on(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day < until)
    }
}

/// Whose rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OwnershipRule {
    /// The United States: 50 percent or more, all blocked persons together, since 13 August 2014.
    Ofac,
    /// The European Union: 50 percent or more since 3 July 2024, more than 50 percent before; all listed persons together.
    Eu,
}

/// The rule had not begun on the day that was asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the {rule} rule on owners was not in force on {on}: it adds up shares from {since}; before, one owner alone counted, \
     which is not worked out here"
)]
pub struct NotInForce {
    /// Whose rule.
    pub rule: OwnershipRule,
    /// The day asked about.
    pub on: Date,
    /// Its first day.
    pub since: Date,
}

/// How much is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Threshold {
    /// Half of the shares.
    Half,
    /// More than half.
    MoreThanHalf,
}

impl OwnershipRule {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Ofac, Self::Eu];

    /// The word used on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ofac => "ofac",
            Self::Eu => "eu",
        }
    }

    /// The rule of a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.as_str() == word)
    }

    /// What it asked for on that day, in words.
    pub fn words_on(self, on: Date) -> Result<&'static str, NotInForce> {
        self.threshold_on(on).map(|threshold| match threshold {
            Threshold::Half => "50 % or more, all blocked owners together",
            Threshold::MoreThanHalf => "more than 50 %, all blocked owners together",
        })
    }

    fn threshold_on(self, on: Date) -> Result<Threshold, NotInForce> {
        match self {
            Self::Ofac if on < OFAC_SINCE => Err(NotInForce { rule: self, on, since: OFAC_SINCE }),
            Self::Eu if on < EU_HALF_SINCE => Ok(Threshold::MoreThanHalf),
            Self::Ofac | Self::Eu => Ok(Threshold::Half),
        }
    }
}

impl fmt::Display for OwnershipRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ofac => "OFAC",
            Self::Eu => "EU",
        })
    }
}

/// What the stakes show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OwnershipVerdict {
    /// Blocked whatever the true shares are within what the sources state.
    Blocked,
    /// Blocked if the true shares are high enough within what the sources state.
    Perhaps,
    /// Not blocked by the stakes that are at hand. Others may exist, and control is not ownership.
    NotShown,
}

impl OwnershipVerdict {
    /// The word used in tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Blocked => "blocked",
            Self::Perhaps => "perhaps",
            Self::NotShown => "not-shown",
        }
    }
}

/// An owner of a party on the day, with all that the sources say of its share.
#[derive(Clone, Debug, PartialEq)]
pub struct Owner {
    /// Who.
    pub owner: String,
    /// Least and greatest share that any source states, in percent.
    pub share_percent: (f64, f64),
    /// Its own verdict; `None` where it is itself on the list.
    pub verdict: Option<OwnershipVerdict>,
    /// The rows that say so.
    pub sources: Vec<Source>,
}

/// A party that somebody owns a share of and that is not itself listed.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnedParty {
    /// Who.
    pub party: String,
    /// What the stakes show.
    pub verdict: OwnershipVerdict,
    /// Percent in the hands of blocked parties: at least, and at most. The first adds up the least shares of those that are surely
    /// blocked, the second the greatest of those that may be, less what others surely hold; it is at most 100 unless the
    /// sources contradict each other.
    pub percent: (f64, f64),
    /// Its owners in alphabetical order.
    pub owners: Vec<Owner>,
    /// What is odd about the sources.
    pub remarks: Vec<String>,
    /// When the verdict fell, counted over all parties: a party is blocked by parties of lower rank only.
    rank: usize,
}

/// One step of a path: a share that counted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step<'a> {
    /// The blocked owner and its share.
    pub owner: &'a Owner,
    /// Whom it helps to block.
    pub owned: &'a str,
}

/// The answer for all parties.
#[derive(Clone, Debug, PartialEq)]
pub struct Ownership {
    /// Whose rule.
    pub rule: OwnershipRule,
    /// The day asked about.
    pub on: Date,
    /// The parties in alphabetical order.
    pub parties: Vec<OwnedParty>,
}

/// Which parties are blocked through their owners on a day.
///
/// `listed` are the parties that are blocked by name on that day. Names are compared letter by letter: who is who must be
/// settled before. A stake of a party in itself is left out; several rows for one owner and one party count once, from the least
/// to the greatest share; both are remarked.
pub fn ownership(
    stakes: &[Stake],
    listed: &BTreeSet<String>,
    rule: OwnershipRule,
    on: Date,
) -> Result<Ownership, NotInForce> {
    let threshold = rule.threshold_on(on)?;
    Ok(Ownership { rule, on, parties: cascade::parties(stakes, listed, threshold, on) })
}

impl Ownership {
    /// What is said of a party; `None` where nobody owns a share of it, or it is itself listed.
    pub fn party(&self, name: &str) -> Option<&OwnedParty> {
        let index = self.parties.binary_search_by(|party| party.party.as_str().cmp(name)).ok()?;
        Some(&self.parties[index])
    }

    /// The shares because of which a party is blocked or may be, from the listed parties down to it. Of a party that is
    /// not shown to be blocked, the shares of blocked owners that do not suffice, and why those are blocked.
    pub fn why(&self, name: &str) -> Vec<Step<'_>> {
        let Some(asked) = self.party(name) else { return Vec::new() };
        let mut seen = BTreeSet::from([asked.party.as_str()]);
        let mut waiting = vec![asked];
        let mut steps = Vec::new();
        while let Some(party) = waiting.pop() {
            for owner in &party.owners {
                let Some(next) = self.reason(party, owner) else { continue };
                steps.push((party.rank, Step { owner, owned: &party.party }));
                if let Some(next) = next
                    && seen.insert(&next.party)
                {
                    waiting.push(next);
                }
            }
        }
        steps.sort_by_key(|(rank, step)| (*rank, step.owned, step.owner.owner.as_str()));
        steps.into_iter().map(|(_, step)| step).collect()
    }

    /// Whether an owner counts against a party, and, where it is not listed itself, what is said of it.
    fn reason<'a>(&'a self, party: &OwnedParty, owner: &Owner) -> Option<Option<&'a OwnedParty>> {
        match owner.verdict {
            None => Some(None),
            Some(OwnershipVerdict::NotShown) => None,
            Some(OwnershipVerdict::Perhaps) if party.verdict == OwnershipVerdict::Blocked => None,
            Some(_) => self.party(&owner.owner).filter(|owner| owner.rank < party.rank).map(Some),
        }
    }
}
