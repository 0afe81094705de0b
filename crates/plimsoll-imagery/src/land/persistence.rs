//! Fixed objects learnt from a stack of scenes of one place.

use jiff::Timestamp;
use plimsoll_model::{Area, Length, Position};
use std::collections::BTreeMap;

/// Radius of the sphere on which spots are compared, m.
const RADIUS_M: f64 = 6_371_008.8;

/// Something bright in a look.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sighting {
    /// Number of the look in the stack.
    pub look: usize,
    /// Where.
    pub position: Position,
}

/// One scene of a stack.
#[derive(Clone, Debug, PartialEq)]
pub struct StackLook {
    /// When it was taken.
    pub time: Timestamp,
    /// What it covers: a ring. Empty: all of the stack's sightings.
    pub footprint: Vec<Position>,
}

/// What counts as fixed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Persistence {
    /// Sightings within this distance of their mean are of one spot, m.
    pub radius_m: f64,
    /// Bright in at least so many looks.
    pub least_looks: u32,
    /// From the first of them to the last at least so many days.
    pub least_days: f64,
    /// Bright in at least this share of all looks of the stack that cover the spot.
    pub least_share: f64,
}

/// Something that was there in most looks.
#[derive(Clone, Debug, PartialEq)]
pub struct FixedObject {
    /// A circle about the mean of its sightings.
    pub area: Area,
    /// Looks that show it.
    pub seen_looks: u32,
    /// Looks that cover it.
    pub looks: u32,
    /// The first look that shows it.
    pub first: Timestamp,
    /// The last look that shows it.
    pub last: Timestamp,
}

impl FixedObject {
    /// In words: why it is taken for fixed.
    pub fn reason(&self) -> String {
        format!(
            "bright in {} of {} looks from {} to {}",
            self.seen_looks,
            self.looks,
            self.first.strftime("%Y-%m-%d"),
            self.last.strftime("%Y-%m-%d")
        )
    }
}

#[derive(Clone, Debug, Default)]
struct Spot {
    sum: [f64; 3],
    looks: Vec<usize>,
}

fn unit(p: Position) -> [f64; 3] {
    let (lat, lon) = (p.lat_deg().to_radians(), p.lon_deg().to_radians());
    [libm::cos(lat) * libm::cos(lon), libm::cos(lat) * libm::sin(lon), libm::sin(lat)]
}

fn scaled(v: [f64; 3]) -> [f64; 3] {
    let length = (v[0] * v[0] + v[1] * v[1] + v[2] * v[2]).sqrt().max(f64::MIN_POSITIVE);
    v.map(|x| x / length)
}

fn apart_m(a: [f64; 3], b: [f64; 3]) -> f64 {
    let d = [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
    RADIUS_M * (d[0] * d[0] + d[1] * d[1] + d[2] * d[2]).sqrt()
}

impl Persistence {
    /// Which spots are bright in most looks of the stack.
    ///
    /// A spot is fixed if it is bright in at least `least_looks` looks that span `least_days` days, and in at least
    /// `least_share` of **all** looks that cover it. The last demand keeps ships out: one that comes back to the same
    /// anchorage, or another at the same berth, is away in many looks between. What was built during the stack is
    /// learnt only once it has been there for most of it. Sightings whose look the stack does not hold are left out.
    pub fn learn(&self, looks: &[StackLook], sightings: &[Sighting]) -> Vec<FixedObject> {
        let mut order: Vec<&Sighting> = sightings.iter().filter(|s| s.look < looks.len()).collect();
        order.sort_by_key(|s| (looks[s.look].time, s.look, s.position.lat_e7(), s.position.lon_e7()));
        let spots = self.gather(&order);
        let mut fixed: Vec<FixedObject> = spots.iter().filter_map(|spot| self.judge(spot, looks)).collect();
        fixed.sort_by_key(|f| (f.area.centre().lat_e7(), f.area.centre().lon_e7()));
        fixed
    }

    /// Gives each sighting to the nearest spot within the radius that has none of the same look, or begins one.
    fn gather(&self, order: &[&Sighting]) -> Vec<Spot> {
        let mut spots: Vec<Spot> = Vec::new();
        let mut cells: BTreeMap<[i64; 3], Vec<usize>> = BTreeMap::new();
        // A mean may move by less than the radius from the cell where its spot began, and so may a sighting.
        let cell = |u: [f64; 3]| u.map(|x| (x * RADIUS_M / (2.0 * self.radius_m)).floor() as i64);
        for s in order {
            let (u, [i, j, k]) = (unit(s.position), cell(unit(s.position)));
            let near = (-1..=1)
                .flat_map(|a| (-1..=1).flat_map(move |b| (-1..=1).map(move |c| [i + a, j + b, k + c])))
                .filter_map(|at| cells.get(&at))
                .flatten()
                .filter(|n| spots[**n].looks.last() != Some(&s.look))
                .map(|n| (apart_m(u, scaled(spots[*n].sum)), *n))
                .filter(|(d, _)| *d <= self.radius_m)
                .min_by(|p, q| p.0.total_cmp(&q.0).then(p.1.cmp(&q.1)));
            let n = near.map_or_else(
                || {
                    spots.push(Spot::default());
                    cells.entry([i, j, k]).or_default().push(spots.len() - 1);
                    spots.len() - 1
                },
                |(_, n)| n,
            );
            for (sum, u) in spots[n].sum.iter_mut().zip(u) {
                *sum += u;
            }
            spots[n].looks.push(s.look);
        }
        spots
    }

    fn judge(&self, spot: &Spot, looks: &[StackLook]) -> Option<FixedObject> {
        let seen = spot.looks.len() as u32;
        let first = spot.looks.iter().map(|l| looks[*l].time).min()?;
        let last = spot.looks.iter().map(|l| looks[*l].time).max()?;
        let days = last.duration_since(first).as_secs_f64() / 86_400.0;
        if seen < self.least_looks || days < self.least_days {
            return None;
        }
        let m = scaled(spot.sum);
        let lat = libm::asin(m[2].clamp(-1.0, 1.0)).to_degrees();
        let centre = Position::from_lat_lon(lat, libm::atan2(m[1], m[0]).to_degrees()).ok()?;
        let covers = |look: &StackLook| {
            look.footprint.is_empty()
                || Area::Polygon { exterior: look.footprint.clone(), holes: Vec::new() }.contains(centre)
        };
        let covering = (looks.iter().filter(|l| covers(l)).count() as u32).max(seen);
        (f64::from(seen) >= self.least_share * f64::from(covering)).then(|| FixedObject {
            area: Area::Circle { centre, radius: Length::metres(self.radius_m) },
            seen_looks: seen,
            looks: covering,
            first,
            last,
        })
    }
}
