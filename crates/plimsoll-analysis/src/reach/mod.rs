//! Where a silent ship can have been: could she have called at a place between her last report and her next, and what would
//! refute it?
//!
//! Method page: `docs/methods/reachable-set.md`. A space-time prism (Hägerstrand 1970) over water: what she can reach from the
//! one end in time to be at the other. Lengths of ways are lower bounds, speeds upper ones, so that a call that happened is
//! never ruled out.

mod prism;
mod speed;

pub use speed::{TopSpeed, top_speed};

use crate::routes::{Field, NAUTICAL_MILE_M, Router, Way};
use jiff::{SignedDuration, Timestamp};
use plimsoll_model::evidence::Key;
use plimsoll_model::{Gap, Place, Position, Reach, Reachable, RecordId, RecordKind};

/// How reachable sets are drawn, section `[reach]`.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReachParams {
    /// No ship goes faster than so many times her service speed.
    pub service_factor: f64,
    /// Nor faster than this share of her own reports under way.
    pub own_share: f64,
    /// With fewer reports under way than this her own speed is not known.
    pub least_own_reports: u64,
    /// A ship faster than this is under way, kn.
    pub under_way_kn: f64,
    /// Taken where neither is known, kn.
    pub unknown_speed_kn: f64,
    /// Current that helps or hinders all the way, kn.
    pub current_kn: f64,
    /// The least stay that makes a call, h.
    pub stay_h: f64,
    /// The way found over the grid, times this, is taken for a lower bound.
    pub way_factor: f64,
    /// Gaps shorter than this are not asked, h.
    pub least_gap_h: f64,
    /// Side of a cell of the sea that is drawn for ways, degrees.
    pub cell_deg: f64,
    /// Side of a cell of the sea that is drawn for outlines, degrees.
    pub ring_cell_deg: f64,
    /// What is drawn around places and ends of gaps, degrees.
    pub margin_deg: f64,
    /// Ends of gaps farther than this from every place are not drawn, and straight lines are taken, degrees of latitude.
    pub most_extent_deg: f64,
    /// Outlines are drawn for so many gaps, those most likely on purpose first.
    pub most_rings: u32,
}

/// The sea of a case, in fine cells for ways and in coarse ones for outlines. Without: straight lines, which are shorter than any
/// way, so that nothing true is ruled out.
#[derive(Debug, Default)]
pub struct Sea {
    fine: Option<Router>,
    coarse: Option<Router>,
}

impl Sea {
    /// Of routers.
    pub const fn new(fine: Option<Router>, coarse: Option<Router>) -> Self {
        Self { fine, coarse }
    }
}

/// A place, with the lengths of all ways to it.
#[derive(Debug)]
pub struct Target<'a> {
    name: &'a str,
    at: Position,
    fine: Option<Field>,
    coarse: Option<Field>,
}

impl<'a> Target<'a> {
    /// A place with an extent; `None` for one without.
    pub fn new(place: &'a Place, sea: &Sea) -> Option<Self> {
        let at = place.area.as_ref()?.centre();
        let field = |router: &Option<Router>| router.as_ref().and_then(|r| r.field(at, Way::Shortest).ok());
        Some(Self { name: &place.name, at, fine: field(&sea.fine), coarse: field(&sea.coarse) })
    }

    /// Its name.
    pub const fn name(&self) -> &'a str {
        self.name
    }

    /// A lower bound of the way between it and a position, m.
    fn metres(&self, sea: &Sea, from: Position, params: &ReachParams) -> f64 {
        let straight = from.distance_to(self.at).to_metres();
        let over_water = sea.fine.as_ref().zip(self.fine.as_ref()).and_then(|(r, f)| r.length_to(f, from));
        over_water.map_or(straight, |way| (way.to_metres() * params.way_factor).max(straight))
    }
}

