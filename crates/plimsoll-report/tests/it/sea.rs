//! What a report says and draws of events at sea, also for an archive of a sea area without any port visit.

use crate::html::{Element, Page};
use crate::invented::{GULF, SMALL, STRAIT, THREE, archive, at, dossier, id};
use crate::page::{checked, checked_files, file};
use plimsoll_model::*;
use plimsoll_report::*;

/// An attribute of an element.
fn attribute<'a>(element: &'a Element, key: &str) -> &'a str {
    element.attributes.iter().find(|(k, _)| k == key).map_or("", |(_, value)| value.as_str())
}

/// The elements of a class.
fn of_class<'a>(page: &'a Page, class: &'a str) -> impl Iterator<Item = &'a Element> {
    page.elements.iter().filter(move |element| attribute(element, "class") == class)
}

#[test]
fn an_archive_of_three_thousand_ships_gives_one_page_below_four_megabytes() {
    let archive = archive(3_000, STRAIT);
    assert_eq!(archive.without_evidence(), []);
    let files = render(&archive);
    let page = checked_files(&files);
    let size = file(&files, "index.html").len();
    assert!(size < 4_000_000, "{size} bytes");
    assert_eq!(of_class(&page, "backtrack").count(), 2, "one path a canvas");
    for words in [
        "Tracks, silences, encounters and loitering",
        "1 of 3,001 tracks lie beyond this map",
        "The exhibits show no port visit in this case.",
        "The table shows 50 of 300: the longest, in order of time. The other 250 stand in",
        "3,000 ships",
        "No barrels are summed.",
        "those stand here that called, that a list names",
    ] {
        assert!(page.text.contains(words), "{words}");
    }
    assert!(!page.text.contains("there is no map") && !page.text.contains("0 places"));
}

#[test]
fn a_table_of_events_is_cut_and_its_file_holds_every_row() {
    let archive = archive(600, STRAIT);
    let page = checked(&archive);
    let shown = |letter: char| {
        let is_no = |line: &&str| line.strip_prefix(letter).is_some_and(|n| n.parse::<usize>().is_ok());
        page.text.lines().filter(is_no).count()
    };
    // Each number stands once in its table; the map draws at most 40 marks with numbers on each of two canvases.
    assert!((50..=50 + 80).contains(&shown('E')), "{}", shown('E'));
    assert!((50..=50 + 80).contains(&shown('L')), "{}", shown('L'));
    assert_eq!(shown('G'), 50);
    assert_eq!(shown('I'), 30);
    let files = render(&archive);
    for (path, rows) in [("encounters.csv", 60), ("loitering.csv", 75), ("gaps.csv", 60)] {
        let mut reader = csv::Reader::from_reader(file(&files, path));
        assert_eq!(reader.records().count(), rows, "{path}");
    }
    assert!(page.text.contains("The table shows 50 of 60: the longest"));
}

#[test]
fn the_longest_encounters_are_those_shown_and_keep_the_numbers_of_the_file() {
    let mut archive = archive(600, STRAIT);
    let start = archive.period.start();
    let longest = &mut archive.encounters[3].encounter;
    longest.period = Period::new(start, start + jiff::SignedDuration::from_hours(500)).unwrap();
    let record = longest.id;
    let page = checked(&archive);
    assert!(page.text.contains("500.0"));
    assert!(archive.without_evidence().is_empty() || archive.without_evidence() == [record]);
    let files = render(&archive);
    let mut reader = csv::Reader::from_reader(file(&files, "encounters.csv"));
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.unwrap()).collect();
    let row = rows.iter().find(|row| row[1] == record.to_string()).unwrap();
    assert!(page.text.lines().any(|line| line == &row[0] || line == format!("{}†", &row[0])), "{row:?}");
    let mut hours: Vec<f64> = rows.iter().map(|row| row[10].parse().unwrap()).collect();
    hours.sort_by(f64::total_cmp);
    assert!((hours[59] - 500.0).abs() < 1e-9);
}

#[test]
fn an_event_without_evidence_is_named_and_marked() {
    let mut holed = dossier(SMALL);
    let lost = [holed.encounters[0].encounter.id, holed.outages[0].id, holed.shared[0].tracks[0].id];
    holed.evidence.retain(|tree| !lost.contains(&tree.record));
    let mut missing = holed.without_evidence();
    missing.sort_unstable();
    let mut lost = lost.to_vec();
    lost.sort_unstable();
    assert_eq!(missing, lost);
    assert!(checked(&holed).text.contains("E1†") || checked(&holed).text.contains("E2†"));
}

