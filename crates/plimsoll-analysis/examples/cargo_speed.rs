//! How many draws of a call a second: `cargo run --release -p plimsoll-analysis --example cargo_speed`.

#![expect(clippy::print_stdout, reason = "it prints what it measured")]
#![expect(clippy::unwrap_used, reason = "its input is the shipped file of defaults")]

use plimsoll_analysis::cargo::{CargoCall, CargoParams, ShipDraws, call_draws};
use plimsoll_analysis::draughts::{DraughtParams, draught_pair};
use plimsoll_analysis::inputs::Held;
use plimsoll_analysis::ledger::LedgerWriter;
use plimsoll_analysis::particulars::ParticularParams;
use plimsoll_analysis::shared::Shared;
use plimsoll_model::evidence::Key;
use plimsoll_model::{
    Confidence, Draught, Estimate, Mmsi, Particular, Period, Place, PortVisit, Product, RecordId, RecordKind,
    TerminalRole, Vessel, VesselKind, VisitEvidence,
};
use std::time::{Duration, Instant};

/// Time on a processor, where Linux tells it, so that other work on the machine does not count; else by the clock.
struct Stopwatch(Instant, Option<u64>);

impl Stopwatch {
    fn start() -> Self {
        Self(Instant::now(), Self::on_processor_ns())
    }
    fn on_processor_ns() -> Option<u64> {
        std::fs::read_to_string("/proc/thread-self/schedstat").ok()?.split_whitespace().next()?.parse().ok()
    }
    fn elapsed(&self) -> Duration {
        let now = self.1.zip(Self::on_processor_ns());
        now.map_or_else(|| self.0.elapsed(), |(then, now)| Duration::from_nanos(now - then))
    }
}

fn stated(value: f64) -> Option<Particular> {
    let estimate = Estimate::new(value, value, value)?;
    Some(Particular { estimate, is_inferred: false, basis: "list".into() })
}

fn vessel(number: i64) -> Vessel {
    Vessel {
        id: RecordId::of(RecordKind::Vessel, &[Key::Int(number)]),
        imo_number: None,
        mmsis: vec![],
        ship_name: None,
        names: vec![],
        kind: VesselKind::OilTanker,
        length_overall_m: stated(92.0),
        beam_m: stated(14.0),
        deadweight_t: None,
        summer_draught_m: None,
        tank_volume_m3: None,
        deepest_draught_m: Some(5.4),
        remarks: vec![],
        parents: vec![],
    }
}

fn visit(vessel: &Vessel, number: i64, is_shown: bool) -> PortVisit {
    let end = jiff::Timestamp::from_second(1_704_067_200 + number * 3600).unwrap();
    let departure = if is_shown { 5.3 } else { 3.4 };
    PortVisit {
        id: RecordId::of(RecordKind::PortVisit, &[Key::Int(number)]),
        vessel: vessel.id,
        mmsi: Mmsi::new(445_000_001).unwrap(),
        place: "Terminal".into(),
        start: end,
        end,
        not_before: None,
        not_after: None,
        draught_arrival: Some(Draught::metres(3.4)),
        draught_departure: Some(Draught::metres(departure)),
        draught_departure_time: None,
        confidence: Confidence::WHOLE,
        evidence: VisitEvidence::Positions,
        reports: 2,
        parents: vec![],
    }
}

fn main() {
    let text = include_str!("../../plimsoll-case/src/defaults.toml");
    let table: toml::Table = text.parse().unwrap();
    let cargo: CargoParams = table["cargo"].clone().try_into().unwrap();
    let particulars: ParticularParams = table["particulars"].clone().try_into().unwrap();
    let draughts: DraughtParams = table["draughts"].clone().try_into().unwrap();
    let held = Held::none();
    let place = Place {
        name: "Terminal".into(),
        area: None,
        role: TerminalRole::Loading,
        product: None,
        locode: None,
        source: "made up".into(),
    };

    let start = Stopwatch::start();
    let shared = Shared::new(&cargo, &particulars, &held);
    println!("shared draws: {:?}", start.elapsed());
    let n = cargo.draws as f64;
    let vessel = vessel(1);
    let start = Stopwatch::start();
    let ships: Vec<ShipDraws> =
        (0..50).map(|_| ShipDraws::new(&vessel, &particulars, &shared, &held).unwrap()).collect();
    println!("ship draws: {:.1} M/s", 50.0 * n / start.elapsed().as_secs_f64() / 1e6);
    let case = Period::new("2024-01-01T00:00:00Z".parse().unwrap(), "2025-01-01T00:00:00Z".parse().unwrap());
    let case = case.unwrap();
    for is_shown in [true, false] {
        let visits: Vec<PortVisit> = (0..400).map(|k| visit(&vessel, k, is_shown)).collect();
        let pairs: Vec<_> = visits.iter().map(|v| draught_pair(v, &vessel, &draughts)).collect();
        let calls: Vec<CargoCall<'_>> = visits
            .iter()
            .zip(&pairs)
            .map(|(visit, draughts)| {
                let product = Some(Product::Gasoil);
                CargoCall { visit, vessel: &vessel, place: &place, product, draughts }
            })
            .collect();
        let start = Stopwatch::start();
        let draws: Vec<_> =
            calls.iter().map(|c| call_draws(c, &ships[0], &shared, &cargo, &held).unwrap()).collect();
        let rate = 400.0 * n / start.elapsed().as_secs_f64() / 1e6;
        println!("call draws, {}: {rate:.1} M/s", if is_shown { "draught shown" } else { "draught silent" });
        let start = Stopwatch::start();
        let rows: Vec<_> = calls
            .iter()
            .zip(&draws)
            .map(|(c, d)| plimsoll_analysis::cargo::cargo(c, Some(d), &shared))
            .collect();
        println!("rows: {:?} for 400", start.elapsed());
        let start = Stopwatch::start();
        let mut writer = LedgerWriter::new(case, &[], &[], &shared);
        for (row, draws) in rows.iter().zip(&draws) {
            writer.add(row, draws, &ships[0]).unwrap();
        }
        let lines = writer.finish().lines.len();
        println!("ledger: {:?} for 400 calls, {lines} lines", start.elapsed());
    }
}
