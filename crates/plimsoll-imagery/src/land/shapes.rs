//! Areas and lines as sides in the image, clipped to it, and filled line by line.

use crate::land::chart::{Chart, Point};
use plimsoll_model::{Area, Position};

/// Lines in a bucket of sides.
const BUCKET_LINES: u32 = 64;
/// A side near the image is cut until its pieces are shorter than this, m: straight in latitude and longitude is not
/// straight in the image. A piece of 2 km strays `s^2 tan(lat) / 8R`, 0.1 m at 45 degrees and 1 m at 86.
const LONGEST_PIECE_M: f64 = 2_000.0;
/// How often a side is halved, at most.
const MOST_HALVINGS: u32 = 20;
/// Corners that a circle is drawn with.
const CIRCLE_CORNERS: u32 = 72;

/// A stretch of a line: samples from the first to the last, both included, as real numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Run {
    pub(crate) from: f64,
    pub(crate) to: f64,
    /// Bits of what lies there.
    pub(crate) bits: u8,
    /// True if it is within the buffer only, not in the shape itself.
    pub(crate) is_buffer: bool,
}

/// A side of a shape, in metres along samples and lines from the centre of the first pixel.
#[derive(Clone, Copy, Debug)]
struct Side {
    a: Point,
    b: Point,
    shape: u32,
    /// False for a side that clipping made, far outside the image.
    is_real: bool,
}

#[derive(Clone, Copy, Debug)]
struct Shape {
    bits: u8,
    buffer_m: f64,
    /// True for a ring, false for an open line, which has a buffer and no inside.
    is_filled: bool,
    /// True if the inside is what even-odd calls outside: the ring goes round the far side of the Earth.
    is_inverted: bool,
}

/// Shapes laid into an image.
#[derive(Clone, Debug)]
pub(crate) struct Shapes {
    spacing: [f64; 2],
    lines: u32,
    shapes: Vec<Shape>,
    sides: Vec<Side>,
    buckets: Vec<Vec<u32>>,
}

/// Some points of the image, on the Earth and in the plane: they decide which side of a ring is in.
pub(crate) struct Probes(pub(crate) Vec<(Position, Point)>);

impl Shapes {
    /// None yet. Spacing: from line to line and from sample to sample, m.
    pub(crate) fn new(line_spacing_m: f64, sample_spacing_m: f64, lines: u32) -> Self {
        let buckets = vec![Vec::new(); (lines / BUCKET_LINES + 1) as usize];
        Self {
            spacing: [line_spacing_m, sample_spacing_m],
            lines,
            shapes: Vec::new(),
            sides: Vec::new(),
            buckets,
        }
    }

    /// How many lines the image has.
    pub(crate) const fn lines(&self) -> u32 {
        self.lines
    }

    /// True if there is none in or near the image.
    pub(crate) fn is_empty(&self) -> bool {
        self.sides.is_empty() && !self.shapes.iter().any(|s| s.is_inverted)
    }

    /// Adds an area. `margin_m`: how far outside the image it still counts.
    pub(crate) fn add_area(
        &mut self,
        area: &Area,
        bits: u8,
        buffer_m: f64,
        chart: &Chart,
        margin_m: f64,
        probes: &Probes,
    ) {
        let bounds = chart.bounds(margin_m);
        let rings: Vec<Vec<Point>> = match area {
            Area::Circle { centre, radius } => {
                vec![clip(&circle(chart.plane.point(*centre), radius.to_metres()), bounds)]
            }
            Area::Polygon { exterior, holes } => std::iter::once(exterior)
                .chain(holes)
                .map(|ring| clip(&cut(ring, true, chart, bounds), bounds))
                .collect(),
        };
        let wrong = match area {
            Area::Circle { .. } => 0,
            Area::Polygon { .. } => {
                probes.0.iter().filter(|(p, at)| is_inside(&rings, *at) != area.contains(*p)).count()
            }
        };
        let is_inverted = wrong * 2 > probes.0.len();
        if rings.iter().all(Vec::is_empty) && !is_inverted {
            return;
        }
        let shape = self.shapes.len() as u32;
        self.shapes.push(Shape { bits, buffer_m, is_filled: true, is_inverted });
        for ring in rings {
            for (i, a) in ring.iter().enumerate() {
                let b = ring[(i + 1) % ring.len()];
                self.add_side(chart, *a, b, shape, !is_on_rim(*a, b, bounds));
            }
        }
    }

