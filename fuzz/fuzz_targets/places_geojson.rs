//! No bytes under the name of GeoJSON make the readers panic, and what they read has an inside or a length.

#![no_main]

use libfuzzer_sys::fuzz_target;
use plimsoll_model::{Area, Length, RecordId, RecordKind};
use plimsoll_registry::{PlaceKeys, coastline, places};

fuzz_target!(|bytes: &[u8]| {
    let exhibit = RecordId::of(RecordKind::Exhibit, &[]);
    let keys = PlaceKeys { name: "name".into(), radius: Some(("radius_nm".into(), Length::nautical_miles(1.0))) };
    if let Ok(rows) = places(bytes, exhibit, &keys) {
        for area in rows.rows.iter().flat_map(|place| &place.areas) {
            match area {
                Area::Circle { radius, .. } => assert!(radius.is_finite()),
                Area::Polygon { exterior, .. } => assert!(exterior.len() >= 3),
            }
            let _ = area.contains(area.centre());
        }
    }
    if let Ok(rows) = coastline(bytes, exhibit) {
        assert!(rows.rows.iter().all(|line| line.len() >= 2));
    }
});
