//! What stands out of the sea.

/// A pixel that the threshold of its surroundings lets through in some band.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BrightPixel {
    /// Line, from 0.
    pub line: u32,
    /// Sample, from 0.
    pub sample: u32,
    /// Power in the first two bands, linear; NaN where there is none.
    pub power: [f32; 2],
    /// Mean power of the sea about it in these bands, linear; NaN where there is none.
    pub clutter: [f32; 2],
    /// Above the threshold that starts an object, in some band.
    pub is_seed: bool,
    /// Above the log-normal threshold too, in some band.
    pub log_normal_agrees: bool,
    /// How much more likely it is from a ship than from the sea, summed over bands: natural logarithm of the ratio.
    pub log_likelihood_ratio: f32,
}
