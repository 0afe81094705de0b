//! What the tags say of colours: the photometric interpretation, and what the samples beyond the colours are.

use super::directory::{Directory, tag};
use super::source::Source;
use crate::error::ImageryError;

/// TIFF 6.0, section 18: ExtraSamples.
const EXTRA_SAMPLES: u16 = 338;

/// Tags 262 and 338.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Colour {
    /// PhotometricInterpretation: 0 and 1 grey, 2 RGB, 5 inks, 6 luma and chroma, 8 Lab.
    pub(crate) photometric: Option<u64>,
    /// ExtraSamples: 0 anything, 1 and 2 alpha.
    pub(crate) extra: Vec<u64>,
}

impl Colour {
    pub(super) fn read(source: &mut Source, directory: &Directory) -> Result<Self, ImageryError> {
        Ok(Self {
            photometric: directory.number(source, tag::PHOTOMETRIC)?,
            extra: directory.unsigned(source, EXTRA_SAMPLES)?.unwrap_or_default(),
        })
    }
}
