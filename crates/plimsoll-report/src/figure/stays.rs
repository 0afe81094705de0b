//! Ships of a season, a row each: calls whose ends are known as far as somebody looked, silences, what saw them, where
//! they went. Above the rows, when somebody looked at the places of loading.

use super::axis::{TimeScale, time_axis};
use super::{Anchor, Canvas, Point, line, path, rect, svg, text};
use crate::number;
use jiff::Timestamp;
use maud::{Markup, html};
use plimsoll_model::{Estimate, Period, SightingSource};

/// A stay at a place, with uncertain ends.
pub(crate) struct Stay {
    /// When she came.
    pub(crate) arrival: Estimate<Timestamp>,
    /// When she left.
    pub(crate) departure: Estimate<Timestamp>,
    /// True if an exhibit shows her there.
    pub(crate) is_documented: bool,
}

/// A landing that follows a stay.
pub(crate) struct Landing {
    /// When she left the place of loading.
    pub(crate) departure: Timestamp,
    /// When she came to the place of discharge.
    pub(crate) arrival: Estimate<Timestamp>,
    /// Probability that it was this place.
    pub(crate) p: f64,
}

/// A row.
pub(crate) struct ShipRow {
    /// What she is called.
    pub(crate) label: String,
    /// Her stays at places of loading.
    pub(crate) stays: Vec<Stay>,
    /// The most probable landing of each.
    pub(crate) landings: Vec<Landing>,
    /// When she sent nothing.
    pub(crate) silences: Vec<Period>,
    /// When and with what she was seen.
    pub(crate) seen: Vec<(Timestamp, SightingSource)>,
}

/// When somebody looked with one kind of eye, and whether there was a ship.
pub(crate) struct LookStrip {
    /// With what.
    pub(crate) source: SightingSource,
    /// When, and whether a ship was there.
    pub(crate) looks: Vec<(Timestamp, bool)>,
}

/// What the figure shows.
pub(crate) struct Stays {
    /// From when to when.
    pub(crate) period: Period,
    /// The strips.
    pub(crate) strips: Vec<LookStrip>,
    /// The rows.
    pub(crate) rows: Vec<ShipRow>,
    /// What a reader who does not see the figure is told.
    pub(crate) description: String,
    /// Whether observations are simulated.
    pub(crate) is_simulated: bool,
}

/// Where time begins beside the names, px.
const LEFT: f64 = 196.0;
/// Height of a strip, px.
const STRIP: f64 = 17.0;

/// Edges of one drawing, px.
struct Plot {
    canvas: Canvas,
    time: TimeScale,
    left: f64,
    row: f64,
    top: f64,
    bottom: f64,
}

impl Stays {
    /// The drawing.
    pub(crate) fn draw(&self, canvas: Canvas) -> Markup {
        let (left, row) = (canvas.pick(LEFT, 2.0), canvas.pick(24.0, 38.0));
        let strip = STRIP + canvas.pick(0.0, 12.0);
        let top = 8.0 + strip * self.strips.len() as f64 + 6.0;
        let time = TimeScale::new(self.period, left, canvas.width() - 2.0);
        let bottom = top + row * self.rows.len().max(1) as f64;
        let plot = Plot { canvas, time, left, row, top, bottom };
        let content = html! {
            (time_axis(&plot.time, canvas.pick(50.0, 46.0), 8.0, plot.bottom))
            @for (at, one) in self.strips.iter().enumerate() { (looks(&plot, one, 8.0 + strip * at as f64, strip)) }
            @for (at, one) in self.rows.iter().enumerate() { (ship(&plot, one, at)) }
        };
        svg(
            Point { x: canvas.width(), y: plot.bottom + 38.0 },
            &self.description,
            self.is_simulated,
            &content,
        )
    }
}

fn looks(plot: &Plot, strip: &LookStrip, y: f64, tall: f64) -> Markup {
    let base = y + tall - 2.0;
    let words = format!("{}: {} looks", eye(strip.source), strip.looks.len());
    let name = if plot.canvas.is_narrow() {
        Point { x: plot.left, y: y + 10.0 }
    } else {
        Point { x: plot.left - 8.0, y: base - 2.0 }
    };
    html! {
        (text("rowlabel", name, if plot.canvas.is_narrow() { Anchor::Start } else { Anchor::End }, &words))
        (line("rowline", Point { x: plot.left, y: base }, Point { x: plot.canvas.width(), y: base }))
        @for (time, is_seen) in &strip.looks {
            @let x = plot.time.x(*time);
            @let (class, tall) = if *is_seen { ("l-ship", 12.0) } else { ("l-empty", 6.0) };
            (line(class, Point { x, y: base - tall }, Point { x, y: base }))
        }
    }
}

