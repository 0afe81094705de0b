//! Opening a processed raster: what its values mean, where it lies, and power out of it.

use crate::error::ImageryError;
use crate::geometry::Geometry;
use crate::geotiff::{GeoTiffReference, Placed};
use crate::picture::PictureRaster;
use crate::power::{PowerRaster, SampleKind};
use crate::raster::{Raster, RawRaster};
use crate::sniff::{self, Stored};
use crate::tiff::{SampleForm, TiffRaster};
use plimsoll_model::{Pass, Period, Polarisation, Position};
use std::io::{Read, Seek, SeekFrom};

/// Something that can be read and sought, on any thread.
pub trait ReadSeek: Read + Seek + Send {}

impl<T: Read + Seek + Send> ReadSeek for T {}

/// What the caller knows of a raster that the file does not say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OpenOptions {
    /// What a value means; `None`: it is guessed where that is safe, and the guess is among the notes.
    pub kind: Option<SampleKind>,
    /// From one pixel to the next on the ground, m, where the file is not placed on the Earth.
    pub pixel_spacing_m: Option<f64>,
    /// Polarisation of each band, in the order of the file. Empty: from the file's name, or unknown.
    pub band_polarisations: Vec<Polarisation>,
}

/// A scene that was opened: pixels are read when they are asked for.
pub struct OpenedScene {
    /// Its power, by window.
    pub raster: Box<dyn Raster>,
    /// Where its pixels lie.
    pub geometry: Geometry,
    /// What is known of it.
    pub facts: SceneFacts,
}

/// What is known of a scene besides its pixels.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SceneFacts {
    /// What the bytes are: `sentinel-1-grd`, `sar-db`, `sar-power`, `sar-amplitude`.
    pub form: String,
    /// Which satellite or instrument.
    pub sensor: Option<String>,
    /// When it was taken.
    pub time: Option<Period>,
    /// In words: where the time comes from.
    pub time_basis: String,
    /// The corners of what it covers, a ring on WGS 84. Empty: it is not placed on the Earth.
    pub footprint: Vec<Position>,
    /// Number of the orbit in the repeat cycle.
    pub relative_orbit: Option<u32>,
    /// Which way the satellite flew.
    pub pass: Option<Pass>,
    /// Least and greatest incidence angle at the ground, degrees.
    pub incidence_deg: Option<(f64, f64)>,
    /// Equivalent number of looks that the product states.
    pub looks: Option<f64>,
    /// In words: what was assumed, left out or odd.
    pub notes: Vec<String>,
}

/// Spacing where nobody says it, m: that of the commonest product, Sentinel-1 GRD in high resolution.
const ASSUMED_SPACING_M: f64 = 10.0;

enum Form {
    Tiff,
    Picture,
}

/// Opens a TIFF, BigTIFF, PNG or JPEG, known by its first bytes. `file_name` names it in messages, and may hold the
/// polarisation as a word.
pub fn open_scene(
    file_name: &str,
    mut reader: Box<dyn ReadSeek>,
    options: &OpenOptions,
) -> Result<OpenedScene, ImageryError> {
    let io = |error| ImageryError::Io { file: file_name.to_owned(), error };
    let mut head = Vec::new();
    reader.by_ref().take(16).read_to_end(&mut head).map_err(io)?;
    reader.seek(SeekFrom::Start(0)).map_err(io)?;
    match form_of(file_name, &head)? {
        Form::Tiff => open_tiff(file_name, reader, options),
        Form::Picture => open_picture(file_name, reader, options),
    }
}

