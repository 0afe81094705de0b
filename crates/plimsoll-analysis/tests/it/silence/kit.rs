//! A simulated log of four pieces of sea with known reception, and ships that turn their radios off: it shares nothing with what
//! judges it but the rows.

use jiff::Timestamp;
use plimsoll_analysis::gaps::{GapParams, gaps};
use plimsoll_analysis::reception::{Reception, ReceptionParams};
use plimsoll_analysis::silence::{Asked, GapQuestion, Heard, Judge, Listener, SilenceParams};
use plimsoll_model::evidence::Key;
use plimsoll_model::{
    Angle, Gap, Length, Mmsi, Outage, Period, Position, PositionReport, ReceptionSlot, RecordId, RecordKind,
    Silence, Source, Speed,
};
use std::collections::BTreeMap;

pub(super) fn section<T: serde::de::DeserializeOwned>(name: &str) -> T {
    let table: toml::Table = include_str!("../../../../plimsoll-case/src/defaults.toml").parse().unwrap();
    table[name].clone().try_into().unwrap()
}

pub(super) fn point(lat: f64, lon: f64) -> Position {
    Position::from_lat_lon(lat, (lon + 540.0).rem_euclid(360.0) - 180.0).unwrap()
}

pub(super) const START: i64 = 1_704_067_200;

pub(super) fn hours(h: f64) -> Timestamp {
    Timestamp::from_second(START + (h * 3600.0) as i64).unwrap()
}

/// Numbers as if drawn: splitmix64.
pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }
    pub(super) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }
}

/// Why a ship was not heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Truth {
    Purpose,
    Fault,
    Outage,
    Missed,
}

pub(super) struct World {
    pub(super) reports: Vec<PositionReport>,
    slots: Vec<ReceptionSlot>,
    /// By radio: when it was off, and why.
    off: BTreeMap<Mmsi, (f64, f64, Truth)>,
    /// Hours in which nobody listened, by piece of sea (of the first digit of a radio's number).
    out: Vec<(usize, f64, f64)>,
}

/// What world is drawn.
#[derive(Clone)]
pub(super) struct Settings {
    pub(super) lon: f64,
    pub(super) ships: usize,
    pub(super) days: f64,
    pub(super) message_type: u8,
    /// Clocks of every second ship's receiver are ahead by so many seconds.
    pub(super) skew_s: i64,
    pub(super) purpose: f64,
    pub(super) fault: f64,
    pub(super) seed: u64,
}

pub(super) const USUAL: Settings = Settings {
    lon: 130.0,
    ships: 240,
    days: 14.0,
    message_type: 1,
    skew_s: 0,
    purpose: 0.15,
    fault: 0.05,
    seed: 1718,
};

/// Hours in which nobody listened anywhere.
const FEED_OUT: (f64, f64) = (200.0, 214.0);
/// Hours in which the receivers of the third piece of sea were off.
const LOCAL_OUT: (f64, f64) = (100.0, 116.0);

/// P(a ship is heard in an hour), by piece of sea.
const HEARD: [f64; 4] = [0.97, 0.08, 0.95, 0.5];

pub(super) fn world(s: &Settings) -> World {
    let mut dice = Dice(s.seed);
    let mut reports = Vec::new();
    let mut off = BTreeMap::new();
    let exhibit = RecordId::of(RecordKind::Exhibit, &[Key::Text("sim")]);
    let mut line = 0;
    for ship in 0..s.ships {
        let zone = ship % 4;
        let mmsi = Mmsi::new(400_000_000 + (zone * 1_000_000 + ship) as u32).unwrap();
        let drawn = dice.unit();
        let begin = dice.between(24.0, s.days * 24.0 - 60.0);
        let end = begin + dice.between(10.0, 40.0);
        let window = if drawn < s.purpose {
            Some((begin, end, Truth::Purpose))
        } else if drawn < s.purpose + s.fault {
            Some((begin, end, Truth::Fault))
        } else {
            None
        };
        off.extend(window.map(|w| (mmsi, w)));
        let antenna = dice.between(0.7, 1.3);
        let (lat, lon) = (36.0 + zone as f64 * 3.0 + dice.between(0.1, 0.9), s.lon + dice.between(0.1, 0.9));
        let mut hour = 0.0;
        while hour < s.days * 24.0 {
            let is_off = window.is_some_and(|(a, b, _)| hour + 1.0 > a && hour < b);
            let is_out = is_out(zone, hour);
            // Reception differs from ship to ship by the factor of the antenna.
            let chance = 1.0 - (1.0 - HEARD[zone]).powf(antenna);
            if dice.unit() < chance && !is_off && !is_out {
                for _ in 0..1 + (dice.unit() * 3.0) as usize {
                    let second = (dice.unit() * 3599.0) as i64;
                    let skew = if ship % 8 >= 4 { s.skew_s } else { 0 };
                    let time = Timestamp::from_second(START + hour as i64 * 3600 + second + skew).unwrap();
                    let drift = 0.1 * (hour / 30.0 + ship as f64).sin();
                    line += 1;
                    reports.push(PositionReport {
                        source: Source { exhibit, line, byte_offset: line * 100 },
                        mmsi,
                        time,
                        message_type: Some(s.message_type),
                        position: Some(point(lat + drift, lon)),
                        sog: Some(Speed::knots(4.0)),
                        cog: Some(Angle::degrees(45.0)),
                        heading: None,
                        navigational_status: None,
                    });
                }
            }
            hour += 1.0;
        }
    }
    reports.sort_by_key(|r| (r.mmsi, r.time, r.source));
    let mut counts: BTreeMap<i64, u64> = BTreeMap::new();
    for report in &reports {
        *counts.entry(report.time.as_second().div_euclid(600) * 600).or_default() += 1;
    }
    let slots = counts
        .into_iter()
        .map(|(start, reports)| ReceptionSlot {
            id: RecordId::of(RecordKind::ReceptionSlot, &[Key::Int(start)]),
            exhibit,
            feed: "sim".into(),
            start: Timestamp::from_second(start).unwrap(),
            reports,
        })
        .collect();
    let out =
        (0..4).map(|zone| (zone, FEED_OUT.0, FEED_OUT.1)).chain([(2, LOCAL_OUT.0, LOCAL_OUT.1)]).collect();
    World { reports, slots, off, out }
}

