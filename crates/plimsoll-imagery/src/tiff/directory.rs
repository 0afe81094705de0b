//! The directory of a TIFF or BigTIFF: tags and their values.
//!
//! TIFF 6.0 (Adobe, 1992), section 2; BigTIFF as libtiff has it (version 43, offsets of eight bytes).

use super::source::Source;
use crate::error::ImageryError;
use std::collections::{BTreeMap, BTreeSet};

/// Tags that are used here.
pub(crate) mod tag {
    pub(crate) const SUBFILE: u16 = 254;
    pub(crate) const WIDTH: u16 = 256;
    pub(crate) const LENGTH: u16 = 257;
    pub(crate) const BITS_PER_SAMPLE: u16 = 258;
    pub(crate) const COMPRESSION: u16 = 259;
    pub(crate) const PHOTOMETRIC: u16 = 262;
    pub(crate) const FILL_ORDER: u16 = 266;
    pub(crate) const STRIP_OFFSETS: u16 = 273;
    pub(crate) const SAMPLES_PER_PIXEL: u16 = 277;
    pub(crate) const ROWS_PER_STRIP: u16 = 278;
    pub(crate) const STRIP_BYTE_COUNTS: u16 = 279;
    pub(crate) const PLANAR: u16 = 284;
    pub(crate) const PREDICTOR: u16 = 317;
    pub(crate) const TILE_WIDTH: u16 = 322;
    pub(crate) const TILE_LENGTH: u16 = 323;
    pub(crate) const TILE_OFFSETS: u16 = 324;
    pub(crate) const TILE_BYTE_COUNTS: u16 = 325;
    pub(crate) const SAMPLE_FORMAT: u16 = 339;
    pub(crate) const MODEL_PIXEL_SCALE: u16 = 33550;
    pub(crate) const MODEL_TIEPOINT: u16 = 33922;
    pub(crate) const MODEL_TRANSFORMATION: u16 = 34264;
    pub(crate) const GEO_KEY_DIRECTORY: u16 = 34735;
    pub(crate) const GEO_ASCII_PARAMS: u16 = 34737;
    pub(crate) const GDAL_NODATA: u16 = 42113;

    /// The name in the standard, with the number.
    pub(crate) fn name(tag: u16) -> String {
        let word = match tag {
            SUBFILE => "NewSubfileType",
            WIDTH => "ImageWidth",
            LENGTH => "ImageLength",
            BITS_PER_SAMPLE => "BitsPerSample",
            COMPRESSION => "Compression",
            PHOTOMETRIC => "PhotometricInterpretation",
            FILL_ORDER => "FillOrder",
            STRIP_OFFSETS => "StripOffsets",
            SAMPLES_PER_PIXEL => "SamplesPerPixel",
            ROWS_PER_STRIP => "RowsPerStrip",
            STRIP_BYTE_COUNTS => "StripByteCounts",
            PLANAR => "PlanarConfiguration",
            PREDICTOR => "Predictor",
            TILE_WIDTH => "TileWidth",
            TILE_LENGTH => "TileLength",
            TILE_OFFSETS => "TileOffsets",
            TILE_BYTE_COUNTS => "TileByteCounts",
            SAMPLE_FORMAT => "SampleFormat",
            MODEL_PIXEL_SCALE => "ModelPixelScale",
            MODEL_TIEPOINT => "ModelTiepoint",
            MODEL_TRANSFORMATION => "ModelTransformation",
            GEO_KEY_DIRECTORY => "GeoKeyDirectory",
            GEO_ASCII_PARAMS => "GeoAsciiParams",
            GDAL_NODATA => "GDAL_NODATA",
            _ => return format!("tag {tag}"),
        };
        format!("tag {tag} ({word})")
    }
}

/// No tag that is used here is longer: 64 MiB hold the offsets of eight million tiles.
const MOST_TAG_BYTES: u64 = 64 << 20;
/// More directories than any overview pyramid has.
const MOST_DIRECTORIES: usize = 1024;

/// Reads a number of up to eight bytes.
pub(crate) fn unsigned(bytes: &[u8], big_endian: bool) -> u64 {
    let join = |sum: u64, byte: &u8| (sum << 8) | u64::from(*byte);
    if big_endian { bytes.iter().fold(0, join) } else { bytes.iter().rev().fold(0, join) }
}

