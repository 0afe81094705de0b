//! A coast with piers, berths, cranes, tanks, a breakwater and marks, in metres of the image.

use crate::random::Random;

/// A rectangle in the coast's frame: along it, and off it towards land; m.
#[derive(Clone, Copy, Debug)]
pub(super) struct Block {
    pub(super) along: (f64, f64),
    pub(super) inland: (f64, f64),
}

impl Block {
    fn holds(&self, along: f64, inland: f64) -> bool {
        (self.along.0..=self.along.1).contains(&along) && (self.inland.0..=self.inland.1).contains(&inland)
    }

    /// Distance to it, m; nought inside.
    fn distance(&self, along: f64, inland: f64) -> f64 {
        let a = (self.along.0 - along).max(along - self.along.1).max(0.0);
        let b = (self.inland.0 - inland).max(inland - self.inland.1).max(0.0);
        a.hypot(b)
    }

    /// Its corners as a ring.
    fn corners(&self) -> Vec<(f64, f64)> {
        let ((a, b), (c, d)) = (self.along, self.inland);
        vec![(a, c), (b, c), (b, d), (a, d), (a, c)]
    }
}

/// Water beside a pier in which a ship may lie.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mooring {
    /// The water, 60 m wide.
    pub(super) water: Block,
    /// True if ships lie with their axis along the coast.
    pub(super) is_along: bool,
    /// The edge of the pier in the coordinate across the ship, and the direction from it into the water.
    pub(super) edge_m: f64,
    pub(super) outward: f64,
}

/// A bright fixed thing.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fixture {
    pub(super) kind: &'static str,
    pub(super) along: f64,
    pub(super) inland: f64,
    pub(super) rcs_m2: f64,
}

/// The coast of a scene.
#[derive(Clone, Debug)]
pub(super) struct Coast {
    /// True if it runs from the first line to the last, land at high sample numbers unless turned.
    is_down: bool,
    is_turned: bool,
    /// Extents of the image along the coast and across it, m.
    extent: (f64, f64),
    base: f64,
    /// Amplitude, wavelength and phase of its bends.
    bends: Vec<(f64, f64, f64)>,
    pub(super) piers: Vec<Block>,
    pub(super) moorings: Vec<Mooring>,
    pub(super) fixtures: Vec<Fixture>,
}

/// Water along a pier that belongs to a berth, m.
const BERTH_WIDTH_M: f64 = 60.0;
/// How far the land polygon reaches beyond the image, m.
const BEYOND_M: f64 = 4000.0;

impl Coast {
    /// A coast along an image of this height and width in metres; with a port or without.
    pub(super) fn draw(random: &mut Random, height_m: f64, width_m: f64, has_port: bool) -> Self {
        let is_down = random.unit() < 0.5;
        let extent = if is_down { (height_m, width_m) } else { (width_m, height_m) };
        let bends = (0..3)
            .map(|k| {
                let wave = random.between(0.12, 0.3) * extent.0 * f64::from(k + 1);
                (random.between(0.004, 0.016) * wave, wave, random.between(0.0, std::f64::consts::TAU))
            })
            .collect();
        let mut coast = Self {
            is_down,
            is_turned: random.unit() < 0.5,
            extent,
            base: random.between(0.68, 0.8) * extent.1,
            bends,
            piers: Vec::new(),
            moorings: Vec::new(),
            fixtures: Vec::new(),
        };
        if has_port {
            coast.port(random);
        }
        coast
    }

    /// Where the land begins.
    pub(super) fn edge(&self, along: f64) -> f64 {
        let bend =
            |(a, wave, phase): &(f64, f64, f64)| a * (std::f64::consts::TAU * along / wave + phase).sin();
        self.base + self.bends.iter().map(bend).sum::<f64>()
    }

    /// From metres down and across the image to the coast's frame.
    pub(super) fn frame(&self, down: f64, across: f64) -> (f64, f64) {
        let (along, inland) = if self.is_down { (down, across) } else { (across, down) };
        (along, if self.is_turned { self.extent.1 - inland } else { inland })
    }

    /// And back.
    pub(super) fn image(&self, along: f64, inland: f64) -> (f64, f64) {
        let inland = if self.is_turned { self.extent.1 - inland } else { inland };
        if self.is_down { (along, inland) } else { (inland, along) }
    }

    /// True if a direction along the coast runs down the image.
    pub(super) fn is_down(&self) -> bool {
        self.is_down
    }

    pub(super) fn is_land(&self, along: f64, inland: f64) -> bool {
        inland > self.edge(along)
    }

    pub(super) fn is_pier(&self, along: f64, inland: f64) -> bool {
        self.piers.iter().any(|p| p.holds(along, inland))
    }

    /// Distance to land or pier, m.
    pub(super) fn distance(&self, along: f64, inland: f64) -> f64 {
        let steps = 400_i32;
        let land = (-steps..=steps)
            .map(|k| {
                let there = along + f64::from(k) * 10.0;
                (there - along).hypot((self.edge(there) - inland).max(0.0))
            })
            .fold(self.edge(along) - inland, f64::min)
            .max(0.0);
        self.piers.iter().map(|p| p.distance(along, inland)).fold(land, f64::min)
    }

