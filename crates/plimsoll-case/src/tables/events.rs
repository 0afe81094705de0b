//! `gaps`, `port_visits`, `voyages`, `draughts`: what happened.

use super::columns;
use plimsoll_model::{
    Confidence, Draught, DraughtChange, DraughtPair, DraughtReading, DraughtSource, Encounter, Gap,
    IdentityChange, ImoNumber, LadenState, Length, Loitering, Outage, PortStay, PortVisit, Speed,
    VisitEvidence, Voyage,
};

columns! {
    Gap, "gaps", 2, "A silence of one ship between two of its reports while its feed was alive. A gap is not dark.",
    label ["mmsi", "start", "end", "duration_h"],
    |r| {
        "gap_id": Text, "-", "This gap." => r.id;
        "mmsi": Int, "-", "The radio (MMSI)." => r.mmsi.value();
        "start": Time, "UTC", "The last report before the silence." => r.period.start();
        "end": Time, "UTC", "The first report after it." => r.period.end();
        "duration_h": Float, "h", "How long it lasted." => r.period.duration().as_secs_f64() / 3600.0;
        "off_lat_deg": Float, "deg", "Latitude of the last report before." => r.off_position.lat_deg();
        "off_lon_deg": Float, "deg", "Longitude of the last report before." => r.off_position.lon_deg();
        "on_lat_deg": Float, "deg", "Latitude of the first report after." => r.on_position.lat_deg();
        "on_lon_deg": Float, "deg", "Longitude of the first report after." => r.on_position.lon_deg();
        "distance_m": Float, "m", "Geodesic distance between the two positions." => r.distance.to_metres();
        "implied_speed_kn": Float, "kn", "Distance by duration: the least mean speed that joins the two." => r.implied_speed.to_knots();
        "no_data_h": Float, "h", "How much of it the feed gave nothing at all." => r.no_data.as_secs_f64() / 3600.0;
        "track_id": Text, "-", "The track: of two ships with one MMSI, which." => r.track;
        "parents": List, "-", "The two position reports." => &r.parents;
    },
    from |row| Self {
        id: row.id("gap_id")?,
        mmsi: row.mmsi("mmsi")?,
        period: row.period("start", "end")?,
        off_position: row.position("off_lat_deg", "off_lon_deg")?,
        on_position: row.position("on_lat_deg", "on_lon_deg")?,
        distance: Length::metres(row.float("distance_m")?),
        implied_speed: Speed::knots(row.float("implied_speed_kn")?),
        no_data: jiff::SignedDuration::from_secs_f64(row.float("no_data_h")? * 3600.0),
        track: row.id("track_id")?,
        parents: row.ids("parents")?,
    }
}

columns! {
    Outage, "outages", 1, "A time in which a feed gave nothing at all: nobody listened, so no ship was silent.",
    label ["feed", "start", "end"],
    |r| {
        "outage_id": Text, "-", "This outage." => r.id;
        "feed": Text, "-", "The feed." => &r.feed;
        "start": Time, "UTC", "End of the last slot with reports." => r.period.start();
        "end": Time, "UTC", "Start of the next slot with reports." => r.period.end();
        "duration_h": Float, "h", "How long it lasted." => r.period.duration().as_secs_f64() / 3600.0;
        "reports_per_hour": Float, "-", "How many reports an hour the feed gave on average while it was alive." => r.reports_per_hour;
        "parents": List, "-", "The slots of reception at its ends." => &r.parents;
    },
    from |row| Self {
        id: row.id("outage_id")?,
        feed: row.text("feed")?,
        period: row.period("start", "end")?,
        reports_per_hour: row.float("reports_per_hour")?,
        parents: row.ids("parents")?,
    }
}

columns! {
    PortStay, "port_stays", 1, "A stay of one track inside the area of a place, as its positions show it.",
    label ["mmsi", "place", "start", "end"],
    |r| {
        "stay_id": Text, "-", "This stay." => r.id;
        "mmsi": Int, "-", "The radio (MMSI)." => r.mmsi.value();
        "track_id": Text, "-", "The track." => r.track;
        "place": Text, "-", "Name of the place." => &r.place;
        "start": Time, "UTC", "First report there." => r.start;
        "end": Time, "UTC", "Last report there." => r.end;
        "not_before": Time, "UTC", "Last report elsewhere before the stay." => r.not_before;
        "not_after": Time, "UTC", "First report elsewhere after the stay." => r.not_after;
        "confidence": Int, "1-4", "How sure it is that the ship was in port, 4 surest." => r.confidence.value();
        "reports": Int, "-", "How many reports." => r.reports;
        "parents": List, "-", "First and last report." => &r.parents;
    },
    from |row| Self {
        id: row.id("stay_id")?,
        mmsi: row.mmsi("mmsi")?,
        track: row.id("track_id")?,
        place: row.text("place")?,
        start: row.time("start")?,
        end: row.time("end")?,
        not_before: row.opt_time("not_before")?,
        not_after: row.opt_time("not_after")?,
        confidence: Confidence::new(row.byte("confidence")?).unwrap_or(Confidence::ENTRY_OR_EXIT),
        reports: row.count("reports")?,
        parents: row.ids("parents")?,
    }
}

