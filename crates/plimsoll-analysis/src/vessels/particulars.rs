//! Kind, size and deepest draught of a ship, from claims first and its own reports second.

use super::{VesselParams, list, most_frequent};
use plimsoll_model::{Claim, Estimate, Particular, RecordId, StaticReport, VesselKind};
use std::collections::BTreeSet;

/// Sizes of a ship.
#[derive(Debug, Default)]
pub(super) struct Sizes {
    pub(super) length_overall_m: Option<Particular>,
    pub(super) beam_m: Option<Particular>,
    pub(super) deadweight_t: Option<Particular>,
    pub(super) summer_draught_m: Option<Particular>,
    pub(super) depth_moulded_m: Option<Particular>,
    pub(super) tank_volume_m3: Option<Particular>,
}

/// The kind of ship, and a remark where it is open to doubt. Never from a name.
pub(super) fn kind(reports: &[&StaticReport], claims: &[&Claim]) -> (VesselKind, Option<String>) {
    let claimed: BTreeSet<VesselKind> = claims
        .iter()
        .filter(|c| c.property == "ship_type")
        .map(|c| kind_of_words(&c.value))
        .filter(|k| *k != VesselKind::Unknown)
        .collect();
    match claimed.len() {
        0 => kind_sent(reports),
        1 => (claimed.first().copied().unwrap_or(VesselKind::Unknown), None),
        _ => disagreeing(&claimed),
    }
}

/// Lists that disagree: gas before oil before other, so that gas is never counted as oil.
fn disagreeing(claimed: &BTreeSet<VesselKind>) -> (VesselKind, Option<String>) {
    let words: BTreeSet<&str> = claimed.iter().map(|k| k.as_str()).collect();
    let first = [VesselKind::GasCarrier, VesselKind::OilTanker, VesselKind::Other];
    let kind = first.into_iter().find(|k| claimed.contains(k)).unwrap_or(VesselKind::Unknown);
    (kind, Some(format!("lists disagree on the kind of ship: {}; taken as {}", list(&words), kind.as_str())))
}

/// The kind that a register's words mean, by whole words.
fn kind_of_words(text: &str) -> VesselKind {
    let lower = text.to_lowercase();
    let words: BTreeSet<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let has = |any: &[&str]| any.iter().any(|w| words.contains(w));
    if words.is_empty() {
        VesselKind::Unknown
    } else if has(&["lng", "lpg", "gas", "liquefied", "ethylene"])
        && has(&["carrier", "tanker", "lng", "lpg"])
    {
        VesselKind::GasCarrier
    } else if has(&["tanker", "tankers"]) && !has(&["water", "wine", "juice"]) {
        VesselKind::OilTanker
    } else {
        VesselKind::Other
    }
}

/// The kind by the ship type sent (ITU-R M.1371-5, Annex 8, message 5): 80-89 is a tanker of any cargo.
fn kind_sent(reports: &[&StaticReport]) -> (VesselKind, Option<String>) {
    match most_frequent(reports.iter().filter_map(|r| r.ship_type).filter(|t| *t != 0)) {
        None => (VesselKind::Unknown, None),
        Some((80..=89, _)) => {
            let remark = "tanker by AIS ship type only; a gas carrier sends the same";
            (VesselKind::OilTanker, Some(remark.to_owned()))
        }
        Some((1..=19 | 100.., _)) => (VesselKind::Unknown, None),
        Some(_) => (VesselKind::Other, None),
    }
}

/// The sizes: claimed where a list has them, else length and beam as sent.
pub(super) fn sizes(
    reports: &[&StaticReport],
    claims: &[&Claim],
    params: &VesselParams,
    remarks: &mut Vec<String>,
) -> Sizes {
    let lengths = reports.iter().filter_map(|r| r.dimensions.length_overall).map(|l| l.to_metres());
    let beams = reports.iter().filter_map(|r| r.dimensions.beam).map(|l| l.to_metres());
    let length_sent = sent("length", lengths, remarks);
    let beam_sent = sent("beam", beams, remarks);
    let length_claimed = claimed(claims, &["length_overall_m"], remarks);
    let beam_claimed = claimed(claims, &["beam_m"], remarks);
    for (what, claimed, sent) in
        [("length", &length_claimed, &length_sent), ("beam", &beam_claimed, &beam_sent)]
    {
        remarks.extend(contradiction(what, claimed.as_ref(), sent.as_ref(), params));
    }
    Sizes {
        length_overall_m: length_claimed.or(length_sent),
        beam_m: beam_claimed.or(beam_sent),
        deadweight_t: claimed(claims, &["deadweight_t"], remarks),
        summer_draught_m: claimed(claims, &["summer_draught_m", "draught_m"], remarks),
        depth_moulded_m: claimed(claims, &["depth_moulded_m"], remarks),
        tank_volume_m3: claimed(claims, &["tank_volume_m3"], remarks),
    }
}

