//! Port visits: stays of a ship at a place, from positions or from listings, with the draughts sent around them.
//!
//! Method page: `docs/methods/port-visits.md`. Positions follow the rules of Global Fishing Watch's
//! `pipe-anchorages` (entry, exit further out, stop, silence in port, confidence 1 to 4): first the stays of each track,
//! a stream over its reports ([`PortStays`]), then those of each ship with the listings and draughts ([`port_visits`]).
//! Listings are reports that their source keeps under the name of a place without giving the position.

mod draughts;
mod listings;
mod merge;
mod positions;
mod radios;
mod shape;
mod sites;

pub use positions::PortStays;
pub use sites::Sites;

use crate::vessels::VesselIndex;
use jiff::Timestamp;
use plimsoll_model::evidence::Key;
use plimsoll_model::{
    Confidence, Mmsi, Place, PortStay, PortVisit, RecordId, RecordKind, StaticReport, Track, VisitEvidence,
};
use radios::TrackEnd;
use std::collections::BTreeMap;

/// Thresholds of the port visits, section `[port-visits]`.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PortVisitParams {
    /// A ship inside a place's area leaves it only this far outside its edge, m.
    pub exit_margin_m: f64,
    /// A ship this slow or slower has stopped, kn.
    pub stop_begin_kn: f64,
    /// A ship that has stopped moves again at this speed, kn.
    pub stop_end_kn: f64,
    /// A silence in port longer than this counts as a stay, h.
    pub gap_in_port_h: f64,
    /// Listings at one place further apart than this are two visits, h.
    pub max_listing_gap_h: f64,
    /// How long before a visit a draught sent still counts as the arrival draught, h.
    pub arrival_window_h: f64,
    /// If none was sent before: how long into a visit the first draught sent still counts as that, h.
    pub arrival_grace_h: f64,
    /// How long after a visit a draught sent still counts as the departure draught, h.
    pub departure_window_h: f64,
}

/// The port visits of all ships, in order of ship and start, from the stays of all tracks. No order of input matters.
///
/// Visits of one ship never overlap. A visit still open at the end of the reports ends with its last report and
/// has no `not_after`. A ship that changes her radio in port has one visit; the ends of the tracks say whether she was
/// elsewhere between.
pub fn port_visits(
    stays: &[PortStay],
    tracks: &[Track],
    statics: &[StaticReport],
    places: &[Place],
    vessels: &VesselIndex,
    params: &PortVisitParams,
) -> Vec<PortVisit> {
    let sites = Sites::new(places, params);
    let mut by_vessel: BTreeMap<RecordId, Evidence<'_>> = BTreeMap::new();
    for stay in stays {
        by_vessel.entry(vessels.vessel_at(stay.mmsi, stay.start)).or_default().stays.push(stay);
    }
    for report in statics {
        by_vessel.entry(vessels.vessel_of(report)).or_default().statics.push(report);
    }
    for track in tracks {
        for end in TrackEnd::both(track) {
            if let Some(ship) = by_vessel.get_mut(&vessels.vessel_at(track.mmsi, end.time())) {
                ship.ends.push(end);
            }
        }
    }
    by_vessel.into_iter().flat_map(|(vessel, evidence)| evidence.visits(vessel, &sites, params)).collect()
}

/// What is known of one ship.
#[derive(Debug, Default)]
struct Evidence<'a> {
    stays: Vec<&'a PortStay>,
    ends: Vec<TrackEnd>,
    statics: Vec<&'a StaticReport>,
}

impl Evidence<'_> {
    /// Her visits, in order of start.
    fn visits(mut self, vessel: RecordId, sites: &Sites<'_>, params: &PortVisitParams) -> Vec<PortVisit> {
        self.statics.sort_by_key(|r| (r.time, r.id));
        let stays = radios::stays(self.stays, &self.ends, params);
        let listed = listings::listings(&self.statics, &stays, sites, params);
        let stays = merge::merge(stays, listed, params);
        draughts::with_draughts(vessel, stays, &self.statics, params)
    }
}

/// A stay of a ship at a place, before the draughts are looked up.
#[derive(Clone, Debug, PartialEq)]
pub struct Stay {
    /// Name of the place.
    pub place: String,
    /// The radio heard first.
    pub mmsi: Mmsi,
    /// First report there.
    pub start: Timestamp,
    /// Last report there.
    pub end: Timestamp,
    /// The last report elsewhere before.
    pub not_before: Option<Timestamp>,
    /// The first report elsewhere after.
    pub not_after: Option<Timestamp>,
    /// How sure it is.
    pub confidence: Confidence,
    /// What it was read from.
    pub evidence: VisitEvidence,
    /// How many reports.
    pub reports: u32,
    /// First report.
    pub first: RecordId,
    /// Last report.
    pub last: RecordId,
}

impl Stay {
    /// The identifier of the visit: ship, place and start, so that it stays when later reports move the end.
    fn id(&self, vessel: RecordId) -> RecordId {
        let keys = [Key::Id(vessel), Key::Text(&self.place), Key::Time(self.start)];
        RecordId::of(RecordKind::PortVisit, &keys)
    }
}

/// How sure it is that a ship was in port (scale of Global Fishing Watch).
fn confidence(stopped: bool, ends_seen: usize) -> Confidence {
    match (stopped, ends_seen) {
        (true, 2..) => Confidence::WHOLE,
        (true, 1) => Confidence::STOP_AND_ONE_END,
        (true, 0) => Confidence::STOP,
        (false, _) => Confidence::ENTRY_OR_EXIT,
    }
}
