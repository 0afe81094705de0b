//! The search on a real scene.

use crate::clutter::{params, seeded_objects};
use crate::made_tiff::reader;
use crate::raster_real::real;
use plimsoll_imagery::{OpenOptions, OpenSea, SearchParams, open_scene, search};

/// All ten ships labelled in the harbour of Los Angeles stand out, with the looks given and with those of the scene. No land
/// is given, so that what else stands out is mostly land.
#[test]
fn labelled_ships_of_los_angeles_stand_out() {
    let Some(bytes) = real("sar/s1_port_of_la_20210105/west_db_30m.tif") else { return };
    let Some(labels) = real("sar/s1_port_of_la_20210105/west_labels.geojson") else { return };
    let labels: serde_json::Value = serde_json::from_slice(&labels).unwrap();
    for looks in [None, Some(4.4)] {
        let scene = open_scene("west_db_30m.tif", reader(&bytes), &OpenOptions::default()).unwrap();
        let mut bright = Vec::new();
        let params = SearchParams { looks, ..params() };
        let totals = search(&mut [scene.raster], 30.0, 30.0, &OpenSea, &params, &mut |strip| {
            bright.extend_from_slice(strip.bright);
        })
        .unwrap();
        let mut ships = 0;
        for label in labels["features"].as_array().unwrap() {
            let number = |key: &str| label["properties"][key].as_f64().unwrap();
            if label["properties"]["cls"] != "ship" {
                continue;
            }
            let (line, sample) = (number("row"), number("col"));
            let near = bright.iter().filter(|p| {
                p.is_seed && (f64::from(p.line) - line).hypot(f64::from(p.sample) - sample) < 4.0
            });
            let best = near.max_by(|a, b| a.log_likelihood_ratio.total_cmp(&b.log_likelihood_ratio));
            let best = best.unwrap_or_else(|| panic!("{label}"));
            println!("{best:?}");
            ships += 1;
        }
        let list: Vec<_> = bright.iter().map(|b| (b.line, b.sample, b.is_seed)).collect();
        println!("{totals:?}\n{:?} objects and seeds", seeded_objects(&list));
        assert_eq!(ships, 10);
    }
}
