//! How far the places of a season lie from each other and from wherever a ship was seen, over the sea.

use plimsoll_analysis::routes::{Field, RouteParams, Router, Way};
use plimsoll_model::{Area, Bounds, Length, Position};

/// The sea of a case with a field of distances from each of its places.
pub struct Distances {
    router: Option<(Router, Vec<Option<Field>>)>,
    places: Vec<Position>,
    detour: f64,
}

/// Room about the places in which ways are looked for, degrees.
const MARGIN_DEG: f64 = 6.0;
/// What a way over the sea is longer than the geodesic, where no coastline tells: nothing, so that nothing possible is ruled out.
const NO_DETOUR: f64 = 1.0;

impl Distances {
    /// From the land of the case; without any, distances are geodesics, which are never too long.
    pub fn new(land: &[Area], places: &[Position], params: &RouteParams) -> Self {
        let around = bounds(places);
        let router = (!land.is_empty())
            .then(|| around.and_then(|bounds| Router::new(land, bounds, params).ok()))
            .flatten()
            .map(|router| {
                let fields = places.iter().map(|p| router.field(*p, Way::Practical).ok()).collect();
                (router, fields)
            });
        Self { router, places: places.to_vec(), detour: NO_DETOUR }
    }

    /// From a place to a position; the geodesic where no way is known.
    pub fn from_place(&self, place: usize, to: Position) -> Length {
        let geodesic = self.places[place].distance_to(to);
        let way = self.router.as_ref().and_then(|(router, fields)| {
            let field = fields.get(place)?.as_ref()?;
            router.length_to(field, to)
        });
        let least = Length::metres(geodesic.to_metres() * self.detour);
        way.filter(|w| w.to_metres() > least.to_metres()).unwrap_or(least)
    }

    /// Hours from a position to each place at a speed.
    pub fn hours_to(&self, from: Position, speed_kn: f64) -> Vec<f64> {
        (0..self.places.len()).map(|k| self.from_place(k, from).to_nautical_miles() / speed_kn).collect()
    }

    /// True if ways were found over the sea, not over the globe.
    pub fn knows_land(&self) -> bool {
        self.router.is_some()
    }
}

/// A box about the places with room.
fn bounds(places: &[Position]) -> Option<Bounds> {
    let lats = || places.iter().map(|p| p.lat_deg());
    let lons = || places.iter().map(|p| p.lon_deg());
    let least = |v: &mut dyn Iterator<Item = f64>| v.reduce(f64::min);
    let most = |v: &mut dyn Iterator<Item = f64>| v.reduce(f64::max);
    Some(Bounds {
        south_deg: (least(&mut lats())? - MARGIN_DEG).max(-79.0),
        north_deg: (most(&mut lats())? + MARGIN_DEG).min(79.0),
        west_deg: (least(&mut lons())? - MARGIN_DEG).max(-180.0),
        east_deg: (most(&mut lons())? + MARGIN_DEG).min(180.0 - 1e-9),
    })
}
