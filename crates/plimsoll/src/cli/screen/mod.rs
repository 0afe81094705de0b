//! `plimsoll screen`: who on which list a number or a name may mean, and what that brought on a day.

mod answer;
mod batch;
mod owners;
mod print;

use crate::cli::Context;
use crate::error::UserError;
use crate::lists::{self, NamedList};
use crate::stage::RejectParams;
use answer::{Decisions, Desk, Query, is_aliases};
use jiff::civil::Date;
use owners::Owners;
use plimsoll_case::exhibit::{ExhibitEntry, ExhibitKind};
use plimsoll_case::params::Params;
use plimsoll_case::store::Store;
use plimsoll_model::{CompanyNumber, ImoNumber, ListMatch, Mmsi, RecordId, Reject, Vessel};
use plimsoll_registry::lists::Lists;
use plimsoll_registry::screen::{Asked, is_number};
use print::safe;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Ask lists about a ship: by hull number, name, radio or call sign, as of a day, as known on a day.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  plimsoll screen --lists lists/ --imo 7389704 --on 2017-12-28
  plimsoll screen --lists eu.csv.gz --lists ofac_sdn.csv@2023-11 --name 'KUM UN SAN 3'
  plimsoll screen --lists lists/ --batch fleet.csv --format csv > screened.csv
  plimsoll screen --lists lists/ --ownership stakes.csv --on 2024-07-03
  plimsoll -C my-case screen --name 'SONG HAE'        ask the lists of a case

Which lists: UN consolidated XML, UN 1718 vessels, EU annexes, OFAC SDN (CSV, XML) and aliases, GUR, EU MRV, registers
whose columns bear our names; packed or not; a folder stands for all lists in it. `PATH@2023-11` or `PATH@2023-11-30` says
when a version was published where the file does not.

How to read the answer:
  established   the hull number is the same
  likely        the name and the radio are the same
  possible      the name alone, or the radio alone, or both under another hull number: a lead, no more
  near          another name, a few letters away: in case the spelling is not sure
  ruled-out     looks the same and is not: another hull number, another number behind the name
That nothing is found on a list never means that a ship is not listed; the versions that were asked are printed.

--on asks when a measure held; --as-known asks by the versions that were out on a day. A list that gives no dates is
\"known in\" its version, nothing more.")]
pub(super) struct Screen {
    /// IMO ship number, seven digits.
    #[arg(long, value_name = "N")]
    imo: Option<String>,
    /// Name, in any of the usual spellings and scripts.
    #[arg(long, value_name = "TEXT")]
    name: Vec<String>,
    /// MMSI. It names a radio, not a hull.
    #[arg(long, value_name = "N")]
    mmsi: Option<String>,
    /// Call sign.
    #[arg(long, value_name = "TEXT")]
    call_sign: Option<String>,
    /// The day on which a measure is to hold, such as 2024-03-07. Without it, measures are shown with their dates.
    #[arg(long, value_name = "DATE")]
    on: Option<Date>,
    /// Use only versions that were surely published on this day or before.
    #[arg(long, value_name = "DATE")]
    as_known: Option<Date>,
    /// The lists: files or folders; in a case, without it, the lists of the case.
    #[arg(long, value_name = "PATH", num_args = 1..)]
    lists: Vec<String>,
    /// A file of questions: CSV with columns `imo_number`, `ship_name`, `mmsi`, `call_sign`, `on`; as many as there are.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["imo", "name", "mmsi", "call_sign"])]
    batch: Option<PathBuf>,
    /// A table of stakes (CSV: owner, owned, share_percent, from, until, source): who is blocked because of who owns it, by the
    /// 50 % rules of OFAC and the EU on the day of --on.
    #[arg(long, value_name = "FILE", requires = "on")]
    ownership: Option<PathBuf>,
    /// A party of that table that is blocked by name. Those whose very name stands on a list at hand need not be named.
    #[arg(long, value_name = "NAME", requires = "ownership")]
    blocked: Vec<String>,
    /// How to print.
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
    /// At most so many answers for each question.
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u16).range(1..=1000))]
    most: u16,
    /// Leave out what is ruled out.
    #[arg(long)]
    no_ruled_out: bool,
}

