//! The search of names: how many queries a CPU-second, and how many planted names it finds.

use super::{Bench, Line, print, unreadable};
use crate::cli::Context;
use crate::error::UserError;
use plimsoll_case::params::Params;
use plimsoll_registry::names::{NameIndex, NameParams, ShipName, compare};
use plimsoll_simulate::{NameSearch, name_search};
use std::hint::black_box;

/// Names and planted queries of the simulated search.
const NAMES: usize = 100_000;
const PLANTED: usize = 100;
/// A name counts as found among the first so many.
const MOST: usize = 5;
/// How often the queries are run in one measurement.
const ROUNDS: usize = 5;

impl Bench {
    /// Measures the index, and the full comparison of what it finds.
    pub(super) fn screening(&self, context: &Context) -> Result<(), UserError> {
        let search: NameSearch = match &self.names {
            Some(path) => {
                let bytes = std::fs::read(path).map_err(|e| unreadable(path, &e))?;
                serde_json::from_slice(&bytes).map_err(|e| unreadable(path, &e))?
            }
            None => name_search(1, NAMES, PLANTED),
        };
        let params: NameParams = Params::defaults().section("names")?;
        let index = NameIndex::new((0_u32..).zip(search.names.iter().map(String::as_str)));
        let (_, cost) = self.best(|| {
            for query in search.queries.iter().cycle().take(ROUNDS * search.queries.len()) {
                let asked = ShipName::read(query);
                for hit in index.nearest(query, MOST) {
                    black_box(compare(&asked, &ShipName::read(hit.name), &params));
                }
            }
        })?;
        let is_found = |(query, at): &(&String, &usize)| {
            let name = search.names.get(**at);
            index.nearest(query, MOST).iter().any(|hit| Some(hit.name) == name.map(String::as_str))
        };
        let found = search.queries.iter().zip(&search.truth).filter(is_found).count();
        let rate = cost.cpu_s.map_or_else(
            || "unknown".to_owned(),
            |cpu_s| format!("{:.0}", (ROUNDS * search.queries.len()) as f64 / cpu_s.max(1e-3)),
        );
        print(
            context,
            &Line {
                stage: "name screening, 1 thread",
                input: format!("{} queries against {} names", search.queries.len(), search.names.len()),
                measured: format!(
                    "{rate} queries/CPU-s, each with {MOST} names compared; {found} of {} planted among the first {MOST}",
                    search.truth.len()
                ),
                target: ">= 2,000 queries/CPU-s, >= 99 of 100 planted",
            },
        );
        Ok(())
    }
}
