//! The generated pages of `docs/reference`. A test checks that they are current; `plimsoll-reference` is not a
//! command of its own: `BLESS=1 cargo test -p plimsoll reference` writes them.

use crate::cli::Cli;
use crate::exit::Exit;
use clap::CommandFactory as _;
use plimsoll_case::params::Params;
use plimsoll_case::tables;
use std::fmt::Write as _;

/// Every page: file name and text.
pub fn pages() -> Vec<(&'static str, String)> {
    vec![
        ("tables.md", table_page()),
        ("exit-codes.md", exit_page()),
        ("commands.md", command_page()),
        ("parameters.md", parameter_page()),
    ]
}

const NOTE: &str = "This page is generated from the code; `just bless` writes it anew.";

fn table_page() -> String {
    let mut text = format!(
        "# Tables\n\n{NOTE}\n\nEach table is a Parquet file under `tables/` of a case (`rejects` is a folder with a file for each stage). An\nabsent value is empty in CSV and null in JSON. Lists are joined by a space in CSV.\n"
    );
    for table in tables::ALL {
        let _ = write!(
            text,
            "\n## {}\n\n{} Version {}.\n\n| column | type | unit | meaning |\n|---|---|---|---|\n",
            table.name, table.about, table.version
        );
        for c in table.columns {
            let _ = writeln!(text, "| `{}` | {} | {} | {} |", c.name, c.kind.as_str(), c.unit, c.description);
        }
    }
    text
}

fn exit_page() -> String {
    let mut text = format!("# Exit codes\n\n{NOTE}\n\n| code | meaning |\n|---|---|\n");
    for (exit, meaning) in Exit::ALL {
        let _ = writeln!(text, "| {} | {meaning} |", exit.code());
    }
    text
}

fn command_page() -> String {
    let mut command = Cli::command().term_width(100);
    command.build();
    let mut text = format!("# Commands\n\n{NOTE}\n\n```text\n{}```\n", command.render_long_help());
    for verb in command.get_subcommands_mut().filter(|c| c.get_name() != "help") {
        let help = verb.render_long_help();
        let _ = write!(text, "\n## plimsoll {}\n\n```text\n{help}```\n", verb.get_name());
    }
    text
}

fn parameter_page() -> String {
    let mut text = format!(
        "# Parameters\n\n{NOTE}\n\nEvery default stands in `crates/plimsoll-case/src/defaults.toml` with its reason; a case changes one by naming it\nunder the same section of `case.toml`.\n\n| parameter | default | meaning |\n|---|---|---|\n"
    );
    for row in Params::defaults().listing() {
        let meaning = row.comment.unwrap_or_default().replace('\n', " ").replace('|', "\\|");
        let _ = writeln!(text, "| `{}.{}` | `{}` | {meaning} |", row.section, row.key, row.default);
    }
    text
}
