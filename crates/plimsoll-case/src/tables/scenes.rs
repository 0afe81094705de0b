//! `scenes`, `effort`, `detections`, `berth_looks`, `occupancy`: what images show, and where somebody looked and saw nothing.

use super::columns;
use plimsoll_model::{
    BerthLook, Detection, DetectionKind, DetectionQuality, Direction, Look, Occupancy, OccupancyState, Pass,
    Period, PixelWindow, Polarisation, Position, Scene,
};

columns! {
    Scene, "scenes", 2, "An image as received: what it covers, when, how.",
    label ["name", "start", "sensor"],
    |r| {
        "scene_id": Text, "-", "This scene." => r.id;
        "name": Text, "-", "The product's name, or the file's." => &r.name;
        "form": Text, "-", "What the bytes are: sentinel-1-grd, sar-db, sar-power, sar-amplitude, optical or photo." => &r.form;
        "sensor": Text, "-", "Which satellite or instrument; absent: the file does not say." => &r.sensor;
        "start": Time, "UTC", "The first line was taken at this time or later; absent: no time is known, and nothing is joined with it." => start(r.time);
        "end": Time, "UTC", "The last line was taken before this; a day after `start` where only a day is known." => end(r.time);
        "time_basis": Text, "-", "Where the time comes from." => &r.time_basis;
        "footprint": Text, "-", "What it covers: a ring of `lat lon`, WGS 84; absent: it is not placed on the Earth." => ring_text(&r.footprint);
        "lines": Int, "-", "Rows of pixels." => r.lines;
        "samples": Int, "-", "Pixels in a row." => r.samples;
        "line_spacing_m": Float, "m", "From one line to the next on the ground." => r.line_spacing_m;
        "sample_spacing_m": Float, "m", "From one sample to the next on the ground." => r.sample_spacing_m;
        "polarisations": List, "-", "Bands of a radar image, in the order of the file: VV, VH, HH, HV or unknown." => words(&r.polarisations);
        "bands": List, "-", "Bands of an optical image, in the order of the file: red, green, blue, near-infrared or grey." => &r.bands;
        "sun_azimuth_deg": Float, "deg", "Where the sun stood, seen from the middle of the image, true." => r.sun.map(|d| d.azimuth_deg);
        "sun_elevation_deg": Float, "deg", "How high the sun stood above the horizon." => r.sun.map(|d| d.elevation_deg);
        "sensor_azimuth_deg": Float, "deg", "Where an optical sensor stood, seen from the middle of the image, true." => r.sensor_at.map(|d| d.azimuth_deg);
        "sensor_elevation_deg": Float, "deg", "How high it stood above the horizon there." => r.sensor_at.map(|d| d.elevation_deg);
        "cloud_fraction": Float, "0-1", "Share of its pixels under cloud, for an optical image." => r.cloud_fraction;
        "relative_orbit": Int, "-", "Number of the orbit in the repeat cycle." => r.relative_orbit;
        "pass": Text, "-", "Which way the satellite flew: ascending or descending." => r.pass.map(Pass::as_str);
        "incidence_least_deg": Float, "deg", "Least incidence angle at the ground." => r.incidence_deg.map(|i| i.0);
        "incidence_greatest_deg": Float, "deg", "Greatest incidence angle at the ground." => r.incidence_deg.map(|i| i.1);
        "searched_fraction": Float, "0-1", "Share of its pixels that are sea with a value and were searched." => r.searched_fraction;
        "searched_km2": Float, "km2", "How much sea was searched." => r.searched_km2;
        "expected_false": Float, "-", "Detections expected from the sea alone, at the rate asked for." => r.expected_false;
        "refusal": Text, "-", "Why nothing of it could be used, where nothing could." => &r.refusal;
        "parents": List, "-", "The exhibit that holds its pixels." => &vec![r.exhibit];
    },
    from |row| Self {
        id: row.id("scene_id")?,
        exhibit: row.ids("parents")?.first().copied().map_or_else(|| row.id("parents"), Ok)?,
        name: row.text("name")?,
        form: row.text("form")?,
        sensor: row.opt_text("sensor")?,
        time: row.opt_period("start", "end")?,
        time_basis: row.text("time_basis")?,
        footprint: match row.opt_text("footprint")? {
            None => vec![],
            Some(_) => row.word("footprint", "a ring of `lat lon`", parse_ring)?,
        },
        lines: u64::from(row.count("lines")?),
        samples: u64::from(row.count("samples")?),
        line_spacing_m: row.opt_float("line_spacing_m")?,
        sample_spacing_m: row.opt_float("sample_spacing_m")?,
        polarisations: row.words("polarisations", "polarisations", Polarisation::parse)?,
        bands: row.list("bands")?,
        sun: direction(row.opt_float("sun_azimuth_deg")?, row.opt_float("sun_elevation_deg")?),
        sensor_at: direction(row.opt_float("sensor_azimuth_deg")?, row.opt_float("sensor_elevation_deg")?),
        cloud_fraction: row.opt_float("cloud_fraction")?,
        relative_orbit: row.opt_count("relative_orbit")?,
        pass: row.opt_word("pass", "ascending or descending", Pass::parse)?,
        incidence_deg: row.opt_float("incidence_least_deg")?.zip(row.opt_float("incidence_greatest_deg")?),
        searched_fraction: row.opt_float("searched_fraction")?,
        searched_km2: row.opt_float("searched_km2")?,
        expected_false: row.opt_float("expected_false")?,
        refusal: row.opt_text("refusal")?,
    }
}

