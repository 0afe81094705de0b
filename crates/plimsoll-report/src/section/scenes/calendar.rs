//! The effort calendar: when somebody looked at each place, and whether there was a ship.

use crate::dossier::Dossier;
use crate::figure::{self, Anchor, Canvas, Point, n, rect, svg, text};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use maud::{Markup, html};
use plimsoll_model::{Look, Period};
use std::collections::BTreeMap;

/// Places that are drawn; the effort of the others stands in the CSV file.
const MOST_PLACES: usize = 60;
/// How many days a cell may stand for.
const STEPS: [i64; 7] = [1, 2, 7, 14, 28, 91, 364];
/// Height of a row, px.
const ROW: f64 = 22.0;

/// What happened in a cell; the greater one wins.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Seen {
    Nothing,
    Refused,
    Unusable,
    Empty,
    Ships,
}

impl Seen {
    const fn class(self) -> &'static str {
        match self {
            Self::Nothing => "e-none",
            Self::Refused => "e-refused",
            Self::Unusable => "e-unusable",
            Self::Empty => "e-empty",
            Self::Ships => "e-ships",
        }
    }
    const fn words(self) -> &'static str {
        match self {
            Self::Nothing => "not looked",
            Self::Refused => "image refused, nothing known",
            Self::Unusable => "covered, not usable",
            Self::Empty => "looked, no ship",
            Self::Ships => "looked, ships",
        }
    }
    fn of(look: &Look) -> Self {
        match (&look.refusal, look.ships) {
            (Some(_), _) if look.covered_fraction <= 0.0 => Self::Refused,
            (Some(_), _) => Self::Unusable,
            (None, 0) => Self::Empty,
            (None, _) => Self::Ships,
        }
    }
}

/// The figure, or nothing where no look has a time.
pub(super) fn figure(dossier: &Dossier) -> Markup {
    let mut places: BTreeMap<&str, Vec<(Timestamp, &Look)>> = BTreeMap::new();
    let mut timeless = 0;
    for look in dossier.scenes.effort.iter().map(|e| &e.look) {
        let row = places.entry(&look.place).or_default();
        match look.time.filter(|t| t.overlaps(dossier.period)) {
            Some(time) => row.push((time.start(), look)),
            None => timeless += 1,
        }
    }
    if places.is_empty() {
        return html! {};
    }
    let left_out = places.len().saturating_sub(MOST_PLACES);
    let rows: Vec<_> = places.into_iter().take(MOST_PLACES).collect();
    let kinds = [Seen::Ships, Seen::Empty, Seen::Unusable, Seen::Refused, Seen::Nothing];
    let caption = html! {
        "Where images looked, and when. A cell without a look says nothing: ships may have come and gone. Of several looks in a cell one with ships is shown, then one without, then one that cannot be used, then an image that could not be read at all and may have lain elsewhere."
        @if timeless > 0 { " " (timeless) " looks without a time in the period of the case are not drawn." }
        @if left_out > 0 { " " (left_out) " more places are not drawn." }
        " All looks stand in " a href="effort.csv" { "effort.csv" } "."
        ul.key { @for kind in kinds { li { span.swatch.(kind.class()) {} (kind.words()) } } }
    };
    figure::figure("Effort calendar", |canvas| draw(dossier, &rows, canvas), &caption)
}

/// A quotient of two numbers not below zero, rounded up.
const fn up(number: i64, by: i64) -> i64 {
    (number + by - 1) / by
}

/// How many days a cell stands for, so that no more cells than fit are drawn.
fn days_a_cell(period: Period, most: i64) -> i64 {
    let days = up(period.duration().as_hours(), 24);
    STEPS.into_iter().find(|step| up(days, *step) <= most).unwrap_or_else(|| up(days, most))
}

fn draw(dossier: &Dossier, rows: &[(&str, Vec<(Timestamp, &Look)>)], canvas: Canvas) -> Markup {
    let period = dossier.period;
    let step_h = 24 * days_a_cell(period, canvas.pick(120, 53));
    let cells = usize::try_from(up(period.duration().as_hours(), step_h).max(1)).unwrap_or(1);
    let (left, lift) = canvas.pick((200.0, 0.0), (0.0, 16.0));
    let pitch = ROW + lift;
    let width = (canvas.width() - left) / cells as f64;
    let gap = if width > 4.0 { 1.0 } else { 0.0 };
    let size = Point { x: canvas.width(), y: 20.0 + pitch * rows.len() as f64 };
    let label = format!("Effort calendar: {} places, {} cells of {} days", rows.len(), cells, step_h / 24);
    let content = html! {
        @for (n, words) in ticks(period, step_h, cells, canvas) {
            (text("tick", Point { x: left + width * n as f64, y: 12.0 }, Anchor::Start, &words))
        }
        @for (at, (place, looks)) in rows.iter().enumerate() {
            @let y = 20.0 + pitch * at as f64;
            (text("rowname", Point { x: 0.0, y: y + canvas.pick(15.0, 12.0) }, Anchor::Start, &crate::number::cut(place, canvas.pick(28, 44))))
            @for (cell, seen) in states(period, step_h, cells, looks).into_iter().enumerate() {
                (rect(seen.class(), Point { x: left + width * cell as f64, y: y + lift }, Point { x: width - gap, y: ROW - 4.0 }))
            }
        }
    };
    html! { (svg(size, &label, dossier.is_simulated, &content)) p.small { "Each cell is " (days(step_h / 24)) "." } }
}

fn days(days: i64) -> String {
    match days {
        1 => "a day".into(),
        7 => "a week".into(),
        days => format!("{} days", n(days as f64)),
    }
}

/// What each cell of a row shows.
fn states(period: Period, step_h: i64, cells: usize, looks: &[(Timestamp, &Look)]) -> Vec<Seen> {
    let mut states = vec![Seen::Nothing; cells];
    for (start, look) in looks {
        let hours = (start.as_second() - period.start().as_second()).max(0) / 3600;
        let cell = usize::try_from(hours / step_h).unwrap_or(0).min(cells - 1);
        states[cell] = states[cell].max(Seen::of(look));
    }
    states
}

/// The first days of some cells, far enough apart to be read.
fn ticks(period: Period, step_h: i64, cells: usize, canvas: Canvas) -> Vec<(usize, String)> {
    let every = cells.div_ceil(canvas.pick(10, 4)).max(1);
    let day = |cell: usize| {
        let hours = step_h * i64::try_from(cell).ok()?;
        let start = period.start().checked_add(jiff::SignedDuration::from_hours(hours)).ok()?;
        Some((cell, start.to_zoned(TimeZone::UTC).date().to_string()))
    };
    (0..cells).step_by(every).filter(|c| *c == 0 || cells - c >= every.min(cells)).filter_map(day).collect()
}
