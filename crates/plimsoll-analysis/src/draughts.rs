//! The draughts of a port visit, as sent by AIS: intervals, and what their difference shows.
//!
//! The draught of message 5 is typed in by the crew, in steps of 0.1 m, often late or never
//! (`docs/methods/draughts.md`). A change is worth more than a value; no change shows nothing.

use crate::draws::Z_95;
use plimsoll_model::evidence::Key;
use plimsoll_model::{
    Draught, DraughtPair, DraughtReading, Estimate, PortVisit, RecordId, RecordKind, Vessel,
};
use serde::{Deserialize, Serialize};

/// How draughts sent by AIS are read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DraughtParams {
    /// The least change that counts, m.
    pub min_change_m: f64,
    /// Standard deviation of one draught sent, m.
    pub sd_m: f64,
    /// From this value on the field is full: it means this or more, m.
    pub saturated_m: f64,
    /// A draught more than this share above the summer draught cannot be true.
    pub max_over_summer_share: f64,
    /// A draught above this share of the beam cannot be true.
    pub max_draught_to_beam: f64,
}

/// The draughts of a visit.
pub fn draught_pair(visit: &PortVisit, vessel: &Vessel, params: &DraughtParams) -> DraughtPair {
    let arrival = usable(visit.draught_arrival, vessel, params);
    let departure = usable(visit.draught_departure, vessel, params);
    let reading = match (&arrival, &departure) {
        (Ok(arrival), Ok(departure)) => reading(departure - arrival, params),
        _ => DraughtReading::Missing,
    };
    let interval = |draught: &Result<f64, String>| {
        let sent = *draught.as_ref().ok()?;
        let half = Z_95 * params.sd_m;
        Estimate::new((sent - half).max(0.0), sent, sent + half)
    };
    DraughtPair {
        id: RecordId::of(RecordKind::DraughtPair, &[Key::Id(visit.id)]),
        visit: visit.id,
        vessel: visit.vessel,
        arrival_m: interval(&arrival),
        departure_m: interval(&departure),
        reading,
        basis: format!("{}; {}", said("on arrival", &arrival), said("on departure", &departure)),
        parents: vec![visit.id],
    }
}

/// What a change shows, m. The two draughts are sent in tenths of a metre: so is the change.
fn reading(change: f64, params: &DraughtParams) -> DraughtReading {
    let change = (change * 10.0).round() / 10.0;
    if change >= params.min_change_m {
        DraughtReading::Loading
    } else if change <= -params.min_change_m {
        DraughtReading::Discharge
    } else {
        DraughtReading::Unchanged
    }
}

/// The draught in metres, or in words why it cannot be used.
fn usable(draught: Option<Draught>, vessel: &Vessel, params: &DraughtParams) -> Result<f64, String> {
    let sent = draught.map(Draught::to_metres).filter(|d| *d > 0.0).ok_or("none sent")?;
    if sent >= params.saturated_m {
        return Err(format!("{sent:.1} m sent, which means that or more"));
    }
    let most = |particular: &Option<plimsoll_model::Particular>, share: f64| {
        particular.as_ref().filter(|p| !p.is_inferred).map(|p| p.estimate.high() * share)
    };
    if let Some(most) =
        most(&vessel.summer_draught_m, 1.0 + params.max_over_summer_share).filter(|m| sent > *m)
    {
        return Err(format!("{sent:.1} m sent, deeper than the summer draught allows ({most:.1} m)"));
    }
    if let Some(most) = most(&vessel.beam_m, params.max_draught_to_beam).filter(|m| sent > *m) {
        return Err(format!("{sent:.1} m sent, deeper than the beam allows ({most:.1} m)"));
    }
    Ok(sent)
}

fn said(when: &str, draught: &Result<f64, String>) -> String {
    match draught {
        Ok(sent) => format!("{sent:.1} m sent {when}"),
        Err(why) => format!("{when}: {why}"),
    }
}
