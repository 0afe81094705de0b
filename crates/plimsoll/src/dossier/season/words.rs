//! What is said of a call, and of chains that do not agree: likelihood in the words of ICD 203.

use plimsoll_analysis::wording;
use plimsoll_model::{CallStatus, ChainCheck, PortCall, SeasonVoyage};
use plimsoll_report::Sentence;

/// Whether it was a call, who she was, where she went, whether a list named her.
pub(super) fn of_call(call: &PortCall, voyages: &[SeasonVoyage]) -> Vec<Sentence> {
    let mut said = Vec::new();
    if call.status == CallStatus::Probable {
        said.extend(about(call.p_call, "that what was seen is a call, and one of its own"));
    }
    said.extend(match &call.ship_name {
        Some(name) => about(call.p_vessel, &format!("that she was {name}")),
        None => about(call.p_unregistered, "that the ship is not in the register"),
    });
    if call.ship_name.is_some() && call.p_unregistered > 0.05 {
        said.extend(about(call.p_unregistered, "that she is none of the register"));
    }
    let of_call = voyages.iter().filter(|v| v.port_call == call.id);
    if let Some(voyage) = of_call.max_by(|a, b| a.p.total_cmp(&b.p)) {
        said.extend(about(voyage.p, &format!("that she went to {}", voyage.to_place)));
    }
    said.extend(about(call.p_listed, "that a list named her on the day"));
    said.iter().map(|text| Sentence::with_numbers(text, call.id)).collect()
}

fn about(p: f64, what: &str) -> Option<String> {
    Some(format!("{} {what}.", wording::phrase(p)?))
}

/// The largest R-hat at which chains count as agreeing.
const MOST_R_HAT: f64 = 1.05;

/// What is said of the quantities on which the chains do not agree: a sentence for one, one for all where there are more.
pub(super) fn warnings(chains: &[ChainCheck]) -> Vec<String> {
    let apart: Vec<&ChainCheck> =
        chains.iter().filter(|c| c.r_hat.is_nan() || c.r_hat > MOST_R_HAT).collect();
    let Some(first) = apart.first() else { return Vec::new() };
    if apart.len() == 1 {
        return vec![format!(
            "The {} chains of the computation do not agree on {}: {} Its interval is not to be relied on.",
            first.chains,
            first.quantity,
            ended(&first.verdict)
        )];
    }
    let quantities: Vec<&str> = apart.iter().map(|c| c.quantity.as_str()).collect();
    let worst = apart.iter().map(|c| c.r_hat).fold(0.0, f64::max);
    vec![format!(
        "The {} chains of the computation do not agree on {} quantities: {} (R-hat up to {worst:.2}, expected at most {MOST_R_HAT}). \
         Their intervals are too narrow or misplaced and not to be relied on; raise season.burn_in_steps and season.steps.",
        first.chains,
        apart.len(),
        quantities.join("; ")
    )]
}

/// A sentence with its full stop.
fn ended(sentence: &str) -> String {
    let sentence = sentence.trim();
    if sentence.ends_with('.') { sentence.into() } else { format!("{sentence}.") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_likelihood_stands_with_its_word_and_never_with_a_confidence() {
        let text = about(0.87, "that she was SIMULATED A").unwrap();
        assert_eq!(text, "It is very likely (87 %) that she was SIMULATED A.");
        assert_eq!(about(0.5, "that x").unwrap(), "There is a roughly even chance (50 %) that x.");
        assert_eq!(about(f64::NAN, "that x"), None);
        assert!(!wording::mixes_confidence_and_likelihood(&text));
    }
}
