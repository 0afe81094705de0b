//! The reports next to a scene in time, of each ship that may be in it.

use plimsoll_analysis::associate::{AssociateParams, Fix, Traffic, View};
use plimsoll_analysis::tracks::{Placed, TrackParams, Tracker};
use plimsoll_model::{Bounds, Mmsi, Noise, Position, PositionReport, RecordId, Track};
use std::collections::{BTreeMap, BTreeSet};

/// Which reports are of which ship.
pub(super) struct Hulls {
    tracks: BTreeMap<Mmsi, Vec<Track>>,
    noise: BTreeSet<RecordId>,
    params: TrackParams,
}

impl Hulls {
    pub(super) fn new(tracks: Vec<Track>, noise: Vec<Noise>, params: TrackParams) -> Self {
        let mut of: BTreeMap<Mmsi, Vec<Track>> = BTreeMap::new();
        for track in tracks {
            of.entry(track.mmsi).or_default().push(track);
        }
        let noise = noise.iter().flat_map(|row| row.parents.iter().copied()).collect();
        Self { tracks: of, noise, params }
    }

    fn is_shared(&self, mmsi: Mmsi) -> bool {
        self.tracks.get(&mmsi).is_some_and(|tracks| tracks.iter().any(|t| t.is_shared))
    }

    /// The track of a report of an MMSI that no two ships share at once.
    fn track(&self, report: &PositionReport) -> Option<RecordId> {
        let of = self.tracks.get(&report.mmsi)?;
        of.iter().find(|t| t.start <= report.time && report.time <= t.end).map(|t| t.id)
    }
}

/// A ship and a scene.
pub(super) type At = (usize, Mmsi, Option<RecordId>);

/// What was kept of a bucket.
pub(super) struct Nearby {
    pub(super) fixes: BTreeMap<At, Vec<Fix>>,
    pub(super) traffic: Traffic,
    pub(super) read: u64,
}

/// A scene, as far as it decides which reports are kept.
struct Scene {
    time_s: i64,
    time: jiff::Timestamp,
    middle: Position,
    /// From the middle to the farthest corner, m.
    radius_m: f64,
    bounds: Bounds,
}

/// Takes the reports of a bucket in order of radio and time.
pub(super) struct Collector<'a> {
    scenes: Vec<Scene>,
    hulls: &'a Hulls,
    window_s: i64,
    most_m_s: f64,
    tracker: Option<(Mmsi, Tracker)>,
    placed: Vec<Placed>,
    slots: BTreeMap<At, [Option<Fix>; 2]>,
    traffic: Traffic,
    /// The hour in which the radio was counted last.
    counted: Option<(Mmsi, i64)>,
    read: u64,
}

impl<'a> Collector<'a> {
    /// For views in order of time.
    pub(super) fn new(views: &[View], hulls: &'a Hulls, params: &AssociateParams) -> Self {
        Self {
            scenes: views.iter().map(scene).collect(),
            hulls,
            window_s: (params.search_window_h * 3600.0) as i64,
            most_m_s: plimsoll_model::Speed::knots(params.motion.most_speed_kn).to_metres_per_second(),
            tracker: None,
            placed: Vec::new(),
            slots: BTreeMap::new(),
            traffic: Traffic::new(params.traffic_cell_deg, []),
            counted: None,
            read: 0,
        }
    }

    pub(super) fn push(&mut self, report: &PositionReport) {
        self.read += 1;
        self.turn_to(report.mmsi);
        match &mut self.tracker {
            Some((_, tracker)) => {
                tracker.push(report, &mut self.placed);
                self.take_placed();
            }
            None => {
                let track = self.hulls.track(report);
                self.take(track, report);
            }
        }
    }

    pub(super) fn finish(mut self) -> Nearby {
        self.end_of_radio();
        let fixes = self.slots.into_iter().map(|(at, slot)| (at, slot.into_iter().flatten().collect()));
        Nearby { fixes: fixes.collect(), traffic: self.traffic, read: self.read }
    }

