//! What a list says about a day: in valid time (when a measure holds) and in knowledge time (which version said so).

use jiff::civil::Date;
use plimsoll_model::{Designation, ListVersion, Measure, RecordId, Standing};
use std::collections::{BTreeMap, BTreeSet};

/// What is asked of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question {
    /// The day on which the measure is to hold.
    pub on: Date,
    /// By what was published on this day; `None`: by all versions at hand.
    pub as_known: Option<Date>,
}

/// The answer for one measure of one entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeasureStanding {
    /// The row that it stands on: that of the newest version which has the measure.
    pub designation: RecordId,
    /// The instrument.
    pub instrument: String,
    /// What is ordered.
    pub measure: Measure,
    /// The answer.
    pub standing: Standing,
    /// The first day on which the measure holds, where the list says it.
    pub from: Option<Date>,
    /// How it is known, in a sentence.
    pub basis: String,
}

/// The versions of a list that a question may use, oldest first.
#[derive(Clone, Debug)]
pub struct UsableVersions<'a> {
    versions: Vec<&'a ListVersion>,
    question: Question,
}

impl<'a> UsableVersions<'a> {
    /// Of the versions at hand those that were surely out on the day of knowledge. `None` where none was: then nothing can
    /// be said, least of all that a ship was not listed.
    pub fn new(versions: &[&'a ListVersion], question: Question) -> Option<Self> {
        // A file of aliases has no entries of its own, and is no version that an entry could be missing from.
        let is_usable =
            |v: &&&ListVersion| v.entries > 0 && question.as_known.is_none_or(|day| v.days.is_out_on(day));
        let mut usable: Vec<&ListVersion> = versions.iter().filter(is_usable).copied().collect();
        usable.sort_by_key(|v| (v.days.earliest, v.days.latest, v.version.clone(), v.exhibit));
        (!usable.is_empty()).then_some(Self { versions: usable, question })
    }

    /// The newest of them.
    pub fn newest(&self) -> &'a ListVersion {
        self.versions[self.versions.len() - 1]
    }

    /// How the versions stand to the day asked about, in words.
    pub fn in_words(&self) -> String {
        let newest = self.newest();
        match self.versions.len() {
            1 => format!("{} {}", newest.list, dated(newest)),
            n => format!("{}, {n} versions, the newest {}", newest.list, dated(newest)),
        }
    }

    /// The answer for each measure that any usable version has on the entry. `rows` are the designations of one entry of
    /// this list, of all versions.
    pub fn standings(&self, rows: &[&Designation]) -> Vec<MeasureStanding> {
        let mut measures: BTreeMap<(&str, Measure), Vec<&Designation>> = BTreeMap::new();
        for row in rows {
            if self.place_of(row).is_some() {
                measures.entry((row.instrument.as_str(), row.measure)).or_default().push(row);
            }
        }
        measures.into_values().filter_map(|rows| self.standing(&rows)).collect()
    }

    /// Which version a row is of, by its place in the order.
    fn place_of(&self, row: &Designation) -> Option<usize> {
        self.versions.iter().position(|v| v.exhibit == row.source.exhibit)
    }

    /// The answer for one measure: by the newest run of versions that have it, or, before that run began, by the one before.
    fn standing(&self, rows: &[&Designation]) -> Option<MeasureStanding> {
        let places: BTreeSet<usize> = rows.iter().filter_map(|r| self.place_of(r)).collect();
        let ends: Vec<usize> = places.iter().rev().copied().filter(|p| !places.contains(&(p + 1))).collect();
        let mut answers = ends.into_iter().filter_map(|end| self.by_run(rows, &places, end));
        let newest = answers.next()?;
        if newest.standing != Standing::NotYet {
            return Some(newest);
        }
        Some(answers.find(|a| a.standing != Standing::NotYet).unwrap_or(newest))
    }

