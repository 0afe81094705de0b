//! Which factors the spread of a total hangs on: one bar a factor, those that all calls share in another colour.

use super::{Anchor, Canvas, Point, line, rect, svg, text};
use crate::number;
use maud::{Markup, html};
use plimsoll_model::VarianceShare;

/// What the figure shows.
pub(crate) struct Shares<'a> {
    /// The factors, the greatest share first.
    pub(crate) factors: Vec<&'a VarianceShare>,
    /// What a reader who does not see the figure is told.
    pub(crate) description: String,
    /// Whether observations are simulated.
    pub(crate) is_simulated: bool,
}

impl Shares<'_> {
    /// The drawing.
    pub(crate) fn draw(&self, canvas: Canvas) -> Markup {
        let (left, right) = canvas.pick((400.0, 900.0), (2.0, 300.0));
        let row = canvas.pick(26.0, 40.0);
        let most = self.factors.iter().map(|f| kept(f.share)).fold(0.05, f64::max);
        let size = Point { x: canvas.width(), y: row * self.factors.len() as f64 + 10.0 };
        let content = html! {
            @for (at, factor) in self.factors.iter().enumerate() {
                @let top = at as f64 * row + 4.0;
                @let y = if canvas.is_narrow() { top + 18.0 } else { top };
                @let width = (right - left) * kept(factor.share) / most;
                @let words = number::cut(&factor.what, canvas.pick(56, 46));
                @if canvas.is_narrow() { (text("barname", Point { x: 2.0, y: top + 13.0 }, Anchor::Start, &words)) }
                @else { (text("barname", Point { x: left - 8.0, y: top + 13.0 }, Anchor::End, &words)) }
                (rect(if factor.is_shared { "s-shared" } else { "s-own" }, Point { x: left, y: y + 1.0 }, Point { x: width, y: 15.0 }))
                (text("tick", Point { x: left + width + 6.0, y: y + 13.0 }, Anchor::Start, &number::percent(kept(factor.share))))
            }
            (line("base", Point { x: left, y: 2.0 }, Point { x: left, y: size.y - 4.0 }))
        };
        svg(size, &self.description, self.is_simulated, &content)
    }
}

/// A share as it is drawn: an estimate of a share can fall below nought.
fn kept(share: f64) -> f64 {
    if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.0 }
}
