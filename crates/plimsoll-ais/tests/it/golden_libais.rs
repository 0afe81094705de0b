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
];

/// True if a field says what libais says. Flags may be numbers there, and numbers texts; "data terminal ready" and
/// "position is new" are sent turned round.
fn agrees(name: &str, ours: &Field, theirs: &Value, null: &str) -> bool {
    let number = theirs.as_f64().or_else(|| theirs.as_str().and_then(|text| text.parse().ok()));
    let flag = theirs.as_bool().or_else(|| theirs.as_u64().map(|n| n == 1));
    match ours {
        Field::Null => serde_json::from_str(null).is_ok_and(|null: Value| *theirs == null),
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
    assert_eq!(compared, 205);
    assert_eq!(
        different,
        [
            // Off the Earth: we give no position, and a remark with the value.
            "27.lon_deg: Null libais 200.2316741943359",
            "27.lat_deg: Null libais -77.96833038330078",
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
