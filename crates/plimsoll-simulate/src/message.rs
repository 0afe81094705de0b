//! The fields of AIS messages, laid out bit by bit.
//!
//! Source: ITU-R M.1371-5, annex 8: message 1 (table 48), 4 (table 51), 5 (table 52), 18 (table 70),
//! 21 (table 73), 24 (tables 78 and 79).

use crate::encode::Bits;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use plimsoll_model::{Angle, Draught, ImoNumber, Mmsi, Position, Speed};

/// Distances of the antenna to bow, stern, port and starboard, whole metres.
pub type Antenna = [u32; 4];

/// What a ship says of its movement.
#[derive(Clone, Copy, Debug)]
pub struct Movement {
    /// Where it is; `None`: not available, sent as latitude 91, longitude 181.
    pub position: Option<Position>,
    /// Speed over ground.
    pub sog: Speed,
    /// Course over ground, true.
    pub cog: Angle,
    /// Heading, true; `None` where there is no compass.
    pub heading: Option<Angle>,
    /// When the position was measured.
    pub time: Timestamp,
}

/// Message 1: position report, class A. Rate of turn and radio state are sent as not available and 0.
pub fn position_class_a(mmsi: Mmsi, navigational_status: u32, movement: &Movement) -> Bits {
    let bits = head(1, mmsi).unsigned(navigational_status, 4).signed(-128, 8);
    measured(bits, movement).unsigned(0, 2 + 3 + 1 + 19)
}

/// Message 18: position report, class B.
pub fn position_class_b(mmsi: Mmsi, movement: &Movement) -> Bits {
    let bits = measured(head(18, mmsi).unsigned(0, 8), movement);
    let carrier_sense_and_bands = 0b101_1100;
    bits.unsigned(0, 2).unsigned(carrier_sense_and_bands, 7).unsigned(0, 20)
}

/// Message 4: base station report.
pub fn base_station(mmsi: Mmsi, time: Timestamp, position: Position) -> Bits {
    let now = time.to_zoned(TimeZone::UTC).datetime();
    let bits = head(4, mmsi).signed(now.year().into(), 14).signed(now.month().into(), 4);
    let bits = bits.signed(now.day().into(), 5).signed(now.hour().into(), 5);
    let bits = bits.signed(now.minute().into(), 6).signed(now.second().into(), 6);
    place(bits.unsigned(1, 1), position).unsigned(GPS, 4).unsigned(0, 10 + 1 + 19)
}

/// What the crew typed in.
#[derive(Clone, Debug)]
pub struct StaticVoyage<'a> {
    /// The radio.
    pub mmsi: Mmsi,
    /// The hull; `None`: not available, sent as 0.
    pub imo_number: Option<ImoNumber>,
    /// Call sign, at most seven characters.
    pub call_sign: &'a str,
    /// Name, at most twenty characters.
    pub ship_name: &'a str,
    /// Ship type: 80 is a tanker.
    pub ship_type: u32,
    /// Where the antenna stands.
    pub antenna: Antenna,
    /// Draught, sent in steps of 0.1 m.
    pub draught: Draught,
    /// Destination, at most twenty characters.
    pub destination: &'a str,
}

/// Message 5: static and voyage related data. No time of arrival is sent.
pub fn static_voyage(fields: &StaticVoyage<'_>) -> Bits {
    let bits =
        head(5, fields.mmsi).unsigned(2, 2).unsigned(fields.imo_number.map_or(0, ImoNumber::value), 30);
    let bits = bits.text(fields.call_sign, 7).text(fields.ship_name, 20).unsigned(fields.ship_type, 8);
    let no_arrival = |bits: Bits| bits.unsigned(0, 4).unsigned(0, 5).unsigned(24, 5).unsigned(60, 6);
    let bits = no_arrival(dimensions(bits, fields.antenna).unsigned(GPS, 4));
    let decimetres = (fields.draught.to_metres() * 10.0).round().clamp(0.0, 255.0) as u32;
    bits.unsigned(decimetres, 8).text(fields.destination, 20).unsigned(0, 2)
}

/// Message 24, part A: name of a class B station.
pub fn static_class_b_name(mmsi: Mmsi, ship_name: &str) -> Bits {
    head(24, mmsi).unsigned(0, 2).text(ship_name, 20)
}

/// Message 24, part B: type, call sign and size of a class B station. The vendor is `SIM`.
pub fn static_class_b_size(mmsi: Mmsi, ship_type: u32, call_sign: &str, antenna: Antenna) -> Bits {
    let bits = head(24, mmsi).unsigned(1, 2).unsigned(ship_type, 8).text("SIM", 3).unsigned(0, 24);
    dimensions(bits.text(call_sign, 7), antenna).unsigned(GPS, 4).unsigned(0, 2)
}

/// Message 21: aid to navigation of a type (1-31), not off position.
pub fn aid_to_navigation(mmsi: Mmsi, aid_type: u32, name: &str, position: Position) -> Bits {
    let bits = place(head(21, mmsi).unsigned(aid_type, 5).text(name, 20).unsigned(1, 1), position);
    let surveyed = 7;
    let second_not_available = 60;
    dimensions(bits, [0; 4]).unsigned(surveyed, 4).unsigned(second_not_available, 6).unsigned(0, 13)
}

/// Type of electronic position fixing device: GPS.
const GPS: u32 = 1;

