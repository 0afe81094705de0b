//! Random draws that come out the same on every machine, in every order, on any number of threads.
//!
//! A stream is ChaCha8 (Bernstein 2008), keyed by BLAKE3 over the identifier of the record that owns the
//! stream and the stream's name. Draw `k` takes the `k`-th 32-bit word of the stream and no other, so
//! it depends neither on other records nor on other streams. Every number is made by `+ - * /`, by the square root
//! (exact under IEEE 754) and by functions of `libm`, never by those of the platform.

use plimsoll_model::{Estimate, RecordId};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use serde::{Deserialize, Serialize};

/// The 95th percentile of the standard normal distribution.
pub const Z_95: f64 = 1.644_853_626_951_472_2;

/// How many draws are made at a time, so that the inner loops need no allocation.
pub const BLOCK: usize = 256;

/// One block of draws.
pub type Block = [f64; BLOCK];

/// A stream of random numbers.
#[derive(Clone, Debug)]
pub struct Stream(ChaCha8Rng);

impl Stream {
    /// The stream of a record: one ship, one port visit.
    pub fn of_record(record: RecordId, name: &str) -> Self {
        Self::keyed(&record.to_string(), name)
    }

    /// A stream that all records have in common.
    pub fn shared(name: &str) -> Self {
        Self::keyed("shared", name)
    }

    fn keyed(owner: &str, name: &str) -> Self {
        let mut hasher = blake3::Hasher::new();
        for text in [owner, name] {
            hasher.update(&(text.len() as u64).to_le_bytes());
            hasher.update(text.as_bytes());
        }
        Self(ChaCha8Rng::from_seed(*hasher.finalize().as_bytes()))
    }

    /// The words of the next block.
    fn words(&mut self) -> [u32; BLOCK] {
        let mut bytes = [0; BLOCK * 4];
        self.0.fill_bytes(&mut bytes);
        let mut words = [0; BLOCK];
        for (word, bytes) in words.iter_mut().zip(bytes.as_chunks::<4>().0) {
            *word = u32::from_le_bytes(*bytes);
        }
        words
    }

    /// The next block of numbers spread evenly between 0 and 1, both excluded.
    pub fn uniforms(&mut self) -> Block {
        self.words().map(|word| (f64::from(word) + 0.5) / 4_294_967_296.0)
    }

    /// The next block of pairs of such numbers, in steps of 1/65,536: two from each word.
    pub fn pairs(&mut self) -> [Block; 2] {
        let words = self.words();
        let half = |shift: u32| words.map(|word| (f64::from(word >> shift & 0xffff) + 0.5) / 65_536.0);
        [half(0), half(16)]
    }

    /// The next block of standard normal numbers.
    pub fn normals(&mut self) -> Block {
        self.words().map(normal)
    }
}

/// Cells of the table of normal quantiles, and how many at either end are left to the formula.
const CELLS: usize = 1024;
const TAIL_CELLS: usize = 8;

/// Quantiles at the borders of the cells. Between them a straight line is off by at most 0.0006 (at the tails).
static QUANTILES: [f64; CELLS + 1] = {
    let mut table = [0.0; CELLS + 1];
    let mut cell = TAIL_CELLS;
    while cell <= CELLS - TAIL_CELLS {
        table[cell] = quantile(cell as f64 / CELLS as f64);
        cell += 1;
    }
    table
};

/// A standard normal number from a word: a straight line in the table, the formula in the tails.
fn normal(word: u32) -> f64 {
    let cell = (word >> 22) as usize;
    if !(TAIL_CELLS..CELLS - TAIL_CELLS).contains(&cell) {
        return quantile((f64::from(word) + 0.5) / 4_294_967_296.0);
    }
    let share = (f64::from(word & 0x003f_ffff) + 0.5) / 4_194_304.0;
    let from = QUANTILES[cell];
    from + share * (QUANTILES[cell + 1] - from)
}

/// A prior: median and the ends of the middle 90 %. Between them and beyond, a normal distribution whose spread
/// differs on the two sides of the median, so that the three percentiles are met exactly.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prior {
    /// 5th percentile.
    pub low: f64,
    /// Median.
    pub mid: f64,
    /// 95th percentile.
    pub high: f64,
}

