//! Where a ship is between waypoints.

use jiff::{SignedDuration, Timestamp};
use plimsoll_model::{Angle, Length, Position, Speed};

/// A ship passes a position at a time.
#[derive(Clone, Copy, Debug)]
pub struct Waypoint {
    /// When.
    pub time: Timestamp,
    /// Where.
    pub position: Position,
}

/// Waypoints in order of time. Between two of them latitude and longitude change evenly: near enough to a rhumb
/// line for legs of a few hundred miles.
#[derive(Clone, Debug)]
pub struct Track(Vec<Waypoint>);

impl Track {
    /// A track over waypoints; they are put in order of time.
    pub fn new(mut waypoints: Vec<Waypoint>) -> Self {
        waypoints.sort_by_key(|w| w.time);
        Self(waypoints)
    }

    /// Where the ship is; `None` outside the track's time.
    pub fn position_at(&self, time: Timestamp) -> Option<Position> {
        let next = self.0.iter().position(|w| w.time >= time)?;
        let to = self.0[next];
        if next == 0 {
            return (to.time == time).then_some(to.position);
        }
        let from = self.0[next - 1];
        let share = seconds(from.time, time) / seconds(from.time, to.time);
        let between = |a: f64, b: f64| a + (b - a) * share;
        let lat = between(from.position.lat_deg(), to.position.lat_deg());
        let lon = between(from.position.lon_deg(), to.position.lon_deg());
        Position::from_lat_lon(lat, lon).ok()
    }

    /// Speed and course over ground: from where she was half a minute ago, or is, to where she is half a minute on.
    pub fn motion_at(&self, time: Timestamp) -> Option<(Speed, Angle)> {
        let half_minute = SignedDuration::from_secs(30);
        let here = self.position_at(time)?;
        let (before, first) = self.position_at(time - half_minute).map_or((here, 0.0), |p| (p, 30.0));
        let (after, last) = self.position_at(time + half_minute).map_or((here, 0.0), |p| (p, 30.0));
        let speed =
            Speed::metres_per_second(before.distance_to(after).to_metres() / f64::max(first + last, 1.0));
        Some((speed, course(before, after)))
    }
}

/// Course from one position to another near it, true.
fn course(from: Position, to: Position) -> Angle {
    let north = to.lat_deg() - from.lat_deg();
    let east = (to.lon_deg() - from.lon_deg()) * from.lat_deg().to_radians().cos();
    Angle::degrees(east.atan2(north).to_degrees().rem_euclid(360.0))
}

/// A position moved by a few metres east and north (flat Earth, 1 minute of latitude to the nautical mile: 0.5 %).
pub fn moved(from: Position, east: Length, north: Length) -> Position {
    let lat = from.lat_deg() + north.to_nautical_miles() / 60.0;
    let lon = from.lon_deg() + east.to_nautical_miles() / 60.0 / from.lat_deg().to_radians().cos();
    Position::from_lat_lon(lat, lon).unwrap_or(from)
}

/// Seconds from one time to another.
fn seconds(from: Timestamp, to: Timestamp) -> f64 {
    to.duration_since(from).as_secs_f64()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn track() -> Track {
        let point = |time: &str, lat, lon| Waypoint {
            time: time.parse().unwrap(),
            position: Position::from_lat_lon(lat, lon).unwrap(),
        };
        Track::new(vec![
            point("2024-03-05T02:00:00Z", -49.0, 70.5),
            point("2024-03-05T00:00:00Z", -49.0, 70.0),
            point("2024-03-05T03:00:00Z", -49.0, 70.5),
        ])
    }

    #[test]
    fn a_ship_is_where_its_waypoints_say_and_nowhere_outside_them() {
        let at = |time: &str| track().position_at(time.parse().unwrap());
        assert_eq!(at("2024-03-04T23:59:59Z"), None);
        assert_eq!(at("2024-03-05T03:00:01Z"), None);
        let middle = at("2024-03-05T01:00:00Z").unwrap();
        assert!((middle.lon_deg() - 70.25).abs() < 1e-12);
    }

    #[test]
    fn half_a_degree_east_at_49_south_in_two_hours_is_ten_knots() {
        // A degree of longitude at 49 S is 73,173 m on WGS 84.
        let (speed, course) = track().motion_at("2024-03-05T01:00:00Z".parse().unwrap()).unwrap();
        assert!((speed.to_knots() - 73_173.0 / 2.0 / 2.0 / 1852.0).abs() < 0.01, "{}", speed.to_knots());
        assert!((course.to_degrees() - 90.0).abs() < 0.01);
        let (rest, _) = track().motion_at("2024-03-05T02:30:00Z".parse().unwrap()).unwrap();
        assert!(rest.to_knots() < 1e-9);
    }

    #[test]
    fn a_position_moves_by_the_metres_asked_for() {
        let from = Position::from_lat_lon(-49.14, 70.175).unwrap();
        let to = moved(from, Length::metres(300.0), Length::metres(400.0));
        let metres = from.distance_to(to).to_metres();
        assert!((metres - 500.0).abs() < 2.5, "{metres}");
    }
}
