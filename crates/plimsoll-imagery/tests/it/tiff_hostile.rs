//! Files that lie: a clear error, never a panic, a hang or much memory.

use crate::made_tiff::{Form, Made, Values, reader};
use crate::raster_real::real;
use plimsoll_imagery::tiff::TiffRaster;
use plimsoll_imagery::{ImageryError, OpenOptions, RawRaster, open_scene};
use plimsoll_model::PixelWindow;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use std::time::Instant;

fn value(_: u32, line: u32, sample: u32) -> f64 {
    f64::from(line * 3 + sample)
}

fn small() -> Made {
    let mut made = Made::new(64, 48, Form::U16);
    (made.tile, made.compression, made.predictor) = (Some((16, 16)), 8, 2);
    made
}

fn read_all(bytes: &[u8]) -> Result<Vec<Vec<f32>>, ImageryError> {
    let mut raster = TiffRaster::open("lying.tif", reader(bytes))?;
    let (lines, samples) = (raster.lines().min(4096), raster.samples().min(4096));
    raster.read_bands(PixelWindow { line: 0, sample: 0, lines, samples })
}

/// What is said of a file with some tags replaced.
fn said(made: &Made, tags: Vec<(u16, Values)>) -> String {
    let mut made = made.clone();
    made.tags = tags;
    read_all(&made.bytes(&value)).unwrap_err().to_string()
}

fn long(tag: u16, value: u64) -> (u16, Values) {
    (tag, Values::Long(vec![value]))
}

#[test]
fn what_is_not_read_is_refused_by_name() {
    let made = small();
    for (tag, number, words) in [
        (259, 50000, "Zstandard"),
        (259, 7, "JPEG"),
        (259, 34887, "LERC"),
        (259, 12345, "compression 12345"),
        (339, 6, "complex"),
        (258, 12, "12 bits"),
        (262, 3, "palette"),
        (266, 2, "reversed"),
        (317, 3, "Predictor"),
        (317, 9, "Predictor"),
        (284, 7, "PlanarConfiguration"),
    ] {
        let message = said(&made, vec![(tag, Values::Short(vec![number]))]);
        assert!(message.contains(words) && message.contains("lying.tif"), "{message}");
    }
}

#[test]
fn lies_are_named_with_their_place() {
    let made = small();
    for (tags, words) in [
        (vec![long(322, 0)], "TileWidth"),
        (vec![long(323, 0)], "TileLength"),
        (vec![long(256, 0)], "ImageWidth"),
        (vec![long(257, u64::from(u32::MAX))], "ImageLength"),
        (vec![long(277, 0)], "SamplesPerPixel"),
        (vec![long(277, 60_000)], "SamplesPerPixel"),
        (vec![long(256, 1000)], "TileOffsets"),
        (vec![(325, Values::Long(vec![u64::from(u32::MAX); 12]))], "tile 1"),
        (vec![(324, Values::Long(vec![4_000_000_000; 12]))], "tile 1"),
        (vec![(325, Values::Long(vec![1; 12]))], "tile 1"),
        (vec![(324, Values::Long(vec![8; 12])), (325, Values::Long(vec![20; 12]))], "tile 1"),
        (vec![(258, Values::Ascii("eight".to_owned()))], "BitsPerSample"),
        (vec![(42113, Values::Ascii("nothing".to_owned()))], "GDAL_NODATA"),
    ] {
        let message = said(&made, tags);
        assert!(message.contains(words), "{words}: {message}");
    }
    let raster = TiffRaster::open("a.tif", reader(&made.bytes(&value))).unwrap();
    let mut raster = raster;
    let outside = PixelWindow { line: 40, sample: 0, lines: u32::MAX, samples: 1 };
    assert!(raster.read_band(0, outside).unwrap_err().to_string().contains("window"));
    assert!(raster.read_band(1, PixelWindow { line: 0, sample: 0, lines: 1, samples: 1 }).is_err());
}

#[test]
fn bombs_open_and_do_not_go_off() {
    // 100,000 x 100,000 pixels in one kilobyte: strips that the file does not have.
    let mut made = Made::new(100_000, 1, Form::F32);
    made.compression = 8;
    let bytes = made.bytes(&|_, _, _| 0.0);
    assert!(bytes.len() < 2000, "{}", bytes.len());
    let mut tall = made.clone();
    tall.tags = vec![
        long(257, 100_000),
        long(278, 600),
        (273, Values::Long(vec![8; 167])),
        (279, Values::Long(vec![400; 167])),
    ];
    let bytes = tall.bytes(&|_, _, _| 0.0);
    let error = TiffRaster::open("bomb.tif", reader(&bytes)).err().unwrap().to_string();
    assert!(error.contains("size of the raster") && error.contains("no packing grows by more"), "{error}");
    // One strip of the whole of it.
    tall.tags = vec![long(257, 100_000), long(278, 100_000), long(273, 8), long(279, 400)];
    let error = TiffRaster::open("bomb.tif", reader(&tall.bytes(&|_, _, _| 0.0))).err().unwrap().to_string();
    assert!(error.contains("64 Mpx"), "{error}");
    // A stream that unpacks to more than its tile has.
    let mut small = small();
    let long_strip = Made { tile: None, ..small.clone() }.bytes(&|_, _, _| 0.0);
    let at = 8_u64;
    small.tile = Some((16, 16));
    let length = long_strip.len() as u64;
    small.tags = vec![(324, Values::Long(vec![at; 12])), (325, Values::Long(vec![100; 12]))];
    let mut spliced = small.bytes(&|_, _, _| 0.0);
    let copied = length.min(100) as usize;
    spliced[8..8 + copied].copy_from_slice(&long_strip[8..8 + copied]);
    assert!(read_all(&spliced).is_err());
}

