//! From what others heard to a probability and a word.

use super::cells::{Cell, RadioClass, hour_of};
use super::listener::{Heard, Tally, bit};
use super::{GapQuestion, SilenceParams, nearest_nm, ways};
use jiff::Timestamp;
use plimsoll_model::evidence::Key;
use plimsoll_model::{
    Estimate, Gap, Mmsi, Outage, Period, Position, RecordId, RecordKind, Silence, SilenceCause,
};

/// What is known of an hour on a way.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Hour {
    /// What it adds to the hazard of being heard.
    pub(super) hazard: f64,
    pub(super) is_out: bool,
    pub(super) tally: Tally,
    expected_reports: f64,
}

/// A way, summed up.
#[derive(Clone, Debug, Default)]
struct Sum {
    hazard: f64,
    hours_out: u32,
    tally: Tally,
    expected_reports: f64,
}

/// A gap, judged.
pub type Judged = Silence;

/// Judges gaps by what a pass heard.
#[derive(Debug)]
pub struct Judge<'a> {
    heard: &'a Heard,
    pub(super) outages: &'a [Outage],
    /// How many feeds there are: an hour is out if all of them are.
    feeds: usize,
    places: &'a [Position],
    pub(super) params: &'a SilenceParams,
}

impl<'a> Judge<'a> {
    /// With the outages of all feeds, how many feeds there are, and the places of interest.
    pub const fn new(
        heard: &'a Heard,
        outages: &'a [Outage],
        feeds: usize,
        places: &'a [Position],
        params: &'a SilenceParams,
    ) -> Self {
        Self { heard, outages, feeds, places, params }
    }

    /// What a gap means.
    pub fn judge(&self, question: &GapQuestion<'_>) -> Silence {
        let gap = question.gap;
        let motion = self.heard.motion(gap);
        let class = self.heard.own(gap.mmsi).map_or(RadioClass::Unknown, super::Own::class);
        let ways = ways::ways(gap, motion, self.params);
        let hours = ways.first().map_or(0, Vec::len);
        let sums: Vec<Sum> = ways.iter().map(|way| self.sum(gap.mmsi, class, way)).collect();
        let chance = self.chances(&sums);
        let prior = self.priors(gap, motion.speed_kn);
        let p_on_purpose = self.posterior(chance, prior);
        let mut silence = Silence {
            id: RecordId::of(RecordKind::Silence, &[Key::Id(gap.id)]),
            gap: gap.id,
            mmsi: gap.mmsi,
            vessel: None,
            period: gap.period,
            hours: hours as u32,
            hours_out: mean(sums.iter().map(|sum| f64::from(sum.hours_out))),
            ship_hours: sums.first().map_or(0, |sum| sum.tally.present),
            ship_hours_heard: sums.first().map_or(0, |sum| sum.tally.heard),
            ships: sums.first().map_or(0, |sum| sum.tally.ships.count_ones()),
            expected_reports: mean(sums.iter().map(|sum| sum.expected_reports)),
            p_no_report_if_on: chance,
            p_on_purpose,
            prior: prior[1],
            cause: SilenceCause::Undecided,
            basis: String::new(),
            parents: self.parents(gap),
        };
        silence.cause = self.cause(&silence, question.is_shared);
        silence.basis = self.words(&silence, class, question.is_shared);
        silence
    }

    fn sum(&self, mmsi: Mmsi, class: RadioClass, way: &[(Cell, i64)]) -> Sum {
        let mut sum = Sum::default();
        for (cell, hour) in way {
            let found = self.hour(bit(mmsi), class, *cell, *hour);
            sum.hazard += found.hazard;
            sum.hours_out += u32::from(found.is_out);
            sum.tally.add(found.tally);
            sum.expected_reports += found.expected_reports;
        }
        sum
    }

