//! What the values of a file mean, scenes of several files, and chips.

use crate::geotiff::geo_tags;
use crate::made_tiff::{Form, Made, reader};
use image::{DynamicImage, GrayImage, ImageFormat, RgbImage};
use plimsoll_imagery::chip::{chip_png, chip_text, north_in_image_deg, original_tiff};
use plimsoll_imagery::{ImageryError, OpenOptions, OpenedScene, Planes, SampleKind, join, open_scene};
use plimsoll_model::{PixelWindow, Polarisation};
use std::io::Cursor;

fn open_as(name: &str, made: &Made, value: f64, options: &OpenOptions) -> Result<OpenedScene, ImageryError> {
    open_scene(name, reader(&made.bytes(&|_, line, _| if line == 0 { 0.0 } else { value })), options)
}

fn with_kind(kind: SampleKind) -> OpenOptions {
    OpenOptions { kind: Some(kind), ..OpenOptions::default() }
}

fn whole(scene: &mut OpenedScene) -> Planes {
    let (lines, samples) = (scene.raster.lines(), scene.raster.samples());
    scene.raster.read(PixelWindow { line: 0, sample: 0, lines, samples }).unwrap()
}

#[test]
fn power_is_what_the_kind_says() {
    let made = Made::new(5, 4, Form::F32);
    for (kind, value, power) in [
        (SampleKind::Db, -20.0, 0.01),
        (SampleKind::Power, 0.25, 0.25),
        (SampleKind::Amplitude, 12.0, 144.0),
        (SampleKind::Amplitude, -3.0, 9.0),
    ] {
        // Some below nought are noise taken away, or parts of complex numbers: the others are above.
        let bytes = made.bytes(&|_, line, sample| {
            if line == 0 {
                0.0
            } else if sample == 0 {
                value
            } else {
                value.abs()
            }
        });
        let bytes = if kind == SampleKind::Db {
            made.bytes(&|_, line, _| if line == 0 { 0.0 } else { value })
        } else {
            bytes
        };
        let mut scene = open_scene("a.tif", reader(&bytes), &with_kind(kind)).unwrap();
        assert_eq!(scene.facts.form, kind.as_str());
        let planes = whole(&mut scene);
        assert!((f64::from(planes.bands[0][5]) / power - 1.0).abs() < 1e-6);
        // 0 dB is a value; nought is none in amplitude and power.
        assert_eq!(planes.bands[0][0].is_nan(), kind != SampleKind::Db);
        let window = PixelWindow { line: 1, sample: 0, lines: 1, samples: 2 };
        assert!((f64::from(scene.raster.read_original(window).unwrap().bands[0][0]) - value).abs() < 1e-6);
    }
}

#[test]
fn decibels_by_table_are_those_of_the_library() {
    let made = Made::new(4001, 1, Form::F32);
    let db = |sample: u32| f64::from((f64::from(sample) * 0.1 - 200.0) as f32);
    let bytes = made.bytes(&|_, _, sample| db(sample));
    let mut scene = open_scene("a.tif", reader(&bytes), &with_kind(SampleKind::Db)).unwrap();
    let planes = whole(&mut scene);
    for (sample, power) in planes.bands[0].iter().enumerate() {
        let expected = 10_f64.powf(db(sample as u32) / 10.0);
        assert!((f64::from(*power) / expected - 1.0).abs() < 1e-7, "{sample} {power} {expected}");
    }
    let bytes = made.bytes(&|_, _, sample| if sample < 2000 { f64::NEG_INFINITY } else { -1e30 });
    let mut scene = open_scene("a.tif", reader(&bytes), &with_kind(SampleKind::Db)).unwrap();
    assert!(whole(&mut scene).bands[0].iter().all(|p| p.is_nan()));
}

