//! Bodies: arms taken off, pieces of one hull joined, two ships in one object parted.

use crate::bright::BrightPixel;
use crate::objects::arms::{ArmParams, Arms, Source, peak, ratio};
use crate::objects::components::{Component, Components, Touching, brightness, union};
use crate::objects::shape::{Shape, Spacing, axes_apart_deg, direction};
use plimsoll_model::PixelWindow;

/// When pieces are one hull, when one object is two.
#[derive(Clone, Copy, Debug, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JoinParams {
    /// Pieces in line with each other are one hull if the water between them is narrower than this, m.
    pub gap_m: f64,
    /// In line: axes differ by less than this, degrees.
    pub axis_deg: f64,
    /// No ship is longer, m.
    pub longest_ship_m: f64,
    /// Two peaks are of two ships only if what lies between is fainter than both by this much, dB.
    pub saddle_db: f64,
    /// ... and if they lie this far apart, m.
    pub apart_m: f64,
    /// A hull is at least this many times as long as broad; two abreast are less.
    pub length_to_beam: f64,
}

/// Something bright that hangs together.
#[derive(Clone, Debug, PartialEq)]
pub struct Object {
    /// Its pixels, by line and sample, arms not among them. Of an extended object the brightest only.
    pub pixels: Vec<BrightPixel>,
    /// The least window that holds them.
    pub window: PixelWindow,
    /// Its shape. That of an extended object is its window's.
    pub shape: Shape,
    /// Its brightest pixel.
    pub top: BrightPixel,
    /// True if it had too many pixels to keep.
    pub is_extended: bool,
    /// Pieces that it was joined from.
    pub pieces: u32,
    /// Pixels of arms taken off.
    pub arm_pixels: usize,
    /// True if it was parted from a neighbour at a neck.
    pub is_parted: bool,
}

impl Object {
    fn of(pixels: Vec<BrightPixel>, spacing: Spacing) -> Option<Self> {
        let shape = Shape::of(&pixels, spacing)?;
        let top = *peak(&pixels)?;
        let window = window(&pixels)?;
        Some(Self {
            pixels,
            window,
            shape,
            top,
            is_extended: false,
            pieces: 1,
            arm_pixels: 0,
            is_parted: false,
        })
    }

    fn extended(c: &Component, spacing: Spacing) -> Option<Self> {
        let (down, right) =
            (f64::from(c.window.lines) * spacing.line_m, f64::from(c.window.samples) * spacing.sample_m);
        let shape = Shape {
            line: f64::from(c.window.line) + f64::from(c.window.lines - 1) / 2.0,
            sample: f64::from(c.window.sample) + f64::from(c.window.samples - 1) / 2.0,
            axis_in_image_deg: if down >= right { 0.0 } else { 90.0 },
            along_m: down.max(right),
            across_m: down.min(right),
            breadth_m: down.min(right),
            fullness: c.count as f64 * spacing.area_m2() / (down * right),
        };
        let top = *peak(&c.pixels)?;
        Some(Self {
            pixels: c.pixels.clone(),
            window: c.window,
            shape,
            top,
            is_extended: true,
            pieces: 1,
            arm_pixels: 0,
            is_parted: false,
        })
    }

    /// How many of its pixels start an object.
    pub fn seeds(&self) -> usize {
        self.pixels.iter().filter(|p| p.is_seed).count()
    }
}

fn window(pixels: &[BrightPixel]) -> Option<PixelWindow> {
    let one = |p: &BrightPixel| PixelWindow { line: p.line, sample: p.sample, lines: 1, samples: 1 };
    let (first, rest) = pixels.split_first()?;
    Some(rest.iter().fold(one(first), |w, p| union(w, one(p))))
}

