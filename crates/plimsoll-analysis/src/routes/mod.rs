//! A way over the sea: the shortest, and one that keeps off the coast as ships do.
//!
//! Method page: `docs/methods/routes.md`. Land becomes a grid of cells; open sea is taken in large blocks, sea near land in
//! single cells; a search over the blocks draws straight legs wherever the water lets it (lazy Theta*, Nash, Koenig and Tovey
//! 2010), and the string is then pulled tight. Lengths are sums of geodesics between the turning points.

mod grid;
mod line;
mod search;
mod tighten;

pub use search::Field;

use crate::chord::Spot;
use grid::Grid;
use plimsoll_model::{Area, Bounds, Length, Position, Speed};

/// What a ship keeps off a coast that is closed to her; an entry of `wide_berths` in section `[routes]`.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WideBerth {
    /// Which coast, for a person.
    pub name: String,
    /// Southern edge of the box in which it holds, deg.
    pub south_deg: f64,
    /// Northern edge, deg.
    pub north_deg: f64,
    /// Western edge, deg.
    pub west_deg: f64,
    /// Eastern edge, deg.
    pub east_deg: f64,
    /// What is kept off every coast in the box, nautical miles.
    pub off_nm: f64,
    /// A mile right at the coast costs as much as so many at sea, falling to 1 at `off_nm`.
    pub cost: f64,
}

impl WideBerth {
    fn holds(&self, lat_deg: f64, lon_deg: f64) -> bool {
        let bounds = Bounds {
            south_deg: self.south_deg,
            north_deg: self.north_deg,
            west_deg: self.west_deg,
            east_deg: self.east_deg,
        };
        let lon = (lon_deg + 540.0).rem_euclid(360.0) - 180.0;
        Position::from_lat_lon(lat_deg, lon).is_ok_and(|p| bounds.contains(p))
    }
}

/// How routes are drawn, section `[routes]`.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RouteParams {
    /// Side of a cell near the coast, degrees of latitude.
    pub cell_deg: f64,
    /// Most cells of a grid; a larger sea is drawn in larger cells.
    pub most_cells: u32,
    /// A port that lies on land by the coastline at hand is joined to the nearest sea within this, nautical miles.
    pub harbour_nm: f64,
    /// What a practical route keeps off the coast where it can, nautical miles.
    pub off_coast_nm: f64,
    /// A mile right at the coast costs a practical route as much as this many miles at sea.
    pub coast_cost: f64,
    /// Coasts that get a wider berth.
    pub wide_berths: Vec<WideBerth>,
}

/// Which way is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// The shortest over water.
    Shortest,
    /// One that keeps off the coast, and farther off the coasts with a wide berth.
    Practical,
}

/// A route.
#[derive(Clone, Debug, PartialEq)]
pub struct Route {
    /// From start to end, with every turning point.
    pub waypoints: Vec<Position>,
    /// Sum of the geodesics between them.
    pub distance: Length,
    /// How much of it joins the two ends to the nearest cell of sea: where the coastline is too coarse for a harbour.
    pub harbour: Length,
}

impl Route {
    /// How long it takes, h; infinite at no speed.
    pub fn hours(&self, speed: Speed) -> f64 {
        hours_for(self.distance.to_metres(), speed)
    }
}

/// Hours for a way of so many metres; infinite at no speed.
pub(crate) fn hours_for(metres: f64, speed: Speed) -> f64 {
    let rate = speed.to_metres_per_second();
    if rate > 0.0 { metres / rate / 3600.0 } else { f64::INFINITY }
}

/// Why there is no route.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum RouteError {
    /// A parameter is no sound number.
    #[error("`{name}` is {value}, expected {expected}")]
    Parameter {
        /// Which.
        name: &'static str,
        /// What it is.
        value: f64,
        /// What it must be.
        expected: &'static str,
    },
    /// Cells between meridians are no cells near a pole.
    #[error("latitude {lat_deg} is too near a pole for a grid between meridians, expected -80 to 80")]
    NearPole {
        /// The latitude.
        lat_deg: f64,
    },
    /// An end lies outside the sea that was drawn.
    #[error("{lat_deg}, {lon_deg} lies outside the sea that was drawn")]
    Outside {
        /// Latitude.
        lat_deg: f64,
        /// Longitude.
        lon_deg: f64,
    },
    /// An end lies inland.
    #[error("there is no open sea within {harbour_nm} nautical miles of {lat_deg}, {lon_deg}")]
    Inland {
        /// Latitude.
        lat_deg: f64,
        /// Longitude.
        lon_deg: f64,
        /// Within what was looked.
        harbour_nm: f64,
    },
    /// No water joins the two ends.
    #[error("no water joins the two ends inside the sea that was drawn")]
    Apart,
}

