//! The calls, a card each: what shows her, who she may be, where she went, how much she took.

use super::ships::{best, likeliest};
use crate::dossier::{CallEntry, ChipEntry, DetectionEntry, Dossier, SightingEntry};
use crate::figure::stays::eye;
use crate::links::Links;
use crate::number;
use crate::section::masthead::marked_up;
use crate::section::scenes::chips::picture;
use crate::section::{NAME, NOTHING, Section, table};
use jiff::Timestamp;
use maud::{Markup, html};
use plimsoll_model::{CallStatus, Candidate, Estimate, RecordId, RecordKind};
use std::collections::{BTreeMap, BTreeSet};

/// Open cards up to this count; more are closed until a reader opens them.
const OPEN: usize = 4;
/// The most candidates of a sighting on the page; all are in the CSV file.
const MOST_CANDIDATES: usize = 5;
/// The most pictures of one call.
const MOST_PICTURES: usize = 3;
/// How long the longer side of a picture is, px.
const SIDE: f64 = 210.0;

/// What the cards are made of, by record.
struct Known<'a> {
    sightings: BTreeMap<RecordId, &'a SightingEntry>,
    chips: BTreeMap<RecordId, (&'a ChipEntry, &'a DetectionEntry)>,
    readings: BTreeSet<RecordId>,
}

impl<'a> Known<'a> {
    fn of(dossier: &'a Dossier) -> Self {
        let detections: BTreeMap<_, _> =
            dossier.scenes.detections.iter().map(|e| (e.detection.id, e)).collect();
        let chips = dossier.scenes.chips.iter();
        Self {
            sightings: dossier.season.sightings.iter().map(|e| (e.sighting.id, e)).collect(),
            chips: chips.filter_map(|c| Some((c.detection, (c, *detections.get(&c.detection)?)))).collect(),
            readings: dossier.waterlines.readings.iter().map(|e| e.reading.id).collect(),
        }
    }

    /// The sightings of a call, at the place and where she went, in order of time.
    fn of_call(&self, dossier: &'a Dossier, entry: &CallEntry) -> Vec<&'a SightingEntry> {
        let voyage = likeliest(&dossier.season.voyages, entry);
        let parents = entry.call.parents.iter().chain(voyage.iter().flat_map(|v| &v.parents));
        let ids: BTreeSet<&RecordId> = parents.filter(|p| p.kind() == RecordKind::Sighting).collect();
        let mut found: Vec<_> = ids.into_iter().filter_map(|id| self.sightings.get(id).copied()).collect();
        found.sort_by_key(|e| (e.sighting.time, e.sighting.id));
        found
    }
}

/// The pictures of a call: those of its sightings that have one.
fn pictures<'a>(
    known: &Known<'a>,
    sightings: &[&'a SightingEntry],
) -> Vec<(&'a SightingEntry, &'a ChipEntry, &'a DetectionEntry)> {
    let of = |entry: &&'a SightingEntry| {
        let (chip, detection) = entry.sighting.parents.iter().find_map(|p| known.chips.get(p).copied())?;
        Some((*entry, chip, detection))
    };
    sightings.iter().filter_map(of).take(MOST_PICTURES).collect()
}

/// The detections whose picture stands on a card.
pub(crate) fn with_picture(dossier: &Dossier) -> BTreeSet<RecordId> {
    let known = Known::of(dossier);
    let of_call = |entry: &CallEntry| pictures(&known, &known.of_call(dossier, entry));
    dossier.season.calls.iter().flat_map(of_call).map(|(_, chip, _)| chip.detection).collect()
}

/// The section, or nothing where there is no call.
pub(crate) fn section(dossier: &Dossier, links: &Links) -> Option<Section> {
    let calls = &dossier.season.calls;
    if calls.is_empty() {
        return None;
    }
    let known = Known::of(dossier);
    let content = html! {
        p.note {
            (calls.len()) " calls that exhibits may show, in order of arrival, each with the probability that it is a call of its own: the documented count is not how many cards there are. A time in brackets is the 90 % interval. Calls that nobody saw have no card: they are in the estimate alone. "
            (super::table_of(dossier, "All stand in ", "port_calls")) (super::table_of(dossier, "What was seen stands in ", "sightings"))
            @if dossier.is_simulated { strong { " SIMULATED: the ships are invented." } }
        }
        div.cards {
            @for (at, entry) in calls.iter().enumerate() { (card(dossier, &known, at + 1, entry, links)) }
        }
    };
    Some(Section { id: "calls", heading: "Calls, one by one", content })
}

