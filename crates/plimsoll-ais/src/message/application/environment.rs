//! Reports of sensors: IMO SN.1/Circ.289, annex, DAC 1 FI 26. One to nine reports of 112 bits, each of one
//! of eleven kinds.

use super::reader::{GroupText, Reader};
use crate::message::value::FieldSink;

/// Bits of one report.
const REPORT_BITS: usize = 112;

/// Kinds of reports in order of their number.
const KINDS: [&str; 11] = [
    "site_location",
    "station_id",
    "wind",
    "water_level",
    "current_2d",
    "current_3d",
    "horizontal_current",
    "sea_state",
    "salinity",
    "weather",
    "air_gap",
];

impl<S: FieldSink> Reader<'_, '_, S> {
    pub(super) fn sensor_reports(&mut self) {
        self.groups("sensor_reports", REPORT_BITS, 9, |r| r.sensor_report());
        self.fields.end_spare(7);
    }
}

impl Reader<'_, '_, GroupText> {
    fn sensor_report(&mut self) {
        let kind = self.fields.number(4).map(|kind| kind as usize);
        match kind.map(|kind| KINDS.get(kind)) {
            Some(Some(name)) => self.out.word(name),
            Some(None) => self.out.int("kind", kind.map(|kind| kind as i64)),
            None => {}
        }
        self.day_to_minute(["utc_day", "utc_hour", "utc_minute"]);
        self.code("site", 7);
        match kind {
            Some(0) => self.site_location(),
            Some(1) => self.text::<14>("name"),
            Some(2) => self.wind(),
            Some(3) => self.water_level(),
            Some(4) => self.current_2d(),
            Some(5) => self.current_3d(),
            Some(6) => self.horizontal_current(),
            Some(7) => self.sea_state(),
            Some(8) => self.salinity(),
            Some(9) => self.weather(),
            Some(10) => self.air_gap(),
            _ => {
                let data = self.fields.hexadecimal(85);
                self.out.text("data_hex", Some(data));
            }
        }
    }

    fn site_location(&mut self) {
        self.place_28_27(["lon_deg", "lat_deg"]);
        self.tenths("altitude_m", 11, 0..=2_001, 2_002);
        self.code_or_zero("owner", 4);
        self.code_or_zero("data_timeout", 3);
    }

    fn wind(&mut self) {
        self.int("wind_speed_kn", 7, 0..=121, 122);
        self.int("wind_gust_kn", 7, 0..=121, 122);
        self.direction("wind_direction_deg", 360);
        self.direction("wind_gust_direction_deg", 360);
        self.code_or_zero("sensor", 3);
        self.int("forecast_wind_speed_kn", 7, 0..=121, 122);
        self.int("forecast_wind_gust_kn", 7, 0..=121, 122);
        self.direction("forecast_wind_direction_deg", 360);
        self.forecast();
        self.int("forecast_duration_min", 8, 0..=254, 255);
    }

    /// Levels in steps of 0.01 m: 16 bits in two's complement reach the 327.67 m of the circular only so.
    fn water_level(&mut self) {
        self.flag("level_is_absolute");
        self.signed("water_level_m", 16, -32_767..=32_767, -32_768, 100.0);
        self.int("water_level_trend", 2, 0..=2, 3);
        self.int("datum", 5, 0..=13, 14);
        self.code_or_zero("sensor", 3);
        self.flag("forecast_level_is_absolute");
        self.signed("forecast_water_level_m", 16, -32_767..=32_767, -32_768, 100.0);
        self.forecast();
        self.int("forecast_duration_min", 8, 0..=254, 255);
    }

    fn current_2d(&mut self) {
        for [speed, direction, depth] in [
            ["current_1_kn", "current_1_direction_deg", "current_1_depth_m"],
            ["current_2_kn", "current_2_direction_deg", "current_2_depth_m"],
            ["current_3_kn", "current_3_direction_deg", "current_3_depth_m"],
        ] {
            self.tenths(speed, 8, 0..=246, 247);
            self.direction(direction, 360);
            self.int(depth, 9, 0..=361, 362);
        }
        self.code_or_zero("sensor", 3);
    }

