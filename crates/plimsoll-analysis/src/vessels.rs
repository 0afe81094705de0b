//! Vessels: which static reports and claims are about one hull.
//!
//! Method page: `docs/methods/vessels.md`. A hull is its IMO number (IMO Resolution A.1117(30)); an MMSI names a
//! radio (ITU-R M.585), so two hulls are never joined on an MMSI.

mod identity;
mod particulars;
mod remarks;

pub use identity::VesselIndex;

use plimsoll_model::evidence::Key;
use plimsoll_model::{Claim, ClaimSubject, ImoNumber, Mmsi, RecordId, RecordKind, StaticReport, Vessel};
use std::collections::{BTreeMap, BTreeSet};

/// Thresholds of the vessels, section `[vessels]`.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VesselParams {
    /// An MMSI that two ships use within this many hours of an instant is shared at that instant, h.
    pub shared_radio_window_h: f64,
    /// A draught sent that exceeds this share of the beam is a typing error.
    pub max_draught_to_beam_ratio: f64,
    /// A dimension sent that differs from the one claimed by more than this share is remarked.
    pub dimension_tolerance_ratio: f64,
}

/// Whom a vessel record stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum VesselKey {
    /// A hull.
    Hull(ImoNumber),
    /// A radio whose hull is not known.
    Radio(Mmsi),
}

impl VesselKey {
    /// The identifier of its record.
    pub(crate) fn id(self) -> RecordId {
        let (word, number) = match self {
            Self::Hull(imo) => ("imo", imo.value()),
            Self::Radio(mmsi) => ("mmsi", mmsi.value()),
        };
        RecordId::of(RecordKind::Vessel, &[Key::Text(word), Key::Int(i64::from(number))])
    }
}

/// The ships heard of: one for each hull and one for each radio without hull, in order of identifier.
///
/// `radios` are the MMSIs that position reports carry; one that no static report names is a vessel of its own.
/// A hull that only a list names and nobody heard is not a vessel of the case, unless it is of its `fleet`.
pub fn vessels(
    reports: &[StaticReport],
    radios: &BTreeSet<Mmsi>,
    claims: &[Claim],
    fleet: &BTreeSet<ImoNumber>,
    params: &VesselParams,
) -> Vec<Vessel> {
    let index = VesselIndex::new(reports, params);
    let mut gathered = gather(reports, radios, &index);
    for &imo in fleet {
        gathered.entry(VesselKey::Hull(imo)).or_default();
    }
    attach_claims(&mut gathered, claims);
    let users = users_of_radios(&gathered);
    let mut vessels: Vec<Vessel> =
        gathered.into_iter().map(|(key, g)| g.vessel(key, &users, params)).collect();
    vessels.sort_by_key(|v| v.id);
    vessels
}

/// The hulls that use each radio.
type Users = BTreeMap<Mmsi, BTreeSet<VesselKey>>;

/// Everything about one ship, before it is summed up.
#[derive(Debug, Default)]
struct Gathered<'a> {
    reports: Vec<&'a StaticReport>,
    claims: Vec<&'a Claim>,
    mmsis: BTreeSet<Mmsi>,
    /// For a ship known by its MMSI: the hulls to which lists give that MMSI.
    listed_hulls: BTreeSet<ImoNumber>,
}

/// The reports of each ship in order of time, and a ship for each radio that needs one.
fn gather<'a>(
    reports: &'a [StaticReport],
    radios: &BTreeSet<Mmsi>,
    index: &VesselIndex,
) -> BTreeMap<VesselKey, Gathered<'a>> {
    let mut sorted: Vec<&StaticReport> = reports.iter().collect();
    sorted.sort_by_key(|r| (r.time, r.id));
    let mut gathered: BTreeMap<VesselKey, Gathered<'a>> = BTreeMap::new();
    for report in sorted {
        let ship = gathered.entry(index.key_of(report)).or_default();
        ship.mmsis.insert(report.mmsi);
        ship.reports.push(report);
    }
    for &mmsi in radios.iter().filter(|m| index.needs_own_vessel(**m)) {
        gathered.entry(VesselKey::Radio(mmsi)).or_default().mmsis.insert(mmsi);
    }
    gathered
}

/// Gives each claim to the ship that it is about: a hull by its number; a radio to the one ship that uses it.
fn attach_claims<'a>(gathered: &mut BTreeMap<VesselKey, Gathered<'a>>, claims: &'a [Claim]) {
    let users = users_of_radios(gathered);
    for claim in claims {
        let key = match claim.subject {
            ClaimSubject::Imo(imo) => Some(VesselKey::Hull(imo)),
            ClaimSubject::Mmsi(mmsi) => {
                users.get(&mmsi).filter(|u| u.len() == 1).and_then(|u| u.first().copied())
            }
            ClaimSubject::Entry(_) => None,
        };
        if let Some(ship) = key.and_then(|k| gathered.get_mut(&k)) {
            ship.claims.push(claim);
        }
        if let Some((radio, imo)) = listed_radio(claim)
            && let Some(ship) = gathered.get_mut(&VesselKey::Radio(radio))
        {
            ship.listed_hulls.insert(imo);
        }
    }
    for ship in gathered.values_mut() {
        ship.claims.sort_by_key(|c| c.id);
    }
}

