//! Which ship a report is of.

use super::{VesselKey, VesselParams, clean};
use jiff::{SignedDuration, Timestamp};
use plimsoll_model::{ImoNumber, Mmsi, PositionReport, RecordId, StaticReport};
use std::collections::{BTreeMap, BTreeSet};

/// Finds the ship of a static report, or of a radio at an instant.
///
/// Rules of joining, in order: (1) a report with a valid IMO number is of that hull; (2) a report without one is
/// of the hull that sent the same MMSI with the same name or call sign, if exactly one did; (3) any other
/// report is of a ship known only by its MMSI. A position report is of the ship whose static reports with that
/// MMSI lie nearest in time; if two ships use the MMSI around that time, or are equally near, it is of the ship known by
/// its MMSI only.
#[derive(Clone, Debug)]
pub struct VesselIndex {
    /// Hulls by MMSI and name or call sign, from reports with a valid number.
    hulls: BTreeMap<(Mmsi, Face), BTreeSet<ImoNumber>>,
    /// Runs of reports of one ship, by MMSI, in order of time.
    runs: BTreeMap<Mmsi, Vec<Run>>,
    window_h: f64,
}

/// What besides the MMSI says that two reports are of one ship.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Face {
    Name(String),
    CallSign(String),
}

/// Static reports of one ship with one MMSI, with no other ship's between them.
#[derive(Clone, Copy, Debug)]
struct Run {
    key: VesselKey,
    first: Timestamp,
    last: Timestamp,
}

impl VesselIndex {
    /// From all static reports, in any order.
    pub fn new(reports: &[StaticReport], params: &VesselParams) -> Self {
        let mut index =
            Self { hulls: BTreeMap::new(), runs: BTreeMap::new(), window_h: params.shared_radio_window_h };
        for report in reports {
            if let Some(imo) = report.imo_number {
                for face in faces(report) {
                    index.hulls.entry((report.mmsi, face)).or_default().insert(imo);
                }
            }
        }
        let mut sorted: Vec<&StaticReport> = reports.iter().collect();
        sorted.sort_by_key(|r| (r.time, r.id));
        for report in sorted {
            index.extend_run(report);
        }
        index
    }

    /// The ship of a static report.
    pub fn vessel_of(&self, report: &StaticReport) -> RecordId {
        self.key_of(report).id()
    }

    /// The ship of a position report.
    pub fn vessel_of_position(&self, report: &PositionReport) -> RecordId {
        self.vessel_at(report.mmsi, report.time)
    }

    /// The ship that used a radio at an instant.
    pub fn vessel_at(&self, mmsi: Mmsi, time: Timestamp) -> RecordId {
        self.key_at(mmsi, time).id()
    }

    /// Whom a static report is of.
    pub(crate) fn key_of(&self, report: &StaticReport) -> VesselKey {
        if let Some(imo) = report.imo_number {
            return VesselKey::Hull(imo);
        }
        let hulls: BTreeSet<ImoNumber> =
            faces(report).filter_map(|f| self.hulls.get(&(report.mmsi, f))).flatten().copied().collect();
        match hulls.first() {
            Some(imo) if hulls.len() == 1 => VesselKey::Hull(*imo),
            _ => VesselKey::Radio(report.mmsi),
        }
    }

    /// True if some position report of this radio may be of a ship known by its MMSI only.
    pub(crate) fn needs_own_vessel(&self, mmsi: Mmsi) -> bool {
        let Some(runs) = self.runs.get(&mmsi) else { return true };
        runs.iter().any(|r| r.key != runs[0].key)
    }

    /// Who used a radio at an instant.
    fn key_at(&self, mmsi: Mmsi, time: Timestamp) -> VesselKey {
        let alone = VesselKey::Radio(mmsi);
        let Some(runs) = self.runs.get(&mmsi) else { return alone };
        let next = runs.partition_point(|r| r.last < time);
        // Runs side by side are of different ships, so two on each side tell.
        let about = runs[next.saturating_sub(2)..].iter().take(4);
        let away =
            |r: &Run| time.duration_since(r.last).max(r.first.duration_since(time)).max(SignedDuration::ZERO);
        let in_window = |d: SignedDuration| d.as_secs_f64() <= self.window_h * 3600.0;
        let nearest = about.clone().map(away).min().unwrap_or_default();
        let is_candidate = |r: &&Run| away(r) == nearest || in_window(away(r));
        let candidates: BTreeSet<VesselKey> = about.filter(is_candidate).map(|r| r.key).collect();
        if candidates.len() == 1 { candidates.first().copied().unwrap_or(alone) } else { alone }
    }

    /// Adds a report to the runs of its radio.
    fn extend_run(&mut self, report: &StaticReport) {
        let key = self.key_of(report);
        let runs = self.runs.entry(report.mmsi).or_default();
        match runs.last_mut() {
            Some(run) if run.key == key => run.last = report.time,
            _ => runs.push(Run { key, first: report.time, last: report.time }),
        }
    }
}

/// The name and the call sign of a report, without regard to case and blanks at the ends.
fn faces(report: &StaticReport) -> impl Iterator<Item = Face> {
    let upper = |text: &Option<String>| clean(text.as_deref()).map(|t| t.to_uppercase());
    let name = upper(&report.ship_name).map(Face::Name);
    let call_sign = upper(&report.call_sign).map(Face::CallSign);
    name.into_iter().chain(call_sign)
}
