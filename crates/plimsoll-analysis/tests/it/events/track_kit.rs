//! Ships that sail known ways with one MMSI, and which of their reports the tracker gave to which track.

use super::kit::{self, heard, point};
use jiff::Timestamp;
use plimsoll_analysis::tracks::{Placed, TrackParams, TrackRows, Tracker};
use plimsoll_model::{Angle, PositionReport, RecordId};
use std::collections::{BTreeMap, BTreeSet};

pub(crate) fn track_params() -> TrackParams {
    kit::section("tracks")
}

/// A ship on a straight course, in a plane that serves for some degrees.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sailing {
    pub(crate) from: (f64, f64),
    pub(crate) course: f64,
    pub(crate) kn: f64,
}

impl Sailing {
    pub(crate) fn at(self, seconds: f64) -> (f64, f64) {
        let nm = self.kn * seconds / 3600.0;
        let (east, north) = self.course.to_radians().sin_cos();
        let lat = self.from.0 + nm * north / 60.0;
        let lon = self.from.1 + nm * east / 60.0 / self.from.0.to_radians().cos();
        (lat, (lon + 540.0).rem_euclid(360.0) - 180.0)
    }

    /// The report of so many seconds after the start.
    pub(crate) fn report(self, start: Timestamp, seconds: i64) -> PositionReport {
        let (lat, lon) = self.at(seconds as f64);
        let time = Timestamp::from_second(start.as_second() + seconds).unwrap();
        PositionReport { cog: Some(Angle::degrees(self.course)), ..heard(time, lat, lon, Some(self.kn)) }
    }

    pub(crate) fn reports(self, start: Timestamp, every_s: i64, count: i64) -> Vec<PositionReport> {
        (0..count).map(|i| self.report(start, i * every_s)).collect()
    }
}

/// A ship at rest whose fix wanders by some metres, as reports so many seconds apart.
pub(crate) fn moored(at: (f64, f64), start: Timestamp, every_s: i64, count: i64) -> Vec<PositionReport> {
    let wander = |i: i64, k: i64| ((i * k) % 7 - 3) as f64 * 2.0 / 111_000.0;
    (0..count)
        .map(|i| {
            let time = Timestamp::from_second(start.as_second() + i * every_s).unwrap();
            heard(time, at.0 + wander(i, 3), at.1 + wander(i, 5), Some(0.0))
        })
        .collect()
}

/// The same report elsewhere.
pub(crate) fn thrown(report: &PositionReport, lat: f64, lon: f64) -> PositionReport {
    let p = report.position.unwrap();
    let moved = point(p.lat_deg() + lat, (p.lon_deg() + lon + 540.0).rem_euclid(360.0) - 180.0);
    PositionReport { position: Some(moved), ..*report }
}

pub(crate) fn sorted(mut reports: Vec<PositionReport>) -> Vec<PositionReport> {
    reports.sort_by_key(|r| (r.time, r.source));
    reports
}

/// What became of the reports of one MMSI.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) rows: TrackRows,
    pub(crate) placed: Vec<Placed>,
}

pub(crate) fn track(reports: &[PositionReport]) -> Outcome {
    track_with(reports, &track_params())
}

pub(crate) fn track_with(reports: &[PositionReport], params: &TrackParams) -> Outcome {
    let mut placed = Vec::new();
    let mut tracker = Tracker::new(reports[0].mmsi, params);
    reports.iter().for_each(|report| tracker.push(report, &mut placed));
    let rows = tracker.finish(&mut placed);
    let outcome = Outcome { rows, placed };
    outcome.check(reports);
    outcome
}

impl Outcome {
    /// Track of each report that was placed.
    pub(crate) fn track_of(&self) -> BTreeMap<RecordId, RecordId> {
        self.placed
            .iter()
            .filter_map(|p| match p {
                Placed::Report { track, report } => Some((report.id(), *track)),
                Placed::Contact(_) => None,
            })
            .collect()
    }

    pub(crate) fn noise(&self) -> BTreeSet<RecordId> {
        self.rows.noise.iter().map(|row| row.parents[0]).collect()
    }

    /// True if these reports are all of one track, and nothing else is.
    pub(crate) fn is_one_track(&self, reports: &[PositionReport]) -> bool {
        let of = self.track_of();
        let tracks: BTreeSet<_> = reports.iter().map(|r| of.get(&r.id())).collect();
        let whole = tracks.iter().next().copied().flatten();
        tracks.len() == 1
            && whole.is_some()
            && of.values().filter(|track| Some(*track) == whole).count()
                == reports.iter().map(PositionReport::id).collect::<BTreeSet<_>>().len()
    }

    /// What holds whatever the reports are: each is placed once or noise, in order, and the rows count them.
    fn check(&self, reports: &[PositionReport]) {
        let with_position = reports.iter().filter(|r| r.position.is_some()).count();
        let mut latest: BTreeMap<RecordId, Timestamp> = BTreeMap::new();
        let mut counts: BTreeMap<RecordId, u32> = BTreeMap::new();
        for placed in &self.placed {
            if let Placed::Report { track, report } = placed {
                *counts.entry(*track).or_default() += 1;
                let before = latest.insert(*track, report.time);
                assert!(before.is_none_or(|b| b <= report.time), "a track goes forwards in time");
            }
        }
        let given: u32 = counts.values().sum();
        assert_eq!(given as usize + self.rows.noise.len(), with_position);
        assert_eq!(self.rows.tracks.len(), counts.len());
        for row in &self.rows.tracks {
            assert_eq!(Some(&row.reports), counts.get(&row.id));
            let segments: Vec<_> = self.rows.segments.iter().filter(|s| s.track == row.id).collect();
            assert_eq!(row.segments as usize, segments.len());
            assert_eq!(row.reports, segments.iter().map(|s| s.reports).sum::<u32>());
            assert!(segments.iter().all(|s| row.start <= s.start && s.start <= s.end && s.end <= row.end));
        }
    }
}
