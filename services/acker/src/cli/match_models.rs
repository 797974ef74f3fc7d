//! `acker match`: two process models beside each other, without storing anything.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context as _, Result};
use clap::Args;
use formats::{
    detect::{self, Detected, Kind},
    limits::Limits,
    model::{
        self, Model,
        matching::{Matched, Named, Side, matched},
    },
};

use super::WrongUse;
use crate::{
    output::{self, Rows, Set},
    words::{self, decimals, told},
};

/// Say which elements of two process models say the same, without storing anything.
///
/// BPMN 2.0 and PNML, also gzipped, also one of each. Compared are named tasks, sub-processes and
/// events, and transitions with a label; never places or gateways. An element may have several
/// partners. Ids are those of the files.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  acker match berlin.bpmn pune.bpmn              a table, the surest pairs first
  acker match order.bpmn order-as-found.pnml     BPMN beside a Petri net
  acker match a.pnml b.pnml --json               with ids, scores and reasons")]
pub(crate) struct Match {
    /// The one model
    a: PathBuf,
    /// The other model
    b: PathBuf,
    /// As JSON
    #[arg(long)]
    json: bool,
}

impl Match {
    pub(crate) fn run(self) -> Result<ExitCode> {
        let matched = matched(&open(&self.a)?, &open(&self.b)?)?;
        if self.json {
            output::json(&serde_json::to_value(&matched)?);
        } else {
            self.print(&matched);
        }
        Ok(ExitCode::SUCCESS)
    }

    fn print(&self, matched: &Matched) {
        let columns = [
            ("score", "Nähe", Set::Right),
            ("in the first", "im ersten", Set::Left),
            ("in the second", "im zweiten", Set::Left),
            ("because of", "weil", Set::Left),
        ];
        let mut rows = Rows::of(&columns);
        for pair in &matched.pairs {
            let reasons = pair.reasons.iter().map(|it| {
                let what = words::listed(&format!("because-{}", it.what).into());
                format!("{what}: {}", it.detail)
            });
            rows.row([
                decimals(pair.score, 2),
                pair.a.name.clone(),
                pair.b.name.clone(),
                reasons.collect::<Vec<_>>().join("\n"),
            ]);
        }
        if rows.is_empty() {
            output::answer(told!(
                "no two elements say the same",
                "keine zwei Elemente sagen dasselbe"
            ));
        } else {
            rows.print();
        }
        print_side(&self.a, &matched.a);
        print_side(&self.b, &matched.b);
    }
}

fn open(file: &Path) -> Result<Model> {
    let told =
        || told!("`{}` cannot be compared", "`{}` lässt sich nicht vergleichen", file.display());
    let Detected { kind, reason } = detect::detect(file).with_context(told)?;
    match kind {
        Kind::Model(notation) => {
            Ok(model::open(file, notation, Limits::for_models()).with_context(told)?)
        }
        Kind::Xes | Kind::Csv | Kind::Table(_) | Kind::Tables(_) => {
            let (told, reason) = (told(), words::said(&reason));
            Err(WrongUse(told!(
                "{told}: it is no process model (BPMN 2.0, PNML), as {reason}",
                "{told}: das ist kein Prozessmodell (BPMN 2.0, PNML), denn {reason}"
            ))
            .into())
        }
    }
}

fn print_side(file: &Path, side: &Side) {
    let Side { compared, unmatched } = side;
    let (file, alone) = (file.display(), unmatched.len());
    output::answer(told!(
        "`{file}`: {compared} compared, {alone} without a partner",
        "`{file}`: {compared} verglichen, {alone} ohne Gegenstück"
    ));
    let names: Vec<_> = unmatched.iter().map(|Named { name, .. }| name.as_str()).collect();
    if !names.is_empty() {
        output::answer(format_args!("  {}", names.join(" · ")));
    }
}
