//! How the pixels of a TIFF lie in it.

use super::directory::{Directory, tag};
use super::source::Source;
use crate::error::ImageryError;

/// A tile or strip may hold so many pixels, and bytes once unpacked.
const MOST_CHUNK_PIXELS: u64 = 64 << 20;
const MOST_CHUNK_BYTES: u64 = 256 << 20;
/// Strips in which nothing is packed are read in parts of about so many bytes.
const SPLIT_BYTES: u64 = 1 << 20;
const MOST_PARTS: u64 = 1 << 20;
/// No radar product has more lines or samples; more are a bomb.
const MOST_SIDE: u32 = 1 << 20;
/// A raster most of which the file leaves out may have so many pixels: over twice the largest product in use.
const MOST_EMPTY_PIXELS: u64 = 1 << 30;
/// Tiles that lie on each other in the file (one empty tile, written once) count as if each had its own bytes, so that
/// even a file in which nothing is packed may seem to hold more than its bytes.
const LEAST_GROWTH: u64 = 64;
/// More bands than a stack of a whole year has.
const MOST_BANDS: u64 = 512;

/// What a sample is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SampleForm {
    U8,
    U16,
    U32,
    I8,
    I16,
    I32,
    F32,
    F64,
}

impl SampleForm {
    pub(crate) const fn bytes(self) -> usize {
        match self {
            Self::U8 | Self::I8 => 1,
            Self::U16 | Self::I16 => 2,
            Self::U32 | Self::I32 | Self::F32 => 4,
            Self::F64 => 8,
        }
    }
    pub(crate) const fn is_float(self) -> bool {
        matches!(self, Self::F32 | Self::F64)
    }
}

/// How chunks are packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Packing {
    None,
    Lzw,
    Deflate,
    PackBits,
}

impl Packing {
    /// No stream of this packing grows by more: 1032 for DEFLATE (258 bytes for two bits); for LZW the longest string
    /// of a table of 4096 for a code of nine bits; 128 bytes for two for PackBits.
    const fn most_growth(self) -> u64 {
        match self {
            Self::None => 1,
            Self::Lzw => 3641,
            Self::Deflate => 1032,
            Self::PackBits => 64,
        }
    }
}

/// What was done to the samples of a line before packing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Predictor {
    None,
    Horizontal,
    Float,
}

/// How the pixels lie.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) bands: usize,
    pub(crate) form: SampleForm,
    pub(crate) big_endian: bool,
    /// A chunk holds one band (planar configuration 2).
    pub(crate) is_planar: bool,
    pub(crate) packing: Packing,
    pub(crate) predictor: Predictor,
    pub(crate) is_tiled: bool,
    pub(crate) chunk_width: u32,
    pub(crate) chunk_height: u32,
    pub(crate) across: usize,
    pub(crate) down: usize,
    /// Offset and bytes of each chunk.
    pub(crate) chunks: Vec<(u64, u64)>,
}

impl Layout {
    pub(crate) fn read(source: &mut Source, directory: &Directory) -> Result<Self, ImageryError> {
        let width = side(source, directory, tag::WIDTH)?;
        let height = side(source, directory, tag::LENGTH)?;
        let bands = read_bands(source, directory)?;
        let form = read_form(source, directory)?;
        refuse_pictures(source, directory)?;
        let packing = read_packing(source, directory)?;
        let predictor = read_predictor(source, directory, form, packing)?;
        let is_planar = read_is_planar(source, directory)? && bands > 1;
        let is_tiled = directory.has(tag::TILE_OFFSETS) || directory.has(tag::TILE_WIDTH);
        let (chunk_width, chunk_height) = chunk_size(source, directory, is_tiled, (width, height))?;
        let mut layout = Self {
            width,
            height,
            bands,
            form,
            big_endian: directory.big_endian,
            is_planar,
            packing,
            predictor,
            is_tiled,
            chunk_width,
            chunk_height,
            across: width.div_ceil(chunk_width) as usize,
            down: height.div_ceil(chunk_height) as usize,
            chunks: Vec::new(),
        };
        let may_split = !is_tiled && packing == Packing::None;
        if !may_split {
            layout.refuse_large_chunks(source)?;
        }
        layout.read_chunks(source, directory)?;
        layout.refuse_bombs(source)?;
        if may_split {
            layout.split_strips();
            layout.refuse_large_chunks(source)?;
        }
        Ok(layout)
    }

