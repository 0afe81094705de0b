//! Which place a position lies in.

use super::PortVisitParams;
use super::shape::{Bounds, Shape};
use plimsoll_model::{Length, Place, Position};
use std::collections::BTreeMap;

/// The places of a case that have an area, smallest first, so that the berth is found before the port around it.
///
/// A position in a half degree without a place costs one bit. Elsewhere boxes and planes decide; the geodesic is asked
/// only close to an edge, and so the answer is always that of [`plimsoll_model::Area`].
#[derive(Clone, Debug)]
pub struct Sites<'a> {
    sites: Vec<Site<'a>>,
    /// Each place's name by the same in lower case.
    names: BTreeMap<String, &'a str>,
    cells: Cells,
}

/// A place with what answers quickly for its area.
#[derive(Clone, Debug)]
struct Site<'a> {
    name: &'a str,
    shape: Shape<'a>,
}

impl<'a> Sites<'a> {
    /// From the places of a case, with the margin by which a ship leaves one.
    pub fn new(places: &'a [Place], params: &PortVisitParams) -> Self {
        Self::with_margin(places, Length::metres(params.exit_margin_m))
    }

    /// From some places, each with a margin around it.
    pub fn with_margin(places: impl IntoIterator<Item = &'a Place>, margin: Length) -> Self {
        let margin_m = margin.to_metres().max(0.0);
        let (mut sites, mut names) = (Vec::new(), BTreeMap::new());
        for place in places {
            names.entry(folded(&place.name)).or_insert(place.name.as_str());
            let shape = place.area.as_ref().and_then(|area| Shape::new(area, margin_m));
            sites.extend(shape.map(|shape| Site { name: &place.name, shape }));
        }
        sites
            .sort_by(|a, b| a.shape.reach_m().total_cmp(&b.shape.reach_m()).then_with(|| a.name.cmp(b.name)));
        let cells = Cells::new(&sites);
        Self { sites, names, cells }
    }

    /// True if no place has an area.
    pub fn is_empty(&self) -> bool {
        self.sites.is_empty()
    }

    /// True if a position lies in a place or within the margin of one.
    pub fn holds(&self, position: Position) -> bool {
        self.cells.near(position).iter().any(|i| self.sites[*i as usize].shape.contains_within(position))
    }

    /// The number of the place that a ship at a position is in, if it was in `current` before: the smallest whose area
    /// holds the position, else `current` while the position is within the margin of it.
    pub(super) fn locate(&self, position: Position, current: Option<usize>) -> Option<usize> {
        let near = self.cells.near(position).iter().map(|i| *i as usize);
        let inside = near.into_iter().find(|i| self.sites[*i].shape.contains(position));
        inside.or_else(|| current.filter(|i| self.sites[*i].shape.contains_within(position)))
    }

    /// The name of a place by its number.
    pub(super) fn name(&self, site: usize) -> &'a str {
        self.sites[site].name
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

/// Half degrees of latitude and longitude.
const ROWS: usize = 360;
const COLUMNS: usize = 720;
/// A place over more half degrees than this is asked everywhere instead.
const MAX_CELLS: usize = 10_000;

/// Which places lie near a half degree.
#[derive(Clone, Debug)]
struct Cells {
    /// One bit a cell: is some place near that is not near everywhere?
    bits: Vec<u64>,
    /// Cells with a bit, in order, each with where its list begins.
    starts: Vec<(u32, u32)>,
    /// The lists: numbers of places in order.
    lists: Vec<u32>,
    /// Places that are too large for the cells: the list of all other cells.
    everywhere: Vec<u32>,
}

impl Cells {
    fn new(sites: &[Site<'_>]) -> Self {
        let (mut pairs, mut everywhere) = (Vec::new(), Vec::new());
        for (number, site) in (0u32..).zip(sites) {
            match covered(site.shape.bounds()) {
                Some(cells) => pairs.extend(cells.into_iter().map(|cell| (cell, number))),
                None => everywhere.push(number),
            }
        }
        pairs.sort_unstable();
        pairs.dedup();
        let mut cells =
            Self { bits: vec![0; ROWS * COLUMNS / 64], starts: Vec::new(), lists: Vec::new(), everywhere };
        for near in pairs.chunk_by(|a, b| a.0 == b.0) {
            cells.add(near);
        }
        cells
    }

    /// Adds a cell with the places near it.
    fn add(&mut self, near: &[(u32, u32)]) {
        let (cell, start) = (near[0].0, self.lists.len());
        self.bits[cell as usize / 64] |= 1 << (cell % 64);
        self.starts.push((cell, start as u32));
        self.lists.extend(near.iter().map(|(_, number)| *number).chain(self.everywhere.iter().copied()));
        self.lists[start..].sort_unstable();
    }

    /// The numbers of the places that may hold a position, in order.
    fn near(&self, position: Position) -> &[u32] {
        let column = (((position.lon_deg() + 180.0) * 2.0) as u32 as usize).min(COLUMNS - 1);
        let cell = row(position.lat_deg()) * COLUMNS + column;
        if self.bits[cell / 64] >> (cell % 64) & 1 == 0 {
            return &self.everywhere;
        }
        let i = self.starts.partition_point(|(c, _)| (*c as usize) < cell);
        let end = self.starts.get(i + 1).map_or(self.lists.len(), |(_, start)| *start as usize);
        &self.lists[self.starts[i].1 as usize..end]
    }
}

/// The cells that a box touches; `None` if they are too many.
fn covered(bounds: Bounds) -> Option<Vec<u32>> {
    let (south, north) = (row(bounds.south_deg), row(bounds.north_deg));
    let width = ((bounds.half_width_deg * 4.0) as usize + 2).min(COLUMNS);
    if (north - south + 1) * width > MAX_CELLS {
        return None;
    }
    let west = ((bounds.lon_deg - bounds.half_width_deg + 180.0) * 2.0).floor() as i64;
    let columns = (west..west + width as i64).map(|c| c.rem_euclid(COLUMNS as i64) as usize);
    Some(columns.flat_map(|c| (south..=north).map(move |r| (r * COLUMNS + c) as u32)).collect())
}

fn row(lat_deg: f64) -> usize {
    (((lat_deg + 90.0) * 2.0) as u32 as usize).min(ROWS - 1)
}
