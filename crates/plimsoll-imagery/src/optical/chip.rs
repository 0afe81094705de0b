//! A window of an optical scene as a picture.

use crate::error::ImageryError;
use crate::optical::bands::Band;
use crate::raster::Planes;
use image::{ExtendedColorType, ImageEncoder, codecs::png::PngEncoder};

/// Shares of the pixels that are black and white in a stretched picture.
const BLACK: f64 = 0.005;
const WHITE: f64 = 0.995;

fn failed(error: impl std::fmt::Display) -> ImageryError {
    ImageryError::Malformed {
        file: "chip".to_owned(),
        place: "encoder".to_owned(),
        found: error.to_string(),
        expected: "a window of at least one pixel and a plane for each band".to_owned(),
    }
}

/// The planes that make red, green and blue; grey for all three where colours are missing.
fn colours<'a>(planes: &'a Planes, bands: &[Band]) -> Result<[&'a [f32]; 3], ImageryError> {
    let first = planes.bands.first().ok_or_else(|| failed("no band"))?;
    if first.is_empty() || planes.bands.iter().any(|b| b.len() != planes.lines * planes.samples) {
        return Err(failed(format!("{} values", first.len())));
    }
    let find = |band: Band| bands.iter().position(|b| *b == band).and_then(|at| planes.bands.get(at));
    Ok(match (find(Band::Red), find(Band::Green), find(Band::Blue)) {
        (Some(r), Some(g), Some(b)) => [r, g, b],
        _ => [first, first, first],
    })
}

fn encode(planes: &Planes, bytes: &[u8]) -> Result<Vec<u8>, ImageryError> {
    let size = |n: usize| u32::try_from(n).map_err(failed);
    let mut out = Vec::new();
    PngEncoder::new(&mut out)
        .write_image(bytes, size(planes.samples)?, size(planes.lines)?, ExtendedColorType::Rgb8)
        .map_err(failed)?;
    Ok(out)
}

/// A window in its colours, PNG, from the darker to the brighter pixels of all bands together, so that colours stay; and
/// in words which value is black and which white. No value is black.
///
/// # Errors
/// [`ImageryError::Malformed`] for a window without pixels.
pub fn stretched(planes: &Planes, bands: &[Band]) -> Result<(Vec<u8>, String), ImageryError> {
    let colours = colours(planes, bands)?;
    let mut values: Vec<f32> =
        colours.iter().flat_map(|c| c.iter()).copied().filter(|v| v.is_finite()).collect();
    values.sort_unstable_by(f32::total_cmp);
    let point = |share: f64| {
        let at = (share * values.len().saturating_sub(1) as f64).round() as usize;
        values.get(at).copied().unwrap_or_default()
    };
    let (low, high) = (point(BLACK), point(WHITE).max(point(BLACK) + 1.0));
    let byte =
        |v: f32| if v.is_finite() { ((v - low) / (high - low) * 255.0).clamp(0.0, 255.0) as u8 } else { 0 };
    let bytes: Vec<u8> =
        (0..planes.lines * planes.samples).flat_map(|at| colours.map(|c| byte(c[at]))).collect();
    Ok((
        encode(planes, &bytes)?,
        format!("red, green, blue; black {low:.0}, white {high:.0} of the file's values"),
    ))
}

/// A window as the file has it, PNG of 8 bits: values of 16 bits by their upper byte. No value is black.
///
/// # Errors
/// [`ImageryError::Malformed`] for a window without pixels.
pub fn as_in_file(planes: &Planes, bands: &[Band], is_byte: bool) -> Result<Vec<u8>, ImageryError> {
    let colours = colours(planes, bands)?;
    let scale = if is_byte { 1.0 } else { 1.0 / 256.0 };
    let byte = |v: f32| if v.is_finite() { (v * scale).clamp(0.0, 255.0) as u8 } else { 0 };
    let bytes: Vec<u8> =
        (0..planes.lines * planes.samples).flat_map(|at| colours.map(|c| byte(c[at]))).collect();
    encode(planes, &bytes)
}
