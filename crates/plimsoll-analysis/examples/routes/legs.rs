//! The legs from Vostochny, and the waypoints that were plotted by hand for each: points in clear water read off a chart of the
//! region, independent of the router.

use plimsoll_analysis::routes::RouteParams;
use plimsoll_model::{Area, Bounds, Position};

/// Latitude and longitude, deg.
pub(crate) type Point = (f64, f64);

/// The Eastern Sea, the Yellow Sea and the straits between.
pub(crate) const SEA: Bounds = Bounds { south_deg: 31.5, north_deg: 44.0, west_deg: 121.5, east_deg: 136.0 };

/// Wrangel Bay (World Port Index).
pub(crate) const VOSTOCHNY: Point = (42.75, 133.0833);

/// A port and the turning points on the way there.
pub(crate) struct Leg {
    pub(crate) name: &'static str,
    pub(crate) port: Point,
    pub(crate) inshore: &'static [Point],
    pub(crate) offshore: &'static [Point],
}

/// Out of Nakhodka Bay.
const BAY: Point = (42.70, 133.05);

pub(crate) const LEGS: [Leg; 8] = [
    Leg {
        name: "Nakhodka",
        port: (42.80, 132.8833),
        inshore: &[(42.74, 133.03)],
        offshore: &[(42.74, 133.03)],
    },
    Leg {
        name: "Slavyanka",
        port: (42.8667, 131.3833),
        inshore: &[BAY, (42.64, 132.93), (42.69, 132.3), (42.72, 131.85), (42.84, 131.52)],
        offshore: &[BAY, (42.60, 132.93), (42.65, 131.9), (42.82, 131.55)],
    },
    Leg {
        name: "Najin",
        port: (42.2333, 130.30),
        inshore: &[(42.70, 132.95), (42.16, 130.33)],
        offshore: &[BAY, (42.60, 132.93), (42.08, 130.33)],
    },
    Leg {
        name: "Chongjin",
        port: (41.7667, 129.8167),
        inshore: &[BAY, (42.62, 132.93)],
        offshore: &[BAY, (42.58, 132.90)],
    },
    Leg {
        name: "Hungnam",
        port: (39.8333, 127.6167),
        inshore: &[BAY, (42.62, 132.93), (40.80, 129.78), (40.18, 128.76), (39.92, 128.28)],
        offshore: &[BAY, (42.58, 132.90), (40.72, 129.90), (40.00, 128.70), (39.80, 128.10)],
    },
    Leg {
        name: "Wonsan",
        port: (39.1667, 127.45),
        inshore: &[BAY, (42.62, 132.93), (39.32, 127.62), (39.22, 127.50)],
        offshore: &[BAY, (42.58, 132.90), (39.40, 127.85), (39.22, 127.52)],
    },
    Leg { name: "Nampo", port: (38.7167, 125.40), inshore: &INSHORE, offshore: &OFFSHORE },
    Leg {
        name: "Songnim",
        port: (38.7333, 125.6167),
        inshore: &INSHORE_SONGNIM,
        offshore: &OFFSHORE_SONGNIM,
    },
];

/// Along the coast of the south, through the Jeju Strait: past Ulsan, Busan, the islands of the south-west, Taean, Baengnyeong.
const INSHORE: [Point; 11] = [
    (42.62, 132.93),
    (37.2, 130.2),
    (35.5, 129.6),
    (34.9, 129.05),
    (34.1, 127.4),
    (34.15, 126.2),
    (34.6, 125.75),
    (36.6, 125.8),
    (37.85, 124.55),
    (38.2, 124.55),
    (38.6, 124.95),
];

/// Far from the coasts of the south: Korea Strait, south of Jeju, 12 nautical miles off in the west, outside the islands below
/// the line.
const OFFSHORE: [Point; 11] = [
    (42.58, 132.90),
    (36.9, 130.15),
    (35.5, 129.85),
    (34.75, 129.05),
    (33.9, 128.3),
    (32.75, 126.9),
    (32.95, 125.6),
    (34.2, 124.6),
    (37.8, 124.3),
    (38.2, 124.4),
    (38.6, 124.90),
];

const INSHORE_SONGNIM: [Point; 12] = with_nampo(INSHORE);
const OFFSHORE_SONGNIM: [Point; 12] = with_nampo(OFFSHORE);

/// Songnim lies up the river from Nampo.
const fn with_nampo(way: [Point; 11]) -> [Point; 12] {
    let mut longer = [(38.7167, 125.40); 12];
    let mut at = 0;
    while at < way.len() {
        longer[at] = way[at];
        at += 1;
    }
    longer
}

/// A point as a position.
pub(crate) fn at((lat, lon): Point) -> Position {
    Position::from_lat_lon(lat, lon).expect("the points of this file are positions")
}

/// Length of the plotted way from Vostochny, nautical miles.
pub(crate) fn plotted_nm(between: &[Point], port: Point) -> f64 {
    let way: Vec<Position> =
        std::iter::once(&VOSTOCHNY).chain(between).chain([&port]).map(|point| at(*point)).collect();
    way.windows(2).map(|leg| leg[0].distance_to(leg[1]).to_metres()).sum::<f64>() / 1852.0
}

/// The land of the region, Natural Earth as the program ships it.
pub(crate) fn land() -> Vec<Area> {
    let polygons = plimsoll_report::coastline::coastline_for(SEA).polygons;
    polygons.into_iter().map(|exterior| Area::Polygon { exterior, holes: Vec::new() }).collect()
}

/// Section `[routes]` of the defaults.
pub(crate) fn params() -> RouteParams {
    let text = include_str!("../../../plimsoll-case/src/defaults.toml");
    let table: toml::Table = toml::from_str(text).expect("the defaults are TOML");
    table["routes"].clone().try_into().expect("the defaults hold `[routes]`")
}
