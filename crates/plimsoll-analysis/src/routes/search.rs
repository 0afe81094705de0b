//! The search over blocks of sea: lazy Theta* (A. Nash, S. Koenig, C. Tovey, AAAI 2010). A block first believes that a
//! straight line joins it to its grandparent, and checks that when its turn comes.

use super::grid::Grid;
use super::{Way, line};
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
    /// Metres by block, infinite where no water leads.
    metres: Vec<f32>,
}

impl Field {
    /// The length to a block.
    pub(super) fn metres_at(&self, block: usize) -> Option<f64> {
        let metres = f64::from(self.metres[block]);
        metres.is_finite().then_some(metres)
    }

    /// Lengths to the blocks of [`super::Router::squares`], in the same order, m.
    pub fn metres(&self) -> impl Iterator<Item = f64> + '_ {
        self.metres.iter().map(|metres| f64::from(*metres))
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
        let blocks = grid.blocks();
        Self {
            grid,
            way,
            cost: vec![f32::INFINITY; blocks],
            parent: vec![NONE; blocks],
            state: vec![State::Believed; blocks],
        }
    }

    /// Runs from a block until `until` is reached, or over all.
    fn run(&mut self, start: usize, until: Option<usize>) {
        let goal = until.map(|end| self.grid.spot(end));
        let ahead = |grid: &Grid, block| goal.map_or(0.0, |goal| grid.spot(block).chord_m(goal));
        let mut queue = BinaryHeap::new();
        self.cost[start] = 0.0;
        self.parent[start] = start as u32;
        self.state[start] = State::Settled;
        queue.push(Reverse(Turn(ahead(self.grid, start), start)));
        while let Some(Reverse(Turn(_, block))) = queue.pop() {
            if self.state[block] == State::Done {
                continue;
            }
            if self.state[block] == State::Believed {
                let believed = self.cost[block];
                self.settle(block);
                // Dearer than believed: its turn comes later.
                if self.cost[block] > believed {
                    if self.cost[block].is_finite() {
                        queue.push(Reverse(Turn(
                            f64::from(self.cost[block]) + ahead(self.grid, block),
                            block,
                        )));
                    }
                    continue;
                }
            }
            self.state[block] = State::Done;
            if until == Some(block) {
                break;
            }
            let parent = self.parent[block] as usize;
            let from = self.grid.spot(parent);
            for next in self.grid.neighbours(block).iter().map(|next| *next as usize) {
                if self.state[next] == State::Done {
                    continue;
                }
                let leg = from.chord_m(self.grid.spot(next));
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
    fn settle(&mut self, block: usize) {
        let here = self.grid.spot(block);
        let leg = |from: usize| line::cost(self.grid, self.grid.spot(from), here, self.way);
        let total = |from: usize| Some((f64::from(self.cost[from]) + leg(from)?, from));
        let straight = total(self.parent[block] as usize);
        let mut best = straight;
        if straight.is_none() || self.way == Way::Practical {
            let near = self.grid.neighbours(block).iter().map(|next| *next as usize);
            let done = near.filter(|from| self.state[*from] == State::Done);
            for offered in done.filter_map(total) {
                if best.is_none_or(|least| offered.0 < least.0) {
                    best = Some(offered);
                }
            }
        }
        self.state[block] = State::Settled;
        match best {
            Some((cost, from)) => {
                self.cost[block] = cost as f32;
                self.parent[block] = from as u32;
            }
            None => self.cost[block] = f32::INFINITY,
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
    Some(leaves.into_iter().map(|block| grid.centre(block)).collect())
}

/// Way lengths from a block to all others. `joined` metres lie before it.
pub(super) fn field(grid: &Grid, start: usize, joined: f64, way: Way) -> Field {
    let mut search = Search::new(grid, way);
    search.run(start, None);
    let metres = search.cost.iter().map(|cost| cost + joined as f32).collect();
    Field { metres }
}
