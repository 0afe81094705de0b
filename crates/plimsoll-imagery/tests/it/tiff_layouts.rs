//! Every layout gives the values that were written, whatever the window.

use crate::made_tiff::{Form, Made, Values, reader};
use plimsoll_imagery::RawRaster;
use plimsoll_imagery::tiff::TiffRaster;
use plimsoll_model::PixelWindow;
use proptest::prelude::*;
use std::io::Cursor;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tiff::decoder::{Decoder, DecodingResult};

/// Values that differ everywhere, run where they can, and use the range of every form.
fn value(band: u32, line: u32, sample: u32) -> f64 {
    let mixed = (band * 7919 + line * 104_729 + (sample / 3) * 1_299_709) % 251;
    f64::from(mixed) - if mixed.is_multiple_of(2) { 0.0 } else { 100.0 }
}

fn expected(made: &Made, band: u32, window: PixelWindow) -> Vec<f32> {
    let lines = window.line..window.line + window.lines;
    let samples = window.sample..window.sample + window.samples;
    lines.flat_map(|l| samples.clone().map(move |s| made.form.read_back(value(band, l, s)))).collect()
}

fn check(made: &Made, windows: &[PixelWindow]) {
    let bytes = made.bytes(&value);
    let mut raster = TiffRaster::open("made.tif", reader(&bytes)).unwrap();
    assert_eq!(
        (raster.lines(), raster.samples(), raster.bands()),
        (made.height, made.width, made.bands as usize)
    );
    for window in windows {
        let all = raster.read_bands(*window).unwrap();
        for band in 0..made.bands {
            let one = raster.read_band(band as usize, *window).unwrap();
            assert_eq!(one, expected(made, band, *window), "{made:?} {window:?}");
            assert_eq!(all[band as usize], one);
        }
    }
}

fn window(line: u32, sample: u32, lines: u32, samples: u32) -> PixelWindow {
    PixelWindow { line, sample, lines, samples }
}

fn layouts() -> Vec<Made> {
    let mut all = Vec::new();
    for form in Form::ALL {
        for (compression, predictor) in
            [(1, 1), (8, 1), (8, 2), (8, 3), (32946, 2), (5, 1), (5, 2), (5, 3), (32773, 1)]
        {
            if predictor == 3 && !form.is_float() {
                continue;
            }
            for variant in 0..32_u32 {
                let bit = |n: u32| variant >> n & 1 == 1;
                let mut made = Made::new(37, 29, form);
                (made.compression, made.predictor) = (compression, predictor);
                (made.big_endian, made.is_big, made.is_planar) = (bit(0), bit(1), bit(2));
                made.bands = if bit(3) { 3 } else { 1 };
                made.tile = bit(4).then_some((16, 8));
                made.rows_per_strip = 8;
                all.push(made);
            }
        }
    }
    all
}

#[test]
fn every_layout_gives_what_was_written() {
    let windows = [window(0, 0, 29, 37), window(7, 15, 3, 3), window(28, 36, 1, 1), window(3, 2, 20, 31)];
    for made in layouts() {
        check(&made, &windows);
    }
}

#[test]
fn the_tiff_crate_reads_the_same() {
    let mut compared = 0;
    for made in layouts() {
        let bytes = made.bytes(&value);
        let Ok(mut decoder) = Decoder::new(Cursor::new(&bytes)) else { continue };
        if made.bands > 1 || made.is_planar {
            continue;
        }
        let Ok(theirs) = decoder.read_image() else { continue };
        let theirs: Vec<f32> = match theirs {
            DecodingResult::U8(v) => v.into_iter().map(f32::from).collect(),
            DecodingResult::U16(v) => v.into_iter().map(f32::from).collect(),
            DecodingResult::U32(v) => v.into_iter().map(|x| x as f32).collect(),
            DecodingResult::I8(v) => v.into_iter().map(f32::from).collect(),
            DecodingResult::I16(v) => v.into_iter().map(f32::from).collect(),
            DecodingResult::I32(v) => v.into_iter().map(|x| x as f32).collect(),
            DecodingResult::F32(v) => v,
            DecodingResult::F64(v) => v.into_iter().map(|x| x as f32).collect(),
            _ => continue,
        };
        let mut ours = TiffRaster::open("made.tif", reader(&bytes)).unwrap();
        assert_eq!(ours.read_band(0, window(0, 0, 29, 37)).unwrap(), theirs, "{made:?}");
        compared += 1;
    }
    println!("layouts compared with the tiff crate: {compared}");
    assert!(compared > 300, "{compared}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn any_window_of_any_layout(
        which in 0_usize..4096,
        size in (1_u32..90, 1_u32..90),
        tile in (1_u32..6, 1_u32..40),
        rows in 1_u32..100,
        places in prop::collection::vec((0.0_f64..1.0, 0.0_f64..1.0, 0.0_f64..1.0, 0.0_f64..1.0), 1..8),
    ) {
        let all = layouts();
        let mut made = all[which % all.len()].clone();
        (made.width, made.height, made.rows_per_strip) = (size.0, size.1, rows);
        made.tile = made.tile.map(|_| (tile.0 * 16, tile.1));
        let windows: Vec<_> = places
            .iter()
            .map(|p| {
                let (line, sample) = ((p.0 * f64::from(size.1)) as u32, (p.1 * f64::from(size.0)) as u32);
                let lines = (p.2 * f64::from(size.1 - line)).ceil() as u32;
                window(line, sample, lines, (p.3 * f64::from(size.0 - sample)).ceil() as u32)
            })
            .collect();
        check(&made, &windows);
    }
}

