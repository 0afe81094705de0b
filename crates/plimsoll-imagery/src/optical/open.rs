//! Opening an optical image: bands by window, where it lies, what is known of it.

use crate::error::ImageryError;
use crate::geometry::Geometry;
use crate::geotiff::{GeoTiffReference, Placed};
use crate::open::ReadSeek;
use crate::optical::bands::Band;
use crate::optical::facts::{OpticalFacts, OpticalOptions, OpticalSceneParams, gather};
use crate::optical::picture::ColourPicture;
use crate::optical::stac::StacItem;
use crate::power::drop_no_data;
use crate::raster::{Planes, Raster, RawRaster};
use crate::tiff::{GeoTags, SampleForm, TiffRaster};
use plimsoll_model::{PixelWindow, Polarisation};
use std::io::{Read, Seek, SeekFrom};

/// An optical scene that was opened: pixels are read when they are asked for.
pub struct OpticalScene {
    /// Its values, by window, as the file holds them; NaN where it holds none.
    pub raster: OpticalRaster,
    /// Where its pixels lie.
    pub geometry: Geometry,
    /// What is known of it.
    pub facts: OpticalFacts,
}

/// Values of the bands, by window. As a [`Raster`] it has no polarisations, and what it gives is no power.
pub struct OpticalRaster {
    raw: Box<dyn RawRaster>,
    /// Which bands of the file are read.
    kept: Vec<usize>,
    no_data: Option<f32>,
    /// Nought in every band is what lies outside the swath: of a TIFF that names no other value for it.
    nought_is_none: bool,
    is_byte: bool,
}

impl OpticalRaster {
    /// How many bands.
    pub const fn bands(&self) -> usize {
        self.kept.len()
    }
    /// True if values go from 0 to 255.
    pub const fn is_byte(&self) -> bool {
        self.is_byte
    }
}

impl Raster for OpticalRaster {
    fn lines(&self) -> u32 {
        self.raw.lines()
    }
    fn samples(&self) -> u32 {
        self.raw.samples()
    }
    fn polarisations(&self) -> &[Polarisation] {
        &[]
    }
    fn read(&mut self, window: PixelWindow) -> Result<Planes, ImageryError> {
        let all = self.raw.read_bands(window)?;
        let mut bands: Vec<Vec<f32>> = Vec::with_capacity(self.kept.len());
        for (index, band) in all.into_iter().enumerate() {
            if self.kept.contains(&index) {
                bands.push(band);
            }
        }
        for band in &mut bands {
            drop_no_data(band, self.no_data);
            band.iter_mut().filter(|v| !v.is_finite()).for_each(|v| *v = f32::NAN);
        }
        if self.nought_is_none {
            for pixel in 0..bands.first().map_or(0, Vec::len) {
                if bands.iter().all(|band| band[pixel] <= 0.0) {
                    bands.iter_mut().for_each(|band| band[pixel] = f32::NAN);
                }
            }
        }
        Ok(Planes { lines: window.lines as usize, samples: window.samples as usize, bands })
    }
}

fn unsupported(file: &str, found: impl Into<String>, advice: &str) -> ImageryError {
    ImageryError::Unsupported { file: file.to_owned(), found: found.into(), advice: advice.to_owned() }
}

fn malformed(file: &str, place: &str, found: String, expected: impl Into<String>) -> ImageryError {
    ImageryError::Malformed {
        file: file.to_owned(),
        place: place.to_owned(),
        found,
        expected: expected.into(),
    }
}

