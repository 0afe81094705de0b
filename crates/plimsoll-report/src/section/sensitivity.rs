//! What drives the interval.

use super::{NOTHING, Section, table};
use crate::count::{Count, counts};
use crate::dossier::Dossier;
use crate::figure::figure;
use crate::figure::tornado::Tornado;
use crate::links::Links;
use crate::number;
use maud::{Markup, html};
use plimsoll_model::{Convention, Sensitivity};

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

/// An input with a smaller share of the variance is left to the table.
const LEAST_SHOWN: f64 = 0.01;

/// The total with all shared inputs at their medians: where the input that moves it least leaves it. `None` if even that
/// one moves it by more than a thousandth.
fn total_at_medians(inputs: &[&Sensitivity]) -> Option<f64> {
    let ends = inputs.iter().filter_map(|s| Some((s.low_bbl?, s.high_bbl?)));
    let (low, high) = ends.min_by(|a, b| (a.1 - a.0).abs().total_cmp(&(b.1 - b.0).abs()))?;
    let middle = (low + high) / 2.0;
    ((high - low).abs() <= 1e-3 * middle.abs()).then_some(middle)
}

/// Figure and table of one count.
fn one(dossier: &Dossier, count: &Count<'_>, inputs: &[&Sensitivity], links: &Links) -> Markup {
    let measure = count.entry.map_or_else(|| "no cap".into(), |entry| number::cut(&entry.cap.measure, 80));
    let tornado = Tornado {
        inputs: inputs.iter().copied().filter(|s| s.variance_share >= LEAST_SHOWN).collect(),
        total_bbl: total_at_medians(inputs),
        description: format!(
            "Influence of the inputs with at least 1 % of the variance on the estimate. The table below holds all {}.",
            inputs.len()
        ),
        is_simulated: dossier.is_simulated,
    };
    let title = format!("Which inputs move the sum of {}", number::days(count.period));
    let caption = html! {
        "Estimate of the counting period " (number::days(count.period)) ", " (count.convention_words()) " (" (measure) "). "
        "Light bar: the input at its 5th percentile; dark bar: at its 95th; the line is the total with all shared inputs at their "
        "medians, which is not the median of the estimate. Inputs with less than 1 % of the variance are in the table only, "
        "which also names the key of each in the case file."
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
