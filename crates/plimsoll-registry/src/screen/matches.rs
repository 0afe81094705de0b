//! The ships of a case against the roll, with what people decided.

use super::{Asked, Found, Roll, ScreenParams};
use crate::names::NameParams;
use plimsoll_model::{Key, ListMatch, RecordId, RecordKind, Review, Strength, Vessel};

/// Every ship of the case that may be listed, in order of ship, list and key.
///
/// The identifier of a match is made of ship, list and the list's own key, so a person's decision on it survives new versions of
/// the list and new runs. The last decision counts: `confirmed` establishes a match, `rejected` rules it out, `unsure` is
/// said.
pub fn list_matches(
    vessels: &[Vessel],
    roll: &Roll,
    reviews: &[Review],
    params: &ScreenParams,
    names: &NameParams,
) -> Vec<ListMatch> {
    let mut matches: Vec<ListMatch> = Vec::new();
    for vessel in vessels {
        let asked = Asked {
            imo_number: vessel.imo_number,
            mmsis: vessel.mmsis.clone(),
            call_signs: Vec::new(),
            names: vessel.names.clone(),
        };
        let found = roll.screen(&asked, params, names);
        // A near name is for somebody who types; a ship's own names are as they were sent.
        let found = found.into_iter().filter(|f| f.strength != Strength::Near);
        matches.extend(found.filter_map(|f| list_match(vessel, f, roll, reviews)));
    }
    matches.sort_by(|a, b| (a.vessel, &a.list, &a.key).cmp(&(b.vessel, &b.list, &b.key)));
    matches
}

fn list_match(vessel: &Vessel, found: Found, roll: &Roll, reviews: &[Review]) -> Option<ListMatch> {
    let listed = roll.at(found.place)?;
    let entry = *listed.entries.last()?;
    let keys = [Key::Id(vessel.id), Key::Text(&listed.list), Key::Text(&listed.key)];
    let id = RecordId::of(RecordKind::ListMatch, &keys);
    let mut parents = vec![vessel.id, entry];
    parents.extend(found.claims);
    parents.sort_unstable();
    parents.dedup();
    let mut one = ListMatch {
        id,
        vessel: vessel.id,
        entry,
        list: listed.list.clone(),
        key: listed.key.clone(),
        rung: found.rung,
        strength: found.strength,
        name_likeness: found.name_likeness,
        ours: found.ours,
        theirs: found.theirs,
        reasons: found.reasons,
        parents,
    };
    if let Some(review) = reviews.iter().rev().find(|r| r.record == id) {
        decide(&mut one, review);
    }
    Some(one)
}

/// What a person decided goes before what was computed, and both stay in sight.
fn decide(one: &mut ListMatch, review: &Review) {
    let before = one.strength;
    one.strength = match review.decision.as_str() {
        "confirmed" => Strength::Established,
        "rejected" => Strength::RuledOut,
        _ => before,
    };
    one.reasons.push(format!(
        "{} by {} on {}: {} (computed: {})",
        review.decision,
        review.by,
        review.at.strftime("%Y-%m-%d"),
        review.reason,
        before.as_str()
    ));
}
