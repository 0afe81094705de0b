//! How deep invented ships lay in invented images. The pictures are drawn here; the numbers are toys with the form of
//! readings, not their method.

use super::png::png;
use super::trees::leaf;
use super::{Dossier, id, of};
use jiff::SignedDuration;
use plimsoll_model::*;
use plimsoll_report::*;

/// A hull from above: 140 px long, 22 px wide, the sun from the left, a shadow to its right.
fn from_above(x: u32, y: u32) -> [u8; 3] {
    let (along, across) = (f64::from(y) - 95.0, f64::from(x) - 55.0);
    let noise = (x * 37 + y * 91 + x * y * 13) % 17;
    let half = 11.0 - ((along.abs() - 48.0).max(0.0) / 22.0).powi(2) * 11.0;
    let is_hull = along.abs() < 70.0 && across.abs() < half;
    let is_shadow = along.abs() < 70.0 && across >= half && across < half + 9.0;
    let grey = |r: u32, g: u32, b: u32| [(r + noise) as u8, (g + noise) as u8, (b + noise) as u8];
    match (is_hull, is_shadow) {
        (true, _) if (38.0..58.0).contains(&along) => grey(210, 208, 200),
        (true, _) if (along as i32).rem_euclid(18) < 2 => grey(96, 60, 50),
        (true, _) => grey(150, 82, 64),
        (_, true) => grey(8, 16, 22),
        _ => grey(40, 66, 78),
    }
}

/// A ship from the side, a quarter of the pixels of the image: sea below the horizon, hull, red paint.
fn from_the_side(x: u32, y: u32) -> [u8; 3] {
    let noise = (x * 31 + y * 57 + x * y * 7) % 9;
    let grey = |r: u32, g: u32, b: u32| [(r + noise) as u8, (g + noise) as u8, (b + noise) as u8];
    let is_along = (60 + (180_u32.saturating_sub(y)) / 3..500).contains(&x);
    let is_house = (420..480).contains(&x) && (70..122).contains(&y);
    match y {
        _ if is_house => grey(228, 226, 220),
        122..166 if is_along => grey(28, 34, 42),
        166..180 if is_along => grey(130, 44, 38),
        0..104 => grey(168 + y / 3, 186 + y / 4, 200 + y / 5),
        _ => grey(58, 84, 92),
    }
}

struct Seen {
    number: usize,
    station: Option<Station>,
    quantity: Measurable,
    method: Option<FreeboardMethod>,
    value: Estimate<f64>,
    analyst: &'static str,
    marked: Vec<(Mark, f64, f64)>,
}

fn measurement(scene: RecordId, k: Option<f64>, seen: Seen, dossier: &Dossier) -> Measurement {
    Measurement {
        id: id(RecordKind::Measurement, seen.number),
        scene,
        source: Source { exhibit: id(RecordKind::Exhibit, 1), line: 2, byte_offset: 80 },
        ship: "INVENTED".into(),
        analyst: seen.analyst.into(),
        set_at: dossier.period.start() + SignedDuration::from_hours(24 * 200),
        quantity: seen.quantity,
        station: seen.station,
        method: seen.method,
        value: seen.value,
        measurability: k.filter(|_| seen.method.is_some()),
        window: PixelWindow { line: 1000, sample: 2000, lines: 190, samples: 120 },
        marked: seen.marked,
        basis: "between <edge> and shadow".into(),
        parents: vec![scene],
    }
}

fn reading(number: usize, draught: Option<f64>) -> WaterlineReading {
    let around = |mid: f64, half: f64| of(mid - half, mid, mid + half);
    let term =
        |source: &str, sd_m: f64, is_of_hull: bool| ErrorTerm { source: source.into(), sd_m, is_of_hull };
    WaterlineReading {
        id: id(RecordKind::WaterlineReading, number),
        scene: id(RecordKind::Scene, 500 + number),
        ship: "INVENTED".into(),
        method: Some(FreeboardMethod::ShadowAndLean),
        measurability: Some(1.37),
        freeboard_m: draught.map(|d| around(11.2 - d, 0.45)),
        depth_m: Some(around(11.2, 0.3)),
        draught_m: draught.map(|d| around(d, 0.6)),
        trim_m: draught.map(|_| around(1.1, 0.5)),
        budget: vec![
            term("points: clicks on the edges", 0.17, false),
            term("angles of sun and sensor", 0.11, false),
            term("moulded depth", 0.18, true),
            term("people differ", 0.14, false),
            term("swell", 0.05, false),
        ],
        analysts: 2,
        refusal: None,
        basis: "freeboard by shadow and lean, three stations".into(),
        parents: vec![id(RecordKind::Scene, 500 + number)],
    }
}

