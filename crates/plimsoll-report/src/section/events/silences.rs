//! The tables of gaps and of outages: when a ship was not heard, and when nobody listened.

use super::{Block, View, hours, shown};
use crate::dossier::GapEntry;
use crate::number;
use maud::{Markup, html};
use plimsoll_model::Outage;

/// The table of gaps.
pub(super) fn gaps(view: &View<'_>) -> Block {
    let shown = shown::gaps(view.dossier);
    Block {
        heading: "Silences of single ships",
        meaning: "No report of the ship is in the exhibits between two of her reports. A silence is not a transmitter \
            switched off: distance to the receiver, weather and crowded channels make silences too. Hours without data, \
            in which nobody listened, are counted apart.",
        caption: "Silences (gaps). “Apart” is the geodesic between the last report before and the first after; least \
            speed is the least mean speed that joins the two.",
        head: &[
            "No",
            "Ship",
            "Last report before",
            "First report after",
            "Hours",
            "Of that no data, h",
            "Apart, km",
            "Least speed, kn",
            "From",
            "To",
        ],
        rows: html! { @for (number, entry) in &shown { (gap(view, *number, entry)) } },
        shown: shown.len(),
        all: view.dossier.gaps.len(),
        choice: "the longest, in order of time",
        file: "gaps.csv",
    }
}

fn gap(view: &View<'_>, number: usize, entry: &GapEntry) -> Markup {
    let gap = &entry.gap;
    html! {
        tr {
            (view.no("G", number, gap.id))
            th.shipcol scope="row" { (view.of_record(entry.vessel, gap.mmsi)) }
            (view.times(gap.period, gap.id))
            td.num { (hours(gap.no_data)) }
            td.num { (number::fixed(gap.distance.to_metres() / 1000.0, 1)) }
            td.num { (number::fixed(gap.implied_speed.to_knots(), 1)) }
            td.nowrap { (number::position(gap.off_position)) }
            td.nowrap { (number::position(gap.on_position)) }
        }
    }
}

/// The table of outages.
pub(super) fn outages(view: &View<'_>) -> Block {
    let shown = shown::outages(view.dossier);
    Block {
        heading: "Outages",
        meaning: "A feed gave nothing at all: nobody listened. No ship was silent then, and nothing is known of what any \
            ship did in that time.",
        caption: "Outages of feeds. Reports an hour are the mean while the feed was alive.",
        head: &["No", "Feed", "Last data before", "First data after", "Hours", "Reports an hour while alive"],
        rows: html! { @for (number, outage) in &shown { (one(view, *number, outage)) } },
        shown: shown.len(),
        all: view.dossier.outages.len(),
        choice: "the longest, in order of time",
        file: "outages.csv",
    }
}

fn one(view: &View<'_>, number: usize, outage: &Outage) -> Markup {
    html! {
        tr {
            (view.no("O", number, outage.id))
            th scope="row" { (number::cut(&outage.feed, super::NAME)) }
            (view.times(outage.period, outage.id))
            td.num { (number::plain(outage.reports_per_hour)) }
        }
    }
}
