//! Mistakes in `[[scene]]`, `[[land]]`, `[[piers]]` and `[[berth]]`.

use super::{CaseConfig, GOOD, error};
use crate::config::{BerthConfig, Extent};
use insta::assert_snapshot;
use plimsoll_model::Polarisation;

/// The message when this stands behind a right case.
fn and(rest: &str) -> String {
    error(format!("{GOOD}\n{rest}\n").as_bytes())
}

/// The message when these lines stand in a scene.
fn scene(lines: &str) -> String {
    and(&format!("[[scene]]\nexhibit = \"a.tif\"\n{lines}"))
}

#[test]
fn right_ones_are_read() {
    let rest = r#"
[[scene]]
exhibit = "a.tif"
kind = "sar-db"
pixel_spacing_m = 30
polarisations = ["vv", "VH"]
on = 2021-01-05
time_basis = "the name of the file"
[[land]]
exhibit = "coast.geojson"
[[berth]]
name = "2"
polygon = [[33.741, -118.252], [33.741, -118.248], [33.740, -118.248]]
[[berth]]
exhibit = "berths.geojson"
"#;
    let case = CaseConfig::parse(format!("{GOOD}{rest}").as_bytes()).map_err(|e| e.full_text()).unwrap();
    let [scene] = case.scenes.as_slice() else { panic!("{:?}", case.scenes) };
    assert_eq!(scene.polarisations, [Polarisation::Vv, Polarisation::Vh]);
    let time = scene.time.unwrap();
    assert_eq!((time.start().to_string(), time.duration().as_hours()), ("2021-01-05T00:00:00Z".into(), 24));
    assert_eq!((case.land.len(), case.piers.len()), (1, 0));
    let [BerthConfig::One { extent: Extent::Given(_), .. }, BerthConfig::InExhibit { name_key, .. }] =
        case.berths.as_slice()
    else {
        panic!("{:?}", case.berths)
    };
    assert_eq!(name_key, "name");
}

