//! Whether a freeboard could be read, before anybody measures; and which sun and view would do.
//!
//! Method page: `docs/methods/freeboard.md`, section 3. The same code judges a plan and a reading.

use super::budget::{Light, Setting, readable, total_sd_m, useful};
use super::edges::Edges;
use super::ground::{Ground, Vector, azimuth_deg, dot, lean, unit, usable};
use super::params::WaterlineParams;
use super::view::{OverheadView, Side};
use plimsoll_model::{Direction, FreeboardMethod, Mark};

/// The methods that read a freeboard from above.
const METHODS: [FreeboardMethod; 3] =
    [FreeboardMethod::ShadowAndLean, FreeboardMethod::Shadow, FreeboardMethod::Lean];

/// What a geometry lets one read.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Direction of the bow, degrees true.
    pub axis_deg: f64,
    /// Port, starboard.
    pub sides: [SidePlan; 2],
    /// Whether anything could be read.
    pub is_readable: bool,
    /// The least standard deviation of what could be read, m.
    pub best_sd_m: Option<f64>,
    /// What would do, one angle changed and the others left.
    pub would_do: WouldDo,
}

/// What one side of the hull lets one read.
#[derive(Clone, Debug, PartialEq)]
pub struct SidePlan {
    /// Which.
    pub side: Side,
    /// Where it faces, degrees true.
    pub normal_deg: f64,
    /// Each method.
    pub methods: Vec<MethodPlan>,
}

/// What one method could read.
#[derive(Clone, Debug, PartialEq)]
pub struct MethodPlan {
    /// Which.
    pub method: FreeboardMethod,
    /// Signed K: metres in the image for each metre of freeboard. `None`: an angle is not known.
    pub measurability: Option<f64>,
    /// One standard deviation of the freeboard, m, for the clicks of the parameters. `None` where K is not positive.
    pub sd_m: Option<f64>,
    /// Why not, where not.
    pub refusal: Option<String>,
}

/// What would do for a hull that lies so: each with the other angles as they are.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WouldDo {
    /// Azimuths of the sun, from, to, clockwise, degrees true.
    pub sun_azimuth_deg: Vec<(f64, f64)>,
    /// Elevations of the sun, from, to, degrees.
    pub sun_elevation_deg: Vec<(f64, f64)>,
    /// Azimuths of the sensor, from, to, clockwise, degrees true.
    pub sensor_azimuth_deg: Vec<(f64, f64)>,
    /// Zenith angles of the view at the ship, from, to, degrees.
    pub view_zenith_deg: Vec<(f64, f64)>,
    /// Greatest size of a pixel, m, where that alone would do.
    pub pixel_m: Option<f64>,
    /// Azimuth of the sun that gives the greatest K, the other angles as they are, and that K.
    pub best_sun_azimuth_deg: Option<(f64, f64)>,
    /// Azimuth of the sensor that gives the greatest K, the other angles as they are, and that K.
    pub best_sensor_azimuth_deg: Option<(f64, f64)>,
}

/// What an image from above would let one read of a hull whose bow points to `axis_deg`.
///
/// The error is that of a freeboard of `plan_freeboard_m`, two clicks an edge's two ends, angles as well known as the
/// view says.
pub fn plan(view: &OverheadView, axis_deg: f64, params: &WaterlineParams) -> Plan {
    let sides = [Side::Port, Side::Starboard].map(|side| {
        let normal_deg = (axis_deg + side.from_bow_deg()).rem_euclid(360.0);
        let methods = METHODS.iter().map(|method| planned(view, normal_deg, *method, params)).collect();
        SidePlan { side, normal_deg, methods }
    });
    let readings = sides.iter().flat_map(|side| &side.methods).filter(|m| m.refusal.is_none());
    let best_sd_m = readings.filter_map(|m| m.sd_m).reduce(f64::min);
    Plan {
        axis_deg,
        is_readable: best_sd_m.is_some(),
        best_sd_m,
        would_do: would_do(view, axis_deg, params),
        sides,
    }
}