    /// Samples of a pixel that stand in one chunk.
    pub(crate) const fn samples_together(&self) -> usize {
        if self.is_planar { 1 } else { self.bands }
    }

    /// Bytes of a line of a chunk.
    pub(crate) const fn line_bytes(&self) -> usize {
        self.chunk_width as usize * self.samples_together() * self.form.bytes()
    }

    /// Bytes of a whole chunk.
    pub(crate) const fn chunk_bytes(&self) -> usize {
        self.line_bytes() * self.chunk_height as usize
    }

    /// Lines of the chunks of a row that must be there: a tile is whole, the last strip ends with the image.
    pub(crate) fn lines_of(&self, row: usize) -> usize {
        let left = self.height as usize - row * self.chunk_height as usize;
        if self.is_tiled { self.chunk_height as usize } else { left.min(self.chunk_height as usize) }
    }

    /// What a chunk is called in messages.
    pub(crate) fn chunk_name(&self, index: usize) -> String {
        format!("{} {}", if self.is_tiled { "tile" } else { "strip" }, index + 1)
    }

    fn refuse_large_chunks(&self, source: &Source) -> Result<(), ImageryError> {
        let pixels = u64::from(self.chunk_width) * u64::from(self.chunk_height);
        let bytes = pixels.saturating_mul((self.samples_together() * self.form.bytes()) as u64);
        if pixels <= MOST_CHUNK_PIXELS && bytes <= MOST_CHUNK_BYTES {
            return Ok(());
        }
        let what = if self.is_tiled { "tiles" } else { "strips" };
        let found = format!("a raster in {what} of {} x {} pixels", self.chunk_width, self.chunk_height);
        Err(source.unsupported(
            found,
            "a tile or strip may hold 64 Mpx and 256 MiB: save it in tiles (gdal_translate -co TILED=YES)",
        ))
    }

    /// Refuses more pixels than the bytes of the file can unpack to. Tiles that the file leaves out are legal and cost
    /// no bytes, so what they add is bounded by itself.
    fn refuse_bombs(&self, source: &Source) -> Result<(), ImageryError> {
        let growth = self.packing.most_growth().max(LEAST_GROWTH);
        let room = source.length().saturating_mul(growth);
        let (mut held, mut all, mut held_chunks) = (0_u64, 0_u64, 0_usize);
        for (index, chunk) in self.chunks.iter().enumerate() {
            let bytes = self.unpacked_bytes(index);
            all = all.saturating_add(bytes);
            if *chunk != (0, 0) {
                held = held.saturating_add(bytes);
                held_chunks += 1;
            }
        }
        let what = if self.is_tiled { "tiles" } else { "strips" };
        let size = format!("{} lines of {} samples in {} bands", self.height, self.width, self.bands);
        if held > room {
            let found = format!(
                "{size}, {held} bytes in {held_chunks} {what}, in a file of {} bytes",
                source.length()
            );
            let expected =
                format!("at most {room} bytes, {growth} times those of the file: no packing grows by more");
            return Err(source.malformed("size of the raster", found, expected));
        }
        if all > room && u64::from(self.width) * u64::from(self.height) > MOST_EMPTY_PIXELS {
            let found =
                format!("{size}, of which the file holds {held_chunks} of {} {what}", self.chunks.len());
            let advice = "a raster that is nearly empty may have 1,073 Mpx: cut away what is empty (gdal_translate -srcwin)";
            return Err(source.unsupported(found, advice));
        }
        Ok(())
    }

    fn read_chunks(&mut self, source: &mut Source, directory: &Directory) -> Result<(), ImageryError> {
        let (offsets_tag, counts_tag) = if self.is_tiled {
            (tag::TILE_OFFSETS, tag::TILE_BYTE_COUNTS)
        } else {
            (tag::STRIP_OFFSETS, tag::STRIP_BYTE_COUNTS)
        };
        let planes = if self.is_planar { self.bands } else { 1 };
        let expected = self.across as u64 * self.down as u64 * planes as u64;
        let offsets = chunk_list(source, directory, offsets_tag, expected)?;
        let counts = match chunk_list(source, directory, counts_tag, expected) {
            // Early writers left the counts away where nothing is packed.
            Err(_) if !directory.has(counts_tag) && self.packing == Packing::None => {
                (0..offsets.len()).map(|index| self.unpacked_bytes(index)).collect()
            }
            other => other?,
        };
        self.chunks = offsets.into_iter().zip(counts).collect();
        Ok(())
    }

