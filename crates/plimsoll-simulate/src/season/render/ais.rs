//! Messages of AIS: invented ships that send all the time, about the terminal, in the strait and off the ports, so that it is known
//! where and when was listened; and the few messages of the fleet, which is silent near the terminal.

use super::lists::call_sign;
use super::sea_way::{along, length_nm, on_way};
use crate::encode::{Reception, sentences};
use crate::message::{Movement, StaticVoyage, base_station, position_class_a, static_voyage};
use crate::names::invented_names;
use crate::random::Random;
use crate::season::{EmulatedSeason, TrueHull, Whereabouts};
use jiff::{SignedDuration, Timestamp};
use plimsoll_model::{Angle, Draught, ImoNumber, Mmsi, Position, Speed};

/// First MMSI of the lit ships, with the country digits 299, which no country has; the fleet's lie below.
const FIRST_MMSI: u32 = 299_170_000;
/// First six digits of their IMO numbers: none given out begins with 2.
const FIRST_IMO: u32 = 297_000;
/// Minutes between messages under way, and at anchor or alongside.
const UNDER_WAY_MIN: f64 = 25.0;
const AT_REST_MIN: f64 = 75.0;
/// Times at which the feed broke off, hours from the start.
const OUTAGES_H: [(f64, f64); 3] = [(1_690.0, 1_731.0), (3_610.0, 3_622.0), (4_902.0, 4_927.0)];

/// Ways of lit ships, degrees north and east, and how many ships ply each.
const LANES: [(&[(f64, f64)], usize); 6] = [
    (&[(42.68, 133.06), (42.45, 133.1), (39.0, 131.6), (36.0, 130.1), (35.0, 129.3)], 6),
    (&[(42.68, 133.06), (42.55, 132.9), (42.75, 132.2), (42.98, 131.95)], 6),
    (&[(42.68, 133.06), (42.5, 133.6), (43.2, 135.3), (45.0, 137.6)], 4),
    (&[(42.50, 132.5), (42.1, 131.2), (41.70, 130.0)], 2),
    (&[(41.60, 130.1), (40.4, 129.4), (39.75, 127.9), (39.20, 127.7)], 3),
    (&[(38.50, 124.8), (38.0, 124.3), (36.6, 124.4), (34.8, 124.6)], 4),
];

/// Where lit ships lie for weeks: degrees north and east, and how many at a time.
const ANCHORAGES: [((f64, f64), usize); 6] = [
    ((42.735, 133.060), 4),
    ((42.790, 132.900), 3),
    ((41.745, 129.850), 2),
    ((39.800, 127.640), 1),
    ((39.180, 127.480), 1),
    ((38.690, 125.330), 2),
];

/// A ship that says who she is.
struct Radio {
    mmsi: Mmsi,
    imo_number: Option<ImoNumber>,
    name: String,
    call_sign: String,
    ship_type: u32,
    antenna: [u32; 4],
    draught_m: f64,
}

struct Feed {
    start: Timestamp,
    end_h: f64,
    /// Seconds from the start, order of sending, sentences.
    lines: Vec<(i64, usize, Vec<String>)>,
}

/// The log of the season, in order of time.
pub(super) fn log(season: &EmulatedSeason, start: Timestamp) -> String {
    let settings = &season.truth.settings;
    let mut feed = Feed { start, end_h: settings.end_h, lines: Vec::new() };
    let seed = season.truth.seed;
    let count =
        LANES.iter().map(|(_, n)| n).sum::<usize>() + ANCHORAGES.iter().map(|(_, n)| n).sum::<usize>();
    let radios = lit(seed, count);
    let mut next = radios.iter();
    for (lane, ships) in LANES {
        for radio in next.by_ref().take(ships) {
            feed.plies(radio, lane, &mut Random::new(seed, 900_000 + u64::from(radio.mmsi.value())));
        }
    }
    for (place, ships) in ANCHORAGES {
        for radio in next.by_ref().take(ships) {
            feed.lies(radio, place, &mut Random::new(seed, 900_000 + u64::from(radio.mmsi.value())));
        }
    }
    feed.shore();
    feed.fleet(season);
    feed.lines.sort_by_key(|(second, order, _)| (*second, *order));
    let mut text = String::new();
    for line in feed.lines.iter().flat_map(|(_, _, lines)| lines) {
        text.push_str(line);
        text.push_str("\r\n");
    }
    text
}

