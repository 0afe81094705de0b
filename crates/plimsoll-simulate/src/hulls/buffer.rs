//! Triangles drawn into a grid, the nearest on top.

/// A corner in the grid: column and row (0, 0 the centre of the first cell), and how near it is to the eye.
pub(super) type Drawn = [f64; 3];

/// Which triangle a cell shows.
pub(super) const NOTHING: u32 = u32::MAX;

/// A grid of cells, each with the nearest triangle and where in it.
pub(super) struct Buffer {
    pub(super) columns: usize,
    pub(super) rows: usize,
    near: Vec<f32>,
    facet: Vec<u32>,
    /// Weights of the second and the third corner.
    weights: Vec<[f32; 2]>,
}

impl Buffer {
    pub(super) fn new(columns: usize, rows: usize) -> Self {
        let count = columns * rows;
        Self {
            columns,
            rows,
            near: vec![f32::NEG_INFINITY; count],
            facet: vec![NOTHING; count],
            weights: vec![[0.0; 2]; count],
        }
    }

    /// Draws a triangle: cells whose centres lie in it.
    pub(super) fn draw(&mut self, number: u32, [a, b, c]: [Drawn; 3]) {
        let twice = (b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1]);
        if twice.abs() < 1e-12 || !twice.is_finite() {
            return;
        }
        let range = |axis: usize, count: usize| {
            let low = a[axis].min(b[axis]).min(c[axis]).ceil().max(0.0);
            let high = a[axis].max(b[axis]).max(c[axis]).floor().min(count as f64 - 1.0);
            (low, high)
        };
        let ((left, right), (top, bottom)) = (range(0, self.columns), range(1, self.rows));
        if left > right || top > bottom {
            return;
        }
        for row in top as usize..=bottom as usize {
            for column in left as usize..=right as usize {
                let (x, y) = (column as f64, row as f64);
                let second = ((x - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (y - a[1])) / twice;
                let third = ((b[0] - a[0]) * (y - a[1]) - (x - a[0]) * (b[1] - a[1])) / twice;
                if second < -1e-9 || third < -1e-9 || second + third > 1.0 + 1e-9 {
                    continue;
                }
                let near = (a[2] + second * (b[2] - a[2]) + third * (c[2] - a[2])) as f32;
                let cell = row * self.columns + column;
                if near > self.near[cell] {
                    self.near[cell] = near;
                    self.facet[cell] = number;
                    self.weights[cell] = [second as f32, third as f32];
                }
            }
        }
    }

    /// The triangle of a cell and the weights of its second and third corner.
    pub(super) fn at(&self, column: usize, row: usize) -> Option<(usize, [f64; 2])> {
        let cell = row * self.columns + column;
        let facet = self.facet[cell];
        (facet != NOTHING).then(|| (facet as usize, self.weights[cell].map(f64::from)))
    }

    /// How near the nearest is at a place between cells (that of the nearest cell); `None` outside or where there is none.
    pub(super) fn near(&self, column: f64, row: f64) -> Option<(usize, f64)> {
        let (column, row) = (column.round(), row.round());
        let is_inside = column >= 0.0 && row >= 0.0 && column < self.columns as f64 && row < self.rows as f64;
        if !is_inside {
            return None;
        }
        let cell = row as usize * self.columns + column as usize;
        let facet = self.facet[cell];
        (facet != NOTHING).then(|| (facet as usize, f64::from(self.near[cell])))
    }
}
