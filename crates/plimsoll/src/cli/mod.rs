//! The command line: one file a verb.

mod add;
mod bench;
mod challenge;
mod claims;
mod completions;
mod convert;
mod csv_row;
mod decode;
mod demo;
mod detect;
mod init;
mod measure;
mod methods;
mod report;
mod review;
mod route;
mod run;
mod score;
mod screen;
mod season;
pub mod show;
mod simulate;
mod status;
mod validate;
mod verify;
mod why;

use crate::error::UserError;
use crate::exit::Exit;
use crate::progress::Progress;
use crate::stage::CaseFolder;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Plimsoll reads how deep ships lie, from AIS and from what lists say, and can prove what it read.
///
/// One investigation is one folder: exhibits in `sources/`, the question in `case.toml`. Everything else is derived
/// and can be made again, byte for byte.
#[derive(Debug, clap::Parser)]
#[command(
    name = "plimsoll",
    version,
    max_term_width = 100,
    after_help = "First steps:
  plimsoll demo                         make a small simulated case and its report
  plimsoll init my-case                 begin a case of your own
  plimsoll -C my-case add ais.log.gz    add an exhibit
  plimsoll -C my-case run               from exhibits to findings
  plimsoll -C my-case report            write the report
  plimsoll -C my-case why fin-...       walk from a finding back to the bytes
Without a case:
  plimsoll decode ais.log
  plimsoll detect S1A_....SAFE --land coast.geojson
  plimsoll convert \"56000 t\" --to bbl --product gasoil
  plimsoll claims --csv statements.csv
Exit codes: 0 done, 1 fault, 2 usage, 3 case invalid, 4 exhibit unreadable, 5 hash mismatch,
6 too many rejects, 7 unreviewed findings (docs/reference/exit-codes.md)."
)]
pub struct Cli {
    /// The folder of the case; without it, this folder or the nearest above it with a `case.toml`.
    #[arg(short = 'C', long = "case", value_name = "CASE", global = true)]
    case: Option<PathBuf>,
    /// Print JSON: results on standard output, errors on standard error.
    #[arg(long, global = true)]
    json: bool,
    /// Say nothing but results and errors.
    #[arg(short, long, global = true)]
    quiet: bool,
    /// How many threads to use; without it, one for each core. The outcome does not depend on it.
    #[arg(long, value_name = "N", global = true, value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    Demo(demo::Demo),
    Init(init::Init),
    Add(add::Add),
    Run(run::Run),
    Status(status::Status),
    Show(show::Show),
    Why(why::Why),
    Review(review::Review),
    Screen(screen::Screen),
    Claims(claims::Claims),
    Challenge(challenge::Challenge),
    Report(report::Report),
    Verify(verify::Verify),
    Params(methods::Params),
    Methods(methods::Methods),
    Decode(decode::Decode),
    Detect(detect::Detect),
    Measure(Box<measure::Measure>),
    Simulate(simulate::Simulate),
    Score(score::Score),
    Validate(validate::Validate),
    Bench(bench::Bench),
    Convert(convert::Convert),
    Route(route::Route),
    Completions(completions::Completions),
}

/// What every verb needs to know.
pub struct Context {
    case: Option<PathBuf>,
    /// Print JSON.
    pub json: bool,
    /// How progress is shown.
    pub progress: Progress,
}

impl Context {
    /// From what was typed.
    pub fn new(cli: &Cli) -> Self {
        Self { case: cli.case.clone(), json: cli.json, progress: Progress::choose(cli.quiet) }
    }

    /// The folder named by `-C`, if one was.
    pub fn named_case(&self) -> Option<PathBuf> {
        self.case.clone()
    }

    /// The same for another case.
    pub fn for_case(&self, dir: &Path) -> Self {
        Self { case: Some(dir.into()), json: self.json, progress: self.progress }
    }