/// The objects of components, by first line and sample.
pub fn objects(
    components: &[Component],
    arms: Option<&Arms>,
    touching: Touching,
    spacing: Spacing,
    arm_params: &ArmParams,
    params: &JoinParams,
) -> Vec<Object> {
    let mut out = Vec::new();
    for c in components {
        if c.is_extended {
            out.extend(Object::extended(c, spacing));
            continue;
        }
        let (body, taken) =
            arms.map_or((c.pixels.clone(), Vec::new()), |a| a.strip(&c.pixels, spacing, arm_params));
        let mut pieces = Components::new(touching);
        pieces.take(&body);
        for piece in pieces.finish() {
            for (pixels, is_parted) in part(piece.pixels, spacing, (arms, arm_params), params, 0) {
                out.extend(Object::of(pixels, spacing).map(|o| Object {
                    arm_pixels: taken.len(),
                    is_parted,
                    ..o
                }));
            }
        }
    }
    let mut out = join(out, spacing, params);
    out.sort_by_key(|o| (o.window.line, o.window.sample, o.window.lines, o.window.samples));
    out
}

/// Parts an object at its necks.
///
/// The threshold is raised in steps of 1 dB. Where the object falls into pieces of which two hold peaks that stand the
/// saddle's height above the step, far enough apart, and the two together are too broad for one hull of their length, each of the
/// two is an object; the pixels between go to the nearer one. A single hull with bright ends stays whole: it is slender.
fn part(
    pixels: Vec<BrightPixel>,
    spacing: Spacing,
    arms: (Option<&Arms>, &ArmParams),
    params: &JoinParams,
    depth: u32,
) -> Vec<(Vec<BrightPixel>, bool)> {
    // Two ships nearer than this look like one: the width of a point and of the pixels comes on top.
    let least_m = params.apart_m + arms.1.resolution_m + 2.0 * spacing.longer_m();
    let slender = |p: &[BrightPixel]| {
        Shape::of(p, spacing).is_none_or(|s| {
            // Where arms are known to be arms they hardly count.
            let breadth_m = if arms.0.is_some() { s.breadth_m } else { s.across_m };
            s.along_m <= params.longest_ship_m
                && breadth_m <= (s.along_m / params.length_to_beam).max(least_m)
        })
    };
    let is_arm = |of: &BrightPixel, p: &BrightPixel| {
        let near = ArmParams { from_m: 0.0, ..*arms.1 };
        let at = (f64::from(p.line), f64::from(p.sample));
        let most = arms.0.and_then(|a| a.envelope(&Source::of(of), at, spacing, &near));
        most.is_some_and(|most| f64::from(brightness(p)) <= most)
    };
    let (Some(top), Some(least)) = (peak(&pixels), pixels.iter().map(brightness).min_by(f32::total_cmp))
    else {
        return Vec::new();
    };
    if depth > 6 || slender(&pixels) {
        return vec![(pixels, depth > 0)];
    }
    let (high, mut level) =
        (f64::from(brightness(top)) / ratio(params.saddle_db), f64::from(least.max(1e-9)));
    while level < high {
        let above: Vec<BrightPixel> = pixels
            .iter()
            .filter(|p| f64::from(brightness(p)) > level)
            .map(|p| BrightPixel { is_seed: true, ..*p })
            .collect();
        let mut pieces = Components::new(Touching {
            reach_lines: 1,
            reach_samples: 1,
            most_pixels: usize::MAX,
            most_pixels_in_all: usize::MAX,
        });
        pieces.take(&above);
        let mut tops: Vec<(BrightPixel, Vec<BrightPixel>)> = pieces
            .finish()
            .into_iter()
            .filter_map(|c| Some((*peak(&c.pixels)?, c.pixels)))
            .filter(|(p, _)| f64::from(brightness(p)) > level * ratio(params.saddle_db))
            .collect();
        tops.sort_by(|(a, _), (b, _)| {
            brightness(b).total_cmp(&brightness(a)).then((a.line, a.sample).cmp(&(b.line, b.sample)))
        });
        if let [(a, of_a), (b, of_b), ..] = &tops[..]
            && apart(a, b, spacing) >= params.apart_m
            && !is_arm(a, b)
            && !slender(&[of_a.as_slice(), of_b].concat())
        {
            let (near_a, near_b): (Vec<BrightPixel>, Vec<BrightPixel>) =
                pixels.iter().partition(|p| apart(p, a, spacing) <= apart(p, b, spacing));
            let mut out = part(near_a, spacing, arms, params, depth + 1);
            out.extend(part(near_b, spacing, arms, params, depth + 1));
            return out;
        }
        level *= ratio(1.0);
    }
    vec![(pixels, depth > 0)]
}

