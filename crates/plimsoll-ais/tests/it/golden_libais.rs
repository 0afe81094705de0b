//! Field by field against the decodes that libais keeps beside its examples: one message of each type, many of them
//! noise with values outside the standard, and four messages with tag blocks. Compared through the flat field list, so
//! that is tested too. libais prints single-precision numbers.

use crate::real_files::real_file;
use plimsoll_ais::{Decoded, Message, Options, Value as Field, decode};
use serde_json::Value;
use std::collections::BTreeMap;

/// Our name, libais' name, and what libais prints where we print null.
const NAMES: &[(&str, &str, &str)] = &[
    ("message_type", "type", ""),
    ("repeat_indicator", "repeat", ""),
    ("mmsi", "mmsi", ""),
    ("navigational_status", "status", ""),
    ("rate_of_turn_deg_per_min", "turn", "null"),
    ("sog_kn", "speed", "102.3"),
    ("position_accuracy", "accuracy", ""),
    ("lon_deg", "lon", "181.0"),
    ("lat_deg", "lat", "91.0"),
    ("cog_deg", "course", "360.0"),
    ("heading_deg", "heading", "511"),
    ("second", "second", ""),
    ("special_manoeuvre", "maneuver", "0"),
    ("raim", "raim", ""),
    ("sync_state", "sync_state", ""),
    ("slot_timeout", "slot_timeout", ""),
    ("received_stations", "received_stations", ""),
    ("slot_number", "slot_number", ""),
    ("slot_utc_hour", "utc_hour", ""),
    ("slot_utc_minute", "utc_min", ""),
    ("slot_offset", "slot_offset", ""),
    ("slot_increment", "slot_increment", ""),
    ("slots_to_allocate", "slots_to_allocate", ""),
    ("keep_flag", "keep_flag", ""),
    ("transmission_control", "transmission_ctl", ""),
    ("ais_version", "ais_version", ""),
    ("imo_number", "imo", "\"0\""),
    ("call_sign", "callsign", "\"\""),
    ("ship_name", "shipname", "\"\""),
    ("ship_type", "shiptype", "0"),
    ("to_bow_m", "to_bow", "0"),
    ("to_stern_m", "to_stern", "0"),
    ("to_port_m", "to_port", "0"),
    ("to_starboard_m", "to_starboard", "0"),
    ("epfd", "epfd", ""),
    ("draught_m", "draught", "0.0"),
    ("destination", "destination", "\"\""),
    ("altitude_m", "alt", "4095"),
    ("altitude_is_barometric", "alt_sensor", ""),
    ("dte_ready", "dte", ""),
    ("assigned_mode", "assigned", ""),
    ("assigned_mode", "mode", ""),
    ("carrier_sense_unit", "unit", ""),
    ("has_display", "display", ""),
    ("has_dsc", "dsc", ""),
    ("whole_band", "band", ""),
    ("accepts_message_22", "msg22", ""),
    ("aid_type", "aid_type", "0"),
    ("aid_name", "name", "\"\""),
    ("aid_status", "regional", ""),
    ("off_position", "off_position", ""),
    ("virtual_aid", "virtual_aid", ""),
    ("position_latency_over_5_s", "gnss", ""),
    ("sequence_number", "seqno", ""),
    ("destination_mmsi", "dest_mmsi", ""),
    ("retransmitted", "retransmit", ""),
    ("dac", "dac", ""),
    ("fi", "fid", ""),
    ("acknowledgement_wanted", "ack_required", ""),
    ("text_sequence_number", "msg_seq", ""),
    ("text", "text", "\"@@@\""),
    ("safety_text", "text", "\"\""),
    ("message_linkage_id", "link_id", ""),
    ("notice_type", "notice_type", ""),
    ("duration_min", "duration_minutes", ""),
    ("destination_1_mmsi", "mmsi1", "0"),
    ("destination_2_mmsi", "mmsi2", "0"),
    ("destination_3_mmsi", "mmsi3", "0"),
    ("destination_4_mmsi", "mmsi4", "0"),
    ("request_1_1_message_type", "type1_1", ""),
    ("request_1_1_slot_offset", "offset1_1", ""),
    ("request_1_2_message_type", "type1_2", "0"),
    ("request_1_2_slot_offset", "offset1_2", "0"),
    ("request_2_1_message_type", "type2_1", "0"),
    ("request_2_1_slot_offset", "offset2_1", "0"),
    ("assignment_1_offset", "offset1", ""),
    ("assignment_1_increment", "increment1", ""),
    ("assignment_2_offset", "offset2", "0"),
    ("assignment_2_increment", "increment2", "0"),
    ("reservation_1_slot_offset", "offset1", ""),
    ("reservation_1_slots", "number1", ""),
    ("reservation_1_timeout_min", "timeout1", ""),
    ("reservation_1_increment", "increment1", ""),
    ("reservation_2_slot_offset", "offset2", ""),
    ("reservation_2_slots", "number2", ""),
    ("reservation_2_timeout_min", "timeout2", ""),
    ("reservation_2_increment", "increment2", ""),
    ("channel_a", "channel_a", ""),
    ("channel_b", "channel_b", ""),
    ("transmit_receive_mode", "txrx", ""),
    ("low_power", "power", ""),
    ("ne_lon_deg", "ne_lon", "181.0"),
    ("ne_lat_deg", "ne_lat", "91.0"),
    ("sw_lon_deg", "sw_lon", "181.0"),
    ("sw_lat_deg", "sw_lat", "91.0"),
    ("channel_a_narrow_band", "band_a", ""),
    ("channel_b_narrow_band", "band_b", ""),
    ("transitional_zone_nmi", "zonesize", ""),
    ("addressed_station_type", "stationtype", ""),
    ("addressed_ship_type", "shiptype", ""),
    ("reporting_interval_code", "interval", ""),
    ("quiet_time_min", "quiet", ""),
];

