//! The piece of sea in which an archive plays, and its time.

use super::plane::{Point, metres_per_degree};
use super::{ArchiveError, ArchiveParams, DAY, HOUR, Ms};
use crate::random::Random;

/// Half the extent of the sea, north to south and west to east, m.
const HALF_HEIGHT_M: f64 = 275_000.0;
const HALF_WIDTH_M: f64 = 400_000.0;
/// Least distance between two ports.
const BETWEEN_PORTS_M: f64 = 25_000.0;
/// Ships a port, about.
const SHIPS_PER_PORT: u32 = 75;

/// Where and when.
#[derive(Clone, Debug)]
pub(super) struct Sea {
    centre: Point,
    half_lat_deg: f64,
    half_lon_deg: f64,
    /// The ports; number 0, 3, 6, ... lie in the western third, 1, 4, 7, ... in the middle, the others in the east.
    pub(super) ports: Vec<Point>,
    /// Length of the archive.
    pub(super) length: Ms,
    /// Times in which nobody listens, in order.
    pub(super) outages: Vec<(Ms, Ms)>,
    /// Time of day at which the archive begins.
    start_of_day: Ms,
}

impl Sea {
    pub(super) fn new(params: &ArchiveParams, random: &mut Random) -> Result<Self, ArchiveError> {
        let centre = Point { lat_deg: params.centre.lat_deg(), lon_deg: params.centre.lon_deg() };
        let scale = metres_per_degree(centre.lat_deg);
        let length = (params.days * DAY as f64) as Ms / 1000 * 1000;
        let mut sea = Self {
            centre,
            half_lat_deg: HALF_HEIGHT_M / scale.north,
            half_lon_deg: HALF_WIDTH_M / scale.east,
            ports: Vec::new(),
            length,
            outages: Vec::new(),
            start_of_day: params.start.as_millisecond().rem_euclid(DAY),
        };
        sea.outages = sea.draw_outages(random);
        for number in 0..(params.vessels / SHIPS_PER_PORT).clamp(12, 90) {
            let port = sea.new_port(number, random)?;
            sea.ports.push(port);
        }
        Ok(sea)
    }

    fn new_port(&self, number: u32, random: &mut Random) -> Result<Point, ArchiveError> {
        let third = f64::from(number % 3) - 1.0; // -1 west, 0 middle, 1 east
        let drawn = (0..super::sites::TRIES).map(|_| {
            let at = self.point(random, 0.92);
            let across = (at.lon_deg - self.centre.lon_deg) / self.half_lon_deg; // -0.92 to 0.92
            let lon_deg = self.centre.lon_deg + (across / 0.92 * 0.3 + third * 0.62) * self.half_lon_deg;
            Point { lon_deg, ..at }
        });
        drawn
            .into_iter()
            .find(|at| self.ports.iter().all(|p| p.metres_to(*at) > BETWEEN_PORTS_M))
            .ok_or(ArchiveError::NoRoom { what: "a port away from others" })
    }

    /// Any point of the sea, not beyond a share of its half extent.
    pub(super) fn point(&self, random: &mut Random, share: f64) -> Point {
        Point {
            lat_deg: self.centre.lat_deg + self.half_lat_deg * random.between(-share, share),
            lon_deg: self.centre.lon_deg + self.half_lon_deg * random.between(-share, share),
        }
    }

    /// The 180th meridian, counted as the points of the sea are.
    pub(super) fn meridian_180(&self) -> f64 {
        if self.centre.lon_deg < 0.0 { -180.0 } else { 180.0 }
    }

    /// True if the 180th meridian lies well within the sea.
    pub(super) fn holds_180(&self) -> bool {
        (self.meridian_180() - self.centre.lon_deg).abs() < 0.8 * self.half_lon_deg
    }

    /// True if a midnight (UTC) lies well within the archive.
    pub(super) fn holds_midnight(&self) -> bool {
        let first = self.midnight_near(self.length / 5 + DAY / 2);
        (self.length / 5..self.length * 4 / 5).contains(&first)
    }

    /// The times in which the feed is silent: one of seven and a half hours, or a tenth of a short archive; a second,
    /// of two hours, in an archive of a week or more. Midnights stay clear where they can, for the encounter over one.
    fn draw_outages(&self, random: &mut Random) -> Vec<(Ms, Ms)> {
        let share = |from: f64, to: f64, random: &mut Random| {
            (self.length as f64 * random.between(from, to)) as Ms / 1000 * 1000
        };
        let long = (7 * HOUR + HOUR / 2).min(self.length / 10_000 * 1000);
        let mut start = share(0.2, 0.65, random);
        for _ in 0..100 {
            let midnight = self.midnight_near(start + long / 2);
            if midnight + 5 * HOUR < start || start + long + 5 * HOUR < midnight {
                break;
            }
            start = share(0.2, 0.65, random);
        }
        let mut outages = vec![(start, start + long)];
        if self.length >= 7 * DAY {
            let second = share(0.75, 0.85, random);
            outages.push((second, second + 2 * HOUR));
        }
        outages
    }

    /// The midnight (UTC) next to a time, or the first in the archive.
    pub(super) fn midnight_near(&self, time: Ms) -> Ms {
        (time + self.start_of_day + DAY / 2).div_euclid(DAY).max(1) * DAY - self.start_of_day
    }
}
