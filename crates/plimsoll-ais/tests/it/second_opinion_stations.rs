//! Against the `aivdm` crate: the messages between stations (6 to 8, 10, 12 to 17, 20, 22, 23, 25, 26), from random bits
//! of the lengths that the standard names. Both decoders read the same bits; what they say is put into one form, and
//! where the other crate's reading differs for a reason, the reason stands beside it.

use aivdm::message::{self as theirs, ChannelManagementTarget as Target, MessageRequest};
use aivdm::{AisMessage, Mmsi};
use plimsoll_ais::{Message, Payload, Value};
use plimsoll_model::Position;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// What a decoder says: names and numbers or texts.
type Said = BTreeMap<&'static str, String>;

/// What our fields say, those of the list.
fn ours(message: &Message, names: &[&'static str]) -> Said {
    let fields: BTreeMap<&str, Value> = message.fields().into_iter().collect();
    let shown = |name: &&'static str| match &fields[*name] {
        Value::Null => "-".to_owned(),
        Value::Int(n) => n.to_string(),
        Value::Float(n) => format!("{n:.6}"),
        Value::Text(text) => text.clone(),
        Value::Bool(b) => b.to_string(),
    };
    names.iter().map(|name| (*name, shown(name))).collect()
}

/// What they say. Zero is no station.
fn number(number: impl Into<u64>) -> String {
    number.into().to_string()
}

fn mmsi(mmsi: Mmsi) -> String {
    if mmsi.raw() == 0 { "-".to_owned() } else { number(mmsi.raw()) }
}

fn flag(flag: bool) -> String {
    flag.to_string()
}

/// A text ends at the first `@`, and trailing spaces do not count.
fn text(text: &str) -> String {
    let text = text.split('@').next().unwrap_or_default().trim_end_matches(' ');
    if text.is_empty() { "-".to_owned() } else { text.to_owned() }
}

/// Degrees of a corner in 1/10 minute. Off the Earth, neither is given.
fn corner(lon: i32, lat: i32) -> [String; 2] {
    let degrees = |tenths: i32| f64::from(tenths) / 600.0;
    match Position::from_lat_lon(degrees(lat), degrees(lon)) {
        Ok(place) => [place.lon_deg(), place.lat_deg()].map(|degrees| format!("{degrees:.6}")),
        Err(_) => ["-", "-"].map(str::to_owned),
    }
}

/// A request of message 15 that asks for nothing is none.
fn request(request: Option<MessageRequest>) -> [String; 2] {
    match request {
        Some(asked) if asked.message_type != 0 || asked.slot_offset != 0 => {
            [number(asked.message_type), number(asked.slot_offset)]
        }
        _ => ["-", "-"].map(str::to_owned),
    }
}

/// Their data as bits.
fn bits(bytes: &[u8], length: usize) -> String {
    let all: String = bytes.iter().map(|byte| format!("{byte:08b}")).collect();
    all[..length].to_owned()
}

/// Our data as bits.
fn our_bits(message: &Message) -> String {
    let plimsoll_ais::Body::Binary(body) = &message.body else { panic!("{message:?}") };
    let digit = |c: char| format!("{:04b}", c.to_digit(16).unwrap());
    let all: String = body.data_hexadecimal().chars().map(digit).collect();
    all[..body.data_bits()].to_owned()
}

