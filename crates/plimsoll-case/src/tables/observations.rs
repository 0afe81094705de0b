//! `position_reports`, `static_reports`, `station_reports`, `claims`: what the exhibits say.

use super::columns;
use plimsoll_model::{
    Angle, Claim, ClaimSubject, Dimensions, Draught, Length, PositionReport, Speed, StaticReport,
    StationReport,
};

columns! {
    PositionReport, "position_reports", 2, "A position report of a ship station; identical reports within seconds are one row.",
    label ["mmsi", "time", "lat_deg", "lon_deg"],
    |r| {
        "report_id": Text, "-", "This report; computed from the exhibit and the byte offset, not stored." => r.id();
        "mmsi": Int, "-", "The radio that sent it (MMSI)." => r.mmsi.value();
        "time": Time, "UTC", "When it was received." => r.time;
        "message_type": Int, "-", "ITU-R M.1371 message type, where the exhibit says." => r.message_type;
        "lat_deg": Float, "deg", "Latitude, WGS 84, degrees north." => r.position.map(|p| p.lat_deg());
        "lon_deg": Float, "deg", "Longitude, WGS 84, degrees east." => r.position.map(|p| p.lon_deg());
        "sog_kn": Float, "kn", "Speed over ground." => r.sog.map(knots);
        "cog_deg": Float, "deg", "Course over ground, true." => r.cog.map(Angle::to_degrees);
        "heading_deg": Float, "deg", "Heading, true." => r.heading.map(Angle::to_degrees);
        "navigational_status": Int, "-", "Navigational status 0-15 (ITU-R M.1371)." => r.navigational_status;
        "receivers": Text, "-", "The receivers that heard it, in order of name, with a space between; absent where the exhibit names none." => None::<String>;
        "copies": Int, "-", "How many identical reports were merged into this row, itself counted." => 1_u32;
        "clock_offset_s": Float, "s", "What was taken from the time because the receiver's clock was ahead; absent if nothing." => None::<f64>;
        "exhibit_id": Text, "-", "The exhibit it was read from." => r.source.exhibit;
        "line": Int, "-", "Line in the exhibit, counted from 1." => r.source.line;
        "byte_offset": Int, "bytes", "Offset of the line's first byte after decompression, counted from 0." => r.source.byte_offset;
    },
    from |row| Self {
        source: row.source()?,
        mmsi: row.mmsi("mmsi")?,
        time: row.time("time")?,
        message_type: row.opt_byte("message_type")?,
        position: row.opt_position("lat_deg", "lon_deg")?,
        sog: row.opt_float("sog_kn")?.map(Speed::knots),
        cog: row.opt_float("cog_deg")?.map(Angle::degrees),
        heading: row.opt_float("heading_deg")?.map(Angle::degrees),
        navigational_status: row.opt_byte("navigational_status")?,
    }
}

/// A speed in knots as it was sent: tenths come back as tenths, though speeds are held in metres a second.
pub(crate) fn knots(speed: Speed) -> f64 {
    let knots = speed.to_knots();
    let tenths = (knots * 10.0).round() / 10.0;
    if Speed::knots(tenths).total_cmp(&speed).is_eq() { tenths } else { knots }
}

columns! {
    StaticReport, "static_reports", 1, "A static report: what the crew typed in.",
    label ["mmsi", "ship_name", "time", "draught_m"],
    |r| {
        "report_id": Text, "-", "This report." => r.id;
        "mmsi": Int, "-", "The radio that sent it (MMSI)." => r.mmsi.value();
        "time": Time, "UTC", "When it was received." => r.time;
        "message_type": Int, "-", "ITU-R M.1371 message type, where the exhibit says." => r.message_type;
        "imo_sent": Int, "-", "The IMO number as sent, before any check." => r.imo_sent;
        "imo_number": Int, "-", "The IMO number, where it passes its check digit." => r.imo_number.map(|i| i.value());
        "call_sign": Text, "-", "Call sign." => &r.call_sign;
        "ship_name": Text, "-", "Ship's name." => &r.ship_name;
        "ship_type": Int, "-", "AIS ship type 0-255 (80-89: tanker)." => r.ship_type;
        "length_overall_m": Float, "m", "Length from the antenna's distances to bow and stern." => r.dimensions.length_overall.map(Length::to_metres);
        "beam_m": Float, "m", "Beam from the antenna's distances to port and starboard." => r.dimensions.beam.map(Length::to_metres);
        "draught_m": Float, "m", "Draught as typed in by the crew, steps of 0.1 m; 25.5 means 25.5 or more." => r.draught.map(Draught::to_metres);
        "destination": Text, "-", "Destination as typed in." => &r.destination;
        "listed_place": Text, "-", "The place under which the keeper of the table listed the ship." => &r.listed_place;
        "receiver": Text, "-", "The receiver that heard it, where the exhibit names it." => &r.receiver;
        "exhibit_id": Text, "-", "The exhibit it was read from." => r.source.exhibit;
        "line": Int, "-", "Line in the exhibit, counted from 1." => r.source.line;
        "byte_offset": Int, "bytes", "Offset of the line's first byte after decompression, counted from 0." => r.source.byte_offset;
    },
    from |row| Self {
        id: row.id("report_id")?,
        source: row.source()?,
        mmsi: row.mmsi("mmsi")?,
        time: row.time("time")?,
        message_type: row.opt_byte("message_type")?,
        imo_sent: row.opt_count("imo_sent")?,
        imo_number: row.opt_imo("imo_number")?,
        call_sign: row.opt_text("call_sign")?,
        ship_name: row.opt_text("ship_name")?,
        ship_type: row.opt_byte("ship_type")?,
        dimensions: Dimensions {
            length_overall: row.opt_float("length_overall_m")?.map(Length::metres),
            beam: row.opt_float("beam_m")?.map(Length::metres),
        },
        draught: row.opt_float("draught_m")?.map(Draught::metres),
        destination: row.opt_text("destination")?,
        listed_place: row.opt_text("listed_place")?,
        receiver: row.opt_text("receiver")?,
    }
}

