//! Reports that fit no live track, until later ones decide: another ship, the same ship after a jump, or noise.

use super::TrackParams;
use super::motion::{Fit, Fix, fit, hours};
use plimsoll_model::evidence::Key;
use plimsoll_model::{Noise, Position, PositionReport, RecordId, RecordKind};

/// How many reports a suspect holds at most; only the same message heard again and again makes so many.
const MAX_HELD: usize = 64;

/// A report with its position.
#[derive(Clone, Copy, Debug)]
pub(super) struct Held {
    pub(super) report: PositionReport,
    pub(super) position: Position,
    pub(super) fix: Fix,
}

/// Reports that agree with each other and with no live track.
#[derive(Clone, Debug)]
pub(super) struct Suspect {
    pub(super) held: Vec<Held>,
    /// The latest of them, or where a track was before it jumped.
    pub(super) fix: Fix,
    /// How many of them are messages of their own.
    pub(super) votes: u32,
    /// How many reports the tracks have taken since the first.
    pub(super) passed: u32,
    /// True if a track was here before it jumped away.
    pub(super) is_left: bool,
    /// Why it fits no track, in words.
    reason: String,
}

impl Suspect {
    /// The first report, with the reason for which it fits no track.
    pub(super) fn new(held: Held, reason: String) -> Self {
        Self { held: vec![held], fix: held.fix, votes: 1, passed: 0, is_left: false, reason }
    }

    /// True if it is one report, on the way of a track from one fix to the next.
    pub(super) fn is_on_the_way(&self, from: &Fix, to: &Fix) -> bool {
        self.held.len() == 1 && !self.is_left && super::motion::is_on_the_way(from, &self.fix, to)
    }

    /// The place that a track has just jumped away from: if reports go on there, it did not.
    pub(super) fn left_behind(fix: Fix) -> Self {
        let reason = "lies where the track was before it went on elsewhere".to_owned();
        Self { held: vec![], fix, votes: 0, passed: 0, is_left: true, reason }
    }

    pub(super) fn fit(&self, next: &Fix, params: &TrackParams) -> Fit {
        fit(&self.fix, next, params)
    }

    /// How a report fits, if it agrees: closely, once so much else was heard that noise could agree by chance; before,
    /// she may have done anything, and what she said of her motion may be wrong.
    pub(super) fn agreeing(&self, next: &Fix, params: &TrackParams) -> Option<Fit> {
        let stated = self.fit(next, params);
        if self.passed > params.undecided_reports {
            return Some(stated).filter(Fit::is_tight);
        }
        let blind = || fit(&self.fix.blind(), &next.blind(), params);
        Some(stated).filter(Fit::is_loose).or_else(|| Some(blind()).filter(Fit::is_loose))
    }

    /// Takes a report; gives it back if it holds too many.
    pub(super) fn take(&mut self, held: Held, params: &TrackParams) -> Option<Held> {
        let is_repeat = self.held.last().is_some_and(|last| {
            held.position == last.position && hours(&last.fix, &held.fix) * 3600.0 <= params.repeat_s
        });
        if self.held.len() >= MAX_HELD {
            return Some(held);
        }
        if !is_repeat {
            self.votes += 1;
        }
        self.fix = held.fix;
        self.held.push(held);
        None
    }

    /// True if nothing will decide it any more.
    pub(super) fn is_over(&self, now: &Fix, params: &TrackParams) -> bool {
        self.passed > params.undecided_reports
            && (self.held.is_empty() || hours(&self.fix, now) > params.undecided_h)
    }

    /// Its reports as noise.
    pub(super) fn into_noise(self, noise: &mut Vec<Noise>) {
        for held in &self.held {
            noise.push(verdict(held, &self.reason));
        }
    }

    /// One of its reports as noise.
    pub(super) fn verdict(&self, held: &Held) -> Noise {
        verdict(held, &self.reason)
    }
}

fn verdict(held: &Held, reason: &str) -> Noise {
    let id = held.report.id();
    Noise {
        id: RecordId::of(RecordKind::Noise, &[Key::Id(id)]),
        mmsi: held.report.mmsi,
        time: held.report.time,
        position: held.position,
        reason: reason.to_owned(),
        parents: vec![id],
    }
}
