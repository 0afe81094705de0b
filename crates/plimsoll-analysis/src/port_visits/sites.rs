//! Which place a position lies in.

use super::PortVisitParams;
use plimsoll_model::{Area, Length, Place, Position};
use std::collections::BTreeMap;

/// The places of a case that have an area, smallest first, so that the berth is found before the port around it.
#[derive(Clone, Debug)]
pub struct Sites<'a> {
    sites: Vec<Site<'a>>,
    /// Each place's name by the same in lower case.
    names: BTreeMap<String, &'a str>,
    exit_margin: Length,
}

/// A place with the circle around its area.
#[derive(Clone, Debug)]
struct Site<'a> {
    name: &'a str,
    area: &'a Area,
    centre: Position,
    reach_m: f64,
}

/// A degree of latitude is at least this long anywhere on WGS 84, m (110,574 m at the equator).
const DEGREE_OF_LATITUDE_M: f64 = 110_500.0;

impl<'a> Sites<'a> {
    /// From the places of a case.
    pub fn new(places: &'a [Place], params: &PortVisitParams) -> Self {
        let mut sites: Vec<Site<'a>> = places.iter().filter_map(Site::new).collect();
        sites.sort_by(|a, b| a.reach_m.total_cmp(&b.reach_m).then_with(|| a.name.cmp(b.name)));
        let mut names = BTreeMap::new();
        for place in places {
            names.entry(folded(&place.name)).or_insert(place.name.as_str());
        }
        Self { sites, names, exit_margin: Length::metres(params.exit_margin_m.max(0.0)) }
    }

    /// The place that a ship at a position is in, if it was in `current` before: the smallest whose area holds
    /// the position, else `current` while the position is within the exit margin of it.
    pub(super) fn locate(&self, position: Position, current: Option<&str>) -> Option<&'a str> {
        let inside = self.sites.iter().find(|s| s.contains(position)).map(|s| s.name);
        inside.or_else(|| {
            let site = self.sites.iter().find(|s| Some(s.name) == current)?;
            site.contains_within(position, self.exit_margin).then_some(site.name)
        })
    }

    /// The place's own name for one that a list gives: the same but for case and blanks at the ends, never a part.
    pub(super) fn name_of(&self, listed: &str) -> String {
        self.names.get(&folded(listed)).map_or_else(|| listed.trim().to_owned(), |name| (*name).to_owned())
    }
}

/// A name without regard to letter case and blanks at the ends.
fn folded(name: &str) -> String {
    name.trim().to_lowercase()
}

impl<'a> Site<'a> {
    /// A place with an area that holds something.
    fn new(place: &'a Place) -> Option<Self> {
        let area = place.area.as_ref()?;
        if matches!(area, Area::Polygon { exterior, .. } if exterior.is_empty()) {
            return None;
        }
        let centre = area.centre();
        let reach_m = match area {
            Area::Circle { radius, .. } => radius.to_metres(),
            Area::Polygon { exterior, .. } => {
                exterior.iter().map(|corner| centre.distance_to(*corner).to_metres()).fold(0.0, f64::max)
            }
        };
        Some(Self { name: &place.name, area, centre, reach_m })
    }

    /// False if the latitude alone puts the position further than `margin_m` outside: saves the geometry.
    fn may_hold(&self, position: Position, margin_m: f64) -> bool {
        let north_m = (position.lat_deg() - self.centre.lat_deg()).abs() * DEGREE_OF_LATITUDE_M;
        north_m <= self.reach_m + margin_m
    }

    fn contains(&self, position: Position) -> bool {
        self.may_hold(position, 0.0) && self.area.contains(position)
    }

    fn contains_within(&self, position: Position, margin: Length) -> bool {
        self.may_hold(position, margin.to_metres()) && self.area.contains_within(position, margin)
    }
}
