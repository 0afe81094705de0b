//! The challenge: what would have to be false for the finding to fall.

use crate::dossier::Dossier;
use crate::links::Links;
use crate::number;
use crate::section::{NAME, NOTHING, Section, table};
use maud::{Markup, html};
use plimsoll_model::{ChallengeKind, ChallengeRow, Estimate};

/// The section, or nothing where nothing was challenged.
pub(crate) fn section(dossier: &Dossier, links: &Links) -> Option<Section> {
    let all = &dossier.season.challenges;
    let of = |kind: ChallengeKind| all.iter().filter(move |row| row.kind == kind);
    let innocent = dossier.season.calls.iter().filter(|c| !c.innocent.is_empty()).count();
    if all.is_empty() && innocent == 0 {
        return None;
    }
    let trials: Vec<&ChallengeRow> = all.iter().filter(|row| is_trial(row.kind)).collect();
    let placebos: Vec<&ChallengeRow> = of(ChallengeKind::Placebo).collect();
    let content = html! {
        p.note {
            "The whole computation again, each time without a part of the evidence, against the finding that the cap was passed. Where it falls, it hangs on that part."
            @if dossier.is_simulated { strong { " SIMULATED data." } }
        }
        (verdict(&trials))
        @if of(ChallengeKind::Refutation).next().is_some() {
            h3 { "For the finding to fall, this would have to be false" }
            ul.listings { @for row in of(ChallengeKind::Refutation) { li { (row.sentence) " " (links.id(row.id)) } } }
        }
        @if !trials.is_empty() { (trials_table(of(ChallengeKind::Base).chain(trials.iter().copied()), links)) }
        @if !placebos.is_empty() { (placebo(&placebos, links)) }
        @if innocent > 0 {
            p { "The best innocent explanation of each of " (innocent) " calls stands on its card under " a href="#calls" { "Calls, one by one" } "." }
        }
    };
    Some(Section { id: "challenge", heading: "What would have to be false", content })
}

const fn is_trial(kind: ChallengeKind) -> bool {
    matches!(kind, ChallengeKind::WithoutSource | ChallengeKind::WithoutAnalyst | ChallengeKind::WithoutShip)
}

/// How many trials the finding survives.
fn verdict(trials: &[&ChallengeRow]) -> Markup {
    let falls: Vec<String> = trials.iter().filter(|row| !row.stands).map(|row| without(row)).collect();
    html! {
        @if !trials.is_empty() {
            p { strong {
                @if falls.is_empty() { "The finding stands in each of " (trials.len()) " trials." }
                @else { "The finding falls in " (falls.len()) " of " (trials.len()) " trials: " (falls.join("; ")) "." }
            } }
        }
    }
}

/// What was taken away.
fn without(row: &ChallengeRow) -> String {
    let subject = number::cut(&row.subject, NAME);
    match row.kind {
        ChallengeKind::WithoutSource => format!("without {subject}"),
        ChallengeKind::WithoutAnalyst => format!("without what {subject} measured"),
        ChallengeKind::WithoutShip => format!("without the ship {subject}"),
        _ => subject,
    }
}

fn trials_table<'a>(rows: impl Iterator<Item = &'a ChallengeRow>, links: &Links) -> Markup {
    let cell =
        |e: &Option<Estimate<f64>>| e.as_ref().map_or_else(|| NOTHING.into(), |e| number::estimate(e, ""));
    let rows = html! {
        @for row in rows {
            tr class=(if row.kind == ChallengeKind::Base { "row-est" } else { "row-other" }) {
                th scope="row" { (without(row)) span.small { (links.id(row.id)) } }
                td { (standing(row)) }
                td.num { @match row.p_exceeded { Some(p) => (links.to(number::probability(p), row.id)), None => (NOTHING) } }
                td.num { (cell(&row.calls)) }
                td.num { (cell(&row.barrels)) }
                td.said { (row.sentence) }
            }
        }
    };
    let caption = html! { "The finding without each source, each person who measured and each ship; intervals are of 90 %." };
    let head =
        ["Evidence", "The finding", "Probability that the cap was passed", "Calls", "Barrels", "In words"];
    table("challenge", &caption, &head, &rows)
}

fn standing(row: &ChallengeRow) -> Markup {
    html! {
        @if row.stands { span.verdict.v-agrees { "stands" } } @else { span.verdict.v-contradicts { "falls" } }
    }
}

/// Dates drawn anew: what the method finds where there is nothing to find.
fn placebo(rows: &[&ChallengeRow], links: &Links) -> Markup {
    html! {
        h3 { "With dates drawn anew" }
        p.note { "The days of the sightings permuted among the looks of the same kind at the same place, as a test of the method, not of the case." }
        ul.listings { @for row in rows { li { (row.sentence) " " (links.id(row.id)) } } }
    }
}
