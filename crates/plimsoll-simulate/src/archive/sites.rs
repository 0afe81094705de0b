//! Where and when ships drift, and that no other ship comes near them there.

use super::plane::Point;
use super::{ArchiveError, HOUR, Ms, Sea};
use crate::random::Random;

/// No other ship's true track comes nearer than this to the middle of a drift, from a quarter of an hour before it to
/// a quarter of an hour after. The two ships of a drift are at most 750 m from its middle, so 1,250 m are left.
const CLEARANCE_M: f64 = 2_000.0;
const CLEARANCE_MS: Ms = HOUR / 4;
/// Least distance of a drift from any port, and from another drift in about the same hours.
const FROM_PORT_M: f64 = 20_000.0;
const FROM_OTHER_M: f64 = 8_000.0;
/// How often a draw is repeated before there is said to be no room.
pub(super) const TRIES: usize = 2_000;

/// What a drift is planted as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SiteKind {
    Encounter,
    NearMiss,
    ShortMeeting,
    AlongsideOneMmsi,
    Loitering,
}

impl SiteKind {
    /// Least and greatest duration, h, and distance between the ships, m.
    const fn ranges(self) -> ([f64; 2], [f64; 2]) {
        match self {
            Self::Encounter | Self::AlongsideOneMmsi => ([2.5, 9.0], [40.0, 250.0]),
            Self::NearMiss => ([2.5, 9.0], [700.0, 1_500.0]),
            Self::ShortMeeting => ([0.5, 1.5], [40.0, 250.0]),
            Self::Loitering => ([5.0, 9.0], [0.0, 0.0]),
        }
    }
}

/// A drift: its middle moves from one point to another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Site {
    pub(super) kind: SiteKind,
    /// The one hull, or both; the same number twice for a ship alone.
    pub(super) hulls: [u32; 2],
    pub(super) start: Ms,
    pub(super) end: Ms,
    from: Point,
    to: Point,
    /// Distance between the two, m, and the direction from the first to the second, rad.
    pub(super) distance_m: f64,
    pub(super) bearing: f64,
}

impl Site {
    /// Where the middle is; it rests before and after.
    pub(super) fn middle_at(&self, time: Ms) -> Point {
        let share = (time - self.start) as f64 / (self.end - self.start) as f64;
        self.from.between(self.to, share.clamp(0.0, 1.0))
    }

    /// Where the first (0) or second (1) ship begins and ends its drift.
    pub(super) fn path_of(&self, side: usize) -> [Point; 2] {
        let away = if side == 0 { -self.distance_m / 2.0 } else { self.distance_m / 2.0 };
        [self.from, self.to].map(|p| p.towards(self.bearing, away))
    }

    /// True if it crosses the 180th meridian.
    pub(super) fn is_over_180(&self) -> bool {
        let turn = |p: Point| ((p.lon_deg + 180.0) / 360.0).floor();
        let ends = [self.path_of(0), self.path_of(1)].concat();
        ends.iter().any(|p| turn(*p).total_cmp(&turn(ends[0])).is_ne())
    }

    fn overlaps(&self, start: Ms, end: Ms) -> bool {
        self.start < end && start < self.end
    }
}

/// All drifts, and which of them lie in an hour.
#[derive(Debug)]
pub(super) struct Sites {
    all: Vec<Site>,
    by_hour: Vec<Vec<u32>>,
}

/// A wish that a drift lie over a midnight, or over the 180th meridian.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wish {
    None,
    Midnight,
    Meridian,
}

impl Sites {
    pub(super) fn new(length: Ms) -> Self {
        let hours = usize::try_from(length / HOUR + 2).unwrap_or(0);
        Self { all: Vec::new(), by_hour: vec![Vec::new(); hours] }
    }

    pub(super) fn all(&self) -> &[Site] {
        &self.all
    }

    /// Plants a drift and gives its number. The first two encounters lie over a midnight and over the 180th meridian,
    /// if the archive has either well within it and room there.
    pub(super) fn plant(
        &mut self,
        kind: SiteKind,
        hulls: [u32; 2],
        sea: &Sea,
        random: &mut Random,
    ) -> Result<u32, ArchiveError> {
        let nth = self.all.iter().filter(|s| s.kind == kind).count();
        let wish = match (kind, nth) {
            (SiteKind::Encounter, 0) if sea.holds_midnight() => Wish::Midnight,
            (SiteKind::Encounter, 1) if sea.holds_180() => Wish::Meridian,
            _ => Wish::None,
        };
        let mut find = |wish| {
            (0..TRIES).find_map(|_| {
                let site = drawn(kind, hulls, wish, sea, random)?;
                self.has_room_for(&site, sea).then_some(site)
            })
        };
        let site = find(wish)
            .or_else(|| find(Wish::None))
            .ok_or(ArchiveError::NoRoom { what: "a drift away from ports and from other drifts" })?;
        let number = u32::try_from(self.all.len()).expect("there are some hundreds of drifts");
        for hour in self.hours(site.start - CLEARANCE_MS, site.end + CLEARANCE_MS) {
            self.by_hour[hour].push(number);
        }
        self.all.push(site);
        Ok(number)
    }

