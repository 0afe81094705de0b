//! Findings: sentences with numbers, each standing on records.
//!
//! Method page: `docs/methods/findings.md`. A sentence says one thing, with its interval; a probability stands
//! beside its word (ICD 203), never together with a level of confidence. What was documented, what was estimated and
//! what was assumed stand in sentences of their own.

mod listed;
mod looked;

use crate::inputs::Input;
use crate::ledger::{counts_towards, notified_bbl};
use crate::{oil, wording};
use jiff::Timestamp;
use plimsoll_model::{
    Cap, Cargo, Convention, Crossing, DraughtPair, DraughtReading, Estimate, Finding, Key, LedgerLine,
    Listing, Look, Period, PortVisit, ReceptionSlot, RecordId, RecordKind, ReportedVolume,
    ReportedVolumeKind, Scenario, Sensitivity,
};
use std::collections::{BTreeMap, BTreeSet};

/// The records that findings are made of.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// The period of the case.
    pub case: Period,
    /// How many AIS reports of any kind were received when, by exhibit.
    pub reception: &'a [ReceptionSlot],
    /// The port visits.
    pub visits: &'a [PortVisit],
    /// Their draughts.
    pub draughts: &'a [DraughtPair],
    /// Their cargoes.
    pub cargoes: &'a [Cargo],
    /// The caps.
    pub caps: &'a [Cap],
    /// The ledger.
    pub ledger: &'a [LedgerLine],
    /// The crossings.
    pub crossings: &'a [Crossing],
    /// What drives the totals.
    pub sensitivities: &'a [Sensitivity],
    /// What others reported.
    pub reported: &'a [ReportedVolume],
    /// What measures meant on the days of the visits.
    pub listings: &'a [Listing],
    /// Where images looked.
    pub looks: &'a [Look],
}

/// The findings, in the order in which a reader wants them.
pub fn findings(facts: &Facts<'_>) -> Vec<Finding> {
    // A case of images alone begins with what they show.
    let is_of_images = facts.visits.is_empty() && !facts.looks.is_empty();
    let mut found = if is_of_images { looked::looked(facts) } else { Vec::new() };
    found.push(calls(facts).unwrap_or_else(|| no_calls(is_of_images)));
    if !(is_of_images && facts.reception.is_empty()) {
        found.push(coverage(facts));
    }
    found.extend(listed::listed_calls(facts));
    if !is_of_images {
        found.extend(looked::looked(facts));
    }
    let accounts = accounts(facts);
    for (at, account) in accounts.iter().enumerate() {
        let repeats = accounts[..at].iter().any(|before| before.sums_the_same(account));
        found.extend(account.findings(facts, repeats));
    }
    found.extend(facts.reported.iter().filter_map(|r| notified_in_vain(r, facts)));
    found.extend(facts.reported.iter().filter_map(third_party));
    found.extend(not_counted(facts));
    found
}

