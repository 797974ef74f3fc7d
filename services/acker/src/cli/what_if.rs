//! `acker what-if`: what commands would change.

use std::{fs, io::Read as _, path::PathBuf, process::ExitCode};

use anyhow::{Context as _, Result};
use clap::Args;
use domain::{Command as _, idea::SketchChange, line::Line};
use events::Noun;
use serde_json::{Value, json};

use super::{WrongUse, loops::cycles::names};
use crate::{
    backend::Where,
    installation::Access,
    names::{Among, Named, Names},
    output::{self, Known, Rows, Set, text},
    words::{figure, listed, told},
};

/// Show what commands would change, without executing them: loops, duplicated work, pain points, coverage.
///
/// The file holds commands as in bulk, one a line, or as `{"commands": […]}`. A line that would be refused
/// is told, and the others are tried out without it. Nothing is stored, unless it is kept on an idea: then
/// `acker ideas` shows what was expected beside what really changed because of the idea.
#[derive(Debug, Args)]
#[command(after_help = "\
Example: what would end with a hand-over that no rule demands? With this in change.json:
  {\"commands\": [{\"noun\": \"processes\", \"id\": \"ID\", \"command\": \"remove-hand-over\",
                 \"body\": {\"hand_over\": \"ID\"}}]}
ask:
  acker what-if change.json --level site
and where it is worth trying, keep it on an idea, by its id or a part of its title:
  acker what-if change.json --keep 'One certificate folder'

Exit code: 1 where a command would be refused; then nothing is kept.")]
pub(crate) struct WhatIf {
    /// The commands; `-` reads them from standard input
    file: PathBuf,
    /// Of loops: step, unit, `parent_unit`, site or region; what is kept on an idea is about units
    #[arg(long, default_value = "unit")]
    level: String,
    /// Keep the commands on this idea, with what they are expected to change (`sketch-change`)
    #[arg(long, value_name = "IDEA")]
    keep: Option<String>,
    /// The API's own JSON instead of a table
    #[arg(long)]
    json: bool,
}

impl WhatIf {
    pub(crate) async fn run(self, place: &Where) -> Result<ExitCode> {
        let commands = commands(&self.read()?)?;
        let access = if self.keep.is_some() { Access::Write } else { Access::Read };
        let backend = place.open(access).await?;
        let path = format!("what-if?level={}", super::ask::escaped(&self.level));
        let mut answer =
            backend.try_out(&path, commands.join("\n").into_bytes(), place.actor).await?;
        for tried in list(&answer["commands"]).iter().filter(|it| !it["problem"].is_null()) {
            let (line, detail) = (text(&tried["line"]), text(&tried["problem"]["detail"]));
            output::say(told!(
                "command {line} would be refused: {detail}",
                "Befehl {line} würde abgelehnt: {detail}"
            ));
        }
        let is_refused = answer["refused"] != 0;
        let mut stored = told!("nothing was stored", "nichts wurde gespeichert");
        if let Some(idea) = self.keep.as_deref().filter(|_| !is_refused) {
            let idea = Names::default().find(&backend, Among::Noun(Noun::Idea), idea).await?;
            let kept = backend.carry_out(&sketch(&idea, &commands)?, place.actor).await?;
            stored = told!(
                "kept on the idea `{}` with what it changes between units, position {}",
                "festgehalten an der Idee `{}` mit dem, was es zwischen Einheiten ändert, Position {}",
                idea.name,
                text(&kept["position"])
            );
            answer["kept"] = kept;
        }
        if self.json {
            output::json(&answer);
        } else {
            print(&answer, &stored);
        }
        Ok(ExitCode::from(u8::from(is_refused)))
    }

    fn read(&self) -> Result<String> {
        if self.file.as_os_str() == "-" {
            let mut all = String::new();
            std::io::stdin().read_to_string(&mut all)?;
            return Ok(all);
        }
        fs::read_to_string(&self.file).with_context(|| format!("`{}`", self.file.display()))
    }
}

/// The commands one by one, also where they stand in one list.
fn commands(written: &str) -> Result<Vec<String>> {
    let listed = serde_json::from_str::<Value>(written).ok();
    let listed = listed.as_ref().and_then(|it| it["commands"].as_array());
    let commands: Vec<String> = match listed {
        Some(commands) => commands.iter().map(ToString::to_string).collect(),
        None => written.lines().map(str::to_owned).collect(),
    };
    if commands.iter().all(|it| it.trim().is_empty()) {
        return Err(WrongUse(told!(
            "there is no command to try out",
            "kein Befehl zum Durchspielen"
        ))
        .into());
    }
    Ok(commands)
}

/// What keeps them on an idea.
fn sketch(idea: &Named, commands: &[String]) -> Result<Line> {
    let commands = commands.iter().filter(|it| !it.trim().is_empty());
    let commands: Vec<Value> =
        commands.map(|it| serde_json::from_str(it)).collect::<Result<_, _>>()?;
    let line = json!({
        "noun": Noun::Idea.path(),
        "id": idea.id,
        "command": SketchChange::NAME,
        "body": { "commands": commands },
    });
    Ok(serde_json::from_value(line)?)
}

fn print(answer: &Value, stored: &str) {
    let columns = [
        ("a month", "im Monat", Set::Left),
        ("before", "vorher", Set::Right),
        ("after", "nachher", Set::Right),
        ("difference", "Unterschied", Set::Right),
    ];
    let mut rows = Rows::of(&columns);
    let (loops, duplicates) = (&answer["loops"], &answer["duplicates"]);
    let mut row = |name: &str, it: &Value| rows.row(cells(name, it));
    row(&told!("loops", "Schleifen"), &loops["cycles"]);
    row(&told!("work in loops, h", "Arbeit in Schleifen, Std."), &loops["work_hours_per_month"]);
    let delay = told!("delay in loops, h", "Wartezeit in Schleifen, Std.");
    row(&delay, &loops["delay_hours_per_month"]);
    for money in list(&loops["money_per_month"]) {
        let currency = text(&money["currency"]);
        row(&told!("money in loops, {currency}", "Geld in Schleifen, {currency}"), money);
    }
    let clusters = told!("clusters of duplicated work", "Gruppen doppelter Arbeit");
    row(&clusters, &duplicates["clusters"]);
    row(&told!("hours involved", "Std. beteiligt"), &duplicates["hours_involved"]);
    row(&told!("avoidable hours", "Std. vermeidbar"), &duplicates["avoidable_hours"]);
    let pain = &answer["pain_points"];
    row(&told!("open pain points", "offene Schmerzpunkte"), &pain["pain_points"]);
    row(&told!("hours of pain points", "Std. in Schmerzpunkten"), &pain["hours_per_month"]);
    for area in list(&answer["coverage"]["areas"]) {
        if area["uncovered_hours"]["difference"] != 0.0 {
            let name = listed(&area["area"]);
            row(
                &told!("uncovered in {name}, h", "ungedeckt: {name}, Std."),
                &area["uncovered_hours"],
            );
        }
    }
    rows.print();
    for it in list(&answer["demanded"]) {
        let (from, to, rule) =
            (text(&it["from_name"]), text(&it["to_name"]), text(&it["required_by"]));
        output::answer(told!(
            "mind: a rule demands {from} → {to}: {rule}",
            "Achtung: eine Regel verlangt {from} → {to}: {rule}"
        ));
    }
    print_loops(loops);
    output::answer(told!(
        "{stored}; hours of different sorts are never added",
        "{stored}; Stunden verschiedener Art werden nie zusammengezählt"
    ));
    output::known(answer, Known::OnTheMap);
}

fn print_loops(loops: &Value) {
    let (gone, new) = (told!("gone", "weg"), told!("new", "neu"));
    for (what, cycles) in [(gone, &loops["gone"]), (new, &loops["new"])] {
        for cycle in list(cycles) {
            let (kind, costs) = (listed(&cycle["kind"]), costs(cycle));
            output::answer(format_args!("{what}: {} ({kind}, {costs})", names(cycle)));
        }
    }
    for changed in list(&loops["changed"]) {
        let (before, after) = (&changed["before"], &changed["after"]);
        output::answer(told!(
            "changed: {}: {}, {} before, {}, {} after",
            "geändert: {}: vorher {}, {}, nachher {}, {}",
            names(before),
            listed(&before["kind"]),
            costs(before),
            listed(&after["kind"]),
            costs(after)
        ));
    }
    if loops["truncated"] == true {
        output::answer(told!(
            "not all loops could be looked at: what is gone or new may only be out of sight",
            "nicht alle Schleifen ließen sich ansehen: was weg oder neu ist, ist vielleicht nur außer Sicht"
        ));
    }
}

fn costs(cycle: &Value) -> String {
    let (work, delay) = (&cycle["work_hours_per_month"], &cycle["delay_hours_per_month"]);
    told!("{} h work, {} h delay", "{} Std. Arbeit, {} Std. Wartezeit", figure(work), figure(delay))
}

/// A figure, before, after, and what lies between.
pub(super) fn cells(name: &str, difference: &Value) -> [String; 4] {
    let it = difference;
    let sign = if it["difference"].as_f64().is_some_and(|it| it > 0.0) { "+" } else { "" };
    let difference = format!("{sign}{}", figure(&it["difference"]));
    [name.to_owned(), figure(&it["before"]), figure(&it["after"]), difference]
}

pub(super) fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}
