//! The draughts of a port visit, as sent by AIS: intervals, and what their difference shows.
//!
//! The draught of message 5 is typed in by the crew, in steps of 0.1 m, often late or never
//! (`docs/methods/draughts.md`). A change is worth more than a value; no change shows nothing.

mod images;

pub use images::draught_pair_with_images;

use crate::draws::{Z_95, number};
use plimsoll_model::evidence::Key;
use plimsoll_model::{
    Draught, DraughtPair, DraughtReading, DraughtSource, Estimate, PortVisit, RecordId, RecordKind, Vessel,
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

impl DraughtParams {
    /// What is wrong with them, by the first key at fault; `None` if nothing is.
    pub fn fault(&self) -> Option<String> {
        [
            number("draughts.min_change_m", self.min_change_m, 0.1, 10.0),
            number("draughts.sd_m", self.sd_m, 0.001, 10.0),
            number("draughts.saturated_m", self.saturated_m, 1.0, 30.0),
            number("draughts.max_over_summer_share", self.max_over_summer_share, 0.0, 1.0),
            number("draughts.max_draught_to_beam", self.max_draught_to_beam, 0.1, 2.0),
        ]
        .into_iter()
        .flatten()
        .next()
    }
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
        arrival_source: arrival.as_ref().ok().map(|_| DraughtSource::Ais),
        departure_source: departure.as_ref().ok().map(|_| DraughtSource::Ais),
        arrival_sd_m: arrival.as_ref().ok().map(|_| params.sd_m),
        departure_sd_m: departure.as_ref().ok().map(|_| params.sd_m),
        hull_sd_m: None,
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

#[cfg(test)]
mod tests {
    use super::*;
    use plimsoll_model::{Confidence, Mmsi, Particular, VesselKind, VisitEvidence};

    const PARAMS: DraughtParams = DraughtParams {
        min_change_m: 0.5,
        sd_m: 0.5,
        saturated_m: 25.5,
        max_over_summer_share: 0.1,
        max_draught_to_beam: 0.65,
    };

    fn stated(value: f64) -> Option<Particular> {
        let estimate = Estimate::new(value, value, value)?;
        Some(Particular { estimate, is_inferred: false, basis: "list".into() })
    }

    fn pair(arrival: f64, departure: f64) -> DraughtPair {
        let vessel = Vessel {
            id: RecordId::of(RecordKind::Vessel, &[]),
            imo_number: None,
            mmsis: vec![],
            ship_name: None,
            names: vec![],
            kind: VesselKind::OilTanker,
            length_overall_m: None,
            beam_m: stated(42.0),
            deadweight_t: None,
            summer_draught_m: stated(14.9),
            depth_moulded_m: None,
            tank_volume_m3: None,
            deepest_draught_m: None,
            remarks: vec![],
            parents: vec![],
        };
        let draught = |metres: f64| (metres >= 0.0).then(|| Draught::metres(metres));
        let visit = PortVisit {
            id: RecordId::of(RecordKind::PortVisit, &[]),
            vessel: vessel.id,
            mmsi: Mmsi::new(316_000_001).unwrap(),
            place: "Westridge".into(),
            start: jiff::Timestamp::UNIX_EPOCH,
            end: jiff::Timestamp::UNIX_EPOCH,
            not_before: None,
            not_after: None,
            draught_arrival: draught(arrival),
            draught_departure: draught(departure),
            draught_departure_time: None,
            confidence: Confidence::STOP,
            evidence: VisitEvidence::Listing,
            reports: 2,
            parents: vec![],
        };
        draught_pair(&visit, &vessel, &PARAMS)
    }

    #[test]
    fn a_change_is_read_from_half_a_metre_on() {
        for (arrival, departure, reading) in [
            (8.6, 12.2, DraughtReading::Loading),
            (8.6, 9.1, DraughtReading::Loading),
            (8.6, 9.0, DraughtReading::Unchanged),
            (8.6, 8.6, DraughtReading::Unchanged),
            (8.6, 8.1, DraughtReading::Discharge),
            (12.2, 8.6, DraughtReading::Discharge),
        ] {
            assert_eq!(pair(arrival, departure).reading, reading, "{arrival} {departure}");
        }
    }

    #[test]
    fn a_draught_sent_is_an_interval_of_its_error() {
        let arrival = pair(8.6, 12.2).arrival_m.unwrap();
        assert!((arrival.low() - (8.6 - 0.822)).abs() < 0.001 && (arrival.high() - 9.422).abs() < 0.001);
        assert!(pair(0.1, 12.2).arrival_m.unwrap().low() >= 0.0);
    }

    #[test]
    fn what_was_not_sent_or_cannot_be_true_leaves_the_pair_missing_and_says_why() {
        for (arrival, departure, why) in [
            (-1.0, 12.2, "on arrival: none sent"),
            (0.0, 12.2, "on arrival: none sent"),
            (8.6, 25.5, "which means that or more"),
            (8.6, 16.5, "deeper than the summer draught allows (16.4 m)"),
            (8.6, -1.0, "on departure: none sent"),
        ] {
            let pair = pair(arrival, departure);
            assert_eq!(pair.reading, DraughtReading::Missing);
            assert!(pair.basis.contains(why), "{}", pair.basis);
        }
        assert!(pair(8.6, 16.3).departure_m.is_some(), "a tenth over the summer draught is still taken");
    }
}
