//! Pixels of products made here: noise comes off, swaths join, nought is no value, the border goes.

use super::calibration::Naive;
use super::made::{LINES, SAMPLES, gain, lat_lon, names, noise, product, swath};
use super::real::{Memory, OCEAN, real};
use plimsoll_imagery::safe::{SafeProduct, open_safe, open_safe_with};
use plimsoll_imagery::{ImageryError, OpenedScene, Planes, RawRaster, ReadSeek};
use plimsoll_model::{Area, PixelWindow, Polarisation, Position};
use std::io::Read;

/// Digital numbers in memory.
struct Numbers {
    lines: u32,
    samples: u32,
    values: Vec<f32>,
}

impl RawRaster for Numbers {
    fn lines(&self) -> u32 {
        self.lines
    }
    fn samples(&self) -> u32 {
        self.samples
    }
    fn bands(&self) -> usize {
        1
    }
    fn read_band(&mut self, _: usize, w: PixelWindow) -> Result<Vec<f32>, ImageryError> {
        let row = |l: u32| {
            let start = (l * self.samples + w.sample) as usize;
            self.values[start..start + w.samples as usize].iter().copied()
        };
        Ok((w.line..w.line + w.lines).flat_map(row).collect())
    }
}

fn opened(files: &Memory, border_m: f64) -> Result<OpenedScene, ImageryError> {
    let mut open = |_: &str, mut bytes: Box<dyn ReadSeek>| {
        let mut all = Vec::new();
        bytes.read_to_end(&mut all).unwrap();
        let values: Vec<_> =
            all.chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect();
        let lines = u32::try_from(values.len()).unwrap() / SAMPLES;
        Ok::<Box<dyn RawRaster>, ImageryError>(Box::new(Numbers { lines, samples: SAMPLES, values }))
    };
    open_safe_with("given", files, border_m, &mut open)
}

const WHOLE: PixelWindow = PixelWindow { line: 0, sample: 0, lines: LINES, samples: SAMPLES };

/// The digital number of sigma nought where there is an image.
fn number(sigma: f64) -> impl Fn(u32, u32) -> f32 {
    move |line, sample| noise(line, sample).map_or(0.0, |n| (sigma * gain(sample).powi(2) + n).sqrt() as f32)
}

fn value(planes: &Planes, line: u32, sample: u32) -> f64 {
    f64::from(planes.bands[0][line as usize * planes.samples + sample as usize])
}

#[test]
fn power_is_level_across_the_edges_of_swaths_and_bursts() {
    let sigma = 0.01;
    let mut scene = opened(&product(number(sigma)), 0.0).unwrap();
    assert_eq!(scene.raster.polarisations(), [Polarisation::Vv]);
    let planes = scene.raster.read(WHOLE).unwrap();
    for line in 0..LINES {
        for sample in 0..SAMPLES {
            let found = value(&planes, line, sample);
            match swath(line, sample) {
                Some(_) => assert!((found / sigma - 1.0).abs() < 1e-4, "{line} {sample}: {found}"),
                None => assert!(found.is_nan(), "{line} {sample}: {found}"),
            }
        }
    }
}

#[test]
fn a_window_holds_what_the_whole_holds() {
    let mut scene = opened(&product(number(0.003)), 0.0).unwrap();
    let whole = scene.raster.read(WHOLE).unwrap();
    for (line, sample, lines, samples) in
        [(0, 0, 1, 1), (17, 33, 40, 60), (89, 119, 1, 1), (30, 40, 10, 1), (5, 7, 0, 3)]
    {
        let part = scene.raster.read(PixelWindow { line, sample, lines, samples }).unwrap();
        assert_eq!(part.bands[0].len(), (lines * samples) as usize);
        for l in 0..lines {
            for s in 0..samples {
                let (a, b) = (value(&part, l, s), value(&whole, line + l, sample + s));
                assert!((a - b).abs() < 1e-9 || (a.is_nan() && b.is_nan()));
            }
        }
    }
    let original = scene.raster.read_original(WHOLE).unwrap();
    assert!((value(&original, 50, 60) - f64::from(number(0.003)(50, 60))).abs() < 1e-6);
    let mut removed = Vec::new();
    assert!(scene.raster.removed_noise(0, 50, &[0, 39, 40, 79, 80, 119], &mut removed));
    for (found, sample) in removed.iter().zip([0, 39, 40, 79, 80, 119]) {
        let expected = noise(50, sample).unwrap() / gain(sample).powi(2);
        assert!((f64::from(*found) / expected - 1.0).abs() < 1e-5);
    }
}

