//! Against the `aivdm` crate: messages of random fields that it encodes, and real logs that both decode. Compared as
//! the whole numbers that were sent.

use crate::encoder::sum;
use crate::feeds::NO_OPTIONS;
use crate::real_files::real_file;
use aivdm::string::FixedStr;
use aivdm::{
    AisMessage, Cog, EpfdType, Heading, Latitude, Longitude, ManeuverIndicator, Mmsi, NavigationStatus,
    RateOfTurn, Sog, Timestamp, message as theirs,
};
use plimsoll_ais::message::communication_state::CommunicationState;
use plimsoll_ais::message::kinematics::{CourseOverGround, SpeedOverGround, TimeStamp};
use plimsoll_ais::message::particulars::AntennaPlace;
use plimsoll_ais::{Body, Message, SixBitText, decode};
use plimsoll_model::Position;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// What both decoders say, as lists of numbers and texts that must be equal.
#[derive(Debug, Default, PartialEq)]
struct Said {
    numbers: Vec<i64>,
    texts: Vec<String>,
}

fn flag(flag: Option<bool>) -> i64 {
    i64::from(flag.unwrap())
}

fn place(position: Option<Position>, steps: f64) -> [i64; 2] {
    let raw = |degrees: f64| (degrees * steps).round() as i64;
    position.map_or([i64::MAX; 2], |p| [raw(p.lon_deg()), raw(p.lat_deg())])
}

/// Off the Earth or not available: no position. 180 degrees east is 180 degrees west.
fn their_place(lon: i32, lat: i32, steps: i32) -> [i64; 2] {
    if lon.abs() > 180 * steps || lat.abs() > 90 * steps {
        return [i64::MAX; 2];
    }
    [i64::from(if lon == 180 * steps { -lon } else { lon }), i64::from(lat)]
}

fn sog(sog: Option<SpeedOverGround>) -> i64 {
    sog.map_or(1_023, |sog| sog.tenths_kn.into())
}

fn cog(cog: Option<CourseOverGround>) -> i64 {
    cog.map_or(3_600, |cog| cog.tenths_deg.into())
}

fn their_cog(raw: u16) -> i64 {
    if raw < 3_600 { raw.into() } else { 3_600 }
}

fn heading(heading: Option<u16>) -> i64 {
    heading.map_or(511, i64::from)
}

fn their_heading(raw: u16) -> i64 {
    if raw < 360 { raw.into() } else { 511 }
}

fn second(stamp: Option<TimeStamp>) -> i64 {
    match stamp.unwrap() {
        TimeStamp::Second(second) => second.into(),
        TimeStamp::NotAvailable => 60,
        TimeStamp::ManualInput => 61,
        TimeStamp::DeadReckoning => 62,
        TimeStamp::Inoperative => 63,
    }
}

fn ends(place: Option<AntennaPlace>) -> [i64; 4] {
    place.map_or([0; 4], |p| {
        [p.to_bow_m.into(), p.to_stern_m.into(), p.to_port_m.into(), p.to_starboard_m.into()]
    })
}

fn text<const N: usize>(text: &Option<SixBitText<N>>) -> String {
    text.as_ref().map_or("", SixBitText::as_str).to_owned()
}

/// Their texts run on behind an `@`; ours end there.
fn their_text<const N: usize>(text: &FixedStr<N>) -> String {
    text.as_str().split('@').next().unwrap_or_default().trim_end_matches(' ').to_owned()
}

/// A byte, or what stands for "not available".
fn byte(value: Option<u8>, missing: i64) -> i64 {
    value.map_or(missing, i64::from)
}

fn add<const N: usize>(numbers: &mut Vec<i64>, more: [i64; N]) {
    numbers.extend(more);
}

