//! One order for every list that has no order of its own, so that the bytes of a report do not hang on how a table
//! was read.

use crate::dossier::{Dossier, OccupancyEntry, WaterlineEntry};

/// The dossier with its lists in the order of the page. Headline, findings, key figures, caps, paragraphs, replies,
/// listings, further tables and evidence keep theirs.
pub(crate) fn ordered(dossier: &Dossier) -> Dossier {
    let mut d = dossier.clone();
    d.visits.sort_by_key(|entry| (entry.visit.start, entry.visit.id));
    d.ships.sort_by_key(|ship| (ship.vessel.ship_name.is_none(), ship.label(), ship.vessel.id));
    d.places.sort_by(|a, b| (&a.place.name, a.record).cmp(&(&b.place.name, b.record)));
    d.voyages.sort_by_key(|voyage| (voyage.departure, voyage.id));
    d.gaps.sort_by_key(|entry| (entry.gap.period, entry.gap.id));
    events(&mut d);
    d.map.tracks.sort_by_key(|track| (track.is_background, track.record));
    d.map.positions.sort_by_key(|position| position.record);
    d.reception.sort_unstable();
    d.ledger.sort_by(|a, b| {
        (&a.cap_id, a.period, a.convention, a.scenario, a.date, a.id).cmp(&(
            &b.cap_id,
            b.period,
            b.convention,
            b.scenario,
            b.date,
            b.id,
        ))
    });
    d.crossings.sort_by_key(|crossing| crossing.id);
    d.likelihoods.sort_by_key(|likelihood| likelihood.line);
    d.sensitivities.sort_by(|a, b| {
        b.variance_share.total_cmp(&a.variance_share).then_with(|| (&a.input, a.id).cmp(&(&b.input, b.id)))
    });
    d.reported.sort_by_key(|entry| (entry.reported.kind, entry.reported.period, entry.reported.id));
    d.exhibits.sort_by(|a, b| (&a.exhibit.path, a.exhibit.id).cmp(&(&b.exhibit.path, b.exhibit.id)));
    let place = |id| d.exhibits.iter().position(|entry| entry.exhibit.id == id);
    d.rejects
        .sort_by_cached_key(|c| (place(c.exhibit), c.exhibit, std::cmp::Reverse(c.count), c.reason.clone()));
    images(&mut d);
    waterlines(&mut d);
    season(&mut d);
    d.reviews.sort_by(|a, b| (a.at, a.record, &a.by).cmp(&(b.at, b.record, &b.by)));
    d
}

/// Puts scenes and what was found in them in order of time, then of their records. Chips keep theirs.
fn images(d: &mut Dossier) {
    d.scenes.scenes.sort_by_key(|e| (e.scene.time.is_none(), e.scene.time, e.scene.id));
    d.scenes.effort.sort_by(|a, b| {
        (&a.look.place, a.look.time, a.look.id).cmp(&(&b.look.place, b.look.time, b.look.id))
    });
    let scenes: Vec<_> = d.scenes.scenes.iter().map(|e| e.scene.id).collect();
    let place = |id| scenes.iter().position(|scene| *scene == id);
    d.scenes.detections.sort_by_key(|e| {
        let w = e.detection.window;
        (place(e.detection.scene), e.detection.scene, w.line, w.sample, e.detection.id)
    });
    d.scenes.occupancy.sort_by(|a, b| {
        let key = |o: &OccupancyEntry| (o.occupancy.time, o.occupancy.id);
        a.occupancy.berth.cmp(&b.occupancy.berth).then_with(|| key(a).cmp(&key(b)))
    });
}

/// Puts readings in order of the time of their image, then of the ship, and pairs in that of their visits.
fn waterlines(d: &mut Dossier) {
    d.waterlines.readings.sort_by(|a, b| {
        let key = |e: &WaterlineEntry| (e.time.is_none(), e.time, e.reading.id);
        key(a).cmp(&key(b))
    });
    for entry in &mut d.waterlines.readings {
        entry.measurements.sort_by(|a, b| {
            (a.quantity, a.station, &a.analyst, a.set_at, a.method, a.id)
                .cmp(&(b.quantity, b.station, &b.analyst, b.set_at, b.method, b.id))
        });
    }
    let place = |id| d.visits.iter().position(|entry| entry.visit.id == id);
    d.waterlines.pairs.sort_by_cached_key(|pair| (place(pair.visit), pair.visit));
}

/// Puts calls and sightings in order of time, days and weeks too; factors with the greatest first. Numbers, claims, challenges
/// and chains keep theirs.
fn season(d: &mut Dossier) {
    let season = &mut d.season;
    season.days.sort_by(|a, b| (&a.cap_id, a.date, a.id).cmp(&(&b.cap_id, b.date, b.id)));
    season.weeks.sort_by(|a, b| (&a.place, a.start, a.id).cmp(&(&b.place, b.start, b.id)));
    season.calls.sort_by_key(|e| (e.call.arrival.mid(), e.call.id));
    season.sightings.sort_by_key(|e| (e.sighting.time, e.sighting.id));
    season.sightings.iter_mut().for_each(|e| e.candidates.sort_by_key(|c| c.id));
    season.voyages.sort_by(|a, b| {
        (a.departure.mid(), a.port_call, &a.to_place, a.id).cmp(&(
            b.departure.mid(),
            b.port_call,
            &b.to_place,
            b.id,
        ))
    });
    season.legs.sort_by(|a, b| (&a.from_place, &a.to_place).cmp(&(&b.from_place, &b.to_place)));
    season.looks.sort_by_key(|look| (look.time, look.record));
    season.silences.sort_by_key(|silence| (silence.period, silence.record));
    season.variance.sort_by(|a, b| b.share.total_cmp(&a.share).then(a.id.cmp(&b.id)));
}

/// Puts events at sea in order of time. Their numbers on the page and in the CSV files follow this order.
fn events(d: &mut Dossier) {
    d.encounters.sort_by_key(|entry| (entry.encounter.period, entry.encounter.id));
    d.loitering.sort_by_key(|entry| (entry.loitering.period, entry.loitering.id));
    d.outages.sort_by(|a, b| (a.period, &a.feed, a.id).cmp(&(b.period, &b.feed, b.id)));
    d.shared.sort_by_key(|number| number.mmsi);
    d.shared.iter_mut().for_each(|number| number.tracks.sort_by_key(|track| (track.start, track.id)));
    d.identity_changes.sort_by_key(|change| (change.after, change.id));
    d.draught_changes.sort_by_key(|change| (change.after, change.id));
    d.feeds.sort_unstable();
    d.feeds.dedup();
}
