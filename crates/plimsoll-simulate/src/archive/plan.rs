//! Everything that is decided before the first row.

use super::fleet::Particulars;
use super::itinerary::{Berth, Doing, Hull, Waypoint};
use super::schedule::Schedule;
use super::sites::{SiteKind, Sites};
use super::stream::StationRow;
use super::truth::TrueReceiver;
use super::{ArchiveError, ArchiveParams, DAY, HOUR, Ms, Sea};
use crate::random::Random;
use plimsoll_model::{Mmsi, Position};
use std::sync::Arc;

/// Repeated rows: one of so many.
pub(super) const ROWS_PER_DUPLICATE: f64 = 200.0;
const ROWS_PER_SPIKE: u64 = 20_000;
const ROWS_WITHOUT_POSITION: u64 = 50_000;
/// A report at least so often; hulls with something planted more often.
const LONGEST_INTERVAL: Ms = 20 * 60_000;
const LONGEST_INTERVAL_PLANTED: Ms = 10 * 60_000;
const SHORTEST_INTERVAL: Ms = 2_000;
/// Streams of random numbers: those of the plan, then two a hull.
const STREAM_SEA: u64 = 100;
const STREAM_ROLES: u64 = 101;
const STREAM_ODD_ROWS: u64 = 102;
const STREAM_INTERVALS: u64 = 107;
const STREAM_HULLS: u64 = 1_000;

/// The stream of random numbers of the noise of a hull.
pub(super) fn noise_stream(hull: u32) -> u64 {
    STREAM_HULLS + 2 * u64::from(hull) + 1
}

/// What befalls a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Odd {
    /// Thrown so many metres in a direction, rad.
    Thrown(f64, f64),
    NoPosition,
}

/// A hull, whole.
#[derive(Debug)]
pub(super) struct HullPlan {
    pub(super) way: Vec<Waypoint>,
    pub(super) schedule: Schedule,
    /// What it says of itself, and from when.
    pub(super) particulars: Vec<(Ms, Arc<Particulars>)>,
    /// Reports that something befalls, by their number.
    pub(super) odd: Vec<(i64, Odd)>,
}

/// What is planted in a hull.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Role {
    berth: Option<Berth>,
    pub(super) gap: Option<(Ms, Ms)>,
    /// The hull whose MMSI this one has, or that has its own; and which of the two it is.
    pub(super) shares_with: Option<(u32, usize)>,
    pub(super) is_far_apart: bool,
    pub(super) is_first_day_only: bool,
    renamed_at: Option<Ms>,
}

impl Role {
    fn is_planted(self) -> bool {
        self.berth.is_some() || self.gap.is_some() || self.shares_with.is_some() || self.renamed_at.is_some()
    }
}

/// The plan of an archive.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) sea: Sea,
    pub(super) sites: Sites,
    pub(super) roles: Vec<Role>,
    pub(super) hulls: Vec<HullPlan>,
}

impl Plan {
    pub(super) fn new(params: &ArchiveParams) -> Result<Self, ArchiveError> {
        let sea = Sea::new(params, &mut Random::new(params.seed, STREAM_SEA))?;
        let mut sites = Sites::new(sea.length);
        let roles = roles(params, &sea, &mut sites)?;
        let schedules = schedules(params, &sea, &roles)?;
        let mut plan = Self { sea, sites, roles, hulls: Vec::with_capacity(schedules.len()) };
        for (number, schedule) in (0..params.vessels).zip(schedules) {
            let hull = plan.hull(number, schedule, params)?;
            plan.hulls.push(hull);
        }
        plan.share_mmsis();
        plan.make_odd(&mut Random::new(params.seed, STREAM_ODD_ROWS));
        Ok(plan)
    }

