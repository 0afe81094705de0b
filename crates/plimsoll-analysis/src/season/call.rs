//! A call as a chain holds it, and the four spans of it in which a ship can be seen.

use std::ops::Range;

/// One call: loading, voyage laden, discharge, voyage in ballast.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Call {
    /// Tells the calls of a chain apart.
    pub(super) id: u32,
    /// Discharge place.
    pub(super) place: usize,
    /// Arrival at the loading place, departure, arrival at the discharge place, departure, back near the loading place; h.
    pub(super) time_h: [f64; 5],
    /// Share of the tanks that is filled.
    pub(super) fill: f64,
}

pub(super) const ARRIVAL: usize = 0;
pub(super) const DEPARTURE: usize = 1;
pub(super) const DISCHARGE_ARRIVAL: usize = 2;
pub(super) const DISCHARGE_DEPARTURE: usize = 3;
pub(super) const BACK: usize = 4;

/// In which part of a call a ship is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    Loading,
    Discharging,
    Laden,
    Ballast,
}

/// In the order of their costs.
pub(super) const PHASES: [Phase; 4] = [Phase::Loading, Phase::Discharging, Phase::Laden, Phase::Ballast];

impl Call {
    pub(super) fn arrival_h(&self) -> f64 {
        self.time_h[ARRIVAL]
    }

    pub(super) fn back_h(&self) -> f64 {
        self.time_h[BACK]
    }

    /// Hours between two of its times.
    pub(super) fn hours(&self, from: usize, to: usize) -> f64 {
        self.time_h[to] - self.time_h[from]
    }

    /// Times between which a phase lasts, as places in `time_h`.
    pub(super) fn span(phase: Phase) -> Range<usize> {
        match phase {
            Phase::Loading => ARRIVAL..DEPARTURE,
            Phase::Discharging => DISCHARGE_ARRIVAL..DISCHARGE_DEPARTURE,
            Phase::Laden => DEPARTURE..DISCHARGE_ARRIVAL,
            Phase::Ballast => DISCHARGE_DEPARTURE..BACK,
        }
    }

    /// Share of the cargo on board at an instant of a phase. Nothing is pumped in so large a share of a stay at
    /// either end.
    pub(super) fn on_board(&self, phase: Phase, time_h: f64, idle_pump_share: f64) -> f64 {
        let span = Self::span(phase);
        let pumped = || {
            let through = (time_h - self.time_h[span.start]) / self.hours(span.start, span.end);
            ((through - idle_pump_share) / (1.0 - 2.0 * idle_pump_share)).clamp(0.0, 1.0)
        };
        match phase {
            Phase::Loading => pumped(),
            Phase::Discharging => 1.0 - pumped(),
            Phase::Laden => 1.0,
            Phase::Ballast => 0.0,
        }
    }
}