fn ours(m: &Message) -> Option<Said> {
    let mut numbers = vec![m.message_type.into(), m.mmsi.into()];
    let mut texts = Vec::new();
    match &m.body {
        Body::ClassAPosition(b) => {
            add(
                &mut numbers,
                [byte(b.navigational_status, -1), b.rate_of_turn.map_or(-128, |r| r.sent.into())],
            );
            add(&mut numbers, [sog(b.sog), flag(b.position_accuracy), cog(b.cog), heading(b.heading_deg)]);
            add(&mut numbers, [second(b.time_stamp), byte(b.special_manoeuvre, 0), flag(b.raim)]);
            add(&mut numbers, place(b.position, 600_000.0));
        }
        Body::BaseStation(b) => {
            add(&mut numbers, [b.utc_year.map_or(0, i64::from), byte(b.utc_month, 0), byte(b.utc_day, 0)]);
            add(&mut numbers, [byte(b.utc_hour, 24), byte(b.utc_minute, 60), byte(b.utc_second, 60)]);
            add(&mut numbers, [flag(b.position_accuracy), byte(b.epfd, -1), flag(b.raim)]);
            add(&mut numbers, place(b.position, 600_000.0));
        }
        Body::StaticAndVoyage(b) => {
            add(
                &mut numbers,
                [byte(b.ais_version, -1), b.imo_sent.map_or(0, i64::from), byte(b.ship_type, 0)],
            );
            add(&mut numbers, ends(b.antenna_place));
            add(
                &mut numbers,
                [byte(b.epfd, -1), byte(b.eta.month, 0), byte(b.eta.day, 0), byte(b.eta.hour, 24)],
            );
            add(&mut numbers, [byte(b.eta.minute, 60), byte(b.draught.map(|d| d.tenths_m), 0)]);
            numbers.push(flag(b.dte_ready));
            texts = vec![text(&b.call_sign), text(&b.ship_name), text(&b.destination)];
        }
        Body::SarAircraft(b) => {
            add(
                &mut numbers,
                [b.altitude_m.map_or(4_095, i64::from), b.sog.map_or(10_230, |s| s.tenths_kn.into())],
            );
            add(&mut numbers, [flag(b.position_accuracy), cog(b.cog), second(b.time_stamp)]);
            add(&mut numbers, [flag(b.altitude_is_barometric), flag(b.dte_ready), flag(b.assigned_mode)]);
            numbers.push(flag(b.raim));
            add(&mut numbers, place(b.position, 600_000.0));
        }
        Body::ClassBPosition(b) => {
            add(&mut numbers, [sog(b.sog), flag(b.position_accuracy), cog(b.cog), heading(b.heading_deg)]);
            add(&mut numbers, [second(b.time_stamp), flag(b.carrier_sense_unit), flag(b.has_display)]);
            add(&mut numbers, [flag(b.has_dsc), flag(b.whole_band), flag(b.accepts_message_22)]);
            add(&mut numbers, [flag(b.assigned_mode), flag(b.raim)]);
            add(&mut numbers, place(b.position, 600_000.0));
        }
        Body::ClassBExtended(b) => {
            add(&mut numbers, [sog(b.sog), flag(b.position_accuracy), cog(b.cog), heading(b.heading_deg)]);
            add(&mut numbers, [second(b.time_stamp), byte(b.ship_type, 0), byte(b.epfd, -1), flag(b.raim)]);
            add(&mut numbers, [flag(b.dte_ready), flag(b.assigned_mode)]);
            add(&mut numbers, ends(b.antenna_place));
            add(&mut numbers, place(b.position, 600_000.0));
            texts = vec![text(&b.ship_name)];
        }
        Body::AidToNavigation(b) => {
            add(&mut numbers, [byte(b.aid_type, 0), flag(b.position_accuracy), byte(b.epfd, -1)]);
            add(
                &mut numbers,
                [second(b.time_stamp), flag(b.off_position), byte(b.aid_status, -1), flag(b.raim)],
            );
            add(&mut numbers, [flag(b.virtual_aid), flag(b.assigned_mode)]);
            add(&mut numbers, ends(b.antenna_place));
            add(&mut numbers, place(b.position, 600_000.0));
            texts = vec![text(&b.name)];
        }
        Body::StaticPartA(b) => texts = vec![text(&b.ship_name)],
        Body::StaticPartB(b) => {
            numbers.push(byte(b.ship_type, 0));
            add(&mut numbers, ends(b.antenna_place));
            texts = vec![text(&b.vendor_id), text(&b.call_sign)];
        }
        Body::LongRange(b) => {
            add(&mut numbers, [flag(b.position_accuracy), flag(b.raim), byte(b.navigational_status, -1)]);
            add(&mut numbers, [b.sog.map_or(630, |s| s.tenths_kn.into()), cog(b.cog)]);
            numbers.push(flag(b.position_latency_over_5_s));
            add(&mut numbers, place(b.position, 600.0));
        }
        _ => return None,
    }
    Some(Said { numbers, texts })
}

