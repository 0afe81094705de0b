//! What people decided, and what those who are named answered.

use super::{Section, table};
use crate::dossier::Dossier;
use crate::links::Links;
use crate::number;
use maud::html;

/// Decisions on records.
pub(crate) fn reviews(dossier: &Dossier, links: &Links) -> Section {
    let rows = html! {
        @for review in &dossier.reviews {
            tr {
                td.nowrap { (number::minute(review.at)) }
                td { (review.by) }
                td { (links.id(review.record)) }
                th scope="row" { (review.decision) }
                td { (review.reason) }
            }
        }
    };
    let caption = html! { "Decisions of people on records, in order of time (UTC). They are inputs: later decisions are added, none is changed." };
    let content = html! {
        @if dossier.reviews.is_empty() { p { "No person has confirmed or rejected a record of this edition." } }
        @else { (table("reviews", &caption, &["When", "Who", "Record", "Decision", "Reason"], &rows)) }
    };
    Section { id: "reviews", heading: "Decisions of people", content }
}

/// Answers of those who are named, or nothing where none was asked.
pub(crate) fn replies(dossier: &Dossier) -> Option<Section> {
    let content = html! {
        dl.facts {
            @for reply in &dossier.replies {
                dt { (reply.party) }
                dd { "Asked on " (reply.asked) ". " (reply.answer.as_deref().unwrap_or("No answer by the date of this edition.")) }
            }
        }
    };
    (!dossier.replies.is_empty()).then_some(Section { id: "replies", heading: "Right of reply", content })
}