fn form_of(file: &str, head: &[u8]) -> Result<Form, ImageryError> {
    const TIFF: [&[u8]; 4] = [b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"];
    const ARCHIVES: [(&[u8], &str); 4] = [
        (b"PK\x03\x04", "a ZIP archive"),
        (b"\x1f\x8b", "gzip"),
        (b"\x89HDF", "HDF5 or NetCDF"),
        (b"%PDF", "a PDF"),
    ];
    if TIFF.iter().any(|magic| head.starts_with(magic)) {
        return Ok(Form::Tiff);
    }
    if head.starts_with(b"\x89PNG\r\n\x1a\n") || head.starts_with(b"\xff\xd8\xff") {
        return Ok(Form::Picture);
    }
    let known = ARCHIVES.iter().find(|(magic, _)| head.starts_with(magic));
    let found = match known {
        Some((_, word)) => (*word).to_owned(),
        None if head.is_empty() => "an empty file".to_owned(),
        None => format!("a file that begins with the bytes {:02x?}", &head[..head.len().min(8)]),
    };
    let advice = "a scene is a TIFF, BigTIFF, PNG, JPEG, or a Sentinel-1 SAFE folder or its ZIP";
    Err(ImageryError::Unsupported { file: file.to_owned(), found, advice: advice.to_owned() })
}

fn open_tiff(
    file: &str,
    reader: Box<dyn ReadSeek>,
    options: &OpenOptions,
) -> Result<OpenedScene, ImageryError> {
    let raster = TiffRaster::open(file, reader)?;
    let (lines, samples) = (raster.lines(), raster.samples());
    let placed = GeoTiffReference::read(file, raster.geo(), lines, samples)?;
    let stored = match raster.form() {
        SampleForm::U8 => Stored::Byte,
        SampleForm::F32 | SampleForm::F64 => Stored::Real,
        SampleForm::U16 | SampleForm::U32 | SampleForm::I8 | SampleForm::I16 | SampleForm::I32 => {
            Stored::Whole
        }
    };
    let mut notes = Vec::new();
    if raster.other_pages() > 0 {
        notes.push(format!("the file holds {} more images, which are not read", raster.other_pages()));
    }
    let no_data = raster.no_data();
    assemble(file, Box::new(raster), stored, no_data, placed, options, notes)
}

fn open_picture(
    file: &str,
    reader: Box<dyn ReadSeek>,
    options: &OpenOptions,
) -> Result<OpenedScene, ImageryError> {
    let raster = PictureRaster::open(file, reader)?;
    let notes = raster.note().map(str::to_owned).into_iter().collect();
    let stored = if raster.is_byte() { Stored::Byte } else { Stored::Whole };
    assemble(file, Box::new(raster), stored, None, Placed::No(None), options, notes)
}

fn assemble(
    file: &str,
    mut raw: Box<dyn RawRaster>,
    stored: Stored,
    no_data: Option<f64>,
    placed: Placed,
    options: &OpenOptions,
    mut notes: Vec<String>,
) -> Result<OpenedScene, ImageryError> {
    let sample = sniff::Sample::take(&mut *raw, no_data)?;
    let (kind, note) = sniff::kind(file, options.kind, stored, &sample)?;
    notes.extend(note);
    let polarisations = polarisations(file, raw.bands(), options)?;
    let (geometry, footprint) = geometry(file, placed, options, &mut notes)?;
    let facts = SceneFacts {
        form: kind.as_str().to_owned(),
        time_basis: "the file does not say when the scene was taken".to_owned(),
        footprint,
        notes,
        ..SceneFacts::default()
    };
    let raster = Box::new(PowerRaster::new(raw, kind, no_data, polarisations));
    Ok(OpenedScene { raster, geometry, facts })
}

fn geometry(
    file: &str,
    placed: Placed,
    options: &OpenOptions,
    notes: &mut Vec<String>,
) -> Result<(Geometry, Vec<Position>), ImageryError> {
    let map = |line_spacing_m, sample_spacing_m, georeference| Geometry {
        line_spacing_m,
        sample_spacing_m,
        georeference,
        track_in_image_deg: None,
        pass: None,
        azimuth: None,
    };
    if let Placed::Yes(reference) = placed {
        let footprint = reference.corners();
        let (line, sample) = reference.spacing_m();
        return Ok((map(line, sample, Some(Box::new(reference))), footprint));
    }
    if let Placed::No(Some(note)) = placed {
        notes.push(note);
    }
    if let Some(spacing) = options.pixel_spacing_m
        && !(spacing.is_finite() && spacing > 0.0)
    {
        return Err(ImageryError::Malformed {
            file: file.to_owned(),
            place: "pixel spacing".to_owned(),
            found: format!("{spacing} m"),
            expected: "a length above nought".to_owned(),
        });
    }
    let spacing = options.pixel_spacing_m.unwrap_or_else(|| {
        notes.push(format!("pixel spacing not given; {ASSUMED_SPACING_M:.0} m assumed"));
        ASSUMED_SPACING_M
    });
    Ok((map(spacing, spacing, None), Vec::new()))
}

fn polarisations(file: &str, bands: usize, options: &OpenOptions) -> Result<Vec<Polarisation>, ImageryError> {
    let given = &options.band_polarisations;
    if !given.is_empty() {
        if given.len() == bands {
            return Ok(given.clone());
        }
        return Err(ImageryError::Malformed {
            file: file.to_owned(),
            place: "bands".to_owned(),
            found: format!("{bands} bands"),
            expected: format!("{}, as many as polarisations were given", given.len()),
        });
    }
    let named = named_polarisations(file);
    Ok(if named.len() == bands { named } else { vec![Polarisation::Unknown; bands] })
}

/// The polarisations that stand as words in a file's name, in order, each once.
fn named_polarisations(file: &str) -> Vec<Polarisation> {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let words = name.split(|c: char| !c.is_ascii_alphabetic());
    let mut found = Vec::new();
    for one in words.filter(|word| word.len() == 2).filter_map(Polarisation::parse) {
        if !found.contains(&one) {
            found.push(one);
        }
    }
    found
}