fn is_out(zone: usize, hour: f64) -> bool {
    let within = |(a, b): (f64, f64)| hour >= a && hour < b;
    within(FEED_OUT) || (zone == 2 && within(LOCAL_OUT))
}

impl World {
    pub(super) fn outages(&self) -> Vec<Outage> {
        Reception::new(&self.slots, &section::<ReceptionParams>("reception")).outages()
    }

    /// The gaps of all ships; nothing is taken out of them.
    pub(super) fn gaps(&self) -> Vec<Gap> {
        let params: GapParams = section("gaps");
        self.reports.chunk_by(|a, b| a.mmsi == b.mmsi).flat_map(|ship| gaps(ship, &params)).collect()
    }

    /// Every gap judged, in two passes as the stage does.
    pub(super) fn judged(&self, gaps: &[Gap], params: &SilenceParams, places: &[Position]) -> Vec<Silence> {
        let heard = listen(&self.reports, gaps, params);
        let outages = self.outages();
        let judge = Judge::new(&heard, &outages, 1, places, params);
        gaps.iter().map(|gap| judge.judge(&GapQuestion { gap, is_shared: false })).collect()
    }

    /// Why a gap is there: what covers more than half of it.
    pub(super) fn truth(&self, gap: &Gap) -> Truth {
        let hour = |t: Timestamp| (t.as_second() - START) as f64 / 3600.0;
        let (a, b) = (hour(gap.period.start()), hour(gap.period.end()));
        let covers = |x: f64, y: f64| (b.min(y) - a.max(x)).max(0.0) > 0.5 * (b - a);
        if let Some((x, y, truth)) = self.off.get(&gap.mmsi)
            && covers(*x, *y)
        {
            return *truth;
        }
        let zone = self.zone(gap.mmsi);
        let is_out = self.out.iter().any(|(z, x, y)| *z == zone && covers(*x, *y));
        if is_out { Truth::Outage } else { Truth::Missed }
    }

    pub(super) fn zone(&self, mmsi: Mmsi) -> usize {
        (mmsi.value() / 1_000_000 - 400) as usize
    }
}

/// Both passes over some reports.
pub(super) fn listen(reports: &[PositionReport], gaps: &[Gap], params: &SilenceParams) -> Heard {
    let pass = |asked: &Asked, is_first| {
        let mut listener = Listener::new(asked, params, is_first);
        reports.iter().for_each(|report| listener.push(report));
        listener.finish()
    };
    let mut asked = Asked::default();
    gaps.iter().for_each(|gap| asked.ship(gap));
    let mut heard = pass(&asked, true);
    let mut asked = Asked::default();
    gaps.iter().for_each(|gap| asked.hours(gap, &heard, params));
    heard.replace_hours(pass(&asked, false));
    heard
}

/// A gap made by hand.
pub(super) fn gap(mmsi: u32, off: Position, on: Position, start_h: f64, end_h: f64) -> Gap {
    let period = Period::new(hours(start_h), hours(end_h)).unwrap();
    let track = RecordId::of(RecordKind::Track, &[Key::Int(mmsi.into())]);
    Gap {
        id: RecordId::of(RecordKind::Gap, &[Key::Int(mmsi.into()), Key::Time(period.start())]),
        mmsi: Mmsi::new(mmsi).unwrap(),
        track,
        period,
        off_position: off,
        on_position: on,
        distance: off.distance_to(on),
        implied_speed: Speed::metres_per_second(
            off.distance_to(on).to_metres() / period.duration().as_secs_f64(),
        ),
        no_data: jiff::SignedDuration::ZERO,
        parents: vec![],
    }
}

pub(super) fn nm(length: Length) -> f64 {
    length.to_metres() / 1852.0
}
