//! What lists say about the ships that called.

use super::{NAME, NOTHING, Section, table};
use crate::dossier::{Dossier, Lead, ListingOfCall};
use crate::links::Links;
use crate::number;
use jiff::civil::Date;
use maud::{Markup, html};
use plimsoll_model::{ListVersion, Standing};

/// The most rows of each table on the page; all are in the CSV files.
const MOST_ROWS: usize = 200;

/// The section, or nothing where no list was asked.
pub(crate) fn section(dossier: &Dossier, links: &Links) -> Option<Section> {
    let lists = &dossier.lists;
    if lists.versions.is_empty() {
        return None;
    }
    let content = html! {
        p.note {
            "Each list speaks for itself: they are never added up. That a ship is on a list is said only where her IMO number is the listed one, "
            "or where a person decided so; likenesses of name are leads. That nothing was found on a list does not mean that a ship is not listed."
        }
        (versions(&lists.versions))
        @if lists.listings.is_empty() {
            p { "No ship that called is established to be on a list that was asked." }
        } @else {
            (calls(&lists.listings, links))
        }
        @if !lists.leads.is_empty() { (leads(&lists.leads, links)) }
    };
    Some(Section { id: "lists", heading: "What lists say", content })
}

/// The versions that were asked.
fn versions(all: &[ListVersion]) -> Markup {
    let rows = html! {
        @for version in all {
            tr {
                th scope="row" { (number::cut(&version.list, NAME)) }
                td { (number::cut(&version.version, NAME)) }
                td { (published(version)) }
                td { (version.days_basis) }
                td.num { (number::grouped(version.entries as f64)) }
                td.num { (number::grouped(version.vessels as f64)) }
            }
        }
    };
    let head = ["List", "Version", "Published", "Known by", "Entries", "Vessels"];
    table("listversions", &html! { "The lists that were asked." }, &head, &rows)
}

fn published(version: &ListVersion) -> String {
    let day = |d: Option<Date>| d.map_or_else(|| "?".into(), |d| d.to_string());
    match (version.days.earliest, version.days.latest) {
        (None, None) => "unknown".into(),
        (Some(a), Some(b)) if a == b => a.to_string(),
        (Some(a), None) => format!("{a} or later"),
        (a, b) => format!("{} to {}", day(a), day(b)),
    }
}

/// What measures meant on the days of the calls.
fn calls(all: &[ListingOfCall], links: &Links) -> Markup {
    let rows = html! {
        @for one in all.iter().take(MOST_ROWS) {
            tr {
                td.when { (one.listing.day) }
                th scope="row" { (number::cut(&one.ship, NAME)) }
                td { (number::cut(&one.place, NAME)) }
                td { (links.to(one.designation.measure.in_words(), one.listing.id)) }
                td { (one.designation.instrument) }
                td { (one.designation.from.map_or_else(|| "not stated".into(), |d| d.to_string())) }
                td { (standing(one.listing.standing)) }
                td { (bound(one)) }
                td { (one.listing.basis) }
            }
        }
    };
    let caption = html! {
        "What each measure meant on the first day of each call (UTC), and which states it bound in respect of that call."
        @if all.len() > MOST_ROWS { " The first " (MOST_ROWS) " of " (all.len()) " rows; all stand in " a href="listings.csv" { "listings.csv" } "." }
    };
    let head = [
        "Day",
        "Ship",
        "Place",
        "Measure",
        "Instrument",
        "Since",
        "On that day",
        "States bound",
        "How it is known",
    ];
    table("listingsofcalls", &caption, &head, &rows)
}

const fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Listed => "held",
        Standing::NotYet => "not yet",
        Standing::Ended => "no longer",
        Standing::DayUnknown => "not known",
    }
}

fn bound(one: &ListingOfCall) -> Markup {
    match (one.listing.standing, one.listing.bound.as_slice()) {
        (Standing::Listed, []) => html! { "none in respect of this call" },
        (_, []) => html! { (NOTHING) },
        (_, states) => html! { ul.plain { @for state in states { li { (state) } } } },
    }
}

/// Likenesses.
fn leads(all: &[Lead], links: &Links) -> Markup {
    let rows = html! {
        @for lead in all.iter().take(MOST_ROWS) {
            tr {
                th scope="row" { (number::cut(&lead.ship, NAME)) }
                td { (lead.found.strength.as_str()) }
                td { (links.to(format!("{} {}", lead.found.list, number::cut(&lead.found.key, NAME)), lead.found.id)) }
                td { (number::cut(&lead.found.ours, NAME)) }
                td { (number::cut(&lead.found.theirs, NAME)) }
                td { (lead.found.reasons.join("; ")) }
            }
        }
    };
    let caption = html! {
        "Leads: a name or a radio is alike. None of them is counted; " code { "plimsoll review mat-..." } " settles one."
        @if all.len() > MOST_ROWS { " The first " (MOST_ROWS) " of " (all.len()) " rows; all stand in " a href="list_matches.csv" { "list_matches.csv" } "." }
    };
    table(
        "leads",
        &caption,
        &["Ship", "Strength", "Entry", "Ours", "Theirs", "Why, and what speaks against it"],
        &rows,
    )
}