/// Message type, repeat indicator 0, MMSI.
fn head(message_type: u32, mmsi: Mmsi) -> Bits {
    Bits::new().unsigned(message_type, 6).unsigned(0, 2).unsigned(mmsi.value(), 30)
}

/// Speed, accuracy, place, course, heading and second, in the order that messages 1 and 18 share.
fn measured(bits: Bits, movement: &Movement) -> Bits {
    let sog = (movement.sog.to_knots() * 10.0).round().clamp(0.0, 1022.0) as u32;
    let cog = (movement.cog.to_degrees().rem_euclid(360.0) * 10.0).round() as u32 % 3600;
    let heading = movement.heading.map_or(511, |h| h.to_degrees().rem_euclid(360.0).round() as u32 % 360);
    let second = u32::try_from(movement.time.as_second().rem_euclid(60)).expect("a remainder of 60 fits");
    let bits = bits.unsigned(sog, 10).unsigned(0, 1);
    let bits = match movement.position {
        Some(position) => place(bits, position),
        None => degrees(bits, 91.0, 181.0),
    };
    bits.unsigned(cog, 12).unsigned(heading, 9).unsigned(second, 6)
}

/// Longitude and latitude in 1/10,000 minute.
fn place(bits: Bits, position: Position) -> Bits {
    degrees(bits, position.lat_deg(), position.lon_deg())
}

/// Longitude and latitude, which may be those that mean "not available".
fn degrees(bits: Bits, lat_deg: f64, lon_deg: f64) -> Bits {
    let sent = |degrees: f64| (degrees * 600_000.0).round() as i32;
    bits.signed(sent(lon_deg), 28).signed(sent(lat_deg), 27)
}

/// Distances to bow, stern, port and starboard.
fn dimensions(bits: Bits, [bow, stern, port, starboard]: Antenna) -> Bits {
    bits.unsigned(bow, 9).unsigned(stern, 9).unsigned(port, 6).unsigned(starboard, 6)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mmsi(value: u32) -> Mmsi {
        Mmsi::new(value).unwrap()
    }

    fn movement() -> Movement {
        Movement {
            position: Some(Position::from_lat_lon(-49.14, 70.175).unwrap()),
            sog: Speed::knots(11.04),
            cog: Angle::degrees(359.96),
            heading: None,
            time: "2024-03-05T10:00:59Z".parse().unwrap(),
        }
    }

    #[test]
    fn each_message_has_the_length_of_the_standard() {
        let here = movement().position.unwrap();
        let fields = StaticVoyage {
            mmsi: mmsi(1),
            imo_number: Some(ImoNumber::new(2_001_230).unwrap()),
            call_sign: "A",
            ship_name: "B",
            ship_type: 80,
            antenna: [70, 15, 6, 7],
            draught: Draught::metres(3.4),
            destination: "C",
        };
        let lengths = [
            (position_class_a(mmsi(1), 0, &movement()), 168),
            (base_station(mmsi(1), movement().time, here), 168),
            (static_voyage(&fields), 424),
            (position_class_b(mmsi(1), &movement()), 168),
            (aid_to_navigation(mmsi(1), 1, "D", here), 272),
            (static_class_b_name(mmsi(1), "E"), 160),
            (static_class_b_size(mmsi(1), 36, "F", [6, 5, 2, 2]), 168),
        ];
        for (bits, length) in lengths {
            assert_eq!(bits.len(), length);
        }
    }

    #[test]
    fn a_position_report_reads_back_field_by_field() {
        let (payload, _) = position_class_a(mmsi(299_123_450), 5, &movement()).armoured();
        let bits: String =
            payload.bytes().map(|c| format!("{:06b}", if c < 88 { c - 48 } else { c - 56 })).collect();
        let field = |from: usize, to: usize| i64::from_str_radix(&bits[from..to], 2).unwrap();
        let two_complement = |from, to| field(from, to) - (field(from, from + 1) << (to - from));
        assert_eq!(field(0, 6), 1);
        assert_eq!(field(8, 38), 299_123_450);
        assert_eq!(field(38, 42), 5);
        assert_eq!(field(50, 60), 110);
        assert_eq!(two_complement(61, 89), 42_105_000); // 70.175 * 600,000
        assert_eq!(two_complement(89, 116), -29_484_000); // -49.14 * 600,000
        assert_eq!(field(116, 128), 0); // 359.96 rounds to 360.0, which is 0
        assert_eq!(field(128, 137), 511);
        assert_eq!(field(137, 143), 59);
    }

    #[test]
    fn a_position_that_is_not_available_is_sent_as_91_and_181_degrees() {
        let nowhere = Movement { position: None, ..movement() };
        let bits = position_class_a(mmsi(299_123_450), 0, &nowhere);
        let expected = Bits::new().signed(108_600_000, 28).signed(54_600_000, 27); // 181 and 91 times 600,000
        let start =
            head(1, mmsi(299_123_450)).unsigned(0, 4).signed(-128, 8).unsigned(110, 10).unsigned(0, 1);
        let rest = |bits: Bits| bits.unsigned(0, 12).unsigned(511, 9).unsigned(59, 6).unsigned(0, 25);
        let whole = rest(degrees(start.clone(), 91.0, 181.0));
        assert_eq!(bits, whole);
        assert_eq!(degrees(Bits::new(), 91.0, 181.0), expected);
    }
}