columns! {
    Loitering, "loitering", 1, "A time in which a ship moved slowly, away from ports.",
    label ["mmsi", "start", "end", "speed_kn"],
    |r| {
        "loitering_id": Text, "-", "This event." => r.id;
        "mmsi": Int, "-", "The radio (MMSI)." => r.mmsi.value();
        "start": Time, "UTC", "First slow report." => r.period.start();
        "end": Time, "UTC", "Last slow report." => r.period.end();
        "duration_h": Float, "h", "How long it lasted." => r.period.duration().as_secs_f64() / 3600.0;
        "lat_deg": Float, "deg", "Latitude of the mean position." => r.position.lat_deg();
        "lon_deg": Float, "deg", "Longitude of the mean position." => r.position.lon_deg();
        "distance_m": Float, "m", "Length of the way between the reports." => r.distance.to_metres();
        "speed_kn": Float, "kn", "That way by the duration." => r.speed.to_knots();
        "reports": Int, "-", "How many reports." => r.reports;
        "track_id": Text, "-", "The track." => r.track;
        "parents": List, "-", "First and last report." => &r.parents;
    },
    from |row| Self {
        id: row.id("loitering_id")?,
        mmsi: row.mmsi("mmsi")?,
        track: row.id("track_id")?,
        period: row.period("start", "end")?,
        position: row.position("lat_deg", "lon_deg")?,
        distance: Length::metres(row.float("distance_m")?),
        speed: Speed::knots(row.float("speed_kn")?),
        reports: row.count("reports")?,
        parents: row.ids("parents")?,
    }
}

columns! {
    Encounter, "encounters", 1, "Two ships close together, slowly, for long, away from ports. It says nothing of what they did.",
    label ["mmsi_a", "mmsi_b", "start", "end"],
    |r| {
        "encounter_id": Text, "-", "This encounter." => r.id;
        "mmsi_a": Int, "-", "The radio with the smaller MMSI." => r.mmsi_a.value();
        "mmsi_b": Int, "-", "The radio with the larger MMSI." => r.mmsi_b.value();
        "start": Time, "UTC", "First time of the grid at which they were close." => r.period.start();
        "end": Time, "UTC", "Last time of the grid at which they were close." => r.period.end();
        "duration_h": Float, "h", "How long it lasted." => r.period.duration().as_secs_f64() / 3600.0;
        "lat_deg": Float, "deg", "Latitude of the mean of the points halfway between them." => r.position.lat_deg();
        "lon_deg": Float, "deg", "Longitude of that point." => r.position.lon_deg();
        "distance_m": Float, "m", "Median of their distances." => r.distance.to_metres();
        "speed_kn": Float, "kn", "Median of the speeds of the two." => r.speed.to_knots();
        "times": Int, "-", "At how many times of the grid they were close." => r.times;
        "track_a": Text, "-", "The track of the one." => r.track_a;
        "track_b": Text, "-", "The track of the other." => r.track_b;
        "parents": List, "-", "The reports of each nearest to the start and the end." => &r.parents;
    },
    from |row| Self {
        id: row.id("encounter_id")?,
        mmsi_a: row.mmsi("mmsi_a")?,
        mmsi_b: row.mmsi("mmsi_b")?,
        track_a: row.id("track_a")?,
        track_b: row.id("track_b")?,
        period: row.period("start", "end")?,
        position: row.position("lat_deg", "lon_deg")?,
        distance: Length::metres(row.float("distance_m")?),
        speed: Speed::knots(row.float("speed_kn")?),
        times: row.count("times")?,
        parents: row.ids("parents")?,
    }
}

