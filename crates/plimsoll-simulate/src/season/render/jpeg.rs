//! Photographs as files: JPEG with what a camera writes (CIPA DC-008, Exif 2.32).

use jiff::Timestamp;
use plimsoll_model::Position;

/// What a camera writes into its picture.
pub(super) struct Written {
    pub(super) time: Timestamp,
    pub(super) place: Position,
    pub(super) altitude_m: f64,
}

/// A JPEG with its EXIF.
pub(super) fn jpeg(rgb: &[u8], lines: usize, samples: usize, written: &Written) -> Vec<u8> {
    let mut body = Vec::new();
    let mut encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut body, 88);
    encoder
        .encode(rgb, samples as u32, lines as u32, image::ExtendedColorType::Rgb8)
        .expect("three bytes a pixel, written to memory");
    let exif = exif(written);
    let mut out = vec![0xff, 0xd8, 0xff, 0xe1];
    out.extend((exif.len() as u16 + 2).to_be_bytes());
    out.extend(exif);
    out.extend(&body[2..]);
    out
}

/// An entry of a directory: tag, form, count, bytes.
type Entry = (u16, u16, u32, Vec<u8>);

fn text(tag: u16, words: &str) -> Entry {
    let bytes = [words.as_bytes(), b"\0"].concat();
    (tag, 2, bytes.len() as u32, bytes)
}

fn long(tag: u16, value: u32) -> Entry {
    (tag, 4, 1, value.to_le_bytes().to_vec())
}

fn rational(tag: u16, parts: &[(u32, u32)]) -> Entry {
    let bytes = parts.iter().flat_map(|(a, b)| [a.to_le_bytes(), b.to_le_bytes()].concat()).collect();
    (tag, 5, parts.len() as u32, bytes)
}

fn degrees(of: f64) -> [(u32, u32); 3] {
    let hundredths = (of.abs() * 360_000.0).round() as u32;
    [(hundredths / 360_000, 1), (hundredths / 6_000 % 60, 1), (hundredths % 6_000, 100)]
}

/// Three directories: the picture, the camera, the place.
fn exif(written: &Written) -> Vec<u8> {
    let stamp = written.time.strftime("%Y:%m:%d %H:%M:%S").to_string();
    let picture = |camera: u32, place: u32| {
        vec![
            text(270, "SIMULATED"),
            text(271, "SIMULATED"),
            text(272, "SIMULATED patrol camera"),
            long(34_665, camera),
            long(34_853, place),
        ]
    };
    let camera = vec![text(36_867, &stamp), text(36_881, "+00:00")];
    let (lat, lon) = (written.place.lat_deg(), written.place.lon_deg());
    let place = vec![
        text(1, if lat < 0.0 { "S" } else { "N" }),
        rational(2, &degrees(lat)),
        text(3, if lon < 0.0 { "W" } else { "E" }),
        rational(4, &degrees(lon)),
        (5, 1, 1, vec![0]),
        rational(6, &[((written.altitude_m * 100.0).round() as u32, 100)]),
    ];
    let first = directory(&picture(0, 0), 8).len() as u32 + 8;
    let second = directory(&camera, first).len() as u32 + first;
    let mut out = b"Exif\0\0II*\0\x08\0\0\0".to_vec();
    out.extend(directory(&picture(first, second), 8));
    out.extend(directory(&camera, first));
    out.extend(directory(&place, second));
    out
}

/// A directory that begins at an offset, with the values that do not fit into it.
fn directory(entries: &[Entry], at: u32) -> Vec<u8> {
    let mut beyond = at + 2 + 12 * entries.len() as u32 + 4;
    let mut out = (entries.len() as u16).to_le_bytes().to_vec();
    let mut values = Vec::new();
    for (tag, form, count, bytes) in entries {
        out.extend(tag.to_le_bytes());
        out.extend(form.to_le_bytes());
        out.extend(count.to_le_bytes());
        let mut bytes = bytes.clone();
        if bytes.len() <= 4 {
            bytes.resize(4, 0);
            out.extend(bytes);
        } else {
            bytes.resize(bytes.len().next_multiple_of(2), 0);
            out.extend(beyond.to_le_bytes());
            beyond += bytes.len() as u32;
            values.extend(bytes);
        }
    }
    out.extend([0; 4]);
    out.extend(values);
    out
}