fn finding(
    topic: &str,
    keys: &[Key<'_>],
    sentence: String,
    probability: Option<f64>,
    parents: Vec<RecordId>,
) -> Finding {
    let mut all = vec![Key::Text(topic)];
    all.extend_from_slice(keys);
    Finding {
        id: RecordId::of(RecordKind::Finding, &all),
        topic: topic.into(),
        sentence,
        probability,
        likelihood: probability.and_then(wording::likelihood).map(str::to_owned),
        parents,
    }
}

fn day(time: Timestamp) -> String {
    time.strftime("%Y-%m-%d").to_string()
}

fn calls(facts: &Facts<'_>) -> Option<Finding> {
    let first = facts.visits.iter().map(|v| v.start).min()?;
    let last = facts.visits.iter().map(|v| v.end).max()?;
    let ships: BTreeSet<_> = facts.visits.iter().map(|v| v.vessel).collect();
    let places: BTreeSet<_> = facts.visits.iter().map(|v| v.place.as_str()).collect();
    let count = |reading| facts.draughts.iter().filter(|d| d.reading == reading).count();
    let sentence = format!(
        "The exhibits show {} by {} at {} between {} and {}; the draughts sent show {} and {}.",
        plural(facts.visits.len(), "port visit"),
        plural(ships.len(), "ship"),
        places.into_iter().collect::<Vec<_>>().join(", "),
        day(first),
        day(last),
        plural(count(DraughtReading::Loading), "loading"),
        plural(count(DraughtReading::Discharge), "discharge"),
    );
    Some(finding("calls", &[], sentence, None, facts.visits.iter().map(|v| v.id).collect()))
}

/// Without a visit nothing is said of any cap: absence from the exhibits is not absence.
fn no_calls(is_of_images: bool) -> Finding {
    let sentence = if is_of_images {
        "AIS and listings show no port visit; which ships lay there, images alone seldom tell. That nobody called cannot be concluded from it."
    } else {
        "No port visit is in the exhibits. That nobody called cannot be concluded from it."
    };
    finding("calls", &[], sentence.into(), None, Vec::new())
}

/// How far the exhibits cover the period of the case.
fn coverage(facts: &Facts<'_>) -> Finding {
    let inside = || facts.reception.iter().filter(|slot| facts.case.contains(slot.start));
    let days: BTreeSet<_> = inside().map(|slot| day(slot.start)).collect();
    let within: u64 = inside().map(|slot| slot.reports).sum();
    let all: u64 = facts.reception.iter().map(|slot| slot.reports).sum();
    let all_days = (facts.case.duration().as_secs_f64() / 86_400.0).ceil();
    let sentence = format!(
        "The exhibits hold {} AIS reports, {} of them within the period of the case, on {} of its {all_days} days.",
        oil::grouped(all as f64),
        oil::grouped(within as f64),
        days.len(),
    );
    let exhibits: BTreeSet<_> = facts.reception.iter().map(|slot| slot.exhibit).collect();
    finding("coverage", &[], sentence, None, exhibits.into_iter().collect())
}

/// `1 ship`, `2 ships`.
fn plural(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// The last lines of one cap in one counting period.
struct Account<'a> {
    cap: Option<&'a Cap>,
    cap_id: &'a str,
    period: Period,
    /// The first day of the counting period that the case covers.
    from: Timestamp,
    last: BTreeMap<(Convention, Scenario), &'a LedgerLine>,
}

fn accounts<'a>(facts: &Facts<'a>) -> Vec<Account<'a>> {
    let mut accounts: Vec<Account<'a>> = Vec::new();
    for line in facts.ledger {
        let known = accounts.iter().position(|a| a.cap_id == line.cap_id && a.period == line.period);
        let at = known.unwrap_or_else(|| {
            let cap = facts.caps.iter().find(|c| c.cap_id == line.cap_id);
            let from = line.period.start().max(facts.case.start());
            accounts.push(Account {
                cap,
                cap_id: &line.cap_id,
                period: line.period,
                from,
                last: BTreeMap::new(),
            });
            accounts.len() - 1
        });
        let kept = accounts[at].last.entry((line.convention, line.scenario)).or_insert(line);
        if line.date > kept.date {
            *kept = line;
        }
    }
    // The caps in the order in which the case names them, then by period.
    let place = |a: &Account<'_>| facts.caps.iter().position(|c| c.cap_id == a.cap_id).unwrap_or(usize::MAX);
    accounts.sort_by_key(|a| (place(a), a.period));
    accounts
}