    fn port(&mut self, random: &mut Random) {
        let mut at = self.extent.0 * random.between(0.2, 0.3);
        let end = self.extent.0 * random.between(0.65, 0.8);
        while at < end {
            self.finger(random, at);
            at += random.between(420.0, 900.0);
        }
        self.jetty(random, end + 900.0);
        self.breakwater(random, end);
        self.land_works(random);
        self.marks(random);
    }

    /// A pier that stands out from the coast, with berths on both sides.
    fn finger(&mut self, random: &mut Random, at: f64) {
        let (long, wide) = (random.between(180.0, 420.0), random.between(25.0, 70.0));
        let root = self.edge(at);
        let pier = Block { along: (at, at + wide), inland: (root - long, root + 120.0) };
        for (edge, outward) in [(at, -1.0), (at + wide, 1.0)] {
            let sides =
                if outward < 0.0 { (edge - BERTH_WIDTH_M, edge) } else { (edge, edge + BERTH_WIDTH_M) };
            let water = Block { along: sides, inland: (root - long, root - 20.0) };
            self.moorings.push(Mooring { water, is_along: false, edge_m: edge, outward });
        }
        for _ in 0..random.below(4) {
            let (a, b) = (random.between(at, at + wide), random.between(root - long, root));
            self.fixture("crane", a, b, random.between(34.0, 44.0));
        }
        self.piers.push(pier);
    }

    /// A terminal: a trestle with a head parallel to the coast; ships lie on its seaward side.
    fn jetty(&mut self, random: &mut Random, at: f64) {
        let (out, head) = (random.between(400.0, 800.0), random.between(220.0, 320.0));
        let front = self.edge(at) - out;
        self.piers.push(Block { along: (at - 6.0, at + 6.0), inland: (front, self.edge(at) + 60.0) });
        self.piers.push(Block { along: (at - head / 2.0, at + head / 2.0), inland: (front, front + 20.0) });
        let water =
            Block { along: (at - head / 2.0, at + head / 2.0), inland: (front - BERTH_WIDTH_M, front) };
        self.moorings.push(Mooring { water, is_along: true, edge_m: front, outward: -1.0 });
        self.fixture("loading arm", at, front + 10.0, random.between(30.0, 38.0));
    }

    fn breakwater(&mut self, random: &mut Random, end: f64) {
        let start = self.extent.0 * 0.25;
        let stop = start + (end - start) * random.between(0.4, 0.7);
        let off =
            (0..40).map(|k| self.edge(start + (stop - start) * f64::from(k) / 39.0)).fold(f64::MAX, f64::min);
        let inland = off - random.between(750.0, 1300.0);
        self.piers.push(Block { along: (start, stop), inland: (inland, inland + 18.0) });
        self.fixture("light", start, inland + 9.0, random.between(28.0, 36.0));
        self.fixture("light", stop, inland + 9.0, random.between(28.0, 36.0));
    }

    fn land_works(&mut self, random: &mut Random) {
        for _ in 0..12 + random.below(20) {
            let along = random.between(0.15, 0.9) * self.extent.0;
            let inland = self.edge(along) + random.between(40.0, 1200.0);
            let kind = ["tank", "building", "crane"][random.below(3)];
            self.fixture(kind, along, inland, random.between(38.0, 54.0));
        }
    }

    /// Marks that stand in the water on their own; some are in no chart.
    fn marks(&mut self, random: &mut Random) {
        for _ in 0..random.below(4) {
            let along = random.between(0.1, 0.9) * self.extent.0;
            let inland = self.edge(along) - random.between(400.0, 3000.0);
            let is_charted = random.unit() < 0.6;
            let kind = if is_charted { "mark" } else { "uncharted mark" };
            self.fixture(kind, along, inland, random.between(26.0, 34.0));
            if is_charted {
                let half = 15.0;
                let block =
                    Block { along: (along - half, along + half), inland: (inland - half, inland + half) };
                self.piers.push(block);
            }
        }
    }

    fn fixture(&mut self, kind: &'static str, along: f64, inland: f64, dbm2: f64) {
        self.fixtures.push(Fixture { kind, along, inland, rcs_m2: 10.0_f64.powf(dbm2 / 10.0) });
    }

    /// The land as a ring in metres of the image, as a chart has it: its points are up to some metres off.
    pub(super) fn charted_land(&self, random: &mut Random) -> Vec<(f64, f64)> {
        self.land_ring(120.0, &mut || 8.0 * random.normal())
    }

    /// The land as a ring in metres of the image, with a point every `step` metres and an error in each.
    pub(super) fn land_ring(&self, step: f64, error_m: &mut dyn FnMut() -> f64) -> Vec<(f64, f64)> {
        let far = self.extent.1 + BEYOND_M;
        let mut ring = vec![self.image(-BEYOND_M, far)];
        let mut along = -BEYOND_M;
        while along <= self.extent.0 + BEYOND_M {
            ring.push(self.image(along, self.edge(along) + error_m()));
            along += step;
        }
        ring.push(self.image(along, far));
        ring.push(ring[0]);
        ring
    }

    /// Piers and charted marks as rings in metres of the image.
    pub(super) fn pier_rings(&self) -> Vec<Vec<(f64, f64)>> {
        self.piers.iter().map(|p| self.ring(p)).collect()
    }

    /// A block as a ring in metres of the image.
    pub(super) fn ring(&self, block: &Block) -> Vec<(f64, f64)> {
        block.corners().into_iter().map(|(a, b)| self.image(a, b)).collect()
    }
}
