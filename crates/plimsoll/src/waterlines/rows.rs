//! What was measured as rows of the case.

use plimsoll_imagery::waterline::Measured;
use plimsoll_model::evidence::Key;
use plimsoll_model::{
    FreeboardMethod, ImagePoint, Mark, Measurement, PixelWindow, PointSet, RecordId, RecordKind, Station,
};

/// The row of the n-th quantity of a set of points.
pub fn measurement(set: &PointSet, scene: RecordId, measured: &Measured, n: usize) -> Measurement {
    let keys = [
        Key::Id(scene),
        Key::Id(set.source.exhibit),
        Key::Int(i64::try_from(set.source.byte_offset).unwrap_or(i64::MAX)),
        Key::Text(measured.quantity.as_str()),
        Key::Text(measured.station.map_or("", Station::as_str)),
        Key::Text(measured.method.map_or("", FreeboardMethod::as_str)),
        Key::Int(i64::try_from(n).unwrap_or(i64::MAX)),
    ];
    Measurement {
        id: RecordId::of(RecordKind::Measurement, &keys),
        scene,
        source: set.source,
        ship: set.ship.clone(),
        analyst: set.analyst.clone(),
        set_at: set.set_at,
        quantity: measured.quantity,
        station: measured.station,
        method: measured.method,
        value: measured.value,
        measurability: measured.measurability,
        marked: marked(&measured.marked),
        window: window(&measured.marked),
        basis: measured.basis.clone(),
        parents: vec![scene],
    }
}

/// The points as the row holds them.
pub fn marked(points: &[ImagePoint]) -> Vec<(Mark, f64, f64)> {
    points.iter().map(|p| (p.mark, p.line, p.sample)).collect()
}

/// The pixels that hold the points.
fn window(points: &[ImagePoint]) -> PixelWindow {
    let ends = |of: fn(&ImagePoint) -> f64| {
        let least = points.iter().map(of).fold(f64::INFINITY, f64::min).max(0.0);
        let most = points.iter().map(of).fold(0.0, f64::max);
        let first = if least.is_finite() { least.floor() as u32 } else { 0 };
        (first, (most.ceil() as u32).saturating_sub(first) + 1)
    };
    let ((line, lines), (sample, samples)) = (ends(|p| p.line), ends(|p| p.sample));
    PixelWindow { line, sample, lines, samples }
}
