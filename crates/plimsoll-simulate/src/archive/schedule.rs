//! When a hull reports: a rule that gives the time of any report without those before it, so that the truth can be
//! written before the rows are.

use super::Ms;

/// The reports of one hull. Report `k` is due at `phase + k * interval`, early or late by less than half an interval.
#[derive(Clone, Debug)]
pub(super) struct Schedule {
    pub(super) interval: f64,
    phase: f64,
    /// Greatest deviation, ms.
    waver: f64,
    key: u64,
    /// When the hull is not heard: in order, apart from each other.
    silences: Vec<(Ms, Ms)>,
    length: Ms,
}

impl Schedule {
    /// `is_irregular`: reports waver by four tenths of the interval, else by a second and a half at most.
    pub(super) fn new(
        key: u64,
        interval: f64,
        is_irregular: bool,
        silences: Vec<(Ms, Ms)>,
        length: Ms,
    ) -> Self {
        let widest = 0.4 * interval;
        let waver = if is_irregular { widest } else { widest.min(1_500.0) };
        Self { interval, phase: interval * unit(key, u64::MAX), waver, key, silences, length }
    }

    /// When report `k` is due, ms from the start of the archive, heard or not.
    pub(super) fn time(&self, k: i64) -> Ms {
        let deviation = self.waver * (2.0 * unit(self.key, k.cast_unsigned()) - 1.0);
        (self.phase + k as f64 * self.interval + deviation) as Ms
    }

    /// The first report that is due at a time or later.
    pub(super) fn first_from(&self, time: Ms) -> i64 {
        let mut k = ((time as f64 - self.phase) / self.interval) as i64 - 1;
        while self.time(k) < time {
            k += 1;
        }
        k.max(0)
    }

    /// True if report `k` is sent and heard.
    pub(super) fn is_heard(&self, k: i64) -> bool {
        let time = self.time(k);
        k >= 0 && (0..self.length).contains(&time) && self.silent_until(time).is_none()
    }

    /// The end of the silence in which a time lies.
    pub(super) fn silent_until(&self, time: Ms) -> Option<Ms> {
        self.silences.iter().find(|s| s.0 <= time && time < s.1).map(|s| s.1)
    }

    /// How many reports are heard in [start, end).
    pub(super) fn heard_in(&self, start: Ms, end: Ms) -> u64 {
        let due = |a: Ms, b: Ms| {
            let (a, b) = (a.clamp(0, self.length), b.clamp(0, self.length));
            if a < b { self.first_from(b) - self.first_from(a) } else { 0 }
        };
        let silent: i64 = self.silences.iter().map(|s| due(start.max(s.0), end.min(s.1))).sum();
        u64::try_from(due(start, end) - silent).unwrap_or(0)
    }

    /// The last report before a time and the first at or after another.
    pub(super) fn around(&self, start: Ms, end: Ms) -> (i64, i64) {
        (self.first_from(start) - 1, self.first_from(end))
    }
}

/// A number in [0, 1) that depends on a key and a count alone (the finalizer of SplitMix64: Steele, Lea, Flood 2014).
pub(super) fn unit(key: u64, count: u64) -> f64 {
    let mut z = key ^ count.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schedules() -> [Schedule; 2] {
        [false, true].map(|irregular| {
            Schedule::new(
                77,
                61_300.0,
                irregular,
                vec![(500_000, 900_000), (2_000_000, 3_000_000)],
                5_000_000,
            )
        })
    }

    #[test]
    fn reports_are_in_order_and_each_is_found_by_its_time() {
        for schedule in schedules() {
            for k in 0..500 {
                let time = schedule.time(k);
                assert!(time < schedule.time(k + 1));
                assert_eq!(schedule.first_from(time), k, "{time}");
                assert_eq!(schedule.first_from(time + 1), k + 1);
            }
        }
    }

    #[test]
    fn the_count_of_heard_reports_is_that_of_counting_them() {
        for schedule in schedules() {
            for (start, end) in [(0, 5_000_000), (-9, 600_000), (600_000, 700_000), (800_000, 9_000_000)] {
                let counted = (0..200)
                    .filter(|&k| schedule.is_heard(k) && (start..end).contains(&schedule.time(k)))
                    .count();
                assert_eq!(schedule.heard_in(start, end), counted as u64, "{start} {end}");
            }
        }
    }
}
