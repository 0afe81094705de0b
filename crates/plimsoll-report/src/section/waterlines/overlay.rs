//! Points and lines over a picture: each kind of mark has its own line, its own sign and its own word, so that none of
//! them hangs on a colour.

use crate::dossier::{MarkedChip, WaterlineEntry};
use crate::figure::over::{north, scale_bar};
use crate::figure::{Anchor, Point, line, n, path, text, text_width};
use maud::{Markup, html};
use plimsoll_model::{Mark, Measurable, Measurement};
use std::collections::BTreeSet;

/// How a kind of mark is drawn.
#[derive(Clone, Copy)]
pub(super) struct Sign {
    /// The marks.
    marks: &'static [Mark],
    /// What the style sheet calls its line and its points.
    pub(super) class: &'static str,
    /// Its word in the picture and in the legend.
    pub(super) words: &'static str,
    /// Its point, about the origin.
    shape: &'static str,
    /// What its line looks like, in words; empty: points only.
    pub(super) line: &'static str,
}

const SQUARE: &str = "M-3.5 -3.5H3.5V3.5H-3.5Z";
const ROUND: &str = "M-4 0A4 4 0 1 1 4 0A4 4 0 1 1 -4 0Z";
const TRIANGLE: &str = "M0 -4.5L4.5 3.5H-4.5Z";
const DIAMOND: &str = "M0 -5L5 0L0 5L-5 0Z";
const CROSS: &str = "M-4 -4L4 4M-4 4L4 -4";
const PLUS: &str = "M-5 0H5M0 -5V5";

/// Every sign, in the order of the legend.
pub(super) const SIGNS: [Sign; 8] = [
    Sign {
        marks: &[Mark::DeckEdge],
        class: "s-deck",
        words: "deck edge",
        shape: SQUARE,
        line: "solid line, squares",
    },
    Sign {
        marks: &[Mark::Waterline],
        class: "s-water",
        words: "waterline",
        shape: ROUND,
        line: "long dashes, circles",
    },
    Sign {
        marks: &[Mark::ShadowEdge],
        class: "s-shadow",
        words: "shadow edge",
        shape: TRIANGLE,
        line: "dots, triangles",
    },
    Sign {
        marks: &[Mark::BandTop],
        class: "s-band",
        words: "top of the boot-topping",
        shape: CROSS,
        line: "short dashes, crosses",
    },
    Sign {
        marks: &[Mark::Horizon],
        class: "s-horizon",
        words: "horizon",
        shape: DIAMOND,
        line: "dash and dot, diamonds",
    },
    Sign {
        marks: &[Mark::VerticalTop, Mark::VerticalFoot],
        class: "s-vertical",
        words: "known height",
        shape: PLUS,
        line: "thick line, plus signs",
    },
    Sign { marks: &[Mark::DraughtMark], class: "s-draught", words: "draught mark", shape: CROSS, line: "" },
    Sign {
        marks: &[
            Mark::Bow,
            Mark::Stern,
            Mark::BeamEnd,
            Mark::SuperstructureFore,
            Mark::SuperstructureAft,
            Mark::Manifold,
            Mark::Hatch,
            Mark::Crane,
        ],
        class: "s-hull",
        words: "bow, stern and deck",
        shape: PLUS,
        line: "",
    },
];

/// The signs that stand in a picture.
pub(super) fn signs(entry: &WaterlineEntry, chip: &MarkedChip) -> Vec<Sign> {
    let view = View { chip, scale: 1.0 };
    let marked: BTreeSet<Mark> =
        entry.measurements.iter().flat_map(|m| view.points(m)).map(|(mark, _)| mark).collect();
    SIGNS.into_iter().filter(|sign| sign.marks.iter().any(|mark| marked.contains(mark))).collect()
}

/// A line of the legend: sign and line on a dark plate, as over a picture.
pub(super) fn sample(sign: Sign) -> Markup {
    html! {
        svg.sample viewBox="0 0 44 16" width="44" height="16" aria-hidden="true" {
            rect.o-plate width="44" height="16" {}
            @if !sign.line.is_empty() { (halved(sign.class, "M3 8H41")) }
            path class={ "o-sign " (sign.class) } transform="translate(22 8)" d=(sign.shape) {}
        }
    }
}

