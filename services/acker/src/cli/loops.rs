//! `acker loops`: what goes round, what time zones add, and what need not stay.

mod between_sites;
mod cuts;
pub(super) mod cycles;

use std::process::ExitCode;

use anyhow::Result;
use clap::Args;
use serde_json::Value;

use super::ask::Asking;
use crate::{
    backend::Where,
    output::{self, Known, text},
    words::{self, figure, one_of, told},
};

/// Show coordination loops: what goes round between steps, units, parent units, sites or regions.
///
/// rework: goes back within one process. `back_and_forth`: the process leads there and back by design.
/// mutual: no single process carries it, so it is not priced. Delay is the larger of what people said
/// and what zones and working hours add; below it, how much the zones explain at most.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  acker loops --level site
  acker loops --level site --day 2026-07-15
  acker loops --level unit --within Europe,Asia
  acker loops --level unit --at 2026-03-31 --store http://127.0.0.1:7313")]
pub(crate) struct Loops {
    /// step, unit, `parent_unit`, site or region
    #[arg(long, default_value = "unit")]
    level: String,
    /// Only hand-overs of this process
    #[arg(long, value_name = "ID")]
    process: Option<String>,
    /// Only what begins and ends within these: ids of sites or units, names of regions
    #[arg(long, value_name = "THIS,THAT")]
    within: Option<String>,
    /// A day of the week whose clocks, working hours and holidays count; today where it is not said
    #[arg(long, value_name = "DAY")]
    day: Option<String>,
    #[command(flatten)]
    asking: Asking,
}

impl Loops {
    pub(crate) async fn run(self, place: &Where) -> Result<ExitCode> {
        let parameters = [
            ("level", Some(self.level)),
            ("process", self.process),
            ("within", self.within),
            ("day", self.day),
        ];
        self.asking.ask(place, "loops", &parameters, print).await?;
        Ok(ExitCode::SUCCESS)
    }
}

fn print(answer: &Value) {
    if elements(&answer["cycles"]).is_empty() {
        let key = text(&answer["level"]);
        let level = level(&key);
        let most = text(&answer["length_max"]);
        output::answer(if elements(&answer["components"]).is_empty() {
            told!(
                "nothing goes round at the level of a {level}",
                "auf der Ebene {level} geht nichts im Kreis"
            )
        } else {
            told!(
                "no loop of up to {most} members at the level of a {level}; through more of them it goes round",
                "auf der Ebene {level} keine Schleife über bis zu {most}; über mehr geht es im Kreis"
            )
        });
    } else {
        cycles::print(answer);
    }
    cuts::print(answer);
    between_sites::print(answer);
    print_compared(answer);
    output::answer("");
    output::known(answer, Known::OnTheMap);
}

/// What logs say of cases in which work came back.
fn print_compared(answer: &Value) {
    for compared in elements(&answer["compared"]) {
        output::answer(told!(
            "\n{}, by {}: median days of cases in which work came back, and of others handed over equally often ({})",
            "\n{}, nach {}: Median der Tage von Fällen, in denen Arbeit zurückkam, und von anderen, die gleich oft übergeben wurden ({})",
            text(&compared["log_name"]),
            text(&compared["by"]),
            words::said(&text(&compared["note"])),
        ));
        for it in elements(&compared["equally_often"]) {
            let group = |it: &Value| {
                let (days, cases) = (figure(&it["median_days"]), text(&it["cases"]));
                told!("{days} days (n = {cases})", "{days} Tage (n = {cases})")
            };
            let (yes, no) = (group(&it["bounced"]), group(&it["not_bounced"]));
            let count = text(&it["hand_overs"]);
            output::answer(told!(
                "  {count} hand-overs: {yes} · {no}",
                "  {count} Übergaben: {yes} · {no}"
            ));
        }
    }
}

/// What a level is called in a sentence.
fn level(key: &str) -> &str {
    match key {
        "step" => one_of("step", "der Schritte"),
        "unit" => one_of("unit", "der Einheiten"),
        "parent_unit" => one_of("parent unit", "der übergeordneten Einheiten"),
        "site" => one_of("site", "der Standorte"),
        "region" => one_of("region", "der Regionen"),
        other => other,
    }
}

/// The name of a member, or its id where the name was erased.
fn either(name: &Value, id: &Value) -> String {
    text(if name.is_null() { id } else { name })
}

fn elements(list: &Value) -> &[Value] {
    list.as_array().map_or(&[], Vec::as_slice)
}