impl Account<'_> {
    /// True if both sum the same visits over the same days.
    fn sums_the_same(&self, other: &Self) -> bool {
        let sum = |a: &Self| {
            let line = a.line(Convention::Physical, Scenario::Estimate)?;
            Some((a.from, line.date, line.calls, a.cap.map(|c| c.subject.clone())))
        };
        sum(self) == sum(other)
    }

    fn keys(&self) -> [Key<'_>; 2] {
        [Key::Text(self.cap_id), Key::Time(self.period.start())]
    }

    fn line(&self, convention: Convention, scenario: Scenario) -> Option<&LedgerLine> {
        self.last.get(&(convention, scenario)).copied()
    }

    /// Its findings. Where it `repeats` the visits and days of an account before it, only what is said of its own limit.
    fn findings(&self, facts: &Facts<'_>, repeats: bool) -> Vec<Finding> {
        let made = [
            self.documented().filter(|_| !repeats),
            self.estimated().filter(|_| !repeats),
            self.exceeded(),
            self.crossed(facts),
            self.beside(facts),
            self.scenarios().filter(|_| !repeats),
            self.drivers(facts).filter(|_| !repeats),
            self.notified(),
        ];
        made.into_iter().flatten().collect()
    }

    /// Barrels of the visits themselves, without what states notified.
    fn own(&self, line: &LedgerLine) -> Option<Estimate<f64>> {
        line.cumulative_bbl.map(|v| v - line.notified_bbl)
    }

    /// What the cap counts, to stand behind an amount.
    fn of_subject(&self) -> String {
        self.cap.map_or_else(String::new, |cap| format!(" of {}", cap.subject))
    }

    fn documented(&self) -> Option<Finding> {
        let line = self.line(Convention::Physical, Scenario::Documented)?;
        let (from, to) = (day(self.from), line.date);
        let sentence = if line.calls == 0 {
            format!("From {from} to {to} no draught shows a loading{}.", self.of_subject())
        } else {
            let own = self.own(line)?;
            format!(
                "From {from} to {to} draughts show {}{}: together {} barrels (90 % interval {}; physical barrels at 15 °C, from the draughts by a model of each ship).",
                plural(line.calls as usize, "loading"),
                self.of_subject(),
                oil::grouped(wording::rounded(own).mid()),
                interval_text(own),
            )
        };
        Some(finding("volume-documented", &self.keys(), sentence, None, vec![line.id]))
    }

    fn estimated(&self) -> Option<Finding> {
        let line = self.line(Convention::Physical, Scenario::Estimate).filter(|l| l.calls > 0)?;
        let shown = self.line(Convention::Physical, Scenario::Documented).map_or(0, |l| l.calls);
        let assumed = match line.calls.saturating_sub(shown) {
            0 => String::new(),
            rest => format!(
                " For {rest} of them no draught shows a loading: whether and how much they loaded is assumed, not observed."
            ),
        };
        let own = self.own(line)?;
        let sentence = format!(
            "The {} that may have loaded{} between {} and {} carried an estimated {} barrels (90 % interval {}).{assumed}",
            plural(line.calls as usize, "visit"),
            self.cap.map_or_else(String::new, |cap| format!(" {}", cap.subject)),
            day(self.from),
            line.date,
            oil::grouped(wording::rounded(own).mid()),
            interval_text(own),
        );
        Some(finding("volume-estimate", &self.keys(), sentence, None, vec![line.id]))
    }

    /// Cargoes that were estimated but are not of what the cap counts.
    fn beside(&self, facts: &Facts<'_>) -> Option<Finding> {
        let (cap, line) = (self.cap?, self.line(Convention::Physical, Scenario::Estimate)?);
        let others: Vec<_> = facts
            .cargoes
            .iter()
            .filter(|c| {
                c.not_counted.is_none() && self.period.contains(c.time) && facts.case.contains(c.time)
            })
            .filter(|c| !counts_towards(Some(cap), c.product))
            .collect();
        if others.is_empty() {
            return None;
        }
        let sentence = format!(
            "{} besides carried cargo that is not counted here: it is not {}.",
            plural(others.len(), "visit"),
            cap.subject
        );
        let parents = others.iter().map(|c| c.id).chain([line.id]).collect();
        Some(finding("beside-the-cap", &self.keys(), sentence, None, parents))
    }

    fn exceeded(&self) -> Option<Finding> {
        let (cap, line) = (self.cap?, self.line(Convention::Physical, Scenario::Estimate)?);
        let p = line.p_exceeded.filter(|_| line.calls > 0 || line.notified_bbl > 0.0)?;
        let committee = self.line(Convention::Committee, Scenario::Estimate);
        let other =
            committee.and_then(|l| wording::percent(l.p_exceeded?)).map_or_else(String::new, |percent| {
                format!(" Counted by the Committee's factor the probability is {percent}.")
            });
        let with = if line.notified_bbl > 0.0 { " and of what states notified" } else { "" };
        let limit =
            if cap.is_yardstick { "the yardstick, which no law makes bind here, of" } else { "the cap of" };
        let sentence = format!(
            "{} that by {} the sum of these visits{with} had passed {limit} {} barrels ({}).{other}",
            wording::phrase(p)?,
            line.date,
            oil::grouped(cap.limit.to_barrels()),
            cap.measure,
        );
        let parents = std::iter::once(line.id).chain(committee.map(|l| l.id)).collect();
        Some(finding("cap-exceeded", &self.keys(), sentence, Some(p), parents))
    }

    fn crossed(&self, facts: &Facts<'_>) -> Option<Finding> {
        let cap = self.cap?;
        let crossing = facts.crossings.iter().find(|c| {
            c.cap_id == self.cap_id
                && c.period == self.period
                && c.convention == Convention::Physical
                && c.scenario == Scenario::Estimate
                && c.share >= 1.0
        })?;
        let low = crossing.low?;
        let limit = oil::grouped(cap.limit.to_barrels());
        let sentence = match (crossing.mid, crossing.high) {
            (Some(mid), Some(high)) => {
                format!(
                    "The sum passed {limit} barrels on {mid} (median; 90 % interval from {low} to {high})."
                )
            }
            (Some(mid), None) => format!(
                "The sum passed {limit} barrels on {mid} (median), on {low} at the earliest (5th percentile); in more than 5 % of the draws it did not within the case."
            ),
            _ => format!(
                "In most draws the sum did not pass {limit} barrels within the case; in those that did, on {low} at the earliest (5th percentile)."
            ),
        };
        Some(finding("crossing", &self.keys(), sentence, None, vec![crossing.id]))
    }

    fn scenarios(&self) -> Option<Finding> {
        let laden = |scenario| self.line(Convention::Committee, scenario).filter(|l| l.calls > 0);
        let (third, ninety) = (laden(Scenario::THIRD)?, laden(Scenario::Laden { per_mille: 900 })?);
        let own = |l: &LedgerLine| {
            l.cumulative_bbl.map(|v| v - l.notified_bbl).map(|e| oil::grouped(wording::rounded(e).mid()))
        };
        let sentence = format!(
            "If every ship had left one third laden by deadweight, the same visits would carry {} barrels, 90 % laden {}, both by the Committee's factor.",
            own(third)?,
            own(ninety)?,
        );
        Some(finding("scenarios", &self.keys(), sentence, None, vec![third.id, ninety.id]))
    }

    fn drivers(&self, facts: &Facts<'_>) -> Option<Finding> {
        let mut of_this: Vec<_> = facts
            .sensitivities
            .iter()
            .filter(|s| {
                s.cap_id == self.cap_id && s.period == self.period && s.convention == Convention::Physical
            })
            .filter(|s| s.variance_share >= 0.01)
            .collect();
        of_this.sort_by(|a, b| {
            b.variance_share.total_cmp(&a.variance_share).then_with(|| a.input.cmp(&b.input))
        });
        of_this.truncate(3);
        if of_this.is_empty() {
            return None;
        }
        let words =
            |key: &str| Input::of_key(key).map_or_else(|| key.to_owned(), |input| input.words().to_owned());
        let named: Vec<_> = of_this
            .iter()
            .map(|s| format!("{} ({:.0} %)", words(&s.input), 100.0 * s.variance_share))
            .collect();
        let sentence = format!(
            "The width of the interval comes mostly from these inputs, by the share of the variance that goes when each is held still: {}.",
            named.join(", ")
        );
        Some(finding("drivers", &self.keys(), sentence, None, of_this.iter().map(|s| s.id).collect()))
    }

    fn notified(&self) -> Option<Finding> {
        let line = self.line(Convention::Physical, Scenario::Estimate).filter(|l| l.notified_bbl > 0.0)?;
        let share = self.cap.map_or_else(String::new, |cap| {
            format!(
                ", {:.1} % of the limit of {}",
                100.0 * line.notified_bbl / cap.limit.to_barrels(),
                cap.measure
            )
        });
        let sentence = format!(
            "States notified {} barrels from {} to {}{share}; they are in the sum.",
            oil::grouped(line.notified_bbl),
            day(self.period.start()),
            line.date
        );
        Some(finding("notified", &self.keys(), sentence, None, vec![line.id]))
    }
}

