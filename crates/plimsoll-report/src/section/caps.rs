//! The caps: what was supplied, against what was allowed.

use super::{NOTHING, Section, season, table};
use crate::count::{Count, counts};
use crate::dossier::{CapEntry, Dossier};
use crate::figure::curve::{Curve, letter};
use crate::figure::figure;
use crate::links::Links;
use crate::number;
use maud::{Markup, html};
use plimsoll_model::{Crossing, Estimate, LedgerLine, RecordId, ReportedVolume, Scenario};

/// The records that the tables of this section stand on.
pub(crate) fn shown_records(dossier: &Dossier) -> Vec<RecordId> {
    let mut records = Vec::new();
    for count in counts(dossier) {
        for (scenario, lines) in &count.scenarios {
            records.extend(lines.last().map(|line| line.id));
            records.extend(count.crossing(dossier, *scenario, 1.0).map(|crossing| crossing.id));
        }
    }
    records
}

/// True if the case has no cap and its ledger adds nothing up: a curve of zeros would show nothing.
fn sums_nothing(dossier: &Dossier) -> bool {
    let is_zero = |line: &LedgerLine| line.cumulative_bbl.high() <= 0.0;
    dossier.caps.is_empty() && dossier.ledger.iter().all(is_zero)
}

/// True if visits that AIS shows add nothing and a season has the sum.
fn leaves_to_season(dossier: &Dossier) -> bool {
    season::is_there(dossier)
        && !dossier.season.days.is_empty()
        && dossier.ledger.iter().all(|line| line.calls == 0)
}

/// What stands where visits that AIS shows have no sum against a cap.
fn unsummed(dossier: &Dossier, entry: &CapEntry) -> Markup {
    let is_in_season =
        season::is_there(dossier) && dossier.season.days.iter().any(|day| day.cap_id == entry.cap.cap_id);
    html! {
        @if is_in_season {
            p.note { "AIS alone shows no call that could be summed. The sum of all that was seen stands under " a href="#season" { "The season" } "." }
        } @else {
            p.none { "The ledger has no line for this cap." }
        }
    }
}

/// The section. Without caps and ledger it says so.
pub(crate) fn section(dossier: &Dossier, links: &Links) -> Section {
    let counts =
        if sums_nothing(dossier) || leaves_to_season(dossier) { Vec::new() } else { counts(dossier) };
    let content = html! {
        @if dossier.caps.is_empty() {
            p.none {
                "This case names no cap. "
                @if counts.is_empty() { "No barrels are summed." } @else { "What follows is a running sum without limit." }
            }
        } @else {
            p.note {
                "A line crossed below is arithmetic on the evidence of this case. It is not a decision of whoever keeps the cap, "
                "and days, ships and suppliers that the exhibits do not cover are not in it."
            }
        }
        @for (at, entry) in dossier.caps.iter().enumerate() {
            (cap(entry))
            @for count in counts.iter().filter(|c| c.cap_id == entry.cap.cap_id) { (one(dossier, count, links)) }
            @if !counts.iter().any(|c| c.cap_id == entry.cap.cap_id) { (unsummed(dossier, entry)) }
            @if at + 1 < dossier.caps.len() { hr; }
        }
        @for count in counts.iter().filter(|count| count.entry.is_none()) { (one(dossier, count, links)) }
    };
    Section {
        id: "caps",
        heading: if dossier.caps.is_empty() { "Running sum" } else { "Against the cap" },
        content,
    }
}

/// What a cap says and where it was read.
fn cap(entry: &CapEntry) -> Markup {
    let cap = &entry.cap;
    let shares: Vec<String> = cap.notice_shares.iter().map(|share| number::percent(*share)).collect();
    html! {
        h3 id={ "cap-" (entry.record) } { (cap.measure) }
        @if cap.is_yardstick {
            p.yardstick { strong { "A yardstick only. " } "No law sets this limit for what is counted here; it gives the size." }
        }
        dl.facts {
            dt { "Limits" } dd { (cap.subject) }
            dt { "Limit" } dd { (number::grouped(cap.limit.to_barrels())) "\u{a0}bbl per counting period (" (cap.reporting_period.to_word()) ")" }
            @if !shares.is_empty() { dt { "Notice due at" } dd { (shares.join(", ")) " of the limit" } }
            dt { "Source" } dd { (cap.source) }
        }
    }
}