fn theirs_said(m: &AisMessage) -> Option<Said> {
    let mut numbers = vec![m.message_type().into(), m.mmsi().raw().into()];
    let mut texts = Vec::new();
    match m {
        AisMessage::PositionReportClassA(b) => {
            add(&mut numbers, [b.navigation_status.to_raw().into(), b.rate_of_turn.raw().into()]);
            add(&mut numbers, [b.sog.raw().into(), b.position_accuracy.into(), their_cog(b.cog.raw())]);
            add(&mut numbers, [their_heading(b.heading.raw()), b.timestamp.to_raw().into()]);
            add(&mut numbers, [b.maneuver_indicator.to_raw().into(), b.raim.into()]);
            add(&mut numbers, their_place(b.longitude.raw(), b.latitude.raw(), 600_000));
        }
        AisMessage::BaseStationReport(b) => {
            let within = |value: u8, range: std::ops::RangeInclusive<u8>, missing: i64| {
                if range.contains(&value) { value.into() } else { missing }
            };
            numbers.push(if b.utc_year < 10_000 { b.utc_year.into() } else { 0 });
            add(&mut numbers, [within(b.utc_month, 1..=12, 0), within(b.utc_day, 1..=31, 0)]);
            add(&mut numbers, [within(b.utc_hour, 0..=23, 24), within(b.utc_minute, 0..=59, 60)]);
            add(&mut numbers, [within(b.utc_second, 0..=59, 60), b.position_accuracy.into()]);
            add(&mut numbers, [b.epfd_type.to_raw().into(), b.raim.into()]);
            add(&mut numbers, their_place(b.longitude.raw(), b.latitude.raw(), 600_000));
        }
        AisMessage::StaticVoyageData(b) => {
            add(&mut numbers, [b.ais_version.into(), b.imo_number.into(), b.ship_type.into()]);
            add(&mut numbers, [b.dimension_to_bow.into(), b.dimension_to_stern.into()]);
            add(&mut numbers, [b.dimension_to_port.into(), b.dimension_to_starboard.into()]);
            add(&mut numbers, [b.epfd_type.to_raw().into(), b.eta_month.into(), b.eta_day.into()]);
            add(&mut numbers, [b.eta_hour.into(), b.eta_minute.into(), b.draught_decimeters.into()]);
            numbers.push((!b.dte_not_ready).into());
            texts = vec![their_text(&b.call_sign), their_text(&b.name), their_text(&b.destination)];
        }
        AisMessage::SarAircraftPositionReport(b) => {
            add(&mut numbers, [b.altitude_meters.into(), i64::from(b.sog_knots) * 10]);
            add(
                &mut numbers,
                [b.position_accuracy.into(), their_cog(b.cog.raw()), b.timestamp.to_raw().into()],
            );
            add(&mut numbers, [b.barometric_altitude.into(), (!b.dte_not_ready).into(), b.assigned.into()]);
            numbers.push(b.raim.into());
            add(&mut numbers, their_place(b.longitude.raw(), b.latitude.raw(), 600_000));
        }
        AisMessage::PositionReportClassB(b) => {
            add(&mut numbers, [b.sog.raw().into(), b.position_accuracy.into(), their_cog(b.cog.raw())]);
            add(
                &mut numbers,
                [their_heading(b.heading.raw()), b.timestamp.to_raw().into(), b.cs_unit.into()],
            );
            add(&mut numbers, [b.display_flag.into(), b.dsc_flag.into(), b.band_flag.into()]);
            add(&mut numbers, [b.message22_flag.into(), b.assigned.into(), b.raim.into()]);
            add(&mut numbers, their_place(b.longitude.raw(), b.latitude.raw(), 600_000));
        }
        AisMessage::PositionReportClassBExtended(b) => {
            add(&mut numbers, [b.sog.raw().into(), b.position_accuracy.into(), their_cog(b.cog.raw())]);
            add(&mut numbers, [their_heading(b.heading.raw()), b.timestamp.to_raw().into()]);
            add(&mut numbers, [b.ship_type.into(), b.epfd_type.to_raw().into(), b.raim.into()]);
            add(&mut numbers, [(!b.dte_not_ready).into(), b.assigned.into(), b.dimension_to_bow.into()]);
            add(&mut numbers, [b.dimension_to_stern.into(), b.dimension_to_port.into()]);
            numbers.push(b.dimension_to_starboard.into());
            add(&mut numbers, their_place(b.longitude.raw(), b.latitude.raw(), 600_000));
            texts = vec![their_text(&b.name)];
        }
        AisMessage::AidToNavigationReport(b) => {
            add(&mut numbers, [b.aid_type.into(), b.position_accuracy.into(), b.epfd_type.to_raw().into()]);
            add(
                &mut numbers,
                [b.timestamp.to_raw().into(), b.off_position.into(), b.regional_reserved.into()],
            );
            add(&mut numbers, [b.raim.into(), b.virtual_aid.into(), b.assigned.into()]);
            add(&mut numbers, [b.dimension_to_bow.into(), b.dimension_to_stern.into()]);
            add(&mut numbers, [b.dimension_to_port.into(), b.dimension_to_starboard.into()]);
            add(&mut numbers, their_place(b.longitude.raw(), b.latitude.raw(), 600_000));
            texts = vec![their_text(&b.name)];
        }
        AisMessage::StaticDataReport(theirs::StaticDataReport::A(b)) => texts = vec![their_text(&b.name)],
        AisMessage::StaticDataReport(theirs::StaticDataReport::B(b)) => {
            add(&mut numbers, [b.ship_type.into(), b.dimension_to_bow.into(), b.dimension_to_stern.into()]);
            add(&mut numbers, [b.dimension_to_port.into(), b.dimension_to_starboard.into()]);
            // They read the vendor as seven characters, as before edition 4 of the standard.
            let vendor = b.vendor_id.as_str();
            let three = vendor.get(..3).unwrap_or(vendor).split('@').next().unwrap_or_default();
            texts = vec![three.trim_end_matches(' ').to_owned(), their_text(&b.call_sign)];
        }
        AisMessage::LongRangeBroadcast(b) => {
            add(
                &mut numbers,
                [b.position_accuracy.into(), b.raim.into(), b.navigation_status.to_raw().into()],
            );
            let cog = if b.cog_degrees < 360 { i64::from(b.cog_degrees) * 10 } else { 3_600 };
            add(&mut numbers, [i64::from(b.sog_knots) * 10, cog, b.position_latency_high.into()]);
            add(&mut numbers, their_place(b.longitude_raw, b.latitude_raw, 600));
        }
        _ => return None,
    }
    Some(Said { numbers, texts })
}

