//! The small logs in `testdata/ais`: what the encoder of these tests writes, and what must be read from it.

use crate::encoder::{Bits, class_a, static_and_voyage, sum, tagged};
use crate::feeds::{NO_OPTIONS, decoded_with_books, exhibit};
use plimsoll_ais::{AisKind, Decoded, Message, Payload, Row, Value, observations};
use std::collections::{BTreeMap, BTreeSet};

const EVERY_MESSAGE: &[u8] = include_bytes!("../../../../testdata/ais/every_message.nmea");
const ODD_FEED: &[u8] = include_bytes!("../../../../testdata/ais/odd_feed.nmea");

/// Longitude and latitude of a place, in 1/10,000 minute: 133 deg 4.8' E, 42 deg 43.8' N.
const LON: i64 = (133 * 60 + 4) * 10_000 + 8_000;
const LAT: i64 = (42 * 60 + 43) * 10_000 + 8_000;

/// Message 3 differs from message 1 in its type and its communication state.
fn class_a_itdma() -> Bits {
    Bits::of(&[
        (6, 3),
        (2, 1),
        (30, 445_123_000),
        (4, 0),
        (8, -97),
        (10, 1_022),
        (1, 0),
        (28, LON),
        (27, -LAT),
    ])
    .number(12, 3_599)
    .number(9, 359)
    .number(6, 60)
    .number(2, 2)
    .number(3, 0)
    .number(1, 0)
    .number(19, 1 << 17 | 3_646 << 4 | 5 << 1 | 1)
}

fn base_station(message_type: i64) -> Bits {
    Bits::of(&[
        (6, message_type),
        (2, 0),
        (30, 2_734_000),
        (14, 2024),
        (4, 11),
        (5, 6),
        (5, 23),
        (6, 59),
        (6, 58),
    ])
    .number(1, 1)
    .number(28, LON)
    .number(27, LAT)
    .number(4, 7)
    .number(1, 1)
    .number(9, 0)
    .number(1, 0)
    .number(19, 1 << 14 | 23 << 9 | 59 << 2)
}

fn sar_aircraft() -> Bits {
    Bits::of(&[
        (6, 9),
        (2, 0),
        (30, 111_273_001),
        (12, 4_094),
        (10, 168),
        (1, 1),
        (28, LON),
        (27, LAT),
        (12, 2_964),
    ])
    .number(6, 31)
    .number(1, 1)
    .number(7, 0)
    .number(1, 0)
    .number(3, 0)
    .number(1, 1)
    .number(1, 0)
    .number(1, 1)
    .number(19, 9 << 4 | 1)
}

fn class_b(is_carrier_sense: bool) -> Bits {
    Bits::of(&[
        (6, 18),
        (2, 0),
        (30, 273_998_877),
        (8, 0),
        (10, 51),
        (1, 0),
        (28, LON),
        (27, LAT),
        (12, 0),
        (9, 511),
    ])
    .number(6, 62)
    .number(2, 0)
    .number(1, i64::from(is_carrier_sense))
    .number(5, 0b01110)
    .number(1, 1)
    .number(1, i64::from(is_carrier_sense))
    .number(19, if is_carrier_sense { 393_222 } else { 6 << 14 | 2_249 })
}

fn class_b_extended() -> Bits {
    Bits::of(&[
        (6, 19),
        (2, 0),
        (30, 273_998_878),
        (8, 0),
        (10, 51),
        (1, 1),
        (28, LON),
        (27, LAT),
        (12, 1_234),
    ])
    .number(9, 12)
    .number(6, 5)
    .number(4, 0)
    .text(20, "PILOT BOAT 2")
    .number(8, 50)
    .number(30, 10 << 21 | 6 << 12 | 2 << 6 | 3)
    .number(4, 3)
    .number(3, 0b101)
    .number(4, 0)
}