#[test]
fn no_data_is_no_value() {
    for (text, value) in [("-9999", -9999.0), ("nan", f64::NAN), ("-1.7976931348623157e+308", f64::MIN)] {
        let mut made = Made::new(4, 2, Form::F64);
        made.tags = vec![(42113, crate::made_tiff::Values::Ascii(text.to_owned()))];
        let bytes = made.bytes(&|_, line, _| if line == 0 { value } else { -15.0 });
        let mut scene = open_scene("a.tif", reader(&bytes), &OpenOptions::default()).unwrap();
        let band = whole(&mut scene).bands.remove(0);
        assert!(band[..4].iter().all(|p| p.is_nan()) && band[4..].iter().all(|p| p.is_finite()));
    }
}

#[test]
fn kinds_are_guessed_where_that_is_safe() {
    for (form, value, kind, why) in [
        (Form::F32, -17.0, "sar-db", "taken for dB because"),
        (Form::F32, 250.0, "sar-amplitude", "taken for amplitude because"),
        (Form::F32, 0.02, "sar-power", "taken for power because"),
        (Form::U8, 90.0, "sar-amplitude", "stretched picture; contrasts are relative"),
        (Form::U16, 300.0, "sar-amplitude", "whole numbers"),
    ] {
        let scene = open_as("a.tif", &Made::new(9, 9, form), value, &OpenOptions::default()).unwrap();
        assert_eq!(scene.facts.form, kind);
        assert!(scene.facts.notes.iter().any(|n| n.contains(why)), "{:?}", scene.facts.notes);
    }
    let unclear = Made::new(9, 9, Form::F32).bytes(&|_, l, s| if (l + s) % 2 == 0 { -30.0 } else { 31.0 });
    let error = open_scene("slc.tif", reader(&unclear), &OpenOptions::default()).err().unwrap().to_string();
    assert!(error.contains("sar-amplitude"), "{error}");
    let empty = open_as("empty.tif", &Made::new(9, 9, Form::F32), 0.0, &OpenOptions::default());
    assert!(empty.err().unwrap().to_string().contains("without any value"));
    assert!(open_as("empty.tif", &Made::new(9, 9, Form::F32), 0.0, &with_kind(SampleKind::Power)).is_ok());
}

#[test]
fn a_kind_that_cannot_be_is_an_error() {
    let made = Made::new(9, 9, Form::F32);
    for kind in [SampleKind::Power, SampleKind::Amplitude] {
        let error = open_as("a.tif", &made, -17.0, &with_kind(kind)).err().unwrap().to_string();
        assert!(error.contains("looks like dB"), "{error}");
    }
    let error = open_as("a.tif", &made, 300.0, &with_kind(SampleKind::Db)).err().unwrap().to_string();
    assert!(error.contains("not dB"), "{error}");
}

#[test]
fn polarisations_come_from_the_options_or_the_name() {
    use Polarisation::{Hh, Unknown, Vh, Vv};
    let mut made = Made::new(4, 4, Form::U16);
    let named = |made: &Made, name: &str| {
        open_as(name, made, 9.0, &OpenOptions::default()).unwrap().raster.polarisations().to_vec()
    };
    assert_eq!(named(&made, "x/s1a-iw-grd-vh-20210105t.tif"), [Vh]);
    assert_eq!(named(&made, "vv/scene_HH_2.tif"), [Hh]);
    assert_eq!(named(&made, "skyvvan.tif"), [Unknown]);
    assert_eq!(named(&made, "vv-vh.tif"), [Unknown]);
    made.bands = 2;
    assert_eq!(named(&made, "scene_VV_VH.tif"), [Vv, Vh]);
    assert_eq!(named(&made, "scene_VV.tif"), [Unknown, Unknown]);
    let given = |list: Vec<Polarisation>| OpenOptions { band_polarisations: list, ..OpenOptions::default() };
    let scene = open_as("vv.tif", &made, 9.0, &given(vec![Hh, Vh])).unwrap();
    assert_eq!(scene.raster.polarisations(), [Hh, Vh]);
    assert!(open_as("vv.tif", &made, 9.0, &given(vec![Hh])).err().unwrap().to_string().contains("2 bands"));
}

