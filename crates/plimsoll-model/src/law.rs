//! Caps, and the volumes that others reported.

use crate::{Period, RecordId, Source, Volume};
use jiff::Timestamp;
use jiff::civil::Date;

/// Over which periods a cap counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReportingPeriod {
    /// From 1 January to 31 December, UTC (UNSCR 2397, OP 5).
    CalendarYear,
    /// Twelve months from a day of the year (UNSCR 2397, OP 4: 22 December).
    YearFrom {
        /// Month, 1-12.
        month: i8,
        /// Day of the month, 1-28.
        day: i8,
    },
    /// The period of the case, once.
    Case,
}

impl ReportingPeriod {
    /// The word used in files: `calendar-year`, `year-from-12-22`, `case`.
    pub fn to_word(self) -> String {
        match self {
            Self::CalendarYear => "calendar-year".into(),
            Self::YearFrom { month, day } => format!("year-from-{month:02}-{day:02}"),
            Self::Case => "case".into(),
        }
    }

    /// From the word used in files.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "calendar-year" => Some(Self::CalendarYear),
            "case" => Some(Self::Case),
            _ => {
                let (month, day) = text.strip_prefix("year-from-")?.split_once('-')?;
                let (month, day): (i8, i8) = (month.parse().ok()?, day.parse().ok()?);
                ((1..=12).contains(&month) && (1..=28).contains(&day))
                    .then_some(Self::YearFrom { month, day })
            }
        }
    }

    /// The counting periods, whole, that overlap the period of a case, in order. They begin and end at 00:00 UTC.
    pub fn periods(self, case: Period) -> Vec<Period> {
        let (month, day) = match self {
            Self::Case => return vec![case],
            Self::CalendarYear => (1, 1),
            Self::YearFrom { month, day } => (month, day),
        };
        let first_year = case.start().to_zoned(jiff::tz::TimeZone::UTC).year() - 1;
        let last_year = case.end().to_zoned(jiff::tz::TimeZone::UTC).year();
        (first_year..=last_year)
            .filter_map(|year| Period::new(midnight(year, month, day)?, midnight(year + 1, month, day)?).ok())
            .filter(|period| period.overlaps(case))
            .collect()
    }
}

/// The first instant of a day, UTC.
fn midnight(year: i16, month: i8, day: i8) -> Option<Timestamp> {
    Date::new(year, month, day).ok()?.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|z| z.timestamp())
}

/// A limit that somebody set on what may be supplied.
#[derive(Clone, Debug, PartialEq)]
pub struct Cap {
    /// The word that names it in tables, such as `unscr-2397-op5`.
    pub cap_id: String,
    /// Instrument and paragraph, such as `UNSCR 2397 (2017), operative paragraph 5`.
    pub measure: String,
    /// What it limits.
    pub subject: String,
    /// How much.
    pub limit: Volume,
    /// Over which periods.
    pub reporting_period: ReportingPeriod,
    /// Shares of the limit at which notice is due, such as 0.75.
    pub notice_shares: Vec<f64>,
    /// Barrels a tonne by which whoever keeps the cap counts; `None`: physical barrels only.
    pub committee_bbl_per_t: Option<f64>,
    /// True if no law makes it bind here: a yardstick of size.
    pub is_yardstick: bool,
    /// Where the facts were read.
    pub source: String,
}

/// How tonnes become barrels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Convention {
    /// By the product's density at 15 C.
    Physical,
    /// By the one factor of whoever keeps the cap (8.33 bbl/t in the 1718 Committee's table).
    Committee,
}

impl Convention {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Physical, Self::Committee];
    /// The word used in tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Physical => "physical",
            Self::Committee => "committee",
        }
    }
    /// From the word used in tables.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.as_str() == text)
    }
}

/// What is assumed of how full the ships were.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scenario {
    /// Only loadings that a draught shows.
    Documented,
    /// All visits: draughts where they show, priors where they do not.
    Estimate,
    /// Every visit at this share of deadweight, in thousandths (the Panel's way of counting).
    Laden {
        /// Share of deadweight in thousandths: 333 stands for one third.
        per_mille: u16,
    },
}

