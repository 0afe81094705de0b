//! What a column of a table of positions can hold.

/// A property of a row, by the name that a mapping uses for it; the unit stands at its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Property {
    /// When the report was received.
    Time,
    /// The radio.
    Mmsi,
    /// Latitude, degrees north.
    Latitude,
    /// Longitude, degrees east.
    Longitude,
    /// Speed over ground, knots.
    SpeedOverGround,
    /// Course over ground, degrees true.
    CourseOverGround,
    /// Heading, degrees true.
    Heading,
    /// Navigational status, a number or words.
    NavigationalStatus,
    /// Type of the message.
    MessageType,
    /// IMO number, with or without `IMO` before it.
    ImoNumber,
    /// Call sign.
    CallSign,
    /// Ship's name.
    ShipName,
    /// Ship type, a number or a word.
    ShipType,
    /// Length overall, metres.
    LengthOverall,
    /// Beam, metres.
    Beam,
    /// From the antenna to the bow, metres.
    ToBow,
    /// From the antenna to the stern, metres.
    ToStern,
    /// From the antenna to the port side, metres.
    ToPort,
    /// From the antenna to the starboard side, metres.
    ToStarboard,
    /// Draught, metres.
    Draught,
    /// Destination.
    Destination,
    /// The receiver that heard it.
    Receiver,
    /// What kind of station sent it, in words.
    TypeOfMobile,
    /// What kind of cargo, in words.
    CargoType,
    /// Name of an aid to navigation.
    StationName,
    /// The time that a base station sent: year.
    UtcYear,
    /// Month.
    UtcMonth,
    /// Day.
    UtcDay,
    /// Hour.
    UtcHour,
    /// Minute.
    UtcMinute,
    /// Second.
    UtcSecond,
}

impl Property {
    /// Those that a mapping can name.
    pub const MAPPED: [Self; 22] = [
        Self::Time,
        Self::Mmsi,
        Self::Latitude,
        Self::Longitude,
        Self::SpeedOverGround,
        Self::CourseOverGround,
        Self::Heading,
        Self::NavigationalStatus,
        Self::MessageType,
        Self::ImoNumber,
        Self::CallSign,
        Self::ShipName,
        Self::ShipType,
        Self::LengthOverall,
        Self::Beam,
        Self::ToBow,
        Self::ToStern,
        Self::ToPort,
        Self::ToStarboard,
        Self::Draught,
        Self::Destination,
        Self::Receiver,
    ];

    /// Those without which a row is no position report.
    pub const NEEDED: [Self; 4] = [Self::Time, Self::Mmsi, Self::Latitude, Self::Longitude];

    /// The name that a mapping uses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Time => "time",
            Self::Mmsi => "mmsi",
            Self::Latitude => "lat_deg",
            Self::Longitude => "lon_deg",
            Self::SpeedOverGround => "sog_kn",
            Self::CourseOverGround => "cog_deg",
            Self::Heading => "heading_deg",
            Self::NavigationalStatus => "navigational_status",
            Self::MessageType => "message_type",
            Self::ImoNumber => "imo_number",
            Self::CallSign => "call_sign",
            Self::ShipName => "ship_name",
            Self::ShipType => "ship_type",
            Self::LengthOverall => "length_overall_m",
            Self::Beam => "beam_m",
            Self::ToBow => "to_bow_m",
            Self::ToStern => "to_stern_m",
            Self::ToPort => "to_port_m",
            Self::ToStarboard => "to_starboard_m",
            Self::Draught => "draught_m",
            Self::Destination => "destination",
            Self::Receiver => "receiver",
            Self::TypeOfMobile => "type_of_mobile",
            Self::CargoType => "cargo_type",
            Self::StationName => "station_name",
            Self::UtcYear => "utc_year",
            Self::UtcMonth => "utc_month",
            Self::UtcDay => "utc_day",
            Self::UtcHour => "utc_hour",
            Self::UtcMinute => "utc_minute",
            Self::UtcSecond => "utc_second",
        }
    }

    /// From the name that a mapping uses.
    pub fn parse(name: &str) -> Option<Self> {
        Self::MAPPED.into_iter().find(|property| property.name() == name)
    }

    /// True if it belongs to what the crew typed in, which tables repeat in every row.
    pub(super) const fn is_static(self) -> bool {
        matches!(
            self,
            Self::ImoNumber
                | Self::CallSign
                | Self::ShipName
                | Self::ShipType
                | Self::CargoType
                | Self::LengthOverall
                | Self::Beam
                | Self::ToBow
                | Self::ToStern
                | Self::ToPort
                | Self::ToStarboard
                | Self::Draught
                | Self::Destination
        )
    }

    /// Words that people write over such a column, for guesses in hints.
    pub(super) const fn words(self) -> &'static [&'static str] {
        match self {
            Self::Time => &[
                "time",
                "timestamp",
                "datetime",
                "date_time_utc",
                "basedatetime",
                "date",
                "received",
                "utc",
                "t",
                "when",
            ],
            Self::Mmsi => &["mmsi", "sourcemmsi", "userid", "ssvid", "vesselid", "id"],
            Self::Latitude => &["lat", "latitude", "latdeg", "y"],
            Self::Longitude => &["lon", "lng", "long", "longitude", "londeg", "x"],
            Self::SpeedOverGround => &["sog", "speed", "speedoverground", "speedknots"],
            Self::CourseOverGround => &["cog", "course", "courseoverground"],
            Self::Heading => &["heading", "trueheading", "hdg"],
            _ => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_property_that_can_be_mapped_reads_back_from_its_name() {
        for property in Property::MAPPED {
            assert_eq!(Property::parse(property.name()), Some(property));
        }
        assert_eq!(Property::parse("type_of_mobile"), None);
    }
}
