//! Marks of events at sea: two dots for an encounter, a ring for loitering, with the numbers of their tables.

use super::label::{Placed, Rect, Wanted};
use super::projection::Frame;
use crate::dossier::Dossier;
use crate::figure::{Anchor, Canvas, Point, line, n, text};
use crate::section::events::shown;
use maud::{Markup, html};
use plimsoll_model::Position;
use std::collections::BTreeSet;

/// Marks nearer than this to one before share it, px: the first distance that leaves no more than [`MOST_MARKS`] of a
/// kind, or the last.
const TOO_CLOSE: [f64; 6] = [9.0, 14.0, 20.0, 28.0, 40.0, 56.0];

/// How many marks of one kind a reader can still tell apart on a map of 1,040 px; on a narrower one in proportion.
const MOST_MARKS: f64 = 40.0;

/// How far from its mark a number may stand, px: one that has no room there is left out, the table has it.
const REACH: f64 = 26.0;

/// Which sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    /// Two dots side by side.
    Encounter,
    /// A ring.
    Loitering,
}

/// One mark, for one event or several that lie too close to be told apart.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Mark {
    sign: Sign,
    pub(super) point: Point,
    /// How many events.
    count: usize,
    /// The number of the first of them that stands in the table on the page.
    number: Option<usize>,
}

/// The marks on a map, loitering first.
pub(super) fn marks(dossier: &Dossier, frame: &Frame) -> Vec<Mark> {
    let rings = dossier.loitering.iter().map(|entry| entry.loitering.position);
    let pairs = dossier.encounters.iter().map(|entry| entry.encounter.position);
    let numbers = |shown: Vec<usize>| shown.into_iter().collect::<BTreeSet<usize>>();
    let in_loitering = numbers(shown::loitering(dossier).iter().map(|(number, _)| *number).collect());
    let in_encounters = numbers(shown::encounters(dossier).iter().map(|(number, _)| *number).collect());
    let mut marks = few(Sign::Loitering, &rings.collect::<Vec<_>>(), &in_loitering, frame);
    marks.extend(few(Sign::Encounter, &pairs.collect::<Vec<_>>(), &in_encounters, frame));
    marks
}

/// The marks of one kind, gathered until they are few enough.
fn few(sign: Sign, positions: &[Position], in_table: &BTreeSet<usize>, frame: &Frame) -> Vec<Mark> {
    let mut marks = Vec::new();
    let most = (MOST_MARKS * frame.size.x / Canvas::Wide.width()) as usize;
    for apart in TOO_CLOSE {
        marks = gathered(sign, positions, in_table, frame, apart);
        if marks.len() <= most {
            break;
        }
    }
    marks
}

/// The marks of one kind: each event joins the first mark that lies too close, or makes a new one.
fn gathered(
    sign: Sign,
    positions: &[Position],
    in_table: &BTreeSet<usize>,
    frame: &Frame,
    apart: f64,
) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    for (number, position) in (1..).zip(positions) {
        let point = frame.project(*position);
        let is_on = (0.0..=frame.size.x).contains(&point.x) && (0.0..=frame.size.y).contains(&point.y);
        let number = in_table.contains(&number).then_some(number);
        let near = |mark: &&mut Mark| (mark.point.x - point.x).hypot(mark.point.y - point.y) < apart;
        match marks.iter_mut().find(near) {
            _ if !is_on => {}
            Some(mark) => {
                mark.count += 1;
                mark.number = mark.number.or(number);
            }
            None => marks.push(Mark { sign, point, count: 1, number }),
        }
    }
    marks
}

impl Mark {
    /// The ground that it takes.
    pub(super) fn area(&self) -> Rect {
        Rect::about(self.point, 7.0)
    }

    /// The sign.
    pub(super) fn sign(&self) -> Markup {
        let Point { x, y } = self.point;
        html! {
            @match self.sign {
                Sign::Loitering => circle.loitering cx=(n(x)) cy=(n(y)) r="5.5" {},
                Sign::Encounter => {
                    circle.encounter cx=(n(x - 3.2)) cy=(n(y)) r="3.2" {}
                    circle.encounter cx=(n(x + 3.2)) cy=(n(y)) r="3.2" {}
                }
            }
        }
    }

    /// Its number, and how many more share the mark. One that is not in the table has none.
    pub(super) fn wanted(&self) -> Option<Wanted> {
        let letter = match self.sign {
            Sign::Encounter => 'E',
            Sign::Loitering => 'L',
        };
        let words = match (self.number?, self.count) {
            (number, 1) => format!("{letter}{number}"),
            (number, count) => format!("{letter}{number} +{}", count - 1),
        };
        Some(Wanted { point: self.point, lines: vec![words], reach: REACH, avoid: vec![] })
    }
}

/// A number in its place.
pub(super) fn written(placed: &Placed) -> Markup {
    html! {
        @if let Some((from, to)) = placed.leader { (line("leader", from, to)) }
        @for words in &placed.lines {
            (text("eventno", Point { x: placed.area.left + 3.0, y: placed.area.top + 12.5 }, Anchor::Start, words))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::map::projection::bounds_of;

    #[test]
    fn events_at_one_anchorage_share_a_mark_that_says_how_many() {
        let at = |lat, lon| Position::from_lat_lon(lat, lon).unwrap();
        let all = [at(50.0, 1.0), at(50.000_1, 1.0), at(50.0, 1.000_1), at(52.0, 3.0)];
        let frame = Frame::fit(bounds_of(&all).unwrap(), 1000.0, (0.4, 1.0), 0.1, 0.1);
        let marks = gathered(Sign::Encounter, &all, &BTreeSet::from([2, 3, 4]), &frame, TOO_CLOSE[0]);
        let words: Vec<String> = marks.iter().map(|mark| mark.wanted().unwrap().lines[0].clone()).collect();
        assert_eq!(words, ["E2 +2", "E4"]);
    }
}
