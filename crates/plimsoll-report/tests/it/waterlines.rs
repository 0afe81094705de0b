//! How deep ships lay: readings, refusals and pairs on the page and in the files.

use crate::html::{Element, read};
use crate::invented::{SMALL, dossier, id, of, with_waterlines};
use crate::page::{checked, checked_files, empty, file, html};
use plimsoll_model::*;
use plimsoll_report::*;

fn small() -> Dossier {
    with_waterlines(dossier(SMALL))
}

fn has_class(element: &Element, class: &str) -> bool {
    let is_it =
        |(key, value): &(String, String)| key == "class" && value.split(' ').any(|word| word == class);
    element.attributes.iter().any(is_it)
}

fn attribute<'a>(element: &'a Element, name: &str) -> &'a str {
    element.attributes.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
}

/// The text of the page in one line.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_report_without_readings_says_nothing_of_waterlines() {
    let files = render(&dossier(SMALL));
    let page = html(&dossier(SMALL));
    assert!(!page.contains("How deep they lay") && !page.contains("<img") && !page.contains("img-src"));
    assert!(
        !files.iter().any(|f| ["waterlines", "measurements", "chips"].iter().any(|w| f.path.starts_with(w)))
    );
}

#[test]
fn a_reading_is_shown_with_its_draught_error_people_and_the_way_to_its_pixels() {
    let page = checked(&small());
    let text = flat(&page.text);
    for words in [
        "How deep they lay",
        "4 readings, of which 1 refused",
        "8.3\u{a0}m (7.7 to 8.9)",
        "1.37 m in the image for each metre of height",
        "2 set points, each by themselves",
        "one set points: how people differ is taken from the parameters",
        "of the hull: the same in every image of her",
        "all together 0.31 m",
        "Lines 1000–1189, samples 2000–2119 of sources/scenes/view_001.tif",
        "Invented licence; contains invented pixels",
        "Simulated image.",
        "none: a photograph from the side",
    ] {
        assert!(text.contains(&flat(words)), "{words}");
    }
    assert!(html(&small()).contains("img-src data:"));
}

#[test]
fn a_refused_reading_is_listed_with_the_geometry_that_would_do() {
    let page = checked(&small());
    let refusal = "K is -0.21: the hull hides its own shadow; an image with the sun on the <port> side";
    assert_eq!(flat(&page.text).matches(refusal).count(), 2, "in the table and in its card");
    assert!(flat(&page.text).contains("No draught: port side, mid:"));
}

#[test]
fn every_mark_has_its_own_line_sign_and_word() {
    let dossier = small();
    let page = checked(&dossier);
    let text = flat(&page.text);
    for (class, words, line) in [
        ("s-deck", "deck edge", "solid line, squares"),
        ("s-water", "waterline", "long dashes, circles"),
        ("s-shadow", "shadow edge", "dots, triangles"),
        ("s-band", "top of the boot-topping", "short dashes, crosses"),
        ("s-horizon", "horizon", "dash and dot, diamonds"),
        ("s-vertical", "known height", "thick line, plus signs"),
    ] {
        let lines = page.elements.iter().filter(|e| has_class(e, "o-line") && has_class(e, class)).count();
        assert!(lines >= 2, "{class} has a line over the picture and in the legend: {lines}");
        assert!(text.contains(&format!("{words} ({line})")), "legend of {words}");
        let labels = page.elements.iter().filter(|e| e.name == "text" && has_class(e, class)).count();
        assert!(labels >= 1, "{words} stands in the picture");
    }
    let style = html(&dossier);
    let style = &style[style.find("<style>").unwrap()..style.find("</style>").unwrap()];
    let dashes: Vec<&str> = style
        .lines()
        .filter(|l| l.starts_with(".o-line.s-"))
        .filter_map(|l| l.split("stroke-dasharray: ").nth(1)?.split(';').next())
        .collect();
    let mut apart = dashes.clone();
    apart.sort_unstable();
    apart.dedup();
    assert_eq!((dashes.len(), apart.len()), (4, 4), "no two dashes are alike: {dashes:?}");
}

