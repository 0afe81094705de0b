//! The focal length in pixels.

use super::exif_fields::{Fields, Whole};
use exif::Tag;

/// Diagonal of a frame of 36 x 24 mm: what a focal length "in 35 mm film" refers to (CIPA DCG-001).
const FRAME_DIAGONAL_MM: f64 = 43.266_615;
/// A focal length in pixels outside these, as a share of the longer side, is no lens of a camera: fisheyes to telescopes.
const PLAUSIBLE: std::ops::RangeInclusive<f64> = 0.2..=200.0;
/// One standard deviation of a focal length by the pitch of the pixels: zoom steps and focus breathing.
const SD_BY_PITCH: f64 = 0.02;
/// The same by the focal length in 35 mm film, which is rounded to whole millimetres and refers to a frame of another shape.
const SD_BY_FRAME: f64 = 0.04;

/// Focal length in pixels of the stored image, and its standard deviation as a share of it.
pub(super) fn focal_px(
    fields: &Fields,
    (samples, lines): (u32, u32),
    whole: Whole,
    notes: &mut Vec<String>,
) -> Option<(f64, f64)> {
    let scale = match whole {
        Whole::Cut => return None,
        Whole::Resized(scale) => scale,
        Whole::AsTaken | Whole::Unknown => 1.0,
    };
    let diagonal = f64::from(samples).hypot(f64::from(lines));
    let by_pitch =
        || Some((pitch_px_per_mm(fields)? * fields.number(Tag::FocalLength)? * scale, SD_BY_PITCH));
    let by_frame = || {
        let film = fields.number(Tag::FocalLengthIn35mmFilm).filter(|f| *f > 0.0)?;
        Some((film / FRAME_DIAGONAL_MM * diagonal, SD_BY_FRAME))
    };
    let found = by_pitch().or_else(by_frame)?;
    let share = found.0 / f64::from(samples.max(lines));
    if !PLAUSIBLE.contains(&share) {
        notes.push(format!(
            "the focal length in EXIF comes to {:.0} pixels, which no camera has; it is left out",
            found.0
        ));
        return None;
    }
    Some(found)
}

/// Pixels of the sensor in a millimetre.
fn pitch_px_per_mm(fields: &Fields) -> Option<f64> {
    let per_unit = fields.number(Tag::FocalPlaneXResolution).filter(|r| *r > 0.0)?;
    match fields.whole(Tag::FocalPlaneResolutionUnit)? {
        2 => Some(per_unit / 25.4),
        3 => Some(per_unit / 10.0),
        _ => None,
    }
}
