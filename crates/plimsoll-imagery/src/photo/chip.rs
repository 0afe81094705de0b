//! A part of a photograph to look at: upright, as PNG, no pixel changed.

use super::{MOST_PIXELS, Orientation};
use crate::error::ImageryError;
use image::{
    DynamicImage, ExtendedColorType, ImageEncoder, ImageReader, Limits, RgbImage, codecs::png::PngEncoder,
};
use plimsoll_model::PixelWindow;
use std::io::Cursor;

/// A chip is looked at by a person: one with more pixels is cut from a screenful of screens.
const MOST_CHIP_PIXELS: u64 = 25_000_000;
/// A decoded photograph of [`MOST_PIXELS`] in red, green and blue, and as much again for the decoder, bytes.
const MOST_BYTES: u64 = 2 * 3 * MOST_PIXELS;

fn malformed(place: &str, error: impl std::fmt::Display) -> ImageryError {
    ImageryError::Malformed {
        file: "photograph".to_owned(),
        place: place.to_owned(),
        found: error.to_string(),
        expected: "a whole PNG or JPEG, and a window inside it".to_owned(),
    }
}

/// A part of a photograph as an RGB PNG. `window` counts in the photograph as it is shown, upright; what of it lies outside
/// is cut off. The pixels are those that the file decodes to.
///
/// # Errors
/// `Malformed` for bytes that are no whole PNG or JPEG and for a window outside the photograph, `Unsupported` for more than
/// 100 Mpx or a window of more than 25 Mpx.
pub fn photo_chip_png(
    bytes: &[u8],
    orientation: Orientation,
    window: PixelWindow,
) -> Result<Vec<u8>, ImageryError> {
    encoded(&cut(bytes, orientation, window)?)
}

/// The same made smaller by a whole number, so that neither side measures more than `most_px`: each pixel is the mean of
/// those under it. The number is given back; 1: nothing was made smaller.
///
/// # Errors
/// As [`photo_chip_png`].
pub fn photo_chip_small_png(
    bytes: &[u8],
    orientation: Orientation,
    window: PixelWindow,
    most_px: u32,
) -> Result<(Vec<u8>, u32), ImageryError> {
    let chip = cut(bytes, orientation, window)?;
    let times = chip.width().max(chip.height()).div_ceil(most_px.max(1)).max(1);
    Ok((encoded(&smaller(&chip, times))?, times))
}

fn cut(bytes: &[u8], orientation: Orientation, window: PixelWindow) -> Result<RgbImage, ImageryError> {
    let stored = decoded(bytes)?;
    let (samples, lines) = stored.dimensions();
    let (high, wide) = orientation.shown_size(lines, samples);
    let window = inside(window, high, wide).ok_or_else(|| {
        malformed("window", format!("line {}, sample {} of {high} x {wide}", window.line, window.sample))
    })?;
    if u64::from(window.lines) * u64::from(window.samples) > MOST_CHIP_PIXELS {
        return Err(ImageryError::Unsupported {
            file: "photograph".to_owned(),
            found: format!("a window of {} x {} pixels", window.lines, window.samples),
            advice: "a window to look at has at most 25 Mpx".to_owned(),
        });
    }
    Ok(RgbImage::from_fn(window.samples, window.lines, |x, y| {
        let shown = (f64::from(window.line + y), f64::from(window.sample + x));
        let (line, sample) = orientation.stored(shown, lines, samples);
        // Whole numbers: the centre of a pixel is shown where the centre of a stored one is.
        *stored.get_pixel(sample as u32, line as u32)
    }))
}

