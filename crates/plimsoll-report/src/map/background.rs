//! Tracks of ships that the case does not ask about: thousands of lines in one `path`, below all others.

use crate::figure::Point;
use std::fmt::Write as _;

/// The `d` of one path through all runs. Points are whole tenths of a pixel, written as steps from the one before; a
/// run that never leaves a place is a dot (the stroke has round ends). Points nearer than half a pixel to the one kept
/// before are dropped; if more than `most` are left, that distance is doubled until no more are.
pub(super) fn path(runs: &[Vec<Point>], most: usize) -> String {
    let mut least = 5;
    let mut kept = thinned(runs, least);
    while kept.iter().map(Vec::len).sum::<usize>() > most && least < 320 {
        least *= 2;
        kept = thinned(runs, least);
    }
    kept.iter().map(|run| steps(run)).collect()
}

/// A point in tenths of a pixel.
type Tenths = (i64, i64);

/// The runs with points at least `least` tenths apart in one direction; the last point of a run stays. Runs that have
/// become one and the same dot are drawn once.
fn thinned(runs: &[Vec<Point>], least: i64) -> Vec<Vec<Tenths>> {
    let tenths = |p: &Point| ((p.x * 10.0).round() as i64, (p.y * 10.0).round() as i64);
    let is_far = |a: Tenths, b: Tenths| (a.0 - b.0).abs() >= least || (a.1 - b.1).abs() >= least;
    let mut dots = std::collections::BTreeSet::new();
    let mut kept = Vec::with_capacity(runs.len());
    for run in runs {
        let mut few: Vec<Tenths> = Vec::new();
        for (at, point) in run.iter().map(tenths).enumerate() {
            let is_end = at + 1 == run.len() && few.len() > 1;
            match few.last() {
                Some(last) if is_end && *last != point => few.push(point),
                Some(last) if !is_far(*last, point) => {}
                _ => few.push(point),
            }
        }
        let is_new = few.len() > 1
            || few.first().is_some_and(|dot| dots.insert((dot.0.div_euclid(least), dot.1.div_euclid(least))));
        if is_new {
            kept.push(few);
        }
    }
    kept
}

/// One run as `Mx yl…`, or a dot.
fn steps(run: &[Tenths]) -> String {
    let Some(first) = run.first() else { return String::new() };
    let mut d = String::from("M");
    number(&mut d, first.0, true);
    number(&mut d, first.1, false);
    if run.len() == 1 {
        d.push_str("h0");
        return d;
    }
    for (at, pair) in run.windows(2).enumerate() {
        d.push_str(if at == 0 { "l" } else { "" });
        number(&mut d, pair[1].0 - pair[0].0, at == 0);
        number(&mut d, pair[1].1 - pair[0].1, false);
    }
    d
}

/// Adds a number of tenths, with a space before it unless a sign parts it from the one before.
fn number(d: &mut String, tenths: i64, is_first: bool) {
    let (sign, whole, rest) = (if tenths < 0 { "-" } else { "" }, tenths.abs() / 10, tenths.abs() % 10);
    let space = if is_first || tenths < 0 { "" } else { " " };
    let _ =
        if rest == 0 { write!(d, "{space}{sign}{whole}") } else { write!(d, "{space}{sign}{whole}.{rest}") };
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(points: &[(f64, f64)]) -> Vec<Point> {
        points.iter().map(|(x, y)| Point { x: *x, y: *y }).collect()
    }

    #[test]
    fn steps_lead_from_point_to_point_and_a_ship_at_rest_is_a_dot() {
        let moving = run(&[(10.0, 20.0), (10.2, 20.3), (12.0, 19.0), (12.0, 18.96), (13.04, 18.0)]);
        let resting = run(&[(5.0, 5.0), (5.1, 5.1), (5.0, 5.0)]);
        assert_eq!(path(&[moving, resting], 100), "M10 20l2-1 1-1M5 5h0");
    }

    #[test]
    fn rounding_errors_do_not_add_up() {
        let points: Vec<(f64, f64)> = (0..1000).map(|k| (f64::from(k) * 0.77, 3.0)).collect();
        let kept = thinned(&[run(&points)], 5);
        assert_eq!(kept[0].last(), Some(&(7692, 30)));
        let walked: i64 = kept[0].windows(2).map(|w| w[1].0 - w[0].0).sum();
        assert_eq!(walked, 7692);
    }

    #[test]
    fn a_crowd_of_tracks_is_thinned_until_it_fits() {
        let runs: Vec<Vec<Point>> = (0..300)
            .map(|r| {
                run(&(0..400).map(|k| (f64::from(k), f64::from(r) + f64::from(k % 3))).collect::<Vec<_>>())
            })
            .collect();
        let all = path(&runs, usize::MAX);
        let few = path(&runs, 10_000);
        let corners = |d: &str| thinned(&runs, 5).len() + d.len() / 4;
        assert!(few.len() < 100_000 && few.len() < all.len() / 8, "{} of {}", few.len(), all.len());
        assert!(few.matches('M').count() == 300, "no ship is lost: {}", corners(&few));
    }
}
