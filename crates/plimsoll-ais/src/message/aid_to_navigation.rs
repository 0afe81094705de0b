//! Message 21: report of an aid to navigation, such as a buoy (ITU-R M.1371-5, annex 8, table 73).

use super::field::Fields;
use super::kinematics::TimeStamp;
use super::particulars::AntennaPlace;
use super::value::FieldSink;
use crate::sixbit::SixBitText;
use plimsoll_model::Position;

/// Report of an aid to navigation. `None`: not available, or cut off.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AidToNavigation {
    /// Kind of aid, 1 to 31.
    pub aid_type: Option<u8>,
    /// Name with its extension, up to 34 characters.
    pub name: Option<SixBitText<34>>,
    /// True: 10 m or better.
    pub position_accuracy: Option<bool>,
    /// Where.
    pub position: Option<Position>,
    /// Distances from the reference point to the ends.
    pub antenna_place: Option<AntennaPlace>,
    /// Electronic position fixing device: 0 undefined, 1 GPS, 7 surveyed ...
    pub epfd: Option<u8>,
    /// When in the minute.
    pub time_stamp: Option<TimeStamp>,
    /// True if a floating aid is not where it should be; means nothing without a second.
    pub off_position: Option<bool>,
    /// Eight bits on light, racon and health, as the local authority defines them.
    pub aid_status: Option<u8>,
    /// True if receiver autonomous integrity monitoring is in use.
    pub raim: Option<bool>,
    /// True if no aid is there: a nearby station sends for it.
    pub virtual_aid: Option<bool>,
    /// True if a base station assigned the reporting.
    pub assigned_mode: Option<bool>,
}

impl AidToNavigation {
    pub(crate) fn read(f: &mut Fields<'_>) -> Self {
        let aid_type = f.byte(5).filter(|aid_type| *aid_type != 0);
        let name = f.sixes(20); // 120
        let position_accuracy = f.flag();
        let position = f.position_28_27();
        let antenna_place = f.antenna_place(); // 9 + 9 + 6 + 6
        let epfd = f.byte(4);
        let time_stamp = f.time_stamp(); // 6
        let off_position = f.flag();
        let aid_status = f.byte(8);
        let raim = f.flag();
        let virtual_aid = f.flag();
        let assigned_mode = f.flag();
        f.spare(1);
        let extension = f.sixes((f.bits_left() / 6).min(14)).into_iter().flatten(); // 0 to 84, in whole characters
        f.spare(f.bits_left().min(5)); // up to a whole byte
        Self {
            aid_type,
            name: name.and_then(|name| SixBitText::from_sixes(name.chain(extension))),
            position_accuracy,
            position,
            antenna_place,
            epfd,
            time_stamp,
            off_position,
            aid_status,
            raim,
            virtual_aid,
            assigned_mode,
        }
    }

    pub(crate) fn list(&self, out: &mut impl FieldSink) {
        out.int("aid_type", self.aid_type);
        out.six_bit("aid_name", &self.name);
        out.position(self.position_accuracy, self.position);
        out.antenna_place(self.antenna_place);
        out.int("epfd", self.epfd);
        out.time_stamp(self.time_stamp);
        out.flag("off_position", self.off_position);
        out.int("aid_status", self.aid_status);
        out.flag("raim", self.raim);
        out.flag("virtual_aid", self.virtual_aid);
        out.flag("assigned_mode", self.assigned_mode);
    }
}
