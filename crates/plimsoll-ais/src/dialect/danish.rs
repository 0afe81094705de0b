//! The table of the Danish Maritime Authority (`aisdk-2025-05-22.csv`): a row for each report of the Danish receivers,
//! with what the ship last sent of itself.
//!
//! - The time is that of reception in UTC, day first: `31/12/2015 23:59:59`.
//! - `Type of mobile` says whether a row is of a ship (`Class A`, `Class B`, the transponders of survival craft) or of a
//!   station: `Base Station`, `AtoN`, `SAR Airborne`.
//! - Navigational status, ship type and cargo are words. The type is that of [`super::words::ship_type`].
//! - Not available is an empty field, `Unknown`, `Unknown value`, `Undefined`, latitude 91 with longitude 181.
//! - Length and width are the sums of the distances A, B, C and D, which only the newer header has; they are not read.
//! - Rate of turn, kind of positioning device, ETA and `Data source type` are not read: no row of a case has them.

use super::{ColumnSpec, DialectSpec, Property, TimeFormat};

pub(super) const SPEC: DialectSpec = DialectSpec {
    name: "danish",
    time_format: TimeFormat::DayFirst,
    columns: &[
        ColumnSpec::needed(Property::Time, &["# Timestamp", "Timestamp"]),
        ColumnSpec::needed(Property::TypeOfMobile, &["Type of mobile"]),
        ColumnSpec::needed(Property::Mmsi, &["MMSI"]),
        ColumnSpec::needed(Property::Latitude, &["Latitude"]),
        ColumnSpec::needed(Property::Longitude, &["Longitude"]),
        ColumnSpec::optional(Property::NavigationalStatus, &["Navigational status"]),
        ColumnSpec::optional(Property::SpeedOverGround, &["SOG"]),
        ColumnSpec::optional(Property::CourseOverGround, &["COG"]),
        ColumnSpec::optional(Property::Heading, &["Heading"]),
        ColumnSpec::optional(Property::ImoNumber, &["IMO"]),
        ColumnSpec::optional(Property::CallSign, &["Callsign"]),
        ColumnSpec::optional(Property::ShipName, &["Name"]),
        ColumnSpec::optional(Property::ShipType, &["Ship type"]),
        ColumnSpec::optional(Property::CargoType, &["Cargo type"]),
        ColumnSpec::optional(Property::Beam, &["Width"]),
        ColumnSpec::optional(Property::LengthOverall, &["Length"]),
        ColumnSpec::optional(Property::Draught, &["Draught"]),
        ColumnSpec::optional(Property::Destination, &["Destination"]),
    ],
};
