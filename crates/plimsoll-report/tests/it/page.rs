//! The page: whole, linked, self-contained, and the same each time.

use crate::html::{Page, read};
use crate::invented::{EAST, LARGE, SMALL, Shape, at, dossier, id, of};
use plimsoll_model::*;
use plimsoll_report::*;
use std::collections::BTreeSet;

pub(crate) fn file<'a>(files: &'a [OutputFile], path: &str) -> &'a [u8] {
    &files.iter().find(|file| file.path == path).unwrap_or_else(|| panic!("no {path}")).bytes
}

pub(crate) fn html(dossier: &Dossier) -> String {
    String::from_utf8(file(&render(dossier), "index.html").to_vec()).unwrap()
}

/// A case in which nothing was found.
pub(crate) fn empty() -> Dossier {
    let mut empty = dossier(SMALL);
    empty.headline.clear();
    empty.key_figures.clear();
    empty.findings.clear();
    empty.caps.clear();
    empty.ledger.clear();
    empty.crossings.clear();
    empty.likelihoods.clear();
    empty.sensitivities.clear();
    empty.map = MapData::default();
    empty.places.clear();
    empty.ships.clear();
    empty.visits.clear();
    empty.voyages.clear();
    empty.gaps.clear();
    empty.encounters.clear();
    empty.loitering.clear();
    empty.feeds.clear();
    empty.outages.clear();
    empty.shared.clear();
    empty.identity_changes.clear();
    empty.draught_changes.clear();
    empty.reception.clear();
    empty.reported.clear();
    empty.scenes = ScenesEntry::default();
    empty.waterlines = WaterlinesEntry::default();
    empty.rejects.clear();
    empty.limitations.clear();
    empty.cannot_tell.clear();
    empty.reviews.clear();
    empty.replies.clear();
    empty.exhibits.clear();
    empty.evidence.clear();
    empty
}

/// Reads a page and checks that each link leads somewhere and nothing is loaded.
pub(crate) fn checked(dossier: &Dossier) -> Page {
    checked_files(&render(dossier))
}

/// The same for a report that is rendered already.
pub(crate) fn checked_files(files: &[OutputFile]) -> Page {
    let page = read(std::str::from_utf8(file(files, "index.html")).unwrap());
    let mut ids = BTreeSet::new();
    for id in page.all("id") {
        assert!(ids.insert(id), "two elements with id {id}");
    }
    for link in page.all("href") {
        match link.strip_prefix('#') {
            Some(anchor) => assert!(ids.contains(anchor), "#{anchor} leads nowhere"),
            None => assert!(files.iter().any(|file| file.path == link), "{link} is no file of the report"),
        }
    }
    for labelled in page.all("aria-labelledby") {
        assert!(ids.contains(labelled), "{labelled} labels nothing");
    }
    // The only pictures are those that stand in the page itself.
    assert!(page.all("src").all(|src| src.starts_with("data:image/png;base64,")));
    assert_eq!(page.all("src").count(), page.count("img"));
    for loading in ["srcset", "data", "action", "poster", "background", "onclick", "onload", "xmlns"] {
        assert_eq!(page.all(loading).next(), None, "an attribute {loading}");
    }
    for name in ["script", "link", "iframe", "object", "embed", "image", "use", "form"] {
        assert_eq!(page.count(name), 0, "an element {name}");
    }
    page
}

#[test]
fn every_page_is_well_formed_and_every_link_leads_somewhere() {
    for shape in [SMALL, EAST, LARGE, Shape { visits: 1, ships: 1, ..SMALL }] {
        checked(&dossier(shape));
    }
}

#[test]
fn a_page_of_400_visits_stays_below_three_megabytes() {
    let size = html(&dossier(Shape { visits: 400, ..LARGE })).len();
    assert!(size < 3_000_000, "{size} bytes");
}

