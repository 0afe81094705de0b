//! Clicks of one kind taken together.

use super::ground::{Ground, Vector, dot, right_of};
use plimsoll_model::{ImagePoint, Mark};

/// The points of a mark.
pub(super) fn of_mark(points: &[ImagePoint], mark: Mark) -> impl Iterator<Item = &ImagePoint> {
    points.iter().filter(move |p| p.mark == mark && p.line.is_finite() && p.sample.is_finite())
}

/// The standard deviation of a click: its own, or that of the parameters.
pub(super) fn sd_px(point: &ImagePoint, usual: f64) -> f64 {
    point.sd_px.filter(|sd| sd.is_finite() && *sd > 0.0).unwrap_or(usual)
}

/// The mean of clicks on one thing, on the ground.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// East and north, m.
    pub(super) at: Vector,
    /// One standard deviation in pixels: that of the clicks, or what they scatter by if that is more.
    pub(super) sd_px: f64,
}

/// The mean of clicks; `None` of none.
pub(super) fn mean(ground: &Ground, clicks: &[&ImagePoint], usual_sd_px: f64) -> Option<Place> {
    if clicks.is_empty() {
        return None;
    }
    let count = clicks.len() as f64;
    let sum = clicks.iter().fold([0.0, 0.0], |sum, p| {
        let at = ground.of(p);
        [sum[0] + at[0], sum[1] + at[1]]
    });
    let variance: f64 = clicks.iter().map(|p| sd_px(p, usual_sd_px)).map(|sd| sd * sd).sum();
    Some(Place { at: [sum[0] / count, sum[1] / count], sd_px: libm::sqrt(variance) / count })
}

/// The place of a straight edge along its normal.
#[derive(Clone, Copy, Debug)]
pub(super) struct Offset {
    /// Mean of the clicks along the normal, m.
    pub(super) at_m: f64,
    /// One standard deviation of it, m.
    pub(super) sd_m: f64,
    /// Mean of the clicks along the edge, to the right of the normal, m.
    pub(super) along_m: f64,
}

/// Where an edge lies along a normal; `None` without clicks.
pub(super) fn offset(
    ground: &Ground,
    clicks: &[&ImagePoint],
    normal: Vector,
    usual_sd_px: f64,
) -> Option<Offset> {
    let place = mean(ground, clicks, usual_sd_px)?;
    Some(Offset {
        at_m: dot(place.at, normal),
        sd_m: ground.sd_along(normal, place.sd_px),
        along_m: dot(place.at, right_of(normal)),
    })
}
