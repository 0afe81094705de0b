//! Where a hull is when: ports, straight legs, drifts.

use super::plane::Point;
use super::sites::{Sites, TRIES};
use super::{ArchiveError, HOUR, Ms, Sea};
use crate::random::Random;
use std::f64::consts::{FRAC_PI_4, PI};

/// Ships come to a drift from this far, straight, each from its own side.
const APPROACH_M: f64 = 20_000.0;

/// What a hull does from a waypoint on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Doing {
    /// Lies in the port with this number.
    Moored(u32),
    Sailing,
    Drifting,
}

/// A hull is at a point at a time, and does something until the next.
#[derive(Clone, Copy, Debug)]
pub(super) struct Waypoint {
    pub(super) time: Ms,
    pub(super) at: Point,
    pub(super) then: Doing,
}

/// A place of a hull in a drift: the number of the drift, and whether it is the first or second ship of it.
pub(super) type Berth = (u32, usize);

/// Who sails, and from which ports.
pub(super) struct Hull<'a> {
    pub(super) number: u32,
    pub(super) sea: &'a Sea,
    pub(super) sites: &'a Sites,
    /// The ports that it uses.
    pub(super) ports: &'a [u32],
}

impl Hull<'_> {
    /// The waypoints of a hull from before the archive to after its end.
    pub(super) fn itinerary(
        &self,
        berth: Option<Berth>,
        random: &mut Random,
    ) -> Result<Vec<Waypoint>, ArchiveError> {
        let mut way = Vec::new();
        let (port, place) = self.port(random);
        let mut start = Waypoint {
            time: -whole_seconds(random.between(0.0, 18.0)),
            at: place,
            then: Doing::Moored(port),
        };
        if let Some(berth) = berth {
            start = self.drift(berth, &mut way, random)?;
        }
        self.trade(start, &mut way, random);
        Ok(way)
    }

    /// A port, and a place in it within 1,200 m of its middle.
    fn port(&self, random: &mut Random) -> (u32, Point) {
        let port = self.ports[random.below(self.ports.len())];
        let reach = |random: &mut Random| (400.0 * random.normal()).clamp(-850.0, 850.0);
        let (east, north) = (reach(random), reach(random));
        (port, self.sea.ports[port as usize].moved(east, north))
    }

    /// From a port to a drift, through it, and on to a port; gives the arrival there.
    fn drift(
        &self,
        (site, side): Berth,
        way: &mut Vec<Waypoint>,
        random: &mut Random,
    ) -> Result<Waypoint, ArchiveError> {
        let site = &self.sites.all()[site as usize];
        let [from, to] = site.path_of(side);
        let outward = site.bearing + if side == 0 { PI } else { 0.0 };
        let come = self.way_in((site.start, from), outward, random)?;
        let moored =
            Waypoint { time: come.start.min(0) - HOUR, at: come.berth, then: Doing::Moored(come.port) };
        way.push(moored);
        way.push(Waypoint { time: come.start, at: come.berth, then: Doing::Sailing });
        way.push(Waypoint { time: come.corner.0, at: come.corner.1, then: Doing::Sailing });
        way.push(Waypoint { time: site.start, at: from, then: Doing::Drifting });
        let go = self.way_out((site.end, to), outward, random)?;
        way.push(Waypoint { time: site.end, at: to, then: Doing::Sailing });
        way.push(Waypoint { time: go.corner.0, at: go.corner.1, then: Doing::Sailing });
        Ok(Waypoint { time: go.end, at: go.berth, then: Doing::Moored(go.port) })
    }

    /// A way from a port to where a drift begins.
    fn way_in(&self, drift: (Ms, Point), outward: f64, random: &mut Random) -> Result<Way, ArchiveError> {
        self.way(random, |random| {
            let (port, berth, corner, knots) = self.draw_way(drift.1, outward, random);
            let at_corner = drift.0 - duration(corner, drift.1, knots);
            let start = at_corner - duration(berth, corner, knots);
            let legs = [((start, berth), (at_corner, corner)), ((at_corner, corner), drift)];
            (Way { port, berth, start, corner: (at_corner, corner), end: drift.0 }, legs)
        })
    }

    /// A way from where a drift ends to a port.
    fn way_out(&self, drift: (Ms, Point), outward: f64, random: &mut Random) -> Result<Way, ArchiveError> {
        self.way(random, |random| {
            let (port, berth, corner, knots) = self.draw_way(drift.1, outward, random);
            let at_corner = drift.0 + duration(drift.1, corner, knots);
            let end = at_corner + duration(corner, berth, knots);
            let legs = [(drift, (at_corner, corner)), ((at_corner, corner), (end, berth))];
            (Way { port, berth, start: drift.0, corner: (at_corner, corner), end }, legs)
        })
    }

    /// The first drawn way that is clear of the drifts of others.
    fn way(
        &self,
        random: &mut Random,
        mut draw: impl FnMut(&mut Random) -> (Way, [(Moment, Moment); 2]),
    ) -> Result<Way, ArchiveError> {
        (0..TRIES)
            .find_map(|_| {
                let (way, legs) = draw(random);
                legs.iter().all(|(a, b)| self.sites.is_clear(self.number, *a, *b)).then_some(way)
            })
            .ok_or(ArchiveError::NoRoom { what: "a way between a port and a drift" })
    }

    /// A port, a place in it, a corner off the drift on this ship's side, and a speed in knots.
    fn draw_way(&self, drift: Point, outward: f64, random: &mut Random) -> (u32, Point, Point, f64) {
        let (port, berth) = self.port(random);
        let corner = drift.towards(outward + random.between(-FRAC_PI_4, FRAC_PI_4), APPROACH_M);
        (port, berth, corner, random.between(8.0, 14.0))
    }

    /// Stays and voyages from a port on, until the archive ends.
    fn trade(&self, arrival: Waypoint, way: &mut Vec<Waypoint>, random: &mut Random) {
        let mut now = arrival;
        way.push(now);
        while now.time <= self.sea.length {
            let sails = now.time + whole_seconds(random.between(1.0, 20.0));
            let Some(next) = self.voyage((sails, now.at), random) else {
                now.time = sails; // no way is clear: she stays
                continue;
            };
            way.push(Waypoint { time: sails, at: now.at, then: Doing::Sailing });
            way.push(next);
            now = next;
        }
    }

    /// Straight to another port, clear of all drifts.
    fn voyage(&self, from: Moment, random: &mut Random) -> Option<Waypoint> {
        (0..60).find_map(|_| {
            let (port, at) = self.port(random);
            let time = from.0 + duration(from.1, at, random.between(6.0, 16.0));
            let is_far = from.1.metres_to(at) > 10_000.0;
            (is_far && self.sites.is_clear(self.number, from, (time, at))).then_some(Waypoint {
                time,
                at,
                then: Doing::Moored(port),
            })
        })
    }
}

/// Hours, in whole seconds.
fn whole_seconds(hours: f64) -> Ms {
    (hours * 3600.0) as Ms * 1000
}

/// A time and a place.
type Moment = (Ms, Point);

/// A way between a port and a drift, round a corner.
struct Way {
    port: u32,
    berth: Point,
    start: Ms,
    corner: Moment,
    end: Ms,
}

/// How long a straight leg takes, in whole seconds.
fn duration(from: Point, to: Point, knots: f64) -> Ms {
    (from.way_to(to) / (knots * 1852.0 / 3600.0)).ceil() as Ms * 1000 + 1000
}