/// Metres of a nautical mile.
pub const NAUTICAL_MILE_M: f64 = 1852.0;

/// The sea between some bounds, ready for routes.
#[derive(Clone, Debug)]
pub struct Router {
    grid: Grid,
    params: RouteParams,
}

impl Router {
    /// The sea inside `bounds` that `land` leaves. `bounds` may lie over the 180th meridian. Memory: about five bytes for
    /// each of at most `most_cells` cells.
    pub fn new(land: &[Area], bounds: Bounds, params: &RouteParams) -> Result<Self, RouteError> {
        check(params)?;
        let grid = Grid::new(land, bounds, params)?;
        Ok(Self { grid, params: params.clone() })
    }

    /// A route between two positions.
    pub fn route(&self, from: Position, to: Position, way: Way) -> Result<Route, RouteError> {
        // Outside goes before inland: it says more.
        self.inside(from)?;
        self.inside(to)?;
        let (start, end) = (self.harbour(from)?, self.harbour(to)?);
        let between = if start == end {
            vec![self.grid.centre(start)]
        } else {
            let path = search::path(&self.grid, start, end, way).ok_or(RouteError::Apart)?;
            tighten::tightened(&self.grid, path, way)
        };
        Ok(self.finished(from, to, between))
    }

    /// The way lengths from a position to all of the sea: for reachable sets, whose every cell is asked for.
    pub fn field(&self, from: Position, way: Way) -> Result<Field, RouteError> {
        let start = self.harbour(from)?;
        // A place at sea is its own start; one that the coastline closes is joined to the middle of the nearest sea.
        if self.grid.is_sea_at(from) {
            return Ok(search::field(&self.grid, (start, Spot::of(from)), 0.0, way));
        }
        let joined = from.distance_to(self.grid.centre(start)).to_metres();
        Ok(search::field(&self.grid, (start, self.grid.spot(start)), joined, way))
    }

    /// The shortest way length from a field to a position, by the last turns of ways thereabout, or by the cell nearest to it; `None` if no water joins them.
    pub fn length_to(&self, field: &Field, to: Position) -> Option<Length> {
        let cell = self.harbour(to).ok()?;
        if self.grid.is_sea_at(to)
            && let Some(metres) = field.metres_to(&self.grid, cell, Spot::of(to))
        {
            return Some(Length::metres(metres));
        }
        let rest = to.distance_to(self.grid.centre(cell)).to_metres();
        field.metres_at(cell).map(|metres| Length::metres(metres + rest))
    }