fn planned(
    view: &OverheadView,
    normal_deg: f64,
    method: FreeboardMethod,
    params: &WaterlineParams,
) -> MethodPlan {
    let light = Light { sun: usable(view.sun), sensor: usable(view.sensor_at), sd_deg: view.angle_sd_deg };
    let setting = Setting {
        light,
        normal: unit(normal_deg),
        normal_sd_rad: 0.0,
        quay_m: (0.0, 0.0),
        swell_m: 0.0,
        overhang_sd_m: params.overhang_sd_m,
    };
    let factors = setting.factors();
    let measurability = super::budget::measurability(method, &factors);
    let sd_m = measurability.filter(|k| *k > 0.0).and_then(|_| predicted_sd(view, &setting, method, params));
    let judged = readable(method, &factors, params).and_then(|_| match sd_m {
        Some(sd) => useful(sd, params),
        None => Err("the size of a pixel on the ground is not known".into()),
    });
    MethodPlan { method, measurability, sd_m, refusal: judged.err() }
}

/// The error of a freeboard of the height planned for, its edges clicked once each where they would be seen.
fn predicted_sd(
    view: &OverheadView,
    setting: &Setting,
    method: FreeboardMethod,
    params: &WaterlineParams,
) -> Option<f64> {
    let ground = Ground::new(view)?;
    let height = params.plan_freeboard_m;
    let away = |from: Option<Direction>| from.map(lean).map(|[east, north]| [height * east, height * north]);
    let deck = away(setting.light.sensor).filter(|_| method != FreeboardMethod::Shadow);
    let shadow = away(setting.light.sun).filter(|_| method != FreeboardMethod::Lean);
    let water = (method != FreeboardMethod::ShadowAndLean).then_some([0.0, 0.0]);
    let edges = |normal: Vector| {
        let seen = |at: Option<Vector>, mark: Mark| {
            let sd_px = libm::hypot(params.edge_sd_px, params.picture_sd_px(mark));
            at.map(|at| (dot(at, normal), ground.sd_along(normal, sd_px)))
        };
        Edges {
            deck: seen(deck, Mark::DeckEdge),
            water: seen(water, Mark::Waterline),
            shadow: seen(shadow, Mark::ShadowEdge),
        }
    };
    setting.read(&edges, params).map(|(_, terms)| total_sd_m(&terms))
}

/// The least error with which anything could be read on either side; `None` if nothing could.
fn best(view: &OverheadView, axis_deg: f64, params: &WaterlineParams) -> Option<f64> {
    let normals = [Side::Port, Side::Starboard].map(|side| axis_deg + side.from_bow_deg());
    let all = normals.iter().flat_map(|normal| METHODS.iter().map(|m| planned(view, *normal, *m, params)));
    all.filter(|m| m.refusal.is_none()).filter_map(|m| m.sd_m).reduce(f64::min)
}

/// The greatest K on either side.
fn greatest_k(view: &OverheadView, axis_deg: f64, params: &WaterlineParams) -> f64 {
    let normals = [Side::Port, Side::Starboard].map(|side| axis_deg + side.from_bow_deg());
    let all = normals.iter().flat_map(|normal| METHODS.iter().map(|m| planned(view, *normal, *m, params)));
    all.filter(|m| m.refusal.is_none()).filter_map(|m| m.measurability).fold(0.0, f64::max)
}

/// What would do for a hull whose bow points to `axis_deg`, one angle changed and the others left.
pub fn would_do(view: &OverheadView, axis_deg: f64, params: &WaterlineParams) -> WouldDo {
    let does = |changed: &OverheadView| best(changed, axis_deg, params).is_some();
    let azimuths: Vec<f64> = (0..72).map(|step| f64::from(step) * 5.0).collect();
    let mut found = WouldDo { pixel_m: pixel(view, axis_deg, params), ..WouldDo::default() };
    if let Some(sun) = usable(view.sun) {
        let at = |azimuth_deg: f64, elevation_deg: f64| OverheadView {
            sun: Some(Direction { azimuth_deg, elevation_deg }),
            ..view.clone()
        };
        found.sun_azimuth_deg = ranges(&azimuths, |a| does(&at(a, sun.elevation_deg)), true);
        let elevations: Vec<f64> = (5..=85).map(f64::from).collect();
        found.sun_elevation_deg = ranges(&elevations, |e| does(&at(sun.azimuth_deg, e)), false);
        let k = |a: f64| greatest_k(&at(a, sun.elevation_deg), axis_deg, params);
        found.best_sun_azimuth_deg = greatest(&azimuths, k);
    }
    if let Some(sensor) = usable(view.sensor_at) {
        let at = |azimuth_deg: f64, elevation_deg: f64| OverheadView {
            sensor_at: Some(Direction { azimuth_deg, elevation_deg }),
            ..view.clone()
        };
        found.sensor_azimuth_deg = ranges(&azimuths, |a| does(&at(a, sensor.elevation_deg)), true);
        let zeniths: Vec<f64> = (0..=60).map(f64::from).collect();
        found.view_zenith_deg = ranges(&zeniths, |z| does(&at(sensor.azimuth_deg, 90.0 - z)), false);
        let k = |a: f64| greatest_k(&at(a, sensor.elevation_deg), axis_deg, params);
        found.best_sensor_azimuth_deg = greatest(&azimuths, k);
    }
    found
}

