//! What the error of a draught consists of: a bar for each term and one for the whole.

use super::{Anchor, Canvas, Point, line, rect, svg, text};
use crate::number;
use maud::{Markup, html};
use plimsoll_model::ErrorTerm;

/// What the figure shows.
pub(crate) struct Budget<'a> {
    /// The terms, the largest first.
    pub(crate) terms: Vec<&'a ErrorTerm>,
    /// Standard deviation of the draught, m.
    pub(crate) whole_m: Option<f64>,
    /// What a reader who does not see the figure is told.
    pub(crate) description: String,
    /// Whether the image is simulated.
    pub(crate) is_simulated: bool,
}

/// Edges of one drawing, px.
struct Plot {
    canvas: Canvas,
    left: f64,
    right: f64,
    row: f64,
    /// What the right edge stands for, m.
    most_m: f64,
}

impl Budget<'_> {
    /// The drawing.
    pub(crate) fn draw(&self, canvas: Canvas) -> Markup {
        let all = self.terms.iter().map(|t| t.sd_m).chain(self.whole_m).filter(|sd| sd.is_finite());
        let (left, right) = canvas.pick((330.0, 600.0), (2.0, 300.0));
        let plot =
            Plot { canvas, left, right, row: canvas.pick(22.0, 36.0), most_m: all.fold(0.01, f64::max) };
        let rows = self.terms.len() as f64 + f64::from(u8::from(self.whole_m.is_some()));
        let size = Point { x: canvas.pick(660.0, canvas.width()), y: rows * plot.row + 8.0 };
        let content = html! {
            @for (at, term) in self.terms.iter().enumerate() {
                (bar(&plot, at, if term.is_of_hull { "hullbar" } else { "ownbar" }, &term.source, term.sd_m))
            }
            @if let Some(whole) = self.whole_m {
                (bar(&plot, self.terms.len(), "wholebar", "all together", whole))
            }
            (line("base", Point { x: left, y: 2.0 }, Point { x: left, y: size.y - 4.0 }))
        };
        svg(size, &self.description, self.is_simulated, &content)
    }
}

fn bar(plot: &Plot, at: usize, class: &str, words: &str, sd_m: f64) -> Markup {
    let is_narrow = plot.canvas.is_narrow();
    let top = at as f64 * plot.row + 4.0;
    let bar_y = if is_narrow { top + 16.0 } else { top };
    let sd_m = if sd_m.is_finite() { sd_m.max(0.0) } else { 0.0 };
    let width = (plot.right - plot.left) * sd_m / plot.most_m;
    let words = number::cut(words, 52);
    html! {
        @if is_narrow { (text("barname", Point { x: 2.0, y: top + 12.0 }, Anchor::Start, &words)) }
        @else { (text("barname", Point { x: plot.left - 8.0, y: top + 12.0 }, Anchor::End, &words)) }
        (rect(class, Point { x: plot.left, y: bar_y + 1.0 }, Point { x: width, y: 13.0 }))
        (text("tick", Point { x: plot.left + width + 6.0, y: bar_y + 12.0 }, Anchor::Start, &format!("{} m", number::fixed(sd_m, 2))))
    }
}
