//! Real pairs of radar and AIS. Nearly all are pairs because somebody chose pairs: they can confirm matches, and say nothing of
//! ships without AIS. The held-back radios are as near as they come.

use super::kit;
use jiff::Timestamp;
use plimsoll_analysis::associate::{
    Fix, RadarLook, Radio, Seen, Sight, Step, Traffic, View, associate, moved, step,
};
use plimsoll_analysis::silence::Received;
use plimsoll_model::evidence::Key;
use plimsoll_model::{Mmsi, Position, RecordId, RecordKind, Speed};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn data(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(path)
}

/// The rows of a table by column name.
fn rows(path: &Path) -> Vec<BTreeMap<String, String>> {
    let bytes = std::fs::read(path).unwrap();
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(&bytes[..]);
    let head: Vec<String> =
        reader.byte_headers().unwrap().iter().map(|h| String::from_utf8_lossy(h).into()).collect();
    let text = |b: &[u8]| String::from_utf8_lossy(b).into_owned();
    let records = reader.byte_records().map(|r| r.unwrap());
    records.map(|r| head.iter().cloned().zip(r.iter().map(text)).collect()).collect()
}

fn number(row: &BTreeMap<String, String>, column: &str) -> Option<f64> {
    row.get(column)?.parse().ok().filter(|x: &f64| x.is_finite())
}

/// A scene of OpenSARShip: its objects, and the radio of each in the same order.
fn opensarship(folder: &Path, is_ascending: bool) -> View {
    let (mut radios, mut seen, mut places) = (vec![], vec![], vec![]);
    let mut time = None;
    for (at, row) in rows(&folder.join("ships.csv")).iter().enumerate() {
        let position = |lat, lon| Position::from_lat_lon(number(row, lat)?, number(row, lon)?).ok();
        let (Some(found), Some(said)) = (
            position("SARShip.Center_latitude", "SARShip.Center_longitude"),
            position("AISShip.Latitude", "AISShip.Longitude"),
        ) else {
            continue;
        };
        time = time.or_else(|| scene_time(row.get("SARShip.Time_UTC")?));
        let (Some(mmsi), Some(second)) = (number(row, "AISShip.MMSI"), number(row, "AISShip.Time")) else {
            continue;
        };
        let course = number(row, "AISShip.Cog").map(|c| c / 10.0).filter(|c| *c < 360.0);
        let fix = Fix {
            time: Timestamp::from_second(second as i64).unwrap(),
            position: said,
            speed_m_s: number(row, "AISShip.Sog").map(|s| Speed::knots(s / 10.0).to_metres_per_second()),
            course_deg: course,
            report: RecordId::of(RecordKind::PositionReport, &[Key::Int(at as i64)]),
        };
        radios.push(Radio {
            mmsi: Mmsi::new(mmsi as u32).unwrap(),
            track: None,
            fixes: vec![fix],
            length_m: number(row, "AISShip.Length"),
            beam_m: number(row, "AISShip.Width"),
            name: None,
        });
        places.push(found);
        seen.push(Seen {
            id: RecordId::of(RecordKind::Detection, &[Key::Int(at as i64)]),
            position: found,
            sd_m: 20.0,
            length_m: number(row, "SARShip.Manual_Length").map(|l| (l, 0.1)),
            shift_s: shift_s(row),
            reception: Received::default(),
        });
    }
    let ring = box_about(&places);
    let area_km2 = plimsoll_analysis::associate::area_km2(&ring);
    let look = RadarLook::of_sentinel_1(is_ascending, places[0].lat_deg());
    View {
        scene: RecordId::of(RecordKind::Scene, &[]),
        time: time.unwrap(),
        footprint: ring,
        area_km2,
        sight: Sight::Radar(look),
        clear_fraction: 1.0,
        expected_false: 0.0,
        radios,
        seen,
    }
}

/// `R sin(incidence) / V`: slant range from its time in ns, V of Sentinel-1.
fn shift_s(row: &BTreeMap<String, String>) -> Option<f64> {
    let incidence = number(row, "SARShip.Incidence")?;
    let ns = number(row, "SARShip.SlantRangeTime").or_else(|| number(row, "SARShip.Slant_Range_Time"));
    // Without it: from the height of the orbit, 693 km, on a sphere.
    let range = ns
        .filter(|t| *t > 1e6)
        .map_or_else(|| 693_000.0 / incidence.to_radians().cos() * 0.93, |t| t * 1e-9 * 299_792_458.0 / 2.0);
    Some(range * incidence.to_radians().sin() / 7_598.0)
}

/// `2015/9/2.10:25:20`.
fn scene_time(text: &str) -> Option<Timestamp> {
    let (day, clock) = text.split_once('.')?;
    let parts: Vec<i16> = day.split('/').chain(clock.split(':')).filter_map(|p| p.parse().ok()).collect();
    let [year, month, day, hour, minute, second] = parts[..] else { return None };
    let small = |x: i16| i8::try_from(x).ok();
    let civil = jiff::civil::DateTime::new(
        year,
        small(month)?,
        small(day)?,
        small(hour)?,
        small(minute)?,
        small(second)?,
        0,
    );
    civil.ok()?.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|z| z.timestamp())
}

