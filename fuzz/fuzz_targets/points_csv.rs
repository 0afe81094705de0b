//! No bytes of a file of points make the reader panic, every row is a point or a reject, and every set can be read.

#![no_main]

use libfuzzer_sys::fuzz_target;
use plimsoll_imagery::waterline::point_sets;
use plimsoll_model::{RecordId, RecordKind};

fuzz_target!(|bytes: &[u8]| {
    let exhibit = RecordId::of(RecordKind::Exhibit, &[]);
    let Ok((sets, rejects)) = point_sets(bytes, "fuzz.csv", exhibit) else { return };
    let points: usize = sets.iter().map(|set| set.points.len()).sum();
    assert!(points + rejects.len() < bytes.split(|byte| *byte == b'\n').count().max(1));
    for point in sets.iter().flat_map(|set| &set.points) {
        assert!(point.line.is_finite() && point.sample.is_finite());
        assert!(point.value_m.is_none_or(f64::is_finite) && point.sd_px.is_none_or(|sd| sd > 0.0));
    }
});
