//! An image from above of a ship amid a drawn surrounding: larger than her, upright to north.

use super::above::{Lay, Overhead, OverheadImage, Scene, Spot, from_above_painted};
use super::light::Light;
use super::picture::Picture;
use super::sea::{Surface, Water};
use super::space::towards;
use crate::random::Random;

/// What lies about the ship.
pub struct Wide<'a> {
    /// Pixels along the side of the image.
    pub side_px: usize,
    /// Where the ship's middle lies, east and north of the image's middle, m.
    pub ship_at: [f64; 2],
    /// Reflectance of what is no water at a point east and north of the image's middle, m.
    pub paint: &'a dyn Fn([f64; 2]) -> Option<[f64; 3]>,
    /// How high that stands over the water, m.
    pub paint_height_m: f64,
}

/// The image; `under` is the image of another ship of the same surroundings, into which this one is laid. Without a scene only
/// the surroundings are drawn, and the image has no truth.
pub fn from_above_wide(
    scene: Option<&Scene>,
    water: &Water,
    how: &Overhead,
    wide: &Wide<'_>,
    seed: u64,
    under: Option<Vec<f32>>,
) -> OverheadImage {
    let side = wide.side_px;
    let mut canvas = under.unwrap_or_else(|| surroundings(water, how, wide, seed));
    let middle = (side as f64 - 1.0) / 2.0;
    let Some(scene) = scene else {
        let lay = Lay::upright(how, [middle; 2]);
        return OverheadImage::empty(Picture { lines: side, samples: side, bands: vec![canvas] }, lay);
    };
    let paint = |[east, north]: [f64; 2]| (wide.paint)([east + wide.ship_at[0], north + wide.ship_at[1]]);
    // The ship's middle is brought to the middle of a pixel: less than half of one beside where she lies.
    let ship = [
        (middle - wide.ship_at[1] / how.spacing_m).round(),
        (middle + wide.ship_at[0] / how.spacing_m).round(),
    ];
    let mut image = from_above_painted(scene, how, &paint);
    let own = image.lay.middle();
    let shift = [(ship[0] - own[0]).round(), (ship[1] - own[1]).round()];
    let small = &image.picture;
    for line in 0..small.lines {
        for sample in 0..small.samples {
            let place = |at: usize, by: f64| {
                let at = at as f64 + by;
                (at >= 0.0 && at < side as f64).then_some(at as usize)
            };
            if let (Some(l), Some(s)) = (place(line, shift[0]), place(sample, shift[1])) {
                canvas[l * side + s] = small.bands[0][line * small.samples + sample];
            }
        }
    }
    image.picture = Picture { lines: side, samples: side, bands: vec![canvas] };
    image.move_by(shift);
    image
}

/// Water and what is painted, one ray a pixel.
fn surroundings(water: &Water, how: &Overhead, wide: &Wide<'_>, seed: u64) -> Vec<f32> {
    let light = Light::new(how.sun, how.haze);
    let surface = Surface::new(water, seed);
    let lay = Lay::upright(how, [(wide.side_px as f64 - 1.0) / 2.0; 2]);
    let lean = lay.lean();
    let random = &mut Random::new(seed, 8);
    let (through, path) = (1.0 - 0.5 * how.haze, 0.012 + 0.13 * how.haze);
    let up = towards(0.0, 90.0);
    let mut out = Vec::with_capacity(wide.side_px * wide.side_px);
    for line in 0..wide.side_px {
        for sample in 0..wide.side_px {
            let spot: Spot = [line as f64, sample as f64];
            let [east, north] = lay.ground(spot);
            let high = [east - lean[0] * wide.paint_height_m, north - lean[1] * wide.paint_height_m];
            let colour = match (wide.paint)(high) {
                Some(albedo) => light.matt(albedo, up, true),
                None => light.water(surface.upwelling, true, 0.022, surface.waves(east, north)),
            };
            let grey = path + through * (colour[0] + colour[1] + colour[2]) / 3.0;
            let sd = how.sensor.dark_noise + how.sensor.noise_share * grey;
            out.push((grey + sd * random.normal()) as f32);
        }
    }
    out
}