fn aid_to_navigation() -> Bits {
    Bits::of(&[(6, 21), (2, 0), (30, 992_731_001), (5, 14)])
        .text(20, "VOSTOCHNY APPROACH W")
        .number(1, 1)
        .number(28, LON)
        .number(27, LAT)
        .number(30, 1 << 21 | 1 << 12 | 1 << 6 | 1)
        .number(4, 7)
        .number(6, 7)
        .number(1, 1)
        .number(8, 232)
        .number(4, 0b0100)
        .text(11, "EST BUOY 12")
        .number(2, 0)
}

fn part_a() -> Bits {
    Bits::of(&[(6, 24), (2, 0), (30, 273_998_877), (2, 0)]).text(20, "FISHER 7")
}

fn part_b(mmsi: i64, thirty_bits: i64) -> Bits {
    Bits::of(&[(6, 24), (2, 0), (30, mmsi), (2, 1), (8, 30)])
        .text(3, "SRT")
        .number(4, 5)
        .number(20, 702_405)
        .text(7, "UBZZ9")
        .number(30, thirty_bits)
        .number(4, 1)
        .number(2, 0)
}

/// Message 2 has the fields of message 1.
fn class_a_assigned() -> Bits {
    Bits::of(&[(6, 2), (2, 0), (30, 445_123_000), (4, 8), (8, 0), (10, 0), (1, 0), (28, LON), (27, LAT)])
        .number(12, 3_600)
        .number(9, 511)
        .number(6, 63)
        .number(2, 0)
        .number(3, 0)
        .number(1, 0)
        .number(19, 2_249)
}

/// Message 6: state of an aid to navigation.
fn aid_monitoring() -> Bits {
    Bits::of(&[
        (6, 6),
        (2, 0),
        (30, 992_501_076),
        (2, 3),
        (30, 2_500_912),
        (1, 1),
        (1, 0),
        (10, 250),
        (6, 10),
    ])
    .number(30, 273 << 20 | 1 << 10 | 1_023)
    .number(5, 0b1_0011)
    .number(8, 0b1010_0001)
    .number(5, 0b1_0000)
}

fn acknowledgement(message_type: i64) -> Bits {
    Bits::of(&[(6, message_type), (2, 0), (30, 445_123_000), (2, 0)])
        .number(32, 2_500_912 << 2 | 3)
        .number(32, 2_734_000 << 2)
        .number(32, 111_273_001 << 2 | 1)
}

/// Message 8 of an inland ship, with the numbers of the beginning of a lawful range.
fn inland_static() -> Bits {
    Bits::of(&[(6, 8), (2, 0), (30, 211_000_001), (2, 0), (10, 200), (6, 10)])
        .text(8, "04800000")
        .number(13, 1_100)
        .number(10, 114)
        .number(14, 8_020)
        .number(3, 2)
        .number(11, 165)
        .number(2, 1)
        .number(3, 0b101)
        .number(8, 0)
}

fn utc_inquiry() -> Bits {
    Bits::of(&[(6, 10), (2, 0), (30, 445_123_000), (2, 0), (30, 2_734_000), (2, 0)])
}

fn safety_addressed() -> Bits {
    Bits::of(&[(6, 12), (2, 0), (30, 2_734_000), (2, 2), (30, 445_123_000), (1, 1), (1, 0)])
        .text(18, "STAND BY ON CH 16!")
        .number(4, 0)
}

fn safety_broadcast() -> Bits {
    Bits::of(&[(6, 14), (2, 0), (30, 970_123_456), (2, 0)]).text(10, "MADE UP MR")
}

fn interrogation() -> Bits {
    Bits::of(&[(6, 15), (2, 0), (30, 2_734_000), (2, 0), (30, 445_123_000), (6, 3), (12, 17), (2, 0)])
        .number(18, 5 << 12 | 4_001)
        .number(2, 0)
        .number(30, 273_998_877)
        .number(18, 24 << 12 | 1)
        .number(2, 0)
}

fn assigned_mode() -> Bits {
    Bits::of(&[(6, 16), (2, 0), (30, 2_734_000), (2, 0), (30, 445_123_000), (12, 200), (10, 0)])
        .number(30, 273_998_877)
        .number(12, 2_249)
        .number(10, 1_022)
}

