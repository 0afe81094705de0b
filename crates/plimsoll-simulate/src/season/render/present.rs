//! Who lies at a place at a time, and where.

use super::ground::DrawnPlace;
use super::vessel::{Vessel, ship_of};
use crate::hulls::Afloat;
use crate::random::Random;
use crate::season::{SeasonTruth, Whereabouts};

/// Stays at a place, each with the slot she takes: the first that is free when she comes.
pub(super) struct Stays {
    /// Call, from, to, slot; in order of arrival.
    stays: Vec<(usize, f64, f64, usize)>,
    is_loading: bool,
}

impl Stays {
    /// At a place of the season, by its number.
    pub(super) fn of(truth: &SeasonTruth, place: usize) -> Self {
        let is_loading = place == 0;
        let calls = truth.calls.iter().enumerate();
        let mut stays: Vec<(usize, f64, f64, usize)> = calls
            .filter(|(_, call)| is_loading || call.place == place)
            .map(|(number, call)| {
                let (from, to) = if is_loading {
                    (call.arrival_h, call.departure_h)
                } else {
                    (call.discharge_arrival_h, call.discharge_departure_h)
                };
                (number, from, to, 0)
            })
            .collect();
        stays.sort_by(|a, b| a.1.total_cmp(&b.1));
        for at in 0..stays.len() {
            let from = stays[at].1;
            let taken: Vec<usize> = stays[..at].iter().filter(|s| s.2 > from).map(|s| s.3).collect();
            stays[at].3 = (0..).find(|slot| !taken.contains(slot)).expect("there are more slots than ships");
        }
        Self { stays, is_loading }
    }

    /// The ships there at a time, each with her call.
    pub(super) fn vessels(
        &self,
        truth: &SeasonTruth,
        place: &DrawnPlace,
        time_h: f64,
    ) -> Vec<(usize, Vessel)> {
        let here = self.stays.iter().filter(|s| (s.1..s.2).contains(&time_h));
        here.map(|(number, from, to, slot)| {
            let call = &truth.calls[*number];
            let share = (time_h - from) / (to - from);
            let whereabouts = if self.is_loading {
                Whereabouts::Loading { call: *number, share }
            } else {
                Whereabouts::Discharging { call: *number, share }
            };
            (*number, vessel(truth, place, (call.hull, *number, *slot), truth.laden_fraction(whereabouts)))
        })
        .collect()
    }
}

fn vessel(
    truth: &SeasonTruth,
    place: &DrawnPlace,
    (hull, call, slot): (usize, usize, usize),
    laden: f64,
) -> Vessel {
    let own = &truth.hulls[hull];
    let ship = ship_of(own, truth.seed.wrapping_mul(1_000) + hull as u64);
    let random =
        &mut Random::new(truth.seed, 600_000 + 2 * call as u64 + u64::from(place.seed.is_multiple_of(2)));
    let ([along, off], is_alongside) = place.slot(slot, ship.beam_m);
    let at = place.plane(along, off);
    let heading_deg = if is_alongside {
        place.bearing_deg + if random.unit() < 0.5 { 0.0 } else { 180.0 }
    } else {
        random.between(0.0, 360.0)
    };
    let mean = own.draught_m(laden);
    let trim =
        (1.0 - laden) * random.between(0.3, 0.012 * own.length_m + 0.4) + laden * random.between(-0.1, 0.3);
    let afloat = Afloat {
        heading_deg: heading_deg.rem_euclid(360.0),
        draught_fore_m: mean - trim / 2.0,
        draught_aft_m: mean + trim / 2.0,
        heel_deg: 0.25 * random.normal(),
    };
    Vessel { ship, afloat, at, seed: truth.seed.wrapping_mul(31) ^ ((call as u64) << 20) }
}
