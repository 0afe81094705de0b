//! Weather and water: IMO SN/Circ.236 (FI 11) and SN.1/Circ.289 (FI 21 and 31), DAC 1.

use super::reader::Reader;
use crate::message::value::FieldSink;

impl<S: FieldSink> Reader<'_, '_, S> {
    /// FI 11: meteorological and hydrological data as before 2013 (SN/Circ.236, annex 2, section 1; 352 bits). "Not
    /// available" is the highest number of each field. Temperatures, pressure and level are sent from their lowest
    /// value on: the circular gives ranges only, and all decoders that we know count so.
    pub(super) fn weather_and_water_236(&mut self) {
        self.place_24_25();
        self.time_236();
        self.int("wind_speed_kn", 7, 0..=120, 127);
        self.int("wind_gust_kn", 7, 0..=120, 127);
        self.direction("wind_direction_deg", 360);
        self.direction("wind_gust_direction_deg", 360);
        self.float("air_temperature_c", 11, 0..=1_200, 2_047, |n| (n - 600.0) / 10.0);
        self.int("relative_humidity_percent", 7, 0..=100, 127);
        self.float("dew_point_c", 10, 0..=700, 1_023, |n| (n - 200.0) / 10.0);
        self.float("air_pressure_hpa", 9, 0..=400, 511, |n| n + 800.0);
        self.int("air_pressure_tendency", 2, 0..=2, 3);
        self.tenths("visibility_nmi", 8, 0..=250, 255);
        self.float("water_level_m", 9, 0..=400, 511, |n| (n - 100.0) / 10.0);
        self.int("water_level_trend", 2, 0..=2, 3);
        self.currents(250);
        self.waves_and_swell(250);
        self.int("sea_state", 4, 0..=12, 13);
        self.float("water_temperature_c", 10, 0..=600, 1_023, |n| (n - 100.0) / 10.0);
        self.int("precipitation_type", 3, 0..=6, 7);
        self.tenths("salinity_permille", 9, 0..=500, 511);
        self.int("ice", 2, 0..=1, 3);
        self.fields.end_spare(6);
    }

    /// Day, hour and minute. Day 31 is "not available" only where hour and minute are too.
    fn time_236(&mut self) {
        const NONE: u32 = 0xffff;
        let names = ["utc_day", "utc_hour", "utc_minute"];
        if self.fields.ahead().number(16) == Some(NONE) {
            self.fields.spare(16);
            names.into_iter().for_each(|name| self.out.whole(name, None));
        } else {
            self.day_to_minute(names);
        }
    }

    /// FI 31: meteorological and hydrographic data (SN.1/Circ.289, annex, table 1.1; 360 bits). The highest number of
    /// a range is "or more": wind 126 kn, current 25.1 kn, height 25.1 m, salinity 50.1, pressure 1,201 hPa; 799 hPa is
    /// "or less".
    pub(super) fn weather_and_water_289(&mut self) {
        self.place_25_24();
        self.flag("position_accuracy");
        self.day_to_minute(["utc_day", "utc_hour", "utc_minute"]);
        self.int("wind_speed_kn", 7, 0..=126, 127);
        self.int("wind_gust_kn", 7, 0..=126, 127);
        self.direction("wind_direction_deg", 360);
        self.direction("wind_gust_direction_deg", 360);
        self.signed("air_temperature_c", 11, -600..=600, -1_024, 10.0);
        self.int("relative_humidity_percent", 7, 0..=100, 101);
        self.signed("dew_point_c", 10, -200..=500, 501, 10.0);
        self.float("air_pressure_hpa", 9, 0..=402, 511, |n| n + 799.0);
        self.int("air_pressure_tendency", 2, 0..=2, 3);
        self.flag("visibility_is_lower_bound");
        self.tenths("visibility_nmi", 7, 0..=126, 127);
        self.float("water_level_m", 12, 0..=4_000, 4_001, |n| (n - 1_000.0) / 100.0);
        self.int("water_level_trend", 2, 0..=2, 3);
        self.currents(251);
        self.waves_and_swell(251);
        self.int("sea_state", 4, 0..=12, 13);
        self.signed("water_temperature_c", 10, -100..=500, 501, 10.0);
        self.int("precipitation_type", 3, 0..=6, 7);
        self.tenths("salinity_permille", 9, 0..=501, 510);
        self.int("ice", 2, 0..=1, 3);
        self.fields.end_spare(10);
    }

