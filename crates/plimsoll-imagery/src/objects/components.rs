//! Bright pixels that touch, strip by strip, in bounded memory.

use crate::bright::BrightPixel;
use plimsoll_model::PixelWindow;
use std::collections::VecDeque;

/// What is asked of a set of bright pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Touching {
    /// Pixels up to so many lines apart touch: 1 is the eight neighbours.
    pub reach_lines: u32,
    /// Pixels up to so many samples apart touch.
    pub reach_samples: u32,
    /// An object of more pixels keeps its extent and its brightest pixels only: no ship is so large.
    pub most_pixels: usize,
    /// Pixels kept in all objects together; past it new objects keep their extent only.
    pub most_pixels_in_all: usize,
}

/// Bright pixels that touch, with a seed among them.
#[derive(Clone, Debug, PartialEq)]
pub struct Component {
    /// The pixels, by line and sample. Of an extended object the brightest only.
    pub pixels: Vec<BrightPixel>,
    /// The least window that holds all of them.
    pub window: PixelWindow,
    /// How many pixels there are.
    pub count: u64,
    /// True if there were too many to keep.
    pub is_extended: bool,
}

/// Pixels that an extended object keeps.
const KEPT_OF_EXTENDED: usize = 16;

#[derive(Debug)]
struct Growing {
    component: Component,
    has_seed: bool,
    last_line: u32,
}

/// Puts bright pixels together as they come, line by line.
#[derive(Debug)]
pub struct Components {
    touching: Touching,
    /// Objects that may still grow, and `None` where one was finished or joined to another.
    growing: Vec<Option<Growing>>,
    /// To which object an object was joined.
    joined_to: Vec<usize>,
    /// Pixels of the last lines, with their object.
    recent: VecDeque<(u32, Vec<(u32, usize)>)>,
    done: Vec<Component>,
    kept: usize,
}

impl Components {
    /// None yet.
    pub fn new(touching: Touching) -> Self {
        Self {
            touching,
            growing: Vec::new(),
            joined_to: Vec::new(),
            recent: VecDeque::new(),
            done: Vec::new(),
            kept: 0,
        }
    }

    /// Takes the next pixels; they come in order of line and sample, over all calls.
    pub fn take(&mut self, pixels: &[BrightPixel]) {
        for pixel in pixels {
            if self.recent.back().is_none_or(|row| row.0 != pixel.line) {
                self.begin_line(pixel.line);
            }
            self.add(*pixel);
        }
    }

    /// The objects that hold a seed, by first line and sample.
    pub fn finish(mut self) -> Vec<Component> {
        self.recent.clear();
        self.retire(u32::MAX);
        let mut done = self.done;
        done.sort_by_key(|c| (c.window.line, c.window.sample, c.window.lines, c.window.samples));
        done
    }

    fn begin_line(&mut self, line: u32) {
        let oldest = line.saturating_sub(self.touching.reach_lines);
        while self.recent.front().is_some_and(|row| row.0 < oldest) {
            self.recent.pop_front();
        }
        self.retire(oldest);
        self.recent.push_back((line, Vec::new()));
    }

    /// Finishes the objects that no pixel from this line on can reach.
    fn retire(&mut self, oldest: u32) {
        let mut still = Vec::new();
        let mut renamed = vec![usize::MAX; self.growing.len()];
        for (index, slot) in self.growing.iter_mut().enumerate() {
            let Some(growing) = slot.take() else { continue };
            if growing.last_line >= oldest {
                renamed[index] = still.len();
                still.push(Some(growing));
            } else if growing.has_seed {
                let mut component = growing.component;
                component.pixels.sort_by_key(|p| (p.line, p.sample));
                self.done.push(component);
            } else {
                self.kept -= growing.component.pixels.len();
            }
        }
        for index in 0..renamed.len() {
            let root = root(&mut self.joined_to, index);
            renamed[index] = renamed[root];
        }
        for (_, object) in self.recent.iter_mut().flat_map(|row| &mut row.1) {
            *object = renamed[*object];
        }
        self.joined_to = (0..still.len()).collect();
        self.growing = still;
    }

