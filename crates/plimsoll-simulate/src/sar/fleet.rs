//! Ships as bright points.

use super::render::Scatterer;
use super::view::{PIXEL_M, SATELLITE_M_S, View};
use crate::random::Random;
use std::f64::consts::TAU;

/// Kinds of hull, with the law of their size and how their cross section lies against the mean law.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hull {
    Boat,
    Fishing,
    Cargo,
    Tanker,
}

/// VH below VV, dB.
const CROSS_DB: f64 = -10.0;
const KNOT_M_S: f64 = 1852.0 / 3600.0;

impl Hull {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Boat => "boat",
            Self::Fishing => "fishing",
            Self::Cargo => "cargo",
            Self::Tanker => "tanker",
        }
    }

    /// Mean and standard deviation of the cross section against [`mean_rcs_m2`], dB. Small craft are set so that a
    /// published detector finds as many of them as its authors report (see `docs/methods/simulated-scenes.md`).
    pub(super) const fn offset_db(self) -> (f64, f64) {
        match self {
            Self::Boat | Self::Fishing => (-6.2, 4.0),
            Self::Cargo => (-3.5, 4.0),
            Self::Tanker => (-2.5, 3.0),
        }
    }

    fn length_to_beam(self) -> f64 {
        match self {
            Self::Boat => 3.2,
            Self::Fishing => 4.2,
            Self::Cargo => 6.6,
            Self::Tanker => 6.2,
        }
    }
}

/// Mean radar cross section of a ship, m2 (Vachon et al. 1997, for HH; its offset in VV is part of the hull's).
pub(super) fn mean_rcs_m2(length_m: f64, incidence_deg: f64) -> f64 {
    0.08 * length_m.powf(7.0 / 3.0) * (0.78 + 0.11 * incidence_deg)
}

/// A ship before it is imaged; metres down and across the image.
#[derive(Clone, Debug)]
pub(super) struct Ship {
    pub(super) hull: Hull,
    pub(super) length_m: f64,
    pub(super) beam_m: f64,
    pub(super) down_m: f64,
    pub(super) across_m: f64,
    /// Direction of the bow in the image: from growing lines towards growing samples, degrees.
    pub(super) bow_deg: f64,
    pub(super) speed_kn: f64,
    pub(super) is_berthed: bool,
    pub(super) is_anchored: bool,
    pub(super) berth: Option<String>,
    pub(super) rcs_m2: f64,
}

impl Ship {
    /// A hull of this kind and length at rest; the cross section is drawn.
    pub(super) fn of(
        random: &mut Random,
        view: &View,
        hull: Hull,
        length_m: f64,
        place: (f64, f64),
        bow_deg: f64,
    ) -> Self {
        let (mean, sd) = hull.offset_db();
        let offset = mean + sd * random.normal();
        let rcs = mean_rcs_m2(length_m, view.incidence_deg(place.1 / PIXEL_M)) * 10.0_f64.powf(offset / 10.0);
        Self {
            hull,
            length_m,
            beam_m: length_m / hull.length_to_beam() * (0.08 * random.normal()).exp(),
            down_m: place.0,
            across_m: place.1,
            bow_deg,
            speed_kn: 0.0,
            is_berthed: false,
            is_anchored: false,
            berth: None,
            rcs_m2: rcs,
        }
    }

    /// Speed away from the satellite along the line of sight, m/s.
    fn receding_m_s(&self, view: &View) -> f64 {
        let incidence = view.incidence_deg(self.across_m / PIXEL_M).to_radians();
        self.speed_kn * KNOT_M_S * self.bow_deg.to_radians().sin() * incidence.sin()
    }

    /// Displacement along the track, m. What recedes is imaged early.
    pub(super) fn shift_m(&self, view: &View) -> f64 {
        -view.slant_m(self.across_m / PIXEL_M) / SATELLITE_M_S * self.receding_m_s(view)
    }

    /// Its points: a line of weak ones over the hull, a few strong ones at the superstructure.
    pub(super) fn scatterers(&self, random: &mut Random, view: &View, wind_m_s: f64) -> Vec<Scatterer> {
        let hull = (self.length_m / 4.0).max(3.0).round() as usize;
        let strong = if self.length_m < 20.0 { 1 } else { 2 + random.below(3) };
        let house = if random.unit() < 0.8 { -0.36 } else { 0.3 };
        let mut points = Vec::new();
        for k in 0..hull + strong {
            let is_strong = k >= hull;
            let along = if is_strong { house + 0.07 * random.normal() } else { random.between(-0.5, 0.5) };
            let weight =
                -(1.0 - random.unit()).ln() * if is_strong { hull as f64 / strong as f64 } else { 1.0 };
            let cross = -(1.0 - random.unit()).ln() * weight;
            points.push((along.clamp(-0.5, 0.5), random.between(-0.5, 0.5), weight, cross));
        }
        // The ends belong to the hull: without them a ship would look shorter than it is.
        points[0].0 = -0.495;
        points[1].0 = 0.495;
        let sum = |pick: fn(&(f64, f64, f64, f64)) -> f64| points.iter().map(pick).sum::<f64>();
        let (co, cross) = (sum(|p| p.2), sum(|p| p.3));
        let cross_rcs = self.rcs_m2 * 10.0_f64.powf(CROSS_DB / 10.0);
        let blur = self.blur_m(view, wind_m_s);
        let (sin, cos) = self.bow_deg.to_radians().sin_cos();
        let shift = self.shift_m(view);
        points
            .into_iter()
            .map(|(along, abeam, weight, cross_weight)| {
                let (a, b) = (along * self.length_m, abeam * self.beam_m);
                let down = self.down_m + shift + a * cos - b * sin + blur * random.normal();
                Scatterer {
                    line: down / PIXEL_M,
                    sample: (self.across_m + a * sin + b * cos) / PIXEL_M,
                    rcs_m2: [self.rcs_m2 * weight / co, cross_rcs * cross_weight / cross],
                    phase: [TAU * random.unit(), TAU * random.unit()],
                }
            })
            .collect()
    }

    /// How far rolling and pitching scatter its points along the track, m: the speed of a point in the line of sight
    /// is displaced like the ship's own. Small ships in much wind move most; berthed ones not at all.
    fn blur_m(&self, view: &View, wind_m_s: f64) -> f64 {
        if self.is_berthed {
            return 0.0;
        }
        let speed = 0.006 * wind_m_s * (50.0 / self.length_m).sqrt().min(1.5);
        speed * view.slant_m(self.across_m / PIXEL_M) / SATELLITE_M_S
    }
}