    /// Adds a line that has no inside.
    pub(crate) fn add_line(
        &mut self,
        line: &[Position],
        bits: u8,
        buffer_m: f64,
        chart: &Chart,
        margin_m: f64,
    ) {
        let bounds = chart.bounds(margin_m);
        let points = cut(line, false, chart, bounds);
        let shape = self.shapes.len() as u32;
        self.shapes.push(Shape { bits, buffer_m, is_filled: false, is_inverted: false });
        for pair in points.windows(2) {
            if is_near(pair[0], pair[1], bounds, 0.0) {
                self.add_side(chart, pair[0], pair[1], shape, true);
            }
        }
    }

    fn add_side(&mut self, chart: &Chart, a: Point, b: Point, shape: u32, is_real: bool) {
        let metres = |p: Point| {
            let [line, sample] = chart.image(p);
            [sample * self.spacing[1], line * self.spacing[0]]
        };
        let (a, b) = (metres(a), metres(b));
        if !(a[0] + a[1] + b[0] + b[1]).is_finite() {
            return;
        }
        let buffer = self.shapes[shape as usize].buffer_m;
        let bucket = |y: f64| {
            ((y / self.spacing[0]).clamp(0.0, f64::from(self.lines)) / f64::from(BUCKET_LINES)) as usize
        };
        let (from, to) = (bucket(a[1].min(b[1]) - buffer), bucket(a[1].max(b[1]) + buffer));
        let index = self.sides.len() as u32;
        self.sides.push(Side { a, b, shape, is_real });
        let last = self.buckets.len() - 1;
        for bucket in &mut self.buckets[from.min(last)..=to.min(last)] {
            bucket.push(index);
        }
    }

    /// What lies on a line: the insides of shapes and their buffers, in no order.
    pub(crate) fn runs(&self, line: u32, out: &mut Vec<Run>) {
        out.clear();
        let y = f64::from(line) * self.spacing[0];
        let mut crossings: Vec<(u32, f64)> = Vec::new();
        for index in &self.buckets[((line / BUCKET_LINES) as usize).min(self.buckets.len() - 1)] {
            let side = &self.sides[*index as usize];
            let shape = self.shapes[side.shape as usize];
            let (a, b) = (side.a, side.b);
            if shape.is_filled && (a[1] > y) != (b[1] > y) {
                crossings.push((side.shape, a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0])));
            }
            if side.is_real
                && let Some((from, to)) = stadium(a, b, shape.buffer_m, y)
            {
                out.push(self.run(from, to, shape.bits, true));
            }
        }
        crossings.sort_by(|p, q| p.0.cmp(&q.0).then(p.1.total_cmp(&q.1)));
        self.fill(&crossings, out);
    }

    fn run(&self, from: f64, to: f64, bits: u8, is_buffer: bool) -> Run {
        Run { from: from / self.spacing[1], to: to / self.spacing[1], bits, is_buffer }
    }

    /// Even-odd, shape by shape.
    fn fill(&self, crossings: &[(u32, f64)], out: &mut Vec<Run>) {
        let mut rest = crossings;
        for (index, shape) in self.shapes.iter().enumerate() {
            let own = rest.iter().take_while(|c| c.0 == index as u32).count();
            let (mine, others) = rest.split_at(own);
            rest = others;
            if mine.is_empty() && !shape.is_inverted {
                continue;
            }
            let mut xs: Vec<f64> = mine.iter().map(|c| c.1).collect();
            if shape.is_inverted {
                xs.insert(0, f64::NEG_INFINITY);
            }
            if xs.len() % 2 == 1 {
                xs.push(f64::INFINITY);
            }
            for pair in xs.chunks_exact(2) {
                out.push(self.run(pair[0], pair[1], shape.bits, false));
            }
        }
    }

    /// True if a point of the image lies in a shape itself that has one of the bits.
    pub(crate) fn is_in(&self, line: f64, sample: f64, bits: u8) -> bool {
        let mut runs = Vec::new();
        let nearest = line.round().clamp(0.0, f64::from(self.lines.saturating_sub(1))) as u32;
        self.runs(nearest, &mut runs);
        runs.iter().any(|r| r.bits & bits != 0 && !r.is_buffer && r.from <= sample && sample <= r.to)
    }

    /// Distance from a point of the image to the nearest side of a shape that has one of the bits, m, if it is within
    /// the limit.
    pub(crate) fn distance_m(&self, line: f64, sample: f64, bits: u8, limit_m: f64) -> Option<f64> {
        let p = [sample * self.spacing[1], line * self.spacing[0]];
        let bucket = |y: f64| {
            ((y / self.spacing[0]).clamp(0.0, f64::from(self.lines)) / f64::from(BUCKET_LINES)) as usize
        };
        let last = self.buckets.len() - 1;
        self.buckets[bucket(p[1] - limit_m).min(last)..=bucket(p[1] + limit_m).min(last)]
            .iter()
            .flatten()
            .map(|index| &self.sides[*index as usize])
            .filter(|side| side.is_real && self.shapes[side.shape as usize].bits & bits != 0)
            .map(|side| distance(p, side.a, side.b))
            .filter(|d| *d <= limit_m)
            .min_by(f64::total_cmp)
    }
}