    fn add(&mut self, pixel: BrightPixel) {
        let (from, to) = (
            pixel.sample.saturating_sub(self.touching.reach_samples),
            pixel.sample.saturating_add(self.touching.reach_samples),
        );
        let mut own: Option<usize> = None;
        let mut touched = Vec::new();
        for (_, row) in &self.recent {
            let start = row.partition_point(|p| p.0 < from);
            touched.extend(row[start..].iter().take_while(|p| p.0 <= to).map(|p| p.1));
        }
        for object in touched {
            let object = root(&mut self.joined_to, object);
            own = Some(own.map_or(object, |own| self.join(own, object)));
        }
        let object = own.unwrap_or_else(|| self.begin(pixel));
        let growing = self.growing[object].as_mut().expect("a root has its object");
        growing.last_line = pixel.line;
        growing.has_seed |= pixel.is_seed;
        let c = &mut growing.component;
        c.count += 1;
        c.window =
            union(c.window, PixelWindow { line: pixel.line, sample: pixel.sample, lines: 1, samples: 1 });
        self.kept -= c.pixels.len();
        c.pixels.push(pixel);
        c.is_extended |= c.pixels.len() > self.touching.most_pixels
            || self.kept + c.pixels.len() > self.touching.most_pixels_in_all;
        trim(c);
        self.kept += c.pixels.len();
        if let Some(row) = self.recent.back_mut() {
            row.1.push((pixel.sample, object));
        }
    }

    fn begin(&mut self, pixel: BrightPixel) -> usize {
        let window = PixelWindow { line: pixel.line, sample: pixel.sample, lines: 1, samples: 1 };
        let component = Component { pixels: Vec::new(), window, count: 0, is_extended: false };
        self.growing.push(Some(Growing { component, has_seed: false, last_line: pixel.line }));
        self.joined_to.push(self.growing.len() - 1);
        self.growing.len() - 1
    }

    /// Joins two objects, the smaller to the larger; which one is left.
    fn join(&mut self, a: usize, b: usize) -> usize {
        if a == b {
            return a;
        }
        let size = |s: &Self, i: usize| s.growing[i].as_ref().map_or(0, |g| g.component.pixels.len());
        let (large, small) = if size(self, a) >= size(self, b) { (a, b) } else { (b, a) };
        let gone = self.growing[small].take().expect("a root has its object");
        self.joined_to[small] = large;
        let left = self.growing[large].as_mut().expect("a root has its object");
        left.has_seed |= gone.has_seed;
        left.last_line = left.last_line.max(gone.last_line);
        let c = &mut left.component;
        let before = c.pixels.len() + gone.component.pixels.len();
        c.count += gone.component.count;
        c.window = union(c.window, gone.component.window);
        c.pixels.extend(gone.component.pixels);
        c.is_extended |= gone.component.is_extended || c.pixels.len() > self.touching.most_pixels;
        trim(c);
        self.kept -= before - c.pixels.len();
        large
    }
}

/// Lets an extended object keep only its brightest pixels.
fn trim(c: &mut Component) {
    if c.is_extended && c.pixels.len() > 2 * KEPT_OF_EXTENDED {
        c.pixels.sort_by(|p, q| {
            brightness(q).total_cmp(&brightness(p)).then((p.line, p.sample).cmp(&(q.line, q.sample)))
        });
        c.pixels.truncate(KEPT_OF_EXTENDED);
    }
}

/// Greatest power of a pixel in a band.
pub(crate) fn brightness(p: &BrightPixel) -> f32 {
    p.power[0].max(p.power[1])
}

/// The root of an object's chain, which is made shorter on the way.
fn root(joined_to: &mut [usize], mut index: usize) -> usize {
    while joined_to[index] != index {
        joined_to[index] = joined_to[joined_to[index]];
        index = joined_to[index];
    }
    index
}

/// The least window that holds both.
pub(crate) fn union(a: PixelWindow, b: PixelWindow) -> PixelWindow {
    let (line, sample) = (a.line.min(b.line), a.sample.min(b.sample));
    let end = (a.line + a.lines).max(b.line + b.lines);
    let right = (a.sample + a.samples).max(b.sample + b.samples);
    PixelWindow { line, sample, lines: end - line, samples: right - sample }
}
