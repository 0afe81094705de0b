//! The fields of a message as a flat list of names and values, for JSON lines and CSV.

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

/// Names and values in order of transmission.
#[derive(Debug, Default)]
pub(crate) struct FieldList {
    pub(crate) fields: Vec<(&'static str, Value)>,
}

impl FieldList {
    pub(crate) fn int<I: Into<i64>>(&mut self, name: &'static str, value: Option<I>) {
        self.fields.push((name, value.map_or(Value::Null, |v| Value::Int(v.into()))));
    }

    pub(crate) fn float(&mut self, name: &'static str, value: Option<f64>) {
        self.fields.push((name, value.map_or(Value::Null, Value::Float)));
    }

    pub(crate) fn text(&mut self, name: &'static str, value: Option<impl Into<String>>) {
        self.fields.push((name, value.map_or(Value::Null, |v| Value::Text(v.into()))));
    }

    pub(crate) fn flag(&mut self, name: &'static str, value: Option<bool>) {
        self.fields.push((name, value.map_or(Value::Null, Value::Bool)));
    }
}

/// The fields that many messages share.
impl FieldList {
    pub(crate) fn position(&mut self, accuracy: Option<bool>, position: Option<Position>) {
        self.flag("position_accuracy", accuracy);
        self.float("lon_deg", position.map(Position::lon_deg));
        self.float("lat_deg", position.map(Position::lat_deg));
    }

    pub(crate) fn speed(&mut self, sog: Option<SpeedOverGround>) {
        self.float("sog_kn", sog.map(SpeedOverGround::knots));
        self.flag("sog_saturated", sog.map(|s| s.is_saturated));
    }

    pub(crate) fn course(&mut self, cog: Option<CourseOverGround>) {
        self.float("cog_deg", cog.map(CourseOverGround::degrees));
    }

    pub(crate) fn time_stamp(&mut self, stamp: Option<TimeStamp>) {
        self.int("second", stamp.and_then(TimeStamp::second));
        self.text("positioning", stamp.and_then(TimeStamp::positioning));
    }

    pub(crate) fn antenna_place(&mut self, place: Option<AntennaPlace>) {
        self.int("to_bow_m", place.map(|p| p.to_bow_m));
        self.int("to_stern_m", place.map(|p| p.to_stern_m));
        self.int("to_port_m", place.map(|p| p.to_port_m));
        self.int("to_starboard_m", place.map(|p| p.to_starboard_m));
        self.flag("dimensions_saturated", place.map(AntennaPlace::is_saturated));
    }

    pub(crate) fn six_bit<const N: usize>(&mut self, name: &'static str, text: &Option<SixBitText<N>>) {
        self.text(name, text.as_ref().map(SixBitText::as_str));
    }
}
