//! What an analysis reports, in numbers that any table can give. Times are seconds since 1970, UTC.

/// Everything that was looked for; `None` where it was not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// Encounters.
    pub encounters: Option<Vec<FoundMeeting>>,
    /// Gaps.
    pub gaps: Option<Vec<FoundSpan>>,
    /// MMSIs with several tracks at one time.
    pub shared_mmsis: Option<Vec<u32>>,
    /// Reports that belong to no ship.
    pub spikes: Option<Vec<FoundMoment>>,
    /// Times in which the feed gave nothing.
    pub outages: Option<Vec<(i64, i64)>>,
    /// Slow times away from ports.
    pub loiterings: Option<Vec<FoundSpan>>,
    /// Draughts typed anew.
    pub draught_changes: Option<Vec<FoundDraughtChange>>,
    /// Names and numbers changed.
    pub identity_changes: Option<Vec<FoundIdentityChange>>,
    /// Stays in port.
    pub port_stays: Option<Vec<FoundStay>>,
    /// Hours in which a clock was judged.
    pub receiver_clocks: Option<Vec<FoundClock>>,
}

/// Two ships near each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundMeeting {
    /// The two MMSIs, in any order.
    pub mmsis: [u32; 2],
    /// From when.
    pub start_s: i64,
    /// Until when.
    pub end_s: i64,
}

impl FoundMeeting {
    pub(super) fn pair(&self) -> [u32; 2] {
        let mut pair = self.mmsis;
        pair.sort_unstable();
        pair
    }
    pub(super) fn span(&self) -> (i64, i64) {
        (self.start_s, self.end_s)
    }
}

/// A stretch of time of one ship: a gap, a drift.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundSpan {
    /// MMSI.
    pub mmsi: u32,
    /// From when.
    pub start_s: i64,
    /// Until when.
    pub end_s: i64,
}

impl FoundSpan {
    pub(super) fn span(&self) -> (i64, i64) {
        (self.start_s, self.end_s)
    }
}

/// One report of one ship.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundMoment {
    /// MMSI.
    pub mmsi: u32,
    /// When.
    pub time_s: i64,
}

/// A draught typed anew.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundDraughtChange {
    /// MMSI.
    pub mmsi: u32,
    /// Before, m.
    pub from_m: f64,
    /// After, m.
    pub to_m: f64,
    /// When the new draught was first sent.
    pub time_s: i64,
}

/// A property that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundIdentityChange {
    /// MMSI.
    pub mmsi: u32,
    /// `ship_name`, `imo_number`, ...
    pub property: String,
    /// The old value.
    pub from: String,
    /// The new value.
    pub to: String,
    /// When the new value was first sent.
    pub time_s: i64,
}

/// A stay in port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundStay {
    /// MMSI.
    pub mmsi: u32,
    /// Name of the port.
    pub port: String,
    /// First report there.
    pub start_s: i64,
    /// Last report there.
    pub end_s: i64,
}

impl FoundStay {
    pub(super) fn span(&self) -> (i64, i64) {
        (self.start_s, self.end_s)
    }
}

/// What was made of a receiver's clock in an hour.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundClock {
    /// Name of the receiver, as in the tag block.
    pub receiver: String,
    /// When the hour begins, by the receiver's clock.
    pub hour_s: i64,
    /// How far the clock was ahead, s.
    pub offset_s: f64,
}
