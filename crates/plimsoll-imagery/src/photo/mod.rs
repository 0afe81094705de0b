//! Photographs: what their EXIF says of time, place, lens and which side is up.
//!
//! Nothing of it is proof. A camera's clock is set by hand, a copy loses its facts, a screenshot never had any: each value
//! comes with a basis in words, and what is odd is a note.

mod chip;
mod clock;
mod exif_fields;
mod lens;
mod orientation;

pub use chip::{photo_chip_png, photo_chip_small_png};
pub use clock::{CameraTime, UtcOffset};
pub use orientation::Orientation;

use crate::error::ImageryError;
use crate::open::ReadSeek;
use exif_fields::Fields;
use image::{ImageDecoder, ImageReader, Limits};
use plimsoll_model::{Period, Position};
use std::io::{BufReader, Cursor, Read, Seek, SeekFrom};

/// EXIF stands at the beginning of a file; more than this is not searched for it.
const MOST_EXIF_BYTES: u64 = 16 << 20;
/// A photograph is shown, so it is decoded whole at some time.
const MOST_PIXELS: u64 = 100_000_000;

/// What is known of a photograph besides its pixels.
#[derive(Clone, Debug, PartialEq)]
pub struct PhotoFacts {
    /// Rows of pixels as shown: upright, its orientation applied.
    pub lines: u32,
    /// Pixels in a row as shown.
    pub samples: u32,
    /// How the stored pixels are turned to stand upright.
    pub orientation: Orientation,
    /// What its clock says.
    pub time: Option<CameraTime>,
    /// Where the camera stood, by its receiver of satellite signals.
    pub position: Option<Position>,
    /// How high above the sea the camera stood, by that receiver, m. Good to tens of metres.
    pub altitude_m: Option<f64>,
    /// Which way it pointed, degrees true.
    pub bearing_deg: Option<f64>,
    /// Focal length in pixels of the image as shown, with one standard deviation as a share of it.
    pub focal_px: Option<(f64, f64)>,
    /// Make and model.
    pub camera: Option<String>,
    /// Who took it, as the file says.
    pub author: Option<String>,
    /// The line of rights in the file.
    pub copyright: Option<String>,
    /// In words: what was assumed, left out or odd.
    pub notes: Vec<String>,
}

impl PhotoFacts {
    /// When it was taken: an interval as wide as what is not known, and where it comes from. `typed` is an offset of
    /// local time that somebody states where the file holds none; `correction_s` is what a reviewed decision adds to the
    /// clock.
    pub fn time(&self, typed: Option<UtcOffset>, correction_s: i64) -> Option<(Period, String)> {
        self.time.as_ref()?.period(typed, correction_s)
    }
}

/// Reads what a JPEG or PNG says of itself. Pixels are not decoded. `file` names it in messages.
///
/// # Errors
/// `Io`, `Malformed` for a file that is neither or breaks off in its head, `Unsupported` for another form or more than
/// 100 Mpx. EXIF that cannot be read is a note, not an error: it is lost in many honest copies.
pub fn read_photo(file: &str, mut reader: Box<dyn ReadSeek>) -> Result<PhotoFacts, ImageryError> {
    let io = |error| ImageryError::Io { file: file.to_owned(), error };
    let mut head = Vec::new();
    reader.by_ref().take(MOST_EXIF_BYTES).read_to_end(&mut head).map_err(io)?;
    reader.seek(SeekFrom::Start(0)).map_err(io)?;
    let (samples, lines) = size(file, &head, reader)?;
    let mut notes = Vec::new();
    let fields = Fields::read(&head, &mut notes);
    let orientation = orientation::of(&fields, &mut notes);
    let (lines_shown, samples_shown) = orientation.shown_size(lines, samples);
    let is_whole = fields.is_whole((samples, lines), &mut notes);
    Ok(PhotoFacts {
        lines: lines_shown,
        samples: samples_shown,
        orientation,
        time: clock::of(&fields, &mut notes),
        position: fields.position(&mut notes),
        altitude_m: fields.altitude_m(),
        bearing_deg: fields.bearing_deg(&mut notes),
        focal_px: lens::focal_px(&fields, (samples, lines), is_whole, &mut notes),
        camera: fields.camera(),
        author: fields.text(exif::Tag::Artist),
        copyright: fields.text(exif::Tag::Copyright),
        notes,
    })
}

/// Samples and lines as stored, from the head alone.
fn size(file: &str, head: &[u8], reader: Box<dyn ReadSeek>) -> Result<(u32, u32), ImageryError> {
    let unsupported = |found: String, advice: &str| ImageryError::Unsupported {
        file: file.to_owned(),
        found,
        advice: advice.to_owned(),
    };
    let is_known = head.starts_with(b"\x89PNG\r\n\x1a\n") || head.starts_with(b"\xff\xd8\xff");
    if !is_known {
        let found = match head.get(4..12) {
            _ if head.is_empty() => "an empty file".to_owned(),
            Some(b"ftypheic" | b"ftypheix" | b"ftypmif1") => "a HEIF photograph".to_owned(),
            _ => format!("a file that begins with the bytes {:02x?}", &head[..head.len().min(8)]),
        };
        return Err(unsupported(found, "a photograph is a JPEG or PNG; export it as JPEG with its EXIF"));
    }
    let malformed = |error: image::ImageError| ImageryError::Malformed {
        file: file.to_owned(),
        place: "head of the picture".to_owned(),
        found: error.to_string(),
        expected: "a whole PNG or JPEG".to_owned(),
    };
    let mut reader = ImageReader::new(BufReader::new(reader))
        .with_guessed_format()
        .map_err(|error| ImageryError::Io { file: file.to_owned(), error })?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(1 << 28);
    reader.limits(limits);
    let (samples, lines) = reader.into_decoder().map_err(malformed)?.dimensions();
    let pixels = u64::from(samples) * u64::from(lines);
    if pixels > MOST_PIXELS || pixels == 0 {
        let found = format!("a photograph of {samples} x {lines} pixels");
        return Err(unsupported(
            found,
            "a photograph has 1 pixel to 100 Mpx: cut out the part with the ship",
        ));
    }
    Ok((samples, lines))
}

/// Bytes of a head as something that can be sought.
fn cursor(head: &[u8]) -> Cursor<&[u8]> {
    Cursor::new(head)
}