#[test]
fn spacing_is_given_placed_or_assumed() {
    let mut made = Made::new(4, 4, Form::U16);
    let scene = open_as("a.tif", &made, 9.0, &OpenOptions::default()).unwrap();
    assert_eq!(scene.geometry.line_spacing_m.to_bits(), 10_f64.to_bits());
    assert!(scene.facts.notes.contains(&"pixel spacing not given; 10 m assumed".to_owned()));
    let given = OpenOptions { pixel_spacing_m: Some(3.5), ..OpenOptions::default() };
    assert_eq!(
        open_as("a.tif", &made, 9.0, &given).unwrap().geometry.sample_spacing_m.to_bits(),
        3.5_f64.to_bits()
    );
    let bad = OpenOptions { pixel_spacing_m: Some(-1.0), ..OpenOptions::default() };
    assert!(open_as("a.tif", &made, 9.0, &bad).is_err());
    made.tags = geo_tags(32631, [20.0, 20.0], [5e5, 5e6], false);
    assert_eq!(
        open_as("a.tif", &made, 9.0, &given).unwrap().geometry.sample_spacing_m.to_bits(),
        20_f64.to_bits()
    );
}

#[test]
fn files_of_one_scene_become_one() {
    let mut made = Made::new(6, 5, Form::U16);
    made.tags = geo_tags(32631, [20.0, 20.0], [5e5, 5e6], false);
    let open =
        |name: &str, made: &Made, value: f64| open_as(name, made, value, &OpenOptions::default()).unwrap();
    let mut scene = join(vec![open("a_vv.tif", &made, 3.0), open("a_vh.tif", &made, 2.0)]).unwrap();
    assert_eq!(scene.raster.polarisations(), [Polarisation::Vv, Polarisation::Vh]);
    let planes = whole(&mut scene);
    assert_eq!((planes.bands[0][7], planes.bands[1][7]), (9.0, 4.0));
    let mut shorter = made.clone();
    (shorter.height, shorter.rows_per_strip) = (4, 4);
    let mut moved = made.clone();
    moved.tags = geo_tags(32631, [20.0, 20.0], [5e5 + 5.0, 5e6], false);
    let mut unplaced = made.clone();
    unplaced.tags.clear();
    let mut coarse = made.clone();
    coarse.tags = geo_tags(32631, [20.1, 20.1], [5e5, 5e6], false);
    for (other, word) in [(shorter, "4 lines"), (moved, "5.0 m"), (unplaced, "10 x 10"), (coarse, "20.1")] {
        let both = vec![open("a_vv.tif", &made, 3.0), open("a_vh.tif", &other, 2.0)];
        let error = join(both).err().unwrap().to_string();
        assert!(
            error.contains(word) && error.contains("file 1 (VV") && error.contains("file 2 (VH"),
            "{error}"
        );
    }
    assert!(join(Vec::new()).is_err());
}

#[test]
fn other_files_are_refused_by_what_they_are() {
    for (bytes, word) in [
        (&b"PK\x03\x04 and so on"[..], "ZIP"),
        (b"", "empty"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"\x89HDF\r\n", "HDF5"),
        (b"line,sample\n", "bytes [6c, 69"),
    ] {
        let error = open_scene("a.tif", reader(bytes), &OpenOptions::default()).err().unwrap().to_string();
        assert!(error.contains(word) && error.contains("SAFE"), "{error}");
    }
}

fn encoded(picture: DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    picture.write_to(&mut out, format).unwrap();
    out.into_inner()
}

