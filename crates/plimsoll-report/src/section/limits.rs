//! What limits the result, and what these data cannot tell.

use super::Section;
use crate::dossier::{Dossier, Paragraph};
use maud::{Markup, html};

/// The limitations.
pub(crate) fn limitations(dossier: &Dossier) -> Section {
    let content =
        paragraphs(&dossier.limitations, "This edition states no limitation. A reader should ask why.");
    Section { id: "limitations", heading: "Limitations", content }
}

/// What these data cannot tell.
pub(crate) fn cannot_tell(dossier: &Dossier) -> Option<Section> {
    let content = paragraphs(&dossier.cannot_tell, "");
    (!dossier.cannot_tell.is_empty()).then_some(Section {
        id: "cannot-tell",
        heading: "What these data cannot tell",
        content,
    })
}

fn paragraphs(paragraphs: &[Paragraph], none: &str) -> Markup {
    html! {
        @if paragraphs.is_empty() { p.none { (none) } }
        ol.paragraphs {
            @for paragraph in paragraphs {
                li { @if !paragraph.heading.is_empty() { strong { (paragraph.heading) ". " } } (paragraph.text) }
            }
        }
    }
}
