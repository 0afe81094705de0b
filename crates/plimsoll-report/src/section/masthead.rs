//! The head of the page: title, question, answer, method.

use crate::dossier::Dossier;
use crate::links::Links;
use crate::number;
use crate::sentence::{Sentence, Span};
use maud::{Markup, html};

/// The words of the label of simulated data.
const SIMULATED: &str = "The observations in this report were made by a simulator. They show how the method works and say \
    nothing about any real ship, company or state.";

/// The label of simulated data, or nothing.
pub(crate) fn label(dossier: &Dossier) -> Markup {
    html! {
        @if dossier.is_simulated {
            p.simbanner role="note" { strong { "SIMULATED DATA. " } span { (SIMULATED) } }
        }
    }
}

/// Title, question and answer.
pub(crate) fn masthead(dossier: &Dossier, links: &Links) -> Markup {
    html! {
        header.masthead {
            p.kicker { "Evidence report" @if !dossier.edition.is_empty() { ", edition " (dossier.edition) } }
            h1 { (number::cut(&dossier.title, 200)) }
            p.question { (dossier.question) }
            div.answer {
                @let said = if dossier.season.lead.is_empty() { &dossier.headline } else { &dossier.season.lead };
                @if said.is_empty() { p { "This edition states no finding." } }
                @for sentence in said { p { (marked_up(sentence, links)) } }
            }
            p.meta {
                span { "Period " (number::days(dossier.period)) " (UTC)" }
                span { (counted(dossier.exhibits.len(), "exhibit")) }
                @if dossier.season.calls.is_empty() || !dossier.ships.is_empty() { span { (counted(dossier.ships.len(), "ship")) } }
                @if dossier.season.calls.is_empty() { span { (counted(dossier.visits.len(), "port visit")) } }
                @else { span { (counted(dossier.season.calls.len(), "call")) " set out one by one" } }
                @if !dossier.encounters.is_empty() { span { (counted(dossier.encounters.len(), "encounter")) } }
                span { (dossier.program_version) }
            }
        }
    }
}

/// `1 ship`, `2 ships`.
fn counted(count: usize, what: &str) -> String {
    format!("{} {what}{}", number::grouped(count as f64), if count == 1 { "" } else { "s" })
}

/// A sentence with its numbers as links.
pub(crate) fn marked_up(sentence: &Sentence, links: &Links) -> Markup {
    html! {
        @for span in &sentence.spans {
            @match span {
                Span::Words(words) => (words),
                Span::Number(number) => (links.number(number)),
            }
        }
    }
}

/// What was counted and how.
pub(crate) fn method(dossier: &Dossier) -> Markup {
    let method = &dossier.method;
    let lines = [
        ("Counted", &method.counted),
        ("Computed", &method.how),
        ("Intervals", &method.interval),
        ("Words", &method.likelihood),
    ];
    html! {
        aside.method aria-label="Method" {
            dl {
                @for (word, text) in lines {
                    @if !text.is_empty() { dt { (word) } dd { (text) } }
                }
                dt { "Numbers" }
                dd {
                    "Every number that is underlined leads to its evidence at the foot of this page: record, exhibit, SHA-256 "
                    "and line. A number with an interval is rounded to two digits of the interval’s width; exact values are in "
                    "the data files. Dates are UTC; t is the tonne of 1,000 kg; bbl is the barrel of 42 US gallons "
                    "(0.158 987 m³)."
                }
            }
        }
    }
}
