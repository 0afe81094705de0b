//! Axes: where a time or a number lies on a canvas, and which of them are written down.

use super::{Anchor, Point, line, text};
use crate::number;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use maud::{Markup, html};
use plimsoll_model::Period;

/// Time from left to right.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TimeScale {
    period: Period,
    left: f64,
    right: f64,
}

/// A time that is written at the axis.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct TimeTick {
    /// Where.
    pub(crate) x: f64,
    /// What: a day, month or year.
    pub(crate) label: String,
    /// The year below it, at the first tick and where it changes.
    pub(crate) year: Option<String>,
}

impl TimeScale {
    /// A period between two edges, px.
    pub(crate) const fn new(period: Period, left: f64, right: f64) -> Self {
        Self { period, left, right }
    }

    /// Where an instant lies, kept between the edges.
    pub(crate) fn x(&self, time: Timestamp) -> f64 {
        let share =
            time.duration_since(self.period.start()).as_secs_f64() / self.period.duration().as_secs_f64();
        self.left + share.clamp(0.0, 1.0) * (self.right - self.left)
    }

    /// Where the start of a day lies.
    pub(crate) fn day_x(&self, date: Date) -> f64 {
        self.x(midnight(date))
    }

    /// Which days to write: first days of years or months, Mondays, or days, with at least `room` px for each.
    pub(crate) fn ticks(&self, room: f64) -> Vec<TimeTick> {
        let most = ((self.right - self.left) / room).max(1.0);
        let days = self.period.duration().as_secs_f64() / 86_400.0;
        let step = [Step::Days(1), Step::Days(7), Step::Months(1), Step::Months(3), Step::Months(12)]
            .into_iter()
            .find(|step| days / step.days() <= most)
            .unwrap_or_else(|| Step::Months(12 * ((days / 365.25 / most).ceil().max(1.0) as i32)));
        let mut year = None;
        self.dates(step)
            .map(|date| {
                let is_new = year.replace(date.year()) != Some(date.year());
                let label = step.label(date);
                let year = (is_new && !step.is_year()).then(|| date.year().to_string());
                TimeTick { x: self.day_x(date), label, year }
            })
            .collect()
    }

    /// The dates of a step that lie in the period.
    fn dates(&self, step: Step) -> impl Iterator<Item = Date> {
        let end = date(self.period.end());
        let (start, whole) = (self.period.start(), *self);
        std::iter::successors(Some(step.first(date(start))), move |date| step.next(*date))
            .take_while(move |date| *date <= end)
            .filter(move |date| midnight(*date) >= whole.period.start())
    }
}

/// From one tick to the next.
#[derive(Clone, Copy, Debug)]
enum Step {
    /// Days; seven begin on Mondays.
    Days(i32),
    /// Months, counted from January.
    Months(i32),
}

impl Step {
    fn days(self) -> f64 {
        match self {
            Self::Days(days) => f64::from(days),
            Self::Months(months) => f64::from(months) * 30.44,
        }
    }

    fn is_year(self) -> bool {
        matches!(self, Self::Months(months) if months >= 12)
    }

    /// The last date of the step at or before a date.
    fn first(self, date: Date) -> Date {
        let back = match self {
            Self::Days(7) => date.weekday().to_monday_zero_offset().days(),
            Self::Days(_) => return date,
            Self::Months(step) => {
                let month = i32::from(date.month() - 1) % step.min(12);
                return date.first_of_month().checked_sub(month.months()).unwrap_or(date);
            }
        };
        date.checked_sub(back).unwrap_or(date)
    }

    fn next(self, date: Date) -> Option<Date> {
        match self {
            Self::Days(days) => date.checked_add(days.days()).ok(),
            Self::Months(months) => date.checked_add(months.months()).ok(),
        }
    }

    fn label(self, date: Date) -> String {
        const MONTHS: [&str; 12] =
            ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        let month = usize::try_from(date.month() - 1).ok().and_then(|m| MONTHS.get(m)).unwrap_or(&"");
        match self {
            _ if self.is_year() => date.year().to_string(),
            Self::Days(_) => format!("{} {month}", date.day()),
            Self::Months(_) => (*month).into(),
        }
    }
}

/// The first instant of a day, UTC.
pub(crate) fn midnight(date: Date) -> Timestamp {
    date.to_zoned(TimeZone::UTC).map_or(Timestamp::MIN, |zoned| zoned.timestamp())
}

/// The day of an instant, UTC.
pub(crate) fn date(time: Timestamp) -> Date {
    time.to_zoned(TimeZone::UTC).date()
}

