//! The annotation of one polarisation: size of the image, timing, orbit, grid, swaths.
//!
//! Source: Sentinel-1 Product Specification (S1-RS-MDA-52-7441), section 6.3 (product annotation).

use super::xml::{At, Document, seconds_between};
use crate::error::ImageryError;
use jiff::Timestamp;
use plimsoll_model::Polarisation;

/// Sections that nobody needs: by far the most of the file.
const SKIP: [&str; 8] = [
    "qualityInformation",
    "antennaPattern",
    "replicaInformationList",
    "attitudeList",
    "noiseList",
    "rawDataAnalysisList",
    "dopplerCentroid",
    "downlinkValues",
];

/// Lines or samples of an image: a product of a whole orbit would have 6 million lines, none has more than 60,000.
const MOST_PIXELS: u32 = 200_000;

/// Distance and time of an image's pixels.
#[derive(Clone, Debug, PartialEq)]
pub struct ImageInformation {
    /// How many lines.
    pub lines: u32,
    /// How many samples in a line.
    pub samples: u32,
    /// From one line to the next on the ground, m.
    pub line_spacing_m: f64,
    /// From one sample to the next on the ground, m.
    pub sample_spacing_m: f64,
    /// From one line to the next, s.
    pub line_time_s: f64,
    /// When the first line was at zero Doppler.
    pub first_line: Timestamp,
    /// When the last line was at zero Doppler.
    pub last_line: Timestamp,
    /// Incidence angle in the middle of the swath, degrees.
    pub incidence_mid_deg: f64,
}

/// A part of the image that comes from one sub-swath. Lines and samples are the first and the last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SwathBounds {
    /// `IW1`, ...
    pub swath: String,
    /// First and last line.
    pub lines: (u32, u32),
    /// First and last sample.
    pub samples: (u32, u32),
}

/// Azimuth FM rate about a time: `Ka(tau) = c0 + c1 (tau - t0) + c2 (tau - t0)^2`, Hz/s, tau two-way slant range time.
#[derive(Clone, Debug, PartialEq)]
pub struct FmRate {
    /// Seconds after the first line.
    pub time_s: f64,
    /// Two-way slant range time of the origin, s.
    pub t0_s: f64,
    /// Coefficients, from that of power nought.
    pub coefficients: Vec<f64>,
}

/// Where the satellite was, Earth-fixed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StateVector {
    /// Seconds after the first line.
    pub time_s: f64,
    /// Position, m.
    pub position_m: [f64; 3],
    /// Velocity, m/s.
    pub velocity_m_s: [f64; 3],
}

/// From ground range to slant range about a time: `R(g) = sum c_i (g - g0)^i`, m.
#[derive(Clone, Debug, PartialEq)]
pub struct SlantRange {
    /// Seconds after the first line.
    pub time_s: f64,
    /// Ground range of the origin, m.
    pub g0_m: f64,
    /// Coefficients, from that of power nought.
    pub coefficients: Vec<f64>,
}

/// A node of the geolocation grid.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GridPoint {
    /// Seconds after the first line at zero Doppler.
    pub time_s: f64,
    /// Two-way slant range time, s.
    pub slant_time_s: f64,
    /// Line.
    pub line: f64,
    /// Sample.
    pub sample: f64,
    /// Degrees north.
    pub lat_deg: f64,
    /// Degrees east.
    pub lon_deg: f64,
    /// Above the ellipsoid, m.
    pub height_m: f64,
    /// Incidence angle, degrees.
    pub incidence_deg: f64,
}

/// What the annotation of one polarisation says.
#[derive(Clone, Debug, PartialEq)]
pub struct Annotation {
    /// The polarisation.
    pub polarisation: Polarisation,
    /// `IW`, `EW`, `S1`...
    pub swath: String,
    /// Size and timing of the image.
    pub image: ImageInformation,
    /// Pulse repetition frequency of each sub-swath, Hz.
    pub prf_hz: Vec<(String, f64)>,
    /// Azimuth FM rate, in order of time.
    pub fm_rates: Vec<FmRate>,
    /// Orbit, in order of time.
    pub orbit: Vec<StateVector>,
    /// Slant range of samples, in order of time.
    pub slant_ranges: Vec<SlantRange>,
    /// The geolocation grid.
    pub grid: Vec<GridPoint>,
    /// Which sub-swath a pixel is from; empty in a stripmap image.
    pub swath_bounds: Vec<SwathBounds>,
    /// True if the processor has already taken the noise off.
    pub is_noise_removed: bool,
}

