//! What several tests need: the shipped defaults, and rows made by hand.

use jiff::Timestamp;
use plimsoll_analysis::cargo::{CallDraws, CargoCall, CargoParams, ShipDraws, call_draws, cargo};
use plimsoll_analysis::draughts::{DraughtParams, draught_pair};
use plimsoll_analysis::inputs::Held;
use plimsoll_analysis::ledger::{Ledger, LedgerWriter};
use plimsoll_analysis::particulars::ParticularParams;
use plimsoll_analysis::shared::Shared;
use plimsoll_model::evidence::Key;
use plimsoll_model::{
    Cap, Cargo, Confidence, Draught, DraughtPair, Estimate, Mmsi, Particular, Period, Place, PortVisit,
    Product, RecordId, RecordKind, ReportedVolume, ReportingPeriod, TerminalRole, Vessel, VesselKind,
    VisitEvidence, Volume,
};

/// The defaults as shipped.
pub(crate) struct Defaults {
    pub(crate) draughts: DraughtParams,
    pub(crate) particulars: ParticularParams,
    pub(crate) cargo: CargoParams,
}

/// Reads the file of defaults; a test that wants fewer draws says so.
pub(crate) fn defaults(draws: usize) -> Defaults {
    let text = include_str!("../../../../plimsoll-case/src/defaults.toml");
    let table: toml::Table = toml::from_str(text).unwrap();
    fn section<T: for<'de> serde::Deserialize<'de>>(table: &toml::Table, name: &str) -> T {
        table[name].clone().try_into().unwrap()
    }
    let cargo = CargoParams { draws, ..section(&table, "cargo") };
    Defaults { draughts: section(&table, "draughts"), particulars: section(&table, "particulars"), cargo }
}

pub(crate) fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(crate) fn period(start: &str, end: &str) -> Period {
    Period::new(time(start), time(end)).unwrap()
}

/// A number that a list states.
pub(crate) fn stated(value: f64) -> Option<Particular> {
    Some(Particular {
        estimate: Estimate::new(value, value, value).unwrap(),
        is_inferred: false,
        basis: "list".into(),
    })
}

/// A tanker of which nothing is known but a number.
pub(crate) fn vessel(number: i64) -> Vessel {
    Vessel {
        id: RecordId::of(RecordKind::Vessel, &[Key::Int(number)]),
        imo_number: None,
        mmsis: vec![],
        ship_name: None,
        names: vec![],
        kind: VesselKind::OilTanker,
        length_overall_m: None,
        beam_m: None,
        deadweight_t: None,
        summer_draught_m: None,
        depth_moulded_m: None,
        tank_volume_m3: None,
        deepest_draught_m: None,
        remarks: vec![],
        parents: vec![],
    }
}

/// A coaster of about 3,000 t.
pub(crate) fn coaster(number: i64) -> Vessel {
    Vessel {
        length_overall_m: stated(92.0),
        beam_m: stated(14.0),
        deadweight_t: stated(3000.0),
        summer_draught_m: stated(5.6),
        ..vessel(number)
    }
}

pub(crate) fn place(role: TerminalRole) -> Place {
    Place { name: "Terminal".into(), area: None, role, product: None, locode: None, source: "test".into() }
}

/// A visit of a day that ends at a time, with the draughts sent, m.
pub(crate) fn visit(vessel: &Vessel, end: Timestamp, draughts: [Option<f64>; 2]) -> PortVisit {
    let start = end - jiff::SignedDuration::from_hours(24);
    PortVisit {
        id: RecordId::of(RecordKind::PortVisit, &[Key::Id(vessel.id), Key::Time(end)]),
        vessel: vessel.id,
        mmsi: Mmsi::new(445_000_001).unwrap(),
        place: "Terminal".into(),
        start,
        end,
        not_before: None,
        not_after: None,
        draught_arrival: draughts[0].map(Draught::metres),
        draught_departure: draughts[1].map(Draught::metres),
        draught_departure_time: None,
        confidence: Confidence::WHOLE,
        evidence: VisitEvidence::Positions,
        reports: 2,
        parents: vec![],
    }
}

/// A call with all that belongs to it.
pub(crate) struct Call {
    pub(crate) visit: PortVisit,
    pub(crate) vessel: Vessel,
    pub(crate) place: Place,
    pub(crate) product: Option<Product>,
    pub(crate) draughts: DraughtPair,
}

impl Call {
    /// A call at a loading terminal.
    pub(crate) fn at_loading(
        vessel: Vessel,
        end: Timestamp,
        draughts: [Option<f64>; 2],
        defaults: &Defaults,
    ) -> Self {
        let visit = visit(&vessel, end, draughts);
        let draughts = draught_pair(&visit, &vessel, &defaults.draughts);
        Self { visit, vessel, place: place(TerminalRole::Loading), product: Some(Product::Gasoil), draughts }
    }

    pub(crate) fn borrowed(&self) -> CargoCall<'_> {
        CargoCall {
            visit: &self.visit,
            vessel: &self.vessel,
            place: &self.place,
            product: self.product,
            draughts: &self.draughts,
        }
    }

    /// The ship's draws, the call's draws and the row.
    pub(crate) fn estimate(
        &self,
        defaults: &Defaults,
        shared: &Shared,
        held: &Held,
    ) -> (Option<ShipDraws>, Option<CallDraws>, Cargo) {
        let ship = ShipDraws::new(&self.vessel, &defaults.particulars, shared, held);
        let draws =
            ship.as_ref().and_then(|ship| call_draws(&self.borrowed(), ship, shared, &defaults.cargo, held));
        let row = cargo(&self.borrowed(), draws.as_ref(), shared);
        (ship, draws, row)
    }
}

pub(crate) fn shared(defaults: &Defaults) -> Shared {
    Shared::new(&defaults.cargo, &defaults.particulars, &Held::none())
}

/// UNSCR 2397, operative paragraph 5.
pub(crate) fn cap() -> Cap {
    Cap {
        cap_id: "unscr-2397-op5".into(),
        measure: "UNSCR 2397 (2017), operative paragraph 5".into(),
        subject: "refined petroleum products to the DPRK".into(),
        limit: Volume::barrels(500_000.0),
        reporting_period: ReportingPeriod::CalendarYear,
        notice_shares: vec![0.75, 0.90, 0.95],
        committee_bbl_per_t: Some(8.33),
        is_yardstick: false,
        source: "test".into(),
    }
}

/// The ledger of calls, which it puts in order of time.
pub(crate) fn ledger(
    calls: &[Call],
    case: Period,
    caps: &[Cap],
    reported: &[ReportedVolume],
    defaults: &Defaults,
) -> Ledger {
    let shared = shared(defaults);
    let mut rows: Vec<_> = calls.iter().map(|c| c.estimate(defaults, &shared, &Held::none())).collect();
    rows.sort_by_key(|(.., row)| (row.time, row.id));
    let mut writer = LedgerWriter::new(case, caps, reported, &shared);
    for (ship, draws, row) in &rows {
        if let (Some(ship), Some(draws)) = (ship, draws) {
            writer.add(row, draws, ship).unwrap();
        }
    }
    writer.finish()
}