/// Distance from a point to a side.
fn distance(p: Point, a: Point, b: Point) -> f64 {
    let d = [b[0] - a[0], b[1] - a[1]];
    let square = d[0] * d[0] + d[1] * d[1];
    let t = if square > 0.0 {
        (((p[0] - a[0]) * d[0] + (p[1] - a[1]) * d[1]) / square).clamp(0.0, 1.0)
    } else {
        0.0
    };
    libm::hypot(a[0] + t * d[0] - p[0], a[1] + t * d[1] - p[1])
}

/// Where a horizontal line cuts the points within `r` of a side: a stadium, which is convex, so one stretch.
fn stadium(a: Point, b: Point, r: f64, y: f64) -> Option<(f64, f64)> {
    let (top, bottom) = (a[1].min(b[1]) - r, a[1].max(b[1]) + r);
    if r <= 0.0 || y < top || y > bottom {
        return None;
    }
    let mut span: Option<(f64, f64)> = None;
    let mut widen = |from: f64, to: f64| {
        span = Some(span.map_or((from, to), |s: (f64, f64)| (s.0.min(from), s.1.max(to))));
    };
    for end in [a, b] {
        let h = y - end[1];
        if h.abs() <= r {
            let half = (r * r - h * h).sqrt();
            widen(end[0] - half, end[0] + half);
        }
    }
    let d = [b[0] - a[0], b[1] - a[1]];
    let length = libm::hypot(d[0], d[1]);
    if length > 0.0 {
        // The two long sides of the stadium.
        let n = [-d[1] / length * r, d[0] / length * r];
        for side in [[n[0], n[1]], [-n[0], -n[1]]] {
            let (p, q) = (a[1] + side[1], b[1] + side[1]);
            if (p > y) != (q > y) {
                let x = a[0] + side[0] + (y - p) / (q - p) * d[0];
                widen(x, x);
            }
        }
    }
    span
}

/// The corners of a circle.
fn circle(centre: Point, radius: f64) -> Vec<Point> {
    (0..CIRCLE_CORNERS)
        .map(|i| {
            let turn = f64::from(i) / f64::from(CIRCLE_CORNERS) * std::f64::consts::TAU;
            [centre[0] + radius * libm::cos(turn), centre[1] + radius * libm::sin(turn)]
        })
        .collect()
}