fn pairs<const N: usize>(names: [&'static str; N], values: [String; N]) -> Vec<(&'static str, String)> {
    names.into_iter().zip(values).collect()
}

/// What they say in our names. Their data are compared apart.
fn said_by_them(message: &AisMessage) -> Said {
    let none = || "-".to_owned();
    let list = match message {
        // They turn the flag round in message 6, but not in message 12. The standard has 1 for a retransmission.
        AisMessage::BinaryAddressedMessage(b) => pairs(
            ["sequence_number", "destination_mmsi", "retransmitted", "dac", "fi"],
            [
                number(b.sequence_number),
                mmsi(b.destination_mmsi),
                flag(!b.retransmit),
                number(b.dac),
                number(b.fi),
            ],
        ),
        AisMessage::BinaryBroadcastMessage(b) => pairs(["dac", "fi"], [number(b.dac), number(b.fi)]),
        AisMessage::Acknowledge(b) => {
            let names = [
                ["destination_1_mmsi", "destination_1_sequence_number"],
                ["destination_2_mmsi", "destination_2_sequence_number"],
                ["destination_3_mmsi", "destination_3_sequence_number"],
                ["destination_4_mmsi", "destination_4_sequence_number"],
            ];
            let said = |ack: Option<theirs::Ack>| {
                ack.map_or([none(), none()], |ack| [mmsi(ack.mmsi), number(ack.sequence_number)])
            };
            names.into_iter().zip(b.acks).flat_map(|(names, ack)| pairs(names, said(ack))).collect()
        }
        AisMessage::UtcDateInquiry(b) => pairs(["destination_mmsi"], [mmsi(b.destination_mmsi)]),
        AisMessage::SafetyRelatedAddressed(b) => pairs(
            ["sequence_number", "destination_mmsi", "retransmitted", "safety_text"],
            [number(b.sequence_number), mmsi(b.destination_mmsi), flag(b.retransmit), text(b.text.as_str())],
        ),
        AisMessage::SafetyRelatedBroadcast(b) => pairs(["safety_text"], [text(b.text.as_str())]),
        AisMessage::Interrogation(b) => {
            let second = b.station_2;
            let first_request = b.station_1_request_1;
            let mut list = pairs(
                ["destination_1_mmsi", "request_1_1_message_type", "request_1_1_slot_offset"],
                [
                    mmsi(b.station_1_mmsi),
                    number(first_request.message_type),
                    number(first_request.slot_offset),
                ],
            );
            list.extend(pairs(
                ["request_1_2_message_type", "request_1_2_slot_offset"],
                request(b.station_1_request_2),
            ));
            list.extend(pairs(["destination_2_mmsi"], [second.map_or(none(), |s| mmsi(s.mmsi))]));
            list.extend(pairs(
                ["request_2_1_message_type", "request_2_1_slot_offset"],
                request(second.map(|s| s.request)),
            ));
            list
        }
        AisMessage::AssignmentModeCommand(b) => {
            let said = |ship: Option<theirs::Assignment>| {
                ship.map_or([none(), none(), none()], |ship| {
                    [mmsi(ship.destination_mmsi), number(ship.offset), number(ship.increment)]
                })
            };
            let mut list = pairs(
                ["destination_1_mmsi", "assignment_1_offset", "assignment_1_increment"],
                said(Some(b.first)),
            );
            list.extend(pairs(
                ["destination_2_mmsi", "assignment_2_offset", "assignment_2_increment"],
                said(b.second),
            ));
            list
        }
        AisMessage::DgnssBroadcastMessage(b) => {
            pairs(["lon_deg", "lat_deg"], corner(b.longitude_raw, b.latitude_raw))
        }
        AisMessage::DataLinkManagement(b) => {
            let names = [
                [
                    "reservation_1_slot_offset",
                    "reservation_1_slots",
                    "reservation_1_timeout_min",
                    "reservation_1_increment",
                ],
                [
                    "reservation_2_slot_offset",
                    "reservation_2_slots",
                    "reservation_2_timeout_min",
                    "reservation_2_increment",
                ],
                [
                    "reservation_3_slot_offset",
                    "reservation_3_slots",
                    "reservation_3_timeout_min",
                    "reservation_3_increment",
                ],
                [
                    "reservation_4_slot_offset",
                    "reservation_4_slots",
                    "reservation_4_timeout_min",
                    "reservation_4_increment",
                ],
            ];
            let said = |slots: Option<theirs::SlotReservation>| {
                slots.map_or([none(), none(), none(), none()], |s| {
                    [number(s.offset), number(s.reserved_slots), number(s.timeout), number(s.increment)]
                })
            };
            names
                .into_iter()
                .zip(b.reservations)
                .flat_map(|(names, slots)| pairs(names, said(slots)))
                .collect()
        }
        AisMessage::ChannelManagement(b) => channel_management(b),
        AisMessage::GroupAssignmentCommand(b) => {
            let mut list = pairs(["ne_lon_deg", "ne_lat_deg"], corner(b.ne_longitude_raw, b.ne_latitude_raw));
            list.extend(pairs(["sw_lon_deg", "sw_lat_deg"], corner(b.sw_longitude_raw, b.sw_latitude_raw)));
            list.extend(pairs(
                [
                    "addressed_station_type",
                    "addressed_ship_type",
                    "transmit_receive_mode",
                    "reporting_interval_code",
                    "quiet_time_min",
                ],
                [b.station_type, b.ship_type, b.tx_rx_mode, b.report_interval, b.quiet_time].map(number),
            ));
            list
        }
        // An application identifier behind a destination stands two bits further on: see the data.
        AisMessage::SingleSlotBinaryMessage(b) => {
            let mut list = pairs(["destination_mmsi"], [b.destination_mmsi.map_or(none(), mmsi)]);
            if b.destination_mmsi.is_none() {
                list.extend(application(b.app_id));
            }
            list
        }
        AisMessage::MultiSlotBinaryMessage(b) => {
            let scheme = if b.communication_state_itdma { "ITDMA" } else { "SOTDMA" };
            let mut list = pairs(
                ["destination_mmsi", "communication_state", "sync_state"],
                [b.destination_mmsi.map_or(none(), mmsi), scheme.to_owned(), number(b.radio_status >> 17)],
            );
            if b.destination_mmsi.is_none() {
                list.extend(application(b.app_id));
            }
            list
        }
        other => panic!("{other:?}"),
    };
    list.into_iter().collect()
}

fn application(id: Option<(u16, u8)>) -> Vec<(&'static str, String)> {
    let (dac, fi) = id.map_or(("-".to_owned(), "-".to_owned()), |(dac, fi)| (number(dac), number(fi)));
    pairs(["dac", "fi"], [dac, fi])
}

fn channel_management(b: &theirs::ChannelManagement) -> Vec<(&'static str, String)> {
    let none = || "-".to_owned();
    let (north_east, south_west, ships) = match b.target {
        Target::Area { ne_longitude_raw, ne_latitude_raw, sw_longitude_raw, sw_latitude_raw } => (
            corner(ne_longitude_raw, ne_latitude_raw),
            corner(sw_longitude_raw, sw_latitude_raw),
            [none(), none()],
        ),
        Target::Addressed { destination_mmsi_1, destination_mmsi_2 } => {
            ([none(), none()], [none(), none()], [mmsi(destination_mmsi_1), mmsi(destination_mmsi_2)])
        }
        _ => panic!("{b:?}"),
    };
    let mut list = pairs(["ne_lon_deg", "ne_lat_deg"], north_east);
    list.extend(pairs(["sw_lon_deg", "sw_lat_deg"], south_west));
    list.extend(pairs(["destination_1_mmsi", "destination_2_mmsi"], ships));
    list.extend(pairs(
        ["channel_a", "channel_b", "transmit_receive_mode", "transitional_zone_nmi"],
        // They give the number sent; the zone is one mile wider.
        [number(b.channel_a), number(b.channel_b), number(b.tx_rx_mode), number(b.zone_size + 1)],
    ));
    list.extend(pairs(
        ["low_power", "channel_a_narrow_band", "channel_b_narrow_band"],
        [b.low_power, b.channel_a_bandwidth, b.channel_b_bandwidth].map(flag),
    ));
    list
}

/// Our data in the bits of theirs. They have no spare bits behind a destination (two; then the identifier stands among
/// their data) and none before the communication state of message 26 (four).
fn data_agree(message: &Message, them: &AisMessage) -> bool {
    let ours = || our_bits(message);
    match them {
        AisMessage::BinaryAddressedMessage(b) => bits(b.data.bytes(), b.data.bit_len()) == ours(),
        AisMessage::BinaryBroadcastMessage(b) => bits(b.data.bytes(), b.data.bit_len()) == ours(),
        AisMessage::SingleSlotBinaryMessage(b) => {
            let skip = if b.destination_mmsi.is_some() { 2 } else { 0 };
            bits(b.data.bytes(), b.data.bit_len())[skip..] == ours()
        }
        AisMessage::MultiSlotBinaryMessage(b) => {
            let skip = if b.destination_mmsi.is_some() { 2 } else { 0 };
            let all = bits(b.data.bytes(), b.data.bit_len());
            all[skip..all.len() - 4] == ours()
        }
        AisMessage::DgnssBroadcastMessage(b) => {
            let plimsoll_ais::Body::Dgnss(body) = &message.body else { panic!("{message:?}") };
            let all = bits(b.data.bytes(), b.data.bit_len());
            let Some(data) = &body.data else { return all.is_empty() };
            let head = |from: usize, to: usize| u32::from_str_radix(&all[from..to], 2).unwrap();
            let numbers = [head(0, 6), head(6, 16), head(29, 32), head(32, 37), head(37, 40)];
            let said = [data.message_type, None, data.sequence_number, data.word_count, data.health];
            let z_count = Some(head(16, 29)).filter(|count| *count < 6_000);
            let words: Vec<u32> = (40..all.len()).step_by(24).map(|at| head(at, at + 24)).collect();
            said.iter().zip(numbers).all(|(said, number)| said.is_none_or(|said| u32::from(said) == number))
                && data.station_id.map(u32::from) == Some(numbers[1])
                && data.z_count.map(u32::from) == z_count
                && words[..data.words.len()] == data.words
        }
        _ => true,
    }
}

/// The lengths of each type that the standard names.
fn lengths(message_type: u8) -> Vec<usize> {
    match message_type {
        6 => (88..=1_008).step_by(8).collect(),
        7 | 13 => vec![72, 104, 136, 168],
        8 => (56..=1_008).step_by(8).collect(),
        10 => vec![72],
        12 => (72..=1_008).step_by(8).collect(),
        14 => (40..=1_008).step_by(8).collect(),
        15 => vec![88, 112, 160],
        16 => vec![96, 144],
        17 => (0..=29).map(|words| 120 + 24 * words).chain([80]).collect(),
        20 => vec![72, 104, 136, 160],
        22 => vec![168],
        23 => vec![160],
        25 => (88..=168).step_by(8).collect(),
        // Longer data than 115 bytes do not fit into their buffer.
        _ => (112..=960).step_by(8).collect(),
    }
}

fn armour(message_type: u8, length: usize, random: &[u8]) -> (Vec<u8>, u8) {
    let head = format!("{message_type:06b}");
    let tail: String = random.iter().map(|byte| format!("{byte:08b}")).collect();
    let all = format!("{head}{tail}");
    let padded = length.div_ceil(6) * 6;
    let bits = format!("{:0<padded$}", &all[..length]);
    let six = |at: usize| u8::from_str_radix(&bits[at..at + 6], 2).unwrap();
    let armour = (0..padded).step_by(6).map(six).map(|six| if six < 40 { six + 48 } else { six + 56 });
    (armour.collect(), (padded - length) as u8)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn every_field_of_the_messages_between_stations_reads_as_in_the_other_crate(
        message_type in prop::sample::select(vec![6_u8, 7, 8, 10, 12, 13, 14, 15, 16, 17, 20, 22, 23, 25, 26]),
        length in any::<prop::sample::Index>(), random in proptest::collection::vec(any::<u8>(), 130),
    ) {
        let lengths = lengths(message_type);
        let length = lengths[length.index(lengths.len())];
        let (armour, fill) = armour(message_type, length, &random);
        let them = aivdm::decode_payload(&armour, fill).unwrap();
        let message = Message::from_payload(&Payload::from_armour(&armour, fill).unwrap()).unwrap();
        let said = said_by_them(&them);
        let names: Vec<&'static str> = said.keys().copied().collect();
        prop_assert_eq!((message.message_type, message.mmsi), (them.message_type(), them.mmsi().raw()));
        prop_assert_eq!(message.repeat_indicator, them.repeat_indicator());
        prop_assert_eq!(ours(&message, &names), said);
        prop_assert!(data_agree(&message, &them), "{:?} {:?}", message, them);
    }
}

#[test]
fn data_too_short_for_their_application_do_not_take_the_communication_state_with_them() {
    // Addressed, with an application, no data at all, then the tail.
    let mut random = vec![0_u8; 130];
    random[4] = 0b1100_0000;
    let (armour, fill) = armour(26, 112, &random);
    for (dac, fi) in [(1_u32, 16_u32), (1, 11), (1, 31), (200, 10), (366, 56)] {
        let mut bits: Vec<u8> = armour.clone();
        let id = format!("{dac:010b}{fi:06b}");
        for (k, _) in id.bytes().enumerate().filter(|(_, bit)| *bit == b'1') {
            let at = 72 + k;
            let six =
                if bits[at / 6] > 95 { bits[at / 6] - 56 } else { bits[at / 6] - 48 } | 1 << (5 - at % 6);
            bits[at / 6] = if six < 40 { six + 48 } else { six + 56 };
        }
        let message = Message::from_payload(&Payload::from_armour(&bits, fill).unwrap()).unwrap();
        let them = aivdm::decode_payload(&bits, fill).unwrap();
        let said = said_by_them(&them);
        let names: Vec<&'static str> = said.keys().copied().collect();
        assert_eq!(said["communication_state"], "SOTDMA", "{dac} {fi}");
        assert_eq!(ours(&message, &names), said, "{dac} {fi}");
    }
}