/// `low–high`, both rounded by the width.
fn interval_text(e: Estimate<f64>) -> String {
    let shown = wording::rounded(e);
    format!("{}\u{2013}{}", oil::grouped(shown.low()), oil::grouped(shown.high()))
}

/// A notified delivery that is in no sum must not vanish.
fn notified_in_vain(reported: &ReportedVolume, facts: &Facts<'_>) -> Option<Finding> {
    if reported.kind != ReportedVolumeKind::NotifiedDelivery {
        return None;
    }
    let counts =
        |cap: &Cap, period: Period| notified_bbl(Some(cap), period, std::slice::from_ref(reported)) > 0.0;
    let is_counted = reported.period.end() <= facts.case.end()
        && facts
            .caps
            .iter()
            .any(|cap| cap.reporting_period.periods(facts.case).into_iter().any(|p| counts(cap, p)));
    let sentence = format!(
        "{} barrels of {} notified by {} for {} to {} are in no sum: their subject is not that of a cap, letter for letter, or their days end outside the case.",
        oil::grouped(reported.volume.to_barrels()),
        reported.subject,
        reported.party,
        day(reported.period.start()),
        day(reported.period.end()),
    );
    (!is_counted)
        .then(|| finding("notified-not-counted", &[Key::Id(reported.id)], sentence, None, vec![reported.id]))
}

