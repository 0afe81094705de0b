//! Applications of messages 6 and 8: each layout is written field by field by the encoder of these tests, typed from the
//! tables of its circular, and must read back. Real messages are in `feeds.rs` and in the golden tests.

use crate::committed::shown;
use crate::encoder::Bits;
use crate::feeds::{NO_OPTIONS, exhibit};
use crate::real_files::real_file;
use plimsoll_ais::{AisKind, Message, Payload, Row, Value, decode, observations};
use std::collections::BTreeMap;

/// Longitude and latitude of a place in 1/1,000 minute: 133 deg 4.8' E, 42 deg 43.8' S, and in 1/10,000 minute.
const LON: i64 = (133 * 60 + 4) * 1_000 + 800;
const LAT: i64 = -((42 * 60 + 43) * 1_000 + 800);

/// The head of message 8.
fn to_all(dac: i64, fi: i64) -> Bits {
    Bits::of(&[(6, 8), (2, 0), (30, 2_734_000), (2, 0), (10, dac), (6, fi)])
}

/// The head of message 6.
fn to_one(dac: i64, fi: i64) -> Bits {
    Bits::of(&[(6, 6), (2, 0), (30, 2_734_000), (2, 1), (30, 445_123_000), (2, 0), (10, dac), (6, fi)])
}

/// Fields as (width, value).
fn and(bits: Bits, fields: &[(usize, i64)]) -> Bits {
    fields.iter().fold(bits, |bits, (width, value)| bits.number(*width, *value))
}

fn message(bits: &Bits) -> Message {
    let (armour, fill) = bits.armour();
    Message::from_payload(&Payload::from_armour(armour.as_bytes(), fill as u8).unwrap()).unwrap()
}

/// The fields behind the number of bits: those of the application, without those that are not available.
fn said(message: &Message) -> Vec<(&'static str, String)> {
    let fields = message.fields();
    let start = fields.iter().position(|(name, _)| *name == "application_data_bits").unwrap() + 1;
    let end = fields.iter().position(|(name, _)| *name == "truncated").unwrap();
    let known = fields[start..end].iter().filter(|(_, value)| *value != Value::Null);
    known.map(|(name, value)| (*name, shown(value))).collect()
}

/// Reads back as these fields, and as an application of this name, whole and without remarks.
fn reads(bits: &Bits, application: &str, expected: &[(&str, &str)]) {
    let message = message(bits);
    let name = message.fields().into_iter().find(|(name, _)| *name == "application").unwrap().1;
    assert_eq!(name, Value::Text(application.to_owned()));
    let found = said(&message);
    let found: Vec<(&str, &str)> = found.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(found, expected, "{application}");
    assert_eq!((message.truncation, message.remarks), (None, vec![]), "{application}");
}

#[test]
fn weather_and_water_of_both_circulars_read_back() {
    let old = and(to_all(1, 11), &[(24, LAT), (25, LON), (5, 31), (5, 23), (6, 59), (7, 17), (7, 25)]);
    let old = and(old, &[(9, 359), (9, 0), (11, 600 - 105), (7, 81), (10, 200 + 15), (9, 213), (2, 1)]);
    let old =
        and(old, &[(8, 250), (9, 100 - 7), (2, 2), (8, 15), (9, 90), (8, 16), (9, 91), (5, 5), (8, 17)]);
    let old = and(old, &[(9, 92), (5, 30), (8, 12), (6, 7), (9, 180), (8, 13), (6, 8), (9, 181), (4, 3)]);
    let old = and(old, &[(10, 100 + 43), (3, 5), (9, 351), (2, 1), (6, 0)]);
    assert_eq!(old.length(), 352);
    let both = [
        ("surface_current_kn", "1.5"),
        ("surface_current_direction_deg", "90"),
        ("current_2_kn", "1.6"),
        ("current_2_direction_deg", "91"),
        ("current_2_depth_m", "5"),
        ("current_3_kn", "1.7"),
        ("current_3_direction_deg", "92"),
        ("current_3_depth_m", "30"),
        ("wave_height_m", "1.2"),
        ("wave_period_s", "7"),
        ("wave_direction_deg", "180"),
        ("swell_height_m", "1.3"),
        ("swell_period_s", "8"),
        ("swell_direction_deg", "181"),
        ("sea_state", "3"),
        ("water_temperature_c", "4.3"),
        ("precipitation_type", "5"),
        ("salinity_permille", "35.1"),
        ("ice", "1"),
    ];
    let place = [("lon_deg", "133.08"), ("lat_deg", "-42.73")];
    let time_and_wind = [
        ("utc_day", "31"),
        ("utc_hour", "23"),
        ("utc_minute", "59"),
        ("wind_speed_kn", "17"),
        ("wind_gust_kn", "25"),
        ("wind_direction_deg", "359"),
        ("wind_gust_direction_deg", "0"),
        ("air_temperature_c", "-10.5"),
        ("relative_humidity_percent", "81"),
        ("dew_point_c", "1.5"),
        ("air_pressure_hpa", "1013.0"),
        ("air_pressure_tendency", "1"),
    ];
    let level = |visibility, level| {
        [("visibility_nmi", visibility), ("water_level_m", level), ("water_level_trend", "2")]
    };
    let expected = [&place[..], &time_and_wind, &level("25.0", "-0.7"), &both].concat();
    reads(&old, "weather-and-water-circ-236", &expected);

    let new =
        and(to_all(1, 31), &[(25, LON), (24, LAT), (1, 1), (5, 31), (5, 23), (6, 59), (7, 17), (7, 25)]);
    let new =
        and(new, &[(9, 359), (9, 0), (11, -105), (7, 81), (10, 15), (9, 214), (2, 1), (1, 1), (7, 120)]);
    let new = and(new, &[(12, 1_000 - 73), (2, 2), (8, 15), (9, 90), (8, 16), (9, 91), (5, 5), (8, 17)]);
    let new = and(new, &[(9, 92), (5, 30), (8, 12), (6, 7), (9, 180), (8, 13), (6, 8), (9, 181), (4, 3)]);
    let new = and(new, &[(10, 43), (3, 5), (9, 351), (2, 1), (10, 0)]);
    assert_eq!(new.length(), 360);
    let accuracy = [("position_accuracy", "true")];
    let bound = [("visibility_is_lower_bound", "true")];
    let expected = [&place[..], &accuracy, &time_and_wind, &bound, &level("12.0", "-0.73"), &both].concat();
    reads(&new, "weather-and-water-circ-289", &expected);
}

