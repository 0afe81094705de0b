//! Where an edge lies in pixels, as an eye finds it.

use super::above::Spot;
use super::picture::Picture;

/// Where to look for an edge.
#[derive(Clone, Copy, Debug)]
pub(super) struct Look {
    /// About where.
    pub(super) at: Spot,
    /// Across the edge: line and sample, 1 long.
    pub(super) across: Spot,
    /// How far to either side, pixels.
    pub(super) reach_px: f64,
    /// How far along the edge the eye takes pixels together, to either side.
    pub(super) along_px: f64,
    /// True if only an edge that is brighter on the far side will do.
    pub(super) is_brighter_beyond: bool,
}

/// An edge that was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Edge {
    /// From where one looked, pixels across.
    pub(super) off_px: f64,
    /// Step of brightness over the noise of the profile.
    pub(super) contrast: f64,
}

const STEP_PX: f64 = 0.25;
/// Blur of the eye, pixels.
const EYE_PX: f64 = 0.8;
/// From the edge to where brightness on a side is judged, pixels.
const SIDE_PX: (f64, f64) = (0.75, 2.0);

/// Brightness along a line across the edge: mean of both halves, and their difference.
struct Profile {
    mean: Vec<f64>,
    noise: f64,
}

/// The clearest edge in any band (or in the mean of all), as far as noise allows.
pub(super) fn find(picture: &Picture, look: &Look, first: [usize; 2]) -> Option<Edge> {
    (0..picture.bands.len())
        .filter_map(|band| edge(&profile(picture, band, look, first)?, look))
        .max_by(|a, b| a.contrast.total_cmp(&b.contrast))
}

fn profile(picture: &Picture, band: usize, look: &Look, first: [usize; 2]) -> Option<Profile> {
    let margin = look.reach_px + 3.0 * EYE_PX + SIDE_PX.1;
    let half = (margin / STEP_PX).ceil() as i64;
    let along = [-look.across[1], look.across[0]];
    let steps = (look.along_px / 0.5).round().max(1.0) as i64;
    let (mut mean, mut difference) = (Vec::new(), Vec::new());
    for k in -half..=half {
        let t = k as f64 * STEP_PX;
        let mut sums = [0.0; 2];
        for s in 1..=steps {
            for (sum, sign) in sums.iter_mut().zip([-1.0, 1.0]) {
                let s = sign * s as f64 * 0.5;
                let line = look.at[0] + t * look.across[0] + s * along[0] - first[0] as f64;
                let sample = look.at[1] + t * look.across[1] + s * along[1] - first[1] as f64;
                *sum += picture.at(band, line, sample)?;
            }
        }
        mean.push((sums[0] + sums[1]) / (2 * steps) as f64);
        difference.push((sums[0] - sums[1]) / steps as f64);
    }
    // Half the difference of the halves scatters as their mean does. An edge that runs a little askew is no noise: the
    // median of its size leaves it out.
    difference.iter_mut().for_each(|d| *d = d.abs() / 2.0);
    difference.sort_by(f64::total_cmp);
    let noise = difference[difference.len() / 2] / 0.6745;
    Some(Profile { mean, noise })
}

fn edge(profile: &Profile, look: &Look) -> Option<Edge> {
    let middle = (profile.mean.len() / 2) as i64;
    let get = |k: i64| profile.mean[(middle + k).clamp(0, 2 * middle) as usize];
    let reach = (look.reach_px / STEP_PX).round() as i64;
    let tail = (3.0 * EYE_PX / STEP_PX).round() as i64;
    let slope = |k: i64| -> f64 {
        (-tail..=tail)
            .map(|j| {
                let t = j as f64 * STEP_PX;
                t * (-t * t / (2.0 * EYE_PX * EYE_PX)).exp() * get(k + j)
            })
            .sum()
    };
    // Who looks for an edge looks first where it should be.
    let strength = |k: i64| {
        let t = k as f64 * STEP_PX / look.reach_px;
        let slope = slope(k);
        let size = if look.is_brighter_beyond { slope.max(0.0) } else { slope.abs() };
        size * (-t * t / 2.0).exp()
    };
    let best = (-reach..=reach).max_by(|a, b| strength(*a).total_cmp(&strength(*b)))?;
    let (before, at, after) = (slope(best - 1).abs(), slope(best).abs(), slope(best + 1).abs());
    let bend = before - 2.0 * at + after;
    let shift = if bend < 0.0 { ((before - after) / (2.0 * bend)).clamp(-1.0, 1.0) } else { 0.0 };
    let (near, far) = ((SIDE_PX.0 / STEP_PX) as i64, (SIDE_PX.1 / STEP_PX) as i64);
    let count = (far - near + 1) as f64;
    let beyond: f64 = (near..=far).map(|j| get(best + j)).sum::<f64>() / count;
    let within: f64 = (near..=far).map(|j| get(best - j)).sum::<f64>() / count;
    let step = beyond - within;
    let is_right = !look.is_brighter_beyond || step > 0.0;
    // A step of less than two in a hundred is not seen, however quiet the image.
    let floor = 0.005 * (beyond + within).abs();
    let contrast = step.abs() / profile.noise.max(floor).max(1e-9);
    is_right.then_some(Edge { off_px: (best as f64 + shift) * STEP_PX, contrast })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hulls::Sensor;
    use crate::random::Random;

    fn picture(step: f32, noise: f64, seed: u64) -> Picture {
        let (columns, rows, finer) = (160, 160, 4);
        // The edge lies 0.2 px beyond the middle of sample 20.
        let edge = (20.2 + 0.5) * 4.0 - 0.5;
        let light: Vec<f32> = (0..columns * rows)
            .map(|k| if ((k % columns) as f64) < edge { 0.1 } else { 0.1 + step })
            .collect();
        let sensor = Sensor { blur_px: 0.5, dark_noise: noise, noise_share: 0.0 };
        let band = sensor.expose(&light, columns, finer, &mut Random::new(seed, 0));
        Picture { lines: 40, samples: 40, bands: vec![band] }
    }

    const LOOK: Look =
        Look { at: [20.0, 20.0], across: [0.0, 1.0], reach_px: 2.0, along_px: 4.0, is_brighter_beyond: true };

    #[test]
    fn an_edge_is_found_to_a_fraction_of_a_pixel_and_none_is_found_in_noise() {
        let found = find(&picture(0.05, 0.002, 1), &LOOK, [0, 0]).unwrap();
        assert!((found.off_px - 0.2).abs() < 0.1 && found.contrast > 10.0, "{found:?}");
        let clear = (0..50).filter_map(|seed| find(&picture(0.0, 0.002, seed), &LOOK, [0, 0]));
        let most = clear.map(|edge| edge.contrast).filter(|c| *c > 5.0).count();
        assert!(most <= 2, "{most} of 50 edges where there is none");
    }
}
