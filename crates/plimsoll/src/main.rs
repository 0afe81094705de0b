//! The program: reads what was typed, does it, says how it ended.

use clap::Parser as _;
use plimsoll::cli::{Cli, Context};
use std::process::ExitCode;

#[expect(clippy::print_stderr, reason = "the command line is the one place that prints")]
fn main() -> ExitCode {
    let cli = Cli::parse();
    let context = Context::new(&cli);
    match plimsoll::cli::run(cli, &context) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.is_closed_pipe() => ExitCode::SUCCESS,
        Err(error) => {
            let text = if context.json { format!("{}\n", error.to_json()) } else { error.to_text() };
            eprint!("{text}");
            ExitCode::from(error.exit.code())
        }
    }
}