/// What libais prints that is not compared: spare bits, words for codes, the kind of the object, the number of the part
/// that we spell out, places that message 15 does not have, the fixed state of carrier-sense units, and the parts of an
/// area notice, which have a test of their own.
const NOT_COMPARED: &[&str] = &[
    "class",
    "device",
    "scaled",
    "spare",
    "spare2",
    "spare3",
    "spare4",
    "notice_type_str",
    "status_text",
    "turn_text",
    "speed_text",
    "epfd_text",
    "shiptype_text",
    "stationtype_text",
    "aid_type_text",
    "part_num",
    "commstate_cs_fill",
    "cs",
    "sub_areas",
    "timestamp",
    "utc_spare",
    "msg_2",
    "slot_offset_2",
    "offset2_2",
    "type2_2",
];

/// True if a field says what libais says. Flags may be numbers there, and numbers texts; "data terminal ready" and
/// "position is new" are sent turned round.
fn agrees(name: &str, ours: &Field, theirs: &Value, null: &str) -> bool {
    let number = theirs.as_f64().or_else(|| theirs.as_str().and_then(|text| text.parse().ok()));
    let flag = theirs.as_bool().or_else(|| theirs.as_u64().map(|n| n == 1));
    match ours {
        Field::Null => serde_json::from_str(null).is_ok_and(|null: Value| *theirs == null),
        Field::Int(n) if name == "transitional_zone_nmi" => {
            number.is_some_and(|m| (m + 1.0 - *n as f64).abs() < 0.5)
        }
        Field::Int(n) => number.is_some_and(|m| (m - *n as f64).abs() < 0.5),
        Field::Float(n) => number.is_some_and(|m| (m - n).abs() < 2e-5),
        Field::Text(text) => theirs == text.as_str(),
        Field::Bool(b) if matches!(name, "dte_ready" | "position_latency_over_5_s") => flag == Some(!*b),
        Field::Bool(b) => flag == Some(*b),
    }
}

/// How many fields both have, and those in which they differ.
fn compare(message: &Message, theirs: &Value, different: &mut Vec<String>) -> usize {
    let ours: BTreeMap<&str, Field> = message.fields().into_iter().collect();
    let both = NAMES
        .iter()
        .filter_map(|(name, their_name, null)| Some((name, ours.get(name)?, theirs.get(their_name)?, null)));
    let known: Vec<&str> =
        NAMES.iter().filter(|(ours_name, ..)| ours.contains_key(ours_name)).map(|n| n.1).collect();
    let left_out = |key: &&String| {
        !known.contains(&key.as_str())
            && !NOT_COMPARED.contains(&key.as_str())
            && !key.starts_with("tagblock_")
    };
    for key in theirs.as_object().unwrap().keys().filter(left_out) {
        different.push(format!("{}.{key}: only libais {}", message.message_type, theirs[key]));
    }
    both.map(|(name, ours, theirs, null)| {
        if !agrees(name, ours, theirs, null) {
            different.push(format!("{}.{name}: {ours:?} libais {theirs}", message.message_type));
        }
    })
    .count()
}