/// A path with a dark rim.
fn halved(class: &str, d: &str) -> Markup {
    html! { path.o-rim d=(d) {} path class={ "o-line " (class) } d=(d) {} }
}

/// A picture of an image's window at a scale, px for each pixel of the image.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    /// The part of the image.
    pub(super) chip: &'a MarkedChip,
    /// Pixels on the page for each of the image.
    pub(super) scale: f64,
}

impl View<'_> {
    /// Its size on the page, px.
    pub(super) fn size(&self) -> Point {
        let w = self.chip.window;
        Point { x: f64::from(w.samples) * self.scale, y: f64::from(w.lines) * self.scale }
    }

    /// The points of a measurement that lie in the picture.
    fn points(&self, m: &Measurement) -> Vec<(Mark, Point)> {
        let (w, size) = (self.chip.window, self.size());
        let place = |line: f64, sample: f64| Point {
            // A point counts from the centre of the first pixel, a picture from its corner.
            x: (sample + 0.5 - f64::from(w.sample)) * self.scale,
            y: (line + 0.5 - f64::from(w.line)) * self.scale,
        };
        let is_inside = |p: &Point| (0.0..=size.x).contains(&p.x) && (0.0..=size.y).contains(&p.y);
        let all = m.marked.iter().map(|(mark, line, sample)| (*mark, place(*line, *sample)));
        all.filter(|(_, p)| is_inside(p)).collect()
    }

    /// What is drawn over the picture; `class` is that of the canvas.
    pub(super) fn overlay(&self, entry: &WaterlineEntry, class: &str, is_simulated: bool) -> Markup {
        let size = self.size();
        let mut labels = Labels { size, taken: Vec::new() };
        let drawn: Vec<Markup> =
            SIGNS.into_iter().map(|sign| self.of_sign(entry, sign, &mut labels)).collect();
        let heights = self.heights(entry, &mut labels);
        html! {
            svg class={ "overlay " (class) } viewBox={ "0 0 " (n(size.x)) " " (n(size.y)) } aria-hidden="true" {
                (heights)
                @for one in drawn { (one) }
                @if let Some(north_deg) = self.chip.north_deg { (north(size.x, north_deg)) }
                @if let Some((_, across_m)) = self.chip.metres_per_pixel { (scale_bar(size, self.scale / across_m)) }
                @if is_simulated { (text("o-simulated", Point { x: size.x - 6.0, y: size.y - 6.0 }, Anchor::End, "SIMULATED")) }
                (labels.markup())
            }
        }
    }

    /// Lines and points of one sign. A line joins points of one mark that one measurement rests on.
    fn of_sign(&self, entry: &WaterlineEntry, sign: Sign, labels: &mut Labels) -> Markup {
        let (mut lines, mut signs) = (BTreeSet::new(), BTreeSet::new());
        let mut last: Option<Point> = None;
        for m in &entry.measurements {
            let of_it: Vec<(Mark, Point)> =
                self.points(m).into_iter().filter(|(mark, _)| sign.marks.contains(mark)).collect();
            for (_, p) in &of_it {
                signs.insert(format!("translate({} {})", n(p.x), n(p.y)));
                last = last.filter(|l| l.x >= p.x).or(Some(*p));
            }
            let stretches = if sign.class == "s-vertical" { uprights(&of_it) } else { vec![along(&of_it)] };
            if !sign.line.is_empty() {
                lines.extend(stretches.into_iter().filter(|s| s.len() > 1).map(|s| path(s, false)));
            }
        }
        if let Some(at) = last {
            labels.put(at, sign.words, sign.class);
        }
        html! {
            @for d in &lines { (halved(sign.class, d)) }
            @for at in &signs { path class={ "o-sign " (sign.class) } transform=(at) d=(sign.shape) {} }
        }
    }

    /// From the edge of the deck to the water or the shadow at each station, with the station's word.
    fn heights(&self, entry: &WaterlineEntry, labels: &mut Labels) -> Markup {
        let (mut drawn, mut words) = (BTreeSet::new(), BTreeSet::new());
        let mut ties = Vec::new();
        for m in entry.measurements.iter().filter(|m| m.quantity == Measurable::Freeboard) {
            let points = self.points(m);
            let low = middle(&points, Mark::Waterline).or_else(|| middle(&points, Mark::ShadowEdge));
            let (Some(high), Some(low)) = (middle(&points, Mark::DeckEdge), low) else { continue };
            if drawn.insert([n(high.x), n(high.y), n(low.x), n(low.y)]) {
                ties.push(line("o-height", high, low));
            }
            if let Some(station) = m.station.filter(|s| words.insert(*s)) {
                labels.put(
                    Point { x: f64::midpoint(high.x, low.x), y: f64::midpoint(high.y, low.y) },
                    station.as_str(),
                    "s-station",
                );
            }
        }
        html! { @for tie in ties { (tie) } }
    }
}

