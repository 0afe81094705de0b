//! No bytes of a TIFF, BigTIFF, PNG or JPEG make the reader panic, and every window has the values that were asked for.

#![no_main]

use libfuzzer_sys::fuzz_target;
use plimsoll_imagery::{OpenOptions, SampleKind, open_scene};
use plimsoll_model::PixelWindow;
use std::io::Cursor;

fuzz_target!(|bytes: &[u8]| {
    for kind in [None, Some(SampleKind::Db)] {
        let options = OpenOptions { kind, ..OpenOptions::default() };
        let reader = Box::new(Cursor::new(bytes.to_vec()));
        let Ok(mut scene) = open_scene("fuzz_vv.tif", reader, &options) else { continue };
        let (lines, samples) = (scene.raster.lines(), scene.raster.samples());
        let window = PixelWindow {
            line: lines / 3,
            sample: samples / 3,
            lines: lines.min(3),
            samples: samples.min(40),
        };
        let fits = window.line + window.lines <= lines && window.sample + window.samples <= samples;
        let read = scene.raster.read(window);
        assert!(fits || read.is_err());
        let Ok(planes) = read else { continue };
        assert_eq!(planes.bands.len(), scene.raster.polarisations().len());
        assert!(planes.bands.iter().all(|band| band.len() == (window.lines * window.samples) as usize));
        if let Some(reference) = &scene.geometry.georeference {
            assert_eq!(scene.facts.footprint.len(), 4);
            let middle = (f64::from(lines) / 2.0, f64::from(samples) / 2.0);
            let there = reference.position(middle.0, middle.1);
            std::hint::black_box(there.and_then(|position| reference.pixel(position)));
        }
    }
});