/// The axis of time: lines from `top` to `bottom`, and the dates below.
pub(crate) fn time_axis(scale: &TimeScale, room: f64, top: f64, bottom: f64) -> Markup {
    let fits = |x: f64, label: &str| x + super::text_width(label, 12.0) <= scale.right;
    html! {
        @for tick in scale.ticks(room) {
            (line("grid", Point { x: tick.x, y: top }, Point { x: tick.x, y: bottom + 5.0 }))
            @if fits(tick.x, &tick.label) {
                (text("tick", Point { x: tick.x + 3.0, y: bottom + 15.0 }, Anchor::Start, &tick.label))
                @if let Some(year) = &tick.year {
                    (text("tick year", Point { x: tick.x + 3.0, y: bottom + 30.0 }, Anchor::Start, year))
                }
            }
        }
    }
}

/// Numbers from bottom to top (or from left to right), beginning with 0.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NumberScale {
    most: f64,
    zero: f64,
    end: f64,
    step: f64,
}

impl NumberScale {
    /// From 0 at `zero` px to a round number that is at least `most` at `end` px, with about `ticks` steps.
    pub(crate) fn new(most: f64, zero: f64, end: f64, ticks: f64) -> Self {
        let most = if most.is_finite() && most > 0.0 { most } else { 1.0 };
        let step = round_step(most / ticks);
        Self { most: (most / step).ceil() * step, zero, end, step }
    }

    /// Where a number lies.
    pub(crate) fn at(&self, value: f64) -> f64 {
        self.zero + (value / self.most).clamp(0.0, 1.0) * (self.end - self.zero)
    }

    /// The numbers that are written.
    pub(crate) fn ticks(&self) -> impl Iterator<Item = f64> {
        let (count, step) = ((self.most / self.step).round() as u32, self.step);
        (0..=count).map(move |k| f64::from(k) * step)
    }
}

/// The least of 1, 2, 2.5, 5 and 10 times a power of ten that is not below a number.
fn round_step(value: f64) -> f64 {
    let power = 10f64.powf(value.log10().floor());
    [1.0, 2.0, 2.5, 5.0, 10.0]
        .map(|k| k * power)
        .into_iter()
        .find(|step| *step >= value * 0.999_999)
        .unwrap_or(value)
}

/// The axis of numbers at the left: lines from `left` to `right`, the numbers above them.
pub(crate) fn number_axis(scale: &NumberScale, left: f64, right: f64, unit: &str) -> Markup {
    let last = scale.ticks().last().unwrap_or_default();
    html! {
        @for value in scale.ticks() {
            @let y = scale.at(value);
            @let class = if value > 0.0 { "grid" } else { "base" };
            (line(class, Point { x: left, y }, Point { x: right, y }))
            @let words = number::short(value);
            @let words = if value >= last { format!("{words} {unit}") } else { words };
            (text("tick", Point { x: left, y: y - 4.0 }, Anchor::Start, &words))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scale(start: &str, end: &str) -> TimeScale {
        TimeScale::new(Period::new(start.parse().unwrap(), end.parse().unwrap()).unwrap(), 0.0, 1000.0)
    }

    #[test]
    fn a_period_over_new_year_names_both_years_once() {
        let ticks = scale("2024-11-15T00:00:00Z", "2025-03-15T00:00:00Z").ticks(100.0);
        let labels: Vec<_> = ticks.iter().map(|t| (t.label.as_str(), t.year.as_deref())).collect();
        assert_eq!(labels, [("Dec", Some("2024")), ("Jan", Some("2025")), ("Feb", None), ("Mar", None)]);
    }

    #[test]
    fn a_short_period_has_days_and_a_long_one_years() {
        assert_eq!(scale("2024-03-01T06:00:00Z", "2024-03-06T00:00:00Z").ticks(50.0)[0].label, "2 Mar");
        let years = scale("2001-05-01T00:00:00Z", "2024-03-06T00:00:00Z").ticks(60.0);
        assert_eq!(years.first().map(|t| t.label.as_str()), Some("2003"));
        assert!(years.len() <= 16, "{}", years.len());
    }

    #[test]
    fn numbers_end_at_a_round_one() {
        let ticks: Vec<f64> = NumberScale::new(1_118_977.0, 400.0, 0.0, 5.0).ticks().collect();
        assert_eq!(ticks.len(), 6);
        assert!((ticks[5] - 1_250_000.0).abs() < 1e-6);
        assert!((NumberScale::new(0.0, 400.0, 0.0, 5.0).at(0.0) - 400.0).abs() < 1e-9);
    }
}
