//! The fields of a message as a flat list of names and values, for JSON lines and CSV.

use super::communication_state::CommunicationState;
use super::kinematics::{CourseOverGround, SpeedOverGround, TimeStamp};
use super::particulars::AntennaPlace;
use crate::sixbit::SixBitText;
use plimsoll_model::Position;

/// A value of a field.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Not available, or cut off.
    Null,
    /// A whole number.
    Int(i64),
    /// A number, finite.
    Float(f64),
    /// A text.
    Text(String),
    /// True or false.
    Bool(bool),
}

/// What takes the fields of a message, in order of transmission: a list, a writer of JSON, columns.
pub trait FieldSink {
    /// A whole number.
    fn whole(&mut self, name: &'static str, value: Option<i64>);
    /// A number, finite.
    fn float(&mut self, name: &'static str, value: Option<f64>);
    /// A text.
    fn characters(&mut self, name: &'static str, value: Option<&str>);
    /// True or false.
    fn flag(&mut self, name: &'static str, value: Option<bool>);

    /// A whole number of any width.
    #[inline(always)]
    fn int<I: Into<i64>>(&mut self, name: &'static str, value: Option<I>) {
        self.whole(name, value.map(Into::into));
    }

    /// A text, borrowed or owned.
    #[inline(always)]
    fn text(&mut self, name: &'static str, value: Option<impl AsRef<str>>) {
        self.characters(name, value.as_ref().map(AsRef::as_ref));
    }

    /// A text of six-bit characters.
    #[inline(always)]
    fn six_bit<const N: usize>(&mut self, name: &'static str, text: &Option<SixBitText<N>>) {
        self.ascii(name, text.as_ref().map(SixBitText::as_bytes));
    }

    /// A text in ASCII, as bytes.
    #[inline(always)]
    fn ascii(&mut self, name: &'static str, text: Option<&[u8]>) {
        self.characters(name, text.and_then(|text| std::str::from_utf8(text).ok()));
    }

    /// A word of ours: letters and hyphens.
    #[inline(always)]
    fn word(&mut self, name: &'static str, word: Option<&'static str>) {
        self.characters(name, word);
    }

    /// The communication state, in eleven fields.
    fn communication_state(&mut self, state: Option<CommunicationState>)
    where
        Self: Sized,
    {
        CommunicationState::fields(state, self);
    }

    /// A number that is sent in tenths.
    #[inline(always)]
    fn tenths(&mut self, name: &'static str, value: Option<u16>) {
        self.float(name, value.map(|tenths| f64::from(tenths) / 10.0));
    }

    /// Accuracy, longitude, latitude.
    #[inline(always)]
    fn position(&mut self, accuracy: Option<bool>, position: Option<Position>) {
        self.flag("position_accuracy", accuracy);
        self.float("lon_deg", position.map(Position::lon_deg));
        self.float("lat_deg", position.map(Position::lat_deg));
    }

    /// Speed over ground.
    #[inline(always)]
    fn speed(&mut self, sog: Option<SpeedOverGround>) {
        self.tenths("sog_kn", sog.map(|sog| sog.tenths_kn));
        self.flag("sog_saturated", sog.map(|s| s.is_saturated));
    }

    /// Course over ground.
    #[inline(always)]
    fn course(&mut self, cog: Option<CourseOverGround>) {
        self.tenths("cog_deg", cog.map(|cog| cog.tenths_deg));
    }

    /// The second of the minute, or how the position was got.
    #[inline(always)]
    fn time_stamp(&mut self, stamp: Option<TimeStamp>) {
        self.int("second", stamp.and_then(TimeStamp::second));
        self.word("positioning", stamp.and_then(TimeStamp::positioning));
    }

    /// Where the antenna is, hence how large the ship is.
    #[inline(always)]
    fn antenna_place(&mut self, place: Option<AntennaPlace>) {
        self.int("to_bow_m", place.map(|p| p.to_bow_m));
        self.int("to_stern_m", place.map(|p| p.to_stern_m));
        self.int("to_port_m", place.map(|p| p.to_port_m));
        self.int("to_starboard_m", place.map(|p| p.to_starboard_m));
        self.flag("dimensions_saturated", place.map(AntennaPlace::is_saturated));
    }
}

/// Names and values in order of transmission.
#[derive(Debug, Default)]
pub(crate) struct FieldList {
    pub(crate) fields: Vec<(&'static str, Value)>,
}

impl FieldSink for FieldList {
    fn whole(&mut self, name: &'static str, value: Option<i64>) {
        self.fields.push((name, value.map_or(Value::Null, Value::Int)));
    }
    fn float(&mut self, name: &'static str, value: Option<f64>) {
        self.fields.push((name, value.map_or(Value::Null, Value::Float)));
    }
    fn characters(&mut self, name: &'static str, value: Option<&str>) {
        self.fields.push((name, value.map_or(Value::Null, |v| Value::Text(v.to_owned()))));
    }
    fn flag(&mut self, name: &'static str, value: Option<bool>) {
        self.fields.push((name, value.map_or(Value::Null, Value::Bool)));
    }
}
