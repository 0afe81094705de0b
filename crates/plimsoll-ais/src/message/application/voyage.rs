//! What ships and ports tell each other: IMO SN/Circ.236 (FI 12 to 15) and SN.1/Circ.289 (FI 18, 20, 24, 25, 32), DAC 1.

use super::reader::Reader;
use crate::message::value::FieldSink;

/// Month, day, hour and minute of an application.
pub(super) const UTC: [&str; 4] = ["utc_month", "utc_day", "utc_hour", "utc_minute"];

/// Equipment of SOLAS chapter V in order of transmission (Circ.289, FI 24).
const EQUIPMENT: [&str; 26] = [
    "ais_class_a",
    "automatic_tracking_aid",
    "bridge_watch_alarm",
    "ecdis_back_up",
    "ecdis_or_paper_chart",
    "echo_sounder",
    "electronic_plotting_aid",
    "emergency_steering",
    "gnss",
    "gyro_compass",
    "lrit",
    "magnetic_compass",
    "navtex",
    "radar_arpa",
    "radar_s_band",
    "radar_x_band",
    "radio_hf",
    "radio_inmarsat",
    "radio_mf",
    "radio_vhf",
    "log_over_ground",
    "log_through_water",
    "transmitting_heading_device",
    "track_control",
    "voyage_data_recorder",
    "reserved",
];

/// Services at a berth in order of transmission (Circ.289, FI 20).
const SERVICES: [&str; 26] = [
    "agent",
    "bunker",
    "chandler",
    "stevedore",
    "electricity",
    "potable_water",
    "customs",
    "cartage",
    "crane",
    "lift",
    "medical",
    "navigation_repair",
    "provisions",
    "ship_repair",
    "surveyor",
    "steam",
    "tugs",
    "solid_waste",
    "liquid_waste",
    "hazardous_waste",
    "ballast_exchange",
    "additional",
    "regional_1",
    "regional_2",
    "reserved_1",
    "reserved_2",
];

impl<S: FieldSink> Reader<'_, '_, S> {
    /// FI 12: dangerous cargo as before 2013 (Circ.236, annex 2, section 2).
    pub(super) fn dangerous_cargo_236(&mut self) {
        self.text::<5>("last_port");
        self.month_to_minute(["last_port_month", "last_port_day", "last_port_hour", "last_port_minute"]);
        self.text::<5>("next_port");
        self.month_to_minute(["next_port_month", "next_port_day", "next_port_hour", "next_port_minute"]);
        self.text::<20>("dangerous_good");
        self.text::<4>("imd_category");
        self.code_or_zero("un_number", 13);
        self.code_or_zero("cargo_amount", 10);
        self.code_or_zero("cargo_unit", 2);
        self.fields.end_spare(3);
    }

    /// FI 13: fairway closed (Circ.236, annex 2, section 3).
    pub(super) fn fairway_closed(&mut self) {
        self.text::<20>("closing_reason");
        self.text::<20>("closed_from_place");
        self.text::<20>("closed_to_place");
        self.int("closing_radius", 10, 0..=1_000, 1_001);
        self.code("closing_radius_unit", 2);
        self.int("start_day", 5, 1..=31, 0);
        self.int("start_month", 4, 1..=12, 0);
        self.hour_and_minute(["start_hour", "start_minute"]);
        self.int("end_day", 5, 1..=31, 0);
        self.int("end_month", 4, 1..=12, 0);
        self.hour_and_minute(["end_hour", "end_minute"]);
        self.fields.end_spare(4);
    }

    /// FI 14: tidal window as before 2013 (Circ.236, annex 2, section 4): latitude first, 1/10,000 minute.
    pub(super) fn tidal_windows_236(&mut self) {
        self.int("utc_month", 4, 1..=12, 0);
        self.int("utc_day", 5, 1..=31, 0);
        self.groups("tidal_windows", 93, 3, |r| {
            let lat = r.fields.signed(27);
            let lon = r.fields.signed(28);
            r.place(["lon_deg", "lat_deg"], lon, lat, 600_000);
            r.hour_and_minute(["from_utc_hour", "from_utc_minute"]);
            r.hour_and_minute(["to_utc_hour", "to_utc_minute"]);
            r.direction("current_direction_deg", 360);
            r.tenths("current_kn", 7, 0..=126, 127);
        });
        self.fields.end_spare(7);
    }

