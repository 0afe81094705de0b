//! The ladder: hull number, name with radio, radio, name.

use super::roll::{Listed, ListedName, NameUse, Roll};
use crate::names::{NameMatch, NameParams, NameVerdict, ShipName, compare};
use plimsoll_model::{ImoNumber, Mmsi, RecordId, Rung, Strength};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Thresholds of screening, section `[screening]`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScreenParams {
    /// How many of the nearest names of the index are compared.
    pub nearest_names: usize,
    /// Another name is near if it is at most one letter off for so many letters of the name asked.
    pub near_letters_per_slip: u32,
    /// At most so many near names are given for a question.
    pub most_near: usize,
}

/// What is asked about: a ship as far as it is known.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Asked {
    /// The hull.
    pub imo_number: Option<ImoNumber>,
    /// The radios.
    pub mmsis: Vec<Mmsi>,
    /// The call signs.
    pub call_signs: Vec<String>,
    /// The names.
    pub names: Vec<String>,
}

/// Someone on a list who may be meant.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The place on the roll.
    pub place: u32,
    /// By what.
    pub rung: Rung,
    /// How far it carries.
    pub strength: Strength,
    /// Likeness of the nearest pair of names, 0 to 1, where names were compared.
    pub name_likeness: Option<f64>,
    /// The value asked about.
    pub ours: String,
    /// The value of the list.
    pub theirs: String,
    /// Why, and what speaks against it; each says both values.
    pub reasons: Vec<String>,
    /// The claims that were compared.
    pub claims: Vec<RecordId>,
}

impl Roll {
    /// Everyone who may be meant, strongest first, then by list and key. What is ruled out is named too where a
    /// hasty reader would take it for the same: the same name under another hull number, a sister by numeral.
    pub fn screen(&self, asked: &Asked, params: &ScreenParams, names: &NameParams) -> Vec<Found> {
        let read: Vec<(String, ShipName)> =
            asked.names.iter().map(|text| (text.clone(), ShipName::read(text))).collect();
        let mut near: BTreeSet<u32> = BTreeSet::new();
        let mut places: BTreeSet<u32> = BTreeSet::new();
        places.extend(asked.imo_number.iter().flat_map(|imo| self.with_imo(*imo)));
        places.extend(asked.mmsis.iter().flat_map(|mmsi| self.with_mmsi(*mmsi)));
        places.extend(asked.call_signs.iter().flat_map(|sign| self.with_call_sign(sign)));
        for (text, _) in &read {
            let letters =
                u32::try_from(text.chars().filter(|c| c.is_alphanumeric()).count()).unwrap_or(u32::MAX);
            for (place, slips) in self.with_name_near(text, params.nearest_names) {
                places.insert(place);
                if slips.saturating_mul(params.near_letters_per_slip) <= letters {
                    near.insert(place);
                }
            }
        }
        let judge = |place: u32| {
            let listed = self.at(place)?;
            judged(asked, &read, place, listed, near.contains(&place), names)
        };
        let mut found: Vec<Found> = places.into_iter().filter_map(judge).collect();
        found.sort_by(|a, b| {
            (a.strength, a.rung)
                .cmp(&(b.strength, b.rung))
                .then(b.name_likeness.unwrap_or(0.0).total_cmp(&a.name_likeness.unwrap_or(0.0)))
                .then(a.place.cmp(&b.place))
        });
        let is_sure = found.iter().any(|f| f.strength == Strength::Established);
        let mut nears = 0;
        found.retain(|f| {
            let is_near = f.strength == Strength::Near;
            nears += usize::from(is_near);
            !is_near || (!is_sure && nears <= params.most_near)
        });
        found
    }
}

/// The nearest pair of names.
struct NamePair<'a> {
    ours: &'a str,
    theirs: &'a ListedName,
    found: NameMatch,
}

