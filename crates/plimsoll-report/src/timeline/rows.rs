//! One row a ship.

use super::{Row, class, outages, reading};
use crate::dossier::Dossier;
use crate::figure::axis::{TimeScale, time_axis};
use crate::figure::{Anchor, Canvas, Point, line, rect, svg, text};
use crate::number;
use maud::{Markup, html};
use plimsoll_model::{LadenState, Period, Voyage};

/// Where time begins beside the names, px.
const LEFT: f64 = 196.0;

/// Least width of a bar, px.
const LEAST_BAR: f64 = 3.0;

/// Heights and edges of one drawing, px.
pub(super) struct Plot {
    canvas: Canvas,
    pub(super) time: TimeScale,
    row: f64,
    pub(super) top: f64,
    pub(super) bottom: f64,
}

impl Plot {
    fn new(dossier: &Dossier, rows: usize, has_bands: bool, canvas: Canvas) -> Self {
        let row = canvas.pick(if rows > 24 { 17.0 } else { 22.0 }, 30.0);
        let strip = if dossier.reception.is_empty() { 8.0 } else { 44.0 };
        let top = strip + if has_bands { 12.0 } else { 0.0 };
        let time = TimeScale::new(dossier.period, canvas.pick(LEFT, 2.0), canvas.width() - 2.0);
        Self { canvas, time, row, top, bottom: top + row * rows.max(1) as f64 }
    }

    /// Upper edge and height of the bars of a row.
    fn bar(&self, at: usize) -> (f64, f64) {
        let y = self.top + at as f64 * self.row;
        if self.canvas.is_narrow() { (y + 15.0, 10.0) } else { (y + 3.0, self.row - 6.0) }
    }
}

/// The drawing of some rows: silences lie below the bands of outages, all that was received above them.
pub(super) fn draw(dossier: &Dossier, rows: &[Row<'_>], canvas: Canvas) -> Markup {
    let bands = outages::bands(&dossier.outages, &dossier.feeds);
    let plot = Plot::new(dossier, rows.len(), !bands.is_empty(), canvas);
    let content = html! {
        (time_axis(&plot.time, canvas.pick(50.0, 46.0), plot.top, plot.bottom))
        (reception(dossier, &plot, canvas.pick(LEFT, 2.0)))
        @for (at, row) in rows.iter().enumerate() { (silences(&plot, row, at)) }
        (outages::draw(&plot, &bands))
        @for (at, row) in rows.iter().enumerate() { (one(&plot, row, at)) }
    };
    let label = format!(
        "Timeline of {} ships from {} to {}, UTC. The same visits are listed in the annex table, the other events under Events at sea.",
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

/// The silences of a ship.
fn silences(plot: &Plot, row: &Row<'_>, at: usize) -> Markup {
    let (y, tall) = plot.bar(at);
    html! {
        @for entry in &row.gaps {
            @let (from, to) = (plot.time.x(entry.gap.period.start()), plot.time.x(entry.gap.period.end()));
            @if to - from >= 1.0 { (rect("gap", Point { x: from, y }, Point { x: to - from, y: tall })) }
        }
    }
}

/// One ship: her name, and what was received of her.
fn one(plot: &Plot, row: &Row<'_>, at: usize) -> Markup {
    let is_narrow = plot.canvas.is_narrow();
    let label = number::cut(&row.label(), 26);
    let left = plot.time.x(jiff::Timestamp::MIN);
    let y = plot.top + at as f64 * plot.row;
    let name = if is_narrow {
        Point { x: left, y: y + 11.0 }
    } else {
        Point { x: left - 8.0, y: y + plot.row * 0.5 + 4.0 }
    };
    let (bar_y, bar) = plot.bar(at);
    html! {
        (line("rowline", Point { x: if is_narrow { left } else { 0.0 }, y: y + plot.row }, Point { x: plot.canvas.width(), y: y + plot.row }))
        (text("rowlabel", name, if is_narrow { Anchor::Start } else { Anchor::End }, &label))
        @for voyage in &row.voyages { (sailing(plot, voyage, bar_y + bar / 2.0)) }
        @for period in &row.loitering { (stretch(plot, "loiterbar", *period, (bar_y + bar * 0.25, bar * 0.5))) }
        @for entry in &row.visits {
            @let (from, to) = (plot.time.x(entry.visit.start), plot.time.x(entry.visit.end));
            @let wide = (to - from).max(LEAST_BAR);
            (rect(class(reading(entry)), Point { x: from.min(plot.canvas.width() - wide), y: bar_y }, Point { x: wide, y: bar }))
        }
        @for period in &row.encounters { (stretch(plot, "encounterbar", *period, (bar_y, bar))) }
    }
}

/// A bar over a period, at least as wide as any.
fn stretch(plot: &Plot, class: &str, period: Period, (y, tall): (f64, f64)) -> Markup {
    let (from, to) = (plot.time.x(period.start()), plot.time.x(period.end()));
    let wide = (to - from).max(LEAST_BAR);
    rect(class, Point { x: from.min(plot.canvas.width() - wide), y }, Point { x: wide, y: tall })
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