fn dgnss() -> Bits {
    Bits::of(&[(6, 17), (2, 0), (30, 2_734_000), (2, 0), (18, 133 * 600 + 48), (17, -42 * 600 - 438), (5, 0)])
        .number(6, 9)
        .number(10, 1_001)
        .number(13, 5_999)
        .number(3, 7)
        .number(5, 2)
        .number(3, 5)
        .number(48, 0x1234_5678_9abc)
}

fn data_link_management() -> Bits {
    let one = |offset: i64, slots: i64, timeout: i64, increment: i64| {
        offset << 18 | slots << 14 | timeout << 11 | increment
    };
    Bits::of(&[(6, 20), (2, 0), (30, 2_734_000), (2, 0)])
        .number(30, one(1, 2, 3, 4))
        .number(30, one(4_095, 15, 7, 2_047))
        .number(30, one(2_000, 5, 6, 1_125))
        .number(30, one(20, 1, 2, 750))
}

fn channel_management(is_addressed: bool) -> Bits {
    let head =
        Bits::of(&[(6, 22), (2, 0), (30, 2_734_000), (2, 0), (12, 2_087), (12, 2_088), (4, 2), (1, 1)]);
    let target = if is_addressed {
        head.number(30, 445_123_000).number(5, 0).number(30, 273_998_877).number(5, 0).number(1, 1)
    } else {
        area(head).number(1, 0)
    };
    target.number(2, 0b01).number(3, 4).number(23, 0)
}

/// North-east and south-west corner.
fn area(bits: Bits) -> Bits {
    bits.number(18, 134 * 600).number(17, 43 * 600).number(18, -132 * 600 - 1).number(17, -42 * 600)
}

fn group_assignment() -> Bits {
    area(Bits::of(&[(6, 23), (2, 0), (30, 2_734_000), (2, 0)]))
        .number(4, 2)
        .number(8, 37)
        .number(22, 0)
        .number(2, 1)
        .number(4, 9)
        .number(4, 15)
        .number(6, 0)
}

/// Message 25 with a destination, hence two spare bits, and an application that nobody knows.
fn single_slot() -> Bits {
    Bits::of(&[(6, 25), (2, 0), (30, 445_123_000), (2, 0b11), (30, 2_734_000), (2, 0), (10, 366), (6, 56)])
        .number(40, 0x12_3456_789a)
}

/// Message 26 without application.
fn multiple_slot() -> Bits {
    Bits::of(&[(6, 26), (2, 0), (30, 445_123_000), (2, 0), (56, 0x12_3456_789a_bcde), (4, 0b1111)])
        .number(1, 1)
        .number(19, 1 << 17 | 3_646 << 4 | 5 << 1 | 1)
}

fn long_range() -> Bits {
    Bits::of(&[
        (6, 27),
        (2, 3),
        (30, 445_123_000),
        (1, 1),
        (1, 0),
        (4, 5),
        (18, 133 * 600 + 48),
        (17, 42 * 600 + 438),
    ])
    .number(6, 62)
    .number(9, 359)
    .number(2, 0b10)
}

/// One message of each type.
fn every_message() -> Vec<Bits> {
    vec![
        class_a(445_123_000, LON, LAT),
        class_a_assigned(),
        class_a_itdma(),
        base_station(4),
        static_and_voyage(445_123_000, "MADE UP TANKER", 255),
        aid_monitoring(),
        acknowledgement(7),
        inland_static(),
        sar_aircraft(),
        utc_inquiry(),
        base_station(11),
        safety_addressed(),
        acknowledgement(13),
        safety_broadcast(),
        interrogation(),
        assigned_mode(),
        dgnss(),
        class_b(true),
        class_b(false),
        class_b_extended(),
        data_link_management(),
        aid_to_navigation(),
        channel_management(false),
        channel_management(true),
        group_assignment(),
        part_a(),
        part_b(273_998_877, 12 << 21 | 8 << 12 | 3 << 6 | 2),
        part_b(982_731_234, 273_998_877),
        single_slot(),
        multiple_slot(),
        long_range(),
    ]
}

