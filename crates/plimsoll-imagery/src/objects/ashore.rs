//! The light of what stands ashore, in the water beside it.
//!
//! The response to a point is as wide as the resolution, so a quay, a crane or a tank shines into the water beside it,
//! and in the water of a berth nothing but the pier itself is masked. From each pixel of an object one climbs to the
//! brightest of its neighbours, masked ones among them, until none is brighter. Where that ends the light comes from:
//! that of a hull ends in the water, that of a pier ends on it.

use crate::error::ImageryError;
use crate::land::{FIXED, LAND, LandMask, PIER};
use crate::objects::arms::db;
use crate::objects::joined::Object;
use crate::objects::shape::Spacing;
use crate::raster::Raster;
use plimsoll_model::DetectionKind;
use std::collections::BTreeSet;

/// What lies within so many pixels of an object stands next to it.
const NEXT_PX: usize = 2;

/// When the light of an object comes from the shore.
#[derive(Clone, Copy, Debug, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AshoreParams {
    /// Objects this near to land or pier are looked at, m.
    pub reach_m: f64,
    /// A ship has at least this share of its light from the water.
    pub least_share_afloat: f64,
    /// Or it is at most this much fainter than what stands ashore beside it, in the median, dB (negative): light that
    /// leaks is fainter than its source.
    pub least_over_shore_db: f64,
}

/// Where the light of an object comes from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Ashore {
    /// Share of its power from which one climbs to a peak in the water.
    share_afloat: f64,
    /// Its median pixel over the median of what stands ashore next to it, dB.
    over_shore_db: f64,
}

impl Ashore {
    /// Of an object; `None` where nothing about it is ashore.
    pub(crate) fn read(
        raster: &mut dyn Raster,
        object: &Object,
        land: &LandMask,
        spacing: Spacing,
        params: &AshoreParams,
    ) -> Result<Option<Self>, ImageryError> {
        let more = |m: f64| 2 * ((params.reach_m / m).ceil() as u32 + 1);
        let (w, image) = (object.window, (raster.lines(), raster.samples()));
        let window = w.about(w.lines + more(spacing.line_m), w.samples + more(spacing.sample_m), image);
        let (line, sample) = (window.line, window.sample);
        let planes = raster.read(window)?;
        let solid: Vec<bool> = (0..planes.lines * planes.samples)
            .map(|i| {
                let at = |first: u32, by: usize| f64::from(first) + by as f64;
                land.is_on(at(line, i / planes.samples), at(sample, i % planes.samples), LAND | PIER | FIXED)
            })
            .collect();
        if !solid.iter().any(|s| *s) {
            return Ok(None);
        }
        let power: Vec<f32> = (0..solid.len())
            .map(|i| planes.bands.iter().take(2).map(|b| b[i]).filter(|p| p.is_finite()).fold(0.0, f32::max))
            .collect();
        let (mut afloat, mut all) = (0.0, 0.0);
        for p in &object.pixels {
            let start = (p.line - line) as usize * planes.samples + (p.sample - sample) as usize;
            let end = climb(&power, planes.lines, planes.samples, start);
            let own = f64::from(power[start]);
            all += own;
            if !solid[end] {
                afloat += own;
            }
        }
        let share_afloat = if all > 0.0 { afloat / all } else { 1.0 };
        let places: Vec<(usize, usize)> =
            object.pixels.iter().map(|p| ((p.line - line) as usize, (p.sample - sample) as usize)).collect();
        let over_shore_db = over_shore_db(&power, &solid, planes.samples, &places);
        Ok(Some(Self { share_afloat, over_shore_db }))
    }

    /// What it is, unless a ship.
    pub(crate) fn verdict(&self, params: &AshoreParams) -> Option<(DetectionKind, String)> {
        let leaks = self.over_shore_db < params.least_over_shore_db;
        (leaks && self.share_afloat < params.least_share_afloat).then(|| {
            let words = format!(
                "{:.0} % of its light grows towards land or a pier, {:.0} dB brighter: what stands there, not a ship",
                100.0 * (1.0 - self.share_afloat),
                -self.over_shore_db
            );
            (DetectionKind::FixedObject, words)
        })
    }
}

/// Median power of some places over that of the solid ones next to them, dB; infinite where none is.
fn over_shore_db(power: &[f32], solid: &[bool], samples: usize, places: &[(usize, usize)]) -> f64 {
    let lines = power.len() / samples;
    let mut next = BTreeSet::new();
    for (l, s) in places {
        for l in l.saturating_sub(NEXT_PX)..(l + NEXT_PX + 1).min(lines) {
            for s in s.saturating_sub(NEXT_PX)..(s + NEXT_PX + 1).min(samples) {
                next.insert(l * samples + s);
            }
        }
    }
    let own = median(places.iter().map(|(l, s)| power[l * samples + s]));
    let shore = median(next.into_iter().filter(|i| solid[*i]).map(|i| power[i]));
    shore.zip(own).map_or(f64::INFINITY, |(shore, own)| db(f64::from(own / shore)))
}

/// The middle one of some powers.
fn median(powers: impl Iterator<Item = f32>) -> Option<f32> {
    let mut powers: Vec<f32> = powers.filter(|p| *p > 0.0).collect();
    powers.sort_by(f32::total_cmp);
    powers.get(powers.len() / 2).copied()
}

/// The peak to which one climbs from a pixel.
fn climb(power: &[f32], lines: usize, samples: usize, start: usize) -> usize {
    let mut at = start;
    loop {
        let (l, s) = (at / samples, at % samples);
        let next = (l.saturating_sub(1)..(l + 2).min(lines))
            .flat_map(|l| (s.saturating_sub(1)..(s + 2).min(samples)).map(move |s| l * samples + s))
            .max_by(|a, b| power[*a].total_cmp(&power[*b]).then(b.cmp(a)));
        match next {
            Some(next) if power[next] > power[at] => at = next,
            _ => return at,
        }
    }
}
