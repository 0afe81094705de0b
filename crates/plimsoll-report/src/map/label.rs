//! Where to write a label so that it covers neither a mark nor another label.

use crate::figure::{Point, text_width};

/// A box on the canvas, px.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Rect {
    pub(crate) left: f64,
    pub(crate) top: f64,
    pub(crate) right: f64,
    pub(crate) bottom: f64,
}

impl Rect {
    /// A box about a point.
    pub(crate) fn about(point: Point, half: f64) -> Self {
        Self { left: point.x - half, top: point.y - half, right: point.x + half, bottom: point.y + half }
    }
    /// True if two boxes share some ground.
    pub(crate) fn overlaps(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }
    /// True if a point lies in it.
    pub(crate) fn holds(&self, p: Point) -> bool {
        (self.left..=self.right).contains(&p.x) && (self.top..=self.bottom).contains(&p.y)
    }
    fn is_in(&self, size: Point) -> bool {
        self.left >= 2.0 && self.top >= 2.0 && self.right <= size.x - 2.0 && self.bottom <= size.y - 2.0
    }
}

/// A label to be placed: its point and its lines, the first in larger letters.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Wanted {
    pub(crate) point: Point,
    pub(crate) lines: Vec<String>,
    /// How far from its point it may begin, px.
    pub(crate) reach: f64,
    /// What only this label must not cover, such as the areas of other places.
    pub(crate) avoid: Vec<Rect>,
}

/// A label in its place.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Placed {
    pub(crate) area: Rect,
    pub(crate) lines: Vec<String>,
    /// From the mark to the label, where they are apart.
    pub(crate) leader: Option<(Point, Point)>,
}

/// Size of the letters of the first line, px, and of the others.
pub(crate) const LETTERS: (f64, f64) = (13.0, 11.0);

/// How far from its mark the label of a place may begin, px.
pub(crate) const FAR: f64 = 84.0;

/// How far it may begin where readers must not be made to follow a line, px.
pub(crate) const NEAR: f64 = 11.0;

/// Height of a line, px.
pub(crate) const LINE: f64 = 15.0;

/// Places labels, in order, each at the first spot that is free of `taken`. One for which none is free is `None`: its
/// mark is numbered instead.
pub(crate) fn place(wanted: &[Wanted], mut taken: Vec<Rect>, size: Point) -> Vec<Option<Placed>> {
    taken.extend(wanted.iter().map(|label| Rect::about(label.point, 7.0)));
    wanted
        .iter()
        .map(|label| {
            let spot = spots(label).find(|spot| {
                let mut closed = taken.iter().chain(&label.avoid);
                spot.area.is_in(size) && !closed.any(|t| t.overlaps(&spot.area))
            });
            taken.extend(spot.iter().map(|spot| spot.area));
            spot
        })
        .collect()
}

/// The spots of a label, the best first: right, left, above and below; then farther out, with a leader.
fn spots(label: &Wanted) -> impl Iterator<Item = Placed> + '_ {
    let width = label
        .lines
        .iter()
        .enumerate()
        .map(|(at, words)| text_width(words, if at == 0 { LETTERS.0 } else { LETTERS.1 }) + 6.0)
        .fold(0.0, f64::max);
    let height = LINE * label.lines.len() as f64 + 3.0;
    const DIRECTIONS: [(f64, f64); 8] = [
        (1.0, 0.0),
        (-1.0, 0.0),
        (1.0, -0.8),
        (1.0, 0.8),
        (-1.0, -0.8),
        (-1.0, 0.8),
        (0.0, -1.0),
        (0.0, 1.0),
    ];
    let distances = [11.0, 26.0, 52.0, 84.0].into_iter().filter(|far| *far <= label.reach);
    distances.flat_map(move |far| {
        DIRECTIONS.into_iter().map(move |direction| spot(label, (width, height), direction, far))
    })
}

/// The spot in a direction, `far` px away from the mark.
fn spot(label: &Wanted, (width, height): (f64, f64), (dx, dy): (f64, f64), far: f64) -> Placed {
    let near = Point { x: label.point.x + dx * far, y: label.point.y + dy * far };
    let left = near.x - width * (1.0 - dx) / 2.0;
    let top = near.y - height * (1.0 - dy) / 2.0;
    let area = Rect { left, top, right: left + width, bottom: top + height };
    Placed { area, lines: label.lines.clone(), leader: (far > 12.0).then_some((label.point, near)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_crowded_labels_cover_neither_each_other_nor_a_mark() {
        let wanted: Vec<Wanted> = (0..10)
            .map(|k| Wanted {
                point: Point { x: 300.0 + 9.0 * f64::from(k % 4), y: 250.0 + 11.0 * f64::from(k) },
                lines: vec![format!("Terminal number {k}"), "loading".into()],
                reach: FAR,
                avoid: vec![],
            })
            .collect();
        let placed: Vec<Placed> =
            place(&wanted, vec![], Point { x: 900.0, y: 600.0 }).into_iter().flatten().collect();
        assert_eq!(placed.len(), 10);
        for (at, a) in placed.iter().enumerate() {
            assert!(placed[..at].iter().all(|b| !a.area.overlaps(&b.area)));
            assert!(wanted.iter().all(|w| !a.area.overlaps(&Rect::about(w.point, 6.9))));
        }
    }

    #[test]
    fn a_label_keeps_off_what_only_it_must_not_cover_and_within_reach() {
        let point = Point { x: 300.0, y: 200.0 };
        let right = Rect { left: 305.0, top: 0.0, right: 600.0, bottom: 400.0 };
        let label = |reach, avoid| Wanted { point, lines: vec!["Berth".into()], reach, avoid };
        let size = Point { x: 600.0, y: 400.0 };
        let free = place(&[label(NEAR, vec![])], vec![], size).remove(0).unwrap();
        assert!(free.area.left > point.x);
        let kept = place(&[label(NEAR, vec![right])], vec![], size).remove(0).unwrap();
        assert!(kept.area.right < point.x && kept.leader.is_none());
        let all = Rect { left: 260.0, top: 160.0, right: 340.0, bottom: 240.0 };
        assert_eq!(place(&[label(NEAR, vec![all])], vec![], size), [None]);
        assert!(place(&[label(FAR, vec![all])], vec![], size).remove(0).unwrap().leader.is_some());
    }

    #[test]
    fn a_label_without_room_is_not_forced_in() {
        let wanted = [Wanted {
            point: Point { x: 20.0, y: 20.0 },
            lines: vec!["A long name".into()],
            reach: FAR,
            avoid: vec![],
        }];
        assert_eq!(place(&wanted, vec![], Point { x: 40.0, y: 40.0 }), [None]);
    }
}
