//! Field by field against the decodes that gpsd keeps beside its logs (unscaled, so whole numbers are compared with
//! whole numbers). Each message is put into gpsd's form and every key must agree.

use crate::real_files::real_file;
use plimsoll_ais::message::communication_state::{CommunicationState, SubMessage};
use plimsoll_ais::message::kinematics::TimeStamp;
use plimsoll_ais::message::particulars::AntennaPlace;
use plimsoll_ais::message::{
    aid_to_navigation::AidToNavigation, base_station::BaseStationReport, class_b::ClassBExtendedPosition,
    class_b::ClassBPosition, class_b::StaticDataPartB, long_range::LongRangePosition,
    position::ClassAPosition, static_voyage::StaticAndVoyageData,
};
use plimsoll_ais::{Body, Message, Options, SixBitText, Value as Field, decode};
use plimsoll_model::Position;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Sentences of a checked log, each with the decode that gpsd printed right after it.
fn checked_log(text: &[u8]) -> (String, Vec<Option<Value>>) {
    let (mut sentences, mut decodes) = (String::new(), Vec::new());
    let text = String::from_utf8_lossy(text);
    let lines: Vec<&str> = text.lines().collect();
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| line.starts_with("!AIVDM")) {
        let next = lines.get(at + 1).filter(|next| next.starts_with('{'));
        decodes.push(next.map(|next| serde_json::from_str(next).unwrap()));
        sentences.push_str(line);
        sentences.push('\n');
    }
    (sentences, decodes)
}

fn position(position: Option<Position>, steps: f64) -> (i64, i64) {
    let raw = |degrees: f64| (degrees * steps).round() as i64;
    let sentinel = (raw(181.0), raw(91.0));
    position.map_or(sentinel, |p| (raw(p.lon_deg()), raw(p.lat_deg())))
}

fn second(stamp: Option<TimeStamp>) -> u8 {
    match stamp.unwrap() {
        TimeStamp::Second(second) => second,
        TimeStamp::NotAvailable => 60,
        TimeStamp::ManualInput => 61,
        TimeStamp::DeadReckoning => 62,
        TimeStamp::Inoperative => 63,
    }
}

/// The bit that chooses the kind of communication state and its 19 bits (message 18).
fn selected_radio(state: Option<CommunicationState>) -> u32 {
    let is_itdma = matches!(state, Some(CommunicationState::Itdma { .. } | CommunicationState::CarrierSense));
    u32::from(is_itdma) << 19 | radio(state)
}

/// The 19 bits of a communication state, put together again.
fn radio(state: Option<CommunicationState>) -> u32 {
    match state.unwrap() {
        CommunicationState::Sotdma { sync_state, slot_timeout, sub_message } => {
            let rest = match sub_message {
                SubMessage::ReceivedStations(n) | SubMessage::SlotNumber(n) | SubMessage::SlotOffset(n) => {
                    n.into()
                }
                SubMessage::HourAndMinute(hour, minute) => u32::from(hour) << 9 | u32::from(minute) << 2,
            };
            u32::from(sync_state) << 17 | u32::from(slot_timeout) << 14 | rest
        }
        CommunicationState::Itdma { sync_state, slot_increment, slots_to_allocate, keep_flag } => {
            u32::from(sync_state) << 17
                | u32::from(slot_increment) << 4
                | u32::from(slots_to_allocate) << 1
                | u32::from(keep_flag)
        }
        CommunicationState::CarrierSense => 0b110_0000_0000_0000_0110,
    }
}

fn text<const N: usize>(text: &Option<SixBitText<N>>) -> &str {
    text.as_ref().map_or("", SixBitText::as_str)
}

fn dimensions(place: Option<AntennaPlace>) -> Value {
    let zero = AntennaPlace { to_bow_m: 0, to_stern_m: 0, to_port_m: 0, to_starboard_m: 0 };
    let p = place.unwrap_or(zero);
    json!({"to_bow": p.to_bow_m, "to_stern": p.to_stern_m, "to_port": p.to_port_m, "to_starboard": p.to_starboard_m})
}

