//! Land on a grid between meridians and parallels: which cells are sea, how far off the coast, and in what blocks.

use super::{NAUTICAL_MILE_M, RouteError, RouteParams, Square, Way, WideBerth};
use crate::chord::Spot;
use plimsoll_model::{Area, Bounds, Position};

/// No grid reaches nearer to a pole.
pub(super) const MOST_LAT_DEG: f64 = 80.0;
/// Blocks are 1, 4 or 16 cells wide.
const SIDES: [usize; 3] = [16, 4, 1];
/// Metres of a degree of latitude, mean.
const DEGREE_M: f64 = 111_132.95;
/// Unit of the stored distance from the coast, m.
const OFF_UNIT_M: f64 = 50.0;

/// No block.
const NONE: u32 = u32::MAX;

/// A square of sea: its south-west cell, its side in cells, its middle in space.
#[derive(Clone, Copy, Debug)]
struct Block {
    cell: u32,
    side: u8,
    middle: Spot,
}

/// The grid. Cell `row * columns + column`; rows from south, columns from west.
#[derive(Clone, Debug)]
pub(super) struct Grid {
    south_deg: f64,
    /// May lie anywhere: longitudes are counted on from here.
    west_deg: f64,
    step_lat: f64,
    step_lon: f64,
    rows: usize,
    columns: usize,
    /// Distance from the nearest land, in units of [`OFF_UNIT_M`], 0 on land.
    off: Vec<u16>,
    /// The block of open sea that a cell lies in; [`NONE`] on land and on water that the open sea does not reach.
    block_of: Vec<u32>,
    blocks: Vec<Block>,
    /// The blocks that touch each block: those of block `b` stand at `touching[b]..touching[b + 1]` of `touched`.
    touching: Vec<u32>,
    touched: Vec<u32>,
    off_coast_m: f64,
    coast_cost: f64,
    berths: Vec<WideBerth>,
    widest_m: f64,
}

impl Grid {
    pub(super) fn new(land: &[Area], bounds: Bounds, params: &RouteParams) -> Result<Self, RouteError> {
        for lat_deg in [bounds.south_deg, bounds.north_deg] {
            if lat_deg.is_nan() || lat_deg.abs() > MOST_LAT_DEG {
                return Err(RouteError::NearPole { lat_deg });
            }
        }
        let tall = (bounds.north_deg - bounds.south_deg).max(params.cell_deg);
        let wide = (bounds.east_deg - bounds.west_deg).rem_euclid(360.0).max(params.cell_deg);
        let middle = libm::cos(((bounds.north_deg + bounds.south_deg) / 2.0).to_radians());
        // A larger sea is drawn in larger cells.
        let least = (tall * wide * middle / f64::from(params.most_cells)).sqrt();
        let step_lat = params.cell_deg.max(least);
        let step_lon = step_lat / middle;
        // Whole blocks, so that each lies inside the grid.
        let whole = |cells: f64| (cells.ceil() as usize).max(1).div_ceil(SIDES[0]) * SIDES[0];
        let (rows, columns) = (whole(tall / step_lat), whole(wide / step_lon));
        let mut grid = Self {
            south_deg: bounds.south_deg,
            west_deg: bounds.west_deg,
            step_lat,
            step_lon,
            rows,
            columns,
            off: vec![u16::MAX; rows * columns],
            block_of: vec![NONE; rows * columns],
            blocks: Vec::new(),
            touching: vec![0],
            touched: Vec::new(),
            off_coast_m: params.off_coast_nm * NAUTICAL_MILE_M,
            coast_cost: params.coast_cost,
            berths: params.wide_berths.clone(),
            widest_m: 0.0,
        };
        let widest = grid.berths.iter().map(|b| b.off_nm).fold(params.off_coast_nm, f64::max);
        grid.widest_m = widest * NAUTICAL_MILE_M;
        for area in land {
            grid.fill(area);
        }
        grid.measure();
        let sides = grid.sides();
        let open = grid.open(&sides);
        grid.number(&sides, &open);
        grid.link();
        Ok(grid)
    }

    pub(super) fn step_deg(&self) -> f64 {
        self.step_lat
    }

    fn cells(&self) -> usize {
        self.off.len()
    }

    /// How many blocks of open sea there are; they are numbered from 0, south-west first.
    pub(super) fn blocks(&self) -> usize {
        self.blocks.len()
    }

    /// Row and column, as fractions, of a position; `None` outside.
    fn place(&self, position: Position) -> Option<(usize, usize)> {
        let row = (position.lat_deg() - self.south_deg) / self.step_lat;
        let column = (position.lon_deg() - self.west_deg).rem_euclid(360.0) / self.step_lon;
        let is_in = row >= 0.0 && row < self.rows as f64 && column < self.columns as f64;
        is_in.then_some((row as usize, column as usize))
    }