    /// Makes many low strips of high ones. Where nothing is packed, any line can be read by itself, and a file of one
    /// strip is common.
    fn split_strips(&mut self) {
        let (line, lines) = (self.line_bytes() as u64, self.chunk_height);
        let wanted = u32::try_from(SPLIT_BYTES / line).unwrap_or(u32::MAX).clamp(1, lines);
        // Strips stay of one height, but for the last.
        let low =
            if self.down == 1 { wanted } else { (1..=wanted).rev().find(|n| lines % n == 0).unwrap_or(1) };
        if self.chunks.len() as u64 * u64::from(lines.div_ceil(low)) > MOST_PARTS {
            return;
        }
        let mut chunks = Vec::new();
        for (index, (offset, count)) in self.chunks.iter().enumerate() {
            let held = self.lines_of(index % self.down);
            for first in (0..held).step_by(low as usize) {
                let skipped = first as u64 * line;
                let is_left_out = *offset == 0 && *count == 0;
                let offset = if is_left_out { 0 } else { offset.saturating_add(skipped) };
                chunks.push((offset, count.saturating_sub(skipped).min(u64::from(low) * line)));
            }
        }
        (self.chunks, self.chunk_height) = (chunks, low);
        self.down = self.height.div_ceil(low) as usize;
    }

    /// Bytes of a chunk, unpacked, that must be there.
    pub(crate) fn unpacked_bytes(&self, index: usize) -> u64 {
        let row = index % (self.across * self.down) / self.across;
        self.lines_of(row) as u64 * self.line_bytes() as u64
    }

    /// True if so many bytes can hold the chunk, however well they are packed.
    pub(crate) fn can_hold(&self, packed: u64, unpacked: u64) -> bool {
        packed.saturating_mul(self.packing.most_growth()).saturating_add(1024) >= unpacked
    }
}

fn read_is_planar(source: &mut Source, directory: &Directory) -> Result<bool, ImageryError> {
    match directory.number(source, tag::PLANAR)? {
        None | Some(1) => Ok(false),
        Some(2) => Ok(true),
        Some(n) => Err(source.malformed(&tag::name(tag::PLANAR), n.to_string(), "1 or 2")),
    }
}

/// Width and height of a tile or strip of a raster of a width and height.
fn chunk_size(
    source: &mut Source,
    directory: &Directory,
    is_tiled: bool,
    (width, height): (u32, u32),
) -> Result<(u32, u32), ImageryError> {
    if is_tiled {
        return Ok((
            directory.required(source, tag::TILE_WIDTH)?,
            directory.required(source, tag::TILE_LENGTH)?,
        ));
    }
    if !directory.has(tag::ROWS_PER_STRIP) {
        return Ok((width, height));
    }
    Ok((width, directory.required(source, tag::ROWS_PER_STRIP)?.min(height)))
}

fn chunk_list(
    source: &mut Source,
    directory: &Directory,
    tag: u16,
    expected: u64,
) -> Result<Vec<u64>, ImageryError> {
    let list = directory.unsigned(source, tag)?.unwrap_or_default();
    if list.len() as u64 != expected {
        let found = format!("{} values", list.len());
        return Err(source.malformed(
            &tag::name(tag),
            found,
            format!("{expected}, as the sizes of image and chunk say"),
        ));
    }
    Ok(list)
}

fn side(source: &mut Source, directory: &Directory, tag: u16) -> Result<u32, ImageryError> {
    let found = directory.required(source, tag)?;
    if found > MOST_SIDE {
        return Err(source.malformed(&tag::name(tag), found.to_string(), format!("at most {MOST_SIDE}")));
    }
    Ok(found)
}

fn read_bands(source: &mut Source, directory: &Directory) -> Result<usize, ImageryError> {
    let bands = directory.number(source, tag::SAMPLES_PER_PIXEL)?.unwrap_or(1);
    if bands == 0 || bands > MOST_BANDS {
        let expected = format!("1 to {MOST_BANDS}");
        return Err(source.malformed(&tag::name(tag::SAMPLES_PER_PIXEL), bands.to_string(), expected));
    }
    Ok(bands as usize)
}

