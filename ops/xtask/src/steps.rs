//! Steps that are run one after the other, until one fails.

use std::{
    fmt,
    process::{Command, ExitCode},
    time::Instant,
};

use anyhow::{Context as _, Result, bail};

/// Something to run, under a name.
pub(crate) struct Step {
    name: &'static str,
    work: Work,
}

enum Work {
    Command(Command),
    Own(fn() -> Result<()>),
}

impl Step {
    /// Cargo with these words.
    pub(crate) fn cargo(name: &'static str, words: &[&str]) -> Self {
        let mut command = Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into()));
        command.args(words);
        Self { name, work: Work::Command(command) }
    }

    /// A function of this program.
    pub(crate) fn own(name: &'static str, work: fn() -> Result<()>) -> Self {
        Self { name, work: Work::Own(work) }
    }

    /// With more words behind.
    pub(crate) fn with(mut self, words: &[String]) -> Self {
        if let Work::Command(command) = &mut self.work {
            command.args(words);
        }
        self
    }

    /// With a variable of the environment.
    pub(crate) fn where_set(mut self, variable: &str, value: &str) -> Self {
        if let Work::Command(command) = &mut self.work {
            command.env(variable, value);
        }
        self
    }

    fn run(&mut self) -> Result<()> {
        match &mut self.work {
            Work::Own(work) => work(),
            Work::Command(command) => {
                let status = command.status().context("it cannot be started")?;
                if status.success() { Ok(()) } else { bail!("it ended with {status}") }
            }
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Work::Command(command) = &self.work else { return write!(f, "cargo x {}", self.name) };
        for (variable, value) in command.get_envs() {
            let value = value.unwrap_or_default();
            write!(f, "{}='{}' ", variable.display(), value.display())?;
        }
        f.write_str("cargo")?;
        command.get_args().try_for_each(|word| write!(f, " {}", word.display()))
    }
}

/// Runs the steps; the first that fails is the last.
#[expect(clippy::print_stderr, reason = "whoever waits wants to know for what")]
#[expect(clippy::disallowed_methods, reason = "how long a step takes is told to people only")]
pub(crate) fn run(steps: impl IntoIterator<Item = Step>) -> ExitCode {
    for mut step in steps {
        eprintln!("── {}: {step}", step.name);
        let start = Instant::now();
        let done = step.run();
        let seconds = start.elapsed().as_secs_f64();
        if let Err(error) = done {
            eprintln!("✗  {} failed after {seconds:.1} s: {error:#}\n   {step}", step.name);
            return ExitCode::FAILURE;
        }
        eprintln!("✓  {} in {seconds:.1} s", step.name);
    }
    ExitCode::SUCCESS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_is_shown_as_it_would_be_typed() {
        let step = Step::cargo("tests", &["test", "--workspace"]).where_set("UPDATE_EXPECT", "1");
        assert_eq!(step.to_string(), "UPDATE_EXPECT='1' cargo test --workspace");
    }

    #[test]
    fn what_comes_behind_a_failing_step_is_not_run() {
        let steps = [
            Step::own("fails", || bail!("as it was told to")),
            Step::own("never", || panic!("it was run")),
        ];
        assert_eq!(run(steps), ExitCode::FAILURE);
    }
}