/// As a log: a message every ten seconds, heard by two receivers, the long ones in sentences of 60 characters.
fn every_message_log() -> String {
    let mut log = String::from("# One message of each type, made by the encoder of the tests.\r\n");
    for (at, bits) in every_message().iter().enumerate() {
        let sentences = match bits.armour().0.len() {
            0..=60 => vec![bits.sentence()],
            _ => bits.sentences((at % 10) as u8, 60),
        };
        for (part, sentence) in sentences.iter().enumerate() {
            let group = format!("g:{}-{}-{}", part + 1, sentences.len(), 100 + at);
            let receipt = format!("s:r{},c:{}", at % 2, 1_730_937_600 + 10 * at);
            let tags = match (sentences.len(), part) {
                (1, _) => receipt,
                (_, 0) => format!("{group},{receipt}"),
                _ => group,
            };
            log.push_str(&tagged(&tags, sentence));
            log.push_str("\r\n");
        }
    }
    log
}

/// The values that each of those messages must give, besides those of its neighbours.
const EXPECTED: &[&[(&str, &str)]] = &[
    &[
        ("navigational_status", "5"),
        ("rate_of_turn", "null"),
        ("sog_kn", "8.6"),
        ("position_accuracy", "true"),
        ("lon_deg", "133.08"),
        ("lat_deg", "42.73"),
        ("cog_deg", "224.6"),
        ("heading_deg", "155"),
        ("second", "51"),
        ("special_manoeuvre", "1"),
        ("raim", "true"),
        ("communication_state", "SOTDMA"),
        ("sync_state", "2"),
        ("received_stations", "7"),
    ],
    &[
        ("message_type", "2"),
        ("navigational_status", "8"),
        ("rate_of_turn", "0"),
        ("cog_deg", "null"),
        ("heading_deg", "null"),
        ("positioning", "inoperative"),
        ("slot_offset", "2249"),
    ],
    &[
        ("repeat_indicator", "1"),
        ("rate_of_turn", "-97"),
        ("rate_of_turn_deg_per_min", "-420.020473"),
        ("sog_kn", "102.2"),
        ("sog_saturated", "true"),
        ("lat_deg", "-42.73"),
        ("cog_deg", "359.9"),
        ("positioning", "null"),
        ("special_manoeuvre", "2"),
        ("communication_state", "ITDMA"),
        ("slot_increment", "3646"),
        ("slots_to_allocate", "5"),
        ("keep_flag", "true"),
    ],
    &[
        ("utc_year", "2024"),
        ("utc_second", "58"),
        ("epfd", "7"),
        ("transmission_control", "true"),
        ("slot_utc_hour", "23"),
        ("slot_utc_minute", "59"),
    ],
    &[
        ("imo_number", "9074729"),
        ("call_sign", "V7KZ9"),
        ("ship_name", "MADE UP TANKER"),
        ("ship_type", "80"),
        ("to_bow_m", "206"),
        ("to_starboard_m", "27"),
        ("eta", "06-07T18:30Z"),
        ("draught_m", "25.5"),
        ("draught_saturated", "true"),
        ("destination", "CA VAN"),
        ("dte_ready", "true"),
    ],
    &[
        ("sequence_number", "3"),
        ("destination_mmsi", "2500912"),
        ("retransmitted", "true"),
        ("dac", "250"),
        ("fi", "10"),
        ("application", "aid-monitoring"),
        ("application_data_bits", "48"),
        ("supply_voltage_v", "13.65"),
        ("analogue_1_v", "0.05"),
        ("analogue_2_v", "51.15"),
        ("racon_status", "2"),
        ("light_status", "1"),
        ("health_alarm", "true"),
        ("digital_inputs", "161"),
        ("off_position", "true"),
    ],
    &[
        ("destination_1_mmsi", "2500912"),
        ("destination_1_sequence_number", "3"),
        ("destination_2_mmsi", "2734000"),
        ("destination_2_sequence_number", "0"),
        ("destination_3_mmsi", "111273001"),
        ("destination_3_sequence_number", "1"),
        ("destination_4_mmsi", "null"),
        ("destination_4_sequence_number", "null"),
    ],
    &[
        ("application", "inland-static"),
        ("eni", "04800000"),
        ("length_overall_m", "110.0"),
        ("beam_m", "11.4"),
        ("inland_ship_type", "8020"),
        ("blue_cones", "2"),
        ("draught_m", "1.65"),
        ("inland_load_code", "1"),
        ("speed_is_high_quality", "true"),
        ("course_is_high_quality", "false"),
        ("heading_is_high_quality", "true"),
    ],
    &[
        ("altitude_m", "4094"),
        ("altitude_saturated", "true"),
        ("sog_kn", "168.0"),
        ("altitude_is_barometric", "true"),
        ("assigned_mode", "true"),
        ("communication_state", "ITDMA"),
    ],
    &[("message_type", "10"), ("destination_mmsi", "2734000")],
    &[("message_type", "11"), ("utc_hour", "23")],
    &[
        ("sequence_number", "2"),
        ("destination_mmsi", "445123000"),
        ("retransmitted", "true"),
        ("safety_text", "STAND BY ON CH 16!"),
    ],
    &[("message_type", "13"), ("destination_3_mmsi", "111273001")],
    &[("destination_mmsi", "null"), ("sequence_number", "null"), ("safety_text", "MADE UP MR")],
    &[
        ("destination_1_mmsi", "445123000"),
        ("request_1_1_message_type", "3"),
        ("request_1_1_slot_offset", "17"),
        ("request_1_2_message_type", "5"),
        ("request_1_2_slot_offset", "4001"),
        ("destination_2_mmsi", "273998877"),
        ("request_2_1_message_type", "24"),
        ("request_2_1_slot_offset", "1"),
    ],
    &[
        ("destination_1_mmsi", "445123000"),
        ("assignment_1_offset", "200"),
        ("assignment_1_increment", "0"),
        ("destination_2_mmsi", "273998877"),
        ("assignment_2_offset", "2249"),
        ("assignment_2_increment", "1022"),
    ],
    &[
        ("lon_deg", "133.08"),
        ("lat_deg", "-42.73"),
        ("dgnss_message_type", "9"),
        ("dgnss_station_id", "1001"),
        ("dgnss_z_count_s", "3599.4"),
        ("dgnss_sequence_number", "7"),
        ("dgnss_word_count", "2"),
        ("dgnss_health", "5"),
        ("dgnss_data_hex", "123456789ABC"),
    ],
    &[
        ("carrier_sense_unit", "true"),
        ("communication_state", "CS"),
        ("heading_deg", "null"),
        ("positioning", "dead-reckoning"),
        ("has_display", "false"),
        ("has_dsc", "true"),
        ("whole_band", "true"),
        ("accepts_message_22", "true"),
        ("assigned_mode", "false"),
    ],
    &[("carrier_sense_unit", "false"), ("communication_state", "SOTDMA"), ("slot_number", "2249")],
    &[
        ("ship_name", "PILOT BOAT 2"),
        ("ship_type", "50"),
        ("to_bow_m", "10"),
        ("to_port_m", "2"),
        ("epfd", "3"),
        ("raim", "true"),
        ("dte_ready", "true"),
        ("assigned_mode", "true"),
    ],
    &[
        ("reservation_1_slot_offset", "1"),
        ("reservation_1_slots", "2"),
        ("reservation_1_timeout_min", "3"),
        ("reservation_1_increment", "4"),
        ("reservation_2_slot_offset", "4095"),
        ("reservation_2_slots", "15"),
        ("reservation_2_timeout_min", "7"),
        ("reservation_2_increment", "2047"),
        ("reservation_3_slot_offset", "2000"),
        ("reservation_4_slots", "1"),
        ("reservation_4_timeout_min", "2"),
        ("reservation_4_increment", "750"),
    ],
    &[
        ("aid_type", "14"),
        ("aid_name", "VOSTOCHNY APPROACH WEST BUOY 12"),
        ("off_position", "true"),
        ("aid_status", "232"),
        ("virtual_aid", "true"),
    ],
    &[
        ("channel_a", "2087"),
        ("channel_b", "2088"),
        ("transmit_receive_mode", "2"),
        ("low_power", "true"),
        ("addressed", "false"),
        ("ne_lon_deg", "134.0"),
        ("ne_lat_deg", "43.0"),
        ("sw_lon_deg", "-132.001667"),
        ("sw_lat_deg", "-42.0"),
        ("destination_1_mmsi", "null"),
        ("channel_a_narrow_band", "false"),
        ("channel_b_narrow_band", "true"),
        ("transitional_zone_nmi", "5"),
    ],
    &[
        ("addressed", "true"),
        ("ne_lon_deg", "null"),
        ("destination_1_mmsi", "445123000"),
        ("destination_2_mmsi", "273998877"),
        ("channel_b_narrow_band", "true"),
        ("transitional_zone_nmi", "5"),
    ],
    &[
        ("ne_lon_deg", "134.0"),
        ("sw_lat_deg", "-42.0"),
        ("addressed_station_type", "2"),
        ("addressed_ship_type", "37"),
        ("transmit_receive_mode", "1"),
        ("reporting_interval_code", "9"),
        ("quiet_time_min", "15"),
    ],
    &[("part", "A"), ("ship_name", "FISHER 7")],
    &[
        ("part", "B"),
        ("vendor_id", "SRT"),
        ("unit_model", "5"),
        ("unit_serial", "702405"),
        ("call_sign", "UBZZ9"),
        ("to_bow_m", "12"),
        ("parent_mmsi", "null"),
        ("epfd", "1"),
    ],
    &[("parent_mmsi", "273998877"), ("to_bow_m", "null"), ("epfd", "1")],
    &[
        ("destination_mmsi", "2734000"),
        ("dac", "366"),
        ("fi", "56"),
        ("application", "null"),
        ("application_data_bits", "40"),
        ("application_data_hex", "123456789A"),
    ],
    &[
        ("destination_mmsi", "null"),
        ("dac", "null"),
        ("application_data_bits", "56"),
        ("application_data_hex", "123456789ABCDE"),
        ("communication_state", "ITDMA"),
        ("slot_increment", "3646"),
        ("keep_flag", "true"),
    ],
    &[
        ("sog_kn", "62.0"),
        ("cog_deg", "359.0"),
        ("lon_deg", "133.08"),
        ("lat_deg", "42.73"),
        ("position_latency_over_5_s", "true"),
        ("navigational_status", "5"),
    ],
];

