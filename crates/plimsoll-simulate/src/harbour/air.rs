//! What the receivers hear.

use super::Loading;
use super::ships::{Shore, Tanker, Yacht};
use crate::encode::{Bits, Reception, sentences};
use crate::message::{self, Movement, StaticVoyage};
use crate::random::Random;
use crate::timeline::{Timeline, at, grey_pier, instant};
use crate::track::{Track, Waypoint, moved};
use crate::truth::{Damage, Sentences};
use jiff::{SignedDuration, Timestamp};
use plimsoll_model::{Angle, Length, Mmsi, Position, Speed};

/// Names of the receivers: ashore (`r`) and in orbit (`s`).
const SHORE_RECEIVER: &str = "rSIM-GREY-PIER";
const ORBIT_RECEIVER: &str = "sSIM-ORBIT-1";
/// How far the shore station hears.
const SHORE_RANGE: Length = Length::nautical_miles(40.0);
/// Noise of a GPS position: standard deviation in each direction, and how long an error lasts.
const NOISE: Length = Length::metres(4.0);
const NOISE_SECONDS: f64 = 300.0;
/// Share of position reports that no receiver catches.
const LOST_SHARE: f64 = 0.04;

/// A message in the air.
struct Sent {
    time: Timestamp,
    receiver: &'static str,
    message_type: u32,
    bits: Bits,
}

/// The messages so far, in any order.
pub(super) struct Air {
    seed: u64,
    sent: Vec<Sent>,
}

impl Air {
    pub(super) fn new(seed: u64) -> Self {
        Self { seed, sent: Vec::new() }
    }

    fn send(&mut self, time: Timestamp, position: Position, message_type: u32, bits: Bits) {
        let is_near = position.distance_to(grey_pier()) <= SHORE_RANGE;
        let receiver = if is_near { SHORE_RECEIVER } else { ORBIT_RECEIVER };
        self.sent.push(Sent { time, receiver, message_type, bits });
    }

    /// The tanker, before and after her silence. Returns the last and first position report round it.
    pub(super) fn tanker(&mut self, timeline: &Timeline, loading: &Loading) -> (Timestamp, Timestamp) {
        let mut random = Random::new(self.seed, 2);
        let before = (timeline.heard_from, timeline.silent.start());
        let after = (timeline.silent.end(), timeline.heard_until);
        for (start, end) in [before, after] {
            let interval = |t| if timeline.navigational_status(t) == 0 { 600.0 } else { 360.0 };
            self.tanker_positions(timeline, &times(start, end, interval, &mut random), &mut random);
            for time in times(start, end, |_| 3600.0, &mut random) {
                self.tanker_static(timeline, loading, time);
            }
        }
        (before.1, after.0)
    }

    fn tanker_positions(&mut self, timeline: &Timeline, times: &[Timestamp], random: &mut Random) {
        let mut noise = Noise::default();
        for (number, &time) in times.iter().enumerate() {
            let is_end = number == 0 || number + 1 == times.len();
            if random.unit() < LOST_SHARE && !is_end {
                continue;
            }
            let Some(mut movement) = movement(&timeline.track, time) else { continue };
            let status = timeline.navigational_status(time);
            if status != 0 {
                at_rest(&mut movement, status == 1, random);
            }
            let Some(place) = movement.position else { continue };
            let position = noise.add(place, time, random);
            movement.position = Some(position);
            let bits = message::position_class_a(Tanker::mmsi(), status, &movement);
            self.send(time, position, 1, bits);
        }
    }

    fn tanker_static(&mut self, timeline: &Timeline, loading: &Loading, time: Timestamp) {
        let Some(position) = timeline.track.position_at(time) else { return };
        let is_typed = time >= timeline.draught_typed;
        let bits = message::static_voyage(&StaticVoyage {
            mmsi: Tanker::mmsi(),
            imo_number: Some(Tanker::imo_number()),
            call_sign: Tanker::CALL_SIGN,
            ship_name: Tanker::NAME,
            ship_type: Tanker::SHIP_TYPE,
            antenna: Tanker::ANTENNA,
            draught: loading.sent(is_typed),
            destination: if is_typed { "SIM FOR ORDERS" } else { "SIM GREY PIER" },
        });
        self.send(time, position, 5, bits);
    }

