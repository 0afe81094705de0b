//! Crops below a metre: the rendered hulls of [`crate::hulls`] laid into a drawn berth, and the points that an analyst sets.

use super::crop::is_painted;
use super::geotiff::{Raster, corner_about, geotiff};
use super::ground::{DrawnPlace, Ground};
use super::sky::Cloud;
use super::vessel::Vessel;
use crate::hulls::{
    Analyst, Clarity, Overhead, OverheadImage, Quay, Scene, Sensor, Side, Sitting, Water, Wide,
    clicks_from_above, deck_clicks_from_above, from_above_wide, stamp_ink,
};
use plimsoll_model::Direction;

/// From pixel to pixel, m; pixels along the side: twelve cells of the search.
const SPACING_M: f64 = 0.5;
const SIDE_PX: usize = 576;
/// Pixels where cloud hides all: nothing is to be seen at any spacing.
const CLOUDED_SPACING_M: f64 = 3.0;
const CLOUDED_PX: usize = 96;
/// Lines below the picture that bear the word: a cell of the search.
const COLLAR_PX: usize = 48;
/// Steps of 8 bits for a radiance of one.
const GAIN: f64 = 700.0;

/// How a crop is taken.
#[derive(Clone, Copy, Debug)]
pub(super) struct FineView {
    pub(super) sun: Direction,
    pub(super) sensor_at: Direction,
    pub(super) cloud: f64,
    pub(super) seed: u64,
}

/// A crop: its file, and the lines of points set on it.
pub(super) struct FineCrop {
    pub(super) bytes: Vec<u8>,
    pub(super) points: String,
}

/// Renders it. `clicked`: the sitting for the ship of each number, where somebody measured her.
pub(super) fn crop(
    place: &DrawnPlace,
    vessels: &[Vessel],
    view: &FineView,
    clicked: &[(usize, Sitting, Analyst)],
) -> FineCrop {
    if view.cloud > 0.985 {
        return FineCrop { bytes: clouded(place, view), points: String::new() };
    }
    let how = Overhead {
        spacing_m: SPACING_M,
        sun: view.sun,
        sensor_at: view.sensor_at,
        north_in_image_deg: 0.0,
        haze: 0.12,
        sensor: Sensor { blur_px: 0.5, dark_noise: 0.0012, noise_share: 0.006 },
    };
    let axes = place.axes();
    let paint = |at: [f64; 2]| {
        let own = axes.of(at);
        match place.ground(own) {
            Ground::Pier if is_painted(place, own) => Some([0.10; 3]),
            Ground::Pier => Some([0.33, 0.32, 0.30]),
            Ground::Land => Some([0.13, 0.13, 0.11]),
            Ground::Water => None,
        }
    };
    let water = water(view.seed);
    let mut images: Vec<OverheadImage> = Vec::new();
    let mut picture: Option<Vec<f32>> = None;
    // The first ship's image is the canvas of the next.
    for vessel in vessels {
        let scene = Scene {
            ship: vessel.ship.clone(),
            afloat: vessel.afloat,
            quay: quay(place, vessel),
            water,
            seed: view.seed,
        };
        let wide =
            Wide { side_px: SIDE_PX, ship_at: vessel.at, paint: &paint, paint_height_m: place.height_m };
        let image = from_above_wide(Some(&scene), &water, &how, &wide, view.seed, picture.take());
        picture = Some(image.picture.bands[0].clone());
        images.push(image);
    }
    let picture = picture.unwrap_or_else(|| {
        let wide =
            Wide { side_px: SIDE_PX, ship_at: [0.0; 2], paint: &paint, paint_height_m: place.height_m };
        from_above_wide(None, &water, &how, &wide, view.seed, None).picture.bands[0].clone()
    });
    let mut points = String::new();
    let cloud = Cloud::new(view.seed, view.cloud, SIDE_PX as f64 * SPACING_M / 2.0);
    let half = SIDE_PX as f64 * SPACING_M / 2.0 - 70.0;
    for (number, sitting, analyst) in clicked {
        let (Some(image), Some(vessel)) = (images.get(*number), vessels.get(*number)) else { continue };
        let is_whole = vessel.at.iter().all(|m| m.abs() < half);
        if !is_whole || (view.cloud >= 0.01 && cloud.cover(vessel.at) > 0.2) {
            continue;
        }
        let scene = Scene {
            ship: vessel.ship.clone(),
            afloat: vessel.afloat,
            quay: quay(place, vessel),
            water,
            seed: view.seed,
        };
        let mut set = clicks_from_above(&scene, &how, image, analyst);
        set.extend(deck_clicks_from_above(&scene, image, analyst));
        points += &sitting.rows(analyst, &set);
    }
    FineCrop { bytes: finished(place, view, &picture), points }
}