#[test]
fn weather_that_is_not_available_is_empty_in_both_circulars() {
    let ones: Vec<(usize, i64)> = vec![(32, -1); 9].into_iter().chain([(8, 0b1100_0000)]).collect();
    let highest = and(to_all(1, 11), &[(24, 0x7f_ffff), (25, 0xff_ffff)]);
    let highest = and(highest, &ones[..7]).number(23, -1).number(6, 0);
    let found = message(&highest.cut(352));
    assert_eq!((said(&found), found.remarks), (vec![], vec![]));

    let none = and(to_all(1, 31), &[(25, 181 * 60_000), (24, 91 * 60_000), (1, 0), (5, 0), (5, 24), (6, 60)]);
    let none = and(none, &[(7, 127), (7, 127), (9, 360), (9, 360), (11, -1_024), (7, 101), (10, 501)]);
    let none = and(none, &[(9, 511), (2, 3), (1, 0), (7, 127), (12, 4_001), (2, 3), (8, 255), (9, 360)]);
    let none = and(none, &[(8, 255), (9, 360), (5, 31), (8, 255), (9, 360), (5, 31), (8, 255), (6, 63)]);
    let none = and(
        none,
        &[(9, 360), (8, 255), (6, 63), (9, 360), (4, 13), (10, 501), (3, 7), (9, 510), (2, 3), (10, 0)],
    );
    let found = message(&none);
    let flags = [("position_accuracy", "false"), ("visibility_is_lower_bound", "false")];
    assert_eq!(said(&found), flags.map(|(name, value)| (name, value.to_owned())));
    assert_eq!((found.truncation, found.remarks), (None, vec![]));
}

#[test]
fn a_value_outside_its_circular_is_left_out_with_a_remark_and_a_longer_layout_is_bits() {
    let warm = and(to_all(1, 31), &[(50, 0), (16, 0), (14, 0), (18, 0), (11, 601)])
        .number(60, 0)
        .number(60, 0)
        .number(60, 0)
        .number(15, 0);
    let found = message(&warm);
    let texts: Vec<&str> = found.remarks.iter().map(|remark| remark.text.as_str()).collect();
    let expected = "air_temperature_c: 601 is not between -600 and 600 (-1024: not available)";
    assert!(texts.contains(&expected), "{texts:?}");
    let longer = and(to_all(1, 11), &[(60, 1); 5]).number(4, 0);
    assert!(message(&longer).holds_bits_only());
    assert!(!message(&longer.cut(352)).holds_bits_only());
}