    /// The answer by the version that ends a run of versions.
    fn by_run(&self, rows: &[&Designation], places: &BTreeSet<usize>, end: usize) -> Option<MeasureStanding> {
        let of_version = rows.iter().filter(|r| self.place_of(r) == Some(end));
        let best = of_version.max_by_key(|r| (holds(r, self.question.on), r.from, r.id))?;
        if let Some(other) = self.contradicts(rows, best, end) {
            return Some(self.contradicted(best, other));
        }
        let (standing, basis) = match best.from {
            Some(from) => self.by_date(best, from, end),
            None => self.by_presence(places, end),
        };
        Some(MeasureStanding {
            designation: best.id,
            instrument: best.instrument.clone(),
            measure: best.measure,
            standing,
            from: best.from,
            basis,
        })
    }

    /// Another file of the same day that says other days for the measure, or does not have it.
    fn contradicts(&self, rows: &[&Designation], best: &Designation, end: usize) -> Option<&'a ListVersion> {
        let version = self.versions[end];
        let is_peer = |v: &&&ListVersion| {
            v.exhibit != version.exhibit && v.days == version.days && v.days.latest.is_some()
        };
        let agrees = |v: &ListVersion| {
            rows.iter().any(|r| r.source.exhibit == v.exhibit && (r.from, r.until) == (best.from, best.until))
        };
        self.versions.iter().filter(is_peer).find(|v| !agrees(v)).copied()
    }

    /// The answer where two files of one day contradict each other.
    fn contradicted(&self, best: &Designation, other: &ListVersion) -> MeasureStanding {
        MeasureStanding {
            designation: best.id,
            instrument: best.instrument.clone(),
            measure: best.measure,
            standing: Standing::DayUnknown,
            from: best.from,
            basis: format!(
                "two files of the list, both {}, contradict each other on this measure: {} and {}",
                dated(other),
                best.list_version,
                other.version
            ),
        }
    }

    /// Where the list gives the first day.
    fn by_date(&self, row: &Designation, from: Date, last: usize) -> (Standing, String) {
        let on = self.question.on;
        let version = self.versions[last];
        if on < from {
            return (Standing::NotYet, format!("from {from} on, by {}", named(version)));
        }
        if let Some(until) = row.until.filter(|until| *until <= on) {
            return (
                Standing::Ended,
                format!("from {from} until {until} (exclusive), by {}", named(version)),
            );
        }
        let since = format!("since {from}, by {}", named(version));
        if last + 1 < self.versions.len() {
            return self.left(on, last, &since);
        }
        match (version.days.earliest, version.days.latest) {
            (Some(earliest), _) if on <= earliest => (Standing::Listed, since),
            (_, Some(latest)) if on > latest => (
                Standing::DayUnknown,
                format!("{since}; the day lies after that version, and no later one is at hand"),
            ),
            _ => (
                Standing::DayUnknown,
                format!(
                    "{since}; that version may be older than the day: when it was published is not known well enough"
                ),
            ),
        }
    }

    /// Where the entry stands in a version but not in the next: it left in between. How long it stayed away is known as far
    /// as versions lack it.
    fn left(&self, on: Date, last: usize, since: &str) -> (Standing, String) {
        let (with, without) = (self.versions[last], self.versions[last + 1]);
        let gone = format!("{since}; no longer in {}", named(without));
        if with.days.earliest.is_some_and(|day| on <= day) {
            return (Standing::Listed, since.to_owned());
        }
        if without.days.latest.is_none_or(|day| on < day) {
            return (Standing::DayUnknown, format!("{gone}; it left on a day in between"));
        }
        self.away(on, last + 1, gone)
    }

    /// Where the versions from a place on lack the entry: ended as far as they reach.
    fn away(&self, on: Date, place: usize, gone: String) -> (Standing, String) {
        let reaches = self.versions[place..].iter().filter_map(|v| v.days.earliest).max();
        if reaches.is_some_and(|day| on <= day) {
            (Standing::Ended, gone)
        } else {
            (Standing::DayUnknown, format!("{gone}; the day lies after it, and no later version is at hand"))
        }
    }

    /// Where the list gives no date: by the versions in which the entry stands. Between two neighbouring versions that both
    /// have it, it is held to have stood all the time.
    fn by_presence(&self, places: &BTreeSet<usize>, last: usize) -> (Standing, String) {
        let on = self.question.on;
        let out_before = |v: &ListVersion| v.days.latest.is_some_and(|day| day <= on);
        let out_after = |v: &ListVersion| v.days.earliest.is_some_and(|day| day >= on);
        // The versions next to the day: the last that was surely out, the first that surely was not yet.
        let before = (0..self.versions.len()).rev().find(|i| out_before(self.versions[*i]));
        let after = (0..self.versions.len()).find(|i| out_after(self.versions[*i]));
        let has = |place: usize| places.contains(&place);
        let name = |place: usize| named(self.versions[place]);
        match (before, after) {
            (Some(b), Some(a)) if has(b) && has(a) => {
                let words = if a == b {
                    format!("stands in {}", name(b))
                } else {
                    format!("stands in {} and in {}", name(b), name(a))
                };
                (Standing::Listed, format!("{words}; the list gives no date of listing"))
            }
            (Some(b), Some(a)) if !has(b) && !has(a) => (
                Standing::DayUnknown,
                format!("in neither {} nor {}, but in {}", name(b), name(a), name(last)),
            ),
            (Some(b), None) if !has(b) => self.away(on, b, format!("no longer in {}", name(b))),
            (Some(b), None) => (
                Standing::DayUnknown,
                format!("known in {}; the day lies after it, and the list gives no date of listing", name(b)),
            ),
            (_, Some(a)) if has(a) => {
                (Standing::DayUnknown, format!("known in {}; the list does not say since when", name(a)))
            }
            _ => {
                (Standing::DayUnknown, format!("known in {}; the list gives no date of listing", name(last)))
            }
        }
    }
}

