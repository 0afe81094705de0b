//! Kind, quality and reasons.

use crate::land::LandMask;
use crate::objects::arms::{ArmParams, Arms, Source, contrast, db, ratio};
use crate::objects::components::brightness;
use crate::objects::ghosts::{GhostParams, Sources, Track};
use crate::objects::joined::{JoinParams, Object};
use crate::objects::shape::{Spacing, axes_apart_deg};
use plimsoll_model::{DetectionKind, DetectionQuality, PixelWindow, Polarisation};

/// When an object is what.
#[derive(Clone, Copy, Debug, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VerdictParams {
    /// An object longer than a ship and this many times as long as broad is a line: a breakwater, a pier.
    pub line_length_to_width: f64,
    /// Where the log-normal threshold does not agree and the logarithm of the likelihood ratio is less than this, an
    /// object is sea.
    pub least_log_likelihood_ratio: f64,
    /// For high quality the logarithm of the likelihood ratio is at least this.
    pub high_log_likelihood_ratio: f64,
    /// What stands less than this above the lighter side of an edge between dark and light sea is sea, dB.
    pub least_over_lighter_side_db: f64,
    /// What stands more than this above the mean of the sea on both sides stands out of the lighter one too, dB.
    pub edges_up_to_db: f64,
    /// What stands no more than this above the sea may be a patch of rough sea, dB,
    pub patches_up_to_db: f64,
    /// if the mean of it is not this much farther above its rim than the rim is above the sea, dB.
    pub least_over_rim_db: f64,
    /// Width of that rim: of a point, m.
    pub rim_m: f64,
    /// A quarter of the square about an object with fewer pixels of sea is no side.
    pub least_side_px: u32,
    /// Within this distance of land or pier an object is near the shore, m.
    pub near_shore_m: f64,
    /// An object along the track within this angle and one cell wide is a streak, degrees.
    pub streak_deg: f64,
}

/// All that is known about the scene when an object is judged.
pub struct Surroundings<'a> {
    /// Bands of the scene.
    pub polarisations: &'a [Polarisation],
    /// Size of a pixel.
    pub spacing: Spacing,
    /// Land, where some was given.
    pub land: Option<&'a LandMask>,
    /// Direction of arms, where it is known.
    pub arms: Option<&'a Arms>,
    /// The brightest points of land and sea.
    pub sources: &'a Sources,
    /// Peaks of all objects: line, sample, power.
    pub peaks: &'a [Source],
    /// Parameters.
    pub arm_params: &'a ArmParams,
    /// Parameters.
    pub ghost_params: &'a GhostParams,
    /// Parameters.
    pub join_params: &'a JoinParams,
    /// Parameters.
    pub params: &'a VerdictParams,
}

/// What an object is taken for.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// What.
    pub kind: DetectionKind,
    /// How good that is.
    pub quality: DetectionQuality,
    /// Sum over its pixels.
    pub log_likelihood_ratio: f64,
    /// Distance to land or pier, m; `None` beyond the limit, or where no land was given.
    pub shore_distance_m: Option<f64>,
    /// True for a ship that reaches into what was masked.
    pub is_beside_mask: bool,
    /// In words.
    pub reasons: Vec<String>,
}

/// What speaks for something, and how many things speak against a ship.
#[derive(Default)]
struct Case {
    reasons: Vec<String>,
    against: usize,
}

impl Case {
    fn note(&mut self, words: impl Into<String>) {
        self.reasons.push(words.into());
    }
    fn doubt(&mut self, words: impl Into<String>) {
        self.reasons.push(words.into());
        self.against += 1;
    }
}

