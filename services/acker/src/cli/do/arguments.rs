//! The catalogue as a command line: a subcommand for every command, an option for every field.

use std::ffi::OsString;

use clap::{Arg, ArgAction, Command, builder::PossibleValuesParser};
use domain::catalogue::{CATALOGUE, Entry};

use super::{
    example::example,
    schema::{Described, Field, Shape, described, meta},
};

/// Options of the program itself; a field of that name is said with [`FIELD`] in front.
const TAKEN: [&str; 11] =
    ["store", "data", "actor", "lang", "id", "noun", "yes", "json", "dry-run", "clear", "help"];
const FIELD: &str = "field.";

/// A subcommand for every name in the catalogue, made only where `do` is used.
pub(super) fn with_commands(command: Command) -> Command {
    let mut names: Vec<_> = CATALOGUE.iter().map(|it| it.name).collect();
    let mut seen = std::collections::BTreeSet::new();
    names.retain(|it| seen.insert(*it));
    command.subcommands(names.into_iter().map(|name| {
        let about = described(first(name)).about;
        Command::new(name).about(first_sentence(&about).to_owned()).defer(with_fields)
    }))
}

/// All entries of a name: more than one where it is for any noun.
pub(super) fn entries(name: &str) -> Vec<&'static Entry> {
    CATALOGUE.iter().filter(|it| it.name == name).collect()
}

fn first(name: &str) -> &'static Entry {
    entries(name)[0]
}

pub(super) fn first_sentence(about: &str) -> &str {
    about.split(". ").next().unwrap_or_default().trim_end_matches('.')
}

/// The options of one command.
fn with_fields(command: Command) -> Command {
    let entries = entries(command.get_name());
    let entry = entries[0];
    let Described { about, fields } = described(entry);
    let example = format!("Example:\n  {}", example(entry, &fields));
    let clearable = fields.iter().filter(|it| it.is_clearable && !entry.creates);
    let clearable: Vec<_> = clearable.map(|it| it.name.clone()).collect();
    let mut command = command.long_about(about).after_help(example).args(own(entry));
    if entries.len() > 1 {
        let nouns = PossibleValuesParser::new(entries.iter().map(|it| it.noun.path()));
        let help = "What the id is of; else it is looked up";
        command = command.arg(Arg::new("noun").long("noun").value_parser(nouns).help(help));
    }
    if !clearable.is_empty() {
        let help = "Say that there is none of this field any more";
        let names = PossibleValuesParser::new(clearable);
        let clear = Arg::new("clear").long("clear").value_name("FIELD").help(help);
        command =
            command.arg(clear.value_parser(names).value_delimiter(',').action(ArgAction::Append));
    }
    let minted = minted(entry.name);
    for field in &fields {
        let is_needed = field.is_required && field.parts.is_empty();
        let is_needed = is_needed && minted != Some(field.name.as_str());
        command = with_field(command, field, "", "Fields", is_needed);
    }
    meta().iter().fold(command, |command, field| {
        with_field(command, field, "meta.", "Beside the fields", false)
    })
}

/// The field of a command that names something new, so that its id is minted: `add-step` brings a `step`.
pub(super) fn minted(command: &str) -> Option<&'static str> {
    match command.split('-').collect::<Vec<_>>()[..] {
        ["add", "step"] => Some("step"),
        ["add", "hand", "over"] => Some("hand_over"),
        ["comment", "on", ..] => Some("comment"),
        _ => None,
    }
}

fn own(entry: &Entry) -> Vec<Arg> {
    let flag =
        |name: &'static str, help| Arg::new(name).long(name).action(ArgAction::SetTrue).help(help);
    let id = match (entry.creates, entry.name) {
        (true, _) => Arg::new("id")
            .long("id")
            .value_name("UUID")
            .help("The id of the new thing; else one is made"),
        (_, "redact-text") => Arg::new("id")
            .long("id")
            .value_name("ID")
            .help("What the event happened to; else it is looked up"),
        _ => Arg::new("id")
            .long("id")
            .value_name("ID")
            .help("Which one: its id, or its name where no other has it")
            .required(true),
    };
    vec![
        id,
        flag("yes", "Ask nothing, also where something similar is there already"),
        flag("dry-run", "Show the command as it would be sent, and do nothing"),
        flag("json", "The answer as JSON"),
    ]
}

fn with_field(
    command: Command,
    field: &Field,
    before: &str,
    heading: &'static str,
    is_needed: bool,
) -> Command {
    let path = format!("{before}{}", field.name);
    let command = command.arg(argument(field, &path).help_heading(heading).required(is_needed));
    let before = format!("{path}.");
    field
        .parts
        .iter()
        .fold(command, |command, part| with_field(command, part, &before, "Parts of fields", false))
}

