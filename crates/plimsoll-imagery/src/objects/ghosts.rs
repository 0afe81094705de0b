//! Ambiguities: ghosts of something bright, displaced along the track.
//!
//! A pulse of the radar also hears what lies `k` times `PRF / |Ka| * v_g` along the track before and after, faintly.
//! A ghost and its source are a pair: what speaks for it is the distance, and how much fainter it is; what speaks
//! against it is how many other bright things lie about, one of which would be found there by chance.
//!
//! How much fainter it is, is told in the band in which it stands out most, the sea's own power taken off: in the other
//! band a faint ghost is mostly sea. A ghost is focused as if it lay where it is seen, but its echo came from farther
//! away: it lies `x^2 / (2 R)` farther in slant range, `x` the distance along the track.

use crate::bright::BrightPixel;
use crate::objects::arms::{Source, db};
use crate::objects::shape::Spacing;

/// What a ghost looks like.
#[derive(Clone, Copy, Debug, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GhostParams {
    /// Mean power of a first ghost over its source, dB.
    pub mean_db: f64,
    /// How much fainter each further ghost is, dB.
    pub step_db: f64,
    /// Standard deviation of the ratio, dB.
    pub sd_db: f64,
    /// Standard deviation of the place in each direction where the scene itself told the distance, m.
    pub place_sd_m: f64,
    /// The same where the orbit tells the distance, m: what is left is which part of a hull shines most.
    pub known_place_sd_m: f64,
    /// An object is seen from about so much above the sea: fainter ghosts are never met, dB.
    pub seen_from_db: f64,
    /// A source is looked for within so many of these.
    pub gate_sd: f64,
    /// Share of faint objects that are ghosts before the pair is looked at.
    pub prior: f64,
    /// Ghosts of each side, at most.
    pub most: u32,
    /// Land is looked at in cells of this size: the brightest point of each may have ghosts, m.
    pub source_cell_m: f64,
    /// The brightest so many points of land and sea may have ghosts.
    pub most_sources: usize,
    /// Where the flight is not known, the distance of the first ghosts is looked for from here, m ...
    pub nearest_m: f64,
    /// ... to here, m.
    pub farthest_m: f64,
    /// So many of the brightest points of land and sea are moved to find it.
    pub teachers: usize,
    /// It is told if it stands out of all other distances by so many robust standard deviations.
    pub least_sds: f64,
}

/// Where ghosts lie.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Track {
    /// Direction of flight in the image: from growing line numbers towards growing sample numbers, degrees.
    pub turn_deg: f64,
    /// Distance of the first ghosts, m.
    pub ambiguity_m: f64,
    /// A ghost lies this many times the square of its distance farther across the track, towards growing sample
    /// numbers, 1/m: `1 / (2 R sin(theta))`, below nought where the range grows the other way; nought where that is
    /// not known.
    pub bend_per_m: f64,
    /// Standard deviation of the place in each direction, m.
    pub place_sd_m: f64,
}

/// A source that explains an object as its ghost.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ghost {
    /// The source.
    pub source: Source,
    /// Which ghost: 1, 2, ..., below nought against the flight.
    pub order: i32,
    /// Power of the object over that of the source, dB.
    pub ratio_db: f64,
    /// Distance from where the ghost would lie, m.
    pub off_m: f64,
    /// Natural logarithm of how much more likely the pair is as ghost and source than by chance.
    pub log_ratio: f64,
}

impl Ghost {
    /// In words.
    pub fn reason(&self) -> String {
        format!(
            "lies where the {} ghost of the object at line {:.0}, sample {:.0} would lie ({:.0} m off), {:.0} dB below it",
            match self.order.abs() {
                1 => "first",
                2 => "second",
                _ => "third",
            },
            self.source.line,
            self.source.sample,
            self.off_m,
            -self.ratio_db
        )
    }
}

/// The brightest points of a scene, sorted by line.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    points: Vec<Source>,
}

impl Sources {
    /// From points in any order; the brightest `most` are kept.
    pub fn new(mut points: Vec<Source>, most: usize) -> Self {
        points.sort_by(|a, b| {
            b.power.total_cmp(&a.power).then(a.line.total_cmp(&b.line)).then(a.sample.total_cmp(&b.sample))
        });
        points.truncate(most);
        points.sort_by(|a, b| a.line.total_cmp(&b.line).then(a.sample.total_cmp(&b.sample)));
        Self { points }
    }

