//! What is drawn over a picture: north and a scale bar, alike in every section.

use super::{Point, line, n};
use maud::{Markup, html};

/// Lengths that a scale bar can have, m.
const BARS_M: [f64; 9] = [10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0, 2000.0, 5000.0];

/// An arrow to true north in the upper right corner of a picture so wide; `north_deg` clockwise from up.
pub(crate) fn north(width: f64, north_deg: f64) -> Markup {
    html! {
        g transform={ "translate(" (n(width - 22.0)) " 26) rotate(" (n(north_deg)) ")" } {
            path.o-north d="M0 -18L6 8L0 3L-6 8Z" {}
            text.o-words x="0" y="21" text-anchor="middle" { "N" }
        }
    }
}

/// A scale bar in the lower left corner of a picture of a size; none where no round length fits.
pub(crate) fn scale_bar(size: Point, px_per_m: f64) -> Markup {
    let bar = BARS_M.into_iter().rev().find(|m| m * px_per_m <= size.x * 0.4);
    html! {
        @if let Some(bar) = bar {
            @let (x, y) = (10.0, size.y - 12.0);
            (line("o-bar", Point { x, y }, Point { x: x + bar * px_per_m, y }))
            text.o-words x=(n(x)) y=(n(y - 6.0)) { (format!("{bar:.0} m")) }
        }
    }
}