fn third_party(reported: &ReportedVolume) -> Option<Finding> {
    if reported.kind != ReportedVolumeKind::ThirdPartyEstimate {
        return None;
    }
    let sentence = format!(
        "{} estimates {}{} barrels from {} to {} ({}); this is kept beside our sum and not added to it.",
        reported.party,
        if reported.is_lower_bound { "at least " } else { "" },
        oil::grouped(reported.volume.to_barrels()),
        day(reported.period.start()),
        day(reported.period.end()),
        reported.subject,
    );
    Some(finding("third-party", &[Key::Id(reported.id)], sentence, None, vec![reported.id]))
}

fn not_counted(facts: &Facts<'_>) -> Option<Finding> {
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    let mut parents = Vec::new();
    for cargo in facts.cargoes {
        if let Some(reason) = &cargo.not_counted {
            *reasons.entry(reason).or_default() += 1;
            parents.push(cargo.id);
        }
    }
    if parents.is_empty() {
        return None;
    }
    let listed: Vec<_> = reasons.into_iter().map(|(reason, count)| format!("{reason} ({count})")).collect();
    let sentence =
        format!("{} not counted as oil supplied: {}.", plural_are(parents.len()), listed.join("; "));
    Some(finding("not-counted", &[], sentence, None, parents))
}

fn plural_are(count: usize) -> String {
    if count == 1 { "1 visit is".into() } else { format!("{count} visits are") }
}