/// Encodes with their encoder, decodes with ours.
fn through(message: &AisMessage) -> Message {
    let mut buffer = [0; 256];
    let (armour, fill) = aivdm::encode_payload(message, &mut buffer).unwrap();
    let armour = std::str::from_utf8(armour).unwrap();
    let sentence = sum('!', &format!("AIVDM,1,1,,A,{armour},{fill}"));
    let mut items = decode(sentence.as_bytes(), NO_OPTIONS);
    items.next().unwrap().unwrap().message.unwrap()
}

fn six_bit_text(length: usize) -> impl Strategy<Value = String> {
    proptest::collection::vec(0x20_u8..0x60, 0..=length).prop_map(|bytes| String::from_utf8(bytes).unwrap())
}

fn fixed<const N: usize>(text: &str) -> FixedStr<N> {
    let mut buffer = [0; N];
    buffer[..text.len()].copy_from_slice(text.as_bytes());
    FixedStr::from_raw(buffer, text.len())
}

prop_compose! {
    /// Random fields for all messages that have a position.
    fn position_fields()(
        mmsi in 0_u32..1 << 30, lon in -134_217_728_i32..134_217_728, lat in -67_108_864_i32..67_108_864,
        sog in 0_u16..1_024, cog in 0_u16..4_096, heading in 0_u16..512, second in 0_u8..64,
        numbers in any::<[u8; 8]>(), flags in any::<[bool; 8]>(), radio in 0_u32..1 << 19,
    ) -> Random {
        Random { mmsi, lon, lat, sog, cog, heading, second, numbers, flags, radio }
    }
}

