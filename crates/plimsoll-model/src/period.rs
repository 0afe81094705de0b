//! Periods of time.

use jiff::{SignedDuration, Timestamp};

/// A half-open period `[start, end)` in UTC. Local time exists only in a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period {
    start: Timestamp,
    end: Timestamp,
}

/// The end does not come after the start.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("period ends at {end}, which is not after its start {start}")]
pub struct PeriodError {
    /// The start given.
    pub start: Timestamp,
    /// The end given.
    pub end: Timestamp,
}

impl Period {
    /// From its two ends; the end must come after the start.
    pub fn new(start: Timestamp, end: Timestamp) -> Result<Self, PeriodError> {
        if end <= start { Err(PeriodError { start, end }) } else { Ok(Self { start, end }) }
    }
    /// The first instant that belongs to it.
    pub const fn start(self) -> Timestamp {
        self.start
    }
    /// The first instant after it.
    pub const fn end(self) -> Timestamp {
        self.end
    }
    /// How long it is.
    pub fn duration(self) -> SignedDuration {
        self.end.duration_since(self.start)
    }
    /// True if the instant lies in it.
    pub fn contains(self, time: Timestamp) -> bool {
        self.start <= time && time < self.end
    }
    /// True if some instant lies in both.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_is_outside_and_the_start_inside() {
        let start: Timestamp = "2024-12-31T00:00:00Z".parse().unwrap();
        let end: Timestamp = "2025-01-01T00:00:00Z".parse().unwrap();
        let day = Period::new(start, end).unwrap();
        assert!(day.contains(start));
        assert!(!day.contains(end));
        assert_eq!(day.duration().as_secs(), 86_400);
        assert!(Period::new(end, start).is_err());
    }
}
