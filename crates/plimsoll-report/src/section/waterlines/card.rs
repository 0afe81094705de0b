//! One reading: picture, result or refusal, what its error consists of, what was measured.

use super::{measurability, method, metres_between, pairs, picture};
use crate::dossier::{Dossier, WaterlineEntry};
use crate::figure::Canvas;
use crate::figure::budget::Budget;
use crate::links::Links;
use crate::number;
use crate::section::scenes::when;
use crate::section::{NAME, NOTHING, table};
use maud::{Markup, html};
use plimsoll_model::{ErrorTerm, Measurable, Measurement, Station};

/// The most measurements of a reading on the page; all are in the CSV file.
const MOST_MEASURED: usize = 40;

/// The measurements of a reading that are listed, freeboards first.
pub(super) fn listed(entry: &WaterlineEntry) -> impl Iterator<Item = &Measurement> {
    let is_of_height = |m: &&Measurement| {
        matches!(m.quantity, Measurable::Freeboard | Measurable::BandHeight | Measurable::MarkedDraught)
    };
    let heights = entry.measurements.iter().filter(is_of_height);
    let others = entry.measurements.iter().filter(move |m| !is_of_height(m));
    heights.chain(others).take(MOST_MEASURED)
}

/// The reading.
pub(super) fn card(dossier: &Dossier, entry: &WaterlineEntry, links: &Links) -> Markup {
    let reading = &entry.reading;
    html! {
        article.waterline id={ "seen-" (reading.id) } {
            h4 { (number::cut(&entry.ship, NAME)) ", " (when(entry.time)) }
            div.reading {
                div {
                    (shown(dossier, entry))
                    @if !reading.budget.is_empty() { (budget(dossier, entry)) }
                }
                div { (facts(entry, links)) }
            }
            @if !entry.measurements.is_empty() { (measured(entry, links)) }
        }
    }
}

/// The picture, or where it stands.
fn shown(dossier: &Dossier, entry: &WaterlineEntry) -> Markup {
    let Some(chip) = picture::on_page(dossier, entry) else {
        return match entry.chip {
            Some(_) => {
                html! { p.none { "The pictures above are as many as a page can hold. " a href=(picture::path(entry.reading.id)) { "The pixels, untouched" } "." } }
            }
            None => html! { p.none { "No picture: nothing was measured, or the pixels cannot be read." } },
        };
    };
    if let Some(visit) = pairs::visit_of(dossier, entry.reading.id) {
        return html! { p.none { "Its picture stands " a href={ "#pair-" (visit) } { "beside the other end of the visit" } "." } };
    }
    html! {
        figure.chip.marked {
            (picture::pixels(dossier, entry, chip))
            figcaption { "Points set in an image of " (number::cut(&entry.ship, NAME)) ". " (picture::origin(dossier, entry, chip)) }
        }
    }
}

fn facts(entry: &WaterlineEntry, links: &Links) -> Markup {
    let reading = &entry.reading;
    html! {
        @if let Some(refusal) = &reading.refusal {
            p.warning { @if reading.draught_m.is_none() { "No draught: " } @else { "Left out: " } (refusal) "." }
        }
        dl.facts {
            dt { "Draught" }
            dd { @match reading.draught_m { Some(d) => strong { (links.to(number::estimate(&d, "m"), reading.id)) }, None => (links.to("none", reading.id)) } }
            @if reading.freeboard_m.is_some() { dt { "Freeboard amidships" } dd { (metres_between(reading.freeboard_m)) } }
            @if reading.depth_m.is_some() { dt { "Depth at the edge seen" } dd { (metres_between(reading.depth_m)) } }
            @if reading.trim_m.is_some() { dt { "Trim by the stern" } dd { (metres_between(reading.trim_m)) } }
            dt { "K" }
            dd { @match reading.measurability { Some(k) => { (number::fixed(k, 2)) " m in the image for each metre of height" }, None if reading.method.is_none() => "none: nothing was read", None => "none: a photograph from the side" } }
            @if let Some(by) = reading.method { dt { "Read by" } dd { (method(by)) } }
            dt { "People" }
            dd { (people(reading.analysts)) }
            dt { "How" }
            dd { (reading.basis) }
        }
    }
}

