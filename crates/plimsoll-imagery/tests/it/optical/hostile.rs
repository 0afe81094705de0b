//! Items and pictures that lie: an error that names the key or the picture, never a panic or much memory.

use super::{opened, refusal};
use crate::made_tiff::{Form, Made, Values};
use plimsoll_imagery::optical::{OpticalOptions, StacItem};
use proptest::prelude::*;
use serde_json::{Value, json};

fn item(properties: Value) -> Vec<u8> {
    json!({"type": "Feature", "id": "x", "properties": properties, "assets": {}}).to_string().into_bytes()
}

fn said(properties: Value) -> String {
    StacItem::read("item.json", "a.tif", &item(properties)).unwrap_err().to_string()
}

#[test]
fn each_value_out_of_range_or_of_the_wrong_type_names_its_key() {
    for (key, value) in [
        ("view:sun_azimuth", json!(361.0)),
        ("view:sun_azimuth", json!("120")),
        ("view:sun_azimuth", json!(-0.5)),
        ("view:sun_elevation", json!(143.0)),
        ("view:sun_elevation", json!([45.0])),
        ("view:azimuth", json!({"deg": 3})),
        ("view:incidence_angle", json!(-3.0)),
        ("view:incidence_angle", json!(95.0)),
        ("view:off_nadir", json!(true)),
        ("gsd", json!(0.0)),
        ("gsd", json!(-3.0)),
        ("eo:cloud_cover", json!(101.0)),
        ("eo:cloud_cover", json!("12 %")),
        ("datetime", json!("2021-01-05 18:20:05")),
        ("datetime", json!("2021-13-05T18:20:05Z")),
        ("datetime", json!(1_609_870_805)),
        ("start_datetime", json!("yesterday")),
        ("platform", json!(7)),
        ("proj:epsg", json!("EPSG:32611")),
        ("proj:code", json!("32611")),
        ("proj:shape", json!([100.5, 100])),
        ("proj:shape", json!([100])),
        ("proj:transform", json!([1, 2, 3])),
        ("proj:transform", json!([3, 0, 5e5, 0, -3, 4e6, 0, 1, 1])),
        ("eo:bands", json!("red")),
    ] {
        let message = said(json!({ key: value }));
        assert!(message.contains(&format!("`{key}`")) && message.contains("item.json"), "{key}: {message}");
    }
    let message =
        said(json!({"start_datetime": "2021-01-05T18:20:05Z", "end_datetime": "2021-01-05T18:00:00Z"}));
    assert!(message.contains("end_datetime") && message.contains("not before"), "{message}");
}