/// A remark if what is sent differs from what is claimed.
fn contradiction(
    what: &str,
    claimed: Option<&Particular>,
    sent: Option<&Particular>,
    params: &VesselParams,
) -> Option<String> {
    let (claimed, sent) = (claimed?.estimate, sent?.estimate.mid());
    let slack = params.dimension_tolerance_ratio;
    let fits = sent >= claimed.low() * (1.0 - slack) && sent <= claimed.high() * (1.0 + slack);
    (!fits).then(|| format!("{what} sent is {sent:.1} m, claimed {:.1} m", claimed.mid()))
}

/// What the ship sends most often of a dimension, with the metre to which its two parts are rounded.
fn sent(what: &str, metres: impl Iterator<Item = f64>, remarks: &mut Vec<String>) -> Option<Particular> {
    let decimetres: Vec<i64> =
        metres.filter(|m| *m > 0.0 && *m < 1_100.0).map(|m| (m * 10.0).round() as i64).collect();
    let (value, times) = most_frequent(decimetres.iter().copied())?;
    let others: BTreeSet<String> =
        decimetres.iter().filter(|d| **d != value).map(|d| format!("{:.1}", *d as f64 / 10.0)).collect();
    let mid = value as f64 / 10.0;
    if !others.is_empty() {
        remarks.push(format!("{what} sent as {mid:.1} m and as {}", list(&others)));
    }
    let estimate = Estimate::new((mid - 1.0).max(0.0), mid, mid + 1.0)?;
    let basis = format!("sent by the ship in {times} of {} static reports", decimetres.len());
    Some(Particular { estimate, is_inferred: false, basis })
}

/// A size by the lists: without width where they agree, else from the least to the greatest value.
fn claimed(claims: &[&Claim], properties: &[&str], remarks: &mut Vec<String>) -> Option<Particular> {
    let found: Vec<(&Claim, f64)> = claims
        .iter()
        .filter(|c| properties.contains(&c.property.as_str()))
        .filter_map(|c| Some((*c, number(&c.value)?)))
        .collect();
    let mut values: Vec<f64> = found.iter().map(|(_, v)| *v).collect();
    values.sort_by(f64::total_cmp);
    let (low, high) = (*values.first()?, *values.last()?);
    let mid = (values[(values.len() - 1) / 2] + values[values.len() / 2]) / 2.0;
    let mut basis = found
        .iter()
        .take(10)
        .map(|(c, _)| format!("{} says {} ({})", c.list, c.original_value, c.id))
        .collect::<Vec<_>>()
        .join("; ");
    if high > low {
        basis.push_str("; the lists disagree, the interval spans them");
        remarks.push(format!("lists disagree on {}: {low} to {high}", properties[0]));
    }
    Some(Particular { estimate: Estimate::new(low, mid, high)?, is_inferred: false, basis })
}

/// A positive number.
fn number(text: &str) -> Option<f64> {
    text.trim().parse::<f64>().ok().filter(|v| v.is_finite() && *v > 0.0)
}

/// The deepest draught sent, m, and its report. A draught beyond the share of the beam is a typing error.
pub(super) fn deepest_draught(
    reports: &[&StaticReport],
    beam: Option<&Particular>,
    params: &VesselParams,
    remarks: &mut Vec<String>,
) -> (Option<f64>, Option<RecordId>) {
    let limit = beam.map_or(f64::INFINITY, |b| b.estimate.high() * params.max_draught_to_beam_ratio);
    let mut deepest: Option<(f64, RecordId)> = None;
    let mut errors = BTreeSet::new();
    for report in reports {
        let Some(draught) = report.draught.map(|d| d.to_metres()).filter(|d| *d > 0.0) else { continue };
        if draught > limit {
            errors.insert(format!("{draught:.1}"));
        } else if deepest.is_none_or(|(d, _)| draught > d) {
            deepest = Some((draught, report.id));
        }
    }
    if !errors.is_empty() {
        remarks.push(format!(
            "draught of {} m sent is taken for a typing error: the limit by beam is {limit:.1} m",
            list(&errors)
        ));
    }
    (deepest.map(|(d, _)| d), deepest.map(|(_, id)| id))
}