#[test]
fn pictures_are_amplitude() {
    let grey = DynamicImage::from(GrayImage::from_fn(30, 20, |x, y| image::Luma([(x + y) as u8])));
    let deep = DynamicImage::ImageLuma16(image::ImageBuffer::from_fn(30, 20, |x, y| {
        image::Luma([(x * 100 + y) as u16])
    }));
    let colour =
        DynamicImage::from(RgbImage::from_fn(30, 20, |x, _| image::Rgb([x as u8 * 8, x as u8 * 8, 200])));
    let window = PixelWindow { line: 3, sample: 4, lines: 2, samples: 3 };
    let open = |bytes: &[u8]| open_scene("a.png", reader(bytes), &OpenOptions::default()).unwrap();
    let mut scene = open(&encoded(grey.clone(), ImageFormat::Png));
    assert_eq!(scene.raster.read(window).unwrap().bands[0], [49.0, 64.0, 81.0, 64.0, 81.0, 100.0]);
    assert!(scene.facts.notes.iter().any(|n| n.contains("stretched")));
    let mut scene = open(&encoded(deep, ImageFormat::Png));
    assert_eq!(scene.raster.read_original(window).unwrap().bands[0][..3], [403.0, 503.0, 603.0]);
    let scene = open(&encoded(colour, ImageFormat::Png));
    assert!(scene.facts.notes.iter().any(|n| n.contains("luma")));
    let mut scene = open(&encoded(grey.clone(), ImageFormat::Jpeg));
    assert!((scene.raster.read_original(window).unwrap().bands[0][0] - 7.0).abs() < 4.0);
    assert!(scene.raster.read(PixelWindow { line: 19, sample: 0, lines: 2, samples: 1 }).is_err());
    // Cut anywhere, and claimed to be huge.
    let png = encoded(grey, ImageFormat::Png);
    for end in 8..png.len() - 12 {
        assert!(open_scene("a.png", reader(&png[..end]), &OpenOptions::default()).is_err(), "{end}");
    }
    let mut huge = png.clone();
    huge[16..24].copy_from_slice(&[0, 0, 0x80, 0, 0, 0, 0x80, 0]);
    let sum = flate2_crc(&huge[12..29]);
    huge[29..33].copy_from_slice(&sum.to_be_bytes());
    let error = open_scene("a.png", reader(&huge), &OpenOptions::default()).err().unwrap().to_string();
    assert!(error.contains("100 Mpx"), "{error}");
}

fn flate2_crc(bytes: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    crc.sum()
}

#[test]
fn chips_show_and_keep() {
    let mut power = vec![0.01_f32; 40 * 60];
    for sample in 25..35 {
        power[20 * 60 + sample] = 10.0;
    }
    power[0] = f32::NAN;
    power[1] = -0.5;
    let planes = Planes { lines: 40, samples: 60, bands: vec![power.clone(), power] };
    let png = image::load_from_memory(&chip_png(&planes, 0, -25.0, 5.0).unwrap()).unwrap().into_luma8();
    assert_eq!((png.width(), png.height()), (60, 40));
    // No value 0, dark 1, -20 dB of -25 to 5: a sixth of 254 above 1, peak 255.
    assert_eq!([png[(0, 0)].0[0], png[(1, 0)].0[0], png[(5, 5)].0[0], png[(30, 20)].0[0]], [0, 1, 43, 255]);
    let text = chip_text(&planes, 0, 30).unwrap();
    let rows: Vec<&str> = text.lines().collect();
    assert!(rows.len() == 10 && rows.iter().all(|r| r.chars().count() == 30), "{text}");
    assert_eq!(rows[5].matches('@').count(), 6, "{text}");
    let tiff = original_tiff(&planes).unwrap();
    let mut back = open_scene("chip.tif", reader(&tiff), &with_kind(SampleKind::Power)).unwrap();
    let window = PixelWindow { line: 0, sample: 0, lines: 40, samples: 60 };
    let back = back.raster.read_original(window).unwrap();
    for (one, two) in planes.bands.iter().flatten().zip(back.bands.iter().flatten()) {
        assert_eq!(one.to_bits(), two.to_bits());
    }
    assert!(chip_png(&planes, 2, -25.0, 5.0).is_err());
    assert!(chip_text(&Planes::default(), 0, 10).is_err() && original_tiff(&Planes::default()).is_err());
    let scene = open_as("a.tif", &Made::new(4, 4, Form::U16), 9.0, &OpenOptions::default()).unwrap();
    assert_eq!(north_in_image_deg(&scene.geometry, 1.0, 1.0), None);
}
