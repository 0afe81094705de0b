//! A whole product: what it says of itself, its geometry, its pixels.

use super::annotation::Annotation;
use super::border::Border;
use super::calibration::Calibration;
use super::files::{Folder, SafeFiles, missing};
use super::grid::SafeGrid;
use super::manifest::Manifest;
use super::scene::{SafeBand, SafeScene};
use super::xml::malformed;
use crate::error::ImageryError;
use crate::geometry::{Geometry, Georeference};
use crate::open::{OpenedScene, ReadSeek, SceneFacts};
use crate::raster::RawRaster;
use crate::tiff::TiffRaster;
use plimsoll_model::{Period, Polarisation, Position};
use std::sync::Arc;

/// What a product says, without its pixels. Calibration and noise are not needed for it.
pub struct SafeProduct {
    /// Its name: that of its folder.
    pub name: String,
    /// What the manifest says.
    pub manifest: Manifest,
    /// The annotation of each polarisation, in the order of the manifest.
    pub annotations: Vec<Annotation>,
    /// Where its pixels lie.
    pub grid: Arc<SafeGrid>,
    /// Names of the annotations without folder and ending: calibration, noise and pixels have the same.
    stems: Vec<String>,
}

/// What a row about the scene needs.
#[derive(Clone, Debug, PartialEq)]
pub struct SafeFacts {
    /// The product's name.
    pub name: String,
    /// What is known of the scene.
    pub facts: SceneFacts,
    /// Rows of pixels.
    pub lines: u32,
    /// Pixels in a row.
    pub samples: u32,
    /// From one line to the next on the ground, m.
    pub line_spacing_m: f64,
    /// From one sample to the next on the ground, m.
    pub sample_spacing_m: f64,
    /// Its bands.
    pub polarisations: Vec<Polarisation>,
    /// Number of the orbit since launch.
    pub absolute_orbit: u32,
    /// True if the product holds the pixels of every band.
    pub has_pixels: bool,
}

/// Opens the digital numbers of a band: the name for messages, and the bytes of a TIFF.
pub type OpenNumbers<'a> =
    &'a mut dyn FnMut(&str, Box<dyn ReadSeek>) -> Result<Box<dyn RawRaster>, ImageryError>;

/// Reads what a product says of itself, also where its pixels, calibration and noise are not there.
pub fn read_safe_facts(name: &str, files: &dyn SafeFiles) -> Result<SafeFacts, ImageryError> {
    let folder = Folder::find(name, files)?;
    let product = SafeProduct::read(&folder)?;
    let image = &product.annotations[0].image;
    Ok(SafeFacts {
        name: product.name.clone(),
        facts: product.facts(),
        lines: image.lines,
        samples: image.samples,
        line_spacing_m: image.line_spacing_m,
        sample_spacing_m: image.sample_spacing_m,
        polarisations: product.manifest.polarisations.clone(),
        absolute_orbit: product.manifest.absolute_orbit,
        has_pixels: product.stems.iter().all(|stem| measurement(&folder, stem).is_some()),
    })
}

/// Opens a product. `name` is for messages, and the product's name where its files lie in no folder of their own.
///
/// What is no GRD is refused by name, and so is a product without calibration or noise: sigma nought from which the
/// noise is not removed is too bright where the sea is dark, and a threshold on it would not mean what it says.
pub fn open_safe(name: &str, files: &dyn SafeFiles) -> Result<OpenedScene, ImageryError> {
    open_safe_trimmed(name, files, 0.0)
}

/// The same, with no value within `border_m` of where the image begins and ends.
pub fn open_safe_trimmed(
    name: &str,
    files: &dyn SafeFiles,
    border_m: f64,
) -> Result<OpenedScene, ImageryError> {
    let mut open = |file: &str, bytes: Box<dyn ReadSeek>| {
        Ok::<Box<dyn RawRaster>, ImageryError>(Box::new(TiffRaster::open(file, bytes)?))
    };
    open_safe_with(name, files, border_m, &mut open)
}

