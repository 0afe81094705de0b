//! Length, beam, heading, and where things stand on deck, in an image from above.
//!
//! Method page: `docs/methods/deck-features.md`.

use super::clicks::{Place, mean, of_mark};
use super::ground::{azimuth_deg, between, dot, right_of};
use super::overhead::Hull;
use super::{Measured, Read, interval};
use plimsoll_model::{ImagePoint, Mark, Measurable};
use std::collections::BTreeMap;

/// What stands on deck, and the quantity that it gives.
const ON_DECK: [(Mark, Measurable); 5] = [
    (Mark::SuperstructureFore, Measurable::SuperstructureFore),
    (Mark::SuperstructureAft, Measurable::SuperstructureAft),
    (Mark::Manifold, Measurable::Manifold),
    (Mark::Hatch, Measurable::Hatch),
    (Mark::Crane, Measurable::Crane),
];

/// Measures what was marked.
pub(super) fn measure(points: &[ImagePoint], hull: &Hull<'_>, read: &mut Read) {
    let place = |mark| {
        let clicks: Vec<_> = of_mark(points, mark).collect();
        let place = mean(&hull.ground, &clicks, hull.params.end_sd_px)?;
        Some((place, clicks.into_iter().cloned().collect::<Vec<_>>()))
    };
    read.measurements.extend(beam(points, hull));
    let (Some((bow, bows)), Some((stern, sterns))) = (place(Mark::Bow), place(Mark::Stern)) else {
        if points.iter().any(|p| ON_DECK.iter().any(|(mark, _)| *mark == p.mark)) {
            read.refuse(vec!["where things stand on deck is told from the stern: mark bow and stern".into()]);
        }
        return;
    };
    let ends = [bows, sterns].concat();
    read.measurements.extend(length(hull, (&bow, &stern), &ends));
    read.measurements.extend(heading(hull, &ends));
    for (mark, quantity) in ON_DECK {
        let mut numbered: BTreeMap<u32, Vec<&ImagePoint>> = BTreeMap::new();
        of_mark(points, mark).for_each(|p| numbered.entry(p.number).or_default().push(p));
        let items = numbered.values().filter_map(|clicks| on_deck(hull, (&stern, &ends), quantity, clicks));
        read.measurements.extend(items);
    }
}

fn measured(
    quantity: Measurable,
    (value, sd): (f64, f64),
    marked: &[ImagePoint],
    basis: String,
) -> Option<Measured> {
    Some(Measured {
        quantity,
        station: None,
        method: None,
        value: interval(value, sd)?,
        measurability: None,
        marked: marked.to_vec(),
        basis,
    })
}

/// How far a thing moves along the hull for each metre that it is higher.
fn lean_along(hull: &Hull<'_>) -> f64 {
    hull.light.sensor.map_or(0.0, |sensor| dot(super::ground::lean(sensor), hull.axis.forward))
}

fn length(hull: &Hull<'_>, (bow, stern): (&Place, &Place), marked: &[ImagePoint]) -> Option<Measured> {
    let forward = hull.axis.forward;
    let length = dot(between(stern.at, bow.at), forward);
    let clicks =
        libm::hypot(hull.ground.sd_along(forward, bow.sd_px), hull.ground.sd_along(forward, stern.sd_px));
    let lean = lean_along(hull) * hull.params.end_height_sd_m;
    let spacing = length * hull.params.spacing_sd_share;
    let sd = libm::sqrt(clicks * clicks + lean * lean + spacing * spacing);
    let basis = format!(
        "bow to stern; standard deviations in m: points {clicks:.2}, bow higher than stern {:.2}, size of a pixel {spacing:.2}",
        lean.abs()
    );
    measured(Measurable::Length, (length, sd), marked, basis)
}

fn heading(hull: &Hull<'_>, marked: &[ImagePoint]) -> Option<Measured> {
    let sd = hull.axis.sd_rad.to_degrees();
    let basis = "stern to bow, from north in the image".to_owned();
    measured(Measurable::Heading, (azimuth_deg(hull.axis.forward), sd), marked, basis)
}

/// From the ends on one side of the hull to those on the other: on the two sides of their own mean.
fn beam(points: &[ImagePoint], hull: &Hull<'_>) -> Option<Measured> {
    let all: Vec<&ImagePoint> = of_mark(points, Mark::BeamEnd).collect();
    let across = right_of(hull.axis.forward);
    let centre = mean(&hull.ground, &all, hull.params.end_sd_px)?;
    let is_starboard = |p: &&&ImagePoint| dot(between(centre.at, hull.ground.of(p)), across) > 0.0;
    let (starboard, port): (Vec<_>, Vec<_>) = all.iter().copied().partition(|p| is_starboard(&p));
    let starboard = mean(&hull.ground, &starboard, hull.params.end_sd_px)?;
    let port = mean(&hull.ground, &port, hull.params.end_sd_px)?;
    let gap = between(port.at, starboard.at);
    let beam = dot(gap, across);
    let clicks =
        libm::hypot(hull.ground.sd_along(across, starboard.sd_px), hull.ground.sd_along(across, port.sd_px));
    let axis = dot(gap, hull.axis.forward) * hull.axis.sd_rad;
    let spacing = beam * hull.params.spacing_sd_share;
    let sd = libm::sqrt(clicks * clicks + axis * axis + spacing * spacing);
    let basis = format!(
        "across the hull; standard deviations in m: points {clicks:.2}, direction of the hull {:.2}, size of a pixel {spacing:.2}",
        axis.abs()
    );
    let marked: Vec<_> = all.into_iter().cloned().collect();
    measured(Measurable::Beam, (beam, sd), &marked, basis)
}

/// Metres forward of the stern. What stands higher than the stern is seen further from the sensor: a height given with the
/// point is put right, one not given is an error.
fn on_deck(
    hull: &Hull<'_>,
    (stern, ends): (&Place, &[ImagePoint]),
    quantity: Measurable,
    clicks: &[&ImagePoint],
) -> Option<Measured> {
    let forward = hull.axis.forward;
    let place = mean(&hull.ground, clicks, hull.params.end_sd_px)?;
    let given = clicks.iter().find_map(|p| p.value_m).filter(|height| height.is_finite());
    let is_tall = matches!(quantity, Measurable::SuperstructureFore | Measurable::SuperstructureAft);
    let unknown =
        if is_tall { hull.params.superstructure_height_sd_m } else { hull.params.deck_item_height_sd_m };
    let (height, height_sd) = given.map_or((0.0, unknown), |height| (height, hull.params.end_height_sd_m));
    let lean = lean_along(hull);
    let at = dot(between(stern.at, place.at), forward) - height * lean;
    let points =
        libm::hypot(hull.ground.sd_along(forward, place.sd_px), hull.ground.sd_along(forward, stern.sd_px));
    let leaning = (lean * height_sd).abs();
    let spacing = at.abs() * hull.params.spacing_sd_share;
    let sd = libm::sqrt(points * points + leaning * leaning + spacing * spacing);
    let known = if given.is_some() { "given" } else { "not known" };
    let basis = format!(
        "forward of the stern; its height above the deck {known}; standard deviations in m: points {points:.2}, lean {leaning:.2}, size of a pixel {spacing:.2}"
    );
    let marked =
        clicks.iter().map(|p| (*p).clone()).chain(ends.iter().filter(|p| p.mark == Mark::Stern).cloned());
    measured(quantity, (at, sd), &marked.collect::<Vec<_>>(), basis)
}
