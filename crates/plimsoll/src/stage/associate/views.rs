//! Scenes and detections as the kernel takes them.

use super::nearby::Nearby;
use crate::error::UserError;
use crate::stage::Inputs;
use jiff::Timestamp;
use plimsoll_analysis::associate::{
    AssociateParams, LookSide, RadarLook, Radio, Seen, Sight, Traffic, View, area_km2, measured_length,
};
use plimsoll_analysis::silence::{Asked, Judge, Received, SilenceParams};
use plimsoll_model::{Detection, Look, Mmsi, Pass, RecordId, Scene, Vessel};
use std::collections::BTreeMap;

/// Section `[detection]`, of which the greatest displacement of a detection is reckoned.
#[derive(Clone, Copy, Debug, serde::Deserialize)]
struct Fastest {
    fastest_m_s: f64,
}

/// The scenes that AIS can be moved to, in order of time, without radios.
pub(super) struct Laid {
    pub(super) views: Vec<View>,
}

impl Laid {
    /// Of the scenes of a case and the detections taken for ships. `refuse` takes those that cannot be associated, and why.
    pub(super) fn new(
        inputs: &Inputs<'_>,
        scenes: &[Scene],
        detections: Vec<Detection>,
        params: &AssociateParams,
        mut refuse: impl FnMut(RecordId, RecordId, &str),
    ) -> Result<Self, UserError> {
        let Fastest { fastest_m_s } = inputs.params("detection")?;
        let looks = inputs.table::<Look>()?;
        let mut of_scene: BTreeMap<RecordId, Vec<Detection>> = BTreeMap::new();
        for detection in detections {
            of_scene.entry(detection.scene).or_default().push(detection);
        }
        let mut views = Vec::new();
        for scene in scenes {
            let Some(found) = of_scene.remove(&scene.id) else { continue };
            match moment(scene, params) {
                Err(why) => found.iter().for_each(|d| refuse(scene.id, d.id, why)),
                Ok(time) => {
                    let seen = found.iter().filter_map(|d| seen(d, fastest_m_s)).collect();
                    views.push(view(scene, time, &looks, seen));
                    let lost = found.iter().filter(|d| d.position.is_none());
                    lost.for_each(|d| refuse(scene.id, d.id, "its place on the Earth is not known"));
                }
            }
        }
        views.retain(|view| !view.seen.is_empty());
        views.sort_by_key(|view| (view.time, view.scene));
        Ok(Self { views })
    }

    /// The hours about each scene, in the cells of its objects: how well was listened there.
    pub(super) fn asked(&self, params: &AssociateParams, of_silence: &SilenceParams) -> Asked {
        let mut asked = Asked::default();
        for view in &self.views {
            for seen in &view.seen {
                asked.about(seen.position, view.time, params.reception_window_h, of_silence);
            }
        }
        asked
    }

    /// With how well a ship at the place of each object would have been received.
    pub(super) fn receive(&mut self, judge: &Judge<'_>, params: &AssociateParams) {
        for view in &mut self.views {
            for seen in &mut view.seen {
                seen.reception = judge.received(seen.position, view.time, params.reception_window_h);
            }
        }
    }

    /// With the radios that were heard about them.
    pub(super) fn with(
        mut self,
        nearby: Vec<Nearby>,
        vessels: &[Vessel],
        params: &AssociateParams,
    ) -> (Vec<View>, Traffic) {
        let mut ships: BTreeMap<Mmsi, Vec<&Vessel>> = BTreeMap::new();
        for vessel in vessels {
            for mmsi in &vessel.mmsis {
                ships.entry(*mmsi).or_default().push(vessel);
            }
        }
        let mut traffic = Traffic::new(params.traffic_cell_deg, []);
        for of_bucket in nearby {
            traffic.add(&of_bucket.traffic);
            for ((scene, mmsi, track), fixes) in of_bucket.fixes {
                // A radio of two hulls has the size of neither.
                let vessel =
                    ships.get(&mmsi).and_then(|of| if let [one] = of[..] { Some(one) } else { None });
                let mid = |p: &Option<plimsoll_model::Particular>| p.as_ref().map(|p| p.estimate.mid());
                self.views[scene].radios.push(Radio {
                    mmsi,
                    track,
                    fixes,
                    length_m: vessel.and_then(|v| mid(&v.length_overall_m)),
                    beam_m: vessel.and_then(|v| mid(&v.beam_m)),
                    name: vessel.and_then(|v| v.ship_name.clone()),
                });
            }
        }
        for view in &mut self.views {
            view.radios.sort_by_key(|radio| (radio.mmsi, radio.track));
        }
        (self.views, traffic)
    }
}

/// When a scene was taken, if AIS can be moved there; else why not.
fn moment(scene: &Scene, params: &AssociateParams) -> Result<Timestamp, &'static str> {
    let Some(period) = scene.time else {
        return Err("not associated: no time of its scene is known");
    };
    let duration = period.duration();
    if duration.as_secs_f64() > params.longest_scene_min * 60.0 {
        return Err("not associated: of the time of its scene only the day is known, and ships move");
    }
    if scene.footprint.len() < 3 {
        return Err("not associated: its scene is not placed on the Earth");
    }
    Ok(period.start() + duration / 2)
}

fn view(scene: &Scene, time: Timestamp, looks: &[Look], seen: Vec<Seen>) -> View {
    let area = scene.searched_km2.unwrap_or_else(|| area_km2(&scene.footprint));
    View {
        scene: scene.id,
        time,
        footprint: scene.footprint.clone(),
        area_km2: area,
        sight: sight(scene, looks),
        clear_fraction: 1.0 - scene.cloud_fraction.unwrap_or(0.0),
        expected_false: scene.expected_false.unwrap_or(0.0),
        radios: Vec::new(),
        seen,
    }
}

/// How a scene was seen. From where a radar looked is known of Sentinel-1 alone, which looks to the right.
fn sight(scene: &Scene, looks: &[Look]) -> Sight {
    if !scene.form.starts_with("sar") && !scene.form.starts_with("sentinel-1") {
        return Sight::Optical;
    }
    let is_sentinel_1 = scene.form.starts_with("sentinel-1")
        || scene
            .sensor
            .as_deref()
            .is_some_and(|s| s.to_lowercase().replace('_', "-").starts_with("sentinel-1"));
    if !is_sentinel_1 {
        return Sight::Radar(None);
    }
    let looked = looks.iter().filter(|look| look.scene == scene.id).find_map(|look| look.look_direction_deg);
    let by_pass = || {
        let lat = scene.footprint.iter().map(|p| p.lat_deg()).sum::<f64>() / scene.footprint.len() as f64;
        RadarLook::of_sentinel_1(scene.pass? == Pass::Ascending, lat)
    };
    let by_look = looked.map(|deg| RadarLook::from_look_direction(deg, LookSide::Right));
    Sight::Radar(by_look.or_else(by_pass))
}

fn seen(detection: &Detection, fastest_m_s: f64) -> Option<Seen> {
    let position = detection.position?;
    let shift = detection.azimuth_shift_m.map(f64::abs);
    // Its standard deviation holds the displacement of a ship that may go anywhere: a sixth of the square of the greatest.
    let sd = detection.position_sd_m.unwrap_or(50.0);
    let sd_m = (sd * sd - shift.map_or(0.0, |s| s * s / 6.0)).max(25.0).sqrt();
    Some(Seen {
        id: detection.id,
        position,
        sd_m,
        length_m: detection.length_m.and_then(measured_length),
        shift_s: shift.map(|s| s / fastest_m_s),
        reception: Received::default(),
    })
}