    fn current_3d(&mut self) {
        for [north, east, up, depth] in [
            ["current_1_north_kn", "current_1_east_kn", "current_1_up_kn", "current_1_depth_m"],
            ["current_2_north_kn", "current_2_east_kn", "current_2_up_kn", "current_2_depth_m"],
        ] {
            self.tenths(north, 8, 0..=246, 247);
            self.tenths(east, 8, 0..=246, 247);
            self.tenths(up, 8, 0..=246, 247);
            self.int(depth, 9, 0..=361, 362);
        }
        self.code_or_zero("sensor", 3);
    }

    fn horizontal_current(&mut self) {
        for [bearing, distance, speed, direction, depth] in [
            ["bearing_1_deg", "distance_1_m", "current_1_kn", "current_1_direction_deg", "current_1_depth_m"],
            ["bearing_2_deg", "distance_2_m", "current_2_kn", "current_2_direction_deg", "current_2_depth_m"],
        ] {
            self.direction(bearing, 360);
            self.int(distance, 7, 0..=121, 122);
            self.tenths(speed, 8, 0..=246, 247);
            self.direction(direction, 360);
            self.int(depth, 9, 0..=361, 362);
        }
    }

    fn sea_state(&mut self) {
        self.tenths("swell_height_m", 8, 0..=246, 247);
        self.int("swell_period_s", 6, 0..=60, 61);
        self.direction("swell_direction_deg", 360);
        self.int("sea_state", 4, 0..=12, 13);
        self.code_or_zero("swell_sensor", 3);
        self.float("water_temperature_c", 10, 0..=600, 601, |n| (n - 100.0) / 10.0);
        self.tenths("water_temperature_depth_m", 7, 0..=121, 122);
        self.code_or_zero("depth_sensor", 3);
        self.tenths("wave_height_m", 8, 0..=246, 247);
        self.int("wave_period_s", 6, 0..=60, 61);
        self.direction("wave_direction_deg", 360);
        self.code_or_zero("wave_sensor", 3);
        self.salinity_permille();
    }

    fn salinity(&mut self) {
        self.float("water_temperature_c", 10, 0..=600, 601, |n| (n - 100.0) / 10.0);
        self.not_available_or("conductivity_s_per_m", 10, 701, [702, 703], 100.0);
        self.not_available_or("water_pressure_dbar", 16, 60_001, [60_002, 60_003], 10.0);
        self.salinity_permille();
        self.code("salinity_type", 2);
        self.code_or_zero("sensor", 3);
    }

    fn weather(&mut self) {
        self.signed("air_temperature_c", 11, -600..=600, -1_024, 10.0);
        self.code_or_zero("air_temperature_sensor", 3);
        self.int("precipitation", 2, 0..=2, 3);
        self.not_available_or("visibility_nmi", 8, 241, [242, 243], 10.0);
        self.signed("dew_point_c", 10, -200..=500, 501, 10.0);
        self.code_or_zero("dew_point_sensor", 3);
        self.float("air_pressure_hpa", 9, 0..=402, 403, |n| n + 799.0);
        self.int("air_pressure_tendency", 2, 0..=2, 3);
        self.code_or_zero("air_pressure_sensor", 3);
        self.salinity_permille();
    }

    /// Steps of 0.01 m: 13 bits reach the 81.91 m of the circular only so.
    fn air_gap(&mut self) {
        self.hundredths("air_draught_m", 13, 1..=8_191, 0);
        self.hundredths("air_gap_m", 13, 1..=8_191, 0);
        self.int("air_gap_trend", 2, 0..=2, 3);
        self.hundredths("forecast_air_gap_m", 13, 1..=8_191, 0);
        self.forecast();
    }

    fn salinity_permille(&mut self) {
        self.not_available_or("salinity_permille", 9, 501, [502, 503], 10.0);
    }

    /// A measure with one number for "no data" and one for "no sensor".
    fn not_available_or(
        &mut self,
        name: &'static str,
        width: u32,
        highest: u32,
        missing: [u32; 2],
        steps: f64,
    ) {
        let is_missing = self.fields.ahead().number(width).is_some_and(|value| missing.contains(&value));
        if is_missing {
            self.fields.spare(width as usize);
        } else {
            self.float(name, width, 0..=highest, missing[0], |n| n / steps);
        }
    }

    fn forecast(&mut self) {
        self.day_to_minute(["forecast_utc_day", "forecast_utc_hour", "forecast_utc_minute"]);
    }
}
