//! An AIS archive of any size, with known truth: what a provider would publish of a piece of sea in some days.
//!
//! Rows come in order of time from a few numbers a ship and voyage, so memory grows with ships and days but not with
//! rows. All that is planted is decided before the first row; [`ArchiveTruth`] lists it. Its kinds are kept apart: a
//! ship with a gap has no encounter, a ship with an encounter shares no MMSI, and no ship that sails by comes near a
//! drift. Every ship, port and receiver is invented, and every name says so.
//!
//! | module | holds |
//! |---|---|
//! | `sea` | ports, extent, length, outages |
//! | `fleet` | the invented ships: [`Particulars`] |
//! | `sites` | drifts: encounters, near misses, short meetings, loitering |
//! | `itinerary` | where a hull is when |
//! | `schedule` | when it reports |
//! | `plan` | all of it together: who does what |
//! | `tell` | the truth of a plan |
//! | `stream` | the rows: [`Rows`] |
//! | `danish`, `marine_cadastre`, `nmea` | the rows as bytes |

mod danish;
mod fleet;
mod itinerary;
mod marine_cadastre;
mod nmea;
mod plan;
mod plane;
mod schedule;
mod sea;
mod sites;
mod stream;
mod tell;
mod truth;

pub use danish::write_danish;
pub use fleet::{Particulars, ShipKind};
pub use marine_cadastre::write_marine_cadastre;
pub use nmea::write_nmea;
pub use stream::{Body, Planted, PositionRow, Row, Rows, StationRow};
pub use truth::{
    ArchiveTruth, Drift, Meeting, Moment, SharedMmsi, Silence, Spike, TrueClock, TrueDraughtChange,
    TrueIdentityChange, TruePort, TrueReceiver, TrueStay, Window, Written,
};

use jiff::{SignedDuration, Timestamp};
use plimsoll_model::Position;
use sea::Sea;
use serde::{Deserialize, Serialize};
use std::io;

/// Milliseconds since the start of the archive.
type Ms = i64;
const HOUR: Ms = 3_600_000;
const DAY: Ms = 24 * HOUR;

/// What archive.
#[derive(Clone, Debug, PartialEq)]
pub struct ArchiveParams {
    /// About how many position rows, repeated ones among them; met within 1 %.
    pub rows: u64,
    /// How many hulls, 60 to 80,000.
    pub vessels: u32,
    /// How many days, 1 to 366.
    pub days: f64,
    /// The seed: the same parameters give the same bytes.
    pub seed: u64,
    /// The middle of the sea, which reaches 275 km to north and south and 400 km to east and west. It may lie over the
    /// 180th meridian. Latitude 78 at most.
    pub centre: Position,
    /// When it begins.
    pub start: Timestamp,
}

/// As what the rows are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ArchiveForm {
    /// The 26 columns of the Danish Maritime Authority.
    Danish,
    /// The 17 columns of MarineCadastre.
    MarineCadastre,
    /// NMEA sentences with tag blocks, from several receivers.
    Nmea,
}

impl ArchiveForm {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Danish, Self::MarineCadastre, Self::Nmea];

    /// The word used on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Danish => "danish",
            Self::MarineCadastre => "marine-cadastre",
            Self::Nmea => "nmea",
        }
    }
    /// From the word used on the command line.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.as_str() == text)
    }
}

/// Why there is no archive.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// A parameter is out of range.
    #[error("{name} is {found}; expected {expected}")]
    Parameter {
        /// Which.
        name: &'static str,
        /// What was given.
        found: String,
        /// What is possible.
        expected: String,
    },
    /// No place was found for something, in many tries.
    #[error("the sea has no room for {what}; fewer vessels, more days or another seed may help")]
    NoRoom {
        /// For what.
        what: &'static str,
    },
    /// The rows could not be written.
    #[error("writing the archive: {0}")]
    Write(#[from] io::Error),
}

/// The rows of an archive and what was planted in them.
#[derive(Debug)]
pub struct Archive {
    /// The rows, in order of time.
    pub rows: Rows,
    /// What was planted. What was written is not known yet.
    pub truth: ArchiveTruth,
}

/// The archive of some parameters.
///
/// # Errors
/// If a parameter is out of range, or too much was asked of the space and time.
pub fn archive(params: &ArchiveParams) -> Result<Archive, ArchiveError> {
    params.check()?;
    let plan = plan::Plan::new(params)?;
    let truth = plan.truth(params);
    Ok(Archive { rows: Rows::new(plan, params), truth })
}

/// Writes an archive in a form and gives its truth, with what was written.
///
/// # Errors
/// As [`archive`], or if writing fails.
pub fn simulate_archive(
    params: &ArchiveParams,
    form: ArchiveForm,
    out: &mut impl io::Write,
) -> Result<ArchiveTruth, ArchiveError> {
    let Archive { rows, mut truth } = archive(params)?;
    let written = match form {
        ArchiveForm::Danish => write_danish(out, rows)?,
        ArchiveForm::MarineCadastre => write_marine_cadastre(out, rows)?,
        ArchiveForm::Nmea => write_nmea(out, rows, &truth)?,
    };
    truth.written = Some(written);
    Ok(truth)
}

impl ArchiveParams {
    fn check(&self) -> Result<(), ArchiveError> {
        let wrong = |name, found: String, expected: &str| {
            Err(ArchiveError::Parameter { name, found, expected: expected.to_owned() })
        };
        if !(60..=fleet::MAX_VESSELS).contains(&self.vessels) {
            return wrong("vessels", self.vessels.to_string(), "60 to 80,000");
        }
        if !(1.0..=366.0).contains(&self.days) {
            return wrong("days", self.days.to_string(), "1 to 366");
        }
        if self.centre.lat_deg().abs() > 78.0 {
            return wrong("latitude of the centre", self.centre.lat_deg().to_string(), "-78 to 78");
        }
        let year = SignedDuration::from_hours(366 * 24);
        if self.start.as_second() < 0 || self.start.checked_add(year).is_err() {
            return wrong(
                "start",
                self.start.to_string(),
                "a time after 1970 and a year before the end of time",
            );
        }
        Ok(())
    }

    /// The whole second at or before a time of the archive.
    fn second(&self, time: Ms) -> Timestamp {
        whole_second(self.start, time)
    }
}

/// The whole second at or before `start` plus some milliseconds.
fn whole_second(start: Timestamp, time: Ms) -> Timestamp {
    let second = (start.as_millisecond() + time).div_euclid(1000);
    Timestamp::from_second(second).expect("the parameters were checked: the archive ends within all time")
}
