//! `claims`: statements against each other and against what the case finds.

use super::{Inputs, Outputs, Stage};
use crate::error::UserError;
use plimsoll_analysis::cargo::CargoParams;
use plimsoll_analysis::statements::{OwnResult, StatementParams, reconcile};
use plimsoll_case::tables::events::PortVisitRow;
use plimsoll_case::tables::places::PlaceRow;
use plimsoll_case::tables::{TableRow, TableSpec};
use plimsoll_model::statement::days_of;
use plimsoll_model::{
    Cap, Convention, Crossing, Estimate, LedgerLine, Period, Referent, Scenario, SeasonNumber, Statement,
    StatementQuantity, TerminalRole,
};
use std::collections::BTreeSet;

const READS: [TableSpec; 7] = [
    Statement::SPEC,
    PlaceRow::SPEC,
    PortVisitRow::SPEC,
    Cap::SPEC,
    LedgerLine::SPEC,
    Crossing::SPEC,
    SeasonNumber::SPEC,
];

/// Numbers of a season that statements can be held against: their name, what they are of, and the subject under which
/// statements speak of the same.
const OF_SEASON: [(&str, StatementQuantity, &str); 11] = [
    ("calls-documented", StatementQuantity::Calls, CALLS),
    ("calls", StatementQuantity::Calls, CALLS),
    ("ships-documented", StatementQuantity::Ships, SHIPS),
    ("ships", StatementQuantity::Ships, SHIPS),
    ("first-seen", StatementQuantity::Date, "first call"),
    ("last-seen", StatementQuantity::Date, "last call"),
    ("fill", StatementQuantity::Laden, "how full the tankers left"),
    ("barrels-documented", StatementQuantity::Volume, ""),
    ("barrels", StatementQuantity::Volume, ""),
    ("listed-share", StatementQuantity::Share, "calls by ships that the UN had designated"),
    ("discharge-places", StatementQuantity::Ports, "ports of discharge"),
];
const CALLS: &str = "calls of DPRK tankers to load oil";
const SHIPS: &str = "different tankers";

/// The stage.
pub(super) const STAGE: Stage = Stage {
    name: "claims",
    about: "Statements against each other, against arithmetic and against the ledger: agrees, contradicts, cannot both hold, not comparable.",
    version: 1,
    exhibits: &[],
    reads: &READS,
    writes: &[plimsoll_model::Reconciliation::SPEC],
    is_bucketed: false,
    rejects: false,
    sections: &["statements", "cargo"],
    reviews: false,
    method: "docs/methods/statements.md",
    run,
};

fn run(inputs: &Inputs<'_>, outputs: &mut Outputs<'_>) -> Result<(), UserError> {
    let statements = inputs.table::<Statement>()?;
    let params: StatementParams = inputs.params("statements")?;
    let cargo: CargoParams = inputs.params("cargo")?;
    let config = inputs.config();
    let facts = Facts {
        case: config.period,
        is_simulated: config.is_simulated,
        places: inputs.table::<PlaceRow>()?,
        visits: inputs.table::<PortVisitRow>()?,
        caps: inputs.table::<Cap>()?,
        ledger: inputs.table::<LedgerLine>()?,
        crossings: inputs.table::<Crossing>()?,
        season: inputs.table::<SeasonNumber>()?,
    };
    let own = facts.own(&statements);
    outputs.write(&reconcile(&statements, &own, &params, &cargo.density_t_per_m3))
}

/// What the case finds, as far as statements can be held against it.
struct Facts {
    case: Period,
    is_simulated: bool,
    places: Vec<PlaceRow>,
    visits: Vec<PortVisitRow>,
    caps: Vec<Cap>,
    ledger: Vec<LedgerLine>,
    crossings: Vec<Crossing>,
    season: Vec<SeasonNumber>,
}

impl Facts {
    /// The results of our own, each beside what statements could be held against it.
    fn own(&self, statements: &[Statement]) -> Vec<OwnResult> {
        if !self.season.is_empty() {
            // The season holds what AIS and the ledger say, and what nobody was sending.
            return self.of_season();
        }
        let mut own = self.counts();
        own.extend(self.sums(statements));
        own.extend(self.crossed());
        own
    }

    fn name(&self, what: &str) -> String {
        if self.is_simulated { format!("{what} of this SIMULATED season") } else { format!("our {what}") }
    }

    /// Where our calls are loaded, by every name that the case has for it.
    fn loading_places(&self) -> Vec<String> {
        let loading = |p: &&PlaceRow| p.place.role != TerminalRole::Discharge;
        let names = self
            .places
            .iter()
            .filter(loading)
            .flat_map(|p| std::iter::once(&p.place.name).chain(&p.listed_as));
        names.cloned().collect()
    }

    fn referent(&self, subject: &str, period: Period) -> Referent {
        Referent {
            subject: subject.to_owned(),
            places: self.loading_places(),
            period: Some(period),
            ..Referent::default()
        }
    }

