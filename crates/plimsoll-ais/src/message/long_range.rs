//! Message 27: position report for long-range reception, mostly by satellite (ITU-R M.1371-5, annex 8). Coarser than
//! the others: 1/10 minute, whole knots, whole degrees; no heading, no second.

use super::field::Fields;
use super::kinematics::{CourseOverGround, SpeedOverGround};
use super::value::FieldSink;
use plimsoll_model::Position;

/// Position report for long-range reception. `None`: not available, or cut off.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LongRangePosition {
    /// True: 10 m or better (before rounding to 1/10 minute).
    pub position_accuracy: Option<bool>,
    /// True if receiver autonomous integrity monitoring is in use.
    pub raim: Option<bool>,
    /// 0 under way using engine, 1 at anchor, 5 moored ... 15 undefined.
    pub navigational_status: Option<u8>,
    /// Where. Not available also if the position is older than 6 hours.
    pub position: Option<Position>,
    /// Speed over ground, sent in whole knots, 0 to 62.
    pub sog: Option<SpeedOverGround>,
    /// Course over ground, sent in whole degrees.
    pub cog: Option<CourseOverGround>,
    /// True if the position is more than 5 s old.
    pub position_latency_over_5_s: Option<bool>,
}

impl LongRangePosition {
    pub(crate) fn read(f: &mut Fields<'_>) -> Self {
        let position_accuracy = f.flag();
        let raim = f.flag();
        let navigational_status = f.byte(4);
        let position = f.position_18_17();
        let sog = f.short(6).filter(|knots| *knots != 63);
        let cog = f.ranged("course over ground in degrees", 9, 0..=359, 511);
        let position_latency_over_5_s = f.flag();
        f.spare(1);
        Self {
            position_accuracy,
            raim,
            navigational_status,
            position,
            sog: sog.map(|knots| SpeedOverGround { tenths_kn: knots * 10, is_saturated: false }),
            cog: cog.map(|degrees| CourseOverGround { tenths_deg: degrees as u16 * 10 }),
            position_latency_over_5_s,
        }
    }

    pub(crate) fn list(&self, out: &mut impl FieldSink) {
        out.flag("position_accuracy", self.position_accuracy);
        out.flag("raim", self.raim);
        out.int("navigational_status", self.navigational_status);
        out.float("lon_deg", self.position.map(Position::lon_deg));
        out.float("lat_deg", self.position.map(Position::lat_deg));
        out.speed(self.sog);
        out.course(self.cog);
        out.flag("position_latency_over_5_s", self.position_latency_over_5_s);
    }
}
