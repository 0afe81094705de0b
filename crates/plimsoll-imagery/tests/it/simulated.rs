//! Simulated scenes in SAFE form through the reader: positions and sigma nought come back as they went in.

use plimsoll_imagery::safe::{SafeFiles, open_safe};
use plimsoll_imagery::{ImageryError, ReadSeek};
use plimsoll_model::{PixelWindow, Position};
use plimsoll_simulate::{SarScene, SarSceneParams, simulate_sar};
use std::io::Cursor;

struct Files<'a>(&'a SarScene);

impl SafeFiles for Files<'_> {
    fn names(&self) -> Vec<String> {
        self.0.files.iter().map(|(name, _)| name.clone()).filter(|name| name.contains(".SAFE/")).collect()
    }

    fn open(&self, name: &str) -> Result<Box<dyn ReadSeek>, ImageryError> {
        let (_, bytes) = self.0.files.iter().find(|(n, _)| n == name).ok_or_else(|| ImageryError::Io {
            file: name.to_owned(),
            error: std::io::ErrorKind::NotFound.into(),
        })?;
        Ok(Box::new(Cursor::new(bytes.clone())))
    }
}

/// Distance of two near places, m.
fn metres(a: Position, lat_deg: f64, lon_deg: f64) -> f64 {
    let north = (a.lat_deg() - lat_deg) * 111_000.0;
    north.hypot((a.lon_deg() - lon_deg) * 111_300.0 * lat_deg.to_radians().cos())
}

#[test]
fn a_simulated_product_reads_as_it_was_made() {
    for seed in [4, 10] {
        let params = SarSceneParams { lines: 640, samples: 700, ..SarSceneParams::of_seed(seed) };
        let scene = simulate_sar(&params);
        let mut opened = open_safe(&scene.truth.product, &Files(&scene)).unwrap();
        assert_eq!((opened.raster.lines(), opened.raster.samples()), (640, 700));
        let place = opened.geometry.georeference.as_ref().unwrap();
        for ship in &scene.truth.ships {
            let read = place.position(ship.line, ship.sample).unwrap();
            assert!(metres(read, ship.lat_deg, ship.lon_deg) < 5.0, "{}", ship.id);
        }
        let whole = PixelWindow { line: 0, sample: 0, lines: 640, samples: 700 };
        let planes = opened.raster.read(whole).unwrap();
        for band in [0, 1] {
            let own = scene.sigma_nought(band);
            for (index, (read, made)) in planes.bands[band].iter().zip(&own).enumerate() {
                // The noise is interpolated between values 40 samples apart. The last value of a line is nought in the
                // file, no noise level: up to there the reader goes on with the one before.
                let tolerance = if index % 700 >= 680 { 1e-4 } else { 2e-5 };
                let is_alike =
                    (read.is_nan() && made.is_nan()) || (read - made).abs() <= tolerance + 0.002 * made.abs();
                assert!(is_alike, "band {band} pixel {index}: {read} {made}");
            }
        }
        // What the annotation says of ambiguities is where the ghosts were put.
        let azimuth = opened.geometry.azimuth.as_ref().unwrap();
        for ghost in scene.truth.ghosts.iter().filter(|g| g.order == 1) {
            let Some(source) = scene.truth.ships.iter().find(|s| s.id == ghost.source) else { continue };
            let said = azimuth(source.line, source.sample).unwrap().ambiguity_m;
            let put = (ghost.line - source.line) * scene.truth.pixel_m;
            assert!((said - put).abs() < 60.0, "{}: {said} {put}", ghost.source);
        }
    }
}
