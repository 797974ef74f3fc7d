//! `acker history`: who changed what, when and why.

use std::process::ExitCode;

use anyhow::Result;
use clap::Args;
use serde_json::Value;
use uuid::Uuid;
use wording::{
    Language,
    names::{Name, Names},
    sentence::Teller,
};

use super::{ask::Asking, r#do::happened};
use crate::{
    backend::Where,
    output::{self, Rows, Set, text},
    words::{self, listed, told},
};

/// Show who changed what, when and why.
///
/// Of one thing: its whole story in sentences, oldest first, through its merges. Of many things, or with
/// --fields or a filter: a table with the old and the new value of every field, newest first.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  acker history pain-points/0189…           the story of one thing
  acker history pain-points/0189… --lang de the same in German
  acker history processes/0189… --fields    one thing as a table, from now back
  acker history --from last-check           what happened since: see acker bookmark
  acker history --noun pain-points --from 2026-03-01 --to 2026-03-31
  acker history --type step_revised --limit 10")]
pub(crate) struct History {
    /// Of one thing: processes/ID
    #[arg(value_name = "NOUN/ID")]
    stream: Option<String>,
    /// A table of fields instead of the story of one thing
    #[arg(long)]
    fields: bool,
    /// Of all things of a noun: processes
    #[arg(long)]
    noun: Option<String>,
    /// Of one type of event
    #[arg(long = "type", value_name = "TYPE")]
    tag: Option<String>,
    /// By or for this unit: its name or id
    #[arg(long, value_name = "UNIT")]
    unit: Option<String>,
    /// Recorded then or later; also a moment as `acker diff` takes it
    #[arg(long, value_name = "MOMENT")]
    from: Option<String>,
    /// Recorded then or earlier
    #[arg(long, value_name = "TIME")]
    to: Option<String>,
    #[command(flatten)]
    asking: Asking,
}

impl History {
    pub(crate) async fn run(self, place: &Where) -> Result<ExitCode> {
        let Self { stream, fields, noun, tag, unit, from, to, asking } = self;
        let is_filtered = [&noun, &tag, &unit, &from, &to].iter().any(|it| it.is_some());
        if let Some(stream) = stream.as_ref().filter(|_| !fields && !is_filtered) {
            let lang = Some(words::language().tag().to_owned());
            let parameters = [("stream", Some(stream.clone())), ("lang", lang)];
            asking.ask(place, "story", &parameters, print_story).await?;
            return Ok(ExitCode::SUCCESS);
        }
        let parameters = [
            ("stream", stream),
            ("noun", noun),
            ("type", tag),
            ("unit", unit),
            ("from", from),
            ("to", to),
        ];
        asking.ask(place, "history", &parameters, print).await?;
        Ok(ExitCode::SUCCESS)
    }
}

/// A day or a time, and what happened then.
fn print_story(answer: &Value) {
    for item in answer["items"].as_array().into_iter().flatten() {
        let then = words::time(&item["recorded"]);
        let (position, sentence) = (text(&item["position"]), text(&item["sentence"]));
        output::answer(format_args!("{then}  {position:>6}  {sentence}"));
    }
    more(answer);
}

/// That there is more.
fn more(answer: &Value) {
    if !answer["next"].is_null() {
        output::answer(told!(
            "there is more: --limit N shows up to 1,000, --to TIME goes further back",
            "es gibt mehr: --limit N zeigt bis zu 1.000, --to ZEIT geht weiter zurück"
        ));
    }
}

fn print(answer: &Value) {
    let columns = [
        ("position", "Position", Set::Right),
        ("recorded", "festgehalten", Set::Left),
        ("who", "wer", Set::Left),
        ("what", "was", Set::Left),
        ("changes", "Änderungen", Set::Left),
        ("why", "warum", Set::Left),
    ];
    let mut rows = Rows::of(&columns);
    for item in answer["items"].as_array().into_iter().flatten() {
        let changes = item["changes"].as_array().into_iter().flatten().map(change);
        rows.row([
            text(&item["position"]),
            words::time(&item["recorded"]),
            who(item),
            format!("{}\n{}\n{}", what(item), text(&item["name"]), text(&item["stream"])),
            changes.collect::<Vec<_>>().join("\n"),
            why(item),
        ]);
    }
    if rows.is_empty() {
        output::answer(told!("nothing of that kind happened", "nichts dergleichen ist geschehen"));
        return;
    }
    rows.print();
    more(answer);
}

/// The type of the event; in German what that means.
fn what(item: &Value) -> String {
    let tag = text(&item["type"]);
    match words::language() {
        Language::English => tag,
        Language::German => happened::in_german(&tag).map_or(tag, str::to_owned),
    }
}

/// A pseudonym, never a name: the kind of actor and the end of its id.
fn who(item: &Value) -> String {
    let actor = &item["actor"];
    let id = text(&actor["id"]);
    format!("{} …{}", listed(&actor["kind"]), id.get(id.len().saturating_sub(6)..).unwrap_or(&id))
}

/// The reason, what led to it, how well it is known, and when it was so.
fn why(item: &Value) -> String {
    let mut lines: Vec<String> = item["why"].as_str().map(str::to_owned).into_iter().collect();
    if let Some((kind, id)) = item["because_of"].as_object().and_then(|it| it.iter().next()) {
        let (kind, id) = (listed(&kind.as_str().into()), text(id));
        lines.push(told!("because of: {kind} {id}", "Anlass: {kind} {id}"));
    }
    if !item["basis"].is_null() {
        let basis = listed(&item["basis"]);
        lines.push(told!("basis: {basis}", "Grundlage: {basis}"));
    }
    if !item["happened"].is_null() {
        let happened = words::time(&item["happened"]);
        lines.push(told!("happened: {happened}", "geschehen: {happened}"));
    }
    lines.join("\n")
}

/// `wait_hours of Prüfen → Buchen: 48 → 40`
fn change(change: &Value) -> String {
    let path = text(&change["field"]);
    let (name, label) = labelled(&path);
    let field = match change["of"].as_str() {
        Some(of) => told!(
            "{} of {of}",
            "{} ({of})",
            match words::language() {
                Language::English => path.rsplit('/').next().unwrap_or(&path),
                Language::German => &label,
            }
        ),
        None => label,
    };
    let (from, to) = (&change["from"], &change["to"]);
    let (was, is) = (shown(&name, from), shown(&name, to));
    match (from.is_null(), to.is_null()) {
        (true, _) => format!("{field}: {is}"),
        (false, true) => told!("{field}: {was} → nothing", "{field}: {was} → nichts"),
        (false, false) => format!("{field}: {was} → {is}"),
    }
}

/// The name of a field, and what it is called: in English by its name, as `--json` and filters have it.
fn labelled(path: &str) -> (String, String) {
    match words::language() {
        Language::English => (path.to_owned(), path.to_owned()),
        Language::German => Teller::new(Language::German, &Ids).field(path),
    }
}

/// What a field holds.
fn shown(name: &str, value: &Value) -> String {
    match (words::language(), value) {
        (Language::English, _) | (_, Value::Null) => text(value),
        (Language::German, _) => Teller::new(Language::German, &Ids).value(name, value),
    }
}

/// The table shows ids, by which anything is found.
struct Ids;

impl Names for Ids {
    fn name(&self, id: Uuid) -> Name {
        Name::Called(id.to_string())
    }
}
