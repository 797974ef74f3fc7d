//! Sketch a change on an idea: commands that are tried out and kept, and not executed.
//!
//! What they would change is computed when they are sketched, by whoever can ask the graphs; the decision
//! only checks their shape. Sketching anew replaces what was sketched before.

use events::{
    Stream,
    sketch::{ChangeSketched, ExpectedFigure, SketchedCommand},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Idea;
use crate::{
    AnyCommand, Command, Decision, FieldError, Rejection, catalogue::find, fields::Fields,
};

/// Commands of one sketch, at most.
const COMMANDS_MAX: usize = 100;

/// A sketch as it is written, in bytes, at most.
const BYTES_MAX: usize = 65_536;

/// Keep a change on an idea that was only tried out: what it would change is computed now, and what really
/// changed because of the idea is told beside it later.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SketchChange {
    /// Commands as in bulk, in order: `{"noun", "id", "command", "body"}`; 100 at most.
    pub commands: Vec<SketchedCommand>,
    /// What they would change; nobody says it, it is computed.
    #[serde(skip)]
    pub expected: Vec<ExpectedFigure>,
}

impl Command for SketchChange {
    type Aggregate = Idea;
    const NAME: &'static str = "sketch-change";

    fn decide(self, idea: &Idea) -> Decision {
        let Self { commands, expected } = self;
        let mut fields = Fields::default();
        fields.at_most("/commands", commands.len(), COMMANDS_MAX);
        if commands.is_empty() {
            fields.wrong("/commands", "missing", "must hold one command at least");
        }
        if serde_json::to_string(&commands).map_or(usize::MAX, |it| it.len()) > BYTES_MAX {
            let detail = format!("must not be longer than {BYTES_MAX} bytes");
            fields.wrong("/commands", "too-long", detail);
        }
        fields.finish()?;
        read(&commands)?;
        let is_so = idea.sketched == commands;
        Ok(if is_so { vec![] } else { vec![ChangeSketched { commands, expected }.into()] })
    }
}

impl SketchChange {
    /// What the sketched commands are addressed to, and what they want.
    pub fn read(&self) -> Result<Vec<(Stream, AnyCommand)>, Rejection> {
        read(&self.commands)
    }
}

/// All commands, or all that is wrong with any of them.
fn read(commands: &[SketchedCommand]) -> Result<Vec<(Stream, AnyCommand)>, Rejection> {
    let (mut understood, mut wrong) = (Vec::with_capacity(commands.len()), Vec::new());
    for (place, command) in commands.iter().enumerate() {
        match read_one(command) {
            Ok(it) => understood.push(it),
            Err(errors) => wrong.extend(errors.into_iter().map(|it| FieldError {
                pointer: format!("/commands/{place}{}", it.pointer),
                ..it
            })),
        }
    }
    if wrong.is_empty() { Ok(understood) } else { Err(Rejection::Fields(wrong)) }
}

fn read_one(written: &SketchedCommand) -> Result<(Stream, AnyCommand), Vec<FieldError>> {
    let SketchedCommand { noun, id, command, body } = written;
    let wrong = |pointer: &str, detail: String| {
        vec![FieldError { pointer: pointer.to_owned(), code: "unknown", detail }]
    };
    let known = noun.parse().map_err(|_| wrong("/noun", format!("there is no noun `{noun}`")))?;
    let entry = find(known, command)
        .filter(|it| it.name != SketchChange::NAME)
        .ok_or_else(|| wrong("/command", format!("`{command}` cannot be sketched for {noun}")))?;
    let command = entry.parse_value(&body.to_json()).map_err(|no| {
        let Rejection::Fields(errors) = no else { return wrong("/body", no.to_string()) };
        let inside = |it: FieldError| FieldError { pointer: format!("/body{}", it.pointer), ..it };
        errors.into_iter().map(inside).collect()
    })?;
    Ok((Stream::new(known, *id), command))
}

#[cfg(test)]
mod tests {
    use events::samples::id;
    use serde_json::json;

    use super::*;
    use crate::{idea::fixtures::proposed, testing::given};

    #[test]
    fn keeps_the_commands_with_what_they_are_expected_to_change() {
        let expected = vec![ExpectedFigure { figure: "loops".to_owned(), before: 3.0, after: 2.0 }];
        let sketched = ChangeSketched { commands: vec![removal()], expected: expected.clone() };
        given([proposed().into()])
            .when(SketchChange { commands: vec![removal()], expected })
            .then([sketched.into()]);
    }

    #[test]
    fn sketching_the_same_again_adds_nothing_whatever_it_would_change_by_now() {
        let before = ChangeSketched { commands: vec![removal()], expected: vec![] };
        let now = vec![ExpectedFigure { figure: "loops".to_owned(), before: 9.0, after: 1.0 }];
        given([proposed().into(), before.into()])
            .when(SketchChange { commands: vec![removal()], expected: now })
            .then([]);
    }

    #[test]
    fn refuses_what_is_no_command_with_the_pointer_to_it() {
        let unknown = SketchedCommand { command: "do-away".to_owned(), ..removal() };
        refused(vec![removal(), unknown], "command-unknown");
        refused(vec![SketchedCommand { noun: "teams".to_owned(), ..removal() }], "noun-unknown");
        let malformed = SketchedCommand { body: json!({ "hand_over": 7 }).into(), ..removal() };
        refused(vec![malformed], "hand-over-malformed");
        let itself = SketchedCommand {
            noun: "ideas".to_owned(),
            command: "sketch-change".to_owned(),
            ..removal()
        };
        refused(vec![itself], "command-unknown");
    }

    #[test]
    fn refuses_none_too_many_and_too_long() {
        refused(vec![], "commands-missing");
        refused(vec![removal(); COMMANDS_MAX + 1], "commands-too-many");
        let body = json!({ "name": "x".repeat(BYTES_MAX) });
        refused(vec![SketchedCommand { body: body.into(), ..removal() }], "commands-too-long");
    }

    fn refused(commands: Vec<SketchedCommand>, code: &'static str) {
        let sketch = SketchChange { commands, expected: vec![] };
        given([proposed().into()]).when(sketch).then_refused_as(code);
    }

    fn removal() -> SketchedCommand {
        SketchedCommand {
            noun: "processes".to_owned(),
            id: id(31),
            command: "remove-hand-over".to_owned(),
            body: json!({ "hand_over": id(51) }).into(),
        }
    }
}
