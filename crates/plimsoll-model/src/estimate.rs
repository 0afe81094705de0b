//! Estimates: an interval, never a bare number.

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
