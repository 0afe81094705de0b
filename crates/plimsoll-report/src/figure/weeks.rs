//! Weeks of a place of loading: how well it was looked at, what was seen, what is likely to have been missed.

use super::axis::{NumberScale, TimeScale, midnight, time_axis};
use super::{Anchor, Canvas, Point, line, rect, svg, text};
use crate::number;
use jiff::ToSpan;
use maud::{Markup, html};
use plimsoll_model::{Period, SeasonWeek};

/// What the figure shows: one place.
pub(crate) struct Weeks<'a> {
    /// The weeks, in order.
    pub(crate) weeks: Vec<&'a SeasonWeek>,
    /// What a reader who does not see the figure is told.
    pub(crate) description: String,
    /// Whether observations are simulated.
    pub(crate) is_simulated: bool,
}

impl Weeks<'_> {
    /// The drawing: columns of calls above, columns of looks below.
    pub(crate) fn draw(&self, canvas: Canvas) -> Markup {
        let (Some(first), Some(last)) = (self.weeks.first(), self.weeks.last()) else { return html! {} };
        let end = last.start.checked_add(7.days()).unwrap_or(last.start);
        let Ok(period) = Period::new(midnight(first.start), midnight(end)) else { return html! {} };
        let left = canvas.pick(196.0, 2.0);
        let time = TimeScale::new(period, left, canvas.width() - 2.0);
        let (calls_top, calls_base, looks_base) = canvas.pick((18.0, 118.0, 188.0), (34.0, 124.0, 204.0));
        let most = |of: fn(&SeasonWeek) -> f64| self.weeks.iter().map(|w| of(w)).fold(0.0, f64::max);
        let calls = NumberScale::new(most(|w| w.calls_seen + w.calls_unseen), calls_base, calls_top, 2.0);
        let looks = NumberScale::new(
            most(|w| f64::from(w.looks)),
            looks_base,
            calls_base + canvas.pick(16.0, 32.0),
            1.0,
        );
        let content = html! {
            (time_axis(&time, canvas.pick(50.0, 46.0), calls_top, looks_base))
            (names(canvas, left, &calls, &looks, calls_base, looks_base))
            @for week in &self.weeks { (columns(&time, week, &calls, &looks)) }
        };
        svg(Point { x: canvas.width(), y: looks_base + 38.0 }, &self.description, self.is_simulated, &content)
    }
}

fn names(
    canvas: Canvas,
    left: f64,
    calls: &NumberScale,
    looks: &NumberScale,
    calls_base: f64,
    looks_base: f64,
) -> Markup {
    let rows = [("calls a week", calls, calls_base), ("looks a week", looks, looks_base)];
    html! {
        @for (words, scale, base) in rows {
            (line("base", Point { x: left, y: base }, Point { x: canvas.width(), y: base }))
            @let most = scale.ticks().last().unwrap_or_default();
            @let y = scale.at(most);
            (line("grid", Point { x: left, y }, Point { x: canvas.width(), y }))
            @if canvas.is_narrow() {
                (text("rowlabel", Point { x: left, y: y - 5.0 }, Anchor::Start, &format!("{words}, line at {}", number::plain(most))))
            } @else {
                (text("rowlabel", Point { x: left - 8.0, y: base - 6.0 }, Anchor::End, words))
                (text("tick", Point { x: left - 8.0, y: y + 4.0 }, Anchor::End, &number::plain(most)))
            }
        }
    }
}

fn columns(time: &TimeScale, week: &SeasonWeek, calls: &NumberScale, looks: &NumberScale) -> Markup {
    let from = time.day_x(week.start);
    let to = time.day_x(week.start.checked_add(7.days()).unwrap_or(week.start));
    let wide = (to - from - 1.0).max(1.5);
    let column = |class: &str, scale: &NumberScale, low: f64, high: f64| {
        let (bottom, top) = (scale.at(low), scale.at(high));
        rect(class, Point { x: from + 0.5, y: top }, Point { x: wide, y: bottom - top })
    };
    html! {
        (column("w-seen", calls, 0.0, week.calls_seen))
        (column("w-unseen", calls, week.calls_seen, week.calls_seen + week.calls_unseen))
        (column("w-looks", looks, 0.0, f64::from(week.looks)))
        (column("w-usable", looks, 0.0, week.usable_looks))
    }
}