    fn has_room_for(&self, site: &Site, sea: &Sea) -> bool {
        let half_way = site.from.metres_to(site.to) / 2.0;
        let middle = site.from.between(site.to, 0.5);
        let is_off_ports = sea.ports.iter().all(|p| p.metres_to(middle) > FROM_PORT_M + half_way);
        let margin = 3 * HOUR;
        let is_alone = self.all.iter().all(|other| {
            let other_half = other.from.metres_to(other.to) / 2.0;
            !other.overlaps(site.start - margin, site.end + margin)
                || other.from.between(other.to, 0.5).metres_to(middle) > FROM_OTHER_M + half_way + other_half
        });
        let is_heard = sea.outages.iter().all(|o| o.1 <= site.start - HOUR || site.end + HOUR <= o.0);
        is_off_ports && is_alone && is_heard
    }

    /// The hours that a stretch of time touches.
    fn hours(&self, start: Ms, end: Ms) -> std::ops::Range<usize> {
        let last = self.by_hour.len();
        let hour = |time: Ms| usize::try_from(time.max(0) / HOUR).unwrap_or(last).min(last);
        hour(start)..(hour(end) + 1).min(last)
    }

    /// True if a hull that goes straight from one point to another stays clear of the drifts of others.
    pub(super) fn is_clear(&self, hull: u32, (start, from): (Ms, Point), (end, to): (Ms, Point)) -> bool {
        let place = |time: Ms| from.between(to, (time - start) as f64 / (end - start).max(1) as f64);
        let mut hours = self.hours(start, end).flat_map(|hour| &self.by_hour[hour]);
        hours.all(|number| {
            let site = &self.all[*number as usize];
            let first = start.max(site.start - CLEARANCE_MS);
            let last = end.min(site.end + CLEARANCE_MS);
            if first >= last || site.hulls.contains(&hull) {
                return true;
            }
            let seen = |time: Ms| place(time).from(site.middle_at(time));
            nearest_to_origin(seen(first), seen(last)) > CLEARANCE_M
        })
    }
}

/// One draw of a drift; `None` if it does not fit the archive.
fn drawn(kind: SiteKind, hulls: [u32; 2], wish: Wish, sea: &Sea, random: &mut Random) -> Option<Site> {
    let (hours, metres) = kind.ranges();
    let longest_h = sea.length as f64 / HOUR as f64 / 5.0;
    let duration = (random.between(hours[0], hours[1].min(longest_h.max(hours[0]))) * HOUR as f64) as Ms;
    let duration = duration / 1000 * 1000;
    let margin = sea.length / 16;
    let latest = sea.length - margin - duration;
    let mut start = (random.between(margin as f64, latest as f64) as Ms) / 1000 * 1000;
    if wish == Wish::Midnight {
        let middle = start + duration / 2;
        start = sea.midnight_near(middle) - (random.between(0.3, 0.7) * duration as f64) as Ms / 1000 * 1000;
    }
    let mut middle = sea.point(random, 0.85);
    if wish == Wish::Meridian {
        middle.lon_deg = sea.meridian_180();
    }
    let drift_m = random.between(0.2, 0.9) * 1852.0 / 3600.0 * (duration / 1000) as f64;
    // A drift over the meridian goes east or west, so that it crosses it.
    let course = if wish == Wish::Meridian {
        std::f64::consts::FRAC_PI_2 * if random.unit() < 0.5 { 1.0 } else { -1.0 }
    } else {
        random.between(0.0, std::f64::consts::TAU)
    };
    let site = Site {
        kind,
        hulls,
        start,
        end: start + duration,
        from: middle.towards(course, -drift_m / 2.0),
        to: middle.towards(course, drift_m / 2.0),
        distance_m: random.between(metres[0], metres[1]),
        bearing: random.between(0.0, std::f64::consts::TAU),
    };
    (start >= margin && start <= latest).then_some(site)
}

/// Least distance from (0, 0) of the points between two.
fn nearest_to_origin(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let square = dx * dx + dy * dy;
    let share = if square > 0.0 { (-(a.0 * dx + a.1 * dy) / square).clamp(0.0, 1.0) } else { 0.0 };
    (a.0 + share * dx).hypot(a.1 + share * dy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_point_of_a_way_may_be_an_end_or_lie_between() {
        assert!((nearest_to_origin((-3.0, 4.0), (3.0, 4.0)) - 4.0).abs() < 1e-12);
        assert!((nearest_to_origin((3.0, 4.0), (6.0, 8.0)) - 5.0).abs() < 1e-12);
        assert!((nearest_to_origin((3.0, 4.0), (3.0, 4.0)) - 5.0).abs() < 1e-12);
    }
}