/// One count: figure and table.
fn one(dossier: &Dossier, count: &Count<'_>, links: &Links) -> Markup {
    let cap = count.entry.map(|entry| &entry.cap);
    let third_party = count.third_party(dossier);
    let curve = Curve {
        period: count.period,
        case: dossier.period,
        limit_bbl: cap.map(|cap| cap.limit.to_barrels()),
        is_yardstick: cap.is_some_and(|cap| cap.is_yardstick),
        notice_shares: cap.map(|cap| cap.notice_shares.clone()).unwrap_or_default(),
        scenarios: count.scenarios.clone(),
        crossing: count.crossing(dossier, Scenario::Estimate, 1.0),
        third_party: third_party.clone(),
        description: description(count),
        is_simulated: dossier.is_simulated,
    };
    let title = format!("Sum since {}, {}", number::day(count.period.start()), count.convention_words());
    html! {
        (figure(&title, |canvas| curve.draw(canvas), &caption(count, &curve, &third_party)))
        (sums(dossier, count, links))
        (notices(dossier, count, links))
    }
}

/// The figure in words.
fn description(count: &Count<'_>) -> String {
    let words = |scenario: Scenario, name: &str| {
        let last = count.last(scenario)?;
        Some(format!("{name} {} by {}", number::estimate(&last.cumulative_bbl, "barrels"), last.date))
    };
    let parts = [words(Scenario::Estimate, "Estimate"), words(Scenario::Documented, "documented")];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    format!("Cumulative barrels against time. {}. The table below holds all numbers.", parts.join("; "))
}

/// What the lines, bands and marks are.
fn caption(count: &Count<'_>, curve: &Curve<'_>, third_party: &[&ReportedVolume]) -> Markup {
    let has = |of: fn(&Scenario) -> bool| count.scenarios.iter().any(|(scenario, _)| of(scenario));
    let is_notified =
        count.scenarios.iter().any(|(_, lines)| lines.iter().any(|line| line.notified_bbl > 0.0));
    html! {
        "Counting period " (number::days(count.period)) "; drawn up to the last day that the exhibits cover. "
        @if has(|s| matches!(s, Scenario::Documented)) { "Heavy line: documented. " }
        @if has(|s| matches!(s, Scenario::Estimate)) { "Line in a band: estimate with its 90 % interval. " }
        @if has(|s| matches!(s, Scenario::Laden { .. })) { "Thin grey lines: if every ship had left at that share of her deadweight. " }
        @if is_notified { "Ochre band: deliveries that states notified, which all lines include. " }
        @if curve.crossing.is_some_and(|c| c.low.is_some()) { "Bar and dot on the limit: 90 % interval and median of the day on which the estimate crosses it. " }
        @if !third_party.is_empty() {
            "Diamonds: estimates of others, at the end of the period they cover, as published and never added to ours; an arrow means “at least”: "
            @for (at, reported) in third_party.iter().enumerate() {
                @if at > 0 { "; " }
                strong { (letter(at)) } " " (reported.party) ", " (number::grouped(reported.volume.to_barrels())) "\u{a0}bbl, "
                (number::days(reported.period)) " (" (reported.citation) ")"
            }
            ". "
        }
    }
}

/// The table of sums.
fn sums(dossier: &Dossier, count: &Count<'_>, links: &Links) -> Markup {
    let caption = html! {
        "Sum in the counting period " (number::days(count.period)) ", " (count.convention_words())
        ". Low and high are the ends of the 90 % interval."
    };
    let head = [
        "Basis",
        "Port visits",
        "Low, bbl",
        "Middle, bbl",
        "High, bbl",
        "Of that notified, bbl",
        "Share of the limit",
        "Probability that the limit is exceeded",
        "Day on which the limit is crossed",
    ];
    let rows = html! {
        @for (scenario, lines) in &count.scenarios {
            @if let Some(last) = lines.last() { (sum(dossier, count, *scenario, last, links)) }
        }
    };
    table("sums", &caption, &head, &rows)
}

