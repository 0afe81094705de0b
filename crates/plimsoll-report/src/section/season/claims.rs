//! The numbers of the season, and what others said beside them.

use crate::dossier::{ClaimEntry, ClaimStanding, Dossier};
use crate::links::Links;
use crate::number;
use crate::section::{NOTHING, Section, table};
use jiff::ToSpan;
use jiff::civil::Date;
use maud::{Markup, html};
use plimsoll_model::{Estimate, NumberKind, SeasonNumber};

/// The section, or nothing where there is no number and nobody said anything.
pub(crate) fn section(dossier: &Dossier, links: &Links) -> Option<Section> {
    let season = &dossier.season;
    if season.numbers.is_empty() && season.claims.is_empty() {
        return None;
    }
    let is_said = !season.claims.is_empty();
    let content = html! {
        (numbers(dossier, links))
        @if is_said { (between(dossier, links)) (tally(&season.claims)) }
    };
    let heading = if is_said { "Numbers, and what others said" } else { "Numbers" };
    Some(Section { id: "numbers", heading, content })
}

/// A number as it is shown.
pub(crate) struct Amount {
    /// Its middle.
    pub(crate) mid: String,
    /// Its interval, where it has one.
    pub(crate) interval: Option<String>,
    /// Its unit; empty for counts, shares and dates.
    pub(crate) unit: String,
}

/// How a number is shown: dates as days, shares in per cent, the rest rounded to its interval.
pub(crate) fn amount(of: &SeasonNumber) -> Amount {
    match of.unit.as_str() {
        "date" => dates(of),
        "0-1" | "share" => plain(of, "", number::percent),
        unit => {
            let unit = match unit {
                "-" | "1" => "",
                "1/week" => "a week",
                unit => unit,
            };
            match (of.low, of.mid, of.high) {
                (Some(low), Some(mid), Some(high)) if is_count([low, mid, high]) => {
                    plain(of, unit, number::grouped)
                }
                (Some(low), Some(mid), Some(high)) => {
                    let Some(e) = Estimate::new(low, mid, high) else {
                        return plain(of, unit, number::plain);
                    };
                    Amount { mid: number::mid(&e), interval: number::interval(&e), unit: unit.into() }
                }
                _ => plain(of, unit, number::plain),
            }
        }
    }
}

/// True for whole numbers that lie close together: a count, not a sum of barrels.
fn is_count(values: [f64; 3]) -> bool {
    values.iter().all(|v| (v - v.round()).abs() < 1e-9) && values[2] - values[0] < 1_000.0
}

fn plain(of: &SeasonNumber, unit: &str, write: impl Fn(f64) -> String) -> Amount {
    let end = |value: Option<f64>| value.map_or_else(|| "not known".to_owned(), &write);
    let has_width = of.low != of.mid || of.high != of.mid;
    Amount {
        mid: of.mid.map_or_else(|| NOTHING.to_owned(), &write),
        interval: has_width.then(|| format!("{} to {}", end(of.low), end(of.high))),
        unit: unit.into(),
    }
}

/// Days counted from 1970-01-01; an end that is missing lies beyond the last day.
fn dates(of: &SeasonNumber) -> Amount {
    let write = |value: Option<f64>| {
        value.and_then(day_of).map_or_else(|| "after the last day".to_owned(), |d| d.to_string())
    };
    let has_width = of.low != of.mid || of.high != of.mid;
    Amount {
        mid: of.mid.and_then(day_of).map_or_else(|| "not within the case".to_owned(), |d| d.to_string()),
        interval: has_width.then(|| format!("{} to {}", write(of.low), write(of.high))),
        unit: String::new(),
    }
}

/// The day of so many days since 1970-01-01.
fn day_of(days: f64) -> Option<Date> {
    if !(-1e6..=1e6).contains(&days) {
        return None;
    }
    Date::constant(1970, 1, 1).checked_add((days.floor() as i32).days()).ok()
}

const fn kind(kind: NumberKind) -> &'static str {
    match kind {
        NumberKind::Documented => "documented",
        NumberKind::Estimated => "estimated",
        NumberKind::UpperBound => "upper bound",
    }
}

/// The word for how two stand, and its class.
pub(crate) const fn standing(standing: ClaimStanding) -> (&'static str, &'static str) {
    match standing {
        ClaimStanding::Agrees => ("agrees", "v-agrees"),
        ClaimStanding::Contradicts => ("contradicts", "v-contradicts"),
        ClaimStanding::CannotBothHold => ("cannot both hold", "v-cannot"),
        ClaimStanding::NotComparable => ("not comparable", "v-apart"),
    }
}

fn numbers(dossier: &Dossier, links: &Links) -> Markup {
    let season = &dossier.season;
    let is_said = season.claims.iter().any(|claim| claim.number.is_some());
    let mut head = vec!["Number", "Kind", "Middle", "90 % interval", "Stands on"];
    if is_said {
        head.push("What others said");
    }
    let rows = html! {
        @for one in &season.numbers {
            @let shown = amount(one);
            tr class=(if one.kind == NumberKind::Estimated { "row-est" } else { "row-other" }) {
                th scope="row" { (one.what) @if let Some(p) = one.p { span.small { "probability " (number::probability(p)) } } }
                td { (kind(one.kind)) }
                td.num { (links.to(&shown.mid, one.id)) @if !shown.unit.is_empty() { "\u{a0}" (shown.unit) } }
                td.num { (shown.interval.as_deref().unwrap_or(NOTHING)) }
                td.basis { (one.basis) span.small { (links.id(one.id)) } }
                @if is_said { td.verdicts { (verdicts(&of_number(&season.claims, one), one)) } }
            }
        }
    };
    let caption = html! {
        "The numbers of the season. The three kinds are never mixed. "
        @if dossier.is_simulated { "SIMULATED: they say nothing about any real ship, company or state. " }
        "The identifier below each is what " code { "plimsoll why" } " takes."
    };
    html! {
        @if !season.numbers.is_empty() { (table("seasonnumbers", &caption, &head, &rows)) }
        @if is_said { (of_each(dossier, links)) }
    }
}