fn argument(field: &Field, path: &str) -> Arg {
    let long = option(path);
    let hyphened = long.replace('_', "-");
    let mut argument = Arg::new(long.clone()).long(long.clone()).value_name(value_name(field));
    if hyphened != long {
        argument = argument.alias(hyphened);
    }
    if matches!(field.shape, Shape::Effort | Shape::HoursAMonth) && !path.contains('.') {
        argument = argument.visible_alias("effort");
    }
    // Once for a field; for a part of a list, once for each member.
    argument = argument.action(ArgAction::Append).allow_hyphen_values(true);
    if let Shape::Choice(choices) = &field.shape {
        argument = argument.value_parser(PossibleValuesParser::new(choices.clone()));
        argument = argument.ignore_case(true);
        if field.is_list {
            argument = argument.value_delimiter(',');
        }
    }
    argument.help(help(field))
}

/// The option by which a field is said.
pub(super) fn option(path: &str) -> String {
    if TAKEN.contains(&path) { format!("{FIELD}{path}") } else { path.to_owned() }
}

fn help(field: &Field) -> String {
    let about = field.about.trim_end_matches('.');
    let more = match (&field.shape, field.is_list) {
        (Shape::Effort, _) => {
            "; as in `15 min 2x täglich 4 Leute` or `30 minutes twice a week, 3 people`"
        }
        (Shape::HoursAMonth, _) => "; a figure, or an effort as in `15 min twice a day, 4 people`",
        (Shape::Money, _) => "; as in `85 EUR`",
        (Shape::WorkingHours, _) => "; as in `mon-fri 08:00-16:30`",
        (Shape::Target, _) => {
            "; as in `unit:Purchasing` or `step:Onboard a supplier/Check`; may be said again"
        }
        (Shape::Object, true) => "; by its parts, or as JSON; may be said again",
        (Shape::Object, false) => "; by its parts, or as JSON",
        (_, true) => "; several with commas, or said again",
        _ => "",
    };
    format!("{about}{more}")
}

fn value_name(field: &Field) -> String {
    let name = match &field.shape {
        Shape::Text => "TEXT",
        Shape::Number | Shape::Whole => "NUMBER",
        Shape::HoursAMonth => "HOURS",
        Shape::Truth => "true|false",
        Shape::Id => "UUID",
        Shape::Effort => "EFFORT",
        Shape::Money => "AMOUNT CURRENCY",
        Shape::Target => "KIND:NAME",
        Shape::Object | Shape::Json => "JSON",
        Shape::WorkingHours => "DAYS HOURS",
        Shape::Choice(_) | Shape::Reference(_) => {
            return field.name.to_uppercase().replace('_', " ");
        }
    };
    name.to_owned()
}

/// The arguments of the program. What people call a store of data is no address of a server: of a command
/// with such a field, `--store SAP` is the field.
pub(crate) fn told_apart(arguments: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut arguments: Vec<_> = arguments.collect();
    let Some(place) = arguments.iter().position(|it| it == "do") else { return arguments };
    let has_store = |name: &OsString| {
        let entry = CATALOGUE.iter().find(|it| *name == *it.name);
        entry.is_some_and(|it| described(it).fields.iter().any(|it| it.name == "store"))
    };
    let Some(command) = arguments[place..].iter().position(has_store) else { return arguments };
    let own = format!("--{FIELD}store");
    for at in place + command..arguments.len() {
        let said = arguments[at].to_string_lossy().into_owned();
        let is_name = |value: &str| !value.contains("://");
        let next = arguments.get(at + 1).map(|it| it.to_string_lossy().into_owned());
        if said == "--store" && next.is_some_and(|it| is_name(&it)) {
            arguments[at] = own.clone().into();
        } else if let Some(value) = said.strip_prefix("--store=").filter(|it| is_name(it)) {
            arguments[at] = format!("{own}={value}").into();
        }
    }
    arguments
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(line: &[&str]) -> Vec<String> {
        let arguments = told_apart(line.iter().map(OsString::from));
        arguments.into_iter().map(|it| it.into_string().expect("UTF-8")).collect()
    }

    #[test]
    fn a_store_of_data_is_told_apart_from_the_store_that_is_asked() {
        let line = ["acker", "--store", "http://x", "do", "name-master-store", "--store", "SAP"];
        assert_eq!(told(&line)[5..], ["--field.store", "SAP"]);
        assert_eq!(told(&line)[1..3], ["--store", "http://x"]);
        let line = ["acker", "do", "record-data-use", "--store=SAP", "--store", "http://x"];
        assert_eq!(told(&line)[3..], ["--field.store=SAP", "--store", "http://x"]);
        let line = ["acker", "do", "log-pain-point", "--store", "SAP"];
        assert_eq!(told(&line), line, "it has no such field");
    }

    #[test]
    fn every_command_makes_a_sound_command_line() {
        let mut command = with_commands(Command::new("do"));
        command.build();
        assert!(command.get_subcommands().count() > 80);
    }

    #[test]
    fn each_command_that_brings_the_id_of_something_new_has_that_field() {
        let minting = CATALOGUE.iter().filter_map(|it| Some((it, minted(it.name)?)));
        let mut count = 0;
        for (entry, name) in minting {
            assert!(described(entry).fields.iter().any(|it| it.name == name), "{entry:?}");
            count += 1;
        }
        assert_eq!(count, 5);
    }
}
