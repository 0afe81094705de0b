//! `sightings`, `candidates`, `port_calls`, `season_voyages`, `season_numbers`, `season_ledger`, `season_weeks`,
//! `season_variance`, `season_chains`: the season as one posterior.

use super::columns;
use plimsoll_model::{
    CallStatus, Candidate, ChainCheck, Mmsi, NumberKind, PortCall, SeasonDay, SeasonNumber, SeasonVoyage,
    SeasonWeek, Sighting, SightingSource, VarianceShare,
};

columns! {
    Sighting, "sightings", 1, "One ship in one image, or one port visit that AIS shows, before anybody says which ship.",
    label ["source", "place", "time", "length_m_mid", "name_read"],
    |r| {
        "sighting_id": Text, "-", "This sighting." => r.id;
        "source": Text, "-", "What saw her: radar, optical, sub-metre, photograph or ais." => r.source.as_str();
        "place": Text, "-", "The place of interest; absent: at sea." => &r.place;
        "time": Time, "UTC", "When she was seen." => r.time;
        "look_id": Text, "-", "The look that she was seen in; absent for a chance observation." => r.look;
        "lat_deg": Float, "deg", "Latitude, WGS 84." => r.position.map(|p| p.lat_deg());
        "lon_deg": Float, "deg", "Longitude, WGS 84." => r.position.map(|p| p.lon_deg());
        "length_m_low": Float, "m", "Length overall: lower end of the 90 % interval." => r.length_m.map(|e| e.low());
        "length_m_mid": Float, "m", "Length overall: median." => r.length_m.map(|e| e.mid());
        "length_m_high": Float, "m", "Length overall: upper end of the 90 % interval." => r.length_m.map(|e| e.high());
        "beam_m_low": Float, "m", "Beam: lower end of the 90 % interval." => r.beam_m.map(|e| e.low());
        "beam_m_mid": Float, "m", "Beam: median." => r.beam_m.map(|e| e.mid());
        "beam_m_high": Float, "m", "Beam: upper end of the 90 % interval." => r.beam_m.map(|e| e.high());
        "superstructure_share_low": Float, "0-1", "Middle of the superstructure from the stern by length: lower end of the 90 % interval." => r.superstructure_share.map(|e| e.low());
        "superstructure_share_mid": Float, "0-1", "The same: median." => r.superstructure_share.map(|e| e.mid());
        "superstructure_share_high": Float, "0-1", "The same: upper end of the 90 % interval." => r.superstructure_share.map(|e| e.high());
        "name_read": Text, "-", "The name that somebody read on the hull." => &r.name_read;
        "analyst": Text, "-", "Who measured or read." => &r.analyst;
        "draught_m_low": Float, "m", "Mean draught read from the image: lower end of the 90 % interval." => r.draught_m.map(|e| e.low());
        "draught_m_mid": Float, "m", "The same: median." => r.draught_m.map(|e| e.mid());
        "draught_m_high": Float, "m", "The same: upper end of the 90 % interval." => r.draught_m.map(|e| e.high());
        "p_ship": Float, "0-1", "Probability that it is a ship at all." => r.p_ship;
        "mmsi": Int, "-", "The radio that fits her best." => r.mmsi.map(Mmsi::value);
        "p_lit": Float, "0-1", "Probability that she is one of the ships that were sending." => r.p_lit;
        "basis": Text, "-", "What it rests on." => &r.basis;
        "parents": List, "-", "The look, detection, measurements, readings and associations." => &r.parents;
    },
    from |row| Self {
        id: row.id("sighting_id")?,
        source: row.word("source", "what sees ships", SightingSource::parse)?,
        place: row.opt_text("place")?,
        time: row.time("time")?,
        look: row.opt_id("look_id")?,
        position: row.opt_position("lat_deg", "lon_deg")?,
        length_m: row.opt_estimate("length_m")?,
        beam_m: row.opt_estimate("beam_m")?,
        superstructure_share: row.opt_estimate("superstructure_share")?,
        name_read: row.opt_text("name_read")?,
        analyst: row.opt_text("analyst")?,
        draught_m: row.opt_estimate("draught_m")?,
        p_ship: row.float("p_ship")?,
        mmsi: row.opt_mmsi("mmsi")?,
        p_lit: row.float("p_lit")?,
        basis: row.text("basis")?,
        parents: row.ids("parents")?,
    }
}