#[test]
fn weather_from_a_ship_reads_back_in_both_forms() {
    let plain = to_all(1, 21).number(1, 0).text(20, "OFF MADE UP CAPE");
    let plain =
        and(plain, &[(25, LON), (24, LAT), (5, 7), (5, 12), (6, 30), (4, 3), (1, 0), (7, 101), (7, 95)]);
    let plain =
        and(plain, &[(7, 21), (9, 200), (9, 402), (4, 8), (11, 155), (10, 100 - 18), (6, 9), (8, 251)]);
    let plain = and(plain, &[(9, 210), (8, 5), (9, 220), (6, 10), (3, 0)]);
    assert_eq!(plain.length(), 360);
    let expected = [
        ("weather_is_wmo", "false"),
        ("location_name", "OFF MADE UP CAPE"),
        ("lon_deg", "133.08"),
        ("lat_deg", "-42.73"),
        ("utc_day", "7"),
        ("utc_hour", "12"),
        ("utc_minute", "30"),
        ("present_weather", "3"),
        ("visibility_is_lower_bound", "false"),
        ("visibility_nmi", "10.1"),
        ("relative_humidity_percent", "95"),
        ("wind_speed_kn", "21"),
        ("wind_direction_deg", "200"),
        ("air_pressure_hpa", "1201.0"),
        ("air_pressure_tendency", "8"),
        ("air_temperature_c", "15.5"),
        ("water_temperature_c", "-1.8"),
        ("wave_period_s", "9"),
        ("wave_height_m", "25.1"),
        ("wave_direction_deg", "210"),
        ("swell_height_m", "0.5"),
        ("swell_direction_deg", "220"),
        ("swell_period_s", "10"),
    ];
    reads(&plain, "ship-weather", &expected);

    let wmo =
        and(to_all(1, 21), &[(1, 1), (16, 31_308), (15, 4_727), (4, 11), (6, 7), (5, 23), (3, 5), (7, 72)]);
    let wmo =
        and(wmo, &[(5, 29), (7, 1), (11, 1_132), (10, 488), (4, 7), (7, 36), (8, 21), (7, 127), (8, 255)]);
    let wmo = and(wmo, &[(8, 40), (7, 37), (10, 501), (7, 88), (9, 150), (6, 10), (9, 63), (5, 6), (5, 31)]);
    let wmo =
        and(wmo, &[(4, 8), (4, 15), (6, 63), (6, 63), (6, 63), (7, 25), (5, 6), (6, 3), (6, 18), (5, 9)]);
    let wmo =
        and(wmo, &[(6, 4), (6, 63), (5, 31), (6, 63), (7, 127), (3, 7), (3, 7), (5, 31), (4, 15), (5, 31)]);
    let wmo = and(wmo, &[(5, 31), (4, 2)]);
    assert_eq!(wmo.length(), 360);
    let report = "lon_deg 133.08 lat_deg -42.73 utc_month 11 utc_day 7 utc_hour 23 utc_minute 50 cog_deg 360 \
        sog_m_per_s 14.5 heading_deg 5 air_pressure_hpa 1013.2 air_pressure_change_hpa -1.2 \
        air_pressure_characteristic_010063 7 true_wind_direction_deg 180 true_wind_m_per_s 10.5 gust_m_per_s 20 \
        gust_direction_deg 185 air_temperature_k 273.1 relative_humidity_percent 88 water_temperature_k 283 \
        visibility_m 1307.3 present_weather_020003 63 past_weather_1_020004 6 cloud_cover_percent 80 \
        cloud_base_m 100 wind_wave_period_s 6 wind_wave_height_m 1.5 swell_1_direction_deg 180 swell_1_period_s 9 \
        swell_1_height_m 2 ice_edge_bearing_deg 90";
    reads(&wmo, "ship-weather", &[("weather_is_wmo", "true"), ("weather_report", report)]);
}

#[test]
fn areas_routes_signals_and_targets_read_back() {
    let notice =
        and(to_one(1, 23), &[(10, 1_001), (7, 64), (4, 11), (5, 7), (5, 23), (6, 59), (18, 262_142)]);
    let circle = [(3, 0), (2, 1), (25, LON), (24, LAT), (3, 4), (12, 926), (18, 0)];
    let rectangle = [(3, 1), (2, 0), (25, -LON), (24, -LAT), (3, 3), (8, 255), (8, 1), (9, 45), (5, 0)];
    let sector = [(3, 2), (2, 3), (25, LON), (24, LAT), (3, 4), (12, 5), (9, 10), (9, 350)];
    let line = [
        (3, 3),
        (2, 2),
        (10, 181),
        (10, 3),
        (10, 719),
        (10, 1_023),
        (10, 720),
        (10, 0),
        (10, 720),
        (10, 0),
        (2, 0),
    ];
    let notice =
        and(and(and(and(notice, &circle), &rectangle), &sector), &line).number(3, 5).text(14, "MADE UP AREA");
    reads(
        &notice,
        "area-notice",
        &[
            ("message_linkage_id", "1001"),
            ("notice_type", "64"),
            ("utc_month", "11"),
            ("utc_day", "7"),
            ("utc_hour", "23"),
            ("utc_minute", "59"),
            ("duration_min", "262142"),
            (
                "sub_areas",
                "circle lon_deg 133.08 lat_deg -42.73 decimals 4 radius_m 9260; rectangle lon_deg -133.08 lat_deg 42.73 \
                 decimals 3 east_m 255 north_m 1 orientation_deg 45; sector lon_deg 133.08 lat_deg -42.73 decimals 4 \
                 radius_m 5000 left_deg 10 right_deg 350; polyline bearing_deg 90.5 distance_m 300 bearing_deg 359.5 \
                 distance_m 102300 distance_m 0 distance_m 0; text \"MADE UP AREA\"",
            ),
        ],
    );

    let route =
        and(to_all(1, 27), &[(10, 7), (3, 1), (5, 2), (4, 6), (5, 30), (5, 0), (6, 0), (18, 600), (5, 2)]);
    let route = and(route, &[(28, 10 * LON), (27, 10 * LAT), (28, -10 * LON), (27, 0)]);
    reads(
        &route,
        "route",
        &[
            ("message_linkage_id", "7"),
            ("sender_class", "1"),
            ("route_type", "2"),
            ("utc_month", "6"),
            ("utc_day", "30"),
            ("utc_hour", "0"),
            ("utc_minute", "0"),
            ("duration_min", "600"),
            ("waypoint_count", "2"),
            ("waypoints", "lon_deg 133.08 lat_deg -42.73; lon_deg -133.08 lat_deg 0"),
        ],
    );

    let signal = to_all(1, 19).number(10, 1).text(20, "MADE UP SIGNAL");
    let signal = and(signal, &[(25, LON), (24, LAT), (2, 1), (5, 4), (5, 13), (6, 45), (5, 13)])
        .number(51, 0)
        .number(51, 0);
    reads(
        &signal,
        "traffic-signal",
        &[
            ("message_linkage_id", "1"),
            ("signal_station", "MADE UP SIGNAL"),
            ("lon_deg", "133.08"),
            ("lat_deg", "-42.73"),
            ("signal_service", "1"),
            ("signal_code", "4"),
            ("utc_hour", "13"),
            ("utc_minute", "45"),
            ("next_signal_code", "13"),
        ],
    );

    let by_mmsi = [(2, 0), (42, 445_123_000), (4, 0), (24, LAT), (25, LON), (9, 123), (6, 5), (8, 14)];
    let by_imo = [(2, 1), (42, 9_074_729), (4, 0), (24, LAT), (25, LON), (9, 360), (6, 60), (8, 255)];
    let targets = and(and(to_all(1, 17), &by_mmsi), &by_imo).number(2, 2).text(7, "V7KZ9");
    let targets = and(targets, &[(4, 0), (24, 91 * 60_000), (25, 181 * 60_000), (9, 360), (6, 60), (8, 0)]);
    let expected = "mmsi 445123000 lon_deg 133.08 lat_deg -42.73 cog_deg 123 second 5 sog_kn 14; \
        imo_number 9074729 lon_deg 133.08 lat_deg -42.73; call_sign \"V7KZ9\" sog_kn 0";
    reads(&targets, "traffic-service-targets", &[("targets", expected)]);
    let older = and(and(to_all(1, 16), &by_imo), &by_imo);
    let one = "imo_number 9074729 lon_deg 133.08 lat_deg -42.73";
    reads(&older, "traffic-service-targets", &[("targets", &format!("{one}; {one}"))]);
}

