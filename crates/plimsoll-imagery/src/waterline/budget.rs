//! What the error of a freeboard from above consists of.

use super::edges::{Edges, Factors, Height, height};
use super::ground::{Vector, turned};
use super::params::WaterlineParams;
use super::{FreeboardMethod, term};
use plimsoll_model::{Direction, ErrorTerm};

/// Where sun and sensor stand, and how well that is known.
#[derive(Clone, Copy, Debug)]
pub(super) struct Light {
    pub(super) sun: Option<Direction>,
    pub(super) sensor: Option<Direction>,
    /// One standard deviation of each angle, degrees.
    pub(super) sd_deg: f64,
}

/// One side of a hull as it is seen.
#[derive(Clone, Copy, Debug)]
pub(super) struct Setting {
    pub(super) light: Light,
    /// Unit vector out of the hull.
    pub(super) normal: Vector,
    /// One standard deviation of its direction, radians.
    pub(super) normal_sd_rad: f64,
    /// Height above the water of what the shadow falls on, m, and one standard deviation of it.
    pub(super) quay_m: (f64, f64),
    /// Significant height of the swell, m.
    pub(super) swell_m: f64,
    /// One standard deviation of how far the deck stands out over the waterline, m.
    pub(super) overhang_sd_m: f64,
}

impl Setting {
    pub(super) fn factors(&self) -> Factors {
        Factors::new(self.normal, self.light.sun, self.light.sensor)
    }

    /// The height and the terms of its error. `edges` gives the edges along a normal: each input is moved by its
    /// standard deviation both ways, and half the difference of the two heights is its term.
    pub(super) fn read(
        &self,
        edges: &impl Fn(Vector) -> Edges,
        params: &WaterlineParams,
    ) -> Option<(Height, Vec<ErrorTerm>)> {
        let at = |s: &Self| height(&edges(s.normal), &s.factors(), s.quay_m.0, s.overhang_sd_m);
        let found = at(self)?;
        let by = |change: &dyn Fn(&mut Self, f64)| {
            let moved = |sign: f64| {
                let mut setting = *self;
                change(&mut setting, sign);
                at(&setting).map_or(f64::INFINITY, |height| height.height_m)
            };
            (moved(1.0) - moved(-1.0)).abs() / 2.0
        };
        let sd = self.light.sd_deg;
        let angles = [
            by(&|s, sign| s.light.sun = moved(s.light.sun, sign * sd, 0.0)),
            by(&|s, sign| s.light.sun = moved(s.light.sun, 0.0, sign * sd)),
            by(&|s, sign| s.light.sensor = moved(s.light.sensor, sign * sd, 0.0)),
            by(&|s, sign| s.light.sensor = moved(s.light.sensor, 0.0, sign * sd)),
        ];
        let terms = [
            (term::POINTS, found.clicks_sd_m),
            (term::ANGLES, libm::sqrt(angles.iter().map(|a| a * a).sum())),
            (term::AXIS, by(&|s, sign| s.normal = turned(s.normal, sign * s.normal_sd_rad))),
            (term::OVERHANG, found.overhang_sd_m),
            (term::SPACING, (found.height_m - self.quay_m.0).abs() * params.spacing_sd_share),
            (term::SWELL, self.swell_m.max(0.0) * params.swell_share),
            (term::QUAY, by(&|s, sign| s.quay_m.0 += sign * s.quay_m.1)),
        ];
        Some((found, listed(&terms)))
    }
}

/// The terms that count. One that is not a number is kept: it refuses the reading.
pub(super) fn listed(terms: &[(&str, f64)]) -> Vec<ErrorTerm> {
    let term = |(source, sd_m): &(&str, f64)| ErrorTerm {
        source: (*source).to_owned(),
        sd_m: *sd_m,
        is_of_hull: false,
    };
    terms.iter().filter(|(_, sd)| *sd > 0.0 || sd.is_nan()).map(term).collect()
}

/// The root of the sum of the squares, m.
pub(super) fn total_sd_m(terms: &[ErrorTerm]) -> f64 {
    libm::sqrt(terms.iter().map(|term| term.sd_m * term.sd_m).sum())
}

fn moved(from: Option<Direction>, azimuth: f64, elevation: f64) -> Option<Direction> {
    from.map(|d| Direction {
        azimuth_deg: d.azimuth_deg + azimuth,
        elevation_deg: (d.elevation_deg + elevation).max(0.01),
    })
}

/// K of a method: metres in the image for each metre of height. `None` if an angle it needs is not known.
pub(super) fn measurability(method: FreeboardMethod, factors: &Factors) -> Option<f64> {
    match method {
        FreeboardMethod::Lean => factors.lean,
        FreeboardMethod::Shadow => factors.shadow,
        FreeboardMethod::ShadowAndLean => Some(factors.lean? + factors.shadow?),
        _ => None,
    }
}

/// Why the geometry does not let a method read this side; the K if it does.
pub(super) fn readable(
    method: FreeboardMethod,
    factors: &Factors,
    params: &WaterlineParams,
) -> Result<f64, String> {
    let uses_shadow = method != FreeboardMethod::Lean;
    let Some(k) = measurability(method, factors) else {
        let which = if uses_shadow && factors.shadow.is_none() { "sun" } else { "sensor" };
        return Err(format!("where the {which} stood is not known"));
    };
    if uses_shadow && factors.shadow.is_some_and(|shadow| shadow <= 0.0) {
        return Err("this side faces the sun: its shadow falls on the other".into());
    }
    if method == FreeboardMethod::Shadow && factors.lean.is_some_and(|lean| lean < 0.0) {
        return Err("the hull leans over its own waterline on this side".into());
    }
    let what = match (method, k <= 0.0) {
        (FreeboardMethod::ShadowAndLean, true) => "the leaning hull hides its own shadow",
        (FreeboardMethod::Lean, true) => "the side faces away from the sensor and is not seen",
        (FreeboardMethod::Lean, false) => {
            "the view shows too little of the side: too steep, or along the hull"
        }
        _ => {
            "the shadow is too narrow: the sun is too high, stands along the hull, or the hull leans over it"
        }
    };
    if k < params.least_measurability {
        return Err(format!("{what} (K = {k:.2}, at least {:.2} is needed)", params.least_measurability));
    }
    Ok(k)
}

/// Why a height known so badly is of no use.
pub(super) fn useful(sd_m: f64, params: &WaterlineParams) -> Result<(), String> {
    if sd_m <= params.most_sd_m {
        return Ok(());
    }
    if !sd_m.is_finite() {
        return Err("moved by their errors the points and angles give no height at all".into());
    }
    Err(format!(
        "the freeboard would have a standard deviation of {sd_m:.2} m, and more than {:.2} m is of no use",
        params.most_sd_m
    ))
}
