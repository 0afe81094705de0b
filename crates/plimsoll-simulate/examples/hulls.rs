//! Renders hulls into pictures, with the points that an analyst sets on them, and what `case.toml` says of those from above:
//! `cargo run -p plimsoll-simulate --example hulls -- FOLDER [FIRST LAST]`.

use image::RgbImage;
use plimsoll_simulate::hulls::{
    HEADER, OverheadCase, PhotoCase, Picture, Sitting, clicks_from_above, clicks_on_photo, from_above,
    from_the_side,
};

fn save(path: &str, picture: &Picture) {
    let (width, height) = (picture.samples as u32, picture.lines as u32);
    let image = RgbImage::from_raw(width, height, picture.to_rgb8()).expect("three bytes a pixel");
    image.save(path).expect("a folder that can be written to");
}

/// What `case.toml` says of an image from above.
fn scene(case: &OverheadCase, image: &str) -> String {
    let (sun, sensor) = (case.sun_given, case.sensor_given);
    format!(
        "[[scene]] # SIMULATED\nexhibit = \"{image}\"\nkind = \"optical\"\non = 2030-01-01\npixel_spacing_m = {}\n\
         sun = {{ azimuth_deg = {:.2}, elevation_deg = {:.2} }}\nsensor_at = {{ azimuth_deg = {:.2}, elevation_deg = {:.2} }}\n\
         north_in_image_deg = {:.2}\n",
        case.how.spacing_m,
        sun.azimuth_deg,
        sun.elevation_deg,
        sensor.azimuth_deg,
        sensor.elevation_deg,
        case.how.north_in_image_deg.rem_euclid(360.0)
    )
}

fn main() {
    let mut words = std::env::args().skip(1);
    let folder = words.next().expect("a folder");
    let mut number = |or| words.next().map_or(or, |word| word.parse().expect("a seed"));
    let (first, last): (u64, u64) = (number(1), number(4));
    for seed in first..=last {
        let case = OverheadCase::of_seed(seed);
        let image = from_above(&case.scene, &case.how);
        let name = format!("above-{seed}.png");
        save(&format!("{folder}/{name}"), &image.picture);
        let points = clicks_from_above(&case.scene, &case.how, &image, &case.analyst);
        let set_at = "2030-01-01T00:00:00Z".parse().expect("a time");
        let sitting = Sitting { image: name, ship: format!("Invented {seed}"), set_at };
        let text = format!("{HEADER}{}", sitting.rows(&case.analyst, &points));
        std::fs::write(format!("{folder}/above-{seed}.csv"), text).expect("a folder that can be written to");
        std::fs::write(format!("{folder}/above-{seed}.toml"), scene(&case, &sitting.image))
            .expect("a folder that can be written to");

        let case = PhotoCase::of_seed(seed);
        let photo = from_the_side(&case.scene, &case.how);
        for (number, tile) in photo.tiles.iter().enumerate() {
            save(&format!("{folder}/photo-{seed}-{number}.png"), &tile.picture);
        }
        let points = clicks_on_photo(&photo, &case.analyst, case.vertical_sd_share);
        let sitting = Sitting { image: format!("photo-{seed}.png"), ..sitting };
        let text = format!("{HEADER}{}", sitting.rows(&case.analyst, &points));
        std::fs::write(format!("{folder}/photo-{seed}.csv"), text).expect("a folder that can be written to");
    }
}