#[test]
fn ports_cargo_and_persons_read_back() {
    let berth =
        and(to_one(1, 20), &[(10, 9), (9, 511), (8, 123), (3, 2), (4, 11), (5, 7), (5, 6), (6, 15), (1, 1)]);
    let services = (0..26).map(|at| (2, i64::from(at == 1) + 2 * i64::from(at == 25))).collect::<Vec<_>>();
    let berth = and(and(berth, &services).text(20, "MADE UP BERTH"), &[(25, LON), (24, LAT)]);
    assert_eq!(berth.length(), 360);
    reads(
        &berth,
        "berthing",
        &[
            ("message_linkage_id", "9"),
            ("berth_length_m", "511"),
            ("berth_depth_m", "12.3"),
            ("mooring_position", "2"),
            ("utc_month", "11"),
            ("utc_day", "7"),
            ("utc_hour", "6"),
            ("utc_minute", "15"),
            ("services_known", "true"),
            ("services", "bunker 1 reserved_2 2"),
            ("berth_name", "MADE UP BERTH"),
            ("lon_deg", "133.08"),
            ("lat_deg", "-42.73"),
        ],
    );

    let clearance =
        and(to_one(1, 18), &[(10, 9), (4, 11), (5, 7), (5, 6), (6, 15)]).text(20, "MADE UP BERTH");
    let clearance = and(clearance.text(5, "RUVYP"), &[(25, LON), (24, LAT), (43, 0)]);
    reads(
        &clearance,
        "clearance-to-enter",
        &[
            ("message_linkage_id", "9"),
            ("utc_month", "11"),
            ("utc_day", "7"),
            ("utc_hour", "6"),
            ("utc_minute", "15"),
            ("berth_name", "MADE UP BERTH"),
            ("destination", "RUVYP"),
            ("lon_deg", "133.08"),
            ("lat_deg", "-42.73"),
        ],
    );

    let extended = and(to_all(1, 24), &[(10, 3), (13, 4_510)]).text(5, "KRPUS").text(5, "RUVYP").text(5, "@");
    let equipment = (0..26).map(|at| (2, i64::from(at == 0) + 2 * i64::from(at == 24))).collect::<Vec<_>>();
    let extended =
        and(extended, &equipment).number(4, 7).number(18, 25_000).number(12, 16).text(7, "A13A2TV");
    let extended =
        and(extended, &[(18, 61_000), (2, 1), (2, 2), (2, 1), (2, 0), (14, 1_500), (13, 24), (10, 0)]);
    assert_eq!(extended.length(), 360);
    reads(
        &extended,
        "extended-static",
        &[
            ("message_linkage_id", "3"),
            ("air_draught_m", "45.1"),
            ("last_port", "KRPUS"),
            ("next_port", "RUVYP"),
            ("equipment", "ais_class_a 1 voyage_data_recorder 2"),
            ("ice_class", "7"),
            ("shaft_power_hp", "25000"),
            ("vhf_channel", "16"),
            ("lloyds_ship_type", "A13A2TV"),
            ("gross_tonnage", "61000"),
            ("laden_or_ballast", "1"),
            ("heavy_fuel_oil", "2"),
            ("light_fuel_oil", "1"),
            ("bunker_oil_t", "1500"),
            ("persons_on_board", "24"),
        ],
    );

    let cargo = and(to_one(1, 25), &[(2, 2), (10, 900), (4, 1), (7, 31), (6, 0), (4, 2), (13, 1_203)]);
    let cargo = and(
        cargo,
        &[(4, 3), (3, 2), (7, 42), (3, 0), (4, 4), (4, 6), (9, 0), (4, 5), (3, 2), (10, 0), (4, 6), (13, 77)],
    );
    let cargoes = "imdg 31; igc_un 1203; bc 2 imdg 42; marpol_1 6; marpol_2 2; code 6 value 77";
    let expected = [("cargo_unit", "2"), ("cargo_amount", "900"), ("cargoes", cargoes)];
    reads(&cargo, "dangerous-cargo-circ-289", &expected);

    let old =
        to_one(1, 12).text(5, "KRPUS").number(4, 11).number(5, 7).number(5, 6).number(6, 15).text(5, "RUVYP");
    let old = and(old, &[(4, 0), (5, 0), (5, 24), (6, 60)]).text(20, "MADE UP ACID").text(4, "3.2");
    reads(
        &and(old, &[(13, 1_203), (10, 900), (2, 2), (3, 0)]),
        "dangerous-cargo-circ-236",
        &[
            ("last_port", "KRPUS"),
            ("last_port_month", "11"),
            ("last_port_day", "7"),
            ("last_port_hour", "6"),
            ("last_port_minute", "15"),
            ("next_port", "RUVYP"),
            ("dangerous_good", "MADE UP ACID"),
            ("imd_category", "3.2"),
            ("un_number", "1203"),
            ("cargo_amount", "900"),
            ("cargo_unit", "2"),
        ],
    );

    let closed = to_all(1, 13).text(20, "DREDGING").text(20, "BUOY 1").text(20, "BUOY 7");
    let times = [(5, 7), (4, 11), (5, 6), (6, 0), (5, 8), (4, 11), (5, 18), (6, 30), (4, 0)];
    reads(
        &and(and(closed, &[(10, 500), (2, 1)]), &times),
        "fairway-closed",
        &[
            ("closing_reason", "DREDGING"),
            ("closed_from_place", "BUOY 1"),
            ("closed_to_place", "BUOY 7"),
            ("closing_radius", "500"),
            ("closing_radius_unit", "1"),
            ("start_day", "7"),
            ("start_month", "11"),
            ("start_hour", "6"),
            ("start_minute", "0"),
            ("end_day", "8"),
            ("end_month", "11"),
            ("end_hour", "18"),
            ("end_minute", "30"),
        ],
    );

    let window = "lon_deg 133.08 lat_deg -42.73 from_utc_hour 1 from_utc_minute 2 to_utc_hour 3 to_utc_minute 4 \
        current_direction_deg 5 current_kn 0.6";
    let expected = [("utc_month", "11"), ("utc_day", "7"), ("tidal_windows", window)];
    let day = [(4, 11), (5, 7)];
    let times = [(5, 1), (6, 2), (5, 3), (6, 4), (9, 5)];
    let old = and(and(and(to_one(1, 14), &day), &[(27, 10 * LAT), (28, 10 * LON)]), &times).number(7, 6);
    reads(&old, "tidal-windows-circ-236", &expected);
    let new = and(and(and(to_one(1, 32), &day), &[(25, LON), (24, LAT)]), &times).number(8, 6);
    reads(&new, "tidal-windows-circ-289", &expected);

    reads(&and(to_all(1, 15), &[(11, 451), (5, 0)]), "air-draught-circ-236", &[("air_draught_m", "45.1")]);
    let persons = [("persons_on_board", "8191")];
    reads(&and(to_one(1, 16), &[(13, 8_191), (35, 0)]), "persons-on-board", &persons);
    reads(&and(to_all(1, 16), &[(13, 8_191), (3, 0)]), "persons-on-board", &persons);
    reads(&and(to_one(1, 40), &[(13, 8_191), (3, 0)]), "persons-on-board", &persons);
}

