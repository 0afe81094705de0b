//! The moves of a chain. Each leaves the posterior as it is (Metropolis and Hastings; Green 1995 where the number of
//! calls changes).
//!
//! | module | moves |
//! |---|---|
//! | `aim` | where and for whom calls are proposed: at sightings, or anywhere |
//! | `birth` | a call is added or taken away; a ship begins or ceases to take part |
//! | `times` | a call's times are shifted; its discharge or its fill is drawn anew |
//! | `identity` | a call goes to another ship; two ships exchange calls |
//! | `joint` | two calls of a ship become one; one becomes two |
//! | `shared` | what calls have in common |

mod aim;
mod birth;
mod identity;
mod joint;
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
    Merge,
    Split,
    Idle,
    Shared,
    Particulars,
}

/// Their names, in their order.
pub(super) const KINDS: [&str; 14] = [
    "birth",
    "death",
    "toggle",
    "shift",
    "discharge",
    "fill",
    "switch",
    "exchange",
    "relabel",
    "merge",
    "split",
    "idle",
    "shared",
    "particulars",
];

impl Chain<'_> {
    /// One step: a move picked with fixed probabilities.
    pub(super) fn step(&mut self, aim: &Aim) {
        let u = self.chance.even();
        match u {
            u if u < 0.14 => self.birth(aim),
            u if u < 0.28 => self.death(aim),
            u if u < 0.29 => self.toggle(),
            u if u < 0.60 => self.shift(),
            u if u < 0.70 => self.discharge(aim),
            u if u < 0.72 => self.refill(),
            u if u < 0.81 => self.switch(),
            u if u < 0.86 => self.exchange(),
            u if u < 0.87 => self.relabel(),
            u if u < 0.895 => self.merge(),
            u if u < 0.92 => self.split(),
            u if u < 0.97 => self.idle(),
            u if u < 0.995 => self.common(),
            _ => self.particulars(),
        }
    }
}