columns! {
    DraughtChange, "draught_changes", 1, "Two draughts sent one after the other that differ.",
    label ["mmsi", "after", "from_m", "to_m"],
    |r| {
        "change_id": Text, "-", "This change." => r.id;
        "mmsi": Int, "-", "The radio (MMSI)." => r.mmsi.value();
        "before": Time, "UTC", "When the old draught was last sent." => r.before;
        "after": Time, "UTC", "When the new draught was first sent." => r.after;
        "from_m": Float, "m", "The old draught." => r.from.to_metres();
        "to_m": Float, "m", "The new draught." => r.to.to_metres();
        "lat_deg": Float, "deg", "Latitude of the last position report before the new draught." => r.position.map(|p| p.lat_deg());
        "lon_deg": Float, "deg", "Longitude of it." => r.position.map(|p| p.lon_deg());
        "parents": List, "-", "The two static reports." => &r.parents;
    },
    from |row| Self {
        id: row.id("change_id")?,
        mmsi: row.mmsi("mmsi")?,
        before: row.time("before")?,
        after: row.time("after")?,
        from: Draught::metres(row.float("from_m")?),
        to: Draught::metres(row.float("to_m")?),
        position: row.opt_position("lat_deg", "lon_deg")?,
        parents: row.ids("parents")?,
    }
}

columns! {
    IdentityChange, "identity_changes", 1, "A radio that says it is another ship than before.",
    label ["mmsi", "after", "property", "to"],
    |r| {
        "change_id": Text, "-", "This change." => r.id;
        "mmsi": Int, "-", "The radio (MMSI)." => r.mmsi.value();
        "property": Text, "-", "What changed, by its column name in `static_reports`." => &r.property;
        "from": Text, "-", "The old value." => &r.from;
        "to": Text, "-", "The new value." => &r.to;
        "before": Time, "UTC", "When the old value was last sent before." => r.before;
        "after": Time, "UTC", "When the new value was first sent." => r.after;
        "returns": Bool, "-", "True if the old value comes back later: two ships share the number, or somebody plays." => r.returns;
        "parents": List, "-", "The two static reports." => &r.parents;
    },
    from |row| Self {
        id: row.id("change_id")?,
        mmsi: row.mmsi("mmsi")?,
        property: row.text("property")?,
        from: row.text("from")?,
        to: row.text("to")?,
        before: row.time("before")?,
        after: row.time("after")?,
        returns: row.truth("returns")?,
        parents: row.ids("parents")?,
    }
}

/// A port visit with the ship's number and name, so that the table reads alone.
#[derive(Clone, Debug, PartialEq)]
pub struct PortVisitRow {
    /// The port visit.
    pub visit: PortVisit,
    /// The ship's IMO number.
    pub imo_number: Option<ImoNumber>,
    /// The ship's name.
    pub ship_name: Option<String>,
}

columns! {
    PortVisitRow, "port_visits", 1, "A stay of a ship at a place.",
    label ["ship_name", "place", "start", "end"],
    |r| {
        "visit_id": Text, "-", "This visit." => r.visit.id;
        "mmsi": Int, "-", "The radio heard during the visit (MMSI)." => r.visit.mmsi.value();
        "imo_number": Int, "-", "IMO number of the ship, where one is known." => r.imo_number.map(ImoNumber::value);
        "ship_name": Text, "-", "Name of the ship." => &r.ship_name;
        "place": Text, "-", "Name of the place." => &r.visit.place;
        "start": Time, "UTC", "First report there: the ship may have come before." => r.visit.start;
        "end": Time, "UTC", "Last report there: the ship may have left after." => r.visit.end;
        "not_before": Time, "UTC", "Last report elsewhere before the visit." => r.visit.not_before;
        "not_after": Time, "UTC", "First report elsewhere after the visit." => r.visit.not_after;
        "draught_arrival_m": Float, "m", "Draught last sent before or at the start." => r.visit.draught_arrival.map(Draught::to_metres);
        "draught_departure_m": Float, "m", "Draught last sent from the visit until the end of the window after it." => r.visit.draught_departure.map(Draught::to_metres);
        "draught_departure_time": Time, "UTC", "When the departure draught was sent." => r.visit.draught_departure_time;
        "confidence": Int, "1-4", "How sure it is that the ship was in port, 4 surest." => r.visit.confidence.value();
        "evidence": Text, "-", "`positions` inside the area, or a `listing` under the place's name." => r.visit.evidence.as_str();
        "reports": Int, "-", "How many reports." => r.visit.reports;
        "vessel_id": Text, "-", "The ship." => r.visit.vessel;
        "parents": List, "-", "The reports that decide it." => &r.visit.parents;
    },
    from |row| Self {
        visit: PortVisit {
            id: row.id("visit_id")?,
            vessel: row.id("vessel_id")?,
            mmsi: row.mmsi("mmsi")?,
            place: row.text("place")?,
            start: row.time("start")?,
            end: row.time("end")?,
            not_before: row.opt_time("not_before")?,
            not_after: row.opt_time("not_after")?,
            draught_arrival: row.opt_float("draught_arrival_m")?.map(Draught::metres),
            draught_departure: row.opt_float("draught_departure_m")?.map(Draught::metres),
            draught_departure_time: row.opt_time("draught_departure_time")?,
            confidence: Confidence::new(row.byte("confidence")?).unwrap_or(Confidence::ENTRY_OR_EXIT),
            evidence: row.word("evidence", "positions or listing", VisitEvidence::parse)?,
            reports: row.count("reports")?,
            parents: row.ids("parents")?,
        },
        imo_number: row.opt_imo("imo_number")?,
        ship_name: row.opt_text("ship_name")?,
    }
}