/// The same, with the pixels read by a function that the caller gives.
pub fn open_safe_with(
    name: &str,
    files: &dyn SafeFiles,
    border_m: f64,
    open: OpenNumbers<'_>,
) -> Result<OpenedScene, ImageryError> {
    let folder = Folder::find(name, files)?;
    let product = SafeProduct::read(&folder)?;
    let mut bands = Vec::new();
    for (annotation, stem) in product.annotations.iter().zip(&product.stems) {
        let calibration = Arc::new(product.calibration(&folder, annotation, stem)?);
        let path = measurement(&folder, stem)
            .ok_or_else(|| missing(&product.name, &format!("measurement/{stem}.tiff")))?;
        let numbers = open(&folder.shown(&path), folder.open(&path)?)?;
        let image = &annotation.image;
        if (numbers.lines(), numbers.samples()) != (image.lines, image.samples) {
            let found = format!("{} x {} pixels", numbers.lines(), numbers.samples());
            let expected = format!("{} x {} as annotated", image.lines, image.samples);
            return Err(malformed(&folder.shown(&path), "the size", found, &expected));
        }
        bands.push(SafeBand { polarisation: annotation.polarisation, numbers, calibration });
    }
    let border = Border::new(&product.annotations[0], border_m);
    let raster = Box::new(SafeScene::new(&product.name, bands, border)?);
    Ok(OpenedScene { raster, geometry: product.geometry(), facts: product.facts() })
}

/// The file of a band's pixels.
fn measurement(folder: &Folder<'_>, stem: &str) -> Option<String> {
    let is_it = |n: &&str| n.strip_suffix(".tiff").or_else(|| n.strip_suffix(".tif")) == Some(stem);
    folder.names_in("measurement").find(is_it).map(|n| format!("measurement/{n}"))
}

impl SafeProduct {
    /// Reads manifest and annotations of the product in some files.
    pub fn open(name: &str, files: &dyn SafeFiles) -> Result<Self, ImageryError> {
        Self::read(&Folder::find(name, files)?)
    }

    fn read(folder: &Folder<'_>) -> Result<Self, ImageryError> {
        let manifest = Manifest::read(&folder.shown("manifest.safe"), &folder.read("manifest.safe")?)?;
        let mut annotations: Vec<Annotation> = Vec::new();
        let mut stems = Vec::new();
        for polarisation in &manifest.polarisations {
            let stem = stem(folder, *polarisation)?;
            let path = format!("annotation/{stem}.xml");
            let file = folder.shown(&path);
            let annotation = Annotation::read(&file, &folder.read(&path)?)?;
            if annotation.polarisation != *polarisation {
                let found = annotation.polarisation.as_str();
                return Err(malformed(&file, "adsHeader/polarisation", found, polarisation.as_str()));
            }
            if let Some(first) = annotations.first() {
                let size = |a: &Annotation| (a.image.lines, a.image.samples);
                if size(first) != size(&annotation) {
                    let found = format!("{:?} lines and samples", size(&annotation));
                    let expected = format!("{:?} as {}", size(first), first.polarisation.as_str());
                    return Err(malformed(&file, "imageInformation", found, &expected));
                }
            }
            annotations.push(annotation);
            stems.push(stem);
        }
        let file = folder.shown(&format!("annotation/{}.xml", stems[0]));
        let grid = Arc::new(SafeGrid::new(&file, &annotations[0])?);
        Ok(Self { name: folder.product.clone(), manifest, annotations, grid, stems })
    }

    /// Gain and noise of a band.
    pub fn calibrations(&self, name: &str, files: &dyn SafeFiles) -> Result<Vec<Calibration>, ImageryError> {
        let folder = Folder::find(name, files)?;
        let pairs = self.annotations.iter().zip(&self.stems);
        pairs.map(|(annotation, stem)| self.calibration(&folder, annotation, stem)).collect()
    }

    fn calibration(
        &self,
        folder: &Folder<'_>,
        annotation: &Annotation,
        stem: &str,
    ) -> Result<Calibration, ImageryError> {
        let read = |kind: &str| {
            let path = format!("annotation/calibration/{kind}-{stem}.xml");
            Ok::<_, ImageryError>((folder.shown(&path), folder.read(&path)?))
        };
        let calibration = read("calibration")?;
        let noise = read("noise")?;
        let mut tables = Calibration::read(
            (&calibration.0, &calibration.1),
            (&noise.0, &noise.1),
            &annotation.swath_bounds,
        )?;
        if annotation.is_noise_removed {
            tables.leave_noise();
        }
        Ok(tables)
    }

