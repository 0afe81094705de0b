//! Message 4: base station report, and message 11: answer of a mobile station when asked for the time (ITU-R M.1371-5,
//! annex 8).

use super::communication_state::CommunicationState;
use super::field::Fields;
use super::value::FieldSink;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use plimsoll_model::Position;

/// Time and place of a base station, or of a mobile station that was asked. `None`: not available, or cut off.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BaseStationReport {
    /// 1 to 9,999.
    pub utc_year: Option<u16>,
    /// 1 to 12.
    pub utc_month: Option<u8>,
    /// 1 to 31.
    pub utc_day: Option<u8>,
    /// 0 to 23.
    pub utc_hour: Option<u8>,
    /// 0 to 59.
    pub utc_minute: Option<u8>,
    /// 0 to 59.
    pub utc_second: Option<u8>,
    /// True: 10 m or better.
    pub position_accuracy: Option<bool>,
    /// Where.
    pub position: Option<Position>,
    /// Electronic position fixing device: 0 undefined, 1 GPS, 2 GLONASS, 7 surveyed ...
    pub epfd: Option<u8>,
    /// Control of long-range messages: true if class A stations in its reach are asked to send message 27.
    pub transmission_control: Option<bool>,
    /// True if receiver autonomous integrity monitoring is in use.
    pub raim: Option<bool>,
    /// SOTDMA.
    pub communication_state: Option<CommunicationState>,
}

impl BaseStationReport {
    pub(crate) fn read(f: &mut Fields<'_>) -> Self {
        let byte = |value: Option<u32>| value.map(|v| v as u8);
        let utc_year = f.ranged("UTC year", 14, 1..=9_999, 0).map(|year| year as u16);
        let utc_month = byte(f.ranged("UTC month", 4, 1..=12, 0));
        let utc_day = byte(f.ranged("UTC day", 5, 1..=31, 0));
        let utc_hour = byte(f.ranged("UTC hour", 5, 0..=23, 24));
        let utc_minute = byte(f.ranged("UTC minute", 6, 0..=59, 60));
        let utc_second = byte(f.ranged("UTC second", 6, 0..=59, 60));
        let position_accuracy = f.flag();
        let position = f.position_28_27();
        let epfd = f.byte(4);
        let transmission_control = f.flag();
        f.spare(9);
        let raim = f.flag();
        let communication_state = f.sotdma_state(); // 19
        Self {
            utc_year,
            utc_month,
            utc_day,
            utc_hour,
            utc_minute,
            utc_second,
            position_accuracy,
            position,
            epfd,
            transmission_control,
            raim,
            communication_state,
        }
    }

    /// The time that the station sent, if it is whole and exists. A check on the receiver's clock.
    pub fn sent_time(&self) -> Option<Timestamp> {
        let signed = |value: Option<u8>| value.and_then(|v| i8::try_from(v).ok());
        let time = DateTime::new(
            i16::try_from(self.utc_year?).ok()?,
            signed(self.utc_month)?,
            signed(self.utc_day)?,
            signed(self.utc_hour)?,
            signed(self.utc_minute)?,
            signed(self.utc_second)?,
            0,
        );
        TimeZone::UTC.to_timestamp(time.ok()?).ok()
    }

    pub(crate) fn list(&self, out: &mut impl FieldSink) {
        out.int("utc_year", self.utc_year);
        out.int("utc_month", self.utc_month);
        out.int("utc_day", self.utc_day);
        out.int("utc_hour", self.utc_hour);
        out.int("utc_minute", self.utc_minute);
        out.int("utc_second", self.utc_second);
        out.position(self.position_accuracy, self.position);
        out.int("epfd", self.epfd);
        out.flag("transmission_control", self.transmission_control);
        out.flag("raim", self.raim);
        CommunicationState::list(self.communication_state, out);
    }
}
