//! The pixels of a scene in a case, by window: for chips in the report and for `plimsoll why`.

use crate::optical_pixels;
use crate::scenes::{of_case, optical_of_case};
use crate::stage::CaseFolder;
use plimsoll_case::exhibit::ExhibitEntry;
use plimsoll_imagery::chip::{chip_png, chip_text, north_in_image_deg, original_tiff};
use plimsoll_imagery::optical::OpticalScene;
use plimsoll_imagery::{OpenedScene, Planes};
use plimsoll_model::{ExhibitId, PixelWindow};
use std::collections::BTreeMap;

/// A part of a scene, as it is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Pixels {
    /// The picture with its grey values stretched, PNG.
    pub png: Vec<u8>,
    /// The pixels as they are in the file, PNG.
    pub original: Vec<u8>,
    /// The values of the file, TIFF.
    pub values: Option<Vec<u8>>,
    /// The part that the picture shows: the window with sea about it, inside the scene.
    pub window: PixelWindow,
    /// From one pixel to the next on the ground, m: down, across.
    pub metres_per_pixel: (f64, f64),
    /// Direction of true north, degrees clockwise from up; `None`: it is not placed on the Earth.
    pub north_deg: Option<f64>,
    /// Which grey is what, in words.
    pub stretch: String,
    /// The same as text, for a terminal.
    pub text: String,
}

/// Section `[chips]`.
#[derive(Clone, Copy, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct ChipParams {
    chip_m: f64,
    chip_black_db: f64,
    chip_white_db: f64,
}

/// The scenes of a case, each opened once however many windows of it are asked for.
pub struct ScenePixels<'a> {
    case: &'a CaseFolder,
    params: Option<ChipParams>,
    opened: BTreeMap<ExhibitId, Option<Opened>>,
}

/// A scene that was opened.
enum Opened {
    Radar(OpenedScene),
    Optical(OpticalScene),
}

impl Opened {
    fn of(case: &CaseFolder, exhibit: &ExhibitEntry) -> Option<Self> {
        if let Some(options) = optical_of_case::options(case, exhibit).ok()? {
            return optical_pixels::open(case, exhibit, &options).map(Self::Optical);
        }
        let source = of_case::source(case, exhibit).ok()?;
        source.open(&of_case::options(case, exhibit)).ok().map(Self::Radar)
    }
}

impl<'a> ScenePixels<'a> {
    /// Of a case; nothing is opened yet.
    pub fn of(case: &'a CaseFolder) -> Self {
        Self { case, params: case.config.params.section("chips").ok(), opened: BTreeMap::new() }
    }

    /// The pixels about a window of a scene; `None` where they cannot be read.
    pub fn window(&mut self, exhibit: &ExhibitEntry, window: PixelWindow) -> Option<Pixels> {
        let params = self.params?;
        self.read(exhibit, window, params)
    }

    /// The pixels of a window and no more; `None` where they cannot be read.
    pub fn close(&mut self, exhibit: &ExhibitEntry, window: PixelWindow) -> Option<Pixels> {
        let params = ChipParams { chip_m: 0.0, ..self.params? };
        self.read(exhibit, window, params)
    }

    fn read(&mut self, exhibit: &ExhibitEntry, window: PixelWindow, params: ChipParams) -> Option<Pixels> {
        let case = self.case;
        match self.opened.entry(exhibit.id).or_insert_with(|| Opened::of(case, exhibit)).as_mut()? {
            Opened::Radar(scene) => pixels(scene, window, params),
            Opened::Optical(scene) => optical_pixels::window(scene, window, params.chip_m),
        }
    }
}

fn pixels(scene: &mut OpenedScene, window: PixelWindow, params: ChipParams) -> Option<Pixels> {
    let OpenedScene { raster, geometry, .. } = scene;
    let size = (raster.lines(), raster.samples());
    let spacing = (geometry.line_spacing_m, geometry.sample_spacing_m);
    let pixels = |m: f64| (params.chip_m / m).ceil() as u32;
    let shown = window.about(pixels(spacing.0), pixels(spacing.1), size);
    let planes = raster.read(shown).ok()?;
    let sea_db = sea_db(&planes)?;
    let (low, high) = (sea_db + params.chip_black_db, sea_db + params.chip_white_db);
    let band = raster.polarisations().first().map_or("band 1", |p| p.as_str());
    let png = chip_png(&planes, 0, low, high).ok()?;
    let middle = (
        f64::from(window.line) + f64::from(window.lines) / 2.0,
        f64::from(window.sample) + f64::from(window.samples) / 2.0,
    );
    Some(Pixels {
        original: png.clone(),
        png,
        values: raster.read_original(shown).ok().and_then(|values| original_tiff(&values).ok()),
        window: shown,
        metres_per_pixel: spacing,
        north_deg: north_in_image_deg(geometry, middle.0, middle.1),
        stretch: format!(
            "{band}, black {low:.0} dB, white {high:.0} dB: {:.0} dB below and {:.0} dB above the sea in it",
            -params.chip_black_db, params.chip_white_db
        ),
        text: chip_text(&planes, 0, 64).ok()?,
    })
}

/// The median power of the pixels, dB: where a chip shows a ship at sea, that is the sea.
fn sea_db(planes: &Planes) -> Option<f64> {
    let band = planes.bands.first()?;
    let mut powers: Vec<f32> = band.iter().copied().filter(|p| p.is_finite() && *p > 0.0).collect();
    powers.sort_by(f32::total_cmp);
    let median = powers.get(powers.len() / 2)?;
    Some(10.0 * f64::from(*median).log10())
}