/// The radio that a list gives to a hull, if that is what the claim says.
fn listed_radio(claim: &Claim) -> Option<(Mmsi, ImoNumber)> {
    match claim.subject {
        ClaimSubject::Imo(imo) if claim.property == "mmsi" => Some((Mmsi::parse(&claim.value).ok()?, imo)),
        _ => None,
    }
}

/// Which ships use each radio.
fn users_of_radios(gathered: &BTreeMap<VesselKey, Gathered<'_>>) -> Users {
    let mut users = Users::new();
    for (key, ship) in gathered {
        for mmsi in &ship.mmsis {
            users.entry(*mmsi).or_default().insert(*key);
        }
    }
    users
}

impl Gathered<'_> {
    /// Sums up.
    fn vessel(&self, key: VesselKey, users: &Users, params: &VesselParams) -> Vessel {
        let mut remarks = self.identity_remarks(key, users);
        let names = self.names();
        let (kind, kind_remark) = particulars::kind(&self.reports, &self.claims);
        remarks.extend(kind_remark);
        let sizes = particulars::sizes(&self.reports, &self.claims, params, &mut remarks);
        let (deepest, deepest_report) =
            particulars::deepest_draught(&self.reports, sizes.beam_m.as_ref(), params, &mut remarks);
        let mut parents = self.faces();
        parents.extend(deepest_report);
        parents.extend(self.claims.iter().map(|c| c.id));
        parents.sort();
        parents.dedup();
        let imo_number = match key {
            VesselKey::Hull(imo) => Some(imo),
            VesselKey::Radio(_) => None,
        };
        Vessel {
            id: key.id(),
            imo_number,
            mmsis: self.mmsis.iter().copied().collect(),
            ship_name: most_frequent(self.reports.iter().filter_map(|r| clean(r.ship_name.as_deref())))
                .map(|(name, _)| name)
                .or_else(|| names.first().cloned()),
            names,
            kind,
            length_overall_m: sizes.length_overall_m,
            beam_m: sizes.beam_m,
            deadweight_t: sizes.deadweight_t,
            summer_draught_m: sizes.summer_draught_m,
            depth_moulded_m: sizes.depth_moulded_m,
            tank_volume_m3: sizes.tank_volume_m3,
            deepest_draught_m: deepest,
            remarks,
            parents,
        }
    }

    /// All names sent or claimed, in order of the alphabet.
    fn names(&self) -> Vec<String> {
        let sent = self.reports.iter().filter_map(|r| clean(r.ship_name.as_deref()));
        let claimed = self.claims.iter().filter(|c| c.property == "ship_name");
        let claimed = claimed.filter_map(|c| clean(Some(&c.value)));
        sent.chain(claimed).collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// The first report of each different content but for draught and destination: enough to see every change.
    fn faces(&self) -> Vec<RecordId> {
        let mut seen = BTreeSet::new();
        let mut first = Vec::new();
        for r in &self.reports {
            let face = (r.mmsi, r.imo_sent, &r.ship_name, &r.call_sign, r.ship_type, size_key(r));
            if seen.insert(face) {
                first.push(r.id);
            }
        }
        first
    }
}

/// Dimensions sent in whole decimetres, as a key.
fn size_key(report: &StaticReport) -> (Option<i64>, Option<i64>) {
    let decimetres = |l: plimsoll_model::Length| (l.to_metres() * 10.0).round() as i64;
    (report.dimensions.length_overall.map(decimetres), report.dimensions.beam.map(decimetres))
}

/// A text without blanks at its ends; `None` if nothing is left.
pub(crate) fn clean(text: Option<&str>) -> Option<String> {
    text.map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned)
}

/// The value that occurs most often and how often; of several the first in order.
pub(crate) fn most_frequent<T: Ord>(values: impl Iterator<Item = T>) -> Option<(T, usize)> {
    let mut counts: BTreeMap<T, usize> = BTreeMap::new();
    for value in values {
        *counts.entry(value).or_default() += 1;
    }
    counts.into_iter().rev().max_by_key(|(_, n)| *n)
}

/// A list in words, at most ten of them.
fn list<T: ToString>(items: &BTreeSet<T>) -> String {
    let shown: Vec<String> = items.iter().take(10).map(ToString::to_string).collect();
    let more = if items.len() > 10 { format!(" and {} more", items.len() - 10) } else { String::new() };
    shown.join(", ") + &more
}
