//! Who is present in each scene, and what that makes of the scene's likelihood. Every change can be taken back.

use super::call::{Call, PHASES, Phase};
use super::matching;
use super::population::Latent;
use super::world::World;
use std::ops::Range;

/// One ship in a scene.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Row {
    pub(super) slot: usize,
    pub(super) call: u32,
}

/// The ships present in one scene, with the odds of each for each sighting.
#[derive(Clone, Default)]
pub(super) struct Present {
    pub(super) rows: Vec<Row>,
    pub(super) odds: Vec<f64>,
    ln: f64,
    stamp: u64,
}

/// A change to take back.
enum Change {
    /// A row was added at the end.
    Added(usize),
    /// A row was taken out: scene, its place, itself; its odds lie in the store.
    Taken(usize, usize, Row),
}

/// Presence in all scenes.
pub(super) struct Presence {
    pub(super) scenes: Vec<Present>,
    changes: Vec<Change>,
    store: Vec<f64>,
    touched: Vec<(usize, f64)>,
    stamp: u64,
    /// Odds of a scene with one ship more.
    with: Vec<f64>,
    /// Sum of ln(1 - p_see) over looks at stays, changed by the move under way.
    missed: f64,
    /// ln likelihood without the move under way.
    pub(super) ln_likelihood: f64,
}

impl Presence {
    pub(super) fn new(scenes: usize) -> Self {
        Self {
            scenes: vec![Present::default(); scenes],
            changes: Vec::new(),
            store: Vec::new(),
            touched: Vec::new(),
            stamp: 1,
            with: Vec::new(),
            missed: 0.0,
            ln_likelihood: 0.0,
        }
    }

    fn touch(&mut self, scene: usize) {
        let present = &mut self.scenes[scene];
        if present.stamp != self.stamp {
            present.stamp = self.stamp;
            self.touched.push((scene, present.ln));
        }
    }

    fn add(&mut self, scene: usize, row: Row, odds: impl Iterator<Item = f64>) {
        self.touch(scene);
        let present = &mut self.scenes[scene];
        present.rows.push(row);
        present.odds.extend(odds);
        self.changes.push(Change::Added(scene));
    }

    fn take(&mut self, scene: usize, row: Row, width: usize) {
        let Some(at) = self.scenes[scene].rows.iter().position(|other| *other == row) else { return };
        self.touch(scene);
        let present = &mut self.scenes[scene];
        let last = present.rows.len() - 1;
        self.store.extend_from_slice(&present.odds[at * width..(at + 1) * width]);
        present.rows.swap_remove(at);
        for k in 0..width {
            present.odds[at * width + k] = present.odds[last * width + k];
        }
        present.odds.truncate(last * width);
        self.changes.push(Change::Taken(scene, at, row));
    }

    /// What the changes so far do to the logarithm of the likelihood.
    pub(super) fn difference(&mut self, world: &World<'_>) -> f64 {
        let mut difference = self.missed;
        for at in 0..self.touched.len() {
            let (scene, before) = self.touched[at];
            let present = &mut self.scenes[scene];
            let width = world.scenes[scene].seen.len();
            present.ln = matching::ln_sum(&present.odds, present.rows.len(), width);
            difference += present.ln - before;
        }
        difference
    }

    /// Keeps the changes.
    pub(super) fn keep(&mut self, difference: f64) {
        self.ln_likelihood += difference;
        self.clear();
    }

    /// Takes the changes back.
    pub(super) fn take_back(&mut self, world: &World<'_>) {
        while let Some(change) = self.changes.pop() {
            match change {
                Change::Added(scene) => {
                    let present = &mut self.scenes[scene];
                    present.rows.pop();
                    present.odds.truncate(present.rows.len() * world.scenes[scene].seen.len());
                }
                Change::Taken(scene, at, row) => {
                    let width = world.scenes[scene].seen.len();
                    let present = &mut self.scenes[scene];
                    let last = present.rows.len();
                    present.rows.push(row);
                    present.rows.swap(at, last);
                    let from = self.store.len() - width;
                    for k in 0..width {
                        let odds = self.store[from + k];
                        let moved = if at < last { present.odds[at * width + k] } else { odds };
                        present.odds.push(moved);
                        present.odds[at * width + k] = odds;
                    }
                    self.store.truncate(from);
                }
            }
        }
        for (scene, before) in &self.touched {
            self.scenes[*scene].ln = *before;
        }
        self.clear();
    }

    fn clear(&mut self) {
        self.changes.clear();
        self.store.clear();
        self.touched.clear();
        self.missed = 0.0;
        self.stamp += 1;
    }
}

/// What presence needs to know of a ship.
#[derive(Clone, Copy)]
pub(super) struct Bearer<'a> {
    pub(super) slot: usize,
    pub(super) latent: &'a Latent,
    pub(super) reading_bias: f64,
}

impl Presence {
    /// Puts a call into the scenes that it was in.
    pub(super) fn put(&mut self, world: &World<'_>, bearer: Bearer<'_>, call: &Call) {
        for phase in PHASES {
            let scenes = self.span_of(world, call, phase, 1.0);
            self.put_phase(world, bearer, call, phase, scenes);
        }
    }

    /// Takes a call out of them.
    pub(super) fn remove(&mut self, world: &World<'_>, slot: usize, call: &Call) {
        for phase in PHASES {
            let scenes = self.span_of(world, call, phase, -1.0);
            self.remove_phase(world, slot, call, scenes);
        }
    }