columns! {
    Look, "effort", 2, "A scene over a place of interest, whether or not a ship was seen in it.",
    label ["place", "start", "ships", "usable_fraction"],
    |r| {
        "look_id": Text, "-", "This look." => r.id;
        "scene_id": Text, "-", "The scene." => r.scene;
        "place": Text, "-", "Name of the place." => &r.place;
        "start": Time, "UTC", "Start of the time of the scene; absent: no time is known." => start(r.time);
        "end": Time, "UTC", "End of the time of the scene." => end(r.time);
        "covered_fraction": Float, "0-1", "Share of the place's area that lies in the scene; 0: the scene was refused." => r.covered_fraction;
        "usable_fraction": Float, "0-1", "Share of the place's sea that had a value and was searched." => r.usable_fraction;
        "cloud_fraction": Float, "0-1", "Share of the place's sea under cloud, for an optical image." => r.cloud_fraction;
        "incidence_deg": Float, "deg", "Incidence angle at the place." => r.incidence_deg;
        "look_direction_deg": Float, "deg", "Direction from the satellite to the place at the ground, true." => r.look_direction_deg;
        "ships": Int, "-", "Detections taken for ships in the place." => r.ships;
        "refusal": Text, "-", "Why the look counts for nothing, where it does." => &r.refusal;
        "parents": List, "-", "The scene and the detections." => &r.parents;
    },
    from |row| Self {
        id: row.id("look_id")?,
        scene: row.id("scene_id")?,
        place: row.text("place")?,
        time: row.opt_period("start", "end")?,
        covered_fraction: row.float("covered_fraction")?,
        usable_fraction: row.float("usable_fraction")?,
        cloud_fraction: row.opt_float("cloud_fraction")?,
        incidence_deg: row.opt_float("incidence_deg")?,
        look_direction_deg: row.opt_float("look_direction_deg")?,
        ships: row.count("ships")?,
        refusal: row.opt_text("refusal")?,
        parents: row.ids("parents")?,
    }
}