impl Scenario {
    /// One third, as the United States counted in 2018 (one third of 1,519,587 barrels, not 0.33 of it).
    pub const THIRD: Self = Self::Laden { per_mille: 333 };
    /// All scenarios of the ledger, in the order of the report.
    pub const ALL: [Self; 7] = [
        Self::Documented,
        Self::Estimate,
        Self::THIRD,
        Self::Laden { per_mille: 500 },
        Self::Laden { per_mille: 600 },
        Self::Laden { per_mille: 900 },
        Self::Laden { per_mille: 1000 },
    ];

    /// The word used in tables: `documented`, `estimate`, `laden-33`, `laden-50`, ...
    pub fn to_word(self) -> String {
        match self {
            Self::Documented => "documented".into(),
            Self::Estimate => "estimate".into(),
            Self::Laden { per_mille } => format!("laden-{}", per_mille / 10),
        }
    }
    /// From the word used in tables.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.to_word() == text)
    }
    /// The share of deadweight that a laden scenario assumes; 333 is one third exactly.
    pub fn share(self) -> Option<f64> {
        match self {
            Self::THIRD => Some(1.0 / 3.0),
            Self::Laden { per_mille } => Some(f64::from(per_mille) / 1000.0),
            _ => None,
        }
    }
}

/// Who says a reported volume.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReportedVolumeKind {
    /// A state notified a delivery: it counts towards a cap together with our own.
    NotifiedDelivery,
    /// Somebody else's estimate: kept beside ours, never added to it.
    ThirdPartyEstimate,
}

impl ReportedVolumeKind {
    /// The word used in files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotifiedDelivery => "notified",
            Self::ThirdPartyEstimate => "third-party",
        }
    }
    /// From the word used in files.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::NotifiedDelivery, Self::ThirdPartyEstimate].into_iter().find(|k| k.as_str() == text)
    }
}

/// A volume that somebody reported, as data with its source.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportedVolume {
    /// Which record.
    pub id: RecordId,
    /// Where it stands.
    pub source: Source,
    /// Notified delivery or third-party estimate.
    pub kind: ReportedVolumeKind,
    /// Who supplied, or who estimates.
    pub party: String,
    /// What it covers.
    pub period: Period,
    /// Whether the volume is a lower bound ("at least").
    pub is_lower_bound: bool,
    /// How much.
    pub volume: Volume,
    /// What it counts.
    pub subject: String,
    /// Who published it, where and when.
    pub citation: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(start: &str, end: &str) -> Period {
        Period::new(start.parse().unwrap(), end.parse().unwrap()).unwrap()
    }

    #[test]
    fn a_case_over_new_year_has_two_calendar_years() {
        let case = period("2024-03-01T00:00:00Z", "2025-02-01T00:00:00Z");
        let years = ReportingPeriod::CalendarYear.periods(case);
        let starts: Vec<_> = years.iter().map(|p| p.start().to_string()).collect();
        assert_eq!(starts, ["2024-01-01T00:00:00Z", "2025-01-01T00:00:00Z"]);
        assert!(years[0].contains("2024-12-31T23:59:59Z".parse().unwrap()));
    }

    #[test]
    fn the_crude_year_turns_on_22_december() {
        let case = period("2024-12-01T00:00:00Z", "2025-01-31T00:00:00Z");
        let years = ReportingPeriod::YearFrom { month: 12, day: 22 }.periods(case);
        assert_eq!(years.len(), 2);
        assert_eq!(years[1].start().to_string(), "2024-12-22T00:00:00Z");
    }

    #[test]
    fn words_read_back() {
        for scenario in Scenario::ALL {
            assert_eq!(Scenario::parse(&scenario.to_word()), Some(scenario));
        }
        for period in [
            ReportingPeriod::CalendarYear,
            ReportingPeriod::YearFrom { month: 12, day: 22 },
            ReportingPeriod::Case,
        ] {
            assert_eq!(ReportingPeriod::parse(&period.to_word()), Some(period));
        }
        assert_eq!(ReportingPeriod::parse("year-from-13-01"), None);
    }
}