    /// A number that two ships share is told apart as the stage `tracks` does.
    fn turn_to(&mut self, mmsi: Mmsi) {
        if self.tracker.as_ref().is_some_and(|(of, _)| *of == mmsi) {
            return;
        }
        self.end_of_radio();
        if self.hulls.is_shared(mmsi) {
            self.tracker = Some((mmsi, Tracker::new(mmsi, &self.hulls.params)));
        }
    }

    fn end_of_radio(&mut self) {
        if let Some((_, tracker)) = self.tracker.take() {
            tracker.finish(&mut self.placed);
            self.take_placed();
        }
    }

    fn take_placed(&mut self) {
        for placed in std::mem::take(&mut self.placed) {
            if let Placed::Report { track, report } = placed {
                self.take(Some(track), &report);
            }
        }
    }

    /// Keeps a report if it is next to a scene that its ship can have been in.
    fn take(&mut self, track: Option<RecordId>, report: &PositionReport) {
        let Some(position) = report.position else { return };
        let at = report.time.as_second();
        let hour = (report.mmsi, at.div_euclid(3600));
        if self.counted != Some(hour) && self.scenes.iter().any(|s| s.bounds.contains(position)) {
            self.counted = Some(hour);
            self.traffic.count(position);
        }
        let first = self.scenes.partition_point(|s| s.time_s < at - self.window_s);
        let mut fix = None;
        for (number, scene) in self.scenes.iter().enumerate().skip(first) {
            let away_s = (scene.time_s - at).abs();
            if scene.time_s > at + self.window_s {
                break;
            }
            let reach = scene.radius_m + 10_000.0 + self.most_m_s * away_s as f64;
            if is_beyond(scene.middle, position, reach) {
                continue;
            }
            if fix.is_none() && !self.hulls.noise.contains(&report.id()) {
                fix = Fix::of(report);
            }
            let Some(fix) = fix else { return };
            let slot = self.slots.entry((number, report.mmsi, track)).or_default();
            if fix.time <= scene.time {
                slot[0] = Some(fix);
            } else if slot[1].is_none() {
                slot[1] = Some(fix);
            }
        }
    }
}

fn scene(view: &View) -> Scene {
    let lats = || view.footprint.iter().map(|p| p.lat_deg());
    let first = view.footprint.first().expect("a view has a footprint");
    let turn = |p: &Position| (p.lon_deg() - first.lon_deg() + 540.0).rem_euclid(360.0) - 180.0;
    let (west, east) =
        view.footprint.iter().map(turn).fold((0.0_f64, 0.0_f64), |(w, e), t| (w.min(t), e.max(t)));
    let (south_deg, north_deg) = (lats().fold(90.0, f64::min), lats().fold(-90.0, f64::max));
    let wrap = |lon: f64| (lon + 540.0).rem_euclid(360.0) - 180.0;
    let (west_deg, east_deg) = (wrap(first.lon_deg() + west), wrap(first.lon_deg() + east));
    let lon = wrap(first.lon_deg() + f64::midpoint(west, east));
    let middle = Position::from_lat_lon(f64::midpoint(south_deg, north_deg), lon)
        .expect("between two latitudes, and wrapped");
    let radius_m = view.footprint.iter().map(|p| middle.distance_to(*p).to_metres()).fold(0.0, f64::max);
    // Traffic is counted a little beyond, where ships of the edge come from.
    let beyond = 0.2;
    let bounds = Bounds {
        south_deg: south_deg - beyond,
        north_deg: north_deg + beyond,
        west_deg: wrap(west_deg - beyond),
        east_deg: wrap(east_deg + beyond),
    };
    Scene { time_s: view.time.as_second(), time: view.time, middle, radius_m, bounds }
}

/// True if two places are farther apart than that. Most are so by latitude alone, and reports are asked by the million.
fn is_beyond(a: Position, b: Position, reach_m: f64) -> bool {
    (a.lat_deg() - b.lat_deg()).abs() * 110_500.0 > reach_m || a.distance_to(b).to_metres() > reach_m
}
