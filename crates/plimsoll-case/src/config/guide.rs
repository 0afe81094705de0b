//! The guide names every key, and its examples are right.

use super::{
    CaseConfig, LISTS, TOP, TableKind, area, berth, cap, columns, list, photo, scene, scene_optical, unit,
};

const GUIDE: &str = include_str!("../../../../docs/guide/case-toml.md");

/// The blocks of TOML in the guide.
fn examples() -> Vec<&'static str> {
    let blocks = GUIDE.split("```toml\n").skip(1);
    blocks.map(|rest| rest.split("```").next().unwrap()).collect()
}

#[test]
fn every_example_of_the_guide_is_read() {
    assert_eq!(examples().len(), 2);
    for example in examples() {
        let case = CaseConfig::parse(example.as_bytes());
        assert!(case.is_ok(), "{}\n{example}", case.unwrap_err().full_text());
    }
}

#[test]
fn the_first_example_uses_every_key_of_the_case_an_area_a_cap_and_a_mapping() {
    let first = examples()[0];
    let keys = TOP.iter().chain(&area::KEYS).chain(&cap::KEYS).chain(&columns::KEYS).chain(&list::KEYS);
    for key in keys
        .chain(&scene::KEYS)
        .chain(&scene_optical::KEYS)
        .chain(&scene::OUTLINE_KEYS)
        .chain(&berth::KEYS)
        .chain(&photo::PHOTO_KEYS)
        .chain(&photo::HULL_KEYS)
    {
        let is_used = first.lines().any(|l| l.starts_with(&format!("{key} ")));
        assert!(is_used, "{key}");
    }
}

#[test]
fn the_guide_names_every_key_property_and_unit() {
    let properties = TableKind::ALL.into_iter().flat_map(TableKind::properties);
    let words = TOP
        .iter()
        .chain(&area::KEYS)
        .chain(&cap::KEYS)
        .chain(&columns::KEYS)
        .chain(&list::KEYS)
        .chain(&scene::KEYS)
        .chain(&scene_optical::KEYS)
        .chain(&scene::OUTLINE_KEYS)
        .chain(&berth::KEYS)
        .chain(&photo::PHOTO_KEYS)
        .chain(&photo::HULL_KEYS)
        .copied()
        .chain(properties.map(|p| p.name))
        .chain(unit::UNITS.iter().map(|u| u.0));
    for word in words {
        assert!(GUIDE.contains(&format!("`{word}`")), "{word}");
    }
    for list in LISTS {
        assert!(GUIDE.contains(&format!("`[[{list}]]`")), "{list}");
    }
}
