//! Gain and noise against a second, naive reading of the same tables.

use super::real::{MOUNTAINS, Memory, OCEAN, OCEAN_LATER, real};
use plimsoll_imagery::safe::{Calibration, SafeProduct};

/// A table of the annotation, read with nothing but text search: line, samples, values.
type Table = Vec<(f64, Vec<f64>, Vec<f64>)>;

fn numbers(text: &str) -> Vec<f64> {
    text.split_whitespace().map(|w| w.parse().unwrap()).collect()
}

/// What stands between `<name...>` and `</name>`, each time.
fn inside<'a>(text: &'a str, name: &str) -> Vec<&'a str> {
    let (open, close) = (format!("<{name}"), format!("</{name}>"));
    let mut found = Vec::new();
    for part in text.split(&open).skip(1) {
        if part.starts_with([' ', '>']) {
            let body = &part[part.find('>').unwrap() + 1..];
            found.push(&body[..body.find(&close).unwrap()]);
        }
    }
    found
}

fn table(xml: &str, vector: &str, values: &str) -> Table {
    let one = |v: &str| {
        let of = |name: &str| numbers(inside(v, name)[0]);
        (of("line")[0], of("pixel"), of(values))
    };
    inside(xml, vector).into_iter().map(one).collect()
}

/// Gain and noise of one pixel, in double precision, by searching everything anew.
pub(crate) struct Naive {
    gain: Table,
    range: Table,
    blocks: Vec<Block>,
    /// Swath, lines, samples; inclusive.
    bounds: Vec<(String, [f64; 2], [f64; 2])>,
}

struct Block {
    lines: [f64; 2],
    samples: [f64; 2],
    nodes: Vec<f64>,
    factors: Vec<f64>,
}

impl Naive {
    pub(crate) fn read(files: &Memory, word: &str) -> Self {
        let text = |folder: &str, start: &str| {
            let is_it = |n: &&String| {
                let last = n.rsplit('/').next().unwrap();
                n.contains(folder) && last.starts_with(start) && last.contains(word)
            };
            let name = files.0.keys().find(is_it).unwrap();
            String::from_utf8(files.0[name].clone()).unwrap()
        };
        let noise = text("/calibration/", "noise-");
        let annotation = text("/annotation/s1", "s1");
        let pair = |b: &str, first: &str, last: &str| {
            [numbers(inside(b, first)[0])[0], numbers(inside(b, last)[0])[0]]
        };
        let lines = |b: &str| pair(b, "firstAzimuthLine", "lastAzimuthLine");
        let samples = |b: &str| pair(b, "firstRangeSample", "lastRangeSample");
        let block = |b: &str| Block {
            lines: lines(b),
            samples: samples(b),
            nodes: numbers(inside(b, "line")[0]),
            factors: numbers(inside(b, "noiseAzimuthLut")[0]),
        };
        let mut bounds = Vec::new();
        for merge in inside(&annotation, "swathMerge") {
            for b in inside(merge, "swathBounds") {
                bounds.push((inside(merge, "swath")[0].to_owned(), lines(b), samples(b)));
            }
        }
        Self {
            gain: table(&text("/calibration/", "calibration-"), "calibrationVector", "sigmaNought"),
            range: table(&noise, "noiseRangeVector", "noiseRangeLut"),
            blocks: inside(&noise, "noiseAzimuthVector").into_iter().map(block).collect(),
            bounds,
        }
    }

    fn swath(&self, line: f64, sample: f64) -> Option<&str> {
        let is_in = |v: f64, b: &[f64; 2]| b[0] <= v && v <= b[1];
        self.bounds
            .iter()
            .find(|(_, l, s)| is_in(line, l) && is_in(sample, s))
            .map(|(name, ..)| name.as_str())
    }

    /// Noise as sigma nought; `None` outside of all swaths.
    pub(crate) fn nesz(&self, line: f64, sample: f64) -> Option<f64> {
        let swath = self.swath(line, sample)?;
        let gain = between(&self.gain, line, |row| Some(along(&row.1, &row.2, sample)));
        // Only vectors whose line is of the same swath at this sample, and that hold a value there.
        let last = self.range.last().unwrap().0;
        let range = between(&self.range, line, |row| {
            let value = along_valid(&row.1, &row.2, sample)?;
            (self.swath(row.0.min(last), sample) == Some(swath)).then_some(value)
        });
        let block = self.blocks.iter().find(|b| {
            b.lines[0] <= line && line <= b.lines[1] && b.samples[0] <= sample && sample <= b.samples[1]
        })?;
        Some(range * along(&block.nodes, &block.factors, line) / (gain * gain))
    }
}

/// Linear between nodes; the ends go on.
fn along(nodes: &[f64], values: &[f64], at: f64) -> f64 {
    let after = nodes.iter().position(|n| *n > at);
    match after {
        Some(0) => values[0],
        None => *values.last().unwrap(),
        Some(i) => {
            values[i - 1] + (values[i] - values[i - 1]) * (at - nodes[i - 1]) / (nodes[i] - nodes[i - 1])
        }
    }
}

/// The same where nought stands for no value: one nought at the end of a line takes the value beside it.
fn along_valid(nodes: &[f64], values: &[f64], at: f64) -> Option<f64> {
    let mut kept: Vec<(f64, f64)> = nodes.iter().copied().zip(values.iter().copied()).collect();
    let tail = values.iter().rev().take_while(|v| **v == 0.0).count();
    if (1..=2).contains(&tail) {
        let good = values[values.len() - tail - 1];
        kept.iter_mut().rev().take(tail).for_each(|k| k.1 = good);
    }
    let valid: Vec<_> = kept.iter().filter(|k| k.1 > 0.0).collect();
    if at > valid.last()?.0 || at < valid[0].0 {
        return None;
    }
    let (n, v): (Vec<f64>, Vec<f64>) = valid.into_iter().copied().unzip();
    Some(along(&n, &v, at))
}