    /// Puts a call in the place of an older state of it.
    pub(super) fn replace(&mut self, world: &World<'_>, bearer: Bearer<'_>, old: &Call, new: &Call) {
        for phase in PHASES {
            let span = Call::span(phase);
            let same_place = old.place == new.place || phase == Phase::Loading;
            let same_span =
                same_place && old.time_h[span.start..=span.end] == new.time_h[span.start..=span.end];
            let same_fill = old.fill.to_bits() == new.fill.to_bits();
            if same_span && same_fill {
                continue;
            }
            let before = self.span_of(world, old, phase, -1.0);
            let after = self.span_of(world, new, phase, 1.0);
            let is_read = before.clone().any(|scene| world.scenes[scene].is_read);
            if before == after && !is_read && !matches!(phase, Phase::Laden | Phase::Ballast) {
                continue;
            }
            self.remove_phase(world, bearer.slot, old, before);
            self.put_phase(world, bearer, new, phase, after);
        }
    }

    /// Puts a call in the place of an older state of it, though what bears on all readings changed as well.
    pub(super) fn replace_all(&mut self, world: &World<'_>, bearer: Bearer<'_>, old: &Call, new: &Call) {
        self.remove(world, bearer.slot, old);
        self.put(world, bearer, new);
    }

    /// The scenes of a phase; the looks that missed her count with the sign given.
    fn span_of(&mut self, world: &World<'_>, call: &Call, phase: Phase, sign: f64) -> Range<usize> {
        let span = Call::span(phase);
        let (from_h, to_h) = (call.time_h[span.start], call.time_h[span.end]);
        let place = match phase {
            Phase::Loading => world.loading,
            Phase::Discharging => call.place,
            Phase::Laden | Phase::Ballast => return world.scenes_in(world.sea, from_h, to_h),
        };
        self.missed += sign * world.ln_missed(place, from_h, to_h);
        world.scenes_in(place, from_h, to_h)
    }

    /// ln of how much more likely a scene is with one ship more in it, who is as full as calls are in the mean, and has one of
    /// these shares of her cargo on board, each alike likely.
    pub(super) fn ln_with(
        &mut self,
        world: &World<'_>,
        bearer: Bearer<'_>,
        number: usize,
        fill: f64,
        aboard: &[f64],
    ) -> f64 {
        let scene = &world.scenes[number];
        let width = scene.seen.len();
        let present = &self.scenes[number];
        let ships = present.rows.len();
        self.with.clear();
        self.with.extend_from_slice(&present.odds);
        for at in scene.seen.clone() {
            let mut odds = libm::exp(world.ln_odds(at, bearer.slot, bearer.latent));
            if let Some((read, sd)) = world.input.sightings[world.order[at]].fill {
                let differ = world.params.fill_sd;
                let likely = |share: &f64| {
                    let sd = (sd * sd + share * share * differ * differ).sqrt();
                    libm::exp(ln_read(world, (read, sd), share * fill + bearer.reading_bias))
                };
                odds *= aboard.iter().map(likely).sum::<f64>() / aboard.len() as f64;
            }
            self.with.push(odds);
        }
        matching::ln_sum(&self.with, ships + 1, width) - matching::ln_sum(&present.odds, ships, width)
    }

    fn put_phase(
        &mut self,
        world: &World<'_>,
        bearer: Bearer<'_>,
        call: &Call,
        phase: Phase,
        scenes: Range<usize>,
    ) {
        for number in scenes {
            let scene = &world.scenes[number];
            if !could_be_there(world, call, phase, number) {
                continue;
            }
            let on_board = call.on_board(phase, scene.time_h, world.params.idle_pump_share) * call.fill;
            let odds = scene.seen.clone().map(|at| {
                let ln = world.ln_odds(at, bearer.slot, bearer.latent);
                match world.input.sightings[world.order[at]].fill.filter(|_| scene.is_read) {
                    Some(read) => libm::exp(ln + ln_read(world, read, on_board + bearer.reading_bias)),
                    None => libm::exp(ln),
                }
            });
            self.add(number, Row { slot: bearer.slot, call: call.id }, odds);
        }
    }

    fn remove_phase(&mut self, world: &World<'_>, slot: usize, call: &Call, scenes: Range<usize>) {
        for number in scenes {
            self.take(number, Row { slot, call: call.id }, world.scenes[number].seen.len());
        }
    }
}

/// ln of how likely a fill was read, over how likely on a ship that is not of the fleet.
fn ln_read(world: &World<'_>, (read, sd): (f64, f64), expected: f64) -> f64 {
    let z = (read - expected) / sd;
    let density = sd * std::f64::consts::TAU.sqrt() * world.params.false_fill_density;
    (-0.5 * z * z).max(-500.0) - libm::log(density)
}

/// True at a place; at sea true if she could have come there from one end of the leg and gone on to the other.
fn could_be_there(world: &World<'_>, call: &Call, phase: Phase, number: usize) -> bool {
    let (from, to) = match phase {
        Phase::Loading | Phase::Discharging => return true,
        Phase::Laden => (world.loading, call.place),
        Phase::Ballast => (call.place, world.loading),
    };
    let scene = &world.scenes[number];
    let hours_to = world.hours_to(number);
    let span = Call::span(phase);
    call.time_h[span.start] + hours_to[from] <= scene.time_h
        && scene.time_h + hours_to[to] <= call.time_h[span.end]
}
