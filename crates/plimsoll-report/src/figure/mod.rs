//! What all figures share: their canvas, their frame on the page, paths and texts.

pub(crate) mod axis;
pub(crate) mod budget;
pub(crate) mod curve;
pub(crate) mod fan;
pub(crate) mod over;
pub(crate) mod shares;
pub(crate) mod stays;
pub(crate) mod tornado;
pub(crate) mod weeks;

use maud::{Markup, PreEscaped, html};
use std::fmt::Write as _;

/// A point on a canvas, pixels from the upper left corner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Point {
    /// To the right.
    pub(crate) x: f64,
    /// Down.
    pub(crate) y: f64,
}

/// For which width something is drawn. Each figure is drawn twice and the style sheet shows one of the two, so that
/// letters keep their size on a telephone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Canvas {
    /// For a screen or a sheet of paper: 1,040 px.
    Wide,
    /// For a telephone: 358 px.
    Narrow,
}

impl Canvas {
    /// Width, px.
    pub(crate) const fn width(self) -> f64 {
        match self {
            Self::Wide => 1040.0,
            Self::Narrow => 358.0,
        }
    }
    /// True on a telephone.
    pub(crate) const fn is_narrow(self) -> bool {
        matches!(self, Self::Narrow)
    }
    /// One of two values.
    pub(crate) fn pick<T>(self, wide: T, narrow: T) -> T {
        match self {
            Self::Wide => wide,
            Self::Narrow => narrow,
        }
    }
}

/// A figure: its title, the drawing for both widths, and a caption that says what is seen and what is not.
pub(crate) fn figure(title: &str, draw: impl Fn(Canvas) -> Markup, caption: &Markup) -> Markup {
    html! {
        figure {
            p.figtitle { (title) }
            div.wide { (draw(Canvas::Wide)) }
            div.narrow { (draw(Canvas::Narrow)) }
            figcaption { (caption) }
        }
    }
}

/// An `svg` element of a size, with a text for those who do not see it, and the mark of simulated data.
pub(crate) fn svg(size: Point, label: &str, is_simulated: bool, content: &Markup) -> Markup {
    html! {
        svg viewBox={ "0 0 " (n(size.x)) " " (n(size.y)) } width=(n(size.x)) height=(n(size.y))
            role="img" aria-label=(label) {
            (content)
            @if is_simulated { (simulated_mark(size)) }
        }
    }
}

/// The words that a picture of simulated data carries even when it is copied out of the page.
fn simulated_mark(size: Point) -> Markup {
    let letters = (size.x / 11.0).min(size.y / 2.6).clamp(14.0, 64.0);
    let slope = (size.y / size.x).atan().to_degrees().min(40.0) * 0.5;
    let at = format!("translate({} {}) rotate({})", n(size.x / 2.0), n(size.y / 2.0), n(-slope));
    html! {
        text.simmark transform=(at) text-anchor="middle" style={ "font-size:" (n(letters)) "px" } aria-hidden="true" {
            "SIMULATED DATA"
        }
    }
}

/// A number in an attribute: one decimal at most, so that bytes do not hang on the last digit of a logarithm. What is no
/// number is drawn at the edge.
pub(crate) fn n(value: f64) -> String {
    if !value.is_finite() {
        return "0".into();
    }
    let text = format!("{value:.1}");
    let text = text.strip_suffix(".0").unwrap_or(&text);
    if text == "-0" { "0".into() } else { text.into() }
}

/// The `d` of a path through points; `close` joins the last to the first. Points nearer than half a pixel to the one
/// before are left out.
pub(crate) fn path(points: impl IntoIterator<Item = Point>, close: bool) -> String {
    let mut d = String::new();
    let mut last: Option<Point> = None;
    let mut waiting: Option<Point> = None;
    for point in points {
        let is_near = last.is_some_and(|l| (l.x - point.x).abs() < 0.5 && (l.y - point.y).abs() < 0.5);
        waiting = is_near.then_some(point);
        if !is_near {
            push(&mut d, point);
            last = Some(point);
        }
    }
    if let Some(point) = waiting.filter(|_| !close) {
        push(&mut d, point);
    }
    if close && !d.is_empty() {
        d.push('Z');
    }
    d
}