/// The lit ships.
fn lit(seed: u64, count: usize) -> Vec<Radio> {
    let random = &mut Random::new(seed, 901);
    let names = invented_names(random, count);
    let ships = names.into_iter().enumerate();
    ships
        .map(|(number, name)| {
            let length = random.between(70.0, 190.0);
            let (ahead, beam) = ((0.8 * length) as u32, (length / 6.4) as u32);
            Radio {
                mmsi: mmsi(number),
                imo_number: imo_number(number),
                // A word of her own behind the name: the fleet has names of the same words.
                name: format!("{} L", name.chars().take(18).collect::<String>()),
                call_sign: format!("SIL{number:04}"),
                ship_type: [70, 70, 70, 80, 30][random.below(5)],
                antenna: [ahead, length as u32 - ahead, beam / 2, beam - beam / 2],
                draught_m: random.between(3.5, 9.0),
            }
        })
        .collect()
}

fn mmsi(number: usize) -> Mmsi {
    Mmsi::new(FIRST_MMSI + 10 * number as u32).expect("fewer than a thousand ships: nine digits")
}

fn imo_number(number: usize) -> Option<ImoNumber> {
    (0..10).find_map(|last| ImoNumber::new((FIRST_IMO + number as u32) * 10 + last).ok())
}

impl Feed {
    fn time(&self, hour: f64) -> Timestamp {
        self.start + SignedDuration::from_secs((hour * 3_600.0) as i64)
    }

    fn is_on(&self, hour: f64) -> bool {
        (0.0..self.end_h).contains(&hour) && !OUTAGES_H.iter().any(|(a, b)| (*a..*b).contains(&hour))
    }

    fn send(&mut self, hour: f64, place: Position, bits: &crate::encode::Bits) {
        if !self.is_on(hour) {
            return;
        }
        let second = (hour * 3_600.0) as i64;
        let order = self.lines.len();
        let receiver = if place.lat_deg() > 42.0 { "rSIMNORTH" } else { "rSIMSOUTH" };
        let reception = Reception {
            receiver,
            unix_seconds: self.start.as_second() + second,
            channel: if order.is_multiple_of(2) { 'A' } else { 'B' },
            sequence: u8::try_from(order % 10).expect("a remainder of 10 fits"),
        };
        self.lines.push((second, order, sentences(bits, reception)));
    }

    fn says(&mut self, radio: &Radio, hour: f64, place: Position, (sog, cog, status): (f64, f64, u32)) {
        let movement = Movement {
            position: Some(place),
            sog: Speed::knots(sog),
            cog: Angle::degrees(cog),
            heading: Some(Angle::degrees(cog)),
            time: self.time(hour),
        };
        self.send(hour, place, &position_class_a(radio.mmsi, status, &movement));
    }

    fn says_who(&mut self, radio: &Radio, hour: f64, place: Position) {
        let fields = StaticVoyage {
            mmsi: radio.mmsi,
            imo_number: radio.imo_number,
            call_sign: &radio.call_sign,
            ship_name: &radio.name,
            ship_type: radio.ship_type,
            antenna: radio.antenna,
            draught: Draught::metres(radio.draught_m),
            destination: "SIMULATED",
        };
        self.send(hour, place, &static_voyage(&fields));
    }

    /// To and fro along a lane, with days in port.
    fn plies(&mut self, radio: &Radio, lane: &[(f64, f64)], random: &mut Random) {
        let (nm, mut hour) = (length_nm(lane), -random.between(0.0, 120.0));
        let mut is_back = random.unit() < 0.5;
        while hour < self.end_h {
            let knots = random.between(9.0, 14.0);
            let end = hour + nm / knots;
            let (from, mut next_static) = (hour, hour);
            while hour < end {
                let share = (hour - from) / (end - from);
                let (place, course) = along(lane, if is_back { 1.0 - share } else { share });
                let course = if is_back { (course + 180.0) % 360.0 } else { course };
                self.says(radio, hour, place, (knots, course, 0));
                if hour >= next_static {
                    self.says_who(radio, hour, place);
                    next_static = hour + 6.0;
                }
                hour += UNDER_WAY_MIN / 60.0 * random.between(0.7, 1.3);
            }
            let end = hour + random.between(20.0, 90.0);
            let place = along(lane, if is_back { 0.0 } else { 1.0 }).0;
            self.rests(radio, place, (hour, end), random);
            hour = end;
            is_back = !is_back;
        }
    }

