//! The season: how many calls, how many barrels, when the cap was passed, what it hangs on.

pub(crate) mod calls;
pub(crate) mod challenge;
pub(crate) mod claims;
mod counts;
pub(crate) mod ships;
mod sure;
pub(crate) mod voyages;

use super::Section;
use crate::dossier::Dossier;
use crate::figure::fan::{Fan, passed};
use crate::figure::figure;
use crate::figure::shares::Shares;
use crate::figure::weeks::Weeks;
use crate::links::Links;
use crate::number;
use maud::{Markup, html};
use plimsoll_model::{RecordId, SeasonDay, SeasonWeek, VarianceShare};
use std::collections::BTreeMap;

/// True if the case has a season.
pub(crate) fn is_there(dossier: &Dossier) -> bool {
    !dossier.season.numbers.is_empty() || !dossier.season.calls.is_empty()
}

/// The section, or nothing without a season.
pub(crate) fn section(dossier: &Dossier, links: &Links) -> Option<Section> {
    if !is_there(dossier) {
        return None;
    }
    let content = html! {
        @for warning in &dossier.season.warnings { p.warning { (warning) } }
        (counts::counts(dossier, links))
        @for (cap_id, days) in by_cap(dossier) { (fan(dossier, cap_id, days)) }
        @for (place, weeks) in by_place(dossier) { (weeks_figure(dossier, place, weeks)) }
        (variance(dossier))
        (sure::chains(dossier))
    };
    Some(Section { id: "season", heading: "The season", content })
}

/// The records that a number of these sections stands on.
pub(crate) fn records(dossier: &Dossier) -> Vec<RecordId> {
    if !is_there(dossier) {
        return Vec::new();
    }
    let season = &dossier.season;
    let lead = season.lead.iter().flat_map(|sentence| sentence.numbers()).map(|n| n.record);
    let said = season.calls.iter().flat_map(|c| &c.sentences).flat_map(|s| s.numbers()).map(|n| n.record);
    let numbers = season.numbers.iter().map(|number| number.id);
    let calls = season.calls.iter().map(|entry| entry.call.id);
    let claims = season.claims.iter().map(|claim| claim.record);
    let challenges = season.challenges.iter().map(|challenge| challenge.id);
    lead.chain(said).chain(numbers).chain(calls).chain(claims).chain(challenges).collect()
}

fn by_cap(dossier: &Dossier) -> BTreeMap<&str, Vec<&SeasonDay>> {
    let mut caps: BTreeMap<&str, Vec<&SeasonDay>> = BTreeMap::new();
    dossier.season.days.iter().for_each(|day| caps.entry(&day.cap_id).or_default().push(day));
    caps
}

fn by_place(dossier: &Dossier) -> BTreeMap<&str, Vec<&SeasonWeek>> {
    let mut places: BTreeMap<&str, Vec<&SeasonWeek>> = BTreeMap::new();
    dossier.season.weeks.iter().for_each(|week| places.entry(&week.place).or_default().push(week));
    places
}

/// Where all rows of a table stand, if the dossier publishes it.
fn table_of(dossier: &Dossier, words: &str, name: &str) -> Markup {
    let file = format!("{name}.csv");
    html! {
        @if dossier.tables.iter().any(|table| table.name == name) { (words) a href=(file) { (file) } ". " }
    }
}

/// What begins the title of a figure whose observations are simulated.
fn simulated(dossier: &Dossier) -> &'static str {
    if dossier.is_simulated { "SIMULATED: " } else { "" }
}

fn fan(dossier: &Dossier, cap_id: &str, days: Vec<&SeasonDay>) -> Markup {
    let (Some(first), Some(last)) = (days.first().copied(), days.last().copied()) else { return html! {} };
    let cap = dossier.caps.iter().map(|entry| &entry.cap).find(|cap| cap.cap_id == cap_id);
    let when = crossing_words(&days);
    let is_notified = days.iter().any(|day| day.notified_bbl > 0.0);
    let caption = html! {
        "What was supplied since " (first.date) " by the end of each day, physical barrels. Line in two bands: all calls, those that nobody saw among them; "
        "the dark band holds the middle 50 %, the pale one the middle 90 % of the draws. Heavy line in a grey band: only calls that an exhibit shows. "
        @if is_notified { "Ochre: deliveries that states notified, which both lines include. " }
        (when) " "
        @if last.p_exceeded.is_some() { "The strip below is the probability that the cap is passed by then. " }
        (table_of(dossier, "All days stand in ", "season_ledger"))
    };
    let title = format!("{}Barrels since {}{}", simulated(dossier), first.date, against(cap_id));
    let description = format!(
        "Fan chart of cumulative barrels. By {}: {}; documented {}. {when}",
        last.date,
        number::estimate(&last.cumulative_bbl, "barrels"),
        number::estimate(&last.documented_bbl, "barrels"),
    );
    let fan = Fan {
        days,
        notice_shares: cap.map(|cap| cap.notice_shares.clone()).unwrap_or_default(),
        is_yardstick: cap.is_some_and(|cap| cap.is_yardstick),
        description,
        is_simulated: dossier.is_simulated,
    };
    figure(&title, |canvas| fan.draw(canvas), &caption)
}

