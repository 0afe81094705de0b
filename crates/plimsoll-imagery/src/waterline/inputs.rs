//! Everything that a number read from a photograph rests on, each moved by its error to see what it does.

use super::budget::listed;
use super::clicks::sd_px;
use super::params::WaterlineParams;
use super::sd_of;
use super::term;
use super::view::{HullFacts, PhotoView};
use plimsoll_model::{ErrorTerm, Estimate, ImagePoint, Station};

/// What a number rests on.
#[derive(Clone, Debug)]
pub(super) struct Inputs {
    pub(super) points: Vec<ImagePoint>,
    pub(super) lines: u32,
    pub(super) samples: u32,
    pub(super) camera_height_m: Option<f64>,
    pub(super) focal_px: Option<f64>,
    pub(super) length_m: Option<f64>,
    pub(super) beam_m: Option<f64>,
    /// Dip of the visible horizon under a camera at 1 m, radians; it grows with the root of the height.
    pub(super) dip_at_1_m_rad: f64,
    /// By how much the edge above stands out over the waterline towards the camera, m.
    pub(super) overhang_m: f64,
    /// How far down is turned from what was taken for it, degrees.
    pub(super) roll_deg: f64,
    /// Angle below the horizon where it is not known, degrees.
    pub(super) depression_deg: f64,
    /// What heights of verticals are multiplied by.
    pub(super) verticals: f64,
    /// By which share the scale changes from end to end of what was marked, where nothing says.
    pub(super) scale_change: f64,
    /// One standard deviation of that.
    pub(super) scale_change_sd: f64,
    /// Standard deviation of a click that names none, pixels.
    pub(super) usual_sd_px: f64,
}

/// What is varied: the name of the term, and how an input is moved by so many standard deviations.
type Change = (&'static str, Box<dyn Fn(&mut Inputs, f64)>);

impl Inputs {
    pub(super) fn new(
        points: &[ImagePoint],
        view: &PhotoView,
        facts: &HullFacts,
        params: &WaterlineParams,
    ) -> Self {
        let mid = |estimate: &Option<Estimate<f64>>| {
            estimate.as_ref().map(Estimate::mid).filter(|mid| mid.is_finite() && *mid > 0.0)
        };
        Self {
            points: points.iter().filter(|p| p.line.is_finite() && p.sample.is_finite()).cloned().collect(),
            lines: view.lines,
            samples: view.samples,
            camera_height_m: mid(&view.camera_height_m),
            focal_px: mid(&view.focal_px),
            length_m: mid(&facts.length_overall_m),
            beam_m: mid(&facts.beam_m),
            dip_at_1_m_rad: (params.dip_arcmin_at_1_m / 60.0).to_radians(),
            overhang_m: 0.0,
            roll_deg: 0.0,
            depression_deg: params.unknown_depression_deg,
            verticals: 1.0,
            scale_change: 0.0,
            scale_change_sd: params.scale_change_sd,
            usual_sd_px: params.photo_sd_px,
        }
    }

    /// Dip of the visible horizon, radians; 0 where the height of the camera is not known.
    pub(super) fn dip_rad(&self) -> f64 {
        self.camera_height_m.map_or(0.0, |height| self.dip_at_1_m_rad * libm::sqrt(height))
    }

    /// Radius of the Earth as refraction makes it seem, m: `dip = sqrt(2 H / R)`.
    pub(super) fn seeming_radius_m(&self) -> f64 {
        2.0 / (self.dip_at_1_m_rad * self.dip_at_1_m_rad)
    }
}

/// The terms of the error of a number: half of what it changes by when an input is moved both ways.
pub(super) fn terms(
    inputs: &Inputs,
    number: &dyn Fn(&Inputs) -> Option<f64>,
    changes: &[Change],
) -> Vec<ErrorTerm> {
    let half = |change: &dyn Fn(&mut Inputs, f64)| {
        let moved = |sign: f64| {
            let mut inputs = inputs.clone();
            change(&mut inputs, sign);
            number(&inputs).unwrap_or(f64::INFINITY)
        };
        let (up, down) = (moved(1.0), moved(-1.0));
        if up.is_finite() && down.is_finite() { (up - down).abs() / 2.0 } else { f64::INFINITY }
    };
    let mut clicks = 0.0;
    for at in 0..inputs.points.len() {
        let sd = sd_px(&inputs.points[at], inputs.usual_sd_px);
        let line = half(&|i, sign| i.points[at].line += sign * sd);
        let sample = half(&|i, sign| i.points[at].sample += sign * sd);
        clicks += line * line + sample * sample;
    }
    let of_inputs = changes.iter().map(|(name, change)| (*name, half(change)));
    let all: Vec<(&str, f64)> = [(term::POINTS, libm::sqrt(clicks))].into_iter().chain(of_inputs).collect();
    listed(&all)
}

/// What is uncertain in a photograph besides its points.
pub(super) fn changes(
    view: &PhotoView,
    facts: &HullFacts,
    station: Station,
    is_roll_known: bool,
    params: &WaterlineParams,
) -> Vec<Change> {
    let sd = |estimate: &Option<Estimate<f64>>| estimate.as_ref().map_or(0.0, sd_of);
    let (camera, focal) = (sd(&view.camera_height_m), sd(&view.focal_px));
    let (length, beam) = (sd(&facts.length_overall_m), sd(&facts.beam_m));
    let overhang = params.overhang_sd(station);
    let roll = if is_roll_known { 0.0 } else { params.roll_sd_deg };
    let dip = params.dip_sd_share;
    let (depression, verticals) = (params.depression_sd_deg, params.vertical_sd_share);
    vec![
        (
            term::CAMERA,
            Box::new(move |i, sign| i.camera_height_m = i.camera_height_m.map(|h| h + sign * camera)),
        ),
        (term::FOCAL, Box::new(move |i, sign| i.focal_px = i.focal_px.map(|f| f + sign * focal))),
        (term::DIP, Box::new(move |i, sign| i.dip_at_1_m_rad *= 1.0 + sign * dip)),
        (term::LENGTH, Box::new(move |i, sign| i.length_m = i.length_m.map(|l| l + sign * length))),
        (term::BEAM, Box::new(move |i, sign| i.beam_m = i.beam_m.map(|b| b + sign * beam))),
        (term::OVERHANG, Box::new(move |i, sign| i.overhang_m += sign * overhang)),
        (term::ROLL, Box::new(move |i, sign| i.roll_deg += sign * roll)),
        (term::DEPRESSION, Box::new(move |i, sign| i.depression_deg += sign * depression)),
        (term::VERTICALS, Box::new(move |i, sign| i.verticals *= 1.0 + sign * verticals)),
        (term::SCALE_CHANGE, Box::new(|i, sign| i.scale_change += sign * i.scale_change_sd)),
    ]
}