#[test]
fn power_below_the_noise_stays_below_nought() {
    let darker = |line: u32, sample: u32| noise(line, sample).map_or(0.0, |n| (n * 0.5).sqrt() as f32);
    let planes = opened(&product(darker), 0.0).unwrap().raster.read(WHOLE).unwrap();
    let expected = -0.5 * noise(60, 100).unwrap() / gain(100).powi(2);
    assert!((value(&planes, 60, 100) / expected - 1.0).abs() < 1e-4 && expected < 0.0);
}

#[test]
fn a_product_with_its_noise_already_removed_keeps_what_it_has() {
    let mut files = product(|_, sample| (0.02_f64.sqrt() * gain(sample)) as f32);
    let name = names()[1].clone();
    let text = String::from_utf8(files.0[&name].clone()).unwrap();
    let said = "<processingInformation><thermalNoiseCorrectionPerformed>true</thermalNoiseCorrectionPerformed></processingInformation></imageAnnotation>";
    files.0.insert(name, text.replace("</imageAnnotation>", said).into_bytes());
    let mut scene = opened(&files, 0.0).unwrap();
    let planes = scene.raster.read(WHOLE).unwrap();
    assert!((value(&planes, 60, 100) / 0.02 - 1.0).abs() < 1e-5);
    assert!(!scene.raster.removed_noise(0, 0, &[0], &mut Vec::new()));
    assert!(scene.facts.notes.iter().any(|n| n.contains("already removed the noise")));
}

#[test]
fn the_border_follows_the_staggered_swaths() {
    let planes = opened(&product(number(0.01)), 45.0).unwrap().raster.read(WHOLE).unwrap();
    // 45 m are five pixels. Brute force: inside are pixels whose line has a swath five samples to either side, and whose
    // sample has one five lines before and after (a gap inside the image is none).
    let is_image = |line: i64, sample: i64| match (u32::try_from(line), u32::try_from(sample)) {
        (Ok(l), Ok(s)) => swath(l, s).is_some(),
        _ => false,
    };
    for line in 0..LINES {
        for sample in 0..SAMPLES {
            let (l, s) = (i64::from(line), i64::from(sample));
            let is_inside = [-5, 0, 5]
                .iter()
                .all(|d| is_image(l + d, s) && is_image(l + d, s - 5) && is_image(l + d, s + 5));
            assert_eq!(!value(&planes, line, sample).is_nan(), is_inside, "{line} {sample}");
        }
    }
}

#[test]
fn the_geometry_goes_over_the_180th_meridian() {
    let scene = opened(&product(number(0.01)), 0.0).unwrap();
    let reference = scene.geometry.georeference.unwrap();
    let mut east = 0;
    for line in (0..LINES).step_by(7) {
        for sample in (0..SAMPLES).step_by(7) {
            let (lat, lon) = lat_lon(line.into(), sample.into());
            let expected = Position::from_lat_lon(lat, lon).unwrap();
            let found = reference.position(line.into(), sample.into()).unwrap();
            assert!(found.distance_to(expected).to_metres() < 0.05);
            let (l, s) = reference.pixel(expected).unwrap();
            assert!((l - f64::from(line)).abs() < 0.01 && (s - f64::from(sample)).abs() < 0.02, "{l} {s}");
            east += i32::from(lon < 0.0);
        }
    }
    assert!(east > 20);
    let inside = Position::from_lat_lon(69.996, -179.9995).unwrap();
    assert!(Area::Polygon { exterior: scene.facts.footprint, holes: vec![] }.contains(inside));
}

#[test]
fn the_ocean_scene_is_level_across_its_swaths() {
    let Some(files) = real(OCEAN) else { return };
    let product = SafeProduct::open("given", &files).unwrap();
    let tables = product.calibrations("given", &files).unwrap();
    for (table, word) in tables.iter().zip(["-vv-", "-vh-"]) {
        let naive = Naive::read(&files, word);
        // Whole digital numbers of a sea that rises from -21.5 to -19 dB over 32 samples, with the noise of the naive
        // reading: what is left of the rise on either side of each edge, on lines before and after the swaths change.
        let mut worst = 0.0_f64;
        for (line, edge) in [(720, 8456), (1360, 8456), (1364, 17_262), (9000, 8456), (19_000, 17_262)] {
            let side = |from: u32| {
                let mut nesz = vec![0.0_f32; 32];
                table.noise_equivalent(line, from, &mut nesz);
                let power = (from..).zip(nesz).map(|(sample, nesz)| {
                    let sea = 0.007 + 0.0002 * f64::from(sample - from);
                    let noise = naive.nesz(line.into(), sample.into()).unwrap();
                    let number = ((sea + noise) * 600.0 * 600.0).sqrt().round();
                    number * number / (600.0 * 600.0) - f64::from(nesz)
                });
                power.sum::<f64>() / 32.0
            };
            worst = worst.max((10.0 * (side(edge - 32) / side(edge)).log10()).abs());
        }
        println!("{word}: step at the edges of swaths up to {worst:.3} dB");
        assert!(worst < 0.05);
    }
}

