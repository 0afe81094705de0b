//! How often this berth is told right.

use super::label::{Label, Labels};
use super::{LitVisit, OccupancyParams, in_order, judge};
use plimsoll_model::{BerthLook, RecordId};
use std::collections::{BTreeMap, BTreeSet};

/// A share of trials with its interval (Wilson 1927, 95 %).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// How many of them.
    pub hits: f64,
    /// How many trials.
    pub trials: f64,
    /// Lower end of the interval; 0 without trials.
    pub low: f64,
    /// Upper end of the interval; 1 without trials.
    pub high: f64,
}

impl Share {
    /// Of so many hits in so many trials.
    pub fn new(hits: f64, trials: f64) -> Self {
        if trials <= 0.0 {
            return Self { hits: 0.0, trials: 0.0, low: 0.0, high: 1.0 };
        }
        let (p, z2) = (hits / trials, 1.959_963_984_540_054 * 1.959_963_984_540_054);
        let middle = p + z2 / (2.0 * trials);
        let half = libm::sqrt(z2 * (p * (1.0 - p) / trials + z2 / (4.0 * trials * trials)));
        let whole = 1.0 + z2 / trials;
        Self {
            hits,
            trials,
            low: ((middle - half) / whole).max(0.0),
            high: ((middle + half) / whole).min(1.0),
        }
    }

    /// The share; `None` without trials.
    pub fn value(&self) -> Option<f64> {
        (self.trials > 0.0).then(|| self.hits / self.trials)
    }
}

/// How often a berth is told right, by its own looks.
#[derive(Clone, Debug, PartialEq)]
pub struct BerthQuality {
    /// Name of the berth.
    pub berth: String,
    /// Lit ships that were left out, one after the other.
    pub visitors: u32,
    /// Looks at a lit ship that say occupied, judged without anything that AIS says of her.
    pub detected: Share,
    /// Looks at no lit ship that say occupied. Ships that send nothing are among them, so that false occupied looks
    /// are at most this many.
    pub occupied_unlit: Share,
    /// Share of looks that say occupied and should not, by the probabilities themselves: the sum of `1 - p` over them,
    /// over the expected number of empty looks.
    pub false_occupied_expected: Option<f64>,
}

/// Judges every lit ship's looks without her, and says how often that comes out right; one row a berth.
pub fn berth_quality(
    looks: &[BerthLook],
    visits: &[LitVisit],
    params: &OccupancyParams,
) -> Vec<BerthQuality> {
    let mut berths: BTreeMap<&str, Vec<&BerthLook>> = BTreeMap::new();
    for look in looks {
        berths.entry(&look.berth).or_default().push(look);
    }
    berths
        .into_iter()
        .map(|(berth, looks)| {
            let visits: Vec<&LitVisit> = visits.iter().filter(|visit| visit.berth == berth).collect();
            of_berth(berth, &in_order(looks), &visits, params)
        })
        .collect()
}

fn of_berth(
    berth: &str,
    looks: &[&BerthLook],
    visits: &[&LitVisit],
    params: &OccupancyParams,
) -> BerthQuality {
    let vessels: BTreeSet<RecordId> = visits.iter().map(|visit| visit.vessel).collect();
    let (mut hits, mut trials, mut visitors) = (0.0, 0.0, 0);
    for vessel in vessels {
        let (hers, others): (Vec<&LitVisit>, Vec<&LitVisit>) =
            visits.iter().partition(|visit| visit.vessel == vessel);
        let labels = Labels::new(&hers, params);
        let at: Vec<usize> = (0..looks.len()).filter(|at| labels.of(looks[*at].time) == Label::Lit).collect();
        if at.is_empty() {
            continue;
        }
        visitors += 1;
        let judged = judge(looks, &others, params);
        for p in at.into_iter().filter_map(|at| judged[at].p_occupied) {
            trials += 1.0;
            hits += f64::from(u8::from(p >= params.occupied_from_p));
        }
    }
    let labels = Labels::new(visits, params);
    let judged = judge(looks, visits, params);
    let unlit = looks.iter().zip(judged).filter(|(look, _)| labels.of(look.time) == Label::Unlit);
    let p: Vec<f64> = unlit.filter_map(|(_, judged)| judged.p_occupied).collect();
    let said: Vec<f64> = p.iter().copied().filter(|p| *p >= params.occupied_from_p).collect();
    let empty: f64 = p.iter().map(|p| 1.0 - p).sum();
    BerthQuality {
        berth: berth.to_owned(),
        visitors,
        detected: Share::new(hits, trials),
        occupied_unlit: Share::new(said.len() as f64, p.len() as f64),
        false_occupied_expected: (empty > 0.0).then(|| said.iter().map(|p| 1.0 - p).sum::<f64>() / empty),
    }
}
