//! Message 5: static and voyage related data of a class A station (ITU-R M.1371-5, annex 8).

use super::field::Fields;
use super::particulars::{AntennaPlace, Eta, SentDraught};
use super::value::FieldSink;
use crate::sixbit::SixBitText;

/// What the installer and the crew typed in. `None`: not available, or cut off.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StaticAndVoyageData {
    /// 0: M.1371-1, 1: M.1371-3, 2: M.1371-5, 3: later.
    pub ais_version: Option<u8>,
    /// As sent, before any check; from 10,000,000 on it is a number of the flag state.
    pub imo_sent: Option<u32>,
    /// Call sign.
    pub call_sign: Option<SixBitText<7>>,
    /// Name.
    pub ship_name: Option<SixBitText<20>>,
    /// Type of ship and cargo: 80 to 89 tanker ...
    pub ship_type: Option<u8>,
    /// Distances from the antenna to the ends of the ship.
    pub antenna_place: Option<AntennaPlace>,
    /// Electronic position fixing device: 0 undefined, 1 GPS ...
    pub epfd: Option<u8>,
    /// Estimated time of arrival.
    pub eta: Eta,
    /// Maximum present static draught.
    pub draught: Option<SentDraught>,
    /// Destination as typed.
    pub destination: Option<SixBitText<20>>,
    /// True if the data terminal (keyboard and display) is ready. Sent as 0.
    pub dte_ready: Option<bool>,
}

impl StaticAndVoyageData {
    pub(crate) fn read(f: &mut Fields<'_>) -> Self {
        let ais_version = f.byte(2);
        let imo_sent = f.number(30).filter(|imo| *imo != 0);
        let call_sign = f.text(); // 42
        let ship_name = f.text(); // 120
        let ship_type = f.byte(8).filter(|ship_type| *ship_type != 0);
        let antenna_place = f.antenna_place(); // 9 + 9 + 6 + 6
        let epfd = f.byte(4);
        let eta = f.eta(); // 4 + 5 + 5 + 6
        let draught = f.draught(); // 8
        let destination = f.text(); // 120
        let dte_ready = f.flag().map(|is_unavailable| !is_unavailable);
        f.spare(1);
        Self {
            ais_version,
            imo_sent,
            call_sign,
            ship_name,
            ship_type,
            antenna_place,
            epfd,
            eta,
            draught,
            destination,
            dte_ready,
        }
    }

    pub(crate) fn list(&self, out: &mut impl FieldSink) {
        out.int("ais_version", self.ais_version);
        out.int("imo_number", self.imo_sent);
        out.six_bit("call_sign", &self.call_sign);
        out.six_bit("ship_name", &self.ship_name);
        out.int("ship_type", self.ship_type);
        out.antenna_place(self.antenna_place);
        out.int("epfd", self.epfd);
        out.int("eta_month", self.eta.month);
        out.int("eta_day", self.eta.day);
        out.int("eta_hour", self.eta.hour);
        out.int("eta_minute", self.eta.minute);
        out.ascii("eta", self.eta.ascii().as_ref().map(|text| text.as_slice()));
        out.tenths("draught_m", self.draught.map(|draught| draught.tenths_m.into()));
        out.flag("draught_saturated", self.draught.map(SentDraught::is_saturated));
        out.six_bit("destination", &self.destination);
        out.flag("dte_ready", self.dte_ready);
    }
}
