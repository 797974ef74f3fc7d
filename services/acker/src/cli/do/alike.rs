//! What says something similar, shown before it is said once more: is it *ours too*, or *something else*?

use std::{
    collections::BTreeSet,
    io::{BufRead, IsTerminal as _},
};

use anyhow::Result;
use domain::line::Line;
use events::Noun;
use serde_json::{Value, json};

use super::resolve::Resolving;
use crate::{
    cli::{ask::escaped, similar::places},
    names::Among,
    output::{self, text},
    words::{decimals, figure, told},
};

/// So many are shown.
const SHOWN: usize = 5;

/// What is said once more, and how one joins what is there instead.
struct Kind {
    kind: &'static str,
    join: &'static str,
}

/// What whoever was asked wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Choice {
    /// To join the one of this number, from 0.
    OursToo(usize),
    SomethingElse,
    Cancel,
}

const fn kind(noun: Noun) -> Option<Kind> {
    match noun {
        Noun::PainPoint => Some(Kind { kind: "pain_point", join: "back-pain-point" }),
        Noun::Idea => Some(Kind { kind: "idea", join: "support-idea" }),
        _ => None,
    }
}

/// What says something similar to a command that creates a pain point or an idea; most alike first.
pub(super) async fn alike(
    resolving: &Resolving<'_>,
    noun: Noun,
    line: &Line,
) -> Result<Vec<Value>> {
    let Some(Kind { kind, .. }) = kind(noun) else { return Ok(Vec::new()) };
    let said = ["title", "text"].into_iter().filter_map(|it| line.body[it].as_str());
    let said = said.collect::<Vec<_>>().join(" ");
    if said.trim().is_empty() {
        return Ok(Vec::new());
    }
    let path = format!("similar?q={}&kind={kind}&limit={SHOWN}", escaped(&said));
    let mut answer = resolving.backend.get(&path).await?;
    let items = answer["items"].as_array_mut().map(std::mem::take).unwrap_or_default();
    let own = line.id.to_string();
    Ok(items.into_iter().filter(|it| it["id"] != own.as_str()).collect())
}

/// Shows what is alike, on standard error: it is no answer.
pub(super) fn show(items: &[Value]) {
    let sites = items.iter().flat_map(|it| it["sites"].as_array().into_iter().flatten());
    let sites: BTreeSet<_> = sites.filter_map(Value::as_str).collect();
    let sites = sites.into_iter().collect::<Vec<_>>().join(", ");
    let sites = if sites.is_empty() { sites } else { format!(" ({sites})") };
    let hours: f64 = items.iter().filter_map(|it| it["hours_per_month"].as_f64()).sum();
    output::say(told!(
        "{} similar{sites}, together {} h a month:",
        "{} ähnliche{sites}, zusammen {} Std. im Monat:",
        items.len(),
        decimals(hours, 1)
    ));
    for (item, number) in items.iter().zip(1..) {
        let hours = figure(&item["hours_per_month"]);
        let hours = told!("{hours} h a month", "{hours} Std. im Monat");
        output::say(format_args!("  {number}  {}", text(&item["text"])));
        let parts = [places(item), hours, text(&item["id"])];
        let said: Vec<_> = parts.into_iter().filter(|it| !it.is_empty()).collect();
        output::say(format_args!("     {}", said.join(" · ")));
    }
}

/// Asks what is meant, on a terminal; elsewhere it is something else, because what is not logged is lost
/// and what is logged twice can be merged.
pub(super) fn ask(items: &[Value]) -> Result<Choice> {
    if !(std::io::stdin().is_terminal() && std::io::stderr().is_terminal()) {
        output::say(told!(
            "nobody can be asked here, so it is taken as something else; two that are the same can be merged",
            "hier kann niemand gefragt werden, also gilt es als etwas Neues; Gleiches lässt sich zusammenlegen"
        ));
        return Ok(Choice::SomethingElse);
    }
    let question = told!(
        "[1-{}] ours too · [s] something else · [c] cancel: ",
        "[1-{}] auch bei uns · [n] etwas Neues · [a] abbrechen: ",
        items.len()
    );
    choose(&mut std::io::stdin().lock(), items.len(), &mut || output::prompt(&question))
}

fn choose(input: &mut dyn BufRead, count: usize, ask: &mut dyn FnMut()) -> Result<Choice> {
    loop {
        ask();
        let mut line = String::new();
        if input.read_line(&mut line)? == 0 {
            return Ok(Choice::Cancel);
        }
        match line.trim().to_lowercase().as_str() {
            "s" | "n" => return Ok(Choice::SomethingElse),
            "c" | "a" => return Ok(Choice::Cancel),
            number => match number.parse::<usize>() {
                Ok(number @ 1..) if number <= count => return Ok(Choice::OursToo(number - 1)),
                _ => {}
            },
        }
    }
}

/// The command that joins what is there, in place of the one that would say it again.
pub(super) async fn join(
    resolving: &mut Resolving<'_>,
    noun: Noun,
    (line, item): (Line, &Value),
) -> Result<Line> {
    let join = kind(noun).map_or("", |it| it.join);
    let mut body = json!({});
    if noun == Noun::PainPoint {
        body["unit"] = match &line.body["unit"] {
            Value::Null => unit(resolving).await?,
            unit => unit.clone(),
        };
        if !line.body["hours"].is_null() {
            body["hours"] = line.body["hours"].clone();
        }
    } else if let Some(unit) = line.meta.as_ref().and_then(|it| it.get("on_behalf_of")) {
        body["unit"] = unit.clone();
    }
    let id = text(&item["id"]).parse()?;
    Ok(Line { id, command: join.to_owned(), body, ..line })
}

/// Said where whoever was asked did not want it after all.
pub(super) fn cancelled() -> String {
    told!("cancelled; nothing was changed", "abgebrochen; nichts ist geändert")
}

/// The unit that has it too: asked until one is known.
async fn unit(resolving: &mut Resolving<'_>) -> Result<Value> {
    loop {
        output::prompt(told!("for which unit? ", "für welche Einheit? "));
        let mut line = String::new();
        if std::io::stdin().read_line(&mut line)? == 0 {
            anyhow::bail!(cancelled());
        }
        match resolving.find(Among::Noun(Noun::Unit), line.trim()).await {
            Ok(found) => return Ok(json!(found.id)),
            Err(error) => output::complain(&error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(said: &str) -> (Choice, usize) {
        let mut asked = 0;
        let choice = choose(&mut said.as_bytes(), 2, &mut || asked += 1);
        (choice.expect("it can be read"), asked)
    }

    #[test]
    fn a_number_is_ours_too_and_letters_say_the_rest() {
        assert_eq!(chosen("2\n"), (Choice::OursToo(1), 1));
        assert_eq!(chosen("s\n"), (Choice::SomethingElse, 1));
        assert_eq!(chosen("C\n"), (Choice::Cancel, 1));
    }

    #[test]
    fn what_is_not_understood_is_asked_again_and_an_end_changes_nothing() {
        assert_eq!(chosen("3\n0\nwhat\n1\n"), (Choice::OursToo(0), 4));
        assert_eq!(chosen(""), (Choice::Cancel, 1));
    }
}
