//! Reports with known truth, and the parameters that the product ships with.

use jiff::Timestamp;
use plimsoll_analysis::gaps::GapParams;
use plimsoll_analysis::port_visits::PortVisitParams;
use plimsoll_analysis::vessels::VesselParams;
use plimsoll_analysis::voyages::VoyageParams;
use plimsoll_model::evidence::Key;
use plimsoll_model::{
    Area, Dimensions, Draught, ImoNumber, Length, Mmsi, Place, Position, PositionReport, RecordId,
    RecordKind, Source, Speed, StaticReport, TerminalRole,
};
use proptest::test_runner::{Config as ProptestConfig, RngSeed};

/// One section of the defaults, read from the file that the product ships.
fn section<T: serde::de::DeserializeOwned>(name: &str) -> T {
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
    let keys = [
        Key::Int(i64::from(radio)),
        Key::Time(time),
        Key::Int(position.lat_e7()),
        Key::Int(position.lon_e7()),
    ];
    PositionReport {
        id: RecordId::of(RecordKind::PositionReport, &keys),
        source: source("positions", 1),
        mmsi: mmsi(radio),
        time,
        message_type: Some(1),
        position,
        sog: sog_kn.map(Speed::knots),
        cog: None,
        heading: None,
        navigational_status: None,
        receiver: None,
    }
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
