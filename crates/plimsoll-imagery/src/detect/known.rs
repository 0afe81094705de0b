//! What is no ship by what lies about it: what the scene taught, the light of the shore, the edge of dark and light sea.

use crate::detect::View;
use crate::error::ImageryError;
use crate::objects::arms::{contrast, db};
use crate::objects::ashore::Ashore;
use crate::objects::joined::Object;
use crate::objects::rim::Rim;
use crate::objects::taught::Grid;
use crate::raster::{Planes, Raster};
use plimsoll_model::{DetectionKind, PixelWindow};

/// A kind, and why in words.
pub(super) type Reason = (DetectionKind, String);

/// Why an object is no ship, the first that fits.
pub(super) fn known(
    raster: &mut dyn Raster,
    view: &View<'_>,
    object: &Object,
    grid: Option<&Grid>,
) -> Result<Option<Reason>, ImageryError> {
    if let Some(why) = on_taught(object, grid) {
        return Ok(Some(why));
    }
    if let Some(why) = ashore(raster, view, object)? {
        return Ok(Some(why));
    }
    match at_an_edge(raster, view, object)? {
        Some(why) => Ok(Some(why)),
        None => rough(raster, view, object),
    }
}

/// Why an object is a patch of rough sea, if it is.
fn rough(raster: &mut dyn Raster, view: &View<'_>, object: &Object) -> Result<Option<Reason>, ImageryError> {
    let verdict = &view.params.verdict;
    // The threshold was set on the mean of two bands; one alone is too rough for it.
    let bands = object.top.clutter.iter().filter(|sea| **sea > 0.0).count();
    if bands < 2 || object.is_extended || db(contrast(&object.top)) > verdict.patches_up_to_db {
        return Ok(None);
    }
    let (w, spacing) = (object.window, view.spacing);
    let more = |m: f64| 2 * (verdict.rim_m / m).ceil().max(1.0) as u32;
    let image = (raster.lines(), raster.samples());
    let window = w.about(w.lines + more(spacing.line_m), w.samples + more(spacing.sample_m), image);
    let planes = raster.read(window)?;
    let Some(rim) = Rim::of(&planes, &view.bits(window), window, object, spacing, verdict.rim_m) else {
        return Ok(None);
    };
    Ok((rim.inside_db - 2.0 * rim.rim_db < verdict.least_over_rim_db).then(|| {
        let words = format!(
            "a patch of rough sea: {:.0} dB above the sea in the mean and its rim still {:.0} dB; a hull falls off at once",
            rim.inside_db, rim.rim_db
        );
        (DetectionKind::Clutter, words)
    }))
}

/// Why an object is land, if it lies on what the scene taught.
fn on_taught(object: &Object, grid: Option<&Grid>) -> Option<Reason> {
    let grid = grid?;
    let on = object.pixels.iter().filter(|p| grid.is_taught(f64::from(p.line), f64::from(p.sample))).count();
    (2 * on >= object.pixels.len().max(1)).then(|| {
        let words = "on a large, bright and rough area that the land given does not hold: land or a pier";
        (DetectionKind::Land, words.to_owned())
    })
}

/// Why an object is the light of a pier or of the land, if it is.
fn ashore(raster: &mut dyn Raster, view: &View<'_>, object: &Object) -> Result<Option<Reason>, ImageryError> {
    let Some(land) = view.land else { return Ok(None) };
    let params = &view.params.ashore;
    let near = land.shore_distance_m(object.shape.line, object.shape.sample);
    if object.is_extended || near.is_none_or(|d| d > object.shape.along_m + params.reach_m) {
        return Ok(None);
    }
    let Some(light) = Ashore::read(raster, object, land, view.spacing, params)? else { return Ok(None) };
    Ok(light.verdict(params))
}

/// Why an object is sea, if it does not stand out of the lighter side of an edge between dark and light sea.
fn at_an_edge(
    raster: &mut dyn Raster,
    view: &View<'_>,
    object: &Object,
) -> Result<Option<Reason>, ImageryError> {
    let verdict = &view.params.verdict;
    if object.is_extended || db(contrast(&object.top)) > verdict.edges_up_to_db {
        return Ok(None);
    }
    let top = PixelWindow { line: object.top.line, sample: object.top.sample, lines: 1, samples: 1 };
    let side = |m: f64| 2 * (view.params.search.outer_m / 2.0 / m) as u32 + 1;
    let image = (raster.lines(), raster.samples());
    let window = top.about(side(view.spacing.line_m), side(view.spacing.sample_m), image);
    let planes = raster.read(window)?;
    let bits = view.bits(window);
    let at = ((object.top.line - window.line) as usize, (object.top.sample - window.sample) as usize);
    let over = over_lighter_side(object, &planes, &bits, at, verdict.least_side_px as usize);
    Ok(over.filter(|over| *over < verdict.least_over_lighter_side_db).map(|over| {
        let words = format!("at the edge of dark and light sea: {over:.0} dB above the lighter side only");
        (DetectionKind::Clutter, words)
    }))
}

/// How far an object stands out of the lighter side, dB, in the band in which that is greatest: in none may it stand out.
/// A band without a value says nothing.
fn over_lighter_side(
    object: &Object,
    planes: &Planes,
    bits: &[u8],
    at: (usize, usize),
    least_px: usize,
) -> Option<f64> {
    let mut best: Option<f64> = None;
    for (k, band) in planes.bands.iter().take(2).enumerate() {
        let power = object.pixels.iter().map(|p| p.power[k]).fold(f32::NAN, f32::max);
        if let Some(light) = lightest_side(band, bits, planes.samples, at, least_px)
            && power > 0.0
        {
            let over = db(f64::from(power / light));
            best = Some(best.map_or(over, |b| b.max(over)));
        }
    }
    best
}

/// The greatest of the median powers of the four quarters about a pixel, those that hold enough sea.
fn lightest_side(
    band: &[f32],
    bits: &[u8],
    samples: usize,
    at: (usize, usize),
    least_px: usize,
) -> Option<f32> {
    let mut quarters: [Vec<f32>; 4] = Default::default();
    for (i, power) in band.iter().enumerate() {
        if bits[i] == 0 && power.is_finite() {
            quarters[usize::from(i / samples > at.0) * 2 + usize::from(i % samples > at.1)].push(*power);
        }
    }
    quarters
        .iter_mut()
        .filter(|q| q.len() >= least_px)
        .map(|q| {
            q.sort_by(f32::total_cmp);
            q[q.len() / 2]
        })
        .filter(|m| *m > 0.0)
        .max_by(f32::total_cmp)
}
