//! A window of a scene to look at: as a picture, as rows of characters, and with its values untouched.

use crate::error::ImageryError;
use crate::geometry::Geometry;
use crate::raster::Planes;
use image::{ExtendedColorType, ImageEncoder, codecs::png::PngEncoder};
use std::io::Cursor;
use tiff::encoder::{TiffEncoder, TiffValue};
use tiff::tags::Tag;

fn failed(error: impl std::fmt::Display) -> ImageryError {
    ImageryError::Malformed {
        file: "chip".to_owned(),
        place: "encoder".to_owned(),
        found: error.to_string(),
        expected: "a window of at least one pixel and a plane for each band".to_owned(),
    }
}

/// Where a power stands between two levels, 0 to 1; `None`: no value. Power at or below nought is dark.
fn level(power: f32, low_db: f64, high_db: f64) -> Option<f64> {
    if power.is_nan() {
        return None;
    }
    if power <= 0.0 {
        return Some(0.0);
    }
    let db = 10.0 * libm::log10(f64::from(power));
    Some(((db - low_db) / (high_db - low_db)).clamp(0.0, 1.0))
}

fn plane(planes: &Planes, band: usize) -> Result<&[f32], ImageryError> {
    let plane = planes.bands.get(band).ok_or_else(|| failed(format!("no band {}", band + 1)))?;
    let is_whole = planes.lines > 0 && planes.samples > 0 && plane.len() == planes.lines * planes.samples;
    if is_whole { Ok(plane) } else { Err(failed(format!("{} values", plane.len()))) }
}

/// One band as an 8-bit grey PNG: `low_db` and less is 1, `high_db` and more 255, no value 0.
pub fn chip_png(planes: &Planes, band: usize, low_db: f64, high_db: f64) -> Result<Vec<u8>, ImageryError> {
    let grey =
        |power: &f32| level(*power, low_db, high_db).map_or(0, |share| 1 + (254.0 * share).round() as u8);
    let bytes: Vec<u8> = plane(planes, band)?.iter().map(grey).collect();
    let (width, height) = (dimension(planes.samples)?, dimension(planes.lines)?);
    let mut out = Vec::new();
    PngEncoder::new(&mut out).write_image(&bytes, width, height, ExtendedColorType::L8).map_err(failed)?;
    Ok(out)
}

fn dimension(count: usize) -> Result<u32, ImageryError> {
    u32::try_from(count).map_err(failed)
}

/// Values of a window as they are, as a TIFF of real numbers of 32 bits with all bands: what
/// [`Raster::read_original`](crate::Raster::read_original) gives, kept so that nothing is lost by a stretch.
pub fn original_tiff(planes: &Planes) -> Result<Vec<u8>, ImageryError> {
    for band in 0..planes.bands.len().max(1) {
        plane(planes, band)?;
    }
    let mut out = Cursor::new(Vec::new());
    write_tiff(planes, &mut out).map_err(failed)?;
    Ok(out.into_inner())
}

fn write_tiff(planes: &Planes, out: &mut Cursor<Vec<u8>>) -> tiff::TiffResult<()> {
    let bands = planes.bands.len();
    let mut encoder = TiffEncoder::new(out)?;
    let mut directory = encoder.image_directory()?;
    let (mut offsets, mut counts) = (Vec::new(), Vec::new());
    for band in &planes.bands {
        offsets.push(u32::try_from(directory.write_data(band.as_slice())?)?);
        counts.push(u32::try_from(band.as_slice().bytes())?);
    }
    directory.write_tag(Tag::ImageWidth, u32::try_from(planes.samples)?)?;
    directory.write_tag(Tag::ImageLength, u32::try_from(planes.lines)?)?;
    directory.write_tag(Tag::BitsPerSample, vec![32_u16; bands].as_slice())?;
    directory.write_tag(Tag::Compression, 1_u16)?;
    directory.write_tag(Tag::PhotometricInterpretation, 1_u16)?;
    directory.write_tag(Tag::StripOffsets, offsets.as_slice())?;
    directory.write_tag(Tag::SamplesPerPixel, u16::try_from(bands)?)?;
    directory.write_tag(Tag::RowsPerStrip, u32::try_from(planes.lines)?)?;
    directory.write_tag(Tag::StripByteCounts, counts.as_slice())?;
    directory.write_tag(Tag::PlanarConfiguration, 2_u16)?;
    directory.write_tag(Tag::SampleFormat, vec![3_u16; bands].as_slice())?;
    if bands > 1 {
        directory.write_tag(Tag::ExtraSamples, vec![0_u16; bands - 1].as_slice())?;
    }
    directory.finish()
}