    /// At anchor for weeks, then gone for days.
    fn lies(&mut self, radio: &Radio, (lat, lon): (f64, f64), random: &mut Random) {
        let mut hour = -random.between(0.0, 300.0);
        while hour < self.end_h {
            let place = Position::from_lat_lon(
                lat + 0.008 * random.normal().clamp(-2.0, 2.0),
                lon + 0.010 * random.normal().clamp(-2.0, 2.0),
            );
            let end = hour + random.between(150.0, 500.0);
            self.rests(radio, place.expect("beside a place on the Earth"), (hour, end), random);
            hour = end + random.between(20.0, 120.0);
        }
    }

    fn rests(&mut self, radio: &Radio, place: Position, (mut hour, end): (f64, f64), random: &mut Random) {
        let mut next_static = hour;
        while hour < end {
            let wobble = |random: &mut Random| 0.000_15 * random.normal();
            let at =
                Position::from_lat_lon(place.lat_deg() + wobble(random), place.lon_deg() + wobble(random));
            let at = at.expect("some metres beside a place on the Earth");
            self.says(radio, hour, at, (random.between(0.0, 0.2), random.between(0.0, 360.0), 1));
            if hour >= next_static {
                self.says_who(radio, hour, at);
                next_static = hour + 12.0;
            }
            hour += AT_REST_MIN / 60.0 * random.between(0.8, 1.2);
        }
    }

    /// A base station near the terminal, every two hours: proof that the feed is alive.
    fn shore(&mut self) {
        let station = Mmsi::new(2_991_701).expect("00 and 299 and four digits: a base station");
        let mast = Position::from_lat_lon(42.78, 133.07).expect("a hill by the bay");
        let hours = (self.end_h / 2.0) as u32;
        for k in 0..hours {
            let hour = 2.0 * f64::from(k);
            self.send(hour, mast, &base_station(station, self.time(hour), mast));
        }
    }

    /// What the fleet sent, far from the terminal: some minutes of messages at each fix.
    fn fleet(&mut self, season: &EmulatedSeason) {
        for fix in &season.fixes {
            let hull = &season.truth.hulls[fix.hull];
            let radio = radio_of(hull);
            let (place, course, is_at_rest) = fleet_place(season, fix.hull, fix.time_h, fix.distances_nm[0]);
            let knots = if is_at_rest { 0.1 } else { 9.5 };
            let status = if is_at_rest { 1 } else { 0 };
            for k in 0..3 {
                self.says(&radio, fix.time_h + f64::from(k) * 0.05, place, (knots, course, status));
            }
            self.says_who(&radio, fix.time_h + 0.02, place);
        }
    }
}

fn radio_of(hull: &TrueHull) -> Radio {
    let (length, beam) = (hull.length_m.round() as u32, hull.beam_m.round() as u32);
    Radio {
        mmsi: Mmsi::new(hull.mmsi).expect("the fleet's numbers have nine digits"),
        imo_number: ImoNumber::new(hull.imo_number).ok(),
        name: hull.name.clone(),
        call_sign: call_sign(hull),
        ship_type: 80,
        antenna: [length * 4 / 5, length - length * 4 / 5, beam / 2, beam - beam / 2],
        // As crews type it, whatever lies beneath.
        draught_m: hull.ballast_draught_m,
    }
}

/// Where a hull of the fleet is, which way she heads, and whether she lies still.
pub(super) fn fleet_place(
    season: &EmulatedSeason,
    hull: usize,
    time_h: f64,
    off_nm: f64,
) -> (Position, f64, bool) {
    let truth = &season.truth;
    let port = |call: usize| truth.settings.places[truth.calls[call].place].name.as_str();
    match truth.whereabouts(hull, time_h) {
        Whereabouts::Laden { call, share } => {
            let (at, course) = on_way(port(call), share);
            (at, course, false)
        }
        Whereabouts::Ballast { call, share } => {
            let (at, course) = on_way(port(call), 1.0 - share);
            (at, (course + 180.0) % 360.0, false)
        }
        Whereabouts::Discharging { call, .. } => (on_way(port(call), 1.0).0, 0.0, true),
        // She waits some way off, or is far in the south.
        Whereabouts::Idle | Whereabouts::Loading { .. } => {
            (on_way("Nampo", (off_nm / 1_060.0).min(0.95)).0, 200.0, true)
        }
    }
}
