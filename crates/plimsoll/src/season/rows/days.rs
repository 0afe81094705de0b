//! `season_ledger`, `season_weeks`: the season day by day and week by week.

use super::is_documented;
use super::numbers::{at, date_of};
use super::spread::{percentile, spread};
use crate::season::of_case::{CaseSeason, hours};
use jiff::civil::Date;
use plimsoll_analysis::ledger::notified_bbl;
use plimsoll_analysis::season::SeasonPosterior;
use plimsoll_model::evidence::Key;
use plimsoll_model::{Cap, Estimate, Period, PortCall, RecordId, RecordKind, SeasonDay, SeasonWeek};

/// One row for each day and counting period of the cap that lies in the case; one account over the case where there is no cap.
pub fn days(season: &CaseSeason<'_>, posterior: &SeasonPosterior, calls: &[PortCall]) -> Vec<SeasonDay> {
    let case = season.period;
    let accounts: Vec<(Option<&Cap>, Period)> = match season.cap {
        Some((cap, _)) => cap.reporting_period.periods(case).into_iter().map(|p| (Some(cap), p)).collect(),
        None => vec![(None, case)],
    };
    accounts.into_iter().flat_map(|(cap, window)| account(season, posterior, calls, cap, window)).collect()
}

/// The departures of a draw in a window: hour, barrels, documented.
type Departures = Vec<(f64, f64, bool)>;

fn account(
    season: &CaseSeason<'_>,
    posterior: &SeasonPosterior,
    calls: &[PortCall],
    cap: Option<&Cap>,
    window: Period,
) -> Vec<SeasonDay> {
    let start = season.period.start();
    let (from_h, to_h) = (hours(start, window.start()), hours(start, window.end()));
    let draws: Vec<Departures> = posterior
        .draws
        .iter()
        .map(|d| {
            let counted = d.calls.iter().filter(|c| c.departure_h >= from_h && c.departure_h < to_h);
            let mut all: Departures =
                counted.map(|c| (c.departure_h, c.volume_bbl, is_documented(c, &season.input))).collect();
            all.sort_by(|a, b| a.0.total_cmp(&b.0));
            all
        })
        .collect();
    let mut sums = vec![(0_usize, 0.0, 0.0); draws.len()];
    let mut rows: Vec<SeasonDay> = Vec::new();
    let first = date_of(season.period.start().max(window.start()));
    let last = season.period.end().min(window.end());
    let mut day = first;
    while at(day) < last {
        let Ok(next) = day.tomorrow() else { break };
        let end_h = hours(start, at(next));
        for (sum, draw) in sums.iter_mut().zip(&draws) {
            while let Some((_, bbl, seen)) = draw.get(sum.0).filter(|d| d.0 < end_h) {
                *sum = (sum.0 + 1, sum.1 + bbl, sum.2 + if *seen { *bbl } else { 0.0 });
            }
        }
        let notified = notified_by(season, cap, window, next);
        rows.extend(row(day, cap, notified, &sums, calls, rows.last()));
        day = next;
    }
    rows
}

/// What states notified by the end of a day.
fn notified_by(season: &CaseSeason<'_>, cap: Option<&Cap>, window: Period, next: Date) -> f64 {
    let until: Vec<_> = season.rows.reported.iter().filter(|r| r.period.end() <= at(next)).cloned().collect();
    notified_bbl(cap, window, &until)
}

fn row(
    day: Date,
    cap: Option<&Cap>,
    notified_bbl: f64,
    sums: &[(usize, f64, f64)],
    calls: &[PortCall],
    before: Option<&SeasonDay>,
) -> Option<SeasonDay> {
    let cap_id = cap.map_or_else(|| "uncapped".to_owned(), |c| c.cap_id.clone());
    let mut all: Vec<f64> = sums.iter().map(|s| s.1 + notified_bbl).collect();
    let cap_bbl = cap.map(|c| c.limit.to_barrels());
    let exceeded =
        cap_bbl.map(|limit| all.iter().filter(|v| **v > limit).count() as f64 / all.len().max(1) as f64);
    let of_day = calls.iter().filter(|c| date_of(c.departure.mid()) == day);
    let mut parents: Vec<RecordId> = of_day.map(|c| c.id).collect();
    // A chain: the day before holds what came before.
    parents.extend(before.map(|b| b.id));
    let day_key = day.to_string();
    Some(SeasonDay {
        id: RecordId::of(RecordKind::SeasonDay, &[Key::Text(&cap_id), Key::Text(&day_key)]),
        date: day,
        cap_id,
        cap_bbl,
        notified_bbl,
        quarter_bbl: percentile(&mut all, 0.25)?,
        three_quarters_bbl: percentile(&mut all, 0.75)?,
        cumulative_bbl: spread(all)?,
        documented_bbl: spread(sums.iter().map(|s| s.2).collect())
            .or_else(|| Estimate::new(0.0, 0.0, 0.0))?,
        p_exceeded: exceeded,
        calls: percentile(&mut sums.iter().map(|s| s.0 as f64).collect::<Vec<_>>(), 0.5)?,
        parents,
    })
}

/// One row for each week from the first day of the case on.
pub fn weeks(season: &CaseSeason<'_>, posterior: &SeasonPosterior) -> Vec<SeasonWeek> {
    let input = &season.input;
    let place = &input.places[season.loading].name;
    let n = posterior.draws.len().max(1) as f64;
    let count = (input.end_h / 168.0).ceil() as usize;
    let first = date_of(season.period.start());
    (0..count)
        .filter_map(|week| {
            let (from, to) = (week as f64 * 168.0, (week + 1) as f64 * 168.0);
            let is_in = |h: f64| h >= from && h < to;
            let looks = || {
                let all = input.looks.iter().zip(&season.looks);
                all.filter(|(l, _)| l.place == season.loading && is_in(l.time_h))
            };
            let calls = |seen: bool| {
                let each = posterior.draws.iter().flat_map(|d| &d.calls);
                let counted = each.filter(|c| is_in(c.arrival_h) && is_documented(c, input) == seen);
                counted.count() as f64 / n
            };
            let start = first.checked_add(jiff::Span::new().days(7 * i64::try_from(week).ok()?)).ok()?;
            let key = start.to_string();
            Some(SeasonWeek {
                id: RecordId::of(RecordKind::SeasonWeek, &[Key::Text(place), Key::Text(&key)]),
                start,
                place: place.clone(),
                looks: looks().count() as u32,
                usable_looks: looks().map(|(l, _)| l.p_see).sum(),
                sightings: input
                    .sightings
                    .iter()
                    .filter(|s| s.place == Some(season.loading) && is_in(s.time_h))
                    .count() as u32,
                calls_seen: calls(true),
                calls_unseen: calls(false),
                parents: looks().map(|(_, l)| l.id).collect(),
            })
        })
        .collect()
}