#[test]
fn the_page_of_a_small_case_is_as_reviewed() {
    let one_place = Shape {
        period: ("2024-12-20T00:00:00Z", "2025-01-12T00:00:00Z"),
        visits: 3,
        ships: 2,
        places: &SMALL.places[..1],
        ..SMALL
    };
    let mut small = dossier(one_place);
    small.ledger.retain(|line| matches!(line.scenario, Scenario::Documented | Scenario::Estimate));
    let mut settings = insta::Settings::clone_current();
    // Land comes from the coastline file and hashes from all bytes: a change there is seen in its own test.
    settings.add_filter(r#"(class="(?:land coast|globeland)" d=)"[^"]*""#, r#"$1"…""#);
    settings.add_filter("(?s)<style>.*</style>", "<style>…</style>");
    settings.add_filter("[0-9a-f]{64}", "[sha256]");
    settings.add_filter("><", ">\n<");
    settings.bind(|| insta::assert_snapshot!("page", html(&small)));
}

#[test]
fn the_same_dossier_gives_the_same_bytes_in_whatever_order_its_tables_were_read() {
    let straight = dossier(EAST);
    let mut turned = straight.clone();
    turned.visits.reverse();
    turned.ships.reverse();
    turned.places.reverse();
    turned.voyages.reverse();
    turned.gaps.reverse();
    turned.encounters.reverse();
    turned.loitering.reverse();
    turned.outages.reverse();
    turned.shared.iter_mut().for_each(|number| number.tracks.reverse());
    turned.shared.reverse();
    turned.identity_changes.reverse();
    turned.draught_changes.reverse();
    turned.map.tracks.reverse();
    turned.ledger.reverse();
    turned.crossings.reverse();
    turned.likelihoods.reverse();
    turned.sensitivities.reverse();
    turned.reception.reverse();
    turned.reported.reverse();
    turned.rejects.reverse();
    turned.reviews.reverse();
    turned.exhibits.reverse();
    let (one, other) = (render(&straight), render(&turned));
    for (a, b) in one.iter().zip(&other) {
        assert!(a == b, "{} differs", a.path);
    }
    assert_eq!(one, render(&straight));
}

#[test]
fn a_case_without_anything_still_gives_an_honest_page() {
    let page = checked(&empty());
    for words in [
        "This edition states no finding.",
        "This case names no cap.",
        "The exhibits show no port visit in this case.",
        "No port visit and no gap in this case.",
        "there is no map",
        "None in these tables: encounter, loitering, silence of a ship, outage of a feed,",
        "This edition stands on no exhibit.",
    ] {
        assert!(page.text.contains(words), "{words}");
    }
}

#[test]
fn a_case_without_cap_shows_a_running_sum_and_no_limit() {
    let mut uncapped = dossier(SMALL);
    uncapped.caps.clear();
    for line in &mut uncapped.ledger {
        line.cap_id = "uncapped".into();
        (line.cap_bbl, line.p_exceeded) = (None, None);
    }
    uncapped.crossings.clear();
    uncapped.likelihoods.clear();
    let page = checked(&uncapped);
    assert!(page.text.contains("Running sum"));
    assert!(page.all("class").all(|class| class != "cap" && class != "notice"), "a limit is drawn");
    assert!(page.all("class").any(|class| class == "estimate"), "no curve is drawn");
}

#[test]
fn simulated_data_are_labelled_on_the_page_in_the_title_and_in_every_figure() {
    let page = checked(&dossier(SMALL));
    assert!(page.text.contains("SIMULATED DATA: Tankers"), "title");
    assert!(page.text.contains("made by a simulator"), "banner");
    let figures = page.all("role").filter(|role| *role == "img").count();
    assert!(figures >= 10, "{figures}");
    assert_eq!(page.all("class").filter(|class| *class == "simmark").count(), figures);
    let real = checked(&dossier(LARGE));
    assert!(!real.text.to_lowercase().contains("simulat"));
}

#[test]
fn every_figure_has_a_caption_and_words_for_those_who_do_not_see_it() {
    let page = checked(&dossier(EAST));
    assert_eq!(page.count("figure"), page.count("figcaption"));
    let drawn = page.elements.iter().filter(|e| e.attributes.contains(&("role".into(), "img".into())));
    for svg in drawn {
        let label = svg.attributes.iter().find(|(key, _)| key == "aria-label").map(|(_, label)| label.len());
        assert!(label > Some(10), "{svg:?}");
    }
    assert_eq!(page.count("table"), page.count("caption"));
    let heads = page.elements.iter().filter(|e| e.name == "th");
    assert!(heads.clone().count() > 50);
    assert!(heads.clone().all(|th| th.attributes.iter().any(|(key, _)| key == "scope")));
}

#[test]
fn a_number_without_evidence_is_marked_and_named() {
    let mut holed = dossier(SMALL);
    assert_eq!(holed.without_evidence(), []);
    assert!(!checked(&holed).text.contains('†'));
    let cargo = holed.visits[1].cargo.as_ref().unwrap().id;
    holed.evidence.retain(|tree| tree.record != cargo);
    for tree in &mut holed.evidence {
        tree.children.retain(|child| child.record != cargo);
    }
    assert_eq!(holed.without_evidence(), [cargo]);
    assert!(checked(&holed).text.contains("† marks"));
}

#[test]
fn every_leaf_of_the_evidence_names_file_line_and_hash() {
    let small = dossier(SMALL);
    let page = checked(&small);
    let nmea = &small.exhibits[0].exhibit;
    assert!(
        page.text.contains(&format!("{}\n, line 1000, byte 79000, SHA-256 \n{}", nmea.path, nmea.sha256))
    );
}

#[test]
fn a_period_over_new_year_has_a_figure_for_each_counting_period() {
    let page = checked(&dossier(Shape { period: ("2024-11-01T00:00:00Z", "2025-03-01T00:00:00Z"), ..SMALL }));
    assert!(page.text.contains("Sum since 2024-01-01"));
    assert!(page.text.contains("Sum since 2025-01-01"));
    assert!(page.text.contains("Counting period 2024-01-01 to 2024-12-31;"));
}

#[test]
fn documented_estimate_and_scenarios_stand_apart() {
    let page = checked(&dossier(SMALL));
    let keys: Vec<&str> = page.all("class").filter(|class| class.starts_with("key ")).collect();
    assert_eq!(keys, ["key documented", "key estimated", "key scenarios"]);
}

#[test]
fn places_on_both_sides_of_the_180th_meridian_share_one_map() {
    let mut across = dossier(SMALL);
    across.map.tracks.clear();
    across.gaps.clear();
    across.encounters.clear();
    across.loitering.clear();
    for (entry, (lat, lon)) in
        across.places.iter_mut().zip([(64.0, 177.5), (66.0, -175.0), (60.0, 170.3), (64.6, -165.4)])
    {
        entry.place.area = Some(Area::Circle { centre: at(lat, lon), radius: Length::metres(3000.0) });
    }
    let page = checked(&across);
    let map = page.all("aria-label").find(|label| label.starts_with("Map of 4 places")).unwrap();
    assert!(map.contains("Heron Pier"), "{map}");
    let circles = page.elements.iter().filter(|e| e.attributes.contains(&("class".into(), "place".into())));
    let xs: Vec<f64> = circles
        .flat_map(|e| &e.attributes)
        .filter(|(k, _)| k == "cx")
        .map(|(_, x)| x.parse().unwrap())
        .collect();
    assert_eq!(xs.len(), 8, "four places on two canvases");
    assert!(xs.iter().all(|x| (0.0..=1040.0).contains(x)), "{xs:?}");
    let spread =
        xs[..4].iter().copied().fold(0.0, f64::max) - xs[..4].iter().copied().fold(f64::INFINITY, f64::min);
    assert!(spread > 500.0, "the map spans the whole Earth: {xs:?}");
}

#[test]
fn a_cap_that_binds_nobody_is_called_a_yardstick() {
    let mut yardstick = dossier(SMALL);
    yardstick.caps[0].cap.is_yardstick = true;
    let page = checked(&yardstick);
    assert!(page.text.contains("A yardstick only."));
    assert!(page.text.contains("Yardstick 500,000"));
}

#[test]
fn a_visit_that_is_not_counted_has_no_barrels() {
    let mut gas = dossier(SMALL);
    for entry in &mut gas.visits {
        let cargo = entry.cargo.as_mut().unwrap();
        (cargo.not_counted, cargo.volume_bbl) = (Some("a test".into()), Some(of(1.0, 77_777.0, 99_999.0)));
        cargo.volume_committee_bbl = cargo.volume_bbl;
    }
    let files = render(&gas);
    assert!(!String::from_utf8_lossy(file(&files, "annex.csv")).contains("77777"));
    assert!(!html(&gas).contains("77,777"));
    assert!(!html(&gas).contains("<td class=\"num scen\">1"));
}

#[test]
fn a_record_that_is_nowhere_else_is_plain_text() {
    let mut lone = dossier(SMALL);
    lone.reviews[0].record = id(RecordKind::Vessel, 99_999);
    checked(&lone);
}
