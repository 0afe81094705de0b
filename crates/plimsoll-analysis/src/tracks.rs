//! Tracks: the reports of one MMSI told apart into ships and noise.
//!
//! Method page: `docs/methods/tracks.md`. The measure of how well a report continues a track is that of Global Fishing
//! Watch's `gpsdio-segment`; what is done with it is our own: several tracks stay live, a report that surprises is
//! held until later reports decide, and a silence never ends a track that one hull can have continued.
//!
//! | module | holds |
//! |---|---|
//! | `motion` | distance, discrepancy, how large a discrepancy may be |
//! | `hull` | a live track |
//! | `suspect` | reports that fit no live track, until they are decided |
//! | `tracker` | which report goes where |

mod hull;
mod motion;
mod suspect;
mod tracker;

pub use motion::discrepancy_nm;
pub use tracker::Tracker;

use plimsoll_model::{Noise, PositionReport, RecordId, Segment, Track};

/// Thresholds of the tracks, section `[tracks]`.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrackParams {
    /// No discrepancy may ask for more than this, kn.
    pub max_speed_kn: f64,
    /// Time added (in quadrature) to that between two reports before the speed is judged, h.
    pub buffer_h: f64,
    /// Dead reckoning is trusted for about this long, h.
    pub penalty_h: f64,
    /// By how much a ship that stayed, or left her course, is believed less than one that went on.
    pub shape_factor: f64,
    /// A course is not needed at this speed or less, kn.
    pub very_slow_kn: f64,
    /// A report this near to where the track should be is never a surprise, m.
    pub slack_m: f64,
    /// The same, added if one of two reports is of type 27, m.
    pub coarse_slack_m: f64,
    /// How wrong the time of a report may be, s.
    pub clock_tolerance_s: f64,
    /// How fast a ship that says she lies still may drift, kn.
    pub drift_kn: f64,
    /// By how much of her way a moving ship may leave her dead reckoning.
    pub turn_share: f64,
    /// How fast a ship may have gone anywhere in a time in which nothing was heard of her for long, kn.
    pub roam_kn: f64,
    /// What "for long" means, h.
    pub roam_h: f64,
    /// A silence longer than this ends a segment, not its track, h.
    pub max_silence_h: f64,
    /// How many reports, agreeing with each other, make another track of an MMSI.
    pub confirm_reports: u32,
    /// The same where one hull could have gone from the one to the other.
    pub confirm_near_reports: u32,
    /// How many tracks of an MMSI are kept live.
    pub max_tracks: u32,
    /// How many groups of undecided reports of an MMSI are kept.
    pub max_undecided: u32,
    /// How long they are kept, h.
    pub undecided_h: f64,
    /// And that only after so many reports of the MMSI went to its tracks; from then on they must agree better.
    pub undecided_reports: u32,
    /// The weight of a report of the other class (A or B) than the track's.
    pub class_mismatch_weight: f64,
    /// The same position again within this time is the same message heard twice, s.
    pub repeat_s: f64,
}

/// A report, placed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Placed {
    /// A report of the ship of a track. Those of one track come in order of time.
    Report {
        /// The track.
        track: RecordId,
        /// The report.
        report: PositionReport,
    },
    /// The radio was on: a report without position, or one of which it is not known yet whose it is. The latter is
    /// given on again as `Report` if it turns out to be of a ship. Contacts come in order of time.
    Contact(PositionReport),
}

/// The rows of an MMSI.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TrackRows {
    /// Which ships.
    pub tracks: Vec<Track>,
    /// Stretches of them without long silence.
    pub segments: Vec<Segment>,
    /// Reports of no ship.
    pub noise: Vec<Noise>,
}