fn apart(a: &BrightPixel, b: &BrightPixel, spacing: Spacing) -> f64 {
    let (y, x) =
        spacing.between((f64::from(a.line), f64::from(a.sample)), (f64::from(b.line), f64::from(b.sample)));
    libm::hypot(y, x)
}

/// Joins pieces of one hull: a narrow gap, in line with the longer piece, and no longer together than a ship.
fn join(mut objects: Vec<Object>, spacing: Spacing, params: &JoinParams) -> Vec<Object> {
    objects.sort_by_key(|o| (o.window.line, o.window.sample, o.window.lines, o.window.samples));
    let reach = (params.gap_m / spacing.line_m).ceil() as u32 + 1;
    let mut i = 0;
    while i < objects.len() {
        let mut j = i + 1;
        let mut joined = false;
        while j < objects.len()
            && objects[j].window.line <= objects[i].window.line + objects[i].window.lines + reach
        {
            if let Some(one) = one_hull(&objects[i], &objects[j], spacing, params) {
                objects[i] = one;
                objects.remove(j);
                joined = true;
            } else {
                j += 1;
            }
        }
        if !joined {
            i += 1;
        }
    }
    objects
}

/// The two as one, if they are pieces of one hull.
fn one_hull(a: &Object, b: &Object, spacing: Spacing, params: &JoinParams) -> Option<Object> {
    if a.is_extended || b.is_extended || a.is_parted || b.is_parted {
        return None;
    }
    let (ends, beyond) = (a.window.sample + a.window.samples, b.window.sample + b.window.samples);
    let reach = (params.gap_m / spacing.sample_m).ceil() as u32 + 1;
    if b.window.sample > ends + reach || a.window.sample > beyond + reach {
        return None;
    }
    let gap = a
        .pixels
        .iter()
        .flat_map(|p| b.pixels.iter().map(move |q| apart(p, q, spacing)))
        .min_by(f64::total_cmp)?
        - spacing.longer_m();
    if gap > params.gap_m {
        return None;
    }
    let long = if a.shape.along_m >= b.shape.along_m { a } else { b };
    let short = if a.shape.along_m >= b.shape.along_m { b } else { a };
    // A piece without an axis to speak of has to lie on that of the other.
    let (down, right) = direction(long.shape.axis_in_image_deg);
    let (y, x) =
        spacing.between((long.shape.line, long.shape.sample), (short.shape.line, short.shape.sample));
    let off = (x * down - y * right).abs();
    let has_axis = |o: &Object| o.shape.along_m > 1.5 * o.shape.across_m;
    let in_line = off <= long.shape.across_m.max(short.shape.across_m) / 2.0
        && (!has_axis(short)
            || axes_apart_deg(long.shape.axis_in_image_deg, short.shape.axis_in_image_deg) < params.axis_deg);
    if !has_axis(long) || !in_line {
        return None;
    }
    let mut pixels = [a.pixels.clone(), b.pixels.clone()].concat();
    pixels.sort_by_key(|p| (p.line, p.sample));
    let one = Object::of(pixels, spacing)?;
    (one.shape.along_m <= params.longest_ship_m).then(|| Object {
        pieces: a.pieces + b.pieces,
        arm_pixels: a.arm_pixels.max(b.arm_pixels),
        ..one
    })
}
