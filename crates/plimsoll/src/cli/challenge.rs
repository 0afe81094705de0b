//! `plimsoll challenge`: what the season of a case rests on.

use crate::cli::Context;
use crate::error::UserError;
use crate::street::{self, Outcome};
use plimsoll_case::store::Store;
use plimsoll_model::{ChallengeKind, ChallengeRow};

/// Challenge the season of a case: without each source, analyst and ship, with permuted days; what would have to be false.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  plimsoll -C my-case challenge                 after `plimsoll run`
  plimsoll -C my-case challenge --of refutation
  plimsoll -C my-case --json challenge > challenge.json

The finding is that the sum of the season exceeds the cap. The season is drawn again, with fewer
steps, without each kind of eye (what it saw and where it looked in vain), each analyst, each
ship; and with the days of sightings permuted among looks of the same eye at the same place,
which must not look like the season. Then: the least set of sources and of ships that would have
to be false for the finding to fall, and the best innocent explanation of each call with its
probability.

It takes dozens of times as long as a quarter of `plimsoll run season`. The rows stay in the
table `challenges` of the case until what they rest on changes: the next `plimsoll report` has
them, and the same challenge again takes no time.")]
pub(super) struct Challenge {
    /// Only one kind: base, without-source, without-analyst, without-ship, placebo, refutation, innocent.
    #[arg(long, value_name = "KIND", value_parser = kind)]
    of: Option<ChallengeKind>,
    /// How to print.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// How challenges are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For reading.
    Text,
    /// One document (also with the global `--json`).
    Json,
    /// A row for each challenge.
    Csv,
}

fn kind(text: &str) -> Result<ChallengeKind, String> {
    ChallengeKind::parse(text).ok_or_else(|| {
        let words: Vec<&str> = ChallengeKind::ALL.iter().map(|k| k.as_str()).collect();
        format!("expected one of {}", words.join(", "))
    })
}

impl Challenge {
    /// Draws, unless that was done of the same season before, and prints.
    pub(super) fn run(&self, context: &Context) -> Result<(), UserError> {
        let case = context.open_case()?;
        let began = street::run_aside(&case, "challenge", context.progress)?;
        if let Outcome::Ran(record) = began {
            let seasons = record.notes.get("seasons drawn").copied().unwrap_or_default();
            context.say(&format!("drew {seasons} seasons in {:.0} s", record.seconds));
        }
        let mut rows: Vec<ChallengeRow> = Store::of_case(&case.dir).read()?;
        if let Some(kind) = self.of {
            rows.retain(|row| row.kind == kind);
        }
        match if context.json { Format::Json } else { self.format } {
            Format::Text => text(context, &rows),
            Format::Json => json(context, &rows),
            Format::Csv => csv(context, &rows),
        }
        Ok(())
    }
}

const fn heading(kind: ChallengeKind) -> &'static str {
    match kind {
        ChallengeKind::Base => "THE FINDING",
        ChallengeKind::WithoutSource => "WITHOUT EACH SOURCE",
        ChallengeKind::WithoutAnalyst => "WITHOUT EACH ANALYST",
        ChallengeKind::WithoutShip => "WITHOUT EACH SHIP",
        ChallengeKind::Placebo => "ON OTHER DAYS",
        ChallengeKind::Refutation => "WHAT WOULD HAVE TO BE FALSE",
        ChallengeKind::Innocent => "THE BEST INNOCENT EXPLANATION OF EACH CALL",
    }
}

fn text(context: &Context, rows: &[ChallengeRow]) {
    if rows.iter().any(|row| !row.stands) {
        context.print("! before what brings the finding down, or explains a call more likely than not");
    }
    for kind in ChallengeKind::ALL {
        let mut those = rows.iter().filter(|row| row.kind == kind).peekable();
        if those.peek().is_some() {
            context.print(heading(kind));
        }
        for row in those {
            let mark = if row.stands { ' ' } else { '!' };
            for (at, line) in super::claims::wrapped(&row.sentence, 96).iter().enumerate() {
                context.print(&format!("{} {line}", if at == 0 { mark } else { ' ' }));
            }
        }
    }
}

fn csv(context: &Context, rows: &[ChallengeRow]) {
    context.print_csv(["kind", "subject", "p_exceeded", "calls", "barrels", "p", "stands", "sentence"]);
    let number = |value: Option<f64>| value.map_or_else(String::new, |v| format!("{v}"));
    for row in rows {
        context.print_csv([
            row.kind.as_str().to_owned(),
            row.subject.clone(),
            number(row.p_exceeded),
            number(row.calls.map(|e| e.mid())),
            number(row.barrels.map(|e| e.mid())),
            number(row.p),
            row.stands.to_string(),
            row.sentence.clone(),
        ]);
    }
}

fn json(context: &Context, rows: &[ChallengeRow]) {
    let interval = |e: Option<plimsoll_model::Estimate<f64>>| {
        e.map(|e| serde_json::json!({ "low": e.low(), "mid": e.mid(), "high": e.high() }))
    };
    let rows: Vec<_> = rows
        .iter()
        .map(|row| {
            serde_json::json!({
                "id": row.id.to_string(), "kind": row.kind.as_str(), "subject": row.subject,
                "p_exceeded": row.p_exceeded, "calls": interval(row.calls), "barrels": interval(row.barrels),
                "p": row.p, "stands": row.stands, "sentence": row.sentence,
                "parents": row.parents.iter().map(ToString::to_string).collect::<Vec<_>>(),
            })
        })
        .collect();
    context.print(&serde_json::json!({ "challenges": rows }).to_string());
}
