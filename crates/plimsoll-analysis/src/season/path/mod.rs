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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::season::chain::tests::{input, params};
    use crate::season::chance::Chance;
    use crate::season::world::World;

    /// What a filter is tested on: forty days at two places with looks, a spell in which she cannot be at the second, and
    /// something seen at sea.
    struct Known {
        span: Span,
        stays: [StayKernel; 2],
        legs: Vec<LegKernel>,
        evidence: Vec<Evidence>,
        at_sea: Vec<[Vec<Leg>; 2]>,
    }

    fn known(next_h: f64) -> Known {
        let (input, mut params) = (input(), params());
        params.cell_h = 5.0;
        let world = World::new(&input, &params);
        let span =
            Span { start_h: 0.0, arrive_before_h: next_h.min(900.0), next_h, end_h: 960.0, step_h: 5.0 };
        let mut stays = [StayKernel::default(), StayKernel::default()];
        stays[0].follow(3.5, 0.5, 5.0);
        stays[1].follow(3.7, 0.5, 5.0);
        let looks = |place: usize| {
            let of_place = move |k: &usize| k % 2 == place;
            (0..80).filter(of_place).map(|k| (11.3 * k as f64, if k % 7 < 2 { 2.5 } else { -1.2 }))
        };
        let evidence =
            vec![Evidence::new(&span, looks(0), &[]), Evidence::new(&span, looks(1), &[(300.0, 420.0)])];
        let seen = Leg::new(&span, 500.0, 4.0, 6.0, 1.5).unwrap();
        let at_sea = vec![[Vec::new(), Vec::new()], [vec![seen], vec![seen]]];
        Known { span, stays, legs: Kernels::legs(&world, 5.0), evidence, at_sea }
    }

    impl Known {
        fn model(&self, idle_h: f64) -> Model<'_> {
            let kernels = Kernels::new(&self.stays, &self.legs);
            Model::new(self.span, kernels, (&self.evidence, &self.at_sea), (0, &[0.0, 1.0]), idle_h.ln())
        }
    }

    #[test]
    fn ways_are_drawn_with_the_density_that_is_stated() {
        for next_h in [f64::INFINITY, 800.0] {
            let known = known(next_h);
            let (model, other) = (known.model(150.0), known.model(260.0));
            let (mut filter, mut of_other) = (Filter::default(), Filter::default());
            filter.run(&model);
            of_other.run(&other);
            let mut chance = Chance::new("ways", 3, 0);
            let runs = 40_000;
            let (mut empty, mut sum, mut squares, mut most, mut refused) = (0.0, 0.0, 0.0, 0, 0);
            for _ in 0..runs {
                let way = filter.draw(&model, &mut chance);
                most = most.max(way.len());
                empty += f64::from(u8::from(way.is_empty()));
                // Some draws of the other have a leg that cannot end in its cell: they have no density.
                let of_other = other.ln_density(&of_other.draw(&other, &mut chance));
                refused += i32::from(of_other <= f64::NEG_INFINITY);
                // The mean of the ratio of two densities under the one is the ratio of their sums, less what is refused.
                let (own, others) = (model.ln_density(&way), other.ln_density(&way));
                if own > f64::NEG_INFINITY {
                    let ratio = (others - own).exp();
                    sum += ratio;
                    squares += ratio * ratio;
                }
            }
            let n = f64::from(runs);
            let p = (model.ln_density(&[]) - filter.ln_sum()).exp();
            let error = (p * (1.0 - p) / n).sqrt();
            assert!((empty / n - p).abs() < 4.5 * error, "no call: drawn {} stated {p}", empty / n);
            let mean = sum / n;
            let error = ((squares / n - mean * mean) / n).sqrt();
            let kept = 1.0 - f64::from(refused) / n;
            let expected = kept * (of_other.ln_sum() - filter.ln_sum()).exp();
            assert!(kept > 0.8);
            assert!((mean - expected).abs() < 4.5 * error, "{mean} +- {error}, sums say {expected}");
            assert!(most > 2);
        }
    }
}
