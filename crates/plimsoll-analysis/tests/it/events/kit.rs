//! Reports with known truth, and the parameters that the product ships with.

use jiff::Timestamp;
use plimsoll_analysis::encounters::EncounterParams;
use plimsoll_analysis::gaps::GapParams;
use plimsoll_analysis::loitering::LoiteringParams;
use plimsoll_analysis::port_visits::{PortStays, PortVisitParams, Sites, port_visits};
use plimsoll_analysis::vessels::{VesselIndex, VesselParams};
use plimsoll_analysis::voyages::VoyageParams;
use plimsoll_model::evidence::Key;
use plimsoll_model::{
    Area, Dimensions, Draught, ImoNumber, Length, Mmsi, Place, PortVisit, Position, PositionReport, RecordId,
    RecordKind, Source, Speed, StaticReport, TerminalRole, Track,
};
use proptest::test_runner::{Config as ProptestConfig, RngSeed};

/// One section of the defaults, read from the file that the product ships.
pub(crate) fn section<T: serde::de::DeserializeOwned>(name: &str) -> T {
    let text = include_str!("../../../../plimsoll-case/src/defaults.toml");
    let table: toml::Table = text.parse().unwrap();
    table[name].clone().try_into().unwrap()
}

pub(crate) fn gap_params() -> GapParams {
    section("gaps")
}

pub(crate) fn visit_params() -> PortVisitParams {
    section("port-visits")
}

pub(crate) fn loitering_params() -> LoiteringParams {
    section("loitering")
}

pub(crate) fn encounter_params() -> EncounterParams {
    section("encounters")
}

pub(crate) fn vessel_params() -> VesselParams {
    section("vessels")
}

pub(crate) fn voyage_params() -> VoyageParams {
    section("voyages")
}

/// How random cases are drawn: the same ones in every run.
pub(crate) fn cases() -> ProptestConfig {
    ProptestConfig { rng_seed: RngSeed::Fixed(2397), failure_persistence: None, ..ProptestConfig::default() }
}

/// An instant, such as `2024-12-31T22:00:00Z`.
pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// So many minutes after the start of 2024.
pub(crate) fn minute(minutes: i64) -> Timestamp {
    Timestamp::from_second(at("2024-01-01T00:00:00Z").as_second() + minutes * 60).unwrap()
}

pub(crate) fn mmsi(value: u32) -> Mmsi {
    Mmsi::new(value).unwrap()
}

pub(crate) fn point(lat: f64, lon: f64) -> Position {
    Position::from_lat_lon(lat, lon).unwrap()
}

/// Line `line` of the exhibit `exhibit`.
pub(crate) fn source(exhibit: &str, line: u64) -> Source {
    let exhibit = RecordId::of(RecordKind::Exhibit, &[Key::Text(exhibit)]);
    Source { exhibit, line, byte_offset: line * 100 }
}

/// A position report of MMSI 445000001.
pub(crate) fn heard(time: Timestamp, lat: f64, lon: f64, sog_kn: Option<f64>) -> PositionReport {
    heard_from(445_000_001, time, lat, lon, sog_kn)
}

/// A position report.
pub(crate) fn heard_from(
    radio: u32,
    time: Timestamp,
    lat: f64,
    lon: f64,
    sog_kn: Option<f64>,
) -> PositionReport {
    let position = point(lat, lon);
    // A place in the exhibit that no other report has: a number of the report's own (FNV-1a).
    let keys = [i64::from(radio), time.as_millisecond(), position.lat_e7(), position.lon_e7()];
    let bytes = keys.iter().flat_map(|key| key.to_le_bytes());
    let offset =
        bytes.fold(0xcbf2_9ce4_8422_2325, |h: u64, b| (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3));
    PositionReport {
        source: Source { byte_offset: offset >> 1, ..source("positions", 1) },
        mmsi: mmsi(radio),
        time,
        message_type: Some(1),
        position: Some(position),
        sog: sog_kn.map(Speed::knots),
        cog: None,
        heading: None,
        navigational_status: None,
    }
}