/// Adds a corner to the `d` of a path.
fn push(d: &mut String, point: Point) {
    let letter = if d.is_empty() { 'M' } else { 'L' };
    let _ = write!(d, "{letter}{} {}", n(point.x), n(point.y));
}

/// A straight line.
pub(crate) fn line(class: &str, from: Point, to: Point) -> Markup {
    html! { line class=(class) x1=(n(from.x)) y1=(n(from.y)) x2=(n(to.x)) y2=(n(to.y)) {} }
}

/// A rectangle.
pub(crate) fn rect(class: &str, at: Point, size: Point) -> Markup {
    html! {
        rect class=(class) x=(n(at.x)) y=(n(at.y)) width=(n(size.x.max(0.0))) height=(n(size.y.max(0.0))) {}
    }
}

/// Where a text hangs on its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Anchor {
    /// It begins there.
    Start,
    /// It has its middle there.
    Middle,
    /// It ends there.
    End,
}

/// A text; `y` is its base line.
pub(crate) fn text(class: &str, at: Point, anchor: Anchor, words: &str) -> Markup {
    let anchor = match anchor {
        Anchor::Start => None,
        Anchor::Middle => Some("middle"),
        Anchor::End => Some("end"),
    };
    html! { text class=(class) x=(n(at.x)) y=(n(at.y)) text-anchor=[anchor] { (words) } }
}

/// About how wide a text is, px, for letters of a size: no font is read, so a margin is needed around it.
pub(crate) fn text_width(words: &str, size: f64) -> f64 {
    let ems: f64 = words
        .chars()
        .map(|c| match c {
            'i' | 'j' | 'l' | 't' | 'f' | 'r' | '.' | ',' | ' ' | '\u{a0}' | '\'' | '|' | '(' | ')' => 0.34,
            'm' | 'w' | 'M' | 'W' => 0.88,
            'A'..='Z' | '%' => 0.69,
            c if c as u32 >= 0x1100 => 1.0,
            _ => 0.56,
        })
        .sum();
    ems * size
}

/// Patterns that figures of the page share, defined once.
pub(crate) fn patterns() -> Markup {
    PreEscaped(
        concat!(
            r#"<svg width="0" height="0" class="defs" aria-hidden="true" focusable="false"><defs>"#,
            r#"<pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">"#,
            r#"<rect class="hatchground" width="6" height="6"></rect><path class="hatchline" d="M0 0V6"></path></pattern>"#,
            r#"<pattern id="hatch-light" width="9" height="9" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">"#,
            r#"<path class="hatchlight" d="M0 0V9"></path></pattern>"#,
            r#"<pattern id="hatch-outage" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">"#,
            r#"<rect class="outageground" width="5" height="5"></rect><path class="outageline" d="M0 0V5"></path></pattern>"#,
            r#"<linearGradient id="fade-in"><stop class="clear" offset="0"></stop><stop class="full" offset="1"></stop></linearGradient>"#,
            r#"<linearGradient id="fade-out"><stop class="full" offset="0"></stop><stop class="clear" offset="1"></stop></linearGradient>"#,
            r#"</defs></svg>"#
        )
        .into(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_keeps_its_ends_and_drops_what_no_eye_can_see() {
        let points = [(0.0, 0.0), (0.1, 0.1), (10.0, 0.0), (10.2, 0.1)].map(|(x, y)| Point { x, y });
        assert_eq!(path(points, false), "M0 0L10 0L10.2 0.1");
        assert_eq!(path(points, true), "M0 0L10 0Z");
        assert_eq!(path([], true), "");
    }

    #[test]
    fn attribute_numbers_have_one_decimal_and_no_minus_zero() {
        assert_eq!([n(1.0), n(0.04), n(-0.04), n(2.26), n(f64::NAN)], ["1", "0", "0", "2.3", "0"]);
    }
}
