//! Questions and answers: the roll of names on one side, the measures and their days on the other.

use crate::error::UserError;
use jiff::civil::Date;
use plimsoll_analysis::listings::{MeasureStanding, Question, UsableVersions};
use plimsoll_case::params::Params;
use plimsoll_model::{
    Authority, Claim, Designation, EntryKind, ImoNumber, ListEntry, ListVersion, Measure, RecordId, Source,
    Strength,
};
use plimsoll_registry::lists::{ListForm, Lists};
use plimsoll_registry::names::NameParams;
use plimsoll_registry::screen::{Asked, Found, Listed, Roll, ScreenParams};
use std::collections::{BTreeMap, BTreeSet};

/// One question.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Query {
    /// About whom.
    pub(super) asked: Asked,
    /// On which day.
    pub(super) on: Option<Date>,
    /// The line of the batch file.
    pub(super) line: Option<u64>,
}

impl Query {
    /// In words: `IMO 9074729, SONG HAE`.
    pub(super) fn in_words(&self) -> String {
        let imo = self.asked.imo_number.map(|n| format!("IMO {n}"));
        let radios = self.asked.mmsis.iter().map(|n| format!("MMSI {n}"));
        let signs = self.asked.call_signs.iter().map(|s| format!("call sign {s}"));
        let all: Vec<String> =
            imo.into_iter().chain(self.asked.names.iter().cloned()).chain(radios).chain(signs).collect();
        all.join(", ")
    }
}

/// One answer: someone on a list.
pub(super) struct Answer<'a> {
    /// Who, and why.
    pub(super) found: Found,
    /// What the list says of it.
    pub(super) listed: &'a Listed,
    /// The measures: with what they say of the day where one was asked.
    pub(super) measures: Vec<Measured<'a>>,
}

/// A measure on someone.
pub(super) struct Measured<'a> {
    /// The row of the list.
    pub(super) designation: &'a Designation,
    /// What it says of the day asked about; `None` where no day was asked.
    pub(super) standing: Option<MeasureStanding>,
}

/// Everything for one question.
pub(super) struct Answers<'a> {
    /// The question.
    pub(super) query: &'a Query,
    /// The answers, strongest first.
    pub(super) answers: Vec<Answer<'a>>,
    /// Answers left out because there were too many.
    pub(super) left_out: usize,
    /// Answers that are ruled out and were not wanted.
    pub(super) hidden: usize,
    /// The lists that were asked and in which nothing was found, not even what is ruled out.
    pub(super) nothing_in: Vec<&'a str>,
    /// What the lists say of others than ships under that number or name.
    pub(super) others: Vec<String>,
}

/// The lists at hand, laid out to be asked.
pub(super) struct Desk<'a> {
    lists: &'a Lists,
    files: BTreeMap<RecordId, String>,
    as_known: Option<Date>,
    roll: Roll,
    designations: BTreeMap<(&'a str, &'a str), Vec<&'a Designation>>,
    versions: BTreeMap<&'a str, Vec<&'a ListVersion>>,
    screening: ScreenParams,
    names: NameParams,
    decisions: Decisions,
    others: Others,
}

/// What lists say of others than ships, by company number and by name in small letters.
type Others = BTreeMap<String, Vec<String>>;

/// What people decided in a case, by hull, list and key.
pub(super) type Decisions = BTreeMap<(ImoNumber, String, String), (Strength, String)>;

impl<'a> Desk<'a> {
    /// Lays them out. Versions that were not surely out on the day of knowledge are left aside, with their entries.
    pub(super) fn new(
        lists: &'a Lists,
        files: BTreeMap<RecordId, String>,
        decisions: Decisions,
        as_known: Option<Date>,
        params: &Params,
    ) -> Result<Self, UserError> {
        let is_usable = |v: &&ListVersion| as_known.is_none_or(|day| v.days.is_out_on(day));
        let usable: BTreeSet<RecordId> = lists.versions.iter().filter(is_usable).map(|v| v.exhibit).collect();
        let is_list: BTreeSet<RecordId> = lists.versions.iter().map(|v| v.exhibit).collect();
        // Registers that a case maps by columns have no version, and are no lists: they are asked in any case.
        let entries: Vec<_> =
            lists.entries.iter().filter(|e| usable.contains(&e.source.exhibit)).cloned().collect();
        let claims: Vec<_> = lists
            .claims
            .iter()
            .filter(|c| usable.contains(&c.source.exhibit) || !is_list.contains(&c.source.exhibit))
            .cloned()
            .collect();
        let keys: BTreeMap<RecordId, (&str, &str)> =
            lists.entries.iter().map(|e| (e.id, (e.list.as_str(), e.key.as_str()))).collect();
        let mut designations: BTreeMap<(&str, &str), Vec<&Designation>> = BTreeMap::new();
        for designation in &lists.designations {
            if let Some(key) = keys.get(&designation.entry) {
                designations.entry(*key).or_default().push(designation);
            }
        }
        let mut versions: BTreeMap<&str, Vec<&ListVersion>> = BTreeMap::new();
        for version in &lists.versions {
            versions.entry(&version.list).or_default().push(version);
        }
        Ok(Self {
            files,
            decisions,
            others: others(&entries, &claims),
            as_known,
            roll: Roll::new(&entries, &claims),
            designations,
            versions,
            screening: params.section("screening")?,
            names: params.section("names")?,
            lists,
        })
    }