    pub(super) fn cell_of(&self, position: Position) -> Option<usize> {
        self.place(position).map(|(row, column)| row * self.columns + column)
    }

    /// Metres off the coast.
    pub(super) fn off_m(&self, cell: usize) -> f64 {
        f64::from(self.off[cell]) * OFF_UNIT_M
    }

    pub(super) fn is_sea(&self, cell: usize) -> bool {
        self.block_of[cell] != NONE
    }

    pub(super) fn is_sea_at(&self, position: Position) -> bool {
        self.cell_of(position).is_some_and(|cell| self.is_sea(cell))
    }

    /// Middle of a square of so many cells whose south-west cell is given.
    fn middle(&self, cell: usize, side: usize) -> Position {
        let (row, column) = (cell / self.columns, cell % self.columns);
        let half = side as f64 / 2.0;
        let lat = self.south_deg + (row as f64 + half) * self.step_lat;
        let lon = self.west_deg + (column as f64 + half) * self.step_lon;
        let turned = (lon + 540.0).rem_euclid(360.0) - 180.0;
        Position::from_lat_lon(lat.clamp(-90.0, 90.0), turned.clamp(-180.0, 180.0))
            .expect("both are clamped to their range")
    }

    /// Where the search takes a block to be: its middle.
    pub(super) fn spot(&self, block: usize) -> Spot {
        self.blocks[block].middle
    }

    /// The same as a position.
    pub(super) fn centre(&self, block: usize) -> Position {
        self.middle(self.blocks[block].cell as usize, self.blocks[block].side.into())
    }

    pub(super) fn square(&self, block: usize) -> Square {
        let half = f64::from(self.blocks[block].side) / 2.0;
        Square {
            centre: self.centre(block),
            half_lat_deg: half * self.step_lat,
            half_lon_deg: half * self.step_lon,
        }
    }

    /// The blocks that touch a block, corners too, in order and once each.
    pub(super) fn neighbours(&self, block: usize) -> &[u32] {
        &self.touched[self.touching[block] as usize..self.touching[block + 1] as usize]
    }

    /// What a metre costs in a cell: 1 at sea, more near a coast for a practical route.
    pub(super) fn cost(&self, cell: usize, way: Way) -> f64 {
        let off = self.off_m(cell);
        if way == Way::Shortest || off >= self.widest_m {
            return 1.0;
        }
        let dear =
            |kept: f64, cost: f64| if off < kept { 1.0 + (cost - 1.0) * (1.0 - off / kept) } else { 1.0 };
        let at = self.middle(cell, 1);
        let holds = self.berths.iter().filter(|b| b.holds(at.lat_deg(), at.lon_deg()));
        holds
            .map(|b| dear(b.off_nm * NAUTICAL_MILE_M, b.cost))
            .fold(dear(self.off_coast_m, self.coast_cost), f64::max)
    }

    /// How far a straight line from a cell can be drawn before anything changes, m: 0 near a coast.
    pub(super) fn free_m(&self, cell: usize, way: Way) -> f64 {
        let off = self.off_m(cell);
        if way == Way::Shortest { off } else { off - self.widest_m }
    }

    /// Half the smaller side of a cell of that row's latitude, m.
    pub(super) fn half_cell_m(&self, cell: usize) -> f64 {
        0.5 * self.height_m().min(self.width_m(cell / self.columns))
    }

    fn height_m(&self) -> f64 {
        self.step_lat * DEGREE_M
    }

    fn width_m(&self, row: usize) -> f64 {
        let lat = self.south_deg + (row as f64 + 0.5) * self.step_lat;
        self.step_lon * DEGREE_M * libm::cos(lat.to_radians())
    }

    /// The open sea nearest to a position, no farther than so many metres.
    pub(super) fn nearest_sea(&self, position: Position, most_m: f64) -> Option<usize> {
        let (row, column) = self.place(position)?;
        let cell = row * self.columns + column;
        if self.is_sea(cell) {
            return Some(self.block_of[cell] as usize);
        }
        let reach = |side_m: f64| (most_m / side_m).ceil().min(self.cells() as f64) as usize + 1;
        let (up, across) = (reach(self.height_m()), reach(self.width_m(row)));
        let mut best: Option<(f64, usize)> = None;
        for r in row.saturating_sub(up)..=(row + up).min(self.rows - 1) {
            for c in column.saturating_sub(across)..=(column + across).min(self.columns - 1) {
                let cell = r * self.columns + c;
                if !self.is_sea(cell) {
                    continue;
                }
                let away = self.middle(cell, 1).distance_to(position).to_metres();
                if away <= most_m && best.is_none_or(|(least, _)| away < least) {
                    best = Some((away, cell));
                }
            }
        }
        best.map(|(_, cell)| self.block_of[cell] as usize)
    }