    /// At the surface, and at two depths: 8 + 9 bits, twice 8 + 9 + 5.
    fn currents(&mut self, fastest: u32) {
        self.tenths("surface_current_kn", 8, 0..=fastest, 255);
        self.direction("surface_current_direction_deg", 360);
        self.tenths("current_2_kn", 8, 0..=fastest, 255);
        self.direction("current_2_direction_deg", 360);
        self.int("current_2_depth_m", 5, 0..=30, 31);
        self.tenths("current_3_kn", 8, 0..=fastest, 255);
        self.direction("current_3_direction_deg", 360);
        self.int("current_3_depth_m", 5, 0..=30, 31);
    }

    /// Twice 8 + 6 + 9 bits.
    fn waves_and_swell(&mut self, highest: u32) {
        self.tenths("wave_height_m", 8, 0..=highest, 255);
        self.int("wave_period_s", 6, 0..=60, 63);
        self.direction("wave_direction_deg", 360);
        self.tenths("swell_height_m", 8, 0..=highest, 255);
        self.int("swell_period_s", 6, 0..=60, 63);
        self.direction("swell_direction_deg", 360);
    }

    /// FI 21: weather observed by a ship (SN.1/Circ.289, annex, tables 10.1 and 10.2; 360 bits). The first bit chooses
    /// between the form for everybody and that of the World Meteorological Organization.
    pub(super) fn ship_weather(&mut self) {
        let is_wmo = self.fields.flag();
        self.out.flag("weather_is_wmo", is_wmo);
        if is_wmo == Some(true) {
            self.groups("weather_report", 303, 1, |r| r.wmo_weather());
            return;
        }
        self.text::<20>("location_name");
        self.place_25_24();
        self.day_to_minute(["utc_day", "utc_hour", "utc_minute"]);
        self.int("present_weather", 4, 0..=7, 8);
        self.flag("visibility_is_lower_bound");
        self.tenths("visibility_nmi", 7, 0..=126, 127);
        self.int("relative_humidity_percent", 7, 0..=100, 127);
        self.int("wind_speed_kn", 7, 0..=126, 127);
        self.direction("wind_direction_deg", 360);
        self.float("air_pressure_hpa", 9, 0..=402, 403, |n| n + 799.0);
        self.code("air_pressure_tendency", 4);
        self.signed("air_temperature_c", 11, -600..=600, -1_024, 10.0);
        self.float("water_temperature_c", 10, 0..=600, 601, |n| (n - 100.0) / 10.0);
        self.int("wave_period_s", 6, 0..=60, 63);
        self.tenths("wave_height_m", 8, 0..=251, 255);
        self.direction("wave_direction_deg", 360);
        self.tenths("swell_height_m", 8, 0..=251, 255);
        self.direction("swell_direction_deg", 360);
        self.int("swell_period_s", 6, 0..=60, 63);
        self.fields.end_spare(3);
    }