    /// The day of knowledge.
    pub(super) const fn as_known(&self) -> Option<Date> {
        self.as_known
    }

    /// Every version at hand, and whether it was used.
    pub(super) fn versions(&self) -> impl Iterator<Item = (&'a ListVersion, bool)> + '_ {
        self.lists.versions.iter().map(|v| (v, self.as_known.is_none_or(|day| v.days.is_out_on(day))))
    }

    /// The same in lines.
    pub(super) fn versions_in_words(&self) -> Vec<String> {
        let day = |d: Option<Date>| d.map_or_else(|| "?".into(), |d| d.to_string());
        self.versions()
            .map(|(v, is_used)| {
                let published = match (v.days.earliest, v.days.latest) {
                    (Some(a), Some(b)) if a == b => format!("published {a}"),
                    (None, None) => "day of publication unknown".into(),
                    (Some(a), None) => format!("published {a} or later"),
                    (a, b) => format!("published {} to {}", day(a), day(b)),
                };
                let used = if is_used { "" } else { "; NOT USED: not surely out on the day of knowledge" };
                let holds = match v.entries {
                    0 => "no entries of its own (a register, or aliases)".to_owned(),
                    n => format!("{n} entries, {} vessels", v.vessels),
                };
                format!("{}, {}: {holds}; {published} ({}){used}", v.list, v.version, v.days_basis)
            })
            .collect()
    }

    /// The file of an exhibit and the line in it.
    pub(super) fn place(&self, source: Source) -> String {
        let file = self.files.get(&source.exhibit).cloned().unwrap_or_else(|| source.exhibit.to_string());
        format!("{file}:{}", source.line)
    }

    /// The names, in small letters, that are blocked on a day by a list of an authority, each with how that is known: they
    /// stand on an entry with a measure that freezes or blocks and that may hold on that day.
    pub(super) fn blocked_names(&self, authority: Authority, on: Date) -> BTreeMap<String, String> {
        let freezes = |d: &&Designation| {
            d.authority == authority
                && matches!(d.measure, Measure::AssetFreeze | Measure::BlockedProperty)
                && d.from.is_none_or(|from| from <= on)
                && d.until.is_none_or(|until| on < until)
        };
        let frozen: BTreeMap<RecordId, &Designation> =
            self.lists.designations.iter().filter(freezes).map(|d| (d.entry, d)).collect();
        let blocked = |claim: &Claim| {
            let is_name = matches!(claim.property.as_str(), "name" | "ship_name" | "alias");
            let row = frozen.get(&claim.entry.filter(|_| is_name)?)?;
            let how = format!("by name on {}, {} {}", row.list, row.measure.in_words(), since(row.from));
            Some((claim.value.trim().to_lowercase(), how))
        };
        self.lists.claims.iter().filter_map(blocked).collect()
    }

    /// Answers a question.
    pub(super) fn ask(&'a self, query: &'a Query, most: usize, with_ruled_out: bool) -> Answers<'a> {
        let mut found = self.roll.screen(&query.asked, &self.screening, &self.names);
        found.iter_mut().for_each(|f| self.apply_decision(query, f));
        // Stable: what was decided moves, all else keeps its order.
        found.sort_by_key(|f| f.strength);
        let hit: BTreeSet<&str> =
            found.iter().filter_map(|f| self.roll.at(f.place).map(|l| l.list.as_str())).collect();
        let nothing_in = self.asked_lists().into_iter().filter(|list| !hit.contains(list)).collect();
        let all = found.len();
        let wanted: Vec<Found> =
            found.into_iter().filter(|f| with_ruled_out || f.strength != Strength::RuledOut).collect();
        let hidden = all - wanted.len();
        let left_out = wanted.len().saturating_sub(most);
        let answers = wanted
            .into_iter()
            .take(most)
            .filter_map(|found| {
                let listed = self.roll.at(found.place)?;
                let measures = self.measures(listed, query.on);
                Some(Answer { found, listed, measures })
            })
            .collect();
        Answers { query, answers, left_out, hidden, nothing_in, others: self.others(&query.asked) }
    }

