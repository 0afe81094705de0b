//! What is true of a plan, as far as it is known before the rows are.

use super::fleet::Particulars;
use super::itinerary::Doing;
use super::plan::{HullPlan, Odd, Plan, Role};
use super::plane::Point;
use super::sites::{Site, SiteKind};
use super::truth::{
    ArchiveTruth, Drift, Meeting, Moment, SharedMmsi, Silence, Spike, TrueClock, TrueDraughtChange,
    TrueIdentityChange, TruePort, TrueReceiver, TrueStay, Window,
};
use super::{ArchiveParams, Ms};
use crate::random::Random;

/// The stream of random numbers of the clocks.
const STREAM_CLOCKS: u64 = 108;

impl Plan {
    /// The truth, as far as it is known before the rows are.
    pub(super) fn truth(&self, params: &ArchiveParams) -> ArchiveTruth {
        let meetings = |kind| self.meetings(kind, params);
        let window = |w: &(Ms, Ms)| Window { start: params.second(w.0), end: params.second(w.1) };
        let mut truth = ArchiveTruth {
            simulated: true,
            note: "Every ship, port and receiver in this file is invented. No analysis reads it.".into(),
            seed: params.seed,
            start: params.second(0),
            end: params.second(self.sea.length),
            vessels: params.vessels,
            ports: self.ports(),
            encounters: meetings(SiteKind::Encounter),
            near_misses: meetings(SiteKind::NearMiss),
            short_meetings: meetings(SiteKind::ShortMeeting),
            alongside_one_mmsi: meetings(SiteKind::AlongsideOneMmsi),
            loiterings: self.loiterings(params),
            outages: self.sea.outages.iter().map(window).collect(),
            shared_mmsis: self.shared_mmsis(),
            receivers: self.receivers(),
            ..ArchiveTruth::default()
        };
        truth.receiver_clocks = self.clocks(&truth.receivers, params);
        for (hull, role) in self.hulls.iter().zip(&self.roles) {
            tell(hull, *role, self, params, &mut truth);
        }
        truth
    }

    fn mmsi(&self, hull: u32) -> u32 {
        self.hulls[hull as usize].particulars[0].1.mmsi.value()
    }

    fn ports(&self) -> Vec<TruePort> {
        let port = |(number, point): (usize, &Point)| {
            let at = point.position();
            TruePort {
                name: port_name(number),
                lat_deg: shown(at.lat_deg(), 6),
                lon_deg: shown(at.lon_deg(), 6),
            }
        };
        self.sea.ports.iter().enumerate().map(port).collect()
    }

    fn meetings(&self, kind: SiteKind, params: &ArchiveParams) -> Vec<Meeting> {
        let sites = self.sites.all().iter().filter(|site| site.kind == kind);
        let meeting = |site: &Site| {
            let mut mmsis = site.hulls.map(|hull| self.mmsi(hull));
            mmsis.sort_unstable();
            let middle = site.middle_at((site.start + site.end) / 2).position();
            let (start, end) = (params.second(site.start), params.second(site.end));
            let day = |second: i64| second.div_euclid(86_400);
            Meeting {
                mmsis,
                start,
                end,
                distance_m: shown(site.distance_m, 1),
                lat_deg: shown(middle.lat_deg(), 6),
                lon_deg: shown(middle.lon_deg(), 6),
                is_over_midnight: day(start.as_second()) != day(end.as_second() - 1),
                is_over_180: site.is_over_180(),
            }
        };
        sites.map(meeting).collect()
    }

    fn loiterings(&self, params: &ArchiveParams) -> Vec<Drift> {
        let drifts = self.sites.all().iter().flat_map(|site| {
            let is_alone = site.hulls[0] == site.hulls[1];
            let hulls = &site.hulls[..if is_alone { 1 } else { 2 }];
            let (start, end) = (params.second(site.start), params.second(site.end));
            hulls.iter().map(move |hull| Drift { mmsi: self.mmsi(*hull), start, end, is_alone })
        });
        drifts.collect()
    }

    fn shared_mmsis(&self) -> Vec<SharedMmsi> {
        let pairs = self.roles.iter().enumerate().filter_map(|(first, role)| {
            let (second, which) = role.shares_with?;
            let name = |hull: usize| self.hulls[hull].particulars[0].1.ship_name.clone();
            (which == 0).then(|| SharedMmsi {
                mmsi: self.hulls[first].particulars[0].1.mmsi.value(),
                ship_names: [name(first), name(second as usize)],
                is_far_apart: role.is_far_apart,
            })
        });
        pairs.collect()
    }