columns! {
    Candidate, "candidates", 1, "A ship that a sighting may be, or none of the register.",
    label ["ship_name", "p", "p_alone", "p_coincidence"],
    |r| {
        "candidate_id": Text, "-", "This candidate." => r.id;
        "sighting_id": Text, "-", "The sighting." => r.sighting;
        "vessel_id": Text, "-", "The ship; absent: none of these." => r.vessel;
        "ship_name": Text, "-", "Her name." => &r.ship_name;
        "log_likelihood_ratio": Float, "-", "How much better what was seen fits her than a ship taken from the population: natural logarithm." => r.log_likelihood_ratio;
        "p_alone": Float, "0-1", "Probability from this sighting alone." => r.p_alone;
        "p": Float, "0-1", "Probability given the whole season." => r.p;
        "p_coincidence": Float, "0-1", "Chance that a ship taken from the population fits as well." => r.p_coincidence;
        "sisters": List, "-", "Ships of the register that no image of this quality tells from her." => &r.sisters;
        "basis": Text, "-", "What fits and what does not." => &r.basis;
        "parents": List, "-", "The sighting and the ship." => &r.parents;
    },
    from |row| Self {
        id: row.id("candidate_id")?,
        sighting: row.id("sighting_id")?,
        vessel: row.opt_id("vessel_id")?,
        ship_name: row.opt_text("ship_name")?,
        log_likelihood_ratio: row.float("log_likelihood_ratio")?,
        p_alone: row.float("p_alone")?,
        p: row.opt_float("p")?,
        p_coincidence: row.float("p_coincidence")?,
        sisters: row.ids("sisters")?,
        basis: row.text("basis")?,
        parents: row.ids("parents")?,
    }
}