    /// The brightest so many.
    pub fn brightest(&self, most: usize) -> Vec<Source> {
        Self::new(self.points.clone(), most).points
    }

    /// Those within a distance of a point.
    fn near(&self, at: (f64, f64), within_m: f64, spacing: Spacing) -> impl Iterator<Item = (&Source, f64)> {
        let reach = within_m / spacing.line_m;
        let from = self.points.partition_point(|s| s.line < at.0 - reach);
        self.points[from..].iter().take_while(move |s| s.line <= at.0 + reach).filter_map(move |s| {
            let (y, x) = spacing.between(at, (s.line, s.sample));
            let d = libm::hypot(y, x);
            (d <= within_m).then_some((s, d))
        })
    }

    /// The source that explains an object best as its ghost, in either direction.
    pub fn ghost(
        &self,
        object: &BrightPixel,
        track: &Track,
        spacing: Spacing,
        params: &GhostParams,
    ) -> Option<Ghost> {
        let (c, s) = (libm::cos(track.turn_deg.to_radians()), libm::sin(track.turn_deg.to_radians()));
        // Across the track, towards growing samples.
        let (down, right) = if c >= 0.0 { (-s, c) } else { (s, -c) };
        let (band, over) = standing_out(object)?;
        let above_db = db(f64::from(object.power[band] / object.clutter[band])) - params.seen_from_db;
        let mut best: Option<Ghost> = None;
        for k in 1..=params.most as i32 {
            for order in [k, -k] {
                let along = -f64::from(order) * track.ambiguity_m;
                let across = -track.bend_per_m * along * along;
                let at = (
                    f64::from(object.line) + (along * c + across * down) / spacing.line_m,
                    f64::from(object.sample) + (along * s + across * right) / spacing.sample_m,
                );
                if let Some(ghost) =
                    self.best_at((band, over, above_db), at, order, track.place_sd_m, spacing, params)
                    && best.is_none_or(|b| ghost.log_ratio > b.log_ratio)
                {
                    best = Some(ghost);
                }
            }
        }
        best
    }

    fn best_at(
        &self,
        (band, over, above_db): (usize, f64, f64),
        at: (f64, f64),
        order: i32,
        place_sd_m: f64,
        spacing: Spacing,
        params: &GhostParams,
    ) -> Option<Ghost> {
        let mean = params.mean_db - params.step_db * f64::from(order.abs() - 1);
        let about_m = 10.0 * params.place_sd_m;
        let around: Vec<(&Source, f64)> = self.near(at, 3.0 * about_m, spacing).collect();
        let area = std::f64::consts::PI * 9.0 * about_m * about_m;
        around
            .iter()
            .filter(|(source, d)| *d <= params.gate_sd * place_sd_m && source.bands[band] > over)
            .map(|(source, d)| {
                let ratio_db = db(over / source.bands[band]);
                let z = (ratio_db - mean) / params.sd_db;
                let place = d / place_sd_m;
                let like = -0.5 * (z * z + place * place)
                    - libm::log(params.sd_db * (std::f64::consts::TAU).sqrt())
                    - libm::log(std::f64::consts::TAU * place_sd_m * place_sd_m);
                // Of the ghosts of this source only those are met that stand out of the sea.
                let least_db = ratio_db - above_db.max(0.0);
                let is_seen = 0.5 * libm::erfc((least_db - mean) / params.sd_db / std::f64::consts::SQRT_2);
                let like = like - libm::log(is_seen.max(1e-12));
                // How many points as bright lie about by chance, for each m2 and dB.
                let alike =
                    around.iter().filter(|(o, _)| db(o.bands[band] / source.bands[band]).abs() < 3.0).count();
                let chance = libm::log((alike as f64).max(0.5) / (6.0 * area));
                let log_ratio = like - chance;
                Ghost { source: **source, order, ratio_db, off_m: *d, log_ratio }
            })
            .max_by(|a, b| a.log_ratio.total_cmp(&b.log_ratio))
    }
}

/// The band in which a pixel stands out most of the sea, and its power there without the sea's.
fn standing_out(p: &BrightPixel) -> Option<(usize, f64)> {
    (0..2)
        .filter(|k| p.clutter[*k] > 0.0 && p.power[*k] > p.clutter[*k])
        .max_by(|a, b| (p.power[*a] / p.clutter[*a]).total_cmp(&(p.power[*b] / p.clutter[*b])))
        .map(|k| (k, f64::from(p.power[k]) - f64::from(p.clutter[k])))
}
