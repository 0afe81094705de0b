//! How many visits each place had, by week or month: small multiples that stay readable for any number of ships.

use super::{READINGS, class, reading};
use crate::dossier::{Dossier, VisitEntry};
use crate::figure::axis::{TimeScale, date, midnight, time_axis};
use crate::figure::{Anchor, Canvas, Point, line, rect, svg, text};
use crate::number;
use jiff::ToSpan;
use jiff::civil::Date;
use maud::{Markup, html};
use plimsoll_model::DraughtReading;
use std::collections::BTreeMap;

/// The most places with a row of their own; the rest share one.
const MOST_PLACES: usize = 12;

/// The most weeks that are drawn as weeks; longer periods are drawn by month.
const MOST_WEEKS: f64 = 60.0;

/// Visits of one place by the start of the bin and by reading.
type Bins = BTreeMap<Date, BTreeMap<DraughtReading, u32>>;

/// The figure.
pub(super) fn figure(dossier: &Dossier) -> Markup {
    let is_weekly = is_weekly(dossier);
    let bin = if is_weekly { "week (from Monday)" } else { "month" };
    let caption = html! {
        "Port visits that began in each " (bin) ", by place and by what the ship's draughts show. All rows have the same scale."
    };
    let title = format!("Port visits a {}, by place", if is_weekly { "week" } else { "month" });
    crate::figure::figure(&title, |canvas| draw(dossier, canvas), &caption)
}

fn is_weekly(dossier: &Dossier) -> bool {
    dossier.period.duration().as_secs_f64() / (7.0 * 86_400.0) <= MOST_WEEKS
}

/// The first day of the bin of a visit.
fn bin_start(entry: &VisitEntry, is_weekly: bool) -> Date {
    let day = date(entry.visit.start);
    let weekday = day.weekday().to_monday_zero_offset().days();
    if is_weekly { day.checked_sub(weekday).unwrap_or(day) } else { day.first_of_month() }
}

/// The first day after a bin.
fn bin_end(start: Date, is_weekly: bool) -> Date {
    let span = if is_weekly { 7.days() } else { 1.month() };
    start.checked_add(span).unwrap_or(start)
}

/// The places with the most visits, those with most first, each with its bins.
fn places(dossier: &Dossier) -> Vec<(String, Bins)> {
    let mut visits: BTreeMap<&str, Vec<&VisitEntry>> = BTreeMap::new();
    dossier.visits.iter().for_each(|entry| visits.entry(&entry.visit.place).or_default().push(entry));
    let mut places: Vec<_> = visits.into_iter().collect();
    places.sort_by_key(|(name, visits)| (std::cmp::Reverse(visits.len()), *name));
    let rest: Vec<&VisitEntry> =
        places.iter().skip(MOST_PLACES).flat_map(|(_, visits)| visits.clone()).collect();
    let others = places.len().saturating_sub(MOST_PLACES);
    let mut named: Vec<(String, Bins)> = places
        .into_iter()
        .take(MOST_PLACES)
        .map(|(name, visits)| (name.into(), bins(dossier, &visits)))
        .collect();
    if others > 0 {
        named.push((format!("{others} other places"), bins(dossier, &rest)));
    }
    named
}

fn bins(dossier: &Dossier, visits: &[&VisitEntry]) -> Bins {
    let is_weekly = is_weekly(dossier);
    let mut bins = Bins::new();
    for entry in visits {
        *bins.entry(bin_start(entry, is_weekly)).or_default().entry(reading(entry)).or_default() += 1;
    }
    bins
}

fn draw(dossier: &Dossier, canvas: Canvas) -> Markup {
    let places = places(dossier);
    let most = places.iter().flat_map(|(_, bins)| bins.values()).map(|bin| bin.values().sum::<u32>()).max();
    let (left, row) = (canvas.pick(196.0, 2.0), canvas.pick(58.0, 74.0));
    let time = TimeScale::new(dossier.period, left, canvas.width() - 2.0);
    let bottom = 8.0 + row * places.len() as f64;
    let unit = canvas.pick(46.0, 44.0) / f64::from(most.unwrap_or(1).max(1));
    let content = html! {
        (time_axis(&time, canvas.pick(50.0, 46.0), 8.0, bottom))
        @for (at, (name, bins)) in places.iter().enumerate() {
            @let base = 8.0 + row * (at as f64 + 1.0);
            (place(dossier, &time, name, bins, canvas, base, unit))
        }
    };
    let label = format!(
        "Columns of port visits at {} places; the greatest column holds {} visits.",
        places.len(),
        most.unwrap_or(0)
    );
    svg(Point { x: canvas.width(), y: bottom + 38.0 }, &label, dossier.is_simulated, &content)
}

/// The columns of one place above their base line.
fn place(
    dossier: &Dossier,
    time: &TimeScale,
    name: &str,
    bins: &Bins,
    canvas: Canvas,
    base: f64,
    unit: f64,
) -> Markup {
    let is_weekly = is_weekly(dossier);
    let total: u32 = bins.values().flat_map(BTreeMap::values).sum();
    let left = time.x(jiff::Timestamp::MIN);
    let count = format!("{} visit{}", number::grouped(f64::from(total)), if total == 1 { "" } else { "s" });
    let name = number::cut(name, canvas.pick(26, 32));
    html! {
        (line("base", Point { x: left, y: base }, Point { x: canvas.width(), y: base }))
        @if canvas.is_narrow() {
            (text("rowlabel", Point { x: left, y: base - 60.0 }, Anchor::Start, &format!("{name}: {count}")))
        } @else {
            (text("rowlabel", Point { x: left - 8.0, y: base - 18.0 }, Anchor::End, &name))
            (text("tick", Point { x: left - 8.0, y: base - 3.0 }, Anchor::End, &count))
        }
        @for (start, counts) in bins {
            @let from = time.x(midnight(*start));
            @let to = time.day_x(bin_end(*start, is_weekly));
            @for (reading, y, tall) in stack(counts, base, unit) {
                (rect(class(reading), Point { x: from + 0.5, y }, Point { x: (to - from - 1.0).max(1.5), y: tall }))
            }
        }
    }
}

/// Reading, upper edge and height of each part of a column, from the bottom up.
fn stack(counts: &BTreeMap<DraughtReading, u32>, base: f64, unit: f64) -> Vec<(DraughtReading, f64, f64)> {
    let mut y = base;
    READINGS
        .iter()
        .filter_map(|(reading, _)| {
            let tall = f64::from(*counts.get(reading)?) * unit;
            y -= tall;
            Some((*reading, y, tall))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_stacked_from_loading_up_and_as_tall_as_its_visits() {
        let counts = BTreeMap::from([(DraughtReading::Missing, 1), (DraughtReading::Loading, 3)]);
        let parts = stack(&counts, 100.0, 10.0);
        assert_eq!(parts[0].0, DraughtReading::Loading);
        assert!((parts[0].1 - 70.0).abs() < 1e-9 && (parts[1].1 - 60.0).abs() < 1e-9);
    }
}
