//! What others reported, beside ours.

use super::{NOTHING, Section, table};
use crate::dossier::{Dossier, OurVolume, ReportedEntry};
use crate::links::Links;
use crate::number;
use maud::{Markup, html};
use plimsoll_model::ReportedVolumeKind;

/// The section, or nothing where nothing was reported.
pub(crate) fn section(dossier: &Dossier, links: &Links) -> Option<Section> {
    if dossier.reported.is_empty() {
        return None;
    }
    let head = [
        "Who",
        "Kind",
        "Period",
        "Reported, bbl",
        "Of what",
        "Ours, bbl",
        "Ours counts",
        "Ours by theirs",
        "Published",
    ];
    let caption = html! {
        "Volumes that others reported, beside ours for the same period. A notified delivery counts towards the cap together with "
        "ours; an estimate of somebody else is never added. “By theirs” is our middle divided by their figure, with our interval."
    };
    let rows = html! { @for entry in &dossier.reported { (row(entry, links)) } };
    let content = table("reported", &caption, &head, &rows);
    Some(Section { id: "reported", heading: "What others reported", content })
}

fn row(entry: &ReportedEntry, links: &Links) -> Markup {
    let reported = &entry.reported;
    let barrels = reported.volume.to_barrels();
    let least = if reported.is_lower_bound { "at least " } else { "" };
    let kind = match reported.kind {
        ReportedVolumeKind::NotifiedDelivery => "notified delivery",
        ReportedVolumeKind::ThirdPartyEstimate => "estimate of a third party",
    };
    html! {
        tr {
            th scope="row" { (number::cut(&reported.party, super::NAME)) }
            td { (kind) }
            td { (number::days(reported.period)) }
            td.num { (links.to(format!("{least}{}", number::grouped(barrels)), reported.id)) }
            td { (reported.subject) }
            @match &entry.ours {
                None => { td { "not covered" } td { (NOTHING) } td { (NOTHING) } }
                Some(ours) => {
                    td.num { (links.to(number::mid(&ours.volume_bbl), ours.record)) (small(number::interval(&ours.volume_bbl))) }
                    td { (ours.subject) }
                    td.num { (ratio(ours, barrels)) }
                }
            }
            td { (reported.citation) }
        }
    }
}

fn small(text: Option<String>) -> Markup {
    html! { @if let Some(text) = text { span.small { (text) } } }
}

/// Ours divided by theirs.
fn ratio(ours: &OurVolume, theirs: f64) -> Markup {
    match ours.volume_bbl.map(|bbl| bbl / theirs).filter(|_| theirs > 0.0) {
        None => html! { (NOTHING) },
        Some(ratio) => html! {
            (number::fixed(ratio.mid(), 2))
            (small(number::interval(&ratio).map(|_| format!("{} to {}", number::fixed(ratio.low(), 2), number::fixed(ratio.high(), 2)))))
        },
    }
}