fn class_a(m: &ClassAPosition) -> Value {
    let (lon, lat) = position(m.position, 600_000.0);
    json!({
        "status": m.navigational_status, "turn": m.rate_of_turn.map_or(-128, |rate| rate.sent),
        "speed": m.sog.map_or(1023, |sog| sog.tenths_kn), "accuracy": m.position_accuracy, "lon": lon, "lat": lat,
        "course": m.cog.map_or(3600, |cog| cog.tenths_deg), "heading": m.heading_deg.unwrap_or(511),
        "second": second(m.time_stamp), "maneuver": m.special_manoeuvre.unwrap_or(0), "raim": m.raim,
        "radio": radio(m.communication_state),
    })
}

fn base_station(m: &BaseStationReport) -> Value {
    let (lon, lat) = position(m.position, 600_000.0);
    let number = |value: Option<u8>, missing| value.unwrap_or(missing);
    let stamp = format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
        m.utc_year.unwrap_or(0),
        number(m.utc_month, 0),
        number(m.utc_day, 0),
        number(m.utc_hour, 24),
        number(m.utc_minute, 60),
        number(m.utc_second, 60)
    );
    json!({"timestamp": stamp, "accuracy": m.position_accuracy, "lon": lon, "lat": lat, "epfd": m.epfd,
           "raim": m.raim, "radio": radio(m.communication_state)})
}

fn static_and_voyage(m: &StaticAndVoyageData) -> Value {
    let eta = format!(
        "{:02}-{:02}T{:02}:{:02}Z",
        m.eta.month.unwrap_or(0),
        m.eta.day.unwrap_or(0),
        m.eta.hour.unwrap_or(24),
        m.eta.minute.unwrap_or(60)
    );
    merged(
        dimensions(m.antenna_place),
        json!({
            "imo": m.imo_sent.unwrap_or(0), "ais_version": m.ais_version, "callsign": text(&m.call_sign),
            "shipname": text(&m.ship_name), "shiptype": m.ship_type.unwrap_or(0), "epfd": m.epfd, "eta": eta,
            "draught": m.draught.map_or(0, |d| d.tenths_m), "destination": text(&m.destination),
            "dte": u8::from(!m.dte_ready.unwrap()),
        }),
    )
}

fn class_b(m: &ClassBPosition) -> Value {
    let (lon, lat) = position(m.position, 600_000.0);
    json!({
        "speed": m.sog.map_or(1023, |sog| sog.tenths_kn), "accuracy": m.position_accuracy, "lon": lon, "lat": lat,
        "course": m.cog.map_or(3600, |cog| cog.tenths_deg), "heading": m.heading_deg.unwrap_or(511),
        "second": second(m.time_stamp), "cs": m.carrier_sense_unit, "display": m.has_display, "dsc": m.has_dsc,
        "band": m.whole_band, "msg22": m.accepts_message_22, "raim": m.raim,
        "radio": selected_radio(m.communication_state),
    })
}

fn class_b_extended(m: &ClassBExtendedPosition) -> Value {
    let (lon, lat) = position(m.position, 600_000.0);
    merged(
        dimensions(m.antenna_place),
        json!({
            "speed": m.sog.map_or(1023, |sog| sog.tenths_kn), "accuracy": m.position_accuracy, "lon": lon,
            "lat": lat, "course": m.cog.map_or(3600, |cog| cog.tenths_deg),
            "heading": m.heading_deg.unwrap_or(511), "second": second(m.time_stamp),
            "shipname": text(&m.ship_name), "shiptype": m.ship_type.unwrap_or(0), "epfd": m.epfd,
            "raim": m.raim, "dte": u8::from(!m.dte_ready.unwrap()), "assigned": m.assigned_mode,
        }),
    )
}

fn aid_to_navigation(m: &AidToNavigation) -> Value {
    let (lon, lat) = position(m.position, 600_000.0);
    merged(
        dimensions(m.antenna_place),
        json!({
            "aid_type": m.aid_type.unwrap_or(0), "name": text(&m.name), "accuracy": m.position_accuracy,
            "lon": lon, "lat": lat, "epfd": m.epfd, "second": second(m.time_stamp),
            "regional": m.aid_status, "off_position": m.off_position, "raim": m.raim,
            "virtual_aid": m.virtual_aid,
        }),
    )
}