columns! {
    Detection, "detections", 1, "A bright object found in a scene, and what it is taken for.",
    label ["kind", "quality", "length_m_mid", "lat_deg", "lon_deg"],
    |r| {
        "detection_id": Text, "-", "This detection." => r.id;
        "scene_id": Text, "-", "The scene." => r.scene;
        "kind": Text, "-", "What it is taken for: ship, ambiguity, sidelobe, fixed-object, land or clutter." => r.kind.as_str();
        "quality": Text, "-", "How good that is: high, moderate or low; the reasons stand beside it." => r.quality.as_str();
        "line": Float, "lines", "Its centre, from the centre of the first line." => r.line;
        "sample": Float, "samples", "Its centre, from the centre of the first sample." => r.sample;
        "window_line": Int, "-", "First line of the pixels that it stands on, from 0." => r.window.line;
        "window_sample": Int, "-", "First sample of them, from 0." => r.window.sample;
        "window_lines": Int, "-", "How many lines they span." => r.window.lines;
        "window_samples": Int, "-", "How many samples they span." => r.window.samples;
        "lat_deg": Float, "deg", "Latitude, WGS 84; absent: the scene is not placed on the Earth. A moving ship is displaced along the track." => r.position.map(Position::lat_deg);
        "lon_deg": Float, "deg", "Longitude, WGS 84." => r.position.map(Position::lon_deg);
        "position_sd_m": Float, "m", "Standard deviation of the position in each direction." => r.position_sd_m;
        "length_m_low": Float, "m", "Length overall: lower end of the 90 % interval." => r.length_m.map(|e| e.low());
        "length_m_mid": Float, "m", "Length overall: median." => r.length_m.map(|e| e.mid());
        "length_m_high": Float, "m", "Length overall: upper end of the 90 % interval." => r.length_m.map(|e| e.high());
        "beam_m_low": Float, "m", "Beam: lower end of the 90 % interval." => r.beam_m.map(|e| e.low());
        "beam_m_mid": Float, "m", "Beam: median." => r.beam_m.map(|e| e.mid());
        "beam_m_high": Float, "m", "Beam: upper end of the 90 % interval." => r.beam_m.map(|e| e.high());
        "axis_deg": Float, "deg", "Direction of its axis, 0 to 180, true; from the top of the image where that is not placed on the Earth. Which end is the bow is not known." => r.axis_deg;
        "near_shore": Bool, "-", "Within the distance to land or pier that counts as near; absent: no land was given." => r.near_shore;
        "shore_distance_m": Float, "m", "Distance to the nearest land or pier given, up to the farthest that is looked for." => r.shore_distance_m;
        "contrast_db": List, "dB", "Brightest pixel above the sea about it in each band; `-` where the band has none." => numbers(&r.contrast_db);
        "log_likelihood_ratio": Float, "-", "How much more likely its pixels are from a ship than from the sea: natural logarithm of the ratio." => r.log_likelihood_ratio;
        "azimuth_shift_m": Float, "m", "Greatest displacement along the track if it moves at up to 14 kn; absent: the geometry is not known." => r.azimuth_shift_m;
        "berth": Text, "-", "Name of the berth that it lies at." => &r.berth;
        "reasons": List, "-", "What speaks for and against." => &r.reasons;
        "parents": List, "-", "The scene." => &vec![r.scene];
    },
    from |row| Self {
        id: row.id("detection_id")?,
        scene: row.id("scene_id")?,
        kind: row.word("kind", "a kind of detection", DetectionKind::parse)?,
        quality: row.word("quality", "high, moderate or low", DetectionQuality::parse)?,
        line: row.float("line")?,
        sample: row.float("sample")?,
        window: PixelWindow {
            line: row.count("window_line")?,
            sample: row.count("window_sample")?,
            lines: row.count("window_lines")?,
            samples: row.count("window_samples")?,
        },
        position: row.opt_position("lat_deg", "lon_deg")?,
        position_sd_m: row.opt_float("position_sd_m")?,
        length_m: row.opt_estimate("length_m")?,
        beam_m: row.opt_estimate("beam_m")?,
        axis_deg: row.opt_float("axis_deg")?,
        near_shore: row.opt_truth("near_shore")?,
        shore_distance_m: row.opt_float("shore_distance_m")?,
        contrast_db: row.words("contrast_db", "numbers, or `-` for none", parse_number)?,
        log_likelihood_ratio: row.float("log_likelihood_ratio")?,
        azimuth_shift_m: row.opt_float("azimuth_shift_m")?,
        berth: row.opt_text("berth")?,
        reasons: row.list("reasons")?,
    }
}

