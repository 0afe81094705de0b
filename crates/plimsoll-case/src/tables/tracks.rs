//! `reception`, `receiver_clocks`, `tracks`, `segments`, `noise`, `slow_points`: which reports are of one ship, and
//! whether anybody listened.

use super::columns;
use plimsoll_model::{Noise, ReceiverClock, ReceptionSlot, Segment, SlowPoint, Track};

columns! {
    ReceptionSlot, "reception", 1, "How much an exhibit gave in ten minutes. A slot without a row: nothing.",
    label ["feed", "start", "reports"],
    |r| {
        "slot_id": Text, "-", "This slot." => r.id;
        "feed": Text, "-", "The feed: the kind of the exhibits that it came in." => &r.feed;
        "exhibit_id": Text, "-", "The exhibit." => r.exhibit;
        "start": Time, "UTC", "When the slot begins; it is ten minutes long." => r.start;
        "reports": Int, "-", "Position, static and station reports in it." => r.reports;
    },
    from |row| Self {
        id: row.id("slot_id")?,
        feed: row.text("feed")?,
        exhibit: row.id("exhibit_id")?,
        start: row.time("start")?,
        reports: u64::try_from(row.int("reports")?).unwrap_or(0),
    }
}

columns! {
    ReceiverClock, "receiver_clocks", 1, "How wrong the clock of a receiver was in an hour, and by what it was judged.",
    label ["receiver", "hour", "offset_s"],
    |r| {
        "clock_id": Text, "-", "This hour of this receiver." => r.id;
        "receiver": Text, "-", "The receiver." => &r.receiver;
        "hour": Time, "UTC", "When the hour begins, by the receiver's own clock." => r.hour;
        "offset_s": Float, "s", "How far its clock was ahead: what was taken from its times. 0 within the tolerance." => r.offset_s;
        "samples": Int, "-", "How many pairs of times it is the median of." => r.samples;
        "method": Text, "-", "`base-station`: times that base stations sent; `other-receivers`: the same messages heard elsewhere." => &r.method;
    },
    from |row| Self {
        id: row.id("clock_id")?,
        receiver: row.text("receiver")?,
        hour: row.time("hour")?,
        offset_s: row.float("offset_s")?,
        samples: row.count("samples")?,
        method: row.text("method")?,
    }
}

columns! {
    Track, "tracks", 1, "The reports of one ship with one MMSI. An MMSI that two ships use has two.",
    label ["mmsi", "start", "end", "reports"],
    |r| {
        "track_id": Text, "-", "This track." => r.id;
        "mmsi": Int, "-", "The radio (MMSI)." => r.mmsi.value();
        "start": Time, "UTC", "First position report." => r.start;
        "end": Time, "UTC", "Last position report." => r.end;
        "reports": Int, "-", "How many position reports." => r.reports;
        "segments": Int, "-", "How many segments." => r.segments;
        "is_shared": Bool, "-", "True if another track of the MMSI lies partly in the same time: two ships share the number." => r.is_shared;
        "parents": List, "-", "First and last report." => &r.parents;
    },
    from |row| Self {
        id: row.id("track_id")?,
        mmsi: row.mmsi("mmsi")?,
        start: row.time("start")?,
        end: row.time("end")?,
        reports: row.count("reports")?,
        segments: row.count("segments")?,
        is_shared: row.truth("is_shared")?,
        parents: row.ids("parents")?,
    }
}

columns! {
    Segment, "segments", 1, "A stretch of a track without a long silence.",
    label ["mmsi", "start", "end", "reports"],
    |r| {
        "segment_id": Text, "-", "This segment." => r.id;
        "mmsi": Int, "-", "The radio (MMSI)." => r.mmsi.value();
        "track_id": Text, "-", "The track." => r.track;
        "start": Time, "UTC", "First position report." => r.start;
        "end": Time, "UTC", "Last position report." => r.end;
        "first_lat_deg": Float, "deg", "Latitude of the first report." => r.first.lat_deg();
        "first_lon_deg": Float, "deg", "Longitude of the first report." => r.first.lon_deg();
        "last_lat_deg": Float, "deg", "Latitude of the last report." => r.last.lat_deg();
        "last_lon_deg": Float, "deg", "Longitude of the last report." => r.last.lon_deg();
        "reports": Int, "-", "How many position reports." => r.reports;
        "parents": List, "-", "First and last report." => &r.parents;
    },
    from |row| Self {
        id: row.id("segment_id")?,
        track: row.id("track_id")?,
        mmsi: row.mmsi("mmsi")?,
        start: row.time("start")?,
        end: row.time("end")?,
        first: row.position("first_lat_deg", "first_lon_deg")?,
        last: row.position("last_lat_deg", "last_lon_deg")?,
        reports: row.count("reports")?,
        parents: row.ids("parents")?,
    }
}

columns! {
    Noise, "noise", 1, "A position report that belongs to no ship: no track can have come there.",
    label ["mmsi", "time", "reason"],
    |r| {
        "noise_id": Text, "-", "This verdict." => r.id;
        "mmsi": Int, "-", "The radio (MMSI)." => r.mmsi.value();
        "time": Time, "UTC", "When the report was received." => r.time;
        "lat_deg": Float, "deg", "Latitude that it gives." => r.position.lat_deg();
        "lon_deg": Float, "deg", "Longitude that it gives." => r.position.lon_deg();
        "reason": Text, "-", "Why it belongs to no ship." => &r.reason;
        "parents": List, "-", "The report." => &r.parents;
    },
    from |row| Self {
        id: row.id("noise_id")?,
        mmsi: row.mmsi("mmsi")?,
        time: row.time("time")?,
        position: row.position("lat_deg", "lon_deg")?,
        reason: row.text("reason")?,
        parents: row.ids("parents")?,
    }
}

columns! {
    SlowPoint, "slow_points", 1, "Where a slow track was at a time of the grid, between its reports. Encounters are read from these.",
    label ["mmsi", "time", "lat_deg", "lon_deg"],
    |r| {
        "point_id": Text, "-", "This point." => r.id;
        "mmsi": Int, "-", "The radio (MMSI)." => r.mmsi.value();
        "track_id": Text, "-", "The track." => r.track;
        "time": Time, "UTC", "The time of the grid." => r.time;
        "lat_deg": Float, "deg", "Latitude, interpolated." => r.position.lat_deg();
        "lon_deg": Float, "deg", "Longitude, interpolated." => r.position.lon_deg();
        "speed_kn": Float, "kn", "Speed over ground between the reports before and after." => f64::from(r.speed_kn);
        "parent": Text, "-", "The nearest report." => r.parent;
    },
    from |row| Self {
        id: row.id("point_id")?,
        mmsi: row.mmsi("mmsi")?,
        track: row.id("track_id")?,
        time: row.time("time")?,
        position: row.position("lat_deg", "lon_deg")?,
        speed_kn: row.float("speed_kn")? as f32,
        parent: row.id("parent")?,
    }
}
