//! `plimsoll claims`: what others said, held against each other and against the case.

use crate::cli::Context;
use crate::error::UserError;
use plimsoll_analysis::cargo::CargoParams;
use plimsoll_analysis::statements::{StatementParams, reconcile};
use plimsoll_case::params::Params;
use plimsoll_case::store::Store;
use plimsoll_model::{Reconciliation, RecordId, RecordKind, Statement, Verdict};
use std::path::{Path, PathBuf};

/// Hold what others said in public against each other, against arithmetic and against the case.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  plimsoll -C my-case claims                  the verdicts of a case, after `plimsoll run`
  plimsoll claims --csv statements.csv        a file alone: against each other and against arithmetic
  plimsoll claims --csv statements.csv --of Q9 --all
  plimsoll claims --format csv > verdicts.csv

A file of statements is a CSV with these columns, as many as there are; the first five are needed:
  statement    a short name, once in the file: Q1
  quantity     calls, ships, ports, containers, people, volume, mass, rate, limit, deadweight, share, laden,
               cadence, multiple, duration, date, crossing-date, wording
  value        the number, or a day for a date; unit: bbl, kbbl, M bbl, t, kt, bbl/d, d, weeks, months, %, times
  said_by, citation                           who said it, and where you read it
  bound        exactly, about, almost, at-least, more-than, at-most, less-than; or low and high
  equals_value, equals_unit                   the same amount in the other of bbl and t, as the source gives it
  subject, suppliers, places, period_start, period_end      of what, whose (`all`, `each` or names), where, when
  instrument   the rule that a limit is of; laden_percent: how full a scenario takes the ships to be
  of           names of the statements that it is a ratio or a distance of; parts: those that add up to it
  said_on, words, note, is_verified           the day, what it says in your words, what a reader must know, yes or no
Cells that name several part them with `;`. A day as an end is the first that no longer belongs; 2024-05 is all of May.

How to read a verdict:
  cannot-both-hold   arithmetic, law or physics forbids it: a part above its whole, a mass that no oil has
  contradicts        of the same, and further apart than the words allow
  agrees             of the same, and both can be true
  not-comparable     looks alike and is of another thing, supplier, place or period
Which of two is right is never said: that is not a matter of arithmetic.")]
pub(super) struct Claims {
    /// A file of statements, instead of a case.
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,
    /// Only what one statement, by its name, takes part in.
    #[arg(long, value_name = "NAME")]
    of: Option<String>,
    /// Print what is not comparable too.
    #[arg(long)]
    all: bool,
    /// How to print.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// How verdicts are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For reading.
    Text,
    /// One document (also with the global `--json`); everything in it.
    Json,
    /// A row for each verdict; everything in it.
    Csv,
}

/// What is printed.
struct Answer {
    statements: Vec<Statement>,
    verdicts: Vec<Reconciliation>,
}

impl Claims {
    /// Reads, holds against each other, prints.
    pub(super) fn run(&self, context: &Context) -> Result<(), UserError> {
        let mut answer = match &self.csv {
            Some(file) => of_file(context, file)?,
            None => of_case(context)?,
        };
        if let Some(label) = &self.of {
            if !answer.statements.iter().any(|s| s.label == *label) {
                let some: Vec<_> = answer.statements.iter().take(12).map(|s| s.label.as_str()).collect();
                return Err(UserError::usage(format!("there is no statement `{}`", shown(label)))
                    .hint(format!("there are {}", some.join(", "))));
            }
            answer.verdicts.retain(|v| v.label == *label || v.other_label == *label);
        }
        match if context.json { Format::Json } else { self.format } {
            Format::Text => self.text(context, &answer),
            Format::Csv => csv(context, &answer),
            Format::Json => json(context, &answer),
        }
        Ok(())
    }

    fn text(&self, context: &Context, answer: &Answer) {
        let count = |verdict: Verdict| answer.verdicts.iter().filter(|v| v.verdict == verdict).count();
        let counts: Vec<String> =
            Verdict::ALL.iter().map(|v| format!("{} {}", count(*v), in_words(*v))).collect();
        context.print(&format!("{} statements: {}", answer.statements.len(), counts.join(", ")));
        for verdict in Verdict::ALL {
            let is_shown = verdict != Verdict::NotComparable || self.all;
            let those: Vec<_> = answer.verdicts.iter().filter(|v| v.verdict == verdict && is_shown).collect();
            if those.is_empty() {
                continue;
            }
            context.print(&format!("\n{}", in_words(verdict).to_uppercase()));
            for found in those {
                context.print(&format!("  {} / {}  ({})", found.label, found.other_label, found.rule));
                for line in wrapped(&found.why, 96) {
                    context.print(&format!("      {line}"));
                }
            }
        }
        if count(Verdict::NotComparable) > 0 && !self.all {
            context.say("what is not comparable is left out; `--all` prints it");
        }
    }
}

