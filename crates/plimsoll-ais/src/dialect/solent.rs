//! Positions with the unit in the name of each column, as the tutorials of the tracking library Stone Soup have them:
//! `Time,MMSI,Latitude_degrees,Longitude_degrees,COG_degrees,SOG_knots`. UTC, with a blank in the time and milliseconds.

use super::{ColumnSpec, DialectSpec, Property, TimeFormat};

pub(super) const SPEC: DialectSpec = DialectSpec {
    name: "solent",
    time_format: TimeFormat::Iso,
    columns: &[
        ColumnSpec::needed(Property::Time, &["Time"]),
        ColumnSpec::needed(Property::Mmsi, &["MMSI"]),
        ColumnSpec::needed(Property::Latitude, &["Latitude_degrees"]),
        ColumnSpec::needed(Property::Longitude, &["Longitude_degrees"]),
        ColumnSpec::optional(Property::CourseOverGround, &["COG_degrees"]),
        ColumnSpec::optional(Property::SpeedOverGround, &["SOG_knots"]),
    ],
};
