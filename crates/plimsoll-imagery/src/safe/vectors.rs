//! Tables of the annotation: values at samples of some lines.

use super::xml::At;
use crate::error::ImageryError;

/// Nodes at either end of a line that are nought because they lie on the edge of the image, not because there is no
/// image: a run of at most this many takes the nearest value. The processor leaves one or two.
const EDGE_NODES: usize = 2;

/// Values at some samples of some lines, both ascending. What lies between is linear.
#[derive(Clone, Debug)]
pub(super) struct Vectors {
    lines: Vec<f64>,
    rows: Vec<Row>,
}

#[derive(Clone, Debug)]
struct Row {
    samples: Vec<f64>,
    /// NaN: no value.
    values: Vec<f64>,
}

/// The two rows about a line and the weight of the second.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Bracket {
    pub(super) rows: (usize, usize),
    pub(super) weight: f32,
}

impl Bracket {
    /// The value between those of the two rows.
    pub(super) fn mixed(self, value: impl Fn(usize) -> f32) -> f32 {
        let (from, to) = (value(self.rows.0), value(self.rows.1));
        from + self.weight * (to - from)
    }
}

/// Which values of a table are values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Nought {
    /// None may be nought.
    Refused,
    /// Nought stands for no value.
    NoValue,
}

impl Vectors {
    /// Reads the elements `vector` of a list: `line`, `pixel` and a list of as many values.
    pub(super) fn read(
        list: At<'_>,
        vector: &'static str,
        values: &str,
        nought: Nought,
    ) -> Result<Self, ImageryError> {
        let mut rows = Vec::new();
        for at in list.each(vector) {
            rows.push((at.number("line")?, row(at, values, nought)?));
        }
        rows.sort_by(|a, b| a.0.total_cmp(&b.0));
        rows.dedup_by(|a, b| a.0 - b.0 <= 0.0);
        if !rows.iter().any(|(_, row)| row.values.iter().any(|v| v.is_finite())) {
            return Err(list.wrong(vector, "no value above nought", "a table of values"));
        }
        let (lines, rows) = rows.into_iter().unzip();
        Ok(Self { lines, rows })
    }

    /// How many lines it holds.
    pub(super) fn len(&self) -> usize {
        self.lines.len()
    }

    /// The line of a row.
    pub(super) fn line(&self, row: usize) -> f64 {
        self.lines[row]
    }

    /// The rows about a line. Beyond the first and the last row theirs goes on.
    pub(super) fn bracket(&self, line: f64) -> Bracket {
        let after = self.lines.partition_point(|l| *l <= line);
        if after == 0 || after == self.lines.len() {
            let row = after.saturating_sub(1);
            return Bracket { rows: (row, row), weight: 0.0 };
        }
        let (from, to) = (self.lines[after - 1], self.lines[after]);
        Bracket { rows: (after - 1, after), weight: ((line - from) / (to - from)) as f32 }
    }

    /// The values of a row at the samples from `first` on. NaN where there is none.
    pub(super) fn fill(&self, row: usize, first: u32, out: &mut [f32]) {
        let Row { samples, values } = &self.rows[row];
        out.fill(f32::NAN);
        let end = f64::from(first) + out.len() as f64;
        let index = |sample: f64| (sample.clamp(f64::from(first), end) - f64::from(first)).ceil() as usize;
        out[..index(samples[0])].fill(values[0] as f32);
        for (at, step) in samples.windows(2).zip(values.windows(2)) {
            let (from, to) = (index(at[0]), index(at[1]));
            if from == to {
                continue;
            }
            let (value, slope) = match (step[0].is_nan(), step[1].is_nan()) {
                (false, false) => (step[0], (step[1] - step[0]) / (at[1] - at[0])),
                (false, true) => (step[0], 0.0),
                (true, _) => (step[1], 0.0),
            };
            let offset = f64::from(first) - at[0];
            for (index, out) in (from..to).zip(&mut out[from..to]) {
                *out = (value + slope * (index as f64 + offset)) as f32;
            }
        }
        if let (Some(sample), Some(value)) = (samples.last(), values.last()) {
            out[index(*sample)..].fill(*value as f32);
        }
    }

    /// The value of a row at a sample; NaN where there is none.
    pub(super) fn value(&self, row: usize, sample: u32) -> f32 {
        let Row { samples, values } = &self.rows[row];
        let at = f64::from(sample);
        let after = samples.partition_point(|s| *s <= at);
        if after == 0 || after == samples.len() {
            return values[after.saturating_sub(1)] as f32;
        }
        let (from, to) = (values[after - 1], values[after]);
        match (from.is_nan(), to.is_nan()) {
            (false, false) => {
                let slope = (to - from) / (samples[after] - samples[after - 1]);
                (from + slope * (at - samples[after - 1])) as f32
            }
            (false, true) => from as f32,
            (true, _) => to as f32,
        }
    }

    /// Least and greatest value.
    pub(super) fn extent(&self) -> (f64, f64) {
        let values = self.rows.iter().flat_map(|r| &r.values).filter(|v| v.is_finite());
        values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(*v), high.max(*v)))
    }
}

fn row(at: At<'_>, name: &str, nought: Nought) -> Result<Row, ImageryError> {
    let samples = at.numbers("pixel")?;
    let mut values = at.numbers(name)?;
    if samples.len() != values.len() || samples.is_empty() {
        let found = format!("{} values at {} samples", values.len(), samples.len());
        return Err(at.wrong(name, &found, "as many as samples, one or more"));
    }
    if samples.windows(2).any(|pair| pair[0] >= pair[1]) {
        return Err(at.wrong("pixel", "samples out of order", "ascending samples"));
    }
    for value in &mut values {
        if *value <= 0.0 {
            if *value < 0.0 || nought == Nought::Refused {
                return Err(at.wrong(name, &value.to_string(), "a number above nought"));
            }
            *value = f64::NAN;
        }
    }
    extend_edges(&mut values);
    Ok(Row { samples, values })
}

/// Gives short runs without a value at either end the nearest value.
fn extend_edges(values: &mut [f64]) {
    let is_edge = |run: usize, len: usize| run <= EDGE_NODES && run < len;
    let head = values.iter().take_while(|v| v.is_nan()).count();
    if is_edge(head, values.len()) {
        let value = values[head];
        values[..head].fill(value);
    }
    let tail = values.iter().rev().take_while(|v| v.is_nan()).count();
    if is_edge(tail, values.len()) {
        let start = values.len() - tail;
        let value = values[start - 1];
        values[start..].fill(value);
    }
}
