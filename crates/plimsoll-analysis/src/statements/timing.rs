//! A volume that is said to have been reached by a day, against the calls of a whole season.

use super::amount::{days, in_words, length_d, spoken, who, written_days};
use super::referent::{Relation, relate};
use super::sums::end_of;
use super::{Finding, Sayings, capacity, chance};
use crate::oil::grouped;
use plimsoll_model::{Period, Referent, Statement, StatementQuantity as Q, Verdict};

/// A season: so many barrels in so many calls over a period.
struct Season<'a> {
    volume: &'a Statement,
    calls: &'a Statement,
    period: Period,
}

/// What one says was reached early, against each season it falls into.
pub(super) fn early<'a>(sayings: &Sayings<'a>, one: &'a Statement) -> Vec<Finding<'a>> {
    if one.quantity != Q::Volume || one.referent.laden_share.is_some() {
        return Vec::new();
    }
    let seasons = sayings.all.iter().filter_map(|other| season(sayings, one, other));
    seasons.filter_map(|season| judged(sayings, one, &season)).collect()
}

/// A statement as a season into which the other falls: of the same oil, no wider than it, and going on after it.
fn season<'a>(sayings: &Sayings<'a>, one: &Statement, other: &'a Statement) -> Option<Season<'a>> {
    let is_season = other.id != one.id
        && other.quantity == Q::Volume
        && other.referent.laden_share.is_none()
        && !sayings.is_restated(other);
    let period = other.referent.period.filter(|_| is_season)?;
    let timeless = |r: &Referent| Referent { period: None, instrument: String::new(), ..r.clone() };
    let holds_its_oil = matches!(
        relate(&timeless(&one.referent), &timeless(&other.referent)),
        Relation::Same | Relation::Wider(_)
    );
    let end = end_of(one)?;
    let is_within = days(period.start()) < end && end < days(period.end());
    let calls = capacity::beside(sayings, other, Q::Calls).filter(|c| c.value >= 2.0)?;
    (holds_its_oil && is_within && other.value > 0.0).then_some(Season { volume: other, calls, period })
}

fn judged<'a>(sayings: &Sayings<'a>, one: &'a Statement, season: &Season<'a>) -> Option<Finding<'a>> {
    let (from, end) = (one.referent.period?.start().max(season.period.start()), end_of(one)?);
    let n = season.calls.value;
    let each = season.volume.value / n;
    // What is said to be `more than 500,000` needs 500,000.
    let needed = (one.value / each).ceil();
    let elapsed = (end - days(from)) / length_d(season.period);
    if needed < 1.0 || elapsed <= 0.0 {
        return None;
    }
    let chance = chance::at_least(needed, n, elapsed)?;
    // The first call on the first day, the last on the last.
    let step = (length_d(season.period) - 1.0) / (n - 1.0);
    let passes = days(from) + (needed - 1.0) * step;
    let calls_by_then = (elapsed * n).floor();
    let contradicts = chance < sayings.params.level;
    let verdict = if contradicts { Verdict::Contradicts } else { Verdict::Agrees };
    let passing = if needed > n {
        "and not within the season".to_owned()
    } else {
        let only = if passes > end { "only " } else { "" };
        format!(
            "{only}with call {needed:.0}, about {}, if the calls were evenly spread",
            written_days(passes)
        )
    };
    let spread = format!(
        "{} says {} by {}. The {} of {} in {n} calls reach {} {passing}; by that day they are {calls_by_then:.0} calls and {} barrels.",
        who(one),
        in_words(one),
        written_days(end - 1e-6),
        spoken(Q::Volume, season.volume.value),
        who(season.volume),
        spoken(Q::Volume, one.value),
        grouped(((calls_by_then * each) / 1e3).round() * 1e3),
    );
    let why = format!("{spread} {}", ways_out(one, season, contradicts, needed, elapsed, chance));
    let found = Finding::new(one, "timing", verdict, why)
        .number("calls_needed", needed, "calls")
        .number("share_of_season", elapsed, "")
        .number("chance_if_at_random", chance, "")
        .number("evenly_spread_day", passes, "d since 1970-01-01")
        .against(season.volume)
        .standing_on([season.calls.id]);
    Some(found)
}

/// What would let both be true.
fn ways_out(
    one: &Statement,
    season: &Season<'_>,
    contradicts: bool,
    needed: f64,
    elapsed: f64,
    chance: f64,
) -> String {
    let days = (elapsed * length_d(season.period)).round();
    let at_random = format!(
        "{needed:.0} of {} calls in {days} of {:.0} days",
        season.calls.value,
        length_d(season.period)
    );
    let percent = crate::wording::percent(chance).unwrap_or_default();
    if !contradicts {
        return format!("Calls that come at random are that early ({at_random}) with {percent}.");
    }
    let same = relate(
        &Referent { period: None, ..one.referent.clone() },
        &Referent { period: None, ..season.volume.referent.clone() },
    );
    let others = match same {
        Relation::Wider(what) => format!(", or the first counts barrels of other {what}"),
        _ => String::new(),
    };
    format!(
        "Both hold only if the calls came early in the season ({at_random}: {percent} by chance), the ships carried more, calls were missed{others}."
    )
}
