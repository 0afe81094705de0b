//! Areas, routes, signals and targets: IMO SN.1/Circ.289 (FI 17, 19, 22, 23, 27, 28), DAC 1, and the targets of ITU-R
//! M.1371-1 (FI 16).

use super::reader::{GroupText, Reader};
use super::voyage::UTC;
use crate::message::value::FieldSink;

impl<S: FieldSink> Reader<'_, '_, S> {
    /// FI 16 in message 8 and FI 17: ships that a traffic service sees by other means (Circ.289, tables 6.1 and 6.2):
    /// up to four of 120 bits, seven in FI 16.
    pub(super) fn targets(&mut self, most: usize) {
        self.groups("targets", 120, most, |r| {
            let kind = r.fields.number(2);
            let mut number = r.fields.ahead();
            number.spare(10);
            match kind {
                Some(0) => r.out.int("mmsi", number.number(32).filter(|mmsi| *mmsi != 0)),
                Some(1) => r.out.int("imo_number", number.number(32).filter(|imo| *imo != 0)),
                _ => {
                    let name = if kind == Some(2) { "call_sign" } else { "name" };
                    let text = r.fields.ahead().text::<7>();
                    r.out.six_bit(name, &text);
                }
            }
            r.spare(42 + 4);
            r.place_24_25();
            r.direction("cog_deg", 360);
            r.int("second", 6, 0..=59, 60);
            r.int("sog_kn", 8, 0..=254, 255);
        });
        self.fields.end_spare(7);
    }

    /// FI 19: marine traffic signal (Circ.289, FI 19).
    pub(super) fn traffic_signal(&mut self) {
        self.code("message_linkage_id", 10);
        self.text::<20>("signal_station");
        self.place_25_24();
        self.code_or_zero("signal_service", 2);
        self.code_or_zero("signal_code", 5);
        self.hour_and_minute(["utc_hour", "utc_minute"]);
        self.code_or_zero("next_signal_code", 5);
        self.fields.end_spare(102);
    }

    /// FI 22 to all, FI 23 to one: area notice (Circ.289, FI 22): up to ten parts of 87 bits.
    pub(super) fn area_notice(&mut self) {
        self.code("message_linkage_id", 10);
        self.code("notice_type", 7);
        self.month_to_minute(UTC);
        self.int("duration_min", 18, 0..=262_142, 262_143);
        self.groups("sub_areas", 87, 10, |r| r.sub_area());
        self.fields.end_spare(7);
    }

    /// FI 27 to all, FI 28 to one: route (Circ.289, FI 27): up to sixteen points of 55 bits.
    pub(super) fn route(&mut self) {
        self.code("message_linkage_id", 10);
        self.code("sender_class", 3);
        self.code_or_zero("route_type", 5);
        self.month_to_minute(UTC);
        self.int("duration_min", 18, 0..=262_142, 262_143);
        let count = self.fields.ahead().number(5).unwrap_or_default();
        self.int("waypoint_count", 5, 1..=16, 0);
        self.groups("waypoints", 55, count.min(16) as usize, |r| r.place_28_27(["lon_deg", "lat_deg"]));
        self.fields.end_spare(7);
    }
}

impl Reader<'_, '_, GroupText> {
    /// Lengths are given in metres: the number sent times the power of ten that stands before it.
    fn sub_area(&mut self) {
        let shape = self.fields.number(3);
        let scale = |r: &mut Self| 10_i64.pow(r.fields.number(2).unwrap_or_default());
        match shape {
            Some(0) => {
                let scale = scale(self);
                self.shape_place("circle");
                self.length("radius_m", 12, scale);
            }
            Some(1) => {
                let scale = scale(self);
                self.shape_place("rectangle");
                self.length("east_m", 8, scale);
                self.length("north_m", 8, scale);
                self.direction("orientation_deg", 360);
            }
            Some(2) => {
                let scale = scale(self);
                self.shape_place("sector");
                self.length("radius_m", 12, scale);
                self.direction("left_deg", 360);
                self.direction("right_deg", 360);
            }
            Some(3 | 4) => {
                let scale = scale(self);
                self.out.word(if shape == Some(3) { "polyline" } else { "polygon" });
                for _ in 0..4 {
                    self.float("bearing_deg", 10, 0..=719, 720, |n| n / 2.0);
                    self.length("distance_m", 10, scale);
                }
            }
            Some(5) => self.text::<14>("text"),
            _ => {
                self.out.int("shape", shape);
                let data = self.fields.hexadecimal(84);
                self.out.text("data_hex", Some(data));
            }
        }
    }

    fn shape_place(&mut self, shape: &str) {
        self.out.word(shape);
        self.place_25_24();
        self.code("decimals", 3);
    }

    fn length(&mut self, name: &'static str, width: u32, scale: i64) {
        let length = self.fields.number(width).map(|length| i64::from(length) * scale);
        self.out.int(name, length);
    }
}
