//! How well AIS was received at a place about a time, whoever was there: for a ship that an image shows and no radio answers to.

use super::SilenceParams;
use super::cells::{Cell, RadioClass};
use super::judge::{Judge, shown, stamp};
use super::listener::{Asked, Tally};
use jiff::{SignedDuration, Timestamp};
use plimsoll_model::{Position, RecordId};

/// What is known of the reception of a ship that sends.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Received {
    /// Probability that a report of hers would have been received in the window; `None`: it cannot be judged.
    pub p: Option<f64>,
    /// The window and what was heard of others in it; or why nothing can be said.
    pub words: String,
    /// The outages that overlap the window.
    pub outages: Vec<RecordId>,
}

/// The hours from one instant to another, each with the share of it that lies between them.
fn hours(from: Timestamp, to: Timestamp) -> Vec<(i64, f64)> {
    let (from, to) = (from.as_second(), to.as_second());
    let within = |hour: i64| (to.min(hour * 3600 + 3600) - from.max(hour * 3600)) as f64 / 3600.0;
    let all = from.div_euclid(3600)..=(to - 1).div_euclid(3600);
    all.map(|hour| (hour, within(hour))).filter(|(_, share)| *share > 0.0).collect()
}

/// From so many hours before a time to so many after it; `None` beyond what can be written.
fn window(time: Timestamp, window_h: f64) -> Option<[Timestamp; 2]> {
    let wide = SignedDuration::from_secs((window_h.clamp(0.0, 240.0) * 3600.0) as i64);
    Some([time.checked_sub(wide).ok()?, time.checked_add(wide).ok()?])
}

impl Asked {
    /// The hours from `window_h` before a time to as long after it, in the cell of a place.
    pub fn about(&mut self, at: Position, time: Timestamp, window_h: f64, params: &SilenceParams) {
        let Some([from, to]) = window(time, window_h) else { return };
        let cell = Cell::of(at, params.cell_deg);
        hours(from, to).into_iter().for_each(|(hour, _)| self.hour(cell, hour));
    }
}

/// Some hours of one class of radio, summed up.
#[derive(Clone, Copy, Debug, Default)]
struct Half {
    hazard: f64,
    hours_out: f64,
    hours: f64,
    tally: Tally,
}

impl Judge<'_> {
    /// How well a ship at a place is received from `window_h` before a time to as long after it, if she sends as the others of
    /// class A about her, or of a table that states no class. She was there at that time, and came before it or left after it nobody
    /// knows when: of the two halves of the window the worse one counts.
    ///
    /// Source: `docs/methods/association.md`, section 3; hazards and frailty as in `docs/methods/silence.md`, section 3.
    pub fn received(&self, at: Position, time: Timestamp, window_h: f64) -> Received {
        let Some([from, to]) = window(time, window_h) else { return Received::default() };
        let cell = Cell::of(at, self.params.cell_deg);
        let of = |class| [(from, time), (time, to)].map(|(a, b)| self.half(class, cell, &hours(a, b)));
        let [a, unknown] = [RadioClass::A, RadioClass::Unknown].map(of);
        let present = |halves: &[Half; 2]| halves.iter().map(|half| half.tally.present).sum::<u64>();
        let (class, halves) =
            if present(&unknown) > present(&a) { (RadioClass::Unknown, unknown) } else { (RadioClass::A, a) };
        let overlaps = |o: &&plimsoll_model::Outage| o.period.start() < to && from < o.period.end();
        let outages = self.outages.iter().filter(overlaps).map(|o| o.id).collect();
        let (length, out) = (halves[0].hours + halves[1].hours, halves[0].hours_out + halves[1].hours_out);
        // The hour of the image is in both halves.
        let tally = self.half(class, cell, &hours(from, to)).tally;
        let ships = tally.ships.count_ones();
        let span = format!("from {} to {}", stamp(from), stamp(to));
        let is_out = out >= self.params.outage_share * length;
        if !is_out && ships < self.params.least_ships {
            let words =
                format!("{span} at least {ships} other ships of {} were there, too few", class.words());
            return Received { p: None, words, outages };
        }
        let p = halves.map(|half| 1.0 - self.missed(half.hazard)).into_iter().fold(1.0, f64::min);
        let words = format!(
            "{span} {} of {} hours that at least {ships} other ships of {} spent about there brought a report, nobody listened in {out:.1} of {length:.1} hours; a ship that sends is missed with probability {}",
            tally.heard,
            tally.present,
            class.words(),
            shown(1.0 - p)
        );
        Received { p: Some(p), words, outages }
    }

    fn half(&self, class: RadioClass, cell: Cell, hours: &[(i64, f64)]) -> Half {
        let mut sum = Half::default();
        for (hour, share) in hours {
            let found = self.hour(0, class, cell, *hour);
            sum.hazard += share * found.hazard;
            sum.hours_out += if found.is_out { *share } else { 0.0 };
            sum.hours += share;
            sum.tally.add(found.tally);
        }
        sum
    }
}