#[test]
fn an_archive_over_the_180th_meridian_is_drawn_as_one_sea() {
    let page = checked(&archive(91, GULF));
    let wide = of_class(&page, "backtrack").next().unwrap();
    let d = attribute(wide, "d");
    let starts: Vec<f64> = d
        .split('M')
        .skip(1)
        .map(|run| run.split([' ', '-', 'l', 'h']).next().unwrap().parse().unwrap())
        .collect();
    assert_eq!(starts.len(), 91, "no track is cut in two, and the stray one is beyond the map");
    assert!(starts.iter().all(|x| (0.0..=1040.0).contains(x)), "{starts:?}");
    let spread = starts.iter().copied().fold(0.0, f64::max) - starts.iter().copied().fold(1e9, f64::min);
    assert!((300.0..1040.0).contains(&spread), "{spread}");
    let longest = d.split(['l', ' ']).filter_map(|step| step.parse::<f64>().ok()).fold(0.0, f64::max);
    assert!(longest < 1040.0, "a step runs round the Earth: {longest}");
    assert!(of_class(&page, "encounter").count() >= 4);
}

#[test]
fn a_track_that_leaves_a_map_of_the_whole_earth_comes_in_at_the_other_side() {
    let mut whole = archive(0, STRAIT);
    whole.encounters.clear();
    whole.loitering.clear();
    whole.gaps.clear();
    whole.map.bounds = Some(Bounds { south_deg: -60.0, north_deg: 70.0, west_deg: -180.0, east_deg: 180.0 });
    whole.map.tracks = vec![MapTrack {
        record: id(RecordKind::Track, 1),
        is_background: true,
        segments: vec![vec![at(10.0, 170.0), at(12.0, 179.0), at(12.0, -179.0), at(14.0, -170.0)]],
    }];
    let page = checked(&whole);
    let d = attribute(of_class(&page, "backtrack").next().unwrap(), "d");
    assert_eq!(d.matches('M').count(), 2, "{d}");
}

#[test]
fn tracks_of_ships_that_called_lie_above_those_in_the_background() {
    let mut mixed = dossier(SMALL);
    let mut grey = mixed.map.tracks[0].clone();
    (grey.record, grey.is_background) = (id(RecordKind::Track, 7), true);
    grey.segments.push(vec![at(0.0, 0.0), at(1.0, 1.0)]);
    mixed.map.tracks.insert(0, grey);
    let before = checked(&dossier(SMALL));
    let page = checked(&mixed);
    let order: Vec<&str> =
        page.all("class").filter(|class| ["backtrack", "track", "place"].contains(class)).take(3).collect();
    assert_eq!(order, ["backtrack", "track", "place"]);
    let size = |page: &Page| {
        page.elements
            .iter()
            .find(|e| attribute(e, "aria-label").starts_with("Map of"))
            .map(|e| attribute(e, "viewBox").to_owned())
    };
    assert_eq!(
        size(&page),
        size(&before),
        "a track in the background does not decide the map of a case with places"
    );
    let map: serde_json::Value = serde_json::from_slice(file(&render(&mixed), "map.geojson")).unwrap();
    let grey =
        map["features"].as_array().unwrap().iter().filter(|f| f["properties"]["is_background"] == true);
    assert_eq!(grey.count(), 1);
}

#[test]
fn an_outage_is_a_band_over_all_rows_that_covers_silences_and_nothing_that_was_received() {
    let mut out = dossier(SMALL);
    out.gaps[0].gap.period = out.outages[0].period;
    let page = checked(&out);
    let drawn: Vec<&str> = page
        .elements
        .iter()
        .skip_while(|e| !attribute(e, "aria-label").starts_with("Timeline of"))
        .skip(1)
        .take_while(|e| attribute(e, "role") != "img")
        .map(|e| attribute(e, "class"))
        .collect();
    let places = |class: &str| (0..drawn.len()).filter(|at| drawn[*at] == class).collect::<Vec<_>>();
    let (gaps, bands, bars) = (places("gap"), places("outage"), places("v-loading"));
    assert!(gaps.len() >= 4 && bands.len() == 2 && bars.len() >= 3, "{drawn:?}");
    assert!(gaps.last() < bands.first() && bands.last() < bars.first(), "{drawn:?}");
    let band = of_class(&page, "outage").find(|e| e.name == "rect").unwrap();
    let rows = page.elements.iter().filter(|e| attribute(e, "class") == "rowline").take(5);
    let bottom = rows.map(|line| attribute(line, "y1").parse::<f64>().unwrap()).fold(0.0, f64::max);
    let end =
        attribute(band, "y").parse::<f64>().unwrap() + attribute(band, "height").parse::<f64>().unwrap();
    assert!((end - bottom).abs() < 0.2, "{end} {bottom}");
    assert!(page.text.contains("no data: nobody listened"));
}

#[test]
fn the_outage_of_one_feed_of_two_does_not_hide_a_silence() {
    let mut two = dossier(SMALL);
    two.feeds.push("Satellite".into());
    let page = checked(&two);
    assert_eq!(of_class(&page, "outage").count(), 0);
    assert_eq!(of_class(&page, "outage-part").count(), 2 * two.outages.len());
}