impl Annotation {
    /// Reads it.
    pub(super) fn read(file: &str, bytes: &[u8]) -> Result<Self, ImageryError> {
        let document = Document::read(file, bytes, "product", &SKIP)?;
        let root = document.at();
        let header = root.to("adsHeader")?;
        let kind = header.text("productType")?;
        if kind != "GRD" {
            return Err(header.wrong("productType", kind, "GRD"));
        }
        let word = header.text("polarisation")?;
        let polarisation = Polarisation::parse(word).filter(|p| *p != Polarisation::Unknown);
        let image = image(root)?;
        let general = root.to("generalAnnotation")?;
        let from = image.first_line;
        let removed = root.try_at("imageAnnotation/processingInformation/thermalNoiseCorrectionPerformed");
        Ok(Self {
            polarisation: polarisation
                .ok_or_else(|| header.wrong("polarisation", word, "VV, VH, HH or HV"))?,
            swath: header.text("swath")?.to_owned(),
            prf_hz: prf(general)?,
            fm_rates: fm_rates(general, from)?,
            orbit: orbit(general, from)?,
            slant_ranges: slant_ranges(root, from)?,
            grid: grid(root, from)?,
            swath_bounds: swath_bounds(root)?,
            is_noise_removed: removed.is_some_and(|r| r.own_text() == "true"),
            image,
        })
    }

    /// The sub-swath of a pixel: the bounds that hold it, else the nearest.
    pub fn swath_at(&self, line: f64, sample: f64) -> Option<&SwathBounds> {
        let outside = |value: f64, (first, last): (u32, u32)| {
            (f64::from(first) - 0.5 - value).max(value - f64::from(last) - 0.5).max(0.0)
        };
        let distance = |b: &SwathBounds| outside(line, b.lines).max(outside(sample, b.samples));
        self.swath_bounds.iter().min_by(|a, b| distance(a).total_cmp(&distance(b)))
    }
}

fn image(root: At<'_>) -> Result<ImageInformation, ImageryError> {
    let at = root.to("imageAnnotation/imageInformation")?;
    let size = |name: &str| {
        let count = at.whole(name)?;
        let expected = format!("from 2 to {MOST_PIXELS}");
        if (2..=MOST_PIXELS).contains(&count) {
            Ok(count)
        } else {
            Err(at.wrong(name, &count.to_string(), &expected))
        }
    };
    Ok(ImageInformation {
        lines: size("numberOfLines")?,
        samples: size("numberOfSamples")?,
        line_spacing_m: at.positive("azimuthPixelSpacing")?,
        sample_spacing_m: at.positive("rangePixelSpacing")?,
        line_time_s: at.positive("azimuthTimeInterval")?,
        first_line: at.time("productFirstLineUtcTime")?,
        last_line: at.time("productLastLineUtcTime")?,
        incidence_mid_deg: at.number("incidenceAngleMidSwath")?,
    })
}

fn prf(general: At<'_>) -> Result<Vec<(String, f64)>, ImageryError> {
    let list = general.to("downlinkInformationList")?;
    let each = list.each("downlinkInformation");
    let found: Vec<_> = each
        .map(|d| Ok((d.text("swath")?.to_owned(), d.positive("prf")?)))
        .collect::<Result<_, ImageryError>>()?;
    if found.is_empty() {
        Err(list.wrong("downlinkInformation", "nothing", "an element a swath"))
    } else {
        Ok(found)
    }
}

fn fm_rates(general: At<'_>, from: Timestamp) -> Result<Vec<FmRate>, ImageryError> {
    let list = general.to("azimuthFmRateList")?;
    let mut rates = Vec::new();
    for at in list.each("azimuthFmRate") {
        // Up to processor 2.43 the coefficients stood in elements of their own.
        let coefficients = match at.try_at("azimuthFmRatePolynomial") {
            Some(_) => at.numbers("azimuthFmRatePolynomial")?,
            None => vec![at.number("c0")?, at.number("c1")?, at.number("c2")?],
        };
        bounded(at, "azimuthFmRatePolynomial", &coefficients)?;
        rates.push(FmRate {
            time_s: seconds_between(from, at.time("azimuthTime")?),
            t0_s: at.number("t0")?,
            coefficients,
        });
    }
    rates.sort_by(|a, b| a.time_s.total_cmp(&b.time_s));
    if rates.is_empty() { Err(list.wrong("azimuthFmRate", "nothing", "one or more")) } else { Ok(rates) }
}

