//! What images looked at, and what they saw there: one sentence a place. Looks that saw nothing count too.

use super::{Facts, finding, plural};
use plimsoll_model::{Finding, Key, Look};
use std::collections::BTreeMap;

/// One finding for each place that an image looked at.
pub(super) fn looked(facts: &Facts<'_>) -> Vec<Finding> {
    let mut by_place: BTreeMap<&str, Vec<&Look>> = BTreeMap::new();
    for look in facts.looks {
        by_place.entry(&look.place).or_default().push(look);
    }
    by_place.into_iter().map(|(place, looks)| of_place(place, &looks)).collect()
}

fn of_place(place: &str, looks: &[&Look]) -> Finding {
    let counted: Vec<&&Look> = looks.iter().filter(|l| l.refusal.is_none()).collect();
    let with_ships: Vec<_> = counted.iter().filter(|l| l.ships > 0).collect();
    let most = counted.iter().map(|l| l.ships).max().unwrap_or_default();
    let days = counted.iter().filter_map(|l| l.time).map(|t| t.start().strftime("%Y-%m-%d").to_string());
    let (first, last) = (days.clone().min().unwrap_or_default(), days.max().unwrap_or_default());
    let when = if first == last { format!("on {first}") } else { format!("from {first} to {last}") };
    let mut sentence = if counted.is_empty() {
        format!("Of {} at {place} none can be used.", plural(looks.len(), "look"))
    } else if with_ships.is_empty() {
        format!("{} at {place} {when} saw no ship.", plural(counted.len(), "look"))
    } else {
        format!(
            "{} at {place} {when}: {} saw something taken for a ship, at most {most} at once.",
            plural(counted.len(), "look"),
            with_ships.len()
        )
    };
    if !counted.is_empty() && counted.len() < looks.len() {
        sentence.push_str(&format!(" {} more cannot be used.", looks.len() - counted.len()));
    }
    sentence.push_str(" Which ships they are no radar image says.");
    let parents = looks.iter().map(|l| l.id).collect();
    finding("looked", &[Key::Text(place)], sentence, None, parents)
}