    /// The base station every half hour and the light every twelve hours, all month: proof that the feed was alive.
    pub(super) fn shore(&mut self) {
        let month = (instant("2024-03-01T00:00:00Z"), instant("2024-04-01T00:00:00Z"));
        let mast = at(-49.145, 70.15);
        for time in every(month, 1800) {
            self.send(time, mast, 4, message::base_station(Shore::base_station_mmsi(), time, mast));
        }
        for time in every(month, 12 * 3600) {
            let light = Shore::light_mmsi();
            let bits = message::aid_to_navigation(light, Shore::LIGHT_TYPE, Shore::LIGHT_NAME, grey_pier());
            self.send(time, grey_pier(), 21, bits);
        }
    }

    /// A yacht that sails by, well clear of the terminal.
    pub(super) fn yacht(&mut self) {
        let mut random = Random::new(self.seed, 3);
        let point = |time, lat, lon| Waypoint { time: instant(time), position: at(lat, lon) };
        let passing =
            [point("2024-03-05T20:00:00Z", -48.65, 69.60), point("2024-03-06T08:00:00Z", -48.75, 71.05)];
        let (start, end) = (passing[0].time, passing[1].time);
        let track = Track::new(passing.to_vec());
        let mut noise = Noise::default();
        for time in times(start, end, |_| 900.0, &mut random) {
            let Some(mut movement) = movement(&track, time) else { continue };
            movement.heading = None;
            let Some(place) = movement.position else { continue };
            let position = noise.add(place, time, &mut random);
            movement.position = Some(position);
            self.send(time, position, 18, message::position_class_b(Yacht::mmsi(), &movement));
        }
        for time in times(start, end, |_| 3600.0, &mut random) {
            let Some(position) = track.position_at(time) else { continue };
            self.yacht_static(Yacht::mmsi(), time, position);
        }
    }

    fn yacht_static(&mut self, yacht: Mmsi, time: Timestamp, position: Position) {
        let size = message::static_class_b_size(yacht, Yacht::SHIP_TYPE, Yacht::CALL_SIGN, Yacht::ANTENNA);
        self.send(time, position, 24, message::static_class_b_name(yacht, Yacht::NAME));
        self.send(time, position, 24, size);
    }

    /// All messages as lines in order of time, a few of them damaged, and an account of them.
    pub(super) fn into_lines(mut self) -> (String, Sentences) {
        self.sent.sort_by_key(|sent| sent.time); // stable: what was sent first comes first
        let mut lines = Vec::new();
        for (number, sent) in self.sent.iter().enumerate() {
            let reception = Reception {
                receiver: sent.receiver,
                unix_seconds: sent.time.as_second(),
                channel: if number % 2 == 0 { 'A' } else { 'B' },
                sequence: u8::try_from(number % 10).expect("a remainder of 10 fits"),
            };
            let parts = sentences(&sent.bits, reception);
            lines.extend(parts.into_iter().map(|text| Line {
                text,
                message_type: sent.message_type,
                damage: None,
            }));
        }
        let mut messages = std::collections::BTreeMap::new();
        for sent in &self.sent {
            *messages.entry(format!("{:02}", sent.message_type)).or_insert(0) += 1;
        }
        damage(&mut lines, &mut messages, &mut Random::new(self.seed, 4));
        let damaged = lines.iter().enumerate().filter_map(|(index, line)| {
            line.damage.map(|what| Damage { line: index + 1, what: what.into() })
        });
        let account = Sentences { lines: lines.len(), messages, damaged: damaged.collect() };
        let text = lines.into_iter().flat_map(|line| [line.text, "\r\n".into()]).collect();
        (text, account)
    }
}

/// A line of the file, and what was done to it.
struct Line {
    text: String,
    message_type: u32,
    damage: Option<&'static str>,
}

