//! `plimsoll completions`: what a shell needs to complete the command line.

use crate::error::UserError;
use clap::CommandFactory as _;

/// Print completions for a shell.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  plimsoll completions bash > ~/.local/share/bash-completion/completions/plimsoll
  plimsoll completions zsh  > ~/.zfunc/_plimsoll")]
pub(super) struct Completions {
    /// Which shell.
    shell: clap_complete::Shell,
}

impl Completions {
    /// Prints them.
    pub(super) fn run(&self) -> Result<(), UserError> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut super::Cli::command(), "plimsoll", &mut script);
        std::io::Write::write_all(&mut std::io::stdout(), &script).map_err(super::show::broken)
    }
}
