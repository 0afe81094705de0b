//! What drives the interval.

use super::{NOTHING, Section, table};
use crate::count::{Count, counts};
use crate::dossier::Dossier;
use crate::figure::figure;
use crate::figure::tornado::Tornado;
use crate::links::Links;
use crate::number;
use maud::{Markup, html};
use plimsoll_model::{Convention, Scenario, Sensitivity};

/// The section, or nothing where no sensitivity was computed.
pub(crate) fn section(dossier: &Dossier, links: &Links) -> Option<Section> {
    if dossier.sensitivities.is_empty() {
        return None;
    }
    let counts = counts(dossier);
    let content = html! {
        p.note {
            "A shared input has one error for all calls: it does not average out. An input that each call or ship has of its own "
            "does, the more calls there are. The bars move one input at a time; the shares say how much of the variance of the "
            "total goes when the input is held at its median, and need not add up to 100 %."
        }
        @for count in &counts {
            @let inputs = inputs(dossier, count);
            @if !inputs.is_empty() {
                @if count.convention == Convention::Committee {
                    details.more {
                        summary { "The same in " (count.convention_words()) }
                        (one(dossier, count, &inputs, links))
                    }
                } @else { (one(dossier, count, &inputs, links)) }
            }
        }
    };
    Some(Section { id: "sensitivity", heading: "What drives the interval", content })
}

/// The inputs of a count, the largest share of the variance first.
fn inputs<'a>(dossier: &'a Dossier, count: &Count<'_>) -> Vec<&'a Sensitivity> {
    dossier
        .sensitivities
        .iter()
        .filter(|s| s.cap_id == count.cap_id && s.period == count.period && s.convention == count.convention)
        .collect()
}

/// Figure and table of one count.
fn one(dossier: &Dossier, count: &Count<'_>, inputs: &[&Sensitivity], links: &Links) -> Markup {
    let measure = count.entry.map_or_else(|| "no cap".into(), |entry| number::cut(&entry.cap.measure, 80));
    let tornado = Tornado {
        inputs: inputs.to_vec(),
        total_bbl: count.last(Scenario::Estimate).map(|line| line.cumulative_bbl.mid()),
        description: format!(
            "Influence of {} inputs on the estimate. The table below holds all numbers.",
            inputs.len()
        ),
        is_simulated: dossier.is_simulated,
    };
    let title = format!("Which inputs move the sum of {}", number::days(count.period));
    let caption = html! {
        "Estimate of the counting period " (number::days(count.period)) ", " (count.convention_words()) " (" (measure) "). "
        "Light bar: the input at its 5th percentile; dark bar: at its 95th; the line is the total with all inputs at their medians. "
        "Names are the keys of the case file; each is explained on its method page."
    };
    let head = [
        "Input",
        "Error",
        "Total at its 5th percentile, bbl",
        "Total at its 95th percentile, bbl",
        "Share of the variance",
    ];
    let rows = html! { @for input in inputs { (row(input, links)) } };
    html! {
        (figure(&title, |canvas| tornado.draw(canvas), &caption))
        details.more { summary { "The numbers of this figure" } (table("sens", &html! { "Influence of each input on the estimate." }, &head, &rows)) }
    }
}

fn row(input: &Sensitivity, links: &Links) -> Markup {
    let volume = |bbl: Option<f64>| bbl.map_or_else(|| NOTHING.into(), number::grouped);
    html! {
        tr {
            th scope="row" { code { (input.input) } }
            td { (if input.is_shared { "shared by all calls" } else { "each call or ship its own" }) }
            td.num { (volume(input.low_bbl)) }
            td.num { (volume(input.high_bbl)) }
            td.num { (links.to(number::percent(input.variance_share), input.id)) }
        }
    }
}
