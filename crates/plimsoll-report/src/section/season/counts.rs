//! Documented, estimated and upper bound, side by side and never mixed.

use crate::dossier::Dossier;
use crate::links::Links;
use maud::{Markup, html};
use plimsoll_model::{NumberKind, SeasonNumber};

/// The three columns: class, heading, and what the numbers in it mean.
const COLUMNS: [(NumberKind, &str, &str, &str); 3] = [
    (
        NumberKind::Documented,
        "documented",
        "Documented",
        "Each stands on an exhibit that shows the ship at the place. “At least” may be said of these alone.",
    ),
    (
        NumberKind::Estimated,
        "estimated",
        "Estimated",
        "With the calls that nobody saw: from when somebody looked and saw nothing, how long ships stay, and how they sail. Median and 90 % interval.",
    ),
    (
        NumberKind::UpperBound,
        "bound",
        "Upper bound",
        "What these ships could have done at most, had they never waited. Nobody says they did.",
    ),
];

/// The columns; nothing where there is no number.
pub(super) fn counts(dossier: &Dossier, links: &Links) -> Markup {
    let numbers = &dossier.season.numbers;
    if numbers.is_empty() {
        return html! {};
    }
    html! {
        div.keys {
            @for (kind, class, heading, meaning) in COLUMNS {
                div class={ "key " (class) } {
                    h3 { (heading) }
                    p.meaning { (meaning) }
                    @let shown: Vec<_> = STEMS.iter().filter_map(|stem| of_kind(numbers, kind, stem)).collect();
                    @if shown.is_empty() { p.none { "None in this edition." } }
                    dl { @for number in shown { (one(number, links)) } }
                }
            }
        }
        p.note { "The three columns answer three different questions. They are not to be added." }
    }
}

/// The numbers that stand in the columns, by how their names begin.
const STEMS: [&str; 3] = ["calls", "barrels", "ships"];

/// The number of a kind whose name is a stem, or begins with it.
fn of_kind<'a>(numbers: &'a [SeasonNumber], kind: NumberKind, stem: &str) -> Option<&'a SeasonNumber> {
    let belongs = |n: &&SeasonNumber| {
        n.kind == kind
            && n.name.strip_prefix(stem).is_some_and(|rest| {
                ["", "-documented", "-estimated", "-upper-bound", "-upper", "-bound", "-most"].contains(&rest)
            })
    };
    numbers.iter().find(belongs)
}

fn one(number: &SeasonNumber, links: &Links) -> Markup {
    let shown = super::claims::amount(number);
    html! {
        dt { (number.what) }
        dd {
            span.big { (links.to(&shown.mid, number.id)) }
            @if !shown.unit.is_empty() { "\u{a0}" span.unit { (shown.unit) } }
            @if let Some(interval) = &shown.interval { span.interval { (interval) } }
            @if !number.basis.is_empty() { span.small { (number.basis) } }
        }
    }
}
