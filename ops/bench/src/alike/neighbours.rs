//! How long scikit-learn takes for the same labels.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use anyhow::{Context as _, Result, ensure};

const SCRIPT: &str = include_str!("neighbours.py");

/// More would only wait: its time grows with the square.
const LABELS_MAX: usize = 30_000;

/// For each of at most 30,000 of the labels.
pub(super) fn each(labels: &[String]) -> Result<Duration> {
    let labels = &labels[..labels.len().min(LABELS_MAX)];
    let mut python = Command::new(python()?)
        .args(["-c", SCRIPT])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut input = python.stdin.take().context("an input")?;
    input.write_all(labels.join("\n").as_bytes())?;
    drop(input);
    let told = python.wait_with_output()?;
    ensure!(told.status.success(), "it failed");
    let seconds: f64 = String::from_utf8(told.stdout)?.trim().parse()?;
    Ok(Duration::from_secs_f64(seconds / labels.len() as f64))
}

/// A Python of our own under `target`, with scikit-learn; made where there is none yet.
fn python() -> Result<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/scikit-learn");
    let python = folder.join("bin/python");
    if !python.exists() {
        run(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
    }
    let has_it = run(Command::new(&python).args(["-c", "import sklearn"]));
    if has_it.is_err() {
        run(Command::new(&python).args(["-m", "pip", "install", "--quiet", "scikit-learn"]))?;
    }
    Ok(python)
}

fn run(command: &mut Command) -> Result<()> {
    let told = command.output()?;
    ensure!(told.status.success(), "no Python with scikit-learn could be had");
    Ok(())
}
