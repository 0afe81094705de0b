//! No bytes of a Sentinel-1 product's annotation, calibration, noise or manifest make the readers panic, hang or take
//! gigabytes, and what they place on the Earth lies there.
//!
//! The input is up to four files one behind another, each behind its length in three bytes; without any, all of it is
//! every file.

#![no_main]

use libfuzzer_sys::fuzz_target;
use plimsoll_imagery::safe::{SafeFiles, SafeProduct, read_safe_facts};
use plimsoll_imagery::{Georeference, ImageryError, ReadSeek};
use std::io::Cursor;

const STEM: &str = "s1a-iw-grd-vv-20200101t000000-20200101t000001-000001-000001-001";

struct Files(Vec<(String, Vec<u8>)>);

impl SafeFiles for Files {
    fn names(&self) -> Vec<String> {
        self.0.iter().map(|(name, _)| name.clone()).collect()
    }
    fn open(&self, name: &str) -> Result<Box<dyn ReadSeek>, ImageryError> {
        let found = self.0.iter().find(|(have, _)| have == name);
        Ok(Box::new(Cursor::new(found.map(|(_, bytes)| bytes.clone()).unwrap_or_default())))
    }
}

fuzz_target!(|bytes: &[u8]| {
    let names = [
        "manifest.safe".to_owned(),
        format!("annotation/{STEM}.xml"),
        format!("annotation/calibration/calibration-{STEM}.xml"),
        format!("annotation/calibration/noise-{STEM}.xml"),
    ];
    let mut rest = bytes;
    let mut files = Vec::new();
    for name in names {
        let Some((head, tail)) = rest.split_first_chunk::<3>() else { break };
        let length = u32::from_le_bytes([head[0], head[1], head[2], 0]) as usize;
        let (file, tail) = tail.split_at(length.min(tail.len()));
        files.push((name, file.to_vec()));
        rest = tail;
    }
    let files = Files(files);
    let _ = read_safe_facts("fuzz", &files);
    let Ok(product) = SafeProduct::open("fuzz", &files) else { return };
    let geometry = product.geometry();
    let azimuth = geometry.azimuth.expect("a product has one");
    for (line, sample) in [(0.0, 0.0), (10.0, 20.0), (1e9, -1e9)] {
        let _ = azimuth(line, sample);
        if let Some(position) = product.grid.position(line, sample) {
            let _ = product.grid.pixel(position);
        }
    }
    for table in product.calibrations("fuzz", &files).unwrap_or_default() {
        table.noise_equivalent(0, 0, &mut [0.0; 500]);
    }
});
