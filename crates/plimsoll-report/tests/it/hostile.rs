//! Names that want to be something else.

use crate::invented::{SMALL, dossier};
use crate::page::{checked, file, html};
use plimsoll_model::{Draught, Length, Speed};
use plimsoll_report::*;

const SCRIPT: &str = "<script>alert(1)</script>";
const BREAKOUT: &str = "\"><svg onload=alert(1)><a href='http://evil.example/x.js'>";
const TURNED: &str = "ABC\u{202e}LIVE\u{2066}X\u{0}\u{1b}[31m\u{200b}";

/// The small dossier with every text of a kind replaced.
fn poisoned(text: &str) -> Dossier {
    let mut d = dossier(SMALL);
    (d.title, d.question, d.edition) = (text.into(), text.into(), text.into());
    d.program_version = text.into();
    d.method =
        MethodBox { counted: text.into(), how: text.into(), interval: text.into(), likelihood: text.into() };
    d.annex.note = text.into();
    for figure in &mut d.key_figures {
        (figure.label, figure.unit, figure.note) = (text.into(), text.into(), text.into());
    }
    for finding in &mut d.findings {
        (finding.topic, finding.sentence) = (text.into(), text.into());
        finding.likelihood = Some(text.into());
    }
    d.headline = d.findings.iter().map(Sentence::of).collect();
    let cap = &mut d.caps[0].cap;
    (cap.measure, cap.subject, cap.source) = (text.into(), text.into(), text.into());
    for place in &mut d.places {
        (place.place.name, place.place.source) = (text.into(), text.into());
        place.place.locode = Some(text.into());
    }
    for ship in &mut d.ships {
        ship.vessel.ship_name = Some(text.into());
        (ship.vessel.names, ship.vessel.remarks) = (vec![text.into()], vec![text.into()]);
        ship.vessel.deadweight_t.as_mut().unwrap().basis = text.into();
        for listing in &mut ship.listings {
            (listing.list, listing.measures) = (text.into(), text.into());
        }
    }
    for entry in &mut d.visits {
        entry.visit.place = text.into();
        entry.cargo.as_mut().unwrap().not_counted = Some(text.into());
    }
    for version in &mut d.lists.versions {
        (version.list, version.version, version.days_basis) = (text.into(), text.into(), text.into());
    }
    for one in &mut d.lists.listings {
        (one.ship, one.place, one.listing.basis) = (text.into(), text.into(), text.into());
        (one.listing.list, one.listing.bound) = (text.into(), vec![text.into()]);
        (one.designation.instrument, one.designation.original_measure) = (text.into(), text.into());
    }
    for lead in &mut d.lists.leads {
        (lead.ship, lead.found.list, lead.found.key) = (text.into(), text.into(), text.into());
        (lead.found.ours, lead.found.theirs, lead.found.reasons) =
            (text.into(), text.into(), vec![text.into()]);
    }
    for entry in &mut d.reported {
        (entry.reported.party, entry.reported.subject, entry.reported.citation) =
            (text.into(), text.into(), text.into());
    }
    for input in &mut d.sensitivities {
        input.input = text.into();
    }
    for reject in &mut d.rejects {
        reject.reason = text.into();
    }
    for paragraph in d.limitations.iter_mut().chain(&mut d.cannot_tell) {
        (paragraph.heading, paragraph.text) = (text.into(), text.into());
    }
    for review in &mut d.reviews {
        (review.by, review.decision, review.reason) = (text.into(), text.into(), text.into());
    }
    for reply in &mut d.replies {
        (reply.party, reply.answer) = (text.into(), Some(text.into()));
    }
    for entry in &mut d.encounters {
        (entry.ship_a.ship_name, entry.ship_b.ship_name) = (Some(text.into()), Some(text.into()));
    }
    for entry in &mut d.loitering {
        entry.ship.ship_name = Some(text.into());
    }
    for outage in &mut d.outages {
        outage.feed = text.into();
    }
    d.feeds = vec![text.into()];
    for change in &mut d.identity_changes {
        (change.property, change.from, change.to) = (text.into(), text.into(), text.into());
    }
    for entry in &mut d.exhibits {
        let exhibit = &mut entry.exhibit;
        (exhibit.path, exhibit.kind, exhibit.sha256) = (text.into(), text.into(), text.into());
        (exhibit.from, exhibit.licence) = (Some(text.into()), Some(text.into()));
    }
    d.evidence.iter_mut().for_each(|node| poison(node, text));
    d.tables[0].name = text.into();
    d.tables[0].rows[0][0] = Cell::Text(text.into());
    d
}