/// The claims that bear on a number, by how they stand to it.
fn of_number<'a>(claims: &'a [ClaimEntry], number: &SeasonNumber) -> Vec<&'a ClaimEntry> {
    let mut own: Vec<_> =
        claims.iter().filter(|c| c.number.as_deref() == Some(number.name.as_str())).collect();
    own.sort_by(|a, b| (a.standing, &a.label, a.record).cmp(&(b.standing, &b.label, b.record)));
    own
}

/// How many claims stand how to a number, with a link to them.
fn verdicts(claims: &[&ClaimEntry], number: &SeasonNumber) -> Markup {
    let groups = claims.chunk_by(|a, b| a.standing == b.standing);
    html! {
        @if claims.is_empty() { (NOTHING) }
        @for group in groups {
            a href={ "#said-" (number.id) } { (group.len()) " " (badge(group[0])) } " "
        }
    }
}

/// What others said of each number, in words.
fn of_each(dossier: &Dossier, links: &Links) -> Markup {
    let season = &dossier.season;
    let with_claims = season.numbers.iter().map(|one| (one, of_number(&season.claims, one)));
    let with_claims: Vec<_> = with_claims.filter(|(_, claims)| !claims.is_empty()).collect();
    html! {
        h3 { "What others said, number by number" }
        @if dossier.is_simulated {
            p.note { strong { "The statements are real, the season is SIMULATED: " } "that they agree or contradict shows how they are held against numbers, and says nothing about either." }
        }
        @for (one, claims) in with_claims {
            @let shown = amount(one);
            details.saidof {
                summary {
                    strong { (one.what) } " (" (kind(one.kind)) "): " (shown.mid)
                    @if !shown.unit.is_empty() { "\u{a0}" (shown.unit) }
                    @if let Some(interval) = &shown.interval { " (" (interval) ")" }
                    @for group in claims.chunk_by(|a, b| a.standing == b.standing) { " " (group.len()) "\u{a0}" (badge(group[0])) }
                }
                // Inside, so that a browser that is sent there opens what is closed.
                div id={ "said-" (one.id) } { @for claim in claims { (said(claim, links)) } }
            }
        }
    }
}

fn said(claim: &ClaimEntry, links: &Links) -> Markup {
    html! {
        div.claim {
            (badge(claim)) " " strong { (claim.amount) } " "
            span.small { (claim.label) ": " (source(claim)) ". " (links.id(claim.record)) }
            span.line { (claim.sentence) }
        }
    }
}

fn badge(claim: &ClaimEntry) -> Markup {
    let (words, class) = standing(claim.standing);
    html! { span.verdict.(class) { (words) } }
}

fn source(claim: &ClaimEntry) -> String {
    let on = claim.said_on.map(|day| format!(", {day}")).unwrap_or_default();
    format!("{}{on}", claim.said_by)
}

/// Statements against each other, and those that no number of the season answers.
fn between(dossier: &Dossier, links: &Links) -> Markup {
    let season = &dossier.season;
    let is_shown = |c: &&ClaimEntry| {
        c.number.as_ref().is_none_or(|name| !season.numbers.iter().any(|number| number.name == *name))
    };
    let mut others: Vec<_> = season.claims.iter().filter(is_shown).collect();
    others.sort_by(|a, b| (a.standing, &a.label, a.record).cmp(&(b.standing, &b.label, b.record)));
    let rows = html! {
        @for claim in &others {
            tr {
                th scope="row" { (badge(claim)) }
                td { (claim.label) span.small { (links.id(claim.record)) } }
                td { (claim.amount) span.small { (source(claim)) } }
                td.said { (claim.sentence) }
            }
        }
    };
    let head = ["Verdict", "Which", "What was said", "Why"];
    let caption = html! {
        "Statements against each other and against law and arithmetic. That one contradicts another does not say which is right."
    };
    html! { @if !others.is_empty() { h3 { "What others said, against each other" } (table("claims", &caption, &head, &rows)) } }
}

/// What the four words mean.
fn tally(claims: &[ClaimEntry]) -> Markup {
    let count = |standing| claims.iter().filter(|c| c.standing == standing).count();
    html! {
        p.note {
            strong { "Agrees" } " (" (count(ClaimStanding::Agrees)) "): they speak of the same, and both can be true. "
            strong { "Contradicts" } " (" (count(ClaimStanding::Contradicts)) "): they speak of the same and differ by more than their words allow. "
            strong { "Cannot both hold" } " (" (count(ClaimStanding::CannotBothHold)) "): arithmetic, law or physics forbids it. "
            strong { "Not comparable" } " (" (count(ClaimStanding::NotComparable)) "): they look alike and speak of different things."
        }
    }
}