pub(crate) fn shown(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Int(n) => n.to_string(),
        Value::Float(n) => format!("{:?}", (n * 1e6).round() / 1e6),
        Value::Text(text) => text.clone(),
        Value::Bool(b) => b.to_string(),
    }
}

fn message(item: &Decoded) -> &Message {
    item.message.as_ref().unwrap()
}

#[test]
fn the_log_of_every_message_is_what_the_encoder_writes() {
    assert_eq!(String::from_utf8_lossy(EVERY_MESSAGE), every_message_log());
}

#[test]
fn the_log_of_every_message_reads_back_field_by_field() {
    let (items, counts) = decoded_with_books(EVERY_MESSAGE);
    assert_eq!((items.len(), counts.rejects), (EXPECTED.len(), 0));
    for (item, expected) in items.iter().zip(EXPECTED) {
        let message = message(item);
        let fields: BTreeMap<&str, String> =
            message.fields().iter().map(|(name, value)| (*name, shown(value))).collect();
        for (name, value) in *expected {
            let found = fields.get(name).map(String::as_str);
            assert_eq!(found, Some(*value), "message {} {name}", message.message_type);
        }
        assert_eq!((fields["truncated"].as_str(), fields["remarks"].as_str()), ("false", "null"));
    }
    let types: BTreeSet<u8> = items.iter().map(|item| message(item).message_type).collect();
    assert_eq!(types, (1..=27).collect());
    let first = items[0].time.unwrap();
    assert_eq!(first.to_string(), "2024-11-07T00:00:00Z");
    assert_eq!((items[1].receiver.as_deref(), items[4].sentences), (Some("r1"), 2));
}