/// Could she have called at the place in the gap? `with_ring`: the outline is drawn too, if she could.
pub fn reach(
    gap: &Gap,
    target: &Target<'_>,
    speed: &TopSpeed,
    sea: &Sea,
    params: &ReachParams,
    with_ring: bool,
) -> Reach {
    let there = target.metres(sea, gap.off_position, params);
    let back = target.metres(sea, gap.on_position, params);
    let whole = gap.period.duration().as_secs_f64() / 3600.0;
    let hours = |metres: f64, kn: f64| if kn > 0.0 { metres / NAUTICAL_MILE_M / kn } else { f64::INFINITY };
    let (fast, slow) = (speed.kn + params.current_kn, speed.kn - params.current_kn);
    let slack = whole - params.stay_h - hours(there + back, fast);
    let against = whole - params.stay_h - hours(there + back, slow);
    let reachable = match (slack >= 0.0, against >= 0.0) {
        (true, true) => Reachable::Yes,
        (true, false) => Reachable::WithCurrent,
        (false, _) => Reachable::No,
    };
    let is_possible = reachable != Reachable::No;
    let from_start = |h: f64| after(gap.period.start(), h);
    let latest_sailing = after(gap.period.end(), -hours(back, fast)).filter(|_| is_possible);
    let mut row = Reach {
        id: RecordId::of(RecordKind::Reach, &[Key::Id(gap.id), Key::Text(target.name)]),
        gap: gap.id,
        mmsi: gap.mmsi,
        place: target.name.to_owned(),
        period: gap.period,
        there_nm: there / NAUTICAL_MILE_M,
        back_nm: back / NAUTICAL_MILE_M,
        speed_kn: speed.kn,
        speed_basis: speed.basis.clone(),
        stay_h: params.stay_h,
        reachable,
        slack_h: bounded(slack),
        slack_against_h: bounded(against),
        latest_departure: from_start(slack).filter(|_| is_possible),
        latest_sailing,
        sea_nm2: None,
        call_sea_nm2: None,
        refuted_by: String::new(),
        ring: Vec::new(),
        parents: vec![gap.id],
    };
    if is_possible && with_ring {
        draw(gap, target, fast, sea, params, &mut row);
    }
    row.refuted_by = words(&row, from_start(hours(there, fast)), gap);
    row
}

/// Draws the sea that she can have seen.
fn draw(gap: &Gap, target: &Target<'_>, kn: f64, sea: &Sea, params: &ReachParams, row: &mut Reach) {
    let (Some(router), Some(place)) = (&sea.coarse, &target.coarse) else { return };
    let ends = [gap.off_position, gap.on_position].map(|end| router.field(end, Way::Shortest));
    let [Ok(off), Ok(on)] = ends else { return };
    let hours = gap.period.duration().as_secs_f64() / 3600.0;
    let budget = prism::Budget {
        all_m: hours * kn * NAUTICAL_MILE_M / params.way_factor,
        call_m: (hours - params.stay_h) * kn * NAUTICAL_MILE_M / params.way_factor,
    };
    let ways = prism::Ways {
        off: &off,
        on: &on,
        place,
        there_m: router.length_to(place, gap.off_position).map_or(f64::INFINITY, |l| l.to_metres()),
        back_m: router.length_to(place, gap.on_position).map_or(f64::INFINITY, |l| l.to_metres()),
    };
    let found = prism::prism(router, &ways, &budget);
    row.sea_nm2 = Some(found.sea_nm2);
    row.call_sea_nm2 = Some(found.call_nm2);
    row.ring = found.ring;
}

fn words(row: &Reach, earliest_arrival: Option<Timestamp>, gap: &Gap) -> String {
    let stamp = |time: Timestamp| time.strftime("%Y-%m-%d %H:%MZ").to_string();
    let (from, to) = (stamp(gap.period.start()), stamp(gap.period.end()));
    let Some((arrival, sailing)) = earliest_arrival.zip(row.latest_sailing) else {
        return format!(
            "Out of reach: {:.0} h are missing at {:.1} kn with the current; faster or a shorter stay would be needed.",
            -row.slack_h, row.speed_kn
        );
    };
    let mut text = format!(
        "Not seen in a clear view of {} from {} to {}, or seen elsewhere later than {} before any call: no call.",
        row.place,
        stamp(arrival),
        stamp(sailing),
        row.latest_departure.map_or_else(|| to.clone(), stamp),
    );
    if let Some((sea, call)) = row.sea_nm2.zip(row.call_sea_nm2)
        && !row.ring.is_empty()
    {
        text += &format!(
            " Seen from {from} to {to} outside the ring, at any hour: no call. She could see {sea:.0} square nautical miles at all, {call:.0} if she called."
        );
    }
    text
}

fn after(time: Timestamp, hours: f64) -> Option<Timestamp> {
    hours
        .is_finite()
        .then(|| SignedDuration::try_from_secs_f64(hours * 3600.0).ok())
        .flatten()
        .and_then(|d| time.checked_add(d).ok())
}

/// Hours within ten thousand years, so that a table can hold them.
const fn bounded(hours: f64) -> f64 {
    hours.clamp(-8.8e7, 8.8e7)
}