    /// The squares of sea that the search knows, as centre, half side north-south in degrees, half side east-west.
    pub fn squares(&self) -> impl Iterator<Item = Square> + '_ {
        (0..self.grid.blocks()).map(|block| self.grid.square(block))
    }

    /// Side of the smallest cell, degrees of latitude, after `most_cells`.
    pub fn cell_deg(&self) -> f64 {
        self.grid.step_deg()
    }

    /// How far a position lies from the nearest cell of land; `None` outside the sea that was drawn.
    pub fn off_coast(&self, position: Position) -> Option<Length> {
        self.grid.cell_of(position).map(|cell| Length::metres(self.grid.off_m(cell)))
    }

    /// Fails where a position lies outside the sea that was drawn.
    fn inside(&self, position: Position) -> Result<(), RouteError> {
        let (lat_deg, lon_deg) = (position.lat_deg(), position.lon_deg());
        let is_inside = self.grid.cell_of(position).is_some();
        if is_inside { Ok(()) } else { Err(RouteError::Outside { lat_deg, lon_deg }) }
    }

    /// The nearest cell of the open sea.
    fn harbour(&self, position: Position) -> Result<usize, RouteError> {
        self.inside(position)?;
        let (lat_deg, lon_deg) = (position.lat_deg(), position.lon_deg());
        let harbour_nm = self.params.harbour_nm;
        self.grid.nearest_sea(position, harbour_nm * NAUTICAL_MILE_M).ok_or(RouteError::Inland {
            lat_deg,
            lon_deg,
            harbour_nm,
        })
    }

    /// Joins the ends; an end whose own cell is sea takes the place of that cell's centre.
    fn finished(&self, from: Position, to: Position, mut between: Vec<Position>) -> Route {
        let mut harbour = 0.0;
        let ends = [(from, between.first().copied()), (to, between.last().copied())];
        for (end, joined) in ends {
            if let Some(joined) = joined
                && !self.grid.is_sea_at(end)
            {
                harbour += end.distance_to(joined).to_metres();
            }
        }
        if self.grid.is_sea_at(to) {
            between.pop();
        }
        if self.grid.is_sea_at(from) && !between.is_empty() {
            between.remove(0);
        }
        between.insert(0, from);
        between.push(to);
        between.dedup();
        let metres = between.windows(2).map(|leg| leg[0].distance_to(leg[1]).to_metres()).sum();
        Route { waypoints: between, distance: Length::metres(metres), harbour: Length::metres(harbour) }
    }
}

/// A square of sea in latitude and longitude.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Square {
    /// Its middle.
    pub centre: Position,
    /// Half its side from south to north, deg.
    pub half_lat_deg: f64,
    /// Half its side from west to east, deg.
    pub half_lon_deg: f64,
}

/// The sea to draw for some positions: a box around them with a margin on each side, between 80 S and 80 N. It goes the
/// shorter way round the Earth.
pub fn bounds_around(positions: &[Position], margin_deg: f64) -> Option<Bounds> {
    let first = positions.first()?;
    let near = |p: &Position| {
        let east = (p.lon_deg() - first.lon_deg() + 540.0).rem_euclid(360.0) - 180.0;
        (p.lat_deg(), east)
    };
    let (mut south, mut north, mut west, mut east) = (f64::MAX, f64::MIN, 0.0_f64, 0.0_f64);
    for (lat, lon) in positions.iter().map(near) {
        south = south.min(lat);
        north = north.max(lat);
        west = west.min(lon);
        east = east.max(lon);
    }
    let turned = |lon: f64| (lon + 540.0).rem_euclid(360.0) - 180.0;
    let wide = (east - west + 2.0 * margin_deg).min(359.0);
    let west_deg = first.lon_deg() + (east + west) / 2.0 - wide / 2.0;
    Some(Bounds {
        south_deg: (south - margin_deg).max(-grid::MOST_LAT_DEG),
        north_deg: (north + margin_deg).min(grid::MOST_LAT_DEG),
        west_deg: turned(west_deg),
        east_deg: turned(west_deg + wide),
    })
}

fn check(params: &RouteParams) -> Result<(), RouteError> {
    let positive = [("cell_deg", params.cell_deg), ("most_cells", f64::from(params.most_cells))];
    for (name, value) in positive {
        if !(value > 0.0 && value.is_finite()) {
            return Err(RouteError::Parameter { name, value, expected: "more than 0" });
        }
    }
    let not_negative = [("harbour_nm", params.harbour_nm), ("off_coast_nm", params.off_coast_nm)];
    for (name, value) in
        not_negative.into_iter().chain(params.wide_berths.iter().map(|b| ("off_nm", b.off_nm)))
    {
        if !(value >= 0.0 && value.is_finite()) {
            return Err(RouteError::Parameter { name, value, expected: "0 or more" });
        }
    }
    let costs = std::iter::once(("coast_cost", params.coast_cost));
    for (name, value) in costs.chain(params.wide_berths.iter().map(|b| ("cost", b.cost))) {
        if !(value >= 1.0 && value.is_finite()) {
            return Err(RouteError::Parameter { name, value, expected: "1 or more" });
        }
    }
    Ok(())
}
