//! `acker completions`: what a shell needs to complete commands.

use std::process::ExitCode;

use clap::{Args, CommandFactory as _};
use clap_complete::Shell;

use super::Cli;
use crate::output;

/// Write what a shell needs to complete commands and their options.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  acker completions bash > ~/.local/share/bash-completion/completions/acker
  acker completions zsh > ~/.zfunc/_acker
  acker completions fish > ~/.config/fish/completions/acker.fish")]
pub(crate) struct Completions {
    /// For which shell
    shell: Shell,
}

impl Completions {
    pub(crate) fn run(&self) -> ExitCode {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "acker", &mut script);
        output::answer(String::from_utf8_lossy(&script).trim_end());
        ExitCode::SUCCESS
    }
}
