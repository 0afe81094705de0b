//! Photographs: EXIF written by the tests, read by the crate; what is odd is said, what is hostile does no harm.

use exif::experimental::Writer;
use exif::{Field, In, Rational, Tag, Value};
use image::{ImageFormat, RgbImage};
use plimsoll_imagery::ImageryError;
use plimsoll_imagery::photo::{PhotoFacts, UtcOffset, read_photo};
use std::io::Cursor;

fn field(tag: Tag, value: Value) -> Field {
    Field { tag, ifd_num: In::PRIMARY, value }
}

fn text(tag: Tag, text: &str) -> Field {
    field(tag, Value::Ascii(vec![text.as_bytes().to_vec()]))
}

fn whole(tag: Tag, value: u32) -> Field {
    field(tag, Value::Long(vec![value]))
}

fn short(tag: Tag, value: u16) -> Field {
    field(tag, Value::Short(vec![value]))
}

fn rational(tag: Tag, parts: &[(u32, u32)]) -> Field {
    field(tag, Value::Rational(parts.iter().map(|&(num, denom)| Rational { num, denom }).collect()))
}

/// A JPEG of this size with these fields.
fn jpeg(samples: u32, lines: u32, fields: &[Field]) -> Vec<u8> {
    let mut picture = Cursor::new(Vec::new());
    RgbImage::new(samples, lines).write_to(&mut picture, ImageFormat::Jpeg).unwrap();
    let picture = picture.into_inner();
    if fields.is_empty() {
        return picture;
    }
    let mut writer = Writer::new();
    fields.iter().for_each(|f| writer.push_field(f));
    let mut exif = Cursor::new(Vec::new());
    writer.write(&mut exif, false).unwrap();
    let exif = exif.into_inner();
    let length = u16::try_from(exif.len() + 8).unwrap().to_be_bytes();
    [&picture[..2], b"\xff\xe1", &length, b"Exif\0\0", &exif, &picture[2..]].concat()
}

fn read(bytes: Vec<u8>) -> Result<PhotoFacts, ImageryError> {
    read_photo("patrol.jpg", Box::new(Cursor::new(bytes)))
}

fn of(fields: &[Field]) -> PhotoFacts {
    read(jpeg(64, 48, fields)).unwrap()
}

fn said(facts: &PhotoFacts, words: &str) -> bool {
    facts.notes.iter().any(|n| n.contains(words))
}

/// As a camera on a patrol aircraft off Hokkaido would write it.
fn patrol() -> Vec<Field> {
    vec![
        text(Tag::Make, "Example"),
        text(Tag::Model, "Example X1"),
        text(Tag::Artist, "Patrol 3"),
        text(Tag::DateTimeOriginal, "2024:05:01 12:34:56"),
        text(Tag::OffsetTimeOriginal, "+09:00"),
        rational(Tag::FocalLength, &[(200, 1)]),
        rational(Tag::FocalPlaneXResolution, &[(64, 36)]),
        short(Tag::FocalPlaneResolutionUnit, 3),
        whole(Tag::PixelXDimension, 64),
        whole(Tag::PixelYDimension, 48),
        text(Tag::GPSLatitudeRef, "N"),
        rational(Tag::GPSLatitude, &[(45, 1), (30, 1), (0, 1)]),
        text(Tag::GPSLongitudeRef, "E"),
        rational(Tag::GPSLongitude, &[(141, 1), (15, 1), (36, 1)]),
        rational(Tag::GPSAltitude, &[(3050, 10)]),
        text(Tag::GPSImgDirectionRef, "T"),
        rational(Tag::GPSImgDirection, &[(2755, 10)]),
    ]
}

#[test]
fn the_facts_of_a_patrol_photograph_are_read_with_their_basis() {
    let facts = of(&patrol());
    assert_eq!((facts.lines, facts.samples), (48, 64));
    let (time, basis) = facts.time(None, 0).unwrap();
    assert_eq!(time.start().to_string(), "2024-05-01T03:34:56Z");
    assert!(basis.contains("+09:00"), "{basis}");
    let place = facts.position.unwrap();
    assert!((place.lat_deg() - 45.5).abs() < 1e-9 && (place.lon_deg() - 141.26).abs() < 1e-9);
    assert!((facts.altitude_m.unwrap() - 305.0).abs() < 1e-9);
    assert!((facts.bearing_deg.unwrap() - 275.5).abs() < 1e-9);
    // 64 pixels on 36 cm: 200 mm are 35.6 pixels.
    let (focal, sd) = facts.focal_px.unwrap();
    assert!((focal - 200.0 * 64.0 / 360.0).abs() < 1e-3 && sd > 0.0, "{focal}");
    assert_eq!(facts.camera.as_deref(), Some("Example X1"));
    assert_eq!(facts.author.as_deref(), Some("Patrol 3"));
    assert!(facts.notes.is_empty(), "{:?}", facts.notes);
}

#[test]
fn a_focal_length_in_35_mm_film_is_one_of_the_diagonal() {
    let facts = of(&[short(Tag::FocalLengthIn35mmFilm, 50)]);
    // 80 pixels of diagonal, 43.27 mm of it.
    assert!((facts.focal_px.unwrap().0 - 50.0 * 80.0 / 43.2666).abs() < 0.01);
}

#[test]
fn a_rotated_and_a_mirrored_photograph_stand_upright_and_say_so() {
    let rotated = of(&[short(Tag::Orientation, 6)]);
    assert_eq!((rotated.lines, rotated.samples), (64, 48));
    assert!(!said(&rotated, "mirrored"));
    let mirrored = of(&[short(Tag::Orientation, 2)]);
    assert!(mirrored.orientation.is_mirrored() && said(&mirrored, "letters on the hull"));
    assert!(said(&of(&[short(Tag::Orientation, 9)]), "expected 1 to 8"));
}