    fn hull(
        &self,
        number: u32,
        schedule: Schedule,
        params: &ArchiveParams,
    ) -> Result<HullPlan, ArchiveError> {
        let random = &mut Random::new(params.seed, STREAM_HULLS + 2 * u64::from(number));
        let role = self.roles[number as usize];
        let all = 0..u32::try_from(self.sea.ports.len()).expect("there are at most 90 ports");
        // Two hulls with one MMSI that stay far apart: one in the west, one in the east.
        let third = role.shares_with.filter(|_| role.is_far_apart).map(|(_, which)| [0, 2][which]);
        let ports: Vec<u32> = all.filter(|port| third.is_none_or(|t| port % 3 == t)).collect();
        let hull = Hull { number, sea: &self.sea, sites: &self.sites, ports: &ports };
        let way = hull.itinerary(role.berth, random)?;
        let particulars = self.particulars(number, role, &way, &schedule, random);
        Ok(HullPlan { way, schedule, particulars, odd: Vec::new() })
    }

    /// What a hull says of itself from when on: a new draught is typed ten minutes before it leaves a port.
    fn particulars(
        &self,
        number: u32,
        role: Role,
        way: &[Waypoint],
        schedule: &Schedule,
        random: &mut Random,
    ) -> Vec<(Ms, Arc<Particulars>)> {
        let first = Particulars::new(number, role.renamed_at.is_some(), random);
        let is_told = |time: Ms| {
            let later = time + HOUR;
            (HOUR..self.sea.length - HOUR).contains(&time)
                && [time, later].iter().all(|t| schedule.silent_until(*t).is_none())
        };
        let mut changes: Vec<(Ms, Option<u32>)> = Vec::new();
        for leg in way.windows(2) {
            let time = leg[1].time - HOUR / 6;
            let draught = random.between(40.0, 120.0) as u32;
            let is_typed = random.unit() < 0.6;
            let is_port = matches!(leg[0].then, Doing::Moored(_));
            if is_port && is_typed && first.kind.is_merchant() && is_told(time) {
                changes.push((time, Some(draught)));
            }
        }
        changes.extend(role.renamed_at.map(|time| (time, None)));
        changes.sort_unstable();
        let mut said = vec![(Ms::MIN, Arc::new(first))];
        for (time, change) in changes {
            let now = &said[said.len() - 1].1;
            let next = match change {
                Some(draught_dm) if draught_dm == now.draught_dm => continue,
                Some(draught_dm) => Particulars { draught_dm, ..Particulars::clone(now) },
                None => now.renamed(number, random),
            };
            said.push((time, Arc::new(next)));
        }
        said
    }

    /// Gives the second hull of each pair the MMSI of the first.
    fn share_mmsis(&mut self) {
        for number in 0..self.hulls.len() {
            let Some((first, 1)) = self.roles[number].shares_with else { continue };
            let mmsi = self.hulls[first as usize].particulars[0].1.mmsi;
            for (_, particulars) in &mut self.hulls[number].particulars {
                *particulars = Arc::new(Particulars { mmsi, ..Particulars::clone(particulars) });
            }
        }
    }

    /// Chooses the rows that are thrown away or lose their position: never two near each other, nor at the end of a
    /// silence, nor of an MMSI that two hulls share.
    fn make_odd(&mut self, random: &mut Random) {
        let counts = self.hulls.iter().map(|h| h.schedule.heard_in(0, self.sea.length));
        let ends: Vec<u64> = counts
            .scan(0, |sum, n| {
                *sum += n;
                Some(*sum)
            })
            .collect();
        let total = *ends.last().expect("there are 60 hulls or more");
        let spikes = (total / ROWS_PER_SPIKE).max(2);
        let all = spikes + (total / ROWS_WITHOUT_POSITION).max(2);
        for nth in 0..all {
            let odd = if nth < spikes {
                Odd::Thrown(random.between(60_000.0, 500_000.0), random.between(0.0, std::f64::consts::TAU))
            } else {
                Odd::NoPosition
            };
            let drawn = (0..1_000).find_map(|_| {
                let row = (random.unit() * total as f64) as u64;
                let number = ends.partition_point(|end| *end <= row);
                let k =
                    (random.unit() * self.sea.length as f64 / self.hulls[number].schedule.interval) as i64;
                self.can_be_odd(number, k).then_some((number, k))
            });
            if let Some((number, k)) = drawn {
                self.hulls[number].odd.push((k, odd));
            }
        }
        for hull in &mut self.hulls {
            hull.odd.sort_by_key(|(k, _)| *k);
        }
    }

