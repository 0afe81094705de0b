//! The search over blocks of sea: lazy Theta* (A. Nash, S. Koenig, C. Tovey, AAAI 2010). A block first believes that a
//! straight line joins it to its grandparent, and checks that when its turn comes.

use super::grid::Grid;
use super::{Way, line};
use crate::chord::Spot;
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
    /// By block, where the way to it turns last.
    turns: Vec<u32>,
    start: usize,
    origin: Spot,
    way: Way,
}

impl Field {
    /// The length to a block.
    pub(super) fn metres_at(&self, block: usize) -> Option<f64> {
        let metres = f64::from(self.metres[block]);
        metres.is_finite().then_some(metres)
    }

    /// The length to a position at sea in a block: from where ways to the block and its neighbours turn last, straight.
    pub(super) fn metres_to(&self, grid: &Grid, block: usize, to: Spot) -> Option<f64> {
        let near = grid.neighbours(block).iter().map(|next| *next as usize).chain([block]);
        let reached = near.filter(|block| self.metres[*block].is_finite());
        let mut turns: Vec<usize> = reached.flat_map(|from| [from, self.turns[from] as usize]).collect();
        turns.sort_unstable();
        turns.dedup();
        let by = |turn: usize| {
            let from = if turn == self.start { self.origin } else { grid.spot(turn) };
            Some(f64::from(self.metres[turn]) + line::cost(grid, from, to, self.way)?)
        };
        turns.into_iter().filter_map(by).min_by(f64::total_cmp)
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
    /// The block of the start, and where in it the start lies.
    start: usize,
    origin: Spot,
    cost: Vec<f32>,
    parent: Vec<u32>,
    state: Vec<State>,
}

impl<'a> Search<'a> {
    fn new(grid: &'a Grid, (start, origin): (usize, Spot), way: Way) -> Self {
        let blocks = grid.blocks();
        Self {
            grid,
            way,
            start,
            origin,
            cost: vec![f32::INFINITY; blocks],
            parent: vec![NONE; blocks],
            state: vec![State::Believed; blocks],
        }
    }

    /// Where a block is taken to be.
    fn spot(&self, block: usize) -> Spot {
        if block == self.start { self.origin } else { self.grid.spot(block) }
    }

    /// Runs from the start until `until` is reached, or over all.
    fn run(&mut self, until: Option<usize>) {
        let start = self.start;
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
            let from = self.spot(parent);
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
        let leg = |from: usize| line::cost(self.grid, self.spot(from), here, self.way);
        let total = |from: usize| Some((f64::from(self.cost[from]) + leg(from)?, from));
        let straight = total(self.parent[block] as usize);
        let mut best = straight;
        if straight.is_none() || self.way == Way::Practical {
            let near = self.grid.neighbours(block).iter().map(|next| *next as usize);
            let done = near.filter(|from| self.state[*from] == State::Done);
            for offered in self.turns(done).into_iter().filter_map(total) {
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

impl Search<'_> {
    /// Where a way to a block can turn last: at some blocks beside it, or where the ways to them turned last.
    fn turns(&self, beside: impl Iterator<Item = usize>) -> Vec<usize> {
        let mut turns: Vec<usize> = beside.flat_map(|from| [from, self.parent[from] as usize]).collect();
        turns.sort_unstable();
        turns.dedup();
        turns
    }

    /// Behind a corner the search may turn in the middle of a large block, because the corner was not yet known when the turn of
    /// that block came. Each block is offered the last turns of its neighbours again, the nearest block first, until none gains.
    fn relax(&mut self) {
        let mut order: Vec<usize> =
            (0..self.cost.len()).filter(|block| self.cost[*block].is_finite()).collect();
        for _ in 0..MOST_SWEEPS {
            order.sort_by(|a, b| self.cost[*a].total_cmp(&self.cost[*b]).then(a.cmp(b)));
            let mut has_gained = false;
            for block in order.iter().copied() {
                has_gained |= self.relax_one(block);
            }
            if !has_gained {
                break;
            }
        }
    }

    /// True if another last turn makes the way to a block shorter by more than is worth another sweep.
    fn relax_one(&mut self, block: usize) -> bool {
        let here = self.grid.spot(block);
        let near = self.grid.neighbours(block).iter().map(|next| *next as usize);
        if block == self.start {
            return false;
        }
        let was = f64::from(self.cost[block]);
        for from in self.turns(near.filter(|from| self.cost[*from].is_finite())) {
            let there = self.spot(from);
            // Land and coasts only make it dearer than straight.
            let least = f64::from(self.cost[from]) + there.chord_m(here);
            if least >= f64::from(self.cost[block]) * (1.0 - 1e-6) {
                continue;
            }
            let Some(leg) = line::cost(self.grid, there, here, self.way) else { continue };
            let cost = f64::from(self.cost[from]) + leg;
            if cost < f64::from(self.cost[block]) * (1.0 - 1e-6) {
                self.cost[block] = cost as f32;
                self.parent[block] = from as u32;
            }
        }
        f64::from(self.cost[block]) < was * (1.0 - WORTH_A_SWEEP)
    }
}

/// Sweeps after the search; each carries a corner as far as it is seen.
const MOST_SWEEPS: usize = 8;
/// Share by which some way must have become shorter for another sweep.
const WORTH_A_SWEEP: f64 = 1e-3;

/// The blocks at which a route turns, from start to end; `None` if no water joins them.
pub(super) fn path(grid: &Grid, start: usize, end: usize, way: Way) -> Option<Vec<Position>> {
    let mut search = Search::new(grid, (start, grid.spot(start)), way);
    search.run(Some(end));
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

/// Way lengths to all blocks, from a place in one. `joined` metres lie before it.
pub(super) fn field(grid: &Grid, (start, origin): (usize, Spot), joined: f64, way: Way) -> Field {
    let mut search = Search::new(grid, (start, origin), way);
    search.run(None);
    search.relax();
    let metres = search.cost.iter().map(|cost| cost + joined as f32).collect();
    Field { metres, turns: search.parent, start, origin, way }
}