/// Compares one ship with one of the roll; `None` where nothing connects them.
fn judged(
    asked: &Asked,
    read: &[(String, ShipName)],
    place: u32,
    listed: &Listed,
    is_near: bool,
    params: &NameParams,
) -> Option<Found> {
    let pair = nearest_pair(read, listed, params);
    let same_name = pair.as_ref().filter(|p| p.found.verdict == NameVerdict::Same);
    let imo = asked.imo_number.and_then(|ours| listed.imo_numbers.iter().find(|(n, _)| *n == ours));
    let other_imo = asked.imo_number.filter(|_| imo.is_none()).and(listed.imo_numbers.first());
    let radio = asked.mmsis.iter().find_map(|ours| listed.mmsis.iter().find(|(n, _, _)| n == ours));
    let sign = asked
        .call_signs
        .iter()
        .find_map(|ours| listed.call_signs.iter().find(|(s, _)| *s == ours.trim().to_uppercase()));

    let mut reasons = Vec::new();
    let mut claims = Vec::new();
    let (rung, ours, theirs) = if let Some((number, claim)) = imo {
        reasons.push(format!("IMO number {number} on both sides"));
        claims.push(*claim);
        (Rung::Imo, format!("IMO {number}"), format!("IMO {number}"))
    } else if let Some(pair) = same_name.filter(|_| radio.is_some() || sign.is_some()) {
        (Rung::NameAndRadio, pair.ours.to_owned(), pair.theirs.text.clone())
    } else if let Some((mmsi, property, _)) = radio {
        let theirs = if property == "mmsi" { format!("MMSI {mmsi}") } else { format!("former MMSI {mmsi}") };
        (Rung::Radio, format!("MMSI {mmsi}"), theirs)
    } else if let Some((sign, _)) = sign {
        (Rung::Radio, format!("call sign {sign}"), format!("call sign {sign}"))
    } else {
        let is_lead = is_near && other_imo.is_none();
        let pair = pair.as_ref().filter(|p| p.found.verdict != NameVerdict::Different || is_lead)?;
        (Rung::Name, pair.ours.to_owned(), pair.theirs.text.clone())
    };
    if let Some((mmsi, property, claim)) = radio {
        let former = if property == "mmsi" { "" } else { " as a former one" };
        reasons.push(format!("MMSI {mmsi} on both sides{former}: it names a radio, not a hull"));
        claims.push(*claim);
    }
    if let Some((sign, claim)) = sign {
        reasons.push(format!("call sign {sign} on both sides"));
        claims.push(*claim);
    }
    if let Some(pair) = &pair {
        reasons.extend(name_reasons(pair, rung));
        if pair.found.verdict != NameVerdict::Different {
            claims.push(pair.theirs.claim);
        }
    } else if rung == Rung::Imo && !read.is_empty() {
        reasons.push("the list gives no name".into());
    }
    let mut strength = match (rung, same_name.is_some()) {
        (Rung::Imo, _) => Strength::Established,
        (Rung::NameAndRadio, _) => Strength::Likely,
        (Rung::Radio, _) | (Rung::Name, true) => Strength::Possible,
        (Rung::Name, false) => match &pair {
            Some(pair) if pair.found.verdict == NameVerdict::Different => Strength::Near,
            _ => Strength::RuledOut,
        },
    };
    if let (Some((theirs, claim)), Some(ours)) = (other_imo, asked.imo_number) {
        reasons.push(format!("another hull: IMO {ours} here, IMO {theirs} on the list"));
        claims.push(*claim);
        // Name and radio together under another number may be a ship that sends a false number.
        strength = if rung == Rung::NameAndRadio { Strength::Possible } else { Strength::RuledOut };
    } else if rung != Rung::Imo && listed.imo_numbers.is_empty() {
        reasons.push("the list gives no IMO number that can be read for this ship".into());
    }
    Some(Found {
        place,
        rung,
        strength,
        name_likeness: pair.map(|p| p.found.likeness),
        ours,
        theirs,
        reasons,
        claims,
    })
}

/// The pair of names that are the same, or else nearest; a name of now before a former one.
fn nearest_pair<'a>(
    read: &'a [(String, ShipName)],
    listed: &'a Listed,
    params: &NameParams,
) -> Option<NamePair<'a>> {
    let pairs = read.iter().flat_map(|(text, ours)| {
        listed.names.iter().map(move |theirs| NamePair {
            ours: text,
            theirs,
            found: compare(ours, &theirs.name, params),
        })
    });
    let rank = |p: &NamePair<'_>| match p.found.verdict {
        NameVerdict::Same => 0,
        NameVerdict::OtherNumber => 1,
        NameVerdict::Different => 2,
    };
    pairs.min_by(|a, b| {
        (rank(a), a.theirs.name_use)
            .cmp(&(rank(b), b.theirs.name_use))
            .then(b.found.likeness.total_cmp(&a.found.likeness))
    })
}

/// What the names say for and against. The words of the comparison are given where the two differ and are one name.
fn name_reasons(pair: &NamePair<'_>, rung: Rung) -> Vec<String> {
    let (ours, theirs) = (pair.ours, &pair.theirs.text);
    let mut reasons = Vec::new();
    match pair.found.verdict {
        NameVerdict::Same if ours == theirs => reasons.push(format!("name {theirs} on both sides")),
        NameVerdict::Same => {
            reasons.push(format!("name {ours} here, {theirs} on the list: the same name"));
            reasons.extend(pair.found.reasons.iter().map(ToString::to_string));
        }
        NameVerdict::OtherNumber if rung != Rung::Imo => {
            reasons.push(format!(
                "name {ours} here, {theirs} on the list: another ship of the class by her number"
            ));
        }
        NameVerdict::OtherNumber | NameVerdict::Different => {
            reasons.push(format!("name {ours} here, {theirs} on the list: another name"));
        }
    }
    if pair.found.verdict == NameVerdict::Same && pair.theirs.name_use != NameUse::Name {
        reasons.push(format!("{theirs} is listed as {}", pair.theirs.name_use.as_str()));
    }
    reasons
}