/// True if the row's own dates hold the day.
fn holds(row: &Designation, on: Date) -> bool {
    row.from.is_some_and(|from| from <= on) && row.until.is_none_or(|until| on < until)
}

/// The list with its version.
fn named(version: &ListVersion) -> String {
    format!("{} {}", version.list, dated(version))
}

/// The version with its days, as far as they are known.
fn dated(version: &ListVersion) -> String {
    let name = &version.version;
    match (version.days.earliest, version.days.latest) {
        (Some(a), Some(b)) if a == b && name.contains(&a.to_string()) => format!("of {a}"),
        (Some(a), Some(b)) if a == b => format!("of {a} ({name})"),
        (Some(a), Some(b)) => format!("{name} ({a} to {b})"),
        (Some(a), None) => format!("{name} (of {a} or later)"),
        (None, Some(b)) => format!("{name} (of {b} or before)"),
        (None, None) => format!("{name} (day unknown)"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use plimsoll_model::{Authority, Key, RecordKind, Source, VersionDays};

    fn exhibit(n: i64) -> RecordId {
        RecordId::of(RecordKind::Exhibit, &[Key::Int(n)])
    }

    fn version(n: i64, days: VersionDays) -> ListVersion {
        ListVersion {
            id: RecordId::of(RecordKind::ListVersion, &[Key::Int(n)]),
            exhibit: exhibit(n),
            list: "Test list".into(),
            form: "test".into(),
            version: format!("v{n}"),
            days,
            days_basis: String::new(),
            entries: 1,
            vessels: 1,
        }
    }

    fn row(n: i64, from: Option<Date>, until: Option<Date>) -> Designation {
        Designation {
            id: RecordId::of(RecordKind::Designation, &[Key::Int(n), Key::Text(&format!("{from:?}"))]),
            source: Source { exhibit: exhibit(n), line: 1, byte_offset: 0 },
            entry: RecordId::of(RecordKind::ListEntry, &[Key::Int(n)]),
            list: "Test list".into(),
            list_version: format!("v{n}"),
            known: VersionDays::default(),
            authority: Authority::UnSecurityCouncil,
            instrument: "Resolution".into(),
            measure: Measure::PortEntryBan,
            original_measure: String::new(),
            from,
            until,
        }
    }

    fn ask(
        versions: &[ListVersion],
        rows: &[Designation],
        on: Date,
        as_known: Option<Date>,
    ) -> Option<(Standing, String)> {
        let versions: Vec<&ListVersion> = versions.iter().collect();
        let usable = UsableVersions::new(&versions, Question { on, as_known })?;
        let rows: Vec<&Designation> = rows.iter().collect();
        usable.standings(&rows).into_iter().next().map(|s| (s.standing, s.basis))
    }

    fn standing(versions: &[ListVersion], rows: &[Designation], on: Date) -> Standing {
        ask(versions, rows, on, None).unwrap().0
    }

    #[test]
    fn the_day_before_is_not_yet_and_the_day_itself_is() {
        let versions = [version(1, VersionDays { earliest: Some(date(2022, 12, 12)), latest: None })];
        let rows = [row(1, Some(date(2017, 12, 28)), None)];
        assert_eq!(standing(&versions, &rows, date(2017, 12, 27)), Standing::NotYet);
        assert_eq!(standing(&versions, &rows, date(2017, 12, 28)), Standing::Listed);
        assert_eq!(standing(&versions, &rows, date(2022, 12, 12)), Standing::Listed);
        // It may have been published the day before: nothing is known of the day after.
        let (standing, basis) = ask(&versions, &rows, date(2022, 12, 13), None).unwrap();
        assert_eq!(standing, Standing::DayUnknown);
        assert!(basis.contains("may be older"), "{basis}");
    }

    #[test]
    fn without_a_date_only_the_version_itself_and_what_two_versions_enclose_is_known() {
        let a = version(1, VersionDays::on(date(2022, 1, 10)));
        let b = version(2, VersionDays::on(date(2023, 1, 10)));
        let c = version(3, VersionDays::on(date(2024, 1, 10)));
        let versions = [a, b, c];
        let rows = [row(2, None, None), row(3, None, None)];
        for (day, expected) in [
            (date(2021, 6, 1), Standing::DayUnknown),
            (date(2022, 6, 1), Standing::DayUnknown),
            (date(2023, 1, 10), Standing::Listed),
            (date(2023, 6, 1), Standing::Listed),
            (date(2024, 1, 10), Standing::Listed),
            (date(2024, 1, 11), Standing::DayUnknown),
        ] {
            assert_eq!(standing(&versions, &rows, day), expected, "{day}");
        }
        let (_, basis) = ask(&versions, &rows, date(2022, 6, 1), None).unwrap();
        assert!(basis.contains("does not say since when"), "{basis}");
    }

    #[test]
    fn what_leaves_a_list_ends_between_two_versions() {
        let versions =
            [version(1, VersionDays::on(date(2022, 1, 10))), version(2, VersionDays::on(date(2023, 1, 10)))];
        let rows = [row(1, Some(date(2018, 3, 30)), None)];
        assert_eq!(standing(&versions, &rows, date(2022, 1, 10)), Standing::Listed);
        assert_eq!(standing(&versions, &rows, date(2022, 7, 1)), Standing::DayUnknown);
        assert_eq!(standing(&versions, &rows, date(2023, 1, 10)), Standing::Ended);
        assert_eq!(standing(&versions, &rows, date(2023, 1, 11)), Standing::DayUnknown);
    }

    #[test]
    fn delisted_and_listed_again() {
        let versions = [version(1, VersionDays { earliest: Some(date(2024, 1, 1)), latest: None })];
        let rows =
            [row(1, Some(date(2015, 1, 1)), Some(date(2016, 1, 1))), row(1, Some(date(2018, 1, 1)), None)];
        assert_eq!(standing(&versions, &rows, date(2015, 6, 1)), Standing::Listed);
        assert_eq!(standing(&versions, &rows, date(2019, 6, 1)), Standing::Listed);
        assert_ne!(standing(&versions, &rows, date(2017, 6, 1)), Standing::Listed);
    }

    #[test]
    fn two_files_of_one_day_that_contradict_each_other_say_nothing() {
        let day = VersionDays::on(date(2024, 1, 10));
        let versions = [version(1, day), version(2, day)];
        let rows = [row(1, Some(date(2017, 12, 28)), None), row(2, Some(date(2018, 12, 28)), None)];
        let (standing, basis) = ask(&versions, &rows, date(2018, 3, 7), None).unwrap();
        assert_eq!(standing, Standing::DayUnknown);
        assert!(basis.contains("contradict"), "{basis}");
        let same = [row(1, Some(date(2017, 12, 28)), None), row(2, Some(date(2017, 12, 28)), None)];
        assert_eq!(ask(&versions, &same, date(2018, 3, 7), None).unwrap().0, Standing::Listed);
    }

    #[test]
    fn a_ship_that_left_and_came_back_has_two_runs() {
        let versions = [
            version(1, VersionDays::on(date(2016, 1, 1))),
            version(2, VersionDays::on(date(2017, 1, 1))),
            version(3, VersionDays::on(date(2019, 1, 1))),
        ];
        let rows = [row(1, Some(date(2015, 1, 1)), None), row(3, Some(date(2018, 1, 1)), None)];
        for (day, expected) in [
            (date(2014, 6, 1), Standing::NotYet),
            (date(2015, 6, 1), Standing::Listed),
            (date(2016, 6, 1), Standing::DayUnknown),
            (date(2017, 6, 1), Standing::Ended),
            (date(2018, 6, 1), Standing::Listed),
        ] {
            assert_eq!(standing(&versions, &rows, day), expected, "{day}");
        }
    }

    #[test]
    fn what_was_known_is_asked_of_the_versions_that_were_out() {
        let november = VersionDays { earliest: Some(date(2023, 11, 1)), latest: Some(date(2023, 11, 30)) };
        let versions = [version(1, VersionDays::on(date(2017, 11, 1))), version(2, november)];
        let rows = [row(2, Some(date(2017, 12, 28)), None)];
        // No version was out: nothing can be said.
        assert_eq!(ask(&versions, &rows, date(2018, 1, 1), Some(date(2016, 1, 1))), None);
        // A version was out, and did not have it.
        assert_eq!(ask(&versions, &rows, date(2018, 1, 1), Some(date(2018, 1, 1))), None);
        let usable = |day| {
            let refs: Vec<&ListVersion> = versions.iter().collect();
            UsableVersions::new(&refs, Question { on: date(2018, 1, 1), as_known: Some(day) })
                .map(|u| u.newest().version.clone())
        };
        assert_eq!(usable(date(2018, 1, 1)).as_deref(), Some("v1"));
        assert_eq!(usable(date(2023, 11, 15)).as_deref(), Some("v1"), "not surely out in mid-November");
        assert_eq!(usable(date(2023, 11, 30)).as_deref(), Some("v2"));
        assert_eq!(
            ask(&versions, &rows, date(2018, 1, 1), Some(date(2023, 12, 1))).unwrap().0,
            Standing::Listed
        );
    }

    #[test]
    fn a_file_of_aliases_is_no_version_that_an_entry_is_missing_from() {
        let aliases = ListVersion { entries: 0, vessels: 0, ..version(9, VersionDays::on(date(2024, 1, 1))) };
        let versions = [version(1, VersionDays::on(date(2023, 1, 1))), aliases];
        assert_eq!(standing(&versions, &[row(1, None, None)], date(2023, 1, 1)), Standing::Listed);
        assert_eq!(standing(&versions, &[row(1, None, None)], date(2024, 1, 1)), Standing::DayUnknown);
    }

    #[test]
    fn after_the_newest_version_nothing_is_known() {
        let versions = [version(1, VersionDays::on(date(2023, 11, 30)))];
        let rows = [row(1, Some(date(2018, 3, 30)), None)];
        let (standing, basis) = ask(&versions, &rows, date(2024, 3, 7), None).unwrap();
        assert_eq!(standing, Standing::DayUnknown);
        assert!(basis.contains("since 2018-03-30") && basis.contains("no later one is at hand"), "{basis}");
    }
}
