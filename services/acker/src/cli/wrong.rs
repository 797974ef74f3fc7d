//! A command line that cannot be read, told in German: the parser itself speaks English.

use std::error::Error as _;

use clap::{
    Error,
    error::{ContextKind, ContextValue, ErrorKind},
};
use wording::{Language, sentences::said};

/// What is wrong, what may have been meant, and how the command is called; nothing where it is no mistake,
/// such as `--help`.
pub(super) fn in_german(error: &Error) -> Option<String> {
    let mut told = format!("Fehler: {}", what(error)?);
    let suggested =
        [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue];
    if let Some(meant) = suggested.into_iter().find_map(|it| context(error, it)) {
        told = format!("{told}\n\n  Gemeint war vielleicht: {meant}");
    }
    if let Some(ContextValue::StyledStr(usage)) = error.get(ContextKind::Usage) {
        let usage = usage.to_string();
        let usage = usage.trim().trim_start_matches("Usage:").trim();
        let usage = usage.replace("[OPTIONS]", "[OPTIONEN]").replace("[COMMAND]", "[BEFEHL]");
        told = format!("{told}\n\nAufruf: {}", usage.replace("<COMMAND>", "<BEFEHL>"));
    }
    Some(format!("{told}\n\nMehr dazu: --help"))
}

fn what(error: &Error) -> Option<String> {
    let about = |kind| context(error, kind).unwrap_or_default();
    let (argument, value) = (about(ContextKind::InvalidArg), about(ContextKind::InvalidValue));
    let valid = about(ContextKind::ValidValue);
    Some(match error.kind() {
        ErrorKind::InvalidSubcommand => {
            format!("einen Befehl {} gibt es nicht", about(ContextKind::InvalidSubcommand))
        }
        ErrorKind::UnknownArgument => format!("{argument} gehört nicht hierher"),
        ErrorKind::MissingRequiredArgument => format!("es fehlt {argument}"),
        ErrorKind::MissingSubcommand => {
            format!("es fehlt ein Befehl; möglich sind {}", about(ContextKind::ValidSubcommand))
        }
        ErrorKind::InvalidValue if value.is_empty() || value == "``" => {
            format!("zu {argument} fehlt ein Wert")
        }
        ErrorKind::InvalidValue => {
            format!("{value} geht nicht für {argument}; möglich sind {valid}")
        }
        ErrorKind::ValueValidation => {
            let cause = error.source().map(ToString::to_string).unwrap_or_default();
            let cause = said(Language::German, &cause);
            format!("{value} ist für {argument} nicht zu verstehen: {cause}")
        }
        ErrorKind::ArgumentConflict => match about(ContextKind::PriorArg) {
            prior if prior == argument => format!("{argument} lässt sich nur einmal sagen"),
            prior => format!("{argument} geht nicht zusammen mit {prior}"),
        },
        ErrorKind::TooManyValues
        | ErrorKind::TooFewValues
        | ErrorKind::WrongNumberOfValues
        | ErrorKind::NoEquals => format!("{argument} hat nicht so viele Werte"),
        ErrorKind::InvalidUtf8 => "das ist kein UTF-8".to_owned(),
        _ => return None,
    })
}

fn context(error: &Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(it) => Some(format!("`{it}`")),
        ContextValue::Strings(all) => {
            let all: Vec<_> = all.iter().map(|it| format!("`{it}`")).collect();
            (!all.is_empty()).then(|| all.join(", "))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;
    use crate::cli::Cli;

    fn told(line: &str) -> Option<String> {
        let error = Cli::command().try_get_matches_from(line.split(' ')).err();
        in_german(&error.expect("it is wrong, or help"))
    }

    #[test]
    fn what_is_wrong_is_told_in_german_with_what_may_have_been_meant() {
        for (line, expected) in [
            ("acker lops", "einen Befehl `lops` gibt es nicht"),
            ("acker lops", "`loops`"),
            ("acker loops --levle site", "gehört nicht hierher"),
            ("acker diff", "es fehlt `--from <MOMENT>`"),
            ("acker loops --lang fr", "möglich sind `de`, `en`"),
            ("acker loops --limit viele", "keine ganze Zahl"),
            ("acker coverage --at 1 --at-position 2", "geht nicht zusammen mit"),
            ("acker loops --data x --data y", "lässt sich nur einmal sagen"),
        ] {
            let told = told(line).expect("it is wrong");
            assert!(told.contains(expected), "{line}: {told}");
            assert!(!told.contains("error") && !told.contains("Usage"), "{line}: {told}");
        }
    }

    #[test]
    fn help_is_no_mistake() {
        assert_eq!(told("acker --help"), None);
        assert_eq!(told("acker loops --help"), None);
    }
}
