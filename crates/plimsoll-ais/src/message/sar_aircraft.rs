//! Message 9: position report of an aircraft in search and rescue (ITU-R M.1371-5, annex 8).

use super::communication_state::CommunicationState;
use super::field::Fields;
use super::kinematics::{CourseOverGround, SpeedOverGround, TimeStamp};
use super::value::FieldSink;
use plimsoll_model::Position;

/// Position report of an aircraft. `None`: not available, or cut off.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SarAircraftPosition {
    /// Altitude, m; 4,094 is 4,094 or more.
    pub altitude_m: Option<u16>,
    /// Speed over ground, sent in whole knots; 1,022 is 1,022 or more.
    pub sog: Option<SpeedOverGround>,
    /// True: 10 m or better.
    pub position_accuracy: Option<bool>,
    /// Where.
    pub position: Option<Position>,
    /// Course over ground.
    pub cog: Option<CourseOverGround>,
    /// When in the minute.
    pub time_stamp: Option<TimeStamp>,
    /// True if the altitude is barometric, false if from satellites.
    pub altitude_is_barometric: Option<bool>,
    /// True if the data terminal is ready. Sent as 0.
    pub dte_ready: Option<bool>,
    /// True if a base station assigned the reporting.
    pub assigned_mode: Option<bool>,
    /// True if receiver autonomous integrity monitoring is in use.
    pub raim: Option<bool>,
    /// SOTDMA or ITDMA.
    pub communication_state: Option<CommunicationState>,
}

impl SarAircraftPosition {
    pub(crate) fn read(f: &mut Fields<'_>) -> Self {
        let altitude_m = f.short(12).filter(|altitude| *altitude != 4_095);
        let sog = f.short(10).filter(|sog| *sog != 1_023);
        let position_accuracy = f.flag();
        let position = f.position_28_27();
        let cog = f.course_over_ground(); // 12
        let time_stamp = f.time_stamp(); // 6
        let altitude_is_barometric = f.flag();
        f.spare(7);
        let dte_ready = f.flag().map(|is_unavailable| !is_unavailable);
        f.spare(3);
        let assigned_mode = f.flag();
        let raim = f.flag();
        let communication_state = f.selected_state(); // 1 + 19
        Self {
            altitude_m,
            sog: sog.map(|knots| SpeedOverGround { tenths_kn: knots * 10, is_saturated: knots == 1_022 }),
            position_accuracy,
            position,
            cog,
            time_stamp,
            altitude_is_barometric,
            dte_ready,
            assigned_mode,
            raim,
            communication_state,
        }
    }

    /// True if the altitude is a lower bound.
    pub fn altitude_is_saturated(&self) -> bool {
        self.altitude_m == Some(4_094)
    }

    pub(crate) fn list(&self, out: &mut impl FieldSink) {
        out.int("altitude_m", self.altitude_m);
        out.flag("altitude_saturated", self.altitude_m.map(|_| self.altitude_is_saturated()));
        out.speed(self.sog);
        out.position(self.position_accuracy, self.position);
        out.course(self.cog);
        out.time_stamp(self.time_stamp);
        out.flag("altitude_is_barometric", self.altitude_is_barometric);
        out.flag("dte_ready", self.dte_ready);
        out.flag("assigned_mode", self.assigned_mode);
        out.flag("raim", self.raim);
        CommunicationState::list(self.communication_state, out);
    }
}