fn water(seed: u64) -> Water {
    let share = super::noise::lattice(seed, 3, 3).abs();
    Water {
        clarity: Clarity::Turbid,
        swell_height_m: 0.25 * share,
        swell_length_m: 45.0,
        swell_towards_deg: 360.0 * super::noise::lattice(seed, 4, 4).abs(),
        roughness: 0.4 + 0.8 * share,
    }
}

/// The pier beside a ship that lies along it.
fn quay(place: &DrawnPlace, vessel: &Vessel) -> Option<Quay> {
    let [along, off] = place.axes().of(vessel.at);
    let is_alongside = along.abs() < 30.0 && off.abs() < 60.0;
    // Pier to port if the way to port points at the pier's middle line.
    let to_port = vessel.afloat.to_port();
    let pier = place.plane(along, -place.pier_breadth_m / 2.0);
    let way = [pier[0] - vessel.at[0], pier[1] - vessel.at[1]];
    let is_port = way[0] * to_port[0] + way[1] * to_port[1] > 0.0;
    let face = if off > 0.0 { off } else { -off - place.pier_breadth_m };
    is_alongside.then(|| Quay {
        side: if is_port { Side::Port } else { Side::Starboard },
        height_m: place.height_m,
        gap_m: face - vessel.ship.beam_m / 2.0,
        breadth_m: place.pier_breadth_m,
        beyond_m: (place.pier_m - vessel.ship.length_m) / 2.0 - along.abs(),
    })
}

/// Cloud, eight bits, the word below.
fn finished(place: &DrawnPlace, view: &FineView, light: &[f32]) -> Vec<u8> {
    let cloud = Cloud::new(view.seed, view.cloud, SIDE_PX as f64 * SPACING_M / 2.0);
    let corner = corner_about([0.0; 2], SIDE_PX, SIDE_PX, SPACING_M);
    let mut bytes = vec![0_u8; (SIDE_PX + COLLAR_PX) * SIDE_PX];
    for line in 0..SIDE_PX {
        for sample in 0..SIDE_PX {
            let pixel = line * SIDE_PX + sample;
            let mut seen = f64::from(light[pixel]);
            if view.cloud >= 0.01 {
                let at = [
                    corner[0] + (sample as f64 + 0.5) * SPACING_M,
                    corner[1] - (line as f64 + 0.5) * SPACING_M,
                ];
                let cover = cloud.cover(at);
                if cover > 0.0 {
                    seen = seen * (1.0 - cover) + cover * 0.45 * cloud.radiance(at);
                }
            }
            bytes[pixel] = (seen * GAIN).round().clamp(1.0, 255.0) as u8;
        }
    }
    for row in 0..28 {
        for column in 0..216 {
            if stamp_ink(column / 4, row / 4) {
                bytes[(SIDE_PX + 10 + row) * SIDE_PX + 8 + column] = 255;
            }
        }
    }
    let raster = Raster {
        lines: SIDE_PX + COLLAR_PX,
        samples: SIDE_PX,
        bands: 1,
        bits: 8,
        bytes: &bytes,
        spacing_m: SPACING_M,
        corner,
    };
    geotiff(&raster, place)
}

/// A picture of cloud and nothing else.
fn clouded(place: &DrawnPlace, view: &FineView) -> Vec<u8> {
    let cloud = Cloud::new(view.seed, 1.0, 144.0);
    let corner = corner_about([0.0; 2], CLOUDED_PX, CLOUDED_PX, CLOUDED_SPACING_M);
    let mut bytes = vec![0_u8; (CLOUDED_PX + 16) * CLOUDED_PX];
    for line in 0..CLOUDED_PX {
        for sample in 0..CLOUDED_PX {
            let at = [
                corner[0] + (sample as f64 + 0.5) * CLOUDED_SPACING_M,
                corner[1] - (line as f64 + 0.5) * CLOUDED_SPACING_M,
            ];
            bytes[line * CLOUDED_PX + sample] = (300.0 * cloud.radiance(at)).round().clamp(1.0, 255.0) as u8;
        }
    }
    for row in 0..7 {
        for column in (0..54).filter(|column| stamp_ink(*column, row)) {
            bytes[(CLOUDED_PX + 4 + row) * CLOUDED_PX + 2 + column] = 255;
        }
    }
    let raster = Raster {
        lines: CLOUDED_PX + 16,
        samples: CLOUDED_PX,
        bands: 1,
        bits: 8,
        bytes: &bytes,
        spacing_m: CLOUDED_SPACING_M,
        corner,
    };
    geotiff(&raster, place)
}