fn card(dossier: &Dossier, known: &Known<'_>, number: usize, entry: &CallEntry, links: &Links) -> Markup {
    let call = &entry.call;
    let sightings = known.of_call(dossier, entry);
    let shown = pictures(known, &sightings);
    html! {
        details.card.call open[number <= OPEN] {
            summary {
                span.callno { (number) }
                span.shipname { (who(entry)) }
                span.when { (number::day(call.arrival.mid())) " to " (number::day(call.departure.mid())) }
                span { (status(call.status)) }
                span { (number::mid(&call.volume_bbl)) "\u{a0}bbl" }
                @if call.p_listed > 0.5 { span.listed { "listed on the day" } }
            }
            @if dossier.is_simulated { p.simline { "SIMULATED" } }
            @if !entry.sentences.is_empty() {
                p { @for sentence in &entry.sentences { (marked_up(sentence, links)) " " } }
            }
            div.calltop {
                (facts(dossier, entry, &sightings, links))
                @if !shown.is_empty() {
                    div.callchips { @for (sighting, chip, detection) in shown { (chip_figure(dossier, sighting, chip, detection, links)) } }
                }
            }
            (seen(known, &sightings, links))
            @if !entry.innocent.is_empty() { p.innocent { strong { "Best innocent explanation. " } (entry.innocent) } }
        }
    }
}

/// Her name with its probability.
fn who(entry: &CallEntry) -> String {
    let call = &entry.call;
    match &call.ship_name {
        Some(name) => format!("{} ({})", number::cut(name, NAME), number::probability(call.p_vessel)),
        None => format!("none of the register ({})", number::probability(call.p_unregistered)),
    }
}

const fn status(status: CallStatus) -> &'static str {
    match status {
        CallStatus::Documented => "documented",
        CallStatus::Probable => "probable",
    }
}

/// A time with its interval.
fn between(time: &Estimate<Timestamp>) -> String {
    format!(
        "{} ({} to {})",
        number::minute(time.mid()),
        number::minute(time.low()),
        number::minute(time.high())
    )
}

fn facts(dossier: &Dossier, entry: &CallEntry, sightings: &[&SightingEntry], links: &Links) -> Markup {
    let call = &entry.call;
    let mut ways: Vec<_> = dossier.season.voyages.iter().filter(|v| v.port_call == call.id).collect();
    ways.sort_by(|a, b| b.p.total_cmp(&a.p).then_with(|| a.to_place.cmp(&b.to_place)));
    let ways: Vec<String> = ways
        .iter()
        .map(|v| format!("{} {}", number::cut(&v.to_place, NAME), number::probability(v.p)))
        .collect();
    let lay = draughts(sightings);
    html! {
        dl.facts {
            dt { "Place" } dd { (number::cut(&call.place, NAME)) }
            dt { "Came" } dd { (between(&call.arrival)) }
            dt { "Left" } dd { (between(&call.departure)) }
            dt { "A call of its own" } dd { (number::probability(call.p_call)) }
            dt { "Took" } dd { (links.to(number::estimate(&call.volume_bbl, "bbl"), call.id)) }
            dt { "How full" } dd { (number::estimate(&percent(&call.fill_share), "%")) }
            @if !lay.is_empty() { dt { "Draught read" } dd { (lay) } }
            dt { "Went to" } dd { @if ways.is_empty() { (call.discharge_place.as_deref().unwrap_or("not known")) } @else { (ways.join("; ")) } }
            dt { "Listed on the day" } dd { (number::probability(call.p_listed)) }
            dt { "AIS on arrival" } dd { (call.ais_on_arrival) }
            dt { "Seen" } dd { (call.sightings) " times in " (call.looks) " looks that were clear enough" }
            dt { "Stands on" } dd { (call.basis) }
            dt { "Record" } dd { (links.id(call.id)) }
        }
    }
}

fn percent(share: &Estimate<f64>) -> Estimate<f64> {
    share.map(|s| s * 100.0).unwrap_or(*share)
}