impl Prior {
    /// The value at a standard normal number.
    pub fn at(self, z: f64) -> f64 {
        let side = if z < 0.0 { self.mid - self.low } else { self.high - self.mid };
        self.mid + z * side / Z_95
    }

    /// True if the three numbers are finite and in order.
    pub fn is_ordered(self) -> bool {
        self.low.is_finite() && self.high.is_finite() && self.low <= self.mid && self.mid <= self.high
    }

    /// What is wrong with it as the value of a key that must lie within limits.
    pub(crate) fn fault(self, key: &str, least: f64, most: f64) -> Option<String> {
        let is_within = self.is_ordered() && least <= self.low && self.high <= most;
        (!is_within).then(|| {
            let Self { low, mid, high } = self;
            format!("{key}: found {low}, {mid}, {high}; expected {least} <= low <= mid <= high <= {most}")
        })
    }
}

/// What is wrong with a number as the value of a key.
pub(crate) fn number(key: &str, value: f64, least: f64, most: f64) -> Option<String> {
    let is_within = (least..=most).contains(&value);
    (!is_within).then(|| format!("{key}: found {value}; expected {least} to {most}"))
}

/// What is wrong with a count as the value of a key.
pub(crate) fn whole_number(key: &str, value: usize, most: usize) -> Option<String> {
    let is_within = (1..=most).contains(&value);
    (!is_within).then(|| format!("{key}: found {value}; expected 1 to {most}"))
}

impl From<Estimate<f64>> for Prior {
    fn from(estimate: Estimate<f64>) -> Self {
        Self { low: estimate.low(), mid: estimate.mid(), high: estimate.high() }
    }
}

/// The number below which a standard normal number lies with probability `p`, for `p` between 0 and 1; error below
/// 1e-6.
pub fn normal_quantile(p: f64) -> f64 {
    quantile(p)
}

/// Wichura, Applied Statistics 37 (1988) 477-484, algorithm AS 241, routine PPND7.
pub(crate) const fn quantile(p: f64) -> f64 {
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        let r = 0.180_625 - q * q;
        let above = ((59.109_374_720 * r + 159.291_132_02) * r + 50.434_271_938) * r + 3.387_132_717_9;
        let below = ((67.187_563_600 * r + 78.757_757_664) * r + 17.895_169_469) * r + 1.0;
        return q * above / below;
    }
    let tail = if q < 0.0 { p } else { 1.0 - p };
    let r = square_root(-logarithm(tail));
    let z = if r <= 5.0 {
        let r = r - 1.6;
        let above = ((0.170_238_211_03 * r + 1.306_728_481_6) * r + 2.756_815_390_0) * r + 1.423_437_277_7;
        above / ((0.120_211_329_75 * r + 0.737_001_642_50) * r + 1.0)
    } else {
        let r = r - 5.0;
        let above = ((0.017_337_203_997 * r + 0.428_682_943_37) * r + 3.081_226_386_0) * r + 6.657_905_115_0;
        above / ((0.012_258_202_635 * r + 0.241_978_942_25) * r + 1.0)
    };
    if q < 0.0 { -z } else { z }
}

/// Natural logarithm of a positive normal number, to 1e-13: `e ln 2 + 2 artanh((m - 1) / (m + 1))`, `x = m 2^e`.
const fn logarithm(x: f64) -> f64 {
    let bits = x.to_bits();
    let exponent = (bits >> 52) as i64 - 1023;
    let mantissa = f64::from_bits(bits & 0x000f_ffff_ffff_ffff | 0x3ff0_0000_0000_0000);
    let t = (mantissa - 1.0) / (mantissa + 1.0);
    let (mut power, mut sum, mut odd) = (t, 0.0, 1.0);
    while odd < 28.0 {
        sum += power / odd;
        power *= t * t;
        odd += 2.0;
    }
    exponent as f64 * std::f64::consts::LN_2 + 2.0 * sum
}

