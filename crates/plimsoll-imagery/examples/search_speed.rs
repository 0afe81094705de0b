//! How fast the search goes, in ns a pixel and band, and the most memory it held.
//!
//! `cargo run --release -p plimsoll-imagery --example search_speed -- [workers] [FILE...]`: without files a sea in memory
//! (two bands of 4,096 lines of 25,000 samples), with files these, one polarisation each, reading included.

#![expect(clippy::print_stdout, reason = "an example prints what it measured")]

#[path = "../tests/it/clutter.rs"]
#[expect(dead_code, reason = "shared with the tests")]
mod clutter;
#[path = "../tests/it/shipped.rs"]
mod shipped;

use clutter::{Draws, MemoryRaster, params};
use plimsoll_imagery::{ImageryError, OpenOptions, OpenSea, Raster, SampleKind, join, open_scene, search};
use std::error::Error;
use std::fs::File;
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let workers: usize = arguments.next().map_or(Ok(2), |a| a.parse())?;
    let files: Vec<String> = arguments.collect();
    let mut rasters = if files.is_empty() { sea().boxes(workers) } else { opened(&files, workers)? };
    let bands = rasters.first().map_or(0, |r| r.polarisations().len());
    let mpx =
        rasters.first().map_or(0.0, |r| f64::from(r.lines()) * f64::from(r.samples()) * bands as f64 / 1e6);
    for _ in 0..if files.is_empty() { 3 } else { 1 } {
        let start = Instant::now();
        let before = cpu_s();
        let (mut bright, mut seeds) = (0, 0);
        let totals = search(&mut rasters, 10.0, 10.0, &OpenSea, &params(), &mut |strip| {
            bright += strip.bright.len();
            seeds += strip.bright.iter().filter(|b| b.is_seed).count();
        })?;
        let wall = start.elapsed().as_secs_f64();
        println!(
            "{mpx:.0} Mpx (all bands), {workers} workers: {wall:.2} s, {:.2} ns of processor a pixel and band; {bright} bright, {seeds} seeds, laws {:?}, {}",
            (cpu_s() - before) * 1e3 / mpx,
            totals.law,
            memory()
        );
    }
    Ok(())
}

fn opened(files: &[String], workers: usize) -> Result<Vec<Box<dyn Raster>>, Box<dyn Error>> {
    let options = OpenOptions {
        kind: Some(SampleKind::Amplitude),
        pixel_spacing_m: Some(10.0),
        band_polarisations: Vec::new(),
    };
    let one = |_| -> Result<Box<dyn Raster>, Box<dyn Error>> {
        let scenes: Result<Vec<_>, ImageryError> = files
            .iter()
            .map(|name| {
                let file =
                    File::open(name).map_err(|error| ImageryError::Io { file: name.clone(), error })?;
                open_scene(name, Box::new(file), &options)
            })
            .collect();
        Ok(join(scenes?)?.raster)
    };
    (0..workers).map(one).collect()
}

/// One stretch of K-distributed sea, over and over.
fn sea() -> MemoryRaster {
    let mut draws = Draws::new(1, 1);
    let stretch: Vec<f32> = (0..1_000_003).map(|_| (draws.gamma(4.4) * draws.gamma(4.0)) as f32).collect();
    let (lines, samples) = (4096, 25_000);
    let band = |shift: usize| stretch.iter().cycle().skip(shift).take(lines * samples).copied().collect();
    MemoryRaster::new(lines as u32, samples as u32, vec![band(0), band(77)])
}

/// Processor time of this process so far, s, in hundredths, as Linux says.
fn cpu_s() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after = stat.rsplit(')').next().unwrap_or_default();
    after.split_whitespace().skip(11).take(2).filter_map(|t| t.parse::<f64>().ok()).sum::<f64>() / 100.0
}

/// The most memory this process held, as Linux says.
fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status.lines().find(|l| l.starts_with("VmHWM")).unwrap_or("memory not known").to_owned()
}
