//! Inland navigation in Europe, DAC 200: Vessel Tracking and Tracing Standard for Inland Navigation of the Central
//! Commission for the Navigation of the Rhine, edition 1.2, chapter 2; the same in UNECE resolution 63
//! (ECE/TRANS/SC.3/176) and Commission Regulation (EC) 415/2007.

use super::reader::Reader;
use crate::message::field::Fields;
use crate::message::value::FieldSink;
use plimsoll_model::{Dimensions, Draught, Length};

/// Static data of an inland ship or convoy (FI 10). `None`: not available, outside the standard, or cut off.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct InlandStatic {
    /// Length of ship or convoy in steps of 0.1 m, 1 to 8,000.
    pub length_decimetres: Option<u16>,
    /// Beam of ship or convoy in steps of 0.1 m, 1 to 1,000.
    pub beam_decimetres: Option<u16>,
    /// Draught in steps of 0.01 m, 1 to 2,000.
    pub draught_centimetres: Option<u16>,
}

impl InlandStatic {
    /// From the beginning of the application's data.
    pub(crate) fn read(f: &mut Fields<'_>) -> Self {
        let within = |value: Option<u16>, highest| value.filter(|value| (1..=highest).contains(value));
        f.spare(48);
        let length_decimetres = within(f.short(13), 8_000);
        let beam_decimetres = within(f.short(10), 1_000);
        f.spare(14 + 3);
        let draught_centimetres = within(f.short(11), 2_000);
        Self { length_decimetres, beam_decimetres, draught_centimetres }
    }

    /// Length and beam.
    pub fn dimensions(&self) -> Dimensions {
        let metres = |value: Option<u16>| value.map(|value| Length::metres(f64::from(value) / 10.0));
        Dimensions { length_overall: metres(self.length_decimetres), beam: metres(self.beam_decimetres) }
    }

    /// Draught.
    pub fn draught(&self) -> Option<Draught> {
        self.draught_centimetres.map(|value| Draught::metres(f64::from(value) / 100.0))
    }
}

impl<S: FieldSink> Reader<'_, '_, S> {
    /// FI 10: static and voyage data. The draught is sent in steps of 0.01 m: 165 is 1.65 m.
    pub(super) fn inland_static(&mut self) {
        self.text::<8>("eni");
        self.tenths("length_overall_m", 13, 1..=8_000, 0);
        self.tenths("beam_m", 10, 1..=1_000, 0);
        self.code_or_zero("inland_ship_type", 14);
        self.int("blue_cones", 3, 0..=4, 5);
        self.hundredths("draught_m", 11, 1..=2_000, 0);
        self.code_or_zero("inland_load_code", 2);
        self.flag("speed_is_high_quality");
        self.flag("course_is_high_quality");
        self.flag("heading_is_high_quality");
        self.fields.end_spare(8);
    }

    /// FI 21: when a ship will be at a lock, bridge or terminal.
    pub(super) fn inland_eta(&mut self) {
        self.fairway_place();
        self.month_to_minute(["eta_month", "eta_day", "eta_hour", "eta_minute"]);
        self.int("assisting_tugs", 3, 0..=6, 7);
        self.hundredths("air_draught_m", 12, 1..=4_000, 0);
        self.fields.end_spare(5);
    }

    /// FI 22: when it should be there.
    pub(super) fn inland_rta(&mut self) {
        self.fairway_place();
        self.month_to_minute(["rta_month", "rta_day", "rta_hour", "rta_minute"]);
        self.int("lock_status", 2, 0..=2, 3);
        self.fields.end_spare(2);
    }

    fn fairway_place(&mut self) {
        self.text::<2>("country_code");
        self.text::<3>("location_code");
        self.text::<5>("fairway_section");
        self.text::<5>("terminal_code");
        self.text::<5>("fairway_hectometre");
    }

    /// FI 23: warning of weather (table 2.11 of ECE/TRANS/SC.3/2006/10). The standard numbers the bits of a field from the last one on, so the
    /// sign of a value (bit 0) is its last bit; 0 is positive here.
    pub(super) fn weather_warning(&mut self) {
        self.year("start_year");
        self.int("start_month", 4, 1..=12, 0);
        self.int("start_day", 5, 1..=31, 0);
        self.year("end_year");
        self.int("end_month", 4, 1..=12, 0);
        self.int("end_day", 5, 1..=31, 0);
        self.hour_and_minute(["start_hour", "start_minute"]);
        self.hour_and_minute(["end_hour", "end_minute"]);
        self.place_28_27(["start_lon_deg", "start_lat_deg"]);
        self.place_28_27(["end_lon_deg", "end_lat_deg"]);
        self.code_or_zero("warning_type", 4);
        for name in ["warning_minimum", "warning_maximum"] {
            let bits = self.fields.number(9).filter(|bits| bits >> 1 != 255);
            self.out.int(name, bits.map(|bits| signed(bits >> 1, bits & 1 == 1)));
        }
        self.code_or_zero("warning_intensity", 2);
        self.code_or_zero("wind_direction_code", 4);
        self.fields.end_spare(6);
    }

    /// Eight bits: years since 2000.
    fn year(&mut self, name: &'static str) {
        let year = self.fields.number(8).filter(|year| *year != 0);
        self.out.int(name, year.map(|year| year + 2_000));
    }

    /// FI 24: water levels at four gauges, in steps of 0.01 m against the local reference. The sign (bit 0)
    /// is the last bit, as the registrant of the message says; 0 is negative here.
    pub(super) fn water_levels(&mut self) {
        self.text::<2>("country_code");
        for [id, level] in [
            ["gauge_1_id", "gauge_1_level_m"],
            ["gauge_2_id", "gauge_2_level_m"],
            ["gauge_3_id", "gauge_3_level_m"],
            ["gauge_4_id", "gauge_4_level_m"],
        ] {
            self.code_or_zero(id, 11);
            let bits = self.fields.number(14).filter(|bits| bits >> 1 != 0);
            let centimetres = bits.map(|bits| signed(bits >> 1, bits & 1 == 0));
            self.out.float(level, centimetres.map(|value| f64::from(value) / 100.0));
        }
    }

    /// FI 40: lights of a signal. The lights are nine decimal digits: 1 none, 2 white, 3 yellow, 4 green,
    /// 5 red, 6 white flashing, 7 yellow flashing, 0 unknown.
    pub(super) fn signal_status(&mut self) {
        self.place_28_27(["lon_deg", "lat_deg"]);
        self.int("signal_form", 4, 1..=14, 0);
        self.direction("signal_orientation_deg", 511);
        self.code_or_zero("signal_impact", 3);
        let lights = self.fields.number(30);
        self.out.text("signal_lights", lights.map(|lights| format!("{lights:09}")));
        self.fields.end_spare(11);
    }

    /// FI 55: persons on board.
    pub(super) fn inland_persons(&mut self) {
        self.int("crew", 8, 0..=254, 255);
        self.int("passengers", 13, 0..=8_190, 8_191);
        self.int("shipboard_personnel", 8, 0..=254, 255);
        self.fields.end_spare(51);
    }
}

fn signed(magnitude: u32, is_negative: bool) -> i32 {
    let magnitude = magnitude as i32;
    if is_negative { -magnitude } else { magnitude }
}