    /// The folder of the case: the one named, or the nearest with a `case.toml` here and above.
    pub fn case_dir(&self) -> Result<PathBuf, UserError> {
        if let Some(dir) = &self.case {
            if dir.join("case.toml").is_file() {
                return Ok(dir.clone());
            }
            return Err(UserError::usage(format!("there is no case.toml in `{}`", dir.display()))
                .hint(format!("`plimsoll init {}` begins a case there", dir.display())));
        }
        let here = Path::new(".").canonicalize().map_err(|e| UserError::fault("finding this folder", &e))?;
        let found = here.ancestors().find(|dir| dir.join("case.toml").is_file());
        found.map(Path::to_path_buf).ok_or_else(|| {
            UserError::usage("there is no case.toml in this folder or above it")
                .hint("name the folder of a case: `plimsoll -C FOLDER ...`")
                .hint("or begin one here: `plimsoll init`")
        })
    }

    /// The case, read.
    pub fn open_case(&self) -> Result<CaseFolder, UserError> {
        CaseFolder::open(self.case_dir()?)
    }

    /// Refuses to write over what a command reads, or over the sources and decisions of a case.
    pub fn check_output(&self, path: &Path, inputs: &[&Path]) -> Result<(), UserError> {
        let refuse = |what: &str| {
            Err(UserError::usage(format!("writing there would replace {what}: `{}`", path.display()))
                .hint("name another file"))
        };
        let real = |p: &Path| p.canonicalize().ok();
        if inputs.iter().any(|input| real(input).is_some() && real(input) == real(path)) {
            return refuse("the file that is read");
        }
        // A file to be made is judged by its folder.
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let place = real(path).or_else(|| Some(real(folder)?.join(path.file_name()?)));
        let (Some(place), Ok(case)) = (place, self.case_dir()) else { return Ok(()) };
        let kept = ["case.toml", "reviews.jsonl", "sources", "tables", "runs"];
        let Some(case) = real(&case) else { return Ok(()) };
        match kept.iter().find(|name| place.starts_with(case.join(name))) {
            Some(name) => refuse(&format!("a part of the case ({name})")),
            None => Ok(()),
        }
    }

    /// Prints a line of results.
    pub fn print(&self, line: &str) {
        let written = writeln!(std::io::stdout().lock(), "{line}");
        if let Err(error) = written {
            // A closed pipe ends the output; there is nobody left to tell. Anything else must not pass for success.
            let code = if error.kind() == std::io::ErrorKind::BrokenPipe { 0 } else { Exit::Fault.code() };
            std::process::exit(code.into());
        }
    }

    /// Says a line of progress or advice on standard error.
    pub fn say(&self, line: &str) {
        self.progress.line(line);
    }
}

/// The one place that reads the clock: when an exhibit was added, when a decision was made. No stage sees it.
#[expect(clippy::disallowed_methods, reason = "the time of an act of a person, which no derived file holds")]
fn now() -> jiff::Timestamp {
    jiff::Timestamp::now()
}

/// Does what was typed.
pub fn run(cli: Cli, context: &Context) -> Result<(), UserError> {
    if let Some(threads) = cli.threads {
        rayon::ThreadPoolBuilder::new()
            .num_threads(threads.into())
            .build_global()
            .map_err(|e| UserError::fault("starting threads", &e))?;
    }
    match cli.verb {
        Verb::Demo(verb) => verb.run(context),
        Verb::Init(verb) => verb.run(context),
        Verb::Add(verb) => verb.run(context),
        Verb::Run(verb) => verb.run(context),
        Verb::Status(verb) => verb.run(context),
        Verb::Show(verb) => verb.run(context),
        Verb::Why(verb) => verb.run(context),
        Verb::Review(verb) => verb.run(context),
        Verb::Screen(verb) => verb.run(context),
        Verb::Claims(verb) => verb.run(context),
        Verb::Challenge(verb) => verb.run(context),
        Verb::Report(verb) => verb.run(context),
        Verb::Verify(verb) => verb.run(context),
        Verb::Params(verb) => verb.run(context),
        Verb::Methods(verb) => verb.run(context),
        Verb::Decode(verb) => verb.run(context),
        Verb::Detect(verb) => verb.run(context),
        Verb::Measure(verb) => verb.run(context),
        Verb::Simulate(verb) => verb.run(context),
        Verb::Score(verb) => verb.run(context),
        Verb::Validate(verb) => verb.run(context),
        Verb::Bench(verb) => verb.run(context),
        Verb::Convert(verb) => verb.run(context),
        Verb::Route(verb) => verb.run(context),
        Verb::Completions(verb) => verb.run(),
    }
}