    /// One hour in one cell, for a ship of that bit. Where nobody listened, and where no other ship was ever heard, it adds nothing.
    pub(super) fn hour(&self, own: u64, class: RadioClass, cell: Cell, hour: i64) -> Hour {
        let params = self.params;
        let tally = self.heard.then.get(&(cell, hour, class)).copied().unwrap_or_default();
        let always = self.heard.always.get(&(cell, class)).copied().unwrap_or_default();
        if self.is_feed_out(hour) {
            return Hour { is_out: true, tally, ..Hour::default() };
        }
        // Only what others did counts: a cell that she alone was heard in says nothing.
        if always.ships & !own == 0 {
            return Hour { tally, ..Hour::default() };
        }
        let usual = (always.heard as f64 + 0.5) / (always.present as f64 + 1.0);
        let per_heard = always.reports as f64 / (always.heard.max(1)) as f64;
        let mut hour = Hour { tally, ..Hour::default() };
        let share = if tally.present == 0 {
            untruncated(usual, params.bridge_h)
        } else {
            let weight = params.prior_ship_hours;
            hour.is_out = tally.heard == 0 && tally.present >= u64::from(params.outage_ships);
            untruncated(
                (tally.heard as f64 + weight * usual) / (tally.present as f64 + weight),
                params.bridge_h,
            )
        };
        hour.hazard = if hour.is_out { 0.0 } else { (-libm::log1p(-share)).min(params.most_hazard) };
        if tally.present == 0 {
            hour.hazard *= params.unseen_weight;
        }
        hour.expected_reports = if hour.is_out { 0.0 } else { share * per_heard };
        hour
    }

    fn is_feed_out(&self, hour: i64) -> bool {
        let (from, to) = (hour * 3600, hour * 3600 + 3600);
        let covers = |outage: &&Outage| {
            let (start, end) = (outage.period.start().as_second(), outage.period.end().as_second());
            end.min(to) - start.max(from) >= 1800
        };
        let out = self.outages.iter().filter(covers).count();
        self.feeds > 0 && out >= self.feeds
    }

    /// P(no report | she transmits): least, mean and greatest over the ways. Reception differs from ship to ship by a factor
    /// with a gamma law of mean 1, so that the survival is `(1 + hazard / k)^-k` instead of `exp(-hazard)`.
    fn chances(&self, sums: &[Sum]) -> Estimate<f64> {
        let chances: Vec<f64> = sums.iter().map(|sum| self.missed(sum.hazard)).collect();
        let least = chances.iter().copied().fold(1.0, f64::min);
        let most = chances.iter().copied().fold(0.0, f64::max);
        if chances.is_empty() {
            return certain();
        }
        let middle = mean(chances.iter().copied()).clamp(least, most);
        Estimate::new(least, middle, most).unwrap_or_else(certain)
    }

    pub(super) fn missed(&self, hazard: f64) -> f64 {
        let k = self.params.frailty_shape.max(1e-3);
        libm::exp(-k * libm::log1p(hazard / k)).clamp(0.0, 1.0)
    }

    /// The prior of purpose, low, middle, high, by how she behaved.
    fn priors(&self, gap: &Gap, speed_kn: Option<f64>) -> [f64; 3] {
        let params = self.params;
        let near = nearest_nm(gap.off_position, self.places).min(nearest_nm(gap.on_position, self.places));
        let mut odds = 1.0;
        if near <= params.near_place_nm {
            odds *= params.near_place_odds;
        }
        if speed_kn.is_some_and(|kn| kn >= params.under_way_kn) {
            odds *= params.under_way_odds;
        }
        params.prior_on_purpose.map(|prior| {
            let raised = odds * prior / (1.0 - prior).max(1e-9);
            raised / (1.0 + raised)
        })
    }

    /// Bayes over three reasons: off on purpose, off by fault, on and not received.
    fn posterior(&self, chance: Estimate<f64>, prior: [f64; 3]) -> Estimate<f64> {
        let fault = self.params.prior_fault;
        let of = |purpose: f64, missed: f64| {
            let on = (1.0 - purpose) * (1.0 - fault);
            purpose / (purpose + (1.0 - purpose) * fault + on * missed).max(1e-12)
        };
        let low = of(prior[0], chance.high());
        let mid = of(prior[1], chance.mid()).max(low);
        let high = of(prior[2], chance.low()).max(mid);
        Estimate::new(low, mid, high).unwrap_or_else(certain)
    }