/// One value for all samples of a pixel.
fn same_for_all(
    source: &mut Source,
    directory: &Directory,
    tag: u16,
    default: u64,
) -> Result<u64, ImageryError> {
    let Some(list) = directory.unsigned(source, tag)? else { return Ok(default) };
    if list.iter().any(|n| *n != list[0]) {
        return Err(source.unsupported(
            format!("a raster whose bands differ in {}", tag::name(tag)),
            "save bands of one kind of number",
        ));
    }
    Ok(list[0])
}

fn read_form(source: &mut Source, directory: &Directory) -> Result<SampleForm, ImageryError> {
    let bits = same_for_all(source, directory, tag::BITS_PER_SAMPLE, 1)?;
    let format = same_for_all(source, directory, tag::SAMPLE_FORMAT, 1)?;
    match (format, bits) {
        (1 | 4, 8) => Ok(SampleForm::U8),
        (1 | 4, 16) => Ok(SampleForm::U16),
        (1 | 4, 32) => Ok(SampleForm::U32),
        (2, 8) => Ok(SampleForm::I8),
        (2, 16) => Ok(SampleForm::I16),
        (2, 32) => Ok(SampleForm::I32),
        (3, 32) => Ok(SampleForm::F32),
        (3, 64) => Ok(SampleForm::F64),
        (5 | 6, _) => Err(source.unsupported(
            "a raster of complex numbers",
            "detect ships in the amplitude: save the modulus of each number",
        )),
        _ => {
            let kind = match format {
                1 | 4 => "whole numbers",
                2 => "signed whole numbers",
                3 => "real numbers",
                _ => "numbers of an unknown kind",
            };
            let found = format!("a raster of {kind} of {bits} bits");
            Err(source.unsupported(
                found,
                "save it in whole numbers of 8, 16 or 32 bits or real numbers of 32 or 64",
            ))
        }
    }
}

fn refuse_pictures(source: &mut Source, directory: &Directory) -> Result<(), ImageryError> {
    if directory.number(source, tag::PHOTOMETRIC)? == Some(3) {
        return Err(source.unsupported("a picture with a palette", "save it in grey"));
    }
    match directory.number(source, tag::FILL_ORDER)? {
        None | Some(1) => Ok(()),
        Some(_) => {
            Err(source.unsupported("a raster with its bits in reversed order", "save it with FillOrder 1"))
        }
    }
}

fn read_packing(source: &mut Source, directory: &Directory) -> Result<Packing, ImageryError> {
    let word = match directory.number(source, tag::COMPRESSION)?.unwrap_or(1) {
        1 => return Ok(Packing::None),
        5 => return Ok(Packing::Lzw),
        8 | 32946 => return Ok(Packing::Deflate),
        32773 => return Ok(Packing::PackBits),
        2..=4 => "fax compression".to_owned(),
        6 | 7 => "JPEG compression".to_owned(),
        34712 => "JPEG 2000 compression".to_owned(),
        34887 => "LERC compression".to_owned(),
        34925 => "LZMA compression".to_owned(),
        50000 => "Zstandard compression".to_owned(),
        50001 => "WebP compression".to_owned(),
        50002 | 52546 => "JPEG XL compression".to_owned(),
        other => format!("compression {other}"),
    };
    Err(source.unsupported(
        word,
        "save it with DEFLATE (gdal_translate -co COMPRESS=DEFLATE), LZW, PackBits or none",
    ))
}

fn read_predictor(
    source: &mut Source,
    directory: &Directory,
    form: SampleForm,
    packing: Packing,
) -> Result<Predictor, ImageryError> {
    let found = directory.number(source, tag::PREDICTOR)?.unwrap_or(1);
    let is_packed = matches!(packing, Packing::Lzw | Packing::Deflate);
    match found {
        1 => Ok(Predictor::None),
        2 if is_packed => Ok(Predictor::Horizontal),
        3 if is_packed && form.is_float() => Ok(Predictor::Float),
        2 | 3 => Err(source.malformed(
            &tag::name(tag::PREDICTOR),
            found.to_string(),
            "2 or 3 with LZW or DEFLATE only, and 3 with real numbers only",
        )),
        other => Err(source.malformed(&tag::name(tag::PREDICTOR), other.to_string(), "1, 2 or 3")),
    }
}
