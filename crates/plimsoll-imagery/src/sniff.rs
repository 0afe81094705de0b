//! What the values of a raster mean, where the caller does not say.

use crate::error::ImageryError;
use crate::power::{SampleKind, drop_no_data};
use crate::raster::RawRaster;
use plimsoll_model::PixelWindow;

/// How the file stores its numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stored {
    /// 0 to 255.
    Byte,
    /// Other whole numbers.
    Whole,
    /// Real numbers.
    Real,
}

/// A window of so many lines and samples in the middle is looked at.
const SIDE: u32 = 512;

/// More values below nought than this are decibels. The parts of complex numbers are below nought by halves.
const DB_SHARE: f64 = 0.6;

/// Values from the middle of a raster.
pub(crate) struct Sample {
    /// Values that are some value, in order; nought is none.
    values: Vec<f32>,
}

impl Sample {
    pub(crate) fn take(raw: &mut dyn RawRaster, no_data: Option<f64>) -> Result<Self, ImageryError> {
        let (lines, samples) = (raw.lines().min(SIDE), raw.samples().min(SIDE));
        let (line, sample) = ((raw.lines() - lines) / 2, (raw.samples() - samples) / 2);
        let mut values = raw.read_band(0, PixelWindow { line, sample, lines, samples })?;
        drop_no_data(&mut values, no_data.map(|v| v as f32));
        values.retain(|v| v.is_finite() && v.abs() > 0.0);
        values.sort_unstable_by(f32::total_cmp);
        Ok(Self { values })
    }

    fn median(&self) -> Option<f32> {
        self.values.get(self.values.len() / 2).copied()
    }

    fn share(&self, is_counted: impl Fn(f32) -> bool) -> f64 {
        let count = self.values.iter().filter(|v| is_counted(**v)).count();
        count as f64 / self.values.len().max(1) as f64
    }
}

/// The kind that was given, if the values can be of it; a guess, with a note that says why, if none was given.
pub(crate) fn kind(
    file: &str,
    given: Option<SampleKind>,
    stored: Stored,
    sample: &Sample,
) -> Result<(SampleKind, Option<String>), ImageryError> {
    match given {
        Some(kind) => check(file, kind, sample).map(|()| (kind, None)),
        None => guess(file, stored, sample).map(|(kind, why)| {
            let word = match kind {
                SampleKind::Db => "dB",
                SampleKind::Power => "power",
                SampleKind::Amplitude => "amplitude",
            };
            (kind, Some(format!("taken for {word} because {why}")))
        }),
    }
}

fn check(file: &str, kind: SampleKind, sample: &Sample) -> Result<(), ImageryError> {
    let negative = sample.share(|v| v < 0.0);
    let median = sample.median().unwrap_or(0.0);
    let (found, expected) = match kind {
        SampleKind::Power | SampleKind::Amplitude if negative > DB_SHARE => (
            format!("{:.0} % of the values are below nought", 100.0 * negative),
            "which looks like dB: sar-db",
        ),
        SampleKind::Db if median > 60.0 => {
            (format!("half of the values are above {median}"), "which looks like amplitude or power, not dB")
        }
        _ => return Ok(()),
    };
    Err(ImageryError::Malformed {
        file: file.to_owned(),
        place: "pixels in the middle".to_owned(),
        found: format!("{found}, {expected}"),
        expected: format!("values of {}", kind.as_str()),
    })
}

fn guess(file: &str, stored: Stored, sample: &Sample) -> Result<(SampleKind, String), ImageryError> {
    let negative = sample.share(|v| v < 0.0);
    let as_db = sample.share(|v| (-60.0..=40.0).contains(&v));
    let Some(median) = sample.median() else {
        if stored != Stored::Real {
            return Ok((
                SampleKind::Amplitude,
                "it holds whole numbers (there is no value in its middle)".to_owned(),
            ));
        }
        return Err(unknown(file, "a raster without any value in its middle"));
    };
    match stored {
        Stored::Byte => Ok((
            SampleKind::Amplitude,
            "it holds numbers from 0 to 255: a stretched picture; contrasts are relative".to_owned(),
        )),
        Stored::Whole if negative <= 0.0 => {
            Ok((SampleKind::Amplitude, "it holds whole numbers, none below nought".to_owned()))
        }
        Stored::Real if negative > DB_SHARE && as_db > 0.9 => Ok((
            SampleKind::Db,
            format!(
                "{:.0} % of its values are below nought and {:.0} % from -60 to 40",
                100.0 * negative,
                100.0 * as_db
            ),
        )),
        Stored::Real if negative < 0.01 && median > 1.0 => Ok((
            SampleKind::Amplitude,
            format!("its values are not below nought, and half are above {median:.3}"),
        )),
        Stored::Real if negative < 0.01 => Ok((
            SampleKind::Power,
            format!("its values are not below nought, and half are below {median:.3}"),
        )),
        _ => {
            Err(unknown(file, &format!("a raster with {:.0} % of its values below nought", 100.0 * negative)))
        }
    }
}

fn unknown(file: &str, found: &str) -> ImageryError {
    ImageryError::Unsupported {
        file: file.to_owned(),
        found: found.to_owned(),
        advice: "say what its values are: sar-db, sar-power or sar-amplitude".to_owned(),
    }
}