columns! {
    StationReport, "station_reports", 2, "A report of a base station, an aid to navigation or a SAR aircraft: proof that the feed was alive.",
    label ["mmsi", "time", "message_type"],
    |r| {
        "report_id": Text, "-", "This report." => r.id;
        "mmsi": Int, "-", "The station that sent it (MMSI)." => r.mmsi.value();
        "time": Time, "UTC", "When it was received." => r.time;
        "message_type": Int, "-", "ITU-R M.1371 message type." => r.message_type;
        "lat_deg": Float, "deg", "Latitude, WGS 84, degrees north." => r.position.map(|p| p.lat_deg());
        "lon_deg": Float, "deg", "Longitude, WGS 84, degrees east." => r.position.map(|p| p.lon_deg());
        "name": Text, "-", "Its name, where it sends one." => &r.name;
        "utc": Time, "UTC", "The time that it sent (messages 4 and 11): by it the receiver's clock is judged." => r.utc;
        "receiver": Text, "-", "The receiver that heard it, where the exhibit names it." => &r.receiver;
        "exhibit_id": Text, "-", "The exhibit it was read from." => r.source.exhibit;
        "line": Int, "-", "Line in the exhibit, counted from 1." => r.source.line;
        "byte_offset": Int, "bytes", "Offset of the line's first byte after decompression, counted from 0." => r.source.byte_offset;
    },
    from |row| Self {
        id: row.id("report_id")?,
        source: row.source()?,
        mmsi: row.mmsi("mmsi")?,
        time: row.time("time")?,
        message_type: row.byte("message_type")?,
        position: row.opt_position("lat_deg", "lon_deg")?,
        name: row.opt_text("name")?,
        utc: row.opt_time("utc")?,
        receiver: row.opt_text("receiver")?,
    }
}

columns! {
    Claim, "claims", 2, "A register or list says that a ship has a value for a property. Lists that disagree are both kept.",
    label ["list", "subject", "property", "value"],
    |r| {
        "claim_id": Text, "-", "This claim." => r.id;
        "subject": Text, "-", "Whom it is about: `imo:` or `mmsi:` and the number, or `entry:` and the entry of a list that has neither." => subject_text(r.subject);
        "property": Text, "-", "Which property, by the column name of the house." => &r.property;
        "value": Text, "-", "The value, in the unit at the end of the property's name." => &r.value;
        "original_value": Text, "-", "The value as it stands in the source." => &r.original_value;
        "list": Text, "-", "The list that says so." => &r.list;
        "list_version": Text, "-", "The version of the list; absent where neither the file nor the case names one." => r.list_version.as_deref();
        "entry_id": Text, "-", "The entry of the list; absent for registers." => r.entry;
        "first_seen": Date, "-", "Earliest day of the earliest version at hand in which it stands; absent if not known." => r.first_seen;
        "last_seen": Date, "-", "Latest day of the latest version at hand in which it stands; absent if not known." => r.last_seen;
        "exhibit_id": Text, "-", "The exhibit it was read from." => r.source.exhibit;
        "line": Int, "-", "Line in the exhibit, counted from 1." => r.source.line;
        "byte_offset": Int, "bytes", "Offset of the line's first byte after decompression, counted from 0." => r.source.byte_offset;
    },
    from |row| Self {
        id: row.id("claim_id")?,
        source: row.source()?,
        subject: row.word("subject", "`imo:` or `mmsi:` and a number, or `entry:` and an id", parse_subject)?,
        property: row.text("property")?,
        value: row.text("value")?,
        original_value: row.text("original_value")?,
        list: row.text("list")?,
        list_version: row.opt_text("list_version")?,
        entry: row.opt_id("entry_id")?,
        first_seen: row.opt_date("first_seen")?,
        last_seen: row.opt_date("last_seen")?,
    }
}

/// `imo:9074729` or `mmsi:445123456`.
fn subject_text(subject: ClaimSubject) -> String {
    match subject {
        ClaimSubject::Imo(imo) => format!("imo:{imo}"),
        ClaimSubject::Mmsi(mmsi) => format!("mmsi:{mmsi}"),
        ClaimSubject::Entry(entry) => format!("entry:{entry}"),
    }
}

/// The reverse of [`subject_text`].
fn parse_subject(text: &str) -> Option<ClaimSubject> {
    match text.split_once(':')? {
        ("imo", digits) => plimsoll_model::ImoNumber::parse(digits).ok().map(ClaimSubject::Imo),
        ("entry", id) => plimsoll_model::RecordId::parse(id).ok().map(ClaimSubject::Entry),
        ("mmsi", digits) => plimsoll_model::Mmsi::parse(digits).ok().map(ClaimSubject::Mmsi),
        _ => None,
    }
}