fn entry(dossier: &Dossier, number: usize, hours: i64, reading: WaterlineReading) -> WaterlineEntry {
    let start = dossier.period.start() + SignedDuration::from_hours(hours);
    WaterlineEntry {
        draught_sd_m: reading.draught_m.map(|_| 0.31),
        reading,
        ship: "ALBA MERIDIAN".into(),
        image: format!("INVENTED_VIEW_{number:03}"),
        time: Period::new(start, start + SignedDuration::from_secs(2)).ok(),
        time_basis: "invented".into(),
        exhibit: format!("sources/scenes/view_{number:03}.tif"),
        sha256: "cd".repeat(32),
        credit: "Invented licence; contains invented pixels".into(),
        is_simulated: true,
        measurements: vec![],
        chip: None,
    }
}

/// A ship seen from above by two people, and the picture.
fn overhead(dossier: &Dossier, number: usize, hours: i64, draught: f64) -> WaterlineEntry {
    let mut entry = entry(dossier, number, hours, reading(number, Some(draught)));
    let (line, sample) = (1000.0, 2000.0);
    let mut measurements = Vec::new();
    for (who, analyst) in ["A. Example", "B. Example"].into_iter().enumerate() {
        let off = who as f64 * 0.8;
        for (at, station) in Station::ALL.into_iter().enumerate() {
            let y = [42.0, 92.0, 140.0][at] + off;
            let edge = |mark, x: f64| {
                [(mark, line + y - 12.0, sample + x + off), (mark, line + y + 12.0, sample + x)]
            };
            let gap = [4.0, 0.0, 1.5][at];
            let marked = [edge(Mark::DeckEdge, 65.0 - gap), edge(Mark::ShadowEdge, 74.0 - gap)].concat();
            let value = of(11.0 - draught, 11.2 - draught + 0.1 * at as f64, 12.0 - draught);
            let seen = Seen {
                number: number * 100 + who * 10 + at,
                station: Some(station),
                quantity: Measurable::Freeboard,
                method: Some(FreeboardMethod::ShadowAndLean),
                value,
                analyst,
                marked,
            };
            measurements.push(measurement(entry.reading.scene, Some(1.37), seen, dossier));
        }
    }
    let marked = vec![(Mark::Bow, line + 26.0, sample + 55.0), (Mark::Stern, line + 164.0, sample + 55.0)];
    let seen = Seen {
        number: number * 100 + 50,
        station: None,
        quantity: Measurable::Length,
        method: None,
        value: of(137.0, 138.5, 140.0),
        analyst: "A. Example",
        marked,
    };
    measurements.push(measurement(entry.reading.scene, None, seen, dossier));
    let picture = png(120, 190, from_above);
    entry.measurements = measurements;
    entry.chip = Some(MarkedChip {
        original: picture.clone(),
        png: picture,
        window: PixelWindow { line: 1000, sample: 2000, lines: 190, samples: 120 },
        metres_per_pixel: Some((1.0, 1.0)),
        north_deg: Some(15.0),
        stretch: "Red, green, blue, black 200, white 1800".into(),
    });
    entry
}

/// A photograph whose horizon and a mast of known height are marked. Its picture has a quarter of the image's pixels.
fn photograph(dossier: &Dossier, number: usize, hours: i64) -> WaterlineEntry {
    let mut entry = entry(
        dossier,
        number,
        hours,
        WaterlineReading {
            method: Some(FreeboardMethod::Horizon),
            measurability: None,
            analysts: 1,
            trim_m: None,
            ..reading(number, Some(7.4))
        },
    );
    let at = |mark, x: f64, y: f64| (mark, y * 4.0, x * 4.0);
    let mut all = Vec::new();
    for (n, station) in Station::ALL.into_iter().enumerate() {
        let x = [110.0, 270.0, 400.0][n];
        let marked = vec![
            at(Mark::DeckEdge, x, 122.0),
            at(Mark::Waterline, x, 180.0),
            at(Mark::Horizon, 12.0, 104.0),
            at(Mark::Horizon, 540.0, 104.0),
            at(Mark::VerticalTop, 450.0, 70.0),
            at(Mark::VerticalFoot, 450.0, 122.0),
        ];
        let seen = Seen {
            number: number * 100 + n,
            station: Some(station),
            quantity: Measurable::Freeboard,
            method: Some(FreeboardMethod::Horizon),
            value: of(3.2, 3.8, 4.4),
            analyst: "A. Example",
            marked,
        };
        all.push(measurement(entry.reading.scene, None, seen, dossier));
    }
    let marked = vec![
        at(Mark::BandTop, 180.0, 166.0),
        at(Mark::BandTop, 330.0, 166.0),
        at(Mark::Waterline, 180.0, 180.0),
        at(Mark::Waterline, 330.0, 180.0),
    ];
    let seen = Seen {
        number: number * 100 + 9,
        station: Some(Station::Mid),
        quantity: Measurable::BandHeight,
        method: Some(FreeboardMethod::BootTopping),
        value: of(0.8, 0.9, 1.0),
        analyst: "A. Example",
        marked,
    };
    all.push(measurement(entry.reading.scene, None, seen, dossier));
    entry.measurements = all;
    entry.image = "photo_2024.jpg".into();
    entry.chip = Some(MarkedChip {
        png: png(560, 220, from_the_side),
        // A file of its own; its bytes are not looked at by the page.
        original: png(560, 220, from_the_side),
        window: PixelWindow { line: 0, sample: 0, lines: 880, samples: 2240 },
        metres_per_pixel: None,
        north_deg: None,
        stretch: String::new(),
    });
    entry
}