#[test]
fn functions_of_the_messages_themselves_read_back() {
    let text = and(to_one(1, 0), &[(1, 1), (11, 2_047)]).text(12, "MADE UP TEXT");
    let expected =
        [("acknowledgement_wanted", "true"), ("text_sequence_number", "2047"), ("text", "MADE UP TEXT")];
    reads(&text, "text", &expected);
    let expected = [("acknowledged_dac", "366"), ("text_sequence_number", "9")];
    reads(&and(to_one(1, 1), &[(10, 366), (11, 9), (3, 0)]), "application-acknowledgement", &expected);
    let new = and(to_one(1, 5), &[(10, 366), (6, 22), (11, 9), (1, 1), (3, 2), (49, 0)]);
    let expected = [
        ("acknowledged_dac", "366"),
        ("acknowledged_fi", "22"),
        ("text_sequence_number", "9"),
        ("application_available", "true"),
        ("application_response", "2"),
    ];
    reads(&new, "application-acknowledgement", &expected);
    let expected = [("requested_dac", "1"), ("requested_fi", "31")];
    reads(&and(to_one(1, 2), &[(10, 1), (6, 31)]), "application-interrogation", &expected);
    reads(&and(to_one(1, 3), &[(10, 1), (6, 0)]), "capability-interrogation", &[("requested_dac", "1")]);
    let mask: Vec<(usize, i64)> = (0..64).map(|fi| (2, 2 * i64::from([0, 11, 63].contains(&fi)))).collect();
    let reply = and(to_one(1, 4).number(10, 1), &mask).number(6, 0);
    reads(&reply, "capability-reply", &[("requested_dac", "1"), ("available_fi", "0 11 63")]);
    let linked = to_all(1, 29).number(10, 1_001).text(7, "IT'S UP");
    reads(&linked, "linked-text", &[("message_linkage_id", "1001"), ("text", "IT'S UP")]);
}