#[derive(Clone, Debug)]
struct Random {
    mmsi: u32,
    lon: i32,
    lat: i32,
    sog: u16,
    cog: u16,
    heading: u16,
    second: u8,
    numbers: [u8; 8],
    flags: [bool; 8],
    radio: u32,
}

fn class_a(r: &Random) -> AisMessage {
    AisMessage::PositionReportClassA(theirs::PositionReportClassA {
        message_type: r.numbers[0] % 3 + 1,
        repeat_indicator: r.numbers[1] % 4,
        mmsi: Mmsi::from_raw(r.mmsi),
        navigation_status: NavigationStatus::from_raw(r.numbers[2] % 16),
        rate_of_turn: RateOfTurn::from_raw(r.numbers[3] as i8),
        sog: Sog::from_raw(r.sog),
        position_accuracy: r.flags[0],
        longitude: Longitude::from_raw(r.lon),
        latitude: Latitude::from_raw(r.lat),
        cog: Cog::from_raw(r.cog),
        heading: Heading::from_raw(r.heading),
        timestamp: Timestamp::from_raw(r.second),
        maneuver_indicator: ManeuverIndicator::from_raw(r.numbers[4] % 4),
        raim: r.flags[1],
        radio_status: r.radio,
    })
}

fn base_station(r: &Random) -> AisMessage {
    AisMessage::BaseStationReport(theirs::BaseStationReport {
        message_type: if r.flags[2] { 4 } else { 11 },
        repeat_indicator: r.numbers[1] % 4,
        mmsi: Mmsi::from_raw(r.mmsi),
        utc_year: r.cog * 4,
        utc_month: r.numbers[2] % 16,
        utc_day: r.numbers[3] % 32,
        utc_hour: r.numbers[4] % 32,
        utc_minute: r.numbers[5] % 64,
        utc_second: r.second,
        position_accuracy: r.flags[0],
        longitude: Longitude::from_raw(r.lon),
        latitude: Latitude::from_raw(r.lat),
        epfd_type: EpfdType::from_raw(r.numbers[6] % 16),
        raim: r.flags[1],
        radio_status: r.radio,
    })
}

fn sar_aircraft(r: &Random) -> AisMessage {
    AisMessage::SarAircraftPositionReport(theirs::SarAircraftPositionReport {
        repeat_indicator: r.numbers[1] % 4,
        mmsi: Mmsi::from_raw(r.mmsi),
        altitude_meters: r.cog,
        sog_knots: r.sog,
        position_accuracy: r.flags[0],
        longitude: Longitude::from_raw(r.lon),
        latitude: Latitude::from_raw(r.lat),
        cog: Cog::from_raw(r.heading * 8),
        timestamp: Timestamp::from_raw(r.second),
        barometric_altitude: r.flags[2],
        regional_reserved: r.numbers[2] % 128,
        dte_not_ready: r.flags[3],
        spare: r.numbers[3] % 8,
        assigned: r.flags[4],
        raim: r.flags[1],
        radio_status: r.radio,
    })
}

fn class_b(r: &Random) -> AisMessage {
    AisMessage::PositionReportClassB(theirs::PositionReportClassB {
        repeat_indicator: r.numbers[1] % 4,
        mmsi: Mmsi::from_raw(r.mmsi),
        reserved: r.numbers[2],
        sog: Sog::from_raw(r.sog),
        position_accuracy: r.flags[0],
        longitude: Longitude::from_raw(r.lon),
        latitude: Latitude::from_raw(r.lat),
        cog: Cog::from_raw(r.cog),
        heading: Heading::from_raw(r.heading),
        timestamp: Timestamp::from_raw(r.second),
        regional_reserved: r.numbers[3] % 4,
        cs_unit: r.flags[2],
        display_flag: r.flags[3],
        dsc_flag: r.flags[4],
        band_flag: r.flags[5],
        message22_flag: r.flags[6],
        assigned: r.flags[7],
        raim: r.flags[1],
        radio_status: r.radio,
    })
}