/// One row of sums.
fn sum(dossier: &Dossier, count: &Count<'_>, scenario: Scenario, last: &LedgerLine, links: &Links) -> Markup {
    let [low, mid, high] = number::three(&last.cumulative_bbl);
    let has_width = number::interval(&last.cumulative_bbl).is_some();
    html! {
        tr class=(class(scenario)) {
            th scope="row" { (basis(scenario)) }
            td.num { (last.calls) }
            td.num { @if has_width { (low) } @else { (NOTHING) } }
            td.num { (links.to(&mid, last.id)) }
            td.num { @if has_width { (high) } @else { (NOTHING) } }
            td.num { (number::grouped(last.notified_bbl)) }
            td.num { (last.cap_bbl.map_or_else(|| NOTHING.into(), |cap| of_limit(&last.cumulative_bbl, cap))) }
            td { (probability(dossier, last)) }
            td { (crossed(count.crossing(dossier, scenario, 1.0), links)) }
        }
    }
}

const fn class(scenario: Scenario) -> &'static str {
    match scenario {
        Scenario::Documented => "row-doc",
        Scenario::Estimate => "row-est",
        Scenario::Laden { .. } => "row-scen",
    }
}

/// A scenario in words.
pub(crate) fn basis(scenario: Scenario) -> String {
    match scenario {
        Scenario::Documented => "Documented".into(),
        Scenario::Estimate => "Estimate".into(),
        Scenario::THIRD => "Scenario: all ships one third laden".into(),
        Scenario::Laden { .. } => {
            format!("Scenario: all ships {} laden", number::percent(scenario.share().unwrap_or_default()))
        }
    }
}

/// A sum as a share of the limit: in per cent, or as a multiple from double on.
fn of_limit(sum: &Estimate<f64>, cap: f64) -> String {
    let share = sum.mid() / cap;
    if share >= 2.0 { format!("{}\u{a0}times", number::fixed(share, 1)) } else { number::percent(share) }
}

/// The probability of a line, with its word.
fn probability(dossier: &Dossier, line: &LedgerLine) -> Markup {
    let words = dossier.likelihoods.iter().find(|likelihood| likelihood.line == line.id);
    match line.p_exceeded {
        None => html! { (NOTHING) },
        Some(p) if number::interval(&line.cumulative_bbl).is_none() => {
            html! { (if p > 0.5 { "above the limit" } else { "below the limit" }) }
        }
        Some(p) => {
            html! { (number::probability(p)) @if let Some(likelihood) = words { " (" (likelihood.words) ")" } }
        }
    }
}

/// The day of a crossing, with its interval.
fn crossed(crossing: Option<&Crossing>, links: &Links) -> Markup {
    let Some(crossing) = crossing else { return html! { (NOTHING) } };
    let end = |day: Option<jiff::civil::Date>| {
        day.map_or_else(|| "after the last day".into(), |day| day.to_string())
    };
    match (crossing.low, crossing.mid) {
        (None, _) => html! { (links.to("not crossed", crossing.id)) },
        (Some(low), None) => html! {
            (links.to("not crossed in most draws", crossing.id)) span.small { "earliest (5th percentile) " (low) }
        },
        (Some(low), Some(mid)) if crossing.high == Some(low) => {
            html! { (links.to(mid.to_string(), crossing.id)) }
        }
        (Some(low), Some(mid)) => html! {
            (links.to(mid.to_string(), crossing.id)) span.small { (low) " to " (end(crossing.high)) }
        },
    }
}

/// When the estimate crossed the notice lines, in one sentence.
fn notices(dossier: &Dossier, count: &Count<'_>, links: &Links) -> Markup {
    let mut shares = count.entry.map(|entry| entry.cap.notice_shares.clone()).unwrap_or_default();
    shares.sort_by(f64::total_cmp);
    let crossings: Vec<(f64, &Crossing)> = shares
        .into_iter()
        .filter_map(|share| Some((share, count.crossing(dossier, Scenario::Estimate, share)?)))
        .collect();
    html! {
        @if !crossings.is_empty() {
            dl.facts.notices {
                @for (share, crossing) in crossings {
                    dt { "Estimate at " (number::percent(share)) " of the limit" }
                    dd { (crossed(Some(crossing), links)) }
                }
            }
        }
    }
}
