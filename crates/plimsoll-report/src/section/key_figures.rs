//! What is documented, what is estimated and what would be, side by side and never mixed.

use super::Section;
use crate::dossier::{Basis, Dossier, KeyFigure};
use crate::links::Links;
use crate::number;
use maud::{Markup, html};

/// The three columns: what they hold, and what that means.
const COLUMNS: [(Basis, &str, &str, &str); 3] = [
    (
        Basis::Documented,
        "documented",
        "Documented",
        "Only loadings that draughts in an exhibit show; how much each was, by a model of the ship.",
    ),
    (
        Basis::Estimate,
        "estimated",
        "Estimate",
        "All visits: exhibits where they show, stated assumptions where they do not.",
    ),
    (
        Basis::Scenario,
        "scenarios",
        "Scenarios",
        "What it would be if every ship had been this full. Arithmetic, not evidence.",
    ),
];

/// The section, or nothing where the dossier has no key figure.
pub(crate) fn section(dossier: &Dossier, links: &Links) -> Option<Section> {
    if dossier.key_figures.is_empty() {
        return None;
    }
    let content = html! {
        div.keys {
            @for (basis, class, heading, meaning) in COLUMNS {
                div class={ "key " (class) } {
                    h3 { (heading) }
                    p.meaning { (meaning) }
                    @let figures: Vec<_> = dossier.key_figures.iter().filter(|f| f.basis == basis).collect();
                    @if figures.is_empty() { p.none { "None in this edition." } }
                    dl { @for figure in figures { (one(figure, links)) } }
                }
            }
        }
        p.note { "The three columns answer three different questions. They are not to be added." }
    };
    Some(Section { id: "figures", heading: "Key figures", content })
}

/// One figure.
fn one(figure: &KeyFigure, links: &Links) -> Markup {
    let number = html! { (number::mid(&figure.value)) };
    html! {
        dt { (figure.label) }
        dd {
            span.big { (links.to(number, figure.record)) }
            @if !figure.unit.is_empty() { "\u{a0}" span.unit { (figure.unit) } }
            @if let Some(interval) = number::interval(&figure.value) {
                span.interval { (interval) @if !figure.unit.is_empty() { "\u{a0}" (figure.unit) } }
            }
            @if !figure.note.is_empty() { span.small { (figure.note) } }
        }
    }
}