fn long_range(r: &Random) -> AisMessage {
    AisMessage::LongRangeBroadcast(theirs::LongRangeBroadcast {
        repeat_indicator: 3,
        mmsi: Mmsi::from_raw(r.mmsi),
        position_accuracy: r.flags[0],
        raim: r.flags[1],
        navigation_status: NavigationStatus::from_raw(r.numbers[2] % 16),
        longitude_raw: r.lon / 1_024,
        latitude_raw: r.lat / 1_024,
        sog_knots: r.numbers[3] % 64,
        cog_degrees: r.heading,
        position_latency_high: r.flags[2],
    })
}

fn class_b_extended(r: &Random, name: &str) -> AisMessage {
    AisMessage::PositionReportClassBExtended(theirs::PositionReportClassBExtended {
        repeat_indicator: r.numbers[1] % 4,
        mmsi: Mmsi::from_raw(r.mmsi),
        reserved: r.numbers[2],
        sog: Sog::from_raw(r.sog),
        position_accuracy: r.flags[0],
        longitude: Longitude::from_raw(r.lon),
        latitude: Latitude::from_raw(r.lat),
        cog: Cog::from_raw(r.cog),
        heading: Heading::from_raw(r.heading),
        timestamp: Timestamp::from_raw(r.second),
        regional_reserved: r.numbers[3] % 16,
        name: fixed(name),
        ship_type: r.numbers[4],
        dimension_to_bow: r.heading,
        dimension_to_stern: r.sog % 512,
        dimension_to_port: r.numbers[5] % 64,
        dimension_to_starboard: r.numbers[6] % 64,
        epfd_type: EpfdType::from_raw(r.numbers[7] % 16),
        raim: r.flags[1],
        dte_not_ready: r.flags[2],
        assigned: r.flags[3],
    })
}

fn aid_to_navigation(r: &Random, name: &str) -> AisMessage {
    AisMessage::AidToNavigationReport(theirs::AidToNavigationReport {
        repeat_indicator: r.numbers[1] % 4,
        mmsi: Mmsi::from_raw(r.mmsi),
        aid_type: r.numbers[2] % 32,
        name: fixed(name),
        position_accuracy: r.flags[0],
        longitude: Longitude::from_raw(r.lon),
        latitude: Latitude::from_raw(r.lat),
        dimension_to_bow: r.heading,
        dimension_to_stern: r.sog % 512,
        dimension_to_port: r.numbers[5] % 64,
        dimension_to_starboard: r.numbers[6] % 64,
        epfd_type: EpfdType::from_raw(r.numbers[7] % 16),
        timestamp: Timestamp::from_raw(r.second),
        off_position: r.flags[2],
        regional_reserved: r.numbers[3],
        raim: r.flags[1],
        virtual_aid: r.flags[3],
        assigned: r.flags[4],
    })
}

fn static_voyage(r: &Random, call_sign: &str, name: &str, destination: &str) -> AisMessage {
    AisMessage::StaticVoyageData(theirs::StaticVoyageData {
        repeat_indicator: r.numbers[1] % 4,
        mmsi: Mmsi::from_raw(r.mmsi),
        ais_version: r.numbers[2] % 4,
        imo_number: r.mmsi / 3,
        call_sign: fixed(call_sign),
        name: fixed(name),
        ship_type: r.numbers[4],
        dimension_to_bow: r.heading,
        dimension_to_stern: r.sog % 512,
        dimension_to_port: r.numbers[5] % 64,
        dimension_to_starboard: r.numbers[6] % 64,
        epfd_type: EpfdType::from_raw(r.numbers[7] % 16),
        eta_month: r.numbers[0] % 13,
        eta_day: r.numbers[3] % 32,
        eta_hour: r.numbers[5] % 25,
        eta_minute: r.numbers[6] % 61,
        draught_decimeters: r.numbers[7],
        destination: fixed(destination),
        dte_not_ready: r.flags[0],
    })
}

