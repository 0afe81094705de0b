//! The hulls of a season: the ships of the case's fleet with their sizes, capacities and listing.

use jiff::Timestamp;
use plimsoll_analysis::cargo::{CargoParams, ShipDraws};
use plimsoll_analysis::inputs::Held;
use plimsoll_analysis::particulars::ParticularParams;
use plimsoll_analysis::season::SeasonHull;
use plimsoll_analysis::shared::Shared;
use plimsoll_model::{
    Claim, ClaimSubject, Designation, ListEntry, ListMatch, Particular, Product, RecordId, Strength, Vessel,
    VesselKind,
};

/// Section `[season-fleet]`.
#[derive(Clone, Copy, Debug, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FleetParams {
    /// A length or beam that a register states is right within this share, one standard deviation.
    pub register_size_sd_share: f64,
    /// The middle of the superstructure that a register states is right within this share of the length.
    pub register_superstructure_sd_share: f64,
    /// What a ship's capacity is uncertain by at the least: standard deviation of its logarithm.
    pub least_capacity_ln_sd: f64,
}

/// What is on lists: which ship, which entry, which measures.
#[derive(Clone, Copy, Debug)]
pub struct Lists<'a> {
    /// Ships and entries that may be the same.
    pub matches: &'a [ListMatch],
    /// The entries.
    pub entries: &'a [ListEntry],
    /// The measures.
    pub designations: &'a [Designation],
}

/// The ships of the fleet in order of identifier, tankers and ships of unknown kind.
pub fn ships<'a>(vessels: &'a [Vessel], claims: &[Claim], registers: &[String]) -> Vec<&'a Vessel> {
    let is_named = |v: &Vessel| {
        claims.iter().any(|c| {
            registers.contains(&c.list) && v.imo_number.is_some_and(|imo| c.subject == ClaimSubject::Imo(imo))
        })
    };
    let may_carry = |v: &Vessel| matches!(v.kind, VesselKind::OilTanker | VesselKind::Unknown);
    let mut ships: Vec<&Vessel> = vessels.iter().filter(|v| may_carry(v) && is_named(v)).collect();
    ships.sort_by_key(|v| v.id);
    ships
}

/// What the capacities of a fleet are and what they share.
pub struct Capacities {
    /// Median, bbl, and standard deviation of the logarithm that is a ship's own; `None` where neither deadweight nor length is known.
    pub of_ships: Vec<Option<(f64, f64)>>,
    /// Standard deviation of the logarithm that all ships have in common: relations of size, product, density.
    pub shared_ln_sd: f64,
}

/// Draws the capacities of the ships and parts what is common from what is a ship's own.
pub fn capacities(
    ships: &[&Vessel],
    product: Option<Product>,
    (cargo, particulars): (&CargoParams, &ParticularParams),
    least_ln_sd: f64,
) -> Capacities {
    let held = Held::none();
    let shared = Shared::new(cargo, particulars, &held);
    let non_cargo = 0.5 * (cargo.consumables_share_min + cargo.consumables_share_max);
    let logs: Vec<Option<Vec<f64>>> = ships
        .iter()
        .map(|v| {
            let draws = ShipDraws::new(v, particulars, &shared, &held)?;
            let capacity = draws.capacity_bbl(&shared, product, non_cargo)?;
            Some(capacity.into_iter().map(|c| libm::log(c.max(1.0))).collect())
        })
        .collect();
    let known: Vec<&Vec<f64>> = logs.iter().flatten().collect();
    let n = known.first().map_or(0, |l| l.len());
    let common: Vec<f64> =
        (0..n).map(|k| known.iter().map(|l| l[k]).sum::<f64>() / known.len() as f64).collect();
    let middle = mean(&common);
    let of_ships = logs
        .iter()
        .map(|log| {
            let log = log.as_ref()?;
            let own: Vec<f64> = log.iter().zip(&common).map(|(l, c)| l - c).collect();
            Some((libm::exp(mean(&own) + middle), sd(&own).max(least_ln_sd)))
        })
        .collect();
    Capacities { of_ships, shared_ln_sd: sd(&common) }
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

fn sd(values: &[f64]) -> f64 {
    let m = mean(values);
    (values.iter().map(|v| (v - m) * (v - m)).sum::<f64>() / values.len().max(1) as f64).sqrt()
}

/// One hull for the posterior; `None` where nothing tells what she can take.
pub fn hull(
    vessel: &Vessel,
    capacity_bbl: Option<(f64, f64)>,
    claims: &[Claim],
    lists: &Lists<'_>,
    start: Timestamp,
    params: &FleetParams,
) -> Option<SeasonHull> {
    let size = |p: &Option<Particular>| {
        let e = p.as_ref()?.estimate;
        let stated = params.register_size_sd_share * e.mid();
        Some((e.mid(), ((e.high() - e.low()) / 3.29).max(stated)))
    };
    let superstructure = claims
        .iter()
        .filter(|c| c.property == "superstructure_from_stern")
        .find(|c| vessel.imo_number.is_some_and(|imo| c.subject == ClaimSubject::Imo(imo)))
        .and_then(|c| Some((c.value.parse::<f64>().ok()?, params.register_superstructure_sd_share)));
    Some(SeasonHull {
        vessel: vessel.id,
        length_m: size(&vessel.length_overall_m),
        beam_m: size(&vessel.beam_m),
        superstructure,
        capacity_bbl: capacity_bbl?,
        listed_from_h: listed_from_h(vessel.id, lists, start),
        names: vessel.names.clone(),
    })
}

/// From when a ship is on a list, h after the start of the case; minus infinity where no day is given but an entry stands.
fn listed_from_h(vessel: RecordId, lists: &Lists<'_>, start: Timestamp) -> Option<f64> {
    let sure = lists.matches.iter().filter(|m| m.vessel == vessel && m.strength == Strength::Established);
    let days = sure.flat_map(|m| {
        let keyed = lists.entries.iter().filter(move |e| e.list == m.list && e.key == m.key);
        keyed.flat_map(|e| lists.designations.iter().filter(move |d| d.entry == e.id))
    });
    let hours = |d: &Designation| {
        let day = d.from?.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp();
        Some(day.duration_since(start).as_secs_f64() / 3600.0)
    };
    days.map(|d| hours(d).unwrap_or(f64::NEG_INFINITY)).reduce(f64::min)
}
