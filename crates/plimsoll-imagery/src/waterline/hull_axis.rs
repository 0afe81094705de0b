//! Which way a hull lies in an image from above.

use super::clicks::{Place, mean, of_mark, sd_px};
use super::ground::{Ground, Vector, between, dot, right_of};
use super::params::WaterlineParams;
use plimsoll_model::{ImagePoint, Mark};

/// The axis of a hull on the ground.
#[derive(Clone, Copy, Debug)]
pub(super) struct HullAxis {
    /// Unit vector from stern to bow.
    pub(super) forward: Vector,
    /// Half way between bow and stern; `None` where they are not marked, and the axis is that of the deck's edge.
    pub(super) middle: Option<Vector>,
    /// One standard deviation of its direction, radians.
    pub(super) sd_rad: f64,
}

impl HullAxis {
    /// From bow and stern, else from the edge of the deck.
    ///
    /// `lean` is how far a point in the image moves for each metre of height: bow and stern need not be equally high.
    pub(super) fn new(
        ground: &Ground,
        points: &[ImagePoint],
        lean: Option<Vector>,
        params: &WaterlineParams,
    ) -> Option<Self> {
        let end = |mark| {
            let clicks: Vec<_> = of_mark(points, mark).collect();
            mean(ground, &clicks, params.end_sd_px)
        };
        match (end(Mark::Bow), end(Mark::Stern)) {
            (Some(bow), Some(stern)) => Self::of_ends(ground, &bow, &stern, lean, params),
            _ => Self::of_edge(ground, points, params),
        }
    }

    fn of_ends(
        ground: &Ground,
        bow: &Place,
        stern: &Place,
        lean: Option<Vector>,
        params: &WaterlineParams,
    ) -> Option<Self> {
        let (forward, length) = normalised(between(stern.at, bow.at))?;
        let across = right_of(forward);
        let clicks = libm::hypot(ground.sd_along(across, bow.sd_px), ground.sd_along(across, stern.sd_px));
        let sheer = lean.map_or(0.0, |lean| dot(lean, across) * params.end_height_sd_m);
        Some(Self {
            forward,
            middle: Some([f64::midpoint(bow.at[0], stern.at[0]), f64::midpoint(bow.at[1], stern.at[1])]),
            sd_rad: libm::hypot(clicks, sheer) / length,
        })
    }

    /// Along the longest spread of the clicks on the edge of the deck; from aft to forward where stations say so.
    fn of_edge(ground: &Ground, points: &[ImagePoint], params: &WaterlineParams) -> Option<Self> {
        let clicks: Vec<_> = of_mark(points, Mark::DeckEdge).collect();
        let centre = mean(ground, &clicks, params.edge_sd_px)?.at;
        let (mut ee, mut nn, mut en) = (0.0, 0.0, 0.0);
        for click in &clicks {
            let [e, n] = between(centre, ground.of(click));
            (ee, nn, en) = (ee + e * e, nn + n * n, en + e * n);
        }
        let angle = 0.5 * libm::atan2(2.0 * en, ee - nn);
        let along = [libm::cos(angle), libm::sin(angle)];
        let spread: f64 =
            clicks.iter().map(|c| dot(between(centre, ground.of(c)), along)).map(|x| x * x).sum();
        let sd = clicks.iter().map(|c| sd_px(c, params.edge_sd_px)).fold(0.0, f64::max);
        let sd_rad = ground.sd_along(right_of(along), sd) / libm::sqrt(spread);
        if !sd_rad.is_finite() || sd_rad > params.own_edge_sd_deg.to_radians() {
            return None;
        }
        let drift: f64 = clicks
            .iter()
            .filter_map(|c| Some(place_along(c)? * dot(between(centre, ground.of(c)), along)))
            .sum();
        let forward = if drift < 0.0 { [-along[0], -along[1]] } else { along };
        Some(Self { forward, middle: None, sd_rad })
    }
}

/// A vector of length one, and the length; `None` if it has none.
pub(super) fn normalised(v: Vector) -> Option<(Vector, f64)> {
    let length = libm::hypot(v[0], v[1]);
    (length.is_finite() && length > 0.0).then(|| ([v[0] / length, v[1] / length], length))
}

fn place_along(point: &ImagePoint) -> Option<f64> {
    use plimsoll_model::Station::{Aft, Fore, Mid};
    point.station.map(|station| match station {
        Fore => 1.0,
        Mid => 0.0,
        Aft => -1.0,
    })
}
