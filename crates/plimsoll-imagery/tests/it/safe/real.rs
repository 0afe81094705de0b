//! The three real products without pixels, and what they are known to say.

use flate2::read::MultiGzDecoder;
use plimsoll_imagery::ImageryError;
use plimsoll_imagery::ReadSeek;
use plimsoll_imagery::safe::{SafeFiles, SafeProduct, read_safe_facts};
use plimsoll_model::{Pass, Polarisation};
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::path::Path;

pub(crate) const OCEAN: &str = "S1A_IW_GRDH_1SDV_20221002T205126_20221002T205156_045268_056950_0664.SAFE";
pub(crate) const OCEAN_LATER: &str =
    "S1A_IW_GRDH_1SDV_20221014T205126_20221014T205155_045443_056F2D_861B.SAFE";
pub(crate) const MOUNTAINS: &str = "S1B_IW_GRDH_1SDV_20210401T052623_20210401T052648_026269_032297_ECC8.SAFE";

/// Files in memory.
#[derive(Clone, Default)]
pub(crate) struct Memory(pub(crate) BTreeMap<String, Vec<u8>>);

impl SafeFiles for Memory {
    fn names(&self) -> Vec<String> {
        self.0.keys().cloned().collect()
    }
    fn open(&self, name: &str) -> Result<Box<dyn ReadSeek>, ImageryError> {
        Ok(Box::new(Cursor::new(self.0[name].clone())))
    }
}

/// A real product, its files unpacked; `None`, and a word about it, where it is not there.
pub(crate) fn real(product: &str) -> Option<Memory> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/sar/s1_safe_annotation/");
    let root = Path::new(folder).join(product);
    if !root.is_dir() {
        println!("SKIPPED: {product} is not here");
        return None;
    }
    let mut files = Memory::default();
    let mut open = vec![root.clone()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let bytes = std::fs::read(&path).unwrap();
            let name = path.strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
            let (name, bytes) = match name.strip_suffix(".gz") {
                Some(name) => (name.to_owned(), unpacked(&bytes)),
                None => (name, bytes),
            };
            files.0.insert(format!("{product}/{name}"), bytes);
        }
    }
    Some(files)
}

fn unpacked(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    MultiGzDecoder::new(bytes).read_to_end(&mut out).unwrap();
    out
}

#[test]
fn all_three_products_are_read() {
    let cases = [
        (OCEAN, 19_497, 25_117, 46, 45_268, "Sentinel-1A IW"),
        (OCEAN_LATER, 19_488, 25_117, 46, 45_443, "Sentinel-1A IW"),
        (MOUNTAINS, 16_685, 25_788, 168, 26_269, "Sentinel-1B IW"),
    ];
    for (name, lines, samples, relative, absolute, sensor) in cases {
        let Some(files) = real(name) else { return };
        let safe = read_safe_facts("given", &files).unwrap();
        println!("{safe:#?}");
        assert_eq!((safe.name.as_str(), safe.lines, safe.samples), (name, lines, samples));
        assert_eq!((safe.facts.relative_orbit, safe.absolute_orbit), (Some(relative), absolute));
        assert_eq!(safe.facts.sensor.as_deref(), Some(sensor));
        assert_eq!(safe.polarisations, [Polarisation::Vv, Polarisation::Vh]);
        assert_eq!((safe.facts.pass, safe.facts.looks), (Some(Pass::Descending), Some(4.4)));
        assert!(!safe.has_pixels);
        assert!((safe.line_spacing_m - 10.0).abs() < 1e-9 && (safe.sample_spacing_m - 10.0).abs() < 1e-9);
        let product = SafeProduct::open("given", &files).unwrap();
        // Corners of the grid and of the manifest are the same places, but for the height of land.
        for corner in &product.manifest.footprint {
            let nearest = |p: &plimsoll_model::Position| p.distance_to(*corner).to_metres();
            let distance = safe.facts.footprint.iter().map(nearest).fold(f64::INFINITY, f64::min);
            println!("{name}: {distance:.1} m from the manifest's corner");
            assert!(distance < 5000.0, "{distance}");
        }
    }
}

#[test]
fn the_annotation_of_the_ocean_scene_is_as_known() {
    let Some(files) = real(OCEAN) else { return };
    let product = SafeProduct::open("given", &files).unwrap();
    assert_eq!(product.annotations.len(), 2);
    let annotation = &product.annotations[0];
    assert_eq!((annotation.image.lines, annotation.image.samples), (19_497, 25_117));
    // 31 sets of coefficients: the list that holds them has nearly the name of one.
    assert_eq!(
        (annotation.orbit.len(), annotation.slant_ranges.len(), annotation.fm_rates.len()),
        (17, 31, 11)
    );
    let (lines, samples) = product.grid.axes();
    assert_eq!(lines, [0., 2016., 4032., 6048., 8064., 10080., 12096., 14112., 16128., 18144., 19496.]);
    assert_eq!((samples.len(), samples[0], samples[20]), (21, 0.0, 25_116.0));
    let prf: Vec<_> =
        annotation.prf_hz.iter().map(|(s, f)| (s.as_str(), (f * 10.0).round() / 10.0)).collect();
    assert_eq!(prf, [("IW1", 1717.1), ("IW2", 1451.6), ("IW3", 1685.8)]);
    let swath = |line: f64, sample: f64| annotation.swath_at(line, sample).unwrap().swath.as_str();
    assert_eq!((swath(0.0, 8500.0), swath(718.0, 8500.0), swath(718.0, 17_300.0)), ("IW1", "IW2", "IW2"));
    assert_eq!((swath(1363.0, 17_300.0), swath(19_496.0, 25_116.0)), ("IW3", "IW3"));
}