columns! {
    PortCall, "port_calls", 1, "A call at a place of loading that exhibits show, as the season's posterior has it.",
    label ["place", "ship_name", "arrival_mid", "p_call", "volume_bbl_mid"],
    |r| {
        "port_call_id": Text, "-", "This call." => r.id;
        "place": Text, "-", "Name of the place." => &r.place;
        "status": Text, "-", "How well it is shown: documented or probable." => r.status.as_str();
        "p_call": Float, "0-1", "Probability that it is a call, and one of its own." => r.p_call;
        "vessel_id": Text, "-", "The most probable ship; absent: none of the register." => r.vessel;
        "ship_name": Text, "-", "Her name." => &r.ship_name;
        "p_vessel": Float, "0-1", "Probability that it was she." => r.p_vessel;
        "p_unregistered": Float, "0-1", "Probability that the ship is not in the register." => r.p_unregistered;
        "arrival_low": Time, "UTC", "When she came: 5th percentile." => r.arrival.low();
        "arrival_mid": Time, "UTC", "When she came: median." => r.arrival.mid();
        "arrival_high": Time, "UTC", "When she came: 95th percentile." => r.arrival.high();
        "departure_low": Time, "UTC", "When she left: 5th percentile." => r.departure.low();
        "departure_mid": Time, "UTC", "When she left: median." => r.departure.mid();
        "departure_high": Time, "UTC", "When she left: 95th percentile." => r.departure.high();
        "discharge_place": Text, "-", "The most probable place of discharge." => &r.discharge_place;
        "p_discharge_place": Float, "0-1", "Probability of it." => r.p_discharge_place;
        "fill_share_low": Float, "0-1", "How full she left by what she can take: lower end of the 90 % interval." => r.fill_share.low();
        "fill_share_mid": Float, "0-1", "The same: median." => r.fill_share.mid();
        "fill_share_high": Float, "0-1", "The same: upper end of the 90 % interval." => r.fill_share.high();
        "volume_bbl_low": Float, "bbl", "What she took, physical barrels: lower end of the 90 % interval." => r.volume_bbl.low();
        "volume_bbl_mid": Float, "bbl", "The same: median." => r.volume_bbl.mid();
        "volume_bbl_high": Float, "bbl", "The same: upper end of the 90 % interval." => r.volume_bbl.high();
        "p_listed": Float, "0-1", "Probability that the ship was on a list on the day." => r.p_listed;
        "sightings": Int, "-", "How many sightings show her at the place." => r.sightings;
        "looks": Int, "-", "How many images of the place fall into her stay." => r.looks;
        "ais_on_arrival": Text, "-", "What AIS says of her arrival." => &r.ais_on_arrival;
        "basis": Text, "-", "What it rests on." => &r.basis;
        "parents": List, "-", "The sightings and the ship." => &r.parents;
    },
    from |row| Self {
        id: row.id("port_call_id")?,
        place: row.text("place")?,
        status: row.word("status", "documented or probable", CallStatus::parse)?,
        p_call: row.float("p_call")?,
        vessel: row.opt_id("vessel_id")?,
        ship_name: row.opt_text("ship_name")?,
        p_vessel: row.float("p_vessel")?,
        p_unregistered: row.float("p_unregistered")?,
        arrival: row.times("arrival")?,
        departure: row.times("departure")?,
        discharge_place: row.opt_text("discharge_place")?,
        p_discharge_place: row.float("p_discharge_place")?,
        fill_share: row.estimate("fill_share")?,
        volume_bbl: row.estimate("volume_bbl")?,
        p_listed: row.float("p_listed")?,
        sightings: row.count("sightings")?,
        looks: row.count("looks")?,
        ais_on_arrival: row.text("ais_on_arrival")?,
        basis: row.text("basis")?,
        parents: row.ids("parents")?,
    }
}

columns! {
    SeasonVoyage, "season_voyages", 1, "From a call at a place of loading to a place of discharge that she may have gone to.",
    label ["ship_name", "from_place", "to_place", "departure_mid", "p"],
    |r| {
        "season_voyage_id": Text, "-", "This voyage." => r.id;
        "port_call_id": Text, "-", "The call." => r.port_call;
        "ship_name": Text, "-", "The most probable ship of the call." => &r.ship_name;
        "from_place": Text, "-", "Where from." => &r.from_place;
        "to_place": Text, "-", "Where to." => &r.to_place;
        "p": Float, "0-1", "Probability that she went there." => r.p;
        "departure_low": Time, "UTC", "When she left: 5th percentile." => r.departure.low();
        "departure_mid": Time, "UTC", "When she left: median." => r.departure.mid();
        "departure_high": Time, "UTC", "When she left: 95th percentile." => r.departure.high();
        "arrival_low": Time, "UTC", "When she came there, if she did: 5th percentile." => r.arrival.map(|e| e.low());
        "arrival_mid": Time, "UTC", "The same: median." => r.arrival.map(|e| e.mid());
        "arrival_high": Time, "UTC", "The same: 95th percentile." => r.arrival.map(|e| e.high());
        "route_nm": Float, "nm", "Length of the sea route." => r.route_nm;
        "sightings": Int, "-", "Sightings at the place of discharge." => r.sightings;
        "basis": Text, "-", "What it rests on." => &r.basis;
        "parents": List, "-", "The call and the sightings." => &r.parents;
    },
    from |row| Self {
        id: row.id("season_voyage_id")?,
        port_call: row.id("port_call_id")?,
        ship_name: row.opt_text("ship_name")?,
        from_place: row.text("from_place")?,
        to_place: row.text("to_place")?,
        p: row.float("p")?,
        departure: row.times("departure")?,
        arrival: row.opt_time("arrival_mid")?.map(|_| row.times("arrival")).transpose()?,
        route_nm: row.float("route_nm")?,
        sightings: row.count("sightings")?,
        basis: row.text("basis")?,
        parents: row.ids("parents")?,
    }
}