#[derive(Clone, Debug)]
struct Entry {
    kind: u16,
    count: u64,
    /// Where its value stands in the file.
    offset: u64,
}

/// One image file directory.
#[derive(Clone, Debug, Default)]
pub(crate) struct Directory {
    pub(crate) big_endian: bool,
    entries: BTreeMap<u16, Entry>,
    next: u64,
}

/// How wide the fields of a directory are.
#[derive(Clone, Copy)]
struct Widths {
    big_endian: bool,
    count: u64,
    entry: usize,
    offset: usize,
}

/// The first directory of the file, and the directories after it.
pub(crate) fn read(source: &mut Source) -> Result<(Directory, Vec<Directory>), ImageryError> {
    let (widths, mut offset) = read_header(source)?;
    let mut seen = BTreeSet::new();
    let mut all = Vec::new();
    while offset != 0 {
        let place = format!("directory {}", all.len() + 1);
        if !seen.insert(offset) || all.len() >= MOST_DIRECTORIES {
            let found =
                format!("offset {offset}, a directory that was read before, or the {}th", all.len() + 1);
            return Err(source.malformed(&place, found, "a chain of directories that ends"));
        }
        let directory = read_directory(source, &place, widths, offset)?;
        offset = directory.next;
        all.push(directory);
    }
    if all.is_empty() {
        return Err(source.malformed("header", "no directory", "the offset of the first directory"));
    }
    let first = all.remove(0);
    Ok((first, all))
}

fn read_header(source: &mut Source) -> Result<(Widths, u64), ImageryError> {
    let mut bytes = Vec::new();
    source.read_at("header", 0, 8, &mut bytes)?;
    let big_endian = match &bytes[..2] {
        b"II" => false,
        b"MM" => true,
        _ => return Err(source.malformed("header", format!("{:02x?}", &bytes[..2]), "II or MM")),
    };
    match unsigned(&bytes[2..4], big_endian) {
        42 => Ok((Widths { big_endian, count: 2, entry: 12, offset: 4 }, unsigned(&bytes[4..8], big_endian))),
        43 if unsigned(&bytes[4..6], big_endian) == 8 => {
            source.read_at("header", 8, 8, &mut bytes)?;
            Ok((Widths { big_endian, count: 8, entry: 20, offset: 8 }, unsigned(&bytes, big_endian)))
        }
        other => Err(source.malformed("header", format!("version {other}"), "42 (TIFF) or 43 (BigTIFF)")),
    }
}

fn read_directory(
    source: &mut Source,
    place: &str,
    widths: Widths,
    offset: u64,
) -> Result<Directory, ImageryError> {
    let mut bytes = Vec::new();
    source.read_at(place, offset, widths.count, &mut bytes)?;
    let count = unsigned(&bytes, widths.big_endian);
    if count == 0 || count > u64::from(u16::MAX) {
        return Err(source.malformed(place, format!("{count} tags"), "1 to 65535"));
    }
    let start = offset + widths.count;
    let length = count * widths.entry as u64 + widths.offset as u64;
    source.read_at(place, start, length, &mut bytes)?;
    let (table, next) = bytes.split_at(count as usize * widths.entry);
    let mut directory = Directory {
        big_endian: widths.big_endian,
        entries: BTreeMap::new(),
        next: unsigned(next, widths.big_endian),
    };
    for (index, entry) in table.chunks_exact(widths.entry).enumerate() {
        let inline = start + (index * widths.entry + 4 + widths.offset) as u64;
        let (tag, entry) = read_entry(entry, widths, inline);
        directory.entries.entry(tag).or_insert(entry);
    }
    Ok(directory)
}

/// An entry; `inline` is where its last field stands, which is the value itself where that fits.
fn read_entry(bytes: &[u8], widths: Widths, inline: u64) -> (u16, Entry) {
    let number = |at: usize, length: usize| unsigned(&bytes[at..at + length], widths.big_endian);
    let (tag, kind) = (number(0, 2) as u16, number(2, 2) as u16);
    let count = number(4, widths.offset);
    let fits =
        kind_bytes(kind).and_then(|size| count.checked_mul(size)).is_some_and(|n| n <= widths.offset as u64);
    let offset = if fits { inline } else { number(4 + widths.offset, widths.offset) };
    (tag, Entry { kind, count, offset })
}