    /// The cells next to one, in the four directions.
    fn four(&self, cell: usize) -> impl Iterator<Item = usize> {
        let (row, column, columns, rows) =
            (cell / self.columns, cell % self.columns, self.columns, self.rows);
        let at = move |is_there: bool, other: usize| is_there.then_some(other);
        [
            at(row > 0, cell.wrapping_sub(columns)),
            at(row + 1 < rows, cell + columns),
            at(column > 0, cell.wrapping_sub(1)),
            at(column + 1 < columns, cell + 1),
        ]
        .into_iter()
        .flatten()
    }

    /// Marks the cells of land: those whose middle lies in it, and all that its edge crosses.
    fn fill(&mut self, area: &Area) {
        match area {
            Area::Circle { centre, radius } => {
                for cell in 0..self.cells() {
                    if self.middle(cell, 1).distance_to(*centre) <= *radius {
                        self.off[cell] = 0;
                    }
                }
            }
            Area::Polygon { exterior, holes } => {
                let rings: Vec<_> =
                    std::iter::once(exterior).chain(holes).map(|ring| self.flat(ring)).collect();
                for turn in [-360.0, 0.0, 360.0] {
                    let shift = turn / self.step_lon;
                    self.fill_middles(&rings, shift);
                    rings.iter().for_each(|ring| self.fill_edges(ring, shift));
                }
            }
        }
    }

    /// A closed ring in columns and rows, counted on from its first corner.
    fn flat(&self, ring: &[Position]) -> Vec<(f64, f64)> {
        let mut lon = ring
            .first()
            .map_or(0.0, |p| self.west_deg + (p.lon_deg() - self.west_deg + 180.0).rem_euclid(360.0) - 180.0);
        let mut found = Vec::with_capacity(ring.len() + 1);
        for corner in ring.iter().chain(ring.first()) {
            lon += (corner.lon_deg() - lon + 540.0).rem_euclid(360.0) - 180.0;
            found.push((
                (lon - self.west_deg) / self.step_lon,
                (corner.lat_deg() - self.south_deg) / self.step_lat,
            ));
        }
        found
    }

    fn fill_middles(&mut self, rings: &[Vec<(f64, f64)>], shift: f64) {
        let mut crossings: Vec<Vec<f64>> = vec![Vec::new(); self.rows];
        for side in rings.iter().flat_map(|ring| ring.windows(2)) {
            let ((ax, ay), (bx, by)) = (side[0], side[1]);
            let (low, high) = (ay.min(by), ay.max(by));
            let first = (low - 0.5).ceil().max(0.0);
            let last = (high - 0.5).ceil().min(self.rows as f64);
            let mut row = first;
            while row < last {
                let share = (row + 0.5 - ay) / (by - ay);
                crossings[row as usize].push(ax + share * (bx - ax) + shift);
                row += 1.0;
            }
        }
        for (row, crossed) in crossings.iter_mut().enumerate() {
            crossed.sort_by(f64::total_cmp);
            for pair in crossed.chunks_exact(2) {
                let first = (pair[0] - 0.5).ceil().max(0.0) as usize;
                let last = (pair[1] - 0.5).ceil().clamp(0.0, self.columns as f64) as usize;
                for column in first..last {
                    self.off[row * self.columns + column] = 0;
                }
            }
        }
    }

    fn fill_edges(&mut self, ring: &[(f64, f64)], shift: f64) {
        for side in ring.windows(2) {
            let (a, b) = ((side[0].0 + shift, side[0].1), (side[1].0 + shift, side[1].1));
            let (least, most) = (a.0.min(b.0), a.0.max(b.0));
            if most < 0.0 || least >= self.columns as f64 {
                continue;
            }
            // Four marks a cell: no cell that a side crosses by more than a corner is missed.
            let steps = ((b.0 - a.0).abs().max((b.1 - a.1).abs()) * 4.0).ceil().max(1.0);
            let mut step = 0.0;
            while step <= steps {
                let (x, y) = (a.0 + (b.0 - a.0) * step / steps, a.1 + (b.1 - a.1) * step / steps);
                if x >= 0.0 && y >= 0.0 && x < self.columns as f64 && y < self.rows as f64 {
                    self.off[y as usize * self.columns + x as usize] = 0;
                }
                step += 1.0;
            }
        }
    }

    /// Distances from land by two sweeps over the eight neighbours (Borgefors 1986), at most 8 % too long; what is free is
    /// taken as that much shorter.
    fn measure(&mut self) {
        let height = self.height_m();
        for sweep in [false, true] {
            for i in 0..self.rows {
                let row = if sweep { self.rows - 1 - i } else { i };
                let width = self.width_m(row);
                let slant = (height * height + width * width).sqrt();
                let units = |metres: f64| (metres / OFF_UNIT_M).max(1.0) as u16;
                let (height, width, slant) = (units(height), units(width), units(slant));
                for j in 0..self.columns {
                    let column = if sweep { self.columns - 1 - j } else { j };
                    self.relax(row, column, sweep, (height, width, slant));
                }
            }
        }
    }