#[test]
fn sensors_of_every_kind_read_back() {
    let head = |kind: i64| [(4, kind), (5, 7), (5, 23), (6, 59), (7, 42)];
    let forecast = [(5, 8), (5, 24), (6, 0)];
    let mut bits = to_all(1, 26);
    let reports: [&[(usize, i64)]; 8] = [
        &[(28, 10 * LON), (27, 10 * LAT), (11, 2_001), (4, 5), (3, 3), (12, 0)],
        &[
            (7, 12),
            (7, 121),
            (9, 200),
            (9, 360),
            (3, 2),
            (7, 15),
            (7, 122),
            (9, 210),
            (5, 8),
            (5, 24),
            (6, 0),
            (8, 254),
            (3, 0),
        ],
        &[
            (1, 1),
            (16, -123),
            (2, 1),
            (5, 11),
            (3, 1),
            (1, 0),
            (16, 32_767),
            (5, 8),
            (5, 24),
            (6, 0),
            (8, 255),
            (17, 0),
        ],
        &[
            (8, 15),
            (9, 90),
            (9, 10),
            (8, 247),
            (9, 360),
            (9, 362),
            (8, 246),
            (9, 0),
            (9, 361),
            (3, 4),
            (4, 0),
        ],
        &[(8, 1), (8, 2), (8, 3), (9, 4), (8, 247), (8, 247), (8, 247), (9, 362), (3, 0), (16, 0)],
        &[
            (9, 10),
            (7, 20),
            (8, 30),
            (9, 40),
            (9, 50),
            (9, 360),
            (7, 122),
            (8, 247),
            (9, 360),
            (9, 362),
            (1, 0),
        ],
        &[(10, 143), (10, 701), (16, 60_003), (9, 351), (2, 1), (3, 0), (35, 0)],
        &[(13, 4_510), (13, 8_191), (2, 1), (13, 0), forecast[0], forecast[1], forecast[2], (28, 0)],
    ];
    for (kind, report) in [0, 2, 3, 4, 5, 6, 8, 10].into_iter().zip(reports) {
        bits = and(and(bits, &head(kind)), report);
    }
    let at = "utc_day 7 utc_hour 23 utc_minute 59 site 42";
    let expected = [
        format!("site_location {at} lon_deg 133.08 lat_deg -42.73 altitude_m 200.1 owner 5 data_timeout 3"),
        format!(
            "wind {at} wind_speed_kn 12 wind_gust_kn 121 wind_direction_deg 200 sensor 2 forecast_wind_speed_kn 15 \
             forecast_wind_direction_deg 210 forecast_utc_day 8 forecast_utc_minute 0 forecast_duration_min 254"
        ),
        format!(
            "water_level {at} level_is_absolute true water_level_m -1.23 water_level_trend 1 datum 11 sensor 1 \
             forecast_level_is_absolute false forecast_water_level_m 327.67 forecast_utc_day 8 forecast_utc_minute 0"
        ),
        format!(
            "current_2d {at} current_1_kn 1.5 current_1_direction_deg 90 current_1_depth_m 10 current_3_kn 24.6 \
             current_3_direction_deg 0 current_3_depth_m 361 sensor 4"
        ),
        format!(
            "current_3d {at} current_1_north_kn 0.1 current_1_east_kn 0.2 current_1_up_kn 0.3 current_1_depth_m 4"
        ),
        format!(
            "horizontal_current {at} bearing_1_deg 10 distance_1_m 20 current_1_kn 3 current_1_direction_deg 40 \
             current_1_depth_m 50"
        ),
        format!(
            "salinity {at} water_temperature_c 4.3 conductivity_s_per_m 7.01 salinity_permille 35.1 salinity_type 1"
        ),
        format!(
            "air_gap {at} air_draught_m 45.1 air_gap_m 81.91 air_gap_trend 1 forecast_utc_day 8 forecast_utc_minute 0"
        ),
    ];
    reads(&bits, "sensor-reports", &[("sensor_reports", &expected.join("; "))]);

    let station = and(to_all(1, 26), &head(1)).text(14, "MADE UP MAST").number(1, 0);
    let sea = [
        (8, 12),
        (6, 7),
        (9, 180),
        (4, 3),
        (3, 1),
        (10, 143),
        (7, 121),
        (3, 2),
        (8, 13),
        (6, 8),
        (9, 181),
        (3, 3),
        (9, 503),
    ];
    let weather =
        [(11, -105), (3, 1), (2, 2), (8, 241), (10, 15), (3, 2), (9, 214), (2, 1), (3, 3), (9, 351), (25, 0)];
    let unknown = [(40, 0x12_3456_789a), (45, 0)];
    let bits = and(and(and(and(station, &head(7)), &sea), &head(9)), &weather);
    let bits = and(and(bits, &head(11)), &unknown);
    let expected = [
        format!("station_id {at} name \"MADE UP MAST\""),
        format!(
            "sea_state {at} swell_height_m 1.2 swell_period_s 7 swell_direction_deg 180 sea_state 3 swell_sensor 1 \
             water_temperature_c 4.3 water_temperature_depth_m 12.1 depth_sensor 2 wave_height_m 1.3 wave_period_s 8 \
             wave_direction_deg 181 wave_sensor 3"
        ),
        format!(
            "weather {at} air_temperature_c -10.5 air_temperature_sensor 1 precipitation 2 visibility_nmi 24.1 \
             dew_point_c 1.5 dew_point_sensor 2 air_pressure_hpa 1013 air_pressure_tendency 1 air_pressure_sensor 3 \
             salinity_permille 35.1"
        ),
        format!("kind 11 {at} data_hex \"123456789A000000000000\""),
    ];
    reads(&bits, "sensor-reports", &[("sensor_reports", &expected.join("; "))]);
}

