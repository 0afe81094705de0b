//! What the crew or the installer typed in: dimensions, draught, estimated time of arrival (ITU-R M.1371-5, annex 8,
//! message 5).

use super::field::Fields;
use plimsoll_model::{Dimensions, Draught, Length};

/// Distances from the antenna to the ends of the ship, m. They give its dimensions and where in it the position is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AntennaPlace {
    /// To the bow, 0 to 511; 511 is 511 or more.
    pub to_bow_m: u16,
    /// To the stern, 0 to 511; 511 is 511 or more.
    pub to_stern_m: u16,
    /// To the port side, 0 to 63; 63 is 63 or more.
    pub to_port_m: u8,
    /// To the starboard side, 0 to 63; 63 is 63 or more.
    pub to_starboard_m: u8,
}

impl AntennaPlace {
    /// From its 30 bits. All zero: not available.
    fn from_bits(bits: u32) -> Option<Self> {
        (bits != 0).then_some(Self {
            to_bow_m: (bits >> 21 & 0x1ff) as u16,
            to_stern_m: (bits >> 12 & 0x1ff) as u16,
            to_port_m: (bits >> 6 & 0x3f) as u8,
            to_starboard_m: (bits & 0x3f) as u8,
        })
    }

    /// Length and beam: the sums of the distances; a sum of zero is not available. The sum is right too where the
    /// place of the antenna is not available, which is sent as zero to bow and port.
    pub fn dimensions(self) -> Dimensions {
        let sum = |a: u16, b: u16| (a + b > 0).then(|| Length::metres(f64::from(a + b)));
        Dimensions {
            length_overall: sum(self.to_bow_m, self.to_stern_m),
            beam: sum(u16::from(self.to_port_m), u16::from(self.to_starboard_m)),
        }
    }

    /// True if one of the distances is as long as its field can hold: the dimension is this or more.
    pub fn is_saturated(self) -> bool {
        self.to_bow_m == 511 || self.to_stern_m == 511 || self.to_port_m == 63 || self.to_starboard_m == 63
    }
}

/// Maximum present static draught as sent, in steps of 0.1 m, 1 to 255.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SentDraught {
    /// Tenths of a metre.
    pub tenths_m: u8,
}

impl SentDraught {
    /// Metres.
    pub fn metres(self) -> f64 {
        f64::from(self.tenths_m) / 10.0
    }
    /// As a quantity.
    pub fn draught(self) -> Draught {
        Draught::metres(self.metres())
    }
    /// True at 25.5 m: the draught is this or more.
    pub fn is_saturated(self) -> bool {
        self.tenths_m == 255
    }
}

/// Estimated time of arrival in UTC, without year; each number may be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Eta {
    /// 1 to 12.
    pub month: Option<u8>,
    /// 1 to 31.
    pub day: Option<u8>,
    /// 0 to 23.
    pub hour: Option<u8>,
    /// 0 to 59.
    pub minute: Option<u8>,
}

impl Eta {
    /// As `MM-DDThh:mmZ`, if all four are there.
    pub fn text(self) -> Option<String> {
        self.ascii().map(|ascii| ascii.iter().copied().map(char::from).collect())
    }

    /// The same, without allocation.
    pub(crate) fn ascii(self) -> Option<[u8; 12]> {
        let (month, day, hour, minute) = (self.month?, self.day?, self.hour?, self.minute?);
        let mut text = *b"00-00T00:00Z";
        for (place, number) in [(0, month), (3, day), (6, hour), (9, minute)] {
            text[place] += number / 10;
            text[place + 1] += number % 10;
        }
        Some(text)
    }
}

impl Fields<'_> {
    /// Four distances in 9, 9, 6 and 6 bits.
    pub(crate) fn antenna_place(&mut self) -> Option<AntennaPlace> {
        self.number(30).and_then(AntennaPlace::from_bits)
    }

    /// Eight bits: 0 is not available.
    pub(crate) fn draught(&mut self) -> Option<SentDraught> {
        self.byte(8).filter(|tenths| *tenths != 0).map(|tenths_m| SentDraught { tenths_m })
    }

    /// Twenty bits: month, day, hour, minute.
    pub(crate) fn eta(&mut self) -> Eta {
        let byte = |value: Option<u32>| value.map(|v| v as u8);
        Eta {
            month: byte(self.ranged("month of arrival", 4, 1..=12, 0)),
            day: byte(self.ranged("day of arrival", 5, 1..=31, 0)),
            hour: byte(self.ranged("hour of arrival", 5, 0..=23, 24)),
            minute: byte(self.ranged("minute of arrival", 6, 0..=59, 60)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_and_beam_are_sums_and_zero_is_not_available() {
        let at = |bow, stern, port, starboard| AntennaPlace {
            to_bow_m: bow,
            to_stern_m: stern,
            to_port_m: port,
            to_starboard_m: starboard,
        };
        let metres = |d: Option<Length>| d.map(Length::to_metres);
        let tanker = at(210, 34, 28, 14).dimensions();
        assert_eq!((metres(tanker.length_overall), metres(tanker.beam)), (Some(244.0), Some(42.0)));
        let without_place = at(0, 244, 0, 42).dimensions();
        assert_eq!(tanker, without_place);
        assert_eq!(metres(at(12, 0, 0, 0).dimensions().beam), None);
        assert!(at(511, 1, 1, 1).is_saturated() && at(1, 1, 1, 63).is_saturated());
        assert!(!at(510, 510, 62, 62).is_saturated());
        assert_eq!(AntennaPlace::from_bits(0), None);
        assert_eq!(AntennaPlace::from_bits(210 << 21 | 34 << 12 | 28 << 6 | 14), Some(at(210, 34, 28, 14)));
    }

    #[test]
    fn a_draught_of_25_5_is_a_lower_bound() {
        assert!(SentDraught { tenths_m: 255 }.is_saturated());
        let sent = SentDraught { tenths_m: 123 };
        assert_eq!((sent.metres().to_string(), sent.is_saturated()), ("12.3".to_owned(), false));
    }

    #[test]
    fn an_eta_with_a_hole_is_no_text() {
        let eta = Eta { month: Some(3), day: Some(29), hour: Some(11), minute: Some(0) };
        assert_eq!(eta.text().as_deref(), Some("03-29T11:00Z"));
        assert_eq!(Eta { hour: None, ..eta }.text(), None);
    }
}