/// The reports of each radio as one track, in order of time.
pub(crate) fn tracks(reports: &[PositionReport]) -> Vec<(Track, Vec<PositionReport>)> {
    let mut sorted = reports.to_vec();
    sorted.sort_by_key(|r| (r.mmsi, r.time, r.id()));
    sorted
        .chunk_by(|a, b| a.mmsi == b.mmsi)
        .map(|of| {
            let (first, last) = (of[0], of[of.len() - 1]);
            let keys = [Key::Int(i64::from(first.mmsi.value())), Key::Time(first.time)];
            let track = Track {
                id: RecordId::of(RecordKind::Track, &keys),
                mmsi: first.mmsi,
                start: first.time,
                end: last.time,
                reports: of.len() as u32,
                segments: 1,
                is_shared: false,
                parents: vec![first.id(), last.id()],
            };
            (track, of.to_vec())
        })
        .collect()
}

/// The visits of all ships: each radio is one track.
pub(crate) fn visits(
    positions: &[PositionReport],
    statics: &[StaticReport],
    places: &[Place],
    params: &PortVisitParams,
) -> Vec<PortVisit> {
    let sites = Sites::new(places, params);
    let (mut stays, mut ends) = (Vec::new(), Vec::new());
    for (track, reports) in tracks(positions) {
        let mut machine = PortStays::new(track.mmsi, track.id, &sites, params);
        reports.iter().for_each(|r| machine.push(r, &mut stays));
        machine.finish(&mut stays);
        ends.push(track);
    }
    port_visits(&stays, &ends, statics, places, &VesselIndex::new(statics, &vessel_params()), params)
}

/// A static report with nothing in it but who and when.
pub(crate) fn sent(radio: u32, time: Timestamp, imo: u32) -> StaticReport {
    let keys = [Key::Int(i64::from(radio)), Key::Time(time), Key::Int(i64::from(imo))];
    StaticReport {
        id: RecordId::of(RecordKind::StaticReport, &keys),
        source: source("listings", 1),
        mmsi: mmsi(radio),
        time,
        message_type: Some(5),
        imo_sent: Some(imo).filter(|n| *n != 0),
        imo_number: ImoNumber::new(imo).ok(),
        call_sign: None,
        ship_name: None,
        ship_type: Some(80),
        dimensions: Dimensions::default(),
        draught: None,
        destination: None,
        listed_place: None,
        receiver: None,
    }
}

/// The same with a draught.
pub(crate) fn with_draught(report: StaticReport, metres: f64) -> StaticReport {
    let keys = [Key::Id(report.id), Key::Int((metres * 10.0).round() as i64)];
    let id = RecordId::of(RecordKind::StaticReport, &keys);
    StaticReport { id, draught: Some(Draught::metres(metres)), ..report }
}

/// The same, listed at a place.
pub(crate) fn listed(report: StaticReport, place: &str) -> StaticReport {
    let id = RecordId::of(RecordKind::StaticReport, &[Key::Id(report.id), Key::Text(place)]);
    StaticReport { id, listed_place: Some(place.to_owned()), ..report }
}

/// A round place.
pub(crate) fn harbour(name: &str, lat: f64, lon: f64, radius_m: f64) -> Place {
    let area = Area::Circle { centre: point(lat, lon), radius: Length::metres(radius_m) };
    Place { area: Some(area), ..named(name) }
}

/// A place of which only the name is known.
pub(crate) fn named(name: &str) -> Place {
    Place {
        name: name.to_owned(),
        area: None,
        role: TerminalRole::Loading,
        product: None,
        locode: None,
        source: "made up".to_owned(),
    }
}

/// The identifier of a slot of a feed.
pub(crate) fn slot_id(feed: &str, start: Timestamp) -> RecordId {
    RecordId::of(RecordKind::ReceptionSlot, &[Key::Text(feed), Key::Time(start)])
}

/// A slot of a feed, which is one exhibit.
pub(crate) fn slot(feed: &str, start: Timestamp, reports: u64) -> plimsoll_model::ReceptionSlot {
    let exhibit = RecordId::of(RecordKind::Exhibit, &[Key::Text(feed)]);
    plimsoll_model::ReceptionSlot { id: slot_id(feed, start), exhibit, feed: feed.to_owned(), start, reports }
}