fn poison(node: &mut EvidenceNode, text: &str) {
    (node.label, node.detail) = (text.into(), text.into());
    node.children.iter_mut().for_each(|child| poison(child, text));
}

#[test]
fn mark_up_in_any_text_stays_text() {
    for text in [SCRIPT, BREAKOUT, "' onmouseover='x", "&amp;<!--", "]]></style><style>*{}"] {
        let page = checked(&poisoned(text));
        assert!(page.text.contains(text), "{text:?} is not shown as it is");
    }
}

#[test]
fn marks_that_turn_or_hide_text_are_shown_by_name() {
    let page = html(&poisoned(TURNED));
    for c in ['\u{202e}', '\u{2066}', '\u{0}', '\u{1b}', '\u{200b}'] {
        assert!(!page.contains(c), "U+{:04X} is in the page", c as u32);
    }
    assert!(page.contains("ABC⟨U+202E⟩LIVE⟨U+2066⟩X"));
    checked(&poisoned(TURNED));
}

#[test]
fn names_of_ten_thousand_letters_are_cut_in_tables_and_do_not_burst_the_page() {
    let mut long = dossier(SMALL);
    let name = "W".repeat(10_000);
    for ship in &mut long.ships {
        ship.vessel.ship_name = Some(name.clone());
    }
    for place in &mut long.places {
        place.place.name = name.clone();
    }
    for entry in &mut long.visits {
        entry.visit.place = name.clone();
    }
    for entry in &mut long.encounters {
        entry.ship_a.ship_name = Some(name.clone());
    }
    for change in &mut long.identity_changes {
        (change.property, change.from, change.to) = (name.clone(), name.clone(), name.clone());
    }
    long.outages[0].feed = name.clone();
    let page = checked(&long);
    assert!(!page.text.contains(&"W".repeat(100)));
    assert!(page.text.contains(&format!("{}…", "W".repeat(59))));
    assert!(
        String::from_utf8_lossy(file(&render(&long), "annex.csv")).contains(&name),
        "the CSV file keeps it whole"
    );
}

#[test]
fn numbers_that_are_none_do_not_reach_a_figure() {
    let mut broken = dossier(SMALL);
    for line in &mut broken.ledger {
        line.notified_bbl = f64::NAN;
        line.p_exceeded = Some(f64::NAN);
        line.cap_bbl = Some(f64::NAN);
    }
    for entry in &mut broken.encounters {
        (entry.encounter.distance, entry.encounter.speed) =
            (Length::metres(f64::NAN), Speed::knots(f64::INFINITY));
    }
    for outage in &mut broken.outages {
        outage.reports_per_hour = f64::NAN;
    }
    broken.draught_changes[0].to = Draught::metres(f64::NAN);
    for input in &mut broken.sensitivities {
        (input.low_bbl, input.variance_share) = (Some(f64::INFINITY), f64::NAN);
    }
    let page = checked(&broken);
    let drawn = page.elements.iter().flat_map(|e| &e.attributes).filter(|(key, _)| {
        ["d", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "width", "height", "viewBox"]
            .contains(&key.as_str())
    });
    assert!(drawn.clone().count() > 1000);
    for (key, value) in drawn {
        assert!(!value.contains("NaN") && !value.contains("inf"), "{key}={value}");
    }
}

#[test]
fn a_ship_whose_name_is_a_formula_is_a_text_in_every_table() {
    let files = render(&poisoned("=HYPERLINK(\"x\")"));
    for path in [
        "encounters.csv",
        "loitering.csv",
        "outages.csv",
        "identity_changes.csv",
        "ships.csv",
        "listings.csv",
        "list_matches.csv",
    ] {
        let text = String::from_utf8_lossy(file(&files, path)).into_owned();
        assert!(text.contains("'=HYPERLINK"), "{path}: {text}");
        assert!(!text.contains(",=HYPERLINK") && !text.contains(",\"=HYPERLINK"), "{path}: {text}");
    }
}
