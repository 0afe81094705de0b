//! `ledger`: cargoes to sums by day, against each cap.

use super::calls::Calls;
use super::{Inputs, Outputs, Stage};
use crate::error::UserError;
use plimsoll_analysis::cargo::{CargoCall, CargoParams, ShipDraws, call_draws, cargo};
use plimsoll_analysis::inputs::Held;
use plimsoll_analysis::ledger::{Ledger, LedgerWriter};
use plimsoll_analysis::sensitivity::{Season, sensitivity};
use plimsoll_analysis::shared::Shared;
use plimsoll_case::tables::estimates::CargoRow;
use plimsoll_case::tables::events::PortVisitRow;
use plimsoll_case::tables::places::PlaceRow;
use plimsoll_case::tables::{TableRow, TableSpec};
use plimsoll_model::{Cap, Crossing, DraughtPair, LedgerLine, Period, ReportedVolume, Sensitivity, Vessel};
use rayon::prelude::*;

/// The tables it reads.
const READS: [TableSpec; 7] = [
    PortVisitRow::SPEC,
    Vessel::SPEC,
    PlaceRow::SPEC,
    DraughtPair::SPEC,
    CargoRow::SPEC,
    Cap::SPEC,
    ReportedVolume::SPEC,
];

/// The stage.
pub(super) const STAGE: Stage = Stage {
    name: "ledger",
    about: "Cargoes and notified deliveries to sums by day against each cap; crossings; what drives the interval.",
    version: 2,
    exhibits: &[],
    reads: &READS,
    writes: &[LedgerLine::SPEC, Crossing::SPEC, Sensitivity::SPEC],
    is_bucketed: false,
    rejects: false,
    sections: &["cargo", "particulars", "ledger"],
    reviews: true,
    method: "docs/methods/ledger.md",
    run,
};

/// Section `[ledger]`.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct LedgerParams {
    /// How many draws the sensitivity is read from.
    sensitivity_draws: usize,
}

fn run(inputs: &Inputs<'_>, outputs: &mut Outputs<'_>) -> Result<(), UserError> {
    let calls = Calls::read(inputs)?;
    let params: LedgerParams = inputs.params("ledger")?;
    let caps = inputs.table::<Cap>()?;
    let reported = inputs.table::<ReportedVolume>()?;
    let case = inputs.config().period;
    let is_counted = |call: &CargoCall<'_>| calls.exclusion(call).is_none();
    let mut in_order: Vec<_> = calls.calls().into_iter().map(|(call, _)| call).filter(is_counted).collect();
    in_order.sort_by_key(|call| (call.visit.end, call.visit.id));
    let ledger = written(&calls, &in_order, &caps, &reported, case)?;
    outputs.write(&ledger.lines)?;
    outputs.write(&ledger.crossings)?;
    let cargo = CargoParams { draws: params.sensitivity_draws, ..calls.cargo.clone() };
    let season = Season {
        calls: &in_order,
        case,
        caps: &caps,
        reported: &reported,
        particulars: &calls.particulars,
        cargo: &cargo,
    };
    outputs.write(&sensitivity(&season))
}

/// Draws each call on some thread, adds them up in order of time on this one, a few at a time to bound memory.
fn written(
    calls: &Calls,
    in_order: &[CargoCall<'_>],
    caps: &[Cap],
    reported: &[ReportedVolume],
    case: Period,
) -> Result<Ledger, UserError> {
    let held = Held::none();
    let shared = Shared::new(&calls.cargo, &calls.particulars, &held);
    let mut writer = LedgerWriter::new(case, caps, reported, &shared);
    for some in in_order.chunks(64) {
        let drawn: Vec<_> = some
            .par_iter()
            .map(|call| {
                let ship = ShipDraws::new(call.vessel, &calls.particulars, &shared, &held)?;
                let draws = call_draws(call, &ship, &shared, &calls.cargo, &held)?;
                Some((cargo(call, Some(&draws), &shared), draws, ship))
            })
            .collect();
        for (cargo, draws, ship) in drawn.into_iter().flatten() {
            writer.add(&cargo, &draws, &ship).map_err(|e| UserError::fault("adding up the ledger", &e))?;
        }
    }
    Ok(writer.finish())
}
