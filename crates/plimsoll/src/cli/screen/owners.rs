//! Who is blocked because of who owns it.

use super::answer::{Desk, Query};
use super::print::safe;
use super::refuse_rejects;
use crate::cli::Context;
use crate::error::UserError;
use jiff::civil::Date;
use plimsoll_case::exhibit;
use plimsoll_model::{Authority, RecordId, RecordKind};
use plimsoll_registry::ownership::{
    OwnedParty, Ownership, OwnershipRule, OwnershipVerdict, Stake, Step, ownership, plain_mapping, stakes,
};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The rules, worked out for a table of stakes.
pub(super) struct Owners {
    ownerships: Vec<Ownership>,
    /// The parties that are blocked by name, and how that is known.
    listed: BTreeMap<String, String>,
    /// Rules that were not in force on the day.
    not_in_force: Vec<String>,
    /// Owners that nobody owns and that no list names in these very letters.
    not_found: BTreeSet<String>,
}

impl Owners {
    /// Reads the stakes and works out both rules. Blocked by name are the parties that the user names, and those whose name
    /// stands, letter for letter but for case, on a list of the rule's authority.
    pub(super) fn read(
        context: &Context,
        file: &Path,
        blocked: &[String],
        on: Date,
        desk: &Desk<'_>,
    ) -> Result<Self, UserError> {
        let stakes = read_stakes(context, file)?;
        let mut owners = Self {
            ownerships: Vec::new(),
            listed: BTreeMap::new(),
            not_in_force: Vec::new(),
            not_found: BTreeSet::new(),
        };
        let parties: BTreeSet<String> =
            stakes.iter().flat_map(|s| [&s.owner, &s.owned]).map(|p| p.trim().to_lowercase()).collect();
        let by_user: BTreeSet<String> = blocked.iter().map(|name| name.trim().to_lowercase()).collect();
        if let Some(unknown) = by_user.difference(&parties).next() {
            return Err(UserError::usage(format!(
                "no party of {} is called `{}`",
                file.display(),
                safe(unknown)
            ))
            .hint("a party is named as the table spells it"));
        }
        for (rule, authority) in
            [(OwnershipRule::Ofac, Authority::UnitedStates), (OwnershipRule::Eu, Authority::EuropeanUnion)]
        {
            let names = desk.blocked_names(authority, on);
            let mut listed: BTreeSet<String> = BTreeSet::new();
            for party in stakes.iter().flat_map(|s| [&s.owner, &s.owned]) {
                let key = party.trim().to_lowercase();
                let by_user = by_user.contains(&key).then(|| "named by the user".to_owned());
                if let Some(how) = by_user.or_else(|| names.get(&key).cloned()) {
                    listed.insert(party.clone());
                    owners.listed.entry(party.clone()).or_insert(how);
                }
            }
            match ownership(&stakes, &listed, rule, on) {
                Ok(found) => owners.ownerships.push(found),
                Err(error) => owners.not_in_force.push(error.to_string()),
            }
        }
        let owned: BTreeSet<&String> = stakes.iter().map(|s| &s.owned).collect();
        let unknown =
            stakes.iter().map(|s| &s.owner).filter(|o| !owned.contains(o) && !owners.listed.contains_key(*o));
        owners.not_found = unknown.cloned().collect();
        Ok(owners)
    }

