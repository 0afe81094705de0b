//! The two ends of a port visit side by side.

use super::picture;
use crate::dossier::{Dossier, VisitEntry, WaterlineEntry, WaterlinePair};
use crate::links::Links;
use crate::number;
use crate::section::NAME;
use crate::section::scenes::when;
use maud::{Markup, html};
use plimsoll_model::{DraughtPair, DraughtReading, DraughtSource, Estimate, RecordId};

/// The most pairs that are shown; the CSV file of the visits holds the draughts of all.
const MOST_PAIRS: usize = 20;

/// A pair with what is known of its visit.
#[derive(Clone, Copy)]
pub(super) struct Known<'a> {
    pair: &'a WaterlinePair,
    visit: &'a VisitEntry,
    /// The draughts of the visit.
    pub(super) draughts: &'a DraughtPair,
}

impl Known<'_> {
    /// The readings of its ends.
    pub(super) fn readings(&self) -> impl Iterator<Item = RecordId> + use<> {
        self.pair.arrival.into_iter().chain(self.pair.departure)
    }
}

/// The pairs that are shown: those whose visit has draughts.
pub(super) fn known(dossier: &Dossier) -> impl Iterator<Item = Known<'_>> {
    let of = |pair| {
        let pair: &WaterlinePair = pair;
        let visit = dossier.visits.iter().find(|v| v.visit.id == pair.visit)?;
        Some(Known { pair, visit, draughts: visit.draughts.as_ref()? })
    };
    dossier.waterlines.pairs.iter().filter_map(of).take(MOST_PAIRS)
}

/// The visit beside whose other end the picture of a reading stands.
pub(super) fn visit_of(dossier: &Dossier, reading: RecordId) -> Option<RecordId> {
    let holds = |k: &Known<'_>| [k.pair.arrival, k.pair.departure].contains(&Some(reading));
    known(dossier).find(holds).map(|k| k.pair.visit)
}

/// The pairs, or nothing.
pub(super) fn figures(dossier: &Dossier, links: &Links) -> Markup {
    let all: Vec<Known<'_>> = known(dossier).collect();
    html! {
        @if !all.is_empty() {
            h3 { "On arrival and on departure" }
            p.note {
                "Where images tell how a ship came and how she left, the difference says what was loaded or landed better than either draught "
                "does: what is the same in both images, such as her depth, is not in it."
            }
            @for known in all { (figure(dossier, known, links)) }
        }
    }
}

fn figure(dossier: &Dossier, known: Known<'_>, links: &Links) -> Markup {
    let visit = &known.visit.visit;
    let d = known.draughts;
    let ship = dossier.ships.iter().find(|s| s.vessel.id == visit.vessel);
    let label = ship.map_or_else(|| visit.vessel.to_string(), crate::dossier::ShipEntry::label);
    let arrival = End {
        words: "On arrival",
        reading: known.pair.arrival,
        draught: d.arrival_m,
        source: d.arrival_source,
    };
    let departure = End {
        words: "On departure",
        reading: known.pair.departure,
        draught: d.departure_m,
        source: d.departure_source,
    };
    html! {
        figure.pair id={ "pair-" (visit.id) } {
            p.figtitle { (number::cut(&label, NAME)) " at " (number::cut(&visit.place, NAME)) ", " (number::minute(visit.start)) " to " (number::minute(visit.end)) " UTC" }
            div.ends { (arrival.markup(dossier)) (departure.markup(dossier)) }
            p.change { (links.to(change(known.pair.change_m), d.id)) " " (meaning(d.reading)) }
            figcaption {
                @if let (Some(hull), [Some(_), Some(_)]) = (d.hull_sd_m, [known.pair.arrival, known.pair.departure]) {
                    "Of the error of either draught, " (number::fixed(hull, 2)) " m (one standard deviation) is of the hull and the same in both images; the difference does not hold it. "
                }
                "The draughts: " (number::cut(&d.basis, 400)) "."
            }
        }
    }
}

/// The difference in words.
fn change(change: Option<Estimate<f64>>) -> String {
    let Some(c) = change else { return "No difference of draught is given.".into() };
    let [low, mid, high] = number::three(&c);
    let between = |a: &str, b: &str| format!("({a} to {b}, 90 % interval)");
    let away = |text: &str| text.trim_start_matches('\u{2212}').to_owned();
    if c.low() > 0.0 {
        format!("She left {mid} m deeper than she came {}.", between(&low, &high))
    } else if c.high() < 0.0 {
        format!("She left {} m higher than she came {}.", away(&mid), between(&away(&high), &away(&low)))
    } else {
        format!("The difference is {mid} m {}: it may be none.", between(&low, &high))
    }
}

const fn meaning(reading: DraughtReading) -> &'static str {
    match reading {
        DraughtReading::Loading => "That counts as a loading.",
        DraughtReading::Discharge => "That counts as a discharge.",
        DraughtReading::Unchanged => "That counts as no change.",
        DraughtReading::Missing => "That counts as neither.",
    }
}

/// One end of a visit.
struct End {
    words: &'static str,
    reading: Option<RecordId>,
    draught: Option<Estimate<f64>>,
    source: Option<DraughtSource>,
}

impl End {
    fn markup(&self, dossier: &Dossier) -> Markup {
        let entry =
            self.reading.and_then(|id| dossier.waterlines.readings.iter().find(|e| e.reading.id == id));
        html! {
            div.end {
                p.endhead { strong { (self.words) ": " (self.draught.map_or_else(|| "not known".into(), |d| number::estimate(&d, "m"))) } " " (self.from(entry)) }
                @match entry.and_then(|e| Some((e, picture::on_page(dossier, e)?))) {
                    Some((entry, chip)) => {
                        (picture::pixels(dossier, entry, chip))
                        (picture::origin(dossier, entry, chip))
                    }
                    None => p.none { "No picture of this end of the visit." },
                }
            }
        }
    }

    fn from(&self, entry: Option<&WaterlineEntry>) -> Markup {
        match (self.source, entry) {
            (Some(DraughtSource::Image), Some(e)) => {
                html! { span.small { "read from " a href={ "#seen-" (e.reading.id) } { "an image" } " of " (when(e.time)) } }
            }
            (Some(DraughtSource::Image), None) => html! { span.small { "read from an image" } },
            (Some(DraughtSource::Ais), _) => html! { span.small { "sent by AIS, typed in by the crew" } },
            (None, _) => html! {},
        }
    }
}