columns! {
    Occupancy, "occupancy", 1, "What a scene says of a berth, given every other scene over it.",
    label ["berth", "start", "state", "p_occupied"],
    |r| {
        "occupancy_id": Text, "-", "This answer." => r.id;
        "scene_id": Text, "-", "The scene." => r.scene;
        "berth": Text, "-", "Name of the berth." => &r.berth;
        "start": Time, "UTC", "Start of the time of the scene; absent: no time is known." => start(r.time);
        "end": Time, "UTC", "End of the time of the scene." => end(r.time);
        "stack": Text, "-", "Scenes of one stack see the berth alike: sensor, relative orbit and pass." => &r.stack;
        "state": Text, "-", "empty, occupied or unknown." => r.state.as_str();
        "p_occupied": Float, "0-1", "Probability that a ship lies there, given all looks at the berth." => r.p_occupied;
        "p_alone": Float, "0-1", "Probability from this look alone." => r.p_alone;
        "contrast_co_db": Float, "dB", "Mean power in the berth over that of open water near it, in VV or HH." => r.contrast_db[0];
        "contrast_cross_db": Float, "dB", "The same in VH or HV." => r.contrast_db[1];
        "bright_length_m": Float, "m", "Length of the bright stretch along the berth." => r.bright_length_m;
        "taught_occupied": Int, "-", "Looks with a ship that AIS shows there, which taught what the berth looks like." => r.taught_by.0;
        "taught_empty": Int, "-", "Looks with none that taught it." => r.taught_by.1;
        "reasons": List, "-", "What it rests on, what speaks against it." => &r.reasons;
        "parents": List, "-", "The scene and the detections." => &r.parents;
    },
    from |row| Self {
        id: row.id("occupancy_id")?,
        scene: row.id("scene_id")?,
        berth: row.text("berth")?,
        time: row.opt_period("start", "end")?,
        stack: row.text("stack")?,
        state: row.word("state", "empty, occupied or unknown", OccupancyState::parse)?,
        p_occupied: row.opt_float("p_occupied")?,
        p_alone: row.opt_float("p_alone")?,
        contrast_db: [row.opt_float("contrast_co_db")?, row.opt_float("contrast_cross_db")?],
        bright_length_m: row.opt_float("bright_length_m")?,
        taught_by: (row.count("taught_occupied")?, row.count("taught_empty")?),
        reasons: row.list("reasons")?,
        parents: row.ids("parents")?,
    }
}

columns! {
    BerthLook, "berth_looks", 1, "What one scene shows at one berth, before anybody says what it means.",
    label ["berth", "start"],
    |r| {
        "berth_look_id": Text, "-", "This look at this berth." => r.id();
        "scene_id": Text, "-", "The scene." => r.scene;
        "berth": Text, "-", "The berth." => &r.berth;
        "start": Time, "UTC", "Start of the scene; absent: no time is known." => start(r.time);
        "end": Time, "UTC", "End of the scene." => end(r.time);
        "stack": Text, "-", "Scenes of one stack see the berth alike: sensor, relative orbit and pass." => &r.stack;
        "usable_fraction": Float, "0-1", "Share of the berth's pixels that have a value." => r.usable_fraction;
        "contrast_co_db": Float, "dB", "What most slices of the brightest stretch along the berth reach over open water, VV or HH." => r.contrast_db[0];
        "contrast_cross_db": Float, "dB", "The same in VH or HV." => r.contrast_db[1];
        "quay_contrast_co_db": Float, "dB", "Mean power on the quay behind over that of open water, VV or HH." => r.quay_contrast_db[0];
        "quay_contrast_cross_db": Float, "dB", "The same in VH or HV." => r.quay_contrast_db[1];
        "bright_length_m": Float, "m", "Length of the bright stretch along the berth." => r.bright_length_m;
        "bright_fraction": Float, "0-1", "Share of the berth that is bright." => r.bright_fraction;
        "parents": List, "-", "The scene." => &vec![r.scene];
    },
    from |row| Self {
        scene: row.id("scene_id")?,
        berth: row.text("berth")?,
        time: row.opt_period("start", "end")?,
        stack: row.text("stack")?,
        usable_fraction: row.float("usable_fraction")?,
        contrast_db: [row.opt_float("contrast_co_db")?, row.opt_float("contrast_cross_db")?],
        quay_contrast_db: [row.opt_float("quay_contrast_co_db")?, row.opt_float("quay_contrast_cross_db")?],
        bright_length_m: row.opt_float("bright_length_m")?,
        bright_fraction: row.opt_float("bright_fraction")?,
    }
}