/// A point at the centre of a pixel stands at the middle of the enlarged pixel: counted here from the data, not by the report.
#[test]
fn points_stand_where_they_were_set() {
    let mut dossier = small();
    dossier.waterlines.pairs.clear();
    dossier.waterlines.readings.truncate(1);
    let entry = &mut dossier.waterlines.readings[0];
    entry.measurements.truncate(1);
    entry.measurements[0].marked = vec![
        (Mark::Bow, 1000.0, 2000.0),
        (Mark::Stern, 1095.0, 2059.5),
        (Mark::Bow, 999.0, 2000.0),
        (Mark::Bow, f64::NAN, 2000.0),
    ];
    let page = checked(&dossier);
    let overlay = page.elements.iter().find(|e| has_class(e, "overlay") && has_class(e, "wide")).unwrap();
    let size: Vec<f64> = attribute(overlay, "viewBox").split(' ').map(|n| n.parse().unwrap()).collect();
    let scale = size[2] / 120.0;
    assert!((size[3] - 190.0 * scale).abs() < 0.1, "{size:?}");
    let places: Vec<(f64, f64)> = page
        .elements
        .iter()
        .filter(|e| has_class(e, "o-sign") && has_class(e, "s-hull"))
        .filter_map(|e| {
            attribute(e, "transform").strip_prefix("translate(")?.strip_suffix(')')?.split_once(' ')
        })
        .map(|(x, y)| (x.parse().unwrap(), y.parse().unwrap()))
        .filter(|p| *p != (22.0, 8.0))
        .collect();
    let near = |p: (f64, f64)| places.iter().filter(|q| (p.0 - q.0).hypot(p.1 - q.1) < 0.1).count();
    // The picture is as high as may be on both canvases.
    assert_eq!(near((0.5 * scale, 0.5 * scale)), 2, "{places:?}");
    assert_eq!(near((60.0 * scale, 95.5 * scale)), 2, "{places:?}");
    assert_eq!(
        places.len(),
        4,
        "two points on two canvases; what lies outside or nowhere is not drawn: {places:?}"
    );
}

#[test]
fn both_ends_of_a_visit_stand_side_by_side_with_their_difference_and_sources() {
    let page = checked(&small());
    let text = flat(&page.text);
    for words in [
        "On arrival: 5.1\u{a0}m (4.5 to 5.7)",
        "On departure: 8.3\u{a0}m (7.7 to 8.9)",
        "She left 3.20 m deeper than she came (2.80 to 3.60, 90 % interval).",
        "That counts as a loading.",
        "Of the error of either draught, 0.18 m (one standard deviation) is of the hull and the same in both images",
        "On departure: not known No picture of this end of the visit. No difference of draught is given. That counts as neither.",
    ] {
        assert!(text.contains(&flat(words)), "{words}");
    }
    assert_eq!(page.count("img"), 5, "three pictures, each once, and two of them untouched beside");
    assert_eq!(page.elements.iter().filter(|e| has_class(e, "end")).count(), 4);
}

#[test]
fn a_difference_says_which_way_it_goes_or_that_there_may_be_none() {
    let said = |low: f64, mid: f64, high: f64| {
        let mut dossier = small();
        dossier.waterlines.pairs[0].change_m = Some(of(low, mid, high));
        flat(&read(&html(&dossier)).text)
    };
    assert!(
        said(-3.6, -3.2, -2.8)
            .contains("She left 3.20 m higher than she came (2.80 to 3.60, 90 % interval).")
    );
    assert!(
        said(-0.3, 0.1, 0.5)
            .contains("The difference is 0.10 m (−0.30 to 0.50, 90 % interval): it may be none.")
    );
}

#[test]
fn a_draught_that_was_sent_is_not_shown_as_read_from_an_image() {
    let mut dossier = small();
    let draughts = dossier.visits[1].draughts.as_mut().unwrap();
    (draughts.departure_m, draughts.departure_source) = (Some(of(7.9, 8.0, 8.1)), Some(DraughtSource::Ais));
    let text = flat(&checked(&dossier).text);
    assert!(
        text.contains(
            "On departure: 8.00 m (7.90 to 8.10) sent by AIS, typed in by the crew No picture of this end"
        ),
        "{text}"
    );
}

#[test]
fn untouched_pixels_and_numbers_are_in_the_files() {
    let dossier = small();
    let files = render(&dossier);
    let chip = format!("chips/{}.png", id(RecordKind::WaterlineReading, 1));
    assert_eq!(file(&files, &chip), dossier.waterlines.readings[0].chip.as_ref().unwrap().original);
    let rows = |path: &str| {
        let mut reader = csv_reader(file(&files, path));
        let head = reader.next().unwrap();
        (head, reader.collect::<Vec<_>>())
    };
    let (head, readings) = rows("waterlines.csv");
    let cell = |row: &[String], name: &str| row[head.iter().position(|h| h == name).unwrap()].clone();
    assert_eq!(readings.len(), 4);
    let refused = readings.iter().find(|r| !cell(r, "refusal").is_empty()).unwrap();
    assert_eq!(
        (cell(refused, "draught_mid_m"), cell(refused, "measurability")),
        (String::new(), "-0.21".into())
    );
    assert_eq!(cell(&readings[0], "draught_mid_m"), "5.1");
    assert!(cell(&readings[0], "budget").contains("moulded depth 0.180 m (hull)"));
    let (_, measured) = rows("measurements.csv");
    let all: usize = dossier.waterlines.readings.iter().map(|r| r.measurements.len()).sum();
    assert_eq!(measured.len(), all);
    assert!(measured.iter().flatten().any(|c| c.contains("deck-edge 1030 2061")), "{measured:?}");
}

/// Cells of a CSV file of these tests: quoted cells hold no line break.
fn csv_reader(bytes: &[u8]) -> impl Iterator<Item = Vec<String>> {
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    let lines: Vec<String> = text.lines().map(Into::into).collect();
    lines.into_iter().map(|line| {
        let (mut cells, mut cell, mut is_quoted) = (vec![], String::new(), false);
        for c in line.chars() {
            match c {
                '"' => is_quoted ^= true,
                ',' if !is_quoted => cells.push(std::mem::take(&mut cell)),
                c => cell.push(c),
            }
        }
        cells.push(cell);
        cells
    })
}