fn people(count: u32) -> String {
    match count {
        0 => "the points that were set give no freeboard".into(),
        1 => "one set points: how people differ is taken from the parameters, not from this image".into(),
        n => format!("{n} set points, each by themselves"),
    }
}

/// Bars and table of the terms of error.
fn budget(dossier: &Dossier, entry: &WaterlineEntry) -> Markup {
    let mut terms: Vec<&ErrorTerm> = entry.reading.budget.iter().collect();
    terms.sort_by(|a, b| b.sd_m.total_cmp(&a.sd_m).then_with(|| a.source.cmp(&b.source)));
    let rows = html! { @for t in &terms {
        tr {
            th scope="row" { (number::cut(&t.source, 120)) }
            td.num { (number::fixed(t.sd_m, 3)) }
            td { (if t.is_of_hull { "of the hull: the same in every image of her" } else { "of this image" }) }
        }
    } };
    let drawn = Budget {
        description: format!(
            "Standard deviations of the {} terms of error of the draught. The table holds them.",
            terms.len()
        ),
        terms,
        whole_m: entry.draught_sd_m,
        is_simulated: entry.is_simulated || dossier.is_simulated,
    };
    let head = ["Where the error comes from", "One standard deviation, m", "Of the image or of the hull"];
    html! {
        figure.budget {
            p.figtitle { "What the error of this draught consists of" }
            div.wide { (drawn.draw(Canvas::Wide)) }
            div.narrow { (drawn.draw(Canvas::Narrow)) }
            figcaption {
                "One standard deviation of each term in the draught, m. Filled bar: of this image. Open bar: of the hull, the same in every "
                "image of her, so that a difference of two images does not hold it. The terms are independent: all together is the root of the sum of their squares."
            }
        }
        details.more { summary { "The numbers of this figure" } (table("terms", &html! { "Terms of the error of the draught." }, &head, &rows)) }
    }
}

/// What was measured.
fn measured(entry: &WaterlineEntry, links: &Links) -> Markup {
    let rows = html! { @for m in listed(entry) {
        tr {
            th scope="row" { (links.to(m.quantity.as_str().replace('-', " "), m.id)) }
            td { (m.station.map_or(NOTHING, Station::as_str)) }
            td { (m.method.map_or(NOTHING, method)) }
            td.num { (number::mid(&m.value)) "\u{a0}" (unit(m)) }
            td.num { (number::interval(&m.value).unwrap_or_else(|| NOTHING.into())) }
            td.num { (measurability(m.measurability)) }
            td.num { (m.marked.len()) }
            td { (number::cut(&m.analyst, NAME)) span.small { (number::minute(m.set_at)) } }
            td { (m.basis) }
        }
    } };
    let all = entry.measurements.len();
    let caption = html! {
        "Measured in " (number::cut(&entry.image, NAME)) ", by station and by who set the points (UTC)."
        @if all > MOST_MEASURED { " The first " (MOST_MEASURED) " of " (all) " rows; all stand in " a href="measurements.csv" { "measurements.csv" } "." }
    };
    let head = ["What", "Where", "By", "Value", "90 % interval", "K", "Points", "Who, when", "How"];
    let heights = entry.measurements.iter().filter(|m| m.quantity == Measurable::Freeboard).count();
    html! {
        details.more {
            summary { "Freeboards by station (" (heights) ") and what else was measured (" (all - heights) ")" }
            (table("measured", &caption, &head, &rows))
        }
    }
}

fn unit(m: &Measurement) -> &'static str {
    match m.quantity.unit() {
        "deg" => "°",
        unit => unit,
    }
}