#[test]
fn inland_navigation_reads_back() {
    let place =
        |bits: Bits| bits.text(2, "NL").text(3, "RTM").text(5, "00123").text(5, "LOCK1").text(5, "04567");
    let told = [
        ("country_code", "NL"),
        ("location_code", "RTM"),
        ("fairway_section", "00123"),
        ("terminal_code", "LOCK1"),
        ("fairway_hectometre", "04567"),
    ];
    let eta = and(place(to_one(200, 21)), &[(4, 11), (5, 7), (5, 6), (6, 15), (3, 2), (12, 910), (5, 0)]);
    let rest = [("eta_month", "11"), ("eta_day", "7"), ("eta_hour", "6"), ("eta_minute", "15")];
    let expected = [&told[..], &rest, &[("assisting_tugs", "2"), ("air_draught_m", "9.1")]].concat();
    reads(&eta, "inland-eta", &expected);
    let rta = and(place(to_one(200, 22)), &[(4, 11), (5, 7), (5, 6), (6, 15), (2, 1), (2, 0)]);
    let rest = [
        ("rta_month", "11"),
        ("rta_day", "7"),
        ("rta_hour", "6"),
        ("rta_minute", "15"),
        ("lock_status", "1"),
    ];
    reads(&rta, "inland-rta", &[&told[..], &rest].concat());

    let warning = and(to_all(200, 23), &[(8, 24), (4, 11), (5, 7), (8, 24), (4, 11), (5, 8), (5, 6), (6, 0)]);
    let warning = and(warning, &[(5, 18), (6, 30), (28, 10 * LON), (27, 10 * LAT), (28, -10 * LON), (27, 0)]);
    let warning = and(warning, &[(4, 6), (9, 12 << 1 | 1), (9, 255 << 1), (2, 3), (4, 8), (6, 0)]);
    assert_eq!(warning.length(), 256);
    reads(
        &warning,
        "weather-warning",
        &[
            ("start_year", "2024"),
            ("start_month", "11"),
            ("start_day", "7"),
            ("end_year", "2024"),
            ("end_month", "11"),
            ("end_day", "8"),
            ("start_hour", "6"),
            ("start_minute", "0"),
            ("end_hour", "18"),
            ("end_minute", "30"),
            ("start_lon_deg", "133.08"),
            ("start_lat_deg", "-42.73"),
            ("end_lon_deg", "-133.08"),
            ("end_lat_deg", "0.0"),
            ("warning_type", "6"),
            ("warning_minimum", "-12"),
            ("warning_intensity", "3"),
            ("wind_direction_code", "8"),
        ],
    );

    let gauges =
        [(11, 2_047), (14, 345 << 1 | 1), (11, 2), (14, 12 << 1), (11, 0), (14, 0), (11, 4), (14, 1)];
    let expected = [
        ("country_code", "AT"),
        ("gauge_1_id", "2047"),
        ("gauge_1_level_m", "3.45"),
        ("gauge_2_id", "2"),
        ("gauge_2_level_m", "-0.12"),
        ("gauge_4_id", "4"),
    ];
    reads(&and(to_all(200, 24).text(2, "AT"), &gauges), "water-levels", &expected);

    let lights = and(
        to_all(200, 40),
        &[(28, 10 * LON), (27, 10 * LAT), (4, 3), (9, 90), (3, 2), (30, 12_345_670), (11, 0)],
    );
    let expected = [
        ("lon_deg", "133.08"),
        ("lat_deg", "-42.73"),
        ("signal_form", "3"),
        ("signal_orientation_deg", "90"),
        ("signal_impact", "2"),
        ("signal_lights", "012345670"),
    ];
    reads(&lights, "signal-status", &expected);
    let persons = and(to_one(200, 55), &[(8, 4), (13, 8_190), (8, 255), (51, 0)]);
    reads(&persons, "inland-persons-on-board", &[("crew", "4"), ("passengers", "8190")]);
}

#[test]
fn lanterns_read_back_and_a_test_message_that_is_no_lantern_is_bits() {
    let lantern = and(to_one(0, 0), &[(16, 1), (12, 124), (10, 5), (1, 1), (1, 0), (1, 1), (1, 0), (6, 0)]);
    let expected = [
        ("sub_application_id", "1"),
        ("lantern_voltage_v", "12.4"),
        ("lantern_current_a", "0.5"),
        ("dc_power_supply", "true"),
        ("light_on", "false"),
        ("battery_low", "true"),
        ("off_position", "false"),
    ];
    reads(&lantern, "lantern-monitoring", &expected);
    assert!(message(&lantern.number(8, 0)).holds_bits_only());
}