    fn cause(&self, silence: &Silence, is_shared: bool) -> SilenceCause {
        let params = self.params;
        let chance = silence.p_no_report_if_on;
        let share_out = silence.hours_out / f64::from(silence.hours.max(1));
        if is_shared || silence.hours == 0 {
            SilenceCause::Undecided
        } else if share_out >= params.outage_share {
            SilenceCause::Outage
        } else if chance.high() <= params.silence_chance && silence.ships >= params.least_ships {
            SilenceCause::Silence
        } else if chance.mid() >= params.thin_chance && silence.expected_reports > 0.0 {
            SilenceCause::ThinCoverage
        } else {
            SilenceCause::Undecided
        }
    }

    fn words(&self, silence: &Silence, class: RadioClass, is_shared: bool) -> String {
        let window = format!("{} to {}", stamp(silence.period.start()), stamp(silence.period.end()));
        let evidence = format!(
            "{} of {} hours that at least {} other ships of {} spent there and then brought a report; a ship that transmits is missed so long with probability {} ({} to {})",
            silence.ship_hours_heard,
            silence.ship_hours,
            silence.ships,
            class.words(),
            shown(silence.p_no_report_if_on.mid()),
            shown(silence.p_no_report_if_on.low()),
            shown(silence.p_no_report_if_on.high()),
        );
        let out = format!("nobody listened in {:.0} of {} hours", silence.hours_out, silence.hours);
        match silence.cause {
            SilenceCause::Silence => format!("Silent despite coverage from {window}: {evidence}."),
            SilenceCause::Outage => format!("No data from {window}: {out}."),
            SilenceCause::ThinCoverage => format!("Thin coverage from {window}: {evidence}."),
            SilenceCause::Undecided if is_shared => {
                format!("Undecided from {window}: two ships share the radio.")
            }
            SilenceCause::Undecided if silence.hours == 0 => {
                format!("Undecided from {window}: no whole hour lies in it.")
            }
            SilenceCause::Undecided if silence.expected_reports <= 0.0 => {
                format!("Undecided from {window}: no other ship of {} was heard there.", class.words())
            }
            SilenceCause::Undecided => format!("Undecided from {window}: {evidence}; {out}."),
        }
    }

    fn parents(&self, gap: &Gap) -> Vec<RecordId> {
        let within = |outage: &&Outage| overlaps(outage.period, gap.period);
        std::iter::once(gap.id).chain(self.outages.iter().filter(within).map(|o| o.id)).collect()
    }
}

fn overlaps(a: Period, b: Period) -> bool {
    hour_of(a.start()) <= hour_of(b.end()) && a.start() < b.end() && b.start() < a.end()
}

/// An instant for a sentence.
pub(super) fn stamp(time: Timestamp) -> String {
    time.strftime("%Y-%m-%d %H:%MZ").to_string()
}

/// A probability for a sentence.
pub(super) fn shown(p: f64) -> String {
    if p < 0.0005 { "under .001".to_owned() } else { format!("{p:.3}") }
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (mut sum, mut many) = (0.0, 0.0_f64);
    for value in values {
        sum += value;
        many += 1.0;
    }
    sum / many.max(1.0)
}

/// Nothing is known: a ship that transmits is missed for certain.
fn certain() -> Estimate<f64> {
    Estimate::new(1.0, 1.0, 1.0).expect("one is not less than one")
}

/// Pauses longer than the bridge are not counted, which flatters the share of hours heard. If hours are heard with probability
/// `p`, the pauses kept have mean `1/p - m q^m / (1 - q^m)`, with `q = 1 - p` and `m` hours of bridge; this solves it for `p`.
pub(super) fn untruncated(share: f64, bridge_h: f64) -> f64 {
    let most = bridge_h.max(1.0);
    let kept = |p: f64| {
        let all = libm::exp(most * libm::log1p(-p));
        1.0 / p - most * all / (1.0 - all)
    };
    let wanted = 1.0 / share.clamp(1e-6, 1.0);
    let (mut low, mut high) = (1e-6, 1.0 - 1e-9);
    if wanted >= kept(low) {
        return low;
    }
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if kept(middle) > wanted { low = middle } else { high = middle }
    }
    low
}
