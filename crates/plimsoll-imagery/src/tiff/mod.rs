//! TIFF and BigTIFF by window.
//!
//! Little and big endian, tiles and strips, planar configurations 1 and 2, up to 512 bands of `u8`, `u16`, `u32`,
//! `i8`, `i16`, `i32`, `f32`, `f64`; packed by nothing, DEFLATE, LZW or PackBits; predictors 1, 2 and 3. Anything else
//! is refused by its name.
//!
//! A tile or strip is unpacked when a window first touches it, and kept until others have pushed it out: the tiles of
//! all bands that one row of them has in the widest window so far (at least 8 MiB, at most 128 MiB) are kept. Windows
//! that follow each other down the image unpack each tile once, if the lines that two of them share lie in one row of
//! tiles. Memory is bounded by the window and that. Workers that share the width of an image keep a row together.

mod chunk;
mod colour;
mod directory;
mod layout;
mod source;

use crate::error::ImageryError;
use crate::open::ReadSeek;
use crate::raster::{Planes, RawRaster, Rows};
use chunk::Unpacker;
pub(crate) use colour::Colour;
pub(crate) use directory::tag;
use layout::Layout;
pub(crate) use layout::SampleForm;
use plimsoll_model::PixelWindow;
pub(crate) use source::Source;
use std::collections::BTreeMap;
use std::ops::Range;

const LEAST_CACHE_BYTES: usize = 8 << 20;
const MOST_CACHE_BYTES: usize = 128 << 20;

/// What the tags say of where the raster lies.
#[derive(Clone, Debug, Default)]
pub(crate) struct GeoTags {
    pub(crate) pixel_scale: Vec<f64>,
    pub(crate) tiepoints: Vec<f64>,
    pub(crate) transformation: Vec<f64>,
    pub(crate) keys: Vec<u64>,
    pub(crate) words: String,
}

/// A TIFF, read by window.
pub struct TiffRaster {
    source: Source,
    layout: Layout,
    geo: GeoTags,
    colour: Colour,
    no_data: Option<f64>,
    other_pages: usize,
    unpacker: Unpacker,
    packed: Vec<u8>,
    cache: Cache,
}

impl TiffRaster {
    /// Reads the directory of a TIFF or BigTIFF; no pixel yet. `file` names it in messages.
    pub fn open(file: &str, reader: Box<dyn ReadSeek>) -> Result<Self, ImageryError> {
        let mut source = Source::new(file, reader)?;
        let (first, others) = directory::read(&mut source)?;
        let layout = Layout::read(&mut source, &first)?;
        let geo = GeoTags {
            pixel_scale: first.reals(&mut source, tag::MODEL_PIXEL_SCALE)?.unwrap_or_default(),
            tiepoints: first.reals(&mut source, tag::MODEL_TIEPOINT)?.unwrap_or_default(),
            transformation: first.reals(&mut source, tag::MODEL_TRANSFORMATION)?.unwrap_or_default(),
            keys: first.unsigned(&mut source, tag::GEO_KEY_DIRECTORY)?.unwrap_or_default(),
            words: first.text(&mut source, tag::GEO_ASCII_PARAMS)?.unwrap_or_default(),
        };
        let colour = Colour::read(&mut source, &first)?;
        let no_data = read_no_data(&mut source, &first)?;
        let mut other_pages = 0;
        for page in &others {
            // Bit 0: a smaller copy; bit 2: a mask.
            let is_page = page.number(&mut source, tag::SUBFILE)?.unwrap_or(0) & 0b101 == 0;
            other_pages += usize::from(is_page);
        }
        let cache = Cache::new();
        let (unpacker, packed) = (Unpacker::new(), Vec::new());
        Ok(Self { source, layout, geo, colour, no_data, other_pages, unpacker, packed, cache })
    }

    /// The value that stands for none, where the file names one (tag 42113, `GDAL_NODATA`).
    pub const fn no_data(&self) -> Option<f64> {
        self.no_data
    }

    /// How many more images the file holds that are not smaller copies or masks. They are not read.
    pub const fn other_pages(&self) -> usize {
        self.other_pages
    }

    pub(crate) const fn geo(&self) -> &GeoTags {
        &self.geo
    }

    pub(crate) const fn colour(&self) -> &Colour {
        &self.colour
    }

    pub(crate) const fn form(&self) -> SampleForm {
        self.layout.form
    }

