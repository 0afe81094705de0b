//! Mistakes in `[[area]]`.

use super::with;
use insta::assert_snapshot;

#[test]
fn exchanged_latitude_and_longitude() {
    assert_snapshot!(with("lat_deg = 42.73, lon_deg = 133.08", "lat_deg = 133.08, lon_deg = 42.73"), @r"
    error: case.toml, line 10: latitude 133.08 of `circle` of area `Vostochny oil terminal` is not between -90 and 90
      circle = { lat_deg = 133.08, lon_deg = 42.73, radius_nm = 6.0 }
    hint: latitude and longitude look exchanged; did you mean lat_deg = 42.73, lon_deg = 133.08?
    ");
}

#[test]
fn a_polygon_in_the_order_of_geojson() {
    let polygon = "polygon = [[133.05, 42.7], [133.1, 42.7], [133.1, 42.8]]";
    assert_snapshot!(with("circle = { lat_deg = 42.73, lon_deg = 133.08, radius_nm = 6.0 }", polygon), @r"
    error: case.toml, line 10: latitude 133.05 of corner 1 of `polygon` of area `Vostochny oil terminal` is not between -90 and 90
      polygon = [[133.05, 42.7], [133.1, 42.7], [133.1, 42.8]]
    hint: latitude and longitude look exchanged; did you mean [42.7, 133.05]? A polygon here has latitude first, unlike GeoJSON
    ");
}

#[test]
fn a_polygon_of_two_corners_or_that_crosses_itself_or_has_three_numbers() {
    let polygon = |p: &str| with("circle = { lat_deg = 42.73, lon_deg = 133.08, radius_nm = 6.0 }", p);
    assert_snapshot!(polygon("polygon = [[42.7, 133.05], [42.7, 133.1], [42.7, 133.05]]"), @r"
    error: case.toml, line 10: `polygon` of area `Vostochny oil terminal` has 2 different corners, expected three or more
      polygon = [[42.7, 133.05], [42.7, 133.1], [42.7, 133.05]]
    hint: write polygon = [[49.295, -122.961], [49.295, -122.947], [49.288, -122.947]]
    ");
    assert_snapshot!(polygon("polygon = [[42.7, 133.0], [42.8, 133.1], [42.7, 133.1], [42.8, 133.0]]"), @r"
    error: case.toml, line 10: `polygon` of area `Vostochny oil terminal` crosses itself: the side after corner 1 and the side after corner 3 meet
      polygon = [[42.7, 133.0], [42.8, 133.1], [42.7, 133.1], [42.8, 133.0]]
    hint: give the corners in the order in which one walks round the place
    ");
    assert_snapshot!(polygon("polygon = [[42.7, 133.0, 0], [42.8, 133.1], [42.7, 133.1]]"), @r"
    error: case.toml, line 10: corner 1 of `polygon` of area `Vostochny oil terminal` has 3 numbers, expected latitude and longitude
      polygon = [[42.7, 133.0, 0], [42.8, 133.1], [42.7, 133.1]]
    hint: write polygon = [[49.295, -122.961], [49.295, -122.947], [49.288, -122.947]]
    ");
    assert_snapshot!(polygon("polygon = \"42.7 133.0, 42.8 133.1\""), @r#"
    error: case.toml, line 10: `polygon` of area `Vostochny oil terminal` is the text `42.7 133.0, 42.8 133.1`, expected a list
      polygon = "42.7 133.0, 42.8 133.1"
    hint: write polygon = [[49.295, -122.961], [49.295, -122.947], [49.288, -122.947]]
    "#);
}

#[test]
fn degrees_and_minutes() {
    assert_snapshot!(with("lat_deg = 42.73", "lat_deg = 4243.8"), @r"
    error: case.toml, line 10: latitude 4243.8 of `circle` of area `Vostochny oil terminal` is not between -90 and 90
      circle = { lat_deg = 4243.8, lon_deg = 133.08, radius_nm = 6.0 }
    hint: write degrees and decimals, north and east positive: 42° 45' N is 42.75
    ");
    assert_snapshot!(with("lat_deg = 42.73", "lat_deg = \"42°43'N\""), @r#"
    error: case.toml, line 10: `lat_deg` of `circle` of area `Vostochny oil terminal` is the text `42°43'N`, expected a number
      circle = { lat_deg = "42°43'N", lon_deg = 133.08, radius_nm = 6.0 }
    hint: write degrees and decimals, north and east positive: 42° 45' N is 42.75
    "#);
    assert_snapshot!(with("lon_deg = 133.08", "lon_deg = 1330.8"), @r"
    error: case.toml, line 10: longitude 1330.8 of `circle` of area `Vostochny oil terminal` is not between -180 and 180
      circle = { lat_deg = 42.73, lon_deg = 1330.8, radius_nm = 6.0 }
    hint: write degrees and decimals, west negative: 122° 57' W is -122.95
    ");
}

#[test]
fn no_extent_two_extents_or_a_radius_without_its_unit() {
    let circle =
        "circle = { lat_deg = 42.73, lon_deg = 133.08, radius_nm = 6.0 }\nlisted_as = [\"Vostochny\"]";
    assert_snapshot!(with(circle, ""), @r"
    error: case.toml, line 5: area `Vostochny oil terminal` has no extent
      [[area]]
    hint: add a line such as circle = { lat_deg = 42.75, lon_deg = 133.083, radius_nm = 2.0 }; or `listed_as` where the reports themselves name the place
    ");
    assert_snapshot!(with("listed_as = [\"Vostochny\"]", "geojson = { exhibit = \"z.geojson\", property = \"name\", value = \"v\" }"), @r#"
    error: case.toml, line 11: area `Vostochny oil terminal` has two extents, `circle` and `geojson`
      geojson = { exhibit = "z.geojson", property = "name", value = "v" }
    hint: keep one of the two, or make two areas
    "#);
    assert_snapshot!(with("radius_nm = 6.0", "radius = 6.0"), @r"
    error: case.toml, line 10: `radius` is not a key of `circle` of area `Vostochny oil terminal`
      circle = { lat_deg = 42.73, lon_deg = 133.08, radius = 6.0 }
    hint: the unit stands in the key: `radius_nm` or `radius_m`, inside `circle`
    ");
    assert_snapshot!(with("radius_nm = 6.0", "radius_m = 6.0"), @r"
    error: case.toml, line 10: `radius_m` of `circle` of area `Vostochny oil terminal` is 6.0, expected between 50 m and 300 nautical miles
      circle = { lat_deg = 42.73, lon_deg = 133.08, radius_m = 6.0 }
    hint: did you mean radius_nm = 6.0?
    ");
    assert_snapshot!(with("radius_nm = 6.0", "radius_nm = 6000"), @r"
    error: case.toml, line 10: `radius_nm` of `circle` of area `Vostochny oil terminal` is 6000, expected between 50 m and 300 nautical miles
      circle = { lat_deg = 42.73, lon_deg = 133.08, radius_nm = 6000 }
    hint: did you mean radius_m = 6000?
    ");
    assert_snapshot!(with(", radius_nm = 6.0", ""), @r"
    error: case.toml, line 10: the radius is missing in `circle` of area `Vostochny oil terminal`
      circle = { lat_deg = 42.73, lon_deg = 133.08 }
    hint: write circle = { lat_deg = 42.75, lon_deg = 133.083, radius_nm = 2.0 }
    ");
    assert_snapshot!(with("circle = {", "lat = 42.73\ncircle = {"), @r"
    error: case.toml, line 10: `lat` is not a key of area `Vostochny oil terminal`
      lat = 42.73
    hint: the unit stands in the key: `lat_deg`, inside `circle`
    ");
}