fn long_range(m: &LongRangePosition) -> Value {
    let (lon, lat) = position(m.position, 600.0);
    json!({
        "status": m.navigational_status, "accuracy": m.position_accuracy, "lon": lon, "lat": lat,
        "speed": m.sog.map_or(63, |sog| sog.tenths_kn / 10), "course": m.cog.map_or(511, |cog| cog.tenths_deg / 10),
        "raim": m.raim, "gnss": m.position_latency_over_5_s,
    })
}

/// gpsd waits for part B and prints both parts as one; the name comes from the part A before.
fn part_b(m: &StaticDataPartB, name: Option<&String>) -> Value {
    merged(
        dimensions(m.antenna_place),
        json!({
            "shipname": name.map_or("", String::as_str), "shiptype": m.ship_type.unwrap_or(0),
            "vendorid": text(&m.vendor_id), "model": m.unit_model, "serial": m.unit_serial,
            "callsign": text(&m.call_sign),
        }),
    )
}

/// Message 8 of an inland ship: the only application in gpsd's logs. Taken from the flat list of fields.
fn inland_static(message: &Message) -> Value {
    let fields: BTreeMap<&str, Field> = message.fields().into_iter().collect();
    let number = |name: &str, missing: i64| match &fields[name] {
        Field::Int(n) => *n,
        Field::Null => missing,
        other => panic!("{name}: {other:?}"),
    };
    let steps = |name: &str, steps: f64| match &fields[name] {
        Field::Float(n) => (n * steps).round() as i64,
        Field::Null => 0,
        other => panic!("{name}: {other:?}"),
    };
    let flag = |name: &str| fields[name] == Field::Bool(true);
    let Field::Text(eni) = &fields["eni"] else { panic!("{fields:?}") };
    json!({
        "dac": number("dac", -1), "fid": number("fi", -1), "vin": eni, "length": steps("length_overall_m", 10.0),
        "beam": steps("beam_m", 10.0), "shiptype": number("inland_ship_type", 0), "hazard": number("blue_cones", 5),
        "draught": steps("draught_m", 100.0), "loaded": number("inland_load_code", 0),
        "speed_q": flag("speed_is_high_quality"), "course_q": flag("course_is_high_quality"),
        "heading_q": flag("heading_is_high_quality"),
    })
}

fn merged(mut one: Value, other: Value) -> Value {
    one.as_object_mut().unwrap().extend(other.as_object().unwrap().clone());
    one
}

/// A message in gpsd's form. `None` for one that gpsd prints nothing or something else for.
fn in_gpsd_form(message: &Message, names: &mut BTreeMap<u32, String>) -> Option<Value> {
    let body = match &message.body {
        Body::ClassAPosition(m) => class_a(m),
        Body::BaseStation(m) => base_station(m),
        Body::StaticAndVoyage(m) => static_and_voyage(m),
        Body::ClassBPosition(m) => class_b(m),
        Body::ClassBExtended(m) => class_b_extended(m),
        Body::AidToNavigation(m) => aid_to_navigation(m),
        Body::LongRange(m) => long_range(m),
        Body::StaticPartA(m) => {
            names.insert(message.mmsi, text(&m.ship_name).to_owned());
            return None;
        }
        Body::StaticPartB(m) => part_b(m, names.get(&message.mmsi)),
        Body::Binary(_) => inland_static(message),
        Body::StaticPartUnknown(_) => return None,
        other => panic!("gpsd's logs have no such message: {other:?}"),
    };
    let head =
        json!({"type": message.message_type, "repeat": message.repeat_indicator, "mmsi": message.mmsi});
    Some(merged(head, body))
}

/// The keys in which two decodes differ, with both values.
fn differences(ours: &Value, theirs: &Map<String, Value>) -> Vec<String> {
    let not_a_field = |key: &str| matches!(key, "class" | "scaled") || key.ends_with("_text");
    let keys: Vec<&String> = theirs.keys().filter(|key| !not_a_field(key)).collect();
    let missing = ours.as_object().unwrap().keys().filter(|key| !theirs.contains_key(*key));
    let different = keys.into_iter().filter(|key| ours.get(key.as_str()) != theirs.get(*key));
    different
        .chain(missing)
        .map(|key| {
            let show = |value: Option<&Value>| value.map_or("nothing".to_owned(), Value::to_string);
            format!("{}.{key}: {} gpsd {}", ours["type"], show(ours.get(key)), show(theirs.get(key)))
        })
        .collect()
}

