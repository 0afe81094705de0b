//! PNG and JPEG pictures of radar scenes.

use crate::error::ImageryError;
use crate::open::ReadSeek;
use crate::raster::RawRaster;
use image::{ColorType, DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits};
use plimsoll_model::PixelWindow;
use std::io::BufReader;

/// A picture is decoded whole.
const MOST_PIXELS: u64 = 100_000_000;
/// Four bytes of the decoder's a pixel and as many of ours.
const MOST_BYTES: u64 = 1 << 30;

/// A picture, decoded whole: one band of grey values, 0 to 255 or 0 to 65535.
pub struct PictureRaster {
    file: String,
    lines: u32,
    samples: u32,
    values: Vec<f32>,
    is_byte: bool,
    note: Option<String>,
}

impl PictureRaster {
    /// Decodes a PNG or JPEG of up to 100 Mpx, grey or in colours (then its luma is taken), 8 or 16 bits. `file`
    /// names it in messages.
    pub fn open(file: &str, reader: Box<dyn ReadSeek>) -> Result<Self, ImageryError> {
        let malformed = |error: ImageError| match error {
            ImageError::IoError(error) => ImageryError::Io { file: file.to_owned(), error },
            other => ImageryError::Malformed {
                file: file.to_owned(),
                place: "picture".to_owned(),
                found: other.to_string(),
                expected: "a whole PNG or JPEG".to_owned(),
            },
        };
        let reader = ImageReader::new(BufReader::new(reader))
            .with_guessed_format()
            .map_err(|error| ImageryError::Io { file: file.to_owned(), error })?;
        let unsupported = |found: String, advice: &str| ImageryError::Unsupported {
            file: file.to_owned(),
            found,
            advice: advice.to_owned(),
        };
        let format = reader.format();
        if !matches!(format, Some(ImageFormat::Png | ImageFormat::Jpeg)) {
            return Err(unsupported(
                format!("a picture of the form {format:?}"),
                "save it as PNG, JPEG or TIFF",
            ));
        }
        let mut reader = reader;
        let mut limits = Limits::default();
        limits.max_alloc = Some(MOST_BYTES);
        reader.limits(limits);
        let decoder = reader.into_decoder().map_err(malformed)?;
        let (samples, lines) = decoder.dimensions();
        if u64::from(samples) * u64::from(lines) > MOST_PIXELS {
            let found = format!("a picture of {samples} x {lines} pixels");
            return Err(unsupported(
                found,
                "a picture is decoded whole: save one of more than 100 Mpx as a tiled TIFF",
            ));
        }
        let has_colour = decoder.color_type().has_color();
        let note = has_colour.then(|| "a picture in colours: its luma (ITU-R BT.709) is taken".to_owned());
        let is_byte = decoder.original_color_type().bits_per_pixel()
            <= 8 * u16::from(decoder.color_type().channel_count());
        let values = grey(DynamicImage::from_decoder(decoder).map_err(malformed)?);
        Ok(Self { file: file.to_owned(), lines, samples, values, is_byte, note })
    }

    /// True if its values go from 0 to 255.
    pub(crate) const fn is_byte(&self) -> bool {
        self.is_byte
    }

    /// What was done to it, where something was.
    pub fn note(&self) -> Option<&str> {
        self.note.as_deref()
    }
}

fn grey(picture: DynamicImage) -> Vec<f32> {
    match picture.color() {
        ColorType::L16 | ColorType::La16 | ColorType::Rgb16 | ColorType::Rgba16 => {
            picture.into_luma16().into_raw().into_iter().map(f32::from).collect()
        }
        _ => picture.into_luma8().into_raw().into_iter().map(f32::from).collect(),
    }
}

impl RawRaster for PictureRaster {
    fn lines(&self) -> u32 {
        self.lines
    }
    fn samples(&self) -> u32 {
        self.samples
    }
    fn bands(&self) -> usize {
        1
    }
    fn read_band(&mut self, band: usize, window: PixelWindow) -> Result<Vec<f32>, ImageryError> {
        let inside =
            |first: u32, count: u32, all: u32| first.checked_add(count).is_some_and(|end| end <= all);
        if band > 0
            || !inside(window.line, window.lines, self.lines)
            || !inside(window.sample, window.samples, self.samples)
        {
            return Err(ImageryError::Malformed {
                file: self.file.clone(),
                place: "window".to_owned(),
                found: format!("band {band} of {window:?}"),
                expected: format!("a window of 1 band of {} lines of {} samples", self.lines, self.samples),
            });
        }
        let lines = window.line as usize..(window.line + window.lines) as usize;
        let mut out = Vec::with_capacity(lines.len() * window.samples as usize);
        for line in lines {
            let start = line * self.samples as usize + window.sample as usize;
            out.extend_from_slice(&self.values[start..start + window.samples as usize]);
        }
        Ok(out)
    }
}
