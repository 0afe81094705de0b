//! The challenge: what would have to be false for the finding to fall.

use crate::dossier::{ChallengeEntry, Dossier};
use crate::links::Links;
use crate::section::{Section, table};
use maud::{Markup, html};

/// The section, or nothing where nothing was challenged.
pub(crate) fn section(dossier: &Dossier, links: &Links) -> Option<Section> {
    let all = &dossier.season.challenges;
    let innocent = dossier.season.calls.iter().filter(|c| !c.innocent.is_empty()).count();
    if all.is_empty() && innocent == 0 {
        return None;
    }
    let falls: Vec<&ChallengeEntry> = all.iter().filter(|c| c.falls).collect();
    let content = html! {
        p.note {
            "The whole computation again, each time without a part of the evidence or with dates drawn anew, against the finding itself. "
            "Where it falls, the finding hangs on that part."
        }
        @if !all.is_empty() {
            p { strong {
                @if falls.is_empty() { "None of these " (all.len()) " trials makes the finding fall." }
                @else { (falls.len()) " of " (all.len()) " trials make the finding fall: " (falls.iter().map(|c| c.without.as_str()).collect::<Vec<_>>().join("; ")) "." }
            } }
            (trials(dossier, links))
        }
        @if innocent > 0 {
            p { "The best innocent explanation of each call stands on its card under " a href="#calls" { "Calls, one by one" } "." }
        }
    };
    Some(Section { id: "challenge", heading: "What would have to be false", content })
}

fn trials(dossier: &Dossier, links: &Links) -> Markup {
    let rows = html! {
        @for one in &dossier.season.challenges {
            tr {
                th scope="row" { (one.without) span.small { (links.id(one.record)) } }
                td { (one.quantity) }
                td.num { (one.with_all) }
                td.num { (links.to(&one.then, one.record)) }
                td { @if one.falls { span.verdict.v-contradicts { "falls" } } @else { span.verdict.v-agrees { "stands" } } }
                td.said { (one.sentence) }
            }
        }
    };
    let caption = html! {
        "Trials." @if dossier.is_simulated { " SIMULATED data." }
    };
    let head =
        ["Without", "Quantity", "With everything", "Then", "The finding", "What would have to be false"];
    table("challenge", &caption, &head, &rows)
}
