//! Opening: bands, bits, alpha, angles as seen from the ship, places.

use super::{opened, refusal};
use crate::made_tiff::{Form, Made, Values};
use image::{DynamicImage, GrayImage, Luma, Rgb, RgbImage, Rgba, RgbaImage};
use plimsoll_imagery::Raster;
use plimsoll_imagery::optical::{Band, OpticalOptions, StacItem, SunCheck, sun_at, zenith_deg};
use plimsoll_model::{Direction, PixelWindow, Position};
use serde_json::{Value, json};
use std::io::Cursor;

fn png(picture: &DynamicImage) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    picture.write_to(&mut out, image::ImageFormat::Png).unwrap();
    out.into_inner()
}

fn item(properties: &Value, assets: &Value) -> StacItem {
    let bytes = json!({"type": "Feature", "id": "x", "properties": properties, "assets": assets}).to_string();
    StacItem::read("item.json", "a.tif", bytes.as_bytes()).unwrap()
}

const ALL: PixelWindow = PixelWindow { line: 0, sample: 0, lines: 4, samples: 6 };

#[test]
fn colours_bits_and_alpha_of_pictures() {
    let colour = |x: u32, y: u32| [10 + x as u8, 20 + y as u8, 30];
    let rgb = RgbImage::from_fn(6, 4, |x, y| Rgb(colour(x, y)));
    let rgba = RgbaImage::from_fn(6, 4, |x, y| {
        let [r, g, b] = colour(x, y);
        Rgba([r, g, b, 200])
    });
    let options = OpticalOptions::default();
    let mut plain = opened("a.png", &png(&DynamicImage::ImageRgb8(rgb)), &options);
    let mut alpha = opened("b.png", &png(&DynamicImage::ImageRgba8(rgba)), &options);
    assert_eq!(plain.facts.bands, [Band::Red, Band::Green, Band::Blue]);
    assert!(alpha.facts.notes.iter().any(|n| n.contains("alpha")));
    let (a, b) = (plain.raster.read(ALL).unwrap(), alpha.raster.read(ALL).unwrap());
    assert_eq!(a, b);
    assert_eq!(a.bands[0][..6], [10.0, 11.0, 12.0, 13.0, 14.0, 15.0]);
    assert_eq!((a.bands[1][23], a.bands[2][5]), (23.0, 30.0));
    let grey = GrayImage::from_fn(6, 4, |x, _| Luma([x as u8]));
    let mut grey = opened("c.png", &png(&DynamicImage::ImageLuma8(grey)), &options);
    assert_eq!(grey.facts.bands, [Band::Grey]);
    // Nought is a value in a picture: dark water.
    assert!(grey.raster.read(ALL).unwrap().bands[0][0].abs() <= 0.0);
    let deep: image::ImageBuffer<Rgb<u16>, Vec<u16>> =
        image::ImageBuffer::from_fn(6, 4, |x, _| Rgb([40_000 + x as u16, 1, 2]));
    let mut deep = opened("d.png", &png(&DynamicImage::ImageRgb16(deep)), &options);
    assert!(!deep.raster.is_byte());
    assert_eq!(deep.raster.read(ALL).unwrap().bands[0][..2], [40_000.0, 40_001.0]);
    let outside = PixelWindow { line: 2, sample: 0, lines: 3, samples: 6 };
    assert!(deep.raster.read(outside).is_err());
    assert!(plain.facts.notes.iter().any(|n| n.contains("spacing not given")));
}

#[test]
fn four_bands_are_near_infrared_unless_the_fourth_is_alpha() {
    let made = |extra: Option<u16>| {
        let mut made = Made::new(6, 4, Form::U16);
        made.bands = 4;
        made.tags = vec![(262, Values::Short(vec![2]))];
        made.tags.extend(extra.map(|e| (338, Values::Short(vec![e]))));
        made.bytes(&|band, line, sample| f64::from(100 * band + line * 6 + sample + 1))
    };
    let options = OpticalOptions { pixel_spacing_m: Some(3.0), ..OpticalOptions::default() };
    let mut four = opened("a.tif", &made(None), &options);
    assert_eq!(four.facts.bands[3], Band::NearInfrared);
    assert!((four.raster.read(ALL).unwrap().bands[3][0] - 301.0).abs() < 1e-6);
    let mut three = opened("a.tif", &made(Some(2)), &options);
    assert_eq!(three.facts.bands, [Band::Red, Band::Green, Band::Blue]);
    assert_eq!(three.raster.read(ALL).unwrap().bands.len(), 3);
    assert_eq!(opened("a.tif", &made(Some(0)), &options).facts.bands.len(), 4);
    let typed =
        OpticalOptions { bands: vec![Band::Blue, Band::Green, Band::Red, Band::NearInfrared], ..options };
    assert_eq!(opened("a.tif", &made(None), &typed).facts.bands[0], Band::Blue);
    let wrong = OpticalOptions { bands: vec![Band::Grey], ..typed };
    assert!(refusal("a.tif", &made(None), &wrong).contains("4 bands"));
    let named = item(
        &json!({}),
        &json!({"visual": {"href": "./a.tif", "eo:bands": [
        {"common_name": "blue"}, {"common_name": "green"}, {"common_name": "red"}, {"common_name": "nir"}]}}),
    );
    let stac = OpticalOptions { stac: Some(named), ..OpticalOptions::default() };
    assert_eq!(opened("a.tif", &made(None), &stac).facts.bands[0], Band::Blue);
}

/// A TIFF without a place, 400 by 600 pixels of water.
fn water() -> Vec<u8> {
    let mut made = Made::new(600, 400, Form::U8);
    made.bands = 3;
    made.tags = vec![(262, Values::Short(vec![2]))];
    made.bytes(&|_, line, sample| f64::from(40 + (line + sample) % 3))
}