    /// The lists that may speak: those with a usable version that has entries. Registers list nobody.
    pub(super) fn asked_lists(&self) -> BTreeSet<&'a str> {
        self.versions()
            .filter(|(v, is_used)| *is_used && v.entries > 0)
            .map(|(v, _)| v.list.as_str())
            .collect()
    }

    /// The lists of which no version may speak: none was out, or only aliases are at hand.
    pub(super) fn unasked_lists(&self) -> BTreeSet<&'a str> {
        let speaks = |(v, is_used): &(&'a ListVersion, bool)| *is_used && (v.entries > 0 || !is_aliases(v));
        let speaking: BTreeSet<&str> = self.versions().filter(speaks).map(|(v, _)| v.list.as_str()).collect();
        self.versions().map(|(v, _)| v.list.as_str()).filter(|list| !speaking.contains(list)).collect()
    }

    /// True if anyone is on the roll, be it by a register.
    pub(super) fn has_anyone(&self) -> bool {
        !self.roll.listed().is_empty()
    }

    /// True if somebody is known by a register only.
    pub(super) fn is_register(&self, found: &Found) -> bool {
        self.roll.is_register(found.place)
    }

    /// What a person decided in the case about the ship of the question and this entry.
    fn apply_decision(&self, query: &Query, found: &mut Found) {
        let Some(listed) = self.roll.at(found.place) else { return };
        let Some(imo) = query.asked.imo_number else { return };
        if let Some((strength, words)) = self.decisions.get(&(imo, listed.list.clone(), listed.key.clone())) {
            found.strength = *strength;
            found.reasons.push(words.clone());
        }
    }

    /// Others than ships that bear the number or the very name.
    fn others(&self, asked: &Asked) -> Vec<String> {
        let number = asked.imo_number.map(|n| n.to_string());
        let keys = number.into_iter().chain(asked.names.iter().map(|n| n.trim().to_lowercase()));
        let lines: BTreeSet<&String> = keys.filter_map(|key| self.others.get(&key)).flatten().collect();
        lines.into_iter().cloned().collect()
    }

    /// The measures on someone; those of all usable versions where a day is asked, else those of the newest.
    fn measures(&'a self, listed: &'a Listed, on: Option<Date>) -> Vec<Measured<'a>> {
        let key = (listed.list.as_str(), listed.key.as_str());
        let rows = self.designations.get(&key).map_or(&[][..], Vec::as_slice);
        let versions = self.versions.get(listed.list.as_str()).map_or(&[][..], Vec::as_slice);
        let day = on.unwrap_or(Date::MAX);
        let Some(usable) = UsableVersions::new(versions, Question { on: day, as_known: self.as_known })
        else {
            return Vec::new();
        };
        let row = |id: RecordId| rows.iter().find(|d| d.id == id).copied();
        usable
            .standings(rows)
            .into_iter()
            .filter_map(|standing| {
                let designation = row(standing.designation)?;
                Some(Measured { designation, standing: on.map(|_| standing) })
            })
            .collect()
    }
}

/// Sentences about entries that are no ships, by number and name.
fn others(entries: &[ListEntry], claims: &[Claim]) -> Others {
    let named: BTreeMap<RecordId, &ListEntry> =
        entries.iter().filter(|e| e.kind != EntryKind::Vessel).map(|e| (e.id, e)).collect();
    let mut others = Others::new();
    for claim in claims {
        let what = match claim.property.as_str() {
            "company_imo_number" => "number",
            "name" | "alias" => "name",
            _ => continue,
        };
        let Some(entry) = claim.entry.and_then(|id| named.get(&id)) else { continue };
        let article = if entry.kind == EntryKind::Organisation { "an" } else { "a" };
        let (list, key, kind, name) = (&entry.list, &entry.key, entry.kind.as_str(), &entry.name);
        let line = format!("this {what} stands on {list} {key} as that of {article} {kind}: {name}, no ship");
        others.entry(claim.value.trim().to_lowercase()).or_default().push(line);
    }
    others
}

/// True for a file of aliases, which names nobody by itself.
pub(super) fn is_aliases(version: &ListVersion) -> bool {
    version.form == ListForm::OfacAltCsv.as_str()
}

/// Since when, in words.
fn since(from: Option<Date>) -> String {
    from.map_or_else(|| "(since when is not stated)".into(), |day| format!("since {day}"))
}