#[test]
fn the_same_at_the_edges_of_the_forms() {
    for (form, extremes) in [
        (Form::U32, [0.0, f64::from(u32::MAX)]),
        (Form::I32, [f64::from(i32::MIN), f64::from(i32::MAX)]),
        (Form::I16, [f64::from(i16::MIN), f64::from(i16::MAX)]),
        (Form::F64, [f64::MIN, 1e-300]),
        (Form::F32, [f64::INFINITY, -1e-40]),
    ] {
        let mut made = Made::new(4, 2, form);
        (made.compression, made.predictor) = (8, 2);
        let bytes = made.bytes(&|_, _, sample| extremes[sample as usize % 2]);
        let mut raster = TiffRaster::open("made.tif", reader(&bytes)).unwrap();
        let line: Vec<_> = (0..8).map(|i| form.read_back(extremes[i % 2])).collect();
        assert_eq!(raster.read_band(0, window(0, 0, 2, 4)).unwrap(), line, "{form:?}");
    }
}

#[test]
fn high_strips_without_packing_are_read_in_parts() {
    for (rows, is_planar) in [(700, false), (700, true), (150, false), (149, true)] {
        let mut made = Made::new(900, 700, Form::F64);
        (made.rows_per_strip, made.is_planar, made.bands) = (rows, is_planar, 2);
        check(&made, &[window(0, 0, 700, 900), window(140, 7, 20, 3), window(699, 0, 1, 900)]);
    }
}

/// A file that counts what is read of it.
struct Counted(Cursor<Vec<u8>>, Arc<AtomicU64>);

impl std::io::Read for Counted {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let count = self.0.read(out)?;
        self.1.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

impl std::io::Seek for Counted {
    fn seek(&mut self, to: std::io::SeekFrom) -> std::io::Result<u64> {
        self.0.seek(to)
    }
}

#[test]
fn windows_down_the_image_read_each_tile_once() {
    // A row of tiles is 36 MiB, so that the cache holds one and not two.
    let mut made = Made::new(2304, 1024, Form::F64);
    (made.tile, made.bands, made.compression) = (Some((256, 512)), 4, 8);
    let bytes = made.bytes(&|band, line, sample| f64::from(band * 100 + line / 7 + sample / 9));
    let read = Arc::new(AtomicU64::new(0));
    let counted = Counted(Cursor::new(bytes.clone()), Arc::clone(&read));
    let mut raster = TiffRaster::open("made.tif", Box::new(counted)).unwrap();
    // Two windows share twenty lines, within one row of tiles.
    for line in (0..1024_u32).step_by(128) {
        let first = line.saturating_sub(if line % 512 == 0 { 0 } else { 20 });
        raster.read_bands(window(first, 0, line + 128 - first, 2304)).unwrap();
    }
    let read = read.load(Ordering::Relaxed);
    assert!(read < bytes.len() as u64 + 10_000, "{read} of {}", bytes.len());
}

#[test]
fn tiles_left_out_hold_no_value() {
    let mut made = Made::new(32, 16, Form::U16);
    made.tile = Some((16, 16));
    made.tags = vec![(324, Values::Long(vec![8, 0])), (325, Values::Long(vec![512, 0]))];
    let bytes = made.bytes(&value);
    let mut raster = TiffRaster::open("sparse.tif", reader(&bytes)).unwrap();
    let line = raster.read_band(0, window(3, 0, 1, 32)).unwrap();
    assert!(line[..16].iter().all(|v| v.is_finite()) && line[16..].iter().all(|v| v.is_nan()));
}
