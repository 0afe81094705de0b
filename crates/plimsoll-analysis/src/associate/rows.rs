//! Rows of the table, and what is said of an object.

use super::params::AssociateParams;
use super::scene::{Pair, SceneBelief, Seen, View};
use plimsoll_model::evidence::Key;
use plimsoll_model::{Association, AssociationVerdict, Mmsi, RecordId, RecordKind};

/// The rows of a scene: for each object one for each radio that it may be, and one for nobody; in the order of the objects.
pub fn rows(view: &View, belief: &SceneBelief, params: &AssociateParams) -> Vec<Association> {
    let mut rows = Vec::new();
    for (at, seen) in view.seen.iter().enumerate() {
        let pairs: Vec<&Pair> = belief.pairs.iter().filter(|p| p.seen == at).collect();
        let doubt = Doubt { unmatched: belief.unmatched[at], silent: belief.silent[at] };
        let verdict = verdict(seen, &pairs, doubt, params);
        for pair in pairs.iter().filter(|p| p.p >= params.least_p || p.is_displayed) {
            rows.push(of_pair(view, seen, pair, doubt, verdict));
        }
        rows.push(of_nobody(view, seen, &pairs, doubt, verdict));
    }
    rows
}

/// What speaks against every radio.
#[derive(Clone, Copy)]
struct Doubt {
    unmatched: f64,
    silent: f64,
}

fn verdict(seen: &Seen, pairs: &[&Pair], doubt: Doubt, params: &AssociateParams) -> AssociationVerdict {
    if pairs.iter().any(|p| p.p >= params.decided_from_p) {
        return AssociationVerdict::Matched;
    }
    if doubt.unmatched < params.decided_from_p {
        return AssociationVerdict::Undecided;
    }
    let is_short = seen.length_m.is_some_and(|(m, _)| m < params.obliged_from_m);
    let is_received = seen.reception.p.is_some_and(|p| p >= params.reception_from_p);
    match (is_short, is_received && doubt.silent >= params.decided_from_p) {
        (true, _) => AssociationVerdict::LikelyNotObliged,
        (false, true) => AssociationVerdict::SilentDespiteCoverage,
        (false, false) => AssociationVerdict::Unmatched,
    }
}

fn id(seen: RecordId, mmsi: Option<Mmsi>, track: Option<RecordId>) -> RecordId {
    let radio = mmsi.map_or(-1, |m| i64::from(m.value()));
    let mut keys = vec![Key::Id(seen), Key::Int(radio)];
    keys.extend(track.map(Key::Id));
    RecordId::of(RecordKind::Association, &keys)
}

fn of_pair(view: &View, seen: &Seen, pair: &Pair, doubt: Doubt, verdict: AssociationVerdict) -> Association {
    let radio = &view.radios[pair.radio];
    let mut parents = vec![seen.id, view.scene, pair.reports.0];
    parents.extend(pair.reports.1);
    parents.extend(radio.track);
    let side = match (pair.reports.1, pair.nearest_s >= 0.0) {
        (Some(_), _) => "reports before and after the image",
        (None, true) => "a report before the image alone",
        (None, false) => "a report after the image alone",
    };
    let basis = format!(
        "{:.0} m from where she is expected, one standard deviation there {:.0} m; {side}, the nearest {:.0} min away",
        pair.distance_m,
        pair.sigma_m,
        pair.nearest_s.abs() / 60.0
    );
    Association {
        id: id(seen.id, Some(radio.mmsi), radio.track),
        mmsi: Some(radio.mmsi),
        track: radio.track,
        p: Some(pair.p),
        displayed_match: pair.is_displayed,
        predicted: Some(pair.position),
        sigma_m: Some(pair.sigma_m),
        distance_m: Some(pair.distance_m),
        dt_s: Some(pair.nearest_s),
        azimuth_shift_m: Some(pair.shift_m),
        basis,
        parents,
        ..bare(view.scene, seen, doubt, verdict)
    }
}

fn of_nobody(
    view: &View,
    seen: &Seen,
    pairs: &[&Pair],
    doubt: Doubt,
    verdict: AssociationVerdict,
) -> Association {
    let likely = pairs.iter().filter(|p| p.p > 0.01).count();
    let about = if seen.reception.words.is_empty() { "" } else { ": " };
    let reception = match seen.reception.p {
        Some(p) => format!("AIS of a ship here would have been received with probability {p:.2}"),
        None => "how well AIS was received here is not known, so nothing is said of why".to_owned(),
    };
    let reception = format!("{reception}{about}{}", seen.reception.words);
    let radios = view.radios.iter().filter(|r| r.is_ship()).count();
    Association {
        p: Some(doubt.unmatched),
        displayed_match: !pairs.iter().any(|p| p.is_displayed),
        basis: format!(
            "{likely} of {radios} radios heard about the time may be it; a ship without AIS here {:.2}, no ship {:.2}; {reception}",
            doubt.silent,
            (doubt.unmatched - doubt.silent).max(0.0)
        ),
        ..bare(view.scene, seen, doubt, verdict)
    }
}

fn bare(scene: RecordId, seen: &Seen, doubt: Doubt, verdict: AssociationVerdict) -> Association {
    Association {
        id: id(seen.id, None, None),
        detection: seen.id,
        scene,
        mmsi: None,
        track: None,
        p: None,
        displayed_match: false,
        predicted: None,
        sigma_m: None,
        distance_m: None,
        dt_s: None,
        azimuth_shift_m: None,
        p_unmatched: Some(doubt.unmatched),
        p_silent: Some(doubt.silent),
        p_received: seen.reception.p,
        verdict,
        basis: String::new(),
        parents: [&[seen.id, scene], &seen.reception.outages[..]].concat(),
    }
}

/// The row of an object to whose scene no AIS can be moved, and why not.
pub fn not_associated(scene: RecordId, detection: RecordId, why: &str) -> Association {
    Association {
        id: id(detection, None, None),
        detection,
        scene,
        mmsi: None,
        track: None,
        p: None,
        displayed_match: false,
        predicted: None,
        sigma_m: None,
        distance_m: None,
        dt_s: None,
        azimuth_shift_m: None,
        p_unmatched: None,
        p_silent: None,
        p_received: None,
        verdict: AssociationVerdict::NotAssociated,
        basis: why.to_owned(),
        parents: vec![detection, scene],
    }
}