/// Where something stood; `None` unless both angles are there.
fn direction(azimuth_deg: Option<f64>, elevation_deg: Option<f64>) -> Option<Direction> {
    azimuth_deg
        .zip(elevation_deg)
        .map(|(azimuth_deg, elevation_deg)| Direction { azimuth_deg, elevation_deg })
}

fn start(time: Option<Period>) -> Option<jiff::Timestamp> {
    time.map(|t| t.start())
}

fn end(time: Option<Period>) -> Option<jiff::Timestamp> {
    time.map(|t| t.end())
}

fn words(polarisations: &[Polarisation]) -> Vec<String> {
    polarisations.iter().map(|p| p.as_str().to_owned()).collect()
}

/// A list of numbers, as texts; `-` stands for none.
fn numbers(values: &[Option<f64>]) -> Vec<String> {
    let text =
        |v: &Option<f64>| v.filter(|v| v.is_finite()).map_or_else(|| "-".to_owned(), |v| v.to_string());
    values.iter().map(text).collect()
}

/// The reverse of [`numbers`] for one of them; `None` if it is neither.
fn parse_number(text: &str) -> Option<Option<f64>> {
    if text == "-" { Some(None) } else { text.parse().ok().filter(|v: &f64| v.is_finite()).map(Some) }
}

/// A ring as `lat lon lat lon ...`; `None` if it has no corner.
fn ring_text(ring: &[Position]) -> Option<String> {
    let corner = |p: &Position| format!("{} {}", p.lat_deg(), p.lon_deg());
    (!ring.is_empty()).then(|| ring.iter().map(corner).collect::<Vec<_>>().join(" "))
}