/// A square of tiles of 4096 x 4096 pixels of one byte, DEFLATE, all of them the same `counts` bytes at `offset`.
fn tiles(across: u32, offset: u64, count: u64) -> Result<TiffRaster, ImageryError> {
    let mut made = Made::new(4096, 4096, Form::U8);
    (made.tile, made.compression) = (Some((4096, 4096)), 8);
    let all = (across * across) as usize;
    let side = u64::from(across) * 4096;
    let (offsets, counts) = (Values::Long(vec![offset; all]), Values::Long(vec![count; all]));
    made.tags = vec![long(256, side), long(257, side), (324, offsets), (325, counts)];
    TiffRaster::open("tiles.tif", reader(&made.bytes(&|_, _, _| 0.0)))
}

#[test]
fn tiles_that_lie_on_each_other_are_read_as_far_as_the_file_could_hold_them() {
    // One tile of noughts packs to about 16 kB; a file of them can unpack to 17 MB: one, not four hundred.
    assert!(tiles(1, 8, 16_000).is_ok());
    let error = tiles(20, 8, 16_000).err().unwrap().to_string();
    assert!(error.contains("400 tiles") && error.contains("1032 times"), "{error}");
}

#[test]
fn tiles_that_are_left_out_are_legal_up_to_a_size() {
    let mut raster = tiles(8, 0, 0).unwrap();
    let window = PixelWindow { line: 32_000, sample: 9_000, lines: 3, samples: 5 };
    assert!(raster.read_band(0, window).unwrap().iter().all(|v| v.is_nan()));
    let error = tiles(9, 0, 0).err().unwrap().to_string();
    assert!(error.contains("0 of 81 tiles") && error.contains("cut away what is empty"), "{error}");
}

#[test]
fn directories_in_a_circle_end() {
    let made = small();
    let mut bytes = made.bytes(&value);
    let first: [u8; 4] = bytes[4..8].try_into().unwrap();
    let end = bytes.len();
    bytes[end - 4..].copy_from_slice(&first);
    let message = read_all(&bytes).unwrap_err().to_string();
    assert!(message.contains("directory 2"), "{message}");
    bytes[4..8].fill(0);
    assert!(read_all(&bytes).unwrap_err().to_string().contains("header"));
}

#[test]
fn cut_anywhere() {
    for big in [false, true] {
        let mut made = small();
        (made.is_big, made.big_endian) = (big, big);
        let bytes = made.bytes(&value);
        for end in 0..bytes.len() {
            assert!(read_all(&bytes[..end]).is_err(), "{end}");
        }
        assert!(read_all(&bytes).is_ok());
    }
}

/// Opens and reads what can be; the slowest of all, ms.
fn mutate(original: &[u8], rounds: u64, seed: u64) -> u128 {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut slowest = 0;
    let mut opened = 0;
    for _ in 0..rounds {
        let mut bytes = original.to_vec();
        for _ in 0..=random.next_u32() % 3 {
            // Half of the changes where directories and their values stand.
            let near_edges = random.next_u32() % 2 == 0;
            let span = if near_edges { bytes.len().min(600) } else { bytes.len() };
            let at = random.next_u64() as usize % span;
            let at = if near_edges && random.next_u32() % 2 == 0 { bytes.len() - 1 - at } else { at };
            bytes[at] = if random.next_u32() % 3 == 0 { 0xff } else { random.next_u32() as u8 };
        }
        if random.next_u32() % 8 == 0 {
            bytes.truncate(random.next_u64() as usize % (bytes.len() + 1));
        }
        let start = Instant::now();
        drop(read_all(&bytes));
        if let Ok(mut scene) = open_scene("m.tif", reader(&bytes), &OpenOptions::default()) {
            opened += 1;
            let (lines, samples) = (scene.raster.lines().min(64), scene.raster.samples().min(64));
            drop(scene.raster.read(PixelWindow { line: 0, sample: 0, lines, samples }));
        }
        slowest = slowest.max(start.elapsed().as_millis());
    }
    println!("{rounds} mutations: {opened} opened, slowest {slowest} ms");
    slowest
}

#[test]
fn no_change_of_bytes_breaks_the_reader() {
    let mut strips = small();
    (strips.tile, strips.rows_per_strip, strips.compression) = (None, 7, 5);
    let mut bits = small();
    (bits.compression, bits.predictor, bits.is_big, bits.big_endian) = (32773, 1, true, true);
    for (index, made) in [small(), strips, bits].iter().enumerate() {
        assert!(mutate(&made.bytes(&value), 4000, index as u64) < 5000);
    }
}

#[test]
fn no_change_of_a_real_file_breaks_the_reader() {
    let Some(bytes) = real("sar/s1_port_of_la_20210105/west_db_30m.tif") else { return };
    assert!(mutate(&bytes, 1000, 9) < 5000);
}
