//! Estimates: an interval, never a bare number.

use crate::{Product, RecordId};
use jiff::Timestamp;

/// An estimate of a quantity with the ends of its interval, `low <= mid <= high`.
///
/// Unless the method page says otherwise, `mid` is the median and the interval holds the middle 90 % of the
/// draws (5th to 95th percentile).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate<Q> {
    low: Q,
    mid: Q,
    high: Q,
}

impl<Q: PartialOrd + Copy> Estimate<Q> {
    /// From the three numbers; `None` if they are not in order (or one is not a number).
    pub fn new(low: Q, mid: Q, high: Q) -> Option<Self> {
        (low <= mid && mid <= high).then_some(Self { low, mid, high })
    }
    /// Lower end of the interval.
    pub const fn low(&self) -> Q {
        self.low
    }
    /// The middle: the median.
    pub const fn mid(&self) -> Q {
        self.mid
    }
    /// Upper end of the interval.
    pub const fn high(&self) -> Q {
        self.high
    }
    /// The same estimate in another unit or quantity. The conversion must not turn the order round.
    pub fn map<R: PartialOrd + Copy>(self, convert: impl Fn(Q) -> R) -> Option<Estimate<R>> {
        Estimate::new(convert(self.low), convert(self.mid), convert(self.high))
    }
}

/// What the draughts sent before and after a port visit show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DraughtReading {
    /// She left deeper by at least the least change that counts.
    Loading,
    /// She left higher by at least that much.
    Discharge,
    /// Both draughts were sent and differ by less: no cargo moved, or the crew did not type it in.
    Unchanged,
    /// One of the two, or both, were not sent.
    Missing,
}

impl DraughtReading {
    /// The word used in tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Loading => "loading",
            Self::Discharge => "discharge",
            Self::Unchanged => "unchanged",
            Self::Missing => "missing",
        }
    }
    /// From the word used in tables.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Loading, Self::Discharge, Self::Unchanged, Self::Missing]
            .into_iter()
            .find(|r| r.as_str() == text)
    }
}

/// Where a draught comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DraughtSource {
    /// Sent by AIS, typed in by the crew.
    Ais,
    /// Read from an image of the ship.
    Image,
}

impl DraughtSource {
    /// The word used in tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ais => "ais",
            Self::Image => "image",
        }
    }
    /// From the word used in tables.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Ais, Self::Image].into_iter().find(|s| s.as_str() == text)
    }
}

/// The draughts of a port visit, each as an interval.
#[derive(Clone, Debug, PartialEq)]
pub struct DraughtPair {
    /// Which record.
    pub id: RecordId,
    /// The port visit.
    pub visit: RecordId,
    /// The ship.
    pub vessel: RecordId,
    /// On arrival, m.
    pub arrival_m: Option<Estimate<f64>>,
    /// On departure, m.
    pub departure_m: Option<Estimate<f64>>,
    /// Where the draught on arrival comes from.
    pub arrival_source: Option<DraughtSource>,
    /// Where the draught on departure comes from.
    pub departure_source: Option<DraughtSource>,
    /// Standard deviation of the draught on arrival, m.
    pub arrival_sd_m: Option<f64>,
    /// Standard deviation of the draught on departure, m.
    pub departure_sd_m: Option<f64>,
    /// The part of both that is of the hull, one standard deviation, m: it is the same in every image of her, so that the
    /// difference of two images does not hold it. Where only one of the two comes from an image, that one's.
    pub hull_sd_m: Option<f64>,
    /// What the pair shows.
    pub reading: DraughtReading,
    /// In words: which reports, and what speaks against them.
    pub basis: String,
    /// The records that it stands on.
    pub parents: Vec<RecordId>,
}

/// What a ship took on (or landed) during a port visit.
#[derive(Clone, Debug, PartialEq)]
pub struct Cargo {
    /// Which record.
    pub id: RecordId,
    /// The port visit.
    pub visit: RecordId,
    /// The ship.
    pub vessel: RecordId,
    /// Name of the place.
    pub place: String,
    /// When it counts: the end of the visit.
    pub time: Timestamp,
    /// What it is taken to be; `None`: the mix of the case.
    pub product: Option<Product>,
    /// How much, t.
    pub cargo_t: Option<Estimate<f64>>,
    /// How much, physical barrels at 15 C.
    pub volume_bbl: Option<Estimate<f64>>,
    /// How much by the factor of whoever keeps the cap, barrels.
    pub volume_committee_bbl: Option<Estimate<f64>>,
    /// True if the draughts show the loading.
    pub is_documented: bool,
    /// Probability that cargo was loaded at all.
    pub p_loaded: Option<f64>,
    /// Why it is not counted as oil, where it is not: a gas carrier, no particulars, a discharge.
    pub not_counted: Option<String>,
    /// In words: which draughts, which particulars, which priors.
    pub basis: String,
    /// The records that it stands on.
    pub parents: Vec<RecordId>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_estimate_out_of_order_or_without_number_does_not_exist() {
        assert!(Estimate::new(1.0, 2.0, 3.0).is_some());
        assert!(Estimate::new(2.0, 1.0, 3.0).is_none());
        assert!(Estimate::new(1.0, f64::NAN, 3.0).is_none());
        assert!(Estimate::new(1.0, 2.0, 3.0).unwrap().map(|x: f64| -x).is_none());
    }
}