fn decoded(log: &[u8]) -> Vec<Decoded> {
    decode(log, Options { default_time: None, future_after: None }).map(Result::unwrap).collect()
}

fn json_lines(text: &[u8]) -> Vec<Value> {
    String::from_utf8_lossy(text).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn every_field_of_the_type_examples_agrees_with_libais_but_for_values_outside_the_standard() {
    let (Some(log), Some(json)) =
        (real_file("nmea/libais/typeexamples.nmea"), real_file("nmea/libais/typeexamples.json"))
    else {
        return;
    };
    let (messages, expected) = (decoded(&log), json_lines(&json));
    assert_eq!(messages.len(), expected.len());
    let (mut compared, mut different) = (0, Vec::new());
    for (decoded, theirs) in messages.iter().zip(&expected) {
        let message = decoded.message.as_ref().unwrap();
        compared += compare(message, theirs, &mut different);
    }
    println!("{} messages, {compared} fields", messages.len());
    assert_eq!(compared, 283);
    assert_eq!(
        different,
        [
            // libais prints the minute of the notice as its duration; pyais reads 20 too.
            "8.duration_min: Int(20) libais 2",
            // libais turns the flag round in message 6, though not in message 12.
            "6.retransmitted: Bool(false) libais true",
            // Off the Earth: we give no position, and a remark with the value.
            "27.lon_deg: Null libais 200.2316741943359",
            "27.lat_deg: Null libais -77.96833038330078",
            // The message has 104 bits, of which eight are left for a field of twelve; libais reads on behind the end.
            "15.request_1_2_slot_offset: Null libais 2832",
            // Two spare bits follow the destination (ITU-R M.1371-5, annex 8, message 26); libais leaves them out.
            "26.dac: Int(122) libais 798",
            "26.fi: Int(34) libais 40",
            // libais prints 31 as `-` and 39 as a backtick; the standard has `_` and an apostrophe.
            "21.aid_name: Text(\"9%&//3*37_+P]['<RD^6\") libais \"9%&//3*37-+P][`<RD^6\"",
            "2.lon_deg: Null libais -12.425178527832031",
            "2.lat_deg: Null libais -101.54704284667967",
            "2.heading_deg: Null libais 472",
            // Aircraft send whole knots; libais divides by ten.
            "9.sog_kn: Float(168.0) libais 16.799999237060547",
            "9.lon_deg: Null libais 60.969932556152344",
            "9.lat_deg: Null libais -99.42364501953124",
        ]
    );
}

#[test]
fn the_circle_of_the_area_notice_is_where_libais_has_it() {
    let (Some(log), Some(json)) =
        (real_file("nmea/libais/typeexamples.nmea"), real_file("nmea/libais/typeexamples.json"))
    else {
        return;
    };
    let theirs = json_lines(&json).into_iter().find(|theirs| theirs["fid"] == 22).unwrap();
    let [circle] = &theirs["sub_areas"].as_array().unwrap()[..] else { panic!("{theirs}") };
    let (lon, lat) = (circle["x"].as_f64().unwrap(), circle["y"].as_f64().unwrap());
    let expected = format!(
        "circle lon_deg {lon:.6} lat_deg {lat:.5} decimals {} radius_m {}",
        circle["precision"], circle["radius"]
    );
    let notices: Vec<Field> = decoded(&log)
        .iter()
        .flat_map(|decoded| decoded.message.as_ref().unwrap().fields())
        .filter_map(|(name, value)| (name == "sub_areas").then_some(value))
        .collect();
    assert_eq!(notices, [Field::Text(expected)]);
}

#[test]
fn tag_blocks_give_the_times_and_stations_that_libais_reads() {
    let (Some(log), Some(json)) =
        (real_file("nmea/libais/tagblock.nmea"), real_file("nmea/libais/tagblock.json"))
    else {
        return;
    };
    let (messages, expected) = (decoded(&log), json_lines(&json));
    assert_eq!(messages.len(), expected.len());
    let mut different = Vec::new();
    for (decoded, theirs) in messages.iter().zip(&expected) {
        compare(decoded.message.as_ref().unwrap(), theirs, &mut different);
        let time: jiff::Timestamp = theirs["tagblock_timestamp"].as_str().unwrap().parse().unwrap();
        assert_eq!(decoded.time, Some(time));
        assert_eq!(decoded.receiver.as_deref(), theirs["tagblock_station"].as_str());
    }
    assert_eq!(different, Vec::<String>::new());
    assert_eq!((messages[1].line, messages[1].sentences, messages[1].byte_offset), (1, 2, 0));
}