/// How answers are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For reading.
    Table,
    /// One row for each answer and measure.
    Csv,
    /// One document (also with the global `--json`).
    Json,
}

impl Screen {
    /// Reads the lists, asks, prints.
    pub(super) fn run(&self, context: &Context) -> Result<(), UserError> {
        let queries = self.queries(context)?;
        let AtHand { lists, files, decisions, notes } = self.at_hand(context)?;
        let params = self.params(context)?;
        let desk = Desk::new(&lists, files, decisions, self.as_known, &params)?;
        self.refuse_silence(&desk)?;
        for line in desk.versions_in_words().iter().chain(&notes) {
            context.say(line);
        }
        let answers: Vec<_> =
            queries.iter().map(|query| desk.ask(query, usize::from(self.most), !self.no_ruled_out)).collect();
        let owners = match (&self.ownership, self.on) {
            (Some(file), Some(on)) => Some(Owners::read(context, file, &self.blocked, on, &desk)?),
            _ => None,
        };
        let format = if context.json { Format::Json } else { self.format };
        match format {
            Format::Table => {
                print::table(context, &desk, &answers, &notes);
                if let Some(owners) = owners {
                    owners.print(context, &queries);
                }
            }
            Format::Csv if owners.is_some() => {
                return Err(UserError::usage("owners are not printed as CSV")
                    .hint("leave out --format csv, or use --format json"));
            }
            Format::Csv => print::csv(context, &desk, &answers),
            Format::Json => print::json(context, &desk, &answers, &notes, owners.map(|o| o.json(&queries))),
        }
        Ok(())
    }

    /// What is asked.
    fn queries(&self, context: &Context) -> Result<Vec<Query>, UserError> {
        if let Some(file) = &self.batch {
            return batch::read(context, file, self.on);
        }
        let asked = Asked {
            imo_number: self.imo.as_deref().map(ship_number).transpose()?,
            mmsis: self
                .mmsi
                .as_deref()
                .map(|text| Mmsi::parse(text.trim()).map_err(|e| UserError::usage(e.to_string())))
                .transpose()?
                .into_iter()
                .collect(),
            call_signs: self.call_sign.iter().cloned().collect(),
            names: self.name.clone(),
        };
        for name in &self.name {
            if name.trim().is_empty() {
                return Err(UserError::usage("a name is empty: nothing is asked by it"));
            }
            if is_number(name) {
                return Err(UserError::usage(format!("the name `{}` is a hull number", safe(name)))
                    .hint(format!("ask by number: `--imo {}`", safe(name.trim()))));
            }
        }
        if asked == Asked::default() && self.ownership.is_some() {
            return Ok(Vec::new());
        }
        if asked == Asked::default() {
            return Err(UserError::usage(
                "nothing is asked: expected --imo, --name, --mmsi, --call-sign or --batch",
            )
            .hint("plimsoll screen --lists lists/ --imo 7389704 --on 2017-12-28"));
        }
        Ok(vec![Query { asked, on: self.on, line: None }])
    }

    /// An error where no list may speak: an answer would look like `not listed`.
    fn refuse_silence(&self, desk: &Desk<'_>) -> Result<(), UserError> {
        let is_register_only = desk.versions().next().is_none() && desk.has_anyone();
        if !desk.asked_lists().is_empty()
            || is_register_only
            || desk.versions().any(|(v, is_used)| is_used && v.entries == 0 && !is_aliases(v))
        {
            return Ok(());
        }
        let unasked: Vec<&str> = desk.unasked_lists().into_iter().collect();
        Err(match self.as_known {
            Some(day) if !unasked.is_empty() => UserError::usage(format!(
                "nothing can be said: no version at hand was surely out on {day} ({})",
                unasked.join("; ")
            ))
            .hint("say when a version was published: `--lists FILE@2018-03-30`, or `@2018-03`; in a case under [[list]]"),
            _ if unasked.is_empty() => UserError::usage("no list is at hand, so nothing can be said")
                .hint("name the lists: `plimsoll screen --lists PATH...`, or add them to the case and run it"),
            _ => UserError::usage(format!("only aliases are at hand, without the list that they belong to: {}", unasked.join("; ")))
                .hint("name the main file beside them"),
        })
    }

