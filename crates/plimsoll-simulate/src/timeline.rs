//! When the invented tanker does what, and where she is.

use crate::random::Random;
use crate::track::{Track, Waypoint};
use jiff::{SignedDuration, Timestamp};
use plimsoll_model::{Area, Length, Period, Position, Speed};

/// A position typed into this file.
pub(crate) fn at(lat_deg: f64, lon_deg: f64) -> Position {
    Position::from_lat_lon(lat_deg, lon_deg).expect("the positions of the season are typed in and on Earth")
}

/// A time typed into this crate.
pub(crate) fn instant(text: &str) -> Timestamp {
    text.parse().expect("the times of the season are typed in and in RFC 3339")
}

/// The invented berth: open water of a bay on the north coast of the Courbet peninsula, Kerguelen Islands, 1.7 km
/// from the nearest shore of Natural Earth 1:10m. There is no terminal. Nobody lives there; the one station of the
/// islands, Port-aux-Français, lies 24 km to the south, on the other side of the peninsula.
pub(crate) fn grey_pier() -> Position {
    at(-49.14, 70.175)
}

/// What the demonstration case calls the terminal: a circle round the berth.
pub(crate) fn terminal() -> Area {
    Area::Circle { centre: grey_pier(), radius: TERMINAL_RADIUS }
}

/// Radius of that circle.
pub(crate) const TERMINAL_RADIUS: Length = Length::nautical_miles(1.0);

/// What happens to the tanker, in order.
#[derive(Clone, Debug)]
pub(crate) struct Timeline {
    /// First heard, far out.
    pub(crate) heard_from: Timestamp,
    /// At anchor outside the terminal.
    pub(crate) at_anchor: Period,
    /// Alongside the pier.
    pub(crate) alongside: Period,
    /// When the crew types in the new draught.
    pub(crate) draught_typed: Timestamp,
    /// The transmitter is off.
    pub(crate) silent: Period,
    /// Last heard.
    pub(crate) heard_until: Timestamp,
    /// Where she is all the while, silent or not.
    pub(crate) track: Track,
}

impl Timeline {
    /// The timeline of a seed: delays, stays and the length of the silence differ.
    pub(crate) fn new(random: &mut Random) -> Self {
        let mut log = Log::new(instant("2024-03-04T06:00:00Z"), at(-48.60, 75.30));
        log.wait_hours(random.between(0.0, 6.0));
        let heard_from = log.now();
        log.sail(11.0, &[at(-48.95, 70.75), at(-49.03, 70.30), at(-49.055, 70.215)]);
        let at_anchor = log.wait_hours(random.between(9.0, 11.0));
        log.sail(6.0, &[at(-49.10, 70.195)]);
        log.sail(2.5, &[at(-49.135, 70.178), grey_pier()]);
        let alongside = log.wait_hours(random.between(29.0, 31.0));
        log.sail(2.0, &[at(-49.135, 70.178), at(-49.10, 70.195)]);
        log.sail(9.0, &[at(-49.03, 70.30)]);
        log.sail(10.5, &[at(-48.95, 70.75), at(-48.50, 72.95)]);
        let silent = log.sail_in_hours(random.between(38.5, 41.5), at(-46.50, 79.60));
        log.sail(11.0, &[at(-46.20, 82.20)]);
        Self {
            heard_from,
            at_anchor,
            alongside,
            draught_typed: alongside.end() + hours(random.between(2.0, 4.0)),
            silent,
            heard_until: log.now(),
            track: Track::new(log.0),
        }
    }

    /// Navigational status: 1 at anchor, 5 moored, 0 under way.
    pub(crate) fn navigational_status(&self, time: Timestamp) -> u32 {
        match time {
            t if self.at_anchor.contains(t) => 1,
            t if self.alongside.contains(t) => 5,
            _ => 0,
        }
    }

    /// When the true track comes into the terminal's circle and when it leaves it, to the second.
    pub(crate) fn in_terminal(&self) -> Period {
        let area = terminal();
        let second = SignedDuration::from_secs(1);
        let inside = |t: Timestamp| self.track.position_at(t).is_some_and(|p| area.contains(p));
        let (mut start, mut end) = (self.alongside.start(), self.alongside.end());
        while inside(start - second) {
            start -= second;
        }
        while inside(end) {
            end += second;
        }
        Period::new(start, end).expect("she lies alongside for hours in between")
    }
}

/// A duration of so many hours, to the second, so that every time of the season is a whole second.
fn hours(count: f64) -> SignedDuration {
    SignedDuration::from_secs((count * 3600.0).round() as i64)
}

/// The waypoints so far; there is always one.
struct Log(Vec<Waypoint>);

impl Log {
    fn new(time: Timestamp, position: Position) -> Self {
        Self(vec![Waypoint { time, position }])
    }
    fn last(&self) -> Waypoint {
        *self.0.last().expect("a log begins with a waypoint")
    }
    fn now(&self) -> Timestamp {
        self.last().time
    }
    /// Sails to each position at a speed.
    fn sail(&mut self, knots: f64, to: &[Position]) {
        for position in to {
            let metres = self.last().position.distance_to(*position).to_metres();
            let seconds = metres / Speed::knots(knots).to_metres_per_second();
            self.sail_in_hours(seconds / 3600.0, *position);
        }
    }
    /// Sails to a position in so many hours.
    fn sail_in_hours(&mut self, count: f64, position: Position) -> Period {
        let start = self.now();
        let time = start + hours(count).max(SignedDuration::from_secs(1));
        self.0.push(Waypoint { time, position });
        Period::new(start, time).expect("at least a second was added")
    }
    /// Stays where she is.
    fn wait_hours(&mut self, count: f64) -> Period {
        self.sail_in_hours(count, self.last().position)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tanker_lies_alongside_in_the_terminal_and_nowhere_else_in_it() {
        for seed in 0..20 {
            let timeline = Timeline::new(&mut Random::new(seed, 0));
            let inside = timeline.in_terminal();
            assert!(inside.start() < timeline.alongside.start() && timeline.alongside.end() < inside.end());
            let minutes = inside.duration().as_mins() - timeline.alongside.duration().as_mins();
            assert!((20..120).contains(&minutes), "{minutes}");
            let anchor = timeline.track.position_at(timeline.at_anchor.start()).unwrap();
            assert!(!terminal().contains_within(anchor, Length::nautical_miles(3.0)));
        }
    }

    #[test]
    fn the_silence_lies_at_sea_and_spans_about_300_miles() {
        let timeline = Timeline::new(&mut Random::new(1, 0));
        let off = timeline.track.position_at(timeline.silent.start()).unwrap();
        let on = timeline.track.position_at(timeline.silent.end()).unwrap();
        let miles = off.distance_to(on).to_nautical_miles();
        assert!((280.0..320.0).contains(&miles), "{miles}");
        assert!(off.distance_to(grey_pier()).to_nautical_miles() > 100.0);
    }
}
