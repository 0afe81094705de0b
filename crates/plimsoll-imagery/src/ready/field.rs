//! Sets of cells on a rectangle: distances, openings, medians.

/// Lines and samples of a rectangle of cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Extent {
    pub(super) lines: usize,
    pub(super) samples: usize,
}

impl Extent {
    /// Cells within some cells of one, itself among them, line by line.
    pub(super) fn about(self, i: usize, by: usize) -> impl Iterator<Item = usize> {
        let (l, s) = (i / self.samples, i % self.samples);
        (l.saturating_sub(by)..(l + by + 1).min(self.lines)).flat_map(move |l| {
            (s.saturating_sub(by)..(s + by + 1).min(self.samples)).map(move |s| l * self.samples + s)
        })
    }

    /// Wider by some cells on every side.
    pub(super) const fn wider(self, by: usize) -> Self {
        Self { lines: self.lines + 2 * by, samples: self.samples + 2 * by }
    }
}

/// Square of the distance from each cell to the nearest of the set, cells; infinite where the set is empty. Exact:
/// lower envelopes of parabolas, along columns and then along lines (Felzenszwalb and Huttenlocher 2012).
pub(super) fn squared_distance(set: &[bool], extent: Extent) -> Vec<f64> {
    let mut field: Vec<f64> = set.iter().map(|s| if *s { 0.0 } else { f64::INFINITY }).collect();
    let mut line = Vec::new();
    for s in 0..extent.samples {
        line.clear();
        line.extend((0..extent.lines).map(|l| field[l * extent.samples + s]));
        for (l, d) in envelope(&line).into_iter().enumerate() {
            field[l * extent.samples + s] = d;
        }
    }
    for row in field.chunks_exact_mut(extent.samples.max(1)) {
        let lowest = envelope(row);
        row.copy_from_slice(&lowest);
    }
    field
}

/// `min over q of (p - q)^2 + f(q)` for each `p`.
fn envelope(f: &[f64]) -> Vec<f64> {
    // The parabola that is lowest from each place on.
    let mut lowest: Vec<(usize, f64)> = Vec::new();
    for (q, fq) in f.iter().enumerate().filter(|(_, v)| v.is_finite()) {
        let from = loop {
            let Some(&(p, start)) = lowest.last() else { break f64::NEG_INFINITY };
            let (a, b) = (p as f64, q as f64);
            let meet = ((fq + b * b) - (f[p] + a * a)) / (2.0 * (b - a));
            if meet > start {
                break meet;
            }
            lowest.pop();
        };
        lowest.push((q, from));
    }
    let mut k = 0;
    (0..f.len())
        .map(|p| {
            while lowest.get(k + 1).is_some_and(|next| next.1 < p as f64) {
                k += 1;
            }
            lowest.get(k).map_or(f64::INFINITY, |(q, _)| {
                let off = p as f64 - *q as f64;
                off * off + f[*q]
            })
        })
        .collect()
}

/// What a disc of this radius, cells, covers as it moves about inside the set.
pub(super) fn opened(set: &[bool], extent: Extent, radius: f64) -> Vec<bool> {
    let outside: Vec<bool> = set.iter().map(|s| !s).collect();
    let core: Vec<bool> =
        squared_distance(&outside, extent).into_iter().map(|d| d > radius * radius).collect();
    let reach = squared_distance(&core, extent);
    set.iter().zip(reach).map(|(s, d)| *s && d <= radius * radius).collect()
}

/// The medians of the squares of cells, `2 half + 1` a side, that have a value; NaN where less than half of them have.
pub(super) fn medians(values: &[f64], extent: Extent, half: usize) -> Vec<f64> {
    let mut held = Vec::new();
    (0..values.len())
        .map(|i| {
            held.clear();
            held.extend(extent.about(i, half).map(|j| values[j]).filter(|v| v.is_finite()));
            let all = extent.about(i, half).count();
            held.sort_by(f64::total_cmp);
            if 2 * held.len() < all { f64::NAN } else { held[held.len() / 2] }
        })
        .collect()
}

/// The sets of cells of a set that hang together over sides, each with whether it reaches the rim of the rectangle.
pub(super) fn pieces(set: &[bool], extent: Extent) -> Vec<(Vec<usize>, bool)> {
    let mut seen = vec![false; set.len()];
    let mut out = Vec::new();
    for start in 0..set.len() {
        if !set[start] || seen[start] {
            continue;
        }
        seen[start] = true;
        let mut piece = vec![start];
        let mut at_rim = false;
        let mut next = 0;
        while next < piece.len() {
            let (l, s) = (piece[next] / extent.samples, piece[next] % extent.samples);
            next += 1;
            at_rim |= l == 0 || s == 0 || l + 1 == extent.lines || s + 1 == extent.samples;
            let sides = [
                (l > 0).then(|| (l - 1, s)),
                (s > 0).then(|| (l, s - 1)),
                (l + 1 < extent.lines).then_some((l + 1, s)),
                (s + 1 < extent.samples).then_some((l, s + 1)),
            ];
            for i in sides.into_iter().flatten().map(|(l, s)| l * extent.samples + s) {
                if set[i] && !seen[i] {
                    seen[i] = true;
                    piece.push(i);
                }
            }
        }
        out.push((piece, at_rim));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A made-up set: the same on every run.
    fn some_set(extent: Extent) -> Vec<bool> {
        (0..extent.lines * extent.samples).map(|i| (i * i * 7 + i * 13) % 29 == 0).collect()
    }

    #[test]
    fn distances_are_those_of_looking_at_every_cell() {
        let extent = Extent { lines: 13, samples: 17 };
        let set = some_set(extent);
        let fast = squared_distance(&set, extent);
        for (i, found) in fast.iter().enumerate() {
            let at = |i: usize| ((i / extent.samples) as f64, (i % extent.samples) as f64);
            let slow = (0..set.len())
                .filter(|j| set[*j])
                .map(|j| (at(i).0 - at(j).0).powi(2) + (at(i).1 - at(j).1).powi(2))
                .min_by(f64::total_cmp)
                .unwrap();
            assert!((found - slow).abs() < 1e-9, "cell {i}: {found} against {slow}");
        }
        let none = squared_distance(&[false; 6], Extent { lines: 2, samples: 3 });
        assert!(none.iter().all(|d| d.is_infinite()));
    }

    #[test]
    fn an_opening_leaves_the_broad_and_takes_the_narrow() {
        let extent = Extent { lines: 30, samples: 60 };
        let broad = |i: usize| (5..25).contains(&(i / 60)) && (5..30).contains(&(i % 60));
        let narrow = |i: usize| (14..17).contains(&(i / 60)) && (30..55).contains(&(i % 60));
        let set: Vec<bool> = (0..1800).map(|i| broad(i) || narrow(i)).collect();
        let kept = opened(&set, extent, 6.0);
        assert!(kept[15 * 60 + 15]);
        assert!(!kept[15 * 60 + 45]);
        assert!(kept.iter().zip(&set).all(|(k, s)| !k || *s));
        assert_eq!(pieces(&set, extent).len(), 1);
    }
}
