//! How fast ships are found, in ns of processor a pixel and band and in seconds, and the most memory it took.
//!
//! `cargo run --release -p plimsoll-imagery --example search_speed -- [WORKERS] [FILE...]`: without files the search of a sea
//! in memory (two bands of 4,096 lines of 25,000 samples); with files (one polarisation each, amplitudes, 10 m) reading
//! and the search of these. After the word `detect`, files are read, searched, and objects found, judged and measured.

#![expect(clippy::print_stdout, reason = "an example prints what it measured")]

#[path = "../tests/it/clutter.rs"]
#[expect(dead_code, reason = "shared with the tests")]
mod clutter;
#[path = "../tests/it/detect_params.rs"]
#[expect(dead_code, reason = "shared with the tests")]
mod detect_params;
#[path = "../tests/it/shipped.rs"]
mod shipped;

use clutter::{Draws, MemoryRaster, params};
use detect_params::detect_params;
use plimsoll_imagery::{
    ImageryError, OpenOptions, OpenSea, OpenedScene, Raster, SampleKind, detect, join, open_scene, search,
};
use plimsoll_model::evidence::Key;
use plimsoll_model::{DetectionKind, RecordId, RecordKind};
use std::error::Error;
use std::fs::File;
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1).peekable();
    let workers: usize = arguments.next().map_or(Ok(2), |a| a.parse())?;
    let is_all = arguments.next_if_eq("detect").is_some();
    let files: Vec<String> = arguments.collect();
    if is_all {
        return all(&files, workers);
    }
    let mut rasters = if files.is_empty() { sea().boxes(workers) } else { opened(&files, workers)?.0 };
    for _ in 0..if files.is_empty() { 3 } else { 1 } {
        let clock = Clock::new(&rasters, workers);
        let (mut bright, mut seeds) = (0, 0);
        let totals = search(&mut rasters, 10.0, 10.0, &OpenSea, &params(), &mut |strip| {
            bright += strip.bright.len();
            seeds += strip.bright.iter().filter(|b| b.is_seed).count();
        })?;
        println!("{}; {bright} bright, {seeds} seeds, laws {:?}", clock.said(), totals.law);
    }
    Ok(())
}

/// Files to detections.
fn all(files: &[String], workers: usize) -> Result<(), Box<dyn Error>> {
    let (mut rasters, first) = opened(files, workers)?;
    let clock = Clock::new(&rasters, workers);
    let scene = RecordId::of(RecordKind::Scene, &[Key::Int(1)]);
    let found = detect(&mut rasters, &first.geometry, scene, None, &[], &detect_params())?;
    let ships = found.detections.iter().filter(|d| d.kind == DetectionKind::Ship).count();
    let sized = found.detections.iter().filter(|d| d.length_m.is_some()).count();
    println!(
        "{}; {} objects, {ships} ships, {sized} measured; looks {:.2}, laws {:?}",
        clock.said(),
        found.detections.len(),
        found.totals.looks,
        found.totals.law
    );
    Ok(())
}

/// When something began.
struct Clock {
    start: Instant,
    cpu_s: f64,
    workers: usize,
    mpx: f64,
}

impl Clock {
    fn new(rasters: &[Box<dyn Raster>], workers: usize) -> Self {
        let size = |r: &dyn Raster| f64::from(r.lines()) * f64::from(r.samples());
        let of_bands = |r: &dyn Raster| size(r) * r.polarisations().len() as f64 / 1e6;
        let mpx = rasters.first().map_or(0.0, |r| of_bands(r.as_ref()));
        Self { start: Instant::now(), cpu_s: cpu_s(), workers, mpx }
    }

    fn said(&self) -> String {
        let (wall, cpu) = (self.start.elapsed().as_secs_f64(), cpu_s() - self.cpu_s);
        format!(
            "{:.0} Mpx (all bands), {} workers: {wall:.2} s, {cpu:.2} s of processor, {:.2} ns a pixel and band; {}",
            self.mpx,
            self.workers,
            cpu * 1e3 / self.mpx,
            memory()
        )
    }
}

type Opened = (Vec<Box<dyn Raster>>, OpenedScene);

/// The raster of each worker, and the scene of the first.
fn opened(files: &[String], workers: usize) -> Result<Opened, Box<dyn Error>> {
    let options = OpenOptions {
        kind: Some(SampleKind::Amplitude),
        pixel_spacing_m: Some(10.0),
        band_polarisations: Vec::new(),
    };
    let one = || -> Result<OpenedScene, Box<dyn Error>> {
        let scenes: Result<Vec<_>, ImageryError> = files
            .iter()
            .map(|name| {
                let file =
                    File::open(name).map_err(|error| ImageryError::Io { file: name.clone(), error })?;
                open_scene(name, Box::new(file), &options)
            })
            .collect();
        Ok(join(scenes?)?)
    };
    let rasters = (0..workers).map(|_| Ok(one()?.raster)).collect::<Result<_, Box<dyn Error>>>()?;
    Ok((rasters, one()?))
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
