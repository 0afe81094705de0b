//! The search over blocks of sea: lazy Theta* (A. Nash, S. Koenig, C. Tovey, AAAI 2010). A block first believes that a
//! straight line joins it to its grandparent, and checks that when its turn comes.

use super::grid::Grid;
use super::{Way, line, spot};
use plimsoll_model::Position;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// No block.
const NONE: u32 = u32::MAX;

/// An order of costs without NaN, then of blocks, so that ties are always broken alike.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Turn(f64, usize);

impl Eq for Turn {}
impl PartialOrd for Turn {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Turn {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0).then(self.1.cmp(&other.1))
    }
}

/// Way lengths from one position to every block of sea.
#[derive(Clone, Debug)]
pub struct Field {
    /// Metres, infinite where no water leads; by cell, blocks at their south-west cell.
    metres: Vec<f32>,
}

impl Field {
    /// The length to the block of a cell.
    pub(super) fn metres_at(&self, grid: &Grid, cell: usize) -> Option<f64> {
        let metres = f64::from(self.metres[grid.leaf(cell)]);
        metres.is_finite().then_some(metres)
    }

    /// Lengths to the blocks of [`super::Router::squares`], in the same order, m.
    pub fn metres<'a>(&'a self, router: &'a super::Router) -> impl Iterator<Item = f64> + 'a {
        router.grid.leaves().map(|leaf| f64::from(self.metres[leaf]))
    }
}

/// How far the search is with a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Its cost is believed, not checked.
    Believed,
    /// Its cost is that of a line that was checked.
    Settled,
    /// Its turn was.
    Done,
}

struct Search<'a> {
    grid: &'a Grid,
    way: Way,
    cost: Vec<f32>,
    parent: Vec<u32>,
    state: Vec<State>,
}

impl<'a> Search<'a> {
    fn new(grid: &'a Grid, way: Way) -> Self {
        let cells = grid.cells();
        Self {
            grid,
            way,
            cost: vec![f32::INFINITY; cells],
            parent: vec![NONE; cells],
            state: vec![State::Believed; cells],
        }
    }

    /// Runs from a block until `until` is reached, or over all.
    fn run(&mut self, start: usize, until: Option<usize>) {
        let goal = until.map(|end| spot(self.grid, end));
        let ahead = |grid: &Grid, leaf| goal.map_or(0.0, |goal| spot(grid, leaf).chord_m(goal));
        let mut queue = BinaryHeap::new();
        self.cost[start] = 0.0;
        self.parent[start] = start as u32;
        self.state[start] = State::Settled;
        queue.push(Reverse(Turn(ahead(self.grid, start), start)));
        let mut near = Vec::new();
        while let Some(Reverse(Turn(_, leaf))) = queue.pop() {
            if self.state[leaf] == State::Done {
                continue;
            }
            self.grid.neighbours(leaf, &mut near);
            if self.state[leaf] == State::Believed {
                let believed = self.cost[leaf];
                self.settle(leaf, &near);
                // Dearer than believed: its turn comes later.
                if self.cost[leaf] > believed {
                    if self.cost[leaf].is_finite() {
                        queue.push(Reverse(Turn(f64::from(self.cost[leaf]) + ahead(self.grid, leaf), leaf)));
                    }
                    continue;
                }
            }
            self.state[leaf] = State::Done;
            if until == Some(leaf) {
                break;
            }
            let parent = self.parent[leaf] as usize;
            let from = spot(self.grid, parent);
            for next in near.iter().copied() {
                if self.state[next] == State::Done {
                    continue;
                }
                let leg = from.chord_m(spot(self.grid, next));
                let cost = (f64::from(self.cost[parent]) + leg) as f32;
                if cost < self.cost[next] {
                    self.cost[next] = cost;
                    self.parent[next] = parent as u32;
                    self.state[next] = State::Believed;
                    queue.push(Reverse(Turn(f64::from(cost) + ahead(self.grid, next), next)));
                }
            }
        }
    }

    /// Checks the line to the parent; looks for another parent among neighbours that are done where it is blocked or dear.
    fn settle(&mut self, leaf: usize, near: &[usize]) {
        let here = spot(self.grid, leaf);
        let leg = |from: usize| line::cost(self.grid, spot(self.grid, from), here, self.way);
        let total = |from: usize| Some((f64::from(self.cost[from]) + leg(from)?, from));
        let straight = total(self.parent[leaf] as usize);
        let mut best = straight;
        if straight.is_none() || self.way == Way::Practical {
            let done = near.iter().copied().filter(|from| self.state[*from] == State::Done);
            for offered in done.filter_map(total) {
                if best.is_none_or(|least| offered.0 < least.0) {
                    best = Some(offered);
                }
            }
        }
        self.state[leaf] = State::Settled;
        match best {
            Some((cost, from)) => {
                self.cost[leaf] = cost as f32;
                self.parent[leaf] = from as u32;
            }
            None => self.cost[leaf] = f32::INFINITY,
        }
    }
}

/// The blocks at which a route turns, from start to end; `None` if no water joins them.
pub(super) fn path(grid: &Grid, start: usize, end: usize, way: Way) -> Option<Vec<Position>> {
    let mut search = Search::new(grid, way);
    search.run(start, Some(end));
    if search.state[end] != State::Done {
        return None;
    }
    let mut leaves = vec![end];
    let mut at = end;
    while at != start {
        at = search.parent[at] as usize;
        leaves.push(at);
    }
    leaves.reverse();
    Some(leaves.into_iter().map(|leaf| grid.centre(leaf)).collect())
}

/// Way lengths from a block to all others. `joined` metres lie before it.
pub(super) fn field(grid: &Grid, start: usize, joined: f64, way: Way) -> Field {
    let mut search = Search::new(grid, way);
    search.run(start, None);
    let metres = search.cost.iter().map(|cost| cost + joined as f32).collect();
    Field { metres }
}