/// The reverse of [`ring_text`].
fn parse_ring(text: &str) -> Option<Vec<Position>> {
    let numbers = text.split_whitespace().map(|n| n.parse::<f64>().ok()).collect::<Option<Vec<f64>>>()?;
    let (corners, rest) = numbers.as_chunks::<2>();
    let corner = |c: &[f64; 2]| Position::from_lat_lon(c[0], c[1]).ok();
    if rest.is_empty() { corners.iter().map(corner).collect() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::{Cell, Row, TableRow};
    use plimsoll_model::{Estimate, Key, RecordId, RecordKind};

    /// The row read back from its cells.
    fn again<R: TableRow>(row: &R) -> R {
        R::from_row(&Row { spec: &R::SPEC, cells: &row.cells() }).unwrap()
    }

    fn id(kind: RecordKind, n: i64) -> RecordId {
        RecordId::of(kind, &[Key::Int(n)])
    }

    fn position(lat: f64, lon: f64) -> Position {
        Position::from_lat_lon(lat, lon).unwrap()
    }

    fn morning() -> Option<Period> {
        let (start, end) = ("2021-01-05T14:03:10Z", "2021-01-05T14:03:35.25Z");
        Some(Period::new(start.parse().unwrap(), end.parse().unwrap()).unwrap())
    }

    fn scene() -> Scene {
        Scene {
            id: id(RecordKind::Scene, 1),
            exhibit: id(RecordKind::Exhibit, 1),
            name: "S1A_TEST".into(),
            form: "sentinel-1-grd".into(),
            sensor: Some("Sentinel-1A".into()),
            time: morning(),
            time_basis: "first and last line of the annotation".into(),
            footprint: vec![position(33.5, -118.5), position(33.9, 179.9), position(-34.0, -179.9)],
            lines: 16_700,
            samples: 25_000,
            line_spacing_m: Some(10.0),
            sample_spacing_m: Some(10.0),
            polarisations: vec![Polarisation::Vv, Polarisation::Vh],
            bands: vec!["red".into(), "green".into()],
            sun: Some(Direction { azimuth_deg: 160.0, elevation_deg: 31.5 }),
            sensor_at: Some(Direction { azimuth_deg: 280.0, elevation_deg: 70.0 }),
            cloud_fraction: Some(0.25),
            relative_orbit: Some(64),
            pass: Some(Pass::Descending),
            incidence_deg: Some((30.1, 45.9)),
            searched_fraction: Some(0.4),
            searched_km2: Some(16_000.5),
            expected_false: Some(0.16),
            refusal: None,
        }
    }

    fn detection() -> Detection {
        Detection {
            id: id(RecordKind::Detection, 1),
            scene: id(RecordKind::Scene, 1),
            kind: DetectionKind::FixedObject,
            quality: DetectionQuality::Moderate,
            line: 820.25,
            sample: 647.5,
            window: PixelWindow { line: 812, sample: 640, lines: 19, samples: 16 },
            position: Some(position(33.74, -118.25)),
            position_sd_m: Some(12.0),
            length_m: Estimate::new(150.0, 170.0, 190.0),
            beam_m: None,
            axis_deg: Some(12.5),
            near_shore: Some(true),
            shore_distance_m: Some(80.0),
            contrast_db: vec![Some(23.5), None],
            log_likelihood_ratio: 120.5,
            azimuth_shift_m: None,
            berth: Some("Berth 2".into()),
            reasons: vec!["as long as a ship".into(), "close to a pier".into()],
        }
    }

    #[test]
    fn a_scene_reads_back_with_and_without_a_place_and_a_time() {
        assert_eq!(again(&scene()), scene());
        let bare = Scene {
            sensor: None,
            time: None,
            footprint: vec![],
            line_spacing_m: None,
            sample_spacing_m: None,
            polarisations: vec![],
            bands: vec![],
            sun: None,
            sensor_at: None,
            cloud_fraction: None,
            relative_orbit: None,
            pass: None,
            incidence_deg: None,
            searched_fraction: None,
            searched_km2: None,
            expected_false: None,
            refusal: Some("the raster breaks off".into()),
            ..scene()
        };
        assert_eq!(again(&bare), bare);
        assert!(bare.cells().contains(&Cell::Null));
    }

    #[test]
    fn a_look_a_detection_and_an_answer_read_back() {
        let parents = vec![id(RecordKind::Scene, 1), id(RecordKind::Detection, 1)];
        let look = Look {
            id: id(RecordKind::Look, 1),
            scene: id(RecordKind::Scene, 1),
            place: "San Pedro".into(),
            time: None,
            covered_fraction: 1.0,
            usable_fraction: 0.75,
            cloud_fraction: Some(0.5),
            incidence_deg: None,
            look_direction_deg: Some(281.0),
            ships: 3,
            refusal: Some("half of it has no value".into()),
            parents: parents.clone(),
        };
        assert_eq!(again(&look), look);
        assert_eq!(again(&detection()), detection());
        let answer = Occupancy {
            id: id(RecordKind::Occupancy, 1),
            scene: id(RecordKind::Scene, 1),
            berth: "Berth 2".into(),
            time: morning(),
            stack: "Sentinel-1, orbit 64, descending".into(),
            state: OccupancyState::Unknown,
            p_occupied: Some(0.5),
            p_alone: None,
            contrast_db: [Some(11.5), None],
            bright_length_m: Some(140.0),
            taught_by: (12, 30),
            reasons: vec![],
            parents,
        };
        assert_eq!(again(&answer), answer);
    }

    #[test]
    fn a_cell_that_is_no_ring_and_no_number_is_refused() {
        let broken = |row: Vec<Cell>, column: &str, cell: Cell| {
            let at = Scene::SPEC.columns.iter().position(|c| c.name == column).unwrap();
            let mut row = row;
            row[at] = cell;
            Scene::from_row(&Row { spec: &Scene::SPEC, cells: &row }).unwrap_err().to_string()
        };
        for ring in ["1 2 3", "91 0 1 1 2 2", "a b", "1 nan"] {
            let said = broken(scene().cells(), "footprint", Cell::Text(ring.into()));
            assert!(said.contains("a ring of"), "{ring}: {said}");
        }
        let said = broken(scene().cells(), "polarisations", Cell::List(vec!["VV".into(), "VX".into()]));
        assert!(said.contains("polarisations"), "{said}");
        let said = broken(scene().cells(), "end", Cell::Null);
        assert!(said.contains("both or neither"), "{said}");
        for number in ["", "NaN", "inf", "1,5"] {
            let mut cells = detection().cells();
            let at = Detection::SPEC.columns.iter().position(|c| c.name == "contrast_db").unwrap();
            cells[at] = Cell::List(vec![number.into()]);
            assert!(Detection::from_row(&Row { spec: &Detection::SPEC, cells: &cells }).is_err(), "{number}");
        }
    }
}