    fn relax(&mut self, row: usize, column: usize, is_back: bool, (height, width, slant): (u16, u16, u16)) {
        let cell = row * self.columns + column;
        let mut least = self.off[cell];
        let has_row = if is_back { row + 1 < self.rows } else { row > 0 };
        let behind = if is_back { column + 1 < self.columns } else { column > 0 };
        let ahead = if is_back { column > 0 } else { column + 1 < self.columns };
        let back = |at: usize, by: usize| if is_back { at + by } else { at - by };
        let on = |at: usize| if is_back { at - 1 } else { at + 1 };
        if behind {
            least = least.min(self.off[back(cell, 1)].saturating_add(width));
        }
        if has_row {
            let other = back(cell, self.columns);
            least = least.min(self.off[other].saturating_add(height));
            if behind {
                least = least.min(self.off[back(other, 1)].saturating_add(slant));
            }
            if ahead {
                least = least.min(self.off[on(other)].saturating_add(slant));
            }
        }
        self.off[cell] = least;
    }

    /// Takes sea together in the largest blocks without land: the side of the block of each cell, 0 on land.
    fn sides(&self) -> Vec<u8> {
        let mut sides = vec![0_u8; self.cells()];
        for side in SIDES {
            for row in (0..self.rows).step_by(side) {
                for column in (0..self.columns).step_by(side) {
                    let first = row * self.columns + column;
                    let row_of = |r: usize| first + r * self.columns..first + r * self.columns + side;
                    let is_free = |cell: usize| self.off[cell] > 0 && sides[cell] == 0;
                    if (0..side).all(|r| row_of(r).all(is_free)) {
                        (0..side).for_each(|r| sides[row_of(r)].fill(side as u8));
                    }
                }
            }
        }
        sides
    }

    /// Which cells belong to the largest piece of sea that hangs together.
    fn open(&self, sides: &[u8]) -> Vec<bool> {
        let mut piece = vec![0_u32; self.cells()];
        let (mut pieces, mut largest) = (0_u32, (0_usize, 0_u32));
        let mut queue = Vec::new();
        for first in 0..self.cells() {
            if sides[first] == 0 || piece[first] > 0 {
                continue;
            }
            pieces += 1;
            piece[first] = pieces;
            queue.push(first);
            let mut size = 0;
            while let Some(cell) = queue.pop() {
                size += 1;
                for next in self.four(cell) {
                    if sides[next] > 0 && piece[next] == 0 {
                        piece[next] = pieces;
                        queue.push(next);
                    }
                }
            }
            if size > largest.0 {
                largest = (size, pieces);
            }
        }
        piece.into_iter().map(|piece| piece > 0 && piece == largest.1).collect()
    }

    /// Numbers the blocks of open sea.
    fn number(&mut self, sides: &[u8], open: &[bool]) {
        for cell in 0..self.cells() {
            let side = usize::from(sides[cell]);
            let (row, column) = (cell / self.columns, cell % self.columns);
            if !open[cell] || row % side != 0 || column % side != 0 {
                continue;
            }
            let number = self.blocks.len() as u32;
            let middle = Spot::of(self.middle(cell, side));
            self.blocks.push(Block { cell: cell as u32, side: sides[cell], middle });
            for r in 0..side {
                let from = cell + r * self.columns;
                self.block_of[from..from + side].fill(number);
            }
        }
    }

    /// Finds out which blocks touch.
    fn link(&mut self) {
        let mut found = Vec::new();
        for block in 0..self.blocks.len() {
            self.around(self.blocks[block], &mut found);
            self.touched.extend_from_slice(&found);
            self.touching.push(self.touched.len() as u32);
        }
    }

    fn around(&self, block: Block, found: &mut Vec<u32>) {
        found.clear();
        let side = i64::from(block.side);
        let (row, column) =
            (i64::from(block.cell) / self.columns as i64, i64::from(block.cell) % self.columns as i64);
        let mut add = |r: i64, c: i64| {
            if r >= 0 && c >= 0 && r < self.rows as i64 && c < self.columns as i64 {
                found.push(self.block_of[r as usize * self.columns + c as usize]);
            }
        };
        for along in -1..=side {
            add(row - 1, column + along);
            add(row + side, column + along);
            add(row + along, column - 1);
            add(row + along, column + side);
        }
        found.retain(|other| *other != NONE);
        found.sort_unstable();
        found.dedup();
    }
}