/// Where the last field of a message begins to be needed: of each of the messages, its bits without what is spare at
/// the end, or `None` if its length tells how many fields it has.
fn needed_bits(message_type: u8, bits: &Bits) -> Option<usize> {
    match message_type {
        6..=8 | 10 | 12..=17 | 20 | 22 | 23 | 25 | 26 => None,
        5 => Some(424),
        19 => Some(312),
        21 => Some(272),
        24 if bits.length() == 160 => Some(160),
        27 => Some(96),
        _ => Some(168),
    }
}

/// A message of bits. `None` if it is too short for its head.
fn decoded(bits: &Bits) -> Option<Message> {
    let (armour, fill) = bits.armour();
    Message::from_payload(&Payload::from_armour(armour.as_bytes(), fill as u8).unwrap()).ok()
}

#[test]
fn a_message_cut_off_anywhere_keeps_the_fields_before_and_loses_those_behind() {
    for bits in every_message() {
        let whole = decoded(&bits).unwrap();
        let kind = whole.message_type;
        let needed = needed_bits(kind, &bits);
        let mut known_before = 0;
        for cut in 40..needed.unwrap_or(bits.length()) {
            let message = decoded(&bits.clone().cut(cut)).unwrap();
            match (message.truncation, needed) {
                (Some(cut_off), Some(needed)) => {
                    assert_eq!((cut_off.at_bit, cut_off.needs_bits), (cut, needed))
                }
                (Some(cut_off), None) => assert!(cut_off.at_bit == cut && cut_off.needs_bits > cut),
                (None, needed) => assert_eq!(needed, None, "message {kind} cut at {cut}"),
            }
            assert_eq!(message.remarks, []);
            let mut known = 0;
            for ((name, value), (_, full)) in message.fields().iter().zip(whole.fields()) {
                if *value == Value::Null || goes_on(name) {
                    continue;
                }
                // The last bits of message 26 are its communication state, wherever it ends.
                assert!(*value == full || kind == 26, "message {kind} cut at {cut}: {name}");
                known += 1;
            }
            assert!(known >= known_before || kind == 26, "message {kind} cut at {cut}");
            known_before = known;
        }
        assert!(decoded(&bits.clone().cut(37)).is_none());
    }
}