fn box_about(places: &[Position]) -> Vec<Position> {
    let steps: Vec<Step> = places.iter().map(|p| step(places[0], *p)).collect();
    let least = |f: fn(&Step) -> f64| steps.iter().map(f).fold(f64::INFINITY, f64::min) - 3_000.0;
    let most = |f: fn(&Step) -> f64| steps.iter().map(f).fold(f64::NEG_INFINITY, f64::max) + 3_000.0;
    let (w, e) = (least(|s| s.east_m), most(|s| s.east_m));
    let (s, n) = (least(|s| s.north_m), most(|s| s.north_m));
    let corner = |(east_m, north_m)| moved(places[0], Step { east_m, north_m }).unwrap();
    [(w, s), (e, s), (e, n), (w, n)].into_iter().map(corner).collect()
}

#[test]
fn pairs_of_opensarship_are_confirmed_and_held_back_radios_leave_their_ships_unmatched() {
    let root = data("sar/opensarship");
    if !root.is_dir() {
        println!("SKIPPED: no {}", root.display());
        return;
    }
    let mut folders: Vec<PathBuf> = std::fs::read_dir(&root).unwrap().map(|e| e.unwrap().path()).collect();
    folders.retain(|f| f.is_dir());
    folders.sort();
    let params = kit::params();
    let (mut all, mut best, mut sure, mut wrong_sure, mut lost) = (0, 0, 0, 0, 0);
    let (mut held, mut held_sure, mut called, mut called_right) = (0, 0, 0, 0);
    for folder in &folders {
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        // Of the four, those of the evening ascend.
        let view = opensarship(folder, name.contains("T10") || name.contains("T09"));
        let belief = &associate(std::slice::from_ref(&view), &Traffic::default(), &params).scenes[0];
        for at in 0..view.seen.len() {
            let pairs = || belief.pairs.iter().filter(move |p| p.seen == at);
            let top = pairs().max_by(|a, b| a.p.total_cmp(&b.p));
            all += 1;
            best += usize::from(top.is_some_and(|t| t.radio == at));
            sure += usize::from(top.is_some_and(|t| t.p >= 0.9));
            wrong_sure += usize::from(top.is_some_and(|t| t.p >= 0.9 && t.radio != at));
            lost += usize::from(belief.unmatched[at] > 0.9);
        }
        // Every third radio is taken away: its ship is one without AIS, in real traffic.
        for part in 0..3 {
            let mut fewer = view.clone();
            fewer.radios = view
                .radios
                .iter()
                .enumerate()
                .filter(|(i, _)| i % 3 != part)
                .map(|(_, r)| r.clone())
                .collect();
            let belief = &associate(&[fewer], &Traffic::default(), &params).scenes[0];
            for at in 0..view.seen.len() {
                let (is_held, is_called) = (at % 3 == part, belief.unmatched[at] > 0.9);
                held += usize::from(is_held);
                held_sure += usize::from(is_held && is_called);
                called += usize::from(is_called);
                called_right += usize::from(is_held && is_called);
            }
        }
    }
    println!("OpenSARShip, {all} pairs chosen by others because they fit:");
    println!(
        "  likeliest radio is theirs {best}, decided {sure}, decided otherwise {wrong_sure}, called unmatched {lost}"
    );
    println!(
        "  radio held back {held}: called unmatched {held_sure}; of {called} so called right {called_right}"
    );
    println!("  What they cannot say: whether a ship without AIS is one. None of them is.");
    assert!(best * 100 >= all * 90, "{best} of {all}");
    assert!(wrong_sure * 100 <= all * 3, "{wrong_sure} of {all}");
    assert!(called_right * 100 >= called * 80, "{called_right} of {called}");
}

#[test]
fn radarsat_in_the_pacific_says_how_wrong_lengths_are_and_nothing_of_silence() {
    let path = data("matching/gfw_radarsat2_pacific/matched_pairs.csv");
    if !path.is_file() {
        println!("SKIPPED: no {}", path.display());
        return;
    }
    let rows = rows(&path);
    let mut verdicts: BTreeMap<String, usize> = BTreeMap::new();
    let mut logs = vec![];
    for row in &rows {
        *verdicts.entry(row["match_review"].clone()).or_default() += 1;
        if let (Some(known), Some(found)) = (number(row, "gfw_length"), number(row, "sar_length"))
            && row["match_review"] == "yes"
        {
            logs.push((found / known).ln());
        }
    }
    let n = logs.len() as f64;
    let mean = logs.iter().sum::<f64>() / n;
    let sd = (logs.iter().map(|l| (l - mean) * (l - mean)).sum::<f64>() / n).sqrt();
    println!("RADARSAT-2, Pacific: {} rows, verdicts of reviewers {verdicts:?}", rows.len());
    println!(
        "  {} reviewed pairs with both lengths: ln(found / known) mean {mean:+.2}, sd {sd:.2}",
        logs.len()
    );
    println!(
        "  The file has no AIS positions: no association can be made from it, and a row without a radio was not reviewed."
    );
    assert_eq!(verdicts.get("no"), None, "no pair was ever rejected, so nothing is learnt of wrong ones");
    assert!(n > 50.0 && mean > 0.0 && sd > 0.2, "{n} {mean} {sd}");
}