columns! {
    Voyage, "voyages", 1, "From the end of one port visit to the start of the same ship's next.",
    label ["from_place", "departure", "to_place", "laden_state"],
    |r| {
        "voyage_id": Text, "-", "This voyage." => r.id;
        "vessel_id": Text, "-", "The ship." => r.vessel;
        "from_place": Text, "-", "Where from." => &r.from_place;
        "departure": Time, "UTC", "End of the visit there." => r.departure;
        "to_place": Text, "-", "Where to; absent while no later visit is in the exhibits." => &r.to_place;
        "arrival": Time, "UTC", "Start of the visit there." => r.arrival;
        "laden_state": Text, "-", "laden, in-ballast or not-shown." => r.laden_state.as_str();
        "gaps": List, "-", "Gaps that lie wholly or partly in the voyage." => &r.gaps;
        "parents": List, "-", "The port visits and the gaps." => &r.parents;
    },
    from |row| Self {
        id: row.id("voyage_id")?,
        vessel: row.id("vessel_id")?,
        from_place: row.text("from_place")?,
        departure: row.time("departure")?,
        to_place: row.opt_text("to_place")?,
        arrival: row.opt_time("arrival")?,
        laden_state: row.word("laden_state", "laden, in-ballast or not-shown", LadenState::parse)?,
        gaps: row.ids("gaps")?,
        parents: row.ids("parents")?,
    }
}

columns! {
    DraughtPair, "draughts", 2, "The draughts of a port visit, each as an interval.",
    label ["reading", "arrival_m_mid", "departure_m_mid"],
    |r| {
        "draught_pair_id": Text, "-", "This pair." => r.id;
        "visit_id": Text, "-", "The port visit." => r.visit;
        "vessel_id": Text, "-", "The ship." => r.vessel;
        "arrival_m_low": Float, "m", "Draught on arrival: lower end of the 90 % interval." => r.arrival_m.map(|e| e.low());
        "arrival_m_mid": Float, "m", "Draught on arrival: median." => r.arrival_m.map(|e| e.mid());
        "arrival_m_high": Float, "m", "Draught on arrival: upper end of the 90 % interval." => r.arrival_m.map(|e| e.high());
        "departure_m_low": Float, "m", "Draught on departure: lower end of the 90 % interval." => r.departure_m.map(|e| e.low());
        "departure_m_mid": Float, "m", "Draught on departure: median." => r.departure_m.map(|e| e.mid());
        "departure_m_high": Float, "m", "Draught on departure: upper end of the 90 % interval." => r.departure_m.map(|e| e.high());
        "arrival_source": Text, "-", "Where the draught on arrival comes from: ais or image." => r.arrival_source.map(DraughtSource::as_str);
        "departure_source": Text, "-", "Where the draught on departure comes from: ais or image." => r.departure_source.map(DraughtSource::as_str);
        "arrival_sd_m": Float, "m", "Standard deviation of the draught on arrival." => r.arrival_sd_m;
        "departure_sd_m": Float, "m", "Standard deviation of the draught on departure." => r.departure_sd_m;
        "hull_sd_m": Float, "m", "The part of it that is the same in every image of this hull; absent where neither draught comes from an image." => r.hull_sd_m;
        "reading": Text, "-", "What the pair shows: loading, discharge, unchanged or missing." => r.reading.as_str();
        "basis": Text, "-", "Which reports, and what speaks against them." => &r.basis;
        "parents": List, "-", "The records that it stands on." => &r.parents;
    },
    from |row| Self {
        id: row.id("draught_pair_id")?,
        visit: row.id("visit_id")?,
        vessel: row.id("vessel_id")?,
        arrival_m: row.opt_estimate("arrival_m")?,
        departure_m: row.opt_estimate("departure_m")?,
        arrival_source: row.opt_word("arrival_source", "ais or image", DraughtSource::parse)?,
        departure_source: row.opt_word("departure_source", "ais or image", DraughtSource::parse)?,
        arrival_sd_m: row.opt_float("arrival_sd_m")?,
        departure_sd_m: row.opt_float("departure_sd_m")?,
        hull_sd_m: row.opt_float("hull_sd_m")?,
        reading: row.word("reading", "loading, discharge, unchanged or missing", DraughtReading::parse)?,
        basis: row.text("basis")?,
        parents: row.ids("parents")?,
    }
}