/// Fields about the cut, and texts and data that go on as far as the message does.
fn goes_on(name: &str) -> bool {
    let about_the_cut = matches!(name, "truncated" | "truncated_at_bit" | "needs_bits");
    let to_the_end = matches!(
        name,
        "aid_name"
            | "safety_text"
            | "dgnss_data_hex"
            | "application_data_bits"
            | "application_data_hex"
            | "application"
    );
    about_the_cut || to_the_end
}

#[test]
fn a_message_with_one_bit_of_a_field_too_few_is_cut_off_and_says_where() {
    let cut_off = |bits: Bits, at: usize| {
        decoded(&bits.cut(at)).unwrap().truncation.map(|cut| (cut.at_bit, cut.needs_bits))
    };
    // The lengths that the standard names, and one bit less.
    let lengths = [
        (acknowledgement(7), 72, 103, 104),
        (interrogation(), 88, 107, 108),
        (interrogation(), 112, 157, 158),
        (assigned_mode(), 96, 143, 144),
        (data_link_management(), 72, 99, 100),
        (data_link_management(), 104, 129, 130),
        (dgnss(), 80, 119, 168),
        (channel_management(true), 168, 144, 145),
        (group_assignment(), 160, 153, 154),
    ];
    for (bits, whole, short, needed) in lengths {
        assert_eq!(cut_off(bits.clone(), whole), None, "{whole}");
        assert_eq!(cut_off(bits, short), Some((short, needed)));
    }
}