/// The greatest pixel with which something could be read under these angles, if they are too large now.
fn pixel(view: &OverheadView, axis_deg: f64, params: &WaterlineParams) -> Option<f64> {
    let now = view.line_spacing_m.max(view.sample_spacing_m);
    let scaled = |share: f64| OverheadView {
        line_spacing_m: view.line_spacing_m * share,
        sample_spacing_m: view.sample_spacing_m * share,
        ..view.clone()
    };
    let does = |share: f64| best(&scaled(share), axis_deg, params).is_some();
    if does(1.0) || !now.is_finite() {
        return None;
    }
    (1..100)
        .rev()
        .map(|percent| f64::from(percent) / 100.0)
        .find(|share| does(*share))
        .map(|share| now * share)
}

/// The first of the values at which something is greatest, and what it is there; `None` if it is nowhere above 0.
fn greatest(values: &[f64], of: impl Fn(f64) -> f64) -> Option<(f64, f64)> {
    let mut best: Option<(f64, f64)> = None;
    for value in values {
        let here = of(*value);
        if here > best.map_or(0.0, |(_, k)| k + 1e-9) {
            best = Some((*value, here));
        }
    }
    best
}

/// Stretches of values that do; round the circle where it is one.
fn ranges(values: &[f64], does: impl Fn(f64) -> bool, is_circle: bool) -> Vec<(f64, f64)> {
    let mut found: Vec<(f64, f64)> = Vec::new();
    let mut is_open = false;
    for value in values {
        let is_good = does(*value);
        match (is_good, is_open, found.last_mut()) {
            (true, true, Some(last)) => last.1 = *value,
            (true, _, _) => found.push((*value, *value)),
            _ => {}
        }
        is_open = is_good;
    }
    let closes = is_circle && found.len() > 1 && is_open && does(values[0]);
    if closes {
        let first = found.remove(0);
        if let Some(last) = found.last_mut() {
            last.1 = first.1;
        }
    }
    found
}

impl WouldDo {
    /// In words, for a refusal.
    pub fn words(&self, axis_deg: f64) -> String {
        let list = |ranges: &[(f64, f64)]| {
            let one = |(from, to): &(f64, f64)| format!("{from:.0}-{to:.0}");
            ranges.iter().map(one).collect::<Vec<_>>().join(" or ")
        };
        let named = [
            ("the sun at azimuth", &self.sun_azimuth_deg),
            ("the sun at elevation", &self.sun_elevation_deg),
            ("the sensor at azimuth", &self.sensor_azimuth_deg),
            ("a view at zenith angle", &self.view_zenith_deg),
        ];
        let mut parts: Vec<String> = named
            .iter()
            .filter(|(_, ranges)| !ranges.is_empty())
            .map(|(name, ranges)| format!("{name} {} deg", list(ranges)))
            .collect();
        if let Some(pixel) = self.pixel_m {
            parts.push(format!("pixels of at most {pixel:.2} m"));
        }
        let heading = format!("for a hull that lies along {axis_deg:.0} deg");
        if parts.is_empty() {
            return format!("{heading} no change of one angle alone would do");
        }
        format!("{heading} one of these would do, the rest as it is: {}", parts.join("; "))
    }
}

/// What would do, in words, for a hull whose bow points along a vector.
pub(super) fn would_do_words(view: &OverheadView, forward: Vector, params: &WaterlineParams) -> String {
    let axis = azimuth_deg(forward);
    would_do(view, axis, params).words(axis)
}