    /// The parties that a question is about; all that are not clearly free where nothing is asked.
    fn parties<'a>(&'a self, queries: &[Query]) -> Vec<(&'a Ownership, &'a OwnedParty)> {
        let is_asked = |party: &str| {
            queries.iter().any(|q| {
                let by_imo = q.asked.imo_number.is_some_and(|n| {
                    let bare = party.trim().trim_start_matches(['I', 'M', 'O', 'i', 'm', 'o', ' ']);
                    bare == n.to_string()
                });
                by_imo || q.asked.names.iter().any(|name| name.trim().eq_ignore_ascii_case(party.trim()))
            })
        };
        let wanted = |p: &&OwnedParty| match queries.is_empty() {
            true => p.verdict != OwnershipVerdict::NotShown || !p.remarks.is_empty(),
            false => is_asked(&p.party),
        };
        self.ownerships.iter().flat_map(|o| o.parties.iter().filter(wanted).map(move |p| (o, p))).collect()
    }

    /// In lines.
    pub(super) fn print(&self, context: &Context, queries: &[Query]) {
        context.print("Owners (shares are added up, never multiplied; control is not ownership):");
        for (party, how) in &self.listed {
            context.print(&format!("  blocked by name: {party} ({how})"));
        }
        if self.listed.is_empty() {
            context.print("  no party of the table is blocked by name: name them with --blocked, or add the list that names them");
        }
        if !self.not_found.is_empty() {
            let names: Vec<String> = self.not_found.iter().map(|n| safe(n)).collect();
            context.print(&format!(
                "  owners that no list names in these very letters, taken for free: {}",
                names.join("; ")
            ));
        }
        self.not_in_force.iter().for_each(|line| context.print(&format!("  {line}")));
        for (ownership, party) in self.parties(queries) {
            let rule = ownership.rule.words_on(ownership.on).unwrap_or("not in force");
            context.print(&format!(
                "  {}: {} by the {} rule on {} ({rule}): {}",
                party.party,
                party.verdict.as_str(),
                ownership.rule,
                ownership.on,
                percent(party.percent)
            ));
            for step in ownership.why(&party.party) {
                context.print(&format!("      {}", in_words(&step)));
            }
            party.remarks.iter().for_each(|remark| context.print(&format!("      {remark}")));
        }
    }

    /// As JSON.
    pub(super) fn json(&self, queries: &[Query]) -> Value {
        let parties: Vec<Value> = self
            .parties(queries)
            .into_iter()
            .map(|(ownership, party)| {
                json!({ "party": party.party, "rule": ownership.rule.as_str(), "on": ownership.on.to_string(),
                    "verdict": party.verdict.as_str(), "percent_low": party.percent.0, "percent_high": party.percent.1,
                    "why": ownership.why(&party.party).iter().map(in_words).collect::<Vec<_>>(),
                    "remarks": party.remarks })
            })
            .collect();
        json!({ "blocked_by_name": self.listed, "not_found_by_name": self.not_found, "not_in_force": self.not_in_force, "parties": parties })
    }
}

fn read_stakes(context: &Context, file: &Path) -> Result<Vec<Stake>, UserError> {
    let name = file.display().to_string();
    let mut mapping = plain_mapping("stakes");
    let head = exhibit::head(file, &name)?;
    let header = head.split(|b| matches!(b, b'\n' | b'\r')).next().unwrap_or_default();
    let header = String::from_utf8_lossy(header).to_lowercase();
    // The last three columns may be left out.
    mapping.map.retain(|property, _| {
        ["owner", "owned", "share_percent"].contains(&property.as_str())
            || header.split([',', ';', '\t', '|']).any(|title| title.trim_matches(['"', ' ']) == property)
    });
    let reader = exhibit::open_path(file, &name)?;
    let rows = stakes(reader, RecordId::of(RecordKind::Exhibit, &[]), &mapping).map_err(|e| {
        UserError::usage(format!("{name}: {e}")).hint(
            "the columns are owner, owned, share_percent, and from, until, source as far as they are known",
        )
    })?;
    let hint = "a stake that is left out would free somebody: mend or delete these lines";
    refuse_rejects(context, &name, &rows.rejects, hint)?;
    Ok(rows.rows)
}

fn percent((low, high): (f64, f64)) -> String {
    if (high - low).abs() < 1e-9 { format!("{low:.4} %") } else { format!("{low:.4} to {high:.4} %") }
}

fn in_words(step: &Step<'_>) -> String {
    let lines: Vec<String> = step.owner.sources.iter().map(|s| s.line.to_string()).collect();
    format!(
        "{} holds {} of {} (line {})",
        step.owner.owner,
        percent(step.owner.share_percent),
        step.owned,
        lines.join(", ")
    )
}