/// Linear between the rows about a line; where one of them has no value, that of the other.
fn between(table: &Table, line: f64, value: impl Fn(&(f64, Vec<f64>, Vec<f64>)) -> Option<f64>) -> f64 {
    let after = table.iter().position(|row| row.0 > line).unwrap_or(table.len());
    let (from, to) = (&table[after.saturating_sub(1)], &table[after.min(table.len() - 1)]);
    match (value(from), value(to)) {
        (Some(a), Some(b)) if to.0 > from.0 => a + (b - a) * (line - from.0) / (to.0 - from.0),
        (Some(a), _) | (None, Some(a)) => a,
        (None, None) => panic!("no value at line {line}"),
    }
}

pub(crate) fn tables(files: &Memory) -> Vec<Calibration> {
    SafeProduct::open("given", files).unwrap().calibrations("given", files).unwrap()
}

fn decibels(v: f64) -> f64 {
    10.0 * v.log10()
}

#[test]
fn the_tables_of_the_ocean_scene_are_as_known() {
    let Some(files) = real(OCEAN) else { return };
    // Median and worst over the image, and over line 5,000, where the factor in azimuth is near its least.
    let golden = [("vv", [-26.76, -23.51], [-26.89, -24.16]), ("vh", [-26.32, -22.88], [-26.45, -23.61])];
    for (table, (word, image, one_line)) in tables(&files).iter().zip(golden) {
        assert_eq!(table.vectors(), 32);
        let (low, high) = table.gain_extent();
        let (low_az, high_az) = table.azimuth_gain_extent();
        let mut all = Vec::new();
        let naive = Naive::read(&files, &format!("-{word}-"));
        for line in (0..19_497).step_by(97) {
            let mut row = vec![0.0_f32; 25_117];
            table.noise_equivalent(line, 0, &mut row);
            for sample in (0..25_117_usize).step_by(13) {
                if naive.swath(f64::from(line), sample as f64).is_some() {
                    all.push(f64::from(row[sample]));
                }
            }
        }
        all.sort_by(f64::total_cmp);
        let (found_median, found_worst) = (decibels(all[all.len() / 2]), decibels(*all.last().unwrap()));
        println!(
            "{word}: A_sigma {low:.1} to {high:.1}, NESZ median {found_median:.2} dB, worst {found_worst:.2} dB, azimuth {:.3} to {:.3} dB, {} pixels",
            decibels(low_az),
            decibels(high_az),
            all.len()
        );
        assert!((low - 558.8).abs() < 0.06 && (high - 661.6).abs() < 0.06);
        let close = |found: f64, known: f64| (found - known).abs() < 0.02;
        assert!(
            close(found_median, image[0]) && close(found_worst, image[1]),
            "{found_median} {found_worst}"
        );
        let mut row = vec![0.0_f32; 25_117];
        table.noise_equivalent(5000, 0, &mut row);
        row.sort_by(f32::total_cmp);
        let (found_median, found_worst) =
            (decibels(row[row.len() / 2].into()), decibels(row[row.len() - 1].into()));
        println!("{word}, line 5,000: median {found_median:.2} dB, worst {found_worst:.2} dB");
        assert!(close(found_median, one_line[0]) && close(found_worst, one_line[1]));
        assert!(decibels(low_az).abs() < 0.01 && (decibels(high_az) - 0.68).abs() < 0.01);
        assert!(all.iter().all(|v| v.is_finite() && *v > 0.0));
    }
}

#[test]
fn noise_agrees_with_a_naive_reading_of_the_same_tables() {
    for product in [OCEAN, OCEAN_LATER] {
        let Some(files) = real(product) else { return };
        for (table, word) in tables(&files).iter().zip(["-vv-", "-vh-"]) {
            let naive = Naive::read(&files, word);
            let mut worst = 0.0_f64;
            let mut count = 0;
            // Lines about the changes of swaths among them; two windows that begin anywhere.
            let lines = [
                0, 1, 300, 671, 672, 716, 717, 718, 719, 1000, 1343, 1344, 1362, 1363, 1364, 1365, 2015,
                9999, 19_486,
            ];
            for line in lines {
                for first in [0_u32, 8411] {
                    let mut row = vec![0.0_f32; 25_117 - first as usize];
                    table.noise_equivalent(line, first, &mut row);
                    for sample in (first..25_117).step_by(101) {
                        let (one, row) =
                            (table.noise_equivalent_at(line, sample), row[(sample - first) as usize]);
                        assert!((one / row - 1.0).abs() < 1e-6 || (one.is_nan() && row.is_nan()));
                    }
                    for (index, value) in
                        row.iter().enumerate().step_by(3).chain(row.iter().enumerate().rev().take(40))
                    {
                        let sample = f64::from(first) + index as f64;
                        let Some(expected) = naive.nesz(f64::from(line), sample) else { continue };
                        let error = (f64::from(*value) / expected - 1.0).abs();
                        assert!(error < 1e-6, "{product} {word} {line} {sample}: {value} for {expected}");
                        worst = worst.max(error);
                        count += 1;
                    }
                }
            }
            println!("{product} {word}: {count} pixels, worst {worst:.1e}");
            assert!(count > 100_000);
        }
    }
}

#[test]
fn a_product_without_calibration_or_noise_is_refused() {
    let Some(files) = real(MOUNTAINS) else { return };
    let product = SafeProduct::open("given", &files).unwrap();
    let error = product.calibrations("given", &files).unwrap_err().to_string();
    assert!(error.contains("calibration-s1b-iw-grd-vv") && error.contains("no such file"), "{error}");
}
