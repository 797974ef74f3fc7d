//! `acker do`: any command of the catalogue. Nothing is listed by hand: options, help, examples and
//! completions follow from the catalogue and its schemas.

mod alike;
pub(super) mod arguments;
mod draft;
mod example;
pub(super) mod happened;
mod purpose;
mod resolve;
mod schema;
mod told;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches};
use domain::{
    catalogue::{CATALOGUE, Entry},
    line::Line,
};
use engine::id_source::{IdSource as _, SystemIds};
use serde_json::{Value, json};
use uuid::Uuid;
use wording::Language;

use super::WrongUse;
use crate::{
    backend::{Backend, Refused, Where},
    installation::{Access, now},
    names::Names,
    output::{self, Rows, Set},
    words::{self, told},
};
use alike::Choice;
use resolve::Resolving;

/// Do anything that can be done.
#[derive(Debug)]
pub(crate) struct Do {
    matches: ArgMatches,
}

impl Args for Do {
    fn augment_args(command: Command) -> Command {
        let list = Arg::new("list").long("list").action(ArgAction::SetTrue);
        let json = Arg::new("json").long("json").action(ArgAction::SetTrue);
        let examples = "\
Examples:
  acker do --list
  acker do log-pain-point --help
  acker do log-pain-point --text 'Lieferantendaten pflegen wir in drei Excel-Listen' \\
      --unit Einkauf --effort '15 min 2x täglich 4 Leute'
  acker do take-up-pain-point --id Stammdaten --pain-point 'drei Excel-Listen'
  acker do revise-unit --id Einkauf --clear planning_rate --meta.why 'zu wenige Leute'

Things are called by their ids, or by names that no other has; of pain points and ideas a part of the text
is enough. Fields within fields are said with dots, lists with commas or by saying them again.";
        command
            .arg(list.help("List all commands"))
            .arg(json.help("The list as JSON"))
            .subcommand_value_name("COMMAND")
            .subcommand_help_heading("Commands")
            .disable_help_subcommand(true)
            .after_help(examples)
            .defer(arguments::with_commands)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for Do {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        Ok(Self { matches: matches.clone() })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        self.matches = matches.clone();
        Ok(())
    }
}

/// One command as it was said.
struct Wish<'a> {
    entries: Vec<&'static Entry>,
    matches: &'a ArgMatches,
}

/// What became of it.
struct Outcome {
    line: Line,
    answer: Value,
    formulas: Vec<String>,
    alike: Vec<Value>,
}

impl Do {
    pub(crate) async fn run(self, place: &Where) -> Result<ExitCode> {
        let Some((name, matches)) = self.matches.subcommand() else { return self.list() };
        let wish = Wish { entries: arguments::entries(name), matches };
        let access = if wish.has("dry-run") { Access::Read } else { Access::Write };
        let backend = place.open(access).await?;
        let Some(outcome) = wish.carry_out(&backend, place).await? else {
            return Ok(ExitCode::FAILURE);
        };
        let Outcome { line, answer, formulas, alike } = outcome;
        if wish.has("dry-run") {
            output::json(&json!(line));
        } else if wish.has("json") {
            output::json(&told::as_json(&line, answer, &formulas, &alike));
        } else {
            told::tell(&line, &answer, &formulas);
        }
        Ok(ExitCode::SUCCESS)
    }

    fn list(&self) -> Result<ExitCode> {
        if !self.matches.get_flag("list") {
            return Err(WrongUse(told!(
                "say which command, as `acker do --list` shows them",
                "bitte einen Befehl, wie `acker do --list` sie zeigt"
            ))
            .into());
        }
        let about = |it: &Entry| arguments::first_sentence(&schema::described(it).about).to_owned();
        if self.matches.get_flag("json") {
            let all = CATALOGUE.iter().map(|it| {
                json!({ "noun": it.noun.path(), "command": it.name, "creates": it.creates, "about": about(it) })
            });
            output::json(&Value::Array(all.collect()));
            return Ok(ExitCode::SUCCESS);
        }
        let mut rows = Rows::of(&[
            ("of", "von", Set::Left),
            ("command", "Befehl", Set::Left),
            ("what it does", "was er tut", Set::Left),
        ]);
        for entry in CATALOGUE {
            let about = match words::language() {
                Language::English => about(entry),
                Language::German => {
                    purpose::in_german(entry.name).map_or_else(|| about(entry), str::to_owned)
                }
            };
            rows.row([entry.noun.path().to_owned(), entry.name.to_owned(), about]);
        }
        rows.print();
        Ok(ExitCode::SUCCESS)
    }
}

impl Wish<'_> {
    fn has(&self, flag: &str) -> bool {
        self.matches.get_flag(flag)
    }

    /// None where whoever was asked did not want it after all.
    async fn carry_out(&self, backend: &Backend, place: &Where) -> Result<Option<Outcome>> {
        let name = self.entries[0].name;
        let fields = schema::described(self.entries[0]).fields;
        let mut draft = draft::read(name, (&fields, &schema::meta()), self.matches, mint)?;
        let formulas = std::mem::take(&mut draft.formulas);
        let mut resolving = Resolving { backend, names: Names::default(), taken: Vec::new() };
        let (entry, mut line) = resolving.line((&self.entries, self.matches), draft, mint).await?;
        let mut alike = Vec::new();
        if entry.creates {
            alike = alike::alike(&resolving, entry.noun, &line).await?;
        }
        let is_asked = !alike.is_empty() && !self.has("dry-run") && !self.has("yes");
        if is_asked {
            alike::show(&alike);
            match alike::ask(&alike)? {
                Choice::SomethingElse => {}
                Choice::OursToo(which) => {
                    line = alike::join(&mut resolving, entry.noun, (line, &alike[which])).await?;
                }
                Choice::Cancel => {
                    output::say(alike::cancelled());
                    return Ok(None);
                }
            }
        }
        for taken in &resolving.taken {
            output::say(format_args!("{}  {}", taken.id, taken.name));
        }
        let answer = if self.has("dry-run") {
            Value::Null
        } else {
            backend.carry_out(&line, place.actor).await.map_err(by_option)?
        };
        Ok(Some(Outcome { line, answer, formulas, alike }))
    }
}

/// A fresh id.
fn mint() -> Uuid {
    SystemIds.id(now())
}

/// Wrong fields are told by the options that they were said with.
fn by_option(error: anyhow::Error) -> anyhow::Error {
    let Some(Refused(problem)) = error.downcast_ref() else { return error };
    let mut problem = problem.clone();
    let wrong = problem["errors"].as_array().into_iter().flatten().map(|it| {
        let pointer = output::text(&it["pointer"]);
        let names = pointer.split('/').filter(|it| !it.is_empty() && it.parse::<usize>().is_err());
        let option = arguments::option(&names.collect::<Vec<_>>().join("."));
        format!("`--{option}` {}", output::text(&it["detail"]))
    });
    let wrong = wrong.collect::<Vec<_>>().join("; ");
    if !wrong.is_empty() {
        problem["detail"] = Value::String(wrong);
    }
    Refused(problem).into()
}