#[test]
fn the_json_file_holds_points_terms_and_the_sources_of_draughts() {
    let files = render(&small());
    let json: serde_json::Value = serde_json::from_slice(file(&files, "waterlines.json")).unwrap();
    let readings = json["readings"].as_array().unwrap();
    assert_eq!(readings.len(), 4);
    let measured = readings[0]["measurements"].as_array().unwrap();
    let freeboard = measured.iter().find(|m| m["quantity"] == "freeboard").unwrap();
    assert_eq!(
        (&freeboard["marked"][0]["mark"], &freeboard["marked"][0]["sample"]),
        (&"deck-edge".into(), &2061.0.into())
    );
    let terms = readings[0]["budget"].as_array().unwrap();
    assert_eq!(terms.iter().filter(|t| t["is_of_hull"] == true).count(), 1);
    assert_eq!(
        (&json["visits"][0]["arrival_source"], &json["visits"][0]["change_m"]["mid"]),
        (&"image".into(), &3.2.into())
    );
    assert!(json["visits"][1]["change_m"].is_null() && json["is_simulated"] == true);
}

#[test]
fn a_simulated_image_says_so_in_the_picture_also_in_a_case_of_real_data() {
    let mut dossier = small();
    let marks = |d: &Dossier| checked(d).elements.iter().filter(|e| has_class(e, "o-simulated")).count();
    dossier.is_simulated = false;
    assert_eq!(marks(&dossier), 6, "three pictures on two canvases");
    dossier.waterlines.readings.iter_mut().for_each(|e| e.is_simulated = false);
    assert_eq!(marks(&dossier), 0);
    dossier.is_simulated = true;
    assert_eq!(marks(&dossier), 6);
}

#[test]
fn readings_in_any_order_give_the_same_bytes() {
    let straight = small();
    let mut turned = straight.clone();
    turned.waterlines.readings.reverse();
    turned.waterlines.pairs.reverse();
    turned.waterlines.readings.iter_mut().for_each(|e| e.measurements.reverse());
    assert!(render(&straight) == render(&turned));
}

#[test]
fn every_number_of_a_reading_has_evidence_or_a_dagger() {
    let mut dossier = small();
    assert_eq!(dossier.without_evidence(), []);
    let reading = dossier.waterlines.readings[1].reading.id;
    dossier.evidence.retain(|tree| tree.record != reading);
    let missing = dossier.without_evidence();
    assert!(
        missing.contains(&reading) && missing.contains(&dossier.waterlines.readings[1].measurements[0].id)
    );
    assert!(checked(&dossier).text.contains('†'));
}

#[test]
fn hostile_texts_and_numbers_do_not_break_the_page() {
    let mut dossier = small();
    let text = "\"><script>\u{202e}=cmd()".repeat(300);
    for entry in &mut dossier.waterlines.readings {
        (entry.ship, entry.image, entry.credit) = (text.clone(), text.clone(), text.clone());
        (entry.exhibit, entry.time_basis, entry.time) = (text.clone(), text.clone(), None);
        entry.draught_sd_m = Some(f64::INFINITY);
        entry.reading.measurability = Some(f64::NAN);
        entry.reading.budget.push(ErrorTerm { source: text.clone(), sd_m: f64::NAN, is_of_hull: true });
        if let Some(chip) = &mut entry.chip {
            chip.window = PixelWindow { line: u32::MAX, sample: u32::MAX, lines: 0, samples: 0 };
            (chip.metres_per_pixel, chip.north_deg) = (Some((0.0, 0.0)), Some(f64::NAN));
        }
        entry.measurements.iter_mut().for_each(|m| m.analyst = text.clone());
    }
    let page = checked(&dossier);
    assert_eq!(page.count("script"), 0);
    for element in &page.elements {
        let numbers = ["x", "y", "width", "height", "transform", "d", "viewBox"];
        assert!(
            numbers
                .iter()
                .all(|n| !attribute(element, n).contains("NaN") && !attribute(element, n).contains("inf")),
            "{element:?}"
        );
    }
}

#[test]
fn many_readings_leave_their_pictures_to_files_and_an_empty_case_can_have_a_reading() {
    let mut many = small();
    let one = many.waterlines.readings[0].clone();
    for n in 10..310 {
        let mut entry = one.clone();
        entry.reading.id = id(RecordKind::WaterlineReading, n);
        entry.measurements.clear();
        many.waterlines.readings.push(entry);
    }
    let files = render(&many);
    let page = checked_files(&files);
    assert!(flat(&page.text).contains("The pictures above are as many as a page can hold."));
    assert!(file(&files, "index.html").len() < 7_000_000, "{}", file(&files, "index.html").len());
    let mut lone = empty();
    lone.waterlines.readings.push(small().waterlines.readings.remove(0));
    checked(&lone);
}
