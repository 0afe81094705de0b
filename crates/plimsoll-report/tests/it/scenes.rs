//! What the page says of images: invented scenes of the invented piers.

use crate::invented::scenes::{png, with_scenes};
use crate::invented::{SMALL, dossier, id};
use crate::page::{checked, file, html};
use plimsoll_model::*;
use plimsoll_report::*;

#[test]
fn a_report_without_scenes_says_nothing_of_images() {
    let mut dossier = dossier(SMALL);
    dossier.scenes = ScenesEntry::default();
    let page = html(&dossier);
    assert!(!page.contains("What the images show") && !page.contains("<img") && !page.contains("img-src"));
    let files = render(&dossier);
    let of_images = |f: &OutputFile| {
        ["scenes", "effort", "detections", "occupancy", "chips"].iter().any(|w| f.path.starts_with(w))
    };
    assert!(!files.iter().any(of_images));
}

#[test]
fn scenes_are_shown_as_they_are_known() {
    let dossier = with_scenes(20, 12, 3);
    checked(&dossier);
    let page = html(&dossier);
    for words in [
        "What the images show",
        "no time is known",
        "not placed on the Earth",
        "Lines 812–830, samples 640–655 of sources/scenes/invented_000.tif",
        "a crane stands near &lt;it&gt;",
        "Simulated data.",
        "Invented licence; contains invented data",
        "Length 140 m (125–156)",
        "img-src data:",
    ] {
        assert!(page.contains(words), "{words}");
    }
    let files = render(&dossier);
    for path in ["scenes.csv", "effort.csv", "detections.csv", "detections.geojson", "occupancy.csv"] {
        assert!(!file(&files, path).is_empty(), "{path}");
    }
    let chip = format!("chips/{}", id(RecordKind::Detection, 0));
    assert_eq!(file(&files, &format!("{chip}.tif")), b"II*\0");
    assert_eq!(file(&files, &format!("{chip}.png")), png(100, 50));
    let effort = String::from_utf8(file(&files, "effort.csv").to_vec()).unwrap();
    assert_eq!(effort.lines().count(), 41, "each look is a row, also those without a ship");
}

#[test]
fn what_is_nowhere_on_the_earth_and_at_no_time_is_said_so_and_has_no_geojson() {
    let mut dossier = with_scenes(2, 12, 2);
    dossier.scenes.detections.retain(|e| e.detection.position.is_none());
    let detection = dossier.scenes.detections[0].detection.id;
    dossier.scenes.chips.retain(|chip| chip.detection == detection);
    let page = html(&dossier);
    assert!(page.contains("Not placed on the Earth.") && page.contains("Where north is, is not known."));
    assert!(!render(&dossier).iter().any(|f| f.path == "detections.geojson"));
}

#[test]
fn a_day_and_an_interval_are_not_shown_as_an_instant() {
    let mut dossier = with_scenes(1, 1, 0);
    let mut shown = |start: &str, end: &str| {
        let period = Period::new(start.parse().unwrap(), end.parse().unwrap()).unwrap();
        dossier.scenes.scenes[0].scene.time = Some(period);
        html(&dossier)
    };
    assert!(shown("2024-05-01T00:00:00Z", "2024-05-02T00:00:00Z").contains("2024-05-01, day only"));
    assert!(shown("2024-05-01T14:03:10Z", "2024-05-01T14:03:35Z").contains("2024-05-01 14:03:10Z"));
    assert!(
        shown("2024-05-01T02:00:00Z", "2024-05-01T14:00:00Z")
            .contains("2024-05-01 02:00Z to 2024-05-01 14:00Z")
    );
}

#[test]
fn a_year_of_scenes_with_more_chips_than_are_shown_stays_small_and_is_the_same_each_time() {
    let dossier = with_scenes(200, 1, 60);
    let page = html(&dossier);
    assert!(page.len() < 3_000_000, "{}", page.len());
    assert_eq!(page.matches("<figure class=\"chip\">").count(), 40);
    let mut other = dossier.clone();
    other.scenes.scenes.reverse();
    other.scenes.effort.reverse();
    other.scenes.detections.reverse();
    other.scenes.occupancy.reverse();
    assert_eq!(html(&other), page);
}

#[test]
fn an_image_that_was_refused_is_not_drawn_as_one_that_covered_the_place() {
    let mut dossier = with_scenes(5, 12, 0);
    dossier.scenes.occupancy.clear();
    let drawn =
        |dossier: &Dossier, class: &str| html(dossier).matches(&format!("<rect class=\"{class}\"")).count();
    // The figure is drawn twice, for a broad and a narrow page; one scene of five has too little with a value.
    assert_eq!((drawn(&dossier, "e-unusable"), drawn(&dossier, "e-refused")), (4, 0));
    for look in dossier.scenes.effort.iter_mut().map(|e| &mut e.look).filter(|l| l.refusal.is_some()) {
        look.covered_fraction = 0.0;
        look.usable_fraction = 0.0;
    }
    assert_eq!((drawn(&dossier, "e-unusable"), drawn(&dossier, "e-refused")), (0, 4));
    assert!(html(&dossier).contains("image refused, nothing known"));
}
