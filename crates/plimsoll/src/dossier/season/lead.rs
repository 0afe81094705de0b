//! The lead: what a stranger must know, in three sentences.

use jiff::civil::Date;
use plimsoll_analysis::{oil, wording};
use plimsoll_model::{Estimate, PortCall, RecordId, SeasonDay, SeasonNumber};
use plimsoll_report::{Sentence, Span};
use std::collections::BTreeSet;

/// A sentence under way: texts, the numbers of each on a record of its own.
struct Said(Vec<Span>);

impl Said {
    fn new(words: &str) -> Self {
        Self(vec![Span::Words(words.into())])
    }

    fn words(mut self, words: &str) -> Self {
        self.0.push(Span::Words(words.into()));
        self
    }

    fn of(mut self, text: &str, record: RecordId) -> Self {
        self.0.extend(Sentence::with_numbers(text, record).spans);
        self
    }

    fn done(self) -> Sentence {
        Sentence {
            spans: self.0.into_iter().filter(|s| !matches!(s, Span::Words(w) if w.is_empty())).collect(),
        }
    }
}

/// How many calls were seen and how many there were; how much; whether the cap was passed, when, how sure.
pub(super) fn lead(
    numbers: &[SeasonNumber],
    calls: &[PortCall],
    days: &[SeasonDay],
    is_simulated: bool,
) -> Vec<Sentence> {
    let named = |name: &str| numbers.iter().find(|n| n.name == name);
    let first = counts(named("calls-documented"), named("calls"), calls, is_simulated);
    let second = barrels(named("barrels"), named("barrels-documented"));
    [first, second, cap(named("cap-crossed"), days)].into_iter().flatten().collect()
}

fn counts(
    documented: Option<&SeasonNumber>,
    all: Option<&SeasonNumber>,
    calls: &[PortCall],
    is_simulated: bool,
) -> Option<Sentence> {
    let (documented, all) = (documented?, all?);
    let places: BTreeSet<&str> = calls.iter().map(|call| call.place.as_str()).collect();
    let places: Vec<&str> = places.into_iter().collect();
    let at = if places.is_empty() { String::new() } else { format!(" at {}", places.join(", ")) };
    let said =
        Said::new(if is_simulated { "SIMULATED: images and AIS show " } else { "Images and AIS show " })
            .of(&counted(documented)?, documented.id)
            .words(&format!(" calls of tankers{at}; with the calls that nobody saw there were "))
            .of(&counted(all)?, all.id);
    Some(said.words(".").done())
}

/// A count with its interval, whole.
fn counted(number: &SeasonNumber) -> Option<String> {
    let mid = oil::grouped(number.mid?);
    match (number.low, number.high) {
        (Some(low), Some(high)) if (high - low).abs() >= 0.5 => {
            Some(format!("{mid} ({} to {})", oil::grouped(low), oil::grouped(high)))
        }
        _ => Some(mid),
    }
}

fn barrels(all: Option<&SeasonNumber>, documented: Option<&SeasonNumber>) -> Option<Sentence> {
    let all = all?;
    let mut said = Said::new("They took ").of(&volume(all)?, all.id).words(" barrels");
    if let Some((documented, amount)) = documented.and_then(|d| Some((d, volume(d)?))) {
        said = said.words("; the calls that exhibits show, taken alone, ").of(&amount, documented.id);
    }
    Some(said.words(". In brackets stands the 90 % interval.").done())
}

/// Barrels with their interval, rounded to what the interval allows.
fn volume(number: &SeasonNumber) -> Option<String> {
    let e = wording::rounded(Estimate::new(number.low?, number.mid?, number.high?)?);
    let [low, mid, high] = [e.low(), e.mid(), e.high()].map(oil::grouped);
    Some(if low == high { mid } else { format!("{mid} ({low} to {high})") })
}

/// Whether the cap was passed, with the word of ICD 203, and on which day.
fn cap(crossed: Option<&SeasonNumber>, days: &[SeasonDay]) -> Option<Sentence> {
    let crossed = crossed?;
    let last = days.iter().filter(|d| d.cap_bbl.is_some()).max_by_key(|d| d.date)?;
    let (p, limit) = (crossed.p?, last.cap_bbl?);
    let said = Said::new("").of(&wording::phrase(p)?, crossed.id);
    let said =
        said.words(" that the cap of ").of(&oil::grouped(limit), crossed.id).words(" barrels was passed by ");
    let said = said.of(&last.date.to_string(), crossed.id);
    Some(when(said, crossed).words(".").done())
}

/// The day with its interval; an end beyond the last day is said to lie there.
fn when(said: Said, crossed: &SeasonNumber) -> Said {
    let Some(mid) = crossed.mid.and_then(day_of) else { return said };
    let end =
        |days: Option<f64>| days.and_then(day_of).map_or_else(|| "after that".to_owned(), |d| d.to_string());
    let text = format!("{mid} ({} to {})", end(crossed.low), end(crossed.high));
    said.words(", on ").of(&text, crossed.id)
}

/// The day of so many days since 1970-01-01.
fn day_of(days: f64) -> Option<Date> {
    plimsoll_model::statement::day_of(days)
}