/// What came of a log: messages compared by type, messages that gpsd decodes otherwise, and the differing keys.
#[derive(Default)]
struct Outcome {
    compared: BTreeMap<u8, u32>,
    only_ours: BTreeMap<u8, u32>,
    /// Message 24 with a part number that is not defined, for which gpsd prints nothing.
    unknown_parts: u32,
    /// Decodes that gpsd printed, so that none is left out.
    printed: u32,
    different: BTreeMap<String, u32>,
    unread: BTreeMap<String, u32>,
}

fn compare(path: &str, outcome: &mut Outcome) -> Option<()> {
    let (sentences, decodes) = checked_log(&real_file(path)?);
    let is_decode = |theirs: &Value| theirs["class"] == "AIS";
    outcome.printed += decodes.iter().flatten().filter(|theirs| is_decode(theirs)).count() as u32;
    let mut names = BTreeMap::new();
    let options = Options { default_time: None, future_after: None };
    for decoded in decode(sentences.as_bytes(), options) {
        let decoded = decoded.unwrap();
        let message = match decoded.message {
            Ok(message) => message,
            Err(unread) => {
                *outcome.unread.entry(unread.fault.to_string()).or_default() += 1;
                continue;
            }
        };
        let last = decoded.line as usize - 1 + usize::from(decoded.sentences) - 1;
        outcome.unknown_parts += u32::from(matches!(message.body, Body::StaticPartUnknown(_)));
        let Some(ours) = in_gpsd_form(&message, &mut names) else { continue };
        match decodes[last].as_ref().filter(|theirs| is_decode(theirs)) {
            Some(theirs) => {
                *outcome.compared.entry(message.message_type).or_default() += 1;
                for difference in differences(&ours, theirs.as_object().unwrap()) {
                    *outcome.different.entry(difference).or_default() += 1;
                }
            }
            None => *outcome.only_ours.entry(message.message_type).or_default() += 1,
        }
    }
    Some(())
}

#[test]
fn every_field_of_every_message_agrees_with_gpsd_but_for_the_vendor_of_message_24_and_spare_bits() {
    let mut outcome = Outcome::default();
    for log in ["ais-18-27", "ais-nmea", "ais-raw-messages", "ais_unpack_sixbit"] {
        if compare(&format!("nmea/gpsd/{log}.log.chk.gz"), &mut outcome).is_none() {
            return;
        }
    }
    let compared =
        [(1, 191), (3, 33), (4, 5), (5, 23), (8, 6), (18, 80), (19, 2), (21, 9), (24, 6), (27, 69)];
    let messages = compared.iter().map(|(_, n)| n).sum::<u32>();
    println!("{messages} messages of {} types", compared.len());
    assert_eq!(outcome.compared, BTreeMap::from(compared));
    assert_eq!((outcome.only_ours, outcome.unread), (BTreeMap::new(), BTreeMap::new()));
    assert_eq!((outcome.printed, outcome.unknown_parts), (messages, 69));
    let different = [
        ("18.heading: 511 gpsd 360", 2),
        ("18.regional: nothing gpsd 0", 80),
        ("18.reserved: nothing gpsd 0", 80),
        ("19.regional: nothing gpsd 0", 1),
        ("19.regional: nothing gpsd 1", 1),
        ("19.reserved: nothing gpsd 0", 2),
        ("24.vendorid: \"GRM\" gpsd \"GRMD\"", 1),
        ("24.vendorid: \"SMT\" gpsd \"SMTE5\"", 1),
        ("24.vendorid: \"SMT\" gpsd \"SMTFV\\\"]\"", 1),
        ("24.vendorid: \"SRT\" gpsd \"SRTELE\"", 1),
        ("24.vendorid: \"VES\" gpsd \"VESPER\"", 1),
    ];
    let different = different.map(|(text, count)| (text.to_owned(), count));
    assert_eq!(outcome.different, BTreeMap::from(different));
}
