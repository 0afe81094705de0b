//! What an object is taken for, and how good that is.

use crate::optical::params::OpticalDetectParams;
use plimsoll_model::{DetectionKind, DetectionQuality};

/// What is known of an object.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Seen {
    pub(crate) length_m: f64,
    pub(crate) beam_m: f64,
    /// Breadth of the edge, pixels of the file; `None`: not measured.
    pub(crate) edge_px: Option<f64>,
    /// Greatest contrast, standard deviations of the sea.
    pub(crate) peak: f64,
    pub(crate) fullness: f64,
    pub(crate) has_wake: bool,
    pub(crate) is_extended: bool,
    pub(crate) at_land: bool,
    pub(crate) is_cut: bool,
    pub(crate) is_alongside: bool,
    pub(crate) is_on_cloud: bool,
}

/// Kind, quality and reasons.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Verdict {
    pub(crate) kind: DetectionKind,
    pub(crate) quality: DetectionQuality,
    pub(crate) reasons: Vec<String>,
}

fn not_a_ship(kind: DetectionKind, reason: String) -> Verdict {
    Verdict { kind, quality: DetectionQuality::High, reasons: vec![reason] }
}

/// Why it is no ship, if it is none.
fn other(seen: &Seen, params: &OpticalDetectParams) -> Option<Verdict> {
    use DetectionKind::{Clutter, FixedObject, Land};
    let aspect = seen.length_m / seen.beam_m;
    let (length, beam) = (seen.length_m, seen.beam_m);
    if seen.at_land {
        return Some(not_a_ship(
            Land,
            "hangs together with land or a quay: a ship that lies there is not told from it".to_owned(),
        ));
    }
    if seen.is_extended || length > params.longest_m || beam > params.greatest_beam_m {
        let words =
            format!("{length:.0} by {beam:.0} m, larger than any ship: island, platform, breakwater, cloud");
        return Some(not_a_ship(FixedObject, words));
    }
    if seen.is_on_cloud {
        return Some(not_a_ship(Clutter, "lies in or beside cloud".to_owned()));
    }
    if seen.length_m < params.least_length_m {
        let words =
            format!("{length:.0} m long: a boat, a buoy or a breaking wave, which are not told apart");
        return Some(not_a_ship(Clutter, words));
    }
    if seen.peak < params.least_peak_sds {
        return Some(not_a_ship(
            Clutter,
            format!("faint: {:.1} standard deviations above the sea at its brightest", seen.peak),
        ));
    }
    if seen.fullness < params.least_fullness {
        let words =
            format!("fills {:.0} % of its rectangle: foam, wave crests or glint", 100.0 * seen.fullness);
        return Some(not_a_ship(Clutter, words));
    }
    if aspect > params.most_length_to_beam {
        let words = format!("{aspect:.0} times as long as broad: a wake, a boom or a breakwater");
        return Some(not_a_ship(Clutter, words));
    }
    let edge = seen.edge_px.filter(|edge| *edge > params.most_edge_px)?;
    Some(not_a_ship(Clutter, format!("soft-edged, over {edge:.1} pixels: cloud, haze or foam")))
}

/// Judges an object.
pub(crate) fn judge(seen: &Seen, params: &OpticalDetectParams) -> Verdict {
    if let Some(verdict) = other(seen, params) {
        return verdict;
    }
    let aspect = seen.length_m / seen.beam_m;
    let mut reasons = vec![format!("{:.0} standard deviations above the sea at its brightest", seen.peak)];
    let mut against = 0;
    let mut is_low = false;
    if seen.length_m < params.small_ship_m {
        reasons.push(format!("{:.0} m long: a small ship, a large boat or a buoy", seen.length_m));
        is_low = true;
    }
    if seen.has_wake {
        reasons.push(
            "a wake is attached: foam as bright as the hull counts as hull, the length is an upper bound"
                .to_owned(),
        );
        against += 1;
    }
    if aspect < params.least_length_to_beam {
        reasons.push(format!(
            "only {aspect:.1} times as long as broad: hulls side by side, a barge, a platform or a buoy"
        ));
        is_low = true;
    }
    if seen.is_cut {
        reasons.push("cut by the edge of the image: the length is a lower bound".to_owned());
        against += 1;
    }
    if seen.is_alongside {
        reasons.push("lies alongside a larger hull".to_owned());
        against += 1;
    }
    if seen.peak < params.high_peak_sds {
        reasons.push("stands out little".to_owned());
        against += 1;
    }
    let quality = match (is_low, against) {
        (true, _) => DetectionQuality::Low,
        (false, 0) => DetectionQuality::High,
        (false, 1) => DetectionQuality::Moderate,
        (false, _) => DetectionQuality::Low,
    };
    Verdict { kind: DetectionKind::Ship, quality, reasons }
}
