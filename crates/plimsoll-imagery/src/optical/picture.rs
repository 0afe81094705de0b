//! PNG and JPEG in their colours, decoded whole within bounds.

use crate::error::ImageryError;
use crate::open::ReadSeek;
use crate::raster::RawRaster;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits};
use plimsoll_model::PixelWindow;
use std::io::{BufReader, SeekFrom};

/// A picture is decoded whole.
const MOST_PIXELS: u64 = 100_000_000;
/// Eight bytes of the decoder's a pixel at most.
const MOST_BYTES: u64 = 1 << 30;
/// Packed bytes: the decoder holds them too.
const MOST_FILE_BYTES: u64 = 512 << 20;

/// Values as the decoder gives them, sample by sample, band by band within.
enum Values {
    Byte(Vec<u8>),
    Word(Vec<u16>),
}

/// A picture with its colours: one band (grey) or three (red, green, blue). An alpha channel is dropped.
pub struct ColourPicture {
    file: String,
    lines: u32,
    samples: u32,
    bands: usize,
    /// Bands in the buffer, alpha among them.
    together: usize,
    values: Values,
    had_alpha: bool,
}

impl ColourPicture {
    /// Decodes a PNG or JPEG of up to 100 Mpx, grey or in colours, 8 or 16 bits. `file` names it in messages.
    ///
    /// # Errors
    /// [`ImageryError::Unsupported`] for one that is larger, or in inks (CMYK); [`ImageryError::Malformed`] for a broken
    /// one.
    pub fn open(file: &str, mut reader: Box<dyn ReadSeek>) -> Result<Self, ImageryError> {
        let io = |error| ImageryError::Io { file: file.to_owned(), error };
        let bytes = reader.seek(SeekFrom::End(0)).map_err(io)?;
        if bytes > MOST_FILE_BYTES {
            let found = format!("a picture of {} MB", bytes >> 20);
            return Err(refused(
                file,
                found,
                "a picture is decoded whole: save one of more than 512 MB as a tiled TIFF",
            ));
        }
        reader.seek(SeekFrom::Start(0)).map_err(io)?;
        if jpeg_components(&mut *reader).map_err(io)? == Some(4) {
            let advice = "its colours depend on a profile that is not read: save it in RGB";
            return Err(refused(file, "a JPEG in four inks (CMYK)".to_owned(), advice));
        }
        reader.seek(SeekFrom::Start(0)).map_err(io)?;
        let picture = decode(file, reader)?;
        let (lines, samples) = (picture.height(), picture.width());
        let had_alpha = picture.color().has_alpha();
        let bands = if picture.color().has_color() { 3 } else { 1 };
        let together = bands + usize::from(had_alpha);
        let values = match picture {
            DynamicImage::ImageLuma8(p) => Values::Byte(p.into_raw()),
            DynamicImage::ImageLumaA8(p) => Values::Byte(p.into_raw()),
            DynamicImage::ImageRgb8(p) => Values::Byte(p.into_raw()),
            DynamicImage::ImageRgba8(p) => Values::Byte(p.into_raw()),
            DynamicImage::ImageLuma16(p) => Values::Word(p.into_raw()),
            DynamicImage::ImageLumaA16(p) => Values::Word(p.into_raw()),
            DynamicImage::ImageRgb16(p) => Values::Word(p.into_raw()),
            DynamicImage::ImageRgba16(p) => Values::Word(p.into_raw()),
            other => {
                let found = format!("a picture with pixels {:?}", other.color());
                return Err(refused(file, found, "save it with 8 or 16 bits a band"));
            }
        };
        Ok(Self { file: file.to_owned(), lines, samples, bands, together, values, had_alpha })
    }

    /// True if its values go from 0 to 255.
    pub const fn is_byte(&self) -> bool {
        matches!(self.values, Values::Byte(_))
    }

    /// True if it had an alpha channel, which is dropped.
    pub const fn had_alpha(&self) -> bool {
        self.had_alpha
    }

    fn value(&self, index: usize) -> f32 {
        match &self.values {
            Values::Byte(v) => f32::from(v[index]),
            Values::Word(v) => f32::from(v[index]),
        }
    }
}

fn refused(file: &str, found: String, advice: &str) -> ImageryError {
    ImageryError::Unsupported { file: file.to_owned(), found, advice: advice.to_owned() }
}

