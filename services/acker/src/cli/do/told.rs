//! What is told once a command was done: what happened, to what, and how to take it back.

use domain::{catalogue::find, line::Line};
use events::Noun;
use serde_json::{Map, Value, json};
use wording::Language;

use super::{
    example::quoted,
    happened::{in_english, in_german},
    schema::described,
};
use crate::{
    output::{self, text},
    words::{self, said, told},
};

/// Commands that take back what another did, with the same fields where they have them.
const UNDO: &[(&str, &str)] = &[
    ("address-area", "leave-area"),
    ("represent-unit", "stop-representing-unit"),
    ("appoint-manager", "release-manager"),
    ("take-up-pain-point", "drop-pain-point"),
    ("add-step", "remove-step"),
    ("add-hand-over", "remove-hand-over"),
    ("record-data-use", "remove-data-use"),
    ("back-pain-point", "withdraw-backing"),
    ("merge-pain-point", "unmerge-pain-point"),
    ("resolve-pain-point", "reopen-pain-point"),
    ("support-idea", "withdraw-support"),
    ("merge-idea", "unmerge-idea"),
    ("unmerge-pain-point", "merge-pain-point"),
    ("comment-on-process", "retract-comment"),
    ("comment-on-pain-point", "retract-comment"),
    ("comment-on-idea", "retract-comment"),
    ("bind-value", "unbind"),
    ("bind-activity", "unbind"),
    ("confirm-duplicate", "withdraw-verdict"),
    ("dismiss-duplicate", "withdraw-verdict"),
];

/// Tells what happened.
pub(super) fn tell(line: &Line, answer: &Value, formulas: &[String]) {
    let tags: Vec<_> = answer["events"].as_array().into_iter().flatten().collect();
    if tags.is_empty() {
        output::answer(told!(
            "Nothing changed: it was so already.",
            "Nichts geändert: Es war schon so."
        ));
    }
    for tag in tags {
        let tag = text(&tag["type"]);
        output::answer(match words::language() {
            Language::English => in_english(&tag),
            Language::German => in_german(&tag).unwrap_or(&tag).to_owned(),
        });
    }
    for formula in formulas {
        output::answer(format_args!("  {formula}"));
    }
    output::answer(format_args!("  {}/{}", line.noun, line.id));
    let (position, revision) = (text(&answer["position"]), text(&answer["revision"]));
    output::answer(told!(
        "  position {position}, revision {revision}",
        "  Position {position}, Revision {revision}"
    ));
    if let Some(undo) = undo(line) {
        output::answer(told!("  undo: {undo}", "  rückgängig: {undo}"));
    }
    for warning in answer["warnings"].as_array().into_iter().flatten() {
        let detail = said(&text(&warning["detail"]));
        output::say(told!("mind: {detail}", "Achtung: {detail}"));
    }
}

/// The answer of the API, with what was decided here.
pub(super) fn as_json(
    line: &Line,
    mut answer: Value,
    formulas: &[String],
    alike: &[Value],
) -> Value {
    if let Some(answer) = answer.as_object_mut() {
        let Line { noun, id, command, .. } = line;
        let more = json!({ "noun": noun, "id": id, "command": command, "formulas": formulas, "similar": alike });
        let Value::Object(more) = more else { return Value::Null };
        answer.extend(more);
    }
    answer
}

/// The command that takes it back; none where no command does.
fn undo(line: &Line) -> Option<String> {
    let noun: Noun = line.noun.parse().ok()?;
    let inverse = UNDO.iter().find(|it| it.0 == line.command)?.1;
    let fields = described(find(noun, inverse)?).fields;
    let body: Map<String, Value> = fields
        .iter()
        .filter_map(|it| Some((it.name.clone(), line.body.get(&it.name)?.clone())))
        .collect();
    if fields.iter().any(|it| it.is_required && !body.contains_key(&it.name)) {
        return None;
    }
    let said = body.iter().map(|(name, value)| format!(" --{name} {}", quoted(&text(value))));
    Some(format!("acker do {inverse} --id {}{}", line.id, said.collect::<String>()))
}

#[cfg(test)]
mod tests {
    use domain::catalogue::CATALOGUE;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn what_is_done_and_what_undoes_it_are_commands_of_the_same_noun() {
        for (done, undone) in UNDO {
            let entry = CATALOGUE.iter().find(|it| it.name == *done).expect("a command");
            assert!(find(entry.noun, undone).is_some(), "{done} → {undone}");
        }
    }

    #[test]
    fn a_backing_is_taken_back_for_its_unit() {
        let line = Line {
            noun: "pain-points".to_owned(),
            id: Uuid::from_u128(1),
            command: "back-pain-point".to_owned(),
            body: json!({ "unit": Uuid::from_u128(2), "hours": null }),
            meta: None,
            key: None,
        };
        let undo = undo(&line).expect("it can be taken back");
        assert!(undo.starts_with("acker do withdraw-backing --id "), "{undo}");
        assert!(undo.ends_with(&format!("--unit {}", Uuid::from_u128(2))), "{undo}");
    }
}