fn decoded(bytes: &[u8]) -> Result<RgbImage, ImageryError> {
    let is_known = bytes.starts_with(b"\x89PNG\r\n\x1a\n") || bytes.starts_with(b"\xff\xd8\xff");
    if !is_known {
        return Err(malformed("first bytes", format!("{:02x?}", &bytes[..bytes.len().min(8)])));
    }
    let reader = || {
        let mut reader = ImageReader::new(Cursor::new(bytes));
        let mut limits = Limits::default();
        limits.max_alloc = Some(MOST_BYTES);
        reader.limits(limits);
        reader.with_guessed_format().map_err(|e| malformed("first bytes", e))
    };
    let (samples, lines) = reader()?.into_dimensions().map_err(|e| malformed("head of the picture", e))?;
    let pixels = u64::from(samples) * u64::from(lines);
    if pixels > MOST_PIXELS || pixels == 0 {
        return Err(ImageryError::Unsupported {
            file: "photograph".to_owned(),
            found: format!("a photograph of {samples} x {lines} pixels"),
            advice: "a photograph has 1 pixel to 100 Mpx: cut out the part with the ship".to_owned(),
        });
    }
    reader()?.decode().map(DynamicImage::into_rgb8).map_err(|e| malformed("pixels", e))
}

/// The part of a window that lies in an image.
fn inside(window: PixelWindow, lines: u32, samples: u32) -> Option<PixelWindow> {
    let high = lines.checked_sub(window.line)?.min(window.lines);
    let wide = samples.checked_sub(window.sample)?.min(window.samples);
    (high > 0 && wide > 0).then_some(PixelWindow { lines: high, samples: wide, ..window })
}

/// Means of squares so many pixels wide; the last of a row or column may be of fewer.
fn smaller(chip: &RgbImage, times: u32) -> RgbImage {
    if times == 1 {
        return chip.clone();
    }
    let (wide, high) = (chip.width().div_ceil(times), chip.height().div_ceil(times));
    RgbImage::from_fn(wide, high, |x, y| {
        let ends = |at: u32, most: u32| at * times..((at + 1) * times).min(most);
        let (mut sums, mut count) = ([0_u64; 3], 0_u64);
        for line in ends(y, chip.height()) {
            for sample in ends(x, chip.width()) {
                let pixel = chip.get_pixel(sample, line);
                sums.iter_mut().zip(pixel.0).for_each(|(sum, value)| *sum += u64::from(value));
                count += 1;
            }
        }
        image::Rgb(sums.map(|sum| ((sum + count / 2) / count) as u8))
    })
}

