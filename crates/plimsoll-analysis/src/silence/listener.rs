//! One pass over the reports: which ships were there, and which of them were heard, by cell, hour and class.

use super::cells::{Cell, RadioClass, hour_of};
use super::{SilenceParams, ways};
use crate::chord::Spot;
use jiff::Timestamp;
use plimsoll_model::{Gap, Mmsi, Position, PositionReport};
use std::collections::BTreeMap;

/// Metres a second of a knot.
const KNOT: f64 = 1852.0 / 3600.0;
/// Speeds are counted in steps of half a knot, up to 51 kn.
const SPEED_STEPS: usize = 103;

/// What ships did in a cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    /// Ship-hours there.
    pub(super) present: u64,
    /// Of these, heard at least once.
    pub(super) heard: u64,
    /// Reports in them.
    pub(super) reports: u64,
    /// One bit a ship, by a hash of its number: so many bits, at least so many ships.
    pub(super) ships: u64,
}

impl Tally {
    pub(super) fn add(&mut self, other: Self) {
        self.present += other.present;
        self.heard += other.heard;
        self.reports += other.reports;
        self.ships |= other.ships;
    }
}

/// The bit of a radio: the finaliser of splitmix64 (Steele, Lea and Flood 2014).
pub(super) const fn bit(mmsi: Mmsi) -> u64 {
    let value = (mmsi.value() as u64).wrapping_add(0x9e37_79b9_7f4a_7c15);
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    1 << ((value ^ (value >> 31)) & 63)
}

/// What the reports of a silent ship herself say.
#[derive(Clone, Debug, PartialEq)]
pub struct Own {
    /// How many reports of each class of radio, in the order of [`RadioClass::ALL`].
    classes: [u64; 4],
    /// How many reports under way at each speed, in steps of half a knot.
    speeds: Vec<u32>,
}

impl Default for Own {
    fn default() -> Self {
        Self { classes: [0; 4], speeds: vec![0; SPEED_STEPS] }
    }
}

impl Own {
    /// The class that she is compared with: A if she ever sent as such, then B, then what there is.
    pub fn class(&self) -> RadioClass {
        let sent = |class: &RadioClass| self.classes[*class as usize] > 0;
        RadioClass::ALL.into_iter().find(sent).unwrap_or(RadioClass::Unknown)
    }

    /// The speed that a share of her reports at or above `least_kn` does not exceed, kn, and how many reports there are.
    pub fn speed_kn(&self, share: f64, least_kn: f64) -> (Option<f64>, u64) {
        let first = (least_kn * 2.0).ceil().clamp(0.0, SPEED_STEPS as f64) as usize;
        let all: u64 = self.speeds.iter().skip(first).map(|n| u64::from(*n)).sum();
        let wanted = (share * all as f64).ceil().max(1.0) as u64;
        let mut sum = 0;
        let found = self.speeds.iter().enumerate().skip(first).find(|(_, n)| {
            sum += u64::from(**n);
            sum >= wanted
        });
        // The upper edge of the step.
        (found.map(|(step, _)| (step as f64 + 1.0) / 2.0), all)
    }

    fn take(&mut self, report: &PositionReport) {
        self.classes[RadioClass::of(report.message_type) as usize] += 1;
        if let Some(kn) = report.sog.map(|sog| sog.to_knots())
            && (0.0..51.0).contains(&kn)
        {
            let step = &mut self.speeds[(kn * 2.0) as usize];
            *step = step.saturating_add(1);
        }
    }

    fn add(&mut self, other: &Self) {
        for (sum, more) in self.classes.iter_mut().zip(other.classes) {
            *sum += more;
        }
        for (sum, more) in self.speeds.iter_mut().zip(&other.speeds) {
            *sum = sum.saturating_add(*more);
        }
    }
}

/// Speed and course of a ship as she fell silent.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct LastMotion {
    pub(super) speed_kn: Option<f64>,
    pub(super) course_deg: Option<f64>,
}

/// What a pass is to look for: cells and hours of gaps, and the ships that have them.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    hours: BTreeMap<(Cell, i64), ()>,
    ends: BTreeMap<(Mmsi, Timestamp), ()>,
    ships: BTreeMap<Mmsi, ()>,
}

impl Asked {
    /// A gap's last report and ship, which a first pass looks for.
    pub fn ship(&mut self, gap: &Gap) {
        self.ends.insert((gap.mmsi, gap.period.start()), ());
        self.ships.insert(gap.mmsi, ());
    }

    /// The cells and hours of the ways that a ship can have taken, which a second pass looks for.
    pub fn hours(&mut self, gap: &Gap, first: &Heard, params: &SilenceParams) {
        for way in ways::ways(gap, first.motion(gap), params) {
            self.hours.extend(way.into_iter().map(|key| (key, ())));
        }
    }

    pub(super) fn hour(&mut self, cell: Cell, hour: i64) {
        self.hours.insert((cell, hour), ());
    }

    /// How many cells and hours are asked for.
    pub fn len(&self) -> usize {
        self.hours.len()
    }

    /// True if no cell and hour is asked for.
    pub fn is_empty(&self) -> bool {
        self.hours.is_empty()
    }
}

/// What a pass found. Passes over parts of the radios add up, in any order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Heard {
    /// At all hours.
    pub(super) always: BTreeMap<(Cell, RadioClass), Tally>,
    /// In the hours asked for.
    pub(super) then: BTreeMap<(Cell, i64, RadioClass), Tally>,
    motions: BTreeMap<(Mmsi, Timestamp), LastMotion>,
    own: BTreeMap<Mmsi, Own>,
}