/// A feed in which nearly every line has something odd.
fn odd_feed() -> String {
    let ship = class_a(445_123_000, LON, LAT);
    let good = ship.sentence();
    let statics = static_and_voyage(445_123_000, "MADE UP TANKER", 82).sentences(4, 60);
    let lost = static_and_voyage(445_123_001, "HALF A TANKER", 60).sentences(5, 60);
    let timed = |sentence: &str| tagged("s:rX,c:1730937600", sentence);
    let wrong_sum = format!("{}00", &good[..good.len() - 2]);
    let checksum = u8::from_str_radix(&good[good.len() - 2..], 16).unwrap();
    let lines = [
        "# A feed in which nearly every line has something odd, made by the encoder of the tests.".to_owned(),
        "$GPGSA,A,3,11,32,14,28,22,03,10,08,17,,,,2.02,1.03,1.74*00".to_owned(),
        String::new(),
        timed(&wrong_sum),
        timed(&good[..good.len() - 3]),
        tagged("s:rX,c:1730937600", &good).replacen("s:rX", "s:rY", 1),
        good.clone(),
        format!("{good},d-109,S2105,t235959.00,T59.1,rSTATION1,1730937601,1730937542"),
        sum('$', &format!("PGHP,1,2024,11,7,0,0,2,250,273,,2730001,1,{checksum:02X}")),
        good,
        timed(&statics[1]),
        timed(&statics[0]),
        timed(&lost[0]),
        timed(&ship.clone().cut(120).sentence()),
        timed(&class_a(445_123_000, 108_600_000, 54_600_000).sentence()),
        timed(&class_a(445_123_000, 120_060_000, LAT).sentence()),
        timed(&Bits::of(&[(6, 28), (2, 0), (30, 445_123_000), (30, 7)]).sentence()),
        timed(&Bits::of(&[(6, 1), (2, 0), (20, 1)]).sentence()),
        "Connection reset by peer".to_owned(),
    ];
    lines.join("\n") + "\n"
}

#[test]
fn the_odd_feed_is_what_the_encoder_writes() {
    assert_eq!(String::from_utf8_lossy(ODD_FEED), odd_feed());
}

#[test]
fn the_odd_feed_gives_a_report_or_a_reason_for_every_line() {
    decoded_with_books(ODD_FEED);
    let mut rows = observations(exhibit(), AisKind::Nmea, ODD_FEED, NO_OPTIONS);
    let told: Vec<String> = rows
        .by_ref()
        .map(|row| match row.unwrap() {
            Row::Position(report, _) => format!("{} position at {}", report.source.line, report.time),
            Row::Static(report) => format!("{} static {}", report.source.line, report.ship_name.unwrap()),
            Row::Station(report) => format!("{} station", report.source.line),
            Row::Reject(reject) => format!("{} {}", reject.source.line, reject.reason),
        })
        .collect();
    let expected = [
        "4 checksum of the sentence: found 00, expected 52",
        "5 sentence without checksum: expected `*` and two hexadecimal digits, found nothing",
        "6 checksum of the tag block: found 18, expected 19",
        "7 no receive time: expected one in a tag block, behind the sentence or before it",
        "8 position at 2024-11-07T00:00:01Z",
        "10 position at 2024-11-07T00:00:02.25Z",
        "11 static MADE UP TANKER",
        "14 position at 2024-11-07T00:00:00Z",
        "14 message 1: cut off at bit 120 of 168; the fields up to there are kept",
        "15 position at 2024-11-07T00:00:00Z",
        "16 message 1: longitude 200.1 is not between -180 and 180",
        "16 position at 2024-11-07T00:00:00Z",
        "17 message type 28, expected 1 to 27",
        "18 payload of 28 bits, expected at least 38: message type, repeat indicator and MMSI",
        "19 not a sentence: found `C` first, expected `!`, `$`, `\\` or `#`",
        "13 message of 2 sentences without sentence 2: the input ended",
    ];
    assert_eq!(told, expected);
    assert_eq!(rows.counts().skipped_lines, 4);
}
