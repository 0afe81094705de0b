//! Open water and quay near a berth.

use super::outline::Outline;
use super::{BerthParams, Cut, mean};

/// Mean power of what surrounds a berth, by band; `None` where there is too little of it.
pub(super) struct Patches {
    pub(super) water: [Option<f64>; 2],
    pub(super) quay: [Option<f64>; 2],
}

/// What a pixel is taken for.
#[derive(Clone, Copy, PartialEq)]
enum Ground {
    Water,
    Quay,
    Neither,
}

/// Without a mask the darker half of what is about is taken for water, and this is its median.
const DARK_SHARE: f64 = 0.25;

impl Patches {
    pub(super) fn new(
        cut: &Cut<'_>,
        berth: &Outline,
        others: &[Outline],
        mask: Option<&[u8]>,
        params: &BerthParams,
    ) -> Self {
        let ground = ground(cut, berth, others, mask, params);
        let share = if mask.is_some() { 0.5 } else { DARK_SHARE };
        let level = |band: usize, wanted: Ground, least: usize, share: f64| {
            let mut blocks = blocks(cut, &ground, band, wanted, params.block_m);
            if blocks.len() < least.max(1) {
                return None;
            }
            blocks.sort_by(f64::total_cmp);
            Some(blocks[((blocks.len() - 1) as f64 * share).round() as usize])
        };
        Self {
            water: [0, 1].map(|band| level(band, Ground::Water, params.min_water_blocks, share)),
            quay: [0, 1].map(|band| level(band, Ground::Quay, 1, 0.5)),
        }
    }
}

/// Mean powers of the blocks of which at least half is the ground that is wanted.
fn blocks(cut: &Cut<'_>, ground: &[Ground], band: usize, wanted: Ground, block_m: f64) -> Vec<f64> {
    let side = |spacing: f64| ((block_m / spacing).round() as usize).max(1);
    let (tall, broad) = (side(cut.spacing.0), side(cut.spacing.1));
    let (lines, samples) = (cut.planes.lines, cut.planes.samples);
    let mut means = Vec::new();
    for top in (0..lines).step_by(tall) {
        for left in (0..samples).step_by(broad) {
            let pixels = (top..(top + tall).min(lines))
                .flat_map(|line| (left..(left + broad).min(samples)).map(move |sample| (line, sample)));
            let of_ground: Vec<f64> = pixels
                .filter(|(line, sample)| ground[line * samples + sample] == wanted)
                .filter_map(|(line, sample)| {
                    let (line, sample) = (line as i64, sample as i64);
                    cut.power(band, line + i64::from(cut.window.line), sample + i64::from(cut.window.sample))
                })
                .collect();
            // A quay is narrow: a quarter of a block will do.
            let least = if wanted == Ground::Water { tall * broad / 2 } else { tall * broad / 4 };
            if of_ground.len() >= least.max(1) {
                means.extend(mean(of_ground.into_iter()));
            }
        }
    }
    means
}

/// What each pixel of the window is taken for.
fn ground(
    cut: &Cut<'_>,
    berth: &Outline,
    others: &[Outline],
    mask: Option<&[u8]>,
    params: &BerthParams,
) -> Vec<Ground> {
    let (lines, samples) = (cut.planes.lines, cut.planes.samples);
    let is_land = |at: usize| mask.is_some_and(|mask| mask.get(at).is_some_and(|byte| *byte != 0));
    let mut solid: Vec<bool> = (0..lines * samples).map(is_land).collect();
    for (line, sample) in others.iter().flat_map(|other| pixels_in(cut, other)) {
        solid[line * samples + sample] = true;
    }
    let guard = (params.water_guard_m / cut.spacing.0, params.water_guard_m / cut.spacing.1);
    let near = widened(&solid, (lines, samples), (guard.0.round() as usize, guard.1.round() as usize));
    let mut ground = Vec::with_capacity(lines * samples);
    for line in 0..lines {
        for sample in 0..samples {
            let at = line * samples + sample;
            let distance = berth.distance_m(
                line as f64 + f64::from(cut.window.line),
                sample as f64 + f64::from(cut.window.sample),
            );
            let is_quay = (params.quay_near_m..=params.quay_far_m).contains(&distance);
            let is_water = (params.water_clear_m..=params.reach_m).contains(&distance);
            ground.push(match () {
                () if is_land(at) && is_quay => Ground::Quay,
                () if !near[at] && is_water => Ground::Water,
                () => Ground::Neither,
            });
        }
    }
    ground
}

/// The pixels of an outline that lie in the window, counted from its corner.
fn pixels_in(cut: &Cut<'_>, outline: &Outline) -> Vec<(usize, usize)> {
    let (lines, samples) = outline.extent();
    let range = |(least, most): (f64, f64), from: u32, count: usize| {
        let first = (least.ceil() - f64::from(from)).max(0.0);
        let last = (most.floor() - f64::from(from)).min(count as f64 - 1.0);
        if first <= last { first as usize..last as usize + 1 } else { 0..0 }
    };
    let lines = range(lines, cut.window.line, cut.planes.lines);
    let samples = range(samples, cut.window.sample, cut.planes.samples);
    let (line_0, sample_0) = (f64::from(cut.window.line), f64::from(cut.window.sample));
    lines
        .flat_map(|line| samples.clone().map(move |sample| (line, sample)))
        .filter(|(line, sample)| outline.distance_m(*line as f64 + line_0, *sample as f64 + sample_0) <= 0.0)
        .collect()
}

/// True within so many lines and samples of a true pixel: a box, one direction after the other.
fn widened(solid: &[bool], (lines, samples): (usize, usize), by: (usize, usize)) -> Vec<bool> {
    let pass = |from: &[bool], count: usize, step: usize, starts: Vec<usize>, by: usize| {
        let mut to = vec![false; from.len()];
        for start in starts {
            let mut reached = 0; // one past the last pixel set so far
            for k in 0..count {
                if from[start + k * step] {
                    let last = (k + by + 1).min(count);
                    for j in k.saturating_sub(by).max(reached)..last {
                        to[start + j * step] = true;
                    }
                    reached = last;
                }
            }
        }
        to
    };
    let across = pass(solid, samples, 1, (0..lines).map(|line| line * samples).collect(), by.1);
    pass(&across, lines, samples, (0..samples).collect(), by.0)
}