/// The inland ships of a log: draught in metres and the code of loaded or unloaded.
fn inland_ships(log: &[u8]) -> Vec<(Option<f64>, Option<i64>)> {
    let messages = decode(log, NO_OPTIONS).filter_map(|item| item.unwrap().message.ok());
    let fields = messages.map(|message| message.fields().into_iter().collect::<BTreeMap<_, _>>());
    fields
        .filter(|fields| fields.get("application") == Some(&Value::Text("inland-static".to_owned())))
        .map(|fields| {
            let draught = match fields["draught_m"] {
                Value::Float(metres) => Some(metres),
                _ => None,
            };
            let code = match fields["inland_load_code"] {
                Value::Int(code) => Some(code),
                _ => None,
            };
            (draught, code)
        })
        .collect()
}

#[test]
fn inland_ships_draw_what_ships_on_rivers_draw_and_their_load_code_is_not_to_be_trusted() {
    let (Some(dma), Some(gpsd)) =
        (real_file("nmea/dma/stream_example.txt.gz"), real_file("nmea/gpsd/ais-nmea.log"))
    else {
        return;
    };
    let ships = [inland_ships(&dma), inland_ships(&gpsd)].concat();
    assert_eq!(ships.len(), 21);
    let draughts: Vec<f64> = ships.iter().filter_map(|(draught, _)| *draught).collect();
    assert_eq!(draughts.len(), 14);
    // In steps of 0.1 m they would be 12 to 38 m, on rivers of three or four.
    assert!(draughts.iter().all(|draught| (1.2..=3.8).contains(draught)), "{draughts:?}");
    // Deep and shallow ships have either code.
    let deep_with =
        |code| ships.iter().any(|(draught, c)| *c == Some(code) && draught.is_some_and(|d| d > 3.0));
    let shallow_with =
        |code| ships.iter().any(|(draught, c)| *c == Some(code) && draught.is_some_and(|d| d < 2.0));
    assert!(deep_with(1) && deep_with(2) && shallow_with(1) && shallow_with(2));
}

/// The rows of a message that was received at a time, as words.
fn rows(bits: &Bits) -> Vec<String> {
    let line = crate::encoder::tagged("c:1700000000", &bits.sentence());
    let row = |row: Row| match row {
        Row::Position(report, _) => {
            format!("position {:?} {}", report.message_type.unwrap(), report.position.is_some())
        }
        Row::Static(report) => {
            let length = report.dimensions.length_overall.map(|length| length.to_metres());
            format!(
                "static {:?} {length:?} {:?}",
                report.message_type.unwrap(),
                report.draught.map(|d| d.to_metres())
            )
        }
        Row::Station(report) => format!("station {} {}", report.message_type, report.position.is_some()),
        Row::Reject(reject) => reject.reason,
    };
    let rows = observations(exhibit(), AisKind::Nmea, line.as_bytes(), NO_OPTIONS);
    rows.map(|found| row(found.unwrap())).collect()
}

#[test]
fn a_message_without_a_position_proves_that_a_ship_was_on_the_air_and_a_station_alive() {
    let inquiry = |mmsi| Bits::of(&[(6, 10), (2, 0), (30, mmsi), (2, 0), (30, 2_734_000), (2, 0)]);
    assert_eq!(rows(&inquiry(445_123_000)), ["position 10 false"]);
    assert_eq!(rows(&inquiry(982_731_234)), ["position 10 false"]);
    for station in [2_734_000, 992_731_001, 111_273_001] {
        assert_eq!(rows(&inquiry(station)), ["station 10 false"]);
    }
    let assigned =
        Bits::of(&[(6, 16), (2, 0), (30, 2_734_000), (2, 0), (30, 445_123_000), (12, 200), (14, 0)]);
    assert_eq!(rows(&assigned), ["station 16 false"]);
}

#[test]
fn an_inland_ship_gives_a_static_report_only_if_all_its_data_are_lawful() {
    let ship = |length: i64, hazard: i64| {
        let head =
            Bits::of(&[(6, 8), (2, 0), (30, 211_000_001), (2, 0), (10, 200), (6, 10)]).text(8, "04800000");
        and(head, &[(13, length), (10, 114), (14, 8_020), (3, hazard), (11, 165), (2, 1), (3, 0), (8, 0)])
    };
    assert_eq!(rows(&ship(1_100, 0)), ["static 8 Some(110.0) Some(1.65)"]);
    assert_eq!(rows(&ship(0, 0)), ["position 8 false"]);
    let remark = "message 8: blue_cones: 6 is not between 0 and 4 (5: not available)";
    assert_eq!(rows(&ship(1_100, 6)), [remark, "position 8 false"]);
    let cut = "message 8: cut off at bit 150 of 160; the fields up to there are kept";
    assert_eq!(rows(&ship(1_100, 0).cut(150)), ["position 8 false", cut]);
}

#[test]
fn part_numbers_that_are_not_defined_are_kept_as_bits_with_a_remark() {
    let part_3 =
        Bits::of(&[(6, 24), (2, 0), (30, 445_123_000), (2, 3), (40, 0x12_3456_789a), (44, 0), (44, 0)]);
    let found = message(&part_3);
    let fields: BTreeMap<&str, Value> = found.fields().into_iter().collect();
    assert_eq!(
        (&fields["part"], &fields["part_data_bits"]),
        (&Value::Text("3".to_owned()), &Value::Int(128))
    );
    assert_eq!(fields["part_data_hex"], Value::Text(format!("123456789A{}", "0".repeat(22))));
    assert!(found.holds_bits_only());
    let remark = "message 24: part number 3, expected 0 (A) or 1 (B)";
    assert_eq!(rows(&part_3), [remark, "position 24 false"]);
}