impl Heard {
    /// Adds what another part of the radios gave.
    pub fn add(&mut self, other: Self) {
        for (key, tally) in other.always {
            self.always.entry(key).or_default().add(tally);
        }
        for (key, tally) in other.then {
            self.then.entry(key).or_default().add(tally);
        }
        self.motions.extend(other.motions);
        for (mmsi, own) in other.own {
            self.own.entry(mmsi).or_default().add(&own);
        }
    }

    /// Takes the hours of another pass in place of its own.
    pub fn replace_hours(&mut self, other: Self) {
        self.then = other.then;
    }

    /// What a ship that was asked for said of herself.
    pub fn own(&self, mmsi: Mmsi) -> Option<&Own> {
        self.own.get(&mmsi)
    }

    pub(super) fn motion(&self, gap: &Gap) -> LastMotion {
        self.motions.get(&(gap.mmsi, gap.period.start())).copied().unwrap_or_default()
    }
}

/// Takes reports in order of radio and time.
#[derive(Debug)]
pub struct Listener<'a> {
    asked: &'a Asked,
    params: &'a SilenceParams,
    run: Option<Run>,
    heard: Heard,
    /// True if the tallies at all hours are wanted too.
    is_first: bool,
}

/// A stretch of one radio without a long silence.
#[derive(Clone, Copy, Debug)]
struct Run {
    mmsi: Mmsi,
    class: RadioClass,
    time: Timestamp,
    spot: Spot,
    /// Reports in the hour of the latest one.
    reports: u64,
    /// The hour in which the stretch began: she need not have been there in all of it.
    first_hour: i64,
}

impl<'a> Listener<'a> {
    /// Before the first report. `is_first`: tallies at all hours, motions and ships are wanted, not only hours.
    pub fn new(asked: &'a Asked, params: &'a SilenceParams, is_first: bool) -> Self {
        Self { asked, params, run: None, heard: Heard::default(), is_first }
    }

    /// Takes the next report.
    pub fn push(&mut self, report: &PositionReport) {
        let Some(position) = report.position else { return };
        if self.is_first {
            self.note_ship(report);
        }
        let spot = Spot::of(position);
        let class = RadioClass::of(report.message_type);
        let Some(mut run) = self.run.filter(|run| run.goes_on(report, spot, class, self.params)) else {
            self.run = Some(Run::begin(report, spot, class));
            return;
        };
        run.class = merged(run.class, class).unwrap_or(class);
        let (from, to) = (hour_of(run.time), hour_of(report.time));
        if from == to {
            self.run = Some(Run { time: report.time, spot, reports: run.reports + 1, ..run });
            return;
        }
        if from > run.first_hour {
            self.count(&run, from, run.spot, run.reports);
        }
        let whole = (report.time.as_second() - run.time.as_second()).max(1) as f64;
        for hour in from + 1..to {
            let share = ((hour * 3600 + 1800 - run.time.as_second()) as f64 / whole).clamp(0.0, 1.0);
            self.count(&run, hour, run.spot.towards(spot, share), 0);
        }
        self.run = Some(Run { time: report.time, spot, reports: 1, ..run });
    }

    /// After the last report.
    pub fn finish(self) -> Heard {
        self.heard
    }

    fn note_ship(&mut self, report: &PositionReport) {
        if !self.asked.ships.contains_key(&report.mmsi) {
            return;
        }
        self.heard.own.entry(report.mmsi).or_default().take(report);
        let key = (report.mmsi, report.time);
        if self.asked.ends.contains_key(&key) {
            let motion = LastMotion {
                speed_kn: report.sog.map(|sog| sog.to_knots()).filter(|kn| *kn < 60.0),
                course_deg: report.cog.map(|cog| cog.to_degrees()),
            };
            self.heard.motions.insert(key, motion);
        }
    }

    /// A ship was there in an hour, and gave so many reports.
    fn count(&mut self, run: &Run, hour: i64, spot: Spot, reports: u64) {
        let Some(position) = spot.to_position() else { return };
        let cell = Cell::of(position, self.params.cell_deg);
        let tally = Tally { present: 1, heard: u64::from(reports > 0), reports, ships: bit(run.mmsi) };
        if self.is_first {
            self.heard.always.entry((cell, run.class)).or_default().add(tally);
        }
        if self.asked.hours.contains_key(&(cell, hour)) {
            self.heard.then.entry((cell, hour, run.class)).or_default().add(tally);
        }
    }
}

impl Run {
    fn begin(report: &PositionReport, spot: Spot, class: RadioClass) -> Self {
        let first_hour = hour_of(report.time);
        Self { mmsi: report.mmsi, class, time: report.time, spot, reports: 1, first_hour }
    }

    /// True if the same ship can have sent both, and was there in between.
    fn goes_on(
        &self,
        report: &PositionReport,
        spot: Spot,
        class: RadioClass,
        params: &SilenceParams,
    ) -> bool {
        let seconds = report.time.duration_since(self.time).as_secs_f64();
        let most_m = params.max_speed_kn * KNOT * seconds.max(60.0);
        self.mmsi == report.mmsi
            && merged(self.class, class).is_some()
            && (0.0..=params.bridge_h * 3600.0).contains(&seconds)
            && self.spot.chord_m(spot) <= most_m
    }
}

/// The class of a radio that sends both: the long-range message goes with any other.
fn merged(a: RadioClass, b: RadioClass) -> Option<RadioClass> {
    match (a, b) {
        (RadioClass::LongRange, other) | (other, RadioClass::LongRange) => Some(other),
        _ => (a == b).then_some(a),
    }
}

/// The position of a gap's hour on a straight way between two spots.
pub(super) fn between(from: Position, to: Position, share: f64) -> Position {
    Spot::of(from).towards(Spot::of(to), share).to_position().unwrap_or(from)
}
