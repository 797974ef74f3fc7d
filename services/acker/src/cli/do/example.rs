//! An example of every command, made of its fields.

use domain::catalogue::Entry;

use super::{
    arguments::{minted, option},
    schema::{Field, Referred, Shape},
};

/// What people would say in a field of this name.
const SAID: &[(&str, &str)] = &[
    ("text", "Lieferantendaten pflegen wir in drei Excel-Listen"),
    ("title", "Eine Lieferantenliste für alle"),
    ("purpose", "Eine Wahrheit über unsere Lieferanten"),
    ("reason", "Spart allen drei Werken Zeit"),
    ("question", "Wer pflegt die Liste im Urlaub?"),
    ("result", "Zwei Listen sind abgeschafft"),
    ("how", "Die Listen sind abgeschafft"),
    ("goal", "Listen abschaffen"),
    ("by", "2026-12-24"),
    ("until", "2026-12-24"),
    ("from", "2026-01-01"),
    ("to", "2026-03-31"),
    ("month", "2026-03"),
    ("country", "DE"),
    ("time_zone", "Europe/Berlin"),
    ("label", "2026-04"),
    ("store", "SAP"),
    ("field", "/text"),
    ("sha256", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("level", "team"),
    ("value", "Team 1"),
    ("activity", "Angenommen"),
    ("name", "Lieferanten anlegen"),
];

/// Help is wrapped behind so many letters.
const WIDTH: usize = 90;

/// A command line that a person could type, on as many lines as it needs.
pub(super) fn example(entry: &Entry, fields: &[Field]) -> String {
    let line = one_line(entry, fields);
    let mut parts = line.split(" --");
    let mut folded = parts.next().unwrap_or_default().to_owned();
    let mut width = folded.chars().count();
    for part in parts {
        let more = part.chars().count() + " --".len();
        if width + more > WIDTH {
            folded.push_str(" \\\n     ");
            width = 0;
        }
        folded = format!("{folded} --{part}");
        width += more;
    }
    folded
}

fn one_line(entry: &Entry, fields: &[Field]) -> String {
    let mut line = format!("acker do {}", entry.name);
    if !entry.creates && entry.name != "redact-text" {
        let id = if entry.name == "retract-comment" { "ID" } else { one_of(entry.noun.singular()) };
        line = format!("{line} --id {}", quoted(id));
    }
    for field in fields.iter().filter(|it| is_shown(entry.name, it)) {
        add(&mut line, field, "", entry.name);
    }
    line
}

/// What is needed, and what a field is best known by.
fn is_shown(command: &str, field: &Field) -> bool {
    let is_usual = field.shape == Shape::Effort
        || ["log-pain-point", "bind-value"].contains(&command) && field.name == "unit"
        || command.starts_with("revise-")
            && ["name", "text", "title", "wait_hours"].contains(&field.name.as_str())
        || command == "move-unit" && field.name == "parent"
        || command == "unbind" && field.name == "activity";
    (field.is_required || is_usual) && minted(command) != Some(field.name.as_str())
}

fn add(line: &mut String, field: &Field, before: &str, command: &str) {
    let path = format!("{before}{}", field.name);
    if field.shape == Shape::Object {
        let before = format!("{path}.");
        for part in field.parts.iter().filter(|it| it.is_required) {
            add(line, part, &before, command);
        }
        return;
    }
    let name = if field.shape == Shape::Effort { "effort".to_owned() } else { option(&path) };
    line.extend([" --", &name, " ", &quoted(&value(field, command))]);
}

fn value(field: &Field, command: &str) -> String {
    let said = SAID.iter().find(|it| it.0 == field.name).map(|it| it.1);
    match &field.shape {
        Shape::Number if field.name == "value" || field.name == "target" => "3".to_owned(),
        Shape::Number | Shape::Whole => "12".to_owned(),
        Shape::HoursAMonth => "36,5".to_owned(),
        Shape::Truth => "true".to_owned(),
        Shape::Json => "{}".to_owned(),
        Shape::Choice(choices) => choices.first().cloned().unwrap_or_default(),
        Shape::Reference(Referred::Noun(noun)) => one_of(noun.singular()).to_owned(),
        Shape::Reference(Referred::Step) => "Daten prüfen".to_owned(),
        Shape::Reference(Referred::HandOver) => "Daten prüfen -> Freigeben".to_owned(),
        Shape::Id => "00000000-0000-4000-8000-000000000001".to_owned(),
        Shape::Effort => "15 min 2x täglich 4 Leute".to_owned(),
        Shape::Money => "85 EUR".to_owned(),
        Shape::WorkingHours => "mon-fri 08:00-16:30".to_owned(),
        Shape::Target => "unit:Einkauf".to_owned(),
        Shape::Text if field.name == "between" => "Team 1,Team 2".to_owned(),
        Shape::Text if command == "import-log" && ["from", "to"].contains(&field.name.as_str()) => {
            "2026-03-31T12:00:00Z".to_owned()
        }
        Shape::Text | Shape::Object => said.unwrap_or("Team 1").to_owned(),
    }
}

fn one_of(singular: &str) -> &'static str {
    match singular {
        "site" => "Heilbronn",
        "unit" => "Einkauf",
        "community" => "Stammdaten",
        "process" => "Lieferanten anlegen",
        "pain point" => "drei Excel-Listen",
        "data object" => "Lieferant",
        "idea" => "Eine Lieferantenliste für alle",
        _ => "ID",
    }
}

/// A word as a shell takes it.
pub(super) fn quoted(word: &str) -> String {
    let is_plain = |it: char| it.is_alphanumeric() || "-_./:+".contains(it);
    if !word.is_empty() && word.chars().all(is_plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use clap::Command;
    use domain::catalogue::CATALOGUE;
    use serde_json::json;
    use uuid::Uuid;

    use super::*;
    use crate::cli::r#do::{arguments::with_commands, draft, schema};

    /// The words of a line as a shell makes them.
    fn words(line: &str) -> Vec<String> {
        let (mut words, mut word, mut is_quoted) = (Vec::new(), String::new(), false);
        for letter in line.chars() {
            match letter {
                '\'' => is_quoted = !is_quoted,
                ' ' if !is_quoted => words.push(std::mem::take(&mut word)),
                other => word.push(other),
            }
        }
        words.push(word);
        words
    }

    #[test]
    fn the_example_of_every_command_is_one_that_the_command_takes() {
        let all = with_commands(Command::new("acker do"));
        for entry in CATALOGUE {
            let fields = schema::described(entry).fields;
            let line = example(entry, &fields).replace("\\\n      ", "");
            let matches = all.clone().try_get_matches_from(&words(&line)[1..]);
            let matches = matches.unwrap_or_else(|error| panic!("{line}\n{error}"));
            let (_, matches) = matches.subcommand().expect("a command");
            let told =
                draft::read(entry.name, (&fields, &schema::meta()), matches, || Uuid::from_u128(7));
            let mut told = told.unwrap_or_else(|error| panic!("{line}\n{error}"));
            for reference in &told.references {
                let place = told.whole.pointer_mut(&reference.pointer).expect("it stands there");
                *place = json!(Uuid::from_u128(1));
            }
            let parsed = entry.parse_value(&told.whole["body"]);
            assert!(parsed.is_ok(), "{line}\n{parsed:?}");
        }
    }
}