/// Damages five base station reports and one static report, as bad reception does. None of them decides anything.
fn damage(
    lines: &mut Vec<Line>,
    messages: &mut std::collections::BTreeMap<String, usize>,
    random: &mut Random,
) {
    for round in 0..5 {
        let candidates: Vec<usize> =
            (0..lines.len()).filter(|&i| lines[i].message_type == 4 && lines[i].damage.is_none()).collect();
        let line = &mut lines[candidates[random.below(candidates.len())]];
        if round < 3 {
            let at = line.text.len() - 12;
            let other = if line.text.as_bytes()[at] == b'0' { "1" } else { "0" };
            line.text.replace_range(at..=at, other);
            line.damage = Some("one character changed: the checksum does not fit");
        } else {
            line.text.truncate(line.text.len() - 15);
            line.damage = Some("cut off: no checksum");
        }
        messages.entry("04".into()).and_modify(|count| *count -= 1);
    }
    if let Some(first) = lines.iter().position(|line| line.message_type == 5) {
        lines.remove(first + 1);
        lines[first].damage = Some("the second sentence of the message was not received");
        messages.entry("05".into()).and_modify(|count| *count -= 1);
    }
}

/// Position errors that fade over some minutes: a moored ship's positions wander, they do not stand still.
#[derive(Default)]
struct Noise {
    last: Option<(Timestamp, f64, f64)>,
}

impl Noise {
    fn add(&mut self, position: Position, time: Timestamp, random: &mut Random) -> Position {
        let (last_time, east, north) = self.last.unwrap_or((time, random.normal(), random.normal()));
        let kept = (-time.duration_since(last_time).as_secs_f64() / NOISE_SECONDS).exp();
        let fresh = (1.0 - kept * kept).max(0.0).sqrt();
        let (east, north) = (kept * east + fresh * random.normal(), kept * north + fresh * random.normal());
        self.last = Some((time, east, north));
        moved(position, NOISE * east, NOISE * north)
    }
}

/// How a ship moves on a track, with the bow ahead.
fn movement(track: &Track, time: Timestamp) -> Option<Movement> {
    let position = Some(track.position_at(time)?);
    let (sog, cog) = track.motion_at(time)?;
    Some(Movement { position, sog, cog, heading: Some(cog), time })
}

/// A ship at rest: hardly any speed, any course; at anchor she swings round it, at the pier she keeps her heading.
fn at_rest(movement: &mut Movement, is_at_anchor: bool, random: &mut Random) {
    movement.sog = Speed::knots(random.between(0.0, 0.25));
    movement.cog = Angle::degrees(random.between(0.0, 360.0));
    let mut heading = 235.0;
    if is_at_anchor {
        let swing_seconds = 5.0 * 3600.0;
        let phase = std::f64::consts::TAU * movement.time.as_second() as f64 / swing_seconds;
        heading = 260.0 + 30.0 * phase.sin();
        let (sine, cosine) = f64::to_radians(heading).sin_cos();
        let chain = Length::metres(-130.0); // she lies astern of her anchor
        movement.position = movement.position.map(|place| moved(place, chain * sine, chain * cosine));
    }
    movement.heading = Some(Angle::degrees(heading));
}

/// Times from start to end, both included, with an interval that wavers by 5 %; the last may be half as long again.
fn times(
    start: Timestamp,
    end: Timestamp,
    interval_s: impl Fn(Timestamp) -> f64,
    random: &mut Random,
) -> Vec<Timestamp> {
    let mut times = vec![start];
    let mut time = start;
    loop {
        let seconds = (interval_s(time) * random.between(0.95, 1.05)).round().max(1.0) as i64;
        time += SignedDuration::from_secs(seconds);
        if time + SignedDuration::from_secs(seconds / 2) >= end {
            times.push(end);
            return times;
        }
        times.push(time);
    }
}

/// Times at a fixed step from start to before end.
fn every((start, end): (Timestamp, Timestamp), step_s: i64) -> impl Iterator<Item = Timestamp> {
    (0..).map(move |n| start + SignedDuration::from_secs(n * step_s)).take_while(move |t| *t < end)
}