#[test]
fn copies_and_screenshots_are_said() {
    let with_size = |x, y| {
        of(&[
            whole(Tag::PixelXDimension, x),
            whole(Tag::PixelYDimension, y),
            short(Tag::FocalLengthIn35mmFilm, 50),
        ])
    };
    let resized = with_size(640, 480);
    assert!(said(&resized, "resized copy"));
    assert!(resized.focal_px.is_some(), "of the pixels as they are now");
    let cut = with_size(640, 640);
    assert!(said(&cut, "cut copy") && cut.focal_px.is_none(), "the middle of the lens is lost");
    let screenshot = read(jpeg(64, 48, &[])).unwrap();
    assert!(said(&screenshot, "no EXIF") && screenshot.time.is_none());
}

#[test]
fn a_clock_that_disagrees_with_the_satellites_is_said_with_the_correction_that_would_agree() {
    let mut fields = patrol();
    fields.push(text(Tag::GPSDateStamp, "2024:05:01"));
    fields.push(rational(Tag::GPSTimeStamp, &[(2, 1), (34, 1), (56, 1)]));
    let facts = of(&fields);
    assert!(said(&facts, "a reviewed correction of -3600 s"), "{:?}", facts.notes);
    let (time, basis) = facts.time(None, -3600).unwrap();
    assert_eq!(time.start().to_string(), "2024-05-01T02:34:56Z");
    assert!(basis.contains("reviewed decision"), "{basis}");
}

#[test]
fn a_time_without_an_offset_is_a_day_wide_until_somebody_states_one() {
    let facts = of(&[text(Tag::DateTimeOriginal, "2024:05:01 12:34:56")]);
    let (wide, basis) = facts.time(None, 0).unwrap();
    assert!(wide.end().duration_since(wide.start()).as_secs() > 25 * 3600 && basis.contains("time zone"));
    let (stated, _) = facts.time(UtcOffset::parse("+10:00"), 0).unwrap();
    assert_eq!(stated.start().to_string(), "2024-05-01T02:34:56Z");
}

#[test]
fn places_and_times_that_cannot_be_are_left_out_and_said() {
    let zero = of(&[
        text(Tag::GPSLatitudeRef, "N"),
        rational(Tag::GPSLatitude, &[(0, 1), (0, 1), (0, 1)]),
        text(Tag::GPSLongitudeRef, "E"),
        rational(Tag::GPSLongitude, &[(0, 1), (0, 1), (0, 1)]),
    ]);
    assert!(zero.position.is_none() && said(&zero, "no fix"));
    let far = of(&[
        text(Tag::GPSLatitudeRef, "N"),
        rational(Tag::GPSLatitude, &[(141, 1), (0, 1), (0, 1)]),
        text(Tag::GPSLongitudeRef, "E"),
        rational(Tag::GPSLongitude, &[(45, 1), (0, 1), (0, 1)]),
    ]);
    assert!(far.position.is_none() && said(&far, "not on the Earth"));
    let by_zero =
        of(&[text(Tag::GPSLatitudeRef, "N"), rational(Tag::GPSLatitude, &[(1, 0), (0, 0), (0, 1)])]);
    assert!(by_zero.position.is_none());
    let never = of(&[text(Tag::DateTimeOriginal, "2024:13:41 25:61:00")]);
    assert!(never.time.is_none() && said(&never, "expected `YYYY:MM:DD"));
    let unset = of(&[text(Tag::DateTimeOriginal, "0000:00:00 00:00:00")]);
    assert!(unset.time.is_none());
    let magnetic = of(&[text(Tag::GPSImgDirectionRef, "M"), rational(Tag::GPSImgDirection, &[(90, 1)])]);
    assert!(magnetic.bearing_deg.is_none() && said(&magnetic, "magnetic"));
}

#[test]
fn what_is_no_photograph_is_refused_by_name() {
    let message = |bytes: &[u8]| read(bytes.to_vec()).unwrap_err().to_string();
    assert!(message(b"").contains("an empty file"));
    assert!(message(b"\0\0\0\x18ftypheic\0\0\0\0").contains("HEIF"));
    assert!(message(b"II*\0").contains("JPEG or PNG"));
    assert!(message(b"\xff\xd8\xff").contains("head of the picture"));
    // A PNG of a few bytes that says it is 60,000 x 60,000.
    let mut bomb = Cursor::new(Vec::new());
    RgbImage::new(2, 2).write_to(&mut bomb, ImageFormat::Png).unwrap();
    let mut bomb = bomb.into_inner();
    bomb[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
    let crc = crc32(&bomb[12..29]);
    bomb[29..33].copy_from_slice(&crc.to_be_bytes());
    let said = message(&bomb);
    assert!(said.contains("60000 x 60000") && said.contains("100 Mpx"), "{said}");
}

fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    crc.sum()
}

#[test]
fn no_change_of_a_byte_and_no_cut_does_harm() {
    let whole = jpeg(64, 48, &patrol());
    let head = whole.len().min(700);
    for at in 0..head {
        for value in [0x00, 0x7f, 0xff, whole[at] ^ 0x10] {
            let mut bytes = whole.clone();
            bytes[at] = value;
            if let Ok(facts) = read(bytes) {
                let _ = facts.time(None, 0);
            }
        }
    }
    for cut in 0..whole.len() {
        let _ = read(whole[..cut].to_vec());
    }
}