/// What kind of eye, for a reader.
pub(crate) const fn eye(source: SightingSource) -> &'static str {
    match source {
        SightingSource::Radar => "radar",
        SightingSource::Optical => "optical, metres",
        SightingSource::SubMetre => "optical, sub-metre",
        SightingSource::Photograph => "photograph",
        SightingSource::Ais => "AIS",
    }
}

fn ship(plot: &Plot, row: &ShipRow, at: usize) -> Markup {
    let is_narrow = plot.canvas.is_narrow();
    let y = plot.top + at as f64 * plot.row;
    let (bar, tall) = if is_narrow { (y + 25.0, 9.0) } else { (y + 10.0, 10.0) };
    let name = if is_narrow {
        Point { x: plot.left, y: y + 12.0 }
    } else {
        Point { x: plot.left - 8.0, y: bar + 8.0 }
    };
    let end = Point { x: plot.canvas.width(), y: y + plot.row };
    html! {
        (line("rowline", Point { x: if is_narrow { plot.left } else { 0.0 }, y: end.y }, end))
        (text("rowlabel", name, if is_narrow { Anchor::Start } else { Anchor::End }, &number::cut(&row.label, 28)))
        @for period in &row.silences {
            @let (from, to) = (plot.time.x(period.start()), plot.time.x(period.end()));
            @if to - from >= 1.0 { (rect("gap", Point { x: from, y: bar + 2.0 }, Point { x: to - from, y: tall - 4.0 })) }
        }
        @for landing in &row.landings { (landed(plot, landing, bar, tall)) }
        @for stay in &row.stays { (stayed(plot, stay, bar, tall)) }
        @for (time, source) in &row.seen {
            (mark(*source, Point { x: plot.time.x(*time), y: bar - 4.5 }))
        }
    }
}

/// A bar whose ends fade over the time in which she may have come and gone.
fn stayed(plot: &Plot, stay: &Stay, y: f64, tall: f64) -> Markup {
    let x = |time| plot.time.x(time);
    let middle = f64::midpoint(x(stay.arrival.mid()), x(stay.departure.mid()));
    let from = [x(stay.arrival.low()), x(stay.arrival.high()).min(middle)];
    let to = [x(stay.departure.low()).max(middle), x(stay.departure.high())];
    let box_of = |class: &str, from: f64, to: f64| {
        html! { @if to - from > 0.05 { (rect(class, Point { x: from, y }, Point { x: to - from, y: tall })) } }
    };
    let (come, stayed, gone) = if stay.is_documented {
        ("fadein", "stay", "fadeout")
    } else {
        ("fadein weak", "stay weak", "fadeout weak")
    };
    // Less than a pixel and a half would not be seen.
    let (start, end) = if to[0] - from[1] < 1.5 { (middle - 0.75, middle + 0.75) } else { (from[1], to[0]) };
    html! {
        (box_of(come, from[0], from[1]))
        (box_of(stayed, start, end))
        (box_of(gone, to[0], to[1]))
    }
}

/// The way to the place of discharge, and when she may have come there.
fn landed(plot: &Plot, landing: &Landing, y: f64, tall: f64) -> Markup {
    let from = plot.time.x(landing.departure);
    let [low, mid, high] =
        [landing.arrival.low(), landing.arrival.mid(), landing.arrival.high()].map(|t| plot.time.x(t));
    let p = if landing.p.is_finite() { landing.p.clamp(0.0, 1.0) } else { 0.0 };
    let strength = format!("opacity:{:.2}", 0.25 + 0.75 * p);
    html! {
        g style=(strength) {
            (line("laden", Point { x: from, y: y + tall / 2.0 }, Point { x: mid, y: y + tall / 2.0 }))
            @if high - low > 0.05 { (rect("landing", Point { x: low, y: y + 2.0 }, Point { x: high - low, y: tall - 4.0 })) }
            (rect("landed", Point { x: mid - 1.0, y: y - 1.0 }, Point { x: 2.0, y: tall + 2.0 }))
        }
    }
}

/// The sign of an eye: radar a triangle, metres a circle's square, finer a filled square, a photograph a diamond, AIS a bar.
pub(crate) fn mark(source: SightingSource, at: Point) -> Markup {
    let corners: &[(f64, f64)] = match source {
        SightingSource::Radar => &[(0.0, -3.2), (3.2, 2.6), (-3.2, 2.6)],
        SightingSource::Optical | SightingSource::SubMetre => {
            &[(-2.4, -2.4), (2.4, -2.4), (2.4, 2.4), (-2.4, 2.4)]
        }
        SightingSource::Photograph => &[(0.0, -3.6), (3.6, 0.0), (0.0, 3.6), (-3.6, 0.0)],
        SightingSource::Ais => &[(-0.8, -3.2), (0.8, -3.2), (0.8, 3.2), (-0.8, 3.2)],
    };
    let d = path(corners.iter().map(|(x, y)| Point { x: at.x + x, y: at.y + y }), true);
    html! { path class={ "eye e-" (source.as_str()) } d=(d) {} }
}
