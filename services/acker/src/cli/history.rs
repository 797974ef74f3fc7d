//! `acker history`: who changed what, when and why.

use std::process::ExitCode;

use anyhow::Result;
use clap::Args;
use serde_json::Value;
use wording::Language;

use super::ask::Asking;
use crate::{
    backend::Where,
    output::{self, Rows, Set, text},
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
    pub(crate) async fn run(self, place: &Where, language: Language) -> Result<ExitCode> {
        let Self { stream, fields, noun, tag, unit, from, to, asking } = self;
        let is_filtered = [&noun, &tag, &unit, &from, &to].iter().any(|it| it.is_some());
        if let Some(stream) = stream.as_ref().filter(|_| !fields && !is_filtered) {
            let lang = Some(language.tag().to_owned());
            let parameters = [("stream", Some(stream.clone())), ("lang", lang)];
            let tell = |answer: &Value| print_story(answer, language);
            asking.ask(place, "story", &parameters, tell).await?;
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
fn print_story(answer: &Value, language: Language) {
    for item in answer["items"].as_array().into_iter().flatten() {
        let time = item["recorded"].as_str().and_then(|it| it.parse().ok());
        let then = time.map(|it| wording::figures::time(language, it)).unwrap_or_default();
        let (position, sentence) = (text(&item["position"]), text(&item["sentence"]));
        output::answer(format_args!("{then}  {position:>6}  {sentence}"));
    }
    more(answer);
}

/// That there is more.
fn more(answer: &Value) {
    if !answer["next"].is_null() {
        output::answer("there is more: --limit N shows up to 1,000, --to TIME goes further back");
    }
}

fn print(answer: &Value) {
    let columns = [
        ("position", Set::Right),
        ("recorded", Set::Left),
        ("who", Set::Left),
        ("what", Set::Left),
        ("changes", Set::Left),
        ("why", Set::Left),
    ];
    let mut rows = Rows::new(&columns);
    for item in answer["items"].as_array().into_iter().flatten() {
        let changes = item["changes"].as_array().into_iter().flatten().map(change);
        let recorded = text(&item["recorded"]);
        rows.row([
            text(&item["position"]),
            recorded.get(..16).unwrap_or(&recorded).replace('T', " "),
            who(item),
            format!("{}\n{}\n{}", text(&item["type"]), text(&item["name"]), text(&item["stream"])),
            changes.collect::<Vec<_>>().join("\n"),
            why(item),
        ]);
    }
    if rows.is_empty() {
        output::answer("nothing of that kind happened");
        return;
    }
    rows.print();
    more(answer);
}

/// A pseudonym, never a name: the kind of actor and the end of its id.
fn who(item: &Value) -> String {
    let actor = &item["actor"];
    let id = text(&actor["id"]);
    format!("{} …{}", text(&actor["kind"]), id.get(id.len().saturating_sub(6)..).unwrap_or(&id))
}

/// The reason, what led to it, how well it is known, and when it was so.
fn why(item: &Value) -> String {
    let mut lines: Vec<String> = item["why"].as_str().map(str::to_owned).into_iter().collect();
    for (key, label) in [("because_of", "because of"), ("basis", "basis"), ("happened", "happened")]
    {
        if !item[key].is_null() {
            lines.push(format!("{label}: {}", text(&item[key])));
        }
    }
    lines.join("\n")
}

/// `wait_hours of Prüfen → Buchen: 48 → 40`
fn change(change: &Value) -> String {
    let field = text(&change["field"]);
    let field = match change["of"].as_str() {
        Some(of) => format!("{} of {of}", field.rsplit('/').next().unwrap_or(&field)),
        None => field,
    };
    let (from, to) = (&change["from"], &change["to"]);
    match (from.is_null(), to.is_null()) {
        (true, _) => format!("{field}: {}", text(to)),
        (false, true) => format!("{field}: {} → nothing", text(from)),
        (false, false) => format!("{field}: {} → {}", text(from), text(to)),
    }
}
