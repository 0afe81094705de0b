//! The archive of exactEarth (satellite AIS): a row for each message, a column for each field that any message has, so
//! that most fields of a row are empty.
//!
//! - `Message_ID` says what a row is: a position (1-3, 18, 19, 27), particulars (5, 19, 24), a station (4, 9, 11, 21), or
//!   a message that gives no row.
//! - The time is `yyyymmdd_hhmmss` in UTC; `Millisecond` is not read.
//! - Positions are degrees, SOG knots, COG degrees. **Draught is tenths of a metre, as sent.**
//! - Whole numbers have decimals (`9436472.0`), texts the blanks with which they were padded.
//! - An MMSI that begins with zeros has lost them. It is read for stations, whose numbers begin with 00; of anything
//!   else nine digits are expected.

use super::number::Scale;
use super::{ColumnSpec, DialectSpec, Property, TimeFormat};

pub(super) const SPEC: DialectSpec = DialectSpec {
    name: "exact-earth",
    time_format: TimeFormat::Compact,
    columns: &[
        ColumnSpec::needed(Property::Mmsi, &["MMSI"]),
        ColumnSpec::needed(Property::MessageType, &["Message_ID"]),
        ColumnSpec::needed(Property::Time, &["Time"]),
        ColumnSpec::needed(Property::Longitude, &["Longitude"]),
        ColumnSpec::needed(Property::Latitude, &["Latitude"]),
        ColumnSpec::optional(Property::SpeedOverGround, &["SOG"]),
        ColumnSpec::optional(Property::CourseOverGround, &["COG"]),
        ColumnSpec::optional(Property::Heading, &["Heading"]),
        ColumnSpec::optional(Property::NavigationalStatus, &["Navigational_status"]),
        ColumnSpec::optional(Property::ShipName, &["Vessel_Name"]),
        ColumnSpec::optional(Property::CallSign, &["Call_sign"]),
        ColumnSpec::optional(Property::ImoNumber, &["IMO"]),
        ColumnSpec::optional(Property::ShipType, &["Ship_Type"]),
        ColumnSpec::optional(Property::ToBow, &["Dimension_to_Bow"]),
        ColumnSpec::optional(Property::ToStern, &["Dimension_to_stern"]),
        ColumnSpec::optional(Property::ToPort, &["Dimension_to_port"]),
        ColumnSpec::optional(Property::ToStarboard, &["Dimension_to_starboard"]),
        ColumnSpec::optional(Property::Draught, &["Draught"]).scaled(Scale::Over(10.0)),
        ColumnSpec::optional(Property::Destination, &["Destination"]),
        ColumnSpec::optional(Property::StationName, &["ATON_name"]),
        ColumnSpec::optional(Property::UtcYear, &["UTC_year"]),
        ColumnSpec::optional(Property::UtcMonth, &["UTC_month"]),
        ColumnSpec::optional(Property::UtcDay, &["UTC_day"]),
        ColumnSpec::optional(Property::UtcHour, &["UTC_hour"]),
        ColumnSpec::optional(Property::UtcMinute, &["UTC_minute"]),
        ColumnSpec::optional(Property::UtcSecond, &["UTC_second"]),
    ],
};
