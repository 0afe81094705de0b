//! Where, how fast and which way: the fields that the position messages share (ITU-R M.1371-5, annex 8, message 1).

use super::field::Fields;
use plimsoll_model::{Angle, Position, Speed};

/// Speed over ground as sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SpeedOverGround {
    /// Tenths of a knot.
    pub tenths_kn: u16,
    /// True if the field can hold no more: the speed is this or higher.
    pub is_saturated: bool,
}

impl SpeedOverGround {
    /// Knots.
    pub fn knots(self) -> f64 {
        f64::from(self.tenths_kn) / 10.0
    }
    /// As a quantity.
    pub fn speed(self) -> Speed {
        Speed::knots(self.knots())
    }
}

/// Course over ground as sent, true.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CourseOverGround {
    /// Tenths of a degree, 0 to 3,599.
    pub tenths_deg: u16,
}

impl CourseOverGround {
    /// Degrees.
    pub fn degrees(self) -> f64 {
        f64::from(self.tenths_deg) / 10.0
    }
    /// As a quantity.
    pub fn angle(self) -> Angle {
        Angle::degrees(self.degrees())
    }
}

/// Rate of turn as sent, -127 to 127; to the right is positive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateOfTurn {
    /// The number sent: 4.733 times the square root of the rate in degrees a minute, rounded.
    pub sent: i8,
}

impl RateOfTurn {
    /// Degrees a minute. `None` at 127 and -127: more than 5 degrees in 30 s, without a rate-of-turn indicator.
    pub fn degrees_per_minute(self) -> Option<f64> {
        let root = f64::from(self.sent) / 4.733;
        (self.sent.abs() < 127).then_some(root * root.abs())
    }
    /// True at 126 and more either way: the rate is 708 degrees a minute or higher, or not measured.
    pub fn is_saturated(self) -> bool {
        self.sent.abs() >= 126
    }
}

/// The second of the minute in which a position was taken, or how it was got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeStamp {
    /// 0 to 59.
    Second(u8),
    /// 60: not available.
    NotAvailable,
    /// 61: the position is typed in.
    ManualInput,
    /// 62: the position is estimated by dead reckoning.
    DeadReckoning,
    /// 63: the positioning system does not work.
    Inoperative,
}

impl TimeStamp {
    /// The second, where there is one.
    pub fn second(self) -> Option<u8> {
        match self {
            Self::Second(second) => Some(second),
            _ => None,
        }
    }
    /// How the position was got, in a word; `None` if nobody said.
    pub fn positioning(self) -> Option<&'static str> {
        match self {
            Self::Second(_) => Some("measured"),
            Self::NotAvailable => None,
            Self::ManualInput => Some("manual-input"),
            Self::DeadReckoning => Some("dead-reckoning"),
            Self::Inoperative => Some("inoperative"),
        }
    }
}