fn encoded(chip: &RgbImage) -> Result<Vec<u8>, ImageryError> {
    let mut out = Vec::new();
    PngEncoder::new(&mut out)
        .write_image(chip.as_raw(), chip.width(), chip.height(), ExtendedColorType::Rgb8)
        .map_err(|e| malformed("encoder", e))?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A stored picture whose pixels say where they stand: red the line, green the sample.
    fn stored(lines: u32, samples: u32) -> Vec<u8> {
        let picture = RgbImage::from_fn(samples, lines, |x, y| image::Rgb([y as u8, x as u8, 7]));
        encoded(&picture).unwrap()
    }

    fn window(line: u32, sample: u32, lines: u32, samples: u32) -> PixelWindow {
        PixelWindow { line, sample, lines, samples }
    }

    fn pixels(png: &[u8]) -> RgbImage {
        image::load_from_memory(png).unwrap().into_rgb8()
    }

    #[test]
    fn an_upright_window_holds_its_pixels_unchanged() {
        let chip =
            pixels(&photo_chip_png(&stored(30, 40), Orientation::UPRIGHT, window(5, 9, 3, 4)).unwrap());
        assert_eq!(chip.dimensions(), (4, 3));
        for (x, y, pixel) in chip.enumerate_pixels() {
            assert_eq!(pixel.0, [5 + y as u8, 9 + x as u8, 7]);
        }
    }

    /// The turns of the `image` crate are made of copies, not of the arithmetic tested here.
    #[test]
    fn every_orientation_is_as_another_program_turns_it() {
        let bytes = stored(6, 9);
        for value in 1..=8_u32 {
            let mut whole = image::load_from_memory(&bytes).unwrap();
            whole.apply_orientation(image::metadata::Orientation::from_exif(value as u8).unwrap());
            let expected = whole.into_rgb8();
            let orientation = Orientation::from_tag(value).unwrap();
            let all = window(0, 0, expected.height(), expected.width());
            assert_eq!(pixels(&photo_chip_png(&bytes, orientation, all).unwrap()), expected, "{value}");
            let part = pixels(&photo_chip_png(&bytes, orientation, window(2, 1, 3, 4)).unwrap());
            let cut = image::imageops::crop_imm(&expected, 1, 2, 4, 3).to_image();
            assert_eq!(part, cut, "{value}");
        }
    }

    #[test]
    fn a_window_is_cut_at_the_edge_and_refused_beyond_it() {
        let bytes = stored(30, 40);
        let cut = |w| photo_chip_png(&bytes, Orientation::UPRIGHT, w);
        assert_eq!(pixels(&cut(window(28, 38, 10, 10)).unwrap()).dimensions(), (2, 2));
        assert_eq!(pixels(&cut(window(0, 0, u32::MAX, u32::MAX)).unwrap()).dimensions(), (40, 30));
        for outside in
            [window(30, 0, 1, 1), window(0, 40, 1, 1), window(u32::MAX, 0, 9, 9), window(3, 3, 0, 5)]
        {
            assert!(matches!(cut(outside), Err(ImageryError::Malformed { .. })), "{outside:?}");
        }
    }

    #[test]
    fn a_smaller_picture_holds_the_mean_of_what_lies_under_each_pixel() {
        let bytes = stored(9, 14);
        let (png, times) =
            photo_chip_small_png(&bytes, Orientation::UPRIGHT, window(0, 0, 9, 14), 5).unwrap();
        assert_eq!(times, 3);
        let small = pixels(&png);
        assert_eq!(small.dimensions(), (5, 3));
        assert_eq!(small.get_pixel(1, 2).0, [7, 4, 7], "lines 6 to 8, samples 3 to 5");
        assert_eq!(small.get_pixel(4, 0).0, [1, 13, 7], "the last column has two samples, 12 and 13");
        let (same, times) =
            photo_chip_small_png(&bytes, Orientation::UPRIGHT, window(0, 0, 9, 14), 14).unwrap();
        assert_eq!((pixels(&same), times), (pixels(&bytes), 1));
    }

    #[test]
    fn bytes_that_are_no_picture_or_break_off_are_refused() {
        let whole = stored(30, 40);
        let all = window(0, 0, 5, 5);
        for bytes in [&b""[..], b"GIF89a", b"\xff\xd8\xff", &whole[..20], &whole[..whole.len() / 2]] {
            assert!(photo_chip_png(bytes, Orientation::UPRIGHT, all).is_err());
        }
        for at in 8..whole.len() {
            let mut torn = whole.clone();
            torn[at] ^= 0x55;
            let _ = photo_chip_png(&torn, Orientation::UPRIGHT, all);
        }
    }

    #[test]
    fn a_picture_that_says_it_is_huge_is_refused_before_it_is_decoded() {
        let mut huge = stored(3, 3);
        huge[16..24].copy_from_slice(&[0, 1, 0, 0, 0, 1, 0, 0]);
        let mut crc = !0_u32;
        for byte in &huge[12..29] {
            crc = (0..8)
                .fold(crc ^ u32::from(*byte), |c, _| if c & 1 == 1 { c >> 1 ^ 0xedb8_8320 } else { c >> 1 });
        }
        huge[29..33].copy_from_slice(&(!crc).to_be_bytes());
        let found = photo_chip_png(&huge, Orientation::UPRIGHT, window(0, 0, 1, 1));
        assert!(matches!(found, Err(ImageryError::Unsupported { .. })), "{found:?}");
    }
}