#[test]
fn keys_and_values_that_a_scene_does_not_have() {
    assert_snapshot!(and("[[scene]]\nfile = \"a.tif\""), @r#"
    error: case.toml, line 32: `file` is not a key of this scene
      file = "a.tif"
    hint: the file is named by the exhibit: exhibit = "2021-01-05.tif"
    "#);
    assert_snapshot!(and("[[scene]]\nkind = \"sar-db\""), @r#"
    error: case.toml, line 31: `exhibit` is missing in this scene
      [[scene]]
    hint: add a line: exhibit = "2021-01-05.tif"
    "#);
    assert_snapshot!(scene("polarisation = \"VV\""), @r#"
    error: case.toml, line 33: `polarisation` is not a key of scene `a.tif`
      polarisation = "VV"
    hint: write polarisations = ["VV", "VH"], in the order of the file
    "#);
    assert_snapshot!(scene("colour = 1"), @r"
    error: case.toml, line 33: `colour` is not a key of scene `a.tif`
      colour = 1
    hint: the keys here are `exhibit`, `kind`, `pixel_spacing_m`, `polarisations`, `time`, `on`, `time_basis`, `sensor`, `licence`, `credit`, `sun`, `sensor_at`, `stac`, `cloud_fraction`, `bands`, `orbit_height_km`, `north_in_image_deg`
    ");
    assert_snapshot!(scene("kind = \"db\""), @r#"
    error: case.toml, line 33: `kind` of scene `a.tif` is `db`, expected one of `sar-db`, `sar-power`, `sar-amplitude`, `optical`
      kind = "db"
    hint: choose one of `sar-db`, `sar-power`, `sar-amplitude`, `optical`
    "#);
    assert_snapshot!(scene("pixel_spacing_m = 0"), @r"
    error: case.toml, line 33: `pixel_spacing_m` of scene `a.tif` is 0, expected above 0 and at most 500 m
      pixel_spacing_m = 0
    ");
    assert_snapshot!(scene("pixel_spacing_m = \"10 m\""), @r#"
    error: case.toml, line 33: `pixel_spacing_m` of scene `a.tif` is the text `10 m`, expected a number
      pixel_spacing_m = "10 m"
    hint: write the number alone, its unit stands in the key: pixel_spacing_m = 10
    "#);
    assert_snapshot!(scene("polarisations = [\"VV\", \"VX\"]"), @r#"
    error: case.toml, line 33: `item 2` of `polarisations` of scene `a.tif` is `VX`, expected one of `VV`, `VH`, `HH`, `HV`, `unknown`
      polarisations = ["VV", "VX"]
    hint: did you mean item 2 = "VV"?
    "#);
    assert_snapshot!(scene("polarisations = [\"VV\", \"vv\"]"), @r#"
    error: case.toml, line 33: VV stands twice in scene `a.tif`
      polarisations = ["VV", "vv"]
    "#);
    assert_snapshot!(scene("polarisations = []"), @r"
    error: case.toml, line 33: scene `a.tif` has 0 bands, expected 1 to 4
      polarisations = []
    hint: one word for each band, in the order of the file
    ");
    assert_snapshot!(scene("[[scene]]\nexhibit = \"a.tif\""), @r#"
    error: case.toml, line 34: a second `[[scene]]` names the exhibit `a.tif`
      exhibit = "a.tif"
    hint: the first begins on line 31; put all of it there
    "#);
}

#[test]
fn times_that_a_scene_cannot_have() {
    assert_snapshot!(scene("on = \"2021-01-05\""), @r#"
    error: case.toml, line 33: `on` of scene `a.tif` is `2021-01-05`, expected a day
      on = "2021-01-05"
    hint: write on = 2021-01-05, without quotation marks; a time of day stands in time = { start = 2021-01-05T14:03:10Z, end = 2021-01-05T14:03:35Z }
    "#);
    assert_snapshot!(scene("on = 2021-01-05T14:00:00Z"), @r"
    error: case.toml, line 33: `on` of scene `a.tif` is `2021-01-05T14:00:00Z`, expected a day
      on = 2021-01-05T14:00:00Z
    hint: write on = 2021-01-05, without quotation marks; a time of day stands in time = { start = 2021-01-05T14:03:10Z, end = 2021-01-05T14:03:35Z }
    ");
    assert_snapshot!(scene("on = 2021-01-05\ntime = { start = 2021-01-05T14:00:00Z, end = 2021-01-05T14:01:00Z }"), @r"
    error: case.toml, line 33: scene `a.tif` has both `time` and `on`
      on = 2021-01-05
    hint: keep `time`, which says more
    ");
    assert_snapshot!(scene("time = 2021-01-05T14:00:00Z"), @r"
    error: case.toml, line 33: `time` of scene `a.tif` is not a table of two times
      time = 2021-01-05T14:00:00Z
    hint: write time = { start = 2021-01-05T14:03:10Z, end = 2021-01-05T14:03:35Z }; or on = 2021-01-05 where only the day is known
    ");
    assert_snapshot!(scene("time = { start = 2021-01-05T14:01:00Z, end = 2021-01-05T14:00:00Z }"), @r"
    error: case.toml, line 33: the period ends at 2021-01-05T14:00:00Z, which is not after its start 2021-01-05T14:01:00Z
      time = { start = 2021-01-05T14:01:00Z, end = 2021-01-05T14:00:00Z }
    hint: did you mean start = 2021-01-05T14:00:00Z, end = 2021-01-05T14:01:00Z?
    ");
    assert_snapshot!(scene("time = { start = 2021-01-05T14:01:00, end = 2021-01-05T14:00:00Z }"), @r"
    error: case.toml, line 33: `start` of `time` of scene `a.tif` is 2021-01-05T14:01:00, a time without a time zone
      time = { start = 2021-01-05T14:01:00, end = 2021-01-05T14:00:00Z }
    hint: add `Z` for UTC (start = 2021-01-05T14:01:00Z) or the offset (start = 2021-01-05T14:01:00+09:00)
    ");
    assert_snapshot!(scene("on = 1921-01-05"), @r"
    error: case.toml, line 33: scene `a.tif` was taken in 1921, before any satellite saw ships
      on = 1921-01-05
    hint: check the year
    ");
    assert_snapshot!(scene("time_basis = \"a guess\""), @r#"
    error: case.toml, line 33: scene `a.tif` has a `time_basis` and no time
      time_basis = "a guess"
    hint: write on = 2021-01-05, or delete the line
    "#);
    assert_snapshot!(scene("date = 2021-01-05"), @r"
    error: case.toml, line 33: `date` is not a key of scene `a.tif`
      date = 2021-01-05
    hint: write on = 2021-01-05
    ");
}

#[test]
fn outlines_and_berths_that_cannot_be_meant() {
    assert_snapshot!(and("[[piers]]\npolygon = [[1, 2]]"), @r"
    error: case.toml, line 32: `polygon` is not a key of this piers
      polygon = [[1, 2]]
    hint: outlines stand in a GeoJSON file: add it and name it with `exhibit`
    ");
    assert_snapshot!(and("[[land]]\nsource = \"x\""), @r#"
    error: case.toml, line 31: `exhibit` is missing in this land
      [[land]]
    hint: add a line: exhibit = "land.geojson"
    "#);
    assert_snapshot!(and("[piers]\nexhibit = \"p.geojson\""), @r"
    error: case.toml, line 31: `piers` is a single table, expected a list of tables
      [piers]
    hint: each one begins with a line of its own: `[[piers]]`
    ");
    assert_snapshot!(and("[[pier]]\nexhibit = \"p.geojson\""), @r"
    error: case.toml, line 31: `pier` is not a key of the case
      [[pier]]
    hint: a file of piers is named under `[[piers]]`
    ");
    assert_snapshot!(and("[[berth]]\nsource = \"x\""), @r#"
    error: case.toml, line 31: this berth has no name
      [[berth]]
    hint: write name = "Berth 2" and a `polygon`; or exhibit = "berths.geojson" for a file of them
    "#);
    assert_snapshot!(and("[[berth]]\nname = \"2\""), @r"
    error: case.toml, line 31: berth `2` has no extent
      [[berth]]
    hint: add a line such as polygon = [[33.741, -118.252], [33.741, -118.248], [33.740, -118.248]]: the water in which the ship lies, without the quay
    ");
    assert_snapshot!(and("[[berth]]\nname = \"2\"\nexhibit = \"b.geojson\""), @r#"
    error: case.toml, line 33: this berth has a `name` and an `exhibit` of many
      exhibit = "b.geojson"
    hint: for one polygon of a file: geojson = { exhibit = "berths.geojson", property = "name", value = "2" }
    "#);
    assert_snapshot!(and("[[berth]]\nname = \"2\"\npolygon = [[1, 2], [3, 4]]"), @r"
    error: case.toml, line 33: `polygon` of berth `2` has 2 different corners, expected three or more
      polygon = [[1, 2], [3, 4]]
    hint: write polygon = [[49.295, -122.961], [49.295, -122.947], [49.288, -122.947]]
    ");
    assert_snapshot!(and("[[berth]]\nexhibit = \"b.geojson\"\npolygon = [[1, 2], [3, 4]]"), @r"
    error: case.toml, line 33: `polygon` is of one berth, `exhibit` of a file of them
      polygon = [[1, 2], [3, 4]]
    ");
    assert_snapshot!(and("[[berth]]\nname = \"2\"\ncircle = { lat_deg = 1, lon_deg = 2, radius_m = 100 }"), @r"
    error: case.toml, line 33: `circle` is not a key of this berth
      circle = { lat_deg = 1, lon_deg = 2, radius_m = 100 }
    hint: a berth is long and narrow: write polygon = [[33.741, -118.252], [33.741, -118.248], [33.740, -118.248]]
    ");
    let berth =
        "[[berth]]\nname = \"A\"\npolygon = [[33.741, -118.252], [33.741, -118.248], [33.740, -118.248]]";
    assert_snapshot!(and(&format!("{berth}\n{}", berth.replace("\"A\"", "\"a\""))), @r#"
    error: case.toml, line 35: a second `[[berth]]` has the name `a`; the first begins on line 31
      name = "a"
    hint: give each berth its own name, or delete one of the two
    "#);
}

#[test]
fn optical_keys_are_of_optical_images_and_in_range() {
    let optical = |lines: &str| scene(&format!("kind = \"optical\"\n{lines}"));
    for (said, words) in [
        (scene("sun = { azimuth_deg = 152, elevation_deg = 31 }"), "of optical images only"),
        (scene("kind = \"sar-db\"\nstac = \"item.json\""), "of optical images only"),
        (optical("polarisations = [\"VV\"]"), "is optical and has polarisations"),
        (optical("sun = { azimuth_deg = 31, elevation_deg = 152 }"), "above the horizon"),
        (optical("sensor_at = { azimuth_deg = 31, elevation_deg = -5 }"), "above the horizon"),
        (optical("sensor_at = { azimuth_deg = 31, zenith_deg = 20 }"), "90 degrees less"),
        (optical("sun = { azimuth_deg = 31 }"), "`elevation_deg` is missing"),
        (optical("sun = [152, 31]"), "expected a table"),
        (optical("cloud_fraction = 12"), "not per cent"),
        (optical("bands = [\"red\", \"red\", \"blue\"]"), "stands twice"),
        (optical("bands = [\"infrared\"]"), "near-infrared"),
        (optical("orbit_height_km = 475000"), "km"),
        (optical("cloud_cover = 0.1"), "cloud_fraction"),
        (optical("sun_azimuth = 152"), "both stand in one key"),
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
}

#[test]
fn a_right_optical_scene_is_read() {
    let rest = r#"
[[scene]]
exhibit = "a.tif"
kind = "optical"
stac = "a.json"
sun = { azimuth_deg = 152, elevation_deg = 31.5 }
bands = ["blue", "green", "red", "near-infrared"]
cloud_fraction = 0.1
"#;
    let case = CaseConfig::parse(format!("{GOOD}{rest}").as_bytes()).map_err(|e| e.full_text()).unwrap();
    let optical = &case.scenes[0].optical;
    assert!((optical.sun.unwrap().elevation_deg - 31.5).abs() < 1e-12);
    assert_eq!((optical.stac.as_deref(), optical.bands.len()), (Some("a.json"), 4));
}
