//! Ways over the sea from the loading place to the ports, as polylines typed by us: where a ship is when part of a route lies behind
//! her. They keep to the sea; their lengths are scaled to the routes of the settings.

use plimsoll_model::Position;

/// Corners of each way, degrees north and east, from the loading place out; by name of the port.
const WAYS: [(&str, &[(f64, f64)]); 4] = [
    ("Chongjin", &[(42.744, 133.078), (42.62, 133.03), (42.30, 132.6), (41.72, 130.2), (41.760, 129.828)]),
    (
        "Hungnam",
        &[
            (42.744, 133.078),
            (42.62, 133.03),
            (42.0, 132.2),
            (39.85, 128.3),
            (39.78, 127.75),
            (39.825, 127.625),
        ],
    ),
    (
        "Wonsan",
        &[
            (42.744, 133.078),
            (42.62, 133.03),
            (42.0, 132.2),
            (39.60, 128.4),
            (39.25, 127.75),
            (39.170, 127.462),
        ],
    ),
    (
        "Nampo",
        &[
            (42.744, 133.078),
            (42.62, 133.03),
            (40.0, 131.4),
            (36.6, 130.3),
            (35.0, 129.6),
            (34.1, 128.4),
            (33.2, 127.4),
            (32.9, 126.3),
            (33.8, 125.0),
            (36.5, 124.5),
            (38.2, 124.4),
            (38.55, 124.9),
            (38.700, 125.385),
        ],
    ),
];

/// Where a ship is, and which way she heads, when a share of the way to a port lies behind her; degrees true.
pub(super) fn on_way(port: &str, share: f64) -> (Position, f64) {
    let corners = WAYS.iter().find(|(name, _)| *name == port).map_or(WAYS[3].1, |(_, corners)| *corners);
    along(corners, share)
}

/// A share along a polyline.
pub(super) fn along(corners: &[(f64, f64)], share: f64) -> (Position, f64) {
    let legs: Vec<f64> = corners.windows(2).map(|pair| leg(pair[0], pair[1]).0).collect();
    let mut left = share.clamp(0.0, 1.0) * legs.iter().sum::<f64>();
    let mut at = 0;
    while at + 1 < legs.len() && left > legs[at] {
        left -= legs[at];
        at += 1;
    }
    let (a, b) = (corners[at], corners[at + 1]);
    let part = (left / legs[at]).clamp(0.0, 1.0);
    let position = Position::from_lat_lon(a.0 + part * (b.0 - a.0), a.1 + part * (b.1 - a.1));
    (position.expect("between two places that are on the Earth"), leg(a, b).1)
}

/// Length in degrees of latitude, and course.
fn leg(a: (f64, f64), b: (f64, f64)) -> (f64, f64) {
    let north = b.0 - a.0;
    let east = (b.1 - a.1) * ((a.0 + b.0) / 2.0).to_radians().cos();
    (north.hypot(east), east.atan2(north).to_degrees().rem_euclid(360.0))
}

/// Length of a polyline, nautical miles.
pub(super) fn length_nm(corners: &[(f64, f64)]) -> f64 {
    60.0 * corners.windows(2).map(|pair| leg(pair[0], pair[1]).0).sum::<f64>()
}
