//! Tables of no provider whose columns have plain names: those of our own tables, of Parquet and GeoParquet files. A name
//! says the unit by the conventions of AIS (knots, degrees); times must be ISO 8601, so that no day is guessed.

use super::header::Header;
use super::{ColumnMap, Property, TimeFormat};

/// The names of each property that need no provider to be understood, in lower case. `speed` and `course` are not among
/// them: they may be in any unit.
const NAMES: [(Property, &[&str]); 16] = [
    (Property::Time, &["time", "timestamp", "datetime", "base_date_time", "time_utc", "timestamp_utc"]),
    (Property::Mmsi, &["mmsi"]),
    (Property::Latitude, &["lat_deg", "lat", "latitude"]),
    (Property::Longitude, &["lon_deg", "lon", "longitude"]),
    (Property::SpeedOverGround, &["sog_kn", "sog"]),
    (Property::CourseOverGround, &["cog_deg", "cog"]),
    (Property::Heading, &["heading_deg", "heading"]),
    (Property::NavigationalStatus, &["navigational_status"]),
    (Property::MessageType, &["message_type"]),
    (Property::ImoNumber, &["imo_sent", "imo_number"]),
    (Property::CallSign, &["call_sign", "callsign"]),
    (Property::ShipName, &["ship_name", "vessel_name"]),
    (Property::ShipType, &["ship_type"]),
    (Property::LengthOverall, &["length_overall_m"]),
    (Property::Beam, &["beam_m"]),
    (Property::Draught, &["draught_m"]),
];

/// The mapping of a table with plain names; `None` if one that is needed is missing, or stands there twice.
pub(super) fn map(header: &Header) -> Option<ColumnMap> {
    // Base stations and aids stand among the ships of such a table; without a dialect they would be taken for ships.
    if header.names.iter().any(|column| column.trim().eq_ignore_ascii_case("type of mobile")) {
        return None;
    }
    let mut map = ColumnMap::new(TimeFormat::Iso);
    for (property, names) in NAMES {
        let is_named = |column: &&String| names.contains(&column.trim().to_lowercase().as_str());
        let mut found = header.names.iter().filter(is_named);
        match (found.next(), found.next()) {
            (Some(column), None) => map = map.with(property, column),
            (None, _) if !Property::NEEDED.contains(&property) => {}
            _ => return None,
        }
    }
    Some(map)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Table;

    #[test]
    fn plain_names_are_understood_and_doubtful_ones_are_not() {
        let is_read = |header: &str| Table::of_header(header.as_bytes(), None).is_ok();
        for header in [
            "mmsi,time,lat_deg,lon_deg",
            "report_id,mmsi,time,message_type,lat_deg,lon_deg,sog_kn,cog_deg",
            "MMSI;Timestamp;Longitude;Latitude;SOG",
        ] {
            assert!(is_read(header), "{header}");
        }
        for header in [
            "mmsi,time,lat,latitude,lon",
            "mmsi,date,lat,lon",
            "id,time,lat,lon",
            "mmsi,time,x,y",
            "mmsi,time,lat,lon,Type of mobile",
        ] {
            assert!(!is_read(header), "{header}");
        }
    }

    #[test]
    fn a_speed_of_unknown_unit_is_left_out() {
        let header = Header::of_names(&["mmsi", "time", "lat", "lon", "speed", "course"]);
        let map = map(&header).unwrap();
        assert_eq!(map.columns.len(), 4);
    }
}