/// True if the box of two points, widened by `by`, meets the bounds.
fn is_near(a: Point, b: Point, bounds: [f64; 4], by: f64) -> bool {
    a[0].max(b[0]) + by >= bounds[0]
        && a[0].min(b[0]) - by <= bounds[2]
        && a[1].max(b[1]) + by >= bounds[1]
        && a[1].min(b[1]) - by <= bounds[3]
}

/// The corners of a ring or line in the plane; sides near the bounds are halved, in latitude and longitude, until
/// they are short.
fn cut(line: &[Position], is_ring: bool, chart: &Chart, bounds: [f64; 4]) -> Vec<Point> {
    let mut out = Vec::with_capacity(line.len());
    let sides = if is_ring { line.len() } else { line.len().saturating_sub(1) };
    for i in 0..sides {
        let (a, b) = (line[i], line[(i + 1) % line.len()]);
        out.push(chart.plane.point(a));
        let turn = (b.lon_deg() - a.lon_deg() + 540.0).rem_euclid(360.0) - 180.0;
        let at = |t: f64| {
            let lat = (a.lat_deg() + t * (b.lat_deg() - a.lat_deg())).clamp(-90.0, 90.0);
            let lon = (a.lon_deg() + t * turn + 540.0).rem_euclid(360.0) - 180.0;
            Position::from_lat_lon(lat, lon).map_or_else(|_| chart.plane.point(a), |p| chart.plane.point(p))
        };
        let mut todo = vec![(0.0, 1.0, at(0.0), at(1.0), 0)];
        while let Some((t, u, p, q, depth)) = todo.pop() {
            let length = libm::hypot(q[0] - p[0], q[1] - p[1]);
            if depth < MOST_HALVINGS && length > LONGEST_PIECE_M && is_near(p, q, bounds, length) {
                let (m, middle) = (f64::midpoint(t, u), at(f64::midpoint(t, u)));
                todo.push((m, u, middle, q, depth + 1));
                todo.push((t, m, p, middle, depth + 1));
            } else if u < 1.0 {
                out.push(q);
            }
        }
    }
    if !is_ring && let Some(last) = line.last() {
        out.push(chart.plane.point(*last));
    }
    out
}

/// Clips a ring to a box (Sutherland and Hodgman 1974).
fn clip(ring: &[Point], bounds: [f64; 4]) -> Vec<Point> {
    let mut ring = ring.to_vec();
    for (axis, limit, sign) in
        [(0, bounds[0], 1.0), (1, bounds[1], 1.0), (0, bounds[2], -1.0), (1, bounds[3], -1.0)]
    {
        let depth = |p: Point| (p[axis] - limit) * sign;
        let mut out = Vec::with_capacity(ring.len());
        for (i, q) in ring.iter().enumerate() {
            let p = ring[(i + ring.len() - 1) % ring.len()];
            if (depth(p) < 0.0) != (depth(*q) < 0.0) {
                let t = depth(p) / (depth(p) - depth(*q));
                let mut cut = [p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1])];
                cut[axis] = limit;
                out.push(cut);
            }
            if depth(*q) >= 0.0 {
                out.push(*q);
            }
        }
        ring = out;
    }
    ring
}

/// True if a side runs along the rim of the bounds: clipping made it.
fn is_on_rim(a: Point, b: Point, bounds: [f64; 4]) -> bool {
    let on = |x: f64, limit: f64| (x - limit).abs() < 1e-6;
    (0..4).any(|k| on(a[k % 2], bounds[k]) && on(b[k % 2], bounds[k]))
}

/// Even-odd in the plane, over all rings at once.
fn is_inside(rings: &[Vec<Point>], p: Point) -> bool {
    let mut inside = false;
    for ring in rings {
        for (i, a) in ring.iter().enumerate() {
            let b = ring[(i + 1) % ring.len()];
            if (a[1] > p[1]) != (b[1] > p[1]) {
                inside ^= p[0] < a[0] + (p[1] - a[1]) / (b[1] - a[1]) * (b[0] - a[0]);
            }
        }
    }
    inside
}