    /// The numbers of the season.
    fn of_season(&self) -> Vec<OwnResult> {
        let cap = self.caps.first();
        let number = |name: &str| self.season.iter().find(|n| n.name == name);
        let result = |row: &SeasonNumber, quantity: StatementQuantity, subject: &str, limit_bbl| {
            let mut referent = self.referent(subject, self.case);
            if quantity.is_date() {
                referent.period = None;
            }
            Some(OwnResult {
                record: row.id,
                name: self.name(&format!("`{}`", row.name)),
                quantity,
                amount: Estimate::new(row.low?, row.mid?, row.high?)?,
                referent,
                limit_bbl,
            })
        };
        let of_cap = |subject: &'static str| match (subject, cap) {
            ("", Some(cap)) => Some(cap.subject.clone()),
            ("", None) => None,
            _ => Some(subject.to_owned()),
        };
        let mut own: Vec<OwnResult> = OF_SEASON
            .iter()
            .filter_map(|(name, quantity, subject)| result(number(name)?, *quantity, &of_cap(subject)?, None))
            .collect();
        if let (Some(row), Some(cap)) = (number("cap-crossed"), cap) {
            let limit = Some(cap.limit.to_barrels());
            own.extend(result(row, StatementQuantity::CrossingDate, &cap.subject, limit));
        }
        own
    }

    /// Visits to loading places within the case, and the ships that made them.
    fn counts(&self) -> Vec<OwnResult> {
        let places: BTreeSet<_> = self.loading_places().into_iter().collect();
        let inside: Vec<_> = self
            .visits
            .iter()
            .map(|row| &row.visit)
            .filter(|v| places.contains(&v.place) && self.case.contains(v.start))
            .collect();
        let Some(first) = inside.first() else { return Vec::new() };
        let ships: BTreeSet<_> = inside.iter().map(|v| v.vessel).collect();
        let result = |quantity: StatementQuantity, what: &str, subject: &str, count: usize| {
            let amount = Estimate::new(count as f64, count as f64, count as f64)?;
            let referent = self.referent(subject, self.case);
            Some(OwnResult {
                record: first.id,
                name: self.name(what),
                quantity,
                amount,
                referent,
                limit_bbl: None,
            })
        };
        let calls = result(StatementQuantity::Calls, "count of visits", CALLS, inside.len());
        let ships = result(StatementQuantity::Ships, "count of ships", SHIPS, ships.len());
        calls.into_iter().chain(ships).collect()
    }

    fn cap(&self, cap_id: &str) -> Option<&Cap> {
        self.caps.iter().find(|c| c.cap_id == cap_id)
    }

    /// The sums of the ledger at the ends of the periods that statements speak of, and at its own end. Only sums since
    /// the beginning of a counting period have an interval.
    fn sums(&self, statements: &[Statement]) -> Vec<OwnResult> {
        let volumes = statements.iter().filter(|s| s.quantity == StatementQuantity::Volume);
        let mut ends: BTreeSet<_> = volumes.filter_map(|s| s.referent.period).map(last_day).collect();
        ends.insert(last_day(self.case));
        let is_ours = |l: &&LedgerLine| {
            l.convention == Convention::Physical && l.scenario == Scenario::Estimate && ends.contains(&l.date)
        };
        let result = |line: &LedgerLine| {
            let cap = self.cap(&line.cap_id)?;
            let end = line.date.tomorrow().ok()?.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp();
            let period = Period::new(line.period.start().max(self.case.start()), end).ok()?;
            Some(OwnResult {
                record: line.id,
                name: self.name(&format!("sum to {}", line.date)),
                quantity: StatementQuantity::Volume,
                amount: line.cumulative_bbl.map(|v| v - line.notified_bbl)?,
                referent: self.referent(&cap.subject, period),
                limit_bbl: None,
            })
        };
        self.ledger.iter().filter(is_ours).filter_map(result).collect()
    }

    /// The days on which the sum, with what was notified, passed each limit.
    fn crossed(&self) -> Vec<OwnResult> {
        let is_ours = |c: &&Crossing| {
            c.convention == Convention::Physical && c.scenario == Scenario::Estimate && c.share >= 1.0
        };
        let result = |crossing: &Crossing| {
            let cap = self.cap(&crossing.cap_id)?;
            let amount =
                Estimate::new(days_of(crossing.low?), days_of(crossing.mid?), days_of(crossing.high?))?;
            Some(OwnResult {
                record: crossing.id,
                name: self.name("sum"),
                quantity: StatementQuantity::CrossingDate,
                amount,
                referent: self.referent(&cap.subject, crossing.period),
                limit_bbl: Some(cap.limit.to_barrels()),
            })
        };
        self.crossings.iter().filter(is_ours).filter_map(result).collect()
    }
}

/// The last day of a period.
fn last_day(period: Period) -> jiff::civil::Date {
    let last = period.end() - jiff::SignedDuration::from_nanos(1);
    last.to_zoned(jiff::tz::TimeZone::UTC).date()
}
