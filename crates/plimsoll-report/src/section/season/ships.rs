//! Ship by ship: calls, silences, what saw her, where she went.

use crate::dossier::{CallEntry, Dossier, SightingEntry};
use crate::figure::stays::{Landing, LookStrip, ShipRow, Stay, Stays, eye, mark};
use crate::figure::{Point, figure};
use crate::section::Section;
use maud::{Markup, html};
use plimsoll_model::{CallStatus, Candidate, Period, RecordId, SeasonVoyage, SightingSource};
use std::collections::{BTreeMap, BTreeSet};

/// The most ships in the figure; the calls of the others are on their cards.
const MOST_SHIPS: usize = 60;

/// What the row of ships outside the register is called.
const UNREGISTERED: &str = "none of the register";

/// The section, or nothing where there is no call.
pub(crate) fn section(dossier: &Dossier) -> Option<Section> {
    if dossier.season.calls.is_empty() {
        return None;
    }
    let rows = rows(dossier);
    let left_out = rows.len().saturating_sub(MOST_SHIPS);
    let title = format!("{}Calls, silences and sightings, ship by ship", super::simulated(dossier));
    let drawing = Stays {
        period: dossier.period,
        strips: strips(dossier),
        description: format!(
            "Timeline of {} ships. The same calls stand one by one under Calls, one by one.",
            rows.len().min(MOST_SHIPS)
        ),
        rows: rows.into_iter().take(MOST_SHIPS).collect(),
        is_simulated: dossier.is_simulated,
    };
    let content =
        html! { (key(dossier)) (figure(&title, |canvas| drawing.draw(canvas), &caption(dossier, left_out))) };
    Some(Section { id: "stays", heading: "Ship by ship", content })
}

fn caption(dossier: &Dossier, left_out: usize) -> Markup {
    html! {
        "Each row is the most probable ship of its calls. A bar is a call at a place of loading; its ends fade over the time in which she may have come and gone, "
        "as far as somebody looked. Pale bars: a call that exhibits may show, or something else. The line leads to the most probable place of discharge; the fainter, the less probable. "
        @if !dossier.season.silences.is_empty() { "Hatched: no report of her was received. A silence alone does not say that a transmitter was switched off. " }
        @if !dossier.season.looks.is_empty() { "Strips above: each look at a place of loading, tall with a ship, short without. " }
        @if left_out > 0 { (left_out) " more ships are not drawn. " }
        "Times are UTC."
    }
}

fn key(dossier: &Dossier) -> Markup {
    let used: BTreeSet<SightingSource> = dossier.season.sightings.iter().map(|e| e.sighting.source).collect();
    html! {
        ul.key {
            li { span.swatch.stay {} "call, documented" }
            li { span.swatch.stay.weak {} "call, probable" }
            li { span.swatch.landing {} "at the place of discharge" }
            @if !dossier.season.silences.is_empty() { li { span.swatch.gap {} "silence" } }
            @for source in used {
                li { svg.sample width="12" height="12" viewBox="0 0 12 12" aria-hidden="true" { (mark(source, Point { x: 6.0, y: 6.0 })) } " " (eye(source)) }
            }
        }
    }
}

/// When each kind of eye looked at the places of loading.
fn strips(dossier: &Dossier) -> Vec<LookStrip> {
    let season = &dossier.season;
    let loading: BTreeSet<&str> = season.calls.iter().map(|entry| entry.call.place.as_str()).collect();
    let mut by_source: BTreeMap<SightingSource, Vec<_>> = BTreeMap::new();
    for look in season.looks.iter().filter(|look| loading.contains(look.place.as_str())) {
        by_source.entry(look.source).or_default().push((look.time, look.ships > 0));
    }
    by_source.into_iter().map(|(source, looks)| LookStrip { source, looks }).collect()
}

/// The candidate that is most probable, given the season where that is known.
pub(crate) fn best(entry: &SightingEntry) -> Option<&Candidate> {
    entry.candidates.iter().max_by(|a, b| a.p.unwrap_or(a.p_alone).total_cmp(&b.p.unwrap_or(b.p_alone)))
}

/// The rows by ship, in order of the first call; the ships outside the register last.
fn rows(dossier: &Dossier) -> Vec<ShipRow> {
    let season = &dossier.season;
    let mut rows: BTreeMap<Option<RecordId>, ShipRow> = BTreeMap::new();
    let mut of_sighting: BTreeMap<RecordId, Option<RecordId>> = BTreeMap::new();
    for entry in &season.calls {
        let (call, row) =
            (&entry.call, row_of(&mut rows, entry.call.vessel, entry.call.ship_name.as_deref()));
        row.stays.push(Stay {
            arrival: call.arrival,
            departure: call.departure,
            is_documented: call.status == CallStatus::Documented,
        });
        let voyage = likeliest(&season.voyages, entry);
        row.landings
            .extend(voyage.and_then(|v| {
                Some(Landing { departure: call.departure.mid(), arrival: v.arrival?, p: v.p })
            }));
        let seen = call.parents.iter().chain(voyage.iter().flat_map(|v| &v.parents));
        of_sighting.extend(seen.map(|parent| (*parent, call.vessel)));
    }
    for entry in &season.sightings {
        let sighting = &entry.sighting;
        let vessel = of_sighting.get(&sighting.id).copied().or_else(|| best(entry).map(|c| c.vessel));
        if let Some(row) = vessel.and_then(|vessel| rows.get_mut(&vessel)) {
            row.seen.push((sighting.time, sighting.source));
        }
    }
    silences(dossier, &mut rows);
    let mut rows: Vec<_> = rows.into_iter().collect();
    rows.sort_by_key(|(vessel, row)| {
        (vessel.is_none(), row.stays.iter().map(|s| s.arrival.mid()).min(), *vessel)
    });
    rows.into_iter().map(|(_, row)| row).collect()
}

fn silences(dossier: &Dossier, rows: &mut BTreeMap<Option<RecordId>, ShipRow>) {
    for silence in &dossier.season.silences {
        let within = |p: &Period| p.overlaps(dossier.period);
        if let Some(row) = silence.vessel.and_then(|vessel| rows.get_mut(&Some(vessel)))
            && within(&silence.period)
        {
            row.silences.push(silence.period);
        }
    }
}

fn row_of<'a>(
    rows: &'a mut BTreeMap<Option<RecordId>, ShipRow>,
    vessel: Option<RecordId>,
    name: Option<&str>,
) -> &'a mut ShipRow {
    let label = match vessel {
        Some(vessel) => name.map_or_else(|| vessel.to_string(), Into::into),
        None => UNREGISTERED.into(),
    };
    rows.entry(vessel).or_insert(ShipRow {
        label,
        stays: vec![],
        landings: vec![],
        silences: vec![],
        seen: vec![],
    })
}

/// The voyage of a call that is most probable.
pub(crate) fn likeliest<'a>(voyages: &'a [SeasonVoyage], entry: &CallEntry) -> Option<&'a SeasonVoyage> {
    voyages.iter().filter(|v| v.port_call == entry.call.id).max_by(|a, b| a.p.total_cmp(&b.p))
}