#[test]
fn what_is_no_item_is_refused() {
    let read = |bytes: &[u8]| StacItem::read("item.json", "a.tif", bytes).unwrap_err().to_string();
    // NaN is no JSON; serde says where.
    let nan = br#"{"type": "Feature", "properties": {"view:sun_azimuth": NaN}}"#;
    assert!(read(nan).contains("STAC item in JSON"), "{}", read(nan));
    assert!(read(b"").contains("JSON"));
    assert!(read(b"[1, 2]").contains("object"));
    assert!(read(br#"{"type": "FeatureCollection", "features": []}"#).contains("not a collection"));
    assert!(read(br#"{"type": "Feature"}"#).contains("`properties`"));
    assert!(read(br#"{"type": "Feature", "properties": []}"#).contains("`properties`"));
    let deep = ["[".repeat(100_000), "]".repeat(100_000)].concat();
    assert!(read(deep.as_bytes()).contains("recursion"), "{}", read(deep.as_bytes()));
    let large = vec![b' '; (4 << 20) + 1];
    assert!(read(&large).contains("4 MB"));
    // Numbers beyond a double are refused, not made infinite.
    assert!(read(br#"{"type": "Feature", "properties": {"gsd": 1e999}}"#).contains("JSON"));
}

#[test]
fn angles_that_were_swapped_are_refused_where_that_shows() {
    // Azimuth 143 and elevation 31 swapped: no elevation is 143.
    let message = said(json!({"view:sun_azimuth": 31.0, "view:sun_elevation": 143.0}));
    assert!(message.contains("view:sun_elevation") && message.contains("143"), "{message}");
}

#[test]
fn pictures_that_are_too_large_or_in_inks_are_refused_before_they_are_decoded() {
    let options = OpticalOptions::default();
    // A PNG header of 40,000 by 40,000 pixels with nothing behind it.
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    png.extend([0, 0, 0x9c, 0x40, 0, 0, 0x9c, 0x40, 8, 2, 0, 0, 0]);
    let crc = {
        let mut crc = flate2::Crc::new();
        crc.update(&png[12..]);
        crc.sum()
    };
    png.extend(crc.to_be_bytes());
    png.extend(b"\0\0\0\0IDAT\x35\xaf\x06\x1e");
    let message = refusal("bomb.png", &png, &options);
    assert!(message.contains("40000 x 40000") || message.contains("imit"), "{message}");
    // A JPEG whose frame has four components.
    let mut jpeg = vec![0xff, 0xd8, 0xff, 0xc0, 0, 20, 8, 0, 16, 0, 16, 4];
    jpeg.extend([0; 64]);
    let message = refusal("inks.jpg", &jpeg, &options);
    assert!(message.contains("CMYK") && message.contains("RGB"), "{message}");
    for bytes in
        [&b"\xff\xd8\xff"[..], b"\xff\xd8\xff\xe0\0\0", b"GIF89a", b"", b"\x89PNG", &[0xff, 0xd8, 0xff, 0xff]]
    {
        refusal("broken", bytes, &options);
    }
}

#[test]
fn tiffs_of_other_colours_are_refused_by_name() {
    let made = |bands: u32, form: Form, photometric: u16| {
        let mut made = Made::new(40, 40, form);
        made.bands = bands;
        made.tags = vec![(262, Values::Short(vec![photometric]))];
        made.bytes(&|_, _, _| 50.0)
    };
    let options = OpticalOptions::default();
    for (bytes, words) in [
        (made(4, Form::U8, 5), "CMYK"),
        (made(3, Form::U8, 6), "YCbCr"),
        (made(1, Form::U8, 0), "white is nought"),
        (made(3, Form::U8, 8), "PhotometricInterpretation 8"),
        (made(3, Form::F32, 2), "8 or 16 bits"),
        (made(3, Form::I16, 2), "8 or 16 bits"),
        (made(2, Form::U8, 1), "2 bands"),
        (made(7, Form::U16, 1), "7 bands"),
    ] {
        let message = refusal("odd.tif", &bytes, &options);
        assert!(message.contains(words) && message.contains("odd.tif"), "{message}");
    }
    assert_eq!(opened("fine.tif", &made(4, Form::U16, 2), &options).facts.bands.len(), 4);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]
    /// Nothing that is read panics.
    #[test]
    fn any_bytes_and_any_item(bytes in proptest::collection::vec(any::<u8>(), 0..200), cut in 0usize..400) {
        let _ = StacItem::read("item.json", "a.tif", &bytes);
        let mut whole = item(json!({"view:sun_azimuth": 120.5, "view:off_nadir": 3, "datetime": "2021-01-05T18:20:05Z",
            "proj:epsg": 32611, "proj:transform": [3, 0, 5e5, 0, -3, 4e6], "eo:bands": [{"common_name": "red"}]}));
        if let Some(byte) = bytes.first() {
            let at = cut % whole.len();
            whole[at] = *byte;
        }
        let _ = StacItem::read("item.json", "a.tif", &whole);
        let _ = plimsoll_imagery::optical::open_optical("x", Box::new(std::io::Cursor::new(bytes)),
            &OpticalOptions::default(), &super::params().scenes);
    }
}
