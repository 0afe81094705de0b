//! Six real images read twice, blind: how far two readers' points lie from each other, against the errors of clicks that the
//! parameters assume. The points are ours (`testdata/optical`); the images are not needed.

use super::{exhibit, shipped};
use plimsoll_imagery::waterline::point_sets;
use plimsoll_model::{ImagePoint, Mark, PointSet};
use std::io::BufReader;

const READERS: [&str; 2] = [
    include_str!("../../../../../testdata/optical/google-earth-points-a.csv"),
    include_str!("../../../../../testdata/optical/google-earth-points-b.csv"),
];

fn sets(text: &str) -> Vec<PointSet> {
    let (sets, rejects) = point_sets(BufReader::new(text.as_bytes()), "points", exhibit()).unwrap();
    assert!(rejects.is_empty(), "{rejects:?}");
    sets
}

/// The pairs of points that both readers set.
fn pairs() -> Vec<(ImagePoint, ImagePoint)> {
    let [first, second] = READERS.map(sets);
    let mut pairs = Vec::new();
    for a in &first {
        let Some(b) = second.iter().find(|b| (&b.image, &b.ship) == (&a.image, &a.ship)) else { continue };
        for p in &a.points {
            let same = |q: &&ImagePoint| (q.mark, q.number, q.station) == (p.mark, p.number, p.station);
            pairs.extend(b.points.iter().find(same).map(|q| (p.clone(), q.clone())));
        }
    }
    pairs
}

/// One standard deviation of a click along one axis, pixels, from the differences of two readers; how many differences.
fn spread(pairs: &[(ImagePoint, ImagePoint)], marks: &[Mark]) -> (f64, usize) {
    let of_mark = pairs.iter().filter(|(p, _)| marks.contains(&p.mark));
    let squares: Vec<f64> =
        of_mark.flat_map(|(p, q)| [(p.line - q.line).powi(2), (p.sample - q.sample).powi(2)]).collect();
    ((squares.iter().sum::<f64>() / squares.len() as f64 / 2.0).sqrt(), squares.len())
}

/// Beams of both readers, pixels: where along a hull its breadth is read differs by many pixels and does not matter.
fn beams() -> Vec<(f64, f64)> {
    let beam = |set: &PointSet| {
        let mut ends = set.points.iter().filter(|p| p.mark == Mark::BeamEnd);
        let (a, b) = (ends.next()?, ends.next()?);
        Some((a.line - b.line).hypot(a.sample - b.sample))
    };
    let [first, second] = READERS.map(sets);
    first
        .iter()
        .filter_map(|a| {
            Some((beam(a)?, beam(second.iter().find(|b| (&b.image, &b.ship) == (&a.image, &a.ship))?)?))
        })
        .collect()
}

#[test]
fn two_readers_differ_no_more_than_the_clicks_are_taken_to_err() {
    let (pairs, params) = (pairs(), shipped());
    assert_eq!((pairs.len(), beams().len()), (47, 8), "both readers chose the same eight ships");
    // The 99.5 % points of chi-square over its degrees of freedom (tables): 56.33 / 32 and 34.27 / 16.
    for (what, marks, sd_px, most) in [
        ("ends", &[Mark::Bow, Mark::Stern][..], params.end_sd_px, 1.76),
        ("edges", &[Mark::DeckEdge, Mark::ShadowEdge][..], params.edge_sd_px, 2.14),
    ] {
        let (found, n) = spread(&pairs, marks);
        println!("{what}: {found:.2} px a click, {n} differences, {sd_px} px assumed");
        assert!(found * found < sd_px * sd_px * most, "{what}: {found} px, {sd_px} px assumed");
        assert!(found > 0.05, "{what}: readings that agree so well are copies");
    }
    let apart = (beams().iter().map(|(a, b)| (a - b).powi(2)).sum::<f64>() / 8.0 / 2.0).sqrt();
    println!("beams: {apart:.2} px a reading, 8 ships");
    assert!(apart < 2.0 * params.end_sd_px);
}