columns! {
    SeasonNumber, "season_numbers", 1, "A number of the season with its 90 % interval.",
    label ["what", "low", "mid", "high", "unit"],
    |r| {
        "season_number_id": Text, "-", "This number." => r.id;
        "name": Text, "-", "Its short name." => &r.name;
        "what": Text, "-", "What it is." => &r.what;
        "unit": Text, "-", "Its unit; `date`: days counted from 1970-01-01." => &r.unit;
        "kind": Text, "-", "What it stands on: documented, estimated or upper-bound." => r.kind.as_str();
        "low": Float, "-", "5th percentile, in the unit of the row; absent: later than the last day, or unknown." => r.low;
        "mid": Float, "-", "Median, in the unit of the row." => r.mid;
        "high": Float, "-", "95th percentile, in the unit of the row." => r.high;
        "p": Float, "0-1", "Probability, where the number is about an event." => r.p;
        "basis": Text, "-", "What it rests on." => &r.basis;
        "parents": List, "-", "The records that it stands on." => &r.parents;
    },
    from |row| Self {
        id: row.id("season_number_id")?,
        name: row.text("name")?,
        what: row.text("what")?,
        unit: row.text("unit")?,
        kind: row.word("kind", "documented, estimated or upper-bound", NumberKind::parse)?,
        low: row.opt_float("low")?,
        mid: row.opt_float("mid")?,
        high: row.opt_float("high")?,
        p: row.opt_float("p")?,
        basis: row.text("basis")?,
        parents: row.ids("parents")?,
    }
}

columns! {
    SeasonDay, "season_ledger", 1, "What was supplied by the end of a day since the counting period began, with calls that nobody saw.",
    label ["date", "cap_id", "cumulative_bbl_mid", "p_exceeded"],
    |r| {
        "season_day_id": Text, "-", "This day." => r.id;
        "date": Date, "UTC", "The day at whose end it stands." => r.date;
        "cap_id": Text, "-", "Which cap; `uncapped` without one." => &r.cap_id;
        "cap_bbl": Float, "bbl", "The limit." => r.cap_bbl;
        "notified_bbl": Float, "bbl", "Of the sum, notified by states." => r.notified_bbl;
        "cumulative_bbl_low": Float, "bbl", "The sum: 5th percentile." => r.cumulative_bbl.low();
        "cumulative_bbl_mid": Float, "bbl", "The sum: median." => r.cumulative_bbl.mid();
        "cumulative_bbl_high": Float, "bbl", "The sum: 95th percentile." => r.cumulative_bbl.high();
        "quarter_bbl": Float, "bbl", "The sum: 25th percentile." => r.quarter_bbl;
        "three_quarters_bbl": Float, "bbl", "The sum: 75th percentile." => r.three_quarters_bbl;
        "documented_bbl_low": Float, "bbl", "Over documented calls alone: 5th percentile." => r.documented_bbl.low();
        "documented_bbl_mid": Float, "bbl", "Over documented calls alone: median." => r.documented_bbl.mid();
        "documented_bbl_high": Float, "bbl", "Over documented calls alone: 95th percentile." => r.documented_bbl.high();
        "p_exceeded": Float, "0-1", "Probability that the sum exceeds the cap." => r.p_exceeded;
        "calls": Float, "-", "Calls by then: median." => r.calls;
        "parents": List, "-", "The calls of the day, and the last day before with one." => &r.parents;
    },
    from |row| Self {
        id: row.id("season_day_id")?,
        date: row.date("date")?,
        cap_id: row.text("cap_id")?,
        cap_bbl: row.opt_float("cap_bbl")?,
        notified_bbl: row.float("notified_bbl")?,
        cumulative_bbl: row.estimate("cumulative_bbl")?,
        quarter_bbl: row.float("quarter_bbl")?,
        three_quarters_bbl: row.float("three_quarters_bbl")?,
        documented_bbl: row.estimate("documented_bbl")?,
        p_exceeded: row.opt_float("p_exceeded")?,
        calls: row.float("calls")?,
        parents: row.ids("parents")?,
    }
}