    /// Six receivers, at ports spread over the list.
    pub(super) fn receivers(&self) -> Vec<TrueReceiver> {
        let count = self.sea.ports.len();
        let receiver = |nth: u32| {
            let at = self.sea.ports[nth as usize * count / 6].position();
            TrueReceiver {
                name: format!("rSIM-{nth}"),
                station_mmsi: 2_992_001 + nth,
                lat_deg: shown(at.lat_deg(), 6),
                lon_deg: shown(at.lon_deg(), 6),
            }
        };
        (0..6).map(receiver).collect()
    }

    /// One clock is wrong all the time, another for two fifths of it.
    fn clocks(&self, receivers: &[TrueReceiver], params: &ArchiveParams) -> Vec<TrueClock> {
        let random = &mut Random::new(params.seed, STREAM_CLOCKS);
        let length = self.sea.length;
        let spans = [(1, (0, length)), (3, (length / 5, length * 3 / 5))];
        let clock = |(number, (start, end)): (usize, (Ms, Ms))| {
            let seconds = random.between(30.0, 120.0).round() as i64;
            TrueClock {
                receiver: receivers[number].name.clone(),
                start: params.second(start),
                end: params.second(end),
                offset_s: if random.unit() < 0.5 { seconds } else { -seconds },
            }
        };
        spans.map(clock).to_vec()
    }
}

/// A number with so many decimals: short enough to come back from a file as it was.
fn shown(value: f64, decimals: i32) -> f64 {
    let scale = 10_f64.powi(decimals);
    (value * scale).round() / scale
}

fn port_name(number: usize) -> String {
    format!("Simulated port {number}")
}

/// What is true of one hull.
fn tell(hull: &HullPlan, role: Role, plan: &Plan, params: &ArchiveParams, truth: &mut ArchiveTruth) {
    let mmsi = hull.particulars[0].1.mmsi.value();
    let report = |k: i64| params.second(hull.schedule.time(k));
    if let Some((start, end)) = role.gap {
        let (last, first) = hull.schedule.around(start, end);
        truth.gaps.push(Silence { mmsi, start: report(last), end: report(first) });
    }
    if role.is_first_day_only {
        truth.first_day_only.push(mmsi);
    }
    for (k, odd) in &hull.odd {
        match odd {
            Odd::Thrown(metres, _) => {
                truth.spikes.push(Spike { mmsi, time: report(*k), thrown_km: shown(metres / 1000.0, 1) });
            }
            Odd::NoPosition => truth.without_position.push(Moment { mmsi, time: report(*k) }),
        }
    }
    for said in hull.particulars.windows(2) {
        let [(_, from), (time, to)] = said else { continue };
        tell_change(from, to, *time, params, truth);
    }
    truth.port_stays.extend(stays(hull, mmsi, plan.sea.length, params));
}

fn tell_change(
    from: &Particulars,
    to: &Particulars,
    time: Ms,
    params: &ArchiveParams,
    truth: &mut ArchiveTruth,
) {
    let (mmsi, time) = (from.mmsi.value(), params.second(time));
    if from.draught_dm != to.draught_dm {
        let metres = |particulars: &Particulars| f64::from(particulars.draught_dm) / 10.0;
        truth.draught_changes.push(TrueDraughtChange { mmsi, from_m: metres(from), to_m: metres(to), time });
    }
    let number = |p: &Particulars| p.imo_number.map_or(String::new(), |imo| imo.value().to_string());
    let pairs = [
        ("ship_name", from.ship_name.clone(), to.ship_name.clone()),
        ("imo_number", number(from), number(to)),
    ];
    let changed = pairs.into_iter().filter(|(_, from, to)| from != to);
    truth.identity_changes.extend(changed.map(|(property, from, to)| TrueIdentityChange {
        mmsi,
        property: property.into(),
        from,
        to,
        time,
    }));
}

/// The stays of a hull, as far as they lie in the archive.
fn stays(hull: &HullPlan, mmsi: u32, length: Ms, params: &ArchiveParams) -> Vec<TrueStay> {
    let ends = hull.way.iter().skip(1).map(|w| w.time).chain([Ms::MAX]);
    let stays = hull.way.iter().zip(ends).filter_map(|(waypoint, end)| {
        let Doing::Moored(port) = waypoint.then else { return None };
        let (start, end) = (waypoint.time, end);
        (start < length && end > 0).then(|| TrueStay {
            mmsi,
            port: port_name(port as usize),
            start: params.second(start.max(0)),
            end: params.second(end.min(length)),
            begins_before: start <= 0,
            ends_after: end >= length,
            reports: hull.schedule.heard_in(start.max(0), end.min(length)),
        })
    });
    stays.collect()
}