    /// FI 32: tidal window (Circ.289, FI 32).
    pub(super) fn tidal_windows_289(&mut self) {
        self.int("utc_month", 4, 1..=12, 0);
        self.int("utc_day", 5, 1..=31, 0);
        self.groups("tidal_windows", 88, 3, |r| {
            r.place_25_24();
            r.hour_and_minute(["from_utc_hour", "from_utc_minute"]);
            r.hour_and_minute(["to_utc_hour", "to_utc_minute"]);
            r.direction("current_direction_deg", 360);
            r.tenths("current_kn", 8, 0..=251, 255);
        });
        self.fields.end_spare(7);
    }

    /// FI 15: height of the ship above the water as before 2013 (Circ.236, annex 2, section 5); 204.7 m is 204.7 or
    /// more.
    pub(super) fn air_draught_236(&mut self) {
        self.tenths("air_draught_m", 11, 1..=2_047, 0);
        self.fields.end_spare(5);
    }

    /// FI 18: clearance time to enter port (Circ.289, FI 18).
    pub(super) fn clearance_to_enter(&mut self) {
        self.code("message_linkage_id", 10);
        self.month_to_minute(UTC);
        self.text::<20>("berth_name");
        self.text::<5>("destination");
        self.place_25_24();
        self.fields.end_spare(43);
    }

    /// FI 20: berthing data (Circ.289, FI 20). 511 m and 25.5 m are "or more".
    pub(super) fn berthing(&mut self) {
        self.code("message_linkage_id", 10);
        self.int("berth_length_m", 9, 1..=511, 0);
        self.tenths("berth_depth_m", 8, 1..=255, 0);
        self.code_or_zero("mooring_position", 3);
        self.month_to_minute(UTC);
        self.flag("services_known");
        self.named_codes("services", 2, &SERVICES);
        self.text::<20>("berth_name");
        self.place_25_24();
    }

    /// FI 24: extended static and voyage data (Circ.289, FI 24). Air draught in steps of 0.01 m: 13 bits reach the
    /// 81.91 m of the circular only so.
    pub(super) fn extended_static(&mut self) {
        self.code("message_linkage_id", 10);
        self.hundredths("air_draught_m", 13, 1..=8_191, 0);
        self.text::<5>("last_port");
        self.text::<5>("next_port");
        self.text::<5>("second_port");
        self.named_codes("equipment", 2, &EQUIPMENT);
        self.int("ice_class", 4, 0..=10, 15);
        self.int("shaft_power_hp", 18, 0..=262_142, 262_143);
        self.code_or_zero("vhf_channel", 12);
        self.text::<7>("lloyds_ship_type");
        self.int("gross_tonnage", 18, 0..=262_142, 262_143);
        self.code_or_zero("laden_or_ballast", 2);
        self.code_or_zero("heavy_fuel_oil", 2);
        self.code_or_zero("light_fuel_oil", 2);
        self.code_or_zero("diesel_oil", 2);
        self.int("bunker_oil_t", 14, 0..=16_382, 16_383);
        self.code_or_zero("persons_on_board", 13);
        self.fields.end_spare(10);
    }

    /// FI 25: dangerous cargo (Circ.289, FI 25): up to 28 kinds of cargo of 17 bits, each a code of regulations and
    /// 13 bits that mean what this code says.
    pub(super) fn dangerous_cargo_289(&mut self) {
        self.code_or_zero("cargo_unit", 2);
        self.code_or_zero("cargo_amount", 10);
        self.groups("cargoes", 17, 28, |r| {
            let code = r.fields.number(4);
            let rest = r.fields.number(13).unwrap_or_default();
            let imdg = |bits: u32| Some(bits & 0x7f);
            match code {
                Some(1) => r.out.int("imdg", imdg(rest >> 6)),
                Some(2) => r.out.int("igc_un", Some(rest)),
                Some(3) => {
                    r.out.int("bc", Some(rest >> 10));
                    r.out.int("imdg", imdg(rest >> 3));
                }
                Some(4) => r.out.int("marpol_1", Some(rest >> 9)),
                Some(5) => r.out.int("marpol_2", Some(rest >> 10)),
                code => {
                    r.out.int("code", code);
                    r.out.int("value", code.map(|_| rest));
                }
            }
        });
        self.fields.end_spare(16);
    }
}