#[test]
fn a_case_with_nothing_but_outages_shows_them() {
    let mut lone = archive(0, STRAIT);
    (lone.gaps, lone.encounters, lone.loitering) = (vec![], vec![], vec![]);
    let page = checked(&lone);
    assert!(page.text.contains("Reports a day and outages"));
    assert!(of_class(&page, "outage").any(|e| e.name == "rect"));
    assert!(page.text.contains("None in these tables: encounter, loitering, silence of a ship, number"));
}

#[test]
fn the_page_says_what_was_received_and_never_what_a_ship_meant() {
    let page = checked(&archive(200, STRAIT));
    let text = page.text.to_lowercase();
    for word in
        ["dark", "transfer", "suspicious", "rendezvous", "spoof", "illegal", "evade", "hiding", "met "]
    {
        assert!(!text.contains(word), "{word}");
    }
    for words in [
        "An encounter says nothing of what the two did",
        "A silence is not a transmitter switched off",
        "nobody listened. No ship was silent then",
    ] {
        assert!(page.text.contains(words), "{words}");
    }
}

/// The corners of a path: least and greatest x and y.
fn ends(d: &str) -> (f64, f64, f64, f64) {
    let corners: Vec<(f64, f64)> = d
        .split(['M', 'L', 'Z'])
        .filter_map(|corner| corner.split_once(' '))
        .map(|(x, y)| (x.parse().unwrap(), y.parse().unwrap()))
        .collect();
    let least = |of: fn(&(f64, f64)) -> f64| corners.iter().map(of).fold(f64::INFINITY, f64::min);
    let most = |of: fn(&(f64, f64)) -> f64| corners.iter().map(of).fold(f64::NEG_INFINITY, f64::max);
    (least(|c| c.0), most(|c| c.0), least(|c| c.1), most(|c| c.1))
}

#[test]
fn three_terminals_within_two_kilometres_are_named_apart_or_numbered_with_a_list() {
    let page = checked(&dossier(THREE));
    // On the wide inset each name stands beside its mark and on no other terminal.
    let wide: Vec<&Element> = page
        .elements
        .iter()
        .skip_while(|e| !attribute(e, "aria-label").starts_with("Inset A"))
        .skip(1)
        .take_while(|e| attribute(e, "role") != "img")
        .collect();
    let of =
        |class: &str| wide.iter().copied().filter(|e| attribute(e, "class") == class).collect::<Vec<_>>();
    let (areas, names) = (of("area"), of("placename"));
    assert_eq!((areas.len(), names.len()), (3, 3));
    let words =
        ["Great Northern Oil Terminal", "Harbour Company Bunker Pier", "Inlet Chemical Wharf, east berth"];
    for (at, (name, words)) in names.iter().zip(words).enumerate() {
        let number = |key: &str| attribute(name, key).parse::<f64>().unwrap();
        let (left, right) = (number("x"), number("x") + 6.3 * words.chars().count() as f64);
        let (top, bottom) = (number("y") - 10.0, number("y") + 16.0);
        for (other, area) in areas.iter().enumerate().filter(|(other, _)| *other != at) {
            let (west, east, north, south) = ends(attribute(area, "d"));
            let covers = left < east && west < right && top < south && north < bottom;
            assert!(!covers, "{words} covers terminal {other}");
        }
    }
    // On a telephone there is no room: numbers on the inset, names in one list below it.
    assert_eq!(of_class(&page, "insetkey").count(), 1);
    for (number, name) in (1..).zip(words) {
        assert!(page.text.contains(&format!("\n{number}\n {name}: ")), "{name}");
    }
}

#[test]
fn geojson_has_the_events_with_their_numbers_and_no_outage() {
    let small = dossier(SMALL);
    let map: serde_json::Value = serde_json::from_slice(file(&render(&small), "map.geojson")).unwrap();
    let layer = |name: &str| {
        let features = map["features"].as_array().unwrap().iter();
        features.filter(|f| f["properties"]["layer"] == name).cloned().collect::<Vec<_>>()
    };
    assert_eq!(layer("encounter").len(), small.encounters.len());
    assert_eq!(layer("loitering").len(), small.loitering.len());
    assert!(layer("outage").is_empty());
    let first = &layer("encounter")[0];
    assert_eq!(first["properties"]["no"], "E1");
    assert_eq!(first["geometry"]["type"], "Point");
    assert!(first["properties"]["distance_m"].is_number() && first["properties"]["speed_kn"].is_number());
}

#[test]
fn a_number_shared_by_many_tracks_names_four_and_counts_the_rest() {
    let mut many = archive(300, STRAIT);
    let tracks = many.shared.iter().map(|number| number.tracks.len()).max().unwrap();
    assert!(tracks > 5);
    many.shared.retain(|number| number.tracks.len() == tracks);
    let page = checked(&many);
    assert!(page.text.contains(&format!("and {} with fewer reports", tracks - 4)));
}
