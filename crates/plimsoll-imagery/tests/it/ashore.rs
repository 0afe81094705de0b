//! The light of what stands on a quay, in the water of a berth beside it; and a ship that lies there.

use crate::detect_params::detect_params;
use crate::objects::{METRES_PER_DEGREE, Plane, at, mask, placed, scene};
use plimsoll_imagery::objects::ashore::AshoreParams;
use plimsoll_imagery::{DetectParams, Detections, detect};
use plimsoll_model::{Area, Berth, Detection, DetectionKind};

const SIZE: u32 = 300;
/// Where the scene begins, degrees.
pub(crate) const CORNER: (f64, f64) = (40.0, 10.0);
/// The quay lies from here southwards.
const QUAY_LINE: f64 = 199.5;

/// A rectangle from line to line, from sample to sample.
pub(crate) fn rectangle(lines: (f64, f64), samples: (f64, f64)) -> Area {
    let scale = METRES_PER_DEGREE * CORNER.0.to_radians().cos();
    let corner = |line: f64, sample: f64| {
        at(CORNER.0 - line * 10.0 / METRES_PER_DEGREE, CORNER.1 + sample * 10.0 / scale)
    };
    Area::Polygon {
        exterior: vec![
            corner(lines.0, samples.0),
            corner(lines.0, samples.1),
            corner(lines.1, samples.1),
            corner(lines.1, samples.0),
        ],
        holes: vec![],
    }
}

/// The light of a point as the radar sees it: a hill with a standard deviation of two pixels.
fn crane(plane: &mut Plane, line: f64, sample: f64, power: f64) {
    for l in 0..plane.size {
        for s in 0..plane.size {
            let square = (l as f64 - line).powi(2) + (s as f64 - sample).powi(2);
            plane.power[l * plane.size + s] += (power * (-square / 8.0).exp()) as f32;
        }
    }
}

fn shown(plane: &Plane, params: &DetectParams) -> Detections {
    let geometry = placed(CORNER.0, CORNER.1, SIZE);
    let quay = mask(&[], &[rectangle((QUAY_LINE, 240.5), (20.5, 279.5))], &geometry, SIZE);
    let berth = Berth {
        name: "north quay".to_owned(),
        area: rectangle((190.0, QUAY_LINE + 0.4), (40.0, 260.0)),
        source: "drawn".to_owned(),
    };
    detect(&mut [plane.raster()], &geometry, scene(), Some(&quay), &[berth], params).unwrap()
}

/// What was found at the berth within 15 pixels along it.
fn near(found: &Detections, sample: f64) -> Vec<&Detection> {
    let is_here = |d: &&Detection| (d.sample - sample).abs() < 15.0 && (180.0..=210.0).contains(&d.line);
    found.detections.iter().filter(is_here).collect()
}

const WORDS: &str = "grows towards land or a pier";

#[test]
fn light_that_grows_towards_the_quay_is_no_ship_and_a_hull_beside_it_is() {
    let mut plane = Plane::sea(SIZE as usize, 21);
    crane(&mut plane, 202.0, 80.0, 3_000.0);
    plane.hull(195, 200, 4, 18, 300.0);
    let found = shown(&plane, &detect_params());
    let light = near(&found, 80.0);
    assert!(!light.is_empty(), "the crane shines into the water: {:#?}", found.detections);
    for object in light {
        assert_eq!(object.kind, DetectionKind::FixedObject, "{object:#?}");
        assert!(object.reasons.iter().any(|r| r.contains(WORDS)), "{object:#?}");
    }
    let hull = near(&found, 200.0);
    assert_eq!(hull.iter().map(|d| d.kind).collect::<Vec<_>>(), [DetectionKind::Ship], "{hull:#?}");
    assert_eq!(hull[0].berth.as_deref(), Some("north quay"));
}

#[test]
fn without_the_rule_the_same_light_would_be_a_ship() {
    let mut plane = Plane::sea(SIZE as usize, 21);
    crane(&mut plane, 202.0, 80.0, 3_000.0);
    let params = DetectParams {
        ashore: AshoreParams { least_share_afloat: 0.0, ..detect_params().ashore },
        ..detect_params()
    };
    let found = shown(&plane, &params);
    assert!(near(&found, 80.0).iter().any(|d| d.kind == DetectionKind::Ship), "{:#?}", found.detections);
}

#[test]
fn the_same_light_with_its_peak_in_the_water_is_not_put_down_to_the_quay() {
    let mut plane = Plane::sea(SIZE as usize, 21);
    crane(&mut plane, 195.0, 80.0, 3_000.0);
    let found = shown(&plane, &detect_params());
    let light = near(&found, 80.0);
    assert!(!light.is_empty());
    for object in light {
        assert!(!object.reasons.iter().any(|r| r.contains(WORDS)), "{object:#?}");
    }
}
