//! From the values of a file to power.

use crate::error::ImageryError;
use crate::raster::{Planes, Raster, RawRaster, Rows};
use plimsoll_model::{PixelWindow, Polarisation};

/// What a value of a file means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SampleKind {
    /// Decibels: power is `10^(v / 10)`.
    Db,
    /// Power.
    Power,
    /// Amplitude, the digital numbers of a GRD among them: power is `v^2`.
    Amplitude,
}

impl SampleKind {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Db, Self::Power, Self::Amplitude];

    /// The word used on the command line and in tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Db => "sar-db",
            Self::Power => "sar-power",
            Self::Amplitude => "sar-amplitude",
        }
    }
    /// From that word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// Decibels beyond this are no values: nothing on the ground is as bright or as dark.
const MOST_DB: f32 = 200.0;
/// Steps of the table of powers of two.
const STEPS: usize = 256;

/// Turns decibels into power by a table: `2^x`, `x = v log2(10) / 10`, with `x` cut into whole steps of 1/256 and a
/// rest for three terms of the series. Right to 1e-12, a few multiplications for each pixel, and the same bits
/// everywhere.
struct PowersOfTwo {
    fraction: Vec<f64>,
    whole: Vec<f64>,
}

/// `2^WHOLE_BIAS` is beyond [`MOST_DB`].
const WHOLE_BIAS: i32 = 80;

impl PowersOfTwo {
    fn new() -> Self {
        let fraction = (0..STEPS).map(|step| libm::exp2(step as f64 / STEPS as f64)).collect();
        let whole = (-WHOLE_BIAS..=WHOLE_BIAS).map(|n| libm::exp2(f64::from(n))).collect();
        Self { fraction, whole }
    }

    fn of_db(&self, db: f32) -> f32 {
        if !(-MOST_DB..=MOST_DB).contains(&db) {
            return f32::NAN;
        }
        let x = f64::from(db) * (std::f64::consts::LOG2_10 / 10.0 * STEPS as f64);
        let steps = x.floor();
        let rest = (x - steps) * (std::f64::consts::LN_2 / STEPS as f64);
        let steps = steps as i32 + WHOLE_BIAS * STEPS as i32;
        let (whole, fraction) = ((steps as usize) / STEPS, (steps as usize) % STEPS);
        let series = 1.0 + rest * (1.0 + rest * (0.5 + rest / 6.0));
        (self.whole[whole] * self.fraction[fraction] * series) as f32
    }
}

/// Power out of a raster of any kind.
pub(crate) struct PowerRaster {
    raw: Box<dyn RawRaster>,
    kind: SampleKind,
    no_data: Option<f32>,
    polarisations: Vec<Polarisation>,
    powers: PowersOfTwo,
}

impl PowerRaster {
    pub(crate) fn new(
        raw: Box<dyn RawRaster>,
        kind: SampleKind,
        no_data: Option<f64>,
        polarisations: Vec<Polarisation>,
    ) -> Self {
        let no_data = no_data.map(|value| value as f32);
        Self { raw, kind, no_data, polarisations, powers: PowersOfTwo::new() }
    }
}

fn to_power(values: &mut [f32], kind: SampleKind, no_data: Option<f32>, powers: &PowersOfTwo) {
    drop_no_data(values, no_data);
    match kind {
        SampleKind::Db => values.iter_mut().for_each(|v| *v = powers.of_db(*v)),
        SampleKind::Power => values.iter_mut().for_each(|v| *v = known(*v, *v)),
        SampleKind::Amplitude => values.iter_mut().for_each(|v| *v = known(*v, *v * *v)),
    }
}

/// Nought is no value, nor is what cannot be counted.
fn known(value: f32, power: f32) -> f32 {
    // No branch, so that several are done at once.
    if (value.abs() > 0.0) & (power.abs() < f32::INFINITY) { power } else { f32::NAN }
}

/// Makes the value that stands for none NaN.
pub(crate) fn drop_no_data(values: &mut [f32], no_data: Option<f32>) {
    let Some(no_data) = no_data else { return };
    // Adding nought makes one nought of the two.
    let bits = (no_data + 0.0).to_bits();
    values.iter_mut().for_each(|v| *v = if (*v + 0.0).to_bits() == bits { f32::NAN } else { *v });
}

impl Raster for PowerRaster {
    fn lines(&self) -> u32 {
        self.raw.lines()
    }
    fn samples(&self) -> u32 {
        self.raw.samples()
    }
    fn polarisations(&self) -> &[Polarisation] {
        &self.polarisations
    }
    fn read(&mut self, window: PixelWindow) -> Result<Planes, ImageryError> {
        let mut planes = Planes::of(window, self.polarisations.len(), (self.lines(), self.samples()))?;
        self.read_into(window, &mut planes.rows())?;
        Ok(planes)
    }
    fn read_into(&mut self, window: PixelWindow, bands: &mut [Rows<'_>]) -> Result<(), ImageryError> {
        let Self { raw, kind, no_data, powers, .. } = self;
        raw.read_rows(window, bands, &|values| to_power(values, *kind, *no_data, powers))
    }
    fn read_original(&mut self, window: PixelWindow) -> Result<Planes, ImageryError> {
        let bands = self.raw.read_bands(window)?;
        Ok(Planes { lines: window.lines as usize, samples: window.samples as usize, bands })
    }
}
