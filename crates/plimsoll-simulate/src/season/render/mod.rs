//! A season as bytes: what satellites, radios and clerks would have left of it.
mod crop;
mod geotiff;
mod ground;
mod noise;
mod present;
mod sky;
mod vessel;

pub use ground::DrawnPlace;

use crop::{CropView, crop};
use crate::season::SeasonTruth;

#[doc(hidden)]
pub fn try_crop(truth: &SeasonTruth, place: usize, time_h: f64, cloud: f64) -> Vec<u8> {
    let drawn = drawn_place(truth, place);
    let stays = present::Stays::of(truth, place);
    let vessels: Vec<_> = stays.vessels(truth, &drawn, time_h).into_iter().map(|(_, v)| v).collect();
    let time: jiff::Timestamp = "2024-03-07T00:00:00Z".parse().expect("x");
    let sun = sky::sun_over(time + jiff::SignedDuration::from_secs((time_h * 3600.0) as i64), drawn.lat_deg, drawn.lon_deg);
    let sun = plimsoll_model::Direction { elevation_deg: sun.elevation_deg.max(20.0), ..sun };
    crop(&drawn, &vessels, &CropView { side_px: 320, spacing_m: 3.0, sun, cloud, sea: 1.0, seed: time_h.to_bits() ^ place as u64 })
}

/// The drawn surroundings of the places of a season, in their order. Ways and sizes of piers are invented.
pub fn drawn_place(truth: &SeasonTruth, place: usize) -> DrawnPlace {
    let settings = &truth.settings.places[place];
    let bearing_deg = [118.0, 12.0, 84.0, 345.0, 30.0][place % 5];
    DrawnPlace {
        name: settings.name.clone(),
        lat_deg: settings.lat_deg,
        lon_deg: settings.lon_deg,
        bearing_deg,
        pier_m: [150.0, 140.0, 145.0, 135.0, 150.0][place % 5],
        pier_breadth_m: 18.0,
        shore_m: [210.0, 190.0, 230.0, 200.0, 220.0][place % 5],
        height_m: 4.0,
        seed: 1_000 + place as u64,
    }
}
