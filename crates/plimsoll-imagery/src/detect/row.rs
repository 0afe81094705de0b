//! The row of a detection.

use crate::detect::View;
use crate::geometry::{Azimuth, Geometry};
use crate::measure::Measured;
use crate::objects::arms::db;
use crate::objects::joined::Object;
use crate::objects::shape::Spacing;
use crate::objects::verdict::Verdict;
use plimsoll_model::evidence::Key;
use plimsoll_model::{Detection, Polarisation, Position, RecordId, RecordKind};

/// The row of an object.
pub(super) fn row(
    object: &Object,
    verdict: Verdict,
    size: Option<Measured>,
    azimuth: Option<Azimuth>,
    view: &View<'_>,
    polarisations: &[Polarisation],
) -> Detection {
    let w = object.window;
    let at = size.as_ref().map_or((object.shape.line, object.shape.sample), |m| (m.line, m.sample));
    let position: Option<Position> =
        view.geometry.georeference.as_deref().and_then(|g| g.position(at.0, at.1));
    let shift = shift_m(view.geometry, azimuth, at, view.params.fastest_m_s);
    // Speed uniform up to the greatest, course uniform: the mean square is a sixth of the greatest.
    let spread = shift.map_or(0.0, |s| s * s / 6.0);
    let pixel = view.spacing.longer_m();
    let sd = (view.params.position_sd_m * view.params.position_sd_m + pixel * pixel / 12.0 + spread).sqrt();
    let ints = [w.line, w.sample, w.lines, w.samples].map(|n| Key::Int(i64::from(n)));
    let key = [Key::Id(view.scene), ints[0], ints[1], ints[2], ints[3]];
    Detection {
        id: RecordId::of(RecordKind::Detection, &key),
        scene: view.scene,
        kind: verdict.kind,
        quality: verdict.quality,
        line: at.0,
        sample: at.1,
        window: w,
        position,
        position_sd_m: position.map(|_| sd),
        length_m: size.as_ref().map(|m| m.length_m),
        beam_m: size.as_ref().map(|m| m.beam_m),
        axis_deg: size.as_ref().and_then(|m| true_axis(view.geometry, view.spacing, at, m.axis_in_image_deg)),
        near_shore: view
            .land
            .map(|_| verdict.shore_distance_m.is_some_and(|d| d <= view.params.verdict.near_shore_m)),
        shore_distance_m: verdict.shore_distance_m,
        contrast_db: contrasts(object, polarisations),
        log_likelihood_ratio: verdict.log_likelihood_ratio,
        azimuth_shift_m: shift,
        berth: position.and_then(|p| view.berths.iter().find(|b| b.area.contains(p)).map(|b| b.name.clone())),
        reasons: verdict.reasons,
    }
}

/// The axis true: from two points on it.
fn true_axis(geometry: &Geometry, spacing: Spacing, at: (f64, f64), axis_deg: f64) -> Option<f64> {
    let Some(reference) = geometry.georeference.as_deref() else { return Some(axis_deg) };
    let turn = axis_deg.to_radians();
    let (up, right) = (libm::cos(turn) * 100.0 / spacing.line_m, libm::sin(turn) * 100.0 / spacing.sample_m);
    let a = reference.position(at.0, at.1)?;
    let sign = if reference.position(at.0 - up, at.1 + right).is_some() { 1.0 } else { -1.0 };
    let b = reference.position(at.0 - sign * up, at.1 + sign * right)?;
    let east = (b.lon_deg() - a.lon_deg() + 540.0).rem_euclid(360.0) - 180.0;
    let scale = libm::cos(a.lat_deg().to_radians());
    // A degree of latitude and one of longitude are not equally long on the ellipsoid; under 0.2 degrees of axis.
    Some(libm::atan2(east * scale, b.lat_deg() - a.lat_deg()).to_degrees().rem_euclid(180.0))
}

/// Greatest displacement along the track of a ship at the greatest speed, m: `R v sin(theta) / V`.
fn shift_m(geometry: &Geometry, azimuth: Option<Azimuth>, at: (f64, f64), fastest_m_s: f64) -> Option<f64> {
    let azimuth = azimuth?;
    let angle = geometry.georeference.as_deref()?.incidence_deg(at.0, at.1)?;
    Some(azimuth.slant_range_m * fastest_m_s * libm::sin(angle.to_radians()) / azimuth.satellite_speed_m_s)
}

fn contrasts(object: &Object, polarisations: &[Polarisation]) -> Vec<Option<f64>> {
    (0..polarisations.len())
        .map(|k| {
            object
                .pixels
                .iter()
                .filter(|p| k < 2 && p.clutter[k] > 0.0 && p.power[k] > 0.0)
                .map(|p| db(f64::from(p.power[k]) / f64::from(p.clutter[k])))
                .max_by(f64::total_cmp)
        })
        .collect()
}
