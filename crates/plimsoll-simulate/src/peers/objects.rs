//! Pixels to objects.

/// An object that a detector reports.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PeerDetection {
    /// Middle of its pixels, lines of the full image.
    pub line: f64,
    /// Middle of its pixels, samples of the full image.
    pub sample: f64,
    /// How many pixels, of the detector's own grid.
    pub pixels: usize,
    /// Greatest distance between two corners of its bounding box, m.
    pub extent_m: f64,
}

/// Objects of a mask after a dilation by `reach` pixels each way, 8-connected; the middle is that of the undilated
/// pixels. A pixel of the mask is `step` pixels of the full image and `pixel_m` metres wide.
pub(crate) fn objects(
    mask: &[bool],
    samples: usize,
    reach: usize,
    step: f64,
    pixel_m: f64,
) -> Vec<PeerDetection> {
    let lines = mask.len() / samples.max(1);
    let wide = dilated(mask, lines, samples, reach);
    let mut is_seen = vec![false; mask.len()];
    let mut found = Vec::new();
    for start in 0..mask.len() {
        if !wide[start] || is_seen[start] {
            continue;
        }
        is_seen[start] = true;
        let (mut queue, mut members) = (vec![start], Vec::new());
        while let Some(index) = queue.pop() {
            if mask[index] {
                members.push((index / samples, index % samples));
            }
            for next in neighbours(index, lines, samples, 1) {
                if wide[next] && !is_seen[next] {
                    is_seen[next] = true;
                    queue.push(next);
                }
            }
        }
        found.push(object(&members, step, pixel_m));
    }
    found
}

fn object(members: &[(usize, usize)], step: f64, pixel_m: f64) -> PeerDetection {
    let count = members.len() as f64;
    let mean =
        |pick: fn(&(usize, usize)) -> usize| members.iter().map(|m| pick(m) as f64).sum::<f64>() / count;
    let extent = |pick: fn(&(usize, usize)) -> usize| {
        let (least, most) = members.iter().map(pick).fold((usize::MAX, 0), |(a, b), v| (a.min(v), b.max(v)));
        (most - least + 1) as f64 * pixel_m
    };
    PeerDetection {
        line: (mean(|m| m.0) + 0.5) * step - 0.5,
        sample: (mean(|m| m.1) + 0.5) * step - 0.5,
        pixels: members.len(),
        extent_m: extent(|m| m.0).hypot(extent(|m| m.1)),
    }
}

/// Pixels up to `reach` away in each direction.
fn neighbours(index: usize, lines: usize, samples: usize, reach: usize) -> impl Iterator<Item = usize> {
    let (line, sample) = (index / samples, index % samples);
    let span = move |at: usize, count: usize| at.saturating_sub(reach)..(at + reach + 1).min(count);
    span(line, lines).flat_map(move |l| span(sample, samples).map(move |s| l * samples + s))
}

fn dilated(mask: &[bool], lines: usize, samples: usize, reach: usize) -> Vec<bool> {
    let mut wide = vec![false; mask.len()];
    for (index, is_set) in mask.iter().enumerate() {
        if *is_set {
            for near in neighbours(index, lines, samples, reach) {
                wide[near] = true;
            }
        }
    }
    wide
}
