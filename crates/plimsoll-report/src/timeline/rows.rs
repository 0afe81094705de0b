//! One row a ship.

use super::{Row, class, reading};
use crate::dossier::Dossier;
use crate::figure::axis::{TimeScale, time_axis};
use crate::figure::{Anchor, Canvas, Point, line, rect, svg, text};
use crate::number;
use maud::{Markup, html};
use plimsoll_model::{LadenState, Voyage};

/// Least width of a bar, px.
const LEAST_BAR: f64 = 3.0;

/// Heights and edges of one drawing, px.
struct Plot {
    canvas: Canvas,
    time: TimeScale,
    row: f64,
    bottom: f64,
}

/// The drawing of some rows.
pub(super) fn draw(dossier: &Dossier, rows: &[Row<'_>], canvas: Canvas) -> Markup {
    let left = canvas.pick(196.0, 2.0);
    let row = canvas.pick(if rows.len() > 24 { 17.0 } else { 22.0 }, 30.0);
    let top = if dossier.reception.is_empty() { 8.0 } else { 44.0 };
    let plot = Plot {
        canvas,
        time: TimeScale::new(dossier.period, left, canvas.width() - 2.0),
        row,
        bottom: top + row * rows.len() as f64,
    };
    let content = html! {
        (time_axis(&plot.time, canvas.pick(50.0, 46.0), top, plot.bottom))
        (reception(dossier, &plot, left))
        @for (at, row) in rows.iter().enumerate() { (one(&plot, row, top + at as f64 * plot.row)) }
    };
    let label = format!(
        "Timeline of {} ships from {} to {}, UTC. The same visits are listed in the annex table.",
        rows.len(),
        number::day(dossier.period.start()),
        number::day(dossier.period.end())
    );
    svg(Point { x: canvas.width(), y: plot.bottom + 38.0 }, &label, dossier.is_simulated, &content)
}

/// The strip of reports received a day.
fn reception(dossier: &Dossier, plot: &Plot, left: f64) -> Markup {
    let most = dossier.reception.iter().map(|day| day.reports).max().unwrap_or(0).max(1) as f64;
    let (base, height) = (34.0, 24.0);
    html! {
        @if !plot.canvas.is_narrow() && !dossier.reception.is_empty() {
            (text("rowlabel", Point { x: left - 8.0, y: base - 2.0 }, Anchor::End, "reports a day"))
        }
        @for day in &dossier.reception {
            @let x = plot.time.day_x(day.date);
            @let next = day.date.tomorrow().map_or(x, |next| plot.time.day_x(next));
            @if next > x {
                @if day.reports == 0 {
                    (rect("noreport", Point { x, y: base - height }, Point { x: next - x, y: height }))
                } @else {
                    @let tall = (day.reports as f64 / most * height).max(1.0);
                    (rect("report", Point { x, y: base - tall }, Point { x: next - x, y: tall }))
                }
            }
        }
    }
}

/// One ship.
fn one(plot: &Plot, row: &Row<'_>, y: f64) -> Markup {
    let is_narrow = plot.canvas.is_narrow();
    let label = number::cut(&row.label(), 26);
    let left = plot.time.x(jiff::Timestamp::MIN);
    let at = if is_narrow {
        Point { x: left, y: y + 11.0 }
    } else {
        Point { x: left - 8.0, y: y + plot.row * 0.5 + 4.0 }
    };
    let (bar_y, bar) = if is_narrow { (y + 15.0, 10.0) } else { (y + 3.0, plot.row - 6.0) };
    html! {
        (line("rowline", Point { x: if is_narrow { left } else { 0.0 }, y: y + plot.row }, Point { x: plot.canvas.width(), y: y + plot.row }))
        (text("rowlabel", at, if is_narrow { Anchor::Start } else { Anchor::End }, &label))
        @for voyage in &row.voyages { (sailing(plot, voyage, bar_y + bar / 2.0)) }
        @for entry in &row.gaps {
            @let (from, to) = (plot.time.x(entry.gap.period.start()), plot.time.x(entry.gap.period.end()));
            @if to - from >= 1.0 { (rect("gap", Point { x: from, y: bar_y }, Point { x: to - from, y: bar })) }
        }
        @for entry in &row.visits {
            @let (from, to) = (plot.time.x(entry.visit.start), plot.time.x(entry.visit.end));
            @let wide = (to - from).max(LEAST_BAR);
            (rect(class(reading(entry)), Point { x: from.min(plot.canvas.width() - wide), y: bar_y }, Point { x: wide, y: bar }))
        }
    }
}

/// A voyage as a line.
fn sailing(plot: &Plot, voyage: &Voyage, y: f64) -> Markup {
    let Some(arrival) = voyage.arrival else { return html! {} };
    let (from, to) = (plot.time.x(voyage.departure), plot.time.x(arrival));
    let class = match voyage.laden_state {
        LadenState::Laden => "laden",
        LadenState::InBallast => "ballast",
        LadenState::NotShown => "notshown",
    };
    html! { @if to - from >= 1.0 { (line(class, Point { x: from, y }, Point { x: to, y })) } }
}