fn place() -> Value {
    // 3 m in UTM zone 11 off Long Beach.
    json!({"proj:epsg": 32611, "proj:transform": [3, 0, 388_000, 0, -3, 3_735_000], "proj:shape": [400, 600]})
}

fn with(more: Value) -> OpticalOptions {
    let (Value::Object(mut all), Value::Object(more)) = (place(), more) else { panic!("objects") };
    all.extend(more);
    OpticalOptions { stac: Some(item(&Value::Object(all), &json!({}))), ..OpticalOptions::default() }
}

#[test]
fn the_sensor_is_seen_from_the_ship() {
    // A satellite north-east of the ship looks south-west (225 degrees from the point below it), 20 degrees from the
    // vertical at the ground: from the ship it stands in the north-east, 70 degrees high.
    let scene =
        opened("a.tif", &water(), &with(json!({"view:azimuth": 225.0, "view:incidence_angle": 20.0})));
    let seen = scene.facts.sensor_at.unwrap();
    assert!((seen.azimuth_deg - 45.0).abs() < 1e-9 && (seen.elevation_deg - 70.0).abs() < 1e-9, "{seen:?}");
    // Off nadir is an angle at the satellite: without a height it is not used.
    let off = json!({"view:azimuth": 225.0, "view:off_nadir": 20.0});
    let scene = opened("a.tif", &water(), &with(off.clone()));
    assert_eq!(scene.facts.sensor_at, None);
    assert!(
        scene.facts.notes.iter().any(|n| n.contains("not the angle at the ground")),
        "{:?}",
        scene.facts.notes
    );
    let high = OpticalOptions { orbit_height_m: Some(475_000.0), ..with(off) };
    let seen = opened("a.tif", &water(), &high).facts.sensor_at.unwrap();
    assert!((90.0 - seen.elevation_deg - 21.56).abs() < 0.02, "{seen:?}");
    // An angle without a direction is none.
    let scene = opened("a.tif", &water(), &with(json!({"view:incidence_angle": 20.0})));
    assert_eq!(scene.facts.sensor_at, None);
    // What is typed goes before.
    let typed = Direction { azimuth_deg: 100.0, elevation_deg: 60.0 };
    let options = OpticalOptions {
        sensor_at: Some(typed),
        ..with(json!({"view:azimuth": 225.0, "view:incidence_angle": 20.0}))
    };
    assert_eq!(opened("a.tif", &water(), &options).facts.sensor_at, Some(typed));
}

#[test]
fn the_angle_at_the_ground_from_the_triangle() {
    // The same from the triangle in a plane: satellite on the x axis, the ray met with the circle of the Earth.
    for (off, height) in [(5.0, 475e3), (20.0, 475e3), (30.0, 617e3), (45.0, 786e3)] {
        let earth = 6_371_000.0_f64;
        let (slope, start) = (f64::to_radians(off), earth + height);
        // Points start - s cos, s sin; |point| = earth: a quadratic in s, the nearer root.
        let half = start * slope.cos();
        let range = half - (half * half - (start * start - earth * earth)).sqrt();
        let (x, y) = (start - range * slope.cos(), range * slope.sin());
        let zenith = slope.to_degrees() + y.atan2(x).to_degrees();
        assert!((zenith_deg(off, height).unwrap() - zenith).abs() < 1e-9);
    }
    assert_eq!(zenith_deg(80.0, 475e3), None);
}

#[test]
fn the_sun_is_stated_compared_or_computed() {
    let middle = Position::from_lat_lon(33.74, -118.2).unwrap();
    let taken = "2021-01-05T18:20:05Z";
    let sun = sun_at(taken.parse().unwrap(), middle);
    let stated = |time: &str| {
        json!({"view:sun_azimuth": sun.azimuth_deg, "view:sun_elevation": sun.elevation_deg, "datetime": time,
            "eo:cloud_cover": 12.0, "platform": "made", "gsd": 3.0})
    };
    let scene = opened("a.tif", &water(), &with(stated(taken)));
    assert!(matches!(scene.facts.sun_check, Some(SunCheck::Agrees { .. })), "{:?}", scene.facts);
    assert!(scene.facts.sun.is_some() && scene.facts.footprint.len() == 4);
    assert!((scene.facts.cloud_fraction.unwrap() - 0.12).abs() < 1e-12);
    // Local time written as UTC: eight hours.
    let wrong = opened("a.tif", &water(), &with(stated("2021-01-05T10:20:05Z")));
    assert_eq!(wrong.facts.sun, None);
    let note = wrong.facts.notes.iter().find(|n| n.contains("clock")).unwrap();
    assert!(note.contains("+8 h"), "{note}");
    let none = opened("a.tif", &water(), &with(json!({"datetime": taken})));
    assert!(none.facts.sun_basis.contains("computed") && none.facts.sun.is_some());
    let nothing = opened("a.tif", &water(), &with(json!({})));
    assert_eq!(
        (nothing.facts.sun, nothing.facts.sensor_at, nothing.facts.cloud_fraction),
        (None, None, None)
    );
    // A whole day does not tell where the sun stood.
    let day = json!({"start_datetime": "2021-01-05T00:00:00Z", "end_datetime": "2021-01-06T00:00:00Z", "datetime": null});
    assert_eq!(opened("a.tif", &water(), &with(day)).facts.sun, None);
}

#[test]
fn an_item_of_another_image_is_refused() {
    let message = refusal("a.tif", &water(), &with(json!({"proj:shape": [401, 600]})));
    assert!(message.contains("proj:shape") && message.contains("401"), "{message}");
}
