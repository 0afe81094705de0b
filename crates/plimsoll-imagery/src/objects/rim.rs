//! How far an object stands above the sea, and how far its rim does.
//!
//! The light of a hull falls to that of the sea within the width of a point; a patch of rough sea falls off over its own
//! size. So the rim of a hull lies nearer to the sea than to the hull, in dB, and that of a patch does not.

use crate::objects::arms::db;
use crate::objects::joined::Object;
use crate::objects::shape::Spacing;
use crate::raster::Planes;
use plimsoll_model::PixelWindow;

/// Mean power over that of the sea, dB, in the mean of the bands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Rim {
    /// In the window of the object.
    pub(crate) inside_db: f64,
    /// In what lies within the width of the rim from it.
    pub(crate) rim_db: f64,
}

impl Rim {
    /// Of an object, from the pixels of a window about it; where `bits` is not nought is no sea. `None` where no band has
    /// both.
    pub(crate) fn of(
        planes: &Planes,
        bits: &[u8],
        window: PixelWindow,
        object: &Object,
        spacing: Spacing,
        rim_m: f64,
    ) -> Option<Self> {
        let rim_m = rim_m.max(spacing.longer_m());
        let is_rim: Vec<Option<bool>> = (0..bits.len())
            .map(|i| {
                let (line, sample) =
                    (window.line + (i / planes.samples) as u32, window.sample + (i % planes.samples) as u32);
                let off = off_m(object.window, line, sample, spacing);
                (bits[i] == 0 && off <= rim_m).then_some(off > 0.0)
            })
            .collect();
        let (mut inside, mut rim) = (Vec::new(), Vec::new());
        for (band, sea) in planes.bands.iter().zip(object.top.clutter).filter(|(_, sea)| *sea > 0.0) {
            if let (Some(own), Some(about)) = (mean(band, &is_rim, false), mean(band, &is_rim, true)) {
                inside.push(db(own / f64::from(sea)));
                rim.push(db(about / f64::from(sea)));
            }
        }
        let middle = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
        (!inside.is_empty()).then(|| Self { inside_db: middle(&inside), rim_db: middle(&rim) })
    }
}

/// Distance of a pixel from a window, m; nought in it.
fn off_m(w: PixelWindow, line: u32, sample: u32, spacing: Spacing) -> f64 {
    let apart = |at: u32, first: u32, count: u32| {
        f64::from(first.saturating_sub(at).max((at + 1).saturating_sub(first + count)))
    };
    libm::hypot(
        apart(line, w.line, w.lines) * spacing.line_m,
        apart(sample, w.sample, w.samples) * spacing.sample_m,
    )
}

/// Mean of the pixels of the rim, or of those inside.
fn mean(band: &[f32], is_rim: &[Option<bool>], wanted: bool) -> Option<f64> {
    let of = |(power, rim): (&f32, &Option<bool>)| {
        (*rim == Some(wanted) && power.is_finite()).then_some(f64::from(*power))
    };
    let own: Vec<f64> = band.iter().zip(is_rim).filter_map(of).collect();
    (!own.is_empty()).then(|| own.iter().sum::<f64>() / own.len() as f64)
}