/// The verdicts that the last run of a case left.
fn of_case(context: &Context) -> Result<Answer, UserError> {
    let case = context.open_case().map_err(|e| {
        e.hint("without a case, name a file of statements: `plimsoll claims --csv statements.csv`")
    })?;
    let store = Store::of_case(&case.dir);
    let statements = store.read::<Statement>()?;
    if statements.is_empty() {
        return Err(UserError::usage("this case has no statements")
            .hint("add a table of them: `plimsoll add statements.csv --kind statements`, map it in case.toml, run")
            .hint("`plimsoll claims --help` says what its columns are")
            .see("docs/methods/statements.md"));
    }
    Ok(Answer { statements, verdicts: store.read::<Reconciliation>()? })
}

/// The verdicts of a file alone.
fn of_file(context: &Context, file: &Path) -> Result<Answer, UserError> {
    let name = file.display().to_string();
    let reader = plimsoll_case::exhibit::open_path(file, &name)?;
    let read = plimsoll_registry::statements::own_statements(reader, RecordId::of(RecordKind::Exhibit, &[]))
        .map_err(|e| {
            UserError::usage(format!("{name}: {e}"))
                .hint("`plimsoll claims --help` says what the columns are")
        })?;
    for reject in &read.rejects {
        context.say(&format!("line {} is left out: {}", reject.source.line, reject.reason));
    }
    if read.rows.is_empty() {
        return Err(UserError::usage(format!("{name} holds no statement that can be read")));
    }
    let params = Params::defaults();
    let densities = params.section::<CargoParams>("cargo")?.density_t_per_m3;
    let verdicts = reconcile(&read.rows, &[], &params.section::<StatementParams>("statements")?, &densities);
    Ok(Answer { statements: read.rows, verdicts })
}

const fn in_words(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::CannotBothHold => "cannot both hold",
        Verdict::Contradicts => "contradict",
        Verdict::Agrees => "agree",
        Verdict::NotComparable => "not comparable",
    }
}

/// A text in lines of at most so many characters, parted at blanks.
pub(super) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let last = lines.last_mut().expect("there is always a line");
        if last.is_empty() {
            last.push_str(word);
        } else if last.chars().count() + 1 + word.chars().count() <= width {
            last.push(' ');
            last.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

fn shown(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(40).collect()
}

fn csv(context: &Context, answer: &Answer) {
    context.print_csv(["statement", "other", "rule", "verdict", "why", "numbers"]);
    for v in &answer.verdicts {
        let numbers = v.numbers.join("; ");
        context.print_csv([
            v.label.as_str(),
            v.other_label.as_str(),
            v.rule.as_str(),
            v.verdict.as_str(),
            v.why.as_str(),
            numbers.as_str(),
        ]);
    }
}

fn json(context: &Context, answer: &Answer) {
    let statements: Vec<_> = answer
        .statements
        .iter()
        .map(|s| {
            serde_json::json!({
                "statement": s.label, "quantity": s.quantity.as_str(), "in_words": s.amount_in_words(),
                "bound": s.bound.as_str(), "value": s.value, "unit": s.quantity.unit(), "subject": s.referent.subject,
                "suppliers": s.referent.suppliers, "places": s.referent.places,
                "start": s.referent.period.map(|p| p.start().to_string()),
                "end": s.referent.period.map(|p| p.end().to_string()),
                "said_on": s.said_on.map(|d| d.to_string()), "said_by": s.said_by, "citation": s.citation,
                "words": s.words, "note": s.note, "is_verified": s.is_verified,
            })
        })
        .collect();
    let verdicts: Vec<_> = answer
        .verdicts
        .iter()
        .map(|v| {
            serde_json::json!({
                "statement": v.label, "other": v.other_label, "rule": v.rule, "verdict": v.verdict.as_str(),
                "why": v.why, "numbers": v.numbers, "id": v.id.to_string(),
                "parents": v.parents.iter().map(ToString::to_string).collect::<Vec<_>>(),
            })
        })
        .collect();
    context.print(&serde_json::json!({ "statements": statements, "verdicts": verdicts }).to_string());
}
