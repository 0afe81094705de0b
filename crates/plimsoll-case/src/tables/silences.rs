//! `silences`, `reaches`: what a gap means, and where the ship can have been in it.

use super::columns;
use plimsoll_model::{Position, Reach, Reachable, Silence, SilenceCause};

columns! {
    Silence, "silences", 1, "What the other ships received say of a gap: nobody listened, thin coverage, or a ship that did not transmit.",
    label ["mmsi", "start", "end", "cause"],
    |r| {
        "silence_id": Text, "-", "This silence." => r.id;
        "gap_id": Text, "-", "The gap that it is about." => r.gap;
        "mmsi": Int, "-", "The radio (MMSI)." => r.mmsi.value();
        "vessel_id": Text, "-", "The ship, if one vessel alone used the radio." => r.vessel;
        "start": Time, "UTC", "Begin of the window: the last report before." => r.period.start();
        "end": Time, "UTC", "End of the window: the first report after." => r.period.end();
        "hours": Int, "-", "Whole hours of the window for which the reception was looked at." => r.hours;
        "out_h": Float, "h", "How many of them nobody listened, mean over the ways that she can have taken." => r.hours_out;
        "ship_hours": Int, "-", "Hours that other ships of her class spent in those cells and hours." => i64::try_from(r.ship_hours).unwrap_or(i64::MAX);
        "ship_hours_heard": Int, "-", "How many of these brought at least one report." => i64::try_from(r.ship_hours_heard).unwrap_or(i64::MAX);
        "ships": Int, "-", "At least so many different ships of her class were heard there and then." => r.ships;
        "expected_reports": Float, "-", "Reports that a ship of her class brings there in that time while she transmits." => r.expected_reports;
        "p_no_report_if_on_low": Float, "0-1", "P(no report in the window, had she transmitted): least over the ways." => r.p_no_report_if_on.low();
        "p_no_report_if_on_mid": Float, "0-1", "The same: mean over the ways." => r.p_no_report_if_on.mid();
        "p_no_report_if_on_high": Float, "0-1", "The same: greatest over the ways." => r.p_no_report_if_on.high();
        "p_on_purpose_low": Float, "0-1", "P(silent on purpose) with the low prior. Not calibrated: on simulated logs far too high; for no statement." => r.p_on_purpose.low();
        "p_on_purpose_mid": Float, "0-1", "The same with the middle prior. Not calibrated." => r.p_on_purpose.mid();
        "p_on_purpose_high": Float, "0-1", "The same with the high prior. Not calibrated." => r.p_on_purpose.high();
        "prior": Float, "0-1", "The middle prior, by how she behaved." => r.prior;
        "cause": Text, "-", "`outage`, `thin-coverage`, `silence` or `undecided`." => r.cause.as_str();
        "basis": Text, "-", "In words, with window and evidence." => &r.basis;
        "parents": List, "-", "The gap, and the outages that it lies in." => &r.parents;
    },
    from |row| Self {
        id: row.id("silence_id")?,
        gap: row.id("gap_id")?,
        mmsi: row.mmsi("mmsi")?,
        vessel: row.opt_id("vessel_id")?,
        period: row.period("start", "end")?,
        hours: row.count("hours")?,
        hours_out: row.float("out_h")?,
        ship_hours: u64::try_from(row.int("ship_hours")?).unwrap_or(0),
        ship_hours_heard: u64::try_from(row.int("ship_hours_heard")?).unwrap_or(0),
        ships: row.count("ships")?,
        expected_reports: row.float("expected_reports")?,
        p_no_report_if_on: row.estimate("p_no_report_if_on")?,
        p_on_purpose: row.estimate("p_on_purpose")?,
        prior: row.float("prior")?,
        cause: row.word("cause", "a cause of silence", SilenceCause::parse)?,
        basis: row.text("basis")?,
        parents: row.ids("parents")?,
    }
}

columns! {
    Reach, "reaches", 1, "Whether a ship can have called at a place within a gap, with how much slack, and what would refute it.",
    label ["mmsi", "place", "start", "reachable"],
    |r| {
        "reach_id": Text, "-", "This question." => r.id;
        "gap_id": Text, "-", "The gap that it is about." => r.gap;
        "mmsi": Int, "-", "The radio (MMSI)." => r.mmsi.value();
        "place": Text, "-", "Name of the place." => &r.place;
        "start": Time, "UTC", "Begin of the window: the last report before." => r.period.start();
        "end": Time, "UTC", "End of the window: the first report after." => r.period.end();
        "there_nm": Float, "nm", "Shortest way over water from where she fell silent to the place." => r.there_nm;
        "back_nm": Float, "nm", "Shortest way from the place to where she was heard again." => r.back_nm;
        "speed_kn": Float, "kn", "The fastest that she is taken to go through the water." => r.speed_kn;
        "speed_basis": Text, "-", "By what that speed is known." => &r.speed_basis;
        "stay_h": Float, "h", "Least stay that makes a call." => r.stay_h;
        "reachable": Text, "-", "`yes`; `with-current`: only if the current helped; `no`." => r.reachable.as_str();
        "slack_h": Float, "h", "Hours left over with the current in her favour; negative: so many are missing." => r.slack_h;
        "slack_against_h": Float, "h", "The same with the current against her." => r.slack_against_h;
        "latest_departure": Time, "UTC", "She must have left where she fell silent by then." => r.latest_departure;
        "latest_sailing": Time, "UTC", "She must have left the place by then." => r.latest_sailing;
        "sea_nm2": Float, "nm2", "Sea that she can have seen in the window at all." => r.sea_nm2;
        "call_sea_nm2": Float, "nm2", "Sea that she can have seen if she called." => r.call_sea_nm2;
        "refuted_by": Text, "-", "Which sighting would refute the call, in words." => &r.refuted_by;
        "ring": List, "-", "Outline of the sea that she can have seen if she called, latitude,longitude: seen outside it in the window, she did not call." => ring_texts(&r.ring);
        "parents": List, "-", "The gap that it is about." => &r.parents;
    },
    from |row| Self {
        id: row.id("reach_id")?,
        gap: row.id("gap_id")?,
        mmsi: row.mmsi("mmsi")?,
        place: row.text("place")?,
        period: row.period("start", "end")?,
        there_nm: row.float("there_nm")?,
        back_nm: row.float("back_nm")?,
        speed_kn: row.float("speed_kn")?,
        speed_basis: row.text("speed_basis")?,
        stay_h: row.float("stay_h")?,
        reachable: row.word("reachable", "yes, with-current or no", Reachable::parse)?,
        slack_h: row.float("slack_h")?,
        slack_against_h: row.float("slack_against_h")?,
        latest_departure: row.opt_time("latest_departure")?,
        latest_sailing: row.opt_time("latest_sailing")?,
        sea_nm2: row.opt_float("sea_nm2")?,
        call_sea_nm2: row.opt_float("call_sea_nm2")?,
        refuted_by: row.text("refuted_by")?,
        ring: row.words("ring", "`latitude,longitude`", parse_corner)?,
        parents: row.ids("parents")?,
    }
}

/// Corners as text, to a thousandth of a degree.
fn ring_texts(ring: &[Position]) -> Vec<String> {
    ring.iter().map(|p| format!("{:.3},{:.3}", p.lat_deg(), p.lon_deg())).collect()
}

fn parse_corner(text: &str) -> Option<Position> {
    let (lat, lon) = text.split_once(',')?;
    Position::from_lat_lon(lat.parse().ok()?, lon.parse().ok()?).ok()
}