/// An image that cannot tell: the shadow lies under the hull.
fn refused(dossier: &Dossier, number: usize, hours: i64) -> WaterlineEntry {
    let none = WaterlineReading {
        method: None,
        measurability: Some(-0.21),
        budget: vec![],
        refusal: Some("port side, mid: K is -0.21: the hull hides its own shadow; an image with the sun on the <port> side, or a sensor off the nadir by 15° to starboard, would do".into()),
        basis: "no draught".into(),
        depth_m: None,
        analysts: 1,
        ..reading(number, None)
    };
    entry(dossier, number, hours, none)
}

/// The dossier with readings of every kind: both ends of its first visit, one end of the second, a photograph, a refusal.
pub(crate) fn with_waterlines(mut dossier: Dossier) -> Dossier {
    let hours = |d: &Dossier, n: usize| {
        (d.visits[n].visit.start - d.period.start()).total(jiff::Unit::Hour).unwrap() as i64
    };
    let (first, second) = (hours(&dossier, 0), hours(&dossier, 1));
    let name = |n: usize| {
        let vessel = dossier.visits[n].visit.vessel;
        dossier.ships.iter().find(|s| s.vessel.id == vessel).unwrap().label()
    };
    let names = [name(0), name(0), name(1), name(1)];
    let mut entries = vec![
        overhead(&dossier, 1, first - 2, 5.1),
        overhead(&dossier, 2, first + 30, 8.3),
        photograph(&dossier, 3, second - 3),
        refused(&dossier, 4, second + 90),
    ];
    entries.iter_mut().zip(names).for_each(|(entry, name)| entry.ship = name);
    let pair = |d: &mut Dossier, n: usize, arrival: Option<usize>, departure: Option<usize>, change_m| {
        let visit = &mut d.visits[n];
        let draughts = visit.draughts.as_mut().unwrap();
        let reading = |of: Option<usize>| of.map(|k| entries[k].reading.id);
        if let Some(k) = arrival {
            (draughts.arrival_m, draughts.arrival_source) =
                (entries[k].reading.draught_m, Some(DraughtSource::Image));
        }
        if let Some(k) = departure {
            (draughts.departure_m, draughts.departure_source) =
                (entries[k].reading.draught_m, Some(DraughtSource::Image));
        }
        draughts.hull_sd_m = Some(0.18);
        draughts.reading =
            if departure.is_some() { DraughtReading::Loading } else { DraughtReading::Missing };
        if departure.is_none() {
            (draughts.departure_m, draughts.departure_source, draughts.departure_sd_m) = (None, None, None);
        }
        d.waterlines.pairs.push(WaterlinePair {
            visit: visit.visit.id,
            arrival: reading(arrival),
            departure: reading(departure),
            change_m,
        });
    };
    pair(&mut dossier, 0, Some(0), Some(1), Some(of(2.8, 3.2, 3.6)));
    pair(&mut dossier, 1, Some(2), None, None);
    for entry in &entries {
        let node = leaf(entry.reading.id, "Waterline", &entry.reading.basis, 1, 2);
        let children = entry.measurements.iter().map(|m| leaf(m.id, "Measurement", &m.basis, 1, 2)).collect();
        dossier.evidence.push(EvidenceNode { children, ..node });
    }
    dossier.waterlines.readings = entries;
    dossier
}
