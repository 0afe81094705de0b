//! Public statements held against each other, against what the case finds, and against arithmetic.
//!
//! Each verdict has a reason that can be printed. Which of two statements is right is not said: that is not a matter
//! of arithmetic. `docs/methods/statements.md`.

mod amount;
mod capacity;
mod chance;
mod equivalence;
mod instrument;
mod own;
mod pair;
mod referent;
mod sums;
mod timing;

pub use own::OwnResult;

use crate::oil::Densities;
use plimsoll_model::{Key, Reconciliation, RecordId, RecordKind, Statement, Verdict};
use std::collections::BTreeMap;

/// Section `[statements]`.
#[derive(Clone, Debug, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatementParams {
    /// `about`: so large a share either side.
    pub about_share: f64,
    /// `about` of a day: so many days either side.
    pub about_d: f64,
    /// `almost`: so large a share below.
    pub almost_share: f64,
    /// A sum of printed numbers may miss the printed total by so many of its unit.
    pub rounding_units: f64,
    /// A printed share is right to this, absolute.
    pub share_tolerance: f64,
    /// Calls as early as a statement needs contradict an even spread if they are less likely than this.
    pub level: f64,
}

/// Everything that is held against each other.
pub(crate) struct Sayings<'a> {
    all: &'a [Statement],
    by_label: BTreeMap<&'a str, &'a Statement>,
    params: &'a StatementParams,
    densities: &'a Densities,
}

/// A verdict before it has an identifier.
pub(crate) struct Finding<'a> {
    statement: &'a Statement,
    other: Option<(RecordId, String)>,
    rule: &'static str,
    verdict: Verdict,
    why: String,
    numbers: Vec<String>,
    /// Records besides the two.
    besides: Vec<RecordId>,
}

impl<'a> Sayings<'a> {
    fn new(all: &'a [Statement], params: &'a StatementParams, densities: &'a Densities) -> Self {
        let by_label = all.iter().map(|s| (s.label.as_str(), s)).collect();
        Self { all, by_label, params, densities }
    }

    /// True if a statement above says the same: its consequences stand there.
    fn is_restated(&self, statement: &Statement) -> bool {
        let same = |s: &&Statement| {
            s.quantity == statement.quantity
                && s.bound == statement.bound
                && s.referent == statement.referent
                && (s.value - statement.value).abs() <= self.params.rounding_units
        };
        self.all.iter().take_while(|s| s.id != statement.id).any(|s| same(&s))
    }

    /// The statements that a label each names; the first label that names none.
    fn named(&self, labels: &[String]) -> Result<Vec<&'a Statement>, String> {
        labels.iter().map(|label| self.by_label.get(label.as_str()).copied().ok_or(label.clone())).collect()
    }
}

/// Holds every statement against every other, against our own results and against itself.
///
/// Sorted by the place of the statement, then of the other. Pairs that neither speak of the same nor look as if they
/// did give nothing.
pub fn reconcile(
    statements: &[Statement],
    own: &[OwnResult],
    params: &StatementParams,
    densities: &Densities,
) -> Vec<Reconciliation> {
    let sayings = Sayings::new(statements, params, densities);
    let mut found = Vec::new();
    for (place, one) in statements.iter().enumerate() {
        found.extend(equivalence::of_itself(&sayings, one));
        found.extend(sums::of_others(&sayings, one));
        found.extend(capacity::of_calls(&sayings, one));
        for other in &statements[place + 1..] {
            found.extend(pair::of_two(&sayings, one, other));
        }
        found.extend(timing::early(&sayings, one));
        found.extend(own.iter().filter_map(|result| own::of_result(&sayings, one, result)));
    }
    found.into_iter().map(Finding::made).collect()
}

impl<'a> Finding<'a> {
    fn new(statement: &'a Statement, rule: &'static str, verdict: Verdict, why: String) -> Self {
        Self { statement, other: None, rule, verdict, why, numbers: Vec::new(), besides: Vec::new() }
    }

    fn against(mut self, other: &Statement) -> Self {
        self.other = Some((other.id, other.label.clone()));
        self
    }

    fn number(mut self, name: &str, value: f64, unit: &str) -> Self {
        self.numbers.push(format!("{name} = {} {unit}", significant(value)).trim_end().to_owned());
        self
    }

    fn standing_on(mut self, others: impl IntoIterator<Item = RecordId>) -> Self {
        self.besides.extend(others);
        self
    }

    fn made(self) -> Reconciliation {
        let own = self.statement.id;
        let other = self.other.as_ref().map(|(id, _)| *id);
        let keys = [Key::Id(own), Key::Id(other.unwrap_or(own)), Key::Text(self.rule)];
        let mut why = self.why;
        if !self.statement.is_verified {
            why.push_str(" The first of these statements is not verified against its source.");
        }
        let mut parents: Vec<_> = std::iter::once(own).chain(other).chain(self.besides).collect();
        parents.sort_unstable();
        parents.dedup();
        Reconciliation {
            id: RecordId::of(RecordKind::Reconciliation, &keys),
            statement: own,
            label: self.statement.label.clone(),
            other,
            other_label: self.other.map_or_else(|| "itself".to_owned(), |(_, label)| label),
            rule: self.rule.to_owned(),
            verdict: self.verdict,
            why,
            numbers: self.numbers,
            parents,
        }
    }
}

/// Six significant digits at most, plainly.
fn significant(value: f64) -> String {
    if value.abs() >= 1000.0 {
        return crate::oil::grouped(value);
    }
    let text = format!("{value:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