/// Square root of a number between 1 and 30, by Newton's rule to the last digit but one.
const fn square_root(x: f64) -> f64 {
    let mut root = 3.0;
    let mut step = 0;
    while step < 6 {
        root = (root + x / root) / 2.0;
        step += 1;
    }
    root
}

/// Cube root of a positive normal number, to 2e-14: a guess from the bits, and Halley's rule twice. A correctly
/// rounded one takes thirty times as long and no tonne depends on it.
pub fn cube_root(x: f64) -> f64 {
    let guess = f64::from_bits(x.to_bits() / 3 + 0x2a9f_84fe_36d2_2425);
    let halley = |y: f64| {
        let cube = y * y * y;
        y * (cube + x + x) / (cube + cube + x)
    };
    halley(halley(guess))
}

/// The probability that a standard normal number lies below `z`.
pub fn normal_cdf(z: f64) -> f64 {
    0.5 * libm::erfc(-z * std::f64::consts::FRAC_1_SQRT_2)
}

/// The place of the value at a share of the way through so many sorted numbers (nearest rank).
fn rank(numbers: usize, share: f64) -> Option<usize> {
    Some((share * numbers.checked_sub(1)? as f64).round() as usize)
}

/// The value at a share of the way through sorted numbers (nearest rank); `None` without numbers.
pub fn percentile(sorted: &[f64], share: f64) -> Option<f64> {
    sorted.get(rank(sorted.len(), share)?).copied()
}

/// Median and middle 90 % of draws, whose order it changes; `None` without draws, or if one is no number.
pub fn interval(draws: &mut [f64]) -> Option<Estimate<f64>> {
    let [low, mid, high] = [0.05, 0.5, 0.95].map(|share| rank(draws.len(), share));
    let (low, mid, high) = (low?, mid?, high?);
    // Each choice leaves what is larger on its right, so that the next is made among fewer.
    let at_low = *draws.select_nth_unstable_by(low, f64::total_cmp).1;
    let at_mid = *draws[low..].select_nth_unstable_by(mid - low, f64::total_cmp).1;
    let at_high = *draws[mid..].select_nth_unstable_by(high - mid, f64::total_cmp).1;
    Estimate::new(at_low, at_mid, at_high)
}

#[cfg(test)]
mod tests {
    use super::*;
    use plimsoll_model::RecordKind;

    fn first(mut stream: Stream) -> Vec<u64> {
        stream.uniforms().iter().map(|u| u.to_bits()).collect()
    }

    #[test]
    fn a_stream_depends_on_record_and_name_and_on_nothing_else() {
        let id = RecordId::of(RecordKind::PortVisit, &[]);
        let one = first(Stream::of_record(id, "fill"));
        assert_eq!(one, first(Stream::of_record(id, "fill")));
        assert_ne!(one, first(Stream::of_record(id, "loaded")));
        assert_ne!(one, first(Stream::of_record(RecordId::of(RecordKind::Vessel, &[]), "fill")));
        assert_ne!(one, first(Stream::shared("fill")));
    }

    #[test]
    fn the_quantile_turns_the_distribution_round() {
        for k in 1..2000 {
            let p = f64::from(k) / 2000.0;
            assert!((normal_cdf(normal_quantile(p)) - p).abs() < 3e-7, "{p}");
        }
        for p in [1e-10, 1e-8, 1e-5, 1e-3] {
            let back = normal_cdf(normal_quantile(p));
            assert!((back / p - 1.0).abs() < 1e-5, "{p} {back}");
        }
        assert!((normal_quantile(0.95) - Z_95).abs() < 1e-6);
    }

    #[test]
    fn the_functions_made_for_constants_agree_with_libm() {
        for k in 1..4000 {
            let x = f64::from(k) * 0.000_25;
            assert!((logarithm(x) - libm::log(x)).abs() < 1e-12, "{x}");
            assert!((square_root(1.0 + 29.0 * x) - libm::sqrt(1.0 + 29.0 * x)).abs() < 1e-12, "{x}");
            for scale in [1.0, 1e-3, 1e5] {
                assert!((cube_root(scale * x) / libm::cbrt(scale * x) - 1.0).abs() < 2e-14, "{x}");
            }
        }
        for tail in [1.0 / 8_589_934_592.0, 1e-7, 0.075] {
            assert!((logarithm(tail) - libm::log(tail)).abs() < 1e-12, "{tail}");
        }
    }

