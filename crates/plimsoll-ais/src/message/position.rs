//! Messages 1, 2 and 3: position report of a class A station (ITU-R M.1371-5, annex 8).

use super::communication_state::CommunicationState;
use super::field::Fields;
use super::kinematics::{CourseOverGround, RateOfTurn, SpeedOverGround, TimeStamp};
use super::value::FieldSink;
use plimsoll_model::Position;

/// Position report of a class A station. `None`: not available, or cut off.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClassAPosition {
    /// 0 under way using engine, 1 at anchor, 5 moored ... 15 undefined.
    pub navigational_status: Option<u8>,
    /// Rate of turn.
    pub rate_of_turn: Option<RateOfTurn>,
    /// Speed over ground.
    pub sog: Option<SpeedOverGround>,
    /// True: 10 m or better.
    pub position_accuracy: Option<bool>,
    /// Where.
    pub position: Option<Position>,
    /// Course over ground.
    pub cog: Option<CourseOverGround>,
    /// Heading, degrees true.
    pub heading_deg: Option<u16>,
    /// When in the minute.
    pub time_stamp: Option<TimeStamp>,
    /// 1: not engaged in a special manoeuvre, 2: engaged; 0: not available; 3 is not defined.
    pub special_manoeuvre: Option<u8>,
    /// True if receiver autonomous integrity monitoring is in use.
    pub raim: Option<bool>,
    /// SOTDMA in messages 1 and 2, ITDMA in message 3.
    pub communication_state: Option<CommunicationState>,
}

impl ClassAPosition {
    pub(crate) fn read(f: &mut Fields<'_>, message_type: u8) -> Self {
        let navigational_status = f.byte(4);
        let rate_of_turn = f.rate_of_turn(); // 8
        let sog = f.speed_over_ground(); // 10
        let position_accuracy = f.flag();
        let position = f.position_28_27();
        let cog = f.course_over_ground(); // 12
        let heading_deg = f.heading(); // 9
        let time_stamp = f.time_stamp(); // 6
        let special_manoeuvre = f.byte(2).filter(|value| *value != 0);
        f.spare(3);
        let raim = f.flag();
        let communication_state = if message_type == 3 { f.itdma_state() } else { f.sotdma_state() }; // 19
        Self {
            navigational_status,
            rate_of_turn,
            sog,
            position_accuracy,
            position,
            cog,
            heading_deg,
            time_stamp,
            special_manoeuvre,
            raim,
            communication_state,
        }
    }

    pub(crate) fn list(&self, out: &mut impl FieldSink) {
        out.int("navigational_status", self.navigational_status);
        out.int("rate_of_turn", self.rate_of_turn.map(|rate| rate.sent));
        out.float("rate_of_turn_deg_per_min", self.rate_of_turn.and_then(RateOfTurn::degrees_per_minute));
        out.speed(self.sog);
        out.position(self.position_accuracy, self.position);
        out.course(self.cog);
        out.int("heading_deg", self.heading_deg);
        out.time_stamp(self.time_stamp);
        out.int("special_manoeuvre", self.special_manoeuvre);
        out.flag("raim", self.raim);
        CommunicationState::list(self.communication_state, out);
    }
}
