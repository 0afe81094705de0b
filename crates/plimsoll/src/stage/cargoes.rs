//! `cargoes`: draughts and particulars to tonnes and barrels.

use super::calls::{self, Calls};
use super::{Inputs, Outputs, Stage};
use crate::error::UserError;
use plimsoll_analysis::cargo::{ShipDraws, call_draws, cargo};
use plimsoll_analysis::inputs::Held;
use plimsoll_analysis::shared::Shared;
use plimsoll_case::tables::TableRow;
use plimsoll_case::tables::estimates::CargoRow;
use rayon::prelude::*;

/// The stage.
pub(super) const STAGE: Stage = Stage {
    name: "cargoes",
    about: "Draughts, particulars and priors to tonnes and barrels of each visit, with intervals.",
    version: 2,
    exhibits: &[],
    reads: &calls::READS,
    writes: &[CargoRow::SPEC],
    is_bucketed: false,
    rejects: false,
    sections: &["cargo", "particulars"],
    reviews: true,
    method: "docs/methods/cargo.md",
    run,
};

fn run(inputs: &Inputs<'_>, outputs: &mut Outputs<'_>) -> Result<(), UserError> {
    let calls = Calls::read(inputs)?;
    let held = Held::none();
    let shared = Shared::new(&calls.cargo, &calls.particulars, &held);
    let rows: Vec<_> = calls
        .calls()
        .par_iter()
        .map(|(call, row)| {
            let exclusion = calls.exclusion(call);
            let ship = ShipDraws::new(call.vessel, &calls.particulars, &shared, &held)
                .filter(|_| exclusion.is_none());
            let draws = ship.and_then(|ship| call_draws(call, &ship, &shared, &calls.cargo, &held));
            let mut cargo = cargo(call, draws.as_ref(), &shared);
            cargo.not_counted = exclusion.or(cargo.not_counted);
            CargoRow { cargo, imo_number: row.imo_number, ship_name: row.ship_name.clone() }
        })
        .collect();
    outputs.write(&rows)
}
