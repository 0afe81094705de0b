//! `season_numbers`, `season_variance`: the numbers of a season, each of its own kind.

use super::spread::{percentile, spread};
use super::{is_documented, is_listed};
use crate::season::of_case::CaseSeason;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use plimsoll_analysis::season::{SeasonDraw, SeasonPosterior, SeasonShip};
use plimsoll_model::evidence::Key;
use plimsoll_model::{
    NumberKind, PortCall, RecordId, RecordKind, ReportedVolumeKind, SeasonNumber, VarianceShare,
};
use std::collections::BTreeSet;

/// What makes the numbers of a season, and those made.
struct Numbers<'a> {
    season: &'a CaseSeason<'a>,
    posterior: &'a SeasonPosterior,
    calls: &'a [PortCall],
    rows: Vec<SeasonNumber>,
}

/// Every number of the season, in the order in which a reader asks for them.
pub fn numbers(
    season: &CaseSeason<'_>,
    posterior: &SeasonPosterior,
    calls: &[PortCall],
) -> Vec<SeasonNumber> {
    let mut numbers = Numbers { season, posterior, calls, rows: Vec::new() };
    numbers.counts();
    numbers.dates();
    numbers.fills();
    numbers.barrels();
    numbers.shares();
    numbers.crossing();
    numbers.rows
}

