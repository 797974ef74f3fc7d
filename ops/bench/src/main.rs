//! `cargo x bench`: how fast it is, each figure beside a limit measured in the same process.
//!
//! Absolute figures differ from machine to machine and from hour to hour; the ratios are what counts.
//! Where a measurement waits for the disk, the table says so.

mod alike;
mod answers;
mod append;
mod bare;
mod bulk;
mod clock;
mod company;
mod diff;
mod folded;
mod goal;
mod large;
mod logs;
mod lone;
mod loops;
mod machine;
mod matching;
mod memory;
mod options;
mod past;
mod python;
mod questions;
mod rebuild;
mod server;
mod table;
mod telling;
mod texts;
mod what_if;

use std::{env, process::ExitCode};

use anyhow::Result;

use options::{Options, Wish};
use table::Row;

type Measurement = (&'static str, fn(&Options) -> Result<Vec<Row>>);

const MEASUREMENTS: [Measurement; 14] = [
    ("append", append::measure),
    ("lone", lone::measure),
    ("bulk", bulk::measure),
    ("rebuild", rebuild::measure),
    ("past", past::measure),
    ("diff", diff::measure),
    ("answers", answers::measure),
    ("what-if", what_if::measure),
    ("memory", memory::measure),
    ("loops", loops::measure),
    ("logs", logs::measure),
    ("texts", texts::measure),
    ("alike", alike::measure),
    ("matching", matching::measure),
];

const HELP: &str = "\
Measures how fast Acker is, each figure beside a limit measured in the same process.

Usage: cargo x bench [NAME…] [--quick] [--events N]

  append    appending to the store, beside a bare SQLite loop
  lone      one command through the engine, beside one bare durable commit
  bulk      100,000 commands over HTTP, beside a bare SQLite loop
  rebuild   folding the log again, beside only reading and decoding it
  past      snapshots: starting behind one, their size, and questions about the past
  diff      what differs over a quarter, beside two questions about the past
  answers   every question, on a short and on a long history
  what-if   one command tried out, beside folding anew
  memory    what all projections take, for each event and for each step
  loops     components of 1,000,000 steps beside petgraph and NetworkX; one hand-over more
  logs      reading event logs, beside pm4py
  texts     taking the texts of 100,000 steps into an index, beside reading their words
  alike     finding what says the same among 100,000 steps, beside scikit-learn
  matching  how well it is found: labels of our own, and a public contest

  --quick     a twentieth of it: to see that it runs, not to measure
  --events N  so many events for bulk, rebuild, answers, what-if and memory
";

#[expect(clippy::print_stdout, clippy::print_stderr, reason = "the table is what is asked for")]
fn main() -> Result<ExitCode> {
    let options = match Wish::read(env::args().skip(1)) {
        Ok(Wish::Help) => {
            print!("{HELP}");
            return Ok(ExitCode::SUCCESS);
        }
        Ok(Wish::Weigh(folder)) => {
            println!("{}", memory::weigh(&folder)?);
            return Ok(ExitCode::SUCCESS);
        }
        Ok(Wish::ReadLog(words)) => {
            println!("{}", logs::read(&words)?);
            return Ok(ExitCode::SUCCESS);
        }
        Ok(Wish::Measure(wanted)) => Options::new(wanted)?,
        Err(wrong) => {
            eprintln!("{wrong}\n\n{HELP}");
            return Ok(ExitCode::from(2));
        }
    };
    let mut rows = vec![];
    for (name, measure) in MEASUREMENTS.into_iter().filter(|(name, _)| options.wants(name)) {
        eprintln!("{name} …");
        rows.extend(measure(&options)?);
    }
    println!("{}\n\n{}", machine::describe(), table::write(&rows));
    Ok(ExitCode::SUCCESS)
}