fn decode(file: &str, reader: Box<dyn ReadSeek>) -> Result<DynamicImage, ImageryError> {
    let malformed = |error: ImageError| match error {
        ImageError::IoError(error) => ImageryError::Io { file: file.to_owned(), error },
        other => ImageryError::Malformed {
            file: file.to_owned(),
            place: "picture".to_owned(),
            found: other.to_string(),
            expected: "a whole PNG or JPEG".to_owned(),
        },
    };
    let mut reader = ImageReader::new(BufReader::new(reader))
        .with_guessed_format()
        .map_err(|error| ImageryError::Io { file: file.to_owned(), error })?;
    if !matches!(reader.format(), Some(ImageFormat::Png | ImageFormat::Jpeg)) {
        let found = format!("a picture of the form {:?}", reader.format());
        return Err(refused(file, found, "save it as PNG, JPEG or TIFF"));
    }
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_BYTES);
    reader.limits(limits);
    let decoder = reader.into_decoder().map_err(malformed)?;
    let (samples, lines) = decoder.dimensions();
    let pixels = u64::from(samples) * u64::from(lines);
    if pixels > MOST_PIXELS {
        let found = format!("a picture of {samples} x {lines} pixels ({} Mpx)", pixels / 1_000_000);
        return Err(refused(
            file,
            found,
            "a picture is decoded whole, up to 100 Mpx: save it as a tiled TIFF, which is read by window",
        ));
    }
    DynamicImage::from_decoder(decoder).map_err(malformed)
}

/// Number of components in the frame header of a JPEG (ITU-T T.81, B.2.2); `None`: no JPEG, or no frame header found.
fn jpeg_components(reader: &mut dyn ReadSeek) -> std::io::Result<Option<u8>> {
    /// Segments before the frame: more than any camera or program writes.
    const MOST_SEGMENTS: usize = 1_000;
    let mut two = [0_u8; 2];
    let fill = |reader: &mut dyn ReadSeek, out: &mut [u8]| match reader.read_exact(out) {
        Ok(()) => Ok(true),
        Err(e) if e.kind() == std::io::ErrorKind::UnexpectedEof => Ok(false),
        Err(e) => Err(e),
    };
    if !fill(reader, &mut two)? || two != [0xff, 0xd8] {
        return Ok(None);
    }
    for _ in 0..MOST_SEGMENTS {
        let mut head = [0_u8; 4];
        if !fill(reader, &mut head)? || head[0] != 0xff {
            return Ok(None);
        }
        let length = i64::from(u16::from_be_bytes([head[2], head[3]]));
        // Frame headers, but for DHT, JPG and DAC that lie among their numbers.
        if matches!(head[1], 0xc0..=0xcf) && !matches!(head[1], 0xc4 | 0xc8 | 0xcc) {
            let mut frame = [0_u8; 6];
            return Ok(fill(reader, &mut frame)?.then_some(frame[5]));
        }
        reader.seek(SeekFrom::Current(length - 2))?;
    }
    Ok(None)
}

impl RawRaster for ColourPicture {
    fn lines(&self) -> u32 {
        self.lines
    }
    fn samples(&self) -> u32 {
        self.samples
    }
    fn bands(&self) -> usize {
        self.bands
    }
    fn read_band(&mut self, band: usize, window: PixelWindow) -> Result<Vec<f32>, ImageryError> {
        let inside =
            |first: u32, count: u32, all: u32| first.checked_add(count).is_some_and(|end| end <= all);
        if band >= self.bands
            || !inside(window.line, window.lines, self.lines)
            || !inside(window.sample, window.samples, self.samples)
        {
            return Err(ImageryError::Malformed {
                file: self.file.clone(),
                place: "window".to_owned(),
                found: format!("band {band} of {window:?}"),
                expected: format!(
                    "a window of {} bands of {} lines of {} samples",
                    self.bands, self.lines, self.samples
                ),
            });
        }
        let mut out = Vec::with_capacity(window.lines as usize * window.samples as usize);
        for line in window.line as usize..(window.line + window.lines) as usize {
            let start = line * self.samples as usize + window.sample as usize;
            let pixels = start..start + window.samples as usize;
            out.extend(pixels.map(|pixel| self.value(pixel * self.together + band)));
        }
        Ok(out)
    }
}