#[test]
fn what_does_not_fit_is_refused_by_name() {
    let whole = product(number(0.01));
    let [manifest, annotation, calibration, noise, pixels] = names();
    let refused = |files: &Memory| opened(files, 0.0).err().map(|e| e.to_string()).unwrap_or_default();
    for (name, word) in [
        (&manifest, "manifest.safe"),
        (&annotation, "annotation/*-vv-*.xml"),
        (&calibration, "calibration-s1a"),
        (&noise, "noise-s1a"),
        (&pixels, "measurement/s1a"),
    ] {
        let mut files = whole.clone();
        files.0.remove(name);
        let error = refused(&files);
        assert!(error.contains(word) && error.contains("no such file"), "{name}: {error}");
    }
    for (kind, advice) in [("SLC", "multi-look"), ("OCN", "wind"), ("RAW", "GRD product"), ("ETA", "GRD")] {
        let mut files = whole.clone();
        files.0.insert(manifest.clone(), super::made::manifest_xml(kind).into_bytes());
        let error = refused(&files);
        assert!(error.contains(&format!("Sentinel-1 {kind} product")) && error.contains(advice), "{error}");
    }
    let mut files = whole.clone();
    let half = files.0[&pixels][..(LINES / 2 * SAMPLES * 4) as usize].to_vec();
    files.0.insert(pixels.clone(), half);
    assert!(refused(&files).contains("45 x 120 pixels") && refused(&files).contains("90 x 120 as annotated"));
    // By way of the TIFF reader: the pixels are no TIFF.
    assert!(open_safe("given", &whole).is_err());
}

/// One digital number everywhere.
struct Level(u32, u32);

impl RawRaster for Level {
    fn lines(&self) -> u32 {
        self.0
    }
    fn samples(&self) -> u32 {
        self.1
    }
    fn bands(&self) -> usize {
        1
    }
    fn read_band(&mut self, _: usize, w: PixelWindow) -> Result<Vec<f32>, ImageryError> {
        Ok(vec![67.0; (w.lines * w.samples) as usize])
    }
}

#[test]
fn a_scene_of_full_size_is_read_by_window() {
    let Some(mut files) = real(OCEAN) else { return };
    let measurement = |n: &String| {
        n.contains("/annotation/s1")
            .then(|| n.replace("/annotation/", "/measurement/").replace(".xml", ".tiff"))
    };
    let pixels: Vec<_> = files.0.keys().filter_map(measurement).collect();
    files.0.extend(pixels.into_iter().map(|n| (n, Vec::new())));
    let started = std::time::Instant::now();
    let mut open = |_: &str, _: Box<dyn ReadSeek>| {
        Ok::<Box<dyn RawRaster>, ImageryError>(Box::new(Level(19_497, 25_117)))
    };
    let mut scene = open_safe_with("given", &files, 500.0, &mut open).unwrap();
    let opened = started.elapsed();
    assert_eq!(scene.raster.polarisations(), [Polarisation::Vv, Polarisation::Vh]);
    let started = std::time::Instant::now();
    let mut values = 0;
    for line in (0..19_400).step_by(1000) {
        let planes = scene.raster.read(PixelWindow { line, sample: 0, lines: 97, samples: 25_117 }).unwrap();
        values += planes.bands.iter().flatten().filter(|v| v.is_finite()).count();
    }
    let pixels = 20.0 * 97.0 * 25_117.0 * 2.0;
    let rate = pixels / started.elapsed().as_secs_f64() / 1e6;
    println!(
        "opened in {opened:?}; {rate:.0} million pixels a second calibrated; {:.3} have a value",
        f64::from(values as u32) / pixels
    );
    // All but the border, and what of the first lines is in no swath.
    assert!((0.90..0.96).contains(&(f64::from(values as u32) / pixels)));
}