    #[test]
    fn the_table_of_quantiles_is_off_by_less_than_a_thousandth() {
        let words = (0..=u32::MAX).step_by(65_537).chain([0, u32::MAX]);
        let mut before = f64::NEG_INFINITY;
        for word in words.take(65_536) {
            let exact = normal_quantile((f64::from(word) + 0.5) / 4_294_967_296.0);
            let found = normal(word);
            assert!((found - exact).abs() < 6.5e-4, "{word} {found} {exact}");
            assert!(found >= before, "a larger word is never a smaller number");
            before = found;
        }
    }

    #[test]
    fn an_interval_is_that_of_the_sorted_draws() {
        for draws in [1, 2, 3, 19, 20, 21, 300] {
            let mut some: Vec<f64> =
                Stream::shared("order").uniforms().into_iter().cycle().take(draws).collect();
            let found = interval(&mut some.clone()).unwrap();
            some.sort_by(f64::total_cmp);
            for (found, share) in [(found.low(), 0.05), (found.mid(), 0.5), (found.high(), 0.95)] {
                assert_eq!(Some(found.to_bits()), percentile(&some, share).map(f64::to_bits));
            }
        }
        assert!(interval(&mut [0.0, f64::NAN]).is_none());
    }

    #[test]
    fn both_halves_of_a_word_are_spread_evenly_and_apart() {
        let mut stream = Stream::shared("pairs");
        let blocks: Vec<[Block; 2]> = (0..200).map(|_| stream.pairs()).collect();
        let n = (200 * BLOCK) as f64;
        let mean = |f: fn(f64, f64) -> f64| {
            blocks.iter().flat_map(|[a, b]| a.iter().zip(b)).map(|(a, b)| f(*a, *b)).sum::<f64>() / n
        };
        assert!((mean(|a, _| a) - 0.5).abs() < 0.005 && (mean(|_, b| b) - 0.5).abs() < 0.005);
        assert!(mean(|a, b| 12.0 * (a - 0.5) * (b - 0.5)).abs() < 0.02);
    }

    #[test]
    fn draws_have_the_moments_of_their_distribution() {
        let mut stream = Stream::shared("moments");
        let draws: Vec<f64> = (0..400).flat_map(|_| stream.normals()).collect();
        let n = draws.len() as f64;
        let mean = draws.iter().sum::<f64>() / n;
        let variance = draws.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / n;
        let fourth = draws.iter().map(|x| (x - mean).powi(4)).sum::<f64>() / n;
        assert!(mean.abs() < 0.01, "{mean}");
        assert!((variance - 1.0).abs() < 0.015, "{variance}");
        assert!((fourth - 3.0).abs() < 0.1, "{fourth}");
    }

    #[test]
    fn a_prior_meets_its_three_percentiles() {
        let prior = Prior { low: 1.0, mid: 2.0, high: 5.0 };
        for (z, expected) in [(-Z_95, 1.0), (0.0, 2.0), (Z_95, 5.0)] {
            assert!((prior.at(z) - expected).abs() < 1e-12);
        }
    }

    #[test]
    fn the_interval_of_no_draws_does_not_exist() {
        assert!(interval(&mut []).is_none());
        let one = interval(&mut [3.0, 1.0, 2.0]).unwrap();
        assert_eq!((one.low(), one.mid(), one.high()), (1.0, 2.0, 3.0));
    }

    #[test]
    fn draws_never_change_between_versions() {
        // Reports in print stand on them. BLAKE3 and ChaCha8 of the reference Python packages give the same words.
        let block = Stream::shared("pinned").uniforms();
        let words: Vec<u32> = block[..3].iter().map(|u| (u * 4_294_967_296.0 - 0.5).round() as u32).collect();
        assert_eq!(words, PINNED, "{words:?}");
    }

    const PINNED: [u32; 3] = [526_035_438, 654_415_790, 399_040_827];
}
