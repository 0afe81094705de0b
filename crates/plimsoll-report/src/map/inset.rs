//! Insets: places too close together for one map get a map of their own.

use super::label::Rect;
use super::layers::{Naming, View};
use super::projection::{Frame, bounds_of};
use super::{Spot, furniture, mark, outline, sheet};
use crate::dossier::Dossier;
use crate::figure::{Canvas, Point, text};
use crate::number;
use crate::section::NAME;
use maud::{Markup, html};
use plimsoll_model::Position;

/// Places nearer to each other than this on the map cannot be told apart, px.
const TOO_CLOSE: f64 = 26.0;

/// The most insets.
const MOST: usize = 6;

/// Places that lie close together: their indices among the spots, and the letter of their inset.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Cluster {
    pub(super) letter: char,
    pub(super) members: Vec<usize>,
}

/// The clusters of at least two places, by single linkage, from west to east on the map.
pub(super) fn clusters(frame: &Frame, spots: &[Spot<'_>]) -> Vec<Cluster> {
    let points: Vec<Point> = spots.iter().map(|spot| frame.project(spot.area.centre())).collect();
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for (at, point) in points.iter().enumerate() {
        let is_near = |group: &Vec<usize>| {
            group
                .iter()
                .any(|other| (points[*other].x - point.x).hypot(points[*other].y - point.y) < TOO_CLOSE)
        };
        let (near, apart): (Vec<_>, Vec<_>) = groups.into_iter().partition(is_near);
        groups = apart;
        groups.push(near.into_iter().flatten().chain([at]).collect());
    }
    groups.retain(|group| group.len() > 1);
    groups.iter_mut().for_each(|group| group.sort_unstable());
    groups.sort_by(|a, b| points[a[0]].x.total_cmp(&points[b[0]].x).then_with(|| a.cmp(b)));
    let letters = 'A'..='Z';
    groups.into_iter().take(MOST).zip(letters).map(|(members, letter)| Cluster { letter, members }).collect()
}

/// The frame of a cluster.
pub(super) fn frame(cluster: &Cluster, spots: &[Spot<'_>], width: f64) -> Option<Frame> {
    let members: Vec<Position> =
        cluster.members.iter().filter_map(|at| spots.get(*at)).flat_map(|spot| outline(spot.area)).collect();
    Some(Frame::fit(bounds_of(&members)?, width, (0.55, 0.85), 0.3, 0.03))
}

/// The map of a cluster.
pub(super) fn draw(
    dossier: &Dossier,
    cluster: &Cluster,
    spots: &[Spot<'_>],
    width: f64,
    canvas: Canvas,
) -> Markup {
    let Some(frame) = frame(cluster, spots, width) else { return html! {} };
    let view = View { dossier, frame: &frame, canvas };
    let taken = vec![
        Rect { left: 0.0, top: frame.size.y - 18.0, right: frame.size.x, bottom: frame.size.y },
        Rect { left: 0.0, top: 0.0, right: 70.0, bottom: 26.0 },
    ];
    let inside: Vec<Spot<'_>> =
        cluster.members.iter().filter_map(|at| spots.get(*at)).map(Spot::again).collect();
    let marks = mark::marks(dossier, &frame);
    let is_named = view.has_room(&inside, &taken);
    let naming = if is_named { Naming::Beside } else { Naming::Numbers };
    let (places, labels) = view.places(&inside, &[], naming, &taken);
    let content = html! {
        (view.ground())
        (furniture::graticule(&frame, canvas, None))
        (view.movements())
        (places)
        (view.events(&marks, [taken, labels].concat()))
        rect.insetplate x="0" y="0" width="66" height="22" {}
        (text("insetname", Point { x: 8.0, y: 15.5 }, crate::figure::Anchor::Start, &format!("Inset {}", cluster.letter)))
    };
    let names: Vec<String> = inside.iter().map(|spot| number::cut(&spot.entry.place.name, 40)).collect();
    html! {
        div.inset {
            (sheet(dossier, &frame, &format!("Inset {}: {}.", cluster.letter, names.join(", ")), &content))
            @if !is_named { (key(cluster, &inside)) }
        }
    }
}

/// The places by number, where their names have no room on the inset.
fn key(cluster: &Cluster, inside: &[Spot<'_>]) -> Markup {
    html! {
        ul.insetkey aria-label={ "Places of inset " (cluster.letter) } {
            @for spot in inside {
                li { strong { (spot.number) } " " (number::cut(&spot.entry.place.name, NAME)) ": " (spot.role()) }
            }
        }
    }
}