    /// The lists, where each comes from, and what is to be said about them.
    fn at_hand(&self, context: &Context) -> Result<AtHand, UserError> {
        if !self.lists.is_empty() {
            let named: Vec<NamedList> = self.lists.iter().map(|text| NamedList::parse(text)).collect();
            let RejectParams { max_share_percent } = self.params(context)?.section("rejects")?;
            let read = lists::read(&named, max_share_percent, context.progress)?;
            return Ok(AtHand {
                lists: read.lists,
                files: read.files,
                decisions: Decisions::new(),
                notes: read.notes,
            });
        }
        let case = context.open_case().map_err(|e| {
            e.hint("outside a case name the lists: `plimsoll screen --lists PATH... --name TEXT`")
        })?;
        let store = Store::of_case(&case.dir);
        let lists = Lists {
            versions: store.read()?,
            entries: store.read()?,
            claims: store.read()?,
            designations: store.read()?,
            rejects: Vec::new(),
        };
        let is_read = |e: &&ExhibitEntry| lists.versions.iter().any(|v| v.exhibit == e.id);
        if let Some(unread) =
            case.exhibits.iter().filter(|e| e.kind == ExhibitKind::List).find(|e| !is_read(e))
        {
            return Err(UserError::usage(format!(
                "a list of the case has not been read yet: {}",
                unread.path
            ))
            .hint("run the case first: `plimsoll run`"));
        }
        let decisions = decisions(&store.read::<Vessel>()?, &store.read::<ListMatch>()?);
        let files = case.exhibits.iter().map(|e| (e.id, e.path.clone())).collect();
        Ok(AtHand { lists, files, decisions, notes: Vec::new() })
    }

    /// The parameters: those of the case asked, else the defaults.
    fn params(&self, context: &Context) -> Result<Params, UserError> {
        if self.lists.is_empty() || context.named_case().is_some() {
            return Ok(context.open_case()?.config.params);
        }
        Ok(Params::defaults())
    }
}

/// The lists at hand.
struct AtHand {
    lists: Lists,
    files: BTreeMap<RecordId, String>,
    decisions: Decisions,
    notes: Vec<String>,
}

/// Refuses a table of which a row could not be read: what is left out in silence would look cleared. The first rows are said.
fn refuse_rejects(context: &Context, name: &str, rejects: &[Reject], hint: &str) -> Result<(), UserError> {
    let Some(first) = rejects.first() else { return Ok(()) };
    for reject in rejects.iter().take(20) {
        context.say(&format!("{name}:{}: {}", reject.source.line, reject.reason));
    }
    Err(UserError::usage(format!(
        "{} of the rows of {name} cannot be read, the first on line {}: {}",
        rejects.len(),
        first.source.line,
        first.reason
    ))
    .hint(hint))
}

/// What people decided about matches of the case: the reason that a decision left in the match.
fn decisions(vessels: &[Vessel], matches: &[ListMatch]) -> Decisions {
    let hulls: BTreeMap<RecordId, ImoNumber> =
        vessels.iter().filter_map(|v| Some((v.id, v.imo_number?))).collect();
    let decided = |m: &ListMatch| {
        let words = m.reasons.last().filter(|r| r.contains("(computed:"))?;
        Some(((*hulls.get(&m.vessel)?, m.list.clone(), m.key.clone()), (m.strength, words.clone())))
    };
    matches.iter().filter_map(decided).collect()
}

/// A ship's number; a company's number is told from it.
fn ship_number(text: &str) -> Result<ImoNumber, UserError> {
    ImoNumber::parse(text).map_err(|error| {
        let bare = text.trim().trim_start_matches(['I', 'M', 'O', 'i', 'm', 'o', ' ']);
        let usage = UserError::usage(error.to_string());
        match CompanyNumber::parse(bare) {
            Some(company) => usage.hint(format!(
                "{company} passes the check of a company's number: a company is no ship; ask for the ships by name or number"
            )),
            None => usage.hint("check the digits; a ship without a number can be asked for by --name and --call-sign"),
        }
    })
}