    /// What is known of the scene.
    pub fn facts(&self) -> SceneFacts {
        let manifest = &self.manifest;
        SceneFacts {
            form: "sentinel-1-grd".into(),
            sensor: Some(format!("{} {}", manifest.platform, manifest.mode)),
            time: Period::new(manifest.start, manifest.stop).ok(),
            time_basis: "first to last line, from the manifest of the product".into(),
            footprint: self.footprint(),
            relative_orbit: Some(manifest.relative_orbit),
            pass: Some(manifest.pass),
            incidence_deg: Some(self.grid.incidence_extent()),
            looks: self.looks(),
            notes: self.notes(),
        }
    }

    /// The corners of the image by its grid, which is finer than the manifest's: the first line from the first sample to
    /// the last, and back along the last line.
    fn footprint(&self) -> Vec<Position> {
        let image = &self.annotations[0].image;
        let (line, sample) = (f64::from(image.lines - 1), f64::from(image.samples - 1));
        let corners = [(0.0, 0.0), (0.0, sample), (line, sample), (line, 0.0)];
        let ring: Option<Vec<_>> = corners.iter().map(|(l, s)| self.grid.position(*l, *s)).collect();
        ring.unwrap_or_else(|| self.manifest.footprint.clone())
    }

    /// Equivalent number of looks. Sentinel-1 Product Definition (S1-RS-MDA-52-7440), table 5-1, by mode and spacing.
    fn looks(&self) -> Option<f64> {
        const TABLE: [(&str, f64, f64); 7] = [
            ("SM", 3.5, 3.7),
            ("SM", 10.0, 29.7),
            ("SM", 40.0, 398.4),
            ("IW", 10.0, 4.4),
            ("IW", 40.0, 81.8),
            ("EW", 25.0, 2.7),
            ("EW", 40.0, 10.7),
        ];
        let spacing_m = self.annotations[0].image.sample_spacing_m;
        let is_it = |row: &&(&str, f64, f64)| row.0 == self.manifest.mode && (row.1 - spacing_m).abs() < 0.6;
        TABLE.iter().find(is_it).map(|row| row.2)
    }

    fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        let (moved, height_m) = self.grid.moved();
        if moved > 0 {
            let all = self.annotations[0].grid.len();
            notes.push(format!(
                "{moved} of {all} nodes of the geolocation grid stand above the ellipsoid, up to {height_m:.0} m, and were moved to it by range and time"
            ));
        }
        if self.annotations.iter().any(|a| a.is_noise_removed) {
            notes.push("the processor has already removed the noise".into());
        }
        if self.manifest.mode != "IW" {
            notes.push(format!(
                "mode {} is read as IW is, and was not tested on a real product",
                self.manifest.mode
            ));
        }
        notes
    }

    /// The geometry of the scene.
    pub fn geometry(&self) -> Geometry {
        let annotation = self.annotations[0].clone();
        let grid = SafeGrid::clone(&self.grid);
        Geometry {
            line_spacing_m: annotation.image.line_spacing_m,
            sample_spacing_m: annotation.image.sample_spacing_m,
            georeference: Some(Box::new(grid)),
            track_in_image_deg: Some(0.0),
            pass: Some(self.manifest.pass),
            azimuth: Some(Box::new(move |line, sample| annotation.azimuth(line, sample))),
        }
    }
}

/// The name of a polarisation's annotation, without folder and ending.
fn stem(folder: &Folder<'_>, polarisation: Polarisation) -> Result<String, ImageryError> {
    let word = polarisation.as_str().to_ascii_lowercase();
    let without_ending = |n: &str| Some(n.strip_suffix(".gz").unwrap_or(n).strip_suffix(".xml")?.to_owned());
    let is_of = |stem: &String| stem.split('-').any(|part| part == word);
    let mut stems: Vec<_> = folder.names_in("annotation").filter_map(without_ending).filter(is_of).collect();
    stems.dedup();
    match stems.as_slice() {
        [one] => Ok(one.clone()),
        [] => Err(missing(&folder.product, &format!("annotation/*-{word}-*.xml"))),
        _ => {
            let expected = format!("one annotation of {}", polarisation.as_str());
            Err(malformed(&folder.product, "annotation", format!("{} files", stems.len()), &expected))
        }
    }
}
