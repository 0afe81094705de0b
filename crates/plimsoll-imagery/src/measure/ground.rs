//! Pixels of a chip on the ground.

/// How many pixels a chip has and how large they are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Ground {
    /// How many lines.
    pub(super) lines: usize,
    /// How many samples in a line.
    pub(super) samples: usize,
    /// From one line to the next, m.
    pub(super) line_m: f64,
    /// From one sample to the next, m.
    pub(super) sample_m: f64,
}

/// A frame that lies along a ship: an origin in the chip, and the direction of the first axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Frame {
    /// Line of the origin.
    pub(super) line: f64,
    /// Sample of the origin.
    pub(super) sample: f64,
    /// Direction of the first axis, degrees from up clockwise.
    pub(super) axis_deg: f64,
    up: f64,
    right: f64,
}

impl Frame {
    pub(super) fn new(line: f64, sample: f64, axis_deg: f64) -> Self {
        let radians = axis_deg.to_radians();
        Self { line, sample, axis_deg, up: libm::cos(radians), right: libm::sin(radians) }
    }
}

impl Ground {
    /// Line and sample of the pixel with this number.
    pub(super) fn place(&self, pixel: usize) -> (usize, usize) {
        (pixel / self.samples, pixel % self.samples)
    }
    /// Metres along a frame's axis and to the right of it.
    pub(super) fn to_frame(self, frame: &Frame, line: f64, sample: f64) -> (f64, f64) {
        let (y, x) = ((frame.line - line) * self.line_m, (sample - frame.sample) * self.sample_m);
        (y * frame.up + x * frame.right, x * frame.up - y * frame.right)
    }
    /// Line and sample of a place in a frame.
    pub(super) fn in_chip(self, frame: &Frame, along: f64, across: f64) -> (f64, f64) {
        let y = along * frame.up - across * frame.right;
        let x = along * frame.right + across * frame.up;
        (frame.line - y / self.line_m, frame.sample + x / self.sample_m)
    }
    /// The value between the four pixels about a place; `None` outside the centres of the outermost pixels.
    pub(super) fn between(&self, plane: &[f64], line: f64, sample: f64) -> Option<f64> {
        if !(line >= 0.0 && sample >= 0.0) {
            return None;
        }
        let (l, s) = (line as usize, sample as usize);
        if l + 1 >= self.lines || s + 1 >= self.samples {
            return None;
        }
        let (a, b) = (line - l as f64, sample - s as f64);
        let at = l * self.samples + s;
        let upper = plane[at] * (1.0 - b) + plane[at + 1] * b;
        let lower = plane[at + self.samples] * (1.0 - b) + plane[at + self.samples + 1] * b;
        Some(upper * (1.0 - a) + lower * a)
    }
    /// The pixels next to one, corners included.
    pub(super) fn neighbours(self, pixel: usize) -> impl Iterator<Item = usize> {
        let (line, sample) = self.place(pixel);
        let lines = line.saturating_sub(1)..(line + 2).min(self.lines);
        lines.flat_map(move |l| {
            let samples = sample.saturating_sub(1)..(sample + 2).min(self.samples);
            samples.map(move |s| l * self.samples + s)
        })
    }
    /// True if a pixel is of the outermost ring.
    pub(super) fn is_edge(&self, pixel: usize) -> bool {
        let (line, sample) = self.place(pixel);
        line == 0 || sample == 0 || line + 1 == self.lines || sample + 1 == self.samples
    }
}
