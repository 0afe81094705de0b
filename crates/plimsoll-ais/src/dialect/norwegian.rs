//! The table in which positions of the Norwegian AIS satellites and coast stations were handed out:
//! `mmsi;date_time_utc;lon;lat;sog;cog;true_heading;nav_status;message_nr`, in some files with `imo_nr;length` after the
//! first column. Semicolons, UTC, longitude first, numbers as decoded.
//!
//! The header is as public programs that read such files name it; no file has been at hand.

use super::{ColumnSpec, DialectSpec, Property, TimeFormat};

pub(super) const SPEC: DialectSpec = DialectSpec {
    name: "norwegian",
    time_format: TimeFormat::Iso,
    columns: &[
        ColumnSpec::needed(Property::Mmsi, &["mmsi"]),
        ColumnSpec::needed(Property::Time, &["date_time_utc"]),
        ColumnSpec::needed(Property::Longitude, &["lon"]),
        ColumnSpec::needed(Property::Latitude, &["lat"]),
        ColumnSpec::optional(Property::SpeedOverGround, &["sog"]),
        ColumnSpec::optional(Property::CourseOverGround, &["cog"]),
        ColumnSpec::optional(Property::Heading, &["true_heading"]),
        ColumnSpec::optional(Property::NavigationalStatus, &["nav_status"]),
        ColumnSpec::optional(Property::MessageType, &["message_nr"]),
        ColumnSpec::optional(Property::ImoNumber, &["imo_nr"]),
        ColumnSpec::optional(Property::LengthOverall, &["length"]),
    ],
};
