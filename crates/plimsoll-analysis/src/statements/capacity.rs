//! A volume over a number of calls, against the ships that made them.

use super::amount::{range, who};
use super::referent::{Relation, relate};
use super::{Finding, Sayings};
use crate::convert::PRODUCT_RANGE_BBL_PER_T;
use crate::oil::grouped;
use plimsoll_model::{Bound, Referent, Statement, StatementQuantity as Q, Verdict};

/// The statement of a quantity that speaks of the same suppliers, places and days, whatever its subject.
pub(super) fn beside<'a>(sayings: &Sayings<'a>, one: &Statement, quantity: Q) -> Option<&'a Statement> {
    let bare = |r: &Referent| Referent {
        subject: String::new(),
        instrument: String::new(),
        laden_share: None,
        ..r.clone()
    };
    let mut those: Vec<&Statement> = sayings
        .all
        .iter()
        .filter(|s| s.quantity == quantity && s.referent.period.is_some())
        .filter(|s| relate(&bare(&s.referent), &bare(&one.referent)) == Relation::Same)
        .collect();
    // A number comes before a bound on it.
    those.sort_by_key(|s| !matches!(s.bound, Bound::Exactly | Bound::About));
    those.first().copied()
}

/// What a call must have carried, and how large the ships must be for it.
pub(super) fn of_calls<'a>(sayings: &Sayings<'a>, one: &'a Statement) -> Option<Finding<'a>> {
    if one.quantity != Q::Volume || one.referent.laden_share.is_some() || sayings.is_restated(one) {
        return None;
    }
    let calls = beside(sayings, one, Q::Calls).filter(|c| c.value > 0.0)?;
    let fleet = beside(sayings, one, Q::Deadweight)?;
    let laden = beside(sayings, one, Q::Laden);
    let share = laden.map_or(1.0, |l| l.value).clamp(0.05, 1.0);
    let (heavy, light) = PRODUCT_RANGE_BBL_PER_T;
    let each = one.value / calls.value;
    let (least, most) = (each / light / share, each / heavy / share);
    let ships = range(fleet, sayings.params);
    let is_least = matches!(one.bound, Bound::MoreThan | Bound::AtLeast);
    let full = laden.map_or_else(String::new, |_| format!(" at {:.0} % of capacity", 100.0 * share));
    let carried = format!(
        "{} by {} calls is {} barrels a call. Carried{full} that takes ships of {} to {} tonnes deadweight on average, by product",
        who(one),
        grouped(calls.value),
        grouped(each),
        grouped(least),
        grouped(most)
    );
    let sizes = format!("{} to {} tonnes", grouped(ships.low), grouped(ships.high));
    let (verdict, end) = if least > ships.high {
        (Verdict::CannotBothHold, format!("more than any of the ships has ({sizes})"))
    } else if most < ships.low && !is_least {
        (Verdict::CannotBothHold, format!("less than any of the ships has ({sizes})"))
    } else {
        (Verdict::Agrees, format!("which lies within the fleet as {} gives it ({sizes})", who(fleet)))
    };
    let found = Finding::new(one, "capacity", verdict, format!("{carried}, {end}."))
        .number("bbl_per_call", each, "bbl")
        .number("least_mean_deadweight", least, "t")
        .number("most_mean_deadweight", most, "t")
        .standing_on([calls.id, fleet.id])
        .standing_on(laden.map(|l| l.id));
    Some(found)
}
