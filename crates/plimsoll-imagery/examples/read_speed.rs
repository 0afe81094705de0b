//! How fast a TIFF is read by full-width windows, in Mpx/s, with one thread and with two (each with its own reader of
//! half of the lines), beside the decoder of the `tiff` crate.
//!
//!     cargo run --release -p plimsoll-imagery --example read_speed [FILE]
//!
//! Without a file it makes one in the folder for temporary files: 4096 lines of 8192 samples of 16 bits, tiles of 512,
//! DEFLATE with predictor 2, amplitudes of a sea with speckle of 4.4 looks.

use libdeflater::{CompressionLvl, Compressor};
use plimsoll_imagery::tiff::TiffRaster;
use plimsoll_imagery::{ImageryError, RawRaster, Rows};
use plimsoll_model::PixelWindow;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use std::error::Error;
use std::fs::File;
use std::io::{BufReader, BufWriter, Seek, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::Instant;
use tiff::decoder::Decoder;
use tiff::encoder::TiffEncoder;
use tiff::tags::Tag;

const LINES: u32 = 4096;
const SAMPLES: u32 = 8192;
const TILE: u32 = 512;
/// Lines of a window.
const STRIP: u32 = 512;

fn main() -> Result<(), Box<dyn Error>> {
    let given = std::env::args_os().nth(1).map(PathBuf::from);
    let path = given.clone().unwrap_or_else(|| std::env::temp_dir().join("plimsoll_read_speed.tif"));
    if given.is_none() && !path.exists() {
        make(&path)?;
    }
    let first = open(&path)?;
    let (lines, samples, bands) = (first.lines(), first.samples(), first.bands());
    let mpx = f64::from(lines) * f64::from(samples) * bands as f64 / 1e6;
    let packed = std::fs::metadata(&path)?.len() as f64 / 1e6;
    let mut out = std::io::stdout();
    writeln!(out, "{lines} lines, {samples} samples, {bands} bands: {mpx:.1} Mpx in {packed:.1} MB")?;
    let start = Instant::now();
    read_with_tiff_crate(&path)?;
    writeln!(out, "1 thread, the tiff crate's decoder: {:.0} Mpx/s", mpx / start.elapsed().as_secs_f64())?;
    for threads in [1, 2] {
        let mut best = f64::INFINITY;
        for _ in 0..3 {
            let start = Instant::now();
            read_all(&path, lines, samples, threads)?;
            best = best.min(start.elapsed().as_secs_f64());
        }
        writeln!(out, "{threads} thread(s): {:.0} Mpx/s (best of three, {best:.3} s)", mpx / best)?;
    }
    Ok(())
}

fn open(path: &Path) -> Result<TiffRaster, Box<dyn Error>> {
    Ok(TiffRaster::open(&path.to_string_lossy(), Box::new(File::open(path)?))?)
}

/// The same tiles through the decoder of the `tiff` crate, for comparison.
fn read_with_tiff_crate(path: &Path) -> Result<(), Box<dyn Error>> {
    let mut decoder = Decoder::new(BufReader::new(File::open(path)?))?;
    for tile in 0..decoder.tile_count()? {
        std::hint::black_box(decoder.read_chunk(tile)?);
    }
    Ok(())
}

fn read_all(path: &Path, lines: u32, samples: u32, threads: u32) -> Result<(), Box<dyn Error>> {
    let share = lines.div_ceil(threads).next_multiple_of(STRIP);
    let parts: Vec<_> = (0..threads).map(|n| (n * share).min(lines)..((n + 1) * share).min(lines)).collect();
    let mut readers = Vec::new();
    for _ in &parts {
        readers.push(open(path)?);
    }
    std::thread::scope(|scope| {
        let workers: Vec<_> = readers
            .iter_mut()
            .zip(parts)
            .map(|(raster, part)| scope.spawn(move || read_part(raster, part, samples)))
            .collect();
        workers.into_iter().try_for_each(|worker| worker.join().expect("a reader does not panic"))
    })?;
    Ok(())
}

/// As the search reads: into lines that are there already.
fn read_part(raster: &mut TiffRaster, lines: Range<u32>, samples: u32) -> Result<(), ImageryError> {
    let mut bands = vec![vec![0_f32; (STRIP * samples) as usize]; raster.bands()];
    for line in lines.clone().step_by(STRIP as usize) {
        let window = PixelWindow { line, sample: 0, lines: STRIP.min(lines.end - line), samples };
        let mut rows: Vec<Rows<'_>> = bands
            .iter_mut()
            .map(|band| band.chunks_exact_mut(samples as usize).take(window.lines as usize).collect())
            .collect();
        raster.read_rows(window, &mut rows, &|_| ())?;
        std::hint::black_box(&bands);
    }
    Ok(())
}

/// An amplitude of a sea: the root of a mean of squares, as speckle is.
fn amplitude(random: &mut ChaCha8Rng) -> u16 {
    let bits = random.next_u64();
    let sum: u32 = bits.to_le_bytes().iter().map(|b| u32::from(*b)).sum();
    60 + (sum / 16) as u16
}

fn make(path: &Path) -> Result<(), Box<dyn Error>> {
    let mut random = ChaCha8Rng::seed_from_u64(1);
    let mut compressor = Compressor::new(CompressionLvl::new(6).map_err(|e| format!("{e:?}"))?);
    let mut tiff = TiffEncoder::new(BufWriter::new(File::create(path)?))?;
    let mut directory = tiff.image_directory()?;
    let (mut offsets, mut counts) = (Vec::new(), Vec::new());
    for _ in 0..(LINES / TILE) * (SAMPLES / TILE) {
        let mut bytes = Vec::new();
        for _ in 0..TILE {
            let mut before = 0_u16;
            for _ in 0..TILE {
                let value = amplitude(&mut random);
                bytes.extend(value.wrapping_sub(before).to_le_bytes());
                before = value;
            }
        }
        let mut packed = vec![0; compressor.zlib_compress_bound(bytes.len())];
        let length = compressor.zlib_compress(&bytes, &mut packed)?;
        offsets.push(u32::try_from(directory.write_data(&packed[..length])?)?);
        counts.push(u32::try_from(length)?);
    }
    write_tags(&mut directory, &offsets, &counts)?;
    directory.finish()?;
    Ok(())
}

fn write_tags<W: Write + Seek>(
    directory: &mut tiff::encoder::DirectoryEncoder<'_, W, tiff::encoder::TiffKindStandard>,
    offsets: &[u32],
    counts: &[u32],
) -> tiff::TiffResult<()> {
    directory.write_tag(Tag::ImageWidth, SAMPLES)?;
    directory.write_tag(Tag::ImageLength, LINES)?;
    directory.write_tag(Tag::BitsPerSample, 16_u16)?;
    directory.write_tag(Tag::Compression, 8_u16)?;
    directory.write_tag(Tag::PhotometricInterpretation, 1_u16)?;
    directory.write_tag(Tag::SamplesPerPixel, 1_u16)?;
    directory.write_tag(Tag::Predictor, 2_u16)?;
    directory.write_tag(Tag::TileWidth, TILE)?;
    directory.write_tag(Tag::TileLength, TILE)?;
    directory.write_tag(Tag::TileOffsets, offsets)?;
    directory.write_tag(Tag::TileByteCounts, counts)?;
    directory.write_tag(Tag::SampleFormat, 1_u16)
}
