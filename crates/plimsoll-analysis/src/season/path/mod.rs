//! The whole way of one ship between two times, drawn at once: all calls that she may have made, given everything else.
//!
//! Time is cut into cells. In them the ship's idling, loading, voyages and discharging are a semi-Markov chain whose evidence
//! at each place is what each look there says of her presence, given the other ships. Values are summed from the end to the
//! start, and a way is drawn from the start to the end (forward filtering and backward sampling with its direction turned;
//! Rabiner, Proc. IEEE 77 (1989) 257-286, section III.B; durations as in Yu, Artificial Intelligence 174 (2010) 215-243). Within
//! its cell each time is drawn with the evidence of the cell. What cells make coarse is made good by Metropolis and Hastings:
//! [`Way::ln_density`] is the density of the draw, up to [`Filter::ln_sum`].
//!
//! | module | holds |
//! |---|---|
//! | `kernel` | how likely a stay or a leg lasts so many cells |
//! | `evidence` | what looks at one place say of presence, by cell |
//! | `filter` | values from the end to the start |
//! | `way` | a way drawn, and the density of one |

mod evidence;
mod filter;
mod kernel;
mod way;

pub(super) use evidence::{Evidence, Leg};
pub(super) use filter::{Filter, Model};
pub(super) use kernel::{Kernels, LegKernel, StayKernel};
pub(super) use way::Passage;

/// The time in which a ship's way is drawn: she is free from its start on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Span {
    /// She is free, or arrivals are allowed, from here on, h.
    pub(super) start_h: f64,
    /// Arrivals are before this, h.
    pub(super) arrive_before_h: f64,
    /// She must be back before this: her next call; infinite without one.
    pub(super) next_h: f64,
    /// Idling counts until here at most: the end of the period, h.
    pub(super) end_h: f64,
    /// Width of a cell, h.
    pub(super) step_h: f64,
}

/// No call is followed for longer than this, h.
const LONGEST_CALL_H: f64 = 1_440.0;

impl Span {
    /// Cells in which she may arrive.
    pub(super) fn arrival_cells(&self) -> usize {
        ((self.arrive_before_h - self.start_h) / self.step_h).ceil().max(0.0) as usize
    }

    /// All cells: to her next call, or as far as anything is known.
    pub(super) fn cells(&self) -> usize {
        let until_h = if self.next_h.is_finite() { self.next_h } else { self.end_h + self.step_h };
        let until_h = until_h.min(self.arrive_before_h + LONGEST_CALL_H);
        ((until_h - self.start_h) / self.step_h).ceil().max(0.0) as usize
    }

    /// The cell of a time, if it lies after the start.
    pub(super) fn cell(&self, time_h: f64) -> Option<usize> {
        let cells = (time_h - self.start_h) / self.step_h;
        (cells >= 0.0).then_some(cells as usize)
    }

    /// When a cell begins and ends, h.
    pub(super) fn cell_h(&self, cell: usize) -> (f64, f64) {
        (self.begins_h(cell), self.begins_h(cell + 1))
    }

    /// When a cell begins, h.
    pub(super) fn begins_h(&self, cell: usize) -> f64 {
        self.start_h + cell as f64 * self.step_h
    }
}