impl Numbers<'_> {
    fn put(&mut self, name: &str, what: &str, unit: &str, kind: NumberKind, basis: &str, values: Vec<f64>) {
        let spread = spread(values);
        let row = self.row(name, what, unit, kind, basis);
        self.rows.push(SeasonNumber {
            low: spread.map(|s| s.low()),
            mid: spread.map(|s| s.mid()),
            high: spread.map(|s| s.high()),
            ..row
        });
    }

    fn row(&self, name: &str, what: &str, unit: &str, kind: NumberKind, basis: &str) -> SeasonNumber {
        SeasonNumber {
            id: RecordId::of(RecordKind::SeasonNumber, &[Key::Text(name)]),
            name: name.to_owned(),
            what: what.to_owned(),
            unit: unit.to_owned(),
            kind,
            low: None,
            mid: None,
            high: None,
            p: None,
            basis: basis.to_owned(),
            parents: self.calls.iter().map(|c| c.id).collect(),
        }
    }

    /// One value for each draw.
    fn by_draw(&self, of: impl Fn(&SeasonDraw) -> f64) -> Vec<f64> {
        self.posterior.draws.iter().map(of).collect()
    }

    fn counts(&mut self) {
        let input = &self.season.input;
        let documented = self.by_draw(|d| d.calls.iter().filter(|c| is_documented(c, input)).count() as f64);
        let all = self.by_draw(|d| d.calls.len() as f64);
        self.put(
            "calls-documented",
            "calls that some exhibit shows at the place of loading",
            "calls",
            NumberKind::Documented,
            "sightings at the place; the interval is what the draws leave open of which sightings are of one stay",
            documented,
        );
        self.put(
            "calls",
            "calls, with those that nobody saw",
            "calls",
            NumberKind::Estimated,
            "the posterior of the season: looks in which nobody was seen, stays, ways and ships",
            all,
        );
        let most = self.posterior.most_calls as f64;
        self.put(
            "calls-upper-bound",
            "calls that the ships could have made at most",
            "calls",
            NumberKind::UpperBound,
            "no stay over a clear look that shows nobody, no round trip faster than the ways allow",
            vec![most],
        );
        let ships = |d: &SeasonDraw, only_seen: bool| {
            let calls = d.calls.iter().filter(|c| !only_seen || is_documented(c, input));
            calls.map(|c| c.ship).collect::<BTreeSet<SeasonShip>>().len() as f64
        };
        let (seen, every) = (self.by_draw(|d| ships(d, true)), self.by_draw(|d| ships(d, false)));
        self.put(
            "ships-documented",
            "different ships in the calls that exhibits show",
            "ships",
            NumberKind::Documented,
            "sightings and who fits them",
            seen,
        );
        self.put(
            "ships",
            "different ships in all calls",
            "ships",
            NumberKind::Estimated,
            "the posterior of the season",
            every,
        );
    }

    fn dates(&mut self) {
        let input = &self.season.input;
        let start = self.season.period.start();
        let day = |h: f64| (start.as_second() as f64 + h * 3600.0) / 86_400.0;
        let times: Vec<f64> = {
            let seen = input.sightings.iter().filter(|s| s.place.is_some_and(|p| input.places[p].is_loading));
            seen.map(|s| s.time_h).collect()
        };
        // A sighting that most draws hold to be false is no call.
        let of = |pick: fn(f64, f64) -> f64, d: &SeasonDraw| {
            let in_calls = d.calls.iter().flat_map(|c| &c.sightings);
            let shown =
                in_calls.filter(|s| input.sightings[**s].place.is_some_and(|p| input.places[p].is_loading));
            shown.map(|s| input.sightings[*s].time_h).reduce(pick)
        };
        let known = !times.is_empty();
        let draws = |pick: fn(f64, f64) -> f64| -> Vec<f64> {
            self.posterior.draws.iter().filter_map(|d| of(pick, d)).map(|h| day(h).floor()).collect()
        };
        let (first, last) = if known { (draws(f64::min), draws(f64::max)) } else { (vec![], vec![]) };
        let basis = "the day of the first and last exhibit that shows a ship of the fleet there";
        self.put(
            "first-seen",
            "first day on which an exhibit shows a call",
            "date",
            NumberKind::Documented,
            basis,
            first,
        );
        self.put(
            "last-seen",
            "last day on which an exhibit shows a call",
            "date",
            NumberKind::Documented,
            basis,
            last,
        );
    }

    fn fills(&mut self) {
        let mean = |d: &SeasonDraw| {
            let n = d.calls.len().max(1) as f64;
            d.calls.iter().map(|c| c.fill).sum::<f64>() / n
        };
        let values = self.posterior.draws.iter().filter(|d| !d.calls.is_empty()).map(mean).collect();
        self.put(
            "fill",
            "mean share of what the ships can take",
            "0-1",
            NumberKind::Estimated,
            "readings of the waterline where there are any, else the prior",
            values,
        );
        let input = &self.season.input;
        let has_reading = |s: &usize| input.sightings[*s].fill.is_some();
        let read = self.by_draw(|d| {
            let documented = d.calls.iter().filter(|c| is_documented(c, input));
            let (mut n, mut with) = (0.0, 0.0);
            for call in documented {
                n += 1.0;
                with += f64::from(u8::from(call.sightings.iter().any(has_reading)));
            }
            if n > 0.0 { with / n } else { 0.0 }
        });
        self.put(
            "fill-read-share",
            "share of documented calls whose waterline some image shows",
            "0-1",
            NumberKind::Documented,
            "readings of waterlines",
            read,
        );
    }

    fn barrels(&mut self) {
        let input = &self.season.input;
        let total = self.by_draw(|d| d.total_bbl);
        let documented = self.by_draw(|d| {
            d.calls.iter().filter(|c| is_documented(c, input)).map(|c| c.volume_bbl).sum::<f64>()
        });
        self.put(
            "barrels-documented",
            "barrels of the calls that exhibits show",
            "bbl",
            NumberKind::Documented,
            "documented calls only, each with its ship, capacity and fill",
            documented,
        );
        self.put(
            "barrels",
            "barrels of all calls",
            "bbl",
            NumberKind::Estimated,
            "all calls of the posterior, errors shared by all calls kept shared",
            total.clone(),
        );
        if let Some((cap, _)) = self.season.cap {
            let limit = cap.limit.to_barrels();
            let what = format!("barrels of all calls as a multiple of the cap {}", cap.cap_id);
            let values = total.iter().map(|t| t / limit).collect();
            self.put(
                "cap-multiple",
                &what,
                "times",
                NumberKind::Estimated,
                "the same barrels, without notified ones",
                values,
            );
        }
        if let Some((year, notified)) = self.notified_before() {
            let what = format!("barrels of all calls as a multiple of what was notified for {year}");
            let values = total.iter().map(|t| t / notified).collect();
            let basis = format!("{notified:.0} bbl notified for {year}");
            self.put("notified-multiple", &what, "times", NumberKind::Estimated, &basis, values);
        }
        for (name, from_h, to_h) in self.months() {
            let values = self.by_draw(|d| {
                let of_month = d.calls.iter().filter(|c| c.departure_h >= from_h && c.departure_h < to_h);
                of_month.map(|c| c.volume_bbl).sum()
            });
            let (name, what) =
                (format!("barrels-{name}"), format!("barrels of the calls that ended in {name}"));
            self.put(
                &name,
                &what,
                "bbl",
                NumberKind::Estimated,
                "calls by the month in which they ended",
                values,
            );
        }
    }

    /// The calendar year before the case and what states notified for it.
    fn notified_before(&self) -> Option<(i16, f64)> {
        let year = date_of(self.season.period.start()).year() - 1;
        let of_year = self.season.rows.reported.iter().filter(|r| {
            r.kind == ReportedVolumeKind::NotifiedDelivery && date_of(r.period.start()).year() == year
        });
        let sum: f64 = of_year.map(|r| r.volume.to_barrels()).sum();
        (sum > 0.0).then_some((year, sum))
    }

    /// The calendar months of the case, with their ends in h.
    fn months(&self) -> Vec<(String, f64, f64)> {
        let (start, end) = (self.season.period.start(), self.season.period.end());
        let mut first = date_of(start).first_of_month();
        let mut months = Vec::new();
        while at(first) < end && months.len() < 120 {
            let next = first.last_of_month().tomorrow().unwrap_or(Date::MAX);
            let hour = |d| crate::season::of_case::hours(start, at(d));
            months.push((first.strftime("%Y-%m").to_string(), hour(first), hour(next)));
            first = next;
        }
        months
    }

    fn shares(&mut self) {
        let input = &self.season.input;
        let share = |d: &SeasonDraw, only_seen: bool| {
            let calls: Vec<_> = d.calls.iter().filter(|c| !only_seen || is_documented(c, input)).collect();
            let listed = calls.iter().filter(|c| is_listed(c, input)).count();
            if calls.is_empty() { 0.0 } else { listed as f64 / calls.len() as f64 }
        };
        let (seen, every) = (self.by_draw(|d| share(d, true)), self.by_draw(|d| share(d, false)));
        let over_half = every.iter().filter(|s| **s > 0.5).count() as f64 / every.len().max(1) as f64;
        self.put(
            "listed-share-documented",
            "share of documented calls by ships on a list on the day",
            "0-1",
            NumberKind::Documented,
            "who the ships were, and the days from which measures held",
            seen,
        );
        self.put(
            "listed-share",
            "share of all calls by ships on a list on the day",
            "0-1",
            NumberKind::Estimated,
            "the posterior of who the ships were; `p` is the probability that it is more than half",
            every,
        );
        if let Some(row) = self.rows.last_mut() {
            row.p = Some(over_half);
        }
        let places = self.by_draw(|d| d.calls.iter().map(|c| c.place).collect::<BTreeSet<_>>().len() as f64);
        self.put(
            "discharge-places",
            "different places of discharge",
            "places",
            NumberKind::Estimated,
            "sightings there, times and ways",
            places,
        );
        self.silent();
        let (first, last) = (0.0, input.end_h);
        let weeks = (last - first) / 168.0;
        let rate = self.by_draw(|d| d.calls.len() as f64 / weeks);
        self.put(
            "calls-per-week",
            "calls a week",
            "1/week",
            NumberKind::Estimated,
            "calls over the weeks of the case",
            rate,
        );
    }

    /// Arrivals of documented calls at which AIS was silent.
    fn silent(&mut self) {
        let documented = self.calls.iter().filter(|c| c.p_call >= 0.5);
        let silent = documented.filter(|c| c.ais_on_arrival.starts_with("silent")).count() as f64;
        self.put(
            "silent-arrivals",
            "documented calls whose ship did not send AIS on arrival although the feed was alive",
            "calls",
            NumberKind::Documented,
            "the window and the reception stand in each call's row",
            vec![silent],
        );
    }

    fn crossing(&mut self) {
        let Some((cap, _)) = self.season.cap else { return };
        let start = self.season.period.start();
        let mut days: Vec<f64> = self.by_draw(|d| {
            d.crossing_h
                .map_or(f64::INFINITY, |h| ((start.as_second() as f64 + h * 3600.0) / 86_400.0).floor())
        });
        let n = days.len().max(1) as f64;
        let p = days.iter().filter(|d| d.is_finite()).count() as f64 / n;
        let mut at = |share| percentile(&mut days, share).filter(|d| d.is_finite());
        let (low, mid, high) = (at(0.05), at(0.5), at(0.95));
        let what = format!("day on which the sum exceeded the cap {}", cap.cap_id);
        let basis = "own calls and notified deliveries, added up; arithmetic, not a finding of any committee";
        let row = self.row("cap-crossed", &what, "date", NumberKind::Estimated, basis);
        self.rows.push(SeasonNumber { low, mid, high, p: Some(p), ..row });
    }
}

/// The day of a time, UTC.
pub(super) fn date_of(time: Timestamp) -> Date {
    time.to_zoned(TimeZone::UTC).date()
}

/// The start of a day, UTC.
pub(super) fn at(day: Date) -> Timestamp {
    day.to_zoned(TimeZone::UTC).map_or(Timestamp::MAX, |z| z.timestamp())
}

/// How much of the variance of the total each factor makes.
pub fn variance(
    season: &CaseSeason<'_>,
    posterior: &SeasonPosterior,
    numbers: &[SeasonNumber],
) -> Vec<VarianceShare> {
    let total = numbers.iter().find(|n| n.name == "barrels").map(|n| n.id);
    let row = |part: plimsoll_analysis::season::VariancePart| VarianceShare {
        id: RecordId::of(RecordKind::VarianceShare, &[Key::Text(part.factor)]),
        factor: part.factor.to_owned(),
        what: part.what.to_owned(),
        is_shared: part.is_shared,
        share: part.share,
        parents: total.into_iter().collect(),
    };
    posterior.variance(&season.input).into_iter().map(row).collect()
}