/// Bytes of a value of a kind, TIFF 6.0, section 2, "Types".
const fn kind_bytes(kind: u16) -> Option<u64> {
    match kind {
        1 | 2 | 6 | 7 => Some(1),
        3 | 8 => Some(2),
        4 | 9 | 11 | 13 => Some(4),
        5 | 10 | 12 | 16 | 17 | 18 => Some(8),
        _ => None,
    }
}

impl Directory {
    pub(crate) fn has(&self, tag: u16) -> bool {
        self.entries.contains_key(&tag)
    }

    fn bytes(
        &self,
        source: &mut Source,
        tag: u16,
        kinds: &[u16],
    ) -> Result<Option<(Vec<u8>, usize)>, ImageryError> {
        let Some(entry) = self.entries.get(&tag) else { return Ok(None) };
        let name = tag::name(tag);
        let size = kind_bytes(entry.kind).filter(|_| kinds.contains(&entry.kind));
        let Some(size) = size else {
            let found = format!("a value of type {}", entry.kind);
            return Err(source.malformed(&name, found, format!("one of the types {kinds:?}")));
        };
        let length = entry.count.checked_mul(size).filter(|n| *n <= MOST_TAG_BYTES && *n > 0);
        let Some(length) = length else {
            return Err(source.malformed(
                &name,
                format!("{} values", entry.count),
                "1 value to 64 MiB of them",
            ));
        };
        let mut out = Vec::new();
        source.read_at(&name, entry.offset, length, &mut out)?;
        Ok(Some((out, size as usize)))
    }

    /// Whole numbers of a tag.
    pub(crate) fn unsigned(&self, source: &mut Source, tag: u16) -> Result<Option<Vec<u64>>, ImageryError> {
        let bytes = self.bytes(source, tag, &[1, 3, 4, 13, 16, 18])?;
        Ok(bytes
            .map(|(bytes, size)| bytes.chunks_exact(size).map(|b| unsigned(b, self.big_endian)).collect()))
    }

    /// The whole number of a tag that has one.
    pub(crate) fn number(&self, source: &mut Source, tag: u16) -> Result<Option<u64>, ImageryError> {
        match self.unsigned(source, tag)?.as_deref() {
            None => Ok(None),
            Some([one]) => Ok(Some(*one)),
            Some(more) => Err(source.malformed(&tag::name(tag), format!("{} values", more.len()), "1 value")),
        }
    }

    /// The whole number of a tag that must be there and fit in 32 bits.
    pub(crate) fn required(&self, source: &mut Source, tag: u16) -> Result<u32, ImageryError> {
        let found = self.number(source, tag)?;
        let fits = found.and_then(|n| u32::try_from(n).ok()).filter(|n| *n > 0);
        let said = found.map_or("no such tag".to_owned(), |n| n.to_string());
        fits.ok_or_else(|| source.malformed(&tag::name(tag), said, "a whole number from 1 to 4294967295"))
    }

    /// Real numbers of a tag.
    pub(crate) fn reals(&self, source: &mut Source, tag: u16) -> Result<Option<Vec<f64>>, ImageryError> {
        let Some((bytes, size)) = self.bytes(source, tag, &[11, 12])? else { return Ok(None) };
        let read = |b: &[u8]| {
            let bits = unsigned(b, self.big_endian);
            if size == 4 { f64::from(f32::from_bits(bits as u32)) } else { f64::from_bits(bits) }
        };
        Ok(Some(bytes.chunks_exact(size).map(read).collect()))
    }

    /// Text of a tag, to its first zero byte; what is not ASCII becomes a question mark.
    pub(crate) fn text(&self, source: &mut Source, tag: u16) -> Result<Option<String>, ImageryError> {
        let Some((bytes, _)) = self.bytes(source, tag, &[2])? else { return Ok(None) };
        let kept = bytes.iter().take_while(|b| **b != 0);
        Ok(Some(kept.map(|b| if (b' '..=b'~').contains(b) { char::from(*b) } else { '?' }).collect()))
    }
}
