//! The tornado: how far each shared input moves a total, and which share of its variance each input carries.

use super::axis::NumberScale;
use super::{Anchor, Canvas, Point, line, rect, svg, text};
use crate::number;
use maud::{Markup, html};
use plimsoll_model::Sensitivity;

/// What the figure shows.
pub(crate) struct Tornado<'a> {
    /// The inputs of one total, the largest share of variance first.
    pub(crate) inputs: Vec<&'a Sensitivity>,
    /// The middle of the total, bbl.
    pub(crate) total_bbl: Option<f64>,
    /// What a reader who does not see the figure is told.
    pub(crate) description: String,
    /// Whether observations are simulated.
    pub(crate) is_simulated: bool,
}

/// Edges of one drawing, px.
struct Plot {
    canvas: Canvas,
    /// The bars, from the least total to the greatest.
    left: f64,
    right: f64,
    low: f64,
    high: f64,
    /// The column of shares of variance.
    share: NumberScale,
    row: f64,
}

impl Plot {
    fn x(&self, value: f64) -> f64 {
        let span = (self.high - self.low).max(1e-9);
        self.left + ((value - self.low) / span).clamp(0.0, 1.0) * (self.right - self.left)
    }
}

impl Tornado<'_> {
    fn plot(&self, canvas: Canvas) -> Plot {
        let ends = self.inputs.iter().flat_map(|s| [s.low_bbl, s.high_bbl]).chain([self.total_bbl]).flatten();
        let (low, high) = ends.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(v), h.max(v)));
        let (left, right) = canvas.pick((400.0, 730.0), (2.0, 218.0));
        let (from, to) = canvas.pick((840.0, 980.0), (262.0, 310.0));
        let share = NumberScale::new(1.0, from, to, 1.0);
        Plot { canvas, left: left + 4.0, right, low, high, share, row: canvas.pick(34.0, 52.0) }
    }

    /// The drawing.
    pub(crate) fn draw(&self, canvas: Canvas) -> Markup {
        let plot = self.plot(canvas);
        let (head, rows) = (46.0, self.inputs.len() as f64 * plot.row);
        let content = html! {
            (self.head(&plot, head, head + rows))
            @for (at, input) in self.inputs.iter().enumerate() {
                (row(&plot, input, self.total_bbl, head + at as f64 * plot.row))
            }
        };
        let size = Point { x: canvas.width(), y: head + rows + 8.0 };
        svg(size, &self.description, self.is_simulated, &content)
    }

    /// The headings of the columns and the line of the middle.
    fn head(&self, plot: &Plot, top: f64, bottom: f64) -> Markup {
        let share_x = plot.share.at(0.0);
        let words = plot
            .canvas
            .pick("Total with the input at its 5th and 95th percentile", "Total, input at 5 % and 95 %");
        html! {
            (text("colhead", Point { x: plot.left, y: 14.0 }, Anchor::Start, words))
            (text("colhead", Point { x: share_x, y: 14.0 }, Anchor::Start, plot.canvas.pick("Share of the variance", "Variance")))
            @if let Some(total) = self.total_bbl {
                @let x = plot.x(total);
                (line("middle", Point { x, y: top - 8.0 }, Point { x, y: bottom }))
                (text("tick", Point { x, y: top - 12.0 }, Anchor::Middle, &number::short(number::three_digits(total))))
            }
        }
    }
}

/// One input.
fn row(plot: &Plot, input: &Sensitivity, total: Option<f64>, y: f64) -> Markup {
    let is_narrow = plot.canvas.is_narrow();
    let bar_y = if is_narrow { y + 22.0 } else { y + 8.0 };
    // The key behind the words stands in the table.
    let words = input.input.split(" [").next().unwrap_or(&input.input);
    let name = number::cut(words, plot.canvas.pick(48, 48));
    let kind = if input.is_shared { "shared" } else { "each call its own" };
    let share_x = plot.share.at(0.0);
    html! {
        (text("inputname", Point { x: 2.0, y: y + 14.0 }, Anchor::Start, &name))
        @if !is_narrow { (text("tick", Point { x: 2.0, y: y + 27.0 }, Anchor::Start, kind)) }
        @match (input.low_bbl, input.high_bbl, total) {
            (Some(low), Some(high), Some(total)) => (bars(plot, low, high, total, bar_y)),
            _ => (text("note", Point { x: plot.left, y: bar_y + 11.0 }, Anchor::Start, "independent between calls")),
        }
        (rect("sharebar", Point { x: share_x, y: bar_y }, Point { x: plot.share.at(input.variance_share.max(0.0)) - share_x, y: 14.0 }))
        (text("tick", Point { x: plot.share.at(1.0) + 4.0, y: bar_y + 11.0 }, Anchor::Start, &number::percent(input.variance_share.max(0.0))))
    }
}

/// The two bars of an input, from the middle to the total at each percentile. An input that lowers the total has them
/// the other way round.
fn bars(plot: &Plot, low: f64, high: f64, total: f64, y: f64) -> Markup {
    let bar = |class: &str, value: f64| {
        let (a, b) = (plot.x(value.min(total)), plot.x(value.max(total)));
        rect(class, Point { x: a, y }, Point { x: b - a, y: 14.0 })
    };
    let (left, right) = (low.min(high), low.max(high));
    html! {
        (bar("lowbar", low))
        (bar("highbar", high))
        @if !plot.canvas.is_narrow() {
            (text("tick", Point { x: plot.x(left) - 5.0, y: y + 11.0 }, Anchor::End, &number::short(number::three_digits(left))))
            (text("tick", Point { x: plot.x(right) + 5.0, y: y + 11.0 }, Anchor::Start, &number::short(number::three_digits(right))))
        }
    }
}
