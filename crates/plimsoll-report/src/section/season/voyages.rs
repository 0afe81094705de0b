//! Where the cargoes went: how many calls each place of discharge is expected to have had.

use crate::dossier::Dossier;
use crate::number;
use crate::section::{NAME, table};
use maud::{Markup, html};
use plimsoll_model::RecordId;
use std::collections::BTreeMap;

/// What went from a place of loading to a place of discharge.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Flow {
    /// Calls expected: the sum of the probabilities.
    pub(crate) expected: f64,
    /// Calls of which it is more probable than not.
    pub(crate) likely: usize,
    /// Sightings at the place of discharge.
    pub(crate) sightings: u32,
    /// Barrels expected: the sum of the medians, each times its probability.
    pub(crate) barrels: f64,
    /// Sea route, nautical miles.
    pub(crate) route_nm: f64,
}

/// The flows by place of loading and of discharge.
pub(crate) fn flows(dossier: &Dossier) -> BTreeMap<(&str, &str), Flow> {
    let calls: BTreeMap<RecordId, _> = dossier.season.calls.iter().map(|e| (e.call.id, &e.call)).collect();
    let mut flows: BTreeMap<(&str, &str), Flow> = BTreeMap::new();
    for voyage in dossier.season.voyages.iter().filter(|v| v.p.is_finite()) {
        let call = calls.get(&voyage.port_call);
        let p = voyage.p * call.map_or(1.0, |call| call.p_call);
        let flow = flows.entry((&voyage.from_place, &voyage.to_place)).or_default();
        flow.expected += p;
        flow.likely += usize::from(p > 0.5);
        flow.sightings += voyage.sightings;
        flow.barrels += p * call.map_or(0.0, |call| call.volume_bbl.mid());
        flow.route_nm = voyage.route_nm;
    }
    flows
}

/// The table, or nothing where nobody is known to have gone anywhere.
pub(crate) fn destinations(dossier: &Dossier) -> Markup {
    let flows = flows(dossier);
    if flows.is_empty() {
        return html! {};
    }
    let rows = html! {
        @for ((from, to), flow) in &flows {
            tr {
                th scope="row" { (number::cut(to, NAME)) }
                td { (number::cut(from, NAME)) }
                td.num { (number::fixed(flow.expected, 1)) }
                td.num { (flow.likely) }
                td.num { (flow.sightings) }
                td.num { (number::grouped((flow.barrels / 1000.0).round() * 1000.0)) }
                td.num { (number::grouped(flow.route_nm)) }
            }
        }
    };
    let head = [
        "Discharge",
        "From",
        "Calls expected",
        "Calls likelier than not",
        "Sightings there",
        "Barrels expected",
        "Sea route, nmi",
    ];
    let caption = html! {
        "Where the ships of the calls that exhibits show went, as far as it can be told: of each call every place has its probability, and the sums of these stand here. "
        @if dossier.is_simulated { "SIMULATED. " }
        (super::table_of(dossier, "All voyages stand in ", "season_voyages"))
    };
    table("destinations", &caption, &head, &rows)
}