columns! {
    SeasonWeek, "season_weeks", 1, "A week: how well a place of loading was looked at, what was seen, what is likely to have been missed.",
    label ["start", "place", "usable_looks", "calls_seen", "calls_unseen"],
    |r| {
        "season_week_id": Text, "-", "This week." => r.id;
        "start": Date, "UTC", "Its first day." => r.start;
        "place": Text, "-", "Name of the place of loading." => &r.place;
        "looks": Int, "-", "Images of the place." => r.looks;
        "usable_looks": Float, "-", "Sum over them of the probability that a ship there is found." => r.usable_looks;
        "sightings": Int, "-", "Sightings." => r.sightings;
        "calls_seen": Float, "-", "Calls that began in it and that some exhibit shows, expected." => r.calls_seen;
        "calls_unseen": Float, "-", "Calls that began in it and that none shows, expected." => r.calls_unseen;
        "parents": List, "-", "The looks." => &r.parents;
    },
    from |row| Self {
        id: row.id("season_week_id")?,
        start: row.date("start")?,
        place: row.text("place")?,
        looks: row.count("looks")?,
        usable_looks: row.float("usable_looks")?,
        sightings: row.count("sightings")?,
        calls_seen: row.float("calls_seen")?,
        calls_unseen: row.float("calls_unseen")?,
        parents: row.ids("parents")?,
    }
}

columns! {
    VarianceShare, "season_variance", 1, "How much of the variance of the season's total goes when one factor is known.",
    label ["what", "share"],
    |r| {
        "variance_share_id": Text, "-", "This share." => r.id;
        "factor": Text, "-", "Short name of the factor." => &r.factor;
        "what": Text, "-", "The factor in words." => &r.what;
        "is_shared": Bool, "-", "True if one error is common to all calls." => r.is_shared;
        "share": Float, "0-1", "Share of the variance of the total." => r.share;
        "parents": List, "-", "The numbers that it belongs to." => &r.parents;
    },
    from |row| Self {
        id: row.id("variance_share_id")?,
        factor: row.text("factor")?,
        what: row.text("what")?,
        is_shared: row.truth("is_shared")?,
        share: row.float("share")?,
        parents: row.ids("parents")?,
    }
}

columns! {
    ChainCheck, "season_chains", 1, "Whether the chains of the sampler agree on a quantity.",
    label ["quantity", "r_hat", "effective_draws"],
    |r| {
        "chain_check_id": Text, "-", "This check." => r.id;
        "quantity": Text, "-", "Of what the chains are compared." => &r.quantity;
        "r_hat": Float, "-", "Potential scale reduction; 1 where chains agree." => r.r_hat;
        "effective_draws": Float, "-", "Effective number of draws." => r.effective_draws;
        "chains": Int, "-", "How many chains." => r.chains;
        "draws": Int, "-", "How many draws were kept." => r.draws;
        "verdict": Text, "-", "Good enough, or what it means that it is not." => &r.verdict;
    },
    from |row| Self {
        id: row.id("chain_check_id")?,
        quantity: row.text("quantity")?,
        r_hat: row.float("r_hat")?,
        effective_draws: row.float("effective_draws")?,
        chains: row.count("chains")?,
        draws: row.count("draws")?,
        verdict: row.text("verdict")?,
    }
}