impl Surroundings<'_> {
    /// Judges an object. `flight`: where ghosts lie. `taught`: why it is land or fixed by what the scene as a whole shows.
    pub fn judge(
        &self,
        object: &Object,
        flight: Option<Track>,
        taught: Option<(DetectionKind, String)>,
    ) -> Verdict {
        let mut case = Case::default();
        let log_likelihood_ratio: f64 = object.pixels.iter().map(|p| f64::from(p.log_likelihood_ratio)).sum();
        let agrees = object.pixels.iter().any(|p| p.log_normal_agrees);
        self.brightness(object, agrees, &mut case);
        let shore = self.shore(object, &mut case);
        let reaches_mask = self.touches_mask(object);
        let kind = taught
            .or_else(|| self.too_large(object))
            .or_else(|| self.rim_of_mask(object, reaches_mask))
            .or_else(|| self.arm(object))
            .or_else(|| self.ghost(object, flight))
            .or_else(|| self.sea(object, agrees, log_likelihood_ratio));
        let kind = match kind {
            Some((kind, words)) => {
                case.reasons.insert(0, words);
                kind
            }
            None => {
                self.doubts(object, flight.map(|a| a.turn_deg), reaches_mask, &mut case);
                DetectionKind::Ship
            }
        };
        let quality = match case.against {
            0 if agrees && log_likelihood_ratio >= self.params.high_log_likelihood_ratio => {
                DetectionQuality::High
            }
            0 | 1 => DetectionQuality::Moderate,
            _ => DetectionQuality::Low,
        };
        let is_beside_mask = kind == DetectionKind::Ship && reaches_mask;
        if is_beside_mask {
            case.note("cut by the land mask: her length is corrected for it and less sure");
        }
        let reasons = case.reasons;
        Verdict { kind, quality, log_likelihood_ratio, shore_distance_m: shore, is_beside_mask, reasons }
    }

    fn brightness(&self, object: &Object, agrees: bool, case: &mut Case) {
        let counts: Vec<String> = self
            .polarisations
            .iter()
            .take(2)
            .enumerate()
            .map(|(k, p)| {
                let n = object
                    .pixels
                    .iter()
                    .filter(|x| x.power[k].is_finite() && x.power[k] > 4.0 * x.clutter[k])
                    .count();
                if *p == Polarisation::Unknown { format!("{n}") } else { format!("{n} in {}", p.as_str()) }
            })
            .collect();
        case.note(format!(
            "{} pixels stand out ({} at four times the sea or more), {} of them start an object; the brightest is {:.0} dB above the sea",
            object.pixels.len(),
            counts.join(" and "),
            object.seeds(),
            db(contrast(&object.top)),
        ));
        if agrees {
            case.note("the log-normal threshold agrees");
        } else {
            case.doubt("the log-normal threshold does not agree");
        }
    }

    fn shore(&self, object: &Object, case: &mut Case) -> Option<f64> {
        let land = self.land?;
        let distance = land.shore_distance_m(object.shape.line, object.shape.sample);
        match distance {
            Some(d) if d < 1_000.0 => case.note(format!("{d:.0} m from land or pier")),
            Some(d) => case.note(format!("{:.1} km from land or pier", d / 1_000.0)),
            None => case.note(format!("over {:.0} km from land", land.shore_limit_m() / 1_000.0)),
        }
        distance
    }

    fn too_large(&self, object: &Object) -> Option<(DetectionKind, String)> {
        let s = &object.shape;
        if !object.is_extended && s.along_m <= self.join_params.longest_ship_m {
            return None;
        }
        Some(if !object.is_extended && s.along_m >= self.params.line_length_to_width * s.across_m {
            let words = format!(
                "a straight bright line of {:.0} m, longer than any ship: a breakwater or pier",
                s.along_m
            );
            (DetectionKind::FixedObject, words)
        } else {
            let words =
                format!("{:.0} by {:.0} m, larger than any ship: land or a structure", s.along_m, s.across_m);
            (DetectionKind::Land, words)
        })
    }

    fn arm(&self, object: &Object) -> Option<(DetectionKind, String)> {
        let arms = self.arms?;
        let at = (f64::from(object.top.line), f64::from(object.top.sample));
        let power = f64::from(brightness(&object.top));
        let reach = self.arm_params.to_m / self.spacing.line_m;
        let from = self.peaks.partition_point(|s| s.line < at.0 - reach);
        self.peaks[from..]
            .iter()
            .take_while(|s| s.line <= at.0 + reach)
            .filter(|s| s.power > power * ratio(10.0))
            .filter(|s| {
                let (along, _) = arms.along_across((s.line, s.sample), at, self.spacing);
                along <= self.arm_params.to_m
                    && arms.envelope(s, at, self.spacing, self.arm_params).is_some_and(|most| power <= most)
            })
            .max_by(|a, b| a.power.total_cmp(&b.power))
            .map(|s| {
                let (along, _) = arms.along_across((s.line, s.sample), at, self.spacing);
                let words = format!(
                    "on an arm of the cross about line {:.0}, sample {:.0}, {along:.0} m from it and {:.0} dB below it",
                    s.line,
                    s.sample,
                    db(s.power / power)
                );
                (DetectionKind::Sidelobe, words)
            })
    }

    fn ghost(&self, object: &Object, flight: Option<Track>) -> Option<(DetectionKind, String)> {
        let track = flight?;
        let p = self.ghost_params;
        let ghost = self.sources.ghost(&object.top, &track, self.spacing, p)?;
        let odds = ghost.log_ratio + libm::log(p.prior / (1.0 - p.prior));
        (odds > 0.0).then(|| {
            let share = 1.0 / (1.0 + libm::exp(-odds));
            let words = format!("{}: {:.0} in 100 that it is that ghost", ghost.reason(), 100.0 * share);
            (DetectionKind::Ambiguity, words)
        })
    }

    fn sea(&self, object: &Object, agrees: bool, llr: f64) -> Option<(DetectionKind, String)> {
        (!agrees && llr < self.params.least_log_likelihood_ratio && object.seeds() < 2).then(|| {
            (
                DetectionKind::Clutter,
                "one faint pixel that only one of two laws of the sea lets through".to_owned(),
            )
        })
    }

    /// A ship stands out over the width of a point at least: what is narrower lies for the most part in the mask.
    fn rim_of_mask(&self, object: &Object, reaches_mask: bool) -> Option<(DetectionKind, String)> {
        let breadth_m = object.shape.across_m;
        (reaches_mask && breadth_m < self.arm_params.resolution_m).then(|| {
            let words = format!(
                "the rim of what is masked: {breadth_m:.0} m broad beside it, a point alone is {:.0} m",
                self.arm_params.resolution_m
            );
            (DetectionKind::FixedObject, words)
        })
    }

    fn doubts(&self, object: &Object, track_deg: Option<f64>, reaches_mask: bool, case: &mut Case) {
        let s = &object.shape;
        if object.pixels.len() < 2 {
            case.doubt("a single pixel");
        }
        let both = |k: usize| {
            object.pixels.iter().any(|p| p.power[k].is_finite() && p.power[k] > 4.0 * p.clutter[k])
        };
        if self.polarisations.len() >= 2 && !(both(0) && both(1)) {
            case.doubt("seen in one polarisation only");
        }
        if reaches_mask {
            case.doubt("reaches into what was masked: it may be part of the shore");
        }
        let track = track_deg.or_else(|| self.arms.map(|a| a.turn_deg));
        // `turn` runs from down towards right; an axis from up clockwise.
        if let Some(turn) = track
            && s.across_m <= 1.5 * self.spacing.longer_m().max(self.arm_params.resolution_m)
            && s.along_m >= 3.0 * s.across_m
            && axes_apart_deg(s.axis_in_image_deg, -turn) <= self.params.streak_deg
        {
            case.doubt("a streak along the track, one cell wide: a ghost looks like this");
        }
        if object.arm_pixels > 0 {
            case.note(format!("{} pixels of its cross are not counted", object.arm_pixels));
        }
        if object.pieces > 1 {
            case.note(format!("joined from {} pieces in line", object.pieces));
        }
        if object.is_parted {
            case.note("parted from a neighbour at a neck");
        }
    }

    fn touches_mask(&self, object: &Object) -> bool {
        let Some(land) = self.land else { return false };
        let (line, sample) = (object.window.line.saturating_sub(1), object.window.sample.saturating_sub(1));
        let window = PixelWindow {
            line,
            sample,
            lines: object.window.line + object.window.lines + 1 - line,
            samples: object.window.sample + object.window.samples + 1 - sample,
        };
        let mut bits = Vec::new();
        land.fill(window, &mut bits);
        object.pixels.iter().any(|p| {
            (0..3).any(|dl| {
                (0..3).any(|ds| {
                    let (l, s) = (p.line + dl, p.sample + ds);
                    l > line
                        && s > sample
                        && l - 1 - line < window.lines
                        && s - 1 - sample < window.samples
                        && bits[((l - 1 - line) * window.samples + (s - 1 - sample)) as usize] != 0
                })
            })
        })
    }
}