/// Opens an optical image: TIFF or BigTIFF of 8 or 16 bits a band, PNG or JPEG; grey, RGB, RGB with near infrared; alpha
/// is dropped. A TIFF is read by window; a picture is decoded whole, up to 100 Mpx.
///
/// # Errors
/// [`ImageryError::Unsupported`] for what is not read, with what to do; [`ImageryError::Malformed`] for a broken file, or
/// one that the STAC item does not fit.
pub fn open_optical(
    file: &str,
    mut reader: Box<dyn ReadSeek>,
    options: &OpticalOptions,
    params: &OpticalSceneParams,
) -> Result<OpticalScene, ImageryError> {
    let io = |error| ImageryError::Io { file: file.to_owned(), error };
    let mut head = Vec::new();
    reader.by_ref().take(4).read_to_end(&mut head).map_err(io)?;
    reader.seek(SeekFrom::Start(0)).map_err(io)?;
    let is_tiff = [b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"].iter().any(|magic| head == **magic);
    let mut notes = Vec::new();
    let (raster, placed) = if is_tiff {
        open_tiff(file, reader, &mut notes)?
    } else if head.starts_with(b"\x89PNG") || head.starts_with(b"\xff\xd8\xff") {
        (open_picture(file, reader, &mut notes)?, Placed::No(None))
    } else {
        let found = format!("a file that begins with the bytes {head:02x?}");
        return Err(unsupported(file, found, "an optical scene is a TIFF, BigTIFF, PNG or JPEG"));
    };
    let bands = name_bands(file, raster.bands(), options, &mut notes)?;
    let (geometry, footprint, middle) = place(file, &raster, placed, options, &mut notes)?;
    let mut facts = gather(bands, options, middle, params);
    facts.footprint = footprint;
    notes.append(&mut facts.notes);
    facts.notes = notes;
    Ok(OpticalScene { raster, geometry, facts })
}

fn open_tiff(
    file: &str,
    reader: Box<dyn ReadSeek>,
    notes: &mut Vec<String>,
) -> Result<(OpticalRaster, Placed), ImageryError> {
    let raw = TiffRaster::open(file, reader)?;
    match raw.colour().photometric {
        None | Some(1 | 2) => {}
        Some(0) => {
            return Err(unsupported(file, "a picture whose white is nought", "save it with black as nought"));
        }
        Some(5) => return Err(unsupported(file, "a picture in inks (CMYK)", "save it in RGB")),
        Some(6) => return Err(unsupported(file, "a picture in luma and chroma (YCbCr)", "save it in RGB")),
        Some(other) => {
            let found = format!("a picture of PhotometricInterpretation {other}");
            return Err(unsupported(file, found, "save it in RGB or grey"));
        }
    }
    let is_byte = match raw.form() {
        SampleForm::U8 => true,
        SampleForm::U16 => false,
        other => {
            let found = format!("an optical image of {other:?} values");
            return Err(unsupported(file, found, "save it with 8 or 16 bits a band, no signs"));
        }
    };
    let count = raw.bands();
    let extra = &raw.colour().extra;
    let first_extra = count.saturating_sub(extra.len());
    let is_alpha = |band: usize| band >= first_extra && matches!(extra.get(band - first_extra), Some(1 | 2));
    let kept: Vec<usize> = (0..count).filter(|band| !is_alpha(*band)).collect();
    if kept.len() < count {
        notes.push("the alpha channel is dropped".to_owned());
    }
    if raw.other_pages() > 0 {
        notes.push(format!("the file holds {} more images, which are not read", raw.other_pages()));
    }
    let placed = GeoTiffReference::read(file, raw.geo(), raw.lines(), raw.samples())?;
    let no_data = raw.no_data().map(|v| v as f32);
    Ok((
        OpticalRaster { raw: Box::new(raw), kept, no_data, nought_is_none: no_data.is_none(), is_byte },
        placed,
    ))
}

fn open_picture(
    file: &str,
    reader: Box<dyn ReadSeek>,
    notes: &mut Vec<String>,
) -> Result<OpticalRaster, ImageryError> {
    let picture = ColourPicture::open(file, reader)?;
    if picture.had_alpha() {
        notes.push("the alpha channel is dropped".to_owned());
    }
    let is_byte = picture.is_byte();
    let kept = (0..picture.bands()).collect();
    Ok(OpticalRaster { raw: Box::new(picture), kept, no_data: None, nought_is_none: false, is_byte })
}

/// Which band is which: as typed, as the item says, or the usual order.
fn name_bands(
    file: &str,
    count: usize,
    options: &OpticalOptions,
    notes: &mut Vec<String>,
) -> Result<Vec<Band>, ImageryError> {
    if !options.bands.is_empty() {
        if options.bands.len() == count {
            return Ok(options.bands.clone());
        }
        let expected = format!("{}, as many as bands were named", options.bands.len());
        return Err(malformed(file, "bands", format!("{count} bands"), expected));
    }
    let named: Option<Vec<Band>> =
        options.stac.as_ref().and_then(|item| item.bands.iter().copied().collect());
    if let Some(named) = named
        && named.len() == count
    {
        return Ok(named);
    }
    let usual = Band::usual(count).ok_or_else(|| {
        let advice = "an optical scene has 1, 3 or 4 bands: grey, RGB, RGB and near infrared; \
                      cut the others out, or name the bands";
        unsupported(file, format!("an image of {count} bands"), advice)
    })?;
    if count == 4 {
        notes.push("four bands taken for red, green, blue, near infrared".to_owned());
    }
    Ok(usual)
}

type PlaceOf = (Geometry, Vec<plimsoll_model::Position>, Option<plimsoll_model::Position>);

/// Spacing where nobody says it, m: that of the commonest small satellites.
const ASSUMED_SPACING_M: f64 = 3.0;

fn place(
    file: &str,
    raster: &OpticalRaster,
    placed: Placed,
    options: &OpticalOptions,
    notes: &mut Vec<String>,
) -> Result<PlaceOf, ImageryError> {
    let (lines, samples) = (raster.lines(), raster.samples());
    let map = |line_spacing_m, sample_spacing_m, georeference| Geometry {
        line_spacing_m,
        sample_spacing_m,
        georeference,
        track_in_image_deg: None,
        pass: None,
        azimuth: None,
    };
    let placed = match placed {
        Placed::Yes(reference) => Some(reference),
        Placed::No(note) => {
            notes.extend(note);
            options.stac.as_ref().map_or(Ok(None), |item| of_item(file, item, lines, samples))?
        }
    };
    if let Some(reference) = placed {
        use crate::geometry::Georeference;
        let footprint = reference.corners();
        let (line, sample) = reference.spacing_m();
        let middle = reference.position((f64::from(lines) - 1.0) / 2.0, (f64::from(samples) - 1.0) / 2.0);
        return Ok((map(line, sample, Some(Box::new(reference))), footprint, middle));
    }
    let stated = options.pixel_spacing_m.or_else(|| options.stac.as_ref()?.ground_sample_m);
    if let Some(spacing) = stated
        && !(spacing.is_finite() && spacing > 0.0)
    {
        return Err(malformed(file, "pixel spacing", format!("{spacing} m"), "a length above nought"));
    }
    let spacing = stated.unwrap_or_else(|| {
        notes.push(format!("pixel spacing not given; {ASSUMED_SPACING_M:.0} m assumed"));
        ASSUMED_SPACING_M
    });
    Ok((map(spacing, spacing, None), Vec::new(), None))
}

/// The place that an item gives to a picture that has none: `proj:epsg` and `proj:transform`.
fn of_item(
    file: &str,
    item: &StacItem,
    lines: u32,
    samples: u32,
) -> Result<Option<GeoTiffReference>, ImageryError> {
    let (Some(epsg), Some(t)) = (item.epsg, item.transform) else { return Ok(None) };
    if let Some(shape) = item.shape
        && shape != (u64::from(lines), u64::from(samples))
    {
        return Err(malformed(
            file,
            "key `proj:shape`",
            format!("{} lines of {} samples", shape.0, shape.1),
            format!("{lines} lines of {samples} samples, as the image has"),
        ));
    }
    let epsg = u64::from(epsg);
    // As the keys of a GeoTIFF say it: model type, pixels are areas, the number of the system.
    let (model, key) = if epsg == 4326 { (2, 2048) } else { (1, 3072) };
    let keys = vec![1, 1, 0, 3, 1024, 0, 1, model, 1025, 0, 1, 1, key, 0, 1, epsg];
    let [a, b, c, d, e, f] = t;
    let transformation = vec![a, b, 0.0, c, d, e, 0.0, f, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0];
    let tags = GeoTags { transformation, keys, ..GeoTags::default() };
    Ok(match GeoTiffReference::read(file, &tags, lines, samples)? {
        Placed::Yes(reference) => Some(reference),
        Placed::No(_) => None,
    })
}
