//! Draught changes: two draughts that a ship sent one after the other and that differ.
//!
//! Method page: `docs/methods/draught-changes.md`.

use crate::gaps::hours;
use jiff::Timestamp;
use plimsoll_model::evidence::Key;
use plimsoll_model::{Draught, DraughtChange, Mmsi, Position, RecordId, RecordKind, StaticReport};

/// How many identities of an MMSI are remembered; the one silent longest gives way.
const MAX_IDENTITIES: usize = 16;

/// Thresholds of the draught changes, section `[draught-changes]`.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DraughtChangeParams {
    /// The least change that counts, m.
    pub min_change_m: f64,
    /// A draught that goes back within this time was typed wrongly, h.
    pub flicker_h: f64,
}

/// Finds the draught changes of one MMSI from its static reports in order of time. Draughts are compared within one
/// identity (IMO number, else name, else dimensions), so that two ships with one MMSI make none.
#[derive(Clone, Debug)]
pub struct DraughtChanges {
    mmsi: Mmsi,
    params: DraughtChangeParams,
    ships: Vec<Ship>,
}

/// A draught, when and where it was sent.
#[derive(Clone, Copy, Debug)]
struct Sent {
    draught: Draught,
    time: Timestamp,
    report: RecordId,
    /// Where the ship last was before.
    position: Option<Position>,
}

/// One identity.
#[derive(Clone, Debug)]
struct Ship {
    identity: Identity,
    latest: Timestamp,
    /// The draught that holds, as last sent.
    settled: Sent,
    /// Another, as first sent, that may be a slip; with the time at which it was sent last.
    candidate: Option<(Sent, Sent)>,
}

/// By what reports are of one ship.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Identity {
    Imo(u32),
    Name(String),
    /// Length and beam in decimetres.
    Dimensions(i64, i64),
}

fn identity(report: &StaticReport) -> Option<Identity> {
    if let Some(imo) = report.imo_number {
        return Some(Identity::Imo(imo.value()));
    }
    let name = crate::identity_changes::plain(report.ship_name.as_deref().unwrap_or(""));
    if !name.is_empty() {
        return Some(Identity::Name(name));
    }
    let decimetres = |length: plimsoll_model::Length| (length.to_metres() * 10.0).round() as i64;
    let (length, beam) = (report.dimensions.length_overall?, report.dimensions.beam?);
    Some(Identity::Dimensions(decimetres(length), decimetres(beam)))
}

impl DraughtChanges {
    /// Before the first report of an MMSI.
    pub fn new(mmsi: Mmsi, params: &DraughtChangeParams) -> Self {
        Self { mmsi, params: params.clone(), ships: Vec::new() }
    }

    /// Takes the next static report, and where the ship last was before it; adds the changes that are now sure.
    pub fn push_static(
        &mut self,
        report: &StaticReport,
        last_position: Option<Position>,
        out: &mut Vec<DraughtChange>,
    ) {
        let Some(draught) = report.draught.filter(|d| d.to_metres() > 0.0 && d.to_metres().is_finite())
        else {
            return;
        };
        let sent = Sent { draught, time: report.time, report: report.id, position: last_position };
        let Some(at) = self.ship(report) else {
            let Some(identity) = identity(report) else { return };
            self.make_room(out);
            self.ships.push(Ship { identity, latest: report.time, settled: sent, candidate: None });
            return;
        };
        self.ships[at].take(sent, self.mmsi, &self.params, out);
    }

    /// After the last report: a draught that nothing took back is a change.
    pub fn finish(self, out: &mut Vec<DraughtChange>) {
        for mut ship in self.ships {
            ship.confirm(self.mmsi, out);
        }
    }

    /// Whose report it is; one that says nothing of her identity is of the ship heard last.
    fn ship(&self, report: &StaticReport) -> Option<usize> {
        match identity(report) {
            Some(identity) => self.ships.iter().position(|ship| ship.identity == identity),
            None => (0..self.ships.len()).max_by_key(|at| self.ships[*at].latest),
        }
    }

    fn make_room(&mut self, out: &mut Vec<DraughtChange>) {
        if self.ships.len() >= MAX_IDENTITIES {
            let stalest = (0..self.ships.len()).min_by_key(|at| self.ships[*at].latest).unwrap_or(0);
            self.ships.remove(stalest).confirm(self.mmsi, out);
        }
    }
}

impl Ship {
    fn take(&mut self, sent: Sent, mmsi: Mmsi, params: &DraughtChangeParams, out: &mut Vec<DraughtChange>) {
        self.latest = sent.time;
        // Within a hundredth of the step of 0.1 m in which draughts are sent.
        let differ =
            |a: Draught, b: Draught| a.deeper_than(b).to_metres().abs() >= params.min_change_m - 1e-3;
        if let Some((first, last)) = &mut self.candidate {
            let stood = hours(first.time, sent.time) > params.flicker_h;
            if !differ(sent.draught, last.draught) {
                *last = sent;
                if stood {
                    self.confirm(mmsi, out);
                }
                return;
            }
            if stood {
                self.confirm(mmsi, out);
            } else {
                self.candidate = None;
            }
        }
        if differ(sent.draught, self.settled.draught) {
            self.candidate = Some((sent, sent));
        } else {
            self.settled = sent;
        }
    }

    /// The candidate was no slip.
    fn confirm(&mut self, mmsi: Mmsi, out: &mut Vec<DraughtChange>) {
        let Some((first, last)) = self.candidate.take() else { return };
        let before = std::mem::replace(&mut self.settled, last);
        out.push(DraughtChange {
            id: RecordId::of(RecordKind::DraughtChange, &[Key::Id(before.report), Key::Id(first.report)]),
            mmsi,
            before: before.time,
            after: first.time,
            from: before.draught,
            to: first.draught,
            position: first.position,
            parents: vec![before.report, first.report],
        });
    }
}