    /// The base stations: one at each receiver.
    pub(super) fn stations(&self) -> Vec<StationRow> {
        let station = |receiver: TrueReceiver| StationRow {
            mmsi: Mmsi::new(receiver.station_mmsi).expect("the number has seven digits"),
            position: Position::from_lat_lon(receiver.lat_deg, receiver.lon_deg)
                .expect("it was made of a position"),
        };
        self.receivers().into_iter().map(station).collect()
    }

    fn can_be_odd(&self, number: usize, k: i64) -> bool {
        let hull = &self.hulls[number];
        self.roles[number].shares_with.is_none()
            && (k - 3..=k + 3).all(|k| hull.schedule.is_heard(k))
            && hull.odd.iter().all(|(other, _)| (other - k).abs() > 10)
    }
}

/// Who does what. Every hull has one role at most.
fn roles(params: &ArchiveParams, sea: &Sea, sites: &mut Sites) -> Result<Vec<Role>, ArchiveError> {
    let random = &mut Random::new(params.seed, STREAM_ROLES);
    let mut order: Vec<u32> = (0..params.vessels).collect();
    for last in (1..order.len()).rev() {
        order.swap(last, random.below(last + 1));
    }
    let mut free = order.into_iter();
    let mut next = || free.next().expect("the roles are two fifths of the hulls");
    let mut roles = vec![Role::default(); params.vessels as usize];
    let share = |parts: u32, least: u32, most: u32| (params.vessels / parts).clamp(least, most);
    let pairs = [
        (SiteKind::Encounter, share(30, 2, 120)),
        (SiteKind::NearMiss, share(30, 2, 120)),
        (SiteKind::ShortMeeting, share(30, 2, 120)),
        (SiteKind::AlongsideOneMmsi, share(300, 1, 20)),
    ];
    for (kind, count) in pairs {
        for _ in 0..count {
            let hulls = [next(), next()];
            let site = sites.plant(kind, hulls, sea, random)?;
            for which in [0, 1] {
                let role = &mut roles[hulls[which] as usize];
                role.berth = Some((site, which));
                if kind == SiteKind::AlongsideOneMmsi {
                    role.shares_with = Some((hulls[1 - which], which));
                }
            }
        }
    }
    for _ in 0..share(60, 1, 60) {
        let hull = next();
        let site = sites.plant(SiteKind::Loitering, [hull, hull], sea, random)?;
        roles[hull as usize].berth = Some((site, 0));
    }
    for _ in 0..share(100, 1, u32::MAX) {
        let hulls = [next(), next()];
        for which in [0, 1] {
            let role = &mut roles[hulls[which] as usize];
            role.shares_with = Some((hulls[1 - which], which));
            role.is_far_apart = true;
        }
    }
    for _ in 0..share(10, 2, u32::MAX) {
        roles[next() as usize].gap = Some(silence(sea, random)?);
    }
    if sea.length >= 2 * DAY {
        for _ in 0..share(50, 1, u32::MAX) {
            roles[next() as usize].is_first_day_only = true;
        }
    }
    for _ in 0..share(100, 1, u32::MAX) {
        roles[next() as usize].renamed_at = Some(renaming(sea, random));
    }
    Ok(roles)
}