/// The points in order along the line that they lie on.
fn along(points: &[(Mark, Point)]) -> Vec<Point> {
    let mut all: Vec<Point> = points.iter().map(|(_, p)| *p).collect();
    let spread = |of: fn(&Point) -> f64| {
        let (low, high) =
            all.iter().map(of).fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(v), h.max(v)));
        high - low
    };
    let is_upright = spread(|p| p.y) > spread(|p| p.x);
    all.sort_by(|a, b| if is_upright { a.y.total_cmp(&b.y) } else { a.x.total_cmp(&b.x) });
    all
}

/// Each top with the foot that stands nearest below it.
fn uprights(points: &[(Mark, Point)]) -> Vec<Vec<Point>> {
    let of = |mark| points.iter().filter(move |(m, _)| *m == mark).map(|(_, p)| *p);
    let far = |a: Point, b: Point| (a.x - b.x).hypot(a.y - b.y);
    of(Mark::VerticalTop)
        .filter_map(|top| {
            let foot = of(Mark::VerticalFoot).min_by(|a, b| far(top, *a).total_cmp(&far(top, *b)))?;
            Some(vec![top, foot])
        })
        .collect()
}

fn middle(points: &[(Mark, Point)], mark: Mark) -> Option<Point> {
    let of: Vec<Point> = points.iter().filter(|(m, _)| *m == mark).map(|(_, p)| *p).collect();
    let count = of.len() as f64;
    let mean = |get: fn(&Point) -> f64| of.iter().map(get).sum::<f64>() / count;
    (!of.is_empty()).then(|| Point { x: mean(|p| p.x), y: mean(|p| p.y) })
}

/// Words in a picture, none over another.
struct Labels {
    size: Point,
    /// Left, right and base line of each, its words, its class, where it hangs.
    taken: Vec<(f64, f64, f64, String, String)>,
}

/// Height of a line of words, px.
const LINE: f64 = 14.0;

impl Labels {
    /// Puts words beside a point: in the first free line above or below it.
    fn put(&mut self, at: Point, words: &str, class: &str) {
        let width = text_width(words, 12.0);
        let left = if at.x + 8.0 + width > self.size.x { at.x - 8.0 - width } else { at.x + 8.0 };
        let left = left.clamp(2.0, (self.size.x - width - 2.0).max(2.0));
        let is_free = |y: f64| {
            let is_over = |t: &(f64, f64, f64, String, String)| {
                t.0 < left + width && left < t.1 && (t.2 - y).abs() < LINE
            };
            (LINE..=self.size.y - 4.0).contains(&y) && !self.taken.iter().any(is_over)
        };
        let tries = (0..3).flat_map(|k| [1.0, -1.0].map(|side| at.y + 4.0 + side * f64::from(k) * LINE));
        // Words far from their point would mislead: with no line free they are left to the legend.
        if let Some(y) = tries.into_iter().find(|y| is_free(*y)) {
            self.taken.push((left, left + width, y, words.into(), class.into()));
        }
    }

    fn markup(&self) -> Markup {
        html! {
            @for (left, _, y, words, class) in &self.taken {
                (text(&format!("o-words {class}"), Point { x: *left, y: *y }, Anchor::Start, words))
            }
        }
    }
}