/// Shades from dark to bright.
const SHADES: &[u8] = b" .:-=+*#%@";
/// What stands for no value.
const NO_VALUE: char = '?';

/// One band as rows of characters, `columns` wide, for a terminal: a character is twice as high as wide. The darkest
/// shade is the median of the window (the sea, unless ships fill it), the brightest its peak. A character shows the
/// brightest pixel under it; `?`: no value.
pub fn chip_text(planes: &Planes, band: usize, columns: usize) -> Result<String, ImageryError> {
    let plane = plane(planes, band)?;
    let columns = columns.clamp(1, planes.samples);
    let rows = (planes.lines * columns / (2 * planes.samples)).clamp(1, planes.lines);
    let mut known: Vec<f32> = plane.iter().copied().filter(|p| p.is_finite() && *p > 0.0).collect();
    known.sort_unstable_by(f32::total_cmp);
    let db = |power: f32| 10.0 * libm::log10(f64::from(power));
    let low = known.get(known.len() / 2).map_or(0.0, |p| db(*p));
    let high = known.last().map_or(1.0, |p| db(*p)).max(low + 1.0);
    let mut out = String::new();
    for row in 0..rows {
        let lines = row * planes.lines / rows..(row + 1) * planes.lines / rows;
        for column in 0..columns {
            let samples = column * planes.samples / columns..(column + 1) * planes.samples / columns;
            let under = lines.clone().flat_map(|l| &plane[l * planes.samples..][samples.clone()]);
            let brightest = under.copied().fold(f32::NAN, f32::max);
            let shade =
                level(brightest, low, high).map(|share| (share * (SHADES.len() - 1) as f64).round() as usize);
            out.push(shade.map_or(NO_VALUE, |index| char::from(SHADES[index])));
        }
        out.push('\n');
    }
    Ok(out)
}

/// Direction of north at a point of the image, clockwise from its top, degrees in [0, 360). `None` where it is not
/// placed on the Earth, or at a pole.
pub fn north_in_image_deg(geometry: &Geometry, line: f64, sample: f64) -> Option<f64> {
    let reference = geometry.georeference.as_ref()?;
    // How far the next line and the next sample lie to the east and north, in the same small unit.
    let here = reference.position(line, sample)?;
    let east_of = libm::cos(here.lat_deg().to_radians());
    let offset = |line: f64, sample: f64| {
        let there = reference.position(line, sample)?;
        let east = (there.lon_deg() - here.lon_deg() + 540.0).rem_euclid(360.0) - 180.0;
        Some((east * east_of, there.lat_deg() - here.lat_deg()))
    };
    let (line_east, line_north) = offset(line + 1.0, sample)
        .or_else(|| offset(line - 1.0, sample).map(|(east, north)| (-east, -north)))?;
    let (sample_east, sample_north) = offset(line, sample + 1.0)
        .or_else(|| offset(line, sample - 1.0).map(|(east, north)| (-east, -north)))?;
    // Solve for the step (lines, samples) that goes north only, and measure it on the ground.
    let area = line_east * sample_north - line_north * sample_east;
    if !area.is_normal() {
        return None;
    }
    let lines = -sample_east / area * geometry.line_spacing_m;
    let samples = line_east / area * geometry.sample_spacing_m;
    Some(libm::atan2(samples, -lines).to_degrees().rem_euclid(360.0))
}
