//! The findings, each a sentence that leads to its evidence.

use super::Section;
use super::masthead::marked_up;
use crate::dossier::Dossier;
use crate::links::Links;
use crate::number;
use crate::sentence::Sentence;
use maud::html;

/// The section, or nothing where there are no findings.
pub(crate) fn section(dossier: &Dossier, links: &Links) -> Option<Section> {
    if dossier.findings.is_empty() {
        return None;
    }
    let content = html! {
        ol.paragraphs {
            @for finding in &dossier.findings {
                li {
                    (marked_up(&Sentence::of(finding), links))
                    span.small {
                        @if let Some(likelihood) = &finding.likelihood {
                            "Likelihood: " (likelihood)
                            @if let Some(p) = finding.probability { " (" (number::probability(p)) ")" }
                            ". "
                        }
                        "Evidence: " (links.id(finding.id))
                    }
                }
            }
        }
    };
    Some(Section { id: "findings", heading: "Findings", content })
}
