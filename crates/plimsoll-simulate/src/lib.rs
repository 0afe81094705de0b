//! Seasons with known truth: a seed in, the bytes of AIS receivers and the truth out.
//!
//! For the demonstration case and for validation. Nothing here is taken from the decoder or from the estimates
//! that it tests: the messages are put together from the standard, and the hull is integrated section by section.
//! Every ship, place and figure is invented, and every name says so.
//!
//! | module | holds |
//! |---|---|
//! | [`mod@harbour`] | the demonstration season: one tanker, one gap, one call |
//! | [`mod@archive`] | an AIS archive of any size, with planted encounters, gaps and errors |
//! | [`berths`] | a berth seen by radar through a season |
//! | [`crowd`] | busy sea, stale AIS and what a radar shows of it |
//! | [`sar`] | radar scenes in SAFE form |
//! | [`peers`] | two published detectors of ships in radar images |
//! | [`season`] | a season of port calls of a fleet, who looked, what was seen |
//! | [`mod@score`] | how much of it an analysis finds |
//! | [`names`] | names of ships and queries with known answers |
//! | [`truth`] | what really happened, to compare an analysis with |
//! | [`message`] | the fields of AIS messages, as bits |
//! | [`encode`] | bits to six-bit characters, sentences and tag blocks |
//! | [`track`] | where a ship is between waypoints |
//! | [`hull`] | a hull with sections, and its displacement |
//! | [`hulls`] | rendered hulls of known draught, and the points a person sets on them |

pub mod archive;
pub mod berths;
pub mod crowd;
pub mod encode;
pub mod harbour;
pub mod hull;
pub mod hulls;
pub mod message;
pub mod names;
pub mod peers;
mod random;
pub mod sar;
pub mod score;
pub mod season;
mod timeline;
pub mod track;
pub mod truth;

pub use archive::{ArchiveForm, ArchiveParams, ArchiveTruth, simulate_archive};
pub use harbour::{Season, harbour};
pub use names::{NameSearch, name_search};
pub use sar::{SarScene, SarSceneParams, SarTruth, simulate_sar};
pub use truth::Truth;