proptest! {
    #[test]
    fn every_field_of_a_position_message_reads_as_the_other_crate_wrote_it(r in position_fields()) {
        for message in [class_a(&r), base_station(&r), sar_aircraft(&r), class_b(&r), long_range(&r)] {
            let decoded = through(&message);
            prop_assert_eq!(ours(&decoded), theirs_said(&message));
            prop_assert_eq!(decoded.truncation, None);
        }
    }

    #[test]
    fn the_communication_state_of_messages_1_to_4_reads_bit_by_bit(r in position_fields()) {
        let Body::ClassAPosition(body) = through(&class_a(&r)).body else { unreachable!() };
        let expected = if r.numbers[0] % 3 == 2 {
            CommunicationState::itdma(r.radio)
        } else {
            CommunicationState::sotdma(r.radio)
        };
        prop_assert_eq!(body.communication_state, Some(expected));
        let Body::BaseStation(body) = through(&base_station(&r)).body else { unreachable!() };
        prop_assert_eq!(body.communication_state, Some(CommunicationState::sotdma(r.radio)));
    }

    #[test]
    fn every_field_of_a_message_with_names_reads_as_the_other_crate_wrote_it(
        r in position_fields(), name in six_bit_text(20), long_name in six_bit_text(34),
        call_sign in six_bit_text(7), destination in six_bit_text(20),
    ) {
        // Their encoder writes an extension of the name only where the name is longer than 20 characters once trailing
        // signs are gone, so the name given has none.
        let long_name = long_name.split('@').next().unwrap_or_default().trim_end();
        for message in [
            static_voyage(&r, &call_sign, &name, &destination),
            class_b_extended(&r, &name),
            aid_to_navigation(&r, long_name),
        ] {
            let decoded = through(&message);
            prop_assert_eq!(ours(&decoded), theirs_said(&message));
            prop_assert_eq!(decoded.truncation, None);
        }
    }

    #[test]
    fn both_parts_of_message_24_read_as_the_other_crate_wrote_them(
        r in position_fields(), name in six_bit_text(20), call_sign in six_bit_text(7), vendor in "[A-Z]{3}",
    ) {
        let mmsi = Mmsi::from_raw(r.mmsi % 980_000_000);
        let part_a = theirs::StaticDataReport::A(theirs::StaticDataReportPartA { mmsi, name: fixed(&name) });
        let part_b = theirs::StaticDataReport::B(theirs::StaticDataReportPartB {
            mmsi,
            ship_type: r.numbers[0],
            vendor_id: fixed(&vendor),
            call_sign: fixed(&call_sign),
            dimension_to_bow: r.heading,
            dimension_to_stern: r.sog % 512,
            dimension_to_port: r.numbers[5] % 64,
            dimension_to_starboard: r.numbers[6] % 64,
        });
        for part in [part_a, part_b] {
            let message = AisMessage::StaticDataReport(part);
            let decoded = through(&message);
            prop_assert_eq!(ours(&decoded), theirs_said(&message));
            prop_assert_eq!(decoded.truncation, None);
        }
    }
}

#[test]
fn real_logs_read_the_same_in_both_decoders() {
    let mut compared = BTreeMap::<u8, u32>::new();
    let mut different = Vec::new();
    for path in ["nmea/dma/stream_example.txt.gz", "nmea/aisdb/test_data_20211101.nm4"] {
        let Some(bytes) = real_file(path) else { return };
        for line in String::from_utf8_lossy(&bytes).lines() {
            let Ok(other) = aivdm::decode_line(line.trim_start_matches(|c| c != '!')) else { continue };
            let mut items = decode(line.as_bytes(), NO_OPTIONS);
            let message = items.next().unwrap().unwrap().message.unwrap();
            let (Some(ours), Some(theirs)) = (ours(&message), theirs_said(&other)) else { continue };
            *compared.entry(message.message_type).or_default() += 1;
            if ours != theirs {
                different.push(format!("{line}\n{ours:?}\n{theirs:?}"));
            }
        }
    }
    println!("{} messages of {} types", compared.values().sum::<u32>(), compared.len());
    assert_eq!(different, Vec::<String>::new());
    let expected =
        [(1, 3_119), (2, 7), (3, 473), (4, 134), (9, 1), (18, 175), (19, 4), (21, 35), (24, 98), (27, 127)];
    assert_eq!(compared, BTreeMap::from(expected));
}
