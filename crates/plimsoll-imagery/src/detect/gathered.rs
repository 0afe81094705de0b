//! What is kept of the strips of a search: objects, and what is bright on land.

use crate::detect::{DetectParams, View};
use crate::objects::arms::Source;
use crate::objects::components::{Component, Components, Touching};
use crate::objects::shape::Spacing;
use crate::search::Strip;

/// Pixels that all objects of a scene may keep together: 32 bytes each. Memory, not method.
const MOST_PIXELS_IN_ALL: usize = 6_000_000;
/// Bright points of land kept while the strips come, and how many of the brightest are left when there are more.
const MOST_BRIGHT: usize = 200_000;
const LEFT_BRIGHT: usize = 50_000;

/// When bright pixels of a scene touch.
pub(super) fn touching(spacing: Spacing, params: &DetectParams) -> Touching {
    let reach = |m: f64| ((params.bridge_m / m).floor() as u32).clamp(1, 8);
    Touching {
        reach_lines: reach(spacing.line_m),
        reach_samples: reach(spacing.sample_m),
        most_pixels: ((params.most_area_m2 / spacing.area_m2()) as usize).clamp(64, 40_000),
        most_pixels_in_all: MOST_PIXELS_IN_ALL,
    }
}

/// What is kept of the strips.
pub(super) struct Gathered {
    components: Components,
    /// The brightest point of each cell that is masked: land has ghosts too.
    bright: Vec<Source>,
    cell: (u32, u32),
}

impl Gathered {
    /// Nothing yet.
    pub(super) fn new(view: &View<'_>) -> Self {
        let cell = |m: f64| ((view.params.ghosts.source_cell_m / m) as u32).max(1);
        Self {
            components: Components::new(touching(view.spacing, view.params)),
            bright: Vec::new(),
            cell: (cell(view.spacing.line_m), cell(view.spacing.sample_m)),
        }
    }

    /// The components, and the brightest points of land.
    pub(super) fn finish(self) -> (Vec<Component>, Vec<Source>) {
        (self.components.finish(), self.bright)
    }

    /// Takes the next strip.
    pub(super) fn take(&mut self, strip: &Strip<'_>) {
        self.components.take(strip.bright);
        let samples = strip.window.samples as usize;
        let across = samples / self.cell.1 as usize + 1;
        let mut best: Vec<Option<Source>> = vec![None; across];
        for line in strip.core.clone() {
            if line % self.cell.0 == 0 {
                self.bright.extend(best.iter_mut().filter_map(Option::take));
            }
            let row = (line - strip.window.line) as usize * samples;
            for sample in (0..samples).filter(|s| strip.mask[row + s] != 0) {
                let slot = &mut best[sample / self.cell.1 as usize];
                let source = source(strip, line, sample);
                if source.power > 0.0 && slot.is_none_or(|s| s.power < source.power) {
                    *slot = Some(source);
                }
            }
        }
        self.bright.extend(best.into_iter().flatten());
        if self.bright.len() > MOST_BRIGHT {
            self.bright.sort_by(|a, b| b.power.total_cmp(&a.power).then(a.line.total_cmp(&b.line)));
            self.bright.truncate(LEFT_BRIGHT);
        }
    }
}

/// A pixel of a strip as a source.
fn source(strip: &Strip<'_>, line: u32, sample: usize) -> Source {
    let at = (line - strip.window.line) as usize * strip.window.samples as usize + sample;
    let mut bands = [f64::NAN; 2];
    for (own, band) in bands.iter_mut().zip(&strip.planes.bands) {
        *own = f64::from(band[at]);
    }
    Source {
        line: f64::from(line),
        sample: sample as f64 + f64::from(strip.window.sample),
        power: bands.into_iter().fold(0.0, f64::max),
        bands,
    }
}