/// A polynomial has some coefficients, not thousands.
fn bounded(at: At<'_>, path: &str, coefficients: &[f64]) -> Result<(), ImageryError> {
    if (1..=32).contains(&coefficients.len()) {
        return Ok(());
    }
    Err(at.wrong(path, &format!("{} coefficients", coefficients.len()), "from 1 to 32"))
}

fn orbit(general: At<'_>, from: Timestamp) -> Result<Vec<StateVector>, ImageryError> {
    let list = general.to("orbitList")?;
    let mut vectors = Vec::new();
    for at in list.each("orbit") {
        let three = |name: &str| {
            let at = at.to(name)?;
            Ok::<_, ImageryError>([at.number("x")?, at.number("y")?, at.number("z")?])
        };
        let frame = at.text("frame")?;
        if frame != "Earth Fixed" {
            return Err(at.wrong("frame", frame, "Earth Fixed"));
        }
        vectors.push(StateVector {
            time_s: seconds_between(from, at.time("time")?),
            position_m: three("position")?,
            velocity_m_s: three("velocity")?,
        });
    }
    vectors.sort_by(|a, b| a.time_s.total_cmp(&b.time_s));
    vectors.dedup_by(|a, b| a.time_s - b.time_s <= 0.0);
    if vectors.len() < 2 { Err(list.wrong("orbit", "less than two", "two or more")) } else { Ok(vectors) }
}

fn slant_ranges(root: At<'_>, from: Timestamp) -> Result<Vec<SlantRange>, ImageryError> {
    let list = root.to("coordinateConversion/coordinateConversionList")?;
    let mut ranges = Vec::new();
    for at in list.each("coordinateConversion") {
        let coefficients = at.numbers("grsrCoefficients")?;
        bounded(at, "grsrCoefficients", &coefficients)?;
        let time_s = seconds_between(from, at.time("azimuthTime")?);
        ranges.push(SlantRange { time_s, g0_m: at.number("gr0")?, coefficients });
    }
    ranges.sort_by(|a, b| a.time_s.total_cmp(&b.time_s));
    if ranges.is_empty() {
        Err(list.wrong("coordinateConversion", "nothing", "one or more"))
    } else {
        Ok(ranges)
    }
}

fn grid(root: At<'_>, from: Timestamp) -> Result<Vec<GridPoint>, ImageryError> {
    let list = root.to("geolocationGrid/geolocationGridPointList")?;
    let point = |at: At<'_>| {
        Ok(GridPoint {
            time_s: seconds_between(from, at.time("azimuthTime")?),
            slant_time_s: at.positive("slantRangeTime")?,
            line: at.number("line")?,
            sample: at.number("pixel")?,
            lat_deg: at.number("latitude")?,
            lon_deg: at.number("longitude")?,
            height_m: at.number("height")?,
            incidence_deg: at.number("incidenceAngle")?,
        })
    };
    list.each("geolocationGridPoint").map(point).collect()
}

fn swath_bounds(root: At<'_>) -> Result<Vec<SwathBounds>, ImageryError> {
    let mut bounds = Vec::new();
    let Some(list) = root.try_at("swathMerging/swathMergeList") else { return Ok(bounds) };
    for merge in list.each("swathMerge") {
        let swath = merge.text("swath")?;
        for at in merge.to("swathBoundsList")?.each("swathBounds") {
            let lines = (at.whole("firstAzimuthLine")?, at.whole("lastAzimuthLine")?);
            let samples = (at.whole("firstRangeSample")?, at.whole("lastRangeSample")?);
            if lines.0 > lines.1 || samples.0 > samples.1 {
                return Err(at.wrong("", "a last line or sample before the first", "first to last"));
            }
            bounds.push(SwathBounds { swath: swath.to_owned(), lines, samples });
        }
    }
    if bounds.len() > 100 {
        return Err(list.wrong("swathBounds", "more than 100", "some for each swath"));
    }
    Ok(bounds)
}
