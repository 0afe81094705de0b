//! How fast a ship can go.

use super::ReachParams;
use crate::silence::Own;
use plimsoll_model::{Gap, Speed};

/// The fastest that a ship is taken to go through the water.
#[derive(Clone, Debug, PartialEq)]
pub struct TopSpeed {
    /// Knots.
    pub kn: f64,
    /// By what, in words.
    pub basis: String,
}

/// By her service speed, if known, and by her own reports, the lesser of the two; never less than the gap itself shows.
pub fn top_speed(gap: &Gap, service: Option<Speed>, own: Option<&Own>, params: &ReachParams) -> TopSpeed {
    let by_service = service.map(|speed| {
        let kn = speed.to_knots() * params.service_factor;
        (kn, format!("{:.2} x service speed {:.1} kn", params.service_factor, speed.to_knots()))
    });
    let by_reports = own.and_then(|own| {
        let (kn, reports) = own.speed_kn(params.own_share, params.under_way_kn);
        let kn = kn.filter(|_| reports >= params.least_own_reports)?;
        Some((
            kn,
            format!("{:.0} % of her {reports} reports under way are no faster", params.own_share * 100.0),
        ))
    });
    let unknown = (params.unknown_speed_kn, "neither register nor reports tell: the parameter".to_owned());
    let (kn, basis) = match (by_service, by_reports) {
        (Some(a), Some(b)) => {
            if b.0 < a.0 {
                b
            } else {
                a
            }
        }
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => unknown,
    };
    let shown = gap.implied_speed.to_knots();
    if shown.is_finite() && shown > kn + params.current_kn {
        return TopSpeed { kn: shown, basis: "the two ends of the gap lie so far apart".to_owned() };
    }
    TopSpeed { kn, basis }
}