    /// Writes what a chunk holds of a window into the lines of the bands.
    fn copy_chunk(
        &self,
        index: usize,
        part: &Part,
        bands: &Range<usize>,
        rows: &mut [Rows<'_>],
        finish: &dyn Fn(&mut [f32]),
    ) {
        let layout = &self.layout;
        let bytes = self.cache.get(index);
        let size = layout.form.bytes();
        let together = layout.samples_together();
        for (rows, band) in rows.iter_mut().zip(bands.clone()) {
            for line in 0..part.lines {
                let out = &mut rows[part.to_line + line][part.to_sample..part.to_sample + part.samples];
                if bytes.is_empty() {
                    out.fill(f32::NAN);
                    continue;
                }
                let within = if layout.is_planar { 0 } else { band };
                let from = (part.from_line + line) * layout.line_bytes()
                    + (part.from_sample * together + within) * size;
                let end = (part.from_line + line + 1) * layout.line_bytes();
                chunk::to_f32(layout.form, layout.big_endian, &bytes[from..end], together, out);
                finish(out);
            }
        }
    }

    /// Makes sure that a chunk is in the cache, unless the file leaves it out.
    fn load(&mut self, index: usize) -> Result<(), ImageryError> {
        if self.cache.touch(index) {
            return Ok(());
        }
        let (offset, count) = self.layout.chunks[index];
        if offset == 0 && count == 0 {
            return Ok(());
        }
        let name = self.layout.chunk_name(index);
        let needed = self.layout.unpacked_bytes(index);
        if !self.layout.can_hold(count, needed) {
            let expected = format!("enough for the {needed} bytes that it unpacks to");
            return Err(self.source.malformed(&name, format!("{count} bytes"), expected));
        }
        // A chunk that is longer than its samples need (padding) is not read to its end where nothing is packed.
        let wanted = if self.layout.packing == layout::Packing::None { count.min(needed) } else { count };
        self.source.read_at(&name, offset, wanted, &mut self.packed)?;
        let mut bytes = self.cache.buffer(self.layout.chunk_bytes());
        self.unpacker
            .unpack(&self.layout, &self.packed, needed as usize, &mut bytes)
            .map_err(|(found, expected)| self.source.malformed(&name, found, expected))?;
        self.cache.insert(index, bytes);
        Ok(())
    }

    fn read_planes(
        &mut self,
        bands: Range<usize>,
        window: PixelWindow,
    ) -> Result<Vec<Vec<f32>>, ImageryError> {
        self.check(&bands, window)?;
        let mut planes = Planes::of(window, bands.len(), (self.layout.height, self.layout.width))?;
        self.read_parts(bands, window, &mut planes.rows(), &|_| ())?;
        Ok(planes.bands)
    }

    /// Reads a window that was checked, chunk by chunk.
    fn read_parts(
        &mut self,
        bands: Range<usize>,
        window: PixelWindow,
        rows: &mut [Rows<'_>],
        finish: &dyn Fn(&mut [f32]),
    ) -> Result<(), ImageryError> {
        let (height, width) = (self.layout.chunk_height as usize, self.layout.chunk_width as usize);
        let lines = window.line as usize..(window.line + window.lines) as usize;
        let samples = window.sample as usize..(window.sample + window.samples) as usize;
        if lines.is_empty() || samples.is_empty() {
            return Ok(());
        }
        let columns = samples.start / width..(samples.end - 1) / width + 1;
        let planes = if self.layout.is_planar { bands.len() } else { 1 };
        self.cache.make_room(columns.len() * planes * self.layout.chunk_bytes());
        for row in lines.start / height..=(lines.end - 1) / height {
            for column in columns.clone() {
                let part = Part::of(&lines, &samples, (row * height, height), (column * width, width));
                let index = row * self.layout.across + column;
                if self.layout.is_planar {
                    for (band, rows) in bands.clone().zip(rows.chunks_mut(1)) {
                        let index = band * self.layout.across * self.layout.down + index;
                        self.load(index)?;
                        self.copy_chunk(index, &part, &(band..band + 1), rows, finish);
                    }
                } else {
                    self.load(index)?;
                    self.copy_chunk(index, &part, &bands, rows, finish);
                }
            }
        }
        Ok(())
    }

    fn check(&self, bands: &Range<usize>, window: PixelWindow) -> Result<(), ImageryError> {
        let inside =
            |first: u32, count: u32, all: u32| first.checked_add(count).is_some_and(|end| end <= all);
        let fits = inside(window.line, window.lines, self.layout.height)
            && inside(window.sample, window.samples, self.layout.width)
            && bands.end <= self.layout.bands;
        if fits {
            return Ok(());
        }
        let found = format!("bands {bands:?} of {window:?}");
        let expected = format!(
            "a window of {} bands of {} lines of {} samples",
            self.layout.bands, self.layout.height, self.layout.width
        );
        Err(self.source.malformed("window", found, expected))
    }
}

impl RawRaster for TiffRaster {
    fn lines(&self) -> u32 {
        self.layout.height
    }
    fn samples(&self) -> u32 {
        self.layout.width
    }
    fn bands(&self) -> usize {
        self.layout.bands
    }
    fn read_band(&mut self, band: usize, window: PixelWindow) -> Result<Vec<f32>, ImageryError> {
        let mut planes = self.read_planes(band..band.saturating_add(1), window)?;
        Ok(planes.pop().unwrap_or_default())
    }
    fn read_bands(&mut self, window: PixelWindow) -> Result<Vec<Vec<f32>>, ImageryError> {
        self.read_planes(0..self.layout.bands, window)
    }
    fn read_rows(
        &mut self,
        window: PixelWindow,
        bands: &mut [Rows<'_>],
        finish: &dyn Fn(&mut [f32]),
    ) -> Result<(), ImageryError> {
        let all = 0..self.layout.bands;
        self.check(&all, window)?;
        let (lines, samples) = (window.lines as usize, window.samples as usize);
        let fits = |rows: &Rows<'_>| rows.len() == lines && rows.iter().all(|row| row.len() == samples);
        if bands.len() != all.len() || !bands.iter().all(fits) {
            let expected = format!("{} bands of {lines} lines of {samples} samples", all.len());
            return Err(self.source.malformed("window", "room for another window", expected));
        }
        self.read_parts(all, window, bands, finish)
    }
}

fn read_no_data(source: &mut Source, directory: &directory::Directory) -> Result<Option<f64>, ImageryError> {
    let Some(text) = directory.text(source, tag::GDAL_NODATA)? else { return Ok(None) };
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let parsed =
        text.parse().map_err(|_| source.malformed(&tag::name(tag::GDAL_NODATA), text, "a number or nan"))?;
    Ok(Some(parsed))
}

/// The part of a window that lies in one chunk.
struct Part {
    lines: usize,
    samples: usize,
    from_line: usize,
    from_sample: usize,
    to_line: usize,
    to_sample: usize,
}

impl Part {
    /// `chunk_lines` and `chunk_samples`: where the chunk begins, and how large it is.
    fn of(
        lines: &Range<usize>,
        samples: &Range<usize>,
        chunk_lines: (usize, usize),
        chunk_samples: (usize, usize),
    ) -> Self {
        let overlap = |wanted: &Range<usize>, (start, length): (usize, usize)| {
            (wanted.start.max(start), wanted.end.min(start + length))
        };
        let (first_line, end_line) = overlap(lines, chunk_lines);
        let (first_sample, end_sample) = overlap(samples, chunk_samples);
        Self {
            lines: end_line - first_line,
            samples: end_sample - first_sample,
            from_line: first_line - chunk_lines.0,
            from_sample: first_sample - chunk_samples.0,
            to_line: first_line - lines.start,
            to_sample: first_sample - samples.start,
        }
    }
}

/// Chunks that were unpacked lately.
struct Cache {
    budget: usize,
    held: usize,
    clock: u64,
    chunks: BTreeMap<usize, (u64, Vec<u8>)>,
    /// Which chunk was used when.
    order: BTreeMap<u64, usize>,
    spare: Vec<u8>,
}

impl Cache {
    fn new() -> Self {
        let budget = LEAST_CACHE_BYTES;
        Self { budget, held: 0, clock: 0, chunks: BTreeMap::new(), order: BTreeMap::new(), spare: Vec::new() }
    }

    /// From now on holds a row of tiles of so many bytes, if it did not.
    fn make_room(&mut self, row_bytes: usize) {
        self.budget = self.budget.max(row_bytes.min(MOST_CACHE_BYTES));
    }

    /// True if the chunk is held; it is then the last to go.
    fn touch(&mut self, index: usize) -> bool {
        let Some(chunk) = self.chunks.get_mut(&index) else { return false };
        self.order.remove(&chunk.0);
        self.clock += 1;
        chunk.0 = self.clock;
        self.order.insert(self.clock, index);
        true
    }

    /// The samples of a chunk; none if it is not held.
    fn get(&self, index: usize) -> &[u8] {
        self.chunks.get(&index).map_or(&[], |chunk| &chunk.1)
    }

    /// A buffer of a length; its bytes are anything.
    fn buffer(&mut self, length: usize) -> Vec<u8> {
        while self.held + length > self.budget {
            let Some((_, oldest)) = self.order.pop_first() else { break };
            self.spare = self.chunks.remove(&oldest).map(|chunk| chunk.1).unwrap_or_default();
            self.held -= self.spare.len();
        }
        let mut bytes = std::mem::take(&mut self.spare);
        bytes.resize(length, 0);
        bytes
    }

    fn insert(&mut self, index: usize, bytes: Vec<u8>) {
        self.held += bytes.len();
        self.clock += 1;
        self.order.insert(self.clock, index);
        self.chunks.insert(index, (self.clock, bytes));
    }
}