/// The draughts read of her, in order of time: the first and the last.
fn draughts(sightings: &[&SightingEntry]) -> String {
    let read: Vec<_> =
        sightings.iter().filter_map(|e| Some((e.sighting.time, e.sighting.draught_m?))).collect();
    let one = |(time, metres): &(Timestamp, Estimate<f64>)| {
        format!("{} on {}", number::estimate(metres, "m"), number::day(*time))
    };
    match read.as_slice() {
        [] => String::new(),
        [only] => one(only),
        [first, .., last] => format!("{}, then {}", one(first), one(last)),
    }
}

fn chip_figure(
    dossier: &Dossier,
    entry: &SightingEntry,
    chip: &ChipEntry,
    detection: &DetectionEntry,
    links: &Links,
) -> Markup {
    let sighting = &entry.sighting;
    html! {
        figure.callchip {
            (picture(chip, &detection.detection, SIDE))
            figcaption {
                (number::minute(sighting.time)) ", " (eye(sighting.source))
                @if let Some(place) = &sighting.place { ", " (number::cut(place, NAME)) }
                ". " a href={ "chips/" (chip.detection) ".png" } { "pixels" } " " (links.id(sighting.id))
                @if dossier.is_simulated { strong { " SIMULATED" } }
            }
        }
    }
}

/// What saw her, and who it may have been.
fn seen(known: &Known<'_>, sightings: &[&SightingEntry], links: &Links) -> Markup {
    let rows = html! {
        @for entry in sightings {
            @let s = &entry.sighting;
            tr {
                th scope="row" { span.nowrap { (number::minute(s.time)) } span.small { (eye(s.source)) ", " (s.place.as_deref().unwrap_or("at sea")) } }
                td { (measured(entry)) }
                td.cands { (candidates(entry)) }
                td { (s.basis) @for reading in s.parents.iter().filter(|p| known.readings.contains(p)) { " " (links.id(*reading)) } }
                td { (links.id(s.id)) @if !entry.exhibit.is_empty() { span.small { (number::cut(&entry.exhibit, 80)) } } }
            }
        }
    };
    let head = ["Seen (UTC)", "Measured", "Who it may be", "Stands on", "Evidence"];
    let caption = html! {
        "What shows her. Each candidate with its probability given the whole season; in brackets from this sighting alone, and how many ships out of a hundred "
        "taken from the population at large would fit as well."
    };
    html! { @if !sightings.is_empty() { (table("shipvisits sightings", &caption, &head, &rows)) } }
}

fn measured(entry: &SightingEntry) -> Markup {
    let s = &entry.sighting;
    html! {
        @if let Some(length) = &s.length_m { span.line { "length " (number::estimate(length, "m")) } }
        @if let Some(beam) = &s.beam_m { span.line { "beam " (number::estimate(beam, "m")) } }
        @if let Some(share) = &s.superstructure_share { span.line { "superstructure at " (number::estimate(&percent(share), "%")) } }
        @if let Some(name) = &s.name_read { span.line { "name read: " (number::cut(name, NAME)) } }
        @if let Some(draught) = &s.draught_m { span.line { "draught " (number::estimate(draught, "m")) } }
        @if let Some(analyst) = &s.analyst { span.line { "by " (number::cut(analyst, NAME)) } }
        span.line { "a ship: " (number::probability(s.p_ship)) }
    }
}

fn candidates(entry: &SightingEntry) -> Markup {
    let mut all: Vec<&Candidate> = entry.candidates.iter().collect();
    all.sort_by(|a, b| b.p.unwrap_or(b.p_alone).total_cmp(&a.p.unwrap_or(a.p_alone)).then(a.id.cmp(&b.id)));
    let leads = best(entry).map(|c| c.id);
    let mut shown: Vec<&Candidate> = all.iter().copied().take(MOST_CANDIDATES).collect();
    // That she is none of the register is always said.
    let none = all.iter().copied().find(|c| c.vessel.is_none());
    shown.extend(none.filter(|none| !shown.iter().any(|c| c.id == none.id)));
    html! {
        @if shown.is_empty() { (NOTHING) }
        @for c in &shown {
            span.line.leading[Some(c.id) == leads] {
                (c.ship_name.as_deref().filter(|_| c.vessel.is_some()).map_or_else(|| if c.vessel.is_some() { "no name".into() } else { "none of the register".into() }, |name| number::cut(name, NAME)))
                " " (c.p.map_or_else(|| NOTHING.into(), number::probability))
                " (" (number::probability(c.p_alone)) "; " (number::percent(c.p_coincidence)) ")"
            }
        }
        @if all.len() > shown.len() { span.small { (all.len() - shown.len()) " more" } }
    }
}