/// A silence of six hours or more, away from outages and from the ends of the archive.
fn silence(sea: &Sea, random: &mut Random) -> Result<(Ms, Ms), ArchiveError> {
    let longest_h = (0.35 * sea.length as f64 / HOUR as f64).min(24.0);
    let drawn = (0..super::sites::TRIES).find_map(|_| {
        let duration = (random.between(6.0, longest_h) * HOUR as f64) as Ms;
        let latest = sea.length * 19 / 20 - duration;
        let start = random.between(sea.length as f64 / 20.0, latest as f64) as Ms;
        let end = start + duration;
        sea.outages.iter().all(|o| o.1 + HOUR < start || end + HOUR < o.0).then_some((start, end))
    });
    drawn.ok_or(ArchiveError::NoRoom { what: "a gap of six hours beside the outage" })
}

/// When a ship changes its name: while somebody listens.
fn renaming(sea: &Sea, random: &mut Random) -> Ms {
    loop {
        let time = (sea.length as f64 * random.between(0.15, 0.85)) as Ms;
        if sea.outages.iter().all(|o| time + HOUR < o.0 || o.1 + HOUR < time) {
            return time;
        }
    }
}

/// The schedules of all hulls: intervals differ as those of an archive do, and their reports sum up to the rows.
fn schedules(params: &ArchiveParams, sea: &Sea, roles: &[Role]) -> Result<Vec<Schedule>, ArchiveError> {
    let random = &mut Random::new(params.seed, STREAM_INTERVALS);
    let drafts: Vec<_> = roles
        .iter()
        .map(|role| {
            let silences = silences(sea, *role);
            let audible = sea.length - silences.iter().map(|s| s.1 - s.0).sum::<Ms>();
            // A gamma distribution of shape 2: the sum of two exponentials.
            let weight = -(1.0 - random.unit()).ln() - (1.0 - random.unit()).ln();
            let longest = if role.is_planted() { LONGEST_INTERVAL_PLANTED } else { LONGEST_INTERVAL };
            (silences, audible as f64, weight * audible as f64, longest as f64)
        })
        .collect();
    let wanted = params.rows as f64 / (1.0 + 1.0 / ROWS_PER_DUPLICATE);
    let count = |draft: &(Vec<(Ms, Ms)>, f64, f64, f64), factor: f64| {
        (draft.2 * factor).clamp(draft.1 / draft.3, draft.1 / SHORTEST_INTERVAL as f64)
    };
    let sum = |factor: f64| drafts.iter().map(|draft| count(draft, factor)).sum::<f64>();
    let (least, most) = (sum(0.0), sum(f64::MAX));
    if wanted < least || wanted > most {
        let many = 1.0 + 1.0 / ROWS_PER_DUPLICATE;
        let expected = format!(
            "{} to {} for {} vessels in {} days: a report every two seconds to twenty minutes",
            (least * many).ceil(),
            (most * many).floor(),
            params.vessels,
            params.days
        );
        return Err(ArchiveError::Parameter { name: "rows", found: params.rows.to_string(), expected });
    }
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..100 {
        let middle = 0.5 * (low + high);
        if sum(middle) < wanted { low = middle } else { high = middle }
    }
    let made = drafts.into_iter().enumerate().map(|(number, draft)| {
        let interval = draft.1 / count(&draft, high);
        let key = params.seed.wrapping_mul(0x0100_0000_01B3) ^ (number as u64) << 20;
        Schedule::new(key, interval, number % 7 == 0, draft.0, sea.length)
    });
    Ok(made.collect())
}

/// When a hull is not heard.
fn silences(sea: &Sea, role: Role) -> Vec<(Ms, Ms)> {
    let mut silences = sea.outages.clone();
    silences.extend(role.gap);
    if role.is_first_day_only {
        silences.retain(|s| s.1 <= DAY);
        let open = silences.last().map_or(DAY, |s| s.1.max(DAY));
        silences.push((open, sea.length));
    }
    silences.sort_unstable();
    silences
}
