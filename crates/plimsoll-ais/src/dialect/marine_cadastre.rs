//! The table of MarineCadastre (NOAA and the US Coast Guard): a row for each position, thinned to one a minute, with
//! what the ship last sent of itself.
//!
//! - Up to 2023 the header is `MMSI,BaseDateTime,LAT,LON,...` and the last column `TransceiverClass`, which some files
//!   spell `TranscieverClass`; from 2024 on it is `mmsi,base_date_time,longitude,latitude,...,transceiver`, longitude
//!   first and a blank in the time. Columns are found by name, so that the order does not matter.
//! - The time is UTC. The IMO number has `IMO` before it. Status and type are numbers, some with decimals.
//! - Not available is an empty field or the number of the standard: heading 511, SOG 102.3, COG 360.
//! - `Cargo` and the class of the transceiver are not read: no row of a case has them. A type above 255 is of another
//!   list (AVIS, 1001 to 1025, files of 2015 to 2017) and is told.

use super::{ColumnSpec, DialectSpec, Property, TimeFormat};

pub(super) const SPEC: DialectSpec = DialectSpec {
    name: "marine-cadastre",
    time_format: TimeFormat::Iso,
    columns: &[
        ColumnSpec::needed(Property::Mmsi, &["MMSI"]),
        ColumnSpec::needed(Property::Time, &["BaseDateTime"]),
        ColumnSpec::needed(Property::Latitude, &["LAT", "latitude"]),
        ColumnSpec::needed(Property::Longitude, &["LON", "longitude"]),
        ColumnSpec::optional(Property::SpeedOverGround, &["SOG"]),
        ColumnSpec::optional(Property::CourseOverGround, &["COG"]),
        ColumnSpec::optional(Property::Heading, &["Heading"]),
        ColumnSpec::optional(Property::ShipName, &["VesselName"]),
        ColumnSpec::optional(Property::ImoNumber, &["IMO"]),
        ColumnSpec::optional(Property::CallSign, &["CallSign"]),
        ColumnSpec::optional(Property::ShipType, &["VesselType"]),
        ColumnSpec::optional(Property::NavigationalStatus, &["Status"]),
        ColumnSpec::optional(Property::LengthOverall, &["Length"]),
        ColumnSpec::optional(Property::Beam, &["Width"]),
        ColumnSpec::optional(Property::Draught, &["Draft"]),
    ],
};