impl Fields<'_> {
    /// Longitude, then latitude, in steps of 1/10,000 minute. 181 and 91 degrees: not available.
    pub(crate) fn position_28_27(&mut self) -> Option<Position> {
        let (lon, lat) = (self.signed(28), self.signed(27));
        self.position_in_steps(lon, lat, 600_000)
    }

    /// Longitude, then latitude, in steps of 1/10 minute (message 27).
    pub(crate) fn position_18_17(&mut self) -> Option<Position> {
        let (lon, lat) = (self.signed(18), self.signed(17));
        self.position_in_steps(lon, lat, 600)
    }

    /// From steps of which so many make a degree. 181 and 91 degrees: not available.
    pub(crate) fn position_in_steps(
        &mut self,
        lon: Option<i32>,
        lat: Option<i32>,
        steps: i32,
    ) -> Option<Position> {
        let (lon, lat) = (lon?, lat?);
        if lon == 181 * steps || lat == 91 * steps {
            return None;
        }
        let degrees = |raw: i32| f64::from(raw) / f64::from(steps);
        match Position::from_lat_lon(degrees(lat), degrees(lon)) {
            Ok(position) => Some(position),
            Err(error) => {
                self.remark("position", format!("{error}"));
                None
            }
        }
    }

    /// Ten bits in tenths of a knot: 1,022 is 102.2 or higher, 1,023 not available.
    pub(crate) fn speed_over_ground(&mut self) -> Option<SpeedOverGround> {
        let tenths_kn = self.short(10).filter(|sog| *sog != 1_023)?;
        Some(SpeedOverGround { tenths_kn, is_saturated: tenths_kn == 1_022 })
    }

    /// Twelve bits in tenths of a degree: 3,600 is not available, what is above should not be used.
    pub(crate) fn course_over_ground(&mut self) -> Option<CourseOverGround> {
        let tenths = self.ranged("course over ground in tenths of a degree", 12, 0..=3_599, 3_600)?;
        Some(CourseOverGround { tenths_deg: tenths as u16 })
    }

    /// Nine bits in degrees: 511 is not available.
    pub(crate) fn heading(&mut self) -> Option<u16> {
        self.ranged("heading in degrees", 9, 0..=359, 511).map(|degrees| degrees as u16)
    }

    /// Eight bits: -128 is not available.
    pub(crate) fn rate_of_turn(&mut self) -> Option<RateOfTurn> {
        let sent = self.signed(8).filter(|rate| *rate != -128)?;
        Some(RateOfTurn { sent: sent as i8 })
    }

    /// Six bits.
    pub(crate) fn time_stamp(&mut self) -> Option<TimeStamp> {
        Some(match self.byte(6)? {
            60 => TimeStamp::NotAvailable,
            61 => TimeStamp::ManualInput,
            62 => TimeStamp::DeadReckoning,
            63 => TimeStamp::Inoperative,
            second => TimeStamp::Second(second),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Payload;

    /// A payload of the lowest `width` bits of a number.
    fn bits(value: u64, width: u32) -> Payload {
        let padded = width.div_ceil(6) * 6;
        let value = (value & (u64::MAX >> (64 - width))) << (padded - width);
        let armour: Vec<u8> = (0..padded / 6)
            .rev()
            .map(|place| (value >> (6 * place) & 63) as u8)
            .map(|six| if six < 40 { six + 48 } else { six + 56 })
            .collect();
        Payload::from_armour(&armour, (padded - width) as u8).unwrap()
    }

    fn position(lon: i32, lat: i32) -> (Option<Position>, usize) {
        let payload = bits((lon as u64 & 0xfff_ffff) << 27 | (lat as u64 & 0x7ff_ffff), 55);
        let mut fields = Fields::new(&payload, 0);
        (fields.position_28_27(), fields.finish().1.len())
    }

    #[test]
    fn positions_are_exact_and_the_sentinels_are_no_position() {
        let (sent, remarks) = position(-73_513_432, 25_679_129);
        let sent = sent.unwrap();
        assert!((sent.lon_deg() + 122.522_386_666_666_67).abs() < 1e-12);
        assert!((sent.lat_deg() - 42.798_548_333_333_33).abs() < 1e-12);
        assert_eq!(remarks, 0);
        assert_eq!(position(108_600_000, 54_600_000), (None, 0));
        assert_eq!(position(108_600_000, 0), (None, 0));
        assert_eq!(position(0, 54_600_000), (None, 0));
    }

    #[test]
    fn a_position_outside_the_earth_is_remarked_on_with_its_value() {
        assert_eq!(position(120_060_000, 0), (None, 1));
        assert_eq!(position(0, -54_600_000), (None, 1));
        let payload = bits(120_060_000 << 27, 55);
        let mut fields = Fields::new(&payload, 0);
        assert_eq!(fields.position_28_27(), None);
        assert_eq!(fields.finish().1[0].text, "longitude 200.1 is not between -180 and 180");
    }

    #[test]
    fn the_meridian_of_180_degrees_is_on_the_earth_from_either_side() {
        for lon in [108_000_000, -108_000_000] {
            let (sent, remarks) = position(lon, 0);
            assert!((sent.unwrap().lon_deg() + 180.0).abs() < 1e-12 && remarks == 0, "{lon}");
        }
    }

    #[test]
    fn speeds_are_saturated_at_1022_and_missing_at_1023() {
        let sog = |raw| Fields::new(&bits(raw, 10), 0).speed_over_ground();
        assert_eq!(sog(1_023), None);
        assert_eq!(sog(1_022), Some(SpeedOverGround { tenths_kn: 1_022, is_saturated: true }));
        assert_eq!(sog(86).map(|s| (s.knots().to_string(), s.is_saturated)), Some(("8.6".to_owned(), false)));
    }

    #[test]
    fn courses_and_headings_beyond_the_circle_are_remarked_on_unless_they_mean_not_available() {
        let cog = |raw| {
            let payload = bits(raw, 12);
            let mut fields = Fields::new(&payload, 0);
            (fields.course_over_ground().map(|c| c.tenths_deg), fields.finish().1.len())
        };
        assert_eq!((cog(3_599), cog(3_600), cog(3_601)), ((Some(3_599), 0), (None, 0), (None, 1)));
        let heading = |raw| {
            let payload = bits(raw, 9);
            let mut fields = Fields::new(&payload, 0);
            (fields.heading(), fields.finish().1.len())
        };
        assert_eq!((heading(359), heading(511), heading(472)), ((Some(359), 0), (None, 0), (None, 1)));
    }

    #[test]
    fn a_rate_of_turn_reads_back_to_the_number_that_was_sent() {
        for sent in -126..=126_i8 {
            let rate = RateOfTurn { sent }.degrees_per_minute().unwrap();
            let again = (4.733 * rate.abs().sqrt()).round().copysign(rate);
            assert!((again - f64::from(sent)).abs() < 0.5, "{sent}");
        }
        let rate = |raw| Fields::new(&bits(raw, 8), 0).rate_of_turn();
        assert_eq!(rate(0x80), None);
        assert_eq!(rate(0x81).unwrap().degrees_per_minute(), None);
        assert!((RateOfTurn { sent: 126 }.degrees_per_minute().unwrap() - 708.7).abs() < 0.05);
        assert!(rate(0x7e).unwrap().is_saturated() && !rate(0x7d).unwrap().is_saturated());
    }

    #[test]
    fn the_second_field_tells_how_the_position_was_got() {
        let stamp = |raw| Fields::new(&bits(raw, 6), 0).time_stamp().unwrap();
        assert_eq!((stamp(59).second(), stamp(59).positioning()), (Some(59), Some("measured")));
        assert_eq!((stamp(60).second(), stamp(60).positioning()), (None, None));
        assert_eq!(stamp(62).positioning(), Some("dead-reckoning"));
    }
}