    /// The codes are those of WMO BUFR, with the descriptor in the name where the circular names one. Position in
    /// steps of 1/100 degree, which the circular calls 1/100 minute though its formula divides degrees.
    fn wmo_weather(&mut self) {
        self.float("lon_deg", 16, 0..=36_000, 65_535, |n| (n - 18_000.0) / 100.0);
        self.float("lat_deg", 15, 0..=18_000, 32_767, |n| (n - 9_000.0) / 100.0);
        self.int("utc_month", 4, 1..=12, 15);
        self.int("utc_day", 6, 1..=31, 63);
        self.int("utc_hour", 5, 0..=23, 31);
        self.float("utc_minute", 3, 0..=5, 7, |n| n * 10.0);
        self.float("cog_deg", 7, 0..=72, 127, |n| n * 5.0);
        self.float("sog_m_per_s", 5, 0..=30, 31, |n| n / 2.0);
        self.float("heading_deg", 7, 1..=72, 127, |n| n * 5.0);
        self.float("air_pressure_hpa", 11, 0..=2_000, 2_047, |n| (n + 9_000.0) / 10.0);
        self.float("air_pressure_change_hpa", 10, 0..=1_000, 1_023, |n| (n - 500.0) / 10.0);
        self.int("air_pressure_characteristic_010063", 4, 0..=8, 15);
        self.float("true_wind_direction_deg", 7, 0..=72, 127, |n| n * 5.0);
        self.float("true_wind_m_per_s", 8, 0..=254, 255, |n| n / 2.0);
        self.float("relative_wind_direction_deg", 7, 0..=72, 127, |n| n * 5.0);
        self.float("relative_wind_m_per_s", 8, 0..=254, 255, |n| n / 2.0);
        self.float("gust_m_per_s", 8, 0..=254, 255, |n| n / 2.0);
        self.float("gust_direction_deg", 7, 0..=72, 127, |n| n * 5.0);
        self.float("air_temperature_k", 10, 0..=1_000, 1_023, |n| (n + 2_230.0) / 10.0);
        self.int("relative_humidity_percent", 7, 0..=100, 127);
        self.float("water_temperature_k", 9, 0..=500, 511, |n| (n + 2_680.0) / 10.0);
        self.float("visibility_m", 6, 0..=62, 63, |n| n * n * 13.073);
        self.int("present_weather_020003", 9, 0..=510, 511);
        self.int("past_weather_1_020004", 5, 0..=30, 31);
        self.int("past_weather_2_020005", 5, 0..=30, 31);
        self.float("cloud_cover_percent", 4, 0..=10, 15, |n| n * 10.0);
        self.int("cloud_amount_020011", 4, 0..=14, 15);
        self.int("low_cloud_type_020012", 6, 0..=62, 63);
        self.int("middle_cloud_type_020012", 6, 0..=62, 63);
        self.int("high_cloud_type_020012", 6, 0..=62, 63);
        self.float("cloud_base_m", 7, 0..=126, 127, |n| n * n * 0.16);
        self.int("wind_wave_period_s", 5, 0..=30, 31);
        self.float("wind_wave_height_m", 6, 0..=60, 63, |n| n / 2.0);
        self.float("swell_1_direction_deg", 6, 0..=36, 63, |n| n * 10.0);
        self.int("swell_1_period_s", 5, 0..=30, 31);
        self.float("swell_1_height_m", 6, 0..=60, 63, |n| n / 2.0);
        self.float("swell_2_direction_deg", 6, 0..=36, 63, |n| n * 10.0);
        self.int("swell_2_period_s", 5, 0..=30, 31);
        self.float("swell_2_height_m", 6, 0..=60, 63, |n| n / 2.0);
        self.int("ice_deposit_cm", 7, 0..=126, 127);
        self.int("ice_accretion_rate_020032", 3, 0..=6, 7);
        self.int("ice_accretion_cause_020033", 3, 0..=6, 7);
        self.int("sea_ice_concentration_020034", 5, 0..=30, 31);
        self.int("ice_amount_and_type_020035", 4, 0..=14, 15);
        self.int("ice_situation_020036", 5, 0..=30, 31);
        self.int("ice_development_020037", 5, 0..=30, 31);
        self.float("ice_edge_bearing_deg", 4, 1..=8, 15, |n| n * 45.0);
    }
}