fn against(cap_id: &str) -> String {
    if cap_id == "uncapped" { String::new() } else { format!(", against the cap {cap_id}") }
}

/// When the cap is passed, in a sentence; empty without a cap.
fn crossing_words(days: &[&SeasonDay]) -> String {
    let Some(p) = days.last().and_then(|day| day.p_exceeded) else { return String::new() };
    let passed = passed(days);
    let last = days.last().map_or_else(String::new, |day| day.date.to_string());
    match (passed.low, passed.mid, passed.high) {
        (Some(low), Some(mid), Some(high)) => {
            format!("Bar and dot on the cap: it is passed on {mid} (90 % interval {low} to {high}).")
        }
        (Some(low), Some(mid), None) => format!(
            "Bar and dot on the cap: it is passed on {mid} or about it, not before {low} (5 %); the upper end of the interval lies beyond {last}."
        ),
        _ => format!("By {last} the cap is passed with a probability of {}.", number::probability(p)),
    }
}

fn weeks_figure(dossier: &Dossier, place: &str, weeks: Vec<&SeasonWeek>) -> Markup {
    let sum = |of: fn(&SeasonWeek) -> f64| weeks.iter().map(|w| of(w)).sum::<f64>();
    let (seen, unseen) = (sum(|w| w.calls_seen), sum(|w| w.calls_unseen));
    let blind = weeks.iter().filter(|w| w.usable_looks < 0.5).count();
    let caption = html! {
        "Above, calls a week that an exhibit shows (dark) and calls that none shows but that are expected (outlined); below, images of the place (pale) and, "
        "of those, how many could have shown a ship (dark). Over the season about " (number::fixed(seen, 0)) " calls seen and "
        (number::fixed(unseen, 1)) " likely missed. In " (blind) " of " (weeks.len()) " weeks less than half a usable look fell on the place: what happened there is inferred."
        ul.key {
            li { span.swatch.w-seen {} "seen" } li { span.swatch.w-unseen {} "likely missed" }
            li { span.swatch.w-usable {} "usable looks" } li { span.swatch.w-looks {} "not usable" }
        }
    };
    let title = format!("{}Looked, seen, missed: {}", simulated(dossier), number::cut(place, 60));
    let description = format!(
        "Columns for {} weeks at {}: calls seen {seen:.0}, likely missed {unseen:.1}.",
        weeks.len(),
        number::cut(place, 60)
    );
    let drawing = Weeks { weeks, description, is_simulated: dossier.is_simulated };
    figure(&title, |canvas| drawing.draw(canvas), &caption)
}

fn variance(dossier: &Dossier) -> Markup {
    let factors: Vec<&VarianceShare> = dossier.season.variance.iter().collect();
    let Some(first) = factors.first().copied() else { return html! {} };
    let shared: f64 = factors.iter().filter(|f| f.is_shared).map(|f| f.share.clamp(0.0, 1.0)).sum();
    let caption = html! {
        "How much of the variance of the total goes when one factor is known. Filled: one error that all calls share, so that more calls do not make it smaller; "
        "outlined: each call its own. Shares need not add up to 100 %, since factors work together."
        ul.key { li { span.swatch.s-shared {} "shared by all calls" } li { span.swatch.s-own {} "each call its own" } }
    };
    let description = format!(
        "Bars of {} factors. The greatest is {} with {}; shared factors together have {}.",
        factors.len(),
        first.what,
        number::percent(first.share),
        number::percent(shared)
    );
    let title = format!("{}What the width of the total hangs on", simulated(dossier));
    let drawing = Shares { factors, description, is_simulated: dossier.is_simulated };
    figure(&title, |canvas| drawing.draw(canvas), &caption)
}
