//! The moves of a chain. Each leaves the posterior as it is (Metropolis and Hastings; Green 1995 where the number of
//! calls changes).
//!
//! | module | moves |
//! |---|---|
//! | `aim` | where and for whom calls are proposed: at sightings, or anywhere |
//! | `birth` | a call is added or taken away; a ship begins or ceases to take part |
//! | `times` | a call's times are shifted; its discharge or its fill is drawn anew |
//! | `identity` | a call goes to another ship; two ships exchange calls |
//! | `redraw` | the whole way of a ship, or of two, within a window is drawn anew |
//! | `ridge` | medians with all stays, errors of readings with all fills |
//! | `shared` | what calls have in common |

mod aim;
mod birth;
mod identity;
mod redraw;
mod ridge;
mod shared;
mod times;

pub(super) use aim::Aim;

use super::chain::Chain;

/// Kinds of move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Birth,
    Death,
    Toggle,
    Shift,
    Discharge,
    Fill,
    Switch,
    Exchange,
    Relabel,
    Idle,
    Shared,
    Particulars,
    Redraw,
    Anew,
    Comes,
    Goes,
    Two,
    Ridge,
}

/// Their names, in their order.
pub(super) const KINDS: [&str; 18] = [
    "birth",
    "death",
    "toggle",
    "shift",
    "discharge",
    "fill",
    "switch",
    "exchange",
    "relabel",
    "idle",
    "shared",
    "particulars",
    "redraw",
    "anew",
    "comes",
    "goes",
    "two",
    "ridge",
];

/// One move.
type Step = fn(&mut Chain<'_>, &Aim);

/// How often each kind of move is tried. Draws of whole ways take hundreds of times as long as other moves: they are so rare that
/// all take about as long together. A birth is as frequent as a death: their ratios count on it.
const SHARES: [(f64, Step); 15] = [
    (0.012, |chain, aim| chain.redraw(aim)),
    (0.003, |chain, aim| chain.redraw_two(aim)),
    (0.006, |chain, _| chain.stretch()),
    (0.006, |chain, _| chain.tilt()),
    (0.135, |chain, aim| chain.birth(aim)),
    (0.135, |chain, aim| chain.death(aim)),
    (0.01, |chain, _| chain.toggle()),
    (0.31, |chain, _| chain.shift()),
    (0.10, |chain, aim| chain.discharge(aim)),
    (0.02, |chain, _| chain.refill()),
    (0.09, |chain, _| chain.switch()),
    (0.05, |chain, _| chain.exchange()),
    (0.01, |chain, _| chain.relabel()),
    (0.05, |chain, _| chain.idle()),
    (0.03, |chain, _| chain.shared_or_sizes()),
];

impl Chain<'_> {
    /// One step: a move picked with fixed probabilities.
    pub(super) fn step(&mut self, aim: &Aim) {
        let sum: f64 = SHARES.iter().map(|(share, _)| share).sum();
        let mut left = sum * self.chance.even();
        for (share, step) in SHARES {
            left -= share;
            if left < 0.0 {
                return step(self, aim);
            }
        }
    }
}
